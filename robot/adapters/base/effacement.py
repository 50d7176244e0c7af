"""What the law no longer lets us keep: erased in place, the chain as it was.

Only dossiers that ended are touched, and what no running dossier stands on.
The commitments stay, and each erasure is recorded with its source, in a chain
of its own: what is gone by right is told from what was lost.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dateutil.relativedelta import relativedelta
from sqlalchemy import Engine, Select, and_, delete, or_, select
from sqlmodel import Session, col

from robot.adapters.base.chaine import cle_effacee, identifiant_laisse, maillon_d_effacement
from robot.adapters.base.dossiers import MEME_LIGNE
from robot.adapters.base.moteur import POSTGRESQL
from robot.adapters.base.pannes import traduire
from robot.adapters.base.racines import instantane
from robot.adapters.base.socle import Socle, en_texte
from robot.adapters.base.tables import (
    LigneCourrier,
    LigneDossier,
    LigneEffacement,
    LigneJournal,
    LigneMessage,
    LignePersonnelle,
)
from robot.adapters.base.verification import VIDE
from robot.domain.courriers import UNE_FOIS
from robot.domain.dossier import FINIS
from robot.domain.loi import Conservation, Duree
from robot.ports import Rangement, StoreInjoignable

REFERENCE = re.compile(r"[A-Z0-9]{1,8}-\d{4}-\d{1,6}")


@dataclass(frozen=True)
class Effacement:
    """What is to be erased, or was: dossiers with how many facts and letters, letters of none, messages."""

    courriels_avant: datetime
    preuves_avant: datetime
    dossiers: tuple[tuple[str, int, int], ...]
    autres_lettres: int
    messages: int

    @property
    def vide(self) -> bool:
        """Whether there is nothing to erase."""
        return not (self.dossiers or self.autres_lettres or self.messages)


@dataclass(frozen=True)
class _Choix:
    """The rows themselves."""

    parties: tuple[tuple[str, int, str], ...]
    lettres: tuple[LigneCourrier, ...]
    messages: tuple[LigneMessage, ...]


def prevoir(store: Socle, conservation: Conservation, maintenant: datetime) -> Effacement:
    """What an erasure would take now; touches nothing."""
    with traduire(), instantane(store.moteur) as session:
        return _bilan(_choisir(session, conservation, maintenant), conservation, maintenant)


def effacer(store: Socle, conservation: Conservation, maintenant: datetime) -> Effacement:
    """Erase it, in one transaction, then give back the room, so that nothing is left on the disk.

    With nothing more to erase, the room is given back all the same: the last
    time may have failed to. Raises StoreInjoignable when it cannot be.
    """
    with traduire(), Session(store.moteur) as session, session.begin():
        session.execute(_clos(_avant(maintenant, conservation.courriels)).with_for_update())
        choix = _choisir(session, conservation, maintenant)
        bilan = _bilan(choix, conservation, maintenant)
        if not bilan.vide:
            engagements = [
                *_effacer_les_parties(session, choix.parties),
                *(laisse for lettre in choix.lettres for laisse in _effacer_la_lettre(lettre, maintenant)),
                *(_effacer_le_message(message) for message in choix.messages),
            ]
            _inscrire(session, conservation, engagements, maintenant)
    tasser(store.moteur)
    return bilan


def tasser(moteur: Engine) -> None:
    """Rewrite what was erased from, so that the old bytes are nowhere in the files of the database.

    Raises StoreInjoignable when the database is too busy: what is erased is erased, its bytes go next time.
    """
    if moteur.dialect.name == POSTGRESQL:
        tables = ", ".join(str(t.__tablename__) for t in (LignePersonnelle, LigneCourrier, LigneMessage))
        with traduire(), moteur.execution_options(isolation_level="AUTOCOMMIT").connect() as connexion:
            connexion.exec_driver_sql(f"VACUUM FULL {tables}")
        return
    with moteur.connect() as connexion:
        pilote: Any = connexion.connection.driver_connection  # SQLAlchemy would open a transaction first
        try:
            pilote.execute("VACUUM")
            # It does not fail when somebody is reading: it says so.
            occupee, _, _ = pilote.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except sqlite3.DatabaseError as erreur:  # too busy, no more room, a damaged page
            raise _pas_tassee(str(erreur)) from erreur
        if occupee:
            raise _pas_tassee("quelqu'un la lit")


def _pas_tassee(cause: str) -> StoreInjoignable:
    return StoreInjoignable(
        f"L'effacement est fait, mais la base n'a pas pu être tassée ({cause}) : d'anciens octets restent peut-être "
        "dans ses fichiers. Arrêtez le robot, fermez ce qui lit la base, puis recommencez « robot purger --effacer », "
        "même s'il n'annonce plus rien à effacer."
    )


# --- what may go ----------------------------------------------------------------------------------


def _avant(maintenant: datetime, duree: Duree) -> str:
    return en_texte(maintenant - relativedelta(months=duree.mois))


def _clos(avant: str) -> Select[str]:
    """The dossiers that ended before that instant, and of which nothing remains to be sent."""
    a_envoyer = select(col(LigneCourrier.reference)).where(col(LigneCourrier.reprise).is_not(None))
    return select(col(LigneDossier.reference)).where(
        col(LigneDossier.statut).in_(FINIS),
        col(LigneDossier.avance_le) < avant,
        col(LigneDossier.reference).not_in(a_envoyer),
    )


def _choisir(session: Session, conservation: Conservation, maintenant: datetime) -> _Choix:
    courriels = _avant(maintenant, conservation.courriels)
    lettres = select(LigneCourrier).where(
        col(LigneCourrier.sel) != b"",
        col(LigneCourrier.sceau_envoi) != "",
        col(LigneCourrier.cree_le) < courriels,
        or_(col(LigneCourrier.reference) == "", col(LigneCourrier.reference).in_(_clos(courriels))),
    )
    parties = (
        select(col(LigneJournal.reference), col(LigneJournal.numero), col(LigneJournal.engagement))
        .join(LignePersonnelle, MEME_LIGNE)
        .where(col(LigneJournal.reference).in_(_clos(_avant(maintenant, conservation.preuves))))
        .order_by(col(LigneJournal.reference), col(LigneJournal.numero))
    )
    return _Choix(
        parties=tuple((reference, numero, engagement) for reference, numero, engagement in session.execute(parties)),
        lettres=tuple(session.scalars(lettres.order_by(col(LigneCourrier.sceau)))),
        messages=tuple(_messages(session, courriels)),
    )


def _messages(session: Session, avant: str) -> Iterable[LigneMessage]:
    """Old messages, filed, on which no dossier stands that is not ended for as long."""
    vivants = col(LigneJournal.reference).not_in(_clos(avant))
    sceaux, references = set[str](), set[str]()
    for reference, pieces in session.execute(
        select(col(LigneJournal.reference), col(LigneJournal.pieces)).where(vivants)
    ):
        references.add(reference)
        sceaux.update(pieces.split())
    anciens = select(LigneMessage).where(
        col(LigneMessage.sel) != b"",
        col(LigneMessage.consigne_le) < avant,
        or_(col(LigneMessage.range_le).is_not(None), col(LigneMessage.rangement) == Rangement.SUR_PLACE),
    )
    for message in session.scalars(anciens.order_by(col(LigneMessage.sceau))):
        if message.sceau not in sceaux and references.isdisjoint(REFERENCE.findall(message.resume)):
            yield message


def _bilan(choix: _Choix, conservation: Conservation, maintenant: datetime) -> Effacement:
    faits: dict[str, int] = {}
    lettres: dict[str, int] = {}
    for reference, _, _ in choix.parties:
        faits[reference] = faits.get(reference, 0) + 1
    for lettre in choix.lettres:
        lettres[lettre.reference] = lettres.get(lettre.reference, 0) + 1
    autres = lettres.pop("", 0)
    return Effacement(
        courriels_avant=maintenant - relativedelta(months=conservation.courriels.mois),
        preuves_avant=maintenant - relativedelta(months=conservation.preuves.mois),
        dossiers=tuple((r, faits.get(r, 0), lettres.get(r, 0)) for r in sorted(faits.keys() | lettres.keys())),
        autres_lettres=autres,
        messages=len(choix.messages),
    )


# --- erasing --------------------------------------------------------------------------------------


def _effacer_les_parties(session: Session, parties: Iterable[tuple[str, int, str]]) -> Iterable[str]:
    for reference, numero, engagement in parties:
        cette_ligne = and_(col(LignePersonnelle.reference) == reference, col(LignePersonnelle.numero) == numero)
        session.execute(delete(LignePersonnelle).where(cette_ligne))
        yield engagement


def _effacer_la_lettre(ligne: LigneCourrier, maintenant: datetime) -> Iterable[str]:
    """Reader, words, bytes and the server's answer; the template and the dates stay.

    So does the Message-ID of a letter that must not leave twice: it tells nothing
    but that it left, and this record of the erasure says that it is the true one.
    """
    ligne.cle = cle_effacee(ligne)
    ligne.destinataire = ligne.courrier = ligne.reponse = ""
    if ligne.gabarit in UNE_FOIS:
        yield identifiant_laisse(ligne)
    else:
        ligne.message_id = ""
    ligne.octets = ligne.sel = b""
    if ligne.expedie_le and ligne.copie_le is None:
        ligne.copie_le = en_texte(maintenant)  # there is nothing left to copy
    yield ligne.engagement


def _effacer_le_message(ligne: LigneMessage) -> str:
    """Author, subject, summary and bytes. The fingerprint stays: the same message must not be taken for a new one."""
    ligne.message_id = ligne.expediteur = ligne.objet = ligne.resume = ""
    ligne.octets, ligne.sel = VIDE, b""
    return ligne.engagement


def _inscrire(session: Session, conservation: Conservation, engagements: list[str], maintenant: datetime) -> None:
    derniere = session.scalars(
        select(LigneEffacement).order_by(col(LigneEffacement.numero).desc()).limit(1)
    ).one_or_none()
    ligne = LigneEffacement(
        numero=derniere.numero + 1 if derniere else 1,
        le=en_texte(maintenant),
        source=str(conservation),
        engagements="\n".join(sorted(engagements)),
        maillon="",
    )
    ligne.maillon = maillon_d_effacement(derniere.maillon if derniere else "", ligne)
    session.add(ligne)
