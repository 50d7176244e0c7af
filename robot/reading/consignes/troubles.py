"""Second thoughts, questions, delays and tales around an order: near one, they hold every order of the message back."""

from __future__ import annotations

import re
from collections.abc import Sequence

from robot.domain.stimuli import Verbe
from robot.reading.calque import calquer
from robot.reading.consignes import sens
from robot.reading.consignes.lignes import LIGNE_MAX, LigneLibre, LigneOrdre, LignePresque, Morceau
from robot.reading.consignes.motifs import DIFFERE
from robot.reading.consignes.verbes import VERBE_EN_CAPITALES

V = Verbe
# A second thought, a question, a condition: near an order, it holds the order back.
_TROUBLE = re.compile(
    r"\?|\b(?:attend(?:ez|re|s|ons)|patient(?:ez|er|ons)|finalement|en fait|plutot|oubli\w*|oups|pardon|par erreur|"
    r"une erreur|me suis trompe\w*|brouillon|exemple|essai|test|peut-etre|peut etre|sauf|mais|toutefois|cependant|"
    r"sinon|"
    r"si(?! bien)|s'ils?|a condition|sous reserve|pas (?:encore|maintenant|tout de suite)|pour (?:l'instant|le moment)|"
    r"a (?:confirmer|valider|voir|revoir)|d'abord|avant (?:de|d'\w+|que|qu'\w+)|j'hesite|au choix|ou bien|stop|"
    r"chang\w+ d'avis|revien\w*|entre-?temps|correction|rectifi\w*|laisse[rz]? tomber|tant pis|inutile|caduc\w*|"
    r"ignor\w+|"
    r"contre-?ordre|suspend\w*|bloqu\w*|pas d'accord|en attente|"
    r"au contraire|faut-il|dois-je|doit-on|puis-je|peut-on|que se passe|rien (?:faire|changer|executer)|"
    r"ne rien|ne plus|surtout pas|annul\w+|ordres? possibles?|vous (?:pouvez|devez) (?:ecrire|repondre)|"
    r"vous ecrivez)\b|"
    r"\b(?:je|nous|on|vous) (?:ne |n')(?!a\b|ai\b|as\b|avons\b|avez\b|y a)|(?:^|[,.:;]\s*|\b(?:de|merci|"
    r"veuillez) )ne \w|"
    r"^\W*non\b"
)
TROUBLE_DANS_UNE_LISTE = re.compile(
    r"\?|\b(?:finalement|attend(?:ez|re)|ne rien|oubliez|annulez|pardon|me suis trompe\w*|brouillon)\b"
)
# « Est-ce bien », « Pourquoi le robot a-t-il refusé »: a question without its mark.
_QUESTION = re.compile(
    r"\b(?:pourquoi|est-ce|qu'est-ce|comment se fait|\w+-t-(?:il|elle|on|ils|elles)|"
    r"(?:est|sont|ont|faut|peut|doit)-(?:il|elle|on|ils|elles))\b"
)
# What was ordered before, and told here: « mon ordre », « voici ce que j'ai fait hier : ».
_RECIT = re.compile(
    r"(?<!voici )\b(?:(?:mon|cet|le) (?:dernier |precedent )?ordre|mes (?:\w+ )?(?:derniers|precedents) ordres)\b|"
    r"\b(?:le|du|au) robot\b|"
    r"\bce que (?:j'ai|nous avons|on a|vous avez|il a|elle a)\b"
    r"(?!.{0,20}\b(?:decid|retenu|conven|choisi|statu|tranch))|"
    r"\b(?:j'ai|nous avons|on a|avait|avais|avions) (?:deja |bien )*(?:fait|ecrit|envoye|tape|ordonne|mis)\b.*:$|"
    r"\bdeja (?:fait|envoye|ecrit|ordonne)e?s?\b"
)
_JOUR_SEUL_MAX = 3  # words
_BONJOUR_ROBOT = re.compile(r"\b(?:bonjour|bonsoir|hello|merci|cher)(?: a)? (?:le |au )?robot\b")
# « OK, merci. » answers our letter, not the dwelling's question.
_ACQUIESCE = re.compile(r"\W*(?:(?:ok|oui|d'accord|entendu|parfait|tres bien|bien recu|bien note|merci)\b\W*)+")
_REFUSENT = frozenset({V.SUIVANT, V.REFUSE, V.NON, V.RETIRER, V.REJETE})
_ACCORDENT = frozenset({V.OUI, V.ACCEPTE})
_SUIVENT_UN_ACCORD = frozenset({*_ACCORDENT, V.REPROPOSER, V.ATTRIBUE, V.CLASSE, V.CONDITION, V.BAIL})


def trouble(morceaux: Sequence[Morceau]) -> str:
    """The line that holds the orders back, "" when none does. A quoted line is nobody's word."""
    verbes = frozenset(m.verbe for m in morceaux if isinstance(m, LigneOrdre))
    for morceau in morceaux:
        match morceau:
            case LigneLibre(ligne) if ligne and not ligne.startswith(">") and _trouble(ligne, verbes):
                return ligne
            case LignePresque(ligne) if _TROUBLE.search(calquer(ligne)) or VERBE_EN_CAPITALES.search(ligne):
                return ligne
            case LigneOrdre(ligne, Verbe.NON, _, suite) if not re.match(r"\W*(?:candidate? ?|n° ?)*\d", suite):
                return ligne
            case _:
                pass
    return ""


def _trouble(ligne: str, verbes: frozenset[Verbe]) -> bool:
    plate = re.sub(r"s'il (?:vous|te) plait", "", calquer(ligne[:LIGNE_MAX])).strip()
    plate = _BONJOUR_ROBOT.sub("", plate)
    if _TROUBLE.search(plate) or _QUESTION.search(plate) or _RECIT.search(plate) or sens.reste_a_faire(plate):
        return True
    return _est_un_jour(plate) or _contredit(plate, verbes)


def _est_un_jour(plate: str) -> bool:
    """« Lundi : », « (la semaine prochaine) »: when the orders are for, and no part of a sentence."""
    quand = re.sub(r"^\W*(?:(?:pour|des|et|a partir de) )?", "", plate)
    if not DIFFERE.match(quand):
        return False
    seul = len(quand.split()) <= _JOUR_SEUL_MAX and not any(c.isdigit() for c in quand)
    return seul or plate.endswith((":", ")"))


def _contredit(plate: str, verbes: frozenset[Verbe]) -> bool:
    """« Ils viennent de me rappeler, ils prennent. » below SUIVANT; « OUI 1 » in the same message explains it."""
    dite = _ACQUIESCE.sub("", plate, count=1) if _ACQUIESCE.match(plate) else plate
    if verbes & _REFUSENT and not verbes & _SUIVENT_UN_ACCORD and sens.dit_un_accord(dite):
        return True
    return bool(verbes & _ACCORDENT) and not verbes & _REFUSENT and sens.dit_un_refus(dite)
