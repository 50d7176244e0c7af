"""Households that a réservataire names, and the lines of the table that names them."""

from __future__ import annotations

from typing import Any

from robot.domain.candidat import Candidat, Critere
from robot.domain.stimuli import LigneDeDesignation


def nud(rang: int) -> str:
    return f"0742603{rang:06d}74001"


def menage(rang: int, critere: Critere = Critere.AUCUN, *, courriel: bool = True, **champs: Any) -> Candidat:
    """The household of that rank, with an e-mail address unless told otherwise."""
    return Candidat(
        nud=nud(rang),
        **{
            "nom": f"Famille {rang}",
            "courriel": f"famille{rang}@menage.example" if courriel else "",
            "adresse": f"{rang} rue Haute, 74580 Viry",
            "critere": critere,
            **champs,
        },
    )


def dalo(rang: int = 1, **champs: Any) -> Candidat:
    return menage(rang, Critere.DALO, **champs)


def ligne(candidat: Candidat | None, *, retrait: bool = False, **champs: Any) -> LigneDeDesignation:
    ecrit = f"{'RETIRER ' if retrait else ''}{candidat.nud if candidat else '???'}"
    return LigneDeDesignation(**{"ecrit": ecrit, "candidat": candidat, "retrait": retrait, **champs})


def retirer(rang: int) -> LigneDeDesignation:
    return ligne(menage(rang), retrait=True)
