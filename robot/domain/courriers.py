"""A letter to send: key, template, reader. `lettres.py` writes them, `adapters/gabarits.py` prints them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

# The letters that offer a dwelling: their arrival starts the clock.
OFFRES = frozenset({"offre", "neuf"})
# The letters that propose it to a candidate: their arrival has to be proved.
PROPOSITIONS = frozenset({"proposition_candidat", "proposition_dalo", "attribution_candidat"})
# The letter that tells the State of a DALO refusal, and the one that takes it back.
AVIS, RETRAIT = "avis_ddets", "retrait_ddets"

# The octets before the « @ » (RFC 5321, 4.5.3.1.1).
LOCALE_MAXIMUM = 64

# The letters of a year or of a period, to institutions: sent once for ever, and their Message-ID alone remembers it.
UNE_FOIS = frozenset({"bilan", "taux_annuel"})


class Depart(StrEnum):
    """When a letter may leave: in office hours of working days (offers, reminders) or at once."""

    BUREAU = "bureau"
    IMMEDIAT = "immediat"


class Fabrique(StrEnum):
    """Who makes an attachment (`adapters/pieces/`): a table to fill, a letter, an invitation, a sheet of rates…"""

    TABLE_CANDIDATS = "table_candidats"
    LETTRE = "lettre"
    INVITATION = "invitation"
    TABLE_SNE = "table_sne"
    RECUE = "recue"
    FICHE_TAUX = "fiche_taux"
    BILAN = "bilan"


@dataclass(frozen=True)
class PieceJointe:
    """What goes with a letter, made only when it is printed.

    `nom` is the file's name as its reader sees it; `donnees` plain JSON values.
    A file received is `{"message": fingerprint, "partie": rank of the part}`.
    """

    fabrique: Fabrique
    nom: str
    donnees: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Courrier:
    """A letter to send, not yet printed.

    `cle` is unique: asking twice for the same letter sends it once, and its
    Message-ID derives from it. `gabarit` is a folder of `templates/`.
    `contexte` holds plain JSON values only. `jeton` goes into Reply-To and
    the envelope. `en_reponse_a` is the Message-ID that it answers (then it is
    `auto-replied`); `fil` the earlier Message-IDs of the thread. `repond`: a
    message caused it, hence it may loop. `suivi` asks for delivery reports.
    `pieces` go with it.
    """

    cle: str
    gabarit: str
    destinataire: str
    contexte: Mapping[str, Any] = field(default_factory=dict)
    reference: str = ""
    rang: int = 0
    jeton: str = ""
    en_reponse_a: str = ""
    fil: tuple[str, ...] = ()
    depart: Depart = Depart.IMMEDIAT
    suivi: bool = False
    repond: bool = False
    pieces: tuple[PieceJointe, ...] = ()


@dataclass(frozen=True)
class Origine:
    """The message that a letter answers: its Message-ID and subject, empty when there is none."""

    message_id: str = ""
    objet: str = ""


SANS_ORIGINE = Origine()


def identifiant(courrier: Courrier, domaine: str) -> str:
    """The Message-ID of a letter, always the same for the same key, so that a repeat is recognisable.

    It starts with the template's name and carries the token: a report or a
    reply that quotes it says which letter of which offer it is about.
    """
    empreinte = hashlib.sha256(courrier.cle.encode(errors="replace")).hexdigest()[:16]
    jeton = f".{courrier.jeton}" if courrier.jeton else ""
    return f"<{courrier.gabarit}{jeton}.{empreinte}@{domaine}>"


def avec_jeton(adresse: str, jeton: str) -> str:
    """The address that carries a token: `robot+<token>@domain` (RFC 5233 sub-addressing).

    The bare one where both would be too long for a server to take: the token is in the Message-ID too.
    """
    local, _, domaine = adresse.partition("@")
    avec = f"{local}+{jeton}"
    return f"{avec}@{domaine}" if len(avec) <= LOCALE_MAXIMUM else adresse
