"""How a reply names the dwelling, as read: whether it is the one of the offer is for who knows its sheet."""

from __future__ import annotations

import pytest

from robot.reading.chaine import lire
from robot.reading.lecture import BienNomme, Lien
from robot.reading.reponses.bien_nomme import biens_nommes
from tests.reading.ecrire import chaque, courriel, dit


def types(texte: str) -> list[tuple[int, ...]]:
    return [bien.pieces for bien in biens_nommes([texte]) if bien.pieces]


def rues(texte: str) -> list[tuple[str, str]]:
    return [(bien.numero, bien.voie) for bien in biens_nommes([texte]) if bien.voie]


@pytest.mark.regle("R42", "R44")
@chaque(
    ("texte", "attendus"),
    {
        "un type derrière le mot": ("REFUSE (T5)", [(5,)]),
        "un type, sans le T": ("Nous refusons ce 4 pièces", [(4,)]),
        "un studio": ("REFUSE le studio", [(1,)]),
        "un T1 bis": ("REFUSE le T1 bis", [(1,)]),
        "un point": ("Refus - T.4", [(4,)]),
        "un tiret": ("REFUSE le F-4", [(4,)]),
        "deux fois le type": ("REFUSE appartement de type T4", [(4,)]),
        "en chiffres romains": ("REFUSE - type IV", [(4,)]),
        "un numéro de téléphone": ("ACCEPTE, T.04 50 11 22 33", []),
        "l'offre d'un type": ("Votre offre d'un F2 ne convient pas", [(2,)]),
        "faute de demande": ("Refus, nous n'avons pas de demande de T5", [(5,)]),
        "faute de candidat": ("aucun candidat ne cherche un T5", [(5,)]),
        "personne n'en cherche": ("Personne ne cherche de T5 chez nous", [(5,)]),
        "un type recherché": ("REFUSE, nos demandeurs cherchent un T5", []),
        "des types en général": ("Les T2 partent mieux, nous n'avons que du T2", []),
        "faute d'autre chose": ("Pas de demande que pour des T2", []),
        "deux pièces jointes": ("REFUSE, voir le 2 pièces jointes", []),
    },
)
def test_un_type_se_lit_ou_il_nomme_le_logement(texte, attendus):
    assert types(texte) == attendus


@pytest.mark.regle("R42", "R44")
@chaque(
    ("texte", "attendues"),
    {
        "une adresse": ("Nous acceptons le logement situé 12 bis, rue du Lac à Viry.", [("12", "du Lac")]),
        "un nom sans article": ("ACCEPTE avenue Gambetta", [("", "Gambetta")]),
        "une rue sans nom": ("REFUSE : rue bruyante", []),
        "un chemin de fer": ("REFUSE : chemin de fer trop proche", []),
        "une place de parking": ("REFUSE : place de parking nécessaire", []),
        "où l'on habite": ("REFUSE, le demandeur habite rue du Lac", []),
        "le service d'une mairie": ("Service du logement, 1 place de la Mairie", []),
        "une ligne de signature": ("Mairie de Viry, 1 place de la Mairie", []),
        "une phrase trop longue": ("ACCEPTE rue du Lac " + "x" * 600, []),
    },
)
def test_une_rue_se_lit_ou_elle_nomme_le_logement(texte, attendues):
    assert rues(texte) == attendues


def test_une_commune_garde_ses_lettres_et_son_lien():
    (bien,) = biens_nommes(["Concerne : logement situé à Saint-Julien-en-Genevois (74)"])
    assert bien == BienNomme(
        "Concerne : logement situé à Saint-Julien-en-Genevois",
        localite="Saint-Julien-en-Genevois",
        lien=Lien.SITUE,
    )


def test_des_lettres_qui_ne_se_superposent_pas_se_lisent_sans_leur_casse():
    assert [bien.localite for bien in biens_nommes(["Cœur de bourg, le logement de Neydens"])] == ["neydens"]


def test_un_numero_rpls_se_lit_sans_ses_espaces():
    assert [bien.rpls for bien in biens_nommes(["RPLS n° 74 1234 5678"])] == ["7412345678"]


@pytest.mark.regle("R42", "R44")
@chaque(
    ("texte", "attendu"),
    {
        "un autre type, un refus": ("Nous refusons le T2", "ambigu"),
        "un autre type, sous le mot": ("REFUSE\nLe T2 est trop petit", "ambigu"),
        "un autre type, cherché": ("REFUSE\nNotre demandeur cherche un T2", "refuse"),
        "le même type": ("Refus, pas de demande de T4", "refuse"),
    },
)
def test_un_refus_nomme_le_logement_du_fil(texte, attendu):
    assert dit(courriel(texte, objet="Re: Logement T4 à Cruseilles")) == [(None, attendu)]


def test_chaque_decision_garde_le_logement_qu_elle_nomme():
    lue = lire(courriel("V-2026-0042 : ACCEPTE (T3)\nV-2026-0043 : REFUSE le T5"))
    assert [sorted({bien.pieces for bien in decision.biens if bien.pieces}) for decision in lue.decisions] == [
        [(3,)],
        [(5,)],
    ]
