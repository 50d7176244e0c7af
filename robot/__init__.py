"""The orientation robot: a social landlord's vacated dwellings, shared by e-mail (gestion en flux)."""
