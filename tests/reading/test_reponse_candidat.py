"""What households decide, sentence by sentence: a wrong no costs a DALO household its right for years."""

from __future__ import annotations

from itertools import dropwhile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from robot.domain.stimuli import Avis
from robot.reading.menages.reponse import lire_reponse_de_candidat
from tests.reading import reponses_de_candidats as dites
from tests.reading import reponses_de_candidats_dites as parlees
from tests.reading import reponses_de_candidats_suite as suite
from tests.reading import reponses_de_candidats_tournures as tournures


def phrase(texte: str) -> str:
    return " ".join(texte.split())[:110] or "rien"


@pytest.mark.regle("R64", "R71")
@pytest.mark.parametrize("texte", [*dites.OUI, *tournures.OUI], ids=phrase)
def test_est_un_oui(texte: str):
    assert lire_reponse_de_candidat(texte).avis is Avis.ACCEPTE


@pytest.mark.regle("R71", "R73")
@pytest.mark.parametrize("texte", [*dites.NON, *tournures.NON], ids=phrase)
def test_est_un_non(texte: str):
    assert lire_reponse_de_candidat(texte).avis is Avis.REFUSE


@pytest.mark.regle("R71", "R73")
@pytest.mark.parametrize("texte", [*dites.DOUTE, *tournures.DOUTE], ids=phrase)
def test_revient_a_une_personne(texte: str):
    assert lire_reponse_de_candidat(texte).avis is Avis.AMBIGU


@pytest.mark.regle("R71", "R73")
@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("ouiii jaccepte", Avis.ACCEPTE),
        ("je sui dacor pour le logement", Avis.ACCEPTE),
        ("Nooon merci", Avis.REFUSE),
        ("oui jaccepte pas", Avis.AMBIGU),
        ("je suis pas dacor", Avis.AMBIGU),
    ],
)
def test_ce_qu_un_pouce_tape_en_hate(texte: str, attendu: Avis):
    assert lire_reponse_de_candidat(texte).avis is attendu


# --- the other sets: what was written after the code --------------------------------------------------

SECONDES = [
    *((texte, Avis.ACCEPTE) for texte in (*suite.SECONDS_OUI, *suite.TROISIEMES_OUI)),
    *((texte, Avis.REFUSE) for texte in (*suite.SECONDS_NON, *suite.TROISIEMES_NON)),
    *((texte, Avis.AMBIGU) for texte in (*suite.SECONDS_DOUTE, *suite.TROISIEMES_DOUTE)),
]
# Nearer to speech, hence more often a doubt: what counts is that none is read the wrong way.
PARLEES = [
    *((texte, Avis.ACCEPTE) for texte in parlees.QUATRIEMES_OUI),
    *((texte, Avis.REFUSE) for texte in parlees.QUATRIEMES_NON),
    *((texte, Avis.AMBIGU) for texte in parlees.QUATRIEMES_DOUTE),
]


@pytest.mark.regle("R71", "R73")
@pytest.mark.parametrize(("texte", "attendu"), [*SECONDES, *PARLEES], ids=lambda valeur: phrase(str(valeur)))
def test_jamais_une_decision_de_travers(texte: str, attendu: Avis):
    assert lire_reponse_de_candidat(texte).avis in (attendu, Avis.AMBIGU)


def test_presque_toutes_se_lisent():
    decisives = [(texte, attendu) for texte, attendu in SECONDES if attendu is not Avis.AMBIGU]
    lues = [texte for texte, attendu in decisives if lire_reponse_de_candidat(texte).avis is attendu]
    assert len(lues) >= 0.9 * len(decisives)


# --- the reason, the proof ----------------------------------------------------------------------------


@pytest.mark.regle("R65", "R73")
@pytest.mark.parametrize(
    ("texte", "motif"),
    [
        ("je refuse c'est trop loin de mon travail", "c'est trop loin de mon travail"),
        ("Je refuse car le loyer est trop élevé.", "le loyer est trop élevé"),
        ("NON\nMotif : trop loin de l'école\nRéférence : V-2026-0042", "trop loin de l'école"),
        ("C'est trop loin de mon travail, je refuse.", "C'est trop loin de mon travail"),
        ("Non merci. Le quartier est bruyant. Cordialement, Karim Haddad", "Le quartier est bruyant"),
        ("Je refuse, joignable au 06 12 34 56 78", "joignable au (coordonnées)"),
        ("Je refuse V-2026-0042, trop loin", "trop loin"),
        ("Je refuse car le logement V-2026-0042 est trop loin.", "le logement V-2026-0042 est trop loin"),
        ("Je refuse. Trop loin. Trop cher.", "Trop loin. Trop cher"),
        ("Le logement est sombre, je refuse.", "Le logement est sombre"),
        ("Non", ""),
        ("Non merci, bonne journée", ""),
    ],
    ids=phrase,
)
def test_le_motif_est_dans_les_mots_du_menage(texte: str, motif: str):
    lue = lire_reponse_de_candidat(texte)
    assert (lue.avis, lue.motif) == (Avis.REFUSE, motif)
    assert lue.preuve == " ".join(texte.split())


