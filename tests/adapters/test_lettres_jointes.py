"""What goes with a letter changes nothing of it, and is never missing in silence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from robot.adapters.gabarits import GabaritsJinja
from robot.domain.courriers import Fabrique, PieceJointe
from robot.ports import CourrierImpossible
from tests.adapters.exemples_de_lettres import BAILLEUR, MAIRIE, ROBOT
from tests.adapters.lettres_imprimees import DOSSIER, EFFACE, GABARITS, LETTRES, chaque_lettre, message, octets

OFFRE = LETTRES["offre"]
SANS_ATELIER = GabaritsJinja(DOSSIER, ROBOT, BAILLEUR.nom)
LISTE = PieceJointe(Fabrique.TABLE_SNE, "à saisir.csv", {"titres": ["NUD"], "lignes": [["074260301234574001"]]})
REUNION = PieceJointe(
    Fabrique.INVITATION,
    "commission.ics",
    {
        "uid": "V-2026-0042@montblanc.example",
        "debut": "2026-06-18T14:30:00+02:00",
        "fin": "2026-06-18T15:30:00+02:00",
        "titre": "CALEOL",
        "lieu": "Annecy",
        "description": "",
        "organisateur": {"nom": BAILLEUR.nom, "adresse": ROBOT},
        "participants": [{"nom": "Commune de Viry", "adresse": MAIRIE}],
    },
)


@chaque_lettre
def test_un_atelier_ne_change_rien_a_une_lettre_sans_piece(courrier):
    sans_piece = replace(courrier, pieces=())
    assert octets(sans_piece, GABARITS) == octets(sans_piece, SANS_ATELIER)


def test_une_piece_jointe_ne_change_rien_a_la_lettre():
    sans, avec = message(replace(OFFRE, pieces=())), message(replace(OFFRE, pieces=(LISTE,)))
    rendus, piece = avec.iter_parts()
    assert avec.get_content_type() == "multipart/mixed"
    assert [p.get_content() for p in rendus.iter_parts()] == [p.get_content() for p in sans.iter_parts()]
    assert [(n, v) for n, v in avec.items() if n != "Content-Type"] == [
        (n, v) for n, v in sans.items() if n != "Content-Type"
    ]
    assert piece.get_filename() == "à saisir.csv"
    assert b"074260301234574001" in piece.get_payload(decode=True)


@pytest.mark.regle("R67")
def test_une_convocation_se_montre_comme_une_invitation():
    rendus, jointe = message(replace(OFFRE, pieces=(REUNION,))).iter_parts()
    types = [partie.get_content_type() for partie in rendus.iter_parts()]
    assert types == ["text/plain", "text/html", "text/calendar"]
    assert jointe.get_content_type() == "application/ics"


def test_une_piece_sans_atelier_rend_la_lettre_impossible():
    with pytest.raises(CourrierImpossible, match="atelier"):
        octets(replace(OFFRE, pieces=(LISTE,)), SANS_ATELIER)


def test_une_piece_qui_manque_rend_la_lettre_impossible():
    recue = PieceJointe(Fabrique.RECUE, "justificatif-2", {"message": EFFACE, "partie": 2})
    with pytest.raises(CourrierImpossible, match="« justificatif-2 » a été effacé"):
        octets(replace(OFFRE, pieces=(recue,)))
