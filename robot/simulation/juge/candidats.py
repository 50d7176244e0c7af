"""What is wrong with a fact about households: dates, proofs, ranks, the DALO household alone (R45, R64, R70-R74)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from robot.simulation.juge.attentes_menages import prouvee_a_temps
from robot.simulation.juge.griefs import DELAI, DOUBLE, EFFET, PERDU, RANG, SILENCE, Grief
from robot.simulation.juge.jours import a_l_ouverture, jour_de, minuit
from robot.simulation.juge.menages import Menage
from robot.simulation.juge.suivi import Suivi
from robot.simulation.releve import Arrivee

Fait = Mapping[str, Any]
Defauts = Iterator[tuple[str, str]]

REQUIS = 3
DIX_JOURS = timedelta(days=10)
UN_JOUR = timedelta(days=1)
SEPT_JOURS = timedelta(days=7)
NUD = re.compile(r"\d{5}(?:0[1-9]|1[0-2])\d{11}")
# Where nobody has the dwelling, if nobody is in the running.
LIBRES = frozenset({"acceptee", "insuffisante", "recherche", "sans_attributaire"})
ATTRIBUTIONS = frozenset({"attribution", "rang", "condition"})


def griefs(fait: Fait, suivi: Suivi, ddets: str) -> Iterator[Grief]:
    """What is wrong with that fact, the dwelling being where `suivi` says before it."""
    verifier = VERIFIER.get(fait["fait"])
    menage = suivi.menages.get(fait.get("numero", 0))
    if verifier is None:
        return
    if menage is None and "numero" in fait and fait["fait"] != "CandidatDesigne":
        yield Grief(EFFET, suivi.logement.reference, f"{fait['fait']} sur un candidat que personne n'a désigné")
        return
    for genre, texte in verifier(fait, menage, suivi, ddets):
        yield Grief(genre, suivi.logement.reference, texte)


def requis(suivi: Suivi) -> int:
    """Three households, or one under the right to housing or for a PLAI adapté (R45, R70)."""
    return 1 if suivi.logement.plai_adapte or any(m.dalo for m in suivi.en_lice) else REQUIS


def _designe(fait: Fait, _menage: Menage | None, suivi: Suivi, _ddets: str) -> Defauts:
    if NUD.fullmatch(fait["nud"]) is None:
        yield EFFET, f"« {fait['nud']} » pris pour un numéro unique"
    if any(m.nud == fait["nud"] for m in suivi.en_lice):
        yield DOUBLE, f"le ménage {fait['nud']} est désigné deux fois"
    dalo = fait["critere"] == "dalo"
    if suivi.en_lice and (dalo or any(m.dalo for m in suivi.en_lice)):
        yield RANG, "un ménage DALO n'est pas candidat unique"


def _corrige(fait: Fait, menage: Menage, suivi: Suivi, _ddets: str) -> Defauts:
    if fait["nud"] != menage.nud:
        yield EFFET, f"la correction change {menage.nud} en {fait['nud']}"
    if fait["critere"] == "dalo" and len(suivi.en_lice) > 1:
        yield RANG, "une correction laisse un ménage DALO avec d'autres"


def _complete(fait: Fait, _menage: Menage | None, suivi: Suivi, _ddets: str) -> Defauts:
    # What is found later undoes a silence: that household is back, alone.
    defait = [m.numero for m in suivi.en_lice if m.courante and m.courante.dementi]
    seul = fait["nombre"] == len(defait) == 1
    if not seul and (len(suivi.en_lice) < requis(suivi) or fait["nombre"] != len(suivi.en_lice)):
        yield RANG, f"désignation dite complète avec {len(suivi.en_lice)} candidat(s) sur {requis(suivi)}"


def _propose(fait: Fait, menage: Menage, suivi: Suivi, _ddets: str) -> Defauts:
    """Written to once per round; the date leaves ten days; one at a time, in order, after the commission."""
    if fait["tour"] != len(menage.lettres) + 1:
        yield DOUBLE, f"proposition {fait['tour']} au ménage {menage.numero}, qui en a reçu {len(menage.lettres)}"
    if not menage.en_lice:
        yield RANG, f"proposition au ménage {menage.numero}, qui n'est plus en lice"
    if fait["dernier_jour"] < jour_de(fait["le"]) + DIX_JOURS:
        yield DELAI, f"réponse demandée pour le {fait['dernier_jour']}, moins de dix jours après le {fait['le']}"
    if fait["dalo"] is not menage.dalo:
        yield EFFET, f"lettre DALO : {fait['dalo']}, ménage DALO : {menage.dalo}"
    if fait["voie"] == "courriel" and not menage.courriel:
        yield EFFET, "courriel à un ménage sans adresse"
    if fait["etape"] == "attribution":
        yield from _a_son_rang(menage, suivi)
    elif menage.lettres and menage.courante and menage.courante.reponse == "oui":
        yield DOUBLE, f"le ménage {menage.numero} a déjà dit oui"


def _a_son_rang(menage: Menage, suivi: Suivi) -> Defauts:
    if menage.issue not in ATTRIBUTIONS:
        yield RANG, f"logement attribué au ménage {menage.numero}, que la commission n'a pas retenu"
    for autre in suivi.en_lice:
        if autre is menage:
            continue
        if autre.issue in ATTRIBUTIONS and autre.ordre < menage.ordre:
            yield RANG, f"le ménage {menage.numero} (rang {menage.ordre}) passe avant le ménage {autre.numero}"
        if autre.courante and autre.courante.etape == "attribution":
            yield RANG, f"le logement est offert aux ménages {autre.numero} et {menage.numero} à la fois"


def _silence(fait: Fait, menage: Menage, suivi: Suivi, _ddets: str) -> Defauts:
    """No proof of reception ten days before, no refusal by silence (CE, 19 June 2025)."""
    lettre = menage.courante
    if lettre is None or lettre.reponse != "attendue" or not menage.peut_repondre(suivi.etat, len(suivi.offres)):
        yield SILENCE, f"silence du ménage {menage.numero}, à qui rien n'était demandé"
        return
    if fait["le"] != minuit(lettre.dernier):
        yield SILENCE, f"silence daté de {fait['le']}, la date annoncée est le {lettre.dernier}"
    ouverture = a_l_ouverture(lettre.dernier + UN_JOUR)
    if min(fait["etabli_le"], fait["lu_jusqu_a"]) < ouverture:
        yield SILENCE, f"silence établi à {fait['etabli_le']}, boîte lue à {fait['lu_jusqu_a']}, pas avant {ouverture}"
    opposable = lettre.dalo or lettre.etape == "attribution"
    if fait["refus"] is not opposable:
        yield SILENCE, f"silence tenu pour un refus : {fait['refus']}, opposable : {opposable}"
    if fait["refus"] and not prouvee_a_temps(lettre):
        yield SILENCE, f"silence du ménage {menage.numero} tenu pour un refus, réception {lettre.remise_le}"


def _tombe(fait: Fait, menage: Menage, suivi: Suivi, _ddets: str) -> Defauts:
    """Only a silence that stood falls; the household is back where nobody else has the dwelling (R70)."""
    if menage.courante is None or menage.courante.reponse != "silence":
        yield SILENCE, f"le silence du ménage {menage.numero} tombe, et n'avait pas été établi"
    autres = suivi.etat != "sans_attributaire" or any(m.dalo for m in (menage, *suivi.en_lice))
    libre = suivi.etat in LIBRES and menage.rang == len(suivi.offres) and not (autres and suivi.en_lice)
    libre = libre and suivi.suivante(menage) is None
    if fait["revient"] is not libre:
        yield RANG, f"le ménage {menage.numero} revient : {fait['revient']}, logement libre pour lui : {libre}"


def _sans_preuve(_fait: Fait, menage: Menage, suivi: Suivi, _ddets: str) -> Defauts:
    lettre = menage.courante
    tombe = lettre is not None and lettre.reponse == "silence_tombe" and lettre.absente
    attendu = lettre is not None and lettre.reponse == "attendue"
    if not tombe and not (attendu and menage.peut_repondre(suivi.etat, len(suivi.offres))):
        yield SILENCE, f"silence sans preuve du ménage {menage.numero}, à qui rien n'était demandé"
    elif lettre is not None and prouvee_a_temps(lettre):
        yield SILENCE, f"la réception par le ménage {menage.numero} est prouvée le {lettre.remise_le}"


def _avise(fait: Fait, menage: Menage, _suivi: Suivi, ddets: str) -> Defauts:
    """One notice for each refusal of a DALO household; another one of the same only for another address."""
    if not menage.dalo or not menage.a_refuse:
        yield EFFET, f"la DDETS est avisée d'un refus du ménage {menage.numero}, qui n'en est pas un"
    if menage.avise_de_ce_refus and not (menage.avis_revenu and fait["adresse"] != menage.adresse_de_l_avis):
        yield DOUBLE, f"second avis à la DDETS pour le ménage {menage.numero}"
    if fait["adresse"] != ddets:
        yield EFFET, f"avis envoyé à {fait['adresse']}, la DDETS est à {ddets}"


def _detrompe(fait: Fait, menage: Menage, _suivi: Suivi, ddets: str) -> Defauts:
    """The State is told once that a refusal is none, where it holds that; again each week if that came back."""
    if not menage.a_detromper:
        yield DOUBLE, f"retrait sans objet de l'avis sur le ménage {menage.numero}"
    attendue = ddets if menage.detrompes else menage.adresse_de_l_avis
    if fait["adresse"] != menage.retrait_a or menage.retrait_le is None:
        if fait["adresse"] != attendue:
            yield EFFET, f"retrait envoyé à {fait['adresse']}, {attendue} attendue"
    elif not menage.detrompe_encore or fait["le"] < a_l_ouverture(jour_de(menage.retrait_le) + SEPT_JOURS):
        yield EFFET, f"retrait renvoyé à {fait['adresse']}, où le {menage.detrompes}e est parti le {menage.retrait_le}"


def _revient(fait: Fait, menage: Menage, _suivi: Suivi, _ddets: str) -> Defauts:
    """Only a server's refusal, at its own address, proves that nobody holds a letter."""
    chez_elle = menage.retrait_a if fait["courrier"] == "retrait_ddets" else menage.adresse_de_l_avis
    if fait["certain"] and not (fait["statut"].startswith("5") and fait["destinataire"] == chez_elle):
        yield EFFET, f"{fait['courrier']} dit revenu de {fait['destinataire']} ({fait['statut']}), envoyé à {chez_elle}"


