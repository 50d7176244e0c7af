"""One value of the sheet at a time: from what a person or Excel wrote to a typed value.

Each reader takes text, a number, a boolean or a date, and returns the typed
value or raises ValeurRefusee, whose text says in French what was expected.
Doubt is refused: a wrong rent or floor on an offer is worse than a question.
"""

from __future__ import annotations

import math
import re
from datetime import date, datetime, timedelta
from decimal import Decimal

from robot.domain import dates
from robot.domain.ecriture import en_texte, plier

CENTIME = Decimal("0.01")
# Excel computes in binary: 487.32 may come as 487.32000000000005.
BRUIT_DE_CALCUL = Decimal("0.000001")

# Beyond these, a slip rather than a dwelling; no rule of the charter.
LOYER_MAXIMUM = Decimal(5000)
CHARGES_MAXIMUM = Decimal(2000)
SURFACE_MINIMUM, SURFACE_MAXIMUM = Decimal(5), Decimal(500)
ETAGE_MINIMUM, ETAGE_MAXIMUM = -3, 60
ANNEES = range(2000, 2100)

LONGUEUR_RPLS = 10
# Excel counts days from 30 December 1899 (it believes in 29 February 1900).
ORIGINE_EXCEL = date(1899, 12, 30)

MOIS = tuple(plier(mois) for mois in dates.MOIS)
OUI = frozenset({"oui", "o", "yes", "y", "vrai", "true", "1", "x", "avec", "✓", "✔"})
NON = frozenset({"non", "n", "no", "faux", "false", "0", "sans", "aucun"})
RANGS = ("rez", "premier", "deuxieme", "troisieme", "quatrieme", "cinquieme", "sixieme", "septieme", "huitieme",
         "neuvieme", "dixieme")  # fmt: skip
REZ_DE_CHAUSSEE = frozenset({"rdc", "rez", "rez de chaussee", "rez de jardin", "rdj", "rdc sureleve"})
MAISON = frozenset(
    {"maison", "maison individuelle", "pavillon", "villa", "individuel", "logement individuel"}
    | {"plain pied", "plain pied individuel", "maison de plain pied", "individuel de plain pied"}
)

_NOMBRE = re.compile(r"(?P<signe>-?)(?P<entier>[0-9]{1,3}(?: [0-9]{3})+|[0-9]+)(?:[.,](?P<decimales>[0-9]+))?")
_EUROS = re.compile(r"\s*(?:€|eur|euros?)?(?:\s?(?:/|par)\s?mois)?$")
_METRES_CARRES = re.compile(r"\s*(?:m2|m\^2|metres? carres?)?$")
_ETAGE = re.compile(r"(?:etage |r ?\+ ?|niveau )?(-?[0-9]{1,2}) ?(?:er|ere|nd|nde|e|eme|ieme|°)?(?: etage)?")
_TYPOLOGIE = re.compile(r"(?:t|f|type) ?([1-7]) ?(bis|b|'|prime)?|([1-7]) ?(?:p|pieces?)|([1-7])|(studio)")
_T6_ET_PLUS = re.compile(r"(?:t|f|type) ?6 ?(?:et plus|ou plus|\+)|6 pieces et plus")
_DATE = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
_DATE_EN_LETTRES = re.compile(r"(?:[a-z]+ )?([0-9]{1,2})(?:er)? ([a-z]+) ([0-9]{4})")
_HEURE_DE_MINUIT = re.compile(r"[t ]00:00(?::00(?:\.0+)?)?z?$")
_RPLS = re.compile(r"[0-9A-Z]{10}")
# What `reading/references.py` recognises in a reply: a prefix with a letter, a year of this century.
_REFERENCE = re.compile(r"(?=[0-9]{0,7}[A-Z])[A-Z0-9]{1,8}-20[0-9]{2}-[0-9]{1,6}")


class ValeurRefusee(Exception):
    """A value that cannot be taken; `attendu` completes « Attendu : » in French."""

    def __init__(self, attendu: str) -> None:
        super().__init__(attendu)
        self.attendu = attendu


