"""What is new and what is quoted: the runs of lines that the correspondent wrote.

False positives known: a letter that begins with its own « De : / À : / Objet : »
is taken for a quotation; nothing is then read, and a person is asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from robot.reading.courriel.html import COUPURE
from robot.reading.limites import LIGNES_MAX
from robot.reading.texte import lignes as motifs
from robot.reading.texte.lignes import aplanir

_STRICT = re.compile(r"[-*\"' ]{0,3}(?:le|on|am|el|il|em|op|den|w dniu|dnia|pada|en date du|vao)\b.{0,40}\d")
_EN_LIGNE = re.compile(
    r"[*_]{0,2}(?:de|from|von) ?:.{1,300}\b(?:envoye|date|sent|gesendet)\b.{0,9}:.{1,200}\b(?:a|to|an|"
    r"objet|subject|betreff) ?:"
)
_CHIFFRE_OU_ADRESSE = re.compile(r"[\d@]")  # what any date or address has
_PREMIERS_D_ORIGINAL = frozenset("-_* dba")  # how the rules and words that `ORIGINAL` knows begin
_VERBES = ("a ecrit :", "a ecrit:", "wrote:", "writes:", "ecrivait :", "ecriviez :", "schrieb:", "ha scritto:")
_FIN_D_ADRESSE = re.compile(r">,? ?(?:(?:a ecrit|wrote) ?)?:$")  # a wrapped « <adresse\n>: », not a quotation
_CITATION_SURE = 4  # lines: who quotes a few words writes the line above them
_CHAMPS_VUS = 12  # lines looked at below the first field of a header block
_ATTRIBUTION_LIGNES = 5
_CHAMPS_SUFFISANTS = 3
_CHAMPS_AVEC_DATE = 2
_ETRANGERES_MAX = 2  # lines of a long list of recipients between two fields
_REPLIEE_A_PARTIR_DE = 60  # a shorter line was ended by its author
_LIGNE_MAX = 2000  # characters compared; a clause so long is a doubt anyway


@dataclass(frozen=True)
class Ligne:
    """A line as written; made plain only when it has to be compared."""

    brute: str

    @cached_property
    def plate(self) -> str:
        """The line made plain, its beginning at least."""
        return aplanir(self.brute[:_LIGNE_MAX])

    @property
    def vide(self) -> bool:
        """Whether nothing is written on it."""
        return not self.plate

    @property
    def citee(self) -> bool:
        """Whether it carries the mark of a quotation."""
        return self.brute.lstrip().startswith(">") if self.brute.isascii() else self.plate.startswith(">")


def mettre_en_lignes(brutes: Sequence[str]) -> tuple[Ligne, ...]:
    """Lines ready to be compared, bounded in number."""
    return tuple(map(Ligne, brutes[:LIGNES_MAX]))


def separer(lignes: Sequence[Ligne]) -> tuple[tuple[Ligne, ...], ...]:
    """The runs of new lines, in order; what is quoted is left out."""
    fragments: list[tuple[Ligne, ...]] = []
    courant: list[Ligne] = []
    i = _sauter_banniere(lignes)
    while i < len(lignes):
        citee = lignes[i].citee
        if _ouvre_un_ancien_message(lignes, i, citee=citee):
            break
        passees = 1 if citee or _annonce_seule(lignes, i) else _attribution(lignes, i)
        if not passees:
            courant.append(lignes[i])
            i += 1
            continue
        _clore(courant, fragments)
        suivante = _prochaine(lignes, i + passees)
        if not citee and suivante is not None and not suivante.citee:
            break  # « X a écrit : » above a text without marks: all of it is X's
        i += passees
    _clore(courant, fragments)
    return tuple(fragments)


def _clore(courant: list[Ligne], fragments: list[tuple[Ligne, ...]]) -> None:
    """End a run: blank lines and rules at its ends are nobody's words."""
    while courant and (courant[-1].vide or motifs.TRAIT.match(courant[-1].plate)):
        courant.pop()
    while courant and courant[0].vide:
        courant.pop(0)
    if courant:
        fragments.append(tuple(courant))
        courant.clear()


def _sauter_banniere(lignes: Sequence[Ligne]) -> int:
    """The first line after the « [EXTERNE] » banners that a mail server put on top.

    So is « répondez au-dessus de cette ligne » with nothing above: a help desk sends what its agents write below it.
    """
    i = 0
    while i < len(lignes):
        plate = lignes[i].plate
        if motifs.PGP_DEBUT.match(plate):
            i += 1
            while i < len(lignes) and lignes[i].plate.startswith(("hash:", "charset:")):
                i += 1
        elif motifs.BANNIERE.match(plate):
            i += 1
            while i < len(lignes) and not lignes[i].vide and len(lignes[i - 1].plate) >= _REPLIEE_A_PARTIR_DE:
                i += 1
        elif not plate or motifs.TRAIT.match(plate) or motifs.AU_DESSUS.match(plate):
            i += 1
        else:
            return i
    return i


