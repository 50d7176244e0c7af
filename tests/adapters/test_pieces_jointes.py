"""What goes with a letter: each file read back by another program's library, each hostile name or value harmless."""

from __future__ import annotations

import csv
import io
import shutil
import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import icalendar
import pypdf
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from reportlab.pdfbase.pdfmetrics import stringWidth

from robot.adapters import mime
from robot.adapters.fiches.tableaux import TableauxDeFichiers
from robot.adapters.pieces.atelier import Atelier
from robot.adapters.pieces.piece import NOM_MAXIMUM, PieceFaite, nom_sur
from robot.adapters.pieces.table_candidats import PRIORITES
from robot.adapters.ressources import racine_ressources
from robot.domain.candidat import Candidat, Critere
from robot.domain.courriers import Fabrique, PieceJointe
from robot.domain.ecriture import propre
from robot.domain.table_candidats import COLONNES, reconnaitre
from robot.ports import CourrierImpossible
from robot.reading.designations.tableau import lire_les_rangees

MAINTENANT = datetime(2026, 5, 22, 7, 14, tzinfo=UTC)
NUD = "074260301234574001"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

OBJET = "[T3 à Viry · réponse avant le 5 juin] Proposition de logement {{ reference }}\n"
TEXTE = """\
Merci de nous répondre avant le {{ dernier_jour | minuit }}.

{{ titre("Le logement") }}

{{ tableau([["Adresse", adresse], ["Loyer", loyer], ["Absent", ""], ["Motif", motif]]) }}

{{ boutons(liens, "OUI", "NON") }}

{% if motif %}
{{ citation(motif) }}
{% endif %}

- une pièce d'identité
- un avis d'imposition

{% if papier %}
Renvoyez cette lettre signée.
{% else %}
Répondez à ce message.
{% endif %}
"""
CONTEXTE = {
    "bailleur": {
        "nom": "Mont-Blanc Habitat",
        "service": "service des attributions",
        "telephone": "04 50 00 00 00",
        "adresse": "robot@montblanc.example",
    },
    "reference": "V-2026-0042",
    "dernier_jour": "2026-06-05",
    "adresse": "12 rue de l'Œuvre, 74580 Viry",
    "loyer": "1\N{NARROW NO-BREAK SPACE}512,30\N{NARROW NO-BREAK SPACE}€",
    "motif": "",
}
LETTRE: dict[str, Any] = {
    "gabarit": "essai",
    "contexte": CONTEXTE,
    "destinataire": {"nom": "Mme Zofia ŁUKASZEWICZ", "adresse": "Bât. C, 12 bis rue de l'Église, 74580 Viry"},
    "date": "2026-05-22",
    "lieu": "Annecy",
}
TABLE: dict[str, Any] = {
    "reference": "V-2026-0042",
    "logement": "T3 à Viry, 12 rue de l'Église",
    "candidats": 3,
    "dernier_jour": "2026-06-16",
}
INVITATION: dict[str, Any] = {
    "uid": "V-2026-0042-caleol-1@montblanc.example",
    "sequence": 0,
    "debut": "2026-06-18T14:30:00+02:00",
    "fin": "2026-06-18T15:30:00+02:00",
    "titre": "CALEOL : T3 à Viry (V-2026-0042)",
    "lieu": "Annecy, salle « Le Léman » ; 3e étage",
    "description": "Commission d'attribution.\nUn candidat.",
    "organisateur": {"nom": "Mont-Blanc Habitat", "adresse": "robot@montblanc.example"},
    "participants": [{"nom": "Commune de Viry", "adresse": "logement@viry.example"}],
    "annule": False,
}
SNE: dict[str, Any] = {"titres": ["NUD", "Action", "Motif"], "lignes": [[NUD, "radiation", "bail signé"]]}

RECU = b"%PDF-1.4\r\n\x00\xff piece d'un candidat \n"


