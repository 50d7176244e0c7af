"""What plain words say of an answer: an agreement, a refusal, no answer at all, or one that has yet to come.

Read on a plain line (`calque.calquer`), an agreement clause by clause: « n'accepte
pas » is none, nor is « a accepté un autre logement ». Known false alarms:
« ravie » of something else, « hésitait » and then answered. They only ask for
other words.
"""

from __future__ import annotations

import re

_FIN_DE_PROPOSITION = re.compile(r"[,;.:!()]|\s-\s|\b(?:mais|et|car|puis|alors)\b")
# « intéressée par un T4 », « accepte ailleurs »
_AUTRE_CHOSE = (
    r"(?! (?:(?:par|a|de|pour|sur|dans|plutot|seulement|deja) )*(?:une?|des|leurs?|son|sa|ses|autres?|ailleurs|"
    r"le (?:parc )?prive)\b)"
)
_CE_LOGEMENT = r"(?:le|la|l'|ce|cet|cette) ?(?:logement|appartement|t\d|maison|studio|bien|offre|proposition)\b"
_ACCORD = re.compile(
    r"^(?:(?:son|leur|bon) )?accord (?:de|du|des|ecrit|oral|telephonique|donne|recu)\b|"
    r"\b(?:accept(?:e|ent|ee?s?|era|eront)|d'accord|oui|ok|veu(?:t|lent) bien|partante?s?|favorables?|interessee?s?|"
    r"ravie?s?|enchantee?s?|contente?s?|emballee?s?|"
    r"(?:le|la|l'|les) (?:prend|prennent|prendra|prendront|veut|veulent|garde|gardent)|"
    r"(?:confirme|donne|maintient|redonne)(?:nt)? (?:bien )?(?:son|leur) (?:accord|interet)|"
    r"(?:souhaite|veut|voudrait|desire|aimerait)(?:nt)? (?:bien )?(?:le |la |l')?(?:prendre|visiter|signer|emmenager)|"
    rf"sign(?:e|ent|era|eront))\b{_AUTRE_CHOSE}|"
    rf"\b(?:prend|prennent|prendra|prendront|garde|gardent|gardera|veut|veulent)(?: bien)? {_CE_LOGEMENT}|"
    r"\b(?:prend|prennent|prendra|prendront)(?: bien| volontiers)?$"
)
# « n'accepte pas », « avis peu favorable », « désistement signé »
_NEGATION = re.compile(
    r"\bn'|\b(?:ne|ni|pas|plus|jamais|peu|moins|guere|sans|aucune?|non (?=favorable|interesse|accept|partant)|refus\w*|"
    r"renon\w+|declin\w*|desist\w*|autres?|ailleurs)\b"
)
_REFUS = re.compile(
    r"\b(?:refus(?:e|ent|ee?s?|er|era|eront)?|declin\w+|renonc\w+|desist\w+|(?:dit|repondu|est) non|defavorables?|"
    r"(?:pas|plus) (?:(?:du tout|tres|vraiment) )?(?:interesse\w*|d'accord|favorables?|preneu\w+|partante?s?)|"
    r"ne (?:l'|le |la |les )?(?:veut|veulent|souhaite\w*|donne\w*|prend|prennent|prendra|prendront|viendra|convient)|"
    r"n'(?:en veu(?:t|lent)|accept\w+)|"
    r"n'(?:a|ont) (?:jamais|pas) (?:constitue|complete|depose|envoye|fourni|produit|remis|rendu|transmis) "
    r"(?:\w+ ){0,2}(?:dossier|pieces?|justificatifs?|documents?)\b|"
    r"(?:pas|aucune?|plus|sans) (?:de |d'|d'autres? )?(?:candidate?|demandeur|menage|famille)s?|"
    r"trop (?:chere?|petite?|grande?|loin|eloignee?|haut|eleve\w*|bruyante?))\b"
)
# « n'a jamais refusé », « ne se désiste pas », « pas question de refuser », « n'est pas trop petit »
_REFUS_NIE = re.compile(
    r"(?:\bn'|\b(?:ne|pas|jamais|aucune?) )(?:(?:a|ont|est|sont|se|le|la|les|y|en|pas|jamais|point|du tout|encore|"
    r"absolument|nullement|ete|fait|oppose|formule|emis|exprime|question|aucun|de) |(?:d|l|s)')*"
    r"(?:refus|renon|declin|desist|(?:dit|repondu) non)|\b(?:pas|jamais) trop "
)
# Nobody has answered.
_SANS_REPONSE = re.compile(
    r"\b(?:injoignables?|repondeur|(?:pas|sans|aucune?) (?:\w+ )?(?:de )?(?:reponse|retour|nouvelles?)|"
    r"n(?:e |')[^,;.:]{0,20}\brepond\w*|repond\w* (?:pas|plus)|"
    r"pas (?:encore )?(?:repondu|rappele|jointe?s?|(?:pu|reussi a) (?:l'|la |le |les )?(?:joindre|avoir))|"
    r"message (?:laisse|vocal)|silence)\b"
)
# An answer is still to come.
_INDECIS = re.compile(
    r"^(?:visite|rdv|rendez-vous)(?: prevue?)?(?: le)? (?:demain|lundi|mardi|mercredi|jeudi|vendredi|\d)|"
    r"\b(?:reflechi(?:t|ssent|r|ra|ront)|en reflexion|attend(?:ent)?|(?:me|nous) rappelle(?:nt)?|hesite(?:nt)?|"
    r"indecise?s?|se (?:decider|prononcer)|"
    r"(?:reponse|retour|confirmation|decision|accord|avis) (?:est |encore )?(?:attendue?|a venir|prevue?|en attente|"
    r"promise?|(?:pour )?(?:demain|lundi|mardi|mercredi|jeudi|vendredi))|"
    r"(?:rappelle|repond|confirme|recontacte|decide|tranche|donne)r(?:a|ont)|dir(?:a|ont)|"
    r"doi(?:t|vent) (?:(?:me|nous|encore|d'abord) )*(?:rappeler|repondre|confirmer|reflechir|voir|donner|visiter|"
    r"decider|en parler)|"
    r"sai(?:t|vent) pas|j'attends|nous attendons|on attend|"
    r"en attente d(?:e (?:sa|leur|la|son|reponse|retour|confirmation|decision|visite)\b|'une reponse)|"
    r"demande (?:un delai|du temps|quelques jours|a visiter|a voir))\b"
)
# « à rappeler lundi », « reste à voir »: an act is put off; « renonce à emménager » puts nothing off.
_RESTE_A_FAIRE = re.compile(
    r"(?:^\W*|[,;.:!(/-]\s*|\b(?:et|puis|est|sont|reste|restent|encore) )"
    r"(?P<quoi>a (?!noter|savoir\b|demolir|rehabiliter|partir\b|compter\b|hier\b|premier)"
    r"(?:[a-z]{3,}(?:er|ir|oir)|(?:re)?faire|(?:re)?mettre|attendre|(?:re)?prendre|suivre|redire|relire|joindre)\b)"
)


