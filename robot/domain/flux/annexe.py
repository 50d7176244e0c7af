"""The figures of the annexe as plain values: for a machine, for the sheet of a réservataire, for its letter.

Counts stay integers, rates come as printed. Nothing is computed here that
`assiette` does not compute.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from robot.domain import loi
from robot.domain.flux.assiette import Assiette, Base, Droit, Tableau, arrondi, pourcentage


def en_json(tableau: Tableau, decimales: int, a_revoir: Sequence[str]) -> dict[str, Any]:
    """`robot assiette --json` (CONTRAT); keys beyond the contract say the same in more detail (C2, C9)."""
    territoires = {territoire.nom for territoire in tableau.territoires}
    return {
        "territoires": [ligne_d_assiette(tableau.assiettes[nom]) for nom in tableau.assiettes if nom in territoires],
        "reservataires": [ligne_de_droit(tableau, droit, decimales) for droit in tableau.droits],
        "alertes": list(a_revoir),
        "perimetres": [ligne_d_assiette(tableau.assiettes[nom]) for nom in tableau.assiettes if nom not in territoires],
        "droits_en_tout": sum(droit.droits for droit in tableau.droits),
        "droits_du_bailleur": tableau.droits_du_bailleur(),
        "annee": tableau.annee,
        "millesime": tableau.millesime.isoformat() if tableau.millesime else None,
        "orcod_lhi": {"valeur": tableau.orcod_lhi, "source": tableau.orcod_lhi_source},
    }


def ligne_d_assiette(assiette: Assiette) -> dict[str, Any]:
    """A line of the first table: A, B, C, and the net as printed, None where the annexe prints none."""
    mutations = None if assiette.mutations is None else float(assiette.mutations * 100)
    return {
        "nom": assiette.nom,
        "total": assiette.total,
        "exclus": assiette.exclus_en_tout,
        "brut": assiette.brut,
        "mutations_pct": int(mutations) if mutations is not None and mutations.is_integer() else mutations,
        "orcod_lhi": assiette.orcod_lhi,
        "net": None if assiette.net is None else int(arrondi(assiette.net)),
        "net_exact": None if assiette.net is None else str(assiette.net),
        "exclus_par_cause": {cause.value: nombre for cause, nombre in assiette.exclus.items()},
    }


def ligne_de_droit(tableau: Tableau, droit: Droit, decimales: int) -> dict[str, Any]:
    """A line of the second table: rights, what they are divided by, and the three rates (C2); None on an empty base."""
    taux = {base: tableau.taux(droit, base) for base in Base}
    imprimes = {base: None if exact is None else pourcentage(exact, decimales) for base, exact in taux.items()}
    return {
        "nom": droit.reservataire,
        "perimetre": droit.perimetre,
        "droits": droit.droits,
        "base": tableau.assiettes[droit.perimetre].total,
        "denominateur": Base.TOTAL,
        "taux": imprimes[Base.TOTAL],
        "taux_brut": imprimes[Base.BRUT],
        "taux_net": imprimes[Base.NET],
        "droits_uniques": droit.droits_uniques,
    }


def feuille(tableau: Tableau, reservataire: str, decimales: int, *, nom: str = "") -> dict[str, Any]:
    """The sheet of one réservataire (R26): for each of its perimeters the assiette, line by line, and its rights.

    `nom` is printed when the table knows it by its code. Plain JSON values:
    `adapters/flux/fiche_xlsx.py` makes the workbook of it. Raises KeyError when the table has no right of that name.
    """
    droits = [droit for droit in tableau.droits if droit.reservataire == reservataire]
    if not droits:
        raise KeyError(reservataire)
    droits = [replace(droit, reservataire=nom or reservataire) for droit in droits]
    uniques = [droit.droits_uniques for droit in droits if droit.droits_uniques is not None]
    return {
        "bailleur": tableau.bailleur,
        "reservataire": nom or reservataire,
        "annee": tableau.annee,
        "millesime": tableau.millesime.isoformat() if tableau.millesime else "",
        "decimales": decimales,
        "avec_net": any(t.mutations is not None for t in tableau.territoires),
        "orcod_lhi": tableau.orcod_lhi,
        "orcod_lhi_source": tableau.orcod_lhi_source,
        "perimetres": [_perimetre(tableau, droit, decimales) for droit in droits],
        "droits_uniques": sum(uniques) if uniques else None,
    }


def _perimetre(tableau: Tableau, droit: Droit, decimales: int) -> dict[str, Any]:
    """A perimeter: its lines, their sum (the line itself when there is one), the right on it."""
    return {
        "lignes": [ligne_d_assiette(tableau.assiettes[t.nom]) for t in tableau.perimetres[droit.perimetre]],
        "somme": ligne_d_assiette(tableau.assiettes[droit.perimetre]),
        "droit": ligne_de_droit(tableau, droit, decimales),
    }


def contexte_du_taux_annuel(feuille: Mapping[str, Any], bailleur: Mapping[str, str], annee: int) -> dict[str, Any]:
    """What the letter `taux_annuel` says (R23): the sheet that it carries, and the day before which it is due.

    `bailleur` is the landlord as letters sign it (`lettres.signature`).
    """
    sommes = [perimetre["somme"] for perimetre in feuille["perimetres"]]
    mutations = {somme["mutations_pct"] for somme in sommes} - {None}
    return {
        **feuille,
        "bailleur": bailleur,
        "reservataire": {"nom": feuille["reservataire"]},
        "annee": annee,
        "mutations": arrondi(loi.MUTATIONS.part * 100)
        if len(mutations) != 1
        else f"{mutations.pop()}".replace(".", ","),
        "orcod_lhi_prevus": sum(somme["orcod_lhi"] for somme in sommes),
        "limite": loi.ANNONCE_DES_TAUX.de(annee).isoformat(),
        "source": loi.ANNONCE_DES_TAUX.source,
    }


def prochaine_annee(aujourd_hui: date) -> int:
    """The year whose rates are to be told next: the first whose 28 February has not passed."""
    return aujourd_hui.year + (aujourd_hui >= loi.ANNONCE_DES_TAUX.de(aujourd_hui.year))
