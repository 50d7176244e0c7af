"""`robot repartir`: what it reads, what it refuses, what it prints (CONTRAT)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from robot.__main__ import main
from robot.adapters.communes import table_officielle
from robot.adapters.fiches.lignes import FichierIllisible
from robot.adapters.flux.flux_csv import FluxRefuse, lire_flux
from robot.adapters.flux.tableau import lire_tableau
from robot.domain.flux.strates import Strate

TABLE = """type,nom,perimetre,total,defense_securite,sante,plan_vente,demolition,plai_adapte,gens_du_voyage,mutations_pct,orcod_lhi,droits,droits_uniques
territoire,JONZIER EPAGNY,,4,0,0,0,0,0,0,,0,,
territoire,ST JULIEN EN GENEVOIS,,40,0,0,0,0,0,0,,0,,
reservataire,ACTION LOGEMENT,CC DU GENEVOIS,,,,,,,,,,6,0
reservataire,COMMUNE DE JONZIER EPAGNY,JONZIER EPAGNY,,,,,,,,,,3,0
reservataire,COMMUNE DE ST JULIEN,ST JULIEN EN GENEVOIS,,,,,,,,,,20,0
"""
FLUX = """ref,commune,typologie,financement
V-1,Jonzier-Épagny,T3,PLUS
V-2,74243,T1 bis,PLAI
V-3,saint julien en genevois,T6 et plus,HLMO
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    chemin = tmp_path / "table.csv"
    chemin.write_text(TABLE, encoding="utf-8")
    return chemin


@pytest.fixture
def ecrire(tmp_path: Path):
    def ecrire(texte: str, encodage: str = "utf-8") -> Path:
        chemin = tmp_path / "flux.csv"
        chemin.write_bytes(texte.encode(encodage))
        return chemin

    return ecrire


@pytest.fixture
def lire(table, ecrire):
    tableau = lire_tableau(table, table_officielle()).tableau

    def lire(texte: str, encodage: str = "utf-8"):
        return lire_flux(ecrire(texte, encodage), tableau)

    return lire


# --- reading ---


def test_les_communes_se_reconnaissent_et_les_traits_se_regroupent(lire):
    jours = lire(FLUX)
    assert [[un.reference for un in jour] for jour in jours] == [["V-1"], ["V-2"], ["V-3"]]
    assert [un.territoire for (un,) in jours] == ["JONZIER EPAGNY", "ST JULIEN EN GENEVOIS", "ST JULIEN EN GENEVOIS"]
    assert [un.traits[Strate.TYPOLOGIE] for (un,) in jours] == ["T3", "T1", "T5 et plus"]
    assert [un.traits[Strate.FINANCEMENT] for (un,) in jours] == ["PLUS", "PLAI", "PLUS"]


@pytest.mark.parametrize(
    ("texte", "encodage"),
    [
        pytest.param(FLUX.replace(",", ";"), "utf-8-sig", id="points-virgules et BOM, comme Excel"),
        pytest.param(FLUX.replace(",", ";"), "cp1252", id="Windows-1252"),
        pytest.param(FLUX.replace(",", "\t"), "utf-16", id="tabulations en UTF-16"),
        pytest.param("Logements libérés\n\n" + FLUX, "utf-8", id="un intitulé au-dessus des titres"),
        pytest.param(
            FLUX.replace("ref,", "Réf,", 1).replace("typologie", "Typologie "), "utf-8", id="titres accentués"
        ),
    ],
)
def test_le_fichier_se_lit_tel_que_le_logiciel_l_ecrit(lire, texte, encodage):
    assert lire(texte, encodage) == lire(FLUX)


def test_les_logements_d_un_meme_jour_sont_ensemble(lire):
    texte = "date,ref,commune,typologie,financement\n" + "".join(
        f"{jour},V-{rang},Jonzier-Épagny,T3,PLUS\n"
        for rang, jour in enumerate(["02/01/2026", "2026-01-02", "2026-01-05"])
    )
    assert [[un.reference for un in jour] for jour in lire(texte)] == [["V-0", "V-1"], ["V-2"]]


def test_d_autres_traits_peuvent_etre_dits(lire):
    ((un,),) = lire(
        "ref,commune,typologie,financement,periode,zone,qpv,attrait\nV-1,Jonzier-Épagny,,,1970-1980,b1,non,Faible\n"
    )
    assert un.traits == {
        Strate.PERIODE: "1970-1980",
        Strate.ZONE: "B1",
        Strate.QPV: "hors QPV",
        Strate.ATTRAIT: "faible",
    }


