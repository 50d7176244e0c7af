"""One row that can no longer be read never stops the robot: the rest goes on, and the administrators know which."""

from __future__ import annotations

from dataclasses import replace

import pytest

from robot.domain.dossier import Statut as S
from robot.ports import LU_JUSQU_A, Emplacement, Enveloppe, MessageRecu, Rangement
from tests.cycle.courriels import ADMIN, GESTION, VIRY, courriel, dsn, texte_de
from tests.fabrique import FICHE, ROBOT, paris
from tests.monde import Monde

MATIN = "2026-04-28T10:00"


def deux_logements(*, offerts: bool = True) -> tuple[Monde, str, str]:
    """Two dwellings, offered to Viry or about to be; the first is to be damaged."""
    monde = Monde.creer("2026-04-28T09:00")
    refs = [monde.liberer(replace(FICHE, adresse=rue)) for rue in "ab"]
    if offerts:
        monde.passer()
        monde.passer("2026-04-28T09:05")
    else:
        monde.facteur.panne = "le serveur d'envoi ne répond pas"
        monde.passer()
        monde.passer("2026-04-28T09:05")
        monde.facteur.panne = ""
    return monde, refs[0], refs[1]


def abimer(monde: Monde, ordre: str) -> None:
    """What a bad sector or a hand does to a row."""
    with monde.store.moteur.begin() as connexion:
        connexion.exec_driver_sql("DROP TRIGGER IF EXISTS journal_sans_update")
        assert connexion.exec_driver_sql(ordre).rowcount > 0


def abimer_le_dossier(monde: Monde, reference: str) -> None:
    abimer(monde, f"UPDATE journal SET donnees='{{}}' WHERE reference='{reference}' AND numero=3")
    monde.store._plis.clear()


def offre(monde: Monde, reference: str) -> Enveloppe:
    return next(e for e in monde.courriers(gabarit="offre") if f"/{reference}/" in e.cle)


def dites(monde: Monde) -> str:
    """The alerts, on one line."""
    alertes = [texte_de(e.octets) for e in monde.courriers(ADMIN, "alerte")]
    return " ".join(" ".join(alertes).replace(">", "").split())


@pytest.mark.regle("R43")
def test_un_message_hors_du_fil_suspend_les_offres_lisibles_de_son_auteur_malgre_un_dossier_abime():
    monde, abime, sain = deux_logements()
    abimer_le_dossier(monde, abime)
    monde.boite.deposer(courriel(VIRY, ROBOT, "question", "Bonjour, pouvez-vous m'appeler ?"))
    assert monde.passer(MATIN).messages == 1
    monde.passer("2026-05-04T09:00")
    assert monde.dossier(sain).statut is S.A_CLARIFIER
    assert f"dossier {abime}" in dites(monde)


@pytest.mark.regle("R43")
def test_un_avis_d_echec_sans_jeton_arrete_les_offres_lisibles_malgre_un_dossier_abime():
    monde, abime, sain = deux_logements()
    abimer_le_dossier(monde, abime)
    monde.boite.deposer(dsn(offre(monde, sain), "failed", "5.1.1", a=ROBOT, rendu=False))
    monde.passer(MATIN)
    assert monde.dossier(sain).statut is S.NON_REMISE
    assert f"dossier {abime}" in dites(monde)


def test_une_lettre_abimee_ne_retient_pas_les_autres_et_se_dit_une_fois_par_jour():
    monde, abime, sain = deux_logements(offerts=False)
    abimer(monde, f"UPDATE courriers SET courrier='{{\"cle\":1' WHERE cle LIKE 'offre/{abime}/%'")
    for heure in (9, 10, 11, 12):
        monde.passer(f"2026-04-28T{heure:02d}:30")
    assert monde.dossier(sain).statut is S.EN_ATTENTE
    assert monde.dossier(abime).statut is S.A_EXPEDIER
    assert dites(monde).count(f"courrier offre/{abime}/") == 1
    monde.passer("2026-04-29T09:00")
    monde.passer("2026-04-29T09:30")
    assert dites(monde).count(f"courrier offre/{abime}/") == 2


def test_plus_de_lettres_abimees_qu_un_lot_ne_cachent_pas_les_suivantes():
    monde, _, _ = deux_logements()
    for n in range(60):
        monde.liberer(replace(FICHE, adresse=str(n)))
    monde.facteur.panne = "le serveur d'envoi ne répond pas"
    monde.passer("2026-04-28T09:10")
    monde.facteur.panne = ""
    avant = len(monde.facteur.remis)
    abimer(monde, "UPDATE courriers SET courrier='{' WHERE etat='a_expedier' AND cle < 'offre/V-2026-0060'")
    monde.passer("2026-04-28T09:30")
    assert {e.cle.split("/")[1] for e in monde.facteur.remis[avant:]} >= {"V-2026-0060", "V-2026-0061", "V-2026-0062"}
    monde.passer("2026-04-28T09:31")
    assert "et 37 de plus" in dites(monde)


