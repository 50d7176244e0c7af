"""Whether a household is recognised as DALO (R61, R70): a yes, a no, or words that have to be asked about.

A yes makes a single candidate of the household, and of its refusal a refusal
told to the State (R73). Under a title « DALO », or after « DALO : », only what
affirms it is therefore a yes; an empty sign is a no, and nothing else is either.
"""

from __future__ import annotations

import re

from robot.reading.calque import calquer
from robot.reading.designations.jugements import juge, semble_juger
from robot.reading.designations.mots_connus import CONNUS
from robot.reading.designations.publics import CATEGORIES
from robot.reading.designations.reperes import VOIES

_MOT = r"(?:dalo|droit au logement opposable)"
DALO = re.compile(rf"\b{_MOT}\b")
# « DALO : », and what answers it, up to the next field.
_REPONSE = re.compile(r" ?[:=][ ,(]*(?P<mots>[^,;|\n()]*)")
# The same with nothing after it, or a sign that says nothing.
CASE_SANS_MOT = re.compile(rf"\b{_MOT} ?[:=(][ \-/_.:=]*$")

_SIGNE = r"(?:oui|o|x|1|vrai|true|yes|[\u2611\u2612\u2705\u2713\u2714])"
_RECONNU = (
    rf"(?:(?:menage|famille|candidate?|demandeu(?:r|se)) )?(?:prioritaires? )?(?:reconnue?s? )?(?:prioritaires? )?"
    rf"(?:et urgente?s? |pu )?(?:(?:au titre )?du )?{_MOT}(?: ?[+/]? ?pu)?|"
    r"reconnue?s?(?: prioritaires?)?(?: et urgente?s?)?|prioritaires? et urgente?s?"
)
_DATE = r"(?:(?:[0-9]{1,2}(?:er)?[ ./\-])?(?:[0-9]{1,2}|[a-z]{3,9})[ ./\-])?[0-9]{2,4}"
_LIAISON = r"[ ,:(\-]{1,3}"
_OUI = re.compile(
    rf"(?:(?:{_MOT} ?[:=]? ?)?{_SIGNE}(?: pu)?|{_RECONNU})(?:{_LIAISON}(?:{_RECONNU}))?"
    rf"(?:{_LIAISON}n ?° ?[0-9][0-9 .\-/]{{2,24}})?"
    rf"(?:{_LIAISON}(?:(?:par )?(?:la |une )?(?:comed|commission(?: de mediation)?|decision)(?: favorable)? ?)?"
    rf"(?:(?:le|du|depuis(?: le)?|en) )?{_DATE})?[ .!)]*"
)
_NON = re.compile(
    rf"(?:{_MOT} ?[:=]? ?)?(?:(?:n|no|nc|na|n ?[/.] ?[ac]\.?|faux|false|0|aucune?s?|sans(?: objet)?|neant|ras|rien|ex|"
    r"anciens?|anciennes?|perdue?)[ .!]*|(?:non|pas)\b.*)|[\s\-/_.=\u2026\u2205\u2610]*|"
    rf"(?:ex|ancien(?:ne(?:ment)?)?|sans|aucun|hors|plus)[ \-]{{1,3}}(?:reconnue?s? |menage )?{_MOT}"
)
# A form whose answer is a box to tick: « Oui / Non », « oui ☐ non ☒ ».
_A_CHOISIR = re.compile(r"\boui\W{1,9}non\b|\bnon\W{1,9}oui\b")
_CASES = frozenset("\u2610\u2611\u2612\u25a0\u25a1")
_REPONSE_A_COCHER = re.compile(r"[ :=(]*([^,;|\n]*)")

