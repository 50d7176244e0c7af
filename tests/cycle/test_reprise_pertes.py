"""What a restored robot cannot find again: it counts no silence on it, gives no number twice, and tells a person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from robot.adapters.base.store import StoreSql
from robot.adapters.memoire import FacteurEnMemoire
from robot.adapters.sauvegarde import restaurer, sauvegarder
from robot.cycle import cycle
from robot.domain import faits as f
from robot.domain.dossier import Statut as S
from robot.domain.fiche import Liberation
from robot.domain.stimuli import Verbe
from robot.etapes import apres_restauration, references
from robot.etapes.liberation import liberer
from robot.etapes.references import ReferencePerdue
from robot.ports import Emplacement, MessageRecu, Store
from robot.ports import Rangement as R
from tests.cycle.courriels import ALS, VIRY, courriel, ordonner
from tests.cycle.perte import (
    ADMIN,
    IDENTITE,
    JEUDI,
    LUNDI,
    MARDI,
    MERCREDI,
    creer,
    identifiant_ecrit,
    identifiants,
    perdre_et_restaurer,
    photographier,
    texte,
)
from tests.cycle.test_etapes_en_defaut import StoreQuiNeTrie
from tests.cycle.test_lignes_abimees import abimer_le_dossier, offre
from tests.fabrique import CARNET, FICHE, MAIRIE_VIRY, ROBOT, paris
from tests.monde import Monde


@pytest.fixture
def monde(tmp_path: Path) -> Iterator[Monde]:
    monde = creer(tmp_path)
    yield monde
    monde.store.fermer()


def test_un_ordre_perdu_suspend_le_logement_qu_il_concernait(monde: Monde):
    """Taken back from Viry and offered to Action Logement by hand: Viry's silence must not be counted."""
    ref = monde.liberer()
    monde.passer()
    sauvegarde = photographier(monde)
    monde.horloge.regler(paris(f"{LUNDI}T10:00"))
    ordonner(monde, ref, Verbe.SUIVANT)
    monde.passer()
    offre = monde.courriers(ALS, "offre")[-1]
    restaure = perdre_et_restaurer(monde, sauvegarde, f"{JEUDI}T09:00")
    restaure.repondre(offre, "ACCEPTE", recu_le=paris(f"{JEUDI}T09:00"))
    restaure.passer()
    assert restaure.dossier(ref).statut is S.A_CLARIFIER
    assert restaure.courriers(VIRY) == [] == restaure.courriers(ALS), "personne d'autre que nous n'est en cause"
    alerte = texte(restaure, ADMIN)
    assert ref in alerte
    assert "orientation_retiree" in alerte
    assert len(restaure.boite.ranges[restaure.store.a_voir(paris(f"{JEUDI}T08:00"))[0].rangement]) == 1
    ordonner(restaure, ref, Verbe.SUIVANT)
    restaure.passer(f"{JEUDI}T09:05")
    assert restaure.dossier(ref).courante.reservataire == "als"


def test_un_logement_enregistre_depuis_la_sauvegarde_ne_cede_pas_son_numero(monde: Monde):
    monde.liberer(replace(FICHE, adresse="gardée"))
    monde.passer()
    sauvegarde = photographier(monde)
    perdue = monde.liberer(replace(FICHE, adresse="perdue"))
    monde.passer(f"{LUNDI}T10:00")
    offre = monde.courriers(VIRY, "offre")[-1]
    assert perdue in offre.cle
    restaure = perdre_et_restaurer(monde, sauvegarde, f"{MARDI}T09:00")
    restaure.passer()
    assert perdue in texte(restaure, ADMIN)
    nouvelle = restaure.liberer(replace(FICHE, adresse="une autre"))
    assert nouvelle > perdue
    with pytest.raises(ReferencePerdue, match="Laissez la référence vide"):
        liberer(restaure.robot, Liberation(FICHE, reference=perdue))
    restaure.passer()
    restaure.repondre(offre, "REFUSE")
    restaure.passer(f"{MARDI}T09:30")
    assert restaure.dossier(nouvelle).statut is S.EN_ATTENTE
    assert [m.expediteur for m in restaure.store.a_voir(paris(f"{MARDI}T09:30"))] == [VIRY]


