"""The reason of an order, in its author's words; a doubt, a delay or another order in it holds the order back."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date

from robot.domain.stimuli import Verbe
from robot.reading.calque import calquer
from robot.reading.consignes.verbes import SYNTAXES, VERBE_EN_CAPITALES, verbe_en_tete

V = Verbe
MOTIF_MAX = 1000
_SEPARATEUR = re.compile(r"[\s*]*[:=,.(–-]+[\s*]*(?=\S)|[\s*]+")
_SIGNES_SURS = ":=(–-"
_SIGNES = _SIGNES_SURS + ",."  # after a verb in capitals, a pause is enough
BORDS = " \t*_,;:.!=()\"'«»“”-–—"
MOTIF_ANNONCE = re.compile(r"(?:motifs?|raisons?)\s*[:=-]\s*")
_LIAISON = re.compile(r"(?:car|parce qu|puisqu|pour cause|en raison|faute d|suite a|au motif|motif|vu\b|compte tenu)")
# Without a colon, these make what follows the object of a sentence: « annuler le rendez-vous », « suivant votre avis ».
_OBJET = re.compile(
    r"(?:l[ae]s?|l'|ce|cet|cette|ces|mon|ma|mes|notre|nos|votre|vos|leurs?|une?|des|du|aux?|de|d'|par|que|qu'|a|avis|"
    r"tou[ts]|toutes?|quelques?|plusieurs|en|y|chez|avec)(?:\b|(?<='))"
)
_NIE = re.compile(
    r"(?:pas(?! (?:de |d'|assez|suffisamment))|ne |n'|jamais|surtout|rien\b|ou\b|oui\b|non(?:$| \d| ?[,.;:!…(]| -)|"
    r"(?:inutile|impossible|infructueu(?:x|se)|terminee?|faite?$|en cours|annulee?|reportee?|suspendue?)\b)"
)
# What says the contrary of the verb it follows.
_CONTRAIRE: dict[Verbe, tuple[re.Pattern[str], str]] = {
    V.CONDITION: (
        re.compile(r"(?:non\b|levee?\b|remplie|aucune|satisfaite|realisee|sans objet|pas d|abandon)"),
        "CONDITION pose une condition ; celle-ci semble levée",
    ),
    V.ANNULER: (
        re.compile(
            r"(?:(?:l[ae]s?|l'|ce|cet|cette|ma|mon|mes|notre|nos|une?|des) ?)?(?:derniere? |precedente? )?(?:ordre|"
            r"message|"
            r"delai|commission|caleol|rendez-vous|rdv|visite|reunion|bail|attribution|classement|demande|decision|"
            r"refus|"
            r"accord|envoi|mail|courriel|courrier|candidat\w*|designation|relance|rappel|proposition|offre|sne|"
            r"convocation)s?\b"
        ),
        "ANNULER clôt tout le dossier du logement ; si c'est ce que vous voulez, dites-en le motif autrement",
    ),
    **dict.fromkeys(
        (V.REFUSE, V.SUIVANT, V.NON),
        (
            re.compile(
                r".*?(?<!n')(?<!pas )(?<!jamais )\b(?:accept(?:e|ent|ee?s?)|d'accord|dit oui|veu(?:t|lent) bien)\b"
            ),
            "le motif semble dire un accord, et non un refus",
        ),
    ),
    **dict.fromkeys(
        (V.ACCEPTE, V.OUI),
        (
            re.compile(
                r"refus\b|.*?\b(?:refus(?:e|ent|ee?s?|er)|declin\w+|renonc\w+|desist\w+|dit non|"
                r"pas (?:interesse\w*|d'accord)|ne (?:veut|veulent|souhaite\w*|donne\w*))\b"
            ),
            "le motif semble dire un refus, et non un accord",
        ),
    ),
    V.PRESENTER: (
        re.compile(r".*?(?:\bcandidate?s? (?:n° ?)?\d|\bseulement\b|\buniquement\b|\bsauf\b)"),
        "PRESENTER présente tous les candidats retenus ; RETIRER d'abord les autres",
    ),
}
_COMPTE = re.compile(
    r"(?:seule?s?|candidate?s?|minutes?|fois|logements?|personnes?|jours?|semaines?|mois|heures?|enfants?|chambres?)\b"
)
_DIFFERE = re.compile(
    r"(?:demain|apres-demain|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|dans (?:\d|un|une|deux|trois|"
    r"quelques)|"
    r"a partir|a compter|des (?:le|que|demain|lundi)|le \d|au \d|au \w+ \d|d'ici|plus tard|la semaine|en \w+ prochain|"
    r"ensuite|apres (?:le|la|accord|validation|confirmation))\b"
)
DOUTE = re.compile(
    r"\b(?:si(?! bien)|s'ils?|sauf|sous reserve|a condition|peut-etre|peut etre|ou (?:pas|non|bien|plutot)|"
    r"a (?:confirmer|valider|revoir|discuter|preciser|definir|voir|verifier)|sinon|au lieu d\w*|(?:ne )?sais pas|"
    r"pas la peine|finalement|au cas ou|le cas echeant|plutot|"
    r"pas (?:encore|maintenant|tout de suite|avant)|attend(?:ez|re) (?:ma|mon|notre|la|le|votre|l')|j'hesite|"
    r"je (?:crois|pense)|il me semble|brouillon|ceci est un (?:test|essai)|ne pas (?:executer|tenir compte|"
    r"appliquer))\b"
)
# What leaves an order of conduct open; the reason of a commission may well hold these words.
_PROVISOIRE = re.compile(
    r"\b(?:pour (?:l'instant|le moment)|plus tard|des que|a moins|attend(?:ez|re|ons)|tant que|jusqu'a\w*|quand|"
    r"avant d|lorsque|"
    r"apres (?:accord|"
    r"validation|confirmation))\b"
)
_CONDUITE = frozenset(
    {
        V.SUIVANT,
        V.RENVOYER,
        V.REPRENDRE,
        V.ACCEPTE,
        V.REFUSE,
        V.DELAI,
        V.RECHERCHE,
        V.PRESENTER,
        V.RETIRER,
        V.OUI,
        V.REPROPOSER,
        V.HORS_FLUX,
        V.EN_FLUX,
        V.ANNULER,
    }
)

_DEUX_POINTS = re.compile(r"[\s*]*:")
_ORDRE_PLUS_LOIN = re.compile(r"(?:[,.;]|\b(?:et|puis))\s+(?=[a-z])")


class Refus(ValueError):
    """An argument that cannot be taken; the text, in French, says why."""


@dataclass(frozen=True)
class Suite:
    """The words that follow a verb, as written (`brute`) and plain (`plate`, as long); what is read moves on.

    `majuscules`: the verb was written as in the book, `numeros_lus`: a number followed it; either way a reason may
    come without a colon.
    """

    brute: str
    verbe: Verbe
    aujourd_hui: date
    majuscules: bool
    numeros_lus: bool = False
    plate: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "plate", calquer(self.brute))

    def apres(self, fin: int) -> Suite:
        """What is left beyond that place."""
        return replace(self, brute=self.brute[fin:])

    def avec_nombre(self) -> Suite:
        """The same, once a number or a day was read: no sentence goes « annuler 2 le rendez-vous »."""
        return replace(self, numeros_lus=True)

    def nue(self) -> str:
        """The plain words without what surrounds them."""
        return self.plate.strip(BORDS)


def conseil(verbe: Verbe, raison: str) -> str:
    """What to write instead, in French."""
    return f"{raison[0].upper()}{raison[1:]}. Écrivez par exemple « {SYNTAXES[verbe]} »."


def passer(forme: re.Pattern[str], plate: str, debut: int = 0) -> int:
    """Where these words end; `debut` when they do not stand there."""
    trouve = forme.match(plate, debut)
    return trouve.end() if trouve else debut


def lire_le_motif(suite: Suite, *, obligatoire: bool = False) -> str:
    """The reason, in its author's words; it may not hold a doubt, a delay or another order."""
    debut = passer(_SEPARATEUR, suite.plate)
    brut, plat = suite.brute[debut:].rstrip(), suite.plate[debut:].rstrip()
    signes = _SIGNES_SURS if not suite.majuscules else _SIGNES
    introduit = any(signe in suite.plate[:debut] for signe in signes)
    if annonce := MOTIF_ANNONCE.match(plat):
        brut, plat, introduit = brut[annonce.end() :], plat[annonce.end() :], True
    if not plat.strip(BORDS):
        if obligatoire:
            raise Refus("il manque le motif")
        return ""
    _verifier_le_motif(suite, brut, plat, introduit=introduit)
    return sans_bords(brut)[:MOTIF_MAX]


