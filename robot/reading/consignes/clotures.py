"""Why a whole dossier is closed: ANNULER cannot be undone, so its reason must tell what becomes of the dwelling.

Strict on purpose. The words before the end of the dwelling, or before the notice
that its tenant took back, are known ones: « salle en travaux », « Roux a échangé »
have another subject. What follows may not take it back, and « saisi par erreur »
is about this dwelling only when nothing else is said. Known false alarm: a name in
front of the end (« Halpades a vendu »); it only asks for other words.
"""

from __future__ import annotations

import re

# What « annuler » may be said of, and that ANNULER does not undo.
_CHOSE = (
    r"ordre|message|delai|commission|caleol|cal|pv|nud|rendez-vous|rdv|visite|reunion|bail|classement|demande|refus|"
    r"decision(?! (?:de la|du|de) (?:direction|bailleur|proprietaire|conseil))|"
    r"accord|envoi|renvoi|report|mail|courriel|courrier|lettre|reponse|candidat\w*|menage|designation|relance|rappel|"
    r"proposition|offre|sne|convocation|invitation|date|heure|recherche|retrait d[eu] \w*candidat|action|suivant|"
    r"attribution(?! (?:sur|en (?:interne|direct)|directe|interne|hors))"
)
_CHOSE_D_ABORD = re.compile(
    r"(?:mme|mlle|mr|monsieur|madame)\b(?!.*\bne (?:part|libere))|"
    rf"(?:derniere? |precedente? |saisie (?:du |de la )?|modif\w* (?:de |du )?)?(?:{_CHOSE})s?\b"
)
# « ANNULER : la vente », « ma réponse »: an article names the thing to undo; « le logement est vendu » does not.
_ARTICLE = re.compile(r"(?:l[ae]s?\b|l'|ce\b|cet\b|cette\b|ces\b|m[ao]n?\b|mes\b|notre\b|nos\b|votre\b|vos\b)")
_LE_LOGEMENT = re.compile(
    rf"{_ARTICLE.pattern} ?(?:logement|appartement|t\d|studio|maison|locataire|occupant|bien\b|immeuble|batiment|"
    r"residence|tour\b|direction|bailleur|proprietaire|preavis|conge|depart|liberation|fiche)"
)
_CLAUSES = re.compile(r"[,;:()]|(?<!\bm)\.(?:\s|$)")

# --- the words that may come first -----------------------------------------------------------------

_BIEN = r"(?:logement|appartement|appart|studio|maison|pavillon|bien|immeuble|batiment|residence|tour|[tf]\d)s?"
_LIENS = (
    r"l[ae]s?|l|une?|d[eu]s?|d|aux?|a|en|par|pour|sur|dans|suite|cause|raison|vu|ce|cette|et|est|sont|ont|ete|etre|"
    r"sera|seront|va|vont|doit|faire|fait|ait|mise?s?|actuellement|desormais|maintenant"
)
_DU_BAILLEUR = (
    r"bailleur|proprietaire|direction|organisme|societe|conseil|administration|nous|on|notre|nos|decision|arrete|plan|"
    r"programme|projet|compromis|promesse|acte|decide|objet|risque|presence|etat|libre|vacante?|bloquee?|immobilisee?|"
    r"gros(?:se)?s?|lourde?s?|importante?s?|grande?s?|prochaine?|future?"
)
_DU_LOCATAIRE = (
    r"(?:co)?locataires?|occupante?s?|titulaires?|sortante?s?|ancien(?:ne)?s?|actuel(?:le)?s?|son|sa|leurs?|s|se|"
    r"donnee?|demande|deposee?|date|decision"
)
# Atomic, and no « *+ »: Python 3.11.2 drops the iteration before one that fails halfway.
_AVANT = rf"(?>(?:(?:{_LIENS}|{_DU_BAILLEUR}|{_BIEN})[ '/-]+)*)"
_AVANT_UN_DEPART = rf"(?>(?:(?:{_LIENS}|{_BIEN}|{_DU_LOCATAIRE})[ '-]+)*)"
# « l'immeuble Les Tilleuls est vendu »: the name of a building, but not « l'immeuble de Mme Roux ».
_NOM_D_IMMEUBLE = re.compile(
    r"(?P<bien>\b(?:immeuble|batiment|residence|tour))(?:(?! (?:m\.|mme|mr|candidat\w*|demandeu\w*)) [\w'-]+){1,4}?"
    r"(?= (?:est|a ete|sera|va|vendue?|demolie?|en vente|en travaux|sinistre|mise?)\b)"
)

# --- what becomes of the dwelling ------------------------------------------------------------------

