"""The robot's ports in the simulated world, each with its failures, each telling the record what truly happened."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from random import Random

from robot.adapters.memoire import BoiteEnMemoire
from robot.domain.carnet import Carnet
from robot.ports import Acheminement, Copie, Emplacement, Enveloppe, Issue, LiaisonIndisponible, MessageRecu, Rangement
from robot.simulation.lettre import GESTIONNAIRE, ouvrir
from robot.simulation.pannes import Emballement, Meteo
from robot.simulation.plan import Genre
from robot.simulation.releve import CopieGardee, Depart, LectureComplete, Releve

UN_BATTEMENT = timedelta(milliseconds=1)
UNE_HEURE = timedelta(hours=1)
INDESIRABLES = "Junk"
LETTRES_PAR_PASSE = 1000
ACCEPTE_250 = "250 2.0.0 Ok: queued as SIMULE"


class HorlogeSimulee:
    """The true time of the world, and the robot's clock, which may be wrong. Each look takes a millisecond."""

    def __init__(self, depart: datetime, meteo: Meteo) -> None:
        self.vrai = depart
        self._meteo = meteo

    def maintenant(self) -> datetime:
        """What the robot reads."""
        self.vrai += UN_BATTEMENT
        return self.robot

    @property
    def robot(self) -> datetime:
        """What the robot would read now; looking takes no time."""
        return self.vrai + self._meteo.ecart(self.vrai)

    @property
    def fausse(self) -> bool:
        """Whether it is hours away from the true one, as anybody would see."""
        return abs(self._meteo.ecart(self.vrai)) > UNE_HEURE


class CarnetsSimules:
    """The address book, edited from time to time."""

    def __init__(self, carnet: Carnet) -> None:
        self.carnet = carnet
        self.defaut: str | None = None

    def charger(self) -> Carnet:
        """See the port."""
        return self.carnet

    def probleme(self) -> str | None:
        """See the port."""
        return self.defaut


class BoiteSimulee(BoiteEnMemoire):
    """The mailbox: down, cut in the middle, renumbered, tidied by hand; it notes each complete reading."""

    def __init__(self, horloge: HorlogeSimulee, meteo: Meteo, releve: Releve) -> None:
        super().__init__(horloge)
        self._horloge = horloge
        self._meteo = meteo
        self._releve = releve
        self._mis_a_part: list[MessageRecu] | None = None

    def perdre_les_indesirables(self) -> None:
        """Somebody deleted or renamed the folder."""
        self._mis_a_part = self.dossiers.pop(INDESIRABLES, None)

    def retrouver_les_indesirables(self) -> None:
        """It is back."""
        if self._mis_a_part is not None:
            self.dossiers[INDESIRABLES], self._mis_a_part = self._mis_a_part, None

    def sortir_des_indesirables(self, octets: bytes) -> None:
        """A person moves that message to the INBOX, if the robot left it: it keeps the instant of its reception."""
        for message in [m for m in self.dossiers.get(INDESIRABLES, ()) if m.octets == octets]:
            self.dossiers[INDESIRABLES].remove(message)
            self.deposer(octets, recu_le=message.recu_le)
            self._releve.sortis[message.recu_le] = self._horloge.vrai

    def relever(self, signets: Mapping[str, tuple[int, int]]) -> Iterator[MessageRecu]:
        """See the port."""
        self._joindre()
        debut, debut_robot = self._horloge.vrai, self._horloge.robot
        nouveaux = [m for m in self.dossiers["INBOX"] if m.emplacement.uid > self._dernier_lu("INBOX", signets)]
        if nouveaux and (main := self._meteo.accident(Genre.IMAP_RANGE)):
            self._ranger_a_la_main(nouveaux, main)
        coupure = self._meteo.accident(Genre.IMAP_COUPE)
        reste = coupure.randrange(4) if coupure else -1
        for message in super().relever(signets):
            if reste == 0:
                break
            reste -= 1
            self._meteo.risquer_la_mort()
            yield message
        if coupure:
            raise LiaisonIndisponible("la connexion a été coupée pendant la relève")
        self._releve.lectures.append(LectureComplete(debut, debut_robot))

    def _ranger_a_la_main(self, nouveaux: Iterable[MessageRecu], main: Random) -> None:
        """A person believes them dealt with, just before the folder is listed."""
        for message in nouveaux:
            super().ranger([(message.emplacement, main.choice((Rangement.TRAITES, Rangement.A_VOIR)))])

    def heure(self) -> datetime | None:
        """See the port: the server's clock is right."""
        self._joindre()
        return self._horloge.vrai

    def ranges_apres(self, signets: Mapping[str, tuple[int, int]], a_defaut: datetime | None) -> Iterator[MessageRecu]:
        """See the port."""
        for message in super().ranges_apres(signets, a_defaut):
            self._meteo.risquer_la_mort()
            yield message

    def ranger(self, rangements: Iterable[tuple[Emplacement, Rangement]]) -> None:
        """See the port."""
        self._joindre()
        a_ranger = list(rangements)
        if a_ranger and self._meteo.accident(Genre.IMAP_DEPLACE):
            for emplacement, _ in a_ranger:  # a person filed them elsewhere meanwhile
                super().ranger([(emplacement, Rangement.SUR_PLACE)])
        for rangement in a_ranger:
            coupure = self._meteo.accident(Genre.IMAP_COUPE_RANGEMENT)
            if coupure is None or coupure.random() < 0.5:
                super().ranger([rangement])
            if coupure:
                raise LiaisonIndisponible("la connexion a été coupée pendant le rangement")
            self._meteo.risquer_la_mort()

    def copier_envoyes(self, copies: Iterable[Copie]) -> Iterator[tuple[str, str]]:
        """See the port."""
        for copie in copies:
            coupure = self._meteo.accident(Genre.IMAP_COUPE_COPIE)
            if coupure is None or coupure.random() < 0.5:
                yield from self._copier(copie, coupee=coupure is not None)
            if coupure:
                raise LiaisonIndisponible("la connexion a été coupée pendant la copie")

    def _copier(self, copie: Copie, *, coupee: bool) -> Iterator[tuple[str, str]]:
        for dite in super().copier_envoyes([copie]):
            message_id = ouvrir(copie.octets).message_id
            self._releve.copies.append(CopieGardee(self._horloge.vrai, message_id, copie.octets, not coupee))
            self._meteo.risquer_la_mort()
            if not coupee:
                yield dite

    def _joindre(self) -> None:
        self._meteo.vivre()
        if self._meteo.fenetre(Genre.IMAP_MORT, self._horloge.vrai):
            raise LiaisonIndisponible("la boîte ne répond pas")


