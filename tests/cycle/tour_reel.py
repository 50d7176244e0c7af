"""A robot on real Postfix and Dovecot, over TLS: what the stories played on them share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from imapclient import IMAPClient

from robot.adapters.carnets.secrets import Secret
from robot.adapters.communes import table_officielle
from robot.adapters.feries import calendrier
from robot.adapters.horloge import HorlogeFixee
from robot.adapters.montage import Montage, monter
from robot.cycle import cycle
from robot.domain.dossier import Dossier
from robot.domain.fiche import lire_liberation
from robot.etapes.liberation import liberer
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
  - {{nom: Camille Durand, adresse: camille@{domaine}}}
ddets: {{nom: DDETS, adresse: ddets@{domaine}}}
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

        vus = list[str]()

        def la() -> bool:
            passe = cycle(self.montage.robot)
            assert passe.pannes == ()
            vus[:] = self.faits(reference)
            return fait in vus

        try:
            attendre_que(la, f"{fait} pour {reference}", 30)
        except pytest.fail.Exception as echec:
            envois = self.montage.robot.store.envois(reference)
            lettres = ", ".join(f"{e.courrier.gabarit} {e.etat} {e.reponse}" for e in envois)
            pytest.fail(f"{echec} ; faits : {', '.join(vus)} ; lettres : {lettres}")

    def recus(self, nom: str, objet: str) -> int:
        with IMAPClient("localhost", self.serveurs.ports.imap, ssl=False) as client:
            client.plain_login(nom, MOT_DE_PASSE)
            client.select_folder("INBOX", readonly=True)
            return len(client.search(["SUBJECT", objet], "UTF-8"))

    def dernier(self, nom: str, objet: str) -> EmailMessage:
        """The latest message of that mailbox whose subject holds `objet`, once it is there."""
        attendre_que(lambda: self.recus(nom, objet), f"« {objet} » chez {nom}")
        with IMAPClient("localhost", self.serveurs.ports.imap, ssl=False) as client:
            client.plain_login(nom, MOT_DE_PASSE)
            client.select_folder("INBOX", readonly=True)
            numero = max(client.search(["SUBJECT", objet], "UTF-8"))
            brut = client.fetch([numero], ["BODY.PEEK[]"])[numero][b"BODY[]"]
        lu = message_from_bytes(brut, policy=policy.default)
        assert isinstance(lu, EmailMessage)
        return lu

    def ranges(self, dossier: str) -> int:
        with IMAPClient("localhost", self.serveurs.ports.imap, ssl=False) as client:
            client.plain_login("robot", MOT_DE_PASSE)
            client.select_folder(dossier, readonly=True)
            return len(client.search("ALL"))


@contextmanager
def en_tour(serveurs: ServeursReels, tmp_path: Path) -> Iterator[Tour]:
    """The robot, its settings in `tmp_path`."""
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
