"""What became of a dwelling: the four stages, their days, whom they count for (R68, R90)."""

from __future__ import annotations

from datetime import date

import pytest

from robot.domain import faits as f
from robot.domain.bilan.parcours import Attribution, Bail, Tour, parcourir
from robot.domain.candidat import Critere
from robot.domain.candidature import Etape
from tests.domain.bilan.histoires_de_bilan import ATTRIBUE, seul, suite
from tests.domain.menages import dalo
from tests.domain.seconde_moitie import a_signer, acceptee, offerte
from tests.fabrique import libere, paris

AVRIL = [date(2026, 4, jour) for jour in range(28, 31)] + [date(2026, 5, jour) for jour in range(1, 20)]
OFFERTE = (f.OrientationDecidee, f.OrientationExpediee)
ALS = (f.OrientationDecidee, {"reservataire": "als", "nom": "Action Logement"})


@pytest.mark.regle("R90")
@pytest.mark.parametrize(
    ("suivent", "attendu"),
    [
        pytest.param((), {}, id="offerte, sans réponse encore"),
        pytest.param((f.AccordRecu,), {"accord_le": AVRIL[2]}, id="acceptée par écrit"),
        pytest.param((f.AccordTacite,), {"accord_le": AVRIL[2], "tacite": True}, id="acceptée par silence"),
        pytest.param(
            (f.AccordTacite, f.AccordRecu), {"accord_le": AVRIL[3], "tacite": False}, id="le silence, puis un écrit"
        ),
        pytest.param(
            (f.AccordTacite, f.CandidatDesigne),
            {"accord_le": AVRIL[2], "tacite": True},
            id="un accord par silence le reste quand des candidats sont désignés",
        ),
        pytest.param((f.AccordTacite, f.ReponseAClarifier), {}, id="une réponse lue tard défait le silence"),
        pytest.param((f.AccordTacite, f.ReponseNonAutorisee), {}, id="la réponse d'un inconnu défait le silence"),
        pytest.param((f.AccordTacite, f.RemiseDifferee), {}, id="une remise retardée défait le silence"),
        pytest.param((f.AccordTacite, f.RemiseConstatee), {}, id="une remise plus tardive défait le silence"),
        pytest.param(
            (f.AccordTacite, f.RemiseEchouee), {"oriente_le": None}, id="une offre revenue n'a orienté personne (C15)"
        ),
        pytest.param(
            (f.RemiseEchouee, f.AccordRecu),
            {"accord_le": AVRIL[3], "oriente_le": AVRIL[3]},
            id="revenue, puis acceptée",
        ),
        pytest.param(
            (f.RemiseEchouee, f.ReponseAClarifier),
            {"oriente_le": AVRIL[3]},
            id="revenue, puis il en parle : il la tient",
        ),
        pytest.param((f.ReponseAClarifier, f.RemiseEchouee), {}, id="il en parle, puis elle revient d'ailleurs"),
        pytest.param(
            ((f.RefusRecu, {"categorie": "loyer"}),),
            {"refus_le": AVRIL[2], "categorie": "loyer"},
            id="refusée pour son loyer",
        ),
        pytest.param(
            (f.AccordTacite, f.RefusRecu),
            {"refus_le": AVRIL[3], "categorie": "autre"},
            id="un refus écrit défait le silence",
        ),
        pytest.param((f.RefusTacite,), {"refus_le": AVRIL[2], "categorie": "silence"}, id="le silence vaut refus"),
        pytest.param((f.OrientationRetiree,), {"retire_le": AVRIL[2]}, id="reprise par le bailleur"),
    ],
)
def test_une_offre_dit_ce_qu_elle_devint(suivent, attendu):
    (tour,) = seul(*OFFERTE, *suivent).tours
    assert tour == Tour(
        **{"rang": 1, "reservataire": "viry", "nom": "Commune de Viry", "oriente_le": AVRIL[1], **attendu}
    )


@pytest.mark.regle("R90")
def test_une_offre_pas_encore_partie_n_oriente_personne():
    (tour,) = seul(f.OrientationDecidee).tours
    assert tour.oriente_le is None


@pytest.mark.regle("R44", "R90")
def test_apres_un_refus_chaque_reservataire_a_son_tour():
    viry, als = seul(*OFFERTE, f.RefusRecu, ALS, f.OrientationExpediee, f.AccordRecu).tours
    assert (viry.reservataire, viry.refus_le, viry.accord_le) == ("viry", AVRIL[2], None)
    assert (als.reservataire, als.oriente_le, als.accord_le) == ("als", AVRIL[4], AVRIL[5])


