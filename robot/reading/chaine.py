"""The reading of a message: an ordered table of small steps; the first verdict wins, with its evidence.

The order matters. Delivery reports come before Auto-Submitted, because
Postfix puts `auto-replied` on its own bounces; an automaton known by words
alone comes last and yields to a decision that a person has written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from robot.domain.jetons import Voie, chercher_jetons, voie_ecrite
from robot.reading.courriel.adresses import expediteur, mandataire
from robot.reading.courriel.caracteres import decoder_entete
from robot.reading.courriel.destinations import adresses_visees
from robot.reading.courriel.mime import Courriel, Entetes, analyser, corps_seul
from robot.reading.lecture import Decision, Lecture, Nature, Sens
from robot.reading.limites import FIL_MAX, IDENTIFIANT_MAX, LIGNES_MAX, TEXTE_MAX
from robot.reading.machines import agenda, automates, rebonds
from robot.reading.references import lire_references
from robot.reading.reponses.decisions import lire_les_decisions, n_est_que_notre_lettre
from robot.reading.texte.lignes import aplanir
from robot.reading.texte.message import TEXTES_MAX, Ecrit, illisible, lire_le_corps

_IDENTIFIANT = re.compile(r"<([^<>\s]{1,400})>|([^<>\s,;]{1,200}@[^<>\s,;]{1,200})")
_LU = re.compile(
    r"\W*(?:lu|read|gelesen|lue|accuse de lecture|confirmation de lecture|read receipt|non lu|not read)\b ?[:\-]?"
)
_A_ETE_LU = re.compile(r"a ete (?:lu|affiche)|was (?:read|displayed)|wurde .{0,40}gelesen")
COUPE = "le message est trop long ou trop imbriqué pour être lu en entier"
# Their silence decides something: what they write in our thread is never left aside.
_SE_TAIRE_DECIDE = frozenset({Voie.RESERVATAIRE, Voie.CANDIDAT})


@dataclass(frozen=True)
class Dossier:
    """A message and what every step may ask of it, worked out once."""

    courriel: Courriel
    tronque: bool = False  # its end was never received

    @cached_property
    def _lecteur(self) -> Iterator[Ecrit]:
        return lire_le_corps(self.courriel)

    @cached_property
    def premiere(self) -> Ecrit | None:
        """What its author wrote, in the first version that says something."""
        return next(self._lecteur, None)

    @cached_property
    def versions(self) -> tuple[Ecrit, ...]:
        """What its author wrote, in every version: a page may say another thing than the text."""
        return (self.premiere, *self._lecteur) if self.premiere else ()

    @cached_property
    def decisions(self) -> tuple[Decision, ...]:
        """What it would decide if it came from a person."""
        return lire_les_decisions(self.versions, self.courriel.entetes.texte("subject"))

    @property
    def tranche(self) -> bool:
        """Whether a person seems to have decided in it."""
        return any(decision.sens is not Sens.AMBIGU for decision in self.decisions)

    @cached_property
    def ecrit(self) -> Ecrit | None:
        """The first version with new text: a text part may hold nothing but the quotation."""
        if self.premiere is None or self.premiere.texte:
            return self.premiere
        return next((version for version in self.versions if version.texte), self.premiere)

    @property
    def en_table(self) -> Ecrit | None:
        """The same words, in the version that lays them out as a table: a text part loses the rows of a page."""
        if self.ecrit is None or self.ecrit.a_des_rangees:
            return self.ecrit
        mots = self.ecrit.mots
        tables = (version for version in self.versions if version.a_des_rangees and version.mots == mots)
        return next(tables, self.ecrit)

    @property
    def texte(self) -> str:
        """The new text."""
        return self.ecrit.texte if self.ecrit else ""

    @cached_property
    def coupe(self) -> bool:
        """Whether a limit cut it; that of a page is on its source, an image within included."""
        corps = [len(p.octets) for p in self.courriel.de_type("text/plain", "text/html") if not p.jointe]
        return (
            self.tronque
            or self.courriel.coupe
            or any(octets >= TEXTE_MAX for octets in corps)
            or sum(corps) >= TEXTES_MAX
            or any(version.entier.count("\n") >= LIGNES_MAX for version in self.versions)
        )

    @cached_property
    def repond(self) -> bool:
        """Whether it answers a message, or was sent to an address that carries a token."""
        entetes = self.courriel.entetes
        return bool(
            entetes.premier("in-reply-to")
            or entetes.premier("references")
            or any(chercher_jetons(adresse) for adresse in adresses_visees(entetes))
        )

    @property
    def dans_notre_fil(self) -> bool:
        """Whether it carries what looks like the token of somebody whose silence decides."""
        jetons = (jeton for indice in _fil(self.courriel.entetes, ()) for jeton in chercher_jetons(indice))
        return any(voie_ecrite(jeton) in _SE_TAIRE_DECIDE for jeton in jetons)


@dataclass(frozen=True)
class Verdict:
    """What a step found: a nature, why, and what it knows more."""

    nature: Nature
    preuve: str
    decisions: tuple[Decision, ...] = ()
    rapport: rebonds.Rapport | None = None


Etape = Callable[[Dossier], Verdict | None]


def ecarter_le_vide(dossier: Dossier) -> Verdict | None:
    """Nothing to read at all: neither header nor body."""
    courriel = dossier.courriel
    vide = not courriel.entetes.champs and not any(p.texte.strip() for p in courriel.parties)
    return Verdict(Nature.ILLISIBLE, "message vide") if vide else None


def reconnaitre_un_rapport_de_remise(dossier: Dossier) -> Verdict | None:
    """A delivery report (RFC 3464): failed, delayed, or delivered."""
    rapport = rebonds.lire_un_rapport(dossier.courriel)
    return Verdict(rapport.nature, rapport.preuve, rapport=rapport) if rapport else None


def reconnaitre_un_accuse_de_lecture(dossier: Dossier) -> Verdict | None:
    """A read receipt (RFC 8098), or Outlook's « Lu : » without one."""
    courriel = dossier.courriel
    objet = courriel.entetes.texte("subject")
    if _est_un_rapport(courriel, "disposition-notification"):
        rendus = rebonds.identifiants_rendus(courriel)
        rapport = rebonds.Rapport(Nature.ACCUSE_LECTURE, "disposition-notification", identifiants=rendus)
        return Verdict(rapport.nature, rapport.preuve, rapport=rapport)
    avis = dossier.premiere if _LU.match(aplanir(objet)) else None
    if avis and _A_ETE_LU.search(aplanir(avis.entier[:1000])):
        return Verdict(Nature.ACCUSE_LECTURE, f"Objet : {objet[:160]}")
    return None


