"""Sums and rules of this floor, on plain values: no database, no clock, no settings."""
