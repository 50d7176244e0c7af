"""Prints letters: a template folder and a context in, an RFC 5322 message out.

A folder of `templates/` holds the subject (`objet.txt`) and the wording
(`texte.txt`), written once: the same wording is laid out as the text part and
as the HTML part, so that both say the same thing. `_commun/` holds the two
layouts. `modeles.py` has the wording's environments, `mime.py` the bytes around
it, `pieces/` the files that go with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import quote
from zoneinfo import ZoneInfo

from jinja2 import TemplateError

from robot.adapters import mime, modeles, redaction
from robot.adapters.pieces.atelier import Atelier
from robot.adapters.pieces.piece import PieceFaite
from robot.domain.calendrier import PARIS
from robot.domain.courriers import Courrier, avec_jeton
from robot.ports import CourrierImpossible

# What each button prepares, before the reference: a complete answer in itself.
REPONSES = {
    "ACCEPTE": "ACCEPTE",
    "OUI": "OUI",
    "NON": "NON\r\n\r\nMotif : ",
    "REFUSE": "REFUSE\r\n\r\nMotif : ",
    "CONTESTER": "CONTESTER\r\n\r\nExplication : ",
    "CORRIGER": "CORRIGER\r\n\r\nCe qu'il faut corriger : ",
}

# The list that an order leaves to write: its columns are named, as the titles of a table that the reader knows.
LISTE_A_ECRIRE = "\n…"
MODELE_DE_LISTE = "\nNuméro unique, nom, courriel, priorité\n"

IDENTIFIANT = re.compile(r"<[!-;=?-~]{1,248}>")
ADRESSE = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,255}")
FIL_MAXIMUM = 10
OBJET = 250


class Liens(dict[str, str]):
    """The `mailto:` address of each button (RFC 6068), made when a letter shows it: one press says everything."""

    def __init__(self, adresse: str, reference: str, jeton: str) -> None:
        super().__init__()
        self._adresse, self._reference = adresse, reference
        self._suite = f"{reference} {jeton}".rstrip()

    def __missing__(self, mot: str) -> str:
        corps = f"{REPONSES[mot]}\r\n\r\nRéférence : {self._reference}\r\n"
        self[mot] = lien = lien_mailto(self._adresse, f"{mot} {self._suite}", corps)
        return lien


class GabaritsJinja:
    """The letters of a folder of templates, signed by one landlord's robot.

    `jeton_dans_adresse` is false where the mail server knows no plus-address:
    the token then travels in the subject of the prepared answers, as it does
    where the address is too long to carry it. `atelier`
    makes the attachments; without it a letter that has some is impossible.
    """

    def __init__(
        self,
        dossier: Path,
        adresse: str,
        nom: str,
        *,
        jeton_dans_adresse: bool = True,
        fuseau: str = PARIS,
        atelier: Atelier | None = None,
    ) -> None:
        self._adresse = adresse
        self._nom = nom
        self._jeton_dans_adresse = jeton_dans_adresse
        self._fuseau = ZoneInfo(fuseau)
        self._atelier = atelier
        self._texte = modeles.pour_le_texte(dossier, fuseau)
        self._html = modeles.pour_le_html(dossier, fuseau)

    def composer(self, courrier: Courrier, message_id: str, maintenant: datetime) -> bytes:
        """The RFC 5322 bytes of a letter; ASCII, CRLF, the same for the same arguments.

        Raises CourrierImpossible when the template does not exist or asks for
        what the context does not say, or when an attachment cannot be made.
        """
        try:
            return self._composer(courrier, message_id, maintenant)
        except (TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as defaut:
            raise CourrierImpossible(f"{courrier.gabarit} : {defaut}") from defaut

    def _composer(self, courrier: Courrier, message_id: str, maintenant: datetime) -> bytes:
        porte_le_jeton = courrier.jeton and self._jeton_dans_adresse
        reponse = avec_jeton(self._adresse, courrier.jeton) if porte_le_jeton else self._adresse
        contexte = {
            **redaction.rendre_inoffensif(courrier.contexte),
            "maintenant": maintenant.isoformat(),
            "liens": self._liens(courrier, reponse),
            "lien": self._lien(courrier, reponse),
            "gabarit": courrier.gabarit,
        }
        objet = self._texte.get_template(f"{courrier.gabarit}/objet.txt").render(contexte)
        contexte["objet_du_courrier"] = objet = redaction.raccourcir(redaction.une_ligne(objet.strip()), OBJET)
        texte = redaction.composer_le_texte(self._texte.get_template("_commun/lettre.txt").render(contexte))
        html = self._html.get_template("_commun/lettre.html").render(contexte)
        entetes = [
            *self._entetes(courrier, objet, message_id, maintenant),
            *([("Reply-To", reponse)] if courrier.jeton else []),
        ]
        return mime.message(entetes, message_id, texte, html, self._pieces(courrier, maintenant))

    def _pieces(self, courrier: Courrier, maintenant: datetime) -> tuple[PieceFaite, ...]:
        if not courrier.pieces:
            return ()
        if self._atelier is None:
            raise CourrierImpossible(f"{courrier.gabarit} : ce robot n'a pas d'atelier pour ses pièces jointes.")
        return tuple(self._atelier.fabriquer(piece, maintenant) for piece in courrier.pieces)

    def _liens(self, courrier: Courrier, reponse: str) -> Liens:
        return Liens(reponse, courrier.reference, self._jeton_a_part(courrier, reponse))

    def _lien(self, courrier: Courrier, reponse: str) -> Callable[[str], str]:
        """The `mailto:` address of an order ready to be sent; what it leaves to fill in is the end of the message."""
        jeton = self._jeton_a_part(courrier, reponse)

        def lier(ordre: str) -> str:
            premiere, *suite = ordre.replace(LISTE_A_ECRIRE, MODELE_DE_LISTE).removesuffix("…").splitlines() or [""]
            corps = "\r\n".join((premiere, *suite))
            return lien_mailto(reponse, f"{premiere.strip(' :')} {jeton}".rstrip(), corps)

        return lier

    def _jeton_a_part(self, courrier: Courrier, reponse: str) -> str:
        """The token, when the address to reply to does not carry it."""
        return courrier.jeton if reponse == self._adresse else ""

    def _entetes(self, courrier: Courrier, objet: str, message_id: str, maintenant: datetime) -> list[tuple[str, str]]:
        entetes = [
            ("From", f"{_nom_affiche(self._expediteur(courrier))} <{self._adresse}>"),
            # An unusable address leaves the envelope alone to say where the letter goes.
            ("To", courrier.destinataire if ADRESSE.fullmatch(courrier.destinataire) else "undisclosed-recipients:;"),
            ("Subject", mime.encoder(objet)),
            ("Date", format_datetime(maintenant.astimezone(self._fuseau))),
            ("Message-ID", message_id),
            *_fil(courrier),
            ("Auto-Submitted", "auto-replied" if courrier.en_reponse_a else "auto-generated"),
        ]
        # An automatic reply to an offer proves its reception (R41, C15) and is welcome; to the rest, it is noise.
        if not courrier.suivi:
            entetes.append(("X-Auto-Response-Suppress", "OOF, AutoReply"))
        entetes += [("Content-Language", "fr"), ("X-Robot-Courrier", courrier.gabarit)]
        if courrier.reference:
            entetes.append(("X-Robot-Reference", courrier.reference))
        return entetes

    def _expediteur(self, courrier: Courrier) -> str:
        service = str(courrier.contexte.get("bailleur", {}).get("service", ""))
        nom = service if self._nom in service else " – ".join(filter(None, (self._nom, service)))
        return str(redaction.rendre_inoffensif(nom))


def lien_mailto(adresse: str, objet: str, corps: str) -> str:
    """A `mailto:` URL that every client reads alike: all is percent-encoded, `+` and line ends included."""
    local, _, domaine = adresse.rpartition("@")
    local, domaine, objet, corps = (quote(partie, safe="") for partie in (local, domaine, objet, corps))
    return f"mailto:{local}@{domaine}?subject={objet}&body={corps}"


def _nom_affiche(nom: str) -> str:
    if not nom.isascii():
        return mime.encoder(nom)
    echappe = nom.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{echappe}"'


def _fil(courrier: Courrier) -> list[tuple[str, str]]:
    """In-Reply-To and References; what is not shaped like a Message-ID stays out of our headers."""
    repond_a = [courrier.en_reponse_a] if IDENTIFIANT.fullmatch(courrier.en_reponse_a) else []
    fil = list(dict.fromkeys([*filter(IDENTIFIANT.fullmatch, courrier.fil), *repond_a]))[-FIL_MAXIMUM:]
    if not fil:
        return []
    return [("In-Reply-To", (repond_a or fil[-1:])[0]), ("References", "\r\n ".join(fil))]
