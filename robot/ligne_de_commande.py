"""What may be typed, and what is answered to a slip: argparse, speaking French."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Callable, Container
from datetime import date, datetime
from pathlib import Path
from typing import NoReturn, TypeVar
from zoneinfo import ZoneInfo

from robot.domain.calendrier import JOURS_MAXIMUM, PARIS
from robot.domain.flux.assiette import OrcodLhi
from robot.domain.flux.stade import Stade
from robot.domain.stimuli import Verbe

FAIT, FAUX, USAGE, LIAISON = 0, 1, 2, 3
CONFIGURATION = "ROBOT_CONFIG"
GESTES = ("verifier", "exporter")
# Beyond, a slip; and the hour of Paris has no round offset before 1911.
ANNEES = range(1970, 2200)
Jour = TypeVar("Jour", date, datetime)
VERBES = tuple(verbe.en_clair.lower() for verbe in Verbe)

# argparse words its errors in English, through gettext; these are the ones a user can meet.
TRADUCTIONS = (
    (r"the following arguments are required: (.*)", r"il manque : \1"),
    (r"unrecognized arguments: (.*)", r"en trop : \1"),
    (r"expected one argument", "une valeur est attendue"),
    (r"expected at least one argument", "au moins une valeur est attendue"),
    (r"invalid choice: (\S+) \(choose from (.*)\)", r"\1 n'existe pas ; au choix : \2"),
    (r"invalid \S+ value: (.*)", r"valeur refusée : \1"),
    (r"argument (\S+): ", r"\1 : "),
    (r"ignored explicit argument (.*)", r"valeur en trop : \1"),
    (r"ambiguous option: (\S+) could match (.*)", r"\1 est ambigu : \2"),
)


class Analyseur(argparse.ArgumentParser):
    """An ArgumentParser that answers in French, with exit code 2."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and how the command is written."""
        for anglais, francais in TRADUCTIONS:
            message = re.sub(anglais, francais, message)
        usage = self.format_usage().replace("usage: ", "Écrivez : ", 1)
        self.exit(USAGE, f"{self.prog} : {message}\n{usage}")

    def format_help(self) -> str:
        """The help, with French titles."""
        return (
            super()
            .format_help()
            .replace("usage: ", "usage : ", 1)
            .replace("positional arguments:", "arguments :")
            .replace("options:", "options :")
            .replace("show this help message and exit", "montre cette aide")
        )


