"""What happens to a dwelling until a réservataire has accepted it: release, offer, reception, answer, silence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from robot.domain.calendrier import Decompte
from robot.domain.carnet import Silence
from robot.domain.faits.fait import Fait, Personnel
from robot.domain.fiche import Fiche
from robot.domain.loi import Delai


@dataclass(frozen=True, kw_only=True)
class LogementLibere(Fait):
    """The landlord declared a vacated dwelling."""

    reference: str
    fiche: Fiche
    neuf: bool
    disponible_le: date | None


@dataclass(frozen=True)
class Pesee:
    """Where a réservataire stood in one account when the turn was decided: the numbers of the choice.

    `strate` and `valeur` name the account (`typologie`, `T3`; `logements` and nothing: the total). `du` is what it is
    owed, that dwelling included, in millionths of a millionth of a dwelling; `recu` what it received, without it.
    """

    reservataire: str
    strate: str
    valeur: str
    du: int
    recu: int


@dataclass(frozen=True, kw_only=True)
class OrientationDecidee(Fait):
    """It was decided to whom the dwelling is offered next, and why (R30, R44).

    `pesees` are the numbers that decided, the chosen one first; none where the order of the book did.
    """

    rang: int
    reservataire: str
    nom: str
    adresse: str
    jeton: str
    raison: Personnel
    reponse: Delai | None
    silence: Silence
    pesees: tuple[Pesee, ...] = ()


@dataclass(frozen=True, kw_only=True)
class OrientationInterne(Fait):
    """The landlord finds the candidates itself: on its own share, or for a holder in delegated management (R81).

    Nothing is offered to anyone, hence no delay and no silence.
    """

    rang: int
    reservataire: str
    nom: str
    jeton: str
    raison: Personnel
    pesees: tuple[Pesee, ...] = ()


@dataclass(frozen=True, kw_only=True)
class OrientationExpediee(Fait):
    """The first server took charge of the offer: reception is presumed (R41)."""

    rang: int
    message_id: str
    empreinte: str
    preuve: str
    decompte: Decompte | None


@dataclass(frozen=True, kw_only=True)
class RemiseConstatee(Fait):
    """Evidence that the offer arrived (success report, automatic reply, read receipt); may move the deadline.

    `defait_le_silence`: it arrived after the silence was established, which
    was therefore none.
    """

    rang: int
    preuve: Personnel
    decompte: Decompte | None
    message: str
    defait_le_silence: bool = False


@dataclass(frozen=True, kw_only=True)
class RemiseDifferee(Fait):
    """A server reports that the offer has not arrived yet: the clock stops until it has."""

    rang: int
    destinataire: Personnel
    statut: str
    preuve: Personnel
    message: str


@dataclass(frozen=True, kw_only=True)
class RemiseEchouee(Fait):
    """The offer did not arrive: no silence can be counted (C15)."""

    rang: int
    destinataire: Personnel
    statut: str
    preuve: Personnel
    message: str


@dataclass(frozen=True, kw_only=True)
class CourrierRevenu(Fait):
    """Another letter of this orientation came back; the offer itself is not concerned."""

    rang: int
    courrier: str
    destinataire: Personnel
    statut: str
    preuve: Personnel
    message: str


@dataclass(frozen=True, kw_only=True)
class RappelDecide(Fait):
    """The reminder of the last working morning was decided."""

    rang: int


@dataclass(frozen=True, kw_only=True)
class AccordRecu(Fait):
    """The réservataire accepted (R42); `designation` is what follows (R45). `saisi_par`: a gestionnaire read it so."""

    rang: int
    par: Personnel
    preuve: Personnel
    designation: Decompte | None
    message: str
    saisi_par: Personnel = ""


@dataclass(frozen=True, kw_only=True)
class AccordTacite(Fait):
    """Silence was established (R43): `le` is the deadline, `lu_jusqu_a` how far the mailbox was read."""

    rang: int
    etabli_le: datetime
    lu_jusqu_a: datetime
    preuve: Personnel
    designation: Decompte | None


@dataclass(frozen=True, kw_only=True)
class RefusTacite(Fait):
    """Silence was established under a convention that makes it a refusal."""

    rang: int
    etabli_le: datetime
    lu_jusqu_a: datetime
    preuve: Personnel


@dataclass(frozen=True, kw_only=True)
class RefusRecu(Fait):
    """The réservataire refused (R44); the motive in its own words, and its category when recognised."""

    rang: int
    par: Personnel
    preuve: Personnel
    motif: Personnel
    categorie: str
    message: str
    saisi_par: Personnel = ""


@dataclass(frozen=True, kw_only=True)
class ReponseAClarifier(Fait):
    """A person of the réservataire wrote, and what they decide is not certain: the silence is suspended."""

    rang: int
    par: Personnel
    cause: Personnel
    texte: Personnel
    message: str


@dataclass(frozen=True, kw_only=True)
class ReponseNonAutorisee(Fait):
    """Someone who may not speak for the réservataire answered with a valid token: the silence is suspended.

    `decision`, `preuve`, `motif` and `categorie`: what the answer would be, if a
    gestionnaire authorised it.
    """

    rang: int
    par: Personnel
    cause: str
    texte: Personnel
    message: str
    decision: str = ""
    preuve: Personnel = ""
    motif: Personnel = ""
    categorie: str = ""


@dataclass(frozen=True, kw_only=True)
class ReponseAutorisee(Fait):
    """A gestionnaire takes a stranger's answer as the réservataire's, and says why: what it decides follows."""

    rang: int
    auteur: Personnel
    par: Personnel
    motif: Personnel
    message: str


@dataclass(frozen=True, kw_only=True)
class ReponseIgnoree(Fait):
    """A gestionnaire says that a stranger's answer is worth nothing: the clock runs as if nothing had come."""

    rang: int
    par: Personnel
    motif: Personnel


@dataclass(frozen=True, kw_only=True)
class ReponseTardive(Fait):
    """An answer came after the end of its orientation: recorded, and without effect by itself (C13).

    `lue_apres_coup`: it had come before that end, and was read after it.
    """

    rang: int
    par: Personnel
    decision: str
    texte: Personnel
    message: str
    lue_apres_coup: bool = False


@dataclass(frozen=True, kw_only=True)
class MessageDInconnu(Fait):
    """Someone who may not speak for the réservataire wrote once the offer had ended: recorded, without effect (C13)."""

    rang: int
    par: Personnel
    texte: Personnel
    message: str


@dataclass(frozen=True, kw_only=True)
class DelaiRepris(Fait):
    """A gestionnaire started the suspended clock again; the day of this order is day zero."""

    rang: int
    par: Personnel
    motif: Personnel
    decompte: Decompte


@dataclass(frozen=True, kw_only=True)
class OrientationRetiree(Fait):
    """A gestionnaire took the dwelling back from this réservataire."""

    rang: int
    par: Personnel
    motif: Personnel


@dataclass(frozen=True, kw_only=True)
class ListeEpuisee(Fait):
    """No réservataire is left to ask: the dwelling goes to the gestionnaire (C14)."""

    raison: str


@dataclass(frozen=True, kw_only=True)
class DossierAnnule(Fait):
    """A gestionnaire closed the dossier."""

    par: Personnel
    motif: Personnel
