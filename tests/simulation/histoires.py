"""The size of the stories that the tests play: dwellings, days."""

from __future__ import annotations

COURTE = (6, 20)
TRES_COURTE = (3, 10)
