"""What forbids a guess: the words that leave a decision open, and those that may stand around one."""

from __future__ import annotations

import re

from robot.reading.reponses.briques import BIEN, COLLECTIF, ETIQUETTE, NOM, NOUS, SEUL

# Anywhere in the new text, these leave the matter open.
DOUTE = re.compile(
    r"\?|\b(?:si(?! bien| tard)|s'il|sous reserve|reserve de|sous condition|a condition|conditionn\w+|"
    r"peut-etre|en principe|a priori|sauf|mais|toutefois|"
    r"cependant|neanmoins|par contre|en revanche|avant (?:de|d'\w+|que|qu'\w*)|attend\w{0,4}(?! depuis)|"
    r"(?<!liste d')attente(?! "
    r"d(?:'un|e) logement)|sera confirme\w*|a confirmer|"
    r"reviend\w+|revenons|revien\w*|reprendr\w+|transm(?:et|is)\w*(?! (?:\w+ ){0,3}(?:candidat|nom|"
    r"dossier|nud))|transfer\w+|fais suivre|faisons suivre|etudi\w+|examinons|examiner|"
    r"examine|en cours d\w*|a l'etude|reflech\w+|reflexion|hesit\w+|pas sur|pas certain\w*|"
    r"incertain\w*|probabl\w*|devr(?:ait|ions|ais|ons)|doit|doivent|devons|dois|pourr\w+|"
    r"serait|serions|seraient|aimer\w*|voudr\w+|souhaiter\w+|envisag\w+|finalement|plutot|en fait|"
    r"erreur|erron\w+|tromp\w*|ignor\w+|ne pas tenir compte|"
    r"nul et non avenu|idem|comme pour|contrairement|pour (?:l'autre|les autres)|autres? (?:logement|"
    r"offre|proposition)s?|precedent\w*|"
    r"prealable\w*|(?<!sans )reserves?|oppos\w+|repar\w+|travaux|verifi\w+|assurer que|semaine derniere|mois dernier|"
    r"la derniere fois|(?<!mail d')(?<!message d')(?<!courriel d')hier|delai supplementaire|plus de temps|"
    r"prolong\w+|report(?:er|e|ons)?|"
    r"(?<!candidatures )(?<!candidats )(?<!dossiers )(?<!noms )(?:prochainement|ulterieurement)|(?<!au )plus tard|"
    r"voir ci-\w+|cf\.?|voir (?:pj|piece)|ci-joint la reponse|"
    r"selon|au cas ou|dans le cas ou|le cas echeant|"
    r"imaginons|supposons|doit-on|faut-il|peut-on|dois-je|pouvez-vous|pourriez|comment|pourquoi|combien|"
    r"a moins|jusqu'a|(?<!en )tant que|d'abord|dans un premier temps|provisoire\w*|encore|ne sais|ne savons|"
    r"pas (?:encore|pour l'instant)|pour l'instant|pour le moment|"
    r"p\.?s\.? ?:|ps :|test|exemple|brouillon|ou pas|ou non|oubli\w+|blague\w*|plaisant\w+|pas "
    r"(?:notre|ma|une|la) reponse|pas le pouvoir|pas qualite|n(?:e nous|'?)engage|ne tenez pas compte|"
    r"prefer\w+|mieux|seulement|uniquement|enfin(?! une? )|je crois|je pense|il me semble|dites-moi|a revoir|a "
    r"discuter|a valider|changer d'avis|confirmation a|ironie|bien entendu que)(?!\w)"
)
# What may stand before the words that decide; anything else (« je crois que », « dès que ») is a doubt.
_INTRODUCTION = (
    r"(?:(?:je|nous|j'|on) ?(?:vous )?(?:confirm|inform|indiqu|precis|signal|annonc)\w{1,4} (?:donc |"
    r"par la presente |officiellement )?(?:que |qu')|"
    r"(?:je|nous) (?:vous )?(?:fais|faisons) savoir (?:que |qu')|par la presente,? |"
    r"(?:j'accuse|nous accusons) (?:bonne |bien )?reception de (?:votre|cette|l[ae]|l') ?\w+(?: et)?,? |"
    r"(?:j'ai|nous avons) (?:bien )?(?:le plaisir|le regret|l'honneur) de vous (?:informer|confirmer|"
    r"indiquer|annoncer|faire (?:savoir|connaitre)) (?:que |qu')|"
    r"(?:je suis|nous sommes) (?:au regret|desolee?s?|heureu\w+|ravie?s?) de vous (?:informer|confirmer|indiquer|"
    r"annoncer|faire savoir) (?:que |qu')|"
    r"(?:merci de|veuillez) (?:bien )?(?:vouloir )?(?:noter|prendre note|prendre en compte) (?:que |qu')|"
    r"(?:je |nous )vous remerci\w+ (?:de|pour) (?:votre|cette|la|l') ?(?:proposition|offre|orientation|mail|message|"
    r"envoi)(?: que|,? et)? |"
    r"bien (?:recu|note),? |"
    r"(?:j'ai|nous avons) (?:bien )?(?:recu|pris connaissance de|etudie|examine) [^,:;]{0,60}(?: et|,) |"
    r"(?:je suis|nous sommes) (?:tres )?interesse\w* (?:par [^,:;]{0,40})?(?:,| et) |"
    r"c'est avec (?:plaisir|regret) que |"
    r"(?:ayant (?:bien )?pris connaissance|apres|suite a|en reponse a|concernant|pour|au sujet d\w+|s'agissant d\w+|"
    r"dans le cadre d\w+|"
    r"comme convenu|au vu d\w+|compte tenu d\w+|vu|"
    r"faute d\w+|en l'absence d\w+|par manque d\w+|en raison d\w+|du fait d\w+|a l'issue d\w+|au "
    r"regard d\w+|merci pour|merci de votre|comme)\b[^,:;]{0,120}[,:]|"
    r"apres (?:examen|etude|analyse|reflexion|concertation|echange|verification)\b[^,:;]{0,80} |"
    r"(?:donc|aussi|ainsi|malheureusement|a regret|par consequent|en consequence|de ce fait|oui|merci|"
    r"en retour|en effet),? )"
)
TETE_LIBRE = re.compile(rf"[^\w§]*(?:{ETIQUETTE})?(?:{_INTRODUCTION}\s*){{0,3}}[^\w§]*$")
# What may follow an agreement in its own clause.
QUEUE_LIBRE = re.compile(
    r"[\W_]*(?:$|(?:merci|cordialement|bien a vous|bonne (?:journee|reception|soiree)|a bientot|"
    r"malgre|sans (?:reserve|condition)|avec (?:un )?(?:grand )?plaisir|volontiers|"
    r"dans le cadre d|suite a|afin d|pour (?:nous|notre|la commune|la ville|la mairie)|ce jour|par la "
    r"presente|comme convenu|tel|propose|compte tenu|"
    r"d'autant|car|et|cdl?t|au nom d\w+|(?:sur|au titre d[eu]|pour) (?:(?:son|notre|mon|le|ce) )?contingent)\b|"
    r"pour la famille [a-z-]+\W*$|"
    r"pour (?:une?|(?:l')?une? de (?:nos|mes)|deux|trois|nos|mes) (?:jeunes? )?(?:agent|salarie|famille|menage|"
    r"couple|demandeur|"
    r"administre|locataire|habitant)\w*\b(?!.*\b(?:pas|non|ni|sans)\b)|"
    r"(?:situee?|sise?|residence|de la residence|rue|avenue|du \d\w*)\b(?!.*\b(?:pas|non|ni|sans)\b)|"
    r"(?:.{0,60}\b)?(?:candidat\w*|nud|(?:envo|enverr|transm|adress)\w+ (?:\w+ ){0,3}dossiers?)\b|"
    r"(?:\d|une?|deux|trois) (?:dossiers?|noms?|familles?|menages?)(?: \w+)? a (?:suivre|venir)\b|"
    rf"{COLLECTIF}\W*$)"
)
# « Accord pour le candidat 1 »: the word of a commission on a candidate; « pour trois candidats » takes the dwelling.
ACCORD_SUR_UN_CANDIDAT = re.compile(r"[\s:(,-]*pour (?:l[ae]s? |ce |cet |cette |ces |votre |vos )candidat")
# Below an agreement, the motive of a refusal: one of these words, and a kind of motive (`categories`).
GRIEF = re.compile(
    r"\b(?:trop|manque|faute|absence d[e']|insuffisant\w*|introuvables?|elevee?s?|excessi\w+|"
    r"(?:est|sont|reste) (?:\w+ )?chere?s?)\b"
)
_BIEN_DIT = (
    r"(?:conv(?:ient|iennent)|pla(?:it|isent)|correspond(?:ent)?|va|vont|abordables?|accessibles?|adaptee?s?|"
    r"agreables?|appreciee?s?|attracti\w+|attendue?s?|bien|bon(?:ne)?s?|calmes?|compatibles?|conformes?|correcte?s?|"
    r"demandee?s?|desservie?s?|ideale?s?|interessante?s?|modere\w*|ok|parfaite?s?|prisee?s?|raisonnables?|"
    r"recherchee?s?|satisfaisante?s?|souhaitee?s?|validee?s?|voulue?s?)"
)
# Below an agreement, the dwelling goes to somebody else, or the message does.
DEDIT = re.compile(
    r"\bau (?:reservataire )?suivant\b|"
    r"\b(?:re)?(?:proposez|attribuez|donnez|offrez|orientez|remettez|laissez|louez|affectez)[ -](?:l[ae]\b|l'|ce\b|cet|"
    r"votre\b|au\b|a\b)|"
    r"\bdeja (?:re)?(?:attribue|pourvu|loue|pris|affecte|occupe)e?s?\b(?! en (?:charge|compte))|"
    r"\b(?:logement|appartement|bien|immeuble|il) (?:est|a ete|sera) (?:\w+ )?(?:vendu|demoli|squatte|loue|occupe|"
    r"attribue|pourvu|repris)\b|"
    r"\b(?:message|mail|courriel|courrier|reponse|envoi) (?:\w+ ){0,2}destinee?s? a\b|\b(?:supprim|effac)\w+|"
    r"\b(?:est|sont|suis|sommes|etait|vote|votent|reste) contre\b|^\W*contre (?:l'|ce|la|le|son)|"
    r"(?:^\W*|\by a |\bavons )personne (?:(?:sur|en|dans|pour|a)\b|d')|^\W*personne\W*$|"
    r"\b(?:0|zero) (?:candidat|dossier|demande|famille|menage|nom|proposition)|"
    r"^\W*(?:a )?(?:re)?(?:proposer|attribuer|offrir|orienter) (?:a|au|vers)\b|\bre(?:proposer|attribuer|orienter)\b|"
    r"\b(?:adressez-vous|voyez|voir) (?:a|avec|aupres de) (?:la prefecture|l'etat|action logement|un autre|d'autres)|"
    r"^\W*(?:le |la |les )?(?:loyer|charges|prix|quartier|secteur|localisation|surface|typologie|etage|eloignement)"
    rf"(?: (?!{_BIEN_DIT}\W*$)\w+)?\W*$"
)
# The home that a household leaves: what is said against it takes nothing from the one that is offered.
_LOGIS = r"(?:logement|appartement|studio|maison|domicile|[tf] ?[1-7])"
_CHEZ_EUX = re.compile(
    r"(?:\b(?:son|leurs?|(?:famille|menage|candidat\w*|demandeu\w*|dame|personne|couple|agent|salarie\w*|locataire|"
    rf"femme|mme|m\.|monsieur|madame)\b[^,;:]{{0,30}}? dont (?:le |la |l'))(?: ancien)? ?{_LOGIS}|"
    rf"\bleurs? loyers?|\b(?:loyer|{_LOGIS}) actuel\w*|"
    r"\b(?:vi(?:t|vent|vant)|habit(?:e|ent|ant)|occup(?:e|ent|ant)|log(?:e|ee|es|ees|ent)|heberge(?:e|s|es)?)"
    rf"(?: actuellement)? (?:dans |en |chez )?(?:un|une|des) {_LOGIS})\b"
    r"(?:(?! et | mais | donc | ce | cet | votre )[^,;:])*"
)
# A deciding clause with its own subject; without one, what comes before must be plain.
SUJET = re.compile(
    rf"{SEUL}|{NOUS}|\b(?:notre|mon) (?:accord|refus)\b|^\W*(?:vous (?:pouvez|etes libre)|il vous est|libre a vous|"
    rf"merci de|veuillez|ne retenez|ne comptez|donnez-l|proposez-l)"
)
# Sentences that may come before a bare ACCEPTE: thanks, references, « voici notre réponse ».
AVANT = re.compile(
    rf"[^\w§]*(?:{ETIQUETTE}[^\w§]*$|reponse du reservataire\W*$|"
    r"(?:objet ?: ?)?(?:adresse du )?(?:logement|bien)(?: concerne| vise)? ?:? ?(?!.*\b(?:trop|pas|non|sans)\b)"
    r"(?:[tf] ?[1-7]\b|\d{1,4}(?: bis| ter)?,? |"
    r"(?:rue|avenue|chemin|route|place|allee|impasse|boulevard|quai|residence) )[^?:]{0,80}$|"
    rf"(?:(?:voici|ci-apres|ci-dessous) )?(?:nos|mes) "
    rf"(?:reponses|retours|avis|decisions)(?: (?:a|aux|sur|pour|concernant) [^:?]{{0,60}})?\W*$|"
    rf"(?:{_INTRODUCTION}\s*){{1,3}}[^\w§]*$|{BIEN}(?: de ce jour)? est ?:\W*$|"
    rf"(?:veuillez trouver|vous trouverez|voici) (?:ci-dessous |ci-apres )?(?:nos (?:reponses|decisions)|(?:notre|ma|"
    rf"la) (?:reponse|decision))(?: de la (?:commune|mairie|ville)(?: de {NOM})?)?\W*$|"
    rf"(?:(?:ma|notre|nos|mes) reponses?(?: est| sont)? |voir )(?:en (?:bleu|rouge|gras|couleur) )?"
    rf"(?:dans (?:le|votre) (?:texte|message|mail|courriel)|(?:ci-|plus |au-)?(?:dessous|bas|dessus))"
    rf"(?: en (?:bleu|rouge|gras|couleur))?\W*$|(?:merci(?! d(?:e |"
    rf"')(?:bien vouloir )?(?:repondre|ecrire|noter|choisir|mettre|indiquer|confirmer))|je vous remercie|"
    rf"nous vous remercions|suite a|en reponse a|en retour|concernant|comme convenu|apres (?:examen|etude|analyse)|"
    rf"(?:j'ai|nous avons|je|nous) (?:bien )?(?:accuse reception de|accusons reception de|recu|pris connaissance de|"
    rf"pris note de) |(?:je|nous) (?:reviens|revenons) vers vous (?:concernant|suite|pour|au sujet)|"
    rf"j'espere que vous allez bien|je me permets|objet ?:|ref|(?:(?:je suis |nous sommes )?(?:vraiment |"
    rf"sincerement )?desolee?s?|(?:toutes )?(?:mes|nos) excuses|(?:veuillez |merci de )?(?:m'|nous )?excuse[rz](?:-moi|"
    rf"-nous)?) (?:pour|de) (?:(?:le|ce|mon|notre|cette|ma) )?(?:delai|retard|reponse tardive)(?: de reponse)?(?=\W*$)|"
    rf"(?:je|nous) (?:rentre|rentrons) de (?:conges?|vacances|formation)(?: et (?:je |nous )?(?:decouvre|decouvrons|"
    rf"trouve|trouvons|vois|voyons) (?:votre|cette) (?:offre|mail|message|proposition|courriel))?(?=\W*$))\b)"
)
# Sentences that may follow an agreement without touching it hold one of these, no negation, and no word from elsewhere.
APRES = re.compile(
    r"(?<!\w)(?:candida\w+|nud|merci|remerci\w+|disposition|contact\w*|joindre|coordonnees|telephone|tel\b|cordial\w*|"
    r"salutation\w*|ferons parvenir|adresser\w*|parvenir|parviendr\w+|ci-joint\w*|liste|bonne|journee|week-end|"
    r"bien note|interess\w+|recevrez|suivront|bientot|cale?ol|reste|restons|restant|adresse\w*|dossiers?|noms|"
    r"designation\w*|designer\w*|designee?s|monde|communiqu\w+|agreer|consideration|sentiments|proposer\w*|"
    r"n'hesitez pas|bien a vous|sous \d+)(?!\w)"
)
DOSSIERS_TRANSMIS = re.compile(r"(?:envo|enverr|transm|adress)\w+ (?:\w+ ){0,3}dossiers?\b")
CANDIDATS_TRANSMIS = re.compile(
    r"(?:candidat\w*|dossiers?).{0,40}\btransm\w+|transm\w+.{0,40}candidat\w*|n'hesitez pas|"
    r"transmettre (?:vos|d'autres) (?:offres|propositions)"
)
# « Candidate : Mme Sandrine Perrollaz, 2 enfants »: who comes, after an agreement.
CANDIDAT_NOMME = re.compile(r"\W*(?:candidat(?:e|s|es|ures?)?|rang|choix)\b[^:?]{0,20}:[^?]*$")
# « Refusé : Visite » is what a calendar writes.
AGENDA = re.compile(r"\W*(?:visite|reunion|invitation|rendez-vous|rdv|entretien)\b")
# « Refus : néant », « Refus : 0 »: a box of a form, where nothing was refused.
REFUS_DE_RIEN = re.compile(
    r"\W*(?:neant|0|zero|aucune?|rien(?! ne\b| n')(?: a \w+)?|sans objet|s\.?o|n/?a|r\.?a\.?s|non|nul)"
    r"(?: a ce jour| de notre part)?\W*$|\s*:\s*[-/]+\s*$"
)
# « Refus pour Mme Roux »: the word of a commission on a household.
REFUS_DE_QUELQU_UN = re.compile(
    r"(?:[\s:(,-]*pour |\s*\()(?:l[ae]s? |l'|ce |cet |cette |ces |notre |nos |votre |vos |une? |deux |trois )?"
    r"(?:jeunes? )?(?:candidat|famille|menage|demandeu|dame\b|monsieur|madame|mme\b|m\.|mr\b|mlle\b|personne|"
    r"couple|locataire|dossier|client|agent|salarie)"
)
# « (famille trop grande) », « pour un dossier de 5 personnes »: any of them, for which the dwelling is not made.
DE_LEUR_SORTE = re.compile(
    r"(?:[\s:(,-]*pour (?:une? |deux |trois |des )|\s*\()(?:jeunes? )?(?:candidat|famille|menage|demandeu|personne|"
    r"couple|locataire|dossier|agent|salarie)\w* "
    r"(?:avec|sans|de (?:\d|deux|trois|quatre|cinq|six|sept)|en|trop|tres|nombreu\w*|monoparental\w*|agee?s?|"
    r"handicap\w*|a (?:mobilite|faible)|ont|sont|relogee?s?|desist\w*|introuvables?)\b"
)
# « Refusé pour le permis de construire »: of that, unless it is a motive.
REFUS_POUR = re.compile(
    r"\s*pour (?!(?:l[ae]s? |ce |cette |une? )?(?:motif|raison|cause|fois|tour|commune|mairie|ville|logement|"
    r"contingent))(?:l[ae]s? |l'|une? |ce |cet |cette |votre )"
)
# « Non merci, pas besoin de relance ».
NON_A_AUTRE_CHOSE = re.compile(
    r"[^\w§]*non,? merci\b.*\b(?:relanc|rappel|photo|plans?\b|copie|visit|document|info|precision|rendez-vous|rdv|"
    r"appel|contact|abonn|inscri|aide|renseign|repon|message|mail|courriel|reunion|formation|logiciel|prestat)"
)
# « Non merci, nos candidats n'ont pas souhaité visiter »: why it is refused.
CE_QU_ILS_ONT_FAIT = re.compile(
    r"\b(?:l[ae]s? |l'|nos |notre |aucune? )(?:candidat|demandeu|famille|menage|salarie|agent|couple|personne)\w* "
    r"(?:\w+ ){0,2}?(?:n'|ne |a |ont |est |sont )"
)
# Inside the clause that decides, these say that someone or something else decides.
DOUTE_DANS_LA_PHRASE = re.compile(
    r"(?<!\w)(?:candidat\w* (?:a(?! suivre)|ont|est|sont|souhaite\w*|accepte\w*|refuse\w*)|m\.|mme|visite\w*|"
    r"(?<!dans les )(?<!dans le )delai\w*|"
    r"qu'on|que l'on|qui doit|visiter|dossiers?(?! (?:\w+ )?a (?:suivre|venir))|piece|serveur|reunion|rendez-vous|rdv|"
    r"conseil)(?!\w)"
)
_ELUS = r"l[ae] (?:maire|prefete?|presidente?)|l'(?:adjointe?|elue?)"
# Before the words that decide, these say that somebody else is meant.
TIERS = re.compile(
    r"(?<!\w)(?<!de )(?<!d')(?:candidat\w*|locataires?|familles?|demandeur\w*|menages?|epou\w+|beneficiaires?|"
    rf"usagers?|personnes?|client\w*|(?:m\.|mr|mme|monsieur|madame|mlle)(?! (?:{_ELUS})\b)|"
    r"collegues?|partenaires?|voisine?s?|autres?|ils?|elles?|bailleur|vous avez|votre (?!proposition|"
    r"offre|mail|message|courriel|demande|courrier|envoi|orientation)|a dit|ont dit|dit|disent|"
    r"pretend\w*|parait|semble\w*)(?!\w)"
)
# A refusal's motive may speak of candidates, delays or visits; it may not take the refusal back.
RETRACTATION = re.compile(
    r"\?|\b(?:sauf|mais|toutefois|cependant|neanmoins|finalement|plutot|annul\w+|accept\w+|accord\w*|"
    r"sous reserve|a condition|si(?! bien)|s'il|"
    r"erreur|tromp\w+|ne pas tenir compte|sera confirme\w*|a confirmer|en attente (?:de(?! (?:re)?logement\b)|du|des|"
    r"d'(?!un (?:[tf][1-7]|logement)\b)\w+)|reviend\w+|"
    r"revenons|(?<!en )tant que|a moins(?! d(?:e |'une? )(?:\d+ |deux |trois |dix )?(?:km|kilometres?|metres?|minutes?|"
    r"heures?)\b)|jusqu'a|en l'attente|peut-etre|en principe|contest\w*|corrig\w*|"
    r"ne refus\w*|(?:le |la |l')?prenons|retenons|positionnons|favorable|reconsider\w*|revoir|"
    r"precedent\w*|hier|idem|provisoire\w*|pour l'instant|pour le "
    r"moment|dans l'immediat|sans doute|probabl\w*|"
    r"a priori|hesit\w+|ou pas|ou non|oubli\w+|blague\w*|plaisant\w+|pas (?:notre|ma|une|la) reponse|"
    r"pas le pouvoir|pas qualite|n(?:e nous|'?)engage|ne tenez pas compte|prefer\w+|mieux|seulement|"
    r"uniquement|enfin|je crois|je pense|il me semble|dites-moi|a revoir|a valider|changer d'avis|"
    r"merci de (?:bien vouloir )?(?:completer|preciser|revoir)|"
    r"bouton|cliqu\w+|essai|test|contraire|l'inverse|rectifi\w*|je voulais dire|autre mot|"
    r"transm(?:et|is)\w*|transfer\w+|fais suivre|faisons suivre|attendez|patientez|verifi\w+|"
    # « REFUSE. Notre candidate est intéressée, merci de l'inscrire en CALEOL »: the word, or the explanation?
    r"(?<!pas )(?:est|sont) (?:tres |bien |toujours |vivement )?interesse\w*|inscrire|inscrivez|(?:nous|"
    r"je) (?:vous )?(?:propos|design|present)(?:ons|erons|erai|e)\b|voici (?:nos|les|mes|trois|deux) candidat\w*|"
    r"ci-joint\w* (?:les|nos|mes|le|la|\d)|(?:les|vos) cles|(?:le|la) veut|est pour (?:nous|lui|elle)|lui plai[ts]|"
    r"pardon|voulais|voulions|trop (?:vite|tot)|ai tape|theatre|celui d[eu']\w*|version|avant envoi|destinee? a|"
    r"j'en parle|nous en parlons|attente (?:de )?(?:la |une )?(?:decision|reponse|validation)|"
    r"(?<!rien a )voir avec|(?<!rien )a voir|prendre en compte|(?:sais|savons) (?:pas|plus)|ne pas enregistrer|"
    r"desinscri\w*|publicite|(?:sa|la) decision|decideur|en parler|reparl\w+|sur le bureau|a (?:son|mon) retour|"
    r"ancienne equipe|on signe|repeign\w*|camion|(?:le|la) studio d\w+)(?!\w)"
)

