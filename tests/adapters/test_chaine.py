"""The chain as it is written down: anyone can recompute it, today and in ten years; one robot, one root."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator

import pytest

from robot.adapters.base import chaine
from robot.adapters.base.racines import racine_au
from robot.adapters.base.tables import LigneJournal
from tests.journal_d_essai import sels, vivre
from tests.monde import Monde


def test_une_liste_de_textes_se_hache_comme_il_est_ecrit():
    assert chaine.canonique("a", "", "été") == b"1:a,0:,5:\xc3\xa9t\xc3\xa9,"
    assert chaine.empreinte("a", "b") == hashlib.sha256(b"1:a,1:b,").hexdigest()
    assert chaine.engager(b"s" * 16, "a") == hashlib.sha256(b"s" * 16 + b"1:a,").hexdigest()


def test_deux_listes_differentes_ne_se_hachent_jamais_pareil():
    assert len({chaine.empreinte(*t) for t in (("ab", ""), ("a", "b"), ("", "ab"), ("ab",), ("1:a,",), ("a",))}) == 6


def test_un_maillon_ne_change_pas_d_une_version_a_l_autre():
    """What was linked yesterday must still be verified tomorrow: this hash was computed once, by hand."""
    ligne = LigneJournal(
        reference="V-2026-0042", numero=1, fait="RappelDecide", le="2026-04-28T07:00:00.000000+00:00",
        inscrit_le="2026-04-28T07:00:01.000000+00:00", donnees='{"rang":1}', rendez_vous=None, engagement="",
        pieces="", maillon="",
    )  # fmt: skip
    origine = hashlib.sha256(b"15:robot-dossier/1,11:V-2026-0042,3:cle,").hexdigest()
    attendu = hashlib.sha256(
        b"15:robot-journal/1,64:" + origine.encode() + b",11:V-2026-0042,1:1,12:RappelDecide,"
        b"32:2026-04-28T07:00:00.000000+00:00,32:2026-04-28T07:00:01.000000+00:00,"
        b'10:{"rang":1},1:-,0:,0:,'
    ).hexdigest()
    assert chaine.origine("V-2026-0042", "cle") == origine
    assert chaine.maillon(origine, ligne) == attendu


@pytest.mark.parametrize("nombre", range(1, 18))
def test_le_chemin_de_chaque_feuille_mene_a_la_racine(nombre):
    feuilles = [chaine.feuille("essai", str(rang)) for rang in range(nombre)]
    for rang, feuille in enumerate(feuilles):
        noeud = feuille
        for cote, voisin in chaine.chemin(chaine.etages(feuilles), rang):
            autre = bytes.fromhex(voisin)
            noeud = hashlib.sha256(b"\x01" + (autre + noeud if cote == "g" else noeud + autre)).digest()
        assert noeud.hex() == chaine.racine(feuilles)


def test_la_racine_est_celle_de_la_rfc_6962():
    """The tree of seven leaves of RFC 6962, 2.1.3, joined by hand."""
    a, b, c, d, e, f, g = feuilles = [chaine.feuille("essai", lettre) for lettre in "abcdefg"]

    def joindre(gauche: bytes, droite: bytes) -> bytes:
        return hashlib.sha256(b"\x01" + gauche + droite).digest()

    attendue = joindre(joindre(joindre(a, b), joindre(c, d)), joindre(joindre(e, f), g))
    assert chaine.racine(feuilles) == attendue.hex()


def test_le_meme_hasard_donne_la_meme_racine_et_un_autre_une_autre():
    racines = list[str]()
    for graine in ("une", "une", "autre"):
        vecu = Monde.creer("2024-04-23T09:00")
        vecu.store.sel = sels(graine)
        vecu.liberer()
        vecu.passer("2024-04-23T09:05")
        racines.append(racine_au(vecu.store))
        vecu.store.fermer()
    assert racines[0] == racines[1] != racines[2]


# --- the triggers ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def garde() -> Iterator[sqlite3.Connection]:
    """A store with its triggers, and something in each table."""
    vecu = vivre()
    yield vecu.store.moteur.raw_connection().driver_connection  # type: ignore[misc]
    vecu.store.fermer()


@pytest.mark.parametrize(
    "geste",
    [
        pytest.param("UPDATE personnel SET donnees = '{}'", id="une partie personnelle ne se réécrit pas"),
        pytest.param("UPDATE effacements SET source = ''", id="un effacement ne se réécrit pas"),
        pytest.param("DELETE FROM effacements", id="un effacement ne s'ôte pas"),
        pytest.param("UPDATE journal SET maillon = ''", id="un maillon ne se réécrit pas"),
    ],
)
def test_les_declencheurs_gardent_ce_qui_fut_inscrit(garde, geste):
    with pytest.raises(sqlite3.IntegrityError, match="le journal ne se corrige pas"):
        garde.execute(geste)
