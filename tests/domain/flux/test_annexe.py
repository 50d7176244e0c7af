"""The annexe as a person reads it, as a machine reads it, as a letter carries it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from robot.domain.flux.annexe import contexte_du_taux_annuel, en_json, feuille, prochaine_annee
from robot.domain.flux.annexe_en_clair import en_clair
from robot.domain.flux.assiette import Droit, OrcodLhi, Tableau, Territoire
from tests.domain.flux.annexes import (
    COMMUNES_DU_GENEVOIS,
    DROITS_DU_GENEVOIS,
    EPCI,
    FICHES_DE_VIRY,
    fiche_de_viry,
    genevois,
)

GENEVOIS = genevois()
BAILLEUR = {"nom": "Mont-Blanc Habitat", "service": "service des attributions", "telephone": "", "adresse": ""}


def colonnes(ligne: str) -> list[str]:
    """The cells of a printed line."""
    return [cellule for cellule in ligne.replace(" %", "%").split("  ") if cellule.strip()]


# --- in words ---------------------------------------------------------------------------------------


@pytest.mark.regle("R26")
def test_chaque_chiffre_du_genevois_parait_comme_imprime():
    lignes = list(en_clair(GENEVOIS, 2))
    for nom, (total, defense, brut) in COMMUNES_DU_GENEVOIS.items():
        attendue = [nom, total, defense, *[0] * 5, brut]
        assert any([c.strip() for c in colonnes(ligne)] == list(map(str, attendue)) for ligne in lignes), nom
    assert any([c.strip() for c in colonnes(ligne)] == [EPCI, "798", "1", *["0"] * 5, "797"] for ligne in lignes)
    for nom, (_, droits, taux) in DROITS_DU_GENEVOIS.items():
        (ligne,) = [ligne for ligne in lignes if ligne.startswith(f"{nom} ") and taux in ligne]
        assert f" {droits} " in ligne
    assert any(ligne.split() == ["Total", "775"] for ligne in lignes)
    assert "net" not in lignes[2].split()


@pytest.mark.regle("R26")
@pytest.mark.parametrize("nom", FICHES_DE_VIRY)
def test_chaque_chiffre_d_une_fiche_de_viry_parait_comme_imprime(nom):
    fiche = FICHES_DE_VIRY[nom]
    lignes = list(en_clair(fiche_de_viry(nom), 0))
    attendue = ["VIRY", fiche.total, *[0] * 6, fiche.brut, fiche.mutations, fiche.orcod_lhi, fiche.net]
    assert list(map(str, attendue)) in [ligne.split() for ligne in lignes]
    (droits,) = [ligne for ligne in lignes if ligne.startswith(fiche.reservataire)]
    assert [str(fiche.droits), fiche.taux] == droits.removeprefix(fiche.reservataire).split()[1:3]
    assert lignes[-2] == "Autres engagements en droits uniques  restants dus"
    assert lignes[-1].split() == ["Total", "0"]


@pytest.mark.regle("C9", "C2")
def test_l_en_tete_dit_l_annee_et_le_millesime_et_le_tableau_les_trois_taux():
    tableau = replace(fiche_de_viry(), bailleur="HALPADES", annee=2024, millesime=date(2022, 12, 31))
    lignes = list(en_clair(tableau, 0))
    assert lignes[0] == "Assiette du flux · HALPADES · VIRY · objectif 2024 · parc au 31/12/2022"
    assert any(ligne.endswith("38%            38%           42%") for ligne in lignes)
    assert any("(sur le net, mutations de 10 %)" in ligne for ligne in en_clair(GENEVOIS, 2))


def test_un_net_inconnu_et_un_taux_sans_base_sont_des_tirets():
    tableau = Tableau(
        (Territoire("A", 0, mutations=Fraction(125, 1000), dans=("E",)), Territoire("B", 0, dans=("E",))),
        (Droit("Commune", "A", 1),),
    )
    lignes = list(en_clair(tableau, 2))
    assert any("12,50 %" in ligne for ligne in lignes)
    assert any(ligne.split()[:1] == ["E"] and ligne.endswith("–") for ligne in lignes)
    assert any(ligne.startswith("Commune") and ligne.split()[-3:] == ["–", "–", "–"] for ligne in lignes)


# --- for a machine ----------------------------------------------------------------------------------


@pytest.mark.regle("R26", "C2")
def test_le_json_est_celui_du_contrat():
    objet = json.loads(json.dumps(en_json(fiche_de_viry(), 0, ("une phrase",))))
    (territoire,), (reservataire,) = objet["territoires"], objet["reservataires"]
    contrat = ("nom", "total", "exclus", "brut", "mutations_pct", "orcod_lhi", "net")
    assert [territoire[cle] for cle in contrat] == ["VIRY", 68, 0, 68, 10, 0, 61]
    cles = ("nom", "perimetre", "droits", "base", "taux")
    assert [reservataire[cle] for cle in cles] == ["Ville de VIRY", "VIRY", 26, 68, "38"]
    assert objet["alertes"] == ["une phrase"]
    assert (reservataire["denominateur"], reservataire["taux_brut"], reservataire["taux_net"]) == ("A", "38", "42")
    assert territoire["net_exact"] == "306/5"


@pytest.mark.regle("R6", "C9", "C1")
def test_le_json_du_genevois_separe_les_communes_de_leur_somme():
    objet = en_json(replace(GENEVOIS, annee=2024, millesime=date(2022, 12, 31)), 2, ())
    assert [territoire["nom"] for territoire in objet["territoires"]] == list(COMMUNES_DU_GENEVOIS)
    assert sum(territoire["total"] for territoire in objet["territoires"]) == 798
    assert [(p["nom"], p["total"], p["brut"], p["net"], p["mutations_pct"]) for p in objet["perimetres"]] == [
        (EPCI, 798, 797, None, None)
    ]
    assert (objet["droits_en_tout"], objet["droits_du_bailleur"]) == (775, 23)
    assert (objet["annee"], objet["millesime"]) == (2024, "2022-12-31")
    assert objet["orcod_lhi"]["valeur"] == "soustrait"


def test_un_taux_de_mutations_a_virgule_reste_exact_en_json():
    tableau = Tableau((Territoire("A", 8, mutations=Fraction(125, 1000)),), (Droit("C", "A", 0),))
    assert en_json(tableau, 2, ())["territoires"][0]["mutations_pct"] == 12.5


# --- the sheet and its letter -----------------------------------------------------------------------


@pytest.mark.regle("R26")
def test_la_fiche_d_une_commune_ne_montre_que_son_perimetre():
    lue = feuille(GENEVOIS, "COMMUNE DE VIRY", 2)
    (perimetre,) = lue["perimetres"]
    assert [ligne["nom"] for ligne in perimetre["lignes"]] == ["VIRY"]
    assert perimetre["droit"]["taux"] == "50,39"
    assert lue["droits_uniques"] is None
    assert json.loads(json.dumps(lue)) == lue


@pytest.mark.regle("R26", "C11")
def test_la_fiche_d_un_reservataire_a_deux_perimetres_a_deux_parties():
    tableau = replace(GENEVOIS, droits=(*GENEVOIS.droits, Droit("ACTION LOGEMENT", "VIRY", 2, droits_uniques=4)))
    lue = feuille(tableau, "ACTION LOGEMENT", 2)
    assert [perimetre["somme"]["nom"] for perimetre in lue["perimetres"]] == [EPCI, "VIRY"]
    assert [len(perimetre["lignes"]) for perimetre in lue["perimetres"]] == [11, 1]
    assert lue["droits_uniques"] == 4


def test_un_reservataire_inconnu_n_a_pas_de_fiche():
    with pytest.raises(KeyError):
        feuille(GENEVOIS, "COMMUNE DE NULLE PART", 2)


@pytest.mark.regle("R23")
def test_la_lettre_dit_les_soustraits_prevus_et_sa_date_limite():
    contexte = contexte_du_taux_annuel(feuille(fiche_de_viry(), "Ville de VIRY", 0), BAILLEUR, 2027)
    assert contexte["limite"] == "2027-02-28"
    assert contexte["reservataire"] == {"nom": "Ville de VIRY"}
    assert (contexte["mutations"], contexte["orcod_lhi"], contexte["orcod_lhi_prevus"]) == ("10", OrcodLhi.SOUSTRAIT, 0)


@pytest.mark.regle("R7", "R23")
@pytest.mark.parametrize(
    ("taux", "dit"),
    [
        pytest.param((Fraction(125, 1000),), "12,5", id="celui du tableau"),
        pytest.param((None,), "10", id="celui de la charte si le tableau n'en dit pas"),
    ],
)
def test_la_lettre_dit_le_taux_de_mutations(taux, dit):
    tableau = Tableau(tuple(Territoire(f"T{n}", 8, mutations=t) for n, t in enumerate(taux)), (Droit("C", "T0", 1),))
    assert contexte_du_taux_annuel(feuille(tableau, "C", 2), BAILLEUR, 2027)["mutations"] == dit


@pytest.mark.regle("R23")
@pytest.mark.parametrize(
    ("jour", "annee"),
    [
        pytest.param(date(2027, 2, 27), 2027, id="la veille : encore l'année en cours"),
        pytest.param(date(2027, 2, 28), 2028, id="le 28 février : la suivante"),
        pytest.param(date(2026, 11, 22), 2027, id="en novembre : la suivante"),
        pytest.param(date(2026, 1, 2), 2026, id="en janvier : l'année qui commence"),
    ],
)
def test_les_taux_a_annoncer_sont_ceux_du_prochain_28_fevrier(jour, annee):
    assert prochaine_annee(jour) == annee
