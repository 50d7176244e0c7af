"""The dossiers: their journal, which is the truth, and the index found from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from sqlalchemy import and_, func
from sqlalchemy import select as columns
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from robot.adapters.base.chaine import engager, maillon, origine
from robot.adapters.base.serie import fait_de_json, fait_efface, fait_en_json
from robot.adapters.base.socle import Socle, en_instant, en_texte
from robot.adapters.base.tables import LigneDossier, LigneJournal, LignePersonnelle
from robot.domain.dossier import Dossier, Statut
from robot.domain.faits import Fait
from robot.domain.statuts import replier
from robot.ports import Avancee, ConflitDeVersion, DejaEnregistre, FaitInscrit

Sel = Callable[[], bytes]
MEME_LIGNE = and_(
    col(LignePersonnelle.reference) == LigneJournal.reference, col(LignePersonnelle.numero) == LigneJournal.numero
)
# The lines of the journal with their personal parts, as plain columns: whole rows would cost as much again.
LIGNES_ENTIERES = columns(
    col(LigneJournal.numero),
    col(LigneJournal.inscrit_le),
    col(LigneJournal.maillon),
    col(LigneJournal.fait),
    col(LigneJournal.donnees),
    col(LigneJournal.engagement),
    col(LignePersonnelle.donnees),
).join(LignePersonnelle, MEME_LIGNE, isouter=True)


def fait_inscrit(nom: str, publique: str, engagement: str, personnelle: str | None) -> Fait:
    """The fact of a line of the journal; what was erased of it is marked. Raises KeyError, ValidationError."""
    if engagement and personnelle is None:
        return fait_efface(nom, publique)
    return fait_de_json(nom, publique, personnelle or "")


def reservataire_de(dossier: Dossier) -> str:
    """Who holds the offer, for the index; "" before the first one."""
    return dossier.courante.reservataire if dossier.orientations else ""


class Dossiers(Socle):
    """The chapter of the `Store` port about dossiers. `sel` gives 16 random bytes."""

    sel: Sel

    def _avancer(self, session: Session, avancee: Avancee, maintenant: datetime, pieces: str) -> None:
        """Write the facts of a dossier, each linked to the one before, and its line of the index.

        `pieces`: the seals of what caused them and of the letters they cause.
        """
        reference = avancee.apres.reference
        ligne = session.get(LigneDossier, reference, with_for_update=True)
        if avancee.cle and not avancee.version_lue:
            connu = session.exec(select(LigneDossier).where(LigneDossier.cle == avancee.cle)).first()
            if connu:
                raise DejaEnregistre(connu.reference)
        if (ligne.version if ligne else 0) != avancee.version_lue:
            raise ConflitDeVersion(reference)
        ligne = ligne or LigneDossier(
            reference=reference,
            cle=avancee.cle,
            statut="",
            reservataire="",
            rendez_vous=None,
            version=0,
            avance_le="",
            tete=origine(reference, avancee.cle),
        )
        ligne.rendez_vous = en_texte(avancee.rendez_vous) if avancee.rendez_vous else None
        ligne.avance_le = en_texte(maintenant)
        for numero, fait in enumerate(avancee.faits, start=avancee.version_lue + 1):
            ligne.tete = self._inscrire(session, ligne, numero, fait, pieces)
        ligne.statut = avancee.apres.statut
        ligne.version = avancee.apres.version
        ligne.reservataire = reservataire_de(avancee.apres)
        session.add(ligne)
        try:
            session.flush()
        except IntegrityError as erreur:
            raise ConflitDeVersion(reference) from erreur

    def _inscrire(self, session: Session, dossier: LigneDossier, numero: int, fait: Fait, pieces: str) -> str:
        """Add a line to the journal; its link."""
        publique, personnelle = fait_en_json(fait)
        engagement = ""
        if personnelle:
            sel = self.sel()
            engagement = engager(sel, personnelle)
            session.add(LignePersonnelle(reference=dossier.reference, numero=numero, sel=sel, donnees=personnelle))
        ligne = LigneJournal(
            reference=dossier.reference,
            numero=numero,
            fait=type(fait).__name__,
            le=en_texte(fait.le),
            inscrit_le=dossier.avance_le,
            donnees=publique,
            rendez_vous=dossier.rendez_vous,
            engagement=engagement,
            pieces=pieces,
            maillon="",
        )
        ligne.maillon = maillon(dossier.tete, ligne)
        session.add(ligne)
        return ligne.maillon

    def dossier(self, reference: str) -> Dossier | None:
        """See the port."""
        return replier(None, (inscrit.fait for inscrit in self.journal(reference)))

    def journal(self, reference: str) -> tuple[FaitInscrit, ...]:
        """See the port."""
        lignes = self._lire(
            LIGNES_ENTIERES.where(col(LigneJournal.reference) == reference).order_by(col(LigneJournal.numero))
        )
        return tuple(
            FaitInscrit(numero, en_instant(inscrit_le), fait_inscrit(*partie), maillon)
            for numero, inscrit_le, maillon, *partie in lignes
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
