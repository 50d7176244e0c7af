"""What each fact writes on a dossier, a module per part of it."""
