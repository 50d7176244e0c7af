"""Calendar messages in the thread of an offer: a person's words among those of the programs."""

from __future__ import annotations

import pytest

from robot.reading.chaine import lire
from robot.reading.lecture import Nature, Sens
from tests.reading.ecrire import chaque, courriel

JETON = "v-2026-0042.1." + "a2b3c4d5e6f7" * 2 + "ab"
AUTRES = {voie: f"v-2026-0042.1.{voie}." + "a2b3c4d5e6f7" * 2 + "ab" for voie in ("c2", "d2", "g")}
DANS_LE_FIL = f"In-Reply-To: <offre.{JETON}.1@bailleur.example>"
VISITER = "Nous souhaitons visiter avant de nous prononcer."
EVENEMENT = (
    "BEGIN:VCALENDAR\nMETHOD:{methode}\nBEGIN:VEVENT\nSUMMARY;LANGUAGE=fr:Visite du T3\\, rue des Essais\n"
    "LOCATION:12 rue des\n  Essais\nDESCRIPTION:{description}\nEND:VEVENT\nEND:VCALENDAR"
)
PAR_GOOGLE = """\
Claire Martin a accepté cette invitation.

Visite du T3, rue des Essais
Quand : mar. 26 mai 2026 10:00 – 10:30
Qui : logement@viry.example

Invitation de Google Agenda : https://calendar.google.com/calendar/

Vous recevez cet e-mail car vous participez à l'événement."""
PAR_TEAMS = """\
________________________________________________________________________________
Réunion Microsoft Teams
Rejoindre la réunion : https://teams.example/l/meetup
ID de réunion : 312 456 789 01
Besoin d'aide ?
________________________________________________________________________________"""


def invitation(texte: str, methode: str = "REQUEST", *, entetes: str = DANS_LE_FIL, description: str = "") -> bytes:
    """What a mail program sends when one replies with a meeting."""
    evenement = EVENEMENT.format(methode=methode, description=description)
    corps = (
        f"--b\nContent-Type: text/plain; charset=utf-8\n\n{texte}\n"
        f"--b\nContent-Type: text/calendar; charset=utf-8; method={methode}\n\n{evenement}\n--b--"
    )
    return courriel(corps, type_mime='multipart/alternative; boundary="b"', entetes=entetes)


@pytest.mark.regle("R42", "R43", "C15")
@chaque(
    ("octets", "mots"),
    {
        "une réunion proposée en réponse": (invitation(f"Bonjour,\n\n{VISITER}\n\nCordialement"), VISITER),
        "les mêmes mots, répétés dans l'évènement": (invitation(VISITER, description=VISITER), VISITER),
        "un évènement publié": (invitation(VISITER, "PUBLISH"), VISITER),
        "un rendez-vous accepté, avec un mot": (invitation(VISITER, "REPLY"), VISITER),
        "une autre heure proposée": (invitation("Plutôt jeudi ?", "COUNTER"), "Plutôt jeudi ?"),
        "un mot de tous, entre ceux de Google": (
            invitation(f"{VISITER}\n\n{PAR_GOOGLE}", "REPLY"),
            VISITER,
        ),
        "un mot sous la phrase d'un programme": (
            invitation("Claire Martin a accepté cette invitation mais souhaite visiter avant", "REPLY"),
            "Claire Martin a accepté cette invitation mais souhaite visiter avant",
        ),
        "une question qui commence comme une phrase de programme": (
            invitation("En savoir plus sur le loyer avant de nous prononcer"),
            "En savoir plus sur le loyer avant de nous prononcer",
        ),
        "un mot avec une réunion en ligne": (invitation(f"{VISITER}\n{PAR_TEAMS}"), VISITER),
        "un mot court qui est dans un mot de l'évènement": (invitation("Site"), "Site"),
        "l'adresse de l'offre en copie": (
            invitation(VISITER, entetes=f"Cc: offres+{JETON}@bailleur.example"),
            VISITER,
        ),
        "un ménage": (invitation(VISITER, entetes=f"Cc: offres+{AUTRES['c2']}@bailleur.example"), VISITER),
    },
)
def test_les_mots_d_une_personne_dans_le_fil_d_une_offre_vont_a_une_personne(octets: bytes, mots: str):
    lue = lire(octets)
    attendue = (Sens.AMBIGU, f"un message d'agenda accompagne ces mots : {mots}")
    assert (lue.nature, lue.etape) == (Nature.REPONSE, "ecarter_l_agenda")
    assert [(decision.sens, decision.preuve) for decision in lue.decisions] == [attendue]