def sans_bords(brut: str) -> str:
    """Words without the punctuation around them, nor half a pair of brackets."""
    mots = brut.strip(BORDS.replace(")", "").replace("(", ""))
    if mots.count(")") > mots.count("("):
        mots = mots.removesuffix(")")
    return mots.removeprefix("(") if mots.count("(") > mots.count(")") else mots


def _verifier_le_motif(suite: Suite, brut: str, plat: str, *, introduit: bool) -> None:
    tete = plat.strip("".join({c for c in plat if not c.isalnum()}))  # « SUIVANT… demain », « SUIVANT (non) ! »
    if not any(c.isalpha() for c in plat):
        raise Refus(f"« {brut.strip()} » n'est pas un motif")
    libre = introduit or suite.numeros_lus or _LIAISON.match(tete)
    if not libre and (not suite.majuscules or _est_un_objet(suite.verbe, brut, tete)):
        phrase = f"{suite.verbe.en_clair} {brut.strip()[:60]}"
        raise Refus(f"« {phrase} » peut se lire autrement ; mettez deux-points avant le motif")
    if not introduit and tete[0].isdigit():
        raise Refus("deux nombres se suivent ; mettez deux-points avant le motif")
    if not introduit and suite.numeros_lus and _COMPTE.match(tete):
        raise Refus("ce nombre semble compter quelque chose ; mettez deux-points avant le motif")
    contraire = _CONTRAIRE.get(suite.verbe)
    if contraire and contraire[0].match(tete):
        raise Refus(contraire[1])
    if nie := _NIE.match(tete):
        raise Refus(f"« {nie[0].strip()} » semble retenir l'ordre")
    autre = verbe_en_tete(tete)
    if _ordre_plus_loin(brut, plat) or (autre and autre[1] == len(tete)):
        raise Refus("un autre ordre semble suivre ; écrivez un ordre par ligne")
    if doute := _leve_un_doute(suite.verbe, tete):
        raise Refus(f"« {doute} » laisse l'ordre en suspens ; un ordre prend effet dès qu'il est lu")


