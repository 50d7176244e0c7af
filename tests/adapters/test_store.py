"""The store: all or nothing, once, in order, and the same after a restart."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError, NoResultFound

from robot.adapters.base.store import StoreSql
from robot.domain import faits as f
from robot.domain.courriers import identifiant
from robot.domain.dossier import Statut
from robot.domain.statuts import replier
from robot.ports import (
    Avancee,
    ConflitDeVersion,
    DejaEnregistre,
    Ecriture,
    Emplacement,
    EtatEnvoi,
    Rangement,
    StoreInutilisable,
    SuiteEnvoi,
)
from tests.adapters.store_d_essai import (
    DOMAINE,
    HEURE,
    LETTRE,
    MARDI,
    MINUTE,
    avancee,
    constat,
    etat,
    liberer,
    prendre_et_confier,
    store,
    un_fichier,
)
from tests.domain.exemples_de_faits import REFERENCE, fait
from tests.fabrique import libere

__all__ = ["store", "un_fichier"]  # fixtures


@pytest.mark.parametrize(
    "table",
    [
        pytest.param("clients (nom)", id="un fichier quelconque"),
        pytest.param("alembic_version (version_num)", id="qui se migre aussi avec Alembic"),
    ],
)
def test_le_fichier_d_un_autre_programme_n_est_pas_adopte(table, tmp_path: Path):
    fichier = tmp_path / "compta.sqlite"
    with closing(sqlite3.connect(fichier)) as compta:
        compta.execute(f"CREATE TABLE {table}")
        compta.execute(f"INSERT INTO {table.split()[0]} VALUES ('0002')")
        compta.commit()
    with pytest.raises(StoreInutilisable, match="données d'un autre programme"):
        StoreSql(f"sqlite:///{fichier}", DOMAINE)
    with closing(sqlite3.connect(fichier)) as compta:
        assert len(compta.execute("SELECT name FROM sqlite_master").fetchall()) == 1


# --- all or nothing -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "mauvaise",
    [
        pytest.param(lambda s: Ecriture((avancee(s, fait(f.OrientationDecidee), version=9),), (LETTRE,), constat()), id="dossier déplacé entre-temps"),
        pytest.param(lambda s: Ecriture(courriers=(LETTRE,), constat=constat(), envoi=SuiteEnvoi("inconnue", EtatEnvoi.EXPEDIEE)), id="lettre inconnue à la fin"),
    ],
)  # fmt: skip
def test_une_ecriture_qui_echoue_ne_laisse_aucune_trace(store, mauvaise):
    liberer(store)
    avant = etat(store)
    with pytest.raises((ConflitDeVersion, NoResultFound)):
        store.ecrire(mauvaise(store), MARDI)
    assert etat(store) == avant


def test_un_message_se_reclame_une_seule_fois_avec_tout_ce_qu_il_cause(store):
    liberer(store)
    ecriture = Ecriture((avancee(store, fait(f.OrientationDecidee)),), (LETTRE,), constat())
    assert store.ecrire(ecriture, MARDI) is True
    apres = etat(store)
    assert store.ecrire(ecriture, MARDI + MINUTE) is False
    assert etat(store) == apres
    consigne = store.message("m1")
    assert consigne is not None
    assert consigne.octets == constat().message.octets
    assert consigne.recu_le == MARDI


def test_deux_ecritures_sur_la_meme_version_la_seconde_est_refusee(store):
    liberer(store)
    premiere, seconde = (avancee(store, fait(f.OrientationDecidee)) for _ in range(2))
    store.ecrire(Ecriture((premiere,)), MARDI)
    with pytest.raises(ConflitDeVersion, match=REFERENCE):
        store.ecrire(Ecriture((seconde,)), MARDI)
    assert len(store.journal(REFERENCE)) == 2


@pytest.mark.regle("R51")
def test_une_liberation_deja_connue_dit_sous_quelle_reference(store):
    liberer(store, cle="7400000042/2026-06-01")
    ailleurs = replier(None, (replace(libere(), reference="V-2026-0043"),))
    assert ailleurs is not None
    autre = Avancee(0, (libere(),), ailleurs, None, "7400000042/2026-06-01")
    with pytest.raises(DejaEnregistre) as refus:
        store.ecrire(Ecriture((autre,)), MARDI)
    assert refus.value.reference == REFERENCE
    assert store.references() == (REFERENCE,)


@pytest.mark.parametrize("geste", ["UPDATE journal SET donnees = '{}'", "DELETE FROM journal"])
def test_le_journal_ne_se_corrige_pas(store, geste):
    liberer(store)
    with pytest.raises(IntegrityError, match="le journal ne se corrige pas"), store.moteur.begin() as connexion:
        connexion.exec_driver_sql(geste)
    assert len(store.journal(REFERENCE)) == 1


def test_rouvrir_la_base_rend_le_meme_etat(store, url):
    liberer(store, rendez_vous=MARDI)
    store.ecrire(
        Ecriture((avancee(store, fait(f.OrientationDecidee), rendez_vous=MARDI),), (LETTRE,), constat()), MARDI
    )
    store.poser_signets({"INBOX": (7, 12)}, MARDI)
    store.poser_repere("panne", "depuis hier")
    store.fermer()
    autre = StoreSql(url, DOMAINE)
    assert etat(autre) == etat(store)
    assert (autre.signets(), autre.lu_jusqu_a()) == ({"INBOX": (7, 12)}, MARDI)
    assert (autre.repere("panne"), autre.dus(MARDI)) == ("depuis hier", (REFERENCE,))
    autre.fermer()


def test_le_fichier_est_regle_pour_survivre_a_une_coupure_de_courant(un_fichier):
    with un_fichier.moteur.connect() as connexion:
        reglages = {nom: connexion.exec_driver_sql(f"PRAGMA {nom}").scalar() for nom in ("journal_mode", "synchronous")}
    assert reglages == {"journal_mode": "wal", "synchronous": 2}


# --- the index ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("requete", "index"),
    [
        pytest.param("SELECT reference FROM dossiers WHERE rendez_vous IS NOT NULL AND rendez_vous <= 'z' ORDER BY rendez_vous, reference", "dossiers_dus", id="les dossiers dus"),
        pytest.param("SELECT * FROM courriers WHERE reprise IS NOT NULL AND reprise <= 'z' ORDER BY reprise, cree_le, cle", "courriers_dus", id="les lettres dues"),
        pytest.param("SELECT * FROM courriers WHERE reprise IS NOT NULL AND (reprise <= 'b' OR reprise > 'y') ORDER BY reprise, cree_le, cle", "courriers_dus", id="et celles qu'aucune règle n'a remises si loin"),
        pytest.param("SELECT * FROM messages WHERE range_le IS NULL ORDER BY consigne_le", "messages_a_ranger", id="les messages à ranger"),
        pytest.param("SELECT reference FROM dossiers WHERE statut IN ('x') AND reservataire = 'y'", "dossiers_par_statut", id="les offres d'un réservataire"),
        pytest.param("SELECT reference FROM dossiers WHERE statut IN ('x') AND avance_le >= 'y'", "dossiers_par_date", id="ce qui a bougé"),
        pytest.param("SELECT DISTINCT c.reference FROM courriers c JOIN dossiers d ON d.reference = c.reference WHERE c.destinataire = 'x' AND d.statut IN ('y', 'z') AND c.gabarit IN ('o') ORDER BY c.reference", "courriers_par_destinataire", id="les logements proposés à une adresse"),
        pytest.param("SELECT count(*) FROM courriers WHERE destinataire = 'x' AND cree_le >= 'y'", "courriers_par_destinataire", id="les réponses à une adresse"),
    ],
)  # fmt: skip
def test_ce_qui_est_du_se_trouve_par_index_jamais_en_parcourant(un_fichier, requete, index):
    with un_fichier.moteur.connect() as connexion:
        plan = " ; ".join(ligne[3] for ligne in connexion.exec_driver_sql(f"EXPLAIN QUERY PLAN {requete}"))
    assert f"USING INDEX {index}" in plan or f"USING COVERING INDEX {index}" in plan, plan
    assert "SCAN dossiers" not in plan or index in plan


def test_les_dossiers_dus_sortent_a_l_heure(store):
    liberer(store, rendez_vous=MARDI + MINUTE)
    assert store.dus(MARDI) == ()
    assert store.dus(MARDI + MINUTE) == (REFERENCE,)
    store.ecrire(Ecriture((avancee(store, fait(f.OrientationDecidee)),)), MARDI)
    assert store.dus(MARDI + timedelta(days=400)) == ()


def test_les_references_se_choisissent_par_etat_reservataire_et_date(store):
    liberer(store)
    store.ecrire(Ecriture((avancee(store, fait(f.OrientationDecidee)),)), MARDI)
    assert store.references((Statut.A_EXPEDIER,), reservataire="viry", depuis=MARDI) == (REFERENCE,)
    assert store.references((Statut.LIBERE,)) == ()
    assert store.references(reservataire="als") == ()
    assert store.references((Statut.A_EXPEDIER,), depuis=MARDI + MINUTE) == ()


@pytest.mark.parametrize(
    ("prefixe", "derniere"), [("V-2026-", REFERENCE), ("V-2027-", None), ("V_2026", None), ("%", None)]
)
def test_la_derniere_reference_d_une_annee(store, prefixe, derniere):
    liberer(store)
    assert store.derniere_reference(prefixe) == derniere


@pytest.mark.parametrize(
    ("destinataire", "statuts", "gabarits", "trouvee"),
    [
        pytest.param("a@b.fr", Statut, (), True, id="par n'importe quelle lettre"),
        pytest.param("a@b.fr", Statut, ("neuf", "offre"), True, id="par une de ces lettres"),
        pytest.param("a@b.fr", Statut, ("neuf",), False, id="aucune de ces lettres"),
        pytest.param("a@b.fr", (Statut.CLOSE,), (), False, id="le logement n'en est pas là"),
        pytest.param("autre@b.fr", Statut, (), False, id="une autre adresse"),
    ],
)
def test_a_propos_de_quels_logements_une_adresse_a_recu_une_lettre(store, destinataire, statuts, gabarits, trouvee):
    store.ecrire(Ecriture((avancee(store, libere()),), (LETTRE, replace(LETTRE, cle="offre/seconde"))), MARDI)
    assert store.ecrit_a(destinataire, statuts, gabarits=gabarits) == ((REFERENCE,) if trouvee else ())


# --- the outbox -----------------------------------------------------------------------------------


def test_une_lettre_demandee_deux_fois_n_est_deposee_qu_une(store):
    for _ in range(2):
        store.ecrire(Ecriture(courriers=(LETTRE,)), MARDI)
    (envoi,) = store.reserver(MARDI, MARDI + MINUTE, 9)
    assert envoi.message_id == identifiant(LETTRE, "bailleur.example")
    assert (envoi.etat, envoi.essais, envoi.courrier) == (EtatEnvoi.A_EXPEDIER, 0, LETTRE)


def test_seules_les_lettres_des_gabarits_demandes_se_reservent(store):
    store.ecrire(Ecriture(courriers=(LETTRE, replace(LETTRE, cle="alerte/x", gabarit="alerte"))), MARDI)
    (envoi,) = store.reserver(MARDI, MARDI + MINUTE, 9, gabarits=("alerte",))
    assert envoi.courrier.cle == "alerte/x"
    assert store.reserver(MARDI, MARDI + MINUTE, 9, gabarits=("alerte",)) == ()


def test_le_premier_message_recu_apres_un_instant(store):
    recu_le = constat().message.recu_le
    assert store.recu_apres(recu_le - MINUTE) is None
    store.ecrire(Ecriture(constat=constat()), MARDI)
    assert store.recu_apres(recu_le - MINUTE) == recu_le
    assert store.recu_apres(recu_le) is None


def test_une_lettre_confiee_et_jamais_confirmee_se_represente_a_l_instant_dit_et_l_essai_compte(store):
    store.ecrire(Ecriture(courriers=(LETTRE,)), MARDI)
    prendre_et_confier(store, jusqu_a=MARDI + MINUTE)
    assert store.reserver(MARDI + MINUTE / 2, MARDI + HEURE, 9) == ()
    (envoi,) = store.reserver(MARDI + MINUTE, MARDI + HEURE, 9)
    assert (envoi.etat, envoi.octets, envoi.essais) == (EtatEnvoi.CONFIEE, b"Subject: offre\r\n", 1)
    store.ecrire(Ecriture(envoi=SuiteEnvoi(LETTRE.cle, EtatEnvoi.A_EXPEDIER, essai_annule=True, reprise=MARDI)), MARDI)
    (envoi,) = store.reserver(MARDI, MARDI + MINUTE, 9)
    assert (envoi.etat, envoi.essais) == (EtatEnvoi.A_EXPEDIER, 0)


def test_une_lettre_remise_plus_loin_qu_aucune_regle_ne_le_dit_se_represente_aussitot(store):
    """Its appointment was given by a clock that was wrong."""
    store.ecrire(Ecriture(courriers=(LETTRE,)), MARDI)
    dans_dix_ans = MARDI + timedelta(days=3652)
    store.ecrire(Ecriture(envoi=SuiteEnvoi(LETTRE.cle, EtatEnvoi.A_EXPEDIER, reprise=dans_dix_ans)), MARDI)
    assert store.reserver(MARDI, MARDI + MINUTE, 9) == ()
    assert store.reserver(MARDI, MARDI + MINUTE, 9, dans_dix_ans) == ()
    (envoi,) = store.reserver(MARDI, MARDI + MINUTE, 9, MARDI + HEURE)
    assert envoi.reprise == MARDI + MINUTE


def test_plusieurs_reperes_se_posent_et_s_otent_ensemble(store):
    store.poser_reperes({"a": "1", "b": "2", "c": "3"})
    store.poser_reperes({"a": None, "b": "4", "inconnu": None})
    assert {cle: store.repere(cle) for cle in "abc"} == {"a": None, "b": "4", "c": "3"}


def test_la_base_d_un_autre_bailleur_ou_d_un_autre_secret_est_refusee(store):
    store.lier({"siren": "123456782", "secret": "a"})
    store.lier({"siren": "123456782", "secret": "a"})
    with pytest.raises(StoreInutilisable, match="secret différent"):
        store.lier({"siren": "123456782", "secret": "b"})
    with pytest.raises(StoreInutilisable, match="siren différent"):
        store.lier({"siren": "349185611", "secret": "a"})


def test_un_fichier_qui_n_est_pas_une_base_se_dit_en_francais(tmp_path):
    chemin = tmp_path / "photo.sqlite"
    chemin.write_bytes(b"ceci n'est pas une base" * 100)
    with pytest.raises(StoreInutilisable, match="réglage « base »"):
        StoreSql(f"sqlite:///{chemin}", "bailleur.example")


def test_une_lettre_expediee_ne_se_represente_jamais(store):
    store.ecrire(Ecriture(courriers=(LETTRE,)), MARDI)
    store.ecrire(Ecriture(envoi=SuiteEnvoi(LETTRE.cle, EtatEnvoi.EXPEDIEE, "250 Ok")), MARDI)
    assert store.reserver(MARDI + timedelta(days=400), MARDI + timedelta(days=401), 9) == ()
    (envoi,) = store.envois(REFERENCE)
    assert (envoi.expedie_le, envoi.reponse) == (MARDI, "250 Ok")


def test_ce_qui_est_range_ne_se_range_plus_et_le_spam_reste_en_place(store):
    store.ecrire(Ecriture(constat=constat("m1")), MARDI)
    store.ecrire(Ecriture(constat=constat("m2", uid=2, rangement=Rangement.SUR_PLACE)), MARDI)
    assert store.a_ranger(9) == (("m1", Emplacement("INBOX", 7, 1), Rangement.TRAITES),)
    store.marquer_ranges(["m1"], MARDI)
    assert store.a_ranger(9) == ()


def test_un_repere_se_pose_se_remplace_et_s_efface(store):
    for valeur in ("a", "b", None, None):
        store.poser_repere("panne", valeur)
        assert store.repere("panne") == valeur
