"""The messages received: claimed once, filed afterwards, and how far each folder was read."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import or_
from sqlmodel import Session, col, select

from robot.adapters.base.socle import Socle, en_instant, en_texte, inserer, modifier, sans_nul
from robot.adapters.base.tables import LigneMessage, LigneRepere, LigneSignet
from robot.ports import Constat, Emplacement, MessageConsigne, Rangement

LU_JUSQU_A = "lu_jusqu_a"


class Recus(Socle):
    """The chapter of the `Store` port about the mailbox."""

    def message(self, empreinte: str) -> MessageConsigne | None:
        """See the port."""
        lignes = self._lire(select(LigneMessage).where(LigneMessage.empreinte == empreinte))
        return _message(lignes[0]) if lignes else None

    def a_voir(self, depuis: datetime) -> tuple[MessageConsigne, ...]:
        """See the port."""
        lignes = self._lire(
            select(LigneMessage)
            .where(LigneMessage.rangement == Rangement.A_VOIR, LigneMessage.consigne_le >= en_texte(depuis))
            .order_by(LigneMessage.recu_le)
        )
        return tuple(_message(ligne) for ligne in lignes)

    def a_ranger(self, limite: int) -> tuple[tuple[str, Emplacement, Rangement], ...]:
        """See the port."""
        lignes = self._lire(
            select(LigneMessage)
            .where(col(LigneMessage.range_le).is_(None))
            .order_by(LigneMessage.consigne_le)
            .limit(limite)
        )
        return tuple(
            (ligne.empreinte, Emplacement(ligne.dossier, ligne.uidvalidity, ligne.uid), Rangement(ligne.rangement))
            for ligne in lignes
        )

    def marquer_ranges(self, empreintes: Iterable[str], maintenant: datetime) -> None:
        """See the port."""
        with self._transaction() as session:
            for empreinte in sorted(empreintes):  # in one order for all: two robots never wait for each other
                ligne = session.get_one(LigneMessage, empreinte)
                ligne.range_le = en_texte(maintenant)
                session.add(ligne)

    def signets(self) -> Mapping[str, tuple[int, int]]:
        """See the port."""
        return {ligne.dossier: (ligne.uidvalidity, ligne.uid) for ligne in self._lire(select(LigneSignet))}

    def poser_signets(self, signets: Mapping[str, tuple[int, int]], lu_jusqu_a: datetime) -> None:
        """See the port."""
        with self._transaction() as session:
            for dossier, (uidvalidity, uid) in signets.items():
                modifier(session, _avancer_le_signet(session, dossier, uidvalidity, uid))
            lecture = inserer(session, LigneRepere).values(cle=LU_JUSQU_A, valeur=en_texte(lu_jusqu_a))
            nouvelle = lecture.excluded.valeur
            modifier(
                session,
                lecture.on_conflict_do_update(
                    index_elements=["cle"], set_={"valeur": nouvelle}, where=col(LigneRepere.valeur) < nouvelle
                ),
            )

    def lu_jusqu_a(self) -> datetime | None:
        """See the port."""
        valeur = self.repere(LU_JUSQU_A)
        return en_instant(valeur) if valeur else None


def _avancer_le_signet(session: Session, dossier: str, uidvalidity: int, uid: int) -> Any:
    """Move a bookmark forward, or to the new numbers of a folder that was renumbered."""
    signet = inserer(session, LigneSignet).values(dossier=dossier, uidvalidity=uidvalidity, uid=uid)
    nouveau = signet.excluded
    plus_loin = or_(col(LigneSignet.uidvalidity) != nouveau.uidvalidity, col(LigneSignet.uid) < nouveau.uid)
    return signet.on_conflict_do_update(
        index_elements=["dossier"], set_={"uidvalidity": nouveau.uidvalidity, "uid": nouveau.uid}, where=plus_loin
    )


def ligne_de_message(constat: Constat, maintenant: datetime) -> LigneMessage:
    """The row of a claimed message."""
    lieu = constat.message.emplacement
    return LigneMessage(
        empreinte=constat.empreinte,
        message_id=sans_nul(constat.message_id),
        dossier=lieu.dossier,
        uidvalidity=lieu.uidvalidity,
        uid=lieu.uid,
        recu_le=en_texte(constat.message.recu_le),
        consigne_le=en_texte(maintenant),
        expediteur=sans_nul(constat.expediteur),
        objet=sans_nul(constat.objet),
        nature=constat.nature,
        resume=sans_nul(constat.resume),
        rangement=constat.rangement,
        range_le=None if constat.rangement else en_texte(maintenant),
        octets=zlib.compress(constat.message.octets if constat.rangement else b""),  # spam is not ours to keep
    )


def _message(ligne: LigneMessage) -> MessageConsigne:
    return MessageConsigne(
        empreinte=ligne.empreinte,
        emplacement=Emplacement(ligne.dossier, ligne.uidvalidity, ligne.uid),
        recu_le=en_instant(ligne.recu_le),
        expediteur=ligne.expediteur,
        objet=ligne.objet,
        nature=ligne.nature,
        resume=ligne.resume,
        rangement=Rangement(ligne.rangement),
        octets=zlib.decompress(ligne.octets),
    )
