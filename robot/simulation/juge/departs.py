"""What leaves still makes sense: no offer, reminder or proposal of a dwelling that has gone elsewhere since.

Nor a reminder whose delay is over, or of a notice of which something is known; nor a silence that proved to be none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from robot.simulation.juge.griefs import LETTRE, Grief
from robot.simulation.juge.jours import jour_de
from robot.simulation.juge.menages import PROPOSITIONS
from robot.simulation.juge.suivi import DESIGNATION, FINS, OUVERTES, SECONDE_MOITIE, Suivi
from robot.simulation.releve import MENAGE, Depart

OFFRES = frozenset({"offre", "neuf"})
# Where a dwelling must stand for each of these to leave.
PERMETTENT = {
    "offre": frozenset({"a_expedier"}),
    "neuf": frozenset({"a_expedier"}),
    "rappel_offre": frozenset({"en_attente", "a_clarifier"}),
    "rappel_designation": DESIGNATION,
    "accord_tacite": SECONDE_MOITIE | OUVERTES,
}
# What states what a household or the State did not say.
MUETS = frozenset({"constat_silence_candidat", "rappel_ddets"})
NE_PROPOSENT_PLUS = FINS | {"louee", "a_signer", "libere", "a_expedier", "en_attente", "refusee", "retiree", "epuisee"}


@dataclass(frozen=True)
class Instantane:
    """Where a dwelling stood from `depuis` on, to which households it could still go, and the days that ran there.

    `tours` says how many times it was proposed to each household, `sne` how many lines there were to type;
    `muets` are those whose silence is a refusal, `sans_nouvelle` those of whom the State never said that it was told.
    """

    depuis: datetime
    etat: str
    rang: int
    en_lice: frozenset[int]
    attend: bool
    reponse: date | None
    designation: date | None
    tours: Mapping[int, int]
    sne: int
    muets: frozenset[int]
    sans_nouvelle: frozenset[int]


def instantane(depuis: datetime, suivi: Suivi) -> Instantane:
    """Where it stands now."""
    en_lice = frozenset(m.numero for m in suivi.en_lice)
    offre = suivi.courante
    jours = (offre.dernier, offre.designation) if offre else (None, None)
    menages = suivi.menages.values()
    return Instantane(
        depuis,
        suivi.etat,
        len(suivi.offres),
        en_lice,
        suivi.attend_le_reservataire,
        *jours,
        {m.numero: len(m.lettres) for m in menages},
        suivi.sne,
        frozenset(m.numero for m in menages if m.courante and m.courante.reponse == "silence"),
        frozenset(m.numero for m in menages if m.avise_de_ce_refus and not m.avis_accuse and not m.avis_revenu),
    )


def confiees_avant(le: datetime, reference: str, numero: int, departs: Sequence[Depart]) -> frozenset[str]:
    """The Message-IDs that the server had been given for a household: a report of them is of an earlier proposal."""
    siens = (d for d in departs if d.le < le and (d.reference, d.voie, d.numero) == (reference, MENAGE, numero))
    return frozenset(depart.message_id for depart in siens)


def griefs(departs: Sequence[Depart], histoire: dict[str, list[Instantane]]) -> Iterator[Grief]:
    """Each letter held against where its dwelling stood when it was handed to the server."""
    for depart in departs:
        if depart.gabarit not in PERMETTENT.keys() | PROPOSITIONS | MUETS:
            continue
        juger = _ce_que_dit_un_silence if depart.gabarit in MUETS else _a_propos
        alors = next((i for i in reversed(histoire.get(depart.reference, [])) if i.depuis < depart.le), None)
        if alors is None or not juger(depart, alors):
            ou = f"« {alors.etat} », offre {alors.rang}" if alors else "inconnu"
            yield Grief(LETTRE, depart.reference, f"{depart.cle} part alors que le logement est {ou}")


def _ce_que_dit_un_silence(depart: Depart, alors: Instantane) -> bool:
    """What nobody said is still not said."""
    return depart.numero in (alors.sans_nouvelle if depart.gabarit == "rappel_ddets" else alors.muets)


def _a_propos(depart: Depart, alors: Instantane) -> bool:
    if depart.rang != alors.rang:
        return False
    if depart.gabarit in PROPOSITIONS:
        return depart.numero in alors.en_lice and alors.etat not in NE_PROPOSENT_PLUS
    if alors.etat not in PERMETTENT[depart.gabarit]:
        return False
    if depart.gabarit == "rappel_offre":
        return alors.attend and _avant_la_fin(depart, alors.reponse)
    if depart.gabarit == "rappel_designation" and "/rouverte/" not in depart.cle:
        return _avant_la_fin(depart, alors.designation)
    return True


def _avant_la_fin(depart: Depart, dernier: date | None) -> bool:
    """A reminder after the last day would state a date that is over."""
    return dernier is not None and jour_de(depart.le_robot) <= dernier