@pytest.mark.parametrize(
    ("suivent", "tours"),
    [
        pytest.param(
            (f.OrientationRetiree, f.OrientationDecidee), 1, id="renvoyée au même après un retrait : une offre"
        ),
        pytest.param((f.RefusRecu, f.OrientationDecidee), 2, id="offerte de nouveau à qui l'a refusée : deux offres"),
        pytest.param((f.OrientationRetiree, ALS), 2, id="reprise, puis offerte à un autre : deux offres"),
    ],
)
def test_une_offre_renvoyee_au_meme_reservataire_compte_une_fois(suivent, tours):
    assert len(seul(*OFFERTE, *suivent).tours) == tours


@pytest.mark.regle("R68", "R90")
def test_une_attribution_est_datee_de_sa_commission_et_va_au_reservataire():
    assert seul(*ATTRIBUE).attributions == (Attribution(1, "viry", date(2026, 5, 5), Critere.DALO),)


@pytest.mark.regle("R68")
@pytest.mark.parametrize(
    ("passage", "attributions"),
    [
        pytest.param(1, 1, id="la même commission dite deux fois ne compte qu'une fois"),
        pytest.param(2, 2, id="un second passage en commission compte de nouveau"),
    ],
)
def test_une_attribution_par_logement_et_par_commission(passage, attributions):
    suivent = (
        (f.SansAttributaire, {"motif": "refus"}),
        (f.CommissionFixee, {"passage": passage}),
        (f.CommissionTenue, {"passage": passage}),
    )
    assert len(seul(*ATTRIBUE, *suivent).attributions) == attributions


@pytest.mark.regle("R62")
@pytest.mark.parametrize(
    ("suivent", "critere"),
    [
        pytest.param((), Critere.DALO, id="offert au premier du classement"),
        pytest.param(((f.CandidatPropose, {"etape": Etape.ATTRIBUTION, "numero": 2}),), Critere.AUCUN, id="au suivant"),
        pytest.param(
            (
                (f.CandidatPropose, {"etape": Etape.ATTRIBUTION, "numero": 2}),
                (f.CandidatAccepte, {"numero": 1}),
            ),
            Critere.DALO,
            id="le premier accepte finalement",
        ),
        pytest.param(((f.BailSigne, {"numero": 2}),), Critere.AUCUN, id="le bail est au nom d'un autre"),
        pytest.param(
            ((f.CandidatCorrige, {"critere": Critere.PRIORITAIRE}),), Critere.PRIORITAIRE, id="sa priorité est corrigée"
        ),
    ],
)
def test_une_attribution_porte_la_priorite_du_menage_qui_a_le_logement(suivent, critere):
    second = (f.CandidatDesigne, {"numero": 2, "critere": Critere.AUCUN})
    journal = suite(*ATTRIBUE[:4], second, *ATTRIBUE[4:], *suivent)
    assert parcourir(journal).attributions[0].critere is critere


@pytest.mark.regle("R90")
def test_le_bail_est_du_jour_de_sa_signature():
    signe = seul(*ATTRIBUE, (f.BailSigne, {"jour": date(2026, 6, 30)}))
    assert signe.bail == Bail(1, "viry", date(2026, 6, 30))


@pytest.mark.parametrize(
    ("heure", "jour"),
    [
        pytest.param("2026-12-31T23:30", date(2026, 12, 31), id="le 31 décembre au soir est de l'année"),
        pytest.param("2027-01-01T00:30", date(2027, 1, 1), id="le 1er janvier au matin est de la suivante"),
    ],
)
def test_un_jour_est_celui_du_bailleur_pas_celui_de_greenwich(heure, jour):
    assert parcourir((libere(le=heure),)).libere_le == jour


def test_un_journal_sans_liberation_n_est_pas_un_logement():
    with pytest.raises(ValueError, match="aucune libération"):
        parcourir(suite(f.OrientationDecidee)[1:])


@pytest.mark.regle("R90")
def test_une_histoire_racontee_par_les_regles_se_relit():
    histoire = a_signer(dalo(1))
    journal = (libere(), *histoire.faits)
    relu = parcourir(journal)
    assert [tour.accord_le for tour in relu.tours] == [date(2026, 4, 28)]
    assert relu.attributions == (Attribution(1, "viry", date(2026, 6, 10), Critere.DALO),)


@pytest.mark.regle("R43")
def test_le_silence_que_les_regles_constatent_est_compte_au_jour_de_l_echeance():
    histoire = offerte().a("2026-05-04T09:00")
    histoire.avancer()
    (tour,) = parcourir((libere(), *histoire.faits)).tours
    assert (tour.accord_le, tour.tacite) == (date(2026, 4, 30), True)


def test_l_accord_des_regles_est_expres():
    (tour,) = parcourir((libere(), *acceptee().faits)).tours
    assert (tour.accord_le, tour.tacite) == (paris("2026-04-28T10:00").date(), False)
