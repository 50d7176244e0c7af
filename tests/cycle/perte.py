"""A robot that is lost and restored: the week it lived, the backup, the new machine with the same mailbox."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, replace
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

from robot.adapters.base.store import StoreSql
from robot.adapters.memoire import FacteurEnMemoire
from robot.adapters.sauvegarde import restaurer, sauvegarder
from robot.domain import faits as f
from robot.domain.dossier import Statut as S
from tests.cycle.courriels import ALS, dsn
from tests.fabrique import CARNET, FICHE, JETONS, paris
from tests.monde import Monde

ADMIN = "admin@bailleur.example"
IDENTITE = {"siren": CARNET.bailleur.siren, "secret": JETONS.marque}
LUNDI, MARDI, MERCREDI, JEUDI, VENDREDI = (f"2026-05-{jour}" for jour in (18, 19, 20, 21, 22))

# Known from the server's own words, which died with the robot.
PAROLES_DU_SERVEUR = ("preuve",)


def creer(dossier: Path) -> Monde:
    """A robot on a file, on Monday at nine; the one that will be lost."""
    monde = Monde.creer(f"{LUNDI}T09:00", base=dossier / "perdue.sqlite")
    monde.store.lier(IDENTITE)
    return monde


def photographier(monde: Monde) -> Path:
    """`robot sauvegarder`, now."""
    assert monde.store.moteur.url.database
    fichier = Path(monde.store.moteur.url.database).with_name("sauvegarde.sqlite")
    sauvegarder(monde.store, fichier, monde.horloge.maintenant())
    return fichier


def perdre_et_restaurer(
    monde: Monde, sauvegarde: Path, le: str | None = None, *, url: str = "", nom: str = "neuve.sqlite"
) -> Monde:
    """The machine burns; another one is restored, with the same mailbox, which moved on."""
    if le is not None:
        monde.horloge.regler(paris(le))
    neuf = StoreSql(url or f"sqlite:///{sauvegarde.with_name(nom)}", "bailleur.example")
    restaurer(sauvegarde, neuf, IDENTITE)
    return replace(monde, store=neuf, facteur=FacteurEnMemoire())


def histoire(monde: Monde, references: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
    """Every fact of these dwellings, without the server's words."""
    return {r: [_sans_les_paroles(inscrit.fait) for inscrit in monde.store.journal(r)] for r in references}


def _sans_les_paroles(fait: f.Fait) -> dict[str, Any]:
    valeurs = {"fait": type(fait).__name__, **asdict(fait)}
    if isinstance(fait, f.OrientationExpediee | f.AccordTacite | f.RefusTacite):
        valeurs |= dict.fromkeys(PAROLES_DU_SERVEUR)
    return valeurs


def identifiants(monde: Monde) -> list[str]:
    return [e.cle for e in monde.facteur.remis]


def vivre_une_semaine(monde: Monde) -> Path:
    """Backed up on Monday at nine; then offers, refusals, an acceptance, a silence, a bounce, a late answer."""
    refus, accord, silence, rebond = (monde.liberer(replace(FICHE, adresse=str(n))) for n in range(4))
    monde.passer()
    sauvegarde = photographier(monde)
    offres = {e.cle.split("/")[1]: e for e in monde.courriers(gabarit="offre")}
    monde.horloge.regler(paris(f"{LUNDI}T11:00"))
    monde.repondre(offres[refus], "REFUSE, loyer trop élevé")
    monde.boite.deposer(dsn(offres[rebond], "failed", "5.1.1"))
    monde.passer()
    monde.repondre(offres[accord], "ACCEPTE")
    monde.passer(f"{MARDI}T10:00")
    for heure in (f"{MERCREDI}T08:00", f"{JEUDI}T08:00"):
        monde.passer(heure)
    monde.repondre(monde.courriers(ALS, "offre")[-1], "peut-être", recu_le=paris(f"{JEUDI}T09:30"))
    monde.passer(f"{JEUDI}T09:30")
    assert [monde.dossier(r).statut for r in (refus, accord, silence, rebond)] == [
        S.ACCEPTEE_TACITE,
        S.ACCEPTEE,
        S.ACCEPTEE_TACITE,
        S.NON_REMISE,
    ]
    return sauvegarde


def texte(monde: Monde, destinataire: str) -> str:
    """The words of the latest alert to that address."""
    recue = message_from_bytes(monde.courrier(destinataire, "alerte").octets, policy=policy.default)
    corps = recue.get_body(("plain",))
    assert corps is not None
    return " ".join(corps.get_content().replace("\n> ", " ").split())


def identifiant_ecrit(octets: bytes) -> str:
    return str(message_from_bytes(octets, policy=policy.default)["Message-ID"])
