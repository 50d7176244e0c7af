"""The writing of letters: dates in words, strangers' words made harmless, a text part of 72 columns.

Everything a letter may print goes through `rendre_inoffensif` first: a value
is one line, without control or bidirectional characters, cut to a sane
length. The text part is then laid out from paragraphs; the invisible marks
used for that cannot come from a value, since no value holds a control
character.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from robot.domain import dates
from robot.domain.calendrier import SEMAINE
from robot.domain.stimuli import SANS_MOTIF
from robot.reading.calque import calquer
from robot.reading.consignes.verbes import verbe_en_tete

LARGEUR = 72
BARRE = 15  # signs
INSECABLE = "\N{NO-BREAK SPACE}"
# Starts each line of a block that is laid out already.
TEL_QUEL = "\x1f"

# Keys of a context under which a stranger wrote: several lines, or one.
# Guillemets within guillemets (règles de l'Imprimerie nationale, « Guillemets »).
DANS_UNE_CITATION = re.compile(r"«\s*([^«»]*?)\s*»")
CITATIONS = frozenset({"texte", "preuve", "motif", "cause", "detail", "resume"})
INCONNUS = frozenset({"par", "objet_recu", "expediteur", "objet"})
LONGUEUR = 2000
LONGUEUR_INCONNU = 200
LIGNES_CITEES = 40

# Beyond this many skipped days, week-ends are told together.
SAUTES_UN_PAR_UN = 5
SAMEDI, DIMANCHE = "samedi", "dimanche"

LIEN = re.compile(r"(?<=\w)://|(?<=\bwww)\.", re.IGNORECASE)
MOT_CLE_EN_TETE = re.compile(r"^(\s*)(?=(?:ACCEPTE|REFUSE)\b)", re.IGNORECASE | re.MULTILINE)
ESPACE = re.compile(" ")
PONCTUATION_HAUTE = re.compile(r" (?=[:;?!»])|(?<=«) ")


# --- strangers' words -------------------------------------------------------------------------------


class Parole(str):
    """Words that are not ours. As a string they hold on one line; `lignes` has them as they were laid out."""

    lignes: tuple[str, ...]

    def __new__(cls, texte: str, limite: int = LONGUEUR) -> Parole:
        """Clean and cut `texte`; links are broken, so that our letter never carries a stranger's link."""
        propres = (LIEN.sub(_desarmer, _visible(ligne)) for ligne in texte[: 2 * limite].splitlines())
        lignes = _couper(propres, limite)
        parole = super().__new__(cls, raccourcir(" ".join(lignes), LONGUEUR_INCONNU))
        parole.lignes = lignes
        return parole


def _desarmer(lien: re.Match[str]) -> str:
    return f"[{lien[0].rstrip('/')}]{'//' if lien[0].endswith('/') else ''}"


def _couper(lignes: Iterable[str], limite: int) -> tuple[str, ...]:
    """The non-blank lines, up to `limite` characters and `LIGNES_CITEES` lines; the cut shows."""
    gardees: list[str] = []
    reste = limite
    for ligne in filter(None, lignes):
        if reste <= 0 or len(gardees) == LIGNES_CITEES:
            return (*gardees, "[…]")
        gardees.append(raccourcir(ligne, reste))
        reste -= len(ligne)
    return tuple(gardees)


def raccourcir(texte: str, longueur: int) -> str:
    """The text, or its beginning and an ellipsis, of at most `longueur` characters."""
    return texte if len(texte) <= longueur else f"{texte[: longueur - 1]}…"


def _visible(texte: str) -> str:
    """One line of visible characters: no control, no bidirectional order, nothing zero-width; thin spaces stay."""
    if not texte.isprintable():
        # Category Z: the no-break spaces of an amount; the others of C and Z hide, turn or break lines.
        texte = "".join(c if c.isprintable() or unicodedata.category(c) == "Zs" else _espace(c) for c in texte)
    return " ".join(filter(None, unicodedata.normalize("NFC", texte).split(" ")))


def _espace(caractere: str) -> str:
    return " " if caractere.isspace() else ""


def rendre_inoffensif(valeur: Any, cle: str = "") -> Any:
    """A context whose strings can be printed anywhere; those of a stranger become `Parole`."""
    match valeur:
        case str():
            if cle in CITATIONS:
                return Parole(valeur)
            if cle in INCONNUS:
                return Parole(valeur, LONGUEUR_INCONNU)
            return raccourcir(_visible(valeur[: 2 * LONGUEUR]), LONGUEUR)
        case Mapping():
            return {str(nom): rendre_inoffensif(contenu, str(nom)) for nom, contenu in valeur.items()}
        case Sequence():
            return [rendre_inoffensif(contenu, cle) for contenu in valeur]
        case _:
            return valeur


# --- dates and numbers in words ---------------------------------------------------------------------


def jour(iso: str) -> str:
    """`2026-05-27` → `mercredi 27 mai 2026`."""
    return dates.jour_en_lettres(date.fromisoformat(iso))


