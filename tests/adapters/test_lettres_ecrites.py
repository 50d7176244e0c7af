"""Every letter as people read it: wording, text against HTML, colours, and what becomes of it when it is quoted."""

from __future__ import annotations

import inspect
import re
from email.message import EmailMessage
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser

from robot.adapters.modeles import INSTRUCTION
from robot.domain import faits as f
from robot.domain.courriers import Courrier
from robot.domain.lettres import delegue, orientation
from robot.reading.chaine import lire
from robot.reading.lecture import Nature, Sens
from tests.adapters.exemples_de_lettres import FAITS_ECRITS, LETTRES, MAIRIE, REFERENCE, ROBOT
from tests.adapters.test_gabarits import DOSSIER, liens, message, parties, texte_de

# Written by the stages of a pass, not by a fact.
HORS_DOSSIER = {"synthese", "alerte", "taux_annuel", "rappel_obligation"}
# Read in the stories that send them: `tests/test_demo.py`, `tests/cycle/test_seconde_moitie.py`.
SECONDE_MOITIE = {
    "a_preciser_candidat", "accuse_candidat", "accuse_candidats", "attribution_candidat", "avis_ddets", "bail_signe",
    "candidat_a_trancher", "candidats_complets", "constat_silence_candidat", "convocation_caleol", "delai_accorde",
    "fin_designation", "information_referent", "lettre_a_poster", "proposition_candidat", "proposition_dalo",
    "pv_caleol", "rappel_ddets", "rappel_designation", "recherche_decidee", "releve_reservataire", "reponse_ordre",
    "resultat_candidat", "sans_attributaire",
}  # fmt: skip
GABARITS = {chemin.name for chemin in DOSSIER.iterdir() if chemin.is_dir() and not chemin.name.startswith("_")}
DEMANDENT_UNE_REPONSE = {"offre", "neuf", "rappel_offre", "a_preciser", "delai_repris"}

chaque_lettre = pytest.mark.parametrize("courrier", LETTRES.values(), ids=LETTRES)
DATE = re.compile(r"(?:lun|mar|mercre|jeu|vendre|same)di \d+(?:er)? \w+ \d{4}(?: à (?:minuit|\d+ h \d\d))?")


def simple(texte: str) -> str:
    """Words only: spaces, guillemets of quotation and list marks aside."""
    return " ".join(re.sub(r"^(?:> ?|- )", "", ligne) for ligne in texte.replace("\r", "").split("\n")).replace(
        "\xa0", " "
    )


def mots(texte: str) -> str:
    return " ".join(simple(texte).replace("\u202f", " ").split())


# --- which letters exist ----------------------------------------------------------------------------


def test_chaque_dossier_a_un_objet_et_un_texte():
    for gabarit in GABARITS:
        assert {chemin.name for chemin in (DOSSIER / gabarit).iterdir()} == {"objet.txt", "texte.txt"}


def test_chaque_gabarit_est_ecrit_par_le_domaine_et_chaque_lettre_du_domaine_a_le_sien():
    assert {courrier.gabarit for courrier in LETTRES.values()} == GABARITS - SECONDE_MOITIE
    assert set(orientation.LETTRES) - {f.LogementSoustrait} == FAITS_ECRITS
    ecrits = {courrier.gabarit for courrier in LETTRES.values()} - HORS_DOSSIER
    cites = set(re.findall(r'"([a-z]+(?:_[a-z]+)*)"', inspect.getsource(orientation) + inspect.getsource(delegue)))
    assert ecrits <= cites


def test_un_courrier_revenu_est_nomme_en_francais():
    source = (DOSSIER / "_commun" / "noms.txt").read_text(encoding="utf-8")
    nommes = set(re.findall(r'^  "(\w+)":', source, re.MULTILINE))
    aux_gestionnaires = {"expediteur_inconnu", "echec_remise", "liste_epuisee", "fin_designation", "candidats_complets"}
    aux_gestionnaires |= {"candidat_a_trancher", "lettre_a_poster", "sans_attributaire", "reponse_ordre"}
    assert nommes == GABARITS - HORS_DOSSIER - aux_gestionnaires


