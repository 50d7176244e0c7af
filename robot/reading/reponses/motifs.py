"""The motive of a refusal, in its author's words, wherever it stands in the reply."""

from __future__ import annotations

from collections.abc import Sequence

from robot.reading.reponses import reserves
from robot.reading.reponses.categories import AUTRE, categorie
from robot.reading.reponses.phrases import NEGATION, Phrase, motif_annonce
from robot.reading.reponses.prenoms import PRENOMS
from robot.reading.texte.lignes import aplanir


def motif(phrase: Phrase, suite: Sequence[Phrase]) -> str:
    """The motive in the writer's words: after « Motif : », in the clause, or in the clauses that follow it."""
    for i, autre in enumerate(suite):
        if motif_annonce(autre):
            return " ".join([motif_annonce(autre), *_explications(suite[i + 1 :])])
    if phrase.motif and not reserves.NEUTRE.match(aplanir(phrase.motif)):
        return phrase.motif
    rang = next((i for i, autre in enumerate(suite) if autre is phrase), len(suite))
    apres = " ".join(_explications(suite[rang + 1 :]))
    return (apres or " ".join(_causes(suite[:rang]))).rstrip(".")


def _causes(phrases: Sequence[Phrase]) -> list[str]:
    """The clauses above a bare refusal that tell its motive: « Nous n'avons aucun candidat. Nous refusons donc. »"""
    return [
        mots
        for mots in _explications(phrases)
        if (NEGATION.search(aplanir(mots)) or reserves.CAUSE.match(aplanir(mots))) and categorie(aplanir(mots)) != AUTRE
    ]


def _explications(phrases: Sequence[Phrase]) -> list[str]:
    return [
        p.brute
        for p in phrases
        if not p.neutre
        and not p.sens
        and not p.references
        and not p.annonce_un_motif
        and not est_un_prenom(p.brute)
        and not reserves.NOS_LIGNES.search(p.plate)
        and not p.plate.startswith("merci")
    ]


def est_un_prenom(brute: str) -> bool:
    """« Aurélie »: nothing else, with a capital; « Marie-Claude » is read as a name and a surname are."""
    return brute[:1].isupper() and aplanir(brute.rstrip(" .")) in PRENOMS
