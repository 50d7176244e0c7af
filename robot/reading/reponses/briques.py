"""What the words of decision are made of: who speaks, of which dwelling, and what may follow without changing it.

Pieces of patterns, read on a clause made plain by `lignes.aplanir`, where each
reference of a dwelling has become `§`. `vocabulaire` puts them together.
"""

from __future__ import annotations

# Words that may follow a collective name: « commune de La Balme », never a pronoun, a verb or a neighbour.
NOM = (
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
    r"(?:adjointe?|elue?)(?: (?:au logement|a l'habitat))?|prefete?|ddets|contingent prefectoral|als|cd ?74|"
    r"cc[a-z]{1,4}|"
    r"action logement(?: services?)?)"
    rf"(?: (?:de |du |des |d'){NOM}(?: {NOM}){{0,3}})?"
)
SEUL = rf"(?<![\w'-])(?:je|j'|on|{COLLECTIF}),?"
NOUS = r"(?<![\w'-])nous,?"
ADVERBE = (
    r"(?:(?:bien|donc|volontiers|vous|formellement|officiellement|malheureusement|par consequent|par la presente|"
    r"egalement|en consequence|avec plaisir|sans reserve|le|la|les|l') ?)"
)
DATE = r"\d{1,2}(?:er|/\d| (?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)\b)"
# One dwelling or several: « V-1, V-2 et V-3 ».
REFERENCES = r"§(?:(?:,| et| &| \+| /|,? ainsi que) ?(?:(?:le |la |l'|les |pour )?(?:logement |offre )?)§){0,30}"
BIEN = (
    r"(?:(?:ce|le|cet|cette|la|l'|votre|vos|(?:les|ces)(?: deux| trois)?) ?(?:logement|offre|proposition|orientation|"
    r"appartement|appart|bien|maison|pavillon|villa|studio|duplex|lot|"
    r"reservation|attribution|pls|plai|[tf][1-7])s?"
    r"(?: (?:propose|presente|cite|mentionne|vise|vacant|libere|susvise|precite)e?s?)?(?: de (?:logement|"
    r"type [tf][1-7]|[tf][1-7])| d(?:e (?:ce|cet|cette)|u) (?:logement|appartement|bien|[tf][1-7]))?s?"
    # « le T3 de Cluses »: a place, then the end of the clause.
    r"(?:(?<= [tf][1-7]) (?:de |d'|a )(?![a-z'-]*(?:er|ir|re)\b|condition|remplace|secours|substit|echange|"
    r"notre|votre|l[ae']|cet?\b)[a-z'-]{3,30}"
    r"(?=\W*$|,))?"
    r"(?:,? (?:de la |de l'|du (?:\d{1,4} )?)(?:rue|avenue|chemin|route|place|allee|impasse|boulevard|quai)"
    r"(?: (?!(?:car|mais|et|si|sous|sauf|avant|apres|pour|sans|a)\b)[a-z'-]{1,20}){1,5})?"
    r"(?: (?:ci-dessus|ci-dessous|en objet|en reference|en question|(?:cite|vise)e? en (?:objet|"
    r"reference)|d'orientation))?"
    rf"(?: ?(?:n°|no|ref\.?|reference|:)? ?{REFERENCES})?|(?:le |la |les |l'offre |pour )?{REFERENCES}|ce(?:lui|"
    rf"lle)[- ](?:ci|la))"
)
BIEN_NU = r"(?:logement|offre|proposition|orientation|§)(?: §)?"
# What may follow without changing the meaning: the end, a pause, a cause, a thank-you.
SUITE = (
    rf"(?=\s*(?:$|[,;:!.()/*|]|(?<=\s)-|(?:et (?:vous|nous|notre|la commune|proposer|avons|disposons|proposons|"
    rf"adressons|reste|restons)|car|en raison|au motif|pour (?:le |les |cause|motif|raison|la raison|nous|notre|ma|"
    rf"la commune|§|ce logement|une? |l'une? de |la famille |deux |trois |nos |mes |ses |leurs |m\. |mme |monsieur |"
    rf"madame )|svp\b|du fait|suite|compte tenu|"
    rf"faute|par manque|par defaut|vu|(?:a )?cause|puisque|parce|etant donne|malgre|sans reserve|sans condition|merci|"
    rf"cordialement|dans le cadre|propose|d'autant|afin|motivee?|tel|en l'etat|le motif|motif|"
    rf"(?:avec (?:un )?(?:grand )?plaisir|"
    rf"volontiers)(?=\W*$|[,.!])|par la presente|ce jour|situee?s?|sise?s?|residence|de la residence|rue|avenue|en qpv|"
    rf"au \d|du \d{{1,4}}(?: bis| ter)?,? (?:rue|avenue|chemin|route|place|allee|impasse|boulevard)|du {DATE}|"
    rf"au nom (?:de la (?:commune|mairie|ville|collectivite)|du (?:maire|ccas|prefet))|(?:sur|"
    rf"au titre d[eu]|pour) (?:(?:son|notre|mon|le|ce) )?contingent|bonne (?:journee|soiree)|bien a vous|cdl?t|"
    rf"desolee?s?)\b))"
)
SOUPLE = r"(?:bien|donc|volontiers|favorablement|avec (?:un )?(?:grand )?plaisir|malheureusement)"
OBJET = rf"(?:(?: {SOUPLE}){{0,3}} {BIEN}| donc| bien volontiers)?"
A_BIEN = rf"(?: (?:a|sur|pour|concernant|quant a|de) {BIEN})?"
DE_QUI = (
    rf"(?: (?:de (?:la|notre) (?:collectivite|prefecture|metropole|part|(?:commune|mairie|ville)(?: (?:de |du |des |"
    rf"d'){NOM})?)|du (?:ccas|departement|maire|conseil municipal)|de (?:monsieur|madame|mme|mr|m\.) (?:l[ae] (?:maire|"
    rf"prefete?)|l'(?:adjointe?|elue?)(?: (?:au logement|a l'habitat))?)|de l'(?:adjointe?|elue?)(?: au logement)?))?"
)
# The commission of a commune, said of an opinion only: « refus de la commission » may be the landlord's own (CALEOL).
DE_LA_COMMISSION = r"(?: de (?:la|notre) commission(?: (?:logement|habitat|communale|municipale|sociale))?)?"
# A word without a subject decides only at the head of its clause, or after a label that is ours to read.
ETIQUETTE = (
    rf"(?:(?:voici )?(?:notre|ma|la)? ?(?:reponse|decision|avis|retour|choix|"
    rf"position){DE_QUI}(?: est)?(?: la suivante)? ?[:=\-]? ?|(?:(?:pour|concernant|objet ?:) ?)?(?:(?:les|le|l'|"
    rf"la) ?)?(?:logements?|offre|proposition|reference|ref\.?|dossier)? ?(?:n°|no|:)? ?{REFERENCES} ?[:=,\-|"
    rf">]{{0,3}} ?|{COLLECTIF}(?: (?:vous )?repond)? ?[:=] ?|"
    rf"(?:nous (?:vous )?repondons|je (?:vous )?reponds) ?: ?|(?:pour |concernant )?"
    rf"l[ea] ?[tf][1-7](?: (?:de|a|sur|d') ?{NOM})? ?[:=] ?|"
    rf"(?:merci|donc|du coup|suite a votre (?:mail|message|proposition|courriel|offre))[,:]? )"
)
TETE = rf"^[^\w§]{{0,5}}{ETIQUETTE}{{0,2}}"


