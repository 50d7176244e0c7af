"""A table of candidates weighed against the message that brings it (R45, R61).

A table says who is proposed; what the message adds of one of them has no
column. Words that withdraw or warn leave that candidate to be asked about, the
others are taken; any other word is shown, never acted upon.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from robot.domain.candidat import CHIFFRES
from robot.reading.calque import calquer
from robot.reading.designations.candidatures import LigneLue, en_une_ligne, refuser
from robot.reading.designations.champs import nom_dans
from robot.reading.designations.dires import CONTRE, Dire, dires, mots
from robot.reading.designations.intentions import DESIGNE, MISE_EN_GARDE, OBJECTION, RETRAIT
from robot.reading.designations.jugements import mots_du_nom
from robot.reading.designations.priorites import lire_priorite
from robot.reading.designations.rejets import NE_PRENEZ_PAS, rejette_la_liste
from robot.reading.references import lire_references

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

_PROPOSITION = re.compile(r"([,:]| et | mais | ou )")
_RELATIVE = re.compile(r",? qui (?=\S)")
_COORDONNE = (" et ", " ou ")
_LES_AUTRES = re.compile(r"\b(?:autres?|seconde?|precedente?s?)\b")
_SUITE = re.compile(r"\s*(?:qui|que|mais|elles?|ils?|finalement|or)\b")
_DEDITS = (OBJECTION, RETRAIT, MISE_EN_GARDE)
_SANS_APPEL = (OBJECTION, MISE_EN_GARDE, NE_PRENEZ_PAS)
# « Maintiennent », « sont toujours candidats »: as good as a proposal.
_MAINTIENT = re.compile(r"\bmaint(?:ien|en)\w*|\b(?:toujours|encore|bien) (?:candidat|interesse|partant|disponible)\w*")
_REMPLACE = re.compile(r"(?<!est )(?<!sont )(?<!sera )(?<!ete )\bremplacen?t?\b")
# « Prenez seulement Mme DUPONT »: the others are not to be taken.
_SEULEMENT = re.compile(r"\b(?:seule?s?|seulement|uniquement|exclusivement)\b")
_A_PRENDRE = re.compile(
    r"\b(?:(?:pren|ret(?:en|ien)|gard|propos|inscri|present|designe|maint)\w*|(?:avons|ai|a|reste) seulement\b)"
)
_MOTS_JUSQU_AU_NOM = 8  # « seulement la candidature de la famille X »
_ACCOMPAGNE = frozenset({"m", "mm", "mr", "mme", "mlle", "monsieur", "madame", "famille", "la", "les", "de", "le"})
_AUTRE_LOGEMENT = re.compile(r"\b(?:l'|pour une? )autre (?:logement|offre|appartement)\b")


def parle_d_un_autre_logement(texte: str, reference: str) -> bool:
    """Whether the words of a message name another dwelling, or speak of one."""
    return any(nommee != reference for nommee in lire_references(texte)) or bool(_AUTRE_LOGEMENT.search(calquer(texte)))


def confronter(texte: str, du_message: Sequence[LigneLue], de_la_table: Sequence[LigneLue]) -> tuple[LigneLue, ...]:
    """The lines of a table, those that the message speaks against refused, what else it says of them as doubts."""
    nommes = _nommes(de_la_table)
    phrases = dires(texte, nommes)
    douteux = [ligne for ligne in du_message if ligne.refus]
    if liste := next((p for p in phrases if rejette_la_liste(p.net)), None):
        return tuple(_refusee(ligne, LISTE_CONTREDITE, liste.texte) for ligne in de_la_table)
    lues = [_confrontee(ligne, phrases, douteux, nommes) for ligne in de_la_table]
    perdues = [p for p in phrases if nommes.isdisjoint(p.mots) and any(motif.search(p.plat) for motif in _DEDITS)]
    premiere = next((i for i, ligne in enumerate(lues) if ligne.candidat and not ligne.retrait), None)
    if perdues and premiere is not None:
        doutes = tuple(PERSONNE.format(_cite(p.texte)) for p in perdues[:CITEES_MAX])
        lues[premiere] = replace(lues[premiere], doutes=(*lues[premiere].doutes, *doutes))
    return tuple(lues)


def confronter_la_liste(texte: str, lues: Sequence[LigneLue]) -> tuple[LigneLue, ...]:
    """The lines of a message, those refused of whom another of its sentences says for certain that they are out."""
    nommes = _nommes(lues)
    phrases = dires(texte, nommes) if nommes else []
    certaines = [p for p in phrases if any(motif.search(p.plat) for motif in _SANS_APPEL)]
    finales: list[LigneLue] = []
    for ligne in lues:
        noms = mots_du_nom(ligne.candidat.nom) if ligne.candidat else frozenset()
        contre = (p for p in certaines if not noms.isdisjoint(p.mots) and _met_en_cause(p, noms, nommes))
        exclusives = (p for p in phrases if _vaut_pour(p, ligne) and _exclut(p, noms, nommes))
        phrase = next(contre, None) or next(exclusives, None)
        finales.append(_refusee(ligne, CONTREDIT, phrase.texte) if phrase else ligne)
    return tuple(finales)


def _nommes(lignes: Sequence[LigneLue]) -> frozenset[str]:
    return frozenset(mot for ligne in lignes if ligne.candidat for mot in mots_du_nom(ligne.candidat.nom))


def _vaut_pour(phrase: Dire, ligne: LigneLue) -> bool:
    """« Pour V-2026-0001, nous ne proposons que Mme X » says nothing of whom is proposed for another dwelling."""
    references = lire_references(phrase.texte)
    return not references or ligne.reference in references


def _garde_seul(plat: str) -> bool:
    return bool(_A_PRENDRE.search(plat) and _SEULEMENT.search(plat))


def _exclut(phrase: Dire, noms: frozenset[str], nommes: frozenset[str]) -> bool:
    """Whether it keeps others of the table, and only them."""
    if not noms.isdisjoint(phrase.mots) or nommes.isdisjoint(phrase.mots) or not _garde_seul(phrase.plat):
        return False
    return any(
        mots(" ".join(phrase.net[trouve.end() :].split()[:_MOTS_JUSQU_AU_NOM]), nommes) & nommes
        or mots(" ".join(phrase.net[: trouve.start()].split()[-1:]), nommes) & nommes
        for trouve in _SEULEMENT.finditer(phrase.plat)
    )


def _confrontee(
    ligne: LigneLue, phrases: Sequence[Dire], douteux: Sequence[LigneLue], nommes: frozenset[str]
) -> LigneLue:
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
        if _met_en_cause(phrase, noms, nommes):
            return _refusee(ligne, CONTREDIT, phrase.texte)
        if phrase.contraire or phrase.bavarde:
            doutes.append(AUSSI.format(_cite(phrase.texte)))
    return replace(ligne, doutes=(*ligne.doutes, *doutes[:CITEES_MAX]))


def _met_en_cause(phrase: Dire, noms: frozenset[str], nommes: frozenset[str]) -> bool:
    """Whether it withdraws or warns, and not of somebody else: « suite au désistement de X, nous proposons Y »."""
    if not phrase.contraire:
        return False
    if lire_priorite(phrase.texte).dite and not any(motif.search(phrase.plat) for motif in CONTRE):
        return False  # « Mme DUPONT n'est pas DALO »
    propositions = [*_propositions(phrase.net, nommes), ""]
    for proposition, suite in pairwise(propositions):
        plate = calquer(_sans_relative_d_un_autre(proposition, noms, nommes))
        if noms.isdisjoint(mots(proposition, nommes)):
            continue
        propose = DESIGNE.search(plate) or _MAINTIENT.search(plate) or _garde_seul(plate)
        contraire = Dire(plate).contraire and not _prend_la_place(proposition, noms, nommes)
        if not propose or contraire or _SUITE.match(calquer(suite)) or _la_contredit(suite, nommes):
            return True
    return False


def _la_contredit(suite: str, nommes: frozenset[str]) -> bool:
    """« Nous proposons Mme X, M. Y : non »: a contrary clause that names nobody is about who stands before it."""
    quelqu_un = nom_dans(suite) or not mots(suite, nommes).isdisjoint(nommes) or _LES_AUTRES.search(calquer(suite))
    return Dire(suite).contraire and not quelqu_un


def _propositions(texte: str, nommes: frozenset[str]) -> Iterator[str]:
    """The clauses of a sentence; a name alone goes with the verb that it shares: « X et Y maintiennent »."""
    courante = ""
    for morceau, lien in _morceaux(texte):
        ajoute = lien in _COORDONNE and _un_nom_seul(morceau, nommes) and _finit_par_un_nom(courante, nommes)
        if courante and not ajoute and not _un_nom_seul(courante, nommes):
            yield courante
            courante = ""
        courante = f"{courante}{lien}{morceau}" if courante else morceau
    yield courante


def _morceaux(texte: str) -> Iterator[tuple[str, str]]:
    """Each clause, with what links it to the one before."""
    coupes = _PROPOSITION.split(texte)
    return zip(coupes[::2], ["", *coupes[1::2]], strict=True)


def _un_nom_seul(proposition: str, nommes: frozenset[str]) -> bool:
    reste = mots(proposition, nommes) - nommes - _ACCOMPAGNE
    return not mots(proposition, nommes).isdisjoint(nommes) and not reste


def _finit_par_un_nom(proposition: str, nommes: frozenset[str]) -> bool:
    return not mots(" ".join(proposition.split()[-1:]), nommes).isdisjoint(nommes)


def _sans_relative_d_un_autre(proposition: str, noms: frozenset[str], nommes: frozenset[str]) -> str:
    """« Mme X remplace Mme Y qui s'est désistée »: without what « qui » says of Y."""
    relative = _RELATIVE.search(proposition)
    if relative is None or not noms.isdisjoint(mots(" ".join(proposition[: relative.start()].split()[-2:]), nommes)):
        return proposition
    return proposition[: relative.start()]


def _prend_la_place(proposition: str, noms: frozenset[str], nommes: frozenset[str]) -> bool:
    """« Mme X remplace Mme Y », who is not of the table: X is proposed."""
    remplace = _REMPLACE.search(calquer(proposition))
    if remplace is None:
        return False
    avant, apres = proposition[: remplace.start()], proposition[remplace.end() :]
    return (
        not Dire(avant).contraire
        and not noms.isdisjoint(mots(avant, nommes))
        and mots(apres, nommes).isdisjoint(nommes)
    )


def _refusee(ligne: LigneLue, raison: str, phrase: str) -> LigneLue:
    if ligne.candidat is None or ligne.retrait:
        return ligne
    return refuser(ligne.ecrit, raison.format(_cite(phrase)), ligne.reference)


def _cite(phrase: str) -> str:
    return en_une_ligne(phrase)[:CITATION_MAX]
