"""The dossiers: their journal, which is the truth, and the index found from it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from robot.adapters.base.serie import fait_de_json, fait_en_json
from robot.adapters.base.socle import Socle, en_instant, en_texte
from robot.adapters.base.tables import LigneDossier, LigneJournal
from robot.domain.dossier import Dossier, Statut
from robot.domain.statuts import replier
from robot.ports import Avancee, ConflitDeVersion, DejaEnregistre, FaitInscrit


class Dossiers(Socle):
    """The chapter of the `Store` port about dossiers."""

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