def analyseur(commandes: Container[str]) -> Analyseur:
    """The whole grammar of the command line. Raises KeyError if a command has no function."""
    racine = Analyseur(prog="robot", description="Gestion en flux : oriente les logements libérés, par courriel seul.")
    sous = racine.add_subparsers(dest="commande", required=True, metavar="COMMANDE", title="commandes")

    def commande(nom: str, aide: str, *, config: bool = False, en_json: bool = False) -> argparse.ArgumentParser:
        if nom not in commandes:
            raise KeyError(nom)
        ajoutee = sous.add_parser(nom, help=aide, description=aide, allow_abbrev=False)
        if config:
            defaut = Path(os.environ.get(CONFIGURATION, "config"))
            aide_config = f"dossier des réglages (sinon ${CONFIGURATION}, sinon « config »)"
            ajoutee.add_argument("--config", type=Path, default=defaut, metavar="DIR", help=aide_config)
        if en_json:
            ajoutee.add_argument("--json", action="store_true", help="un objet JSON par ligne")
        return ajoutee

    jeu = commande("demo", "joue toute l'histoire en accéléré, sur des serveurs embarqués")
    jeu.add_argument("--dossier", type=Path, default=Path("demo-resultat"), metavar="DIR", help="où écrire le courrier")
    jeu.add_argument("--graine", type=int, default=1, metavar="N", help="la même graine redonne les mêmes messages")

    commande("init", "écrit une configuration commentée").add_argument("dossier", type=Path, metavar="DIR")
    commande("verifier", "vérifie les réglages : toutes les erreurs à la fois", config=True)

    liberer = commande("liberer", "enregistre des logements libérés (CSV, XLSX, ODS, YAML, JSON)", config=True)
    liberer.add_argument("fichiers", type=Path, nargs="+", metavar="FICHIER")

    commande("lancer", "fait tourner le robot", config=True)
    passe = commande("cycle", "fait une seule passe, puis s'arrête", config=True)
    passe.add_argument("--maintenant", type=instant, metavar="ISO", help="règle l'horloge : 2026-05-27T08:00")

    commande("etat", "dit où en est chaque logement", config=True, en_json=True).add_argument(
        "reference", type=texte, nargs="?", metavar="REF"
    )
    commande("expliquer", "raconte tout l'historique d'un logement", config=True, en_json=True).add_argument(
        "reference", type=texte, metavar="REF"
    )

    decider = commande("decider", "enregistre la décision d'un gestionnaire", config=True)
    decider.add_argument("reference", type=texte, metavar="REF")
    decider.add_argument("action", type=texte, metavar="ACTION", help=", ".join(VERBES))
    decider.add_argument(
        "reste", type=texte, nargs="*", metavar="PRECISION", help="à qui, quel candidat, quel jour : delai 5"
    )
    decider.add_argument("--candidats", type=Path, metavar="FICHIER", help="pour « completer » : qui (CSV, XLSX, TXT)")
    decider.add_argument("--par", type=texte, required=True, metavar="NOM", help="qui décide")
    decider.add_argument("--motif", type=texte, required=True, metavar="TEXTE", help="pourquoi")

    _sauvegarde(commande)
    _audit(commande)

    lire = commande("lire", "dit ce que le robot comprend d'un message", en_json=True)
    lire.add_argument("fichiers", type=Path, nargs="+", metavar="FICHIER.eml")

    delai = commande("delai", "calcule un délai en jours ouvrés, jour par jour", en_json=True)
    delai.add_argument("date", type=jour, metavar="DATE", help="jour de la réception : 2026-05-22")
    delai.add_argument("--jours", type=nombre_de_jours, required=True, metavar="N", help="nombre de jours ouvrés")
    delai.add_argument("--departement", type=texte, default="74", metavar="N", help="pour les jours fériés locaux (74)")

    _assiette(commande)
    _repartition(commande)
    _bilan(commande)
    _simulation(commande)
    return racine


def _sauvegarde(commande: Callable[..., argparse.ArgumentParser]) -> None:
    """The commands that keep copies of the base."""
    sauvegarder = commande("sauvegarder", "copie la base dans un fichier, robot en marche", config=True)
    sauvegarder.add_argument("dest", type=chemin_a_ecrire, metavar="DEST", help="un fichier nouveau, ou un dossier")
    sauvegarder.add_argument("--garder", type=nombre_de_copies, metavar="N", help="dans un dossier : les N dernières")

    restaurer = commande("restaurer", "remet une sauvegarde dans une base vide", config=True)
    restaurer.add_argument("source", type=Path, metavar="SRC", help="un fichier de « robot sauvegarder »")
    aide_defauts = "la remet avec ses défauts : le code que donne le refus, après les avoir dits"
    restaurer.add_argument("--avec-ses-defauts", default="", metavar="CODE", help=aide_defauts)


def _audit(commande: Callable[..., argparse.ArgumentParser]) -> None:
    """The commands that look after the journal."""
    journal = commande("journal", "vérifie le journal, ou exporte la preuve d'un logement", config=True, en_json=True)
    journal.add_argument("geste", choices=GESTES, metavar="GESTE", help=", ".join(GESTES))
    journal.add_argument("reference", type=texte, nargs="?", metavar="REF", help="pour « exporter » : quel logement")
    aide_racine = "pour « verifier » : une racine notée autrefois, à comparer"
    journal.add_argument("--racine", type=racine_notee, metavar="HEX[@ISO]", help=aide_racine)
    aide_sortie = "pour « exporter » : où écrire (preuve-REF.zip)"
    journal.add_argument("--sortie", type=Path, metavar="FICHIER", help=aide_sortie)

    purger = commande("purger", "dit ce que la loi demande d'effacer, ou l'efface", config=True, en_json=True)
    purger.add_argument("--effacer", action="store_true", help="efface pour de bon")


