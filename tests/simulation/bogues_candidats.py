"""Bugs in the rules of the second half: households, the State, the commission."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from unittest.mock import patch

from robot.domain import faits as f
from robot.domain.decisions import ddets, designation, ordres, ordres_candidats, ordres_commission, propositions, suivi
from robot.domain.decisions.contexte import Contexte
from robot.domain.dossier import Dossier
from robot.domain.jetons import Voie
from robot.domain.lettres import ddets as lettres_ddets
from robot.domain.repli import commission as repli_commission
from robot.domain.stimuli import Designation
from robot.etapes import consignes, designations, menages
from robot.reading.consignes import lecture
from robot.reading.lecture import Nature
from tests.simulation.pose import (
    Bogue,
    aucun,
    deux_fois,
    remplacer,
    rien,
    vide,
    vrai_toujours,
)


def _deux_suffisent(vrai: Any, dossier: Any, ctx: Any) -> Any:
    requis = vrai(dossier, ctx)
    return replace(requis, valeur=min(requis.valeur, 2))


def _sans_fichier(vrai: Any, _fichiers: Any) -> Any:
    return vrai(())


def _tout_jeton(vrai: Any, lecture: Any, fils: Any, ctx: Any, serveur: str) -> Any:
    return vrai(lecture, tuple(replace(fil, voie=Voie.GESTIONNAIRE) for fil in fils), ctx, serveur)


def _le_dernier(vrai: Any, dossier: Any, ctx: Any) -> Any:
    envers = tuple(replace(c, ordre=-c.ordre) for c in dossier.candidatures)
    return vrai(replace(dossier, candidatures=envers), ctx)


def _sans_fil(vrai: Any, morceau: Any, nommees: Any, reference: Any, *reste: Any) -> Any:
    return vrai(morceau, nommees, None if nommees else reference, *reste)


def _n_importe_qui(_vrai: Any, lecture: Any, fils: Any, ctx: Any, _serveur: Any) -> Any:
    gestion = any(fil.voie == "g" for fil in fils) and lecture.nature is Nature.REPONSE
    return ctx.carnet.gestionnaires[0] if gestion else None


def _sans_radiation(vrai: Any, fait: Any) -> Any:
    return None if isinstance(fait, f.BailSigne) else vrai(fait)


CANDIDATS: dict[str, Bogue] = {
    "candidats perdus": Bogue(
        "une désignation n'est pas lue", lambda: patch.dict(suivi.REGLES, {Designation: lambda *_: ()}), 1, True
    ),
    "DALO mêlé": Bogue("un ménage DALO n'est pas seul", remplacer(designation, "_refuser", rien), 24, True),
    "deux candidats suffisent": Bogue(
        "deux candidats complètent une désignation", remplacer(designation, "requis", _deux_suffisent), 1, True
    ),
    "candidats sans lettre": Bogue(
        "personne n'écrit aux candidats", remplacer(designation, "proposer_a_tous", vide), 1, True
    ),
    "silence sans preuve": Bogue(
        "le silence d'un candidat est un refus sans preuve de réception",
        remplacer(propositions, "_preuve_qui_manque", rien),
        2,
        True,
    ),
    "silence du candidat sans lire": Bogue(
        "le silence d'un candidat est compté le jour même",
        remplacer(Contexte, "lendemain_lu", vrai_toujours),
        1,
        True,
    ),
    "DDETS oubliée": Bogue("la DDETS n'est pas avisée", remplacer(ddets, "aviser", vide), 3, True),
    "DDETS avisée deux fois": Bogue("la DDETS est avisée deux fois", remplacer(ddets, "aviser", deux_fois), 3, True),
    "justificatifs oubliés": Bogue(
        "l'avis part sans les justificatifs", remplacer(lettres_ddets, "repartir", _sans_fichier), 6, True
    ),
    "classement à l'envers": Bogue(
        "le dernier classé passe le premier",
        remplacer(ordres_commission, "attribuer_au_suivant", _le_dernier),
        1,
        True,
    ),
    "mois dépassé": Bogue("le mois de la zone tendue est oublié", remplacer(Contexte, "plafond", aucun), 8, True),
    "mois recommencé": Bogue(
        "une nouvelle offre au même recommence le mois",
        lambda: patch.object(Dossier, "connue_le", property(lambda dossier: dossier.courante.connue_le)),
        7,
        True,
    ),
    "rappel des candidats oublié": Bogue(
        "les candidats ne sont jamais rappelés", remplacer(designation, "rappeler", vide), 2, True
    ),
    "ordre dans le fil d'un autre": Bogue(
        "l'ordre vaut pour qui il nomme, quel que soit le fil", remplacer(lecture, "_lire", _sans_fil), 19, True
    ),
    "ordre d'un inconnu": Bogue("n'importe qui ordonne", remplacer(consignes, "gestionnaire", _n_importe_qui), 2, True),
    "ordre tombé sur le suivant": Bogue(
        "un ordre vaut pour l'offre d'après", remplacer(ordres, "_exiger_l_orientation_vue", aucun), 30, True
    ),
    "ordre tombé sur la proposition suivante": Bogue(
        "ce qu'on dit d'une proposition vaut pour la suivante",
        remplacer(ordres_candidats, "_exiger_la_proposition_vue", aucun),
        55,
        True,
    ),
    "SNE coché sans être lu": Bogue(
        "« SNE TOUT » coche ce que son auteur n'a pas lu",
        remplacer(ordres_candidats, "_exiger_les_lignes_vues", aucun),
        2,
        True,
    ),
    "jeton d'un autre": Bogue(
        "tout jeton fait d'un From un gestionnaire", remplacer(consignes, "gestionnaire", _tout_jeton), 7, True
    ),
    "voisin obéi": Bogue("une autre adresse décide pour un ménage", remplacer(propositions, "_doute", rien), 3, True),
    "ligne du SNE perdue": Bogue(
        "la radiation n'est pas à saisir", remplacer(repli_commission, "_a_saisir", _sans_radiation), 2, True
    ),
    "ménage hors du fil": Bogue(
        "un ménage qui écrit un nouveau message passe pour silencieux",
        remplacer(menages, "interpreter_hors_du_fil", vide),
        1,
        True,
    ),
    "candidats hors du fil": Bogue(
        "la seule référence suffit à désigner", lambda: patch.object(designations, "HORS_DU_FIL", "jamais"), 23, True
    ),
}
