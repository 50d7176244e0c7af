"""The fifteen working days: their end, the reminders, what a gestionnaire chooses after (R45 to R48)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from robot.domain import faits as f
from robot.domain.decisions import suivi
from robot.domain.decisions.designation import jours_de_rappel
from robot.domain.decisions.ordres import OrdreImpossible
from robot.domain.dossier import Statut
from robot.domain.lettres import actualiser, encore_utile
from robot.domain.loi import Delai
from robot.domain.stimuli import Avis, Verbe
from tests.domain.menages import ligne, menage, nud, retirer
from tests.domain.seconde_moitie import (
    CALENDRIER,
    GESTIONNAIRE,
    MAIRIE,
    Histoire,
    a_signer,
    acceptee,
    attribuee,
    complete,
    convoquee,
    offerte,
)
from tests.fabrique import paris


def lue(histoire: Histoire) -> f.DesignationLue:
    """What the last message about candidates did."""
    derniere = histoire.de_type(f.DesignationLue)[-1]
    assert isinstance(derniere, f.DesignationLue)
    return derniere


# --- too late -------------------------------------------------------------------------------------


@pytest.mark.regle("C13")
@pytest.mark.parametrize(
    ("depart", "dit"),
    [
        pytest.param(convoquee, "la commission est déjà fixée", id="commission fixée"),
        pytest.param(attribuee, "la commission a déjà attribué", id="logement attribué"),
        pytest.param(a_signer, "la commission a déjà attribué", id="bail à signer"),
    ],
)
def test_designer_trop_tard_est_refuse_avec_sa_raison_et_ne_casse_rien(depart, dit):
    """Once the commission had decided, any such message used to be a forbidden transition."""
    histoire = depart()
    avant = histoire.statut
    histoire.designer(menage(9))
    assert (histoire.statut, histoire.en_lice) == (avant, [1, 2, 3])
    assert dit in lue(histoire).ecartes


@pytest.mark.regle("C13")
@pytest.mark.parametrize("depart", [attribuee, a_signer], ids=["logement attribué", "bail à signer"])
def test_retirer_apres_la_commission_est_refuse_avec_sa_raison(depart):
    histoire = depart()
    avant = histoire.statut
    histoire.designer(retirer(1))
    assert (histoire.statut, histoire.en_lice) == (avant, [1, 2, 3])
    assert "la commission a déjà attribué" in lue(histoire).ecartes


@pytest.mark.regle("C13")
def test_designer_une_fois_le_bail_signe_ne_change_rien():
    histoire = a_signer()
    histoire.ordonner(Verbe.BAIL, jour="2026-06-11")
    histoire.designer(menage(9), retirer(2), replace(menage(1), nom="X"))
    assert histoire.statut is Statut.LOUEE
    assert len(lue(histoire).ecartes.splitlines()) == 3


@pytest.mark.regle("C13")
def test_designer_pour_une_orientation_terminee_est_consigne_et_sans_effet_sur_la_suivante():
    histoire = complete()
    histoire.ordonner(Verbe.SUIVANT)
    (tardive,) = histoire.designer(menage(9), rang=1)
    assert isinstance(tardive, f.ReponseTardive)
    assert tardive.decision == "designation"
    assert histoire.en_lice == []


@pytest.mark.regle("C13")
def test_designer_avant_l_accord_est_consigne_sans_effet():
    histoire = offerte()
    (tardive,) = histoire.designer(menage(1))
    assert isinstance(tardive, f.ReponseTardive)
    assert histoire.statut is Statut.EN_ATTENTE


# --- the delay ------------------------------------------------------------------------------------


@pytest.mark.regle("R45")
def test_le_quinzieme_jour_ouvre_saute_les_feries_de_mai():
    decompte = acceptee().dossier.courante.designation
    assert decompte is not None
    assert decompte.dernier_jour == date(2026, 5, 22)
    assert [jour.date.day for jour in decompte.jours_sautes if jour.raison.startswith("jour férié")] == [1, 8, 14]


@pytest.mark.regle("R45", "R46", "R47")
@pytest.mark.parametrize(
    ("quand", "lu", "echu"),
    [
        pytest.param("2026-05-22T23:59", True, False, id="le dernier jour n'est pas fini"),
        pytest.param("2026-05-23T07:59", True, False, id="ce qui était en chemin à minuit peut encore arriver"),
        pytest.param("2026-05-23T08:00", True, True, id="le lendemain à l'ouverture, tout étant lu"),
        pytest.param("2026-06-23T08:00", False, False, id="un mois après, mais la boîte n'a pas été lue"),
    ],
)
def test_le_delai_ne_finit_qu_une_fois_le_courrier_lu_au_dela(quand, lu, echu):
    histoire = acceptee().a("2026-05-20T09:00").a(quand, lu=lu)
    histoire.avancer()
    assert (histoire.statut is Statut.INSUFFISANTE) is echu
    assert ("fin_designation" in histoire.lettres_a(GESTIONNAIRE)) is echu


@pytest.mark.regle("R45")
@pytest.mark.parametrize(
    ("recu", "hors_delai"),
    [
        pytest.param("2026-05-22T23:59", False, id="reçu le dernier jour, lu trois jours plus tard"),
        pytest.param("2026-05-23T00:01", True, id="reçu le lendemain"),
    ],
)
def test_c_est_la_reception_du_message_qui_compte_non_sa_lecture(recu, hors_delai):
    histoire = acceptee().a("2026-05-25T09:00")
    histoire.avancer()
    assert histoire.statut is Statut.INSUFFISANTE
    histoire.designer(menage(1), menage(2), menage(3), le=recu)
    assert histoire.dossier.statut is Statut.COMPLETE
    assert {fait.hors_delai for fait in histoire.de_type(f.CandidatDesigne)} == {hors_delai}


@pytest.mark.regle("R13")
def test_un_logement_neuf_n_a_ni_delai_ni_rappel_ni_fin():
    histoire = acceptee(neuf=True)
    assert histoire.dossier.courante.designation is None
    assert suivi.rendez_vous(histoire.dossier, histoire.ctx) is None
    assert histoire.a("2028-01-03T09:00").avancer() == ()
    with pytest.raises(OrdreImpossible, match="logement neuf"):
        histoire.ordonner(Verbe.DELAI, jours=5)
    histoire.designer(menage(1), menage(2), menage(3))
    assert histoire.statut is Statut.COMPLETE


# --- reminders ------------------------------------------------------------------------------------


@pytest.mark.regle("R45")
@pytest.mark.parametrize(
    ("passages", "rappels"),
    [
        pytest.param(("2026-05-15T07:59",), [], id="le 10e jour ouvré, avant l'ouverture : rien"),
        pytest.param(("2026-05-15T08:00",), [10], id="le 10e jour ouvré à l'ouverture"),
        pytest.param(("2026-05-15T08:00", "2026-05-15T17:00"), [10], id="une seule fois le 10e jour"),
        pytest.param(("2026-05-15T08:00", "2026-05-21T08:00"), [10, 14], id="le 10e puis le 14e jour"),
        pytest.param(("2026-05-21T12:00",), [14], id="le robot s'est arrêté du 10e au 14e jour : un seul rappel"),
        pytest.param(("2026-05-22T23:00",), [14], id="jusqu'au dernier jour, mieux vaut tard que jamais"),
        pytest.param(("2026-05-23T07:00",), [], id="la fin passée, il n'y a plus rien à rappeler"),
    ],
)
def test_les_rappels_du_10e_et_du_14e_jour(passages, rappels):
    histoire = acceptee()
    for passage in passages:
        histoire.a(passage).avancer()
    assert [rappel.jour for rappel in histoire.de_type(f.RappelDeDesignation)] == rappels


@pytest.mark.regle("R45")
@pytest.mark.parametrize(
    ("ecrit", "part", "jour"),
    [
        pytest.param("2026-05-15T08:00", "2026-05-15T08:00", 10, id="le 10e jour ouvré, à l'heure"),
        pytest.param("2026-05-20T09:00", "2026-05-20T09:00", 13, id="le robot s'est arrêté du 10e au 13e jour"),
        pytest.param("2026-05-15T08:00", "2026-05-20T09:00", 13, id="écrit le 10e jour, parti le 13e"),
        pytest.param("2026-05-15T18:00", "2026-05-17T09:00", 10, id="le dimanche : dix jours ouvrés ont passé"),
    ],
)
def test_un_rappel_dit_le_jour_ouvre_ou_il_part(ecrit, part, jour):
    histoire = acceptee().a(ecrit)
    histoire.avancer()
    (rappel,) = histoire.lettres_de("rappel_designation")
    histoire.a(part)
    assert actualiser(rappel, histoire.dossier, histoire.ctx).contexte["jour"] == jour
    assert rappel.cle.endswith(f"/2026-05-22/10/{MAIRIE}")


@pytest.mark.regle("R45")
def test_un_rappel_de_designation_ne_part_ni_apres_la_fin_ni_sous_un_autre_delai():
    histoire = acceptee().a("2026-05-21T09:00")
    histoire.avancer()
    (rappel,) = histoire.lettres_de("rappel_designation")
    assert encore_utile(rappel, histoire.dossier, date(2026, 5, 22))
    assert not encore_utile(rappel, histoire.dossier, date(2026, 5, 23))
    histoire.ordonner(Verbe.DELAI, jours=4)
    assert not encore_utile(rappel, histoire.dossier, date(2026, 5, 22))


def test_une_liste_rouverte_est_dite_meme_apres_la_fin():
    histoire = complete().a("2026-06-03T10:00")
    histoire.designer(retirer(2))
    rappel = histoire.lettres_de("rappel_designation")[-1]
    assert encore_utile(rappel, histoire.dossier, date(2026, 6, 3))
    assert actualiser(rappel, histoire.dossier, histoire.ctx) == rappel


@pytest.mark.parametrize(
    ("jours_ouvres", "rappels"),
    [
        pytest.param(15, (10, 14), id="quinze jours : le 10e et le 14e"),
        pytest.param(14, (10,), id="quatorze jours : le dernier jour n'est plus un rappel"),
        pytest.param(10, (9,), id="dix jours : la veille de la fin"),
        pytest.param(2, (1,), id="deux jours : le premier"),
        pytest.param(1, (), id="un jour : aucun"),
    ],
)
def test_un_delai_court_est_rappele_la_veille_de_sa_fin(jours_ouvres, rappels):
    assert jours_de_rappel(CALENDRIER.decompter(date(2026, 4, 28), jours_ouvres)) == rappels


def test_une_designation_complete_n_est_plus_rappelee():
    histoire = complete()
    histoire.a("2026-05-21T09:00").avancer()
    assert histoire.de_type(f.RappelDeDesignation) == []


def test_un_delai_supplementaire_est_rappele_a_son_tour():
    histoire = acceptee().a("2026-05-21T09:00")
    histoire.avancer()
    histoire.ordonner(Verbe.DELAI, jours=4)
    decompte = histoire.dossier.courante.designation
    assert decompte is not None
    assert decompte.dernier_jour == date(2026, 5, 28)
    histoire.a("2026-05-27T09:00").avancer()
    assert [rappel.jour for rappel in histoire.de_type(f.RappelDeDesignation)] == [14, 3]


# --- the choice of three --------------------------------------------------------------------------


def insuffisante() -> Histoire:
    histoire = acceptee().a("2026-05-04T09:00")
    histoire.designer(menage(1))
    histoire.a("2026-05-23T08:00").avancer()
    assert histoire.statut is Statut.INSUFFISANTE
    return histoire


@pytest.mark.regle("R46", "R47")
@pytest.mark.parametrize(
    ("verbe", "options", "statut"),
    [
        pytest.param(Verbe.RECHERCHE, {}, Statut.RECHERCHE, id="chercher pour le réservataire"),
        pytest.param(Verbe.SUIVANT, {}, Statut.RETIREE, id="orienter vers un autre"),
        pytest.param(Verbe.DELAI, {"jours": 3}, Statut.ACCEPTEE, id="donner plus de temps"),
        pytest.param(
            Verbe.COMPLETER, {"designation": (menage(2), menage(3))}, Statut.COMPLETE, id="compléter soi-même"
        ),
        pytest.param(Verbe.PRESENTER, {}, Statut.COMPLETE, id="présenter malgré le nombre (R.441-3)"),
    ],
)
def test_a_la_fin_du_delai_le_choix_est_a_une_personne(verbe, options, statut):
    histoire = insuffisante()
    assert suivi.rendez_vous(histoire.dossier, histoire.ctx) is None
    histoire.ordonner(verbe, **options)
    assert histoire.dossier.orientations[0].statut is statut or histoire.statut is statut


@pytest.mark.regle("R46")
def test_ce_que_le_bailleur_complete_n_est_jamais_hors_delai():
    histoire = insuffisante()
    histoire.ordonner(Verbe.COMPLETER, designation=(menage(2), menage(3)))
    completes = [fait for fait in histoire.de_type(f.CandidatDesigne) if fait.saisi_par]
    assert [(fait.numero, fait.hors_delai) for fait in completes] == [(2, False), (3, False)]
    assert MAIRIE in {lettre.destinataire for lettre in histoire.lettres_de("accuse_candidats")}


def test_completer_sans_candidat_lisible_est_refuse_avec_la_raison():
    histoire = insuffisante()
    with pytest.raises(OrdreImpossible, match="un candidat par ligne"):
        histoire.ordonner(Verbe.COMPLETER)
    with pytest.raises(OrdreImpossible, match=r"Aucun candidat retenu.*18 chiffres"):
        histoire.ordonner(Verbe.COMPLETER, designation=(ligne(None, refus="il y faut 18 chiffres"),))


def test_presenter_sans_aucun_candidat_est_refuse():
    histoire = acceptee().a("2026-05-23T08:00")
    histoire.avancer()
    with pytest.raises(OrdreImpossible, match="aucun candidat à présenter"):
        histoire.ordonner(Verbe.PRESENTER)


@pytest.mark.regle("R47", "C13")
def test_retirer_deux_fois_le_meme_candidat_ne_le_retire_qu_une_fois():
    histoire = complete()
    histoire.ordonner(Verbe.RETIRER, 2, 2)
    assert [fait.numero for fait in histoire.de_type(f.CandidatRetire)] == [2]
    assert histoire.en_lice == [1, 3]


@pytest.mark.parametrize(
    ("numeros", "dit"),
    [
        pytest.param((), "Écrivez le numéro du candidat", id="sans numéro"),
        pytest.param((7,), "7 ne désigne pas un candidat en lice. Candidats en lice : 1, 2, 3", id="inconnu"),
    ],
)
def test_retirer_dit_qui_peut_l_etre(numeros, dit):
    with pytest.raises(OrdreImpossible, match=dit):
        complete().ordonner(Verbe.RETIRER, *numeros)


def test_retirer_quand_il_ne_reste_personne_le_dit():
    histoire = acceptee()
    with pytest.raises(OrdreImpossible, match="Aucun candidat n'est en lice"):
        histoire.ordonner(Verbe.RETIRER, 1)


# --- the next réservataire ------------------------------------------------------------------------


@pytest.mark.regle("R47", "R64", "C14")
def test_suivant_au_milieu_previent_les_candidats_et_repart_sans_eux():
    histoire = complete()
    histoire.repondre(1, Avis.REFUSE)
    histoire.a("2026-05-05T09:00").ordonner(Verbe.SUIVANT)
    assert (histoire.dossier.courante.reservataire, histoire.en_lice) == ("als", [])
    assert histoire.lettres_a("famille2@menage.example")[-1] == "resultat_candidat"
    assert histoire.lettres_a("famille1@menage.example") == ["proposition_candidat", "accuse_candidat"]


def test_le_tour_suivant_numerote_ses_candidats_a_la_suite_et_peut_reprendre_un_menage():
    histoire = complete()
    histoire.ordonner(Verbe.SUIVANT)
    histoire.a("2026-05-05T09:00").ordonner(Verbe.ACCEPTE)
    histoire.designer(menage(1), menage(5), menage(6))
    assert (histoire.statut, histoire.en_lice) == (Statut.COMPLETE, [4, 5, 6])
    assert histoire.candidature(4).candidat.nud == nud(1)


@pytest.mark.regle("R45")
def test_les_rappels_recommencent_avec_un_nouvel_accord():
    """After a silence that was undone, the second fifteen days are reminded like the first."""
    accord = acceptee().dossier.courante.designation
    histoire = offerte()
    histoire.a("2026-05-01T09:00").avancer()
    assert histoire.statut is Statut.ACCEPTEE_TACITE
    histoire.a("2026-05-20T09:00").avancer()  # the tenth working day
    assert histoire.dossier.courante.rappels
    histoire.appliquer((_arrivee_tardive(histoire),))
    assert histoire.dossier.statut is Statut.EN_ATTENTE
    histoire.appliquer((f.AccordRecu(le=paris("2026-05-21T10:00"), rang=1, par=MAIRIE, preuve="ACCEPTE",
                                     designation=accord, message="m" * 64),))  # fmt: skip
    assert histoire.dossier.courante.rappels == ()


def _arrivee_tardive(histoire: Histoire) -> f.RemiseConstatee:
    return f.RemiseConstatee(
        le=histoire.maintenant,
        rang=1,
        preuve="remis",
        decompte=histoire.ctx.decompter("viry", histoire.maintenant, Delai(2, "essai")),
        message="r" * 64,
        defait_le_silence=True,
    )


@pytest.mark.regle("R45")
@pytest.mark.parametrize(
    ("quand", "rendez_vous"),
    [
        pytest.param("2026-04-28T10:00", "2026-05-15T08:00", id="d'abord le 10e jour ouvré"),
        pytest.param("2026-05-15T08:00", "2026-05-21T08:00", id="puis le 14e"),
        pytest.param("2026-05-21T08:00", "2026-05-23T08:00", id="puis le lendemain de la fin, à l'ouverture"),
        pytest.param("2026-05-23T07:00", "2026-05-23T08:00", id="la fin passée, même si rien n'a été rappelé"),
    ],
)
def test_le_rendez_vous_de_la_designation(quand, rendez_vous):
    histoire = acceptee().a(quand)
    histoire.avancer()
    assert suivi.rendez_vous(histoire.dossier, histoire.ctx) == paris(rendez_vous)
