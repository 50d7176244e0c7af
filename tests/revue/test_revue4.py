from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError

from robot.domain.dossier import Statut as S
from robot.ports import EtatEnvoi
from tests.fabrique import paris
from tests.monde import Monde
from tests.revue.test_revue import VIRY, courriel, dsn, offrir


def test_un_inconnu_n_arrete_pas_le_robot_par_un_objet_en_utf7():
    monde = Monde.creer("2026-05-18T09:00")
    monde.boite.deposer(b"From: spam@evil.test\nTo: o@b\nSubject: =?utf-7?q?+2AA-?=\n\nbonjour")
    ref = monde.liberer()
    monde.passer()
    assert monde.dossier(ref).statut is S.EN_ATTENTE


def test_une_lettre_dont_l_issue_ne_peut_pas_etre_ecrite_n_est_pas_renvoyee_sans_fin():
    """The disk fills, or we die, between the 250 and its record: the attempt is never counted."""
    monde = Monde.creer("2026-05-18T09:00")
    monde.liberer()
    ecrire = monde.store.ecrire

    def plein(ecriture, maintenant):
        if ecriture.envoi and ecriture.envoi.etat is EtatEnvoi.EXPEDIEE:
            raise OperationalError("INSERT", {}, Exception("database or disk is full"))
        return ecrire(ecriture, maintenant)

    monde.store.ecrire = plein
    for _ in range(60):
        with pytest.raises(OperationalError):
            monde.passer()
            monde.passer()
        monde.horloge.regler(monde.horloge.maintenant() + timedelta(minutes=2))
    assert len(monde.courriers(VIRY, "offre")) <= 12


def test_un_inconnu_qui_a_le_jeton_ne_prouve_pas_la_reception():
    monde = Monde.creer("2026-05-18T09:00")
    ref, offre = offrir(monde)
    monde.boite.deposer(dsn(offre, "delayed", "4.4.1"))
    monde.passer("2026-05-18T13:00")
    monde.boite.deposer(courriel("x@evil.test", offre.retour, "Absence", "Absent.", Auto_Submitted="auto-replied"))
    monde.passer("2026-05-18T14:00")
    assert monde.dossier(ref).statut is S.DIFFEREE


