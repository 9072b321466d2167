"""The table of who gets in, one module a subject. Together they are complete: a new address without a row fails."""
