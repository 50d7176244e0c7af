"""Free lines that seem to name a dwelling: what follows one is no longer about the dwelling named above.

« Le T3 de Neydens : », « 2026-0002 », « Neydens »: the robot does not know
which dwelling is meant, and its author does. Known false alarm: a person's name
between two orders; the next order then has to name its dwelling.
"""

from __future__ import annotations

import re

from robot.reading.calque import calquer
from robot.reading.consignes.lignes import POLIE, REFERENCE_COUPEE

_TITRE_MAX = 80  # characters
_MOTS_D_UN_TITRE = 8
_MOTS_D_UN_LIEU = 5
_DEVANT = r"\W*(?:(?:et|puis|enfin|pour|concernant|sur|quant a|au sujet de|dans|objet|a propos de) )?"
_LOGEMENT = re.compile(
    rf"{_DEVANT}(?:l[ea]s? |l'|du |de la |de l'|au |un |celui |celle |mon |notre )*"
    r"(?:(?:autre|petite?|grande?|second|deuxieme|troisieme|premier) )*"
    r"(?:(?:t|f)\d\w*\b|studio\b|duplex\b|appartement\b|maison\b|celui d|celle d|logement d|"
    r"(?:autre|second|deuxieme) (?:logement|dossier)|residence\b|\d{1,4}(?: (?:bis|ter))?,? (?:rue|avenue|chemin|route|"
    r"allee|impasse|place|boulevard|quai)\b|(?:rue|avenue|chemin|route|allee|impasse|boulevard) )"
)
_PREPOSITION = re.compile(r"\W*(?:et |puis )?(?:pour|sur|a|au|aux|concernant|quant|dans|l[ea]s?|l'|celui|celle|cote)\b")
# What introduces the orders of the same dwelling, or names a person.
_MEME_LOGEMENT = re.compile(
    r"\b(?:merci|bonjour|resultats?|decisions?|ordres?|reponses?|suites?|choix|commission|caleol|candidat\w*|menages?|familles?|"
    r"mme|mr|m\.|madame|monsieur|mlle|(?:ce|cet|le|meme) (?:logement|dossier))(?!\w)"
)
_MOT_DE_LIEU = r"(?:(?:[dl]['’])?[A-ZÀ-Þ0-9]\w*|de|du|des|en|la|le|les|lès|sur|sous|centre|bourg|village|gare)"
_LIEU = re.compile(
    rf"(?i:(?:et |puis |pour |sur |à |a |au |aux |le |la |les )*){_MOT_DE_LIEU}(?:[ -]{_MOT_DE_LIEU})*\W*$"
)


def semble_nommer_un_logement(ligne: str, *, ensuite: bool) -> bool:
    """Whether this free line looks like the heading of another dwelling.

    `ensuite`: a heading or an order came before; then a place alone is enough,
    or any words that end with a colon.
    """
    plate = calquer(ligne)
    if len(ligne) > _TITRE_MAX or ligne.startswith(">") or POLIE.fullmatch(plate):
        return False
    mots = len(plate.split())
    en_titre = plate.endswith(":") or (mots <= _MOTS_D_UN_TITRE and plate[-1] not in ".!;,")
    if REFERENCE_COUPEE.search(plate) or (en_titre and _LOGEMENT.match(plate)):
        return True
    if not ensuite or not en_titre or _MEME_LOGEMENT.search(plate):
        return False
    if plate.endswith(":"):
        return _PREPOSITION.match(plate) is not None or mots <= _MOTS_D_UN_LIEU
    return mots <= _MOTS_D_UN_LIEU and _LIEU.match(ligne) is not None


def nomme_un_autre_logement(ligne: str) -> bool:
    """Whether a line of a list is the heading of another dwelling; « T3 demandé » tells of a household."""
    plate = calquer(ligne)
    en_titre = plate.endswith(":") and len(ligne) <= _TITRE_MAX
    return REFERENCE_COUPEE.match(plate) is not None or (en_titre and _LOGEMENT.match(plate) is not None)
