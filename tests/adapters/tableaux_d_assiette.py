"""Tables of the assiette as files: the three annexes, line by line."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.domain.flux.annexes import COMMUNES_DU_GENEVOIS, DROITS_DU_GENEVOIS, FICHES_DE_VIRY

TITRES = (
    "type,nom,perimetre,total,defense_securite,sante,plan_vente,demolition,plai_adapte,gens_du_voyage,"
    "mutations_pct,orcod_lhi,droits,droits_uniques"
)
VIRY = "territoire,VIRY,,68,0,0,0,0,0,0,10,0,,"
VILLE = "reservataire,Ville de VIRY,VIRY,,,,,,,,,,26,0"
INSTANT = datetime(2027, 2, 1, 8, tzinfo=UTC)


def csv_du_genevois() -> str:
    """The table of the Genevois, as the contract writes it."""
    communes = [
        f"territoire,{nom},,{total},{defense},0,0,0,0,0,,0,,"
        for nom, (total, defense, _) in COMMUNES_DU_GENEVOIS.items()
    ]
    droits = [f"reservataire,{nom},{perimetre},,,,,,,,,,{n},0" for nom, (perimetre, n, _) in DROITS_DU_GENEVOIS.items()]
    return "\n".join((TITRES, *communes, *droits)) + "\n"


def csv_de_viry(nom: str = "halpades_viry_2024") -> str:
    fiche = FICHES_DE_VIRY[nom]
    ville = f"reservataire,{fiche.reservataire},VIRY,,,,,,,,,,{fiche.droits},0"
    return f"{TITRES}\n{VIRY.replace('68', str(fiche.total))}\n{ville}\n"
