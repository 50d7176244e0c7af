"""The outbox: letters to send, given to the server, sent or refused."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from robot.adapters.base.chaine import sceller_l_envoi, sceller_la_lettre
from robot.adapters.base.serie import courrier_de_json, courrier_en_json
from robot.adapters.base.socle import Socle, deposer, en_instant, en_texte, sans_nul
from robot.adapters.base.tables import LigneCourrier
from robot.domain.courriers import Courrier, identifiant
from robot.domain.faits import EFFACE
from robot.domain.jetons import Voie, voie_ecrite
from robot.ports import Copie, Envoi, EtatEnvoi, ReservationPerdue, SuiteEnvoi

# What becomes of a letter for good.
REGLEES = frozenset({EtatEnvoi.EXPEDIEE, EtatEnvoi.REFUSEE, EtatEnvoi.SANS_OBJET})


class Envois(Socle):
    """The chapter of the `Store` port about letters."""

    sel: Callable[[], bytes]

    def _deposer(self, session: Session, courrier: Courrier, maintenant: datetime) -> LigneCourrier:
        """The row of a letter, new unless its key is known; another robot may be writing the same one."""
        connue = session.get(LigneCourrier, courrier.cle)
        if connue is not None:
            return connue
        ligne = LigneCourrier(
            cle=courrier.cle,
            etat=EtatEnvoi.A_EXPEDIER,
            message_id=identifiant(courrier, self.domaine),
            reference=courrier.reference,
            destinataire=courrier.destinataire,
            automatique=courrier.repond,
            essais=0,
            cree_le=en_texte(maintenant),
            reprise=en_texte(maintenant),
            expedie_le=None,
            reponse="",
            courrier=courrier_en_json(courrier),
            octets=b"",
            gabarit=courrier.gabarit,
            rang=courrier.rang,
        )
        sceller_la_lettre(ligne, self.sel())
        return ligne if deposer(session, ligne) else session.get_one(LigneCourrier, courrier.cle)

    def reserver(self, maintenant: datetime, jusqu_a: datetime, limite: int) -> tuple[Envoi, ...]:
        """See the port."""
        reprise = col(LigneCourrier.reprise)
        dues = (
            select(LigneCourrier)
            .where(reprise.is_not(None), reprise <= en_texte(maintenant))
            .order_by(reprise, col(LigneCourrier.cree_le), col(LigneCourrier.cle))
            .limit(limite)
        )
        if not self._lire(dues.with_only_columns(col(LigneCourrier.cle)).limit(1)):
            return ()  # most passes: nobody is kept waiting to learn that there is nothing
        with self._transaction() as session:
            lignes = session.exec(dues.with_for_update(skip_locked=True)).all()
            for ligne in lignes:
                ligne.reprise = en_texte(jusqu_a)
        return tuple(_envoi(ligne) for ligne in lignes)

    def confier(self, envois: Iterable[tuple[Envoi, bytes, datetime]]) -> tuple[Envoi, ...]:
        """See the port."""
        tous = tuple(envois)
        confies = list[Envoi]()
        with self._transaction() as session:
            lignes = _tenues(session, (envoi for envoi, _, _ in tous))
            for envoi, octets, reprise in tous:
                ligne = lignes.get(envoi.courrier.cle)
                if ligne is None:
                    continue  # another robot took it over
                ligne.etat = EtatEnvoi.CONFIEE
                ligne.octets = zlib.compress(octets)
                # Counted before it is made: an attempt whose outcome is never recorded is one all the same.
                ligne.reprise = en_texte(reprise)
                ligne.essais += 1
                confies.append(replace(envoi, reprise=reprise))
        return tuple(confies)

    def prolonger(self, envois: Iterable[Envoi], jusqu_a: datetime) -> tuple[Envoi, ...]:
        """See the port."""
        tous = tuple(envois)
        with self._transaction() as session:
            lignes = _tenues(session, tous)
            for ligne in lignes.values():
                ligne.reprise = en_texte(jusqu_a)
        return tuple(replace(envoi, reprise=jusqu_a) for envoi in tous if envoi.courrier.cle in lignes)

    def envois(self, reference: str) -> tuple[Envoi, ...]:
        """See the port."""
        lignes = self._lire(
            select(LigneCourrier)
            .where(LigneCourrier.reference == reference)
            .order_by(LigneCourrier.cree_le, LigneCourrier.cle)
        )
        return tuple(_envoi(ligne) for ligne in lignes)

    def retrouver(self, message_ids: Iterable[str]) -> tuple[Envoi, ...]:
        """See the port."""
        lignes = self._lire(
            select(LigneCourrier)
            .where(col(LigneCourrier.message_id).in_(tuple(message_ids)))
            .order_by(LigneCourrier.cree_le, LigneCourrier.cle)
        )
        return tuple(_envoi(ligne) for ligne in lignes)

    def a_copier(self, limite: int) -> tuple[Copie, ...]:
        """See the port."""
        expedie_le = col(LigneCourrier.expedie_le)
        lignes = self._lire(
            select(LigneCourrier)
            .where(expedie_le.is_not(None), col(LigneCourrier.copie_le).is_(None), LigneCourrier.octets != b"")
            .order_by(expedie_le, col(LigneCourrier.cle))
            .limit(limite)
        )
        return tuple(Copie(ligne.cle, zlib.decompress(ligne.octets), en_instant(ligne.expedie_le)) for ligne in lignes)

    def marquer_copies(self, cles: Iterable[str], maintenant: datetime) -> None:
        """See the port."""
        with self._transaction() as session:
            for cle in sorted(cles):
                ligne = session.get_one(LigneCourrier, cle)
                ligne.copie_le = en_texte(maintenant)
                session.add(ligne)

    def refusees(self, depuis: datetime) -> tuple[Envoi, ...]:
        """See the port."""
        lignes = self._lire(
            select(LigneCourrier).where(
                LigneCourrier.etat == EtatEnvoi.REFUSEE,
                LigneCourrier.cree_le >= en_texte(depuis),
            )
        )
        return tuple(envoi for ligne in lignes if _au_bailleur((envoi := _envoi(ligne)).courrier))

    def reponses(self, destinataire: str, reference: str, depuis: datetime) -> int:
        """See the port."""
        requete = select(func.count()).where(
            LigneCourrier.destinataire == destinataire,
            LigneCourrier.reference == reference,
            LigneCourrier.cree_le >= en_texte(depuis),
            col(LigneCourrier.automatique).is_(True),
        )
        return int(self._lire(requete)[0])


def _au_bailleur(courrier: Courrier) -> bool:
    """Whether a letter is for the landlord's own people."""
    return not courrier.jeton or voie_ecrite(courrier.jeton) is Voie.GESTIONNAIRE


