"""What French replies decide, sentence by sentence. A wrong decision is worse than ten questions."""

from __future__ import annotations

import pytest

from robot.reading.chaine import lire
from robot.reading.lecture import Nature, Sens
from tests.reading.ecrire import OFFRE, OFFRE_CITEE, chaque, courriel, deux_versions, dit, lecture, page
from tests.reading.phrases_decisives import ACCORDS, REFUS
from tests.reading.phrases_douteuses import DOUTES
from tests.reading.phrases_pieges import PIEGES

SANS_DECISION = (*DOUTES, *PIEGES)


def phrase(texte: str) -> str:
    return " / ".join(texte.split())[:110].replace(" / ", " ")


def sens(texte: str) -> set[str]:
    lue = lecture(texte)
    assert lue.nature is Nature.REPONSE
    return {decision.sens.value for decision in lue.decisions}


@pytest.mark.regle("R42")
@pytest.mark.parametrize("texte", ACCORDS, ids=phrase)
def test_est_un_accord(texte: str):
    assert sens(texte) == {"accepte"}


@pytest.mark.regle("R42", "R44")
@pytest.mark.parametrize("texte", REFUS, ids=phrase)
def test_est_un_refus(texte: str):
    assert sens(texte) == {"refuse"}


@pytest.mark.regle("R43", "C15")
@pytest.mark.parametrize("texte", SANS_DECISION, ids=phrase)
def test_revient_a_une_personne(texte: str):
    assert sens(texte) == {"ambigu"}


@pytest.mark.parametrize("texte", [*ACCORDS, *REFUS, *SANS_DECISION], ids=phrase)
def test_la_citation_de_l_offre_ne_change_rien(texte: str):
    attribution = "Le mar. 19 mai 2026 à 10:02, Bailleur <robot@bailleur.example> a\nécrit :"
    assert sens(f"{texte}\n\n{attribution}\n\n{OFFRE_CITEE}") == sens(texte)


@pytest.mark.parametrize("texte", SANS_DECISION, ids=phrase)
def test_l_offre_recopiee_sans_marque_ne_decide_pas(texte: str):
    assert sens(f"{texte}\n\n{OFFRE}") == {"ambigu"}


def test_l_offre_seule_ne_repond_rien():
    assert sens(OFFRE) == {"ambigu"}
    assert sens("Bien reçu, merci.\n\n" + OFFRE) == {"ambigu"}


# --- the motive -------------------------------------------------------------------------------------


