"""What an order bears on: an orientation, a candidate, or the dwelling; and the orientation that its author had seen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from robot.domain.decisions.ordres import (
    OUVERTS,
    PERMIS,
    SUR_L_ORIENTATION,
    SUR_LE_LOGEMENT,
    SUR_UN_CANDIDAT,
    OrdreImpossible,
    ordonner,
)
from robot.domain.dossier import Dossier, Statut
from robot.domain.stimuli import Verbe
from tests.domain.test_ordres import CTX, PRECISIONS, SANS_OBJET, au_statut, en_histoire, ordre

POSSIBLES = [
    (statut, verbe) for verbe in Verbe for statut in sorted(PERMIS[verbe]) if (statut, verbe) not in SANS_OBJET
]


def test_chaque_ordre_porte_sur_une_seule_chose():
    assert set(Verbe) == SUR_L_ORIENTATION | SUR_UN_CANDIDAT | SUR_LE_LOGEMENT
    assert len(SUR_L_ORIENTATION) + len(SUR_UN_CANDIDAT) + len(SUR_LE_LOGEMENT) == len(Verbe)


@pytest.mark.regle("R44", "R47")
@pytest.mark.parametrize(
    ("statut", "verbe"),
    [paire for paire in POSSIBLES if paire[1] in SUR_L_ORIENTATION and paire[0] in OUVERTS - {Statut.LIBERE}],
    ids=lambda valeur: valeur.value,
)
def test_un_ordre_sur_une_orientation_ne_vaut_que_pour_celle_que_son_auteur_avait_vue(statut: Statut, verbe: Verbe):
    histoire = en_histoire(statut)
    rang, dit = len(histoire.dossier.orientations), ordre(verbe)
    for vue in (rang - 1, rang + 1):
        with pytest.raises(OrdreImpossible, match=r"redites-le en réponse à ce message") as refus:
            ordonner(histoire.dossier, replace(dit, vue=vue), CTX)
        assert histoire.dossier.courante.nom in str(refus.value)
    precise = replace(dit, le=histoire.maintenant, vue=rang, **PRECISIONS.get(verbe, {}))
    assert ordonner(histoire.dossier, precise, histoire.ctx)


@pytest.mark.parametrize("verbe", sorted(SUR_UN_CANDIDAT | SUR_LE_LOGEMENT))
def test_ce_qui_ne_porte_pas_sur_l_orientation_ne_regarde_pas_laquelle_a_ete_vue(verbe: Verbe):
    for statut in Statut:
        dits = {_dit(au_statut(statut), verbe, vue) for vue in (None, 0, 1, 2, 3)}
        assert len(dits) == 1


def _dit(dossier: Dossier, verbe: Verbe, vue: int | None) -> str:
    try:
        return str(ordonner(dossier, replace(ordre(verbe), vue=vue), CTX))
    except OrdreImpossible as refus:
        return str(refus)


def test_un_dossier_fini_dit_qu_il_l_est_avant_tout():
    with pytest.raises(OrdreImpossible, match="Le dossier est clos"):
        ordonner(au_statut(Statut.ANNULEE), replace(ordre(Verbe.SUIVANT), vue=1), CTX)


def test_une_base_restauree_peut_ignorer_l_orientation_que_l_auteur_a_vue():
    with pytest.raises(OrdreImpossible, match="n'est encore orienté vers personne"):
        ordonner(au_statut(Statut.LIBERE), replace(ordre(Verbe.RENVOYER, reservataire="als"), vue=1), CTX)
