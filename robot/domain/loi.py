"""Every statutory or conventional figure, with its source. Nothing else in the code says "2".

A convention may set its own figures: they are then data of the address book,
with a mandatory source, and these are the shipped default (Haute-Savoie).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Delai:
    """A period in working days (jours ouvrés) and the text that fixes it."""

    jours_ouvres: int
    source: str


@dataclass(frozen=True)
class Nombre:
    """A number of things and the text that fixes it."""

    valeur: int
    source: str


@dataclass(frozen=True)
class Duree:
    """A period in months and the text that fixes it."""

    mois: int
    source: str

    def __str__(self) -> str:
        return f"{self.mois} mois ({self.source})"


# R42, R43, C4 (the charter says "deux jours" once and "2 jours ouvrés" once: ouvrés).
SILENCE_VAUT_ACCORD = Delai(2, "Charte départementale, III.2 ; convention, art. 5.3")

# R45, R48.
DESIGNATION = Delai(15, "Charte départementale, III.2 ; convention, art. 5.3 ; loi n° 2015-990, art. 86")

# R45, R70, C6.
CANDIDATS = Nombre(3, "Convention, art. 5.3 ; CCH, art. R.441-3")
CANDIDATS_DALO = Nombre(1, "Charte départementale, III.4 ; CCH, art. R.441-3")

# R13: the delays do not apply to new dwellings.
NEUF_SANS_DELAI = "Charte départementale, I.4 et III.2 : les délais ne concernent pas les logements neufs"

# R41: the clock starts at reception.
DEPART_DU_DELAI = "Charte départementale, III.2 : « à partir de la date de réception de la transmission »"

# The day of reception is day zero; the period ends at midnight of its last day.
COMPUTATION = "CPC, art. 641 et 642 ; jours fériés : C. trav., art. L.3133-1"

# R44: a refusal sends the dwelling to the next réservataire, and so on.
SUIVANT = "Charte départementale, III.2 : « et ainsi de suite »"

# R53: letting is decoupled from parking, the sheet may not mention it.
SANS_STATIONNEMENT = "Charte départementale, annexe 3"

# R51: the twelve fields of the descriptive sheet.
FICHE = "Charte départementale, annexe 3"

# R40: a generic address, not a person's.
ADRESSE_GENERIQUE = "Charte départementale, III.2 ; convention, art. 5.3"

# DOMAINE 2.4: no text that we could read fixes these; a landlord sets its own, with its source.
CONSERVATION_DES_COURRIELS = Duree(3, "RGPD, art. 5, 1, e ; à confirmer par le délégué à la protection des données")
CONSERVATION_DES_PREUVES = Duree(60, "C. civ., art. 2224 ; à confirmer par le délégué à la protection des données")


@dataclass(frozen=True)
class Conservation:
    """How long after a dossier ended its messages are kept, and then who answered what, in which words."""

    courriels: Duree = CONSERVATION_DES_COURRIELS
    preuves: Duree = CONSERVATION_DES_PREUVES

    def __str__(self) -> str:
        return f"courriels : {self.courriels} ; preuves : {self.preuves}"
