"""The sentences of a message that hold no number: what each says of those whom it names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice

from robot.reading.calque import calquer
from robot.reading.courriel.caracteres import nettoyer
from robot.reading.designations.alentours import mots_etrangers, sans_negation_vaine
from robot.reading.designations.blocs import ANCRES
from robot.reading.designations.champs import Champ, Role
from robot.reading.designations.intentions import CONDITION, MISE_EN_GARDE, OBJECTION, RETRAIT
from robot.reading.designations.jugements import CONTRAIRE
from robot.reading.designations.mots_connus import CONNUS
from robot.reading.designations.priorites import lire_priorite
from robot.reading.designations.reperes import reperer
from robot.reading.reponses.orthographe import a_une_faute

PHRASES_MAX = 500
PHRASE_MAX = 600  # characters under which a line may go on in the next
LIGNE_MAX = 4000

MOT = re.compile(r"[a-z]+")
_MOT_ECRIT = re.compile(r"[^\W\d_]+")
_FIN = re.compile(r"(?<!\bM)(?<!\bMr)(?<!\bMme)(?<!\bMlle)[.!?;]+(?=\s|$)")
_GARDE = re.compile(r"\bn(?:e\b|')|\b(?:non|sauf|attention|except\w+|hormis|pas)\b")
ECHANGE = re.compile(r"\bremplac\w*|\b(?:au lieu|a la place) d")
CONTRE = (OBJECTION, CONTRAIRE, RETRAIT, CONDITION, MISE_EN_GARDE, ECHANGE)
# « Nous ne retenons que Mme DUPONT » denies nothing: it retains only her.
_NE_QUE = re.compile(
    r"\bn(?:e |['\u2019])(?P<verbe>(?:(?!(?:pas|rien|jamais|personne)\b)[^\s,;:]+ ){1,6}?)qu(?:e |['\u2019])",
    re.IGNORECASE,
)
_PLUS = re.compile(r"\bplus ", re.IGNORECASE)
_LETTRES_D_UNE_FAUTE = 5  # from which a slip of typing leaves a name recognisable
_BOUT = 2
_ENVOI = frozenset({
    "trouverez", "joins", "joint", "jointe", "jointes", "liste", "table", "tableau", "fichier", "piece", "attache",
    "attachee", "envoie", "envoyons", "transmets", "remplie", "rempli", "remplies", "trois", "deux", "quatre",
})  # fmt: skip


@dataclass(frozen=True)
class Dire:
    """One sentence of the message that holds no number, with its words."""

    texte: str
    mots: frozenset[str] = frozenset()

    @cached_property
    def net(self) -> str:
        """The same where « ne … que » became « seulement », without what takes nothing from a candidature."""
        restreint = _NE_QUE.sub(lambda trouve: f"{_PLUS.sub('', trouve['verbe'])}seulement ", self.texte)
        return sans_negation_vaine(restreint)

    @cached_property
    def plat(self) -> str:
        """What can be compared."""
        return calquer(self.net)

    @cached_property
    def contraire(self) -> bool:
        """Whether it withdraws, warns, denies or doubts."""
        return any(motif.search(self.plat) for motif in (*CONTRE, _GARDE))

    @cached_property
    def bavarde(self) -> bool:
        """Whether it holds more than names and the words that send a list."""
        etrangers = mots_etrangers([(Champ(Role.LIBRE, self.texte),)])
        return lire_priorite(self.texte).dite or any(calquer(mot) not in _ENVOI for mot in etrangers)


def dires(texte: str, nommes: frozenset[str]) -> list[Dire]:
    """The sentences of a message that hold no number; a name written within one slip is one of those `nommes`."""
    toutes = (ligne[:LIGNE_MAX] for ligne in nettoyer(texte).split("\n"))
    lignes = (ligne for ligne in toutes if not ligne.strip() or not any(r.espece in ANCRES for r in reperer(ligne)))
    morceaux = (m.strip() for ligne in _depliees(lignes) for m in _FIN.split(ligne))
    return [Dire(m, mots(m, nommes)) for m in islice(filter(None, morceaux), PHRASES_MAX)]


def mots(texte: str, nommes: frozenset[str]) -> frozenset[str]:
    """The plain words of a text, and the names that it writes within one slip."""
    dits = frozenset(MOT.findall(calquer(texte)))
    ecrits = (mot for mot in _MOT_ECRIT.findall(texte) if mot[0].isupper() and len(mot) >= _LETTRES_D_UNE_FAUTE)
    fautifs = {mot for mot in map(calquer, ecrits) if mot not in nommes and mot not in CONNUS}
    proches = _par_bouts(nommes) if fautifs else {}
    return dits | {
        nom
        for mot in fautifs
        for bout in (mot[:_BOUT], mot[-_BOUT:])
        for nom in proches.get(bout, ())
        if a_une_faute(mot, nom)
    }


@lru_cache(maxsize=1)
def _par_bouts(nommes: frozenset[str]) -> Mapping[str, Sequence[str]]:
    """The names by their first and last letters, one of which a single slip leaves whole."""
    proches: dict[str, list[str]] = defaultdict(list)
    for nom in nommes:
        if len(nom) >= _LETTRES_D_UNE_FAUTE:
            proches[nom[:_BOUT]].append(nom)
            proches[nom[-_BOUT:]].append(nom)
    return proches


def _depliees(lignes: Iterable[str]) -> Iterator[str]:
    """A sentence folded at the end of a line goes on in the next; « ne pas retenir : » holds for the list below."""
    attente, titre = "", False
    for ligne in lignes:
        net = ligne.strip()
        if attente and net and len(attente) < PHRASE_MAX and (titre or _se_poursuit(attente, net)):
            attente = f"{attente} {net}"
            continue
        if attente:
            yield attente
        attente, titre = net, net.endswith(":") and Dire(net).contraire
    if attente:
        yield attente


def _se_poursuit(phrase: str, suite: str) -> bool:
    return phrase[-1] not in ".!?;:" and (suite[0].islower() or Dire(phrase).contraire)
