"""The address book: who lets, who reserves, where, and by which convention."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from typing import Protocol

from robot.domain import loi
from robot.domain.calendrier import PARIS
from robot.domain.flux.annee import FluxDeLAnnee


@dataclass(frozen=True)
class Commune:
    """A commune of the official table: INSEE code (5 positions), name, département, EPCI (SIREN and name)."""

    code: str
    nom: str
    departement: str
    epci: str
    epci_nom: str
    codes_postaux: tuple[str, ...] = ()


class Echelle(StrEnum):
    """At which scale a réservataire holds its rights (R31)."""

    COMMUNE = "commune"
    EPCI = "epci"
    DEPARTEMENT = "departement"


@dataclass(frozen=True)
class Perimetre:
    """A territory: its scale, its code (INSEE, SIREN or département number) and its name."""

    echelle: Echelle
    code: str
    nom: str

    def contient(self, commune: Commune) -> bool:
        """Whether a dwelling of that commune may be offered here."""
        codes = {
            Echelle.COMMUNE: commune.code,
            Echelle.EPCI: commune.epci,
            Echelle.DEPARTEMENT: commune.departement,
        }
        return codes[self.echelle] == self.code


class Gestion(StrEnum):
    """Direct (offers by e-mail, R40-R47) or delegated to the landlord (R80-R82: no offer)."""

    DIRECTE = "directe"
    DELEGUEE = "deleguee"


class Silence(StrEnum):
    """What the silence of a réservataire is worth under its convention (R43)."""

    ACCORD = "accord"
    REFUS = "refus"


@dataclass(frozen=True)
class Convention:
    """The clauses that may differ from one convention to the next; the charter is the default.

    `debut` and `fin` are its first and last days (R100), `mise_en_demeure` the
    day of the registered letter that says it is not kept (R103); None when
    nobody wrote them.
    """

    reponse: loi.Delai = loi.SILENCE_VAUT_ACCORD
    silence: Silence = Silence.ACCORD
    silence_source: str = loi.SILENCE_VAUT_ACCORD.source
    designation: loi.Delai = loi.DESIGNATION
    candidats: loi.Nombre = loi.CANDIDATS
    fermetures: tuple[date, ...] = ()
    fermetures_source: str = ""
    debut: date | None = None
    fin: date | None = None
    duree_source: str = ""
    mise_en_demeure: date | None = None
    mise_en_demeure_source: str = ""


@dataclass(frozen=True)
class Reservataire:
    """A body that holds reservation rights.

    `adresse` is the generic address of R40 (lower case), None only in delegated
    management. `expediteurs` are further addresses allowed to answer. `ordre`
    is the rank in the list, smallest first. `releve`: it wants a weekly
    statement. `alias` are the names that the table of the assiette gives it.
    """

    code: str
    nom: str
    adresse: str | None
    perimetres: tuple[Perimetre, ...]
    ordre: int
    gestion: Gestion = Gestion.DIRECTE
    expediteurs: tuple[str, ...] = ()
    releve: bool = False
    convention: Convention = field(default_factory=Convention)
    alias: tuple[str, ...] = ()

    def concerne(self, commune: Commune) -> bool:
        """Whether one of its perimeters contains that commune."""
        return any(perimetre.contient(commune) for perimetre in self.perimetres)


@dataclass(frozen=True)
class Bailleur:
    """The landlord, as the letters sign it; `adresse_postale`, on one line, is for those that are printed."""

    nom: str
    siren: str
    adresse: str
    service: str
    telephone: str
    departement: str
    prefixe: str
    fuseau: str = PARIS
    jours_feries: str | None = None
    adresse_postale: str = ""

    @property
    def domaine(self) -> str:
        """What follows the `@` of its address: Message-IDs are made with it."""
        return self.adresse.rpartition("@")[2]


@dataclass(frozen=True)
class Correspondant:
    """A person or a service that the robot writes to: gestionnaire, administrator, DDETS."""

    nom: str
    adresse: str


@dataclass(frozen=True)
class Gestionnaire(Correspondant):
    """Who decides at the landlord's; `perimetres` is its sector, everywhere when empty."""

    perimetres: tuple[Perimetre, ...] = ()

    def suit(self, commune: Commune) -> bool:
        """Whether a dwelling of that commune is of its sector."""
        return not self.perimetres or any(perimetre.contient(commune) for perimetre in self.perimetres)


