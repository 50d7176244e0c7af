"""Headings of dwellings: what is not written as a reference ends the heading above, and the next order must say its own."""

from __future__ import annotations

import pytest

from robot.reading.consignes.lues import Consigne, Incomprise
from tests.reading.test_consignes import FIL, lire, phrase, seule
from tests.reading.test_consignes_plusieurs import UN, dits

AUTRE = "V-2026-0043"
TROP_LOIN = "NON 2 : trop loin de son travail"
AUTRES_TITRES = [
    "2026-0002", "2026-0002 :", "Le T3 de Neydens :", "Pour le T3 de Neydens :", "Le T3 de Neydens", "T2 Viry",
    "Neydens", "Pour Neydens :", "Saint-Julien centre", "Logement de Neydens", "autre logement :", "Résidence des Alpes",
    "14 rue des Prés :", "Et celui de Viry :",
]  # fmt: skip


@pytest.mark.regle("R14")
@pytest.mark.parametrize("titre", AUTRES_TITRES)
@pytest.mark.parametrize("reference", [None, FIL], ids=["à la synthèse", "dans le fil d'un logement"])
def test_ce_qui_nomme_mal_un_logement_finit_le_titre_precedent(titre: str, reference: str | None):
    oui, non = lire(f"{FIL}\nOUI 1\n\n{titre}\n{TROP_LOIN}", reference)
    assert isinstance(oui, Consigne)
    assert isinstance(non, Incomprise)
    assert non.reference is None
    assert f"« {titre} » semble parler d'un autre logement" in non.conseil
    assert "Dites de quel logement il s'agit" in non.conseil


@pytest.mark.regle("R14")
@pytest.mark.parametrize("titre", ["2026-0002", "Le T3 de Neydens :", "Pour le T3 de Neydens :"])
def test_un_autre_logement_en_tete_d_une_reponse_a_un_avis_arrete_l_ordre(titre: str):
    lue = seule(f"{titre}\n{TROP_LOIN}")
    assert isinstance(lue, Incomprise)
    assert "Dites de quel logement il s'agit" in lue.conseil


def test_une_ligne_sur_un_autre_logement_finit_aussi_le_fil():
    assert dits(f"{AUTRE} T3 Neydens\nNON 2 : trop loin") == [(AUTRE, "?"), (None, "?")]
    assert dits(f"{AUTRE} : SUIVANT\nOUI 1") == [(AUTRE, "?"), (None, "?")]


@pytest.mark.parametrize(
    "entre",
    [
        "Elle est ravie.", "Candidat 2 :", "Mme Dupont :", "Bonne journée", "Merci Claire", "Résultats de la commission :", "(vu avec elle)",
        "Pas de bus", "Le logement lui plaisait.", "> Le T3 de Neydens :",
    ],
)  # fmt: skip
def test_les_autres_mots_ne_finissent_rien(entre: str):
    assert dits(f"{FIL}\nOUI 1\n\n{entre}\n{TROP_LOIN}", None) == [(FIL, "OUI"), (FIL, "NON")]


@pytest.mark.parametrize(
    ("titre", "vise"),
    [
        ("V 2026 0043 :", AUTRE),
        ("V2026-0043", AUTRE),
        ("Pour le V2026-0043 :", AUTRE),
        ("V-2026-0043 (T3 Neydens) :", AUTRE),
    ],
)
def test_une_reference_sans_ses_tirets_est_un_titre(titre: str, vise: str):
    assert dits(f"{FIL}\nOUI 1\n\n{titre}\n{TROP_LOIN}", None) == [(FIL, "OUI"), (vise, "NON")]


# --- a list of candidates ----------------------------------------------------------------------------

DEUX = "074260301234574002 M. JEAN"


