"""How long what people wrote is kept, `conservation` in `robot.yaml`: each period with its source."""

from __future__ import annotations

from robot.adapters.carnets import valeurs
from robot.adapters.carnets.section import Section
from robot.domain.loi import Conservation, Duree

MOIS_MAXIMUM = 1200
EXEMPLE_DE_SOURCE = "Registre des traitements, fiche 4"


def lire_conservation(section: Section) -> Conservation:
    """The two periods; the shipped ones when a landlord has not set its own."""
    defaut = Conservation()
    courriels = section.sous_section("courriels", exemple="{mois: …, source: …}")
    preuves = section.sous_section("preuves", exemple="{mois: …, source: …}")
    conservation = Conservation(_duree(courriels, defaut.courriels), _duree(preuves, defaut.preuves))
    if conservation.preuves.mois < conservation.courriels.mois:
        section.refuser(
            "preuves",
            "elles seraient effacées avant les courriels dont elles sont tirées.",
            f"Écrivez au moins {conservation.courriels.mois} mois.",
        )
    section.clore()
    return conservation


def _duree(section: Section, defaut: Duree) -> Duree:
    if not section.table.entrees:
        return defaut
    mois = section.exiger("mois", valeurs.entier(1, MOIS_MAXIMUM), defaut.mois, str(defaut.mois))
    source = section.exiger("source", valeurs.texte, "", EXEMPLE_DE_SOURCE)
    section.clore()
    return Duree(mois, source)
