"""What follows a verb: numbers, days, a place, a reason. A wrong or missing one is said, never made up."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from robot.domain.dates import jour_en_lettres
from robot.domain.stimuli import Verbe
from robot.reading.calque import calquer
from robot.reading.consignes.dates import SansAnnee, lire_heure, lire_jour
from robot.reading.consignes.lieux import exiger_un_lieu
from robot.reading.consignes.motifs import (
    BORDS,
    MOTIF_ANNONCE,
    MOTIF_MAX,
    Refus,
    Suite,
    lire_le_motif,
    passer,
    rien_d_autre,
    sans_bords,
    semble_retenir,
)
from robot.reading.consignes.preuves import exiger_une_remise

V = Verbe
_JOURS_MAX = 99
_UN_AN = timedelta(days=366)
_PREMIERE_HEURE, _DERNIERE_HEURE = time(7), time(20)
_DEUX = 2  # a ranking has two candidates at least

_POLITESSE_EN_FIN = re.compile(
    r"[\s,.;:!(-]*(?:(?:merci(?: (?:d'avance|par avance|beaucoup|bien))?|svp|stp|s'il (?:vous|te) plait|"
    r"(?:bien )?cordialement|cdlt?|cdt|bonne (?:journee|soiree))[\s,.!)]*)+$"
)
_CANDIDAT = re.compile(
    r"[\s:,*-]*(?:(?:a |au |la |le |du )?(?:candidat(?:e|ure)?s?|menage|rang|numero|n°|no|lignes?)\s?(?:n°|no )?\s*)?"
    r"(?P<n>\d{1,4})(?![\w/°%€]|[.,:-]\d| ?(?:h\d|€|%|m2|er\b|e\b))"
)
_PREMIER_RANG = re.compile(r"[\s:,*-]*(?:(?:les? )?candidate?s? |n° ?)?(?P<n>\d{1,2})(?!\w)")
_RANGS = re.compile(r"(?:\s*(?:-?>|→|,|-|puis|et)\s*|\s+)(?P<n>\d{1,2})(?![\w/°%€]|[.:]\d)")
_AVANT_UN_JOUR = re.compile(r"[\s*:,(-]*(?:signe )?")
_AVANT_UNE_HEURE = re.compile(r"[\s,:*-]*(?:a )?")
_AUTRE_CANDIDAT = re.compile(r"[\s(\[]*(?:et|ou|a|[,&+/-])\s*(?:(?:le|la) )?(?:n° ?)?\d{1,2}\b")
_JOURS = re.compile(
    r"[\s:,*+]*(?:-\s+)?(?:de |supplementaire de )?(?P<n>\d{1,3})\s?(?:(?:(?:j|jrs?|jours?) ?)?ouvres?\b|(?:j|jrs?|"
    r"jours?))?(?:"
    r" supplementaires?| de plus)?(?: accordes?)?(?![\w/°%€]|[.,:-]\d)"
)
_AUTRE_UNITE = re.compile(
    r"\s*(?:ouvrables?|calendaires?|francs?|semaines?|sem\b|mois|heures?|h\b|ans?\b|ou \d+|a \d+)"
)
_TROP_COURT = re.compile(r"[\s,(]*(?:est )?(?:bien )?(?:trop|insuffisant|court|long|impossible|non respecte|manque)\b")
_CODE = re.compile(r"(?:(?:a|au|vers|chez) )?(?P<code>[a-z0-9]+(?:[-_][a-z0-9]+)*)$")
_TOUT = re.compile(r"(?:tout(?:es)?|tous)(?: les lignes)?$")
_NUMERO_UNIQUE = re.compile(r"[\s:,*-]*(?:nud )?\d[\d ]{12,}\d")


@dataclass(frozen=True, kw_only=True)
class Arguments:
    """What a verb was given: the fields of a `Consigne` that depend on it."""

    numeros: tuple[int, ...] = ()
    tout: bool = False
    jours: int = 0
    jour: date | None = None
    heure: time | None = None
    lieu: str = ""
    reservataire: str = ""
    motif: str = ""


def lire_arguments(suite: Suite) -> Arguments:
    """What the order was given. Raises Refus."""
    if "?" in suite.brute:
        raise Refus("une question n'est pas un ordre")
    fin = _POLITESSE_EN_FIN.search(suite.plate)
    return _LECTURES[suite.verbe](replace(suite, brute=suite.brute[: fin.start()]) if fin else suite)


# --- numbers and days ------------------------------------------------------------------------------


def _numero(suite: Suite) -> tuple[int, Suite]:
    """One candidate's number in the list."""
    if _NUMERO_UNIQUE.match(suite.plate):
        raise Refus("donnez le numéro du candidat dans la liste (1, 2, 3…), non son numéro unique")
    trouve = _CANDIDAT.match(suite.plate)
    if trouve is None:
        raise Refus("il manque le numéro du candidat")
    if not 1 <= int(trouve["n"]) <= _JOURS_MAX:
        raise Refus(f"{trouve['n']} n'est pas le numéro d'un candidat")
    return int(trouve["n"]), suite.apres(trouve.end())


