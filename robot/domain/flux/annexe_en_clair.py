"""The annexe on a screen: the two tables, column by column as the conventions print them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from robot.domain import loi
from robot.domain.flux.assiette import Assiette, Base, Cause, Droit, Tableau, arrondi, pourcentage

TITRES_DES_CAUSES = {
    Cause.DEFENSE_SECURITE: "Défense, Sécurité",
    Cause.SANTE: "santé",
    Cause.PLAN_VENTE: "vente",
    Cause.DEMOLITION: "démolition",
    Cause.PLAI_ADAPTE: "PLAI adaptés",
    Cause.GENS_DU_VOYAGE: "gens du voyage",
}
VIDE = "–"


def en_clair(tableau: Tableau, decimales: int) -> Iterator[str]:
    """The lines to print."""
    yield _en_tete(tableau)
    yield ""
    yield from _colonnes(_assiettes(tableau), textes=1)
    yield ""
    yield from _colonnes(_droits(tableau, decimales), textes=2)
    uniques = [droit for droit in tableau.droits if droit.droits_uniques is not None]
    if uniques:
        yield ""
        yield from _colonnes(_uniques(uniques), textes=1)


def en_pourcent(part: Fraction | None, decimales: int) -> str:
    """`38%` and `15,16 %`: the two models of annexe do not write the sign alike, and are followed."""
    if part is None:
        return VIDE
    return f"{pourcentage(part, decimales)}{' ' if decimales else ''}%"


def _en_tete(tableau: Tableau) -> str:
    morceaux = [
        "Assiette du flux",
        tableau.bailleur,
        tableau.ensemble.nom,
        f"objectif {tableau.annee}" if tableau.annee else "",
        f"parc au {tableau.millesime:%d/%m/%Y}" if tableau.millesime else "",
    ]
    return " · ".join(filter(None, morceaux))


def _assiettes(tableau: Tableau) -> Iterator[Sequence[str]]:
    """A - B = C per territory, then per wider perimeter; the net where the annexe prints one (R26)."""
    avec_net = any(territoire.mutations is not None for territoire in tableau.territoires)
    titres = ["Échelle", "total (A)", *TITRES_DES_CAUSES.values(), "brut (C)"]
    yield [*titres, "mutations", "ORCOD et LHI", "net"] if avec_net else titres
    for assiette in tableau.assiettes.values():
        cellules = [assiette.nom, assiette.total, *assiette.exclus.values(), assiette.brut]
        yield [*map(str, cellules), *(_nets(assiette) if avec_net else [])]


def _nets(assiette: Assiette) -> Sequence[str]:
    net = VIDE if assiette.net is None else arrondi(assiette.net)
    entier = assiette.mutations is None or (assiette.mutations * 100).denominator == 1
    return [en_pourcent(assiette.mutations, 0 if entier else 2), str(assiette.orcod_lhi), net]


def _droits(tableau: Tableau, decimales: int) -> Iterator[Sequence[str]]:
    """Rights, the rate as printed (on the total), and beside it what the two other bases would give (C2)."""
    suppose = all(territoire.mutations is None for territoire in tableau.territoires)
    yield [
        "Transformation du stock en flux", "périmètre", "droits", "taux", "(sur le brut)",
        f"(sur le net, mutations de {pourcentage(loi.MUTATIONS.part, 0)} %)" if suppose else "(sur le net)",
    ]  # fmt: skip
    for droit in tableau.droits:
        taux = [en_pourcent(tableau.taux(droit, base), decimales) for base in Base]
        yield [droit.reservataire, droit.perimetre, str(droit.droits), *taux]
    yield ["Total", "", str(sum(droit.droits for droit in tableau.droits)), "", "", ""]
    total, reste = tableau.ensemble.total, tableau.droits_du_bailleur()
    part = en_pourcent(Fraction(reste, total) if total else None, decimales)
    yield ["Reste au bailleur", tableau.ensemble.nom, str(reste), part, "", ""]


def _uniques(droits: Sequence[Droit]) -> Iterator[Sequence[str]]:
    yield ["Autres engagements en droits uniques", "restants dus"]
    for droit in droits:
        if droit.droits_uniques:
            yield [droit.reservataire, str(droit.droits_uniques)]
    yield ["Total", str(sum(droit.droits_uniques or 0 for droit in droits))]


def _colonnes(lignes: Iterator[Sequence[str]], *, textes: int) -> Iterator[str]:
    """The first `textes` columns to the left, figures to the right."""
    table = list(lignes)
    largeurs = [max(map(len, colonne)) for colonne in zip(*table, strict=True)]
    for ligne in table:
        cellules = enumerate(zip(ligne, largeurs, strict=True))
        yield "  ".join(f"{c:<{large}}" if rang < textes else f"{c:>{large}}" for rang, (c, large) in cellules).rstrip()
