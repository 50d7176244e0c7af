"""Delivery reports: RFC 3464, and the many servers that never read it, in French and in English."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from robot.reading.courriel.adresses import ADRESSE, adresses, expediteur
from robot.reading.courriel.caracteres import decoder_entete, nettoyer
from robot.reading.courriel.mime import Courriel, Entetes, analyser
from robot.reading.lecture import Nature
from robot.reading.machines.rendu import ETATS, RAPPORT_MAX, entetes_rendus, lire_les_groupes, rapport_libre, textes
from robot.reading.texte.lignes import aplanir

_RAPPORT = "multipart/report"
_DIAGNOSTIC_MAX = 600
_STATUT = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_ACTIONS = {  # any other word is a failure
    "delayed": Nature.REBOND_TEMPORAIRE,
    "deferred": Nature.REBOND_TEMPORAIRE,
    "delivered": Nature.REMISE,
    "delivery": Nature.REMISE,
    "relayed": Nature.REMISE,
    "expanded": Nature.REMISE,
    "deliverable": Nature.REMISE,
}
_GRAVITE = (Nature.REBOND, Nature.REBOND_TEMPORAIRE, Nature.REMISE)
_ROBOT_POSTAL = re.compile(
    r"(?:mailer-?daemon|post[-_]?master|mail[-_. ]?delivery|mdaemon|no-?reply@sns\.amazonaws|bounces?[-+@]|"
    r"delivery[-_. ]?(?:status|subsystem|system)|mail (?:administrator|system)|system administrator|mailsystem|"
    r"mailmaster|antivirus|microsoftexchange|internet mail delivery)"
)
_OBJET = re.compile(
    r"undeliver|undelivered|delivery (?:status|failure|failed|problem|report|notification|has failed|error|"
    r"unsuccessful)|fail(?:ure|ed) (?:notice|delivery|mail)|failure notice|returned (?:mail|to sender)|"
    r"mail (?:delivery )?(?:fail|return|could not|system error)|(?:could not|cannot|can't|not) be delivered|"
    r"unable to deliver|returning message|rejected (?:mail|message)|mail non remis|n'a pas (?:ete|pu etre) (?:remis|"
    r"distribue|delivre)|non (?:remis|distribue|delivre|distribuable|livre)|echec (?:de (?:la )?)?(?:remise|livraison|"
    r"distribution|delivrance|l'envoi|d'envoi)|(?:message|courrier|courriel|mail) (?:refuse|retourne|rejete|non)|"
    r"impossible de (?:remettre|delivrer|distribuer)|retour a l'expediteur|notification d'(?:echec|etat de remise)|"
    r"avis de non[- ]remise|remise differee|unzustellbar|mail delivery|message (?:delayed|undeliverable|not delivered)|"
    r"warning: (?:message|could not)|delayed|undeliverable|no delivery|nondeliverable|mail error|user unknown|"
    r"delivery delay|aws notification|mancato recapito|mancata consegna|nicht zugestellt|devuelto"
)
_ECHEC = re.compile(
    r"(?:could not|couldn't|cannot|can't|can not|not|wasn't able to|unable to|impossible to|failed to|"
    r"error|problems?)(?: be| been)?[ -]*(?:\w+[ -]){0,3}"
    r"(?:deliver|reach|process|send|sent|delivery)|undeliver|(?:delivery|message|recipient\w*|"
    r"addresses|address\(es\)|addresses had|mail|account|user\(s\))\b.{0,60}\b(?:fail|error|unknown|"
    r"rejected|"
    r"refus|unsuccessful|delayed|invalid|problems|bounced|full|disabled|blocked)|did not reach|no "
    r"such (?:user|recipient|mailbox|account)|user (?:unknown|not known|not found)|unknown (?:user|"
    r"recipient)|"
    r"mailbox (?:is )?(?:full|unavailable|not found|disabled|inactive)|returned to (?:you|sender)|"
    r"non[- ]?remis|n'a pas (?:pu|ete|encore)|n'ont pas pu|"
    r"pas pu etre (?:remis|distribue|delivre|livre|envoye|achemine)|impossible (?:de|a) (?:remettre|"
    r"delivrer|distribuer|livrer|acheminer|joindre)|"
    r"adresse (?:\S+ )?(?:inexistante|inconnue|introuvable|invalide|incorrecte|non valide)|"
    r"utilisateur (?:inconnu|non recense|inexistant|introuvable)|destinataire (?:inconnu|inexistant|"
    r"refuse|introuvable)|"
    r"boite (?:aux lettres |mail |de reception )?(?:\S+ )?(?:pleine|saturee|desactivee|inexistante|"
    r"introuvable)|quota|n'existe pas|echec|erreur permanente|\b5\d\d[ -]|\b[45]\.\d\.\d|nicht "
    r"zugestellt|"
    r"unzustellbar|returned mail|was rejected|have been rejected|blocked|user doesn't have|does not "
    r"exist|bouncetype|not yet been delivered|permanent fatal|not accepting mail|suspended|over quota"
)
_DELAI = re.compile(
    r"not yet been (?:delivered|successful)|has not yet|delivery attempts will continue|will retry|will "
    r"(?:continue to|be) (?:be )?retr(?:y|ied)|will keep trying|still (?:being retried|trying)|"
    r"\bis delayed|delay reason|transient non-?fatal|warning message only|"
    r"you do not need to resend|no action is required|pas encore (?:pu )?ete|(?:remise|livraison|"
    r"distribution|message) (?:est |a ete )?(?:differee?|retardee?)|"
    r"nouvelles? tentatives?|continuera d|sera (?:a nouveau|reessay)|tentatives? (?:se poursuiv|vont)|"
    r"will be retried|keep trying|try again (?:until|for)"
)
_AVERTISSEMENT = re.compile(
    r"warning (?:message )?only|do not need to re-?send|will be retried|"
    r"^(?!.*\bn'existe p(?:as|lus)\b).*\binutile de (?:le )?(?:renvoyer|reexpedier)"
)
_DELAI_FAIBLE = re.compile(r"\bdelayed\b|deferred|queued on|(?:temporary|transient) (?:failure|error|problem)")
_CODE = re.compile(r"\b[45]\d\d[ -]|\b[45]\.\d{1,3}\.\d")
_CODE_5 = re.compile(r"\b55\d\b|\b5\.\d{1,3}\.\d")
_DEFINITIF = re.compile(
    r"permanent|(?:was|has been) rejected|i've given up|giving up|not going to try|gave up|too long|expired|definitif|"
    r"abandon|failed permanently|fatal errors"
)
_CHAMP_FINAL = re.compile(
    r"^(?:> ?)?Final-Recipient: ?[^\s;]{1,20}; ?<?([^\s<>@]{1,128}@[^\s<>]{1,190}?)>?\s*$", re.IGNORECASE | re.MULTILINE
)
_LOCAL_SEUL = re.compile(r":\s{0,4}\n[ \t]{1,8}([A-Za-z0-9._+-]{2,64})[ \t]*(?:\n|$)")
_DETAIL = re.compile(r"\+[^@]*@")
_TYPE_DE_VALEUR = re.compile(r"^[^;]{0,29};")
_REJET = re.compile(
    r"\((?:rejected|refused)\)|automatically (?:rejected|refused)|"
    r"(?:rejete|refuse)e? automatiquement|automatiquement (?:rejete|refuse)"
)
_PROTOCOLE = re.compile(
    r"\b(?:rcpt to|smtp|remote (?:host|server)|no such user|user unknown|recipients?|[45]\.\d\.\d)\b"
)
# A notice of failure that begins with it, whoever signs: « Votre courriel n'a pas pu être distribué à… ».
_D_EMBLEE = re.compile(
    r"\W*(?:bonjour\W+)?(?:echec de la remise a ces destinataires|votre (?:message|courriel|e-?mail|mail)\b.{0,250}?"
    r"n'a pas (?:pu etre|ete) (?:remis|distribue|delivre|achemine)\b)"
)
_DECIDE = re.compile(r"\W{0,5}(?:je |j'|nous |la commune )?(?:accepte|refuse|acceptons|refusons)\b")
_SUITE_DE_COURRIER = re.compile(r"\W{0,3}(?:re|rep|tr|fwd?|aw|wg|i) ?:")
_EXCLUS = re.compile(r"^(?:mailer-?daemon|post[-_]?master|abuse|hostmaster|webmaster|root)@")
_ANNONCE = re.compile(
    r"(?:original-|final-)?recipient ?:|rcpt to|failed (?:recipient|address)|(?:^|\s)to ?:|"
    r"addresse?d? to|address\(?es\)?|recipients?|deliver\w* (?:to|your)|destinataires?|adresse|"
    r"had permanent|did not reach|unknown|attempts|emailaddress|mailbox|user|a l'adresse"
)
_ANNONCE_AUTRE_CHOSE = re.compile(
    r"mail from|(?<!generated )from(?:\W|$)|sender|expediteur|contact|https?:|message-id|support|envelope-from"
)


@dataclass(frozen=True)
class Rapport:
    """What a delivery report says; `identifiants` are those of the message it is about."""

    nature: Nature
    preuve: str
    destinataire: str | None = None
    statut: str | None = None
    diagnostic: str = ""
    identifiants: tuple[str, ...] = ()


def lire_un_rapport(courriel: Courriel) -> Rapport | None:
    """A report by the standard: a `message/delivery-status` part. Read before Auto-Submitted.

    Outside a `multipart/report` it takes a robot's hand: a person who forwards a bounce forwards that part too.
    """
    groupes = [g for partie in courriel.de_type(*ETATS) for g in lire_les_groupes(partie)]
    if groupes and courriel.type != _RAPPORT and not _indices(courriel):
        return None
    lus = [(nature, groupe) for groupe in groupes if (nature := _nature(groupe))]
    if not lus:
        return _lire_un_rejet(courriel)
    nature, groupe = min(lus, key=lambda lu: _GRAVITE.index(lu[0]))
    if _destinataire(groupe) in adresses(courriel.entetes.tous("reply-to")):
        return None  # no bounce invites to write to the address that failed: a filter speaks for its owner
    diagnostic = _valeur(groupe.premier("diagnostic-code")) or _resume(courriel)
    return Rapport(
        nature,
        f"Action: {groupe.premier('action') or groupe.premier('status')}",
        _destinataire(groupe) or _destinataire_libre(courriel),
        _code(groupe.premier("status")) or _code(diagnostic),
        diagnostic[:_DIAGNOSTIC_MAX],
        (*_enveloppe(groupes), *identifiants_rendus(courriel)),
    )


def _lire_un_rejet(courriel: Courriel) -> Rapport | None:
    """A refusal by a filter of the recipient, told as a read receipt (Sieve `reject`, RFC 5429, 2.2)."""
    groupes = [g for partie in courriel.de_type("message/disposition-notification") for g in lire_les_groupes(partie)]
    groupe = next((g for g in groupes if g.premier("disposition")), None)
    if groupe is None:
        return None
    mots = f"{courriel.entetes.premier('auto-submitted').lower()} {aplanir(rapport_libre(courriel)[:2000])}"
    rejet = _REJET.search(mots)
    if rejet is None:
        return None
    return Rapport(
        Nature.REBOND,
        f"Disposition: {groupe.premier('disposition')} {rejet[0]}",
        _destinataire(groupe) or _destinataire_libre(courriel),
        _code(mots),
        " ".join(rapport_libre(courriel).split())[:_DIAGNOSTIC_MAX],
        identifiants_rendus(courriel),
    )


def _nature(groupe: Entetes) -> Nature | None:
    action = groupe.premier("action").split("(")[0].strip().lower().rstrip(";")
    if action:
        return _ACTIONS.get(action.split()[0], Nature.REBOND)
    statut = _code(groupe.premier("status"))
    if statut is None:
        return None
    return {"2": Nature.REMISE, "4": Nature.REBOND_TEMPORAIRE}.get(statut[0], Nature.REBOND)


def _code(texte: str) -> str | None:
    trouve = _STATUT.search(texte)
    return trouve[1] if trouve else None


def _valeur(champ: str) -> str:
    """The words of a `type; value` field, on one line."""
    sans_type = _TYPE_DE_VALEUR.sub("", champ)
    return " ".join(nettoyer(decoder_entete(sans_type)).split())


def _destinataire(groupe: Entetes) -> str | None:
    for nom in ("final-recipient", "original-recipient", "x-actual-recipient"):
        trouve = ADRESSE.search(_valeur(groupe.premier(nom)))
        if trouve:
            return trouve[0].lower()
    return None


def _enveloppe(groupes: Sequence[Entetes]) -> tuple[str, ...]:
    """The envelope identifier we gave (RFC 3461), when the server gives it back."""
    return tuple(v for groupe in groupes if (v := groupe.premier("original-envelope-id").strip()))[:1]


def deviner_un_rebond(courriel: Courriel) -> Rapport | None:
    """A bounce outside the standard: a postal robot, and words of failure; else None.

    False positives known: a person who writes from `postmaster@` that a mail
    did not arrive. False negatives: servers that write like people.
    """
    indices = _indices(courriel)
    if not indices:
        return None
    rapport = rapport_libre(courriel)
    plat = aplanir(rapport[:8000])
    objet = aplanir(courriel.entetes.texte("subject"))
    if not (_ECHEC.search(plat) or (_OBJET.search(objet) and not plat.strip())):
        return None
    return Rapport(
        Nature.REBOND_TEMPORAIRE if _n_est_que_retarde(f"{objet} {plat}") else Nature.REBOND,
        indices,
        _destinataire_libre(courriel),
        _code(rapport),
        _resume(courriel)[:_DIAGNOSTIC_MAX],
        identifiants_rendus(courriel),
    )


def _n_est_que_retarde(plat: str) -> bool:
    """Whether the server says that it will try again; in doubt it is a failure, which a person sees."""
    if _AVERTISSEMENT.search(plat):
        return True
    if _DEFINITIF.search(plat):
        return False
    return bool(_DELAI.search(plat) or (_DELAI_FAIBLE.search(plat) and not _CODE_5.search(plat)))


def _indices(courriel: Courriel) -> str | None:
    """Why this may be a bounce: it takes a robot's hand, not words alone."""
    if courriel.entetes.premier("x-failed-recipients"):
        return "X-Failed-Recipients"
    indices = _d_un_robot(courriel)
    return None if indices and _d_une_personne(courriel) else indices


