"""What a household is offered: a letter each, its date, its address (R64, R71, R72; R.441-10)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from robot.domain import loi
from robot.domain.candidature import Reponse, VoieDEnvoi
from robot.domain.decisions import suivi
from robot.domain.decisions.propositions import assez_tot
from robot.domain.dossier import Statut
from robot.domain.lettres import encore_utile
from robot.domain.stimuli import Avis, Remise, Verbe
from tests.domain.menages import dalo, menage, retirer
from tests.domain.seconde_moitie import (
    FAMILLE,
    GESTIONNAIRE,
    Histoire,
    acceptee,
    attribuee,
    complete,
    nouvelle_adresse,
    proposee_au_dalo,
)

# --- to write -------------------------------------------------------------------------------------


@pytest.mark.regle("R64")
def test_chaque_candidat_recoit_une_lettre_des_que_la_designation_est_complete():
    histoire = complete()
    for numero in (1, 2, 3):
        assert histoire.lettres_a(f"famille{numero}@menage.example") == ["proposition_candidat"]
    assert [tache.nature for tache in histoire.dossier.sne] == ["proposition"] * 3


@pytest.mark.regle("R64")
def test_rien_n_est_ecrit_a_un_candidat_tant_que_la_designation_n_est_pas_complete():
    histoire = acceptee().a("2026-05-04T09:00")
    histoire.designer(menage(1), menage(2))
    assert histoire.lettres_a(FAMILLE) == []


@pytest.mark.regle("R64")
def test_sans_courriel_la_lettre_est_imprimee_pour_le_gestionnaire():
    histoire = complete(menage(1, courriel=False), menage(2), menage(3))
    (lettre,) = histoire.lettres_de("lettre_a_poster")
    assert lettre.destinataire == GESTIONNAIRE
    assert histoire.proposition(1).voie is VoieDEnvoi.PAPIER
    (piece,) = lettre.pieces
    assert piece.donnees["gabarit"] == "proposition_candidat"
    assert piece.donnees["destinataire"] == {"nom": "Famille 1", "adresse": "1 rue Haute, 74580 Viry"}


@pytest.mark.regle("R71")
@pytest.mark.parametrize(
    ("quand", "courriel", "dernier"),
    [
        pytest.param("2026-05-04T09:00", True, "2026-05-18", id="douze jours par courriel : samedi, reporté au lundi"),
        pytest.param("2026-05-04T09:00", False, "2026-05-26", id="vingt et un jours sur papier : lundi de Pentecôte, reporté"),
        pytest.param("2026-05-05T09:00", True, "2026-05-18", id="un dimanche, reporté au lundi"),
        pytest.param("2026-05-06T09:00", True, "2026-05-18", id="un lundi ouvré reste le jour dit"),
    ],
)  # fmt: skip
def test_la_date_annoncee_laisse_au_moins_dix_jours_et_tombe_un_jour_ouvre(quand, courriel, dernier):
    histoire = acceptee().a(quand)
    histoire.designer(dalo(1, courriel=courriel))
    proposition = histoire.proposition(1)
    assert proposition.dernier_jour == date.fromisoformat(dernier)
    assert assez_tot(proposition.dernier_jour, date.fromisoformat(quand[:10]))


@pytest.mark.regle("R71")
def test_dix_jours_francs_se_comptent_depuis_la_reception():
    assert assez_tot(date(2026, 5, 14), date(2026, 5, 4))
    assert not assez_tot(date(2026, 5, 14), date(2026, 5, 5))


@pytest.mark.regle("R71", "R72")
def test_la_lettre_dalo_et_celle_du_referent_partent_ensemble():
    histoire = proposee_au_dalo(referent="Paul Martin", referent_courriel="p.martin@ccas.example")
    assert histoire.lettres_a(FAMILLE) == ["proposition_dalo"]
    assert histoire.lettres_a("p.martin@ccas.example") == ["information_referent"]
    (lettre,) = histoire.lettres_de("proposition_dalo")
    assert lettre.contexte["dernier_jour"] == "2026-05-18"
    assert lettre.contexte["dalo_source"] == loi.DALO_INFORME
    assert lettre.suivi


@pytest.mark.regle("R72")
@pytest.mark.parametrize(
    "candidat",
    [
        pytest.param(dalo(1), id="un DALO sans référent connu"),
        pytest.param(replace(dalo(1), referent="Paul Martin"), id="un référent nommé sans adresse"),
    ],
)
def test_sans_referent_clairement_identifie_personne_d_autre_n_est_informe(candidat):
    assert complete(candidat).lettres_de("information_referent") == []


@pytest.mark.regle("R72")
def test_le_referent_d_un_menage_qui_n_est_pas_dalo_n_est_pas_sollicite():
    un = replace(menage(1), referent_courriel="p.martin@ccas.example")
    assert complete(un, menage(2), menage(3)).lettres_de("information_referent") == []


# --- an address that was wrong --------------------------------------------------------------------


@pytest.mark.regle("R64", "R71")
def test_une_adresse_corrigee_vaut_une_nouvelle_lettre_et_une_nouvelle_date():
    """The first letter reached somebody else's mailbox, which proved its reception: the silence would have cost DALO."""
    histoire = proposee_au_dalo()
    histoire.partir(1)
    histoire.rapporter(1, Remise.FAITE)
    histoire.a("2026-05-11T09:00").designer(nouvelle_adresse())
    proposition = histoire.proposition(1)
    assert (proposition.tour, proposition.remise_le, proposition.dernier_jour) == (2, None, date(2026, 5, 26))
    assert histoire.lettres_a("juste@menage.example") == ["proposition_dalo"]
    histoire.a("2026-05-20T09:00").avancer()
    assert histoire.proposition(1).reponse is Reponse.ATTENDUE