def suivre(session: Session, suite: SuiteEnvoi, maintenant: datetime) -> str:
    """Record what becomes of a letter; the seal of it once it is settled, else "".

    The first word that settles it stands: a slow robot that says it again changes nothing.
    """
    ligne = session.get_one(LigneCourrier, suite.cle, with_for_update=True)
    if suite.tenue and ligne.reprise != en_texte(suite.tenue):
        raise ReservationPerdue(suite.cle)
    if ligne.sceau_envoi:
        return ligne.sceau_envoi
    ligne.etat = suite.etat
    ligne.reponse = sans_nul(suite.reponse) or ligne.reponse
    ligne.essais -= suite.essai_annule
    ligne.reprise = en_texte(suite.reprise) if suite.reprise else None
    if suite.etat is EtatEnvoi.EXPEDIEE:
        ligne.expedie_le = en_texte(maintenant)
    session.add(ligne)
    return sceller_l_envoi(ligne) if suite.etat in REGLEES else ""


def _envoi(ligne: LigneCourrier) -> Envoi:
    return Envoi(
        courrier=courrier_de_json(ligne.courrier) if ligne.courrier else _efface(ligne),
        message_id=ligne.message_id,
        etat=EtatEnvoi(ligne.etat),
        essais=ligne.essais,
        cree_le=en_instant(ligne.cree_le),
        expedie_le=en_instant(ligne.expedie_le) if ligne.expedie_le else None,
        reponse=ligne.reponse,
        octets=zlib.decompress(ligne.octets) if ligne.octets else b"",
        reprise=en_instant(ligne.reprise) if ligne.reprise else None,
    )


def _tenues(session: Session, envois: Iterable[Envoi]) -> dict[str, LigneCourrier]:
    """The rows of the letters still held under the reservation they were read with, locked in one order for all."""
    tenues = {envoi.courrier.cle: en_texte(envoi.reprise) for envoi in envois if envoi.reprise}
    cle = col(LigneCourrier.cle)
    lignes = session.exec(select(LigneCourrier).where(cle.in_(tenues)).order_by(cle).with_for_update())
    return {ligne.cle: ligne for ligne in lignes if ligne.reprise == tenues[ligne.cle]}


def _efface(ligne: LigneCourrier) -> Courrier:
    """What is left of a letter whose reader and words were erased."""
    return Courrier(ligne.cle, ligne.gabarit, EFFACE, reference=ligne.reference, rang=ligne.rang)
