"""A gestionnaire writes and nothing follows: the journal holds, backups are put back, erasures and proofs go on."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from robot import recits
from robot.adapters.base import chaine, effacement
from robot.adapters.base.store import StoreSql
from robot.adapters.base.tables import LigneCourrier
from robot.adapters.base.verification import verifier
from robot.adapters.preuves import controle
from robot.adapters.preuves.export import exporter
from robot.adapters.sauvegarde import restaurer, sauvegarder
from robot.domain.dossier import Statut
from tests.cycle.courriels import GESTION, dsn, offrir, texte_de
from tests.journal_d_essai import COURTE, clore
from tests.monde import Monde


@pytest.fixture
def monde(tmp_path: Path) -> Monde:
    """An offer that came back: its gestionnaire is told, and may answer the notice."""
    monde = Monde.creer("2026-04-28T09:00", base=tmp_path / "robot.sqlite")
    autre = monde.liberer()
    reference, offre = offrir(monde)
    assert reference != autre
    monde.boite.deposer(dsn(offre, "failed", "5.1.1"))
    monde.passer("2026-04-28T10:00")
    monde.passer("2026-04-28T10:05")
    return monde


def repondre(monde: Monde, mots: str) -> str:
    """Answer the notice; the dwelling it is about."""
    avis = monde.courrier(GESTION, "echec_remise")
    reference = avis.cle.split("/")[1]
    monde.repondre(avis, mots.format(autre="V-2026-0001"), de=GESTION)
    monde.passer("2026-04-28T11:00")
    return reference


def fautes(store: StoreSql) -> list[str]:
    return [str(faute) for faute in verifier(store).fautes]


def defauts_de_la_preuve(monde: Monde, reference: str, sortie: Path) -> list[str]:
    histoire = recits.expliquer(monde.dossier(reference), monde.store.journal(reference), monde.store.envois(reference))
    exporter(monde.store, reference, histoire, sortie, monde.horloge.maintenant())
    return [quoi for tient, quoi in controle.controler(controle.lire(sortie)).constats if not tient]


SANS_EFFET = [
    pytest.param("AIDE", id="il demande de l'aide"),
    pytest.param("ETAT", id="il demande où en est le logement"),
    pytest.param("SUIVENT", id="une faute de frappe"),
    pytest.param("BAIL 04/05/2026", id="un ordre refusé"),
    pytest.param("Merci.", id="un mot aimable"),
    pytest.param("{autre} ANNULER : vendu", id="un ordre sur un autre logement"),
    pytest.param("V-2026-0099 ANNULER : vendu", id="un ordre sur un logement inconnu"),
]


@pytest.mark.parametrize("mots", SANS_EFFET)
def test_la_reponse_a_un_ordre_sans_effet_ne_rompt_pas_le_journal(monde: Monde, tmp_path: Path, mots: str):
    reference = repondre(monde, mots)
    assert monde.courrier(GESTION, "reponse_ordre")
    assert fautes(monde.store) == []
    assert sauvegarder(monde.store, tmp_path / "s.sqlite", monde.horloge.maintenant()).fautes == ()
    neuve = StoreSql(f"sqlite:///{tmp_path / 'neuve.sqlite'}", "bailleur.example")
    restaurer(tmp_path / "s.sqlite", neuve, {})
    assert fautes(neuve) == []
    neuve.fermer()
    assert defauts_de_la_preuve(monde, reference, tmp_path / "p.zip") == []


def test_on_repond_toujours_dans_le_fil_d_un_ordre_sans_effet(monde: Monde):
    """« Send the line again, corrected »: without a reference, the token of the reply says of which dwelling it is."""
    reference = repondre(monde, "SUIVENT")
    monde.repondre(monde.courrier(GESTION, "reponse_ordre"), "SUIVANT", de=GESTION)
    monde.passer("2026-04-28T11:30")
    assert monde.dossier(reference).courante.rang == 2
    assert reference in texte_de(monde.courrier(GESTION, "reponse_ordre").octets)
    assert fautes(monde.store) == []


@pytest.mark.regle("R14")
@pytest.mark.parametrize(
    ("titre", "rang"),
    [
        pytest.param("T3 de Viry", 2, id="le logement du fil"),
        pytest.param("T3 de Neydens", 1, id="un autre"),
        pytest.param("14 rue des Essais", 1, id="un autre numéro"),
    ],
)
def test_un_titre_qui_decrit_le_logement_du_fil_n_arrete_pas_son_ordre(monde: Monde, titre: str, rang: int):
    reference = repondre(monde, f"{titre} :\nSUIVANT")
    assert monde.dossier(reference).courante.rang == rang


def test_la_reponse_a_un_ordre_suivi_est_dans_la_preuve(monde: Monde, tmp_path: Path):
    reference = repondre(monde, "ANNULER : vendu")
    assert monde.dossier(reference).statut is Statut.ANNULEE
    assert defauts_de_la_preuve(monde, reference, tmp_path / "p.zip") == []
    assert b"reponse_ordre" in controle.lire(tmp_path / "p.zip")["pieces.json"]


# --- what 0.1.0 wrote -----------------------------------------------------------------------------


def nommer_le_logement(monde: Monde, reference: str) -> None:
    """Make the reply as older robots wrote it: it names the dwelling of its thread."""
    with Session(monde.store.moteur) as session, session.begin():
        lettre = session.scalars(select(LigneCourrier).where(col(LigneCourrier.gabarit) == "reponse_ordre")).one()
        assert lettre.reference == ""
        lettre.reference = reference
        lettre.sceau = chaine.sceau_de_la_lettre(lettre)
        lettre.sceau_envoi = chaine.sceau_de_l_envoi(lettre)


@pytest.mark.parametrize("mots", SANS_EFFET)
def test_une_base_d_avant_tient_se_restaure_et_se_prouve(monde: Monde, tmp_path: Path, mots: str):
    reference = repondre(monde, mots)
    nommer_le_logement(monde, reference)
    assert fautes(monde.store) == []
    assert defauts_de_la_preuve(monde, reference, tmp_path / "p.zip") == []
    assert b"reponse_ordre" not in controle.lire(tmp_path / "p.zip")["pieces.json"], (
        "rien ne la cite : rien ne la prouve"
    )


def test_une_telle_reponse_s_efface_avec_son_logement(monde: Monde):
    """Once it is erased, nothing says any more which message it answered: its erasure is recorded."""
    reference = repondre(monde, "AIDE")
    nommer_le_logement(monde, reference)
    for tous in monde.references:
        clore(monde, tous)
    monde.passer("2026-04-28T12:00")
    assert effacement.effacer(monde.store, COURTE, monde.horloge.maintenant() + timedelta(days=400)).dossiers
    assert fautes(monde.store) == []


@pytest.mark.parametrize(
    "ordre",
    [
        pytest.param("DELETE FROM messages WHERE empreinte LIKE '{marque}%'", id="le message auquel elle répond a été ôté"),
        pytest.param("UPDATE courriers SET cle = 'reponse_ordre/x' WHERE cle = '{cle}'", id="elle ne répond à rien"),
        pytest.param(
            "UPDATE journal SET pieces = (SELECT sceau FROM messages WHERE empreinte LIKE '{marque}%') WHERE numero = 1",
            id="le message a eu un effet sur ce logement : la ligne devait la citer",
        ),
    ],
)  # fmt: skip
def test_une_reponse_que_rien_n_explique_reste_une_faute(monde: Monde, ordre: str):
    reference = repondre(monde, "AIDE")
    nommer_le_logement(monde, reference)
    cle = monde.courrier(GESTION, "reponse_ordre").cle
    with monde.store.moteur.begin() as connexion:
        connexion.exec_driver_sql("DROP TRIGGER journal_sans_update")
        connexion.exec_driver_sql(ordre.format(cle=cle, marque=cle.split("/")[1]))
    assert any("aucune ligne du journal ne l'a demandée" in faute for faute in fautes(monde.store))


def test_une_autre_lettre_qui_nomme_un_logement_doit_etre_demandee(monde: Monde):
    """The tolerance is for the replies to gestionnaires, and for nothing else."""
    reference = repondre(monde, "AIDE")
    nommer_le_logement(monde, reference)
    with monde.store.moteur.begin() as connexion:
        connexion.exec_driver_sql("UPDATE courriers SET gabarit = 'offre' WHERE gabarit = 'reponse_ordre'")
    assert any("aucune ligne du journal ne l'a demandée" in faute for faute in fautes(monde.store))