def _jour(suite: Suite, sans_annee: SansAnnee) -> tuple[date, Suite]:
    debut = passer(_AVANT_UN_JOUR, suite.plate)
    lu = lire_jour(suite.plate, debut, aujourd_hui=suite.aujourd_hui, sans_annee=sans_annee)
    if lu is None:
        raise Refus("il manque la date, comme 12/03/2026")
    if isinstance(lu.jour, str):
        raise Refus(lu.jour)
    return lu.jour, suite.apres(lu.fin)


def _exiger(jour: date, *, du: date, au: date) -> None:
    if not du <= jour <= au:
        raise Refus(f"{jour_en_lettres(jour)} : cette date est {'passée' if jour < du else 'trop lointaine'}")


# --- one reading per verb --------------------------------------------------------------------------


def _libre(suite: Suite) -> Arguments:
    return Arguments(motif=lire_le_motif(suite))


def _motive(suite: Suite) -> Arguments:
    return Arguments(motif=lire_le_motif(suite, obligatoire=True))


def _seul(suite: Suite) -> Arguments:
    return Arguments(motif=rien_d_autre(suite))


def _renvoyer(suite: Suite) -> Arguments:
    """A code is one word; a reason comes after a colon, so that neither is taken for the other."""
    tete, deux_points, _ = suite.brute.partition(":")
    nue = calquer(tete).strip(BORDS)
    if not nue or nue in ("motif", "raison"):
        return Arguments(motif=lire_le_motif(suite))
    code = _CODE.match(nue)
    if code is None or semble_retenir(code["code"]):
        raise Refus("écrivez le code du réservataire en un mot, puis deux-points et le motif")
    reste = suite.apres(len(tete)) if deux_points else suite.apres(len(suite.brute))
    return Arguments(reservataire=code["code"], motif=lire_le_motif(reste))


def _delai(suite: Suite) -> Arguments:
    trouve = _JOURS.match(suite.plate)
    if trouve is None:
        raise Refus("il manque un nombre de jours ouvrés, en chiffres")
    jours = int(trouve["n"])
    reste = suite.apres(trouve.end())
    if unite := _AUTRE_UNITE.match(reste.plate) or _AUTRE_UNITE.fullmatch(reste.nue()):  # « 5 (semaines) »
        raise Refus(f"« {trouve[0].strip(BORDS)} {unite[0].strip()} » n'est pas un nombre de jours ouvrés")
    if not 1 <= jours <= _JOURS_MAX:
        raise Refus(f"{jours} jours ouvrés, ce n'est pas un délai")
    if plainte := _TROP_COURT.match(reste.plate):
        raise Refus(f"« {plainte[0].strip(BORDS)} » peut se lire autrement ; mettez deux-points avant le motif")
    return Arguments(jours=jours, motif=lire_le_motif(reste.avec_nombre()))


def _seul_ou_motive(suite: Suite) -> Arguments:
    return Arguments(motif=rien_d_autre(suite, deux_points=True))


def _sur_un_candidat(suite: Suite) -> Arguments:
    numero, reste = _numero(suite)
    return Arguments(numeros=(numero,), motif=rien_d_autre(reste))


def _sur_un_candidat_ou_motive(suite: Suite) -> Arguments:
    numero, reste = _numero(suite)
    return Arguments(numeros=(numero,), motif=rien_d_autre(reste, deux_points=True))


def _motive_sur_un_candidat(suite: Suite) -> Arguments:
    numero, reste = _numero(suite)
    if _AUTRE_CANDIDAT.match(reste.plate):
        raise Refus("un seul candidat par ligne, deux-points, puis son motif")
    return Arguments(numeros=(numero,), motif=lire_le_motif(reste.avec_nombre(), obligatoire=True))