def _nombre(valeur: object, unite: re.Pattern[str], attendu: str) -> Decimal:
    """A number with at most two decimals, its unit dropped."""
    if isinstance(valeur, bool | date):
        raise ValeurRefusee(attendu)
    if isinstance(valeur, float | Decimal):
        return _nombre_de_tableur(valeur, attendu)
    texte = plier(en_texte(valeur))
    ecrit = _NOMBRE.fullmatch(unite.sub("", texte, count=1))
    if ecrit is None:
        raise ValeurRefusee(attendu)
    if len(ecrit["decimales"] or "") > 2:  # noqa: PLR2004 - cents
        raise ValeurRefusee(f"deux décimales au plus : {attendu}")
    return Decimal(f"{ecrit['signe']}{ecrit['entier'].replace(' ', '')}.{ecrit['decimales'] or '0'}").quantize(CENTIME)


def _nombre_de_tableur(valeur: float | Decimal, attendu: str) -> Decimal:
    """A number that Excel holds: its binary noise is rounded away, a third decimal is not."""
    if not math.isfinite(valeur) or abs(Decimal(valeur)) > LOYER_MAXIMUM * 100:
        raise ValeurRefusee(attendu)
    exact = Decimal(repr(valeur)) if isinstance(valeur, float) else valeur
    arrondi = exact.quantize(CENTIME)
    if abs(exact - arrondi) > BRUIT_DE_CALCUL:
        raise ValeurRefusee(f"deux décimales au plus : {attendu}")
    return arrondi


def _euros(valeur: object, *, minimum: Decimal, maximum: Decimal) -> Decimal:
    attendu = "un montant mensuel en euros et centimes, par exemple 487,32"
    montant = _nombre(valeur, _EUROS, attendu)
    if not minimum <= montant <= maximum:
        raise ValeurRefusee(f"{attendu} (de {en_texte(minimum)} à {en_texte(maximum)} €)")
    return montant


def lire_loyer(valeur: object) -> Decimal:
    """The monthly rent in euros, two decimals."""
    return _euros(valeur, minimum=Decimal(1), maximum=LOYER_MAXIMUM)


def lire_charges(valeur: object) -> Decimal:
    """The monthly charges in euros, two decimals; there may be none."""
    return _euros(valeur, minimum=Decimal(0), maximum=CHARGES_MAXIMUM)


def lire_surface(valeur: object) -> Decimal:
    """The surface in m², two decimals."""
    attendu = "une surface en m², par exemple 64,5"
    surface = _nombre(valeur, _METRES_CARRES, attendu)
    if not SURFACE_MINIMUM <= surface <= SURFACE_MAXIMUM:
        raise ValeurRefusee(f"{attendu} (de {SURFACE_MINIMUM} à {SURFACE_MAXIMUM} m²)")
    return surface


def lire_oui_non(valeur: object) -> bool:
    """Yes or no, in any of the usual ways."""
    texte = plier(en_texte(valeur))
    if texte in OUI:
        return True
    if texte in NON:
        return False
    raise ValeurRefusee("oui ou non")


def lire_ascenseur(valeur: object) -> bool:
    """`avec ascenseur` and `sans ascenseur` also say it."""
    return lire_oui_non(plier(en_texte(valeur)).removesuffix(" ascenseur"))


def lire_pmr(valeur: object) -> bool:
    """`adapté` and `non adapté` also say it; « accessible » is another notion, hence refused."""
    texte = re.sub(r" ?\(?\bpmr\)?$", "", plier(en_texte(valeur)))
    return lire_oui_non({"adapte": "oui", "non adapte": "non"}.get(texte, texte))


def lire_etage(valeur: object) -> int | None:
    """The floor: 0 on the ground floor, None in a house."""
    attendu = "un étage : RDC, 1, 2, 3… ou « maison » pour un logement individuel"
    if isinstance(valeur, bool | date):
        raise ValeurRefusee(attendu)
    texte = re.sub(r"(?<=[a-z])-(?=[a-z])", " ", plier(en_texte(valeur)))
    if texte in MAISON:
        return None
    if texte in REZ_DE_CHAUSSEE:
        return 0
    mot = texte.removesuffix(" etage")
    if mot in RANGS:
        return RANGS.index(mot)
    ecrit = _ETAGE.fullmatch(texte)
    if ecrit is None or not ETAGE_MINIMUM <= int(ecrit[1]) <= ETAGE_MAXIMUM:
        raise ValeurRefusee(attendu)
    return int(ecrit[1])


