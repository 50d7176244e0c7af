"""What a message says of the table that it brings: the candidates whom it warns about are asked about."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from robot.domain.candidat import Candidat
from robot.reading.designations.candidatures import LigneLue
from robot.reading.designations.confrontation import confronter, confronter_la_liste, parle_d_un_autre_logement
from robot.reading.designations.designation import lire_table
from tests.reading.designer import DEUX, MORCEAUX, TROIS, UN, designer
from tests.reading.ecrire import chaque

TABLE = (
    ("Numéro unique", "Nom", "Courriel"),
    (UN, "Mme DUPONT Léa", "lea@orange.fr"),
    (DEUX, "M. BERNARD Hugo", "hugo@orange.fr"),
    (TROIS, "Mme MOREL Inès", "ines@orange.fr"),
)
NOMS = ("DUPONT", "BERNARD", "MOREL")


def confrontees(texte: str) -> tuple[LigneLue, ...]:
    return confronter(texte, designer(texte), lire_table(TABLE, departement="74", annee=2026))


def pris(lues: tuple[LigneLue, ...]) -> list[str]:
    return [nom for nom, lue in zip(NOMS, lues, strict=True) if lue.candidat]


@pytest.mark.regle("R45", "R61")
@chaque(
    ("texte", "restent"),
    {
        "une défense et un désistement": (
            "Attention ne pas retenir Mme DUPONT qui s'est désistée", ["BERNARD", "MOREL"],
        ),
        "le désistement seul": ("Liste jointe. Mme Dupont s'est désistée.", ["BERNARD", "MOREL"]),
        "en capitales": ("NE PAS PRENDRE MME DUPONT", ["BERNARD", "MOREL"]),
        "en petites lettres, sans accent": ("sauf mme dupont", ["BERNARD", "MOREL"]),
        "un retrait sans numéro": ("Merci de retirer Mme DUPONT de la liste", ["BERNARD", "MOREL"]),
        "le prénom": ("Léa ne souhaite plus ce logement", ["BERNARD", "MOREL"]),
        "deux d'une phrase": ("Mme DUPONT et M. BERNARD sont hors plafond", ["MOREL"]),
        "une condition": ("M. BERNARD seulement si Mme MOREL refuse", ["DUPONT"]),
        "une attente": ("Mme MOREL est sur liste d'attente", ["DUPONT", "BERNARD"]),
        "un avis": ("Avis défavorable de la commission pour Mme MOREL", ["DUPONT", "BERNARD"]),
        "proposé, puis repris": (
            "Nous proposons Mme DUPONT, qui s'est finalement désistée", ["BERNARD", "MOREL"],
        ),
        "une phrase repliée": ("Attention, ne pas retenir\nMme DUPONT", ["BERNARD", "MOREL"]),
        "une liste sous une défense": ("Ne pas retenir :\n- Mme DUPONT\n- M. BERNARD\n\nCordialement", ["MOREL"]),
        "le numéro d'une ligne douteuse": (f"{DEUX} : avis défavorable", ["DUPONT", "MOREL"]),
        "un échange entre deux": ("Mme DUPONT remplace M. BERNARD", ["MOREL"]),
        "un échange avec un autre": ("M. PETIT à la place de Mme DUPONT", ["BERNARD", "MOREL"]),
        "un seul à prendre": ("Prenez seulement M. BERNARD", ["BERNARD"]),
        "un seul à retenir": ("Seuls M. BERNARD et Mme MOREL sont à retenir", ["BERNARD", "MOREL"]),
        "une place dans la liste": ("Le premier de la liste s'est désisté", []),
        "un rang": ("La 2e candidate n'est plus intéressée.", []),
        "une ligne à ignorer": ("Merci d'ignorer la première ligne", []),
        "la liste entière": ("Ne pas tenir compte de la liste jointe", []),
        "une ligne de la liste": ("Ne prenez pas la deuxième ligne du tableau", []),
    },
)  # fmt: skip
def test_le_candidat_que_le_message_met_en_cause_est_demande_et_les_autres_pris(texte: str, restent: list[str]):
    lues = confrontees(texte)
    assert pris(lues) == restent
    assert all("votre message dit « " in lue.refus for lue in lues if not lue.candidat)


@pytest.mark.regle("R45", "R61")
@chaque(
    "texte",
    {
        "rien": "",
        "une politesse": "Bonjour,\nVeuillez trouver la liste de nos candidats ci-jointe.\nCordialement,\nClaire Dupont",
        "les noms redits": "Vous trouverez ci-joint nos trois candidats : Mme DUPONT, M. BERNARD et Mme MOREL.",
        "un courriel qui manque": "Mme DUPONT n'a pas de téléphone.",
        "un ordre": "Mme DUPONT en priorité, puis M. BERNARD, puis Mme MOREL.",
        "une attente qui n'est à personne": "Dans l'attente de la commission, bien à vous",
        "une signature": "Hugo Martin\nResponsable du service logement\nMairie de Viry",
        "ce qu'on propose": "Nous vous proposons Mme DUPONT, M. BERNARD et Mme MOREL (table jointe).",
    },
)
def test_un_message_ordinaire_ne_trouble_pas_la_table_qu_il_porte(texte: str):
    lues = confrontees(texte)
    assert pris(lues) == list(NOMS)
    assert [lue.doutes for lue in lues] == [(), (), ()]


@pytest.mark.regle("R61", "R70")
@chaque(
    ("texte", "doutes"),
    {
        "une priorité": ("Mme MOREL est reconnue DALO", [False, False, True]),
        "la priorité niée": ("Mme MOREL n'est pas DALO", [False, False, True]),
        "un mot que nous ne connaissons pas": ("M. BERNARD est véhiculé", [False, True, False]),
        "un autre qui se désiste": (
            "Suite au désistement de Mme PETIT, nous proposons Mme DUPONT", [True, False, False],
        ),
        "personne de la table": ("Mme PETIT s'est désistée", [True, False, False]),
    },
)  # fmt: skip
def test_ce_que_le_message_dit_d_autre_est_montre(texte: str, doutes: list[bool]):
    lues = confrontees(texte)
    assert pris(lues) == list(NOMS)
    assert [any("votre message dit " in doute for doute in lue.doutes) for lue in lues] == doutes


@pytest.mark.regle("R45")
def test_un_retrait_de_la_table_et_une_ligne_refusee_restent_ce_qu_ils_sont():
    table = [("NUD", "Nom", "Retrait"), (UN, "Mme DUPONT Léa", "oui"), ("12", "M. BERNARD Hugo", "")]
    lues = lire_table(table, departement="74", annee=2026)
    assert confronter("Mme DUPONT et M. BERNARD se désistent", (), lues) == lues
    assert confronter("Ne pas tenir compte de cette liste", (), lues) == lues


@pytest.mark.regle("R45", "R61")
@chaque(
    ("texte", "ailleurs"),
    {
        "une autre référence": ("Liste pour V-2026-0002", True),
        "les deux": ("V-2026-0001 et V-2026-0002", True),
        "l'autre logement": ("Table jointe pour l'autre logement", True),
        "un autre appartement": ("Candidats pour un autre appartement", True),
        "la sienne": ("Table jointe pour V-2026-0001", False),
        "rien": ("Table jointe", False),
        "ce qu'un ménage a refusé": ("Mme DUPONT avait refusé un autre logement", False),
    },
)
def test_un_message_parle_d_un_autre_logement(texte: str, ailleurs: bool):
    assert parle_d_un_autre_logement(texte, "V-2026-0001") is ailleurs


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.sampled_from([*MORCEAUX, "Mme DUPONT Léa ", "qui ", "désistée", "sauf ", " et ", ": "]), max_size=25)
)
def test_un_message_quelconque_ne_leve_rien_et_n_inscrit_personne_de_plus(morceaux: list[str]):
    lues = confrontees("".join(morceaux))
    assert len(lues) == len(NOMS)
    assert all(bool(ligne.candidat) is not bool(ligne.refus) for ligne in lues)


LISTE = f"{UN} Mme DUPONT Léa\n{DEUX} M. BERNARD Hugo\n{TROIS} Mme MOREL Inès"


@pytest.mark.regle("R45", "R61")
@chaque(
    ("texte", "restent"),
    {
        "un désistement au-dessus": (
            f"Attention ne pas retenir Mme DUPONT qui s'est désistée.\n\n{LISTE}", ["BERNARD", "MOREL"],
        ),
        "un désistement au-dessous": (f"{LISTE}\n\nMme Morel ne souhaite plus ce logement.", ["DUPONT", "BERNARD"]),
        "celui d'un autre": (
            f"Suite au désistement de Mme PETIT, nous proposons Mme DUPONT.\n\n{LISTE}", ["DUPONT", "BERNARD", "MOREL"],
        ),
        "une signature": (f"{LISTE}\n\nCordialement,\nHugo Martin", ["DUPONT", "BERNARD", "MOREL"]),
        "des mots qui ne disent rien de certain": (
            f"{LISTE}\n\nMme DUPONT n'a pas encore d'adresse.", ["DUPONT", "BERNARD", "MOREL"],
        ),
    },
)  # fmt: skip
def test_une_liste_se_lit_avec_le_reste_de_son_message(texte: str, restent: list[str]):
    assert pris(confronter_la_liste(texte, designer(texte))) == restent


def test_un_candidat_sans_nom_n_est_jamais_nomme():
    lues = lire_table([("NUD", "Nom"), (UN, ""), (DEUX, "M. Li")], departement="74", annee=2026)
    assert confronter("Mme PETIT est partie", (), lues) == lues
    assert [ligne.candidat for ligne in confronter("M. Li se désiste", (), lues)] == [Candidat(UN), None]