class FacteurSimule:
    """The mail server: refuses, delays, hangs up, delivers twice; it notes each envelope and what it said of it.

    `livrer` carries a letter that it took; `inconnue_au_guichet` says whether
    the recipient's server refuses that address at once.
    """

    def __init__(
        self,
        horloge: HorlogeSimulee,
        meteo: Meteo,
        releve: Releve,
        livrer: Callable[[Depart], None],
        inconnue_au_guichet: Callable[[str, int, str], bool],
    ) -> None:
        self._horloge = horloge
        self._meteo = meteo
        self._releve = releve
        self._livrer = livrer
        self._inconnue_au_guichet = inconnue_au_guichet
        self.passe = 0
        self._remises = 0

    def commencer(self, passe: int) -> None:
        """A pass begins."""
        self.passe, self._remises = passe, 0

    def envoyer(
        self,
        enveloppes: Sequence[Enveloppe],
        patienter: Callable[[], None] = lambda: None,
        peut_partir: Callable[[Enveloppe], bool] = lambda _: True,
    ) -> Iterator[Acheminement]:
        """See the port."""
        for enveloppe in enveloppes:
            self._meteo.vivre()
            self._joindre()
            self._remises += 1
            if self._remises > LETTRES_PAR_PASSE:
                raise Emballement(f"plus de {LETTRES_PAR_PASSE} lettres en une passe")
            self._meteo.risquer_la_mort()
            if lenteur := self._meteo.accident(Genre.SMTP_LENT):
                self._horloge.vrai += timedelta(seconds=lenteur.randrange(30, 900))
                patienter()
            if not peut_partir(enveloppe):
                continue
            issue, reponse, statut, prise = self._sort(enveloppe)
            depart = self._noter(enveloppe, issue, prise=prise)
            try:
                self._meteo.risquer_la_mort()
            except BaseException:
                self._conserver(depart, dit="")
                raise
            self._conserver(depart, dit=issue.value)
            yield Acheminement(enveloppe.cle, issue, reponse, statut)

    def _joindre(self) -> None:
        if self._meteo.fenetre(Genre.SMTP_MORT, self._horloge.vrai) or self._meteo.accident(Genre.SMTP_COUPE_LOT):
            raise LiaisonIndisponible("le serveur d'envoi ne répond pas")

    def _sort(self, enveloppe: Enveloppe) -> tuple[Issue, str, str, bool]:
        """Outcome, words, status, and whether the server truly has the letter."""
        lettre = ouvrir(enveloppe.octets)
        domaine = enveloppe.destinataire.partition("@")[2]
        if coupure := self._meteo.accident(Genre.SMTP_COUPE):
            return Issue.INCONNUE, "liaison coupée après l'envoi des données", "", coupure.random() < 0.5
        for genre, issue, mots, statut in (
            (Genre.SMTP_4XX, Issue.REPORTEE, "451 4.7.1 revenez plus tard", "4.7.1"),
            (Genre.SMTP_5XX, Issue.REFUSEE, "550 5.7.1 refusé", "5.7.1"),
        ):
            hasard = self._meteo.fenetre(genre, self._horloge.vrai)
            if hasard and _visee(domaine, hasard.random()):
                return issue, mots, statut, False
        if (
            lettre.rang
            and lettre.voie != GESTIONNAIRE
            and self._inconnue_au_guichet(lettre.reference, lettre.rang, enveloppe.destinataire)
        ):
            return Issue.REFUSEE, "550 5.1.1 adresse inconnue", "5.1.1", False
        return Issue.CONFIEE, ACCEPTE_250, "2.0.0", True

    def _noter(self, enveloppe: Enveloppe, issue: Issue, *, prise: bool) -> Depart:
        lettre = ouvrir(enveloppe.octets)
        return Depart(
            le=self._horloge.vrai,
            le_robot=self._horloge.robot,
            passe=self.passe,
            cle=enveloppe.cle,
            destinataire=enveloppe.destinataire,
            message_id=lettre.message_id,
            en_reponse_a=lettre.en_reponse_a,
            gabarit=lettre.gabarit,
            reference=lettre.reference,
            rang=lettre.rang,
            octets=enveloppe.octets,
            dit=issue.value,
            prise=prise,
            voie=lettre.voie,
            numero=lettre.numero,
        )

    def _conserver(self, depart: Depart, *, dit: str) -> None:
        fini = Depart(**{**vars(depart), "dit": dit})
        self._releve.departs.append(fini)
        if fini.prise:
            self._livrer(fini)
            if self._meteo.accident(Genre.SMTP_DOUBLE):
                self._livrer(fini)


def _visee(domaine: str, tirage: float) -> bool:
    """Whether a failure that hits one domain in three hits this one, always the same during the failure."""
    return (sum(domaine.encode()) * 31 % 97 / 97 + tirage) % 1 < 1 / 3
