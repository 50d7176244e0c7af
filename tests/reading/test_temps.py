"""Reading takes time in proportion to the text, whatever is repeated in it."""

from __future__ import annotations

import time

import pytest

from robot.reading.chaine import lire
from robot.reading.lecture import Lecture, Nature
from robot.reading.machines.automates import n_a_que_des_formules
from tests.reading.ecrire import courriel, page

TAILLE = 60_000
BUDGET_S = 6.0  # per message, on a busy machine; a quadratic reader needs minutes


REPETITIONS = {
    motif: motif * (TAILLE // len(motif))
    for motif in (
        "a", " ", ">", "> \n", "@", "a@", "le 12 ", "le 12 mai 2026 a@b.fr\n", "De : a\n", "accepte ", "accepte\n", "nous ",
        "la commune de ", "V-2026-0042 ", "V-2026-0042 : ACCEPTE, ", "-", "-----\n", "_", "Cordialement ", "ce message ",
        "je suis ", "Motif : a\n", "e\u0301", "\ufdfa", "nous acceptons ", "avis ", "(", "\"", "\\", ": ", "On 2026 ",
    )
}  # fmt: skip
PAGES = {
    motif: motif * (TAILLE // len(motif))
    for motif in (
        "<",
        "<a ",
        '<a "',
        "<!--",
        "<div>",
        "<blockquote>",
        "<b>x<p>",
        "</i>",
        "<style>",
        "&",
        "&amp;",
        "<p style='",
        "<td>",
        "<table>",
        "<table><tr><td>a</td><td>b</td><td>c</td></tr>",
    )
}


def lire_dans_les_temps(octets: bytes) -> Lecture:
    depart = time.process_time()
    lue = lire(octets)
    assert time.process_time() - depart < BUDGET_S
    return lue


@pytest.mark.parametrize("texte", REPETITIONS.values(), ids=[repr(motif) for motif in REPETITIONS])
def test_un_texte_repete_se_lit_en_temps_lineaire(texte: str):
    assert lire_dans_les_temps(courriel(texte)).nature is Nature.REPONSE
    lire_dans_les_temps(courriel("x", objet=texte.replace("\n", " "), auteur=texte.replace("\n", " ")))
    lire_dans_les_temps(courriel(f"could not be delivered\n{texte}", auteur="mailer-daemon@viry.example"))


@pytest.mark.parametrize("motif", ["&a", "la commune de ", "oui, ", "candidat transm ", "accepte le ", "(a", "re : "])
def test_soixante_phrases_faites_pour_etre_lentes_se_lisent_dans_les_temps(motif: str):
    lire_dans_les_temps(courriel("\n".join([("nous acceptons " + motif * 300)[:590] + "."] * 60)))


@pytest.mark.parametrize("source", PAGES.values(), ids=PAGES)
def test_une_page_repetee_se_lit_en_temps_lineaire(source: str):
    lire_dans_les_temps(page(source))


def test_des_balises_toutes_differentes_ne_se_reconstruisent_pas_a_chaque_paragraphe():
    lire_dans_les_temps(page("".join(f"<b a={i}>" for i in range(5000)) + "<p>x" * 10_000))


def test_un_multipart_qui_se_contient_lui_meme_s_arrete():
    lire_dans_les_temps(b"Content-Type: multipart/mixed; boundary=b\n\n--b\n" * 1500)


def secondes(texte: str) -> float:
    """The least of five, in processor time: what else the machine does only adds."""
    temps = []
    for _ in range(5):
        depart = time.process_time()
        n_a_que_des_formules(texte)
        temps.append(time.process_time() - depart)
    return min(temps)


@pytest.mark.parametrize("signe", ["\U0001f600", "!", "§", " .", "é"])
def test_deux_fois_plus_d_emoji_ne_coutent_pas_quatre_fois_plus(signe: str):
    """A household answered with three thousand of them on one line; `\\W*` backtracked from each."""
    assert secondes(signe * 6_000) < 3 * secondes(signe * 3_000)
    assert lire(courriel(f"Merci {signe * 3_000}")).nature is Nature.REPONSE
