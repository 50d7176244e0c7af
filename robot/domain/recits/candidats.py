"""What happens to candidates, told: by their number in the dossier, never by their name."""

from __future__ import annotations

from robot.domain import faits as f
from robot.domain import loi
from robot.domain.candidat import LIBELLES_CRITERES
from robot.domain.candidature import Etape, MotifDAvis, VoieDEnvoi
from robot.domain.courriers import RETRAIT
from robot.domain.dates import echeance_en_lettres, instant_en_lettres, jour_en_lettres
from robot.domain.recits.recit import Recit, auteur, citer, lien, raconter, statut_dit, texte_cite

MOTIFS_D_AVIS = {
    MotifDAvis.REFUS: "son refus",
    MotifDAvis.SILENCE: "son silence",
    MotifDAvis.DOSSIER: "son dossier non constitué",
}


@raconter.register
def _(fait: f.CandidatDesigne) -> Recit:
    qui = f"pour le réservataire, par {fait.saisi_par}" if fait.saisi_par else f"par {fait.par}"
    tard = ", après la fin du délai" if fait.hors_delai else ""
    return Recit(
        f"Candidat {fait.numero} désigné {qui}{tard} : {LIBELLES_CRITERES[fait.critere]}.",
        (f"numéro unique {fait.nud}", *lien(fait.message)),
        (loi.CANDIDATS.source,),
    )


@raconter.register
def _(fait: f.CandidatCorrige) -> Recit:
    return Recit(f"Candidat {fait.numero} corrigé {auteur(fait.par, fait.saisi_par)}.", lien(fait.message))


@raconter.register
def _(fait: f.CandidatRetire) -> Recit:
    return Recit(
        f"Candidat {fait.numero} retiré {auteur(fait.par, fait.saisi_par)}.",
        (*texte_cite(fait.motif), *lien(fait.message)),
    )


@raconter.register
def _(fait: f.DesignationLue) -> Recit:
    retenus, retires = len(fait.retenus), len(fait.retires)
    ecartes = tuple(fait.ecartes.splitlines())
    return Recit(
        f"Message sur les candidats lu : {retenus} retenu(s), {retires} retiré(s), {len(ecartes)} écarté(s).",
        (*ecartes, *fait.doutes.splitlines(), *lien(fait.message)),
    )


@raconter.register
def _(fait: f.RappelDeDesignation) -> Recit:
    return Recit(f"Rappel du {fait.jour}e jour ouvré : il manque des candidats.")


@raconter.register
def _(fait: f.DesignationComplete) -> Recit:
    return Recit(f"Candidats au complet : {fait.nombre} pour {fait.requis} demandé(s).", sources=(fait.source,))


@raconter.register
def _(fait: f.DesignationRouverte) -> Recit:
    return Recit(f"Il ne reste que {fait.nombre} candidat(s) pour {fait.requis} : la désignation est rouverte.")


@raconter.register
def _(fait: f.DesignationEchue) -> Recit:
    return Recit(
        f"Fin du délai de désignation : {fait.nombre} candidat(s) pour {fait.requis} ; le gestionnaire choisit.",
        (f"boîte relue jusqu'au {instant_en_lettres(fait.lu_jusqu_a)}",),
        (loi.DESIGNATION.source,),
    )


@raconter.register
def _(fait: f.DelaiAccorde) -> Recit:
    plafond = (f"au plus tard le {jour_en_lettres(fait.plafond)}",) if fait.plafond else ()
    return Recit(
        f"Délai supplémentaire accordé par {fait.par}.",
        (f"motif : {fait.motif}", *plafond),
        (loi.PLAFOND_DE_DESIGNATION.source,) if fait.plafond else (),
        fait.decompte,
    )


@raconter.register
def _(fait: f.RechercheDecidee) -> Recit:
    return Recit(f"Le bailleur cherche des candidats, sur ordre de {fait.par}.", (f"motif : {fait.motif}",))


@raconter.register
def _(fait: f.PresentationDecidee) -> Recit:
    return Recit(
        f"{fait.nombre} candidat(s) présenté(s) malgré leur nombre, sur ordre de {fait.par}.",
        (f"motif : {fait.motif}",),
        (loi.CANDIDATS.source,),
    )


@raconter.register
def _(fait: f.CandidatPropose) -> Recit:
    quoi = "Logement attribué et offert" if fait.etape is Etape.ATTRIBUTION else "Logement proposé"
    voie = "par courriel" if fait.voie is VoieDEnvoi.COURRIEL else "par lettre à poster"
    dalo = " au titre du DALO" if fait.dalo else ""
    return Recit(
        f"{quoi} au candidat {fait.numero}{dalo}, {voie} ; réponse avant le {echeance_en_lettres(fait.dernier_jour)}.",
        sources=(fait.source, *((loi.DALO_INFORME,) if fait.dalo else ())),
    )


@raconter.register
def _(fait: f.PropositionExpediee) -> Recit:
    return Recit(
        f"Proposition au candidat {fait.numero} envoyée ; sa réception reste à prouver.",
        (fait.preuve, f"message {fait.message_id}"),
    )


@raconter.register
def _(fait: f.PropositionRemise) -> Recit:
    saisie = f", selon {fait.saisi_par}" if fait.saisi_par else ""
    return Recit(
        f"Réception de la proposition par le candidat {fait.numero} prouvée{saisie}.",
        (fait.preuve, *lien(fait.message)),
        (loi.RECEPTION_A_PROUVER,),
    )


