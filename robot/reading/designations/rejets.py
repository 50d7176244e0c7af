"""Words of a message that deny the list which it brings, or a place in it: nobody knows who is left (R45, R61)."""

from __future__ import annotations

import re

from robot.reading.calque import calquer
from robot.reading.designations.champs import nom_dans
from robot.reading.designations.intentions import MISE_EN_GARDE, OBJECTION, RETRAIT

_LES = r"(?:en |l[ae]s? |l')?"
NE_PRENEZ_PAS = re.compile(
    rf"\b(?:ne |n')(?:pas|plus) {_LES}(?:tenir|prendre|retenir|inscrire|propos|present|consider|utilis|enregistr)|"
    rf"\b(?:ne |n'){_LES}(?:tenez|prenez|retenez|inscrivez|proposez|presentez|considerez|utilisez|enregistrez) "
    r"(?:pas|plus)\b"
)
_LISTE = r"(?:listes?|tables?|tableaux?|fichiers?|pieces? jointes?|candidat(?:s|es|ures))"
_DE_LA_LISTE = re.compile(
    rf"\b(?:{_LISTE}|lignes?|premier\w*|second\w*|deuxieme|troisieme|dernier\w*|(?:ces|les) (?:menages|familles))\b"
)
# « La deuxième ligne », « le premier candidat », « le n°1 »: a place, that nobody is named at.
_UNE_PLACE = re.compile(
    r"\b(?:premier|premiere|second|seconde|deuxieme|troisieme|quatrieme|dernier|derniere|[1-9] ?(?:ere?|e|eme)|"
    r"(?:ligne|candidate?|candidature|rang|choix|menage) (?:n ?°? ?|numero )?[1-9]|(?:n ?°|numero) ?[1-9])(?![\w/.])"
)
_DEDITS = (OBJECTION, RETRAIT, MISE_EN_GARDE)
_PASSEZ = re.compile(r"(?<!n')(?<!ne )\b(?:ignor|saut|oubli|barr)(?:ez|er|e|ons)\b")
_LA_LISTE_PASSE = re.compile(
    rf"{_PASSEZ.pattern}(?: donc)?(?: (?:la|le|les|l'|cette|ce|ces|ma|mon|notre)){{1,2}} ?{_LISTE}\b"
)
_SEULEMENT_A_SA_PLACE = re.compile(
    rf"\b(?:seule?s?|seulement|uniquement|exclusivement)(?: \w+){{0,2}} {_UNE_PLACE.pattern}"
)
# What a list is that stands for nothing, or for nothing yet.
_VAINE = re.compile(
    r"\bancienne version\b|\bfauss?e?s?\b|\berronee?s?\b|\bperimee?s?\b|\bobsoletes?\b|\bcaduque?s?\b|"
    r"\b(?:titre d'|simple |un |d'|pour )exemples?\b|\bpas (?:a jour|la bonne|le bon|definiti\w+|encore valide\w*)|"
    r"\bprovisoires?\b|\ba (?:faire )?(?:valider|confirmer)\b"
    r"(?! (?:en|par|avec|dans|lors de) (?:la |l'|votre |vos )?(?:soins|services?|commission|cal\b|caleol|vous\b))|"
    r"\b(?:attente|cours) de validation\b"
)
_PERDUE = re.compile(
    rf"\b{_LISTE}\b[^,;:]{{0,40}}\b(?:plus (?:d'actualite|valables?|disponibles?|interesse\w*|candidats?|a jour)|"
    r"desist\w+|renonc\w+|caduque?s?|annulee?s?|a retirer)\b"
)
_TOUS_RETIRES = re.compile(rf"{RETRAIT.pattern}[^,;:]{{0,20}}\btou(?:te)?s (?:les|nos|ces|mes) {_LISTE}\b")
# Another list than the one that comes with these words.
_UNE_AUTRE = re.compile(
    r"\b(?:precedent\w*|hier|anciennes? (?!version)\w+|(?:premier|dernier)e? (?:envoi|message|mail|courriel)|"
    r"d'avant|envoyee? (?:le|lundi|mardi|mercredi|jeudi|vendredi))\b"
)
_PROPOSITION = re.compile(r"[,:;]| et | mais ")


def rejette_la_liste(phrase: str) -> bool:
    """« Ne pas tenir compte de la liste », « ne prenez pas la deuxième ligne », « c'est une ancienne version »."""
    plat = calquer(phrase)
    if nom_dans(phrase):
        return False
    une = _UNE_PLACE.search(plat) and any(motif.search(plat) for motif in (*_DEDITS, _PASSEZ))
    if une or _SEULEMENT_A_SA_PLACE.search(plat):
        return True
    return any(_rejette(partie) for partie in (plat, *_PROPOSITION.split(plat)))


def _rejette(plat: str) -> bool:
    """Whether these words, the whole sentence or one of its clauses, deny the list and no other."""
    if _UNE_AUTRE.search(plat):
        return False
    niee = _DE_LA_LISTE.search(plat) and any(motif.search(plat) for motif in (NE_PRENEZ_PAS, _VAINE))
    return bool(niee or any(motif.search(plat) for motif in (_LA_LISTE_PASSE, _PERDUE, _TOUS_RETIRES)))
