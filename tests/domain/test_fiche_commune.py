"""In which commune a dwelling is: the réservataires who may have it depend on it (R31)."""

import pytest

from robot.domain.fiche import lire_liberation
from tests.domain.exemples_de_fiches import COMMUNES, VALIDE, lue, refus

pytestmark = pytest.mark.regle("R31")


class TestCommune:
    @pytest.mark.parametrize(
        ("champs", "code"),
        [
            pytest.param({"Commune": "74309"}, "74309", id="code INSEE"),
            pytest.param({"Commune": 74309}, "74309", id="code INSEE en nombre"),
            pytest.param({"Commune": "Annecy"}, "74010", id="un nom que rien d'autre ne porte"),
            pytest.param({"Commune": "saint julien en genevois"}, "74243", id="sans traits d'union"),
            pytest.param({"Commune": "Viry", "Code postal": "74580"}, "74309", id="nom et code postal"),
            pytest.param({"Commune": "Viry", "Code postal": 71120}, "71586", id="nom et l'autre code postal"),
            pytest.param({"Commune": "Viry", "Département": "74"}, "74309", id="nom et département"),
            pytest.param({"Commune": "Viry", "Département": "71 - Saône-et-Loire"}, "71586", id="département en clair"),
            pytest.param({"Commune": "Viry (74)"}, "74309", id="nom et département entre parenthèses"),
            pytest.param({"Commune": "74580 VIRY"}, "74309", id="code postal et nom ensemble"),
            pytest.param({"Commune": "Viry (74309)"}, "74309", id="nom et code INSEE ensemble"),
            pytest.param(
                {"Commune": "74123 Sans-Code"}, "74999", id="commune sans code postal connu : le département suffit"
            ),
            pytest.param({"Commune": "74160 Saint-Julien-en-Genevois CEDEX"}, "74243", id="cedex"),
            pytest.param({"Commune": "Viry", "Code INSEE": "74309"}, "74309", id="nom et code INSEE"),
            pytest.param({"Commune": "", "Adresse": "1 rue X, 74580 Viry"}, "74309", id="à la fin de l'adresse"),
            pytest.param(
                {"Commune": "", "Adresse": "1 rue des Lys 74330 La Balme-de-Sillingy"}, "74026", id="sans virgule"
            ),
            pytest.param(
                {"Commune": "", "Adresse": "1 rue X, Viry", "Code postal": "74580"}, "74309", id="code postal à côté"
            ),
            pytest.param({"Adresse": "1 rue des Lys, 74580 Germagny"}, "74309", id="un hameau du même code postal"),
            pytest.param(
                {"Adresse": "1 route des Lys, Le Pin"}, "74309", id="un hameau homonyme d'une commune lointaine"
            ),
        ],
    )
    def test_la_commune_est_trouvee(self, champs, code):
        assert lue(**champs).fiche.commune.code == code

    @pytest.mark.parametrize(
        ("champs", "champ", "attendu"),
        [
            pytest.param({"Commune": "Viry"}, "Commune", "74309", id="nom que deux communes portent"),
            pytest.param({"Commune": "Virry"}, "Commune", "Viry (74)", id="faute de frappe : suggestions"),
            pytest.param({"Commune": "74580"}, "Commune", "code postal ?", id="code postal au lieu du code INSEE"),
            pytest.param(
                {"Commune": "Viry", "Code postal": "75001"}, "Commune", "code INSEE 74309", id="code d'ailleurs"
            ),
            pytest.param(
                {"Commune": "Annecy", "Code INSEE": "74309"}, "Commune", "est celui de Viry", id="code et nom opposés"
            ),
            pytest.param({"Commune": "74010", "Code INSEE": "74309"}, "Commune", "un seul code", id="deux codes"),
            pytest.param({"Commune": "", "Adresse": "1 rue X, Le Pin"}, "Commune", "74580 Viry", id="hameau sans code"),
            pytest.param(
                {"Commune": "", "Adresse": "1 rue X, 33000 Nulle-Part"}, "Adresse", "nom officiel", id="inconnue"
            ),
            pytest.param({"Adresse": "1 rue X, 74000 Annecy"}, "Adresse", "à Viry", id="adresse d'une autre commune"),
            pytest.param({"Adresse": "1 rue X, Annecy"}, "Adresse", "à Viry", id="autre commune du département"),
        ],
    )
    def test_le_doute_est_refuse(self, champs, champ, attendu):
        assert attendu in refus({**VALIDE, **champs})[champ]

    def test_le_departement_du_bailleur_departage_les_homonymes(self):
        champs = {**VALIDE, "Commune": "Viry"}
        assert lire_liberation(champs, COMMUNES, departement="74").fiche.commune.code == "74309"
        assert "Viry" in refus(champs, departement="38")["Commune"]
