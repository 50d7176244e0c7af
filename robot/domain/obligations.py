"""The landlord's yearly obligations (R92-R101, R103): what is due, by when, from which text.

A pure calendar: the address book and a date in, dated obligations out. Those of
the flux are told only when the year's table is in the settings; those of a
convention when its dates are in the address book. Réservataires whose
conventions fall due on one day make one obligation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from dateutil.relativedelta import relativedelta

from robot.domain import loi
from robot.domain.calendrier import UN_JOUR, Calendrier
from robot.domain.carnet import Carnet, Reservataire

SEMESTRES = ((6, 30), (12, 31))
UNE_ANNEE = timedelta(days=366)


class Nature(StrEnum):
    """What is due. The values name an obligation in the key of its reminders: they do not change."""

    TAUX = "taux"
    BILAN = "bilan"
    BILAN_CIL = "bilan_cil"
    BILAN_SEMESTRIEL = "bilan_semestriel"
    QUART_PRIORITAIRE = "quart_prioritaire"
    RENOUVELLEMENT = "renouvellement"
    FIN_DE_CONVENTION = "fin_de_convention"
    CONCERTATION = "concertation"
    RECOURS = "recours"


@dataclass(frozen=True)
class Obligation:
    """Something due on `echeance` at the latest.

    `annee` is the year that it is about. `titre` names it in a subject, `quoi`
    says it in a sentence, `que_faire` what the gestionnaire does; `commande` is
    what to type, if anything. `reservataires` are the codes concerned, none
    when all are.
    """

    nature: Nature
    echeance: date
    annee: int
    titre: str
    quoi: str
    que_faire: str
    source: str
    commande: str = ""
    reservataires: tuple[str, ...] = ()

    @property
    def cle(self) -> str:
        """What distinguishes it from any other, for ever."""
        return f"{self.nature}/{self.echeance.isoformat()}"


def dernier_jour(debut: date) -> date:
    """The last day of a convention that was renewed twice: the eve of the day that ends its three years (R100)."""
    return debut + relativedelta(months=loi.CONVENTION_RENOUVELEE.mois) - UN_JOUR


def obligations(carnet: Carnet, aujourd_hui: date) -> tuple[Obligation, ...]:
    """What falls due from today on, within a year, in order."""
    toutes = [*_du_flux(carnet, aujourd_hui), *_des_conventions(carnet.reservataires)]
    a_venir = (o for o in toutes if aujourd_hui <= o.echeance <= aujourd_hui + UNE_ANNEE)
    return tuple(sorted(a_venir, key=lambda obligation: (obligation.echeance, obligation.nature)))


def seuil_atteint(obligation: Obligation, aujourd_hui: date, jours: Calendrier) -> int | None:
    """Which reminder it is time for, in working days before the date; None when it is too early, or past.

    The latest one alone: a robot that was stopped does not send those it missed.
    """
    if aujourd_hui > obligation.echeance:
        return None
    restants = jours_restants(obligation.echeance, aujourd_hui, jours)
    return min((seuil for seuil in loi.RAPPELS_D_UNE_OBLIGATION if restants <= seuil), default=None)


def jours_restants(echeance: date, aujourd_hui: date, jours: Calendrier) -> int:
    """The working days after today, the date included."""
    reste = (echeance - aujourd_hui).days
    return sum(jours.est_ouvre(aujourd_hui + rang * UN_JOUR) for rang in range(1, reste + 1))


# --- the flux -----------------------------------------------------------------------------------------


def _du_flux(carnet: Carnet, aujourd_hui: date) -> Iterator[Obligation]:
    if carnet.flux is None:
        return
    for annee in (aujourd_hui.year, aujourd_hui.year + 1):
        yield Obligation(
            Nature.TAUX,
            loi.ANNONCE_DES_TAUX.de(annee),
            annee,
            f"assiette et taux {annee}",
            f"Chaque réservataire doit connaître son assiette, son taux et les soustraits prévus pour {annee}.",
            f"Vérifiez que le tableau des réglages est celui de {annee}, puis envoyez les lettres.",
            loi.ANNONCE_DES_TAUX.source,
            commande="robot assiette --envoyer",
        )
        yield Obligation(
            Nature.BILAN,
            loi.ANNONCE_DES_TAUX.de(annee),
            annee - 1,
            f"bilan {annee - 1}",
            f"Le bilan de {annee - 1} est dû à tous les réservataires, mutations et soustraits compris.",
            "Lisez-le d'abord, sans --envoyer. Puis envoyez-le à chacun.",
            loi.ANNONCE_DES_TAUX.source,
            commande=f"robot bilan --annee {annee - 1} --envoyer",
        )
        yield Obligation(
            Nature.BILAN_CIL,
            loi.BILAN_A_LA_CIL.de(annee),
            annee - 1,
            f"bilan {annee - 1} à la CIL",
            f"Le président de l'EPCI soumet le bilan de {annee - 1} à la conférence intercommunale du logement.",
            "Écrivez les présidents dans robot.yaml (presidents_epci) : le bilan leur est envoyé avec les autres.",
            loi.BILAN_A_LA_CIL.source,
            commande=f"robot bilan --annee {annee - 1} --envoyer",
        )
        for mois, jour in SEMESTRES:
            yield Obligation(
                Nature.QUART_PRIORITAIRE,
                date(annee, mois, jour),
                annee,
                "un quart pour les ménages prioritaires",
                f"En {annee}, un quart des attributions de chaque réservataire va à des ménages DALO ou prioritaires.",
                "Parlez-en avec ceux qui n'y sont pas.",
                loi.PRIORITAIRES.source,
            )


# --- the conventions ----------------------------------------------------------------------------------


def _des_conventions(reservataires: Iterable[Reservataire]) -> Iterator[Obligation]:
    """One obligation per day and nature, with everyone concerned."""
    groupes: dict[tuple[Nature, date], list[Reservataire]] = {}
    for reservataire in reservataires:
        for nature, jour in _dates(reservataire):
            groupes.setdefault((nature, jour), []).append(reservataire)
    for (nature, jour), concernes in groupes.items():
        titre, quoi, que_faire = TEXTES[nature]
        yield Obligation(
            nature,
            jour,
            jour.year,
            titre,
            quoi,
            que_faire,
            _source(nature, concernes[0]),
            commande=_commande(nature, jour, concernes[0]),
            reservataires=tuple(reservataire.code for reservataire in concernes),
        )


def _dates(reservataire: Reservataire) -> Iterator[tuple[Nature, date]]:
    convention = reservataire.convention
    if convention.debut and convention.fin:
        yield Nature.BILAN_SEMESTRIEL, convention.debut + relativedelta(months=loi.BILAN_SEMESTRIEL.mois)
        for annees in (1, 2):
            jour = convention.debut + relativedelta(months=annees * loi.CONVENTION.mois)
            if jour < convention.fin:
                yield Nature.RENOUVELLEMENT, jour
        yield Nature.FIN_DE_CONVENTION, convention.fin
    if convention.mise_en_demeure:
        un_mois = relativedelta(months=loi.MISE_EN_DEMEURE.mois)
        yield Nature.CONCERTATION, convention.mise_en_demeure + un_mois
        yield Nature.RECOURS, convention.mise_en_demeure + 2 * un_mois


TEXTES: dict[Nature, tuple[str, str, str]] = {
    Nature.BILAN_SEMESTRIEL: (
        "bilan du premier semestre",
        "La première année est expérimentale : un bilan intermédiaire est dû après six mois.",
        "Établissez-le et réunissez le comité technique.",
    ),
    Nature.RENOUVELLEMENT: (
        "renouvellement de convention",
        "La convention se renouvelle d'elle-même pour un an, sauf si l'une des parties y met fin.",
        "Vérifiez que les droits et les clauses du carnet sont encore les bons.",
    ),
    Nature.FIN_DE_CONVENTION: (
        "fin de convention",
        "La convention prend fin, sans autre renouvellement.",
        "Signez la nouvelle, envoyez-la au préfet, puis écrivez ses dates dans le carnet.",
    ),
    Nature.CONCERTATION: (
        "réunion de concertation",
        "Un mois s'est écoulé depuis la mise en demeure : une réunion de concertation la suit.",
        "Convoquez-la, si la convention n'est toujours pas respectée.",
    ),
    Nature.RECOURS: (
        "suites de la mise en demeure",
        "Deux mois après la mise en demeure, et un mois après la concertation, le tribunal peut être saisi.",
        "Décidez de la suite ; si tout est réglé, retirez la mise en demeure du carnet.",
    ),
}


def _commande(nature: Nature, jour: date, reservataire: Reservataire) -> str:
    """What to type for a bilan of half a year, which no calendar year holds."""
    if nature is not Nature.BILAN_SEMESTRIEL:
        return ""
    return f"robot bilan --debut {reservataire.convention.debut} --fin {jour - UN_JOUR}"


def _source(nature: Nature, reservataire: Reservataire) -> str:
    """The text, and what the address book says the dates come from."""
    convention = reservataire.convention
    textes = {
        Nature.BILAN_SEMESTRIEL: (loi.BILAN_SEMESTRIEL.source, convention.duree_source),
        Nature.RENOUVELLEMENT: (loi.CONVENTION.source, convention.duree_source),
        Nature.FIN_DE_CONVENTION: (loi.CONVENTION_RENOUVELEE.source, convention.duree_source),
    }
    demeure = (loi.MISE_EN_DEMEURE.source, convention.mise_en_demeure_source)
    return " ; ".join(textes.get(nature, demeure))
