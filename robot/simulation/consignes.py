"""What a gestionnaire writes of a dwelling: the order, in the words of an e-mail, that answers what it waits for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from robot.domain.candidature import A_TRANCHER, Candidature, Issue, Reponse, VoieDEnvoi
from robot.domain.decisions.ordres import PERMIS
from robot.domain.dossier import A_TRAITER, Dossier, Statut
from robot.domain.stimuli import Verbe
from robot.simulation.designations import ligne, menage

# How often, each time that somebody looks at it, a dwelling set aside comes back to the flux.
REMET = 0.1
# How often what was asked of a household is not brought.
MANQUE = 0.3
# How often somebody types what the SNE must know before the dwelling is let.
SAISIT = 0.1
# How often what is ordered of an offer is written, rather than typed at the terminal.
PAR_COURRIEL = 0.35
# How often a candidate is taken back by the landlord, and how often the dwelling is given up.
RETIRE, RENONCE = 0.04, 0.01
SUR_UNE_OFFRE = {
    Verbe.AUTORISER: "AUTORISER : c'est leur adjointe au logement",
    Verbe.IGNORER: "IGNORER : la mairie ne le connaît pas",
    Verbe.ACCEPTE: "ACCEPTE : dit la mairie au téléphone",
    Verbe.REFUSE: "REFUSE : aucun candidat, dit la mairie au téléphone",
    Verbe.RENVOYER: "RENVOYER : la mairie ne l'a pas",
    Verbe.REPRENDRE: "REPRENDRE : reçue, dit la mairie au téléphone",
    Verbe.SUIVANT: "SUIVANT : la mairie renonce",
}


def consigne(dossier: Dossier, hasard: Random, maintenant: datetime) -> tuple[str, str] | None:
    """The verb and the text of an order that answers what that dwelling waits for, or None."""
    a_trancher = [c for c in dossier.en_lice if c.proposition and c.proposition.reponse in A_TRANCHER]
    a_poster = [
        c for c in dossier.en_lice
        if c.proposition and c.proposition.voie is VoieDEnvoi.PAPIER and c.proposition.remise_le is None
        and c.proposition.reponse is Reponse.ATTENDUE
    ]  # fmt: skip
    if any(tache.a_saisir for tache in dossier.sne) and hasard.random() < SAISIT:
        return "sne", "SNE TOUT"
    if dossier.statut in PERMIS[Verbe.REMIS] and (a_poster or (a_trancher and hasard.random() < 0.7)):
        return _d_un_menage((a_poster or a_trancher)[0], hasard, maintenant, poste=bool(a_poster))
    return _du_dossier(dossier, hasard, maintenant)


def _du_dossier(dossier: Dossier, hasard: Random, maintenant: datetime) -> tuple[str, str] | None:
    tenue = dossier.commission is not None and dossier.commission.debut < maintenant
    ordre: tuple[str, str] | None = None
    match dossier.statut:
        case Statut.COMPLETE:
            jour = maintenant + timedelta(days=hasard.randrange(2, 9))
            ordre = ("commission", f"COMMISSION {jour:%d/%m/%Y} 14h30 Annecy, salle B")
        case Statut.CONVOQUEE if tenue and dossier.en_lice:
            ordre = _de_la_commission([c for c in dossier.en_lice if not c.issue] or list(dossier.en_lice), hasard)
        case Statut.A_SIGNER | Statut.ATTRIBUEE if hasard.random() < MANQUE and (tenus := _sous_condition(dossier)):
            ordre = ("non_attribue", f"NON ATTRIBUE {tenus[0].numero} : avis d'imposition jamais fourni")
        case Statut.A_SIGNER:
            bail = ("bail", f"BAIL {maintenant:%d/%m/%Y}")
            ordre = hasard.choice((bail, bail, bail, ("hors_flux", "HORS FLUX : vendu")))
        case Statut.LOUEE:
            ordre = ("sne", "SNE TOUT")
        case Statut.SOUSTRAITE if hasard.random() < REMET:
            ordre = ("en_flux", "EN FLUX : la mutation ne s'est pas faite")
        case Statut.INSUFFISANTE | Statut.RECHERCHE | Statut.SANS_ATTRIBUTAIRE:
            ordre = _faute_de_candidats(dossier, hasard)
    return ordre


def _sous_condition(dossier: Dossier) -> list[Candidature]:
    return [c for c in dossier.en_lice if c.issue is Issue.CONDITION]


def _d_un_menage(c: Candidature, hasard: Random, maintenant: datetime, *, poste: bool) -> tuple[str, str]:
    remis = max(c.proposition.decidee_le if c.proposition else maintenant, maintenant - timedelta(days=3))
    choix = [("remis", f"REMIS {c.numero} {remis:%d/%m/%Y} avis de réception 2C 123")]
    if not poste:
        choix += [
            ("reproposer", f"REPROPOSER {c.numero}"),
            ("oui", f"OUI {c.numero}"),
            ("non", f"NON {c.numero} : {hasard.choice(('elle l’a dit au téléphone', 'dossier non constitué'))}"),
        ]
    return hasard.choice(choix)


def _de_la_commission(candidats: Sequence[Candidature], hasard: Random) -> tuple[str, str]:
    numeros = [str(c.numero) for c in candidats]
    hasard.shuffle(numeros)
    if len(numeros) > 1 and hasard.random() < 0.75:
        return "classe", f"CLASSE {' '.join(numeros)}"
    return hasard.choice(
        (
            ("attribue", f"ATTRIBUE {numeros[0]}"),
            ("condition", f"CONDITION {numeros[0]} : avis d'imposition à fournir"),
            ("non_attribue", f"NON ATTRIBUE {numeros[0]} : ressources insuffisantes"),
            ("rejete", f"REJETE {numeros[0]} : dossier irrecevable"),
        )
    )


def _faute_de_candidats(dossier: Dossier, hasard: Random) -> tuple[str, str]:
    nouveaux = "\n".join(ligne(menage(hasard)) for _ in range(hasard.randrange(1, 4)))
    choix = [
        ("suivant", "SUIVANT : faute de candidats"),
        ("completer", f"COMPLETER\n{nouveaux}"),
        ("completer", f"COMPLETER\n{nouveaux}"),
        ("delai", "DELAI 5"),
        ("delai", "DELAI 2"),
        ("recherche", "RECHERCHE"),
    ]
    if dossier.en_lice:
        choix += [("presenter", "PRESENTER : les autres manquent")] * 2
    if dossier.statut is Statut.RECHERCHE:
        choix = [c for c in choix if c[0] != "recherche"]
    return hasard.choice(choix)


def autrement(dossier: Dossier, hasard: Random) -> tuple[str, str] | None:
    """What is seldom ordered, by the same way: of an offer, of a candidate too many, of a dwelling that is sold."""
    possibles = [verbe for verbe in SUR_UNE_OFFRE if dossier.statut in PERMIS[verbe]]
    if dossier.statut in A_TRAITER and possibles and hasard.random() < PAR_COURRIEL:
        inconnu = bool(dossier.orientations and dossier.courante.inconnues)
        sur_lui = [verbe for verbe in (Verbe.AUTORISER, Verbe.IGNORER) if inconnu and verbe in possibles]
        verbe = hasard.choice(sur_lui * 3 + possibles)
        return verbe.value, SUR_UNE_OFFRE[verbe]
    if dossier.en_lice and dossier.statut in PERMIS[Verbe.RETIRER] and hasard.random() < RETIRE:
        numero = hasard.choice(dossier.en_lice).numero
        return "retirer", f"RETIRER {numero} : le réservataire le retire"
    if dossier.statut in PERMIS[Verbe.ANNULER] and hasard.random() < RENONCE:
        return hasard.choice((("hors_flux", "HORS FLUX : vendu"), ("annuler", "ANNULER : l'immeuble est démoli")))
    return None
