"""Designations in whole messages: which dwelling, what is quoted, whatever is written."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from robot.domain.candidat import Candidat
from robot.reading.chaine import lire
from robot.reading.designations.candidatures import LIGNES_LUES_MAX
from tests.reading.designer import DEUX, MORCEAUX, TROIS, UN, candidats, designer, seul
from tests.reading.ecrire import OFFRE_CITEE, courriel, page


# Which dwelling.
@pytest.mark.parametrize(
    ("texte", "references"),
    [
        pytest.param(f"V-2026-0042 : {UN}", ["V-2026-0042"], id="sur la ligne"),
        pytest.param(f"Pour le logement V-2026-0042 :\n{UN}\n{DEUX}", ["V-2026-0042"] * 2, id="en titre"),
        pytest.param(
            f"V-2026-0042 :\n{UN}\nV-2026-0043 :\n{DEUX}", ["V-2026-0042", "V-2026-0043"], id="un titre pour chacun"
        ),
        pytest.param(
            f"Pour V-2026-0042 : {UN}. Pour V-2026-0043 : {DEUX}.", ["V-2026-0042", "V-2026-0043"], id="dans une phrase"
        ),
        pytest.param(f"V-2026-0042 : {UN}, {DEUX}", ["V-2026-0042"] * 2, id="une référence pour deux numéros"),
        pytest.param(UN, [None], id="le fil seul le dit"),
    ],
)
def test_le_logement_nomme(texte: str, references: list[str | None]):
    assert [ligne.reference for ligne in designer(texte)] == references
    assert all(ligne.candidat for ligne in designer(texte))


def test_un_autre_logement_cite_au_passage_n_est_pas_le_logement():
    lue = seul(f"Comme pour V-2026-0001 où nous proposions Mme Petit, nous désignons pour V-2026-0042 :\n{UN}")
    assert "pour quel logement" in lue.refus


# From the message itself.
@pytest.mark.regle("R45", "R61")
def test_d_un_message_entier_la_citation_et_la_signature_n_ajoutent_rien():
    corps = (
        f"Bonjour,\n\nVoici nos candidats :\n\n{UN} - Mme DUPONT Marie - DALO\n{DEUX} - M. BERNARD Jean\n\n"
        "Cordialement,\nClaire MARTIN\nMairie de Viry\n04 50 11 22 33\nlogement@viry.fr\n\n"
        f"Le 3 mai 2026 à 10:00, Robot <robot@x.fr> a écrit :\n{OFFRE_CITEE}\n> {TROIS}"
    )
    assert [(c.nud, c.nom, c.courriel, c.telephone) for c in candidats(lire(courriel(corps)).texte)] == [
        (UN, "Mme DUPONT Marie", "", ""),
        (DEUX, "M. BERNARD Jean", "", ""),
    ]


def test_d_une_liste_en_html():
    liste = f"<ul><li>NUD : {UN}</li><li>Mail : marie@orange.fr</li></ul><ul><li>NUD : {DEUX}</li><li>Mail : j@free.fr</li></ul>"
    assert candidats(lire(page(liste)).texte) == [Candidat(UN, "", "marie@orange.fr"), Candidat(DEUX, "", "j@free.fr")]


# Whatever is written.
@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(), st.lists(st.sampled_from(MORCEAUX), max_size=30).map("".join)))
def test_jamais_d_exception_ni_de_numero_qui_n_est_pas_dans_le_texte(texte: str):
    chiffres = "".join(c for c in texte if c in "0123456789")
    for ligne in designer(texte):
        assert bool(ligne.candidat) is not bool(ligne.refus)
        assert ligne.candidat is None or ligne.candidat.nud in chiffres
        assert ligne.candidat is None or not ligne.candidat.courriel or ligne.candidat.courriel in texte.lower()


def test_le_nombre_de_lignes_est_borne():
    lues = designer("\n".join(f"0742603{rang:06d}74001" for rang in range(LIGNES_LUES_MAX + 50)))
    assert len(lues) == LIGNES_LUES_MAX + 1
    assert "la suite n'a pas été lue" in lues[-1].refus


DEUX_LOGEMENTS = f"{UN} {'-' * 1900}x V-2026-0042 {DEUX} {'-' * 1900}x V-2026-0043 {TROIS}\n"


@pytest.mark.parametrize(
    "motif",
    [f"{UN} Mme DUPONT a@orange.fr\n", "a@", "1 rue ", "Mme A ", "NUD : ", f"{UN} ", "(", "\n", DEUX_LOGEMENTS],
    ids=lambda motif: " ".join(motif.split())[:40],
)
def test_un_mega_octet_se_lit_en_temps_borne(motif: str):
    debut = time.process_time()
    designer(motif * (1_000_000 // len(motif)))
    assert time.process_time() - debut < 10
