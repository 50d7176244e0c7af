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
from collections.abc import Iterable
from functools import cache

from robot.reading.reponses.briques import (
    A_BIEN,
    A_DONNE,
    A_NOTER,
    A_UN_AUTRE,
    ACTES,
    AILLEURS,
    BIEN,
    COLLECTIF,
    CONTINGENT,
    DE_LA_COMMISSION,
    DE_QUI,
    DES_CANDIDATS,
    DESIGNER,
    DU_BIEN,
    ELU,
    ETRE,
    MES_SERVICES,
    N_EST_PAS_EN_MESURE,
    N_ETRE_PAS,
    NE,
    NE_DONNE_PAS,
    NE_PEUT_PAS,
    NE_PREND_PAS,
    NEGATIF,
    NOTRE_AVIS,
    NOUS,
    OBJET,
    PAR_QUI,
    PAS,
    PASSIF,
    POSITIF,
    POUR_UN_MOTIF,
    PRESENTE,
    PRESENTONS,
    SES_DROITS,
    SEUL,
    SUITE,
    TETE,
    UN_MENAGE,
    dit,
)


def _rassembler(*motifs: str) -> str:
    """What several begin or end with is written once: the whole is a third as long."""
    restes, groupes = list(motifs), []
    for fin in (f"{A_BIEN}{SUITE}", SUITE, ""):
        finis = [motif.removesuffix(fin) for motif in restes if motif.endswith(fin)]
        restes = [motif for motif in restes if not motif.endswith(fin)]
        en_tete = [motif.removeprefix(TETE) for motif in finis if motif.startswith(TETE)]
        autres = [motif for motif in finis if not motif.startswith(TETE)]
        groupes += [f"{TETE}{_l_un(en_tete)}{fin}"] * bool(en_tete) + [f"{_l_un(autres)}{fin}"] * bool(autres)
    return "|".join(groupes)


def _l_un(motifs: Iterable[str]) -> str:
    return f"(?:{'|'.join(f'(?:{motif})' for motif in motifs)})"


# Without one of these, at the head of a word, no pattern can match: most clauses are spared the search.
INDICE = re.compile(
    r"(?<!\w)(?:accept|refus|accord|(?:de)?favorabl|positi|pren|reten|retien|valid|suite|declin|non merci|\bok\b|"
    r"\bbon\b|feu vert|interess|oppos|partant|negati|notre tour|son tour|mon tour|pass|rend|laiss|\bnon\b|veu[tx]|"
    r"voulons|"
    r"impossibilite|incapacite|en mesure|c'est|renon|restitu|remet|reservataire|abandonn|disposer|disposition|"
    r"exerc[eio]|valoir|mobilis|desistement|\b(?:je|nous|la main|souhait\w+) (?:\w{1,3} ?'? ?)?(?:gard|conserv|reserv)|"
    r"(?:conserv|gard)e(?:r|ons|) (?:la main|ce)|compter sur|comptez pas|pas pour nous|personne\b.{0,12} n'en veut|"
    r"plus loin|\bgo\b|contraint|oblig|proposer|"
    r"une (?:autre|prochaine) fois|d'autres?\b|aux autres|banco|inscrire|"
    r"\bliber(?:e|ons)\b|\boui\b|vous pouvez|en faveur|usage de|utilis\w+ (?:donc )?pas|presente|presentons|"
    r"designer|designons|"
    r"\b(?:part|pars|partons) sur|attribuer|affecter|contingent|reprendre)"
)

