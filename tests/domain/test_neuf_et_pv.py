"""A new dwelling whose candidates have no delay; minutes that no longer wait; a commission taken out of diaries."""

from __future__ import annotations

from datetime import time

import pytest

from robot.adapters.pieces import invitation
from robot.domain import faits as f
from robot.domain.courriers import Courrier
from robot.domain.decisions.ordres import OrdreImpossible, permis
from robot.domain.dossier import Statut
from robot.domain.stimuli import Avis, Verbe
from tests.domain.menages import dalo, menage, retirer
from tests.domain.seconde_moitie import Histoire, acceptee, accepter, attribuee, convoquee


@pytest.mark.regle("R13", "R46")
def test_un_logement_neuf_se_complete_et_se_presente_sans_attendre_aucun_delai():
    histoire = acceptee(neuf=True)
    assert {Verbe.COMPLETER, Verbe.PRESENTER} <= set(permis(histoire.dossier))
    histoire.ordonner(Verbe.COMPLETER, designation=(menage(1),))
    assert (histoire.statut, histoire.en_lice) == (Statut.ACCEPTEE, [1])
    histoire.ordonner(Verbe.PRESENTER)
    assert histoire.statut is Statut.COMPLETE
    assert histoire.proposition(1) is not None


@pytest.mark.regle("R45", "R46")
@pytest.mark.parametrize("verbe", [Verbe.COMPLETER, Verbe.PRESENTER])
def test_tant_que_le_delai_court_les_candidats_sont_au_reservataire(verbe: Verbe):
    histoire = acceptee()
    histoire.designer(menage(2))
    with pytest.raises(OrdreImpossible, match="désigne encore ses candidats jusqu'au vendredi 22 mai 2026"):
        histoire.ordonner(verbe, designation=(menage(1),))
    assert verbe not in permis(histoire.dossier)


@pytest.mark.regle("R67")
def test_le_pv_part_quand_le_dernier_dont_la_commission_n_a_rien_dit_se_desiste():
    histoire = convoquee()
    for numero in (1, 2, 3):
        histoire.partir(numero)
    histoire.repondre(2, Avis.ACCEPTE)
    histoire.a("2026-06-11T09:00").ordonner(Verbe.NON_ATTRIBUE, 3, motif="ressources")
    histoire.ordonner(Verbe.ATTRIBUE, 1)
    assert (histoire.statut, histoire.de_type(f.ProcesVerbalDresse)) == (Statut.ATTRIBUEE, [])
    histoire.ordonner(Verbe.NON, 2, motif="a trouvé ailleurs")
    assert [pv.passage for pv in histoire.de_type(f.ProcesVerbalDresse)] == [1]
    (lettre,) = histoire.lettres_de("pv_caleol")
    assert [ligne["numero"] for ligne in lettre.contexte["decisions"]] == [1, 3]
    histoire.partir(1)
    histoire.repondre(1, Avis.REFUSE)
    assert len(histoire.de_type(f.ProcesVerbalDresse)) == 1


@pytest.mark.regle("R67")
def test_le_pv_part_aussi_quand_il_ne_reste_personne():
    histoire = convoquee()
    for numero in (1, 2, 3):
        histoire.partir(numero)
    histoire.repondre(3, Avis.REFUSE)
    histoire.a("2026-06-11T09:00").ordonner(Verbe.NON_ATTRIBUE, 1, motif="ressources")
    histoire.repondre(2, Avis.REFUSE)
    assert histoire.statut is Statut.SANS_ATTRIBUTAIRE
    assert len(histoire.lettres_de("pv_caleol")) == 1


