"""Restored from a backup, the robot finds again what it did since: nothing decided twice, nothing sent twice."""

from __future__ import annotations

import random  # noqa: TID251 - each story has its seed
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from imapclient import SEEN

from robot.adapters.base.store import StoreSql
from robot.adapters.base.verification import verifier
from robot.adapters.horloge import HorlogeFixee
from robot.adapters.memoire import BoiteEnMemoire
from robot.adapters.messagerie.imap import BoiteImap
from robot.cycle import cycle
from robot.domain.dossier import Statut as S
from robot.domain.stimuli import Verbe
from robot.etapes import reprise
from robot.ports import Enveloppe, Store, StoreInutilisable
from tests.adapters.liaisons_reelles import administrer, reglages_imap
from tests.cycle.courriels import GESTION, dsn, ordonner
from tests.cycle.perte import (
    ADMIN,
    LUNDI,
    MARDI,
    VENDREDI,
    creer,
    histoire,
    identifiants,
    perdre_et_restaurer,
    photographier,
    texte,
    vivre_une_semaine,
)
from tests.fabrique import FICHE, paris
from tests.monde import Monde
from tests.serveurs import ServeursReels


@pytest.fixture
def monde(tmp_path: Path) -> Iterator[Monde]:
    monde = creer(tmp_path)
    yield monde
    monde.store.fermer()


@pytest.fixture
def rejoue(monde: Monde) -> Iterator[tuple[Monde, Monde]]:
    """The robot that was lost, and the one that was restored, on Friday."""
    restaure = perdre_et_restaurer(monde, vivre_une_semaine(monde), f"{VENDREDI}T10:00")
    yield monde, restaure
    restaure.store.fermer()


@pytest.mark.regle("C15")
def test_le_journal_est_celui_du_robot_qui_n_est_jamais_mort(rejoue: tuple[Monde, Monde]):
    perdu, restaure = rejoue
    assert len(restaure.store.journal(perdu.references[0])) < len(perdu.store.journal(perdu.references[0]))
    restaure.passer()
    assert histoire(restaure, perdu.references) == histoire(perdu, perdu.references)


def test_rien_de_ce_qui_etait_parti_ne_repart(rejoue: tuple[Monde, Monde]):
    perdu, restaure = rejoue
    restaure.passer()
    restaure.passer()
    assert set(identifiants(restaure)).isdisjoint(identifiants(perdu))
    assert {e.cle.split("/")[0] for e in restaure.facteur.remis} == {"alerte", "synthese"}


def test_la_boite_d_envoi_est_la_meme_avec_ses_dates_et_ses_octets(rejoue: tuple[Monde, Monde]):
    perdu, restaure = rejoue
    restaure.passer()
    for reference in perdu.references:
        attendus = {e.message_id: (e.etat, e.expedie_le, e.octets) for e in perdu.store.envois(reference)}
        assert {e.message_id: (e.etat, e.expedie_le, e.octets) for e in restaure.store.envois(reference)} == attendus


def test_la_boite_aux_lettres_ne_bouge_pas_et_rien_n_y_est_copie_deux_fois(rejoue: tuple[Monde, Monde]):
    _, restaure = rejoue
    ranges = {nom: list(messages) for nom, messages in restaure.boite.ranges.items()}
    avant = len(restaure.boite.copies)
    reprise.rejouer(restaure.robot)
    assert restaure.store.a_ranger(10) == ()
    restaure.passer()
    assert restaure.boite.ranges == ranges
    assert len(restaure.boite.copies) == avant + len(restaure.facteur.remis)
    assert restaure.store.a_copier(10) == ()


def test_le_journal_dit_quand_il_a_vraiment_ete_ecrit(rejoue: tuple[Monde, Monde]):
    _, restaure = rejoue
    deja = {r: len(restaure.store.journal(r)) for r in restaure.references}
    restaure.passer()
    retrouves = [i for r in restaure.references for i in restaure.store.journal(r)[deja[r] :]]
    assert retrouves
    assert {inscrit.inscrit_le for inscrit in retrouves} == {paris(f"{VENDREDI}T10:00")}


def test_le_robot_reprend_ensuite_son_cours(rejoue: tuple[Monde, Monde]):
    perdu, restaure = rejoue
    restaure.passer()
    nouvelle = restaure.liberer(replace(FICHE, adresse="nouvelle"))
    restaure.passer(f"{VENDREDI}T10:05")
    assert nouvelle not in perdu.references[:4]
    assert restaure.dossier(nouvelle).statut is S.EN_ATTENTE