def message_recu(nom: str = "avis d'imposition.pdf", type_mime: str = "application/pdf") -> bytes:
    """A réservataire's message that carries one file."""
    recu = EmailMessage()
    recu["From"], recu["Subject"] = "logement@viry.example", "pièces"
    recu.set_content("Voici ses justificatifs.")
    principal, _, sous_type = type_mime.partition("/")
    recu.add_attachment(RECU, maintype=principal, subtype=sous_type, filename=nom)
    return recu.as_bytes()


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's own layouts, and one letter of this test."""
    racine = tmp_path_factory.mktemp("gabarits")
    shutil.copytree(racine_ressources() / "templates" / "_commun", racine / "_commun")
    (racine / "essai").mkdir()
    (racine / "essai" / "objet.txt").write_text(OBJET, encoding="utf-8")
    (racine / "essai" / "texte.txt").write_text(TEXTE, encoding="utf-8")
    return racine


Faire = Callable[..., PieceFaite]


@pytest.fixture
def faire(dossier: Path) -> Faire:
    """Makes a piece; `messages` are those that the store still has."""

    def fabriquer(
        fabrique: Fabrique,
        donnees: Mapping[str, Any],
        nom: str = "fichier",
        messages: Mapping[str, bytes] | None = None,
    ) -> PieceFaite:
        atelier = Atelier(dossier, (messages or {}).get)
        return atelier.fabriquer(PieceJointe(fabrique, nom, donnees), MAINTENANT)

    return fabriquer


# --- the table to fill ------------------------------------------------------------------------------


def feuille(piece: PieceFaite) -> Worksheet:
    active = load_workbook(io.BytesIO(piece.octets)).active
    assert isinstance(active, Worksheet)
    return active


def titres(page: Worksheet) -> tuple[int, list[str]]:
    """The line of the titles, and they."""
    for rang, ligne in enumerate(page.iter_rows(values_only=True), 1):
        if COLONNES[0].libelle in ligne:
            return rang, [str(valeur) for valeur in ligne]
    raise AssertionError("pas de ligne de titres")


@pytest.mark.regle("R61")
def test_la_table_a_les_colonnes_que_le_lecteur_attend(faire):
    piece = faire(Fabrique.TABLE_CANDIDATS, TABLE, "candidats.xlsx")
    assert piece.type_mime == XLSX
    _, noms = titres(feuille(piece))
    assert [reconnaitre(nom) for nom in noms] == [None, *COLONNES]


@pytest.mark.regle("R45")
@pytest.mark.parametrize(
    ("change", "attendu"),
    [
        pytest.param({}, "À renvoyer avant le mardi 16 juin 2026 à minuit", id="le dernier jour est dit"),
        pytest.param({}, "V-2026-0042", id="la référence est dite"),
        pytest.param({}, "T3 à Viry, 12 rue de l'Église", id="le logement est dit"),
        pytest.param({}, "Renvoyez ce fichier en réponse", id="la consigne est dite"),
        pytest.param({"candidats": 1}, "Un seul candidat", id="un seul candidat est attendu, et c'est dit"),
    ],
)
def test_l_en_tete_de_la_table(faire, change, attendu):
    page = feuille(faire(Fabrique.TABLE_CANDIDATS, TABLE | change))
    assert attendu in "\n".join(str(ligne[0]) for ligne in page.iter_rows(values_only=True, max_row=6))


@pytest.mark.regle("R13")
def test_un_logement_neuf_n_a_pas_de_dernier_jour(faire):
    page = feuille(faire(Fabrique.TABLE_CANDIDATS, TABLE | {"dernier_jour": None}))
    assert "avant le" not in str(list(page.iter_rows(values_only=True)))


@pytest.mark.regle("R61")
def test_la_table_remplie_se_relit_et_ses_lignes_vides_ne_disent_rien(faire):
    classeur = load_workbook(io.BytesIO(faire(Fabrique.TABLE_CANDIDATS, TABLE).octets))
    page = classeur.active
    assert isinstance(page, Worksheet)
    rang, noms = titres(page)
    for titre, valeur in {"Numéro unique": NUD, "Nom": "Mme DUPONT Marie", "Priorité": "1er quartile"}.items():
        page.cell(rang + 1, noms.index(titre) + 1, valeur)
    remplie = io.BytesIO()
    classeur.save(remplie)
    (lue,) = lire_les_rangees(
        TableauxDeFichiers().lire("candidats.xlsx", remplie.getvalue()), departement="74", annee=2026
    )
    assert (lue.refus, lue.doutes) == ("", ())
    assert lue.candidat == Candidat(NUD, "Mme DUPONT Marie", critere=Critere.PREMIER_QUARTILE, precision="1er quartile")


