"""Who may order, and of which offer an order speaks: the one that its author's letter was about, and no later one.

Written from note 004. What a letter of one dwelling was about is its own rank;
for a digest, which offers were decided when it was written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from email import message_from_bytes
from typing import Any

from robot.simulation import releve as r
from robot.simulation.juge.departs import Instantane
from robot.simulation.juge.suivi import Suivi
from robot.simulation.lettre import ouvrir
from robot.simulation.releve import Arrivee, Depart, Releve

# What each order may write first.
DES_ORDRES: Mapping[str, frozenset[str]] = {
    "suivant": frozenset({"OrientationRetiree"}),
    "renvoyer": frozenset({"OrientationRetiree", "OrientationDecidee"}),
    "reprendre": frozenset({"DelaiRepris"}),
    "autoriser": frozenset({"ReponseAutorisee"}),
    "ignorer": frozenset({"ReponseIgnoree"}),
    "accepte": frozenset({"AccordRecu"}),
    "refuse": frozenset({"RefusRecu"}),
    "annuler": frozenset({"DossierAnnule"}),
    "delai": frozenset({"DelaiAccorde"}),
    "recherche": frozenset({"RechercheDecidee", "OrientationInterne"}),
    "completer": frozenset({"CandidatDesigne", "CandidatCorrige", "CandidatRetire"}),
    "presenter": frozenset({"PresentationDecidee"}),
    "retirer": frozenset({"CandidatRetire"}),
    "commission": frozenset({"CommissionFixee", "ProcesVerbalDresse"}),
    "attribue": frozenset({"CommissionDecidee"}),
    "classe": frozenset({"CommissionDecidee"}),
    "condition": frozenset({"CommissionDecidee"}),
    "non_attribue": frozenset({"CommissionDecidee", "ConditionDefaillie"}),
    "rejete": frozenset({"CommissionDecidee", "ConditionDefaillie"}),
    "oui": frozenset({"CandidatAccepte"}),
    "non": frozenset({"CandidatRefuse"}),
    "remis": frozenset({"PropositionRemise"}),
    "reproposer": frozenset({"CandidatPropose"}),
    "bail": frozenset({"BailSigne"}),
    "sne": frozenset({"SneSaisi"}),
    "hors_flux": frozenset({"LogementSoustrait"}),
    "en_flux": frozenset({"LogementRemisEnFlux"}),
}
# Whoever the dwelling is offered to, or whichever candidate, whose number serves once: these mean the same thing.
DU_LOGEMENT = frozenset({"sne", "hors_flux", "en_flux", "annuler"})
D_UN_CANDIDAT = frozenset(
    {"retirer", "attribue", "classe", "condition", "non_attribue", "rejete", "oui", "non", "remis", "reproposer"}
)
DE_L_OFFRE = frozenset(DES_ORDRES) - DU_LOGEMENT - D_UN_CANDIDAT


def peut_ordonner(arrivee: Arrivee, gestionnaires: frozenset[str]) -> bool:
    """Somebody of the book, whom our server vouches for or who holds what a gestionnaire alone received."""
    if arrivee.de not in gestionnaires or arrivee.dmarc == "fail":
        return False
    return arrivee.dmarc == "pass" or arrivee.propos[0].voie == r.GESTIONNAIRE


class Lettres:
    """When each letter was written, and of which dwelling."""

    def __init__(self, releve: Releve, departs: Mapping[str, Sequence[Depart]]) -> None:
        ecrites = {cle: ecrit.le for ecrit in releve.ecrits for cle in ecrit.courriers}
        self._ecrites = {siens[0].message_id: ecrites[cle] for cle, siens in departs.items() if cle in ecrites}
        self._logements = releve.logements
        self._octets = {siens[0].message_id: siens[0].octets for siens in departs.values()}

    def d_un_autre_logement(self, arrivee: Arrivee) -> bool:
        """Whether the author was reading a letter of another dwelling than the one it names: it has to say which."""
        octets = self._octets.get(arrivee.en_reponse_a)
        fil = ouvrir(octets).fil if octets else ""
        return fil in self._logements and fil != arrivee.propos[0].reference

    def perime(self, arrivee: Arrivee, suivi: Suivi, histoire: Sequence[Instantane]) -> bool:
        """Whether the dwelling went to somebody else after what the author of this order was reading."""
        propos = arrivee.propos[0]
        if propos.rang:
            return propos.rang != len(suivi.offres)
        return self._rang_au(self._ecrites.get(arrivee.en_reponse_a), histoire) != len(suivi.offres)

    def inconnus(self, arrivee: Arrivee, fait: Mapping[str, Any], histoire: Sequence[Instantane]) -> bool:
        """Whether what an order wrote bears on a proposal, or on a line of the SNE, made after what its author read.

        A message that is in no thread says of which dwelling it speaks, but not which of its letters was read.
        """
        alors = self._au(self._ecrites.get(arrivee.en_reponse_a), histoire)
        if alors is None or message_from_bytes(arrivee.octets)["In-Reply-To"] is None:
            return False
        if fait["fait"] == "SneSaisi":
            return any(ligne > alors.sne for ligne in fait["taches"])
        repondue: int = fait.get("tour", 0) - (fait["fait"] == "CandidatPropose")
        return 0 < alors.tours.get(fait.get("numero", 0), 0) < repondue

    def _rang_au(self, le: datetime | None, histoire: Sequence[Instantane]) -> int:
        alors = self._au(le, histoire)
        return alors.rang if alors else 0

    @staticmethod
    def _au(le: datetime | None, histoire: Sequence[Instantane]) -> Instantane | None:
        return next((i for i in reversed(histoire) if le is not None and i.depuis <= le), None)
