"""A clock that is hours away from that of the mail server: nothing is decided at an hour that it does not know."""

from __future__ import annotations

from datetime import timedelta

import pytest

from robot.domain.dossier import Statut as S
from robot.domain.stimuli import Verbe
from robot.etapes.horloge import DES_HEURES, RETARD
from robot.ports import LiaisonIndisponible, StoreInutilisable
from tests.cycle.courriels import ADMIN, VIRY, ordonner, texte_de
from tests.fabrique import paris
from tests.monde import Monde

JUSTE, FAUSSE = "2026-05-18T09:10", "2026-05-25T09:10"
UNE_SEMAINE = paris(FAUSSE) - paris(JUSTE)
UN_PEU = timedelta(minutes=1)


@pytest.fixture
def monde() -> Monde:
    return Monde.creer("2026-05-18T09:00")


@pytest.fixture
def offerte(monde: Monde) -> str:
    """Offered on Monday 18 May at 9:00: its silence would be an agreement after Wednesday the 20th."""
    ref = monde.liberer()
    monde.passer()
    monde.passer("2026-05-18T09:05")
    assert monde.dossier(ref).statut is S.EN_ATTENTE
    return ref


def avancer(monde: Monde, de: timedelta = UNE_SEMAINE) -> None:
    """Our clock jumps; that of the server does not."""
    monde.boite.decalage = -de
    monde.horloge.regler(paris(JUSTE) + de)


def dites(monde: Monde) -> str:
    alertes = [texte_de(e.octets) for e in monde.courriers(ADMIN, "alerte")]
    return " ".join(" ".join(alertes).replace(">", "").split())


@pytest.mark.regle("R43")
def test_une_horloge_qui_avance_d_une_semaine_ne_compte_aucun_silence_et_remise_a_l_heure_rien_n_est_perdu(
    monde: Monde, offerte: str
):
    avancer(monde)
    envoyes = len(monde.facteur.remis)
    for minute in range(3):
        passe = monde.passer(paris(FAUSSE) + minute * UN_PEU)
        assert (passe.messages, passe.avances) == (0, 0)
        assert passe.pannes[0].startswith("horloge : il est le 25/05/2026 à 09:1")
        assert "et le 18/05/2026 à 09:1" in passe.pannes[0]
    assert [e.cle.split("/")[1] for e in monde.facteur.remis[envoyes:]] == ["horloge_fausse"]
    assert "L'horloge du robot est fausse" in dites(monde)
    avancer(monde, timedelta())
    monde.repondre(monde.courrier(VIRY, "offre"), "REFUSE", recu_le=paris("2026-05-18T09:20"))
    monde.passer("2026-05-18T09:25")
    assert "RefusRecu" in monde.faits(offerte)
    assert "AccordTacite" not in monde.faits(offerte)
    assert dites(monde).count("L'horloge du robot était fausse") == 1
    assert monde.store.repere(RETARD) is None


def test_rien_ne_se_saisit_a_une_heure_fausse(monde: Monde, offerte: str):
    avancer(monde)
    monde.passer()
    for saisir in (monde.liberer, lambda: ordonner(monde, offerte, Verbe.REFUSE)):
        with pytest.raises(StoreInutilisable, match="n'est pas à l'heure"):
            saisir()
    avancer(monde, timedelta())
    monde.passer("2026-05-18T09:15")
    ordonner(monde, offerte, Verbe.REFUSE)
    assert "RefusRecu" in monde.faits(offerte)


@pytest.mark.regle("R43")
def test_une_horloge_qui_retarde_est_dite_fausse_aussitot(monde: Monde, offerte: str):
    avancer(monde, -UNE_SEMAINE)
    assert monde.passer().pannes[0].startswith("horloge : il est le 11/05/2026 à 09:10")
    assert "et le 18/05/2026 à 09:10" in dites(monde)
    assert monde.dossier(offerte).statut is S.EN_ATTENTE


@pytest.mark.regle("R43")
@pytest.mark.parametrize(
    "decalage",
    [
        pytest.param(timedelta(), id="le serveur est à la même heure"),
        pytest.param(DES_HEURES, id="quelques heures les séparent, qui ne changent aucun silence"),
        pytest.param(None, id="le serveur ne dit pas l'heure"),
    ],
)
def test_apres_un_arret_d_une_semaine_le_silence_est_compte(monde: Monde, offerte: str, decalage: timedelta | None):
    monde.boite.decalage = decalage
    assert not monde.passer(FAUSSE).pannes
    assert "AccordTacite" in monde.faits(offerte)


@pytest.mark.regle("R43")
def test_boite_injoignable_aucun_silence_n_est_compte_meme_si_l_heure_ne_peut_etre_demandee(monde: Monde, offerte: str):
    avancer(monde)
    monde.boite.panne = "IMAP coupé"
    monde.passer(sans_defaut=False)
    assert "AccordTacite" not in monde.faits(offerte)


def test_tant_que_la_boite_est_lue_l_heure_n_est_pas_demandee(
    monde: Monde, offerte: str, monkeypatch: pytest.MonkeyPatch
):
    def demander() -> None:
        raise LiaisonIndisponible("personne ne devait demander l'heure")

    monkeypatch.setattr(monde.boite, "heure", demander)
    for quart in range(20):
        assert not monde.passer(paris(JUSTE) + quart * timedelta(minutes=15)).pannes
    assert monde.dossier(offerte).statut is S.EN_ATTENTE


def test_un_defaut_de_la_question_n_arrete_pas_la_passe(monde: Monde, offerte: str, monkeypatch: pytest.MonkeyPatch):
    def echouer() -> None:
        raise RuntimeError("inattendu")

    monkeypatch.setattr(monde.boite, "heure", echouer)
    assert not monde.passer(FAUSSE).pannes
    assert "AccordTacite" in monde.faits(offerte)