def _relance(_fait: Fait, menage: Menage, _suivi: Suivi, _ddets: str) -> Defauts:
    if not menage.avise_de_ce_refus or menage.avis_accuse or menage.avis_revenu or menage.relance:
        yield DOUBLE, f"relance de la DDETS sans objet pour le ménage {menage.numero}"


def _bail(fait: Fait, menage: Menage, _suivi: Suivi, _ddets: str) -> Defauts:
    lettre = menage.courante
    if lettre is None or lettre.etape != "attribution" or lettre.reponse != "oui":
        yield RANG, f"bail du ménage {fait['numero']}, qui n'a pas accepté d'attribution"


def _clos(_fait: Fait, _menage: Menage | None, suivi: Suivi, _ddets: str) -> Defauts:
    """Every line of the SNE was typed, the radiation among them."""
    if suivi.sne_saisies | suivi.sne_caduques != set(range(1, suivi.sne + 1)):
        yield PERDU, f"dossier clos, lignes du SNE saisies : {sorted(suivi.sne_saisies)} sur {suivi.sne}"


def _accepte(_fait: Fait, menage: Menage, _suivi: Suivi, _ddets: str) -> Defauts:
    if not menage.en_lice:
        yield RANG, f"accord du ménage {menage.numero}, qui n'est plus en lice"