@pytest.mark.parametrize("priorite", PRIORITES)
def test_chaque_priorite_proposee_se_relit(priorite):
    """The words of the list are those of the reader."""
    lignes = (tuple(colonne.libelle for colonne in COLONNES), (NUD, "", "", "", "", priorite, "", "", "", ""))
    (lue,) = lire_les_rangees(lignes, departement="74", annee=2026)
    assert lue.candidat is not None
    assert (lue.candidat.critere is Critere.AUCUN) == (priorite == "aucune")


@pytest.mark.parametrize("combien", [1, 3])
def test_la_table_a_une_ligne_numerotee_par_candidat(faire, combien):
    page = feuille(faire(Fabrique.TABLE_CANDIDATS, TABLE | {"candidats": combien}))
    rang, _ = titres(page)
    suite = list(page.iter_rows(min_row=rang + 1, values_only=True))
    # The number is shown and not written: a line left empty reads as empty.
    assert [page.cell(rang + n, 1).number_format for n in range(1, combien + 1)] == [
        f'"{n}"@' for n in range(1, combien + 1)
    ]
    assert len(suite) == combien
    assert not any(str(valeur or "").strip() for ligne in suite for valeur in ligne)


def test_les_cases_sont_du_texte_et_la_priorite_se_choisit(faire):
    page = feuille(faire(Fabrique.TABLE_CANDIDATS, TABLE))
    rang, noms = titres(page)
    cases = page.iter_rows(min_row=rang + 1, min_col=2)
    assert {cellule.number_format for ligne in cases for cellule in ligne} == {"@"}
    listes = {
        str(regle.sqref): regle.formula1 for regle in page.data_validations.dataValidation if regle.type == "list"
    }
    colonne = get_column_letter(noms.index("Priorité") + 1)
    assert listes[f"{colonne}{rang + 1}:{colonne}{rang + 3}"] == '"DALO,prioritaire,1er quartile,aucune"'


def test_un_texte_qui_ressemble_a_une_formule_reste_un_texte(faire):
    page = feuille(faire(Fabrique.TABLE_CANDIDATS, TABLE | {"logement": '=HYPERLINK("http://mal.example")'}))
    assert feuille(faire(Fabrique.TABLE_CANDIDATS, TABLE | {"logement": "R&D <1> \ufffe"}))["A2"].value == "R&D <1> "
    cellule = page["A2"]
    assert (cellule.data_type, cellule.value) == ("s", '=HYPERLINK("http://mal.example")')


def test_la_table_ne_dit_pas_quand_elle_a_ete_faite(faire):
    octets = faire(Fabrique.TABLE_CANDIDATS, TABLE).octets
    with zipfile.ZipFile(io.BytesIO(octets)) as archive:
        assert {membre.date_time[:3] for membre in archive.infolist()} == {(1980, 1, 1)}
        assert archive.read("docProps/core.xml").count(b"1980-01-01T00:00:00Z") == 2
    assert octets == faire(Fabrique.TABLE_CANDIDATS, TABLE).octets


# --- the printed letter -----------------------------------------------------------------------------


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


# --- the invitation ---------------------------------------------------------------------------------


def reunion(piece: PieceFaite) -> tuple[Any, Any]:
    agenda: Any = icalendar.Calendar.from_ical(piece.octets)
    (evenement,) = agenda.events
    return agenda, evenement


@pytest.mark.regle("R67")
def test_l_invitation_se_relit(faire):
    piece = faire(Fabrique.INVITATION, INVITATION, "commission.ics")
    assert (piece.type_mime, piece.invitation) == ("text/calendar; method=REQUEST", True)
    agenda, evenement = reunion(piece)
    assert (agenda["METHOD"], agenda["VERSION"]) == ("REQUEST", "2.0")
    assert evenement["UID"] == INVITATION["uid"]
    assert evenement["SEQUENCE"] == 0
    assert evenement.start == datetime(2026, 6, 18, 12, 30, tzinfo=UTC)
    assert evenement.end == datetime(2026, 6, 18, 13, 30, tzinfo=UTC)
    assert evenement["DTSTAMP"].dt == MAINTENANT
    assert [evenement[nom] for nom in ("SUMMARY", "LOCATION", "DESCRIPTION", "STATUS")] == [
        INVITATION["titre"], INVITATION["lieu"], INVITATION["description"], "CONFIRMED",
    ]  # fmt: skip
    assert evenement["ORGANIZER"] == "mailto:robot@montblanc.example"
    assert evenement["ATTENDEE"] == "mailto:logement@viry.example"
    assert evenement["ATTENDEE"].params["CN"] == "Commune de Viry"


