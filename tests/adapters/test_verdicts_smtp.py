"""What an SMTP answer means, and what may be written in an SMTP command."""

from __future__ import annotations

import pytest

from robot.adapters.messagerie.ecriture_smtp import identifiant_envoi, xtext
from robot.adapters.messagerie.verdicts_smtp import Etape, RefusDeNous, adresse_sure, juger
from robot.ports import Issue


@pytest.mark.regle("C15")
@pytest.mark.parametrize(
    ("etape", "code", "mots", "issue", "statut"),
    [
        pytest.param("DATA", 250, "2.0.0 Ok: queued as 1", Issue.CONFIEE, "2.0.0", id="pris en charge"),
        pytest.param("DATA", 250, "Ok", Issue.CONFIEE, "", id="pris en charge, sans statut"),
        pytest.param("RCPT", 550, "5.1.1 <a@b.fr>: User unknown", Issue.REFUSEE, "5.1.1", id="boîte inconnue"),
        pytest.param("RCPT", 550, "mailbox unavailable", Issue.REFUSEE, "", id="boîte inconnue, sans statut"),
        pytest.param("RCPT", 550, "5.4.4 no route", Issue.REFUSEE, "5.4.4", id="domaine sans route"),
        pytest.param("RCPT", 552, "5.2.2 mailbox full", Issue.REFUSEE, "5.2.2", id="boîte pleine"),
        pytest.param("RCPT", 501, "5.1.3 bad address", Issue.REFUSEE, "5.1.3", id="adresse mal formée"),
        pytest.param("MAIL", 552, "5.3.4 too big", Issue.REFUSEE, "5.3.4", id="message trop gros, dit d'emblée"),
        pytest.param("MAIL", 552, "message size exceeds limit", Issue.REFUSEE, "", id="trop gros, sans statut"),
        pytest.param("RCPT", 450, "4.2.0 greylisted", Issue.REPORTEE, "4.2.0", id="liste grise"),
        pytest.param("MAIL", 452, "4.3.1 no space", Issue.REPORTEE, "4.3.1", id="serveur plein"),
        pytest.param("RCPT", 554, "5.7.1 Relay access denied", Issue.REPORTEE, "5.7.1", id="relais refusé"),
        pytest.param("RCPT", 550, "relay not permitted", Issue.REPORTEE, "", id="relais refusé, sans statut"),
        pytest.param(
            "RCPT", 550, "5.7.1 Client host blocked", Issue.REPORTEE, "5.7.1", id="notre adresse IP est bannie"
        ),
        pytest.param("DATA", 554, "5.7.1 looks like spam", Issue.REPORTEE, "5.7.1", id="pris pour du pourriel"),
        pytest.param(
            "DATA",
            550,
            "5.4.5 Daily user sending limit exceeded. For more information on Gmail sending limits go to - gsmtp",
            Issue.REPORTEE,
            "5.4.5",
            id="notre quota du jour, chez Google",
        ),
        pytest.param(
            "DATA",
            550,
            "5.1.90 Your message can't be sent because you've reached your daily limit for message recipients.",
            Issue.REPORTEE,
            "5.1.90",
            id="notre quota du jour, chez Microsoft",
        ),
        pytest.param(
            "RCPT", 550, "5.4.6 Hourly sending quota exceeded", Issue.REPORTEE, "5.4.6", id="notre quota de l'heure"
        ),
        pytest.param("DATA", 554, "Sender quota exceeded", Issue.REPORTEE, "", id="notre quota, sans statut"),
        pytest.param(
            "RCPT",
            554,
            "5.7.1 <robot@b.fr>: Sender address rejected: Access denied",
            Issue.REPORTEE,
            "5.7.1",
            id="ce destinataire-là n'admet pas tout le monde",
        ),
        pytest.param(
            "RCPT",
            554,
            "5.7.1 <robot@b.fr>: Sender address rejected: la mairie de Viry n'accepte pas ce courrier",
            Issue.REPORTEE,
            "5.7.1",
            id="ce destinataire-là, avec ses mots",
        ),
        pytest.param(
            "RCPT",
            550,
            "5.1.1 <viry@viry.test>: Recipient address rejected: undeliverable address: host mx.viry.test said: 554 5.7.1 "
            "<double-bounce@relais.fr>: Sender address rejected: not owned by user (in reply to RCPT TO command)",
            Issue.REFUSEE,
            "5.1.1",
            id="une adresse morte, dont un autre serveur parle",
        ),
        pytest.param("MAIL", 550, "5.4.5 Daily sending quota exceeded", Issue.REPORTEE, "5.4.5", id="quota, d'emblée"),
        pytest.param(
            "RCPT", 552, "5.2.2 The recipient's quota is exceeded", Issue.REFUSEE, "5.2.2", id="son quota, pas le nôtre"
        ),
        pytest.param(
            "RCPT",
            552,
            "5.2.2 <a@b.fr>: user is over the storage limit, no message can be received",
            Issue.REFUSEE,
            "5.2.2",
            id="sa boîte pleine, dit autrement",
        ),
        pytest.param("RCPT", 555, "parameter unknown", Issue.REPORTEE, "", id="paramètre inconnu du serveur"),
        pytest.param(
            "MAIL", 501, "5.5.4 bad ENVID", Issue.REPORTEE, "5.5.4", id="une clé mal comprise n'arrête que sa lettre"
        ),
        pytest.param("DATA", 554, "5.3.0 internal error", Issue.REPORTEE, "5.3.0", id="serveur en panne"),
        pytest.param("RCPT", 550, "<relay@mairie.fr>: unknown user", Issue.REFUSEE, "", id="« relay » dans l'adresse"),
        pytest.param("RCPT", 550, "5.1.10 null MX", Issue.REFUSEE, "5.1.10", id="statut à deux chiffres"),
        pytest.param("RCPT", 550, "5.1.1", Issue.REFUSEE, "5.1.1", id="statut seul"),
        pytest.param(
            "RCPT", 550, "5.1.1.7 est une adresse IP", Issue.REFUSEE, "", id="adresse IP prise pour un statut"
        ),
    ],
)
def test_ce_que_dit_le_serveur_d_une_lettre(etape: str, code: int, mots: str, issue: Issue, statut: str) -> None:
    verdict = juger(Etape(etape), code, mots, "relay@mairie.fr")
    assert (verdict.issue, verdict.statut) == (issue, statut)


