"""The letters to households and to the DDETS that each fact calls for, and what they must hold (R64, R71, R73)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from email import message_from_bytes
from typing import Any

from robot.simulation import releve as r
from robot.simulation.juge.griefs import LETTRE, Grief
from robot.simulation.juge.jours import jour_de
from robot.simulation.juge.menages import Menage
from robot.simulation.juge.suivi import Suivi
from robot.simulation.releve import Arrivee, Releve, Tables

Fait = Mapping[str, Any]
# Template, and to whom: "" is the gestionnaires.
Demande = tuple[str, str]

TERMINENT = frozenset({"BailSigne", "OrientationRetiree", "DossierAnnule", "LogementSoustrait"})
A_TRANCHER = "candidat_a_trancher"
PAPIER = ("lettre_a_poster", "")


def demandees(fait: Fait, suivi: Suivi) -> Iterator[Demande]:
    """The letters that a fact calls for, the dwelling being where `suivi` says after it."""
    nom = fait["fait"]
    if nom in TERMINENT:
        yield from _fin(fait, suivi)
    menage = suivi.menages.get(fait.get("numero", 0))
    if menage is not None and nom in DEMANDER:
        yield from DEMANDER[nom](fait, menage, suivi)


def _au_menage(gabarit: str, menage: Menage) -> Demande:
    return (gabarit, menage.courriel) if menage.par_courriel else PAPIER


def _fin(fait: Fait, suivi: Suivi) -> Iterator[Demande]:
    for menage in suivi.en_lice:
        preneur = fait["fait"] == "BailSigne" and menage.numero == fait["numero"]
        if menage.lettres and not preneur and not menage.congedie:
            menage.congedie = True  # told once, whatever else ends the dossier before it goes elsewhere
            yield _au_menage("resultat_candidat", menage)


def _propose(fait: Fait, menage: Menage, _suivi: Suivi) -> Iterator[Demande]:
    gabarit = "attribution_candidat" if fait["etape"] == "attribution" else "proposition_candidat"
    if fait["dalo"]:
        gabarit = "proposition_dalo"
    yield PAPIER if fait["voie"] == "papier" else (gabarit, menage.courriel)
    if fait["dalo"] and menage.referent:  # R72
        yield "information_referent", menage.referent


def _accuse(fait: Fait, menage: Menage, _suivi: Suivi) -> Iterator[Demande]:
    yield _au_menage("constat_dossier_candidat" if fait.get("sans_dossier") else "accuse_candidat", menage)


def _de_lui(fait: Fait, menage: Menage) -> bool:
    return bool(fait["par"]) and fait["par"] == menage.courriel


def _tardive(fait: Fait, menage: Menage, suivi: Suivi) -> Iterator[Demande]:
    if _de_lui(fait, menage):
        yield _au_menage("accuse_candidat", menage)
    suivie = menage.rang == len(suivi.offres) and suivi.etat not in {"close", "soustraite", "annulee", "louee"}
    contredit = menage.a_refuse is not (fait["decision"] == r.REFUSE) and not menage.retire
    if menage.ecarte_a_tort or (suivie and contredit):
        yield A_TRANCHER, ""


def _tombe(fait: Fait, _menage: Menage, _suivi: Suivi) -> Iterator[Demande]:
    """Whoever comes back, or wrote, is told of by what follows; the others are for a person to warn."""
    if not fait["revient"] and not fait["repondu"]:
        yield A_TRANCHER, ""


def _absent(fait: Fait, menage: Menage, _suivi: Suivi) -> Iterator[Demande]:
    """A silence that stands may be that of somebody who was away: a person is told."""
    if menage.courante and menage.courante.reponse == "silence" and menage.courante.tour == fait["tour"]:
        yield A_TRANCHER, ""


def _detrompe(fait: Fait, _menage: Menage, _suivi: Suivi) -> Iterator[Demande]:
    yield "retrait_ddets", fait["adresse"]


def _a_clarifier(fait: Fait, menage: Menage, suivi: Suivi) -> Iterator[Demande]:
    lettre = menage.courante
    tard = lettre is not None and jour_de(fait["le"]) > lettre.dernier
    siennes = (m.courante for m in suivi.menages.values() if m.nud == menage.nud)
    revient = any(autre is not None and autre.dementi == fait["message"] != "" for autre in siennes)
    if _de_lui(fait, menage) and not (tard or revient) and suivi.etat != "sans_attributaire":
        yield _au_menage("a_preciser_candidat", menage)
    else:
        yield A_TRANCHER, ""


def _silence(fait: Fait, menage: Menage, _suivi: Suivi) -> Iterator[Demande]:
    if fait["refus"]:
        yield _au_menage("constat_silence_candidat", menage)


def _decide(fait: Fait, menage: Menage, _suivi: Suivi) -> Iterator[Demande]:
    if fait["issue"] not in {"attribution", "condition"} and fait["ordre"] != 1:
        yield _au_menage("resultat_candidat", menage)


def _retire(_fait: Fait, menage: Menage, _suivi: Suivi) -> Iterator[Demande]:
    if menage.lettres:
        yield _au_menage("resultat_candidat", menage)


def _avise(fait: Fait, menage: Menage, _suivi: Suivi) -> Iterator[Demande]:
    yield "avis_ddets", fait["adresse"]
    for _ in range(menage.complements):
        yield "complement_ddets", fait["adresse"]


def _complete(_fait: Fait, menage: Menage, _suivi: Suivi) -> Iterator[Demande]:
    if menage.avis and not menage.avis_revenu:
        yield "complement_ddets", menage.adresse_de_l_avis


def _relance(_fait: Fait, menage: Menage, _suivi: Suivi) -> Iterator[Demande]:
    yield "rappel_ddets", menage.adresse_de_l_avis


DEMANDER: Mapping[str, Any] = {
    "CandidatPropose": _propose,
    "CandidatAccepte": _accuse,
    "CandidatRefuse": _accuse,
    "ReponseDuCandidatTardive": _tardive,
    "ReponseDuCandidatAClarifier": _a_clarifier,
    "SilenceTombe": _tombe,
    "AbsenceDuCandidat": _absent,
    "DdetsDetrompee": _detrompe,
    "SilenceDuCandidat": _silence,
    "CommissionDecidee": _decide,
    "ConditionDefaillie": lambda _fait, menage, _suivi: iter((_au_menage("resultat_candidat", menage),)),
    "CandidatRetire": _retire,
    "DdetsAvisee": _avise,
    "DdetsRelancee": _relance,
    "ComplementRecu": _complete,
}


# --- what they hold -----------------------------------------------------------------------------------


def griefs(releve: Releve, tables: Tables, suivis: Mapping[str, Suivi], consignees: Collection[int]) -> Iterator[Grief]:
    """Nothing of another household in a letter; the DDETS has the files as received; each order is answered once."""
    yield from _ordres_repondus(releve, tables, consignees)
    yield from _indiscretes(releve, suivis)
    yield from _justificatifs(releve, tables)


def _ordres_repondus(releve: Releve, tables: Tables, consignees: Collection[int]) -> Iterator[Grief]:
    lettres = [json.loads(ligne["courrier"]) for ligne in tables.courriers]
    reponses = Counter(lettre["en_reponse_a"] for lettre in lettres if lettre["gabarit"] == "reponse_ordre")
    for arrivee in releve.arrivees:
        if arrivee.original or arrivee.numero not in consignees or not arrivee.propos:
            continue
        if arrivee.propos[0].sens != r.ORDONNE:
            continue
        attendu = arrivee.de in releve.gestionnaires and arrivee.dmarc != "fail"
        if reponses[arrivee.message_id] != attendu:
            fois = reponses[arrivee.message_id]
            yield Grief(
                LETTRE,
                arrivee.propos[0].reference,
                f"l'ordre de {arrivee.de} ({arrivee.dmarc}) a reçu {fois} réponse(s)",
            )


def _indiscretes(releve: Releve, suivis: Mapping[str, Suivi]) -> Iterator[Grief]:
    for depart in releve.departs:
        if depart.voie != r.MENAGE or depart.reference not in suivis:
            continue
        texte = depart.octets.decode("ascii", "replace").replace("=\r\n", "")
        for autre in suivis[depart.reference].menages.values():
            courriel = autre.courriel if autre.courriel != depart.destinataire else ""
            memes = {m.nud for m in suivis[depart.reference].menages.values() if m.numero == depart.numero}
            nuds = () if autre.nud in memes else (autre.nud, _en_clair(autre.nud))
            for trop in filter(None, (courriel if autre.nud not in memes else "", *nuds)):
                if trop in texte:
                    yield Grief(
                        LETTRE, depart.reference, f"{depart.gabarit} à {depart.destinataire} parle d'un autre : {trop}"
                    )


def _en_clair(nud: str) -> str:
    return " ".join((nud[:3], nud[3:7], nud[7:13], nud[13:]))


def _justificatifs(releve: Releve, tables: Tables) -> Iterator[Grief]:
    """What the household sent with its refusal goes with the notice, byte for byte (R73).

    A message is known by the server's date, which the record keeps: the fact
    is of the robot's clock, when that one is behind.
    """
    arrivees = {arrivee.recu_le: arrivee for arrivee in releve.arrivees}
    recues = {m["empreinte"]: arrivees.get(datetime.fromisoformat(m["recu_le"])) for m in tables.messages}
    refus: dict[tuple[str, int], Arrivee | None] = {}
    for fait in tables.journal:
        if fait["fait"] in {"CandidatRefuse", "SilenceDuCandidat"}:
            refus[fait["reference"], fait["numero"]] = recues.get(fait.get("message"))
        elif fait["fait"] == "DdetsAvisee":
            cause = refus.get((fait["reference"], fait["numero"]))
            attendus = sorted(cause.fichiers) if cause else []
            # A household whose silence fell may refuse later: each notice has the files of its own refusal.
            cet_avis = f"avis_ddets/{fait['reference']}/c{fait['numero']}/{fait['tour']}/"
            departs = [depart for depart in releve.departs if depart.cle.startswith(cet_avis)]
            for depart in departs:
                joints = sorted(_joints(depart.octets, constat=fait["motif"] in {"silence", "dossier"}))
                if joints != attendus:
                    yield Grief(
                        LETTRE,
                        depart.reference,
                        f"l'avis à la DDETS porte {len(joints)} justificatif(s) sur {len(attendus)}",
                    )


def _joints(octets: bytes, *, constat: bool) -> list[bytes]:
    """The files of a letter, the landlord's own statement left out."""
    jointes = [p for p in message_from_bytes(octets).walk() if p.get_content_disposition() == "attachment"]
    return [bytes(p.get_payload(decode=True)) for p in jointes[1 if constat else 0 :]]
