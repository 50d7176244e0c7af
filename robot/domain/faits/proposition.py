"""What happens between the landlord and a candidate: proposal, proof, answer, silence, notice to the State."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from robot.domain.candidature import Etape, FichierRecu, MotifDAvis, VoieDEnvoi
from robot.domain.faits.fait import Fait, Personnel


@dataclass(frozen=True, kw_only=True)
class CandidatPropose(Fait):
    """It was decided to propose the dwelling to a candidate, in writing (R64), with a date to answer (R71, R.441-10).

    `tour` counts from 1 for each candidate; `dernier_jour` is the date that the
    letter states. `dalo`: made under the right to housing, with what it costs to refuse.
    """

    rang: int
    numero: int
    etape: Etape
    tour: int
    voie: VoieDEnvoi
    dalo: bool
    dernier_jour: date
    source: str


@dataclass(frozen=True, kw_only=True)
class PropositionExpediee(Fait):
    """The first server took the letter: it left; that it arrived is only presumed."""

    rang: int
    numero: int
    tour: int
    message_id: str
    preuve: str


@dataclass(frozen=True, kw_only=True)
class PropositionRemise(Fait):
    """Proof that the candidate holds the letter; `le` is when. `saisi_par`: a gestionnaire typed it from paper."""

    rang: int
    numero: int
    tour: int
    preuve: Personnel
    message: str
    saisi_par: Personnel = ""


@dataclass(frozen=True, kw_only=True)
class AbsenceDuCandidat(Fait):
    """A program answered in the household's place: nobody may have read the letter, its silence is for a person."""

    rang: int
    numero: int
    tour: int
    preuve: Personnel
    message: str


@dataclass(frozen=True, kw_only=True)
class PropositionNonRemise(Fait):
    """The letter did not arrive: no date runs against the candidate."""

    rang: int
    numero: int
    tour: int
    destinataire: Personnel
    statut: str
    preuve: Personnel
    message: str


@dataclass(frozen=True, kw_only=True)
class CandidatAccepte(Fait):
    """The candidate said yes."""

    rang: int
    numero: int
    tour: int
    par: Personnel
    preuve: Personnel
    message: str
    saisi_par: Personnel = ""


@dataclass(frozen=True, kw_only=True)
class CandidatRefuse(Fait):
    """The candidate said no, with its own words and the files it sent (`fichiers`).

    `sans_dossier`: the landlord states that the file was never built, which is a refusal (R74).
    """

    rang: int
    numero: int
    tour: int
    par: Personnel
    motif: Personnel
    preuve: Personnel
    message: str
    fichiers: tuple[FichierRecu, ...] = ()
    saisi_par: Personnel = ""
    sans_dossier: bool = False


@dataclass(frozen=True, kw_only=True)
class ReponseDuCandidatAClarifier(Fait):
    """The candidate wrote, and what it decides is not certain: its silence is no longer one.

    `fichiers`: what the household itself sent with it, which goes to the State if it proves to refuse (R73).
    """

    rang: int
    numero: int
    tour: int
    par: Personnel
    cause: Personnel
    texte: Personnel
    message: str
    fichiers: tuple[FichierRecu, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ReponseDuCandidatTardive(Fait):
    """The candidate wrote when nothing was asked any more: recorded, shown, and without effect by itself."""

    rang: int
    numero: int
    par: Personnel
    decision: str
    texte: Personnel
    message: str
    fichiers: tuple[FichierRecu, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SilenceDuCandidat(Fait):
    """The date passed without an answer, and the reception is proved (R71, R74): `le` is the end of that day.

    Before the commission, the silence of a candidate who is not DALO refuses
    nothing: `refus` is False, and the candidate is presented all the same.
    """

    rang: int
    numero: int
    tour: int
    refus: bool
    recue_le: datetime | None
    preuve: Personnel
    etabli_le: datetime
    lu_jusqu_a: datetime


@dataclass(frozen=True, kw_only=True)
class SilenceTombe(Fait):
    """A silence that was a refusal proves to be none, whatever became of the dwelling (CE, 19 June 2025).

    `repondu`: the household had answered in time; `absent`: a program had, in its place; else its letter had not
    arrived. `revient`: nobody else has the dwelling, and it is a candidate again.
    """

    rang: int
    numero: int
    tour: int
    repondu: bool
    revient: bool
    preuve: Personnel
    message: str
    absent: bool = False


@dataclass(frozen=True, kw_only=True)
class SilenceSansPreuve(Fait):
    """The date passed, and nothing proves that the offer arrived in time: no refusal, a person is asked."""

    rang: int
    numero: int
    tour: int
    cause: str


@dataclass(frozen=True, kw_only=True)
class DdetsAvisee(Fait):
    """The State is told of the refusal of a DALO household (R73, R74); `tour` grows when the notice came back."""

    rang: int
    numero: int
    tour: int
    motif: MotifDAvis
    adresse: str


@dataclass(frozen=True, kw_only=True)
class DdetsDetrompee(Fait):
    """The State is told that a refusal of which it holds the notice is none; `tour` grows when that came back."""

    rang: int
    numero: int
    tour: int
    adresse: str


@dataclass(frozen=True, kw_only=True)
class DdetsAccuse(Fait):
    """The DDETS, or its server, said that it holds the notice; `courrier` "retrait_ddets": its withdrawal."""

    numero: int
    par: Personnel
    preuve: Personnel
    message: str
    courrier: str = ""


@dataclass(frozen=True, kw_only=True)
class DdetsRelancee(Fait):
    """Nothing came back of the notice: the DDETS is asked whether it holds it."""

    numero: int


@dataclass(frozen=True, kw_only=True)
class ComplementRecu(Fait):
    """A DALO household sent files after its refusal: they go to the State as they came (R73)."""

    rang: int
    numero: int
    par: Personnel
    texte: Personnel
    message: str
    fichiers: tuple[FichierRecu, ...]


@dataclass(frozen=True, kw_only=True)
class AvisRevenu(Fait):
    """The notice to the DDETS came back, or its withdrawal (`courrier` "retrait_ddets").

    `certain`: that letter itself did, at its only address; else another that follows it, or nobody knows.
    """

    numero: int
    destinataire: Personnel
    statut: str
    preuve: Personnel
    message: str
    courrier: str = ""
    certain: bool = False
