"""The whole turn through real Postfix and Dovecot, over TLS, with a real mail program at the other end."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from imapclient import IMAPClient

from robot.adapters.carnets.secrets import Secret
from robot.adapters.communes import table_officielle
from robot.adapters.feries import calendrier
from robot.adapters.horloge import HorlogeFixee
from robot.adapters.montage import Montage, monter
from robot.cycle import cycle
from robot.domain.dossier import Dossier, Statut
from robot.domain.fiche import lire_liberation
from robot.etapes.liberation import liberer
from tests.mutt import repondre_avec_mutt
from tests.serveurs import MOT_DE_PASSE, ServeursReels, attendre_que

ROBOT_YAML = """
bailleur:
  nom: Habitat des Essais
  siren: 123 456 782
  departement: 74
  adresse: robot@{domaine}
  service: Service des attributions
  telephone: 04 50 00 00 00
  prefixe: V
messagerie:
  imap: {{hote: localhost, port: {imaps}, securite: tls, identifiant: robot, dossiers: [INBOX], autorite: {autorite}}}
  smtp: {{hote: localhost, port: {soumission}, securite: starttls, identifiant: robot, autorite: {autorite}}}
  jeton_dans_adresse: oui
base: {base}
gestionnaires:
  - {{nom: Camille Durand, adresse: ddets@{domaine}}}
