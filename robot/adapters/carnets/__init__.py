"""The address book and the settings: YAML edited by hand, read with every error at once."""
