"""Which candidates a réservataire's reply names, in its words or in a table attached, and for which dwelling (R61)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from robot.domain.decisions.contexte import Contexte
from robot.domain.decisions.orientation import peut_encore_decider
from robot.domain.dossier import SECONDE_MOITIE, Dossier, Statut
from robot.domain.stimuli import Avis, Designation, LigneDeDesignation, Reponse, Stimulus
from robot.etapes.interpretation import HORS_DU_FIL
from robot.etapes.robot import Robot
from robot.etapes.tables_jointes import TROP_DE_TABLES, pieces_ouvrables
from robot.ports import MessageRecu, Store, TableauIllisible, Tableaux
from robot.reading.chaine import lire
from robot.reading.courriel.pieces import Piece
from robot.reading.designations.candidatures import LigneLue
from robot.reading.designations.confrontation import confronter, confronter_la_liste, parle_d_un_autre_logement
from robot.reading.designations.designation import lire_designation, lire_table
from robot.reading.lecture import Lecture, Sens

Vus = tuple[tuple[str, Stimulus], ...]

# The last two are refused with what to send instead: somebody has to be told.
TABLEAUX = (".csv", ".xlsx", ".ods", ".tsv", ".xls", ".xlsm")
NON_VERIFIE = (
    "message écrit hors de notre fil, dont l'expéditeur n'a pas pu être vérifié : répondez à l'un de nos messages sur "
    "ce logement"
)
AUTRE_LOGEMENT = "cette ligne nomme un autre logement que celui de votre message"
AILLEURS = (
    "votre message parle d'un autre logement que celui de ce fil : renvoyez la table avec une colonne « Référence », "
    "ou en réponse au message du logement qu'elle concerne"
)
LA_FIN = "la fin de votre message"
COUPE = "le message est trop gros pour être lu en entier : envoyez la liste seule"
QUEL_LOGEMENT = "votre message concerne plusieurs logements : écrivez la référence devant cette ligne"
EXTRAIT = 2000
# A line of a list: it holds the eighteen digits of a unique number.
CANDIDAT = re.compile(r"(?<!\d)\d(?:(?:[ ._-]| ?/ ?)?\d){17}(?!\d)")


def ajouter_les_candidats(robot: Robot, vus: Vus, lecture: Lecture, message: MessageRecu, ctx: Contexte) -> Vus:
    """The same stimuli, with what the message says of candidates.

    Once the dwelling is accepted, a reply that neither accepts nor refuses is
    about candidates. An acceptance may name them at once.
    """
    concernes = [(reference, vu) for reference, vu in vus if isinstance(vu, Reponse) and vu.avis is not Avis.REFUSE]
    dossiers = {reference: robot.store.dossier(reference) for reference, _ in concernes}
    designables = {r: d for r, d in dossiers.items() if d is not None}
    if not designables:
        return vus
    du_message, de_la_table = _lire_le_message_et_ses_tables(lecture.texte, message, ctx, robot.tableaux)
    # Hidden copies went to other dwellings: the list was taken for the first that was read.
    logements = len(designables) + bool(message.copie_pour)
    suite = list[tuple[str, Stimulus]]()
    for reference, vu in vus:
        dossier = designables.get(reference)
        if dossier is None or not isinstance(vu, Reponse):
            suite.append((reference, vu))
            continue
        attendue = attend_des_candidats(dossier, vu)
        situees = _situer(de_la_table, lecture.texte, reference)
        siennes = tuple(_de_ce_logement((*du_message, *situees), reference, logements))
        if vu.preuve.startswith(HORS_DU_FIL):  # a reference is public: nothing else ties its author to us
            siennes = tuple(replace(ligne, candidat=None, refus=NON_VERIFIE) for ligne in siennes)
        reponse = vu if attendue else _relire_sans_les_candidats(vu, siennes, lecture)
        if reponse.avis is Avis.ACCEPTE or not attendue:
            suite.append((reference, reponse))
        if (attendue and vu.avis is Avis.AMBIGU) or (reponse.avis is Avis.ACCEPTE and siennes and vu.habilitation):
            designees = tuple(reperer_ailleurs(ligne, reference, robot.store) for ligne in siennes)
            suite.append((reference, _designation(reponse, designees, lecture)))
    return tuple(suite)


def _relire_sans_les_candidats(reponse: Reponse, lignes: tuple[LigneDeDesignation, ...], lecture: Lecture) -> Reponse:
    """« ACCEPTE », then a list of candidates: what surrounds the list is read again on its own.

    Only a doubt that comes from the words is lifted, and only into an agreement.
    """
    du_texte = reponse.preuve in {decision.preuve for decision in lecture.decisions if decision.reference is None}
    if reponse.avis is not Avis.AMBIGU or not du_texte or lecture.coupe or not any(ligne.candidat for ligne in lignes):
        return reponse
    restant = "\n".join(ligne for ligne in lecture.texte.splitlines() if not CANDIDAT.search(ligne))
    relue = lire(f"Content-Type: text/plain; charset=utf-8\n\n{restant}".encode())
    sens = {decision.sens for decision in relue.decisions}
    return replace(reponse, avis=Avis.ACCEPTE, preuve=relue.preuve) if sens == {Sens.ACCEPTE} else reponse


def attend_des_candidats(dossier: Dossier, reponse: Reponse) -> bool:
    """Whether what a réservataire writes now is about its candidates, and no longer about the offer."""
    orientation = dossier.orientation(reponse.rang)
    if orientation is None or orientation is not dossier.courante or dossier.statut not in SECONDE_MOITIE:
        return False
    return dossier.statut is not Statut.ACCEPTEE_TACITE or not peut_encore_decider(dossier, orientation, reponse.le)


def _designation(reponse: Reponse, lignes: tuple[LigneDeDesignation, ...], lecture: Lecture) -> Designation:
    return Designation(
        rang=reponse.rang,
        le=reponse.le,
        par=reponse.par,
        habilitation=reponse.habilitation,
        lignes=lignes,
        texte=lecture.texte[:EXTRAIT],
        message=reponse.message,
    )


def lire_les_candidats(texte: str, message: MessageRecu, ctx: Contexte, tableaux: Tableaux) -> Iterator[LigneLue]:
    """What the text names, then what each table attached names; a table that cannot be read says why."""
    for lues in _lire_le_message_et_ses_tables(texte, message, ctx, tableaux):
        yield from lues


def _lire_le_message_et_ses_tables(
    texte: str, message: MessageRecu, ctx: Contexte, tableaux: Tableaux
) -> tuple[tuple[LigneLue, ...], tuple[LigneLue, ...]]:
    """The same apart: the tables once weighed against the text."""
    departement = ctx.carnet.bailleur.departement
    annee = ctx.calendrier.jour_local(ctx.maintenant).year
    du_message = lire_designation(texte, departement=departement, annee=annee)
    de_la_table = confronter(texte, du_message, tuple(_lire_les_tables(message, tableaux, departement, annee)))
    coupe = (LigneLue(ecrit=LA_FIN, refus=COUPE),) if message.tronque else ()
    return confronter_la_liste(texte, du_message), (*de_la_table, *coupe)


def _lire_les_tables(message: MessageRecu, tableaux: Tableaux, departement: str, annee: int) -> Iterator[LigneLue]:
    for piece, ouvrable in pieces_ouvrables(message):
        if not piece.nom.lower().endswith(TABLEAUX):
            continue
        if not ouvrable:
            yield LigneLue(ecrit=piece.nom, refus=TROP_DE_TABLES)
            continue
        try:
            yield from lire_table(lignes_du_tableau(piece, message, tableaux), departement=departement, annee=annee)
        except TableauIllisible as defaut:
            yield LigneLue(ecrit=piece.nom, refus=str(defaut))


def lignes_du_tableau(piece: Piece, message: MessageRecu, tableaux: Tableaux) -> tuple[tuple[str, ...], ...]:
    """The rows of a table attached. Raises TableauIllisible, for one that was cut too: half a list is no list."""
    if piece.tronquee or message.tronque:
        raise TableauIllisible("le fichier est trop gros : envoyez la table seule, sans image.")
    return tableaux.lire(piece.nom, piece.octets)


def _situer(de_la_table: tuple[LigneLue, ...], texte: str, reference: str) -> tuple[LigneLue, ...]:
    """The rows of a table that name no dwelling are of the thread's, unless the message speaks of another."""
    if not parle_d_un_autre_logement(texte, reference):
        return de_la_table
    return tuple(
        replace(ligne, candidat=None, retrait=False, refus=AILLEURS, doutes=())
        if ligne.candidat and ligne.reference is None
        else ligne
        for ligne in de_la_table
    )