# Our own sentences, quoted back without any mark, decide nothing.
NOS_LIGNES = re.compile(
    r"repondez (?:simplement )?a ce message|en ecrivant accepte|accepte ou refuse|accepte ou de "
    r"refuse|refuse ou accepte|accepte / refuse|"
    r"en cas de refus,? (?:merci|veuillez|indiquez|precisez)|sans reponse (?:de votre part|dans ce "
    r"delai|avant)|reputee? accepte|"
    r"vaut (?:acceptation|accord|acception)|silence vaut|l'absence de reponse|absence de reponse|"
    r"dans le cadre de la convention de gestion en flux|nous vous proposons le logement|"
    r"deux jours ouvres (?:pour|a compter)|acceptez ou refusez|^\W*pour (?:accepter|refuser)\b|cliquez"
)
NEUTRE = re.compile(
    r"\W*(?:(?:re)?bonjour|bonsoir|madame|monsieur|mesdames|messieurs|chere?s?|merci|cordialement|"
    r"hello|salut|coucou|bises?|(?:cf\.?|voir) (?:l')?objet|(?:belle|bonne|bon|excellente?) (?:fin de )?(?:journee|"
    r"soiree|semaine|week[- ]?end|reception|continuation|fetes|vacances|apres-midi)|\d{1,2} ?[.)°]|"
    r"(?:(?:je |nous )?reste|nous restons|(?:en )?restant)(?: bien)? a votre (?:entiere )?disposition|"
    r"(?:je|nous) vous remerci(?:e|ons)(?: (?:neanmoins|toutefois|cependant|tout de meme|par avance|d'avance|encore))?"
    r"(?: de nous avoir (?:sollicite|consulte|associe|interroge|contacte)e?s?)?|"
    # The head of a table of answers.
    r"(?:(?:logements?|references?|reponses?|decisions?|avis|motifs?|observations?|commentaires?|adresse|type|commune)"
    r"(?:\W+|$)){2,8})?(?:[ ,]+(?:a tous|a toutes(?: "
    r"et a tous)?|a toute l'equipe|madame|monsieur|merci))*\W*$"
)

