"""One message never stops the robot: neither one on which it fails, nor one that kills it each time it is read."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any, cast

import pytest

from robot.adapters.fiches.jointes import FichesJointes
from robot.cycle import cycle
from robot.domain.carnet import Bailleur
from robot.domain.dossier import Statut as S
from robot.etapes import apres_restauration
from robot.etapes.ecartes import MORTEL, lire_l_enveloppe
from robot.ports import Arrivage, Ecriture, LiaisonIndisponible, Rangement, Store, StoreInjoignable, TableauIllisible
from tests.cycle.courriels import ADMIN, GESTION, VIRY, courriel, offrir
from tests.cycle.test_lettres_mortelles import StoreQuiTombe
from tests.fabrique import ROBOT, paris
from tests.monde import Monde
from tests.plafond import MIO, mourir, sous_plafond

NOUS = "mx.bailleur.example"
DE_GESTION = f"{NOUS}; dmarc=pass header.from=bailleur.example"


class Mort(BaseException):
    """What nothing in the robot may catch, as a kill."""


@dataclass
class FichesPiegees:
    """The `Fiches` port: opening a file does what the trap says."""

    piege: Callable[[], None]
    ouvertures: int = 0

    def reconnait(self, nom: str, octets: bytes) -> bool:
        self.ouvertures += 1
        self.piege()
        return FichesJointes().reconnait(nom, octets)

    def lire(self, nom: str, octets: bytes, bailleur: Bailleur) -> Arrivage:
        raise TableauIllisible(nom)


def qui_leve(erreur: BaseException) -> FichesPiegees:
    def lever() -> None:
        raise erreur

    return FichesPiegees(lever)


def bombe() -> bytes:
    """A megabyte that says that it is a LibreOffice workbook, and inflates to a gigabyte."""
    octets = io.BytesIO()
    with zipfile.ZipFile(octets, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("mimetype", "w", force_zip64=True) as flux:
            for _ in range(1000):
                flux.write(bytes(MIO))
        archive.writestr("content.xml", "x")
    return octets.getvalue()


def porteur(de: str, octets: bytes = b"a;b\n1;2\n", *, objet: str = "Logements", resultats: str = "") -> bytes:
    """A message with a table attached."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = de, ROBOT, objet
    message["Message-ID"] = f"<porteur.{objet.lower()}@exemple.test>"
    if resultats:
        message["Authentication-Results"] = resultats
    message.set_content("Voir le fichier.")
    message.add_attachment(octets, maintype="application", subtype="octet-stream", filename="liste.ods")
    return message.as_bytes(policy=policy.SMTP)


def de_gestion() -> bytes:
    """The only messages whose files are opened outside of a thread."""
    return porteur(GESTION, resultats=DE_GESTION)


def passer(monde: Monde, fiches: FichesPiegees, le: str) -> None:
    monde.horloge.regler(paris(le))
    cycle(replace(monde.robot, fiches=fiches, serveur_de_confiance=NOUS))


def vus(monde: Monde) -> list[str]:
    return [vu.resume for vu in monde.store.a_voir(monde.horloge.maintenant().replace(hour=0))]


@pytest.mark.parametrize("dossier", ["INBOX", "Junk"])
def test_la_bombe_d_un_inconnu_n_est_pas_ouverte_et_le_refus_qui_suit_est_lu(dossier: str):
    octets = porteur("inconnu@spam.example", bombe())

    def matinee() -> str:
        monde = Monde.creer("2026-04-28T09:00")
        ref, offre = offrir(monde)
        monde.boite.deposer(octets, dossier)
        monde.repondre(offre, "REFUSE\n\nMotif : trop petit")
        monde.passer("2026-04-28T10:00")
        assert monde.store.lu_jusqu_a() == monde.horloge.maintenant()
        return monde.dossier(ref).courante.reservataire

    assert sous_plafond(matinee, memoire=300 * MIO) == "als"


