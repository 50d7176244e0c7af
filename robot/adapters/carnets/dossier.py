"""The address book and the settings: two YAML files edited by hand, taken whole or refused whole.

`charger` reads a folder, `Rechargeur` follows it while the robot runs,
`verifier` and `initialiser` serve the command line.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from robot.adapters.carnets import reglages, reservataires
from robot.adapters.carnets.assiette import lire_le_flux
from robot.adapters.carnets.controles import controler
from robot.adapters.carnets.reglages import Reglages, lire_reglages
from robot.adapters.carnets.reservataires import Entree, lire_reservataires
from robot.adapters.carnets.secrets import Secret, fichiers_secrets, manquants, trop_ouverts
from robot.adapters.carnets.section import Releve
from robot.adapters.carnets.territoires import Territoires
from robot.adapters.carnets.yaml import Anomalie, Noeud, ReglageInvalide, Texte, lire_yaml
from robot.adapters.communes import TableCommunes, table_officielle
from robot.adapters.fichiers import raison
from robot.adapters.ressources import racine_ressources
from robot.domain.carnet import Carnet

__all__ = ["Anomalie", "Configuration", "Rechargeur", "ReglageInvalide", "charger", "initialiser", "verifier"]

FICHIERS = (reglages.FICHIER, reservataires.FICHIER)

# What a running robot does not change: its links, its store, its calendar, its name, the shape of its references.
BAILLEUR_FIGE = ("adresse", "departement", "fuseau", "jours_feries", "nom", "prefixe")


@dataclass(frozen=True)
class Configuration:
    """A folder of settings, read and valid; `avertissements` are worth a look and refuse nothing."""

    reglages: Reglages
    carnet: Carnet
    avertissements: tuple[Anomalie, ...]


@dataclass(frozen=True)
class _Lecture:
    """What a folder gives: the settings when nothing refuses them, what is wrong, and every file that it names."""

    configuration: Configuration | None
    erreurs: tuple[Anomalie, ...]
    avertissements: tuple[Anomalie, ...]
    fichiers: tuple[Path, ...]


def charger(dossier: Path, communes: TableCommunes | None = None) -> Configuration:
    """The settings of a folder. Raises ReglageInvalide with every anomaly of every file at once."""
    return _valable(_lire(dossier, communes or table_officielle()))


def _valable(lecture: _Lecture) -> Configuration:
    if lecture.configuration is None:
        raise ReglageInvalide(lecture.erreurs)
    return lecture.configuration


def verifier(
    dossier: Path, environnement: Mapping[str, str] = os.environ
) -> tuple[tuple[Anomalie, ...], tuple[Anomalie, ...]]:
    """(errors, warnings) of a folder, for `robot verifier`; passwords and the rights of secret files included."""
    lecture = _lire(dossier, table_officielle())
    if lecture.configuration is None:
        return lecture.erreurs, lecture.avertissements
    lus = lecture.configuration.reglages
    attendus = [Secret.IMAP]
    if lus.messagerie.smtp.identifiant is not None:
        attendus.append(Secret.SMTP)
    if lus.url:
        attendus.append(Secret.JETONS)  # the robots of one store share it: none is generated
    secrets = fichiers_secrets(lus.base, environnement)
    return (), (*lecture.avertissements, *manquants(tuple(attendus), environnement), *trop_ouverts(secrets))


def _lire(dossier: Path, communes: TableCommunes) -> _Lecture:
    """Everything that a folder says, read as far as it can be."""
    du_robot, des_reservataires = (Releve(nom) for nom in FICHIERS)
    arbres = [_arbre(dossier, releve) for releve in (du_robot, des_reservataires)]
    lus = lire_reglages(arbres[0] or Texte("", 0), du_robot if arbres[0] else Releve(""), communes, dossier)
    territoires = Territoires(communes, lus.bailleur.departement)
    entrees: tuple[Entree, ...] = ()
    if arbres[1]:
        entrees = lire_reservataires(arbres[1], des_reservataires, territoires)
        controler(entrees, lus, territoires, des_reservataires)
    des_tables = tuple(Releve(chemin.name) for chemin in (lus.assiette.fichiers if lus.assiette else ()))
    carnet = _carnet(lus, entrees, des_tables, communes)
    releves = (du_robot, des_reservataires, *des_tables)
    erreurs = tuple(anomalie for releve in releves for anomalie in _par_ligne(releve.anomalies))
    avertissements = tuple(anomalie for releve in releves for anomalie in _par_ligne(releve.avertissements))
    return _Lecture(
        None if erreurs else Configuration(lus, carnet, avertissements),
        erreurs,
        avertissements,
        (*(dossier / nom for nom in FICHIERS), *(lus.assiette.fichiers if lus.assiette else ())),
    )


def _carnet(
    lus: Reglages, entrees: tuple[Entree, ...], des_tables: tuple[Releve, ...], communes: TableCommunes
) -> Carnet:
    siens = tuple(entree.reservataire for entree in entrees)
    flux = lire_le_flux(lus.assiette, lus.bailleur, siens, communes, des_tables) if lus.assiette and siens else None
    return Carnet(
        bailleur=lus.bailleur,
        reservataires=siens,
        gestionnaires=lus.gestionnaires,
        administrateurs=lus.administrateurs,
        ddets=lus.ddets,
        horaires=lus.horaires,
        commission=lus.commission,
        zones_tendues=lus.zones_tendues,
        delais_des_candidats=lus.delais_des_candidats,
        synthese=lus.synthese,
        flux=flux,
        presidents_epci=lus.presidents_epci,
    )


def _arbre(dossier: Path, releve: Releve) -> Noeud | None:
    """The tree of one file; what makes it unreadable does not hide the anomalies of the other."""
    try:
        arbre, anomalies = lire_yaml(dossier / releve.fichier)
    except ReglageInvalide as erreur:
        arbre, anomalies = None, erreur.anomalies
    releve.anomalies.extend(anomalies)
    return arbre


def _par_ligne(anomalies: list[Anomalie]) -> list[Anomalie]:
    return sorted(dict.fromkeys(anomalies), key=lambda anomalie: anomalie.ligne)


class Rechargeur:
    """The address book, followed while the robot runs (port `Carnets`).

    A new valid edit is in force at the next `charger`; a wrong one is refused
    whole and the last valid book stays. Raises ReglageInvalide when built on a
    folder that is not valid.
    """

    def __init__(self, dossier: Path, communes: TableCommunes | None = None) -> None:
        self._dossier = dossier
        self._communes = communes or table_officielle()
        self._suivis = tuple(dossier / nom for nom in FICHIERS)
        self._empreinte = self._relever()
        self._depart = _valable(self._relire())
        self._carnet = self._depart.carnet
        self._probleme: str | None = None

    @property
    def depart(self) -> Configuration:
        """The settings that the robot started with: its links and its store stay these."""
        return self._depart

    def charger(self) -> Carnet:
        """The last valid book."""
        empreinte = self._relever()
        if empreinte != self._empreinte:
            self._empreinte = empreinte
            self._adopter()
        return self._carnet

    def probleme(self) -> str | None:
        """Why the newest edit was refused, or what of it waits for a restart; None when all of it is in force."""
        return self._probleme

    def _adopter(self) -> None:
        try:
            nouvelle = _valable(self._relire())
        except ReglageInvalide as refus:
            entete = "La dernière modification des réglages est refusée ; les précédents restent en vigueur."
            self._probleme = f"{entete}\n{refus}"
            return
        figes = {champ: getattr(self._depart.carnet.bailleur, champ) for champ in BAILLEUR_FIGE}
        self._carnet = replace(nouvelle.carnet, bailleur=replace(nouvelle.carnet.bailleur, **figes))
        self._probleme = self._a_redemarrer(nouvelle.reglages)

    def _relire(self) -> _Lecture:
        """The folder again, and from now on every file that it names.

        A file followed for the first time is not in the last fingerprint: the
        next `charger` reads once more, and misses no edit made meanwhile.
        """
        lecture = _lire(self._dossier, self._communes)
        self._suivis = lecture.fichiers
        return lecture

    def _a_redemarrer(self, nouveaux: Reglages) -> str | None:
        avant = self._depart.reglages
        figes = ("messagerie", "base", "url", "passe_s")
        changes = [cle for cle in figes if getattr(avant, cle) != getattr(nouveaux, cle)]
        changes += [
            f"bailleur.{champ}"
            for champ in BAILLEUR_FIGE
            if getattr(avant.bailleur, champ) != getattr(nouveaux.bailleur, champ)
        ]
        if not changes:
            return None
        liste = ", ".join(changes).replace("passe_s", "passe")
        return f"{reglages.FICHIER} : {liste} a changé. Redémarrez le robot pour que ce soit pris en compte."

    def _relever(self) -> tuple[str, ...]:
        """A fingerprint of each file's content; an unreadable one has none, and its own message."""
        return tuple(_empreinte(chemin) for chemin in self._suivis)


