"""A base that went back in time without `robot restaurer`: a backup copied as a file, a machine put back to a snapshot."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from robot.adapters.base.store import StoreSql
from robot.adapters.base.verification import verifier
from robot.adapters.memoire import FacteurEnMemoire
from robot.domain.dossier import Statut as S
from robot.domain.jetons import Jetons
from robot.domain.stimuli import Verbe
from robot.etapes import apres_restauration
from robot.ports import Acheminement, Emplacement, Issue, MessageRecu, Rangement, StoreInutilisable
from tests.cycle.courriels import ALS, VIRY, courriel, ordonner
from tests.cycle.perte import (
    ADMIN,
    IDENTITE,
    JEUDI,
    LUNDI,
    MARDI,
    MERCREDI,
    creer,
    histoire,
    identifiants,
    photographier,
)
from tests.fabrique import FICHE, ROBOT, paris
from tests.monde import Monde

Photo = Callable[[Monde], Path]


@pytest.fixture
def monde(tmp_path: Path) -> Iterator[Monde]:
    monde = creer(tmp_path)
    yield monde
    monde.store.fermer()


def instantane(monde: Monde) -> Path:
    """The disk of the machine, as it is now."""
    base = monde.store.moteur.url.database
    assert base
    copie = Path(base).with_name("instantane.sqlite")
    with closing(sqlite3.connect(base)) as connexion:
        connexion.execute("VACUUM INTO ?", (str(copie),))
    return copie


def revenir(monde: Monde, copie: Path, le: str) -> Monde:
    """The robot starts again on that file, as if nothing had happened."""
    monde.horloge.regler(paris(le))
    store = StoreSql(f"sqlite:///{copie}", "bailleur.example")
    store.lier(IDENTITE)
    return replace(monde, store=store, facteur=FacteurEnMemoire())


def reprises(monde: Monde) -> int:
    return sum("/reprise/" in e.cle for e in monde.courriers(ADMIN, "alerte"))


PHOTOS = [
    pytest.param(photographier, id="un fichier de sauvegarde copié à la place de la base"),
    pytest.param(instantane, id="une machine remise à un instantané"),
]


@pytest.mark.regle("R43")
@pytest.mark.parametrize("photo", PHOTOS)
def test_une_base_revenue_en_arriere_relit_ce_qui_fut_range(monde: Monde, photo: Photo):
    """The refusal was filed, the next one accepted: the silence of the first must not make a second acceptance."""
    ref = monde.liberer()
    monde.passer()
    monde.passer(f"{LUNDI}T09:05")
    copie = photo(monde)
    monde.horloge.regler(paris(f"{LUNDI}T11:00"))
    monde.repondre(monde.courrier(VIRY, "offre"), "REFUSE, trop cher")
    monde.passer()
    monde.passer(f"{LUNDI}T11:05")
    monde.horloge.regler(paris(f"{MARDI}T10:00"))
    monde.repondre(monde.courrier(ALS, "offre"), "ACCEPTE")
    monde.passer()
    revenue = revenir(monde, copie, f"{MARDI}T14:00")
    for heure in (f"{MARDI}T14:00", f"{MERCREDI}T09:00", f"{JEUDI}T09:00"):
        revenue.passer(heure)
    assert histoire(revenue, [ref]) == histoire(monde, [ref])
    assert set(identifiants(revenue)).isdisjoint(identifiants(monde))
    assert reprises(revenue) == 1
    assert not verifier(revenue.store).fautes
    revenue.store.fermer()


def test_une_copie_de_sauvegarde_refuse_les_ordres_avant_d_avoir_relu_la_boite(monde: Monde):
    ref = monde.liberer()
    monde.passer()
    revenue = revenir(monde, photographier(monde), f"{MARDI}T14:00")
    with pytest.raises(StoreInutilisable, match="robot cycle"):
        ordonner(revenue, ref, Verbe.SUIVANT)
    revenue.passer()
    assert not apres_restauration.en_cours(revenue.store)
    ordonner(revenue, ref, Verbe.SUIVANT)
    revenue.store.fermer()


@pytest.mark.parametrize("photo", PHOTOS)
def test_boite_injoignable_le_retour_en_arriere_se_voit_des_qu_elle_repond(monde: Monde, photo: Photo):
    ref = monde.liberer()
    monde.passer()
    copie = photo(monde)
    monde.horloge.regler(paris(f"{LUNDI}T11:00"))
    monde.repondre(monde.courrier(VIRY, "offre"), "REFUSE, trop cher")
    monde.passer()
    revenue = revenir(monde, copie, f"{JEUDI}T14:00")
    revenue.boite.panne = "IMAP coupé"
    revenue.passer()
    assert "AccordTacite" not in revenue.faits(ref)
    revenue.boite.panne = ""
    revenue.passer(f"{JEUDI}T14:05")
    assert "RefusRecu" in revenue.faits(ref)
    assert "AccordTacite" not in revenue.faits(ref)[:4]
    assert reprises(revenue) == 1
    revenue.store.fermer()


@pytest.mark.regle("R43")
def test_un_refus_range_dont_aucune_lettre_n_est_partie_se_retrouve(monde: Monde):
    """The way out was down: nothing in the sent letters says that the base went back; what was filed is read again."""
    ref = monde.liberer()
    monde.passer()
    monde.passer(f"{LUNDI}T09:05")
    copie = instantane(monde)
    monde.horloge.regler(paris(f"{LUNDI}T10:00"))
    monde.facteur.panne = "smtp coupé"
    monde.repondre(monde.courrier(VIRY, "offre"), "REFUSE, trop cher")
    monde.passer()
    monde.facteur.panne = ""
    revenue = revenir(monde, copie, f"{LUNDI}T10:30")
    for heure in (f"{LUNDI}T10:30", f"{MARDI}T10:00", f"{JEUDI}T09:00"):
        revenue.passer(heure)
    assert "RefusRecu" in revenue.faits(ref)
    assert "AccordTacite" not in revenue.faits(ref)[:4]
    assert reprises(revenue) == 0
    revenue.store.fermer()


def test_une_lettre_qui_attendait_et_dont_la_copie_est_la_ne_part_pas_deux_fois(monde: Monde):
    monde.liberer()
    monde.passer()
    monde.facteur.panne = "smtp coupé"
    monde.repondre(monde.courrier(VIRY, "offre"), "REFUSE, trop cher")
    monde.passer(f"{LUNDI}T10:00")
    copie = instantane(monde)
    monde.facteur.panne = ""
    monde.passer(f"{LUNDI}T10:10")
    monde.passer(f"{LUNDI}T10:15")
    revenue = revenir(monde, copie, f"{LUNDI}T14:00")
    revenue.passer()
    assert set(identifiants(revenue)).isdisjoint(identifiants(monde))
    assert reprises(revenue) == 1
    revenue.store.fermer()


# --- no false alarm -------------------------------------------------------------------------------


def test_un_robot_arrete_trois_jours_ne_se_croit_pas_revenu_en_arriere(monde: Monde):
    """Its own letters are in the folder of sent letters, some twice, some copied late."""
    monde.liberer()
    monde.boite.pleine = "la boîte est pleine"
    monde.passer()
    monde.liberer(replace(FICHE, adresse="autre"))
    monde.passer(f"{LUNDI}T09:20")
    monde.boite.pleine = ""
    monde.passer(f"{LUNDI}T09:21")
    monde.boite.copies.append(monde.boite.copies[-1])
    monde.passer(f"{JEUDI}T09:00")
    monde.passer(f"{JEUDI}T10:00")
    assert reprises(monde) == 0


def test_le_courrier_des_personnes_et_d_un_autre_robot_n_est_pas_le_notre(monde: Monde):
    """A folder shared with people; a robot tried out on the same mailbox, with another secret."""
    ref = monde.liberer()
    monde.passer()
    etranger = Jetons(b"un tout autre secret, de 32 octets").jeton(ref, 2)
    for message_id in (
        "<bonjour@bailleur.example>",
        f"<offre.{etranger}.{'0' * 16}@bailleur.example>",
        "<bilan.0123456789abcdef@bailleur.example>",
    ):
        octets = f"From: x@bailleur.example\r\nMessage-ID: {message_id}\r\n\r\nbonjour\r\n".encode()
        monde.boite.copies.append(MessageRecu(Emplacement("Envoyés", 1, 99), paris(f"{LUNDI}T10:00"), octets))
    monde.passer(f"{LUNDI}T12:00")
    assert reprises(monde) == 0


def test_une_lettre_deja_dite_inexpliquee_ne_fait_pas_reprendre_encore(monde: Monde):
    ref = monde.liberer()
    monde.passer()
    copie = instantane(monde)
    monde.horloge.regler(paris(f"{LUNDI}T10:00"))
    ordonner(monde, ref, Verbe.SUIVANT)
    monde.passer()
    revenue = revenir(monde, copie, f"{LUNDI}T11:00")
    for heure in (f"{LUNDI}T11:00", f"{MARDI}T09:00", f"{JEUDI}T09:00"):
        revenue.passer(heure)
    assert revenue.dossier(ref).statut is S.A_CLARIFIER
    assert reprises(revenue) == 1
    revenue.store.fermer()


def test_une_marque_oubliee_par_un_ancien_robot_ne_fait_rien_reprendre(monde: Monde):
    """Earlier robots left it in a base restored long ago, which has lived since."""
    monde.liberer()
    monde.passer()
    monde.store.poser_repere(apres_restauration.SAUVEGARDE, paris("2026-01-05T03:00").isoformat())
    assert not apres_restauration.en_cours(monde.store)
    monde.passer(f"{LUNDI}T12:00")
    assert reprises(monde) == 0


def test_un_message_range_deja_lu_ou_d_avant_ne_fait_rien_reprendre(monde: Monde):
    """A robot stopped for days: what it filed it knows; what somebody filed by hand long before is none of its work."""
    monde.liberer()
    ancien = courriel(VIRY, ROBOT, "bonjour", "un message d'avant le robot")
    monde.boite.ranges[Rangement.TRAITES].append(
        MessageRecu(Emplacement("INBOX", 1, 999), paris("2026-05-11T09:00"), ancien)
    )
    monde.passer()
    monde.repondre(monde.courrier(VIRY, "offre"), "peut-être", recu_le=paris(f"{LUNDI}T09:01"))
    monde.passer(f"{LUNDI}T09:01")
    monde.passer(f"{JEUDI}T09:00")
    monde.passer(f"{JEUDI}T10:00")
    assert reprises(monde) == 0


def test_une_copie_faite_par_le_serveur_d_une_lettre_a_l_issue_inconnue_ne_fait_rien_reprendre(monde: Monde):
    """Some servers keep a copy of what they take; the robot died before it knew."""
    monde.facteur.issues[VIRY] = Acheminement("", Issue.INCONNUE, "coupure après l'envoi des données")
    monde.liberer()
    monde.passer()
    offre = monde.courrier(VIRY, "offre")
    monde.boite.copies.append(MessageRecu(Emplacement("Envoyés", 1, 99), paris(f"{LUNDI}T09:01"), offre.octets))
    monde.passer(f"{LUNDI}T12:00")
    assert reprises(monde) == 0