# Courtesies at the head of a clause. « Madame refuse » is somebody: after a civility, a pause or a pronoun must come.
_ADRESSE = r"(?:[ ,]+(?:a tous|a toutes|a toute l'equipe|chere?s?|madame|monsieur|mesdames|messieurs|collegues?))"
_SALUT = r"(?:(?:re)?bonjour|bonsoir|hello|salut|coucou)"
SALUTATION = re.compile(
    rf"^(?:\W{{0,3}}(?:(?:{_SALUT}|madame|monsieur|mesdames|messieurs|chere?s?){_ADRESSE}*|"
    r"(?:pas de|aucun|sans) (?:soucis?|problemes?)(?: pour nous)?|(?:nous sommes |je suis )?(?:sincerement "
    r")?desolee?s?|helas|"
    r"bonne nouvelle)(?:\s*[,!.:]\s*|\s(?:mais )?(?=(?:nous|je|on|la commune|la mairie|pas|personne) |j'))){1,3}|"
    rf"^\W{{0,3}}{_SALUT} (?!accept|refus|accord|declin|valid|favorab|ok\b|oui\b|non\b|nous\b|on\b|je\b)[a-z-]{{3,15}}"
    r"(?: [a-z-]{3,15})? ?[,!]\s*|"
    rf"^\W{{0,3}}{_SALUT} (?!a tous|a toutes|chere?|madame|monsieur|mesdames|messieurs|collegue|mme|m\.|mr)"
)
# An interjection that agrees with the decision it opens: « oui, nous acceptons », « non, nous refusons ».
OUI_EN_TETE = re.compile(
    rf"\W*(?:{ETIQUETTE})?(?:(?:oui|ok|(?:tout a fait )?d'accord|entendu|parfait|c'est (?:tout )?bon|banco|nickel|"
    rf"tres bien)(?![\w'-])[ ,!.:]*){{1,3}}(?=\w)"
)
NON_EN_TETE = re.compile(
    rf"\W*(?:{ETIQUETTE})?non(?: merci)?(?:\s?[,!.]\s*|\s(?=(?:nous|je|on|la commune|la mairie|c'est)\b|j'))(?=\w)"
)
_MOT_DE_CAUSE = r"trop|pas (?:\w+ )?d[e'u]|plus d[e']|aucune?|manque|absence|personne|insuffisant\w*"
# « Pas de candidat : refus. », « Loyer trop élevé donc nous refusons. »
CAUSE_EN_TETE = re.compile(
    rf"([^,:;?!]{{0,60}}\b(?:{_MOT_DE_CAUSE}|faute|sans)\b[^,:;?!]{{0,100}}?)(?:(?: ?[,:;]| -)(?: donc)?| donc) ?"
)
# What a motive is made of, beside its kinds (`categories`).
MOT_DE_REFUS = re.compile(
    rf"\b(?:{_MOT_DE_CAUSE}|bruit|bruyant\w*|nuisances?|dpe|classe [e-g]|chauff\w*|humid\w*|moisi\w*|vetust\w*|"
    r"degrad\w*|insalubr\w*|parking|stationnement|garage|balcon|jardin|cave|douche|baignoire|pmr|accessib\w*|"
    r"inaccessib\w*|fauteuil|handicap\w*|mobilite|inadapte\w*|incompatib\w*|inferieur\w*|superieur\w*|depass\w*|"
    r"elevee?s?|petite?s?|grande?s?|exigu\w*|isole\w*|distance|kilometres?|km|delais?|tardi\w*|disponibilite|"
    r"relogee?s?|ailleurs|desist\w*|declin\w*|refuse\w*|trouve|quitte\w*|demenage|pourvue?s?|satisfaite?s?|epuisee?|"
    r"vide|securite|voisin\w*|recherch\w*|demand\w*|besoins?|prochaine fois|remis|remettre|pot commun|autres?|"
    r"suivante?s?|dommage|desolee?s?)\b"
)
REMERCIE = re.compile(r"\W*merci (?:quand meme|tout de meme|a vous|beaucoup|encore)?\W*$|(?:[a-z]\.? ?){2,3}$")
# « Pas de candidat. » and below: « REFUSE ».
CAUSE = re.compile(rf"[^:?!]{{0,160}}\b(?:{_MOT_DE_CAUSE})\b")
CAUSE_ANNONCEE = re.compile(
    r"\W*((?:compte tenu|en raison|vu|au vu|faute|par manque|du fait|au regard|en l'absence|a cause)\b[^,:;]{0,120}),"
)
# « Après échange avec l'élue, avis favorable. »
CIRCONSTANCE = re.compile(
    r"\W*(?:(?:apres|suite a|en reponse a|a l'issue d\w+|au vu d\w+|comme convenu|vu (?:avec|par)|comme vu|"
    r"en tant que)\b[^,:;?!]{0,100})[,:] ?"
)
# « Ce logement nous convient, nous l'acceptons. »
RAISON_D_ACCORD = re.compile(
    rf"\W*(?:ca nous va|(?:cela|ca) (?:nous )?convient(?: tout a fait| parfaitement| bien)?|{BIEN} (?:nous convient|"
    rf"nous interesse|correspond)\b[^,:;?!]{{0,60}}|"
    r"nous avons (?:deja )?(?:une?|des|plusieurs|deux|trois|\d) (?:candidat|demande|famille|"
    r"demandeur)[^,:;?!]{0,60})[,:;] ?"
)
# What follows an agreement and asks for something is a doubt, unless it is for a paper or a date.
DEMANDE = re.compile(
    r"\W*(?:merci d(?:e |')|veuillez |je vous (?:prie|remercie) de |nous vous (?:prions|remercions) de |"
    r"(?:pouvez|pourriez|pourrez)-vous )(?:bien |vouloir |ne |pas |nous |me |en |y |vous |[lmnd]'|l[ae]s? |leur |lui )*"
    r"(?!votre|notre)\w+(?:er|ir|re)\b"
)
RENSEIGNEMENT = re.compile(
    r"\W*(?:merci d(?:e |')|veuillez |(?:pouvez|pourriez|pourrez)-vous )(?:bien vouloir )?"
    r"(?:(?:en |bien )?(?:prendre note|prendre acte|noter|accuser reception)\W*$|"
    rf"(?:nous )?(?:le |la |l')?(?:bloquer|reserver|conserver|garder)(?: {BIEN})?(?=\W*$|,)|"
    r"(?:nous |me )(?:tenir informee?s?|"
    r"inviter)|"
    r"(?:nous |me |m')?(?:l[ae]s? )?(?:envoyer|transmettre|preciser|indiquer|communiquer|adresser|donner|confirmer|"
    r"faire parvenir) "
    r"(?:des |les |la |le |l'|vos |une |un |quelques )(?:bonne reception|reception|photos?|plans?|dates?|dpe|"
    r"coordonnees|"
    r"contact|numero|horaires?|disponibilites?|modalites|fiche|annonce|marche a suivre|suite))\b"
    r"(?:(?! (?:si|que|qu'|avant|sinon|et|ou|mais|pour(?! (?:(?:la|les|une|organiser (?:la|les|une)) )?visites?\b)|"
    r"travaux|loyer|charges|repar\w*|baiss\w*)\b).){0,80}$"
)
# Above or below a decision, these make it somebody else's word.
D_UN_AUTRE = re.compile(
    r"\W*(?:(?:reponse|avis|decision|position|choix|retour|souhait|mots|paroles) (?:du|de|des|d')(?! (?:la|"
    r"notre) (?:commune|mairie|ville))|"
    r"(?:c'est|voila|voici) (?:bien )?(?:ce qu|la reponse d|l'avis d|le choix d)|d'apres|dixit|selon)"
)
# Who signs, and where, when no closing stands above: « Mme C. Roux », « Mairie de Viry », « 74580 VIRY ».
NOM_PROPRE = re.compile(
    r"(?!Visite|Travaux|Loyer|Délai|Demande|Accord|Avis|Conseil|Réponse|Condition)(?:(?:M|Mr|Mme|Mlle|Dr)\.? )?"
    r"[A-ZÀ-Ý](?:[a-zà-ÿ]{1,20}|\.|[A-Z]?\.?(?= [A-ZÀ-Ý][a-zà-ÿ]))(?:[ -](?:(?:de|du|des|la|le) "
    r"){0,2}[A-ZÀ-Ý][\w'’.]{0,20}){1,3}"
)
_MOT_DE_SERVICE = (
    r"(?:de|du|des|d|l|la|le|au|aux|et|logements?|habitat|urbanisme|sociale?s?|population|mairie|commune|ville|ccas|"
    r"solidarites?|action|cohesion|generale?|general|attributions?|reservations?)"
)
_DES_SERVICES = (
    rf"(?:(?:pour )?{COLLECTIF}|(?:le |la |l'|les )?(?:secretariat|accueil|services?|"
    rf"direction|secretaire)(?:[ '&-]+{_MOT_DE_SERVICE}){{0,6}})"
)
SERVICE = re.compile(rf"{_DES_SERVICES}\W*")
# « ACCEPTÉ - Mme Bernard, adjointe au logement »: the keyword, then who signs, as written.
MOT_SIGNE = re.compile(
    r"(\W{0,5}(?i:refus|acceptation|(?:accept|refus)(?:e|é|ee|ée|es|és|ées|ons))) ?[-–,/] ?"
    r"(?i:mme|mlle|mr|m\.|madame|monsieur)\.? "
    r"[A-ZÀ-Ý][\w'’-]{1,25}(?: [A-ZÀ-Ý][\w'’-]{1,25}){0,2}(?i:,? (?:l[ae] )?(?:maire|adjointe?|élue?|elue?|"
    r"conseill[eè]re?|responsable|chargée?|directrice|directeur|dgs|secrétaire|service)"
    rf"(?:[ '’&-]+{_MOT_DE_SERVICE}){{0,6}})?\W*$"
)
_COORDONNEES = (
    r"(?:(?:tel|telephone|fixe|mobile|port|fax|standard)\b[\s.:]*)?(?:[\d .+()/-]{8,30}|\S{1,60}@\S{1,60}|"
    r"(?:https?://|www\.)\S{1,80}|"
    r"\d{5} [a-z' -]{2,40}|\d{1,4}(?: bis| ter)?,? (?:rue|avenue|place|chemin|route|allee|boulevard|impasse|quai|"
    r"cours) [\w' -]{2,60})"
)
COORDONNEES = re.compile(rf"\W*{_COORDONNEES}")
# « Mairie de Viry, 1 place de la Mairie, 74580 VIRY », « DDETS 74 - 04 50 00 00 00 ».
EN_TETE_DE_LETTRE = re.compile(rf"{_DES_SERVICES}(?:(?:,| -| \|) {_COORDONNEES}){{1,3}}\W*")


def sans_leur_logement(plate: str) -> str:
    """The same clause without what it says of the home that a household leaves, of the same length."""
    return _CHEZ_EUX.sub(lambda trouve: " " * len(trouve[0]), plate)
