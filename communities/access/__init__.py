"""Fetch and authorise in one step. Who may not see a thing gets the same answer as when it did not exist."""
