"""Pages of this floor. One module a subject."""
