"""Puts the robot together from a folder of settings: the one place that knows every adapter."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from robot.adapters.base.store import StoreSql
from robot.adapters.carnets.dossier import Rechargeur
from robot.adapters.carnets.reglages import Messagerie, Reglages
from robot.adapters.carnets.secrets import Secret, mot_de_passe, secret_des_jetons
from robot.adapters.feries import calendrier
from robot.adapters.gabarits import GabaritsJinja
from robot.adapters.messagerie.imap import BoiteImap, ReglagesImap
from robot.adapters.messagerie.smtp import FacteurSmtp, ReglagesSmtp
from robot.adapters.messagerie.veille import Veilleur
from robot.adapters.ressources import racine_ressources
from robot.domain.adresses import domaine
from robot.domain.calendrier import Calendrier
from robot.domain.carnet import Bailleur
from robot.domain.jetons import Jetons
from robot.etapes.robot import Greffe, Robot
from robot.ports import Clock, StoreInutilisable


@dataclass(frozen=True)
class Montage:
    """A robot ready to run, what watches its mailbox, and the settings that made them."""

    robot: Robot
    veilleur: Veilleur
    reglages: Reglages


def calendrier_du(bailleur: Bailleur) -> Calendrier:
    """The working days of a landlord."""
    return calendrier(bailleur.departement, bailleur.fuseau, bailleur.jours_feries)


@contextmanager
def ouvrir_le_greffe(dossier: Path, clock: Clock, environnement: Mapping[str, str] = os.environ) -> Iterator[Greffe]:
    """The registry of a folder of settings, without its links: to release, to order, to look.

    Raises ReglageInvalide.
    """
    carnets = Rechargeur(dossier)
    reglages = carnets.depart.reglages
    jetons = _jetons(reglages, environnement)
    store = _ouvrir_la_base(reglages, jetons)
    try:
        yield Greffe(clock, store, carnets, calendrier_du, jetons)
    finally:
        store.fermer()


@contextmanager
def monter(dossier: Path, clock: Clock, environnement: Mapping[str, str] = os.environ) -> Iterator[Montage]:
    """The whole robot; links are opened when they are first needed, and closed at the end.

    Raises ReglageInvalide.
    """
    carnets = Rechargeur(dossier)
    reglages = carnets.depart.reglages
    imap = reglages_imap(reglages.messagerie, environnement)
    smtp = reglages_smtp(reglages.messagerie, environnement)
    with ExitStack() as pile:
        boite = pile.enter_context(BoiteImap(imap))
        facteur = pile.enter_context(FacteurSmtp(smtp))
        veilleur = pile.enter_context(Veilleur(imap))
        jetons = _jetons(reglages, environnement)
        store = _ouvrir_la_base(reglages, jetons)
        pile.callback(store.fermer)
        robot = Robot(
            clock=clock,
            store=store,
            carnets=carnets,
            calendriers=calendrier_du,
            jetons=jetons,
            mailbox=boite,
            postman=facteur,
            gabarits=gabarits(reglages),
            serveur_de_confiance=reglages.messagerie.serveur_de_confiance or "",
            jeton_dans_adresse=reglages.messagerie.jeton_dans_adresse,
        )
        yield Montage(robot, veilleur, reglages)


def gabarits(reglages: Reglages) -> GabaritsJinja:
    """The printer of letters of this landlord."""
    bailleur = reglages.bailleur
    return GabaritsJinja(
        racine_ressources() / "templates",
        bailleur.adresse,
        bailleur.nom,
        jeton_dans_adresse=reglages.messagerie.jeton_dans_adresse,
        fuseau=bailleur.fuseau,
    )


def reglages_imap(messagerie: Messagerie, environnement: Mapping[str, str]) -> ReglagesImap:
    """The way in, with its password. Raises ReglageInvalide when nobody gives it."""
    serveur = messagerie.imap
    return ReglagesImap(
        hote=serveur.hote,
        port=serveur.port,
        securite=serveur.securite,
        identifiant=serveur.identifiant,
        mot_de_passe=mot_de_passe(Secret.IMAP, environnement),
        dossiers=serveur.dossiers,
        traites=serveur.traites,
        a_voir=serveur.a_voir,
        autorite=serveur.autorite,
    )


def reglages_smtp(messagerie: Messagerie, environnement: Mapping[str, str]) -> ReglagesSmtp:
    """The way out, with its password if it asks for one. Raises ReglageInvalide."""
    serveur = messagerie.smtp
    return ReglagesSmtp(
        hote=serveur.hote,
        port=serveur.port,
        securite=serveur.securite,
        identifiant=serveur.identifiant,
        mot_de_passe=mot_de_passe(Secret.SMTP, environnement) if serveur.identifiant else "",
        connexions=serveur.connexions,
        autorite=serveur.autorite,
    )


def _ouvrir_la_base(reglages: Reglages, jetons: Jetons) -> StoreSql:
    """The store, tied to this landlord and to this secret. Raises StoreInutilisable."""
    store = StoreSql(f"sqlite:///{reglages.base}", domaine(reglages.bailleur.adresse))
    store.lier({"siren": reglages.bailleur.siren, "secret": jetons.marque})
    return store


def _jetons(reglages: Reglages, environnement: Mapping[str, str] = os.environ) -> Jetons:
    try:
        reglages.base.parent.mkdir(parents=True, exist_ok=True)
        return Jetons(secret_des_jetons(reglages.base, environnement))
    except OSError as erreur:
        raise StoreInutilisable(
            f"Le dossier {reglages.base.parent} n'est pas accessible ({erreur.strerror}). Vérifiez le réglage « base » "
            "et les droits de l'utilisateur qui lance la commande."
        ) from erreur
