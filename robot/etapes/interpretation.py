"""From what was read to what the rules understand: (dossier, stimulus) pairs. Decides nothing."""

from __future__ import annotations

from dataclasses import replace

from robot.domain.carnet import Communes
from robot.domain.decisions.contexte import Contexte
from robot.domain.decisions.orientation import OUVERTES
from robot.domain.dossier import FINIS, Dossier
from robot.domain.jetons import Voie
from robot.domain.stimuli import Avis, Rapport, Remise, Reponse, Stimulus
from robot.etapes import menages
from robot.etapes.bien_nomme import autre_logement
from robot.etapes.rattachement import (
    Fil,
    adresse_exacte,
    dmarc,
    fil_par_reference,
    fil_repondu,
    fils_par_jeton,
    habilitation,
    mandataire_sur,
    offres_en_cours,
    offres_envoyees_a,
)
from robot.ports import MessageRecu, Store
from robot.reading.lecture import Decision, Lecture, Nature, Sens

RAPPORTS = {
    Nature.REBOND: Remise.ECHOUEE,
    Nature.REBOND_TEMPORAIRE: Remise.DIFFEREE,
    Nature.REMISE: Remise.FAITE,
    Nature.REPONSE_AUTOMATIQUE: Remise.FAITE,
    Nature.ACCUSE_LECTURE: Remise.FAITE,
}
LIBELLES = {
    Nature.REBOND: "avis de non-remise",
    Nature.REBOND_TEMPORAIRE: "avis de retard",
    Nature.REMISE: "avis de remise",
    Nature.REPONSE_AUTOMATIQUE: "réponse automatique",
    Nature.ACCUSE_LECTURE: "accusé de lecture",
}
# They prove that the offer arrived, at the latest when they were written; never when it did.
INDIRECTES = frozenset({Nature.REPONSE_AUTOMATIQUE, Nature.ACCUSE_LECTURE})
HORS_DU_FIL = "réponse hors du fil de l'offre, expéditeur non vérifié"
HUMAINES = frozenset({Nature.REPONSE, Nature.ILLISIBLE})
EXTRAIT = 2000

Vus = tuple[tuple[str, Stimulus], ...]


def interpreter(
    lecture: Lecture,
    message: MessageRecu,
    marque: str,
    ctx: Contexte,
    store: Store,
    serveur: str,
    communes: Communes,
) -> Vus:
    """What this message means for which dossiers; nothing when it is about none of ours."""
    if lecture.expediteur == ctx.carnet.bailleur.adresse:
        return ()  # one of our own letters came back to us
    lecture = replace(lecture, mandataire=mandataire_sur(lecture, serveur))
    tous = fils_par_jeton(lecture, ctx)
    vus = _selon_les_fils(lecture, message, marque, tous, ctx, store, serveur, communes)
    if _dans_son_fil(vus, tous) or menages.parle_dans_son_fil(tous, lecture, store):
        return vus
    return (*vus, *menages.interpreter_hors_du_fil(lecture, message, marque, store, serveur))


def _dans_son_fil(vus: Vus, fils: tuple[Fil, ...]) -> bool:
    """Whether a réservataire answers one of its own letters: it may give its address for a household without one."""
    du_reservataire = any(fil.voie is Voie.RESERVATAIRE for fil in fils)
    return du_reservataire and any(isinstance(vu, Reponse) and vu.habilitation for _, vu in vus)


def _selon_les_fils(
    lecture: Lecture,
    message: MessageRecu,
    marque: str,
    tous: tuple[Fil, ...],
    ctx: Contexte,
    store: Store,
    serveur: str,
    communes: Communes,
) -> Vus:
    """What it means by the tokens that it carries, or by the references that it names."""
    fils = tuple(fil for fil in tous if fil.voie is Voie.RESERVATAIRE)
    autres = tuple(fil for fil in tous if fil.voie in {Voie.CANDIDAT, Voie.DDETS})
    if autres and not fils:
        return menages.interpreter(autres[0], lecture, message, marque, store, ctx, serveur)
    if lecture.nature in RAPPORTS:
        return _rapports(lecture, message, marque, ctx, store, fils)
    if lecture.nature not in HUMAINES:
        return ()
    vus = _reponses(lecture, message, marque, ctx, store, serveur, communes, fils)
    if not fils and any(fil.voie is Voie.GESTIONNAIRE for fil in tous):
        # Whoever answers a notice to a gestionnaire without any right to the offer answers no offer.
        return tuple((reference, vu) for reference, vu in vus if vu.habilitation)
    return vus


