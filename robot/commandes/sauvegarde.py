"""`robot sauvegarder` and `robot restaurer`."""

from __future__ import annotations

import signal
import sys
from argparse import Namespace

from robot.adapters.horloge import Horloge
from robot.adapters.montage import ouvrir_pour_restaurer, ouvrir_pour_sauvegarder
from robot.adapters.sauvegarde import Contenu, destination, elaguer
from robot.adapters.sauvegarde import restaurer as remettre
from robot.adapters.sauvegarde import sauvegarder as copier
from robot.commandes.sortie import dire, dire_erreur
from robot.ligne_de_commande import FAIT, FAUX, USAGE

INTERROMPU = 128 + signal.SIGTERM


def sauvegarder(choix: Namespace) -> int:
    """`robot sauvegarder DEST`: one file, read again, while the robot runs."""
    if choix.garder and not choix.dest.is_dir():
        return dire_erreur(f"--garder demande un dossier qui existe ; {choix.dest} n'en est pas un.", USAGE)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(INTERROMPU))  # an unfinished file is removed on the way out
    instant = Horloge().maintenant()
    with ouvrir_pour_sauvegarder(choix.config) as store:
        fichier = destination(choix.dest, instant)
        contenu = copier(store, fichier, instant)
    dire(f"{fichier} : {_compter(contenu)}, relus.", f"Racine du journal : {contenu.racine}")
    if contenu.fautes:
        dire_erreur("\n".join(contenu.fautes), FAUX)
        return dire_erreur(
            "Ces défauts étaient dans la base (« robot journal verifier »). Cette sauvegarde les a gardés ; aucune "
            "ancienne n'a été effacée. Pour la remettre un jour telle quelle, avec ces défauts et aucun autre : "
            f"« robot restaurer {fichier} --avec-ses-defauts {contenu.marque_des_defauts} ».",
            FAUX,
        )
    perimees, a_venir = elaguer(fichier, choix.garder) if choix.garder else ((), ())
    for perimee in perimees:
        dire(f"{perimee} : effacée ; les {choix.garder} plus récentes sont gardées.")
    for avancee in a_venir:
        dire(
            f"{avancee} : datée d'un jour à venir ; elle est gardée et ne compte pas. Vérifiez l'horloge de cette "
            "machine (« timedatectl »), puis effacez ce fichier vous-même s'il est de trop."
        )
    dire(
        "Le secret des jetons et les réglages n'y sont pas. Gardez aussi le secret (ROBOT_SECRET, ou le fichier "
        f".secret posé à côté de la base) et le dossier {choix.config}, hors de cette machine."
    )
    return FAIT


def restaurer(choix: Namespace) -> int:
    """`robot restaurer SRC`: fill an empty store; the next pass lives again what happened since."""
    with ouvrir_pour_restaurer(choix.config) as (store, identite), store.verrou():
        contenu = remettre(choix.source, store, identite, choix.avec_ses_defauts)
    if contenu.fautes:
        dire_erreur("\n".join(contenu.fautes), FAUX)
        dire_erreur(
            "Ces défauts sont remis avec le reste : le robot travaillera sur ces dossiers tels qu'ils sont. Relisez "
            "chacun (« robot expliquer ») avant de le relancer.",
            FAUX,
        )
    dire(
        f"{choix.source} : {_compter(contenu)}, relus et remis en place.",
        f"Racine du journal : {contenu.racine}",
        "La prochaine passe (« robot cycle », ou « robot lancer ») relit d'abord la boîte depuis la sauvegarde : rien "
        "ne part avant, et rien de ce qui était parti ne repart. Un courrier dit ensuite aux administrateurs ce qui "
        "est à refaire.",
    )
    return FAIT


def _compter(contenu: Contenu) -> str:
    nombres = {
        "dossier": contenu.dossiers,
        "fait": contenu.faits,
        "message": contenu.messages,
        "courrier": contenu.courriers,
    }
    return ", ".join(f"{nombre} {quoi}{'s' if nombre > 1 else ''}" for quoi, nombre in nombres.items())
