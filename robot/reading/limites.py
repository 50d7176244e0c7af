"""What bounds the reading of a stranger's message. Beyond them we cut, say so, and a person looks."""

from __future__ import annotations

TEXTE_MAX = 256 * 1024  # characters of text analysed
PROFONDEUR_MAX = 12  # nested multiparts
PARTIES_MAX = 300
ENTETES_MAX = 256 * 1024  # bytes of headers
ENTETE_MAX = 16 * 1024  # characters of one header
FIL_MAX = 60  # identifiers kept
IDENTIFIANT_MAX = 400
LIGNES_MAX = 20_000
REFERENCES_MAX = 40
