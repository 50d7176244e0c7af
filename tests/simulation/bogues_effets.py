"""Bugs in what the robot does in the world: transactions, letters, retries, orders."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from unittest.mock import patch

from robot.adapters.base.store import StoreSql
from robot.adapters.gabarits import GabaritsJinja
from robot.domain import faits as f
from robot.domain.dossier import Statut
from robot.etapes import copies, expedition, horloge, livraisons, reception
from robot.etapes import robot as montage
from robot.ports import Ecriture, Issue
from robot.simulation import gestion
from robot.simulation.liens import BoiteSimulee
from tests.simulation.pose import (
    Bogue,
    a_personne,
    aucun,
    lettre,
    remplacer,
    vide,
)

# --- effects ------------------------------------------------------------------------------------------


def _hors_transaction(vrai: Any, store: Any, ecriture: Any, maintenant: Any) -> Any:
    if ecriture.constat is None:
        return vrai(store, ecriture, maintenant)
    neuf = vrai(store, Ecriture(constat=ecriture.constat), maintenant)
    return neuf and vrai(store, replace(ecriture, constat=None), maintenant)


def _jamais_reessayee(vrai: Any, envoi: Any, acheminement: Any, maintenant: Any) -> Any:
    suite = vrai(envoi, acheminement, maintenant)
    return replace(suite, reprise=None) if acheminement.issue is Issue.REPORTEE else suite


def _inconnue_oubliee(vrai: Any, envoi: Any, acheminement: Any, maintenant: Any) -> Any:
    suite = vrai(envoi, acheminement, maintenant)
    return replace(suite, reprise=None) if acheminement.issue is Issue.INCONNUE else suite


def _succes_oublie(vrai: Any, robot: Any, envoi: Any, acheminement: Any, *reste: Any) -> Any:
    if acheminement.issue is Issue.CONFIEE and envoi.courrier.gabarit == "accuse_accord" and not envoi.essais:
        return None
    return vrai(robot, envoi, acheminement, *reste)


def _autre_identifiant(vrai: Any, gabarits: Any, courrier: Any, message_id: Any, maintenant: Any) -> Any:
    return vrai(gabarits, courrier, message_id.replace("@", f".{maintenant:%d%H%M%S}@"), maintenant)


def _sans_rendez_vous(vrai: Any, dossier: Any, ctx: Any) -> Any:
    return None if dossier.statut is Statut.EN_ATTENTE else vrai(dossier, ctx)


def _copies_refaites(vrai: Any, robot: Any) -> Any:
    list(robot.mailbox.copier_envoyes(robot.store.a_copier(1)))
    return vrai(robot)


def _copies_supposees(_vrai: Any, robot: Any) -> int:
    lot = robot.store.a_copier(100)
    try:
        list(robot.mailbox.copier_envoyes(lot))
    finally:
        robot.store.marquer_copies([copie.cle for copie in lot], robot.clock.maintenant())
    return len(lot)


def _copie_reecrite(vrai: Any, store: Any, *arguments: Any) -> Any:
    return tuple(replace(copie, octets=copie.octets + b"\r\n") for copie in vrai(store, *arguments))


def _zero(_vrai: Any, *_: Any) -> int:
    return 0


def _junk_ignore(vrai: Any, robot: Any, message: Any, marque: Any, guet: Any) -> Any:
    return message.emplacement.dossier != "Junk" and vrai(robot, message, marque, guet)


def _personne_de_connu(_vrai: Any, _robot: Any, _lecture: Any, message: Any, _ctx: Any) -> Any:
    return message.emplacement.dossier == "Junk"


def _jamais_relu(_vrai: Any, marque: Any) -> Any:
    return marque


def _cle_sans_rang(ecrites: Any) -> Any:
    return tuple(replace(lettre, cle=f"offre/{lettre.reference}") for lettre in ecrites)


def _chez_un_autre(ecrites: Any) -> Any:
    return tuple(replace(lettre, destinataire="offres@als.example") for lettre in ecrites)


def _en_double(ecrites: Any) -> Any:
    return (*ecrites, *(replace(lettre, cle=f"{lettre.cle}/bis") for lettre in ecrites))


def _ordre_perdu(_vrai: Any, robot: Any, reference: Any, _ordre: Any) -> Any:
    return robot.store.dossier(reference)


def _lettres_a_part(vrai: Any, store: Any, ecriture: Any, maintenant: Any) -> Any:
    ecrit = vrai(store, replace(ecriture, courriers=()), maintenant)
    return ecrit and (not ecriture.courriers or vrai(store, Ecriture(courriers=ecriture.courriers), maintenant))


EFFETS: dict[str, Bogue] = {
    "consigné hors transaction": Bogue(
        "le message est consigné avant ses effets", remplacer(StoreSql, "ecrire", _hors_transaction), 55
    ),
    "lettres demandées à part": Bogue(
        "les lettres d'un fait sont demandées à part, et rien ne les y lie",
        remplacer(StoreSql, "ecrire", _lettres_a_part),
        1,
    ),
    "lettre jamais réessayée": Bogue(
        "un refus pour un temps est définitif", remplacer(expedition, "suite_de", _jamais_reessayee), 8
    ),
    "heure du serveur ignorée": Bogue(
        "l'heure de la machine est crue, quoi qu'en dise le serveur", remplacer(horloge, "_heure_du_serveur", aucun), 63
    ),
    "lettre inconnue oubliée": Bogue(
        "une lettre dont on ne sait rien est oubliée", remplacer(expedition, "suite_de", _inconnue_oubliee), 1
    ),
    "lettre repartie": Bogue(
        "un accusé pris par le serveur n'est pas noté, et repart",
        remplacer(expedition, "consigner", _succes_oublie),
        1,
    ),
    "Message-ID changeant": Bogue(
        "chaque essai a son Message-ID", remplacer(GabaritsJinja, "composer", _autre_identifiant), 1
    ),
    "rendez-vous perdu": Bogue(
        "un dossier en attente n'a plus de rendez-vous", remplacer(montage, "rendez_vous", _sans_rendez_vous), 1
    ),
    "essai nié": Bogue(
        "une lettre peut-être reçue est dite jamais envoyée",
        lambda: patch.object(expedition, "PEUT_ETRE_PARTIE", expedition.JAMAIS_PARTIE),
        19,
    ),
    "copies oubliées": Bogue("rien n'est gardé dans les envoyés", remplacer(copies, "copier", _zero), 1),
    "copies refaites": Bogue(
        "une copie est faite avant d'être retenue, puis refaite", remplacer(copies, "copier", _copies_refaites), 1
    ),
    "copies supposées": Bogue(
        "un lot de copies coupé au milieu est dit gardé tout entier", remplacer(copies, "copier", _copies_supposees), 2
    ),
    "copie réécrite": Bogue(
        "la copie gardée n'est pas ce qui est parti", remplacer(StoreSql, "a_copier", _copie_reecrite), 1
    ),
    "indésirables non lus": Bogue(
        "les indésirables ne sont pas lus", remplacer(reception, "recevoir", _junk_ignore), 1
    ),
    "connus laissés aux indésirables": Bogue(
        "ce qu'écrit une connaissance reste dans les indésirables",
        remplacer(reception, "est_indesirable", _personne_de_connu),
        2,
    ),
    "sorti des indésirables pour rien": Bogue(
        "ce qu'une personne sort des indésirables n'est pas relu",
        remplacer(livraisons, "empreinte_du_retour", _jamais_relu),
        9,
    ),
    "rangé à la main, jamais lu": Bogue(
        "ce qu'une personne range avant que le robot l'ait lu n'est pas lu",
        remplacer(BoiteSimulee, "ranges_apres", vide),
        4,
    ),
    "copie cachée perdue": Bogue(
        "d'un message envoyé à deux adresses en copie cachée, une seule copie compte",
        remplacer(livraisons, "_jetons_de_plus", vide),
        12,
    ),
    "clé sans rang": Bogue("deux offres ont la même clé", lettre(f.OrientationDecidee, _cle_sans_rang), 1),
    "mauvais destinataire": Bogue("l'accusé de refus va chez un autre", lettre(f.RefusRecu, _chez_un_autre), 1),
    "accusé double": Bogue("l'accord est accusé deux fois", lettre(f.AccordRecu, _en_double), 1),
    "refus sans accusé": Bogue("un refus n'est pas accusé", lettre(f.RefusRecu, a_personne), 1),
    "retrait muet": Bogue("le retrait d'une offre n'est pas dit", lettre(f.OrientationRetiree, a_personne), 5),
    "échec tu": Bogue("une offre non remise n'est dite à personne", lettre(f.RemiseEchouee, a_personne), 1),
    "ordre perdu": Bogue("l'ordre d'un gestionnaire n'a pas d'effet", remplacer(gestion, "executer", _ordre_perdu), 1),
}
