"""The mailbox against scripted answers that no server at hand gives."""

from __future__ import annotations

from dataclasses import replace

import pytest

from robot.adapters.messagerie.imap import BoiteImap
from tests.adapters.imap_joue import SECRET, boite_a_deux_messages, joue, panne, serveur_joue, une_boite
from tests.conftest import MIDI


def test_un_serveur_a_prefixe_range_sous_sa_racine() -> None:
    dits: list[str] = []

    def repondre(commande: str, mots: list[str]) -> list[str]:
        dits.append(f"{commande} {' '.join(mots)}")
        if commande == "CAPABILITY":
            return ["* CAPABILITY IMAP4REV1 NAMESPACE MOVE"]
        if commande == "NAMESPACE":
            return ['* NAMESPACE (("INBOX." ".")) NIL NIL']
        if commande == "LIST" and "INBOX" in mots[-1] and "&" not in mots[-1]:
            return [f'* LIST () "." {mots[-1]}']
        if commande in ("SELECT", "EXAMINE"):
            return ["* 0 EXISTS", "* 0 RECENT", "* OK [UIDVALIDITY 7] x"]
        return []

    with serveur_joue(repondre) as port, BoiteImap(replace(joue(port), a_voir="Robot/À voir")) as boite:
        assert list(boite.relever({})) == []
    assert 'CREATE "INBOX.Robot.&AMA- voir"' in dits
    assert 'SUBSCRIBE "INBOX.Robot.&AMA- voir"' in dits


def test_un_dossier_cree_par_un_autre_au_meme_instant_convient() -> None:
    fixes = {
        "CAPABILITY": ["* CAPABILITY IMAP4REV1"],
        "LIST": ['* LIST () "/" INBOX'],
        "CREATE": ["TAG NO [ALREADYEXISTS] Mailbox already exists"],
        "EXAMINE": ["* 0 EXISTS", "* OK [UIDVALIDITY 7] x"],
    }

    def repondre(commande: str, mots: list[str]) -> list[str]:
        rangement = commande == "LIST" and "INBOX" not in mots[-1]
        return [] if rangement else fixes.get(commande, [])

    with serveur_joue(repondre) as port, BoiteImap(joue(port)) as boite:
        assert list(boite.relever({})) == []


@pytest.mark.parametrize(
    ("corps_de_un", "recus"),
    [
        pytest.param(["TAG NO [EXPUNGEISSUED] gone"], [(2, b"corps", False)], id="effacé, et le serveur dit non"),
        pytest.param([], [(2, b"corps", False)], id="effacé, et le serveur se tait"),
        pytest.param(
            ["* 1 FETCH (UID 1 BODY[] NIL)"], [(1, b"", True), (2, b"corps", False)], id="corps que le serveur a perdu"
        ),
    ],
)
def test_ce_que_le_serveur_ne_rend_pas(corps_de_un: list[str], recus: list[tuple[int, bytes, bool]]) -> None:
    with serveur_joue(boite_a_deux_messages(corps_de_un)) as port, BoiteImap(joue(port)) as boite:
        obtenus = list(boite.relever({}))
    assert [(recu.emplacement.uid, recu.octets, recu.tronque) for recu in obtenus] == recus
    assert {recu.recu_le for recu in obtenus} == {MIDI}


@pytest.mark.regle("R43")
def test_un_message_present_que_le_serveur_ne_rend_pas_n_est_pas_un_silence() -> None:
    with serveur_joue(boite_a_deux_messages([], reste="1 2")) as port:
        assert "ne rend pas 1 message(s) du dossier « INBOX » (UID 1)" in panne(joue(port))


@pytest.mark.regle("R43")
@pytest.mark.parametrize(
    "refus",
    [
        pytest.param("NO The requested message could not be converted to an RFC-822 compatible format.", id="Exchange"),
        pytest.param("NO [SERVERBUG] Internal error occurred. Refer to server log for more information.", id="Dovecot"),
        pytest.param("BAD Command Error. 12", id="Exchange, autrement"),
    ],
)
def test_un_message_que_le_serveur_refuse_est_nomme(refus: str) -> None:
    """The whole FETCH fails because of one message; the administrator has to know which."""
    with serveur_joue(boite_a_deux_messages([f"TAG {refus}"], reste="1 2")) as port:
        assert "ne rend pas 1 message(s) du dossier « INBOX » (UID 1)" in panne(joue(port))


