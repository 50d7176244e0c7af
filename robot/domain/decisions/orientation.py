"""The orientation (charter III.2): reply, reminder, silence; to whom the dwelling goes is in `sollicitation`.

Each rule takes a dossier and what reached us, and returns facts; none looks
at a clock, a mailbox or a table. The rules are tried from `decider` (something
reached us) and from `avancer` (time passed).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from robot.domain import faits as f
from robot.domain.carnet import Silence
from robot.domain.courriers import OFFRES
from robot.domain.decisions.contexte import Contexte
from robot.domain.decisions.ordres_inconnus import le_reservataire_se_tait
from robot.domain.decisions.sollicitation import A_ORIENTER, et_la_suite, solliciter
from robot.domain.dossier import Dossier, Orientation, Statut
from robot.domain.stimuli import Avis, Designation, OffreConfiee, Rapport, Remise, Reponse, Stimulus

Faits = tuple[f.Fait, ...]

# An answer may still decide: nothing has ended the orientation.
OUVERTES = frozenset({Statut.A_EXPEDIER, Statut.EN_ATTENTE, Statut.DIFFEREE, Statut.A_CLARIFIER, Statut.NON_REMISE})

# Where a server may still say that the offer is late.
RETARDABLES = frozenset({Statut.EN_ATTENTE, Statut.A_CLARIFIER, Statut.ACCEPTEE_TACITE})

# Where the offer may still be proven to have arrived.
ARRIVANTES = OUVERTES - {Statut.NON_REMISE} | {Statut.ACCEPTEE_TACITE}

# The letters whose failure means that the offer never arrived ("" = the report does not say which).
OFFRES_OU_INCONNU = OFFRES | {""}
AVANT_DECISION = OFFRES_OU_INCONNU | {"rappel_offre"}


# --- time -----------------------------------------------------------------------------------------


def avancer(dossier: Dossier, ctx: Contexte) -> Faits:
    """What the passing of time alone brings: an orientation, a reminder, a silence."""
    if dossier.statut in A_ORIENTER:
        return solliciter(dossier, ctx)
    return constater_silence(dossier, ctx) or rappeler(dossier, ctx)


def rendez_vous(dossier: Dossier, ctx: Contexte) -> datetime | None:
    """When `avancer` may next have something to say, or None while only an event can move the dossier."""
    if dossier.statut in A_ORIENTER:
        return max(ctx.maintenant, ctx.prochaine_ouverture())
    if not le_reservataire_se_tait(dossier) or dossier.courante.decompte is None:
        return None
    if not dossier.courante.rappelee and ctx.maintenant <= dossier.courante.decompte.echeance:
        return instant_du_rappel(dossier.courante, ctx)
    return instant_du_silence(dossier.courante, ctx) if dossier.statut is Statut.EN_ATTENTE else None


def instant_du_rappel(orientation: Orientation, ctx: Contexte) -> datetime | None:
    """The opening of the office on the last working day."""
    return ctx.ouverture(orientation.decompte.dernier_jour) if orientation.decompte else None


def instant_du_silence(orientation: Orientation, ctx: Contexte) -> datetime | None:
    """The opening hour of the day after the deadline: what was in transit at midnight has arrived by then."""
    if orientation.decompte is None:
        return None
    return ctx.ouverture(ctx.calendrier.lendemain(orientation.decompte.dernier_jour))


def rappeler(dossier: Dossier, ctx: Contexte) -> Faits:
    """On the last working morning, remind whoever has not answered what silence will mean.

    A stranger's answer spares nobody the reminder: once it is ignored, the silence is one at its date.
    """
    if not le_reservataire_se_tait(dossier) or dossier.courante.rappelee or dossier.courante.decompte is None:
        return ()
    rappel = instant_du_rappel(dossier.courante, ctx)
    if rappel is None or not rappel <= ctx.maintenant <= dossier.courante.decompte.echeance:
        return ()
    return (f.RappelDecide(le=ctx.maintenant, rang=dossier.courante.rang),)


def constater_silence(dossier: Dossier, ctx: Contexte) -> Faits:
    """No answer within the delay is worth what the convention says, by default an acceptance (R43, C4).

    Only with a reception, no failure, and a mailbox read to its end after the
    deadline and after the opening hour that follows: a refusal nobody has
    opened is not silence. The legal date stays the deadline.

    Source: `loi.SILENCE_VAUT_ACCORD`.
    """
    if dossier.statut is not Statut.EN_ATTENTE:
        return ()
    orientation = dossier.courante
    instant = instant_du_silence(orientation, ctx)
    if instant is None or orientation.decompte is None or orientation.reception is None:
        return ()
    if ctx.lu_jusqu_a is None or not instant <= ctx.lu_jusqu_a <= ctx.maintenant:
        return ()  # a reading dated from the future comes from a clock that was wrong
    le, lu, preuve = orientation.decompte.echeance, ctx.lu_jusqu_a, orientation.reception.preuve
    if orientation.silence is Silence.REFUS:
        refus = f.RefusTacite(le=le, rang=orientation.rang, etabli_le=ctx.maintenant, lu_jusqu_a=lu, preuve=preuve)
        return et_la_suite(dossier, refus, ctx)
    designation = ctx.decompter_la_designation(dossier, _connu_de_lui(le, instant, ctx))
    return (
        f.AccordTacite(
            le=le,
            rang=orientation.rang,
            etabli_le=ctx.maintenant,
            lu_jusqu_a=lu,
            preuve=preuve,
            designation=designation,
        ),
    )


def _connu_de_lui(le: datetime, instant: datetime, ctx: Contexte) -> datetime:
    """From when the delay to designate runs: the silence, told in its time, or the day it was established late.

    Nobody could tell the réservataire before that it had accepted (R41, R45).
    """
    jour_local = ctx.calendrier.jour_local
    return ctx.maintenant if jour_local(ctx.maintenant) > jour_local(instant) else le


# --- what reaches us ------------------------------------------------------------------------------


def decider(dossier: Dossier, stimulus: Stimulus, ctx: Contexte) -> Faits:
    """The facts that follow from what reached us about one of this dossier's orientations."""
    orientation = dossier.orientation(stimulus.rang)
    if orientation is None:
        return ()
    return REGLES[type(stimulus)](dossier, orientation, stimulus, ctx)


