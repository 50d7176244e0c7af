"""Le tour du réservataire qui a délégué la gestion de sa part : aucune offre, trois étapes, un quart."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes, policy

import pytest

from robot.domain.dossier import Statut
from tests.cycle.flux_a_viry import annee, du_a, monde
from tests.fabrique import CARNET
from tests.monde import Monde


@pytest.mark.regle("R80", "R81")
def test_un_logement_de_la_gestion_deleguee_n_est_offert_a_personne_et_le_bailleur_cherche():
    joue = monde(annee(ouverture=du_a("etat-rs", 3)))
    reference = joue.liberer()
    joue.passer()
    dossier = joue.dossier(reference)
    assert (dossier.courante.reservataire, dossier.statut) == ("etat-rs", Statut.RECHERCHE)
    assert "OrientationInterne" in joue.faits(reference)
    assert [e for e in joue.facteur.remis if reference in e.cle and e.destinataire != "gestion@bailleur.example"] == []


TROIS = "\n".join(
    f"{nud} - Mme {nom} - {nom.lower()}@menage.example"
    for nud, nom in (
        ("074260301234574001", "DUPONT"),
        ("074251101234674001", "BERNARD"),
        ("074240701234774002", "MOREL"),
    )
)


@pytest.mark.regle("R81")
def test_un_candidat_retire_de_la_gestion_deleguee_rend_la_recherche_au_bailleur():
    """Nobody else designates there: to wait for candidates would be to wait for ever."""
    joue = monde(annee(ouverture=du_a("etat-rs", 3)))
    reference = joue.liberer()
    joue.passer()
    for ordre, le, statut in (
        (f"COMPLETER\n{TROIS}", "2026-05-05T09:00", Statut.COMPLETE),
        ("RETIRER 3 : ressources trop hautes", "2026-05-05T10:00", Statut.RECHERCHE),
        ("PRESENTER : aucun autre demandeur", "2026-05-05T11:00", Statut.COMPLETE),
    ):
        joue.passer(le)
        joue.repondre(joue.courrier("gestion@bailleur.example", "synthese"), f"{reference} {ordre}")
        joue.passer()
        assert joue.dossier(reference).statut is statut


ETAT = "ddets@etat.example"


def _etapes(joue: Monde) -> list[str]:
    return [enveloppe.cle.split("/")[2] for enveloppe in joue.courriers(ETAT, "suivi_delegue")]


def _loue_pour_l_etat() -> tuple[Monde, str]:
    """A dwelling of the State's share, from its release to its lease."""
    avec_adresse = tuple(replace(r, adresse=ETAT) if r.code == "etat-rs" else r for r in CARNET.reservataires)
    flux = annee(ouverture=du_a("etat-rs", 3))
    joue = Monde.creer("2026-05-04T09:00", replace(CARNET, reservataires=avec_adresse, flux=flux))
    reference = joue.liberer()
    joue.passer()
    assert _etapes(joue) == ["acceptation"]
    nud = "074260301234574001"
    for ordre, le in (
        (f"COMPLETER\n{nud} - Mme DUPONT Léa - lea@menage.example", "2026-05-05T09:00"),
        ("PRESENTER : un seul ménage attend un T3", "2026-05-05T10:00"),
        ("COMMISSION 10/06/2026 14:30 Siège", "2026-05-26T10:00"),
        ("ATTRIBUE 1", "2026-06-10T17:00"),
        ("OUI 1", "2026-06-11T09:00"),
        ("BAIL 15/06/2026", "2026-06-15T17:00"),
    ):
        joue.passer(le)
        joue.repondre(joue.courrier("gestion@bailleur.example", "synthese"), f"{reference} {ordre}")
        joue.passer()
    return joue, reference


@pytest.mark.regle("R80", "R82", "R90")
def test_le_reservataire_delegue_apprend_les_trois_etapes_de_chaque_logement_de_sa_part():
    joue, reference = _loue_pour_l_etat()
    assert joue.dossier(reference).statut is Statut.LOUEE
    assert _etapes(joue) == ["acceptation", "attribution", "bail"]
    assert [e for e in joue.facteur.remis if e.destinataire == ETAT and "suivi_delegue" not in e.cle] == []


@pytest.mark.regle("R62")
def test_le_rappel_du_semestre_dit_ou_chacun_en_est_du_quart():
    joue, _ = _loue_pour_l_etat()
    joue.passer("2026-06-29T09:00")
    rappels = joue.courriers("gestion@bailleur.example", "rappel_obligation")
    rappel = [enveloppe for enveloppe in rappels if "quart_prioritaire" in enveloppe.cle][-1]
    corps = message_from_bytes(rappel.octets, policy=policy.default).get_body(("plain",))
    assert corps is not None
    dit = " ".join(str(corps.get_content()).replace("\xa0", " ").split())
    assert "- État, réservation sociale : 0 sur 1, soit 0 %, moins du quart" in dit
