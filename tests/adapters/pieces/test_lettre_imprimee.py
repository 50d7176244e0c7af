"""The printed letter: what its pages say, and what the window of the envelope shows."""

from __future__ import annotations

import io
from typing import Any

import pypdf
import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth

from robot.adapters.pieces.piece import PieceFaite
from robot.domain.courriers import Fabrique
from tests.adapters.pieces.atelier_d_essai import (
    CONTEXTE,
    LETTRE,
)


def pages(piece: PieceFaite) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(piece.octets)).pages]


def texte(piece: PieceFaite) -> str:
    return " ".join(" ".join(pages(piece)).replace("\N{NO-BREAK SPACE}", " ").split())


def places(piece: PieceFaite) -> list[tuple[str, float, float, float]]:
    """(text, mm from the left to its beginning and to its end, mm from the top) of each text of the first page."""
    trouves: list[tuple[str, float, float, float]] = []
    page = pypdf.PdfReader(io.BytesIO(piece.octets)).pages[0]

    def noter(ecrit: str, cm: list[float], tm: list[float], _police: object, corps: float) -> None:
        if texte := ecrit.strip():
            x, y = (tm[4] * cm[i] + tm[5] * cm[i + 2] + cm[i + 4] for i in (0, 1))
            gauche, droite = (bord / 72 * 25.4 for bord in (x, x + stringWidth(texte, "LiberationSans", corps)))
            trouves.append((texte, gauche, droite, 297 - y / 72 * 25.4))

    page.extract_text(visitor_text=noter)
    return trouves


def test_la_lettre_dit_ce_que_dit_le_courriel(faire):
    piece = faire(Fabrique.LETTRE, LETTRE, "proposition.pdf")
    assert piece.type_mime == "application/pdf"
    lu = texte(piece)
    for attendu in (
        "Objet : Proposition de logement V-2026-0042",
        "Annecy, le vendredi 22 mai 2026",
        "avant le vendredi 5 juin 2026 à minuit",
        "Le logement",
        "12 rue de l'Œuvre, 74580 Viry",
        "1 512,30 €",
        "une pièce d'identité",
        "Mont-Blanc Habitat",
        "04 50 00 00 00",
    ):
        assert attendu in lu
    assert "Absent" not in lu
    assert "réponse avant le 5 juin]" not in lu


def test_le_texte_d_un_courriel_peut_differer_sur_papier(faire):
    lu = texte(faire(Fabrique.LETTRE, LETTRE))
    assert "Renvoyez cette lettre signée." in lu
    assert "Répondez à ce message." not in lu


def test_rien_de_ce_qu_ecrit_un_inconnu_n_est_une_balise(faire):
    motif = '<img src="file:///etc/passwd"/> & <b>gras</b> </para>\nsur deux lignes'
    lu = texte(faire(Fabrique.LETTRE, LETTRE | {"contexte": CONTEXTE | {"motif": motif, "adresse": "<i>ici</i>"}}))
    assert '<img src="file[:]///etc/passwd"/> & <b>gras</b> </para> sur deux lignes' in lu
    assert "<i>ici</i>" in lu


@pytest.mark.parametrize(
    "nom",
    [
        pytest.param("Mme Zofia ŁUKASZEWICZ", id="un nom polonais"),
        pytest.param("M. Nguyễn Văn Ấn", id="un nom vietnamien"),
        pytest.param("M. İsmail ÇAĞLAYAN-ŞAHİN", id="un nom turc"),
        pytest.param("Mme Ştefania Țiriac", id="un nom roumain"),
        pytest.param("Μαρία Юлия", id="un nom grec ou russe"),
    ],
)
def test_les_noms_d_ailleurs_s_impriment(faire, nom):
    lettre = LETTRE | {"destinataire": {"nom": nom, "adresse": "1 rue Haute, 74000 Annecy"}}
    assert nom in texte(faire(Fabrique.LETTRE, lettre))


def test_un_signe_que_la_police_n_a_pas_laisse_une_marque(faire):
    lettre = LETTRE | {"destinataire": {"nom": "Mme 李 Ann", "adresse": "1 rue Haute, 74000 Annecy"}}
    assert "Mme \N{WHITE SQUARE} Ann" in texte(faire(Fabrique.LETTRE, lettre))


