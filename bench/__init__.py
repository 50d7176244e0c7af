"""Measures, to run by hand."""
