"""Every statutory or conventional figure, with its source. Nothing else in the code says "2".

A convention may set its own figures: they are then data of the address book,
with a mandatory source, and these are the shipped default (Haute-Savoie).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction


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


@dataclass(frozen=True)
class Jours:
    """A period in calendar days and the text that fixes it."""

    jours: int
    source: str


@dataclass(frozen=True)
class Proportion:
    """An exact part of a whole and the text that fixes it."""

    part: Fraction
    source: str


@dataclass(frozen=True)
class JourDeLAnnee:
    """A day of every year before which something is due, and the text that fixes it."""

    mois: int
    jour: int
    source: str

    def de(self, annee: int) -> date:
        """That day in that year."""
        return date(annee, self.mois, self.jour)


# R42, R43, C4 (the charter says "deux jours" once and "2 jours ouvrés" once: ouvrés).
SILENCE_VAUT_ACCORD = Delai(2, "Charte départementale, III.2 ; convention, art. 5.3")

# R45, R48.
DESIGNATION = Delai(15, "Charte départementale, III.2 ; convention, art. 5.3 ; loi n° 2015-990, art. 86")

# R45, R70, C6.
CANDIDATS = Nombre(3, "Convention, art. 5.3 ; CCH, art. R.441-3")
CANDIDATS_DALO = Nombre(1, "Charte départementale, III.4 ; CCH, art. R.441-3")
# A dwelling with adapted rent and support (D.331-25-1) needs one application only.
CANDIDATS_PLAI_ADAPTE = Nombre(1, "CCH, art. R.441-3")

# R45: when a réservataire that has not designated enough candidates is reminded, in working days since the acceptance.
RAPPELS_DE_DESIGNATION = (10, 14)

# R48: in a tense zone (loi n° 89-462, art. 17), whatever the parties agreed, from the day it learns of the vacancy.
PLAFOND_DE_DESIGNATION = Duree(1, "CCH, art. L.441-1 (loi n° 2015-990, art. 86), d'ordre public en zone tendue")

# DOMAINE 2.3: what the number guarantees is the month of the first request (R.441-2-3); its length is published.
NUMERO_UNIQUE = Nombre(18, "Système national d'enregistrement ; CCH, art. R.441-2-3")

# R71: the offer to a candidate states a date, never sooner than this many calendar days after its reception.
REPONSE_DU_CANDIDAT = Jours(10, "CCH, art. R.441-10")

# R71, R74: an offer whose reception cannot be proved was not refused.
RECEPTION_A_PROUVER = "Conseil d'État, 19 juin 2025, n° 496191"
DALO_INFORME = "CCH, art. R.441-16-3 ; Conseil d'État, 4 novembre 2015, n° 374241"

# R73, R74: a refusal goes to the State at once.
DDETS_AVISEE = "Charte départementale, III.4 ; convention, art. 6.3"

# Our own choice: how long a notice may stay without an answer before the DDETS is asked whether it holds it.
RELANCE_DE_LA_DDETS = Delai(3, "choix du robot : aucun texte ne fixe ce délai")

# R64, R65, R66, R67.
CANDIDATS_INFORMES = "Convention, art. 6.2"
SNE_A_JOUR = "Convention, art. 6.2"
COMMISSION = "CCH, art. R.441-3 et R.441-9 ; convention, art. 6.2"

# R62.
QUART_PRIORITAIRE = "CCH, art. L.441-1 ; convention, art. 6.1"

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

# R22.
SANS_SUR_RESERVATION = "charte, II : ne pas générer de sur-réservation"

# R7: set aside as dwellings are released, the same part for every landlord, revisable each year.
MUTATIONS = Proportion(Fraction(10, 100), "Charte départementale, I.3 ; convention, art. 2.3")

# C1: the charter and the decree take them out, the conventions leave them in.
ORCOD_LHI_SOUSTRAITS = "Charte départementale, I.3 ; CCH, art. R.441-5"
ORCOD_LHI_DANS_LE_FLUX = "Convention, art. 2.3 : « il en est de même »"

# R21: ceilings of the préfet on the yearly flux, the second within the first; the share is the same in each commune.
PREFET = Proportion(Fraction(30, 100), "CCH, art. R.441-5-2")
PREFET_FONCTIONNAIRES = Proportion(Fraction(5, 100), "CCH, art. R.441-5-2")
PREFET_UNIFORME = "CCH, art. R.441-5-2, II : la même part dans chaque commune, sauf stipulation contraire"

# R91, C7: which stage counts is left to the comité technique; until it decides, the accepted offer counts.
STADE_DU_COMPTE = "choix du robot, en attendant le comité technique (charte, III.2 et V)"

# R62: of the attributions of each réservataire.
PRIORITAIRES = Proportion(Fraction(25, 100), QUART_PRIORITAIRE)

# R80, R81, R82: no offer by e-mail; counted in leases.
GESTION_DELEGUEE = "Charte départementale, III.3 ; part du bailleur : II"

# R4, R5: what stays in stock, by decree or by local decision.
STOCK = "Charte départementale, I.2 ; convention, art. 2.2"

# R25.
DROITS_UNIQUES = "Charte départementale, II, étape 2 ; convention, art. 4 : sur la part du bailleur"

# R23, R92, R96: bilan of the year before, forecast of what is set aside, assiette and rates.
ANNONCE_DES_TAUX = JourDeLAnnee(2, 28, "Convention, art. 2.3, 4 et 7 ; CCH, art. R.441-5 et R.441-5-1")

# R92, R93: of the year before, to every réservataire; an intermediate one in the first year (R98).
BILAN_ANNUEL = JourDeLAnnee(2, 28, "Charte départementale, V.1 ; convention, art. 7 ; CCH, art. R.441-5-1")

# R97.
BILAN_A_LA_CIL = JourDeLAnnee(3, 31, "Convention, art. 7")

# R100: one year, renewed twice by tacit agreement.
CONVENTION = Duree(12, "Charte départementale, IV ; convention, art. 8")
CONVENTION_RENOUVELEE = Duree(36, "Charte départementale, IV ; convention, art. 8")

# R82: three stages are told, the last one counts.
COMPTE_AU_BAIL = "Charte départementale, III.3"

# R98: the first year is experimental.
BILAN_SEMESTRIEL = Duree(6, "Charte départementale, V.2 ; convention, art. 8")

# R103: notice by registered letter, a month, a meeting, a month, the court.
MISE_EN_DEMEURE = Duree(1, "Convention, art. 9")

# Our own choice: how many working days before an obligation falls due the gestionnaires are reminded of it.
RAPPELS_D_UNE_OBLIGATION = (30, 10, 2)

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
