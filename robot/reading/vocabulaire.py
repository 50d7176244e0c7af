"""The words that mean yes and no in French, and those that forbid a guess.

All patterns are read on a clause made plain by `lignes.aplanir` (no accents,
lower case), where each reference of a dwelling has become `§`. Each yes and no
is written out with its subject and its object: « nous acceptons ce logement »
is one, « nous acceptons de reporter la visite » and « le candidat accepte »
are not. A word of decision that no pattern covers is a doubt, never a guess.
"""

from __future__ import annotations

import re

# Words that may follow a collective name: « commune de La Balme », never a pronoun, a verb or a neighbour.
_NOM = (
    r"(?!accept|refus|est\b|a\b|n'|ne\b|se\b|me\b|nous|vous|qui|que|donne|emet|pren|ret|souhait|"
    r"declin|valid|rend|fait|voisin|cote)[a-z'-]{1,30}"
)
_COLLECTIF = (
    r"(?:(?:la|le|les|l'|notre|nos) ?)?(?:(?:elus?|services?) (?:de |du |d')?(?:la |l')?)?"
    r"(?:commune|mairie|ville|prefecture|sous-prefecture|metropole|collectivite|departement|region|"
    r"agglomeration|agglo|ccas|etat|"
    r"conseil (?:departemental|municipal|metropolitain)|communaute (?:de communes|d'agglomeration|"
    r"urbaine)|epci|intercommunalite|"
    r"municipalite|service (?:logement|habitat|du logement|de l'habitat|reservation|social)|maire|"
    r"adjointe?(?: au logement)?|prefet|ddets|"
    r"action logement(?: services?)?)"
    rf"(?: (?:de |du |des |d'){_NOM}(?: {_NOM}){{0,3}})?"
)
_SEUL = rf"(?<![\w'-])(?:je|j'|on|{_COLLECTIF}),?"
_NOUS = r"(?<![\w'-])nous,?"
_ADVERBE = (
    r"(?:(?:bien|donc|volontiers|vous|formellement|officiellement|malheureusement|par consequent|par "
    r"la presente|egalement|"
    r"en consequence|avec plaisir|sans reserve|le|la|les|l') ?)"
)
_BIEN = (
    r"(?:(?:ce|le|cet|cette|la|l'|votre|vos|les|ces) ?(?:logement|offre|proposition|orientation|"
    r"appartement|bien|maison|pavillon|lot|"
    r"reservation|attribution|t[1-7])s?"
    r"(?: (?:propose|presente|cite|mentionne|vise|vacant|libere|susvise|precite)e?s?)?(?: de logement)?s?"
    r"(?: (?:ci-dessus|ci-dessous|en objet|en reference|en question|(?:cite|vise)e? en (?:objet|"
    r"reference)|d'orientation))?"
    r"(?: ?(?:n°|no|ref\.?|reference|:)? ?§)?|(?:le |la |l'offre |pour )?§|celui-ci|celle-ci)"
)
_BIEN_NU = r"(?:logement|offre|proposition|orientation|§)(?: §)?"
# What may follow without changing the meaning: the end, a pause, a cause, a thank-you.
_SUITE = (
    r"(?=\s*(?:$|[,;:!.()/*|]|(?<=\s)-|(?:et (?:vous|nous|notre|la commune|proposer)|car|en raison|au motif|"
    r"pour (?:le |les |cause|motif|raison|la raison|nous|notre|ma|la commune|§|ce logement)|"
    r"du fait|suite|compte tenu|faute|par manque|par defaut|vu|a cause|puisque|parce|etant donne|"
    r"malgre|sans reserve|sans condition|merci|cordialement|"
    r"dans le cadre|propose|d'autant|afin|tel|en l'etat|le motif|motif|avec plaisir|volontiers|par la "
    r"presente|ce jour)\b))"
)
_OBJET = rf"(?: (?:bien |donc |volontiers |favorablement )?{_BIEN})?"
_A_BIEN = rf"(?: (?:a|sur|pour|concernant|quant a|de) {_BIEN})?"
_DE_QUI = (
    r"(?: (?:de (?:la|notre) (?:commune|mairie|ville|collectivite|prefecture|metropole|part)|du "
    r"(?:ccas|departement|maire)))?"
)
# A word without a subject decides only at the head of its clause, or after a label that is ours to read.
_ETIQUETTE = (
    rf"(?:(?:notre|ma|la)? ?(?:reponse|decision|avis|retour|choix|position){_DE_QUI}(?: est)?(?: la "
    rf"suivante)? ?[:=\-]? ?|"
    r"(?:(?:pour|concernant|objet ?:) ?)?(?:(?:le|l'|la) ?)?(?:logement|offre|proposition|reference|"
    r"ref\.?|dossier)? ?(?:n°|no|:)? ?§ ?[:=,\-|>]{0,3} ?|"
    r"(?:merci|donc|suite a votre (?:mail|message|proposition|courriel|offre))[,:]? )"
)
_TETE = rf"^[^\w§]{{0,5}}{_ETIQUETTE}{{0,2}}"


