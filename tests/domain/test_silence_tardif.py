"""A silence established late: it dates from its deadline, and takes nothing from the days to designate (R41, R45)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from robot.domain import faits as f
from robot.domain.carnet import ZonesTendues
from robot.domain.dossier import Statut
from robot.domain.stimuli import Avis, Reponse, Verbe
from tests.domain.seconde_moitie import AVEC_DDETS, GESTIONNAIRE, MAIRIE, Histoire, offerte
from tests.fabrique import paris

DETENDUE = replace(AVEC_DDETS, zones_tendues=ZonesTendues(frozenset()))


def repondre(histoire: Histoire, avis: Avis, par: str = MAIRIE, habilitation: str = "adresse exacte") -> None:
    histoire.recevoir(
        Reponse(
            rang=1, le=histoire.maintenant, par=par, habilitation=habilitation, avis=avis, preuve=avis.upper(),
            texte=avis.upper(), message=histoire.message(),
        )
    )  # fmt: skip


def boite_relue(quand: str) -> Histoire:
    """Nobody answers the offer of 28 April, due on Thursday 30; the mailbox is read again only at that hour."""
    histoire = offerte(carnet=DETENDUE).a(quand)
    histoire.avancer()
    return histoire


def inconnu_ignore(quand: str) -> Histoire:
    """A stranger answers on 29 April; a gestionnaire says at that hour that it is worth nothing."""
    histoire = offerte(carnet=DETENDUE).a("2026-04-29T10:00")
    repondre(histoire, Avis.REFUSE, par="inconnu@ailleurs.example", habilitation="")
    histoire.a(quand).ordonner(Verbe.IGNORER)
    histoire.avancer()
    return histoire


@pytest.mark.regle("R41", "R43", "R45")
@pytest.mark.parametrize(
    ("histoire", "quand", "premier", "dernier"),
    [
        pytest.param(
            boite_relue, "2026-05-01T08:00", "2026-04-30", "2026-05-27", id="établi en son temps : de l'échéance"
        ),
        pytest.param(
            boite_relue, "2026-05-01T23:30", "2026-04-30", "2026-05-27", id="le même jour, plus tard : de l'échéance"
        ),
        pytest.param(
            boite_relue, "2026-05-02T09:00", "2026-05-02", "2026-05-27", id="le samedi : aucun jour ouvré n'est perdu"
        ),
        pytest.param(
            boite_relue, "2026-05-26T09:00", "2026-05-26", "2026-06-16", id="la boîte illisible quatre semaines"
        ),
        pytest.param(
            inconnu_ignore, "2026-04-30T09:00", None, None, id="l'inconnu ignoré à temps : rien n'est encore établi"
        ),
        pytest.param(
            inconnu_ignore, "2026-05-26T09:00", "2026-05-26", "2026-06-16", id="l'inconnu ignoré quatre semaines après"
        ),
        pytest.param(
            inconnu_ignore, "2026-06-05T09:00", "2026-06-05", "2026-06-26", id="l'inconnu ignoré, quinze jours passés"
        ),
    ],
)
def test_un_silence_etabli_tard_laisse_tous_les_jours_pour_designer(histoire, quand, premier, dernier):
    fin = histoire(quand)
    accords = fin.de_type(f.AccordTacite)
    if dernier is None:
        assert (accords, fin.statut) == ([], Statut.EN_ATTENTE)
        return
    (accord,) = accords
    assert (accord.le, accord.etabli_le) == (paris("2026-04-30T23:59:59"), paris(quand))
    assert accord.designation is not None
    assert accord.designation.reception == date.fromisoformat(premier)
    assert (accord.designation.jours_ouvres, accord.designation.dernier_jour) == (15, date.fromisoformat(dernier))
    assert fin.statut is Statut.ACCEPTEE_TACITE
    assert fin.de_type(f.DesignationEchue) == []


@pytest.mark.regle("R45", "R48")
def test_le_mois_d_une_zone_tendue_borne_encore_un_silence_etabli_tard():
    histoire = offerte().a("2026-05-26T09:00")
    histoire.avancer()
    (accord,) = histoire.de_type(f.AccordTacite)
    assert (accord.designation.jours_ouvres, accord.designation.dernier_jour) == (2, date(2026, 5, 28))


# --- the month is already over ------------------------------------------------------------------------


@pytest.mark.regle("R45", "R48")
def test_un_accord_apres_le_mois_n_ouvre_aucun_jour_et_passe_au_gestionnaire():
    """The reply of 28 April is cleared up on 10 June: the month ended on 28 May, and nobody may put it off."""
    histoire = offerte().a("2026-04-28T15:00")
    repondre(histoire, Avis.AMBIGU)
    histoire.a("2026-06-10T09:00")
    repondre(histoire, Avis.ACCEPTE)
    decompte = histoire.dossier.courante.designation
    assert decompte is not None
    assert (decompte.jours_ouvres, decompte.dernier_jour) == (0, date(2026, 5, 28))
    histoire.avancer()
    assert [type(fait) for fait in histoire.faits[-2:]] == [f.AccordRecu, f.DesignationEchue]
    assert histoire.statut is Statut.INSUFFISANTE
    assert histoire.lettres_a(GESTIONNAIRE)[-1] == "fin_designation"
    (accuse,) = histoire.lettres_de("accuse_accord")
    assert (accuse.contexte["plafond_passe"], accuse.pieces) == (True, ())


@pytest.mark.regle("R45", "R48")
def test_un_silence_etabli_apres_le_mois_passe_au_gestionnaire():
    histoire = offerte().a("2026-06-05T09:00")
    histoire.avancer()
    assert [type(fait) for fait in histoire.faits[-2:]] == [f.AccordTacite, f.DesignationEchue]
    assert histoire.statut is Statut.INSUFFISANTE
    (annonce,) = histoire.lettres_de("accord_tacite")
    assert (annonce.contexte["plafond_passe"], annonce.pieces) == (True, ())


@pytest.mark.regle("R45", "R48")
@pytest.mark.parametrize(
    ("quand", "jours"),
    [
        pytest.param("2026-05-27T09:00", 1, id="la veille de la fin du mois : un jour"),
        pytest.param("2026-05-28T09:00", 0, id="le dernier jour : jusqu'à minuit, aucun jour entier"),
    ],
)
def test_un_accord_a_la_fin_du_mois_court_jusqu_au_minuit_du_dernier_jour(quand, jours):
    histoire = offerte().a("2026-04-28T15:00")
    repondre(histoire, Avis.AMBIGU)
    histoire.a(quand)
    repondre(histoire, Avis.ACCEPTE)
    histoire.avancer()
    decompte = histoire.dossier.courante.designation
    assert decompte is not None
    assert (decompte.jours_ouvres, decompte.echeance) == (jours, paris("2026-05-28T23:59:59"))
    assert (histoire.statut, histoire.de_type(f.RappelDeDesignation)) == (Statut.ACCEPTEE, [])
    (accuse,) = histoire.lettres_de("accuse_accord")
    assert accuse.contexte["plafond_passe"] is False
    assert [piece.nom for piece in accuse.pieces] == ["candidats-V-2026-0042.xlsx"]
