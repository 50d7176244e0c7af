"""What the tests of designations share: numbers, a reading, scraps of messages."""

from __future__ import annotations

from robot.domain.candidat import Candidat
from robot.reading.designations.candidatures import LigneLue
from robot.reading.designations.designation import lire_designation

# 074, first request in March 2026, a rank, an office: DOMAINE 2.3.
UN, DEUX, TROIS = "074260301234574001", "074260301234674001", "074260301234774001"
DUPONT = Candidat(UN, "Mme DUPONT Marie")
BERNARD = Candidat(DEUX, "M. BERNARD Jean")


def designer(texte: str) -> tuple[LigneLue, ...]:
    return lire_designation(texte, departement="74", annee=2026)


def candidats(texte: str) -> list[Candidat]:
    """The candidates taken, no line being refused or withdrawn."""
    lues = designer(texte)
    assert [ligne.refus for ligne in lues if ligne.refus] == []
    assert not any(ligne.retrait for ligne in lues)
    return [ligne.candidat for ligne in lues if ligne.candidat]


def seul(texte: str) -> LigneLue:
    lues = designer(texte)
    assert len(lues) == 1, [ligne.ecrit for ligne in lues]
    return lues[0]


MORCEAUX = [
    UN,
    "074 2603 012345 74001",
    "NUD : ",
    "Mme DUPONT Marie",
    "a@orange.fr",
    "p@ccas.fr",
    "06 12 34 56 78",
    "référent : ",
    "RETIRER ",
    "DALO",
    "non ",
    " - ",
    ", ",
    "\n",
    "\n\n",
    "1) ",
    "V-2026-0042",
    "\t",
    ";",
    "12 rue du Lac, 74580 Viry",
    "@",
    "7,4E+16",
    "Numéro unique\tNom\tRetrait\n",
    "\u202e",
    "é",
    "?",
    "/",
]
