"""The copies of the letters that were sent, and what is filed: kept, refused, read again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from robot.adapters.messagerie.embarques import ServeursEmbarques
from robot.adapters.messagerie.imap import BoiteImap
from robot.ports import Copie, LiaisonIndisponible, Rangement
from tests.adapters.imap_joue import joue, serveur_joue
from tests.adapters.test_imap import boite, deposer
from tests.conftest import MIDI, HorlogeReglable

__all__ = ["boite"]

LETTRES = [Copie(f"offre/{n}", f"Subject: {n}\r\n\r\nx\r\n".encode(), MIDI + timedelta(hours=n)) for n in range(3)]


def boite_aux_envois(
    dits: list[str], *, append: Callable[[int], list[str]] = lambda _: [], envois: str = ""
) -> Callable[[str, list[str]], list[str]]:
    """A server that flags one folder for the letters that were sent (RFC 6154), if any, and answers each APPEND."""

    def repondre(commande: str, mots: list[str]) -> list[str]:
        dits.append(f"{commande} {' '.join(mots)}")
        if commande == "CAPABILITY":
            return ["* CAPABILITY IMAP4REV1 SPECIAL-USE"]
        if commande == "APPEND":
            return append(sum(dit.startswith("APPEND") for dit in dits))
        if commande != "LIST":
            return []
        if mots[-1] == '"*"':
            return ['* LIST () "/" INBOX', *([f'* LIST (\\Sent) "/" "{envois}"'] if envois else [])]
        return [] if "Envoy" in mots[-1] or "Sent" in " ".join(mots) else [f'* LIST () "/" {" ".join(mots[1:])}']

    return repondre


def copies_jouees(dits: list[str]) -> list[str]:
    """Where each letter was copied."""
    return [dit.partition(" (")[0] for dit in dits if dit.startswith("APPEND")]


@pytest.mark.parametrize(
    ("regle", "envois", "dossier"),
    [
        pytest.param(None, "Boite/Partis", '"Boite/Partis"', id="celui que le serveur marque"),
        pytest.param(None, "", '"Envoy&AOk-s"', id="sinon Envoyés, que le robot crée"),
        pytest.param("Robot/Envoyes", "Boite/Partis", '"Robot/Envoyes"', id="celui des réglages avant tout"),
    ],
)
def test_le_dossier_des_envois(regle: str | None, envois: str, dossier: str) -> None:
    dits: list[str] = []
    with (
        serveur_joue(boite_aux_envois(dits, envois=envois)) as port,
        BoiteImap(replace(joue(port), envoyes=regle)) as boite,
    ):
        assert list(boite.copier_envoyes(LETTRES)) == [("offre/0", ""), ("offre/1", ""), ("offre/2", "")]
    assert copies_jouees(dits) == [f"APPEND {dossier}"] * 3
    assert '(\\Seen) "04-May-2026 10:00:00 +0000"' in next(dit for dit in dits if dit.startswith("APPEND"))
    assert (f"CREATE {dossier}" in dits) == (dossier != '"Boite/Partis"')


def test_une_copie_refusee_n_arrete_pas_les_autres() -> None:
    refuser = boite_aux_envois([], append=lambda fois: ["TAG NO [LIMIT] trop gros"] if fois == 2 else [])
    with serveur_joue(refuser) as port, BoiteImap(joue(port)) as boite:
        dites = dict(boite.copier_envoyes(LETTRES))
    assert [cle for cle, refus in dites.items() if not refus] == ["offre/0", "offre/2"]
    assert "trop gros" in dites["offre/1"]


def test_une_boite_pleine_inutile_d_insister() -> None:
    faites: list[str] = []

    def copier(boite: BoiteImap) -> None:
        for cle, _ in boite.copier_envoyes(LETTRES):
            faites.append(cle)

    refuser = boite_aux_envois([], append=lambda fois: ["TAG NO [OVERQUOTA] non"] if fois == 2 else [])
    with (
        serveur_joue(refuser) as port,
        BoiteImap(joue(port)) as boite,
        pytest.raises(LiaisonIndisponible, match="la boîte est pleine"),
    ):
        copier(boite)
    assert faites == ["offre/0"]


def test_un_dossier_des_envois_efface_entre_deux_copies_est_refait() -> None:
    dits: list[str] = []
    efface = boite_aux_envois(dits, append=lambda fois: ["TAG NO [TRYCREATE] absent"] if fois == 2 else [])
    with serveur_joue(efface) as port, BoiteImap(joue(port)) as boite:
        assert len(list(boite.copier_envoyes(LETTRES))) == 3
    assert sum(dit.startswith("CREATE") for dit in dits) == 2


def test_les_copies_se_relisent_octet_pour_octet_a_leur_date(embarques: ServeursEmbarques, boite: BoiteImap) -> None:
    assert list(boite.envoyes(MIDI)) == [], "le dossier n'existe pas encore"
    assert [cle for cle, _ in boite.copier_envoyes(reversed(LETTRES))] == ["offre/2", "offre/1", "offre/0"]
    relues = list(boite.envoyes(MIDI + timedelta(hours=1)))
    assert [(copie.octets, copie.recu_le) for copie in relues] == [(c.octets, c.envoye_le) for c in LETTRES[1:]]
    assert list(boite.relever({})) == [], "une copie n'est pas un message reçu"


def test_ce_qui_est_range_se_relit_avec_sa_place(
    embarques: ServeursEmbarques, boite: BoiteImap, horloge: HorlogeReglable
) -> None:
    for jours in (0, 1, 2):
        horloge.instant = MIDI + timedelta(days=jours)
        deposer(embarques, str(jours))
    places = (Rangement.TRAITES, Rangement.A_VOIR, Rangement.TRAITES)
    boite.ranger((recu.emplacement, place) for recu, place in zip(boite.relever({}), places, strict=True))
    relus = list(boite.deja_ranges(MIDI + timedelta(days=1)))
    assert [(recu.octets[9:10], recu.recu_le.day, recu.deja_range) for recu in relus] == [
        (b"1", 5, Rangement.A_VOIR),
        (b"2", 6, Rangement.TRAITES),
    ]
    boite.ranger([(relus[1].emplacement, Rangement.A_VOIR)])
    assert {recu.deja_range for recu in boite.deja_ranges(MIDI + timedelta(days=1))} == {Rangement.A_VOIR}