def test_les_administrateurs_savent_ce_qui_a_ete_retrouve(rejoue: tuple[Monde, Monde]):
    _, restaure = rejoue
    restaure.passer()
    assert restaure.courrier(ADMIN, "alerte").cle.startswith("alerte/reprise/")
    dit = texte(restaure, ADMIN)
    assert "a repris son travail après une restauration" in dit
    assert "Sauvegarde du lundi 18 mai 2026. Messages relus : 4." in dit
    assert "rien n'explique" not in dit


def test_la_synthese_du_jour_ne_part_pas_deux_fois(monde: Monde):
    monde.liberer()
    sauvegarde = photographier(monde)
    monde.passer()
    monde.passer(f"{MARDI}T08:00")
    assert monde.courriers(GESTION, "synthese")
    restaure = perdre_et_restaurer(monde, sauvegarde, f"{MARDI}T09:00")
    restaure.passer()
    assert restaure.courriers(GESTION, "synthese") == []


def test_sur_chaque_moteur(monde: Monde, url: str):
    restaure = perdre_et_restaurer(monde, vivre_une_semaine(monde), f"{VENDREDI}T10:00", url=url)
    restaure.passer()
    assert histoire(restaure, monde.references) == histoire(monde, monde.references)
    assert not verifier(restaure.store).fautes
    assert set(identifiants(restaure)).isdisjoint(identifiants(monde))
    restaure.store.fermer()


class BoiteReelle(BoiteImap):
    """A mailbox of Dovecot where messages arrive at the hour of the story."""

    def __init__(self, serveurs: ServeursReels, horloge: HorlogeFixee) -> None:
        super().__init__(reglages_imap(serveurs), horloge)
        self.serveurs, self.horloge, self.uid = serveurs, horloge, 0

    def deposer(self, octets: bytes, dossier: str = "INBOX", recu_le: datetime | None = None) -> None:
        self.uid += 1
        with administrer(self.serveurs) as client:
            client.append(dossier, octets, msg_time=recu_le or self.horloge.maintenant())

    def contenu(self) -> dict[str, list[tuple[bytes, ...]]]:
        """The Message-IDs of each folder, and whether they are read."""
        contenus = {}
        with administrer(self.serveurs) as client:
            for _, _, nom in client.list_folders():
                client.select_folder(nom, readonly=True)
                lus = client.fetch(client.search(), ["BODY.PEEK[HEADER.FIELDS (Message-ID)]", "FLAGS"])
                contenus[nom] = sorted(
                    (lu[b"BODY[HEADER.FIELDS (MESSAGE-ID)]"], *set(lu[b"FLAGS"]) & {SEEN}) for lu in lus.values()
                )
        return contenus


@pytest.mark.serveurs
def test_sur_une_vraie_boite(monde: Monde, serveurs: ServeursReels):
    boite = BoiteReelle(serveurs, monde.horloge)
    with boite:
        monde.boite = cast("BoiteEnMemoire", boite)
        restaure = perdre_et_restaurer(monde, vivre_une_semaine(monde), f"{VENDREDI}T10:00")
        avant = boite.contenu()
        assert len(avant["Envoyés"]) == len(monde.facteur.remis)
        assert {len(copie) for copie in avant["Envoyés"]} == {2}, "une copie est lue"
        restaure.passer()
        apres = boite.contenu()
    assert histoire(restaure, monde.references) == histoire(monde, monde.references)
    assert set(identifiants(restaure)).isdisjoint(identifiants(monde))
    assert [apres[nom] for nom in ("INBOX", "Traités", "À voir")] == [
        avant[nom] for nom in ("INBOX", "Traités", "À voir")
    ]
    assert len(apres["Envoyés"]) == len(avant["Envoyés"]) + len(restaure.facteur.remis)
    restaure.store.fermer()


REPONSES = ("ACCEPTE", "REFUSE, trop loin", "peut-être", "Je suis absent jusqu'au 3 juin.", "ACCEPTE ou REFUSE ?")


@pytest.mark.parametrize("graine", range(2))
def test_une_vie_au_hasard_est_revecue_a_l_identique(monde: Monde, graine: int):
    """Eight days of answers, reports and silences; backed up at some hour, lost at a later one."""
    hasard = random.Random(graine)
    heures = [paris(f"{LUNDI}T07:00") + timedelta(days=jour, hours=heure) for jour in range(8) for heure in range(14)]
    sauvee_a, perdue_a = sorted(hasard.sample(range(len(heures)), 2))
    for n, heure in enumerate(heures[: perdue_a + 1]):
        monde.horloge.regler(heure)
        if n <= sauvee_a and hasard.random() < 0.2:
            monde.liberer(replace(FICHE, adresse=str(n)))
        if (offres := monde.courriers(gabarit="offre")) and hasard.random() < 0.3:
            repondre_au_hasard(monde, hasard.choice(offres), hasard)
        monde.passer()
        if n == sauvee_a:
            sauvegarde = photographier(monde)
    restaure = perdre_et_restaurer(monde, sauvegarde)
    restaure.passer()
    assert histoire(restaure, monde.references) == histoire(monde, monde.references)
    assert set(identifiants(restaure)).isdisjoint(identifiants(monde))
    assert "rien n'explique" not in texte(restaure, ADMIN)
    assert not verifier(restaure.store).fautes
    restaure.store.fermer()


