"""Facts and letters survive their writing, and what is damaged is not read."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from robot.adapters.base.serie import courrier_de_json, courrier_en_json, fait_de_json, fait_efface, fait_en_json
from robot.domain import faits as f
from robot.domain.courriers import Courrier, Depart
from tests.domain.exemples_de_faits import fait

INSTANTS = st.datetimes(timezones=st.just(UTC))
TEXTES = st.text(st.characters(codec="utf-8"), max_size=60)


@pytest.mark.parametrize("type_", f.FAITS, ids=lambda t: t.__name__)
def test_chaque_fait_se_relit_tel_qu_il_fut_ecrit(type_):
    ecrit = fait(type_)
    assert fait_de_json(type_.__name__, *fait_en_json(ecrit)) == ecrit


@given(INSTANTS, TEXTES, TEXTES, st.integers(1, 9999))
def test_les_mots_d_un_correspondant_traversent_sans_changer(le, cause, texte, rang):
    ecrit = f.ReponseAClarifier(le=le, rang=rang, par="a@b.fr", cause=cause, texte=texte, message="m")
    assert fait_de_json("ReponseAClarifier", *fait_en_json(ecrit)) == ecrit


# --- what names a person is apart, and can go -----------------------------------------------------

# A field of words that is not here is personal, or this list says why not.
RESTENT = {
    "reference": "la référence du logement",
    "reservataire": "le code d'une institution",
    "nom": "le nom d'une institution",
    "adresse": "l'adresse générique d'une institution (R40)",
    "jeton": "un nombre tiré par le robot",
    "message_id": "l'identifiant d'une lettre du robot",
    "empreinte": "une empreinte",
    "message": "une empreinte",
    "statut": "un code de remise, comme 5.1.1",
    "courrier": "le nom d'un gabarit",
    "categorie": "une catégorie de refus",
    "decision": "accepte, refuse ou ambigu",
}
DU_ROBOT = {
    # texts of law, sentences of the robot, a place that the gestionnaire publishes
    f.CandidatPropose: {"source"},
    f.DesignationComplete: {"source"},
    f.SilenceSansPreuve: {"cause"},
    f.SansAttributaire: {"motif"},
    f.CommissionFixee: {"lieu"},
    f.PropositionExpediee: {"message_id", "preuve"},
    f.OrientationExpediee: {"preuve"},  # the words of our own server
    f.ReponseNonAutorisee: {"cause"},  # one sentence, always the same
    f.ListeEpuisee: {"raison"},  # the rule's own words
    f.LogementSoustrait: {"cause"},  # one of a list
}


@pytest.mark.parametrize("type_", f.FAITS, ids=lambda t: t.__name__)
def test_tout_champ_de_texte_est_personnel_ou_l_on_sait_pourquoi_non(type_):
    textes = {champ.name for champ in fields(type_) if "str" in str(champ.type) or "Personnel" in str(champ.type)}
    assert textes - set(f.PERSONNELS[type_]) <= RESTENT.keys() | DU_ROBOT.get(type_, set())


@pytest.mark.parametrize("type_", f.FAITS, ids=lambda t: t.__name__)
def test_la_partie_qui_reste_ne_contient_rien_de_personnel(type_):
    publique, personnelle = fait_en_json(fait(type_))
    assert not any(json.loads(publique).get(nom) for nom in f.PERSONNELS[type_])
    assert (json.loads(personnelle) if personnelle else {}).keys() == {
        nom for nom in f.PERSONNELS[type_] if getattr(fait(type_), nom)
    }


@pytest.mark.parametrize("type_", f.FAITS, ids=lambda t: t.__name__)
def test_un_fait_efface_garde_tout_le_reste(type_):
    ecrit = fait(type_)
    publique, _ = fait_en_json(ecrit)
    efface = fait_efface(type_.__name__, publique)
    for champ in fields(type_):
        avant, apres = getattr(ecrit, champ.name), getattr(efface, champ.name)
        if champ.name in f.PERSONNELS[type_] and avant:
            assert isinstance(apres, f.Efface)
        else:
            assert apres == avant


def test_ce_qui_etait_vide_reste_vide_personne_n_est_invente():
    publique, personnelle = fait_en_json(fait(f.AccordRecu, saisi_par=""))
    assert "saisi_par" not in json.loads(personnelle)
    assert fait_efface("AccordRecu", publique).saisi_par == ""  # type: ignore[attr-defined]


def test_les_mots_effaces_d_un_message_ne_passent_pas_pour_un_effacement():
    assert isinstance(f.EFFACE, f.Efface)
    assert not isinstance("« effacé »", f.Efface)
    assert f.EFFACE == "« effacé »"


# --- what is damaged is not read ------------------------------------------------------------------


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
