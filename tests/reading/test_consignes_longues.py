"""Long orders: lines that a program wrapped, long reasons, messages too long to be read."""

from __future__ import annotations

import pytest

from robot.reading.consignes.lues import Consigne, Incomprise
from tests.reading.test_consignes import champs, lire, seule

UN = "074260301234574001\tMme DUPONT Marie\tDALO"
LIGNE_DE_59 = "NON ATTRIBUE 2 : les revenus du foyer dépassent de beaucoup"
LIGNE_DE_60 = "NON ATTRIBUE 2 : les revenus du ménage dépassent de beaucoup"


@pytest.mark.parametrize(
    ("ligne", "suite", "motif"),
    [
        pytest.param(
            LIGNE_DE_60,
            "le plafond prévu",
            "les revenus du ménage dépassent de beaucoup le plafond prévu",
            id="soixante caractères : un logiciel l'a coupée",
        ),
        pytest.param(
            LIGNE_DE_59,
            "le plafond prévu",
            "les revenus du foyer dépassent de beaucoup",
            id="plus courte : son auteur l'a finie",
        ),
        pytest.param(
            f"{LIGNE_DE_60} le plafond.",
            "merci de votre aide",
            "les revenus du ménage dépassent de beaucoup le plafond",
            id="un point la finit",
        ),
        pytest.param(
            f"{LIGNE_DE_60} le plafond",
            "(dossier vu avec la mairie)",
            "les revenus du ménage dépassent de beaucoup le plafond",
            id="une parenthèse ouvre une autre phrase",
        ),
        pytest.param(
            f"{LIGNE_DE_60} le plafond",
            "OUI 1",
            "les revenus du ménage dépassent de beaucoup le plafond",
            id="un ordre n'est la suite de rien",
        ),
    ],
)
def test_le_motif_d_une_ligne_coupee_va_jusqu_a_sa_fin(ligne: str, suite: str, motif: str):
    ordre, *_ = lire(f"{ligne}\n{suite}")
    assert champs(ordre) == {"numeros": (2,), "motif": motif}


def test_une_ligne_de_mille_caracteres_se_lit_une_plus_longue_est_renvoyee():
    assert isinstance(seule("ANNULER : vendu ".ljust(1000, "x")), Consigne)
    trop = seule("ANNULER : vendu ".ljust(1001, "x"))
    assert isinstance(trop, Incomprise)
    assert "trop longue" in trop.conseil
    assert len(lire("OUI 1 ; NON 2 : ".ljust(1000, "x"))) == 2
    assert isinstance(seule("OUI 1 ; NON 2 : ".ljust(1001, "x")), Incomprise)


def test_mille_caracteres_d_un_motif_sont_gardes():
    motif = champs(seule("ANNULER\nMotif : " + "travaux " * 200))["motif"]
    assert motif == ("travaux " * 200)[:1000]


def test_mille_lignes_de_candidats_se_lisent_un_message_plus_long_est_renvoye():
    assert champs(seule("COMPLETER\n" + f"{UN}\n" * 999))
    trop = seule("COMPLETER\n" + f"{UN}\n" * 1000)
    assert isinstance(trop, Incomprise)
    assert "trop long" in trop.conseil


def test_soixante_mille_caracteres_se_lisent_un_message_plus_long_est_renvoye():
    lignes = (UN.ljust(99) + "\n") * 600
    assert champs(seule(("COMPLETER\n" + lignes)[:60_000]))
    trop = seule(("COMPLETER\n" + lignes)[:60_001])
    assert isinstance(trop, Incomprise)
    assert "trop long" in trop.conseil
