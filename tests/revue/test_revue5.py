from __future__ import annotations

from dataclasses import replace

import pytest

from robot.domain.dossier import Statut as S
from robot.domain.fiche import Liberation
from robot.domain.stimuli import Verbe
from robot.etapes.liberation import liberer
from tests.fabrique import FICHE, JETONS, ROBOT, paris
from tests.monde import Monde
from tests.revue.test_revue import VIRY, courriel, dsn, offrir, ordonner


@pytest.mark.parametrize(("entete", "valeur"), [
    ("X-MS-Exchange-Inbox-Rules-Loop", "orientations@bailleur.example"),
    ("X-MS-Exchange-Generated-Message-Source", "Mailbox Rules Agent"),
    ("Auto-Submitted", "auto-replied"),
])
def test_un_refus_ecrit_que_redirige_une_regle_exchange_n_est_pas_un_silence(entete, valeur):
    monde = Monde.creer("2026-05-18T09:00")
    ref, offre = offrir(monde)

    def retoucher(m):
        m[entete] = valeur

    monde.repondre(offre, "REFUSE, pas de candidat.", retoucher=retoucher)
    monde.passer("2026-05-18T10:00")
    monde.passer("2026-05-21T08:05")
    assert monde.dossier(ref).orientations[0].statut is not S.ACCEPTEE_TACITE, monde.faits(ref)


def test_la_reference_d_apres_999999_a_un_jeton_verifiable():
    monde = Monde.creer("2026-05-18T09:00")
    liberer(monde.robot, Liberation(FICHE, reference="V-2026-999999"))
    ref = liberer(monde.robot, Liberation(replace(FICHE, rpls="7400000077")))
    assert JETONS.verifier(JETONS.jeton(ref, 1)) == (ref, 1)


def test_la_designation_court_de_l_accord_du_reservataire_et_non_de_sa_saisie():
    """An ambiguous reply of Tuesday, read as ACCEPTE by the gestionnaire on Friday (R45)."""
    monde = Monde.creer("2026-05-18T09:00")
    ref, offre = offrir(monde)
    monde.repondre(offre, "Pourquoi pas, voir avec l'adjoint.", recu_le=paris("2026-05-19T09:00"))
    monde.passer("2026-05-19T09:05")
    monde.horloge.regler(paris("2026-05-29T09:00"))
    apres = ordonner(monde, ref, Verbe.ACCEPTE)
    assert apres.courante.designation.reception.isoformat() == "2026-05-19"



def test_une_avalanche_d_un_inconnu_n_ecrit_pas_autant_de_lettres_au_gestionnaire():
    monde = Monde.creer("2026-05-18T09:00")
    ref, offre = offrir(monde)
    for i in range(100):
        monde.boite.deposer(courriel("x@evil.test", offre.retour, f"bonjour {i}", f"message {i}"))
    monde.passer("2026-05-18T10:00")
    assert len(monde.courriers("gestion@bailleur.example", "expediteur_inconnu")) <= 20


def test_une_avalanche_de_faux_rebonds():
    monde = Monde.creer("2026-05-18T09:00")
    ref, offre = offrir(monde)
    for i in range(100):
        monde.boite.deposer(dsn(offre, "failed", "5.1.1", de=f"MAILER-DAEMON@mx{i}.test"))
    monde.passer("2026-05-18T10:00")
    assert len(monde.courriers("gestion@bailleur.example", "echec_remise")) <= 20
