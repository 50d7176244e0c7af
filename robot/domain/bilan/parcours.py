"""What became of one dwelling, read off its facts: each stage, its day, whom it counts for (R90).

The whole journal is read, whatever the period: an acceptance that a failure
notice undid in January was none in December either, and the bilans of two
halves of a year add up to that of the year.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import singledispatchmethod
from typing import Any
from zoneinfo import ZoneInfo

from robot.domain import faits as f
from robot.domain.calendrier import PARIS
from robot.domain.candidat import Critere
from robot.domain.candidature import Etape
from robot.domain.decisions.sollicitation import LE_ROBOT
from robot.domain.fiche import Fiche
from robot.domain.flux.soustraits import CAUSES, Motif, reconnaitre

# The category of a refusal by silence, under a convention that makes it one.
SILENCE = "silence"


@dataclass(frozen=True)
class Tour:
    """One réservataire to whom the dwelling was offered: the days of what came of it.

    `oriente_le` is None while the offer has not left, or when it came back
    without an answer (C15): nobody was offered anything. `interne`: no offer was
    needed (R81, or the landlord's own share); it is oriented and accepted at once.
    `sorti_le`: the dwelling left the flux, or its dossier was closed, while that
    one had it or was to answer.
    """

    rang: int
    reservataire: str
    nom: str
    oriente_le: date | None = None
    accord_le: date | None = None
    tacite: bool = False
    refus_le: date | None = None
    categorie: str = ""
    retire_le: date | None = None
    sorti_le: date | None = None
    interne: bool = False

    @property
    def garde(self) -> bool:
        """Whether it accepted the dwelling, and nothing took it back since."""
        return self.accord_le is not None and self.retire_le is None and self.sorti_le is None


@dataclass(frozen=True)
class Attribution:
    """One commission that attributed the dwelling (R68); `critere` is the priority of the household it went to."""

    rang: int
    reservataire: str
    le: date
    critere: Critere = Critere.AUCUN


@dataclass(frozen=True)
class Bail:
    """The lease: the fourth stage."""

    rang: int
    reservataire: str
    le: date


@dataclass(frozen=True)
class Soustraction:
    """The dwelling left the flux on that day; the words of whoever decided stay in the journal."""

    le: date
    motif: Motif
    par_le_robot: bool = False


@dataclass(frozen=True)
class Parcours:
    """One dwelling from its release on. An offer sent again to the same réservataire is the same turn."""

    reference: str
    fiche: Fiche
    neuf: bool
    libere_le: date
    tours: tuple[Tour, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    bail: Bail | None = None
    soustrait: Soustraction | None = None
    annule_le: date | None = None
    epuise_le: date | None = None


def parcourir(faits: Iterable[f.Fait], fuseau: str = PARIS) -> Parcours:
    """The story that these facts, all of one dossier and in order, tell. Raises ValueError without a release."""
    suivi = _Suivi(ZoneInfo(fuseau))
    for fait in faits:
        suivi.lire(fait)
    return suivi.conclure()


@dataclass
class _Passage:
    """A commission being followed: when it was held, and the household to which the dwelling last went."""

    rang: int
    le: date
    numero: int = 0


@dataclass
class _Suivi:
    """The story so far. A fact that a bilan does not count changes nothing."""

    zone: ZoneInfo
    libere: f.LogementLibere | None = None
    tours: list[Tour] = field(default_factory=list)
    titulaires: dict[int, str] = field(default_factory=dict)
    criteres: dict[int, Critere] = field(default_factory=dict)
    commissions: dict[int, date] = field(default_factory=dict)
    passages: dict[int, _Passage] = field(default_factory=dict)
    offerts: set[int] = field(default_factory=set)
    bail: Bail | None = None
    soustrait: Soustraction | None = None
    annule_le: date | None = None
    epuise_le: date | None = None
    exprimee: bool = False  # the réservataire of the current turn has spoken of its offer, unclearly

    def conclure(self) -> Parcours:
        """The story, told."""
        if self.libere is None:
            raise ValueError("aucune libération dans ce journal")
        return Parcours(
            reference=self.libere.reference,
            fiche=self.libere.fiche,
            neuf=self.libere.neuf,
            libere_le=self._jour(self.libere.le),
            tours=tuple(self.tours),
            attributions=tuple(
                Attribution(p.rang, self.titulaires[p.rang], p.le, self.criteres.get(p.numero, Critere.AUCUN))
                for p in self.passages.values()
            ),
            bail=self.bail,
            soustrait=self.soustrait,
            annule_le=self.annule_le,
            epuise_le=self.epuise_le,
        )

    def _jour(self, instant: datetime) -> date:
        return instant.astimezone(self.zone).date()

    def _ecrire(self, **champs: Any) -> None:
        """On the current turn; the fold guarantees that each fact is about that one."""
        self.tours[-1] = replace(self.tours[-1], **champs)

    def _oriente_le(self, fait: f.Fait) -> date:
        return self.tours[-1].oriente_le or self._jour(fait.le)

    @singledispatchmethod
    def lire(self, _fait: f.Fait) -> None:
        """Follow one fact."""

    # --- the offer

    @lire.register
    def _(self, fait: f.LogementLibere) -> None:
        self.libere = fait

    @lire.register
    def _(self, fait: f.OrientationDecidee) -> None:
        self._ouvrir(fait)

    @lire.register
    def _(self, fait: f.OrientationInterne) -> None:
        self._ouvrir(fait)
        self._ecrire(oriente_le=self._jour(fait.le), accord_le=self._jour(fait.le), interne=True)

    def _ouvrir(self, fait: f.OrientationDecidee | f.OrientationInterne) -> None:
        self.epuise_le = None
        self.exprimee = False
        if self.tours and self.tours[-1].reservataire == fait.reservataire and self.tours[-1].retire_le:
            self.tours.pop()  # sent again to whoever held it: one offer, counted once
        self.tours.append(Tour(fait.rang, fait.reservataire, fait.nom))
        self.titulaires[fait.rang] = fait.reservataire

    @lire.register
    def _(self, fait: f.OrientationExpediee) -> None:
        self._ecrire(oriente_le=self._oriente_le(fait))

    @lire.register
    def _(self, fait: f.RemiseConstatee) -> None:
        self._ecrire(oriente_le=self._oriente_le(fait), accord_le=None, tacite=False)

    @lire.register
    def _(self, _fait: f.RemiseEchouee) -> None:
        """What came back was offered to nobody, unless its réservataire spoke of it all the same."""
        self._ecrire(oriente_le=self.tours[-1].oriente_le if self.exprimee else None, accord_le=None, tacite=False)

    # What shows that a silence was none undoes the acceptance that rested on it (invariant 2).
    @lire.register(f.RemiseDifferee)
    @lire.register(f.ReponseNonAutorisee)
    def _(self, _fait: f.RemiseDifferee | f.ReponseNonAutorisee) -> None:
        self._ecrire(accord_le=None, tacite=False)

    @lire.register
    def _(self, fait: f.ReponseAClarifier) -> None:
        self.exprimee = True
        self._ecrire(oriente_le=self._oriente_le(fait), accord_le=None, tacite=False)

    # --- the answer

    @lire.register
    def _(self, fait: f.AccordRecu) -> None:
        self._ecrire(oriente_le=self._oriente_le(fait), accord_le=self._jour(fait.le), tacite=False)

    @lire.register
    def _(self, fait: f.AccordTacite) -> None:
        self._ecrire(accord_le=self._jour(fait.le), tacite=True)

    @lire.register
    def _(self, fait: f.RefusRecu) -> None:
        self._refuser(fait, fait.categorie or "autre")

    @lire.register
    def _(self, fait: f.RefusTacite) -> None:
        self._refuser(fait, SILENCE)

    def _refuser(self, fait: f.Fait, categorie: str) -> None:
        champs = {"accord_le": None, "tacite": False, "refus_le": self._jour(fait.le), "categorie": categorie}
        self._ecrire(oriente_le=self._oriente_le(fait), **champs)

    @lire.register
    def _(self, fait: f.OrientationRetiree) -> None:
        self._ecrire(retire_le=self._jour(fait.le))

    # --- the candidates, the commission, the lease

    @lire.register(f.CandidatDesigne)
    @lire.register(f.CandidatCorrige)
    def _(self, fait: f.CandidatDesigne | f.CandidatCorrige) -> None:
        self.criteres[fait.numero] = fait.critere

    @lire.register
    def _(self, fait: f.CommissionFixee) -> None:
        self.commissions[fait.passage] = self._jour(fait.debut)

    @lire.register
    def _(self, fait: f.CommissionTenue) -> None:
        le = self.commissions.get(fait.passage, self._jour(fait.le))
        self.passages.setdefault(fait.passage, _Passage(fait.rang, le))

    @lire.register
    def _(self, fait: f.CandidatPropose) -> None:
        if fait.etape is Etape.ATTRIBUTION and self.passages:
            self.offerts.add(fait.numero)
            self._attribuer_a(fait.numero)

    @lire.register
    def _(self, fait: f.CandidatAccepte) -> None:
        if fait.numero in self.offerts:  # a yes that came after the next one had been offered it
            self._attribuer_a(fait.numero)

    @lire.register
    def _(self, fait: f.BailSigne) -> None:
        self.bail = Bail(fait.rang, self.titulaires[fait.rang], fait.jour)
        self._attribuer_a(fait.numero)

    def _attribuer_a(self, numero: int) -> None:
        """The latest commission attributed to that household."""
        list(self.passages.values())[-1].numero = numero

    # --- the end

    @lire.register
    def _(self, fait: f.LogementSoustrait) -> None:
        self.soustrait = Soustraction(self._jour(fait.le), _motif(fait), par_le_robot=fait.par == LE_ROBOT)
        self._sortir(fait)

    @lire.register
    def _(self, _fait: f.LogementRemisEnFlux) -> None:
        self.soustrait = self.epuise_le = None

    @lire.register
    def _(self, fait: f.ListeEpuisee) -> None:
        self.epuise_le = self._jour(fait.le)

    @lire.register
    def _(self, fait: f.DossierAnnule) -> None:
        self.annule_le = self._jour(fait.le)
        self._sortir(fait)

    def _sortir(self, fait: f.LogementSoustrait | f.DossierAnnule) -> None:
        """Whoever had the dwelling loses it; a refusal or a withdrawal had already ended its turn."""
        if self.tours and self.tours[-1].refus_le is None and self.tours[-1].retire_le is None:
            self._ecrire(sorti_le=self._jour(fait.le))


def _motif(fait: f.LogementSoustrait) -> Motif:
    """The cause that was journalled, which an erasure leaves; that of the words in older journals."""
    return next((motif for _, motif in CAUSES if motif.libelle == fait.cause), None) or reconnaitre(fait.motif)