def _un_de(*motifs: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{motif})" for motif in motifs))


def _dit(singulier: str, pluriel: str, *, negation: str = "") -> str:
    """A verb with its subject, agreeing: « la famille nous refuse » is not « nous refusons »."""
    return rf"(?:{_SEUL} ?{negation}{_ADVERBE}{{0,2}}(?:{singulier})|{_NOUS} ?{negation}{_ADVERBE}{{0,2}}(?:{pluriel}))"


# Without one of these, no pattern can match: most clauses are spared the search.
INDICE = re.compile(
    r"accept|refus|accord|favorabl|position|pren|reten|retien|valid|suite|declin|non merci|\bok\b|"
    r"\bbon\b|feu vert|interess|oppos|"
    r"impossibilite|incapacite|en mesure|non,|renon|restitu"
)
_NE = r"(?:ne |n')"
_ETRE = _dit("suis|est", "sommes")
_N_ETRE_PAS = _dit("suis pas|est pas", "sommes pas", negation=_NE)
_ACTES = (
    r"(?:donner (?:une )?suite(?: favorable(?:ment)?)?|(?:se|nous|me) positionner|accepter|prendre|retenir|valider)"
)

_NE_PREND_PAS = _dit("(?:prends?|retiens|retient|valide) pas", "(?:prenons|retenons|validons) pas", negation=_NE)
_NE_DONNE_PAS = _dit("(?:donne|donnera) pas", "(?:donnons|donnerons) pas", negation=_NE)
_NE_PEUT_PAS = _dit(
    "(?:peut|peux|pourra|souhaite|desire) pas", "(?:pouvons|pourrons|souhaitons|desirons) pas", negation=_NE
)
_N_EST_PAS_EN_MESURE = _dit(
    "(?:suis|est) (?:malheureusement )?pas en mesure", "sommes (?:malheureusement )?pas en mesure", negation=_NE
)

