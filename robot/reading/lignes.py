"""What separates a new text from what it quotes, in lines. Patterns only; `citation` and `signature` use them."""

from __future__ import annotations

import re
import unicodedata

_BLANCS = dict.fromkeys([0xA0, 0x202F, 0x2007, 0x2009, 0x3000], " ") | {
    0x2019: "'",
    0x2018: "'",
    0x02BC: "'",
    0xB4: "'",
    0x2011: "-",
    0x2010: "-",
    0x2013: "-",
    0x2014: "-",
    0x2212: "-",
    0xFF1A: ":",
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
    0x2026: "...",
}
_HORS_ASCII = re.compile(r"[^\x00-\x7f]")


def _decomposer(caractere: str) -> str:
    """A character without its accents, or what it stands for (NFKD)."""
    return "".join(c for c in unicodedata.normalize("NFKD", caractere) if not unicodedata.combining(c))


# The characters of Western mail, worked out once.
_PLATS = {chr(code): _decomposer(chr(code)) for code in range(0x80, 0x300)} | {
    chr(code): plat for code, plat in _BLANCS.items()
}


def aplanir(ligne: str) -> str:
    """One line to compare: no accents, lower case, typographic quotes and spaces made plain."""
    if not ligne.isascii():
        ligne = _HORS_ASCII.sub(_aplanir_un_caractere, ligne)
    return " ".join(ligne.lower().replace("`", "'").split())


def _aplanir_un_caractere(trouve: re.Match[str]) -> str:
    plat = _PLATS.get(trouve[0])
    return _decomposer(trouve[0]) if plat is None else plat


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
CHAMP = re.compile(rf"[*_]{{0,2}}({_DE}|{_AUTRES}) ?[*_]{{0,2}} ?:[*_]{{0,2}}(?: |$)(.{{0,300}})")
CHAMPS_DE = frozenset(_DE.split("|"))

ORIGINAL = re.compile(
    r"(?:>|\s)*[-_*]{2,} ?(?:message d'origine|message original|original message|message initial|"
    r"message transfere|forwarded message|"
    r"urspr.ngliche nachricht|originalnachricht|mensaje original|messaggio originale|oorspronkelijk bericht|"
    r"original appointment|mail original|courriel original|e-mail d'origine|reply message|"
    r"originalmeddelelse|weitergeleitete nachricht)\b.{0,40}"
    r"|(?:debut du (?:message|courriel|e-mail) (?:transfere|reexpedie)|begin forwarded message|anfang "
    r"der weitergeleiteten nachricht) ?:"
    r"|-{2,} ?(?:transfere|forwarded|weitergeleitet) (?:par|by|von) .{1,200}"
    r"|-{2,} ?(?:on|le) .{5,200} (?:wrote|a ecrit) ?:? ?-{2,}"
    r"|-{3,} (?:message|reply) from .{1,100}-{2,}"
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
    r"(?:a ecrit|wrote|schrieb|escribio|ha scritto|escreveu|schreef|skrev|kirjoitti|napisal(?:\(a\))?|"
    r"пишет|написал(?:\(а\))?|sent|"
    r"a envoye|a ecrit le .{4,40}?|da viet|napsal\(a\)|irta|yazdi|geschreven) ?:? ?(?:>|$)"
)
DEBUT_ATTRIBUTION = re.compile(
    r"(?:>\s*)*[-*\"' ]{0,3}(?:le|on|am|el|il|em|op|den|w dniu|dnia|pada|a|en date du|vao|\S+ \S*|\d)"
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
    r"cdlt|cdt|bcdt|crdlt|sentiments (?:distingues|les meilleurs|respectueux)|bonne (?:journee|soiree|"
    r"reception|fin de journee)|"
    r"(?:kind|best|warm|kindest|with) regards|regards|sincerely(?: yours)?|yours (?:faithfully|"
    r"sincerely|truly)|best wishes|cheers|"
    r"mit freundlichen gr.{1,3}en|saludos(?: cordiales)?|cordiali saluti|respectueusement|amicalement|"
    r"sinceres salutations)\b"
    r"[ ,.;!:-]{0,4}.{0,40}$"
)
MOBILE = re.compile(
    r"[-_* ]{0,4}(?:(?:envoye|sent|gesendet|inviato|enviado|verzonden|verstuurd|sendt|skickat|"
    r"provenance|telechargez|telecharger|obtenez|get|obtenir|"
    r"yolladim|von meinem|diperoleh|sent using) "
    r"?(?:de|depuis|a partir|avec|from|with|via|von|mit|da|desde|vanaf|fra|fran|outlook|gratuitement|:|aus|using)\b|"
    r"envoye avec la messagerie|courrier pour windows|mail pour windows|from my (?:iphone|ipad|"
    r"blackberry|android|mobile)|"
    r"(?:de |depuis )?mon (?:iphone|mobile|ipad)$).{0,120}$"
)
MENTION = re.compile(
    r"(?:\*{0,3} ?)?(?:(?:ce|cet|cette|le present) (?:message|courriel|mail|e-mail|courrier|"
    r"communication|transmission|email)\b.{0,80}"
    r"(?:confidentiel|destinataire|intention|etabli|jointe|annexe|prive|propriete|usage|protege|"
    r"securis|analyse|verifi|pieces)|"
    r"(?:the information|this) ?(?:in this |contained in this )?(?:e-?mail|message|communication|"
    r"transmission)\b.{0,120}"
    r"(?:confidential|intended|addressee|scanned|checked|virus|recipient|privileg|legally)|"
    r"(?:the )?information (?:contained )?in this (?:e-?mail|message).{0,100}|"
    r"pensez a l'environnement|avant d'imprimer|n'imprimez|(?:p )?(?:please )?consider the "
    r"environment|please think of the environment|"
    r"(?:attention|avertissement|disclaimer|confidentialite|confidentiality(?: notice)?|mention "
    r"legale|notice|important) ?[:\-]? ?"
    r"(?:ce|cet|this|le present|les informations)\b.{0,200}|"
    r"(?:garanti )?sans virus\b.{0,60}avast|l'absence de virus|cet e-mail a ete verifie|cette adresse "
    r".{0,40}n'est pas lue|"
    r"les informations contenues dans (?:ce|cet)|l'integrite de ce message|ne pas jeter sur la voie|"
    r"(?:email|mail) has been scanned|virus-free|if you are not the intended|si vous n'etes pas (?:le "
    r"|la )?(?:bon )?destinataire)"
)
BANNIERE = re.compile(
    r"\W{0,4}(?:\[? ?(?:externe|external|ext|hors organisation|exterieur) ?\]?\W{0,3}$|"
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
PGP_DEBUT = re.compile(r"-{5}begin pgp signed message-{5}$")
PGP_FIN = re.compile(r"-{5}begin pgp signature-{5}$")
