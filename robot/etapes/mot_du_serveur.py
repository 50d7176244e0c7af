"""What the rules must know of the server's word about a letter: taken, or failed for good."""

from __future__ import annotations

import hashlib

from robot.domain.courriers import OFFRES, PROPOSITIONS, Courrier
from robot.domain.decisions.contexte import Contexte
from robot.domain.jetons import Voie
from robot.domain.stimuli import (
    OffreConfiee,
    PropositionConfiee,
    Rapport,
    RapportALaDdets,
    RapportAuCandidat,
    Remise,
    Stimulus,
)
from robot.ports import ECHOUEES, Acheminement, Envoi, EtatEnvoi, SuiteEnvoi

REFUSE = "refusé par le serveur"
JAMAIS_CONFIRMEE = "donné au serveur, qui n'a jamais confirmé l'avoir pris"
PRESUMEE = "remise présumée, réponse du serveur"


def stimulus_de(
    envoi: Envoi, acheminement: Acheminement, suite: SuiteEnvoi, octets: bytes, ctx: Contexte
) -> Stimulus | None:
    """What the rules must know of the server's word, if anything."""
    sujet = ctx.jetons.verifier(envoi.courrier.jeton)
    prise = suite.etat is EtatEnvoi.EXPEDIEE
    if sujet is None or not (prise or suite.etat in ECHOUEES):
        return None
    match sujet.voie:
        case Voie.RESERVATAIRE:
            return _de_l_offre(envoi, acheminement, suite, octets, ctx)
        case Voie.CANDIDAT:
            return _de_la_proposition(envoi, acheminement, suite, octets, ctx, sujet.numero)
        case Voie.DDETS if not prise:
            return RapportALaDdets(
                rang=sujet.rang,
                le=ctx.maintenant,
                numero=sujet.numero,
                remise=Remise.ECHOUEE,
                par=envoi.courrier.destinataire,
                statut=acheminement.statut,
                preuve=preuve_de_l_echec(acheminement, suite, octets),
                message="",
                courrier=envoi.courrier.gabarit,
                avis=tour_de_l_avis(envoi.courrier),
            )
    return None


def tour_de_l_avis(courrier: Courrier) -> int:
    """The turn of the notice that a letter to the DDETS is about; 0 for one of an older version."""
    return int(courrier.contexte.get("avis_tour", 0))


def preuve_de_l_echec(acheminement: Acheminement, suite: SuiteEnvoi, octets: bytes) -> str:
    """What shows that a letter failed; a server that may have taken it, or was given nothing, has refused nothing."""
    if suite.etat is EtatEnvoi.NON_CONFIRMEE:
        return f"{JAMAIS_CONFIRMEE} : {acheminement.reponse}"
    return f"{REFUSE} : {acheminement.reponse}" if octets else acheminement.reponse


def _de_l_offre(
    envoi: Envoi, acheminement: Acheminement, suite: SuiteEnvoi, octets: bytes, ctx: Contexte
) -> Stimulus | None:
    courrier = envoi.courrier
    if suite.etat is EtatEnvoi.EXPEDIEE:
        if courrier.gabarit not in OFFRES:
            return None
        return OffreConfiee(
            rang=courrier.rang,
            le=ctx.maintenant,
            message_id=envoi.message_id,
            empreinte=hashlib.sha256(octets).hexdigest(),
            preuve=f"{PRESUMEE} : {acheminement.reponse}",
        )
    return Rapport(
        rang=courrier.rang,
        le=ctx.maintenant,
        remise=Remise.ECHOUEE,
        courrier=courrier.gabarit,
        destinataire=courrier.destinataire,
        statut=acheminement.statut,
        preuve=preuve_de_l_echec(acheminement, suite, octets),
        message="",
    )


def _de_la_proposition(
    envoi: Envoi, acheminement: Acheminement, suite: SuiteEnvoi, octets: bytes, ctx: Contexte, numero: int
) -> Stimulus | None:
    courrier = envoi.courrier
    if suite.etat is EtatEnvoi.EXPEDIEE:
        if courrier.gabarit not in PROPOSITIONS:
            return None
        return PropositionConfiee(
            rang=courrier.rang,
            le=ctx.maintenant,
            numero=numero,
            message_id=envoi.message_id,
            preuve=f"{PRESUMEE} : {acheminement.reponse}",
        )
    return RapportAuCandidat(
        rang=courrier.rang,
        le=ctx.maintenant,
        numero=numero,
        remise=Remise.ECHOUEE,
        message_id=envoi.message_id,
        courrier=courrier.gabarit,
        destinataire=courrier.destinataire,
        statut=acheminement.statut,
        preuve=preuve_de_l_echec(acheminement, suite, octets),
        message="",
    )
