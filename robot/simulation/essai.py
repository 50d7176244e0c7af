"""One seed, played and judged: what `robot simuler` prints of it."""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any

from robot.simulation.juge import juger
from robot.simulation.juge.griefs import DOUBLE, PERDU, SILENCE
from robot.simulation.juge.suivi import Suivi
from robot.simulation.monde import EN_MEMOIRE, Partie, jouer
from robot.simulation.plan import Parametres


@dataclass(frozen=True)
class Essai:
    """The figures of a run (CONTRAT, `robot simuler --json`), and what the judge holds against it.

    `racine` is the root of the journal (messages and letters included),
    `envois` the SHA-256 of every letter handed to the server: two runs of one
    seed have the same. `transitions`: how often each fact came in each state,
    « etat fait ».
    """

    graine: int
    liberations: int
    orientations: int
    messages: int
    perdus: int
    doubles: int
    silences_a_tort: int
    ecart_max: float
    ecart_max_typologie: float
    duree_s: float
    passes: int
    lettres: int
    racine: str
    envois: str
    faits: dict[str, int]
    griefs: tuple[str, ...]
    genres: tuple[str, ...]
    transitions: dict[str, int]

    def en_json(self) -> dict[str, Any]:
        """As the contract names it."""
        return {cle: valeur for cle, valeur in asdict(self).items() if cle not in {"genres", "transitions"}}


def essayer(parametres: Parametres, base: str = EN_MEMOIRE) -> Essai:
    """Play a story and judge it."""
    debut = time.monotonic()
    partie = jouer(parametres, base)
    verdict = juger(partie.releve, partie.tables)
    griefs = (*verdict.griefs, *partie.griefs)
    genres = [grief.genre for grief in griefs]
    return Essai(
        graine=parametres.graine,
        liberations=len(partie.releve.logements),
        orientations=sum(fait["fait"] == "OrientationDecidee" for fait in partie.tables.journal),
        messages=len(partie.releve.arrivees),
        perdus=genres.count(PERDU),
        doubles=genres.count(DOUBLE),
        silences_a_tort=genres.count(SILENCE),
        ecart_max=verdict.ecarts.reservataire,
        ecart_max_typologie=verdict.ecarts.typologie,
        duree_s=round(time.monotonic() - debut, 2),
        passes=len(partie.releve.passages),
        lettres=len(partie.releve.departs),
        racine=partie.racine,
        envois=_envois(partie),
        faits=dict(sorted(Counter(fait["fait"] for fait in partie.tables.journal).items())),
        griefs=tuple(map(str, griefs)),
        genres=tuple(dict.fromkeys(genres)),
        transitions=_transitions(partie),
    )


def _transitions(partie: Partie) -> dict[str, int]:
    suivis = {reference: Suivi(logement) for reference, logement in partie.releve.logements.items()}
    comptes: Counter[str] = Counter()
    for fait in partie.tables.journal:
        suivi = suivis[fait["reference"]]
        comptes[f"{suivi.etat} {fait['fait']}"] += 1
        suivi.suivre(fait)
    return dict(sorted(comptes.items()))


def _envois(partie: Partie) -> str:
    somme = hashlib.sha256()
    for depart in partie.releve.departs:
        somme.update(f"{depart.le.isoformat()} {depart.dit} {depart.destinataire}\n".encode() + depart.octets)
    return somme.hexdigest()
