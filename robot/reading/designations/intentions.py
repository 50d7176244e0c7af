"""The words by which a line proposes a candidate, withdraws one, or does neither for certain. On plain text.

A withdrawal that is not certain withdraws nothing, and proposes nothing: the
réservataire is asked to write « RETIRER ».
"""

from __future__ import annotations

import re

RETRAIT = re.compile(
    r"\b(?:(?:retir|annul|supprim|enlev|ecart|elimin)(?:er|ez|ons|e|ee?s?|ent)|retraits?|annulation|"
    r"(?:ot|ray|radi|barr)(?:er|ez|ons|ee?s?)|excl(?:ure|uez|uons|us|ues?)|ecarts?)\b"
)
DESIGNE = re.compile(
    r"\bpropos\w+|\bdesign\w+|\bpresent(?:er|ons|ez|e)\b|\bnouve(?:lle|au)\b|\bremplac\w+|\b(?:place|lieu) de\b|"
    r"\bajout\w+|\bsuite a\b|\bapres\b"
)
RETIRONS = re.compile(
    r"\b(?:je retire|j'annule|(?:nous )?(?:retirons|annulons|supprimons)|"
    r"(?:veuillez |merci de )?(?:retirer|annuler|supprimer)|"
    r"retirez|annulez|supprimez)\b"
)
# Words that withdraw for certain; the others (« retirée », « annulation ») may tell of another candidature.
RETRAIT_FERME = re.compile(
    rf"(?m:^)\W*(?:retraits?|annulation|retirer?|annuler?|supprimer?)\b|\ba (?:retirer|annuler|supprimer)\b|"
    rf"\bcandidature (?:est )?(?:retiree|annulee)\b|{RETIRONS.pattern}"
)
RETRAIT_SEUL = re.compile(r"\W*(?:retrait|retraits|retirer|retirez|a retirer|annuler|supprimer)\W*")
SANS_RETRAIT = re.compile(r"\bretraits? ?[:=]? ?(?:non\b|neant\b|-?\s*$)", re.MULTILINE)
# « Au lieu de 074… »: the number after it is the one that goes.
AU_LIEU = re.compile(r"\b(?:au lieu|a la place|en remplacement) d|\bremplac(?![^\n]*\bpar\b)")
REMPLACER = re.compile(r"\bremplac(?:er|ez|ons|e)\b")
NEGATION = re.compile(r"\bne\b|\bn'|\bpas\b|\bmaint(?:en|ien)\w*|\bconserv\w+|\bgard\w+|\breten\w+|\bretien\w*")
OBJECTION = re.compile(
    r"\bdesist\w+|\brenonc\w+|\bne (?:souhait|veu|desir|donn|correspond|repond)\w*|"
    r"\bplus (?:interesse\w*|d'actualite|joignable|valable|disponible|candidate?)\b|"
    r"\b(?:deja|a ete|est|ont ete) (?:\w{2,12} )?(?:relogee?s?|logee?s?|radiee?s?)\b|"
    r"(?<!dalo )(?<!dalo \()\b(?:a|ont|avait) (?:deja )?refuse\w*|\bineligibles?\b|\bnon eligibles?\b|"
    r"\bcaduque?s?\b|\bannule et remplace\b|\b(?:non|ni) (?:retenue?s?|proposee?s?|presentee?s?|designee?s?)\b|"
    r"\bdeja (?:ete )?(?:retenue?s?|proposee?s?|presentee?s?|designee?s?|positionnee?s?|attribu\w+)\b"
)
CONDITION = re.compile(
    r"\bsi\b(?! (?:possible|besoin|necessaire))|(?<!dalo )\ba confirmer\b|"
    r"\ben attente d(?!e (?:re)?logement|'un (?:re)?logement)|"
    r"\bpeut-etre\b|\beventuel\w*|\bsous reserve\b"
)
CANDIDATURE = re.compile(r"\bcandidat\w*|\bmme\b|\bm\.|\bmonsieur\b|\bmadame\b|\bfamille\b|\bannule et remplace\b")
INTERROGE = re.compile(r"(?<!dalo) ?\?\s*$")
REMPLACE = re.compile(r"\bannule et remplace\b")
# Against a candidate, in a remark: « hors plafond », « ne pas proposer ».
MISE_EN_GARDE = re.compile(
    r"\bhors (?:plafonds?|ressources|criteres?|delais?|secteur|perimetre)\b|"
    r"\bne (?:pas|plus|jamais|convien\w+|peu[tv]\w*)\b|\bincomplete?s?\b|"
    r"(?<!dalo )\ba (?:rappeler|revoir|ecarter|eviter|verifier|confirmer|exclure|completer|relancer)\b|"
    r"\babandon\w*|\bperimee?s?\b|\bbloquee?s?\b|\becartee?s?\b|\brelogee?s?\b|\bsans (?:reponse|suite|nouvelles?)\b"
)
