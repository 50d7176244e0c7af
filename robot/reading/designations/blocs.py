"""Which lines of a designation speak of which candidate.

A line that holds a number speaks of it. The lines around it are attached only
when the layout says to whom: numbered items, paragraphs, or the same order
throughout (number first, or number last). Otherwise they are nobody's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cached_property
from itertools import pairwise, takewhile

from robot.reading.calque import calquer, ponctuer
from robot.reading.designations.alentours import est_un_nom_entier, mots_etrangers
from robot.reading.designations.champs import MARQUE, Champ, Role, decouper, nom_dans
from robot.reading.designations.intentions import AU_LIEU, CONDITION, DESIGNE, REMPLACER, RETIRONS, RETRAIT
from robot.reading.designations.priorites import lire_priorite
from robot.reading.designations.recollage import recoller
from robot.reading.designations.reperes import Espece, Repere, masquer, reperer
from robot.reading.references import situer

ANCRES = (Espece.NUD, Espece.FAUX)
# Who speaks in the first or second person says something else than a field.
_PAROLE = re.compile(
    r"\b(?:nous|vous|votre|vos|notre|nos|je|merci|bonjour|bonsoir|veuillez|cordialement|ci-joint\w*|"
    r"suite a|objet|salutations|"
    r"transmet\w*|propos\w+|restons|prions?|voici)\b|\bj'"
)
_FIN_DE_COUPE = re.compile(
    r"[ /;|,]*(?:\bet)?[ /;|,]*(?:\(?(?:n ?[°o] ?|# ?)?[0-9]{1,2} ?[).:°]+ ?|- )?"
    r"(?:(?:nud|nur|numero unique|n ?°? ?unique)[ :]*)?$"
)
_AVANT_UN_LOGEMENT = re.compile(r"(?:[ :(-]|\b(?:et|puis|pour|sur|au|le|la|logement|offre|reference|ref)\b)+$")
_INTRODUCTION_MAX = 60  # characters of « et pour le logement »
TITRES_DE_COLONNE = re.compile(
    r"\b(?:nud|numero unique|nom|prenom|courriel|e-?mail|mail|telephone|tel|adresse|priorite|precision|"
    r"referent|retrait)\b"
)
TITRES_D_UN_TABLEAU = 3
_EST_REMPLACE = re.compile(r"\b(?:est|sont|sera|seront|ete) remplace")
_TOUS = re.compile(r"\btou(?:te)?s\b|\b(?:les|ces) (?:deux|trois|quatre|cinq)\b|\bchacune?\b")
_MOTS_D_UN_TITRE = 8
_MOTS_INCONNUS = 6


@dataclass(frozen=True)
class Rang:
    """A line, or the part of a line that holds one number. `marque` when it opens a numbered item."""

    texte: str
    reperes: tuple[Repere, ...]
    champs: tuple[Champ, ...]
    marque: bool
    vide_avant: bool = False
    melee: bool = False
    retrait: bool = False
    ambigu: bool = False  # cut out of a sentence that withdraws, nobody knows which
    references_avant: tuple[str, ...] = ()  # named earlier on the same line
    incompris: tuple[str, ...] = ()  # words of its whole line, when it was cut out of it
    partagee: bool = False  # cut out of a line of several numbers: the lines around are of none of them

    @property
    def ancre(self) -> Repere | None:
        """The number that it holds, right or wrong."""
        return next((r for r in self.reperes if r.espece in ANCRES), None)

    @property
    def references(self) -> tuple[str, ...]:
        """The dwellings that it names, or that its line named before."""
        propres = tuple(dict.fromkeys(r.valeur for r in self.reperes if r.espece is Espece.REFERENCE))
        return propres or self.references_avant

    @cached_property
    def detail(self) -> bool:
        """Whether it only gives fields of a candidate."""
        if self.ancre or self.references or not self.champs or self.texte.rstrip().endswith(":") or self.titres:
            return False
        if _PAROLE.search(calquer(self.texte)):
            return False
        inconnus = [champ.texte for champ in self.champs if not _reconnu(champ)]
        return len(inconnus) < len(self.champs) and all(len(t.split()) <= _MOTS_INCONNUS for t in inconnus)

    @property
    def titres(self) -> bool:
        """Whether it is the row of titles of a table whose cells were run together."""
        nommes = set(TITRES_DE_COLONNE.findall(calquer(self.texte)))
        return ":" not in self.texte and not self.reperes and len(nommes) >= TITRES_D_UN_TABLEAU

    @property
    def titre(self) -> bool:
        """Whether it is short enough, or punctuated, to be the heading of what follows."""
        return self.texte.rstrip().endswith(":") or len(self.texte.split()) <= _MOTS_D_UN_TITRE


@dataclass(frozen=True)
class Bloc:
    """The lines of one candidate, in order; `ancre` is the one that holds the number, None when none does."""

    ancre: Rang | None
    avant: tuple[Rang, ...] = ()
    apres: tuple[Rang, ...] = ()
    laissees: bool = False  # lines next to it could be another's

    @property
    def rangs(self) -> tuple[Rang, ...]:
        """Every line."""
        return (*self.avant, *((self.ancre,) if self.ancre else ()), *self.apres)

    @property
    def ecrit(self) -> str:
        """The lines as written."""
        return " / ".join(rang.texte.strip() for rang in self.rangs)


def _reconnu(champ: Champ) -> bool:
    if champ.repere or champ.role is not Role.LIBRE:
        return True
    entier = est_un_nom_entier(champ.texte.split())
    return lire_priorite(champ.texte).dite or bool(nom_dans(champ.texte, voisin=entier))


def lire_les_rangs(lignes: Sequence[str]) -> list[Rang]:
    """The lines that say something, those with several numbers cut."""
    rangs: list[Rang] = []
    vide = False
    for ligne in recoller(lignes):
        if not ligne.strip():
            vide = bool(rangs)
            continue
        nouveaux = list(_couper(ligne))
        rangs += [replace(nouveaux[0], vide_avant=vide), *nouveaux[1:]]
        vide = False
    return rangs


def _rang(
    texte: str, *, references_avant: tuple[str, ...] = (), incompris: tuple[str, ...] = (), **options: bool
) -> Rang:
    net = ponctuer(texte)
    reperes = reperer(net)
    marque = MARQUE.match(masquer(calquer(net), reperes)) is not None
    return Rang(
        texte,
        reperes,
        decouper(net, reperes),
        marque=marque,
        references_avant=references_avant,
        incompris=incompris,
        **options,
    )


def _couper(ligne: str) -> Iterator[Rang]:
    """A line with several numbers, one part for each; kept apart from every word when nothing says where to cut."""
    reperes = reperer(ponctuer(ligne))
    ancres = [repere for repere in reperes if repere.espece in ANCRES]
    if len(ancres) <= 1:
        yield _rang(ligne)
        return
    plat = calquer(ligne)
    incompris = mots_etrangers([decouper(ponctuer(ligne), reperes)])
    tete, entre = plat[: ancres[0].debut], [plat[a.fin : b.debut] for a, b in pairwise(ancres)]
    etrangers = [r for r in reperes if r.debut < ancres[0].debut and r.espece not in (*ANCRES, Espece.REFERENCE)]
    numero_d_abord = not etrangers and not nom_dans(ligne[: ancres[0].debut].strip())
    coupes = [_coupe(e, a.fin, numero_d_abord=numero_d_abord) for e, a in zip(entre, ancres, strict=False)]
    remplace = len(ancres) == len(("ancien", "nouveau")) and REMPLACER.search(tete) and re.search(r"\bpar\b", entre[0])
    ambigu = any(RETRAIT.search(e) and not RETIRONS.search(e) for e in entre)
    ambigu = ambigu or (not remplace and any(AU_LIEU.search(e) for e in (tete, *entre)))
    ambigu = ambigu or bool(CONDITION.search(tete) or _EST_REMPLACE.search(plat))  # « si 074… refuse, prenez 073… »
    if ambigu or any(coupe is None for coupe in coupes) or _pour_tous(ligne, tete if numero_d_abord else ""):
        yield from (
            _rang(ligne[a.debut : a.fin], melee=True, ambigu=ambigu, partagee=True, incompris=incompris) for a in ancres
        )
        return
    tous = bool(RETRAIT.search(tete)) and not any(DESIGNE.search(e) for e in (tete, *entre))
    references: tuple[str, ...] = ()
    bornes = [0, *(c for c in coupes if c is not None), len(ligne)]
    for i, (debut, fin) in enumerate(pairwise(bornes)):
        retrait = tous or bool(remplace and i == 0)
        texte = ligne[debut:fin].strip(" /;|,")
        rang = _rang(texte, retrait=retrait, partagee=True, references_avant=references, incompris=incompris)
        references = rang.references
        yield rang


def _pour_tous(ligne: str, tete: str) -> bool:
    """« toutes deux prioritaires », « DALO : 074…, 073… »: what would be given to the last, or the first, alone."""
    return (_TOUS.search(calquer(ligne)) is not None and lire_priorite(ligne).dite) or lire_priorite(tete).dite


# From the strongest: the first kind that is there must be there once.
_SEPARATEURS = (re.compile(r" / |[;|\t]"), re.compile(r" et | - "), re.compile(r","))


def _coupe(entre: str, depart: int, *, numero_d_abord: bool) -> int | None:
    """Where to cut between two numbers, None when several places would do.

    A verb, or a dwelling, governs the number after it.
    """
    if numero_d_abord:
        verbe = RETIRONS.search(entre) or DESIGNE.search(entre)
        lieux = situer(entre)
        if lieux and not (verbe and re.fullmatch(r"[^.;,/|]+", entre[verbe.start() : lieux[0][0]])):
            fin_de_tete = entre[: lieux[0][0]][-_INTRODUCTION_MAX:]  # the pattern is quadratic
            return depart + lieux[0][0] - len(fin_de_tete) + len(_AVANT_UN_LOGEMENT.sub("", fin_de_tete))
        fin = verbe or _FIN_DE_COUPE.search(entre)
        return depart + (fin.start() if fin else len(entre))
    separateurs = next((trouves for motif in _SEPARATEURS if (trouves := list(motif.finditer(entre)))), [])
    return depart + separateurs[0].end() if len(separateurs) == 1 else None


_Genre = tuple[str, str]


class _Ordre(Enum):
    """Where the number stands among the lines of its candidate."""

    D_ABORD = "first"
    A_LA_FIN = "last"
    AU_MILIEU = "middle"


@dataclass
class _Groupeur:
    """Shares the lines between numbers out."""

    rangs: Sequence[Rang]
    ancres: list[int] = field(default_factory=list)
    espace: bool = field(init=False)  # a blank line after every line says nothing
    ordre: _Ordre = _Ordre.D_ABORD
    premieres: tuple[Rang, ...] = ()
    dernieres: tuple[Rang, ...] = ()
    en_colonnes: bool = field(init=False)  # numbers, then telephones: the cells of a table read down, nobody's
    en_rangee: bool = False  # the same, across: names above numbers
    a_l_ecart: frozenset[_Genre] = frozenset()  # kinds far above the first number, not below the last

    def __post_init__(self) -> None:
        self.ancres = [i for i, rang in enumerate(self.rangs) if rang.ancre]
        if not self.ancres:
            return
        debut, fin = self.ancres[0], self.ancres[-1]
        suite = self.rangs[debut + 1 : fin + 1]
        self.espace = len(suite) > 1 and all(rang.vide_avant or rang.marque for rang in suite)
        self.premieres, self.dernieres = self._avant_la_premiere(debut), self._apres_la_derniere(fin)
        self.en_colonnes = len(self.ancres) > 1 and len(suite) + 1 == len(self.ancres) and _se_repetent(self.dernieres)
        self.en_rangee = bool(
            (self.premieres and self.rangs[debut].partagee) or (self.dernieres and self.rangs[fin].partagee)
        )
        self.premieres = () if self.rangs[debut].partagee else self.premieres
        self.dernieres = () if self.en_colonnes or self.rangs[fin].partagee else self.dernieres
        if not self.premieres:
            dessus = takewhile(lambda rang: rang.detail, self.rangs[:debut][::-1])
            self.a_l_ecart = frozenset(map(_genre, dessus)) - frozenset(map(_genre, self.dernieres))
        if self.premieres:
            self.ordre = _Ordre.AU_MILIEU if self.dernieres else _Ordre.A_LA_FIN

    def _avant_la_premiere(self, debut: int) -> tuple[Rang, ...]:
        i = debut
        while (
            i > 0
            and not self.rangs[i].marque
            and self.rangs[i - 1].detail
            and (self.espace or not self.rangs[i].vide_avant)
        ):
            i -= 1
        return tuple(self.rangs[i:debut])

    def _apres_la_derniere(self, fin: int) -> tuple[Rang, ...]:
        j = fin + 1
        while j < len(self.rangs) and self.rangs[j].detail and not self.rangs[j].marque:
            if self.rangs[j].vide_avant and not self.espace and not self._etiquete(self.rangs[j]):
                break
            j += 1
        return tuple(self.rangs[fin + 1 : j])

    @staticmethod
    def _etiquete(rang: Rang) -> bool:
        return any(champ.role not in (Role.LIBRE, Role.AUTRE) for champ in rang.champs)

    def blocs(self) -> Iterator[Bloc]:
        """Every candidate's lines, and the numbered items without a number."""
        avant, laissees = self.premieres, self.en_rangee
        if self.ancres:
            yield from self._items_sans_numero(self.rangs[: self.ancres[0] - len(self.premieres)])
        for i, debut in enumerate(self.ancres):
            derniere = i + 1 == len(self.ancres)
            if derniere:
                yield Bloc(self.rangs[debut], avant, self.dernieres, laissees or self.en_colonnes)
                yield from self._items_sans_numero(self.rangs[debut + 1 + len(self.dernieres) :])
                return
            suivante = self.ancres[i + 1]
            partage = self._partager(self.rangs[debut + 1 : suivante], self.rangs[suivante])
            if (partage.avant and self.rangs[debut].partagee) or (partage.apres and self.rangs[suivante].partagee):
                partage = replace(partage, avant=(), apres=(), laissees=True)
            if not self.a_l_ecart.isdisjoint(map(_genre, partage.avant)):  # above each number, perhaps
                partage = replace(partage, avant=(), laissees=True)
            yield Bloc(self.rangs[debut], avant, partage.avant, laissees or partage.laissees)
            yield from (Bloc(None, item) for item in partage.items)
            avant, laissees = partage.apres, partage.laissees

    def _items_sans_numero(self, rangs: Sequence[Rang]) -> Iterator[Bloc]:
        for i, rang in enumerate(rangs):
            if rang.marque and rang.detail:
                suite = i + 1
                while suite < len(rangs) and rangs[suite].detail and not rangs[suite].marque:
                    suite += 1
                yield Bloc(None, tuple(rangs[i:suite]))

    def _partager(self, rangs: Sequence[Rang], suivante: Rang) -> _Partage:
        """The lines between two numbers: the first's, the second's, or nobody's."""
        if not rangs:
            return _Partage()
        ruptures = [i for i, rang in enumerate(rangs) if not rang.detail]
        if ruptures:
            return self._autour(rangs, ruptures, suivante)
        marques = [i for i, rang in enumerate(rangs) if rang.marque]
        if marques or suivante.marque:
            return self._par_marques(rangs, marques, suivante)
        blancs = [i for i, rang in enumerate((*rangs, suivante)) if rang.vide_avant]
        if not self.espace and len(blancs) == 1:
            coupe = blancs[0]
            contraires = ((0, _Ordre.D_ABORD), (len(rangs), _Ordre.A_LA_FIN))
            if (coupe, self.ordre) in contraires:
                return _Partage(laissees=True)
            return _Partage(tuple(rangs[:coupe]), tuple(rangs[coupe:]))
        return self._par_l_ordre(rangs)

    def _autour(self, rangs: Sequence[Rang], ruptures: Sequence[int], suivante: Rang) -> _Partage:
        """Something else is said in between: what touches each number, in the order of the message, is its own."""
        avant, apres = tuple(rangs[: ruptures[0]]), tuple(rangs[ruptures[-1] + 1 :])
        if self.ordre is _Ordre.D_ABORD:
            marque = next((i for i, rang in enumerate(apres) if rang.marque), None)
            garde = apres[marque:] if marque is not None and not suivante.marque else ()
            return _Partage(avant, garde, laissees=len(garde) < len(apres))
        if self.ordre is _Ordre.A_LA_FIN:
            return _Partage((), apres, laissees=bool(avant))
        return _Partage(avant, apres)

    def _par_marques(self, rangs: Sequence[Rang], marques: Sequence[int], suivante: Rang) -> _Partage:
        bornes = [*marques, len(rangs)]
        items = [tuple(rangs[a:b]) for a, b in pairwise(bornes)]
        apres = items.pop() if items and not suivante.marque else ()
        return _Partage(tuple(rangs[: bornes[0]]), apres, tuple(items))

    def _par_l_ordre(self, rangs: Sequence[Rang]) -> _Partage:
        """Nothing but the order of the whole message: a line goes where its kind stands at both ends of the message.

        The first candidate shows what is written above a number, the last
        what is written below; a kind that neither shows could be on either
        side, and is nobody's.
        """
        dessus = {_genre(rang) for rang in self.premieres}
        dessous = {_genre(rang) for rang in self.dernieres}
        avant = _tant_que(rangs, dessous - dessus)
        apres = _tant_que(rangs[::-1], dessus - dessous)[::-1]
        return _Partage(avant, apres, laissees=len(avant) + len(apres) < len(rangs))


