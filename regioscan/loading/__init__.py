"""From a checked delivery to the database: staging, comparing, publishing, and what is derived from it."""
