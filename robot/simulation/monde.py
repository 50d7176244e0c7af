"""Plays a story on the real robot: an agenda of events, and a pass whenever one may do something."""

from __future__ import annotations

import heapq
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count

from robot.adapters.base.racines import racine_au
from robot.adapters.communes import table_officielle
from robot.adapters.fiches.jointes import FichesJointes
from robot.adapters.fiches.tableaux import TableauxDeFichiers
from robot.adapters.montage import calendrier_du, gabarits
from robot.cycle import cycle
from robot.domain.carnet import Carnet
from robot.domain.financements import PLAI_ADAPTE
from robot.etapes.liberation import liberer
from robot.etapes.robot import Robot
from robot.ports import DejaEnregistre, StoreInjoignable, StoreInutilisable
from robot.simulation import decor
from robot.simulation import releve as r
from robot.simulation.base import StoreTemoin
from robot.simulation.correspondants import Correspondants
from robot.simulation.ecriture import ecrire, entetes
from robot.simulation.gestion import Gestionnaires
from robot.simulation.juge.griefs import Grief
from robot.simulation.liens import BoiteSimulee, CarnetsSimules, FacteurSimule, HorlogeSimulee
from robot.simulation.pannes import Emballement, Meteo, Mort
from robot.simulation.plan import ZONE, Genre, Panne, Parametres, Plan, en_utc
from robot.simulation.releve import Arrivee, Depart, Logement, Passage, Releve, Tables
from robot.simulation.scelles import relire_les_scelles

EN_MEMOIRE = "sqlite://"
UNE_MINUTE = timedelta(minutes=1)
UNE_HEURE = timedelta(hours=1)
UNE_SECONDE = timedelta(seconds=1)
APRES_LA_TEMPETE = timedelta(days=40)
OUVERTURE = 8.01
PASSES_PAR_JOUR = 15


@dataclass(frozen=True)
class Partie:
    """A story that was played: what was seen, the rows of the store at the end, and what its seals say of them."""

    releve: Releve
    tables: Tables
    plan: Plan
    racine: str
    griefs: tuple[Grief, ...]


