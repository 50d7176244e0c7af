"""A household writes a new message, to the robot's bare address: it answered, whatever its mail program did."""

from __future__ import annotations

from dataclasses import replace

import pytest

from robot.domain import faits as f
from robot.domain.candidature import Reponse
from robot.domain.carnet import Correspondant
from robot.domain.dossier import Statut
from robot.ports import Rangement
from tests.cycle.courriels import courriel, texte_de
from tests.cycle.seconde_moitie import (
    ALS,
    DALO,
    DDETS,
    GESTION,
    HUGO,
    INES,
    LEA,
    NUD_HUGO,
    NUD_INES,
    NUD_LEA,
    TROIS,
    VIRY,
    designer,
    ordonner,
    remettre,
)
from tests.fabrique import CARNET, FICHE, ROBOT, paris
from tests.monde import Monde

SERVEUR = "mx.bailleur.example"
OUI = f"Bonjour,\n\nOui, j'accepte le logement.\n\nLéa Dupont, n° {NUD_LEA}"
A_CLARIFIER, TARDIVE = "ReponseDuCandidatAClarifier", "ReponseDuCandidatTardive"


@pytest.fixture
def monde() -> Monde:
    monde = Monde.creer("2026-05-04T09:00", replace(CARNET, ddets=Correspondant("DDETS", DDETS)))
    monde.serveur_de_confiance = SERVEUR
    return monde


def accepter(monde: Monde, le: str) -> str:
    """A dwelling that the commune accepts."""
    reference = monde.liberer(FICHE)
    monde.passer()
    monde.repondre(monde.courriers(VIRY, "offre")[-1], "ACCEPTE")
    monde.passer(le)
    return reference


@pytest.fixture
def propose(monde: Monde) -> str:
    """A DALO household holds the proposal since Tuesday 5 May, and has until Monday 18."""
    reference = accepter(monde, "2026-05-04T10:00")
    designer(monde, DALO)
    remettre(monde, LEA, "proposition_dalo")
    monde.passer("2026-05-05T11:00")
    return reference


def ecrire(
    monde: Monde,
    texte: str = OUI,
    *,
    de: str = LEA,
    objet: str = "logement",
    dmarc: str = "pass",
    dossier: str = "INBOX",
    recu_le: str = "",
) -> None:
    """A new message, without any token."""
    verdict = f"{SERVEUR}; dmarc={dmarc} header.from={de.partition('@')[2]}"
    octets = courriel(de, ROBOT, objet, texte, Authentication_Results=verdict)
    monde.boite.deposer(octets, dossier, paris(recu_le) if recu_le else None)


@pytest.mark.regle("R71", "R74")
@pytest.mark.parametrize("dossier", ["INBOX", "Junk"])
@pytest.mark.parametrize(
    ("objet", "dmarc"),
    [
        pytest.param("logement", "pass", id="nouveau message au contact"),
        pytest.param("Re: Proposition de logement V-2026-0001", "pass", id="référence et numéro unique cités"),
        pytest.param("logement", "none", id="adresse que rien n'authentifie"),
    ],
)
def test_qui_a_repondu_hors_du_fil_n_a_pas_garde_le_silence(
    monde: Monde, propose: str, objet: str, dmarc: str, dossier: str
):
    ecrire(monde, objet=objet, dmarc=dmarc, dossier=dossier)
    monde.passer("2026-05-06T10:00")
    assert monde.faits(propose)[-1] == A_CLARIFIER
    assert len(monde.boite.ranges[Rangement.A_VOIR]) == 1
    assert monde.courriers(LEA, "a_preciser_candidat")
    for jour in ("2026-05-18T09:00", "2026-05-22T09:00", "2026-06-01T09:00"):
        monde.passer(jour)
    assert "SilenceDuCandidat" not in monde.faits(propose)
    assert monde.dossier(propose).statut is Statut.COMPLETE
    assert not monde.courriers(DDETS)


@pytest.mark.regle("R71")
def test_la_synthese_montre_ses_mots_et_une_personne_dit_ce_qu_ils_valent(monde: Monde, propose: str):
    ecrire(monde)
    monde.passer("2026-05-06T10:00")
    monde.passer("2026-05-07T08:05")
    synthese = texte_de(monde.courrier(GESTION, "synthese").octets)
    assert "hors du fil" in " ".join(synthese.split())
    assert LEA in synthese
    ordonner(monde, f"{propose} OUI 1 : au téléphone", "2026-05-07T09:00")
    assert "CandidatAccepte" in monde.faits(propose)


