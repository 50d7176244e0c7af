"""Judges a story from the outside: what correspondents sent and received, what the journal says.

Shares nothing with the rules: its own holidays, its own count of working days,
its own idea of who may speak. Each check quotes the invariant of ARCHITECTURE.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
FERIES = {
    date.fromisoformat(jour)
    for jour in (
        "2026-01-01", "2026-04-06", "2026-05-01", "2026-05-08", "2026-05-14", "2026-05-25", "2026-07-14",
        "2026-08-15", "2026-11-01", "2026-11-11", "2026-12-25", "2027-01-01",
    )
}  # fmt: skip
TROIS = {"offres@als.example", "logement@prefecture.example"}
SECTEURS = {"Viry": {"civil@viry74.example"} | TROIS, "La Balme-de-Sillingy": {"logement@labalme.example"} | TROIS}

DECISIONS = {"AccordRecu": "accepte", "RefusRecu": "refuse"}
DOUTES = {"ReponseAClarifier", "ReponseNonAutorisee"}
REPONSES = {*DECISIONS, *DOUTES, "ReponseTardive"}
FINS = {"AccordRecu", "RefusRecu", "RefusTacite", "OrientationRetiree"}
APRES_LA_FIN = {"ReponseTardive", "CourrierRevenu"}
PREUVES = frozenset({"remise", "absence"})
DEFONT = frozenset({"RemiseEchouee", "RemiseDifferee", "RemiseConstatee"})
SUSPENSIONS = DOUTES | {"RemiseDifferee", "RemiseEchouee"}


@dataclass(frozen=True)
class Arrivee:
    """A message put in the robot's mailbox at `le`: about which offer, from whom, saying what, tied how.

    `genre`: accepte, refuse, ambigu, deux; absence, remise, retard, rebond.
    `lien`: fil (token), objet (reference in the subject only), rien.
    """

    le: datetime
    reference: str
    rang: int
    adresse: str
    genre: str
    de: str
    lien: str = "fil"

    @property
    def humaine(self) -> bool:
        return self.genre in {"accepte", "refuse", "ambigu", "deux"}

    @property
    def habilitee(self) -> bool:
        """Whether that author may decide: the very address, or its domain when the token is there."""
        return self.de == self.adresse or (self.lien == "fil" and _domaine(self.de) == _domaine(self.adresse))

    @property
    def claire(self) -> bool:
        return self.lien != "rien" and self.genre in {"accepte", "refuse"} and self.habilitee


@dataclass(frozen=True)
class Depart:
    """A letter that the way out was given: when, its key, its Message-ID, its recipient, the server's word."""

    le: datetime
    cle: str
    message_id: str
    destinataire: str
    gabarit: str
    reference: str
    rang: int
    confie: bool


@dataclass(frozen=True)
class Inscrit:
    """A fact of the journal, as plain values."""

    nom: str
    le: datetime
    rang: int
    adresse: str = ""
    etabli_le: datetime | None = None
    lu_jusqu_a: datetime | None = None
    par: str = ""
    saisi: bool = False


def dernier_jour(depuis: datetime) -> date:
    """The second working day after the local day of `depuis`."""
    jour, restants = depuis.astimezone(PARIS).date(), 2
    while restants:
        jour += timedelta(days=1)
        restants -= jour.weekday() < 5 and jour not in FERIES
    return jour


def minuit_moins_une(jour: date) -> datetime:
    return datetime.combine(jour, time(23, 59, 59), PARIS).astimezone(UTC)


def huit_heures(jour: date) -> datetime:
    return datetime.combine(jour, time(8), PARIS).astimezone(UTC)


def _domaine(adresse: str) -> str:
    return adresse.rpartition("@")[2]


