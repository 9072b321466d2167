"""What people fill in. One module a subject."""
