"""Who may be named, one by one, and what each line is worth (R45, R61, R70; R.441-3)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from robot.domain import faits as f
from robot.domain.candidat import Critere
from robot.domain.carnet import Convention
from robot.domain.decisions import designation
from robot.domain.decisions.designation import requis
from robot.domain.dossier import Statut
from robot.domain.loi import Nombre
from robot.domain.stimuli import Avis, Verbe
from tests.domain.menages import dalo, ligne, menage, retirer
from tests.domain.seconde_moitie import (
    AVEC_DDETS,
    GESTIONNAIRE,
    MAIRIE,
    SECRETARIAT,
    Histoire,
    acceptee,
    complete,
    convoquee,
)
from tests.fabrique import FICHE, MAIRIE_VIRY

PLAI_ADAPTE = replace(FICHE, financement="PLAI adapté")
DEUX_SUFFISENT = replace(
    AVEC_DDETS,
    reservataires=(
        replace(MAIRIE_VIRY, convention=Convention(candidats=Nombre(2, "convention d'essai"))),
        *AVEC_DDETS.reservataires[1:],
    ),
)


def lue(histoire: Histoire) -> f.DesignationLue:
    """What the last message about candidates did."""
    derniere = histoire.de_type(f.DesignationLue)[-1]
    assert isinstance(derniere, f.DesignationLue)
    return derniere


# --- how many -------------------------------------------------------------------------------------


@pytest.mark.regle("R45", "C6")
def test_trois_candidats_font_une_designation_complete_et_le_secretariat_l_apprend():
    histoire = acceptee().a("2026-05-04T09:00")
    histoire.designer(menage(1), menage(2))
    assert (histoire.statut, histoire.en_lice) == (Statut.ACCEPTEE, [1, 2])
    assert histoire.lettres_a(SECRETARIAT.adresse) == []
    histoire.designer(menage(3))
    assert (histoire.statut, histoire.en_lice) == (Statut.COMPLETE, [1, 2, 3])
    assert histoire.lettres_a(SECRETARIAT.adresse) == ["candidats_complets"]


@pytest.mark.regle("R45", "R70", "C6")
@pytest.mark.parametrize(
    ("candidat", "fiche", "carnet", "besoin"),
    [
        pytest.param(menage(1), FICHE, AVEC_DDETS, 3, id="un ménage sans priorité : trois candidats"),
        pytest.param(
            menage(1, Critere.PRIORITAIRE), FICHE, AVEC_DDETS, 3, id="prioritaire n'est pas DALO : trois candidats"
        ),
        pytest.param(dalo(), FICHE, AVEC_DDETS, 1, id="un ménage DALO suffit"),
        pytest.param(menage(1), PLAI_ADAPTE, AVEC_DDETS, 1, id="un PLAI adapté se contente d'un candidat (R.441-3)"),
        pytest.param(menage(1), FICHE, DEUX_SUFFISENT, 2, id="une convention peut en demander deux"),
    ],
)
def test_le_nombre_de_candidats_est_celui_du_texte_qui_s_applique(candidat, fiche, carnet, besoin):
    histoire = acceptee(fiche=fiche, carnet=carnet).a("2026-05-04T09:00")
    histoire.designer(candidat)
    assert requis(histoire.dossier, histoire.ctx).valeur == besoin
    assert (histoire.statut is Statut.COMPLETE) is (besoin == 1)


# --- R70: alone -----------------------------------------------------------------------------------


@pytest.mark.regle("R70")
@pytest.mark.parametrize(
    ("lignes", "en_lice", "refus"),
    [
        pytest.param((dalo(1), menage(2), menage(3)), [1], 2, id="le DALO d'abord : les autres sont écartés"),
        pytest.param((menage(1), dalo(2)), [1], 1, id="un autre d'abord : le DALO est écarté, on dit comment faire"),
        pytest.param((dalo(1), dalo(2)), [1], 1, id="deux ménages DALO : un seul"),
    ],
)
def test_un_menage_dalo_n_est_jamais_candidat_a_cote_d_un_autre(lignes, en_lice, refus):
    histoire = acceptee().a("2026-05-04T09:00")
    histoire.designer(*lignes)
    assert histoire.en_lice == en_lice
    assert len(lue(histoire).ecartes.splitlines()) == refus
    assert "candidat unique" in lue(histoire).ecartes


@pytest.mark.regle("R70")
def test_un_message_qui_retire_les_autres_et_designe_un_dalo_est_compris_dans_n_importe_quel_ordre():
    histoire = acceptee().a("2026-05-04T09:00")
    histoire.designer(menage(1), menage(2))
    histoire.designer(dalo(3), retirer(1), retirer(2))
    assert (histoire.statut, histoire.en_lice, lue(histoire).ecartes) == (Statut.COMPLETE, [3], "")


@pytest.mark.regle("R70")
def test_une_correction_ne_fait_pas_entrer_un_dalo_parmi_d_autres():
    """Said DALO afterwards, the household would have been presented beside another, which R70 forbids."""
    histoire = acceptee().a("2026-05-04T09:00")
    histoire.designer(menage(1), menage(2))
    histoire.designer(dalo(2))
    assert histoire.statut is Statut.ACCEPTEE
    assert not any(candidature.dalo for candidature in histoire.dossier.en_lice)
    assert "retirez d'abord les autres" in lue(histoire).ecartes


@pytest.mark.regle("R70")
def test_un_candidat_seul_peut_etre_dit_dalo_apres_coup():
    histoire = acceptee().a("2026-05-04T09:00")
    histoire.designer(menage(1))
    histoire.designer(dalo(1))
    assert (histoire.statut, histoire.en_lice) == (Statut.COMPLETE, [1])
    assert histoire.proposition(1).dalo


@pytest.mark.regle("R61", "R71")
def test_la_priorite_ne_change_plus_une_fois_le_logement_propose():
    """The letter did not say what a refusal costs: it cannot cost it."""
    histoire = complete()
    histoire.designer(dalo(1))
    assert not histoire.candidature(1).dalo
    assert "sa priorité ne peut plus changer" in lue(histoire).ecartes


# --- line by line ---------------------------------------------------------------------------------


@pytest.mark.regle("R61")
@pytest.mark.parametrize(
    ("mauvaise", "dit"),
    [
        pytest.param(
            ligne(None, refus="un numéro unique compte 18 chiffres ; celui-ci en a 17."),
            "18 chiffres",
            id="NUD trop court",
        ),
        pytest.param(ligne(None), "aucun numéro unique", id="aucun numéro"),
        pytest.param(
            ligne(menage(9), refus="cette ligne nomme un autre logement"),
            "autre logement",
            id="ligne d'un autre logement",
        ),
        pytest.param(retirer(9), "pas parmi vos candidats", id="retrait d'un inconnu"),
    ],
)
def test_une_ligne_refusee_est_dite_avec_sa_raison_et_n_empeche_pas_les_autres(mauvaise, dit):
    histoire = acceptee().a("2026-05-04T09:00")
    histoire.designer(menage(1), mauvaise, menage(2))
    assert histoire.en_lice == [1, 2]
    assert lue(histoire).retenus == (1, 2)
    assert dit in lue(histoire).ecartes
    (accuse,) = histoire.lettres_de("accuse_candidats")
    assert dit in accuse.contexte["ecartes"][0]


@pytest.mark.regle("R61")
def test_ce_qui_surprend_est_signale_sans_etre_refuse():
    histoire = acceptee().a("2026-05-04T09:00")
    histoire.designer(ligne(menage(1), doutes=("le numéro daterait de 2031.",), ailleurs=("V-2026-0007",)))
    assert histoire.en_lice == [1]
    assert [doute.partition(" : ")[2] for doute in lue(histoire).doutes.splitlines()] == [
        "le numéro daterait de 2031.",
        "aussi candidat pour V-2026-0007",
    ]


def test_un_message_sans_candidat_lisible_recoit_la_table_a_remplir():
    histoire = acceptee().a("2026-05-04T09:00")
    histoire.designer()
    (accuse,) = histoire.lettres_de("accuse_candidats")
    assert [piece.nom for piece in accuse.pieces] == ["candidats-V-2026-0042.xlsx"]


def test_une_correction_garde_ce_qui_n_est_pas_redit():
    histoire = acceptee().a("2026-05-04T09:00")
    histoire.designer(menage(1, telephone="06 00 00 00 01"))
    histoire.designer(replace(menage(1), nom="Mme Un", courriel="", adresse=""))
    candidat = histoire.candidature(1).candidat
    assert (candidat.nom, candidat.courriel, candidat.telephone) == (
        "Mme Un",
        "famille1@menage.example",
        "06 00 00 00 01",
    )
    assert len(histoire.dossier.candidatures) == 1


def test_redire_la_meme_chose_ne_fait_rien_et_le_dit():
    histoire = acceptee().a("2026-05-04T09:00")
    histoire.designer(menage(1))
    histoire.designer(menage(1))
    assert "rien de nouveau" in lue(histoire).ecartes
    assert histoire.en_lice == [1]


def test_un_message_qui_designe_et_retire_le_meme_menage_ne_decide_de_rien():
    """The order of the lines would decide for the household."""
    histoire = acceptee().a("2026-05-04T09:00")
    histoire.designer(menage(1))
    histoire.designer(retirer(1), menage(1), menage(2))
    assert histoire.en_lice == [1, 2]
    assert len(lue(histoire).ecartes.splitlines()) == 2
    assert "désigne et retire à la fois" in lue(histoire).ecartes


def test_un_menage_nomme_deux_fois_dans_un_message_n_est_retenu_qu_une_fois():
    histoire = acceptee().a("2026-05-04T09:00")
    histoire.designer(menage(1), replace(menage(1), nom="Autre nom"))
    assert (histoire.en_lice, lue(histoire).retenus) == ([1], (1,))


def test_douze_candidats_au_plus():
    histoire = acceptee().a("2026-05-04T09:00")
    histoire.designer(*(menage(rang) for rang in range(1, 14)))
    assert len(histoire.en_lice) == designation.CANDIDATS_MAXIMUM
    assert "retirez-en avant d'en ajouter" in lue(histoire).ecartes


def test_un_expediteur_non_habilite_ne_designe_personne():
    histoire = acceptee().a("2026-05-04T09:00")
    (fait,) = histoire.designer(menage(1), habilitation="")
    assert isinstance(fait, f.MessageDInconnu)
    assert histoire.en_lice == []


# --- withdrawals ----------------------------------------------------------------------------------


@pytest.mark.regle("R45", "R64")
def test_un_retrait_apres_la_proposition_rouvre_la_designation_et_le_menage_est_prevenu():
    histoire = complete()
    histoire.designer(retirer(2))
    assert (histoire.statut, histoire.en_lice) == (Statut.ACCEPTEE, [1, 3])
    assert histoire.lettres_a("famille2@menage.example") == ["proposition_candidat", "resultat_candidat"]
    assert histoire.lettres_a(MAIRIE)[-1] == "rappel_designation"
    histoire.designer(menage(4))
    assert (histoire.statut, histoire.en_lice) == (Statut.COMPLETE, [1, 3, 4])
    assert histoire.lettres_a("famille1@menage.example") == ["proposition_candidat"]


def test_un_retrait_remplace_dans_le_meme_message_ne_rouvre_rien():
    histoire = complete()
    histoire.designer(retirer(2), menage(4))
    assert (histoire.statut, histoire.en_lice) == (Statut.COMPLETE, [1, 3, 4])
    assert histoire.de_type(f.DesignationRouverte) == []


@pytest.mark.regle("R46")
@pytest.mark.parametrize(
    "message",
    [
        pytest.param((replace(menage(1), telephone="06 00 00 00 00"),), id="un téléphone corrigé"),
        pytest.param((menage(2),), id="un candidat de plus"),
        pytest.param((), id="un message sans candidat"),
    ],
)
def test_des_candidats_presentes_malgre_leur_nombre_le_restent_quoi_qu_on_en_dise(message):
    """A correction used to undo the gestionnaire's decision to present them."""
    histoire = acceptee().a("2026-05-04T09:00")
    histoire.designer(menage(1))
    histoire.a("2026-05-25T09:00").avancer()
    histoire.ordonner(Verbe.PRESENTER)
    histoire.designer(*message)
    assert histoire.statut is Statut.COMPLETE
    assert all(histoire.candidature(numero).proposition for numero in histoire.en_lice)


