"""A message as it travels: headers, MIME parts, charsets, pages, files; nothing here knows what the words mean."""