def dit(singulier: str, pluriel: str, *, negation: str = "") -> str:
    """A verb with its subject, agreeing: « la famille nous refuse » is not « nous refusons »."""
    return rf"(?:{SEUL} ?{negation}{ADVERBE}{{0,2}}(?:{singulier})|{NOUS} ?{negation}{ADVERBE}{{0,2}}(?:{pluriel}))"


NE = r"(?:ne |n')"
PAS = r"(?:malheureusement |donc |helas )?pas"
ETRE = dit("suis|est", "sommes")
# Spoken French leaves « ne » out; « nous acceptons pas », « refusons pas » stay doubts (« pas de souci »).
N_ETRE_PAS = dit(f"suis {PAS}|est {PAS}", f"sommes {PAS}", negation=f"{NE}?")
ACTES = (
    r"(?:donner (?:une )?suite(?: favorable(?:ment)?)?|(?:se|nous|me) positionner|accepter|prendre|"
    r"retenir|valider|repondre (?:favorablement|positivement))"
)

NE_PREND_PAS = dit(
    f"(?:prends?|prendra|retiens|retient|retiendra|valide|validera) {PAS}",
    f"(?:prenons|prendrons|retenons|retiendrons|validons|validerons) {PAS}",
    negation=f"{NE}?",
)
NE_DONNE_PAS = dit(f"(?:donne|donnera) {PAS}", f"(?:donnons|donnerons) {PAS}", negation=f"(?:{NE}|n'y )?")
NE_PEUT_PAS = dit(
    f"(?:peut|peux|pourra|souhaite|desire)(?: {PAS})?|veu[tx] {PAS}",
    f"(?:pouvons|pourrons|souhaitons|desirons)(?: {PAS})?|voulons {PAS}",
    negation=NE,
)
N_EST_PAS_EN_MESURE = dit(f"(?:suis|est) {PAS} en mesure", f"sommes {PAS} en mesure", negation=NE)
A_DONNE = rf"(?:(?:{SEUL}|la commission(?: logement)?) a|{NOUS} avons) (?:donne|emis|rendu|formule)"
A_NOTER = (
    r"(?:merci de|veuillez|je vous (?:prie|remercie) de|nous vous (?:prions|remercions) de)(?: bien)?(?: vouloir)? "
    r"(?:noter|prendre note d[eu]|prendre en compte|enregistrer) (?:l'|le |notre |mon )?"
)
ELU = (
    r"(?:(?:monsieur |madame |mme |mr |m\. ?)?(?:le |la |notre )maire|(?:l'|notre )(?:adjointe?|elue?)"
    r"(?: (?:au logement|a l'habitat|en charge du logement))?)"
)
# Who decided, when it can only be the writer: the préfecture's refusal may be news of somebody else's.
PAR_QUI = (
    r"(?: par (?:nous|nos soins|nos services|notre service(?: logement| habitat| social)?|"
    rf"(?:la|notre) (?:commune|mairie|ville|collectivite)(?: (?:de |du |des |d'){NOM})?|{ELU}))?"
)
DU_BIEN = rf"(?: (?:du|de (?:l'|la|ce|cet|cette|votre)) ?{BIEN_NU})?"
POSITIF = r"(?:favorable|positi(?:f|ve))"
NEGATIF = r"(?:defavorable|negati(?:f|ve))"
NOTRE_AVIS = (
    rf"^\W{{0,5}}(?:notre|ma|mon|la|l') ?(?:reponse|avis|decision|retour){DE_QUI} est "
    r"(?:donc |tres |malheureusement )?"
)
PASSIF = r"(?:accepte|valide|retenu)e?s?"
# The right that a réservataire has on the dwelling, and whose it is.
SES_DROITS = (
    r"(?:(?:son|notre|leur|mon) (?:droit|contingent)|(?:ses|nos|leurs|mes) droits)(?: de (?:reservation|designation|"
    r"presentation))?"
)
CONTINGENT = (
    r"(?:(?:le|notre|mon|son) )?contingent(?: (?:de l'etat|prefectoral|fonctionnaires?|departemental|communal|"
    r"prioritaire))?"
)
MES_SERVICES = r"(?<![\w'-])(?:mes|nos) services"
A_UN_AUTRE = (
    r"(?:(?:a (?:d'autres|un autre|une autre)|aux autres)(?: (?:reservataires?|communes?|demandeurs?))?|"
    r"a (?:quelqu'un|qqn) d'autre|au (?:reservataire )?suivant)"
)
AILLEURS = (
    rf"(?:{A_UN_AUTRE}|hors contingent|dans votre contingent|a (?:un|une|des) candidat\w* de votre choix|"
    r"a vos (?:propres )?candidats)"
)
# Whom a service has for it: « 3 candidats », « Mme AMRANI Samia ».
UN_MENAGE = (
    r"(?:(?:mme|m\.|mr|monsieur|madame|mlle|la famille|m\. et mme)(?: (?!et\b|ou\b|sur\b|pour\b)[a-z'-]{2,30}){1,3}|"
    r"\d candidat\w*)"
)
DESIGNER = r"(?:proposer|presenter|designer|positionner)"
PRESENTE = r"(?:souhaite |vais |va )(?:presenter|positionner)|presente|positionne"
PRESENTONS = (
    r"(?:souhaitons |allons )(?:presenter|positionner|designer)|(?:present|positionn)(?:er)?ons|design(?:er)?ons"
)
DES_CANDIDATS = (
    r"(?:quelqu'un|(?:une?|des|deux|trois|plusieurs|nos) (?:candidat\w*|menages?|familles?)|une candidature)"
)
# « Pour la localisation », « pour loyer trop élevé », « pour absence de candidat », and of nobody in particular.
POUR_UN_MOTIF = (
    r"(?!.*\b(?:mme|mlle|m\.|mr|madame|monsieur|cette|l[ae] (?:famille|candidate?|menage|personne|dossier))\b)"
    r"pour (?:l[ae]s? |l'|une? |des )?(?:(?:mauvaise |question de |probleme de )?(?:localisation|situation|adresse|"
    r"emplacement|eloignement|distance|etage|ascenseur|accessibilite|absence|manque|defaut|loyers?|charges|prix|cout|"
    r"surface|superficie|taille|typologie|composition|quartier|secteur|transports?|stationnement|parking|chauffage|dpe|"
    r"bruit|nuisances?|ressources|plafonds?))\b"
)
