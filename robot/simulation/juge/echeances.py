"""Deadlines, silences and reminders, counted again by hand."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from robot.simulation.juge.griefs import DELAI, DOUBLE, EFFET, SILENCE, Grief
from robot.simulation.juge.jours import a_l_ouverture, dans_un_mois, dernier_jour, jour_de, jours_ouvres_jusqu_a, minuit
from robot.simulation.juge.livre import trouver
from robot.simulation.juge.suivi import Offre, Suivi
from robot.simulation.releve import Interlocuteur

DESIGNATION = 15
RAPPELS = (10, 14)
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
    """The day may move only while a clock runs or is stopped by a delay; never under the réservataire's own doubt.

    A stranger's answer is no doubt: the delay is what it would be if nobody had written.
    """
    sien = suivi.etat == "a_clarifier" and not offre.inconnu_seul
    if fait["decompte"] is None:
        arretee = suivi.etat in {"a_expedier", "differee"} or offre.recue_le is None or offre.en_retard
        if offre.jours is not None and arretee and not sien:
            yield DELAI, "l'arrivée est prouvée et aucun délai ne court"
        return
    if sien:
        yield DELAI, "le délai repart sous un doute"
    yield from _compte(fait["decompte"], fait["le"], offre.jours, offre, livre)


def preuve_datee(fait: Fait, suivi: Suivi, livre: Livre, *, indirecte: bool) -> Defauts:
    """A server dates the arrival, and the delay runs from there; an absence proves it, and moves no running delay.

    A delay that runs to a later day, given in writing since, stays as it is.
    """
    offre = suivi.courante
    if offre is None or offre.jours is None or (suivi.etat == "a_clarifier" and not offre.inconnu_seul):
        return
    courait = suivi.etat not in {"a_expedier", "differee"} and offre.recue_le is not None and not offre.en_retard
    prouve = dernier_jour(jour_de(fait["le"]), offre.jours, _fermetures(offre, livre))
    plus_tot = courait and offre.dernier is not None and prouve < offre.dernier
    if fait["decompte"] is None and not indirecte and not plus_tot:
        yield DELAI, "un serveur a daté l'arrivée et le délai ne part pas de là"
    if fait["decompte"] is not None and plus_tot:
        yield DELAI, "une preuve a rapproché un délai annoncé"
    if fait["decompte"] is not None and indirecte and courait:
        yield DELAI, "une absence ou une lecture a déplacé le délai"


def _repris(fait: Fait, _suivi: Suivi, offre: Offre, livre: Livre) -> Defauts:
    yield from _compte(fait["decompte"], fait["le"], offre.jours, offre, livre)


def _accord(fait: Fait, suivi: Suivi, offre: Offre, livre: Livre) -> Defauts:
    """Fifteen working days, shortened to the month of a tense zone: every commune of this world is one (R45, R48).

    They run from the acceptance; from the day when a gestionnaire took a
    stranger's for it, or when a silence was established later than on the
    morning after: nobody could designate before (R41). When the month leaves no
    working day, they end with it, though it be past.
    """
    depuis = offre.autorisee_le or fait["le"]
    if fait["fait"] == "AccordTacite":
        tard = offre.dernier is not None and jour_de(fait["etabli_le"]) > offre.dernier + UN_JOUR
        depuis = fait["etabli_le"] if tard else fait["le"]
    jours = None if suivi.logement.neuf else DESIGNATION
    plafond = _plafond(suivi)
    if jours and plafond:
        jours = min(jours, jours_ouvres_jusqu_a(jour_de(depuis), plafond, _fermetures(offre, livre)))
    if jours == 0 and plafond:
        decompte = fait["designation"]
        if decompte is None or (decompte.dernier_jour, decompte.echeance) != (plafond, minuit(plafond)):
            yield DELAI, f"désignation jusqu'au {decompte and decompte.echeance}, le mois finit le {plafond}"
        return
    yield from _compte(fait["designation"], depuis, jours, offre, livre)


def _plafond(suivi: Suivi) -> date | None:
    """A month after the réservataire learnt of the dwelling (R48)."""
    depuis = suivi.sait_depuis
    return dans_un_mois(jour_de(depuis)) if depuis else None


def _rappel_de_designation(fait: Fait, suivi: Suivi, offre: Offre, livre: Livre) -> Defauts:
    """On working days 10 and 14 of the delay, never twice; a short delay has one reminder."""
    if suivi.etat not in {"acceptee", "acceptee_tacite"} or offre.designation is None:
        yield EFFET, f"rappel des candidats sans délai en cours ({suivi.etat})"
        return
    if fait["jour"] in offre.rappels_de_designation:
        yield DOUBLE, f"second rappel du jour {fait['jour']} de la désignation"
    if not offre.delai_accorde and fait["jour"] not in RAPPELS and offre.jours_de_designation > RAPPELS[0]:
        yield DELAI, f"rappel de désignation au jour {fait['jour']}"
    depuis = offre.designation_depuis
    if depuis is not None:
        du = a_l_ouverture(dernier_jour(depuis, fait["jour"], _fermetures(offre, livre)))
        if not du <= fait["le"] <= minuit(offre.designation):
            yield DELAI, f"rappel du jour {fait['jour']} décidé à {fait['le']}, dû à {du}"


def _designation_echue(fait: Fait, suivi: Suivi, offre: Offre, _livre: Livre) -> Defauts:
    """The end of the delay is established only with a mailbox read past it (R46)."""
    if suivi.etat not in {"acceptee", "acceptee_tacite"} or offre.designation is None:
        yield SILENCE, f"fin de désignation sans délai en cours ({suivi.etat})"
        return
    if fait["le"] != minuit(offre.designation):
        yield DELAI, f"fin de désignation datée de {fait['le']}, l'échéance est {minuit(offre.designation)}"
    ouverture = a_l_ouverture(offre.designation + UN_JOUR)
    if min(fait["etabli_le"], fait["lu_jusqu_a"]) < ouverture:
        yield SILENCE, f"fin de désignation établie à {fait['etabli_le']}, boîte lue à {fait['lu_jusqu_a']}"


def rappel_des_candidats(offre: Offre, livre: Livre) -> tuple[datetime, datetime] | None:
    """From when to when a reminder was due that nobody decided, the delay being over; None when none is missing.

    Complete, it called for none: once a candidate is taken back, what is left of those days counts.
    """
    if offre.designation is None or offre.designation_depuis is None or offre.delai_accorde:
        return None
    if offre.rappels_de_designation or offre.jours_de_designation <= RAPPELS[0]:
        return None
    premier = dernier_jour(offre.designation_depuis, RAPPELS[0], _fermetures(offre, livre))
    depuis = a_l_ouverture(premier)
    return max(depuis, offre.rouverte_le or depuis), minuit(offre.designation)


def _delai_accorde(fait: Fait, suivi: Suivi, offre: Offre, livre: Livre) -> Defauts:
    """More time, counted from the order, and never beyond the month (R47 c, R48)."""
    yield from _compte(fait["decompte"], fait["le"], fait["decompte"].jours_ouvres, offre, livre)
    plafond = _plafond(suivi)
    if plafond is None or fait["decompte"].dernier_jour > plafond:
        yield DELAI, f"délai accordé jusqu'au {fait['decompte'].dernier_jour}, le mois finit le {plafond}"


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
    if not suivi.attend_le_reservataire or offre.dernier is None:
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
    "RappelDeDesignation": _rappel_de_designation,
    "DesignationEchue": _designation_echue,
    "DelaiAccorde": _delai_accorde,
}
