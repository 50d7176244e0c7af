"""What plain words say of an answer: an agreement, a refusal, no answer at all, or one that has yet to come.

Read on a plain line (`calque.calquer`), clause by clause: « n'accepte pas » is no
agreement, nor is « a accepté un autre logement », which declines this one. Known
false alarms: « ravie » of something else, « hésitait » and then answered. They
only ask for other words.
"""

from __future__ import annotations

import re

_FIN_DE_PROPOSITION = re.compile(r"[,;.:!()]|\s-\s|\b(?:mais|et|car|puis|alors)\b")
# « intéressée par un T4 », « accepte ailleurs »
_AUTRE_CHOSE = (
    r"(?! (?:(?:par|a|de|pour|sur|dans|plutot|seulement|deja) )*(?:une?|des|leurs?|son|sa|ses|autres?|ailleurs|chez|"
    r"le (?:parc )?prive)\b)"
)
_CE_LOGEMENT = r"(?:le|la|l'|ce|cet|cette) ?(?:logement|appartement|t\d|maison|studio|bien|offre|proposition)\b"
_ACCORD = re.compile(
    r"^(?:(?:son|leur|bon) )?accord (?:de|du|des|ecrit|oral|telephonique|donne|recu)\b|"
    r"\b(?:accept(?:e|ent|ee?s?|era|eront)|d'accord|oui|ok|veu(?:t|lent) bien|partante?s?|favorables?|interessee?s?|"
    r"ravie?s?|enchantee?s?|contente?s?|emballee?s?|"
    r"(?:le|la|l'|les) (?:prend|prennent|prendra|prendront|veut|veulent|garde|gardent)|"
    r"(?:confirme|donne|maintient|redonne)(?:nt)? (?:bien )?(?:son|leur) (?:accord|interet)|"
    r"(?:(?:souhaite|veut|voudrait|desire|aimerait|compte|va)(?:nt)?|veulent|voudraient|vont|prete?s? a|"
    r"prevoi(?:t|ent) d[e']) ?(?:bien )?(?:le |la |l')?(?:prendre|louer|accepter|visiter|signer|emmenager)|"
    rf"emmenage(?:nt|ra|ront)?(?! (?:a|au|aux|en|dans|avec)\b)|sign(?:e|ent|era|eront))\b{_AUTRE_CHOSE}|"
    rf"\b(?:prend|prennent|prendra|prendront|garde|gardent|gardera|veut|veulent)(?: bien)? {_CE_LOGEMENT}|"
    r"\b(?:prend|prennent|prendra|prendront)(?: bien| volontiers)?$"
)
_PLAIT = re.compile(
    r"\b(?:(?:lui|leur) (?:(?:a|ont) (?:\w+ )?plu|plai(?:t|sent|ra)|convien(?:t|nent|dra)(?! que)|va|"
    r"correspond(?:ent)?)|bon pour (?:elle|lui|eux|elles))\b"
)
# Of which answer, it does not say.
_CONFIRME = re.compile(
    r"\b(?:elles?|ils?|candidate?|menage|famille) (?:(?:a|ont|nous|me) )*(?:bien )?confirm(?:e|ent|ee?)"
    r"(?=$| (?:par|au|ce)\b)"
)
# « n'accepte pas », « avis peu favorable », « désistement signé »
_NEGATION = re.compile(
    r"\bn'|\b(?:ne|ni|pas|plus|jamais|peu|moins|guere|sans|aucune?|non (?=favorable|interesse|accept|partant)|refus\w*|"
    r"renon\w+|declin\w*|desist\w*|autres?|ailleurs|(?:pour|de) passer (?:(?:leur|son|votre) tour|(?:au|a un) \w+))\b"
)
# Another home than this one, that she took, found or keeps, declines it as a refusal does.
_UN_AUTRE_TOIT = (
    r"\b(?:(?:relog|trouv|pris|prend|prefer|sign|accept|choisi|obtenu|loue|attribu|emmenag|veut|voudrait|parti?|"
    r"achet)\w*(?: (?!pour\b)[\w']+){0,4}? (?:ailleurs|(?:dans )?le (?:parc )?prive|"
    r"(?:un|l'|d'|en) ?autres? (?:logement|appartement|[tf]\d|(?:offre|proposition)(?! de)|quartier|secteur|commune|"
    r"ville|residence|bailleur|bien|maison|studio))|"
    r"(?:reste|garde|conserve|prefer)\w* (?:rester |dans )*"
    r"(?:(?:son|sa|leur) (?:logement|appartement|t\d|maison|studio)|ou (?:elle|il) est)|"
    r"(?:a|ont|ete|est|deja|vient d'etre) (?:\w+ )?relogee?s?|prefer\w+ "
    r"(?:une? (?:t\d|autre|logement|appartement|maison|studio|rez|quartier)|attendre|rester|autre))\b|^relogee?s?$"
)
_REFUS = re.compile(
    rf"{_UN_AUTRE_TOIT}|"
    r"\b(?:refus(?:e|ent|ee?s?|er|era|eront)?|declin\w+|renonc\w+|desist\w+|(?:dit|repondu|est) non|defavorables?|"
    r"se (?:retir|retract|desengag)\w+|(?:s'est|se sont) (?:retir|retract|desengag)\w+|retractation|abandon\w*|"
    r"laiss\w+ tomber|"
    r"(?:pas|plus) (?:(?:du tout|tres|vraiment) )?(?:interesse\w*|d'accord|favorables?|preneu\w+|partante?s?|"
    r"disponibles?)|"
    r"ne (?:l'|le |la |les )?(?:veut|veulent|souhaite\w*|donne\w*|prend|prennent|prendra|prendront|viendra)|"
    r"n'(?:en veu(?:t|lent)|accept\w+)|"
    r"n'(?:a|ont) (?:jamais|pas) (?:constitue|complete|depose|envoye|fourni|produit|remis|rendu|transmis) "
    r"(?:\w+ ){0,2}(?:dossier|pieces?|justificatifs?|documents?)\b|"
    r"(?:pas|aucune?|plus|sans) (?:de |d'|d'autres? )?(?:candidate?|demandeur|menage|famille)s?|"
    r"trop (?:loin|eloignee?))\b"
)
# A dwelling is judged: this one, unless the words before it are of the one that she leaves.
_DEPLAIT = re.compile(
    r"\b(?:trop (?:chere?|petite?|grande?|haut|eleve\w*|bruyante?)|"
    r"ne (?:(?:lui|leur) )?(?:plai|convien|correspond)\w*|ne (?:lui|leur) va\b|"
    r"n(?:e (?:lui|leur) |')a (?:pas|guere) plu)\b"
)
_SON_TOIT = re.compile(
    r"\b(?:quitt\w+|vi(?:t|vent) (?:dans|en|avec|a)|habit\w+|occup\w+|(?:mal )?log(?:ee?s?|ent)|heberg\w+|actuel\w*|"
    r"(?:son|sa|leur) (?:ancien(?:ne)? |propre )?(?:logement|appartement|t\d|studio|maison|loyer))\b(?! (?:sera|va)\w*)"
)
# Behind an agreement, what takes it back: not « refuse de visiter », nor « a refusé un autre logement ».
_MAIS = re.compile(
    rf"{_UN_AUTRE_TOIT}|\btrop (?:loin|eloignee?)\b|\b(?:refus|declin|renonc|desist)\w*(?=$| (?:par|car|a cause)\b|"
    r" (?:l[ae]|l'|ce|cette|au|a l[a']) ?(?:logement|appartement|quartier|secteur|loyer|etage|commune|ville|offre|"
    r"proposition)\b)|"
    r"^(?:il (?:n')?y a )?(?:pas|sans|manque) (?:de |d'|une? )(?:ascenseur|balcon|terrasse|jardin|parking|garage|"
    r"stationnement|cave|place|bus|transports?|gare|commerces?|ecole|creche|baignoire|douche|chambre|exterieur)"
)
# « n'a jamais refusé », « ne se désiste pas », « pas question de refuser », « n'est pas trop petit »
_REFUS_NIE = re.compile(
    r"(?:\bn'|\b(?:ne|pas|jamais|aucune?) )(?:(?:a|ont|est|sont|se|le|la|les|y|en|pas|jamais|point|du tout|encore|"
    r"absolument|nullement|ete|fait|oppose|formule|emis|exprime|question|aucun|de) |(?:d|l|s)')*"
    r"(?:refus|renon|declin|desist|(?:dit|repondu) non)|\b(?:pas|jamais) (?:l[ea]s? \w+ )?trop "
)
# Nobody has answered, or the letter came back.
_LETTRE = r"(?:lettre|courrier|pli|enveloppe|recommandee?|lrar|proposition|offre)"
_SANS_REPONSE = re.compile(
    rf"\bnpai\b|\b{_LETTRE}(?: \w+){{0,2}} (?:reven|retourn|renvoy)\w+(?! sign)|"
    r"\b(?:destinataire|adresse) inconnue?\b|"
    rf"\b(?:non (?:distribu|remis|recu|reclam)\w*|pas (?:ete )?(?:distribu|remis|recu|reclam)\w*)"
    rf"(?: d\w+)? {_LETTRE}\b|"
    rf"\b{_LETTRE}(?: \w+)? (?:non|pas|jamais) (?:ete )?(?:distribu|remis|recu|reclam)\w*|"
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
    """Whether a clause agrees to this dwelling, and none behind it takes that back: « intéressée mais trop cher »."""
    accord = False
    for clause in _propositions(plate):
        if _accepte(clause):
            accord = True
        elif (_MAIS.search(clause) or _juge(_DEPLAIT, clause)) and not _REFUS_NIE.search(clause):
            accord = False
    return accord


def _accepte(clause: str) -> bool:
    return bool(_ACCORD.search(clause) or _juge(_PLAIT, clause)) and not _NEGATION.search(clause)


def dit_un_refus(plate: str) -> bool:
    """Whether a clause declines it."""
    return any(map(_decline, _propositions(plate)))


def _decline(clause: str) -> bool:
    return bool(_REFUS.search(clause) or _juge(_DEPLAIT, clause)) and not _REFUS_NIE.search(clause)


def _juge(avis: re.Pattern[str], clause: str) -> bool:
    """Whether a clause judges this dwelling, and not the one that is left."""
    trouve = avis.search(clause)
    return trouve is not None and not _SON_TOIT.search(clause, 0, trouve.start())


def nie_un_refus(plate: str) -> bool:
    """Whether these words deny that it was declined."""
    return any(_REFUS_NIE.search(clause) for clause in _propositions(plate)) and not dit_un_refus(plate)


def _propositions(plate: str) -> list[str]:
    return [clause.strip() for clause in _FIN_DE_PROPOSITION.split(plate)]


def confirme_sans_dire(plate: str) -> str:
    """« Elle confirme », without a word of what; "" otherwise."""
    trouve = None if dit_un_refus(plate) or "refus" in plate else _CONFIRME.search(plate)
    return trouve[0] if trouve else ""


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
