"""Facts and letters survive their writing, and what is damaged is not read."""

from __future__ import annotations

from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from robot.adapters.base.serie import courrier_de_json, courrier_en_json, fait_de_json, fait_en_json
from robot.domain import faits as f
from robot.domain.courriers import Courrier, Depart
from tests.domain.exemples_de_faits import fait

INSTANTS = st.datetimes(timezones=st.just(UTC))
TEXTES = st.text(st.characters(codec="utf-8"), max_size=60)


@pytest.mark.parametrize("type_", f.FAITS, ids=lambda t: t.__name__)
def test_chaque_fait_se_relit_tel_qu_il_fut_ecrit(type_):
    ecrit = fait(type_)
    assert fait_de_json(type_.__name__, fait_en_json(ecrit)) == ecrit


@given(INSTANTS, TEXTES, TEXTES, st.integers(1, 9999))
def test_les_mots_d_un_correspondant_traversent_sans_changer(le, cause, texte, rang):
    ecrit = f.ReponseAClarifier(le=le, rang=rang, par="a@b.fr", cause=cause, texte=texte, message="m")
    assert fait_de_json("ReponseAClarifier", fait_en_json(ecrit)) == ecrit


def test_un_fait_inconnu_est_une_erreur():
    with pytest.raises(KeyError):
        fait_de_json("FaitDemain", "{}")


@pytest.mark.parametrize("donnees", ["{}", "", '{"le": "hier", "rang": 1}', "[]"])
def test_un_fait_abime_est_une_erreur(donnees):
    with pytest.raises(ValidationError):
        fait_de_json("RappelDecide", donnees)


def test_un_courrier_se_relit_tel_qu_il_fut_ecrit():
    courrier = Courrier(
        cle="offre/V-2026-0042/1/civil@viry74.example",
        gabarit="offre",
        destinataire="civil@viry74.example",
        contexte={"delai": None, "lignes": [["Loyer", "487,32\u00a0€"]], "neuf": False},
        reference="V-2026-0042",
        rang=1,
        jeton="v-2026-0042.1.abc",
        fil=("<a@b>", "<c@d>"),
        depart=Depart.BUREAU,
        suivi=True,
    )
    assert courrier_de_json(courrier_en_json(courrier)) == courrier
