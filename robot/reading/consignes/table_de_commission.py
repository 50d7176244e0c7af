"""The commission's table, sent back filled in: one row per candidate, the orders of each dwelling as a whole.

The decisions on one dwelling hang together (a ranking with a hole is another
ranking), so a row that cannot be read holds back the whole dwelling.
Source: R.441-3, a to e; R67, R90.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from robot.domain.candidat import PORTAIL, NudInvalide, lire_nud
from robot.domain.stimuli import Verbe
from robot.reading.calque import calquer, nettoyer
from robot.reading.consignes.lues import Consigne, Incomprise
from robot.reading.consignes.motifs import MOTIF_MAX, Refus
from robot.reading.references import lire_references

V = Verbe
_LIGNES_MAX = 2000
_EN_TETE_MAX = 10  # rows, the titles among them
_NUMERO = re.compile(r"(?:candidate? )?(?:n° ?)?(\d{1,2})(?:,0)?$")

_TITRES: dict[str, frozenset[str]] = {
    "reference": frozenset({"reference", "ref", "reference du logement", "logement", "reference logement"}),
    "candidat": frozenset(
        {"candidat", "numero", "n°", "n° candidat", "numero du candidat", "n° du candidat", "nud", "numero unique"}
        | {"candidat (numero ou nud)", "candidat ou nud", "numero de candidat"}
    ),
    "decision": frozenset({"decision", "decision de la commission", "decision caleol", "avis", "resultat"}),
    "motif": frozenset({"motif", "motifs", "motivation", "motif ou condition", "observations", "raison"}),
}
_OBLIGATOIRES = ("reference", "candidat", "decision")


class _Sorte(Enum):
    ATTRIBUTION = auto()
    RANG = auto()
    CONDITION = auto()
    NON_ATTRIBUTION = auto()
    REJET = auto()


_DECISIONS: tuple[tuple[_Sorte, re.Pattern[str]], ...] = (
    (_Sorte.NON_ATTRIBUTION, re.compile(r"non ?-? ?attribu(?:tion|ee?|e)$")),
    (_Sorte.CONDITION, re.compile(r"(?:attribution )?(?:sous )?conditions? suspensives?$|condition$")),
    (_Sorte.REJET, re.compile(r"irrecevable|irrecevabilite|rejet(?:ee?)?$|rejet pour irrecevabilite$")),
    (_Sorte.RANG, re.compile(r"(?:(?:attribution|attribue|classee?)[ ,:-]*)?(?:en )?rang ?(?:n° ?)?(\d{1,2})$")),
    (_Sorte.RANG, re.compile(r"(?:(?:attribution|classee?)[ ,:-]*)?(?:en )?(\d{1,2}) ?(?:er|e|eme|nd) ?(?:rang)?$")),
    (_Sorte.ATTRIBUTION, re.compile(r"attribu(?:tion|ee?)$")),
)
_MOTIVEES = {_Sorte.CONDITION: V.CONDITION, _Sorte.NON_ATTRIBUTION: V.NON_ATTRIBUE, _Sorte.REJET: V.REJETE}
_ATTENDUES = "attribution, rang 1 (2, 3…), condition suspensive, non-attribution ou irrecevable"


@dataclass(frozen=True)
class _Ligne:
    """One row, read: its candidate by number or by unique number, its decision, its rank."""

    reference: str
    ecrite: str
    numero: int
    nud: str
    sorte: _Sorte
    rang: int
    motif: str


def lire_table_de_commission(lignes: Sequence[Sequence[str]]) -> tuple[Consigne | Incomprise, ...]:
    """The orders of the table: ATTRIBUE or CLASSE, then CONDITION, NON ATTRIBUE and REJETE, dwelling by dwelling.

    `lignes` are the rows as text, titles first. A dwelling whose rows are not
    all understood gives no order. Rows without any cell filled are skipped.
    """
    tableau = [[nettoyer(cellule) for cellule in ligne] for ligne in lignes[:_LIGNES_MAX]]
    titres = _titres(tableau)
    if titres is None or len(lignes) > _LIGNES_MAX:
        attendues = "référence, candidat, décision, motif"
        conseil = f"Ce tableau n'a pas les colonnes attendues ({attendues}) ou dépasse {_LIGNES_MAX} lignes."
        return (Incomprise(reference=None, ligne=_ecrire(tableau[0]) if tableau else "", conseil=conseil),)
    rang_titres, colonnes = titres
    lues = [_lire(ligne, colonnes) for ligne in tableau[rang_titres + 1 :] if any(ligne)]
    orphelines = tuple(ligne for ligne in lues if isinstance(ligne, Incomprise) and ligne.reference is None)
    par_logement: dict[str, list[_Ligne | Incomprise]] = {}
    for ligne in lues:
        if ligne.reference:
            par_logement.setdefault(ligne.reference, []).append(ligne)
    return (*orphelines, *(lue for logement in par_logement.items() for lue in _un_logement(*logement)))


def _titres(tableau: Sequence[Sequence[str]]) -> tuple[int, dict[str, int]] | None:
    """Which row holds the titles, and which column is which; one named twice is none. None without them all."""
    for rang, ligne in enumerate(tableau[:_EN_TETE_MAX]):
        noms = [_titre(cellule) for cellule in ligne]
        colonnes = {nom: i for i, nom in enumerate(noms) if nom and noms.count(nom) == 1}
        if all(nom in colonnes for nom in _OBLIGATOIRES):
            return rang, colonnes
    return None


def _titre(cellule: str) -> str | None:
    ecrit = calquer(cellule).strip(" .:*")
    return next((nom for nom, ecrits in _TITRES.items() if ecrit in ecrits), None)


def _ecrire(ligne: Iterable[str]) -> str:
    return " | ".join(cellule for cellule in ligne if cellule)[:300]


def _lire(ligne: Sequence[str], colonnes: dict[str, int]) -> _Ligne | Incomprise:
    """The row, or what is wrong with it; without its dwelling, it is nobody's."""

    def cellule(nom: str) -> str:
        rang = colonnes.get(nom, len(ligne))
        return ligne[rang] if rang < len(ligne) else ""

    ecrite = _ecrire(ligne)
    references = lire_references(cellule("reference"))
    if len(references) != 1:
        conseil = "Écrivez la référence du logement sur chaque ligne, comme V-2026-0042."
        return Incomprise(reference=None, ligne=ecrite, conseil=conseil)
    try:
        numero, nud = _candidat(cellule("candidat"))
        sorte, rang = _decision(cellule("decision"))
    except Refus as refus:
        return Incomprise(reference=references[0], ligne=ecrite, conseil=str(refus))
    motif = cellule("motif")[:MOTIF_MAX]
    if sorte in _MOTIVEES and not any(c.isalpha() for c in motif):
        conseil = f"Il manque le motif de la décision « {cellule('decision')} »."
        return Incomprise(reference=references[0], ligne=ecrite, conseil=conseil)
    return _Ligne(references[0], ecrite, numero, nud, sorte, rang, motif)


