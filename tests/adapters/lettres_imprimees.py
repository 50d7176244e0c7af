"""The letters of the examples as their readers receive them: printed, read again, their links taken out."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from robot.adapters.gabarits import GabaritsJinja
from robot.adapters.pieces.atelier import Atelier
from robot.adapters.ressources import racine_ressources
from robot.domain.courriers import Courrier
from tests.adapters.exemples_de_la_suite import lettres_de_la_suite
from tests.adapters.exemples_de_lettres import BAILLEUR, MAINTENANT, PREMIERE_MOITIE, ROBOT
from tests.adapters.exemples_de_syntheses import LETTRES_DES_JOURS
from tests.adapters.exemples_du_service import lettres_du_service

EFFACE = "effacé"
DOSSIER: Path = racine_ressources() / "templates"
# Every letter under a name that says what is particular to it; no folder of `templates/` is missing.
LETTRES: dict[str, Courrier] = PREMIERE_MOITIE | LETTRES_DES_JOURS | lettres_de_la_suite() | lettres_du_service()


def _recu(empreinte: str) -> bytes | None:
    """The message that a household sent: the parts of `JUSTIFICATIFS`; None once it was erased."""
    if empreinte == EFFACE:
        return None
    recu = EmailMessage()
    recu.set_content("NON\n\nMotif : trop loin de mon travail.")
    for nom in ("planning.pdf", "bail.pdf"):
        recu.add_attachment(b"%PDF-1.4 " + nom.encode(), maintype="application", subtype="pdf", filename=nom)
    return recu.as_bytes()


chaque_lettre = pytest.mark.parametrize("courrier", LETTRES.values(), ids=LETTRES)
ATELIER = Atelier(DOSSIER, _recu)
GABARITS = GabaritsJinja(DOSSIER, ROBOT, BAILLEUR.nom, atelier=ATELIER)


# Printing costs (PDF, tables), and so does reading: an example is printed and read once for all the tests.
EXEMPLES = {id(courrier) for courrier in LETTRES.values()}
IMPRIMEES: dict[int, tuple[bytes, EmailMessage]] = {}


def octets(courrier: Courrier, gabarits: GabaritsJinja = GABARITS) -> bytes:
    """The letter as it leaves on Friday 22 May 2026."""
    return _lire(courrier, gabarits)[0]


def message(courrier: Courrier, gabarits: GabaritsJinja = GABARITS) -> EmailMessage:
    """The same, read again."""
    return _lire(courrier, gabarits)[1]


def _lire(courrier: Courrier, gabarits: GabaritsJinja) -> tuple[bytes, EmailMessage]:
    cle = id(courrier)
    if gabarits is GABARITS and cle in IMPRIMEES:
        return IMPRIMEES[cle]
    brut = imprimer(courrier, gabarits)
    lu = message_from_bytes(brut, policy=policy.default)
    assert isinstance(lu, EmailMessage)
    if gabarits is GABARITS and cle in EXEMPLES:
        IMPRIMEES[cle] = brut, lu
    return brut, lu


def imprimer(courrier: Courrier, gabarits: GabaritsJinja = GABARITS) -> bytes:
    """Its bytes, printed anew."""
    return gabarits.composer(courrier, f"<{courrier.gabarit}.1@montblanc.example>", MAINTENANT)


def parties(courrier: Courrier, gabarits: GabaritsJinja = GABARITS) -> tuple[str, str]:
    texte, html, *_invitation = (
        str(partie.get_content()) for partie in corps(message(courrier, gabarits)).iter_parts()
    )
    return texte, html


def corps(lu: EmailMessage) -> EmailMessage:
    """The two renderings of a letter, whether files go with it or not."""
    premier = next(lu.iter_parts()) if lu.get_content_type() == "multipart/mixed" else lu
    assert isinstance(premier, EmailMessage)
    return premier


def liens(courrier: Courrier, gabarits: GabaritsJinja = GABARITS) -> dict[str, str]:
    page = LexborHTMLParser(parties(courrier, gabarits)[1])
    return {lien.text(strip=True): lien.attributes["href"] or "" for lien in page.css("a")}


def texte_de(html: str) -> str:
    page = LexborHTMLParser(html)
    return page.body.text(separator=" ") if page.body else ""


def simple(texte: str) -> str:
    """Words only: spaces, guillemets of quotation and list marks aside."""
    return " ".join(re.sub(r"^(?:> ?|- )", "", ligne) for ligne in texte.replace("\r", "").split("\n")).replace(
        "\xa0", " "
    )


def mots(texte: str) -> str:
    """The same, one space between each."""
    return " ".join(simple(texte).replace("\u202f", " ").split())
