"""Les obligations de l'année, passe après passe : un rappel par seuil, jamais deux, et les taux partent à temps."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from robot.domain.bilan.bilan import annee_entiere
from robot.domain.carnet import Carnet, Convention, PresidentEpci
from robot.domain.flux.annee import FluxDeLAnnee
from robot.domain.flux.assiette import Droit, Tableau, Territoire
from robot.etapes.bilans import annonce, dresser, envoyer
from robot.etapes.taux import annoncer
from robot.ports import Acheminement, Issue
from tests.fabrique import CARNET, ETAT_DELEGUE, MAIRIE_VIRY
from tests.monde import Monde

GESTION, VIRY, ADMIN = "gestion@bailleur.example", "civil@viry74.example", "admin@bailleur.example"
TABLEAU = Tableau(
    (Territoire("Viry", 129, code="74309"),), (Droit("viry", "Viry", 65), Droit("etat-rs", "Viry", 39)), annee=2027
)


def carnet(annee: int = 2027, convention: Convention | None = None) -> Carnet:
    mairie = replace(MAIRIE_VIRY, convention=convention or Convention())
    return replace(CARNET, reservataires=(mairie, ETAT_DELEGUE), flux=FluxDeLAnnee(TABLEAU, annee))


def lu(monde: Monde, adresse: str, gabarit: str) -> EmailMessage:
    message = message_from_bytes(monde.courrier(adresse, gabarit).octets, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def texte(monde: Monde, adresse: str, gabarit: str) -> str:
    corps = lu(monde, adresse, gabarit).get_body(("plain",))
    assert corps is not None
    return " ".join(str(corps.get_content()).replace("\xa0", " ").split())


def objets(monde: Monde) -> list[str]:
    lettres = monde.courriers(GESTION, "rappel_obligation")
    return [str(message_from_bytes(e.octets, policy=policy.default)["subject"]) for e in lettres]


def test_sans_tableau_rien_n_est_rappele():
    monde = Monde.creer("2027-02-25T09:00")
    monde.passer()
    assert monde.courriers(GESTION, "rappel_obligation") == []


@pytest.mark.regle("R23", "R92")
def test_chaque_rappel_part_une_fois_trente_dix_et_deux_jours_ouvres_avant():
    monde = Monde.creer("2027-01-15T09:00", carnet())
    for jour in ("2027-01-15", "2027-01-18", "2027-01-18", "2027-01-19", "2027-02-12", "2027-02-15", "2027-02-24"):
        monde.passer(f"{jour}T10:00")
    dits = objets(monde)
    assert len(dits) == len({e.cle for e in monde.courriers(GESTION, "rappel_obligation")})
    assert sum("bilan 2026]" in dit for dit in dits) == 3
    assert sum("assiette et taux 2027" in dit for dit in dits) == 3


def test_un_robot_arrete_ne_rattrape_pas_les_rappels_passes():
    monde = Monde.creer("2027-02-24T09:00", carnet())
    monde.passer()
    assert sum("bilan 2026]" in dit for dit in objets(monde)) == 1


def test_rien_ne_part_le_week_end_ni_avant_l_ouverture():
    monde = Monde.creer("2027-02-27T09:00", carnet())
    monde.passer()
    monde.passer("2027-02-26T07:30")
    assert objets(monde) == []


@pytest.mark.regle("R23")
def test_les_taux_que_personne_n_a_envoyes_partent_deux_jours_ouvres_avant():
    monde = Monde.creer("2027-02-23T09:00", carnet())
    monde.passer()
    assert "le robot envoie ces lettres 2 jours ouvrés avant cette date" in texte(monde, GESTION, "rappel_obligation")
    assert monde.courriers(VIRY, "taux_annuel") == []
    monde.passer("2027-02-24T09:00")
    assert "Personne ne les avait envoyées" in texte(monde, GESTION, "rappel_obligation")
    message = lu(monde, VIRY, "taux_annuel")
    assert [piece.get_filename() for piece in message.iter_attachments()] == ["assiette-2027-viry.xlsx"]
    assert "Commune de Viry" in texte(monde, VIRY, "taux_annuel")
    monde.passer("2027-02-25T09:00")
    assert len(monde.courriers(VIRY, "taux_annuel")) == 1


@pytest.mark.regle("R23", "R97")
def test_des_taux_envoyes_ne_sont_plus_rappeles_ni_renvoyes():
    monde = Monde.creer("2027-01-18T09:00", carnet())
    annonce = annoncer(monde.robot)
    assert annonce is not None
    assert [r.code for r in annonce.enregistrees] == ["viry"]
    assert [r.code for r in annonce.sans_adresse] == ["etat-rs"]
    encore = annoncer(monde.robot)
    assert encore is not None
    assert [r.code for r in encore.deja] == ["viry"]
    for jour in ("2027-01-18", "2027-02-12", "2027-02-24"):
        monde.passer(f"{jour}T09:00")
    assert len(monde.courriers(VIRY, "taux_annuel")) == 1
    assert not any("taux 2027" in dit for dit in objets(monde))


@pytest.mark.regle("C9")
def test_un_tableau_d_une_autre_annee_ne_part_pas_et_le_rappel_le_dit():
    monde = Monde.creer("2027-02-24T09:00", carnet(annee=2026))
    monde.passer()
    assert monde.courriers(VIRY, "taux_annuel") == []
    taux = next(e for e in monde.courriers(GESTION, "rappel_obligation") if "/taux/" in e.cle)
    corps = message_from_bytes(taux.octets, policy=policy.default)
    assert isinstance(corps, EmailMessage)
    partie = corps.get_body(("plain",))
    assert partie is not None
    assert "n'est pas celui de cette année" in " ".join(str(partie.get_content()).replace("\xa0", " ").split())


@pytest.mark.regle("R100")
def test_la_fin_d_une_convention_est_rappelee_avec_les_reservataires():
    clauses = Convention(debut=date(2024, 3, 12), fin=date(2027, 3, 11), duree_source="Convention du 12 mars 2024")
    monde = Monde.creer("2027-03-09T09:00", carnet(convention=clauses))
    monde.passer()
    dit = texte(monde, GESTION, "rappel_obligation")
    assert "La convention prend fin" in dit
    assert "- Commune de Viry" in dit
    assert "Convention du 12 mars 2024" in dit


def test_la_synthese_montre_ce_qui_vient():
    monde = Monde.creer("2027-02-12T09:00", carnet())
    monde.passer()
    dit = texte(monde, GESTION, "synthese")
    assert "Obligations à venir" in dit
    assert "Avant le dimanche 28 février 2027 : bilan 2026, 10 jours ouvrés restent" in dit


@pytest.mark.regle("R62")
def test_le_rappel_du_quart_dit_ou_chacun_en_est():
    monde = Monde.creer("2026-06-29T09:00", carnet(annee=2026))
    monde.passer()
    dit = texte(monde, GESTION, "rappel_obligation")
    assert "un quart des attributions" in dit
    assert "Réservataires concernés" not in dit, "rien n'est encore attribué"


@pytest.mark.regle("R92", "R97")
def test_un_bilan_envoye_n_est_plus_rappele_et_celui_de_la_cil_attend_ses_presidents():
    monde = Monde.creer("2027-01-18T08:30", carnet())
    envoyer(monde.robot, dresser(monde.robot, annee_entiere(2026)))
    for jour in ("2027-01-18", "2027-02-12", "2027-02-24", "2027-03-29"):
        monde.passer(f"{jour}T09:00")
    assert not any("bilan 2026]" in dit for dit in objets(monde))
    assert any("bilan 2026 à la CIL" in dit for dit in objets(monde))


@pytest.mark.regle("R97")
def test_un_bilan_envoye_aux_presidents_n_est_plus_rappele():
    president = PresidentEpci("Présidence de la CC du Genevois", "president@epci.example")
    monde = Monde.creer("2027-03-16T08:30", replace(carnet(), presidents_epci=(president,)))
    envoyer(monde.robot, dresser(monde.robot, annee_entiere(2026)))
    monde.passer("2027-03-29T09:00")
    assert not any("CIL" in dit for dit in objets(monde))


REFUS_DU_SERVEUR = Acheminement("", Issue.REFUSEE, "550 5.1.1 User unknown", "5.1.1")


def changer_d_adresse(monde: Monde, adresse: str) -> None:
    """The administrators mend the address of Viry."""
    carnet = monde.carnets.carnet
    monde.carnets.carnet = replace(carnet, reservataires=(replace(MAIRIE_VIRY, adresse=adresse), ETAT_DELEGUE))


@pytest.mark.regle("R23", "R97")
def test_des_taux_que_le_serveur_refuse_sont_dits_rappeles_et_repartent_une_fois_l_adresse_corrigee():
    monde = Monde.creer("2027-02-01T09:30", carnet())
    monde.facteur.issues[VIRY] = REFUS_DU_SERVEUR
    annoncer(monde.robot)
    monde.passer()
    monde.passer("2027-02-01T10:00")
    alerte = texte(monde, ADMIN, "alerte")
    assert "taux_annuel pour civil@viry74.example : 550 5.1.1 User unknown" in alerte
    assert "robot assiette --envoyer" in alerte
    monde.passer("2027-02-12T09:00")
    assert any("taux 2027" in dit for dit in objets(monde)), "ce qui n'est pas parti reste à faire"
    changer_d_adresse(monde, "neuve@viry74.example")
    annonce = annoncer(monde.robot)
    assert annonce is not None
    assert [r.code for r in annonce.enregistrees] == ["viry"]
    monde.passer("2027-02-12T10:00")
    assert len(monde.courriers("neuve@viry74.example", "taux_annuel")) == 1
    encore = annoncer(monde.robot)
    assert encore is not None
    assert [r.code for r in encore.deja] == ["viry"]


@pytest.mark.regle("R92")
def test_un_bilan_que_le_serveur_refuse_n_est_pas_tenu_pour_envoye():
    monde = Monde.creer("2027-01-11T09:30", carnet())
    monde.facteur.issues[VIRY] = REFUS_DU_SERVEUR
    bilan = dresser(monde.robot, annee_entiere(2026))
    assert len(envoyer(monde.robot, bilan).nouvelles) == 1
    monde.passer()
    assert not annonce(monde.robot, monde.carnets.carnet, 2026)
    del monde.facteur.issues[VIRY]
    assert len(envoyer(monde.robot, bilan).nouvelles) == 1
    monde.passer("2027-01-11T10:00")
    assert len(monde.courriers(VIRY, "bilan")) == 1
    assert annonce(monde.robot, monde.carnets.carnet, 2026)
    assert envoyer(monde.robot, bilan).nouvelles == ()


def test_un_second_refus_du_meme_jour_est_dit_le_lendemain_et_aucun_n_est_oublie():
    monde = Monde.creer("2027-02-01T09:30", carnet())
    monde.facteur.issues[VIRY] = monde.facteur.issues[GESTION] = REFUS_DU_SERVEUR
    annoncer(monde.robot)
    monde.passer()
    monde.passer("2027-02-01T10:00")
    premieres = len(monde.courriers(ADMIN, "alerte"))
    envoyer(monde.robot, dresser(monde.robot, annee_entiere(2026)))
    for heure in ("11:00", "12:00"):
        monde.passer(f"2027-02-01T{heure}")
    assert len(monde.courriers(ADMIN, "alerte")) == premieres, "une alerte par jour et par sujet"
    monde.passer("2027-02-03T08:30")
    *_, derniere = monde.courriers(ADMIN, "alerte")
    assert "bilan pour civil@viry74.example" in derniere.octets.decode()
    combien = len(monde.courriers(ADMIN, "alerte"))
    monde.passer("2027-02-03T12:00")
    assert len(monde.courriers(ADMIN, "alerte")) == combien
