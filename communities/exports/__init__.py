"""Tables of values, for CSV and XLSX. One module a subject."""
