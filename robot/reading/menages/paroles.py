"""How households say yes and no, in everyday French. Data only, read by `reponse_candidat`.

Patterns are read on a clause made plain by `calque.calquer`, in which the
reference of a dwelling has become `§` and a telephone number, an e-mail address
or a unique number `¤`. Each stands at the head of what is left of a clause.
"""

from __future__ import annotations

import re
from enum import Enum, auto

from robot.reading.reponses import reserves


class Role(Enum):
    """What a group of words does in an answer."""

    OUI = auto()
    NON = auto()
    NON_NU = auto()  # « non », alone: an answer to this question, or to another
    PENCHANT = auto()  # « d'accord », « intéressé »: strengthens a yes, decides nothing
    SUITE = auto()  # what only somebody who accepts says
    POLITESSE = auto()
    MAIS = auto()


DECISIFS = (Role.OUI, Role.NON, Role.NON_NU, Role.PENCHANT)
BORDS = " \t,.;:!()\"'«»*-_=/·•"

# Signs that no grammar explains: a question, a box to tick, a struck or quoted word, a hesitation, a picture.
BIENVEILLANTS = re.compile("[🙂😊🙏☺\N{VARIATION SELECTOR-16}\U0001f3fb-\U0001f3ff]")
SIGNE_DE_DOUTE = re.compile(
    r"\?|\.\.\.|…|[^\w\s.,;:!()'\"«»*\-_=/§¤€°²%&+]|(?:accept\w*|refus\w*) ?[:=] ?(?:oui|non)\b|\b(?:oui|non) ?[/=]"
)
COORDONNEE = re.compile(
    r"[^\s@]{1,64}@[^\s@]{1,80}|(?:\+33 ?\(?0?\)?|\b0) ?[1-9](?:[ .\-]?\d\d){4}\b|\b\d{3}[ ]?\d{4}[ ]?\d{6}[ ]?\d{5}\b"
)
CIVILITE = re.compile(r"\b(?:M|Mr|Mme|Mlle|Dr)\. ?(?=[A-ZÀ-Ý]|et M)")
NOM = re.compile(
    r"(?:(?:(?:M|Mr|Monsieur) ?et )?(?:M|Mr|Mme|Mlle|Dr|Monsieur|Madame)\.? )?"
    r"[A-ZÀ-Ý][\w'’-]{1,25}(?: (?:(?:de|du|des|el|ben|la|le) )?"
    r"[A-ZÀ-Ý][\w'’-]{1,25}){0,3}"
)
# No name is made of these.
PAROLE = re.compile(
    r"\b(?:oui|non|ok|accept\w*|refus\w*|annul\w*|reserve\w*|condition\w*|visit\w*|apres|avant|sans|avec|pas|trop|"
    r"quand|si|mais|sauf|peut|peut-etre|attend\w*|attente|erreur|finalement|plus|tard|demain|bientot|loyer|cher|loin|"
    r"ascenseur|rappel\w*|appel\w*|urgent\w*|provisoire\w*|principe|suivre|voir|confirmer|revoir|pardon|desole\w*|"
    r"aucun\w*|jamais|rien|encore|seulement|uniquement|selon|sinon|plutot|enfin|attention|stop|dommage|logement|"
    r"essai|test|exemple|brouillon|hesit\w*|doute\w*|probable\w*|question\w*)\b"
)
# Lines that say who writes and about what.
LIGNE_MUETTE = re.compile(
    r"\W*(?:(?:(?:votre |notre |la )?(?:reference|ref|objet|offre|logement|dossier|concerne)s?\.?(?: (?:de logement|"
    r"logement))? ?:? ?)?§|"
    r"(?:(?:mon |ma )?(?:nud|numero unique|n° unique|n° de demande|numero de (?:demande|dossier)|tel|telephone|"
    r"portable|"
    r"mobile|mail|email|courriel|adresse mail)(?: d'enregistrement)? ?[.:]? ?)?¤|motifs? ?:?|raisons? ?:?|"
    r"(?:de|nom|prenom)s? ?: ?[\w' -]{2,60}|\d{1,4}(?: bis| ter)?,? (?:rue|avenue|place|chemin|route|allee|boulevard|"
    r"impasse|quai|cours) [\w' -]{2,60}|\d{5} [a-z' -]{2,40}|envoye (?:de|depuis|a partir d\S+) .{2,60})\W*"
)
COUPE = re.compile(
    r"[.!,;:()\"«»]+|\s[-=]+\s|\s(?:donc|alors|du coup|c'est pourquoi)\s+(?=(?:je|nous|on|non|c'est non)\b|j['’])|"
    r"(?:(?<=\s)|^)(?=(?:car|parce que|parce qu['’])\s)",
    re.IGNORECASE,
)
TETE_DE_MOTIF = re.compile(r"\W*(?:motifs?|raisons?)\b")

