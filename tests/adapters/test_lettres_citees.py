"""What becomes of a letter when it comes back quoted: our words are never its reader's."""

from __future__ import annotations

import re
from datetime import date
from email.message import EmailMessage
from urllib.parse import parse_qs, urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser

from robot.adapters.modeles import INSTRUCTION
from robot.domain.courriers import Courrier
from robot.domain.jetons import Voie, voie_ecrite
from robot.domain.stimuli import Avis
from robot.reading.chaine import lire
from robot.reading.consignes.lecture import lire_consignes
from robot.reading.consignes.lues import Consigne
from robot.reading.designations.designation import lire_designation
from robot.reading.lecture import Nature, Sens
from robot.reading.menages.reponse import lire_reponse_de_candidat
from tests.adapters.exemples_de_lettres import MAIRIE, ROBOT
from tests.adapters.lettres_imprimees import (
    LETTRES,
    chaque_lettre,
    liens,
    message,
    parties,
    texte_de,
)

DEMANDENT_UNE_REPONSE = {"offre", "neuf", "rappel_offre", "a_preciser", "delai_repris"}


@chaque_lettre
def test_aucune_ligne_ne_commence_par_une_reponse(courrier):
    texte, html = parties(courrier)
    page = LexborHTMLParser(html)
    lignes = texte.splitlines() + [noeud.text(strip=True) for noeud in page.css("h1, h2, p, li, td, th, a, blockquote")]
    assert not [
        ligne
        for ligne in lignes
        if re.match(r"\W*(?<!>)(?:ACCEPTE|REFUSE)\b", ligne.lstrip()) and not ligne.lstrip().startswith((">", "«"))
    ]


@chaque_lettre
def test_la_consigne_est_toujours_la_meme_phrase(courrier):
    texte, html = parties(courrier)
    attendu = 1 if courrier.gabarit in DEMANDENT_UNE_REPONSE else 0
    assert texte.splitlines().count(INSTRUCTION) == attendu
    assert texte_de(html).count(INSTRUCTION) == attendu


def _repondre(courrier: Courrier, nouveau: str, cite: str, *, html: bool = False) -> bytes:
    reponse = EmailMessage()
    reponse["From"], reponse["To"], reponse["Subject"] = MAIRIE, ROBOT, f"Re: {message(courrier)['subject']}"
    if html:
        reponse.set_content(f"<html><body><p>{nouveau}</p>{cite}</body></html>", subtype="html")
    else:
        reponse.set_content(f"{nouveau}\n\n{cite}")
    return reponse.as_bytes()


@pytest.mark.parametrize("nouveau", ["", "Bonjour, bien reçu.", "Je transmets à l'adjointe."])
@chaque_lettre
def test_une_lettre_citee_sans_aucun_signe_ne_decide_de_rien(courrier, nouveau):
    texte, html = parties(courrier)
    # As Outlook writes a button in a text reply.
    boutons = "\n".join(f"{bouton} <{adresse}>" for bouton, adresse in liens(courrier).items())
    citations = (texte, " ".join(texte.split()), texte_de(html), f"{texte_de(html)}\n{boutons}")
    reponses = [_repondre(courrier, nouveau, cite) for cite in citations]
    for octets in (*reponses, _repondre(courrier, nouveau, html, html=True)):
        lecture = lire(octets)
        assert {decision.sens for decision in lecture.decisions} <= {Sens.AMBIGU}, lecture


def _citees(courrier: Courrier, nouveau: str) -> list[str]:
    """The new text of replies that quote the letter without a sign, as several programs do."""
    texte, html = parties(courrier)
    boutons = "\n".join(f"{bouton} <{adresse}>" for bouton, adresse in liens(courrier).items())
    citations = (texte, texte_de(html), f"{texte_de(html)}\n{boutons}")
    return [lire(_repondre(courrier, nouveau, cite)).texte for cite in citations]


def _a(*voies: Voie) -> pytest.MarkDecorator:
    lettres = {nom: lettre for nom, lettre in LETTRES.items() if lettre.jeton and voie_ecrite(lettre.jeton) in voies}
    return pytest.mark.parametrize("courrier", lettres.values(), ids=lettres)


@_a(Voie.CANDIDAT)
def test_une_lettre_citee_par_un_menage_ne_repond_pas_pour_lui(courrier):
    for lu in _citees(courrier, "Bonjour, bien reçu."):
        assert lire_reponse_de_candidat(lu).avis is Avis.AMBIGU


@_a(Voie.GESTIONNAIRE)
def test_une_lettre_citee_par_un_gestionnaire_ne_commande_rien(courrier):
    for lu in _citees(courrier, "Bien noté, je regarde demain."):
        lues = lire_consignes(lu, reference=courrier.reference or None, aujourd_hui=date(2026, 5, 22))
        assert not [lue for lue in lues if isinstance(lue, Consigne)]


@_a(Voie.RESERVATAIRE)
def test_une_lettre_citee_par_un_reservataire_ne_designe_personne(courrier):
    for lu in _citees(courrier, "Bonjour, bien reçu."):
        assert not [ligne for ligne in lire_designation(lu, departement="74", annee=2026) if ligne.candidat]


@pytest.mark.parametrize(("mot", "sens"), [("ACCEPTE", Sens.ACCEPTE), ("REFUSE", Sens.REFUSE)])
@pytest.mark.parametrize("nom", ["offre", "rappel", "délai repris"])
def test_la_reponse_ecrite_au_dessus_de_l_offre_citee_est_lue(nom, mot, sens):
    cite = "\n".join(f"> {ligne}" for ligne in parties(LETTRES[nom])[0].splitlines())
    lecture = lire(
        _repondre(LETTRES[nom], mot, f"Le ven. 22 mai 2026 à 09:14, Mont-Blanc Habitat <{ROBOT}> a écrit :\n{cite}")
    )
    assert lecture.nature is Nature.REPONSE
    assert [decision.sens for decision in lecture.decisions] == [sens]


@pytest.mark.parametrize(
    ("bouton", "sens"),
    [("ACCEPTE", Sens.ACCEPTE), ("REFUSE", Sens.REFUSE), ("CONTESTER", Sens.AMBIGU), ("CORRIGER", Sens.AMBIGU)],
)
def test_la_reponse_preparee_par_un_bouton_est_lue(bouton, sens):
    toutes = {mot: url for courrier in LETTRES.values() for mot, url in liens(courrier).items()}
    champs = parse_qs(urlsplit(toutes[f"Répondre {bouton}"]).query)
    preparee = EmailMessage()
    preparee["From"], preparee["To"], preparee["Subject"] = MAIRIE, ROBOT, champs["subject"][0]
    preparee.set_content(champs["body"][0])
    lecture = lire(preparee.as_bytes())
    assert lecture.nature is Nature.REPONSE
    assert {decision.sens for decision in lecture.decisions} == {sens}
