"""Why a household comes first, in the réservataire's words (R61): DALO, first quartile, the list of CCH L.441-1."""

from __future__ import annotations

import re
from dataclasses import dataclass

from robot.domain.candidat import Critere
from robot.reading.calque import calquer
from robot.reading.designations.dalo import CONTEXTE, DALO, NIE_APRES, NIE_AVANT, lire_le_dalo

# What the law calls each category of its list (CCH, art. L.441-1, a à m), and how people write it, once made plain.
# To be confirmed on Légifrance: the wording comes from general knowledge of the article as amended by the laws
# n° 2017-86, 2018-1021 and 2022-140; the present text could not be read here.
CATEGORIES = (
    # personnes en situation de handicap, ou ayant à leur charge une personne en situation de handicap
    re.compile(r"\bhandicap\w*|\bmdph\b|\bmobilite reduite\b|\bfauteuil roulant\b"),
    # personnes sortant d'un appartement de coordination thérapeutique
    re.compile(r"\bcoordination therapeutique\b"),
    # personnes mal logées ou défavorisées, ou cumulant des difficultés financières et d'insertion
    re.compile(
        r"\bmal[ -]?logee?s?\b|\bdefavorisee?s?\b|\bdifficultes? (?:financieres?|d'insertion|sociales?)\b|"
        r"\bcumul (?:de|des) difficultes\b|\bp[dl]alh?pd\b"
    ),
    # personnes hébergées ou logées temporairement dans un établissement ou un logement de transition
    re.compile(
        r"\b(?:logement|hebergement|residence) (?:de transition|temporaires?|d'urgence|sociales?|d'insertion)\b|"
        r"\bc(?:hrs|hu|ada|ph)\b|\bsiao\b|\bfjt\b|\bintermediation locative\b|\bhotel social\b|"
        r"\b(?:en|sort\w* (?:de|du|d'un)) foyer\b|\bpension de famille\b"
    ),
    # personnes reprenant une activité après une période de chômage de longue durée
    re.compile(
        r"\brepr(?:ise|enant|end|is) (?:d'|de l'|une |son |un )?(?:emploi|activite|travail)\b|"
        r"\bchomage de longue duree\b"
    ),
    # personnes exposées à des situations d'habitat indigne
    re.compile(r"\bindignes?\b|\binsalubr\w+|\b(?:arrete de |en )?peril\b"),
    # personnes victimes de violences au sein du couple, ou menacées de mariage forcé
    re.compile(r"\bviolences?\b|\bordonnance de protection\b|\bmariage force\b"),
    # personnes victimes de viol ou d'agression sexuelle à leur domicile ou à ses abords
    re.compile(r"\bviols?\b|\bagressions? sexuelles?\b"),
    # personnes engagées dans le parcours de sortie de la prostitution
    re.compile(r"\bprostitution\b"),
    # personnes victimes de la traite des êtres humains ou de proxénétisme
    re.compile(r"\btraite des etres\b|\bproxenetisme\b"),
    # personnes ayant un enfant mineur à charge et logées dans des locaux suroccupés ou non décents
    re.compile(r"\bsur[ -]?occup\w+|\b(?:non|pas) decents?\b|\bindecen\w+|\bnon[ -]decence\b"),
    # personnes dépourvues de logement, y compris celles qui sont hébergées par des tiers
    re.compile(
        r"\bsans (?:logement|abri|domicile|toit)\b|\bsans solution de logement\b|\bsdf\b|"
        r"\bdepourvue?s? de logement\b|"
        r"\bheberge\w*|\bchez (?:un|des) tiers\b"
    ),
    # personnes menacées d'expulsion sans relogement
    re.compile(r"\bexpuls\w+"),
    # mineurs émancipés ou jeunes majeurs confiés à l'aide sociale à l'enfance
    re.compile(r"\base\b|\baide sociale a l'enfance\b|\bjeunes? majeure?s?\b|\bmineure?s? emancipee?s?\b"),
)