def _empreinte(chemin: Path) -> str:
    try:
        return hashlib.sha256(chemin.read_bytes()).hexdigest()
    except OSError as erreur:
        return type(erreur).__name__


def initialiser(dossier: Path) -> tuple[str, ...]:
    """Write the commented example into a folder, over nothing; the lines to show. Raises ReglageInvalide."""
    lignes: list[str] = []
    try:
        dossier.mkdir(parents=True, exist_ok=True)
        for nom in FICHIERS:
            lignes.append(_copier(racine_ressources() / "config" / nom, dossier / nom))
    except OSError as erreur:
        message = f"impossible d'écrire ici ({raison(erreur)})."
        raise ReglageInvalide((Anomalie(str(dossier), 0, "", message, "Choisissez un autre dossier."),)) from erreur
    return (
        *lignes,
        "",
        "Ensuite :",
        f"  1. modifiez {reglages.FICHIER} (votre organisme, vos serveurs) et {reservataires.FICHIER} ;",
        f"  2. robot verifier --config {dossier}",
        f"  3. donnez les mots de passe : {Secret.IMAP.variable} et {Secret.SMTP.variable} ;",
        f"  4. robot lancer --config {dossier}",
    )


def _copier(modele: Path, cible: Path) -> str:
    try:
        with cible.open("xb") as ouvert:
            ouvert.write(modele.read_bytes())
    except FileExistsError:
        return f"gardé, il existait : {cible}"
    return f"écrit : {cible}"
