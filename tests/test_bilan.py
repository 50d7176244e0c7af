"""`robot bilan` as it is typed, the workbook and the CSV files as a spreadsheet reads them, the letters in the outbox."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from email import message_from_bytes
from pathlib import Path

import pytest
from openpyxl import load_workbook

from robot.__main__ import main
from robot.adapters.bilan.classeur import classeur
from robot.adapters.bilan.fichiers_csv import fichiers_csv
from robot.adapters.horloge import HorlogeFixee
from robot.adapters.montage import ouvrir_le_greffe
from robot.domain import faits as f
from robot.domain.bilan.bilan import annee_entiere
from robot.domain.bilan.tableaux import en_json
from robot.domain.carnet import Correspondant
from robot.domain.flux.livre import UNITE, Compte, GrandLivre
from robot.domain.flux.stade import Stade
from robot.domain.flux.strates import TOUT
from robot.domain.statuts import replier
from robot.etapes.bilans import BilanImpossible, dresser, envoyer
from robot.etapes.robot import Greffe
from robot.ports import Avancee, Ecriture
from tests.adapters.exemples_de_bilan import PRESIDENT, bilan_de
from tests.domain.bilan.histoires_de_bilan import ATTRIBUE, suite
from tests.domain.bilan.histoires_de_bilan import dresser as bilan_des
from tests.fabrique import CARNET, FICHE, paris

LOUE = suite(*ATTRIBUE, f.CandidatAccepte, f.BailSigne)
SILENCE = suite(f.OrientationDecidee, f.OrientationExpediee, f.AccordTacite)
FEVRIER = "2027-02-15T09:00"
PERSONNEL = ("Léa", "lea@", "0742603", "Dupont", "Martin", 'pas de candidat"', "06 12")


def renommer(journal: tuple[f.Fait, ...], reference: str) -> tuple[f.Fait, ...]:
    libere = journal[0]
    assert isinstance(libere, f.LogementLibere)
    return (replace(libere, reference=reference), *journal[1:])


@pytest.fixture
def reglages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    assert main(["init", str(tmp_path / "config")]) == 0
    ecrit = tmp_path / "config" / "robot.yaml"
    presidents = "\npresidents_epci:\n  - nom: Présidence\n    adresse: presidence@cc.example\n    perimetre: {epci: CC du Genevois}\n"
    ecrit.write_text(ecrit.read_text(encoding="utf-8") + presidents, encoding="utf-8")
    with ouvert(tmp_path / "config") as greffe:
        for rang, journal in enumerate((LOUE, SILENCE), start=1):
            inscrire(greffe, renommer(journal, f"V-2026-000{rang}"))
    capsys.readouterr()
    return tmp_path / "config"


@contextmanager
def ouvert(config: Path, maintenant: str = FEVRIER) -> Iterator[Greffe]:
    with ouvrir_le_greffe(config, HorlogeFixee(paris(maintenant))) as greffe:
        yield greffe


def inscrire(greffe: Greffe, journal: tuple[f.Fait, ...]) -> None:
    dossier = replier(None, journal)
    assert dossier is not None
    avancee = Avancee(0, journal, dossier, None, cle=dossier.reference)
    greffe.store.ecrire(Ecriture(avancees=(avancee,)), paris(FEVRIER))


# --- what is typed


@pytest.mark.regle("R92", "R95")
def test_le_bilan_d_une_annee_s_affiche(reglages, capsys):
    assert main(["bilan", "--config", str(reglages), "--annee", "2026"]) == 0
    lignes = {" ".join(ligne.split()) for ligne in capsys.readouterr().out.splitlines()}
    assert {"Orientés 2", "Acceptés 2", "dont par silence 1", "Attribués en CALEOL 1", "Baux signés 1"} <= lignes
    assert any("QPV ou hors QPV : 2 logement(s)" in ligne for ligne in lignes)


@pytest.mark.regle("R93", "R94")
def test_le_bilan_s_ecrit_en_classeur_en_csv_et_en_lettres(reglages, tmp_path, capsys):
    sortie = tmp_path / "sortie"
    assert main(["bilan", "--config", str(reglages), "--annee", "2026", "--sortie", str(sortie), "--json"]) == 0
    dit = json.loads(capsys.readouterr().out)
    ecrits = {chemin.relative_to(sortie).as_posix() for chemin in sortie.rglob("*") if chemin.is_file()}
    csv_attendus = {f"{tableau['nom']}.csv" for tableau in dit["tableaux"]} - {"premiers.csv"}
    assert {"bilan-2026.xlsx"} | csv_attendus <= ecrits
    lettres = sorted(nom for nom in ecrits if nom.startswith("lettres/"))
    assert len(lettres) == 8  # the seven réservataires of the example who have an address, and the president
    message = message_from_bytes((sortie / lettres[0]).read_bytes())
    (piece,) = [partie for partie in message.walk() if partie.get_filename()]
    assert piece.get_filename() == "bilan-2026.xlsx"
    assert piece.get_payload(decode=True) == (sortie / "bilan-2026.xlsx").read_bytes()


@pytest.mark.parametrize(
    ("options", "conseil"),
    [
        pytest.param([], "Dites la période", id="aucune période"),
        pytest.param(["--annee", "2026", "--debut", "2026-01-01"], "Dites la période", id="deux périodes"),
        pytest.param(["--semestre", "1"], "Dites la période", id="un semestre sans année"),
        pytest.param(["--debut", "2026-01-01"], "Dites la période", id="un début sans fin"),
        pytest.param(["--debut", "2026-02-01", "--fin", "2026-01-01"], "précède", id="la fin avant le début"),
    ],
)
def test_une_periode_mal_dite_est_refusee(reglages, capsys, options, conseil):
    assert main(["bilan", "--config", str(reglages), *options]) == 2
    assert conseil in capsys.readouterr().err


def test_une_sortie_ou_l_on_ne_peut_ecrire_est_dite(reglages, tmp_path, capsys):
    (tmp_path / "fichier").write_text("")
    commande = ["bilan", "--config", str(reglages), "--annee", "2026", "--sortie", str(tmp_path / "fichier" / "x")]
    assert main(commande) == 1
    assert "impossible d'y écrire" in capsys.readouterr().err


@pytest.mark.regle("R98")
@pytest.mark.parametrize(
    ("options", "orientes"),
    [
        (["--annee", "2026", "--semestre", "1"], 2),
        (["--annee", "2026", "--semestre", "2"], 0),
        (["--debut", "2026-04-29", "--fin", "2026-04-29"], 2),
        (["--debut", "30/04/2026", "--fin", "31/12/2026"], 0),
    ],
)
def test_la_periode_se_choisit(reglages, capsys, options, orientes):
    assert main(["bilan", "--config", str(reglages), "--json", *options]) == 0
    dit = json.loads(capsys.readouterr().out)
    (table,) = [tableau for tableau in dit["tableaux"] if tableau["nom"] == "par-reservataire"]
    assert table["total"][1] == orientes


# --- sending


@pytest.mark.regle("R92", "R97")
def test_le_bilan_part_une_seule_fois_a_chacun(reglages):
    with ouvert(reglages) as greffe:
        bilan = dresser(greffe, annee_entiere(2026))
        envoi = envoyer(greffe, bilan)
        adresses = {lettre.destinataire for lettre in envoi.nouvelles}
        assert adresses == {r.adresse for r in greffe.carnets.charger().reservataires} | {"presidence@cc.example"}
        assert envoi.deja == ()
        encore = envoyer(greffe, dresser(greffe, annee_entiere(2026)))
        assert encore.nouvelles == ()
        assert len(encore.deja) == len(envoi.nouvelles)
        assert len(envoyer(greffe, dresser(greffe, annee_entiere(2025))).nouvelles) == len(envoi.nouvelles)


def test_envoyer_depuis_la_ligne_de_commande_dit_a_qui(reglages, capsys):
    assert main(["bilan", "--config", str(reglages), "--annee", "2025", "--envoyer"]) == 0
    assert "civil@viry74.example" in capsys.readouterr().out
    assert main(["bilan", "--config", str(reglages), "--annee", "2025", "--envoyer"]) == 0
    assert "Déjà envoyées" in capsys.readouterr().out


@pytest.mark.regle("R92")
def test_un_bilan_ne_part_pas_avant_la_fin_de_la_periode(reglages):
    with ouvert(reglages, "2026-12-31T20:00") as greffe, pytest.raises(BilanImpossible, match="31/12/2026"):
        envoyer(greffe, dresser(greffe, annee_entiere(2026)))


# --- what a spreadsheet reads


def pages(bilan) -> dict[str, list[list[object]]]:
    livre = load_workbook(io.BytesIO(classeur(en_json(bilan))), data_only=True)
    return {page.title: [[c.value for c in ligne] for ligne in page.iter_rows()] for page in livre.worksheets}


@pytest.mark.regle("R93")
def test_le_classeur_a_ses_pages_ses_titres_figes_et_ses_graphiques():
    octets = classeur(en_json(bilan_de(CARNET)))
    assert octets == classeur(en_json(bilan_de(CARNET)))
    livre = load_workbook(io.BytesIO(octets))
    assert livre.sheetnames == [
        "Lire ce bilan", "Synthèse", "Graphiques", "1 Flux détaillé", "2 Flux consolidé", "2 bis Par réservataire",
        "2 ter Croisé", "3 Hors flux",
    ]  # fmt: skip
    assert livre["1 Flux détaillé"].freeze_panes == "D4"
    assert livre["1 Flux détaillé"].print_title_rows == "$3:$3"
    dessins = [nom for nom in zipfile.ZipFile(io.BytesIO(octets)).namelist() if nom.startswith("xl/charts/chart")]
    assert len(dessins) == 2  # nobody refused anything: no chart of the motives
    for page in livre.worksheets:
        assert page.page_setup.orientation == ("portrait" if page.title == "Lire ce bilan" else "landscape")


@pytest.mark.regle("R94", "R107")
def test_le_flux_detaille_porte_les_criteres_de_la_charte_et_aucun_menage():
    detail = pages(bilan_de(CARNET))["1 Flux détaillé"]
    ligne = dict(zip(detail[2], detail[3], strict=True))
    assert ligne["Adresse"] == "12 rue des Essais"
    assert (ligne["Typologie"], ligne["Financement"], ligne["N° RPLS"]) == ("T3", "PLUS", "7400000042")
    assert (ligne["QPV"], ligne["Année de livraison"]) == ("non renseigné", "non renseigné")
    assert ligne["Réservataire attributaire"] == "Commune de Viry"
    assert (ligne["Attribué en CALEOL le"], ligne["Loyer hors charges"]) == (datetime(2026, 5, 5), 487.32)  # noqa: DTZ001
    tout = json.dumps(en_json(bilan_de(CARNET)), ensure_ascii=False)
    assert [mot for mot in PERSONNEL if mot in tout] == []
    assert "DALO" not in " ".join(map(str, detail[2]))


@pytest.mark.regle("R8", "R93")
def test_le_hors_flux_dit_le_motif_son_texte_et_qui_a_decide():
    hors = pages(bilan_de(CARNET))["3 Hors flux"]
    ligne = dict(zip(hors[2], hors[3], strict=True))
    assert ligne["Motif"] == "Mutation interne"
    assert "Charte départementale, I.3" in str(ligne["Texte"])
    assert ligne["Décidé par"] == "Service des attributions"


def test_un_nom_qui_commence_comme_une_formule_reste_un_nom():
    fiche = replace(FICHE, adresse='=HYPERLINK("http://x")', commune=replace(FICHE.commune, nom="@SOMME"))
    piege = suite(f.OrientationDecidee, f.OrientationExpediee, f.AccordRecu, fiche=fiche)
    bilan = bilan_des([piege])
    livre = load_workbook(io.BytesIO(classeur(en_json(bilan))))
    cellules = [c for c in livre["1 Flux détaillé"][4] if c.value in {fiche.adresse, "@SOMME"}]
    assert [c.data_type for c in cellules] == ["s", "s"]
    lignes = lire(dict(fichiers_csv(en_json(bilan)))["flux-detaille.csv"])
    assert {"'" + fiche.adresse, "'@SOMME"} <= set(lignes[1])


def lire(octets: bytes) -> list[list[str]]:
    assert octets.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(octets.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_un_csv_parle_francais():
    tables = dict(fichiers_csv(en_json(bilan_de(CARNET))))
    titres, premiere, *_ = lire(tables["flux-detaille.csv"])
    ligne = dict(zip(titres, premiere, strict=True))
    assert (ligne["Loyer hors charges"], ligne["Libéré le"], ligne["Étage"]) == ("487,32", "27/04/2026", "2e étage")
    part = [ligne[-1] for ligne in lire(tables["par-reservataire.csv"])[1:]]
    assert "100,0 %" in part


# --- the ledgers


@pytest.mark.regle("R90", "R91")
def test_le_du_et_le_recu_sont_publies_en_offres_et_en_accords():
    livre = GrandLivre({("Commune de Viry", TOUT): Compte(UNITE * 5 // 4, 2), ("als", TOUT): Compte(UNITE * 3 // 4, 0)})
    bilan = replace(bilan_de(CARNET), livres={Stade.ORIENTATION: livre, Stade.ACCEPTATION: livre})
    lignes = lire(dict(fichiers_csv(en_json(bilan)))["du-et-recu.csv"])
    assert lignes[0][1:] == [
        "Dû, offres",
        "Reçu, offres",
        "Reste dû, offres",
        "Dû, accords",
        "Reçu, accords",
        "Reste dû, accords",
    ]
    assert lignes[1:] == [
        ["Action Logement", "0,75", "0", "0,75", "0,75", "0", "0,75"],
        ["Commune de Viry", "1,25", "2", "-0,75", "1,25", "2", "-0,75"],
    ]
    assert "du-et-recu.csv" not in dict(fichiers_csv(en_json(bilan_de(CARNET))))


@pytest.mark.regle("R91")
@pytest.mark.parametrize(
    ("stade", "titre"),
    [
        (Stade.ORIENTATION, "Part, orientés"),
        (Stade.ACCEPTATION, "Part, acceptés"),
        (Stade.ATTRIBUTION, "Part, attribués en CALEOL"),
        (Stade.BAIL, "Part, baux signés"),
    ],
)
def test_le_stade_qui_compte_fait_les_parts(stade, titre):
    table = lire(dict(fichiers_csv(en_json(replace(bilan_de(CARNET), stade=stade))))["par-reservataire.csv"])
    assert table[0][-1] == titre


@pytest.mark.regle("R97")
def test_le_president_de_l_epci_est_dans_le_carnet_avec_son_epci(reglages):
    with ouvert(reglages) as greffe:
        (president,) = greffe.carnets.charger().presidents_epci
    assert (president.adresse, president.perimetres) == ("presidence@cc.example", PRESIDENT.perimetres)
    assert isinstance(president, Correspondant)


def test_un_president_preside_un_epci(reglages, capsys):
    ecrit = reglages / "robot.yaml"
    ecrit.write_text(ecrit.read_text(encoding="utf-8").replace("{epci: CC du Genevois}", "{commune: Viry}"))
    assert main(["verifier", "--config", str(reglages)]) == 1
    assert "un président préside un EPCI" in capsys.readouterr().err
