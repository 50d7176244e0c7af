"""Everything recomputed: links, seals, commitments, folds, index, and the file itself. Each fault is named, in French.

It reads one snapshot, beside a running robot. What it cannot know: lines cut
off the end together with their index (`racines.py`), and the columns of
`SANS_PREUVE`, which steer the work and prove nothing.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from sqlalchemy import Boolean, Column, Integer, LargeBinary, cast, func, or_, select
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, SQLModel, col

from robot.adapters.base import chaine
from robot.adapters.base.dossiers import MEME_LIGNE, fait_inscrit, reservataire_de
from robot.adapters.base.envois import REGLEES
from robot.adapters.base.moteur import POSTGRESQL
from robot.adapters.base.pannes import est_injoignable, traduire
from robot.adapters.base.racines import instantane
from robot.adapters.base.socle import Socle, en_texte, est_intacte
from robot.adapters.base.tables import (
    REPERES,
    SIGNETS,
    LigneCourrier,
    LigneDossier,
    LigneEffacement,
    LigneJournal,
    LigneMessage,
    LignePersonnelle,
)
from robot.domain.dossier import Dossier
from robot.domain.statuts import TransitionInterdite, appliquer

# What a robot changes as it works, and no seal covers: when to look again, what is put away; the state of a letter, its
# attempts and its bytes until it is settled.
SANS_PREUVE = {
    "messages": frozenset({"range_le"}),
    "courriers": frozenset({"reprise", "copie_le"}),
    "courriers en cours": frozenset({"etat", "essais", "reponse", "octets", "expedie_le"}),
}

# Older robots let the reply to a gestionnaire name the dwelling of its thread even when its orders had not touched it.
REPONSE_A_UN_ORDRE = "reponse_ordre"

# How SQLite keeps what is no text.
SORTES = ((LargeBinary, "blob"), (Integer, "integer"), (Boolean, "integer"))

VIDE = zlib.compress(b"")
LOT = 500
ILLISIBLES = (KeyError, TypeError, ValueError, AttributeError, zlib.error)
Paire = tuple[LigneJournal, LignePersonnelle | None]


@dataclass(frozen=True)
class Faute:
    """One thing that does not hold: where, and what."""

    ou: str
    quoi: str

    def __str__(self) -> str:
        return f"{self.ou} : {self.quoi}".encode(errors="backslashreplace").decode()


@dataclass
class Verification:
    """What was recomputed, and what does not hold; `lisible`: the database could be read to its end."""

    fautes: list[Faute] = field(default_factory=list)
    dossiers: int = 0
    lignes: int = 0
    messages: int = 0
    lettres: int = 0
    effaces: int = 0
    lisible: bool = True

    def dire(self, ou: str, quoi: str) -> None:
        """Note a fault."""
        self.fautes.append(Faute(ou, quoi))


def verifier(store: Socle) -> Verification:
    """Recompute the whole store. Raises StoreInjoignable."""
    with traduire(), instantane(store.moteur) as session:
        examen = _Examen(session)
        try:
            examen.tout()
        except DBAPIError as erreur:
            if est_injoignable(erreur):
                raise
            examen.bilan.lisible = False
            examen.bilan.dire("base", f"elle ne se lit plus entièrement ({erreur.orig}) ; le reste n'a pas été relu")
        return examen.bilan


class _Examen:
    """One pass over the store; what each table says is kept for the next ones."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.bilan = Verification()
        self.effaces: set[str] = set()
        self.sceaux: set[str] = set()
        self.lettres_de_dossier: dict[str, tuple[str, str, str]] = {}
        self.cites: set[str] = set()

    def tout(self) -> None:
        self._fichier()
        self._sortes()
        self._sans_sceau()
        self._effacements()
        for message in self._lire(LigneMessage):
            self.bilan.messages += 1
            self._message(message)
        for lettre in self._lire(LigneCourrier):
            self.bilan.lettres += 1
            self._lettre(lettre)
        ni_vrai_ni_faux = cast(col(LigneCourrier.automatique), Integer).not_in((0, 1))  # SQLite would take 3 for true
        for cle in self.session.scalars(select(col(LigneCourrier.cle)).where(ni_vrai_ni_faux)):
            self.bilan.dire(f"lettre {cle}", "sa ligne a été changée : « automatique » n'est ni vrai ni faux")
        self._journal()
        for sceau, (cle, gabarit, reference) in self.lettres_de_dossier.items():
            if sceau not in self.cites and not (
                gabarit == REPONSE_A_UN_ORDRE and self._est_sans_effet(sceau, cle, reference)
            ):
                self.bilan.dire(f"lettre {cle}", "aucune ligne du journal ne l'a demandée")

    def _lire(self, table: type[Any]) -> Iterable[Any]:
        return self.session.scalars(select(table).execution_options(yield_per=LOT))

    # --- the file ---

    def _fichier(self) -> None:
        """What SQLite finds in its own file: rows may all be read while an index hides one of them from the robot."""
        connexion = self.session.connection()
        if connexion.dialect.name == POSTGRESQL:
            return
        for trouve in connexion.exec_driver_sql("PRAGMA integrity_check").scalars():
            for defaut in str(trouve).splitlines():
                if defaut != "ok" and not defaut.startswith("***"):
                    self.bilan.dire("base", f"le fichier de la base est abîmé : {defaut}")

    def _sortes(self) -> None:
        """SQLite lets a text become bytes, by one bit: read as either, it hashes alike."""
        if self.session.connection().dialect.name == POSTGRESQL:
            return
        for table in SQLModel.metadata.sorted_tables:
            autres = or_(*(func.typeof(colonne).not_in(_sortes_de(colonne)) for colonne in table.columns))
            for cles in self.session.execute(select(*table.primary_key.columns).where(autres)):
                ou = f"{table.name} {' '.join(map(str, cles))}"
                self.bilan.dire(ou, "un champ n'est plus de la sorte qu'il doit être")

    def _sans_sceau(self) -> None:
        """The marks and bookmarks, which nothing covers: they are texts at least."""
        for table in (SIGNETS, REPERES):
            for ligne in self.session.execute(select(table)):
                if not est_intacte(ligne):
                    self.bilan.dire(f"{table.name} {ligne[0]}", "ce n'est plus de l'UTF-8")

    # --- erasures ---

    def _effacements(self) -> None:
        precedent = ""
        lignes = self.session.scalars(select(LigneEffacement).order_by(col(LigneEffacement.numero)))
        for attendu, ligne in enumerate(lignes, start=1):
            if ligne.numero != attendu:
                self.bilan.dire(f"effacement {attendu}", "il manque")
                return
            if chaine.maillon_d_effacement(precedent, ligne) != ligne.maillon:
                self.bilan.dire(f"effacement {attendu}", "il a été changé : son maillon ne correspond pas")
            precedent = ligne.maillon
            self.effaces.update(str(ligne.engagements).split("\n"))

    def _est_efface(self, sel: bytes | None, engagement: str, ou: str) -> bool:
        """Whether content was erased, and by right; a loss that no erasure explains is a fault."""
        efface = engagement in self.effaces
        if sel:
            if efface:
                self.bilan.dire(ou, "son contenu avait été effacé, et il est revenu")
            return False
        if efface:
            self.bilan.effaces += 1
        else:
            self.bilan.dire(ou, "son contenu manque, et aucun effacement ne l'explique")
        return True

    # --- messages and letters ---

    def _message(self, ligne: LigneMessage) -> None:
        ou = f"message {ligne.empreinte}"
        self.sceaux.add(ligne.sceau)
        if self._est_efface(ligne.sel, ligne.engagement, ou):
            if (ligne.message_id, ligne.expediteur, ligne.objet, ligne.resume, ligne.octets) != ("", "", "", "", VIDE):
                self.bilan.dire(ou, "il a été effacé, et quelque chose en reste")
        else:
            self._engage(ou, ligne, ligne.engagement, chaine.engagement_du_message, "le message reçu")
        self._scelle(ou, ligne, ligne.sceau, chaine.sceau_du_message)

    def _lettre(self, ligne: LigneCourrier) -> None:
        ou = f"lettre {ligne.cle}"
        self.sceaux.update((ligne.sceau, ligne.sceau_envoi))
        if ligne.reference:
            self.lettres_de_dossier[ligne.sceau] = (ligne.cle, ligne.gabarit, ligne.reference)
        reglee = ligne.etat in REGLEES
        if {bool(ligne.sceau_envoi), bool(ligne.engagement_envoi), ligne.reprise is None} != {reglee}:
            self.bilan.dire(ou, f"son état « {ligne.etat} » et le reste de sa ligne se contredisent")
        if self._est_efface(ligne.sel, ligne.engagement, ou):
            restes = (ligne.destinataire, ligne.courrier, ligne.reponse, ligne.octets, ligne.cle)
            laisse = not ligne.message_id or chaine.identifiant_laisse(ligne) in self.effaces
            if restes != ("", "", "", b"", chaine.cle_effacee(ligne)) or not laisse:
                self.bilan.dire(ou, "elle a été effacée, et quelque chose en reste")
        else:
            self._engage(ou, ligne, ligne.engagement, chaine.engagement_de_la_lettre, "la lettre demandée")
            if ligne.sceau_envoi:
                self._engage(ou, ligne, ligne.engagement_envoi, chaine.engagement_de_l_envoi, "la lettre envoyée")
        self._scelle(ou, ligne, ligne.sceau, chaine.sceau_de_la_lettre)
        if ligne.sceau_envoi:
            self._scelle(ou, ligne, ligne.sceau_envoi, chaine.sceau_de_l_envoi)

    def _engage(self, ou: str, ligne: Any, ecrit: str, calcul: Any, quoi: str) -> None:
        try:
            tenu = calcul(ligne) == ecrit
        except ILLISIBLES:
            tenu = False
        if not tenu:
            self.bilan.dire(ou, f"{quoi} : contenu changé, l'empreinte salée ne correspond pas")

    def _scelle(self, ou: str, ligne: Any, ecrit: str, calcul: Any) -> None:
        if calcul(ligne) != ecrit:
            self.bilan.dire(ou, "sa ligne a été changée : son sceau ne correspond pas")

    def _est_sans_effet(self, sceau: str, cle: str, reference: str) -> bool:
        """Whether the message that a reply answers is here, and did nothing to that dwelling; true once it is erased.

        Had it done anything, the line that cites the message would cite the reply too.
        """
        if cle == f"efface/{sceau}":
            return True
        marque = cle.partition("/")[2].partition("/")[0]
        recu = select(col(LigneMessage.sceau)).where(col(LigneMessage.empreinte).startswith(marque, autoescape=True))
        recus = self.session.scalars(recu).all() if re.fullmatch(r"[0-9a-f]{16}", marque) else ()
        pieces = select(col(LigneJournal.pieces)).where(col(LigneJournal.reference) == reference)
        cites = set(" ".join(self.session.scalars(pieces)).split()) if recus else set()
        return bool(recus) and cites.isdisjoint(recus)

    # --- the journal ---

    def _journal(self) -> None:
        index = {ligne.reference: ligne for ligne in self._lire(LigneDossier)}
        lignes = self.session.execute(
            select(LigneJournal, LignePersonnelle)
            .join(LignePersonnelle, MEME_LIGNE, isouter=True)
            .order_by(col(LigneJournal.reference), col(LigneJournal.numero))
            .execution_options(yield_per=LOT)
        )
        for reference, paires in groupby(lignes, key=lambda paire: paire[0].reference):
            self._dossier(reference, (tuple(paire) for paire in paires), index.pop(reference, None))
        for reference in index:
            self.bilan.dire(reference, "il est dans l'index, et le journal n'en a aucune ligne")
        orphelines = (
            select(col(LignePersonnelle.reference), col(LignePersonnelle.numero))
            .join(LigneJournal, MEME_LIGNE, isouter=True)
            .where(col(LigneJournal.numero).is_(None))
        )
        for reference, numero in self.session.execute(orphelines):
            self.bilan.dire(_ligne(reference, numero), "une partie personnelle est là, et la ligne du journal manque")

    def _dossier(self, reference: str, paires: Iterable[Paire], index: LigneDossier | None) -> None:
        self.bilan.dossiers += 1
        if index is None:
            self.bilan.dire(reference, "le journal en parle, et il manque à l'index")
        precedents = {chaine.origine(reference, index.cle)} if index else set[str]()
        dossier: Dossier | None = None
        repliable, derniere = True, None
        attendu = 1
        for ligne, personnelle in paires:
            ou = _ligne(reference, ligne.numero)
            self.bilan.lignes += 1
            if ligne.numero != attendu:
                manquantes = (
                    f"la ligne {attendu} manque"
                    if ligne.numero == attendu + 1
                    else f"les lignes {attendu} à {ligne.numero - 1} manquent"
                )
                self.bilan.dire(reference, manquantes)
                precedents, repliable = set(), False
            precedents = self._maillon(ou, precedents, ligne)
            self._personnel(ou, ligne, personnelle)
            self._pieces(ou, ligne)
            if repliable:
                dossier, repliable = self._replier(ou, dossier, ligne, personnelle)
            attendu, derniere = ligne.numero + 1, ligne
        if index and derniere:
            self._index(index, derniere, dossier if repliable else None)

    def _maillon(self, ou: str, precedents: set[str], ligne: LigneJournal) -> set[str]:
        """The links that the next line may stand on: as written, and as computed when only the link was changed."""
        calcules = {chaine.maillon(precedent, ligne) for precedent in precedents}
        if precedents and ligne.maillon not in calcules:
            self.bilan.dire(ou, "elle a été changée ou déplacée : son maillon ne correspond pas")
        return calcules | {ligne.maillon}

    def _personnel(self, ou: str, ligne: LigneJournal, personnelle: LignePersonnelle | None) -> None:
        if not ligne.engagement:
            if personnelle is not None:
                self.bilan.dire(ou, "une partie personnelle a été ajoutée")
            return
        ou = f"{ou}, partie personnelle"
        if self._est_efface(personnelle.sel if personnelle else None, ligne.engagement, ou) or personnelle is None:
            return
        if chaine.engager(personnelle.sel, personnelle.donnees) != ligne.engagement:
            self.bilan.dire(ou, "elle a été changée : son empreinte salée ne correspond pas")

    def _pieces(self, ou: str, ligne: LigneJournal) -> None:
        for sceau in str(ligne.pieces).split():
            self.cites.add(sceau)
            if sceau not in self.sceaux:
                self.bilan.dire(ou, f"le message ou la lettre de sceau {sceau[:12]}… manque, ou a été changé")

    def _replier(
        self, ou: str, dossier: Dossier | None, ligne: LigneJournal, personnelle: LignePersonnelle | None
    ) -> tuple[Dossier | None, bool]:
        """The dossier after that line; False when it cannot be."""
        try:
            fait = fait_inscrit(
                ligne.fait, ligne.donnees, ligne.engagement, personnelle.donnees if personnelle else None
            )
            if en_texte(fait.le) != ligne.le:
                self.bilan.dire(ou, "sa date d'effet n'est pas celle de son fait")
            return appliquer(dossier, fait), True
        except TransitionInterdite as erreur:
            self.bilan.dire(ou, f"elle ne peut pas suivre les précédentes ({erreur})")
        except ILLISIBLES:
            self.bilan.dire(ou, "son fait ne se lit plus")
        return dossier, False

    def _index(self, index: LigneDossier, derniere: LigneJournal, dossier: Dossier | None) -> None:
        attendus: dict[str, object] = {
            "tete": derniere.maillon,
            "version": derniere.numero,
            "rendez_vous": derniere.rendez_vous,
            "avance_le": derniere.inscrit_le,
        }
        if dossier is not None:
            attendus |= {"statut": str(dossier.statut), "reservataire": reservataire_de(dossier)}
        for nom, attendu in attendus.items():
            ecrit = getattr(index, nom)
            if ecrit != attendu:
                self.bilan.dire(index.reference, f"l'index dit « {nom} = {ecrit} », le journal dit « {attendu} »")


def _sortes_de(colonne: Column[Any]) -> tuple[str, ...]:
    """How SQLite may keep a value of that column."""
    sorte = next((nom for type_, nom in SORTES if isinstance(colonne.type, type_)), "text")
    return (sorte, "null") if colonne.nullable else (sorte,)


def _ligne(reference: str, numero: int) -> str:
    return f"{reference}, ligne {numero}"
