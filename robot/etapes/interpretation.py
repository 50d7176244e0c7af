"""From what was read to what the rules understand: (dossier, stimulus) pairs. Decides nothing."""

from __future__ import annotations

from robot.domain.decisions.contexte import Contexte
from robot.domain.dossier import Dossier
from robot.domain.stimuli import Avis, Rapport, Remise, Reponse, Stimulus
from robot.etapes.rattachement import (
    Fil,
    adresse_exacte,
    dmarc,
    fil_par_jeton,
    fil_par_reference,
    habilitation,
    offres_en_cours,
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
HUMAINES = frozenset({Nature.REPONSE, Nature.ILLISIBLE})
EXTRAIT = 2000

Vus = tuple[tuple[str, Stimulus], ...]


def interpreter(lecture: Lecture, message: MessageRecu, marque: str, ctx: Contexte, store: Store, serveur: str) -> Vus:
    """What this message means for which dossiers; nothing when it is about none of ours."""
    if lecture.expediteur == ctx.carnet.bailleur.adresse:
        return ()  # one of our own letters came back to us
    fil = fil_par_jeton(lecture, ctx)
    if lecture.nature in RAPPORTS:
        return ((fil.reference, _rapport(lecture, message, marque, fil)),) if fil else ()
    if lecture.nature not in HUMAINES:
        return ()
    return _reponses(lecture, message, marque, ctx, store, serveur, fil)


def _rapport(lecture: Lecture, message: MessageRecu, marque: str, fil: Fil) -> Rapport:
    mots = lecture.diagnostic or lecture.texte or lecture.preuve
    return Rapport(
        rang=fil.rang,
        le=message.recu_le,
        remise=RAPPORTS[lecture.nature],
        courrier=fil.courrier,
        destinataire=lecture.destinataire or "",
        statut=lecture.statut or "",
        preuve=f"{LIBELLES[lecture.nature]} : {' '.join(mots.split())[:EXTRAIT]}",
        message=marque,
    )


def _reponses(
    lecture: Lecture, message: MessageRecu, marque: str, ctx: Contexte, store: Store, serveur: str, jeton: Fil | None
) -> Vus:
    """One stimulus per dwelling that the reply is about."""
    verdict = dmarc(lecture, serveur)
    decisions = lecture.decisions or (Decision(None, Sens.AMBIGU, lecture.preuve),)
    vises = _viser(decisions, lecture, ctx, store, jeton)
    vus = list[tuple[str, Stimulus]]()
    for fil, decision in vises.items():
        dossier = store.dossier(fil.reference)
        if dossier is None:
            continue
        droit = "" if verdict == "fail" else habilitation(dossier, fil.rang, lecture, ctx)
        if droit and jeton is None and not _sans_fil(fil, dossier, lecture, ctx, serveur, verdict):
            doute = Decision(None, Sens.AMBIGU, "réponse hors du fil de l'offre, expéditeur non vérifié")
            vus.append((fil.reference, _reponse(doute, droit, lecture, message, marque, fil)))
        elif droit or jeton == fil:
            vus.append((fil.reference, _reponse(decision, droit, lecture, message, marque, fil)))
    return tuple(vus)


def _sans_fil(fil: Fil, dossier: Dossier, lecture: Lecture, ctx: Contexte, serveur: str, verdict: str) -> bool:
    """Whether a reply that carries no token may be believed: an exact address, authenticated if our server can tell."""
    orientation = dossier.orientation(fil.rang)
    if orientation is None or (serveur and verdict != "pass"):
        return False
    reservataire = ctx.reservataire(orientation.reservataire)
    return lecture.expediteur == orientation.adresse or adresse_exacte(reservataire, lecture.expediteur)


def _viser(
    decisions: tuple[Decision, ...], lecture: Lecture, ctx: Contexte, store: Store, jeton: Fil | None
) -> dict[Fil, Decision]:
    """Which offer each decision is about; two that contradict each other on one offer are a doubt."""
    sujets = [fil for r in lecture.references_objet if (fil := fil_par_reference(r, lecture, ctx, store))]
    fils = [jeton] if jeton else sujets
    vises: dict[Fil, Decision] = {}
    perdues = list[str]()
    for decision in decisions:
        for fil in _cibles(decision, fils, lecture, ctx, store):
            choisie = decision
            if decision.reference is None and len(fils) > 1:
                choisie = Decision(None, Sens.AMBIGU, "plusieurs logements en objet, une seule réponse")
            if fil in vises and vises[fil].sens is not choisie.sens:
                choisie = Decision(None, Sens.AMBIGU, "deux réponses opposées pour le même logement")
            vises[fil] = choisie
        if decision.reference and not any(fil.reference == decision.reference for fil in vises):
            perdues.append(decision.reference)
    if perdues and not vises:
        doute = Decision(None, Sens.AMBIGU, f"référence inconnue ou adressée à un autre : {', '.join(perdues)}")
        vises = dict.fromkeys(fils, doute)
    if not vises and not fils:
        doute = Decision(None, Sens.AMBIGU, "message sans référence : le logement concerné n'est pas certain")
        vises = dict.fromkeys(offres_en_cours(lecture, ctx, store), doute)
    return vises


def _cibles(decision: Decision, fils: list[Fil], lecture: Lecture, ctx: Contexte, store: Store) -> tuple[Fil, ...]:
    if decision.reference is None:
        return tuple(fils)
    du_fil = tuple(fil for fil in fils if fil.reference == decision.reference)
    nommee = () if du_fil else (fil_par_reference(decision.reference, lecture, ctx, store),)
    return du_fil or tuple(fil for fil in nommee if fil)


def _reponse(decision: Decision, droit: str, lecture: Lecture, message: MessageRecu, marque: str, fil: Fil) -> Reponse:
    return Reponse(
        rang=fil.rang,
        le=message.recu_le,
        par=lecture.expediteur,
        habilitation=droit,
        avis=Avis(decision.sens),
        preuve=decision.preuve,
        texte=lecture.texte[:EXTRAIT],
        message=marque,
        motif=decision.motif or "",
        categorie=decision.categorie or "",
    )
