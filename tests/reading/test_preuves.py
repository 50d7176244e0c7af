"""Each decision and each doubt quotes the very words that made it, in French that an agent of a commune understands."""

from __future__ import annotations

import pytest

from robot.reading.lecture import Decision, Sens
from tests.reading.ecrire import chaque, lecture


def seule(texte: str, objet: str = "Re: Offre") -> Decision:
    (decision,) = lecture(texte, objet=objet).decisions
    return decision


@pytest.mark.regle("R42", "R43")
@chaque(
    ("texte", "mots"),
    {
        "rien": ("", "aucun texte nouveau"),
        "une réponse sous la signature": (
            "ACCEPTE\n\nCordialement,\nClaire\n\nPS : finalement non",
            "une réponse suit la signature",
        ),
        "une réponse sous la signature, et rien au-dessus": (
            "Bonjour,\n\nCordialement,\nClaire\n\nREFUSE",
            "une réponse suit la signature",
        ),
        "oui et non": ("ACCEPTE\nREFUSE", "oui et non : ACCEPTE / REFUSE"),
        "oui et non dans une phrase": ("Nous acceptons ce logement, nous refusons ce logement.", "oui et non"),
        "ce qui précède": (
            "La famille a répondu :\nACCEPTE",
            "ce qui précède la décision : La famille a répondu :",
        ),
        "la parole d'un autre, après un refus": (
            "REFUSE\nLa famille a dit :\nnous refusons.\nMerci.",
            "ce qui précède la décision : La famille a dit :",
        ),
        "la décision d'un autre": ("ACCEPTE\nD'après la famille", "la décision d'un autre ? : D'après la famille"),
        "un motif sans refus": ("ACCEPTE\nMotif : loyer", "un motif sans refus : Motif : loyer"),
        "une demande": ("ACCEPTE\nMerci de revoir le loyer", "une demande après l'accord : Merci de revoir le loyer"),
        "ce qui suit le mot": ("ACCEPTE\nPas de candidat.", "« pas » après l'accord : Pas de candidat."),
        "ce qui suit une formule": ("Avis favorable\nPas de candidat.", "ce qui suit l'accord : Pas de candidat."),
        "une demande après une formule": (
            "Avis favorable\nMerci de revoir le loyer",
            "une demande après l'accord : Merci de revoir le loyer",
        ),
        "ce qui suit un refus": (
            "REFUSE\nLa famille prépare ses cartons.",
            "ce qui suit le refus : La famille prépare ses cartons.",
        ),
        "oui et non d'un trait": (
            "Nous acceptons ce logement / nous refusons ce logement",
            "oui et non dans la même phrase",
        ),
        "un mot étranger": (
            "Avis favorable\nMerci, les travaux sont à prévoir",
            "« travaux » après l'accord : Merci, les travaux sont à prévoir",
        ),
        "aucune décision": ("Bonjour,\nLe loyer est cher", "aucune décision : Le loyer est cher"),
        "aucune décision, la salutation ensuite": ("Aucune idée.\nBonjour", "aucune décision : Aucune idée."),
        "un logement nommé en passant": (
            "Le logement V-2026-0042 est bien.\nNous acceptons.",
            "V-2026-0042 est nommé sans être clairement le logement de la décision",
        ),
        "plusieurs logements, une réponse": (
            "ACCEPTE\nV-2026-0042 : oui\nV-2026-0043 : non",
            "plusieurs logements nommés, sans dire lequel : ACCEPTE",
        ),
        "une phrase trop longue": ("ACCEPTE " + "vraiment " * 300, "phrase trop longue : ACCEPTE vraiment"),
        "une phrase trop longue sous le motif": (
            "REFUSE\nMotif : loyer\n" + "Le loyer est trop élevé pour nous, " * 18 + "finalement nous acceptons.",
            "phrase trop longue : Le loyer",
        ),
        "un motif de plus de quatre pages": (
            "REFUSE\nMotif :\n" + "\n".join([f"{'Le loyer est trop élevé pour nos demandeurs, ' * 6}hélas."] * 50),
            "trop long",
        ),
        "un texte trop long": ("Bonjour\n" * 60 + "ACCEPTE", "trop long"),
        "une négation": ("Sans nouvelles, nous acceptons ce logement", "négation avant la décision"),
        "une croix": ("ACCEPTE ❌", "un signe négatif : ACCEPTE ❌"),
        "un agenda": ("Refusé : Visite", "un refus d'agenda"),
        "un mot de décision mal employé": ("Nous n'avons pas dit : ACCEPTE", "« accepte » sans décision claire"),
    },
)
def test_un_doute_dit_sa_raison(texte: str, mots: str):
    decision = seule(texte)
    assert decision.sens is Sens.AMBIGU
    assert mots in decision.preuve


@chaque(
    ("texte", "preuves"),
    {
        "un logement sans réponse": (
            "V-2026-0042 : ACCEPTE\nV-2026-0043",
            ["V-2026-0042 : ACCEPTE", "nommé sans réponse"],
        ),
        "deux réponses contraires": (
            "V-2026-0042 : ACCEPTE\nV-2026-0042 : REFUSE\nV-2026-0043 : REFUSE",
            ["oui et non : V-2026-0042 : ACCEPTE", "V-2026-0043 : REFUSE"],
        ),
        "la parole d'un autre": (
            "V-2026-0042 : REFUSE\nV-2026-0043 : le candidat refuse",
            ["V-2026-0042 : REFUSE", "« refuse » sans décision claire : V-2026-0043 : le candidat refuse"],
        ),
        "un logement refusé, comparé à un autre": (
            "Nous refusons le V-2026-0042 : son loyer dépasse celui du V-2026-0043.",
            ["plusieurs logements, et une décision avant le dernier : Nous refusons le V-2026-0042 : son loyer dépasse celui du V-2026-0043."] * 2,
        ),
    },
)  # fmt: skip
def test_chaque_logement_a_sa_preuve(texte: str, preuves: list[str]):
    assert [decision.preuve for decision in lecture(texte).decisions] == preuves


def test_ce_qu_on_cite_et_ce_qu_on_retient_reste_court():
    """Both go in letters and in a table."""
    assert len(seule("Nous refusons ce logement car " + "le loyer, " * 45).preuve) < 400
    assert (
        len(seule("REFUSE\nMotif : " + "\n".join(["le loyer est bien trop élevé pour nous."] * 50)).motif or "") < 1500
    )
    assert seule("REFUSE " + "." * 300 + " trop cher").preuve.count(".") < 20