def _ordre_plus_loin(brut: str, plat: str) -> bool:
    """« trop loin, OUI 2 »: an order that would be lost in a reason."""
    if VERBE_EN_CAPITALES.search(brut):
        return True
    lus = (verbe_en_tete(plat, trouve.end()) for trouve in _ORDRE_PLUS_LOIN.finditer(plat))
    return any(lu and re.match(r" \d", plat[lu[1] :]) for lu in lus)


def _est_un_objet(verbe: Verbe, brut: str, tete: str) -> bool:
    """Whether these words go with the verb as in a sentence.

    SUIVANT in capitals, alone among small letters, is no word of one.
    """
    return _OBJET.match(tete) is not None and (verbe is not V.SUIVANT or brut.isupper())


def semble_retenir(tete: str) -> bool:
    """« pas », « non », « demain »: no name of a réservataire."""
    return (_NIE.match(tete) or _DIFFERE.match(tete) or DOUTE.search(tete)) is not None


def _leve_un_doute(verbe: Verbe, tete: str) -> str:
    if verbe is V.CONDITION:
        return ""
    trouve = DOUTE.search(tete)
    if trouve is None and verbe in _CONDUITE:
        trouve = _DIFFERE.match(tete) or _PROVISOIRE.search(tete)
    return trouve[0] if trouve else ""


def rien_d_autre(suite: Suite, *, deux_points: bool = False) -> str:
    """The end of an order that takes no more: nothing, or a reason that says it is one.

    `deux_points`: a colon says it too, for the orders that set nobody's conditions.
    """
    reste = suite.plate.lstrip(BORDS)
    if not reste.strip(BORDS):
        return ""
    if MOTIF_ANNONCE.match(reste) or (deux_points and _DEUX_POINTS.match(suite.plate)):
        return lire_le_motif(suite)
    en_trop = suite.brute.strip(BORDS)[:60]
    raise Refus(f"« {en_trop} » est de trop")
