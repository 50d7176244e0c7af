"""Les jours ouvrés : jour de la réception = jour zéro, échéance = fin du n-ième jour ouvré (R41-R43, DOMAINE 2.1).

Les jours fériés viennent ici d'un calcul écrit pour ces tests, non du paquet que le robot emploie.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from dateutil.easter import easter
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from robot.domain import loi
from robot.domain.calendrier import JOURS_MAXIMUM, SEMAINE, Calendrier, ordinal

UN_JOUR = timedelta(days=1)
FIXES = {
    (1, 1): "Jour de l'an",
    (5, 1): "Fête du Travail",
    (5, 8): "Fête de la Victoire",
    (7, 14): "Fête nationale",
    (8, 15): "Assomption",
    (11, 1): "Toussaint",
    (11, 11): "Armistice",
    (12, 25): "Noël",
}
MOBILES = {1: "Lundi de Pâques", 39: "Ascension", 50: "Lundi de Pentecôte"}


def feries(annees: range) -> dict[date, str]:
    fixes = {date(annee, *jour): nom for annee in annees for jour, nom in FIXES.items()}
    return fixes | {easter(annee) + timedelta(days=n): nom for annee in annees for n, nom in MOBILES.items()}


HAUTE_SAVOIE = Calendrier(feries(range(2015, 2046)))
MOSELLE = Calendrier(
    {
        **HAUTE_SAVOIE.feries,
        **{easter(annee) - 2 * UN_JOUR: "Vendredi saint" for annee in range(2015, 2046)},
        **{date(annee, 12, 26): "Saint-Étienne" for annee in range(2015, 2046)},
    }
)
REUNION = Calendrier(
    {**HAUTE_SAVOIE.feries, **{date(annee, 12, 20): "Abolition de l'esclavage" for annee in range(2015, 2046)}},
    fuseau="Indian/Reunion",
)

DATES = st.dates(date(2016, 1, 1), date(2044, 6, 30))
DELAIS = st.integers(1, 40)


@pytest.mark.regle("R41", "R42", "R43")
@pytest.mark.parametrize(
    ("recue_le", "echeance"),
    [
        pytest.param("2026-06-01", "2026-06-03", id="lundi → mercredi"),
        pytest.param("2026-06-02", "2026-06-04", id="mardi → jeudi"),
        pytest.param("2026-06-03", "2026-06-05", id="mercredi → vendredi"),
        pytest.param("2026-06-04", "2026-06-08", id="jeudi → lundi : le week-end ne compte pas"),
        pytest.param("2026-06-05", "2026-06-09", id="vendredi → mardi"),
        pytest.param("2026-06-06", "2026-06-09", id="samedi → mardi : le samedi est aussi un jour zéro"),
        pytest.param("2026-06-07", "2026-06-09", id="dimanche → mardi"),
        pytest.param(
            "2024-05-07", "2024-05-13", id="7 mai 2024 → lundi 13 : Victoire, Ascension et week-end, six jours"
        ),
        pytest.param("2024-05-08", "2024-05-13", id="reçue un jour férié : jour zéro comme un autre"),
        pytest.param("2026-04-28", "2026-04-30", id="28 avril 2026 → jeudi 30"),
        pytest.param("2026-04-29", "2026-05-04", id="le 1er mai et le week-end ne comptent pas"),
        pytest.param("2026-05-22", "2026-05-27", id="le lundi de Pentecôte reste férié, journée de solidarité ou non"),
        pytest.param("2026-05-12", "2026-05-15", id="le pont de l'Ascension compte : un pont n'est pas férié"),
        pytest.param("2026-12-23", "2026-12-28", id="Noël, puis le 26 décembre qui est un samedi"),
        pytest.param("2027-12-30", "2028-01-03", id="le 1er janvier tombe un samedi"),
        pytest.param("2026-12-31", "2027-01-05", id="d'une année à l'autre"),
        pytest.param("2026-11-10", "2026-11-13", id="l'Armistice au milieu"),
    ],
)
def test_deux_jours_ouvres(recue_le, echeance):
    decompte = HAUTE_SAVOIE.decompter(date.fromisoformat(recue_le), loi.SILENCE_VAUT_ACCORD.jours_ouvres)
    assert decompte.dernier_jour == date.fromisoformat(echeance)


@pytest.mark.regle("R45")
@pytest.mark.parametrize(
    ("recue_le", "echeance"),
    [
        pytest.param("2026-06-01", "2026-06-22", id="quinze jours ouvrés sans férié : trois semaines"),
        pytest.param("2024-04-26", "2024-05-23", id="avril-mai 2024 : 1er mai, 8 mai, Ascension et Pentecôte"),
    ],
)
def test_quinze_jours_ouvres(recue_le, echeance):
    decompte = HAUTE_SAVOIE.decompter(date.fromisoformat(recue_le), loi.DESIGNATION.jours_ouvres)
    assert decompte.dernier_jour == date.fromisoformat(echeance)


@pytest.mark.regle("R42", "R43")
@pytest.mark.parametrize(
    ("calendrier", "recue_le", "echeance"),
    [
        pytest.param(HAUTE_SAVOIE, "2026-04-02", "2026-04-07", id="Haute-Savoie : le Vendredi saint est ouvré"),
        pytest.param(MOSELLE, "2026-04-02", "2026-04-08", id="Moselle : le Vendredi saint ne compte pas"),
        pytest.param(HAUTE_SAVOIE, "2024-12-24", "2024-12-27", id="Haute-Savoie : le 26 décembre est ouvré"),
        pytest.param(MOSELLE, "2024-12-24", "2024-12-30", id="Moselle : le 26 décembre ne compte pas"),
        pytest.param(HAUTE_SAVOIE, "2027-12-17", "2027-12-21", id="Haute-Savoie : le 20 décembre est ouvré"),
        pytest.param(REUNION, "2027-12-17", "2027-12-22", id="Réunion : le 20 décembre ne compte pas"),
    ],
)
def test_chaque_territoire_a_ses_feries(calendrier, recue_le, echeance):
    assert calendrier.decompter(date.fromisoformat(recue_le), 2).dernier_jour == date.fromisoformat(echeance)


@pytest.mark.regle("R42", "R43")
@pytest.mark.parametrize(
    ("calendrier", "recue_le", "instant"),
    [
        pytest.param(HAUTE_SAVOIE, "2026-06-01", "2026-06-03T23:59:59+02:00", id="en été"),
        pytest.param(HAUTE_SAVOIE, "2026-01-12", "2026-01-14T23:59:59+01:00", id="en hiver"),
        pytest.param(
            HAUTE_SAVOIE, "2026-03-27", "2026-03-31T23:59:59+02:00", id="par-dessus le passage à l'heure d'été"
        ),
        pytest.param(
            HAUTE_SAVOIE, "2026-10-23", "2026-10-27T23:59:59+01:00", id="par-dessus le passage à l'heure d'hiver"
        ),
        pytest.param(REUNION, "2026-06-01", "2026-06-03T23:59:59+04:00", id="à La Réunion"),
    ],
)
def test_l_echeance_est_la_derniere_seconde_du_jour_local(calendrier, recue_le, instant):
    echeance = calendrier.decompter(date.fromisoformat(recue_le), 2).echeance
    assert echeance == datetime.fromisoformat(instant)
    assert echeance.tzinfo is UTC


@pytest.mark.parametrize(
    ("jour", "heures"),
    [
        pytest.param("2026-03-29", 23, id="le jour du passage à l'heure d'été dure 23 heures"),
        pytest.param("2026-10-25", 25, id="le jour du passage à l'heure d'hiver dure 25 heures"),
        pytest.param("2026-06-01", 24, id="un jour ordinaire dure 24 heures"),
    ],
)
def test_un_jour_local_finit_juste_avant_le_suivant(jour, heures):
    jour = date.fromisoformat(jour)
    debut = HAUTE_SAVOIE.instant(jour, time())
    assert HAUTE_SAVOIE.fin_du_jour(jour) + timedelta(seconds=1) - debut == timedelta(hours=heures)
    assert HAUTE_SAVOIE.jour_local(HAUTE_SAVOIE.fin_du_jour(jour)) == jour
    assert HAUTE_SAVOIE.jour_local(HAUTE_SAVOIE.fin_du_jour(jour) + timedelta(seconds=1)) == jour + UN_JOUR


@pytest.mark.regle("R41")
@pytest.mark.parametrize(
    ("instant", "jour"),
    [
        pytest.param("2026-06-01T21:59:59+00:00", "2026-06-01", id="23 h 59 à Paris en été : encore le jour même"),
        pytest.param("2026-06-01T22:00:00+00:00", "2026-06-02", id="minuit à Paris appartient au lendemain"),
        pytest.param("2026-01-12T23:00:00+00:00", "2026-01-13", id="minuit à Paris en hiver"),
    ],
)
def test_le_jour_de_la_reception_est_celui_de_paris(instant, jour):
    assert HAUTE_SAVOIE.jour_local(datetime.fromisoformat(instant)) == date.fromisoformat(jour)


@pytest.mark.parametrize("annee", range(2024, 2031))
def test_les_onze_jours_legaux_ne_sont_pas_ouvres(annee):
    legaux = {jour for jour in HAUTE_SAVOIE.feries if jour.year == annee}
    # In 2008 Ascension fell on 1 May; from 2024 to 2030 the eleven days are distinct.
    assert len(legaux) == 11
    assert not any(HAUTE_SAVOIE.est_ouvre(jour) for jour in legaux)


@pytest.mark.parametrize(("annee", "ouvres"), [(2026, 252), (2027, 254)])
def test_jours_ouvres_d_une_annee(annee, ouvres):
    jours = [date(annee, 1, 1) + n * UN_JOUR for n in range(365)]
    assert sum(map(HAUTE_SAVOIE.est_ouvre, jours)) == ouvres


@pytest.mark.regle("R42")
def test_le_decompte_nomme_chaque_jour_et_pourquoi_il_est_saute():
    decompte = HAUTE_SAVOIE.decompter(date(2024, 5, 7), 2, source="charte")
    assert [(jour.date.day, jour.compte, jour.raison) for jour in decompte.jours] == [
        (7, False, "jour de la réception, jour zéro"),
        (8, False, "jour férié : Fête de la Victoire"),
        (9, False, "jour férié : Ascension"),
        (10, True, "1er jour ouvré"),
        (11, False, "samedi"),
        (12, False, "dimanche"),
        (13, True, "2e jour ouvré"),
    ]
    assert [jour.date.day for jour in decompte.jours_sautes] == [8, 9, 11, 12]
    assert (decompte.source, decompte.jours_ouvres, decompte.reception) == ("charte", 2, date(2024, 5, 7))


def test_un_ferie_du_week_end_est_dit_ferie():
    assert HAUTE_SAVOIE.raison_de_chomage(date(2026, 11, 1)) == "jour férié : Toussaint"


def test_la_fermeture_d_une_mairie_ne_compte_que_si_sa_convention_le_dit():
    pont = date(2026, 5, 15)
    assert HAUTE_SAVOIE.est_ouvre(pont)
    ferme = HAUTE_SAVOIE.avec_fermetures([pont], "mairie de Viry")
    assert ferme.raison_de_chomage(pont) == "fermeture : mairie de Viry"
    assert ferme.decompter(date(2026, 5, 12), 2).dernier_jour == date(2026, 5, 18)
    assert HAUTE_SAVOIE.est_ouvre(pont)


def test_les_fermetures_s_ajoutent():
    ferme = HAUTE_SAVOIE.avec_fermetures([date(2026, 5, 15)], "Viry").avec_fermetures([date(2026, 5, 18)], "Viry")
    assert ferme.decompter(date(2026, 5, 12), 2).dernier_jour == date(2026, 5, 19)


@pytest.mark.parametrize("jours_ouvres", [0, -1, JOURS_MAXIMUM + 1])
def test_un_delai_hors_bornes_est_refuse(jours_ouvres):
    with pytest.raises(ValueError, match="jours ouvrés"):
        HAUTE_SAVOIE.decompter(date(2026, 6, 1), jours_ouvres)


def test_le_plus_long_delai_est_admis():
    assert HAUTE_SAVOIE.decompter(date(2026, 6, 1), JOURS_MAXIMUM).jours_ouvres == JOURS_MAXIMUM


@pytest.mark.regle("R48")
def test_un_delai_sans_jour_ouvre_finit_au_minuit_du_jour_dit():
    decompte = HAUTE_SAVOIE.sans_jour_ouvre(date(2026, 5, 28), "la loi")
    assert (decompte.jours_ouvres, decompte.dernier_jour, decompte.jours_sautes) == (0, date(2026, 5, 28), ())
    assert decompte.echeance == HAUTE_SAVOIE.fin_du_jour(date(2026, 5, 28))


@pytest.mark.parametrize(
    ("jour", "rang"),
    [
        pytest.param("2026-04-28", 0, id="le jour de la réception : aucun"),
        pytest.param("2026-04-29", 1, id="le lendemain ouvré : le premier"),
        pytest.param("2026-05-03", 2, id="un dimanche : ceux d'avant"),
        pytest.param("2026-06-01", 3, id="la fin passée : tous"),
    ],
)
def test_le_rang_d_un_jour_compte_les_jours_ouvres_entames(jour, rang):
    assert HAUTE_SAVOIE.decompter(date(2026, 4, 28), 3).rang(date.fromisoformat(jour)) == rang


def test_le_prochain_jour_ouvre_suit_strictement():
    assert HAUTE_SAVOIE.prochain_jour_ouvre(date(2026, 6, 5)) == date(2026, 6, 8)
    assert HAUTE_SAVOIE.prochain_jour_ouvre(date(2026, 6, 8)) == date(2026, 6, 9)


def test_ordinal():
    assert [ordinal(rang) for rang in (1, 2, 15)] == ["1er", "2e", "15e"]


@pytest.mark.regle("R41", "R42")
@given(recue_le=DATES, jours_ouvres=DELAIS)
def test_l_echeance_est_un_jour_ouvre_et_n_jours_ouvres_exactement_y_menent(recue_le, jours_ouvres):
    decompte = HAUTE_SAVOIE.decompter(recue_le, jours_ouvres)
    apres = [jour.date for jour in decompte.jours[1:]]
    assert decompte.jours[0].date == recue_le
    assert apres == [recue_le + n * UN_JOUR for n in range(1, len(apres) + 1)]
    ouvres = [jour for jour in apres if jour.weekday() < SEMAINE.index("samedi") and jour not in HAUTE_SAVOIE.feries]
    assert len(ouvres) == jours_ouvres
    assert ouvres[-1] == decompte.dernier_jour
    assert [jour.date for jour in decompte.jours if jour.compte] == ouvres


@given(recue_le=DATES, jours_ouvres=DELAIS)
def test_recevoir_plus_tard_ne_raccourcit_jamais_l_echeance(recue_le, jours_ouvres):
    plus_tot = HAUTE_SAVOIE.decompter(recue_le, jours_ouvres).echeance
    assert HAUTE_SAVOIE.decompter(recue_le + UN_JOUR, jours_ouvres).echeance >= plus_tot


@given(recue_le=DATES, jours_ouvres=DELAIS)
def test_un_jour_de_delai_en_plus_allonge_l_echeance(recue_le, jours_ouvres):
    court = HAUTE_SAVOIE.decompter(recue_le, jours_ouvres)
    assert HAUTE_SAVOIE.decompter(recue_le, jours_ouvres + 1).echeance > court.echeance
    assert HAUTE_SAVOIE.decompter(court.dernier_jour, 1).echeance == (
        HAUTE_SAVOIE.decompter(recue_le, jours_ouvres + 1).echeance
    )


@given(recue_le=DATES, jours_ouvres=DELAIS)
def test_l_echeance_est_toujours_a_la_derniere_seconde_de_paris(recue_le, jours_ouvres):
    decompte = HAUTE_SAVOIE.decompter(recue_le, jours_ouvres)
    assert HAUTE_SAVOIE.jour_local(decompte.echeance) == decompte.dernier_jour
    assert HAUTE_SAVOIE.jour_local(decompte.echeance + timedelta(seconds=1)) == decompte.dernier_jour + UN_JOUR


@pytest.mark.regle("R42")
def test_deux_jours_ouvres_tiennent_toujours_entre_deux_et_six_jours():
    durees = {
        (HAUTE_SAVOIE.decompter(date(2024, 1, 1) + n * UN_JOUR, 2).dernier_jour - date(2024, 1, 1)).days - n
        for n in range(365 * 7)
    }
    assert durees == {2, 3, 4, 5, 6}


@pytest.mark.regle("R48")
def test_accord_et_designation_ne_depassent_un_mois_que_quatre_fois_en_quinze_ans():
    """DOMAINE 2.2: the dates found there by another program, on the longest runs of holidays."""
    depassements = []
    for n in range((date(2039, 12, 31) - date(2024, 1, 1)).days + 1):
        jour = date(2024, 1, 1) + n * UN_JOUR
        accord = HAUTE_SAVOIE.decompter(jour, loi.SILENCE_VAUT_ACCORD.jours_ouvres).dernier_jour
        fin = HAUTE_SAVOIE.decompter(accord, loi.DESIGNATION.jours_ouvres).dernier_jour
        un_mois = jour + relativedelta(months=1)
        if fin > un_mois:
            depassements.append(jour.isoformat())
    assert depassements == ["2024-04-26", "2029-04-27", "2035-04-20", "2035-04-27"]
