"""Calendar messages: invitations, answers to them, and the words of a person among those of the programs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from robot.reading.courriel.mime import Courriel, Partie
from robot.reading.reponses import reserves
from robot.reading.texte.lignes import aplanir

_AGENDAS = ("text/calendar", "application/ics")
_AGENDA_LU = 4000  # characters: the method and what the event says of itself come first
_TEXTE_LU = 4000
_REPONSES = frozenset({"REPLY", "COUNTER", "DECLINECOUNTER"})
_METHODE = re.compile(r"^METHOD:\s{0,5}([A-Z]{3,20})", re.IGNORECASE | re.MULTILINE)
_PLI = re.compile(r"\r?\n[ \t]")
_LIEU = re.compile(r"^(?:SUMMARY|LOCATION)[^:\n]{0,200}:(.*)", re.MULTILINE)
_DESCRIPTION = re.compile(r"^(?:SUMMARY|LOCATION|DESCRIPTION)[^:\n]{0,200}:(.*)", re.MULTILINE)
_BORDS = " -_*•·<>|.…=~#"
_ECHAPPE = re.compile(r"\\([,;\\nN])")
# What their programs write around an event, on a line made plain.
_FORMULE = re.compile(
    r"(?:quand|ou|qui|date|heure|horaires?|lieu|duree|debut|fin|organisat(?:eur|rice)|participants?|invites?|objet|sujet|"
    r"agenda|calendrier|fuseau horaire|when|where|who|time|subject|organi[sz]er|calendar) ?:.*|"
    r"(?:acceptee?|refusee?|declinee?|provisoire|accepted|declined|tentative) ?:.*|"
    r"[^.!?:;<>]{1,80}(?:<[^<>]{1,80}>)? (?:a|has) (?:bien )?(?:provisoirement |tentatively )?"
    r"(?:accepted?|refuse|declined?)(?: provisoirement)? (?:cette |l'|votre |this |the |your )(?:event )?"
    r"(?:invitation|evenement|event|reunion|meeting)(?: a (?:l'evenement|la reunion)(?: suivante?)?)?(?: ?:.*)?|"
    r"vous (?:avez ete|etes) invitee?s? a (?:l'|la |un |une )(?:evenement|reunion)(?: suivante?)?(?: ?:.*)?|"
    r"you have been invited to the following event(?: ?:.*)?|"
    r"invitation (?:de|d'|from|envoyee par|provenant de) ?(?:google|outlook|microsoft|zimbra|bluemind|thunderbird)\b.*|"
    r"vous recevez (?:ce|cet) (?:e-?mail|courriel|courrier|message)\b.*|"
    r"(?:reunion )?microsoft teams|(?:cliquez ici pour )?rejoin(?:dre|ez) la reunion(?: maintenant)?(?: ?[:<].*)?|"
    r"(?:id(?:entifiant)? de (?:la )?(?:reunion|conference)|code (?:secret|d'acces)|mot de passe) ?:.*|"
    r"(?:besoin d'aide|options de (?:la )?reunion|en savoir plus)\W*(?:(?:\||<http).*)?|"
    r"https?://\S*|[\d\W_]*"
)


def partie_d_agenda(courriel: Courriel) -> Partie | None:
    """The event that makes of it a calendar message; a file attached makes none."""
    partie = next(courriel.de_type(*_AGENDAS), None)
    if partie is None or partie.entetes.premier("content-disposition").lower().startswith("attachment"):
        return None
    return partie


def reponse_jointe(courriel: Courriel) -> bool:
    """Whether an answer to an invitation comes as a file: its subject, « Refusé : … », is the calendar's own."""
    return any(repond(methode(partie)) for partie in courriel.parties if partie.jointe and _est_un_evenement(partie))


def _est_un_evenement(partie: Partie) -> bool:
    disposition = partie.entetes.premier("content-disposition").lower()
    nom = partie.parametres.get("name", "").lower()
    return partie.type in _AGENDAS or nom.endswith(".ics") or ".ics" in disposition


def methode(partie: Partie) -> str:
    """REQUEST, REPLY… (RFC 5546), "" when it does not say."""
    trouve = _METHODE.search(partie.texte[:_AGENDA_LU])
    return (partie.parametres.get("method") or (trouve[1] if trouve else "")).upper()


def repond(methode: str) -> bool:
    """Whether it answers an invitation, rather than makes one."""
    return methode in _REPONSES


def mots_d_une_personne(texte: str, partie: Partie) -> str:
    """The first line of the new text that a person wrote, "" when programs wrote it all, courtesies aside.

    What an invitation describes is what its author typed; an answer only
    sends back what the other one did.
    """
    evenement = _PLI.sub("", partie.texte[:_AGENDA_LU])
    dit = (_DESCRIPTION if repond(methode(partie)) else _LIEU).finditer(evenement)
    connu = " ".join(aplanir(_ECHAPPE.sub(_dechiffrer, trouve[1])) for trouve in dit)
    return next(_etrangeres(texte[:_TEXTE_LU], connu), "")


def _dechiffrer(echappe: re.Match[str]) -> str:
    return " " if echappe[1] in "nN" else echappe[1]


def _etrangeres(texte: str, connu: str) -> Iterator[str]:
    for ligne in texte.splitlines():
        brute = ligne.strip()
        plate = aplanir(brute).strip(_BORDS)
        if not plate or f" {plate} " in f" {connu} " or reserves.NEUTRE.match(plate) or _FORMULE.fullmatch(plate):
            continue
        if reserves.NOM_PROPRE.fullmatch(brute) or reserves.SERVICE.fullmatch(plate):
            continue
        if not reserves.COORDONNEES.fullmatch(plate):
            yield brute
