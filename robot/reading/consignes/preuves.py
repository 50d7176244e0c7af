"""What proves that a letter was handed over (REMIS): the words of a delivery, never those of a sending or a return.

A registered letter that its addressee refused is delivered; one that was left
unclaimed is delivered on the day of its first presentation. A silence counted
from a wrong day, or from a letter that never arrived, costs a household its
right: any other words are sent back.
"""

from __future__ import annotations

import re
from datetime import date

from robot.domain.dates import jour_en_lettres
from robot.reading.consignes.dates import SansAnnee, lire_jour
from robot.reading.consignes.motifs import Refus, Suite

_NON_RECLAME = re.compile(r"\bnon[ -]reclame|\bpas (?:ete )?reclame")
_PRESENTE_LE = re.compile(
    r"\bpresent(?:ee?s?|ation)\b(?: (?:au domicile|a domicile|du pli))?[ :,(]*(?:en date )?(?:du |le )?"
)
_REFUS_DU_PLI = re.compile(
    r"\b(?:pli|lettre|courrier|recommandee?|lrar)\b(?: \w+){0,2} refusee?s?\b|"
    r"\brefusee?s? par (?:le |la |son |l')?(?:destinataire|candidate?|interessee?|menage)\b"
)
_PAS_ARRIVEE = re.compile(
    r"\b(?:npai|inconnue?s?|habite plus|partie?s? sans|adresse (?:erronee|fausse|incomplete|inexacte|incorrecte)|"
    r"avis de passage|avisee?s?|absente?s?|en instance|en cours|perdue?|egaree?|pas|jamais|aucune?|sans|non|"
    r"sera|seront|devrait|doit|attente|attend\w*|demain|a (?:recevoir|remettre|retirer|signer|venir)|facteur)\b|"
    r"\bn'\w+(?: \w+)?|\bne \w+"
)
_REVENUE = re.compile(r"\b(?:retour\w*|reven\w+|renvoy\w+)\b")
_SIGNEE = re.compile(r"\bsign(?:e|es|ee|ees|ature)\b|\bemarge")
_ENVOYEE = re.compile(
    r"\b(?:(?<!la )(?<!de )(?<!agence )postee?s?(?! restante)|a la poste|envoy\w+|expedi\w+|depos\w+|depots?|partie?|"
    r"achemin\w+)\b"
)
_RECUE = re.compile(
    r"\b(?:sign(?:e|es|ee|ees|ature)|emarge\w*|recue?s?(?! (?:de|du) depot)|distribuee?s?|delivree?s?|retiree?s?|"
    r"mains? propres?)\b"
)
_REMISE = re.compile(
    rf"{_RECUE.pattern}|\b(?:ar|rar|lrar|a/r|accuse|avis de reception|recommandee?|recepisse|remise?s?|guichet|accueil|"
    r"huissier|commissaire de justice|constat\w*|attest\w*|proces-verbal|decharge|bordereau|colissimo|chronopost|"
    r"(?:lettre|courrier) suivie?)\b|\b\d[a-z] ?\d{3}|\b[a-z]{2} ?\d{3} ?\d{3} ?\d{3} ?[a-z]{2}\b"
)
_EXEMPLES = "avis de réception signé, remise en main propre, ou pli refusé par le destinataire"


def exiger_une_remise(preuve: Suite, numero: int, jour: date) -> None:
    """Raises Refus unless these words say that the letter to this candidate was handed over on that day."""
    plate = preuve.plate
    if _NON_RECLAME.search(plate):
        _exiger_la_presentation(plate, numero, jour, preuve.aujourd_hui)
        return
    if _REFUS_DU_PLI.search(plate):
        return
    if "refus" in plate:
        raise Refus(
            f"dites qui a refusé quoi : « REMIS {numero} {jour:%d/%m/%Y} : pli refusé par le destinataire », ou NON "
            f"{numero} et son motif si le candidat refuse le logement"
        )
    revenue = None if _SIGNEE.search(plate) else _REVENUE.search(plate)
    envoyee = None if _RECUE.search(plate) else _ENVOYEE.search(plate)
    if defaut := _PAS_ARRIVEE.search(plate) or revenue or envoyee:
        dit = preuve.brute[defaut.start() : defaut.end()]
        raise Refus(
            f"« {dit} » ne prouve pas que la lettre est arrivée. REPROPOSER {numero} lui écrit à nouveau ; s'il a "
            f"répondu, écrivez OUI {numero}, ou NON {numero} et son motif. Sinon, dites ce qu'on vous a "
            f"rendu : {_EXEMPLES}"
        )
    if not _REMISE.search(plate):
        raise Refus(f"ces mots ne disent pas comment la lettre a été remise : {_EXEMPLES}")


def _exiger_la_presentation(plate: str, numero: int, jour: date, aujourd_hui: date) -> None:
    """An unclaimed letter counts from its first presentation, which must be told and be the day of the order."""
    lus = (
        lire_jour(plate, trouve.end(), aujourd_hui=aujourd_hui, sans_annee=SansAnnee.PASSE)
        for trouve in _PRESENTE_LE.finditer(plate)
    )
    presente = next((lu.jour for lu in lus if lu is not None and isinstance(lu.jour, date)), None)
    if presente is None:
        raise Refus(
            "un pli non réclamé compte du jour de sa première présentation ; dites-le : "
            f"« REMIS {numero} {jour:%d/%m/%Y} : pli non réclamé, présenté le {jour:%d/%m/%Y} »"
        )
    if presente != jour:
        raise Refus(
            f"un pli non réclamé compte du jour de sa première présentation, le {jour_en_lettres(presente)} : "
            f"« REMIS {numero} {presente:%d/%m/%Y} : pli non réclamé, présenté le {presente:%d/%m/%Y} »"
        )
