"""A store that several robots share: who holds a letter, where the mailbox was read to, which mark is the last."""

from __future__ import annotations

from dataclasses import replace

import pytest

from robot.domain import faits as f
from robot.ports import (
    ConflitDeVersion,
    Ecriture,
    EtatEnvoi,
    Marque,
    ReservationPerdue,
    SuiteEnvoi,
)
from tests.adapters.store_d_essai import (
    HEURE,
    LETTRE,
    MARDI,
    MINUTE,
    avancee,
    constat,
    liberer,
    prendre_et_confier,
    store,
)
from tests.domain.exemples_de_faits import REFERENCE, fait

__all__ = ["store"]  # fixtures


def test_une_lettre_prise_ne_se_prend_pas_deux_fois_avant_son_terme(store):
    store.ecrire(Ecriture(courriers=(LETTRE,)), MARDI)
    (premiere,) = store.reserver(MARDI, MARDI + MINUTE, 9)
    assert premiere.reprise == MARDI + MINUTE
    assert store.reserver(MARDI, MARDI + HEURE, 9) == ()
    (seconde,) = store.reserver(MARDI + MINUTE, MARDI + HEURE, 9)
    assert (seconde.courrier.cle, seconde.reprise) == (premiere.courrier.cle, MARDI + HEURE)


@pytest.mark.parametrize(
    "geste",
    [
        pytest.param(lambda s, envoi: s.confier([(envoi, b"x", MARDI + HEURE)]), id="la donner au serveur"),
        pytest.param(lambda s, envoi: s.prolonger([envoi], MARDI + 9 * HEURE), id="la garder"),
    ],
)
def test_qui_a_laisse_passer_le_terme_ne_tient_plus_la_lettre(store, geste):
    store.ecrire(Ecriture(courriers=(LETTRE,)), MARDI)
    (perdue,) = store.reserver(MARDI, MARDI + MINUTE, 9)
    store.reserver(MARDI + MINUTE, MARDI + HEURE, 9)
    avant = store.envois(REFERENCE)
    assert geste(store, perdue) == ()
    assert store.envois(REFERENCE) == avant


def test_la_parole_tardive_d_un_robot_ne_compte_plus_et_n_ecrit_rien(store):
    liberer(store)
    store.ecrire(Ecriture(courriers=(LETTRE,)), MARDI)
    tenu = prendre_et_confier(store, jusqu_a=MARDI + MINUTE)
    (repris,) = store.reserver(MARDI + MINUTE, MARDI + HEURE, 9)
    refus = SuiteEnvoi(LETTRE.cle, EtatEnvoi.REFUSEE, "550", tenue=tenu.reprise)
    with pytest.raises(ReservationPerdue):
        store.ecrire(Ecriture((avancee(store, fait(f.OrientationDecidee)),), envoi=refus), MARDI)
    assert len(store.journal(REFERENCE)) == 1
    store.ecrire(Ecriture(envoi=SuiteEnvoi(LETTRE.cle, EtatEnvoi.EXPEDIEE, tenue=repris.reprise)), MARDI)
    assert [envoi.etat for envoi in store.envois(REFERENCE)] == [EtatEnvoi.EXPEDIEE]


@pytest.mark.parametrize(
    ("poses", "signet"),
    [
        pytest.param([(7, 12), (7, 9)], (7, 12), id="un lecteur en retard ne fait pas reculer"),
        pytest.param([(7, 12), (7, 15)], (7, 15), id="plus loin"),
        pytest.param([(7, 12), (8, 3)], (8, 3), id="le dossier a été renuméroté"),
    ],
)
def test_un_signet_ne_recule_pas(store, poses, signet):
    for uidvalidity, uid in poses:
        store.poser_signets({"INBOX": (uidvalidity, uid)}, MARDI)
    assert store.signets() == {"INBOX": signet}


@pytest.mark.parametrize(
    ("entre_temps", "signet"),
    [
        pytest.param(None, (7, 40), id="il redescend"),
        pytest.param((7, 512), (7, 512), id="un autre robot l'avait avancé : il reste"),
        pytest.param((8, 3), (7, 40), id="un autre l'avait mis à une autre numérotation : la dernière lue vaut"),
    ],
)
def test_un_signet_au_dela_de_la_fin_de_son_dossier_redescend(store, entre_temps, signet):
    """The mailbox was restored from a backup."""
    store.poser_signets({"INBOX": (7, 500), "Junk": (7, 500)}, MARDI)
    if entre_temps:
        store.poser_signets({"INBOX": entre_temps}, MARDI)
    store.poser_signets({"INBOX": (7, 40)}, MARDI, {"INBOX": (7, 500)})
    assert store.signets() == {"INBOX": signet, "Junk": (7, 500)}


def test_le_lecteur_en_retard_d_une_boite_restauree_ne_fait_pas_reculer_le_signet_deja_redescendu(store):
    store.poser_signets({"INBOX": (7, 500)}, MARDI)
    store.poser_signets({"INBOX": (7, 40)}, MARDI, {"INBOX": (7, 500)})
    store.poser_signets({"INBOX": (7, 45)}, MARDI)
    store.poser_signets({"INBOX": (7, 38)}, MARDI, {"INBOX": (7, 500)})
    assert store.signets() == {"INBOX": (7, 45)}


@pytest.mark.regle("R43")
def test_la_lecture_de_la_boite_ne_remonte_pas_le_temps(store):
    store.poser_signets({}, MARDI + MINUTE)
    store.poser_signets({}, MARDI)
    assert store.lu_jusqu_a() == MARDI + MINUTE


def test_un_caractere_nul_dans_un_objet_n_arrete_pas_la_releve(store):
    hostile = replace(constat(), objet="Re:\0offre", expediteur="a\0@b.fr", resume="\0", message_id="\0")
    assert store.ecrire(Ecriture(constat=hostile), MARDI) is True
    consigne = store.message("m1")
    assert consigne is not None
    assert consigne.objet == "Re:\N{REPLACEMENT CHARACTER}offre"
    store.poser_repere("panne", "a\0b")
    assert store.repere("panne") == "a\N{REPLACEMENT CHARACTER}b"


def test_les_plus_grands_numeros_d_imap_tiennent_dans_la_base(store):
    grand = 2**32 - 1
    store.poser_signets({"INBOX": (grand, grand)}, MARDI)
    assert store.signets() == {"INBOX": (grand, grand)}


def test_une_marque_ne_change_que_si_elle_est_encore_ce_qui_a_ete_lu(store):
    for lue, valeur in ((None, "lundi"), ("lundi", "mardi")):
        store.ecrire(Ecriture(marque=Marque("synthese", lue, valeur)), MARDI)
    for depassee in (None, "lundi"):
        with pytest.raises(ConflitDeVersion):
            store.ecrire(Ecriture(courriers=(LETTRE,), marque=Marque("synthese", depassee, "mercredi")), MARDI)
    assert (store.repere("synthese"), store.envois(REFERENCE)) == ("mardi", ())
