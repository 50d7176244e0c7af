"""One vacated dwelling, from its release onwards, and each orientation it went through."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from robot.domain.calendrier import Decompte
from robot.domain.candidature import Candidature
from robot.domain.carnet import Silence
from robot.domain.fiche import Fiche
from robot.domain.loi import Delai


class Statut(StrEnum):
    """Where a dossier stands. The transitions between these are in `statuts.py`."""

    LIBERE = "libere"
    A_EXPEDIER = "a_expedier"
    EN_ATTENTE = "en_attente"
    DIFFEREE = "differee"
    A_CLARIFIER = "a_clarifier"
    NON_REMISE = "non_remise"
    ACCEPTEE = "acceptee"
    ACCEPTEE_TACITE = "acceptee_tacite"
    REFUSEE = "refusee"
    RETIREE = "retiree"
    EPUISEE = "epuisee"
    # from the acceptance to the lease
    INSUFFISANTE = "insuffisante"
    RECHERCHE = "recherche"
    COMPLETE = "complete"
    CONVOQUEE = "convoquee"
    ATTRIBUEE = "attribuee"
    A_SIGNER = "a_signer"
    SANS_ATTRIBUTAIRE = "sans_attributaire"
    LOUEE = "louee"
    # nothing follows
    CLOSE = "close"
    SOUSTRAITE = "soustraite"
    ANNULEE = "annulee"


LIBELLES: dict[Statut, str] = {
    Statut.LIBERE: "libéré, à orienter",
    Statut.A_EXPEDIER: "offre à envoyer",
    Statut.EN_ATTENTE: "réponse attendue",
    Statut.DIFFEREE: "offre retardée en chemin, délai suspendu",
    Statut.A_CLARIFIER: "réponse à éclaircir, délai suspendu",
    Statut.NON_REMISE: "offre non remise, délai arrêté",
    Statut.ACCEPTEE: "accepté, candidats attendus",
    Statut.ACCEPTEE_TACITE: "accepté par silence, candidats attendus",
    Statut.REFUSEE: "refusé",
    Statut.RETIREE: "orientation retirée",
    Statut.EPUISEE: "aucun réservataire restant",
    Statut.INSUFFISANTE: "délai passé, trop peu de candidats",
    Statut.RECHERCHE: "le bailleur cherche des candidats",
    Statut.COMPLETE: "candidats désignés, commission à fixer",
    Statut.CONVOQUEE: "commission fixée",
    Statut.ATTRIBUEE: "attribué, réponse du candidat attendue",
    Statut.A_SIGNER: "candidat d'accord, bail à signer",
    Statut.SANS_ATTRIBUTAIRE: "aucun candidat restant",
    Statut.LOUEE: "loué, SNE à mettre à jour",
    Statut.CLOSE: "loué, dossier clos",
    Statut.SOUSTRAITE: "sorti du flux",
    Statut.ANNULEE: "annulé",
}

# Where a person of the landlord has to act.
A_TRAITER = frozenset(
    {
        Statut.A_CLARIFIER,
        Statut.NON_REMISE,
        Statut.DIFFEREE,
        Statut.EPUISEE,
        Statut.INSUFFISANTE,
        Statut.SANS_ATTRIBUTAIRE,
    }
)

# The réservataire has accepted: candidates may be designated, and are followed.
DESIGNATION = frozenset({Statut.ACCEPTEE, Statut.ACCEPTEE_TACITE, Statut.INSUFFISANTE, Statut.RECHERCHE})
SECONDE_MOITIE = DESIGNATION | {
    Statut.COMPLETE,
    Statut.CONVOQUEE,
    Statut.ATTRIBUEE,
    Statut.A_SIGNER,
    Statut.SANS_ATTRIBUTAIRE,
    Statut.LOUEE,
}
FINIS = frozenset({Statut.CLOSE, Statut.SOUSTRAITE, Statut.ANNULEE})


class NatureSne(StrEnum):
    """What has to be typed into the national register (R65, R66)."""

    PROPOSITION = "proposition"
    RESULTAT = "resultat"
    REFUS = "refus"
    RADIATION = "radiation"


@dataclass(frozen=True)
class TacheSne:
    """One line to type into the SNE; `numero` counts from 1 in the dossier, `candidat` is the candidature's number.

    `motif` is in the words of whoever refused or decided: it goes with them when they are erased.
    `caduque`: what it says proved false before anybody said that it was typed.
    """

    numero: int
    nature: NatureSne
    candidat: int
    le: datetime
    precision: str = ""
    motif: str = ""
    faite: bool = False
    caduque: bool = False

    @property
    def a_saisir(self) -> bool:
        """Whether somebody has still to type it."""
        return not self.faite and not self.caduque


@dataclass(frozen=True)
class Commission:
    """The latest commission fixed for the dwelling; `passage` counts those that were held or will be (R68)."""

    passage: int
    sequence: int
    debut: datetime
    lieu: str
    pv: bool = False


@dataclass(frozen=True)
class Reception:
    """Since when, and on what evidence, the réservataire holds the offer (R41)."""

    le: datetime
    preuve: str
    presumee: bool


@dataclass(frozen=True)
class ReponseInconnue:
    """What a stranger answered with a valid token, until a gestionnaire says what it is worth."""

    le: datetime
    par: str
    decision: str
    preuve: str
    motif: str
    categorie: str
    message: str


@dataclass(frozen=True)
class Orientation:
    """One offer of the dwelling to one réservataire; `rang` counts from 1 within the dossier.

    `decidee_le` is when the dwelling went to it. `reponse` is the delay of its convention, None for a new dwelling
    (R13: no delay, hence no silence). `decompte` is the running deadline; `designation` the one that the acceptance
    opened (R45); `rappels` the working days of it on which the réservataire was reminded, `echues` how many times
    it ended without enough. `adresse` is empty when nothing was offered: the landlord finds the candidates itself
    (R81). `inconnues`: strangers' answers that wait for a gestionnaire; `doute`: the réservataire itself was not
    clear; `exprimee_le`: its first word about the offer, an answer or a candidate. `entrave`: what the carriers
    last said that stops the clock, DIFFEREE or NON_REMISE, whoever wrote meanwhile; None when nothing does.
    `interne`: nothing was offered, the landlord looks for the candidates itself (R81).
    """

    rang: int
    reservataire: str
    nom: str
    adresse: str
    jeton: str
    raison: str
    decidee_le: datetime
    reponse: Delai | None
    silence: Silence
    statut: Statut = Statut.A_EXPEDIER
    expediee_le: datetime | None = None
    reception: Reception | None = None
    decompte: Decompte | None = None
    rappelee: bool = False
    terminee_le: datetime | None = None
    motif: str = ""
    designation: Decompte | None = None
    rappels: tuple[int, ...] = ()
    echues: int = 0
    inconnues: tuple[ReponseInconnue, ...] = ()
    doute: bool = False
    exprimee_le: datetime | None = None
    entrave: Statut | None = None
    interne: bool = False

    @property
    def connue_le(self) -> datetime | None:
        """Since when its réservataire has held this offer, or at the latest when it spoke of one that came back."""
        return self.reception.le if self.reception else self.exprimee_le

    @property
    def confirmee(self) -> bool:
        """Whether its reception is more than presumed: a report proves it, or the réservataire spoke of the offer."""
        return self.exprimee_le is not None or (self.reception is not None and not self.reception.presumee)


@dataclass(frozen=True)
class Dossier:
    """The state of one dwelling: a fold of its facts, `version` of them.

    `soustrait` is the cause for which it left the flux (`flux.soustraits`), empty while it is in it;
    `remis_le` says when it came back, last.
    """

    reference: str
    statut: Statut
    fiche: Fiche
    neuf: bool
    libere_le: datetime
    orientations: tuple[Orientation, ...] = ()
    candidatures: tuple[Candidature, ...] = ()
    commission: Commission | None = None
    sne: tuple[TacheSne, ...] = ()
    soustrait: str = ""
    remis_le: datetime | None = None
    version: int = 0

    @property
    def remis(self) -> bool:
        """Whether it left the flux, then came back."""
        return self.remis_le is not None

    @property
    def courante(self) -> Orientation:
        """The latest orientation. Raises IndexError before the first one."""
        return self.orientations[-1]

    @property
    def connue_le(self) -> datetime | None:
        """Since when the réservataire of the current offer has known of the vacancy (R48); None when nothing says so.

        An earlier offer of the same vacancy told it, once confirmed. A reception
        only presumed, of which it never said a word, is given up when a person
        sends the offer again: nobody would, had it arrived (C15).
        """
        code = self.courante.reservataire
        anterieures = (o for o in self.orientations[:-1] if o.reservataire == code and o.confirmee)
        connues = [o.connue_le for o in (*anterieures, self.courante) if o.connue_le is not None]
        return min((le for le in connues if self.remis_le is None or le > self.remis_le), default=None)

    def orientation(self, rang: int) -> Orientation | None:
        """The orientation of that rank, or None."""
        return self.orientations[rang - 1] if 1 <= rang <= len(self.orientations) else None

    def candidature(self, numero: int) -> Candidature | None:
        """The candidature of that number, or None."""
        return self.candidatures[numero - 1] if 1 <= numero <= len(self.candidatures) else None

    @property
    def en_lice(self) -> tuple[Candidature, ...]:
        """The candidatures of the current orientation that may still win; none for a dwelling just released."""
        if self.statut is Statut.LIBERE:
            return ()
        rang = len(self.orientations)
        return tuple(c for c in self.candidatures if c.rang == rang and c.vivante)
