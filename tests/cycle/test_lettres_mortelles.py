"""One letter never stops the robot: neither one that cannot be printed, nor one that kills it while it is printed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from robot.adapters.base.store import StoreSql
from robot.cycle import cycle
from robot.domain.courriers import Courrier
from robot.domain.dossier import Statut as S
from robot.domain.faits import RemiseEchouee
from robot.domain.stimuli import Ordre, Verbe
from robot.etapes import expedition, impression
from robot.etapes.expedition import BAIL
from robot.etapes.ordres import executer
from robot.etapes.robot import Robot
from robot.ports import EtatEnvoi, Gabarits, StoreInjoignable
from tests.cycle.courriels import ADMIN, GESTION, texte_de
from tests.monde import Monde
from tests.plafond import MIO, mourir, sous_plafond


class Mort(BaseException):
    """What nothing in the robot may catch, as a kill."""


@dataclass
class GabaritsPieges:
    """The `Gabarits` port: printing a letter whose key starts so does what the trap says."""

    vrais: Gabarits
    vise: str
    piege: Callable[[], None]
    imprimees: list[str] = field(default_factory=list)

    def composer(self, courrier: Courrier, message_id: str, maintenant: datetime) -> bytes:
        self.imprimees.append(courrier.cle)
        if courrier.cle.startswith(self.vise):
            self.piege()
        return self.vrais.composer(courrier, message_id, maintenant)


def qui_leve(erreur: BaseException) -> Callable[[], None]:
    def lever() -> None:
        raise erreur

    return lever


@pytest.fixture
def monde() -> Iterator[Monde]:
    cree = Monde.creer("2026-04-28T09:00")
    yield cree
    cree.store.fermer()


def offre(reference: str) -> str:
    """How the key of an offer starts."""
    return f"offre/{reference}/"


def piegee(monde: Monde, vise: str, piege: Callable[[], None]) -> GabaritsPieges:
    return GabaritsPieges(monde.robot.gabarits, vise, piege)


def passer(monde: Monde, gabarits: GabaritsPieges) -> None:
    """A pass, and the time that it takes for what a dead robot held to be taken again."""
    try:
        cycle(replace(monde.robot, gabarits=gabarits))
    finally:
        monde.horloge.regler(monde.horloge.maintenant() + BAIL)


def preuve_de_l_echec(monde: Monde, reference: str) -> str:
    (echec,) = [i.fait for i in monde.store.journal(reference) if isinstance(i.fait, RemiseEchouee)]
    return echec.preuve


@pytest.mark.parametrize(
    "erreur",
    [
        pytest.param(MemoryError(), id="la mémoire manque"),
        pytest.param(OverflowError("date value out of range"), id="une date que personne ne sait écrire"),
        pytest.param(RecursionError(), id="un contenu trop emboîté"),
        pytest.param(NotImplementedError(), id="ce que personne n'avait prévu"),
    ],
)
def test_une_lettre_impossible_a_imprimer_n_en_retient_aucune_autre_et_une_personne_le_sait(monde, erreur: Exception):
    fautive, *saines = [monde.liberer() for _ in range(4)]
    passer(monde, piegee(monde, offre(fautive), qui_leve(erreur)))
    assert [monde.dossier(reference).statut for reference in saines] == [S.EN_ATTENTE] * 3
    assert monde.dossier(fautive).statut is S.NON_REMISE
    assert preuve_de_l_echec(monde, fautive).startswith("impossible à imprimer : ")
    monde.passer()
    assert len(monde.courriers(GESTION, "echec_remise")) == 1


@pytest.mark.parametrize("erreur", [StoreInjoignable("la base ne répond pas"), Mort()])
def test_une_base_qui_ne_repond_pas_pendant_l_impression_n_accuse_aucune_lettre(monde, erreur: BaseException):
    reference = monde.liberer()
    pieges = piegee(monde, offre(reference), qui_leve(erreur))
    fois = 4 if isinstance(erreur, Exception) else 1
    for _ in range(fois):
        with pytest.raises(type(erreur)):
            passer(monde, pieges)
    monde.passer()
    assert monde.dossier(reference).statut is S.EN_ATTENTE


class StoreQuiTombe(StoreSql):
    """The database goes away while letters are printed, until the pass is over."""

    tombe = False

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        if self.tombe:
            raise StoreInjoignable("la base ne répond pas")
        with super()._transaction() as connexion:
            yield connexion


def test_une_base_qui_tombe_pendant_l_impression_et_ne_laisse_rien_effacer_n_accuse_aucune_lettre(monde):
    monde.store.fermer()
    monde.store = store = StoreQuiTombe("sqlite://", "bailleur.example")
    references = [monde.liberer(), monde.liberer()]

    def tomber() -> None:
        store.tombe = True
        raise StoreInjoignable("la base ne répond pas")

    for _ in range(5):
        with pytest.raises(StoreInjoignable):
            passer(monde, piegee(monde, "offre/", tomber))
        store.tombe = False
    monde.passer()
    assert [monde.dossier(reference).statut for reference in references] == [S.EN_ATTENTE] * 2
    assert not [cle for cle in monde.store.reperes() if cle.startswith(impression.EN_COURS)]


def test_une_lettre_qui_tue_le_robot_n_est_plus_imprimee_apres_deux_morts_ou_elle_etait_seule(monde):
    """The first death says only that it was one of the batch; the others leave before the last."""
    saines = [monde.liberer() for _ in range(2)]
    mortelle = monde.liberer()
    saines.append(monde.liberer())
    pieges = piegee(monde, offre(mortelle), qui_leve(Mort()))
    for _ in range(3):
        assert monde.dossier(mortelle).statut is not S.NON_REMISE
        with pytest.raises(Mort):
            passer(monde, pieges)
    assert [monde.dossier(reference).statut for reference in saines] == [S.EN_ATTENTE] * 3
    passer(monde, pieges)
    assert sum(cle.startswith(offre(mortelle)) for cle in pieges.imprimees) == 3
    assert monde.dossier(mortelle).statut is S.NON_REMISE
    assert impression.MORTELLE in preuve_de_l_echec(monde, mortelle)
    monde.passer()
    assert len(monde.courriers(GESTION, "echec_remise")) == 1
    assert not [cle for cle in monde.store.reperes() if cle.startswith(impression.EN_COURS)]


def test_une_alerte_qui_tue_le_robot_n_empeche_pas_les_offres_de_partir(monde):
    """No dossier speaks of it: the administrators are told, by another letter."""
    reference = monde.liberer()
    monde.carnets = type(monde.carnets)(monde.carnets.carnet, "reservataires.yaml, ligne 3 : adresse illisible")
    pieges = piegee(monde, "alerte/", qui_leve(Mort()))
    for _ in range(3):
        with pytest.raises(Mort):
            passer(monde, pieges)
    passer(monde, pieges)
    assert monde.dossier(reference).statut is S.EN_ATTENTE
    monde.passer("2026-04-29T09:00")
    dites = [texte_de(alerte.octets) for alerte in monde.courriers(ADMIN, "alerte")]
    assert any("s'est arrêté" in " ".join(dite.split()) for dite in dites)


def test_des_morts_sans_rapport_avec_les_lettres_n_en_accusent_aucune(monde):
    """Killed once while each of six letters is printed: all leave."""
    references = [monde.liberer() for _ in range(6)]
    pieges = piegee(monde, "offre/", lambda: None)

    def mourir_la_premiere_fois() -> None:
        if pieges.imprimees.count(pieges.imprimees[-1]) == 1:
            raise Mort

    pieges.piege = mourir_la_premiere_fois
    for _ in range(8):
        with suppress(Mort):
            passer(monde, pieges)
    assert [monde.dossier(reference).statut for reference in references] == [S.EN_ATTENTE] * 6


def test_un_robot_tue_pour_de_bon_en_imprimant_ne_l_est_que_trois_fois(tmp_path: Path):
    """SIGKILL, a base on the disk, a process a pass."""
    base = tmp_path / "base.sqlite"
    monde = Monde.creer("2026-04-28T09:00", base=base)
    saine, mortelle = monde.liberer(), monde.liberer()
    monde.store.fermer()

    def une_passe(rang: int) -> Callable[[], Any]:
        def passer_une_fois() -> str:
            autre = Monde.creer("2026-04-28T10:00", base=base)
            autre.horloge.regler(autre.horloge.maintenant() + rang * BAIL)
            passer(autre, piegee(autre, offre(mortelle), mourir))
            return f"{autre.dossier(saine).statut} {autre.dossier(mortelle).statut}"

        return passer_une_fois

    for rang in range(3):
        with pytest.raises(AssertionError, match="SIGKILL"):
            sous_plafond(une_passe(rang), memoire=300 * MIO)
    assert sous_plafond(une_passe(3), memoire=300 * MIO) == "en_attente non_remise"


def test_une_lettre_qui_tue_ne_compte_pas_d_essai_a_celles_de_son_lot(monde):
    """Nothing was given to the server: an attempt is one that was made."""
    reference, mortelle = monde.liberer(), monde.liberer()
    with pytest.raises(Mort):
        passer(monde, piegee(monde, offre(mortelle), qui_leve(Mort())))
    (envoi,) = monde.store.envois(reference)
    assert (envoi.etat, envoi.essais) == (EtatEnvoi.A_EXPEDIER, 0)


def test_une_lettre_dont_le_dossier_contredit_les_regles_n_en_retient_aucune_autre(monde, monkeypatch):
    fautive, saine = monde.liberer(), monde.liberer()
    vraie = expedition.utile

    def contredire(robot: Robot, courrier: Courrier, *suite: Any) -> bool:
        if courrier.cle.startswith(offre(fautive)):
            raise OverflowError("date value out of range")
        return vraie(robot, courrier, *suite)

    monkeypatch.setattr(expedition, "utile", contredire)
    monde.passer()
    assert monde.dossier(saine).statut is S.EN_ATTENTE
    monkeypatch.undo()
    monde.passer(monde.horloge.maintenant() + timedelta(hours=5))
    assert monde.dossier(fautive).statut is S.EN_ATTENTE


def test_une_offre_mortelle_se_retire_sans_que_personne_l_ait_recue(monde):
    mortelle = monde.liberer()
    pieges = piegee(monde, offre(mortelle), qui_leve(MemoryError()))
    passer(monde, pieges)
    ordre = Ordre(le=monde.horloge.maintenant(), verbe=Verbe.ANNULER, par="Claude Martin", motif="erreur de fiche")
    executer(monde.robot, mortelle, ordre)
    monde.passer()
    assert monde.courriers(gabarit="orientation_retiree") == []
