"""A household's candidature to one dwelling: what was proposed to it, what it answered, what the commission decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from robot.domain.candidat import Candidat, Critere


class Etape(StrEnum):
    """Before the commission the dwelling is proposed (R64); after it, it is offered (R.441-10)."""

    PROPOSITION = "proposition"
    ATTRIBUTION = "attribution"


class VoieDEnvoi(StrEnum):
    """How a candidate is written to: by e-mail when it has an address, else on paper."""

    COURRIEL = "courriel"
    PAPIER = "papier"


class Reponse(StrEnum):
    """Where the answer to a proposal stands."""

    ATTENDUE = "attendue"
    OUI = "oui"
    NON = "non"
    SILENCE = "silence"  # a refusal
    SILENCE_TOMBE = (
        "silence_tombe"  # no refusal after all, and it is not back: others, or itself anew, have the dwelling
    )
    SANS_REPONSE = "sans_reponse"  # none: a candidate who is not DALO, before the commission
    A_CLARIFIER = "a_clarifier"
    SANS_PREUVE = "sans_preuve"
    NON_REMISE = "non_remise"


LIBELLES_REPONSES: dict[Reponse, str] = {
    Reponse.ATTENDUE: "réponse attendue",
    Reponse.OUI: "d'accord",
    Reponse.NON: "a refusé",
    Reponse.SILENCE: "sans réponse dans le délai, refus",
    Reponse.SILENCE_TOMBE: "son silence n'était pas un refus",
    Reponse.SANS_REPONSE: "sans réponse",
    Reponse.A_CLARIFIER: "réponse à éclaircir",
    Reponse.SANS_PREUVE: "délai passé, réception non prouvée",
    Reponse.NON_REMISE: "lettre non remise",
}

# A person of the landlord has to look before anything can follow.
A_TRANCHER = frozenset({Reponse.A_CLARIFIER, Reponse.SANS_PREUVE, Reponse.NON_REMISE})


class Issue(StrEnum):
    """The five decisions of a commission (CCH, art. R.441-3, a to e)."""

    ATTRIBUTION = "attribution"
    RANG = "rang"
    CONDITION = "condition"
    NON_ATTRIBUTION = "non_attribution"
    REJET = "rejet"


ATTRIBUTIONS = frozenset({Issue.ATTRIBUTION, Issue.RANG, Issue.CONDITION})

LIBELLES_ISSUES: dict[Issue, str] = {
    Issue.ATTRIBUTION: "attribution",
    Issue.RANG: "attribution par rang",
    Issue.CONDITION: "attribution sous condition suspensive",
    Issue.NON_ATTRIBUTION: "non-attribution",
    Issue.REJET: "rejet pour irrecevabilité",
}


class MotifDAvis(StrEnum):
    """Why the DDETS is told: the household refused (R73), kept silent, or never built its file (R74)."""

    REFUS = "refus"
    SILENCE = "silence"
    DOSSIER = "dossier"


@dataclass(frozen=True)
class FichierRecu:
    """A file that came with a message: the rank of its MIME part, its size in bytes."""

    partie: int
    taille: int


@dataclass(frozen=True)
class Proposition:
    """The latest letter that offers the dwelling to a candidate.

    `remise_le` is when it arrived, None as long as nothing proves it;
    `expediee_le` only presumes it. `deja_ecrit`: an earlier letter of the same
    kind left by e-mail, hence a report must say of which of them it speaks.
    `courriel` and `adresse` are where the household could be written to then;
    `absence` is what its program answered in its place, until a person proves
    the reception otherwise; `dementi` the message by which its silence fell;
    `echouee_le` when it was last said that the letter had not arrived.
    """

    etape: Etape
    tour: int
    voie: VoieDEnvoi
    dalo: bool
    decidee_le: datetime
    dernier_jour: date
    reponse: Reponse = Reponse.ATTENDUE
    expediee_le: datetime | None = None
    remise_le: datetime | None = None
    preuve: str = ""
    repondue_le: datetime | None = None
    motif: str = ""
    message_id: str = ""
    deja_ecrit: bool = False
    courriel: str = ""
    adresse: str = ""
    absence: str = ""
    dementi: str = ""
    echouee_le: datetime | None = None


@dataclass(frozen=True)
class Retrait:
    """The withdrawal of a notice: where it was sent, whether it is acknowledged or came back (`tour` grows then)."""

    tour: int
    adresse: str
    decide_le: datetime
    accuse_le: datetime | None = None
    revenu: str = ""


@dataclass(frozen=True)
class Avis:
    """The notice to the DDETS: since when, to which address, whether it is acknowledged, chased, or came back.

    `tombe_le`: when the refusal that it tells proved not to be one; a later refusal calls for another notice.
    `repondu`: the household had answered, `absent` a program in its place; else its letter had not arrived.
    `retrait`: the State was told so. `rendu`: it is the notice itself that came back, for sure. `remplace`: the one
    that came back before it, of the same refusal.
    """

    tour: int
    motif: MotifDAvis
    adresse: str
    decide_le: datetime
    accuse_le: datetime | None = None
    relance_le: datetime | None = None
    revenu: str = ""
    tombe_le: datetime | None = None
    repondu: bool = False
    absent: bool = False
    retrait: Retrait | None = None
    rendu: bool = False
    remplace: Avis | None = None

    @property
    def tenu(self) -> bool:
        """Whether the State may hold the refusal that it tells: it said so, or nothing proves that it does not."""
        replace_un_tenu = self.remplace is not None and self.remplace.tenu
        return self.accuse_le is not None or not self.rendu or replace_un_tenu

    @property
    def premier(self) -> int:
        """The turn of the first notice of that refusal."""
        return self.remplace.premier if self.remplace else self.tour


@dataclass(frozen=True)
class Complement:
    """Files that came beside a refusal, before or after it, in one message, with the household's words."""

    le: datetime
    message: str
    texte: str
    fichiers: tuple[FichierRecu, ...]


