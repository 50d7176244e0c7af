"""What a letter that left, and that nothing explains, says of its dwelling after a restore.

Something had come, or somebody had given an order, and it is no longer there to
be read: a doubt that a gestionnaire moved out of « À voir », a report deleted
from « Traités », an order that was typed. The lost robot wrote this letter
because of it; a silence counted now would be counted on an answer.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable
from datetime import datetime

from robot.domain import faits as f
from robot.domain.candidature import Reponse
from robot.domain.courriers import AVIS, OFFRES, RETRAIT
from robot.domain.decisions.contexte import Contexte
from robot.domain.dossier import Dossier, Statut
from robot.domain.statuts import TRANSITIONS
from robot.etapes.defauts import DEFAUTS
from robot.etapes.reprise_copies import Lettre
from robot.etapes.robot import Robot, faire_avancer
from robot.ports import Ecriture, Store

journal = logging.getLogger(__name__)

# Written because time passed, and for no other reason: they say nothing of what came.
DU_SEUL_TEMPS = frozenset({"rappel_offre", "accord_tacite", "refus_tacite", "liste_epuisee"})
# What came, or was ordered, while the offer was open: nothing moves until it is explained, and it undoes a silence.
VENUES_PENDANT_L_OFFRE = frozenset(
    {
        "accuse_accord",
        "accuse_refus",
        "a_preciser",
        "expediteur_inconnu",
        "echec_remise",
        "delai_repris",
        "orientation_retiree",
        "reponse_ordre",
    }
)
# What a household wrote, or somebody told of it by telephone; and what the State was told of it.
VENUES_D_UN_MENAGE = frozenset({"accuse_candidat", "a_preciser_candidat", AVIS, "complement_ddets", RETRAIT})
# An offer decided otherwise than the replay decides; time decides offers too, hence explains them.
TRACES_D_UN_ORDRE = OFFRES | {"orientation_retiree", "accuse_accord", "accuse_refus", "delai_repris"}
CAUSE = (
    "un courrier parti après la sauvegarde restaurée ne s'explique pas : un message reçu ou un ordre saisi a pu être "
    "perdu"
)


def retenus(inexpliquees: Iterable[Lettre], echu_le: datetime) -> frozenset[tuple[str, int]]:
    """The offers (dwelling, rank) on which no time passes up to that instant: these letters are not explained yet.

    A notice to the State may be of a silence: the time of its own instant may explain it.
    """
    return frozenset(
        (lettre.sujet.reference, lettre.sujet.rang)
        for lettre in inexpliquees
        if lettre.sujet
        and lettre.gabarit in VENUES_PENDANT_L_OFFRE | VENUES_D_UN_MENAGE
        and (lettre.gabarit != AVIS or lettre.envoyee_le < echu_le)
    )


def est_retenu(store: Store, reference: str, offres: Collection[tuple[str, int]]) -> bool:
    """Whether the present offer of a dwelling is one of those."""
    if reference not in {sienne for sienne, _ in offres}:
        return False
    try:
        dossier = store.dossier(reference)
    except DEFAUTS:
        return True  # whoever moves it will say so
    return dossier is not None and (reference, len(dossier.orientations)) in offres


def suspendre(robot: Robot, reference: str, inexpliquees: Collection[Lettre]) -> None:
    """No silence is counted, and nothing leaves, on a dwelling about which something was lost."""
    try:
        dossier = robot.store.dossier(reference)
        if dossier is None:
            return
        ctx = robot.contexte()
        doutes = (*_sur_l_offre(dossier, inexpliquees, ctx), *_sur_les_menages(dossier, inexpliquees, ctx))
        if not doutes:
            return
        avancee, _ = faire_avancer(dossier, doutes, ctx)  # its letters would ask people about our own loss
    except DEFAUTS:
        journal.exception("dossier illisible : %s", reference)
        return
    robot.store.ecrire(Ecriture((avancee,)), ctx.maintenant)


def _sur_l_offre(dossier: Dossier, inexpliquees: Iterable[Lettre], ctx: Contexte) -> tuple[f.Fait, ...]:
    """What the réservataire may have answered, or somebody ordered, for a person to say; not twice."""
    if (dossier.statut, f.ReponseAClarifier) not in TRANSITIONS or dossier.courante.motif == CAUSE:
        return ()
    if not any(_met_en_doute(dossier, lettre) for lettre in inexpliquees):
        return ()
    rang = dossier.courante.rang
    return (f.ReponseAClarifier(le=ctx.maintenant, rang=rang, par="", cause=CAUSE, texte="", message=""),)


def _sur_les_menages(dossier: Dossier, inexpliquees: Iterable[Lettre], ctx: Contexte) -> tuple[f.Fait, ...]:
    """What these households had answered, by e-mail or by telephone: their silence is no refusal (R73, R74)."""
    if (dossier.statut, f.ReponseDuCandidatAClarifier) not in TRANSITIONS:
        return ()
    numeros = {x.sujet.numero for x in inexpliquees if x.sujet and x.gabarit in VENUES_D_UN_MENAGE}
    return tuple(
        f.ReponseDuCandidatAClarifier(
            le=ctx.maintenant, rang=c.rang, numero=c.numero, tour=c.proposition.tour,
            par="", cause=CAUSE, texte="", message="",
        )
        for c in dossier.en_lice
        if c.numero in numeros and c.proposition and c.proposition.reponse is Reponse.ATTENDUE
    )  # fmt: skip


def _met_en_doute(dossier: Dossier, lettre: Lettre) -> bool:
    """Whether that letter contradicts the offer as the replay leaves it, still open or ended by silence.

    What came about an earlier offer changes nothing to this one, unless
    somebody ordered it. An answer that came too late, or what was written about
    candidates, supposes the silence that the replay found too: it stands.
    """
    if lettre.gabarit in DU_SEUL_TEMPS:
        return False
    if lettre.gabarit in TRACES_D_UN_ORDRE:
        return True
    if lettre.sujet is None or lettre.sujet.rang < dossier.courante.rang:
        return False
    return dossier.statut is not Statut.ACCEPTEE_TACITE or lettre.gabarit in VENUES_PENDANT_L_OFFRE