# A noun is no fact yet: « vente tombée à l'eau », « travaux achevés »; what follows it directly is known.
_SUITE_D_UN_NOM = (
    r"(?=$| (?:de|du|des|d|l[ae]s?|l|aux?|a|en|par|pour|sur|dans|avec|suite|avant|apres|depuis|et|ou|trop|tres|plus|"
    r"\d+|(?:(?:prev|decid|vot|act|sign|programm|engag|lanc|commenc|valid|finalis|concl|confirm|planifi|autoris)"
    r"(?:e|ee|es|ees|us?|ues?)|gros(?:se)?s?|lourde?s?|longs?|hlm|imm\w+|prochaine?s?|definitive|urgente?s?|grave|"
    r"majeure?s?|\w+(?:iques?|ants?|antes?|els?|elles?|aux|ale?s?))\b))"
)
_NOMS = (
    r"(?:vente|cession|demolition|deconstruction|sinistre|incendie|inondation|degats? des eaux|peril|amiante|travaux|"
    r"squatt?|rehabilitation|renovation|restructuration|transformation|changement d(?:'|e )(?:usage|destination|"
    rf"affectation)|retrait (?:du logement|de la location|du parc)){_SUITE_D_UN_NOM}"
)
_ETATS = (
    r"vend(?:ue?s?|re|ons|)|cedee?s?|demoli(?:e?s?|r)|sinistree?s?|incendiee?s?|inondee?s?|insalubre|squatt?ee?|"
    r"inhabitable|indisponible|indecent|rehabilit(?:ee?|er)|renov(?:ee?|er)|restructuree?|transformee?|"
    r"dpe [fg]|passoire thermique|hors (?:flux|convention\w*|parc|d'usage)|(?<=logement.)foyer|"
    r"(?:retire|sorti|soustrait)e?(?= (?:de |du |d'|a )?(?:la |l')?(?:location|parc|offre|patrimoine|commercialis\w+))|"
    r"(?:(?<=logement )|(?<=logement est ))(?:retire|supprime)$|"
    r"(?<=logement de )(?:fonction|gardien)|rendu au proprietaire|"
    r"(?:n'est )?(?:non|pas|plus) (?:re)?(?:louable|conforme(?! a)|decent|habitable|conventionne)e?|"
    r"ne (?:sera|peut) (?:pas|plus) (?:etre )?(?:reloue|remis en location)e?"
)
_SORT = re.compile(rf"{_AVANT}(?:(?:{_ETATS})\b|{_NOMS})")
# Said of a household as well: only these turns are the dwelling's, and nobody else may be named.
_USAGE = re.compile(
    rf"{_AVANT}(?:relogements?(?=$| (?:d'une? |(?:de |des |du |de la |d'anciens? )(?:nos |notre |deux )?)?"
    r"(?:locataire|(?:famille )?sinistre|npnru|anru|orcod|urgent|d'urgence|(?:en )?interne|prioritaire|suite|"
    r"apres|pour))|"
    r"mutations? (?:internes?|(?:d'une? (?:de (?:nos|notre) )?|de |du |de la |de (?:nos|notre) )locataires?)|"
    r"(?:bourse|plateforme) d'echanges?|echanges? (?:de |d'|entre )(?:logement|appartement|locataire)s?|"
    r"attribution (?:sur (?:notre|nos)|en (?:interne|direct)|directe|interne)|"
    r"(?:attribuee?|louee?|gardee?|conservee?|reservee?|affectee?|reprise?) (?:\w+ ){0,3}?(?:notre|nos|propre|interne|"
    r"direct|directement|gardien|agent|salarie|association|fonction|relogement|mutation)|"
    r"deja (?:re)?(?:louee?|attribuee?)(?=$| (?:par|en|sur|hors|depuis|le|directement)))\b"
)
_QUELQU_UN = re.compile(
    r"\b(?:candidat\w*|demandeu\w*|mme|mlle|mr|m\.|monsieur|madame|elles?|ils?|famille(?! sinistree)|menage|autres?|"
    r"ailleurs|prive|refus\w*|(?:au|a la) (?:n° ?)?\d)"
)
# « vendu en fait non », « vente de l'immeuble annulée », « logement disponible »: then it may well be let.
_DEFAIT = (
    r"(?:annul|report|abandonn|repouss|differ|refus|termin|achev|realis|effectu|execut|ajourn|tomb|lev|repar|regl|"
    r"echou|capot|stopp|suspend|romp|interromp|fini)(?:e|ee|es|ees|s|u|ue|us|ues)?|caducs?|caduques?|suspens"
)
_REPRIS = re.compile(rf"\b(?:{_DEFAIT}|non|pas|plus|sans|aucune?|finalement|jamais|en fait|salle)\b|\bn'|\bne ")
_LOUABLE = re.compile(
    rf"^(?:(?:mais|et|puis|donc|est|sont|maintenant|desormais|depuis|deja|ont|ete) )*(?:{_DEFAIT})\b|^fin des\b|"
    r"(?<!non )(?<!pas )(?<!plus )\b(?:disponibles?|libres?|louables?)\b|"
    r"\b(?:remis\w* en (?:location|service)|peu(?:t|vent|x) (?:\w+ )?(?:re)?(?:louer|mettre)|finalement|en fait|"
    r"c'etait|etait)\b|^(?:non|oui)\b"
)

# --- its tenant stays ------------------------------------------------------------------------------

