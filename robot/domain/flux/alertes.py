"""What a person should look at in a table of the assiette before living by it for a year.

None of these refuses anything: the printed tables have most of them, and are
signed. A sum of rates is shown as a reader would add it, from the rates as
printed; whether it is too much is decided on exact fractions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from robot.domain import adresses, loi
from robot.domain.dates import jour_en_lettres
from robot.domain.flux.assiette import (
    DE_L_ETAT,
    Contingent,
    Droit,
    OrcodLhi,
    Tableau,
    Territoire,
    arrondi,
    pourcentage,
)
from robot.domain.flux.parts import parts


@dataclass(frozen=True)
class Alerte:
    """A sentence for the gestionnaire, and the number of the rule that it comes from."""

    regle: str
    texte: str

    def __str__(self) -> str:
        return self.texte


def alertes(tableau: Tableau, *, decimales: int, aujourd_hui: date) -> tuple[Alerte, ...]:
    """Everything to look at, the gravest first. `decimales` is what rates are printed with."""
    return (
        *_sur_reservations(tableau, decimales),
        *_droits_reduits(tableau),
        *_plafonds_du_prefet(tableau),
        *_part_uniforme_du_prefet(tableau, decimales),
        *_droits_uniques(tableau, decimales),
        *_conventions(tableau, aujourd_hui),
        *_adresses(tableau),
        *_mutations(tableau),
        *_orcod_lhi(tableau),
        *_millesime(tableau),
    )


# --- too many rights --------------------------------------------------------------------------------


def _sur_reservations(tableau: Tableau, decimales: int) -> Iterator[Alerte]:
    """R22, where the rates of every perimeter that holds a territory add up to more than one."""
    for territoire in tableau.territoires:
        droits = _droits_sur(tableau, territoire)
        if sum(_exacts(tableau, droits)) <= 1:
            continue
        propres = [droit for droit in droits if droit.perimetre == territoire.nom]
        larges = [droit for droit in droits if droit.perimetre != territoire.nom]
        yield Alerte(
            "R22",
            f"{territoire.nom} : {_somme(tableau, droits, decimales)} réservés, soit "
            f"{_somme(tableau, propres, decimales)} sur ce territoire et {_somme(tableau, larges, decimales)} sur "
            f"des périmètres plus larges. Ces taux ne peuvent s'y appliquer ensemble ({loi.SANS_SUR_RESERVATION}) : "
            "le territoire garde le sien, le reste est partagé en proportion des droits.",
        )
    reste = tableau.droits_du_bailleur()
    if reste < 0:
        yield Alerte(
            "R22",
            f"{tableau.ensemble.nom} : {tableau.ensemble.total - reste} droits pour {tableau.ensemble.total} "
            f"logements. Il ne reste rien au bailleur ({loi.SANS_SUR_RESERVATION}).",
        )


def _droits_reduits(tableau: Tableau) -> Iterator[Alerte]:
    for reduction in parts(tableau).reductions:
        yield Alerte("R22", str(reduction))


# --- the préfet -------------------------------------------------------------------------------------


def _plafonds_du_prefet(tableau: Tableau) -> Iterator[Alerte]:
    """R21: on each perimeter where the State has rights, those of the narrower ones included."""
    for perimetre in dict.fromkeys(droit.perimetre for droit in tableau.droits if droit.contingent in DE_L_ETAT):
        contenu = set(_noms(tableau, perimetre))
        dedans = [
            droit
            for droit in tableau.droits
            if droit.contingent in DE_L_ETAT and contenu.issuperset(_noms(tableau, droit.perimetre))
        ]
        agents = [droit for droit in dedans if droit.contingent is Contingent.ETAT_FONCTIONNAIRES]
        total = tableau.assiettes[perimetre].total
        for qui, droits, plafond in (
            ("l'État", dedans, loi.PREFET),
            ("l'État pour ses fonctionnaires", agents, loi.PREFET_FONCTIONNAIRES),
        ):
            tenus, permis = sum(droit.droits for droit in droits), total * plafond.part
            if total and tenus > permis:
                yield Alerte(
                    "R21",
                    f"{perimetre} : {qui} a {tenus} droits sur {total} logements, soit "
                    f"{pourcentage(Fraction(tenus, total), 2)} %, au-dessus du plafond de "
                    f"{pourcentage(plafond.part, 0)} % ({arrondi(permis, 1)} droits ; {plafond.source}).",
                )


def _part_uniforme_du_prefet(tableau: Tableau, decimales: int) -> Iterator[Alerte]:
    """Where the préfet's share, the same in each commune, does not fit beside the territory's own rights."""
    for territoire in tableau.territoires:
        tous = _droits_sur(tableau, territoire)
        etat = [d for d in tous if d.contingent in DE_L_ETAT and d.perimetre != territoire.nom]
        propres = [droit for droit in tous if droit.perimetre == territoire.nom]
        if etat and sum(_exacts(tableau, (*propres, *etat))) > 1:
            detail = " + ".join(_imprime(tableau, droit, decimales) for droit in (*propres, *etat))
            yield Alerte(
                "R21",
                f"{territoire.nom} : la part de l'État n'y tient pas, même seule : {detail} = "
                f"{_somme(tableau, (*propres, *etat), decimales)} ({loi.PREFET_UNIFORME}).",
            )


# --- the rest ---------------------------------------------------------------------------------------


def _droits_uniques(tableau: Tableau, decimales: int) -> Iterator[Alerte]:
    """R25: they are consumed on what the rights leave to the landlord."""
    dus = [droit for droit in tableau.droits if droit.droits_uniques]
    if not dus:
        return
    total, reste = tableau.ensemble.total, max(tableau.droits_du_bailleur(), 0)
    part = pourcentage(Fraction(reste, total), decimales) if total else "0"
    detail = " ; ".join(f"{droit.reservataire}, {droit.droits_uniques}" for droit in dus)
    yield Alerte(
        "R25",
        f"Droits uniques restant dus : {sum(droit.droits_uniques or 0 for droit in dus)} ({detail}). Ils se consomment "
        f"sur la part du bailleur, {part} % du flux ({loi.DROITS_UNIQUES}).",
    )


def _conventions(tableau: Tableau, aujourd_hui: date) -> Iterator[Alerte]:
    """R24: expired conventions go out of the assiette."""
    for droit in tableau.droits:
        if droit.fin and droit.fin < aujourd_hui:
            yield Alerte(
                "R24",
                f"{droit.reservataire} ({droit.perimetre}) : la convention a pris fin le {jour_en_lettres(droit.fin)}, "
                f"ses {droit.droits} droits sont encore comptés. Retirez-les, ou signez une nouvelle convention.",
            )


def _adresses(tableau: Tableau) -> Iterator[Alerte]:
    """R40."""
    for droit in tableau.droits:
        if not droit.adresse:
            continue
        if defaut := adresses.defaut(droit.adresse):
            yield Alerte("R40", f"{droit.reservataire} : {droit.adresse} ne peut pas servir ({defaut}).")
        elif adresses.est_nominative(droit.adresse):
            yield Alerte(
                "R40",
                f"{droit.reservataire} : {droit.adresse} semble l'adresse d'une personne ; demandez une adresse "
                f"générique ({loi.ADRESSE_GENERIQUE}).",
            )


def _mutations(tableau: Tableau) -> Iterator[Alerte]:
    """R7: the same part for every landlord."""
    autres = {t.mutations for t in tableau.territoires} - {None, loi.MUTATIONS.part}
    for part in sorted(filter(None, autres)):
        yield Alerte(
            "R7",
            f"Mutations : le tableau compte {_court(part)} %, la charte {_court(loi.MUTATIONS.part)} % pour tous les "
            f"bailleurs ({loi.MUTATIONS.source}).",
        )


def _orcod_lhi(tableau: Tableau) -> Iterator[Alerte]:
    """C1: what was followed, since the texts disagree; silent where the table has no net figure."""
    if tableau.ensemble.net is None:
        return
    suivi = "soustraits du flux" if tableau.orcod_lhi is OrcodLhi.SOUSTRAIT else "laissés dans le flux"
    yield Alerte(
        "C1",
        f"ORCOD et LHI : {suivi} (source suivie : {tableau.orcod_lhi_source}). La charte (I.3) les soustrait, la "
        f"convention (2.3) les laisse dans le flux. Ici : {tableau.ensemble.orcod_lhi} logement"
        f"{'s' if tableau.ensemble.orcod_lhi > 1 else ''}.",
    )


def _millesime(tableau: Tableau) -> Iterator[Alerte]:
    """C9."""
    if tableau.millesime is None:
        yield Alerte("C9", "La date à laquelle le parc a été compté n'est pas dite : ajoutez --millesime 2022-12-31.")
    elif tableau.annee is not None and tableau.millesime.year != tableau.annee - 1:
        yield Alerte(
            "C9",
            f"L'objectif est celui de {tableau.annee}, le parc est compté au {tableau.millesime:%d/%m/%Y} et non au "
            f"31/12/{tableau.annee - 1}.",
        )


# --- rates as a reader adds them --------------------------------------------------------------------


def _droits_sur(tableau: Tableau, territoire: Territoire) -> Sequence[Droit]:
    """The rights that hold that territory, its own first."""
    perimetres = (territoire.nom, *territoire.dans)
    return sorted(
        (droit for droit in tableau.droits if droit.perimetre in perimetres),
        key=lambda droit: perimetres.index(droit.perimetre),
    )


def _noms(tableau: Tableau, perimetre: str) -> Iterator[str]:
    return (territoire.nom for territoire in tableau.perimetres[perimetre])


def _exacts(tableau: Tableau, droits: Sequence[Droit]) -> Iterator[Fraction]:
    return (tableau.taux(droit) or Fraction(0) for droit in droits)


def _imprime(tableau: Tableau, droit: Droit, decimales: int) -> str:
    return f"{pourcentage(tableau.taux(droit) or Fraction(0), decimales)} %"


def _somme(tableau: Tableau, droits: Sequence[Droit], decimales: int) -> str:
    """The sum of the rates as printed."""
    imprimes = [pourcentage(taux, decimales).replace(",", ".") for taux in _exacts(tableau, droits)]
    return f"{arrondi(sum(map(Fraction, imprimes), Fraction(0)), decimales)} %"


def _court(part: Fraction) -> str:
    """A percentage without useless decimals."""
    ecrit = pourcentage(part, 2)
    return ecrit.rstrip("0").rstrip(",")
