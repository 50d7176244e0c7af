"""Messages written by hand for the hard cases, and the gestures around them."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from robot.domain.dossier import Dossier
from robot.domain.stimuli import Ordre, Verbe
from robot.etapes.ordres import executer
from robot.ports import Enveloppe
from tests.monde import Monde

VIRY, ALS = "civil@viry74.example", "offres@als.example"
GESTION, ADMIN = "gestion@bailleur.example", "admin@bailleur.example"


def ordonner(monde: Monde, ref: str, verbe: Verbe, **k: Any) -> Dossier:
    """A gestionnaire's order, now."""
    return executer(
        monde.robot, ref, Ordre(le=monde.horloge.maintenant(), verbe=verbe, par="Claude", motif="essai", **k)
    )


def offrir(monde: Monde) -> tuple[str, Enveloppe]:
    """Release a dwelling and send its offer."""
    ref = monde.liberer()
    monde.passer()
    monde.passer()
    return ref, monde.courriers(gabarit="offre")[-1]


def dsn(
    offre: Enveloppe,
    action: str,
    statut: str,
    *,
    a: str | None = None,
    rendu: bool = True,
    de: str = "MAILER-DAEMON@mx.viry74.example",
) -> bytes:
    """A delivery report on that letter; `rendu`: it returns our headers."""
    o: Any = message_from_bytes(offre.octets, policy=policy.default)
    lignes = [
        f"From: {de}",
        f"To: {a or offre.retour}",
        "Subject: rapport",
        f"Message-ID: <r.{action}.{statut}@mx>",
        "Auto-Submitted: auto-replied",
        "MIME-Version: 1.0",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
        "",
        "--b",
        "Content-Type: text/plain",
        "",
        "rapport de remise",
        "--b",
        "Content-Type: message/delivery-status",
        "",
        "Reporting-MTA: dns; mx",
        "",
        f"Final-Recipient: rfc822; {offre.destinataire}",
        f"Action: {action}",
        f"Status: {statut}",
        "",
    ]
    if rendu:
        lignes += ["--b", "Content-Type: text/rfc822-headers", "", f"Message-ID: {o['Message-ID']}", "Subject: x", ""]
    return "\r\n".join([*lignes, "--b--", ""]).encode()


def courriel(de: str, a: str, objet: str, corps: str, **entetes: str) -> bytes:
    """A message written from nothing."""
    m = EmailMessage()
    m["From"], m["To"], m["Subject"] = de, a, objet
    m["Message-ID"] = entetes.pop("mid", f"<{abs(hash((de, objet, corps)))}@x.test>")
    for nom, valeur in entetes.items():
        m[nom.replace("_", "-")] = valeur
    m.set_content(corps)
    return m.as_bytes()


def texte_de(octets: bytes) -> str:
    """The text part of a letter, with ordinary spaces."""
    corps = message_from_bytes(octets, policy=policy.default).get_body(("plain",))
    assert corps is not None
    texte: str = corps.get_content()
    return texte.replace("\N{NO-BREAK SPACE}", " ")


def entete_de(octets: bytes, nom: str) -> str:
    """A header of a message, as written."""
    return str(message_from_bytes(octets)[nom])