def _d_un_robot(courriel: Courriel) -> str | None:
    entetes = courriel.entetes
    auteur = f"{entetes.premier('from')} {entetes.premier('sender')}".lower()
    if _ROBOT_POSTAL.search(auteur):
        return f"De : {entetes.texte('from')[:120]}"
    retours = entetes.tous("return-path")
    vide = any(valeur.strip() in ("<>", "") for valeur in retours)
    if vide and any(courriel.de_type("message/rfc822", "text/rfc822-headers")):
        return "expéditeur d'enveloppe vide, message rendu"
    objet = aplanir(entetes.texte("subject"))
    if objet and not _OBJET.search(objet):
        return None
    if not entetes.premier("in-reply-to") and (dit := _D_EMBLEE.match(aplanir(rapport_libre(courriel)[:600]))):
        return f"« {dit[0].strip()[:120]} »"
    if not objet:
        return None
    robot = vide or "@" not in auteur or any(_ROBOT_POSTAL.search(valeur.lower()) for valeur in retours)
    soumis = not entetes.premier("in-reply-to") and entetes.premier("auto-submitted").lower() not in ("", "no")
    return f"Objet : {entetes.texte('subject')[:120]}" if robot or soumis or courriel.type == _RAPPORT else None


def _d_une_personne(courriel: Courriel) -> bool:
    """Whether somebody answers or decides: who keeps postmaster@ in a small town also answers offers."""
    if courriel.type == _RAPPORT:
        return False
    rapport = rapport_libre(courriel)[:8000]
    if any(_DECIDE.match(aplanir(ligne)) for ligne in rapport.split("\n")[:40]):
        return True
    repond = _SUITE_DE_COURRIER.match(aplanir(courriel.entetes.texte("subject")))
    return repond is not None and _PROTOCOLE.search(aplanir(rapport)) is None


