"""What somebody's words wrote: the date it counts from, what it says, what a gestionnaire makes of a stranger's."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from robot.simulation import releve as r
from robot.simulation.juge import echeances
from robot.simulation.juge.attentes_menages import TARDIVE
from robot.simulation.juge.griefs import DELAI, EFFET, PERDU, Grief
from robot.simulation.juge.jours import minuit
from robot.simulation.juge.suivi import Suivi
from robot.simulation.releve import Arrivee, Interlocuteur

Fait = Mapping[str, Any]
Defauts = Iterator[tuple[str, str]]

# What is not dated from the reception of the message that proves it.
DES_PREUVES = frozenset({"RemiseConstatee", "PropositionRemise"})
CLAIRES = {r.ACCEPTE: "accepte", r.REFUSE: "refuse"}
DECIDENT = {"accepte": "AccordRecu", "refuse": "RefusRecu"}


def bien_ecrit(ecrits: Sequence[Fait], suivi: Suivi, arrivee: Arrivee, livre: Collection[Interlocuteur]) -> Defauts:
    """The fact that this message had to write was written: what is wrong with it."""
    premier = ecrits[0]
    nom = premier["fait"]
    if nom not in DES_PREUVES and premier["le"] != _comptee_du(arrivee.recu_le, suivi, premier):
        yield EFFET, f"{nom} daté de {premier['le']} au lieu de la réception"
    if nom == "RemiseConstatee":
        indirecte = arrivee.genre in {r.ABSENCE, r.LECTURE}
        yield from echeances.preuve_datee(premier, suivi, livre, indirecte=indirecte)
    elif nom == TARDIVE:
        yield from _complement(ecrits, suivi, arrivee)
    elif nom == "ReponseNonAutorisee":
        yield from _d_un_inconnu(premier, arrivee)


def _comptee_du(recu_le: datetime, suivi: Suivi, fait: Fait) -> datetime:
    """Nothing answers an offer before it left, nor a dwelling before it was free (note 005)."""
    offre = suivi.offre(fait.get("rang", 0))
    depart = offre.expediee_le if offre and offre.expediee_le else suivi.libere_le
    return max(recu_le, depart) if depart else recu_le


def _complement(ecrits: Sequence[Fait], suivi: Suivi, arrivee: Arrivee) -> Defauts:
    """What a DALO household sends after its refusal goes to the State as well, unless it now says yes (R73)."""
    propos = arrivee.propos[0]
    transmis = {fait["numero"] for fait in ecrits if fait["fait"] == "ComplementRecu"}
    for menage in suivi.menages.values():
        refuse = menage.dalo and menage.a_refuse and propos.sens != r.ACCEPTE
        vise = menage.numero == propos.numero if arrivee.lien == r.FIL else menage.rang == len(suivi.offres)
        de_lui = arrivee.de == menage.courriel and arrivee.dmarc != "fail"
        voulu = refuse and vise and de_lui and bool(arrivee.fichiers)
        if voulu is not (menage.numero in transmis):
            yield PERDU if voulu else EFFET, f"complément du ménage {menage.numero} transmis : {not voulu}"


def _d_un_inconnu(fait: Fait, arrivee: Arrivee) -> Defauts:
    """A gestionnaire may take it for the réservataire's: it must be what was said."""
    dits = {CLAIRES.get(propos.sens, "") for propos in arrivee.propos}
    dite = fait["decision"] if fait["decision"] in DECIDENT else ""
    if dite and dite not in dits:
        yield EFFET, f"la réponse d'un inconnu est lue « {dite} »"


def griefs(fait: Fait, faits: Sequence[Fait], suivi: Suivi) -> Iterator[Grief]:
    """What is wrong with that fact, among those of its transaction, the dwelling being where `suivi` says before it."""
    if fait["fait"] == "ReponseAutorisee":
        suite = faits[faits.index(fait) + 1 :]
        for genre, texte in _autorisee(fait, suite[0] if suite else {}, suivi):
            yield Grief(genre, suivi.logement.reference, texte)


def _autorisee(fait: Fait, suite: Fait, suivi: Suivi) -> Defauts:
    """What the strangers said with one voice, as of the first answer if that was in time (C13)."""
    offre = suivi.courante
    dites = {decision for _, decision in offre.inconnus} if offre else set()
    if offre is None or len(dites) != 1 or not dites <= DECIDENT.keys():
        yield EFFET, f"réponse autorisée, les inconnus ayant dit {sorted(dites)}"
        return
    (decision,) = dites
    if suite.get("fait") != DECIDENT[decision]:
        yield EFFET, f"réponse autorisée : {suite.get('fait')} écrit, l'inconnu a dit {decision}"
        return
    premiere = offre.inconnus[0][0]
    a_temps = offre.dernier is None or premiere <= minuit(offre.dernier)
    if suite["le"] != (premiere if a_temps else fait["le"]):
        yield DELAI, f"réponse autorisée datée de {suite['le']}, reçue le {premiere}"