@raconter.register
def _(fait: f.AbsenceDuCandidat) -> Recit:
    return Recit(
        f"Réponse automatique du candidat {fait.numero} : rien ne dit qu'il a lu ; son silence irait à une personne.",
        (citer(fait.preuve), *lien(fait.message)),
        (loi.RECEPTION_A_PROUVER,),
    )


@raconter.register
def _(fait: f.PropositionNonRemise) -> Recit:
    return Recit(
        f"Proposition au candidat {fait.numero} non remise : aucun silence ne peut lui être opposé.",
        (*statut_dit(fait.destinataire, fait.statut), fait.preuve, *lien(fait.message)),
        (loi.RECEPTION_A_PROUVER,),
    )


@raconter.register
def _(fait: f.CandidatAccepte) -> Recit:
    saisie = f", selon {fait.saisi_par}" if fait.saisi_par else ""
    return Recit(f"Le candidat {fait.numero} accepte{saisie}.", (citer(fait.preuve), *lien(fait.message)))


@raconter.register
def _(fait: f.CandidatRefuse) -> Recit:
    saisie = f", selon {fait.saisi_par}" if fait.saisi_par else ""
    joints = (f"{len(fait.fichiers)} fichier(s) joint(s)",) if fait.fichiers else ()
    return Recit(
        f"Le candidat {fait.numero} refuse{saisie}.",
        (*texte_cite(fait.motif), *joints, *lien(fait.message)),
        (loi.CANDIDATS_INFORMES,),
    )


@raconter.register
def _(fait: f.ReponseDuCandidatAClarifier) -> Recit:
    return Recit(
        f"Réponse du candidat {fait.numero} sans décision certaine : aucun silence ne lui sera opposé.",
        (fait.cause, *texte_cite(fait.texte), *lien(fait.message)),
    )


@raconter.register
def _(fait: f.ReponseDuCandidatTardive) -> Recit:
    return Recit(
        f"Réponse du candidat {fait.numero} ({fait.decision}) quand plus rien ne lui était demandé : sans effet.",
        (*texte_cite(fait.texte), *lien(fait.message)),
    )


@raconter.register
def _(fait: f.SilenceDuCandidat) -> Recit:
    valeur = "c'est un refus" if fait.refus else "il reste en lice"
    recue = (f"reçue le {instant_en_lettres(fait.recue_le)} : {fait.preuve}",) if fait.recue_le else ()
    return Recit(
        f"Le candidat {fait.numero} n'a pas répondu à la date annoncée : {valeur}.",
        (*recue, f"boîte relue jusqu'au {instant_en_lettres(fait.lu_jusqu_a)}"),
        (loi.REPONSE_DU_CANDIDAT.source, loi.RECEPTION_A_PROUVER) if fait.refus else (),
    )


@raconter.register
def _(fait: f.SilenceTombe) -> Recit:
    sinon = "sa messagerie avait répondu à sa place" if fait.absent else "la lettre n'était pas arrivée"
    cause = "il avait répondu dans le délai" if fait.repondu else sinon
    suite = "il est de nouveau en lice" if fait.revient else "le logement avait suivi son chemin"
    return Recit(
        f"Le silence du candidat {fait.numero} n'était pas un refus : {cause} ; {suite}.",
        (fait.preuve, *lien(fait.message)),
        (loi.RECEPTION_A_PROUVER,),
    )


@raconter.register
def _(fait: f.SilenceSansPreuve) -> Recit:
    return Recit(
        f"Le candidat {fait.numero} n'a pas répondu, mais {fait.cause} : ce n'est pas un refus.",
        sources=(loi.RECEPTION_A_PROUVER,),
    )


@raconter.register
def _(fait: f.DdetsAvisee) -> Recit:
    return Recit(
        f"DDETS avisée ({fait.adresse}) pour le candidat {fait.numero} : {MOTIFS_D_AVIS[fait.motif]}.",
        sources=(loi.DDETS_AVISEE,),
    )


@raconter.register
def _(fait: f.DdetsDetrompee) -> Recit:
    return Recit(
        f"DDETS détrompée ({fait.adresse}) : le candidat {fait.numero} n'a pas refusé.",
        sources=(loi.RECEPTION_A_PROUVER,),
    )


@raconter.register
def _(fait: f.DdetsAccuse) -> Recit:
    return Recit(
        f"{_lettre(fait)} à la DDETS sur le candidat {fait.numero} est arrivé.",
        (citer(fait.preuve), *lien(fait.message)),
    )


@raconter.register
def _(fait: f.DdetsRelancee) -> Recit:
    return Recit(f"DDETS relancée : rien ne dit qu'elle tient l'avis sur le candidat {fait.numero}.")


@raconter.register
def _(fait: f.ComplementRecu) -> Recit:
    return Recit(
        f"Le candidat {fait.numero} a envoyé des justificatifs après son refus ({len(fait.fichiers)}) : "
        "ils vont à la DDETS, tels que reçus.",
        lien(fait.message),
        (loi.DDETS_AVISEE,),
    )


@raconter.register
def _(fait: f.AvisRevenu) -> Recit:
    return Recit(
        f"{_lettre(fait)} à la DDETS sur le candidat {fait.numero} est revenu ; il repartira vers l'adresse corrigée.",
        (*statut_dit(fait.destinataire, fait.statut), fait.preuve, *lien(fait.message)),
    )


def _lettre(fait: f.DdetsAccuse | f.AvisRevenu) -> str:
    return "Le retrait de l'avis" if fait.courrier == RETRAIT else "L'avis"
