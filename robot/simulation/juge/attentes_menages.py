"""What a message of a household, of the DDETS or of a gestionnaire must lead to; and of our letters to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from robot.simulation import releve as r
from robot.simulation.juge.jours import jour_de, minuit
from robot.simulation.juge.menages import OUVERTES, PROPOSITIONS, Lettre, Menage
from robot.simulation.juge.suivi import SECONDE_MOITIE, Suivi
from robot.simulation.releve import Arrivee, Depart, Propos

DIX_JOURS = timedelta(days=10)
NEANT = ""


@dataclass(frozen=True)
class LettreALEtat:
    """Which of our letters to the DDETS a message is about: its template, the notice it follows (0 unknown)."""

    gabarit: str = ""
    avis: int = 0


@dataclass(frozen=True)
class Visee:
    """What became of a notice, or of its withdrawal."""

    tour: int
    adresse: str
    revenu: bool
    accuse: bool


def d_un_menage(arrivee: Arrivee, propos: Propos, suivi: Suivi) -> str:
    """What a message that carries a household's token must write first."""
    menage = suivi.menages.get(propos.numero)
    if menage is None:
        return NEANT
    if arrivee.genre == r.PERSONNE:
        return _parole(arrivee, propos, menage, suivi)
    lettre = menage.courante
    if arrivee.genre in {r.ECHEC, r.DEFI}:
        return _d_un_echec(lettre) if lettre and _concerne(arrivee, lettre, menage) else "CourrierRevenu"
    du_menage = arrivee.genre in {r.ABSENCE, r.LECTURE} and arrivee.de == menage.courriel
    if arrivee.genre != r.REMISE and not du_menage:
        return NEANT
    return _d_une_preuve(arrivee, menage, lettre) if lettre else NEANT


def _d_une_preuve(arrivee: Arrivee, menage: Menage, lettre: Lettre) -> str:
    """The first proof counts; what was said to have arrived, then to have failed, is for a person to prove."""
    if not _concerne(arrivee, lettre, menage):
        return NEANT
    if arrivee.genre == r.ABSENCE:
        repondue = lettre.reponse not in OUVERTES | {"silence"}  # nothing rests on it any more
        if lettre.absente or repondue:
            return NEANT
        a_temps = arrivee.recu_le <= minuit(lettre.dernier)
        return "SilenceTombe" if lettre.reponse == "silence" and a_temps else "AbsenceDuCandidat"
    dementie = lettre.echouee_le is not None and arrivee.recu_le <= lettre.echouee_le
    return NEANT if lettre.remise_le or dementie else "PropositionRemise"


def _d_un_echec(lettre: Lettre) -> str:
    """What it changes that it did not arrive: a silence rests on it, or nothing was answered yet."""
    if lettre.reponse == "silence":
        return "SilenceTombe"
    return "PropositionNonRemise" if lettre.reponse in OUVERTES else "CourrierRevenu"


def _concerne(arrivee: Arrivee, lettre: Lettre, menage: Menage) -> bool:
    """Whether a report is about the latest proposal: only its own letter counts once there were several."""
    if arrivee.courrier not in PROPOSITIONS or lettre.voie == "papier":
        return False
    par_courriel = [autre for autre in menage.lettres if autre.voie == "courriel"]
    if len(par_courriel) == 1 or arrivee.en_reponse_a == lettre.message_id:
        return True
    # Not said to be sent: perhaps the robot died in between, or it never left and the report is of the one before.
    return not lettre.message_id and arrivee.en_reponse_a not in menage.deja_confiees


def _parole(arrivee: Arrivee, propos: Propos, menage: Menage, suivi: Suivi) -> str:
    lettre = menage.courante
    de_lui = arrivee.de == menage.courriel and arrivee.dmarc != "fail"
    if lettre is None or not menage.peut_repondre(suivi.etat, len(suivi.offres)):
        if _defait(arrivee, propos, menage, de_lui=de_lui):
            return "SilenceTombe"
        # It is a candidate anew: it answers, though to the wrong letter.
        suivante = suivi.suivante(menage)
        encore = suivante is not None and suivante.peut_repondre(suivi.etat, len(suivi.offres))
        return "ReponseDuCandidatAClarifier" if encore else TARDIVE
    if not de_lui or propos.sens == r.FLOU:
        return "ReponseDuCandidatAClarifier"
    if propos.sens == r.REFUSE:
        return "CandidatRefuse"
    opposable = (lettre.dalo or lettre.etape == "attribution") and lettre.reponse == "attendue"
    tard = arrivee.recu_le > minuit(lettre.dernier)
    if opposable and tard and prouvee_a_temps(lettre):
        return "ReponseDuCandidatAClarifier"
    return "CandidatAccepte"


TARDIVE = "ReponseDuCandidatTardive"