# The answer that our button prepares: a no on the first line, then the reason that it asks for.
NON_ET_SON_MOTIF = re.compile(r"\W*non[^\w\n]*\n\s*motifs? ?: ?\w")

_FIN = r"(?![\w'-])"
_QUE_PROPOSE = r"(?: (?:que vous|qui) (?:m'|me |nous )(?:avez |est |a ete )?propose[a-z]{0,2})"
_MOT_DE_LIEU = (
    r"(?!(?:si|mais|sauf|pas|ne|car|est|et|ou|sans|avec|pour|parce|trop|avant|apres|quand|c|il|je|on|nous)\b)[\w'-]+"
)
BIEN = (
    r"(?:(?:ce|le|cet|cette|la|l'|l |votre|vos) ?(?:beau |belle |bel )?"
    r"(?:logement|appartement|appart|proposition|offre|maison|studio|duplex|pavillon|[tf] ?[1-7])s?"
    r"(?: (?:de (?:relogement|logement|type [tf][1-7]|[tf][1-7])|social|proposee?|en question|ci-dessus))?"
    r"(?: d(?:u|e ce|e cet|e l'|'un) ?(?:logement|appartement))?(?: du \d{1,2}(?:er)? [a-z]{3,9}(?: \d{4})?)?"
    rf"{_QUE_PROPOSE}?(?: (?:situe|sis)e?(?: {_MOT_DE_LIEU}){{1,9}})?(?: (?:n°|ref|reference)? ?§)?|§)"
)
_COUPLE = (
    r"(?:(?:mon|ma) (?:mari|femme|epoux|epouse|conjointe?|compagnon|compagne|famille) et moi(?:[ -]memes?)?|"
    r"moi et (?:mon|ma) (?:mari|femme|epoux|epouse|conjointe?|compagnon|compagne|famille))"
)
_ADVERBE = r"(?:(?:donc|bien|bien volontiers|volontiers|vous|malheureusement|par la presente|avec plaisir) )*"
_JE = r"(?:(?:moi )?(?:je |j ?' ?|j ?(?=a))|(?:nous )?on )"
_NOUS = rf"(?:(?:{_COUPLE} )?nous |{_COUPLE} )"
_AVEC_JOIE = (
    r"(?: (?:avec (?:(?:grand |un grand |beaucoup de )?plaisir|(?:grande |une grande )?joie)|volontiers|"
    r"bien volontiers|"
    r"sans hesit(?:er|ation)|tout de suite|de tout coeur))?"
)


def _dit(singulier: str, pluriel: str) -> str:
    """A verb with the writer as its subject, agreeing: « on nous refuse » is somebody else's refusal."""
    return rf"(?:{_JE}{_ADVERBE}(?:{singulier})|{_NOUS}{_ADVERBE}(?:{pluriel}))"


