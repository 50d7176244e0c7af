"""Working days (jours ouvrés), counted aloud: each skipped day says why.

The day of reception is day zero and the period ends at the last second of the
n-th working day (CPC, art. 641 and 642). All instants are UTC; a local day
exists only inside this module and on paper.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

UN_JOUR = timedelta(days=1)
UNE_SECONDE = timedelta(seconds=1)
JOURS_MAXIMUM = 1000
SEMAINE = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
PARIS = "Europe/Paris"


@dataclass(frozen=True)
class Jour:
    """One calendar day of a count: does it count, and why (not)."""

    date: date
    compte: bool
    raison: str


@dataclass(frozen=True)
class Decompte:
    """A period counted day by day.

    `reception` is day zero, `echeance` the last instant (UTC) of the period,
    `jours` every day from day zero to the last one, `source` the text that
    fixes the length.
    """

    reception: date
    jours_ouvres: int
    echeance: datetime
    jours: tuple[Jour, ...]
    source: str

    @property
    def dernier_jour(self) -> date:
        """The local day at whose midnight the period ends."""
        return self.jours[-1].date

    def rang(self, jour: date) -> int:
        """How many working days of the period have begun on that day."""
        return sum(compte.compte and compte.date <= jour for compte in self.jours)

    @property
    def jours_sautes(self) -> tuple[Jour, ...]:
        """The days after day zero that do not count."""
        return tuple(jour for jour in self.jours[1:] if not jour.compte)


@dataclass(frozen=True)
class Calendrier:
    """Which days are worked, in one time zone.

    `feries` maps a holiday to its French name; `fermetures` are closing days
    that the convention says do not count (none by default, DOMAINE 2.1).
    """

    feries: Mapping[date, str]
    fermetures: Mapping[date, str] = field(default_factory=dict)
    fuseau: str = PARIS

    def raison_de_chomage(self, jour: date) -> str | None:
        """Why `jour` is not worked, or None if it is."""
        if jour in self.feries:
            return f"jour férié : {self.feries[jour]}"
        if jour.weekday() >= SEMAINE.index("samedi"):
            return SEMAINE[jour.weekday()]
        if jour in self.fermetures:
            return f"fermeture : {self.fermetures[jour]}"
        return None

    def est_ouvre(self, jour: date) -> bool:
        """Monday to Friday, neither a holiday nor an agreed closing day."""
        return self.raison_de_chomage(jour) is None

    def decompter(self, reception: date, jours_ouvres: int, source: str = "") -> Decompte:
        """Count `jours_ouvres` working days after `reception`, which is day zero (R41, CPC 641).

        Raises ValueError when `jours_ouvres` is not between 1 and 1000.
        """
        if not 1 <= jours_ouvres <= JOURS_MAXIMUM:
            raise ValueError(f"un délai compte de 1 à {JOURS_MAXIMUM} jours ouvrés, pas {jours_ouvres}")
        jours = [Jour(reception, compte=False, raison="jour de la réception, jour zéro")]
        rang = 0
        while rang < jours_ouvres:
            jour = jours[-1].date + UN_JOUR
            chome = self.raison_de_chomage(jour)
            rang += chome is None
            jours.append(Jour(jour, compte=chome is None, raison=chome or f"{ordinal(rang)} jour ouvré"))
        return Decompte(reception, jours_ouvres, self.fin_du_jour(jours[-1].date), tuple(jours), source)

    def sans_jour_ouvre(self, dernier_jour: date, source: str = "") -> Decompte:
        """A period that leaves no whole working day: it ends at midnight of `dernier_jour`, which may be past."""
        jour = Jour(dernier_jour, compte=False, raison="dernier jour possible")
        return Decompte(dernier_jour, 0, self.fin_du_jour(dernier_jour), (jour,), source)

    def jour_local(self, instant: datetime) -> date:
        """The local calendar day of an instant."""
        return instant.astimezone(ZoneInfo(self.fuseau)).date()

    def instant(self, jour: date, heure: time) -> datetime:
        """The UTC instant of a local day and hour."""
        return datetime.combine(jour, heure, ZoneInfo(self.fuseau)).astimezone(UTC)

    def fin_du_jour(self, jour: date) -> datetime:
        """The last second of a local day, in UTC: midnight belongs to the next day."""
        return self.instant(jour + UN_JOUR, time()) - UNE_SECONDE

    def lendemain(self, jour: date) -> date:
        """The next calendar day."""
        return jour + UN_JOUR

    def prochain_jour_ouvre(self, jour: date) -> date:
        """The first working day strictly after `jour`."""
        return self.decompter(jour, 1).dernier_jour

    def reporter(self, jour: date) -> date:
        """That day, or the next working day when it is not worked (CPC, art. 642)."""
        return jour if self.est_ouvre(jour) else self.prochain_jour_ouvre(jour)

    def dans_des_mois(self, jour: date, mois: int) -> date:
        """The last day of a period of months: same number, or the last of the month (CPC, art. 641 and 642)."""
        return self.reporter(jour + relativedelta(months=mois))

    def avec_fermetures(self, fermetures: Iterable[date], nom: str) -> Calendrier:
        """The same calendar with a réservataire's own closing days, when its convention says they count."""
        return replace(self, fermetures={**self.fermetures, **dict.fromkeys(fermetures, nom)})


def ordinal(rang: int) -> str:
    """`1er`, `2e`, `3e`…"""
    return "1er" if rang == 1 else f"{rang}e"