def test_tous_les_defauts_sont_dits_avec_leur_ligne(lire):
    with pytest.raises(FluxRefuse) as refus:
        lire(
            "ref,commune,typologie,financement,date\nV-1,Viry,T9,PLI,2026-01-05\nV-1,Jonzier-Épagny,T3,PLUS,2026-01-02\n,,,,x\n"
        )
    assert [(defaut.ligne, defaut.colonne) for defaut in refus.value.defauts] == [
        (2, "commune"),
        (2, "typologie"),
        (2, "financement"),
        (3, "date"),
        (3, "ref"),
        (4, "date"),
        (4, "commune"),
        (4, "ref"),
    ]


@pytest.mark.parametrize(
    ("texte", "raison"),
    [
        pytest.param("ref,commune,typologie\nV-1,Viry,T3\n", "financement", id="une colonne manque"),
        pytest.param(FLUX.replace("financement", "financement,loyer", 1), "loyer", id="une colonne inconnue"),
        pytest.param(FLUX.replace("financement", "financement,ref", 1), "en double : ref", id="une colonne en double"),
        pytest.param("ref,commune,typologie,financement\n", "aucun logement", id="rien sous les titres"),
        pytest.param(FLUX + "V-4,Viry,T3,PLUS,de trop\n", "ligne 5", id="une cellule de trop"),
    ],
)
def test_ce_qui_concerne_tout_le_fichier_est_refuse_d_emblee(lire, texte, raison):
    with pytest.raises(FichierIllisible, match=raison):
        lire(texte)


# --- the command ---


@pytest.mark.regle("R31")
def test_en_json_un_objet_par_logement_dans_l_ordre(table, ecrire, capsys):
    assert main(["repartir", str(table), str(ecrire(FLUX)), "--json"]) == 0
    lus = [json.loads(ligne) for ligne in capsys.readouterr().out.splitlines()]
    assert [list(objet) for objet in lus] == [["ref", "reservataire", "rangs", "raison"]] * 3
    assert [objet["ref"] for objet in lus] == ["V-1", "V-2", "V-3"]
    assert [objet["reservataire"] for objet in lus] == [objet["rangs"][0] for objet in lus]
    assert set(lus[0]["rangs"]) == {"COMMUNE DE JONZIER EPAGNY", "ACTION LOGEMENT", "BAILLEUR"}
    assert set(lus[1]["rangs"]) == {"COMMUNE DE ST JULIEN", "ACTION LOGEMENT", "BAILLEUR"}
    assert lus[0]["raison"].startswith("Ce T3 à JONZIER EPAGNY va à COMMUNE DE JONZIER EPAGNY, à qui il est dû")


def test_en_clair_le_choix_la_raison_la_suite_et_le_releve(table, ecrire, capsys):
    assert main(["repartir", str(table), str(ecrire(FLUX))]) == 0
    lignes = capsys.readouterr().out.splitlines()
    assert lignes[0] == "V-1 (JONZIER EPAGNY, T3, PLUS) : COMMUNE DE JONZIER EPAGNY"
    assert lignes[2] == "  En cas de refus : BAILLEUR, ACTION LOGEMENT."
    assert lignes[-5].split() == ["Réservataire", "dû", "reçu", "écart"]
    assert lignes[-2].split()[-3:] == ["0,75", "1", "-0,25"]


def test_ce_que_le_tableau_reduit_est_dit_a_part(table, ecrire, capsys):
    table.write_text(TABLE.replace(",6,0\n", ",60,0\n"), encoding="utf-8")
    assert main(["repartir", str(table), str(ecrire(FLUX)), "--json"]) == 0
    sorties = capsys.readouterr()
    assert "sur-réservation" in sorties.err
    assert len(sorties.out.splitlines()) == 3


@pytest.mark.parametrize("casse", ["table", "flux"])
def test_un_fichier_refuse_ne_donne_aucun_choix(table, ecrire, casse, capsys):
    flux = ecrire(FLUX)
    {"table": table, "flux": flux}[casse].write_text("rien de bon\n", encoding="utf-8")
    assert main(["repartir", str(table), str(flux), "--json"]) == 1
    sorties = capsys.readouterr()
    assert sorties.out == ""
    assert sorties.err