ACCORD = _un_de(
    rf"{_dit('accepte', 'acceptons')}{_OBJET}{_SUITE}",
    rf"{_TETE}(?:accepte|acceptons|acceptee?s?|accord(?: favorable)?){_OBJET}{_DE_QUI}{_A_BIEN}{_SUITE}",
    rf"{_TETE}(?:{_BIEN}|offre|proposition|logement|orientation) ?:? ?(?:est |sont )?acceptee?s?{_SUITE}",
    rf"{_TETE}(?:avis|reponse|retour) (?:tres )?favorable{_DE_QUI}{_A_BIEN}{_SUITE}",
    rf"{_dit('emets|emet|donne|rends|rend|formule', 'emettons|donnons|rendons|formulons')} (?:un |une |"
    rf"son |notre |mon )?(?:avis|reponse|suite) (?:tres )?favorable{_A_BIEN}{_SUITE}",
    rf"{_TETE}favorable{_A_BIEN}{_SUITE}",
    rf"{_ETRE} (?:tout a fait |tres )?favorables?{_A_BIEN}{_SUITE}",
    rf"(?:{_dit('(?:souhaite )?(?:se|me) positionner?', '(?:souhaitons )?nous positionn(?:ons|er)')}|"
    rf"(?<![\w'])on se positionne)(?: favorablement)?{_A_BIEN}{_SUITE}",
    rf"{_TETE}(?:c'est |tout est )?(?:ok|d'accord|bon|accord)(?: (?:pour|a|de) (?:nous|moi|la commune|"
    rf"la mairie|la ville|le ccas|la prefecture|{_BIEN})"
    rf"| de (?:notre|mon) (?:cote|part)){{1,2}}{_SUITE}",
    rf"{_TETE}c'est accepte{_SUITE}",
    rf"{_dit('confirme', 'confirmons')} (?:l'|notre |mon |son )acceptation(?: (?:de |du |d'){_BIEN_NU})?{_SUITE}",
    rf"{_TETE}bon pour accord{_SUITE}",
    rf"{_TETE}feu vert(?: (?:de notre (?:cote|part)|pour {_BIEN})){{0,2}}{_SUITE}",
    rf"(?:{_dit('(?:prends|prend) ' + _BIEN, 'prenons' + _OBJET)}){_SUITE}",
    rf"{_dit('retiens|retient|valide', 'retenons|validons')} {_BIEN}{_SUITE}",
    rf"{_ETRE} (?:preneurs?|preneuse){_A_BIEN}{_SUITE}",
    rf"{_ETRE} (?:tout a fait |bien )?d'accord{_A_BIEN}{_SUITE}",
    rf"{_dit('donne|confirme', 'donnons|confirmons')} (?:notre|mon|son) accord{_A_BIEN}{_SUITE}",
    rf"{_dit('souhaite donner|donne', 'souhaitons donner|donnons')} (?:une )?suite(?: "
    rf"favorable(?:ment)?)?{_A_BIEN}{_SUITE}",
    rf"{_dit('souhaite', 'souhaitons')} (?:accepter|prendre|retenir) {_BIEN}{_SUITE}",
)
REFUS = _un_de(
    rf"{_dit('refuse', 'refusons')}{_OBJET}{_SUITE}",
    rf"{_TETE}(?:refuse|refusons|refusee?s?|refus){_OBJET}{_DE_QUI}{_A_BIEN}{_SUITE}",
    rf"{_TETE}(?:{_BIEN}|offre|proposition|logement|orientation) ?:? ?(?:est |sont )?refusee?s?{_SUITE}",
    rf"{_TETE}(?:avis|reponse|retour) (?:tres )?defavorable{_DE_QUI}{_A_BIEN}{_SUITE}",
    rf"{_dit('emets|emet|donne|rends|rend|formule', 'emettons|donnons|rendons|formulons')} (?:un |une |"
    rf"son |notre |mon )?(?:avis|reponse|suite) (?:tres )?defavorable{_A_BIEN}{_SUITE}",
    rf"{_TETE}defavorable{_A_BIEN}{_SUITE}",
    rf"(?:{_N_ETRE_PAS} (?:tres )?favorables?|{_ETRE} defavorables?){_A_BIEN}{_SUITE}",
    rf"{_dit('accepte pas', 'acceptons pas', negation=_NE)}{_OBJET}{_SUITE}",
    rf"(?:{_dit('(?:se|me) positionne pas', 'nous positionnons pas', negation=_NE)}){_A_BIEN}{_SUITE}",
    rf"{_NE_PREND_PAS}{_OBJET}{_SUITE}",
    rf"{_NE_DONNE_PAS} (?:de )?(?:une )?suite(?: favorable)?{_A_BIEN}{_SUITE}",
    rf"{_NE_PEUT_PAS} {_ACTES}(?:{_OBJET}|{_A_BIEN}){_SUITE}",
    rf"(?:{_N_EST_PAS_EN_MESURE}|{_ETRE} dans l'(?:impossibilite|incapacite)) (?:de |"
    rf"d'){_ACTES}(?:{_OBJET}|{_A_BIEN}){_SUITE}",
    rf"{_N_ETRE_PAS} (?:preneurs?|preneuse|interesse(?:e|s|es)?(?: par {_BIEN})?){_A_BIEN}{_SUITE}",
    rf"{_dit('decline', 'declinons')}{_OBJET}{_SUITE}",
    rf"{_dit('(?:fais|fait) part (?:de )?', 'faisons part (?:de )?')}(?:notre|mon|son|un) refus{_A_BIEN}{_SUITE}",
    rf"{_dit('confirme|oppose', 'confirmons|opposons')} (?:notre|mon|son|un) refus{_A_BIEN}{_SUITE}",
    rf"{_TETE}c'est refuse{_SUITE}",
    rf"{_dit('souhaite', 'souhaitons')} (?:refuser|decliner) {_BIEN}{_SUITE}",
    rf"{_dit('renonce', 'renoncons')} a {_BIEN}{_SUITE}",
    rf"{_dit('restitue', 'restituons')} {_BIEN}{_SUITE}",
    rf"{_TETE}pas interesse(?:e|s|es)?(?: par {_BIEN})?{_SUITE}",
    rf"{_TETE}sans suite{_SUITE}",
    rf"{_TETE}(?:pas de|aucune) suite(?: donnee{_A_BIEN}| de notre part| a {_BIEN}){_SUITE}",
    rf"{_TETE}non merci{_SUITE}",
    rf"{_TETE}non,? (?=(?:nous|je|la commune|la mairie) {_NE})",
)

