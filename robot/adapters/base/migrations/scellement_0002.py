"""Seals what 0.1.0 recorded before there were seals: used once, by `0002`, and frozen with it.

It says again, on purpose, what `chaine.py` and `serie.py` said that day: what
they become must not change how an old base is carried forward. The columns of
the seals are there, empty; the triggers of the journal are out of the way.

What the old lines did not say is not invented: their appointments are unknown
but for the last one, and the letters of a dossier are tied to its last line
all together.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import zlib
from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, and_, column, insert, select, table, update

Sel = Callable[[], bytes]
TAILLE_DU_SEL = 16
ABSENT = "-"
REGLEES = ("expediee", "refusee", "sans_objet")

# What is read or written of each table.
_SCEAUX = ("sel", "engagement", "sceau")
_MESSAGE = ("empreinte", "message_id", "dossier", "uidvalidity", "uid", "recu_le", "consigne_le", "expediteur", "objet")
_LETTRE = ("cle", "etat", "message_id", "reference", "destinataire", "automatique", "essais", "cree_le", "expedie_le")
_LIGNE = (
    "reference",
    "numero",
    "fait",
    "le",
    "inscrit_le",
    "donnees",
    "rendez_vous",
    "engagement",
    "pieces",
    "maillon",
)
TABLES = {
    nom: table(nom, *map(column, colonnes))
    for nom, colonnes in {
        "messages": (*_MESSAGE, "nature", "resume", "rangement", "octets", *_SCEAUX),
        "courriers": (
            *_LETTRE, "reponse", "courrier", "octets", "gabarit", "rang", *_SCEAUX, "engagement_envoi", "sceau_envoi"
        ),
        "dossiers": ("reference", "cle", "rendez_vous", "tete"),
        "journal": _LIGNE,
        "personnel": ("reference", "numero", "sel", "donnees"),
    }.items()
}  # fmt: skip

# The facts of 0.1.0, and what of each may be erased one day.
PERSONNELS: dict[str, tuple[str, ...]] = {
    "LogementLibere": (),
    "OrientationDecidee": ("raison",),
    "OrientationExpediee": (),
    "RemiseConstatee": ("preuve",),
    "RemiseDifferee": ("destinataire", "preuve"),
    "RemiseEchouee": ("destinataire", "preuve"),
    "CourrierRevenu": ("destinataire", "preuve"),
    "RappelDecide": (),
    "AccordRecu": ("par", "preuve", "saisi_par"),
    "AccordTacite": ("preuve",),
    "RefusTacite": ("preuve",),
    "RefusRecu": ("par", "preuve", "motif", "saisi_par"),
    "ReponseAClarifier": ("par", "cause", "texte"),
    "ReponseNonAutorisee": ("par", "texte"),
    "ReponseTardive": ("par", "texte"),
    "DelaiRepris": ("par", "motif"),
    "OrientationRetiree": ("par", "motif"),
    "ListeEpuisee": (),
    "DossierAnnule": ("par", "motif"),
}


def sceller_l_existant(connexion: Connection, sel: Sel = lambda: secrets.token_bytes(TAILLE_DU_SEL)) -> None:
    """Part the facts, commit, seal and link every row. Raises KeyError, ValueError on damaged data."""
    messages = {ligne["empreinte"]: _message(connexion, ligne, sel()) for ligne in _lire(connexion, "messages")}
    lettres: dict[str, list[str]] = {}
    for ligne in _lire(connexion, "courriers", "cree_le", "cle"):
        lettres.setdefault(ligne["reference"], []).extend(_lettre(connexion, ligne, sel()))
    index = {ligne["reference"]: ligne for ligne in _lire(connexion, "dossiers")}
    journal = groupby(_lire(connexion, "journal", "reference", "numero"), key=lambda ligne: str(ligne["reference"]))
    for reference, lignes in journal:
        _dossier(connexion, index[reference], list(lignes), messages, lettres.get(reference, []), sel)


def _message(connexion: Connection, ligne: dict[str, Any], sel: bytes) -> str:
    octets = ligne["octets"]
    ecrit = (ligne[nom] for nom in ("message_id", "expediteur", "objet", "resume"))
    engagement = _engager(sel, *ecrit, zlib.decompress(octets), _sha256(octets))
    noms = ("empreinte", "dossier", "uidvalidity", "uid", "recu_le", "consigne_le", "nature", "rangement")
    sceau = _empreinte("robot-message/1", *(str(ligne[nom]) for nom in noms), engagement)
    _changer(connexion, "messages", ligne, ("empreinte",), sel=sel, engagement=engagement, sceau=sceau)
    return sceau


def _lettre(connexion: Connection, ligne: dict[str, Any], sel: bytes) -> Iterable[str]:
    """Seal a letter as it was asked for, and what became of it when that is settled; the seals."""
    demande = json.loads(ligne["courrier"])
    gabarit, rang = str(demande["gabarit"]), int(demande.get("rang", 0))
    engagement = _engager(sel, *(ligne[nom] for nom in ("cle", "message_id", "destinataire", "courrier")))
    automatique = "oui" if ligne["automatique"] else "non"
    vue = (ligne["reference"], str(rang), gabarit, automatique, ligne["cree_le"])
    sceau = _empreinte("robot-lettre/1", *vue, engagement)
    neuf = {"gabarit": gabarit, "rang": rang, "sel": sel, "engagement": engagement, "sceau": sceau}
    sceaux = [sceau]
    if ligne["etat"] in REGLEES:
        octets = ligne["octets"]
        brut = zlib.decompress(octets) if octets else b""
        envoye = _engager(sel, ligne["reponse"], brut, _sha256(octets))
        suite = (ligne["etat"], ligne["expedie_le"] or ABSENT, str(ligne["essais"]))
        sceaux.append(_empreinte("robot-envoi/1", sceau, *suite, envoye))
        neuf |= {"engagement_envoi": envoye, "sceau_envoi": sceaux[-1]}
    _changer(connexion, "courriers", ligne, ("cle",), **neuf)
    return sceaux


def _dossier(
    connexion: Connection,
    dossier: dict[str, Any],
    lignes: list[dict[str, Any]],
    messages: dict[str, str],
    lettres: Iterable[str],
    sel: Sel,
) -> None:
    """Link the lines of a dossier."""
    tete = _empreinte("robot-dossier/1", dossier["reference"], dossier["cle"])
    for ligne in lignes:
        derniere = ligne is lignes[-1]
        fait = json.loads(ligne["donnees"])
        personnelle = {nom: valeur for nom in PERSONNELS[ligne["fait"]] if (valeur := fait.get(nom))}
        publique = _json({nom: valeur for nom, valeur in fait.items() if nom not in personnelle})
        engagement = ""
        if personnelle:
            secret, donnees = sel(), _json(personnelle)
            engagement = _engager(secret, donnees)
            partie = {"reference": ligne["reference"], "numero": ligne["numero"], "sel": secret, "donnees": donnees}
            connexion.execute(insert(TABLES["personnel"]), partie)
        cause = messages.get(fait.get("message", ""))
        pieces = " ".join((*((cause,) if cause else ()), *(lettres if derniere else ())))
        rendez_vous = dossier["rendez_vous"] if derniere else None
        dit = (str(ligne[nom]) for nom in ("reference", "numero", "fait", "le", "inscrit_le"))
        tete = _empreinte("robot-journal/1", tete, *dit, publique, rendez_vous or ABSENT, engagement, pieces)
        _changer(
            connexion, "journal", ligne, ("reference", "numero"),
            donnees=publique, engagement=engagement, rendez_vous=rendez_vous, pieces=pieces, maillon=tete,
        )  # fmt: skip
    _changer(connexion, "dossiers", dossier, ("reference",), tete=tete)


# --- rows ---


def _lire(connexion: Connection, nom: str, *ordre: str) -> list[dict[str, Any]]:
    cible = TABLES[nom]
    lignes = connexion.execute(select(cible).order_by(*(cible.c[colonne] for colonne in ordre)))
    return [dict(ligne) for ligne in lignes.mappings()]


def _changer(connexion: Connection, nom: str, ligne: dict[str, Any], cles: tuple[str, ...], **neuf: Any) -> None:
    cible = TABLES[nom]
    celle_ci = and_(*(cible.c[cle] == ligne[cle] for cle in cles))
    connexion.execute(update(cible).where(celle_ci).values(neuf))


# --- hashes, as `chaine.py` wrote them in its version 1 ---


def _json(valeurs: dict[str, Any]) -> str:
    return json.dumps(valeurs, ensure_ascii=False, separators=(",", ":"))


def _sha256(octets: bytes) -> str:
    return hashlib.sha256(octets).hexdigest()


def _canonique(*champs: str | bytes) -> bytes:
    octets = (champ if isinstance(champ, bytes) else champ.encode(errors="surrogateescape") for champ in champs)
    return b"".join(b"%d:%s," % (len(champ), champ) for champ in octets)


def _empreinte(*champs: str | bytes) -> str:
    return _sha256(_canonique(*champs))


def _engager(sel: bytes, *champs: str | bytes) -> str:
    return _sha256(sel + _canonique(*champs))
