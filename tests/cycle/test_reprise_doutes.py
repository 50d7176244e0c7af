"""Restored, and the message is no longer in the mailbox: the letter it caused says that no silence may be counted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from robot.adapters.base.verification import verifier
from robot.domain.dossier import Statut as S
from robot.domain.stimuli import Verbe
from robot.ports import Emplacement, Enveloppe, MessageRecu
from tests.cycle.courriels import ALS, GESTION, VIRY, dsn, ordonner
from tests.cycle.perte import (
    ADMIN,
    JEUDI,
    LUNDI,
    MARDI,
    MERCREDI,
    VENDREDI,
    creer,
    identifiant_ecrit,
    perdre_et_restaurer,
    photographier,
    texte,
)
from tests.fabrique import paris
from tests.monde import Monde

Geste = Callable[[Monde, Enveloppe], object]


@pytest.fixture
def monde(tmp_path: Path) -> Iterator[Monde]:
    monde = creer(tmp_path)
    yield monde
    monde.store.fermer()


def vider(monde: Monde) -> None:
    """Somebody dealt with what was filed, and moved it out of the mailbox, or deleted it."""
    for ranges in monde.boite.ranges.values():
        ranges.clear()


def offrir_et_sauver(monde: Monde) -> tuple[str, Path]:
    ref = monde.liberer()
    monde.passer()
    return ref, photographier(monde)


def vivre_jusqu_au(monde: Monde, jour: str) -> None:
    for matin in (MARDI, MERCREDI, JEUDI):
        if matin <= jour:
            monde.passer(f"{matin}T08:30")


def restaurer_le(monde: Monde, sauvegarde: Path, jour: str) -> Monde:
    """In the afternoon, then every morning until Friday."""
    restaure = perdre_et_restaurer(monde, sauvegarde, f"{jour}T14:00")
    restaure.passer()
    for matin in (MERCREDI, JEUDI, VENDREDI):
        if matin > jour:
            restaure.passer(f"{matin}T09:00")
    return restaure


def _douter(monde: Monde, offre: Enveloppe) -> None:
    monde.repondre(offre, "Nous hésitons, je vous rappelle demain")


def _rebondir(monde: Monde, offre: Enveloppe) -> None:
    monde.boite.deposer(dsn(offre, "failed", "5.1.1"))


def _ecrire_en_inconnu(monde: Monde, offre: Enveloppe) -> None:
    monde.repondre(offre, "REFUSE", de="inconnu@ailleurs.example")


def _refuser(monde: Monde, offre: Enveloppe) -> None:
    monde.repondre(offre, "REFUSE, trop cher")


@pytest.mark.regle("R43")
@pytest.mark.parametrize(
    "restaure_le",
    [
        pytest.param(MARDI, id="restauré avant l'échéance"),
        pytest.param(JEUDI, id="restauré après l'échéance, que d'autres courriers ont passée"),
    ],
)
@pytest.mark.parametrize(
    ("geste", "lettre"),
    [
        pytest.param(_douter, "a_preciser", id="une réponse douteuse, que le gestionnaire a sortie de « À voir »"),
        pytest.param(_rebondir, "echec_remise", id="un avis de non-remise effacé de « Traités »"),
        pytest.param(_ecrire_en_inconnu, "expediteur_inconnu", id="la réponse d'un inconnu, classée ailleurs"),
        pytest.param(_refuser, "accuse_refus", id="un refus effacé de « Traités »"),
    ],
)
def test_ce_qui_etait_venu_et_n_est_plus_la_suspend_le_silence(
    monde: Monde, geste: Geste, lettre: str, restaure_le: str
):
    ref, sauvegarde = offrir_et_sauver(monde)
    monde.horloge.regler(paris(f"{LUNDI}T11:00"))
    geste(monde, monde.courrier(VIRY, "offre"))
    monde.passer()
    assert monde.courriers(gabarit=lettre)
    vider(monde)
    vivre_jusqu_au(monde, restaure_le)
    restaure = restaurer_le(monde, sauvegarde, restaure_le)
    assert restaure.dossier(ref).statut is S.A_CLARIFIER
    assert "AccordTacite" not in restaure.faits(ref), "aucun silence n'est compté, même pendant la reprise"
    assert restaure.courriers(VIRY) == [] == restaure.courriers(ALS)
    assert f"{ref} ({lettre}" in texte(restaure, ADMIN)
    assert not verifier(restaure.store).fautes
    restaure.store.fermer()


@pytest.mark.regle("R43")
def test_le_silence_que_le_robot_perdu_a_constate_ne_se_defait_pas_pour_une_reponse_tardive(monde: Monde):
    """It came after the deadline and had no effect (C13); whoever read it moved it out of « À voir », as one does."""
    ref, sauvegarde = offrir_et_sauver(monde)
    vivre_jusqu_au(monde, JEUDI)
    assert monde.dossier(ref).statut is S.ACCEPTEE_TACITE
    monde.horloge.regler(paris(f"{JEUDI}T10:00"))
    monde.repondre(monde.courrier(VIRY, "offre"), "REFUSE")
    monde.passer()
    assert monde.courriers(VIRY, "reponse_tardive")
    vider(monde)
    restaure = restaurer_le(monde, sauvegarde, JEUDI)
    assert restaure.dossier(ref).statut is S.ACCEPTEE_TACITE
    assert "reponse_tardive" in texte(restaure, ADMIN), "une personne sait ce qui manque"
    restaure.store.fermer()


@pytest.mark.regle("R43")
def test_une_reponse_tardive_dont_la_suite_est_perdue_suspend_l_offre_encore_ouverte(monde: Monde):
    """After midnight and before the opening: nobody knows any more what it said, nor what the lost robot made of it."""
    ref, sauvegarde = offrir_et_sauver(monde)
    monde.horloge.regler(paris(f"{JEUDI}T06:00"))
    monde.repondre(monde.courrier(VIRY, "offre"), "REFUSE")
    monde.passer()
    assert monde.courriers(VIRY, "reponse_tardive")
    vider(monde)
    restaure = restaurer_le(monde, sauvegarde, JEUDI)
    assert restaure.dossier(ref).statut is S.A_CLARIFIER
    assert "AccordTacite" not in restaure.faits(ref)
    restaure.store.fermer()


@pytest.mark.regle("R43")
def test_une_reponse_venue_a_temps_et_lue_apres_le_silence_le_defait_meme_perdue(monde: Monde):
    """Found in the junk on Thursday, dated of Wednesday: the lost robot had asked again, and its silence was none."""
    ref, sauvegarde = offrir_et_sauver(monde)
    vivre_jusqu_au(monde, JEUDI)
    monde.horloge.regler(paris(f"{JEUDI}T10:00"))
    monde.repondre(monde.courrier(VIRY, "offre"), "Nous hésitons", recu_le=paris(f"{MERCREDI}T10:00"))
    monde.passer()
    assert monde.dossier(ref).statut is S.A_CLARIFIER
    vider(monde)
    restaure = restaurer_le(monde, sauvegarde, JEUDI)
    assert restaure.dossier(ref).statut is S.A_CLARIFIER
    restaure.store.fermer()


@pytest.mark.regle("R43")
def test_un_rappel_que_rien_n_explique_n_est_la_trace_de_rien_qui_soit_venu(monde: Monde):
    """Time alone writes it: the silence that it announced is one."""
    ref, sauvegarde = offrir_et_sauver(monde)
    vivre_jusqu_au(monde, MERCREDI)
    rappel = monde.courrier(VIRY, "rappel_offre")
    message_id = identifiant_ecrit(rappel.octets)
    autre = re.sub(r"[0-9a-f]{16}@", "0" * 16 + "@", message_id)
    octets = f"Message-ID: {autre}\r\nSubject: rappel\r\n\r\nrappel\r\n".encode()
    monde.boite.copies.append(MessageRecu(Emplacement("Envoyés", 1, 99), paris(f"{MERCREDI}T08:31"), octets))
    restaure = restaurer_le(monde, sauvegarde, MERCREDI)
    assert f"{ref} (rappel_offre)" in texte(restaure, ADMIN)
    assert restaure.dossier(ref).statut is S.ACCEPTEE_TACITE
    restaure.store.fermer()


def test_ce_qui_s_explique_plus_tard_ne_retient_le_dossier_que_jusque_la(monde: Monde):
    """The clock of the lost robot was five minutes slow: its letters are dated before what they answer."""
    ref, sauvegarde = offrir_et_sauver(monde)
    vivre_jusqu_au(monde, MERCREDI)
    monde.horloge.regler(paris(f"{MERCREDI}T10:00"))
    monde.repondre(monde.courrier(VIRY, "offre"), "Nous hésitons", recu_le=paris(f"{MERCREDI}T10:05"))
    monde.passer()
    monde.passer(f"{MERCREDI}T10:10")
    restaure = restaurer_le(monde, sauvegarde, MERCREDI)
    assert restaure.faits(ref) == monde.faits(ref)
    assert "rien n'explique" not in texte(restaure, ADMIN)
    restaure.store.fermer()


@pytest.mark.regle("R43", "R44")
def test_la_meme_sauvegarde_restauree_deux_fois_compte_le_dernier_envoi_d_une_offre(monde: Monde):
    """Typed on Monday, lost; ordered again by e-mail on Tuesday: the offer left twice, and its delay is the second's."""
    ref, sauvegarde = offrir_et_sauver(monde)
    monde.horloge.regler(paris(f"{LUNDI}T10:00"))
    ordonner(monde, ref, Verbe.SUIVANT)
    monde.passer()
    un = perdre_et_restaurer(monde, sauvegarde, f"{MARDI}T08:30", nom="un.sqlite")
    un.passer()
    un.passer(f"{MARDI}T08:31")
    un.horloge.regler(paris(f"{MARDI}T09:00"))
    un.repondre(un.courrier(GESTION, "synthese"), f"SUIVANT {ref}")
    un.passer(f"{MARDI}T09:01")
    deux = perdre_et_restaurer(un, sauvegarde, f"{JEUDI}T08:30", nom="deux.sqlite")
    deux.passer()
    avant, apres = un.dossier(ref).courante, deux.dossier(ref).courante
    assert (apres.expediee_le, apres.statut) == (avant.expediee_le, S.EN_ATTENTE)
    assert not deux.courriers(ALS, "accord_tacite")
    for restaure in (un, deux):
        restaure.store.fermer()
