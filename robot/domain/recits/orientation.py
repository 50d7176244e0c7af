"""What happens until a réservataire has accepted, told."""

from __future__ import annotations

from robot.domain import faits as f
from robot.domain import loi
from robot.domain.carnet import Silence
from robot.domain.dates import instant_en_lettres, jour_en_lettres
from robot.domain.fiche import titre
from robot.domain.recits.recit import Recit, auteur, citer, lien, raconter, statut_dit, texte_cite


@raconter.register
def _(fait: f.LogementLibere) -> Recit:
    quand = f", disponible le {jour_en_lettres(fait.disponible_le)}" if fait.disponible_le else ""
    nature = "logement neuf" if fait.neuf else "logement libéré"
    return Recit(f"{nature.capitalize()} : {titre(fait.fiche)}{quand}.", sources=(loi.FICHE,))


@raconter.register
def _(fait: f.OrientationDecidee) -> Recit:
    delai = (
        f"{fait.reponse.jours_ouvres} jours ouvrés pour répondre, le silence vaut "
        f"{'acceptation' if fait.silence is Silence.ACCORD else 'refus'}"
        if fait.reponse
        else "sans délai ni silence"
    )
    source = fait.reponse.source if fait.reponse else loi.NEUF_SANS_DELAI
    return Recit(f"Offre n° {fait.rang} décidée : {fait.nom} <{fait.adresse}> ; {delai}.", (fait.raison,), (source,))


@raconter.register
def _(fait: f.OrientationInterne) -> Recit:
    return Recit(f"Le bailleur cherche les candidats : {fait.nom}.", (fait.raison,), (loi.GESTION_DELEGUEE,))


@raconter.register
def _(fait: f.OrientationExpediee) -> Recit:
    return Recit(
        f"Offre n° {fait.rang} envoyée ; réception présumée ce jour.",
        (fait.preuve, f"message {fait.message_id}", f"SHA-256 {fait.empreinte}"),
        (loi.DEPART_DU_DELAI, loi.COMPUTATION) if fait.decompte else (loi.NEUF_SANS_DELAI,),
        fait.decompte,
    )


@raconter.register
def _(fait: f.RemiseConstatee) -> Recit:
    return Recit(
        f"Réception de l'offre n° {fait.rang} prouvée.",
        (fait.preuve, *lien(fait.message)),
        (loi.DEPART_DU_DELAI, loi.COMPUTATION) if fait.decompte else (),
        fait.decompte,
    )


@raconter.register
def _(fait: f.RemiseDifferee) -> Recit:
    return Recit(
        f"Offre n° {fait.rang} retardée en chemin : le délai est suspendu.",
        (*statut_dit(fait.destinataire, fait.statut), fait.preuve, *lien(fait.message)),
        (loi.DEPART_DU_DELAI,),
    )


@raconter.register
def _(fait: f.RemiseEchouee) -> Recit:
    return Recit(
        f"Offre n° {fait.rang} non remise : aucun silence ne peut être compté.",
        (*statut_dit(fait.destinataire, fait.statut), fait.preuve, *lien(fait.message)),
        (loi.DEPART_DU_DELAI,),
    )


@raconter.register
def _(fait: f.CourrierRevenu) -> Recit:
    return Recit(
        f"Un courrier de l'offre n° {fait.rang} ({fait.courrier or 'inconnu'}) est revenu ; l'offre est hors de cause.",
        (*statut_dit(fait.destinataire, fait.statut), fait.preuve, *lien(fait.message)),
    )


@raconter.register
def _(fait: f.RappelDecide) -> Recit:
    return Recit(f"Rappel de l'offre n° {fait.rang} : dernier jour, pas encore de réponse.")


@raconter.register
def _(fait: f.AccordRecu) -> Recit:
    return Recit(
        f"Offre n° {fait.rang} acceptée {auteur(fait.par, fait.saisi_par)} ; les candidats sont attendus.",
        (citer(fait.preuve), *lien(fait.message)),
        (loi.SILENCE_VAUT_ACCORD.source,),
        fait.designation,
    )