_LIEN = (
    r"(?:de|d|du|des|l|la|le|en|au|est|titre|reconnue?s?|reconnaissance|prioritaires?|concernee?s?|situation|"
    r"menage|public)"
)
NIE_AVANT = re.compile(rf"\b(?:non|pas|ni|sans|hors|aucune?|plus)[ '\-]{{1,3}}(?:{_LIEN}[ '\-]{{1,3}}){{0,3}}$")
# « DALO : non », and « DALO (non) » or « DALO - non » when nothing else is said there.
NIE_APRES = re.compile(
    r" ?[:=(]? ?(?:non\b|neant\b|aucune?\b|refus\w*|rejet\w*|sans objet\b|0(?![0-9.,])|n(?= ?(?:$|[,;)])))"
    r"|[ ,;|(/\-]{1,3}(?:non|neant|refusee?|rejetee?)(?= ?(?:$|[,;|)\n]))"
)
_FUT_AVANT = re.compile(r"\b(?:ex|anciens?|ancienne(?:ment|s)?|perdu|perte du|fin du)[ '\-]{1,3}$")
# « DALO perdu », « DALO (-) ».
_FUT_APRES = re.compile(
    r"[ :(,]{1,3}(?:perdue?|expiree?|levee?|faux|false|nc|n/a)\b| ?\( ?[\-/_.]{1,9} ?(?:$|[),;|\n])"
)
_INCERTAIN_AVANT = re.compile(
    rf"\b(?:pre|futur\w*|bientot|priori|suppose\w*|presume\w*|probable\w*|potentiel\w*|etait|semble\w*|serait|peut-etre)"
    rf"[ '\-]{{1,3}}(?:{_LIEN}[ '\-]{{1,3}}){{0,3}}$"
)
# The right to be lodged in a shelter is another (CCH, art. L.441-2-3, III).
_D_HEBERGEMENT = re.compile(r"[ (\-/]{0,3}(?:hebergement\b|daho\b)")
# « DALO ; non »: the next field, which may speak of it or of something else.
_NON_A_COTE = re.compile(r" ?\n(?:non|neant|refusee?|rejetee?|faux|false|nc|n/a|ras|aucune?)(?= ?(?:$|[,;|)\n]))")
_EN_COURS_AVANT = re.compile(
    r"(?<!par la )(?<!de la )\bcommission $|"
    r"\b(?:recours|demandes?|dossiers?|requetes?|saisines?|depot|instruction|attente|eligible|requerante?)[ '\-:]{1,3}"
    r"(?:amiable |de |d'|en |un |une |du |au )?(?:la )?(?:reconnaissance )?$"
)
_EN_COURS_APRES = re.compile(
    r"[ :(,\-]{0,3}(?:en (?:cours(?! de validite)|attente|instruction|commission)|depose\w*|possible|peut-etre|\?|"
    r"a (?:venir|confirmer|verifier)|"
    r"recours|demandee?s?(?= ?(?:$|[:,;|)\n]|depos|en |du |le |faite)))"
)
_EN_COURS = re.compile(r"\b(?:recours|demande\w*|dossier|saisine|attente|cours|instruction|depos\w*)\b")
CONTEXTE = 60
# What affirms without a colon, beside the words that tell a household (`CONNUS`) and why it comes first (`CATEGORIES`).
_AFFIRMENT = frozenset(
    """
    accord accorde accordee actif active aout attributaire avis avril beneficiaire beneficiant beneficie car comed
    conjugales contingent date decembre decision demande demandee depuis droit ete familiales favorable fevrier
    janvier jugement juillet juin label mai maman mars mediation notifie notifiee novembre obtenu obtenue octobre ok
    opposable papa prefectoral prefectorale prefecture prioritaire prioritaires pu public reconnaissance relevant
    releve relogement septembre statut suite titulaire urgence urgent urgente urgents valide validee validite
    """.split()  # noqa: SIM905  # words are read in lines
)
_CATEGORIE = re.compile("|".join(categorie.pattern for categorie in CATEGORIES))
_VOISINAGE = 100  # characters: a mention costs no more in a long line
_BORD = re.compile(rf"[,;|\n]|\b[0-9]{{5}}\b|\b(?:{VOIES})\b")
_MOT_ECRIT = re.compile(r"[^\W\d_]+")
_LIE = re.compile(r"\b(?:du|de|d'|au|le|en)\s*$")
_SIGLE_MAX = 4

CONTREDIT = "DALO est dit, puis contredit : le critère n'a pas été retenu ; écrivez « DALO » ou « non DALO »."
PENDANT = "un recours DALO en cours n'est pas une reconnaissance : le critère DALO n'a pas été retenu."
_ECRIVEZ = "le critère n'a pas été retenu ; écrivez « DALO : oui » ou « DALO : non »."
SANS_REPONSE = f"« DALO : » reste sans réponse : {_ECRIVEZ}"
INCERTAIN = f"ce qui est dit du DALO n'est pas certain : {_ECRIVEZ}"
INCOMPRIS = f"« DALO : {{}} » n'est ni oui ni non : {_ECRIVEZ}"
_MOTS_MONTRES = 80


def lire_la_case(ecrit: str) -> bool | None:
    """What a cell under « DALO », or an answer to « DALO : », says; None when it says neither yes nor no."""
    plat = calquer(ecrit).strip()
    if _est_a_cocher(plat):
        return None
    if _NON.fullmatch(plat):
        return False
    return True if _OUI.fullmatch(plat) else None