@pytest.mark.regle("R64")
def test_une_adresse_corrigee_apres_un_echec_fait_reecrire_par_courriel():
    histoire = proposee_au_dalo()
    histoire.partir(1)
    histoire.rapporter(1, Remise.ECHOUEE)
    histoire.designer(nouvelle_adresse())
    assert (histoire.proposition(1).voie, histoire.proposition(1).reponse) == (VoieDEnvoi.COURRIEL, Reponse.ATTENDUE)
    assert histoire.lettres_a("juste@menage.example") == ["proposition_dalo"]


@pytest.mark.regle("R64", "R71")
def test_l_adresse_du_menage_retenu_peut_encore_etre_corrigee_apres_la_commission():
    histoire = attribuee(dalo(1))
    histoire.designer(nouvelle_adresse())
    assert histoire.proposition(1).tour == 3
    assert histoire.statut is Statut.ATTRIBUEE
    assert histoire.lettres_a("juste@menage.example") == ["proposition_dalo"]


@pytest.mark.regle("R64")
def test_l_adresse_corrigee_pendant_que_la_designation_est_rouverte_sert_a_la_reprise():
    histoire = complete()
    histoire.designer(retirer(3))
    histoire.designer(replace(menage(1), courriel="juste@menage.example"))
    assert histoire.statut is Statut.ACCEPTEE
    histoire.designer(menage(4))
    assert histoire.lettres_a("juste@menage.example") == ["proposition_candidat"]


def test_un_menage_qui_a_deja_repondu_n_est_pas_sollicite_a_nouveau_pour_une_adresse():
    histoire = complete()
    histoire.repondre(1, Avis.ACCEPTE)
    histoire.designer(replace(menage(1), courriel="juste@menage.example"))
    assert histoire.lettres_a("juste@menage.example") == []


def test_une_lettre_imprimee_se_refait_quand_l_adresse_postale_change():
    histoire = complete(dalo(1, courriel=False))
    histoire.designer(replace(dalo(1, courriel=False), adresse="9 rue Basse, 74580 Viry"))
    assert len(histoire.lettres_de("lettre_a_poster")) == 2
    assert histoire.proposition(1).tour == 2


