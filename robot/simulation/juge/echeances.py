"""Deadlines, silences and reminders, counted again by hand."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from robot.simulation.juge.griefs import DELAI, DOUBLE, EFFET, SILENCE, Grief
from robot.simulation.juge.jours import a_l_ouverture, dernier_jour, jour_de, minuit
from robot.simulation.juge.livre import trouver
from robot.simulation.juge.suivi import Offre, Suivi
from robot.simulation.releve import Interlocuteur

DESIGNATION = 15
UN_JOUR = timedelta(days=1)

Fait = Mapping[str, Any]
Livre = Collection[Interlocuteur]


def griefs(fait: Fait, suivi: Suivi, livre: Livre) -> Iterator[Grief]:
    """What is wrong with the dates of that fact, the dwelling being where `suivi` says."""
    verifier = VERIFIER.get(fait["fait"])
    offre = suivi.courante
    if verifier is None or (offre is None and fait["fait"] != "OrientationDecidee"):
        return
    rang = fait.get("rang")
    if offre and rang is not None and rang != offre.rang and fait["fait"] != "OrientationDecidee":
        yield Grief(EFFET, suivi.logement.reference, f"{fait['fait']} sur l'offre {rang}, qui est terminée")
        return
    for genre, texte in verifier(fait, suivi, offre, livre):
        yield Grief(genre, suivi.logement.reference, texte)


Defauts = Iterator[tuple[str, str]]


def _fermetures(offre: Offre, livre: Livre) -> tuple[date, ...]:
    i = trouver(livre, offre.code)
    return i.fermetures if i else ()


def _compte(decompte: Any, depuis: datetime, jours: int | None, offre: Offre, livre: Livre) -> Defauts:
    """A period of so many working days from the day of `depuis`, or none at all."""
    if (decompte is None) != (jours is None):
        yield DELAI, f"délai {decompte and decompte.dernier_jour}, {jours} jours ouvrés attendus"
    if decompte is None or jours is None:
        return
    attendu = dernier_jour(jour_de(depuis), jours, _fermetures(offre, livre))
    if decompte.dernier_jour != attendu or decompte.echeance != minuit(attendu):
        yield DELAI, f"échéance au {decompte.echeance}, attendue au {minuit(attendu)} (reçu le {depuis})"


def _decidee(fait: Fait, suivi: Suivi, _offre: Offre | None, livre: Livre) -> Defauts:
    i = trouver(livre, fait["reservataire"])
    jours = None if suivi.logement.neuf or i is None else i.jours
    ecrit = fait["reponse"].jours_ouvres if fait["reponse"] else None
    if ecrit != jours:
        yield DELAI, f"{ecrit} jours pour répondre, la convention en donne {jours}"
    if i and fait["silence"] != i.silence_vaut:
        yield SILENCE, f"le silence vaudrait {fait['silence']}, la convention dit {i.silence_vaut}"


def _expediee(fait: Fait, _suivi: Suivi, offre: Offre, livre: Livre) -> Defauts:
    yield from _compte(fait["decompte"], fait["le"], offre.jours, offre, livre)


def _constatee(fait: Fait, suivi: Suivi, offre: Offre, livre: Livre) -> Defauts:
    """The day may move only while a clock runs or is stopped by a delay; never under a doubt."""
    if fait["decompte"] is None:
        if offre.jours is not None and suivi.etat in {"a_expedier", "differee"}:
            yield DELAI, "l'arrivée est prouvée et aucun délai ne court"
        return
    if suivi.etat == "a_clarifier":
        yield DELAI, "le délai repart sous un doute"
    yield from _compte(fait["decompte"], fait["le"], offre.jours, offre, livre)


def _repris(fait: Fait, _suivi: Suivi, offre: Offre, livre: Livre) -> Defauts:
    yield from _compte(fait["decompte"], fait["le"], offre.jours, offre, livre)


def _accord(fait: Fait, suivi: Suivi, offre: Offre, livre: Livre) -> Defauts:
    jours = None if suivi.logement.neuf else DESIGNATION
    yield from _compte(fait["designation"], fait["le"], jours, offre, livre)


def _silence(fait: Fait, suivi: Suivi, offre: Offre, livre: Livre) -> Defauts:
    if suivi.etat != "en_attente" or offre.dernier is None or offre.recue_le is None:
        yield SILENCE, f"silence compté sans délai en cours ({suivi.etat}, réception {offre.recue_le})"
        return
    if fait["le"] != minuit(offre.dernier):
        yield SILENCE, f"silence daté de {fait['le']}, l'échéance est {minuit(offre.dernier)}"
    ouverture = a_l_ouverture(offre.dernier + UN_JOUR)
    if min(fait["etabli_le"], fait["lu_jusqu_a"]) < ouverture:
        yield SILENCE, f"silence établi à {fait['etabli_le']}, boîte lue à {fait['lu_jusqu_a']}, pas avant {ouverture}"
    i = trouver(livre, offre.code)
    tacite = "RefusTacite" if i and i.silence_vaut == "refus" else "AccordTacite"
    if fait["fait"] != tacite:
        yield SILENCE, f"{fait['fait']} écrit, {tacite} attendu"
    if fait["fait"] == "AccordTacite":
        yield from _accord(fait, suivi, offre, livre)


def _rappel(fait: Fait, suivi: Suivi, offre: Offre, _livre: Livre) -> Defauts:
    if suivi.etat != "en_attente" or offre.dernier is None:
        yield EFFET, f"rappel sans délai en cours ({suivi.etat})"
        return
    if offre.dernier in offre.rappels:
        yield DOUBLE, f"second rappel pour l'échéance du {offre.dernier}"
    if not a_l_ouverture(offre.dernier) <= fait["le"] <= minuit(offre.dernier):
        yield DELAI, f"rappel décidé à {fait['le']}, l'échéance est le {offre.dernier}"


VERIFIER: Mapping[str, Any] = {
    "OrientationDecidee": _decidee,
    "OrientationExpediee": _expediee,
    "RemiseConstatee": _constatee,
    "DelaiRepris": _repris,
    "AccordRecu": _accord,
    "AccordTacite": _silence,
    "RefusTacite": _silence,
    "RappelDecide": _rappel,
}
