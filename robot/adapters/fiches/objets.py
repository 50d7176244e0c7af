"""Vacated dwellings in YAML or JSON: a list of mappings, or one mapping; each with its line.

YAML is composed, never constructed: no tag is obeyed, and every scalar stays
the text that was typed. So `rpls: 0123456789` keeps its zero, `ascenseur: no`
is the word « no », and an alias costs nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import accumulate, islice

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from robot.adapters.fiches.lignes import LIGNES_MAXIMUM, FichierIllisible, Lieu, LigneBrute, decoder
from robot.domain.ecriture import en_texte, propre
from robot.domain.fiche import Defaut

# The YAML reader is slow (pure Python): a list typed by hand stays far below.
OCTETS_YAML_MAXIMUM = 2 * 2**20
# Two levels are enough; the reader's time grows with the square of the depth.
EMBOITEMENT_MAXIMUM = 20
FORME_ATTENDUE = "une liste de logements, chacun avec ses champs (« adresse: … », « loyer: … »)"
VALEUR_SIMPLE = "une valeur simple (texte, nombre, oui ou non, date), ni liste ni sous-rubrique"
TITRE_UNIQUE = "ce champ une seule fois"

_NUL = re.compile(r"|~|null|Null|NULL")
_ETIQUETTES = frozenset(f"tag:yaml.org,2002:{nom}" for nom in ("str", "int", "float", "bool", "null", "timestamp"))
_ESPACES = re.compile(r"[ \t\r\n]*")


def lire_yaml(fichier: str, octets: bytes) -> Iterator[LigneBrute]:
    """The dwellings of a YAML file. Raises FichierIllisible."""
    if len(octets) > OCTETS_YAML_MAXIMUM:
        raise FichierIllisible(fichier, f"plus de {OCTETS_YAML_MAXIMUM // 2**20} Mio de YAML : passer par un CSV")
    racine = _composer(fichier, decoder(fichier, octets))
    if isinstance(racine, MappingNode) and len(racine.value) == 1 and isinstance(racine.value[0][1], SequenceNode):
        racine = racine.value[0][1]  # « logements: [...] »
    noeuds = racine.value if isinstance(racine, SequenceNode) else [racine]
    _controler_le_nombre(fichier, len(noeuds))
    return (_logement_yaml(fichier, noeud) for noeud in noeuds)


def _composer(fichier: str, texte: str) -> Node | None:
    ouvrants = (1 if c in "[{" else -1 for c in texte if c in "[]{}")
    if max(accumulate(ouvrants), default=0) > EMBOITEMENT_MAXIMUM:
        raise FichierIllisible(fichier, "YAML trop emboîté : trop de crochets ouverts")
    try:
        noeud: Node | None = YAML(typ="safe", pure=True).compose(texte)
    except MarkedYAMLError as erreur:
        marque = erreur.problem_mark or erreur.context_mark
        raison = "YAML mal formé : vérifier l'alignement, les deux-points et les guillemets"
        raise FichierIllisible(fichier, raison, marque.line + 1 if marque else None) from erreur
    except (YAMLError, ValueError, OverflowError, RecursionError) as erreur:
        raise FichierIllisible(fichier, "YAML illisible") from erreur
    return noeud


def _logement_yaml(fichier: str, noeud: Node | None) -> LigneBrute:
    if not isinstance(noeud, MappingNode) or not noeud.value:
        raise FichierIllisible(fichier, FORME_ATTENDUE, noeud.start_mark.line + 1 if noeud else None)
    champs: dict[str, object] = {}
    lieux: dict[str, Lieu] = {}
    defauts: list[Defaut] = []
    for cle, valeur in noeud.value:
        titre = propre(cle.value) if isinstance(cle, ScalarNode) else ""
        if titre in champs:
            defauts.append(Defaut(titre, "", TITRE_UNIQUE))
        lieux[titre] = Lieu(cle.start_mark.line + 1)
        if isinstance(valeur, ScalarNode) and _etiquette(valeur) in _ETIQUETTES:
            champs[titre] = None if valeur.style is None and _NUL.fullmatch(valeur.value) else valeur.value
        else:
            champs[titre] = None
            defauts.append(Defaut(titre, "", VALEUR_SIMPLE))
    return LigneBrute(noeud.start_mark.line + 1, champs, lieux, tuple(defauts))


def _etiquette(noeud: ScalarNode) -> str:
    return str(noeud.tag)


def lire_json(fichier: str, octets: bytes) -> Iterator[LigneBrute]:
    """The dwellings of a JSON file: a list of objects, or one. Raises FichierIllisible."""
    texte = decoder(fichier, octets)
    try:
        objets = list(islice(_elements(texte), LIGNES_MAXIMUM + 1))
    except json.JSONDecodeError as erreur:
        raison = f"JSON mal formé, colonne {erreur.colno} : vérifier les virgules, les guillemets et les accolades"
        raise FichierIllisible(fichier, raison, erreur.lineno) from erreur
    except (ValueError, RecursionError) as erreur:
        raise FichierIllisible(fichier, "JSON illisible : un nombre démesuré ou des crochets trop emboîtés") from erreur
    _controler_le_nombre(fichier, len(objets))
    return (_logement_json(fichier, ligne, objet) for ligne, objet in objets)


class _Paires(list[tuple[str, object]]):
    """The members of an object, doubles kept."""


def _elements(texte: str) -> Iterator[tuple[int, object]]:
    """(line, value) of the elements of the outer list, or of the one value. Raises ValueError."""
    decodeur = json.JSONDecoder(object_pairs_hook=_Paires, parse_float=Decimal, parse_constant=_refuser_constante)
    debut = _apres_espaces(texte, 0)
    if texte[debut] != "[":
        valeur, fin = decodeur.raw_decode(texte, debut)
        _controler_la_fin(texte, fin)
        yield texte.count("\n", 0, debut) + 1, valeur
        return
    ligne, compte, rang = 1, 0, _apres_espaces(texte, debut + 1)
    while texte[rang : rang + 1] != "]":
        ligne, compte = ligne + texte.count("\n", compte, rang), rang
        valeur, rang = decodeur.raw_decode(texte, rang)
        yield ligne, valeur
        rang = _apres_espaces(texte, rang)
        if texte[rang : rang + 1] == ",":
            rang = _apres_espaces(texte, rang + 1)
            if texte[rang : rang + 1] == "]":
                raise json.JSONDecodeError("virgule en trop", texte, rang)
        elif texte[rang : rang + 1] != "]":
            raise json.JSONDecodeError("virgule ou crochet attendu", texte, rang)
    _controler_la_fin(texte, rang + 1)


def _apres_espaces(texte: str, rang: int) -> int:
    espaces = _ESPACES.match(texte, rang)
    return espaces.end() if espaces else rang


def _controler_la_fin(texte: str, rang: int) -> None:
    if _apres_espaces(texte, rang) != len(texte):
        raise json.JSONDecodeError("texte après la fin", texte, rang)


def _refuser_constante(nom: str) -> object:
    raise ValueError(nom)  # NaN and Infinity are no JSON


def _logement_json(fichier: str, ligne: int, objet: object) -> LigneBrute:
    if not isinstance(objet, _Paires) or not objet:
        raise FichierIllisible(fichier, FORME_ATTENDUE, ligne)
    titres = [propre(titre) for titre, _ in objet]
    doubles = {titre for titre in titres if titres.count(titre) > 1}
    composes = [propre(titre) for titre, valeur in objet if isinstance(valeur, list)]
    champs = {propre(titre): None if isinstance(valeur, list) else valeur for titre, valeur in objet}
    defauts = (
        *(Defaut(titre, en_texte(champs[titre]), TITRE_UNIQUE) for titre in sorted(doubles)),
        *(Defaut(titre, "", VALEUR_SIMPLE) for titre in composes),
    )
    return LigneBrute(ligne, champs, {titre: Lieu(ligne) for titre in titres}, defauts)


def _controler_le_nombre(fichier: str, nombre: int) -> None:
    if nombre == 0:
        raise FichierIllisible(fichier, "aucun logement dans le fichier")
    if nombre > LIGNES_MAXIMUM:
        raise FichierIllisible(fichier, f"plus de {LIGNES_MAXIMUM} logements : partager le fichier")
