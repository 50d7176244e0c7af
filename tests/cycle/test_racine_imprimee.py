"""The root printed in the digest: pasted a month later, it holds for a sound journal, and for no other."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from robot.adapters.base.declencheurs import retirer
from robot.audits import auditer
from robot.ligne_de_commande import racine_notee
from tests.cycle.courriels import offrir
from tests.monde import Monde

# From the words that announce it to the end of its paragraph, line breaks included.
IMPRIMEE = re.compile(r"Racine du journal, à\s+conserver\s: ([^<]+?)(?:\r\n\r\n|</p>)")
FORMES = ("plain", "html")


def imprimee(monde: Monde, forme: str) -> str:
    """The root as the reader of the last digest sees it and copies it."""
    corps = message_from_bytes(monde.courriers(gabarit="synthese")[-1].octets, policy=policy.default).get_body((forme,))
    assert corps is not None
    trouvee = IMPRIMEE.search(corps.get_content())
    assert trouvee, corps.get_content()
    return trouvee[1]


@pytest.fixture
def monde(tmp_path: Path) -> Monde:
    """A day of work, and the digest of the next morning, in a pass that also does other things."""
    monde = Monde.creer("2026-04-28T09:00", base=tmp_path / "robot.sqlite")
    _, offre = offrir(monde)
    monde.repondre(offre, "ACCEPTE")
    monde.passer("2026-04-28T11:00")
    monde.liberer()
    monde.passer("2026-04-29T08:00")
    monde.passer("2026-04-29T08:01")
    return monde


def vivre_un_mois(monde: Monde) -> None:
    for jour in range(4, 29, 3):
        monde.liberer()
        monde.passer(f"2026-05-{jour:02d}T09:30")


def racines_refusees(monde: Monde, collee: str) -> list[str]:
    audit = auditer(monde.store, monde.horloge.maintenant(), racine_notee(collee))
    return [faute for faute in audit.fautes if "racine notée" in faute]


@pytest.mark.parametrize("forme", FORMES)
def test_la_racine_de_la_synthese_se_retrouve_un_mois_plus_tard(monde: Monde, forme: str):
    collee = imprimee(monde, forme)
    vivre_un_mois(monde)
    audit = auditer(monde.store, monde.horloge.maintenant(), racine_notee(collee))
    assert audit.fautes == ()
    assert audit.notee is not None
    assert audit.notee.valeur == audit.recalculee


@pytest.mark.parametrize("forme", FORMES)
@pytest.mark.parametrize(
    ("table", "colonne"),
    [
        pytest.param("journal", "maillon", id="un bit d'une ligne du journal"),
        pytest.param("messages", "sceau", id="un bit d'un message"),
        pytest.param("courriers", "sceau", id="un bit d'une lettre"),
        pytest.param("courriers", "sceau_envoi", id="un bit d'un envoi"),
    ],
)
def test_un_bit_change_entre_temps_se_voit(monde: Monde, forme: str, table: str, colonne: str):
    collee = imprimee(monde, forme)
    vivre_un_mois(monde)
    assert racines_refusees(monde, collee) == []
    with monde.store.moteur.begin() as connexion:
        for defaire in retirer("journal", "sqlite"):
            connexion.exec_driver_sql(defaire)
        tete = "WHERE inscrit_le < '2026-04-29' ORDER BY numero DESC" if table == "journal" else "ORDER BY rowid"
        cette_ligne = f"SELECT rowid, {colonne} FROM {table} {tete} LIMIT 1"
        rowid, avant = connexion.exec_driver_sql(cette_ligne).one()
        apres = f"{int(avant[0], 16) ^ 1:x}{avant[1:]}"
        connexion.exec_driver_sql(f"UPDATE {table} SET {colonne} = ? WHERE rowid = ?", (apres, rowid))
    assert len(racines_refusees(monde, collee)) == 1


@pytest.mark.parametrize(
    "collee",
    [
        pytest.param("  {a} {b}@{quand}  ", id="avec l'espace de la synthèse"),
        pytest.param("{a}\n{b}@{quand}\n", id="avec le retour à la ligne du texte"),
        pytest.param("{a}\N{NO-BREAK SPACE}{b}@{quand}", id="avec une espace insécable"),
        pytest.param("{a}{b}@{quand}", id="d'un seul tenant"),
        pytest.param("{A}{b}@\r\n{quand}", id="en capitales, coupée ailleurs"),
    ],
)
def test_une_racine_se_colle_telle_qu_elle_fut_imprimee(collee: str):
    a, b, quand = "0f" * 16, "a1" * 16, "2026-05-27T16:02:00+00:00"
    valeur, lu = racine_notee(collee.format(a=a, A=a.upper(), b=b, quand=quand))
    assert valeur == a + b
    assert lu is not None
    assert lu.isoformat() == quand
