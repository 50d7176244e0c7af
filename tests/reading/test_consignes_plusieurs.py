"""Several orders in one message, several dwellings, second thoughts, candidates below COMPLETER; and whatever comes."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from robot.domain.stimuli import Verbe
from robot.reading.consignes.lecture import lire_consignes
from robot.reading.consignes.lues import Consigne, Demande, Incomprise, Lue

LUNDI = date(2026, 3, 2)
FIL = "V-2026-0042"


def lire(texte: str, reference: str | None = FIL) -> tuple[Lue, ...]:
    return lire_consignes(texte, reference=reference, aujourd_hui=LUNDI)


def seule(texte: str, reference: str | None = FIL) -> Lue:
    (lue,) = lire(texte, reference)
    return lue


def dits(texte: str, reference: str | None = FIL) -> list[tuple[str | None, str]]:
    """Each line's dwelling, and its verb when it is obeyed, else « ? »."""
    return [
        (
            lue.reference,
            lue.verbe.en_clair if isinstance(lue, Consigne) else lue.quoi if isinstance(lue, Demande) else "?",
        )
        for lue in lire(texte, reference)
    ]


def phrase(texte: object) -> str:
    return " / ".join(str(texte).splitlines())[:100] or "rien"


# --- several orders, several dwellings ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("texte", "reference", "attendus"),
    [
        pytest.param("OUI 1 ; NON 2 : trop loin", FIL, [(FIL, "OUI"), (FIL, "NON")], id="deux ordres sur une ligne"),
        pytest.param("1. OUI 2\n2. NON 1 trop cher", FIL, [(FIL, "OUI"), (FIL, "NON")], id="une liste numérotée"),
        pytest.param("SUIVANT", None, [(None, "?")], id="à la synthèse : quel logement ?"),
        pytest.param("SUIVANT V-2026-0042", None, [(FIL, "SUIVANT")], id="la référence après le verbe"),
        pytest.param("DELAI 5 V-2026-0042", None, [(FIL, "DELAI")], id="la référence après le nombre"),
        pytest.param("ATTRIBUE 1 pour V-2026-0042", None, [(FIL, "ATTRIBUE")], id="la référence en fin de ligne"),
        pytest.param("ANNULER doublon de V-2026-0043", None, [(None, "?")], id="une référence dans le motif"),
        pytest.param(
            "ANNULER V-2026-0042 doublon de V-2026-0043", None, [(FIL, "ANNULER")], id="la sienne, et une dans le motif"
        ),
        pytest.param(
            "V-2026-0042 DELAI 5\nV-2026-0043 : SUIVANT",
            None,
            [(FIL, "DELAI"), ("V-2026-0043", "SUIVANT")],
            id="un par ligne",
        ),
        pytest.param(
            "V-2026-0042\nOUI 1\nNON 2 trop loin\n\nLogement V-2026-0043 :\nSUIVANT",
            None,
            [(FIL, "OUI"), (FIL, "NON"), ("V-2026-0043", "SUIVANT")],
            id="un titre au-dessus de plusieurs ordres",
        ),
        pytest.param(
            "V-2026-0042\nDELAI 5 V-2026-0043\nOUI 1",
            None,
            [("V-2026-0043", "DELAI"), (None, "?")],
            id="une ligne nomme un autre logement que le titre : la suivante n'est plus sûre",
        ),
        pytest.param("V-2026-0042 et V-2026-0043 :\nSUIVANT", None, [(None, "?")], id="un titre pour deux logements"),
        pytest.param("V-2026-0042 ;\nSUIVANT", None, [(FIL, "SUIVANT")], id="un titre suivi d'un point-virgule"),
        pytest.param(
            "SUIVANT\nRéférence : V-2026-0042", None, [(FIL, "SUIVANT")], id="le titre au-dessous, comme nos boutons"
        ),
        pytest.param("SUIVANT\nV-2026-0042\nV-2026-0043", None, [(None, "?")], id="deux titres au-dessous : lequel ?"),
        pytest.param("AIDE", None, [(None, "aide")], id="l'aide"),
        pytest.param("Aide svp ?", FIL, [(FIL, "aide")], id="l'aide, demandée poliment"),
        pytest.param("ETAT", FIL, [(FIL, "etat")], id="l'état du logement du fil"),
        pytest.param("État V-2026-0043", FIL, [("V-2026-0043", "etat")], id="l'état d'un autre logement"),
        pytest.param("V-2026-0043 : état", None, [("V-2026-0043", "etat")], id="la référence d'abord"),
        pytest.param("SUIVANT\nSUIVANT", FIL, [(FIL, "SUIVANT")], id="le même ordre redit ne compte qu'une fois"),
        pytest.param("SUIVANT\nsuivant.", FIL, [(FIL, "SUIVANT")], id="redit autrement"),
    ],
)
def test_a_chaque_ordre_son_logement(texte: str, reference: str | None, attendus: list[tuple[str | None, str]]):
    assert dits(texte, reference) == attendus


