"""A letter is held by one robot at a time: slow servers, frozen robots, offers taken back while another holds them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from typing import Any

import pytest

from robot.adapters.gabarits import GabaritsJinja
from robot.adapters.horloge import HorlogeFixee
from robot.adapters.memoire import FacteurEnMemoire
from robot.domain.faits import RemiseEchouee
from robot.domain.stimuli import Ordre, Verbe
from robot.etapes import expedition
from robot.etapes.expedition import BAIL, EN_ROUTE
from robot.etapes.ordres import executer
from robot.etapes.temps import faire_passer_le_temps
from robot.ports import Acheminement, Enveloppe, EtatEnvoi, Issue
from tests.fabrique import MAIRIE_VIRY
from tests.monde import Monde

UNE_MINUTE = timedelta(minutes=1)


class FacteurEntrecoupe(FacteurEnMemoire):
    """A postman during whose work something else happens, for each letter.

    `avant` it is handed over, while the server makes it wait; `pendant`: before the server's word is heard.
    """

    def __init__(
        self, pendant: Callable[[], object] = lambda: None, avant: Callable[[], object] = lambda: None
    ) -> None:
        super().__init__()
        self.pendant, self.avant = pendant, avant

    def envoyer(
        self,
        enveloppes: Sequence[Enveloppe],
        patienter: Callable[[], None] = lambda: None,
        peut_partir: Callable[[Enveloppe], bool] = lambda _: True,
    ) -> Iterator[Acheminement]:
        def attendre() -> None:
            self.avant()
            patienter()

        for acheminement in super().envoyer(enveloppes, attendre, peut_partir):
            self.pendant()
            yield acheminement


class FacteurPresse(FacteurEnMemoire):
    """A postman whose server answers at once: it never has to wait."""

    def envoyer(
        self,
        enveloppes: Sequence[Enveloppe],
        patienter: Callable[[], None] = lambda: None,
        peut_partir: Callable[[Enveloppe], bool] = lambda _: True,
    ) -> Iterator[Acheminement]:
        return super().envoyer(enveloppes, peut_partir=peut_partir)


@pytest.fixture
def monde() -> Iterator[Monde]:
    cree = Monde.creer("2026-04-28T09:00")
    yield cree
    cree.store.fermer()


@pytest.fixture
def autre(monde: Monde) -> Monde:
    """Another robot on the same store and mailbox, with its own way out."""
    return replace(monde, facteur=FacteurEnMemoire())


def etats(monde: Monde, reference: str) -> list[EtatEnvoi]:
    return [envoi.etat for envoi in monde.store.envois(reference)]


def test_un_serveur_lent_ne_fait_pas_envoyer_deux_fois_ce_qui_attend_son_tour(monde, autre):
    references = [monde.liberer() for _ in range(12)]

    def une_minute_passe() -> None:
        monde.horloge.regler(monde.horloge.maintenant() + UNE_MINUTE)
        expedition.expedier(autre.robot)

    monde.facteur = FacteurEntrecoupe(une_minute_passe)
    monde.passer()
    assert autre.courriers(gabarit="offre") == []
    assert [etats(monde, reference) for reference in references] == [[EtatEnvoi.EXPEDIEE]] * 12


@pytest.mark.parametrize("issue", [Issue.CONFIEE, Issue.REFUSEE, Issue.REPORTEE, Issue.INCONNUE])
def test_le_mot_d_un_robot_gele_plus_longtemps_que_son_terme_n_ecrit_plus_rien(monde, autre, issue):
    reference = monde.liberer()

    def gele() -> None:
        monde.horloge.regler(monde.horloge.maintenant() + EN_ROUTE)
        expedition.expedier(autre.robot)

    monde.facteur = FacteurEntrecoupe(gele)
    monde.facteur.issues[MAIRIE_VIRY.adresse or ""] = Acheminement("", issue, "mots du serveur")
    monde.passer()
    assert len(autre.courriers(gabarit="offre")) == 1
    assert etats(monde, reference) == [EtatEnvoi.EXPEDIEE]
    assert monde.faits(reference) == ["LogementLibere", "OrientationDecidee", "OrientationExpediee"]


def test_une_lettre_qu_un_robot_mort_remettait_repart_au_terme_sous_le_meme_identifiant(monde, autre):
    reference = monde.liberer()

    def mourir() -> None:
        raise KeyboardInterrupt

    monde.facteur = FacteurEntrecoupe(mourir)
    with pytest.raises(KeyboardInterrupt):
        monde.passer()
    autre.passer(monde.horloge.maintenant() + EN_ROUTE - UNE_MINUTE)
    assert autre.courriers(gabarit="offre") == []
    autre.passer(monde.horloge.maintenant() + UNE_MINUTE)
    (premiere,), (seconde,) = (robot.courriers(gabarit="offre") for robot in (monde, autre))
    assert message_from_bytes(premiere.octets)["Message-ID"] == message_from_bytes(seconde.octets)["Message-ID"]
    assert etats(monde, reference) == [EtatEnvoi.EXPEDIEE]


def test_une_lettre_qu_un_robot_mort_n_avait_pas_remise_repart_cinq_minutes_plus_tard(monde, autre):
    """Nobody can have received it: it does not wait for clocks that differ."""

    def mourir() -> None:
        raise KeyboardInterrupt

    monde.liberer()
    monde.facteur = FacteurEntrecoupe(avant=mourir)
    with pytest.raises(KeyboardInterrupt):
        monde.passer()
    autre.passer(monde.horloge.maintenant() + BAIL)
    assert len(autre.courriers(gabarit="offre")) == 1


def annuler(monde: Monde, reference: str) -> None:
    ordre = Ordre(le=monde.horloge.maintenant(), verbe=Verbe.ANNULER, par="Claude Martin", motif="erreur de fiche")
    executer(monde.robot, reference, ordre)


def annuler_pendant(monde: Monde, autre: Monde, reference: str) -> None:
    """Cancelled while one robot holds the offer: the other one does not write the withdrawal yet."""
    annuler(monde, reference)
    expedition.expedier(autre.robot)
    assert autre.courriers(gabarit="orientation_retiree") == []


def test_un_lot_retenu_par_un_serveur_lent_n_envoie_plus_d_offre_apres_la_fermeture(monde):
    """Prepared at ten to five, an offer handed over at three past five would be read the next day as late."""
    references = [monde.liberer() for _ in range(5)]
    monde.facteur = FacteurEntrecoupe(avant=lambda: monde.horloge.regler(monde.horloge.maintenant() + 4 * UNE_MINUTE))
    monde.passer("2026-04-28T16:50")
    assert len(monde.courriers(gabarit="offre")) == 2
    monde.passer("2026-04-28T18:00")
    assert len(monde.courriers(gabarit="offre")) == 2
    monde.passer("2026-04-29T09:00")
    assert len(monde.courriers(gabarit="offre")) == 5
    assert [etats(monde, reference) for reference in references] == [[EtatEnvoi.EXPEDIEE]] * 5


def test_un_lot_retenu_par_un_serveur_lent_n_envoie_pas_ce_qui_est_annule_entre_temps(monde, autre):
    """Cancelled between the batch and its turn: nobody receives the offer, nor the letter that takes it back."""
    reference = monde.liberer()
    gestes = [lambda: annuler_pendant(monde, autre, reference)]
    monde.facteur = FacteurEntrecoupe(avant=lambda: gestes and gestes.pop()())
    monde.passer()
    autre.passer(monde.horloge.maintenant() + BAIL)
    assert (*monde.courriers(MAIRIE_VIRY.adresse), *autre.courriers(MAIRIE_VIRY.adresse)) == ()
    assert etats(monde, reference) == [EtatEnvoi.SANS_OBJET] * 2


def test_ce_qui_est_long_a_imprimer_part_quand_meme(monde, monkeypatch):
    """Ten minutes for a batch of paper letters: what is held is held from then on, and nothing waits for ever."""
    reference = monde.liberer()
    composer = GabaritsJinja.composer

    def lentement(gabarits: GabaritsJinja, *quoi: Any) -> bytes:
        monde.horloge.regler(monde.horloge.maintenant() + 2 * BAIL)
        return composer(gabarits, *quoi)

    monkeypatch.setattr(GabaritsJinja, "composer", lentement)
    monde.facteur = FacteurPresse()
    monde.passer()
    assert len(monde.courriers(gabarit="offre")) == 1
    assert etats(monde, reference) == [EtatEnvoi.EXPEDIEE]


def test_un_robot_gele_ne_remet_pas_ce_qu_un_autre_a_pris_depuis(monde, autre):
    """Stopped for longer than its term before it hands over: another robot has sent the letter meanwhile."""
    reference = monde.liberer()

    def gele() -> None:
        monde.horloge.regler(monde.horloge.maintenant() + BAIL)
        expedition.expedier(autre.robot)

    monde.facteur = FacteurEntrecoupe(avant=gele)
    monde.passer()
    assert monde.courriers(gabarit="offre") == []
    assert len(autre.courriers(gabarit="offre")) == 1
    assert etats(monde, reference) == [EtatEnvoi.EXPEDIEE]


def test_le_retrait_d_une_offre_deja_confiee_au_facteur_d_un_autre_robot_attend_la_reponse_du_serveur(monde, autre):
    """A whole batch is given before the first letter leaves: minutes, behind a slow relay."""
    reference = monde.liberer()
    gestes = [lambda: annuler_pendant(monde, autre, reference)]
    monde.facteur = FacteurEntrecoupe(lambda: gestes and gestes.pop()())
    monde.passer()
    autre.passer(monde.horloge.maintenant() + EN_ROUTE)
    assert len((*monde.courriers(gabarit="orientation_retiree"), *autre.courriers(gabarit="orientation_retiree"))) == 1


@pytest.mark.regle("C15")
def test_une_offre_dont_le_serveur_n_a_jamais_confirme_la_prise_n_est_pas_dite_refusee(monde):
    reference = monde.liberer()
    coupure = Acheminement("", Issue.INCONNUE, "coupure après l'envoi des données")
    monde.facteur.issues[MAIRIE_VIRY.adresse or ""] = coupure
    for _ in range(6 * expedition.ESSAIS_MAX):  # nights and holidays count for nothing
        monde.passer(monde.horloge.maintenant() + expedition.REPRISE_MAX)
    (echec,) = [i.fait for i in monde.store.journal(reference) if isinstance(i.fait, RemiseEchouee)]
    assert "n'a jamais confirmé" in echec.preuve
    assert "refusé" not in echec.preuve


def jusqu_a_l_echec(monde: Monde, reference: str) -> RemiseEchouee:
    """Pass every four hours until a person is called: nights and holidays count for nothing."""
    for _ in range(6 * expedition.ESSAIS_MAX):
        monde.passer(monde.horloge.maintenant() + expedition.REPRISE_MAX)
    (echec,) = [i.fait for i in monde.store.journal(reference) if isinstance(i.fait, RemiseEchouee)]
    return echec


COUPURE = Acheminement("", Issue.INCONNUE, "coupure après l'envoi des données")
PLUS_TARD = Acheminement("", Issue.REPORTEE, "451 4.7.1 revenez plus tard", "4.7.1")
INCONNU = Acheminement("", Issue.REFUSEE, "550 5.1.1 adresse inconnue", "5.1.1")


@pytest.mark.parametrize(
    ("reponses", "prevenu"),
    [
        pytest.param([COUPURE], True, id="jamais confirmée"),
        pytest.param([COUPURE, PLUS_TARD], True, id="une fois sans réponse, puis toujours remise à plus tard"),
        pytest.param([PLUS_TARD, COUPURE, PLUS_TARD, INCONNU], True, id="une fois sans réponse, puis refusée"),
        pytest.param([PLUS_TARD], False, id="toujours remise à plus tard"),
        pytest.param([PLUS_TARD, INCONNU], False, id="remise à plus tard, puis refusée"),
        pytest.param([INCONNU], False, id="refusée"),
    ],
)
def test_une_offre_peut_etre_remise_est_retiree_a_qui_l_a_peut_etre_recue(monde, reponses, prevenu):
    """The server may have delivered it: who reads it must know that the dwelling is no longer offered."""
    reference = monde.liberer()
    adresse = MAIRIE_VIRY.adresse or ""

    class FacteurCapricieux(FacteurEnMemoire):
        def envoyer(self, *quoi: Any) -> Iterator[Acheminement]:
            for acheminement in super().envoyer(*quoi):
                if acheminement.cle.startswith("offre/") and len(suite) > 1:
                    self.issues[adresse] = suite.pop(0)
                yield acheminement

    suite = [*reponses[1:], reponses[-1]]
    monde.facteur = FacteurCapricieux()
    monde.facteur.issues[adresse] = reponses[0]
    preuve = jusqu_a_l_echec(monde, reference).preuve
    assert ("n'a jamais confirmé" in preuve) is prevenu
    assert ("refusé par le serveur" in preuve) is not prevenu
    monde.facteur.issues.clear()
    ordre = Ordre(le=monde.horloge.maintenant(), verbe=Verbe.SUIVANT, par="Claude Martin", motif="sans nouvelles")
    executer(monde.robot, reference, ordre)
    monde.passer("2026-06-02T10:00")
    assert len(monde.courriers(adresse, "orientation_retiree")) == prevenu


@pytest.mark.regle("C15")
def test_une_offre_prise_par_le_serveur_d_un_robot_qui_meurt_douze_fois_n_est_pas_dite_refusee(monde):
    reference = monde.liberer()
    fois = 0

    class FacteurMortel(FacteurEnMemoire):
        def envoyer(self, *quoi: Any) -> Iterator[Acheminement]:
            nonlocal fois
            for acheminement in super().envoyer(*quoi):
                if acheminement.cle.startswith("offre/"):
                    fois += 1
                    raise KeyboardInterrupt
                yield acheminement

    monde.facteur = FacteurMortel()
    for _ in range(6 * expedition.ESSAIS_MAX):
        with suppress(KeyboardInterrupt):
            monde.passer(monde.horloge.maintenant() + expedition.REPRISE_MAX)
    assert fois == expedition.ESSAIS_MAX
    (echec,) = [i.fait for i in monde.store.journal(reference) if isinstance(i.fait, RemiseEchouee)]
    assert "n'a jamais confirmé" in echec.preuve
    assert "refusé" not in echec.preuve


def test_une_lettre_qui_tue_le_robot_a_l_envoi_ne_compte_pas_d_essai_a_celles_qui_attendent(monde):
    """An attempt is a letter handed over, not a letter of the same batch."""
    references = [monde.liberer() for _ in range(3)]

    def mourir() -> None:
        raise KeyboardInterrupt

    monde.facteur = FacteurEntrecoupe(mourir)
    with pytest.raises(KeyboardInterrupt):
        monde.passer()
    essais = sorted((envoi.etat, envoi.essais) for r in references for envoi in monde.store.envois(r))
    assert essais == [(EtatEnvoi.A_EXPEDIER, 0), (EtatEnvoi.A_EXPEDIER, 0), (EtatEnvoi.CONFIEE, 1)]


@pytest.mark.parametrize("moment", ["avant", "pendant"])
@pytest.mark.parametrize("minutes", [0, 4, 6, 30, 59])
def test_deux_robots_dont_les_horloges_different_n_envoient_aucune_lettre_deux_fois(monde, autre, minutes, moment):
    """By less than an hour, as they may: what one holds looks free to the other."""
    references = [monde.liberer() for _ in range(5)]
    en_avance = replace(autre, horloge=HorlogeFixee(monde.horloge.maintenant() + minutes * UNE_MINUTE))
    monde.facteur = FacteurEntrecoupe(**{moment: lambda: expedition.expedier(en_avance.robot)})
    for _ in range(3):
        monde.passer()
        monde.horloge.regler(monde.horloge.maintenant() + UNE_MINUTE)
    envoyees = sorted(e.cle for e in (*monde.facteur.remis, *autre.facteur.remis) if e.cle.startswith("offre/"))
    assert len(envoyees) == len(set(envoyees)) == 5
    assert [etats(monde, reference) for reference in references] == [[EtatEnvoi.EXPEDIEE]] * 5


def test_un_rendez_vous_donne_par_une_horloge_folle_ne_retient_pas_une_lettre(monde):
    """One pass in 2036, a temporary refusal: back in time, the offer leaves as soon as the lower hour is believed."""
    reference = monde.liberer()
    monde.facteur.issues[MAIRIE_VIRY.adresse or ""] = PLUS_TARD
    monde.passer("2036-05-19T09:30")
    monde.facteur.issues.clear()
    monde.passer("2026-04-28T09:35")
    monde.passer("2026-04-28T12:40")
    assert len(monde.courriers(gabarit="offre")) == 1
    assert etats(monde, reference) == [EtatEnvoi.EXPEDIEE]


def test_un_rendez_vous_lointain_mais_juste_est_respecte(monde):
    """On the Wednesday evening before a holiday and a bridge, offers wait for Monday."""
    monde.passer("2026-05-13T18:00")
    monde.liberer()
    monde.passer()
    for jour in ("13T19:00", "14T10:00", "16T10:00"):
        monde.passer(f"2026-05-{jour}")
    assert monde.courriers(gabarit="offre") == []
    monde.passer("2026-05-18T10:00")
    assert len(monde.courriers(gabarit="offre")) == 1


def test_le_retrait_d_une_offre_que_personne_ne_tient_n_attend_pas(monde, autre):
    reference = monde.liberer()
    faire_passer_le_temps(monde.robot)
    annuler(monde, reference)
    autre.passer()
    assert autre.courriers(MAIRIE_VIRY.adresse) == []
    assert etats(monde, reference) == [EtatEnvoi.SANS_OBJET] * 2
