"""Whether a letter that waited in the outbox still makes sense when its turn comes: what it says may have changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime

from robot.domain.calendrier import Decompte
from robot.domain.candidature import Candidature, Etape, Reponse
from robot.domain.courriers import OFFRES, PROPOSITIONS, Courrier
from robot.domain.decisions import ddets
from robot.domain.decisions.candidats import OUVERTES
from robot.domain.decisions.designation import OUVERTES as DESIGNATION_OUVERTE
from robot.domain.decisions.ordres_inconnus import le_reservataire_se_tait
from robot.domain.decisions.propositions import assez_tot
from robot.domain.dossier import FINIS, SECONDE_MOITIE, Dossier, Statut


def encore_utile(courrier: Courrier, dossier: Dossier, aujourd_hui: date) -> bool:
    """Whether it may leave on that day. A letter that tells a fact of the journal always may."""
    utile = UTILES.get(courrier.gabarit)
    return utile is None or utile(courrier, dossier, aujourd_hui)


def _offre(courrier: Courrier, dossier: Dossier, _aujourd_hui: date) -> bool:
    """Neither answered nor withdrawn."""
    return dossier.statut is Statut.A_EXPEDIER and dossier.courante.rang == courrier.rang


def _rappel_de_l_offre(courrier: Courrier, dossier: Dossier, aujourd_hui: date) -> bool:
    """The delay that it states runs, and nobody answered."""
    a_temps = _court_encore(courrier, "delai", dossier.courante.decompte, aujourd_hui)
    return a_temps and dossier.courante.rang == courrier.rang and le_reservataire_se_tait(dossier)


def _rappel_de_designation(courrier: Courrier, dossier: Dossier, aujourd_hui: date) -> bool:
    """The delay that it states runs, and candidates are missing."""
    a_temps = courrier.contexte["rouverte"] or _court_encore(
        courrier, "designation", dossier.courante.designation, aujourd_hui
    )
    return a_temps and dossier.statut in DESIGNATION_OUVERTE and dossier.courante.rang == courrier.rang


def _court_encore(courrier: Courrier, nom: str, decompte: Decompte | None, aujourd_hui: date) -> bool:
    """Whether the deadline that a letter states is the one that runs, and is not over."""
    dit = courrier.contexte[nom]
    if decompte is None or dit is None:
        return False
    return bool(dit["dernier_jour"] == decompte.dernier_jour.isoformat()) and aujourd_hui <= decompte.dernier_jour


def _accord_par_silence(courrier: Courrier, dossier: Dossier, _aujourd_hui: date) -> bool:
    """The silence that it states (R43) ends the offer, and nothing else has; undone, it may be established again."""
    orientation = dossier.orientation(courrier.rang)
    fin = courrier.contexte.get("fin_le")  # a letter of 0.1.0 does not say it
    if orientation is None or orientation.terminee_le is None or fin is None:
        return True
    return orientation.terminee_le == datetime.fromisoformat(fin) and dossier.statut not in FINIS


def _proposition(courrier: Courrier, dossier: Dossier, aujourd_hui: date) -> bool:
    """The latest, not answered, of a date that leaves the law's ten days (R71): else another one takes its place."""
    dernier_jour = courrier.contexte["dernier_jour"]
    a_temps = dernier_jour is None or assez_tot(date.fromisoformat(dernier_jour), aujourd_hui)
    return a_temps and _proposition_en_cours(courrier, dossier, aujourd_hui)


def _proposition_en_cours(courrier: Courrier, dossier: Dossier, _aujourd_hui: date) -> bool:
    """The latest, not answered, of a dwelling that the household may still have."""
    candidature = _du_menage(courrier, dossier)
    if candidature is None or candidature.proposition is None or candidature.proposition.reponse not in OUVERTES:
        return False
    if dossier.statut not in SECONDE_MOITIE or not any(c.numero == candidature.numero for c in dossier.en_lice):
        return False
    depassee = dossier.statut in {Statut.ATTRIBUEE, Statut.A_SIGNER, Statut.LOUEE}
    if depassee and candidature.proposition.etape is Etape.PROPOSITION:
        return False  # the commission has decided since
    return bool(candidature.proposition.tour == courrier.contexte["tour"])


def _silence_du_menage(courrier: Courrier, dossier: Dossier, _aujourd_hui: date) -> bool:
    """The silence that it states (R74) is still what the household answered to that proposal."""
    candidature = _du_menage(courrier, dossier)
    proposition = candidature.proposition if candidature else None
    if proposition is None or proposition.reponse is not Reponse.SILENCE:
        return False
    return bool(proposition.tour == courrier.contexte["tour"])


def _a_poster(courrier: Courrier, dossier: Dossier, aujourd_hui: date) -> bool:
    """The letter that a gestionnaire is asked to post; whatever its date, nothing would take its place."""
    utile = A_POSTER.get(courrier.contexte["lettre"])
    (lettre,) = courrier.pieces
    return utile is None or utile(replace(courrier, contexte=lettre.donnees["contexte"]), dossier, aujourd_hui)


def _rappel_a_la_ddets(courrier: Courrier, dossier: Dossier, _aujourd_hui: date) -> bool:
    """Nothing is known yet of the notice that it asks about, which still holds."""
    candidature = _du_menage(courrier, dossier)
    avis = candidature.avis if candidature else None
    return avis is not None and avis.tour == courrier.contexte["avis_tour"] and ddets.sans_nouvelle(avis)


def _du_menage(courrier: Courrier, dossier: Dossier) -> Candidature | None:
    return dossier.candidature(courrier.contexte["candidat"]["numero"])


A_POSTER: Mapping[str, Callable[[Courrier, Dossier, date], bool]] = {
    **dict.fromkeys(PROPOSITIONS, _proposition_en_cours),
    "constat_silence_candidat": _silence_du_menage,
}
UTILES: Mapping[str, Callable[[Courrier, Dossier, date], bool]] = {
    **dict.fromkeys(OFFRES, _offre),
    "rappel_offre": _rappel_de_l_offre,
    "rappel_designation": _rappel_de_designation,
    "accord_tacite": _accord_par_silence,
    **dict.fromkeys(PROPOSITIONS, _proposition),
    "information_referent": _proposition_en_cours,
    "constat_silence_candidat": _silence_du_menage,
    "lettre_a_poster": _a_poster,
    "rappel_ddets": _rappel_a_la_ddets,
}
