"""Whose turn it is to be offered a dwelling."""
