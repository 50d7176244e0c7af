"""The columns of a sheet: what each is called in landlords' files, and whether the charter requires it (R51)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from robot.domain.ecriture import plier, propre


@dataclass(frozen=True)
class Colonne:
    """One column: its key in the code, its French title, what to write in it, the other titles it goes by."""

    nom: str
    libelle: str
    exemple: str
    obligatoire: bool
    synonymes: tuple[str, ...] = ()


# In the charter's order (annexe 3); the commune, which the charter has inside the address, is asked apart.
# « Loyer charges comprises » and « surface utile » are other quantities: on purpose not synonyms.
COLONNES = (
    Colonne(
        "rpls", "N° RPLS", "les 10 caractères du numéro RPLS", True,
        ("rpls", "numero rpls", "num rpls", "identifiant rpls", "id rpls", "code rpls", "matricule rpls"),
    ),
    Colonne(
        "adresse", "Adresse", "le numéro et la voie, par exemple 12 rue des Alpes", True,
        ("adresse du logement", "adresse complete", "adresse postale"),
    ),
    Colonne(
        "commune", "Commune", "le nom de la commune ou son code INSEE", True,
        ("ville", "localite", "nom commune", "nom de la commune", "libelle commune"),
    ),
    Colonne(
        "insee", "Code INSEE", "le code INSEE de la commune, 5 caractères", False,
        ("insee", "code commune", "code insee commune", "code insee de la commune", "commune insee"),
    ),
    Colonne("code_postal", "Code postal", "5 chiffres", False, ("cp", "code postal commune")),
    Colonne("departement", "Département", "le numéro du département", False, ("dep", "dept", "code departement")),
    Colonne("etage", "Étage", "RDC, 1, 2, 3… ou « maison »", True, ("niveau", "numero etage", "etage du logement")),
    Colonne("ascenseur", "Ascenseur", "oui ou non", True, ("asc", "presence ascenseur")),
    Colonne(
        "typologie", "Typologie", "T1, T1 bis, T2… T7", True,
        ("type", "typo", "type de logement", "type logement", "type du logement", "nombre de pieces", "nb pieces",
         "nb de pieces"),
    ),
    Colonne(
        "surface", "Surface", "la surface en m², par exemple 64,5", True,
        ("surface habitable", "surf hab", "surface hab", "shab", "surface du logement"),
    ),
    Colonne(
        "financement", "Type de financement", "PLAI, PLUS, PLS…", True,
        ("financement", "mode de financement", "type financement", "finan"),
    ),
    Colonne(
        "chauffage", "Mode de chauffage", "par exemple « gaz collectif »", True,
        ("chauffage", "type de chauffage", "mode chauffage", "type chauffage"),
    ),
    Colonne(
        "eau_chaude", "Eau chaude", "individuelle ou collective", True,
        ("eau chaude sanitaire", "ecs", "eau chaude individuelle collective", "production d'eau chaude",
         "eau chaude individuelle ou collective", "mode eau chaude", "type eau chaude"),
    ),
    Colonne(
        "loyer", "Loyer", "le loyer mensuel hors charges, par exemple 487,32", True,
        ("loyer hc", "loyer hors charges", "loyer mensuel", "loyer mensuel hc", "loyer mensuel hors charges",
         "montant du loyer", "montant loyer", "loyer principal"),
    ),
    Colonne(
        "charges", "Charges", "les charges mensuelles, par exemple 92,10", True,
        ("charges locatives", "charges mensuelles", "provision charges", "provisions charges", "provision pour charges",
         "provisions pour charges", "provision sur charges", "provisions sur charges", "montant des charges",
         "montant charges"),
    ),
    Colonne(
        "pmr", "Adapté PMR", "oui ou non", True,
        ("pmr", "logement adapte pmr", "logement adapte", "adaptation pmr", "adapte handicap"),
    ),
    Colonne(
        "reference", "Référence", "par exemple V-2026-0042", False,
        ("ref", "reference de l'orientation", "reference orientation", "reference de l'offre", "reference offre"),
    ),
    Colonne("neuf", "Neuf", "oui ou non", False, ("logement neuf", "programme neuf", "premiere mise en location")),
    Colonne(
        "libere_le", "Libéré le", "par exemple 31/12/2026", False,
        ("date de liberation", "date liberation", "liberation", "liberation le", "date libere"),
    ),
    Colonne(
        "disponible_le", "Disponible le", "par exemple 31/12/2026", False,
        ("date de disponibilite", "date disponibilite", "disponible a partir du", "disponibilite", "libre le",
         "date dispo", "disponible a compter du"),
    ),
)  # fmt: skip

PAR_NOM = {colonne.nom: colonne for colonne in COLONNES}

# Between brackets, these say the unit or the choice; anything else there changes the meaning of the title.
_PRECISION = re.compile(
    r"\((?:en )?(?:€|eur|euros?|€ ?/ ?mois|euros? ?/ ?mois|€ par mois|euros par mois|€ hc|hc|hors charges|mensuel|m2"
    r"|oui ?/ ?non|oui ou non|o ?/ ?n|0 ?/ ?1|1 ?/ ?0|individuelle ?/ ?collective|individuelle ou collective"
    r"|jj/mm/aaaa|aaaa-mm-jj|insee|habitable|10 caracteres)\)"
)
_UNITE_EN_FIN = re.compile(r"(?:ouinon|eneuros|euros|enm2|m2)$")


def _cle(titre: str) -> str:
    sans_precision = _PRECISION.sub("", plier(titre).replace("[", "(").replace("]", ")"))
    lettres = re.sub(r"[^a-z0-9]", "", re.sub(r"\bn ?(?:[°º]|o\b)", "n", sans_precision))
    return _UNITE_EN_FIN.sub("", lettres) or lettres


_PAR_CLE = {_cle(titre): c for c in COLONNES for titre in (c.nom, c.libelle, *c.synonymes)}


@lru_cache(maxsize=1024)
def reconnaitre(titre: str) -> Colonne | None:
    """The column that goes by that title, or None: then it is a complement (R52)."""
    return _PAR_CLE.get(_cle(titre))


def manquantes(titres: Iterable[str]) -> tuple[Colonne, ...]:
    """The mandatory columns that no title gives.

    The RPLS number may be missing where a column tells new dwellings; the
    commune may be in its own code or at the end of the address.
    """
    presentes = {colonne.nom for titre in titres if (colonne := reconnaitre(titre))}
    dispensees = {"rpls"} if "neuf" in presentes else set()
    dispensees |= {"commune"} if presentes & {"insee", "adresse"} else set()
    return tuple(c for c in COLONNES if c.obligatoire and c.nom not in presentes | dispensees)


def en_double(titres: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """The groups of titles that say the same thing; each title as written."""
    groupes: dict[str, list[str]] = {}
    for titre in titres:
        if propre(titre):
            colonne = reconnaitre(titre)
            groupes.setdefault(f"colonne {colonne.nom}" if colonne else plier(titre), []).append(propre(titre))
    return tuple(tuple(groupe) for groupe in groupes.values() if len(groupe) > 1)
