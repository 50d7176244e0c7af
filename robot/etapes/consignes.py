"""A gestionnaire writes: its orders, and the dwellings it attaches, are answered in one reply.

They go through the same rules as everything else.

Only an address of the book, authenticated by our own server (DMARC) or in the
thread of a letter that a gestionnaire alone received; never a forged one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from robot.domain.carnet import Gestionnaire
from robot.domain.courriers import Courrier, Origine
from robot.domain.decisions.contexte import Contexte
from robot.domain.decisions.ordres import OrdreImpossible, ordonner, permis
from robot.domain.dossier import LIBELLES, Dossier
from robot.domain.faits import Fait
from robot.domain.jetons import Voie
from robot.domain.statuts import replier
from robot.domain.stimuli import SANS_MOTIF, LigneDeDesignation, Ordre, Verbe
from robot.etapes import fiches_recues
from robot.etapes.designations import TABLEAUX, lignes_du_tableau, lire_les_candidats, reperer_ailleurs
from robot.etapes.logement_decrit import LogementDecrit
from robot.etapes.menages import fichiers
from robot.etapes.orientation_vue import Vue, voir
from robot.etapes.rattachement import Fil, dmarc
from robot.etapes.reponse_aux_ordres import repondre
from robot.etapes.robot import Robot, faire_avancer
from robot.ports import Avancee, MessageRecu, Rangement, Store, TableauIllisible
from robot.reading.consignes.lecture import lire_consignes
from robot.reading.consignes.lues import Consigne, Demande, Incomprise, Lue, Quoi
from robot.reading.consignes.table_de_commission import lire_table_de_commission
from robot.reading.courriel.pieces import pieces_jointes
from robot.reading.designations.designation import lire_designation
from robot.reading.lecture import Lecture, Nature

COUPE = (
    "le message est trop gros pour être lu jusqu'à sa fin : aucun ordre n'a été suivi. Renvoyez les ordres seuls, sans "
    "les fichiers."
)
SANS_PREUVE = (
    "Rien ne prouve que ce message vient de vous : il n'a pas été suivi. S'il est de vous, redites l'ordre en réponse "
    "{ou}. Sinon, prévenez votre administrateur : quelqu'un écrit sous votre nom."
)


@dataclass
class _Registre:
    """What the orders of one message do, dwelling by dwelling, and what is said of each."""

    lus: dict[str, Dossier] = field(default_factory=dict)
    apres: dict[str, Dossier] = field(default_factory=dict)
    faits: dict[str, list[Fait]] = field(default_factory=dict)
    reponses: list[dict[str, str]] = field(default_factory=list)
    fichiers: tuple[dict[str, Any], ...] = ()

    def dossier(self, reference: str, store: Store) -> Dossier:
        """The dwelling as the orders before this one leave it. Raises OrdreImpossible."""
        if reference not in self.apres:
            dossier = store.dossier(reference)
            if dossier is None:
                raise OrdreImpossible(f"Aucun dossier {reference}. Vérifiez le numéro ; ETAT donne la liste.")
            self.lus[reference] = self.apres[reference] = dossier
        return self.apres[reference]

    def noter(self, reference: str, faits: tuple[Fait, ...]) -> Dossier:
        """Add the facts of an order; the dwelling after them."""
        self.faits.setdefault(reference, []).extend(faits)
        self.apres[reference] = replier(self.apres[reference], faits) or self.apres[reference]
        return self.apres[reference]


@dataclass(frozen=True)
class Execution:
    """What a gestionnaire's message leads to."""

    avancees: tuple[Avancee, ...]
    courriers: tuple[Courrier, ...]
    rangement: Rangement
    resume: str


def gestionnaire(lecture: Lecture, fils: Iterable[Fil], ctx: Contexte, serveur: str) -> Gestionnaire | None:
    """Who gives these orders; None when nothing proves that the author is in the book.

    The token of a household, or of a réservataire, proves nothing of the kind:
    whoever holds it may write any From.
    """
    auteur = _qui_se_dit_gestionnaire(lecture, ctx, serveur)
    prouve = dmarc(lecture, serveur) == "pass" or any(fil.voie is Voie.GESTIONNAIRE for fil in fils)
    return auteur if prouve else None


def _qui_se_dit_gestionnaire(lecture: Lecture, ctx: Contexte, serveur: str) -> Gestionnaire | None:
    if lecture.nature is not Nature.REPONSE or dmarc(lecture, serveur) == "fail":
        return None
    return next((g for g in ctx.carnet.gestionnaires if g.adresse == lecture.expediteur), None)


