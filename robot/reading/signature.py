"""Where the words end and the signature begins."""

from __future__ import annotations

from collections.abc import Sequence

from robot.reading import lignes as motifs
from robot.reading.citation import Ligne
from robot.reading.lignes import aplanir

_POLITESSE_MAX = 110
_TIRETS_SEULS = "--"
_INDICES_DE_LISTE = ("list", "se des", "unsubscribe", "-request@")  # cheaper than `LISTE`, which has one of them


def separer_signature(lignes: Sequence[Ligne], nom: str = "") -> tuple[tuple[Ligne, ...], tuple[Ligne, ...]]:
    """(words, closing and signature) of one run of new lines; `nom` is the author's display name."""
    lignes = _sans_mention_en_tete(lignes)
    nom_plat = aplanir(nom)
    ecrit = False
    for i, ligne in enumerate(lignes):
        if _ouvre_une_signature(ligne.plate, nom_plat, ecrit=ecrit):
            return _mots(lignes[:i]), _sans_mentions(lignes[i:])
        ecrit = ecrit or not ligne.vide
    return _mots(lignes), ()


def _mots(lignes: Sequence[Ligne]) -> tuple[Ligne, ...]:
    """The words; none when there is nothing but rules, as above the footer of a list."""
    return _rogner(lignes) if any(not ligne.vide and not motifs.TRAIT.match(ligne.plate) for ligne in lignes) else ()


def _ouvre_une_signature(plate: str, nom: str, *, ecrit: bool) -> bool:
    if not plate:
        return False
    if plate == _TIRETS_SEULS or motifs.MOBILE.match(plate) or _est_une_mention(plate):
        return True
    if len(plate) <= _POLITESSE_MAX and motifs.POLITESSE.match(plate):
        return True
    if nom and plate.strip(" ,.-") == nom:
        return True
    return ecrit and motifs.TIRETS.match(plate) is not None


def _sans_mention_en_tete(lignes: Sequence[Ligne]) -> Sequence[Ligne]:
    """A legal notice put on top by a server is not a signature that would swallow the words below it."""
    if not lignes or not motifs.MENTION.match(lignes[0].plate):
        return lignes
    fin = next((i for i, ligne in enumerate(lignes) if ligne.vide), len(lignes))
    reste = lignes[fin + 1 :]
    return reste if any(not ligne.vide for ligne in reste) else lignes


def _sans_mentions(lignes: Sequence[Ligne]) -> tuple[Ligne, ...]:
    """The signature alone: legal notices, footers of lists and rules below it are nobody's."""
    fin = next((i for i, ligne in enumerate(lignes) if _est_une_mention(ligne.plate)), len(lignes))
    while fin and (lignes[fin - 1].vide or motifs.TRAIT.match(lignes[fin - 1].plate)):
        fin -= 1
    return _rogner(lignes[:fin])


def _est_une_mention(plate: str) -> bool:
    if motifs.MENTION.match(plate):
        return True
    return any(indice in plate for indice in _INDICES_DE_LISTE) and motifs.LISTE.match(plate) is not None


def _rogner(lignes: Sequence[Ligne]) -> tuple[Ligne, ...]:
    debut, fin = 0, len(lignes)
    while debut < fin and lignes[debut].vide:
        debut += 1
    while fin > debut and lignes[fin - 1].vide:
        fin -= 1
    return tuple(lignes[debut:fin])
