"""The orders of a gestionnaire: forgiving in form, strict in effect.

An order starts its line, after a greeting, a bullet, a number or the name of
its dwelling. A word that only resembles a verb, a missing number, a condition,
a second thought elsewhere in the message: nothing is obeyed, and the answer
says what to write. A sentence that merely holds a verb is no order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from robot.domain.stimuli import Verbe
from robot.reading.calque import calquer, nettoyer
from robot.reading.consignes.arguments import lire_arguments
from robot.reading.consignes.contraires import separer_les_contraires
from robot.reading.consignes.lignes import (
    DONNEES,
    LIGNE_MAX,
    POLIE,
    LigneLibre,
    LigneOrdre,
    LignePresque,
    LigneQuestion,
    LigneTitre,
    Morceau,
    classer,
    decouper,
)
from robot.reading.consignes.lues import Consigne, Demande, Incomprise, Lue
from robot.reading.consignes.motifs import MOTIF_MAX, Refus, Suite, conseil
from robot.reading.consignes.verbes import SYNTAXES, VERBE_EN_CAPITALES

_TEXTE_MAX = 60_000  # characters: a long list of candidates
_LIGNES_MAX = 1000
# A second thought, a question, a condition: near an order, it holds the order back.
_TROUBLE = re.compile(
    r"\?|\b(?:attend(?:ez|re|s|ons)|patient(?:ez|er|ons)|finalement|en fait|plutot|oubli\w*|oups|pardon|par erreur|"
    r"une erreur|me suis trompe\w*|brouillon|exemple|essai|test|peut-etre|peut etre|sauf|mais|toutefois|cependant|"
    r"sinon|"
    r"si(?! bien)|s'ils?|a condition|sous reserve|pas (?:encore|maintenant|tout de suite)|pour (?:l'instant|le moment)|"
    r"a (?:confirmer|valider|voir|revoir)|d'abord|avant (?:de|d'\w+|que|qu'\w+)|j'hesite|au choix|ou bien|stop|"
    r"chang\w+ d'avis|revien\w*|entre-?temps|correction|rectifi\w*|laisse[rz]? tomber|tant pis|inutile|caduc\w*|"
    r"ignor\w+|"
    r"contre-?ordre|suspend\w*|bloqu\w*|pas d'accord|en attente|"
    r"au contraire|faut-il|dois-je|doit-on|puis-je|peut-on|que se passe|rien (?:faire|changer|executer)|"
    r"ne rien|ne plus|surtout pas|annul\w+|ordres? possibles?|vous (?:pouvez|devez) (?:ecrire|repondre)|"
    r"vous ecrivez)\b|"
    r"\b(?:je|nous|on|vous) (?:ne |n')(?!a\b|ai\b|as\b|avons\b|avez\b|y a)|(?:^|[,.:;]\s*|\b(?:de|merci|"
    r"veuillez) )ne \w|"
    r"^\W*non\b"
)
_TROUBLE_DANS_UNE_LISTE = re.compile(
    r"\?|\b(?:finalement|attend(?:ez|re)|ne rien|oubliez|annulez|pardon|me suis trompe\w*|brouillon)\b"
)


def lire_consignes(texte: str, *, reference: str | None, aujourd_hui: date) -> tuple[Lue, ...]:
    """The orders of this text, in order, each obeyed or explained; nothing when no line starts with one.

    `texte` is the new text of a reply, or the words typed after `robot decider
    REF`. `reference` is that of the thread: an order that names another
    dwelling is not obeyed. It is None for the digest, where each order names
    its own. Never raises; linear in the text.
    """
    if len(texte) > _TEXTE_MAX or len(texte.splitlines()) > _LIGNES_MAX:
        trop = Incomprise(
            reference=reference, ligne=texte[:60], conseil="Message trop long : envoyez les ordres seuls."
        )
        return (trop,)
    morceaux = decouper(texte)
    lues = tuple(_situer(morceaux, reference, aujourd_hui))
    if trouble := _trouble(morceaux):
        return tuple(_retenir(lue, trouble) for lue in lues)
    return separer_les_contraires(lues)


# --- dwellings and arguments -----------------------------------------------------------------------


def _situer(morceaux: Sequence[Morceau], reference: str | None, aujourd_hui: date) -> Iterator[Lue]:
    """Each order with its dwelling: named on its line, by the heading above it, or by the thread."""
    titre: tuple[str, ...] = _titre_unique(morceaux)
    for morceau in morceaux:
        match morceau:
            case LigneTitre(references):
                titre = references
            case LigneOrdre() | LignePresque() | LigneQuestion():
                yield _lire(morceau, morceau.references or titre, reference, aujourd_hui)
                if morceau.references and morceau.references != titre:
                    titre = ()  # « V-1 : » then a line about V-2: the next bare line is about nobody knows which
            case _:
                pass


def _titre_unique(morceaux: Sequence[Morceau]) -> tuple[str, ...]:
    """« ANNULER » then « Référence : V-2026-0042 », as our buttons write it: one order and one dwelling."""
    ordres = [m for m in morceaux if isinstance(m, LigneOrdre | LignePresque | LigneQuestion)]
    titres = [m.references for m in morceaux if isinstance(m, LigneTitre)]
    return titres[0] if len(ordres) == 1 and len(titres) == 1 else ()


def _lire(
    morceau: LigneOrdre | LignePresque | LigneQuestion,
    nommees: tuple[str, ...],
    reference: str | None,
    aujourd_hui: date,
) -> Lue:
    if len(nommees) > 1:
        ecrits = ", ".join(nommees)
        raison = f"Un ordre vaut pour un seul logement ; cette ligne en nomme {len(nommees)} ({ecrits})."
        return _incomprise(reference, morceau, raison)
    visee = nommees[0] if nommees else reference
    if isinstance(morceau, LigneQuestion):
        return Demande(reference=visee, quoi=morceau.quoi, ligne=morceau.ligne)
    if isinstance(morceau, LignePresque):
        return _incomprise(visee, morceau, morceau.conseil)
    if visee is None:
        exemple = f"V-2026-0042 {SYNTAXES[morceau.verbe]}"
        raison = f"Dites de quel logement il s'agit, en tête de ligne : par exemple « {exemple} »."
        return _incomprise(None, morceau, raison)
    if reference and visee != reference:
        raison = (
            f"Ce fil est celui de {reference} : pour {visee}, répondez à un courrier de ce logement ou à la synthèse."
        )
        return _incomprise(visee, morceau, raison)
    return _ordonner(morceau, visee, aujourd_hui)


def _incomprise(reference: str | None, morceau: LigneOrdre | LignePresque | LigneQuestion, raison: str) -> Incomprise:
    verbe = None if isinstance(morceau, LigneQuestion) else morceau.verbe
    return Incomprise(reference=reference, ligne=morceau.ligne, conseil=raison, verbe=verbe)


def _ordonner(ordre: LigneOrdre, reference: str, aujourd_hui: date) -> Lue:
    """The order with its arguments, or what is wrong with them."""
    suite, candidats = ordre.suite, ordre.candidats
    if ordre.verbe is Verbe.COMPLETER and DONNEES.search(suite):
        suite, candidats = "", (suite.strip(" :.-*"), *candidats)  # « COMPLETER 074… »
    if ordre.motif.strip(" ."):
        suite = f"{suite.rstrip()} Motif : {ordre.motif}"
    try:
        lus = lire_arguments(Suite(suite, ordre.verbe, aujourd_hui, ordre.majuscules))
        liste = _liste(candidats)
    except Refus as refus:
        return _incomprise(reference, ordre, conseil(ordre.verbe, str(refus)))
    return Consigne(
        reference=reference,
        verbe=ordre.verbe,
        ligne=ordre.ligne,
        numeros=lus.numeros,
        tout=lus.tout,
        jours=lus.jours,
        jour=lus.jour,
        heure=lus.heure,
        lieu=lus.lieu,
        reservataire=lus.reservataire,
        motif=lus.motif[:MOTIF_MAX],
        candidats_texte=liste,
    )


def _liste(lignes: Sequence[str]) -> str:
    """The candidates below COMPLETER, as written. Raises Refus on an order or a second thought among them."""
    for brute in lignes:
        ligne = nettoyer(brute)
        donnees = DONNEES.search(ligne) is not None
        morceau = classer(ligne)
        ordonne = isinstance(morceau, LigneOrdre) and (morceau.majuscules or not morceau.suite.strip())
        if ordonne and not donnees:
            raise Refus(
                f"« {ligne[:60]} » est dans la liste des candidats ; laissez une ligne vide avant un autre ordre"
            )
        if not donnees and (trouble := _TROUBLE_DANS_UNE_LISTE.search(calquer(ligne))):
            raise Refus(f"« {trouble[0]} », dans la liste des candidats, laisse un doute")
    gardees = list(lignes)
    while gardees and POLIE.fullmatch(calquer(nettoyer(gardees[-1]))):
        gardees.pop()
    return "\n".join(gardees).strip()


# --- second thoughts -------------------------------------------------------------------------------


def _trouble(morceaux: Iterable[Morceau]) -> str:
    """The line that holds the orders back, "" when none does. A quoted line is nobody's word."""
    for morceau in morceaux:
        match morceau:
            case LigneLibre(ligne) if not ligne.startswith(">"):
                sans_politesse = re.sub(r"s'il (?:vous|te) plait", "", calquer(ligne[:LIGNE_MAX]))
                if _TROUBLE.search(sans_politesse):
                    return ligne
            case LignePresque(ligne) if _TROUBLE.search(calquer(ligne)) or VERBE_EN_CAPITALES.search(ligne):
                return ligne
            case LigneOrdre(ligne, Verbe.NON, _, suite) if not re.match(r"\W*(?:candidate? ?|n° ?)*\d", suite):
                return ligne
            case _:
                pass
    return ""


def _retenir(lue: Lue, trouble: str) -> Lue:
    if not isinstance(lue, Consigne):
        return lue
    raison = f"La ligne « {trouble[:80]} » laisse un doute sur cet ordre. Renvoyez l'ordre seul, sans autre phrase."
    return Incomprise(reference=lue.reference, ligne=lue.ligne, conseil=raison, verbe=lue.verbe)
