"""The reason of an order, in its author's words; a doubt, a delay or another order in it holds the order back."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date

from robot.domain.stimuli import Verbe
from robot.reading.calque import calquer
from robot.reading.consignes import sens
from robot.reading.consignes.clotures import dit_pourquoi_clore
from robot.reading.consignes.dates import est_un_jour_passe
from robot.reading.consignes.lues import Logement
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
    r"(?:pas\b(?! (?:de |d'|assez|suffisamment))|ne |n'|jamais|surtout|rien\b|ou\b|oui\b|non(?:$| \d| ?[,.;:!…(]| -)|"
    r"(?:inutile|impossible|infructueu(?:x|se)|terminee?|faite?$|en cours|annulee?|reportee?|suspendue?)\b)"
)
# What says the contrary of the verb it follows.
_CONTRAIRE: dict[Verbe, tuple[re.Pattern[str], str]] = {
    V.CONDITION: (
        re.compile(r"(?:non\b|levee?\b|remplie|aucune|satisfaite|realisee|sans objet|pas d|abandon)"),
        "CONDITION pose une condition ; celle-ci semble levée",
    ),
    V.PRESENTER: (
        re.compile(r".*?(?:\bcandidate?s? (?:n° ?)?\d|\bseulement\b|\buniquement\b|\bsauf\b)"),
        "PRESENTER présente tous les candidats retenus ; RETIRER d'abord les autres",
    ),
    V.DELAI: (
        re.compile(r"(?:(?:est|a ete|deja|bien|largement) )*(?:depasse|ecoule|expire|echu|termine|fini|acheve)"),
        "ces mots disent un délai passé ; DELAI en accorde un nouveau",
    ),
}
# Those whose reason may not say an agreement, nor a refusal; those that report an answer, which silence is not.
_REFUSENT = frozenset({V.REFUSE, V.SUIVANT, V.NON, V.RETIRER, V.REJETE})
_ACCORDENT = frozenset({V.ACCEPTE, V.OUI})
_RAPPORTENT = frozenset({V.NON, *_ACCORDENT})
_COMPTE = re.compile(
    r"(?:seule?s?|candidate?s?|candidatures?|minutes?|fois|logements?|personnes?|jours?|semaines?|mois|heures?|enfants?|"
    r"chambres?|dossiers|familles?|menages?|couples?|demandes|visites|lettres|refus|suffi(?:t|sent)|sur \d+|"
    r"ont|c'est)\b"
)
# Typed in small letters, with a number, these are words of a sentence: « Délai 5 jours dépassé », « Non 1 suffit ».
_DIT_EN_PHRASE = frozenset({V.NON, V.RETIRER, V.REJETE, V.DELAI})
BIENTOT = re.compile(
    r"(?:demain|apres-demain|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|plus tard|bientot|la semaine|"
    r"en \w+ prochain|ensuite)\b"
)
DIFFERE = re.compile(
    rf"{BIENTOT.pattern}|(?:dans (?:\d|un|une|deux|trois|quelques)|a partir|a compter|des (?:le|que|demain|lundi)|"
    r"le \d{1,2}|au \d{1,2}|au \w+ \d|d'ici|apres (?:le|la|accord|validation|confirmation))\b"
)
DOUTE = re.compile(
    r"\b(?:si(?! bien)|s'ils?|sauf|sous reserve|a condition|peut-etre|peut etre|ou (?:pas|non|bien|plutot)|"
    r"a (?:confirmer|valider|revoir|discuter|preciser|definir|voir|verifier)|sinon|au lieu d\w*|(?:ne )?sais pas|"
    r"pas la peine|finalement|au cas ou|le cas echeant|plutot|"
    r"pas (?:encore|maintenant|tout de suite|avant)|attend(?:ez|re) (?:ma|mon|notre|la|le|votre|l')|j'hesite|"
    r"je (?:crois|pense)|il (?:me )?semble|il parait|probable(?:ment)?|sans doute|apparemment|a priori|normalement|"
    r"en principe|brouillon|ceci est un (?:test|essai)|ne pas (?:executer|tenir compte|"
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

# What to write instead, when nobody answered.
_SILENCE = {
    V.ACCEPTE: "le robot compte lui-même le silence d'un réservataire",
    **dict.fromkeys(
        (V.OUI, V.NON),
        "REPROPOSER et son numéro lui écrit à nouveau, REMIS et son numéro prouve que sa lettre est arrivée",
    ),
}
CLORE = (
    "ANNULER clôt tout le dossier du logement et ne se défait pas ; « {mots} » ne dit pas pourquoi ce logement n'est "
    "plus à attribuer (vendu, démoli, en travaux, locataire resté, saisi par erreur, attribué sur votre part). Pour "
    "défaire autre chose : RETIRER retire un candidat, une nouvelle COMMISSION déplace la date, RENVOYER refait "
    "l'offre, un nouveau CLASSE refait le classement"
)

_BIEN = re.compile(r"\b(?:le |la |l')(?:[tf] ?\d|studio|logement|appartement|maison)\b[^,;.:()]*")
_DEUX_POINTS = re.compile(r"[\s*]*:")
_ORDRE_PLUS_LOIN = re.compile(r"(?:[,.;]|\b(?:et|puis))\s+(?=[a-z])")


class Refus(ValueError):
    """An argument that cannot be taken; the text, in French, says why."""


@dataclass(frozen=True)
class Suite:
    """The words that follow a verb, as written (`brute`) and plain (`plate`, as long); what is read moves on.

    `majuscules`: the verb was written as in the book, `numeros_lus`: a number followed it; either way a reason may
    come without a colon. `logement` is the dwelling of the order, when its sheet is at hand.
    """

    brute: str
    verbe: Verbe
    aujourd_hui: date
    majuscules: bool
    numeros_lus: bool = False
    logement: Logement | None = None
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
    if not introduit and suite.numeros_lus and _COMPTE.match(tete):
        raise Refus("ce nombre semble compter quelque chose ; mettez deux-points avant le motif")
    nombre = suite.numeros_lus and (suite.majuscules or suite.verbe not in _DIT_EN_PHRASE)
    libre = introduit or nombre or _LIAISON.match(tete)
    if not libre and (not suite.majuscules or _est_un_objet(suite.verbe, brut, tete)):
        phrase = f"{suite.verbe.en_clair} {'… ' if suite.numeros_lus else ''}{brut.strip()[:60]}"
        raise Refus(f"« {phrase} » peut se lire autrement ; mettez deux-points avant le motif")
    if not introduit and tete[0].isdigit():
        raise Refus("deux nombres se suivent ; mettez deux-points avant le motif")
    franc = introduit and suite.verbe in _REFUSENT and sens.dit_un_refus(tete)  # « NON 1 : n'en veut pas »
    if not franc and (nie := _NIE.match(tete)):
        raise Refus(f"« {nie[0].strip()} » semble retenir l'ordre")
    autre = verbe_en_tete(tete)
    if _ordre_plus_loin(brut, plat) or (autre and autre[1] == len(tete)):
        raise Refus("un autre ordre semble suivre ; écrivez un ordre par ligne")
    if contraire := _dit_le_contraire(suite.verbe, _sans_les_autres(tete, suite.logement)):
        raise Refus(contraire)
    if doute := _leve_un_doute(suite, tete):
        raise Refus(f"« {doute} » laisse l'ordre en suspens ; un ordre prend effet dès qu'il est lu")
    if suite.verbe is V.ANNULER and not dit_pourquoi_clore(tete):
        raise Refus(CLORE.format(mots=brut.strip(BORDS)[:60]))


def _dit_le_contraire(verbe: Verbe, tete: str) -> str:
    """Why these words contradict the verb, in French; "" when they do not."""
    contraire = _CONTRAIRE.get(verbe)
    if contraire and contraire[0].match(tete):
        return contraire[1]
    if verbe in _REFUSENT and (dit := _ne_refuse_pas(tete)):
        return dit
    if verbe in _ACCORDENT and sens.dit_un_refus(tete):
        return "le motif semble dire un refus, et non un accord"
    if verbe in _RAPPORTENT and (muet := sens.sans_reponse(tete)):
        return f"« {muet} » ne dit pas sa réponse ; {_SILENCE[verbe]}"
    return ""


def _sans_les_autres(tete: str, logement: Logement | None) -> str:
    """« a accepté le T4 de Valleiry » as « a accepté un autre logement », when the sheet says that it is one."""
    if logement is None:
        return tete
    return _BIEN.sub(lambda dit: "un autre logement" if logement.est_un_autre(dit[0]) else dit[0], tete)


def _ne_refuse_pas(tete: str) -> str:
    if sens.dit_un_accord(tete):
        return "le motif semble dire un accord, et non un refus"
    if sens.nie_un_refus(tete):
        return "ces mots semblent dire qu'il n'y a pas de refus"
    flou = sens.confirme_sans_dire(tete)
    return f"« {flou} » ne dit pas quoi" if flou else ""


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
    return (_NIE.match(tete) or DIFFERE.match(tete) or DOUTE.search(tete)) is not None


def _leve_un_doute(suite: Suite, tete: str) -> str:
    """The words that leave the order open, "" when none do; a day gone by, « le 5 mai, par téléphone », tells of it."""
    verbe = suite.verbe
    if verbe is V.CONDITION:
        return ""
    trouve = DOUTE.search(tete)
    if trouve is None and verbe in _CONDUITE:
        jour = None if est_un_jour_passe(tete, suite.aujourd_hui) else DIFFERE.match(tete)
        trouve = jour or _PROVISOIRE.search(tete)
    if trouve is None and verbe is V.NON:
        trouve = BIENTOT.match(tete)
    if trouve:
        return trouve[0]
    return sens.reste_a_dire(tete) if verbe in _REFUSENT | _ACCORDENT | {V.REMIS} else ""


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
