"""The settings of one robot, `robot.yaml`: who lets, which servers, which hours, who is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from robot.adapters.carnets import valeurs
from robot.adapters.carnets.assiette import ReglageDAssiette, lire_reglage_d_assiette
from robot.adapters.carnets.candidats import lire_delais, lire_zones_tendues
from robot.adapters.carnets.conservation import lire_conservation
from robot.adapters.carnets.personnes import (
    lire_administrateurs,
    lire_commission,
    lire_ddets,
    lire_gestionnaires,
    lire_presidents_epci,
)
from robot.adapters.carnets.section import Releve, Section, racine
from robot.adapters.carnets.serveur_de_base import adresse_de_base
from robot.adapters.carnets.territoires import Territoires
from robot.adapters.carnets.valeurs import ValeurRefusee
from robot.adapters.carnets.yaml import Noeud, Table
from robot.adapters.communes import TableCommunes
from robot.adapters.feries import SUBDIVISIONS, fuseau_de
from robot.adapters.messagerie.liaison import SECURITES, Securite, est_locale
from robot.domain import adresses
from robot.domain.calendrier import SEMAINE
from robot.domain.carnet import (
    MINUIT,
    Bailleur,
    Correspondant,
    DelaisDesCandidats,
    Gestionnaire,
    HoraireDeSynthese,
    Horaires,
    PresidentEpci,
    ZonesTendues,
)
from robot.domain.courriers import LOCALE_MAXIMUM, avec_jeton
from robot.domain.jetons import TAILLE, Jetons, Voie
from robot.domain.loi import Conservation

FICHIER = "robot.yaml"
BASE = "robot.sqlite"
SEPARATEUR = "+"  # as `courriers.avec_jeton` writes it
TLS: Securite = "tls"
INDESIRABLES = "\\Junk"  # the folder that the server itself flags as such (RFC 6154)
PASSE_MINIMALE_S, PASSE_S, PASSE_MAXIMALE_S = 5, 60, 3600
CONNEXIONS, CONNEXIONS_MAXIMUM = 4, 20
PORT_MAXIMUM = 65535


class Usage(StrEnum):
    """The two links."""

    IMAP = "imap"
    SMTP = "smtp"


PORTS: dict[tuple[Usage, Securite], int] = {
    (Usage.IMAP, "tls"): 993,
    (Usage.IMAP, "starttls"): 143,
    (Usage.IMAP, "aucune"): 143,
    (Usage.SMTP, "tls"): 465,
    (Usage.SMTP, "starttls"): 587,
    (Usage.SMTP, "aucune"): 25,
}


@dataclass(frozen=True)
class ServeurImap:
    """The mailbox of the robot; the fields of `ReglagesImap`, without the password."""

    hote: str
    port: int
    securite: Securite
    identifiant: str
    dossiers: tuple[str, ...]
    traites: str
    a_voir: str
    envoyes: str | None
    autorite: Path | None


@dataclass(frozen=True)
class ServeurSmtp:
    """The way out; the fields of `ReglagesSmtp`, without the password. `identifiant` None: no authentication."""

    hote: str
    port: int
    securite: Securite
    identifiant: str | None
    connexions: int
    autorite: Path | None


@dataclass(frozen=True)
class Messagerie:
    """The two links, and what our own mail system can do.

    `jeton_dans_adresse`: answers to `robot+jeton@…` arrive. `serveur_de_confiance`
    is the authserv-id whose Authentication-Results are our own server's.
    """

    imap: ServeurImap
    smtp: ServeurSmtp
    jeton_dans_adresse: bool
    serveur_de_confiance: str | None


@dataclass(frozen=True)
class Reglages:
    """Everything of `robot.yaml`. `passe_s`: the seconds between two passes.

    `base` is the store's file; when the store is on a server (`url`, without its
    password), `base` only says beside what a secret file may lie.
    """

    bailleur: Bailleur
    messagerie: Messagerie
    base: Path
    url: str
    horaires: Horaires
    synthese: HoraireDeSynthese
    passe_s: int
    gestionnaires: tuple[Gestionnaire, ...]
    administrateurs: tuple[Correspondant, ...]
    ddets: Correspondant | None
    commission: Correspondant | None
    zones_tendues: ZonesTendues
    delais_des_candidats: DelaisDesCandidats
    conservation: Conservation
    assiette: ReglageDAssiette | None
    presidents_epci: tuple[PresidentEpci, ...] = ()


def lire_reglages(noeud: Noeud, releve: Releve, communes: TableCommunes, dossier: Path) -> Reglages:
    """The settings of a parsed `robot.yaml`; what is wrong goes to `releve`. Relative paths start from `dossier`."""
    section = racine(releve, noeud, {"bailleur": "", "messagerie": ""})
    bailleur = _bailleur(section.sous_section("bailleur", obligatoire=True), communes)
    territoires = Territoires(communes, bailleur.departement)
    gestionnaires = lire_gestionnaires(section, territoires)
    reglages = Reglages(
        bailleur=bailleur,
        messagerie=_messagerie(section.sous_section("messagerie", obligatoire=True), dossier),
        base=_base(section, dossier),
        url=section.valeur("url", adresse_de_base, ""),
        horaires=_horaires(section.sous_section("horaires")),
        synthese=_synthese(section.sous_section("synthese")),
        passe_s=section.valeur("passe", valeurs.entier(PASSE_MINIMALE_S, PASSE_MAXIMALE_S), PASSE_S),
        gestionnaires=gestionnaires,
        administrateurs=lire_administrateurs(section, gestionnaires),
        ddets=lire_ddets(section),
        commission=lire_commission(section),
        zones_tendues=lire_zones_tendues(section, territoires),
        delais_des_candidats=lire_delais(section.sous_section("delais_des_candidats")),
        conservation=lire_conservation(section.sous_section("conservation")),
        assiette=lire_reglage_d_assiette(section, dossier),
        presidents_epci=lire_presidents_epci(section, territoires),
    )
    _refuser_la_boucle(section, reglages)
    _prevenir_du_jeton_trop_long(section, reglages)
    section.clore()
    return reglages


def _base(section: Section, dossier: Path) -> Path:
    """The file of the store; nobody has to name it when the store is on a server."""
    if section.ecrite("url"):
        return section.valeur("base", _fichier(dossier), (dossier / BASE).absolute())
    return section.exiger("base", _fichier(dossier), Path(), BASE)


def _bailleur(section: Section, communes: TableCommunes) -> Bailleur:
    def departement(ecrit: str) -> str:
        trouve = communes.trouver_departement(ecrit)
        if trouve is None:
            proches = ", ".join(communes.suggestions_departement(ecrit))
            conseil = f"Écrivez par exemple : {proches or 'Haute-Savoie (74)'}."
            raise ValeurRefusee(f"le département « {ecrit} » est inconnu.", conseil)
        return trouve.code

    def jours_feries(ecrit: str) -> str:
        if ecrit.strip() not in SUBDIVISIONS:
            conseil = f"Écrivez l'un de : {', '.join(SUBDIVISIONS)} ; ou retirez la ligne."
            raise ValeurRefusee(f"« {ecrit} » ne désigne pas de jours fériés connus.", conseil)
        return ecrit.strip()

    numero = section.exiger("departement", departement, "", "74")
    bailleur = Bailleur(
        nom=section.exiger("nom", valeurs.texte, "", "Bailleur de démonstration"),
        siren=section.exiger("siren", valeurs.siren, "", "123 456 782"),
        departement=numero,
        adresse=section.exiger("adresse", valeurs.adresse, "", "orientation@bailleur.fr"),
        service=section.exiger("service", valeurs.texte, "", "Service des attributions"),
        telephone=section.exiger("telephone", valeurs.telephone, "", "04 50 00 00 00"),
        prefixe=section.exiger("prefixe", valeurs.prefixe, "", "V"),
        fuseau=section.valeur("fuseau", valeurs.fuseau, fuseau_de(numero)),
        jours_feries=section.valeur("jours_feries", jours_feries, None),
        adresse_postale=section.valeur("adresse_postale", valeurs.texte, ""),
    )
    if not bailleur.adresse_postale:
        section.avertir(
            "adresse_postale",
            "les lettres imprimées (candidats sans courriel, ménages DALO) ne diront pas où vous écrire.",
            "Écrivez « adresse_postale: 12 rue des Alpes, 74000 Annecy ».",
        )
    section.clore()
    return bailleur


def _messagerie(section: Section, dossier: Path) -> Messagerie:
    imap = section.sous_section("imap", obligatoire=True)
    smtp = section.sous_section("smtp", obligatoire=True)
    messagerie = Messagerie(
        imap=_imap(imap, dossier),
        smtp=_smtp(smtp, dossier),
        jeton_dans_adresse=section.valeur("jeton_dans_adresse", valeurs.booleen, True),
        serveur_de_confiance=section.valeur("serveur_de_confiance", valeurs.hote, None),
    )
    if messagerie.serveur_de_confiance is None:
        section.avertir(
            "serveur_de_confiance",
            "absent : le robot ne saura pas qu'un expéditeur est usurpé (DMARC).",
            "Écrivez le nom que votre serveur met en tête de ses Authentication-Results.",
        )
    section.clore()
    return messagerie


def _imap(section: Section, dossier: Path) -> ServeurImap:
    hote, port, securite = _liaison(section, Usage.IMAP)
    serveur = ServeurImap(
        hote=hote,
        port=port,
        securite=securite,
        identifiant=section.exiger("identifiant", valeurs.texte, "", "orientation@bailleur.fr"),
        dossiers=section.valeurs("dossiers", _dossier_imap) or ("INBOX", INDESIRABLES),
        traites=section.valeur("traites", valeurs.texte, "Traités"),
        a_voir=section.valeur("a_voir", valeurs.texte, "À voir"),
        envoyes=section.valeur("envoyes", valeurs.texte, None),
        autorite=section.valeur("autorite", _fichier(dossier), None),
    )
    if "INBOX" not in serveur.dossiers:
        section.refuser("dossiers", "la boîte de réception n'est pas relevée.", "Écrivez [INBOX, indésirables].")
    if len(serveur.dossiers) == 1:
        section.avertir(
            "dossiers",
            "les indésirables ne sont pas relevés : un refus classé là passerait pour un silence.",
            "Écrivez [INBOX, indésirables].",
        )
    a_nous = [nom for nom in (serveur.traites, serveur.a_voir, serveur.envoyes) if nom]
    if set(a_nous) & set(serveur.dossiers) or len(set(a_nous)) < len(a_nous):
        section.refuser(
            "traites", "un dossier de rangement est aussi relevé, ou sert deux fois.", "Écrivez des noms différents."
        )
    section.clore()
    return serveur


def _smtp(section: Section, dossier: Path) -> ServeurSmtp:
    hote, port, securite = _liaison(section, Usage.SMTP)
    serveur = ServeurSmtp(
        hote=hote,
        port=port,
        securite=securite,
        identifiant=section.valeur("identifiant", valeurs.texte, None),
        connexions=section.valeur("connexions", valeurs.entier(1, CONNEXIONS_MAXIMUM), CONNEXIONS),
        autorite=section.valeur("autorite", _fichier(dossier), None),
    )
    section.clore()
    return serveur


def _liaison(section: Section, usage: Usage) -> tuple[str, int, Securite]:
    """Host, port and security; in the clear only towards this very machine."""
    hote = section.exiger("hote", valeurs.hote, "localhost", f"{usage}.bailleur.fr")
    securite = section.exiger("securite", _securite, TLS, TLS)
    if securite == "aucune" and not est_locale(hote):
        message = f"sans chiffrement, le mot de passe et les réponses passeraient en clair jusqu'à {hote}."
        section.refuser("securite", message, "Écrivez tls ou starttls ; « aucune » ne vaut que pour localhost.")
    port = section.valeur("port", valeurs.entier(1, PORT_MAXIMUM), PORTS[usage, securite])
    usuels = {PORTS[usage, autre]: autre for autre in SECURITES if autre != "aucune"}
    if securite != "aucune" and usuels.get(port, securite) != securite:
        section.avertir("port", f"le port {port} sert d'ordinaire à « {usuels[port]} », non à « {securite} ».")
    return hote, port, securite


def _securite(ecrit: str) -> Securite:
    for securite in SECURITES:
        if ecrit.strip().lower() == securite:
            return securite
    raise ValeurRefusee(f"« {ecrit} » n'est pas connu.", f"Écrivez {' ou '.join(SECURITES)}.")


def _dossier_imap(ecrit: str) -> str:
    nom = valeurs.texte(ecrit)
    if nom.casefold() in {"indésirables", "indesirables"}:
        return INDESIRABLES
    return "INBOX" if nom.upper() == "INBOX" else nom


def _fichier(dossier: Path) -> Callable[[str], Path]:
    """A path, from the folder of the settings when it is relative."""

    def lire(ecrit: str) -> Path:
        nom = valeurs.texte(ecrit)
        if "://" in nom:
            conseil = "Écrivez ici un nom de fichier, et cette adresse dans « url »."
            raise ValeurRefusee("« base » est un fichier, non une adresse.", conseil)
        return (dossier / nom).absolute()

    return lire


def _horaires(section: Section) -> Horaires:
    defaut = Horaires()
    horaires = Horaires(
        ouverture=section.valeur("ouverture", valeurs.heure, defaut.ouverture),
        fermeture=section.valeur("fermeture", valeurs.heure, defaut.fermeture),
        tous_les_jours=section.valeur("tous_les_jours", valeurs.booleen, defaut.tous_les_jours),
    )
    if horaires.ouverture >= horaires.fermeture and horaires.fermeture != MINUIT:
        section.refuser("fermeture", "la fermeture ne suit pas l'ouverture.", "Écrivez par exemple 8:00 et 17:00.")
    if horaires.tous_les_jours:
        section.avertir("tous_les_jours", "les offres partiront aussi le week-end, vers des bureaux fermés.")
    section.clore()
    return horaires


def _synthese(section: Section) -> HoraireDeSynthese:
    """The hour and the days of the digest; never on a day that is not worked."""
    defaut = HoraireDeSynthese()
    jours = section.valeurs("jours", _jour_de_la_semaine)
    horaire = HoraireDeSynthese(section.valeur("heure", valeurs.heure, defaut.heure), frozenset(jours) or defaut.jours)
    section.clore()
    return horaire


def _jour_de_la_semaine(ecrit: str) -> int:
    if ecrit.strip().lower() not in SEMAINE:
        raise ValeurRefusee(f"« {ecrit} » n'est pas un jour.", f"Écrivez l'un de : {', '.join(SEMAINE[:5])}.")
    return SEMAINE.index(ecrit.strip().lower())


def _refuser_la_boucle(section: Section, reglages: Reglages) -> None:
    """The robot must not write to itself: it would answer itself for ever."""
    lieu = _lieu_du_bailleur(section)
    if SEPARATEUR in reglages.bailleur.adresse.partition("@")[0]:
        message = f"elle contient « {SEPARATEUR} », que le robot met avant ses jetons."
        lieu.refuser("adresse", message, "Écrivez l'adresse de la boîte elle-même.")
    destinataires = (
        *(*reglages.gestionnaires, *reglages.administrateurs, *reglages.presidents_epci),
        *(reglages.ddets, reglages.commission),
    )
    for correspondant in dict.fromkeys(filter(None, destinataires)):
        if est_au_robot(correspondant.adresse, reglages):
            message = f"c'est aussi l'adresse de {correspondant.nom} : le robot s'écrirait à lui-même."
            lieu.refuser("adresse", message, "Écrivez une boîte que le robot est seul à relever.")


def _prevenir_du_jeton_trop_long(section: Section, reglages: Reglages) -> None:
    """Letters whose token does not fit in the address leave without it: their replies come by their thread alone."""
    bailleur = reglages.bailleur
    jeton = Jetons(bytes(TAILLE)).jeton(f"{bailleur.prefixe}-2026-9999", 9, Voie.CANDIDAT, 99)
    if not reglages.messagerie.jeton_dans_adresse or avec_jeton(bailleur.adresse, jeton) != bailleur.adresse:
        return
    place = LOCALE_MAXIMUM - len(SEPARATEUR) - len(jeton)
    _lieu_du_bailleur(section).avertir(
        "adresse",
        f"avec un jeton, elle a plus de {LOCALE_MAXIMUM} signes avant « @ », ce que les serveurs refusent : des "
        "courriers partiront sans jeton, et leurs réponses ne seront reconnues que par leur fil.",
        f"Écrivez une adresse de {place} signes au plus avant « @ », ou « jeton_dans_adresse: non ».",
    )


def _lieu_du_bailleur(section: Section) -> Section:
    """Where a fault of the robot's address is shown."""
    bailleur = section.table.entrees.get("bailleur")
    return Section(section.releve, bailleur, "bailleur") if isinstance(bailleur, Table) else section


def est_au_robot(adresse: str, reglages: Reglages) -> bool:
    """Whether that address is the robot's mailbox, with or without a token in it."""
    locale, _, hote = adresses.normaliser(reglages.bailleur.adresse).rpartition("@")
    autre, _, autre_hote = adresses.normaliser(adresse).rpartition("@")
    return bool(locale) and hote == autre_hote and autre.split(SEPARATEUR)[0] == locale
