"""From the acceptance to the lease through real Postfix and Dovecot, every answer written with a real mail program."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from robot.domain.dossier import Statut
from tests.cycle.tour_reel import Tour, en_tour
from tests.mutt import repondre_avec_mutt
from tests.serveurs import ServeursReels

PDF = b"%PDF-1.4\n% attestation de l'employeur\n%%EOF\n"
NUD_LEA, NUD_HUGO = "074250301234574001", "074240701234774002"


@pytest.fixture
def tour(serveurs: ServeursReels, tmp_path: Path) -> Iterator[Tour]:
    with en_tour(serveurs, tmp_path) as tour:
        yield tour


@pytest.mark.serveurs
@pytest.mark.regle("R45", "R61", "R70", "R71", "R73", "R90")
def test_la_seconde_moitie_par_postfix_et_dovecot(tour: Tour, tmp_path: Path) -> None:
    viry = tour.liberer("Viry")
    lea = tour.serveurs.adresse("lea")
    tour.jusqu_a(viry, "RemiseConstatee")
    tour.dernier("viry", viry)
    repondre_avec_mutt(tour.serveurs, tmp_path, "viry", viry, "ACCEPTE")
    tour.jusqu_a(viry, "AccordRecu")

    # A DALO household is designated alone; Postfix proves that it holds the proposal.
    accuse = tour.dernier("viry", "Accord")
    assert [piece.get_filename() for piece in accuse.iter_attachments()] == [f"candidats-{viry}.xlsx"]
    repondre_avec_mutt(tour.serveurs, tmp_path, "viry", "Accord", f"{NUD_LEA} - Mme DUPONT - courriel : {lea} - DALO")
    tour.jusqu_a(viry, "PropositionRemise")
    assert tour.dossier(viry).statut is Statut.COMPLETE

    # It refuses, with a file: the State has it at once, as it was sent, and acknowledges.
    tour.dernier("lea", viry)
    fichier = tmp_path / "attestation.pdf"
    fichier.write_bytes(PDF)
    repondre_avec_mutt(
        tour.serveurs, tmp_path, "lea", viry, "Je refuse ce logement, il est trop loin de mon travail.", fichier
    )
    tour.jusqu_a(viry, "DdetsAvisee")
    avis = tour.dernier("ddets", viry)
    assert PDF in [piece.get_payload(decode=True) for piece in avis.iter_attachments()]
    repondre_avec_mutt(tour.serveurs, tmp_path, "ddets", viry, "Bien reçu")
    tour.jusqu_a(viry, "DdetsAccuse")

    # The gestionnaire completes, fixes the commission, tells what it decided, then the lease: four messages.
    tour.dernier("camille", viry)
    completer = f"COMPLETER\n{NUD_HUGO} - M. BERNARD Hugo - courriel : {lea}\n\nPRESENTER : un seul candidat"
    repondre_avec_mutt(tour.serveurs, tmp_path, "camille", viry, completer)
    tour.jusqu_a(viry, "PresentationDecidee")
    demain = (tour.horloge.maintenant() + timedelta(days=1)).strftime("%d/%m/%Y")
    repondre_avec_mutt(tour.serveurs, tmp_path, "camille", viry, f"COMMISSION {demain} 9h30 Annecy")
    tour.jusqu_a(viry, "CommissionFixee")
    convocation = tour.dernier("viry", "ommission")
    assert any(partie.get_content_type() == "text/calendar" for partie in convocation.walk())
    tour.horloge.regler(tour.horloge.maintenant() + timedelta(days=1, hours=2))
    repondre_avec_mutt(tour.serveurs, tmp_path, "camille", viry, "ATTRIBUE 2")
    tour.jusqu_a(viry, "CommissionTenue")
    tour.dernier("lea", viry)
    repondre_avec_mutt(tour.serveurs, tmp_path, "lea", viry, "OUI")
    tour.jusqu_a(viry, "CandidatAccepte")
    aujourd_hui = tour.horloge.maintenant().strftime("%d/%m/%Y")
    repondre_avec_mutt(tour.serveurs, tmp_path, "camille", viry, f"BAIL {aujourd_hui}\nSNE TOUT")
    tour.jusqu_a(viry, "DossierClos")
    assert tour.dossier(viry).statut is Statut.CLOSE
