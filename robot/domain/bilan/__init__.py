"""The yearly bilan (R92-R99): each dwelling at its four stages, then three tables, exact to the unit."""
