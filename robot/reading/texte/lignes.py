"""What separates a new text from what it quotes, in lines. Patterns only; `citation` and `signature` use them."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# What NFKD does not make plain.
_SEMBLABLES = {
    0x2019: "'",
    0x2018: "'",
    0x02BC: "'",
    0xB4: "'",
    0x2011: "-",
    0x2010: "-",
    0x2013: "-",
    0x2014: "-",
    0x2212: "-",
    0x153: "oe",
    0x152: "OE",
    0xE6: "ae",
    0xC6: "AE",
    0x141: "L",
    0x142: "l",  # napisał
    0x131: "i",  # yazdı
    0x110: "D",
    0x111: "d",  # đã viết
    0x201C: '"',
    0x201D: '"',
    0xAB: '"',
    0xBB: '"',
}
_HORS_ASCII = re.compile(r"[^\x00-\x7f]")


def aplanir(ligne: str) -> str:
    """One line to compare: no accents, lower case, typographic quotes and spaces made plain."""
    if not ligne.isascii():
        ligne = _HORS_ASCII.sub(_aplanir_un_caractere, ligne)
    return " ".join(ligne.lower().replace("`", "'").split())


def _aplanir_un_caractere(trouve: re.Match[str]) -> str:
    return _plat(trouve[0])


@lru_cache(maxsize=1024)  # the characters of Western mail, and a few emojis
def _plat(caractere: str) -> str:
    """A character without its accents, or what it stands for (NFKD)."""
    semblable = _SEMBLABLES.get(ord(caractere))
    if semblable is not None:
        return semblable
    return "".join(c for c in unicodedata.normalize("NFKD", caractere) if not unicodedata.combining(c))


# « De : », « Envoyé : »… after aplanir(); the group of the label says which.
_DE = (
    "de|from|von|da|van|fra|fran|od|expediteur|desde|avsandare|remitente|mittente|afzender|tu|gui "
    "boi|absender|lahettaja"
)
_AUTRES = (
    r"envoye(?: le)?|date(?: d'envoi)?|sent|sent at|gesendet|datum|data|inviato|verzonden|enviado(?: "
    r"el)?|sendt|skickat|dato|wyslano|"
    r"a|to|an|para|aan|til|till|do|destinataires?|pour|copie a|copie|cc|cci|bcc|kopi|kopie|"
    r"message du|objet|subject|betreff|oggetto|asunto|onderwerp|emne|amne|sujet|assunto|temat|tema|"
    r"repondre a|reply-to|pieces? jointes?|attachments?|importance|priorite|ngay|den|chu de"
)
CHAMP = re.compile(rf"(?:\| ?)?[*_]{{0,2}}({_DE}|{_AUTRES}) ?[*_]{{0,2}} ?:")
CHAMPS_DE = frozenset(_DE.split("|"))

ORIGINAL = re.compile(
    r"(?:>|\s)*[-_*]{2,} ?(?:message d'origine|message original|original message|message initial|"
    r"(?:message|mail|courriel|e-mail) (?:transfere|reexpedie)|forwarded message|"
    r"urspr.ngliche nachricht|originalnachricht|mensaje original|messaggio originale|oorspronkelijk bericht|"
    r"original appointment|mail original|courriel original|e-mail d'origine|reply message|"
    r"originalmeddelelse|weitergeleitete nachricht)\b.{0,40}"
    r"|(?:debut du (?:message|courriel|e-mail) (?:transfere|reexpedie)|begin forwarded message|anfang "
    r"der weitergeleiteten nachricht) ?:"
    r"|-{2,} ?(?:transfere|reachemine|retransmis|forwarded|weitergeleitet) (?:par|by|von) .{1,200}"
    r"|-{2,20} ?[^- ].{4,200} (?:wrote|a ecrit) ?:? ?-{2,}"
    r"|-{3,} (?:message|reply|nachricht|mensaje|messaggio) (?:from|de|von|da) .{1,100}-{2,}"
)
# Help desks cut what they receive at a line of their own.
AU_DESSUS = re.compile(
    r"\W{0,20}(?:please |veuillez |merci de |pour repondre\b.{0,40}?|to (?:answer|reply)\b.{0,40}?)?"
    r"(?:reply|type|write|respond|answer|enter|repond|ecri|saisi|redig|inscri)\w{0,4}\b.{0,40}"
    r"\b(?:above|over|au-dessus de|au dessus de) (?:this|cette|la presente) (?:line|ligne)\b[^\w?]{0,30}$"
)
# A telephone may put the quotation on the line of its attribution.
ATTRIBUTION_ET_SUITE = re.compile(
    r"(?:le|on) [^<]{5,300}<[^<>@\s]{1,100}@[^<>@\s]{1,100}> ?,? ?(?:a ecrit|wrote) ?: ?[^\s>]"
)
VERBE_PUIS_NOM = re.compile(r"(?:am|op|den|man|tir|ons|tor|fre|lor|son) .{4,80}\b(?:schrieb|schreef|skrev) .{2,200}:$")
GROUPWISE = re.compile(r">>> .{1,200} (?:>>>|wrote:|a ecrit ?:)$")
FINS_D_ATTRIBUTION = (
    ":",
    *("ecrit", "wrote", "schrieb", "escribio", "scritto", "escreveu", "schreef", "geschreven", "skrev", "kirjoitti"),
    *("napisal", "napisal(a)", "napsal(a)", "пишет", "написал", "написал(а)", "irta", "yazdi", "viet"),
    *("sent", "envoye"),
)
A_ECRIT = re.compile(
    r"(?:(?<!m')(?<!nous )(?<!t')a ecrit|"
    r"(?<!\w)(?:wrote|schrieb|escribio|ha scritto|escreveu|schreef|skrev|kirjoitti|"
    r"napisal(?:\(a\))?|"
    r"пишет|написал(?:\(а\))?|sent|da viet|napsal\(a\)|irta|yazdi|geschreven)|"
    r"a envoye|a ecrit le .{4,40}?) ?:? ?(?:>|$)"
)
DEBUT_ATTRIBUTION = re.compile(
    r"(?>(?:>\s*)*)[-*\"' ]{0,3}(?:le|on|am|el|il|em|op|den|w dniu|dnia|pada|a|en date du|vao|\S+ \S*|\d)"
)
DATE = re.compile(r"\d{1,4}[/.\-]\d{1,2}[/.\-]\d{1,4}|\b\d{1,2}[:h]\d{2}\b|\b(?:19|20)\d\d\b|\b\d{1,2} [^\W\d]{3,10}\b")
ADRESSE_OU_DATE = re.compile(r"[^\s@]@[^\s@]|" + DATE.pattern)
NOTES_QUI = re.compile(r".{0,100}<[^<>@\s]{1,100}@[^<>@\s]{1,100}>$|\S{1,100}@\S{1,100}$")
NOTES_QUAND = re.compile(
    r"(?:envoye par : .{1,80} )?\d{1,2}[/.]\d{1,2}[/.]\d{2,4},? (?:a )?\d{1,2}[:h]\d{2}(?::\d{2})?(?: "
    r"?[ap]m)?(?: .{0,120})?$"
)
TRAIT = re.compile(r"[-_=*~\u2500\u2501]{3,}$")

TIRETS = re.compile(r"--\s?$|[-_]{5,}$|\u2014$|={10,}$|\*{10,}$")
POLITESSE = re.compile(
    r"(?:(?:bien|tres|veuillez|meilleures?|sinceres?|sincerement|avec (?:mes|nos)|je vous|nous vous|"
    r"recevez|dans l'attente|"
    r"croyez|en vous souhaitant|vous en souhaitant|merci et|merci,?|amicalement|respectueusement|mes|"
    r"nos|salutations)\b.{0,90}?)?"
    r"\b(?:cordialement|cordiales? salutations?|salutations? (?:distinguees|cordiales|respectueuses)|"
    r"salutations|bien a (?:vous|toi)|"
    r"cdlt|cdt|bcdt|crdlt|sentiments (?:distingues|les meilleurs|respectueux)|(?:bonne|belle|excellente) "
    r"(?:journee|soiree|reception|fin de journee|fin de semaine)|"
    r"(?:kind|best|warm|kindest|with) regards|regards|sincerely(?: yours)?|yours (?:faithfully|"
    r"sincerely|truly)|best wishes|cheers|"
    r"mit freundlichen gr.{1,3}en|saludos(?: cordiales)?|cordiali saluti|respectueusement|amicalement|"
    r"sinceres salutations)\b"
    r"[ ,.;!:-]{0,4}(?!.{0,40}\b(?:on|je|j'\w+|nous|si|mais|non|refus\w*|accept\w*|annul\w*|erreur)\b).{0,40}$"
)
MOBILE = re.compile(
    r"[-_* ]{0,4}(?:(?:(?:message |mail |courriel )?envoye|sent|gesendet|inviato|enviado|verzonden|verstuurd|sendt|"
    r"skickat|obtenez|get|obtenir|yolladim|diperoleh|sent using) "
    r"?(?:de|depuis|a partir|avec|from|with|via|von|mit|da|do|desde|vanaf|fra|fran|outlook|aus|using)\b|"
    r"(?:von|aus) mein.{1,40} gesendet|provenance ?: ?(?:courrier|mail)|telechargez gratuitement|"
    r"(?:telecharge[rz]|obtene[rz]|obtenir|get|scarica|hol dir) .{2,40} (?:pour|for|per|fur) "
    r"(?:android|ios|iphone|ipad|mobile|mac|windows)\b|"
    r"envoye avec la messagerie|courrier pour windows|mail pour windows|from my (?:iphone|ipad|"
    r"blackberry|android|mobile)|"
    r"(?:de |depuis )?mon (?:iphone|mobile|ipad)$).{0,120}$"
)
MENTION = re.compile(
    r"(?:\*{0,3} ?)?(?:(?:sauf .{1,40}, )?(?:ce|cet|cette|le present) (?:message|courriel|mail|e-mail|courrier|"
    r"communication|transmission|email)\b.{0,80}"
    r"(?:confidentiel|destinataire|intention|etabli|jointe|annexe|prive|propriete|usage|protege|"
    r"securis|analyse|verifi|pieces|format html|ne constitue|n'engage|ne saurait)|"
    r"(?:the information|this) ?(?:in this |contained in this )?(?:e-?mail|message|communication|"
    r"transmission)\b.{0,120}"
    r"(?:confidential|intended|addressee|scanned|checked|virus|recipient|privileg|legally|mime format|in html)|"
    r"(?:the )?information (?:contained )?in this (?:e-?mail|message).{0,100}|"
    r"(?:diese|dieses|die in dieser) (?:e-?mail|nachricht|mail)\b.{0,120}"
    r"(?:vertraulich|bestimmt|geschutzt|virengepruft)|"
    r"(?:questo|questa|il presente|la presente) (?:messaggio|e-?mail|comunicazione)\b.{0,120}"
    r"(?:riservat|destinatari|confidenzial)|"
    r"(?:este|el presente) (?:mensaje|correo)\b.{0,120}(?:confidencial|destinatari)|"
    r"dit (?:bericht|e-?mail\S*)\b.{0,120}(?:vertrouwelijk|bestemd)|"
    r"(?:p )?(?:pens(?:ez|ons) a l'environnement|avant d'imprimer|(?:please )?consider the "
    r"environment|please think of the environment|adoptez l'eco-attitude|l'eco-attitude)|"
    r"(?:attention|avertissement|disclaimer|confidentialite|confidentiality(?: notice)?|mention "
    r"legale|notice|important) ?[:\-]? ?"
    r"(?:ce|cet|this|le present|les informations)\b.{0,200}|"
    r"(?:garanti )?sans virus\b.{0,60}(?:avast|avg)|<https?://(?:www\.)?(?:avast|avg)\.com/|l'absence de virus|"
    r"cet e-mail a ete verifie|cette adresse .{0,40}n'est pas lue|"
    r"(?:avertissement|disclaimer) ?:|"
    r"(?:disclaimer|(?:clause|avis) de confidentialite|(?:confidentiality|legal) notice|mentions? legales?) ?:?$|"
    r"[-_ ]{0,40}information (?:provenant d'|from )eset\b|(?:le message a ete verifie|the message was checked) |"
    r"(?:conformement (?:au|a la)|en application du) .{0,60}(?:rgpd|protection des donnees|informatique et libertes)|"
    r"les (?:informations|donnees)(?: personnelles| a caractere personnel)? (?:recueillies|collectees)\b|"
    r"votre (?:logiciel|client|programme|messagerie)\b.{0,60}(?:html|mime)\b|"
    r"une messagerie gratuite, garantie a vie|je cree ma boite mail|yahoo mail ?: recherchez|"
    r"les informations contenues dans (?:ce|cet)|l'integrite de ce message|ne pas jeter sur la voie|"
    r"internet e-?mails? (?:is|are) not|le informazioni contenute in quest|"
    r"(?:email|mail) has been scanned|virus-free|if you are not the intended|si vous n'etes pas (?:le "
    r"|la )?(?:bon )?destinataire)"
)
BANNIERE = re.compile(
    r"\W{0,8}(?:\[? ?(?:externe|external|ext|hors organisation|exterieur) ?\]?\W{0,3}$|"
    r"(?:message|mail|courriel|e-?mail|expediteur) (?:externe|exterieur)\b|"
    r"(?:\[? ?(?:attention|prudence|caution|warning|avertissement|alerte|securite|important|message "
    r"externe|externe|external)\b.{0,60}?)?"
    r"(?:(?:ce|cet|this) (?:courriel|message|mail|e-?mail|courrier)\b.{0,60}"
    r"(?:expediteur externe|exterieur|externe|outside|external|inconnu|hors de)|"
    r"(?:vous (?:n'obtenez|ne recevez) pas souvent|you don't often get e-?mail)|expediteur externe|courriel externe))"
)
LISTE = re.compile(
    r".{0,80}(?:mailing list|liste de diffusion|se desinscrire|se desabonner|unsubscribe|"
    r"\S+-request@\S+|mailman/listinfo).{0,200}$"
)
# How an author speaks again below a signature, and what is said there that no signature says.
REPRISE = re.compile(
    r"\W{0,3}(?:mais|sauf|toutefois|cependant|neanmoins|par contre|en revanche|ou plutot|en fait|finalement|pardon|"
    r"oups|desolee?|erreur|non|oui|attend(?:ez|re|ons)|il faut|reste a|a (?:confirmer|valider)|attention|"
    r"pas avant|ne pas|(?:petite )?precision|si (?:le|la|les|l'|vous)|j'|je (?!reste|vous (?:prie|remercie|souhaite))|"
    r"nous (?!contacter|joindre|ecrire|suivre|rejoindre|restons|vous (?:prions|remercions|souhaitons)))\b"
)
RETOUR = re.compile(
    r"\b(?:sous reserve|(?:a|sans) (?:la )?(?:seule )?condition|doit|doivent|pas encore|en attente|c'est (?:non|oui)|"
    r"annul(?:e|er|ez|ons)|reviens|revenons|confirmer|valider|(?:uniquement|seulement) (?:si|avec|apres|sous|pour))\b|"
    r"\b(?:tranch|decide|definitiv|reviendr)"
)
# What no signature says.
PAROLE = re.compile(
    r"\b(?:accept|refus|valid|confirm|annul|attend|reserve|condition|revien|souhait|propos|rappel|appel|merci)|"
    r"\b(?:doit|doivent|est|sont|sera|seront|peut|va|faut|si|pas|ne|non|mais|sauf|avant|apres|contactez|motif)\b|\bn'"
)
# Who signs without a closing, as typed: « M. Roy », « C. Rey », « Mme DUPONT-MERCIER », « Claire MARTIN ».
_CAPITALE = r"[A-Z\u00c0-\u00de][\w'\u2019-]{1,30}"
SIGNATAIRE = re.compile(
    rf"\s*(?:M\.|Mr\.?|Mme|Mlle|Dr\.?|Monsieur|Madame|[A-Z]\.) ?(?:[A-Z]\. ?)?"
    rf"{_CAPITALE}(?: {_CAPITALE}){{0,2}}[ ,.]{{0,3}}$"
)
NOM_PROPRE = re.compile(
    rf"\s*{_CAPITALE} (?:{_CAPITALE} )?[A-Z\u00c0-\u00de][A-Z\u00c0-\u00de'\u2019-]{{1,30}}[ ,]{{0,3}}$"
)
SERVICE = re.compile(
    r"(?:(?:le |la |l'|pour (?:le |la |l'))?(?:service|bureau|direction|pole|secretariat|cabinet|centre communal)\b|"
    r"(?:mairie|ville|commune|prefecture|hotel de ville|communaute|conseil|office) (?:de|du|des|d)\b|ccas\b|ddets?m?\b)"
)
FONCTION = re.compile(
    r"(?:pour )?(?:le |la |l')?(?:maire|adjointe?|presidente?|directeur|directrice|responsable|chef|prefete?|"
    r"secretaire|chargee? de mission|conseiller|conseillere|elue?)"
    r"(?: (?:de|du|des|d'|et|aux?|a|adjointe?|deleguee?|chargee?|en charge|generale?|municipale?)\b.{0,70})?[ ,.]{0,2}$"
)
COORDONNEE = re.compile(
    r"(?:\+33|\b0) ?\(?\d\)?(?:[ .\-]?\d\d){4}\b|[^\s@]@[^\s@]{1,60}\.[a-z]{2,10}\b|\bwww\.|https?://|\b\d{5} [a-z]"
)
PGP_DEBUT = re.compile(r"-{5}begin pgp signed message-{5}$")
PGP_FIN = re.compile(r"-{5}begin pgp signature-{5}$")
