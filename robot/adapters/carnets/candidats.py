"""What `robot.yaml` says of candidates: how long they have to answer, and where the month of tense zones applies."""

from __future__ import annotations

from robot.adapters.carnets import valeurs
from robot.adapters.carnets.section import Section
from robot.adapters.carnets.territoires import Territoires
from robot.domain import loi
from robot.domain.carnet import DelaisDesCandidats, Echelle, ZonesTendues

DELAI_MAXIMUM = 60  # calendar days: beyond, a slip


def lire_delais(section: Section) -> DelaisDesCandidats:
    """How many calendar days a letter gives, never under the law's ten (R71)."""
    defaut = DelaisDesCandidats()
    minimum = loi.REPONSE_DU_CANDIDAT.jours
    delais = DelaisDesCandidats(
        courriel=section.valeur("courriel", valeurs.entier(minimum, DELAI_MAXIMUM), defaut.courriel),
        papier=section.valeur("papier", valeurs.entier(minimum, DELAI_MAXIMUM), defaut.papier),
    )
    for voie, jours in (("courriel", delais.courriel), ("papier", delais.papier)):
        if jours == minimum:
            section.avertir(
                voie,
                f"{minimum} jours, sans rien pour l'acheminement : une lettre reçue le lendemain aurait un délai trop "
                f"court ({loi.REPONSE_DU_CANDIDAT.source}).",
                f"Écrivez par exemple {defaut.courriel} (courriel) et {defaut.papier} (papier).",
            )
    section.clore()
    return delais


def lire_zones_tendues(section: Section, territoires: Territoires) -> ZonesTendues:
    """The communes where candidates are presented within a month of the vacancy (R48); by default everywhere."""
    defaut = ZonesTendues()
    if not section.ecrite("zones_tendues"):
        return defaut
    detail = section.sous_section("zones_tendues")
    perimetres = territoires.lire(detail) if detail.ecrite("perimetre") else ()
    for perimetre in perimetres:
        if perimetre.echelle is not Echelle.COMMUNE:
            detail.refuser("perimetre", f"{perimetre.nom} n'est pas une commune.", "Écrivez des communes.")
    zones = ZonesTendues(
        communes=frozenset(perimetre.code for perimetre in perimetres),
        source=detail.exiger("source", valeurs.texte, defaut.source, defaut.source),
    )
    detail.clore()
    return zones
