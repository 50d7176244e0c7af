"""A text in clauses, each with the decision it states, or the doubt it leaves."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from robot.reading import vocabulaire
from robot.reading.citation import Ligne
from robot.reading.lecture import Sens
from robot.reading.lignes import aplanir
from robot.reading.limites import REFERENCES_MAX
from robot.reading.references import masquer

_PHRASE_MAX = 600  # the patterns below are quadratic in a clause: it is its length that bounds them
_PHRASES_MAX = 60
_CARACTERES_MAX = 12_000  # four pages
_REMPLISSAGE = re.compile(r"\W{24,}")
_REMPLISSAGE_MAX = 12
_REPLIEE_A_PARTIR_DE = 50  # a line shorter than this was ended by its author, not by a program
_FIN_DE_PHRASE = re.compile(r"(?<=[.!?;…])\s+")
_BORDS = " \t*_~\"'«»“”()[]{}|•·>=+#/\\-–—,.;:!"
_ORNEMENTS = ' *_~"|•·>=+#«»“”'
_PREMIER_MOT = re.compile(r"(?:(?:reponse|decision|avis) ?: ?)?(?:j'|je |nous |on )?([a-z]{5,8})\b")
_OUI_EN_TETE = re.compile(r"\W*oui\b(?=,? )")
_SUITE_DE_REFERENCE = re.compile(r"§ ?[:=\-] ?\S")
_MOTIF = re.compile(
    r"\W{0,3}(?:motifs?|raisons?|motivations?|causes?)(?: d[ue] (?:notre |mon |ce |votre )?refus)? ?(?::|=|-) ?"
)
NEGATION = re.compile(r"(?<!\w)(?:pas|non|ne|n'\w*|sans|aucune?|ni|jamais|plus|guere)(?!\w)")
_LIAISON = re.compile(
    r"\W*(?:(?:car|parce (?:que|qu')|puisque|en raison (?:de la|de l'|des|du|de|d')|au motif (?:que|"
    r"qu'|de|d'|suivant)|pour (?:le |les )?motifs?(?: suivants?)?|"
    r"pour (?:la |les )?raisons?(?: suivantes?)?|pour cause de|du fait (?:de|que|d'|du)|compte tenu "
    r"(?:de|du|des)|suite a|faute de|a cause (?:de|du|des)|"
    r"motifs?|raisons?|le motif est|et (?:la )?raison)(?!\w)\W*)?"
)


@dataclass(frozen=True)
class Phrase:
    """A clause as written, the references it names, and what it decides.

    `sens` is None when it decides nothing; AMBIGU with a `raison` when it leaves a doubt.
    """

    brute: str
    plate: str
    references: tuple[str, ...] = ()
    sens: Sens | None = None
    raison: str = ""
    motif: str = ""

    @property
    def neutre(self) -> bool:
        """Whether it is a greeting, a thank-you, or nothing."""
        return vocabulaire.NEUTRE.match(self.plate) is not None

    @property
    def annonce_un_motif(self) -> bool:
        """Whether it begins with « Motif : »."""
        return _MOTIF.match(self.plate) is not None


def en_phrases(fragments: Iterable[Sequence[Ligne]]) -> tuple[tuple[Phrase, ...], bool]:
    """The clauses of the new text, in order, wrapped lines joined; and whether too long a text left some out."""
    morceaux = (
        morceau
        for fragment in fragments
        for paragraphe in _deplier(fragment)
        for phrase in _FIN_DE_PHRASE.split(paragraphe)
        for morceau in _par_reference(phrase)
        if morceau.strip()
    )
    phrases: list[Phrase] = []
    caracteres = 0
    for morceau in morceaux:
        caracteres += len(morceau)
        if len(phrases) == _PHRASES_MAX or caracteres > _CARACTERES_MAX:
            return tuple(phrases), True
        phrases.append(classer(morceau))
    return tuple(phrases), False


def _deplier(lignes: Sequence[Ligne]) -> list[str]:
    """Join the lines that a program wrapped: long, not ended, followed by a line that goes on."""
    paragraphes: list[list[str]] = []
    ouverte = False
    for ligne in lignes:
        brute = ligne.brute.strip()
        if ouverte and brute and (brute[0].islower() or brute[0].isdigit()):
            paragraphes[-1].append(brute)
        elif brute:
            paragraphes.append([brute])
        ouverte = len(brute) >= _REPLIEE_A_PARTIR_DE and brute[-1] not in ".!?;:"
    return [" ".join(morceaux) for morceaux in paragraphes]


def _par_reference(phrase: str) -> list[str]:
    """« V-1 : ACCEPTE, V-2 : REFUSE » is two clauses; only when each piece begins with its reference."""
    if len(phrase) > _PHRASE_MAX:
        return [phrase]
    masquee, references = masquer(aplanir(phrase))
    if len(references) in (0, 1, REFERENCES_MAX):
        return [phrase]
    morceaux = re.split(r"(?=§)", masquee)
    if morceaux[0].strip() or not all(_SUITE_DE_REFERENCE.match(m) for m in morceaux[1:]):
        return [phrase]
    debuts = [trouve.start() for trouve in re.finditer("|".join(map(re.escape, references)), phrase, re.IGNORECASE)]
    return [phrase[debut:fin] for debut, fin in pairwise([*debuts, len(phrase)])] or [phrase]


def classer(brute: str) -> Phrase:
    """What one clause says, by itself."""
    brute = _REMPLISSAGE.sub(lambda trouve: trouve[0][:_REMPLISSAGE_MAX], brute)  # « ACCEPTE ............ »
    if len(brute) > _PHRASE_MAX:
        return Phrase(brute[:_PHRASE_MAX], "", (), Sens.AMBIGU, "phrase trop longue")
    plate, references = masquer(aplanir(brute))
    plate = vocabulaire.SALUTATION.sub("", plate.strip(_ORNEMENTS))
    phrase = Phrase(brute.strip(), plate, references)
    if not plate or phrase.neutre or vocabulaire.NOS_LIGNES.search(plate) or phrase.annonce_un_motif:
        return phrase
    return _decider(phrase, _corriger(plate))


def _corriger(plate: str) -> str:
    """The first word, if it is ACCEPTE or REFUSE within one slip, as it should be written."""
    premier = _PREMIER_MOT.match(plate.lstrip(_BORDS))
    if premier is None:
        return plate
    sens = vocabulaire.mot_cle(premier[1])
    if sens is None or premier[1].startswith(("accepte", "refuse")):
        return plate
    return plate.replace(premier[1], "accepte" if sens else "refuse", 1)


def _decider(phrase: Phrase, plate: str) -> Phrase:
    possible = vocabulaire.INDICE.search(plate) is not None
    accords = list(vocabulaire.ACCORD.finditer(plate)) if possible else []
    refus = list(vocabulaire.REFUS.finditer(plate)) if possible else []
    trouves = accords + refus
    reste = _blanchir(plate, trouves)
    if accords and (oui := _OUI_EN_TETE.match(reste)):
        reste = _blanchir(reste, [oui])
    if not trouves:
        oublie = vocabulaire.DECISIF.search(reste)
        return _douter(phrase, f"« {oublie[0]} » sans décision claire") if oublie else phrase
    if accords and refus:
        return _douter(phrase, "oui et non dans la même phrase")
    debut, fin = min(t.start() for t in trouves), max(t.end() for t in trouves)
    raison = _raison_du_doute(reste, plate, debut, fin, refuse=bool(refus))
    if raison:
        return _douter(phrase, raison)
    sens = Sens.REFUSE if refus else Sens.ACCEPTE
    motif = _derniers_mots(phrase.brute, plate[fin:]) if refus else ""
    return Phrase(phrase.brute, plate, phrase.references, sens, motif=motif)


def _raison_du_doute(reste: str, plate: str, debut: int, fin: int, *, refuse: bool) -> str:
    """Why a clause that seems to decide does not, "" when it does."""
    oublie = vocabulaire.DECISIF.search(reste)
    if oublie:
        return f"« {oublie[0]} » en plus de la décision"
    return (
        _doute_avant(reste[:debut])
        or _doute_apres(plate, fin, refuse=refuse)
        or _doute_dedans(reste, plate, fin, refuse=refuse)
    )


def _doute_avant(tete: str) -> str:
    if NEGATION.search(tete):
        return "négation avant la décision"
    tiers = vocabulaire.TIERS.search(tete)
    if tiers:
        return f"« {tiers[0]} » : la décision d'un autre ?"
    return "" if vocabulaire.TETE_LIBRE.match(tete) else f"« {tete.strip()[:60]} » avant la décision"


def _doute_apres(plate: str, fin: int, *, refuse: bool) -> str:
    if refuse:
        return "un refus d'agenda" if vocabulaire.AGENDA.match(plate, fin) else ""
    libre = vocabulaire.QUEUE_LIBRE.match(plate, fin)
    return "" if libre else f"« {plate[fin:].strip()[:60]} » après la décision"


def _doute_dedans(reste: str, plate: str, fin: int, *, refuse: bool) -> str:
    tete = reste[:fin] if refuse else reste
    doute = vocabulaire.DOUTE.search(tete) or vocabulaire.DOUTE_DANS_LA_PHRASE.search(tete)
    if doute is None and refuse:
        doute = vocabulaire.RETRACTATION.search(plate, fin)
    return f"« {doute[0]} » laisse un doute" if doute else ""


def _blanchir(plate: str, trouves: Sequence[re.Match[str]]) -> str:
    caracteres = list(plate)
    for trouve in trouves:
        caracteres[trouve.start() : trouve.end()] = " " * (trouve.end() - trouve.start())
    return "".join(caracteres)


def _douter(phrase: Phrase, raison: str) -> Phrase:
    return Phrase(phrase.brute, phrase.plate, phrase.references, Sens.AMBIGU, raison)


def motif_annonce(phrase: Phrase) -> str:
    """The words after « Motif : »."""
    annonce = _MOTIF.match(phrase.plate)
    return _derniers_mots(phrase.brute, phrase.plate[annonce.end() :]) if annonce else ""


def _derniers_mots(brute: str, plate: str) -> str:
    """The end of the clause as written, whose plain form is `plate`, without the word that links it."""
    liaison = _LIAISON.match(plate)
    suite = plate[liaison.end() :] if liaison else plate
    mots = suite.split()
    if not mots:
        return ""
    ecrits = brute.strip(_ORNEMENTS).split()[-len(mots) :]
    if len(aplanir(ecrits[0])) > len(mots[0]):
        ecrits[0] = ecrits[0][-len(mots[0]) :]
    return " ".join(ecrits).strip(_BORDS.replace(")", "").replace("(", "")).strip()
