"""The households whom the law puts first, as people write it (CCH, art. L.441-1)."""

from __future__ import annotations

import re

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