def executer(
    robot: Robot,
    auteur: Gestionnaire,
    lecture: Lecture,
    message: MessageRecu,
    marque: str,
    fils: tuple[Fil, ...],
    ctx: Contexte,
    origine: Origine,
) -> Execution:
    """Carry out every order of the message that can be, and answer each, in one letter."""
    registre = _Registre()
    vue = voir(fils, auteur, message, ctx, robot.store)
    lues = _lire(robot, lecture, message, vue, ctx)
    demandes = [lue for lue in lues if isinstance(lue, Demande)]
    for lue in lues:
        if isinstance(lue, Consigne):
            _executer(robot, registre, lue, auteur, message, marque, vue, ctx)
        elif isinstance(lue, Incomprise):
            _repondre(registre, lue, refus=lue.conseil)
    liberes = fiches_recues.enregistrer(robot, message, ctx)
    registre.fichiers = () if liberes.a_renvoyer else liberes.fichiers
    avancees, lettres = list(liberes.avancees), list[Courrier]()
    for reference, faits in registre.faits.items():
        avancee, siennes = faire_avancer(registre.lus[reference], faits, ctx)
        avancees.append(avancee)
        lettres += siennes
    logement = _logement(registre, vue)
    # Even when nothing was done: « send the line again, corrected » is answered in this thread.
    dossier = registre.apres.get(logement) or robot.store.dossier(logement)
    if liberes.a_renvoyer:
        lettres.append(repondre(auteur, marque, ctx, origine, fichiers=liberes.fichiers, reprise=True))
    reponse = repondre(
        auteur,
        marque,
        ctx,
        origine,
        reference=logement,
        rang=len(dossier.orientations) if dossier else 0,
        ordres=registre.reponses,
        fichiers=registre.fichiers,
        aide=any(demande.quoi is Quoi.AIDE for demande in demandes),
        etat=[dit for d in demandes if d.quoi is Quoi.ETAT for dit in _etat(robot, d.reference or vue.reference)],
        citee=bool(registre.faits.get(logement)),
    )
    compris = bool(avancees or demandes or registre.fichiers) and not liberes.a_renvoyer
    references = [avancee.apres.reference for avancee in avancees]
    resume = f"ordres de {auteur.nom} : {', '.join(references) or 'aucun'}"
    rangement = Rangement.TRAITES if compris else Rangement.A_VOIR
    if liberes.a_renvoyer and not lues and not logement:  # in a thread, the copy of that reply has to be explained
        return Execution((), tuple(lettres), rangement, f"fichier de {auteur.nom}, à renvoyer")
    return Execution(tuple(avancees), (*lettres, reponse), rangement, resume)


def _lire(robot: Robot, lecture: Lecture, message: MessageRecu, vue: Vue, ctx: Contexte) -> tuple[Lue, ...]:
    """The orders and requests of the message, in its words and in its table; of one that was cut, no order."""
    aujourd_hui = ctx.calendrier.jour_local(ctx.maintenant)
    du_fil = _du_fil(vue, lecture)
    lues = lire_consignes(lecture.texte, reference=du_fil, aujourd_hui=aujourd_hui, logement=_decrit(robot, du_fil))
    completer = any(isinstance(lue, Consigne) and lue.verbe is Verbe.COMPLETER for lue in lues)
    lues += tuple(_de_la_commission(robot, message, candidats_attendus=completer))
    if not message.tronque:
        return lues
    # What was cut off may take an order back.
    suivies = tuple(lue for lue in lues if not isinstance(lue, Consigne))
    return (Incomprise(reference=None, ligne=_premiere_ligne(lecture), conseil=COUPE), *suivies)


def _du_fil(vue: Vue, lecture: Lecture) -> str | None:
    """The dwelling of the orders that name none; None when the subject was rewritten for another one."""
    nommes = lecture.references_objet
    return vue.reference if not nommes or vue.reference in nommes else None


def _decrit(robot: Robot, reference: str | None) -> LogementDecrit | None:
    """The dwelling of the thread, by its sheet."""
    dossier = robot.store.dossier(reference) if reference else None
    return LogementDecrit(dossier.fiche, robot.communes) if dossier else None


def _premiere_ligne(lecture: Lecture) -> str:
    return next((ligne.strip() for ligne in lecture.texte.splitlines() if ligne.strip()), lecture.objet)


def _executer(
    robot: Robot,
    registre: _Registre,
    consigne: Consigne,
    auteur: Gestionnaire,
    message: MessageRecu,
    marque: str,
    vue: Vue,
    ctx: Contexte,
) -> None:
    try:
        dossier = registre.dossier(consigne.reference, robot.store)
        ordre = _ordre(robot, dossier, consigne, auteur, message, marque, ctx)
        connu = vue.connu(consigne.reference, robot.store)
        ordre = replace(ordre, vue=vue.rang(consigne.reference, connu), connu=connu)
        apres = registre.noter(consigne.reference, ordonner(dossier, ordre, ctx))
    except OrdreImpossible as refus:
        _repondre(registre, consigne, refus=str(refus))
    else:
        _repondre(registre, consigne, effet=f"{consigne.verbe.en_clair} : {LIBELLES[apres.statut]}.")


def _repondre(registre: _Registre, lue: Consigne | Incomprise, *, effet: str = "", refus: str = "") -> None:
    registre.reponses.append({"reference": lue.reference or "", "ligne": lue.ligne, "effet": effet, "refus": refus})