@pytest.mark.regle("R44", "R92")
@pytest.mark.parametrize(
    ("texte", "motif", "categorie"),
    [
        ("REFUSE\nMotif : Pas de candidat\nRéférence : V-2026-0042", "Pas de candidat", "pas_de_candidat"),
        ("REFUSE : loyer trop élevé", "loyer trop élevé", "loyer"),
        ("REFUS – typologie trop grande", "typologie trop grande", "typologie"),
        ("Nous refusons car le T2 est trop petit.", "le T2 est trop petit", "typologie"),
        ("Refusé, 4e étage sans ascenseur", "4e étage sans ascenseur", "etage"),
        ("Avis défavorable : quartier déjà en difficulté", "quartier déjà en difficulté", "localisation"),
        ("REFUSE.\n\nLe logement n’est pas accessible PMR.", "Le logement n’est pas accessible PMR", "autre"),
        ("Nous refusons en raison de la proximité de la gare", "proximité de la gare", "localisation"),
        ("REFUSE\nMotif : les candidats ont refusé ce secteur", "les candidats ont refusé ce secteur", "localisation"),
        ("REFUSE", None, None),
        ("REFUSE\nMotif :\nRéférence : V-2026-0042", None, None),
        ("Refusé, merci", None, None),
        (
            "REFUSE\nMotif : loyer\nLes candidats refusent ce quartier.",
            "loyer Les candidats refusent ce quartier.",
            "loyer",
        ),
        ("REFUSE\nMotif :\nTrop cher.", "Trop cher", "loyer"),
        ("Après échange avec l'élue, avis défavorable.", None, None),
        ("Bonjour, pas de candidat : refus.", "pas de candidat", "pas_de_candidat"),
        ("Bonjour, faute de candidat, nous refusons.", "faute de candidat", "pas_de_candidat"),
        ("(Pas de candidat : refus)", "Pas de candidat", "pas_de_candidat"),
        ("Nous refusons ce logement car le délai est trop court", "le délai est trop court", "autre"),
        ("REFUSE\nEn cas de refus, indiquez le motif en quelques mots.", None, None),
        ("REFUSE\nMotif :\nTrop cher.\nMotif : loin", "loin", "localisation"),
        ("REFUSE\nTrop loin.\nMotif : loyer.\nPas de bus.", "loyer Pas de bus.", "loyer"),
        ("REFUSE\nMerci pour tout.\nTrop cher.", "Trop cher", "loyer"),
        ("REFUSE\nMerci de votre envoi", None, None),
        (
            "Nous n'avons aucun candidat.\nPlus de budget.\nNous refusons.",
            "Nous n'avons aucun candidat. Plus de budget",
            "pas_de_candidat",
        ),
        ("Il fait beau, pas chaud.\nNous refusons.", None, None),
        ("Le loyer serait trop cher.\nNous refusons ce logement.", "Le loyer serait trop cher", "loyer"),
        (
            "Nous refusons ce logement, dont le loyer dépasse de loin\n5 fois nos plafonds.",
            "dont le loyer dépasse de loin 5 fois nos plafonds",
            "loyer",
        ),
    ],
    ids=lambda valeur: phrase(valeur) if valeur else "aucun",
)
def test_le_motif_est_dans_les_mots_de_la_personne(texte: str, motif: str | None, categorie: str | None):
    (decision,) = lecture(texte).decisions
    assert (decision.sens, decision.motif, decision.categorie) == (Sens.REFUSE, motif, categorie)


@pytest.mark.parametrize("mot", ["CONTESTER", "CORRIGER", "contestons", "rectifier", "annuler"])
def test_une_objection_est_citee_en_preuve(mot: str):
    (decision,) = lecture(f"{mot}\n\nRéférence : V-2026-0042").decisions
    assert (decision.sens, decision.preuve) == (Sens.AMBIGU, mot.upper())


# --- several dwellings ------------------------------------------------------------------------------