def test_une_reunion_deplacee_garde_son_identifiant(faire):
    deplacee = INVITATION | {"sequence": 1, "debut": "2026-06-19T09:00:00+02:00", "fin": "2026-06-19T10:00:00+02:00"}
    _, avant = reunion(faire(Fabrique.INVITATION, INVITATION))
    _, apres = reunion(faire(Fabrique.INVITATION, deplacee))
    assert (apres["UID"], apres["SEQUENCE"]) == (avant["UID"], 1)


def test_une_reunion_annulee(faire):
    piece = faire(Fabrique.INVITATION, INVITATION | {"annule": True, "sequence": 2})
    agenda, evenement = reunion(piece)
    assert piece.type_mime == "text/calendar; method=CANCEL"
    assert (agenda["METHOD"], evenement["STATUS"], evenement["SEQUENCE"]) == ("CANCEL", "CANCELLED", 2)


def test_l_heure_d_hiver_et_la_date_d_emission_sont_celles_des_donnees(faire):
    hiver = {
        "debut": "2026-12-01T14:30:00+01:00",
        "fin": "2026-12-01T15:30:00+01:00",
        "emis_le": "2026-11-01T09:00:00+01:00",
    }
    _, evenement = reunion(faire(Fabrique.INVITATION, INVITATION | hiver))
    assert evenement.start == datetime(2026, 12, 1, 13, 30, tzinfo=UTC)
    assert evenement["DTSTAMP"].dt == datetime(2026, 11, 1, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("change", "dit"),
    [
        pytest.param({"fin": INVITATION["debut"]}, "avant de commencer", id="une réunion qui finit avant de commencer"),
        pytest.param({"debut": "2026-06-18T14:30:00"}, "fuseau", id="une heure sans fuseau"),
        pytest.param({"uid": "deux mots"}, "identifier", id="un identifiant avec un espace"),
        pytest.param(
            {"organisateur": {"nom": "x", "adresse": "pas une adresse"}}, "adresse", id="un organisateur sans adresse"
        ),
        pytest.param(
            {"participants": [{"nom": "x", "adresse": "a@b.example\r\nATTENDEE:mailto:c@d.example"}]},
            "adresse",
            id="une adresse qui en ajoute une autre",
        ),
    ],
)
def test_une_invitation_impossible_est_dite(faire, change, dit):
    with pytest.raises(CourrierImpossible, match=dit):
        faire(Fabrique.INVITATION, INVITATION | change)


TEXTES = st.text(max_size=200)


@given(titre=TEXTES, lieu=TEXTES, description=TEXTES, nom=TEXTES)
@example(titre="C:\\notes, \\;\\\\n", lieu="a\r\nATTENDEE:mailto:x@y.example", description="fin\\", nom='";X="')
def test_rien_n_ajoute_une_propriete_a_l_invitation(titre, lieu, description, nom):
    from robot.adapters.pieces import invitation

    donnees = INVITATION | {
        "titre": titre, "lieu": lieu, "description": description, "organisateur": {"nom": nom, "adresse": "a@b.example"},
    }  # fmt: skip
    octets, type_mime = invitation.fabriquer(donnees, MAINTENANT)
    assert all(len(ligne) <= 75 for ligne in octets.split(b"\r\n"))
    assert octets.count(b"\n") == octets.count(b"\r\n") == octets.count(b"\r")
    _, evenement = reunion(PieceFaite("x", type_mime, octets))
    temoin_octets, _ = invitation.fabriquer(INVITATION, MAINTENANT)
    _, temoin = reunion(PieceFaite("x", type_mime, temoin_octets))
    assert sorted(evenement) == sorted(temoin)
    assert evenement["SUMMARY"] == "\n".join(propre(ligne) for ligne in titre.splitlines())
    assert evenement["ORGANIZER"] == "mailto:a@b.example"


