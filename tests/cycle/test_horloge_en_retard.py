"""A clock that goes back: no offer leaves dated in the past, and no silence is counted on what it said."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from robot.domain.dossier import Statut as S
from robot.etapes.horloge import PATIENCE, PATIENCE_AVERTIE, RETARD
from tests.cycle.courriels import ADMIN, VIRY, courriel, texte_de
from tests.fabrique import ROBOT, paris
from tests.monde import Monde


def en_retard() -> tuple[Monde, str]:
    """The mailbox was read on 18 May; a machine wakes up believing that it is the 11th, and a dwelling waits."""
    monde = Monde.creer("2026-05-18T09:00")
    monde.passer()
    monde.passer("2026-05-18T09:05")
    monde.horloge.regler(paris("2026-05-11T10:00"))
    ref = monde.liberer()
    return monde, ref


def dites(monde: Monde) -> str:
    alertes = [texte_de(e.octets) for e in monde.courriers(ADMIN, "alerte")]
    return " ".join(" ".join(alertes).replace(">", "").split())


@pytest.mark.regle("R43")
def test_une_horloge_en_retard_n_envoie_aucune_offre_et_remise_a_l_heure_elle_laisse_tout_le_delai():
    monde, ref = en_retard()
    avant = len(monde.facteur.remis)
    for minute in range(3):
        passe = monde.passer(f"2026-05-11T10:{minute:02d}")
        assert (passe.messages, passe.avances, passe.courriers) == (0, 0, 0)
        assert passe.pannes[0].startswith("horloge : il est le 11/05/2026 à 10:0")
    assert len(monde.facteur.remis) == avant
    monde.passer("2026-05-18T10:10")
    (expediee,) = [i.fait for i in monde.store.journal(ref) if type(i.fait).__name__ == "OrientationExpediee"]
    assert expediee.le == paris("2026-05-18T10:10")
    monde.repondre(monde.courrier(VIRY, "offre"), "REFUSE", recu_le=paris("2026-05-19T10:40"))
    monde.passer("2026-05-19T10:45")
    assert "RefusRecu" in monde.faits(ref)
    assert "AccordTacite" not in monde.faits(ref)
    assert dites(monde).count("L'horloge du robot a retardé") == 1


def test_une_reponse_arrivee_pendant_le_retard_est_lue_quand_l_heure_est_juste():
    monde = Monde.creer("2026-05-18T09:00")
    ref = monde.liberer()
    monde.passer()
    monde.passer("2026-05-18T09:05")
    monde.repondre(monde.courrier(VIRY, "offre"), "REFUSE", recu_le=paris("2026-05-18T09:30"))
    monde.passer("2026-05-11T10:00")
    assert "RefusRecu" not in monde.faits(ref)
    monde.passer("2026-05-18T09:40")
    (refus,) = [i.fait for i in monde.store.journal(ref) if type(i.fait).__name__ == "RefusRecu"]
    assert refus.le == paris("2026-05-18T09:30")


def test_une_heure_plus_basse_qui_dure_est_la_bonne_et_le_robot_la_suit():
    """It is the mark of the mailbox that was made by a clock ahead."""
    monde, ref = en_retard()
    debut = monde.horloge.maintenant()
    monde.passer(debut)
    assert monde.passer(debut + PATIENCE - timedelta(minutes=1)).pannes
    assert monde.dossier(ref).statut is S.LIBERE
    assert not monde.passer(debut + PATIENCE).pannes
    assert monde.dossier(ref).statut is S.EN_ATTENTE
    assert monde.store.lu_jusqu_a() == debut + PATIENCE
    monde.passer(debut + PATIENCE + timedelta(minutes=1))
    assert "L'horloge du robot a avancé, puis reculé" in dites(monde)
    assert monde.store.repere(RETARD) is None


@pytest.mark.regle("R43")
def test_tant_qu_un_autre_robot_lit_la_boite_a_l_heure_celui_qui_retarde_ne_croit_pas_la_sienne():
    monde, ref = en_retard()
    bas, juste = monde.horloge.maintenant(), paris("2026-05-18T09:10")
    for heure in range(8):
        monde.store.poser_signets({}, juste + timedelta(hours=heure))  # the other one has just read
        assert monde.passer(bas + timedelta(hours=heure)).pannes
    assert monde.dossier(ref).statut is S.LIBERE


@pytest.mark.parametrize("note", ["n'importe quoi", "2026-05-11T08:00:00+00:00", ""])
def test_une_note_de_retard_illisible_fait_attendre_de_nouveau(note: str):
    monde, ref = en_retard()
    monde.store.poser_repere(RETARD, note)
    assert monde.passer().pannes
    assert not monde.passer(monde.horloge.maintenant() + PATIENCE).pannes
    assert monde.dossier(ref).statut is S.EN_ATTENTE


# --- the clock of the mail server -----------------------------------------------------------------


def attendre(monde: Monde, duree: timedelta, pas: timedelta = timedelta(minutes=30)) -> None:
    """Passes, from now on, for that long."""
    debut = monde.horloge.maintenant()
    for rang in range(duree // pas + 1):
        monde.passer(debut + rang * pas)


@pytest.mark.regle("R43")
def test_un_message_plus_recent_que_l_horloge_la_dit_en_retard_si_longtemps_qu_elle_le_reste():
    monde, ref = en_retard()
    avant = len(monde.facteur.remis)
    monde.boite.deposer(courriel("x@y.example", ROBOT, "bonjour", "x"), recu_le=paris("2026-05-18T09:10"))
    attendre(monde, timedelta(hours=9))
    assert monde.dossier(ref).statut is S.LIBERE
    assert [e.cle.split("/")[1] for e in monde.facteur.remis[avant:]] == ["horloge_en_retard"]
    assert "Il est le 11/05/2026 à 13:00" in dites(monde)
    assert "a reçu un message le 18/05/2026 à 09:10" in dites(monde)
    assert "a avancé" not in dites(monde)
    monde.passer("2026-05-18T19:30")
    monde.passer("2026-05-20T09:00")
    assert "AccordTacite" not in monde.faits(ref)
    assert "OrientationExpediee" in monde.faits(ref)


def test_un_message_deja_lu_le_dit_aussi_meme_boite_injoignable():
    monde = Monde.creer("2026-05-18T09:00")
    monde.boite.deposer(courriel("x@y.example", ROBOT, "bonjour", "x"))
    monde.passer()
    monde.boite.panne = "IMAP coupé"
    monde.horloge.regler(paris("2026-05-11T10:00"))
    ref = monde.liberer()
    attendre(monde, timedelta(hours=5))
    assert monde.dossier(ref).statut is S.LIBERE
    assert dites(monde).count("L'horloge du robot retarde") == 1


def test_une_semaine_apres_l_avoir_dit_chaque_jour_le_robot_croit_l_heure_de_la_machine():
    """The mail server is on the same machine: it had been ahead with it."""
    monde = Monde.creer("2026-07-20T09:00")
    monde.boite.deposer(courriel("x@y.example", ROBOT, "bonjour", "x"))
    monde.passer()
    monde.horloge.regler(paris("2026-05-11T10:00"))
    ref = monde.liberer()
    attendre(monde, PATIENCE_AVERTIE - timedelta(hours=1), timedelta(hours=6))
    assert monde.dossier(ref).statut is S.LIBERE
    assert dites(monde).count("L'horloge du robot retarde") == 8
    monde.passer("2026-05-18T10:00")
    assert "OrientationExpediee" in monde.faits(ref)
    monde.passer("2026-05-18T10:05")
    assert "L'horloge du robot a avancé, puis reculé" in dites(monde)


@pytest.mark.parametrize("recu_le", [paris("2026-05-11T10:30"), paris("9999-12-31T00:00").replace(hour=23, minute=30)])
def test_un_message_de_l_heure_ou_date_de_la_fin_des_temps_ne_fait_pas_douter_de_l_horloge(recu_le: datetime):
    monde, ref = en_retard()
    monde.boite.deposer(courriel("x@y.example", ROBOT, "bonjour", "x"), recu_le=recu_le)
    attendre(monde, PATIENCE)
    assert monde.dossier(ref).statut is S.EN_ATTENTE


def test_une_boite_qui_fait_echouer_le_robot_ne_dit_rien_de_l_heure_et_n_arrete_pas_la_passe(
    monkeypatch: pytest.MonkeyPatch,
):
    monde, ref = en_retard()

    def echouer(_signets: object) -> None:
        raise RuntimeError("inattendu")

    monkeypatch.setattr(monde.boite, "relever", echouer)
    for heures in (0, 3, 4):
        monde.horloge.regler(paris(f"2026-05-11T{10 + heures}:00"))
        monde.passer(sans_defaut=False)
    assert monde.dossier(ref).statut is S.EN_ATTENTE
