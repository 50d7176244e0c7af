"""What a household answers to the dwelling it is offered: yes, no, or a doubt that a person settles.

A wrong « no » costs a DALO household its right to housing for years (R71); a
wrong « yes » sends a family to a commission for a dwelling it does not want.
So the grammar is closed: every word of the answer must be accounted for, as a
yes, a no, a courtesy, or the reason of a no. What is left over is a doubt.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from robot.domain.stimuli import Avis
from robot.reading.calque import calquer, nettoyer
from robot.reading.menages import paroles
from robot.reading.references import FORME, lire_references
from robot.reading.reponses.categories import AUTRE, categorie

_TEXTE_MAX = 3000  # characters: a page
_PREUVE_MAX = 300
_MOTIF_MAX = 1000
_REPLIEE_A_PARTIR_DE = 50  # a shorter line was ended by its author
_TIRETS = str.maketrans("‐‑‒–—−", "------")


class ReponseDeCandidat(NamedTuple):
    """What was read: the decision, the words or the doubt that prove it, the household's own reason for a no."""

    avis: Avis
    preuve: str
    motif: str = ""


@dataclass
class _Releve:
    """What the clauses said so far, and what no pattern explained."""

    dits: list[paroles.Role] = field(default_factory=list)
    motifs: list[str] = field(default_factory=list)
    doute: str = ""

    def a_dit(self, *roles: paroles.Role) -> bool:
        return any(role in self.dits for role in roles)


def lire_reponse_de_candidat(texte: str) -> ReponseDeCandidat:
    """The answer in the new text of a household's message (quotation already cut off); AMBIGU at the least doubt.

    Linear in the text; never raises. Source: R71, R73 (a refusal goes at once
    to the State), R.441-10.
    """
    propre = "\n".join(nettoyer(ligne) for ligne in texte[:_TEXTE_MAX].splitlines())
    preuve = " ".join(propre.split())[:_PREUVE_MAX]
    if len(texte) > _TEXTE_MAX:
        return ReponseDeCandidat(Avis.AMBIGU, f"texte trop long pour être lu sans erreur : {preuve}"[:_PREUVE_MAX])
    if len(references := lire_references(propre)) > 1:
        return _douter(f"plusieurs logements nommés ({', '.join(references)})", preuve)
    masque = paroles.BIENVEILLANTS.sub(" ", FORME.sub("§", propre.translate(_TIRETS)))
    masque = paroles.COORDONNEE.sub("¤", masque)
    for hatif, juste in paroles.HATIFS:
        masque = hatif.sub(juste, masque)
    if signe := paroles.SIGNE_DE_DOUTE.search(calquer(masque)):
        return _douter(f"« {signe[0].strip()} » laisse un doute", preuve)
    motif_demande = paroles.NON_ET_SON_MOTIF.match(calquer(masque)) is not None
    releve = _Releve([paroles.Role.NON] if motif_demande else [])
    _relever(tuple(_propositions(masque)), releve)
    return _conclure(releve, preuve, references)


def _douter(raison: str, preuve: str) -> ReponseDeCandidat:
    return ReponseDeCandidat(Avis.AMBIGU, f"{raison} : {preuve}"[:_PREUVE_MAX])


def _propositions(texte: str) -> Iterator[str]:
    """The clauses, as written; names, telephone numbers and references that stand on their own lines are left out."""
    for ligne in _deplier(texte.split("\n")):
        if not paroles.LIGNE_MUETTE.fullmatch(calquer(ligne)):
            yield from (p.strip() for p in paroles.COUPE.split(_sans_majuscule_cachee(ligne)))


def _sans_majuscule_cachee(ligne: str) -> str:
    """« M. Dupont » keeps its point from ending a sentence."""
    return paroles.CIVILITE.sub(lambda trouve: trouve[0].replace(".", ""), ligne)


def _deplier(lignes: Sequence[str]) -> list[str]:
    """Join the lines that a program wrapped."""
    depliees: list[str] = []
    ouverte = False
    for ligne in lignes:
        if ouverte and ligne and ligne[0].islower():
            depliees[-1] += " " + ligne
        elif ligne:
            depliees.append(ligne)
        ouverte = len(ligne) >= _REPLIEE_A_PARTIR_DE and ligne[-1] not in ".!?;:,"
    return depliees


def _relever(propositions: Sequence[str], releve: _Releve) -> None:
    """What each clause says, in order."""
    reportees: list[str] = []  # « C'est trop loin, je refuse »: a cause waits for its refusal
    for proposition in propositions:
        reste = _consommer(proposition, releve)
        if not reste:
            continue
        colle = len(reste) < len(proposition) and not paroles.TETE_DE_MOTIF.match(calquer(proposition))
        if releve.a_dit(paroles.Role.NON, paroles.Role.NON_NU):
            _expliquer(reste, releve, colle=colle)
        else:
            reportees.append(reste)
    for cause in reportees:
        _annoncer(cause, releve)