def test_un_message_a_voir_dont_les_octets_sont_abimes_est_encore_dans_la_synthese():
    monde, _, sain = deux_logements()
    monde.repondre(offre(monde, sain), "peut-être, je vous rappelle")
    monde.passer("2026-04-28T09:08")
    abimer(monde, "UPDATE messages SET octets=x'00'")
    monde.passer("2026-04-29T08:30")
    assert VIRY in texte_de(monde.courrier(GESTION, "synthese").octets)
    assert "message " in dites(monde)


def test_un_message_abime_livre_une_seconde_fois_n_a_aucun_effet_de_plus_et_se_range():
    monde, _, sain = deux_logements()
    recu = monde.repondre(offre(monde, sain), "REFUSE")
    monde.passer("2026-04-28T09:08")
    abimer(monde, "UPDATE messages SET octets=x'00'")
    monde.boite.deposer(recu.octets)
    assert monde.passer(MATIN).messages == 0
    assert monde.faits(sain).count("RefusRecu") == 1
    assert len(monde.boite.ranges[Rangement.TRAITES]) == 2


def test_une_lettre_partie_dont_les_octets_sont_abimes_ne_retient_pas_les_copies_des_autres():
    monde = Monde.creer("2026-04-28T09:00")
    abime, sain = (monde.liberer(replace(FICHE, adresse=rue)) for rue in "ab")
    monde.boite.pleine = "la boîte est pleine"
    monde.passer()
    monde.boite.pleine = ""
    abimer(monde, f"UPDATE courriers SET octets=x'00' WHERE cle LIKE 'offre/{abime}/%'")
    assert monde.passer("2026-04-28T09:10").pannes == ()
    assert any(f"/{sain}/" in cle for cle in monde.boite.copies_essayees)
    monde.passer("2026-04-28T09:11")
    assert f"courrier offre/{abime}/" in dites(monde)


@pytest.mark.parametrize("valeur", ["{", '{"offre/x": 1}', "[1]", '{"offre/x": ["hier", 1, ""]}'])
def test_une_note_illisible_des_copies_refusees_est_oubliee(valeur: str):
    monde, _, _ = deux_logements(offerts=False)
    monde.store.poser_repere("copies_refusees", valeur)
    assert monde.passer("2026-04-28T09:30").pannes == ()
    assert len(monde.boite.copies) == len(monde.facteur.remis) > 0


@pytest.mark.regle("R43")
def test_une_note_illisible_de_la_derniere_lecture_ne_prouve_aucun_silence():
    monde, _, sain = deux_logements()
    monde.store.poser_repere(LU_JUSQU_A, "zzz")
    monde.passer("2026-05-04T09:00")
    assert monde.dossier(sain).statut is S.EN_ATTENTE
    assert LU_JUSQU_A in dites(monde)


def test_un_message_date_de_la_fin_des_temps_est_dit_au_jour_de_sa_lecture():
    monde, _, sain = deux_logements()
    monde.repondre(
        offre(monde, sain), "peut-être, je vous rappelle", recu_le=paris("9999-12-31T00:00").replace(hour=23, minute=30)
    )
    monde.passer("2026-04-28T09:08")
    monde.passer("2026-04-29T08:30")
    synthese = texte_de(monde.courrier(GESTION, "synthese").octets)
    assert VIRY in synthese
    assert "9999" not in synthese


# --- a byte that is no longer UTF-8 ---------------------------------------------------------------

# The end of a text becomes a byte that no text may hold.
OCTET = "CAST(substr(CAST({champ} AS BLOB), 1, length(CAST({champ} AS BLOB)) - 2) || x'ff' || '\"}}' AS TEXT)"


def abimer_un_octet(monde: Monde, table: str, champ: str, ou: str) -> None:
    abimer(monde, f"UPDATE {table} SET {champ}={OCTET.format(champ=champ)} WHERE {ou}")
    monde.store._plis.clear()


