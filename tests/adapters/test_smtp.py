"""The way out, against a real SMTP server whose answers a relay changes or cuts."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from robot.adapters.messagerie.embarques import ServeursEmbarques
from robot.adapters.messagerie.smtp import FacteurSmtp
from robot.ports import Enveloppe, Issue, LiaisonIndisponible, StoreInjoignable
from tests.adapters.smtp_d_essai import CORPS, FIN_DES_DONNEES, Souffleur, facteur_souffle, offre, reglages
from tests.relais import relais


@pytest.fixture
def facteur(embarques: ServeursEmbarques) -> Iterator[FacteurSmtp]:
    with FacteurSmtp(reglages(embarques.port_smtp)) as facteur:
        yield facteur


# --- sending ----------------------------------------------------------------------------------------------------------


def test_le_message_arrive_tel_quel(embarques: ServeursEmbarques, facteur: FacteurSmtp) -> None:
    octets = "Subject: x\n\n.point\n..deux\r\ncafé\r\nfin sans retour".encode()
    (envoi,) = facteur.envoyer([replace(offre(), octets=octets)])
    assert envoi.issue is Issue.CONFIEE
    assert "en file sous" in envoi.reponse
    (depot,) = embarques.journal
    assert depot.octets == "Subject: x\r\n\r\n.point\r\n..deux\r\ncafé\r\nfin sans retour\r\n".encode()
    assert (depot.expediteur, depot.destinataires) == ("robot+jeton@bailleur.test", ("viry@viry.test",))


@pytest.mark.parametrize("connexions", [1, 3])
def test_ce_qui_ne_doit_plus_partir_est_demande_au_dernier_moment(
    embarques: ServeursEmbarques, connexions: int
) -> None:
    """Each envelope as its turn comes, not with the batch."""
    remis_avant: dict[str, int] = {}

    def peut_partir(enveloppe: Enveloppe) -> bool:
        remis_avant[enveloppe.cle] = len(embarques.journal)
        return enveloppe.cle not in {"2", "5"}

    with FacteurSmtp(reglages(embarques.port_smtp, connexions=connexions)) as facteur:
        envois = list(facteur.envoyer([offre(str(n)) for n in range(9)], peut_partir=peut_partir))
    assert sorted(envoi.cle for envoi in envois) == ["0", "1", "3", "4", "6", "7", "8"]
    assert len(embarques.journal) == 7
    assert remis_avant["0"] == 0
    assert remis_avant["8"] >= 7 - connexions


@pytest.mark.parametrize("connexions", [1, 3])
def test_une_base_qui_lache_pendant_la_tournee_arrete_tout_et_rien_n_est_perdu(
    embarques: ServeursEmbarques, connexions: int
) -> None:
    def peut_partir(enveloppe: Enveloppe) -> bool:
        if enveloppe.cle == "4":
            raise StoreInjoignable("la base ne répond pas")
        return True

    sus: list[str] = []
    with FacteurSmtp(reglages(embarques.port_smtp, connexions=connexions)) as facteur:
        envois = facteur.envoyer([offre(str(n)) for n in range(9)], peut_partir=peut_partir)
        with pytest.raises(StoreInjoignable):
            sus.extend(envoi.cle for envoi in envois)
        assert [envoi.cle for envoi in facteur.envoyer([offre("après")])] == ["après"]
    assert sorted(sus) == ["0", "1", "2", "3"]
    assert len(embarques.journal) == 5


def test_un_inconnu_est_refuse_et_les_suivants_partent(embarques: ServeursEmbarques, facteur: FacteurSmtp) -> None:
    envois = list(facteur.envoyer([offre("a", "inconnu@nulle-part.test"), offre("b"), offre("c", "x@y\r\n.fr")]))
    assert [(envoi.cle, envoi.issue, envoi.statut) for envoi in envois] == [
        ("a", Issue.REFUSEE, "5.1.1"),
        ("b", Issue.CONFIEE, "2.0.0"),
        ("c", Issue.REFUSEE, "5.1.3"),
    ]
    assert len(embarques.journal) == 1


def test_sans_expediteur_d_enveloppe_rien_ne_revient(embarques: ServeursEmbarques, facteur: FacteurSmtp) -> None:
    embarques.faire_rebondir("viry@viry.test")
    (envoi,) = facteur.envoyer([replace(offre(), retour="")])
    assert envoi.issue is Issue.CONFIEE
    assert [depot.expediteur for depot in embarques.journal] == [""]


def test_une_adresse_d_expedition_impossible_arrete_tout(facteur: FacteurSmtp) -> None:
    with pytest.raises(LiaisonIndisponible, match="adresse d'expédition impossible"):
        list(facteur.envoyer([replace(offre(), retour="robot@b.fr>\r\nDATA")]))


@pytest.mark.parametrize(
    ("suivi", "annonce", "demande"),
    [
        pytest.param(True, True, True, id="suivi demandé et permis"),
        pytest.param(True, False, False, id="suivi demandé, serveur qui ne sait pas"),
        pytest.param(False, True, False, id="suivi non demandé"),
    ],
)
@pytest.mark.regle("R41")
def test_le_suivi_n_est_demande_qu_a_qui_sait(
    embarques: ServeursEmbarques, suivi: bool, annonce: bool, demande: bool
) -> None:
    souffleur = Souffleur(b"JAMAIS", None)

    def du_serveur(octets: bytes) -> bytes:
        return octets if annonce else octets.replace(b"250-DSN\r\n", b"")

    with (
        relais(embarques.port_smtp, du_serveur=du_serveur, du_client=souffleur.du_client) as fil,
        FacteurSmtp(reglages(fil.port)) as facteur,
    ):
        (envoi,) = facteur.envoyer([offre(suivi=suivi)])
    assert envoi.issue is Issue.CONFIEE
    dit = souffleur.dit_par_le_client
    assert (b" RET=HDRS ENVID=offre/1\r\n" in dit) is demande
    assert (b" NOTIFY=SUCCESS,FAILURE,DELAY ORCPT=rfc822;viry@viry.test\r\n" in dit) is demande
    assert dit.endswith(b"QUIT\r\n"), "on prend congé"


def test_les_connexions_resservent_et_une_ligne_morte_se_rouvre(embarques: ServeursEmbarques) -> None:
    with relais(embarques.port_smtp) as fil, FacteurSmtp(reglages(fil.port, connexions=3)) as facteur:
        assert len(list(facteur.envoyer([offre(str(n)) for n in range(9)]))) == 9
        assert len(list(facteur.envoyer([offre(str(n)) for n in range(9, 18)]))) == 9
        assert fil.connexions <= 3
        fil.couper()
        assert [e.issue for e in facteur.envoyer([offre(str(n)) for n in range(18, 21)])] == [Issue.CONFIEE] * 3
    assert len(embarques.journal) == 21


def test_s_arreter_en_plein_message_n_abime_pas_le_suivant(embarques: ServeursEmbarques) -> None:
    with FacteurSmtp(reglages(embarques.port_smtp, connexions=3)) as facteur:
        for tournee in range(5):
            envois = facteur.envoyer([offre(f"{tournee}/{n}") for n in range(9)])
            next(envois)
            envois.close()  # type: ignore[attr-defined]
            assert [envoi.issue for envoi in facteur.envoyer([offre("après")])] == [Issue.CONFIEE]
    assert {depot.octets for depot in embarques.journal} == {CORPS}


def test_rien_a_envoyer_n_ouvre_rien() -> None:
    with FacteurSmtp(reglages(1)) as facteur:
        assert list(facteur.envoyer([])) == []


# --- refusals and cuts ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("commande", [b"MAIL", b"RCPT", b"DATA", FIN_DES_DONNEES])
@pytest.mark.parametrize(
    ("reponse", "issue"),
    [
        pytest.param(b"451 4.3.0 plus tard", Issue.REPORTEE, id="4xx"),
        pytest.param(b"552 5.3.4 trop gros", Issue.REFUSEE, id="5xx"),
        pytest.param(
            b"450-4.2.0 plus\r\n450 4.2.0 tard \xff", Issue.REPORTEE, id="4xx sur deux lignes et octets bizarres"
        ),
    ],
)
def test_un_non_a_chaque_etape_ne_gene_pas_la_lettre_suivante(
    embarques: ServeursEmbarques, commande: bytes, reponse: bytes, issue: Issue
) -> None:
    with facteur_souffle(embarques, Souffleur(commande, reponse)) as (facteur, _):
        envois = list(facteur.envoyer([offre("a"), offre("b")]))
    assert [(envoi.cle, envoi.issue) for envoi in envois] == [("a", issue), ("b", Issue.CONFIEE)]
    assert envois[0].reponse.encode()
    assert "\n" not in envois[0].reponse


@pytest.mark.parametrize("commande", [b"MAIL", b"RCPT", b"DATA"])
@pytest.mark.parametrize("reponse", [pytest.param(None, id="coupure"), pytest.param(b"421 4.3.2 arret", id="421")])
def test_coupe_avant_les_donnees_on_reprend_une_fois_et_rien_ne_part_deux_fois(
    embarques: ServeursEmbarques, commande: bytes, reponse: bytes | None
) -> None:
    with facteur_souffle(embarques, Souffleur(commande, reponse)) as (facteur, fil):
        envois = list(facteur.envoyer([offre("a"), offre("b")]))
        assert fil.connexions == 2
    assert [(envoi.cle, envoi.issue) for envoi in envois] == [("a", Issue.CONFIEE), ("b", Issue.CONFIEE)]
    assert len(embarques.journal) == 2


COUPE = pytest.mark.parametrize(
    "reponse", [pytest.param(None, id="coupure"), pytest.param(b"421 4.3.2 arret", id="421")]
)


@COUPE
def test_coupe_deux_fois_a_l_ouverture_la_liaison_est_en_panne_et_ce_qui_est_su_est_dit(
    embarques: ServeursEmbarques, reponse: bytes | None
) -> None:
    souffleur = Souffleur(b"MAIL FROM:<autre", reponse, fois=2)
    with facteur_souffle(embarques, souffleur) as (facteur, _):
        envois = facteur.envoyer([offre("a"), replace(offre("b"), retour="autre@bailleur.test"), offre("c")])
        assert next(envois).cle == "a"
        with pytest.raises(LiaisonIndisponible, match="le serveur coupe la session"):
            next(envois)
    assert len(embarques.journal) == 1, "rien d'autre n'est parti"


@COUPE
@pytest.mark.parametrize("commande", [b"RCPT TO:<balme", b"DATA"], ids=["au nom du destinataire", "aux données"])
@pytest.mark.regle("C15")
def test_coupe_deux_fois_pour_un_destinataire_sa_lettre_attend_et_les_autres_partent(
    embarques: ServeursEmbarques, commande: bytes, reponse: bytes | None
) -> None:
    """« 421 4.7.0 TLS required for RCPT domain »: such a letter must not come back at the head of every round."""
    lettres = [offre("a", "balme@balme.test"), offre("b"), offre("c")]
    with facteur_souffle(embarques, Souffleur(commande, reponse, fois=2)) as (facteur, _):
        envois = {envoi.cle: envoi for envoi in facteur.envoyer(lettres)}
    assert {cle: envoi.issue for cle, envoi in envois.items()} == {
        "a": Issue.REPORTEE,
        "b": Issue.CONFIEE,
        "c": Issue.CONFIEE,
    }
    assert "le serveur coupe la session" in envois["a"].reponse
    assert len(embarques.journal) == 2


@pytest.mark.regle("C15")
def test_un_relais_qui_filtre_longtemps_avant_de_repondre_est_attendu(embarques: ServeursEmbarques) -> None:
    """RFC 5321, 4.5.3.2.6: ten minutes after the final dot. Who hangs up sooner sends the letter again."""
    attentes = list[float]()

    def du_serveur(octets: bytes) -> bytes:
        if octets.startswith(b"250 ") and attentes == [] and embarques.journal:
            attentes.append(1.5)
            time.sleep(attentes[0])
        return octets

    battements = list[int]()
    with (
        relais(embarques.port_smtp, du_serveur=du_serveur) as fil,
        FacteurSmtp(replace(reglages(fil.port), delai_s=1, battement_s=0.2)) as facteur,
    ):
        (envoi,) = facteur.envoyer([offre()], lambda: battements.append(len(attentes)))
    assert envoi.issue is Issue.CONFIEE
    assert attentes, "le serveur a fait attendre plus que le délai d'une commande"
    assert battements, "et qui attend le sait"
    assert len(embarques.journal) == 1


@pytest.mark.regle("C15")
def test_un_relais_qui_ne_repond_jamais_aux_donnees_laisse_l_issue_inconnue(embarques: ServeursEmbarques) -> None:
    def du_serveur(octets: bytes) -> bytes:
        if embarques.journal:
            time.sleep(1)
        return octets

    with (
        relais(embarques.port_smtp, du_serveur=du_serveur) as fil,
        FacteurSmtp(replace(reglages(fil.port), delai_donnees_s=0.3)) as facteur,
    ):
        (envoi,) = facteur.envoyer([offre()])
    assert envoi.issue is Issue.INCONNUE


@pytest.mark.regle("C15")
def test_coupe_apres_les_donnees_l_issue_est_inconnue(embarques: ServeursEmbarques) -> None:
    with facteur_souffle(embarques, Souffleur(FIN_DES_DONNEES, None)) as (facteur, _):
        envois = list(facteur.envoyer([offre("a"), offre("b")]))
    assert [(envoi.cle, envoi.issue) for envoi in envois] == [("a", Issue.INCONNUE), ("b", Issue.CONFIEE)]


def test_un_refus_de_nous_laisse_finir_les_autres_connexions(embarques: ServeursEmbarques) -> None:
    def du_serveur(octets: bytes) -> bytes:
        return b"530 5.7.0 Authentication required\r\n" if b"<banni@" in octets else octets

    with (
        relais(embarques.port_smtp, du_serveur=du_serveur) as fil,
        FacteurSmtp(reglages(fil.port, connexions=3)) as facteur,
    ):
        sus: list[str] = []
        envois = facteur.envoyer(
            [offre(str(n), "banni@nulle-part.test" if n == 5 else "viry@viry.test") for n in range(9)]
        )
        with pytest.raises(LiaisonIndisponible, match="exige une identification"):
            sus.extend(envoi.cle for envoi in envois)
    assert len(sus) == len(embarques.journal), "tout ce qui est parti a été dit"
    assert "5" not in sus
