"""Every button of every letter, pressed and sent as it is: the robot reads what the button says, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from email.message import EmailMessage
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser

from robot.domain.courriers import Courrier
from robot.domain.jetons import Voie, chercher_jetons, voie_ecrite
from robot.domain.stimuli import Avis
from robot.reading.chaine import lire
from robot.reading.consignes.lecture import lire_consignes
from robot.reading.consignes.lues import Consigne, Incomprise
from robot.reading.lecture import Lecture, Nature, Sens
from robot.reading.menages.reponse import lire_reponse_de_candidat
from tests.adapters.lettres_imprimees import LETTRES, parties

AUJOURD_HUI = date(2026, 5, 22)
SENS = {"ACCEPTE": Sens.ACCEPTE, "REFUSE": Sens.REFUSE, "CONTESTER": Sens.AMBIGU, "CORRIGER": Sens.AMBIGU}
AVIS = {"OUI": Avis.ACCEPTE, "NON": Avis.REFUSE}


def boutons() -> Iterator[tuple[str, Courrier, str, str]]:
    """Each distinct button: the letter's name, the letter, what the button shows, its address."""
    vus: set[tuple[str, str, str]] = set()
    for nom, courrier in LETTRES.items():
        if not courrier.jeton:
            continue  # written by hand: nobody receives it
        for lien in LexborHTMLParser(parties(courrier)[1]).css("a"):
            libelle, url = lien.text(strip=True), lien.attributes["href"] or ""
            if (courrier.gabarit, libelle, url) not in vus:
                vus.add((courrier.gabarit, libelle, url))
                yield nom, courrier, libelle, url


BOUTONS = tuple(boutons())
chaque_bouton = pytest.mark.parametrize(
    ("courrier", "libelle", "url"),
    [
        pytest.param(*suite, id=f"{nom} : {suite[1]}")
        for nom, *suite in BOUTONS
        if nom != "synthèse de quarante logements"
    ],
)


def ouvrir(url: str) -> dict[str, str]:
    """The fields that a mail program prepares (RFC 6068)."""
    champs = parse_qs(urlsplit(url).query, strict_parsing=True, encoding="utf-8", errors="strict")
    return {"to": unquote(urlsplit(url).path), **{nom: valeur for nom, (valeur,) in champs.items()}}


def envoyer(courrier: Courrier, url: str) -> Lecture:
    """What the robot reads of the prepared message, sent as it is by whoever received the letter."""
    prepare = ouvrir(url)
    envoi = EmailMessage()
    envoi["From"], envoi["To"], envoi["Subject"] = courrier.destinataire, prepare["to"], prepare["subject"]
    envoi["Message-ID"] = "<bouton@exemple.test>"
    envoi.set_content(prepare["body"])
    return lire(envoi.as_bytes())


def voie(courrier: Courrier) -> Voie:
    return voie_ecrite(courrier.jeton)


@chaque_bouton
def test_un_bouton_ecrit_a_la_bonne_adresse_dans_les_formes_que_tous_lisent(courrier, libelle, url):
    prepare = ouvrir(url)
    assert chercher_jetons(prepare["to"]) == (courrier.jeton,)
    # Outlook keeps a `+`, Gmail reads it as a space; neither reads Latin-1, nor a bare line feed.
    assert re.fullmatch(
        r"mailto:[\w.%-]+@[\w.-]+\?subject=(?:[\w.~-]|%[0-9A-F]{2})+&body=(?:[\w.~-]|%[0-9A-F]{2})+", url
    )
    assert "%0A" not in url.replace("%0D%0A", "")
    assert len(url) < 2000
    assert libelle.removeprefix("Répondre ").split()[0] in prepare["subject"] or not libelle.startswith("Répondre")


@chaque_bouton
def test_un_bouton_envoye_tel_quel_dit_ce_qu_il_annonce(courrier, libelle, url):
    lecture = envoyer(courrier, url)
    assert lecture.nature is Nature.REPONSE
    mot = libelle.removeprefix("Répondre ")
    match voie(courrier):
        case Voie.RESERVATAIRE:
            assert [decision.sens for decision in lecture.decisions] == [SENS[mot]]
        case Voie.CANDIDAT:
            assert lire_reponse_de_candidat(lecture.texte).avis is AVIS[mot]
        case _:
            (ordre,) = [o for o in _ordres(courrier) if o["libelle"] == libelle and _reference(o) in lecture.texte]
            verifier_l_ordre(courrier, ordre, lecture.texte)


def _reference(ordre: dict[str, str]) -> str:
    return ordre["texte"].split()[0]


def _ordres(courrier: Courrier) -> list[dict[str, str]]:
    """What the letter offers to order."""
    contexte = courrier.contexte
    if courrier.gabarit != "synthese":
        return list(contexte["ordres"])
    references = dict.fromkeys(ligne["reference"] for ligne in contexte["sne"])
    saisies = [
        {
            "libelle": "C'est saisi",
            "texte": f"{reference} SNE "
            + " ".join(str(ligne["ligne"]) for ligne in contexte["sne"] if ligne["reference"] == reference),
        }
        for reference in references
    ]
    return [*(ordre for attente in contexte["attentes"] for ordre in attente["ordres"]), *saisies]


def verifier_l_ordre(courrier: Courrier, ordre: dict[str, str], texte: str) -> None:
    """A whole order is read as it is written; one that has to be filled in does nothing, and says what to write."""
    reference, *mots = ordre["texte"].removesuffix("…").split()
    lues = lire_consignes(texte, reference=courrier.reference or None, aujourd_hui=AUJOURD_HUI)
    assert len(lues) == 1
    (lue,) = lues
    assert lue.reference == reference
    if "…" in ordre["texte"] and mots[0] != "COMPLETER" and isinstance(lue, Incomprise):
        assert mots[0] in lue.conseil
        return
    assert isinstance(lue, Consigne), lue
    assert lue.verbe.en_clair == " ".join(m for m in mots if m.isalpha())
    assert lue.numeros == tuple(int(m) for m in mots if m.isdecimal() and mots[0] != "DELAI")


def test_des_boutons_de_toutes_les_sortes_sont_presses():
    assert {voie(courrier) for _, courrier, _, _ in BOUTONS} == {Voie.RESERVATAIRE, Voie.CANDIDAT, Voie.GESTIONNAIRE}
    assert {libelle for _, _, libelle, _ in BOUTONS} >= {f"Répondre {mot}" for mot in (*SENS, *AVIS)}
