"""`robot journal` and `robot purger`."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from robot import audits, recits
from robot.adapters.base import effacement, verification
from robot.adapters.horloge import Horloge
from robot.adapters.montage import ouvrir_le_journal
from robot.adapters.preuves.export import ExportImpossible
from robot.adapters.preuves.export import exporter as ecrire_la_preuve
from robot.commandes.sortie import dire, dire_erreur, dire_json
from robot.etapes.defauts import DEFAUTS
from robot.ligne_de_commande import FAIT, FAUX


def verifier(choix: Namespace) -> int:
    """`robot journal verifier`: recompute everything, print the root."""
    with ouvrir_le_journal(choix.config) as (store, reglages):
        audit = audits.auditer(store, Horloge().maintenant(), choix.racine)
    if choix.json:
        dire_json(audit.en_json())
    else:
        dire(*audit.en_clair(reglages.bailleur.fuseau))
        for faute in audit.fautes:
            dire_erreur(faute, FAUX)
    return FAUX if audit.fautes else FAIT


def exporter(choix: Namespace) -> int:
    """`robot journal exporter REF`: the proof file of one dwelling."""
    reference = choix.reference.upper()
    sortie = choix.sortie or Path(f"preuve-{reference}.zip")
    with ouvrir_le_journal(choix.config) as (store, reglages):
        try:
            dossier = store.dossier(reference)
            if dossier is None:
                return dire_erreur(f"Aucun dossier {reference}. « robot etat » donne la liste.", FAUX)
            histoire = dossier, store.journal(reference), store.envois(reference), reglages.bailleur.fuseau
            temoins = ecrire_la_preuve(store, reference, recits.expliquer(*histoire), sortie, Horloge().maintenant())
        except ExportImpossible as erreur:
            return dire_erreur(erreur, FAUX)
        except DEFAUTS:
            return dire_erreur(f"{reference} ne se relit plus. Voyez « robot journal verifier ».", FAUX)
    if choix.json:
        dire_json({"fichier": str(sortie), **temoins})
        return FAIT
    dire(f"{sortie} : la preuve de {reference}. Elle se contrôle sans le robot : « python3 verifier.py {sortie} ».")
    dire("À noter hors de ce fichier :", *(f"  {nom:8} {temoins[nom]}" for nom in ("tete", "racine", "sha256")))
    return FAIT


def purger(choix: Namespace) -> int:
    """`robot purger`: say what may go, or erase it; never from a journal that does not hold."""
    with ouvrir_le_journal(choix.config) as (store, reglages):
        if choix.effacer and verification.verifier(store).fautes:
            return dire_erreur("Le journal est rompu : rien n'est effacé. Voyez « robot journal verifier ».", FAUX)
        geste = effacement.effacer if choix.effacer else effacement.prevoir
        bilan = geste(store, reglages.conservation, Horloge().maintenant())
    if choix.json:
        dire_json(audits.effacement_en_json(bilan, fait=choix.effacer))
    else:
        fuseau = reglages.bailleur.fuseau
        dire(*audits.effacement_en_clair(bilan, reglages.conservation, fuseau, fait=choix.effacer))
    return FAIT