def _prochaine(lignes: Sequence[Ligne], i: int) -> Ligne | None:
    """The first line from there that is not blank."""
    return next((lignes[j] for j in range(i, len(lignes)) if not lignes[j].vide), None)


def _ouvre_un_ancien_message(lignes: Sequence[Ligne], i: int, *, citee: bool) -> bool:
    ligne = lignes[i]
    if ligne.brute == COUPURE:
        return True
    if citee:
        return motifs.GROUPWISE.match(ligne.plate) is not None
    plate = ligne.plate
    if plate[:1] in _PREMIERS_D_ORIGINAL and (motifs.PGP_FIN.match(plate) or motifs.ORIGINAL.match(plate)):
        return True
    if ":" in plate and (_EN_LIGNE.match(plate) or _bloc_de_champs(lignes, i)):
        return True
    if ("line" in plate or "ligne" in plate) and motifs.AU_DESSUS.match(plate):
        return True
    return "@" in plate and (_notes(lignes, i) or motifs.ATTRIBUTION_ET_SUITE.match(plate) is not None)


def _bloc_de_champs(lignes: Sequence[Ligne], i: int) -> bool:
    """« De : / Envoyé : / À : / Objet : », in any order, with or without a rule above."""
    if not motifs.CHAMP.match(lignes[i].plate):
        return False
    vus: set[str] = set()
    etrangeres = 0
    for ligne in lignes[i : i + _CHAMPS_VUS]:
        champ = motifs.CHAMP.match(ligne.plate)
        if champ:
            vus.add("de" if champ[1] in motifs.CHAMPS_DE else champ[1])
            etrangeres = 0
        elif not ligne.vide:
            etrangeres += 1
            if etrangeres > _ETRANGERES_MAX:
                break
    dates = vus & {"date", "envoye", "envoye le", "sent", "gesendet", "datum", "enviado", "inviato"}
    return len(vus) >= _CHAMPS_SUFFISANTS or ("de" in vus and len(vus) >= _CHAMPS_AVEC_DATE and bool(dates))


def _notes(lignes: Sequence[Ligne], i: int) -> bool:
    """Lotus Notes: who, then when alone on its line; no « De : » at all."""
    if not motifs.NOTES_QUI.match(lignes[i].plate):
        return False
    suivantes = [ligne.plate for ligne in lignes[i + 1 : i + 5] if not ligne.vide][:2]
    return any(motifs.NOTES_QUAND.match(plate) for plate in suivantes)


def _annonce_seule(lignes: Sequence[Ligne], i: int) -> bool:
    """« X a écrit : » without any date announces our letter, and not a few words, if enough of it follows."""
    if not lignes[i].plate.endswith(_VERBES):
        return False
    return sum(ligne.citee for ligne in lignes[i + 1 : i + 2 + _CITATION_SURE]) >= _CITATION_SURE


def _attribution(lignes: Sequence[Ligne], i: int) -> int | None:
    """How many lines « Le …, X a écrit : » takes from here, None when it is not one."""
    premiere = lignes[i].plate[:300]
    suivantes = lignes[i : i + _ATTRIBUTION_LIGNES]
    if not (_CHIFFRE_OU_ADRESSE.search(premiere) and _une_fin_d_attribution(suivantes)):
        return None
    if not (motifs.ADRESSE_OU_DATE.search(premiere) or _STRICT.match(premiere)):
        return None
    jointe = ""
    for n, ligne in enumerate(suivantes, 1):
        if (
            ligne.vide
            or (ligne.citee and not _FIN_D_ADRESSE.match(ligne.plate))
            or (n > 1 and _STRICT.match(ligne.plate))
        ):
            return None
        jointe = f"{jointe} {ligne.plate}".strip()[:800]
        if _est_une_attribution(jointe):
            return n
        if jointe.endswith(":") and _annonce_une_citation(jointe, lignes, i + n):
            return n
    return None


def _est_une_attribution(jointe: str) -> bool:
    if motifs.A_ECRIT.search(jointe[-40:]) and motifs.DEBUT_ATTRIBUTION.match(jointe):
        return True
    return motifs.VERBE_PUIS_NOM.match(jointe) is not None


def _une_fin_d_attribution(lignes: Sequence[Ligne]) -> bool:
    """Whether one of these lines may end « X a écrit : »; cheaper than the patterns, and true whenever they match."""
    for ligne in lignes:
        plate = ligne.plate
        if not plate:
            return False
        if plate.endswith(motifs.FINS_D_ATTRIBUTION) or ">" in plate or "ecrit le" in plate:
            return True
    return False


def _annonce_une_citation(jointe: str, lignes: Sequence[Ligne], apres: int) -> bool:
    """In any language: an address or a name, a date, a colon, then `>`."""
    return _est_suivie_d_une_citation(lignes, apres) and motifs.DATE.search(jointe) is not None


def _est_suivie_d_une_citation(lignes: Sequence[Ligne], i: int) -> bool:
    suivante = _prochaine(lignes, i)
    return suivante is not None and suivante.citee