def jour_sans_annee(iso: str) -> str:
    """`2026-05-27` → `mercredi 27 mai`."""
    return jour(iso).removesuffix(f" {iso[:4]}")


def jour_court(iso: str) -> str:
    """`2026-05-27` → `mer. 27 mai`."""
    return dates.jour_court(date.fromisoformat(iso))


def minuit(iso: str) -> str:
    """`2026-05-27` → `mercredi 27 mai 2026 à minuit`: the end of that day."""
    return dates.echeance_en_lettres(date.fromisoformat(iso))


class Heures:
    """Instants on the landlord's own clock."""

    def __init__(self, fuseau: str) -> None:
        self._fuseau = ZoneInfo(fuseau)

    def local(self, iso: str) -> datetime:
        """The local date and hour of an ISO instant with offset."""
        return datetime.fromisoformat(iso).astimezone(self._fuseau)

    def instant(self, iso: str) -> str:
        """`2026-05-27T08:02:00+00:00` → `mercredi 27 mai 2026 à 10 h 02`."""
        local = self.local(iso)
        return f"{dates.jour_en_lettres(local.date())} à {dates.heure(local)}"

    def instant_court(self, iso: str) -> str:
        """`2026-05-27T08:02:00+00:00` → `mer. 27 mai 10 h 02`."""
        local = self.local(iso)
        return f"{dates.jour_court(local.date())} {dates.heure(local)}"

    def jour_de(self, iso: str) -> str:
        """The local day of an instant, in ISO: what `minuit` and `jour` take."""
        return self.local(iso).date().isoformat()


