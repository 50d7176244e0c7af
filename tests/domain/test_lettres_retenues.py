"""A letter that a server which is down keeps in the outbox: whether what it says still holds when it may leave."""

from __future__ import annotations

import pytest

from robot.domain import faits as f
from robot.domain.lettres import encore_utile
from robot.domain.stimuli import Avis, Remise, Verbe
from tests.domain.dementis import repond, revient
from tests.domain.menages import menage, retirer
from tests.domain.offre_a_viry import rapport
from tests.domain.seconde_moitie import DDETS, Histoire, complete, offerte
from tests.domain.test_ddets import AUTRE, AUTRE_ADRESSE, muette, refusee
from tests.domain.test_silence_tardif import repondre


def part(histoire: Histoire, gabarit: str) -> bool:
    """Whether the first letter of that kind may leave now."""
    return encore_utile(histoire.lettres_de(gabarit)[0], histoire.dossier, histoire.maintenant.date())


# --- the silence of a réservataire ----------------------------------------------------------------


def silencieuse() -> Histoire:
    """The commune let Thursday 30 April pass; established on Friday 1 May at 8:00."""
    histoire = offerte().a("2026-05-01T08:00")
    histoire.avancer()
    return histoire


def differer(histoire: Histoire) -> None:
    histoire.recevoir(rapport(Remise.DIFFEREE, "2026-04-28T11:00"))


def remettre(histoire: Histoire) -> None:
    histoire.recevoir(rapport(Remise.FAITE, "2026-04-28T16:00"))


@pytest.mark.regle("R43", "R45")
@pytest.mark.parametrize(
    ("geste", "tient"),
    [
        pytest.param(lambda h: None, True, id="rien n'a changé"),
        pytest.param(lambda h: h.designer(menage(1)), True, id="il a commencé à désigner"),
        pytest.param(differer, True, id="l'offre était retardée en chemin : il peut s'établir de nouveau"),
        pytest.param(lambda h: repondre(h, Avis.ACCEPTE), False, id="son accord, venu à temps, est lu"),
        pytest.param(lambda h: repondre(h, Avis.REFUSE), False, id="son refus, venu à temps, est lu"),
        pytest.param(lambda h: h.ordonner(Verbe.SUIVANT), False, id="le logement va au suivant"),
        pytest.param(lambda h: h.ordonner(Verbe.RENVOYER), False, id="l'offre lui est renvoyée"),
        pytest.param(lambda h: h.ordonner(Verbe.ANNULER), False, id="le dossier est annulé"),
    ],
)
def test_un_accord_par_silence_ne_s_annonce_que_s_il_tient_encore(geste, tient):
    histoire = silencieuse()
    geste(histoire.a("2026-04-30T18:00"))
    assert part(histoire, "accord_tacite") is tient


@pytest.mark.regle("R43", "R45")
@pytest.mark.parametrize(
    ("remise_le", "lettres"),
    [
        pytest.param("2026-05-01T10:00", 1, id="le jour même : mêmes jours pour désigner, une lettre suffit"),
        pytest.param("2026-05-20T10:00", 2, id="trois semaines après : d'autres jours, une autre lettre"),
    ],
)
def test_un_silence_defait_puis_etabli_de_nouveau_s_annonce_s_il_laisse_d_autres_jours(remise_le, lettres):
    """The offer was late on its way, says a server; another one says, only then, that it had arrived in time."""
    histoire = silencieuse()
    differer(histoire.a("2026-05-01T09:00"))
    remettre(histoire.a(remise_le))
    histoire.avancer()
    premier, second = histoire.de_type(f.AccordTacite)
    assert premier.le == second.le, "l'échéance est la même"
    dits = {
        lettre.cle: lettre.contexte["designation"]["dernier_jour"] for lettre in histoire.lettres_de("accord_tacite")
    }
    assert len(dits) == lettres
    assert list(dits.values())[-1] == second.designation.dernier_jour.isoformat()


# --- the silence of a household, and what the State is asked of it --------------------------------


@pytest.mark.regle("R74")
@pytest.mark.parametrize(
    ("geste", "tient"),
    [
        pytest.param(lambda h: None, True, id="rien n'a changé"),
        pytest.param(lambda h: h.ordonner(Verbe.SUIVANT), True, id="le logement va au suivant : le silence demeure"),
        pytest.param(repond, False, id="sa réponse, venue à temps, est lue"),
        pytest.param(revient, False, id="sa lettre est revenue"),
    ],
)
def test_le_silence_d_un_menage_ne_se_constate_que_s_il_en_est_toujours_un(geste, tient):
    histoire = muette()
    geste(histoire)
    assert part(histoire, "constat_silence_candidat") is tient


@pytest.mark.regle("R64")
@pytest.mark.parametrize(
    ("geste", "tient"),
    [
        pytest.param(lambda h: None, True, id="rien n'a changé"),
        pytest.param(lambda h: h.a("2026-05-22T09:00"), True, id="elle laisse moins de jours : rien ne la remplace"),
        pytest.param(lambda h: h.designer(retirer(1)), False, id="le ménage a été retiré"),
        pytest.param(lambda h: h.ordonner(Verbe.NON, 1), False, id="le ménage a refusé au téléphone"),
        pytest.param(lambda h: h.ordonner(Verbe.SUIVANT), False, id="le logement va au suivant"),
    ],
)
def test_une_lettre_a_poster_ne_se_demande_que_si_elle_tient_encore(geste, tient):
    histoire = complete(menage(1, courriel=False), menage(2), menage(3))
    geste(histoire)
    assert part(histoire, "lettre_a_poster") is tient


@pytest.mark.regle("R73")
@pytest.mark.parametrize(
    ("geste", "tient"),
    [
        pytest.param(lambda h: None, True, id="rien n'est revenu"),
        pytest.param(lambda h: h.ddets(1, Remise.FAITE, statut="2.0.0"), False, id="l'avis est remis"),
        pytest.param(lambda h: h.ddets(1, Remise.FAITE), False, id="une personne de l'État a répondu"),
        pytest.param(
            lambda h: h.ddets(1, Remise.ECHOUEE, statut="5.1.1", courrier="avis_ddets", avis=1),
            False,
            id="l'avis est revenu",
        ),
        pytest.param(repond, False, id="le silence dit n'en était pas un"),
    ],
)
def test_la_ddets_n_est_relancee_que_d_un_avis_dont_on_ne_sait_rien(geste, tient):
    histoire = muette()
    histoire.a("2026-05-22T08:00").avancer()
    geste(histoire)
    assert part(histoire, "rappel_ddets") is tient


@pytest.mark.regle("R73")
def test_la_ddets_n_est_pas_relancee_d_un_avis_qu_un_autre_remplace():
    histoire = refusee()
    histoire.a("2026-05-07T08:00").avancer()
    histoire.ddets(1, Remise.ECHOUEE, statut="5.1.1", courrier="avis_ddets", avis=1)
    histoire.carnet = AUTRE_ADRESSE
    histoire.avancer()
    assert [fait.adresse for fait in histoire.de_type(f.DdetsAvisee)] == [DDETS.adresse, AUTRE.adresse]
    assert not part(histoire, "rappel_ddets")