def test_la_reponse_deja_rangee_d_un_logement_perdu_va_a_une_personne(monde: Monde):
    sauvegarde = photographier(monde)
    perdue = monde.liberer()
    monde.passer()
    offre = monde.courriers(VIRY, "offre")[-1]
    monde.repondre(offre, "REFUSE, trop loin", recu_le=paris(f"{LUNDI}T10:00"))
    monde.passer(f"{LUNDI}T10:00")
    (deposee,) = monde.boite.ranges[R.TRAITES]
    restaure = perdre_et_restaurer(monde, sauvegarde, f"{MARDI}T09:00")
    restaure.passer()
    assert [m.octets for m in restaure.boite.ranges[R.A_VOIR]] == [deposee.octets]
    assert restaure.boite.ranges[R.TRAITES] == []
    assert [m.expediteur for m in restaure.store.a_voir(paris(f"{MARDI}T09:00"))] == [VIRY]
    assert perdue in references.perdues(restaure.store)


def test_sans_copies_le_numero_d_un_logement_perdu_se_lit_dans_les_reponses(monde: Monde):
    sauvegarde = photographier(monde)
    perdue = monde.liberer()
    monde.passer()
    offre = monde.courriers(VIRY, "offre")[-1]
    monde.boite.copies.clear()
    restaure = perdre_et_restaurer(monde, sauvegarde, f"{MARDI}T09:00")
    restaure.repondre(offre, "REFUSE")
    restaure.passer()
    assert restaure.liberer(replace(FICHE, adresse="autre")) > perdue


def test_un_courrier_parti_sans_copie_repart_sous_le_meme_identifiant(monde: Monde):
    """At least once: without a copy nobody knows that it had left; the deadline runs from the second one."""
    ref = monde.liberer()
    sauvegarde = photographier(monde)
    monde.boite.pleine = "la boîte est pleine"
    monde.passer()
    (premiere,) = monde.courriers(VIRY, "offre")
    restaure = perdre_et_restaurer(monde, sauvegarde, f"{MARDI}T09:00")
    restaure.boite.pleine = ""
    restaure.passer()
    (seconde,) = restaure.courriers(VIRY, "offre")
    assert identifiant_ecrit(seconde.octets) == identifiant_ecrit(premiere.octets)
    assert restaure.dossier(ref).courante.expediee_le == paris(f"{MARDI}T09:00")


@pytest.mark.regle("R43")
def test_ce_qui_est_arrive_depuis_la_perte_se_decide_au_present(monde: Monde):
    """The replay ends with the last sign of life: from there on, it is an ordinary delay."""
    ref, muet = (monde.liberer(replace(FICHE, adresse=a)) for a in "ab")
    monde.passer()
    sauvegarde = photographier(monde)
    offre = next(e for e in monde.courriers(VIRY, "offre") if ref in e.cle)
    restaure = perdre_et_restaurer(monde, sauvegarde, f"{JEUDI}T10:00")
    restaure.repondre(offre, "REFUSE", recu_le=paris(f"{MARDI}T15:00"))
    restaure.passer()
    refus, decidee = [i.fait for i in restaure.store.journal(ref)][3:5]
    assert isinstance(refus, f.RefusRecu)
    assert refus.le == paris(f"{MARDI}T15:00")
    assert isinstance(decidee, f.OrientationDecidee)
    assert decidee.le == paris(f"{JEUDI}T10:00")
    tacite = restaure.store.journal(muet)[-1].fait
    assert isinstance(tacite, f.AccordTacite)
    assert tacite.etabli_le == tacite.lu_jusqu_a == paris(f"{JEUDI}T10:00")


def test_un_refus_non_encore_range_compte_avant_le_silence_que_le_robot_perdu_a_constate(monde: Monde):
    """The lost robot did not see it (it came late into the mailbox): the silence is not established again."""
    ref = monde.liberer()
    monde.passer()
    sauvegarde = photographier(monde)
    offre = monde.courrier(VIRY, "offre")
    monde.passer(f"{MERCREDI}T08:00")
    monde.passer(f"{JEUDI}T08:00")
    assert monde.dossier(ref).statut is S.ACCEPTEE_TACITE
    monde.repondre(offre, "REFUSE", recu_le=paris(f"{MERCREDI}T10:00"))
    restaure = perdre_et_restaurer(monde, sauvegarde, f"{JEUDI}T08:10")
    restaure.passer()
    assert "AccordTacite" not in restaure.faits(ref)
    assert "RefusRecu" in restaure.faits(ref)
    assert restaure.dossier(ref).statut is S.EN_ATTENTE, "ce n'est pas la trace d'un ordre : le suivant est sollicité"
    assert "accord_tacite" in texte(restaure, ADMIN), "il est parti : une personne doit le savoir"


