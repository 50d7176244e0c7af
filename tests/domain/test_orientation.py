"""The orientation, rule by rule: what we know in, facts out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from robot.domain import faits as f
from robot.domain.carnet import Convention, Silence
from robot.domain.decisions.orientation import avancer, decider, rendez_vous
from robot.domain.dossier import Statut
from robot.domain.loi import Delai
from robot.domain.statuts import TransitionInterdite, appliquer, replier
from robot.domain.stimuli import Avis
from tests.domain.offre_a_viry import offre, reponse, suite
from tests.fabrique import (
    ACTION_LOGEMENT,
    BALME,
    ETAT_DELEGUE,
    FICHE,
    MAIRIE_VIRY,
    carnet_avec,
    contexte,
    dossier,
    libere,
    paris,
)

# --- to whom --------------------------------------------------------------------------------------


@pytest.mark.regle("R31", "R44")
def test_le_logement_est_offert_au_premier_reservataire_de_la_commune():
    libre = dossier(libere())
    (decidee,) = avancer(libre, contexte("2026-04-28T08:00"))
    assert isinstance(decidee, f.OrientationDecidee)
    assert decidee.reservataire == "viry"


@pytest.mark.regle("R31")
def test_un_reservataire_d_une_autre_commune_n_est_jamais_sollicite():
    balme = dossier(libere(replace(FICHE, commune=BALME)))
    (decidee,) = avancer(balme, contexte("2026-04-28T08:00"))
    assert isinstance(decidee, f.OrientationDecidee)
    assert decidee.reservataire == "balme"


@pytest.mark.regle("R80", "R81", "R82")
def test_un_reservataire_en_gestion_deleguee_ne_recoit_pas_d_offre():
    ctx = contexte("2026-04-28T08:00", carnet=carnet_avec(ETAT_DELEGUE))
    (epuisee,) = avancer(dossier(libere()), ctx)
    assert isinstance(epuisee, f.ListeEpuisee)


@pytest.mark.regle("R44", "C5")
def test_chaque_refus_envoie_au_suivant_jusqu_au_dernier_puis_au_gestionnaire():
    ctx = contexte("2026-04-28T10:00")
    courant, demandes = offre(), []
    while courant.statut is not Statut.EPUISEE:
        demandes.append(courant.courante.reservataire)
        courant = suite(courant, reponse(Avis.REFUSE, "2026-04-28T10:00", rang=courant.courante.rang), ctx)
    assert demandes == ["viry", "als", "prefecture"]
    assert [o.statut for o in courant.orientations] == [Statut.REFUSEE] * 3


@pytest.mark.regle("C14")
def test_tous_refusent_le_logement_revient_au_gestionnaire():
    ctx = contexte("2026-04-28T10:00", carnet=carnet_avec(MAIRIE_VIRY))
    epuise = suite(offre(ctx=ctx), reponse(Avis.REFUSE, "2026-04-28T10:00"), ctx)
    assert epuise.statut is Statut.EPUISEE
    assert rendez_vous(epuise, ctx) is None


# --- the clock ------------------------------------------------------------------------------------


@pytest.mark.regle("R41", "R42", "C3", "C4")
def test_le_delai_court_du_jour_ou_l_offre_est_remise():
    decompte = offre(expediee="2026-04-28T16:59").courante.decompte
    assert decompte is not None
    assert decompte.echeance == paris("2026-04-30T23:59:59")
    assert decompte.source == MAIRIE_VIRY.convention.reponse.source


@pytest.mark.regle("R42", "R43")
@pytest.mark.parametrize(
    ("recue_le", "passe", "silence"),
    [
        pytest.param("2026-04-28", "2026-04-30T18:00", False, id="mardi → jeudi 18 h : le deuxième jour n'est pas fini"),
        pytest.param("2026-04-28", "2026-05-01T07:59", False, id="mardi → vendredi 7 h 59 : le courrier de nuit arrive"),
        pytest.param("2026-04-28", "2026-05-01T08:00", True, id="mardi → vendredi 8 h, même férié : deux jours pleins"),
        pytest.param("2026-04-29", "2026-05-04T09:00", False, id="le 1er mai et le week-end ne comptent pas"),
        pytest.param("2026-04-29", "2026-05-05T08:00", True, id="mercredi → mardi suivant : jeudi et lundi ont compté"),
        pytest.param("2024-05-07", "2024-05-13T20:00", False, id="mai 2024 : le sixième jour n'est pas fini"),
        pytest.param("2024-05-07", "2024-05-14T08:00", True, id="mai 2024 : deux fériés et un week-end sautés"),
        pytest.param("2026-10-23", "2026-10-28T08:00", True, id="changement d'heure d'octobre traversé"),
    ],
)  # fmt: skip
def test_le_silence_n_existe_qu_apres_deux_jours_ouvres_pleins(recue_le, passe, silence):
    rappele = replier(offre(expediee=f"{recue_le}T09:00"), (f.RappelDecide(le=paris(passe), rang=1),))
    assert rappele is not None
    faits = avancer(rappele, contexte(passe, lu_jusqu_a=passe))
    assert [type(fait) for fait in faits] == ([f.AccordTacite] if silence else [])


@pytest.mark.regle("R43")
@pytest.mark.parametrize(
    ("lu_jusqu_a", "silence"),
    [
        pytest.param(None, False, id="boîte jamais lue : aucun silence"),
        pytest.param("2026-04-30T23:00", False, id="boîte lue avant l'échéance seulement : aucun silence"),
        pytest.param("2026-05-01T02:00", False, id="boîte lue la nuit : un message en transit peut encore arriver"),
        pytest.param("2026-05-01T08:00", True, id="boîte relue à l'ouverture : le silence est prouvé"),
    ],
)
def test_le_silence_se_prouve_par_une_boite_relue(lu_jusqu_a, silence):
    rappele = replier(offre(), (f.RappelDecide(le=paris("2026-04-30T08:00"), rang=1),))
    assert rappele is not None
    faits = avancer(rappele, contexte("2026-05-02T09:00", lu_jusqu_a=lu_jusqu_a))
    assert bool(faits) is silence


@pytest.mark.regle("R43", "R45")
def test_l_accord_tacite_date_de_l_echeance_et_ouvre_quinze_jours_ouvres():
    rappele = replier(offre(), (f.RappelDecide(le=paris("2026-04-30T08:00"), rang=1),))
    assert rappele is not None
    (tacite,) = avancer(rappele, contexte("2026-05-01T09:00", lu_jusqu_a="2026-05-01T09:00"))
    assert isinstance(tacite, f.AccordTacite)
    assert tacite.designation is not None
    assert tacite.le == paris("2026-04-30T23:59:59")
    assert tacite.designation.jours_ouvres == 15
    # 1, 8, 14 and 25 May 2026 are holidays.
    assert tacite.designation.echeance == paris("2026-05-27T23:59:59")


@pytest.mark.regle("R43")
def test_sous_une_convention_ou_le_silence_vaut_refus_le_suivant_est_sollicite():
    convention = Convention(silence=Silence.REFUS)
    ctx = contexte(
        "2026-05-04T09:00",
        "2026-05-04T09:00",
        carnet=carnet_avec(replace(MAIRIE_VIRY, convention=convention), ACTION_LOGEMENT),
    )
    refus, suivante = avancer(offre(ctx=replace(ctx, maintenant=paris("2026-04-28T09:00"))), ctx)
    assert isinstance(refus, f.RefusTacite)
    assert isinstance(suivante, f.OrientationDecidee)
    assert suivante.reservataire == "als"


@pytest.mark.regle("R12", "R13")
def test_un_logement_neuf_n_a_ni_delai_ni_silence():
    neuf = offre(neuf=True)
    assert neuf.courante.decompte is None
    assert rendez_vous(neuf, contexte("2026-04-28T09:00")) is None
    assert avancer(neuf, contexte("2026-12-31T09:00", lu_jusqu_a="2026-12-31T09:00")) == ()


@pytest.mark.regle("R12", "R13")
def test_un_logement_neuf_peut_etre_accepte_des_mois_plus_tard():
    accepte = suite(offre(neuf=True), reponse(Avis.ACCEPTE, "2026-09-01T10:00"), contexte("2026-09-01T10:00"))
    assert accepte.statut is Statut.ACCEPTEE
    assert accepte.courante.designation is None


def test_le_rappel_part_une_fois_le_dernier_matin_ouvre():
    attente = offre()
    assert rendez_vous(attente, contexte("2026-04-28T09:00")) == paris("2026-04-30T08:00")
    assert avancer(attente, contexte("2026-04-29T12:00")) == ()
    (rappel,) = avancer(attente, contexte("2026-04-30T08:00"))
    assert isinstance(rappel, f.RappelDecide)
    rappele = appliquer(attente, rappel)
    assert avancer(rappele, contexte("2026-04-30T09:00", lu_jusqu_a="2026-04-30T09:00")) == ()
    assert rendez_vous(rappele, contexte("2026-04-30T09:00")) == paris("2026-05-01T08:00")


def test_un_robot_arrete_le_dernier_jour_ne_rappelle_pas_apres_coup():
    (fait,) = avancer(offre(), contexte("2026-05-04T09:00", lu_jusqu_a="2026-05-04T09:00"))
    assert isinstance(fait, f.AccordTacite)


@pytest.mark.regle("R42")
def test_le_delai_d_une_convention_remplace_celui_de_la_charte():
    convention = Convention(reponse=Delai(5, "Convention du 3 octobre 2023, art. 5.3"))
    ctx = contexte("2026-05-04T09:00", carnet=carnet_avec(replace(MAIRIE_VIRY, convention=convention)))
    decompte = offre(expediee="2026-05-04T09:00", ctx=ctx).courante.decompte
    assert decompte is not None
    assert decompte.echeance == paris("2026-05-12T23:59:59")
    assert decompte.source == "Convention du 3 octobre 2023, art. 5.3"


# --- replies --------------------------------------------------------------------------------------


@pytest.mark.regle("R42", "R45")
def test_une_acceptation_ouvre_le_delai_de_designation():
    accepte = suite(offre(), reponse(Avis.ACCEPTE, "2026-04-29T11:00"), contexte("2026-04-29T11:05"))
    assert accepte.statut is Statut.ACCEPTEE
    assert accepte.courante.designation is not None
    assert accepte.courante.designation.reception.isoformat() == "2026-04-29"


def test_une_reponse_compte_de_sa_reception_par_le_serveur_pas_de_sa_lecture():
    """A robot stopped for a week reads a refusal that came in time."""
    refuse = suite(offre(), reponse(Avis.REFUSE, "2026-04-30T23:59:59"), contexte("2026-05-11T09:00"))
    assert refuse.statut is Statut.A_EXPEDIER
    assert refuse.orientations[0].statut is Statut.REFUSEE


@pytest.mark.regle("C13")
@pytest.mark.parametrize("avis", list(Avis))
def test_une_reponse_apres_l_echeance_est_consignee_et_ne_change_rien(avis):
    attente = offre()
    (tardive,) = decider(attente, reponse(avis, "2026-05-01T00:00"), contexte("2026-05-01T08:00"))
    assert isinstance(tardive, f.ReponseTardive)
    assert appliquer(attente, tardive).statut is Statut.EN_ATTENTE


@pytest.mark.regle("C13")
def test_une_orientation_se_termine_une_seule_fois():
    ctx = contexte("2026-04-29T12:00")
    accepte = suite(offre(), reponse(Avis.ACCEPTE, "2026-04-29T11:00"), ctx)
    (tardive,) = decider(accepte, reponse(Avis.REFUSE, "2026-04-29T11:30"), ctx)
    assert isinstance(tardive, f.ReponseTardive)


@pytest.mark.regle("C13")
def test_le_premier_reservataire_qui_se_ravise_n_arrete_pas_le_second():
    ctx = contexte("2026-04-29T12:00")
    seconde = suite(offre(), reponse(Avis.REFUSE, "2026-04-29T10:00"), ctx)
    (tardive,) = decider(seconde, reponse(Avis.ACCEPTE, "2026-04-29T11:00", rang=1), ctx)
    assert isinstance(tardive, f.ReponseTardive)
    assert appliquer(seconde, tardive).courante.reservataire == "als"


@pytest.mark.regle("R43")
def test_un_refus_arrive_a_temps_et_lu_apres_coup_dement_le_silence():
    """A folder that nobody had configured held a refusal: the silence never was."""
    tacite = replier(offre(), avancer(offre(), contexte("2026-05-04T09:00", lu_jusqu_a="2026-05-04T09:00")))
    assert tacite is not None
    assert tacite.statut is Statut.ACCEPTEE_TACITE
    dementi = suite(tacite, reponse(Avis.REFUSE, "2026-04-30T12:00"), contexte("2026-05-05T09:00"))
    assert dementi.orientations[0].statut is Statut.REFUSEE


def test_un_doute_suspend_le_silence_jusqu_a_ce_qu_une_personne_tranche():
    ctx = contexte("2026-04-29T12:00")
    doute = suite(offre(), reponse(Avis.AMBIGU, "2026-04-29T10:00"), ctx)
    assert doute.statut is Statut.A_CLARIFIER
    assert rendez_vous(doute, ctx) is None
    assert avancer(doute, contexte("2026-06-01T09:00", lu_jusqu_a="2026-06-01T09:00")) == ()
    # The author restates, even after the first deadline: the clock was stopped.
    precise = suite(doute, reponse(Avis.ACCEPTE, "2026-05-06T10:00"), contexte("2026-05-06T10:05"))
    assert precise.statut is Statut.ACCEPTEE


def test_une_reponse_d_un_inconnu_ne_decide_rien_et_suspend_le_silence():
    inconnu = suite(offre(), reponse(Avis.ACCEPTE, "2026-04-29T10:00", habilitation=""), contexte("2026-04-29T10:05"))
    assert inconnu.statut is Statut.A_CLARIFIER


def test_un_inconnu_apres_la_fin_laisse_un_fait_qui_ne_change_rien():
    accepte = suite(offre(), reponse(Avis.ACCEPTE, "2026-04-29T11:00"), contexte("2026-04-29T12:00"))
    refus = reponse(Avis.REFUSE, "2026-04-29T11:30", habilitation="")
    (fait,) = decider(accepte, refus, contexte("2026-04-29T12:00"))
    assert isinstance(fait, f.MessageDInconnu)
    assert appliquer(accepte, fait).statut is accepte.statut


# --- the machine ----------------------------------------------------------------------------------


def test_un_fait_que_la_table_ne_prevoit_pas_est_notre_erreur():
    with pytest.raises(TransitionInterdite, match="AccordTacite"):
        appliquer(
            dossier(libere()),
            f.AccordTacite(
                le=paris("2026-05-01T00:00"),
                rang=1,
                etabli_le=paris("2026-05-01T08:00"),
                lu_jusqu_a=paris("2026-05-01T08:00"),
                preuve="",
                designation=None,
            ),
        )


def test_un_stimulus_sur_une_orientation_inconnue_ne_fait_rien():
    assert decider(offre(), reponse(Avis.ACCEPTE, "2026-04-29T10:00", rang=7), contexte("2026-04-29T10:00")) == ()
