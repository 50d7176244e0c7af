"""`robot simuler`: play seeds, print what the judge counted, and tell a failing one briefly."""

from __future__ import annotations

import re
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import replace

from robot.commandes.sortie import dire, dire_erreur, dire_json
from robot.ligne_de_commande import FAIT, FAUX, USAGE
from robot.simulation.base import BaseOccupee
from robot.simulation.campagne import des_graines, essayer_toutes
from robot.simulation.essai import Essai
from robot.simulation.monde import EN_MEMOIRE, jouer
from robot.simulation.plan import Parametres
from robot.simulation.recit import raconter
from robot.simulation.reduction import reduire

ADRESSE = re.compile(r"sqlite:///.+|postgresql\+psycopg://[^/]*/.+")


def simuler(choix: Namespace) -> int:
    """0 when no seed breaks a promise; else 1, with each seed, its grievances and the shortest story found."""
    parametres = Parametres(choix.graine, choix.liberations, choix.jours, choix.pannes, assiette=choix.assiette)
    graines = choix.graines or range(choix.graine, choix.graine + 1)
    if choix.base and len(graines) > 1:
        return dire_erreur("--base sert à une seule graine, sur une base vide.", USAGE)
    if choix.base and not ADRESSE.fullmatch(choix.base):
        return dire_erreur(
            f"« {choix.base} » n'est pas l'adresse d'une base. Écrivez sqlite:///essai.sqlite ou "
            "postgresql+psycopg://robot@localhost/essai.",
            USAGE,
        )
    code = FAIT
    try:
        for essai in essayer_toutes(des_graines(parametres, graines), choix.base or EN_MEMOIRE):
            if choix.json:
                dire_json(essai.en_json())
            else:
                dire(*_resumer(essai))
            if essai.griefs:
                code = _accuser(essai, parametres, en_json=choix.json)
    except BaseOccupee as erreur:
        return dire_erreur(erreur, FAUX)
    return code


def _resumer(essai: Essai) -> Iterator[str]:
    yield (
        f"Graine {essai.graine} : {essai.liberations} logements, {essai.orientations} offres, "
        f"{essai.messages} messages reçus, {essai.lettres} envois, {essai.passes} passes, {essai.duree_s:.1f} s."
    )
    yield (
        f"  Perdus : {essai.perdus}. Doubles : {essai.doubles}. Silences à tort : {essai.silences_a_tort}. "
        f"Plus grand écart au dû : {essai.ecart_max:.2f}, par typologie {essai.ecart_max_typologie:.2f}."
    )
    yield f"  Racine du journal : {essai.racine}"


def _accuser(essai: Essai, parametres: Parametres, *, en_json: bool) -> int:
    """Say how to play that seed again, and its shortest story; on the error output when the other holds JSON."""
    reduits = reduire(replace(parametres, graine=essai.graine), essai)
    commande = f"robot simuler --graine {essai.graine} --liberations {parametres.liberations}"
    options = f"{' --pannes' if parametres.pannes else ''}{' --assiette' if parametres.assiette else ''}"
    lignes = [
        f"La graine {essai.graine} rompt {len(essai.griefs)} promesse(s) :",
        *(f"  {grief}" for grief in essai.griefs[:20]),
        f"Pour la rejouer : {commande} --jours {parametres.jours}{options}",
        "L'histoire, réduite :",
        *raconter(jouer(reduits)),
    ]
    if en_json:
        return dire_erreur("\n".join(lignes), FAUX)
    dire(*lignes)
    return FAUX