def _ordre(
    robot: Robot,
    dossier: Dossier,
    consigne: Consigne,
    auteur: Gestionnaire,
    message: MessageRecu,
    marque: str,
    ctx: Contexte,
) -> Ordre:
    completer = consigne.verbe is Verbe.COMPLETER
    return Ordre(
        le=ctx.maintenant,
        verbe=consigne.verbe,
        par=auteur.nom,
        motif=consigne.motif or SANS_MOTIF,
        reservataire=consigne.reservataire,
        numeros=consigne.numeros or _numeros(dossier, consigne.nuds),
        jours=consigne.jours,
        jour=consigne.jour,
        heure=consigne.heure,
        lieu=consigne.lieu,
        designation=_designes(robot, consigne, message, ctx) if completer else (),
        message=marque,
        fichiers=fichiers(message),
    )


def _numeros(dossier: Dossier, nuds: tuple[str, ...]) -> tuple[int, ...]:
    """The candidates that a commission's table names by their unique number. Raises OrdreImpossible."""
    par_nud = {c.candidat.nud: c.numero for c in dossier.en_lice}
    inconnus = [nud for nud in nuds if nud not in par_nud]
    if inconnus:
        raise OrdreImpossible(f"{dossier.reference} : {', '.join(inconnus)} n'y est pas candidat.")
    return tuple(par_nud[nud] for nud in nuds)


def _designes(robot: Robot, consigne: Consigne, message: MessageRecu, ctx: Contexte) -> tuple[LigneDeDesignation, ...]:
    """The households under COMPLETER, else those of the table attached."""
    departement = ctx.carnet.bailleur.departement
    annee = ctx.calendrier.jour_local(ctx.maintenant).year
    lues = lire_designation(consigne.candidats_texte, departement=departement, annee=annee)
    lues = lues or tuple(lire_les_candidats("", message, ctx, robot.tableaux))
    lignes = (LigneDeDesignation(x.ecrit, x.candidat, x.retrait, x.refus, x.doutes) for x in lues)
    return tuple(reperer_ailleurs(ligne, consigne.reference, robot.store) for ligne in lignes)


def _de_la_commission(robot: Robot, message: MessageRecu, *, candidats_attendus: bool) -> Iterable[Lue]:
    """The decisions of the commission's table, when one is attached; a table of dwellings or of candidates is none."""
    fiches = {piece.partie for piece in fiches_recues.fiches_jointes(robot.fiches, message)}
    for piece in pieces_jointes(message.octets):
        if not piece.nom.lower().endswith(TABLEAUX) or piece.partie in fiches:
            continue
        try:
            lignes = lignes_du_tableau(piece, message, robot.tableaux)
        except TableauIllisible as defaut:
            yield Incomprise(reference=None, ligne=piece.nom, conseil=str(defaut))
            continue
        lues = lire_table_de_commission(lignes)
        if not candidats_attendus or any(lue.reference for lue in lues):
            yield from lues


def _logement(registre: _Registre, vue: Vue) -> str:
    """The dwelling whose thread the reply goes on with: that of the message, else the only one that its orders name."""
    nommes = {reponse["reference"] for reponse in registre.reponses}
    return vue.reference or (nommes.pop() if len(nommes) == 1 and nommes <= registre.lus.keys() else "")


def _etat(robot: Robot, reference: str | None) -> Iterable[str]:
    """Where that dwelling stands, and what may be ordered."""
    dossier = robot.store.dossier(reference) if reference else None
    if dossier is None:
        yield "Écrivez ETAT et la référence d'un logement."
        return
    ordres = ", ".join(verbe.en_clair for verbe in permis(dossier))
    yield f"{dossier.reference} : {LIBELLES[dossier.statut]}. Ordres possibles : {ordres or 'aucun'}."


def demander_la_preuve(
    lecture: Lecture, fils: tuple[Fil, ...], marque: str, ctx: Contexte, serveur: str, origine: Origine
) -> tuple[Courrier, ...]:
    """How to say it again, for whoever orders under a gestionnaire's name and proves nothing: that address reads it."""
    auteur = _qui_se_dit_gestionnaire(lecture, ctx, serveur)
    if auteur is None or gestionnaire(lecture, fils, ctx, serveur):
        return ()
    fil = next((fil for fil in fils if fil.rang), None)
    aujourd_hui = ctx.calendrier.jour_local(ctx.maintenant)
    lues = lire_consignes(lecture.texte, reference=fil.reference if fil else None, aujourd_hui=aujourd_hui)
    if not lues:
        return ()
    refus = SANS_PREUVE.format(ou="à ce message" if fil else "à la synthèse ou à un avis de ce logement")
    ordres = [{"reference": lue.reference or "", "ligne": lue.ligne, "effet": "", "refus": refus} for lue in lues]
    reference, rang = (fil.reference, fil.rang) if fil else ("", 0)
    # In no thread, what it was about is not known: a reply to this letter would say no more.
    repondable = fil is not None
    return (
        repondre(auteur, marque, ctx, origine, reference=reference, rang=rang, ordres=ordres, repondable=repondable),
    )