# --- the list to type into the SNE ------------------------------------------------------------------


def cellules(piece: PieceFaite) -> list[list[str]]:
    return list(csv.reader(io.StringIO(piece.octets.decode("utf-8-sig"), newline=""), delimiter=";"))


@pytest.mark.regle("R65", "R66")
def test_la_liste_du_sne_s_ouvre_dans_un_tableur(faire):
    piece = faire(Fabrique.TABLE_SNE, SNE, "sne.csv")
    assert piece.type_mime == "text/csv"
    assert piece.octets.startswith(b"\xef\xbb\xbfNUD;Action;Motif\r\n")
    assert cellules(piece)[1] == [f'="{NUD}"', "radiation", "bail signé"]


@pytest.mark.parametrize(
    ("ecrit", "lu"),
    [
        pytest.param("=1+1", "'=1+1", id="une formule"),
        pytest.param("+33 6 12", "'+33 6 12", id="un plus"),
        pytest.param("-2", "'-2", id="un moins écrit par un inconnu"),
        pytest.param("@SUM(A1)", "'@SUM(A1)", id="une arobase"),
        pytest.param("\t=1+1", "'=1+1", id="une formule après une tabulation"),
        pytest.param("＝1", "'＝1", id="un égal large"),
        pytest.param("a\r\n=1+1", "a =1+1", id="une formule à la ligne"),
        pytest.param(-2, "-2", id="un vrai nombre"),
        pytest.param("0740", '="0740"', id="un numéro qui commence par zéro"),
        pytest.param("trois ; quatre", "trois ; quatre", id="un point-virgule"),
        pytest.param(None, "", id="rien"),
    ],
)
def test_une_cellule_du_sne(faire, ecrit, lu):
    assert cellules(faire(Fabrique.TABLE_SNE, {"titres": ["t"], "lignes": [[ecrit, "x"]]}))[1] == [lu, "x"]


@given(st.lists(st.lists(st.text(max_size=30), min_size=2, max_size=2), max_size=5))
def test_aucune_cellule_du_sne_n_est_une_formule_d_un_inconnu(lignes):
    from robot.adapters.pieces import table_sne

    octets, _ = table_sne.fabriquer({"titres": ["a", "b"], "lignes": lignes})
    relues = cellules(PieceFaite("x", "text/csv", octets))
    assert len(relues) == len(lignes) + 1
    for ligne in relues:
        assert len(ligne) == 2
        for cellule in ligne:
            assert not cellule.startswith(tuple("+-@＝＋－＠"))
            assert not cellule.startswith("=") or (cellule[:2] + cellule[-1:] == '=""' and cellule[2:-1].isdigit())


# --- a file received --------------------------------------------------------------------------------


def partie_du_fichier(brut: bytes) -> int:
    from robot.reading.courriel.pieces import pieces_jointes

    (piece,) = pieces_jointes(brut)
    return piece.partie


@pytest.mark.regle("R73")
@pytest.mark.parametrize(
    ("nom", "type_mime", "attendu"),
    [
        pytest.param("avis d'imposition.pdf", "application/pdf", "application/pdf", id="un avis d'imposition"),
        pytest.param("photo.JPG", "image/jpeg", "image/jpeg", id="une photo"),
        pytest.param("étrange.xyz", "x-y/z", "x-y/z", id="un type inconnu"),
        pytest.param("a.pdf", "application/octet-stream", "application/pdf", id="un PDF dont le type n'était pas dit"),
    ],
)
def test_un_fichier_recu_repart_tel_quel(faire, nom, type_mime, attendu):
    brut = message_recu(nom, type_mime)
    donnees = {"message": "abc", "partie": partie_du_fichier(brut)}
    piece = faire(Fabrique.RECUE, donnees, "justificatif-1", messages={"abc": brut})
    assert piece.octets == RECU
    assert piece.type_mime == attendu
    assert piece.nom == f"justificatif-1 - {nom_sur(nom)}"