# --- what they say ----------------------------------------------------------------------------------


@chaque_lettre
def test_le_texte_et_le_html_disent_la_meme_chose(courrier):
    texte, html = parties(courrier)
    vu = mots(texte_de(re.sub(r"<h1.*?</h1>", "", html, flags=re.DOTALL))).replace("> ", "")
    for ligne in texte.splitlines():
        for morceau in re.split(r" : +|^> |^- |^ {4}|^\[[#-]+\] ", ligne.replace("\xa0", " ").rstrip(" :")):
            assert mots(morceau) in vu, morceau
    assert DATE.findall(mots(texte)) == DATE.findall(vu)


@chaque_lettre
def test_l_objet_seul_raconte_l_histoire(courrier):
    objet = message(courrier)["subject"]
    assert re.fullmatch(r"\[[^\]]+\] .+", objet)
    assert len(objet) <= 120
    if courrier.reference:
        assert objet.endswith(REFERENCE)


@chaque_lettre
def test_le_texte_tient_dans_une_page_de_terminal(courrier):
    texte, _ = parties(courrier)
    commandes = [ligne for ligne in texte.splitlines() if ligne.startswith("    robot ")]
    assert max(len(ligne) for ligne in texte.splitlines() if ligne not in commandes) <= 76
    assert "\n\n\n" not in texte.replace("\r", "")
    assert not [ligne for ligne in texte.splitlines() if ligne != ligne.rstrip()]


@chaque_lettre
def test_les_phrases_font_moins_de_vingt_mots(courrier):
    texte, _ = parties(courrier)
    for paragraphe in texte.replace("\r", "").replace("\xa0", " ").split("\n\n"):
        if re.search(r"^(?:> |- |    )| {2,}: |^\S[^.]{0,30} : \S", paragraphe) or " pas non plus : " in paragraphe:
            continue  # quotes, lists, commands, tables, enumerations of days
        sans_sources = re.sub(r"\([^()]*\)", "", paragraphe)
        for phrase in re.split(r"(?<=[.?!])\s", sans_sources):
            assert len(re.findall(r"[\w'’-]+", phrase)) < 20, phrase


@chaque_lettre
def test_aucune_variable_vide_ni_mot_de_la_machine_ne_parait(courrier):
    texte, html = parties(courrier)
    for trace in ("None", "Undefined", "True", "False", "{{", "{%", "T00:", "+00:00", " ,", "()", "« »", "_tacite"):
        assert trace not in texte, trace
    assert "None" not in html
    assert "{" not in texte_de(html)


@chaque_lettre
def test_le_lecteur_sait_qui_appeler(courrier):
    texte, _ = parties(courrier)
    if courrier.destinataire.endswith("@montblanc.example"):
        assert "robot d'orientation de Mont-Blanc Habitat" in mots(texte)
    else:
        assert "Téléphone : 04 50 00 00 00 (service des attributions)." in mots(texte)


@pytest.mark.regle("R51")
@pytest.mark.parametrize("nom", ["offre", "offre d'un logement neuf", "rappel", "délai repris"])
def test_une_offre_porte_les_douze_champs_de_la_fiche(nom):
    texte, html = parties(LETTRES[nom])
    lignes = LETTRES[nom].contexte["logement"]["lignes"]
    assert len(lignes) >= 12
    page = LexborHTMLParser(html)
    rangees = dict(
        [cellule.text(strip=True) for cellule in rangee.css("th, td")] for rangee in page.css("tr:has(> th)")
    )
    for champ, valeur in lignes:
        assert re.search(rf"^{re.escape(champ)} *\xa0: {re.escape(valeur.split()[0])}", texte, re.MULTILINE)
        assert rangees[champ] == valeur
    assert all(entete.attributes["scope"] == "row" for entete in page.css("th"))


