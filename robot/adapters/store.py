"""The store on a SQL database: SQLite in WAL with full durability by default.

Every writing method is one transaction, opened IMMEDIATE, so that two writers
queue instead of failing half-way.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import Session, SQLModel, col, select

from robot.adapters.journal import courrier_de_json, courrier_en_json, fait_de_json, fait_en_json
from robot.adapters.moteur import LECTURE, ouvrir
from robot.adapters.tables import (
    LigneCourrier,
    LigneDossier,
    LigneJournal,
    LigneMessage,
    LigneRepere,
    LigneSignet,
)
from robot.adapters.verrou import tenir
from robot.domain.courriers import Courrier, identifiant
from robot.domain.dossier import Dossier, Statut
from robot.domain.statuts import replier
from robot.ports import (
    Avancee,
    ConflitDeVersion,
    Constat,
    DejaEnregistre,
    Ecriture,
    Emplacement,
    Envoi,
    EtatEnvoi,
    FaitInscrit,
    MessageConsigne,
    Rangement,
    StoreInutilisable,
    SuiteEnvoi,
)

LU_JUSQU_A = "lu_jusqu_a"


def en_texte(instant: datetime) -> str:
    """UTC text that sorts as it reads."""
    return instant.astimezone(UTC).isoformat(timespec="microseconds")


def en_instant(texte: str) -> datetime:
    """The instant of a stored text."""
    return datetime.fromisoformat(texte)


class StoreSql:
    """The `Store` port on SQLAlchemy. `domaine` is the right part of our Message-IDs."""

    def __init__(self, url: str, domaine: str) -> None:
        self.url = url
        self.domaine = domaine
        self.moteur = ouvrir(url)
        try:
            SQLModel.metadata.create_all(self.moteur)
        except DBAPIError as erreur:
            self.moteur.dispose()
            raise StoreInutilisable(
                f"La base {self.moteur.url.database} ne peut pas servir ({erreur.orig}). Vérifiez le réglage « base », "
                "les droits sur ce dossier, et la place sur le disque."
            ) from erreur

    def lier(self, identite: Mapping[str, str]) -> None:
        """Tie a new store to its robot, or check that it is this robot's. Raises StoreInutilisable.

        A store of another landlord, or opened with another secret, would make
        every token in flight unreadable, and every silence an acceptance.
        """
        for cle, valeur in identite.items():
            connue = self.repere(cle)
            if connue is None:
                self.poser_repere(cle, valeur)
            elif connue != valeur:
                raise StoreInutilisable(
                    f"La base {self.moteur.url.database} appartient à un autre robot ({cle} différent). Vérifiez le "
                    "réglage « base » ; pour le secret, ROBOT_SECRET ou le fichier .secret posé à côté de la base."
                )

    def fermer(self) -> None:
        """Close every connection."""
        self.moteur.dispose()

    def verrou(self) -> AbstractContextManager[None]:
        """Hold the store for one robot. Raises VerrouTenu."""
        return tenir(self.moteur.url.database)

    @contextmanager
    def _transaction(self) -> Iterator[Session]:
        with Session(self.moteur, expire_on_commit=False) as session, session.begin():
            yield session

    # --- writing ----------------------------------------------------------------------------------

    def ecrire(self, ecriture: Ecriture, maintenant: datetime) -> bool:
        """See the port."""
        with self._transaction() as session:
            if ecriture.constat and session.get(LigneMessage, ecriture.constat.empreinte):
                return False
            for avancee in ecriture.avancees:
                self._avancer(session, avancee, maintenant)
            for courrier in ecriture.courriers:
                self._deposer(session, courrier, maintenant)
            if ecriture.constat:
                session.add(_ligne_message(ecriture.constat, maintenant))
            if ecriture.envoi:
                _suivre(session, ecriture.envoi, maintenant)
        return True

    def _avancer(self, session: Session, avancee: Avancee, maintenant: datetime) -> None:
        reference = avancee.apres.reference
        ligne = session.get(LigneDossier, reference)
        if avancee.cle and not avancee.version_lue:
            connu = session.exec(select(LigneDossier).where(LigneDossier.cle == avancee.cle)).first()
            if connu:
                raise DejaEnregistre(connu.reference)
        if (ligne.version if ligne else 0) != avancee.version_lue:
            raise ConflitDeVersion(reference)
        for rang, fait in enumerate(avancee.faits, start=avancee.version_lue + 1):
            session.add(
                LigneJournal(
                    reference=reference,
                    numero=rang,
                    fait=type(fait).__name__,
                    le=en_texte(fait.le),
                    inscrit_le=en_texte(maintenant),
                    donnees=fait_en_json(fait),
                )
            )
        ligne = ligne or LigneDossier(
            reference=reference, cle=avancee.cle, statut="", reservataire="", rendez_vous=None, version=0, avance_le=""
        )
        ligne.statut = avancee.apres.statut
        ligne.version = avancee.apres.version
        ligne.avance_le = en_texte(maintenant)
        ligne.reservataire = avancee.apres.courante.reservataire if avancee.apres.orientations else ""
        ligne.rendez_vous = en_texte(avancee.rendez_vous) if avancee.rendez_vous else None
        session.add(ligne)
        try:
            session.flush()
        except IntegrityError as erreur:
            raise ConflitDeVersion(reference) from erreur

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

    def marquer_ranges(self, empreintes: Iterable[str], maintenant: datetime) -> None:
        """See the port."""
        with self._transaction() as session:
            for empreinte in empreintes:
                ligne = session.get_one(LigneMessage, empreinte)
                ligne.range_le = en_texte(maintenant)
                session.add(ligne)

    def poser_signets(self, signets: Mapping[str, tuple[int, int]], lu_jusqu_a: datetime) -> None:
        """See the port."""
        with self._transaction() as session:
            for dossier, (uidvalidity, uid) in signets.items():
                session.merge(LigneSignet(dossier=dossier, uidvalidity=uidvalidity, uid=uid))
            session.merge(LigneRepere(cle=LU_JUSQU_A, valeur=en_texte(lu_jusqu_a)))

    def poser_repere(self, cle: str, valeur: str | None) -> None:
        """See the port."""
        with self._transaction() as session:
            if valeur is not None:
                session.merge(LigneRepere(cle=cle, valeur=valeur))
            elif (ligne := session.get(LigneRepere, cle)) is not None:
                session.delete(ligne)

    # --- reading ----------------------------------------------------------------------------------

    def _lire(self, requete: Any) -> list[Any]:
        with Session(self.moteur.execution_options(**LECTURE)) as session:
            return list(session.exec(requete))

    def dossier(self, reference: str) -> Dossier | None:
        """See the port."""
        return replier(None, (inscrit.fait for inscrit in self.journal(reference)))

    def journal(self, reference: str) -> tuple[FaitInscrit, ...]:
        """See the port."""
        lignes = self._lire(
            select(LigneJournal).where(LigneJournal.reference == reference).order_by(col(LigneJournal.numero))
        )
        return tuple(
            FaitInscrit(ligne.numero, en_instant(ligne.inscrit_le), fait_de_json(ligne.fait, ligne.donnees))
            for ligne in lignes
        )

    def references(
        self, statuts: Iterable[Statut] = (), *, reservataire: str = "", depuis: datetime | None = None
    ) -> tuple[str, ...]:
        """See the port."""
        requete = select(LigneDossier.reference).order_by(col(LigneDossier.reference))
        if statuts := tuple(statuts):
            requete = requete.where(col(LigneDossier.statut).in_(statuts))
        if reservataire:
            requete = requete.where(LigneDossier.reservataire == reservataire)
        if depuis:
            requete = requete.where(LigneDossier.avance_le >= en_texte(depuis))
        return tuple(self._lire(requete))

    def derniere_reference(self, prefixe: str) -> str | None:
        """See the port."""
        references = select(LigneDossier.reference).where(
            col(LigneDossier.reference).startswith(prefixe, autoescape=True)
        )
        longueur = func.length(LigneDossier.reference)
        return next(
            iter(self._lire(references.order_by(longueur.desc(), col(LigneDossier.reference).desc()).limit(1))), None
        )

    def dus(self, maintenant: datetime) -> tuple[str, ...]:
        """See the port."""
        rendez_vous = col(LigneDossier.rendez_vous)
        return tuple(
            self._lire(
                select(LigneDossier.reference)
                .where(rendez_vous.is_not(None), rendez_vous <= en_texte(maintenant))
                .order_by(rendez_vous, col(LigneDossier.reference))
            )
        )

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

    def signets(self) -> Mapping[str, tuple[int, int]]:
        """See the port."""
        return {ligne.dossier: (ligne.uidvalidity, ligne.uid) for ligne in self._lire(select(LigneSignet))}

    def lu_jusqu_a(self) -> datetime | None:
        """See the port."""
        valeur = self.repere(LU_JUSQU_A)
        return en_instant(valeur) if valeur else None

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

    def repere(self, cle: str) -> str | None:
        """See the port."""
        return next(iter(self._lire(select(LigneRepere.valeur).where(LigneRepere.cle == cle))), None)


def _suivre(session: Session, suite: SuiteEnvoi, maintenant: datetime) -> None:
    ligne = session.get_one(LigneCourrier, suite.cle)
    ligne.etat = suite.etat
    ligne.reponse = suite.reponse or ligne.reponse
    ligne.essais -= suite.essai_annule
    ligne.reprise = en_texte(suite.reprise) if suite.reprise else None
    if suite.etat is EtatEnvoi.EXPEDIEE:
        ligne.expedie_le = en_texte(maintenant)
    session.add(ligne)


def _ligne_message(constat: Constat, maintenant: datetime) -> LigneMessage:
    lieu = constat.message.emplacement
    return LigneMessage(
        empreinte=constat.empreinte,
        message_id=constat.message_id,
        dossier=lieu.dossier,
        uidvalidity=lieu.uidvalidity,
        uid=lieu.uid,
        recu_le=en_texte(constat.message.recu_le),
        consigne_le=en_texte(maintenant),
        expediteur=constat.expediteur,
        objet=constat.objet,
        nature=constat.nature,
        resume=constat.resume,
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
