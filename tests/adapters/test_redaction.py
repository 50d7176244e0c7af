"""Dates, days left out and hours in words."""

from __future__ import annotations

import pytest

from robot.adapters import redaction


@pytest.mark.parametrize(
    ("filtre", "iso", "attendu"),
    [
        (redaction.jour, "2026-05-27", "mercredi 27 mai 2026"),
        (redaction.jour, "2026-05-01", "vendredi 1er mai 2026"),
        (redaction.jour_court, "2026-02-02", "lun. 2 févr."),
        (redaction.jour_court, "2026-08-01", "sam. 1er août"),
        (redaction.jour_sans_annee, "2026-12-31", "jeudi 31 décembre"),
        (redaction.minuit, "2026-05-27", "mercredi 27 mai 2026 à minuit"),
        (redaction.Heures("Europe/Paris").instant, "2026-05-27T08:02:00+00:00", "mercredi 27 mai 2026 à 10 h 02"),
        (redaction.Heures("Europe/Paris").instant, "2026-12-31T23:30:00+00:00", "vendredi 1er janvier 2027 à 0 h 30"),
        (redaction.Heures("Indian/Reunion").instant, "2026-05-27T08:02:00+00:00", "mercredi 27 mai 2026 à 12 h 02"),
        (redaction.Heures("Europe/Paris").instant_court, "2026-10-25T01:30:00+00:00", "dim. 25 oct. 2 h 30"),
        (redaction.Heures("Europe/Paris").jour_de, "2026-05-27T21:59:59+00:00", "2026-05-27"),
    ],
)
def test_les_dates_en_toutes_lettres(filtre, iso, attendu):
    assert filtre(iso).replace(redaction.INSECABLE, " ") == attendu


@pytest.mark.regle("R43")
@pytest.mark.parametrize(
    ("sautes", "attendu"),
    [
        pytest.param([], "", id="aucun jour sauté"),
        pytest.param([("2026-05-23", "samedi")], "Ne compte pas non plus : samedi 23 mai.", id="un samedi"),
        pytest.param(
            [("2026-05-23", "samedi"), ("2026-05-24", "dimanche"), ("2026-05-25", "jour férié : Lundi de Pentecôte")],
            "Ne comptent pas non plus : samedi 23 mai, dimanche 24 mai et lundi 25 mai (jour férié : Lundi de Pentecôte).",
            id="le week-end de la Pentecôte",
        ),
        pytest.param(
            [*[("2026-05-02", "samedi"), ("2026-05-03", "dimanche")] * 3, ("2026-05-14", "jour férié : Ascension")],
            "Ne comptent pas non plus : les samedis, les dimanches et jeudi 14 mai (jour férié : Ascension).",
            id="un long délai regroupe les week-ends",
        ),
    ],
)
def test_les_jours_sautes_sont_nommes(sautes, attendu):
    delai = {"sautes": [{"date": jour, "raison": raison} for jour, raison in sautes]}
    assert redaction.jours_sautes(delai) == attendu


@pytest.mark.parametrize(
    ("maintenant", "attendu"),
    [
        ("2026-05-27T06:00:00+00:00", "15 heures"),
        ("2026-05-27T20:59:59+00:00", "1 heure"),
        ("2026-05-27T21:30:00+00:00", "moins d'une heure"),
    ],
)
def test_les_heures_restantes(maintenant, attendu):
    assert redaction.heures_restantes("2026-05-27T21:59:59+00:00", maintenant) == attendu
