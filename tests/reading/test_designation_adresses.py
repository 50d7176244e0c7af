"""Nobody's address is given to another: what a line or its neighbours leave uncertain is left out, and said."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from robot.domain.candidat import Candidat, Critere
from tests.reading.designer import DEUX, UN, designer


@pytest.mark.regle("R61", "R72")
@pytest.mark.parametrize(
    ("texte", "courriels"),
    [
        pytest.param(f"{UN} - Mme DUPONT - p.martin@ccas.fr", [("", "")], id="l'adresse d'un service"),
        pytest.param(f"{UN} - mail : ccas@viry.fr - Mme DUPONT", [("", "")], id="un service, même étiqueté"),
        pytest.param(f"{UN} - Mme PETIT - a@orange.fr b@free.fr", [("", "")], id="deux adresses"),
        pytest.param(f"{UN} Mme DUPONT, mail de son fils : paul@gmail.com", [("", "")], id="celle d'un proche"),
        pytest.param(f"{UN} Mme DUPONT, fille : Anne, anne@gmail.com", [("", "")], id="celle d'un proche, nommé"),
        pytest.param(f"{UN} Mme DUPONT, contact mairie : c.roux@viry.fr", [("", "")], id="celle de la mairie"),
        pytest.param(
            f"{UN} - M. Luc Roux - mail : roux@free.fr - suivi par Anne Blanc, CCAS, anne.blanc@ccas.fr",
            [("roux@free.fr", "anne.blanc@ccas.fr")],
            id="le candidat, puis le référent",
        ),
        pytest.param(
            f"{UN} Mme DUPONT - référente sociale : Anne BLANC anne.blanc@hautesavoie.fr - dupont.m@orange.fr",
            [("dupont.m@orange.fr", "anne.blanc@hautesavoie.fr")],
            id="le référent, puis le candidat, à son nom",
        ),
        pytest.param(
            f"{UN} Mme DUPONT - référente sociale : Anne BLANC - m74@orange.fr",
            [("", "")],
            id="une adresse privée après le référent",
        ),
        pytest.param(
            f"{UN}, référent social : Anne Blanc, Mme DUPONT Marie, marie0@orange.fr",
            [("", "")],
            id="le nom du candidat, écrit à la suite du référent",
        ),
        pytest.param(
            f"{UN} Mme DUPONT - courriel du candidat : m74@orange.fr - courriel du référent : asso74@gmail.com",
            [("m74@orange.fr", "asso74@gmail.com")],
            id="chacune dite",
        ),
        pytest.param(
            f"{UN} Mme DUPONT famille@orange.fr\n{DEUX} M. BERNARD famille@orange.fr",
            [("", ""), ("", "")],
            id="la même pour deux ménages",
        ),
        pytest.param(
            f"{UN} - a74@orange.fr - courriel du référent : a74@orange.fr",
            [("", "a74@orange.fr")],
            id="la même pour le candidat et le référent",
        ),
        pytest.param(
            f"NUD : {UN}\nNom : DUPONT\nRéférent social :\nNom : Paul Roux\nMail : paul@gmail.com",
            [("", "")],
            id="celle du référent, sous un titre",
        ),
        pytest.param(f"{UN} Mme DUPONT hélène@orange.fr", [("", "")], id="une adresse inutilisable"),
        pytest.param(
            f"Mme DUPONT {UN} marie@orange.fr M. BERNARD {DEUX} jean@free.fr",
            [("", ""), ("", "")],
            id="deux candidats mêlés sur une ligne",
        ),
        pytest.param(
            f"Mme DUPONT, {UN}, marie@orange.fr ; M. BERNARD, {DEUX}, jean@free.fr",
            [("marie@orange.fr", ""), ("jean@free.fr", "")],
            id="deux candidats séparés sur une ligne",
        ),
        pytest.param(
            f"Nous proposons Mme DUPONT, marie@orange.fr\n{UN}\nM. BERNARD, jean@free.fr\n{DEUX}",
            [("", ""), ("", "")],
            id="des lignes au-dessus ou au-dessous ?",
        ),
        pytest.param(
            f"DALO :\n{UN}\nmarie@orange.fr\n{DEUX}", [("", ""), ("", "")], id="une ligne entre deux numéros, sans plus"
        ),
        pytest.param(
            f"06 17 34 56 32\n{UN}\nNom : Li\nmarie@orange.fr\n06 10 34 56 90\n{DEUX}\nNom : Petit",
            [("", ""), ("", "")],
            id="une ligne dont l'ordre des autres ne dit rien",
        ),
        pytest.param(
            f"1. Mme DUPONT\nNUD {UN}\n2. M. BERNARD\njean@free.fr\n3. Mme PETIT\nNUD {DEUX}",
            [("", ""), ("", "")],
            id="un candidat sans numéro entre deux autres",
        ),
    ],
)
def test_aucune_adresse_n_est_donnee_a_un_autre(texte: str, courriels: list[tuple[str, str]]):
    lues = [ligne.candidat for ligne in designer(texte) if ligne.candidat]
    assert [(c.courriel, c.referent_courriel) for c in lues] == courriels


@pytest.mark.parametrize(
    ("texte", "doute"),
    [
        pytest.param(f"{UN} - Mme DUPONT - p.martin@ccas.fr", "p.martin@ccas.fr est-elle au candidat", id="à qui ?"),
        pytest.param(f"{UN} a@orange.fr b@free.fr", "plusieurs adresses", id="laquelle ?"),
        pytest.param(f"{UN} hélène@orange.fr", "n'est pas utilisable", id="un accent"),
        pytest.param(f"{UN} - Nom : Li - Nom : Petit", "plusieurs noms", id="quel nom ?"),
        pytest.param(f"{UN} - Adresse : 5 rue du Lac", "sans code postal", id="une adresse incomplète"),
        pytest.param(f"{UN} - référent : Paul - 06 12 34 56 78", "06 12 34 56 78", id="le téléphone de qui ?"),
        pytest.param(f"Mme LI {UN} M. ROUX {DEUX} a@b.fr", "une ligne par candidat", id="une ligne mêlée"),
    ],
)
def test_ce_qui_n_est_pas_certain_est_dit(texte: str, doute: str):
    assert any(doute in dit for dit in designer(texte)[0].doutes)


def test_un_dernier_candidat_numerote_sans_numero_unique_est_refuse():
    lues = designer(f"1. Mme DUPONT\nNUD {UN}\n2. M. BERNARD\njean@free.fr\n06 12 34 56 78")
    assert [(bool(ligne.candidat), ligne.ecrit) for ligne in lues][1:] == [
        (False, "2. M. BERNARD / jean@free.fr / 06 12 34 56 78")
    ]


def test_de_plusieurs_noms_aucun_n_est_retenu():
    (lue,) = designer(f"Merci de remplacer Mme PETIT par {UN} M. ROUX Luc")
    assert lue.candidat == Candidat(UN)
    assert "« Mme PETIT », « M. ROUX Luc »" in lue.doutes[0]


def test_un_candidat_numerote_sans_numero_unique_est_refuse():
    lues = designer(f"1. Mme DUPONT\nNUD {UN}\n2. M. BERNARD\njean@free.fr\n3. Mme PETIT\nNUD {DEUX}")
    assert [ligne.ecrit for ligne in lues if "aucun numéro unique" in ligne.refus] == ["2. M. BERNARD / jean@free.fr"]


# Households that we know, laid out in every way: what is attached is theirs.
MENAGES = ("Mme DUPONT Marie", "M. BERNARD Jean", "Mme PETIT Rose", "M. Luc Roux", "DIALLO Aminata", "NGUYEN Thi Lan")
PRIORITES = {"DALO": Critere.DALO, "1er quartile": Critere.PREMIER_QUARTILE, "handicap": Critere.PRIORITAIRE,
             "non DALO": Critere.AUCUN, "": Critere.AUCUN}  # fmt: skip
ETIQUETTES = {"nud": ("NUD : ", "n° unique ", ""), "nom": ("Nom : ", ""), "courriel": ("Mail : ", "Courriel : ", ""),
              "telephone": ("Tél : ", ""), "adresse": ("Adresse : ", ""), "priorite": ("Priorité : ", "")}  # fmt: skip


def menage(tirage: Any, rang: int) -> dict[str, str]:
    nom = MENAGES[rang]
    referent = tirage.choice(["", "", f"Ref Erent{rang}", f"Ref Erent{rang} erent{rang}@ccas.fr"])
    return {
        "nud": f"07426{tirage.randint(1, 12):02d}{tirage.randint(0, 999999):06d}7400{rang}",
        "nom": nom,
        "courriel": tirage.choice(["", f"{nom.split()[-1].lower()}{rang}@orange.fr", f"x{rang}zz@gmail.com"]),
        "telephone": tirage.choice(["", f"06 1{rang} 34 56 78"]),
        "adresse": tirage.choice(["", "", f"{rang + 1} rue des Alpes, 74{rang}80 Viry"]),
        "priorite": tirage.choice(list(PRIORITES)),
        "referent": referent,
    }


def ecrire_les_menages(tirage: Any, menages: list[dict[str, str]]) -> str:
    ordre = tirage.sample(list(menages[0]), len(menages[0]))
    etiquettes = {nom: tirage.choice(choix) for nom, choix in ETIQUETTES.items()} | {"referent": "référent social : "}
    separateur = tirage.choice([" - ", ", ", " ; ", " / ", "\t", " | ", " ", "\n", "\n", "\n", "\n\n"])
    marque = tirage.choice(["", "", "{}) ", "{}. ", "Candidat {} : ", "• "])
    lignes = [tirage.choice(["Bonjour,", "Voici nos candidats :", "Candidats DALO :", ""])]
    for rang, donnees in enumerate(menages, 1):
        champs = [etiquettes[nom] + donnees[nom] for nom in ordre if donnees[nom]]
        lignes.append(marque.format(rang) + separateur.join(champs))
    saut: str = tirage.choice(["\n", "\n\n"])
    return saut.join(lignes)


@pytest.mark.regle("R61", "R72")
@settings(max_examples=300, deadline=None)
@given(st.randoms(use_true_random=False))
def test_ce_qui_est_rattache_a_un_menage_est_le_sien(tirage: Any):
    menages = [menage(tirage, rang) for rang in tirage.sample(range(len(MENAGES)), tirage.randint(1, 4))]
    siens = {donnees["nud"]: donnees for donnees in menages}
    for lu in _lus(ecrire_les_menages(tirage, menages)):
        donnees = siens[lu.nud]
        assert lu.courriel in ("", donnees["courriel"])
        assert lu.referent_courriel == "" or lu.referent_courriel in donnees["referent"]
        assert lu.telephone in ("", donnees["telephone"])
        assert lu.adresse in ("", donnees["adresse"])
        assert donnees["nom"] in lu.nom or not lu.nom
        assert lu.critere in (Critere.AUCUN, PRIORITES[donnees["priorite"]])


def _lus(texte: str) -> Iterator[Candidat]:
    for ligne in designer(texte):
        assert not ligne.retrait
        if ligne.candidat:
            yield ligne.candidat
