"""Prints letters: a template folder and a context in, an RFC 5322 message out.

A folder of `templates/` holds the subject (`objet.txt`) and the wording
(`texte.txt`), written once: the same wording is laid out as the text part and
as the HTML part, so that both say the same thing. `_commun/` holds the two
layouts. The MIME bytes are written here: the classes of `email` cost ten times
as much for an offer (0.6 ms against 6.5), and fold differently from one Python
to the next. The tests parse them back with `email`.
"""

from __future__ import annotations

import binascii
import hashlib
import re
import string
from datetime import datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError
from markupsafe import Markup

from robot.adapters import redaction
from robot.domain import loi
from robot.domain.calendrier import PARIS
from robot.domain.courriers import Courrier, avec_jeton
from robot.ports import CourrierImpossible

# The sentence that the reader knows as ours (COURRIERS, "How they are written").
INSTRUCTION = "Répondez simplement à ce message en écrivant ACCEPTE ou REFUSE."

# What each button prepares, before the reference: a complete answer in itself.
REPONSES = {
    "ACCEPTE": "ACCEPTE",
    "REFUSE": "REFUSE\r\n\r\nMotif : ",
    "CONTESTER": "CONTESTER\r\n\r\nExplication : ",
    "CORRIGER": "CORRIGER\r\n\r\nCe qu'il faut corriger : ",
}

# Of an encoded word, which may have 75 characters with its 12 of dressing.
MOT_ENCODE = 63
SIGNES_NUS = frozenset(string.ascii_letters + string.digits + "!*+-/")
IDENTIFIANT = re.compile(r"<[!-;=?-~]{1,248}>")
ADRESSE = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,255}")
FIL_MAXIMUM = 10
OBJET = 250


