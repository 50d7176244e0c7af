"""What a table of the assiette may not hold: every defect is told at once, with its place."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from robot.adapters.communes import table_officielle
from robot.adapters.fiches.lignes import FichierIllisible
from robot.adapters.flux.fiche_xlsx import fiche_xlsx
from robot.adapters.flux.tableau import TableauLu, TableauRefuse, lire_tableau
from robot.domain.flux.alertes import alertes
from robot.domain.flux.annexe import en_json, feuille
from robot.domain.flux.annexe_en_clair import en_clair
from robot.domain.flux.parts import parts
from tests.adapters.tableaux_d_assiette import INSTANT, TITRES, VILLE, VIRY

# What the cells of a hostile or clumsy table may hold.
MORCEAUX = (
    "", "", "", "0", "1", "7", "68", "10", "100", "-1", "1 000", "x" * 300, "territoire", "reservataire", "Territoire",
    "VIRY", "Viry", "NEYDENS", "CC du Genevois", "74", "Vienne", "Paris", "Lyon", "=1+1", '"', "'", "\x00", "état", "10 %",
    "BAILLEUR", "Préfecture", "a@b.fr", "2026-01-01", "\u202e", "9999999", "99999999999999999999",
)  # fmt: skip
# Names that are a commune, an EPCI, a département, two of them, or nothing.
NOMS = (
    "VIRY", "Neydens", "Annecy", "Vienne", "Saint-Clair", "Paris", "Lyon", "CC du Genevois", "CC DU GENEVOIS", "74",
    "CA du Grand Annecy", "Haute-Savoie", "Isère", "Métropole de Lyon", "Alpha", "Secteur 1", "BAILLEUR", "Total",
)  # fmt: skip


def nombre(maximum: int = 30) -> st.SearchStrategy[str]:
    return st.integers(0, maximum).map(str)


TERRITOIRES = st.builds(
    "territoire,{},{},{},0,,,,,,{},{},,".format,
    st.sampled_from(NOMS),
    st.sampled_from(("", "", "", "Secteur 1", "CC du Genevois", "Alpha")),
    nombre(),
    st.sampled_from(("", "10", "12.5")),
    nombre(2),
)
DROITS = st.builds(
    "reservataire,{},{},,,,,,,,,,{},{}".format,
    st.sampled_from(("A", "B", "Préfecture", "BAILLEUR")),
    st.sampled_from(NOMS),
    nombre(),
    st.sampled_from(("", "3")),
)
N_IMPORTE_QUOI = st.lists(st.sampled_from(MORCEAUX), min_size=1, max_size=14).map(",".join)


@pytest.fixture
def ecrire(tmp_path: Path):
    """Writes a table and gives its path."""

    def ecrire(texte: str, nom: str = "tableau.csv", encodage: str = "utf-8") -> Path:
        chemin = tmp_path / nom
        chemin.write_bytes(texte.encode(encodage))
        return chemin

    return ecrire


@pytest.fixture
def lire(ecrire):
    """Reads a table given as text."""

    def lire(texte: str, encodage: str = "utf-8") -> TableauLu:
        return lire_tableau(ecrire(texte, encodage=encodage), table_officielle(), "74")

    return lire


@pytest.mark.parametrize(
    ("ligne", "colonne", "attendu"),
    [
        pytest.param(VIRY.replace("68", "soixante"), "total", "un nombre entier", id="un total en lettres"),
        pytest.param(VIRY.replace("68", ""), "total", "un nombre entier", id="pas de total"),
        pytest.param(VIRY.replace("68", "-1"), "total", "un nombre entier", id="un total négatif"),
        pytest.param(VIRY.replace("68", "68.5"), "total", "un nombre entier", id="un demi-logement"),
        pytest.param(VIRY.replace("68", "99999999"), "total", "un nombre entier", id="un total démesuré"),
        pytest.param(VIRY.replace("68", "٦٨"), "total", "un nombre entier", id="des chiffres d'ailleurs"),
        pytest.param(VIRY.replace(",68,0", ",68,70"), "total", "au moins les 70", id="plus d'exclus que de logements"),
        pytest.param(VIRY.replace(",10,0,,", ",110,0,,"), "mutations_pct", "entre 0 et 100", id="110 % de mutations"),
        pytest.param(VIRY.replace(",10,0,,", ",dix,0,,"), "mutations_pct", "entre 0 et 100", id="dix, en lettres"),
        pytest.param(VIRY.replace("territoire", "commune"), "type", "territoire ou reservataire", id="un autre type"),
        pytest.param(VIRY.replace("VIRY", ""), "nom", "un nom", id="un territoire sans nom"),
        pytest.param(VIRY + "5", "droits_uniques", "rien sur une ligne « territoire »", id="cellules décalées"),
        pytest.param(VIRY, "nom", "celui-ci est à la ligne 2", id="deux fois le même territoire"),
        pytest.param(VIRY.replace("VIRY", "viry"), "nom", "celui-ci est à la ligne 2", id="le même, autrement écrit"),
        pytest.param(VILLE.replace(",26,", ",,"), "droits", "un nombre entier", id="pas de droits"),
        pytest.param(VILLE.replace(",0", ",x"), "droits_uniques", "un nombre entier", id="des droits uniques illisibles"),
        pytest.param(VILLE.replace("Ville de VIRY", ""), "nom", "un nom", id="un réservataire sans nom"),
        pytest.param(VILLE.replace(",VIRY,", ",,"), "perimetre", "un nom", id="un réservataire sans périmètre"),
        pytest.param(VILLE.replace("VIRY,,", "VIRY,5,"), "total", "rien sur une ligne « reservataire »", id="un total de trop"),
    ],
)  # fmt: skip
def test_une_cellule_fausse_est_refusee_avec_sa_ligne_et_ce_qui_est_attendu(lire, ligne, colonne, attendu):
    with pytest.raises(TableauRefuse) as refus:
        lire(f"{TITRES}\n{VIRY}\n{VILLE}\n{ligne}\n")
    assert {defaut.ligne for defaut in refus.value.defauts} == {4}
    assert any(defaut.colonne == colonne and attendu in defaut.attendu for defaut in refus.value.defauts)


@pytest.mark.parametrize(
    ("cellules", "colonne"),
    [
        pytest.param("a@b.fr,demain,", "fin_convention", id="une date illisible"),
        pytest.param("a@b.fr,,ministère", "contingent", id="un contingent inconnu"),
    ],
)
def test_une_colonne_facultative_fausse_est_refusee(lire, cellules, colonne):
    titres = f"{TITRES},adresse,fin_convention,contingent"
    with pytest.raises(TableauRefuse) as refus:
        lire(f"{titres}\n{VIRY},,,\n{VILLE},{cellules}\n")
    assert [defaut.colonne for defaut in refus.value.defauts] == [colonne]


def test_toutes_les_fautes_sont_dites_a_la_fois_dans_l_ordre_des_lignes(lire):
    with pytest.raises(TableauRefuse) as refus:
        lire(f"{TITRES}\n{VIRY.replace('68', 'x')}\n{VILLE.replace('26', 'y')}\nautre,Z,,1,,,,,,,,,,\n")
    assert [defaut.ligne for defaut in refus.value.defauts] == [2, 3, 4]


@pytest.mark.parametrize(
    ("texte", "raison"),
    [
        pytest.param("", "vide", id="rien"),
        pytest.param(";;;\n;;\n", "vide", id="des séparateurs seuls"),
        pytest.param("bonjour\n", "il manque ces colonnes", id="pas de titres"),
        pytest.param(f"{TITRES.replace('droits,', '')}\n{VIRY}\n", "il manque ces colonnes : droits", id="une colonne absente"),
        pytest.param(f"{TITRES},garages\n{VIRY},\n", "colonnes inconnues : garages", id="une colonne inconnue"),
        pytest.param(f"{TITRES},Total\n{VIRY},\n", "colonnes en double : total", id="une colonne en double"),
        pytest.param(f"{TITRES}\n", "aucune ligne sous les titres", id="rien sous les titres"),
        pytest.param(f"{TITRES}\n{VIRY},7\n", "plus de cellules que de titres", id="une cellule de trop"),
        pytest.param(f"{TITRES}\n{VILLE}\n", "aucune ligne de type « territoire »", id="aucun territoire"),
        pytest.param(f"{TITRES}\n" + f"{VIRY}\n" * 20_001, "plus de 20000 lignes", id="vingt mille et une lignes"),
    ],
)  # fmt: skip
def test_un_fichier_dont_rien_ne_peut_etre_pris_le_dit(lire, texte, raison):
    with pytest.raises(FichierIllisible, match=raison):
        lire(texte)


def test_deux_lignes_pour_le_meme_droit_s_ajoutent_et_se_disent(lire):
    lu = lire(f"{TITRES}\n{VIRY}\n{VILLE}\n{VILLE}\n")
    assert [droit.droits for droit in lu.tableau.droits] == [26, 26]
    assert lu.avertissements == ("Ville de VIRY a deux lignes pour VIRY (lignes 3 et 4) : leurs droits s'ajoutent.",)


def verifier(lu: TableauLu) -> None:
    """Everything that is made of a table can be made of this one."""
    trouvees = alertes(lu.tableau, decimales=2, aujourd_hui=INSTANT.date())
    json.dumps(en_json(lu.tableau, 2, [str(alerte) for alerte in trouvees]))
    assert list(en_clair(lu.tableau, 2))
    for ligne in parts(lu.tableau).par_territoire.values():
        assert sum(ligne.values()) == 1
    for droit in lu.tableau.droits[:1]:
        assert fiche_xlsx(feuille(lu.tableau, droit.reservataire, 2), INSTANT)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(N_IMPORTE_QUOI, max_size=6))
def test_des_cellules_quelconques_ne_font_pas_tomber_le_robot(lire, lignes):
    with contextlib.suppress(FichierIllisible, TableauRefuse):
        verifier(lire("\n".join((TITRES, *lignes))))


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(TERRITOIRES, min_size=1, max_size=5, unique_by=lambda ligne: ligne.split(",")[1]),
    st.lists(DROITS, max_size=4),
)
def test_des_perimetres_quelconques_ne_font_pas_tomber_le_robot(lire, territoires, droits):
    with contextlib.suppress(FichierIllisible, TableauRefuse):
        verifier(lire("\n".join((TITRES, *territoires, *droits))))
