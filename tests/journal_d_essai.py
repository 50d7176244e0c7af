"""A journal with something of everything: dwellings that ended, one erased, one running, a letter that waits."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from itertools import count

from robot.adapters.base import effacement
from robot.adapters.base.store import StoreSql
from robot.domain.courriers import Courrier
from robot.domain.loi import Conservation, Duree
from robot.domain.stimuli import Ordre, Verbe
from robot.etapes.ordres import executer
from robot.ports import Ecriture
from tests.monde import Monde

COURTE = Conservation(Duree(3, "essai"), Duree(12, "essai"))


def sels(graine: str = "essai") -> Callable[[], bytes]:
    """Salts that are the same each time."""
    rangs = count()
    return lambda: hashlib.sha256(f"{graine} {next(rangs)}".encode()).digest()[:16]


def vivre(url: str = "sqlite://") -> Monde:
    """In 2024 one accepted then closed, and one left in doubt; the first is erased; in 2026 one refused, one silent, one asked."""
    monde = Monde.creer("2024-04-23T09:00")
    monde.store.fermer()
    monde.store = StoreSql(url, "bailleur.example", sels())
    accepte, douteux = monde.liberer(), monde.liberer()
    monde.passer("2024-04-23T09:05")
    repondre(monde, accepte, "ACCEPTE\n\nCordialement,\nMarie Dupont")
    repondre(monde, douteux, "Peut-être, je vois avec Paul Martin.")
    monde.passer("2024-04-23T11:00")
    clore(monde, accepte)
    monde.passer("2024-04-23T11:05")
    monde.horloge.regler(monde.horloge.maintenant().replace(year=2026))
    effacement.effacer(monde.store, COURTE, monde.horloge.maintenant())
    refuse, silencieux = monde.liberer(), monde.liberer()
    monde.passer("2026-04-28T09:05")
    repondre(monde, refuse, "REFUSE\nMotif : pas de candidat, dit Jeanne Petit.")
    monde.passer("2026-04-28T11:00")
    monde.passer("2026-05-04T09:00")
    assert monde.dossier(silencieux).statut == "acceptee_tacite"
    en_attente = Courrier("synthese/essai/gestion@bailleur.example", "synthese", "gestion@bailleur.example")
    monde.store.ecrire(
        Ecriture(courriers=(replace(en_attente, contexte={"jour": "essai"}),)), monde.horloge.maintenant()
    )
    return monde


def clore(monde: Monde, reference: str, motif: str = "logement vendu") -> None:
    """A gestionnaire closes the dossier."""
    ordre = Ordre(le=monde.horloge.maintenant(), verbe=Verbe.ANNULER, par="Claude Roux", motif=motif)
    executer(monde.robot, reference, ordre)


def repondre(monde: Monde, reference: str, corps: str) -> None:
    """Answer the latest offer of that dwelling."""
    offre = [lettre for lettre in monde.courriers(gabarit="offre") if f"/{reference}/" in lettre.cle][-1]
    monde.repondre(offre, corps, de=f"Marie Dupont <marie.dupont@{offre.destinataire.partition('@')[2]}>")
