"""The dossiers: their journal, which is the truth, and the index found from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import cache
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from robot.adapters.base.chaine import engager, maillon, origine
from robot.adapters.base.serie import fait_de_json, fait_efface, fait_en_json
from robot.adapters.base.socle import Socle, en_instant, en_texte, intacte
from robot.adapters.base.tables import DOSSIERS, JOURNAL, PERSONNEL
from robot.domain.dossier import Dossier, Statut
from robot.domain.faits import Fait
from robot.domain.statuts import replier
from robot.ports import Avancee, ConflitDeVersion, DejaEnregistre, FaitInscrit

Sel = Callable[[], bytes]
J, P, D = JOURNAL.c, PERSONNEL.c, DOSSIERS.c
MEME_LIGNE = and_(P.reference == J.reference, P.numero == J.numero)
# The lines of a dossier with their personal parts.
LIGNES_ENTIERES = (
    select(J.numero, J.inscrit_le, J.maillon, J.fait, J.donnees, J.engagement, P.donnees.label("personnelle"))
    .join(PERSONNEL, MEME_LIGNE, isouter=True)
    .where(J.reference == bindparam("reference"))
    .order_by(J.numero)
)
# What tells whether a dossier is still as it was folded: its head, and how many personal parts no erasure took.
ETAT_DU_PLI = select(
    D.tete, select(func.count()).where(P.reference == D.reference).correlate(DOSSIERS).scalar_subquery()
).where(D.reference == bindparam("reference"))
PLIS_GARDES = 1000

INSCRIRE, GARDER_A_PART, INDEXER = insert(JOURNAL), insert(PERSONNEL), insert(DOSSIERS)
UN_DOSSIER = select(DOSSIERS).where(D.reference == bindparam("reference")).with_for_update()
MEME_LIBERATION = select(D.reference).where(D.cle == bindparam("cle"))
REINDEXER = (
    update(DOSSIERS)
    .where(D.reference == bindparam("lequel"))
    .values({
        nom: bindparam(f"nouveau_{nom}")
        for nom in ("statut", "reservataire", "rendez_vous", "version", "avance_le", "tete")
    })
)  # fmt: skip
VERSIONS = select(D.reference, D.version).where(D.avance_le >= bindparam("depuis")).order_by(D.reference)
DERNIERE = select(D.reference).order_by(func.length(D.reference).desc(), D.reference.desc()).limit(1)
DUS = (
    select(D.reference)
    .where(D.rendez_vous.is_not(None), D.rendez_vous <= bindparam("maintenant"))
    .order_by(D.rendez_vous, D.reference)
)


@cache
def _trier(*criteres: str) -> Select[Any]:
    """The references of the dossiers, by these criteria."""
    conditions = {
        "statuts": D.statut.in_(bindparam("statuts", expanding=True)),
        "reservataire": D.reservataire == bindparam("reservataire"),
        "depuis": D.avance_le >= bindparam("depuis"),
    }
    return select(D.reference).where(*(conditions[critere] for critere in criteres)).order_by(D.reference)


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
    _plis: dict[str, tuple[tuple[Any, ...], Dossier]]

    def _avancer(self, connexion: Connection, avancee: Avancee, maintenant: datetime, pieces: str) -> None:
        """Write the facts of a dossier, each linked to the one before, and its line of the index.

        `pieces`: the seals of what caused them and of the letters they cause.
        """
        apres, reference = avancee.apres, avancee.apres.reference
        avant = connexion.execute(UN_DOSSIER, {"reference": reference}).one_or_none()
        if avancee.cle and not avancee.version_lue:
            connu = connexion.scalar(MEME_LIBERATION, {"cle": avancee.cle})
            if connu:
                raise DejaEnregistre(connu)
        if (avant.version if avant else 0) != avancee.version_lue:
            raise ConflitDeVersion(reference)
        index = {
            "statut": apres.statut.value,
            "reservataire": reservataire_de(apres),
            "rendez_vous": en_texte(avancee.rendez_vous) if avancee.rendez_vous else None,
            "version": apres.version,
            "avance_le": en_texte(maintenant),
        }
        tete = avant.tete if avant else origine(reference, avancee.cle)
        try:
            for numero, fait in enumerate(avancee.faits, start=avancee.version_lue + 1):
                ligne = SimpleNamespace(
                    reference=reference,
                    numero=numero,
                    inscrit_le=index["avance_le"],
                    rendez_vous=index["rendez_vous"],
                    pieces=pieces,
                )
                tete = self._inscrire(connexion, tete, ligne, fait)
            index["tete"] = tete
            if avant:
                nouveau = {f"nouveau_{nom}": valeur for nom, valeur in index.items()}
                connexion.execute(REINDEXER, nouveau | {"lequel": reference})
            else:
                connexion.execute(INDEXER, index | {"reference": reference, "cle": avancee.cle})
        except IntegrityError as erreur:
            raise ConflitDeVersion(reference) from erreur

    def _inscrire(self, connexion: Connection, precedent: str, ligne: SimpleNamespace, fait: Fait) -> str:
        """Add a line to the journal; its link."""
        publique, personnelle = fait_en_json(fait)
        ligne.fait, ligne.le, ligne.donnees, ligne.engagement = type(fait).__name__, en_texte(fait.le), publique, ""
        if personnelle:
            sel = self.sel()
            ligne.engagement = engager(sel, personnelle)
            partie = {"reference": ligne.reference, "numero": ligne.numero, "sel": sel, "donnees": personnelle}
            connexion.execute(GARDER_A_PART, partie)
        tete = ligne.maillon = maillon(precedent, ligne)
        connexion.execute(INSCRIRE, vars(ligne))
        return tete

    def dossier(self, reference: str) -> Dossier | None:
        """See the port. What was folded is kept for as long as the store says that it has not moved."""
        etat = next(map(tuple, self._lire(ETAT_DU_PLI, reference=reference)), ())
        pli = self._plis.get(reference)
        if pli and pli[0] == etat:
            return pli[1]
        # Read after its state: what was folded may be newer than it says, and is then folded again; never older.
        with self._noter_l_illisible(f"dossier/{reference}"):
            dossier = replier(None, (inscrit.fait for inscrit in self.journal(reference)))
        if dossier and etat:
            if len(self._plis) >= PLIS_GARDES:
                self._plis.clear()
            self._plis[reference] = etat, dossier
        return dossier

    def journal(self, reference: str) -> tuple[FaitInscrit, ...]:
        """See the port."""
        return tuple(
            FaitInscrit(
                ligne.numero,
                en_instant(ligne.inscrit_le),
                fait_inscrit(ligne.fait, ligne.donnees, ligne.engagement, ligne.personnelle),
                ligne.maillon,
            )
            for ligne in map(intacte, self._lire(LIGNES_ENTIERES, reference=reference))
        )

    def references(
        self, statuts: Iterable[Statut] = (), *, reservataire: str = "", depuis: datetime | None = None
    ) -> tuple[str, ...]:
        """See the port."""
        criteres: dict[str, Any] = {}
        if statuts := tuple(statuts):
            criteres["statuts"] = statuts
        if reservataire:
            criteres["reservataire"] = reservataire
        if depuis:
            criteres["depuis"] = en_texte(depuis)
        return tuple(ligne.reference for ligne in self._lire(_trier(*criteres), **criteres))

    def versions(self, depuis: datetime) -> Mapping[str, int]:
        """See the port."""
        return {ligne.reference: ligne.version for ligne in self._lire(VERSIONS, depuis=en_texte(depuis))}

    def derniere_reference(self, prefixe: str) -> str | None:
        """See the port."""
        lignes = self._lire(DERNIERE.where(D.reference.startswith(prefixe, autoescape=True)))
        return lignes[0].reference if lignes else None

    def liberee_sous(self, cle: str) -> str | None:
        """See the port."""
        return next((ligne.reference for ligne in self._lire(MEME_LIBERATION, cle=cle)), None)

    def dus(self, maintenant: datetime) -> tuple[str, ...]:
        """See the port."""
        lignes = self._lire(DUS, maintenant=en_texte(maintenant))
        return self._lisibles(lignes, lambda ligne: str(ligne.reference), lambda ligne: f"dossier/{ligne.reference}")
