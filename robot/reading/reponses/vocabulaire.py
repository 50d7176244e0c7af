"""The words that mean yes and no in French.

All patterns are read on a clause made plain by `lignes.aplanir` (no accents,
lower case), where each reference of a dwelling has become `§`. Each yes and no
is written out with its subject and its object: « nous acceptons ce logement »
is one, « nous acceptons de reporter la visite » and « le candidat accepte »
are not. A word of decision that no pattern covers is a doubt, never a guess;
`reserves` holds the words around one that make it a doubt.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

# Words that may follow a collective name: « commune de La Balme », never a pronoun, a verb or a neighbour.
_NOM = (
    r"(?!accept|refus|est\b|a\b|n'|ne\b|se\b|me\b|nous|vous|qui|que|donne|emet|pren|ret|souhait|"
    r"declin|valid|rend|fait|voisin|cote)[a-z'-]{1,30}"
)
COLLECTIF = (
    r"(?:(?:monsieur|madame|mme|mr|m\.) (?=l[ae] (?:maire|adjoint|prefet)))?"
    r"(?:(?:la|le|les|l'|notre|nos) ?)?(?:(?:elus?|services?) (?:de |du |d')?(?:la |l')?)?"
    r"(?:commune|mairie|ville|prefecture|sous-prefecture|metropole|collectivite|departement|region|"
    r"agglomeration|agglo|ccas|etat|"
    r"conseil (?:departemental|municipal|metropolitain)|communaute (?:de communes|d'agglomeration|"
    r"urbaine)|epci|intercommunalite|"
    r"municipalite|service (?:logement|habitat|du logement|de l'habitat|reservation|social)|maire|"
    r"(?:adjointe?|elue?)(?: (?:au logement|a l'habitat))?|prefete?|ddets|als|cd ?74|cc[a-z]{1,4}|"
    r"action logement(?: services?)?)"
    rf"(?: (?:de |du |des |d'){_NOM}(?: {_NOM}){{0,3}})?"
)
SEUL = rf"(?<![\w'-])(?:je|j'|on|{COLLECTIF}),?"
NOUS = r"(?<![\w'-])nous,?"
_ADVERBE = (
    r"(?:(?:bien|donc|volontiers|vous|formellement|officiellement|malheureusement|par consequent|par "
    r"la presente|egalement|"
    r"en consequence|avec plaisir|sans reserve|le|la|les|l') ?)"
)
_DATE = r"\d{1,2}(?:er|/\d| (?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)\b)"
# One dwelling or several: « V-1, V-2 et V-3 ».
_REFERENCES = r"§(?:(?:,| et| &| \+| /|,? ainsi que) ?(?:(?:le |la |l'|les |pour )?(?:logement |offre )?)§){0,30}"
BIEN = (
    r"(?:(?:ce|le|cet|cette|la|l'|votre|vos|(?:les|ces)(?: deux| trois)?) ?(?:logement|offre|proposition|orientation|"
    r"appartement|appart|bien|maison|pavillon|villa|studio|duplex|lot|"
    r"reservation|attribution|pls|plai|[tf][1-7])s?"
    r"(?: (?:propose|presente|cite|mentionne|vise|vacant|libere|susvise|precite)e?s?)?(?: de (?:logement|"
    r"type [tf][1-7]|[tf][1-7])| d(?:e (?:ce|cet|cette)|u) (?:logement|appartement|bien|[tf][1-7]))?s?"
    r"(?: (?:ci-dessus|ci-dessous|en objet|en reference|en question|(?:cite|vise)e? en (?:objet|"
    r"reference)|d'orientation))?"
    rf"(?: ?(?:n°|no|ref\.?|reference|:)? ?{_REFERENCES})?|(?:le |la |les |l'offre |pour )?{_REFERENCES}|ce(?:lui|"
    rf"lle)[- ](?:ci|la))"
)
_BIEN_NU = r"(?:logement|offre|proposition|orientation|§)(?: §)?"
# What may follow without changing the meaning: the end, a pause, a cause, a thank-you.
_SUITE = (
    r"(?=\s*(?:$|[,;:!.()/*|]|(?<=\s)-|(?:et (?:vous|nous|notre|la commune|proposer|avons|disposons|proposons|"
    r"adressons|reste|restons)|car|en raison|au motif|"
    r"pour (?:le |les |cause|motif|raison|la raison|nous|notre|ma|la commune|§|ce logement)|"
    r"du fait|suite|compte tenu|faute|par manque|par defaut|vu|(?:a )?cause|puisque|parce|etant donne|"
    r"malgre|sans reserve|sans condition|merci|cordialement|"
    r"dans le cadre|propose|d'autant|afin|motivee?|tel|en l'etat|le motif|motif|(?:avec plaisir|volontiers)(?=\W*$|"
    r"[,.!])|par la "
    rf"presente|ce jour|situee?s?|sise?s?|residence|de la residence|rue|avenue|en qpv|au \d|du {_DATE}|"
    r"au nom (?:de la (?:commune|mairie|ville|collectivite)|du (?:maire|ccas|prefet))|"
    r"(?:sur|au titre d[eu]|pour) (?:(?:son|notre|mon|le|ce) )?contingent|"
    r"bonne (?:journee|soiree)|bien a vous|cdl?t|desolee?s?)\b))"
)
_SOUPLE = r"(?:bien|donc|volontiers|favorablement|avec plaisir|malheureusement)"
_OBJET = rf"(?:(?: {_SOUPLE}){{0,3}} {BIEN}| donc| bien volontiers)?"
_A_BIEN = rf"(?: (?:a|sur|pour|concernant|quant a|de) {BIEN})?"
_DE_QUI = (
    r"(?: (?:de (?:la|notre) (?:collectivite|prefecture|metropole|part|"
    rf"(?:commune|mairie|ville)(?: (?:de |du |des |d'){_NOM})?)|"
    r"du (?:ccas|departement|maire|conseil municipal)|"
    r"de (?:monsieur|madame|mme|mr|m\.) (?:l[ae] (?:maire|prefete?)|l'(?:adjointe?|elue?)(?: (?:au logement|a l'habitat))?)|"
    r"de l'(?:adjointe?|elue?)(?: au logement)?))?"
)
# The commission of a commune, said of an opinion only: « refus de la commission » may be the landlord's own (CALEOL).
_DE_LA_COMMISSION = r"(?: de (?:la|notre) commission(?: (?:logement|habitat|communale|municipale|sociale))?)?"
# A word without a subject decides only at the head of its clause, or after a label that is ours to read.
ETIQUETTE = (
    rf"(?:(?:voici )?(?:notre|ma|la)? ?(?:reponse|decision|avis|retour|choix|position){_DE_QUI}(?: est)?(?: la "
    rf"suivante)? ?[:=\-]? ?|"
    r"(?:(?:pour|concernant|objet ?:) ?)?(?:(?:les|le|l'|la) ?)?(?:logements?|offre|proposition|reference|"
    rf"ref\.?|dossier)? ?(?:n°|no|:)? ?{_REFERENCES} ?[:=,\-|>]{{0,3}} ?|{COLLECTIF} ?[:=] ?|"
    rf"(?:pour |concernant )?l[ea] ?[tf][1-7](?: (?:de|a|sur|d') ?{_NOM})? ?[:=] ?|"
    r"(?:merci|donc|du coup|suite a votre (?:mail|message|proposition|courriel|offre))[,:]? )"
)
_TETE = rf"^[^\w§]{{0,5}}{ETIQUETTE}{{0,2}}"


def _un_de(*motifs: str) -> Callable[[], re.Pattern[str]]:
    """Compiled when a clause may say it: these two cost three times all the other patterns of the package."""
    return cache(lambda: re.compile("|".join(f"(?:{motif})" for motif in motifs)))


def _dit(singulier: str, pluriel: str, *, negation: str = "") -> str:
    """A verb with its subject, agreeing: « la famille nous refuse » is not « nous refusons »."""
    return rf"(?:{SEUL} ?{negation}{_ADVERBE}{{0,2}}(?:{singulier})|{NOUS} ?{negation}{_ADVERBE}{{0,2}}(?:{pluriel}))"


# Without one of these, no pattern can match: most clauses are spared the search.
INDICE = re.compile(
    r"accept|refus|accord|favorabl|positi|pren|reten|retien|valid|suite|declin|non merci|\bok\b|"
    r"\bbon\b|feu vert|interess|oppos|partant|negati|notre tour|son tour|mon tour|pass|rend|laiss|\bnon\b|veu[tx]|"
    r"voulons|"
    r"impossibilite|incapacite|en mesure|c'est|renon|restitu|remet|reservataire|abandon|dispos|exerc|valoir|mobilis|"
    r"desist|gard|conserv|reserv|compte[rz]|pas pour nous|personne|plus loin|une autre fois|a d'autres|d'autre\b|banco|"
    r"inscrire|pouvez|contingent|presente|faveur"
)
_NE = r"(?:ne |n')"
_PAS = r"(?:malheureusement |donc |helas )?pas"
_ETRE = _dit("suis|est", "sommes")
# Spoken French leaves « ne » out; « nous acceptons pas », « refusons pas » stay doubts (« pas de souci »).
_N_ETRE_PAS = _dit(f"suis {_PAS}|est {_PAS}", f"sommes {_PAS}", negation=f"{_NE}?")
_ACTES = (
    r"(?:donner (?:une )?suite(?: favorable(?:ment)?)?|(?:se|nous|me) positionner|accepter|prendre|"
    r"retenir|valider|repondre (?:favorablement|positivement))"
)

_NE_PREND_PAS = _dit(
    f"(?:prends?|prendra|retiens|retient|retiendra|valide|validera) {_PAS}",
    f"(?:prenons|prendrons|retenons|retiendrons|validons|validerons) {_PAS}",
    negation=f"{_NE}?",
)
_NE_DONNE_PAS = _dit(f"(?:donne|donnera) {_PAS}", f"(?:donnons|donnerons) {_PAS}", negation=f"{_NE}?")
_NE_PEUT_PAS = _dit(
    f"(?:peut|peux|pourra|souhaite|desire)(?: {_PAS})?|veu[tx] {_PAS}",
    f"(?:pouvons|pourrons|souhaitons|desirons)(?: {_PAS})?|voulons {_PAS}",
    negation=_NE,
)
_N_EST_PAS_EN_MESURE = _dit(f"(?:suis|est) {_PAS} en mesure", f"sommes {_PAS} en mesure", negation=_NE)
_A_DONNE = rf"(?:(?:{SEUL}|la commission(?: logement)?) a|{NOUS} avons) (?:donne|emis|rendu|formule)"
_A_NOTER = (
    r"(?:merci de|veuillez|je vous (?:prie|remercie) de|nous vous (?:prions|remercions) de)(?: bien)?(?: vouloir)? "
    r"(?:noter|prendre note d[eu]|prendre en compte|enregistrer) (?:l'|le |notre |mon )?"
)
_ELU = (
    r"(?:(?:monsieur |madame |mme |mr |m\. ?)?(?:le |la |notre )maire|(?:l'|notre )(?:adjointe?|elue?)"
    r"(?: (?:au logement|a l'habitat|en charge du logement))?)"
)
# Who decided, when it can only be the writer: the préfecture's refusal may be news of somebody else's.
_PAR_QUI = (
    r"(?: par (?:nous|nos services|"
    rf"(?:la|notre) (?:commune|mairie|ville|collectivite)(?: (?:de |du |des |d'){_NOM})?|{_ELU}))?"
)
_DU_BIEN = rf"(?: (?:du|de (?:l'|la|ce|cet|cette|votre)) ?{_BIEN_NU})?"
_POSITIF = r"(?:favorable|positi(?:f|ve))"
_NEGATIF = r"(?:defavorable|negati(?:f|ve))"
_NOTRE_AVIS = (
    rf"^\W{{0,5}}(?:notre|ma|mon|la|l') ?(?:reponse|avis|decision|retour){_DE_QUI} est "
    r"(?:donc |tres |malheureusement )?"
)
_PASSIF = r"(?:accepte|valide|retenu)e?s?"
# The right that a réservataire has on the dwelling, and whose it is.
_SES_DROITS = r"(?:(?:son|notre|leur|mon) (?:droit|contingent)|(?:ses|nos|leurs|mes) droits)(?: de (?:reservation|designation|presentation))?"
_CONTINGENT = r"(?:(?:le|notre|mon|son) )?contingent(?: (?:de l'etat|prefectoral|fonctionnaires?|departemental|communal|prioritaire))?"
_MES_SERVICES = r"(?<![\w'-])(?:mes|nos) services"
_A_UN_AUTRE = (
    r"(?:a (?:d'autres|un autre|une autre)(?: (?:reservataires?|communes?|candidats?))?|"
    r"a (?:quelqu'un|qqn) d'autre|au (?:reservataire )?suivant)"
)
_AILLEURS = (
    rf"(?:{_A_UN_AUTRE}|hors contingent|dans votre contingent|a (?:un|une|des) candidat\w* de votre choix|"
    r"a vos (?:propres )?candidats)"
)
_DES_CANDIDATS = (
    r"(?:quelqu'un|(?:une?|des|deux|trois|plusieurs|nos) (?:candidat\w*|menages?|familles?)|une candidature)"
)

accord = _un_de(
    rf"{_dit('accepte', 'acceptons')}{_OBJET}{_SUITE}",
    rf"\bet (?:donc |vous )?(?:l'|les )?acceptons{_OBJET}{_SUITE}",
    rf"{_TETE}(?:accepte|acceptons|acceptee?s?|accord(?: favorable)?|"
    rf"acceptation)(?:{_OBJET}{_DE_QUI}{_A_BIEN}{_PAR_QUI}|{_DU_BIEN}){_SUITE}",
    rf"{_TETE}(?:{BIEN}|offre|proposition|logement|orientation) ?:? ?(?:est |sont )?{_PASSIF}{_PAR_QUI}{_SUITE}",
    rf"{_TETE}(?:avis|reponse|retour|suite|decision) (?:tres )?{_POSITIF}{_DE_QUI}{_DE_LA_COMMISSION}{_A_BIEN}{_SUITE}",
    rf"{_dit('emets|emet|donne|rends|rend|formule', 'emettons|donnons|rendons|formulons')} (?:un |une |"
    rf"son |notre |mon )?(?:avis|reponse|suite) (?:tres )?{_POSITIF}{_A_BIEN}{_SUITE}",
    rf"{_A_DONNE} (?:(?:son|notre) accord|un avis favorable){_A_BIEN}{_SUITE}",
    rf"{_TETE}favorable{_A_BIEN}{_SUITE}",
    rf"{_NOTRE_AVIS}(?:{_POSITIF}|oui){_A_BIEN}{_SUITE}",
    rf"{_ETRE} (?:tout a fait |tres )?favorables?{_A_BIEN}{_SUITE}",
    rf"(?:{_dit('(?:souhaite )?(?:se|me) positionner?', '(?:souhaitons )?nous positionn(?:ons|er)')}|"
    rf"(?<![\w'])on se positionne)(?: favorablement)?{_A_BIEN}{_SUITE}",
    rf"{_TETE}(?:c'est |tout est )?(?:ok|d'accord|bon|accord|valide)(?: (?:pour|a|de) (?:nous|moi|{COLLECTIF}|{BIEN})"
    rf"| de (?:notre|mon) (?:cote|part)){{1,2}}{_SUITE}",
    rf"{_TETE}c'est (?:accepte|valide|oui){_SUITE}",
    rf"{_TETE}validee?s? par {_ELU}{_SUITE}",
    rf"{_dit('confirme', 'confirmons')} (?:par la presente |bien )?(?:l'|notre |mon |son )?(?:accord|"
    rf"acceptation)(?:{_DU_BIEN}| du [tf][1-7]){_DE_QUI}{_A_BIEN}{_PAR_QUI}{_SUITE}",
    rf"{_TETE}{_A_NOTER}(?:accord|acceptation){_DE_QUI}{_A_BIEN}{_SUITE}",
    rf"{_TETE}bon pour accord{_SUITE}",
    rf"{_TETE}(?:ok|d'accord) pour (?:accepter|prendre|retenir) {BIEN}{_SUITE}",
    rf"{_TETE}feu vert{_DE_QUI}(?: (?:de notre cote|pour {BIEN})){{0,2}}{_SUITE}",
    rf"(?:{_dit('(?:prends|prend) ' + BIEN, 'prenons' + _OBJET)}){_SUITE}",
    r"(?:(?<![\w'-])(?:je|on) (?:le |la )?|la commune (?:le |la ))prends?(?=\s*(?:$|[.!]|, merci))|"
    r"(?<![\w'-])(?:je|on) (?:le|la) prends?(?=\s*,)",
    rf"{_dit('retiens|retient', 'retenons')} {BIEN}{_SUITE}",
    rf"(?:{SEUL} (?:le|la|les) retien[st]|{NOUS} (?:le|la|les) retenons){_SUITE}",
    rf"{_dit('valide', 'validons')}(?: pour)?{_OBJET}{_SUITE}",
    rf"{_ETRE} (?:preneurs?|preneuse){_A_BIEN}{_SUITE}",
    rf"{_TETE}preneu(?:rs?|se){_A_BIEN}{_SUITE}",
    rf"{_ETRE} (?:tout a fait |bien )?(?:d'accord|ok|partante?s?)(?:{_A_BIEN}| pour (?:accepter|prendre|"
    rf"retenir) {BIEN}){_SUITE}",
    rf"{_dit('donne|confirme', 'donnons|confirmons')} (?:notre|mon|son) accord{_A_BIEN}{_SUITE}",
    rf"{_dit('souhaite donner|donne', 'souhaitons donner|donnons')} (?:une )?suite(?: "
    rf"favorable(?:ment)?)?{_A_BIEN}{_SUITE}",
    rf"{_dit('souhaite', 'souhaitons')} (?:accepter|prendre|retenir|conserver|garder|reserver) {BIEN}{_SUITE}",
    rf"(?:{SEUL} ?(?:le |la |l')(?:reserve|garde|conserve)|{NOUS} (?:le |la |l')(?:reservons|gardons|conservons))"
    rf"(?: donc)?(?: (?:sur|dans|au titre de) (?:notre|mon|son) (?:contingent|quota|droit))?{_SUITE}",
    rf"{_dit('garde|conserve|reserve', 'gardons|conservons|reservons')} (?:la main sur )?{BIEN}{_SUITE}",
    rf"(?:{SEUL} ?(?:le|la) veu[tx]|{NOUS} (?:le|la) voulons)(?: bien)?{_SUITE}",
    rf"{_dit('veu[tx]', 'voulons')} bien de {BIEN}{_SUITE}",
    rf"(?:{SEUL}|{NOUS}|{_MES_SERVICES}) ?(?:donc )?(?:(?:entend|entends|entendent|entendons|souhaite|souhaitent|souhaitons) "
    rf"(?:exercer|faire valoir)|exerce|exercent|exercons|fais valoir|fait valoir|faisons valoir|font valoir) "
    rf"{_SES_DROITS}{_A_BIEN}{_SUITE}",
    rf"{_TETE}exercice d[ue] (?:notre |son )?droit(?: de (?:reservation|designation))?{_A_BIEN}{_SUITE}",
    rf"(?:{SEUL} ?mobilise|{NOUS} mobilisons|{_MES_SERVICES} mobilisent) {_CONTINGENT}{_A_BIEN}{_SUITE}",
    rf"{_TETE}accord (?:de |du |d')?{_CONTINGENT}{_A_BIEN}{_SUITE}",
    rf"(?:{NOUS} y sommes|{SEUL} ?y (?:suis|est)) (?:tout a fait |tres )?favorables?{_SUITE}",
    rf"(?:{SEUL}|le bureau(?: municipal)?|la commission logement)(?: reunie? [^,;]{{0,30}})? s'est prononcee? "
    rf"(?:favorablement{_A_BIEN}|en faveur de {BIEN}){_SUITE}",
    rf"{_TETE}c'est (?:oui|(?:tout )?bon|d'accord) pour (?:nous|{COLLECTIF}|{BIEN}){_SUITE}",
    rf"^\W*(?:pour |concernant )?{BIEN},? (?:c'est )?(?:ok|d'accord|bon|oui|valide){_SUITE}",
    rf"{_TETE}vous pouvez (?:donc )?(?:nous (?:le |la |les |l')?(?:affecter|attribuer|reserver)(?: {BIEN})?|"
    rf"l[ea]s? mettre a notre nom|compter sur nous(?: pour {BIEN})?|"
    rf"inscrire {BIEN} (?:au titre|sur) (?:de )?(?:notre|nos) (?:droits?|contingent)(?: de (?:l'annee|reservation))?)"
    rf"{_SUITE}",
    rf"{_dit('souhaite presenter|vais presenter|va presenter|presente|positionne|vais positionner|va positionner', 'souhaitons presenter|allons presenter|presentons|presenterons|positionnons|allons positionner|allons designer|designerons|designons')}"
    rf" {_DES_CANDIDATS} (?:dessus|sur {BIEN})(?: des aujourd'hui)?{_SUITE}",
    rf"{_TETE}banco{_SUITE}",
    rf"^[^\w§]{{0,5}}§ ?[:=\-|] ?mobilisee?{_SUITE}",
)
refus = _un_de(
    rf"{_dit('refuse?', 'refusons')}{_OBJET}{_SUITE}",
    rf"\bet (?:donc |vous )?(?:la |le |les )?(?:refusons|declinons){_OBJET}{_SUITE}",
    rf"{_TETE}(?:refuse|refusons|refusee?s?|refus)(?:{_OBJET}{_DE_QUI}{_A_BIEN}{_PAR_QUI}|{_DU_BIEN}){_SUITE}",
    rf"{_TETE}refus(?= (?:pas d[e']|aucune? ))",
    rf"{_TETE}(?:{BIEN}|offre|proposition|logement|orientation) ?:? ?(?:est |sont )?refusee?s?{_PAR_QUI}{_SUITE}",
    rf"{_TETE}(?:{BIEN}|offre|proposition|logement|orientation) ?:? ?(?:(?:n')?est |sont )?(?:non|"
    rf"pas) {_PASSIF}{_PAR_QUI}{_SUITE}",
    rf"{_TETE}(?:avis|reponse|retour|suite|decision) (?:tres )?{_NEGATIF}{_DE_QUI}{_DE_LA_COMMISSION}{_A_BIEN}{_SUITE}",
    rf"{_dit('emets|emet|donne|rends|rend|formule', 'emettons|donnons|rendons|formulons')} (?:un |une |"
    rf"son |notre |mon )?(?:avis|reponse|suite) (?:tres )?{_NEGATIF}{_A_BIEN}{_SUITE}",
    rf"{_A_DONNE} un avis (?:defavorable|negatif){_A_BIEN}{_SUITE}",
    rf"{_TETE}defavorable{_A_BIEN}{_SUITE}",
    rf"{_NOTRE_AVIS}(?:{_NEGATIF}|non){_A_BIEN}{_SUITE}",
    rf"(?:{_N_ETRE_PAS} (?:tres )?favorables?|{_ETRE} defavorables?){_A_BIEN}{_SUITE}",
    rf"{_dit(f'(?:accepte|acceptera) {_PAS}', f'(?:acceptons|accepterons) {_PAS}', negation=_NE)}{_OBJET}{_SUITE}",
    rf"(?:{_dit(f'(?:se|me) positionne(?:ra|rai)? {_PAS}', f'nous positionn(?:er)?ons {_PAS}', negation=f'{_NE}?')})"
    rf"{_A_BIEN}{_SUITE}",
    rf"{_NE_PREND_PAS}{_OBJET}{_SUITE}",
    rf"{_NE_DONNE_PAS} (?:de )?(?:une )?suite(?: favorable)?{_A_BIEN}{_SUITE}",
    rf"{_NE_PEUT_PAS} {_ACTES}(?:{_OBJET}|{_A_BIEN}){_SUITE}",
    rf"{_dit(f'veu[tx] {_PAS}', f'voulons {_PAS}', negation=f'{_NE}?')} (?:de )?{BIEN}{_SUITE}",
    rf"(?:{_N_EST_PAS_EN_MESURE}|{_ETRE} dans l'(?:impossibilite|incapacite)) (?:de |"
    rf"d'){_ACTES}(?:{_OBJET}|{_A_BIEN}){_SUITE}",
    rf"{_ETRE} (?:(?:contraint|oblige)e?s? (?:de|a)|au regret de|dans l'obligation de|"
    rf"amenee?s? a) (?:devoir )?(?:refuser|decliner){_OBJET}{_SUITE}",
    rf"malheureusement,? {_dit('dois|doit', 'devons')} (?:refuser|decliner){_OBJET}{_SUITE}",
    rf"{_N_ETRE_PAS} (?:preneurs?|preneuse|interesse(?:e|s|es)?(?: par {BIEN})?){_A_BIEN}{_SUITE}",
    rf"{_dit('decline', 'declinons')}{_OBJET}{_SUITE}",
    rf"{_dit('fais|fait', 'faisons')} part (?:de )?(?:notre|mon|son|un) refus{_A_BIEN}{_SUITE}",
    rf"{_dit('confirme|oppose|maintiens|maintient', 'confirmons|opposons|maintenons')} (?:par la presente |"
    rf"bien )?(?:notre|mon|son|un|le) refus{_DE_QUI}{_A_BIEN}{_SUITE}",
    rf"{_TETE}{_A_NOTER}refus{_DE_QUI}{_A_BIEN}{_SUITE}",
    rf"{_TETE}c'est (?:refuse|un refus|non){_DE_QUI}(?: pour (?:nous|la commune|la mairie|cette fois|"
    rf"{BIEN}))?(?! pour){_SUITE}",
    rf"{_dit('souhaite', 'souhaitons')} (?:refuser|decliner) {BIEN}{_SUITE}",
    rf"{_dit('renonce', 'renoncons')} a {BIEN}{_SUITE}",
    rf"{_dit('restitue|rends?', 'restituons|rendons')} {BIEN}(?: au bailleur| pour cette fois)?{_SUITE}",
    rf"{_dit('laisse', 'laissons')} {BIEN} (?:au (?:reservataire )?suivant|a d'autres|"
    rf"a un autre(?: reservataire)?){_SUITE}",
    rf"{_dit('laisse', 'laissons')} {BIEN} (?:a la prefecture|a l'etat|a action logement|aux? autres? reservataires?)"
    rf"{_SUITE}",
    rf"{_dit('laisse', 'laissons')} (?:le |la |l' ?)?(?:re)?proposer(?: {BIEN})? (?:au (?:reservataire )?suivant|"
    rf"a d'autres(?: reservataires)?|a un autre reservataire){_SUITE}",
    rf"{_TETE}(?:vous pouvez (?:donc )?|merci de |veuillez )?(?:(?:le|la|l') ?)?(?:passer|(?:re)?proposer|orienter|"
    rf"offrir)(?: {BIEN})?(?: directement)? (?:au|vers le) reservataire suivant{_SUITE}",
    rf"{_TETE}passez au (?:reservataire )?suivant{_SUITE}",
    rf"{_dit('remets|remet', 'remettons')}(?: donc)?(?: {BIEN})? a (?:votre |la )?disposition"
    rf"(?: du bailleur| des autres reservataires)?(?=\W*$)",
    rf"{_dit('passe', 'passons')} pour cette fois{_SUITE}",
    rf"{_dit('prefere', 'preferons')} (?:refuser|decliner){_OBJET}{_SUITE}",
    rf"(?:j'ai|{NOUS} avons) le regret de (?:refuser|decliner){_OBJET}{_SUITE}",
    rf"{BIEN} ne (?:nous |m'|la commune )interesse pas{_SUITE}",
    rf"{_dit('(?:passe|passera) (?:mon|notre|son) tour', '(?:passons|passerons) notre tour')}"
    rf"(?: pour cette fois)?{_A_BIEN}{_SUITE}",
    rf"{_dit('laisse', 'laissons')} passer{_OBJET}{_SUITE}",
    rf"{_TETE}pas (?:preneu(?:rs?|se)|interesse(?:e|s|es)?(?: par {BIEN})?){_A_BIEN}{_SUITE}",
    rf"{_TETE}(?:classee?s? )?sans suite{_SUITE}",
    rf"{_dit('classe', 'classons')}{_OBJET} sans suite{_SUITE}",
    rf"{_TETE}(?:pas de|aucune) suite(?: donnee{_A_BIEN}| de notre part| a {BIEN}|(?: a donner|"
    rf" ne sera donnee){_A_BIEN}(?: de notre (?:part|cote))?){_SUITE}",
    rf"{_TETE}non merci{_SUITE}",
    rf"{_dit('laisse', 'laissons')} (?:donc )?(?:la main(?: sur {BIEN})?|disposer d[eu] {BIEN}){_SUITE}",
    rf"(?:{SEUL} ?vous (?:le |la |les |l')(?:rends?|restitue|laisse|abandonne)|"
    rf"{NOUS} vous (?:le |la |les |l')(?:rendons|restituons|laissons|abandonnons))(?: (?:donc|pour cette fois|pour un tour))?{_SUITE}",
    rf"{_dit('abandonne', 'abandonnons')} (?:{BIEN}|notre tour|mon tour|son tour){_SUITE}",
    rf"{_dit('prefere', 'preferons')} vous (?:(?:le |la |l')(?:laisser|rendre|restituer)|(?:laisser|rendre|restituer) {BIEN})"
    rf"{_SUITE}",
    rf"{_TETE}(?:vous pouvez|vous etes libres? de|il vous est loisible de|libre a vous de) (?:donc )?(?:en disposer|"
    rf"disposer d[eu] {BIEN}|(?:le |la |l')?reprendre(?: {BIEN})?(?: dans votre contingent)?|"
    rf"(?:le |la |l')?(?:attribuer|proposer|reproposer|donner|offrir|orienter)(?: {BIEN})? {_AILLEURS}){_SUITE}",
    rf"{_TETE}(?:donnez|proposez|attribuez|offrez|orientez)-l[ea] {_A_UN_AUTRE}{_SUITE}",
    rf"{_TETE}(?:merci de |veuillez )(?:solliciter|interroger|consulter) (?:un autre|le) reservataire(?: suivant)?{_SUITE}",
    rf"{_TETE}(?:remis|remise|rendue?|retour) (?:a (?:la |votre )?disposition|au bailleur)(?: du bailleur)?(?: pour un tour)?"
    rf"{_SUITE}",
    rf"{_TETE}{BIEN} (?:vous )?est (?:donc )?(?:libere de (?:notre|toute) reservation|rendu au bailleur|remis a (?:votre |la )?"
    rf"disposition(?: du bailleur)?){_SUITE}",
    rf"(?:{SEUL}|{NOUS}|{_MES_SERVICES}) ?ne (?:fera|ferai|ferons|feront|fait|faisons) pas usage de {_SES_DROITS}{_A_BIEN}{_SUITE}",
    rf"(?:{SEUL}|{NOUS}|{_MES_SERVICES}) ?n'exerc(?:e|ons|ent|era|erai|erons|eront) pas {_SES_DROITS}{_A_BIEN}{_SUITE}",
    rf"{_TETE}{_CONTINGENT} (?:ne sera|n'est) pas mobilise{_A_BIEN}{_SUITE}",
    rf"(?:{SEUL} ?ne mobilise(?:ra)?|{NOUS} ne mobilis(?:er)?ons) pas {_CONTINGENT}{_A_BIEN}{_SUITE}",
    rf"^[^\w§]{{0,5}}§ ?[:=\-|] ?(?:non mobilisee?|rendue?){_SUITE}",
    rf"{_TETE}desistement(?: (?:de |du |d')?(?:{_CONTINGENT}|{COLLECTIF}))?{_A_BIEN}{_SUITE}",
    rf"(?:{SEUL} ?ne se porte|{NOUS} ne nous portons|(?<![\w'-])je ne me porte) pas candidat(?:e|s|es)?{_A_BIEN}{_SUITE}",
    rf"(?:{SEUL} ?n'a|{NOUS} n'avons|(?<![\w'-])je n'ai) pas souhaite (?:retenir|accepter|prendre|valider|donner (?:une )?suite"
    rf"(?: favorable)?)(?:{_OBJET}|{_A_BIEN}){_SUITE}",
    rf"{_dit('ne (?:puis|peut|peux)', 'ne pouvons')}(?: {_PAS})? y (?:reserver|donner) (?:une |de )?suite(?: favorable)?{_SUITE}",
    rf"(?:{NOUS} n'irons|{SEUL} ?n'ira|(?<![\w'-])je n'irai) pas plus loin{_SUITE}",
    rf"{_TETE}(?:pas de|aucun) positionnement{_DE_QUI}{_A_BIEN}{_SUITE}",
    rf"{_TETE}sans suite pour {COLLECTIF}{_SUITE}",
    rf"{_dit('laisse', 'laissons')} tomber(?: pour)?(?: {BIEN})?{_SUITE}",
    r"^\W*(?:je passe|on passe|nous passons)(?=\s*(?:$|[.!]|, merci))",
    rf"{_TETE}(?:ce n'est |c'est )?pas pour nous(?: cette fois(?:[- ]ci)?)?{_SUITE}",
    rf"{_TETE}ce sera (?:donc )?pour une (?:autre|prochaine) fois{_SUITE}",
    rf"{_TETE}personne n'en veut{_SUITE}",
    rf"(?:{NOUS} ne proposerons|{SEUL} ?ne proposera|(?<![\w'-])je ne proposerai) (?:donc )?(?:personne|aucune? candidat\w*)"
    rf"{_A_BIEN}{_SUITE}",
    rf"{_TETE}ne retenez pas {BIEN} pour nous{_SUITE}",
    rf"{_TETE}(?:merci de|veuillez) ne pas nous (?:l' ?|le |la )?(?:attribuer|affecter|reserver)(?: {BIEN})?{_SUITE}",
    rf"{_TETE}ne (?:comptez pas|pas compter) sur une (?:designation|candidature)(?: de notre part)?{_A_BIEN}{_SUITE}",
)

# Any of these left uncovered by a pattern above makes the clause a doubt.
DECISIF = re.compile(
    r"(?<![\w'-])(?:(?:j'|l'|n'|d'|qu'|m')?"
    r"(?:accept\w*|acept\w*|refus\w*|accord\w*|favorabl\w*|defavorabl\w*|position\w*|declin\w*|"
    r"preneu\w*|valid\w*|reten\w*|retien\w*|"
    r"suite favorable\w*|feu vert|gardons|conservons|reservons|mobilis\w*|rends?|rendons|restitu\w*|abandonn\w*|ok|oui|non(?! (?:adapte|conforme|accessible|equipe|desservi|renove|meuble|"
    r"chauffe)\w*)|d'accord|opposons|renon\w*|desist\w*|suspen\w*|retir\w*|"
    r"contest\w*|corrig\w*|annul\w*|rejet\w*|ecart\w*|prenons|prends))(?!\w)"
)
OBJECTION = re.compile(
    r"\b(?:contest(?:e|er|ons|ation|ee?)|corrig(?:er|e|eons|ez)|rectifi\w{1,6}|annul(?:er|e|ons|ez|ation))\b"
)
