"""What can be told for certain in a line: unique numbers, addresses, telephones, references, each with its place.

A unique number (NUD) is 18 digits, together or in the groups in which it is
printed; a telephone, a SIRET, a date or a reference is never one. A number
that says it is one and has another length is kept as a wrong one (`FAUX`), so
that its line is refused rather than ignored.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum, auto

from robot.domain import loi
from robot.domain.candidat import signes
from robot.reading import references
from robot.reading.calque import calquer

CHIFFRES_DU_NUD = loi.NUMERO_UNIQUE.valeur
MASQUE = "\ue0f0"  # private use: what a message writes there was removed with its invisible characters
_MINIMUM = 6  # digits under which « NUD 3 » counts things
_SEUL = 12  # digits together that can only be the number itself, mistyped


class Espece(StrEnum):
    """What a mark is."""

    NUD = auto()
    FAUX = auto()
    COURRIEL = auto()
    TELEPHONE = auto()
    REFERENCE = auto()
    ADRESSE = auto()
    AUTRE = auto()


@dataclass(frozen=True)
class Repere:
    """One mark of a line: where it is, and what it says (digits, address, reference)."""

    espece: Espece
    debut: int
    fin: int
    valeur: str


_S = r"[ .\-_]"
# As it is printed (3-4-6-5, or with the year and month apart), its last digit apart, or in equal groups, as a
# spreadsheet or a clerk cuts it.
_NUD = re.compile(
    rf"(?<![0-9a-z@_])(?:[0-9]{{3}}{_S}?[0-9]{{2}}{_S}?[0-9]{{2}}{_S}?"
    rf"(?:[0-9]{{6}}{_S}?(?:[0-9]{{5}}|gdpub)|[0-9]{{10}}{_S}[0-9])"
    r"|[0-9]{3} ?/ ?[0-9]{2} ?/? ?[0-9]{2} ?/ ?[0-9]{6} ?/? ?(?:[0-9]{5}|gdpub)"
    rf"|[0-9]{{3}}(?:{_S}[0-9]{{3}}){{5}}(?!{_S}?[0-9])|[0-9]{{6}}(?:{_S}[0-9]{{6}}){{2}}(?!{_S}?[0-9])"
    rf"|[0-9]{{4}}(?:{_S}[0-9]{{4}}){{3}}{_S}[0-9]{{2}}(?!{_S}?[0-9])|[0-9]{{9}}{_S}[0-9]{{9}}(?!{_S}?[0-9]))"
    r"(?![0-9a-z@_])"
)
# A département, then a year and a month, in either order: what no telephone abroad begins with.
_TETE = rf"0(?!0(?:3[2-49]|4[149]))[0-9]{{2}}(?:{_S}|/)?(?:[0-9]{{2}}(?:0[1-9]|1[0-2])|(?:0[1-9]|1[0-2])[0-9]{{2}})"
# Alone, and of nearly the right length; or in groups like those of the number; or beginning as it does.
_PRESQUE = re.compile(
    rf"(?<![0-9a-z@_])(?:[0-9]{{16,17}}|[0-9]{{19,20}}|0[0-9]{{2}}{_S}[0-9]{{4}}(?:{_S}?[0-9]){{8,13}}|"
    rf"{_TETE}(?:(?:{_S}|/)?[0-9]){{5,13}})(?![0-9a-z@_]|[.,][0-9])"
)
_COLLE = re.compile(rf"(?<![0-9a-z@_]){_TETE}(?:(?:{_S}|/)?[0-9]){{5,13}}(?=[a-z])[a-z0-9]{{1,60}}")
_TABLEUR = re.compile(r"(?<![0-9a-z@_.,])[0-9][.,][0-9]{1,17}e\+?1[67](?![0-9a-z@_])")
_MOT_NUD = (
    r"(?:\bnud|\bnur|\bnumero unique|\bnum\.? ?unique|\bn ?[°o]? ?unique|\bnumero (?:de )?(?:demande|sne)|"
    r"\bn ?[°o] ?(?:de )?(?:demande|sne))(?![a-z])"
)
_ENTRE = (
    r"(?:[^0-9a-z\n;|\t]|"
    r"\b(?:departemental|regional|de|la|demande|est|le|nud|sne|no?|numero|d'enregistrement|national)\b)"
)
_ETIQUETE = re.compile(
    rf"{_MOT_NUD}{_ENTRE}{{0,24}}?(?:(?<![0-9])[0-9]{{1,2}} ?[:).] ?)?([0-9]+(?:{_S}[0-9]+){{0,17}})(?![0-9@])"
)
_SANS_CHIFFRE = re.compile(
    rf"{_MOT_NUD}(?: ?\([a-z ]{{1,20}}\))? ?: ?([a-z][a-z' \-]{{1,40}}|[?x\-./_]{{1,30}})(?![0-9])"
)
_AILLEURS = re.compile(r"\bjoint|\bpieces?\b|\btableau|\bdessous\b|\bapres\b|\bannexe|\bsuivant|\bfichier|\bliste\b")
_AUTRE_NUMERO = re.compile(
    r"\b(?:siret|siren|iban|rib|rpls|nir|securite sociale|facture|mandat|compte(?: bancaire)?|"
    r"allocataire|caf)\b[^0-9a-z,;|/\t\-]{0,4}"  # « CAF, 074… » is another field
    r"(?:n ?° ?|numero )?[: ]{0,3}$"
)
_TELEPHONES = (
    re.compile(r"(?<![0-9a-z+])(?:\+|00)33[ .\-]?(?:\(0\)[ .\-]?)?[1-9](?:[ .\-/]?[0-9]{2}){4}(?![0-9])"),
    re.compile(r"(?<![0-9a-z+])\+(?!33)[0-9]{2,3}(?:[ .\-]?[0-9]{2,4}){2,4}(?![0-9])"),
    re.compile(r"(?<![0-9a-z+@_])0[1-9](?:[ .\-/]?[0-9]{2}){4}(?![0-9])"),
)
_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"]{1,500}")
_LOCALE = re.compile(r"[^\s<>()\[\],;:\"'\\@/|=?*\ue0f0]{1,64}$")
_HOTE = re.compile(r"[^\s<>()\[\],;:\"'\\@/|=?*\ue0f0]{1,190}")
_LOCALE_MAX = 64
VOIES = (
    r"rue|avenue|av\.?|bd\.?|boulevard|chemin|ch\.|route|rte|place|pl\.|impasse|allees?|square|quai|cours|lotissement|"
    r"residence|montee|passage|sentier|hameau|clos|faubourg|voie|cite|promenade|esplanade|rond-point|lieu-dit|lieudit"
)
_PARTICULES = r"(?:en|de|du|des|la|le|les|sur|sous|aux?|et|lez|saint|sainte|st|ste|d'|l')"
# Words only joined by particles: « Saint Julien en Genevois », never « Viry DALO » nor « Viry Paul Martin ».
COMMUNE = (
    rf"(?:{_PARTICULES}[ \-]?){{0,3}}[a-z][a-z'\-]{{1,40}}"
    rf"(?:[ \-](?:{_PARTICULES}[ \-]?){{1,3}}[a-z][a-z'\-]{{1,40}}){{0,3}}"
)
_ADRESSE = re.compile(
    rf"(?<![0-9a-z])[0-9]{{1,4}}(?: ?(?:bis|ter|quater|[a-d]))?,? (?:{VOIES}) [^;|\t\n\ue0f0@]{{2,80}}?\b[0-9]{{5}} "
    rf"{COMMUNE}(?: cedex(?: [0-9]{{1,2}})?)?(?= ?(?:$|[,;|\t)/(\ue0f0]| - |\. |\.$))"
)


def reperer(ligne: str) -> tuple[Repere, ...]:
    """The marks of a line, in order, none over another."""
    trouves: list[Repere] = []
    plat = calquer(ligne)
    for etape in (_liens, _courriels, _references, _nuds_etiquetes, _nuds, _telephones, _presque, _adresses):
        nouveaux = list(etape(ligne, plat))
        trouves += nouveaux
        plat = masquer(plat, nouveaux)
    return tuple(sorted((r for r in trouves if r.espece is not Espece.AUTRE), key=lambda repere: repere.debut))


def masquer(texte: str, reperes: list[Repere] | tuple[Repere, ...]) -> str:
    """The text with each mark blotted out; of the same length."""
    morceaux, position = [], 0
    for repere in sorted(reperes, key=lambda repere: repere.debut):
        morceaux += [texte[position : repere.debut], MASQUE * (repere.fin - repere.debut)]
        position = repere.fin
    return "".join([*morceaux, texte[position:]])


def _liens(_ligne: str, plat: str) -> Iterator[Repere]:
    for trouve in _URL.finditer(plat):
        yield Repere(Espece.AUTRE, trouve.start(), trouve.end(), "")


def _courriels(ligne: str, plat: str) -> Iterator[Repere]:
    """Read from the `@`, both ways: a long line without any costs nothing."""
    position = ligne.find("@")
    while position >= 0:
        avant = _LOCALE.search(ligne[max(0, position - _LOCALE_MAX) : position])
        apres = _HOTE.match(ligne, position + 1)
        locale = avant[0].lstrip("-._~•–") if avant else ""
        hote = apres[0].rstrip(".-_!") if apres else ""
        debut, fin = position - len(locale), position + 1 + len(hote)
        if locale and "." in hote and MASQUE not in plat[debut:fin]:
            yield Repere(Espece.COURRIEL, debut, fin, ligne[debut:fin].lower())
        position = ligne.find("@", fin)


def _references(_ligne: str, plat: str) -> Iterator[Repere]:
    for debut, fin in references.situer(plat):
        yield Repere(Espece.REFERENCE, debut, fin, references.lire_references(plat[debut:fin])[0])


def _nuds_etiquetes(_ligne: str, plat: str) -> Iterator[Repere]:
    """The number that follows « NUD » or « numéro unique », whatever its groups; wrong when it has not 18 digits."""
    for trouve in _ETIQUETE.finditer(plat):
        yield from _numero_annonce(plat, trouve.start(1), trouve.end(1))
    for trouve in _SANS_CHIFFRE.finditer(plat):
        if not _AILLEURS.search(trouve[1]) and not trouve[1].strip(" -_."):
            continue
        if not _AILLEURS.search(trouve[1]):
            yield Repere(Espece.FAUX, trouve.start(), trouve.end(), "")


def _numero_annonce(plat: str, debut: int, fin: int) -> Iterator[Repere]:
    exact = _NUD.match(plat, debut)
    if exact:
        yield _repere(Espece.NUD, plat, debut, exact.end())
        return
    groupes = [(m.start() + debut, m.end() + debut) for m in re.finditer("[0-9]+", plat[debut:fin])]
    total = 0
    for debut_de_groupe, fin_de_groupe in groupes:
        total += fin_de_groupe - debut_de_groupe
        if total == CHIFFRES_DU_NUD and not _coupe_un_telephone(plat, debut_de_groupe, fin_de_groupe):
            yield _repere(Espece.NUD, plat, debut, fin_de_groupe)
            return
    premier = groupes[0][1] - groupes[0][0]
    fin_du_faux = groupes[0][1] if premier >= _SEUL else fin
    if total >= _MINIMUM:
        yield _repere(Espece.FAUX, plat, debut, fin_du_faux)


def _coupe_un_telephone(plat: str, debut: int, fin: int) -> bool:
    """« NUD 0742603012345740 06 12 34 56 78 »: its last two digits would be the first two of a telephone."""
    return _telephone_a(plat, debut) and not _telephone_a(plat, fin + 1)


def _telephone_a(plat: str, position: int) -> bool:
    return any(motif.match(plat, position) for motif in _TELEPHONES)


def _repere(espece: Espece, plat: str, debut: int, fin: int) -> Repere:
    return Repere(espece, debut, fin, signes(plat[debut:fin]))


def _nuds(_ligne: str, plat: str) -> Iterator[Repere]:
    for trouve in _NUD.finditer(plat):
        avant = plat[max(0, trouve.start() - 2) : trouve.start()]
        decimale = len(avant) > 1 and avant[0].isdigit() and avant[1] == ","
        espece = Espece.AUTRE if decimale else _espece(plat, trouve.start(), Espece.NUD)
        yield _repere(espece, plat, *trouve.span())


def _presque(_ligne: str, plat: str) -> Iterator[Repere]:
    for trouve in _PRESQUE.finditer(plat):
        yield _repere(_espece(plat, trouve.start(), Espece.FAUX), plat, *trouve.span())
    for trouve in _COLLE.finditer(plat):  # to letters, which are then told: nobody knows what they are
        yield Repere(_espece(plat, trouve.start(), Espece.FAUX), *trouve.span(), trouve[0])
    for trouve in _TABLEUR.finditer(plat):
        yield Repere(Espece.FAUX, *trouve.span(), trouve[0])


def _espece(plat: str, debut: int, espece: Espece) -> Espece:
    """That kind, unless the words before say that it is another number."""
    return Espece.AUTRE if _AUTRE_NUMERO.search(plat[max(0, debut - 40) : debut]) else espece


def _telephones(ligne: str, plat: str) -> Iterator[Repere]:
    pris: list[Repere] = []
    for motif in _TELEPHONES:
        nouveaux = [
            Repere(_espece(plat, t.start(), Espece.TELEPHONE), *t.span(), ligne[t.start() : t.end()])
            for t in motif.finditer(plat)
        ]
        plat = masquer(plat, nouveaux)
        pris += nouveaux
    return iter(pris)


def _adresses(ligne: str, plat: str) -> Iterator[Repere]:
    for trouve in _ADRESSE.finditer(plat):
        yield Repere(Espece.ADRESSE, *trouve.span(), ligne[trouve.start() : trouve.end()].strip())
