"""The longer commands of the command line, and how every command prints."""
