"""The table of the assiette as people write it: separators, encodings, titles, perimeters."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from robot.adapters.communes import table_officielle
from robot.adapters.flux.tableau import COLONNES, TableauLu, TableauRefuse, lire_tableau, trouver_territoire
from robot.domain.flux.assiette import Cause, Contingent, Droit
from tests.adapters.tableaux_d_assiette import TITRES, VIRY, csv_de_viry, csv_du_genevois
from tests.docs import pages
from tests.docs.regles import RACINE
from tests.domain.flux.annexes import (
    EPCI,
    genevois,
)


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


@pytest.mark.regle("R26", "R31")
def test_le_tableau_du_genevois_est_lu_avec_son_epci(lire):
    lu = lire(csv_du_genevois())
    attendu = genevois()
    assert lu.avertissements == ()
    assert {t.nom: t.total for t in lu.tableau.territoires} == {t.nom: t.total for t in attendu.territoires}
    assert {t.dans for t in lu.tableau.territoires} == {(EPCI,)}
    assert {t.code for t in lu.tableau.territoires} >= {"74309", "74243", "74144"}
    assert [(d.reservataire, d.perimetre, d.droits, d.contingent) for d in lu.tableau.droits] == [
        (d.reservataire, d.perimetre, d.droits, d.contingent) for d in attendu.droits
    ]
    assert lu.tableau.ensemble == attendu.ensemble


# --- how files are written -------------------------------------------------------------------------


@pytest.mark.parametrize("separateur", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encodage", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_tout_separateur_et_tout_encodage_courant_est_lu(lire, separateur, encodage):
    texte = csv_de_viry().replace("Ville de VIRY", "Ville de Viry-l'Église").replace(",", separateur)
    lu = lire(texte.replace("\n", "\r\n"), encodage)
    assert [droit.reservataire for droit in lu.tableau.droits] == ["Ville de Viry-l'Église"]


def test_des_titres_de_tableur_et_des_nombres_a_la_francaise_sont_lus(lire):
    lu = lire(
        "Tableau de l'assiette;;;;;;\n"
        "Type;Nom;Périmètre;Total;Mutations (%);Défense, Sécurité;Droits\n"
        "Territoire;Viry;;1 234,0;12,5 %;34;\n"
        "\n"
        "Réservataire;Commune;viry;;;;26\n".replace("Défense, Sécurité", "Défense Sécurité")
    )
    (territoire,) = lu.tableau.territoires
    assert (territoire.total, territoire.mutations) == (1234, Fraction(125, 1000))
    assert territoire.exclus[Cause.DEFENSE_SECURITE] == 34
    assert lu.tableau.droits == (Droit("Commune", "Viry", 26),)


@pytest.mark.regle("R24", "R40", "R21")
def test_les_colonnes_facultatives_disent_l_adresse_la_fin_et_le_contingent(lire):
    titres = f"{TITRES},adresse,fin_convention,contingent"
    droit = "reservataire,Contingent 1,VIRY,,,,,,,,,,26,,civil@viry74.fr,23/11/2026,etat-fonctionnaires"
    (lu,) = lire(f"{titres}\n{VIRY},,,\n{droit}\n").tableau.droits
    assert (lu.adresse, lu.fin, lu.contingent, lu.droits_uniques) == (
        "civil@viry74.fr", date(2026, 11, 23), Contingent.ETAT_FONCTIONNAIRES, None,
    )  # fmt: skip


# --- perimeters ------------------------------------------------------------------------------------


def perimetres(lu: TableauLu) -> dict[str, list[str]]:
    return {nom: [t.nom for t in contenu] for nom, contenu in lu.tableau.perimetres.items()}


@pytest.mark.regle("R31", "C11")
@pytest.mark.parametrize(
    ("ecrit", "contenu"),
    [
        pytest.param("ARCHAMPS", ["Archamps"], id="une commune, en capitales"),
        pytest.param("Saint-Julien-en-Genevois", ["ST JULIEN EN GENEVOIS"], id="une commune abrégée dans le tableau"),
        pytest.param("CC du Genevois", ["Archamps", "ST JULIEN EN GENEVOIS"], id="un EPCI officiel"),
        pytest.param("Communauté de communes du Genevois", ["Archamps", "ST JULIEN EN GENEVOIS"], id="en toutes lettres"),
        pytest.param("Haute-Savoie", ["Archamps", "ST JULIEN EN GENEVOIS", "Annecy"], id="un département"),
        pytest.param("DEPARTEMENT DE LA HAUTE SAVOIE", ["Archamps", "ST JULIEN EN GENEVOIS", "Annecy"], id="avec sa nature"),
        pytest.param("74", ["Archamps", "ST JULIEN EN GENEVOIS", "Annecy"], id="son numéro"),
        pytest.param("CA du Grand Annecy", ["Annecy"], id="un EPCI dont une seule commune est là"),
    ],
)  # fmt: skip
def test_un_perimetre_est_trouve_comme_il_est_ecrit(lire, ecrit, contenu):
    territoires = [f"territoire,{nom},,10,,,,,,,,,," for nom in ("Archamps", "ST JULIEN EN GENEVOIS", "Annecy")]
    lu = lire("\n".join((TITRES, *territoires, f"reservataire,R,{ecrit},,,,,,,,,,1,")))
    (droit,) = lu.tableau.droits
    assert perimetres(lu)[droit.perimetre] == contenu
    assert lu.avertissements == ()


@pytest.mark.regle("R31")
def test_la_colonne_perimetre_d_un_territoire_prime_sur_la_table_officielle(lire):
    lu = lire(
        f"{TITRES}\nterritoire,Quartier nord,Secteur 1,10,,,,,,,,,,\nterritoire,Quartier sud,secteur 1,20,,,,,,,,,,\n"
        "territoire,Archamps,,30,,,,,,,,,,\nreservataire,R,SECTEUR 1,,,,,,,,,,5,\nreservataire,S,74,,,,,,,,,,5,"
    )
    assert perimetres(lu)["Secteur 1"] == ["Quartier nord", "Quartier sud"]
    assert perimetres(lu)["74"] == ["Archamps"]


def test_le_seul_perimetre_inconnu_est_pris_pour_le_tableau_entier_et_cela_se_dit(lire):
    lu = lire(
        f"{TITRES}\nterritoire,Alpha,,10,,,,,,,,,,\nterritoire,Bêta,,20,,,,,,,,,,\n"
        "reservataire,R,Pays du Vuache,,,,,,,,,,5,\nreservataire,S,Pays du Vuache,,,,,,,,,,1,"
    )
    assert perimetres(lu)["Pays du Vuache"] == ["Alpha", "Bêta"]
    assert any("« Pays du Vuache »" in texte and "l'ensemble du tableau" in texte for texte in lu.avertissements)


@pytest.mark.regle("R31")
@pytest.mark.parametrize(
    ("perimetres_ecrits", "lignes", "indice"),
    [
        pytest.param(("VIRRY",), [3], "« VIRY » ?", id="une faute de frappe n'ouvre pas tout le tableau"),
        pytest.param(("Nulle part", "Ailleurs"), [3, 4], "", id="deux inconnus : lequel serait l'ensemble ?"),
        pytest.param(("CC du Pays Rochois",), [3], "", id="un EPCI officiel dont aucune commune n'est là"),
        pytest.param(("Genevois",), [3], "« CC du Genevois » ?", id="un EPCI dont le nom est incomplet"),
    ],
)
def test_un_perimetre_inconnu_est_refuse(lire, perimetres_ecrits, lignes, indice):
    droits = [f"reservataire,R{rang},{ecrit},,,,,,,,,,1," for rang, ecrit in enumerate(perimetres_ecrits)]
    texte = "\n".join((TITRES, VIRY, *droits))
    with pytest.raises(TableauRefuse) as refus:
        lire(texte)
    assert [defaut.ligne for defaut in refus.value.defauts] == lignes
    assert indice in str(refus.value)


@pytest.mark.regle("R26")
def test_la_ligne_de_somme_de_l_annexe_est_controlee_et_non_comptee_deux_fois(lire):
    somme = "territoire,CC DU GENEVOIS,,798,1,0,0,0,0,0,,0,,\n"
    avant, apres = csv_du_genevois().split("reservataire", 1)
    lu = lire(f"{avant}{somme}reservataire{apres}")
    assert lu.tableau.ensemble.total == 798
    assert len(lu.tableau.territoires) == 11
    with pytest.raises(TableauRefuse, match=r"ligne 13, colonne « total » : « 799 » ne convient pas.* : 798"):
        lire(f"{avant}{somme.replace('798', '799')}reservataire{apres}")
    with pytest.raises(TableauRefuse, match=r"colonne « defense_securite ».* : 1, la somme"):
        lire(f"{avant}{somme.replace('798,1', '798,0')}reservataire{apres}")


def test_une_commune_donnee_par_quartiers_garde_son_epci_et_son_departement(lire):
    lignes = ("Nord,Viry,10", "Sud,Viry,20", "Viry,,30", "Neydens,,5", "CC du Genevois,,35")
    territoires = [f"territoire,{ligne},,,,,,,,,," for ligne in lignes]
    droits = [f"reservataire,{nom},{nom},,,,,,,,,,1," for nom in ("Viry", "CC du Genevois", "74")]
    lu = lire("\n".join((TITRES, *territoires, *droits)))
    assert [t.nom for t in lu.tableau.territoires] == ["Nord", "Sud", "Neydens"]
    assert perimetres(lu)["Viry"] == ["Nord", "Sud"]
    assert perimetres(lu)["CC du Genevois"] == perimetres(lu)["74"] == ["Nord", "Sud", "Neydens"]


def test_des_sommes_qui_ne_s_additionnent_que_l_une_l_autre_sont_refusees(lire):
    with pytest.raises(TableauRefuse, match="la somme de territoires du tableau"):
        lire(f"{TITRES}\nterritoire,Un,Deux,10,,,,,,,,,,\nterritoire,Deux,Un,10,,,,,,,,,,\n")


def test_une_commune_qui_porte_le_nom_d_un_departement_n_en_est_pas_la_somme(lire):
    lu = lire(f"{TITRES}\nterritoire,Vienne,,10,,,,,,,,,,\nterritoire,Saint-Clair,,20,,,,,,,,,,\n")
    assert lu.tableau.ensemble.total == 30


def test_un_territoire_se_retrouve_par_son_code_ou_son_nom(lire):
    tableau = lire(csv_du_genevois()).tableau
    for ecrit in ("74243", " 74243 ", "Saint-Julien-en-Genevois", "st julien en genevois", "ST JULIEN EN GENEVOIS"):
        trouve = trouver_territoire(tableau, ecrit)
        assert trouve is not None
        assert trouve.nom == "ST JULIEN EN GENEVOIS"
    assert trouver_territoire(tableau, "Annecy") is None
    assert trouver_territoire(tableau, "") is None


def test_l_exemple_du_guide_est_un_tableau_valable(lire):
    exemple = next(iter(pages.blocs(pages.lire(RACINE / "docs" / "assiette.md"), frozenset({"csv"}))))
    lu = lire(exemple)
    assert lu.avertissements == ()
    assert {droit.perimetre for droit in lu.tableau.droits} == {"Viry", "CC du Genevois"}
    assert lu.tableau.ensemble.total == 156


def test_chaque_colonne_est_dans_le_guide():
    lignes = pages.lignes_de_table(pages.lire(RACINE / "docs" / "assiette.md"))
    expliquees = {mot.strip("` ") for ligne in lignes for mot in ligne[0].split(",")}
    assert expliquees >= COLONNES