def _de_ce_logement(lignes: Iterable[LigneLue], reference: str, logements: int) -> Iterator[LigneDeDesignation]:
    """The lines that are about that dwelling; what cannot be placed is told rather than lost."""
    for lue in lignes:
        ligne = LigneDeDesignation(lue.ecrit, lue.candidat, lue.retrait, lue.refus, lue.doutes)
        if lue.reference in {None, reference}:
            seule = logements == 1 or lue.reference == reference
            yield ligne if seule else replace(ligne, candidat=None, refus=QUEL_LOGEMENT)
        elif logements == 1:
            yield replace(ligne, candidat=None, refus=AUTRE_LOGEMENT)


def reperer_ailleurs(ligne: LigneDeDesignation, reference: str, store: Store) -> LigneDeDesignation:
    """The same line, with the other running dwellings for which that household is a candidate."""
    if ligne.candidat is None or ligne.retrait:
        return ligne
    nud = ligne.candidat.nud
    autres = (r for r in store.references(SECONDE_MOITIE - {Statut.LOUEE}) if r != reference)
    return replace(ligne, ailleurs=tuple(autre for autre in autres if _est_candidat(nud, store.dossier(autre))))


def _est_candidat(nud: str, dossier: Dossier | None) -> bool:
    return dossier is not None and any(c.candidat.nud == nud for c in dossier.en_lice)
