"""What a gestionnaire says of a stranger's answer that carried a valid token (C13): it counts, or it does not."""

from __future__ import annotations

from robot.domain import faits as f
from robot.domain.decisions.contexte import Contexte
from robot.domain.decisions.ordre_impossible import OrdreImpossible
from robot.domain.decisions.sollicitation import et_la_suite
from robot.domain.dossier import Dossier, ReponseInconnue, Statut
from robot.domain.stimuli import Avis, Ordre

Faits = tuple[f.Fait, ...]


def autoriser(dossier: Dossier, ordre: Ordre, ctx: Contexte) -> Faits:
    """The stranger's answer is the réservataire's, as of the instant it arrived if that was in time.

    The delay to designate runs from the order: nobody could tell the
    réservataire before that its acceptance was one (R41).
    """
    reponse = _la_reponse(dossier)
    autorisee = f.ReponseAutorisee(
        le=ordre.le,
        rang=dossier.courante.rang,
        auteur=reponse.par,
        par=ordre.par,
        motif=ordre.motif,
        message=reponse.message,
    )
    decompte = dossier.courante.decompte
    le = reponse.le if decompte is None or reponse.le <= decompte.echeance else ordre.le
    if reponse.decision == Avis.ACCEPTE:
        accord = f.AccordRecu(
            le=le,
            rang=dossier.courante.rang,
            par=reponse.par,
            preuve=reponse.preuve,
            designation=ctx.decompter_la_designation(dossier, ordre.le),
            message=reponse.message,
            saisi_par=ordre.par,
        )
        return (autorisee, accord)
    refus = f.RefusRecu(
        le=le,
        rang=dossier.courante.rang,
        par=reponse.par,
        preuve=reponse.preuve,
        motif=reponse.motif,
        categorie=reponse.categorie,
        message=reponse.message,
        saisi_par=ordre.par,
    )
    return (autorisee, *et_la_suite(dossier, refus, ctx))


def reponse_a_autoriser(dossier: Dossier) -> ReponseInconnue | None:
    """The stranger's answer that may be taken for the réservataire's: a clear one, which no other contradicts."""
    inconnues = dossier.courante.inconnues if dossier.orientations else ()
    decisions = {reponse.decision for reponse in inconnues}
    return inconnues[0] if decisions in ({Avis.ACCEPTE}, {Avis.REFUSE}) else None


def _la_reponse(dossier: Dossier) -> ReponseInconnue:
    if not dossier.courante.inconnues:
        raise OrdreImpossible(
            f"{dossier.reference} : aucun inconnu n'a répondu. Si le réservataire a décidé : ACCEPTE ou REFUSE."
        )
    reponse = reponse_a_autoriser(dossier)
    if reponse is None:
        raise OrdreImpossible(
            f"{dossier.reference} : ce qui a été reçu ne dit pas clairement oui ou non. Demandez au réservataire, puis "
            "écrivez ACCEPTE ou REFUSE."
        )
    return reponse


def ignorer(dossier: Dossier, ordre: Ordre, _ctx: Contexte) -> Faits:
    """The stranger's answer is worth nothing: the same deadline runs again, and a silence is one at its date."""
    if refus := pourquoi_ne_pas_ignorer(dossier):
        raise OrdreImpossible(f"{dossier.reference} : {refus}")
    return (f.ReponseIgnoree(le=ordre.le, rang=dossier.courante.rang, par=ordre.par, motif=ordre.motif),)


def le_reservataire_se_tait(dossier: Dossier) -> bool:
    """Whether the réservataire has said nothing yet, and its silence may count: it waits, or only a stranger wrote."""
    if dossier.statut is Statut.EN_ATTENTE:
        return True
    return dossier.statut is Statut.A_CLARIFIER and not pourquoi_ne_pas_ignorer(dossier)


def pourquoi_ne_pas_ignorer(dossier: Dossier) -> str:
    """Why ignoring the stranger would not be enough for the clock to run again; empty when it is."""
    courante = dossier.courante
    if not courante.inconnues:
        return "aucun inconnu n'a répondu. Pour faire repartir le délai en entier : REPRENDRE."
    if courante.doute:
        return "le réservataire lui-même a écrit sans trancher : ACCEPTE, REFUSE ou REPRENDRE."
    if courante.reception is None:
        return "l'offre n'est pas arrivée, il faut la RENVOYER."
    if courante.entrave is not None:
        return "l'offre est retardée en chemin : attendre la preuve de son arrivée, RENVOYER, ou REPRENDRE."
    return ""