@pytest.mark.regle("R14")
@pytest.mark.parametrize(
    "texte",
    [
        "SUIVANT\nANNULER travaux",
        "SUIVANT\nANNULER",
        "SUIVANT : a\nSUIVANT : b",
        "DELAI 5\nDELAI 8",
        "DELAI 5\nRECHERCHE",
        "DELIA 5\nSUIVANT",
        "ACCEPTE\nREFUSE",
        "ACCEPTE ; REFUSE",
        "ATTRIBUE 1\nATTRIBUE 2",
        "ATTRIBUE 1\nCLASSE 1 2",
        "ATTRIBUE 1\nNON ATTRIBUE 1 : revenus",
        "CLASSE 1 2\nREJETE 2 : dossier vide",
        "CONDITION 1 : pièces\nATTRIBUE 1",
        "OUI 1\nNON 1 : trop loin",
        "OUI 1\nRETIRER 1 : parti",
        "OUI 1\nNON",
        "OUI 1\nOUI",
        "NON 1 : trop loin\nREPROPOSER 1",
        "REMIS 1 27/02/2026 LRAR\nREMIS 1 26/02/2026 LRAR",
        "ANNULER : vendu\nCOMMISSION 12/03/2026 14h30 Annecy",
        "SUIVANT\nOUI 1",
        "COMMISSION 12/03/2026 14h30 Annecy\nCOMMISSION 13/03/2026 14h30 Annecy",
        "BAIL 15/04/2026\nANNULER : vendu",
        "BAIL 15/04/2026\nBAIL 16/04/2026",
        "PRESENTER\nDELAI 5",
    ],
    ids=phrase,
)
def test_deux_ordres_contraires_ne_sont_obeis_ni_l_un_ni_l_autre(texte: str):
    assert {dit for _, dit in dits(texte)} == {"?"}


def test_un_ordre_sans_logement_retient_ses_contraires():
    assert dits("V-2026-0042 SUIVANT\nANNULER travaux", None) == [(FIL, "?"), (None, "?")]


@pytest.mark.parametrize(
    "texte",
    [
        "OUI 1\nNON 2 : trop loin",
        "OUI 1\nNON 2",
        "ATTRIBUE 1\nNON ATTRIBUE 2 : revenus\nREJETE 3 : dossier vide",
        "OUI 1\nATTRIBUE 1",
        "NON 1 : trop loin\nSUIVANT",
        "ANNULER : vendu\nSNE TOUT",
        "SNE 3\nOUI 3",
        "V-2026-0042 SUIVANT\nV-2026-0043 ANNULER : vendu",
    ],
    ids=phrase,
)
def test_des_ordres_qui_vont_ensemble_restent(texte: str):
    reference = None if texte.startswith("V-") else FIL
    assert all(dit != "?" for _, dit in dits(texte, reference)[:1])
    assert not any("contredit" in lue.conseil for lue in lire(texte, reference) if isinstance(lue, Incomprise))


@pytest.mark.parametrize(
    "phrase_ajoutee",
    [
        "Finalement non.", "NB : le maire a changé d'avis", "ou bien RENVOYER", "le maire dit REFUSE", "Attendez mon feu vert.", "Non, ne faites rien.", "Non", "Sauf si le maire répond.",
        "Est-ce bien ce qu'il faut écrire ?", "Je me suis trompé de dossier.", "Oubliez ce message", "Ne passez pas au suivant",
        "Ceci est un essai", "Je ne veux pas aller plus loin", "pas encore", "Mais à confirmer", "Voici un exemple :",
        "Faut-il écrire ceci :", "plutôt ANNULER", "V-2026-0042 finalement non",
    ],
    ids=phrase,
)  # fmt: skip
@pytest.mark.parametrize("forme", ["{0}\n{1}", "{1}\n{0}"], ids=["après", "avant"])
def test_une_phrase_qui_fait_douter_retient_tout(phrase_ajoutee: str, forme: str):
    lues = lire(forme.format("SUIVANT", phrase_ajoutee))
    assert lues
    assert not any(isinstance(lue, Consigne) for lue in lues)