def _ne_dit_pas(singulier: str, pluriel: str) -> str:
    """The same, denied, with its « ne »: spoken French leaves it out, and « j'accepte pas » is asked again."""
    ne = r"(?:ne |n' ?)"
    return (
        rf"(?:(?:moi )?(?:je|(?:nous )?on) {ne}(?:{singulier}) (?:donc |malheureusement )?pas|"
        rf"{_NOUS}{ne}(?:{pluriel}) (?:donc |malheureusement )?pas)"
    )


def _forme(*motifs: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(motifs)}){_FIN}")


# As a thumb types them: « ouiii », « jaccepte », « je sui dacor ».
HATIFS = tuple(
    (re.compile(rf"(?<![\w'’]){ecrit}(?![\w'’])", re.IGNORECASE), juste)
    for ecrit, juste in (
        (r"o+u+i{2,}|o{2,}u+i+", "oui"),
        (r"n+o{2,}n+|n{2,}on+", "non"),
        (r"j ?acc?epte?", "j'accepte"),
        (r"d[' ]?acc?or[dt]?", "d'accord"),
        (r"je sui", "je suis"),
    )
)
_INTERESSE = r"interesse(?:e|s|es|r)?"
_ETRE = _dit("suis|est", "sommes")
_POUR_NOUS = r"(?:pour (?:moi|nous))"
_POUR_CE_BIEN = (
    rf"(?: (?:pour|avec) {BIEN}| pour (?:prendre|accepter|visiter et prendre) {BIEN}|"
    rf" pour (?:le|la|l') ?(?:prendre|accepter))?"
)
_OUI = _forme(
    r"oui(?: oui){0,3}",
    rf"{_dit('accepte', 'acceptons')}(?: (?:bien|volontiers|donc|tout a fait))?(?: {BIEN})?{_AVEC_JOIE}",
    rf"(?:(?:je|nous on|on) |nous )l' ?accept(?:e|ons){_AVEC_JOIE}",
    rf"{_ETRE} (?:bien |tout a fait |toujours )?d'? ?accord{_POUR_CE_BIEN}",
    rf"{_ETRE} (?:bien |tout a fait |toujours )?(?:partant|preneu)(?:r|s|se|e|es|ses|rs)?(?: (?:pour|de|du) ?{BIEN}|"
    rf" du "
    rf"logement)?",
    rf"(?:je|on) (?:le |la )?prends?(?: {BIEN})?(?<!prend)(?<!prends){_AVEC_JOIE}",
    rf"(?:je (?:le|la) prends|on (?:le|la) prend|nous (?:le|la) prenons){_AVEC_JOIE}",
    rf"nous prenons {BIEN}{_AVEC_JOIE}",
    rf"(?:je|j) (?:souhaite|desire) (?:bien |donc )?(?:accepter|prendre) {BIEN}",
    rf"nous (?:souhaitons|desirons) (?:bien |donc )?(?:accepter|prendre) {BIEN}",
    rf"{_dit('reponds?', 'repondons')} (?:favorablement|positivement)(?: a (?:votre (?:proposition|offre|courrier|mail)"
    rf"(?: de logement)?|{BIEN}))?",
    rf"{_dit('donne', 'donnons')} une (?:reponse|suite) (?:positive|favorable)(?: a {BIEN})?",
    rf"{_dit('donne', 'donnons')} (?:mon|notre) accord(?: pour {BIEN})?",
    rf"{_dit('confirme', 'confirmons')} (?:mon|notre) accord(?: pour {BIEN})?",
    rf"{_dit('confirme', 'confirmons')} (?:(?:accepter|l'acceptation de) {BIEN}|l'acceptation du logement)",
    r"bon pour accord",
    rf"{_dit('valide', 'validons')}(?: {BIEN}|(?=\s*$))",
    r"(?:reponse|avis) (?:positive|positif|favorable)(?: de (?:ma|notre) part)?(?=\s*$)|favorable(?=\s*$)",
    rf"c'est (?:oui|(?:tout )?d'? ?accord|ok)(?: {_POUR_NOUS})",
    r"c'est (?:oui|accepte)",
    rf"{_POUR_NOUS} c'est (?:oui|ok|d'? ?accord)",
    rf"(?:tout a fait )?(?:ok|d'? ?accord) {_POUR_NOUS}",
    rf"(?:ok|d'? ?accord) pour {BIEN}",
    r"(?:ma|notre|la) reponse est (?:donc )?(?:oui|positive|favorable)",
    rf"(?:je|on) (?:vous )?(?:dis|dit|reponds?) (?:donc )?oui(?: (?:a|pour) {BIEN})?",
    rf"nous (?:vous )?(?:disons|repondons) oui(?: (?:a|pour) {BIEN})?",
    r"acceptee?",
    r"(?:logement|proposition|offre|appartement) acceptee?",
)
_NON = _forme(
    r"(?:non ){1,3}merci",
    rf"{_dit('refuse', 'refusons')}(?: donc)?(?: (?:de prendre )?{BIEN})?",
    r"(?:reponse|avis) (?:negative|negatif|defavorable)(?: de (?:ma|notre) part)?(?=\s*$)|defavorable(?=\s*$)",
    rf"(?:je ne suis|on n'est|nous ne sommes) plus {_INTERESSE}(?: par {BIEN})?",
    r"(?:je ne prends|on ne prend|nous ne prenons) pas(?=\s*$)",
    r"(?:(?:je|on) (?:le|la) refuse|nous (?:le|la) refusons)",
    rf"{_dit('suis', 'sommes')} (?:donc )?au regret de (?:devoir )?(?:refuser|decliner)(?: {BIEN})?",
    rf"{_dit('decline', 'declinons')}(?: donc)? {BIEN}",
    rf"{_dit('dois', 'devons')} (?:malheureusement )?(?:refuser|decliner)(?: {BIEN})?",
    rf"{_dit('donne', 'donnons')} une (?:reponse|suite) (?:negative|defavorable)(?: a {BIEN})?",
    rf"{_dit('reponds?', 'repondons')} (?:defavorablement|negativement)(?: a {BIEN})?",
    rf"{_ne_dit_pas('suis|est', 'sommes')} (?:du tout )?{_INTERESSE}(?: par {BIEN})?",
    rf"(?:je suis|on est|nous sommes|on n'est) pas (?:du tout )?{_INTERESSE}(?: par {BIEN})?",
    rf"pas (?:du tout )?{_INTERESSE}(?: par {BIEN})?",
    rf"{_ne_dit_pas('accepte', 'acceptons')}(?: {BIEN})?",
    rf"{_ne_dit_pas('veux|veut', 'voulons')} (?:de |d')?{BIEN}",
    r"(?:je|on) n' ?en ve(?:ux|ut) pas|nous n' ?en voulons pas",
    rf"{_ne_dit_pas('souhaite|desire|veux|veut', 'souhaitons|desirons|voulons')} (?:accepter|prendre|retenir) {BIEN}",
    rf"{_ne_dit_pas('souhaite|desire|veux|veut', 'souhaitons|desirons|voulons')} donner (?:une )?suite(?: favorable)?"
    rf"(?: a {BIEN})?",
    rf"{_ne_dit_pas('donne', 'donnons')} suite(?: a {BIEN})?",
    rf"{_ne_dit_pas('prends|prend', 'prenons')} {BIEN}",
    r"(?:je ne (?:le|la) prends|on ne (?:le|la) prend|nous ne (?:le|la) prenons) pas",
    rf"(?:{BIEN}|cela|ca|ceci) ne (?:m'|nous )interesse(?: vraiment)? pas(?: du tout)?",
    r"(?:ma|notre|la) reponse est (?:donc )?(?:non|negative|defavorable)",
    rf"c'est non(?: {_POUR_NOUS})?",
    rf"{_POUR_NOUS} c'est non",
    rf"(?:je|on) (?:vous )?(?:dis|dit|reponds?) (?:donc )?non(?: a {BIEN})?",
    rf"nous (?:vous )?(?:disons|repondons) non(?: a {BIEN})?",
    rf"(?:je me desiste|nous nous desistons)(?: (?:de|pour) {BIEN})?",
    rf"{_dit('renonce', 'renoncons')} a {BIEN}",
    rf"refus(?:ee?)?(?: de {BIEN})?",
    r"(?:logement|proposition|offre|appartement) refusee?",
)
_PENCHANT = _forme(
    rf"{_ETRE} (?:tres |vraiment |bien |toujours )?{_INTERESSE}(?: (?:par|pour) {BIEN})?",
    rf"(?:tres )?{_INTERESSE}(?: (?:par|pour) {BIEN})?",
    rf"(?:{BIEN}|cela|ca|sa|il) (?:m'|nous )interesse(?: beaucoup| vraiment)?",
    rf"(?:{BIEN}|cela|ca|sa|il) (?:me |nous )(?:convient|plait|va)(?: (?:parfaitement|tres bien|tout a fait|bien|"
    r"beaucoup))?(?! pas)",
    rf"(?:je veux|on veut|nous voulons) (?:bien )?(?:{BIEN}|le prendre|la prendre)",
    r"(?:je veux|on veut|nous voulons) bien",
    r"(?:je prends|on prend|nous prenons)(?=\s*$)",
    r"(?:je|on|nous) (?:le|la) ve(?:ux|ut)",
    r"d'? ?accord|ok|okay|parfait|super|genial|tres bien|bien sur|tout a fait|absolument(?! pas)|evidemment|volontiers|"
    r"avec (?:grand )?plaisir|sans (?:hesiter|hesitation|probleme)|pas de (?:probleme|souci)",
    rf"pour (?:{BIEN}|moi|nous)",
)
_PIECES = r"(?:documents?|papiers?|pieces?|justificatifs?|dossier)"
_SUITE = _forme(
    rf"je vous (?:envoie|envoi|transmets|adresse|joins|enverrai|transmettrai|fais parvenir|ferai parvenir)"
    rf"(?: (?:donc|rapidement|au plus vite))?"
    rf" (?:les|mes|le|mon|tous les|tous mes|toutes les|toutes mes) {_PIECES}(?: (?:demandee?s?|necessaires?|"
    r"complet))?(?: (?:rapidement|des que possible|au plus vite|ci-joints?|en piece jointe|par mail|demain|"
    r"cette semaine))?",
    rf"(?:vous trouverez )?ci-joints?(?: (?:les|mes) {_PIECES})?(?: demandee?s?)?",
    r"(?:je suis|nous sommes) (?:tres |vraiment |trop )?(?:heureu(?:x|se|ses)|contente?s?|ravie?s?|soulagee?s?)",
    r"c'est une (?:tres )?(?:bonne|excellente) nouvelle",
    r"(?:tenez|tiens)[ -](?:moi|nous) (?:informee?s?|au courant)(?: (?:de la suite|des suites))?",
    r"(?:en attente|dans l'attente) (?:de la commission|de vos nouvelles|de la suite)",
)
_COURRIER = (
    r"(?:votre|la|notre|le|vos|l') ?(?:courrier|mail|e-mail|email|courriel|message|proposition|offre|lettre|appel|"
    r"demande|entretien|conversation|echange)s?(?: (?:telephonique|de logement|d'attribution))?"
    r"(?: du (?:\d{1,2}(?:er)? ?(?:[/-]\d{1,2}(?:[/-]\d{2,4})?|[a-z]{3,9})(?: \d{4})?))?"
)
_POLITESSE = _forme(
    r"(?:bonjour|bonsoir|bjr|bsr|re|rebonjour|salut|slt|coucou|hello|chere?s?|madame|monsieur|mesdames|messieurs)"
    r"(?: (?:a tous|a vous|madame|monsieur|mesdames|messieurs|et))*",
    r"(?:un grand |mille )?merci(?: (?:quand meme|beaucoup|bien|infiniment|encore|d'avance|par avance|a vous|a tous))*"
    rf"(?: (?:pour|de) (?:{_COURRIER}|votre (?:aide|reponse|retour|confiance|travail|patience)|tout))?",
    rf"(?:je|nous) vous remerci(?:e|ons)(?: (?:beaucoup|infiniment|d'avance|encore))?"
    rf"(?: (?:pour|de) (?:{_COURRIER}|votre (?:aide|reponse|retour|confiance|travail)))?",
    r"en vous remerciant(?: (?:d'avance|par avance|beaucoup))?",
    r"(?:bien |tres |tres bien )?(?:cordialement|sincerement|respectueusement|cdlt?|cdt|bien a vous|amicalement)"
    r"(?: (?:a vous|votre))?",
    r"(?:(?:mes|nos) )?(?:sinceres |cordiales |meilleures |respectueuses )*salutations(?: (?:distinguees|cordiales|"
    r"respectueuses|les meilleures))?",
    r"(?:veuillez (?:agreer|recevoir|accepter)|je vous prie d' ?(?:agreer|accepter)|recevez)\b(?:(?! (?:mais|si|non|"
    r"oui|"
    r"sauf|pas|ne|le logement|l'offre)\b).){0,60}?(?:salutations|sentiments|respects|consideration)(?: (?:distingue|"
    r"respectueu|les (?:plus|meilleur)|devoue|cordia)\w*)?(?: distinguee?s)?",
    # The same with its commas: « Veuillez agréer, Madame, l'expression de… » is three clauses.
    r"(?:veuillez |(?:je vous prie|nous vous prions) d')(?:agreer|recevoir)(?=\s*$)",
    r"(?:l'expression|l'assurance) de (?:mes|nos|ma|notre) (?:(?:sinceres|meilleure?s|haute|parfaite) ){0,2}"
    r"(?:salutations|sentiments|respects|consideration)(?: (?:distinguee?s?|respectueu(?:x|ses)|cordiales|devoues|"
    r"les (?:meilleure?s|plus (?:distinguee?s|respectueu(?:x|ses)|sinceres))))?(?=\s*$)",
    r"(?:bonne|belle|excellente)s? (?:journee|soiree|reception|fin de journee|semaine|fin de semaine)(?: a (?:vous|"
    r"tous))?|bon(?:ne)? (?:week-end|weekend|we|apres-midi|courage)",
    r"(?:a (?:bientot|tres bientot|vous lire))",
    r"(?:svp|stp|s'il (?:vous|te) plait)",
    rf"(?:en reponse|suite|je fais suite|nous faisons suite|je reponds|je vous ecris suite|je me permets de repondre)"
    rf" a {_COURRIER}(?: concernant {BIEN})?",
    rf"(?:concernant|pour|au sujet d[eu]) (?:{BIEN}|{_COURRIER})(?=\s*$)",
    rf"(?:j'ai|nous avons) bien recu {_COURRIER}(?: (?:et|je vous en remercie))?(?=.)",
    r"(?:ma |notre |la )?(?:reponse|decision)(?: (?:est|a votre offre|a l'offre|a votre proposition))?(?=\s*$)",
    r"je reste (?:bien )?(?:a votre (?:entiere |disposition|ecoute)(?:disposition)?|joignable)(?: (?:pour (?:tout|"
    r"toute|plus d') ?(?:autre )?(?:renseignement|information|question)s?(?: complementaires?)?|au ¤))?",
    r"voici (?:mon|mes|nos|notre) (?:numero|coordonnees|telephone|adresse|mail)(?: de telephone)?",
    r"apres (?:mure )?reflexion",
    r"par la presente(?=\s*$)",
    r"(?:vous pouvez|on peut) me (?:joindre|contacter) (?:au|a|par mail|sur le) ?(?:numero )?¤?|mon (?:numero|"
    r"telephone|"
    r"portable)(?: de telephone)?(?: est(?: le)?)?(?: ¤|\s*$)",
    r"(?:dans l'attente|en attente) d(?:e|'une?) (?:votre |vos )?(?:reponse|retour|nouvelles)(?: de votre part)?",
    rf"{_COUPLE}(?=\s*$)",
    r"(?:et|donc|alors|malheureusement|helas|desolee?s?|(?:je suis|nous sommes) (?:sincerement )?desolee?s?|"
    r"a regret|avec regret|motifs?|raisons?)",
    r"(?:tel|telephone|portable|mobile|mail|email|nud|numero unique|ref|reference|logement|objet)(?=\s*[¤§]|\s*$)|[¤§]",
)
_MAIS = _forme(r"mais")
# « Je vous informe que » says nothing by itself: what it announces must be the writer's own word.
_ANNONCE = re.compile(
    r"(?:par la presente,? )?"
    r"(?:(?:je|nous) vous (?:confirm|inform|annonc|indiqu|signal|ecri)\w{1,4}(?: donc| par la presente| par ce mail)?|"
    r"je confirme|nous confirmons|c'est avec (?:(?:un )?grand |une grande )?(?:plaisir|joie|regret)|"
    r"(?:je vous ecris|je viens|je tiens a|j'ai le (?:regret|plaisir) de|je vous ecris pour)(?: vous)? "
    r"(?:dire|informer|confirmer|annoncer|faire savoir|repondre)) "
    r"(?:que |qu' ?)(?=(?:je|nous|on|mon|ma)\b|j')"
)

