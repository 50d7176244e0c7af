"""The rules: what we know in, facts out; a module per chapter of the charter."""
