"""The steps of a pass, one module each: what `cycle.py` calls, in the order it calls them."""
