"""The files that bring vacated dwellings: CSV, XLSX, ODS, YAML, JSON."""
