"""The files that bring vacated dwellings: CSV, XLSX, YAML, JSON."""