@pytest.mark.regle("R41", "R42", "R43")
@pytest.mark.parametrize(
    ("nom", "silence"),
    [
        pytest.param("offre", "accord", id="le silence vaut accord"),
        pytest.param("offre, silence valant refus", "refus", id="une convention où le silence vaut refus"),
        pytest.param("rappel", "accord", id="le rappel dit ce que vaudra le silence"),
    ],
)
def test_une_offre_dit_son_delai_et_ce_que_vaut_le_silence(nom, silence):
    texte = mots(parties(LETTRES[nom])[0])
    assert texte.startswith("Merci de nous répondre avant le mercredi 27 mai 2026 à minuit")
    assert "2 jours ouvrés" in texte
    assert "Le vendredi 22 mai 2026, jour de réception, ne compte pas." in texte
    assert "samedi 23 mai, dimanche 24 mai et lundi 25 mai (jour férié : Lundi de Pentecôte)" in texte
    assert f"votre silence vaut {silence} (source : Charte départementale, III.2 ; convention, art. 5.3)." in texte


@pytest.mark.regle("R43")
def test_l_offre_explique_une_fois_ce_que_veut_dire_minuit():
    texte = mots(parties(LETTRES["offre"])[0])
    assert texte.count("(c'est-à-dire jusqu'à la fin de la journée du mercredi 27 mai)") == 1


@pytest.mark.regle("R13")
@pytest.mark.parametrize(
    "nom", ["offre d'un logement neuf", "accord sur un logement neuf", "réponse à préciser, logement neuf"]
)
def test_un_logement_neuf_n_a_ni_delai_ni_date_limite(nom):
    texte = mots(parties(LETTRES[nom])[0])
    assert "ucun délai ne" in texte
    assert "minuit" not in texte.replace("mer. 27 mai minuit", "")  # the quoted subject of their message
    assert "silence vaut" not in texte


@pytest.mark.regle("R45", "R61")
@pytest.mark.parametrize(
    ("nom", "limite"),
    [("accord reçu, à l'auteur", "mardi 16 juin 2026"), ("accord par silence", "mercredi 17 juin 2026")],
)
def test_un_accord_dit_comment_proposer_des_candidats(nom, limite):
    texte = mots(parties(LETTRES[nom])[0])
    assert texte.startswith(f"Merci de nous proposer vos candidats avant le {limite} à minuit")
    assert "15 jours ouvrés" in texte
    assert "3 candidats, ou 1 seul au titre du DALO" in texte
    assert "numéro unique de demande (NUD, 18 chiffres)" in texte
    assert "critère de priorité" in texte


@pytest.mark.regle("R43", "R41")
def test_un_accord_par_silence_montre_ses_preuves():
    texte = mots(parties(LETTRES["accord par silence"])[0])
    assert "vendredi 22 mai 2026 à 9 h 14" in texte
    assert "présumée, sans accusé" in texte
    assert "250 2.0.0 OK, mis en file sous le nom 4ZxQ1a" in texte
    assert "jeudi 28 mai 2026 à 8 h 00" in texte
    assert "CONTESTER" in texte


@pytest.mark.regle("R44")
def test_un_refus_redit_son_motif():
    texte = parties(LETTRES["refus reçu"])[0]
    assert "> Le loyer dépasse les ressources de nos demandeurs." in texte
    assert "Aucun motif n'a été compris" in parties(LETTRES["refus sans motif"])[0]


@pytest.mark.parametrize("nom", ["expéditeur inconnu", "offre non remise", "liste épuisée"])
def test_un_avis_au_gestionnaire_donne_la_commande(nom):
    texte, html = parties(LETTRES[nom])
    commandes = re.findall(
        rf'^    (robot decider {REFERENCE} \w+.* --par "Votre nom" --motif "…")\r?$', texte, re.MULTILINE
    )
    assert commandes
    assert all(commande in texte_de(html) for commande in commandes)


# --- quoted back ------------------------------------------------------------------------------------


