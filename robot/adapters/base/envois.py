"""The outbox: letters to send, given to the server, sent or refused."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from robot.adapters.base.serie import courrier_de_json, courrier_en_json
from robot.adapters.base.socle import Socle, en_instant, en_texte
from robot.adapters.base.tables import LigneCourrier
from robot.domain.courriers import Courrier, identifiant
from robot.ports import Envoi, EtatEnvoi, SuiteEnvoi


class Envois(Socle):
    """The chapter of the `Store` port about letters."""

    def _deposer(self, session: Session, courrier: Courrier, maintenant: datetime) -> None:
        if session.get(LigneCourrier, courrier.cle):
            return
        session.add(
            LigneCourrier(
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
            )
        )

    def confier(self, envois: Iterable[tuple[str, bytes, datetime]]) -> None:
        """See the port."""
        with self._transaction() as session:
            for cle, octets, reprise in envois:
                ligne = session.get_one(LigneCourrier, cle)
                ligne.etat = EtatEnvoi.CONFIEE
                ligne.octets = zlib.compress(octets)
                # Counted before it is made: an attempt whose outcome is never recorded is one all the same.
                ligne.reprise = en_texte(reprise)
                ligne.essais += 1
                session.add(ligne)

    def a_envoyer(self, maintenant: datetime, limite: int) -> tuple[Envoi, ...]:
        """See the port."""
        reprise = col(LigneCourrier.reprise)
        lignes = self._lire(
            select(LigneCourrier)
            .where(reprise.is_not(None), reprise <= en_texte(maintenant))
            .order_by(reprise, col(LigneCourrier.cree_le), col(LigneCourrier.cle))
            .limit(limite)
        )
        return tuple(_envoi(ligne) for ligne in lignes)

    def envois(self, reference: str) -> tuple[Envoi, ...]:
        """See the port."""
        lignes = self._lire(
            select(LigneCourrier)
            .where(LigneCourrier.reference == reference)
            .order_by(LigneCourrier.cree_le, LigneCourrier.cle)
        )
        return tuple(_envoi(ligne) for ligne in lignes)

    def refusees(self, depuis: datetime) -> tuple[Envoi, ...]:
        """See the port."""
        lignes = self._lire(
            select(LigneCourrier).where(
                LigneCourrier.etat == EtatEnvoi.REFUSEE,
                LigneCourrier.cree_le >= en_texte(depuis),
            )
        )
        return tuple(envoi for ligne in lignes if not (envoi := _envoi(ligne)).courrier.jeton)

    def reponses(self, destinataire: str, reference: str, depuis: datetime) -> int:
        """See the port."""
        requete = select(func.count()).where(
            LigneCourrier.destinataire == destinataire,
            LigneCourrier.reference == reference,
            LigneCourrier.cree_le >= en_texte(depuis),
            col(LigneCourrier.automatique).is_(True),
        )
        return int(self._lire(requete)[0])


def suivre(session: Session, suite: SuiteEnvoi, maintenant: datetime) -> None:
    """Record what becomes of a letter."""
    ligne = session.get_one(LigneCourrier, suite.cle)
    ligne.etat = suite.etat
    ligne.reponse = suite.reponse or ligne.reponse
    ligne.essais -= suite.essai_annule
    ligne.reprise = en_texte(suite.reprise) if suite.reprise else None
    if suite.etat is EtatEnvoi.EXPEDIEE:
        ligne.expedie_le = en_texte(maintenant)
    session.add(ligne)


def _envoi(ligne: LigneCourrier) -> Envoi:
    return Envoi(
        courrier=courrier_de_json(ligne.courrier),
        message_id=ligne.message_id,
        etat=EtatEnvoi(ligne.etat),
        essais=ligne.essais,
        cree_le=en_instant(ligne.cree_le),
        expedie_le=en_instant(ligne.expedie_le) if ligne.expedie_le else None,
        reponse=ligne.reponse,
        octets=zlib.decompress(ligne.octets) if ligne.octets else b"",
    )
