"""What French replies decide, sentence by sentence. A wrong decision is worse than ten questions."""

from __future__ import annotations

import pytest

from robot.reading.chaine import lire
from robot.reading.lecture import Nature, Sens
from tests.reading.ecrire import OFFRE, OFFRE_CITEE, courriel, deux_versions, dit, lecture, page

ACCORDS = (
    "ACCEPTE",
    "accepte",
    "J'accepte",
    "J’accepte la proposition",
    "Accepté",
    "acceptée",
    "ACEPTE",
    "ACCPETE",
    "Accpete",
    "ACCEPTE.",
    "Nous acceptons",
    "Bonjour,\n\nNous acceptons ce logement.\n\nCordialement,\nPaul",
    "La commune accepte le logement",
    "La mairie de Viry accepte l'offre.",
    "La ville accepte cette proposition, merci.",
    "Avis favorable",
    "Avis favorable de la commune.",
    "Bonjour, avis favorable pour ce logement",
    "Ok pour nous",
    "C'est ok pour nous, merci",
    "OK pour la commune",
    "D'accord pour ce logement",
    "Bon pour accord",
    "Nous sommes d'accord.",
    "Nous nous positionnons sur ce logement",
    "La commune se positionne sur cette offre. Nous vous transmettrons trois candidatures.",
    "Nous prenons ce logement.",
    "Nous donnons une suite favorable à votre proposition",
    "Nous donnons notre accord",
    "Je vous confirme que nous acceptons cette offre.",
    "Nous vous informons que la commune accepte ce logement.",
    "Feu vert de notre côté",
    "ACCEPTE\n\nMotif : \n\nRéférence : V-2026-0042",
    "ACCEPTE\nMotif :\nRéférence : V-2026-0042",
    "La préfecture retient ce logement.",
    "Offre acceptée",
    "Proposition acceptée, merci.",
    "Logement accepté",
    "Nous acceptons volontiers cette proposition.",
    "Bonjour\nJ'accepte l'orientation V-2026-0042.",
    "Après examen, la commune accepte le logement.",
    "Action Logement accepte ce logement",
    "Le CCAS accepte",
    "Réponse : accepte",
    "Bonjour Madame, nous acceptons ce logement.",
    "Bonjour, j'accepte cette proposition. Merci",
    "Madame, Monsieur,\n\nLa commune de Viry accepte votre proposition.\n\nBien cordialement",
    "La commune de La Balme-de-Sillingy se positionne sur ce logement.",
    "Suite à votre proposition, nous acceptons ce logement.",
    "Notre réponse est : ACCEPTE",
    "Décision de la commune : accepte",
    "Logement V-2026-0042 : ACCEPTE",
    "V-2026-0042 ACCEPTE",
    "ACCEPTE V-2026-0042",
    "ACCEPTE\n\nNous vous adresserons trois candidatures.",
    "Je vous informe que la Ville émet un avis favorable sur cette proposition.",
    "Nous souhaitons donner suite favorablement à cette offre",
    "On accepte.",
    "La préfecture du Rhône accepte ce logement",
)

REFUS = (
    "REFUSE",
    "refuse",
    "Refusé",
    "REFUZE",
    "REFUS",
    "Je refuse",
    "Nous refusons ce logement",
    "nous refusons car le loyer est trop élevé",
    "REFUSE : loyer trop cher",
    "REFUSE\nMotif : pas de candidat\nRéférence : V-2026-0042",
    "REFUSE\nMotif : les candidats refusent ce secteur",
    "REFUSE, pas de candidat sur cette typologie",
    "Refus - 4e étage sans ascenseur",
    "Nous ne donnons pas suite",
    "La commune ne donne pas suite à cette proposition.",
    "Nous ne souhaitons pas donner suite à cette offre",
    "Nous ne souhaitons pas nous positionner sur ce logement",
    "Nous n'acceptons pas cette offre",
    "La commune n'accepte pas ce logement.",
    "Avis défavorable",
    "Avis défavorable : QPV",
    "Nous déclinons l'offre",
    "La mairie décline cette proposition.",
    "Non merci, nous ne prenons pas ce logement.",
    "Nous ne sommes pas favorables à cette proposition",
    "Nous ne pouvons pas donner suite",
    "Nous ne sommes pas en mesure de donner suite à cette proposition.",
    "Nous ne sommes pas intéressés par ce logement",
    "La commune refuse le logement en raison de son éloignement des écoles.",
    "Je vous informe que nous refusons cette offre.",
    "Nous vous faisons part de notre refus",
    "Offre refusée",
    "V-2026-0042 : REFUSE, loyer",
    "Bonjour,\nLa commune de Viry refuse ce logement : loyer trop élevé.",
    "Suite à votre proposition, nous vous informons que nous refusons ce logement.",
    "Nous refusons : pas de candidat.",
    "REFUSE\n\nNous n'avons pas de demandeur pour cette typologie.",
    "Refusé, trop loin des transports",
    "Décision : refus",
    "Malheureusement, nous ne pouvons pas donner suite à votre proposition, faute de candidats.",
    "Non, nous ne prenons pas ce logement.",
)