@dataclass(frozen=True)
class _Partage:
    """Lines for the number above, for the one below, items of nobody; `laissees` when some could not be given."""

    avant: tuple[Rang, ...] = ()
    apres: tuple[Rang, ...] = ()
    items: tuple[tuple[Rang, ...], ...] = ()
    laissees: bool = False


def _genre(rang: Rang) -> _Genre:
    """What the first field of a line is, whether or not a label says it."""
    premier = rang.champs[0]
    if premier.role in (Role.REFERENT, Role.COURRIEL_DU_REFERENT, Role.TELEPHONE_DU_REFERENT, Role.AUTRE):
        return premier.role, ""
    if premier.repere:
        return "", premier.repere.espece
    if premier.role is Role.NOM or (premier.role is Role.LIBRE and nom_dans(premier.texte)):
        return Role.NOM, ""
    return Role.PRIORITE if premier.role is Role.LIBRE else premier.role, ""


def _se_repetent(rangs: Sequence[Rang]) -> bool:
    """Whether several of these lines say the same kind of thing."""
    genres = [_genre(rang) for rang in rangs]
    return len(set(genres)) < len(genres)


def _tant_que(rangs: Sequence[Rang], genres: set[_Genre]) -> tuple[Rang, ...]:
    return tuple(takewhile(lambda rang: _genre(rang) in genres, rangs))


def grouper(rangs: Sequence[Rang]) -> tuple[Bloc, ...]:
    """The lines of each candidate, in the order of the numbers."""
    return tuple(_Groupeur(rangs).blocs())