@chaque(
    ("texte", "attendu"),
    {
        "une ligne par logement": (
            "V-2026-0042 : ACCEPTE\nV-2026-0043 : REFUSE, loyer trop élevé",
            [("V-2026-0042", "accepte"), ("V-2026-0043", "refuse")],
        ),
        "deux logements sur une ligne, référence d'abord": (
            "V-2026-0042 : ACCEPTE, V-2026-0043 : REFUSE",
            [("V-2026-0042", "accepte"), ("V-2026-0043", "refuse")],
        ),
        "la référence en titre": (
            "V-2026-0042 :\nACCEPTE\n\nV-2026-0043 :\nREFUSE",
            [("V-2026-0042", "accepte"), ("V-2026-0043", "refuse")],
        ),
        "deux phrases": (
            "Nous acceptons le logement V-2026-0042.\nNous refusons le logement V-2026-0043.",
            [("V-2026-0042", "accepte"), ("V-2026-0043", "refuse")],
        ),
        "un logement décidé, l'autre nommé sans réponse": (
            "V-2026-0042 : ACCEPTE\nV-2026-0043 : à voir avec le maire",
            [("V-2026-0042", "accepte"), ("V-2026-0043", "ambigu")],
        ),
        "deux réponses contraires pour le même": (
            "V-2026-0042 : ACCEPTE\nV-2026-0042 : REFUSE\nV-2026-0043 : REFUSE",
            [("V-2026-0042", "ambigu"), ("V-2026-0043", "refuse")],
        ),
        "le mot toujours avant sa référence": (
            "ACCEPTE V-2026-0042, REFUSE V-2026-0043",
            [("V-2026-0042", "accepte"), ("V-2026-0043", "refuse")],
        ),
        "un verbe par logement, dans une phrase": (
            "Nous acceptons le logement V-2026-0042 et refusons le V-2026-0043.",
            [("V-2026-0042", "accepte"), ("V-2026-0043", "refuse")],
        ),
        "les deux, quand les deux sont nommés": (
            "Pour V-2026-0042 et V-2026-0043 : nous acceptons les deux.",
            [("V-2026-0042", "accepte"), ("V-2026-0043", "accepte")],
        ),
        "des traits d'union typographiques": (
            "V\u20112026\u20110042 : accepté, V\u20112026\u20110043 : refusé",
            [("V-2026-0042", "accepte"), ("V-2026-0043", "refuse")],
        ),
        "la référence après le mot : on demande": (
            "ACCEPTE\nRéférence : V-2026-0042\nREFUSE\nRéférence : V-2026-0043",
            [(None, "ambigu")],
        ),
        "le message préparé par le bouton": ("ACCEPTE\nRéférence : V-2026-0042", [("V-2026-0042", "accepte")]),
        "un mot seul ne vaut que pour le fil": ("ACCEPTE", [(None, "accepte")]),
        "un autre logement est évoqué": ("ACCEPTE\nLe T4 V-2026-0050 visité hier était bien.", [(None, "ambigu")]),
        "le bien annoncé d'une ligne": ("Pour l'offre V-2026-0042 :\nACCEPTE", [("V-2026-0042", "accepte")]),
        "les trois, quand les trois sont nommés": (
            "V-2026-0042, V-2026-0043 et V-2026-0044 : nous refusons tous les trois",
            [("V-2026-0042", "refuse"), ("V-2026-0043", "refuse"), ("V-2026-0044", "refuse")],
        ),
        "deux logements devant le mot": (
            "V-2026-0042 V-2026-0043 : ACCEPTE",
            [("V-2026-0042", "accepte"), ("V-2026-0043", "accepte")],
        ),
        "deux logements liés devant le mot": (
            "V-2026-0042 et V-2026-0043 : ACCEPTE",
            [("V-2026-0042", "accepte"), ("V-2026-0043", "accepte")],
        ),
        "une liste numérotée": (
            "1) V-2026-0042 : ACCEPTE\n2) V-2026-0043 : REFUSE",
            [("V-2026-0042", "accepte"), ("V-2026-0043", "refuse")],
        ),
        "une puce devant le mot": ("1° ACCEPTE", [(None, "accepte")]),
        "un motif, puis la parole d'un candidat pour l'autre bien": (
            "V-2026-0042 : REFUSE\nMotif : loyer\nV-2026-0043 : le candidat refuse",
            [("V-2026-0042", "refuse"), ("V-2026-0043", "ambigu")],
        ),
        "un verbe par logement, séparés par « mais »": (
            "Nous acceptons le logement V-2026-0042 mais refusons le V-2026-0043",
            [("V-2026-0042", "accepte"), ("V-2026-0043", "refuse")],
        ),
    },
)
def test_une_decision_par_logement_nomme(texte: str, attendu: list[tuple[str | None, str]]):
    assert dit(courriel(texte)) == attendu


# --- the subject ------------------------------------------------------------------------------------