@raconter.register
def _(fait: f.AccordTacite) -> Recit:
    return Recit(
        f"Offre n° {fait.rang} acceptée par silence ; les candidats sont attendus.",
        (
            f"réception : {fait.preuve}",
            f"silence établi le {instant_en_lettres(fait.etabli_le)}",
            f"boîte du robot relue sans réponse jusqu'au {instant_en_lettres(fait.lu_jusqu_a)}",
        ),
        (loi.SILENCE_VAUT_ACCORD.source,),
        fait.designation,
    )


@raconter.register
def _(fait: f.RefusTacite) -> Recit:
    return Recit(
        f"Offre n° {fait.rang} refusée par silence, selon la convention de ce réservataire.",
        (f"réception : {fait.preuve}", f"boîte relue jusqu'au {instant_en_lettres(fait.lu_jusqu_a)}"),
    )


@raconter.register
def _(fait: f.RefusRecu) -> Recit:
    categorie = f" (catégorie : {fait.categorie.replace('_', ' ')})" if fait.categorie else ""
    motif = (f"motif : {fait.motif}{categorie}",) if fait.motif else ()
    return Recit(
        f"Offre n° {fait.rang} refusée {auteur(fait.par, fait.saisi_par)}.",
        (*motif, citer(fait.preuve), *lien(fait.message)),
        (loi.SUIVANT,),
    )


@raconter.register
def _(fait: f.ReponseAClarifier) -> Recit:
    return Recit(
        f"Réponse de {fait.par or 'expéditeur illisible'} à l'offre n° {fait.rang}, sans décision certaine : "
        "le délai est suspendu.",
        (fait.cause, *texte_cite(fait.texte), *lien(fait.message)),
    )


@raconter.register
def _(fait: f.ReponseNonAutorisee) -> Recit:
    return Recit(
        f"Réponse de {fait.par or 'expéditeur illisible'}, qui n'est pas habilité, à l'offre n° {fait.rang} : "
        "le délai est suspendu.",
        (*texte_cite(fait.texte), *lien(fait.message)),
    )


@raconter.register
def _(fait: f.ReponseAutorisee) -> Recit:
    return Recit(
        f"La réponse de {fait.auteur or 'expéditeur illisible'} à l'offre n° {fait.rang} vaut pour le réservataire, "
        f"sur ordre de {fait.par}.",
        (f"motif : {fait.motif}", *lien(fait.message)),
    )


@raconter.register
def _(fait: f.ReponseIgnoree) -> Recit:
    return Recit(
        f"La réponse d'un inconnu à l'offre n° {fait.rang} ne compte pas, sur ordre de {fait.par} : le délai court "
        "comme si rien n'était venu.",
        (f"motif : {fait.motif}",),
    )


@raconter.register
def _(fait: f.ReponseTardive) -> Recit:
    quand = "lue après la fin de l'offre, arrivée avant" if fait.lue_apres_coup else "après la fin de l'offre"
    return Recit(
        f"Réponse de {fait.par} ({fait.decision}) à l'offre n° {fait.rang}, {quand} : consignée, sans effet.",
        (*texte_cite(fait.texte), *lien(fait.message)),
    )


@raconter.register
def _(fait: f.MessageDInconnu) -> Recit:
    return Recit(
        f"Message d'un inconnu du carnet, écrit avec le jeton de l'offre n° {fait.rang} : consigné, sans effet.",
        (f"écrit par {fait.par or 'un expéditeur illisible'}", *texte_cite(fait.texte), *lien(fait.message)),
    )


@raconter.register
def _(fait: f.DelaiRepris) -> Recit:
    return Recit(
        f"Le délai de l'offre n° {fait.rang} reprend en entier, sur ordre de {fait.par}.",
        (f"motif : {fait.motif}",),
        (loi.COMPUTATION,),
        fait.decompte,
    )


@raconter.register
def _(fait: f.OrientationRetiree) -> Recit:
    return Recit(f"Offre n° {fait.rang} retirée par {fait.par}.", (f"motif : {fait.motif}",))


@raconter.register
def _(fait: f.ListeEpuisee) -> Recit:
    return Recit(f"Plus personne à solliciter ({fait.raison}) : le logement revient au gestionnaire.")


@raconter.register
def _(fait: f.DossierAnnule) -> Recit:
    return Recit(f"Dossier annulé par {fait.par}.", (f"motif : {fait.motif}",))
