"""Every letter as people read it: which exist, their wording, the text against the HTML."""

from __future__ import annotations

import inspect
import re

import pytest
from selectolax.lexbor import LexborHTMLParser

from robot.domain.decisions import candidats as decisions_des_candidats
from robot.domain.lettres import CHAPITRES, delegue
from tests.adapters.exemples_de_la_suite import FAITS_JOUES
from tests.adapters.exemples_de_lettres import FAITS_ECRITS, REFERENCE
from tests.adapters.lettres_imprimees import (
    DOSSIER,
    LETTRES,
    chaque_lettre,
    message,
    mots,
    parties,
    texte_de,
)

# Written by the stages of a pass, not by a fact.
HORS_DOSSIER = {
    "synthese", "alerte", "taux_annuel", "releve_reservataire", "reponse_ordre", "rappel_obligation", "bilan",
}  # fmt: skip
GABARITS = {chemin.name for chemin in DOSSIER.iterdir() if chemin.is_dir() and not chemin.name.startswith("_")}

DATE = re.compile(r"(?:lun|mar|mercre|jeu|vendre|same)di \d+(?:er)? \w+ \d{4}(?: à (?:minuit|\d+ h \d\d))?")
RACINE = re.compile(r"[0-9a-f]{32}\s+[0-9a-f]{32}@\S+")


# --- which letters exist ----------------------------------------------------------------------------


def test_chaque_dossier_a_un_objet_et_un_texte():
    for gabarit in GABARITS:
        assert {chemin.name for chemin in (DOSSIER / gabarit).iterdir()} == {"objet.txt", "texte.txt"}


def test_aucune_lettre_ne_manque_d_exemple():
    assert {courrier.gabarit for courrier in LETTRES.values()} == GABARITS


@pytest.mark.parametrize(
    "chapitre", [c for c in CHAPITRES if c is not delegue], ids=lambda chapitre: chapitre.__name__.rpartition(".")[2]
)
def test_chaque_fait_qui_appelle_une_lettre_est_joue(chapitre):
    assert set(chapitre.LETTRES) <= FAITS_ECRITS | FAITS_JOUES


def test_chaque_lettre_d_un_logement_est_ecrite_par_le_domaine():
    sources = "".join(inspect.getsource(module) for module in (*CHAPITRES, delegue, decisions_des_candidats))
    cites = set(re.findall(r'"([a-z]+(?:_[a-z]+)*)"', sources))
    assert cites >= GABARITS - HORS_DOSSIER


def test_un_courrier_revenu_est_nomme_en_francais():
    source = (DOSSIER / "_commun" / "noms.txt").read_text(encoding="utf-8")
    nommes = set(re.findall(r'^  "(\w+)":', source, re.MULTILINE))
    aux_gestionnaires = {"expediteur_inconnu", "echec_remise", "liste_epuisee", "fin_designation", "candidats_complets"}
    aux_gestionnaires |= {"candidat_a_trancher", "lettre_a_poster", "sans_attributaire"}
    assert nommes == GABARITS - HORS_DOSSIER - aux_gestionnaires | {"releve_reservataire"}


# --- what they say ----------------------------------------------------------------------------------


@chaque_lettre
def test_le_texte_et_le_html_disent_la_meme_chose(courrier):
    texte, html = parties(courrier)
    vu = mots(texte_de(re.sub(r"<h1.*?</h1>", "", html, flags=re.DOTALL))).replace("> ", "")
    for ligne in texte.splitlines():
        for morceau in re.split(r" : +|^> |^- |^ {4}|^\[[#-]+\] ", ligne.replace("\xa0", " ").rstrip(" :")):
            assert mots(morceau).replace("> ", "") in vu, morceau
    assert DATE.findall(mots(texte)) == DATE.findall(vu)


@chaque_lettre
def test_l_objet_seul_raconte_l_histoire(courrier):
    objet = message(courrier)["subject"]
    assert re.fullmatch(r"\[[^\]]+\] .+", objet)
    assert len(objet) <= 120
    if courrier.reference:
        assert objet.endswith(courrier.reference)


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
    texte = RACINE.sub("", texte)  # the one thing that is copied for a machine
    for trace in ("None", "Undefined", "True", "False", "{{", "{%", "T00:", "+00:00", " ,", "()", "« »", "_tacite"):
        assert trace not in texte, trace
    assert "None" not in html
    assert "{" not in texte_de(html)


@chaque_lettre
def test_le_lecteur_sait_qui_appeler(courrier):
    texte, _ = parties(courrier)
    if courrier.destinataire.endswith("@montblanc.example"):
        assert "robot d'orientation (Mont-Blanc Habitat, " in mots(texte)
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


@pytest.mark.parametrize("nom", ["offre non remise", "liste épuisée"])
def test_un_avis_au_gestionnaire_donne_la_commande(nom):
    texte, html = parties(LETTRES[nom])
    commandes = re.findall(
        rf'^    (robot decider {REFERENCE} \w+.* --par "Votre nom" --motif "…")\r?$', texte, re.MULTILINE
    )
    assert commandes
    assert all(commande in texte_de(html) for commande in commandes)
