"""Bugs in the rules of an offer: the clock, the silence, who may speak, whose turn it is."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from unittest.mock import patch

from robot.domain import faits as f
from robot.domain.calendrier import SEMAINE, Calendrier
from robot.domain.carnet import Gestion, Silence
from robot.domain.decisions import orientation, sollicitation
from robot.domain.decisions.contexte import Contexte
from robot.domain.dossier import Dossier, Statut
from robot.domain.flux import prochain
from robot.domain.loi import Delai
from robot.domain.statuts import TRANSITIONS
from robot.domain.stimuli import Avis, Rapport, Remise
from robot.etapes import interpretation, reception
from robot.ports import LiaisonIndisponible
from robot.reading.lecture import Decision, Nature, Sens
from tests.simulation.pose import (
    Bogue,
    deux_fois,
    ensemble,
    regle,
    remplacer,
    vide,
    vrai_toujours,
)

UN_JOUR = timedelta(days=1)


# --- the clock ----------------------------------------------------------------------------------------


def _sans_feries(_vrai: Any, calendrier: Any, jour: Any) -> Any:
    return SEMAINE[jour.weekday()] if jour.weekday() >= 5 else calendrier.fermetures.get(jour)


def _en_ouvrables(vrai: Any, calendrier: Any, jour: Any) -> Any:
    return None if jour.weekday() == 5 and jour not in calendrier.feries else vrai(calendrier, jour)


def _sans_fermetures(_vrai: Any, calendrier: Any, _fermetures: Any, _nom: Any) -> Any:
    return calendrier


def _des_la_veille(vrai: Any, ctx: Any, dossier: Any, depuis: Any) -> Any:
    return vrai(ctx, dossier, depuis - UN_JOUR)


def _quatorze_jours(_vrai: Any, ctx: Any, dossier: Any, depuis: Any) -> Any:
    return None if dossier.neuf else ctx.decompter(dossier.courante.reservataire, depuis, Delai(14, "faute"))


def _neuf_avec_delai(vrai: Any, dossier: Any, reservataire: Any, *reste: Any) -> Any:
    return replace(vrai(dossier, reservataire, *reste), reponse=reservataire.convention.reponse)


# --- silence ------------------------------------------------------------------------------------------


def _sans_lire(vrai: Any, dossier: Any, ctx: Any) -> Any:
    return vrai(dossier, replace(ctx, lu_jusqu_a=ctx.maintenant))


def _toujours_accord(vrai: Any, dossier: Any, ctx: Any) -> Any:
    if not dossier.orientations:
        return vrai(dossier, ctx)
    accord = replace(dossier.courante, silence=Silence.ACCORD)
    return vrai(replace(dossier, orientations=(*dossier.orientations[:-1], accord)), ctx)


def _a_minuit(_vrai: Any, courante: Any, _ctx: Any) -> Any:
    return courante.decompte.echeance if courante.decompte else None


def _de_l_echeance(_vrai: Any, le: Any, _instant: Any, _ctx: Any) -> Any:
    return le


def _sans_decision(_vrai: Any, dossier: Dossier) -> bool:
    return dossier.statut in {Statut.EN_ATTENTE, Statut.A_CLARIFIER}


def _lue_quand_meme(vrai: Any, robot: Any) -> Any:
    try:
        return vrai(robot)
    except LiaisonIndisponible:
        robot.store.poser_signets({}, robot.clock.maintenant())
        raise


# --- who, and what they said --------------------------------------------------------------------------


def _absence_vaut_accord(vrai: Any, lecture: Any, *reste: Any) -> Any:
    if lecture.nature is Nature.REPONSE_AUTOMATIQUE:
        lecture = replace(lecture, nature=Nature.REPONSE, decisions=(Decision(None, Sens.ACCEPTE, "absence"),))
    return vrai(lecture, *reste)


def _absence_douteuse(vrai: Any, lecture: Any, *reste: Any) -> Any:
    if lecture.nature is Nature.REPONSE_AUTOMATIQUE:
        lecture = replace(lecture, nature=Nature.REPONSE, decisions=())
    return vrai(lecture, *reste)


def _tardive_decide(_vrai: Any, dossier: Any, visee: Any, _le: Any) -> Any:
    return visee is dossier.courante and dossier.statut in orientation.OUVERTES | {Statut.ACCEPTEE_TACITE}


def _sans_le_domaine(vrai: Any, reservataire: Any, adresse: Any) -> Any:
    return vrai(reservataire, adresse) if adresse == reservataire.adresse else None


def _refus_tu(dossier: Any, reponse: Any, ctx: Any) -> Any:
    return orientation.REPONSES[Avis.AMBIGU](dossier, reponse, ctx)


def _sans_echec(vrai: Any, dossier: Any, visee: Any, rapport: Any, ctx: Any) -> Any:
    return () if rapport.remise is Remise.ECHOUEE else vrai(dossier, visee, rapport, ctx)


def _retard_oublie(vrai: Any, dossier: Dossier, rapport: Any) -> Any:
    return () if dossier.statut is Statut.A_CLARIFIER else vrai(dossier, rapport)


def _sans_recompter(vrai: Any, dossier: Dossier, rapport: Any, ctx: Any) -> Any:
    faits = vrai(dossier, rapport, ctx)
    return tuple(replace(fait, decompte=None) for fait in faits) if dossier.statut is Statut.A_CLARIFIER else faits


# --- whose turn ---------------------------------------------------------------------------------------


def _rang_saute(vrai: Any, fiche: Any, carnet: Any) -> Any:
    return vrai(fiche, carnet)[1:]


def _delegue_sollicite(_vrai: Any, fiche: Any, carnet: Any) -> Any:
    return tuple(sorted((r for r in carnet.reservataires if r.concerne(fiche.commune)), key=lambda r: r.ordre))


def _hors_secteur(_vrai: Any, _fiche: Any, carnet: Any) -> Any:
    return tuple(sorted((r for r in carnet.reservataires if r.gestion is Gestion.DIRECTE), key=lambda r: r.ordre))


def _deux_a_la_fois() -> AbstractContextManager[Any]:
    """A doubtful answer keeps the dwelling, and it is offered to the next one meanwhile."""
    vrai = orientation.REPONSES[Avis.AMBIGU]

    def faux(dossier: Any, reponse: Any, ctx: Any) -> Any:
        restants = [r for r in prochain.directs(dossier.fiche, ctx.carnet) if r.ordre > 3]
        suite = (sollicitation.offrir(dossier, restants[0], "en même temps", ctx),) if restants else ()
        return vrai(dossier, reponse, ctx) + suite

    table = patch.dict(TRANSITIONS, {(Statut.A_CLARIFIER, f.OrientationDecidee): Statut.A_EXPEDIER})
    return ensemble(table, patch.dict(orientation.REPONSES, {Avis.AMBIGU: faux}))


def _tout_le_monde(_vrai: Any, *_: Any) -> Any:
    return "tout le monde peut répondre"


def _pass(_vrai: Any, *_: Any) -> Any:
    return "pass"


OFFRES: dict[str, Bogue] = {
    "férié compté": Bogue(
        "un jour férié est compté comme ouvré", remplacer(Calendrier, "raison_de_chomage", _sans_feries), 2
    ),
    "jours ouvrables": Bogue("le samedi est compté", remplacer(Calendrier, "raison_de_chomage", _en_ouvrables), 1),
    "fermetures oubliées": Bogue(
        "les jours de fermeture de la convention comptent",
        remplacer(Calendrier, "avec_fermetures", _sans_fermetures),
        3,
    ),
    "délai depuis la veille": Bogue(
        "le délai court d'avant la réception", remplacer(Contexte, "decompter_la_reponse", _des_la_veille), 1
    ),
    "désignation à quatorze jours": Bogue(
        "quatorze jours pour les candidats", remplacer(Contexte, "decompter_la_designation", _quatorze_jours), 1
    ),
    "neuf avec délai": Bogue("un logement neuf a un délai", remplacer(sollicitation, "offrir", _neuf_avec_delai), 2),
    "hors des heures": Bogue("des offres partent la nuit", remplacer(Contexte, "bureau_ouvert", vrai_toujours), 2),
    "silence sans lire": Bogue(
        "le silence est compté sans relire la boîte", remplacer(orientation, "constater_silence", _sans_lire), 1
    ),
    "silence à minuit": Bogue(
        "le silence est constaté à minuit", remplacer(orientation, "instant_du_silence", _a_minuit), 1
    ),
    "relève coupée tenue pour complète": Bogue(
        "une boîte injoignable passe pour lue", remplacer(reception, "relever", _lue_quand_meme), 20
    ),
    "silence toujours accord": Bogue(
        "la convention où le silence vaut refus est oubliée",
        remplacer(orientation, "constater_silence", _toujours_accord),
        11,
    ),
    "silence tardif compté de l'échéance": Bogue(
        "un silence établi tard mange les jours pour désigner",
        remplacer(orientation, "_connu_de_lui", _de_l_echeance),
        5,
    ),
    "deux rappels": Bogue("le rappel est décidé deux fois", remplacer(orientation, "rappeler", deux_fois), 1),
    "rappel oublié": Bogue("personne n'est rappelé", remplacer(orientation, "rappeler", vide), 1),
    "rappel malgré sa réponse": Bogue(
        "qui a répondu sans trancher est rappelé", remplacer(orientation, "le_reservataire_se_tait", _sans_decision), 3
    ),
    "retard ignoré": Bogue("un avis de retard n'arrête pas le délai", remplacer(orientation, "_retard", vide), 1),
    "retard ignoré sous un doute": Bogue(
        "un avis de retard se perd quand quelqu'un a écrit", remplacer(orientation, "_retard", _retard_oublie), 8
    ),
    "arrivée non recomptée sous un inconnu": Bogue(
        "la réponse d'un inconnu fige l'échéance", remplacer(orientation, "_remise", _sans_recompter), 17
    ),
    "échec ignoré": Bogue("un avis d'échec n'arrête rien", regle(Rapport, _sans_echec), 1),
    "échec sans jeton ignoré": Bogue(
        "un avis d'échec sans jeton n'arrête rien", remplacer(interpretation, "offres_envoyees_a", vide), 8
    ),
    "remise ignorée": Bogue("une preuve d'arrivée ne compte pas", remplacer(orientation, "_remise", vide), 1),
    "absence prise pour un accord": Bogue(
        "une réponse d'absence accepte", remplacer(reception, "interpreter", _absence_vaut_accord), 8
    ),
    "absence prise pour une personne": Bogue(
        "une réponse d'absence est une réponse douteuse", remplacer(reception, "interpreter", _absence_douteuse), 8
    ),
    "réponse tardive suivie": Bogue(
        "une réponse tardive décide", remplacer(orientation, "peut_encore_decider", _tardive_decide), 2
    ),
    "inconnu obéi": Bogue("n'importe qui décide", remplacer(interpretation, "habilitation", _tout_le_monde), 3),
    "DMARC ignoré": Bogue("un expéditeur falsifié décide", remplacer(interpretation, "dmarc", _pass), 3),
    "hors du fil cru": Bogue(
        "la seule référence suffit à décider", remplacer(interpretation, "_authentifie", vrai_toujours), 3
    ),
    "objet ignoré": Bogue(
        "un objet qui nomme un autre logement laisse décider", remplacer(interpretation, "_contredisent", vide), 38
    ),
    "refus tu": Bogue(
        "un refus est tenu pour douteux", lambda: patch.dict(orientation.REPONSES, {Avis.REFUSE: _refus_tu}), 1
    ),
    "rang sauté": Bogue("le premier de la liste est oublié", remplacer(prochain, "directs", _rang_saute), 1),
    "délégué sollicité": Bogue(
        "une offre va en gestion déléguée", remplacer(prochain, "directs", _delegue_sollicite), 1
    ),
    "hors secteur": Bogue("une offre sort du périmètre", remplacer(prochain, "directs", _hors_secteur), 1),
    "deux à la fois": Bogue("le logement est offert à deux réservataires", _deux_a_la_fois, 2),
}