@pytest.mark.regle("R71", "R73")
def test_hors_du_fil_un_non_tres_clair_ne_decide_pas_et_reste_a_dire_par_le_fil(monde: Monde, propose: str):
    """Whoever knows an address may write in its name: it may stop a silence, never lose a household its right."""
    ecrire(monde, "NON\n\nMotif : trop loin.")
    monde.passer("2026-05-06T10:00")
    assert monde.faits(propose)[-1] == A_CLARIFIER
    assert not monde.courriers(DDETS)
    monde.repondre(monde.courrier(LEA, "a_preciser_candidat"), "NON\n\nMotif : trop loin.")
    monde.passer("2026-05-06T11:00")
    assert "CandidatRefuse" in monde.faits(propose)
    assert len(monde.courriers(DDETS, "avis_ddets")) == 1


@pytest.mark.regle("R71")
@pytest.mark.parametrize(
    ("de", "dmarc"),
    [
        pytest.param(LEA, "fail", id="son adresse, usurpée"),
        pytest.param(f"autre.{LEA}", "pass", id="une autre adresse du même domaine"),
    ],
)
def test_seule_son_adresse_exacte_et_non_usurpee_est_la_sienne(monde: Monde, propose: str, de: str, dmarc: str):
    ecrire(monde, de=de, dmarc=dmarc)
    monde.passer("2026-05-06T10:00")
    assert A_CLARIFIER not in monde.faits(propose)
    assert len(monde.boite.ranges[Rangement.A_VOIR]) == 1


@pytest.mark.regle("R64")
def test_un_candidat_a_deux_logements_est_dans_le_doute_pour_chacun(monde: Monde):
    premier = accepter(monde, "2026-05-04T10:00")
    designer(monde, TROIS)
    second = accepter(monde, "2026-05-05T10:30")
    designer(monde, TROIS, "2026-05-05T11:00")
    ecrire(monde)
    monde.passer("2026-05-06T10:00")
    for reference in (premier, second):
        reponses = [c.proposition.reponse for c in monde.dossier(reference).en_lice if c.proposition]
        assert reponses == [Reponse.A_CLARIFIER, Reponse.ATTENDUE, Reponse.ATTENDUE]
    assert {e.cle.split("/")[1] for e in monde.courriers(LEA, "a_preciser_candidat")} == {premier, second}


@pytest.mark.regle("R64")
def test_une_adresse_de_deux_menages_les_met_tous_deux_dans_le_doute(monde: Monde):
    reference = accepter(monde, "2026-05-04T10:00")
    for nud, nom, adresse in (
        (NUD_LEA, "Mme DUPONT Léa", "famille@menage.example"),
        (NUD_HUGO, "M. DUPONT Hugo", "famille@menage.example"),
        (NUD_INES, "Mme MOREL Inès", INES),
    ):
        designer(monde, f"{nud} - {nom} - courriel du candidat : {adresse}")
    assert monde.dossier(reference).statut is Statut.COMPLETE
    ecrire(monde, de="famille@menage.example")
    monde.passer("2026-05-06T10:00")
    reponses = [c.proposition.reponse for c in monde.dossier(reference).en_lice if c.proposition]
    assert reponses == [Reponse.A_CLARIFIER, Reponse.A_CLARIFIER, Reponse.ATTENDUE]


@pytest.mark.regle("R64")
def test_qui_repond_dans_son_fil_ne_doute_pas_de_l_autre_logement(monde: Monde):
    premier = accepter(monde, "2026-05-04T10:00")
    designer(monde, TROIS)
    second = accepter(monde, "2026-05-05T10:30")
    designer(monde, TROIS, "2026-05-05T11:00")
    monde.repondre(monde.courriers(LEA, "proposition_candidat")[0], "OUI")
    monde.passer("2026-05-06T10:00")
    assert "CandidatAccepte" in monde.faits(premier)
    assert A_CLARIFIER not in monde.faits(second)


@pytest.mark.regle("R64")
@pytest.mark.parametrize(
    ("destinataire", "gabarit"),
    [
        pytest.param(HUGO, "proposition_candidat", id="la lettre d'un autre candidat"),
        pytest.param(VIRY, "accuse_candidats", id="un courrier de la commune"),
    ],
)
def test_qui_repond_par_la_lettre_d_un_autre_a_parle_quand_meme(monde: Monde, destinataire: str, gabarit: str):
    reference = accepter(monde, "2026-05-04T10:00")
    designer(monde, TROIS)
    monde.repondre(monde.courrier(destinataire, gabarit), "OUI", de=LEA)
    monde.passer("2026-05-06T10:00")
    lea = monde.dossier(reference).candidature(1)
    assert lea is not None
    assert lea.proposition is not None
    assert lea.proposition.reponse is Reponse.A_CLARIFIER


