from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from robot.domain.dossier import Statut as S
from robot.domain.stimuli import Verbe
from tests.fabrique import CARNET, FICHE, MAIRIE_VIRY, ROBOT, paris
from tests.monde import Monde
from tests.revue.test_revue import ALS, VIRY, courriel, dsn, offrir, ordonner


def test_un_echec_tardif_ne_defait_pas_une_reception_prouvee():
    monde = Monde.creer("2026-05-18T09:00")
    ref, offre = offrir(monde)
    monde.boite.deposer(dsn(offre, "delivered", "2.0.0"))
    monde.passer("2026-05-18T09:10")
    monde.passer("2026-05-21T08:05")
    assert monde.dossier(ref).statut is S.ACCEPTEE_TACITE
    monde.boite.deposer(dsn(offre, "failed", "5.1.1", de=VIRY))  # written by hand, ten days later
    monde.passer("2026-06-01T09:00")
    assert monde.dossier(ref).statut is S.ACCEPTEE_TACITE


POISONS = [
    b"From: civil@viry74.example\nTo: %s\nSubject: =?utf-16?q?=D8=00=D8=00?=\nContent-Type: text/html\n\n<p>REFUSE &#xD800; &#55296;</p>",
    b"From: civil@viry74.example\nTo: %s\nMessage-ID: <\xed\xa0\x80@x>\nSubject: \xed\xa0\x80\xff\nContent-Type: text/plain; charset=utf-16le\n\nR\x00\x00\xd8E\x00",
    b"From: civil@viry74.example\nTo: %s\nSubject: x\nContent-Type: text/plain; charset=utf-7\n\nREFUSE +2AA-",
    b"From: civil@viry74.example\nTo: %s\nSubject: x\nContent-Type: text/plain; charset=unicode_escape\n\nREFUSE \\ud800",
    b"From: civil@viry74.example\nTo: %s\nSubject: =?unicode_escape?q?=5Cud800?=\nContent-Type: text/plain; charset=raw_unicode_escape\n\nREFUSE \\ud800",
    b"From: civil@viry74.example\nTo: %s\nSubject: x\x00y\nContent-Type: text/plain\n\nREFUSE\x00 oui \x00",
    b"From: civil@viry74.example\nTo: %s\nSubject: x\nContent-Type: text/plain; charset=utf-32\n\n\x00\xd8\x00\x00",
    b"From: civil@viry74.example\nTo: %s\nSubject: x\nContent-Type: text/plain; charset=idna\n\nREFUSE",
    b"From: civil@viry74.example\nTo: %s\nSubject: x\nContent-Type: text/plain; charset=punycode\n\nREFUSE-99999999",
]


@pytest.mark.parametrize("poison", POISONS, ids=range(len(POISONS)))
def test_un_message_empoisonne(poison):
    monde = Monde.creer("2026-05-18T09:00")
    ref, offre = offrir(monde)
    monde.boite.deposer(poison.replace(b"%s", offre.retour.encode()))
    monde.passer("2026-05-18T10:00")
    monde.passer("2026-05-21T08:05")
    assert monde.dossier(ref).orientations[0].statut is not S.ACCEPTEE_TACITE



def test_la_reprise_de_la_boite_ne_perd_pas_une_reponse_deja_rangee_sur_place():
    monde = Monde.creer("2026-05-18T09:00")
    ref, _ = offrir(monde)
    m = monde.boite.deposer(courriel("maire.viry@gmail.com", ROBOT, f"logement {ref}", "REFUSE : personne"), "Junk")
    monde.passer("2026-05-18T10:00")
    monde.passer("2026-05-19T08:05")
    synthese = monde.courriers(gabarit="synthese")
    assert any(b"maire.viry" in s.octets for s in synthese), "un refus humain dans les indésirables n'est montré à personne"




def test_une_commune_devenue_deleguee_ne_recoit_plus_l_offre_en_attente_d_ouverture():
    from robot.domain.carnet import Gestion

    monde = Monde.creer("2026-05-18T20:00")
    ref = monde.liberer()
    monde.passer()
    monde.passer()
    viry = replace(MAIRIE_VIRY, gestion=Gestion.DELEGUEE, adresse=None)
    monde.carnets.carnet = replace(CARNET, reservataires=(viry, *CARNET.reservataires[1:]))
    monde.passer("2026-05-19T08:05")
    assert not monde.courriers(VIRY, "offre")


def test_une_adresse_corrigee_dans_le_carnet_est_celle_de_l_offre_qui_attend():
    monde = Monde.creer("2026-05-18T20:00")
    ref = monde.liberer()
    monde.passer()
    monde.carnets.carnet = replace(CARNET, reservataires=(replace(MAIRIE_VIRY, adresse="logement@viry74.example"), *CARNET.reservataires[1:]))
    monde.passer("2026-05-19T08:05")
    assert monde.courriers("logement@viry74.example", "offre")


def test_rappel_apres_un_delai_deplace():
    monde = Monde.creer("2026-05-18T09:00")
    ref, offre = offrir(monde)
    monde.passer("2026-05-20T08:05")
    assert monde.courriers(VIRY, "rappel_offre")
    monde.boite.deposer(dsn(offre, "delivered", "2.0.0"))
    monde.passer("2026-05-20T10:00")
    monde.passer("2026-05-22T08:05")
    assert len(monde.courriers(VIRY, "rappel_offre")) == 2