@pytest.mark.regle("C15")
@pytest.mark.parametrize(
    ("etape", "code", "mots"),
    [
        pytest.param("MAIL", 530, "5.7.0 Authentication required", id="identification exigée"),
        pytest.param("RCPT", 530, "5.7.0 Must issue STARTTLS", id="chiffrement exigé"),
        pytest.param("RCPT", 535, "5.7.8 bad credentials", id="identification refusée"),
        pytest.param("MAIL", 550, "5.7.60 SendAsDenied", id="adresse d'expédition interdite"),
        pytest.param(
            "DATA",
            554,
            "5.2.252 SendAsDenied; robot@b.fr not allowed to send as x@b.fr; "
            "STOREDRV.Submission.Exception:SendAsDeniedException",
            id="adresse d'expédition interdite, dit après les données",
        ),
        pytest.param(
            "DATA",
            554,
            "5.2.0 STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied; Failed to process",
            id="adresse d'expédition interdite, dit de la boîte",
        ),
        pytest.param("MAIL", 553, "sender rejected", id="adresse d'expédition refusée, sans statut"),
        pytest.param("RCPT", 550, "5.1.8 sender domain does not exist", id="notre domaine n'existe pas"),
        pytest.param(
            "RCPT",
            553,
            "5.7.1 <robot+v-2026-0001.1.x@b.fr>: Sender address rejected: not owned by user robot@b.fr",
            id="Postfix, au destinataire : cet identifiant n'écrit pas sous cette adresse",
        ),
        pytest.param(
            "RCPT",
            550,
            "5.1.0 <robot+v-2026-0001.1.x@b.fr>: Sender address rejected: User unknown in virtual mailbox table",
            id="Postfix, au destinataire : notre adresse à jeton n'existe pas chez lui",
        ),
        pytest.param(
            "DATA",
            550,
            "5.7.60 SMTP; Client does not have permissions to send as this sender",
            id="Exchange, après les données : pas le droit d'écrire pour elle",
        ),
    ],
)
def test_ce_que_dit_le_serveur_de_nous_ne_condamne_pas_le_destinataire(etape: str, code: int, mots: str) -> None:
    with pytest.raises(RefusDeNous, match=str(code)):
        juger(Etape(etape), code, mots, "viry@viry.test")


@pytest.mark.parametrize(
    ("adresse", "sure"),
    [
        pytest.param("logement@viry.fr", True, id="ordinaire"),
        pytest.param("robot+v-2026-0001.1.abc@bailleur.fr", True, id="avec jeton"),
        pytest.param("m.o'hara..x.@orange.fr", True, id="points et apostrophe"),
        pytest.param("accueil@mairie-évian.fr", True, id="domaine accentué"),
        pytest.param("évian@mairie.fr", False, id="boîte accentuée : SMTPUTF8 n'est pas acquis"),
        pytest.param("a@b.fr>\r\nRCPT TO:<c@d.fr", False, id="commande injectée"),
        pytest.param("a@b.fr\n", False, id="fin de ligne à la fin"),
        pytest.param("a\x00@b.fr", False, id="octet nul"),
        pytest.param("a@b.fr NOTIFY=NEVER", False, id="paramètre injecté"),
        pytest.param("a@b@c.fr", False, id="deux arobases"),
        pytest.param("mairie", False, id="sans domaine"),
        pytest.param("", False, id="vide"),
        pytest.param("a@..fr", False, id="domaine impossible"),
        pytest.param("a@é..fr", False, id="domaine accentué impossible"),
        pytest.param("@b.fr", False, id="sans boîte"),
    ],
)
def test_une_adresse_ne_peut_rien_injecter(adresse: str, sure: bool) -> None:
    assert adresse_sure(adresse) is sure


@pytest.mark.parametrize(
    ("texte", "code"),
    [
        pytest.param("offre/V-1/loyer=5+1", "offre/V-1/loyer+3D5+2B1", id="égal et plus"),
        pytest.param("a b\r\n", "a+20b+0D+0A", id="espace et fin de ligne"),
        pytest.param("é", "+C3+A9", id="accent"),
    ],
)
def test_xtext(texte: str, code: str) -> None:
    assert xtext(texte) == code


def test_l_identifiant_d_envoi_tient_en_cent_caracteres() -> None:
    assert identifiant_envoi("offre/V-1") == "offre/V-1"
    longs = {identifiant_envoi(f"{'x' * 200}{n}") for n in range(3)} | {identifiant_envoi("clé")}
    assert len(longs) == 4
    assert all(len(long) <= 100 and long.isalnum() and long.isascii() for long in longs)
