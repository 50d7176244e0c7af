"""Those who receive the offers: what each does of one is drawn from the seed, the dwelling and the rank."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import Protocol

from robot.simulation import ecriture, menages
from robot.simulation import releve as r
from robot.simulation.conduites import CONDUITES, SUITES
from robot.simulation.decor import ROBOT
from robot.simulation.lettre import Lettre, ouvrir
from robot.simulation.plan import Parametres
from robot.simulation.releve import Arrivee, Depart, Designe, Propos

# Left out, a story ends with the acceptances.
SANS_DESIGNATION = "désignations"
OFFRES = frozenset({"offre", "neuf"})
INDESIRABLES_PAR_ERREUR = 0.04
INCONNUE_AU_GUICHET = 0.015
MOTS = {r.ACCEPTE: ecriture.ACCORDS, r.REFUSE: ecriture.REFUS, r.FLOU: ecriture.FLOUS}


class Facteur(Protocol):
    """What the correspondents need of the world."""

    parametres: Parametres

    def maintenant(self) -> datetime:
        """The true time."""
        ...

    def apres(self, delai: timedelta, geste: Callable[[], None]) -> None:
        """Do that later."""
        ...

    def numero_du_logement(self, reference: str) -> str:
        """The name of that dwelling in the plan."""
        ...

    def nouveau_numero(self) -> int:
        """A number for a message."""
        ...

    def corriger_la_ddets(self) -> None:
        """Another address for the DDETS in the book."""
        ...

    def poster(self, arrivee: Arrivee, *, retard: timedelta = timedelta()) -> None:
        """Put a message in the robot's mailbox, now, or out of its reach for a while."""
        ...


@dataclass(frozen=True)
class Situation:
    """An offer in somebody's mailbox."""

    lettre: Lettre
    adresse: str
    hasard: Random

    @property
    def propos(self) -> Propos:
        """What an answer to it is about."""
        lettre = self.lettre
        return Propos(lettre.reference, lettre.rang, voie=lettre.voie, numero=lettre.numero)

    def a_part(self, part: float, quoi: str) -> Situation | None:
        """The same with a stream of chance of its own, for that share of the letters; None for the others.

        What is seldom done is drawn apart: the stories where it is not stay what they were.
        """
        hasard = Random(f"{self.lettre.message_id} {quoi}")
        return replace(self, hasard=hasard) if hasard.random() < part else None