@chaque_lettre
def test_aucune_ligne_ne_commence_par_une_reponse(courrier):
    texte, html = parties(courrier)
    page = LexborHTMLParser(html)
    lignes = texte.splitlines() + [noeud.text(strip=True) for noeud in page.css("h1, h2, p, li, td, th, a, blockquote")]
    assert not [
        ligne
        for ligne in lignes
        if re.match(r"\W*(?<!>)(?:ACCEPTE|REFUSE)\b", ligne.lstrip()) and not ligne.startswith((">", "«"))
    ]


@chaque_lettre
def test_la_consigne_est_toujours_la_meme_phrase(courrier):
    texte, html = parties(courrier)
    attendu = 1 if courrier.gabarit in DEMANDENT_UNE_REPONSE else 0
    assert texte.splitlines().count(INSTRUCTION) == attendu
    assert texte_de(html).count(INSTRUCTION) == attendu


def _repondre(courrier: Courrier, nouveau: str, cite: str, *, html: bool = False) -> bytes:
    reponse = EmailMessage()
    reponse["From"], reponse["To"], reponse["Subject"] = MAIRIE, ROBOT, f"Re: {message(courrier)['subject']}"
    if html:
        reponse.set_content(f"<html><body><p>{nouveau}</p>{cite}</body></html>", subtype="html")
    else:
        reponse.set_content(f"{nouveau}\n\n{cite}")
    return reponse.as_bytes()


@pytest.mark.parametrize("nouveau", ["", "Bonjour, bien reçu.", "Je transmets à l'adjointe."])
@chaque_lettre
def test_une_lettre_citee_sans_aucun_signe_ne_decide_de_rien(courrier, nouveau):
    texte, html = parties(courrier)
    # As Outlook writes a button in a text reply.
    boutons = "\n".join(f"{bouton} <{adresse}>" for bouton, adresse in liens(courrier).items())
    citations = (texte, " ".join(texte.split()), texte_de(html), f"{texte_de(html)}\n{boutons}")
    reponses = [_repondre(courrier, nouveau, cite) for cite in citations]
    for octets in (*reponses, _repondre(courrier, nouveau, html, html=True)):
        lecture = lire(octets)
        assert {decision.sens for decision in lecture.decisions} <= {Sens.AMBIGU}, lecture


@pytest.mark.parametrize(("mot", "sens"), [("ACCEPTE", Sens.ACCEPTE), ("REFUSE", Sens.REFUSE)])
@pytest.mark.parametrize("nom", ["offre", "rappel", "délai repris"])
def test_la_reponse_ecrite_au_dessus_de_l_offre_citee_est_lue(nom, mot, sens):
    cite = "\n".join(f"> {ligne}" for ligne in parties(LETTRES[nom])[0].splitlines())
    lecture = lire(
        _repondre(LETTRES[nom], mot, f"Le ven. 22 mai 2026 à 09:14, Mont-Blanc Habitat <{ROBOT}> a écrit :\n{cite}")
    )
    assert lecture.nature is Nature.REPONSE
    assert [decision.sens for decision in lecture.decisions] == [sens]


@pytest.mark.parametrize(
    ("bouton", "sens"),
    [("ACCEPTE", Sens.ACCEPTE), ("REFUSE", Sens.REFUSE), ("CONTESTER", Sens.AMBIGU), ("CORRIGER", Sens.AMBIGU)],
)
def test_la_reponse_preparee_par_un_bouton_est_lue(bouton, sens):
    toutes = {mot: url for courrier in LETTRES.values() for mot, url in liens(courrier).items()}
    champs = parse_qs(urlsplit(toutes[f"Répondre {bouton}"]).query)
    preparee = EmailMessage()
    preparee["From"], preparee["To"], preparee["Subject"] = MAIRIE, ROBOT, champs["subject"][0]
    preparee.set_content(champs["body"][0])
    lecture = lire(preparee.as_bytes())
    assert lecture.nature is Nature.REPONSE
    assert {decision.sens for decision in lecture.decisions} == {sens}


# --- what is seen -----------------------------------------------------------------------------------

