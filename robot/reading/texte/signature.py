"""Where the words end and the signature begins."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from robot.reading.texte import lignes as motifs
from robot.reading.texte.citation import Ligne
from robot.reading.texte.lignes import aplanir

_POLITESSE_MAX = 110
_TIRETS_SEULS = "--"
_PIED_LIGNES = 4  # of a footer, between its rule and the words that tell it
_PARAGRAPHE_MAX = 160  # characters; what is longer, below a signature, is a notice
_NOM_MAX = 60
_BLOC_MAX = 30  # lines of a signature without a closing
_MOT_ENTIER = 3  # letters
_CIVILITE = re.compile(r"(?:m|mr|mme|mlle|dr|monsieur|madame)\b\.? ?")
_MOTS = re.compile(r"[^\W\d_]+")
_INDICES_DE_LISTE = ("list", "se des", "unsubscribe", "-request@")  # cheaper than `LISTE`, which has one of them


def separer_signature(lignes: Sequence[Ligne], nom: str = "") -> tuple[tuple[Ligne, ...], tuple[Ligne, ...]]:
    """(words, closing and signature) of one run of new lines; `nom` is the author's display name.

    « Sous réserve de la visite » below a signature is still words.
    """
    lignes = _sans_mention_en_tete(lignes)
    debut = _debut_de_signature(lignes, aplanir(nom))
    reprise = _reprise(lignes, debut)
    return (*_mots(lignes[:debut]), *_sans_mentions(lignes[reprise:])), _sans_mentions(lignes[debut:reprise])


def _reprise(lignes: Sequence[Ligne], debut: int) -> int:
    """The rank of the line where the author speaks again below a signature, or how many lines there are.

    A legal notice also accepts and refuses: it is long, or known by its first
    line, and below one only a paragraph that begins as speech does counts.
    """
    sous_une_mention = False
    for tete, fin in _paragraphes(lignes, debut):
        if tete > debut and _est_une_mention(lignes[tete].plate):
            sous_une_mention = True
        elif sous_une_mention or sum(len(ligne.plate) for ligne in lignes[tete:fin]) > _PARAGRAPHE_MAX:
            if tete > debut and motifs.REPRISE.match(lignes[tete].plate):
                return tete
        else:
            for i in range(max(tete, debut + 1), fin):
                if motifs.REPRISE.match(lignes[i].plate) or motifs.RETOUR.search(lignes[i].plate):
                    return i
    return len(lignes)


def _paragraphes(lignes: Sequence[Ligne], debut: int) -> Iterator[tuple[int, int]]:
    """The runs of lines that are not blank: rank of the first, rank after the last."""
    tete = debut
    for i in range(debut, len(lignes) + 1):
        if i == len(lignes) or lignes[i].vide:
            if tete < i:
                yield tete, i
            tete = i + 1


def _debut_de_signature(lignes: Sequence[Ligne], nom: str) -> int:
    """The rank of the first line of the signature, or how many lines there are."""
    auteur = frozenset(_MOTS.findall(nom))
    ecrit = False
    for i, ligne in enumerate(lignes):
        if (
            _ouvre_une_signature(ligne.plate, nom, ecrit=ecrit)
            or _pied_sous_un_trait(lignes, i)
            or (ecrit and _signe_sans_formule(lignes, i, auteur))
        ):
            return i
        ecrit = ecrit or not ligne.vide
    return len(lignes)


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
    if nom and (plate.strip(" ,.-") == nom or (ecrit and plate.startswith((f"{nom} |", f"{nom} -", f"{nom},")))):
        return True
    return ecrit and motifs.TIRETS.match(plate) is not None


def _pied_sous_un_trait(lignes: Sequence[Ligne], i: int) -> bool:
    """A rule with the footer of a list, or a legal notice, right under it."""
    return motifs.TRAIT.match(lignes[i].plate) is not None and any(
        _est_une_mention(ligne.plate) for ligne in lignes[i + 1 : i + 1 + _PIED_LIGNES]
    )


def _signe_sans_formule(lignes: Sequence[Ligne], i: int, auteur: frozenset[str]) -> bool:
    """A name or a service with nothing below it but what a signature holds.

    « Claire MARTIN » and « Mairie de Viry » need a telephone or an address
    below them: « Avis FAVORABLE » is written the same way.
    """
    ligne = lignes[i]
    if len(lignes) - i > _BLOC_MAX or len(ligne.brute) > _NOM_MAX or ligne.vide:
        return False
    nomme = _est_de_l_auteur(ligne.plate, auteur) or motifs.SIGNATAIRE.match(ligne.brute) is not None
    if not nomme and (
        motifs.PAROLE.search(ligne.plate) or not (motifs.NOM_PROPRE.match(ligne.brute) or _est_un_service(ligne.plate))
    ):
        return False
    suite = [suivante for suivante in _sans_mentions(lignes[i + 1 :]) if not suivante.vide]
    return all(map(_tient_dans_une_signature, suite)) and (
        nomme
        or any(motifs.COORDONNEE.search(suivante.plate) for suivante in suite)
        or (motifs.FONCTION.match(ligne.plate) is not None and any(motifs.NOM_PROPRE.match(s.brute) for s in suite))
    )


def _est_un_service(plate: str) -> bool:
    return motifs.SERVICE.match(plate) is not None or motifs.FONCTION.match(plate) is not None


def _est_de_l_auteur(plate: str, auteur: frozenset[str]) -> bool:
    """A first name, a surname, initials: nothing but words of the display name, one in full at least."""
    mots = _MOTS.findall(_CIVILITE.sub("", plate)) if auteur else ()
    return any(len(mot) >= _MOT_ENTIER and mot in auteur for mot in mots) and all(
        mot in auteur or any(connu.startswith(mot) for connu in auteur if len(mot) == 1) for mot in mots
    )


def _tient_dans_une_signature(ligne: Ligne) -> bool:
    """Short, and no sentence."""
    plate = ligne.plate
    return (
        len(plate) <= _POLITESSE_MAX
        and not plate.endswith((".", "?", "!", ":", ";"))
        and motifs.PAROLE.search(plate) is None
    )


def _sans_mention_en_tete(lignes: Sequence[Ligne]) -> Sequence[Ligne]:
    """A legal notice put on top by a server is not a signature that would swallow the words below it."""
    if not lignes or not motifs.MENTION.match(lignes[0].plate):
        return lignes
    fin = next((i for i, ligne in enumerate(lignes) if ligne.vide), len(lignes))
    reste = lignes[fin + 1 :]
    return reste if any(not ligne.vide for ligne in reste) else lignes


def _sans_mentions(lignes: Sequence[Ligne]) -> tuple[Ligne, ...]:
    """The signature alone: legal notices, footers of lists and rules below it are nobody's."""
    fins = (i for i, ligne in enumerate(lignes) if _est_une_mention(ligne.plate) or _pied_sous_un_trait(lignes, i))
    fin = next(fins, len(lignes))
    while fin and (lignes[fin - 1].vide or _est_un_trait(lignes[fin - 1].plate)):
        fin -= 1
    return tuple(lignes[:fin])


def _est_un_trait(plate: str) -> bool:
    return plate == _TIRETS_SEULS or motifs.TRAIT.match(plate) is not None


def _est_une_mention(plate: str) -> bool:
    if motifs.MENTION.match(plate) or "n'imprimez" in plate or "n'imprimons ce" in plate:
        return True
    if "exter" in plate and motifs.BANNIERE.match(plate):
        return True
    return any(indice in plate for indice in _INDICES_DE_LISTE) and motifs.LISTE.match(plate) is not None


def _rogner(lignes: Sequence[Ligne]) -> tuple[Ligne, ...]:
    """Without the blank lines at the end."""
    fin = len(lignes)
    while fin and lignes[fin - 1].vide:
        fin -= 1
    return tuple(lignes[:fin])
