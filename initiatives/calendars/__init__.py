"""What stands in a calendar file. One module a subject."""
