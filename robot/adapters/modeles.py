"""The wording of letters: the Jinja environments of `templates/`, one per way to lay the same words out."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from robot.adapters import redaction
from robot.domain import loi
from robot.domain.calendrier import PARIS

# The sentence that the reader knows as ours (COURRIERS, "How they are written").
INSTRUCTION = "Répondez simplement à ce message en écrivant ACCEPTE ou REFUSE."
# Starts a block that a form of the paper layout wrote: no value holds a control character.
FORME = "\x1e"


@cache
def pour_le_texte(dossier: Path, fuseau: str = PARIS) -> Environment:
    """The text part of an e-mail."""
    modeles = _environnement(dossier, fuseau, html=False)
    modeles.globals.update(redaction.FORMES_TEXTE)
    return modeles


@cache
def pour_le_html(dossier: Path, fuseau: str = PARIS) -> Environment:
    """The HTML part of an e-mail."""
    modeles = _environnement(dossier, fuseau, html=True)
    modeles.globals.update(vars(modeles.get_template("_commun/formes.html").module))
    return modeles


@cache
def pour_le_papier(dossier: Path, fuseau: str = PARIS) -> Environment:
    """A printed letter; a wording that differs there asks `papier`, which is false in e-mails."""
    modeles = _environnement(dossier, fuseau, html=False)
    modeles.globals.update(FORMES_PAPIER)
    modeles.globals["papier"] = True
    return modeles


def blocs_de_papier(rendu: str) -> list[tuple[str, Any]]:
    """The blocks of a wording rendered for paper: (form, what it holds), in order.

    Forms are `titre` and `commande` (a line), `paragraphe` (text on one
    line), `liste` and `citation` (lines), `tableau` (pairs).
    """
    blocs: list[tuple[str, Any]] = []
    for bloc in redaction.blocs(rendu):
        if bloc.startswith(FORME):
            forme, contenu = json.loads(bloc.removeprefix(FORME))
            blocs.append((forme, contenu))
        elif liste := redaction.elements(bloc):
            blocs.append(("liste", [redaction.une_ligne(element) for element in liste]))
        else:
            blocs.append(("paragraphe", redaction.une_ligne(bloc)))
    return blocs


def _forme(nom: str, contenu: object) -> str:
    return FORME + json.dumps([nom, contenu])


def _tableau(lignes: Sequence[Sequence[str]]) -> str:
    return _forme("tableau", [[nom, redaction.une_ligne(redaction.cite(valeur))] for nom, valeur in lignes if valeur])


def _citation(parole: redaction.Parole | Sequence[str]) -> str:
    lignes = parole.lignes if isinstance(parole, redaction.Parole) else parole
    return _forme("citation", [redaction.une_ligne(ligne) for ligne in lignes])


def _titre(texte: str) -> str:
    return _forme("titre", redaction.une_ligne(texte))


def _point(sujet: str, propos: str) -> str:
    return _forme("paragraphe", redaction.une_ligne(f"{sujet} : {propos}"))


def _commande(texte: str) -> str:
    return _forme("commande", texte)


def _boutons(_liens: Mapping[str, str], *_mots: str) -> str:
    """Nothing: nobody presses paper."""
    return ""


def _barre(_fait: int, _total: int, legende: str) -> str:
    """What the bar shows, in words."""
    return _forme("paragraphe", redaction.une_ligne(legende))


FORMES_PAPIER = {
    "tableau": _tableau,
    "citation": _citation,
    "titre": _titre,
    "point": _point,
    "commande": _commande,
    "boutons": _boutons,
    "ordres": _boutons,
    "choix": _boutons,
    "barre": _barre,
}


def _environnement(dossier: Path, fuseau: str, *, html: bool) -> Environment:
    environnement = Environment(
        loader=FileSystemLoader(dossier),
        autoescape=html,  # noqa: S701 - the other environments write plain text
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    heures = redaction.Heures(fuseau)
    environnement.filters |= {
        "jour": redaction.jour,
        "jour_sans_annee": redaction.jour_sans_annee,
        "jour_court": redaction.jour_court,
        "minuit": redaction.minuit,
        "instant": heures.instant,
        "instant_court": heures.instant_court,
        "jour_de": heures.jour_de,
        "compter": redaction.compter,
        "jours_sautes": redaction.jours_sautes,
        "cite": redaction.cite,
        "en_une_ligne": redaction.en_une_ligne,
        "insecable": redaction.insecable,
        "dit": redaction.dit,
        "raccourcir": redaction.raccourcir,
        "paragraphes": _paragraphes,
    }
    environnement.globals |= {
        "heures_restantes": redaction.heures_restantes,
        "instruction": INSTRUCTION,
        "loi": loi,
        "papier": False,
    }
    return environnement


def _paragraphes(rendu: Markup) -> list[dict[str, Any]]:
    """The blocks of a rendered wording, escaped already: raw HTML of our own forms, list, or paragraph.

    A block of HTML is known by its first character: `<` comes from a form
    only, since every value is escaped and holds on one line.
    """
    blocs = []
    for bloc in redaction.blocs(str(rendu)):
        brut = bloc.startswith("<")
        liste = [Markup(redaction.une_ligne(element)) for element in redaction.elements(bloc)]  # noqa: S704 - escaped
        texte = Markup(bloc if brut else redaction.une_ligne(bloc))  # noqa: S704 - escaped
        blocs.append({"brut": brut, "liste": liste, "texte": texte})
    return blocs