def _resume(courriel: Courriel) -> str:
    """The first lines that carry a code or words of failure."""
    lignes = [" ".join(ligne.split()) for ligne in rapport_libre(courriel).split("\n")]
    parlantes = [ligne for ligne in lignes if _CODE.search(ligne)]
    return " ".join((parlantes or [ligne for ligne in lignes if _ECHEC.search(aplanir(ligne[:400]))])[:4])


def _destinataire_libre(courriel: Courriel) -> str | None:
    """The failed address when no field states it: best placed in the report, ours and the robots' left out."""
    declares = adresses(courriel.entetes.tous("x-failed-recipients"))
    if declares:
        return declares[0]
    exclus = set(_nos_adresses(courriel.entetes))
    rapport = rapport_libre(courriel)
    candidats = [
        (place, adresse)
        for place, adresse in _placer(rapport)
        if any(place) and adresse not in exclus and not _EXCLUS.match(adresse)
    ]
    if candidats:
        return max(candidats, key=lambda c: c[0])[1]  # the first of the best
    return _destinataire_cache(courriel, rapport, exclus)


def _nos_adresses(entetes: Entetes) -> Iterator[str]:
    """Who received the report and who wrote it, with and without the detail after « + »."""
    for adresse in adresses(valeur for nom in ("to", "delivered-to", "from") for valeur in entetes.tous(nom)):
        yield adresse
        yield _DETAIL.sub("@", adresse)