DOUTES = (
    "Nous ne refusons pas",
    "Nous n'acceptons pas encore",
    "REFUSE ?",
    "ACCEPTE ?",
    "ACCEPTE ou REFUSE",
    "ACCEPTE\nREFUSE",
    "Faut-il répondre ACCEPTE ?",
    "Nous accepterons si le loyer baisse",
    "Nous acceptons sous réserve de visite",
    "Nous acceptons à condition que le loyer baisse",
    "Nous acceptons, mais en attente du maire",
    "J'accepte de visiter",
    "Nous acceptons de reporter la visite",
    "La famille accepte le logement",
    "Le candidat refuse",
    "Mme Martin accepte le logement.",
    "Bien reçu, je transmets",
    "Bien reçu",
    "Merci",
    "Bonjour",
    "Excepté le T3",
    "excepte",
    "Ok",
    "Oui",
    "Non",
    "D'accord, bien reçu",
    "OK bien reçu",
    "Nous reviendrons vers vous",
    "Nous avons accepté la semaine dernière",
    "Nous avons refusé le dernier",
    "Nous allons accepter",
    "Je pense que nous allons refuser",
    "Peut-être refuser",
    "Avis favorable sous réserve",
    "Avis plutôt favorable",
    "Pas d'avis défavorable",
    "Pas d'objection",
    "L'adjoint doit donner son avis favorable",
    "Le maire n'est pas défavorable",
    "Je ne peux pas accepter seul, je vois avec mon chef",
    "Je ne peux ni accepter ni refuser",
    "Impossible d'ouvrir la pièce jointe, refusée par le serveur",
    "Nous acceptons le logement V-2026-0001 et refusons V-2026-0002",
    "ACCEPTE\n\nNon finalement REFUSE",
    "ACCEPTE\n\nPS : sauf si visite impossible",
    "ACCEPTE\nMotif : loyer trop cher",
    "CONTESTE",
    "CONTESTER V-2026-0042",
    "CORRIGER",
    "Je souhaite corriger ma réponse",
    "Annulez notre refus",
    "Nous refusons le délai, il est trop court",
    "Nous refusons la visite",
    "Nous refusons de signer",
    "Je ne dis pas que nous acceptons",
    "Qui accepte ?",
    "Si nous acceptons, quelles sont les charges",
    "Avant d'accepter nous voulons visiter",
    "Votre offre a été acceptée par erreur",
    "Nous acceptons la visite",
    "Nous acceptons votre invitation",
    "Nous acceptons le principe",
    "La commission accepte les dossiers jusqu'à vendredi",
    "La mairie accepte les paiements par chèque",
    "REFUSER",
    "ACCEPTER",
    "acceptez",
    "Refuge",
    "adepte",
    "Nous acceptons le report",
    "Nous ne sommes pas opposés",
    "Nous sommes intéressés par ce logement",
    "Notre refus précédent est maintenu pour l'autre logement",
    "La préfecture a refusé, et nous ?",
    "je refuse de répondre sans la fiche complète",
    "On accepte en général ce type de bien",
    "Nous acceptons pas ce logement",
    "On n'accepte que les T4",
    "ACCEPTE pour le T3 et REFUSE pour le T4",
    "Je suis d'accord avec vous sur le délai",
    "C'est d'accord pour la visite de mardi",
    "Suite favorable au dossier Dupont",
    "Avis favorable de la CAL sur la candidature de M. Dupont",
    "Le locataire accepte le logement",
    "Nous prenons note",
    "Nous prenons rendez-vous",
    "Nous prenons contact avec le candidat",
    "Nous retenons la candidature de Mme X",
    "Nous validons la date",
    "Nous n'avons pas de candidat",
    "Répondez simplement à ce message en écrivant ACCEPTE ou REFUSE.",
    "En cas de refus, merci d'en indiquer le motif.",
    "Sans réponse de votre part, l'offre est réputée acceptée.",
    "Cordialement\n\nREFUSE",
    "ACCEPTE\n\nCordialement\n\nREFUSE",
    "Nous souhaitons accepter ce logement dès que le maire aura signé",
    "Accepté par le maire hier, refusé par la commission",
    "Nous acceptons ce logement pour la famille Dupont qui a refusé le précédent",
    "Nous ne donnons pas suite pour l'instant",
    "Le T3 est accepté par la famille",
    "ok pour la visite",
    "Accord du maire demandé",
    "demande d'accord en cours",
    "En attente d'accord",
    "Accord de principe",
    "Refus de visite",
    "Refus du candidat",
    "Refus CAF du candidat",
    "Accepte la visite du 12",
    "Candidat 1 : accepte",
    "Famille Dupont : refuse",
    "Dupont - refuse le logement",
    "Votre serveur nous refuse.",
    "La préfecture nous refuse ce logement",
    "Vous avez répondu : ACCEPTE",
    "La commune voisine accepte",
    "Mme Durand, refuse",
    "Le candidat n°2, accepte",
    "Elle accepte le logement",
    "Il refuse",
    "Ils ont dit : nous acceptons",
    "Le bailleur accepte",
    "Réponse du candidat : accepte",
    "Réponse de la famille : REFUSE",
    "Mon collègue accepte",
    "Notre partenaire accepte cette proposition",
    "Nous ne pouvons pas refuser ce logement",
    "Nous n'avons pas refusé",
    "Nous n'avons jamais accepté",
    "Nous ne sommes pas contre",
    "Qui ne dit mot consent",
    "Silence vaut acceptation",
    "Je n'accepte aucune condition",
    "Nous n'acceptons que si",
    "Nous nous positionnerons demain",
    "Nous souhaiterions nous positionner",
    "Nous pourrions accepter",
    "Nous hésitons à refuser",
    "Merci de noter : ne pas accepter",
    "Ne pas refuser svp",
    "Ne refusez pas",
    "N'acceptez pas sans nous",
    "Je ne refuse pas",
    "Accepte pas",
    "refuse pas",
    "pas refusé",
    "non accepté",
    "non refusé",
    "Pas accepté",
    "Loyer accepté par la CAF",
    "refus ? accepte ?",
    "à refuser ?",
    "Nous refuserons sans doute",
    "Le T4 est accepté, le T3 refusé",
    "La commission d'attribution accepte",
    "ACCEPTE (à confirmer)",
    "ACCEPTE sauf contre-ordre",
    "ACCEPTE si DPE correct",
    "REFUSE sauf baisse du loyer",
    "REFUSE (provisoire)",
    "REFUSE dans l'immédiat",
    "Proposition acceptée par erreur",
    "Ce n'est pas un refus",
    "Ceci n'est pas une acceptation",
    "Nous prenons ce logement en considération",
    "Nous prenons acte",
    "nous prenons bonne note",
    "Je prends",
    "Nous donnons suite à votre appel",
    "Suite à votre refus",
    "Suite à votre accord",
    "Merci pour votre accord",
    "Votre acceptation nous est parvenue",
    "Nous sommes d'accord sur le principe",
    "Nous sommes d'accord pour une visite",
    "C'est bon pour nous mardi",
    "OK pour nous mardi 14h pour la visite",
    "Ok pour moi pour la visite",
    "Bon pour accord de principe",
    "ok pour le rendez-vous",
    "Nous validons le compte-rendu",
    "Accord tacite ?",
    "Est-ce accepté",
    "test ACCEPTE",
    "Exemple : ACCEPTE",
)


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
@pytest.mark.parametrize("texte", DOUTES, ids=phrase)
def test_revient_a_une_personne(texte: str):
    assert sens(texte) == {"ambigu"}


