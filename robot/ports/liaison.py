"""What may fail, and when it is."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class LiaisonIndisponible(Exception):
    """A link is down (network, server, password, full mailbox): the next pass tries again.

    The text is French, for an administrator: what, and what to look at.
    """


class Clock(Protocol):
    """The only "now" of the robot."""

    def maintenant(self) -> datetime:
        """The present instant, in UTC."""
        ...