def _destinataire_cache(courriel: Courriel, rapport: str, exclus: set[str]) -> str | None:
    """In a report inside the report, as a bare local part (AOL), or in the headers returned."""
    for partie in courriel.de_type("message/rfc822"):
        dedans = analyser(partie.octets[:RAPPORT_MAX])
        for groupe in (g for p in dedans.de_type(*ETATS) for g in lire_les_groupes(p)):
            if trouve := _destinataire(groupe):
                return trouve
    pasted = _CHAMP_FINAL.search("\n".join(textes(courriel)))
    if pasted:
        return pasted[1].lower()
    local = _LOCAL_SEUL.search(rapport)
    domaine = expediteur(courriel.entetes).partition("@")[2]
    if local and domaine:
        return f"{local[1].lower()}@{domaine}"
    rendus = entetes_rendus(courriel)
    destinataires = [a for a in adresses((*rendus.tous("to"), *rendus.tous("x-original-to"))) if a not in exclus]
    return destinataires[0] if destinataires else None


def _placer(rapport: str) -> Iterator[tuple[tuple[bool, bool, bool], str]]:
    """Addresses and how each stands there, the best the greatest: not another's, alone on its line, announced."""
    annonce = False
    for ligne in rapport.split("\n")[:400]:
        plate = aplanir(ligne[:600])
        for trouve in ADRESSE.finditer(ligne[:2000]):
            adresse = trouve[0].strip(".").lower()
            avant = ligne[: trouve.start()].strip(" \t<*>\"'-")
            annoncee = annonce or _ANNONCE.search(aplanir(avant[-60:])) is not None
            yield (_ANNONCE_AUTRE_CHOSE.search(aplanir(avant[-40:])) is None, not avant, annoncee), adresse
        if plate:
            annonce = (bool(_ANNONCE.search(plate)) and plate.endswith((":", "recipients", "addresses", ")"))) or (
                annonce and "@" in plate
            )


def identifiants_rendus(courriel: Courriel) -> tuple[str, ...]:
    """Everything in the returned message by which ours is recognised: its Message-ID, its addresses of return."""
    rendus = entetes_rendus(courriel)
    originaux = tuple(
        groupe.premier("original-message-id")
        for partie in courriel.de_type("message/disposition-notification")
        for groupe in lire_les_groupes(partie)
    )
    return tuple(
        valeur
        for valeur in (
            *originaux,
            *rendus.tous("message-id"),
            *adresses((*rendus.tous("reply-to"), *rendus.tous("return-path"), *rendus.tous("from"))),
        )
        if valeur.strip()
    )
