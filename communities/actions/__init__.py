"""Verbs of this floor: every change that spans rows is one of these. One module a subject."""
