"""What may stand around a number without touching the candidature: a closed world, as after an agreement.

A list of the words that object lets every new way of objecting through (« avis
défavorable pour 074… », « liste complémentaire »): what is not known here
leaves the candidate in doubt, and the réservataire is asked for a plain line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from robot.reading.calque import calquer
from robot.reading.designations.champs import PARTICULES, Champ, Role, nom_dans
from robot.reading.designations.intentions import MISE_EN_GARDE, RETRAIT
from robot.reading.designations.jugements import juge, semble_juger
from robot.reading.designations.mots_connus import CONNUS
from robot.reading.designations.priorites import lire_priorite

# A negation that leaves the candidature whole.
_SANS_PORTEE = re.compile(
    r"\bnée?s? (?:le|en)\b|\b(?:sans|pas|aucune?) (?:de |d')?(?:e-?mails?|mails?|courriels?|adresses?|t[ée]l\w*|"
    r"portable|connexion|internet|r[ée]f[ée]rente?s?|ordinateur|enfants?|garants?|permis|handicap|v[ée]hicule|voiture|"
    r"animal|animaux)\b",
    re.IGNORECASE,
)
# When, or by which means, a household can be reached, visits, speaks, moves: whoever tells it proposes the household.
_QUAND = (
    r"(?:en (?:journee|semaine|matinee|soiree|dehors)|(?:avant|apres|entre|des|a partir de) (?:[0-9]{1,2} ?h|midi)|"
    r"au travail|pendant|durant|(?:l[ae]s? |l'|ce |cet |cette )?(?:matins?|soirs?|midis?|apres-midi|week-?ends?|"
    r"(?:lun|mar|mercre|jeu|vendre|same)dis?|dimanches?)\b)"
)
_PRATIQUE = re.compile(
    rf"\b(?:n'est|ne sont|ne sera|ne seront) pas (?:toujours |souvent )?(?:joignables?|disponibles?) {_QUAND}|"
    rf"\bne (?:peu[tv]\w*|pourr\w+) pas (?:etre (?:join|contact|appel|rappel)\w*|visiter|venir|repondre|"
    rf"se (?:liberer|deplacer)) {_QUAND}|\binjoignables? {_QUAND}|\ba rappeler {_QUAND}|"
    r"\bne (?:travaill\w+|conduit|conduisent) pas\b|\bn'est pas vehiculee?\b|"
    r"\bne (?:parl|compren|lit|lisent|ecri|maitris)\w* (?:pas|peu)(?: \w+){0,2} (?:francais|langue)\b|"
    r"\bne (?:dispos|possed)\w+ pas d(?:e |')(?:vehicule|voiture|permis|telephone|portable|mail|courriel|adresse)\b|"
    r"\bne (?:souhait|veu|desir)\w* pas etre (?:contact|appel|join)\w* (?=par |au |sur |avant |le |en )|"
    r"\battention\b(?=[^.]{0,40}\b(?:coordonnees|adresse|telephone|portable|numero|e?-?mails?|courriel|sms|sourde?|"
    rf"malentendante?)\b|[^.]{{0,40}}\ba rappeler {_QUAND})"
)
_NEGATION_SUIVIE = re.compile(r"\bn['\u2019](?:a|ont) (?=pas |aucun)", re.IGNORECASE)
_MOT = re.compile(r"[^\W\d_]+")
# « Les Durand », « d'Angelo »: more than what stands inside a name.
_PARTICULES = frozenset((*PARTICULES, "les", "d", "l"))
_NON_SEUL = re.compile(r"\W*non?\W*")
_INITIALE = 2


def mots_etrangers(lignes: Sequence[Sequence[Champ]]) -> tuple[str, ...]:
    """The words beside a number that are neither fields of a candidate, nor known to leave the candidature whole."""
    champs = [champ for ligne in lignes for champ in ligne]
    return tuple(mot for avant, champ in zip((None, *champs), champs, strict=False) for mot in _etrangers(champ, avant))


def est_un_non(champ: Champ, avant: Champ | None) -> bool:
    """« non » alone, which answers nothing that stands before it: « DALO - non » is another matter."""
    if champ.role is not Role.LIBRE or not _NON_SEUL.fullmatch(calquer(champ.texte)):
        return False
    return avant is None or not (avant.role is Role.PRIORITE or lire_priorite(avant.texte).dite)


def sans_negation_vaine(texte: str) -> str:
    """The same words without « n'a pas de courriel », « sans enfant », which take nothing from the candidature."""
    for trouve in reversed(list(_PRATIQUE.finditer(calquer(texte)))):
        texte = f"{texte[: trouve.start()]} {texte[trouve.end() :]}"
    return _SANS_PORTEE.sub(" ", _NEGATION_SUIVIE.sub("", texte))


def remarque_seule(texte: str) -> bool:
    """« HORS PLAFOND », « dossier incomplet »: a line that says nothing but a judgement on who is next to it."""
    utile = _SANS_PORTEE.sub(" ", texte)
    mots = _MOT.findall(utile)
    jugements = [mot for mot in mots if juge(mot)]
    return (
        bool(jugements) and all(juge(mot) or calquer(mot) in CONNUS for mot in mots) and not lire_priorite(texte).dite
    )


def _etrangers(champ: Champ, avant: Champ | None) -> Iterator[str]:
    if champ.repere or champ.role not in (Role.LIBRE, Role.AUTRE):
        return
    garde = MISE_EN_GARDE.search(calquer(champ.texte))
    if garde or est_un_non(champ, avant):
        yield champ.texte[slice(*garde.span())] if garde else champ.texte
        return
    texte = _SANS_PORTEE.sub(" ", champ.texte)
    nom = nom_dans(texte)
    texte = texte.replace(nom or "\n", " ")
    if lire_priorite(texte).dite:
        return
    for trouve in reversed(list(RETRAIT.finditer(calquer(texte)))):  # who withdraws another on the same line
        texte = texte[: trouve.start()] + texte[trouve.end() :]
    mots = _MOT.findall(texte)
    seul = len(mots) == 1 and not nom
    en_tete = champ.role is Role.LIBRE and not nom and not est_un_nom_entier(mots)
    for rang, mot in enumerate(mots):
        connu = calquer(mot) in CONNUS or len(mot) < _INITIALE
        if not connu and not _peut_etre_un_nom(mot, premier=rang == 0 and en_tete, seul=seul):
            yield mot


def est_un_nom_entier(mots: Sequence[str]) -> bool:
    """« Sandrine Collomb », « Manuel Da Silva »: nothing but words with a capital, none of them known to be no name.

    A single one is a name only when it is not built as a word that judges: « Collomb », not « Reportée ».
    """
    plats = [calquer(mot) for mot in mots]
    if not mots or not all(mot[0].isupper() or plat in _PARTICULES for mot, plat in zip(mots, plats, strict=True)):
        return False
    if any(juge(mot) or (plat in CONNUS and plat not in _PARTICULES) for mot, plat in zip(mots, plats, strict=True)):
        return False
    return len(mots) > 1 or not semble_juger(mots[0])


def _peut_etre_un_nom(mot: str, *, premier: bool, seul: bool) -> bool:
    """In capitals, or with one that no beginning of a sentence asks for; never a word that judges."""
    if juge(mot) or (seul and semble_juger(mot)):
        return False
    return mot.isupper() or (mot[0].isupper() and not premier)