@dataclass(frozen=True)
class Candidature:
    """One household and one dwelling; `numero` in the dossier, `rang` of the orientation it was designated for.

    `issue`, `ordre` and `decision` are the commission's. `message` and
    `fichiers` hold what the household sent with its refusal; `refus_saisi_par`
    is who typed its words, when they are not its own; `sans_dossier`: it
    never built its file, which is a refusal (R74).
    """

    numero: int
    rang: int
    candidat: Candidat
    designee_le: datetime
    message: str = ""
    retiree_le: datetime | None = None
    proposition: Proposition | None = None
    passage: int = 0
    issue: Issue | None = None
    ordre: int = 0
    decision: str = ""
    refus: str = ""
    refus_saisi_par: str = ""
    sans_dossier: bool = False
    fichiers: tuple[FichierRecu, ...] = ()
    avis: Avis | None = None
    complements: tuple[Complement, ...] = ()
    bail_le: date | None = None

    @property
    def dalo(self) -> bool:
        """Whether the household is to be housed under the right to housing (R70)."""
        return self.candidat.critere is Critere.DALO

    @property
    def a_refuse(self) -> bool:
        """Whether the household refused, in words or by a silence that is one."""
        return self.proposition is not None and self.proposition.reponse in {Reponse.NON, Reponse.SILENCE}

    @property
    def silence_tombe(self) -> bool:
        """Whether it was out for a silence that proved to be none, once the dwelling had gone to others."""
        return self.proposition is not None and self.proposition.reponse is Reponse.SILENCE_TOMBE

    @property
    def vivante(self) -> bool:
        """Whether the dwelling may still go to this household."""
        ecartee = self.issue in {Issue.NON_ATTRIBUTION, Issue.REJET}
        return self.retiree_le is None and not ecartee and not self.a_refuse and not self.silence_tombe

    @property
    def attribuee(self) -> bool:
        """Whether the commission attributed the dwelling to it, at its rank."""
        return self.vivante and self.issue in ATTRIBUTIONS
