"""The messages received: claimed once, filed afterwards, and how far each folder was read."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from types import MappingProxyType, SimpleNamespace
from typing import Any

from sqlalchemy import bindparam, delete, or_, select, update

from robot.adapters.base.socle import (
    SANS_DATE,
    Socle,
    deposer,
    en_instant,
    en_texte,
    inserer,
    intacte,
    lisible,
    sans_nul,
)
from robot.adapters.base.tables import MESSAGES, REPERES, SIGNETS
from robot.etapes.defauts import DEFAUTS
from robot.ports import LU_JUSQU_A, Constat, Emplacement, MessageConsigne, Rangement

UN_MESSAGE = select(MESSAGES).where(MESSAGES.c.empreinte == bindparam("empreinte"))
SANS_OCTETS = tuple(colonne for colonne in MESSAGES.c if colonne.name != "octets")
UN_CONSTAT = UN_MESSAGE.with_only_columns(*SANS_OCTETS)
A_VOIR = (
    select(MESSAGES)
    .where(MESSAGES.c.rangement == Rangement.A_VOIR, MESSAGES.c.consigne_le >= bindparam("depuis"))
    .order_by(MESSAGES.c.recu_le)
)
RECUS_APRES = (
    select(MESSAGES.c.empreinte, MESSAGES.c.recu_le)
    .where(MESSAGES.c.recu_le > bindparam("instant"))
    .order_by(MESSAGES.c.recu_le)
    .limit(1)
)
A_RANGER = (
    select(*(MESSAGES.c[nom] for nom in ("empreinte", "dossier", "uidvalidity", "uid", "rangement")))
    .where(MESSAGES.c.range_le.is_(None))
    .order_by(MESSAGES.c.consigne_le)
    .limit(bindparam("limite"))
)
MARQUER_RANGE = (
    update(MESSAGES).where(MESSAGES.c.empreinte == bindparam("lequel")).values(range_le=bindparam("maintenant"))
)
DEPOSER_MESSAGE = deposer(MESSAGES)
TOUS_LES_SIGNETS = select(SIGNETS)

# A bookmark moves forward, or to the new numbers of a folder that was renumbered. One found beyond the end of its
# folder is taken away first, if it is still that one: whoever came before has already put it right.
OTER_SIGNET = delete(SIGNETS).where(
    SIGNETS.c.dossier == bindparam("lequel"),
    SIGNETS.c.uidvalidity == bindparam("validite"),
    SIGNETS.c.uid == bindparam("trop_loin"),
)
POSER_SIGNET = inserer(SIGNETS)
NOUVEAU = POSER_SIGNET.excluded
POSER_SIGNET = POSER_SIGNET.on_conflict_do_update(
    index_elements=["dossier"],
    set_={"uidvalidity": NOUVEAU.uidvalidity, "uid": NOUVEAU.uid},
    where=or_(SIGNETS.c.uidvalidity != NOUVEAU.uidvalidity, SIGNETS.c.uid < NOUVEAU.uid),
)
AVANCER_LA_LECTURE = inserer(REPERES)
AVANCER_LA_LECTURE = AVANCER_LA_LECTURE.on_conflict_do_update(
    index_elements=["cle"],
    set_={"valeur": AVANCER_LA_LECTURE.excluded.valeur},
    where=REPERES.c.valeur < AVANCER_LA_LECTURE.excluded.valeur,
)


class Recus(Socle):
    """The chapter of the `Store` port about the mailbox."""

    def message(self, empreinte: str) -> MessageConsigne | None:
        """See the port."""
        lignes = self._lire(UN_MESSAGE, empreinte=empreinte)
        with self._noter_l_illisible(f"message/{empreinte}"):
            return _message(intacte(lignes[0])) if lignes else None

    def consigne(self, empreinte: str) -> MessageConsigne | None:
        """See the port."""
        lignes = self._lire(UN_CONSTAT, empreinte=empreinte)
        return self._constate(lignes[0]) if lignes else None

    def _constate(self, ligne: Any) -> MessageConsigne:
        """What is known of a claimed message; of one whose row is damaged, that it is claimed, and for a person."""
        with suppress(*DEFAUTS), self._noter_l_illisible(_nommer(ligne)):
            return _constat(intacte(ligne))
        lieu = Emplacement(lisible(ligne.dossier), ligne.uidvalidity, ligne.uid)
        return MessageConsigne(ligne.empreinte, lieu, SANS_DATE, "", "", "", "", Rangement.A_VOIR)

    def recu_apres(self, instant: datetime) -> datetime | None:
        """See the port."""
        lignes = self._lire(RECUS_APRES, instant=en_texte(instant))
        return next(iter(self._lisibles(lignes, lambda ligne: en_instant(ligne.recu_le), _nommer)), None)

    def a_voir(self, depuis: datetime) -> tuple[MessageConsigne, ...]:
        """See the port."""
        return self._lisibles(self._lire(A_VOIR, depuis=en_texte(depuis)), self._a_montrer, _nommer)

    def _a_montrer(self, ligne: Any) -> MessageConsigne:
        """One whose bytes alone are damaged is shown all the same, without them."""
        consigne = _constat(ligne)
        with suppress(*DEFAUTS), self._noter_l_illisible(_nommer(ligne)):
            return replace(consigne, octets=zlib.decompress(ligne.octets))
        return consigne

    def a_ranger(self, limite: int) -> tuple[tuple[str, Emplacement, Rangement], ...]:
        """See the port."""
        return self._lisibles(self._lire(A_RANGER, limite=limite), _ou_ranger, _nommer)

    def marquer_ranges(self, empreintes: Iterable[str], maintenant: datetime) -> None:
        """See the port."""
        # In one order for all: two robots never wait for each other.
        ranges = [{"lequel": lequel, "maintenant": en_texte(maintenant)} for lequel in sorted(empreintes)]
        with self._transaction() as connexion:
            if ranges:
                connexion.execute(MARQUER_RANGE, ranges)

    def signets(self) -> Mapping[str, tuple[int, int]]:
        """See the port."""
        return {lisible(ligne.dossier): (ligne.uidvalidity, ligne.uid) for ligne in self._lire(TOUS_LES_SIGNETS)}

    def poser_signets(
        self,
        signets: Mapping[str, tuple[int, int]],
        lu_jusqu_a: datetime,
        trop_loin: Mapping[str, tuple[int, int]] = MappingProxyType({}),
    ) -> None:
        """See the port."""
        with self._changer_les_reperes() as connexion:
            if trop_loin:
                otes = [{"lequel": nom, "validite": v, "trop_loin": uid} for nom, (v, uid) in trop_loin.items()]
                connexion.execute(OTER_SIGNET, otes)
            if signets:
                poses = [{"dossier": nom, "uidvalidity": v, "uid": uid} for nom, (v, uid) in signets.items()]
                connexion.execute(POSER_SIGNET, poses)
            connexion.execute(AVANCER_LA_LECTURE, {"cle": LU_JUSQU_A, "valeur": en_texte(lu_jusqu_a)})

    def lu_jusqu_a(self) -> datetime | None:
        """See the port."""
        valeur = self.repere(LU_JUSQU_A)
        with suppress(*DEFAUTS), self._noter_l_illisible(f"repère/{LU_JUSQU_A}"):
            return en_instant(valeur).astimezone(UTC) if valeur else None
        return None  # damaged: no silence is proven


def ligne_de_message(constat: Constat, maintenant: datetime) -> SimpleNamespace:
    """The row of a claimed message, not sealed yet."""
    lieu = constat.message.emplacement
    return SimpleNamespace(
        empreinte=constat.empreinte,
        message_id=sans_nul(constat.message_id),
        dossier=lieu.dossier,
        uidvalidity=lieu.uidvalidity,
        uid=lieu.uid,
        recu_le=en_texte(constat.message.recu_le),
        consigne_le=en_texte(maintenant),
        expediteur=sans_nul(constat.expediteur),
        objet=sans_nul(constat.objet),
        nature=str(constat.nature),
        resume=sans_nul(constat.resume),
        rangement=constat.rangement.value,
        range_le=None if constat.rangement else en_texte(maintenant),
        octets=zlib.compress(constat.message.octets if constat.rangement else b""),  # spam is not ours to keep
    )


def _nommer(ligne: Any) -> str:
    return f"message/{ligne.empreinte}"


def _ou_ranger(ligne: Any) -> tuple[str, Emplacement, Rangement]:
    lieu = Emplacement(ligne.dossier, ligne.uidvalidity, ligne.uid)
    return ligne.empreinte, lieu, Rangement(ligne.rangement)


def _constat(ligne: Any) -> MessageConsigne:
    return MessageConsigne(
        empreinte=ligne.empreinte,
        emplacement=Emplacement(ligne.dossier, ligne.uidvalidity, ligne.uid),
        recu_le=en_instant(ligne.recu_le),
        expediteur=ligne.expediteur,
        objet=ligne.objet,
        nature=ligne.nature,
        resume=ligne.resume,
        rangement=Rangement(ligne.rangement),
    )


def _message(ligne: Any) -> MessageConsigne:
    return replace(_constat(ligne), octets=zlib.decompress(ligne.octets))
