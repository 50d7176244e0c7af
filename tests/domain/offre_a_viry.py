"""An offer to the commune of Viry, and what may come back about it."""

from __future__ import annotations

from robot.domain.decisions.contexte import Contexte
from robot.domain.decisions.orientation import avancer
from robot.domain.decisions.suivi import decider
from robot.domain.dossier import Dossier
from robot.domain.statuts import replier
from robot.domain.stimuli import Avis, OffreConfiee, Rapport, Remise, Reponse, Stimulus
from tests.fabrique import (
    contexte,
    dossier,
    libere,
    paris,
)


def offre(*, neuf: bool = False, expediee: str = "2026-04-28T09:00", ctx: Contexte | None = None) -> Dossier:
    """A dwelling of Viry, offered to the commune at that hour."""
    ctx = ctx or contexte(expediee)
    libre = dossier(libere(neuf=neuf, le=expediee))
    decidee = replier(libre, avancer(libre, ctx))
    assert decidee is not None
    return suite(decidee, confiee(expediee), ctx)


def confiee(le: str) -> OffreConfiee:
    return OffreConfiee(rang=1, le=paris(le), message_id="<offre@x>", empreinte="ab", preuve="250 Ok")


def suite(avant: Dossier, stimulus: Stimulus, ctx: Contexte) -> Dossier:
    apres = replier(avant, decider(avant, stimulus, ctx))
    assert apres is not None
    return apres


def reponse(avis: Avis, le: str, *, rang: int = 1, habilitation: str = "adresse exacte", motif: str = "") -> Reponse:
    return Reponse(
        rang=rang,
        le=paris(le),
        par="civil@viry74.example",
        habilitation=habilitation,
        avis=avis,
        preuve=avis.upper(),
        texte=avis.upper(),
        message="m" * 64,
        motif=motif,
    )


def rapport(remise: Remise, le: str, courrier: str = "offre", rang: int = 1) -> Rapport:
    return Rapport(
        rang=rang,
        le=paris(le),
        remise=remise,
        courrier=courrier,
        destinataire="civil@viry74.example",
        statut="5.1.1",
        preuve="550 inconnu",
        message="r" * 64,
    )