@pytest.mark.parametrize(
    ("table", "champ", "ou"),
    [
        ("journal", "donnees", "reference='{a}' AND numero=2"),
        ("journal", "fait", "reference='{a}' AND numero=2"),
        ("courriers", "courrier", "cle LIKE 'offre/{a}/%'"),
        ("courriers", "destinataire", "cle LIKE 'offre/{a}/%'"),
        ("courriers", "message_id", "cle LIKE 'offre/{a}/%'"),
        ("courriers", "reprise", "cle LIKE 'offre/{a}/%'"),
        ("courriers", "cle", "cle LIKE 'offre/{a}/%'"),
        ("dossiers", "tete", "reference='{a}'"),
    ],
)
def test_un_octet_qui_n_est_plus_de_l_utf8_ne_retient_aucun_autre_logement_et_se_dit(table: str, champ: str, ou: str):
    monde, abime, sain = deux_logements(offerts=False)
    abimer_un_octet(monde, table, champ, ou.format(a=abime))
    monde.passer("2026-04-28T09:30")
    monde.passer("2026-04-28T09:50")
    assert monde.dossier(sain).statut is S.EN_ATTENTE
    assert champ == "tete" or f"{table.removesuffix('s')}" in dites(monde) or f"dossier {abime}" in dites(monde)
    monde.repondre(offre(monde, sain), "REFUSE")
    assert monde.passer("2026-04-28T10:00").messages == 1
    assert "RefusRecu" in monde.faits(sain)


@pytest.mark.regle("R43")
@pytest.mark.parametrize("valeur", ["'zzz'", "CAST(x'ff' AS TEXT)"])
@pytest.mark.parametrize("champ", ["etat", "cree_le", "expedie_le"])
def test_une_lettre_partie_dont_l_index_est_abime_n_empeche_pas_de_voir_ou_en_est_la_base(champ: str, valeur: str):
    """After a stop, the copies of what left are looked for in the outbox: what cannot be read there may have left."""
    monde, abime, sain = deux_logements()
    abimer(monde, f"UPDATE courriers SET {champ}={valeur} WHERE cle LIKE 'offre/{abime}/%'")
    partie = offre(monde, abime)
    monde.boite.copies.append(MessageRecu(Emplacement("Envoyés", 1, 99), paris("2026-04-28T09:30"), partie.octets))
    monde.repondre(offre(monde, sain), "REFUSE")
    assert monde.passer("2026-04-28T14:00").messages == 1
    assert "RefusRecu" in monde.faits(sain)


def test_l_index_d_un_dossier_qui_n_est_plus_de_l_utf8_se_dit_et_les_autres_avancent():
    monde, abime, sain = deux_logements()
    abimer_un_octet(monde, "dossiers", "reference", f"reference='{abime}'")
    monde.boite.deposer(courriel("Inconnu <x@y.example>", ROBOT, "question", "Bonjour, pouvez-vous m'appeler ?"))
    assert monde.passer("2026-05-04T09:00").messages == 1
    monde.passer("2026-05-04T09:20")
    assert monde.dossier(sain).statut is S.ACCEPTEE_TACITE
    assert "dossier V-2026-00" in dites(monde)


@pytest.mark.regle("R43")
def test_l_index_abime_d_un_dossier_n_empeche_pas_de_suspendre_les_offres_lisibles_d_un_auteur():
    monde, abime, sain = deux_logements()
    abimer_un_octet(monde, "dossiers", "reference", f"reference='{abime}'")
    monde.boite.deposer(courriel(VIRY, ROBOT, "question", "Bonjour, pouvez-vous m'appeler ?"))
    assert monde.passer(MATIN).messages == 1
    monde.passer("2026-05-04T09:00")
    assert monde.dossier(sain).statut is S.A_CLARIFIER


@pytest.mark.parametrize("champ", ["objet", "expediteur", "resume", "rangement", "recu_le", "dossier"])
def test_un_message_consigne_qui_n_est_plus_de_l_utf8_reste_reclame_et_n_arrete_rien(champ: str):
    monde, _, sain = deux_logements()
    recu = monde.repondre(offre(monde, sain), "peut-être, je vous rappelle")
    monde.passer("2026-04-28T09:08")
    abimer_un_octet(monde, "messages", champ, "1")
    monde.boite.deposer(recu.octets)
    assert monde.passer(MATIN).messages == 0
    monde.passer("2026-04-29T08:30")
    assert monde.courriers(GESTION, "synthese")
    assert "message " in dites(monde)


@pytest.mark.parametrize("champ", ["cle", "valeur"])
def test_un_repere_qui_n_est_plus_de_l_utf8_n_arrete_rien(champ: str):
    monde, _, sain = deux_logements()
    monde.store.poser_repere("boite", "2026-04-28T09:00:00+02:00 IMAP coupé")
    abimer_un_octet(monde, "reperes", champ, "cle='boite'")
    monde.repondre(offre(monde, sain), "REFUSE")
    assert monde.passer(MATIN).messages == 1
