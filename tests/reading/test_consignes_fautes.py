"""Slips of the pen in orders, and sentences that only look like one: told, or left alone, never obeyed."""

from __future__ import annotations

import re
from datetime import date

import pytest

from robot.domain.stimuli import Verbe
from robot.reading.consignes.lecture import lire_consignes
from robot.reading.consignes.lues import Consigne, Incomprise
from tests.reading.test_consignes import FIL, OBEIS, lire, phrase, seule


@pytest.mark.parametrize(
    ("texte", "verbe"),
    [
        ("DELIA 5", "DELAI"),
        ("DELAY 5", "DELAI"),
        ("SIUVANT", "SUIVANT"),
        ("suivent", "SUIVANT"),
        ("ANULLER : travaux", "ANNULER"),
        ("ATRIBUE 1", "ATTRIBUE"),
        ("COMISSION 12/03/2026 14h30 Annecy", "COMMISSION"),
        ("Renvoier als", "RENVOYER"),
        ("nom attribué 2 : revenus", "NON ATTRIBUE"),
        ("HOR FLUX : mutation", "HORS FLUX"),
        ("OUY 1", "OUI"),
        ("NOM 1 trop loin", "NON"),
        ("BAIK 15/04/2026", "BAIL"),
        ("SNEE 3", "SNE"),
        ("Dlai de 5 jours", "DELAI"),
        ("AIDDE", "AIDE"),
        ("ETATS", "ETAT"),
    ],
    ids=phrase,
)
def test_une_faute_de_frappe_est_signalee_jamais_obeie(texte: str, verbe: str):
    lue = seule(texte)
    assert isinstance(lue, Incomprise), lue
    assert lue.conseil.startswith(f"Vouliez-vous écrire {verbe} ?")


@pytest.mark.parametrize(
    "texte",
    [
        "", "Bonjour", "Merci", "Bonjour, merci de votre message.", "Je ne veux pas annuler", "je vous confirme : suivant",
        "Nous allons attribuer le logement au candidat 1", "Merci d'annuler", "> SUIVANT", "Mon collègue 2 vous répondra",
        "État des lieux mardi à 9 h", "Mail envoyé hier", "Présence du maire souhaitée", "Suite à votre message",
        "Envoyer les clés au gardien", "La commission aura lieu le 12/03/2026 à 14h30 à Annecy", "Refuge de montagne",
        "Bien reçu", "Hors de question", "commission-logement@viry.example",
        "Hors taux d'effort, le dossier convient", "Relais petite enfance en face",
    ],
    ids=phrase,
)  # fmt: skip
def test_une_phrase_n_est_pas_un_ordre(texte: str):
    assert lire(texte) == ()


def fautes(mot: str) -> set[str]:
    """Every word one slip away: a letter lost, doubled, swapped, or another in its place."""
    lettres = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    coupes = [(mot[:i], mot[i:]) for i in range(len(mot) + 1)]
    return (
        {a + b[1:] for a, b in coupes if b}
        | {a + b[1] + b[0] + b[2:] for a, b in coupes if len(b) > 1}
        | {a + lettre + b[1:] for a, b in coupes if b for lettre in lettres}
        | {a + lettre + b for a, b in coupes for lettre in lettres}
    )


@pytest.mark.parametrize("verbe", list(Verbe), ids=lambda verbe: verbe.en_clair)
def test_aucune_faute_ne_change_un_ordre_en_un_autre(verbe: Verbe):
    exemple = (
        next(texte for texte, v, _ in OBEIS if v is verbe and texte.startswith(verbe.en_clair))
        if (verbe is not Verbe.COMPLETER)
        else "COMPLETER"
    )
    reste = exemple.removeprefix(verbe.en_clair)
    for ecrit in sorted(fautes(verbe.en_clair)):
        autres = [lue for lue in lire(ecrit + reste) if isinstance(lue, Consigne) and lue.verbe is not verbe]
        assert autres == [], ecrit


@pytest.mark.parametrize("verbe", list(Verbe), ids=lambda verbe: verbe.en_clair)
def test_l_exemple_qu_on_nous_donne_se_recopie_tel_quel(verbe: Verbe):
    refus = seule(f"{verbe.en_clair} ?")
    assert isinstance(refus, Incomprise)
    exemples = re.split(", ou |, puis un candidat par ligne| »", refus.conseil.partition("par exemple « ")[2])[:-1]
    assert exemples
    for exemple in filter(None, exemples):
        (lue,) = lire_consignes(exemple, reference=FIL, aujourd_hui=date(2026, 3, 12))
        assert isinstance(lue, Consigne), lue
        assert lue.verbe is verbe
