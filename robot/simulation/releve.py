"""What was seen from outside during a run: plain data, the only thing that the judge is given besides the database.

Instants are those of the true world, unless their name ends in `_robot`: the
robot's own clock may be wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import Any

# What a message in the robot's mailbox truly is, whatever it looks like.
PERSONNE, ABSENCE, LECTURE, DEFI = "personne", "absence", "lecture", "defi"
ECHEC, RETARD, REMISE = "echec", "retard", "remise"
BOUCLE, ETRANGER_AU_ROBOT = "boucle", "sans rapport"
AUTOMATES = frozenset({ABSENCE, LECTURE, DEFI, ECHEC, RETARD, REMISE, BOUCLE})

# What its writer truly wants.
ACCEPTE, REFUSE, FLOU = "accepte", "refuse", "flou"
# The subject names that dwelling, against the thread: nobody can tell which of the two its writer means.
NOMME = "nommé"
# A réservataire names households, a gestionnaire gives orders.
DESIGNE, ORDONNE = "désigne", "ordonne"

# In whose hands the token was: the réservataire's, a household's, the DDETS's, a gestionnaire's.
RESERVATAIRE, MENAGE, DDETS, GESTIONNAIRE = "", "c", "d", "g"

# What ties it to an offer: its token, the reference in its subject, or nothing.
FIL, OBJET, RIEN = "fil", "objet", "rien"

# How a pass ended.
COMPLETE, MORTE, BASE_EN_PANNE, HORS_D_HEURE = "complete", "morte", "base en panne", "à une heure fausse"
PREVUES = frozenset({COMPLETE, MORTE, BASE_EN_PANNE, HORS_D_HEURE})


@dataclass(frozen=True)
class Designe:
    """A household that a message truly names, or takes back (`retrait`); `valide`: its number can be one.

    `referent` is the address of the person who follows it.
    """

    nud: str
    nom: str = ""
    courriel: str = ""
    dalo: bool = False
    referent: str = ""
    valide: bool = True
    retrait: bool = False


@dataclass(frozen=True)
class Propos:
    """What a message truly says of one offer (`sens` is empty in a report).

    `voie` says in whose hands the token was, `numero` which household it is
    about. `designes`: the households that it names. `verbes`: the orders that
    it gives, those that cannot be read left out.
    """

    reference: str
    rang: int
    sens: str = ""
    voie: str = RESERVATAIRE
    numero: int = 0
    designes: tuple[Designe, ...] = ()
    verbes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Arrivee:
    """A message put in the robot's mailbox.

    `recu_le` is its INTERNALDATE, unique to the second; `depose_le` when it
    truly came within the robot's reach. `original` is the number of the
    message it is a second delivery of. `courrier` is the letter that a report
    is about, `cible` the address that a failure names. `fichiers` are the files
    that came with it, `en_reponse_a` the Message-ID of the letter it is about.
    """

    numero: int
    recu_le: datetime
    depose_le: datetime
    dossier: str
    genre: str
    de: str
    message_id: str
    octets: bytes
    propos: tuple[Propos, ...] = ()
    lien: str = FIL
    dmarc: str = "pass"
    courrier: str = ""
    cible: str = ""
    original: int = 0
    fichiers: tuple[bytes, ...] = ()
    en_reponse_a: str = ""


@dataclass(frozen=True)
class Depart:
    """An envelope handed to the mail server. `dit`: what the robot was told (empty when it died before hearing it).

    `prise`: whether the server truly took it.
    """

    le: datetime
    le_robot: datetime
    passe: int
    cle: str
    destinataire: str
    message_id: str
    en_reponse_a: str
    gabarit: str
    reference: str
    rang: int
    octets: bytes
    dit: str
    prise: bool
    voie: str = RESERVATAIRE
    numero: int = 0


@dataclass(frozen=True)
class CopieGardee:
    """A copy of a letter that the folder of sent letters took. `dite`: whether the robot heard that it did."""

    le: datetime
    message_id: str
    octets: bytes
    dite: bool


@dataclass(frozen=True)
class Ecrit:
    """A transaction that took effect: the message it claimed, its facts, its new letters, a letter's new state."""

    le: datetime
    le_robot: datetime
    recu_le: datetime | None = None
    faits: tuple[tuple[str, int], ...] = ()
    courriers: tuple[str, ...] = ()
    envoi: tuple[str, str] | None = None


@dataclass(frozen=True)
class LectureComplete:
    """The mailbox was read to its end, every folder, by a reading that began then."""

    le: datetime
    le_robot: datetime


@dataclass(frozen=True)
class Passage:
    """A pass, from its start to its end."""

    numero: int
    debut: datetime
    fin: datetime
    debut_robot: datetime
    issue: str


@dataclass(frozen=True)
class OrdreDonne:
    """What a gestionnaire ordered, and whether the robot took it."""

    le: datetime
    le_robot: datetime
    reference: str
    verbe: str
    par: str
    pris: bool


@dataclass(frozen=True)
class Interlocuteur:
    """A réservataire of the address book, as anybody may read it. `perimetres`: (scale, code) pairs.

    `releve`: it wants the weekly statement.
    """

    code: str
    adresse: str | None
    expediteurs: tuple[str, ...]
    perimetres: tuple[tuple[str, str], ...]
    ordre: int
    delegue: bool
    jours: int
    silence_vaut: str
    fermetures: tuple[date, ...] = ()
    releve: bool = False


@dataclass(frozen=True)
class Livre:
    """The address book in force from `depuis` on.

    `droits`: by commune (INSEE), the part of each holder in one dwelling, the
    landlord's under `BAILLEUR`; nothing where dwellings go in the order of the book.
    `en_stock`: the communes whose PLAI adaptés stay out of the flux.
    """

    depuis: datetime
    interlocuteurs: tuple[Interlocuteur, ...]
    ddets: str = ""
    droits: Mapping[str, Mapping[str, Fraction]] = field(default_factory=dict)
    en_stock: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Logement:
    """A dwelling that was truly released: its place, as the perimeters need it."""

    reference: str
    commune: str
    epci: str
    departement: str
    typologie: str
    neuf: bool
    plai_adapte: bool = False


@dataclass
class Releve:
    """Everything that was seen, in the order in which it happened.

    `secteurs`: the only communes of which a gestionnaire is told, when it has
    some. `sortis`: when a person took a message, named by its `recu_le`, out of
    the junk.
    """

    graine: int
    gestionnaires: frozenset[str]
    administrateurs: frozenset[str]
    secretariat: frozenset[str] = frozenset()
    secteurs: Mapping[str, frozenset[str]] = field(default_factory=dict)
    arrivees: list[Arrivee] = field(default_factory=list)
    departs: list[Depart] = field(default_factory=list)
    copies: list[CopieGardee] = field(default_factory=list)
    ecrits: list[Ecrit] = field(default_factory=list)
    lectures: list[LectureComplete] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    ordres: list[OrdreDonne] = field(default_factory=list)
    livres: list[Livre] = field(default_factory=list)
    logements: dict[str, Logement] = field(default_factory=dict)
    pannes: list[tuple[datetime, str]] = field(default_factory=list)
    vus: dict[tuple[str, int], str] = field(default_factory=dict)
    sortis: dict[datetime, datetime] = field(default_factory=dict)


@dataclass(frozen=True)
class Tables:
    """The rows of the store at the end, as plain values."""

    journal: tuple[Mapping[str, Any], ...]
    dossiers: tuple[Mapping[str, Any], ...]
    messages: tuple[Mapping[str, Any], ...]
    courriers: tuple[Mapping[str, Any], ...]
