"""R51 to R53: the sheet, from a landlord's cells to what a letter shows."""

import csv
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from robot.domain.carnet import Commune
from robot.domain.fiche import EauChaude, FicheInvalide, fiche_en_clair, lire_liberation, titre
from robot.domain.financements import FINANCEMENTS
from tests.domain.exemples_de_fiches import COMMUNES, TABLE, VALIDE, CommunesDeTest, lue, refus


@pytest.mark.regle("R51")
def test_les_douze_champs_sont_lus():
    fiche = lue().fiche
    assert (fiche.rpls, fiche.adresse, fiche.commune.code) == ("7430900012", "12 rue des Alpes", "74309")
    assert (fiche.etage, fiche.ascenseur, fiche.typologie, fiche.surface_m2) == (3, True, "T3", Decimal("64.50"))
    assert (fiche.financement, fiche.chauffage, fiche.eau_chaude) == ("PLUS", "gaz collectif", EauChaude.COLLECTIVE)
    assert (fiche.loyer, fiche.charges, fiche.pmr) == (Decimal("487.32"), Decimal("92.10"), False)
    assert fiche.complements == ()


@pytest.mark.regle("R51")
@pytest.mark.parametrize("champ", [pytest.param(champ, id=f"sans {champ}") for champ in VALIDE])
@pytest.mark.parametrize("vide", [pytest.param(None, id="vide"), pytest.param(" \u00a0 ", id="des espaces")])
def test_aucun_des_champs_ne_peut_manquer(champ, vide):
    assert list(refus({**VALIDE, champ: vide})) == [champ]
    assert list(refus({titre: valeur for titre, valeur in VALIDE.items() if titre != champ})) == [champ]


@pytest.mark.regle("R51")
def test_tous_les_defauts_viennent_a_la_fois_dans_l_ordre_des_colonnes():
    champs = {**VALIDE, "Loyer": "48O", "Étage": "", "Note": "avec garage", "Typologie": "T12"}
    del champs["Charges"]
    assert list(refus(champs)) == ["Étage", "Typologie", "Loyer", "Note", "Charges"]


@pytest.mark.parametrize(
    ("champ", "titre_du_fichier"),
    [
        pytest.param(champ, titre, id=titre)
        for champ, titres in {
            "N° RPLS": ("rpls", "Numéro RPLS", "N°RPLS", "NUM_RPLS", "Identifiant RPLS :"),
            "Étage": ("etage", "ETAGE", "Niveau"),
            "Ascenseur": ("Ascenseur (oui/non)", "Ascenseur oui/non"),
            "Surface": ("Surface habitable (m²)", "surface m2", "SHAB"),
            "Type de financement": ("Financement", "FINAN"),
            "Eau chaude": ("Eau chaude (individuelle/collective)", "ECS", "eau_chaude"),
            "Loyer": ("Loyer HC (€)", "Loyer hors charges", "loyer mensuel (en euros)"),
            "Charges": ("Provisions pour charges", "Charges (€)"),
            "Adapté PMR": ("PMR", "Logement adapté PMR (oui/non)"),
            "Commune": ("Ville", "COMMUNE", "Code INSEE"),
        }.items()
        for titre in titres
    ],
)
def test_un_titre_de_colonne_peut_s_ecrire_autrement(champ, titre_du_fichier):
    champs = {titre_du_fichier if cle == champ else cle: valeur for cle, valeur in VALIDE.items()}
    assert lire_liberation(champs, COMMUNES).fiche == lue().fiche


@pytest.mark.parametrize("autre", ["Loyer charges comprises", "Loyer (après réhabilitation)", "Surface utile"])
def test_une_autre_grandeur_n_est_pas_prise_pour_le_champ(autre):
    champ = autre.split()[0]
    champs = {autre if cle == champ else cle: valeur for cle, valeur in VALIDE.items()}
    assert list(refus(champs)) == [champ]
    assert lue(**{autre: "600"}).fiche.complements == ((autre, "600"),)


def test_deux_colonnes_pour_une_meme_chose_sont_refusees():
    assert "« Loyer » et « Loyer HC »" in refus({**VALIDE, "Loyer HC": "500"})["Loyer HC"]


@pytest.mark.regle("R51", "R12")
def test_un_logement_neuf_n_a_pas_encore_de_numero_rpls():
    neuf = lue(**{"N° RPLS": "", "Neuf": "oui"})
    assert neuf.neuf
    assert neuf.fiche.rpls is None
    assert dict(fiche_en_clair(neuf.fiche))["N° RPLS"] == "pas encore attribué (logement neuf)"
    assert list(refus({**VALIDE, "N° RPLS": "", "Neuf": "non"})) == ["N° RPLS"]


