"""How a reply names the dwelling that it is about, beside its reference: a type, an RPLS number, a street, a town.

Only words bound to the dwelling or to the decision name it: « le T5 de
Neydens », « Logement : rue du Lac », « ACCEPTE rue du Lac », « pas de demande
de T5 ». Where a household lives, works or wants to go is bound to neither, nor
is the address of a town hall. Whether it is the dwelling of the offer, who
knows its sheet says (`etapes/bien_nomme.py`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from robot.reading.lecture import BienNomme, Lien
from robot.reading.texte.lignes import aplanir

_LIEU_MAX = 80
_TYPE_MAX = 16  # « d'un 5 pieces »
_CLAUSE_MAX = 600

_ET_PLUS = "t6 et plus"
_ROMAINS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6}
# « T4 », « T.4 », « F-4 », « type 4 », « type T4 », « type IV ».
_LETTRE = r"(?:[tf](?: |\. ?|-)?|type (?:[tf][ .-]?)?)"
_PIECES = re.compile(
    rf"(?<![\w'])(?:{_LETTRE}([1-9])(?: ?bis)?(?![\w%€])|type (iii?|iv|vi?|i)\b|([1-9]) pieces(?! jointe)|(studio)\b)"
)
_TYPE = rf"(?:{_LETTRE}[1-9](?: ?bis)?(?![\w%€])|type (?:iii?|iv|vi?|i)\b|[1-9] pieces(?! jointe)|studio\b)"
_BIEN = r"(?:logement|appartement|appart|offre|proposition|orientation|bien|duplex)s?\b"
_DECISION = (
    r"\b(?:accept\w*|refus\w*|accord|ok|favorable|declin\w*|prenons|prends?|retenons|valid\w*|preneu\w*|positionn\w*)\b"
)
# What may stand between the dwelling and where it is.
_ENTRE = (
    rf"(?:,? (?:(?:de |d'un |du |de l')?(?:logement|appartement)\b|(?:de |d'un |du )?(?:typologie )?{_TYPE}|"
    rf"\({_TYPE}\)|"
    r"(?:propose|presente|vacant|libere|libre|vise|cite|mentionne|concerne)e?s?\b|en (?:objet|question)|"
    r"que vous (?:nous )?(?:proposez|avez propose)|"
    r"(?:n°|no|numero|ref\w*\.?)(?= |:)|(?:n°|no )?[a-z0-9]{1,8}-20\d\d-\d{1,6}|:)| ?:){0,4}"
)
_EN_TETE = r"^\W{0,5}(?:(?:re|objet|concerne|motif) ?: ?){0,3}\W{0,3}(?:(?:pour|concernant) )?"
_DERRIERE_LE_MOT = rf"{_DECISION}[\s:(,\-]{{1,4}}(?:(?:pour|sur|de|concernant) )?(?:l[ae]s? |l'|une? |du )?"
# The dwelling, spoken of as the one that everybody knows; « les T2 », « du T2 » are a kind of dwellings.
_LE_BIEN = re.compile(
    rf"(?:(?<![\w'-])(?:(?:le|la|ce|cet|cette|votre) |l'|(?:les|ces|vos|du) (?!{_TYPE})|"
    rf"un (?={_TYPE} (?:(?:est |serait )?trop|ne |n')))|{_EN_TETE}|"
    rf"{_DERRIERE_LE_MOT})(?:{_BIEN}|{_TYPE}){_ENTRE}"
)
# « Adjointe au logement », « service du logement »: of no dwelling.
_SERVICE = re.compile(
    r"\b(?:service|pole|direction|bureau|commission|office|adjointe?|chargee?|responsable|gestionnaire|cellule|unite|"
    r"mission|agence|departement|secretariat|conseiller\w*|politique|droit|acces|demandeurs?|demandes?)s?"
    r"(?: (?:de|a))? $"
)
_VOIE = (
    r"(?:rue|avenue|av\.?|chemin(?! de fer)|route|rte|allee|impasse|boulevard|bd|quai|square|montee|passage|sentier|"
    r"place(?! d[e'] ?(?:parking|stationnement|garage|jeux?))|residence|lotissement|hameau|lieu-dit|clos|faubourg)"
)
_SITUE = r"(?P<situe>,? ?(?:qui )?(?:est |se )?(?:situe|sis|localise|trouve)e?s?\b(?: dans| sur la commune)?)?"
_RESIDENCE = re.compile(r"\b(?:residence|lotissement|hameau|lieu-dit|clos) $")
_LA_RUE = re.compile(
    rf"{_SITUE}(?:,| -| \(|/|:)? ?(?:(?:au |du |de la |de l'|de |a la |sur la |dans la |a )(?:n°|no|numero)? ?)?"
    rf"(?:(?P<numero>\d{{1,4}})(?:[-/]\d{{1,4}})?(?: ?(?:bis|ter|[a-d])\b)?,? )?{_VOIE} "
    r"(?P<voie>(?P<liee>d[eu] |des |d'|l[ae]s? )?[\w'.-]+"
    r"(?: (?!(?:a|au|aux|-|et|est|car|faute|pour|trop) )[\w'.-]+){0,5})"
)
_LA_COMMUNE = re.compile(
    rf"{_SITUE}(?:,| -| \(|/|:)* ?(?P<lien>(?:de|a|au|aux|sur) |d')?(?:\d{{5}} )?(?P<nom>[^\W\d][^,;:!?()/·.]*)"
)
_ETIQUETTE = re.compile(
    r"^\W{0,5}(?:(?:adresse|localisation|commune) du (?:logement|bien)|commune|ville|localisation|lieu) ?[:=] ?"
)
# « Pour Neydens, nous refusons », « pas de demande sur Neydens ».
_POUR = r"(?:(?:^\W{0,5}|, )(?:(?:pour|concernant) |(?:s'agissant|au sujet) (?:de |d')))"
_FAUTE_DE = (
    r"\b(?:(?:pas|plus)(?: eu)? (?:de |d')|aucune? |sans )(?:demande|demandeur|candidat|menage|famille|salarie)\w* "
    r"(?:sur|pour) "
)
_UNE_RUE = re.compile(
    rf"(?:{_DECISION}(?: pas)?[\s:(,\-]{{1,4}}(?:(?:pour|sur|concernant) )?|{_POUR}|{_FAUTE_DE})(?:l[ae] |l')?"
    rf"(?=(?:\d{{1,4}}[ ,]+)?{_VOIE} )"
)
_UNE_COMMUNE = re.compile(
    rf"(?:{_DECISION}[\s:(,/\-]{{1,4}}+(?!(?:a|au|aux|sur|pour|pas) )|{_DECISION}(?: pas)? \(?(?:(?:pour|sur|a) )?|"
    rf"{_POUR}|{_FAUTE_DE})(?!de |d')"
)
_ETIQUETTE_DU_BIEN = re.compile(
    r"\W{0,5}(?:logement|typologie|(?:n°|numero|code)? ?rpls)(?: ?(?:n°|no|concerne|vise))? ?[:=]"
)
_RPLS = re.compile(r"\brpls\b[^0-9]{0,25}?([0-9][0-9 .]{7,14}[0-9])")
# A type that is wanted, or lived in, rather than offered.
_VOULU = re.compile(
    r" (?:recherch|demand|souhait|voulu|exig|attendu|requis|uniquement|seulement|prefer|minimum|necessaire|obligatoire)"
)
# « Pas de demande de T5 », « aucun candidat pour un T5 »: whoever lacks it was offered it.
_FAUTE_DE_TYPE = re.compile(
    r"\b(?:(?:pas|plus|jamais)(?: eu)? (?:de |d'|un seul )|aucune?s? (?:\w+ )?|(?:manque|absence|faute) (?:de |d')|"
    r"sans |ni |(?=personne (?:ne |n'|pour |sur )))"
    r"(?:(?:demande|candidat|dossier|menage|famille|salarie|agent|besoin|personne|couple|locataire|inscrit|public)\w*"
    rf"(?:(?!\bqu[e']|\bmais\b|\bsauf\b)[^,;:.!?(]){{0,40}}? )?(?=(?:d'un |un |ce |le )?{_TYPE})"
)


@dataclass(frozen=True)
class _Clause:
    """A clause to compare and, when its letters can be put side by side, as it was written."""

    plate: str
    ecrite: str

    @classmethod
    def de(cls, brute: str) -> _Clause:
        plate = aplanir(brute)
        ecrite = " ".join(unicodedata.normalize("NFC", brute).split())
        return cls(plate, ecrite if len(ecrite) == len(plate) else plate)

    def mots(self, debut: int, fin: int) -> str:
        return self.ecrite[debut:fin].strip(" ,-(:/")


def etiquettes(lignes: Iterable[str]) -> Iterator[str]:
    """Of the lines of a signature, those that can only be about the dwelling: « Logement : T5, Neydens »."""
    return (ligne for ligne in lignes if _ETIQUETTE_DU_BIEN.match(aplanir(ligne[:_CLAUSE_MAX])))


def biens_nommes(clauses: Iterable[str]) -> tuple[BienNomme, ...]:
    """Every way in which these clauses name the dwelling."""
    return tuple(bien for brute in clauses if len(brute) <= _CLAUSE_MAX for bien in _nommer(_Clause.de(brute)))


def types_d_un_accord(brute: str) -> tuple[BienNomme, ...]:
    """The types that a deciding clause holds, wherever they stand: an agreement tells of no other dwelling."""
    dits = pieces(aplanir(brute[:_CLAUSE_MAX]))
    return (BienNomme(brute[:_CLAUSE_MAX], pieces=tuple(sorted(dits))),) if dits else ()


def pieces(plate: str) -> frozenset[int]:
    """The number of rooms of each type that a plain text names: a studio is a T1, « T6 et plus » is any above."""
    nommees = frozenset(n for trouve in _PIECES.finditer(plate) for n in _pieces(trouve))
    return nommees | {7, 8, 9} if _ET_PLUS in plate else nommees


def _pieces(trouve: re.Match[str]) -> tuple[int]:
    return (_ROMAINS[trouve[2]] if trouve[2] else int(trouve[1] or trouve[3] or 1),)


def _nommer(clause: _Clause) -> Iterator[BienNomme]:
    yield from _par_le_type(clause)
    yield from (BienNomme(clause.mots(*m.span()), rpls=re.sub(r"\D", "", m[1])) for m in _RPLS.finditer(clause.plate))
    yield from _par_le_lieu(clause)


def _biens(plate: str) -> Iterator[re.Match[str]]:
    return (m for m in _LE_BIEN.finditer(plate) if not _SERVICE.search(plate[: m.start()]))


def _par_le_type(clause: _Clause) -> Iterator[BienNomme]:
    """« Le T5 », « pas de demande de T5 », and never « ils cherchent un T5 »."""
    plate = clause.plate
    dits = [m.span() for m in _biens(plate) if not _VOULU.match(plate, m.end())]
    manquants = [(m.start(), m.end() + _TYPE_MAX) for m in _FAUTE_DE_TYPE.finditer(plate)]
    for debut, fin in (*dits, *manquants):
        if m := _PIECES.search(plate, debut, fin):
            yield BienNomme(clause.mots(*m.span()), pieces=_pieces(m))


def _par_le_lieu(clause: _Clause) -> Iterator[BienNomme]:
    """What follows the dwelling, a label, or the word of decision."""
    plate = clause.plate
    for m in (*_biens(plate), *_ETIQUETTE.finditer(plate)):
        rue = _rue(clause, m.start(), m.end())
        commune = _commune(clause, m.start(), rue[1] if rue else m.end())
        yield from (lieu[0] for lieu in (rue, commune) if lieu)
        if commune and not rue and (rue := _rue(clause, m.start(), commune[1])):
            yield rue[0]  # « Logement : Viry, rue du Lac »
    for m in _UNE_RUE.finditer(plate):
        if rue := _rue(clause, m.start(), m.end()):
            yield rue[0]
    for m in _UNE_COMMUNE.finditer(plate):
        if commune := _commune(clause, m.start(), m.end()):
            yield commune[0]


def _rue(clause: _Clause, debut: int, place: int) -> tuple[BienNomme, int] | None:
    """A street that has a name, and where it ends: « rue bruyante » has none."""
    m = _LA_RUE.match(clause.plate, place)
    if m is None or not (m["liee"] or clause.ecrite[m.start("voie")].isupper()):
        return None
    voie = clause.mots(*m.span("voie"))
    residence = _RESIDENCE.search(clause.plate, 0, m.start("voie")) is not None
    return BienNomme(clause.mots(debut, m.end()), numero=m["numero"] or "", voie=voie, residence=residence), m.end()


def _commune(clause: _Clause, debut: int, place: int) -> tuple[BienNomme, int] | None:
    """Words that may be a town, and where they end: only who has the list of towns knows."""
    m = _LA_COMMUNE.match(clause.plate, place)
    if m is None:
        return None
    fin = min(m.end(), m.start("nom") + _LIEU_MAX)
    lien = Lien.SITUE if m["situe"] else Lien.LIE if m["lien"] else Lien.AUCUN
    return BienNomme(clause.mots(debut, fin), localite=clause.mots(m.start("nom"), fin), lien=lien), m.end()
