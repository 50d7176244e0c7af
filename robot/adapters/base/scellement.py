"""Seal what was recorded before there were seals: used once, by the migration of a base of 0.1.0.

The triggers of the journal must be out of the way. What the old lines did not
say is not invented: their appointments are unknown but for the last one, and
the letters of a dossier are tied to its last line all together.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from itertools import groupby

from sqlalchemy import select
from sqlmodel import Session, col

from robot.adapters.base import chaine
from robot.adapters.base.envois import REGLEES
from robot.adapters.base.serie import courrier_de_json, fait_de_json, fait_en_json
from robot.adapters.base.tables import LigneCourrier, LigneDossier, LigneJournal, LigneMessage, LignePersonnelle


def sceller_l_existant(session: Session, sel: Callable[[], bytes]) -> None:
    """Part the facts, commit, seal and link every row that has no seal yet. Raises ValidationError on damaged data."""
    messages = {ligne.empreinte: _sceller(ligne, sel()) for ligne in session.scalars(select(LigneMessage))}
    lettres: dict[str, list[str]] = {}
    for lettre in session.scalars(select(LigneCourrier).order_by(col(LigneCourrier.cree_le), col(LigneCourrier.cle))):
        courrier = courrier_de_json(lettre.courrier)
        lettre.gabarit, lettre.rang = courrier.gabarit, courrier.rang
        sceaux = lettres.setdefault(lettre.reference, [])
        sceaux.append(chaine.sceller_la_lettre(lettre, sel()).sceau)
        if lettre.etat in REGLEES:
            sceaux.append(chaine.sceller_l_envoi(lettre))
        session.add(lettre)
    index = {dossier.reference: dossier for dossier in session.scalars(select(LigneDossier))}
    journal = session.scalars(
        select(LigneJournal).order_by(col(LigneJournal.reference), col(LigneJournal.numero))
    ).all()
    for reference, lignes in groupby(journal, key=lambda ligne: ligne.reference):
        _enchainer(session, index[reference], list(lignes), messages, lettres.get(reference, []), sel)
    session.flush()


def _sceller(ligne: LigneMessage, sel: bytes) -> str:
    return chaine.sceller_le_message(ligne, sel).sceau


def _enchainer(
    session: Session,
    dossier: LigneDossier,
    lignes: list[LigneJournal],
    messages: dict[str, str],
    lettres: Iterable[str],
    sel: Callable[[], bytes],
) -> None:
    """Link the lines of a dossier."""
    dossier.tete = chaine.origine(dossier.reference, dossier.cle)
    for ligne in lignes:
        derniere = ligne is lignes[-1]
        cause = messages.get(json.loads(ligne.donnees).get("message", ""))
        ligne.donnees, personnelle = fait_en_json(fait_de_json(ligne.fait, ligne.donnees))
        ligne.engagement = ""
        if personnelle:
            partie = LignePersonnelle(reference=ligne.reference, numero=ligne.numero, sel=sel(), donnees=personnelle)
            ligne.engagement = chaine.engager(partie.sel, personnelle)
            session.add(partie)
        ligne.rendez_vous = dossier.rendez_vous if derniere else None
        ligne.pieces = " ".join((*((cause,) if cause else ()), *(lettres if derniere else ())))
        ligne.maillon = dossier.tete = chaine.maillon(dossier.tete, ligne)
        session.add(ligne)
    session.add(dossier)