def _assiette(commande: Callable[..., argparse.ArgumentParser]) -> None:
    """The yearly table of rights."""
    aide = "calcule l'assiette du flux et les taux de réservation d'un tableau, et dit ce qui est à revoir"
    assiette = commande("assiette", aide, config=True, en_json=True)
    assiette.add_argument("table", nargs="?", type=Path, metavar="TABLE.csv", help="territoires et droits, en CSV")
    assiette.add_argument("--annee", type=annee, metavar="ANNEE", help="l'année de l'objectif")
    assiette.add_argument("--millesime", type=jour, metavar="DATE", help="le jour où le parc a été compté")
    assiette.add_argument("--decimales", type=nombre_de_decimales, metavar="N", help="des taux (sinon comme l'annexe)")
    choix_c1 = [valeur.value for valeur in OrcodLhi]
    aide_c1 = "relogements d'ORCOD et d'habitat indigne : soustrait (charte) ou dans_flux (convention)"
    assiette.add_argument("--orcod-lhi", choices=choix_c1, metavar="CLAUSE", help=aide_c1)
    assiette.add_argument("--sortie", type=Path, metavar="DIR", help="y écrit la fiche et la lettre de chacun")
    aide_envoi = "envoie à chacun sa fiche et sa lettre, une fois par an, d'après le tableau des réglages"
    assiette.add_argument("--envoyer", action="store_true", help=aide_envoi)


def _repartition(commande: Callable[..., argparse.ArgumentParser]) -> None:
    """Where the year's flux stands, and the replay of a stream."""
    commande("flux", "où en est le flux de l'année : dû et reçu de chacun", config=True, en_json=True)
    repartir = commande("repartir", "rejoue le partage d'une suite de logements : à qui, et pourquoi", en_json=True)
    repartir.add_argument(
        "table", type=Path, metavar="TABLE.csv", help="territoires et droits, comme pour « assiette »"
    )
    repartir.add_argument("flux", type=Path, metavar="FLUX.csv", help="ref,commune,typologie,financement, et le jour")


def _bilan(commande: Callable[..., argparse.ArgumentParser]) -> None:
    """The three tables of the charter."""
    aide = "dresse le bilan d'une année, et l'envoie si on le demande : flux détaillé, consolidé, hors flux"
    bilan = commande("bilan", aide, config=True, en_json=True)
    bilan.add_argument("--annee", type=annee, metavar="ANNEE", help="l'année du bilan")
    bilan.add_argument("--semestre", type=int, choices=(1, 2), metavar="RANG", help="avec --annee : 1 ou 2")
    bilan.add_argument("--debut", type=jour, metavar="DATE", help="à la place de --annee : le premier jour")
    bilan.add_argument("--fin", type=jour, metavar="DATE", help="le dernier jour, compris")
    stades = [stade.value for stade in Stade]
    aide_stade = f"ce qui compte dans la part de chacun ({', '.join(stades)})"
    bilan.add_argument("--stade", choices=stades, metavar="STADE", help=aide_stade)
    bilan.add_argument("--sortie", type=Path, metavar="DIR", help="y écrit le classeur, les CSV et les lettres")
    bilan.add_argument("--envoyer", action="store_true", help="l'envoie, une seule fois, à chaque réservataire")


def _simulation(commande: Callable[..., argparse.ArgumentParser]) -> None:
    """The seeded world."""
    simuler = commande("simuler", "joue une année de travail dans un monde simulé, et la fait juger", en_json=True)
    simuler.add_argument("--graine", type=int, default=1, metavar="N", help="la même graine redonne la même année (1)")
    simuler.add_argument("--graines", type=graines, metavar="1-200", help="toutes ces graines, en parallèle")
    simuler.add_argument(
        "--liberations", type=entier(0, 100_000), default=100, metavar="N", help="logements libérés (100)"
    )
    simuler.add_argument("--jours", type=entier(1, 3660), default=365, metavar="N", help="durée de l'histoire (365)")
    simuler.add_argument("--pannes", action="store_true", help="avec des pannes de toute sorte")
    simuler.add_argument("--assiette", action="store_true", help="chacun a son tour selon ses droits")
    simuler.add_argument("--base", metavar="URL", help="base vide où la jouer (sinon en mémoire)")