@pytest.mark.parametrize("texte", [*ACCORDS, *REFUS, *DOUTES], ids=phrase)
def test_la_citation_de_l_offre_ne_change_rien(texte: str):
    attribution = "Le mar. 19 mai 2026 à 10:02, Bailleur <robot@bailleur.example> a\nécrit :"
    assert sens(f"{texte}\n\n{attribution}\n\n{OFFRE_CITEE}") == sens(texte)


@pytest.mark.parametrize("texte", DOUTES, ids=phrase)
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


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        pytest.param(
            "V-2026-0042 : ACCEPTE\nV-2026-0043 : REFUSE, loyer trop élevé",
            [("V-2026-0042", "accepte"), ("V-2026-0043", "refuse")],
            id="une ligne par logement",
        ),
        pytest.param(
            "V-2026-0042 : ACCEPTE, V-2026-0043 : REFUSE",
            [("V-2026-0042", "accepte"), ("V-2026-0043", "refuse")],
            id="deux logements sur une ligne, référence d'abord",
        ),
        pytest.param(
            "V-2026-0042 :\nACCEPTE\n\nV-2026-0043 :\nREFUSE",
            [("V-2026-0042", "accepte"), ("V-2026-0043", "refuse")],
            id="la référence en titre",
        ),
        pytest.param(
            "Nous acceptons le logement V-2026-0042.\nNous refusons le logement V-2026-0043.",
            [("V-2026-0042", "accepte"), ("V-2026-0043", "refuse")],
            id="deux phrases",
        ),
        pytest.param(
            "V-2026-0042 : ACCEPTE\nV-2026-0043 : à voir avec le maire",
            [("V-2026-0042", "accepte"), ("V-2026-0043", "ambigu")],
            id="un logement décidé, l'autre nommé sans réponse",
        ),
        pytest.param(
            "V-2026-0042 : ACCEPTE\nV-2026-0042 : REFUSE\nV-2026-0043 : REFUSE",
            [("V-2026-0042", "ambigu"), ("V-2026-0043", "refuse")],
            id="deux réponses contraires pour le même",
        ),
        pytest.param(
            "ACCEPTE V-2026-0042, REFUSE V-2026-0043",
            [("V-2026-0042", "ambigu"), ("V-2026-0043", "ambigu")],
            id="le mot avant la référence : on demande",
        ),
        pytest.param(
            "ACCEPTE\nRéférence : V-2026-0042\nREFUSE\nRéférence : V-2026-0043",
            [(None, "ambigu")],
            id="la référence après le mot : on demande",
        ),
        pytest.param(
            "ACCEPTE\nRéférence : V-2026-0042", [("V-2026-0042", "accepte")], id="le message préparé par le bouton"
        ),
        pytest.param("ACCEPTE", [(None, "accepte")], id="un mot seul ne vaut que pour le fil"),
        pytest.param(
            "ACCEPTE\nLe T4 V-2026-0050 visité hier était bien.", [(None, "ambigu")], id="un autre logement est évoqué"
        ),
    ],
)
def test_une_decision_par_logement_nomme(texte: str, attendu: list[tuple[str | None, str]]):
    assert dit(courriel(texte)) == attendu


