"""Bugs planted on purpose in the robot, one at a time: the judge must catch each within a few hundred seeds.

Each is what a wrong edit of one rule or of one effect would do. `graine` is a
seed that was found to catch it (`python -m bench.simulation --bogues`).
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from unittest.mock import patch

from robot.adapters.base.store import StoreSql
from robot.adapters.gabarits import GabaritsJinja
from robot.domain import faits as f
from robot.domain.calendrier import SEMAINE, Calendrier
from robot.domain.carnet import Gestion, Silence
from robot.domain.decisions import ddets, designation, ordres_commission, orientation, propositions, suivi
from robot.domain.decisions.contexte import Contexte
from robot.domain.dossier import Statut
from robot.domain.flux import prochain
from robot.domain.lettres import ddets as lettres_ddets
from robot.domain.lettres import orientation as lettres
from robot.domain.loi import Delai
from robot.domain.repli import commission as repli_commission
from robot.domain.statuts import TRANSITIONS
from robot.domain.stimuli import Avis, Designation, Rapport, Remise
from robot.etapes import consignes, designations, expedition, interpretation, reception
from robot.etapes import robot as montage
from robot.ports import Ecriture, Issue, LiaisonIndisponible
from robot.reading.lecture import Decision, Nature, Sens
from robot.simulation import gestion
from robot.simulation.correspondants import SANS_DESIGNATION
from robot.simulation.plan import Parametres
from tests.simulation.histoires import COURTE, MOYENNE

Pose = Callable[[], AbstractContextManager[Any]]
UN_JOUR = timedelta(days=1)


@dataclass(frozen=True)
class Bogue:
    """A wrong edit: what it does (French), how it is planted, and a seed that catches it."""

    quoi: str
    poser: Pose
    graine: int
    seconde_moitie: bool = False

    def parametres(self, graine: int) -> Parametres:
        """The story to play; a bug of the first half needs no candidates."""
        if self.seconde_moitie:
            return Parametres(graine, *MOYENNE)
        return Parametres(graine, *COURTE, coupes=frozenset({SANS_DESIGNATION}))


def _remplacer(ou: Any, nom: str, faire: Callable[..., Any]) -> Pose:
    """In the place of `ou.nom`, a function that is given the true one first."""
    vrai = getattr(ou, nom)

    def faux(*arguments: Any, **nommes: Any) -> Any:
        return faire(vrai, *arguments, **nommes)

    return lambda: patch.object(ou, nom, faux)


def _lettre(fait: type[f.Fait], faire: Callable[..., Any]) -> Pose:
    """Other letters than those that the fact calls for."""
    vrai = lettres.LETTRES[fait]

    def faux(*arguments: Any) -> Any:
        return faire(vrai(*arguments))

    return lambda: patch.dict(lettres.LETTRES, {fait: faux})


def _regle(stimulus: type[Any], faire: Callable[..., Any]) -> Pose:
    vrai = orientation.REGLES[stimulus]
    return lambda: patch.dict(orientation.REGLES, {stimulus: lambda *a: faire(vrai, *a)})


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


def _neuf_avec_delai(vrai: Any, dossier: Any, reservataire: Any, raison: Any, ctx: Any) -> Any:
    return replace(vrai(dossier, reservataire, raison, ctx), reponse=reservataire.convention.reponse)


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


def _lue_quand_meme(vrai: Any, robot: Any) -> Any:
    try:
        return vrai(robot)
    except LiaisonIndisponible:
        robot.store.poser_signets({}, robot.clock.maintenant())
        raise


def _deux_rappels(vrai: Any, dossier: Any, ctx: Any) -> Any:
    return vrai(dossier, ctx) * 2


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
        suite = (orientation.offrir(dossier, restants[0], "en même temps", ctx),) if restants else ()
        return vrai(dossier, reponse, ctx) + suite

    table = patch.dict(TRANSITIONS, {(Statut.A_CLARIFIER, f.OrientationDecidee): Statut.A_EXPEDIER})
    return _ensemble(table, patch.dict(orientation.REPONSES, {Avis.AMBIGU: faux}))


def _ensemble(*poses: AbstractContextManager[Any]) -> AbstractContextManager[Any]:

    pile = ExitStack()
    for pose in poses:
        pile.enter_context(pose)
    return pile


# --- effects ------------------------------------------------------------------------------------------


def _hors_transaction(vrai: Any, store: Any, ecriture: Any, maintenant: Any) -> Any:
    if ecriture.constat is None:
        return vrai(store, ecriture, maintenant)
    neuf = vrai(store, Ecriture(constat=ecriture.constat), maintenant)
    return neuf and vrai(store, replace(ecriture, constat=None), maintenant)


def _jamais_reessayee(vrai: Any, envoi: Any, acheminement: Any, maintenant: Any) -> Any:
    suite = vrai(envoi, acheminement, maintenant)
    return replace(suite, reprise=None) if acheminement.issue is Issue.REPORTEE else suite


def _inconnue_oubliee(vrai: Any, envoi: Any, acheminement: Any, maintenant: Any) -> Any:
    suite = vrai(envoi, acheminement, maintenant)
    return replace(suite, reprise=None) if acheminement.issue is Issue.INCONNUE else suite


def _succes_oublie(vrai: Any, robot: Any, envoi: Any, acheminement: Any, octets: Any) -> Any:
    if acheminement.issue is Issue.CONFIEE and envoi.courrier.gabarit == "accuse_accord" and not envoi.essais:
        return None
    return vrai(robot, envoi, acheminement, octets)


def _autre_identifiant(vrai: Any, gabarits: Any, courrier: Any, message_id: Any, maintenant: Any) -> Any:
    return vrai(gabarits, courrier, message_id.replace("@", f".{maintenant:%d%H%M%S}@"), maintenant)


def _sans_rendez_vous(vrai: Any, dossier: Any, ctx: Any) -> Any:
    return None if dossier.statut is Statut.EN_ATTENTE else vrai(dossier, ctx)


def _junk_ignore(vrai: Any, robot: Any, message: Any, marque: Any) -> Any:
    return message.emplacement.dossier != "Junk" and vrai(robot, message, marque)


def _cle_sans_rang(ecrites: Any) -> Any:
    return tuple(replace(lettre, cle=f"offre/{lettre.reference}") for lettre in ecrites)


def _chez_un_autre(ecrites: Any) -> Any:
    return tuple(replace(lettre, destinataire="offres@als.example") for lettre in ecrites)


def _en_double(ecrites: Any) -> Any:
    return (*ecrites, *(replace(lettre, cle=f"{lettre.cle}/bis") for lettre in ecrites))


def _a_personne(_ecrites: Any) -> Any:
    return ()


def _vide(_vrai: Any, *_: Any) -> Any:
    return ()


def _vrai_toujours(_vrai: Any, *_: Any) -> Any:
    return True


def _tout_le_monde(_vrai: Any, *_: Any) -> Any:
    return "tout le monde peut répondre"


def _pass(_vrai: Any, *_: Any) -> Any:
    return "pass"


def _ordre_perdu(_vrai: Any, robot: Any, reference: Any, _ordre: Any) -> Any:
    return robot.store.dossier(reference)


# --- the second half ----------------------------------------------------------------------------------


def _rien(_vrai: Any, *_: Any) -> Any:
    return ""


def _aucun(_vrai: Any, *_: Any) -> Any:
    return None


def _deux_suffisent(vrai: Any, dossier: Any, ctx: Any) -> Any:
    requis = vrai(dossier, ctx)
    return replace(requis, valeur=min(requis.valeur, 2))


def _sans_fichier(vrai: Any, _fichiers: Any) -> Any:
    return vrai(())


def _le_dernier(vrai: Any, dossier: Any, ctx: Any) -> Any:
    envers = tuple(replace(c, ordre=-c.ordre) for c in dossier.candidatures)
    return vrai(replace(dossier, candidatures=envers), ctx)


def _n_importe_qui(_vrai: Any, lecture: Any, fils: Any, ctx: Any, _serveur: Any) -> Any:
    gestion = any(fil.voie == "g" for fil in fils) and lecture.nature is Nature.REPONSE
    return ctx.carnet.gestionnaires[0] if gestion else None


def _sans_radiation(vrai: Any, fait: Any) -> Any:
    return None if isinstance(fait, f.BailSigne) else vrai(fait)


BOGUES: dict[str, Bogue] = {
    "férié compté": Bogue(
        "un jour férié est compté comme ouvré", _remplacer(Calendrier, "raison_de_chomage", _sans_feries), 2
    ),
    "jours ouvrables": Bogue("le samedi est compté", _remplacer(Calendrier, "raison_de_chomage", _en_ouvrables), 1),
    "fermetures oubliées": Bogue(
        "les jours de fermeture de la convention comptent",
        _remplacer(Calendrier, "avec_fermetures", _sans_fermetures),
        3,
    ),
    "délai depuis la veille": Bogue(
        "le délai court d'avant la réception", _remplacer(Contexte, "decompter_la_reponse", _des_la_veille), 1
    ),
    "désignation à quatorze jours": Bogue(
        "quatorze jours pour les candidats", _remplacer(Contexte, "decompter_la_designation", _quatorze_jours), 1
    ),
    "neuf avec délai": Bogue("un logement neuf a un délai", _remplacer(orientation, "offrir", _neuf_avec_delai), 2),
    "hors des heures": Bogue("des offres partent la nuit", _remplacer(Contexte, "bureau_ouvert", _vrai_toujours), 2),
    "silence sans lire": Bogue(
        "le silence est compté sans relire la boîte", _remplacer(orientation, "constater_silence", _sans_lire), 1
    ),
    "silence à minuit": Bogue(
        "le silence est constaté à minuit", _remplacer(orientation, "instant_du_silence", _a_minuit), 1
    ),
    "relève coupée tenue pour complète": Bogue(
        "une boîte injoignable passe pour lue", _remplacer(reception, "relever", _lue_quand_meme), 20
    ),
    "silence toujours accord": Bogue(
        "la convention où le silence vaut refus est oubliée",
        _remplacer(orientation, "constater_silence", _toujours_accord),
        11,
    ),
    "deux rappels": Bogue("le rappel est décidé deux fois", _remplacer(orientation, "rappeler", _deux_rappels), 1),
    "rappel oublié": Bogue("personne n'est rappelé", _remplacer(orientation, "rappeler", _vide), 1),
    "retard ignoré": Bogue("un avis de retard n'arrête pas le délai", _remplacer(orientation, "_retard", _vide), 1),
    "échec ignoré": Bogue("un avis d'échec n'arrête rien", _regle(Rapport, _sans_echec), 1),
    "échec sans jeton ignoré": Bogue(
        "un avis d'échec sans jeton n'arrête rien", _remplacer(interpretation, "offres_envoyees_a", _vide), 8
    ),
    "remise ignorée": Bogue("une preuve d'arrivée ne compte pas", _remplacer(orientation, "_remise", _vide), 1),
    "absence prise pour un accord": Bogue(
        "une réponse d'absence accepte", _remplacer(reception, "interpreter", _absence_vaut_accord), 8
    ),
    "absence prise pour une personne": Bogue(
        "une réponse d'absence est une réponse douteuse", _remplacer(reception, "interpreter", _absence_douteuse), 8
    ),
    "réponse tardive suivie": Bogue(
        "une réponse tardive décide", _remplacer(orientation, "peut_encore_decider", _tardive_decide), 2
    ),
    "inconnu obéi": Bogue("n'importe qui décide", _remplacer(interpretation, "habilitation", _tout_le_monde), 3),
    "DMARC ignoré": Bogue("un expéditeur falsifié décide", _remplacer(interpretation, "dmarc", _pass), 3),
    "hors du fil cru": Bogue(
        "la seule référence suffit à décider", _remplacer(interpretation, "_authentifie", _vrai_toujours), 3
    ),
    "refus tu": Bogue(
        "un refus est tenu pour douteux", lambda: patch.dict(orientation.REPONSES, {Avis.REFUSE: _refus_tu}), 1
    ),
    "rang sauté": Bogue("le premier de la liste est oublié", _remplacer(prochain, "directs", _rang_saute), 1),
    "délégué sollicité": Bogue(
        "une offre va en gestion déléguée", _remplacer(prochain, "directs", _delegue_sollicite), 1
    ),
    "hors secteur": Bogue("une offre sort du périmètre", _remplacer(prochain, "directs", _hors_secteur), 1),
    "deux à la fois": Bogue("le logement est offert à deux réservataires", _deux_a_la_fois, 2),
    "consigné hors transaction": Bogue(
        "le message est consigné avant ses effets", _remplacer(StoreSql, "ecrire", _hors_transaction), 17
    ),
    "lettre jamais réessayée": Bogue(
        "un refus pour un temps est définitif", _remplacer(expedition, "suite_de", _jamais_reessayee), 8
    ),
    "lettre inconnue oubliée": Bogue(
        "une lettre dont on ne sait rien est oubliée", _remplacer(expedition, "suite_de", _inconnue_oubliee), 1
    ),
    "lettre repartie": Bogue(
        "un accusé pris par le serveur n'est pas noté, et repart",
        _remplacer(expedition, "consigner", _succes_oublie),
        1,
    ),
    "Message-ID changeant": Bogue(
        "chaque essai a son Message-ID", _remplacer(GabaritsJinja, "composer", _autre_identifiant), 1
    ),
    "rendez-vous perdu": Bogue(
        "un dossier en attente n'a plus de rendez-vous", _remplacer(montage, "rendez_vous", _sans_rendez_vous), 1
    ),
    "indésirables non lus": Bogue(
        "les indésirables ne sont pas lus", _remplacer(reception, "recevoir", _junk_ignore), 1
    ),
    "clé sans rang": Bogue("deux offres ont la même clé", _lettre(f.OrientationDecidee, _cle_sans_rang), 1),
    "mauvais destinataire": Bogue("l'accusé de refus va chez un autre", _lettre(f.RefusRecu, _chez_un_autre), 1),
    "accusé double": Bogue("l'accord est accusé deux fois", _lettre(f.AccordRecu, _en_double), 1),
    "refus sans accusé": Bogue("un refus n'est pas accusé", _lettre(f.RefusRecu, _a_personne), 1),
    "retrait muet": Bogue("le retrait d'une offre n'est pas dit", _lettre(f.OrientationRetiree, _a_personne), 5),
    "échec tu": Bogue("une offre non remise n'est dite à personne", _lettre(f.RemiseEchouee, _a_personne), 1),
    "candidats perdus": Bogue(
        "une désignation n'est pas lue", lambda: patch.dict(suivi.REGLES, {Designation: lambda *_: ()}), 1, True
    ),
    "DALO mêlé": Bogue("un ménage DALO n'est pas seul", _remplacer(designation, "_refuser", _rien), 13, True),
    "deux candidats suffisent": Bogue(
        "deux candidats complètent une désignation", _remplacer(designation, "requis", _deux_suffisent), 1, True
    ),
    "candidats sans lettre": Bogue(
        "personne n'écrit aux candidats", _remplacer(designation, "proposer_a_tous", _vide), 1, True
    ),
    "silence sans preuve": Bogue(
        "le silence d'un candidat est un refus sans preuve de réception",
        _remplacer(propositions, "_preuve_qui_manque", _rien),
        2,
        True,
    ),
    "silence du candidat sans lire": Bogue(
        "le silence d'un candidat est compté le jour même",
        _remplacer(Contexte, "lendemain_lu", _vrai_toujours),
        1,
        True,
    ),
    "DDETS oubliée": Bogue("la DDETS n'est pas avisée", _remplacer(ddets, "aviser", _vide), 3, True),
    "DDETS avisée deux fois": Bogue(
        "la DDETS est avisée deux fois", _remplacer(ddets, "aviser", _deux_rappels), 3, True
    ),
    "justificatifs oubliés": Bogue(
        "l'avis part sans les justificatifs", _remplacer(lettres_ddets, "repartir", _sans_fichier), 6, True
    ),
    "classement à l'envers": Bogue(
        "le dernier classé passe le premier",
        _remplacer(ordres_commission, "attribuer_au_suivant", _le_dernier),
        1,
        True,
    ),
    "mois dépassé": Bogue("le mois de la zone tendue est oublié", _remplacer(Contexte, "plafond", _aucun), 8, True),
    "rappel des candidats oublié": Bogue(
        "les candidats ne sont jamais rappelés", _remplacer(designation, "rappeler", _vide), 2, True
    ),
    "ordre d'un inconnu": Bogue(
        "n'importe qui ordonne", _remplacer(consignes, "gestionnaire", _n_importe_qui), 2, True
    ),
    "voisin obéi": Bogue("une autre adresse décide pour un ménage", _remplacer(propositions, "_doute", _rien), 3, True),
    "ligne du SNE perdue": Bogue(
        "la radiation n'est pas à saisir", _remplacer(repli_commission, "_a_saisir", _sans_radiation), 2, True
    ),
    "candidats hors du fil": Bogue(
        "la seule référence suffit à désigner", lambda: patch.object(designations, "HORS_DU_FIL", "jamais"), 5, True
    ),
    "ordre perdu": Bogue("l'ordre d'un gestionnaire n'a pas d'effet", _remplacer(gestion, "executer", _ordre_perdu), 1),
}
