"""A bilan as files: a workbook for people, CSV files for programs."""