@pytest.mark.regle("R67")
@pytest.mark.parametrize(
    "retrait",
    [
        pytest.param(lambda h: h.ordonner(Verbe.RETIRER, 3), id="par le gestionnaire"),
        pytest.param(lambda h: h.designer(retirer(3)), id="par le réservataire"),
    ],
)
def test_le_pv_part_quand_le_dernier_dont_la_commission_n_a_rien_dit_est_retire(retrait):
    histoire = convoquee().a("2026-06-11T09:00")
    histoire.ordonner(Verbe.NON_ATTRIBUE, 1, motif="ressources")
    histoire.ordonner(Verbe.NON_ATTRIBUE, 2, motif="ressources")
    assert histoire.de_type(f.ProcesVerbalDresse) == []
    retrait(histoire)
    assert histoire.statut is Statut.SANS_ATTRIBUTAIRE
    assert len(histoire.lettres_de("pv_caleol")) == 1
    histoire.avancer()
    assert len(histoire.de_type(f.ProcesVerbalDresse)) == 1


@pytest.mark.regle("R67")
def test_sans_decision_de_la_commission_il_n_y_a_pas_de_pv():
    histoire = convoquee(dalo(1))
    histoire.partir(1)
    histoire.repondre(1, Avis.REFUSE)
    assert histoire.statut is Statut.SANS_ATTRIBUTAIRE
    assert histoire.de_type(f.ProcesVerbalDresse) == []


# --- the diaries ------------------------------------------------------------------------------------


def agenda(histoire: Histoire, lettre: Courrier) -> dict[str, str]:
    """The event of a letter, by property."""
    octets, _ = invitation.fabriquer(lettre.pieces[0].donnees, histoire.maintenant)
    lignes = octets.decode().replace("\r\n ", "").split("\r\n")
    return dict(ligne.split(":", 1) for ligne in lignes if ":" in ligne and ";" not in ligne.split(":", 1)[0])


@pytest.mark.regle("R67")
@pytest.mark.parametrize(
    "geste",
    [
        pytest.param(lambda h: h.ordonner(Verbe.SUIVANT, motif="erreur"), id="le logement va au suivant"),
        pytest.param(lambda h: h.ordonner(Verbe.HORS_FLUX, motif="vendu"), id="il sort du flux"),
        pytest.param(lambda h: h.ordonner(Verbe.ANNULER, motif="vendu"), id="le dossier est clos"),
    ],
)
def test_un_logement_qui_s_en_va_annule_la_commission_dans_l_agenda(geste):
    histoire = convoquee()
    histoire.ordonner(Verbe.COMMISSION, jour="2026-06-12", heure=time(10), lieu="Annecy")
    premiere, deplacee = histoire.lettres_de("convocation_caleol")
    geste(histoire)
    (retrait,) = histoire.lettres_de("orientation_retiree")
    avant, apres, annulee = (agenda(histoire, lettre) for lettre in (premiere, deplacee, retrait))
    assert avant["UID"] == apres["UID"] == annulee["UID"]
    assert [e["SEQUENCE"] for e in (avant, apres, annulee)] == ["0", "1", "2"]
    assert [e["METHOD"] for e in (avant, apres, annulee)] == ["REQUEST", "REQUEST", "CANCEL"]
    assert annulee["STATUS"] == "CANCELLED"
    assert annulee["DTSTART"] == apres["DTSTART"] == "20260612T080000Z"
    assert retrait.contexte["commission"].startswith("2026-06-12")


@pytest.mark.regle("R67")
def test_une_commission_tenue_ne_s_annule_pas():
    histoire = attribuee()
    histoire.ordonner(Verbe.HORS_FLUX, motif="vendu")
    (retrait,) = histoire.lettres_de("orientation_retiree")
    assert (retrait.pieces, retrait.contexte["commission"]) == ((), None)


@pytest.mark.regle("R67")
def test_une_nouvelle_offre_au_meme_reservataire_a_sa_propre_commission_dans_l_agenda():
    """A calendar ignores a change that is older than a cancelling: the new event has another name."""
    histoire = convoquee()
    ancienne = agenda(histoire, histoire.lettres_de("convocation_caleol")[-1])
    histoire.ordonner(Verbe.SUIVANT, motif="erreur")
    histoire.ordonner(Verbe.RENVOYER, motif="finalement", reservataire="viry")
    accepter(histoire)
    histoire.designer(menage(1), menage(2), menage(3))
    histoire.commission("2026-06-10T14:30")
    assert agenda(histoire, histoire.lettres_de("convocation_caleol")[-1])["UID"] != ancienne["UID"]