# --- the subject ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("objet", "corps", "attendu"),
    [
        pytest.param("ACCEPTE V-2026-0042", "", [("V-2026-0042", "accepte")], id="objet seul, corps vide"),
        pytest.param(
            "REFUSE V-2026-0042", "Cordialement\nClaire", [("V-2026-0042", "refuse")], id="objet seul, signature"
        ),
        pytest.param("ACCEPTE - Re: Offre V-2026-0042", "", [(None, "accepte")], id="mot ajouté devant l'objet"),
        pytest.param("Re: ACCEPTE V-2026-0042", "", [(None, "ambigu")], id="réponse à une réponse"),
        pytest.param("ACCEPTE V-2026-0042", "Finalement nous refusons.", [(None, "ambigu")], id="le corps hésite"),
        pytest.param("ACCEPTE V-2026-0042", "REFUSE", [(None, "ambigu")], id="l'objet et le corps se contredisent"),
        pytest.param("ACCEPTE V-2026-0042", "Merci de me rappeler", [(None, "ambigu")], id="le corps dit autre chose"),
        pytest.param("Refus de la pièce jointe", "", [(None, "ambigu")], id="un objet qui parle d'autre chose"),
    ],
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


@pytest.mark.parametrize(
    "texte",
    [
        pytest.param("Bien cordialement,\nClaire\n\nREFUSE", id="un mot sous la signature"),
        pytest.param("ACCEPTE\n\nCordialement\nClaire\n\nPS : finalement non", id="un post-scriptum"),
        pytest.param("ACCEPTE\n" + "Une phrase de plus. " * 80, id="un texte trop long pour être sûr"),
        pytest.param("ACCEPTE " + "vraiment " * 300, id="une phrase sans fin"),
    ],
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
