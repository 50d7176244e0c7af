"""What a message says of the table that it brings: the candidates whom it warns about are asked about."""

from __future__ import annotations

from time import process_time

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
BUDGET_S = 5
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
        "on ne retient que": ("Nous ne retenons que Mme DUPONT", ["DUPONT"]),
        "ne proposez que": ("Ne proposez que Mme Dupont.", ["DUPONT"]),
        "nous ne proposons que": ("Nous ne proposons que M. BERNARD et Mme MOREL.", ["BERNARD", "MOREL"]),
        "on ne garde que": ("On ne garde que Mme Dupont", ["DUPONT"]),
        "ne retenez que": ("Ne retenez que Mme Dupont.", ["DUPONT"]),
        "nous ne présentons que": ("Nous ne présentons finalement que Mme Dupont.", ["DUPONT"]),
        "que sa candidature": ("Ne prenez en compte que la candidature de Mme Dupont", ["DUPONT"]),
        "les autres désistés": ("Nous ne maintenons que Mme Dupont, les autres se sont désistés.", ["DUPONT"]),
        "les autres relogés": ("Nous n'avons plus que Mme Dupont, les deux autres ont été relogés.", ["DUPONT"]),
        "une restriction de sa vie": ("Mme DUPONT ne prend que des T3 avec ascenseur", ["DUPONT", "BERNARD", "MOREL"]),
        "une restriction, sous condition": ("Ne prenez que Mme DUPONT si M. BERNARD refuse", []),
        "un autre verbe, nié": ("Nous ne souhaitons pas que Mme DUPONT soit reçue", ["BERNARD", "MOREL"]),
        "un nom à une faute près": ("Mme Dupond se désiste", ["BERNARD", "MOREL"]),
        "un nom à une faute près, seul": ("DUPOND se désiste", ["BERNARD", "MOREL"]),
        "deux qui maintiennent, un qui se désiste": (
            "Mme Dupont et Mme Morel maintiennent, M. Bernard se désiste.", ["DUPONT", "MOREL"],
        ),
        "deux toujours candidats, un qui refuse": (
            "Mme Dupont et Mme Morel sont toujours candidats mais M. Bernard a refusé.", ["DUPONT", "MOREL"],
        ),
        "qui la suit": (
            "Mme Dupont ne souhaite plus ce logement, proposez M. Bernard et Mme Morel.", ["BERNARD", "MOREL"],
        ),
        "trois noms pour un verbe": ("Mme Dupont, M. Bernard et Mme Morel se désistent", []),
        "un retrait de deux": ("Nous retirons Mme Dupont et M. Bernard", ["MOREL"]),
        "ce que dit d'elle la suite": ("Mme Dupont est toujours candidate, mais elle a refusé", ["BERNARD", "MOREL"]),
        "proposée, et un non": ("Nous proposons Mme Dupont, M. Bernard : non", ["DUPONT", "MOREL"]),
        "proposée, et un désisté": ("Nous proposons Mme Dupont, M. Bernard, désisté, est parti", ["DUPONT", "MOREL"]),
        "proposés, puis désistés": ("Nous proposions Mme Dupont et M. Bernard, désistés depuis", ["MOREL"]),
        "un refus maintenu": ("Mme Dupont maintient son refus", ["BERNARD", "MOREL"]),
        "elle remplace, puis se désiste": ("Mme Dupont remplace Mme Roux, elle se désiste", ["BERNARD", "MOREL"]),
        "elle ne remplace plus": ("Mme Dupont ne remplace plus Mme Roux", ["BERNARD", "MOREL"]),
        "une venue niée": ("Mme Dupont ne viendra pas", ["BERNARD", "MOREL"]),
        "un défaut de moyens, et un refus": (
            "Mme Dupont ne dispose pas de véhicule, elle refuse donc", ["BERNARD", "MOREL"],
        ),
        "un seul à retenir": ("Seuls M. BERNARD et Mme MOREL sont à retenir", ["BERNARD", "MOREL"]),
        "une place dans la liste": ("Le premier de la liste s'est désisté", []),
        "un rang": ("La 2e candidate n'est plus intéressée.", []),
        "une ligne à ignorer": ("Merci d'ignorer la première ligne", []),
        "la liste entière": ("Ne pas tenir compte de la liste jointe", []),
        "une ligne de la liste": ("Ne prenez pas la deuxième ligne du tableau", []),
        "la table ignorée": ("Ignorez la table jointe, elle est fausse.", []),
        "la table inutile": ("N'utilisez pas la table jointe", []),
        "une ancienne version": ("La table jointe est une ancienne version", []),
        "ces candidats": ("Ne prenez pas ces candidats", []),
        "ces candidats, plus d'actualité": ("Ces candidats ne sont plus d'actualité", []),
        "à valider": ("Candidats à valider par l'élu avant envoi", []),
        "un exemple": ("Table donnée à titre d'exemple", []),
        "que la deuxième ligne": ("Ne proposez que la deuxième ligne", []),
        "une place, puis ce qu'on en dit": ("Pour la première ligne, la candidate s'est désistée.", []),
        "la table, puis ce qu'on en dit": ("Pour la table jointe : ne pas en tenir compte", []),
        "la table, et une autre": ("Ne prenez pas la table jointe, prenez la liste précédente", []),
        "un numéro dans la liste": ("Le candidat n°1 se désiste", []),
        "tous retirés": ("Nous retirons tous nos candidats", []),
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
        "un message à ignorer": "Merci d'ignorer mon message précédent, la table était vide.",
        "une liste d'avant": "Merci d'ignorer la liste précédente.",
        "à valider en commission": "Trois candidats à valider en commission.",
        "à ne pas oublier": "N'oubliez pas la première candidate.",
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
        "quand la joindre": ("Mme Dupont n'est pas joignable en journée", [True, False, False]),
        "quand elle travaille": ("Mme Dupont ne travaille pas le mercredi", [True, False, False]),
        "sa langue": ("Mme Dupont ne parle pas bien français", [True, False, False]),
        "ses moyens": ("M. Bernard ne dispose pas de véhicule", [False, True, False]),
        "ses coordonnées": ("Attention : les coordonnées de M. Bernard ont changé", [False, True, False]),
        "qui elle remplace": ("Mme Dupont remplace Mme Roux qui s'est désistée", [True, False, False]),
        "par quoi la joindre": ("Attention, Mme Dupont est sourde : préférer les SMS", [True, False, False]),
        "un autre, à une faute près": ("Mme Durant se désiste", [True, False, False]),
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
        "une restriction": (f"{LISTE}\n\nNous ne retenons que Mme Dupont.", ["DUPONT"]),
        "une seule à proposer": (f"{LISTE}\n\nSeule Mme Dupont est à proposer.", ["DUPONT"]),
        "une restriction, pour un autre logement": (
            f"Pour V-2026-0001, nous ne retenons que Mme Dupont :\n{LISTE.replace(DEUX, 'Pour V-2026-0002 :' + chr(10) + DEUX)}",
            ["DUPONT", "BERNARD", "MOREL"],
        ),
        "une défense à quelqu'un": (f"{LISTE}\n\nN'inscrivez pas M. Bernard.", ["DUPONT", "MOREL"]),
        "un jour de visite": (f"Mme Dupont ne peut pas visiter le mardi.\n\n{LISTE}", ["DUPONT", "BERNARD", "MOREL"]),
        "une heure pour la joindre": (f"{LISTE}\n\nMme Dupont est à rappeler le soir.", ["DUPONT", "BERNARD", "MOREL"]),
        "des mots qui ne disent rien de certain": (
            f"{LISTE}\n\nMme DUPONT n'a pas encore d'adresse.", ["DUPONT", "BERNARD", "MOREL"],
        ),
    },
)  # fmt: skip
def test_une_liste_se_lit_avec_le_reste_de_son_message(texte: str, restent: list[str]):
    assert pris(confronter_la_liste(texte, designer(texte))) == restent


@chaque(
    "texte",
    {"des lignes vides": "\n" * 200_000, "des mots": "Mme DUPOND et BERNART ne viennent que si Morelle. " * 4000},
)
def test_un_long_message_se_confronte_sans_attendre(texte: str):
    rangees = [
        (f"0742603{rang:06d}74001", f"Mme DUPON{chr(65 + rang % 26)}{chr(65 + rang // 26)}") for rang in range(300)
    ]
    lues = lire_table([("NUD", "Nom"), *rangees], departement="74", annee=2026)
    depart = process_time()
    confronter(texte, (), lues)
    confronter_la_liste(texte, lues)
    assert process_time() - depart < BUDGET_S


def test_un_candidat_sans_nom_n_est_jamais_nomme():
    lues = lire_table([("NUD", "Nom"), (UN, ""), (DEUX, "M. Li")], departement="74", annee=2026)
    assert confronter("Mme PETIT est partie", (), lues) == lues
    assert [ligne.candidat for ligne in confronter("M. Li se désiste", (), lues)] == [Candidat(UN), None]
