"""The orders of a gestionnaire: forgiving in form, strict in effect.

An order starts its line, after a greeting, a bullet, a number or the name of
its dwelling. A word that only resembles a verb, a missing number, a condition,
a second thought elsewhere in the message: nothing is obeyed, and the answer
says what to write. A sentence that merely holds a verb is no order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from robot.domain.stimuli import Verbe
from robot.reading.calque import calquer, nettoyer
from robot.reading.consignes.arguments import lire_arguments
from robot.reading.consignes.contraires import separer_les_contraires
from robot.reading.consignes.lignes import (
    DONNEES,
    POLIE,
    LigneLibre,
    LigneOrdre,
    LignePresque,
    LigneQuestion,
    LigneTitre,
    Morceau,
    classer,
    decouper,
    redresser,
)
from robot.reading.consignes.lues import Consigne, Demande, Incomprise, Logement, Lue
from robot.reading.consignes.motifs import MOTIF_MAX, Refus, Suite, conseil
from robot.reading.consignes.titres import nomme_un_autre_logement, semble_nommer_un_logement
from robot.reading.consignes.troubles import TROUBLE_DANS_UNE_LISTE, trouble
from robot.reading.consignes.verbes import SYNTAXES

_TEXTE_MAX = 60_000  # characters: a long list of candidates
_LIGNES_MAX = 1000
_CHIFFRES_D_UN_NUD = 15
SANS_COMPLETER = (
    "Ce ménage n'est sous aucun COMPLETER : écrivez COMPLETER sous la référence, puis un candidat par ligne."
)


def lire_consignes(
    texte: str, *, reference: str | None, aujourd_hui: date, logement: Logement | None = None
) -> tuple[Lue, ...]:
    """The orders of this text, in order, each obeyed or explained; nothing when no line starts with one.

    `texte` is the new text of a reply, or the words typed after `robot decider
    REF`. `reference` is that of the thread: an order that names another
    dwelling is not obeyed. It is None for the digest, where each order names
    its own. `logement` is the dwelling of that thread, when its sheet is at hand:
    « T3 de Viry » then heads its own orders. Never raises; linear in the text.
    """
    if len(texte) > _TEXTE_MAX or len(texte.splitlines()) > _LIGNES_MAX:
        trop = Incomprise(
            reference=reference, ligne=texte[:60], conseil="Message trop long : envoyez les ordres seuls."
        )
        return (trop,)
    morceaux = decouper(texte)
    lues = tuple(_situer(morceaux, reference, aujourd_hui, logement))
    if ligne := trouble(morceaux):
        return tuple(_retenir(lue, ligne) for lue in lues)
    return separer_les_contraires(lues)


# --- dwellings and arguments -----------------------------------------------------------------------


def _situer(
    morceaux: Sequence[Morceau], reference: str | None, aujourd_hui: date, logement: Logement | None
) -> Iterator[Lue]:
    """Each order with its dwelling: named on its line, by the heading above it, or by the thread.

    « V-1 : » then a line about V-2, or about « le T3 de Neydens »: the next
    bare line is about nobody knows which (`perdu`), in a thread as well; unless
    that heading comes first and describes the dwelling of the thread.
    """
    titre: tuple[str, ...] = _titre_unique(morceaux)
    perdu, ensuite, sans_ordre = "", False, False
    for morceau in morceaux:
        match morceau:
            case LigneTitre(references):
                titre, perdu, ensuite, sans_ordre = references, "", True, True
            case LigneLibre(ligne) if ligne and semble_nommer_un_logement(ligne, ensuite=ensuite):
                if ensuite or logement is None or not logement.est_celui(ligne):
                    titre, perdu = (), ligne
            case LigneLibre(ligne) if sans_ordre and _est_un_menage(ligne):
                yield Incomprise(reference=titre[0] if titre else None, ligne=ligne, conseil=SANS_COMPLETER)
                sans_ordre = False
            case LigneLibre():
                pass
            case _:
                yield _lire(morceau, morceau.references or titre, reference, aujourd_hui, perdu, logement)
                ensuite, sans_ordre = True, False
                if morceau.references and morceau.references != (titre or (reference,)):
                    titre, perdu = (), morceau.ligne


def _est_un_menage(ligne: str) -> bool:
    """A whole unique number: neither a telephone nor a day has as many digits."""
    return sum(c.isdigit() for c in ligne) >= _CHIFFRES_D_UN_NUD


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
    perdu: str,
    logement: Logement | None,
) -> Lue:
    if len(nommees) > 1:
        ecrits = ", ".join(nommees)
        raison = f"Un ordre vaut pour un seul logement ; cette ligne en nomme {len(nommees)} ({ecrits})."
        return _incomprise(reference, morceau, raison)
    visee = nommees[0] if nommees else None if perdu else reference
    if isinstance(morceau, LigneQuestion):
        return Demande(reference=visee, quoi=morceau.quoi, ligne=morceau.ligne)
    if isinstance(morceau, LignePresque):
        return _incomprise(visee, morceau, morceau.conseil)
    if visee is None:
        exemple = f"V-2026-0042 {SYNTAXES[morceau.verbe]}"
        raison = f"Dites de quel logement il s'agit, en tête de ligne : par exemple « {exemple} »."
        raison = f"La ligne « {perdu[:60]} » semble parler d'un autre logement. {raison}" if perdu else raison
        return _incomprise(None, morceau, raison)
    if reference and visee != reference:
        raison = (
            f"Ce fil est celui de {reference} : pour {visee}, répondez à un courrier de ce logement ou à la synthèse."
        )
        return _incomprise(visee, morceau, raison)
    return _ordonner(morceau, visee, aujourd_hui, logement if visee == reference else None)


def _incomprise(reference: str | None, morceau: LigneOrdre | LignePresque | LigneQuestion, raison: str) -> Incomprise:
    verbe = None if isinstance(morceau, LigneQuestion) else morceau.verbe
    return Incomprise(reference=reference, ligne=morceau.ligne, conseil=raison, verbe=verbe)


def _ordonner(ordre: LigneOrdre, reference: str, aujourd_hui: date, logement: Logement | None) -> Lue:
    """The order with its arguments, or what is wrong with them."""
    suite, candidats = ordre.suite, ordre.candidats
    if ordre.verbe is Verbe.COMPLETER and DONNEES.search(suite):
        suite, candidats = "", (suite.strip(" :.-*"), *candidats)  # « COMPLETER 074… »
    if ordre.motif.strip(" ."):
        suite = f"{suite.rstrip()} Motif : {ordre.motif}"
    try:
        lus = lire_arguments(Suite(suite, ordre.verbe, aujourd_hui, ordre.majuscules, logement=logement))
        liste = _liste(candidats, reference)
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


def _liste(lignes: Sequence[str], reference: str) -> str:
    """The candidates below COMPLETER, as written. Raises Refus on an order, a second thought or another dwelling."""
    for brute in lignes:
        ligne = redresser(brute)
        donnees = DONNEES.search(ligne) is not None
        morceau = classer(ligne)
        ordonne = isinstance(morceau, LigneOrdre) and (morceau.majuscules or not morceau.suite.strip())
        if ordonne and not donnees:
            raise Refus(
                f"« {ligne[:60]} » est dans la liste des candidats ; laissez une ligne vide avant un autre ordre"
            )
        ailleurs = isinstance(morceau, LigneTitre) and morceau.references != (reference,)
        if not donnees and (ailleurs or nomme_un_autre_logement(ligne)):
            raise Refus(
                f"« {ligne[:60]} », dans la liste des candidats, semble nommer un autre logement ; écrivez COMPLETER "
                "et sa référence au-dessus des siens"
            )
        if not donnees and (doute := TROUBLE_DANS_UNE_LISTE.search(calquer(ligne))):
            raise Refus(f"« {doute[0]} », dans la liste des candidats, laisse un doute")
    gardees = list(lignes)
    while gardees and POLIE.fullmatch(calquer(nettoyer(gardees[-1]))):
        gardees.pop()
    return "\n".join(gardees).strip()


# --- second thoughts -------------------------------------------------------------------------------


def _retenir(lue: Lue, trouble: str) -> Lue:
    if not isinstance(lue, Consigne):
        return lue
    raison = f"La ligne « {trouble[:80]} » laisse un doute sur cet ordre. Renvoyez l'ordre seul, sans autre phrase."
    return Incomprise(reference=lue.reference, ligne=lue.ligne, conseil=raison, verbe=lue.verbe)
