"""What goes with a letter: a table to fill, a printed letter, an invitation, a list to type, a file received."""
