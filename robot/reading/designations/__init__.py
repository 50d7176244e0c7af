"""The candidates whom a réservataire designates, in free words or in a table (R60, R61)."""
