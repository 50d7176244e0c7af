"""A table of candidates weighed against the message that brings it (R45, R61).

A table says who is proposed; what the message adds of one of them has no
column. Words that withdraw or warn leave that candidate to be asked about, the
others are taken; any other word is shown, never acted upon.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice, zip_longest

from robot.domain.candidat import CHIFFRES
from robot.reading.calque import calquer
from robot.reading.courriel.caracteres import nettoyer
from robot.reading.designations.alentours import mots_etrangers, sans_negation_vaine
from robot.reading.designations.blocs import ANCRES
from robot.reading.designations.candidatures import LigneLue, en_une_ligne, refuser
from robot.reading.designations.champs import Champ, Role, nom_dans
from robot.reading.designations.intentions import CONDITION, DESIGNE, MISE_EN_GARDE, OBJECTION, RETRAIT
from robot.reading.designations.jugements import CONTRAIRE, mots_du_nom
from robot.reading.designations.priorites import lire_priorite
from robot.reading.designations.reperes import reperer
from robot.reading.references import lire_references

PHRASES_MAX = 500
PHRASE_MAX = 600  # characters under which a line may go on in the next
LIGNE_MAX = 4000
CITEES_MAX = 3
CITATION_MAX = 160

CONTREDIT = (
    "votre message dit « {} » : ces mots laissent un doute sur cette candidature ; pour la proposer, renvoyez sa ligne "
    "seule, pour la retirer écrivez « RETIRER » suivi de son numéro."
)
LISTE_CONTREDITE = (
    "votre message dit « {} » : faut-il prendre la table jointe ? Renvoyez-la seule, ou écrivez ses candidats dans le "
    "message."
)
AUSSI = "votre message dit aussi « {} », dont rien n'a été retenu : écrivez-le sur la ligne du candidat."
PERSONNE = "votre message dit « {} », qui ne nomme aucun candidat de la table et n'en a retiré aucun."

_PHRASE = re.compile(r"(?<!\bM)(?<!\bMr)(?<!\bMme)(?<!\bMlle)[.!?;]+(?=\s|$)")
_PROPOSITION = re.compile(r"[,:]| et | mais ")
_SUITE = re.compile(r"\s*(?:qui|que|mais|elles?|ils?|finalement|or)\b")
_GARDE = re.compile(r"\bn(?:e\b|')|\b(?:non|sauf|attention|except\w+|hormis|pas)\b")
_MOT = re.compile(r"[a-z]+")
_ECHANGE = re.compile(r"\bremplac\w*|\b(?:au lieu|a la place) d")
_DEDITS = (OBJECTION, RETRAIT, MISE_EN_GARDE)
_SANS_APPEL = (OBJECTION, MISE_EN_GARDE)
_CONTRE = (OBJECTION, CONTRAIRE, RETRAIT, CONDITION, MISE_EN_GARDE, _ECHANGE)
_DE_LA_LISTE = re.compile(
    r"\b(?:liste|table|tableau|fichier|piece jointe|lignes?|premier\w*|second\w*|deuxieme|troisieme|dernier\w*)\b"
)
_NE_PRENEZ_PAS = re.compile(
    r"\bne (?:pas|plus) (?:tenir|prendre|retenir|inscrire|propos|present|consider|utilis|enregistr)|"
    r"\bne (?:tenez|prenez|retenez|inscrivez|proposez|presentez|considerez|utilisez|enregistrez) (?:pas|plus)\b"
)
# « La deuxième ligne », « le premier candidat »: a place, that nobody is named at.
_UNE_PLACE = re.compile(
    r"\b(?:premier|premiere|second|seconde|deuxieme|troisieme|quatrieme|dernier|derniere|[1-9] ?(?:ere?|e|eme)|"
    r"ligne (?:n ?°? ?)?[1-9])\b"
)
_PASSEZ = re.compile(r"\b(?:ignor|saut|oubli|barr)(?:ez|er|e|ons)\b")
# « Prenez seulement Mme DUPONT »: the others are not to be taken.
_SEULEMENT = re.compile(r"\b(?:seule?s?|seulement|uniquement|exclusivement)\b")
_A_PRENDRE = re.compile(r"\b(?:pren|ret(?:en|ien)|gard|propos|inscri|present|designe|maint)\w*")
_ENVOI = frozenset({
    "trouverez", "joins", "joint", "jointe", "jointes", "liste", "table", "tableau", "fichier", "piece", "attache",
    "attachee", "envoie", "envoyons", "transmets", "remplie", "rempli", "remplies", "trois", "deux", "quatre",
})  # fmt: skip
_AUTRE_LOGEMENT = re.compile(r"\b(?:l'|pour une? )autre (?:logement|offre|appartement)\b")


@dataclass(frozen=True)
class _Phrase:
    """One sentence of the message that holds no number, with its words."""

    texte: str
    mots: frozenset[str] = frozenset()

    @cached_property
    def plat(self) -> str:
        return calquer(self.texte)

    @cached_property
    def contraire(self) -> bool:
        """Whether it withdraws, warns, denies or doubts."""
        plat = calquer(sans_negation_vaine(self.texte))
        return any(motif.search(plat) for motif in (*_CONTRE, _GARDE))

    @cached_property
    def bavarde(self) -> bool:
        """Whether it holds more than names and the words that send a list."""
        etrangers = mots_etrangers([(Champ(Role.LIBRE, self.texte),)])
        return lire_priorite(self.texte).dite or any(calquer(mot) not in _ENVOI for mot in etrangers)


def parle_d_un_autre_logement(texte: str, reference: str) -> bool:
    """Whether the words of a message name another dwelling, or speak of one."""
    return any(nommee != reference for nommee in lire_references(texte)) or bool(_AUTRE_LOGEMENT.search(calquer(texte)))


def confronter(texte: str, du_message: Sequence[LigneLue], de_la_table: Sequence[LigneLue]) -> tuple[LigneLue, ...]:
    """The lines of a table, those that the message speaks against refused, what else it says of them as doubts."""
    phrases = _phrases(texte)
    douteux = [ligne for ligne in du_message if ligne.refus]
    if liste := next((p for p in phrases if _rejette_la_liste(p)), None):
        return tuple(_refusee(ligne, LISTE_CONTREDITE, liste.texte) for ligne in de_la_table)
    nommes = {mot for ligne in de_la_table if ligne.candidat for mot in mots_du_nom(ligne.candidat.nom)}
    lues = [_confrontee(ligne, phrases, douteux, nommes) for ligne in de_la_table]
    perdues = [p for p in phrases if nommes.isdisjoint(p.mots) and any(motif.search(p.plat) for motif in _DEDITS)]
    premiere = next((i for i, ligne in enumerate(lues) if ligne.candidat and not ligne.retrait), None)
    if perdues and premiere is not None:
        doutes = tuple(PERSONNE.format(_cite(p.texte)) for p in perdues[:CITEES_MAX])
        lues[premiere] = replace(lues[premiere], doutes=(*lues[premiere].doutes, *doutes))
    return tuple(lues)


def confronter_la_liste(texte: str, lues: Sequence[LigneLue]) -> tuple[LigneLue, ...]:
    """The lines of a message, those refused of whom another of its sentences says for certain that they are out."""
    certaines = [p for p in _phrases(texte) if any(motif.search(p.plat) for motif in (*_SANS_APPEL, _NE_PRENEZ_PAS))]
    finales: list[LigneLue] = []
    for ligne in lues:
        noms = mots_du_nom(ligne.candidat.nom) if ligne.candidat else frozenset()
        contre = (p for p in certaines if not noms.isdisjoint(p.mots) and _met_en_cause(p, noms))
        phrase = next(contre, None)
        finales.append(_refusee(ligne, CONTREDIT, phrase.texte) if phrase else ligne)
    return tuple(finales)


def _phrases(texte: str) -> list[_Phrase]:
    """The sentences of a message that hold no number."""
    toutes = (ligne[:LIGNE_MAX] for ligne in nettoyer(texte).split("\n"))
    lignes = [ligne for ligne in toutes if not any(r.espece in ANCRES for r in reperer(ligne))]
    morceaux = (m.strip() for ligne in _depliees(lignes) for m in _PHRASE.split(ligne))
    return [_Phrase(m, frozenset(_MOT.findall(calquer(m)))) for m in islice(filter(None, morceaux), PHRASES_MAX)]


def _depliees(lignes: Sequence[str]) -> Iterator[str]:
    """A sentence folded at the end of a line goes on in the next; « ne pas retenir : » holds for the list below."""
    attente, titre = "", False
    for ligne in lignes:
        net = ligne.strip()
        if attente and net and len(attente) < PHRASE_MAX and (titre or _se_poursuit(attente, net)):
            attente = f"{attente} {net}"
            continue
        if attente:
            yield attente
        attente, titre = net, net.endswith(":") and _Phrase(net).contraire
    if attente:
        yield attente


def _se_poursuit(phrase: str, suite: str) -> bool:
    return phrase[-1] not in ".!?;:" and (suite[0].islower() or _Phrase(phrase).contraire)


def _rejette_la_liste(phrase: _Phrase) -> bool:
    """« Ne pas tenir compte de la liste jointe », « ne prenez pas la deuxième ligne »: nobody knows who is left."""
    plat = phrase.plat
    toute = _NE_PRENEZ_PAS.search(plat) and _DE_LA_LISTE.search(plat)
    une = _UNE_PLACE.search(plat) and any(motif.search(plat) for motif in (*_DEDITS, _PASSEZ))
    return bool(toute or une) and not nom_dans(phrase.texte)


def _exclut(phrase: _Phrase, noms: frozenset[str], nommes: Set[str]) -> bool:
    """Whether it keeps others of the table, and only them."""
    seulement = _SEULEMENT.search(phrase.plat) and _A_PRENDRE.search(phrase.plat)
    return bool(seulement) and noms.isdisjoint(phrase.mots) and not nommes.isdisjoint(phrase.mots)


def _confrontee(ligne: LigneLue, phrases: Sequence[_Phrase], douteux: Sequence[LigneLue], nommes: Set[str]) -> LigneLue:
    """That line once every sentence is weighed that names its candidate, or keeps only others."""
    if ligne.candidat is None or ligne.retrait:
        return ligne
    for autre in douteux:
        if CHIFFRES.sub("", ligne.candidat.nud) in CHIFFRES.sub("", autre.ecrit):
            return _refusee(ligne, CONTREDIT, autre.ecrit)
    noms = mots_du_nom(ligne.candidat.nom)
    doutes: list[str] = []
    for phrase in phrases:
        if _exclut(phrase, noms, nommes):
            return _refusee(ligne, CONTREDIT, phrase.texte)
        if noms.isdisjoint(phrase.mots):
            continue
        if _met_en_cause(phrase, noms):
            return _refusee(ligne, CONTREDIT, phrase.texte)
        if phrase.contraire or phrase.bavarde:
            doutes.append(AUSSI.format(_cite(phrase.texte)))
    return replace(ligne, doutes=(*ligne.doutes, *doutes[:CITEES_MAX]))


def _met_en_cause(phrase: _Phrase, noms: frozenset[str]) -> bool:
    """Whether it withdraws or warns, and not of somebody else: « suite au désistement de X, nous proposons Y »."""
    if not phrase.contraire:
        return False
    if lire_priorite(phrase.texte).dite and not any(motif.search(phrase.plat) for motif in _CONTRE):
        return False  # « Mme DUPONT n'est pas DALO »
    propositions = _PROPOSITION.split(phrase.texte)
    for proposition, suite in zip_longest(propositions, propositions[1:], fillvalue=""):
        plate = calquer(proposition)
        if noms.isdisjoint(_MOT.findall(plate)):
            continue
        if not DESIGNE.search(plate) or _Phrase(proposition).contraire or _SUITE.match(calquer(suite)):
            return True
    return False


def _refusee(ligne: LigneLue, raison: str, phrase: str) -> LigneLue:
    if ligne.candidat is None or ligne.retrait:
        return ligne
    return refuser(ligne.ecrit, raison.format(_cite(phrase)), ligne.reference)


def _cite(phrase: str) -> str:
    return en_une_ligne(phrase)[:CITATION_MAX]