def test_la_bombe_d_un_gestionnaire_lui_est_refusee_avec_la_raison():
    octets = porteur(GESTION, bombe(), resultats=DE_GESTION)

    def matinee() -> str:
        monde = Monde.creer("2026-04-28T09:00")
        monde.serveur_de_confiance = NOUS
        monde.boite.deposer(octets)
        monde.passer("2026-04-28T10:00")
        lue = message_from_bytes(monde.courrier(GESTION, "reponse_ordre").octets, policy=policy.default)
        corps = lue.get_body(("plain",))
        assert corps is not None
        return " ".join(corps.get_content().split())

    assert "trop gros une fois décompressés : celui-ci n'a pas été ouvert" in sous_plafond(matinee, memoire=300 * MIO)


def test_au_dela_de_vingt_tableaux_chacun_est_nomme_et_non_ouvert():
    monde = Monde.creer("2026-04-28T09:00")
    monde.serveur_de_confiance = NOUS
    message = message_from_bytes(de_gestion(), policy=policy.default)
    assert isinstance(message, EmailMessage)
    for rang in range(2, 23):
        message.add_attachment(b"a;b\n1;2\n", maintype="text", subtype="csv", filename=f"table-{rang}.csv")
    monde.boite.deposer(message.as_bytes(policy=policy.SMTP))
    monde.passer("2026-04-28T10:00")
    reponse = monde.courrier(GESTION, "reponse_ordre").octets.decode().replace("=\r\n", "")
    assert "table-22.csv" in reponse
    assert "plus de 20 tableaux" in reponse


@pytest.mark.parametrize(
    "erreur",
    [
        pytest.param(MemoryError(), id="la mémoire manque"),
        pytest.param(RecursionError(), id="un contenu trop emboîté"),
        pytest.param(KeyError("x"), id="une faute à nous"),
        pytest.param(NotImplementedError(), id="ce que personne n'avait prévu"),
    ],
)
def test_un_message_sur_lequel_le_robot_echoue_va_a_une_personne_sans_etre_rouvert(erreur: Exception):
    monde = Monde.creer("2026-04-28T09:00")
    ref, offre = offrir(monde)
    monde.boite.deposer(de_gestion())
    monde.repondre(offre, "REFUSE\n\nMotif : trop petit")
    fiches = qui_leve(erreur)
    passer(monde, fiches, "2026-04-28T10:00")
    assert fiches.ouvertures == 1
    assert vus(monde) == ["erreur interne : le message n'a eu aucun effet, un gestionnaire doit le lire"]
    assert monde.dossier(ref).courante.reservataire == "als"
    assert len(monde.boite.ranges[Rangement.A_VOIR]) == 1


@pytest.mark.regle("R43")
def test_le_silence_d_un_reservataire_dont_la_reponse_n_a_pas_pu_etre_lue_n_est_pas_compte():
    """Out of any thread: nothing but its address says which offers it may answer."""
    monde = Monde.creer("2026-04-28T09:00")
    ref, _ = offrir(monde)
    monde.boite.deposer(porteur(VIRY))

    @dataclass
    class Tables:
        def lire(self, nom: str, octets: bytes) -> tuple[tuple[str, ...], ...]:
            raise MemoryError

    cycle(replace(monde.robot, tableaux=Tables()))
    for jour in ("2026-04-29", "2026-04-30", "2026-05-04"):
        monde.passer(f"{jour}T10:00")
    assert monde.dossier(ref).statut is S.A_CLARIFIER


@pytest.mark.parametrize("erreur", [StoreInjoignable("la base ne répond pas"), LiaisonIndisponible("coupé")])
def test_une_liaison_coupee_ne_met_rien_de_cote_et_ne_compte_pas_pour_une_mort(erreur: Exception):
    monde = Monde.creer("2026-04-28T09:00")
    monde.boite.deposer(de_gestion())
    fiches = qui_leve(erreur)
    for minute in range(5):
        try:
            passer(monde, fiches, f"2026-04-28T10:0{minute}")
        except StoreInjoignable:
            continue
    assert fiches.ouvertures == 5
    assert vus(monde) == []


