"""A game for several robots: a world that answers their offers, kills them, and judges what is left.

The clock jumps to the next appointment when nobody has anything left to do, so
that a week takes as long as its work. `test_plusieurs_robots.py` plays a few
dozen offers, `bench/plusieurs_robots.py` thousands.
"""

from __future__ import annotations

import hashlib
import random  # noqa: TID251 - when a robot dies
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from sqlalchemy import text

from robot.adapters.base.moteur import pour_lire
from robot.adapters.base.store import StoreSql
from robot.adapters.memoire import CarnetFixe
from robot.adapters.messagerie.embarques import Depot, ServeursEmbarques
from robot.adapters.montage import calendrier_du
from robot.domain.fiche import Liberation
from robot.etapes.expedition import EN_ROUTE
from robot.etapes.liberation import liberer
from robot.etapes.robot import Greffe
from tests.cycle.equipe import DOMAINE, Equipe, HorlogePartagee, Mission
from tests.cycle.robot_mortel import MOT_DE_PASSE
from tests.fabrique import BALME, CARNET, FICHE, JETONS, ROBOT, paris

ADRESSES = [
    ROBOT,
    *(r.adresse for r in CARNET.reservataires if r.adresse),
    *(personne.adresse for personne in (*CARNET.gestionnaires, *CARNET.administrateurs)),
]
DEBUT = paris("2026-04-28T09:00")
UNE_SECONDE = timedelta(seconds=1)
BAIL_MAX = EN_ROUTE + timedelta(minutes=1)  # beyond it, a letter that is not due waits for something else than a robot
REPOS_S = 0.05

# A letter held for longer than this, in real seconds, is held by a dead robot.
PATIENCE_S = 2.0
FINIS = ("acceptee", "acceptee_tacite", "epuisee")


# --- those who answer -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Conduite:
    """What a correspondent does with an offer: the bodies of its answers, delivered how many times each."""

    nom: str
    corps: tuple[str, ...] = ()
    remises: int = 1
    fait: str = "AccordTacite"


# Out of a hundred offers, by the hash of their Message-ID.
CONDUITES = (
    (45, Conduite("accepte", ("ACCEPTE",), fait="AccordRecu")),
    (70, Conduite("refuse", ("REFUSE\n\nMotif : aucun candidat",), fait="RefusRecu")),
    (80, Conduite("se répète", ("ACCEPTE", "ACCEPTE"), fait="AccordRecu")),
    (88, Conduite("accepte, remis deux fois", ("ACCEPTE",), remises=2, fait="AccordRecu")),
    (100, Conduite("se tait")),
)


def conduite(message_id: str) -> Conduite:
    """How the reader of that offer behaves: always the same way."""
    tirage = int(hashlib.sha256(message_id.encode()).hexdigest(), 16) % 100
    return next(conduite for limite, conduite in CONDUITES if tirage < limite)


def repondre(offre: EmailMessage, corps: str, numero: int) -> bytes:
    """An answer in the thread of an offer."""
    message = EmailMessage()
    message["From"] = str(offre["To"])
    message["To"] = str(offre["Reply-To"] or offre["From"])
    message["Subject"] = f"Re: {offre['Subject']}"
    empreinte = hashlib.sha256(str(offre["Message-ID"]).encode()).hexdigest()[:16]
    message["Message-ID"] = f"<{numero}.{empreinte}@exemple.test>"
    message["In-Reply-To"] = message["References"] = str(offre["Message-ID"])
    message.set_content(f"{corps}\n")
    return message.as_bytes(policy=policy.SMTP)


