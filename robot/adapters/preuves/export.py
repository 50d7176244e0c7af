"""Writes the proof file of one dwelling: a zip of plain files, and the checker that recomputes them.

What people sent is copied byte for byte under names of our own, and never
looked into.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from robot.adapters.base.chaine import ABSENT, feuille, feuille_de_dossier
from robot.adapters.base.dossiers import MEME_LIGNE
from robot.adapters.base.racines import Arbre, arbre, instantane
from robot.adapters.base.socle import Socle, en_texte
from robot.adapters.base.tables import (
    LigneCourrier,
    LigneDossier,
    LigneEffacement,
    LigneJournal,
    LigneMessage,
    LignePersonnelle,
)
from robot.adapters.fichiers import raison
from robot.adapters.preuves import controle

CONTROLE = "verifier.py"
LISEZMOI = "LISEZMOI.txt"
DROITS = 0o600


class ExportImpossible(Exception):
    """The proof cannot be made or written; the French text says why."""


def exporter(store: Socle, reference: str, histoire: str, sortie: Path, maintenant: datetime) -> dict[str, str]:
    """Write the proof of a dossier; what to note outside of it: its head, the root, the hash of the file.

    `histoire` is the dossier as `robot expliquer` tells it. Raises ExportImpossible.
    """
    with instantane(store.moteur) as session:
        fichiers = _rassembler(session, reference, maintenant)
    dossier = json.loads(fichiers["dossier.json"])
    fichiers |= {
        LISEZMOI: _lisezmoi(dossier).encode(),
        "histoire.txt": f"{histoire}\n".encode(errors="backslashreplace"),
        CONTROLE: Path(controle.__file__).read_bytes(),
    }
    fichiers[controle.MANIFESTE] = _manifeste(fichiers)
    _ecrire(sortie, fichiers, maintenant)
    return {
        "reference": reference,
        "tete": dossier["tete"],
        "racine": f"{dossier['racine']}@{dossier['exporte_le']}",
        "sha256": hashlib.sha256(sortie.read_bytes()).hexdigest(),
    }


# --- gathering ------------------------------------------------------------------------------------


def _rassembler(session: Session, reference: str, maintenant: datetime) -> dict[str, bytes]:
    """The data of the proof, and the bytes of its messages and letters, by file name."""
    index = session.get(LigneDossier, reference)
    lignes = session.execute(
        select(LigneJournal, LignePersonnelle)
        .join(LignePersonnelle, MEME_LIGNE, isouter=True)
        .where(col(LigneJournal.reference) == reference)
        .order_by(col(LigneJournal.numero))
    ).all()
    if index is None or not lignes:
        raise ExportImpossible(f"Aucun dossier {reference}. « robot etat » donne la liste.")
    journal = [_ligne(ligne, personnelle) for ligne, personnelle in lignes]
    sceaux = {sceau for ligne in journal for sceau in ligne["pieces"].split()}
    messages = session.scalars(
        select(LigneMessage).where(col(LigneMessage.sceau).in_(sceaux)).order_by(col(LigneMessage.consigne_le))
    ).all()
    lettres = session.scalars(
        select(LigneCourrier)
        .where(col(LigneCourrier.reference) == reference, col(LigneCourrier.sceau).in_(sceaux))
        .order_by(col(LigneCourrier.cree_le), col(LigneCourrier.sceau))
    ).all()
    fichiers: dict[str, bytes] = {}
    tout = arbre(session)
    pieces = {
        "messages": [_message(rang, message, fichiers) for rang, message in enumerate(messages, start=1)],
        "lettres": [_lettre(rang, lettre, fichiers, tout) for rang, lettre in enumerate(lettres, start=1)],
    }
    effaces = [p["engagement"] for p in (*pieces["messages"], *pieces["lettres"]) if not p["sel"]]
    effaces += [ligne["engagement"] for ligne in journal if ligne["engagement"] and ligne["personnel"] is None]
    dossier = {
        "format": controle.FORMAT,
        "reference": reference,
        "cle": index.cle,
        "lignes": len(journal),
        "tete": journal[-1]["maillon"],
        "racine": tout.racine,
        "chemin": tout.chemin(feuille_de_dossier(reference, journal[-1]["numero"], journal[-1]["maillon"])),
        "exporte_le": en_texte(maintenant),
        "effacements": _effacements(session, set(effaces), tout),
    }
    return fichiers | {
        "dossier.json": _json(dossier),
        "journal.json": _json(journal),
        "pieces.json": _json(pieces),
    }


def _ligne(ligne: LigneJournal, personnelle: LignePersonnelle | None) -> dict[str, Any]:
    partie = {"sel": personnelle.sel.hex(), "donnees": personnelle.donnees} if personnelle else None
    return ligne.model_dump() | {"personnel": partie}


def _message(rang: int, ligne: LigneMessage, fichiers: dict[str, bytes]) -> dict[str, Any]:
    fichier = _joindre(fichiers, f"messages/{rang:04d}.eml", ligne.octets) if ligne.sel else None
    return _fiche("message", ligne, fichier)


def _lettre(rang: int, ligne: LigneCourrier, fichiers: dict[str, bytes], tout: Arbre) -> dict[str, Any]:
    """A letter, with the path that shows whether it had left, and how."""
    fichier = (
        _joindre(fichiers, f"lettres/{rang:04d}.eml", ligne.octets) if ligne.sceau_envoi and ligne.octets else None
    )
    suite = ligne.sceau_envoi if ligne.expedie_le else ABSENT
    return _fiche("lettre", ligne, fichier) | {"chemin": tout.chemin(feuille("lettre", ligne.sceau, suite))}


def _joindre(fichiers: dict[str, bytes], nom: str, octets: bytes) -> str:
    try:
        fichiers[nom] = zlib.decompress(octets)
    except zlib.error as erreur:
        raise ExportImpossible(f"{nom} ne se lit plus ({erreur}). Voyez « robot journal verifier ».") from erreur
    return nom


def _fiche(genre: str, ligne: LigneMessage | LigneCourrier, fichier: str | None) -> dict[str, Any]:
    """What the seals of a message or letter cover, its bytes apart."""
    conserve = hashlib.sha256(ligne.octets).hexdigest() if ligne.sel else ""
    champs = ligne.model_dump(include=controle.champs(genre).keys() - {"sel", "chemin"})
    return champs | {"fichier": fichier, "sel": ligne.sel.hex(), "conserve": conserve}


def _effacements(session: Session, engagements: set[str], tout: Arbre) -> list[dict[str, Any]]:
    """The erasures that explain what is missing, with their path to the root."""
    precedent, trouves = "", list[dict[str, Any]]()
    for ligne in session.scalars(select(LigneEffacement).order_by(col(LigneEffacement.numero))):
        effaces = ligne.engagements.split("\n")
        if not engagements.isdisjoint(effaces):
            chemin = tout.chemin(feuille("effacement", ligne.maillon))
            trouves.append(ligne.model_dump() | {"engagements": effaces, "precedent": precedent, "chemin": chemin})
        precedent = ligne.maillon
    return trouves


# --- writing --------------------------------------------------------------------------------------


def _json(objet: object) -> bytes:
    return json.dumps(objet, ensure_ascii=False, indent=1, sort_keys=True).encode()


def _manifeste(fichiers: Mapping[str, bytes]) -> bytes:
    """One line a file, as `sha256sum` writes and checks them."""
    return "".join(f"{hashlib.sha256(fichiers[nom]).hexdigest()}  {nom}\n" for nom in sorted(fichiers)).encode()


def _ecrire(sortie: Path, fichiers: Mapping[str, bytes], maintenant: datetime) -> None:
    """A new file, for its owner's eyes only. Raises ExportImpossible."""
    try:
        descripteur = os.open(sortie, os.O_WRONLY | os.O_CREAT | os.O_EXCL, DROITS)
    except FileExistsError as erreur:
        raise ExportImpossible(f"{sortie} existe déjà, et n'a pas été touché. Donnez un autre nom.") from erreur
    except OSError as erreur:
        raise ExportImpossible(f"{sortie} ne peut pas être écrit ({raison(erreur)}).") from erreur
    try:
        with os.fdopen(descripteur, "wb") as ouvert, zipfile.ZipFile(ouvert, "w") as archive:
            for nom, octets in _en_ordre(fichiers):
                info = zipfile.ZipInfo(nom, maintenant.timetuple()[:6])
                info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, DROITS << 16
                archive.writestr(info, octets)
    except OSError as erreur:
        sortie.unlink(missing_ok=True)  # half a proof is none
        raise ExportImpossible(f"{sortie} ne peut pas être écrit ({raison(erreur)}).") from erreur


