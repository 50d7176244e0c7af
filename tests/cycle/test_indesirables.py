"""What lies in the junk: spam stays there, and nobody's word is lost in it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from robot.domain.carnet import Correspondant, PresidentEpci
from robot.ports import Rangement
from tests.cycle.courriels import ADMIN, ALS, GESTION, VIRY, courriel, texte_de
from tests.fabrique import CARNET, MAIRIE_VIRY, ROBOT
from tests.monde import Monde

SERVEUR = "mx.bailleur.example"
DDETS, COMMISSION, PRESIDENCE = "ddets@etat.example", "caleol@bailleur.example", "president@genevois.example"
ADJOINTE = "adjointe@personnel.example"
INCONNU = "promo@boutique.example"
RANGES = {Rangement.TRAITES, Rangement.A_VOIR}


@pytest.fixture
def monde() -> Monde:
    viry = replace(MAIRIE_VIRY, expediteurs=(ADJOINTE,))
    carnet = replace(
        CARNET,
        reservataires=(viry, *CARNET.reservataires[1:]),
        ddets=Correspondant("DDETS", DDETS),
        commission=Correspondant("Secrétariat", COMMISSION),
        presidents_epci=(PresidentEpci("Présidence", PRESIDENCE),),
    )
    monde = Monde.creer("2026-04-28T07:00", carnet)
    monde.serveur_de_confiance = SERVEUR
    monde.passer()
    return monde


def ecrit(de: str, dmarc: str = "none", **entetes: str) -> bytes:
    """A message that is about no dwelling."""
    verdict = f"{SERVEUR}; dmarc={dmarc} header.from={de.partition('@')[2]}"
    return courriel(de, ROBOT, "Bonjour", "Notre adresse change.", Authentication_Results=verdict, **entetes)


def deplacer(monde: Monde, octets: bytes, vers: str = "INBOX") -> None:
    """A person moves a message out of the junk: it keeps the instant of its reception, and takes another number."""
    (message,) = [m for m in monde.boite.dossiers["Junk"] if m.octets == octets]
    monde.boite.dossiers["Junk"].remove(message)
    monde.boite.deposer(octets, vers, message.recu_le)


def a_lire(monde: Monde) -> str:
    """What the digest of the next morning says."""
    monde.passer("2026-04-29T08:05")
    return texte_de(monde.courrier(GESTION, "synthese").octets)


@pytest.mark.parametrize(
    "de",
    [
        pytest.param(VIRY, id="un réservataire"),
        pytest.param(ADJOINTE, id="un agent déclaré"),
        pytest.param(GESTION, id="un gestionnaire"),
        pytest.param(ADMIN, id="un administrateur"),
        pytest.param(DDETS, id="la DDETS"),
        pytest.param(COMMISSION, id="le secrétariat de la commission"),
        pytest.param(PRESIDENCE, id="la présidence d'un EPCI"),
    ],
)
def test_ce_qu_ecrit_une_personne_du_carnet_est_montre_meme_des_indesirables(monde: Monde, de: str):
    monde.boite.deposer(ecrit(de), "Junk")
    monde.passer("2026-04-28T10:00")
    assert [len(monde.boite.ranges[r]) for r in (Rangement.TRAITES, Rangement.A_VOIR)] == [0, 1]
    assert de in a_lire(monde)


def test_celui_a_qui_une_offre_en_cours_est_partie_est_connu_meme_hors_du_carnet(monde: Monde):
    monde.liberer()
    monde.passer("2026-04-28T09:00")
    viry = replace(MAIRIE_VIRY, adresse="nouvelle@viry74.example")
    monde.carnets.carnet = replace(CARNET, reservataires=(viry, *CARNET.reservataires[1:]))
    monde.boite.deposer(ecrit(VIRY), "Junk")
    monde.boite.deposer(ecrit(ALS.replace("offres", "ancienne")), "Junk")
    monde.passer("2026-04-28T10:00")
    assert [m.octets for m in monde.boite.dossiers["Junk"]] == [ecrit(ALS.replace("offres", "ancienne"))]


@pytest.mark.parametrize(
    "octets",
    [
        pytest.param(ecrit(INCONNU), id="un inconnu"),
        pytest.param(ecrit(VIRY, "fail"), id="l'adresse usurpée d'un réservataire"),
        pytest.param(b"Subject: Gagnez\r\n\r\nCliquez\r\n", id="sans expéditeur"),
    ],
)
def test_le_reste_y_demeure(monde: Monde, octets: bytes):
    monde.boite.deposer(octets, "Junk")
    monde.passer("2026-04-28T10:00")
    assert len(monde.boite.dossiers["Junk"]) == 1
    assert monde.store.a_ranger(9) == ()


def test_l_absence_d_une_personne_du_carnet_n_est_pas_a_lire(monde: Monde):
    monde.boite.deposer(ecrit(VIRY, Auto_Submitted="auto-replied"), "Junk")
    monde.passer("2026-04-28T10:00")
    assert len(monde.boite.ranges[Rangement.TRAITES]) == 1


def test_un_message_qu_une_personne_sort_des_indesirables_est_montre_une_fois(monde: Monde):
    octets = ecrit(INCONNU)
    monde.boite.deposer(octets, "Junk")
    monde.passer("2026-04-28T10:00")
    assert INCONNU not in a_lire(monde)
    deplacer(monde, octets)
    assert monde.passer("2026-04-29T10:00").messages == 1
    assert len(monde.boite.ranges[Rangement.A_VOIR]) == 1
    (montre,) = monde.store.a_voir(monde.horloge.maintenant())
    assert montre.octets == octets, "ce qu'une personne doit lire est gardé"
    monde.boite.deposer(b"Received: by un autre serveur\r\n" + octets)
    assert monde.passer("2026-04-29T10:05").messages == 0
    assert not monde.boite.dossiers["INBOX"], "une seconde livraison est rangée, sans effet"
    monde.passer("2026-04-30T08:05")
    assert texte_de(monde.courrier(GESTION, "synthese").octets).count(INCONNU) == 1


def test_sorti_des_indesirables_il_a_l_effet_qu_il_aurait_eu_et_une_seule_fois(monde: Monde):
    """The book did not know its author yet; an administrator wrote him there, then moved his message."""
    reference = monde.liberer()
    monde.passer("2026-04-28T09:00")
    elu = "maire.viry@gmail.com"
    octets = courriel(elu, ROBOT, "logement", "Nous refusons ce logement.")
    monde.boite.deposer(octets, "Junk")
    monde.passer("2026-04-28T10:00")
    avant = monde.faits(reference)
    viry = replace(MAIRIE_VIRY, expediteurs=(elu,))
    monde.carnets.carnet = replace(CARNET, reservataires=(viry, *CARNET.reservataires[1:]))
    deplacer(monde, octets)
    for le in ("2026-04-28T10:30", "2026-04-28T10:31"):
        monde.passer(le)
        assert monde.faits(reference) == [*avant, "ReponseAClarifier"]
        monde.boite.renumeroter("INBOX")
        monde.boite.deposer(b"Received: by un autre serveur\r\n" + octets)
    monde.passer("2026-04-28T10:32")
    assert monde.faits(reference) == [*avant, "ReponseAClarifier"]
    assert not monde.boite.dossiers["INBOX"]


def test_une_boite_dont_les_indesirables_changent_de_nom_ne_montre_pas_tout_le_spam(monde: Monde):
    octets = ecrit(INCONNU)
    monde.boite.deposer(octets, "Junk")
    monde.passer("2026-04-28T10:00")
    monde.boite.dossiers["Spam"], monde.boite.uidvalidity["Spam"] = [], 1
    deplacer(monde, octets, "Spam")
    monde.passer("2026-04-28T10:30")
    assert not any(monde.boite.ranges[r] for r in RANGES)


def test_dans_tout_autre_dossier_releve_une_personne_du_carnet_est_montree(monde: Monde):
    monde.boite.dossiers["Archives"], monde.boite.uidvalidity["Archives"] = [], 1
    monde.boite.deposer(ecrit(VIRY), "Archives")
    monde.passer("2026-04-28T10:00")
    assert len(monde.boite.ranges[Rangement.A_VOIR]) == 1