@pytest.mark.regle("R43")
def test_un_refus_arrive_avant_la_sauvegarde_et_pas_encore_lu_compte_avant_le_silence(monde: Monde):
    """The mailbox was out of reach when the backup was made: what was filed before proves nothing of what came since."""
    ref = monde.liberer()
    monde.passer()
    offre = monde.courrier(VIRY, "offre")
    monde.boite.deposer(courriel("lettre@presse.example", "robot@bailleur.example", "Nos offres", "Bonjour"))
    monde.passer(f"{LUNDI}T09:10")
    monde.boite.panne = "IMAP coupé"
    monde.repondre(offre, "REFUSE", recu_le=paris(f"{MARDI}T10:00"))
    monde.passer(f"{JEUDI}T09:00")
    assert monde.dossier(ref).statut is S.EN_ATTENTE
    sauvegarde = photographier(monde)
    monde.boite.panne = ""
    restaure = perdre_et_restaurer(monde, sauvegarde, f"{JEUDI}T10:00")
    restaure.passer()
    assert "AccordTacite" not in restaure.faits(ref)
    assert restaure.courriers(VIRY, "accord_tacite") == []
    assert restaure.dossier(ref).courante.reservataire == "als"


@pytest.mark.regle("R43")
def test_un_silence_dont_l_annonce_manque_precede_la_reponse_tardive(monde: Monde):
    """No copy says when the lost robot established it; but it had, two hours before that answer came."""
    ref = monde.liberer()
    monde.passer()
    sauvegarde = photographier(monde)
    monde.passer(f"{JEUDI}T08:00")
    monde.horloge.regler(paris(f"{JEUDI}T10:00"))
    monde.repondre(monde.courrier(VIRY, "offre"), "REFUSE")
    monde.passer()
    monde.boite.copies.clear()
    restaure = perdre_et_restaurer(monde, sauvegarde, f"{JEUDI}T11:00")
    restaure.passer()
    assert restaure.faits(ref) == monde.faits(ref)
    assert restaure.faits(ref)[-2:] == ["AccordTacite", "ReponseTardive"]


def test_le_courrier_des_personnes_et_les_faux_ne_comptent_pas(monde: Monde):
    """The folder of sent letters may be shared with people; a token that is not ours proves nothing."""
    ref = monde.liberer()
    monde.passer()
    sauvegarde = photographier(monde)
    for message_id in ("<bonjour@bailleur.example>", f"<offre.{ref.lower()}.2.{'a' * 26}.{'0' * 16}@bailleur.example>"):
        octets = f"From: x@bailleur.example\r\nMessage-ID: {message_id}\r\n\r\nbonjour\r\n".encode()
        monde.boite.copies.append(MessageRecu(Emplacement("Envoyés", 1, 99), paris(f"{LUNDI}T10:00"), octets))
    restaure = perdre_et_restaurer(monde, sauvegarde, f"{LUNDI}T11:00")
    restaure.passer()
    assert restaure.dossier(ref).statut is S.EN_ATTENTE
    assert "rien n'explique" not in texte(restaure, ADMIN)


def test_une_seconde_restauration_ne_redit_pas_ce_qui_l_a_deja_ete(monde: Monde, tmp_path: Path):
    ref = monde.liberer()
    monde.passer()
    premiere = photographier(monde)
    monde.horloge.regler(paris(f"{LUNDI}T10:00"))
    ordonner(monde, ref, Verbe.SUIVANT)
    monde.passer()
    restaure = perdre_et_restaurer(monde, premiere, f"{LUNDI}T11:00")
    restaure.passer()
    ordonner(restaure, ref, Verbe.REFUSE)
    restaure.passer(f"{LUNDI}T11:05")
    sauvegarder(restaure.store, tmp_path / "seconde.sqlite", restaure.horloge.maintenant())
    encore = StoreSql("sqlite://", "bailleur.example")
    restaurer(tmp_path / "seconde.sqlite", encore, IDENTITE)
    deux_fois = replace(restaure, store=encore, facteur=FacteurEnMemoire())
    deux_fois.passer(f"{LUNDI}T12:00")
    assert "ReponseAClarifier" in deux_fois.faits(ref)
    assert deux_fois.dossier(ref).statut is S.EN_ATTENTE
    assert deux_fois.courriers(ALS) == []


def test_ce_qu_une_personne_avait_sorti_des_indesirables_retrouve_son_effet(monde: Monde):
    """Left in the junk before the backup; its author entered the book, and a person moved it, after."""
    ref = monde.liberer()
    monde.passer()
    elu = "maire.viry@gmail.com"
    recu = monde.boite.deposer(courriel(elu, ROBOT, "logement", "Nous refusons ce logement."), "Junk")
    monde.passer()
    sauvegarde = photographier(monde)
    viry = replace(MAIRIE_VIRY, expediteurs=(elu,))
    monde.carnets.carnet = replace(CARNET, reservataires=(viry, *CARNET.reservataires[1:]))
    monde.boite.dossiers["Junk"].remove(recu)
    monde.boite.deposer(recu.octets, "INBOX", recu.recu_le)
    monde.passer(f"{LUNDI}T11:00")
    attendu = monde.faits(ref)
    assert attendu[-1] == "ReponseAClarifier"
    restaure = perdre_et_restaurer(monde, sauvegarde, f"{MARDI}T09:00")
    for _ in range(2):
        restaure.passer()
    assert restaure.faits(ref) == attendu


