"""The size of the stories that the tests play: dwellings, days."""

from __future__ import annotations

COURTE = (6, 20)
# Long enough for an offer, a silence, a refusal and the next one.
BREVE = (2, 5)
TRES_COURTE = (3, 10)
# Long enough for candidates, a commission and a lease.
MOYENNE = (3, 40)
# Enough releases for a turn to be unfair, and for one of them to be owed to internal moves.
PAR_DROITS = (18, 12)