def partir(dossier: Dossier, orientation: Orientation, offre: OffreConfiee, ctx: Contexte) -> Faits:
    """The server's 250 presumes reception and starts the clock (R41); a new dwelling has none (R13).

    Source: `loi.DEPART_DU_DELAI`.
    """
    if orientation is not dossier.courante or dossier.statut is not Statut.A_EXPEDIER:
        return ()
    return (
        f.OrientationExpediee(
            le=offre.le,
            rang=offre.rang,
            message_id=offre.message_id,
            empreinte=offre.empreinte,
            preuve=offre.preuve,
            decompte=ctx.decompter_la_reponse(dossier, offre.le),
        ),
    )


def prendre_acte(dossier: Dossier, orientation: Orientation, rapport: Rapport, ctx: Contexte) -> Faits:
    """A report moves, stops or undoes the clock; never does it answer in a person's place (C15, invariant 2)."""
    courante = orientation is dossier.courante
    if rapport.remise is Remise.ECHOUEE:
        return (_echec(rapport) if courante and _compromet(dossier, rapport) else _retour(rapport),)
    if not courante or rapport.courrier not in OFFRES_OU_INCONNU:
        return ()
    return _remise(dossier, rapport, ctx) if rapport.remise is Remise.FAITE else _retard(dossier, rapport)


def _compromet(dossier: Dossier, rapport: Rapport) -> bool:
    """Whether a failure means that the offer never arrived.

    Once silence was established, only the failure of the offer itself, and
    only if its reception was presumed: a proof stands against it.
    """
    if dossier.statut is Statut.ACCEPTEE_TACITE:
        return rapport.courrier in OFFRES_OU_INCONNU and _presumee(dossier.courante)
    return dossier.statut in OUVERTES - {Statut.NON_REMISE} and rapport.courrier in AVANT_DECISION


def _presumee(orientation: Orientation) -> bool:
    return orientation.reception is not None and orientation.reception.presumee


def _echec(rapport: Rapport) -> f.Fait:
    return f.RemiseEchouee(
        le=rapport.le,
        rang=rapport.rang,
        destinataire=rapport.destinataire,
        statut=rapport.statut,
        preuve=rapport.preuve,
        message=rapport.message,
    )


def _retour(rapport: Rapport) -> f.Fait:
    return f.CourrierRevenu(
        le=rapport.le,
        rang=rapport.rang,
        courrier=rapport.courrier,
        destinataire=rapport.destinataire,
        statut=rapport.statut,
        preuve=rapport.preuve,
        message=rapport.message,
    )


def _remise(dossier: Dossier, rapport: Rapport, ctx: Contexte) -> Faits:
    """The first evidence of arrival replaces the presumption.

    A server's report says when: the deadline runs from there if that is later,
    and a silence established before it was none. An absence or a reading says only that the
    offer had arrived: the deadline stays, unless the clock was stopped. A
    stranger's answer changes nothing to that: ignored, it never was. The
    réservataire's own doubt does: only a person starts the clock again.
    """
    orientation, statut = dossier.courante, dossier.statut
    if statut not in ARRIVANTES or orientation.entrave is Statut.NON_REMISE:
        return ()
    arretee = orientation.reception is None or orientation.entrave is not None
    if not arretee and not _presumee(orientation):
        return ()
    le = rapport.le
    decompte = ctx.decompter_la_reponse(dossier, le)
    plus_tard = decompte is not None and orientation.decompte != decompte
    if statut is Statut.ACCEPTEE_TACITE and (rapport.indirect or not plus_tard):
        return ()
    annoncee = orientation.decompte if not arretee else None
    if decompte and annoncee and decompte.dernier_jour < annoncee.dernier_jour:
        decompte = None  # a date given in writing since (an order, a later proof) is never brought forward
    elif orientation.doute or (rapport.indirect and not arretee):
        decompte = None
        le = orientation.reception.le if orientation.reception else le
    return (
        f.RemiseConstatee(
            le=le,
            rang=rapport.rang,
            preuve=rapport.preuve,
            decompte=decompte,
            message=rapport.message,
            defait_le_silence=statut is Statut.ACCEPTEE_TACITE,
        ),
    )


