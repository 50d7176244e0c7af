"""E-mail addresses: which can be used (R40), which look like a person's, and who may answer for a réservataire.

Pure, and deliberately narrower than RFC 5321: no quoted local part, no
address literal, no non-ASCII (we do not rely on SMTPUTF8).
"""

from __future__ import annotations

import re
from enum import StrEnum

from robot.domain.carnet import Reservataire

LOCALE = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
ETIQUETTE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
LONGUEUR_LOCALE = 64  # RFC 5321, 4.5.3.1.1
LONGUEUR_TOTALE = 254  # RFC 5321, 4.5.3.1.3
LONGUEUR_D_UN_NOM = 3  # shorter words are initials and particles

# The blanks of the conventions' own templates (DOMAINE 1.10), and what people type in their stead.
LOCALES_DE_MODELE = frozenset({
    "adresse", "adresse.generique", "a.completer", "a_completer", "a-completer", "completer", "exemple", "example",
    "nom", "nom.prenom", "prenom.nom", "p.nom", "todo", "votre.adresse", "votre-adresse", "votre.nom",
})  # fmt: skip
DOMAINES_DE_MODELE = frozenset({
    "domaine.fr", "domaine.com", "domain.com", "exemple.fr", "exemple.com", "example.com", "example.org", "example.net",
    "mail.fr", "votredomaine.fr",
})  # fmt: skip

# Words that name an office, a body or a duty: an address that holds one is not a person's (R40).
MOTS_DE_SERVICE = frozenset({
    "accueil", "action", "administration", "agence", "agglo", "als", "attribution", "attributions", "bailleur",
    "bailleurs", "bureau", "cabinet", "caleol", "ccas", "cias", "cdc", "civil", "collectivite", "commune", "communes",
    "conseil", "contact", "contingent", "courrier", "ddets", "ddt", "departement", "dgs", "dga", "direction",
    "echanges", "elus", "epci", "etat", "fonctionnaires", "gestion", "guichet", "habitat", "hlm", "hotel", "info",
    "infos", "location", "locations", "logement", "logements", "mairie", "maire", "metropole", "mission", "offre",
    "offres", "orientation", "orientations", "pole", "pref", "prefecture", "population", "relogement", "reservataire",
    "reservataires", "reservation", "reservations", "robot", "scot", "secretariat", "service", "services", "siao",
    "social", "sociale", "solidarite", "solidarites", "support", "technique", "territoire", "urbanisme", "ville",
})  # fmt: skip
DEBUTS_DE_SERVICE = ("logement", "mairie", "habitat", "secretariat", "contact", "accueil", "attribution", "reservation")

DOMAINES_PUBLICS = frozenset({
    "aliceadsl.fr", "aol.com", "aol.fr", "bbox.fr", "bluewin.ch", "caramail.com", "cegetel.net", "club-internet.fr",
    "dartybox.com", "duck.com", "fastmail.com", "fastmail.fm", "free.fr", "gmail.com", "gmx.com", "gmx.fr", "gmx.net",
    "gmx.de", "googlemail.com", "hey.com", "hotmail.com", "hotmail.fr", "hotmail.be", "hotmail.ch", "icloud.com",
    "ik.me", "infonie.fr", "laposte.net", "libertysurf.fr", "live.be", "live.com", "live.fr", "lycos.fr", "mac.com",
    "mail.com", "mail.ru", "mailo.com", "mailfence.com", "me.com", "msn.com", "msn.fr", "neuf.fr", "noos.fr",
    "nordnet.fr", "numericable.fr", "numericable.com", "nomade.fr", "net-c.com", "net-c.fr", "netcourrier.com",
    "ntymail.com", "numeo.fr", "oleane.com", "oreka.fr", "orange.com", "orange.fr", "outlook.com", "outlook.fr",
    "outlook.be", "passport.com", "pm.me", "posteo.de", "posteo.net", "proton.me", "protonmail.ch", "protonmail.com",
    "rocketmail.com", "sfr.fr", "sfr.net", "skynet.be", "t-online.de", "tele2.fr", "tiscali.fr", "tuta.com", "tuta.io",
    "tutanota.com", "vivaldi.net", "voila.fr", "wanadoo.com", "wanadoo.fr", "web.de", "windowslive.com", "yahoo.ca",
    "yahoo.co.uk", "yahoo.com", "yahoo.fr", "yandex.com", "yandex.ru", "ymail.com", "zaclys.net", "zoho.com",
    "zoho.eu",
})  # fmt: skip


# Boxes that send and that nobody reads: an offer would be accepted there by silence.
LOCALES_SANS_LECTEUR = frozenset({"donotreply", "nepasrepondre", "noreply", "noresponse", "sansreponse"})


class Motif(StrEnum):
    """Why an address cannot be used."""

    VIDE = "vide"
    INJECTION = "saut de ligne ou caractère de commande"
    MODELE = "adresse de modèle, à compléter"
    SYNTAXE = "ce n'est pas une adresse électronique"
    ACCENT = "caractère accentué ou spécial"


