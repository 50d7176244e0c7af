"""The whole turn through real Postfix and Dovecot, over TLS, with a real mail program at the other end."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from robot.cycle import cycle
from robot.domain.dossier import Statut
from tests.cycle.tour_reel import Tour, en_tour
from tests.mutt import repondre_avec_mutt
from tests.serveurs import ServeursReels, attendre_que


@pytest.fixture
def tour(serveurs: ServeursReels, tmp_path: Path) -> Iterator[Tour]:
    with en_tour(serveurs, tmp_path) as tour:
        yield tour


@pytest.mark.serveurs
@pytest.mark.regle("R40", "R41", "R42", "R43", "R44", "C15")
def test_le_tour_complet_par_postfix_et_dovecot(tour: Tour, tmp_path: Path) -> None:
    viry, balme = tour.liberer("Viry"), tour.liberer("La Balme-de-Sillingy")
    archamps, neydens = tour.liberer("Archamps"), tour.liberer("Neydens")

    # The offers leave; Postfix's own success report proves the reception.
    tour.jusqu_a(viry, "RemiseConstatee")
    tour.jusqu_a(balme, "RemiseConstatee")
    reception = tour.dossier(balme).courante.reception
    assert reception is not None
    assert not reception.presumee

    # Nobody at that address: Postfix accepts, Dovecot refuses, the bounce comes back.
    tour.jusqu_a(neydens, "RemiseEchouee")
    assert tour.dossier(neydens).statut is Statut.NON_REMISE

    # Sieve answers by itself for an absent one: proof of reception at most, never an answer.
    def sieve_a_repondu() -> list[str]:
        cycle(tour.montage.robot)
        return _automates(tour.montage.reglages.base)

    attendre_que(sieve_a_repondu, "la réponse automatique de Sieve", 30)
    assert tour.dossier(archamps).statut is Statut.EN_ATTENTE

    # A refusal written with Mutt, the offer quoted below; the next réservataire is asked, and accepts.
    attendre_que(lambda: tour.recus("viry", viry), "l'offre chez Viry")
    repondre_avec_mutt(tour.serveurs, tmp_path, "viry", viry, "REFUSE\n\nMotif : pas de candidat")
    tour.jusqu_a(viry, "RefusRecu")
    assert tour.dossier(viry).orientations[0].motif == "pas de candidat"
    assert tour.dossier(viry).courante.reservataire == "prefecture"
    attendre_que(lambda: tour.recus("prefecture", viry), "l'offre chez la préfecture")
    repondre_avec_mutt(tour.serveurs, tmp_path, "prefecture", viry, "ACCEPTE")
    tour.jusqu_a(viry, "AccordRecu")
    attendre_que(lambda: tour.recus("prefecture", "accord") >= 1, "l'accusé d'accord")

    # Silence: the reminder on the last morning, then the acceptance the morning after.
    tour.horloge.regler(tour.horloge.maintenant() + timedelta(days=2))
    tour.jusqu_a(balme, "RappelDecide")
    tour.horloge.regler(tour.horloge.maintenant() + timedelta(days=1))
    tour.jusqu_a(balme, "AccordTacite")
    tour.jusqu_a(archamps, "AccordTacite")
    attendre_que(lambda: tour.recus("balme", "silence") >= 1, "l'avis d'accord tacite")
    assert "AccordTacite" not in tour.faits(neydens)

    # Everything read was filed, and the gestionnaire was told of the failure.
    def rangee() -> bool:
        cycle(tour.montage.robot)
        return tour.ranges("INBOX") == 0

    attendre_que(rangee, "une boîte vide", 30)
    assert tour.ranges("Traités") >= 5
    attendre_que(lambda: tour.recus("camille", neydens) >= 1, "l'avis de non-remise chez le gestionnaire")


def _automates(base: Path) -> list[str]:
    """Who answered by themselves, as recorded."""
    with closing(sqlite3.connect(base)) as connexion:
        lignes = connexion.execute("SELECT expediteur FROM messages WHERE nature = 'reponse_automatique'").fetchall()
    return [expediteur for (expediteur,) in lignes]
