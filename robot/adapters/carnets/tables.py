"""The tables that the settings name: whom they are about, and what is wrong in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from robot.adapters.carnets import valeurs
from robot.adapters.carnets.section import Releve
from robot.adapters.carnets.valeurs import ValeurRefusee
from robot.adapters.communes import mots
from robot.adapters.fiches.fichier import DefautDeLigne, FichierIllisible
from robot.domain.carnet import Reservataire
from robot.domain.flux.assiette import BAILLEUR


def cle_de_nom(nom: str) -> str:
    """What two spellings of a holder share: case, accents, hyphens and spacing are forgiven."""
    return " ".join(mots(nom))


def codes_par_nom(reservataires: Iterable[Reservataire]) -> Mapping[str, frozenset[str]]:
    """By name, code or alias, the codes that it may mean: one, unless two réservataires claim it."""
    trouves: dict[str, frozenset[str]] = {cle_de_nom(BAILLEUR): frozenset({BAILLEUR})}
    for reservataire in reservataires:
        for nom in (reservataire.code, reservataire.nom, *reservataire.alias):
            trouves[cle_de_nom(nom)] = trouves.get(cle_de_nom(nom), frozenset()) | {reservataire.code}
    return trouves


def code_de(nom: str, connus: Mapping[str, frozenset[str]]) -> str:
    """The code that a table means. Raises ValeurRefusee when it means nobody, or two."""
    codes = connus.get(cle_de_nom(nom), frozenset())
    if len(codes) == 1:
        return next(iter(codes))
    if codes:
        message = f"« {nom} » peut être {' ou '.join(sorted(codes))}."
        raise ValeurRefusee(message, "Écrivez le code de l'un d'eux, ou retirez l'alias de trop.")
    proche = valeurs.le_plus_proche(cle_de_nom(nom), connus)
    raise ValeurRefusee(
        f"« {nom} » n'est dans le carnet ni un nom, ni un code, ni un alias.",
        f'Écrivez « alias: "{nom}" » sous le réservataire de reservataires.yaml qui tient ces droits.{proche}',
    )


def noter_l_illisible(refus: FichierIllisible, cle: str, releve: Releve) -> None:
    """A file of which nothing can be taken; `cle` is the setting that names it."""
    fin = "" if refus.raison.endswith("?") else "."
    releve.refuser(refus.ligne or 0, "", f"{refus.raison}{fin}", f"Vérifiez « {cle} » de robot.yaml.")


def noter_les_defauts(defauts: Iterable[DefautDeLigne], releve: Releve) -> None:
    """The defects of a table, as anomalies of its file."""
    for defaut in defauts:
        ecrit = f"« {defaut.valeur} » ne convient pas." if defaut.valeur else "rien n'est écrit."
        releve.refuser(defaut.ligne, defaut.colonne, ecrit, f"Attendu : {defaut.attendu}.")
