"""The judge's own account of a dwelling: where it stands after each fact, found without the robot's table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from robot.simulation.releve import Logement

OUVERTES = frozenset({"a_expedier", "en_attente", "differee", "a_clarifier", "non_remise"})
FINS = frozenset({"acceptee", "acceptee_tacite", "annulee"})
POUR_UNE_PERSONNE = frozenset({"a_clarifier", "non_remise", "differee", "epuisee"})
SANS_EFFET = frozenset({"ReponseTardive", "CourrierRevenu"})

# Where each fact leads, whatever was before; None: nowhere else.
MENE_A: Mapping[str, str | None] = {
    "LogementLibere": "libere",
    "OrientationDecidee": "a_expedier",
    "OrientationExpediee": "en_attente",
    "RemiseDifferee": "differee",
    "RemiseEchouee": "non_remise",
    "RappelDecide": None,
    "AccordRecu": "acceptee",
    "AccordTacite": "acceptee_tacite",
    "RefusRecu": "refusee",
    "RefusTacite": "refusee",
    "ReponseAClarifier": "a_clarifier",
    "ReponseNonAutorisee": "a_clarifier",
    "DelaiRepris": "en_attente",
    "OrientationRetiree": "retiree",
    "ListeEpuisee": "epuisee",
    "DossierAnnule": "annulee",
}


@dataclass
class Offre:
    """One offer to one réservataire, as the judge follows it."""

    rang: int
    code: str
    adresse: str
    jours: int | None
    expediee_le: datetime | None = None
    recue_le: datetime | None = None
    presumee: bool = True
    jour_zero: date | None = None
    dernier: date | None = None
    rappels: list[date] = field(default_factory=list)


@dataclass
class Suivi:
    """One dwelling."""

    logement: Logement
    etat: str = ""
    offres: list[Offre] = field(default_factory=list)
    faits: int = 0

    @property
    def courante(self) -> Offre | None:
        """The latest offer."""
        return self.offres[-1] if self.offres else None

    @property
    def ouverte(self) -> bool:
        """Whether nothing has ended the latest offer."""
        return self.etat in OUVERTES

    def offre(self, rang: int) -> Offre | None:
        """The offer of that rank."""
        return self.offres[rang - 1] if 1 <= rang <= len(self.offres) else None

    def suivre(self, fait: Mapping[str, Any]) -> None:
        """Take a fact into account."""
        nom = fait["fait"]
        self.faits += 1
        if nom in SANS_EFFET:
            return
        if nom == "OrientationDecidee":
            delai = fait["reponse"]
            self.offres.append(
                Offre(fait["rang"], fait["reservataire"], fait["adresse"], delai.jours_ouvres if delai else None)
            )
        offre = self.courante
        if offre and nom in {"OrientationExpediee", "RemiseConstatee", "DelaiRepris"}:
            self._recevoir(offre, nom, fait)
        if offre and nom == "RemiseEchouee":
            offre.recue_le = None
        if offre and nom == "RappelDecide" and offre.dernier:
            offre.rappels.append(offre.dernier)
        if nom == "RemiseConstatee":
            self.etat = "a_clarifier" if self.etat == "a_clarifier" else "en_attente"
        elif nom == "RemiseEchouee" and self.etat == "a_clarifier":
            pass  # the doubt remains for a person
        else:
            self.etat = MENE_A[nom] or self.etat

    def _recevoir(self, offre: Offre, nom: str, fait: Mapping[str, Any]) -> None:
        decompte = fait["decompte"]
        if decompte is not None:
            offre.jour_zero, offre.dernier = decompte.reception, decompte.dernier_jour
        if nom == "DelaiRepris":
            offre.rappels.clear()
            return
        offre.recue_le, offre.presumee = fait["le"], nom == "OrientationExpediee"
        offre.expediee_le = offre.expediee_le or fait["le"]