VIDES = {"meta", "br", "img", "link"}


class Couleurs(HTMLParser):
    """The colour and background of each written text, as a browser would inherit them; `sombre`: dark rules by class."""

    def __init__(self, sombre: dict[str, dict[str, str]]) -> None:
        super().__init__()
        self.sombre = sombre
        self.pile: list[tuple[str, dict[str, str]]] = [("", {"color": "#000000", "background-color": "#ffffff"})]
        self.vues: list[tuple[str, str, str]] = []

    def handle_starttag(self, tag, attrs):
        if tag in VIDES:
            return
        donnes = dict(attrs)
        style = dict(re.findall(r"([\w-]+):\s*([^;]+)", donnes.get("style") or ""))
        for classe in (donnes.get("class") or "").split():
            style |= self.sombre.get(classe, {})
        herite = self.pile[-1][1]
        self.pile.append((tag, {nom: style.get(nom, herite[nom]) for nom in herite}))

    def handle_endtag(self, tag):
        assert self.pile[-1][0] == tag, f"</{tag}> ferme <{self.pile[-1][0]}>"
        self.pile.pop()

    def handle_data(self, data):
        if data.strip() and self.pile[-1][0] not in {"style", "title"}:
            style = self.pile[-1][1]
            self.vues.append((data.strip(), style["color"], style["background-color"]))


def _regles_sombres(html: str) -> dict[str, dict[str, str]]:
    bloc = html[html.index("prefers-color-scheme: dark") : html.index("</style>")]
    return {
        classe: dict(re.findall(r"([\w-]+): (#\w+) !important", corps))
        for classe, corps in re.findall(r"^\.(\w+) \{([^}]*)\}", bloc, re.MULTILINE)
    }


def _luminance(couleur: str) -> float:
    assert re.fullmatch(r"#[0-9a-f]{6}", couleur), couleur
    composantes = [int(couleur[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    lineaires = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in composantes]
    return 0.2126 * lineaires[0] + 0.7152 * lineaires[1] + 0.0722 * lineaires[2]


def contraste(encre: str, fond: str) -> float:
    """The WCAG 2 contrast ratio."""
    clair, sombre = sorted((_luminance(encre), _luminance(fond)), reverse=True)
    return (clair + 0.05) / (sombre + 0.05)


def test_le_contraste_se_mesure():
    assert contraste("#000000", "#ffffff") == pytest.approx(21)
    assert contraste("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("mode", ["clair", "sombre"])
@chaque_lettre
def test_tout_se_lit_a_4_5_contre_1(courrier, mode):
    _, html = parties(courrier)
    couleurs = Couleurs(_regles_sombres(html) if mode == "sombre" else {})
    couleurs.feed(re.sub(r"<!--.*?-->|<!DOCTYPE html>", "", html))
    assert len(couleurs.pile) == 1
    assert couleurs.vues
    for texte, encre, fond in couleurs.vues:
        assert contraste(encre, fond) >= 4.5, texte


@chaque_lettre
def test_la_page_ne_va_rien_chercher_au_dehors(courrier):
    _, html = parties(courrier)
    page = LexborHTMLParser(html)
    assert not re.search(r"(?:https?|ftp|data|cid|file):", html)
    assert "url(" not in html
    assert "//" not in re.sub(r"\[:\]//", "", html)
    assert not page.css("script, img, link, iframe, object, embed, form, [src], [background], [onclick]")


@chaque_lettre
def test_la_page_se_lit_a_voix_haute(courrier):
    _, html = parties(courrier)
    page = LexborHTMLParser(html)
    assert [racine.attributes["lang"] for racine in page.css("html")] == ["fr"]
    assert [titre.text() for titre in page.css("title")] == [message(courrier)["subject"]]
    assert len(page.css("h1")) == 1
    for table in page.css("table"):
        de_donnees = len(table.css("table")) == 1 and table.css_first("th") is not None
        assert (table.attributes.get("role") == "presentation") is not de_donnees
    assert len(html.encode()) < 40_000