@dataclass
class Correspondants:
    """They read what the server took, and answer each offer once, however often it comes."""

    serveurs: ServeursEmbarques
    lus: int = 0
    offres: dict[str, Conduite] = field(default_factory=dict)
    dernier_depot: datetime = DEBUT - UNE_SECONDE
    distincts: set[bytes] = field(default_factory=set)

    def lire(self) -> bool:
        """Answer what is new; whether there was something."""
        nouveaux = self.serveurs.journal[self.lus :]
        for depot in nouveaux:
            self._lire(depot)
        self.lus += len(nouveaux)
        return bool(nouveaux)

    def _lire(self, depot: Depot) -> None:
        offre = message_from_bytes(depot.octets, policy=policy.default)
        message_id = str(offre["Message-ID"])
        if not message_id.startswith("<offre.") or message_id in self.offres:
            return
        choix = self.offres[message_id] = conduite(message_id)
        for numero, corps in enumerate(choix.corps):
            octets = repondre(offre, corps, numero)
            self.distincts.add(octets)
            for _ in range(choix.remises):
                self.serveurs.deposer(ROBOT, octets)
                self.dernier_depot = self.serveurs.maintenant()


# --- the game -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Restes:
    """What is left to do, as anybody can read it in the database."""

    a_faire: int
    tenus: int
    a_finir: int
    prochain: datetime | None
    lu_jusqu_a: datetime | None


@dataclass(frozen=True)
class Bilan:
    """What a game cost, and everything that is wrong in it."""

    orientations: int
    lettres: int
    repetitions: int
    tues: int
    duree_s: float
    griefs: tuple[str, ...]