def test_un_candidat_qui_refuse_laisse_les_autres_presentes_et_une_correction_ne_rouvre_rien():
    histoire = complete()
    histoire.repondre(1, Avis.REFUSE)
    histoire.designer(replace(menage(2), telephone="06 00 00 00 00"))
    assert (histoire.statut, histoire.en_lice) == (Statut.COMPLETE, [2, 3])


@pytest.mark.regle("R73")
def test_une_liste_renvoyee_ne_redemande_pas_au_menage_qui_a_refuse():
    """It would be asked again, and its second refusal told to the State."""
    histoire = complete(dalo(1))
    histoire.repondre(1, Avis.REFUSE)
    histoire.designer(dalo(1))
    assert len(histoire.dossier.candidatures) == 1
    assert "a déjà refusé ce logement" in lue(histoire).ecartes


@pytest.mark.regle("R46")
def test_le_gestionnaire_peut_presenter_a_nouveau_un_menage_qui_a_refuse():
    histoire = complete(dalo(1))
    histoire.repondre(1, Avis.REFUSE)
    histoire.ordonner(Verbe.RECHERCHE)
    histoire.ordonner(Verbe.COMPLETER, designation=(dalo(1),))
    assert (histoire.statut, histoire.en_lice) == (Statut.COMPLETE, [2])


def test_le_dernier_candidat_retire_apres_la_convocation_rend_la_main_au_gestionnaire():
    histoire = convoquee()
    histoire.designer(retirer(1), retirer(2), retirer(3))
    assert histoire.statut is Statut.SANS_ATTRIBUTAIRE
    assert "sans_attributaire" in histoire.lettres_a(GESTIONNAIRE)