def hors_du_fil(arrivee: Arrivee, suivis: Mapping[str, Suivi]) -> dict[str, str]:
    """A household's new message: it answers each dwelling that awaits it, and its words decide nothing.

    When none does, it protests against the refusals that it is said to have made.
    """
    if arrivee.dmarc == "fail":
        return {}
    siennes = [(suivi, menage) for suivi in suivis.values() for menage in suivi.menages.values()]
    siennes = [(suivi, menage) for suivi, menage in siennes if menage.courriel == arrivee.de]
    attendues = [suivi for suivi, menage in siennes if menage.peut_repondre(suivi.etat, len(suivi.offres))]
    if attendues:
        return {suivi.logement.reference: "ReponseDuCandidatAClarifier" for suivi in attendues}
    flou = Propos("", 0, r.FLOU)
    return {
        suivi.logement.reference: "SilenceTombe" if _defait(arrivee, flou, menage, de_lui=True) else TARDIVE
        for suivi, menage in siennes
        if (menage.a_refuse or menage.ecarte_a_tort)
        and menage.rang == len(suivi.offres)
        and suivi.etat in SECONDE_MOITIE - {"louee"}
    }


def _defait(arrivee: Arrivee, propos: Propos, menage: Menage, *, de_lui: bool) -> bool:
    """An answer received in time, read once the silence was established: there was none, whoever has the dwelling."""
    lettre = menage.courante
    if lettre is None or lettre.reponse != "silence" or propos.sens == r.REFUSE or not de_lui:
        return False
    return arrivee.recu_le <= minuit(lettre.dernier)


def prouvee_a_temps(lettre: Lettre) -> bool:
    """Whether the household is proved to have held it ten days before the date (CE, 19 June 2025), and not away."""
    a_temps = lettre.remise_le is not None and jour_de(lettre.remise_le) + DIX_JOURS <= lettre.dernier
    return a_temps and not lettre.absente


def de_la_ddets(arrivee: Arrivee, propos: Propos, suivi: Suivi, ddets: str, lettre: LettreALEtat) -> str:
    """What a message that carries the token of a notice must write first; `lettre`: the one that it is about."""
    menage = suivi.menages.get(propos.numero)
    if menage is None or not menage.avis or arrivee.genre in {r.RETARD, r.BOUCLE}:
        return NEANT
    if arrivee.genre in {r.ECHEC, r.DEFI}:
        return _d_un_retour(menage, lettre, arrivee.cible)
    d_avant = arrivee.genre == r.PERSONNE and menage.premier_avis <= lettre.avis < menage.avis
    if d_avant and lettre.gabarit != "retrait_ddets":
        lettre = LettreALEtat(lettre.gabarit, menage.avis)  # whoever holds any notice of a refusal knows of it
    visee = _visee(menage, lettre)
    if visee is None:
        return NEANT  # another one has replaced it
    if arrivee.genre == r.REMISE:
        du_serveur = lettre.gabarit in {"avis_ddets", "retrait_ddets"}  # what else arrives proves nothing of these
        return NEANT if visee.revenu or visee.accuse or not du_serveur else "DdetsAccuse"
    if arrivee.dmarc == "fail" or arrivee.de.partition("@")[2] != ddets.partition("@")[2]:
        return NEANT
    return NEANT if visee.accuse and not visee.revenu else "DdetsAccuse"


def _visee(menage: Menage, lettre: LettreALEtat) -> Visee | None:
    """Where the letter that a report is about stands, the latest when nothing tells which."""
    if lettre.avis not in {0, menage.avis}:
        return None
    if lettre.gabarit == "retrait_ddets" or (menage.detrompes and not lettre.gabarit):
        return Visee(menage.detrompes, menage.retrait_a, menage.retrait_revenu, menage.retrait_accuse)
    return Visee(menage.avis, menage.adresse_de_l_avis, menage.avis_revenu, menage.avis_accuse)


def _d_un_retour(menage: Menage, lettre: LettreALEtat, cible: str) -> str:
    visee = _visee(menage, lettre)
    if visee is None:
        return "CourrierRevenu"
    if visee.revenu:
        return NEANT
    return "CourrierRevenu" if visee.tour > 1 and cible not in {"", visee.adresse} else "AvisRevenu"


def d_une_lettre_refusee(suivi: Suivi, depart: Depart, lettre_a_l_etat: LettreALEtat) -> str:
    """What a server that refuses one of our letters to a household or to the DDETS must write."""
    menage, gabarit = suivi.menages.get(depart.numero), depart.gabarit
    if menage is None:
        return NEANT
    if depart.voie == r.DDETS:
        return _d_un_retour(menage, lettre_a_l_etat, depart.destinataire)
    lettre = menage.courante
    concernee = gabarit in PROPOSITIONS and lettre is not None and lettre.voie == "courriel"
    return _d_un_echec(lettre) if concernee and lettre else "CourrierRevenu"