def _retard(dossier: Dossier, rapport: Rapport) -> Faits:
    """The offer has not arrived: the clock stops, and a silence counted meanwhile is undone.

    Under a doubt too: once it is lifted, nothing may run on a reception presumed before this.
    """
    courante = dossier.courante
    if dossier.statut not in RETARDABLES or courante.entrave is not None or not _presumee(courante):
        return ()
    return (
        f.RemiseDifferee(
            le=rapport.le,
            rang=rapport.rang,
            destinataire=rapport.destinataire,
            statut=rapport.statut,
            preuve=rapport.preuve,
            message=rapport.message,
        ),
    )


def recevoir(dossier: Dossier, orientation: Orientation, reponse: Reponse, ctx: Contexte) -> Faits:
    """A person replied: decide, ask again, or record without effect (R42, R44, C13).

    A reply counts from the instant the server received it. Doubt and unknown
    authors suspend the silence; an orientation ends once. An answer to an
    earlier copy of the offer, sent again since, is an answer to it.
    """
    courante = dossier.courante
    if orientation is not courante and orientation.reservataire == courante.reservataire:
        # No word about the present copy counts from before it left (note 005).
        le = max(reponse.le, courante.expediee_le or reponse.le)
        orientation, reponse = courante, replace(reponse, rang=courante.rang, le=le)
    if not peut_encore_decider(dossier, orientation, reponse.le):
        return (tardive(orientation, reponse, reponse.avis),) if reponse.habilitation else (d_un_inconnu(reponse),)
    if not reponse.habilitation:
        return (
            f.ReponseNonAutorisee(
                le=reponse.le,
                rang=reponse.rang,
                par=reponse.par,
                cause="expéditeur non habilité",
                texte=reponse.texte,
                message=reponse.message,
                decision=reponse.avis,
                preuve=reponse.preuve,
                motif=reponse.motif,
                categorie=reponse.categorie,
            ),
        )
    return REPONSES[reponse.avis](dossier, reponse, ctx)


def peut_encore_decider(dossier: Dossier, orientation: Orientation, le: datetime) -> bool:
    """Whether a reply received at `le` can still have an effect on that orientation.

    In time, it even disproves a silence already established; after the
    deadline it is late, unless the clock was suspended.
    """
    if orientation is not dossier.courante:
        return False
    a_temps = orientation.decompte is None or le <= orientation.decompte.echeance
    if dossier.statut in {Statut.EN_ATTENTE, Statut.ACCEPTEE_TACITE}:
        return a_temps
    return dossier.statut in OUVERTES


def d_un_inconnu(message: Reponse | Designation) -> f.Fait:
    """What a stranger writes once nothing is left to suspend: never lost, and never obeyed."""
    return f.MessageDInconnu(
        le=message.le, rang=message.rang, par=message.par, texte=message.texte, message=message.message
    )


def tardive(orientation: Orientation, message: Reponse | Designation, decision: str) -> f.Fait:
    """What the réservataire writes once its offer has ended; a person looks, above all if it had come before."""
    return f.ReponseTardive(
        le=message.le,
        rang=message.rang,
        par=message.par,
        decision=decision,
        texte=message.texte,
        message=message.message,
        lue_apres_coup=orientation.terminee_le is not None and message.le <= orientation.terminee_le,
    )


def _accepter(dossier: Dossier, reponse: Reponse, ctx: Contexte) -> Faits:
    return (
        f.AccordRecu(
            le=reponse.le,
            rang=reponse.rang,
            par=reponse.par,
            preuve=reponse.preuve,
            designation=ctx.decompter_la_designation(dossier, reponse.le),
            message=reponse.message,
        ),
    )


def _refuser(dossier: Dossier, reponse: Reponse, ctx: Contexte) -> Faits:
    refus = f.RefusRecu(
        le=reponse.le,
        rang=reponse.rang,
        par=reponse.par,
        preuve=reponse.preuve,
        motif=reponse.motif,
        categorie=reponse.categorie,
        message=reponse.message,
    )
    return et_la_suite(dossier, refus, ctx)


def _eclaircir(_dossier: Dossier, reponse: Reponse, _ctx: Contexte) -> Faits:
    return (
        f.ReponseAClarifier(
            le=reponse.le,
            rang=reponse.rang,
            par=reponse.par,
            cause=reponse.preuve,
            texte=reponse.texte,
            message=reponse.message,
        ),
    )


REPONSES: dict[Avis, Callable[[Dossier, Reponse, Contexte], Faits]] = {
    Avis.ACCEPTE: _accepter,
    Avis.REFUSE: _refuser,
    Avis.AMBIGU: _eclaircir,
}

REGLES: dict[type[Stimulus], Callable[..., Faits]] = {
    OffreConfiee: partir,
    Rapport: prendre_acte,
    Reponse: recevoir,
}