def test_une_base_qui_tombe_pendant_la_lecture_et_ne_laisse_rien_noter_ne_compte_pas_pour_une_mort():
    monde = Monde.creer("2026-04-28T09:00")
    monde.store = store = StoreQuiTombe("sqlite://", "bailleur.example")
    monde.boite.deposer(de_gestion())

    def tomber() -> None:
        store.tombe = True
        raise StoreInjoignable("la base ne répond pas")

    fiches = FichesPiegees(tomber)
    for minute in range(5):
        with pytest.raises(StoreInjoignable):
            passer(monde, fiches, f"2026-04-28T10:0{minute}")
        store.tombe = False
    assert fiches.ouvertures == 5
    assert vus(monde) == []


def test_un_message_qui_tue_le_robot_n_est_plus_lu_la_troisieme_fois():
    monde = Monde.creer("2026-04-28T09:00")
    ref, offre = offrir(monde)
    monde.boite.deposer(de_gestion())
    monde.repondre(offre, "REFUSE\n\nMotif : trop petit")
    fiches = qui_leve(Mort())
    for minute in range(2):
        with pytest.raises(Mort):
            passer(monde, fiches, f"2026-04-28T10:0{minute}")
    passer(monde, fiches, "2026-04-28T10:03")
    assert fiches.ouvertures == 2
    assert vus(monde) == [MORTEL]
    assert monde.dossier(ref).courante.reservataire == "als", "les autres messages sont lus"
    monde.passer("2026-04-28T10:04")
    (alerte,) = monde.courriers(ADMIN, "alerte")
    dite = alerte.octets.decode().replace("=\r\n", "")
    assert GESTION in dite
    assert "Logements" in dite
    monde.passer("2026-04-29T08:05")
    assert "n'est plus lu" in " ".join(_texte(monde, GESTION, "synthese").split())


def _texte(monde: Monde, a: str, gabarit: str) -> str:
    lue = message_from_bytes(monde.courrier(a, gabarit).octets, policy=policy.default)
    corps = lue.get_body(("plain",))
    assert corps is not None
    return str(corps.get_content())


@pytest.mark.regle("R43")
def test_l_offre_a_laquelle_repond_un_message_mortel_attend_une_personne():
    monde = Monde.creer("2026-04-28T09:00")
    ref, offre = offrir(monde)

    def joindre(message: EmailMessage) -> None:
        message.replace_header("From", GESTION)
        message["Authentication-Results"] = DE_GESTION
        message.add_attachment(b"a;b\n", maintype="text", subtype="csv", filename="a.csv")

    monde.repondre(offre, "Voir le fichier.", retoucher=joindre)
    fiches = qui_leve(Mort())
    for minute in range(2):
        with pytest.raises(Mort):
            passer(monde, fiches, f"2026-04-28T10:0{minute}")
    passer(monde, fiches, "2026-04-28T10:03")
    for jour in ("2026-04-29", "2026-04-30", "2026-05-04"):
        monde.passer(f"{jour}T10:00")
    assert monde.dossier(ref).statut is S.A_CLARIFIER


def test_des_robots_tues_pour_de_bon_n_accusent_que_le_message_qui_les_tue(tmp_path: Path):
    """SIGKILL, a base on the disk, a process a pass; the deadly message comes after others."""
    monde = Monde.creer("2026-04-28T09:00", base=tmp_path / "base.sqlite")
    messages = [courriel(f"a{n}@b.example", ROBOT, f"Question {n}", "Bonjour.") for n in range(3)]
    for octets in (*messages, de_gestion(), courriel("z@b.example", ROBOT, "Question 9", "Bonjour.")):
        monde.boite.deposer(octets)
    base, boite = tmp_path / "base.sqlite", monde.boite
    monde.store.fermer()

    def une_passe() -> str:
        autre = Monde.creer("2026-04-28T10:00", base=base)
        autre.boite = boite
        passer(autre, FichesPiegees(mourir), "2026-04-28T10:00")
        return "|".join(sorted(vus(autre)))

    # The first death is not counted: the message did not open the pass.
    for _ in range(3):
        with pytest.raises(AssertionError, match="SIGKILL"):
            sous_plafond(une_passe, memoire=300 * MIO)
    fin = sous_plafond(une_passe, memoire=300 * MIO)
    assert fin.count(MORTEL) == 1
    assert len(fin.split("|")) == 5


