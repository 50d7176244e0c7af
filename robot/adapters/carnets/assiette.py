"""The year's table of rights, `assiette` in `robot.yaml`, tied to the réservataires of the address book."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from robot.adapters.carnets import valeurs
from robot.adapters.carnets.ouverture import lire_l_ouverture
from robot.adapters.carnets.section import Releve, Section
from robot.adapters.carnets.tables import code_de, codes_par_nom, noter_l_illisible, noter_les_defauts
from robot.adapters.carnets.valeurs import ValeurRefusee
from robot.adapters.communes import TableCommunes, mots
from robot.adapters.fiches.lignes import FichierIllisible
from robot.adapters.flux.tableau import TableauLu, TableauRefuse, lire_tableau
from robot.domain import loi
from robot.domain.carnet import Bailleur, Gestion, Reservataire
from robot.domain.flux.annee import FluxDeLAnnee
from robot.domain.flux.assiette import SOURCES_ORCOD_LHI, Droit, OrcodLhi, Tableau
from robot.domain.flux.stade import Stade

ANNEE_MINIMUM, ANNEE_MAXIMUM = 2021, 2100  # flux began with the decree of 2020
EXEMPLE_DE_SOURCE = "Comité technique du 14 janvier 2026"


@dataclass(frozen=True)
class ReglageDAssiette:
    """What `robot.yaml` says of the table: where it is, for which year, counted when, and how to count on it."""

    table: Path
    annee: int
    millesime: date | None
    orcod_lhi: OrcodLhi
    stade: Stade
    stade_source: str
    soldes: Path | None = None

    @property
    def fichiers(self) -> tuple[Path, ...]:
        """The files that it names, to be watched."""
        return (self.table, self.soldes) if self.soldes else (self.table,)


def lire_reglage_d_assiette(parent: Section, dossier: Path) -> ReglageDAssiette | None:
    """The section, None when it is not written. Relative paths start from `dossier`."""

    def fichier(ecrit: str) -> Path:
        return (dossier / valeurs.texte(ecrit)).absolute()

    section = parent.sous_section("assiette")
    if not parent.ecrite("assiette"):
        return None
    stade, source = _stade(section)
    reglage = ReglageDAssiette(
        table=section.exiger("table", fichier, Path(), "assiette.csv"),
        annee=section.exiger("annee", valeurs.entier(ANNEE_MINIMUM, ANNEE_MAXIMUM), ANNEE_MINIMUM, "2026"),
        millesime=section.valeur("millesime", valeurs.jour, None),
        orcod_lhi=section.valeur("orcod_lhi", _orcod_lhi, OrcodLhi.SOUSTRAIT),
        stade=stade,
        stade_source=source,
        soldes=section.valeur("soldes", fichier, None),
    )
    section.clore()
    return reglage


def _orcod_lhi(ecrit: str) -> OrcodLhi:
    """`soustraits`, as the annexe has them in the plural, or `dans_flux`."""
    lu = " ".join(mots(ecrit)).replace("_", " ")
    if lu in {"soustrait", "soustraits"}:
        return OrcodLhi.SOUSTRAIT
    if lu in {"dans flux", "dans le flux"}:
        return OrcodLhi.DANS_FLUX
    raise ValeurRefusee(f"« {ecrit} » n'est pas connu.", "Écrivez soustraits ou dans_flux.")


def _stade(parent: Section) -> tuple[Stade, str]:
    """The stage that the conventions count (R91), and who decided it."""
    section = parent.sous_section("stade", exemple=f'{{valeur: acceptation, source: "{EXEMPLE_DE_SOURCE}"}}')
    if not section.table.entrees:
        return Stade.ACCEPTATION, loi.STADE_DU_COMPTE
    lu = section.exiger("valeur", valeurs.choix(Stade), Stade.ACCEPTATION, Stade.ACCEPTATION)
    source = section.exiger("source", valeurs.texte, "", EXEMPLE_DE_SOURCE)
    section.clore()
    return lu, source


def lire_le_flux(
    reglage: ReglageDAssiette,
    bailleur: Bailleur,
    reservataires: Sequence[Reservataire],
    communes: TableCommunes,
    releves: Sequence[Releve],
) -> FluxDeLAnnee | None:
    """The flux that the table gives to these réservataires; None when it cannot be read.

    What is wrong goes to `releves`, one per file that the setting names.
    """
    tableau = _tableau(reglage, bailleur, reservataires, communes, releves[0])
    if tableau is None:
        return None
    flux = FluxDeLAnnee(
        tableau,
        annee=reglage.annee,
        stade=reglage.stade,
        stade_source=reglage.stade_source,
        delegues=frozenset(r.code for r in reservataires if r.gestion is Gestion.DELEGUEE),
        source=reglage.table.name,
    )
    if reglage.soldes is None:
        return flux
    return replace(flux, ouverture=lire_l_ouverture(reglage.soldes, flux, reservataires, releves[1]))


def _tableau(
    reglage: ReglageDAssiette,
    bailleur: Bailleur,
    reservataires: Sequence[Reservataire],
    communes: TableCommunes,
    releve: Releve,
) -> Tableau | None:
    try:
        lu = lire_tableau(reglage.table, communes, bailleur.departement)
    except FichierIllisible as refus:
        noter_l_illisible(refus, "assiette.table", releve)
        return None
    except TableauRefuse as refus:
        noter_les_defauts(refus.defauts, releve)
        return None
    for dit in lu.avertissements:
        releve.avertir(0, "", dit)
    tableau = _rattacher(lu, reservataires, releve)
    _signaler_les_ecarts(tableau, reservataires, communes, releve)
    return replace(
        tableau,
        bailleur=bailleur.nom,
        millesime=reglage.millesime,
        annee=reglage.annee,
        orcod_lhi=reglage.orcod_lhi,
        orcod_lhi_source=SOURCES_ORCOD_LHI[reglage.orcod_lhi],
    )


def _rattacher(lu: TableauLu, reservataires: Sequence[Reservataire], releve: Releve) -> Tableau:
    """The table whose holders are codes."""
    connus = codes_par_nom(reservataires)
    codes: dict[str, str] = {}
    for nom, ligne in sorted(lu.lignes.items(), key=lambda element: element[1]):
        try:
            codes[nom] = code_de(nom, connus)
        except ValeurRefusee as refus:
            releve.refuser(ligne, "nom", refus.message, refus.que_ecrire)
    rattaches = (droit for droit in lu.tableau.droits if droit.reservataire in codes)
    return replace(lu.tableau, droits=tuple(replace(d, reservataire=codes[d.reservataire]) for d in rattaches))


def _signaler_les_ecarts(
    tableau: Tableau, reservataires: Sequence[Reservataire], communes: TableCommunes, releve: Releve
) -> None:
    """What the table and the book do not say alike: nobody should learn it from a dwelling that goes astray."""
    for territoire in tableau.territoires:
        if not territoire.code:
            message = f"« {territoire.nom} » n'est pas une commune connue : aucun logement libéré ne lui sera compté."
            releve.avertir(0, "nom", message, "Écrivez une ligne par commune, avec son nom officiel.")
    par_code = {reservataire.code: reservataire for reservataire in reservataires}
    for code in sorted(par_code.keys() - {droit.reservataire for droit in tableau.droits}):
        message = f"« {par_code[code].nom} » n'y a aucun droit : le flux de l'année ne lui destinera aucun logement."
        releve.avertir(0, "", message, "Ajoutez sa ligne, ou son alias dans reservataires.yaml, si ce n'est pas voulu.")
    for droit in tableau.droits:
        if droit.reservataire in par_code and (dehors := _hors_du_carnet(droit, tableau, par_code, communes)):
            message = f"« {par_code[droit.reservataire].nom} » y a des droits là où son périmètre ne va pas : {dehors}."
            releve.avertir(
                0, "perimetre", message, "Complétez son « perimetre » dans reservataires.yaml, ou le tableau."
            )


def _hors_du_carnet(
    droit: Droit, tableau: Tableau, par_code: Mapping[str, Reservataire], communes: TableCommunes
) -> str:
    """The communes of a right that the book's perimeters do not hold (R31)."""
    trouvees = (communes.par_code(t.code) for t in tableau.perimetres[droit.perimetre] if t.code)
    titulaire = par_code[droit.reservataire]
    return ", ".join(commune.nom for commune in trouvees if commune and not titulaire.concerne(commune))