def dit_un_accord(plate: str) -> bool:
    """Whether a clause agrees to this dwelling."""
    return any(_ACCORD.search(clause) and not _NEGATION.search(clause) for clause in _propositions(plate))


def dit_un_refus(plate: str) -> bool:
    """Whether a clause declines it."""
    return any(_REFUS.search(clause) and not _REFUS_NIE.search(clause) for clause in _propositions(plate))


def nie_un_refus(plate: str) -> bool:
    """Whether these words deny that it was declined."""
    return any(_REFUS_NIE.search(clause) for clause in _propositions(plate)) and not dit_un_refus(plate)


def _propositions(plate: str) -> list[str]:
    return [clause.strip() for clause in _FIN_DE_PROPOSITION.split(plate)]


def sans_reponse(plate: str) -> str:
    """The words that say that nobody answered; "" when none do."""
    trouve = _SANS_REPONSE.search(plate)
    return trouve[0] if trouve else ""


def reste_a_dire(plate: str) -> str:
    """The words that put the answer off; "" when none do."""
    trouve = _INDECIS.search(plate)
    return trouve[0] if trouve else reste_a_faire(plate)


def reste_a_faire(plate: str) -> str:
    """The words that put an act off; "" when none do."""
    trouve = _RESTE_A_FAIRE.search(plate)
    return trouve["quoi"] if trouve else ""
