"""Words that judge a candidature, or tell what became of it (R45): never a name, in capitals or not.

`CONTRAIRES` stand against a candidate wherever they are written; the others do
only beside its number, where nothing but its fields has a reason to be.
"""

from __future__ import annotations

import re

from robot.reading.calque import calquer
from robot.reading.reponses.prenoms import PRENOMS

_CONTRAIRES = """
refus refuse refusee absent absente attente caduc caduque clos close complementaire decede decedee defavorable
desistement doublon erreur exclu exclue exemple inconnu inconnue injoignable irrecevable radie radiee refuses
remplacant remplacante reserve suppleant suppleante test
"""
_ORDINAIRES = """
abandon abandonne ailleurs ajourne ancien annonce annule anomalie archive attendre attention bloque cloture completer
confirmer contentieux convient conviennent correspond defaut deja demenage dernier derniere desiste dette dettes
differe disponible doute douteux douteuse ecarte ecarter elimine eliminer errone errones eviter eventuel eventuelle
exclure expire favorable hors impaye inadapte inapte incertain incomplet incorrect ineligible insuffisant insolvable
interdit interesse introuvable invalide jamais juste liste litige ne negatif ni obsolete oublier pas perime plafond
plafonds rappel rappeler recontacter recours rejet rejete relance relancer releve reloge repond repondu
report reporte retire revoir sauf subsidiaire supprime supprimer suspendu suspens termine trop verifier
"""
CONTRAIRES = frozenset(_CONTRAIRES.split())
CONTRAIRE = re.compile(rf"\b(?:{'|'.join(sorted(CONTRAIRES))})s?\b")
_JUGENT = CONTRAIRES | frozenset(_ORDINAIRES.split())
_DESINENCES = ("s", "e", "es")
_RADICAL = 4  # letters under which an ending makes another word: « ne », « née »
# How a word ends that judges: participles, nouns of action, adjectives of opinion; in capitals, without its accents.
_FIN = re.compile(r"(?:és?|ées?|ies?|[lçdnvt]ues?|tions?|sions?|[ai]bles?|ifs?|ives?)$")
_FIN_SANS_ACCENT = re.compile(r"(?:ees?|[lcdnvt]ues?|tions?|sions?|[ai]bles?|ifs?|ives?)$")
_LETTRES_D_UN_NOM = 3
_CIVILITES = frozenset({"m", "mm", "mr", "mme", "mlle", "melle", "monsieur", "madame", "mademoiselle", "famille"})
_ENTRE_NOMS = frozenset({"et", "ou", "de", "du", "des", "la", "le", "les", "d", "l"})
# Surnames too, behind a first name and nothing else.
_PATRONYMES = frozenset({"clos", "close", "reserve", "test", "juste", "ancien", "dernier"})
_SANS_REMARQUE = re.compile(r"[^\W\d_]+(?:\.? |[-'])(?:[^\W\d_]+[ '-]+)*[A-Z][^\W\d_]+\s*")
_MOT = re.compile(r"[^\W\d_]+")


def juge(mot: str) -> bool:
    """Whether that word, in any case, gender or number, is known to judge."""
    plat = calquer(mot)
    accords = (plat.removesuffix(fin) for fin in _DESINENCES if plat.endswith(fin))
    return plat in _JUGENT or any(len(radical) >= _RADICAL and radical in _JUGENT for radical in accords)


def semble_juger(mot: str) -> bool:
    """Whether a word alone is built as one that judges: « Reportée », « DESACTIVEE », not « Collomb »."""
    return _FIN.search(mot.lower()) is not None or (mot.isupper() and _FIN_SANS_ACCENT.search(calquer(mot)) is not None)


def apres_le_nom(cellule: str) -> str:
    """What follows the first word of a name: « Mme CLOS Marie » is one, « Mme DUPONT, clos » holds a remark.

    So is « Marie CLOS » one; « Bernard REFUS », « Bernard clos » are a surname and what became of him.
    """
    mots = [mot for mot in map(calquer, _MOT.findall(cellule)) if mot not in _CIVILITES | _ENTRE_NOMS]
    if _SANS_REMARQUE.fullmatch(cellule) and mots and mots[-1] in _PATRONYMES and PRENOMS.issuperset(mots[:-1]):
        return ""
    for trouve in _MOT.finditer(cellule):
        if calquer(trouve[0]) not in _CIVILITES | _ENTRE_NOMS:
            return cellule[trouve.end() :]
    return ""


def sans_remarque(nom: str) -> str:
    """The same name up to the word that judges: « Mme MOREL Inès HORS PLAFOND »."""
    debut = len(nom) - len(apres_le_nom(nom))
    fin = next((trouve.start() for trouve in _MOT.finditer(nom, debut) if juge(trouve[0])), len(nom))
    return nom[:fin]


def mots_du_nom(nom: str) -> frozenset[str]:
    """The plain words by which somebody of that name may be called; the shorter ones when there is no other."""
    mots = {mot for mot in map(calquer, _MOT.findall(nom)) if mot not in _CIVILITES | _ENTRE_NOMS}
    return frozenset(mot for mot in mots if len(mot) >= _LETTRES_D_UN_NOM) or frozenset(mots)