def normaliser(adresse: str) -> str:
    """The address in lower case, without the spaces around it; says nothing of its validity."""
    return adresse.strip(" ").lower()


def domaine(adresse: str) -> str:
    """What follows the `@`, in lower case; empty without one."""
    return normaliser(adresse).rpartition("@")[2] if "@" in adresse else ""


def defaut(adresse: str) -> Motif | None:
    """Why this address cannot be used, or None when it can.

    A line break or a control character is refused before anything else: in a
    header it would add another (header injection).
    """
    if not adresse.strip():
        return Motif.VIDE
    if any(not caractere.isprintable() for caractere in adresse):
        return Motif.INJECTION
    propre = normaliser(adresse)
    if _est_modele(propre):
        return Motif.MODELE
    if not propre.isascii():
        return Motif.ACCENT
    return None if _est_bien_formee(propre) else Motif.SYNTAXE


def _est_modele(adresse: str) -> bool:
    """`XXX@XXX.XXX`, `.....@.....`, `exemple@…`, `prenom.nom@…`: left from a template, not an address."""
    locale, _, hote = adresse.rpartition("@")
    return (
        set(adresse) <= set("x.@_-… ")
        or locale in LOCALES_DE_MODELE
        or hote in DOMAINES_DE_MODELE
        or set(locale) == {"x"}
        or hote.startswith(("xxx", "votre"))
    )


def _est_bien_formee(adresse: str) -> bool:
    locale, arobase, hote = adresse.rpartition("@")
    etiquettes = hote.split(".")
    return bool(
        arobase
        and len(adresse) <= LONGUEUR_TOTALE
        and len(locale) <= LONGUEUR_LOCALE
        and LOCALE.fullmatch(locale)
        and len(etiquettes) > 1
        and all(ETIQUETTE.fullmatch(etiquette) for etiquette in etiquettes)
        and not etiquettes[-1].isdigit()
    )


def est_sans_lecteur(adresse: str) -> bool:
    """Whether it says itself that nobody reads it: `noreply@`, `ne-pas-repondre@`, `no-reply+x@`."""
    locale = normaliser(adresse).rpartition("@")[0].partition("+")[0]
    return re.sub(r"[^a-z]", "", locale) in LOCALES_SANS_LECTEUR


def est_nominative(adresse: str) -> bool:
    """Whether it looks like a person's (R40 asks for a generic one): `sdaudin@`, `prenom.nom@`, `p.nom@`.

    A heuristic for a warning, never for a refusal. It knows the words of an
    office, and the words of the domain itself (`viry@viry74.fr`). False
    positives: an acronym of a body that is not in its domain; false negatives:
    a person whose name is one of the words.
    """
    locale, _, hote = normaliser(adresse).rpartition("@")
    mots = [mot for mot in re.split(r"[^a-z]+", locale) if mot]
    return not any(_est_de_service(mot, hote) for mot in mots) and any(_peut_etre_un_nom(mot) for mot in mots)


def _est_de_service(mot: str, hote: str) -> bool:
    lettres_du_domaine = re.sub(r"[^a-z]", "", hote.rpartition(".")[0])
    du_domaine = len(mot) >= LONGUEUR_D_UN_NOM and mot in lettres_du_domaine
    return mot in MOTS_DE_SERVICE or mot.startswith(DEBUTS_DE_SERVICE) or du_domaine


def _peut_etre_un_nom(mot: str) -> bool:
    """An acronym without a vowel (`rsn74@`) is not a name."""
    return len(mot) >= LONGUEUR_D_UN_NOM and not set(mot).isdisjoint("aeiouy")


def domaine_public(adresse: str) -> bool:
    """Whether the domain is a provider's, where anybody may open an address: it proves nothing of the writer."""
    hote = domaine(adresse)
    return hote in DOMAINES_PUBLICS or hote.endswith(tuple(f".{public}" for public in DOMAINES_PUBLICS))


def peut_repondre(reservataire: Reservataire, adresse: str) -> str | None:
    """Why that sender may decide for the réservataire, in French; None when it may not.

    The domain must be exactly the same. A subdomain, up or down, is refused:
    `free.fr` is above `mairie.free.fr`, and a commune's `infos.viry74.fr` is
    often lent to a mailing company. Doubt goes to a person, who lists the
    address under `expediteurs` once.
    """
    if defaut(adresse) is not None or reservataire.adresse is None:
        return None
    ecrit_de = normaliser(adresse)
    if ecrit_de == normaliser(reservataire.adresse):
        return f"{ecrit_de} est l'adresse générique de {reservataire.nom}"
    if ecrit_de in map(normaliser, reservataire.expediteurs):
        return f"{ecrit_de} est dans les expéditeurs autorisés de {reservataire.nom}"
    if domaine(ecrit_de) == domaine(reservataire.adresse) and not domaine_public(ecrit_de):
        return f"{ecrit_de} est du domaine {domaine(ecrit_de)}, celui de {reservataire.nom}"
    return None