_DEPART = r"(?:preavis|conge|depart|liberation|demenagement)"
_LOCATAIRE = rf"(?>(?:(?:{_LIENS})[ '-]+)*)(?:(?:co)?locataire|occupante?|titulaire)s? {_AVANT_UN_DEPART}"
_PAS_VACANT = re.compile(
    rf"{_AVANT_UN_DEPART}(?:{_DEPART} {_AVANT_UN_DEPART}(?:annul|retir|repri|report|abandon|caduc|caduqu|retract)\w*|"
    r"(?:annul\w*|retir\w*|retrait|report\w*|retract\w*|renonc\w*|repri\w*|reven\w*|revien\w*|retour|abandon\w*) "
    rf"{_AVANT_UN_DEPART}(?:{_DEPART}|partir|quitter|demenager|liberer)|"
    r"ne (?:se )?(?:part|libere|quitte|demenage)\w* (?:plus|pas)(?! (?:avant|encore|en\b))|"
    r"n'(?:a|est) (?:plus|pas) (?:parti|libere|quitte|demenage)\w*|"
    r"(?:n'(?:est|etait) )?(?:pas|non|plus) (?:encore )?(?:libre|liberee?|vacante?)s?\b|"
    r"(?:reste|maintenue?|toujours|encore) (?:dans les lieux|occupee?)|occupee?\b|maintien dans les lieux|"
    r"retractation (?:du|de la) locataire)|"
    rf"{_LOCATAIRE}(?:(?:rest|demeur|main(?:ten|tien))\w*(?=$| (?:dans|en place|sur place|chez|pour|suite))|retract\w+|"
    rf"chang\w+ d'avis|(?:repren|repri|gard|conserv)\w* {_AVANT_UN_DEPART}(?:{_BIEN}|bail|lieux)\b)|"
    r"(?:m\.|mr|mme|mlle|monsieur|madame) [\w' -]+? ne (?:se )?(?:part|libere)\w* (?:plus|pas)(?=$| (?:du|le) logement)"
)
_AUTRE_DEPART = re.compile(r"\b(?:par erreur|a tort|avant|autre|ailleurs)\b")

# --- it was entered by mistake ---------------------------------------------------------------------

_FICHE = (
    r"(?:fiche|logement|appartement|liberation|vacance|declaration|adresse|reference|saisie|dossier|lot|import|rpls)s?"
)
_SAISI = r"(?:saisi|cree|declare|libere|enregistre|ouvert|importe)(?:e?s?)"
_PAR_ERREUR = re.compile(
    rf"\b(?:erreur (?:de|dans la|sur (?:le|la)|d') ?{_FICHE}|{_SAISI} (?:\w+ ){{0,2}}par erreur|doublons?|"
    rf"en double|double saisie|saisie? deux fois|deja {_SAISI}|(?:mauvaise?|fausse|faux) {_FICHE}|"
    rf"{_FICHE} (?:erronee?|inexacte?|fausse|faux)|"
    r"logement (?:inexistant|n'existe))\b"
)
_RIEN_QU_UNE_ERREUR = re.compile(
    rf"(?>(?:(?:lot (?:n° ?)?\w+|{_FICHE}|{_BIEN}|{_LIENS}|{_SAISI}|erreur|doublons?|double|deja|deux fois|"
    r"mauvaise?|fausse|faux|erronee?|inexacte?|inexistant|n'existe pas|vacante?|avec|ma|notre|nos|part|services|"
    r"rpls \d+|[a-z0-9]{1,8}-20\d\d-\d+)(?:[ '-]+|$))+)"
)


def dit_pourquoi_clore(plate: str) -> bool:
    """Whether this reason tells the end of the dwelling, its tenant's stay or a mistake, and nothing else to undo."""
    if _CHOSE_D_ABORD.match(plate) or (_ARTICLE.match(plate) and not _LE_LOGEMENT.match(plate)):
        return False
    clauses = [_NOM_D_IMMEUBLE.sub(r"\g<bien>", dite.strip()) for dite in _CLAUSES.split(plate) if dite.strip()]
    autres = [clause for clause in clauses if not (_n_est_pas_vacant(clause) or _dit(_SORT, clause))]
    if any(_LOUABLE.search(clause) for clause in autres):
        return False
    if any(_PAR_ERREUR.search(clause) for clause in autres):
        return all(_RIEN_QU_UNE_ERREUR.fullmatch(clause) for clause in autres)
    # « Roux Marie, mutation interne »: whoever is named first is the one it happens to.
    d_abord = next((clause for clause in autres if not re.fullmatch(_AVANT, f"{clause} ")), "")
    return len(autres) < len(clauses) or (_dit(_USAGE, d_abord) and not _QUELQU_UN.search(d_abord))


def _n_est_pas_vacant(clause: str) -> bool:
    return _PAS_VACANT.match(clause) is not None and not _AUTRE_DEPART.search(clause)


def _dit(fin: re.Pattern[str], clause: str) -> bool:
    """Whether a clause tells an end, and does not take it back."""
    trouve = fin.match(clause)
    reste = clause[trouve.end() :] if trouve else ""
    return trouve is not None and not _REPRIS.search(reste) and not _LOUABLE.search(reste)