@pytest.mark.regle("R52")
def test_les_autres_colonnes_sont_des_complements_dans_leur_ordre_les_vides_en_moins():
    autres = {"DPE": "D", "Cave": True, "Note": " ", "Balcon": None, "Visite  le": date(2026, 12, 3), "Pièces": 3.0}
    assert lue(**autres).fiche.complements == (
        ("DPE", "D"),
        ("Cave", "oui"),
        ("Visite le", "03/12/2026"),
        ("Pièces", "3"),
    )


@pytest.mark.regle("R52")
def test_un_complement_tient_sur_une_ligne_et_ne_cache_rien():
    piege = "calme\r\nBcc: x@y.z\u202e\u0000\ud800"
    assert lue(Note=piege).fiche.complements == (("Note", "calme Bcc: x@y.z"),)


@pytest.mark.regle("R52")
def test_un_complement_demesure_ou_sans_titre_est_refuse():
    assert "1000 caractères" in refus({**VALIDE, "Note": "a" * 1001})["Note"]
    assert "un titre" in refus({**VALIDE, "  ": "perdu"})[""]
    assert "40 colonnes" in refus({**VALIDE, **{f"c{rang}": "x" for rang in range(41)}})["c40"]


@pytest.mark.regle("R53")
@pytest.mark.parametrize(
    ("champs", "champ", "mots"),
    [
        pytest.param({"Garage": "oui"}, "Garage", "« Garage »", id="une colonne Garage"),
        pytest.param({"Garage": False}, "Garage", "« Garage »", id="une colonne Garage, même à non"),
        pytest.param({"Place": 1}, "Place", "« Place »", id="une colonne Place"),
        pytest.param({"Note": "cave et place de parking"}, "Note", "« place de parking »", id="dans une note"),
        pytest.param(
            {"Mode de chauffage": "gaz, garage chauffé"}, "Mode de chauffage", "« garage »", id="dans un champ"
        ),
        pytest.param({"Adresse": "12 rue des Alpes, box 4"}, "Adresse", "« box »", id="dans l'adresse"),
    ],
)
def test_un_garage_ou_un_stationnement_est_refuse_ou_qu_il_soit(champs, champ, mots):
    assert refus({**VALIDE, **champs})[champ].startswith(f"retirer {mots}")


@pytest.mark.regle("R53")
def test_une_colonne_garage_vide_ne_mentionne_rien():
    assert lue(Garage=None).fiche.complements == ()


@pytest.mark.regle("R51", "R52")
def test_la_fiche_en_clair_suit_l_ordre_de_la_charte():
    lu = lue(Loyer="1234,5", Surface="64,50", Étage="RDC", DPE="D")
    assert fiche_en_clair(lu.fiche) == (
        ("N° RPLS", "7430900012"),
        ("Adresse", "12 rue des Alpes, 74580 Viry"),
        ("Étage", "Rez-de-chaussée"),
        ("Ascenseur", "oui"),
        ("Typologie", "T3"),
        ("Surface", "64,5\u202fm²"),
        ("Type de financement", "PLUS"),
        ("Mode de chauffage", "gaz collectif"),
        ("Eau chaude", "collective"),
        ("Loyer", "1\u202f234,50\u202f€"),
        ("Charges", "92,10\u202f€"),
        ("Adapté PMR", "non"),
        ("DPE", "D"),
    )


@pytest.mark.parametrize(
    ("etage", "clair"),
    [("maison", "Maison individuelle"), (0, "Rez-de-chaussée"), (1, "1er étage"), (3, "3e étage"), (-1, "Niveau -1")],
)
def test_l_etage_en_clair(etage, clair):
    assert dict(fiche_en_clair(lue(Étage=etage).fiche))["Étage"] == clair


@pytest.mark.parametrize(
    ("adresse", "commune", "clair"),
    [
        pytest.param("1 rue des Lys, 74580 Viry", "", "1 rue des Lys, 74580 Viry", id="déjà entière"),
        pytest.param("1 rue des Lys, Viry", "74309", "1 rue des Lys, Viry", id="commune déjà dite"),
        pytest.param(
            "1 rue des Lys", "74010", "1 rue des Lys, Annecy", id="plusieurs codes postaux : aucun n'est deviné"
        ),
    ],
)
def test_l_adresse_dit_la_commune_une_seule_fois(adresse, commune, clair):
    assert dict(fiche_en_clair(lue(Adresse=adresse, Commune=commune).fiche))["Adresse"] == clair


