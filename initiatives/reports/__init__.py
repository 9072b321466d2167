"""What this floor prints: the report of a trajectory."""
