"""The real clock: the only place that asks the system for the time."""

from __future__ import annotations

from datetime import UTC, datetime


class Horloge:
    """The `Clock` port on the system clock."""

    def maintenant(self) -> datetime:
        """The present instant, in UTC."""
        return datetime.now(UTC)


class HorlogeFixee:
    """A clock that someone turns: `robot cycle --maintenant`, the demo, the tests."""

    def __init__(self, instant: datetime) -> None:
        self.regler(instant)

    def maintenant(self) -> datetime:
        """The instant it was set to."""
        return self._instant

    def regler(self, instant: datetime) -> None:
        """Turn the hands. Raises ValueError for an instant without a time zone."""
        if instant.tzinfo is None:
            raise ValueError("un instant sans fuseau horaire n'est pas un instant")
        self._instant = instant.astimezone(UTC)