def _en_ordre(fichiers: Mapping[str, bytes]) -> Iterable[tuple[str, bytes]]:
    """What to read first comes first."""
    return sorted(fichiers.items(), key=lambda fichier: (fichier[0] != LISEZMOI, fichier[0]))


def _lisezmoi(dossier: Mapping[str, Any]) -> str:
    return f"""PREUVE DU DOSSIER {dossier["reference"]}
Faite le {dossier["exporte_le"]} (heure universelle) par le robot d'orientation.

Ce fichier dit ce qui est arrivé à un logement : à qui il a été offert, quand, avec quel délai, ce qui a été répondu.
Il se contrôle sans le robot et sans sa base. Il peut contenir des données personnelles : ne le diffusez pas.

Ce qu'il contient
  histoire.txt    l'histoire en français : chaque fait, sa preuve, le délai jour par jour, le texte qui le fixe.
                  Elle aide à lire, et rien ne la prouve : ce qui est établi, le contrôle le dit, fait par fait
  journal.json    les faits, un par ligne du journal, dans l'ordre où ils furent inscrits
  messages/       les messages reçus qui ont compté, octet pour octet, avec leurs en-têtes
  lettres/        les lettres du robot, telles qu'elles furent remises à son serveur d'envoi
  pieces.json     la fiche de chaque message et de chaque lettre
  dossier.json    la tête du journal, et le chemin de ce dossier à la racine
  verifier.py     le contrôle, en Python, sans rien d'autre à installer
  MANIFESTE.sha256  l'empreinte SHA-256 de chaque fichier (« sha256sum -c » le contrôle aussi)

Contrôler
  python3 verifier.py CE_FICHIER.zip

  Prenez de préférence « verifier.py » ailleurs qu'ici : chez l'éditeur du robot (robot/adapters/preuves/controle.py)
  ou dans une autre preuve du même format. Un contrôle livré avec ce qu'il contrôle peut avoir été changé avec lui.

Ce que le contrôle prouve
  Chaque ligne du journal porte l'empreinte de la précédente (SHA-256) : une ligne changée, ôtée, ajoutée ou déplacée
  rompt la suite. Ce que des personnes ont écrit est gardé à part et n'y figure que par une empreinte salée : il peut
  être effacé quand la loi le demande, la suite reste contrôlable, et l'effacement y est inscrit avec sa raison.
  De chaque lettre, un chemin jusqu'à la racine montre si elle était partie, quand, avec quel texte et quelle réponse
  du serveur, ou qu'aucun serveur n'avait dit l'avoir prise. Pourquoi elle n'est pas dite partie n'est établi que si le
  journal en parle : le contrôle nomme celles dont cela n'est pas établi, et celles qui ont pu être reçues quand même.

Ce qu'il ne prouve pas seul
  Qui tiendrait la base et refaisait toute la suite ferait un fichier cohérent. Comparez donc ces deux valeurs avec
  celles que l'export a imprimées et qui ont été notées ailleurs (courriel, procès-verbal) :
    tête    {dossier["tete"]}
    racine  {dossier["racine"]}@{dossier["exporte_le"]}
  python3 verifier.py CE_FICHIER.zip --tete VALEUR --racine VALEUR
  Une racine d'un autre instant (synthèse, « robot journal verifier ») ne se compare pas à ce fichier. Elle se compare
  sur la base, avec « robot journal verifier --racine VALEUR ».
  Ce texte-ci, « histoire.txt » et le manifeste ne sont que du texte : qui change le fichier peut les récrire.
  Les messages et les lettres portent aussi les en-têtes d'autres serveurs, et leurs correspondants en ont une copie.

Attention
  Les messages reçus viennent d'inconnus. Ouvrez-les comme du texte, pas dans un logiciel de courrier ni un navigateur.
"""