def _consommer(proposition: str, releve: _Releve) -> str:
    """Take the known words off the head of a clause, noting what they say; what is left, as written."""
    plate = calquer(proposition)
    debut = 0
    while True:
        debut += len(plate[debut:]) - len(plate[debut:].lstrip(paroles.BORDS))
        trouve = _suivant(plate, debut, releve)
        if trouve is None:
            break
        role, fin = trouve
        releve.dits.append(role)
        debut = fin
    return proposition[debut:].strip(paroles.BORDS)


def _suivant(plate: str, debut: int, releve: _Releve) -> tuple[paroles.Role, int] | None:
    """The first pattern that stands there, the longest readings first; « oui mais » is a doubt, not « merci mais »."""
    for role, forme in paroles.FORMES:
        un_doute = role is paroles.Role.MAIS and releve.a_dit(*paroles.DECISIFS)
        if (trouve := forme.match(plate, debut)) and not un_doute:
            return role, trouve.end()
    return None


def _expliquer(reste: str, releve: _Releve, *, colle: bool) -> None:
    """Words after a no: its reason, if they take nothing back; after a bare « non », only a known one."""
    plate = calquer(reste)
    if paroles.NOM.fullmatch(reste) and not paroles.PAROLE.search(plate):
        return
    if doute := paroles.DOUTE_DANS_UNE_RAISON.search(plate):
        releve.doute = releve.doute or f"« {doute[0]} » après le refus"
    elif colle and not _se_rattache(plate):
        releve.doute = releve.doute or f"« {reste[:60]} » après le refus"
    elif not _admise(plate, releve):
        releve.doute = releve.doute or f"« {reste[:60]} » après « non »"
    else:
        releve.motifs.append(_sans_liaison(reste))


def _annoncer(cause: str, releve: _Releve) -> None:
    """Words before any no: a signature, or the known reason of a refusal that comes; else a doubt."""
    plate = calquer(cause)
    if paroles.NOM.fullmatch(cause) and not paroles.PAROLE.search(plate):
        return
    refuse = releve.a_dit(paroles.Role.NON, paroles.Role.NON_NU)
    connue = _raison_connue(plate) and _admise(plate, releve)
    if refuse and connue and not paroles.DOUTE_DANS_UNE_RAISON.search(plate):
        releve.motifs.append(_sans_liaison(cause))
    else:
        releve.doute = releve.doute or f"« {cause[:60]} » n'est pas compris"


def _se_rattache(plate: str) -> bool:
    """Whether words that follow a no without a pause begin its reason, and are not its object."""
    if paroles.CHOSE.match(plate) and not paroles.VERBE_DE_RAISON.search(plate):
        return False
    return paroles.DEBUT_DE_RAISON.match(plate) is not None


def _admise(plate: str, releve: _Releve) -> bool:
    """Whether these words may explain the no that was said: after a bare « non », « c'est trop loin » and its like."""
    if releve.a_dit(paroles.Role.NON):
        return True
    return paroles.EXCES.match(plate) is not None and not paroles.AILLEURS.search(plate)


def _raison_connue(plate: str) -> bool:
    """Whether it speaks of the dwelling as a reason does, and not of the writer's own affairs."""
    return (
        paroles.DEBUT_DE_RAISON.match(plate) is not None
        and paroles.PREMIERE_PERSONNE.search(plate) is None
        and (categorie(plate) != AUTRE or paroles.RAISON.search(plate) is not None)
    )


def _sans_liaison(raison: str) -> str:
    liaison = paroles.LIAISON.match(calquer(raison))
    return (raison[liaison.end() :] if liaison else raison).strip(paroles.BORDS)


def _conclure(releve: _Releve, preuve: str, references: Sequence[str]) -> ReponseDeCandidat:
    if releve.doute:
        return _douter(releve.doute, preuve)
    oui = releve.a_dit(paroles.Role.OUI)
    non = releve.a_dit(paroles.Role.NON, paroles.Role.NON_NU)
    if non and (oui or releve.a_dit(paroles.Role.PENCHANT, paroles.Role.SUITE)):
        return _douter("oui et non", preuve)
    if not oui and not non:
        return _douter("ni oui ni non", preuve)
    if oui:
        return ReponseDeCandidat(Avis.ACCEPTE, preuve)
    motif = ". ".join(m for m in releve.motifs if m).replace("¤", "(coordonnées)")
    if references:
        motif = motif.replace("§", references[0])
    return ReponseDeCandidat(Avis.REFUSE, preuve, motif[:_MOTIF_MAX])
