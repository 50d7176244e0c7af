"""The seeded world: stories with faults break no promise, and a seed is a run, byte for byte."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from robot.adapters.feries import calendrier
from robot.domain.faits import FAITS
from robot.simulation.campagne import des_graines, essayer_toutes
from robot.simulation.correspondants import SANS_DESIGNATION
from robot.simulation.essai import essayer
from robot.simulation.juge import jours
from robot.simulation.monde import jouer
from robot.simulation.plan import Genre, Parametres, Plan
from robot.simulation.recit import raconter
from robot.simulation.reduction import reduire
from tests.simulation.bogues import BOGUES
from tests.simulation.histoires import BREVE, MOYENNE, PAR_DROITS, TRES_COURTE

OFFRES_SEULES = range(1, 16)
OFFRES_BREVES = range(16, 187)
JUSQU_AU_BAIL = range(8, 16)
A_LEUR_TOUR = range(1, 7)
DEUX_CENTS = 200
# Too rare for so few stories; each has its own test in `tests/cycle`.
RARES = {
    "AvisRevenu", "CandidatCorrige", "CandidatRetire", "ComplementRecu", "DdetsDetrompee", "DesignationRouverte",
    "DossierAnnule", "SilenceTombe",
    "MessageDInconnu", "PresentationDecidee", "RechercheDecidee", "ReponseAutorisee", "ReponseIgnoree",
}  # fmt: skip


@pytest.mark.regle("R7", "R30", "R82")
@pytest.mark.regle("R31", "R41", "R42", "R43", "R44", "R45", "R47", "R48", "R64", "R70", "R71", "R73", "R74", "R80")
@pytest.mark.regle("C13", "C15")
def test_des_histoires_avec_des_pannes_ne_rompent_aucune_promesse():
    offres = Parametres(0, *TRES_COURTE, coupes=frozenset({SANS_DESIGNATION}))
    breves = replace(offres, liberations=BREVE[0], jours=BREVE[1])
    lot = [
        *des_graines(Parametres(0, *PAR_DROITS, assiette=True), A_LEUR_TOUR),
        *des_graines(Parametres(0, *MOYENNE), JUSQU_AU_BAIL),
        *des_graines(offres, OFFRES_SEULES),
        *des_graines(breves, OFFRES_BREVES),
    ]
    essais = list(essayer_toutes(lot))
    assert [(essai.graine, essai.liberations, essai.griefs) for essai in essais if essai.griefs] == []
    assert len(essais) == DEUX_CENTS
    rencontres = {nom for essai in essais for nom in essai.faits}
    assert rencontres | RARES == {fait.__name__ for fait in FAITS}, "ces histoires ne rencontrent pas tous les faits"


def test_la_meme_graine_redonne_les_memes_octets():
    premier, second = (essayer(Parametres(7, *TRES_COURTE)) for _ in range(2))
    assert replace(premier, duree_s=0) == replace(second, duree_s=0)
    assert premier.racine != essayer(Parametres(8, *TRES_COURTE)).racine


def test_la_meme_graine_donne_la_meme_racine_sur_disque(tmp_path: Path):
    parametres = Parametres(9, *TRES_COURTE)
    sur_disque = essayer(parametres, f"sqlite:///{tmp_path / 'monde.sqlite'}")
    assert replace(sur_disque, duree_s=0) == replace(essayer(parametres), duree_s=0)


@pytest.mark.postgresql
def test_la_meme_graine_donne_la_meme_racine_sur_postgresql(url_postgresql: str):
    parametres = Parametres(9, *TRES_COURTE)
    assert essayer(parametres, url_postgresql).racine == essayer(parametres).racine


def test_les_pannes_des_graines_couvrent_tous_les_ports():
    tirees = {panne.genre for graine in range(1, 60) for panne in Plan(Parametres(graine)).pannes.values()}
    assert tirees == set(Genre)


def test_une_histoire_sans_pannes_n_en_a_aucune():
    partie = jouer(Parametres(3, 2, 6, pannes=False))
    assert partie.releve.pannes == []
    assert {passage.issue for passage in partie.releve.passages} == {"complete"}


def test_une_histoire_fautive_se_reduit_et_se_raconte():
    parametres = Parametres(1, 2, 8)
    with BOGUES["rang sauté"].poser():
        fautif = essayer(parametres)
        reduits = reduire(parametres, fautif)
        partie = jouer(reduits)
        assert set(essayer(reduits).genres) & set(fautif.genres)
    assert len(partie.releve.logements) < fautif.liberations
    assert len(Plan(reduits).elements()) < len(Plan(parametres).elements())
    recit = "\n".join(raconter(partie))
    assert "✉ offre V-" in recit
    assert "OrientationDecidee" in recit


def test_le_calendrier_du_juge_et_celui_du_robot_s_accordent():
    """Two independent counts, over the years that the stories may meet."""
    robot = calendrier("74")
    for rang in range(4 * 365):
        jour = date(2025, 1, 1) + timedelta(days=rang)
        assert jours.travaille(jour) == robot.est_ouvre(jour), jour
        instant = datetime(jour.year, jour.month, jour.day, 11, tzinfo=UTC)
        decompte = robot.decompter(jours.jour_de(instant), 2)
        assert jours.dernier_jour(jour, 2) == decompte.dernier_jour
        assert jours.minuit(decompte.dernier_jour) == decompte.echeance