def reconnaitre_une_plainte(dossier: Dossier) -> Verdict | None:
    """An abuse or DMARC report (RFC 5965): nobody's answer."""
    if _est_un_rapport(dossier.courriel, "feedback-report"):
        return Verdict(Nature.AUTRE, "rapport de plainte (feedback-report)")
    return None


def _est_un_rapport(courriel: Courriel, genre: str) -> bool:
    return courriel.parametres.get("report-type", "").lower() == genre or any(courriel.de_type(f"message/{genre}"))


def deviner_un_rebond(dossier: Dossier) -> Verdict | None:
    """A failure told in a server's own words, outside the standard."""
    rapport = rebonds.deviner_un_rebond(dossier.courriel)
    return Verdict(rapport.nature, rapport.preuve, rapport=rapport) if rapport else None


def reconnaitre_nos_lettres(dossier: Dossier) -> Verdict | None:
    """One of our own letters came back: its Message-ID carries our token."""
    if chercher_jetons(dossier.courriel.entetes.premier("message-id")):
        return Verdict(Nature.AUTRE, "l'une de nos lettres est revenue (Message-ID)")
    entetes = dossier.courriel.entetes
    if entetes.premier("auto-submitted") and expediteur(entetes) in adresses_visees(entetes):
        return Verdict(Nature.AUTRE, "un message automatique envoyé par sa propre destinataire : une boucle")
    return None


def ecarter_les_automates(dossier: Dossier) -> Verdict | None:
    """Headers of an automaton (RFC 3834).

    One that decides goes to a person: a help desk sends what its agents type
    as `auto-generated`, an Exchange rule redirects a colleague's refusal as
    `auto-replied`. Unless it also speaks of an absence, as a vacation does.
    """
    trouve = automates.par_les_entetes(dossier.courriel)
    if trouve is None:
        return None
    preuve, certain = trouve
    if dossier.tranche and not (certain and automates.parle_d_absence(dossier.courriel, dossier.texte)):
        return _a_un_humain(f"{preuve}, mais une décision est écrite : {dossier.decisions[0].preuve}")
    if not certain and automates.parle_de_l_offre(dossier.texte):
        return None
    return Verdict(Nature.REPONSE_AUTOMATIQUE, preuve)