def _rapports(
    lecture: Lecture, message: MessageRecu, marque: str, ctx: Contexte, store: Store, fils: tuple[Fil, ...]
) -> Vus:
    """A report is about the letter whose token it returns; a failure that returns none stops what went there.

    A program that says that nobody reads proves no reception, from whichever
    address it speaks (C15): a filter answers in its own name.
    """
    if lecture.nature in INDIRECTES and not lecture.non_lu:
        fils = tuple(fil for fil in fils if _vient_du_reservataire(fil, lecture, ctx, store))
    if not fils and lecture.nature is Nature.REBOND:
        fils = offres_envoyees_a(lecture.destinataire or "", ctx, store)
    return tuple((fil.reference, _rapport(lecture, message, marque, fil)) for fil in fils)


def _vient_du_reservataire(fil: Fil, lecture: Lecture, ctx: Contexte, store: Store) -> bool:
    """An absence proves a reception only when the réservataire itself is absent."""
    dossier = store.dossier(fil.reference)
    return dossier is not None and bool(habilitation(dossier, fil.rang, lecture, ctx))


def _rapport(lecture: Lecture, message: MessageRecu, marque: str, fil: Fil) -> Rapport:
    mots = lecture.diagnostic or lecture.texte or lecture.preuve
    return Rapport(
        rang=fil.rang,
        le=message.recu_le,
        remise=Remise.ECHOUEE if lecture.non_lu else RAPPORTS[lecture.nature],
        courrier=fil.courrier,
        destinataire=lecture.destinataire or "",
        statut=lecture.statut or "",
        preuve=f"{LIBELLES[lecture.nature]} : {' '.join(mots.split())[:EXTRAIT]}",
        message=marque,
        indirect=lecture.nature in INDIRECTES and not lecture.non_lu,
    )


def _reponses(
    lecture: Lecture,
    message: MessageRecu,
    marque: str,
    ctx: Contexte,
    store: Store,
    serveur: str,
    communes: Communes,
    jetons: tuple[Fil, ...],
) -> tuple[tuple[str, Reponse], ...]:
    """One stimulus per dwelling that the reply is about."""
    verdict = dmarc(lecture, serveur)
    decisions = lecture.decisions or (Decision(None, Sens.AMBIGU, lecture.preuve),)
    vus = list[tuple[str, Reponse]]()
    for fil, decision in _viser(decisions, lecture, ctx, store, jetons).items():
        dossier = store.dossier(fil.reference)
        if dossier is None or (verdict == "fail" and fil not in jetons):
            continue  # neither the thread nor the sender: nothing ties this message to us
        droit = "" if verdict == "fail" else habilitation(dossier, fil.rang, lecture, ctx)
        sure = not droit or _par_le_fil(fil, jetons, store) or _authentifie(fil, dossier, lecture, ctx, verdict)
        doute = autre_logement(decision.biens, dossier.fiche, communes) if sure else HORS_DU_FIL
        retenue = Decision(None, Sens.AMBIGU, doute) if doute else decision
        vus.append((fil.reference, _reponse(retenue, droit, lecture, message, marque, fil)))
    return tuple(vus)


def _par_le_fil(fil: Fil, jetons: tuple[Fil, ...], store: Store) -> bool:
    """Whether the message carries a token that this very réservataire was given."""
    return any(_a_qui(jeton, store) == _a_qui(fil, store) for jeton in jetons)


def _a_qui(fil: Fil, store: Store) -> str | None:
    dossier = store.dossier(fil.reference)
    orientation = dossier.orientation(fil.rang) if dossier else None
    return orientation.reservataire if orientation else None


def _authentifie(fil: Fil, dossier: Dossier, lecture: Lecture, ctx: Contexte, verdict: str) -> bool:
    """Whether a reply without a token may be believed: an exact address that our own server authenticated."""
    orientation = dossier.orientation(fil.rang)
    if orientation is None or verdict != "pass":
        return False
    reservataire = ctx.reservataire(orientation.reservataire)
    return lecture.expediteur == orientation.adresse or adresse_exacte(reservataire, lecture.expediteur)


