"""Whole letters of gestionnaires, from the bytes to the orders."""

from __future__ import annotations

from datetime import date

import pytest

from robot.domain.stimuli import Verbe
from robot.reading.chaine import lire
from robot.reading.consignes.lecture import lire_consignes
from robot.reading.consignes.lues import Consigne, Lue
from tests.reading.ecrire import courriel, page

LUNDI = date(2026, 3, 2)
FIL = "V-2026-0042"
SIGNATURE = "\n\nBien cordialement,\n\nClaire Morel\nChargée d'attribution\n04 50 12 34 56\n"
AVIS_CITE = (
    "\n\nLe lun. 2 mars 2026 à 08:00, Robot <robot@bailleur.example> a écrit :\n\n"
    "> Le délai de désignation de V-2026-0042 est passé. Vos choix :\n> SUIVANT\n> DELAI 5\n> RECHERCHE\n> COMPLETER\n"
)


def ordres(octets: bytes, reference: str | None = FIL) -> tuple[Lue, ...]:
    return lire_consignes(lire(octets).texte, reference=reference, aujourd_hui=LUNDI)


@pytest.mark.regle("R46", "R47")
@pytest.mark.parametrize(
    ("texte", "attendus"),
    [
        pytest.param("DELAI 5" + SIGNATURE + AVIS_CITE, [(Verbe.DELAI, "")], id="un mot au-dessus de notre lettre"),
        pytest.param(
            "Bonjour,\n\nLa mairie nous dit n'avoir personne.\n\nSUIVANT pas de candidat à Viry"
            + SIGNATURE
            + AVIS_CITE,
            [(Verbe.SUIVANT, "pas de candidat à Viry")],
            id="une explication, puis l'ordre",
        ),
        pytest.param(
            "Bonjour,\n\nRésultats de la commission du 26 février :\n- Attribué 2\n- Non attribué 1 : ressources supérieures "
            "au plafond prévu pour ce\n  logement PLUS\n- Rejeté 3 : dossier incomplet" + SIGNATURE,
            [
                (Verbe.ATTRIBUE, ""),
                (Verbe.NON_ATTRIBUE, "ressources supérieures au plafond prévu pour ce logement PLUS"),
                (Verbe.REJETE, "dossier incomplet"),
            ],
            id="les résultats d'une commission",
        ),
        pytest.param(
            "ANNULER\nMotif : logement vendu\nRéférence : V-2026-0042\n" + AVIS_CITE,
            [(Verbe.ANNULER, "logement vendu")],
            id="le message préparé par un bouton",
        ),
        pytest.param(
            "Bonjour\nOUI 1 ; NON 2 : trop loin de l'école\nMerci beaucoup" + SIGNATURE,
            [(Verbe.OUI, ""), (Verbe.NON, "trop loin de l'école")],
            id="deux candidats sur une ligne",
        ),
        pytest.param(
            "Bonjour,\n\nBien reçu, je regarde." + SIGNATURE + AVIS_CITE, [], id="notre lettre citée n'ordonne rien"
        ),
        pytest.param("Je ne veux surtout pas annuler ce dossier." + SIGNATURE, [], id="un verbe dans une phrase"),
    ],
)
def test_une_lettre_dit_ces_ordres(texte: str, attendus: list[tuple[Verbe, str]]):
    lues = ordres(courriel(texte))
    assert [(lue.verbe, lue.motif) for lue in lues if isinstance(lue, Consigne)] == attendus
    assert len(lues) == len(attendus)


def test_une_page_html_se_lit_ligne_a_ligne():
    (un, deux) = ordres(page("<div>Bonjour,</div><div><b>OUI 1</b></div><div>NON 2 : trop petit</div>"))
    assert isinstance(un, Consigne)
    assert isinstance(deux, Consigne)
    assert (un.verbe, deux.verbe, deux.motif) == (Verbe.OUI, Verbe.NON, "trop petit")


@pytest.mark.parametrize(
    "texte",
    [
        pytest.param("SUIVANT\n\nAttendez, je vérifie d'abord avec la mairie.", id="un repentir"),
        pytest.param("Que dois-je écrire ?\nSUIVANT", id="une question"),
        pytest.param("SUIVANT\nDELAI 5\nRECHERCHE\nCOMPLETER", id="notre liste d'ordres recopiée"),
        pytest.param("Vous pouvez répondre :\nSUIVANT", id="notre phrase recopiée"),
    ],
)
def test_une_lettre_qui_hesite_n_est_pas_obeie(texte: str):
    lues = ordres(courriel(texte))
    assert lues
    assert not any(isinstance(lue, Consigne) for lue in lues)
