"""Which commune a dwelling is in: the réservataires who may have it depend on it (R31).

A name that several communes bear, or that disagrees with the postal code
written beside it, is refused: the offer would leave for another town hall.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from robot.domain.carnet import Commune, Communes
from robot.domain.ecriture import propre
from robot.domain.valeurs import ValeurRefusee

PROPOSITIONS = 5

_CODE = r"(?:[0-9]{2}|2[AB])[0-9]{3}"
_CODE_SEUL = re.compile(_CODE)
_CODE_PUIS_NOM = re.compile(rf"(?P<code>{_CODE})[ ,-]+(?P<nom>[^\W\d].*)")
_NOM_PUIS_CODE = re.compile(rf"(?P<nom>.*\D?[^\W\d][^\d(]*?)[ ,-]*\(?(?P<code>{_CODE}|[0-9]{{2,3}}|2[AB])\)?")
_FIN_D_ADRESSE = re.compile(rf"^(?P<voie>.*?)[ ,;-]*\b(?P<code>{_CODE}) +(?P<nom>[^\W\d][^\d,;]*)$")
_CEDEX = re.compile(r"\s+cedex\b.*$", re.IGNORECASE)


@dataclass(frozen=True)
class Localite:
    """What a text says of the commune. `code` is a postal or INSEE code of which nothing says which it is."""

    nom: str = ""
    code: str = ""
    insee: str = ""
    departement: str = ""


def lire_localite(texte: str) -> Localite:
    """`Viry`, `74309`, `74580 Viry`, `Viry (74)`, `Viry (74309)`."""
    ecrit = _CEDEX.sub("", propre(texte))
    if _CODE_SEUL.fullmatch(ecrit.upper()):
        return Localite(insee=ecrit.upper())
    if trouve := _CODE_PUIS_NOM.fullmatch(ecrit):
        return Localite(nom=trouve["nom"], code=trouve["code"])
    if trouve := _NOM_PUIS_CODE.fullmatch(ecrit):
        long = _CODE_SEUL.fullmatch(trouve["code"])
        return Localite(trouve["nom"], code=trouve["code"]) if long else Localite(trouve["nom"], "", "", trouve["code"])
    return Localite(nom=ecrit)


def fin_d_adresse(adresse: str) -> tuple[str, Localite | None]:
    """(the way, the locality) of `12 rue des Alpes, 74580 Viry` or `12 rue des Alpes, Viry`.

    Without a postal code the locality must follow a comma. None when there is none.
    """
    ecrite = _CEDEX.sub("", propre(adresse))
    if trouve := _FIN_D_ADRESSE.fullmatch(ecrite):
        return trouve["voie"], Localite(nom=trouve["nom"].strip(), code=trouve["code"])
    voie, virgule, nom = ecrite.rpartition(",")
    if virgule and re.fullmatch(r"[^\d]+(?:\([0-9AB]{2,3}\))?", nom.strip()):
        return voie.strip(), lire_localite(nom)
    return ecrite, None


def trouver_commune(localite: Localite, communes: Communes, departement: str = "") -> Commune:
    """The one commune a locality names; among homonyms, the only one of the landlord's `departement`.

    Raises ValeurRefusee (unknown, ambiguous, contradictory).
    """
    if localite.insee:
        return _par_code(localite, communes)
    homonymes = communes.par_nom(localite.nom)
    if not homonymes:
        proches = communes.suggestions(localite.nom, departement)
        indice = f" ; communes proches : {', '.join(proches)}" if proches else ""
        raise ValeurRefusee(f"le nom officiel d'une commune ou son code INSEE{indice}")
    retenues = tuple(commune for commune in homonymes if _convient(commune, localite))
    du_departement = tuple(commune for commune in retenues if commune.departement == departement)
    for choix in (retenues, du_departement):
        if len(choix) == 1:
            return choix[0]
    lesquelles = ", ".join(
        f"{c.nom} ({c.departement}, code INSEE {c.code})" for c in (retenues or homonymes)[:PROPOSITIONS]
    )
    if retenues:
        raise ValeurRefusee(
            f"le code INSEE ou le code postal en plus du nom, car plusieurs communes le portent : {lesquelles}"
        )
    raise ValeurRefusee(f"un code qui soit celui de la commune nommée ; à ce nom : {lesquelles}")


def contredit(localite: Localite, commune: Commune, communes: Communes) -> bool:
    """Whether the end of an address names another place than its commune.

    Either the postal code or the name agreeing is enough: the name may be that
    of a former commune (« 74960 Cran-Gevrier » is in Annecy), the code a cedex.
    Without a code, only another commune of the same département contradicts:
    hamlets (« Le Pin ») bear names of communes from elsewhere.
    """
    nommees = communes.par_nom(localite.nom)
    if commune.code in {nommee.code for nommee in nommees}:
        return False
    if localite.code:
        return bool(commune.codes_postaux) and localite.code not in {commune.code, *commune.codes_postaux}
    return commune.departement in {nommee.departement for nommee in nommees}


def _par_code(localite: Localite, communes: Communes) -> Commune:
    commune = communes.par_code(localite.insee)
    if commune is None:
        raise ValeurRefusee(
            f"un code INSEE connu : {localite.insee} n'en est pas un (un code postal ?) ; écrire le nom de la commune"
        )
    if localite.nom and commune.code not in {homonyme.code for homonyme in communes.par_nom(localite.nom)}:
        raise ValeurRefusee(
            f"un code INSEE qui soit celui de la commune nommée : {commune.code} est celui de {commune.nom}"
        )
    return commune


def _convient(commune: Commune, localite: Localite) -> bool:
    if localite.departement and localite.departement.upper() != commune.departement:
        return False
    if not localite.code or localite.code == commune.code:
        return True
    if not commune.codes_postaux:
        return localite.code.startswith(commune.departement)
    return localite.code in commune.codes_postaux
