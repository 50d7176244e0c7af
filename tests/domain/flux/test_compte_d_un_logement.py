"""For whom a dwelling is counted by the turn, told with the rules: each stage, once, and whoever lost it (R68, R90)."""

from __future__ import annotations

import pytest

from robot.domain.bilan.livres import pour_qui
from robot.domain.bilan.parcours import parcourir
from robot.domain.dossier import Statut
from robot.domain.flux.parcours import services
from robot.domain.flux.stade import Stade
from robot.domain.stimuli import Avis, OffreConfiee, Rapport, Remise, Reponse, Verbe
from tests.cycle.flux_a_viry import annee
from tests.domain.menages import menage
from tests.domain.seconde_moitie import Histoire, acceptee, accepter, attribuee, convoquee, offerte
from tests.fabrique import libere

TROIS = (menage(4), menage(5), menage(6))


def comptee(histoire: Histoire, stade: Stade) -> list[str]:
    """The holders for whom the turn counts that dwelling, everybody at the same stage."""
    return [service.titulaire for service in services(histoire.dossier, annee(stade=stade))]


def au_suivant(histoire: Histoire) -> Histoire:
    """Action Logement accepts the dwelling, after Viry lost it."""
    histoire.ordonner(Verbe.SUIVANT)
    assert histoire.dossier.courante.reservataire == "als"
    rang, le = histoire.dossier.courante.rang, histoire.maintenant
    histoire.recevoir(OffreConfiee(rang=rang, le=le, message_id="<o@b.example>", empreinte="ab", preuve="250 Ok"))
    accepter(histoire.a("2026-06-15T11:00"))
    return histoire


def attribuee_a_als(histoire: Histoire) -> Histoire:
    """A commission attributes the dwelling to a household of Action Logement."""
    histoire.designer(*TROIS)
    histoire.commission("2026-06-24T14:30")
    histoire.a("2026-06-25T09:00").ordonner(Verbe.ATTRIBUE, histoire.en_lice[0])
    assert histoire.statut is Statut.ATTRIBUEE
    return histoire


def revient(histoire: Histoire) -> None:
    """The offer comes back."""
    histoire.recevoir(
        Rapport(
            rang=1, le=histoire.maintenant, remise=Remise.ECHOUEE, courrier="offre", statut="5.1.1",
            destinataire=histoire.dossier.courante.adresse, preuve="avis du serveur", message=histoire.message(),
        )
    )  # fmt: skip


def revenue(histoire: Histoire) -> None:
    """The offer comes back, then the dwelling goes to the next one."""
    revient(histoire)
    assert histoire.statut is Statut.NON_REMISE
    histoire.ordonner(Verbe.SUIVANT)


def il_en_parle(histoire: Histoire) -> None:
    """The réservataire writes about the offer, without saying yes or no."""
    histoire.recevoir(
        Reponse(
            rang=1, le=histoire.maintenant, par=histoire.dossier.courante.adresse, habilitation="adresse exacte",
            avis=Avis.AMBIGU, preuve="?", texte="?", message=histoire.message(),
        )
    )  # fmt: skip


@pytest.mark.regle("R90", "R91", "C15")
@pytest.mark.parametrize(
    "gestes",
    [
        pytest.param((revient,), id="revenue"),
        pytest.param((revient, il_en_parle), id="revenue, puis il en parle"),
        pytest.param((il_en_parle, revient), id="il en parle, puis elle revient d'ailleurs"),
        pytest.param((il_en_parle,), id="il en parle"),
    ],
)
def test_le_tour_et_le_bilan_comptent_les_memes_offres(gestes):
    histoire = offerte().a("2026-04-28T11:00")
    for geste in gestes:
        geste(histoire)
    histoire.ordonner(Verbe.SUIVANT)
    parcours = parcourir([libere(), *histoire.faits])
    au_bilan = [titulaire for titulaire, _ in pour_qui(parcours, Stade.ORIENTATION)]
    au_tour = comptee(histoire, Stade.ORIENTATION)
    assert au_tour[:-1] == au_bilan, "le suivant tient le logement : au tour, il compte déjà"


def rien_attribue() -> Histoire:
    """The commission of 10 June attributed nothing to Viry's households."""
    histoire = convoquee().a("2026-06-11T09:00")
    histoire.ordonner(Verbe.NON_ATTRIBUE, 1, 2, 3)
    assert histoire.statut is Statut.SANS_ATTRIBUTAIRE
    return histoire.a("2026-06-15T10:00")


def tous_refusent() -> Histoire:
    """The commission of 10 June attributed the dwelling to Viry's households, who all refused it."""
    histoire = attribuee()
    for numero in (1, 2, 3):
        histoire.partir(numero)
        histoire.repondre(numero, Avis.REFUSE)
    assert histoire.statut is Statut.SANS_ATTRIBUTAIRE
    return histoire.a("2026-06-15T10:00")


@pytest.mark.regle("R68", "R91")
@pytest.mark.parametrize(
    ("histoire", "comptes"),
    [
        pytest.param(
            lambda: attribuee_a_als(au_suivant(rien_attribue())), ["als"],
            id="la commission d'avant n'avait rien attribué : une attribution, pour le second",
        ),
        pytest.param(
            lambda: attribuee_a_als(au_suivant(tous_refusent())), ["viry", "als"],
            id="deux commissions ont attribué, à deux réservataires : une pour chacun",
        ),
        pytest.param(
            lambda: attribuee_a_als(tous_refusent()), ["viry", "viry"],
            id="deux commissions ont attribué, au même réservataire : deux pour lui",
        ),
        pytest.param(tous_refusent, ["viry"], id="une commission a attribué, tous ont refusé : une"),
        pytest.param(rien_attribue, ["viry"], id="rien n'est attribué, il tient encore le logement : il compte déjà"),
        pytest.param(lambda: au_suivant(rien_attribue()), ["als"], id="rien n'est attribué, il l'a perdu : rien"),
    ],
)  # fmt: skip
def test_une_attribution_par_logement_et_par_commission_qui_attribue(histoire, comptes):
    assert comptee(histoire(), Stade.ATTRIBUTION) == comptes


@pytest.mark.regle("R90", "R91")
@pytest.mark.parametrize("stade", [Stade.ACCEPTATION, Stade.BAIL])
def test_aux_autres_stades_un_logement_perdu_ne_compte_que_pour_qui_l_a_gagne(stade):
    assert comptee(attribuee_a_als(au_suivant(tous_refusent())), stade) == ["als"]


@pytest.mark.regle("R90", "R91", "C15")
@pytest.mark.parametrize(
    ("geste", "comptes"),
    [
        pytest.param(lambda h: h.ordonner(Verbe.SUIVANT), ["viry", "als"], id="reprise, une offre reçue a été faite"),
        pytest.param(lambda h: h.ordonner(Verbe.RENVOYER), ["viry"], id="renvoyée au même, c'est la même offre"),
        pytest.param(revenue, ["als"], id="revenue, elle n'a été faite à personne"),
    ],
)
def test_au_stade_des_offres_chaque_offre_faite_compte_une_fois(geste, comptes):
    histoire = offerte()
    geste(histoire)
    assert comptee(histoire, Stade.ORIENTATION) == comptes


def test_accepter_au_stade_des_accords_compte_une_fois():
    assert comptee(acceptee(), Stade.ACCEPTATION) == ["viry"]