@pytest.mark.regle("R73")
def test_un_message_transfere_repart_comme_un_fichier(faire):
    """No base64 may surround a message (RFC 2046, section 5.2.1): its type would make the whole letter invalid."""
    interieur = b"From: a@b.example\r\nSubject: attestation\r\n\r\nBonjour.\r\n"
    brut = b"\r\n".join(
        [
            b'From: x@viry.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="f"\r\n',
            b"--f\r\nContent-Type: text/plain\r\n\r\nVoici.",
            b'--f\r\nContent-Type: message/rfc822\r\nContent-Disposition: attachment; filename="a.eml"\r\n',
            interieur + b"\r\n--f--\r\n",
        ]
    )
    donnees = {"message": "abc", "partie": partie_du_fichier(brut)}
    piece = faire(Fabrique.RECUE, donnees, "justificatif-1", messages={"abc": brut})
    assert (piece.nom, piece.type_mime) == ("justificatif-1 - a.eml", "application/octet-stream")
    assert piece.octets == interieur
    _, jointe = relire(piece).iter_parts()
    assert jointe.get_content() == interieur


@pytest.mark.regle("R73")
@pytest.mark.parametrize(
    ("donnees", "dit"),
    [
        pytest.param({"message": "effacé", "partie": 1}, "a été effacé", id="le message a été effacé"),
        pytest.param({"message": "abc", "partie": 99}, "ne se retrouve plus", id="la partie n'existe pas"),
    ],
)
def test_un_fichier_recu_qui_manque_est_dit(faire, donnees, dit):
    with pytest.raises(CourrierImpossible, match=dit) as refus:
        faire(Fabrique.RECUE, donnees, "justificatif-1", messages={"abc": message_recu()})
    assert "justificatif-1" in str(refus.value)


# --- any piece --------------------------------------------------------------------------------------


EXEMPLES = {
    Fabrique.TABLE_CANDIDATS: TABLE,
    Fabrique.LETTRE: LETTRE,
    Fabrique.INVITATION: INVITATION,
    Fabrique.TABLE_SNE: SNE,
}


@pytest.mark.parametrize("fabrique", Fabrique)
def test_une_piece_a_laquelle_il_manque_quelque_chose_est_impossible(faire, fabrique):
    with pytest.raises(CourrierImpossible, match=r"« manque\.pdf »"):
        faire(fabrique, {}, "manque.pdf")


def test_une_lettre_sans_gabarit_est_impossible(faire):
    with pytest.raises(CourrierImpossible, match="absent"):
        faire(Fabrique.LETTRE, LETTRE | {"gabarit": "absent"})


def test_les_memes_donnees_donnent_la_meme_piece(faire):
    for fabrique, donnees in EXEMPLES.items():
        assert faire(fabrique, donnees) == faire(fabrique, donnees)


# --- the name of a file -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ecrit", "sur"),
    [
        pytest.param("avis d'imposition 2026.pdf", "avis d'imposition 2026.pdf", id="un nom ordinaire reste"),
        pytest.param("../../etc/passwd", "-..-etc-passwd", id="un chemin n'en est plus un"),
        pytest.param("C:\\temp\\a.pdf", "C--temp-a.pdf", id="un chemin de Windows non plus"),
        pytest.param("a\r\nBcc: x@y.example\r\n\r\nb.pdf", "a Bcc- x@y.example b.pdf", id="pas de ligne d'en-tête"),
        pytest.param("facture\N{RIGHT-TO-LEFT OVERRIDE}fdp.exe", "facturefdp.exe", id="pas de sens retourné"),
        pytest.param("avis.pdf. ", "avis.pdf", id="rien ne suit l'extension"),
        pytest.param("", "piece-jointe", id="un nom vide en reçoit un"),
        pytest.param("...", "piece-jointe", id="des points aussi"),
        pytest.param("é" * 300 + ".pdf", "é" * 96 + ".pdf", id="un nom trop long garde son extension"),
        pytest.param("é" * 300 + ".pdf. ", "é" * 96 + ".pdf", id="même suivie d'un point"),
    ],
)
def test_un_nom_de_fichier_sur(ecrit, sur):
    assert nom_sur(ecrit) == sur


@given(st.text(max_size=300))
def test_un_nom_sur_tient_sur_une_ligne_visible(nom):
    sur = nom_sur(nom)
    assert 1 <= len(sur) <= NOM_MAXIMUM
    assert sur == propre(sur)
    assert not set(sur) & set('\\/:*?"<>|')
    assert nom_sur(sur) == sur