@dataclass(frozen=True)
class ZonesTendues:
    """The communes where the month of R48 is compulsory; None: all of them, which errs on the safe side."""

    communes: frozenset[str] | None = None
    source: str = "loi n° 89-462, art. 17 ; décret n° 2013-392"

    def contiennent(self, commune: Commune) -> bool:
        """Whether that commune is tense."""
        return self.communes is None or commune.code in self.communes


@dataclass(frozen=True)
class DelaisDesCandidats:
    """How many calendar days a letter gives a candidate to answer: the law's ten, and the time of the way."""

    courriel: int = loi.REPONSE_DU_CANDIDAT.jours + 2
    papier: int = loi.REPONSE_DU_CANDIDAT.jours + 11


@dataclass(frozen=True)
class PresidentEpci(Correspondant):
    """The president of an EPCI of the LEC territories, who receives the bilan and takes it to the CIL (R97)."""

    perimetres: tuple[Perimetre, ...] = ()


# As a closing hour, the end of the day.
MINUIT = time()


@dataclass(frozen=True)
class Horaires:
    """When offers leave and when a silence is established; local hours of the landlord.

    A `fermeture` at MINUIT is the end of the day.
    """

    ouverture: time = time(8)
    fermeture: time = time(17)
    tous_les_jours: bool = False


@dataclass(frozen=True)
class HoraireDeSynthese:
    """When the daily digest leaves: local hour; `jours` the days of the week (0 is Monday), working days only."""

    heure: time = time(8)
    jours: frozenset[int] = frozenset(range(5))


@dataclass(frozen=True)
class Carnet:
    """The whole address book, valid: every code is known, every address is usable.

    `commission` is the secretariat of the CALEOL; the gestionnaires when it is
    None. `flux` is the year's table of rights; without it, the order of the
    book rules.
    """

    bailleur: Bailleur
    reservataires: tuple[Reservataire, ...]
    gestionnaires: tuple[Gestionnaire, ...]
    administrateurs: tuple[Correspondant, ...]
    ddets: Correspondant | None = None
    horaires: Horaires = field(default_factory=Horaires)
    commission: Correspondant | None = None
    zones_tendues: ZonesTendues = field(default_factory=ZonesTendues)
    delais_des_candidats: DelaisDesCandidats = field(default_factory=DelaisDesCandidats)
    synthese: HoraireDeSynthese = field(default_factory=HoraireDeSynthese)
    flux: FluxDeLAnnee | None = None
    presidents_epci: tuple[PresidentEpci, ...] = ()

    def reservataire(self, code: str) -> Reservataire | None:
        """The réservataire of that code, or None when the book no longer has it."""
        return next((r for r in self.reservataires if r.code == code), None)

    def connait(self, adresse: str) -> bool:
        """Whether that very address is written in the book, for whoever it is."""
        services = (*self.gestionnaires, *self.administrateurs, *self.presidents_epci, self.ddets, self.commission)
        return any(service is not None and service.adresse == adresse for service in services) or any(
            adresse in {r.adresse, *r.expediteurs} for r in self.reservataires
        )

    def gestionnaires_de(self, commune: Commune) -> tuple[Gestionnaire, ...]:
        """Who follows the dwellings of that commune; everybody when no sector holds it: no dwelling is orphaned."""
        return tuple(g for g in self.gestionnaires if g.suit(commune)) or self.gestionnaires

    def secretariat(self, commune: Commune) -> tuple[Correspondant, ...]:
        """Who prepares the commission for a dwelling of that commune."""
        return (self.commission,) if self.commission else self.gestionnaires_de(commune)


class Communes(Protocol):
    """The official table of communes, as the domain needs it."""

    def par_code(self, code: str) -> Commune | None:
        """The commune of that INSEE code, or None."""
        ...

    def par_nom(self, nom: str) -> tuple[Commune, ...]:
        """Every commune of that name, accents, case and hyphens ignored."""
        ...

    def suggestions(self, nom: str, departement: str = "") -> tuple[str, ...]:
        """A few close names to propose after a slip, each with its département; those of `departement` first."""
        ...