def _est_a_cocher(plat: str) -> bool:
    """Whether it holds the boxes of a form beside words, or both of its answers."""
    cases = not _CASES.isdisjoint(plat) and any(c.isalnum() for c in plat)
    return cases or _A_CHOISIR.search(plat) is not None


def lire_le_dalo(texte: str) -> tuple[bool, str]:
    """Whether words say that the household is recognised, and the doubt when they do not settle it."""
    plat = calquer(texte)
    affirme = nie = False
    doute = ""
    for trouve in DALO.finditer(plat):
        sens, question = _une_mention(texte, plat, *trouve.span())
        affirme, nie = affirme or sens is True, nie or sens is False
        doute = doute or question
        reponse = _REPONSE.match(plat, trouve.end())
        fins = (trouve.end(), reponse.end() if reponse else trouve.end())
        nie = nie or any(_NON_A_COTE.match(plat, fin) for fin in fins)
    if affirme and (nie or doute):
        return False, CONTREDIT
    return affirme, doute


def _une_mention(texte: str, plat: str, debut: int, fin: int) -> tuple[bool | None, str]:
    """What one mention says, None with the question when it must be asked."""
    avant, apres = plat[max(0, debut - CONTEXTE) : debut], plat[fin : fin + CONTEXTE]
    cases = _REPONSE_A_COCHER.match(apres)
    if cases and _est_a_cocher(cases[1]):
        return None, INCOMPRIS.format(cases[1].strip()[:_MOTS_MONTRES])
    passe = _FUT_AVANT.search(avant) or _FUT_APRES.match(apres)
    if passe or NIE_AVANT.search(avant) or NIE_APRES.match(apres):
        return False, ""
    if _INCERTAIN_AVANT.search(avant) or _D_HEBERGEMENT.match(apres):
        return None, INCERTAIN
    return _une_reponse(
        texte, plat, debut, fin, en_cours=bool(_EN_COURS_AVANT.search(avant) or _EN_COURS_APRES.match(apres))
    )


def _une_reponse(texte: str, plat: str, debut: int, fin: int, *, en_cours: bool) -> tuple[bool | None, str]:
    """What follows « DALO : »; without a colon, the word affirms alone unless a claim is pending."""
    reponse = _REPONSE.match(plat, fin)
    if reponse is None and en_cours:
        return None, PENDANT
    if reponse is None:
        return (True, "") if _affirme_seul(texte, plat, debut, fin) else (None, INCERTAIN)
    mots = texte[reponse.start("mots") : reponse.end("mots")].strip()
    if not mots:
        return None, SANS_REPONSE
    sens = lire_la_case(mots)
    if sens is not None:
        return sens, ""
    return None, PENDANT if en_cours or _EN_COURS.search(calquer(mots)) else INCOMPRIS.format(mots[:_MOTS_MONTRES])


def _affirme_seul(texte: str, plat: str, debut: int, fin: int) -> bool:
    """Whether nothing but what affirms it, tells the household or names somebody stands around the word."""
    tete = max(0, debut - _VOISINAGE)
    bord = max(tete, *(plat.rfind(signe, tete, debut) + 1 for signe in ",;|\n"))
    queue = min(len(texte), fin + _VOISINAGE)
    suivant = _BORD.search(plat, fin, queue)
    avant, apres = (
        _sans_categorie(texte[bord:debut]),
        _sans_categorie(texte[fin : suivant.start() if suivant else queue]),
    )
    return all(_connu(mot) or _est_un_nom(mot, avant) for mot in _MOT_ECRIT.findall(avant)) and all(
        _connu(mot) or _est_un_lieu(mot) for mot in _MOT_ECRIT.findall(apres)
    )


def _sans_categorie(texte: str) -> str:
    for trouve in reversed(list(_CATEGORIE.finditer(calquer(texte)))):
        texte = f"{texte[: trouve.start()]} {texte[trouve.end() :]}"
    return texte


def _connu(mot: str) -> bool:
    plat = calquer(mot)
    return len(plat) == 1 or plat in CONNUS or plat in _AFFIRMENT or DALO.fullmatch(plat) is not None


def _est_un_nom(mot: str, avant: str) -> bool:
    """« Mme DURAND RENEE DALO », not « DEBOUTEE DU DALO »."""
    lie = _LIE.search(calquer(avant)) and mot.isupper()
    return mot[0].isupper() and not juge(mot) and not (lie and semble_juger(mot))


def _est_un_lieu(mot: str) -> bool:
    """« DALO Annecy », « DALO par EPDA », not « DALO CADUC »."""
    return mot[0].isupper() and not juge(mot) and (len(mot) <= _SIGLE_MAX or not mot.isupper())