@pytest.mark.parametrize(
    ("texte", "raison"),
    [
        ("OUI V-2026-0042\nNON V-2026-0043", "plusieurs logements nommés (V-2026-0042, V-2026-0043)"),
        ("j'accepte " * 400, "trop long"),
        ("oui mais", "« mais » n'est pas compris"),
        ("Oui ?", "« ? » laisse un doute"),
        ("oui je refuse", "oui et non"),
        ("Bonjour", "ni oui ni non"),
        ("Je refuse de visiter", "« visiter » après le refus"),
        ("Je refuse. J'attends mieux.", "« attends » après le refus"),
        ("Non, il est au travail", "après « non »"),
    ],
    ids=phrase,
)
def test_un_doute_dit_sa_raison(texte: str, raison: str):
    lue = lire_reponse_de_candidat(texte)
    assert (lue.avis, lue.motif) == (Avis.AMBIGU, "")
    assert raison in lue.preuve


@pytest.mark.parametrize(
    "texte",
    [
        "Bonjour, après réflexion, je vous informe que nous refusons ce\nlogement. Cordialement",
        "Bonjour, après réflexion, je vous informe que nous refusons\nl'appartement. Cordialement",
        pytest.param("Bonjour Madame, après mûre réflexion nous refusons\nl'appartement.", id="une ligne de 50 signes"),
    ],
)
def test_une_ligne_repliee_se_lit_d_un_trait(texte: str):
    lue = lire_reponse_de_candidat(texte)
    assert (lue.avis, lue.motif) == (Avis.REFUSE, "")


def test_une_page_se_lit_pas_un_signe_de_plus():
    page = f"Oui.{' ' * 2990}Merci."
    assert [lire_reponse_de_candidat(texte).avis for texte in (page, f"{page} ")] == [Avis.ACCEPTE, Avis.AMBIGU]


MOTS = st.sampled_from(
    (
        *("oui", "non", "je refuse", "j'accepte", "ce logement", "merci", "mais", "pas", "trop loin", ",", ".", "\n"),
        *("?", "si", "Mme Dupont", "V-2026-0042", "06 12 34 56 78", "car", "et", "d'accord", "👍", "…", "œ", "\u202e"),
        *("visiter", "ne"),
    )
)


@pytest.mark.regle("R71")
@given(st.lists(MOTS, max_size=12).map(" ".join))
def test_un_doute_ecrit_n_est_jamais_une_decision(texte: str):
    lue = lire_reponse_de_candidat(texte)
    mots = texte.replace("mais oui", "oui").split()  # « mais oui » says it twice
    if lue.avis is not Avis.AMBIGU:
        assert not ({"?", "si", "👍", "…", "visiter"} & set(mots))
    if lue.avis is Avis.ACCEPTE:
        assert not {"non", "refuse", "pas", "ne"} & set(mots)
        depuis_le_oui = dropwhile(lambda mot: mot not in {"oui", "j'accepte", "d'accord"}, mots)
        assert "mais" not in depuis_le_oui, "« oui mais » est un doute, non « merci mais oui »"
    if lue.avis is Avis.REFUSE:
        assert not {"oui", "j'accepte", "d'accord"} & set(mots)


@given(st.text(max_size=400))
def test_aucun_texte_ne_fait_tomber_la_lecture(texte: str):
    assert lire_reponse_de_candidat(texte).avis in Avis


@pytest.mark.parametrize(
    "bout", ["oui ", "je refuse ", "a ", ". ", "situe ", "06 12 ", "veuillez agreer ", "§", "Abc "]
)
def test_un_long_texte_se_lit_vite(bout: str):
    assert lire_reponse_de_candidat((bout * 3000)[:3000]).avis in Avis