@dataclass(frozen=True)
class Affaire:
    """All that is known of one dwelling."""

    reference: str
    commune: str
    journal: Sequence[Inscrit]
    arrivees: Sequence[Arrivee]
    departs: Sequence[Depart]
    lectures: frozenset[datetime]
    lue: datetime | None

    def griefs(self) -> Iterator[str]:
        """Every invariant that this dwelling breaks."""
        for rang in range(1, self._rangs() + 1):
            faits = [fait for fait in self.journal if fait.rang == rang]
            for grief in (*self._perimetre(rang, faits), *self._fin(faits), *self._silence(rang, faits)):
                yield f"{self.reference}.{rang} : {grief} — {[f.nom for f in faits]}"
            yield from self._decisions(rang, faits)
        yield from self._une_seule_offre()
        yield from self._rien_de_perdu()

    def _rangs(self) -> int:
        return max((fait.rang for fait in self.journal), default=0)

    # I6 : the right person

    def _perimetre(self, rang: int, faits: Sequence[Inscrit]) -> Iterator[str]:
        adresses = {fait.adresse for fait in faits if fait.nom == "OrientationDecidee"}
        adresses |= {d.destinataire for d in self._offres(rang)}
        if not adresses <= SECTEURS[self.commune]:
            yield f"I6 : offert hors du secteur ou à un réservataire en gestion déléguée, {adresses}"

    def _offres(self, rang: int) -> list[Depart]:
        return [d for d in self.departs if d.gabarit == "offre" and d.rang == rang]

    def _une_seule_offre(self) -> Iterator[str]:
        ouverte = False
        for fait in self.journal:
            if fait.nom == "OrientationDecidee":
                if ouverte:
                    yield f"I6 : {self.reference} offert à deux réservataires à la fois"
                ouverte = True
            elif fait.nom in {"RefusRecu", "RefusTacite", "OrientationRetiree"}:
                ouverte = False

    # I4 : an orientation ends once

    def _fin(self, faits: Sequence[Inscrit]) -> Iterator[str]:
        fini = ""
        for fait in faits:
            if (
                fini
                and fait.nom not in APRES_LA_FIN
                and not (fini == "AccordRecu" and fait.nom == "OrientationRetiree")
            ):
                yield f"I4 : {fait.nom} après {fini}"
            fini = fait.nom if fait.nom in FINS else fini

    # I1, I2, I3 : a silence is proven

    def _silence(self, rang: int, faits: Sequence[Inscrit]) -> Iterator[str]:
        tacites = [(i, fait) for i, fait in enumerate(faits) if fait.nom == "AccordTacite"]
        for indice, fait in tacites:
            assert fait.etabli_le is not None
            assert fait.lu_jusqu_a is not None
            avant = faits[:indice]
            depuis = self._depart_du_delai(rang, avant, fait.etabli_le)
            if depuis is None:
                yield "I1 : silence sans réception"
                continue
            jour = dernier_jour(depuis)
            if fait.le != minuit_moins_une(jour):
                yield f"I2 : échéance au {fait.le}, attendue au {minuit_moins_une(jour)}"
            if min(fait.etabli_le, fait.lu_jusqu_a) < huit_heures(jour + timedelta(days=1)):
                yield f"I1 : silence établi à {fait.etabli_le}, boîte lue à {fait.lu_jusqu_a}, échéance le {jour}"
            if fait.lu_jusqu_a not in self.lectures:
                yield f"I1 : la boîte n'a pas été lue en entier à {fait.lu_jusqu_a}"
            if not any(suite.nom in REPONSES | DEFONT for suite in faits[indice + 1 :]):
                yield from self._contraires(rang, avant, fait)

    def _depart_du_delai(self, rang: int, avant: Sequence[Inscrit], etabli_le: datetime) -> datetime | None:
        """Day zero: the order to resume, else the first server's report of arrival, else the server's 250.

        An absence proves that the offer had arrived, not when; it gives the
        day only when the clock was stopped by a delay.
        """
        reprises = [fait.le for fait in avant if fait.nom == "DelaiRepris"]
        confiees = [d.le for d in self._offres(rang) if d.confie]
        preuves = sorted((a for a in self._sur(rang) if a.genre in PREUVES and a.le <= etabli_le), key=lambda a: a.le)
        if reprises:
            apres = [p.le for p in preuves if p.le > reprises[-1] and p.genre == "remise"]
            deja = any(p.le <= reprises[-1] for p in preuves)
            return max([*reprises, *([] if deja else apres)][:2])
        # An absence after a silence was established says nothing of the time before it.
        etablis = [fait.etabli_le for fait in avant if fait.nom == "AccordTacite" and fait.etabli_le]
        premiere = next((p for p in preuves if p.genre == "remise" or not any(e < p.le for e in etablis)), None)
        retards = [a.le for a in self._sur(rang) if a.genre == "retard"]
        if premiere and (premiere.genre == "remise" or any(le < premiere.le for le in retards)):
            return premiere.le
        return next(iter(confiees), None) or (premiere.le if premiere else None)

    def _sur(self, rang: int) -> list[Arrivee]:
        """What arrived about that offer and was read."""
        return [a for a in self.arrivees if a.rang == rang and self.lue and a.le <= self.lue]

    def _contraires(self, rang: int, avant: Sequence[Inscrit], tacite: Inscrit) -> Iterator[str]:
        """A silence that stands has nothing against it."""
        repris = max((fait.le for fait in avant if fait.nom == "DelaiRepris"), default=None)
        for arrivee in self._sur(rang):
            if repris and arrivee.le <= repris:
                continue
            if arrivee.humaine and arrivee.le <= tacite.le and self._oblige(arrivee):
                yield f"I3 : silence compté malgré {arrivee}"
            # What comes after the silence was established undoes it only if the reception was presumed.
            connue = tacite.lu_jusqu_a is not None and arrivee.le <= tacite.lu_jusqu_a
            prouvee = any(a.genre in PREUVES for a in self._sur(rang))
            if arrivee.genre == "rebond" and (connue or not prouvee):
                yield f"I2 : silence compté malgré {arrivee}"
            if arrivee.genre == "retard" and not prouvee:
                yield f"I2 : silence compté malgré {arrivee}"

    def _oblige(self, arrivee: Arrivee) -> bool:
        """Whether that message must at least suspend the silence of the offer it is about."""
        seule = sum(f.nom == "OrientationDecidee" and f.adresse == arrivee.adresse for f in self.journal) == 1
        du_domaine = _domaine(arrivee.de) == _domaine(arrivee.adresse)
        return arrivee.lien == "fil" or (du_domaine and seule)

    # what was said is what was written down

    def _decisions(self, rang: int, faits: Sequence[Inscrit]) -> Iterator[str]:
        for indice, fait in enumerate(faits):
            if fait.nom not in DECISIONS or fait.saisi:
                continue
            dits = [a for a in self.arrivees if a.le == fait.le]
            if not any(a.claire and a.genre == DECISIONS[fait.nom] for a in dits):
                yield f"I3 : {self.reference}.{rang} {fait.nom} sur la foi de {dits}"
            suspendu = any(avant.nom in SUSPENSIONS for avant in faits[:indice])
            depuis = self._depart_du_delai(rang, faits[:indice], fait.le)
            if depuis and not suspendu and fait.le > minuit_moins_une(dernier_jour(depuis)):
                yield f"I4 : {self.reference}.{rang} {fait.nom} hors délai"

    # I6 : nothing lost, nothing twice

    def _rien_de_perdu(self) -> Iterator[str]:
        ecrits = Counter(fait.le for fait in self.journal if fait.nom in REPONSES and not fait.saisi)
        for arrivee in self.arrivees:
            if not arrivee.humaine or self.lue is None or arrivee.le > self.lue:
                continue
            if ecrits[arrivee.le] > 1:
                yield f"I6 : {arrivee} compté {ecrits[arrivee.le]} fois"
            if arrivee.lien == "fil" and arrivee.habilitee and not ecrits[arrivee.le]:
                yield f"I6 : {arrivee} perdu"


def griefs_du_courrier(departs: Iterable[Depart], *, incertains: frozenset[str]) -> Iterator[str]:
    """I6: a letter goes once; only one whose fate was unknown goes again, under the same Message-ID."""
    par_cle: dict[str, list[Depart]] = {}
    for depart in departs:
        par_cle.setdefault(depart.cle, []).append(depart)
    for cle, siens in par_cle.items():
        if len({depart.message_id for depart in siens}) != 1:
            yield f"I6 : {cle} sous plusieurs identifiants"
        if len(siens) > 1 and cle not in incertains:
            yield f"I6 : {cle} parti {len(siens)} fois"
    if len({siens[0].message_id for siens in par_cle.values()}) != len(par_cle):
        yield "I6 : deux lettres sous le même identifiant"
