"""A step that fails by a fault of ours is logged and told, and stops no other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

import pytest

from robot.adapters.memoire import BoiteEnMemoire, FacteurEnMemoire
from robot.cycle import Passe, cycle
from robot.domain.dossier import Statut as S
from robot.ports import MessageRecu, Rangement, Store, StoreInjoignable, StoreInutilisable
from tests.cycle.courriels import ADMIN, VIRY, courriel, offrir, texte_de
from tests.fabrique import CARNET, FICHE, MAIRIE_VIRY, ROBOT, paris
from tests.monde import Monde

ABIME = "ceci n'est pas une date"


class BoiteEnDefaut(BoiteEnMemoire):
    """Fails in a way that nobody had thought of."""

    erreur: BaseException = RuntimeError("inattendu")

    def relever(self, signets: Mapping[str, tuple[int, int]]) -> Iterator[MessageRecu]:
        yield from ()
        raise self.erreur


class FacteurEnDefaut(FacteurEnMemoire):
    def envoyer(self, *_: Any, **__: Any) -> Any:
        raise RuntimeError("inattendu")


@dataclass(frozen=True)
class StoreQuiNeTrie:
    """The store, which fails when it is asked which offers a réservataire still has."""

    store: Store

    def __getattr__(self, nom: str) -> Any:
        return getattr(self.store, nom)

    def references(self, *statuts: Any, reservataire: str = "", **autres: Any) -> tuple[str, ...]:
        if reservataire:
            raise RuntimeError("inattendu")
        return self.store.references(*statuts, **autres)


def dites(monde: Monde) -> str:
    alertes = [texte_de(e.octets) for e in monde.courriers(ADMIN, "alerte")]
    return " ".join(" ".join(alertes).replace(">", "").split())


@pytest.mark.parametrize(
    ("repere", "etape"),
    [
        ("synthese", "synthèse du matin"),
        ("releves", "relevés des réservataires"),
    ],
)
def test_une_etape_qui_echoue_laisse_passer_les_suivantes_et_se_dit(repere: str, etape: str):
    abonne = replace(CARNET, reservataires=(replace(MAIRIE_VIRY, releve=True), *CARNET.reservataires[1:]))
    monde = Monde.creer("2026-05-18T08:30", abonne)
    monde.store.poser_repere(repere, ABIME)
    ref = monde.liberer()
    passe = monde.passer("2026-05-18T09:00", sans_defaut=False)
    assert passe.pannes == (f"{etape} : erreur interne (ValueError), voir le journal du service",)
    assert passe.defauts
    assert not passe.muette
    assert monde.dossier(ref).statut is S.EN_ATTENTE
    assert len(monde.boite.copies) == len(monde.facteur.remis) > 0
    assert dites(monde) == ""
    monde.passer("2026-05-18T09:20", sans_defaut=False)
    assert "Une étape du robot échoue à chaque passe" in dites(monde)
    assert f"{etape} : erreur interne (ValueError)" in dites(monde)
    assert ABIME not in dites(monde)
    monde.store.poser_repere(repere, None)
    assert monde.passer("2026-05-18T09:25").pannes == ()
    assert not [cle for cle in monde.store.reperes() if cle.startswith("etape")]


@pytest.mark.regle("R43")
def test_une_lecture_en_defaut_ne_prouve_aucun_silence_et_le_reste_se_fait():
    monde = Monde.creer("2026-04-28T09:00")
    ref, _ = offrir(monde)
    vraie, monde.boite = monde.boite, BoiteEnDefaut(monde.horloge)
    autre = monde.liberer(replace(FICHE, adresse="autre"))
    passe = monde.passer("2026-05-04T09:00", sans_defaut=False)
    assert passe.pannes == ("lecture de la boîte : erreur interne (RuntimeError), voir le journal du service",)
    assert monde.dossier(ref).statut is S.EN_ATTENTE, "silence compté sans avoir lu la boîte"
    assert monde.dossier(autre).statut is S.EN_ATTENTE, "l'offre d'un autre logement part"
    monde.passer("2026-05-04T09:20", sans_defaut=False)
    assert "La boîte aux lettres du robot ne peut pas être lue" in dites(monde)
    monde.boite = vraie
    monde.passer("2026-05-04T09:30")
    assert monde.dossier(ref).statut is S.ACCEPTEE_TACITE


@pytest.mark.regle("R43")
def test_un_message_impossible_a_mettre_de_cote_ne_cache_pas_les_suivants_et_aucun_silence_n_est_compte():
    monde = Monde.creer("2026-04-28T09:00")
    ref, offre = offrir(monde)
    autre = monde.liberer(replace(FICHE, adresse="autre"))
    monde.passer("2026-04-28T09:10")
    monde.boite.deposer(courriel(VIRY, ROBOT, "question", "Bonjour, pouvez-vous m'appeler ?"))
    monde.repondre(offre, "REFUSE")
    robot = replace(monde.robot, store=cast("Store", StoreQuiNeTrie(monde.store)))

    def passer(le: str) -> Passe:
        monde.horloge.regler(paris(le))
        return cycle(robot)

    assert passer("2026-04-28T10:00").defauts
    assert "RefusRecu" in monde.faits(ref)
    assert len(monde.boite.ranges[Rangement.TRAITES]) == 1, "le refus est rangé, la question reste"
    assert passer("2026-05-04T09:00").defauts
    assert monde.dossier(autre).statut is S.EN_ATTENTE
    monde.passer("2026-05-04T09:10")
    assert monde.dossier(autre).statut is S.A_CLARIFIER


def test_un_envoi_en_defaut_ne_se_dit_par_aucune_lettre_et_le_fait_savoir():
    monde = Monde.creer("2026-04-28T09:00")
    offrir(monde)
    monde.facteur = FacteurEnDefaut()
    monde.liberer(replace(FICHE, adresse="autre"))
    passe = monde.passer("2026-04-28T09:10", sans_defaut=False)
    assert passe.pannes == ("envoi du courrier : erreur interne (RuntimeError), voir le journal du service",)
    assert passe.muette


def test_une_panne_notee_par_une_horloge_en_avance_se_dit_quand_meme():
    monde = Monde.creer("2026-04-28T09:00")
    monde.passer()
    monde.horloge.regler(paris("2026-07-20T09:00"))
    monde.boite.panne = "certificat expiré"
    monde.passer()
    monde.boite.panne = "mot de passe refusé"
    for heure in ("12:30", "13:00", "13:30", "14:00"):  # what was read under that clock is waited for first
        monde.passer(f"2026-04-28T{heure}")
    monde.passer("2026-04-29T09:00")
    assert "mot de passe refusé" in dites(monde)


def test_la_date_illisible_d_une_panne_ne_retient_pas_les_alertes():
    monde = Monde.creer("2026-04-28T09:00")
    monde.store.poser_repere("dossier/V-2026-0099", ABIME)
    monde.boite.panne = "IMAP coupé"
    for heure in ("09:00", "09:20"):
        monde.passer(f"2026-04-28T{heure}")
    assert "IMAP coupé" in dites(monde)


@pytest.mark.parametrize(
    "erreur",
    [KeyboardInterrupt(), SystemExit(1), StoreInjoignable("la base ne répond pas"), StoreInutilisable("abîmée")],
)
def test_un_arret_demande_ou_la_base_perdue_arrete_la_passe(erreur: BaseException):
    monde = Monde.creer("2026-04-28T09:00")
    monde.boite = BoiteEnDefaut(monde.horloge)
    monde.boite.erreur = erreur
    monde.liberer()
    with pytest.raises(type(erreur)):
        monde.passer()
    assert monde.facteur.remis == []
