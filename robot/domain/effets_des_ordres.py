"""What each order does, in one French sentence: the help that the robot sends, and the generated page of the guide."""

from __future__ import annotations

from collections.abc import Mapping

from robot.domain.stimuli import Verbe

EFFETS: Mapping[Verbe, str] = {
    Verbe.SUIVANT: "retire le logement à ce réservataire et le propose au suivant",
    Verbe.RENVOYER: "envoie une nouvelle offre au même réservataire, ou à celui que vous nommez ; le délai recommence",
    Verbe.REPRENDRE: "fait repartir le délai suspendu, en entier, à compter du jour de l'ordre",
    Verbe.AUTORISER: "prend la réponse de l'inconnu pour celle du réservataire, au jour où elle est arrivée",
    Verbe.IGNORER: "tient pour nulle la réponse de l'inconnu ; le délai court comme si rien n'était venu",
    Verbe.ACCEPTE: "enregistre l'accord du réservataire, que vous avez lu ou entendu",
    Verbe.REFUSE: "enregistre son refus et propose le logement au suivant",
    Verbe.DELAI: "donne au réservataire des jours ouvrés, comptés de l'ordre, dans la limite du mois d'ordre public",
    Verbe.RECHERCHE: "vous cherchez des candidats à la place du réservataire ; s'il n'en reste aucun, sur votre part",
    Verbe.COMPLETER: "ajoute vos candidats à ceux du réservataire",
    Verbe.PRESENTER: "va en commission avec les candidats reçus, malgré leur nombre",
    Verbe.RETIRER: "retire un candidat ; le réservataire et le candidat en sont prévenus",
    Verbe.COMMISSION: "fixe ou déplace la commission ; le réservataire reçoit l'invitation",
    Verbe.ATTRIBUE: "la commission a attribué le logement à ce candidat, qui reçoit l'offre",
    Verbe.CLASSE: "la commission a classé les candidats dans cet ordre ; le premier reçoit l'offre",
    Verbe.CONDITION: "la commission a attribué sous la condition écrite",
    Verbe.NON_ATTRIBUE: "la commission n'attribue pas à ce candidat, ou sa condition n'est pas remplie",
    Verbe.REJETE: "la commission a rejeté sa demande, irrecevable",
    Verbe.OUI: "le candidat a accepté autrement que par courriel",
    Verbe.NON: "le candidat a refusé autrement que par courriel, ou se désiste ; DALO : la DDETS est avisée",
    Verbe.REMIS: "prouve que la lettre est arrivée au candidat, et quel jour",
    Verbe.REPROPOSER: "écrit à nouveau au candidat, avec une nouvelle date",
    Verbe.BAIL: "le bail est signé : le réservataire l'apprend, la radiation est à saisir",
    Verbe.SNE: "ces lignes sont saisies dans le SNE ; la dernière clôt le dossier",
    Verbe.HORS_FLUX: "sort le logement du flux, pour le motif écrit",
    Verbe.EN_FLUX: "remet dans le flux un logement qui en était sorti : le tour se décide à nouveau",
    Verbe.ANNULER: "clôt le dossier ; ceux qui avaient une offre en sont prévenus",
}