@dataclass(frozen=True)
class StoreQuiRefuse:
    """The store, in which nothing can claim the question of a mairie."""

    store: Store

    def __getattr__(self, nom: str) -> Any:
        return getattr(self.store, nom)

    def ecrire(self, ecriture: Ecriture, maintenant: datetime) -> bool:
        if ecriture.constat and ecriture.constat.objet == "question":
            raise RuntimeError("inattendu")
        return self.store.ecrire(ecriture, maintenant)


def test_un_message_mortel_derriere_un_message_que_rien_ne_consigne_n_est_plus_lu_non_plus():
    monde = Monde.creer("2026-04-28T09:00")
    ref, offre = offrir(monde)
    monde.boite.deposer(courriel(VIRY, ROBOT, "question", "Bonjour, pouvez-vous m'appeler ?"))
    monde.boite.deposer(de_gestion())
    monde.repondre(offre, "REFUSE\n\nMotif : trop petit")
    robot = replace(monde.robot, fiches=qui_leve(Mort()), serveur_de_confiance=NOUS)
    robot = replace(robot, store=cast("Store", StoreQuiRefuse(monde.store)))
    for minute in range(2):
        monde.horloge.regler(paris(f"2026-04-28T10:0{minute}"))
        with pytest.raises(Mort):
            cycle(robot)
    monde.horloge.regler(paris("2026-04-28T10:03"))
    assert cycle(robot).defauts, "la question attend encore"
    assert vus(monde) == [MORTEL]
    assert "RefusRecu" in monde.faits(ref)


def test_des_morts_sans_rapport_avec_les_messages_n_en_accusent_aucun():
    """A robot killed once at each of six messages reads them all."""
    monde = Monde.creer("2026-04-28T09:00")
    for n in range(6):
        monde.boite.deposer(porteur(GESTION, objet=f"Table{n}", resultats=DE_GESTION))
    fiches = FichesPiegees(lambda: None)

    def mourir_la_premiere_fois() -> None:
        if fiches.ouvertures % 3 == 1:  # a message that is read to its end opens its file twice
            raise Mort

    fiches.piege = mourir_la_premiere_fois
    for minute in range(8):
        try:
            passer(monde, fiches, f"2026-04-28T10:0{minute}")
        except Mort:
            continue
    assert monde.store.lu_jusqu_a() is not None
    assert MORTEL not in vus(monde)
    assert len(monde.courriers(GESTION, "reponse_ordre")) == 6


def test_un_message_dont_les_en_tetes_seuls_tuent_encore_n_est_plus_regarde():
    """Set aside with its author's name; if even that kills, without."""
    monde = Monde.creer("2026-04-28T09:00")
    recu = monde.boite.deposer(de_gestion())
    assert lire_l_enveloppe(recu, 2).expediteur == GESTION
    assert lire_l_enveloppe(recu, 3).expediteur == ""


def test_une_reprise_apres_restauration_ne_relit_pas_sans_fin_un_message_mortel():
    monde = Monde.creer("2026-04-28T09:00")
    monde.boite.ranges[Rangement.A_VOIR].append(monde.boite.deposer(de_gestion()))
    monde.boite.dossiers["INBOX"].clear()
    apres_restauration.commencer(monde.store)
    fiches = qui_leve(Mort())
    for minute in range(2):
        with pytest.raises(Mort):
            passer(monde, fiches, f"2026-04-28T10:0{minute}")
    passer(monde, fiches, "2026-04-28T10:03")
    assert not apres_restauration.en_cours(monde.store)
    assert MORTEL in vus(monde)