# --- the message ------------------------------------------------------------------------------------


def relire(*jointes: PieceFaite) -> EmailMessage:
    octets = mime.message([("Subject", "essai")], "<1@robot.example>", "Bonjour à tous\n", "<p>Bonjour</p>\n", jointes)
    assert octets.isascii()
    assert all(len(ligne) <= 998 for ligne in octets.split(b"\r\n"))
    lu = message_from_bytes(octets, policy=policy.default)
    assert isinstance(lu, EmailMessage)
    for partie in lu.walk():
        assert not partie.defects
        assert not any(getattr(partie[nom], "defects", ()) for nom in partie)
    return lu


def test_sans_piece_le_message_n_a_que_ses_deux_rendus():
    lu = relire()
    assert lu.get_content_type() == "multipart/alternative"
    assert [partie.get_content_type() for partie in lu.iter_parts()] == ["text/plain", "text/html"]


def test_une_piece_vient_apres_les_deux_rendus():
    lu = relire(PieceFaite("dépôt.pdf", "application/pdf", RECU), PieceFaite("b.csv", "text/csv", b""))
    corps, premiere, seconde = lu.iter_parts()
    assert lu.get_content_type() == "multipart/mixed"
    assert [partie.get_content_type() for partie in corps.iter_parts()] == ["text/plain", "text/html"]
    assert [partie.get_content() for partie in corps.iter_parts()] == ["Bonjour à tous\r\n", "<p>Bonjour</p>\r\n"]
    assert (premiere.get_filename(), premiere.get_content_type()) == ("dépôt.pdf", "application/pdf")
    assert (premiere.get_content_disposition(), premiere.get_content()) == ("attachment", RECU)
    assert premiere["content-type"].params["name"] == "depot.pdf"
    assert (seconde.get_filename(), seconde.get_payload(decode=True)) == ("b.csv", b"")


def test_une_invitation_se_montre_et_se_joint():
    lu = relire(PieceFaite("commission.ics", "text/calendar; method=REQUEST", b"BEGIN:VCALENDAR\r\n", invitation=True))
    corps, jointe = lu.iter_parts()
    *_, agenda = corps.iter_parts()
    assert agenda.get_content_type() == "text/calendar"
    assert (agenda["content-type"].params["method"], agenda.get_content_charset()) == ("REQUEST", "utf-8")
    assert agenda.get_content_disposition() is None
    assert (jointe.get_content_type(), jointe.get_filename()) == ("application/ics", "commission.ics")
    assert jointe.get_payload(decode=True) == agenda.get_payload(decode=True) == b"BEGIN:VCALENDAR\r\n"


@given(nom=st.text(max_size=150), octets=st.binary(max_size=300))
def test_aucun_nom_de_fichier_ne_deborde_de_son_en_tete(nom, octets):
    piece = PieceFaite(nom_sur(nom), "application/octet-stream", octets)
    lignes = mime.message([], "<1@a.example>", "", "", [piece]).split(b"\r\n")
    assert all(len(ligne) <= 78 for ligne in lignes if b"name" in ligne)
    _, jointe = relire(piece).iter_parts()
    assert jointe.keys() == ["Content-Type", "Content-Disposition", "Content-Transfer-Encoding"]
    assert list(jointe["content-disposition"].params) == ["filename"]
    assert jointe.get_filename() == nom_sur(nom)
    assert jointe.get_content() == octets


@given(st.binary(max_size=2000))
def test_la_taille_encodee_est_celle_du_message(octets):
    seul = len(mime.message([], "<1@a.example>", "", "", [PieceFaite("a", "a/b", b"")]))
    plein = len(mime.message([], "<1@a.example>", "", "", [PieceFaite("a", "a/b", octets)]))
    # The body's last line end belongs to the boundary.
    assert plein - seul == max(mime.taille_encodee(len(octets)) - 2, 0)


def test_le_base64_a_des_lignes_de_76_signes():
    brut = mime.message([], "<1@a.example>", "", "", [PieceFaite("a", "a/b", b"x" * 1000)])
    lignes = brut.split(b"\r\n\r\n")[-1].split(b"\r\n")[:-2]
    assert {len(ligne) for ligne in lignes[:-1]} == {76}