# Any of these left uncovered by a pattern above makes the clause a doubt.
DECISIF = re.compile(
    r"(?<![\w'-])(?:(?:j'|l'|n'|d'|qu'|m')?"
    r"(?:accept\w*|acept\w*|refus\w*|accord\w*|favorabl\w*|defavorabl\w*|position\w*|declin\w*|"
    r"preneu\w*|valid\w*|reten\w*|retien\w*|"
    r"suite favorable\w*|feu vert|ok|oui|non|d'accord|opposons|renon\w*|desist\w*|suspen\w*|retir\w*|"
    r"contest\w*|corrig\w*|annul\w*|rejet\w*|ecart\w*|prenons|prends))(?!\w)"
)
OBJECTION = re.compile(
    r"\b(?:contest(?:e|er|ons|ation|ee?)|corrig(?:er|e|eons|ez)|rectifi\w{1,6}|annul(?:er|e|ons|ez|ation))\b"
)

# Anywhere in the new text, these leave the matter open.
DOUTE = re.compile(
    r"\?|\b(?:si(?! bien)|s'il|sous reserve|reserve de|sous condition|a condition|conditionn\w+|"
    r"peut-etre|en principe|a priori|sauf|mais|toutefois|"
    r"cependant|neanmoins|par contre|en revanche|avant (?:de|d'\w+|que|qu'\w*)|attend\w{0,4}|attente(?! "
    r"d'un logement)|sera confirme\w*|a confirmer|"
    r"reviend\w+|revenons|revien\w*|reprendr\w+|transm(?:et|is)\w*(?! (?:\w+ ){0,3}(?:candidat|nom|"
    r"dossier|nud))|transfer\w+|fais suivre|faisons suivre|etudi\w+|examinons|examiner|"
    r"examine|en cours d\w*|a l'etude|reflech\w+|reflexion|hesit\w+|pas sur|pas certain\w*|"
    r"incertain\w*|probabl\w*|devr(?:ait|ions|ais|ons)|doit|doivent|devons|dois|pourr\w+|"
    r"serait|serions|seraient|aimer\w*|voudr\w+|souhaiter\w+|envisag\w+|finalement|plutot|en fait|"
    r"erreur|erron\w+|tromp\w*|ignor\w+|ne pas tenir compte|"
    r"nul et non avenu|idem|comme pour|contrairement|pour (?:l'autre|les autres)|autres? (?:logement|"
    r"offre|proposition)s?|precedent\w*|"
    r"semaine derniere|mois dernier|la derniere fois|hier|delai supplementaire|plus de temps|"
    r"prolong\w+|report(?:er|e|ons)?|"
    r"prochainement|ulterieurement|plus tard|voir ci-\w+|cf\.?|voir (?:pj|piece)|ci-joint la reponse|"
    r"selon|au cas ou|dans le cas ou|le cas echeant|"
    r"imaginons|supposons|doit-on|faut-il|peut-on|dois-je|pouvez-vous|pourriez|comment|pourquoi|combien|"
    r"a moins|jusqu'a|tant que|d'abord|dans un premier temps|provisoire\w*|encore|ne sais|ne savons|"
    r"pas (?:encore|pour l'instant)|pour l'instant|pour le moment|"
    r"p\.?s\.? ?:|ps :|test|exemple|brouillon|ou pas|ou non|oubli\w+|blague\w*|plaisant\w+|pas "
    r"(?:notre|ma|une|la) reponse|pas le pouvoir|pas qualite|n(?:e nous|'?)engage|ne tenez pas compte|"
    r"prefer\w+|mieux|seulement|uniquement|enfin|je crois|je pense|il me semble|dites-moi|a revoir|a "
    r"discuter|a valider|changer d'avis|confirmation a|ironie|bien entendu que)(?!\w)"
)
# What may stand before the words that decide; anything else (« je crois que », « dès que ») is a doubt.
_INTRODUCTION = (
    r"(?:(?:je|nous|j'|on) ?(?:vous )?(?:confirm|inform|indiqu|precis|signal|annonc)\w{1,4} (?:donc |"
    r"par la presente |officiellement )?(?:que |qu')|"
    r"(?:je|nous) (?:vous )?(?:fais|faisons) savoir (?:que |qu')|"
    r"(?:j'ai|nous avons) (?:bien )?(?:le plaisir|le regret|l'honneur) de vous (?:informer|confirmer|"
    r"indiquer|annoncer|faire savoir) (?:que |qu')|"
    r"c'est avec (?:plaisir|regret) que |"
    r"(?:apres|suite a|en reponse a|concernant|pour|au sujet d\w+|s'agissant d\w+|dans le cadre d\w+|"
    r"comme convenu|au vu d\w+|compte tenu d\w+|vu|"
    r"faute d\w+|en l'absence d\w+|par manque d\w+|en raison d\w+|du fait d\w+|a l'issue d\w+|au "
    r"regard d\w+|merci pour|merci de votre|comme)\b[^,:;]{0,120}[,:]|"
    r"apres (?:examen|etude|analyse|reflexion|concertation|echange|verification)\b[^,:;]{0,80} |"
    r"(?:donc|aussi|ainsi|malheureusement|a regret|par consequent|en consequence|de ce fait|oui|merci|"
    r"en retour|en effet),? )"
)
TETE_LIBRE = re.compile(rf"[^\w§]*(?:{_ETIQUETTE})?(?:{_INTRODUCTION}\s*){{0,3}}[^\w§]*$")
# What may follow an agreement in its own clause.
QUEUE_LIBRE = re.compile(
    r"[\W_]*(?:$|(?:merci|cordialement|bien a vous|bonne (?:journee|reception|soiree)|a bientot|"
    r"malgre|sans (?:reserve|condition)|avec plaisir|volontiers|"
    r"dans le cadre d|suite a|afin d|pour (?:nous|notre|la commune|la ville|la mairie)|ce jour|par la "
    r"presente|comme convenu|tel|propose|compte tenu|"
    r"d'autant|car|et)\b|(?:.{0,60}\b)?(?:candidat\w*|nud)\b)"
)
# A deciding clause with its own subject; without one, what comes before must be plain.
SUJET = re.compile(rf"{_SEUL}|{_NOUS}")
# Sentences that may come before a bare ACCEPTE: thanks, references, « voici notre réponse ».
AVANT = re.compile(
    rf"[^\w§]*(?:{_ETIQUETTE}[^\w§]*$|(?:{_INTRODUCTION}\s*){{1,3}}[^\w§]*$|"
    r"(?:merci(?! d(?:e |')(?:bien vouloir )?(?:repondre|ecrire|noter|choisir|mettre|indiquer|"
    r"confirmer))|je vous remercie|nous vous remercions|suite a|en reponse a|en retour|concernant|"
    r"comme convenu|apres (?:examen|etude|analyse)|"
    r"(?:j'ai|nous avons|je|nous) (?:bien )?(?:accuse reception de|accusons reception de|recu|pris "
    r"connaissance de|pris note de) |"
    r"(?:je|nous) (?:reviens|revenons) vers vous (?:concernant|suite|pour|au sujet)|"
    r"(?:veuillez trouver|vous trouverez|voici) (?:ci-dessous |ci-apres |)?(?:notre|ma|la) (?:reponse|"
    r"decision)(?: de la (?:commune|mairie|ville))?[^\w]*$|"
    r"j'espere que vous allez bien|je me permets|objet ?:|ref)\b)"
)
# Sentences that may follow an agreement without touching it; never with a negation.
APRES = re.compile(
    r"(?<!\w)(?:candida\w+|nud|merci|remerci\w+|disposition|contact\w*|joindre|coordonnees|telephone|"
    r"tel\b|cordial\w*|salutation\w*|"
    r"ferons parvenir|adresser\w*|parvenir|parviendr\w+|ci-joint\w*|liste|bonne|journee|week-end|bien "
    r"note|bientot|cale?ol|reste|restons|restant|"
    r"proposer\w*|n'hesitez pas|bien a vous|sous \d+)(?!\w)"
)
CANDIDATS_TRANSMIS = re.compile(r"candidat\w*.{0,40}\btransm\w+|transm\w+.{0,40}candidat\w*|n'hesitez pas")
# « Refusé : Visite » is what a calendar writes.
AGENDA = re.compile(r"\W*(?:visite|reunion|invitation|rendez-vous|rdv|entretien)\b")
# Inside the clause that decides, these say that someone or something else decides.
DOUTE_DANS_LA_PHRASE = re.compile(
    r"(?<!\w)(?:candidat\w* (?:a(?! suivre)|ont|est|sont|souhaite\w*|accepte\w*|refuse\w*)|m\.|mme|visite\w*|delai\w*|"
    r"qu'on|que l'on|qui doit|visiter|dossier\w*|piece|serveur|reunion|rendez-vous|rdv|conseil)(?!\w)"
)
# Before the words that decide, these say that somebody else is meant.
TIERS = re.compile(
    r"(?<!\w)(?<!de )(?<!d')(?:candidat\w*|locataires?|familles?|demandeur\w*|menages?|epou\w+|beneficiaires?|"
    r"usagers?|personnes?|client\w*|m\.|mme|monsieur|madame|mlle|"
    r"collegues?|partenaires?|voisine?s?|autres?|ils?|elles?|bailleur|vous avez|votre (?!proposition|"
    r"offre|mail|message|courriel|demande|courrier|envoi|orientation)|a dit|ont dit|dit|disent|"
    r"pretend\w*|parait|semble\w*)(?!\w)"
)
# A refusal's motive may speak of candidates, delays or visits; it may not take the refusal back.
RETRACTATION = re.compile(
    r"\?|\b(?:sauf|mais|toutefois|cependant|neanmoins|finalement|plutot|annul\w+|accept\w+|accord\w*|"
    r"sous reserve|a condition|si(?! bien)|s'il|"
    r"erreur|tromp\w+|ne pas tenir compte|sera confirme\w*|a confirmer|en attente (?:de|du|des|d'\w+)|reviend\w+|"
    r"revenons|peut-etre|en principe|contest\w*|corrig\w*|"
    r"ne refus\w*|(?:le |la |l')?prenons|retenons|positionnons|favorable|reconsider\w*|revoir|"
    r"precedent\w*|hier|idem|provisoire\w*|pour l'instant|pour le "
    r"moment|dans l'immediat|sans doute|probabl\w*|"
    r"a priori|hesit\w+|ou pas|ou non|oubli\w+|blague\w*|plaisant\w+|pas (?:notre|ma|une|la) reponse|"
    r"pas le pouvoir|pas qualite|n(?:e nous|'?)engage|ne tenez pas compte|prefer\w+|mieux|seulement|"
    r"uniquement|enfin|je crois|je pense|il me semble|dites-moi|a revoir|a valider|changer d'avis|"
    r"transm(?:et|is)\w*|transfer\w+|fais suivre|faisons suivre)(?!\w)"
)