@chaque(
    ("objet", "corps", "attendu"),
    {
        "objet seul, corps vide": ("ACCEPTE V-2026-0042", "", [("V-2026-0042", "accepte")]),
        "objet seul, signature": ("REFUSE V-2026-0042", "Cordialement\nClaire", [("V-2026-0042", "refuse")]),
        "mot ajouté devant l'objet": ("ACCEPTE - Re: Offre V-2026-0042", "", [(None, "accepte")]),
        "mot ajouté devant notre objet": (
            "REFUSE [T3 à Viry · réponse avant mar. 24 juin] Offre",
            "",
            [(None, "refuse")],
        ),
        "réponse à une réponse": ("Re: ACCEPTE V-2026-0042", "", [(None, "ambigu")]),
        "le corps hésite": ("ACCEPTE V-2026-0042", "Finalement nous refusons.", [(None, "ambigu")]),
        "l'objet et le corps se contredisent": ("ACCEPTE V-2026-0042", "REFUSE", [(None, "ambigu")]),
        "le corps dit autre chose": ("ACCEPTE V-2026-0042", "Merci de me rappeler", [(None, "ambigu")]),
        "un objet qui parle d'autre chose": ("Refus de la pièce jointe", "", [(None, "ambigu")]),
        "le corps salue et remercie": ("REFUSE V-2026-0042", "Bonjour,\n\nMerci.", [("V-2026-0042", "refuse")]),
        "le corps recopie notre consigne": (
            "REFUSE V-2026-0042",
            "Bonjour,\n\nRépondez simplement à ce message en écrivant ACCEPTE ou REFUSE.",
            [("V-2026-0042", "refuse")],
        ),
        "un repentir sous la signature": (
            "ACCEPTE V-2026-0042",
            "Cordialement,\nClaire\n\nPS : finalement non",
            [(None, "ambigu")],
        ),
        "le même mot, puis un repentir sous la signature": (
            "ACCEPTE V-2026-0042",
            "ACCEPTE\n\nCordialement,\nClaire\n\nPS : finalement non",
            [(None, "ambigu")],
        ),
        "le corps dit oui et non": ("ACCEPTE V-2026-0042", "ACCEPTE\nREFUSE", [(None, "ambigu")]),
        "deux logements nommés, sans dire lequel": (
            "ACCEPTE",
            "ACCEPTE\nV-2026-0042 : oui\nV-2026-0043 : non",
            [(None, "ambigu")],
        ),
    },
)
def test_l_objet_ne_decide_que_seul(objet: str, corps: str, attendu: list[tuple[str | None, str]]):
    assert dit(courriel(corps, objet=objet)) == attendu


# --- two versions, signatures, hidden words ---------------------------------------------------------


def test_le_texte_et_la_page_se_contredisent():
    assert dit(deux_versions("ACCEPTE", "<p>REFUSE</p>")) == [(None, "ambigu")]


def test_le_texte_et_la_page_sont_d_accord():
    assert dit(deux_versions("REFUSE", "<p>REFUSE</p>")) == [(None, "refuse")]


def test_le_texte_est_vide_la_page_decide():
    assert dit(deux_versions("", "<div>J&#8217;accepte</div>")) == [(None, "accepte")]


@pytest.mark.parametrize(
    "corps",
    [
        "<p><s>ACCEPTE</s> REFUSE</p>",
        "<p><del>ACCEPTE</del> REFUSE</p>",
        "<p><span style='text-decoration: line-through'>ACCEPTE</span> REFUSE</p>",
        "<p style='display:none'>ACCEPTE</p><p>REFUSE</p>",
        "<div hidden>ACCEPTE</div><p>REFUSE</p>",
        "<style>p{} /* ACCEPTE */</style><p>REFUSE</p>",
        "<!-- ACCEPTE --><p>REFUSE</p>",
        "<title>ACCEPTE</title><p>REFUSE</p>",
        "<script>ACCEPTE</script><p>REFUSE</p>",
        "<blockquote>ACCEPTE</blockquote><p>REFUSE</p>",
        "<p>REFUSE</p><div id='x_divRplyFwdMsg'></div><p>ACCEPTE</p>",
    ],
)
def test_ce_qui_est_barre_cache_ou_cite_n_est_pas_dit(corps: str):
    assert dit(page(corps)) == [(None, "refuse")]