_QUARTILE = re.compile(
    r"\b(?:1 ?(?:er|ier|ere|°|e)?|premier) ?quartile\b|\bquartile ?(?:n ?°? ?)?[:=]? ?(?:1(?! ?[-/\w])|un\b|oui\b)|"
    r"\bq ?1\b"
)
_PRIORITAIRE = re.compile(r"\bprioritaires?\b|\bl\.? ?441-1\b(?!-)|\bpriorite ?[:=]? ?oui\b")
_SANS_PRIORITE = re.compile(
    r"\b(?:sans|aucune?|pas de|hors|non) (?:critere de )?priorit\w+|\bdroit commun\b|"
    r"\bpriorites? ?[:=]? ?(?:non|aucune|neant)\b"
)
_NOM_PROPRE = re.compile(r"(?<=\S )[A-Z\u00c0-\u00de][a-z\u00df-\u00ff]{2,}")
_SIGLE = re.compile(r"(?<!\w)[A-Z\u00c0-\u00de]{2,}(?!\w)")
_SIGLES = frozenset(
    {"DALO", "PU", "ASE", "PMR", "CHRS", "CHU", "MDPH", "SIAO", "CCH", "AAH", "FJT", "CADA", "CPH", "SDF", "OUI", "NON"}
)
MOTS_D_UNE_PRECISION = 10


@dataclass(frozen=True)
class PrioriteLue:
    """What a text says of priority; `dite` whether it says anything, even that there is none."""

    critere: Critere
    dite: bool
    doutes: tuple[str, ...] = ()


def lire_priorite(texte: str) -> PrioriteLue:
    """The strongest criterion that a text states; what is denied or pending is not retained."""
    plat = calquer(texte)
    dalo, doute_dalo = lire_le_dalo(texte)
    quartile = _affirme(_QUARTILE, plat)
    categorie = any(_affirme(ecrit, plat) for ecrit in CATEGORIES)
    prioritaire = _affirme(_PRIORITAIRE, plat) and not _SANS_PRIORITE.search(plat)
    doutes = (doute_dalo,) if doute_dalo else ()
    if dalo:
        return PrioriteLue(Critere.DALO, dite=True, doutes=doutes)
    if categorie:
        return PrioriteLue(Critere.PRIORITAIRE, dite=True, doutes=doutes)
    if prioritaire and not DALO.search(plat):
        sans_motif = "prioritaire, mais à quel titre ? Précisez le motif (liste de l'art. L.441-1 du CCH)."
        return PrioriteLue(Critere.PRIORITAIRE, dite=True, doutes=(*doutes, sans_motif))
    if quartile:
        return PrioriteLue(Critere.PREMIER_QUARTILE, dite=True, doutes=doutes)
    dite = any(motif.search(plat) for motif in (DALO, _QUARTILE, _PRIORITAIRE, _SANS_PRIORITE))
    return PrioriteLue(Critere.AUCUN, dite=dite, doutes=doutes)


def passages(texte: str) -> tuple[str, str]:
    """(what comes before, the words that state a criterion); all of a short text that only speaks of it."""
    plat = calquer(texte)
    motifs = (DALO, _QUARTILE, _PRIORITAIRE, *CATEGORIES)
    places = [trouve.span() for motif in motifs for trouve in motif.finditer(plat)]
    if not places:
        return texte, ""
    debut, fin = min(d for d, _ in places), max(f for _, f in places)
    bavard = len(texte.split()) > MOTS_D_UNE_PRECISION or re.search("[0-9]{5}", texte)
    autres = set(_SIGLE.findall(texte)) - _SIGLES or _NOM_PROPRE.search(texte)
    return texte[:debut], texte[debut:fin] if bavard or autres else texte


def _affirme(motif: re.Pattern[str], plat: str) -> bool:
    return any(
        not NIE_AVANT.search(plat[max(0, trouve.start() - CONTEXTE) : trouve.start()])
        and not NIE_APRES.match(plat[trouve.end() : trouve.end() + CONTEXTE])
        for trouve in motif.finditer(plat)
    )