def _viser(
    decisions: tuple[Decision, ...], lecture: Lecture, ctx: Contexte, store: Store, jetons: tuple[Fil, ...]
) -> dict[Fil, Decision]:
    """Which offer each decision is about.

    Two that contradict each other on one offer are a doubt, and so is an offer
    in the thread, or in the subject, about which the message says nothing.
    """
    sujets = [fil for r in lecture.references_objet if (fil := fil_par_reference(r, lecture, ctx, store))]
    fils = [*jetons, *_contredisent(jetons, sujets, lecture, ctx, store)] if jetons else sujets
    vises: dict[Fil, Decision] = {}
    for decision in decisions:
        for fil in _cibles(decision, fils, lecture, ctx, store):
            choisie = decision
            if decision.reference is None and len(fils) > 1:
                nommes = ", ".join(dict.fromkeys(fil.reference for fil in fils))
                choisie = Decision(
                    None, Sens.AMBIGU, f"le message désigne plusieurs logements ({nommes}) et ne donne qu'une réponse"
                )
            if fil in vises and vises[fil].sens is not choisie.sens:
                choisie = Decision(None, Sens.AMBIGU, "deux réponses opposées pour le même logement")
            vises[fil] = choisie
    nommees = ", ".join(decision.reference for decision in decisions if decision.reference)
    for fil in fils:
        vises.setdefault(fil, Decision(None, Sens.AMBIGU, f"la réponse nomme un autre logement : {nommees}"))
    for fil in sujets:
        if fil.reference not in {vise.reference for vise in vises} and _attend_une_reponse(fil, store):
            vises[fil] = Decision(None, Sens.AMBIGU, "l'objet nomme aussi ce logement, la réponse n'en dit rien")
    if not vises:
        doute = Decision(None, Sens.AMBIGU, "message sans référence : le logement concerné n'est pas certain")
        vises = dict.fromkeys(offres_en_cours(lecture, ctx, store), doute)
    return vises


def _contredisent(
    jetons: tuple[Fil, ...], sujets: list[Fil], lecture: Lecture, ctx: Contexte, store: Store
) -> list[Fil]:
    """The dwellings that the subject, or the letter answered, names instead of those of the tokens.

    A subject that names one of these settles it. A dwelling whose story is
    over is an old message, taken up as one takes an address.
    """
    du_fil = {jeton.reference for jeton in jetons}
    if not du_fil.isdisjoint(lecture.references_objet):
        return []
    repondu = fil_repondu(lecture, ctx)
    autres = {fil.reference: fil for fil in [*sujets, *([repondu] if repondu else [])]}
    dossiers = ((fil, store.dossier(reference)) for reference, fil in autres.items() if reference not in du_fil)
    return [fil for fil, dossier in dossiers if dossier and dossier.statut not in FINIS]


def _attend_une_reponse(fil: Fil, store: Store) -> bool:
    dossier = store.dossier(fil.reference)
    return dossier is not None and dossier.statut in OUVERTES and dossier.courante.rang == fil.rang


def _cibles(decision: Decision, fils: list[Fil], lecture: Lecture, ctx: Contexte, store: Store) -> tuple[Fil, ...]:
    if decision.reference is None:
        return tuple(fils)
    du_fil = tuple(fil for fil in fils if fil.reference == decision.reference)
    nommee = () if du_fil else (fil_par_reference(decision.reference, lecture, ctx, store),)
    return du_fil or tuple(fil for fil in nommee if fil)


def _reponse(decision: Decision, droit: str, lecture: Lecture, message: MessageRecu, marque: str, fil: Fil) -> Reponse:
    envoi = f" (message envoyé par {lecture.mandataire})" if lecture.mandataire else ""
    return Reponse(
        rang=fil.rang,
        le=message.recu_le,
        par=lecture.expediteur,
        habilitation=droit,
        avis=Avis(decision.sens),
        preuve=decision.preuve + envoi,
        texte=lecture.texte[:EXTRAIT],
        message=marque,
        motif=decision.motif or "",
        categorie=decision.categorie or "",
    )