_ACCORDS = _rassembler(
    rf"{TETE}c'est (?:oui|(?:tout )?bon|d'accord) pour (?:nous|{COLLECTIF}|{BIEN}){SUITE}",
    rf"{dit('accepte', 'acceptons')}{OBJET}{SUITE}",
    rf"\bet (?:donc |vous )?(?:l'|les )?acceptons{OBJET}{SUITE}",
    rf"{TETE}(?:accepte|acceptons|acceptee?s?|accord(?: favorable)?|"
    rf"acceptation)(?:{OBJET}{DE_QUI}{A_BIEN}{PAR_QUI}|{DU_BIEN}){SUITE}",
    rf"{TETE}acceptons (?:logement|offre|proposition){SUITE}",
    rf"{TETE}(?:bien recu,? )?(?:{BIEN}|offre|proposition|logement|orientation) ?:? ?(?:est |sont )?{PASSIF}{PAR_QUI}"
    rf"{SUITE}",
    rf"{TETE}(?:avis|reponse|retour|suite|decision) (?:tres )?{POSITIF}{DE_QUI}{DE_LA_COMMISSION}{A_BIEN}{SUITE}",
    rf"{dit('emets|emet|donne|rends|rend|formule', 'emettons|donnons|rendons|formulons')} (?:un |une |"
    rf"son |notre |mon )?(?:avis|reponse|suite) (?:tres )?{POSITIF}{A_BIEN}{SUITE}",
    rf"{A_DONNE} (?:(?:son|notre) accord|un avis favorable){A_BIEN}{SUITE}",
    rf"{TETE}favorable{A_BIEN}{SUITE}",
    rf"{NOTRE_AVIS}(?:{POSITIF}|oui){A_BIEN}{SUITE}",
    rf"{ETRE} (?:tout a fait |tres )?favorables?{A_BIEN}{SUITE}",
    rf"(?:{dit('(?:souhaite )?(?:se|me) positionner?', '(?:souhaitons )?nous positionn(?:ons|er)')}|"
    rf"(?<![\w'])on se positionne)(?: favorablement)?{A_BIEN}{SUITE}",
    rf"{TETE}(?:c'est |tout est )?(?:ok|d'accord|bon|accord|valide)(?: (?:pour|a|de) (?:nous|moi|{COLLECTIF}|{BIEN})"
    rf"| de (?:notre|mon) (?:cote|part)){{1,2}}{SUITE}",
    rf"{TETE}c'est (?:accepte|valide|oui)(?: de (?:notre|mon) (?:cote|part))?{SUITE}",
    rf"{TETE}validee?s? par {ELU}{SUITE}",
    rf"{dit('confirme', 'confirmons')} (?:par la presente |bien )?(?:l'|notre |mon |son )?(?:accord|"
    rf"acceptation)(?:{DU_BIEN}| du [tf][1-7]){DE_QUI}{A_BIEN}{PAR_QUI}{SUITE}",
    rf"{TETE}{A_NOTER}(?:accord|acceptation){DE_QUI}{A_BIEN}{SUITE}",
    rf"{TETE}bon pour accord{SUITE}",
    rf"{TETE}(?:ok|d'accord) pour (?:accepter|prendre|retenir) {BIEN}{SUITE}",
    rf"{TETE}feu vert{DE_QUI}(?: (?:de notre cote|pour {BIEN})){{0,2}}{SUITE}",
    rf"(?:{dit('(?:prends|prend) ' + BIEN, 'prenons' + OBJET)}){SUITE}",
    r"(?:(?<![\w'-])(?:je|on) (?:le |la )?|la commune (?:le |la ))prends?(?=\s*(?:$|[.!]|, merci))|"
    r"(?<![\w'-])(?:je|on) (?:le|la) prends?(?=\s*,)",
    rf"{dit('retiens|retient', 'retenons')} {BIEN}{SUITE}",
    rf"(?:{SEUL} (?:le|la|les) retien[st]|{NOUS} (?:le|la|les) retenons){SUITE}",
    rf"{dit('valide', 'validons')}(?: pour)?{OBJET}{SUITE}",
    rf"{ETRE} (?:preneurs?|preneuse){A_BIEN}{SUITE}",
    rf"{TETE}preneu(?:rs?|se){A_BIEN}{SUITE}",
    rf"{ETRE} (?:tout a fait |bien )?(?:d'accord|ok|partante?s?)(?:{A_BIEN}| pour (?:accepter|prendre|"
    rf"retenir) {BIEN}){SUITE}",
    rf"{dit('donne|confirme', 'donnons|confirmons')} (?:notre|mon|son) accord{A_BIEN}{SUITE}",
    rf"{dit('souhaite donner|donne', 'souhaitons donner|donnons')} (?:une )?suite(?: "
    rf"favorable(?:ment)?)?{A_BIEN}{SUITE}",
    rf"{dit('souhaite', 'souhaitons')} (?:accepter|prendre|retenir|conserver|garder|reserver) {BIEN}{SUITE}",
    rf"(?:{SEUL} ?(?:le |la |l')(?:reserve|garde|conserve)|{NOUS} (?:le |la |l')(?:reservons|gardons|conservons))"
    rf"(?: donc)?(?: (?:sur|dans|au titre de) (?:notre|mon|son) (?:contingent|quota|droit))?{SUITE}",
    rf"{dit('garde|conserve|reserve', 'gardons|conservons|reservons')} (?:la main sur )?{BIEN}{SUITE}",
    rf"(?:{SEUL} ?(?:le|la) veu[tx]|{NOUS} (?:le|la) voulons)(?: bien)?{SUITE}",
    rf"{dit('veu[tx]', 'voulons')} bien de {BIEN}{SUITE}",
    rf"(?:{SEUL}|{NOUS}|{MES_SERVICES}) ?(?:donc )?(?:(?:entend|entends|entendent|entendons|souhaite|souhaitent|"
    rf"souhaitons) (?:exercer|faire valoir)|exerce|exercent|exercons|fais valoir|fait valoir|faisons valoir|"
    rf"font valoir) {SES_DROITS}{A_BIEN}{SUITE}",
    rf"{TETE}exercice d[ue] (?:notre |son )?droit(?: de (?:reservation|designation))?{A_BIEN}{SUITE}",
    rf"(?:{SEUL} ?mobilise|{NOUS} mobilisons|{MES_SERVICES} mobilisent) {CONTINGENT}{A_BIEN}{SUITE}",
    rf"{TETE}accord (?:de |du |d')?{CONTINGENT}{A_BIEN}{SUITE}",
    rf"(?:{NOUS} y sommes|{SEUL} ?y (?:suis|est)) (?:tout a fait |tres )?favorables?{SUITE}",
    rf"(?:{SEUL}|le bureau(?: municipal)?|la commission logement)(?: reunie? [^,;]{{0,30}})? s'est prononcee? "
    rf"(?:favorablement{A_BIEN}|en faveur de {BIEN}){SUITE}",
    rf"^\W*(?:pour |concernant )?{BIEN},? (?:c'est )?(?:ok|d'accord|bon|oui|valide){SUITE}",
    rf"{TETE}vous pouvez (?:donc )?(?:nous (?:le |la |les |l')?(?:affecter|attribuer|reserver)(?: {BIEN})?|"
    rf"l[ea]s? mettre a notre nom|compter sur nous pour {BIEN}|inscrire {BIEN} (?:au titre|sur) (?:de )?(?:notre|"
    rf"nos) (?:droits?|contingent)(?: de (?:l'annee|reservation))?){SUITE}",
    rf"{dit(PRESENTE, PRESENTONS)} (?:{DES_CANDIDATS}|{UN_MENAGE}) (?:dessus|sur {BIEN})"
    rf"(?: des aujourd'hui)?{SUITE}",
    rf"(?:{SEUL} ?positionne|{NOUS} positionnons) {COLLECTIF}{A_BIEN}{SUITE}",
    rf"{TETE}(?:oui|go|c'est) pour (?:nous|{COLLECTIF}|{BIEN}){SUITE}",
    rf"{TETE}c'est (?:accepte|valide) pour {BIEN}{SUITE}",
    rf"(?<=que ){BIEN} est (?:donc )?{PASSIF}{PAR_QUI}{SUITE}",
    rf"{TETE}banco{SUITE}",
    rf"{dit('pars|part', 'partons')} sur {BIEN}{SUITE}",
    rf"{dit('donne', 'donnons')} (?:notre|mon|son) feu vert{A_BIEN}{SUITE}",
    rf"^\W*{COLLECTIF} prend(?=\W*$)",
    r"(?:(?<![\w'-])(?:on|je) (?:se|me) positionne|(?<![\w'-])nous nous positionnons) dessus(?=\s*(?:$|[.!,]))",
    rf"^[^\w§]{{0,5}}§ ?[:=\-|] ?mobilisee?{SUITE}",
)
_REFUS = _rassembler(
    rf"{dit('refuse?', 'refusons')}{OBJET}{SUITE}",
    rf"\bet (?:donc |vous )?(?:la |le |les )?(?:refusons|declinons){OBJET}{SUITE}",
    rf"{TETE}(?:refuse|refusons|refusee?s?|refus)(?:{OBJET}{DE_QUI}{A_BIEN}{PAR_QUI}|{DU_BIEN}){SUITE}",
    rf"{TETE}refus(?= (?:pas d[e']|aucune? ))",
    rf"{TETE}(?:refus|refusee?s?)(?= {POUR_UN_MOTIF})",
    rf"{TETE}(?:{BIEN}|offre|proposition|logement|orientation) ?:? ?(?:est |sont )?refusee?s?{PAR_QUI}{SUITE}",
    rf"{TETE}(?:{BIEN}|offre|proposition|logement|orientation) ?:? ?(?:(?:n')?est |sont )?(?:non|"
    rf"pas) {PASSIF}{PAR_QUI}{SUITE}",
    rf"{TETE}(?:avis|reponse|retour|suite|decision) (?:tres )?{NEGATIF}{DE_QUI}{DE_LA_COMMISSION}{A_BIEN}{SUITE}",
    rf"{dit('emets|emet|donne|rends|rend|formule', 'emettons|donnons|rendons|formulons')} (?:un |une |"
    rf"son |notre |mon )?(?:avis|reponse|suite) (?:tres )?{NEGATIF}{A_BIEN}{SUITE}",
    rf"{A_DONNE} un avis (?:defavorable|negatif){A_BIEN}{SUITE}",
    rf"{TETE}defavorable{A_BIEN}{SUITE}",
    rf"{NOTRE_AVIS}(?:{NEGATIF}|non){A_BIEN}{SUITE}",
    rf"(?:{N_ETRE_PAS} (?:tres )?favorables?|{ETRE} defavorables?){A_BIEN}{SUITE}",
    rf"{dit(f'(?:accepte|acceptera) {PAS}', f'(?:acceptons|accepterons) {PAS}', negation=NE)}{OBJET}{SUITE}",
    rf"(?:{dit(f'(?:se|me) positionne(?:ra|rai)? {PAS}', f'nous positionn(?:er)?ons {PAS}', negation=f'{NE}?')})"
    rf"{A_BIEN}{SUITE}",
    rf"{NE_PREND_PAS}{OBJET}{SUITE}",
    rf"{NE_DONNE_PAS} (?:de )?(?:une )?suite(?: favorable)?{A_BIEN}{SUITE}",
    rf"{NE_PEUT_PAS} {ACTES}(?:{OBJET}|{A_BIEN}){SUITE}",
    rf"{dit(f'veu[tx] {PAS}', f'voulons {PAS}', negation=f'{NE}?')} (?:de )?{BIEN}{SUITE}",
    rf"(?:{N_EST_PAS_EN_MESURE}|{ETRE} dans l'(?:impossibilite|incapacite)) (?:de |"
    rf"d'){ACTES}(?:{OBJET}|{A_BIEN}){SUITE}",
    rf"(?:{ETRE}|{SEUL} ?se voit|(?<![\w'-])je me vois|{NOUS} nous voyons) (?:(?:contraint|oblige)e?s? (?:de|a)|"
    rf"au regret de|dans l'obligation de|amenee?s? a) (?:devoir )?(?:refuser|decliner){OBJET}{SUITE}",
    rf"malheureusement,? {dit('dois|doit', 'devons')} (?:refuser|decliner){OBJET}{SUITE}",
    rf"{N_ETRE_PAS} (?:preneurs?|preneuse|interesse(?:e|s|es)?(?: par {BIEN})?){A_BIEN}{SUITE}",
    rf"{dit('decline', 'declinons')}{OBJET}{SUITE}",
    rf"{dit('fais|fait', 'faisons')} part (?:de )?(?:notre|mon|son|un) refus{A_BIEN}{SUITE}",
    rf"{dit('confirme|oppose|maintiens|maintient', 'confirmons|opposons|maintenons')} (?:par la presente |"
    rf"bien )?(?:notre|mon|son|un|le) refus{DE_QUI}{A_BIEN}{SUITE}",
    rf"{TETE}{A_NOTER}refus{DE_QUI}{A_BIEN}{SUITE}",
    rf"{TETE}c'est (?:donc )?(?:refuse|un refus|non){DE_QUI}(?: pour (?:nous|la commune|la mairie|cette fois|"
    rf"{BIEN}))?(?! pour){SUITE}",
    rf"{dit('souhaite', 'souhaitons')} (?:refuser|decliner) {BIEN}{SUITE}",
    rf"{dit('renonce', 'renoncons')} a (?:{BIEN}|{SES_DROITS}(?:{A_BIEN})?)(?: pour cette fois)?{SUITE}",
    rf"{dit('restitue|rends?', 'restituons|rendons')}(?: donc)? {BIEN}(?: au bailleur| pour cette (?:fois|"
    rf"attribution))?{SUITE}",
    rf"{dit('laisse', 'laissons')} {BIEN} (?:{A_UN_AUTRE}|a la prefecture|a l'etat|a action logement){SUITE}",
    rf"{dit('laisse', 'laissons')} (?:le |la |l' ?)?(?:re)?proposer(?: {BIEN})? {A_UN_AUTRE}{SUITE}",
    rf"{TETE}(?:vous pouvez (?:donc )?|merci de |veuillez )?(?:(?:le|la|l') ?)?(?:passer|(?:re)?proposer|orienter|"
    rf"offrir)(?: {BIEN})?(?: directement)? (?:au|vers le) reservataire suivant{SUITE}",
    rf"{TETE}passez au (?:reservataire )?suivant{SUITE}",
    rf"{dit('remets|remet', 'remettons')}(?: donc)?(?: {BIEN})? a (?:votre |la )?disposition"
    rf"(?: du bailleur| des autres reservataires)?(?: pour (?:un|ce) tour| pour cette fois)?"
    rf"(?=\W*$|, (?:faute|aucune?|pas|car|en l'absence)\b)",
    rf"{dit('passe', 'passons')} pour cette fois{SUITE}",
    rf"{dit('prefere', 'preferons')} (?:refuser|decliner){OBJET}{SUITE}",
    rf"(?:j'ai|{NOUS} avons) le regret de (?:refuser|decliner){OBJET}{SUITE}",
    rf"{BIEN} ne (?:nous |m'|la commune )interesse pas{SUITE}",
    rf"{dit('(?:passe|passera) (?:mon|notre|son) tour', '(?:passons|passerons) notre tour')}"
    rf"(?: pour cette fois)?{A_BIEN}{SUITE}",
    rf"{dit('laisse', 'laissons')} passer{OBJET}{SUITE}",
    rf"{TETE}pas (?:preneu(?:rs?|se)|interesse(?:e|s|es)?(?: par {BIEN})?){A_BIEN}{SUITE}",
    rf"{TETE}(?:classee?s? )?sans suite(?: de (?:notre|ma) (?:part|cote))?{SUITE}",
    rf"{dit('classe', 'classons')}{OBJET} sans suite{SUITE}",
    rf"{TETE}(?:pas de|aucune) suite(?: donnee{A_BIEN}| de notre part| a {BIEN}|(?: a donner|"
    rf" ne sera donnee){A_BIEN}(?: de notre (?:part|cote))?){SUITE}",
    rf"{TETE}non,? (?:merci|desolee?s?)(?:,? pas pour nous(?: cette fois(?:[- ]ci)?)?)?{SUITE}",
    rf"{TETE}(?:non,? )?(?:pas d'|aucun )interet pour (?:nous|{COLLECTIF}|{BIEN}){SUITE}",
    rf"{dit('(?:prefere|souhaite) passer|passe', '(?:preferons|souhaitons) passer|passons')} la main(?: sur {BIEN})?"
    rf"{SUITE}",
    rf"{dit('laisse', 'laissons')} (?:donc )?(?:la main sur|disposer d[eu]) {BIEN}{SUITE}",
    rf"(?:{SEUL} ?vous (?:le |la |les |l')(?:rends?|restitue|laisse|abandonne)|"
    rf"{NOUS} vous (?:le |la |les |l')(?:rendons|restituons|laissons|abandonnons))(?: (?:donc|pour un tour|pour "
    rf"cette (?:fois|designation|attribution)))?{SUITE}",
    rf"{dit('abandonne', 'abandonnons')} (?:{BIEN}|notre tour|mon tour|son tour){SUITE}",
    rf"{dit('prefere', 'preferons')} vous (?:(?:le |la |l')(?:laisser|rendre|restituer)|(?:laisser|rendre|"
    rf"restituer) {BIEN}){SUITE}",
    rf"{TETE}(?:vous pouvez|vous etes libres? de|il vous est loisible de|libre a vous de|merci de|"
    rf"veuillez) (?:donc )?(?:en disposer|disposer d[eu] {BIEN}|reprendre {BIEN}|(?:le |la |"
    rf"l')?reprendre(?: {BIEN})? dans votre contingent|(?:le |la |l')?(?:attribuer|proposer|reproposer|donner|offrir|"
    rf"orienter)(?: {BIEN})? {AILLEURS}){SUITE}",
    rf"{TETE}(?:merci de |vous pouvez (?:donc )?)(?:le |la |l')?(?:re)?proposer(?: {BIEN})? "
    rf"a (?:la prefecture|l'etat|action logement){SUITE}",
    rf"{TETE}(?:donnez|proposez|attribuez|offrez|orientez)-l[ea] {A_UN_AUTRE}{SUITE}",
    rf"{TETE}(?:merci de |veuillez )(?:solliciter|interroger|consulter) (?:un autre|"
    rf"le) reservataire(?: suivant)?{SUITE}",
    rf"{TETE}(?:remis|remise|rendue?|retour) (?:a (?:la |votre )?disposition|"
    rf"au bailleur)(?: du bailleur)?(?: pour un tour)?{SUITE}",
    rf"{TETE}(?:{BIEN}|logement) (?:(?:vous )?est )?(?:donc )?(?:libere de (?:notre|toute) reservation|"
    rf"rendu(?: au bailleur)?|"
    rf"remis a (?:votre |la )?disposition(?: du bailleur)?)(?: pour un tour)?{SUITE}",
    rf"(?:{SEUL}|{NOUS}|{MES_SERVICES}) ?ne (?:fera|ferai|ferons|feront|fait|"
    rf"faisons) pas usage de {SES_DROITS}{A_BIEN}{SUITE}",
    rf"(?:{SEUL}|{NOUS}|{MES_SERVICES}) ?n'(?:exerc|utilis)(?:e|ons|ent|era|erai|erons|"
    rf"eront) (?:donc )?pas {SES_DROITS}{A_BIEN}{SUITE}",
    rf"(?<![\w'-]){CONTINGENT} (?:ne sera|n'est) pas mobilise{A_BIEN}{SUITE}",
    rf"(?:{SEUL} ?ne mobilise(?:ra)?|{NOUS} ne mobilis(?:er)?ons) pas {CONTINGENT}{A_BIEN}{SUITE}",
    rf"^[^\w§]{{0,5}}§ ?[:=\-|] ?(?:non mobilisee?|rendue?){SUITE}",
    rf"{TETE}desistement (?:de |du |d')?(?:{CONTINGENT}|{COLLECTIF}){A_BIEN}{SUITE}",
    rf"(?:{SEUL} ?ne se porte|{NOUS} ne nous portons|(?<![\w'-])je ne me porte) pas candidat(?:e|s|es)?{A_BIEN}{SUITE}",
    rf"(?:{SEUL} ?n'a|{NOUS} n'avons|(?<![\w'-])je n'ai) pas souhaite (?:retenir|accepter|prendre|valider|"
    rf"donner (?:une )?suite(?: favorable)?)(?:{OBJET}|{A_BIEN}){SUITE}",
    rf"{dit('ne (?:puis|peut|peux)', 'ne pouvons')}(?: {PAS})? y (?:reserver|donner) (?:une |"
    rf"de )?suite(?: favorable)?{SUITE}",
    rf"(?:{NOUS} n'irons|{SEUL} ?n'ira|(?<![\w'-])je n'irai) pas plus loin{SUITE}",
    rf"{TETE}(?:pas de|aucun) positionnement{DE_QUI}{A_BIEN}{SUITE}",
    rf"{TETE}sans suite pour {COLLECTIF}{SUITE}",
    rf"{dit('laisse', 'laissons')} tomber(?: pour)?(?: {BIEN})?{SUITE}",
    # Alone, « nous passons » may announce a visit.
    r"^\W*(?:je passe|on passe|nous passons)(?=\s*, (?:merci|on a deja|nous avons deja))",
    r"^\W*(?:on|je|nous) (?:vous )?le (?:laisse|laissons)(?=\s*(?:$|[.!]|, merci))",
    rf"{TETE}(?:ce n'est |c'est |(?:ce|ca) (?:ne )?sera )?pas pour (?:nous|{COLLECTIF})"
    rf"(?: cette fois(?:[- ]ci)?)?{SUITE}",
    rf"{TETE}ce sera (?:donc )?pour une (?:autre|prochaine) fois(?=\W*$)",
    rf"{TETE}personne n'en veut{SUITE}",
    rf"{dit('(?:vous )?libere', '(?:vous )?liberons')} {BIEN}{SUITE}",
    rf"{dit('laisse', 'laissons')} {BIEN} a (?:la |votre )?disposition(?: du bailleur)?(?: pour un tour)?{SUITE}",
    rf"{TETE}ce sera (?:donc )?non(?: pour (?:nous|{COLLECTIF}))?(?: cette fois(?:[- ]ci)?)?{SUITE}",
    rf"(?<=que ){BIEN} est (?:donc )?(?:refuse|decline)e?s?{PAR_QUI}{SUITE}",
    rf"(?:{NOUS} ne {DESIGNER}ons|{SEUL} ?ne {DESIGNER}a|(?<![\w'-])je ne {DESIGNER}ai) (?:donc )?(?:personne|"
    rf"pas de candidat\w*|aucune? candidat\w*){A_BIEN}{SUITE}",
    rf"{TETE}ne retenez pas {BIEN} pour nous{SUITE}",
    rf"{TETE}(?:merci de|veuillez) ne pas nous (?:l' ?|le |la )?(?:attribuer|affecter|reserver)(?: {BIEN})?{SUITE}",
    rf"{TETE}ne (?:comptez pas|pas compter) sur une (?:designation|candidature)(?: de notre part)?{A_BIEN}{SUITE}",
)