@pytest.mark.regle("R74")
def test_hors_du_fil_apres_le_constat_de_silence_une_personne_le_sait(monde: Monde, propose: str):
    monde.passer("2026-05-19T09:00")
    assert "SilenceDuCandidat" in monde.faits(propose)
    ecrire(monde, "Je n'ai jamais refusé ce logement !", dossier="Junk")
    monde.passer("2026-05-19T10:00")
    assert monde.faits(propose)[-1] == TARDIVE
    assert monde.courriers(GESTION, "candidat_a_trancher")
    assert len(monde.boite.ranges[Rangement.A_VOIR]) == 1


@pytest.mark.regle("R74")
def test_hors_du_fil_une_reponse_recue_a_temps_et_lue_trop_tard_defait_le_silence(monde: Monde, propose: str):
    monde.passer("2026-05-19T09:00")
    assert "SilenceDuCandidat" in monde.faits(propose)
    ecrire(monde, recu_le="2026-05-16T10:00")
    monde.passer("2026-05-19T10:00")
    assert A_CLARIFIER in monde.faits(propose)
    assert monde.dossier(propose).statut is Statut.COMPLETE


@pytest.mark.regle("R73")
def test_hors_du_fil_rien_de_ce_qui_est_joint_ne_part_a_l_etat(monde: Monde, propose: str):
    """Its papers may be about anything: a person reads the message, and hands on what is a proof."""
    monde.repondre(monde.courrier(LEA, "proposition_dalo"), "NON\n\nMotif : trop loin.")
    monde.passer("2026-05-06T10:00")

    def sortir_du_fil(reponse):
        reponse.replace_header("To", ROBOT)
        reponse.replace_header("Subject", "mon dossier")
        for nom in ("In-Reply-To", "References"):
            del reponse[nom]
        reponse.set_content("Voici mes papiers.")
        reponse.add_attachment(b"%PDF-1.4 ordonnance", maintype="application", subtype="pdf", filename="o.pdf")

    monde.repondre(monde.courrier(LEA, "accuse_candidat"), "", retoucher=sortir_du_fil)
    monde.passer("2026-05-06T11:00")
    assert monde.faits(propose)[-1] == TARDIVE
    assert not monde.courriers(DDETS, "complement_ddets")


@pytest.mark.regle("R64")
def test_un_menage_qui_a_dit_oui_ecrit_sans_que_rien_ne_change(monde: Monde, propose: str):
    monde.repondre(monde.courrier(LEA, "proposition_dalo"), "OUI")
    monde.passer("2026-05-06T10:00")
    avant = monde.faits(propose)
    ecrire(monde, "Bonjour, quand puis-je visiter ?", dossier="Junk")
    monde.passer("2026-05-06T11:00")
    assert monde.faits(propose) == avant
    assert len(monde.boite.ranges[Rangement.A_VOIR]) == 1


def test_le_reservataire_qui_ecrit_dans_son_fil_ne_fait_douter_d_aucun_menage(monde: Monde):
    """An office that gives its own address for a household without one still writes in its own name."""
    reference = accepter(monde, "2026-05-04T10:00")
    designer(monde, TROIS.replace(LEA, f"courriel du candidat : {VIRY}"))
    monde.repondre(monde.courrier(VIRY, "accuse_candidats"), "Merci, bien reçu.")
    monde.passer("2026-05-06T10:00")
    assert A_CLARIFIER not in monde.faits(reference)


def test_l_absence_d_un_menage_hors_du_fil_n_est_pas_une_reponse(monde: Monde, propose: str):
    avant = monde.faits(propose)
    monde.boite.deposer(courriel(LEA, ROBOT, "Absence", "De retour le 20.", Auto_Submitted="auto-replied"))
    monde.passer("2026-05-06T10:00")
    assert monde.faits(propose) == avant


@pytest.mark.regle("C13")
def test_un_logement_rendu_ailleurs_ne_fait_plus_douter_de_ses_anciens_candidats(monde: Monde):
    reference = accepter(monde, "2026-05-04T10:00")
    designer(monde, TROIS)
    ordonner(monde, f"{reference} SUIVANT : la commune n'en veut plus", "2026-05-06T09:00")
    assert monde.dossier(reference).courante.adresse == ALS
    avant = monde.faits(reference)
    ecrire(monde)
    monde.passer("2026-05-06T10:00")
    assert monde.faits(reference) == avant


def test_un_fait_hors_du_fil_dit_pourquoi_une_personne_regarde(monde: Monde, propose: str):
    ecrire(monde)
    monde.passer("2026-05-06T10:00")
    fait = monde.store.journal(propose)[-1].fait
    assert isinstance(fait, f.ReponseDuCandidatAClarifier)
    assert fait.cause.startswith("écrite hors du fil")
    assert "j'accepte le logement" in fait.texte
