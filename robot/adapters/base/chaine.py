"""The hash chain of the journal: what each link covers, written down so that anyone can recompute it.

Version 1. Every hash is SHA-256, in lower-case hexadecimal. What is hashed is a
list of texts, written as netstrings: for each, its length in UTF-8 bytes in
decimal, `:`, the bytes, `,`. Nothing can be read in two ways, and nothing
depends on how JSON is laid out. A number is in decimal; an absent value is `-`.

- A *commitment* (`engagement`) hides what may be erased: the hash of 16 random
  bytes (`sel`), then of the list. Salt and content gone, the commitment says
  nothing any more, and still stands in what covers it.
- The *origin* of a dossier: (`robot-dossier/1`, reference, key of the release).
- The *link* (`maillon`) of a line of the journal: (`robot-journal/1`, link of
  the line before or origin, reference, number, kind, effect, recording, public
  data, next appointment, commitment of the personal part or nothing, pieces).
  The pieces are the seals of the message or letter that caused the line, and of
  the letters that it caused, separated by spaces.
- The *seal* (`sceau`) of a message, of a letter when it is asked for, of what
  became of it: see each function.
- The *root* is a Merkle tree (RFC 6962, 2.1) over what the store holds, so that
  it takes one line to print, and a short path to show that something is in it.
  A leaf is (`robot-feuille/1`, what it is, its texts); in order: `dossier`
  (reference, number of lines, last link) by reference; `message` (seal);
  `lettre` (seal, seal of its sending or `-` when it has not left); `effacement`
  (link), by seal. First printed with two leaves a letter: `lettre` (seal), and,
  after all of these, `envoi` (seal of the sending) of those that had left.

The standalone checker of the proof file (`adapters/preuves/controle.py`) is
written from this page and shares no code with it.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterable, Sequence
from typing import Any

TAILLE_DU_SEL = 16
ABSENT = "-"

# A row: of the ORM, or plain columns; with its table, by name.
Ligne = Any


def canonique(*champs: str | bytes) -> bytes:
    """The netstrings of these texts, in order."""
    octets = [champ if isinstance(champ, bytes) else champ.encode(errors="surrogateescape") for champ in champs]
    return b"".join([b"%d:%s," % (len(champ), champ) for champ in octets])


def empreinte(*champs: str | bytes) -> str:
    """The hash of these texts."""
    return hashlib.sha256(canonique(*champs)).hexdigest()


def engager(sel: bytes, *champs: str | bytes) -> str:
    """The commitment to these texts under that salt."""
    return hashlib.sha256(sel + canonique(*champs)).hexdigest()


# --- the journal ----------------------------------------------------------------------------------


def origine(reference: str, cle: str) -> str:
    """What the first line of a dossier is linked to."""
    return empreinte("robot-dossier/1", reference, cle)


def maillon(precedent: str, ligne: Ligne) -> str:
    """The link of a line, whose own `maillon` is not looked at."""
    return empreinte(
        "robot-journal/1",
        precedent,
        ligne.reference,
        str(ligne.numero),
        ligne.fait,
        ligne.le,
        ligne.inscrit_le,
        ligne.donnees,
        ligne.rendez_vous or ABSENT,
        ligne.engagement,
        ligne.pieces,
    )


# --- messages and letters -------------------------------------------------------------------------


def engagement_du_message(ligne: Ligne) -> str:
    """The commitment to who wrote what: the message as received, and these bytes as we keep them."""
    return engager(
        ligne.sel,
        ligne.message_id,
        ligne.expediteur,
        ligne.objet,
        ligne.resume,
        zlib.decompress(ligne.octets),
        hashlib.sha256(ligne.octets).hexdigest(),
    )


def sceau_du_message(ligne: Ligne) -> str:
    """The seal of a message: what is known of it for good, and its commitment."""
    return empreinte(
        "robot-message/1",
        ligne.empreinte,
        ligne.dossier,
        str(ligne.uidvalidity),
        str(ligne.uid),
        ligne.recu_le,
        ligne.consigne_le,
        ligne.nature,
        ligne.rangement,
        ligne.engagement,
    )


def engagement_de_la_lettre(ligne: Ligne) -> str:
    """The commitment to whom a letter was asked for, and what it says."""
    return engager(ligne.sel, ligne.cle, ligne.message_id, ligne.destinataire, ligne.courrier)


def sceau_de_la_lettre(ligne: Ligne) -> str:
    """The seal of a letter as it was asked for."""
    return empreinte(
        "robot-lettre/1",
        ligne.reference,
        str(ligne.rang),
        ligne.gabarit,
        "oui" if ligne.automatique else "non",
        ligne.cree_le,
        ligne.engagement,
    )


def sceller(ligne: Ligne, sel: bytes, engagement: Callable[[Ligne], str], sceau: Callable[[Ligne], str]) -> Ligne:
    """The same row, committed and sealed; what becomes of a letter is sealed apart."""
    ligne.sel = sel
    ligne.engagement = engagement(ligne)
    ligne.sceau = sceau(ligne)
    return ligne


def sceller_le_message(ligne: Ligne, sel: bytes) -> Ligne:
    """A message, committed and sealed."""
    return sceller(ligne, sel, engagement_du_message, sceau_du_message)


def sceller_la_lettre(ligne: Ligne, sel: bytes) -> Ligne:
    """A letter, committed and sealed as it is asked for."""
    return sceller(ligne, sel, engagement_de_la_lettre, sceau_de_la_lettre)


def engagement_de_l_envoi(ligne: Ligne) -> str:
    """The commitment to the bytes given to the server, to these bytes as we keep them, and to its answer."""
    return engager(
        ligne.sel,
        ligne.reponse,
        zlib.decompress(ligne.octets) if ligne.octets else b"",
        hashlib.sha256(ligne.octets).hexdigest(),
    )


def sceau_de_l_envoi(ligne: Ligne) -> str:
    """The seal of what became of a letter."""
    return empreinte(
        "robot-envoi/1", ligne.sceau, ligne.etat, ligne.expedie_le or ABSENT, str(ligne.essais), ligne.engagement_envoi
    )


def sceller_l_envoi(ligne: Ligne) -> str:
    """Seal what became of a letter, for good; the seal."""
    ligne.engagement_envoi = engagement_de_l_envoi(ligne)
    sceau = ligne.sceau_envoi = sceau_de_l_envoi(ligne)
    return sceau


# --- erasing --------------------------------------------------------------------------------------


def cle_effacee(ligne: Ligne) -> str:
    """The key of a letter once its own, which names its reader, is gone."""
    return f"efface/{ligne.sceau}"


def identifiant_laisse(ligne: Ligne) -> str:
    """What an erasure records of a letter whose Message-ID stays, so that it leaves no second time."""
    return empreinte("robot-identifiant-laisse/1", ligne.sceau, ligne.message_id)


def maillon_d_effacement(precedent: str, ligne: Ligne) -> str:
    """The link of an erasure to the one before (the empty text for the first)."""
    return empreinte("robot-effacement/1", precedent, str(ligne.numero), ligne.le, ligne.source, ligne.engagements)


# --- the root -------------------------------------------------------------------------------------


def feuille(nature: str, *champs: str) -> bytes:
    """A leaf of the tree: (`robot-feuille/1`, what it is, its texts)."""
    return hashlib.sha256(b"\x00" + canonique("robot-feuille/1", nature, *champs)).digest()


def feuille_de_dossier(reference: str, numero: int, tete: str) -> bytes:
    """The leaf of a dossier: how many lines it has, and the link of the last."""
    return feuille("dossier", reference, str(numero), tete)


def etages(feuilles: Iterable[bytes]) -> tuple[tuple[bytes, ...], ...]:
    """The tree of these leaves, in order, from them to its root.

    RFC 6962: the left subtree is the largest power of two.
    """
    tous = [tuple(feuilles)]
    while len(tous[-1]) > 1:
        tous.append(_etage(tous[-1]))
    return tuple(tous)


def racine(feuilles: Iterable[bytes]) -> str:
    """The root of the tree of these leaves."""
    return sommet(etages(feuilles))


def sommet(arbre: Sequence[Sequence[bytes]]) -> str:
    """The root of a tree."""
    return arbre[-1][0].hex() if arbre[-1] else hashlib.sha256(b"").hexdigest()


def chemin(arbre: Sequence[Sequence[bytes]], rang: int) -> tuple[tuple[str, str], ...]:
    """From the leaf of that rank to the root: each sibling, and whether it stands on the left (`g`) or right (`d`)."""
    etapes = list[tuple[str, str]]()
    for etage in arbre:
        voisin = rang ^ 1
        if voisin < len(etage):
            etapes.append(("g" if voisin < rang else "d", etage[voisin].hex()))
        rang //= 2
    return tuple(etapes)


def _etage(sommets: Sequence[bytes]) -> tuple[bytes, ...]:
    """Pairs joined; a last one alone goes up as it is."""
    joints = tuple(
        hashlib.sha256(b"\x01" + gauche + droite).digest()
        for gauche, droite in zip(sommets[::2], sommets[1::2], strict=False)
    )
    return joints + tuple(sommets[len(sommets) & ~1 :])
