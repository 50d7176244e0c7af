"""What a gestionnaire says in a candidate's place (paper, telephone), the lease, and the lines typed into the SNE."""

from __future__ import annotations

import re
from datetime import time

from robot.domain import faits as f
from robot.domain.candidature import A_TRANCHER, Candidature, Etape, Proposition, Reponse
from robot.domain.dates import jour_en_lettres
from robot.domain.decisions import candidats, propositions
from robot.domain.decisions.contexte import Contexte
from robot.domain.decisions.ordre_impossible import OrdreImpossible
from robot.domain.decisions.ordres_designation import exiger_en_lice
from robot.domain.dossier import Dossier, Statut
from robot.domain.ecriture import plier
from robot.domain.statuts import replier
from robot.domain.stimuli import Ordre

Faits = tuple[f.Fait, ...]

MIDI = time(12)
# A reason that begins with it (R74): « dossier non constitué », « n'a jamais fourni les pièces ». Elsewhere in a
# sentence, the words tell something else: « on ne lui a pas remis les documents du logement ».
_DES_PIECES = r"(?:dossier|pieces|justificatifs|documents)\b"
_DONNE = r"(?:constitue|complete|depose|fourni|produit|remis|rendu|transmis)"
SANS_DOSSIER = re.compile(
    rf"(?:(?:son|le|les|ses|leurs?) )?{_DES_PIECES} (?:n'(?:a|ont) )?(?:non|pas|jamais) (?:ete )?"
    rf"{_DONNE}e?s?\b(?! par\b)|"
    rf"(?:(?:il|elle|ils|elles|on|le menage|la famille) )?n'(?:a|ont) (?:pas|jamais) {_DONNE} "
    rf"(?:(?:aucune?|les?|ses|son|leurs?|de) )?{_DES_PIECES}"
)


def _visee(dossier: Dossier, ordre: Ordre) -> tuple[Candidature, Proposition]:
    """The one candidate that an order names, with what was proposed to it. Raises OrdreImpossible."""
    exiger_en_lice(dossier, ordre.numeros)
    candidature = dossier.candidature(ordre.numeros[0])
    if len(ordre.numeros) > 1 or candidature is None:
        raise OrdreImpossible(f"{ordre.verbe.en_clair} nomme un seul candidat à la fois.")
    if candidature.proposition is None:
        raise OrdreImpossible(f"Le logement n'a pas encore été proposé au candidat {candidature.numero}.")
    _exiger_la_proposition_vue(candidature, candidature.proposition, ordre)
    return candidature, candidature.proposition


def _exiger_la_proposition_vue(candidature: Candidature, proposition: Proposition, ordre: Ordre) -> None:
    """What is said of one proposal never falls on the next one, which the author of the order has not seen."""
    connue = ordre.connu.candidature(candidature.numero) if ordre.connu else None
    if connue and connue.proposition and connue.proposition.tour < proposition.tour:
        raise OrdreImpossible(
            "Depuis ce que vous aviez sous les yeux, le logement a été proposé à nouveau au candidat "
            f"{candidature.numero} : {ordre.verbe.en_clair} n'a donc pas été suivi. S'il vaut pour la nouvelle "
            "proposition, redites-le en réponse à ce message ; sinon, vous n'avez rien à faire."
        )


def accepter(dossier: Dossier, ordre: Ordre, _ctx: Contexte) -> Faits:
    """The candidate said yes otherwise than by e-mail."""
    candidature, proposition = _visee(dossier, ordre)
    if not candidats.peut_repondre(dossier, candidature):
        raise OrdreImpossible(f"Le candidat {candidature.numero} n'a pas de réponse à donner maintenant.")
    return (
        f.CandidatAccepte(
            le=ordre.le,
            rang=candidature.rang,
            numero=candidature.numero,
            tour=proposition.tour,
            par="",
            preuve=ordre.motif,
            message="",
            saisi_par=ordre.par,
        ),
    )