class Partie:
    """At least `orientations` offers, `robots` robots, a SIGKILL every `toutes_les` letters on average (0: none).

    Dwellings are released by lots, each when the one before is at rest.
    """

    def __init__(
        self,
        url: str,
        dossier: Path,
        *,
        orientations: int,
        robots: int = 3,
        toutes_les: int = 6,
        graine: int = 1,
        lot: int = 12,
        delai_s: float = 240,
        raconter: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._url, self._dossier = url, dossier
        self._orientations, self._robots, self._lot = orientations, robots, lot
        self._toutes_les, self._delai_s, self._raconter = toutes_les, delai_s, raconter
        self._hasard = random.Random(graine)
        self._prochaine_mort = self._dans_quelques_lettres(0)
        self.references: list[str] = []

    def jouer(self) -> Bilan:
        """Until every dwelling has found its end, or the time is over."""
        debut = time.monotonic()
        with ExitStack() as pile:
            chemin = self._dossier / "horloge"
            self._horloge = HorlogePartagee(chemin, DEBUT)
            pile.callback(self._horloge.fermer)
            self._store = StoreSql(self._url, DOMAINE)
            pile.callback(self._store.fermer)
            self._serveurs = pile.enter_context(ServeursEmbarques(dict.fromkeys(ADRESSES, MOT_DE_PASSE), self._horloge))
            self._correspondants = Correspondants(self._serveurs)
            ports = (self._serveurs.port_imap, self._serveurs.port_smtp)
            journal = self._dossier / "robots.log"
            with Equipe(self._robots, Mission(self._url, *ports, str(chemin), str(journal))) as equipe:
                inacheve = self._derouler(equipe, debut + self._delai_s)
            juge = Juge(self._store, self._correspondants, tuple(self.references))
            griefs = (*inacheve, *juge.griefs(), *_plaintes(journal))
            orientations, lettres = len(self._correspondants.offres), len(self._serveurs.journal)
            return Bilan(orientations, lettres, juge.repetitions, equipe.tues, time.monotonic() - debut, tuple(griefs))

    def _derouler(self, equipe: Equipe, fin: float) -> tuple[str, ...]:
        """Answer, kill, turn the clock. What is not over in time is a grievance."""
        calme_depuis = time.monotonic()
        while time.monotonic() < fin:
            equipe.verifier()
            self._tuer(equipe)
            repondu = self._correspondants.lire()
            restes = self._mesurer()
            if repondu or restes.a_faire or not self._tout_est_lu(restes):
                calme_depuis = time.monotonic()
            elif restes.tenus and time.monotonic() - calme_depuis < PATIENCE_S:
                pass  # a robot is sending
            elif (manque := self._orientations - len(self._correspondants.offres)) > 0:
                self._liberer(min(manque, self._lot))
            elif not restes.a_finir:
                return ()
            elif restes.prochain is None:
                return (f"{restes.a_finir} logements arrêtés : plus aucun rendez-vous",)
            else:
                self._horloge.regler(restes.prochain)
                calme_depuis = time.monotonic()
            self._horloge.regler(self._horloge.maintenant() + UNE_SECONDE)
            time.sleep(REPOS_S)
        return (f"inachevé au bout de {self._delai_s} s : {self._mesurer()}",)

    def _tuer(self, equipe: Equipe) -> None:
        """Some letters later, and a little after the last of them: in the middle of anything."""
        if len(self._serveurs.journal) >= self._prochaine_mort:
            time.sleep(self._hasard.random() * REPOS_S)
            equipe.tuer(self._hasard.randrange(self._robots))
            self._prochaine_mort = self._dans_quelques_lettres(len(self._serveurs.journal))

    def _dans_quelques_lettres(self, deja: int) -> float:
        return deja + 1 + self._hasard.expovariate(1 / self._toutes_les) if self._toutes_les else float("inf")

    def _tout_est_lu(self, restes: Restes) -> bool:
        return restes.lu_jusqu_a is not None and restes.lu_jusqu_a > self._correspondants.dernier_depot

    def _liberer(self, combien: int) -> None:
        greffe = Greffe(self._horloge, self._store, CarnetFixe(CARNET), calendrier_du, JETONS)
        for _ in range(combien):
            numero = len(self.references)
            fiche = replace(FICHE, rpls=f"74{numero:08d}", commune=BALME if numero % 2 else FICHE.commune)
            self.references.append(liberer(greffe, Liberation(fiche)))
        offres, lettres = len(self._correspondants.offres), len(self._serveurs.journal)
        self._raconter(f"{len(self.references)} logements, {offres} offres, {lettres} lettres")

    def _mesurer(self) -> Restes:
        maintenant = self._horloge.maintenant()
        tenus_avant = maintenant + BAIL_MAX
        with pour_lire(self._store.moteur).connect() as connexion:
            ligne = connexion.execute(
                RESTES, {"maintenant": _texte(maintenant), "tenus": _texte(tenus_avant), "finis": list(FINIS)}
            ).one()
        prochain = min((instant for instant in (ligne.rendez_vous, ligne.reprise) if instant), default=None)
        return Restes(
            ligne.a_faire,
            ligne.tenus,
            ligne.a_finir,
            datetime.fromisoformat(prochain) if prochain else None,
            datetime.fromisoformat(ligne.lu) if ligne.lu else None,
        )


RESTES = text(
    """
    SELECT (SELECT count(*) FROM dossiers WHERE rendez_vous <= :maintenant)
         + (SELECT count(*) FROM courriers WHERE reprise <= :maintenant)
         + (SELECT count(*) FROM courriers WHERE expedie_le IS NOT NULL AND copie_le IS NULL)
         + (SELECT count(*) FROM messages WHERE range_le IS NULL) AS a_faire,
           (SELECT count(*) FROM courriers WHERE reprise > :maintenant AND reprise <= :tenus) AS tenus,
           (SELECT count(*) FROM dossiers WHERE statut <> ALL (:finis))
         + (SELECT count(*) FROM courriers WHERE reprise IS NOT NULL) AS a_finir,
           (SELECT min(rendez_vous) FROM dossiers WHERE rendez_vous > :maintenant) AS rendez_vous,
           (SELECT min(reprise) FROM courriers WHERE reprise > :maintenant) AS reprise,
           (SELECT valeur FROM reperes WHERE cle = 'lu_jusqu_a') AS lu
    """
)


def _texte(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat(timespec="microseconds")


def _plaintes(journal: Path) -> Iterator[str]:
    """What the robots logged as an error."""
    dits = journal.read_text() if journal.exists() else ""
    if "Traceback" in dits:
        yield f"un robot a échoué : {dits[-3000:]}"


# --- the judge ------------------------------------------------------------------------------------


class Juge:
    """Compares what the correspondents did with what the store says, and the store with what left."""

    def __init__(self, store: StoreSql, correspondants: Correspondants, references: tuple[str, ...]) -> None:
        self._store, self._correspondants, self._references = store, correspondants, references
        self._partis = Counter(
            str(message_from_bytes(depot.octets)["Message-ID"]) for depot in correspondants.serveurs.journal
        )

    @property
    def repetitions(self) -> int:
        """Letters that the server took more than once."""
        return sum(nombre - 1 for nombre in self._partis.values())

    def griefs(self) -> Iterator[str]:
        """Whatever was lost, doubled or forgotten."""
        if len(set(self._references)) != len(self._references):
            yield "une référence donnée deux fois"
        if set(self._references) != set(self._store.references()):
            yield "des logements perdus ou inventés"
        for reference in self._references:
            yield from self._dossier(reference)
        yield from self._messages()
        yield from self._lettres()

    def _dossier(self, reference: str) -> Iterator[str]:
        """Each offer was answered by what its reader did, once."""
        journal = self._store.journal(reference)
        if [ligne.numero for ligne in journal] != list(range(1, len(journal) + 1)):
            yield f"{reference} : journal troué"
        dossier = self._store.dossier(reference)
        if dossier is None or dossier.statut not in FINIS:
            yield f"{reference} : pas fini, {dossier and dossier.statut}"
            return
        for envoi in self._store.envois(reference):
            if envoi.courrier.gabarit == "offre":
                faits = Counter(
                    type(ligne.fait).__name__
                    for ligne in journal
                    if getattr(ligne.fait, "rang", 0) == envoi.courrier.rang
                )
                yield from self._offre(reference, envoi.message_id, faits)

    def _offre(self, reference: str, message_id: str, faits: Counter[str]) -> Iterator[str]:
        conduite = self._correspondants.offres.get(message_id)
        if conduite is None:
            yield f"{reference} : offre jamais partie"
            return
        decisions = {
            nom: faits[nom] for nom in ("AccordRecu", "RefusRecu", "AccordTacite", "RefusTacite") if faits[nom]
        }
        if decisions != {conduite.fait: 1}:
            yield f"{reference} : « {conduite.nom} » a fait {dict(faits)}"
        if faits["OrientationDecidee"] != 1 or faits["OrientationExpediee"] > 1:
            yield f"{reference} : effets doublés, {dict(faits)}"
        if faits["ReponseTardive"] != len(conduite.corps[1:]):
            yield f"{reference} : « {conduite.nom} » a fait {dict(faits)}"

    def _messages(self) -> Iterator[str]:
        """Every message claimed once and filed."""
        lignes = self._lignes("SELECT count(*), count(range_le), count(DISTINCT message_id) FROM messages")
        attendus = len(self._correspondants.distincts)
        if tuple(lignes[0]) != (attendus, attendus, attendus):
            yield f"{attendus} messages déposés, consignés : {tuple(lignes[0])}"

    def _lettres(self) -> Iterator[str]:
        """Every letter left, under its own name, and nothing else did."""
        etats = {
            message_id: (cle, etat)
            for cle, message_id, etat in self._lignes("SELECT cle, message_id, etat FROM courriers")
        }
        for message_id, (cle, etat) in etats.items():
            if etat not in {"expediee", "sans_objet"}:
                yield f"{cle} : {etat}"
            if etat == "expediee" and not self._partis[message_id]:
                yield f"{cle} : dite partie, et jamais partie"
        for message_id in self._partis.keys() - etats.keys():
            yield f"{message_id} : partie, et inconnue"

    def _lignes(self, requete: str) -> list[Any]:
        with pour_lire(self._store.moteur).connect() as connexion:
            return list(connexion.execute(text(requete)))