def repondre_au_hasard(monde: Monde, offre: Enveloppe, hasard: random.Random) -> None:
    """An answer, or a report of a server."""
    if hasard.random() < 0.7:
        monde.repondre(offre, hasard.choice(REPONSES), dossier=hasard.choice(("INBOX", "Junk")))
        return
    action, statut = hasard.choice((("delivered", "2.0.0"), ("failed", "5.1.1"), ("delayed", "4.4.1")))
    monde.boite.deposer(dsn(offre, action, statut))


# --- when it is killed, or cannot reach the mailbox ---------------------------------------------------------------------


class Tue(BaseException):
    """The process dies here."""


class StoreMortel:
    """A store that dies at its n-th gesture, before or after it is durable."""

    def __init__(self, store: StoreSql, mourir_a: int) -> None:
        self._store, self._reste = store, mourir_a

    def __getattr__(self, nom: str) -> Any:
        geste = getattr(self._store, nom)
        if nom not in {"ecrire", "confier", "marquer_copies", "marquer_ranges", "poser_signets", "poser_repere"}:
            return geste

        def faire(*arguments: Any, **nommes: Any) -> Any:
            self._compter()
            resultat = geste(*arguments, **nommes)
            self._compter()
            return resultat

        return faire

    def _compter(self) -> None:
        self._reste -= 1
        if self._reste == 0:
            raise Tue


def test_tue_n_importe_ou_il_recommence_et_finit_pareil(rejoue: tuple[Monde, Monde]):
    perdu, restaure = rejoue
    morts = 0
    for mourir_a in range(1, 1000, 3):
        mortel = replace(restaure.robot, store=StoreMortel(restaure.store, mourir_a))
        try:
            reprise.rejouer(mortel)
        except Tue:
            morts += 1
            assert restaure.facteur.remis == []
            continue
        break
    assert morts > 10
    restaure.passer()
    assert histoire(restaure, perdu.references) == histoire(perdu, perdu.references)
    assert set(identifiants(restaure)).isdisjoint(identifiants(perdu))


def test_boite_injoignable_rien_ne_part_avant_la_fin_de_la_reprise(rejoue: tuple[Monde, Monde]):
    perdu, restaure = rejoue
    restaure.boite.panne = "IMAP coupé"
    passe = restaure.passer()
    assert passe.pannes == ("reprise après restauration : IMAP coupé",)
    assert restaure.facteur.remis == []
    restaure.boite.panne = ""
    assert restaure.passer().pannes == ()
    assert histoire(restaure, perdu.references) == histoire(perdu, perdu.references)


def test_rien_ne_se_saisit_avant_la_fin_de_la_reprise(rejoue: tuple[Monde, Monde]):
    _, restaure = rejoue
    with pytest.raises(StoreInutilisable, match="vient d'être restaurée"):
        restaure.liberer(replace(FICHE, adresse="pressée"))
    with pytest.raises(StoreInutilisable, match="vient d'être restaurée"):
        ordonner(restaure, restaure.references[0], Verbe.ANNULER)


def test_une_boite_renumerotee_ne_change_rien(rejoue: tuple[Monde, Monde]):
    perdu, restaure = rejoue
    for dossier in restaure.boite.dossiers:
        restaure.boite.renumeroter(dossier)
    restaure.passer()
    assert histoire(restaure, perdu.references) == histoire(perdu, perdu.references)


class StoreSansBoite:
    """A store whose mailbox another robot reads."""

    def __init__(self, store: StoreSql) -> None:
        self._store = store

    def __getattr__(self, nom: str) -> Any:
        return getattr(self._store, nom)

    def lecteur(self) -> AbstractContextManager[bool]:
        return nullcontext(False)


def test_un_second_robot_attend_que_le_premier_ait_fini_la_reprise(rejoue: tuple[Monde, Monde]):
    _, restaure = rejoue
    second = replace(restaure.robot, store=cast("Store", StoreSansBoite(restaure.store)))
    passe = cycle(second)
    assert (passe.avances, passe.courriers) == (0, 0)
    assert restaure.facteur.remis == []
    assert reprise.en_cours(restaure.store)