class GabaritsJinja:
    """The letters of a folder of templates, signed by one landlord's robot.

    `jeton_dans_adresse` is false where the mail server knows no plus-address:
    the token then travels in the subject of the prepared answers.
    """

    def __init__(
        self, dossier: Path, adresse: str, nom: str, *, jeton_dans_adresse: bool = True, fuseau: str = PARIS
    ) -> None:
        self._adresse = adresse
        self._nom = nom
        self._jeton_dans_adresse = jeton_dans_adresse
        self._fuseau = ZoneInfo(fuseau)
        self._texte = _environnement(dossier, fuseau, html=False)
        self._html = _environnement(dossier, fuseau, html=True)
        self._texte.globals.update(redaction.FORMES_TEXTE)
        self._html.globals.update(vars(self._html.get_template("_commun/formes.html").module))

    def composer(self, courrier: Courrier, message_id: str, maintenant: datetime) -> bytes:
        """The RFC 5322 bytes of a letter; ASCII, CRLF, the same for the same arguments.

        Raises CourrierImpossible when the template does not exist or asks for
        what the context does not say.
        """
        try:
            return self._composer(courrier, message_id, maintenant)
        except (TemplateError, AttributeError, LookupError, TypeError, ValueError) as defaut:
            raise CourrierImpossible(f"{courrier.gabarit} : {defaut}") from defaut

    def _composer(self, courrier: Courrier, message_id: str, maintenant: datetime) -> bytes:
        porte_le_jeton = courrier.jeton and self._jeton_dans_adresse
        reponse = avec_jeton(self._adresse, courrier.jeton) if porte_le_jeton else self._adresse
        contexte = {
            **redaction.rendre_inoffensif(courrier.contexte),
            "maintenant": maintenant.isoformat(),
            "liens": self._liens(courrier, reponse),
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
        return _multipart(entetes, message_id, texte, html)

    def _liens(self, courrier: Courrier, reponse: str) -> dict[str, str]:
        """The `mailto:` address of each button (RFC 6068): one press prepares an answer that says everything."""
        visible = not courrier.jeton or self._jeton_dans_adresse
        suite = courrier.reference if visible else f"{courrier.reference} {courrier.jeton}"
        return {
            mot: lien_mailto(reponse, f"{mot} {suite}", f"{debut}\r\n\r\nRéférence : {courrier.reference}\r\n")
            for mot, debut in REPONSES.items()
        }

    def _entetes(self, courrier: Courrier, objet: str, message_id: str, maintenant: datetime) -> list[tuple[str, str]]:
        entetes = [
            ("From", f"{_nom_affiche(self._expediteur(courrier))} <{self._adresse}>"),
            # An unusable address leaves the envelope alone to say where the letter goes.
            ("To", courrier.destinataire if ADRESSE.fullmatch(courrier.destinataire) else "undisclosed-recipients:;"),
            ("Subject", _encode(objet)),
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


def _environnement(dossier: Path, fuseau: str, *, html: bool) -> Environment:
    environnement = Environment(
        loader=FileSystemLoader(dossier),
        autoescape=html,  # noqa: S701 - the other environment writes plain text
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
        "insecable": redaction.insecable,
        "raccourcir": redaction.raccourcir,
        "paragraphes": _paragraphes,
    }
    environnement.globals |= {"heures_restantes": redaction.heures_restantes, "instruction": INSTRUCTION, "loi": loi}
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


def _encode(valeur: str) -> str:
    """A header value as encoded words when it is not ASCII, one to a line (RFC 2047, section 5)."""
    if valeur.isascii():
        return valeur
    mots = [""]
    for mot in re.findall(r"[^ ]* ?", valeur):
        signes = [_signe(caractere) for caractere in mot]
        # Break between words: some readers show a blank where two encoded words meet.
        if mots[-1] and len(mots[-1]) + sum(map(len, signes)) > MOT_ENCODE:
            mots.append("")
        for signe in signes:
            if len(mots[-1]) + len(signe) > MOT_ENCODE:
                mots.append("")
            mots[-1] += signe
    return "\r\n ".join(f"=?utf-8?q?{mot}?=" for mot in mots)


def _signe(caractere: str) -> str:
    if caractere in SIGNES_NUS:
        return caractere
    return "_" if caractere == " " else "".join(f"={octet:02X}" for octet in caractere.encode())


def _nom_affiche(nom: str) -> str:
    if not nom.isascii():
        return _encode(nom)
    echappe = nom.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{echappe}"'


def _fil(courrier: Courrier) -> list[tuple[str, str]]:
    """In-Reply-To and References; what is not shaped like a Message-ID stays out of our headers."""
    repond_a = [courrier.en_reponse_a] if IDENTIFIANT.fullmatch(courrier.en_reponse_a) else []
    fil = list(dict.fromkeys([*filter(IDENTIFIANT.fullmatch, courrier.fil), *repond_a]))[-FIL_MAXIMUM:]
    if not fil:
        return []
    return [("In-Reply-To", (repond_a or fil[-1:])[0]), ("References", "\r\n ".join(fil))]


def _multipart(entetes: list[tuple[str, str]], message_id: str, texte: str, html: str) -> bytes:
    # "=_" cannot occur in quoted-printable, where "=" comes before two hexadecimal digits or a line end.
    frontiere = f"=_{hashlib.sha256(message_id.encode()).hexdigest()[:32]}"
    tete = [
        *entetes,
        ("MIME-Version", "1.0"),
        ("Content-Type", f'multipart/alternative; boundary="{frontiere}"'),
    ]
    lignes = [f"{nom}: {valeur}" for nom, valeur in tete] + [""]
    for sous_type, contenu in (("plain", texte), ("html", html)):
        lignes += [
            f"--{frontiere}",
            f'Content-Type: text/{sous_type}; charset="utf-8"',
            "Content-Transfer-Encoding: quoted-printable",
            "",
            _quoted_printable(contenu),
        ]
    return "\r\n".join([*lignes, f"--{frontiere}--", ""]).encode("ascii")


def _quoted_printable(contenu: str) -> str:
    octets = contenu.replace("\n", "\r\n").encode()
    return binascii.b2a_qp(octets, istext=True).decode("ascii")