def _classe(suite: Suite) -> Arguments:
    premier = _PREMIER_RANG.match(suite.plate)
    if premier is None:
        raise Refus("il manque le classement, par numéros de candidats")
    numeros, reste = [int(premier["n"])], suite.apres(premier.end())
    while trouve := _RANGS.match(reste.plate):
        numeros.append(int(trouve["n"]))
        reste = reste.apres(trouve.end())
    motif = rien_d_autre(reste)
    if len(numeros) < _DEUX:
        raise Refus("un classement compte deux candidats au moins ; pour un seul, écrivez ATTRIBUE")
    if len(set(numeros)) < len(numeros) or 0 in numeros:
        raise Refus("le même candidat est classé deux fois" if 0 not in numeros else "0 n'est pas un candidat")
    return Arguments(numeros=tuple(numeros), motif=motif)


def _commission(suite: Suite) -> Arguments:
    jour, reste = _jour(suite, SansAnnee.A_VENIR)
    _exiger(jour, du=suite.aujourd_hui, au=suite.aujourd_hui + _UN_AN)
    lue = lire_heure(reste.plate, passer(_AVANT_UNE_HEURE, reste.plate))
    if lue is None:
        raise Refus("il manque l'heure, comme 14h30")
    heure, fin = lue
    if not _PREMIERE_HEURE <= heure <= _DERNIERE_HEURE:
        raise Refus(f"une commission ne se tient pas à {heure.hour} h {heure.minute:02d}")
    lieu = sans_bords(reste.brute[fin:])
    if not any(c.isalpha() for c in lieu):
        raise Refus("il manque le lieu")
    exiger_un_lieu(calquer(lieu))
    return Arguments(jour=jour, heure=heure, lieu=lieu.removeprefix("à ")[:MOTIF_MAX])


def _remis(suite: Suite) -> Arguments:
    numero, reste = _numero(suite)
    jour, reste = _jour(reste, SansAnnee.PASSE)
    if jour > suite.aujourd_hui:
        raise Refus(f"{jour_en_lettres(jour)} : rien ne peut y être déjà remis")
    _exiger(jour, du=suite.aujourd_hui - _UN_AN, au=suite.aujourd_hui)
    if reste.nue():
        exiger_une_remise(reste, numero, jour)
    try:
        preuve = lire_le_motif(reste.avec_nombre(), obligatoire=True)
    except Refus as refus:
        raise Refus(str(refus).replace("le motif", "la preuve de la remise")) from None
    return Arguments(numeros=(numero,), jour=jour, motif=preuve)


def _bail(suite: Suite) -> Arguments:
    jour, reste = _jour(suite, SansAnnee.REFUSEE)
    _exiger(jour, du=suite.aujourd_hui - _UN_AN, au=suite.aujourd_hui + _UN_AN)
    if not reste.nue() or MOTIF_ANNONCE.match(reste.nue()):
        return Arguments(jour=jour, motif=rien_d_autre(reste))
    numero, reste = _numero(reste)
    return Arguments(jour=jour, numeros=(numero,), motif=rien_d_autre(reste))


def _sne(suite: Suite) -> Arguments:
    if _TOUT.match(suite.nue()):
        return Arguments(tout=True)
    mots = re.split(r"[\s,;&+]+|\bet\b", suite.nue())
    numeros = [mot for mot in mots if mot]
    if not numeros:
        raise Refus("il manque les numéros des lignes, ou TOUT")
    if fautif := next((mot for mot in numeros if not re.fullmatch(r"[1-9]\d{0,3}", mot)), None):
        raise Refus(f"« {fautif} » n'est pas le numéro d'une ligne")
    return Arguments(numeros=tuple(dict.fromkeys(int(mot) for mot in numeros)))


_LECTURES: Mapping[Verbe, Callable[[Suite], Arguments]] = {
    V.SUIVANT: _libre,
    V.RENVOYER: _renvoyer,
    V.REPRENDRE: _seul_ou_motive,
    V.AUTORISER: _libre,
    V.IGNORER: _libre,
    V.ACCEPTE: _seul_ou_motive,
    V.REFUSE: _libre,
    V.DELAI: _delai,
    V.RECHERCHE: _libre,
    V.COMPLETER: _seul,
    V.PRESENTER: _libre,
    V.RETIRER: _motive_sur_un_candidat,
    V.COMMISSION: _commission,
    V.ATTRIBUE: _sur_un_candidat,
    V.CLASSE: _classe,
    V.CONDITION: _motive_sur_un_candidat,
    V.NON_ATTRIBUE: _motive_sur_un_candidat,
    V.REJETE: _motive_sur_un_candidat,
    V.OUI: _sur_un_candidat_ou_motive,
    V.NON: _motive_sur_un_candidat,
    V.REMIS: _remis,
    V.REPROPOSER: _sur_un_candidat_ou_motive,
    V.BAIL: _bail,
    V.SNE: _sne,
    V.HORS_FLUX: _motive,
    V.EN_FLUX: _motive,
    V.ANNULER: _motive,
}
