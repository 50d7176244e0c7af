"""After a restore, the letters that speak of no dwelling: what left has left, what did not still leaves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from robot.adapters.base.store import StoreSql
from robot.adapters.memoire import FacteurEnMemoire
from robot.adapters.sauvegarde import restaurer
from robot.domain.bilan.bilan import annee_entiere
from robot.domain.carnet import Convention
from robot.domain.flux.annee import FluxDeLAnnee
from robot.domain.flux.assiette import Droit, Tableau, Territoire
from robot.etapes import bilans, reprise, taux
from robot.ports import Acheminement, Issue
from tests.cycle.perte import ADMIN, IDENTITE, LUNDI, MARDI, identifiants, perdre_et_restaurer, photographier, texte
from tests.fabrique import CARNET, paris
from tests.monde import Monde

VIRY, GESTION = "civil@viry74.example", "gestion@bailleur.example"
TABLEAU = Tableau((Territoire("Viry", 129, code="74309"),), (Droit("viry", "Viry", 65),), annee=2026)
# It ends thirty working days after that Monday, less a few: its first reminder is due.
CONVENTION = Convention(debut=date(2023, 6, 26), fin=date(2026, 6, 25), duree_source="Convention du 26 juin 2023")


@pytest.fixture
def monde(tmp_path: Path) -> Iterator[Monde]:
    """On Monday at two in the morning, everybody asks for a weekly statement."""
    reservataires = tuple(
        replace(r, releve=True, convention=CONVENTION if r.code == "viry" else r.convention)
        for r in CARNET.reservataires
    )
    carnet = replace(CARNET, reservataires=reservataires, flux=FluxDeLAnnee(TABLEAU, 2026))
    monde = Monde.creer("2026-05-15T17:00", carnet, base=tmp_path / "perdue.sqlite")
    monde.store.lier(IDENTITE)
    monde.liberer()
    monde.passer()
    monde.horloge.regler(paris(f"{LUNDI}T02:00"))
    yield monde
    monde.store.fermer()


def perdu_dans_l_apres_midi(monde: Monde, sauvegarde: Path) -> Monde:
    """Restored at three, two passes later."""
    restaure = perdre_et_restaurer(monde, sauvegarde, f"{LUNDI}T15:00")
    restaure.passer()
    restaure.passer(f"{LUNDI}T15:05")
    return restaure


def sortes(monde: Monde) -> set[str]:
    return {cle.partition("/")[0] for cle in identifiants(monde)}


def test_les_releves_de_la_semaine_et_les_rappels_ne_partent_pas_deux_fois(monde: Monde):
    sauvegarde = photographier(monde)
    for heure in ("08:00", "08:05"):
        monde.passer(f"{LUNDI}T{heure}")
    assert {"releve_reservataire", "rappel_obligation"} <= sortes(monde)
    restaure = perdu_dans_l_apres_midi(monde, sauvegarde)
    restaure.passer(f"{MARDI}T09:00")
    assert set(identifiants(restaure)).isdisjoint(identifiants(monde))
    assert sortes(restaure) == {"alerte", "synthese"}
    restaure.passer("2026-05-26T09:00")
    assert "releve_reservataire" in sortes(restaure), "celui de la semaine suivante part"
    restaure.store.fermer()


@pytest.mark.regle("R92", "R97")
def test_un_bilan_parti_ne_repart_pas_meme_si_on_le_redemande(monde: Monde):
    sauvegarde = photographier(monde)
    bilan = bilans.dresser(monde.robot, annee_entiere(2025))
    nombre = len(bilans.envoyer(monde.robot, bilan).nouvelles)
    monde.passer(f"{LUNDI}T12:00")
    restaure = perdu_dans_l_apres_midi(monde, sauvegarde)
    assert bilans.annonce(restaure.robot, restaure.carnets.carnet, 2025)
    encore = bilans.envoyer(restaure.robot, bilan)
    assert (len(encore.nouvelles), len(encore.deja)) == (0, nombre)
    assert "rien n'explique" not in texte(restaure, ADMIN)
    restaure.store.fermer()


@pytest.mark.regle("R23", "R97")
def test_les_taux_partis_a_une_adresse_corrigee_ne_repartent_pas(monde: Monde):
    """Refused once, hence under its second key: the refusal is forgotten, the letter that left is not."""
    sauvegarde = photographier(monde)
    monde.facteur.issues[VIRY] = Acheminement("", Issue.REFUSEE, "550 5.1.1 User unknown", "5.1.1")
    taux.annoncer(monde.robot)
    monde.passer(f"{LUNDI}T11:00")
    del monde.facteur.issues[VIRY]
    taux.annoncer(monde.robot)
    monde.passer(f"{LUNDI}T12:00")
    assert [e.cle for e in monde.courriers(VIRY, "taux_annuel")] == ["taux_annuel/2026/viry/2"]
    restaure = perdu_dans_l_apres_midi(monde, sauvegarde)
    encore = taux.annoncer(restaure.robot)
    assert encore is not None
    assert [r.code for r in encore.deja] == ["viry"]
    restaure.store.fermer()


@pytest.mark.regle("R92")
def test_un_bilan_parti_en_partie_ne_repart_qu_a_ceux_qui_ne_l_ont_pas(monde: Monde):
    sauvegarde = photographier(monde)
    bilan = bilans.dresser(monde.robot, annee_entiere(2025))
    bilans.envoyer(monde.robot, bilan)
    monde.passer(f"{LUNDI}T12:00")
    monde.boite.copies[:] = [
        c for c in monde.boite.copies if VIRY.encode() not in c.octets or b"<bilan." not in c.octets
    ]
    restaure = perdu_dans_l_apres_midi(monde, sauvegarde)
    assert [c.destinataire for c in bilans.envoyer(restaure.robot, bilan).nouvelles] == [VIRY]
    restaure.store.fermer()


def test_la_copie_d_une_base_deja_restauree_se_reprend_a_sa_propre_date(monde: Monde, tmp_path: Path):
    """Its first restore is of May; copied as a file in June, it must not be lived again from May."""
    restaure = perdu_dans_l_apres_midi(monde, photographier(monde))
    restaure.passer("2026-06-15T09:00")
    lu = restaure.store.lu_jusqu_a()
    with restaure.store.moteur.connect() as connexion:
        connexion.exec_driver_sql("COMMIT")
        connexion.exec_driver_sql("VACUUM INTO ?", (str(tmp_path / "copie.sqlite"),))
    encore = StoreSql("sqlite://", "bailleur.example")
    restaurer(tmp_path / "copie.sqlite", encore, IDENTITE)
    assert lu is not None
    assert encore.repere(reprise.SAUVEGARDE) == lu.isoformat()
    deux_fois = replace(restaure, store=encore, facteur=FacteurEnMemoire())
    deux_fois.passer("2026-06-15T10:00")
    assert "Sauvegarde du lundi 15 juin 2026" in texte(deux_fois, ADMIN)
    encore.fermer()
    restaure.store.fermer()
