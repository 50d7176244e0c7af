"""From each released schema to the next, on both engines. `base/schema.py` decides when."""
