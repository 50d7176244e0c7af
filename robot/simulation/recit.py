"""Tells a story day by day, in French: what was released, sent, received, broken, and what the journal says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from robot.domain.dates import jour_en_lettres
from robot.simulation.monde import Partie
from robot.simulation.plan import ZONE
from robot.simulation.releve import COMPLETE, Arrivee, Depart

DITS = {
    "confiee": "",
    "refusee": " (refusé par le serveur)",
    "reportee": " (remis à plus tard par le serveur)",
    "inconnue": " (liaison coupée : parti ou non ?)",
    "": " (le robot est mort avant la réponse du serveur)",
}
DE_SERVICE = frozenset({"synthese", "alerte"})


def raconter(partie: Partie) -> Iterator[str]:
    """The lines of the story."""
    jour = None
    for instant, texte in sorted(_evenements(partie), key=lambda evenement: evenement[0]):
        local = instant.astimezone(ZONE)
        if local.date() != jour:
            jour = local.date()
            yield f"{jour_en_lettres(jour).capitalize()}"
        yield f"  {local:%H:%M:%S}  {texte}"


def _evenements(partie: Partie) -> Iterator[tuple[datetime, str]]:
    releve = partie.releve
    yield from ((instant, f"panne : {panne}") for instant, panne in releve.pannes)
    yield from ((d.le, _dire_un_depart(d)) for d in releve.departs if d.gabarit not in DE_SERVICE)
    yield from ((arrivee.depose_le, _dire_une_arrivee(arrivee)) for arrivee in releve.arrivees)
    for ordre in releve.ordres:
        yield ordre.le, f"{ordre.par} : {ordre.verbe.upper()} {ordre.reference}{'' if ordre.pris else ' (refusé)'}"
    yield from ((p.fin, f"la passe s'arrête : {p.issue}") for p in releve.passages if p.issue != COMPLETE)
    yield from _faits(partie)


def _faits(partie: Partie) -> Iterator[tuple[datetime, str]]:
    faits = {(f["reference"], f["ligne"]): f for f in partie.tables.journal}
    for ecrit in partie.releve.ecrits:
        for cle in filter(faits.__contains__, ecrit.faits):
            yield ecrit.le, f"{cle[0]} → {faits[cle]['fait']} (le {faits[cle]['le'].astimezone(ZONE):%d/%m %H:%M})"


def _dire_un_depart(depart: Depart) -> str:
    return f"✉ {depart.gabarit} {depart.reference} → {depart.destinataire}{DITS[depart.dit]}"


def _dire_une_arrivee(arrivee: Arrivee) -> str:
    sujets = ", ".join(f"{p.sens or 'au sujet de'} {p.reference}.{p.rang}" for p in arrivee.propos)
    precisions = [
        f"hors du fil ({arrivee.lien})" if arrivee.lien != "fil" else "",
        f"DMARC {arrivee.dmarc}" if arrivee.dmarc != "pass" else "",
        f"classé dans {arrivee.dossier}" if arrivee.dossier != "INBOX" else "",
        f"seconde remise du message {arrivee.original}" if arrivee.original else "",
        f"reçu le {arrivee.recu_le.astimezone(ZONE):%d/%m %H:%M}"
        if arrivee.recu_le.date() != arrivee.depose_le.date()
        else "",
    ]
    suite = " ; ".join(filter(None, [sujets, *precisions]))
    return f"← {arrivee.numero}. {arrivee.genre} de {arrivee.de} : {suite}"
