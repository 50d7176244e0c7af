"""The letter that carries a bilan: to every réservataire (R92), and to the EPCI presidents of LEC territories (R97)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from robot.domain import loi
from robot.domain.bilan.bilan import Bilan, annee_entiere
from robot.domain.bilan.comptes import Evenement, Nature, Periode
from robot.domain.bilan.tableaux import en_json
from robot.domain.carnet import Carnet
from robot.domain.courriers import Courrier, Fabrique, PieceJointe
from robot.domain.ecriture import plier
from robot.domain.lettres import signature

GABARIT = "bilan"


def lettres(bilan: Bilan, carnet: Carnet) -> tuple[Courrier, ...]:
    """One for each reader who has an address; the same workbook for all (R92, « transparence absolue »)."""
    piece = PieceJointe(Fabrique.BILAN, f"{nom_de_fichier(bilan)}.xlsx", en_json(bilan))
    commun = _commun(bilan)
    aux_reservataires = tuple(
        _lettre(bilan, piece, r.adresse, r.code, commun | _lecteur(r.nom) | {"siens": _siens(bilan, r.code)})
        for r in carnet.reservataires
        if r.adresse
    )
    aux_presidents = tuple(
        _lettre(bilan, piece, p.adresse, f"epci/{p.adresse}", commun | _lecteur(p.nom, president=True))
        for p in carnet.presidents_epci
    )
    return aux_reservataires + aux_presidents


def sans_adresse(carnet: Carnet) -> tuple[str, ...]:
    """The réservataires whom no letter reaches: the landlord hands them the files."""
    return tuple(r.nom for r in carnet.reservataires if not r.adresse)


def nom_de_fichier(bilan: Bilan) -> str:
    """`bilan-2026`, `bilan-1er-semestre-2026`."""
    return f"bilan-{plier(bilan.periode.nom).replace(' ', '-')}"


def _lettre(bilan: Bilan, piece: PieceJointe, adresse: str, lecteur: str, contexte: dict[str, Any]) -> Courrier:
    return Courrier(
        cle=_cle(bilan.periode, lecteur), gabarit=GABARIT, destinataire=adresse, contexte=contexte, pieces=(piece,)
    )


def _cle(periode: Periode, lecteur: str) -> str:
    """What makes a letter unique: its period, whatever it is called, and its reader."""
    return f"{GABARIT}/{periode.debut.isoformat()}/{periode.fin.isoformat()}/{lecteur}"


def attendues(periode: Periode, carnet: Carnet) -> tuple[Courrier, ...]:
    """The letters of that period without what they say: enough to ask the outbox whether it knows them."""
    lecteurs = {r.code: r.adresse for r in carnet.reservataires if r.adresse}
    lecteurs |= {f"epci/{p.adresse}": p.adresse for p in carnet.presidents_epci}
    return tuple(Courrier(_cle(periode, lecteur), GABARIT, adresse) for lecteur, adresse in lecteurs.items())


def _lecteur(nom: str, *, president: bool = False) -> dict[str, Any]:
    return {"reservataire": {"nom": nom}, "president": president, "siens": None}


def _commun(bilan: Bilan) -> dict[str, Any]:
    entiere = annee_entiere(bilan.periode.debut.year)
    annee = (bilan.periode.debut, bilan.periode.fin) == (entiere.debut, entiere.fin)
    annee_suivante = bilan.periode.fin.year + 1
    return {
        "bailleur": signature(bilan.bailleur),
        "periode": {
            "nom": bilan.periode.nom,
            "debut": bilan.periode.debut.isoformat(),
            "fin": bilan.periode.fin.isoformat(),
        },
        "arrete_le": bilan.arrete_le.isoformat(),
        "liberes": len(bilan.liberes),
        "neufs": sum(p.libere_le in bilan.periode for p in bilan.neufs),
        "soustraits": len(bilan.soustraits),
        "mutations": len(bilan.mutations),
        "tous": _nombres(bilan.comptes),
        "source": loi.BILAN_ANNUEL.source if annee else loi.BILAN_SEMESTRIEL.source,
        "limite": loi.BILAN_ANNUEL.de(annee_suivante).isoformat() if annee else None,
        "cil": {"limite": loi.BILAN_A_LA_CIL.de(annee_suivante).isoformat(), "source": loi.BILAN_A_LA_CIL.source}
        if annee
        else None,
    }


def _siens(bilan: Bilan, code: str) -> dict[str, int]:
    return _nombres(e for e in bilan.comptes if e.reservataire == code)


def _nombres(comptes: Iterable[Evenement]) -> dict[str, int]:
    natures = [e.nature for e in comptes]
    return {nature.value: natures.count(nature) for nature in Nature}
