"""Whatever is changed, removed, added or moved in the journal is found, and told where."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel

from robot import audits
from robot.adapters.base.declencheurs import IMMUABLES, retirer
from robot.adapters.base.envois import REGLEES
from robot.adapters.base.racines import racine_au
from robot.adapters.base.store import StoreSql
from robot.adapters.base.verification import SANS_PREUVE, verifier
from tests.journal_d_essai import vivre
from tests.monde import Monde

TABLES = ("journal", "personnel", "effacements", "dossiers", "messages", "courriers")


@pytest.fixture(scope="module")
def monde() -> Iterator[Monde]:
    vecu = vivre()
    with vecu.store.moteur.begin() as connexion:
        for table in IMMUABLES:  # whoever holds the database can do as much
            for ordre in retirer(table, "sqlite"):
                connexion.exec_driver_sql(ordre)
    yield vecu
    vecu.store.fermer()


@pytest.fixture
def store(monde) -> Iterator[StoreSql]:
    """The same store for each test, put back as it was."""
    pilote = monde.store.moteur.raw_connection().driver_connection
    avant = pilote.serialize()
    yield monde.store
    pilote.deserialize(avant)


def fautes(store: StoreSql) -> list[str]:
    return [str(faute) for faute in verifier(store).fautes]


def sql(store: StoreSql, *ordres: str) -> None:
    with store.moteur.begin() as connexion:
        for ordre in ordres:
            connexion.exec_driver_sql(ordre)


# --- nothing to say of a journal that holds -------------------------------------------------------


def test_un_journal_intact_ne_se_plaint_de_rien(store):
    verification = verifier(store)
    assert verification.fautes == []
    assert verification.dossiers == 4
    assert verification.effaces > 0
    assert verification.lignes == len([fait for r in store.references() for fait in store.journal(r)])


def test_le_maillon_de_chaque_ligne_se_lit_avec_elle(store):
    (tete,) = {inscrit.maillon for inscrit in store.journal("V-2026-0001")[-1:]}
    assert len(tete) == 64


def test_sur_postgresql_la_meme_vie_donne_la_meme_racine_et_tient(url_postgresql, monde):
    """Erasing included: `vivre` erases, and its last bytes are given back by VACUUM FULL."""
    autre = vivre(url_postgresql)
    try:
        verification = verifier(autre.store)
        assert verification == verifier(monde.store)
        assert racine_au(autre.store) == racine_au(monde.store)
        quand = autre.horloge.maintenant() - timedelta(days=3)
        assert racine_au(autre.store, quand) == racine_au(monde.store, quand)
        for geste in (
            "UPDATE journal SET fait = ''",
            "TRUNCATE journal",
            "DELETE FROM effacements",
            "UPDATE personnel SET sel = ''",
        ):
            with (
                pytest.raises(DBAPIError, match="le journal ne se corrige pas"),
                autre.store.moteur.begin() as connexion,
            ):
                connexion.exec_driver_sql(geste)
        with autre.store.moteur.begin() as connexion:
            connexion.exec_driver_sql("UPDATE messages SET octets = 'x' WHERE expediteur <> ''")
        assert fautes(autre.store)
    finally:
        autre.store.fermer()


# --- one byte, anywhere ---------------------------------------------------------------------------


def protegees(store: StoreSql) -> list[tuple[str, int, str]]:
    """Every (table, row, column) that a proof rests on."""
    cases = list[tuple[str, int, str]]()
    with store.moteur.connect() as connexion:
        for table in TABLES:
            colonnes = [colonne.name for colonne in SQLModel.metadata.tables[table].columns]
            for ligne in connexion.exec_driver_sql(f"SELECT rowid AS rang_sql, * FROM {table}").mappings():
                libres = set(SANS_PREUVE.get(table, ()))
                if table == "courriers" and ligne["etat"] not in REGLEES:
                    libres |= SANS_PREUVE["courriers en cours"]
                cases += [(table, ligne["rang_sql"], colonne) for colonne in colonnes if colonne not in libres]
    return cases


@pytest.fixture(scope="module")
def cases(monde) -> list[tuple[str, int, str]]:
    return protegees(monde.store)


@contextmanager
def octet_change(store: StoreSql, case: tuple[str, int, str], rang: int, masque: int) -> Iterator[str]:
    """One byte of a cell changed, as a disk or a hand would; then put back. Yields what was done."""
    table, ligne, colonne = case
    pilote: Any = store.moteur.raw_connection().driver_connection
    (avant,) = pilote.execute(f"SELECT {colonne} FROM {table} WHERE rowid = ?", (ligne,)).fetchone()
    valeur, moule = _changee(avant, rang, masque)
    try:
        pilote.execute(f"UPDATE {table} SET {colonne} = {moule} WHERE rowid = ?", (valeur, ligne))
    except sqlite3.IntegrityError:
        reject()  # the key of another row: the database itself refuses it
    # The number of an erasure is its rowid.
    apres = valeur if (table, colonne) == ("effacements", "numero") else ligne
    try:
        yield f"{table}.{colonne}, ligne {ligne}, octet {rang} : {avant!r}"
    finally:
        pilote.execute(f"UPDATE {table} SET {colonne} = ? WHERE rowid = ?", (avant, apres))


def _changee(avant: str | bytes | int | None, rang: int, masque: int) -> tuple[object, str]:
    if avant is None:
        return "x", "?"
    if isinstance(avant, int):
        return avant ^ (1 << rang % 16), "?"
    octets = bytearray(avant.encode() if isinstance(avant, str) else avant)
    if not octets:
        octets = bytearray(b"\x00")
    octets[rang % len(octets)] ^= masque
    return bytes(octets), "CAST(? AS TEXT)" if isinstance(avant, str) else "?"


@settings(max_examples=200)
@given(hasard=st.data(), rang=st.integers(0, 5000), masque=st.integers(1, 255))
def test_tout_octet_change_se_trouve(monde, cases, hasard, rang, masque):
    case = hasard.draw(st.sampled_from(cases))
    with octet_change(monde.store, case, rang, masque) as quoi:
        trouvees = fautes(monde.store)
    assert trouvees, quoi


def test_chaque_colonne_de_chaque_table_est_gardee(monde, cases):
    """Every column at least once, so that a new one is either sealed or written down as unsealed."""
    une_par_colonne = {(table, colonne): (table, ligne, colonne) for table, ligne, colonne in cases}
    for case in une_par_colonne.values():
        with octet_change(monde.store, case, 0, 1) as quoi:
            assert fautes(monde.store), quoi
    assert fautes(monde.store) == []


@pytest.mark.parametrize(
    ("table", "colonne"),
    [
        pytest.param("messages", "octets", id="le niveau de compression du message"),
        pytest.param("courriers", "octets", id="le niveau de compression de la lettre"),
    ],
)
def test_meme_un_octet_qui_ne_change_pas_le_sens_se_trouve(store, table, colonne):
    """zlib reads 78 DA as it reads 78 9C."""
    sql(store, f"UPDATE {table} SET {colonne} = x'78da' || substr({colonne}, 3) WHERE length({colonne}) > 20")
    assert fautes(store)


# --- rows removed, added, exchanged, and how it is told --------------------------------------------


@pytest.mark.parametrize(
    ("ordres", "dit"),
    [
        pytest.param(["DELETE FROM journal WHERE reference = 'V-2026-0001' AND numero = 3"], "V-2026-0001 : la ligne 3 manque", id="une ligne ôtée au milieu"),
        pytest.param(["DELETE FROM journal WHERE reference = 'V-2026-0001' AND numero IN (3, 4)"], "V-2026-0001 : les lignes 3 à 4 manquent", id="deux lignes ôtées au milieu"),
        pytest.param(["DELETE FROM journal WHERE reference = 'V-2026-0001' AND numero = 1"], "V-2026-0001 : la ligne 1 manque", id="la première ôtée"),
        pytest.param(["DELETE FROM journal WHERE reference = 'V-2026-0001' AND numero = 7"], "V-2026-0001 : l'index dit « version = 7 »", id="la dernière ôtée"),
        pytest.param(["DELETE FROM journal WHERE reference = 'V-2026-0001'"], "V-2026-0001 : il est dans l'index", id="tout un dossier ôté du journal"),
        pytest.param(["DELETE FROM dossiers WHERE reference = 'V-2026-0001'"], "V-2026-0001 : le journal en parle, et il manque à l'index", id="un dossier ôté de l'index"),
        pytest.param(["UPDATE journal SET numero = numero + 90 WHERE reference = 'V-2026-0002' AND numero IN (3, 4)", "UPDATE journal SET numero = 97 - numero WHERE reference = 'V-2026-0002' AND numero > 90"], "V-2026-0002, ligne 3 : elle a été changée ou déplacée", id="deux lignes échangées"),
        pytest.param(["INSERT INTO journal SELECT reference, numero + 1, fait, le, inscrit_le, donnees, rendez_vous, engagement, pieces, maillon FROM journal WHERE reference = 'V-2026-0002' AND numero = 4"], "V-2026-0002, ligne 5", id="une ligne ajoutée à la fin"),
        pytest.param(["UPDATE journal SET reference = 'V-2026-0009' WHERE reference = 'V-2026-0002'"], "V-2026-0009 : le journal en parle", id="un dossier renommé"),
        pytest.param(["UPDATE journal SET donnees = replace(donnees, '\"rang\":1', '\"rang\":2') WHERE fait = 'RefusRecu'"], "V-2026-0001, ligne 4 : elle a été changée", id="un fait réécrit"),
        pytest.param(["UPDATE journal SET fait = 'AccordRecu' WHERE fait = 'RefusRecu'"], "V-2026-0001, ligne 4", id="un refus changé en accord"),
        pytest.param(["UPDATE dossiers SET statut = 'acceptee' WHERE reference = 'V-2026-0002'"], "V-2026-0002 : l'index dit « statut = acceptee », le journal dit « acceptee_tacite »", id="un statut changé dans l'index"),
        pytest.param(["UPDATE dossiers SET reservataire = 'viry' WHERE reference = 'V-2026-0001'"], "V-2026-0001 : l'index dit « reservataire = viry »", id="un réservataire changé dans l'index"),
        pytest.param(["UPDATE dossiers SET rendez_vous = '2026-06-01' WHERE reference = 'V-2026-0001'"], "V-2026-0001 : l'index dit « rendez_vous = 2026-06-01 »", id="un rendez-vous changé dans l'index"),
        pytest.param(["DELETE FROM personnel WHERE reference = 'V-2026-0001' AND numero = 4"], "V-2026-0001, ligne 4, partie personnelle : son contenu manque", id="une partie personnelle ôtée"),
        pytest.param(["UPDATE personnel SET donnees = replace(donnees, 'Petit', 'Grand')"], "V-2026-0001, ligne 4, partie personnelle : elle a été changée", id="un nom changé"),
        pytest.param(["INSERT INTO personnel VALUES ('V-2026-0002', 3, x'00', '{}')"], "V-2026-0002, ligne 3 : une partie personnelle a été ajoutée", id="une partie personnelle ajoutée"),
        pytest.param(["INSERT INTO personnel VALUES ('V-2026-0002', 30, x'00', '{}')"], "V-2026-0002, ligne 30 : une partie personnelle est là", id="une partie personnelle de trop"),
        pytest.param(["DELETE FROM messages WHERE expediteur <> ''"], "V-2026-0001, ligne 4 : le message ou la lettre de sceau", id="un message reçu ôté"),
        pytest.param(["UPDATE messages SET octets = x'' WHERE expediteur <> ''"], "le message reçu : contenu changé", id="un message reçu vidé"),
        pytest.param(["UPDATE messages SET octets = x'', sel = x'' WHERE expediteur <> ''"], "son contenu manque, et aucun effacement ne l'explique", id="un message reçu effacé sans droit"),
        pytest.param(["DELETE FROM courriers WHERE gabarit = 'accuse_refus'"], "V-2026-0001, ligne 4 : le message ou la lettre de sceau", id="une lettre ôtée"),
        pytest.param(["INSERT INTO courriers SELECT cle || 'x', 'refusee', message_id, reference, destinataire, automatique, essais, cree_le, NULL, expedie_le, copie_le, reponse, courrier, octets, gabarit, rang, sel, engagement, substr(sceau, 2) || 'a', engagement_envoi, sceau_envoi FROM courriers WHERE gabarit = 'offre' AND sel <> x''"], "aucune ligne du journal ne l'a demandée", id="une lettre ajoutée"),
        pytest.param(["UPDATE courriers SET etat = 'refusee' WHERE gabarit = 'accord_tacite'"], "sa ligne a été changée", id="une lettre envoyée dite refusée"),
        pytest.param(["UPDATE courriers SET etat = 'a_expedier' WHERE gabarit = 'accord_tacite'"], "se contredisent", id="une lettre envoyée remise à envoyer"),
        pytest.param(["DELETE FROM effacements"], "son contenu manque, et aucun effacement ne l'explique", id="un effacement ôté"),
        pytest.param(["UPDATE effacements SET numero = 2"], "effacement 1 : il manque", id="un effacement de moins"),
        pytest.param(["UPDATE effacements SET source = 'une autre'"], "effacement 1 : il a été changé", id="la raison d'un effacement changée"),
    ],
)  # fmt: skip
def test_ce_qui_a_ete_touche_est_nomme(store, ordres, dit):
    sql(store, *ordres)
    trouvees = fautes(store)
    assert any(dit in faute for faute in trouvees), "\n".join(trouvees)


def test_deux_messages_echanges_se_trouvent(store):
    with store.moteur.begin() as connexion:
        (a, b) = connexion.exec_driver_sql("SELECT empreinte, octets FROM messages WHERE length(sel) > 0").fetchall()
        for (empreinte, _), (_, octets) in ((a, b), (b, a)):
            connexion.exec_driver_sql("UPDATE messages SET octets = ? WHERE empreinte = ?", (octets, empreinte))
    assert len([faute for faute in fautes(store) if "le message reçu : contenu changé" in faute]) == 2


def test_une_seule_ligne_changee_n_accuse_pas_les_suivantes(store):
    espace = "replace(donnees, char(44), ', ')"  # between two values, where JSON does not mind
    sql(store, f"UPDATE journal SET donnees = {espace} WHERE reference = 'V-2026-0001' AND numero = 3")
    assert fautes(store) == ["V-2026-0001, ligne 3 : elle a été changée ou déplacée : son maillon ne correspond pas"]


def test_un_texte_qui_n_est_plus_de_l_utf_8_est_une_faute_pas_une_panne(store):
    sql(store, "UPDATE journal SET reference = CAST(x'ff56' AS TEXT) WHERE reference = 'V-2026-0002'")
    trouvees = fautes(store)
    assert any("\\udcff" in faute for faute in trouvees)
    for faute in trouvees:
        faute.encode()
    assert store.repere("rien") is None  # and the connection reads as before


# --- the root: what no chain finds alone ----------------------------------------------------------


def test_les_dernieres_lignes_et_l_index_coupes_ensemble_ne_se_voient_qu_a_la_racine(store, monde):
    maintenant = monde.horloge.maintenant() + timedelta(hours=1)
    avant = audits.auditer(store, maintenant)
    notee = (avant.racine.valeur, avant.racine.au)
    sql(store, "DELETE FROM courriers WHERE reference = 'V-2026-0002'", "DELETE FROM journal WHERE reference = 'V-2026-0002'",
        "DELETE FROM personnel WHERE reference = 'V-2026-0002'", "DELETE FROM dossiers WHERE reference = 'V-2026-0002'")  # fmt: skip
    assert audits.auditer(store, maintenant).fautes == ()
    (faute,) = audits.auditer(store, maintenant, notee).fautes
    assert str(avant.racine) in faute


def test_une_racine_notee_tient_encore_apres_des_jours_de_travail_et_un_effacement():
    monde = vivre()
    audit = audits.auditer(monde.store, monde.horloge.maintenant() + timedelta(minutes=3))
    notee = (audit.racine.valeur, audit.racine.au)
    monde.horloge.regler(monde.horloge.maintenant() + timedelta(days=20))
    monde.liberer()
    monde.passer()
    plus_tard = monde.horloge.maintenant() + timedelta(minutes=3)
    assert racine_au(monde.store) != notee[0]
    assert audits.auditer(monde.store, plus_tard, notee).fautes == ()
    assert audits.auditer(monde.store, plus_tard, (notee[0], None)).fautes != ()
