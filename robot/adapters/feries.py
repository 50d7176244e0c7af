"""Public holidays by subdivision, from the `holidays` package, in French.

Traps of the package: `67` and `68` raise, `GES` is accepted and adds nothing,
names follow the locale unless told. Hence our own table of what may be asked.
In law Good Friday depends on the commune (a church of each confession); here,
as everywhere in practice, it holds in the whole of Moselle and Alsace.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from types import MappingProxyType

from robot.domain.calendrier import PARIS, Calendrier

ANNEES = range(1990, 2101)
NATIONAUX = "nationaux"

# What a setting may say, and the code of the package (None: the eleven legal days, C. trav., L.3133-1).
SUBDIVISIONS: Mapping[str, str | None] = MappingProxyType(
    {
        NATIONAUX: None,
        "57": "57",
        "67": "6AE",
        "68": "6AE",
        "6AE": "6AE",
        "971": "971",
        "972": "972",
        "973": "973",
        "974": "974",
        "975": "PM",
        "976": "976",
        "977": "BL",
        "978": "MF",
        "984": "TF",
        "986": "WF",
        "987": "PF",
        "988": "NC",
    }
)

FUSEAUX: Mapping[str, str] = MappingProxyType(
    {
        "971": "America/Guadeloupe",
        "972": "America/Martinique",
        "973": "America/Cayenne",
        "974": "Indian/Reunion",
        "975": "America/Miquelon",
        "976": "Indian/Mayotte",
        "977": "America/St_Barthelemy",
        "978": "America/Marigot",
        "984": "Indian/Reunion",
        "986": "Pacific/Wallis",
        "987": "Pacific/Tahiti",
        "988": "Pacific/Noumea",
    }
)


def fuseau_de(departement: str) -> str:
    """The time zone of a département."""
    return FUSEAUX.get(departement, PARIS)


def calendrier(departement: str, fuseau: str | None = None, jours_feries: str | None = None) -> Calendrier:
    """The working days of a landlord of `departement`, from 1990 to 2100.

    `jours_feries` (a key of SUBDIVISIONS) takes the place of the département's
    own holidays; `fuseau` that of its time zone. Raises KeyError on a code
    outside SUBDIVISIONS.
    """
    code = SUBDIVISIONS[jours_feries] if jours_feries else SUBDIVISIONS.get(departement)
    return Calendrier(feries=_feries(code), fuseau=fuseau or fuseau_de(departement))


@cache
def _feries(code: str | None) -> Mapping[date, str]:
    import holidays  # noqa: PLC0415 - 140 ms, spared to commands that count no day

    return MappingProxyType(dict(holidays.country_holidays("FR", subdiv=code, years=ANNEES, language="fr")))