@pytest.mark.parametrize(
    ("adresse", "lignes"),
    [
        pytest.param("1 rue Haute, 74000 Annecy", ["1 rue Haute", "74000 ANNECY"], id="une ligne"),
        pytest.param("1 rue Haute\n74000 Annecy", ["1 rue Haute", "74000 ANNECY"], id="deux lignes"),
        pytest.param(
            "Bât. C, 12, rue Haute 74000 Annecy", ["Bât. C, 12, rue Haute", "74000 ANNECY"], id="sans virgule"
        ),
        pytest.param(
            "CCAS, 10000 rue Haute, 1000 Sion, Suisse", ["CCAS", "10000 RUE HAUTE, 1000 SION, SUISSE"], id="ailleurs"
        ),
        pytest.param("", [], id="rien : ce qui ne se poste pas n'a que le nom"),
    ],
)
def test_l_adresse_sur_l_enveloppe(faire, adresse, lignes):
    ecrits = places(faire(Fabrique.LETTRE, LETTRE | {"destinataire": {"nom": "Mme Roy", "adresse": adresse}}))
    assert [ecrit for ecrit, gauche, _, haut in ecrits if gauche > 90 and haut < 90] == ["Mme Roy", *lignes]


@pytest.mark.parametrize(
    ("nom", "adresse"),
    [
        pytest.param("Mme Roy", "1 rue Haute, 74000 Annecy", id="une adresse courte"),
        pytest.param(
            "M. et Mme " + "W" * 60, "\n".join(["LIEU-DIT " * 5] * 3 + ["74000 ANNECY"]), id="une adresse longue"
        ),
        pytest.param("M" * 1500, "W" * 1500, id="une adresse démesurée"),
        pytest.param("M. Roy", "\n".join(f"ligne {n}" for n in range(40)), id="quarante lignes"),
    ],
)
def test_la_fenetre_ne_montre_que_l_adresse_et_la_montre_toute(faire, nom, adresse):
    """NF Z 11-001, DL: always seen from 100 to 190 mm and from 45 to 79, sometimes from 90 to 200 and from 34 to 90."""
    piece = faire(Fabrique.LETTRE, LETTRE | {"destinataire": {"nom": nom, "adresse": adresse}, "lieu": "Annecy " * 30})
    dans = [(gauche, droite, haut) for _, gauche, droite, haut in places(piece) if droite >= 90 and 34 <= haut <= 90]
    assert 1 <= len(dans) <= 9
    assert all(gauche >= 100 and droite <= 190 and 45 + 3 <= haut <= 79 for gauche, droite, haut in dans)


def test_une_longue_lettre_a_plusieurs_pages_numerotees(faire, dossier):
    (dossier / "long").mkdir(exist_ok=True)
    (dossier / "long" / "objet.txt").write_text("Long", encoding="utf-8")
    (dossier / "long" / "texte.txt").write_text(
        "{% for n in range(90) %}\nParagraphe {{ n }}.\n\n{% endfor %}\n{{ tableau([['Long', 'mot ' * 500]]) }}",
        encoding="utf-8",
    )
    lues = pages(faire(Fabrique.LETTRE, LETTRE | {"gabarit": "long"}))
    assert len(lues) > 2
    for numero, page in enumerate(lues, 1):
        assert f"Page {numero} sur {len(lues)}" in " ".join(page.split())


def test_la_lettre_porte_ses_polices_et_sa_propre_date(faire):
    lecteur: Any = pypdf.PdfReader(io.BytesIO(faire(Fabrique.LETTRE, LETTRE).octets))
    polices = {
        str(police.get_object()["/BaseFont"]): police.get_object()["/FontDescriptor"].get_object()
        for page in lecteur.pages
        for police in page["/Resources"]["/Font"].values()
    }
    assert {nom.partition("+")[2] for nom in polices} == {"LiberationSans", "LiberationSans-Bold"}
    assert all("/FontFile2" in description for description in polices.values())
    assert lecteur.metadata is not None
    assert lecteur.metadata["/CreationDate"] == lecteur.metadata["/ModDate"] == "D:20260522000000Z"
    assert lecteur.metadata.title == "Proposition de logement V-2026-0042"
    assert lecteur.trailer["/Root"]["/Lang"] == "fr-FR"


def test_la_meme_lettre_donne_les_memes_octets(faire):
    premiere = faire(Fabrique.LETTRE, LETTRE).octets
    faire(Fabrique.LETTRE, LETTRE | {"destinataire": {"nom": "M. Ö", "adresse": "99 rue Ÿ, 74000 Ǻ"}})
    assert faire(Fabrique.LETTRE, LETTRE).octets == premiere
