"""Makes the attachments of letters: the table that says which module makes which, and what each needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from jinja2 import TemplateError

from robot.adapters import modeles
from robot.adapters.pieces import invitation, recue, table_sne
from robot.adapters.pieces.piece import PieceFaite, nom_sur
from robot.domain.calendrier import PARIS
from robot.domain.courriers import Fabrique, PieceJointe
from robot.ports import CourrierImpossible

# The bytes of a file, and its type.
Faite = tuple[bytes, str]


class Atelier:
    """The workshop: wordings come from `dossier`, received messages from `message(fingerprint)`, None when erased."""

    def __init__(self, dossier: Path, message: Callable[[str], bytes | None], *, fuseau: str = PARIS) -> None:
        self._papier = modeles.pour_le_papier(dossier, fuseau)
        self._message = message
        self._fabriques: Mapping[Fabrique, Callable[[PieceJointe, datetime], PieceFaite]] = {
            Fabrique.TABLE_CANDIDATS: _table_candidats,
            Fabrique.LETTRE: self._lettre,
            Fabrique.INVITATION: _invitation,
            Fabrique.TABLE_SNE: _table_sne,
            Fabrique.RECUE: self._recue,
            Fabrique.FICHE_TAUX: _fiche_taux,
            Fabrique.BILAN: _bilan,
        }

    def fabriquer(self, piece: PieceJointe, maintenant: datetime) -> PieceFaite:
        """The file, the same for the same arguments. Raises CourrierImpossible, with French words."""
        try:
            return self._fabriques[piece.fabrique](piece, maintenant)
        except (TemplateError, AttributeError, LookupError, TypeError, ValueError) as defaut:
            raise CourrierImpossible(f"pièce jointe « {piece.nom} » ({piece.fabrique}) : {defaut}") from defaut

    def _lettre(self, piece: PieceJointe, maintenant: datetime) -> PieceFaite:
        from robot.adapters.pieces import lettre  # noqa: PLC0415 - 0.3 s, paid by the first letter, not by every command

        return _nommee(piece, lettre.fabriquer(piece.donnees, self._papier, maintenant))

    def _recue(self, piece: PieceJointe, _maintenant: datetime) -> PieceFaite:
        return recue.fabriquer(piece, self._message)


def _table_candidats(piece: PieceJointe, _maintenant: datetime) -> PieceFaite:
    from robot.adapters.pieces import table_candidats  # noqa: PLC0415 - 0.3 s, paid by the first table

    return _nommee(piece, table_candidats.fabriquer(piece.donnees))


def _invitation(piece: PieceJointe, maintenant: datetime) -> PieceFaite:
    return replace(_nommee(piece, invitation.fabriquer(piece.donnees, maintenant)), invitation=True)


def _table_sne(piece: PieceJointe, _maintenant: datetime) -> PieceFaite:
    return _nommee(piece, table_sne.fabriquer(piece.donnees))


def _fiche_taux(piece: PieceJointe, maintenant: datetime) -> PieceFaite:
    from robot.adapters.flux import fiche_xlsx  # noqa: PLC0415 - paid by the letters of rates, once a year

    return _nommee(piece, (fiche_xlsx.fiche_xlsx(piece.donnees, maintenant), fiche_xlsx.TYPE))


def _bilan(piece: PieceJointe, _maintenant: datetime) -> PieceFaite:
    from robot.adapters.bilan import classeur  # noqa: PLC0415 - paid by the first bilan

    return _nommee(piece, (classeur.classeur(piece.donnees), classeur.TYPE))


def _nommee(piece: PieceJointe, faite: Faite) -> PieceFaite:
    octets, type_mime = faite
    return PieceFaite(nom_sur(piece.nom), type_mime, octets)
