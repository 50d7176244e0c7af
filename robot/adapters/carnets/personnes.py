"""Whom the robot writes to at the landlord's and at the State's: gestionnaires by sector, administrators, DDETS."""

from __future__ import annotations

from robot.adapters.carnets import valeurs
from robot.adapters.carnets.section import Section
from robot.adapters.carnets.territoires import Territoires
from robot.domain.carnet import Correspondant, Echelle, Gestionnaire, PresidentEpci


def lire_gestionnaires(section: Section, territoires: Territoires) -> tuple[Gestionnaire, ...]:
    """The list of `{nom, adresse, perimetre}`; without a perimeter, everywhere."""
    gestionnaires = tuple(_gestionnaire(element, territoires) for element in section.sous_sections("gestionnaires"))
    if not gestionnaires:
        section.refuser(
            "gestionnaires",
            "personne ne recevrait les cas douteux.",
            "Écrivez au moins un gestionnaire, avec son adresse.",
        )
    return gestionnaires


def _gestionnaire(section: Section, territoires: Territoires) -> Gestionnaire:
    nom, adresse = _nom_et_adresse(section)
    perimetres = territoires.lire(section) if section.ecrite("perimetre") else ()
    section.clore()
    return Gestionnaire(nom, adresse, perimetres)


def lire_administrateurs(section: Section, gestionnaires: tuple[Gestionnaire, ...]) -> tuple[Correspondant, ...]:
    """The list of `{nom, adresse}`; by default the gestionnaires."""
    administrateurs = tuple(_correspondant(element) for element in section.sous_sections("administrateurs"))
    if not administrateurs:
        section.avertir("administrateurs", "aucun administrateur : les pannes seront dites aux gestionnaires.")
    return administrateurs or gestionnaires


def lire_ddets(section: Section) -> Correspondant | None:
    """Where the refusals of DALO households go (R73)."""
    if section.ecrite("ddets"):
        return _correspondant(section.sous_section("ddets"))
    section.lues.add("ddets")
    section.avertir("ddets", "absente : aucun refus DALO ne pourra lui être signalé (R73).")
    return None


def lire_commission(section: Section) -> Correspondant | None:
    """The secretariat of the CALEOL; by default the gestionnaires."""
    return _correspondant(section.sous_section("commission")) if section.ecrite("commission") else None


def lire_presidents_epci(section: Section, territoires: Territoires) -> tuple[PresidentEpci, ...]:
    """The list of `{nom, adresse, perimetre}` of the LEC territories (R97); each perimeter is EPCIs only."""
    return tuple(_president(element, territoires) for element in section.sous_sections("presidents_epci"))


def _president(section: Section, territoires: Territoires) -> PresidentEpci:
    president = PresidentEpci(*_nom_et_adresse(section), territoires.lire(section))
    if any(perimetre.echelle is not Echelle.EPCI for perimetre in president.perimetres):
        section.refuser("perimetre", "un président préside un EPCI.", "Écrivez par exemple « epci: CC du Genevois ».")
    section.clore()
    return president


def _correspondant(section: Section) -> Correspondant:
    correspondant = Correspondant(*_nom_et_adresse(section))
    section.clore()
    return correspondant


def _nom_et_adresse(section: Section) -> tuple[str, str]:
    return (
        section.exiger("nom", valeurs.texte, "", "Camille Durand"),
        section.exiger("adresse", valeurs.adresse, "", "camille.durand@bailleur.fr"),
    )