def lire_typologie(valeur: object) -> str:
    """`T1`, `T1 bis`, `T1'`, `T2` to `T7`, `T6 et plus`."""
    attendu = "une typologie : T1, T1 bis, T1', T2, T3, T4, T5, T6, T7 ou « T6 et plus »"
    if isinstance(valeur, bool | date):
        raise ValeurRefusee(attendu)
    texte = plier(en_texte(valeur))
    if _T6_ET_PLUS.fullmatch(texte):
        return "T6 et plus"
    ecrit = _TYPOLOGIE.fullmatch(texte)
    if ecrit is None:
        raise ValeurRefusee(attendu)
    pieces = ecrit[1] or ecrit[3] or ecrit[4] or "1"
    suffixe = {None: "", "bis": " bis", "b": " bis"}.get(ecrit[2], "'")
    if suffixe and pieces != "1":
        raise ValeurRefusee(attendu)
    return f"T{pieces}{suffixe}"


def lire_rpls(valeur: object) -> str:
    """The RPLS number: ten characters, digits or capital letters (arrêté du 5 janvier 2010).

    Nothing is padded: Excel drops leading zeros, and a guess would name another dwelling.
    """
    attendu = f"les {LONGUEUR_RPLS} caractères du numéro RPLS, chiffres ou lettres majuscules"
    texte = en_texte(valeur)
    compact = texte.replace(" ", "").upper()
    if _RPLS.fullmatch(compact) and len(set(compact)) > 1:
        return compact
    if re.fullmatch(r"[0-9]{4,9}", compact):
        manque = LONGUEUR_RPLS - len(compact)
        raise ValeurRefusee(
            f"{attendu} ; il en manque {manque} : Excel a peut-être ôté les zéros du début, "
            "mettre la colonne au format Texte et écrire le numéro entier"
        )
    if re.fullmatch(r"[0-9][.,][0-9]+E\+?[0-9]+", compact):
        raise ValeurRefusee(f"{attendu} ; Excel l'a arrondi, mettre la colonne au format Texte et l'écrire en entier")
    raise ValeurRefusee(attendu)


def lire_reference(valeur: object, prefixe: str | None = None) -> str:
    """A reference such as `V-2026-0042`, under the landlord's prefix when one is given."""
    exemple = f"{prefixe or 'V'}-2026-0042"
    texte = en_texte(valeur).upper()
    if not _REFERENCE.fullmatch(texte):
        raise ValeurRefusee(f"une référence de la forme {exemple}, ou rien : le robot en donnera une")
    if prefixe and not texte.startswith(f"{prefixe.upper()}-"):
        raise ValeurRefusee(f"une référence qui commence par {prefixe}-, par exemple {exemple}")
    return texte


def lire_date(valeur: object) -> date:
    """A day: a date of Excel, its serial number, `2026-12-31`, `31/12/2026` or `31 décembre 2026`."""
    attendu = "une date, par exemple 31/12/2026"
    jour = _jour(valeur)
    if jour is None or jour.year not in ANNEES:
        raise ValeurRefusee(attendu)
    return jour


def _jour(valeur: object) -> date | None:
    match valeur:
        case bool():
            return None
        case datetime():
            return valeur.date()
        case date():
            return valeur
        case int() | float() | Decimal():
            return _jour_de_tableur(valeur)
        case _:
            return _jour_ecrit(_HEURE_DE_MINUIT.sub("", plier(en_texte(valeur))))


def _jour_de_tableur(serie: float | Decimal) -> date | None:
    """Excel's serial number of a day of 2000 to 2099; a fraction is an hour."""
    premier, dernier = (date(annee, 1, 1) - ORIGINE_EXCEL for annee in (ANNEES.start, ANNEES.stop))
    return ORIGINE_EXCEL + timedelta(days=int(serie)) if premier.days <= serie < dernier.days else None


def _jour_ecrit(texte: str) -> date | None:
    if ecrit := _DATE.fullmatch(texte):
        parties = (int(ecrit[3]), int(ecrit[2]), int(ecrit[1]))
    elif ecrit := re.fullmatch(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", texte):
        parties = (int(ecrit[1]), int(ecrit[2]), int(ecrit[3]))
    elif (ecrit := _DATE_EN_LETTRES.fullmatch(texte)) and ecrit[2] in MOIS:
        parties = (int(ecrit[3]), MOIS.index(ecrit[2]) + 1, int(ecrit[1]))
    else:
        return None
    try:
        return date(*parties)
    except ValueError:  # 31 June
        return None
