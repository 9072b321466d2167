"""What can be taken along, as tables of plain values."""