@pytest.mark.parametrize(
    ("refus", "dit"),
    [
        pytest.param("NO [UNAVAILABLE] later", "[UNAVAILABLE] later", id="il ne peut rien pour l'instant"),
        pytest.param(
            "NO [OVERQUOTA] Account exceeded command or bandwidth limits",
            "réponse IMAP inattendue",
            id="Gmail : trop lu",
        ),
        pytest.param("NO Server Busy", "Server Busy", id="il refuse tout"),
    ],
)
def test_un_serveur_qui_refuse_tout_n_accuse_aucun_message(refus: str, dit: str) -> None:
    def repondre(commande: str, mots: list[str]) -> list[str]:
        return [f"TAG {refus}"] if commande == "UID FETCH" else deux(commande, mots)

    deux = boite_a_deux_messages([])
    with serveur_joue(repondre) as port:
        assert dit in panne(joue(port))


@pytest.mark.regle("R43")
@pytest.mark.parametrize(
    ("regle", "nom", "lu"),
    [
        pytest.param("\\Junk", "Courrier indésirable", True, id="non marqué, mais nommé comme le font les logiciels"),
        pytest.param("\\Junk", "", False, id="une boîte sans indésirables"),
        pytest.param("Spam/2026", "Spam/2026", True, id="le dossier que disent les réglages"),
    ],
)
def test_le_dossier_des_indesirables(regle: str, nom: str, lu: bool) -> None:
    ouverts: list[str] = []
    with serveur_joue(une_boite(nom, ouverts)) as port:
        with BoiteImap(replace(joue(port), dossiers=("INBOX", regle))) as boite:
            assert list(boite.relever({})) == []
        assert len(ouverts) == (2 if lu else 1)


@pytest.mark.regle("R43")
def test_un_dossier_des_reglages_qui_n_existe_pas_n_est_pas_un_silence() -> None:
    with serveur_joue(une_boite("Courrier indésirable", [])) as port:
        dite = panne(replace(joue(port), dossiers=("INBOX", "Courier indésirable")))
    assert "la boîte n'a pas de dossier « Courier indésirable » ; corriger son nom" in dite


@pytest.mark.parametrize(
    ("reponse", "phrase"),
    [
        pytest.param(
            "TAG NO [UNAVAILABLE] panne interne", "ne peut ouvrir la boîte pour l'instant", id="panne du serveur"
        ),
        pytest.param("TAG NO [PRIVACYREQUIRED] TLS", "exige un chiffrement", id="chiffrement exigé"),
        pytest.param(f"TAG NO {SECRET} est faux", "mot de passe refusé", id="serveur qui répète le mot de passe"),
    ],
)
def test_un_refus_d_entrer_dit_sa_cause(reponse: str, phrase: str) -> None:
    def repondre(commande: str, _mots: list[str]) -> list[str]:
        return [reponse] if commande == "LOGIN" else ["* CAPABILITY IMAP4REV1"] if commande == "CAPABILITY" else []

    with serveur_joue(repondre) as port:
        dite = panne(joue(port))
    assert phrase in dite
    assert SECRET not in dite


def test_un_serveur_sans_entree_en_clair_dit_de_chiffrer() -> None:
    with serveur_joue(lambda *_: ["* CAPABILITY IMAP4REV1 STARTTLS LOGINDISABLED"]) as port:
        assert "exige un chiffrement" in panne(joue(port))


def test_un_mot_de_passe_accentue_se_dit_quand_il_ne_passe_pas() -> None:
    with serveur_joue(lambda commande, _: ["* CAPABILITY IMAP4REV1"] if commande == "CAPABILITY" else []) as port:
        dite = panne(replace(joue(port), mot_de_passe="sésame"))
    assert "pas de mot de passe accentué" in dite
    assert "sésame" not in dite
