"""What proves that a letter was handed over (REMIS): words that say that the candidate received it.

The kind of a letter (« LRAR », « recommandé n° … »), its sending, its return and
the hands of a third person prove nothing; its own household and those who act for
it by law receive for it. A registered letter that its addressee refused is delivered; one that was left
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
    r"par erreur|(?<=de )depot|"
    r"avis de passage|avisee?s?|absente?s?|en instance|en cours|perdue?|egaree?|pas|jamais|aucune?|sans|non|"
    r"sera|seront|devrait|doit|attente|attend\w*|demain|a (?:recevoir|remettre|retirer|signer|venir)|facteur)\b|"
    r"\bn'\w+(?: \w+)?|\bne \w+"
)
# « AR revenu signé » is the slip; « signature illisible, lettre retournée » is the letter.
_REVENUE = re.compile(r"\b(?:retour\w*|reven\w+|renvoy\w+)\b")
_LETTRE_REVENUE = re.compile(
    r"\b(?:lettre|pli|courrier|enveloppe|recommandee?)\b(?:(?! sign| ar\b)[^,;.]){0,30} "
    r"(?:retour|reven|renvoy)\w+(?! sign)"
)
_SIGNEE = re.compile(r"\bsign(?:e|es|ee|ees|ature)\b|\bemarge")
_ENVOYEE = re.compile(
    r"\b(?:(?<!la )(?<!de )(?<!agence )postee?s?(?! restante)|a la poste|envoy\w+|expedi\w+|depos\w+|depots?|partie?|"
    r"achemin\w+|prepar\w+|imprim\w+|affranchi\w*|prise? en charge|disponible|demandee?|presentee?)\b"
)
_ARRIVEE = re.compile(
    r"\b(?:emarge\w*|recue?s?(?! (?:de|du|n°|postal)\b)|distribuee?s?|delivree?s?|"
    r"retiree?s?(?! du (?!bureau|guichet|point))|mains? propres?|decharge|signifiee?s?|"
    r"remise? par (?:un |l[ae] |l')?(?:huissier|commissaire de justice))\b"
)
# The slip that comes back, not the letter that goes with one.
_AVIS_RENDU = re.compile(
    r"(?<!avec )(?<!avec un )(?<!lettre )(?<!courrier )(?<!recommande )(?<!recommandee )"
    r"\b(?:(?:avis|accuse) de reception|ar|a/r)\b(?! (?:d[eu] |d')(?:mail|courriel|message|lecture|depot))"
)
_AVIS_SIGNE = re.compile(rf"{_AVIS_RENDU.pattern}(?: [\w']+){{0,3}} sign")
# The addressee, the household, and those who act for it by law; a name, unless an office goes with it.
_CHEZ_LUI = (
    r"(?:(?:l[ae]s? |l'|un |une |son |sa |ses |leurs? |lui-|elle-)*(?:candidate?|interessee?|destinataire|menage|"
    r"demandeu\w+|mari|femme|epou\w+|conjointe?|compa(?:gnon|gne)|concubine?|fils|fille|mere|pere|parents?|"
    r"famille(?! d)|lui|elle|meme|titulaire|tut(?:eur|rice)|curat(?:eur|rice)|mandataire)\b|"
    r"(?:(?:mme|mlle|mr|m\.|monsieur|madame)(?: et)? )+(?!l[ae]s?\b|l')(?>[\w'-]+(?: (?!des )[\w'-]{3,})?)"
    r"(?! (?:d[eu]s?|d') ?\w|[ ,(]*(?:assistante?|referente?|ccas|gardien|concierge|voisine?|agente?|secretaire|"
    r"direct|responsable|chargee?|educat|travailleu|conseill|mairie|service|association)))"
)
_REMISE_AU_CANDIDAT = re.compile(rf"\bremise?s? (?:[\w']+ ){{0,5}}?(?:a|au|aux) {_CHEZ_LUI}")
# « signé par le voisin », « remis au service courrier », « distribuée à Mme Berger du CCAS »; « lettre signée », by us.
_A_UN_TIERS = re.compile(
    r"\b(?:lettre|courrier|proposition|offre) signee?(?! (?:par|au|a|chez|contre|le \d))|"
    rf"\bsign(?:e|es|ee|ees|ature) (?:par|du(?! \d)|de(?= (?:l[a']|sa|son|m))) (?!{_CHEZ_LUI})[\w' ]+|"
    rf"\b(?:recue?|retiree?) par (?!{_CHEZ_LUI})[\w' ]+|"
    rf"\b(?:remise?|distribuee?|delivree?|mains? propres?) (?:a|au|aux) (?!{_CHEZ_LUI}|\d|(?:son )?domicile|"
    r"l'(?:accueil|agence|adresse)|guichet(?! de la poste)|son adresse|bureau)[\w' ]+"
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
    remise = _REMISE_AU_CANDIDAT.search(plate) or _ARRIVEE.search(plate)
    revenue = _LETTRE_REVENUE.search(plate) or (None if _SIGNEE.search(plate) else _REVENUE.search(plate))
    envoyee = _ENVOYEE.search(plate)
    if envoyee and (remise or _AVIS_SIGNE.search(plate) or _SIGNEE.search(plate, envoyee.end())):
        envoyee = None  # « envoyée le 24, signée le 27 », never « signée et envoyée »
    if defaut := _PAS_ARRIVEE.search(plate) or revenue or envoyee or _A_UN_TIERS.search(plate):
        dit = preuve.brute[defaut.start() : defaut.end()].strip()
        raise Refus(
            f"« {dit} » ne prouve pas que la lettre est arrivée au candidat. REPROPOSER {numero} lui écrit à nouveau ; "
            f"s'il a répondu, écrivez OUI {numero}, ou NON {numero} et son motif. Sinon, dites ce qu'on vous a "
            f"rendu : {_EXEMPLES}"
        )
    if not (remise or _SIGNEE.search(plate) or _AVIS_RENDU.search(plate)):
        raise Refus(f"ces mots ne disent pas comment la lettre a été remise au candidat : {_EXEMPLES}")


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
