"""What the tests of attachments are made with: a letter, a table, an invitation, a message received."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from robot.adapters import mime
from robot.adapters.pieces.piece import PieceFaite

MAINTENANT = datetime(2026, 5, 22, 7, 14, tzinfo=UTC)
NUD = "074260301234574001"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

OBJET = "[T3 à Viry · réponse avant le 5 juin] Proposition de logement {{ reference }}\n"
TEXTE = """\
Merci de nous répondre avant le {{ dernier_jour | minuit }}.

{{ titre("Le logement") }}

{{ tableau([["Adresse", adresse], ["Loyer", loyer], ["Absent", ""], ["Motif", motif]]) }}

{{ boutons(liens, "OUI", "NON") }}

{% if motif %}
{{ citation(motif) }}
{% endif %}

- une pièce d'identité
- un avis d'imposition

{% if papier %}
Renvoyez cette lettre signée.
{% else %}
Répondez à ce message.
{% endif %}
"""
CONTEXTE = {
    "bailleur": {
        "nom": "Mont-Blanc Habitat",
        "service": "service des attributions",
        "telephone": "04 50 00 00 00",
        "adresse": "robot@montblanc.example",
    },
    "reference": "V-2026-0042",
    "dernier_jour": "2026-06-05",
    "adresse": "12 rue de l'Œuvre, 74580 Viry",
    "loyer": "1\N{NARROW NO-BREAK SPACE}512,30\N{NARROW NO-BREAK SPACE}€",
    "motif": "",
}
LETTRE: dict[str, Any] = {
    "gabarit": "essai",
    "contexte": CONTEXTE,
    "destinataire": {"nom": "Mme Zofia ŁUKASZEWICZ", "adresse": "Bât. C, 12 bis rue de l'Église, 74580 Viry"},
    "date": "2026-05-22",
    "lieu": "Annecy",
}
TABLE: dict[str, Any] = {
    "reference": "V-2026-0042",
    "logement": "T3 à Viry, 12 rue de l'Église",
    "candidats": 3,
    "dernier_jour": "2026-06-16",
}
INVITATION: dict[str, Any] = {
    "uid": "V-2026-0042-caleol-1@montblanc.example",
    "sequence": 0,
    "debut": "2026-06-18T14:30:00+02:00",
    "fin": "2026-06-18T15:30:00+02:00",
    "titre": "CALEOL : T3 à Viry (V-2026-0042)",
    "lieu": "Annecy, salle « Le Léman » ; 3e étage",
    "description": "Commission d'attribution.\nUn candidat.",
    "organisateur": {"nom": "Mont-Blanc Habitat", "adresse": "robot@montblanc.example"},
    "participants": [{"nom": "Commune de Viry", "adresse": "logement@viry.example"}],
    "annule": False,
}
SNE: dict[str, Any] = {"titres": ["NUD", "Action", "Motif"], "lignes": [[NUD, "radiation", "bail signé"]]}

RECU = b"%PDF-1.4\r\n\x00\xff piece d'un candidat \n"


def message_recu(nom: str = "avis d'imposition.pdf", type_mime: str = "application/pdf") -> bytes:
    """A réservataire's message that carries one file."""
    recu = EmailMessage()
    recu["From"], recu["Subject"] = "logement@viry.example", "pièces"
    recu.set_content("Voici ses justificatifs.")
    principal, _, sous_type = type_mime.partition("/")
    recu.add_attachment(RECU, maintype=principal, subtype=sous_type, filename=nom)
    return recu.as_bytes()


def relire(*jointes: PieceFaite) -> EmailMessage:
    octets = mime.message([("Subject", "essai")], "<1@robot.example>", "Bonjour à tous\n", "<p>Bonjour</p>\n", jointes)
    assert octets.isascii()
    assert all(len(ligne) <= 998 for ligne in octets.split(b"\r\n"))
    lu = message_from_bytes(octets, policy=policy.default)
    assert isinstance(lu, EmailMessage)
    for partie in lu.walk():
        assert not partie.defects
        assert not any(getattr(partie[nom], "defects", ()) for nom in partie)
    return lu
