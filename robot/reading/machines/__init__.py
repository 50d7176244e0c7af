"""What machines write: automatic replies and delivery reports."""
