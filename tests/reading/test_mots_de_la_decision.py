"""The words of yes and no, one ordinary clause for each that no other message of the tests uses."""

from __future__ import annotations

import pytest

from tests.reading.ecrire import courriel, dit

ACCORDS = (
    "Nous rendons un avis favorable.",
    "Nous confirmons l'acceptation du logement.",
    "Nous retenons ce logement.",
    "La commune valide ce logement.",
    "Nous validons ce logement.",
    "La commune donne suite.",
    "La commune souhaite prendre ce logement.",
    "La commune garde ce logement.",
    "La commune veut bien de ce logement.",
    "Nous voulons bien de ce logement.",
    "Nous partons sur ce logement.",
    "Nous donnons notre feu vert.",
    "On se positionne dessus.",
    "La commune présente trois candidats sur ce logement.",
)
REFUS = (
    "La préfecture émet un avis défavorable.",
    "Nous émettons un avis défavorable.",
    "Malheureusement, je dois refuser ce logement.",
    "Malheureusement, nous devons refuser.",
    "Je vous fais part de notre refus.",
    "Je confirme notre refus.",
    "Nous maintenons notre refus.",
    "La commune souhaite décliner cette offre.",
    "La commune restitue ce logement.",
    "La commune laisse ce logement à la préfecture.",
    "La commune vous laisse proposer ce logement à d'autres.",
    "La commune remet le logement à disposition.",
    "La commune passe pour cette fois.",
    "Nous passons pour cette fois.",
    "La commune préfère refuser.",
    "Nous préférons refuser.",
    "La commune passe son tour.",
    "La commune laisse passer ce logement.",
    "La mairie classe cette proposition sans suite.",
    "Nous classons cette offre sans suite.",
    "La commune passe la main.",
    "La commune abandonne ce logement.",
    "Nous abandonnons ce logement.",
    "Nous préférons vous laisser ce logement.",
    "Je ne peux y réserver une suite favorable.",
    "Nous ne pouvons y donner suite.",
    "Nous laissons tomber ce logement.",
    "Nous vous libérons ce logement.",
    "La commune laisse ce logement à la disposition du bailleur.",
)
DOUTES = (
    "Nous retenons cette date.",
    "La commune valide le compte rendu.",
    "La commune souhaite visiter ce logement.",
    "La commune garde un mauvais souvenir de ce logement.",
    "Nous partons sur une visite.",
    "Nous donnons notre feu vert à la visite.",
    "Le candidat se positionne dessus.",
    "Malheureusement, je dois refuser votre invitation.",
    "Le candidat maintient son refus.",
    "La famille restitue ce logement.",
    "La commune laisse ce logement à la charge du bailleur.",
    "La commune passe la main à son service habitat.",
    "Nous passons demain.",
    "Nous préférons visiter ce logement.",
    "Nous classons votre offre dans nos dossiers.",
    "La famille abandonne ce logement.",
    "Le locataire libère ce logement.",
)


@pytest.mark.regle("R42")
@pytest.mark.parametrize("texte", ACCORDS)
def test_ces_mots_acceptent(texte: str):
    assert dit(courriel(texte)) == [(None, "accepte")]


@pytest.mark.regle("R42", "R44")
@pytest.mark.parametrize("texte", REFUS)
def test_ces_mots_refusent(texte: str):
    assert dit(courriel(texte)) == [(None, "refuse")]


@pytest.mark.regle("R43", "C15")
@pytest.mark.parametrize("texte", DOUTES)
def test_les_memes_mots_d_un_autre_ou_d_autre_chose_sont_un_doute(texte: str):
    assert dit(courriel(texte)) == [(None, "ambigu")]
