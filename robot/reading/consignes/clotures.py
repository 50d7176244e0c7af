"""Why a whole dossier is closed: ANNULER cannot be undone, so its reason must tell what becomes of the dwelling.

Strict on purpose: a reason that says neither the fate of the dwelling, nor that
it is not vacant, nor that it was entered by mistake, may be about a date, a
letter or another order.
"""

from __future__ import annotations

import re

# What « annuler » may be said of, and that ANNULER does not undo.
_CHOSE = (
    r"ordre|message|delai|commission|caleol|rendez-vous|rdv|visite|reunion|bail|classement|demande|decision|refus|"
    r"accord|envoi|renvoi|report|mail|courriel|courrier|lettre|reponse|candidat\w*|menage|designation|relance|rappel|"
    r"proposition|offre|sne|convocation|invitation|date|heure|recherche|retrait d[eu] \w*candidat|action|suivant|"
    r"attribution(?! (?:sur|en (?:interne|direct)|directe|interne|hors))"
)
_CHOSE_D_ABORD = re.compile(
    r"(?:mme|mlle|m\.|mr|monsieur|madame)\b|"
    rf"(?:derniere? |precedente? |saisie (?:du |de la )?|modif\w* (?:de |du )?)?(?:{_CHOSE})s?\b"
)
_CHOSE_NOMMEE = re.compile(rf"\b(?:{_CHOSE})s?\b")
# « ANNULER : la vente », « ma réponse »: an article names the thing to undo; « le logement est vendu » does not.
_ARTICLE = re.compile(r"(?:l[ae]s?\b|l'|ce\b|cet\b|cette\b|ces\b|m[ao]n?\b|mes\b|notre\b|nos\b|votre\b|vos\b)")
_LE_LOGEMENT = re.compile(
    rf"{_ARTICLE.pattern} ?(?:logement|appartement|t\d|studio|maison|locataire|occupant|bien\b|immeuble|batiment|"
    r"residence|bailleur|proprietaire|preavis|conge|depart|liberation|fiche)"
)
_SORT = re.compile(
    r"\b(?:vend(?:ue?s?|re|ons|u)|vente|cession|cedee?|demoli\w*|deconstruction|sinistre\w*|incendie\w*|inond\w+|"
    r"degats? des eaux|insalubr\w*|peril|amiante|squatt?\w*|inhabitable|indisponible|indecent|travaux|rehabilit\w+|"
    r"renov\w+|restructur\w+|transform\w+|changement d(?:'|e )(?:usage|destination|affectation)|"
    r"relog\w+|mutation|echange|"
    r"attribution (?:sur (?:notre|nos)|en (?:interne|direct)|directe|interne)|"
    r"(?:attribuee?|louee?|gardee?|conservee?|reservee?|affectee?|reprise?) (?:\w+ ){0,3}?(?:notre|nos|propre|interne|"
    r"direct|directement|gardien|agent|salarie|association|fonction)|deja (?:re)?(?:louee?|attribuee?)|"
    r"(?:retire|sorti|soustrait)e? (?:de |du |d'|a )?(?:la |l')?(?:location|parc|offre|patrimoine|commercialisation)|"
    r"logement (?:est )?(?:retire|supprime)|retrait (?:du logement|de la location|du parc)|hors (?:parc|d'usage)|"
    r"logement de (?:fonction|gardien)|rendu au proprietaire)\b"
)
# « vente annulée », « pas vendu », « travaux terminés »: then the dwelling may well be let.
_DEFAIT = re.compile(
    r"\b(?:(?:annul|report|abandonn|suspend|suspens|termin|repouss|differ|refus)\w*|finie?s?|pas|plus|sans|aucune?)\b|"
    r"\bn'|\bne "
)
_PAS_VACANT = re.compile(
    r"\b(?:(?:preavis|conge|depart|liberation|demenagement)(?: \w+){0,3} (?:annul|retir|repri|report|abandon|caduc)\w*|"
    r"(?:annulation|retrait|report|retractation) (?:du |de la |de son )(?:preavis|conge|depart|liberation)|"
    r"(?:locataire|occupante?s?)(?: \w+){0,4} (?:rest|demeur|maint|part plus|part pas|retract|repren|gard|conserv)\w*|"
    r"ne (?:se )?(?:part|libere|demenage|quitte)\w*|pas (?:encore )?(?:libre|liberee?|vacant)|"
    r"(?:reste|maintien|toujours|encore|est) (?:dans les lieux|occupee?)|maintien dans les lieux)"
)
_PAR_ERREUR = re.compile(
    r"\b(?:erreur (?:de|dans la|sur (?:le|la)|d') ?(?:saisie|declaration|fiche|logement|adresse|reference|import|rpls|"
    r"liberation)|(?:saisi|cree|declare|libere|enregistre|ouvert|importe)e?s? (?:\w+ )?par erreur|doublons?|en double|"
    r"double saisie|saisie? deux fois|deja (?:saisi|cree|enregistre|declare)e?|"
    r"(?:mauvaise?|fausse|faux) (?:logement|adresse|liberation|fiche|reference|saisie)|"
    r"logement (?:inexistant|n'existe))\b"
)


def dit_pourquoi_clore(plate: str) -> bool:
    """Whether this reason speaks of the dwelling or of its vacancy, and of nothing else that could be undone."""
    if _CHOSE_D_ABORD.match(plate) or (_ARTICLE.match(plate) and not _LE_LOGEMENT.match(plate)):
        return False
    if _PAS_VACANT.search(plate):
        return True
    if _PAR_ERREUR.search(plate):
        return not _CHOSE_NOMMEE.search(plate)
    return any(_SORT.search(clause) and not _DEFAIT.search(clause) for clause in re.split(r"[,;.:]", plate))
