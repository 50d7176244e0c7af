"""What was understood of a message: the answer of `reading` to everyone else."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Nature(StrEnum):
    """What kind of message this is (CONTRAT: `robot lire`)."""

    REPONSE = "reponse"
    REBOND = "rebond"
    REBOND_TEMPORAIRE = "rebond_temporaire"
    REMISE = "remise"
    REPONSE_AUTOMATIQUE = "reponse_automatique"
    ACCUSE_LECTURE = "accuse_lecture"
    ILLISIBLE = "illisible"
    AUTRE = "autre"


class Sens(StrEnum):
    """What a reply decides."""

    ACCEPTE = "accepte"
    REFUSE = "refuse"
    AMBIGU = "ambigu"


class Lien(StrEnum):
    """What binds the name of a place to a dwelling: nothing but standing next to it, « de, à », or « situé à »."""

    AUCUN = "aucun"
    LIE = "lie"
    SITUE = "situe"


@dataclass(frozen=True)
class BienNomme:
    """How an author names the dwelling, in one of these ways; `ecrit` is the very words.

    `pieces` are the rooms of the types named in one clause, `rpls` the digits
    of a number. `voie` is the name of a street, with its `numero`; `residence`
    when it is that of a building or a hamlet, which a sheet may not know.
    `localite` begins with what may be a town, if a list of towns knows it.
    """

    ecrit: str
    pieces: tuple[int, ...] = ()
    rpls: str = ""
    numero: str = ""
    voie: str = ""
    residence: bool = False
    localite: str = ""
    lien: Lien = Lien.AUCUN


@dataclass(frozen=True)
class Decision:
    """One decision read in a reply.

    `reference` is the dwelling named next to it, None when the thread alone
    says which. `motif` is the motive of a refusal in the writer's words,
    `categorie` its kind for the yearly tables; `preuve` is the very words or
    the reason of the doubt. `remarque` is what an agreement came with and a
    person should read: a question, a word on the visit. `biens` is how the
    dwelling is named, beside its reference.
    """

    reference: str | None
    sens: Sens
    preuve: str
    motif: str | None = None
    categorie: str | None = None
    remarque: str = ""
    biens: tuple[BienNomme, ...] = ()


@dataclass(frozen=True)
class Lecture:
    """A message, read. Pure data; it says nothing of who is allowed to decide.

    `etape` is the step of the chain that decided, `preuve` the words it saw.
    `fil` holds every identifier through which the message may belong to one of
    ours (addresses it was sent to, In-Reply-To, References, Message-IDs it
    returns, subject), nearest first. `destinataire` and `statut` are those of
    a delivery report. `mandataire` is who says to send it on behalf of
    `expediteur` (Sender), when another: nothing here proves it. `coupe`: a
    limit cut off the end of a reply.
    """

    nature: Nature
    preuve: str
    decisions: tuple[Decision, ...] = ()
    texte: str = ""
    signature: str | None = None
    destinataire: str | None = None
    statut: str | None = None
    diagnostic: str = ""
    expediteur: str = ""
    mandataire: str = ""
    objet: str = ""
    message_id: str = ""
    fil: tuple[str, ...] = ()
    references_objet: tuple[str, ...] = ()
    resultats_authentification: tuple[str, ...] = ()
    reponse_interdite: bool = False
    coupe: bool = False
    non_lu: bool = False
    etape: str = ""
