"""Days and hours in orders: as people write them, the year understood, never a day that is not one."""

from __future__ import annotations

from datetime import date, time

import pytest

from robot.domain.stimuli import Verbe
from robot.reading.consignes.lecture import lire_consignes
from tests.reading.test_consignes import FIL, champs, lire, seule

# Monday 2 March 2026 is the day on which these orders are read.


@pytest.mark.parametrize(
    ("ecrit", "jour"),
    [
        ("15 janv 2027", date(2027, 1, 15)),
        ("15 fevr. 2027", date(2027, 2, 15)),
        ("15 fév. 2027", date(2027, 2, 15)),
        ("15 avr. 2026", date(2026, 4, 15)),
        ("15 juil. 2026", date(2026, 7, 15)),
        ("15 sept. 2026", date(2026, 9, 15)),
        ("15 oct. 2026", date(2026, 10, 15)),
        ("15 nov. 2026", date(2026, 11, 15)),
        ("15 déc. 2026", date(2026, 12, 15)),
        ("15/03/26", date(2026, 3, 15)),
        ("15/03/2026", date(2026, 3, 15)),
        ("2026-03-15", date(2026, 3, 15)),
        ("15 mars", date(2026, 3, 15)),
        ("1er juillet", date(2026, 7, 1)),
        ("15 décembre", date(2026, 12, 15)),
        ("2 mars", date(2026, 3, 2)),
        ("2 mars 2027", date(2027, 3, 2)),
    ],
)
def test_le_jour_d_une_commission(ecrit: str, jour: date):
    assert champs(seule(f"COMMISSION {ecrit} 14h30 Annecy"))["jour"] == jour


@pytest.mark.parametrize(
    ("ecrit", "jour"),
    [("2 mars", date(2026, 3, 2)), ("1er mars", date(2026, 3, 1)), ("3 mars", date(2025, 3, 3))],
    ids=["aujourd'hui", "hier", "demain : c'était l'an dernier"],
)
def test_le_jour_d_une_remise_est_passe(ecrit: str, jour: date):
    lue = seule(f"REMIS 1 {ecrit} : signature au guichet")
    assert champs(lue) == {"numeros": (1,), "jour": jour, "motif": "signature au guichet"}


@pytest.mark.parametrize(
    ("ordre", "raison"),
    [
        ("COMMISSION 29 février 14h Annecy", "ajoutez l'année"),
        ("COMMISSION 1er mars 14h Annecy", "« 1er mars » est passé cette année ; ajoutez l'année s'il s'agit de 2027"),
        ("COMMISSION 28/02 9h Annecy", "ajoutez l'année"),
        ("REMIS 1 29 février : en main propre", "passée"),
        ("COMMISSION 1/03/2026 14h Annecy", "passée"),
        ("COMMISSION 4/03/2027 14h Annecy", "trop lointaine"),
        ("REMIS 1 3/03/2026 : en main propre", "déjà remis"),
        ("REMIS 1 28/02/2025 : en main propre", "passée"),
        ("COMMISSION 31/04/2026 14h Annecy", "n'est pas une date"),
        ("COMMISSION 12/03/2026 6h59 Annecy", "ne se tient pas"),
        ("BAIL 15 avril", "manque l'année"),
        ("DELAI 0 : congés", "n'est pas un délai"),
        ("DELAI 100 : congés", "n'est pas un délai"),
        ("ATTRIBUE 0", "n'est pas le numéro"),
        ("ATTRIBUE 100", "numéro"),
    ],
)
def test_un_jour_ou_un_nombre_impossible_est_dit(ordre: str, raison: str):
    (lue,) = lire(ordre)
    assert raison in getattr(lue, "conseil", "obéi")


def test_en_decembre_un_jour_de_janvier_est_celui_de_l_annee_qui_vient():
    (lue,) = lire_consignes("COMMISSION 12/01 9h Annecy", reference=FIL, aujourd_hui=date(2026, 12, 18))
    assert champs(lue)["jour"] == date(2027, 1, 12)


@pytest.mark.parametrize(
    ("aujourd_hui", "lue"),
    [
        pytest.param(date(2026, 9, 10), date(2027, 1, 11), id="cent vingt-trois jours : c'est bientôt"),
        pytest.param(date(2026, 9, 9), None, id="cent vingt-quatre : l'année est demandée"),
    ],
)
def test_un_jour_sans_annee_ne_va_pas_plus_loin_que_quatre_mois(aujourd_hui: date, lue: date | None):
    (ordre,) = lire_consignes("COMMISSION 11/01 9h Annecy", reference=FIL, aujourd_hui=aujourd_hui)
    assert getattr(ordre, "jour", None) == lue


def test_le_premier_et_le_dernier_moment_d_une_commission():
    assert champs(seule("COMMISSION 12/03/2026 7h Annecy"))["heure"] == time(7, 0)
    assert champs(seule("COMMISSION 2/03/2026 14h Annecy"))["jour"] == date(2026, 3, 2)
    assert champs(seule("COMMISSION 2/03/2027 14h Annecy"))["jour"] == date(2027, 3, 2)
    assert champs(seule("DELAI 1 : congés"))["jours"] == 1


@pytest.mark.parametrize(
    "verbes",
    [("SUIVANT : personne", "SUIVANT : refus du maire"), ("ATTRIBUE 1", "ATTRIBUE 2"), ("ATTRIBUE 1", "CLASSE 2 > 3"),
     ("SUIVANT : personne", "ACCEPTE"), ("OUI 1", "NON 1 : trop loin"), ("NON ATTRIBUE 2 : revenus", "REJETE 2 : vide"),
     ("NON ATTRIBUE 2 : revenus", "NON ATTRIBUE 2 : dossier vide"), ("BAIL 15/04/2026", "BAIL 16/04/2026")],
)  # fmt: skip
def test_deux_ordres_qui_ne_peuvent_valoir_ensemble_ne_font_rien(verbes: tuple[str, str]):
    assert all(getattr(lue, "conseil", "") for lue in lire("\n".join(verbes)))


@pytest.mark.parametrize(
    "verbes",
    [("OUI 1", "NON 2 : trop loin"), ("NON ATTRIBUE 2 : revenus", "REJETE 3 : dossier vide"), ("OUI 1", "OUI 2")],
)
def test_deux_ordres_sur_deux_candidats_valent_ensemble(verbes: tuple[str, str]):
    assert len([lue for lue in lire("\n".join(verbes)) if champs(lue)]) == 2


@pytest.mark.parametrize(
    ("ordre", "verbe", "mots"),
    [
        ("REFUSE : non en fait ils acceptent", Verbe.REFUSE, "dire un accord"),
        ("SUIVANT : la mairie est d'accord", Verbe.SUIVANT, "dire un accord"),
        ("NON 2 : elle veut bien", Verbe.NON, "dire un accord"),
    ],
)
def test_un_refus_dont_le_motif_dit_oui_n_est_pas_obei(ordre: str, verbe: Verbe, mots: str):
    (lue,) = lire(ordre)
    assert (getattr(lue, "verbe", None), mots in getattr(lue, "conseil", "")) == (verbe, True)


@pytest.mark.parametrize(
    "motif", ["ils n'acceptent pas ce loyer", "pas d'accord sur le loyer", "le maire n'accepte pas"]
)
def test_un_refus_dont_le_motif_dit_non_est_obei(motif: str):
    assert champs(seule(f"REFUSE : {motif}")).get("motif") == motif
