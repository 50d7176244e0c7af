"""The set of the demo: the shipped configuration, turned towards embedded servers, and the people in it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ruamel.yaml import YAML

from robot.adapters.carnets.dossier import initialiser
from robot.adapters.carnets.reglages import FICHIER
from robot.adapters.carnets.secrets import Secret, fichier_du_secret
from robot.adapters.messagerie.embarques import ServeursEmbarques
from robot.demo.correspondants import Correspondant, a_la_gmail, a_la_outlook, sans_citer

# Loopback, for the time of the story: nothing else listens with these.
MOT_DE_PASSE = "demonstration"
ROBOT = "orientation@bailleur.example"
GESTIONNAIRE = "camille.durand@bailleur.example"
SUPPORT = "support@bailleur.example"
COLLEGUE = "l.favre@cc-genevois.example"
DDETS = "ddets-reservation-sociale@haute-savoie.example"
# Whose server confirms that a letter was delivered (RFC 3461).
KARIM = "karim.saidi@menage.example"
PREFECTURE = "logement-fonctionnaires@haute-savoie.example"


# The passwords of the story, in the place of those of a real machine.
ENVIRONNEMENT = {Secret.IMAP.variable: MOT_DE_PASSE, Secret.SMTP.variable: MOT_DE_PASSE}


@dataclass(frozen=True)
class Troupe:
    """Those who answer."""

    viry: Correspondant
    balme: Correspondant
    genevois: Correspondant
    action_logement: Correspondant
    departement: Correspondant
    camille: Correspondant
    ddets: Correspondant
    referent: Correspondant
    lea: Correspondant
    hugo: Correspondant
    ines: Correspondant
    sofia: Correspondant
    karim: Correspondant


def troupe() -> Troupe:
    """The people of the shipped address book, each with a mail program."""
    return Troupe(
        viry=Correspondant("Mairie de Viry", "civil@viry74.example", MOT_DE_PASSE, a_la_outlook),
        balme=Correspondant("Mairie de La Balme-de-Sillingy", "logement@labalmedesillingy.example", MOT_DE_PASSE),
        genevois=Correspondant("CC du Genevois", "habitat@cc-genevois.example", MOT_DE_PASSE, a_la_gmail),
        action_logement=Correspondant(
            "Action Logement", "reservations74@actionlogement.example", MOT_DE_PASSE, a_la_outlook
        ),
        departement=Correspondant("Conseil départemental", "logement@conseil74.example", MOT_DE_PASSE, sans_citer),
        camille=Correspondant("Camille Durand", GESTIONNAIRE, MOT_DE_PASSE, a_la_outlook),
        ddets=Correspondant("DDETS", DDETS, MOT_DE_PASSE, a_la_outlook),
        referent=Correspondant("Paul Martin", "p.martin@ccas.example", MOT_DE_PASSE),
        lea=Correspondant("Léa Dupont", "lea.dupont@menage.example", MOT_DE_PASSE, a_la_gmail),
        hugo=Correspondant("Hugo Bernard", "hugo.bernard@menage.example", MOT_DE_PASSE, a_la_gmail),
        ines=Correspondant("Inès Morel", "ines.morel@menage.example", MOT_DE_PASSE),
        sofia=Correspondant("Sofia Haddad", "sofia.haddad@menage.example", MOT_DE_PASSE, a_la_gmail),
        karim=Correspondant("Karim Saidi", KARIM, MOT_DE_PASSE),
    )


# The landlord leaves its spreadsheet in spring: what each was owed and had received by then.
DROITS = """\
type;nom;perimetre;total;droits;mutations_pct
territoire;Viry;;129;;10
territoire;La Balme-de-Sillingy;;96;;10
reservataire;Commune de Viry;Viry;;50;
reservataire;Commune de La Balme-de-Sillingy;La Balme-de-Sillingy;;34;
reservataire;Communauté de communes du Genevois;Viry;;18;
reservataire;Action Logement Services;Haute-Savoie;;30;
reservataire;Préfecture de la Haute-Savoie, contingent fonctionnaires;Haute-Savoie;;11;
reservataire;Préfecture de la Haute-Savoie, réservation sociale;Haute-Savoie;;40;
reservataire;Conseil départemental de la Haute-Savoie;Haute-Savoie;;16;
"""
SOLDES = """\
réservataire;dû;acceptés;baux
Commune de Viry;14;10;
Commune de La Balme-de-Sillingy;9;6;
Communauté de communes du Genevois;6;4;
Action Logement Services;9;7;
Préfecture de la Haute-Savoie, contingent fonctionnaires;3;2;
Préfecture de la Haute-Savoie, réservation sociale;12;;17
Conseil départemental de la Haute-Savoie;5;6;
BAILLEUR;8;14;
"""


def boites(acteurs: Troupe) -> dict[str, str]:
    """Every mailbox of the set."""
    adresses = [ROBOT, GESTIONNAIRE, SUPPORT, COLLEGUE, *(acteur.adresse for acteur in vars(acteurs).values())]
    return dict.fromkeys(adresses, MOT_DE_PASSE)


def configurer(dossier: Path, serveurs: ServeursEmbarques, graine: int = 1) -> None:
    """Write the shipped configuration into `dossier`, its links turned to the embedded servers.

    The same seed seals the same tokens, so that two runs write the same messages.
    """
    initialiser(dossier)
    secret = fichier_du_secret(dossier / "robot.sqlite")
    secret.write_text(hashlib.sha256(f"démonstration {graine}".encode()).hexdigest(), encoding="ascii")
    secret.chmod(0o600)
    chemin = dossier / FICHIER
    yaml = YAML()
    reglages = yaml.load(chemin.read_text(encoding="utf-8"))
    messagerie = reglages["messagerie"]
    messagerie["imap"] |= {"hote": serveurs.hote, "port": serveurs.port_imap, "securite": "aucune"}
    messagerie["smtp"] |= {"hote": serveurs.hote, "port": serveurs.port_smtp, "securite": "aucune"}
    del messagerie["smtp"]["identifiant"], messagerie["serveur_de_confiance"]
    (dossier / "assiette.csv").write_text(DROITS, encoding="utf-8")
    (dossier / "soldes.csv").write_text(SOLDES, encoding="utf-8")
    reglages["assiette"] = {
        "table": "assiette.csv",
        "annee": 2026,
        "millesime": date(2025, 12, 31),
        "soldes": "soldes.csv",
    }
    messagerie["smtp"]["connexions"] = 1  # one after the other, so that the story has one order
    with chemin.open("w", encoding="utf-8") as fichier:
        yaml.dump(reglages, fichier)
