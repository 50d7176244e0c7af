"""Puts the robot together from a folder of settings: the one place that knows every adapter."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import make_url

from robot.adapters.base.store import StoreSql
from robot.adapters.carnets.dossier import Rechargeur
from robot.adapters.carnets.reglages import Messagerie, Reglages
from robot.adapters.carnets.secrets import Secret, mot_de_passe, mot_de_passe_facultatif, secret_des_jetons
from robot.adapters.communes import table_officielle
from robot.adapters.feries import calendrier
from robot.adapters.fiches.jointes import FichesJointes
from robot.adapters.fiches.tableaux import TableauxDeFichiers
from robot.adapters.fichiers import raison
from robot.adapters.gabarits import GabaritsJinja
from robot.adapters.messagerie.imap import BoiteImap, ReglagesImap
from robot.adapters.messagerie.smtp import FacteurSmtp, ReglagesSmtp
from robot.adapters.messagerie.veille import Veilleur
from robot.adapters.pieces.atelier import Atelier
from robot.adapters.ressources import racine_ressources
from robot.domain.adresses import domaine
from robot.domain.calendrier import Calendrier
from robot.domain.carnet import Bailleur
from robot.domain.jetons import Jetons
from robot.etapes.robot import Greffe, Robot
from robot.ports import Clock, Store, StoreInutilisable


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
    store = _ouvrir_la_base(reglages, jetons, environnement)
    try:
        yield Greffe(clock, store, carnets, calendrier_du, jetons)
    finally:
        store.fermer()


@contextmanager
def ouvrir_le_journal(
    dossier: Path, environnement: Mapping[str, str] = os.environ
) -> Iterator[tuple[StoreSql, Reglages]]:
    """The store of a folder of settings and these settings, to audit it. Raises ReglageInvalide, StoreInutilisable."""
    reglages = Rechargeur(dossier).depart.reglages
    if not reglages.url and not reglages.base.exists():
        raise StoreInutilisable(f"La base {reglages.base} n'existe pas : rien à vérifier. Vérifiez « base ».")
    store = _ouvrir_la_base(reglages, environnement=environnement)
    try:
        yield store, reglages
    finally:
        store.fermer()


@contextmanager
def ouvrir_pour_sauvegarder(dossier: Path) -> Iterator[StoreSql]:
    """The store of a folder of settings, without its secret. Raises ReglageInvalide, StoreInutilisable."""
    reglages = Rechargeur(dossier).depart.reglages
    if not reglages.url and not reglages.base.exists():
        raise StoreInutilisable(f"La base {reglages.base} n'existe pas : rien à sauvegarder. Vérifiez « base ».")
    store = _ouvrir_la_base(reglages)
    try:
        yield store
    finally:
        store.fermer()


@contextmanager
def ouvrir_pour_restaurer(
    dossier: Path, environnement: Mapping[str, str] = os.environ
) -> Iterator[tuple[StoreSql, Mapping[str, str]]]:
    """The store to fill, and whose it must be. Raises ReglageInvalide, StoreInutilisable."""
    reglages = Rechargeur(dossier).depart.reglages
    jetons = _jetons(reglages, environnement)
    store = _ouvrir_la_base(reglages, environnement=environnement)
    try:
        yield store, identite(reglages, jetons)
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
        boite = pile.enter_context(BoiteImap(imap, clock))
        facteur = pile.enter_context(FacteurSmtp(smtp))
        veilleur = pile.enter_context(Veilleur(imap))
        jetons = _jetons(reglages, environnement)
        store = _ouvrir_la_base(reglages, jetons, environnement)
        pile.callback(store.fermer)
        robot = Robot(
            clock=clock,
            store=store,
            carnets=carnets,
            calendriers=calendrier_du,
            jetons=jetons,
            mailbox=boite,
            postman=facteur,
            gabarits=gabarits(reglages.bailleur, store, jeton_dans_adresse=reglages.messagerie.jeton_dans_adresse),
            tableaux=TableauxDeFichiers(),
            fiches=FichesJointes(),
            communes=table_officielle(),
            serveur_de_confiance=reglages.messagerie.serveur_de_confiance or "",
            jeton_dans_adresse=reglages.messagerie.jeton_dans_adresse,
        )
        yield Montage(robot, veilleur, reglages)


def gabarits(bailleur: Bailleur, store: Store | None, *, jeton_dans_adresse: bool) -> GabaritsJinja:
    """The printer of letters of this landlord; the files that people sent are in its store, if any."""
    dossier = racine_ressources() / "templates"
    return GabaritsJinja(
        dossier,
        bailleur.adresse,
        bailleur.nom,
        jeton_dans_adresse=jeton_dans_adresse,
        fuseau=bailleur.fuseau,
        atelier=Atelier(dossier, messages_de(store), fuseau=bailleur.fuseau),
    )


def messages_de(store: Store | None) -> Callable[[str], bytes | None]:
    """The bytes of a recorded message, None when it is unknown or was erased."""

    def octets(empreinte: str) -> bytes | None:
        message = store.message(empreinte) if store else None
        return message.octets or None if message else None

    return octets


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
        envoyes=serveur.envoyes,
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


def identite(reglages: Reglages, jetons: Jetons) -> Mapping[str, str]:
    """What ties a store to this landlord and to this secret."""
    return {"siren": reglages.bailleur.siren, "secret": jetons.marque}


def _ouvrir_la_base(
    reglages: Reglages, jetons: Jetons | None = None, environnement: Mapping[str, str] = os.environ
) -> StoreSql:
    """The store, tied to this landlord and to this secret when it is given.

    Raises StoreInutilisable, StoreInjoignable.
    """
    store = StoreSql(adresse_de_la_base(reglages, environnement), domaine(reglages.bailleur.adresse))
    try:
        if jetons is not None:
            store.lier(identite(reglages, jetons))
    except BaseException:
        store.fermer()
        raise
    return store


def adresse_de_la_base(reglages: Reglages, environnement: Mapping[str, str] = os.environ) -> str:
    """The URL of the store, with its password if somebody gives one. Raises ReglageInvalide."""
    if not reglages.url:
        return f"sqlite:///{reglages.base}"
    url = make_url(reglages.url).set(password=mot_de_passe_facultatif(Secret.BASE, environnement) or None)
    return url.render_as_string(hide_password=False)


def _jetons(reglages: Reglages, environnement: Mapping[str, str] = os.environ) -> Jetons:
    try:
        if not reglages.url:
            reglages.base.parent.mkdir(parents=True, exist_ok=True)
        return Jetons(secret_des_jetons(reglages.base, environnement, partage=bool(reglages.url)))
    except OSError as erreur:
        raise StoreInutilisable(
            f"Le dossier {reglages.base.parent} n'est pas accessible ({raison(erreur)}). Vérifiez le réglage « base » "
            "et les droits de l'utilisateur qui lance la commande."
        ) from erreur
