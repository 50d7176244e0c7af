"""A line of a designation cut into fields: what each says it is (« référent social : »), or what it looks like."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum, auto

from robot.domain.adresses import MOTS_DE_SERVICE
from robot.reading.calque import calquer, ponctuer
from robot.reading.designations.dalo import CASE_SANS_MOT
from robot.reading.designations.jugements import juge, sans_remarque
from robot.reading.designations.reperes import MASQUE, Espece, Repere, masquer


class Role(StrEnum):
    """What a label says of the words and marks after it."""

    LIBRE = auto()
    NUD = auto()
    NOM = auto()
    PRENOM = auto()
    COURRIEL = auto()
    COURRIEL_DU_CANDIDAT = auto()
    COURRIEL_DU_REFERENT = auto()
    TELEPHONE = auto()
    TELEPHONE_DU_REFERENT = auto()
    ADRESSE = auto()
    PRIORITE = auto()
    REFERENT = auto()
    INFORMATION = auto()
    AUTRE = auto()


@dataclass(frozen=True)
class Champ:
    """A mark, or a run of words. `fort` when a line, a tab, a dash… separates it from what comes before."""

    role: Role
    texte: str
    repere: Repere | None = None
    fort: bool = True


_COURRIEL = r"(?:adresse )?(?:e-?mails?|mails?|mels?|courriels?|courrier electronique)|adresses? electroniques?"
_TELEPHONE = (
    r"tel(?:ephone)?s?\.?(?: (?:portable|mobile|fixe))?|portable|mobile|gsm|port\.?|fixe|"
    r"(?:numero|n ?°) (?:de )?(?:tel(?:ephone)?|portable|mobile)"
)
_REFERENT = (
    r"(?:referente?s?|travailleu(?:r|se)s? social\w*|assistante?s? social\w*|as|ts|ccas|instruct(?:eur|rice)|"
    r"accompagnant\w*|accompagnement(?: social)?(?: par)?)(?: ?\(e\))?(?: sociale?s?)?(?: ?\(e\))?"
)
_NUD = (
    r"(?:nud|nur|numero unique|num\.? ?unique|n ?°? ?unique|(?:numero|n ?°) (?:de )?(?:demande|sne))"
    r"(?: (?:departemental|regional|d'enregistrement|de (?:la )?demande))?(?: ?\([a-z]{2,10}\))?"
)
_CANDIDAT = r"(?:candidate?s?|demandeu(?:r|se)s?|famille|menage|titulaire|interessee?)"
_DU = r"(?: (?:du|de la|de l'|de son|de sa|de)| ) ?"
_ETIQUETTES = (
    (Role.COURRIEL_DU_REFERENT, rf"(?:{_COURRIEL}){_DU}{_REFERENT}"),
    (Role.TELEPHONE_DU_REFERENT, rf"(?:{_TELEPHONE}){_DU}{_REFERENT}"),
    (Role.COURRIEL_DU_CANDIDAT, rf"(?:{_COURRIEL}){_DU}{_CANDIDAT}"),
    (Role.TELEPHONE, rf"(?:{_TELEPHONE})(?:{_DU}{_CANDIDAT})?"),
    (Role.COURRIEL, _COURRIEL),
    (Role.NUD, _NUD),
    (Role.PRENOM, rf"prenoms?(?:{_DU}{_CANDIDAT})?"),
    (
        Role.NOM,
        (
            rf"noms?(?:(?: et| ?/|,)? prenoms?)?(?: de famille)?(?:{_DU}{_CANDIDAT})?"
            rf"|{_CANDIDAT}(?: ?(?:n ?°)? ?[0-9]{{1,2}})?|candidature(?: de)?|identite|mme ?/ ?m\.?|m\.? ?/ ?mme"
        ),
    ),
    (Role.REFERENT, rf"(?:nom {_DU})?{_REFERENT}(?: ?\([^()]{{1,40}}\))?"),
    (Role.ADRESSE, rf"adresses?(?: postales?| actuelles?| completes?)?(?:{_DU}{_CANDIDAT})?|domicile"),
    (
        Role.INFORMATION,
        (
            r"compositions?(?: familiale| du menage| du foyer)?|ressources?(?: mensuelles?| du menage)?|"
            r"revenus?(?: mensuels?| fiscal de reference| du menage)?|rfr|profession|cotation|anciennete|"
            r"typologie(?: demandee| souhaitee)?|situation (?:familiale|professionnelle)|nationalite|"
            r"co-?demandeu(?:r|se)|"
            r"date de (?:naissance|depot|(?:la )?demande)"
        ),
    ),
    (
        Role.PRIORITE,
        (
            r"(?:criteres?|motifs?|publics?|niveau)(?: (?:de |d')?priori\w+)?|priorites?|situation|precisions?|"
            r"observations?|commentaires?|remarques?"
        ),
    ),
)
_ETIQUETTE = re.compile(
    r"(?<![a-z0-9'\-])(?:"
    + "|".join(f"(?P<{role.name}>{motif})" for role, motif in _ETIQUETTES)
    + r")(?: ?\.{2,40})? ?[:=](?![/a-z])"
)
# Words that change the owner of what follows even without a colon.
_SANS_DEUX_POINTS = re.compile(
    r"(?<![a-z0-9'\-])(?:(?P<REFERENT>referente?(?: ?\(e\))? sociale?(?: ?\(e\))?|travailleu(?:r|se) social\w*|"
    r"assistante? social\w*|(?:suivie?|accompagnee?|instruite?)s? par|referente?(?= [a-z]))|"
    rf"(?P<ADRESSE>domiciliee?s? (?:au|a)?|demeurant(?: au| a)?|habitant(?: au| a)?)|"
    rf"(?P<COURRIEL>{_COURRIEL})(?= ?{MASQUE})|"
    rf"(?P<NUD>{_NUD}|demande)(?= ?{MASQUE})|(?P<TELEPHONE>{_TELEPHONE})(?= ?{MASQUE}))(?![a-z0-9])"
)
_FORT = re.compile(r"\t+|[;|\u2022\u00b7\u25aa\u25e6\u25cf]| -+ | / |(?<=\ue0f0) ?- ?| -(?=\ue0f0)|  {3,}|(?:=|-)> ?")
_FAIBLE = re.compile(
    r",|\((?! ?[\-/_.]{1,9} ?\))|[)\[\]]|/(?=\ue0f0)|(?<=\ue0f0)/|(?<=[a-z0-9]{4})\.(?= )|(?<= )\+(?= )"
)
_INCONNUE = re.compile(r"([a-z][a-z' .\-/]{1,40}?) ?:(?= |$)")
# Other people, whose addresses are not the household's.
_PROCHE = re.compile(
    r"\b(?:fils|fille|mere|pere|parents?|soeur|frere|(?:ex-?)?conjointe?|epou(?:x|se)|mari|compagn(?:on|e)|amie?s?|voisine?|"
    r"tut(?:eur|rice)|curat(?:eur|rice)|employeur|avocate?|mandataire|udaf|bailleur|proprietaire)\b"
)
_SERVICES = MOTS_DE_SERVICE - {"contact", "logement", "offre"}
_NEUTRE = re.compile(
    r"\b(?:contacts?|coordonnees|joignable|candidat\w*|dalo|quartile|logement|offre|reference|retrait|retirer|^non)\b"
)
PUCE = re.compile(r"\s*(?:[-*+>\u2022\u00b7\u25aa\u25b6\u25ba\u25e6\u25cf\u2013\u2014\u2192]+|o(?= ))\s+")
MARQUE = re.compile(
    r"\s*(?:[-*\u2022]\s*)?(?:\(?(?:n ?[°o] ?|# ?)?[0-9]{1,2} ?(?:[).°/:]|-(?= ))+(?=[\s\ue0f0a-z(])|"
    r"(?:candidate?|candidature|choix|rang|menage|dossier) ?(?:n ?[°o] ?|# ?)?[0-9]{1,2}\b ?[:.)\-]*|"
    r"(?:1 ?ere?|premiere?|[2-9] ?e(?:me)?|deuxieme|seconde?|troisieme|quatrieme) "
    r"(?:candidate?|candidature|choix|menage|rang)\b ?[:.)\-]*|"
    r"(?:1 ?ere?|[2-9] ?e(?:me)?|[pr] ?[1-9]|[a-d](?= ?[:)])) ?[:.)\-]+(?=[\s\ue0f0]))"
)
_BORDS = " .,:;-=*_\"'+<>/\t"
_PERSISTANTS = frozenset({Role.PRIORITE, Role.REFERENT, Role.ADRESSE, Role.AUTRE})
_DE_CONTACT = frozenset(
    {Role.COURRIEL, Role.COURRIEL_DU_CANDIDAT, Role.COURRIEL_DU_REFERENT, Role.TELEPHONE, Role.TELEPHONE_DU_REFERENT}
)


@dataclass(frozen=True)
class _Borne:
    """Where a field ends and another begins."""

    debut: int
    fin: int
    role: Role | None = None
    repere: Repere | None = None
    fort: bool = False


def decouper(ligne: str, reperes: Sequence[Repere]) -> tuple[Champ, ...]:
    """The fields of a line, in order, each with the role that the labels give it."""
    net = ponctuer(ligne)
    plat = masquer(calquer(net), tuple(reperes))
    debut = max((trouve.end() for motif in (MARQUE, PUCE) if (trouve := motif.match(plat))), default=0)
    champs: list[Champ] = []
    role, fort, autrui, colle, position = Role.LIBRE, True, False, False, debut
    for borne in (*_bornes(plat, reperes, debut), _Borne(len(net), len(net))):
        brut = net[position : borne.debut]
        texte = brut.strip(_BORDS)
        if CASE_SANS_MOT.search(calquer(brut)) and not (borne.repere and borne.repere.espece is Espece.NUD):
            texte = brut.strip()  # « DALO : - » says the reverse of « DALO »; « DALO : 074… » is a heading
        if texte:
            if role is Role.REFERENT and colle:  # « Référent : Paul Martin 04 50 11 22 33 DUPONT Marie »
                role = Role.LIBRE
            role = _role_du_texte(
                role,
                f"{calquer(texte)}{' :' * brut.rstrip().endswith(':')}",
                nomme=bool(nom_dans(texte, voisin=borne.repere is not None and borne.repere.espece is Espece.NUD)),
            )
            sans_etiquette = _sans_etiquette(texte) if role is Role.AUTRE else texte
            champs.append(Champ(role, sans_etiquette, fort=fort))
            fort = False
            role = role if role in _PERSISTANTS else Role.LIBRE
            autrui = autrui or _PROCHE.search(calquer(texte)) is not None
        if borne.repere:
            role = role if role in _DE_CONTACT or role in (Role.REFERENT, Role.AUTRE) else Role.LIBRE
            role = Role.AUTRE if autrui and role in (Role.LIBRE, Role.COURRIEL, Role.TELEPHONE) else role
            champs.append(Champ(role, borne.repere.valeur, borne.repere, fort=fort))
            fort = False
        elif borne.role:
            role = borne.role
        elif borne.fort:
            role, fort, autrui = Role.LIBRE, True, False
        position, colle = borne.fin, borne.repere is not None
    return tuple(champs)


def _role_du_texte(role: Role, plat: str, *, nomme: bool) -> Role:
    """The role of a run of words: the label in force, else that of an unknown label, or of another person."""
    if role is not Role.LIBRE:
        return role
    inconnue = None if nomme else _INCONNUE.match(plat)
    if inconnue is None:
        return Role.LIBRE
    connue = _NEUTRE.search(inconnue[1]) and not _SERVICES & set(re.split("[^a-z]+", inconnue[1]))
    return Role.LIBRE if connue else Role.AUTRE


def _sans_etiquette(texte: str) -> str:
    return texte.partition(":")[2].strip(_BORDS) or texte


def _bornes(plat: str, reperes: Sequence[Repere], debut: int) -> Iterator[_Borne]:
    bornes = [_Borne(r.debut, r.fin, repere=r) for r in reperes]
    for motif in (_ETIQUETTE, _SANS_DEUX_POINTS):
        bornes += [_Borne(*t.span(), role=Role[t.lastgroup]) for t in motif.finditer(plat, debut) if t.lastgroup]
    bornes += [_Borne(*t.span(), fort=True) for t in _FORT.finditer(plat, debut)]
    bornes += [_Borne(*t.span()) for t in _FAIBLE.finditer(plat, debut)]
    position = debut
    for borne in sorted(bornes, key=lambda b: (b.debut, -b.fin)):
        if borne.debut >= position:
            yield borne
            position = borne.fin


# Names.
_CIVILITE = r"(?:M\.|MM\.|Mr\.?|M(?= [A-Z])|Mme\.?|MME|Mlle|MLLE|Melle|Monsieur|MONSIEUR|Madame|MADAME|Mademoiselle)"
PARTICULES = ("de", "du", "des", "la", "le", "ben", "ibn", "el", "al", "van", "von", "da", "dos", "di")
_MOT_DE_NOM = (
    r"(?:[A-Z\u00c0-\u00de][\w'\u2019.-]{0,40}|d'[A-Z\u00c0-\u00de][\w'-]{0,40}|"
    rf"{'|'.join(PARTICULES)}|née?)"
)
_NOM = re.compile(
    rf"(?<!\w)(?:{_CIVILITE}(?: ?(?:et|ou|/|&) ?{_CIVILITE})?|[Ff]amille|FAMILLE|[Cc]ouple|[Mm]énage) +"
    rf"{_MOT_DE_NOM}(?: +{_MOT_DE_NOM}){{0,5}}"
    rf"(?: +(?:et|ou|&) +(?:{_CIVILITE} +)?{_MOT_DE_NOM}(?: +{_MOT_DE_NOM}){{0,4}})?"
)
_NOM_NU = re.compile(rf"{_MOT_DE_NOM}(?: {_MOT_DE_NOM}){{1,5}}")
_MAJUSCULES = re.compile(r"(?<!\w)[A-Z\u00c0-\u00de][A-Z\u00c0-\u00de'-]+(?!\w)")
_TITRES = re.compile(
    r"(?:m\.|mr|mme|monsieur|madame) (?:le |la |l')?(?:maire|president|prefet|direct|adjoint|responsable|chef)"
)
_PAS_UN_NOM = MOTS_DE_SERVICE | {
    "dalo", "quartile", "priorite", "prioritaire", "bonjour", "merci", "cordialement", "candidat", "candidats",
    "urgent",
    "nud", "rue", "avenue", "famille", "enfants", "oui", "non", "retrait", "retirer", "madame", "monsieur", "ase",
    "chrs",
    "pmr", "plai", "plus", "pls", "handicap", "violences", "expulsion", "nom", "prenom", "courriel", "telephone",
    "adresse",
    "referent", "precision", "numero", "unique", "nous", "vous", "votre", "suite", "objet", "caf", "rsa", "aah",
    "cdi", "cdd",
    "avis", "candidature", "commission", "demande", "dossier", "proposition",
}  # fmt: skip


def a_une_civilite(nom: str) -> bool:
    """« Mme ROUX », « Famille Diallo »: nobody writes it of anything but a person."""
    return _NOM.match(nom) is not None


def nom_dans(texte: str, *, voisin: bool = False) -> str:
    """The name that these words give, "" without one.

    With a civility, wherever it is; without, only when they are nothing else,
    and one is in capitals (`DUPONT Marie`) unless they stand next to the number (`voisin`).
    """
    trouve = _NOM.search(texte)
    if trouve and not _TITRES.match(calquer(trouve[0])):
        return sans_remarque(trouve[0]).strip(" .'-")
    mots = re.split(r"[^a-z]+", calquer(texte))
    if not _NOM_NU.fullmatch(texte) or _PAS_UN_NOM & set(mots) or any(map(juge, mots)):
        return ""
    return texte if voisin or _MAJUSCULES.search(texte) else ""
