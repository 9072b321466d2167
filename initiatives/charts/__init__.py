"""Drawings of this floor, in the style of lib/charts."""
