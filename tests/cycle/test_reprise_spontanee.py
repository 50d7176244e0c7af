"""A base that went back in time without `robot restaurer`: somebody copied the file of a backup in its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from robot.adapters.base.store import StoreSql
from robot.adapters.base.verification import verifier
from robot.adapters.memoire import FacteurEnMemoire
from robot.domain.stimuli import Verbe
from robot.etapes import apres_restauration
from robot.ports import StoreInutilisable
from tests.cycle.courriels import ALS, VIRY, ordonner
from tests.cycle.perte import (
    ADMIN,
    IDENTITE,
    JEUDI,
    LUNDI,
    MARDI,
    MERCREDI,
    creer,
    histoire,
    identifiants,
    photographier,
)
from tests.fabrique import paris
from tests.monde import Monde


@pytest.fixture
def monde(tmp_path: Path) -> Iterator[Monde]:
    monde = creer(tmp_path)
    yield monde
    monde.store.fermer()


def revenir(monde: Monde, copie: Path, le: str) -> Monde:
    """The robot starts again on that file, as if nothing had happened."""
    monde.horloge.regler(paris(le))
    store = StoreSql(f"sqlite:///{copie}", "bailleur.example")
    store.lier(IDENTITE)
    return replace(monde, store=store, facteur=FacteurEnMemoire())


def reprises(monde: Monde) -> int:
    return sum("/reprise/" in e.cle for e in monde.courriers(ADMIN, "alerte"))


@pytest.mark.regle("R43")
def test_un_fichier_de_sauvegarde_mis_a_la_place_de_la_base_relit_ce_qui_fut_range(monde: Monde):
    """The refusal was filed, the next one accepted: the silence of the first must not make a second acceptance."""
    ref = monde.liberer()
    monde.passer()
    monde.passer(f"{LUNDI}T09:05")
    copie = photographier(monde)
    monde.horloge.regler(paris(f"{LUNDI}T11:00"))
    monde.repondre(monde.courrier(VIRY, "offre"), "REFUSE, trop cher")
    monde.passer()
    monde.passer(f"{LUNDI}T11:05")
    monde.horloge.regler(paris(f"{MARDI}T10:00"))
    monde.repondre(monde.courrier(ALS, "offre"), "ACCEPTE")
    monde.passer()
    revenue = revenir(monde, copie, f"{MARDI}T14:00")
    for heure in (f"{MARDI}T14:00", f"{MERCREDI}T09:00", f"{JEUDI}T09:00"):
        revenue.passer(heure)
    assert histoire(revenue, [ref]) == histoire(monde, [ref])
    assert set(identifiants(revenue)).isdisjoint(identifiants(monde))
    assert reprises(revenue) == 1
    assert not verifier(revenue.store).fautes
    revenue.store.fermer()


def test_une_copie_de_sauvegarde_refuse_les_ordres_avant_d_avoir_relu_la_boite(monde: Monde):
    ref = monde.liberer()
    monde.passer()
    revenue = revenir(monde, photographier(monde), f"{MARDI}T14:00")
    with pytest.raises(StoreInutilisable, match="robot cycle"):
        ordonner(revenue, ref, Verbe.SUIVANT)
    revenue.passer()
    assert not apres_restauration.en_cours(revenue.store)
    ordonner(revenue, ref, Verbe.SUIVANT)
    revenue.store.fermer()


def test_boite_injoignable_rien_n_est_decide_avant_qu_elle_reponde(monde: Monde):
    ref = monde.liberer()
    monde.passer()
    copie = photographier(monde)
    monde.horloge.regler(paris(f"{LUNDI}T11:00"))
    monde.repondre(monde.courrier(VIRY, "offre"), "REFUSE, trop cher")
    monde.passer()
    revenue = revenir(monde, copie, f"{JEUDI}T14:00")
    revenue.boite.panne = "IMAP coupé"
    revenue.passer()
    assert "AccordTacite" not in revenue.faits(ref)
    revenue.boite.panne = ""
    revenue.passer(f"{JEUDI}T14:05")
    assert "RefusRecu" in revenue.faits(ref)
    assert "AccordTacite" not in revenue.faits(ref)[:4]
    assert reprises(revenue) == 1
    revenue.store.fermer()


# --- no false alarm -------------------------------------------------------------------------------


def test_une_marque_oubliee_par_un_ancien_robot_ne_fait_rien_reprendre(monde: Monde):
    """Earlier robots left it in a base restored long ago, which has lived since."""
    monde.liberer()
    monde.passer()
    monde.store.poser_repere(apres_restauration.SAUVEGARDE, paris("2026-01-05T03:00").isoformat())
    assert not apres_restauration.en_cours(monde.store)
    monde.passer(f"{LUNDI}T12:00")
    assert reprises(monde) == 0
