"""A backup is of what its store knows: one made on Thursday of a store that stopped on Monday is of Monday."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from robot.adapters.base.store import StoreSql
from robot.adapters.memoire import FacteurEnMemoire
from robot.adapters.sauvegarde import restaurer, sauvegarder
from robot.domain.dossier import Statut
from robot.domain.stimuli import Verbe
from tests.cycle.courriels import ALS, ordonner
from tests.cycle.perte import IDENTITE, JEUDI, LUNDI, creer, identifiants, photographier
from tests.fabrique import paris
from tests.monde import Monde


@pytest.fixture
def monde(tmp_path: Path) -> Iterator[Monde]:
    monde = creer(tmp_path)
    yield monde
    monde.store.fermer()


def ouvrir(fichier: Path) -> StoreSql:
    return StoreSql(f"sqlite:///{fichier}", "bailleur.example")


def remise_a_lundi(monde: Monde, tmp_path: Path) -> StoreSql:
    """The machine is put back to its snapshot of Monday, before an order that was typed."""
    fichier = tmp_path / "instantane.sqlite"
    shutil.copy(photographier(monde), fichier)
    revenue = ouvrir(fichier)
    for marque in ("reprise", "sauvegarde"):
        revenue.poser_repere(marque, None)  # a snapshot bears no mark
    return revenue


def reprise_en_attente(monde: Monde, tmp_path: Path) -> StoreSql:
    """The backup of Monday was restored on Thursday, and the mailbox has not answered since."""
    sauvee = photographier(monde)
    attente = ouvrir(tmp_path / "attente.sqlite")
    restaurer(sauvee, attente, IDENTITE)
    attente.poser_signets({}, paris(f"{JEUDI}T06:00"))  # a replay that was stopped on its way leaves this
    return attente


@pytest.mark.regle("R43", "R44")
@pytest.mark.parametrize(
    "d_avant",
    [
        pytest.param(remise_a_lundi, id="une base ramenée à lundi, sauvegardée jeudi comme le dit le guide"),
        pytest.param(reprise_en_attente, id="une base restaurée jeudi, sauvegardée avant sa reprise"),
    ],
)
def test_une_sauvegarde_faite_jeudi_d_une_base_de_lundi_se_reprend_depuis_lundi(
    monde: Monde, tmp_path: Path, d_avant
) -> None:
    reference = monde.liberer()
    monde.passer()
    lundi = d_avant(monde, tmp_path)
    monde.horloge.regler(paris(f"{LUNDI}T10:00"))
    ordonner(monde, reference, Verbe.SUIVANT)
    monde.passer()
    offre = monde.courriers(ALS, "offre")[-1]

    monde.horloge.regler(paris(f"{JEUDI}T07:00"))
    sauvegarder(lundi, tmp_path / "jeudi.sqlite", monde.horloge.maintenant())
    lundi.fermer()
    neuve = ouvrir(tmp_path / "neuve.sqlite")
    restaurer(tmp_path / "jeudi.sqlite", neuve, IDENTITE)
    repris = replace(monde, store=neuve, facteur=FacteurEnMemoire())
    repris.repondre(offre, "ACCEPTE", recu_le=paris(f"{JEUDI}T09:00"))
    repris.passer(f"{JEUDI}T09:10")
    assert repris.dossier(reference).statut is Statut.A_CLARIFIER, "l'ordre perdu a laissé une trace"
    assert not [cle for cle in identifiants(repris) if cle.startswith("accord_tacite")]
    neuve.fermer()


def test_une_marque_oubliee_sur_une_base_qui_vit_ne_date_pas_ses_sauvegardes(monde: Monde, tmp_path: Path) -> None:
    """An earlier robot left it there; the store has read its mailbox for months since."""
    monde.liberer()
    monde.passer(f"{LUNDI}T10:00")
    monde.store.poser_repere("sauvegarde", "2026-01-05T02:00:00+00:00")
    contenu = sauvegarder(monde.store, tmp_path / "s.sqlite", monde.horloge.maintenant())
    assert contenu.sauvegarde_le == paris(f"{LUNDI}T10:00")