FORMES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (Role.NON, _NON),
    (Role.OUI, _OUI),
    (Role.NON_NU, _forme(r"non(?: non){0,2}")),
    (Role.PENCHANT, _PENCHANT),
    (Role.SUITE, _SUITE),
    (Role.POLITESSE, _POLITESSE),
    (Role.POLITESSE, _ANNONCE),
    (Role.MAIS, _MAIS),
)

# --- the reason of a no ----------------------------------------------------------------------------

LIAISON = re.compile(
    r"(?:car|parce que|parce qu'|puisque|puisqu'|a cause d[eu']?|en raison d[eu']?|pour (?:raison|cause|motif) d[e']?|"
    r"motifs?|raisons?)(?![\w'-])[ :]*"
)
DEBUT_DE_RAISON = re.compile(
    r"(?:c'est|c est|ce (?:n'est|logement|quartier|secteur)|cet (?:appartement|immeuble)|cette (?:commune|ville)|car|"
    r"parce qu|puisque?|a cause|en raison|pour (?:raison|cause|motif)|faute|trop|beaucoup trop|il est|il y a trop|"
    r"il n'y a (?:pas|aucun)|"
    r"elle est|(?:le|un|son) (?:logement|loyer|quartier|secteur|trajet|prix|batiment|chauffage|bien|village)|"
    r"(?:la|cette|une) (?:commune|ville|surface|distance|cuisine|chambre|residence|superficie|localisation|zone)|"
    r"l'(?:appartement|immeuble|etage|ecole|emplacement|environnement)|"
    r"les (?:charges|transports|escaliers|chambres|pieces)|(?:loyer|quartier|secteur|trajet|loin|logement|localisation|"
    r"appartement|etage|charges|surface)\b|sans (?:ascenseur|transport)|pas (?:d'ascenseur|de (?:transport|commerce|"
    r"balcon|chambre|bus|gare|parking|garage))|manque d)"
)
# « je refuse le loyer » is no refusal of the dwelling; « je refuse le loyer est trop cher » is one.
CHOSE = re.compile(r"(?:l[ae]s?|l'|un|une|son|cette|loyer|quartier|secteur|charges|surface)(?:\b|(?<='))")
VERBE_DE_RAISON = re.compile(r"\b(?:est|sont|n'est|ne sont|ne me|ne nous|n'a|fait|sera|serait)\b")
RAISON = re.compile(
    r"\b(?:travail|boulot|emploi|ecoles?|college|enfants?|bebe|sante|medical\w*|handicap\w*|fauteuil|quartier|humid\w*|"
    r"moisi\w*|bruit\w*|bruyant\w*|famille|voiture|trajet|distance|insecur\w*|dangereux|balcon|jardin|vetuste\w*|sale|"
    r"sombre|froid|chauffage|cave|parking|garage|isole\w*|adapte\w*|accessible\w*)\b"
)
# After a bare « non », which may answer something else: the excess that makes one say no, and nothing denied.
EXCES = re.compile(
    r"(?:car |parce que )?(?:(?:c'est|il est|(?:le|ce|l') ?(?:logement|loyer|appartement|quartier|secteur|trajet|prix) "
    r"est|les charges sont|la (?:surface|commune) est|loyer|logement) )?(?:vraiment |beaucoup |bien )?"
    r"(?:trop (?:loin|cher|chere|cheres|eleve|elevee|elevees|petit|petite|grand|grande|haut|bruyant|eloigne|excentre|"
    r"isole|vieux|sombre)\b|dangereux|mal desservi|insalubre|sans ascenseur)"
)
AILLEURS = re.compile(
    r"\b(?:ailleurs|chez (?:moi|nous)|(?:mon|notre) (?:logement|loyer|appartement)|ou (?:je|nous)|maintenant)\b"
)
PREMIERE_PERSONNE = re.compile(r"(?<![\w'])(?:je|j'|j ai|nous (?!sommes \w+\b)|on)(?![\w-])|\bj'")
DOUTE_DANS_UNE_RAISON = re.compile(
    r"\b(?:accept\w*|oui|d'accord|accord|ok|interess\w*|veux|veut|voulons|voudr\w*|aimer\w*|souhait\w*|prends|prenons|"
    r"visit\w*|rappel\w*|appel\w*|contact\w*|attend\w*|attente|delais?|reflech\w*|reflexion|compris\w*|comprend\w*|si|"
    r"s'il|s'ils|mais|sauf|pourtant|cependant|toutefois|avant|apres|autres?(?! chose\b)|prefer\w*|dalo|droits?|"
    r"consequen\w*|perd\w*|menac\w*|peur|oblig\w*|forc\w*|contrain\w*|refus\w*|demand\w*|aide\w*|assistante?s?|travailleu\w*|avocat\w*|"
    r"recours|tribunal|erreur|tromp\w*|finalement|instant|moment|provisoire\w*|peut-etre|peut etre|encore|annul\w*|non|"
    r"plutot|test|exemple|tard|hier|demain|bientot|repond\w*|reponse|recue?s?|savoir|sais|pens\w*|croi\w*|possible\w*|"
    r"pouvez|pourr\w*|propos\w*|merci|changer?|changes?|avis|conseil\w*|dit|dis|disent|"
    r"ou pas|ou bien|sinon|uniquement|seulement|que si|tant|jusqu\w*|quand|des que|pas sur|hesit\w*|doute\w*|semaine|"
    r"mois|conteste?\w*|inadmissible|reserve\w*|condition\w*|sous|garde[zr]?|reclam\w*|retir\w*|parfait\w*|"
    r"ideal\w*|super|(?<!ne me )(?<!ne nous )(?<!ne )(?:convient|plait)|hospital\w*|hopital|dossiers?|actuel\w*|"
    r"prend\w*|"
    r"meilleure?s?|mieux|c'est (?:bon|bien(?! trop)|top|nickel)|bon pour|(?:tout|ca|cela|il|elle) (?:me |nous )?va|"
    r"contente?s?|ravie?s?|heureu\w*|vivement|hate|partante?s?|preneu\w*|signer?\w*|emmenag\w*|"
    r"(?:est|sont|suis|sommes) (?:pour|contre)|(?!(?:assez|chez|nez|rez)\b)[a-z]{2,20}ez)\b|"
    + reserves.RETRACTATION.pattern
)