class Correspondants:
    """Every mailbox but the robot's."""

    def __init__(self, monde: Facteur) -> None:
        self._monde = monde
        self.sans_designation = SANS_DESIGNATION in monde.parametres.coupes
        self._ouvertes: set[str] = set()
        self.recues: dict[str, list[Lettre]] = {}
        self.attentifs: set[tuple[str, int]] = set()
        # What the gestionnaires were last told, by dwelling; "" is the digest.
        self.avis: dict[str, Lettre] = {}
        # The households that each réservataire named, and meant to name, by offer.
        self.designes: dict[tuple[str, int], list[Designe]] = {}

    # --- what reaches them ----------------------------------------------------------------------------

    def inconnue_au_guichet(self, reference: str, rang: int, adresse: str) -> bool:
        """Whether the recipient's server refuses the address in the dialogue itself."""
        if self._neutre(reference, rang):
            return False
        flux = self._monde.parametres.flux("guichet", self._monde.numero_du_logement(reference), rang, adresse)
        return flux.random() < INCONNUE_AU_GUICHET

    def recevoir(self, depart: Depart) -> None:
        """A letter reaches its reader; a second copy is recognised by its Message-ID and left alone."""
        lettre = ouvrir(depart.octets)
        if lettre.message_id in self._ouvertes:
            return
        self._ouvertes.add(lettre.message_id)
        hasard = self._flux(lettre, depart.destinataire)
        situation = Situation(lettre, depart.destinataire, hasard)
        if lettre.voie == r.GESTIONNAIRE:
            self.avis[lettre.reference] = lettre
        if lettre.gabarit == "information_referent":
            menages.recevoir_au_ccas(self, situation)
        elif not lettre.rang or lettre.voie == r.GESTIONNAIRE:
            self._a_un_collegue_du_bailleur(situation)
        elif self._neutre(lettre.reference, lettre.rang) and lettre.gabarit not in OFFRES:
            pass  # a reduced story: nothing but the agreement
        elif lettre.voie == r.MENAGE:
            menages.recevoir(self, situation)
        elif lettre.voie == r.DDETS:
            menages.recevoir_a_la_ddets(self, situation)
        elif lettre.gabarit in OFFRES:
            self._recevoir_une_offre(situation)
        elif suite := SUITES.get(lettre.gabarit):
            suite(self, situation)

    def _flux(self, lettre: Lettre, adresse: str) -> Random:
        return self._monde.parametres.flux(
            lettre.gabarit,
            self._monde.numero_du_logement(lettre.reference),
            lettre.rang,
            adresse,
            lettre.message_id[-30:],
        )

    def _neutre(self, reference: str, rang: int) -> bool:
        nom = f"réponses au {self._monde.numero_du_logement(reference)}.{rang}"
        return nom in self._monde.parametres.coupes

    def _recevoir_une_offre(self, situation: Situation) -> None:
        lettre = situation.lettre
        self.recues.setdefault(situation.adresse, []).append(lettre)
        if self._neutre(lettre.reference, lettre.rang):
            self.dire(situation, r.ACCEPTE, apres=timedelta(hours=1))
            return
        if situation.hasard.random() < 0.3:
            self.aviser(situation, r.REMISE, apres=timedelta(seconds=situation.hasard.randrange(5, 600)))
        noms = list(CONDUITES)
        poids = [CONDUITES[nom][0] for nom in noms]
        (nom,) = situation.hasard.choices(noms, poids)
        CONDUITES[nom][1](self, situation)

    def _a_un_collegue_du_bailleur(self, situation: Situation) -> None:
        """A gestionnaire on holiday: an automaton that answers the robot itself."""
        if situation.hasard.random() < 0.04:
            self.s_absenter(situation, apres=timedelta(seconds=20), propos=())

    # --- gestures -------------------------------------------------------------------------------------

    def deposer(
        self,
        apres: timedelta,
        fabriquer: Callable[[datetime, str], Arrivee],
        *,
        egare: timedelta = timedelta(),
    ) -> None:
        """Write and post something later."""
        numero = self._monde.nouveau_numero()

        def geste() -> None:
            le = self._monde.maintenant()
            arrivee = fabriquer(le, f"<{numero}.{self._monde.parametres.graine}@simulation.example>")
            self._monde.poster(arrivee, retard=egare)

        self._monde.apres(apres, geste)

    def dire(
        self,
        situation: Situation,
        sens: str,
        *,
        apres: timedelta,
        de: str = "",
        lien: str = r.FIL,
        dmarc: str = "pass",
        egare: timedelta = timedelta(),
        autre: tuple[Lettre, str] | None = None,
        confondue: Lettre | None = None,
        objet: str = "",
        mots: str = "",
        designes: tuple[Designe, ...] = (),
        verbes: tuple[str, ...] = (),
        pieces: tuple[tuple[str, bytes], ...] = (),
    ) -> None:
        """A person writes: an answer to the offer, and to `autre` in the same message.

        `confondue` is the letter whose subject it bears instead.
        """
        lettre, hasard = situation.lettre, situation.hasard
        de = de or situation.adresse
        mots = mots or hasard.choice(MOTS[sens])
        propos = [replace(situation.propos, sens=sens, designes=designes, verbes=verbes)]
        if autre:
            seconde, sens_second = autre
            propos.append(Propos(seconde.reference, seconde.rang, sens_second))
            mots = "\n".join(f"{_verbe(p.sens)} {p.reference}" for p in propos)
        if confondue:
            propos.append(Propos(confondue.reference, confondue.rang, r.NOMME))
            objet = f"RE: {confondue.objet}"
        fil = lien == r.FIL
        dossier = "Junk" if hasard.random() < INDESIRABLES_PAR_ERREUR else "INBOX"
        encre = Random(hasard.random())

        def fabriquer(le: datetime, message_id: str) -> Arrivee:
            octets = ecriture.ecrire(
                encre,
                de=de,
                a=lettre.repondre_a if fil else ROBOT,
                objet=objet or (f"RE: {lettre.objet}" if fil else f"Logement {lettre.reference}"),
                mots=mots,
                le=le,
                message_id=message_id,
                dmarc=dmarc,
                lettre=lettre,
                fil=fil,
                pieces=pieces,
            )
            return Arrivee(
                0, le, le, dossier, r.PERSONNE, de, message_id, octets, tuple(propos), lien, dmarc,
                fichiers=tuple(contenu for _, contenu in pieces), en_reponse_a=lettre.message_id,
            )  # fmt: skip

        self.deposer(apres, fabriquer, egare=egare)

    def cacher(self, situation: Situation, sens: str, *, apres: timedelta, autre: Lettre) -> None:
        """A new message that names nothing, in Bcc to the reply addresses of two offers: two copies are delivered."""
        numero, de = self._monde.nouveau_numero(), situation.adresse
        mots, encre = situation.hasard.choice(MOTS[sens]), Random(situation.hasard.random())

        def geste() -> None:
            le, message_id = self._monde.maintenant(), f"<{numero}.{self._monde.parametres.graine}@simulation.example>"
            octets = ecriture.ecrire(
                encre, de=de, a=ROBOT, objet="Vos logements", mots=mots, le=le, message_id=message_id
            )
            for lettre in (situation.lettre, autre):
                livree = ecriture.entetes([("Delivered-To", lettre.repondre_a)]).removesuffix(b"\r\n") + octets
                propos = (Propos(lettre.reference, lettre.rang, sens, voie=lettre.voie, numero=lettre.numero),)
                self._monde.poster(Arrivee(0, le, le, "INBOX", r.PERSONNE, de, message_id, livree, propos))

        self._monde.apres(apres, geste)

    def s_absenter(
        self,
        situation: Situation,
        *,
        apres: timedelta,
        propos: tuple[Propos, ...] | None = None,
        egare: timedelta = timedelta(),
    ) -> None:
        """An out-of-office note, about the offer unless said otherwise."""
        lettre, de = situation.lettre, situation.adresse
        vise = (situation.propos,) if propos is None else propos
        encre = Random(situation.hasard.random())

        def fabriquer(le: datetime, message_id: str) -> Arrivee:
            octets = ecriture.absenter(encre, de=de, a=lettre.repondre_a, lettre=lettre, le=le, message_id=message_id)
            return Arrivee(
                0, le, le, "INBOX", r.ABSENCE, de, message_id, octets, vise,
                courrier=lettre.gabarit, en_reponse_a=lettre.message_id,
            )  # fmt: skip

        self.deposer(apres, fabriquer, egare=egare)

    def automate(self, situation: Situation, genre: str, ecrire: Callable[..., bytes], *, apres: timedelta) -> None:
        """A program of the réservataire writes by itself."""
        lettre, de = situation.lettre, situation.adresse

        def fabriquer(le: datetime, message_id: str) -> Arrivee:
            octets = ecrire(de=de, a=lettre.repondre_a, lettre=lettre, le=le, message_id=message_id)
            propos = (situation.propos,)
            return Arrivee(
                0, le, le, "INBOX", genre, de, message_id, octets, propos,
                courrier=lettre.gabarit, en_reponse_a=lettre.message_id,
            )  # fmt: skip

        self.deposer(apres, fabriquer)

    def corriger_la_ddets(self, *, apres: timedelta) -> None:
        """The landlord mends the address of the DDETS in its book."""
        self._monde.apres(apres, self._monde.corriger_la_ddets)

    def aviser(self, situation: Situation, genre: str, *, apres: timedelta, nu: bool = False) -> None:
        """A server reports; `nu`: it returns nothing of the letter, and names the address alone."""
        lettre, cible = situation.lettre, situation.adresse

        def fabriquer(le: datetime, message_id: str) -> Arrivee:
            octets = ecriture.aviser(
                genre,
                a=ROBOT if nu else lettre.repondre_a,
                cible=cible,
                lettre=lettre,
                le=le,
                message_id=message_id,
                rendu=not nu,
            )
            de = f"MAILER-DAEMON@mx.{cible.partition('@')[2]}"
            return Arrivee(
                0, le, le, "INBOX", genre, de, message_id, octets, () if nu else (situation.propos,),
                r.RIEN if nu else r.FIL, "", "" if nu else lettre.gabarit, cible, en_reponse_a=lettre.message_id,
            )  # fmt: skip

        self.deposer(apres, fabriquer)


def _verbe(sens: str) -> str:
    return "ACCEPTE" if sens == r.ACCEPTE else "REFUSE"
