"""What comes in, as the rules see it: an offer sent, a report, a reply, an order. Time itself is in the context."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from robot.domain.candidat import Candidat
from robot.domain.candidature import FichierRecu
from robot.domain.dossier import Dossier


@dataclass(frozen=True, kw_only=True)
class Stimulus:
    """Something that reached us about one orientation, at `le` (UTC)."""

    rang: int
    le: datetime


@dataclass(frozen=True, kw_only=True)
class OffreConfiee(Stimulus):
    """The first server took the offer (SMTP 250)."""

    message_id: str
    empreinte: str
    preuve: str


# What an order without a reason records: no reader needs it.
SANS_MOTIF = "par courriel"


class Remise(StrEnum):
    """What a report says of a letter: it arrived, it is late, it will never arrive."""

    FAITE = "faite"
    DIFFEREE = "differee"
    ECHOUEE = "echouee"


@dataclass(frozen=True, kw_only=True)
class Rapport(Stimulus):
    """A report about one of our letters (`courrier` is its template, empty when the report does not tell).

    `indirect`: a person's absence or reading, not a server's report. It proves
    a reception, not its date.
    """

    remise: Remise
    courrier: str
    destinataire: str
    statut: str
    preuve: str
    message: str
    indirect: bool = False


class Avis(StrEnum):
    """What a reply decides, once read."""

    ACCEPTE = "accepte"
    REFUSE = "refuse"
    AMBIGU = "ambigu"


@dataclass(frozen=True, kw_only=True)
class Reponse(Stimulus):
    """A person's reply. `habilitation` says why its author may decide; empty when nothing allows them to."""

    par: str
    habilitation: str
    avis: Avis
    preuve: str
    texte: str
    message: str
    motif: str = ""
    categorie: str = ""


@dataclass(frozen=True)
class LigneDeDesignation:
    """What one line of a message, or one row of its table, says of one household.

    `ecrit` as it stands; `refus` why it cannot be taken, empty when it can;
    `ailleurs` the other dwellings for which the same household is a candidate.
    """

    ecrit: str
    candidat: Candidat | None = None
    retrait: bool = False
    refus: str = ""
    doutes: tuple[str, ...] = ()
    ailleurs: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Designation(Stimulus):
    """A réservataire writes about its candidates (R61); `habilitation` as for a reply. No line: nothing was found."""

    par: str
    habilitation: str
    lignes: tuple[LigneDeDesignation, ...]
    texte: str
    message: str


@dataclass(frozen=True, kw_only=True)
class PropositionConfiee(Stimulus):
    """The first server took the letter to a candidate."""

    numero: int
    message_id: str
    preuve: str


@dataclass(frozen=True, kw_only=True)
class RapportAuCandidat(Stimulus):
    """A report about a letter to a candidate; `courrier` is its template, `message_id` its own ("" when not told).

    `absence`: the household's program answered in its place; the letter arrived, and it may not have read it.
    """

    numero: int
    remise: Remise
    courrier: str
    destinataire: str
    statut: str
    preuve: str
    message: str
    message_id: str = ""
    absence: bool = False


@dataclass(frozen=True, kw_only=True)
class ReponseDuCandidat(Stimulus):
    """A household answers; `habilitation` is empty when it writes from another address than the one written to.

    `fichiers`: the files it sent.
    """

    numero: int
    par: str
    habilitation: str
    avis: Avis
    preuve: str
    texte: str
    message: str
    motif: str = ""
    fichiers: tuple[FichierRecu, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RapportALaDdets(Stimulus):
    """A report about one of our letters to the DDETS, or its answer, which acknowledges that letter.

    `courrier` is its template, empty when nothing tells; `avis` the turn of the notice that it is about, 0 then.
    """

    numero: int
    remise: Remise
    par: str
    statut: str
    preuve: str
    message: str
    courrier: str = ""
    avis: int = 0


class Verbe(StrEnum):
    """What a gestionnaire may order."""

    # the offer
    SUIVANT = "suivant"
    RENVOYER = "renvoyer"
    REPRENDRE = "reprendre"
    AUTORISER = "autoriser"
    IGNORER = "ignorer"
    ACCEPTE = "accepte"
    REFUSE = "refuse"
    # the candidates (R46, R47)
    DELAI = "delai"
    RECHERCHE = "recherche"
    COMPLETER = "completer"
    PRESENTER = "presenter"
    RETIRER = "retirer"
    # the commission and its decisions (R.441-3, a to e)
    COMMISSION = "commission"
    ATTRIBUE = "attribue"
    CLASSE = "classe"
    CONDITION = "condition"
    NON_ATTRIBUE = "non_attribue"
    REJETE = "rejete"
    # what a candidate answered, or received
    OUI = "oui"
    NON = "non"
    REMIS = "remis"
    REPROPOSER = "reproposer"
    # the end
    BAIL = "bail"
    SNE = "sne"
    HORS_FLUX = "hors_flux"
    EN_FLUX = "en_flux"
    ANNULER = "annuler"

    @property
    def en_clair(self) -> str:
        """As people write it: `NON ATTRIBUE`."""
        return self.upper().replace("_", " ")


@dataclass(frozen=True, kw_only=True)
class Ordre:
    """A gestionnaire's decision: author and reason are mandatory (R14, R47).

    What else it says depends on the verb: `reservataire` to whom (RENVOYER);
    `numeros` which candidates, in the order of a ranking, or which lines of the
    SNE; `jours` a number of working days (DELAI); `jour`, `heure`, `lieu` of a
    commission, of a lease, of a delivery; `designation` the households that
    COMPLETER names; `message` and `fichiers` the file that came with it.
    `vue` is the rank of the orientation that its author had before their eyes,
    0 before the first one, None when it is certainly the present one; `connu` is the
    dwelling as they knew it, None when it is as it stands.
    """

    le: datetime
    verbe: Verbe
    par: str
    motif: str
    reservataire: str = ""
    numeros: tuple[int, ...] = ()
    jours: int = 0
    jour: date | None = None
    heure: time | None = None
    lieu: str = ""
    designation: tuple[LigneDeDesignation, ...] = ()
    message: str = ""
    fichiers: tuple[FichierRecu, ...] = ()
    vue: int | None = None
    connu: Dossier | None = None