# Our own sentences, quoted back without any mark, decide nothing.
NOS_LIGNES = re.compile(
    r"repondez (?:simplement )?a ce message|en ecrivant accepte|accepte ou refuse|accepte ou de "
    r"refuse|refuse ou accepte|accepte / refuse|"
    r"en cas de refus,? (?:merci|veuillez|indiquez|precisez)|sans reponse (?:de votre part|dans ce "
    r"delai|avant)|reputee? accepte|"
    r"vaut (?:acceptation|accord|acception)|silence vaut|l'absence de reponse|absence de reponse|"
    r"dans le cadre de la convention de gestion en flux|nous vous proposons le logement|"
    r"deux jours ouvres (?:pour|a compter)|acceptez ou refusez|pour accepter|pour refuser|cliquez"
)
NEUTRE = re.compile(
    r"\W*(?:(?:re)?bonjour|bonsoir|madame|monsieur|mesdames|messieurs|chere?s?|merci|cordialement|"
    r"hello|salut)?(?:[ ,]+(?:a tous|a toutes|madame|monsieur|merci))*\W*$"
)

SALUTATION = re.compile(
    r"^\W{0,3}(?:(?:re)?bonjour|bonsoir|madame|monsieur|mesdames|messieurs|chere?s?|hello)(?:[ "
    r",]+(?:a tous|a toutes|chere?s?|madame|monsieur|mesdames|messieurs|collegues?))*\s*[,!.:]\s*"
)
_MOTS_CLES = {"accepte": True, "refuse": False}
# French words one slip away from the two answers.
_VRAIS_MOTS = frozenset(
    {"excepte", "refuge", "refute", "recuse", "infuse", "diffuse", "accepter", "acceptez", "accepta", "acceptent"}
    | {"refuser", "refusez", "refusa", "refusent", "excepter"}
)
_LONGUEURS = range(5, 9)


