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
from robot.reading.consignes.motifs import MOTIF_MAX
from robot.reading.references import lire_references

V = Verbe
_LIGNES_MAX = 2000
_EN_TETE_MAX = 10  # rows above the titles
_CANDIDATS_MAX = 99
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
    numero: int = 0
    nud: str = ""
    sorte: _Sorte | None = None
    rang: int = 0
    motif: str = ""
    faute: str = ""


def lire_table_de_commission(lignes: Sequence[Sequence[str]]) -> tuple[Consigne | Incomprise, ...]:
    """The orders of the table: ATTRIBUE or CLASSE, then CONDITION, NON ATTRIBUE and REJETE, dwelling by dwelling.

    `lignes` are the rows as text, titles first. A dwelling whose rows are not
    all understood gives no order. Rows without any cell filled are skipped.
    """
    tableau = [[nettoyer(cellule) for cellule in ligne] for ligne in lignes[: _LIGNES_MAX + 1]]
    rang_titres, colonnes = _titres(tableau)
    if len(tableau) > _LIGNES_MAX or not all(nom in colonnes for nom in _OBLIGATOIRES):
        attendues = "référence, candidat, décision, motif"
        conseil = f"Ce tableau n'a pas les colonnes attendues ({attendues}) ou dépasse {_LIGNES_MAX} lignes."
        return (Incomprise(reference=None, ligne=_ecrire(tableau[0]) if tableau else "", conseil=conseil),)
    lues = [_lire(ligne, colonnes) for ligne in tableau[rang_titres + 1 :] if any(ligne)]
    orphelines = tuple(_incomprise(None, ligne) for ligne in lues if not ligne.reference)
    references = dict.fromkeys(ligne.reference for ligne in lues if ligne.reference)
    par_logement = (_un_logement(r, [ligne for ligne in lues if ligne.reference == r]) for r in references)
    return (*orphelines, *(lue for logement in par_logement for lue in logement))


def _titres(tableau: Sequence[Sequence[str]]) -> tuple[int, dict[str, int]]:
    """Which row holds the titles, and which column is which; one named twice is none."""
    for rang, ligne in enumerate(tableau[:_EN_TETE_MAX]):
        noms = [next((nom for nom, ecrits in _TITRES.items() if calquer(c).strip(" .:*") in ecrits), "") for c in ligne]
        colonnes = {nom: i for i, nom in enumerate(noms) if nom and noms.count(nom) == 1}
        if all(nom in colonnes for nom in _OBLIGATOIRES):
            return rang, colonnes
    return 0, {}


def _ecrire(ligne: Iterable[str]) -> str:
    return " | ".join(cellule for cellule in ligne if cellule)[:300]


def _lire(ligne: Sequence[str], colonnes: dict[str, int]) -> _Ligne:
    def cellule(nom: str) -> str:
        rang = colonnes.get(nom, len(ligne))
        return ligne[rang] if rang < len(ligne) else ""

    ecrite = _ecrire(ligne)
    references = lire_references(cellule("reference"))
    if len(references) != 1:
        return _Ligne("", ecrite, faute="Écrivez la référence du logement sur chaque ligne, comme V-2026-0042.")
    reference = references[0]
    numero, nud, faute = _candidat(cellule("candidat"))
    if faute:
        return _Ligne(reference, ecrite, faute=faute)
    sorte, rang = _decision(cellule("decision"))
    motif = cellule("motif")[:MOTIF_MAX]
    if sorte is None:
        faute = f"Décision attendue : {_ATTENDUES}."
    elif sorte in _MOTIVEES and not any(c.isalpha() for c in motif):
        faute = f"Il manque le motif de la décision « {cellule('decision')} »."
    return _Ligne(reference, ecrite, numero, nud, sorte, rang, motif, faute)


def _candidat(cellule: str) -> tuple[int, str, str]:
    """The candidate's number in the list, or unique number, or what is wrong (French)."""
    court = _NUMERO.match(calquer(cellule))
    if court and 1 <= int(court[1]) <= _CANDIDATS_MAX:
        return int(court[1]), "", ""
    if not cellule or re.search(r"[a-z]", calquer(cellule).removeprefix("nud").removesuffix(PORTAIL.lower())):
        return 0, "", "Écrivez le numéro du candidat dans la liste, ou son numéro unique, en texte."
    try:
        nud, _ = lire_nud(cellule)
    except NudInvalide as invalide:
        return 0, "", f"Candidat « {cellule} » : {invalide}"
    return 0, nud, ""


def _decision(cellule: str) -> tuple[_Sorte | None, int]:
    plate = calquer(cellule).strip(" .:*")
    for sorte, forme in _DECISIONS:
        if trouve := forme.match(plate):
            return sorte, int(trouve[1]) if trouve.groups() else 0
    return None, 0


def _un_logement(reference: str, lignes: Sequence[_Ligne]) -> tuple[Consigne | Incomprise, ...]:
    fautives = tuple(_incomprise(reference, ligne) for ligne in lignes if ligne.faute)
    desaccord = "" if fautives else _desaccord(lignes)
    if not fautives and not desaccord:
        return tuple(_ordres(reference, lignes))
    entier = desaccord or "D'autres lignes de ce logement ne se lisent pas."
    conseil = f"{entier} Rien n'est enregistré pour {reference} : corrigez et renvoyez toutes ses lignes."
    reste = tuple(
        Incomprise(reference=reference, ligne=ligne.ecrite, conseil=conseil) for ligne in lignes if not ligne.faute
    )
    return fautives + reste


def _desaccord(lignes: Sequence[_Ligne]) -> str:
    """What the rows of one dwelling say that cannot be true together, "" when they agree."""
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
    return ""


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


def _incomprise(reference: str | None, ligne: _Ligne) -> Incomprise:
    return Incomprise(reference=reference, ligne=ligne.ecrite, conseil=ligne.faute)