def _candidat(cellule: str) -> tuple[int, str]:
    """The candidate's number in the list, or 0 and the unique number. Raises Refus."""
    court = _NUMERO.match(calquer(cellule))
    if court and int(court[1]):
        return int(court[1]), ""
    if not cellule or re.search(r"[a-z]", calquer(cellule).removeprefix("nud").removesuffix(PORTAIL.lower())):
        raise Refus("Écrivez le numéro du candidat dans la liste, ou son numéro unique, en texte.")
    try:
        nud, _ = lire_nud(cellule)
    except NudInvalide as invalide:
        raise Refus(f"Candidat « {cellule} » : {invalide}") from None
    return 0, nud


def _decision(cellule: str) -> tuple[_Sorte, int]:
    """What was decided, and the rank if that was one. Raises Refus."""
    plate = calquer(cellule).strip(" .:*")
    for sorte, forme in _DECISIONS:
        if trouve := forme.match(plate):
            return sorte, int(trouve[1]) if trouve.groups() else 0
    raise Refus(f"Décision attendue : {_ATTENDUES}.")


def _un_logement(reference: str, lignes: Sequence[_Ligne | Incomprise]) -> tuple[Consigne | Incomprise, ...]:
    fautives = tuple(ligne for ligne in lignes if isinstance(ligne, Incomprise))
    justes = [ligne for ligne in lignes if isinstance(ligne, _Ligne)]
    retenu = "D'autres lignes de ce logement ne se lisent pas." if fautives else _desaccord(justes)
    if retenu is None:
        return tuple(_ordres(reference, justes))
    conseil = f"{retenu} Rien n'est enregistré pour {reference} : corrigez et renvoyez toutes ses lignes."
    return (*fautives, *(Incomprise(reference=reference, ligne=ligne.ecrite, conseil=conseil) for ligne in justes))


def _desaccord(lignes: Sequence[_Ligne]) -> str | None:
    """What the rows of one dwelling say that cannot be true together, None when they agree."""
    if any(ligne.nud for ligne in lignes) and any(ligne.numero for ligne in lignes):
        return "Désignez tous les candidats de la même façon : numéro dans la liste, ou numéro unique."
    candidats = [ligne.nud or ligne.numero for ligne in lignes]
    if len(set(candidats)) < len(candidats):
        return "Le même candidat y figure deux fois."
    attributions = sum(ligne.sorte is _Sorte.ATTRIBUTION for ligne in lignes)
    rangs = sorted(ligne.rang for ligne in lignes if ligne.sorte is _Sorte.RANG)
    if attributions > 1 or (attributions and rangs):
        return "Plusieurs attributions : donnez un rang à chaque candidat retenu (rang 1, rang 2…)."
    if rangs != list(range(1, len(rangs) + 1)):
        return "Les rangs doivent se suivre à partir de 1, un par candidat."
    return None


def _ordres(reference: str, lignes: Sequence[_Ligne]) -> Iterable[Consigne]:
    retenues = [ligne for ligne in lignes if ligne.sorte is _Sorte.ATTRIBUTION]
    retenues += sorted((ligne for ligne in lignes if ligne.sorte is _Sorte.RANG), key=lambda ligne: ligne.rang)
    if retenues:
        yield _consigne(reference, V.CLASSE if len(retenues) > 1 else V.ATTRIBUE, retenues)
    for ligne in lignes:
        if ligne.sorte in _MOTIVEES:
            yield _consigne(reference, _MOTIVEES[ligne.sorte], [ligne])


def _consigne(reference: str, verbe: Verbe, lignes: Sequence[_Ligne]) -> Consigne:
    return Consigne(
        reference=reference,
        verbe=verbe,
        ligne=" / ".join(ligne.ecrite for ligne in lignes),
        numeros=tuple(ligne.numero for ligne in lignes if ligne.numero),
        nuds=tuple(ligne.nud for ligne in lignes if ligne.nud),
        motif="; ".join(ligne.motif for ligne in lignes if ligne.motif),
    )
