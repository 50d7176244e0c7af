"""Les soldes d'ouverture : lus en CSV, XLSX ou YAML, rattachés au carnet, et le grand livre en part."""

from __future__ import annotations

import io
from fractions import Fraction
from pathlib import Path

import pytest
from openpyxl import Workbook

from robot.adapters.carnets.dossier import Rechargeur, charger
from robot.domain.flux.annee import FluxDeLAnnee
from robot.domain.flux.livre import UNITE
from robot.domain.flux.stade import Stade
from robot.domain.flux.strates import TOUT, Case, Strate
from tests.adapters.reglages_d_essai import ROBOT, avertissements, ecrire, erreurs
from tests.adapters.test_assiette_des_reglages import ASSIETTE, CARNET, TABLE

SOLDES = """\
Réservataire;Dû;Orientés;Acceptés;Attribués;Baux signés
Commune de Viry;6,5;8;6;5;4
Préfecture, réservation sociale;2;;;2;1
BAILLEUR;1,5;;3;;2
"""


def poser(dossier: Path, soldes: str | bytes = SOLDES, *, nom: str = "soldes.csv", plus: str = "") -> str:
    robot = ROBOT + ASSIETTE.replace("}", f", soldes: {nom}{plus}}}")
    ecrire(dossier, robot=robot, reservataires=CARNET)
    (dossier / "assiette.csv").write_text(TABLE, encoding="utf-8")
    (dossier / nom).write_bytes(soldes.encode() if isinstance(soldes, str) else soldes)
    return robot


def flux(dossier: Path, soldes: str | bytes = SOLDES, *, nom: str = "soldes.csv", plus: str = "") -> FluxDeLAnnee:
    poser(dossier, soldes, nom=nom, plus=plus)
    lu = charger(dossier).carnet.flux
    assert lu is not None
    return lu


def refus(dossier: Path, soldes: str, *, nom: str = "soldes.csv") -> list[str]:
    return erreurs(dossier, robot=poser(dossier, soldes, nom=nom), reservataires=CARNET)


def classeur() -> bytes:
    cahier = Workbook()
    feuille = cahier.active
    assert feuille is not None
    feuille.append(["Soldes au 30 juin"])
    for ligne in SOLDES.splitlines():
        feuille.append([float(v.replace(",", ".")) if v[:1].isdigit() else v for v in ligne.split(";")])
    tampon = io.BytesIO()
    cahier.save(tampon)
    return tampon.getvalue()


YAML = """\
- {réservataire: Commune de Viry, dû: "6,5", orientés: 8, acceptés: 6, attribués: 5, baux: 4}
- {réservataire: prefecture-rs, dû: 2, attribués: 2, baux: 1}
- {réservataire: bailleur, dû: "1,5", acceptés: 3, baux: 2}
"""


@pytest.mark.parametrize(
    ("soldes", "nom"),
    [
        pytest.param(SOLDES, "soldes.csv", id="un CSV"),
        pytest.param(SOLDES.replace(";", "\t"), "soldes.csv", id="un CSV à tabulations"),
        pytest.param(classeur(), "soldes.xlsx", id="un classeur"),
        pytest.param(YAML, "soldes.yaml", id="du YAML"),
    ],
)
@pytest.mark.regle("R91", "R82")
def test_le_livre_part_des_soldes_au_stade_de_chacun(tmp_path, soldes, nom):
    livre = flux(tmp_path, soldes, nom=nom).soldes
    assert livre.compte("viry").ecart == Fraction(1, 2)
    assert livre.compte("prefecture-rs").recu == 1, "le délégué est compté en baux"
    assert livre.compte("BAILLEUR").recu == 3


@pytest.mark.regle("R91")
def test_le_meme_solde_se_lit_a_un_autre_stade(tmp_path):
    lu = flux(tmp_path)
    assert lu.soldes_au(Stade.ORIENTATION).compte("viry").recu == 8
    assert lu.soldes_au(Stade.BAIL).compte("viry").recu == 4


@pytest.mark.regle("R30")
def test_sans_le_du_chacun_se_voit_devoir_sa_part_de_ce_qui_fut_recu(tmp_path):
    lu = flux(tmp_path, "reservataire;acceptes;baux\nviry;6;4\nprefecture-rs;;1\nBAILLEUR;3;2\n")
    comptes = {qui: lu.soldes.compte(qui) for qui in lu.soldes.titulaires()}
    assert sum(compte.ecart for compte in comptes.values()) == 0
    # 65 rights on 129, 39 on 156, and the landlord the rest of 156.
    assert abs(comptes["viry"].du - Fraction(65, 156) * 10 * UNITE) <= 10
    assert abs(comptes["prefecture-rs"].du - Fraction(39, 156) * 10 * UNITE) <= 10


