"""The orders of a gestionnaire, by letter or in the table of a commission."""