def graines(texte: str) -> range:
    """Seeds, first to last: `1-200`."""
    bornes = re.fullmatch(r"(\d{1,9})-(\d{1,9})", texte)
    if not bornes or int(bornes[1]) > int(bornes[2]):
        raise argparse.ArgumentTypeError(f"« {texte} » : écrivez la première et la dernière graine, 1-200.")
    return range(int(bornes[1]), int(bornes[2]) + 1)


def texte(ecrit: str) -> str:
    """What can be recorded and printed: the shell also gives bytes that are no text."""
    try:
        ecrit.encode()
    except UnicodeEncodeError:
        vu = ecrit.encode(errors="backslashreplace").decode()
        raise argparse.ArgumentTypeError(f"« {vu} » n'est pas un texte. Tapez-le de nouveau, en UTF-8.") from None
    return ecrit


def chemin_a_ecrire(ecrit: str) -> Path:
    """The path of a new file."""
    return Path(texte(ecrit))


def entier(minimum: int, maximum: int) -> Callable[[str], int]:
    """A number between these two."""

    def lire(ecrit: str) -> int:
        if not re.fullmatch(r"\d{1,9}", ecrit, re.ASCII) or not minimum <= int(ecrit) <= maximum:
            raise argparse.ArgumentTypeError(f"« {ecrit} » : écrivez un nombre, de {minimum} à {maximum}.")
        return int(ecrit)

    return lire


def jour(texte: str) -> date:
    """A day as people type it: ISO or French."""
    francaise = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", texte)
    try:
        lu = date(int(francaise[3]), int(francaise[2]), int(francaise[1])) if francaise else date.fromisoformat(texte)
    except ValueError:
        raise argparse.ArgumentTypeError(f"« {texte} » n'est pas une date. Écrivez 2026-05-22 ou 22/05/2026.") from None
    return _de_nos_jours(lu, texte)


def nombre_de_jours(texte: str) -> int:
    """A number of working days between 1 and 1000."""
    if not texte.isdecimal() or not 1 <= int(texte) <= JOURS_MAXIMUM:
        raise argparse.ArgumentTypeError(f"« {texte} » : écrivez un nombre de jours, de 1 à {JOURS_MAXIMUM}.")
    return int(texte)


def nombre_de_decimales(texte: str) -> int:
    """How many decimals a rate is printed with, from 0 to 6."""
    if not re.fullmatch("[0-6]", texte):
        raise argparse.ArgumentTypeError(f"« {texte} » : écrivez un nombre de décimales, de 0 à 6.")
    return int(texte)


def annee(texte: str) -> int:
    """A year of this century."""
    if not re.fullmatch(r"20\d\d", texte, re.ASCII):
        raise argparse.ArgumentTypeError(f"« {texte} » : écrivez une année, par exemple 2027.")
    return int(texte)


def nombre_de_copies(texte: str) -> int:
    """A number of backups to keep, at least one."""
    if not texte.isdecimal() or int(texte) < 1:
        raise argparse.ArgumentTypeError(f"« {texte} » : écrivez combien de sauvegardes garder, au moins 1.")
    return int(texte)


def instant(texte: str) -> datetime:
    """An instant; without offset, the hour of Paris."""
    try:
        lu = datetime.fromisoformat(texte)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"« {texte} » n'est pas un instant. Écrivez 2026-05-27T08:00 ou 2026-05-27T08:00+02:00."
        ) from None
    return _de_nos_jours(lu if lu.tzinfo else lu.replace(tzinfo=ZoneInfo(PARIS)), texte)


def _de_nos_jours(lu: Jour, texte: str) -> Jour:
    """The same, of a year that a calendar can count from."""
    if lu.year not in ANNEES:
        raise argparse.ArgumentTypeError(f"« {texte} » : écrivez une année entre {ANNEES.start} et {ANNEES.stop - 1}.")
    return lu


def racine_notee(texte: str) -> tuple[str, datetime | None]:
    """A root as `robot journal verifier` or a digest prints it: hexadecimal, and of when it is.

    The spaces and line breaks of a letter do not count.
    """
    valeur, _, quand = "".join(texte.split()).lower().partition("@")
    if not re.fullmatch(r"[0-9a-f]{2,64}", valeur):
        raise argparse.ArgumentTypeError(f"« {texte} » n'est pas une racine. Recopiez-la telle qu'elle fut imprimée.")
    return valeur, instant(quand.upper()) if quand else None
