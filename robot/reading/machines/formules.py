"""How automatic replies are worded: in French, and in the languages of our neighbours. Data only, read by `automates`.

Patterns are read on a text made plain by `lignes.aplanir`.
"""

from __future__ import annotations

import re


def _un_de(*motifs: str) -> re.Pattern[str]:
    return re.compile("|".join(motifs))


SUITES = re.compile(r"^(?:(?:re|tr|fwd?|aw|rif|sv) ?: ?)+")
# What a program writes in front of the subject it answers.
OBJET_DE_PROGRAMME = re.compile(
    r"\W{0,3}(?:"
    r"reponse (?:automatique|auto)\b|courriel automatique|repondeur\b|automatic reply|"
    r"auto(?:matic)?[- ]?(?:re(?:ply|sponse)|responder)|auto ?:|out of (?:the )?office|out-of-office|"
    r"absente?(?:\(e\))? du bureau ?:|absence du bureau ?:|"
    r"automatische antwort|abwesenheitsnotiz|risposta automatica|respuesta automatica|automatisch antwoord|autosvar|"
    r"report domain ?: ?\S+ submitter)"
)
# What a help desk writes there; one of its agents may speak through it.
OBJET_DE_GUICHET = re.compile(r"\W{0,3}(?:\[?ticket ?(?:#|n|id|:)|\[#\d+\]|\[(?:glpi|ticket|case|support|sve)\b)")
# What a person may write there too: it yields to a text that speaks of the offer.
OBJET = re.compile(
    r"\W{0,3}(?:"
    r"message (?:automatique|d'absence)|notification d'absence|avis d'absence|"
    r"absence (?:du bureau|de bureau|pour conges?|conges?|prolongee|temporaire|du \d|jusqu|au bureau|"
    r"de (?:mme|mlle|m\.|mr|madame|monsieur) [a-z' -]{2,40}$)|absence ?(?::|-|$)|"
    r"absente?(?:\(e\))? (?:du|jusqu|actuellement)|actuellement absente?|"
    r"absente?\W*$|absente? ?:|je suis (?:absente?|en conges?)|en conges?\b|conges?\W*$|conges? "
    r"(?:annuels|d'ete|jusqu|du \d)|hors du bureau|"
    r"(?:message|mail|e-mail) d'absence|"
    r"ooo\b|vacation|away from|on (?:annual )?leave|on holiday|"
    r"abwesenheit|abwesend|nicht im buro|fuori ufficio|assenza|fuera de (?:la )?oficina|afwezig|"
    r"accuse(?:s)? (?:de |d')?reception(?: automatique| de votre| electronique|\W*$|\W*:| -)|\[?ar\]? "
    r"?: ?votre|votre (?:demande|message|courriel|mail|sollicitation|saisine)\b.{0,60}\b(?:recue?|"
    r"enregistree?|pris en compte|prise en compte|bien (?:recu|pris|enregistre|parvenu|arrive)|en attente)|"
    r"(?:nous avons |avons )?bien recu votre (?:demande|message|courriel|mail)|confirmation de "
    r"(?:reception|la reception|l'enregistrement|prise en compte)|"
    r"prise en compte de votre|enregistrement de votre|creation (?:de|du) (?:votre )?(?:ticket|demande)|"
    r"(?:your )?(?:request|ticket|message) (?:has been )?received|we(?:'ve| have) received your|thank "
    r"you for (?:your (?:email|message)|contacting)|"
    r"please confirm your (?:message|email)|confirm(?:ez|ation) (?:de )?votre (?:message|adresse|"
    r"envoi)|demande d'authentification|mailinblack|"
    r"challenge|antispam|confirmez votre (?:identite|courriel))"
    r"|.{0,120}(?:\((?:automatic (?:response|reply)|reponse automatique|auto[- ]?reply|verification|"
    r"action required)\)|"
    r"\[?demande d'authentification)|.{1,60}\best absente?(?:\(e\))?\W*$"
)
# What only a program says of itself.
AVEU = _un_de(
    r"\b(?:ceci|ce (?:message|courriel|mail|courrier)|cet e-?mail) (?:est|a ete) (?:un (?:message |courriel |mail |"
    r"envoi )?|une reponse |genere |envoye )?(?:automatique|automatiquement)\b",
    r"\b(?=[rmc][eo]\w{4,6} automatique)(?<!votre )(?<!vos )(?<!le )(?<!la )(?<!un )(?<!une )(?<!cette )(?<!mon )"
    r"(?<!notre )(?<!ce )(?:reponse|message|courriel) automatique\b(?! ?\?)",
    r"\bcourriel,? envoye automatiquement",
    r"\bthis is an? (?:one-time )?automat(?:ic|ed)|\bautomatically generated|\bautomated response",
    r"\bvaut accuse de reception|\bl\. ?112-1[12]|\barticle l ?112|\bcode des relations entre le public",
    r"\bmoderateur de la liste|\bawaits? moderator approval|\bheld for moderation",
    r"\bvotre document .{0,300}a ete (?:recu|lu) par",
    r"\b(?:message|courriel|e-?mail) envoye par (?:un automate|la solution)\b|\bsoumis aux moderateurs\b",
)
# A challenge speaks of junk mail or of a doubt, and asks for a click.
FILTRE = _un_de(
    r"\b(?:mail ?in ?black|spam|junk|indesirables?|captcha|quarantaine|authentifi\w+|waitlisted|guest list|"
    r"verification)",
    r"\bvotre message .{0,60}(?:en attente|retenu|bloque)",
    r"\b(?:confirm|valid)er (?:votre (?:envoi|message|adresse)|que vous)|\bpour (?:valider|confirmer|authentifier)",
)
CLIC = re.compile(r"\bcliqu|\bclick|https?:|recopie[rz]|vous authentifier|\blien\b|the link")
# What a person who answers says too: an automaton's only among words of the same kind.
ABSENCE = _un_de(
    r"\bje (?:suis|serai) (?:actuellement |actuellement en )?(?:absente?|en (?:conges?|vacances|rtt|formation|"
    r"deplacement|arret|maladie)|hors du bureau|indisponible)\b",
    r"\bje ne (?:suis|serai) (?:pas|plus) (?:joignable|disponible|au bureau|presente?)\b",
    r"\b(?:actuellement|momentanement) (?:absente?|en (?:conges?|formation|arret)|indisponible)\b",
    r"\babsente? (?:du bureau|jusqu|du \d|a compter|a partir|pour la periode|ce jour)|\babsence (?:jusqu|du \d)",
    r"\bde retour le\b|\bserai de retour\b|\bmon retour (?:le|au)\b|\ba (?:mon|notre) retour\b",
    r"\b(?:en|pendant|durant) mon absence\b",
    r"\bconges? (?:annuels |d'ete |)(?:jusqu|du \d)|\bconges? (?:maternite|paternite|parental)\b",
    r"\b(?:le|la|l'|notre) ?(?:service|mairie|secretariat|accueil|bureau|standard|guichet)\b.{0,40}? (?:est|sera) "
    r"(?:\w{3,20}ment )?fermee?\b|\bnos (?:bureaux|services|guichets) (?:sont|seront) (?:\w{3,20}ment )?fermes\b",
    r"\bi(?: am|'m) (?:currently )?(?:out of|away|on (?:annual |maternity |vacation|leave|holiday)|not in the office|"
    r"travell?ing)|\bi will be (?:out|away|back|travell?ing)|\bout of (?:the )?office",
    r"\bich bin (?:derzeit |zur zeit |momentan |(?:vom|bis) .{0,40})?(?:nicht im|abwesend|im urlaub|ausser haus)",
    r"\bsono (?:fuori|assente|in ferie)|\bestoy (?:fuera|ausente|de vacaciones)",
    r"\b(?:avons|a|ai) bien (?:recu|ete recue?|ete enregistree?) .{0,80}(?:accuse|numero|delai|traite|enregistre|"
    r"sous la reference)\b|\b(?:avons|ai) bien recu votre (?:message|courriel|mail|demande)\b",
    r"\baccuse (?:de )?reception (?:de votre|automatique|electronique)\b|\baccusons reception de votre\b",
    r"\bvotre (?:demande|message|courriel|mail|ticket|dossier)(?: n[°o] ?\S{1,30})? (?:a bien ete|a ete|est) (?:recue?|"
    r"enregistree?|pris en compte|prise en compte|deposee?|receptionnee?)\b",
    r"\bvotre (?:demande|message|courriel|mail) (?:nous )?est bien (?:parvenue?|arrivee?)\b",
    r"\bcette (?:adresse|boite)\b.{0,40}? n'est (?:plus|pas) (?:utilisee|active|consultee|relevee|valide|en service)\b",
    r"\b(?:ce|votre|vos) (?:messages?|courriels?|mails?) ne ser(?:a|ont) pas (?:lue?s?|transfere|transmis|traite|"
    r"consulte|achemine)",
    r"\bj'ai quitte\b|\bje (?:ne (?:fais plus partie|travaille plus)|n'exerce plus mes fonctions)\b",
    r"\bun (?:nouveau )?ticket (?:a ete|est|vient d'etre) (?:cree|ouvert|enregistre)\b",
)
# An automaton that says the contrary of a reception: nobody is there, nobody will read, the message is held back.
PERSONNE_NE_LIT = _un_de(
    r"\bcette (?:adresse|boite)\b.{0,40}? n'est (?:plus|pas) (?:utilisee|active|consultee|relevee|lue|"
    r"valide|en service)\b",
    r"\bcette (?:adresse|boite)\b.{0,40}? (?:a ete|est|sera) (?:supprimee|desactivee|fermee)\b",
    r"\b(?:ce|votre|vos) (?:messages?|courriels?|mails?) ne ser(?:a|ont) (?:pas|ni) (?:lue?s?|transfere|transmis|"
    r"traite|consulte|achemine)",
    r"\bj'ai (?:definitivement )?quitte\b|\bje (?:ne (?:fais plus partie|travaille plus)|"
    r"n'exerce plus mes fonctions)\b|\bne travaille plus (?:a|au|dans|chez)\b",
    r"\bno longer (?:in use|monitored|works?|employed|with)\b|\bwill not be (?:read|forwarded)\b",
    r"\bawaits? moderator approval|\bheld for moderation|\bmoderateur de la liste",
    r"\bvotre message .{0,60}(?:en attente de (?:validation|confirmation|moderation|votre)|retenu|bloque|quarantaine)",
)
# What goes with it: whom to turn to, when one is back, thanks.
FORMULE = _un_de(
    r"\burgen\w+|\bpour .{0,40}\b(?:demande|question|information|urgence)s?\b|\ben cas d|\b(?:durant|pendant|during)\b",
    r"\bcontact\w*|\bjoindre\b|\badress(?:er|ez)\b|\becri(?:re|vez) a\b|"
    r"\brapprocher? d|\brapprochez-vous",
    r"\b(?:appeler|appelez|telephoner) (?:le|au|a|l')\b|\ba votre disposition\b|\brepondeur\b|\bnouvelle adresse\b",
    r"\b(?:le|la) r?envoyer a\b|\bvous souhait\w+ (?:de |d')?(?:joyeuses|bonnes|excellentes|belles)|\bpour suivre\b|"
    r"\bconnectez-vous\b|\bcette boite n'est pas lue\b",
    r"\b(?:r?envoyer|renvoyez|transmettre|renouveler) (?:votre|vos|ce) (?:message|mail|courriel|demande)s?\b",
    r"\b(?:remplacee?|suppleee?) par\b|\bl'interim\b",
    r"\b(?:des|a|de|avant|apres) (?:mon |notre |le |son )?retour\b|\b(?:re)?ouvert\w*|\breprise\b|\bdu lundi au\b",
    r"\bfermee?s?\b|\bfermeture\b|\bhoraires?\b|\bpermanence\b|\bconges? (?:annuels?|maternite|parental)\b",
    r"\bdes que possible\b|\b(?:meilleurs|plus brefs|brefs) delais\b|\ble lendemain\b|\bobjet d'une reponse\b",
    r"\b(?:sous|dans) .{0,20}(?:heures|jours ouvr\w+)\b|\bsous \d+ ?h\b",
    r"\b(?:traiter|repondr|prendr|reviendr|consulter|lir)(?:ai|ons|a|ont)\b",
    r"\b(?:votre|vos|ce|les|il|elle)\b.{0,60}\b(?:sera|seront|sont|ete) (?:\w+ )?(?:lue?s?|"
    r"traitee?s?|transfer\w+|recue?s?|"
    r"enregistr\w+|pris\w* en compte|receptionn\w+|achemin\w+|rediri\w+|releve\w*)\b",
    r"\bmerci (?:de|pour) (?:votre|vos|ta)\b|\bvous (?:en )?remerci\w+|\bautomati\w+|"
    r"\bne pas (?:y )?(?:repondre|relancer)\b",
    r"\bsous (?:le numero|la reference|le n)\b|\b(?:consulter|suivre) l'(?:etat|avancement) de votre\b|"
    r"\bnumero de (?:ticket|dossier|suivi)\b|\bacces (?:limite|restreint|a m)",
    r"\b(?:mes|vos) (?:mails|messages|courriels|e-mails)\b|\bsilence .{0,100}vaut\b",
    r"\bthanks?\b|\breply\b|\brespond\b|\bmy return\b|\bback (?:on|in)\b|\blimited access\b|"
    r"\bimmediate|\bassistance\b|\buntil\b",
    r"\bdank|\bdringend|\bwenden sie|\bvertret|\bruckkehr|\bbeantwort|\bweitergeleitet|\berreichen sie",
    r"\bgrazie\b|\brientro\b|\brispond|\brivolger|\bgracias\b|\bvuelta\b|@|\d\d(?:[ .]?\d\d){4}|^ ?https?://\S+$",
)
SALUTATION = re.compile(
    r"\W*+(?:(?:bonjour|bonsoir|chere?s?|madame|monsieur|mesdames|messieurs|hello|hi|dear|guten tag|"
    r"sehr geehrte?|liebe?|"
    r"buongiorno|gentil[ei]|hola|estimad[oa]s?)\b.{0,40}|"
    r"(?:bien |tres )?(?:cordialement|cordiales salutations|(?:bonne|belle) journee|bonne continuation|salutations|"
    r"a bientot|best|"
    r"mit .{0,20}gr\w{1,3}en|(?:kind |best )?regards)\b.{0,40}|(?:merci|thanks)(?: d'avance|"
    r" par avance| beaucoup)?\W*|)$"
)
# Where a new thought begins; not after the dots of « 25.05. », « 2. Juni » or « M. Durand ».
PENSEE = re.compile(
    r"[!?;:,](?= |$)|(?<!\.\d\d)(?<!\bm)\.(?= |$)(?! (?:jan|feb|mar|apr|mai|jun|jul|aug|sep|okt|nov|dez))|"
    r"\bet (?=(?:je|j'|nous|vous|on|la|le|les|notre|nos|il|elle)\b)|\b(?:mais|donc|cependant|"
    r"toutefois|neanmoins|but|aber)\b"
)
# Between two commas, or at the foot: who, or until when; neither a verb nor an opinion.
APPOSITION = re.compile(
    r"\W{0,3}(?!.*\b(?:oui|non|ok|pas|rien|trop|sans|est|a|passe|laisse)\b)(?:"
    r"(?:(?:le|la|ma|mon|notre|votre) )?(?:l')?(?:service|mairie|secretariat|accueil|pole|direct\w+|responsable|"
    r"secretaire|adjointe?|collegue|remplacante?)|mme|m\.|mr|madame|monsieur|inclus|compris|(?:(?:le|du|au) )?(?:"
    r"(?:lun|mar|mer|jeu|ven|sam|dim|jan|feb|fev|mar|apr|avr|mai|may|jui?n|juil|jul|ao|aug|sep|oct|nov|dec)[a-z]{0,6}|"
    r"\d[\w./:-]{0,20}))(?!\w)(?: [\w'./:-]{1,30}){0,3}\W{0,3}$"
)
# A legal notice, or the address for another matter: « le silence vaut acceptation », « pour accepter, écrivez à… ».
DECISION_D_AUTRUI = re.compile(
    r"\bsilence .{0,120}?\b(?:acceptation|accord|rejet|refus)\b(?: \(refus\))?|\b(?:pour|etre) (?:accept|"
    r"refus)(?:er|ee?s?)\b|"
    r"\bdecision implicite d(?:'acceptation|e rejet|'accord)\b|\bmoderateur l'aura accepte\b|"
    r"\bsi vous acceptez que nous cloturions\b|\bsi vous refusez,? ne faites rien\b|\bexpediteurs refuses\b|"
    r"\bmessage (?:non )?confirme sera (?:accept|refus)e\b|\bproposition adressee par courriel n'est pas acceptee\b"
)
DECISION = re.compile(
    r"\b(?:accept|(?<!les )refus|(?:de)?favorable|declin|positionn|donn\w{1,6} (?:pas )?suite|preneu|"
    r"ne (?:prend|prenons|retenons))"
)
# Somebody is thinking of this dwelling, or asks for something.
DE_L_OFFRE = _un_de(
    r"\b(?:ce|cet|le|votre) (?:logement|appartement|t[1-7])\b|\b(?:cette|votre) (?:offre|proposition)",
    r"\b(?:pas|plus|aucune?|de|un|nos) candidat|\bvous repond(?:s|ons)\b|\bhesit",
    r"\b(?:peut|peux|puis|pouvons|pourrions|pouvez|pourriez|devons|faut|avez|serait|est)-(?:on|je|il|ce|nous|vous)\b",
    r"\b(?=p|a)(?<!vous )(?:pouvez|pourriez|avez) vous\b|\b(?:serait|est) (?:il|ce)\b|"
    r"\bquel(?:le)?s? (?:est|sont)\b|\bpourquoi\b",
    r"\bvous pouvez (?:m'|nous |me )?\w+[^.!?;]{0,60}\?",
    r"\bdelai supplementaire|\bun delai\b|\bprolong\w{1,5} (?:le|du|ce) delai",
)