@pytest.mark.parametrize(
    ("code", "intitule"),
    [
        ("74309", "T3 à Viry"),
        ("74143", "T3 aux Houches"),
        ("74221", "T3 au Reposoir"),
        ("74026", "T3 à La Balme-de-Sillingy"),
        ("38193", "T3 à L'Isle-d'Abeau"),
    ],
)
def test_le_titre_contracte_l_article(code, intitule):
    assert titre(lue(Commune=code).fiche) == intitule


def centimes(minimum: int, maximum: int):
    return st.integers(minimum, maximum).map(lambda centiemes: Decimal(centiemes).scaleb(-2))


fiches = st.fixed_dictionaries(
    {
        "Commune": st.sampled_from([commune.code for commune in TABLE]),
        "Étage": st.just("maison") | st.integers(min_value=-3, max_value=60),
        "Ascenseur": st.booleans(),
        "Typologie": st.sampled_from(["T1", "T1 bis", "T1'", "T2", "T3", "T4", "T5", "T6", "T7", "T6 et plus"]),
        "Surface": centimes(500, 50_000),
        "Type de financement": st.sampled_from(sorted(FINANCEMENTS)),
        "Eau chaude": st.sampled_from([str(eau) for eau in EauChaude]),
        "Loyer": centimes(100, 500_000),
        "Charges": centimes(0, 200_000),
        "Adapté PMR": st.booleans(),
    }
)


@settings(deadline=None)
@given(tires=fiches)
@pytest.mark.regle("R51")
def test_une_fiche_imprimee_en_francais_se_relit_egale(tires):
    fiche = lue(**tires).fiche
    assert (fiche.loyer, fiche.charges, fiche.surface_m2) == (tires["Loyer"], tires["Charges"], tires["Surface"])
    imprimee = {**dict(fiche_en_clair(fiche)), "Commune": fiche.commune.code}
    relue = lire_liberation(imprimee, COMMUNES).fiche
    assert replace(relue, adresse=fiche.adresse) == fiche
    assert fiche_en_clair(relue) == fiche_en_clair(fiche)


@settings(deadline=None, max_examples=50)
@given(
    st.dictionaries(
        st.text(max_size=30) | st.sampled_from(list(VALIDE)), st.text(max_size=60) | st.floats() | st.none()
    )
)
def test_n_importe_quoi_donne_une_liste_de_defauts_et_rien_d_autre(champs):
    with pytest.raises(FicheInvalide) as invalide:
        lire_liberation(champs, COMMUNES)
    assert invalide.value.defauts


RPLS = Path(__file__).parents[3] / "shared" / "data" / "rpls_sample.csv"


@pytest.mark.skipif(not RPLS.exists(), reason="l'échantillon RPLS n'est pas à côté du projet")
def test_de_vrais_logements_du_repertoire_sont_lus():
    """Rent, charges and equipment are not in the open data: only address, floor, size and financing are real."""

    class Toutes(CommunesDeTest):
        def par_code(self, code):
            return Commune(code, "X", code[:2], "", "")

        def par_nom(self, nom):
            return ()

    with RPLS.open(encoding="utf-8") as flux:
        lignes = list(csv.DictReader(flux, delimiter=";"))
    refuses: dict[str, int] = {}
    for ligne in lignes:
        voie = " ".join(ligne[c] for c in ("NUMVOIE", "INDREP", "TYPVOIE", "NOMVOIE"))
        champs = {
            **VALIDE,
            "Adresse": voie,
            "Commune": ligne["DEPCOM"],
            "Étage": ligne["ETAGE"] or ("maison" if ligne["TYPECONST"] == "I" else "RDC"),
            "Typologie": ligne["NBPIECE"],
            "Surface": ligne["SURFHAB"],
            "Type de financement": ligne["FINAN"],
        }
        try:
            lire_liberation(champs, Toutes())
        except FicheInvalide as invalide:
            for defaut in invalide.defauts:
                refuses[f"{defaut.champ} {defaut.valeur}"] = refuses.get(f"{defaut.champ} {defaut.valeur}", 0) + 1
    intermediaires = sum(ligne["FINAN"] == "16" for ligne in lignes)
    # One dwelling of the sample really has « R » for an address.
    assert refuses == {"Type de financement 16": intermediaires, "Adresse R": 1}
