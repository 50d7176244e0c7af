"""The lines of a gestionnaire's message: an order, something like one, the name of a dwelling, or free words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from robot.domain.stimuli import Verbe
from robot.reading.calque import calquer, nettoyer
from robot.reading.consignes.lues import Quoi
from robot.reading.consignes.motifs import DOUTE, conseil, passer
from robot.reading.consignes.verbes import (
    DEMANDE,
    SUR_UN_NUMERO,
    SYNTAXES,
    VERBE_EN_CAPITALES,
    presque_un_verbe,
    verbe_en_tete,
)
from robot.reading.references import FORME

LIGNE_MAX = 1000
# « 2026-0004 », « 2026/0004 »: a reference without its prefix; « 2026-05-12 » is a day.
REFERENCE_COUPEE = re.compile(r"(?<![\w/.-])(?P<an>20\d\d) ?[-/ ] ?(?P<rang>\d{3,6})(?![\w/@-]|[.,]\d)\s*[:=,-]*\s*")
_REPLIEE_A_PARTIR_DE = 60  # a shorter line was ended by its author

_REFERENCE = FORME.pattern
_PUCE = re.compile(r"(?:[\s*•·▪●○–—+#\"'«“(\[-]+|\(?\d{1,2}[.)°]+(?=[\s*a-z])[\s:*-]*|=>\s*|->\s*)*")
_SALUT = re.compile(
    r"(?:(?:bonjour|bonsoir|hello|rebonjour|madame|monsieur)(?: (?:a tous|a toutes|madame|monsieur|le robot|robot))*"
    r"\s*[,.!:;-]*\s+)?"
)
_ETIQUETTE = (
    r"(?:(?:(?:pour|concernant|sur|a propos d[eu]|objet|dans|le|la|l'|du|de|ce|cet|cette|logement|dossier|orientation|"
    r"offre|reference|ref|n°|no)\b[.:°]?\s*|n°\s*|:\s*)*)"
)
# « V-2026-0042 (T3 Viry) : », as our own letters name a dwelling
_TYPOLOGIE = r"(?:\(\s*(?P<note>[tf]\d[\w ,'°-]{0,40})\))?"
_TETE_DE_REFERENCES = re.compile(
    rf"{_ETIQUETTE}(?P<refs>{_REFERENCE}(?:\s*(?:,|et|&|;|\+)\s*{_REFERENCE})*)\s*[\])]?\s*{_TYPOLOGIE}\s*"
    r"[:=,|>.–—-]*\s*",
    re.IGNORECASE,
)
_SUITE_DE_REFERENCES = re.compile(
    rf"\s*[:,(-]*\s*{_ETIQUETTE}(?P<refs>{_REFERENCE}(?:\s*(?:,|et|&|\+)\s*{_REFERENCE})*)\)?", re.IGNORECASE
)
_REFERENCE_EN_FIN = re.compile(
    rf"(?P<avant>(?>(?:[\d\s>,.:/°(-]|h(?=[\d\s])|jours?|jrs?|ouvres|puis|et|"
    rf"tout)*)){_ETIQUETTE}(?P<refs>{_REFERENCE})\W*$",
    re.IGNORECASE,
)
# « SUIVANT, idem pour V-2026-0007 »: an order for two dwellings.
_AUSSI_POUR = re.compile(
    r"\b(?:idem|pareil(?:lement)?|de meme|meme chose|ainsi que|egalement|aussi|et)"
    rf"(?: (?:pour|sur|a|au|le|la|l'|les|logement|dossier|offre))*\s*{_REFERENCE}",
    re.IGNORECASE,
)
_IDEM = re.compile(
    r"(?:et )?(?:idem|pareil(?:lement)?|ditto|de meme|(?:la |le )?memes? (?:chose|ordre|decision|consigne))\b"
    r"(?=.*\b(?:pour|sur|avec|concernant)\b|\W*$)|"
    rf"et (?:(?:pour|sur|aussi|le|la|logement|dossier) )*{_REFERENCE}\W*$"
)
# « V2026-0004 », « V 2026 0004 »: the hyphens were left out. A wrong guess names a dwelling that does not exist.
_TIRETS_OUBLIES = re.compile(
    r"(?<![\w@./-])(?:([A-Za-z]{1,8})(20\d\d)-|([A-Za-z])[ -](20\d\d)[ -])(\d{4})(?![\w@]|[-.]\w)"
)
_NUMERO_D_ABORD = re.compile(r"(?:(?:le |la )?candidate? ?)?(?:n° ?)?\d{1,2}\s*[:=-]?\s*")
_LOGEMENT_SANS_NOM = re.compile(r"\s*(?:le|la|ce|cet|cette|l') ?(?:logement|dossier|orientation|offre)\s*(?=[:=(,-]|$)")
_MOTIF_ANNONCE = re.compile(r"\W*(?:motifs?|raisons?)\s*[:=-]\s*")
DONNEES = re.compile(r"@|\d[\d .]{8,}\d")
POLIE = re.compile(
    r"\W*(?:(?:bonjour|bonsoir|merci|cordialement|bien|a|vous|madame|monsieur|salutations|bonne|journee|soiree|"
    r"d'avance|par|avance|cdlt|cdt|beaucoup|tous|toutes|svp)\b\W*)*"
)


@dataclass(frozen=True)
class LigneOrdre:
    """A line that starts with a verb, its dwelling and its arguments still to be read."""

    ligne: str
    verbe: Verbe
    references: tuple[str, ...]
    suite: str
    majuscules: bool
    candidats: tuple[str, ...] = ()
    motif: str = ""


@dataclass(frozen=True)
class LignePresque:
    """A line that resembles an order, and what to answer to it."""

    ligne: str
    conseil: str
    references: tuple[str, ...] = ()
    verbe: Verbe | None = None


@dataclass(frozen=True)
class LigneQuestion:
    """AIDE or ETAT."""

    ligne: str
    quoi: Quoi
    references: tuple[str, ...]


@dataclass(frozen=True)
class LigneTitre:
    """The name of a dwelling, for the lines below it."""

    references: tuple[str, ...]


@dataclass(frozen=True)
class LigneLibre:
    """Any other words."""

    ligne: str


Morceau = LigneOrdre | LignePresque | LigneQuestion | LigneTitre | LigneLibre


def decouper(texte: str) -> list[Morceau]:
    """Each line for what it is, in order; the candidates below COMPLETER stay with it, as written."""
    morceaux: list[Morceau] = []
    brutes = texte.splitlines()
    lignes = [redresser(ligne) for ligne in brutes]
    i = 0
    while i < len(lignes):
        entiere, i = _deplier(lignes, i)
        morceaux += [classer(ligne) for ligne in _par_point_virgule(entiere)]
        dernier = morceaux[-1]
        if isinstance(dernier, LigneOrdre) and dernier.verbe is Verbe.COMPLETER:
            fin = _fin_de_la_liste(lignes, i)
            morceaux[-1] = replace(dernier, candidats=tuple(brutes[i:fin]))  # with the tabs of a spreadsheet
            i = fin
    return _attacher(morceaux)


def redresser(brute: str) -> str:
    """The line as its author sees it, with whole references: « V2026-0004 » is V-2026-0004."""
    ligne = nettoyer(brute)
    return _TIRETS_OUBLIES.sub(lambda t: f"{t[1] or t[3]}-{t[2] or t[4]}-{t[5]}", ligne) if "20" in ligne else ligne


def _fin_de_la_liste(lignes: Sequence[str], debut: int) -> int:
    """Candidates go on until a blank line followed by another order, or the end."""
    for i in range(debut, len(lignes)):
        if i and not lignes[i - 1] and isinstance(classer(lignes[i]), (LigneOrdre, LigneQuestion, LigneTitre)):
            return i
    return len(lignes)


def _deplier(lignes: Sequence[str], i: int) -> tuple[str, int]:
    """This line with those onto which a program wrapped it; a line that starts with a verb never ends another."""
    repliees = [lignes[i]]
    while (
        len(lignes[i]) >= _REPLIEE_A_PARTIR_DE
        and lignes[i][-1] not in ".!?;:"
        and i + 1 < len(lignes)
        and lignes[i + 1][:1].islower()
        and isinstance(classer(lignes[i + 1]), LigneLibre)
    ):
        i += 1
        repliees.append(lignes[i])
    return " ".join(repliees), i + 1


def _par_point_virgule(ligne: str) -> list[str]:
    """« SUIVANT ; OUI 2 » is two orders; a semicolon inside a reason is none."""
    if len(ligne) > LIGNE_MAX:
        return [ligne]
    parts: list[str] = []
    for part in ligne.split(";"):
        if parts and isinstance(classer(part), LigneLibre):
            parts[-1] += ";" + part
        else:
            parts.append(part)
    return parts


def classer(ligne: str) -> Morceau:
    """What this line is, by itself."""
    ligne = ligne.strip()
    plate = calquer(ligne[:LIGNE_MAX])
    debut = _debut(plate)
    references: tuple[str, ...] = ()
    tete = _TETE_DE_REFERENCES.match(plate, debut)
    if tete and not DOUTE.search(tete["note"] or ""):
        references, debut = _nommees(tete), _debut(plate, tete.end())
        if not plate[debut:].strip(" .:;,-*\"'«»"):
            return LigneTitre(references)
    if trouve := verbe_en_tete(plate, debut):
        return _ordre(ligne, debut, *trouve, references)
    if question := _question(ligne, plate[debut:], references):
        return question
    return _peut_etre(ligne, plate, debut, references) or LigneLibre(ligne)


def _peut_etre(ligne: str, plate: str, debut: int, references: tuple[str, ...]) -> LignePresque | None:
    """A line that is no order and was perhaps meant as one."""
    if presque := presque_un_verbe(plate, debut):
        return _presque(ligne, presque, references)
    if dedans := _verbe_dedans(ligne, plate, debut):
        return LignePresque(ligne, _conseiller(dedans, plate, debut), references, dedans)
    if _IDEM.match(plate, debut):
        raison = "Redites l'ordre en entier, après la référence de son logement."
        return LignePresque(ligne, raison, _nommees_partout(plate))
    if references and not POLIE.fullmatch(plate, debut):
        return LignePresque(
            ligne, "Aucun ordre n'est reconnu après la référence. Répondez AIDE pour la liste.", references
        )
    return None


def _conseiller(verbe: Verbe, plate: str, debut: int) -> str:
    """« 2026-0004 SUIVANT », « 4 : SUIVANT »: what stands first is half a reference, unless the verb takes a number."""
    moitie = REFERENCE_COUPEE.match(plate, debut)
    if moitie or (_NUMERO_D_ABORD.match(plate, debut) and verbe not in SUR_UN_NUMERO):
        ecrite = f"V-{moitie['an']}-{moitie['rang']}" if moitie else "V-2026-0042"
        return f"Écrivez la référence entière du logement, puis l'ordre : « {ecrite} {SYNTAXES[verbe]} »."
    return f"Un ordre commence sa ligne, le verbe d'abord : par exemple « {SYNTAXES[verbe]} »."


def _verbe_dedans(ligne: str, plate: str, debut: int) -> Verbe | None:
    """The verb of « Candidat 1 : attribué », or one in capitals in a sentence; none in a quotation."""
    numero = REFERENCE_COUPEE.match(plate, debut) or _NUMERO_D_ABORD.match(plate, debut)
    trouve = verbe_en_tete(plate, numero.end()) if numero else None
    if trouve is None and not ligne.startswith(">") and (capitales := VERBE_EN_CAPITALES.search(ligne[: len(plate)])):
        trouve = verbe_en_tete(plate, capitales.start())
    return trouve[0] if trouve else None


def _presque(ligne: str, presque: Verbe | Quoi, references: tuple[str, ...]) -> LignePresque:
    verbe = presque if isinstance(presque, Verbe) else None
    ecrit = verbe.en_clair if verbe else presque.upper()
    return LignePresque(ligne, f"Vouliez-vous écrire {ecrit} ? Renvoyez la ligne corrigée.", references, verbe)


def _debut(plate: str, debut: int = 0) -> int:
    """Where the line begins, past bullets, numbers and a greeting."""
    for forme in (_PUCE, _SALUT, _PUCE):
        debut = passer(forme, plate, debut)
    return debut


def _nommees(trouve: re.Match[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ecrite.upper() for ecrite in FORME.findall(trouve["refs"])))


def _nommees_partout(plate: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ecrite.upper() for ecrite in FORME.findall(plate)))


def _ordre(ligne: str, debut: int, verbe: Verbe, fin: int, references: tuple[str, ...]) -> Morceau:
    suite = ligne[fin:]
    plate = calquer(suite)
    if dite := _SUITE_DE_REFERENCES.match(plate):
        references, suite = (*references, *_nommees(dite)), suite[dite.end() :]
    elif dite := _REFERENCE_EN_FIN.match(plate):
        references, suite = (*references, *_nommees(dite)), suite[: dite.end("avant")]
    elif sans_nom := _LOGEMENT_SANS_NOM.match(plate):
        suite = suite[sans_nom.end() :]
    if _AUSSI_POUR.search(plate):
        raison = "Un ordre vaut pour un seul logement ; écrivez une ligne par logement, chacune avec sa référence."
        return LignePresque(ligne, raison, references, verbe)
    if len(ligne) > LIGNE_MAX:
        return LignePresque(ligne[:200], conseil(verbe, "cette ligne est trop longue"), references, verbe)
    majuscules = ligne[debut:fin].isupper()
    return LigneOrdre(ligne, verbe, tuple(dict.fromkeys(references)), suite, majuscules)


def _question(ligne: str, plate: str, references: tuple[str, ...]) -> LigneQuestion | None:
    """AIDE and ETAT stand alone, with a dwelling at most: « état des lieux jeudi » is no request."""
    trouve = DEMANDE.match(plate)
    if trouve is None:
        return None
    reste = plate[trouve.end() :]
    if dite := _SUITE_DE_REFERENCES.match(reste):
        references, reste = (*references, *_nommees(dite)), reste[dite.end() :]
    if not re.fullmatch(r"[\s.!?*\"'«»,-]*(?:svp|stp|merci|s'il (?:vous|te) plait)?[\s.!?*\"'»]*", reste):
        return None
    return LigneQuestion(ligne, Quoi(trouve["quoi"]), tuple(dict.fromkeys(references)))


def _attacher(morceaux: Iterable[Morceau]) -> list[Morceau]:
    """« Motif : … » below an order is its reason, as our own buttons write it."""
    attaches: list[Morceau] = []
    for morceau in morceaux:
        rang = next((i for i in range(len(attaches) - 1, -1, -1) if not _vide(attaches[i])), None)
        annonce = _MOTIF_ANNONCE.match(calquer(morceau.ligne)) if isinstance(morceau, LigneLibre) else None
        precedent = attaches[rang] if rang is not None else None
        if annonce and isinstance(morceau, LigneLibre) and rang is not None and isinstance(precedent, LigneOrdre):
            motif = morceau.ligne[annonce.end() :].strip()
            attaches[rang] = replace(precedent, motif=motif, ligne=f"{precedent.ligne} / {morceau.ligne}")
        else:
            attaches.append(morceau)
    return attaches


def _vide(morceau: Morceau) -> bool:
    return isinstance(morceau, LigneTitre) or (isinstance(morceau, LigneLibre) and not morceau.ligne)
