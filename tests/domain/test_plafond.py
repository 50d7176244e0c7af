"""The month of a tense zone (R48): d'ordre public, whatever the convention and the gestionnaire want."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from robot.domain import faits as f
from robot.domain import loi
from robot.domain.carnet import Convention, ZonesTendues
from robot.domain.decisions.ordres import OrdreImpossible
from robot.domain.dossier import Statut
from robot.domain.loi import Delai
from robot.domain.stimuli import Avis, OffreConfiee, Rapport, Remise, Verbe
from tests.domain.menages import menage
from tests.domain.seconde_moitie import AVEC_DDETS, CALENDRIER, MAIRIE, Histoire, acceptee, accepter, complete, offerte
from tests.fabrique import MAIRIE_VIRY, VIRY, paris

DETENDUE = replace(AVEC_DDETS, zones_tendues=ZonesTendues(frozenset()))
TENDUE = replace(AVEC_DDETS, zones_tendues=ZonesTendues(frozenset({VIRY.code})))


def convention_de(jours_ouvres: int):
    longue = Convention(designation=Delai(jours_ouvres, "convention d'essai"))
    return replace(AVEC_DDETS, reservataires=(replace(MAIRIE_VIRY, convention=longue), *AVEC_DDETS.reservataires[1:]))


# --- the month itself -----------------------------------------------------------------------------


@pytest.mark.regle("R48")
@pytest.mark.parametrize(
    ("connue", "dernier"),
    [
        pytest.param("2026-04-28", "2026-05-28", id="même quantième, un jeudi"),
        pytest.param("2026-04-17", "2026-05-18", id="le 17 mai est un dimanche : reporté au lundi (CPC 642)"),
        pytest.param("2026-04-01", "2026-05-04", id="le 1er mai est férié, puis vient le week-end"),
        pytest.param("2026-01-31", "2026-03-02", id="février n'a pas de 31 : le 28, un samedi, reporté au lundi"),
        pytest.param("2028-01-31", "2028-02-29", id="année bissextile : le 29 février"),
    ],
)
def test_le_mois_se_compte_de_quantieme_a_quantieme(connue, dernier):
    assert CALENDRIER.dans_des_mois(date.fromisoformat(connue), 1) == date.fromisoformat(dernier)


def _fin_ordinaire(recue: date) -> date:
    """Two working days of silence, then fifteen to designate: the latest end without any extra delay."""
    silence = CALENDRIER.decompter(recue, loi.SILENCE_VAUT_ACCORD.jours_ouvres).dernier_jour
    return CALENDRIER.decompter(silence, loi.DESIGNATION.jours_ouvres).dernier_jour


@pytest.mark.regle("R42", "R45", "R48")
def test_de_2024_a_2039_quatre_receptions_depassent_le_mois_et_le_report_au_lundi_les_sauve():
    """DOMAINE 2.2, recomputed day by day: two and fifteen working days never exceed the month once it is carried over."""
    jours = [date(2024, 1, 1) + timedelta(days=n) for n in range((date(2040, 1, 1) - date(2024, 1, 1)).days)]
    depassent = [jour for jour in jours if _fin_ordinaire(jour) > _un_mois_brut(jour)]
    assert [jour.isoformat() for jour in depassent] == ["2024-04-26", "2029-04-27", "2035-04-20", "2035-04-27"]
    assert {_un_mois_brut(jour).weekday() for jour in depassent} == {6}  # Sundays
    assert [jour for jour in jours if _fin_ordinaire(jour) > CALENDRIER.dans_des_mois(jour, 1)] == []


def _un_mois_brut(jour: date) -> date:
    """The day of the same number, before it is carried over."""
    suivant = date(jour.year + jour.month // 12, jour.month % 12 + 1, 1)
    fin = suivant.replace(day=28) + timedelta(days=4)
    return suivant.replace(day=min(jour.day, (fin - timedelta(days=fin.day)).day))


# --- shortened, never lengthened --------------------------------------------------------------------


@pytest.mark.regle("R45", "R48")
@pytest.mark.parametrize(
    ("carnet", "dernier", "jours"),
    [
        pytest.param(AVEC_DDETS, "2026-05-22", 15, id="quinze jours tiennent dans le mois : rien ne change"),
        pytest.param(convention_de(25), "2026-05-28", 18, id="vingt-cinq jours de convention : ramenés au mois"),
        pytest.param(
            replace(convention_de(25), zones_tendues=ZonesTendues(frozenset())), "2026-06-08", 25,
            id="hors zone tendue, la convention vaut",
        ),
    ],
)  # fmt: skip
def test_le_delai_de_designation_ne_depasse_pas_le_mois(carnet, dernier, jours):
    decompte = acceptee(carnet=carnet).dossier.courante.designation
    assert decompte is not None
    assert (decompte.dernier_jour, decompte.jours_ouvres) == (date.fromisoformat(dernier), jours)
    assert ("L.441-1" in decompte.source) is (jours == 18)


@pytest.mark.regle("R48")
def test_faute_de_liste_toute_commune_est_tendue_et_un_logement_neuf_ne_l_est_jamais():
    assert acceptee().ctx.plafond(acceptee().dossier) == date(2026, 5, 28)
    neuf = acceptee(neuf=True)
    assert neuf.ctx.plafond(neuf.dossier) is None


# --- DELAI ----------------------------------------------------------------------------------------


def echue(carnet=AVEC_DDETS, quand: str = "2026-05-23T08:00") -> Histoire:
    histoire = acceptee(carnet=carnet).a("2026-05-04T09:00")
    histoire.designer(menage(1))
    histoire.a(quand).avancer()
    assert histoire.statut is Statut.INSUFFISANTE
    return histoire


@pytest.mark.regle("R47", "R48")
@pytest.mark.parametrize(
    ("carnet", "jours", "dernier"),
    [
        pytest.param(TENDUE, 3, "2026-05-28", id="trois jours ouvrés depuis samedi : le dernier jour du mois"),
        pytest.param(TENDUE, 1, "2026-05-26", id="un jour : le mardi de Pentecôte"),
        pytest.param(DETENDUE, 10, "2026-06-08", id="hors zone tendue, dix jours"),
    ],
)
def test_un_delai_accorde_part_du_jour_de_l_ordre(carnet, jours, dernier):
    histoire = echue(carnet)
    histoire.ordonner(Verbe.DELAI, jours=jours)
    decompte = histoire.dossier.courante.designation
    assert decompte is not None
    assert (histoire.statut, decompte.dernier_jour) == (Statut.ACCEPTEE, date.fromisoformat(dernier))
    assert histoire.lettres_a(MAIRIE)[-1] == "delai_accorde"


@pytest.mark.regle("R47", "R48")
@pytest.mark.parametrize(
    ("quand", "jours", "dit"),
    [
        pytest.param(
            "2026-05-23T08:00", 4, "jeudi 28 mai 2026.*Il reste 3 jours ouvrés : DELAI 3", id="un jour de trop"
        ),
        pytest.param("2026-05-27T08:00", 2, "Il reste 1 jour ouvré : DELAI 1", id="la veille de la fin du mois"),
        pytest.param("2026-05-28T08:00", 1, "RECHERCHE ou SUIVANT", id="le dernier jour : rien ne reste à donner"),
        pytest.param("2026-07-01T08:00", 1, "RECHERCHE ou SUIVANT", id="le mois est passé"),
    ],
)
def test_delai_au_dela_du_mois_est_refuse_explique_et_dit_ce_qui_reste(quand, jours, dit):
    histoire = echue(TENDUE, quand)
    with pytest.raises(OrdreImpossible, match=f"(?s)En zone tendue.*{dit}") as refus:
        histoire.ordonner(Verbe.DELAI, jours=jours)
    assert "L.441-1" in str(refus.value)
    assert histoire.statut is Statut.INSUFFISANTE


@pytest.mark.regle("R48")
def test_ce_que_le_refus_de_delai_conseille_est_toujours_accepte():
    histoire = echue(TENDUE)
    with pytest.raises(OrdreImpossible, match="DELAI 3 au plus"):
        histoire.ordonner(Verbe.DELAI, jours=4)
    (accorde,) = histoire.ordonner(Verbe.DELAI, jours=3)
    assert isinstance(accorde, f.DelaiAccorde)
    assert accorde.plafond == accorde.decompte.dernier_jour == date(2026, 5, 28)


@pytest.mark.regle("R47")
@pytest.mark.parametrize(
    ("jours", "dit"),
    [
        pytest.param(0, "combien de jours ouvrés", id="sans nombre"),
        pytest.param(-3, "combien de jours ouvrés", id="négatif"),
        pytest.param(5000, "combien de jours ouvrés", id="vingt ans, par une faute de frappe"),
    ],
)
def test_un_nombre_de_jours_impossible_est_refuse_en_francais(jours, dit):
    with pytest.raises(OrdreImpossible, match=dit):
        echue(DETENDUE).ordonner(Verbe.DELAI, jours=jours)


@pytest.mark.regle("R47")
def test_un_delai_qui_n_allonge_rien_est_refuse():
    histoire = acceptee()
    with pytest.raises(OrdreImpossible, match="court déjà jusqu'au vendredi 22 mai 2026"):
        histoire.ordonner(Verbe.DELAI, jours=10)


# --- the same réservataire, a second time -----------------------------------------------------------


def renvoyee(histoire: Histoire, reservataire: str) -> Histoire:
    """Offered by a gestionnaire to that réservataire; the server takes the offer."""
    histoire.ordonner(Verbe.RENVOYER, reservataire=reservataire)
    rang = histoire.dossier.courante.rang
    confiee = OffreConfiee(rang=rang, le=histoire.maintenant, message_id=f"<o{rang}@b>", empreinte="ab", preuve="250")
    histoire.recevoir(confiee)
    return histoire


def tous_refusent() -> Histoire:
    """Accepted in writing on 28 April; every candidate refuses."""
    histoire = complete().tous_partis()
    for numero in (1, 2, 3):
        histoire.repondre(numero, Avis.REFUSE)
    assert histoire.statut is Statut.SANS_ATTRIBUTAIRE
    return histoire.a("2026-05-26T09:00")


def par_silence() -> Histoire:
    histoire = offerte().a("2026-05-04T09:00")
    histoire.avancer()
    assert histoire.statut is Statut.ACCEPTEE_TACITE
    return histoire.a("2026-05-20T09:00")


def par_silence_prouve() -> Histoire:
    histoire = offerte()
    histoire.recevoir(avis_de_remise(Remise.FAITE))
    histoire.a("2026-05-04T09:00").avancer()
    return histoire.a("2026-05-20T09:00")


def candidat_apres_le_silence() -> Histoire:
    histoire = par_silence()
    histoire.designer(menage(1))
    histoire.a("2026-06-01T09:00").avancer()
    assert histoire.statut is Statut.INSUFFISANTE
    return histoire


def revenue() -> Histoire:
    histoire = offerte().a("2026-04-28T12:00")
    histoire.recevoir(avis_de_remise(Remise.ECHOUEE))
    return histoire.a("2026-05-20T09:00")


def retardee() -> Histoire:
    histoire = offerte().a("2026-04-28T12:00")
    histoire.recevoir(avis_de_remise(Remise.DIFFEREE))
    return histoire.a("2026-05-20T09:00")


def sortie_puis_remise() -> Histoire:
    """Taken out of the flux once accepted, back in it a month later."""
    histoire = acceptee().a("2026-05-04T09:00")
    histoire.ordonner(Verbe.HORS_FLUX, motif="mutation interne")
    histoire.a("2026-06-05T20:00").ordonner(Verbe.EN_FLUX, motif="personne ne le demande")
    assert histoire.statut is Statut.LIBERE
    return histoire.a("2026-06-08T09:00")


def avis_de_remise(remise: Remise) -> Rapport:
    return Rapport(
        rang=1, le=paris("2026-04-28T12:00"), remise=remise, courrier="offre", destinataire=MAIRIE, statut="2.0.0",
        preuve="avis du serveur", message="m",
    )  # fmt: skip


@pytest.mark.regle("R48", "C15")
@pytest.mark.parametrize(
    ("histoire", "plafond"),
    [
        pytest.param(tous_refusent, "2026-05-28", id="il avait accepté : le mois court de la première offre"),
        pytest.param(par_silence_prouve, "2026-05-28", id="un silence, mais l'arrivée est prouvée : il savait"),
        pytest.param(candidat_apres_le_silence, "2026-05-28", id="un silence, puis un candidat : il savait"),
        pytest.param(par_silence, "2026-06-22", id="un silence sur une réception présumée, contesté : de la seconde"),
        pytest.param(revenue, "2026-06-22", id="la première offre était revenue : de la seconde"),
        pytest.param(retardee, "2026-06-22", id="la première offre n'était pas arrivée : de la seconde"),
        pytest.param(sortie_puis_remise, "2026-07-08", id="sorti du flux entre-temps : l'offre est nouvelle"),
    ],
)
def test_renvoyer_au_meme_ne_recommence_pas_le_mois_de_qui_savait(histoire, plafond):
    suite = renvoyee(histoire(), "viry")
    assert suite.ctx.plafond(suite.dossier) == date.fromisoformat(plafond)
    accepter(suite)
    decompte = suite.dossier.courante.designation
    assert decompte is not None
    assert decompte.dernier_jour <= date.fromisoformat(plafond)


@pytest.mark.regle("R48")
def test_le_mois_du_suivant_court_de_sa_propre_offre_et_le_premier_retrouve_le_sien():
    histoire = renvoyee(tous_refusent(), "als")
    assert histoire.ctx.plafond(histoire.dossier) == date(2026, 6, 26)
    retrouve = renvoyee(histoire, "viry")
    assert retrouve.ctx.plafond(retrouve.dossier) == date(2026, 5, 28)
