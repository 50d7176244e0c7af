"""What was read of a message, told to somebody who has never seen the code: `robot lire`."""

from __future__ import annotations

from collections.abc import Iterable

from robot.reading.lecture import Decision, Lecture, Nature, Sens

NATURES = {
    Nature.REPONSE: "réponse d'une personne",
    Nature.REBOND: "échec définitif de remise : le message n'est pas arrivé",
    Nature.REBOND_TEMPORAIRE: "retard de remise : le serveur essaie encore",
    Nature.REMISE: "preuve de remise",
    Nature.REPONSE_AUTOMATIQUE: "réponse automatique : personne n'a répondu",
    Nature.ACCUSE_LECTURE: "accusé de lecture : ce n'est pas une réponse",
    Nature.ILLISIBLE: "message illisible par le robot : une personne doit l'ouvrir",
    Nature.AUTRE: "autre message, qui ne répond pas à une offre",
}
ETAPES = {
    "ecarter_le_vide": "le message est vide",
    "reconnaitre_un_rapport_de_remise": "un serveur rend compte de la remise",
    "reconnaitre_un_accuse_de_lecture": "un programme signale que le message a été lu",
    "reconnaitre_une_plainte": "un fournisseur signale un courrier indésirable",
    "deviner_un_rebond": "le texte est celui d'un serveur qui n'a pas pu remettre un message",
    "reconnaitre_nos_lettres": "c'est une lettre du robot qui lui revient",
    "ecarter_les_automates": "les en-têtes sont ceux d'un envoi automatique",
    "ecarter_l_agenda": "c'est un message d'agenda",
    "ecarter_les_automates_par_l_objet": "l'objet est celui d'un envoi automatique",
    "ecarter_les_automates_par_le_texte": "le texte est celui d'un envoi automatique",
    "ecarter_les_listes": "le message vient d'une liste de diffusion",
    "mettre_de_cote_l_illisible": "le contenu est chiffré ou ne se lit pas",
    "entendre_une_reponse": "une personne a écrit",
}
_SENS = {Sens.ACCEPTE: "accepte", Sens.REFUSE: "refuse", Sens.AMBIGU: "aucune ; une personne doit éclaircir"}


def raconter(fichier: str, lecture: Lecture) -> Iterable[str]:
    """The lines that say what a message is, what it decides, and on which words."""
    yield fichier
    yield f"  Nature   : {NATURES[lecture.nature]}"
    yield f"  Étape    : {ETAPES[lecture.etape]}"
    if not lecture.decisions:
        yield f"  Preuve   : {lecture.preuve}"
    for decision in lecture.decisions:
        yield from _decision(decision)
    if lecture.destinataire:
        yield f"  Adresse  : {lecture.destinataire}" + (f" (code {lecture.statut})" if lecture.statut else "")
    yield from _encadre("Texte retenu", lecture.texte)
    if lecture.nature is Nature.REPONSE:
        yield from _encadre("Signature, mise à part", lecture.signature or "")


def _decision(decision: Decision) -> Iterable[str]:
    logement = f", pour le logement {decision.reference}" if decision.reference else ""
    yield f"  Décision : {_SENS[decision.sens]}{logement}"
    if decision.motif:
        yield f"  Motif    : {decision.motif} (catégorie : {(decision.categorie or 'autre').replace('_', ' ')})"
    if decision.remarque:
        yield f"  À lire   : {decision.remarque}"
    preuve = " ".join(decision.preuve.split())
    yield f"  Pourquoi : {preuve}" if decision.sens is Sens.AMBIGU else f"  Preuve   : « {preuve} »"


def _encadre(titre: str, texte: str) -> Iterable[str]:
    if texte:
        yield f"  {titre} :"
        yield from (f"    | {ligne}" for ligne in texte.splitlines())