def _a_un_mot(motif: str) -> re.Pattern[str]:
    """Every pattern begins a word, or the clause: inside a word, none is tried."""
    return re.compile(rf"(?<!\w)(?:{motif})")


@cache
def accord() -> re.Pattern[str]:
    """Every yes; compiled when a clause may say it: with `refus`, three times the cost of all the other patterns."""
    return _a_un_mot(_ACCORDS)


@cache
def refus() -> re.Pattern[str]:
    """Every no; compiled when a clause may say it."""
    return _a_un_mot(_REFUS)


# What agrees, or goes back on what was said.
_ACCORD_OU_REPRISE = (
    r"accept\w*|accord\w*|favorabl\w*|position\w*|valid\w*|reten\w*|retien\w*|feu vert|ok|oui|d'accord|prenons|prends|"
    r"non(?! (?:adapte|conforme|accessible|equipe|desservi|renove|meuble|chauffe|demande)\w*)|"
    r"suspen\w*|retir\w*|contest\w*|corrig\w*|annul\w*|rejet\w*|ecart\w*"
)
# Any of these left uncovered by a pattern above makes the clause a doubt.
DECISIF = re.compile(
    rf"(?<![\w'-])(?:j'|l'|n'|d'|qu'|m')?(?:{_ACCORD_OU_REPRISE}|acept\w*|refus\w*|defavorabl\w*|declin\w*|preneu\w*|"
    rf"suite favorable\w*|gardons|conservons|reservons|mobilis\w*|rends?|rendons|restitu\w*|abandonn\w*|opposons|"
    rf"renon\w*|desist\w*)(?!\w)"
)
# After a refusal, in its own clause, what is no motive any more.
SE_REPREND = re.compile(rf"(?<![\w'-])(?:{_ACCORD_OU_REPRISE})(?!\w)")
OBJECTION = re.compile(
    r"\b(?:contest(?:e|er|ons|ation|ee?)|corrig(?:er|e|eons|ez)|rectifi\w{1,6}|annul(?:er|e|ons|ez|ation))\b"
)