@pytest.mark.regle("R46")
@pytest.mark.parametrize("titre", ["Pour le V-2026-0043 :", "V 2026 0043", "Pour le T3 de Neydens :", "2026-0043"])
def test_un_autre_logement_dans_une_liste_de_candidats_la_retient(titre: str):
    lue = seule(f"{FIL}\nCOMPLETER\n{UN}\n{titre}\n{DEUX}", None)
    assert isinstance(lue, Incomprise), lue
    assert "semble nommer un autre logement" in lue.conseil


@pytest.mark.regle("R46")
def test_un_candidat_sous_un_titre_sans_completer_recoit_une_reponse():
    liste, orphelin = lire(f"{FIL}\nCOMPLETER\n{UN}\n\nPour le {AUTRE} :\n{DEUX}\n{DEUX}", None)
    assert isinstance(liste, Consigne)
    assert liste.candidats_texte == UN
    assert isinstance(orphelin, Incomprise)
    assert (orphelin.reference, "écrivez COMPLETER" in orphelin.conseil) == (AUTRE, True)


def test_sous_un_titre_que_personne_ne_comprend_un_candidat_recoit_une_reponse_aussi():
    (orphelin,) = lire(f"{FIL} :\nLe T3 de Neydens :\n{DEUX}", None)
    assert isinstance(orphelin, Incomprise)
    assert orphelin.reference is None


@pytest.mark.parametrize(
    "liste",
    [
        f"{UN}\nRéférence : {FIL}",
        f"Candidats :\n{UN}",
        f"{UN}\nT3 demandé\nTél. 06 12 34 56 78",
        f"{UN}\nLogement actuel : T2 à Annecy",
    ],
    ids=phrase,
)
def test_ce_qui_dit_un_menage_reste_dans_sa_liste(liste: str):
    assert isinstance(seule(f"COMPLETER\n{liste}"), Consigne)


# --- half a reference, two dwellings -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("texte", "mots"),
    [
        ("2026-0004 SUIVANT", "« V-2026-0004 SUIVANT : motif »"),
        ("2026-0004 : OUI 1", "« V-2026-0004 OUI 1 »"),
        ("4 : SUIVANT", "la référence entière du logement"),
        ("1 : attribué", "le verbe d'abord"),
        ("V-2026-0042 SUIVANT, idem pour V-2026-0043", "un seul logement"),
        ("SUIVANT, ainsi que V-2026-0043", "un seul logement"),
        ("V-2026-0042 (T3 à confirmer) : SUIVANT", "le verbe d'abord"),
    ],
    ids=phrase,
)
@pytest.mark.parametrize("reference", [None, FIL], ids=["à la synthèse", "dans le fil"])
def test_une_reference_incomplete_ou_de_trop_est_dite(texte: str, mots: str, reference: str | None):
    lue = seule(texte, reference)
    assert isinstance(lue, Incomprise), lue
    assert mots in lue.conseil


@pytest.mark.parametrize("texte", ["V2026-0042 : SUIVANT", "V 2026 0042 SUIVANT", "V-2026-0042 (T3 Viry) : SUIVANT"])
def test_une_reference_sans_ses_tirets_ou_decrite_est_la_sienne(texte: str):
    assert dits(texte, None) == [(FIL, "SUIVANT")]


@pytest.mark.parametrize(
    ("texte", "reponses"),
    [
        (f"SUIVANT\nidem pour {AUTRE}", [(FIL, "SUIVANT"), (AUTRE, "?")]),
        (f"SUIVANT\net {AUTRE}", [(FIL, "SUIVANT"), (AUTRE, "?")]),
        ("SUIVANT\npareil pour le T3 de Neydens", [(FIL, "SUIVANT"), (FIL, "?")]),
        ("SUIVANT\nMême chose.", [(FIL, "SUIVANT"), (FIL, "?")]),
    ],
    ids=phrase,
)
def test_idem_n_ordonne_rien_et_recoit_une_reponse(texte: str, reponses: list[tuple[str, str]]):
    assert dits(texte) == reponses
