"""Worked figures out of other people's publications, or computed by hand, each with where it comes from."""