@pytest.mark.regle("R43")
def test_un_message_date_d_un_jour_a_venir_ne_fait_passer_aucun_delai(monde: Monde):
    ref = monde.liberer()
    monde.passer()
    sauvegarde = photographier(monde)
    monde.boite.deposer(courriel("a@ailleurs.example", VIRY, "bonjour", "bonjour"), recu_le=paris("2031-01-02T09:00"))
    monde.passer()
    restaure = perdre_et_restaurer(monde, sauvegarde, f"{MARDI}T09:00")
    restaure.passer()
    assert restaure.dossier(ref).statut is S.EN_ATTENTE


# --- what the replay cannot read ------------------------------------------------------------------


def test_un_dossier_abime_n_arrete_pas_la_reprise_et_sa_lettre_ne_repart_pas(monde: Monde):
    """Both refusals wait at the backup; the letters that left since are those of a damaged dossier, and of a sound one."""
    abime, sain = (monde.liberer(replace(FICHE, adresse=rue)) for rue in "ab")
    monde.passer()
    monde.facteur.panne = "smtp coupé"
    for ref in (abime, sain):
        monde.repondre(offre(monde, ref), "REFUSE, trop cher")
    monde.passer(f"{LUNDI}T10:00")
    sauvegarde = photographier(monde)
    monde.facteur.panne = ""
    monde.passer(f"{LUNDI}T10:10")
    monde.passer(f"{LUNDI}T10:15")
    restaure = perdre_et_restaurer(monde, sauvegarde, f"{LUNDI}T14:00")
    abimer_le_dossier(restaure, abime)
    restaure.passer(sans_defaut=False)
    assert not apres_restauration.en_cours(restaure.store)
    assert restaure.faits(sain) == monde.faits(sain)
    assert f"rien n'explique : {abime} (" in texte(restaure, ADMIN)
    restaure.passer(f"{MARDI}T09:00", sans_defaut=False)
    assert set(identifiants(restaure)).isdisjoint(identifiants(monde))


@pytest.mark.regle("R43")
def test_un_message_impossible_a_reprendre_retient_tout_et_les_administrateurs_le_savent(monde: Monde):
    """What was sent after it may follow from it: nothing is decided before it can be read, and then as it was."""
    ref, autre = (monde.liberer(replace(FICHE, adresse=rue)) for rue in "ab")
    monde.passer()
    sauvegarde = photographier(monde)
    monde.horloge.regler(paris(f"{LUNDI}T11:00"))
    monde.boite.deposer(courriel(VIRY, ROBOT, "question", "Bonjour, pouvez-vous m'appeler ?"))
    monde.repondre(offre(monde, autre), "REFUSE", recu_le=paris(f"{LUNDI}T11:01"))
    monde.passer(f"{LUNDI}T11:01")
    restaure = perdre_et_restaurer(monde, sauvegarde, f"{MARDI}T14:00")
    robot = replace(restaure.robot, store=cast("Store", StoreQuiNeTrie(restaure.store)))
    for heure in (f"{MARDI}T14:00", f"{MARDI}T14:20", f"{JEUDI}T09:00", f"{JEUDI}T10:00"):
        restaure.horloge.regler(paris(heure))
        assert cycle(robot).defauts
    assert apres_restauration.en_cours(restaure.store)
    assert "RefusRecu" not in restaure.faits(autre)
    assert "AccordTacite" not in restaure.faits(ref)
    assert {e.cle.split("/")[1] for e in restaure.facteur.remis} == {"rejeu"}
    dit = texte(restaure, ADMIN)
    assert "La reprise après une restauration n'aboutit pas" in dit
    assert "Déplacé hors des dossiers du robot, il ne l'arrête plus" in dit
    assert "m'appeler" not in dit
    restaure.passer(f"{JEUDI}T10:05")
    assert not apres_restauration.en_cours(restaure.store)
    assert restaure.faits(autre)[: len(monde.faits(autre))] == monde.faits(autre)
    assert restaure.dossier(ref).statut is S.A_CLARIFIER
    assert set(identifiants(restaure)).isdisjoint(identifiants(monde))