@pytest.mark.regle("R33")
def test_les_soldes_se_donnent_aussi_par_typologie_et_financement(tmp_path):
    detail = "reservataire;typologie;financement;acceptes\nviry;T3;PLUS;4\nviry;T2;PLAI;2\nBAILLEUR;T3;PLUS;3\n"
    livre = flux(tmp_path, detail).soldes
    assert livre.compte("viry").recu == 6, "le total est la somme des lignes"
    assert livre.compte("viry", Case(Strate.TYPOLOGIE, "T3")).recu == 4
    assert livre.compte("BAILLEUR", Case(Strate.FINANCEMENT, "PLUS")).recu == 3
    for case in (TOUT, Case(Strate.TYPOLOGIE, "T3"), Case(Strate.FINANCEMENT, "PLAI")):
        assert sum(livre.compte(qui, case).ecart for qui in livre.titulaires()) == 0


def test_une_ligne_de_total_prime_sur_la_somme_du_detail(tmp_path):
    detail = "reservataire;typologie;acceptes\nviry;;7\nviry;T3;4\nBAILLEUR;;2\n"
    livre = flux(tmp_path, detail).soldes
    assert livre.compte("viry").recu == 7
    assert livre.compte("viry", Case(Strate.TYPOLOGIE, "T3")).recu == 4


@pytest.mark.parametrize(
    ("soldes", "phrase"),
    [
        pytest.param("", "soldes.csv: le fichier est vide", id="fichier vide"),
        pytest.param("nom;accepté\nviry;3\n", "il manque la colonne réservataire", id="sans réservataire"),
        pytest.param("reservataire;loyers\nviry;3\n", "colonnes inconnues : loyers", id="colonne inconnue"),
        pytest.param("reservataire;bail;baux\nviry;3;3\n", "colonnes en double : bail", id="colonne deux fois"),
        pytest.param("reservataire;accepte\n", "aucun solde sous les titres", id="aucune ligne"),
        pytest.param("reservataire;accepte\nviry;3;4\n", "plus de cellules que de titres", id="cellule en trop"),
        pytest.param("reservataire;accepte\nViri;3\n", "soldes.csv:2: reservataire : « Viri »", id="nom inconnu"),
        pytest.param("reservataire;accepte\nviry;trois\n", "un nombre entier de logements", id="nombre en lettres"),
        pytest.param("reservataire;accepte\nviry;-3\n", "un nombre entier de logements", id="nombre négatif"),
        pytest.param("reservataire;du;accepte\nviry;x;1\n", "un nombre de logements (12 ou 12,4)", id="dû illisible"),
        pytest.param(
            "reservataire;baux\nviry;3\n", "c'est ce que compte sa convention", id="le stade qui compte manque"
        ),
        pytest.param(
            "reservataire;accepte\nviry;3\nCommune de Viry;3\n", "a déjà une ligne", id="un réservataire sous deux noms"
        ),
        pytest.param("reservataire;accepte\nviry;3\nviry;4\n", "voir la ligne 2", id="deux fois la même ligne"),
        pytest.param(
            "reservataire;typologie;financement;accepte\nviry;T3;;3\nviry;;PLUS;3\n",
            "pour ne rien compter deux fois",
            id="deux découpages à la fois",
        ),
        pytest.param(
            "reservataire;du;accepte\nviry;3;3\nBAILLEUR;;1\n", "comme sur les autres lignes", id="dû à moitié écrit"
        ),
        pytest.param(
            "reservataire;oriente;accepte\nviry;3;4\n", "au plus le nombre d'orientés", id="plus d'accords que d'offres"
        ),
        pytest.param("reservataire;typologie;accepte\nviry;grand;4\n", "une typologie", id="typologie inconnue"),
    ],
)
def test_un_solde_fautif_est_refuse_et_dit_quoi_ecrire(tmp_path, soldes, phrase):
    trouves = refus(tmp_path, soldes)
    assert any(phrase in trouve for trouve in trouves), trouves


def test_un_reservataire_sans_droit_n_a_pas_de_solde(tmp_path):
    robot = poser(tmp_path, "reservataire;accepte\nneydens;3\n")
    carnet = CARNET + "- {nom: Neydens, adresse: mairie@neydens.fr, perimetre: {commune: Neydens}, ordre: 1}\n"
    assert any(
        "n'a aucun droit dans assiette.csv" in dit for dit in erreurs(tmp_path, robot=robot, reservataires=carnet)
    )


def test_des_soldes_qui_ne_s_equilibrent_pas_sont_un_avertissement(tmp_path):
    robot = poser(tmp_path, "reservataire;du;accepte\nviry;9;3\nBAILLEUR;2;2\n")
    dits = avertissements(tmp_path, robot=robot, reservataires=CARNET)
    assert any("11,00 logements dus en tout, et 5 reçus" in dit for dit in dits)


def test_les_soldes_sont_suivis_comme_le_carnet(tmp_path):
    poser(tmp_path)
    rechargeur = Rechargeur(tmp_path)
    rechargeur.charger()
    poser(tmp_path, SOLDES.replace(";8;6;", ";8;7;"))
    lu = rechargeur.charger().flux
    assert lu is not None
    assert lu.soldes.compte("viry").recu == 7
    poser(tmp_path, SOLDES.replace(";8;6;", ";8;beaucoup;"))
    garde = rechargeur.charger().flux
    assert garde == lu
    assert "soldes.csv:2: acceptation" in (rechargeur.probleme() or "")