def ecarter_l_agenda(dossier: Dossier) -> Verdict | None:
    """An answer to a meeting accepts a meeting, not a dwelling; an invitation is no answer.

    « Nous souhaitons visiter avant de nous prononcer », sent as an invitation
    in the thread of an offer, is somebody all the same.
    """
    partie = agenda.partie_d_agenda(dossier.courriel)
    if partie is None and not (dossier.tranche and agenda.reponse_jointe(dossier.courriel)):
        return None
    if partie is None or dossier.tranche:
        return _a_un_humain(f"une invitation accompagne la décision : {dossier.decisions[0].preuve}")
    mots = agenda.mots_d_une_personne(dossier.texte, partie) if dossier.dans_notre_fil else ""
    if mots:
        return _a_un_humain(f"un message d'agenda accompagne ces mots : {mots}")
    methode = agenda.methode(partie)
    nature = Nature.REPONSE_AUTOMATIQUE if agenda.repond(methode) else Nature.AUTRE
    return Verdict(nature, f"agenda : METHOD:{methode or '?'}")


def ecarter_les_automates_par_l_objet(dossier: Dossier) -> Verdict | None:
    """« Réponse automatique : … », « Absence du bureau », and the acknowledgements of communes."""
    trouve = automates.par_l_objet(dossier.courriel)
    if trouve is None:
        return None
    preuve, certain = trouve
    if dossier.tranche:
        return _a_un_humain(f"{preuve}, mais une décision est écrite : {dossier.decisions[0].preuve}")
    if certain or automates.n_a_que_des_formules(dossier.texte) or _rendue_par_un_guichet(dossier):
        return Verdict(Nature.REPONSE_AUTOMATIQUE, preuve)
    return None


def _rendue_par_un_guichet(dossier: Dossier) -> bool:
    """Whether a help desk opened a ticket with our letter, and nobody spoke."""
    ecrit = dossier.ecrit
    return ecrit is not None and automates.est_un_guichet(dossier.courriel) and n_est_que_notre_lettre(ecrit)


def ecarter_les_automates_par_le_texte(dossier: Dossier) -> Verdict | None:
    """Words of absence or of an acknowledgement robot; never against a decision."""
    preuve = automates.par_le_texte(dossier.texte)
    if preuve is None or dossier.tranche:
        return None
    return Verdict(Nature.REPONSE_AUTOMATIQUE, preuve)


def ecarter_les_listes(dossier: Dossier) -> Verdict | None:
    """A newsletter answers nothing; a person's answer through a list does."""
    entetes = dossier.courriel.entetes
    liste = entetes.premier("list-unsubscribe") or entetes.premier("list-id")
    if liste and not dossier.repond and not dossier.tranche:
        return Verdict(Nature.AUTRE, f"liste de diffusion : {liste[:120]}")
    return None


def mettre_de_cote_l_illisible(dossier: Dossier) -> Verdict | None:
    """Encrypted, opaque, or without any text: for a person with the right program."""
    raison = illisible(dossier.courriel)
    if raison and not dossier.texte.strip():
        return Verdict(Nature.ILLISIBLE, raison)
    if raison:
        return _a_un_humain(raison)
    tnef = any(p.type in ("application/ms-tnef", "application/vnd.ms-tnef") for p in dossier.courriel.parties)
    if tnef and not dossier.premiere and not dossier.tranche:
        return Verdict(Nature.ILLISIBLE, "le texte est enfermé dans winmail.dat")
    return None


def entendre_une_reponse(dossier: Dossier) -> Verdict | None:
    """A person wrote. Whatever a limit cut off is never guessed."""
    if dossier.coupe:
        return _a_un_humain(COUPE)
    return Verdict(Nature.REPONSE, dossier.decisions[0].preuve, dossier.decisions)


CHAINE: tuple[Etape, ...] = (
    ecarter_le_vide,
    reconnaitre_un_rapport_de_remise,
    reconnaitre_un_accuse_de_lecture,
    reconnaitre_une_plainte,
    deviner_un_rebond,
    reconnaitre_nos_lettres,
    ecarter_les_automates,
    ecarter_l_agenda,
    ecarter_les_automates_par_l_objet,
    ecarter_les_automates_par_le_texte,
    ecarter_les_listes,
    mettre_de_cote_l_illisible,
    entendre_une_reponse,
)


