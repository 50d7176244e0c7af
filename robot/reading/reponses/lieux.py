"""Where the dwelling stands, taken out of a clause that decides: « le T3 de la rue des Essais à Viry » is « le T3 ».

Only who knows the sheet says whether it is the dwelling of the offer
(`etapes/bien_nomme.py`). A place has the capital of a name, or is said to be a
commune, and neither doubts, denies nor decides.
"""

from __future__ import annotations

import re

from robot.reading.reponses import reserves, vocabulaire
from robot.reading.reponses.prenoms import PRENOMS
from robot.reading.texte.lignes import aplanir

_BIEN = (
    r"(?:(?:offre|proposition|orientation)s? de )?(?:logement|appartement|appart|offre|proposition|bien|studio|"
    r"[TF][ .-]?[1-7](?: ?bis)?)"
)
_NOM = r"[A-ZÀ-ÖØ-Þ][\w'’.-]*"
_SUITE_DU_NOM = rf"(?:[ -](?:(?:de|du|des|la|le|les|en|sur|sous|lès) ){{0,2}}{_NOM}){{0,3}}"
_VOIE = r"(?:rue|avenue|av\.|chemin|route|place|allée|allee|impasse|boulevard|bd|quai|résidence|residence)"
_DEPARTEMENT = r"(?: ?\(?\d{2,3}(?:\d{2})?\)?)?"
_FIN = rf"(?=\W*$|,| ?:| (?:{_VOIE}|situé|sis|merci|cordialement|car|faute)\b)"
_LIEN = r"(?:de la |sur la |dans la )?commune (?:de |d['’])|[àaÀA] |sur "
_LIEU = re.compile(
    rf"(?P<bien>\b(?i:{_BIEN})\b(?:,? (?i:de la |de l['’]|du \d{{1,4}},? |au \d{{1,4}},? )?(?i:{_VOIE})"
    rf"(?: (?![àaÀA] )[\w'’-]+){{1,5}}?)?),? (?P<lien>(?i:{_LIEN}|de |d['’]))"
    rf"(?P<nom>(?:(?i:la|le|les) )?{_NOM}{_SUITE_DU_NOM}|"
    rf"[a-zà-ÿ'’-]{{3,30}}){_DEPARTEMENT}(?i:{_FIN})"
)
_SANS_MAJUSCULE = re.compile(r"(?i:[àa] |sur |.*commune d.*)")
_UN_TYPE = re.compile(r"[TFtf][ .-]?[1-7]")
_PAS_UN_LIEU = re.compile(r"(?:\w*(?:er|ir|re)|conditions?|moitie|tort|notre|votre|nos|vos|ce|cette|mon|leurs?)\b")
_SIGNES = (
    reserves.DOUTE,
    reserves.TIERS,
    reserves.DOUTE_DANS_LA_PHRASE,
    reserves.GRIEF,
    vocabulaire.DECISIF,
    vocabulaire.OBJECTION,
)
_BIS = re.compile(r"(?<=\b[TtFf]1) ?bis\b")
# « V-2026-0042 (T3 Viry) : accepte ».
_ENTRE_PARENTHESES = re.compile(rf"(?<=\d) ?\([TF][ .-]?[1-7](?:[ ,/-]+(?:[àa] |de |d['’])?{_NOM}){{0,4}}\)(?= ?[:=-])")


def sans_lieu(brute: str) -> str:
    """The same clause without where the dwelling is."""
    return _LIEU.sub(_sans_nom, _BIS.sub("", _ENTRE_PARENTHESES.sub("", brute)))


def _sans_nom(trouve: re.Match[str]) -> str:
    nom, lien = trouve["nom"], trouve["lien"]
    plat = aplanir(nom)
    ecrit_comme_un_nom = not nom.isupper() and any(mot[:1].isupper() for mot in nom.split())
    ailleurs = any(signe.search(plat) for signe in _SIGNES)
    if not _SANS_MAJUSCULE.match(lien):  # « le logement de Claire », « la proposition de Durand »
        un_lieu = ecrit_comme_un_nom and _UN_TYPE.match(trouve["bien"]) and plat.split()[0] not in PRENOMS
    else:
        # Without a capital, « à confirmation » or « sur présentation » would do as well as « à viry ».
        dite = "commune" in aplanir(lien) or (nom.isupper() and lien.islower())
        un_lieu = ecrit_comme_un_nom or (dite and not _PAS_UN_LIEU.match(plat))
    return trouve["bien"] if un_lieu and not ailleurs else trouve[0]