def test_corriger_un_telephone_n_envoie_rien():
    histoire = complete()
    histoire.designer(replace(menage(1), telephone="06 00 00 00 00"))
    assert histoire.lettres_a(FAMILLE) == ["proposition_candidat"]


# --- a letter that waits --------------------------------------------------------------------------


@pytest.mark.regle("R71")
@pytest.mark.parametrize(
    ("quand", "redatee"),
    [
        pytest.param("2026-05-08T23:59", False, id="il reste dix jours : la date vaut encore"),
        pytest.param("2026-05-09T00:00", True, id="il n'en reste que neuf : une autre lettre, une autre date"),
    ],
)
def test_une_lettre_qui_n_a_pas_pu_partir_est_redatee(quand, redatee):
    histoire = proposee_au_dalo()
    histoire.a(quand).avancer()
    proposition = histoire.proposition(1)
    assert (proposition.tour == 2) is redatee
    assert assez_tot(proposition.dernier_jour, date.fromisoformat(quand[:10]))


@pytest.mark.regle("R71")
def test_une_lettre_partie_n_est_jamais_redatee():
    histoire = proposee_au_dalo()
    histoire.partir(1)
    histoire.a("2026-05-12T09:00").avancer()
    assert histoire.proposition(1).tour == 1


@pytest.mark.regle("R71")
def test_le_rendez_vous_d_une_lettre_qui_attend_est_le_jour_ou_sa_date_ne_vaut_plus():
    histoire = proposee_au_dalo()
    rendez_vous = suivi.rendez_vous(histoire.dossier, histoire.ctx)
    assert rendez_vous is not None
    assert suivi.avancer(histoire.dossier, replace(histoire.ctx, maintenant=rendez_vous - timedelta(seconds=1))) == ()
    assert suivi.avancer(histoire.dossier, replace(histoire.ctx, maintenant=rendez_vous)) != ()


def _classer(histoire: Histoire) -> None:
    histoire.commission("2026-05-06T14:30")
    histoire.a("2026-05-07T09:00").ordonner(Verbe.CLASSE, 2, 1, 3)


def _retirer_le_soir(histoire: Histoire) -> None:
    histoire.a("2026-05-04T18:40").ordonner(Verbe.SUIVANT)
    assert histoire.statut is Statut.RETIREE


@pytest.mark.parametrize(
    ("geste", "utile"),
    [
        pytest.param(lambda h: None, True, id="rien n'a changé"),
        pytest.param(lambda h: h.designer(retirer(1)), False, id="le ménage a été retiré"),
        pytest.param(lambda h: h.repondre(1, Avis.REFUSE), False, id="le ménage a refusé"),
        pytest.param(lambda h: h.ordonner(Verbe.OUI, 1), False, id="le ménage a dit oui au téléphone"),
        pytest.param(lambda h: h.ordonner(Verbe.SUIVANT), False, id="le logement va au réservataire suivant"),
        pytest.param(_retirer_le_soir, False, id="le logement est retiré le soir, et ira au suivant demain matin"),
        pytest.param(lambda h: h.ordonner(Verbe.ANNULER), False, id="le dossier est annulé"),
        pytest.param(_classer, False, id="la commission l'a classé depuis, derrière un autre"),
        pytest.param(
            lambda h: h.designer(replace(menage(1), courriel="juste@menage.example")),
            False,
            id="une lettre la remplace",
        ),
    ],
)
def test_une_proposition_restee_dans_la_boite_d_envoi_ne_part_que_si_elle_tient_encore(geste, utile):
    histoire = complete()
    (lettre,) = [x for x in histoire.lettres_de("proposition_candidat") if x.destinataire == FAMILLE]
    geste(histoire)
    assert encore_utile(lettre, histoire.dossier, histoire.maintenant.date()) is utile


@pytest.mark.regle("R64")
def test_une_proposition_jamais_partie_n_est_plus_refaite_une_fois_le_menage_classe():
    histoire = complete()
    _classer(histoire)
    histoire.a("2026-05-20T09:00").avancer()
    assert histoire.proposition(1).tour == 1
    assert histoire.proposition(2).etape == "attribution"
