"""Le carnet suivi pendant que le robot tourne : le dernier bon reste en vigueur."""

from __future__ import annotations

from pathlib import Path

import pytest

from robot.adapters.carnets.dossier import Rechargeur, ReglageInvalide
from robot.ports import Carnets
from tests.adapters.reglages_d_essai import ROBOT, ecrire, un


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    ecrire(tmp_path)
    return tmp_path


def test_il_tient_le_contrat_du_port(dossier):
    carnets: Carnets = Rechargeur(dossier)
    assert carnets.charger().reservataires[0].code == "viry"
    assert carnets.probleme() is None


def test_une_modification_valable_est_prise_a_la_lecture_suivante(dossier):
    rechargeur = Rechargeur(dossier)
    ecrire(dossier, reservataires=un(adresse="mairie@viry74.fr"))
    assert rechargeur.charger().reservataires[0].adresse == "mairie@viry74.fr"
    assert rechargeur.probleme() is None


def test_une_modification_fautive_est_refusee_et_le_dernier_bon_carnet_reste(dossier):
    rechargeur = Rechargeur(dossier)
    avant = rechargeur.charger()
    ecrire(dossier, reservataires=un(adresse="XXX@XXX.XXX"))
    assert rechargeur.charger() is avant
    probleme = rechargeur.probleme()
    assert probleme is not None
    assert "reservataires.yaml:2: adresse" in probleme
    assert "restent en vigueur" in probleme
    ecrire(dossier)
    assert rechargeur.charger() == avant
    assert rechargeur.probleme() is None


def test_un_fichier_efface_ne_fait_pas_perdre_le_carnet(dossier):
    rechargeur = Rechargeur(dossier)
    (dossier / "reservataires.yaml").unlink()
    assert rechargeur.charger().reservataires[0].code == "viry"
    assert "n'existe pas" in (rechargeur.probleme() or "")


def test_sans_modification_rien_n_est_relu(dossier):
    rechargeur = Rechargeur(dossier)
    assert rechargeur.charger() is rechargeur.charger()


def test_un_changement_de_messagerie_demande_un_redemarrage(dossier):
    rechargeur = Rechargeur(dossier)
    ecrire(dossier, robot=ROBOT.replace("imap.bailleur.fr", "imap2.bailleur.fr").replace("Attributions", "Habitat"))
    assert rechargeur.charger().bailleur.service == "Habitat"
    assert "messagerie a changé. Redémarrez" in (rechargeur.probleme() or "")


def test_l_adresse_et_le_prefixe_du_robot_ne_changent_pas_en_marche(dossier):
    rechargeur = Rechargeur(dossier)
    ecrire(dossier, robot=ROBOT.replace("prefixe: V", "prefixe: W").replace("orientation@", "robot@"))
    bailleur = rechargeur.charger().bailleur
    assert (bailleur.prefixe, bailleur.adresse) == ("V", "orientation@bailleur.fr")
    assert "bailleur.adresse, bailleur.prefixe" in (rechargeur.probleme() or "")


def test_il_ne_demarre_pas_sur_un_carnet_fautif(dossier):
    ecrire(dossier, reservataires="")
    with pytest.raises(ReglageInvalide):
        Rechargeur(dossier)
