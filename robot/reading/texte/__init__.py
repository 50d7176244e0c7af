"""What the author wrote, apart from what is quoted, signed or added by a server."""