def refuser(dossier: Dossier, ordre: Ordre, ctx: Contexte) -> Faits:
    """The candidate said no otherwise than by e-mail, or gives up after a yes; a DALO refusal goes to the State."""
    candidature, proposition = _visee(dossier, ordre)
    if dossier.statut is Statut.A_SIGNER and candidature is not preneur(dossier):
        raise OrdreImpossible(
            f"C'est le candidat {preneur(dossier).numero} qui a accepté le logement : le candidat "
            f"{candidature.numero} n'a rien à refuser tant que le bail n'est pas abandonné."
        )
    retire_son_oui = proposition.reponse is Reponse.OUI
    if not retire_son_oui and not candidats.peut_repondre(dossier, candidature):
        raise OrdreImpossible(f"Le candidat {candidature.numero} n'a pas de réponse à donner maintenant.")
    refus = f.CandidatRefuse(
        le=ordre.le,
        rang=candidature.rang,
        numero=candidature.numero,
        tour=proposition.tour,
        par="",
        motif=ordre.motif,
        preuve=ordre.motif,
        message=ordre.message,
        fichiers=ordre.fichiers,
        saisi_par=ordre.par,
        sans_dossier=_sans_dossier(candidature, ordre),
    )
    return candidats.et_la_suite(dossier, (refus,), ctx)


def _sans_dossier(candidature: Candidature, ordre: Ordre) -> bool:
    """Whether the order says that the file was never built, and nothing that was sent says otherwise (R74)."""
    rien = not (ordre.fichiers or candidature.complements)
    return rien and SANS_DOSSIER.match(plier(ordre.motif)) is not None


def prouver(dossier: Dossier, ordre: Ordre, ctx: Contexte) -> Faits:
    """The proof that a paper letter arrived, and when (CE, 30 November 2021: the receipt, or the vain presentation)."""
    candidature, proposition = _visee(dossier, ordre)
    aujourd_hui = ctx.calendrier.jour_local(ctx.maintenant)
    depart = ctx.calendrier.jour_local(proposition.decidee_le)
    if ordre.jour is None or not depart <= ordre.jour <= aujourd_hui:
        raise OrdreImpossible(
            f"Écrivez le jour de la remise, du {depart:%d/%m/%Y} à aujourd'hui, et sa preuve : "
            f"REMIS {candidature.numero} {aujourd_hui:%d/%m/%Y} avis de réception."
        )
    if proposition.reponse not in candidats.OUVERTES:
        raise OrdreImpossible(f"Le candidat {candidature.numero} a déjà répondu : rien ne reste à prouver.")
    remise = f.PropositionRemise(
        le=min(max(ctx.calendrier.instant(ordre.jour, MIDI), proposition.decidee_le), ctx.maintenant),
        rang=candidature.rang,
        numero=candidature.numero,
        tour=proposition.tour,
        preuve=ordre.motif,
        message="",
        saisi_par=ordre.par,
    )
    apres = replier(dossier, (remise,)) or dossier
    return (remise, *propositions.avancer(apres, ctx))


def reproposer(dossier: Dossier, ordre: Ordre, ctx: Contexte) -> Faits:
    """Write again, with another date: the letter came back, its date was too short, or the answer was not clear."""
    candidature, proposition = _visee(dossier, ordre)
    if not candidats.peut_repondre(dossier, candidature):
        raise OrdreImpossible(f"Le candidat {candidature.numero} n'a pas de réponse à donner maintenant.")
    if proposition.reponse not in A_TRANCHER | {Reponse.SANS_REPONSE}:
        raise OrdreImpossible(
            f"La réponse du candidat {candidature.numero} est attendue jusqu'au "
            f"{jour_en_lettres(proposition.dernier_jour)} : il n'y a pas lieu d'écrire à nouveau."
        )
    return (candidats.proposer(candidature, proposition.etape, ctx),)