def _a_un_humain(preuve: str) -> Verdict:
    return Verdict(Nature.REPONSE, preuve, (Decision(None, Sens.AMBIGU, preuve[:300]),))


def lire(octets: bytes, *, nom: str = "", tronque: bool = False) -> Lecture:
    """What a message says. Never raises; time and memory linear in its size, and bounded.

    A `nom` ending in .txt or .html means a bare body without headers. When
    `tronque`, these bytes are only the beginning of the message.
    """
    minuscule = nom.lower()
    if minuscule.endswith((".txt", ".html", ".htm")):
        courriel = corps_seul(octets, "text/plain" if minuscule.endswith(".txt") else "text/html")
    else:
        courriel = analyser(octets)
    dossier = Dossier(courriel, tronque)
    etape, verdict = next((etape, v) for etape in CHAINE if (v := etape(dossier)))
    return _lecture(dossier, verdict, etape.__name__)


def _lecture(dossier: Dossier, verdict: Verdict, etape: str) -> Lecture:
    entetes = dossier.courriel.entetes
    auteur = expediteur(entetes)
    rapport = verdict.rapport or rebonds.Rapport(verdict.nature, verdict.preuve)
    objet = entetes.texte("subject")[:1000]
    ecrit = dossier.en_table if verdict.nature is Nature.REPONSE else dossier.ecrit
    return Lecture(
        nature=verdict.nature,
        preuve=verdict.preuve,
        decisions=verdict.decisions,
        destinataire=rapport.destinataire,
        statut=rapport.statut,
        diagnostic=rapport.diagnostic,
        expediteur=auteur,
        mandataire=mandataire(entetes, auteur),
        objet=objet,
        message_id=next(iter(_identifiants([entetes.premier("message-id")])), ""),
        fil=_fil(entetes, rapport.identifiants),
        references_objet=lire_references(objet),
        resultats_authentification=entetes.tous("authentication-results")[:20],
        coupe=verdict.nature is Nature.REPONSE and dossier.coupe,
        non_lu=verdict.nature is Nature.REPONSE_AUTOMATIQUE and automates.dit_que_personne_ne_lit(dossier.texte),
        reponse_interdite=verdict.nature is not Nature.REPONSE or automates.reponse_interdite(entetes, auteur),
        texte=ecrit.texte if ecrit else "",
        signature=ecrit.signature if ecrit else None,
        etape=etape,
    )


def _fil(entetes: Entetes, rendus: tuple[str, ...]) -> tuple[str, ...]:
    """Every string through which the message may be attached to one of ours, nearest first."""
    anciens = tuple(reversed(_identifiants(entetes.tous("references"))))
    tout = (
        *adresses_visees(entetes),
        *_identifiants(entetes.tous("in-reply-to")),
        *anciens,
        *_identifiants(rendus, bruts=True),
    )
    return tuple(dict.fromkeys(valeur[:IDENTIFIANT_MAX] for valeur in tout))[:FIL_MAX]


def _identifiants(valeurs: tuple[str, ...] | list[str], *, bruts: bool = False) -> tuple[str, ...]:
    """The Message-IDs in these fields, without their brackets; `bruts` keeps a value that has none.

    Programs written in Python encode one that is longer than a line, which RFC 2047 (section 5) forbids.
    """
    trouves: list[str] = []
    for valeur in valeurs:
        lus = [trouve[1] or trouve[2] for trouve in _IDENTIFIANT.finditer(decoder_entete(valeur[:8000]))]
        trouves += lus or ([valeur.strip()] if bruts and valeur.strip() else [])
    return tuple(trouves)


def en_json(fichier: str, lecture: Lecture) -> dict[str, object]:
    """The object printed by `robot lire --json` (CONTRAT)."""
    return {
        "fichier": fichier,
        "nature": lecture.nature.value,
        "decisions": [
            {"reference": d.reference, "decision": d.sens.value, "motif": d.motif, "preuve": d.preuve}
            for d in lecture.decisions
        ],
        "texte": lecture.texte,
        "signature": lecture.signature,
        "destinataire": lecture.destinataire,
        "statut": lecture.statut,
    }