"""

RESERVATAIRES_YAML = """
- {{nom: Commune de Viry, code: viry, adresse: viry@{domaine}, perimetre: {{commune: Viry}}, ordre: 1}}
- {{nom: Commune de La Balme, code: balme, adresse: balme@{domaine}, perimetre: {{commune: La Balme-de-Sillingy}}, ordre: 1}}
- {{nom: Commune d'Archamps, code: archamps, adresse: vac@{domaine}, perimetre: {{commune: Archamps}}, ordre: 1}}
- {{nom: Commune de Neydens, code: neydens, adresse: inconnu@{domaine}, perimetre: {{commune: Neydens}}, ordre: 1}}
- {{nom: Préfecture, code: prefecture, adresse: prefecture@{domaine}, perimetre: {{departement: 74}}, ordre: 2}}
"""

CHAMPS = {
    "Adresse": "12 rue des Essais", "Étage": "2", "Ascenseur": "oui", "Typologie": "T3", "Surface": "64,5",
    "Financement": "PLUS", "Chauffage": "gaz", "Eau chaude": "collective", "Loyer": "487,32", "Charges": "120",
    "PMR": "non",
}  # fmt: skip


def mardi_matin() -> datetime:
    """A Tuesday at 9:00 followed by three worked days, a little ahead of the servers' own clock."""
    jours = calendrier("74")
    jour = datetime.now(UTC).date() + timedelta(days=1)  # noqa: TID251 - the servers have only this clock
    while jour.weekday() != 1 or not all(jours.est_ouvre(jour + timedelta(days=n)) for n in range(4)):
        jour += timedelta(days=1)
    return jours.instant(jour, time(9))


class Tour:
    """A robot on the real servers; its clock is turned by hand, theirs is not."""

    def __init__(self, montage: Montage, horloge: HorlogeFixee, serveurs: ServeursReels) -> None:
        self.montage, self.horloge, self.serveurs = montage, horloge, serveurs
        self.rpls = 7430900000

    def liberer(self, commune: str) -> str:
        self.rpls += 1
        champs = {**CHAMPS, "RPLS": str(self.rpls), "Commune": commune}
        return liberer(self.montage.robot, lire_liberation(champs, table_officielle(), "V", "74"))

    def dossier(self, reference: str) -> Dossier:
        dossier = self.montage.robot.store.dossier(reference)
        assert dossier is not None
        return dossier

    def faits(self, reference: str) -> list[str]:
        return [type(inscrit.fait).__name__ for inscrit in self.montage.robot.store.journal(reference)]

    def jusqu_a(self, reference: str, fait: str) -> None:
        """Pass after pass, as the daemon does, until that fact is in the journal."""

        def la() -> bool:
            passe = cycle(self.montage.robot)
            assert passe.pannes == ()
            return fait in self.faits(reference)

        attendre_que(la, f"{fait} pour {reference}", 30)

    def recus(self, nom: str, objet: str) -> int:
        with IMAPClient("localhost", self.serveurs.ports.imap, ssl=False) as client:
            client.plain_login(nom, MOT_DE_PASSE)
            client.select_folder("INBOX", readonly=True)
            return len(client.search(["SUBJECT", objet], "UTF-8"))

    def ranges(self, dossier: str) -> int:
        with IMAPClient("localhost", self.serveurs.ports.imap, ssl=False) as client:
            client.plain_login("robot", MOT_DE_PASSE)
            client.select_folder(dossier, readonly=True)
            return len(client.search("ALL"))


@pytest.fixture
def tour(serveurs: ServeursReels, tmp_path: Path) -> Iterator[Tour]:
    domaine = serveurs.adresse("x").partition("@")[2]
    valeurs = {
        "domaine": domaine,
        "imaps": serveurs.ports.imaps,
        "soumission": serveurs.ports.soumission,
        "autorite": serveurs.autorite,
        "base": tmp_path / "robot.sqlite",
    }
    (tmp_path / "robot.yaml").write_text(ROBOT_YAML.format(**valeurs), encoding="utf-8")
    (tmp_path / "reservataires.yaml").write_text(RESERVATAIRES_YAML.format(**valeurs), encoding="utf-8")
    horloge = HorlogeFixee(mardi_matin())
    secrets = {Secret.IMAP.variable: MOT_DE_PASSE, Secret.SMTP.variable: MOT_DE_PASSE}
    with monter(tmp_path, horloge, secrets) as montage:
        yield Tour(montage, horloge, serveurs)


@pytest.mark.serveurs
@pytest.mark.regle("R40", "R41", "R42", "R43", "R44", "C15")
def test_le_tour_complet_par_postfix_et_dovecot(tour: Tour, tmp_path: Path) -> None:
    viry, balme = tour.liberer("Viry"), tour.liberer("La Balme-de-Sillingy")
    archamps, neydens = tour.liberer("Archamps"), tour.liberer("Neydens")

    # The offers leave; Postfix's own success report proves the reception.
    tour.jusqu_a(viry, "RemiseConstatee")
    tour.jusqu_a(balme, "RemiseConstatee")
    reception = tour.dossier(balme).courante.reception
    assert reception is not None
    assert not reception.presumee

    # Nobody at that address: Postfix accepts, Dovecot refuses, the bounce comes back.
    tour.jusqu_a(neydens, "RemiseEchouee")
    assert tour.dossier(neydens).statut is Statut.NON_REMISE

    # Sieve answers by itself for an absent one: proof of reception at most, never an answer.
    def sieve_a_repondu() -> list[str]:
        cycle(tour.montage.robot)
        return _automates(tour.montage.reglages.base)

    attendre_que(sieve_a_repondu, "la réponse automatique de Sieve", 30)
    assert tour.dossier(archamps).statut is Statut.EN_ATTENTE

    # A refusal written with Mutt, the offer quoted below; the next réservataire is asked, and accepts.
    attendre_que(lambda: tour.recus("viry", viry), "l'offre chez Viry")
    repondre_avec_mutt(tour.serveurs, tmp_path, "viry", viry, "REFUSE\n\nMotif : pas de candidat")
    tour.jusqu_a(viry, "RefusRecu")
    assert tour.dossier(viry).orientations[0].motif == "pas de candidat"
    assert tour.dossier(viry).courante.reservataire == "prefecture"
    attendre_que(lambda: tour.recus("prefecture", viry), "l'offre chez la préfecture")
    repondre_avec_mutt(tour.serveurs, tmp_path, "prefecture", viry, "ACCEPTE")
    tour.jusqu_a(viry, "AccordRecu")
    attendre_que(lambda: tour.recus("prefecture", "accord") >= 1, "l'accusé d'accord")

    # Silence: the reminder on the last morning, then the acceptance the morning after.
    tour.horloge.regler(tour.horloge.maintenant() + timedelta(days=2))
    tour.jusqu_a(balme, "RappelDecide")
    tour.horloge.regler(tour.horloge.maintenant() + timedelta(days=1))
    tour.jusqu_a(balme, "AccordTacite")
    tour.jusqu_a(archamps, "AccordTacite")
    attendre_que(lambda: tour.recus("balme", "silence") >= 1, "l'avis d'accord tacite")
    assert "AccordTacite" not in tour.faits(neydens)

    # Everything read was filed, and the gestionnaire was told of the failure.
    def rangee() -> bool:
        cycle(tour.montage.robot)
        return tour.ranges("INBOX") == 0

    attendre_que(rangee, "une boîte vide", 30)
    assert tour.ranges("Traités") >= 5
    attendre_que(lambda: tour.recus("ddets", neydens) >= 1, "l'avis de non-remise chez le gestionnaire")


def _automates(base: Path) -> list[str]:
    """Who answered by themselves, as recorded."""
    with closing(sqlite3.connect(base)) as connexion:
        lignes = connexion.execute("SELECT expediteur FROM messages WHERE nature = 'reponse_automatique'").fetchall()
    return [expediteur for (expediteur,) in lignes]
