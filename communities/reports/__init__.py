"""Pages on paper, as tagged PDF. One module a subject."""