class Monde:
    """The world of one seed. `jouer` plays it to its end."""

    def __init__(self, parametres: Parametres, base: str = EN_MEMOIRE) -> None:
        self.parametres = parametres
        self.plan = Plan(parametres)
        self.meteo = Meteo(parametres, self.plan.pannes.values())
        self.horloge = HorlogeSimulee(self.plan.debut, self.meteo)
        carnet = decor.carnet(self.plan.debut.astimezone(ZONE).year if parametres.assiette else None)
        self.releve = Releve(
            parametres.graine,
            frozenset(p.adresse for p in carnet.gestionnaires),
            frozenset(p.adresse for p in carnet.administrateurs),
            frozenset({decor.SECRETARIAT}),
            {p.adresse: frozenset(ou.code for ou in p.perimetres) for p in carnet.gestionnaires},
        )
        self.carnets = CarnetsSimules(carnet)
        self.releve.livres.append(decor.lire_le_livre(carnet, self.plan.debut))
        self.boite = BoiteSimulee(self.horloge, self.meteo, self.releve)
        self.correspondants = Correspondants(self)
        self.facteur = FacteurSimule(
            self.horloge, self.meteo, self.releve, self._acheminer, self.correspondants.inconnue_au_guichet
        )
        self.store = StoreTemoin(base, parametres.flux("sel"), self.horloge, self.meteo, self.releve)
        self.robot = Robot(
            clock=self.horloge,
            store=self.store,
            carnets=self.carnets,
            calendriers=calendrier_du,
            jetons=decor.JETONS,
            mailbox=self.boite,
            postman=self.facteur,
            gabarits=gabarits(carnet.bailleur, self.store, jeton_dans_adresse=True),
            tableaux=TableauxDeFichiers(),
            fiches=FichesJointes(),
            communes=table_officielle(),
            serveur_de_confiance=decor.SERVEUR,
        )
        self.gestionnaires = Gestionnaires(parametres, self.robot, self.horloge, self.releve, self.correspondants)
        self._agenda: list[tuple[datetime, int, Callable[[], None]]] = []
        self._rang = count()
        self._messages = count(1)
        self._arrivees = count(1)
        self._reveil: datetime | None = None
        self._noms: dict[str, str] = {}
        self._secondes: set[datetime] = set()
        self._hasard = parametres.flux("monde")

    # --- what the correspondents need -----------------------------------------------------------------

    def maintenant(self) -> datetime:
        """See Facteur."""
        return self.horloge.vrai

    def apres(self, delai: timedelta, geste: Callable[[], None]) -> None:
        """See Facteur."""
        self._noter(self.horloge.vrai + delai, geste)

    def numero_du_logement(self, reference: str) -> str:
        """See Facteur."""
        return self._noms.get(reference, "")

    def nouveau_numero(self) -> int:
        """See Facteur."""
        return next(self._messages)

    def poster(self, arrivee: Arrivee, *, retard: timedelta = timedelta()) -> None:
        """See Facteur."""
        recue = replace(arrivee, numero=next(self._arrivees), recu_le=self._seconde_libre(arrivee.recu_le))
        self.apres(retard, lambda: self._deposer(recue))
        if self.meteo.accident(Genre.IMAP_DOUBLE):
            self.apres(timedelta(minutes=self._hasard.randrange(1, 3000)), lambda: self._redoubler(recue))

    def corriger_la_ddets(self) -> None:
        """See Facteur."""
        self._editer(decor.corriger_la_ddets(self.carnets.carnet, self._hasard))

    def _redoubler(self, arrivee: Arrivee) -> None:
        """Another server delivers the same message again, elsewhere."""
        dossier = self._hasard.choice(("INBOX", "Junk"))
        copie = replace(
            arrivee,
            numero=next(self._arrivees),
            original=arrivee.numero,
            recu_le=self._seconde_libre(self.horloge.vrai),
            dossier=dossier,
            octets=b"Received: by un autre serveur\r\n" + arrivee.octets,
        )
        self._deposer(copie)

    def _deposer(self, arrivee: Arrivee) -> None:
        dossier = arrivee.dossier if arrivee.dossier in self.boite.dossiers else "INBOX"
        self.boite.deposer(arrivee.octets, dossier, arrivee.recu_le)
        self.releve.arrivees.append(replace(arrivee, depose_le=self.horloge.vrai, dossier=dossier))
        # IDLE wakes the robot in seconds; without it, the next pass comes within minutes.
        self.reveiller(timedelta(seconds=self._hasard.choice((2, 20, 60, 400))))

    def _seconde_libre(self, instant: datetime) -> datetime:
        """INTERNALDATE counts in seconds; no two messages of a story share one, so that each can be recognised."""
        seconde = instant.replace(microsecond=0)
        while seconde in self._secondes:
            seconde += UNE_SECONDE
        self._secondes.add(seconde)
        return seconde

    def _acheminer(self, depart: Depart) -> None:
        self.apres(timedelta(seconds=self._hasard.randrange(2, 40)), lambda: self.correspondants.recevoir(depart))

    # --- the agenda -----------------------------------------------------------------------------------

    def _noter(self, instant: datetime, geste: Callable[[], None]) -> None:
        heapq.heappush(self._agenda, (instant, next(self._rang), geste))

    def reveiller(self, dans: timedelta) -> None:
        """A pass at the latest then."""
        instant = self.horloge.vrai + dans
        if self._reveil is None or instant < self._reveil:
            self._reveil = instant
            self._noter(instant, lambda: self._sonner(instant))

    def _sonner(self, instant: datetime) -> None:
        if self._reveil == instant:  # else an earlier pass took its place
            self.passer()

    def _preparer(self) -> None:
        for nom, instant in self.plan.liberations.items():
            self._noter(instant, lambda nom=nom: self._liberer(nom))  # type: ignore[misc]
        for panne in self.plan.pannes.values():
            self._noter(panne.debut, lambda panne=panne: self._casser(panne))  # type: ignore[misc]
            if panne.fin > panne.debut:
                self._noter(panne.fin, lambda panne=panne: self._reparer(panne))  # type: ignore[misc]
        for numero in range(max(1, self.parametres.jours // 20)):
            hasard = self.parametres.flux("réclame", numero)
            self._noter(self.plan.debut + timedelta(days=hasard.uniform(0, self.parametres.jours)), self._importuner)
            de = hasard.choice((decor.SECRETARIAT, *sorted(self.releve.administrateurs)))
            quand = self.plan.debut + timedelta(days=hasard.uniform(0, self.parametres.jours))
            self._noter(quand, lambda de=de: self._saluer(de))  # type: ignore[misc]
        self._noter(self.plan.debut, self._matin)
        self._noter(self.plan.fin, self._calmer)

    def jouer(self) -> Partie:
        """Play it all."""
        niveau = logging.root.manager.disable
        logging.disable(logging.CRITICAL)  # a failed pass logs its traceback: the story has thousands
        try:
            self._preparer()
            self._derouler()
            griefs = tuple(relire_les_scelles(self.store, self.horloge.maintenant()))
            return Partie(self.releve, self.store.tables(), self.plan, racine_au(self.store), griefs)
        finally:
            logging.disable(niveau)
            self.store.fermer()

    def _derouler(self) -> None:
        try:
            while self._agenda:
                instant, _, geste = heapq.heappop(self._agenda)
                self.horloge.vrai = max(self.horloge.vrai, instant)
                self.meteo.renaitre()
                geste()
        except Emballement as defaut:
            vrai = self.horloge.vrai
            self.releve.passages.append(Passage(0, vrai, vrai, self.horloge.robot, f"emballement : {defaut}"))

    # --- what happens ---------------------------------------------------------------------------------

    def _matin(self) -> None:
        """Every day, somebody works; the office opens, and the robot makes its digest."""
        local = self.horloge.vrai.astimezone(ZONE).replace(tzinfo=None)
        if not self.meteo.calme and local.weekday() < 5:
            heure = self.parametres.flux("heure", local.date()).uniform(8.5, 18)
            self._noter(max(self.horloge.vrai, en_utc(local, heure)), self.gestionnaires.traiter)
        demain = en_utc(local + timedelta(days=1), OUVERTURE)
        if local.weekday() < 5:
            self.reveiller(UNE_SECONDE)
        if not self.meteo.calme or self._reste_a_faire():
            self._noter(demain, self._matin)

    def _reste_a_faire(self) -> bool:
        """Whether, after the storm, the robot still has something to do by itself, or a last digest to write."""
        depuis = self.horloge.vrai - self.plan.fin
        return depuis < timedelta(days=4) or (
            depuis < APRES_LA_TEMPETE and (bool(self._agenda) or self.store.prochaine_echeance() is not None)
        )

    def _liberer(self, nom: str) -> None:
        if self.horloge.fausse:  # whoever types sees the hour of the machine
            self.apres(UNE_HEURE, lambda: self._liberer(nom))
            return
        numero = int(nom.partition(" ")[2])
        liberation = decor.logement(numero, self.parametres.flux("fiche", numero))
        try:
            reference = liberer(self.robot, liberation)
        except DejaEnregistre as connu:
            reference = connu.reference  # it died after the commit: recorded all the same
        except (StoreInjoignable, StoreInutilisable, Mort):
            self.apres(5 * UNE_MINUTE, lambda: self._liberer(nom))
            return
        commune = liberation.fiche.commune
        self._noms[reference] = nom
        self.releve.logements[reference] = Logement(
            reference, commune.code, commune.epci, commune.departement, liberation.fiche.typologie, liberation.neuf,
            plai_adapte=liberation.fiche.financement == PLAI_ADAPTE,
        )  # fmt: skip
        self.reveiller(timedelta(seconds=30))
        if f"ordre sur {nom}" not in self.parametres.coupes:
            if attente := self.gestionnaires.caprice(nom):
                self.apres(attente, lambda: self.gestionnaires.s_en_meler(nom, reference))
            if attente := self.gestionnaires.revirement(nom):
                self.apres(attente, lambda: self._se_raviser(nom, reference))

    def _se_raviser(self, nom: str, reference: str) -> None:
        if not self.meteo.calme:  # afterwards nobody would follow it up
            self.gestionnaires.se_raviser(nom, reference)

    def _importuner(self) -> None:
        """Something that has nothing to do with us."""
        le = self.horloge.vrai
        de, identifiant = "promo@boutique.example", f"<reclame.{self.nouveau_numero()}@boutique.example>"
        octets = entetes(
            [
                ("From", f"<{de}>"),
                ("To", f"<{decor.ROBOT}>"),
                ("Subject", "Soldes"),
                ("Message-ID", identifiant),
                ("List-Unsubscribe", "<mailto:non@boutique.example>"),
            ]
        )
        dossier = self._hasard.choice(("INBOX", "Junk"))
        octets += b"Profitez-en !\r\n"
        self.poster(Arrivee(0, le, le, dossier, r.ETRANGER_AU_ROBOT, de, identifiant, octets, lien=r.RIEN))
        if self._hasard.random() < 0.5:  # a colleague who looks through the junk wants it read
            attente = timedelta(hours=self._hasard.uniform(0.1, 60))
            self.apres(attente, lambda: self._sortir(octets))

    def _sortir(self, octets: bytes) -> None:
        self.boite.sortir_des_indesirables(octets)
        self.reveiller(UNE_MINUTE)

    def _saluer(self, de: str) -> None:
        """A colleague of the landlord writes about something else, and a filter doubts it."""
        le, identifiant = self.horloge.vrai, f"<collegue.{self.nouveau_numero()}@bailleur.example>"
        dossier = self._hasard.choice(("INBOX", "Junk"))
        octets = ecrire(
            self._hasard, de=de, a=decor.ROBOT, objet="Réunion", mots="La salle change.", le=le, message_id=identifiant
        )
        self.poster(Arrivee(0, le, le, dossier, r.PERSONNE, de, identifiant, octets, lien=r.RIEN))

    def passer(self) -> None:
        """One pass, which may die or find its database down; then sleep until the next occasion."""
        self._reveil = None
        if self.meteo.fenetre(Genre.ARRET, self.horloge.vrai):
            self.reveiller(timedelta(hours=6))
            return
        debut, debut_robot = self.horloge.vrai, self.horloge.robot
        numero = len(self.releve.passages) + 1
        if numero > PASSES_PAR_JOUR * (self.parametres.jours + APRES_LA_TEMPETE.days):
            raise Emballement(f"{numero} passes")
        self.facteur.commencer(numero)
        issue = r.COMPLETE
        pannes: tuple[str, ...] = ()
        try:
            passe = cycle(self.robot)
            pannes = passe.pannes
            if pannes and pannes[0].startswith("horloge"):
                issue = r.HORS_D_HEURE
            if passe.defauts:  # the administrators would be told; the judge will hear of it
                issue = f"défaut : {passe.defauts[0]}"
        except Mort:
            issue = r.MORTE
        except StoreInjoignable:
            issue = r.BASE_EN_PANNE
        except Exception as defaut:  # noqa: BLE001 - the daemon would log it and pass again; the judge will hear of it
            issue = f"défaut : {defaut!r}"
        self.releve.passages.append(Passage(numero, debut, self.horloge.vrai, debut_robot, issue))
        self._dormir(calme=issue == r.COMPLETE and not pannes)

    def _dormir(self, *, calme: bool) -> None:
        if not calme:
            self.reveiller(UNE_MINUTE * self._hasard.choice((1, 3, 30, 120)))
            return
        if self._hasard.random() < 0.05:  # a pass for nothing
            self.reveiller(UNE_MINUTE * self._hasard.randrange(1, 300))
        prochaine, maintenant = self.store.prochaine_echeance(), self.horloge.robot
        # What is due and did not move (a notice that waits for another address) is looked at each morning.
        if prochaine and prochaine > maintenant:
            self.reveiller(max(prochaine - maintenant + UNE_SECONDE, UNE_MINUTE))

    def _casser(self, panne: Panne) -> None:
        self.releve.pannes.append((self.horloge.vrai, panne.genre.value))
        hasard = self.parametres.flux("réglage", panne.nom)
        match panne.genre:
            case Genre.IMAP_RENUMEROTE:
                dossier = "INBOX" if hasard.random() < 0.7 else "Junk"
                if dossier in self.boite.dossiers:  # the other may be gone
                    self.boite.renumeroter(dossier)
            case Genre.IMAP_DOSSIER:
                self.boite.perdre_les_indesirables()
            case Genre.REGLAGE_ADRESSE:
                self._editer(decor.changer_une_adresse(self.carnets.carnet, hasard))
            case Genre.REGLAGE_AJOUT:
                self._editer(decor.ajouter_un_reservataire(self.carnets.carnet, hasard))
            case Genre.REGLAGE_INVALIDE:
                self.carnets.defaut = "robot.yaml:12 : adresse illisible"
            case _ if panne.fin == panne.debut:
                self.meteo.armer(panne)
            case _:
                pass  # the weather knows when it begins and ends

    def _reparer(self, panne: Panne) -> None:
        if panne.genre is Genre.IMAP_DOSSIER:
            self.boite.retrouver_les_indesirables()
        if panne.genre is Genre.REGLAGE_INVALIDE:
            self.carnets.defaut = None
        self.reveiller(UNE_MINUTE)

    def _editer(self, carnet: Carnet) -> None:
        self.carnets.carnet = carnet
        self.releve.livres.append(decor.lire_le_livre(carnet, self.horloge.vrai))

    def _calmer(self) -> None:
        """The weather clears: from now on nothing breaks, and nobody meddles."""
        self.meteo.calme = True
        with suppress(KeyError):
            self.boite.retrouver_les_indesirables()
        self.reveiller(UNE_SECONDE)


def jouer(parametres: Parametres, base: str = EN_MEMOIRE) -> Partie:
    """Play the story of a seed."""
    return Monde(parametres, base).jouer()