def heures_restantes(echeance: str, maintenant: str) -> str:
    """`15 heures`: what is left between two instants, rounded down."""
    secondes = (datetime.fromisoformat(echeance) - datetime.fromisoformat(maintenant)).total_seconds()
    heures = int(secondes // 3600)
    return "moins d'une heure" if heures < 1 else compter(heures, "heure")


def compter(nombre: int, nom: str) -> str:
    """`1 candidat`, `3 candidats`, `2 jours ouvrés`: every word of the name takes its plural."""
    accorde = nom if nombre <= 1 else " ".join(f"{mot}s" for mot in nom.split())
    return f"{nombre} {accorde}"


def enumerer(noms: Sequence[str]) -> str:
    """`a, b et c`."""
    return " et ".join(filter(None, (", ".join(noms[:-1]), noms[-1]))) if noms else ""


def jours_sautes(delai: Mapping[str, Any]) -> str:
    """`Ne comptent pas non plus : samedi 23 mai et lundi 25 mai (jour férié : …).`; `""` when none was skipped."""
    sautes: Sequence[Mapping[str, str]] = delai["sautes"]
    groupes = len(sautes) > SAUTES_UN_PAR_UN
    detail = [
        jour_sans_annee(saute["date"]) + ("" if saute["raison"] in SEMAINE else f" ({saute['raison']})")
        for saute in sautes
        if not (groupes and saute["raison"] in {SAMEDI, DIMANCHE})
    ]
    jours = [*(["les samedis", "les dimanches"] if groupes else []), *detail]
    verbe = "comptent" if len(jours) > 1 else "compte"
    return f"Ne {verbe} pas non plus : {enumerer(jours)}." if jours else ""


# --- the text part ----------------------------------------------------------------------------------


def blocs(rendu: str) -> list[str]:
    """What blank lines separate."""
    return [bloc for bloc in re.split(r"\n\s*\n", rendu.strip()) if bloc.strip()]


def elements(bloc: str) -> list[str]:
    """The items of a block written as a list (`- …`), else an empty list."""
    lignes = bloc.splitlines()
    return [ligne[2:] for ligne in lignes] if all(ligne.startswith("- ") for ligne in lignes) else []


def une_ligne(bloc: str) -> str:
    """A paragraph on one line, with the no-break spaces of French punctuation."""
    return PONCTUATION_HAUTE.sub(INSECABLE, bloc.replace("\n", " "))


def plier(texte: str, debut: str = "", suite: str = "", largeur: int = LARGEUR) -> str:
    """The text on lines of `largeur` columns, none of which starts with a word that answers or orders something."""
    if len(debut) + len(texte) <= largeur:
        return debut + texte
    place = largeur - max(len(debut), len(suite))
    lignes = [debut]
    vide = True
    for mot in _attacher_les_verbes(texte).split(" "):
        # A link of the sheet (R50) works whole or not at all; those of strangers are broken already.
        for morceau in (mot,) if len(mot) <= place or "://" in mot else _debiter(mot, place):
            if vide:
                lignes[-1] += morceau
            elif len(lignes[-1]) + 1 + len(morceau) <= largeur:
                lignes[-1] += f" {morceau}"
            else:
                lignes.append(suite + morceau)
            vide = False
    return "\n".join(lignes)


def _attacher_les_verbes(texte: str) -> str:
    """Each word that the robot would obey at the head of a line stays behind the one before it.

    OUI, NON, ACCEPTE, the verbs of a gestionnaire: mail programs quote without
    any marker, and a line of ours must not pass for its reader's.
    """
    plat = calquer(texte)
    return ESPACE.sub(lambda espace: INSECABLE if verbe_en_tete(plat, espace.end()) else " ", texte)


def _debiter(mot: str, place: int) -> list[str]:
    return [mot[debut : debut + place] for debut in range(0, len(mot), place)]


def composer_le_texte(rendu: str) -> str:
    """The text part: paragraphs and lists folded, other blocks as they are, one blank line between blocks.

    Mail programs quote without any marker: a line of ours that starts with
    ACCEPTE or REFUSE could be taken for the answer. Whatever the templates
    say, there is none.
    """
    texte = "\n\n".join(_disposer(bloc) for bloc in blocs(rendu))
    return MOT_CLE_EN_TETE.sub(r"\1· ", texte) + "\n"


def _disposer(bloc: str) -> str:
    if bloc.startswith(TEL_QUEL):
        return "\n".join(ligne.removeprefix(TEL_QUEL) for ligne in bloc.splitlines())
    if liste := elements(bloc):
        return "\n".join(plier(une_ligne(element), "- ", "  ") for element in liste)
    return plier(une_ligne(bloc))


def _tel_quel(texte: str) -> str:
    return "\n".join(TEL_QUEL + ligne for ligne in texte.splitlines())


def tableau(lignes: Sequence[Sequence[str]]) -> str:
    """`Label : value`, the colons aligned, long values under themselves; a stranger's words in guillemets."""
    presentes = [(nom, valeur) for nom, valeur in lignes if valeur]
    largeur = min(max((len(nom) for nom, _ in presentes), default=0), LARGEUR // 2)
    return _tel_quel(
        "\n".join(
            plier(une_ligne(cite(valeur)), f"{nom:<{largeur}}{INSECABLE}: ", " " * (largeur + 3))
            for nom, valeur in presentes
        )
    )


def cite(valeur: str) -> str:
    """A value as a table shows it: a stranger's words stand between guillemets, those inside become inner ones."""
    if not isinstance(valeur, Parole):
        return valeur
    dedans = DANS_UNE_CITATION.sub(lambda guillemets: f"“{guillemets[1]}”", valeur)
    return f"«{INSECABLE}{dedans}{INSECABLE}»"


def dit(motif: str) -> str:
    """A reason, unless it is the one that stands for none."""
    return "" if motif == SANS_MOTIF else motif


def insecable(texte: str) -> str:
    """A telephone number, or anything that no line end should cut."""
    return texte.replace(" ", INSECABLE)


def citation(parole: Parole | Sequence[str]) -> str:
    """A stranger's words, each line after `> `, so that they can never pass for ours.

    Nor for its reader's: the unique numbers that we list would designate their
    households again if they came back without a marker.
    """
    lignes = parole.lignes if isinstance(parole, Parole) else parole
    return _tel_quel("\n".join(plier(une_ligne(ligne), "> ", "> ") for ligne in lignes))


def titre(texte: str) -> str:
    """The title of a part."""
    return _tel_quel(f"{texte}{INSECABLE}:")


def point(sujet: str, propos: str) -> str:
    """What a part speaks of, then what it says of it."""
    return _tel_quel(plier(f"{sujet}{INSECABLE}: {une_ligne(propos)}"))


def commande(texte: str) -> str:
    """A command to type, never folded."""
    return _tel_quel(f"    {texte}")


def boutons(_liens: Mapping[str, str], *_mots: str) -> str:
    """Nothing: the text part answers in words."""
    return ""


def ordres(liste: Sequence[Mapping[str, str]], _lier: object) -> str:
    """The orders that answer, in words: what each does, then what to write."""
    return _tel_quel(
        "\n".join(plier(une_ligne(f"{o['libelle']} : {en_une_ligne(o['texte'])}"), "- ", "  ") for o in liste)
    )


def choix(liste: Sequence[Mapping[str, str]], lier: object) -> str:
    """The same; the HTML part shows the words beside the buttons."""
    return ordres(liste, lier)


def en_une_ligne(ordre: str) -> str:
    """An order as one types it, on one line."""
    return " ".join(ordre.split())


def barre(fait: int, total: int, legende: str) -> str:
    """How far a delay has run: `[######----] 6 jours sur 10`."""
    plein = round(BARRE * fait / total) if total else BARRE
    return _tel_quel(f"[{'#' * plein}{'-' * (BARRE - plein)}] {legende}")


FORMES_TEXTE = {
    "tableau": tableau,
    "citation": citation,
    "titre": titre,
    "point": point,
    "commande": commande,
    "boutons": boutons,
    "ordres": ordres,
    "choix": choix,
    "barre": barre,
}