def mot_cle(mot: str) -> bool | None:
    """True for ACCEPTE, False for REFUSE, within one slip of typing; None for another word."""
    if mot in _VRAIS_MOTS or len(mot) not in _LONGUEURS:
        return None
    for cle, sens in _MOTS_CLES.items():
        if a_une_faute(mot, cle):
            return sens
    return None


def a_une_faute(mot: str, cle: str) -> bool:
    """Whether one insertion, omission, substitution or swap at most separates two words."""
    if abs(len(mot) - len(cle)) > 1:
        return False
    debut = next((i for i, (a, b) in enumerate(zip(mot, cle, strict=False)) if a != b), min(len(mot), len(cle)))
    reste, attendu = mot[debut:], cle[debut:]
    return (
        reste[1:] == attendu[1:]
        or reste[1:] == attendu
        or reste == attendu[1:]
        or (reste[:2] == attendu[1::-1] and reste[2:] == attendu[2:])
    )


# The kinds of motive of the yearly tables, the first that is recognised wins.
CATEGORIES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "pas_de_candidat",
        re.compile(
            r"(?:pas|plus|aucun\w*|absence|manque|faute|defaut|sans|ni)\b.{0,25}\b(?:candidat|demandeur|"
            r"demande|famille|menage|dossier|personne)|vivier|candidat.{0,30}(?:introuvable|absent|"
            r"insuffisant)"
        ),
    ),
    (
        "loyer",
        re.compile(
            r"\bloyers?\b|\bcharges?\b|\bcher\b|\bchere\b|\bcout\b|\btarif|\bprix\b|taux d'effort|\bonereu|"
            r"\bbudget\b|plafonds?\b|ressources"
        ),
    ),
    (
        "typologie",
        re.compile(
            r"typolog|\bt ?[1-7]\b|\bf[1-7]\b|trop (?:petit|grand|exigu)|surface|superficie|m2|taille|nombre "
            r"de (?:pieces|chambres)|chambres?\b|composition familiale|studio|sous-occup|suroccup|sur-occup"
        ),
    ),
    ("etage", re.compile(r"\betages?\b|ascenseur|rez[- ]de[- ]chaussee|\brdc\b|escalier")),
    (
        "localisation",
        re.compile(
            r"localis|secteur|quartier|situation geographique|eloign|\bloin\b|transports?\b|\bqpv\b|adresse|"
            r"commune trop|ecole|commerces|enclav|emplacement|gare\b|zone\b|proximite|mixite"
        ),
    ),
)


def categorie(motif: str) -> str:
    """The kind of a motive already made plain; « autre » when none is recognised."""
    return next((nom for nom, signe in CATEGORIES if signe.search(motif)), "autre")