# --- COMPLETER ---------------------------------------------------------------------------------------

UN, DEUX = "074260301234574001\tMme DUPONT Marie\tDALO", "2) 074260301234574002 ; M. Jean ; 06 12 34 56 78"


@pytest.mark.regle("R46")
@pytest.mark.parametrize(
    ("texte", "candidats", "suite"),
    [
        pytest.param(f"COMPLETER\n{UN}\n{DEUX}", f"{UN}\n{DEUX}", 0, id="les lignes qui suivent, telles quelles"),
        pytest.param(f"COMPLETER :\n\n{UN}\n\n{DEUX}\n\nCordialement", f"{UN}\n\n{DEUX}", 0, id="des lignes vides"),
        pytest.param(f"Compléter\n{UN}\n\nPRESENTER", UN, 1, id="jusqu'à l'ordre suivant"),
        pytest.param(f"COMPLETER\n{UN}\n\nDelai", UN, 1, id="même mal écrit"),
        pytest.param("COMPLETER 074260301234574001 Mme X", "074260301234574001 Mme X", 0, id="sur la même ligne"),
        pytest.param(
            f"COMPLETER\n{UN}\nprésenté par le CCAS",
            f"{UN}\nprésenté par le CCAS",
            0,
            id="une remarque qui commence par un verbe",
        ),
        pytest.param("COMPLETER", "", 0, id="le tableau est joint"),
        pytest.param("COMPLETER\n\nCordialement", "", 0, id="rien d'autre qu'une politesse"),
    ],
)
def test_les_candidats_suivent_completer(texte: str, candidats: str, suite: int):
    premiere, *autres = lire(texte)
    assert isinstance(premiere, Consigne), premiere
    assert premiere.candidats_texte == candidats
    assert len(autres) == suite


@pytest.mark.parametrize(
    "texte",
    [
        f"COMPLETER\n{UN}\nSUIVANT",
        f"COMPLETER\n{UN}\nsuivant",
        f"COMPLETER\n{UN}\nDELAI 5",
        f"COMPLETER\n{UN}\nFinalement non",
        f"COMPLETER\n{UN}\nPouvez-vous vérifier ?",
    ],
    ids=phrase,
)
def test_un_ordre_ou_un_repentir_dans_la_liste_la_retient(texte: str):
    assert isinstance(seule(texte), Incomprise)


# --- whatever comes ----------------------------------------------------------------------------------

MOTS = st.sampled_from(
    [v.en_clair for v in Verbe]
    + ["AIDE", "ETAT", "V-2026-0042", "V-2026-0043", "1", "2", "12/03/2026", "14h30", "Annecy", "motif", ":", ";", ">"]
    + [
        "\n",
        "\n\n",
        "pas",
        "si",
        "?",
        "Motif :",
        "5 jours",
        "074260301234574001",
        "merci",
        "-",
        "œ",
        "\u202e",
        "İ",
        "ﬁ",
    ]
)


@given(st.lists(MOTS, max_size=25).map(" ".join), st.sampled_from([FIL, None]))
def test_rien_n_est_jamais_invente(texte: str, reference: str | None):
    for lue in lire(texte, reference):
        assert isinstance(lue, Consigne | Incomprise | Demande)
        if isinstance(lue, Consigne):
            assert lue.reference == reference or (reference is None and lue.reference in texte)
            assert all(str(numero) in texte for numero in lue.numeros)
            assert str(lue.jours or "") in texte
            assert lue.verbe.en_clair.split()[0] in lue.ligne


@given(st.text(max_size=300))
def test_aucun_texte_ne_fait_tomber_la_lecture(texte: str):
    assert isinstance(lire(texte), tuple)


@pytest.mark.parametrize(
    "motif",
    ["SUIVANT ;", "V-2026-0042 ", "pour le logement ", "- ", "1 > ", "SUIVANT\n", "12/03/2026 ", "x" * 61 + "\n", "."],
)
def test_un_texte_enorme_se_lit_vite(motif: str):
    assert lire((motif * 60_000)[:60_000]) is not None
    trop = seule("SUIVANT\n" + "x\n" * 40_000)
    assert isinstance(trop, Incomprise)
