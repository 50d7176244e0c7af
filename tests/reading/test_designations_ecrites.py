"""No household is proposed, nor withdrawn, that the réservataire did not propose or withdraw: a doubt is asked about."""

from __future__ import annotations

import pytest

from tests.reading.designations_ecrites import ECRITES, NUMEROS
from tests.reading.designer import designer


def remplir(texte: str) -> str:
    for lettre, numero in NUMEROS.items():
        texte = texte.replace(f"{{{lettre}}}", numero)
    return texte


@pytest.mark.regle("R60", "R61")
@pytest.mark.parametrize(("texte", "proposes", "retires"), ECRITES, ids=lambda valeur: str(valeur)[:80] or "personne")
def test_nul_n_est_propose_ni_retire_a_tort(texte: str, proposes: str, retires: str):
    lues = [(ligne.candidat.nud, ligne.retrait) for ligne in designer(remplir(texte)) if ligne.candidat]
    assert {nud for nud, retrait in lues if not retrait} <= {NUMEROS[lettre] for lettre in proposes}
    assert {nud for nud, retrait in lues if retrait} <= {NUMEROS[lettre] for lettre in retires}


@pytest.mark.regle("R61", "R71")
@pytest.mark.parametrize(
    "texte",
    [
        "DALO :\n{A} KONE Issa\n{B} DIARRA Fanta",
        "PRIORITAIRES :\n- {A} KONE Issa",
        "Reconnus DALO : {A}, {B}",
        "{D} BONNARD et {E} CHAPUIS, toutes deux prioritaires (hébergées en CHRS)",
        "NUD\tNom\tDroit DALO\n{A}\tKONE\tOUI",
    ],
)
def test_une_priorite_ecrite_ailleurs_que_sur_la_ligne_n_est_jamais_perdue_sans_le_dire(texte: str):
    assert all(ligne.doutes or ligne.refus for ligne in designer(remplir(texte)))


def test_une_adresse_sous_un_autre_titre_n_est_pas_perdue_sans_le_dire():
    (ligne,) = designer(remplir("NUD\tNom\tMail perso\n{A}\tKONE\tkone@free.fr"))
    assert ligne.doutes == ("la colonne « Mail perso » n'est pas une des nôtres : elle n'a pas été lue.",)
