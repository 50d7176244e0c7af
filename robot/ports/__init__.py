"""What the flow needs from outside: a clock, a mailbox, a postman, a store, a printer of letters, an address book.

Each port has one real adapter and one in memory (`adapters/memoire.py`), under the same name.
"""

from __future__ import annotations

from robot.ports.boite import Copie, Emplacement, Mailbox, MessageRecu, Rangement
from robot.ports.depart import Acheminement, CourrierImpossible, Enveloppe, Gabarits, Issue, Postman
from robot.ports.ecriture import (
    ECHOUEES,
    Avancee,
    ConflitDeVersion,
    Constat,
    DejaEnregistre,
    Ecriture,
    Envoi,
    EtatEnvoi,
    FaitInscrit,
    Marque,
    MessageConsigne,
    ReservationPerdue,
    StoreInjoignable,
    StoreInutilisable,
    SuiteEnvoi,
    VerrouTenu,
)
from robot.ports.jointes import Arrivage, Carnets, Fiches, TableauIllisible, Tableaux
from robot.ports.liaison import Clock, LiaisonIndisponible
from robot.ports.store import ECART_D_HORLOGES, JAMAIS, LU_JUSQU_A, Store

__all__ = [
    "ECART_D_HORLOGES",
    "ECHOUEES",
    "JAMAIS",
    "LU_JUSQU_A",
    "Acheminement",
    "Arrivage",
    "Avancee",
    "Carnets",
    "Clock",
    "ConflitDeVersion",
    "Constat",
    "Copie",
    "CourrierImpossible",
    "DejaEnregistre",
    "Ecriture",
    "Emplacement",
    "Enveloppe",
    "Envoi",
    "EtatEnvoi",
    "FaitInscrit",
    "Fiches",
    "Gabarits",
    "Issue",
    "LiaisonIndisponible",
    "Mailbox",
    "Marque",
    "MessageConsigne",
    "MessageRecu",
    "Postman",
    "Rangement",
    "ReservationPerdue",
    "Store",
    "StoreInjoignable",
    "StoreInutilisable",
    "SuiteEnvoi",
    "TableauIllisible",
    "Tableaux",
    "VerrouTenu",
]