def _condition(_fait: Fait, menage: Menage, suivi: Suivi, _ddets: str) -> Defauts:
    if menage.issue != "condition" or suivi.etat not in {"attribuee", "a_signer"}:
        yield EFFET, f"condition dite non remplie pour le ménage {menage.numero}, qui n'en avait pas"


VERIFIER: Mapping[str, Any] = {
    "ConditionDefaillie": _condition,
    "CandidatDesigne": _designe,
    "CandidatCorrige": _corrige,
    "DesignationComplete": _complete,
    "CandidatPropose": _propose,
    "CandidatAccepte": _accepte,
    "SilenceDuCandidat": _silence,
    "SilenceTombe": _tombe,
    "SilenceSansPreuve": _sans_preuve,
    "DdetsAvisee": _avise,
    "DdetsDetrompee": _detrompe,
    "DdetsRelancee": _relance,
    "AvisRevenu": _revient,
    "BailSigne": _bail,
    "DossierClos": _clos,
}


def a_la_fin(suivi: Suivi, ddets: str) -> Iterator[Grief]:
    """When nothing breaks any more: every household in the running was written to, the State told of every refusal."""
    reference = suivi.logement.reference
    for menage in suivi.menages.values():
        if menage.dalo and menage.a_refuse and not menage.avise_de_ce_refus and ddets:
            yield Grief(PERDU, reference, f"la DDETS n'a pas été avisée du refus du ménage {menage.numero}")
        if menage.a_detromper and menage.retrait_a != ddets and suivi.etat not in {"annulee", "soustraite", "close"}:
            yield Grief(PERDU, reference, f"la DDETS tient un refus du ménage {menage.numero}, qui n'en est pas un")
        revenu = menage.a_refuse and menage.avis_revenu and ddets != menage.adresse_de_l_avis
        if revenu and suivi.etat not in {"annulee", "soustraite", "close"}:
            yield Grief(
                PERDU, reference, f"l'avis du ménage {menage.numero} est revenu, et n'est pas reparti vers {ddets}"
            )
    if suivi.etat in {"complete", "convoquee"}:
        for menage in suivi.en_lice:
            if not menage.lettres:
                yield Grief(PERDU, reference, f"le ménage {menage.numero} n'a reçu aucune proposition")


def tous_pris(reference: str, faits: Sequence[Fait], arrivee: Arrivee) -> Iterator[Grief]:
    """Each household that the message names was taken, or is told with the reason why it was not (R61)."""
    lues = [fait for fait in faits if fait["fait"] == "DesignationLue"]
    if len(lues) != 1:
        yield Grief(PERDU, reference, f"la désignation de {arrivee.de} n'a pas été lue jusqu'au bout")
        return
    pris = {fait["nud"] for fait in faits if "nud" in fait}
    referents = {fait["nud"]: fait.get("referent_courriel", "") for fait in faits if "nud" in fait}
    for designe in arrivee.propos[0].designes:
        retire = designe.retrait and bool(lues[0]["retires"])
        if not retire and designe.nud not in pris and designe.nud not in lues[0]["ecartes"]:
            yield Grief(PERDU, reference, f"le ménage {designe.nud} n'a été ni pris ni refusé")
        if not designe.valide and designe.nud in pris:
            yield Grief(EFFET, reference, f"{designe.nud} n'est pas un numéro unique")
        if designe.nud in pris and not designe.retrait and referents[designe.nud] != designe.referent:
            yield Grief(EFFET, reference, f"référent {referents[designe.nud]} au lieu de {designe.referent}")
