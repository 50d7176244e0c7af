"""The one reply to a gestionnaire's message: what each order did, or why it did nothing and what to write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from robot.domain.carnet import Gestionnaire
from robot.domain.courriers import Courrier, Origine
from robot.domain.decisions.contexte import Contexte
from robot.domain.effets_des_ordres import EFFETS
from robot.domain.jetons import Voie
from robot.domain.lettres import signature
from robot.domain.stimuli import Verbe
from robot.etapes import synthese
from robot.reading.consignes.verbes import SYNTAXES


def repondre(
    auteur: Gestionnaire,
    marque: str,
    ctx: Contexte,
    origine: Origine,
    *,
    reference: str = "",
    rang: int = 0,
    ordres: Sequence[Mapping[str, str]] = (),
    fichiers: Sequence[Mapping[str, Any]] = (),
    aide: bool = False,
    etat: Sequence[str] = (),
    repondable: bool = True,
    citee: bool = False,
    reprise: bool = False,
) -> Courrier:
    """That letter, in the thread of `reference` as it stands at `rang`, else in one like the digest's.

    `repondable`: an order may be given in reply to it. `citee`: an order of the
    message moved that dwelling, whose journal then cites this letter; without a
    fact, the letter names no dwelling and its token is enough. `reprise`: it is
    said by a replay, besides what the lost robot may have answered.
    """
    contexte: dict[str, Any] = {
        "bailleur": signature(ctx.carnet.bailleur),
        "destinataire": auteur.nom,
        "reference": reference,
        "ordres": list(ordres),
        "fichiers": list(fichiers),
        "aide": aide or not (ordres or etat or fichiers),
        "syntaxes": [[SYNTAXES[verbe], EFFETS[verbe]] for verbe in Verbe],
        "etat": list(etat),
        "objet_recu": origine.objet,
        "repondable": repondable,
    }
    return Courrier(
        cle=f"reponse_ordre/{marque[:16]}/{'reprise/' if reprise else ''}{auteur.adresse}",
        gabarit="reponse_ordre",
        destinataire=auteur.adresse,
        contexte=contexte,
        reference=reference if citee else "",
        rang=rang,
        jeton=_jeton(reference, rang, ctx) if repondable else "",
        en_reponse_a=origine.message_id,
        repond=True,
    )


def _jeton(reference: str, rang: int, ctx: Contexte) -> str:
    if reference:
        return ctx.jetons.jeton(reference, rang, Voie.GESTIONNAIRE)
    return synthese.jeton_du_jour(ctx.calendrier.jour_local(ctx.maintenant), ctx.jetons)
