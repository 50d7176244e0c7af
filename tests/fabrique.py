"""Builds the nouns of the tests: two communes of Haute-Savoie, the bodies that reserve there, a dwelling."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from robot.adapters.feries import calendrier
from robot.domain.carnet import (
    Bailleur,
    Carnet,
    Commune,
    Correspondant,
    Echelle,
    Gestion,
    Gestionnaire,
    Perimetre,
    Reservataire,
)
from robot.domain.decisions.contexte import Contexte
from robot.domain.dossier import Dossier
from robot.domain.faits import Fait, LogementLibere
from robot.domain.fiche import EauChaude, Fiche
from robot.domain.jetons import Jetons
from robot.domain.statuts import replier

VIRY = Commune("74309", "Viry", "74", "247400690", "CC du Genevois", ("74580",))
BALME = Commune("74026", "La Balme-de-Sillingy", "74", "247400773", "CC Fier et Usses", ("74330",))
ROBOT = "orientations@bailleur.example"
JETONS = Jetons(b"un secret d'essai de 32 octets ..")

MAIRIE_VIRY = Reservataire(
    "viry", "Commune de Viry", "civil@viry74.example", (Perimetre(Echelle.COMMUNE, "74309", "Viry"),), 1
)
MAIRIE_BALME = Reservataire(
    "balme", "Commune de La Balme-de-Sillingy", "logement@labalme.example",
    (Perimetre(Echelle.COMMUNE, "74026", "La Balme-de-Sillingy"),), 1,
)  # fmt: skip
ACTION_LOGEMENT = Reservataire(
    "als", "Action Logement", "offres@als.example", (Perimetre(Echelle.DEPARTEMENT, "74", "Haute-Savoie"),), 2
)
PREFECTURE = Reservataire(
    "prefecture", "Préfecture, contingent fonctionnaires", "logement@prefecture.example",
    (Perimetre(Echelle.DEPARTEMENT, "74", "Haute-Savoie"),), 3,
)  # fmt: skip
ETAT_DELEGUE = Reservataire(
    "etat-rs", "État, réservation sociale", None,
    (Perimetre(Echelle.DEPARTEMENT, "74", "Haute-Savoie"),), 0, gestion=Gestion.DELEGUEE,
)  # fmt: skip

CARNET = Carnet(
    bailleur=Bailleur(
        nom="Habitat des Essais",
        siren="349185611",
        adresse=ROBOT,
        service="Service des attributions",
        telephone="04 50 00 00 00",
        departement="74",
        prefixe="V",
    ),
    reservataires=(MAIRIE_VIRY, MAIRIE_BALME, ACTION_LOGEMENT, PREFECTURE, ETAT_DELEGUE),
    gestionnaires=(Gestionnaire("Claude Martin", "gestion@bailleur.example"),),
    administrateurs=(Correspondant("Informatique", "admin@bailleur.example"),),
)

FICHE = Fiche(
    rpls="7400000042",
    adresse="12 rue des Essais",
    commune=VIRY,
    etage=2,
    ascenseur=True,
    typologie="T3",
    surface_m2=Decimal("64.5"),
    financement="PLUS",
    chauffage="gaz collectif",
    eau_chaude=EauChaude.COLLECTIVE,
    loyer=Decimal("487.32"),
    charges=Decimal("120.00"),
    pmr=False,
)


def paris(texte: str) -> datetime:
    """`2026-05-27T08:00`, hour of Paris, in UTC."""
    return datetime.fromisoformat(texte).replace(tzinfo=ZoneInfo("Europe/Paris")).astimezone(UTC)


def contexte(maintenant: str, lu_jusqu_a: str | None = None, carnet: Carnet = CARNET) -> Contexte:
    """A pass at that hour of Paris."""
    return Contexte(
        maintenant=paris(maintenant),
        carnet=carnet,
        calendrier=calendrier("74"),
        jetons=JETONS,
        lu_jusqu_a=paris(lu_jusqu_a) if lu_jusqu_a else None,
    )


def carnet_avec(*reservataires: Reservataire) -> Carnet:
    """The same book with these réservataires only."""
    return replace(CARNET, reservataires=reservataires)


def libere(fiche: Fiche = FICHE, *, neuf: bool = False, le: str = "2026-04-27T20:00") -> LogementLibere:
    """A dwelling is released."""
    return LogementLibere(le=paris(le), reference="V-2026-0042", fiche=fiche, neuf=neuf, disponible_le=date(2026, 6, 1))


def dossier(*faits: Fait) -> Dossier:
    """The dossier after these facts."""
    plie = replier(None, faits)
    assert plie is not None
    return plie
