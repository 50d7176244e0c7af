"""Le bilan d'une année vécue par le robot : compté, confronté à l'assiette, envoyé une fois, rappelé tant qu'il manque."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta
from email import message_from_bytes, policy
from fractions import Fraction

import pytest
from openpyxl import load_workbook

from robot.domain.bilan.bilan import annee_entiere
from robot.domain.bilan.comptes import Nature, Periode
from robot.domain.bilan.tableaux import tableaux
from robot.domain.carnet import Echelle, Perimetre, PresidentEpci
from robot.domain.flux.annee import FluxDeLAnnee
from robot.domain.flux.assiette import Droit, Tableau, Territoire
from robot.domain.flux.livre import UNITE
from robot.domain.flux.stade import Stade
from robot.etapes import bilans
from tests.fabrique import CARNET, FICHE
from tests.monde import Monde

PRESIDENT = PresidentEpci(
    "Présidence", "presidence@cc.example", (Perimetre(Echelle.EPCI, "247400690", "CC du Genevois"),)
)
TABLEAU = Tableau(
    (Territoire("Viry", 100, mutations=Fraction(0), code="74309"),),
    (Droit("viry", "Viry", 40), Droit("als", "Viry", 20), Droit("prefecture", "Viry", 40)),
)


def une_annee(**reste) -> Monde:
    """Four dwellings released at Viry in January; nobody ever answers: each is accepted by silence."""
    monde = Monde.creer("2026-01-05T09:00", replace(CARNET, presidents_epci=(PRESIDENT,), **reste))
    for jour in range(4):
        monde.liberer(replace(FICHE, rpls=f"740000004{jour}"))
        monde.passer(monde.horloge.maintenant() + timedelta(days=1))
    monde.passer(monde.horloge.maintenant() + timedelta(days=9))
    monde.passer("2027-01-11T09:00")
    return monde


@pytest.mark.regle("R92", "R95")
def test_une_annee_de_silences_est_comptee():
    bilan = bilans.dresser(une_annee().robot, annee_entiere(2026))
    assert [bilan.total(nature) for nature in (Nature.ORIENTE, Nature.ACCEPTE, Nature.TACITE)] == [4, 4, 4]
    assert bilan.livres == {}


@pytest.mark.regle("R30", "R90", "R91")
def test_avec_une_assiette_le_du_et_le_recu_sont_publies_aux_deux_stades():
    monde = une_annee(flux=FluxDeLAnnee(TABLEAU, 2026, stade=Stade.BAIL))
    bilan = bilans.dresser(monde.robot, annee_entiere(2026))
    assert bilan.stade is Stade.BAIL
    for stade in (Stade.ORIENTATION, Stade.ACCEPTATION):
        livre = bilan.livres[stade]
        assert {qui: livre.compte(qui).du for qui in ("viry", "als", "prefecture")} == {
            "viry": UNITE * 16 // 10, "als": UNITE * 8 // 10, "prefecture": UNITE * 16 // 10,
        }  # fmt: skip
        assert sum(livre.compte(qui).recu for qui in ("viry", "als", "prefecture")) == 4
    (table,) = [tableau for tableau in tableaux(bilan) if tableau.nom == "du-et-recu"]
    assert [ligne[0] for ligne in table.lignes] == sorted(bilan.nom(c) for c in ("viry", "als", "prefecture"))


@pytest.mark.parametrize(
    "periode",
    [
        pytest.param(annee_entiere(2025), id="une autre année que celle de l'assiette"),
        pytest.param(Periode("à cheval", date(2026, 7, 1), date(2027, 6, 30)), id="à cheval sur deux années"),
    ],
)
def test_hors_de_l_annee_de_l_assiette_aucun_du_n_est_publie(periode):
    monde = une_annee(flux=FluxDeLAnnee(TABLEAU, 2026))
    assert bilans.dresser(monde.robot, periode).livres == {}


@pytest.mark.regle("R92", "R97")
def test_le_bilan_part_par_courriel_avec_son_classeur():
    monde = une_annee()
    bilans.annoncer(monde.robot, 2026)
    monde.passer()
    (lettre,) = monde.courriers("presidence@cc.example", "bilan")
    message = message_from_bytes(lettre.octets, policy=policy.default)
    assert message["subject"] == "[4 logements libérés] Bilan du flux 2026"
    texte = message.get_body(("plain",))
    assert texte is not None
    corps = " ".join(str(texte.get_content()).replace("\xa0", " ").split())
    assert corps.startswith(
        "Merci de soumettre ce bilan à la conférence intercommunale du logement avant le mercredi 31 mars"
    )
    (piece,) = message.iter_attachments()
    livre = load_workbook(io.BytesIO(piece.get_content()), data_only=True)
    references = [ligne[0].value for ligne in livre["1 Flux détaillé"].iter_rows(min_row=4, max_row=7)]
    assert references == [f"V-2026-000{rang}" for rang in range(1, 5)]
    (sienne,) = monde.courriers("civil@viry74.example", "bilan")
    assert "4 offres, 4 accords, 0 bail" in str(message_from_bytes(sienne.octets, policy=policy.default)["subject"])


@pytest.mark.regle("R92")
@pytest.mark.parametrize("envoye", [True, False], ids=["envoyé, il n'est plus rappelé", "non envoyé, il est rappelé"])
def test_le_bilan_est_rappele_tant_qu_il_n_est_pas_parti(envoye):
    monde = une_annee(flux=FluxDeLAnnee(TABLEAU, 2027))
    avant = len(monde.courriers("gestion@bailleur.example", "rappel_obligation"))
    if envoye:
        bilans.annoncer(monde.robot, 2026)
    assert bilans.annonce(monde.robot, monde.robot.carnets.charger(), 2026) is envoye
    monde.passer("2027-02-24T09:00")
    lettres = monde.courriers("gestion@bailleur.example", "rappel_obligation")[avant:]
    objets = [str(message_from_bytes(lettre.octets, policy=policy.default)["subject"]) for lettre in lettres]
    assert any("bilan 2026]" in objet for objet in objets) is not envoye