@chaque(
    "texte",
    {
        "un mot sous la signature": "Bien cordialement,\nClaire\n\nREFUSE",
        "un post-scriptum": "ACCEPTE\n\nCordialement\nClaire\n\nPS : finalement non",
        "un texte trop long pour être sûr": "ACCEPTE\n" + "Une phrase de plus. " * 80,
        "une phrase sans fin": "ACCEPTE " + "vraiment " * 300,
    },
)
def test_ce_qui_entoure_la_decision_peut_la_troubler(texte: str):
    assert sens(texte) == {"ambigu"}


def test_une_ligne_repliee_se_lit_d_un_trait():
    texte = "Après examen de votre proposition par nos services, nous ne\nsouhaitons pas donner suite à cette offre."
    assert sens(texte) == {"refuse"}


def test_les_marques_de_direction_ne_retournent_pas_un_mot():
    assert sens("\u202aACCEPTE\u202c") == {"accepte"}
    assert sens("\u202eETPECCA") == {"ambigu"}


def test_un_message_trop_imbrique_n_est_jamais_devine():
    profond = "".join(f"Content-Type: multipart/mixed; boundary=b{i}\n\n--b{i}\n" for i in range(30))
    octets = f"From: a@viry.example\n{profond}Content-Type: text/plain\n\nACCEPTE\n".encode()
    assert {decision.sens for decision in lire(octets).decisions} == {Sens.AMBIGU}


@pytest.mark.regle("R44", "R92")
def test_le_motif_d_un_logement_s_arrete_au_logement_suivant():
    lue = lecture("V-2026-0042 : REFUSE\nLoyer trop élevé.\nV-2026-0043 : REFUSE\nTrop loin.\nSans transports.")
    assert [decision.motif for decision in lue.decisions] == ["Loyer trop élevé", "Trop loin. Sans transports"]


@pytest.mark.regle("R43")
@pytest.mark.parametrize(
    "texte",
    [
        "REFUSE\nLa famille accepte.",
        "REFUSE\nLe candidat a refusé ce secteur.",
        "REFUSE\nDécision du conseil",
        "Le maire a écrit :\nNous acceptons ce logement.",
        "Nous verrons prochainement.\nNous acceptons ce logement.",
        "Mais le loyer est cher.\nNous refusons ce logement.",
        "ACCEPTE\nNous confirmons demain.",
        "ACCEPTE\nNous n'avons pas de candidats",
        "ACCEPTE\nTest Encore",
        "acepte : acepte",
        "Nous acceptons ce logement pour les candidats qui visitent",
    ],
    ids=phrase,
)
def test_ce_qui_entoure_une_decision_la_rend_douteuse(texte: str):
    assert sens(texte) == {"ambigu"}


@pytest.mark.regle("R42")
@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("Nous aurions aimé plus de temps.\nNous refusons ce logement.", "refuse"),
        ("Note du jour :\nMerci.\nNous acceptons ce logement.", "accepte"),
        ("REFUSE\nVoici notre réponse :\nnous refusons.", "refuse"),
        ("ACCEPTE\nMotif :", "accepte"),
        ("Après avoir examiné avec attention votre proposition :\nnous refusons ce logement", "refuse"),
        ("Nous vous confirmons par la présente que nous refusons\nce logement", "refuse"),
    ],
    ids=phrase,
)
def test_ce_qui_entoure_une_decision_la_laisse_entiere(texte: str, attendu: str):
    assert sens(texte) == {attendu}


@pytest.mark.regle("R44")
def test_le_motif_s_arrete_a_la_decision_suivante():
    lue = lecture("V-2026-0042 : REFUSE\nTrop cher.\nREFUSE\nTrop loin.\nV-2026-0043 : REFUSE\nTrop petit.")
    assert [decision.motif for decision in lue.decisions] == ["Trop cher", "Trop petit"]


@pytest.mark.regle("R44")
def test_un_motif_annonce_se_lit_jusqu_au_bout():
    lue = lecture("REFUSE\nMotif : loyer trop élevé.\nPas de transports.\n\nMerci.")
    assert lue.decisions[0].motif == "loyer trop élevé Pas de transports."
