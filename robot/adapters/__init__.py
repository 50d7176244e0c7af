"""One file per thing outside: mail servers, database, files, clock."""
