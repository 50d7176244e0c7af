"""When the very word asked for is written, ACCEPTE or REFUSE: what stands behind it, and what may follow.

Whoever writes ACCEPTE means it; what follows is free, short of what could take
it back. Whoever says yes in words of their own is only believed if all the
rest is in `suites`, a closed world; and so is whoever refuses, motives apart
(`docs/decisions/019-le-mot-et-la-remarque.md`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from robot.reading.reponses.suites import mots_etrangers
from robot.reading.texte.lignes import aplanir

DEMANDE = re.compile(r"\b(?:accept|refus)(?:e|es|ee|ees|ons)\b|\b(?:acceptation|refus)\b")
_SEPARATEUR = re.compile(
    r"\s*[,;(\[]\s*|\s*[-–—]\s+|"
    r"\s+pour (?=(?:la|une|un|notre|nos|le|deux|trois|cette) "
    r"(?:familles?|candidat\w*|menages?|salarie\w*|agents?|jeunes?|couple|dame|personne|demandeu\w+)\b)|"
    r"(?<=\bREFUS[EÉ])\s+"
    r"(?=(?!rdv|visite|r[ée]union|rendez|invitation|entretien|(?:de|du|des|le|la|les|un|une|ce|cette|votre|vos|[aà]|au|"
    r"en|tout|toute|toutes|tous|c[ôo]t[ée])\b|[dl]['’])[a-zà-ÿ]|[tT][1-6]\b)"
)
_COUPES_MAX = 3
_TETE_MAX = 120
_INFINITIF = (
    r"(?!votre|notre|autre|premi|derni|partir|presenter|proposer|reloger|loger|installer|suivre|venir|transmettre)"
    r"\w{2,}(?:er|ir|re)\b"
)
# « ACCEPTE, de reporter la visite », « Accepté, votre invitation »: what was accepted is something else.
_OBJET_DU_VERBE = re.compile(
    rf"\W*(?:(?:de |d'|a ){_INFINITIF}|que |qu'|(?:de |d'|a |au |aux |la |le |les |l'|un |une |votre |vos |cette |ce |"
    r"cet )+(?:visite|reunion|rendez-vous|rdv|invitation|report\w*|devis|delai|principe|(?:candidature|demande) d\w*|"
    r"mutation|echange|modification|changement)\b|.*, (?:de |d'|que |qu'))"
)
# A verb in the future or the conditional, or an infinitive still to come, tells of what is not yet.
_PAS_ENCORE = re.compile(
    r"(?!appell|contact|joind|transmett|enverr|adress|depos|parviend|arriv|apport|fourn|suiv|communiqu|achemin|"
    r"saisi|televers|conv)\w{2,}r(?:ai|as|a|ons|ez|ont|ait|ais|aient|ions|iez)$"
)
_A_FAIRE = re.compile(rf"\b(?:a|en vue de|avant) {_INFINITIF}")
# Beginnings of words, unless « $ » ends them.
_RISQUE = re.compile(
    r"annul|retir|retract|suspen|stop|dedi|desist|renonc|abandon|laiss|rend(?:s|ons|re|u)?$|restitu|liber|"
    r"revoi|revu|contest|reclam|bloqu|gel(?:er|e|ons)$|provis|tempora|partiel|conditionn|hormis|excepte|excl|limit|"
    r"option|alternativ|dommage|malheureu|regret|helas|probleme|difficult|compliqu|imposs|incapa|coinc|"
    r"desaccord|inadmiss|iron|invers|contrair|simul|exerci|brouill|faux|fausse|mauvais|cliqu|bouton|appuy|essai|"
    r"suppos|pretend|parai|sembl|veu[txl]|voul|souhait|desir|demandons|demande[zr]$|exig|impos[ea]$|oblig|forc|"
    r"decid|decision|tranch|statu|arbitr|deliber|vot(?:e|er|ons)$|prononc|instrui|instruct|examin|examen|etudi|"
    r"discut|negoci|consult|accord|favorabl|choisi|choix|convena|definiti|parapheu|tirage|sort$|"
    r"celui$|celle$|ceux|lequel|laquelle|parti(?:r|e|s|es)?$|ailleurs|ced[eo]|ceder|tour$|zero|epuis|"
    r"stipul|precaution|prudence|reticen|gene$|crain|peur|doute|douteu|incert|pense$|pensons|crois$|croyons|imagin|"
    r"indisponib|perdu|perte|oubli|rat(?:e|ee|es)$|insuff|inadapt|vetust|insalub|dangere|"
    r"recour|tribunal|avocat|litig|conflit|plaint|vide$|faut$|fallu|confirm|reponse|repondr(?:ai|a|ons|ont)$|"
    r"ecri(?:t|te|vent|vait)$|dit$|disent$|repondu|precision|invit|inaugur|hasard|pirat|suspect|dict|mots?$|tape|"
    r"locataire|fille$|fils$|stagiaire|regarde$"
)
_A_SON_RETOUR = re.compile(
    r"\bavis\b(?! d'imp)|\b(?:a|des|apres) (?:s|m|l)on retour\b|\b(?:quand|lorsqu\w*|des qu\w*|une fois)\b"
)
# « Merci de nous indiquer qui contacter pour la visite. », « Visite possible lundi ? »
_RENSEIGNEMENT = re.compile(
    r"(?=.*\b(?:photos?|plans?|visites?|visiter|cles|gardien\w*|coordonnees|contacter|appeler|horaires|dpe|fiche|annonce|"
    r"rendez-vous|rdv|etat des lieux|dossiers?|candidat\w*|pieces|procedure|reception)\b)"
    r"(?!.*\b(?:si|avant|sinon|mais|travaux|loyer|charges|repar\w*|baiss\w*|revoir|confirm\w*|attend\w*|patient\w*|"
    r"propos\w*|attribu\w*|retirer|annul\w*|modif\w*|chang\w*|autres?|condition\w*|accept\w*|refus\w*|delai|"
    r"prolong\w*|report\w*|precedent\w*|pas|plus|aucune?)\b)"
    r"\W*(?:merci d(?:e |')|veuillez |je vous (?:prie|remercie) de |(?:pouvez|pourriez|pourrez)[- ]vous |"
    r"(?:est|serait)-il possible d(?:e |')|qui |quand |ou |quel(?:le)?s? |a quel(?:le)? |comment |"
    r"(?:une )?visite (?:est-elle |serait-elle )?(?:possible|envisageable))"
)


def coupes(brute: str) -> Iterator[tuple[str, str]]:
    """Where the word asked for may end: « ACCEPTE - les dossiers suivent », « REFUSE (loyer) »."""
    for trouve in islice(_SEPARATEUR.finditer(brute[:_TETE_MAX]), _COUPES_MAX):
        yield brute[: trouve.start()], brute[trouve.end() :].rstrip(" )]")


def est_un_renseignement(plate: str) -> bool:
    """Whether a clause only asks for what a visit or a dossier needs."""
    return _RENSEIGNEMENT.match(plate) is not None


def ce_qui_reprend(brute: str) -> str:
    """The words of a clause that could take the agreement above it back, "" when it only goes on."""
    plate = aplanir(brute)
    trouve = _OBJET_DU_VERBE.match(plate) or _A_FAIRE.search(plate) or _A_SON_RETOUR.search(plate)
    if trouve:
        return trouve[0].strip()
    return next((mot for mot in mots_etrangers(brute) if _reprend(aplanir(mot))), "")


def _reprend(mot: str) -> bool:
    return _RISQUE.match(mot) is not None or _PAS_ENCORE.match(mot) is not None