def signer(dossier: Dossier, ordre: Ordre, ctx: Contexte) -> Faits:
    """The lease is signed: the fourth stage (R90); radiation in the SNE follows (R66)."""
    if ordre.jour is None or ordre.jour > ctx.calendrier.jour_local(ctx.maintenant):
        raise OrdreImpossible("Écrivez le jour de la signature, aujourd'hui ou avant : BAIL 15/04/2026.")
    numero = preneur(dossier).numero
    if ordre.numeros not in {(), (numero,)}:
        raise OrdreImpossible(f"C'est le candidat {numero} qui a accepté le logement.")
    commission = ctx.calendrier.jour_local(dossier.commission.debut) if dossier.commission else ordre.jour
    if ordre.jour < commission:
        raise OrdreImpossible(
            f"Un bail ne précède pas la commission, tenue le {jour_en_lettres(commission)} : vérifiez le jour."
        )
    return (f.BailSigne(le=ordre.le, rang=dossier.courante.rang, numero=numero, jour=ordre.jour, par=ordre.par),)


def preneur(dossier: Dossier) -> Candidature:
    """Who accepted the dwelling that the commission attributed to it, once the lease is to be signed."""
    return next(
        c
        for c in dossier.en_lice
        if c.proposition and c.proposition.etape is Etape.ATTRIBUTION and c.proposition.reponse is Reponse.OUI
    )


def cocher(dossier: Dossier, ordre: Ordre, _ctx: Contexte) -> Faits:
    """These lines are in the SNE (all that wait when none is named); the last one closes a dwelling that is let."""
    a_faire = {tache.numero for tache in dossier.sne if tache.a_saisir} | _typees_depuis(dossier, ordre)
    if not a_faire:
        if rien_d_autre := candidats.clore(dossier, (), ordre.le):
            return rien_d_autre
        raise OrdreImpossible(f"{dossier.reference} n'a rien à saisir dans le SNE.")
    _exiger_les_lignes_vues(dossier, ordre)
    faites = tuple(sorted(set(ordre.numeros) or a_faire))
    inconnues = [str(numero) for numero in faites if numero not in {tache.numero for tache in dossier.sne}]
    if inconnues:
        raise OrdreImpossible(
            f"{dossier.reference} n'a pas de ligne {', '.join(inconnues)}. "
            f"Lignes à saisir : {', '.join(map(str, sorted(a_faire)))}."
        )
    return candidats.clore(dossier, (f.SneSaisi(le=ordre.le, taches=faites, par=ordre.par),), ordre.le)


def _typees_depuis(dossier: Dossier, ordre: Ordre) -> set[int]:
    """What was typed, and proved false since: the lines that are named; « all of them », those that its author read."""
    vues = ordre.connu.sne if ordre.connu else ()
    dites = set(ordre.numeros) or {tache.numero for tache in vues if tache.a_saisir}
    return dites & {tache.numero for tache in dossier.sne if tache.caduque and not tache.faite}


def _exiger_les_lignes_vues(dossier: Dossier, ordre: Ordre) -> None:
    """« All of them » are those that its author had read: a line added since was typed by nobody (R65, R66)."""
    if ordre.numeros or ordre.connu is None:
        return
    # What another order of the same message adds is known to its author.
    ajoutees = [t for t in dossier.sne[len(ordre.connu.sne) :] if t.a_saisir and t.le < ordre.le]
    if not ajoutees:
        return
    lignes = ", ".join(str(tache.numero) for tache in ajoutees)
    raise OrdreImpossible(
        f"Depuis ce que vous aviez sous les yeux, {dossier.reference} a d'autres lignes à saisir dans le SNE "
        f"({lignes}) : rien n'a été coché. Nommez les lignes saisies (SNE 1 2), ou redites SNE TOUT en réponse à ce "
        "message une fois que toutes le sont."
    )