@pytest.mark.regle("C15")
@chaque(
    ("octets", "nature"),
    {
        "une invitation sans un mot": (invitation(""), Nature.AUTRE),
        "une politesse": (invitation("Bonjour,\n\nCordialement"), Nature.AUTRE),
        "une signature": (
            invitation("Bonjour,\n\nClaire Martin\nService logement\n04 50 00 00 00\n74580 Viry"),
            Nature.AUTRE,
        ),
        "le titre et le lieu de l'évènement": (
            invitation("Visite du T3, rue des Essais\n12 rue des Essais\nQuand : mardi 10 h"),
            Nature.AUTRE,
        ),
        "une réunion en ligne": (invitation(PAR_TEAMS), Nature.AUTRE),
        "un rendez-vous accepté par Google": (invitation(PAR_GOOGLE, "REPLY"), Nature.REPONSE_AUTOMATIQUE),
        "un rendez-vous accepté par Thunderbird": (
            invitation("Claire Martin <logement@viry.example> has accepted your event invitation.", "REPLY"),
            Nature.REPONSE_AUTOMATIQUE,
        ),
        "une réponse qui rend ce que l'invitation disait": (
            invitation("Commission du 20 mai, salle B", "REPLY", description="Commission du 20 mai\\, salle B"),
            Nature.REPONSE_AUTOMATIQUE,
        ),
        "des mots, hors de nos fils": (invitation(VISITER, entetes="In-Reply-To: <x@viry.example>"), Nature.AUTRE),
        "des mots, en réponse à un avis au gestionnaire": (
            invitation(VISITER, entetes=f"Cc: offres+{AUTRES['g']}@bailleur.example"),
            Nature.AUTRE,
        ),
        "des mots de la DDETS, qui n'a rien à décider": (
            invitation(VISITER, entetes=f"Cc: offres+{AUTRES['d2']}@bailleur.example"),
            Nature.AUTRE,
        ),
    },
)
def test_un_message_d_agenda_sans_les_mots_d_une_personne_garde_sa_nature(octets: bytes, nature: Nature):
    lue = lire(octets)
    assert (lue.nature, lue.decisions) == (nature, ())


def avec_une_piece(methode: str, objet: str, texte: str = "", *, type_mime: str = "text/calendar") -> bytes:
    """A message with the event as a file attached."""
    evenement = EVENEMENT.format(methode=methode, description="")
    corps = (
        f"--b\nContent-Type: text/plain; charset=utf-8\n\n{texte}\n"
        f'--b\nContent-Type: {type_mime}; name="invite.ics"\n'
        f'Content-Disposition: attachment; filename="invite.ics"\n\n{evenement}\n--b--'
    )
    return courriel(corps, objet=objet, type_mime='multipart/mixed; boundary="b"', entetes=DANS_LE_FIL)


@pytest.mark.regle("R42", "R43", "C15")
@chaque(
    "octets",
    {
        "un rendez-vous refusé": avec_une_piece("REPLY", "Refusé : [T3 à Viry] Offre de logement V-2026-0042"),
        "un rendez-vous accepté": avec_une_piece("REPLY", "Accepté : [T3 à Viry] Offre de logement V-2026-0042"),
        "une autre heure, et un mot": avec_une_piece("COUNTER", "Re: Offre V-2026-0042", "REFUSE"),
        "un fichier sans son type": avec_une_piece(
            "REPLY", "Refusé : [T3 à Viry] Offre V-2026-0042", type_mime="application/octet-stream"
        ),
    },
)
def test_une_reponse_d_agenda_jointe_ne_decide_pas_plus_qu_une_autre(octets: bytes):
    lue = lire(octets)
    assert (lue.nature, lue.etape) == (Nature.REPONSE, "ecarter_l_agenda")
    assert [decision.sens for decision in lue.decisions] == [Sens.AMBIGU]


@chaque(
    ("octets", "sens"),
    {
        "une invitation jointe à la décision": (avec_une_piece("REQUEST", "Re: Offre V-2026-0042", "REFUSE"), "refuse"),
        "une réponse d'agenda, sans décision": (
            avec_une_piece("REPLY", "Re: Offre V-2026-0042", "Bien reçu"),
            "ambigu",
        ),
    },
)
def test_un_evenement_joint_n_est_pas_un_message_d_agenda(octets: bytes, sens: str):
    lue = lire(octets)
    assert (lue.etape, [d.sens.value for d in lue.decisions]) == ("entendre_une_reponse", [sens])
