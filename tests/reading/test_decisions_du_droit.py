"""How services say that they use their right on a dwelling, or give it back; and what sounds like it without being it."""

from __future__ import annotations

import pytest

from tests.reading.ecrire import courriel, dit

ACCORDS = (
    "C'est accepté pour ce T3.",
    "Après consultation de Monsieur le Maire, je vous informe que la proposition de logement est acceptée.",
    "Oui pour le T2.",
    "Nous souhaitons positionner Mme AMRANI Samia sur ce logement.",
    "Nous vous donnons notre accord pour ce logement et vous ferons parvenir les candidatures prochainement.",
    "Nous acceptons.\nLes noms des candidats vous seront communiqués jeudi au plus tard.",
    "Nous acceptons ce logement.\n\nCandidat : M. Florian VIGNE, 06 00 00 84 27.",
    "Vous pouvez nous l'attribuer.",
    "Nous gardons ce logement.",
    "La commune fait valoir son droit de réservation sur ce logement.",
    "Nous exerçons notre droit.",
    "Mes services entendent exercer leur droit de réservation sur ce bien.",
    "C'est oui pour le T3 de Cluses.",
    "On part sur cet appartement.",
    "Nous le gardons sur notre contingent.",
    "Nous souhaitons conserver ce logement pour l'un de nos agents.",
    "L'État mobilise son contingent sur ce logement.",
    "Je donne mon feu vert pour ce logement.",
    "Nous présentons trois candidats sur ce logement.",
    "Votre proposition de ce jour est :\nACCEPTÉE",
    "ACCEPTE - 2 dossiers à suivre",
    "Banco !",
    "C est tout bon pour la mairie.",
    "Cela convient tout à fait, nous le prenons.",
    "Avis favorable de Monsieur l'adjoint au logement.",
    "Le CCAS est preneur. Trois candidatures vous parviennent dans un second mail.",
    "Nous prenons ce logement. La désignation vous sera adressée par SYPLO.",
    "La commune retient ce logement pour un agent de la crèche.",
    "Nous acceptons.\n\nJe vous prie d'agréer, Madame, l'expression de ma considération distinguée.",
    "Nous sommes preneurs. Je vous adresse les trois dossiers avant vendredi midi.",
)
REFUS = (
    "Pas de candidat de notre côté, merci de proposer le logement aux autres réservataires.",
    "Nous n'avons pas d'agent en attente de logement sur cette commune, vous pouvez donc le proposer à d'autres.",
    "Nous laissons ce logement à la disposition du bailleur.",
    "Ce sera non pour nous cette fois-ci, personne d'intéressé.",
    "Nous vous le rendons pour cette désignation.",
    "Nous vous remettons ce logement à disposition pour un tour.",
    "Je vous libère le logement, nos candidats recherchent tous un T3.",
    "Je refuse le logement, notre candidat s'est désisté ce matin.",
    "Nous refusons.\n\nMerci de continuer à nous transmettre vos offres.",
    "Nous vous le rendons.",
    "Je vous laisse la main sur ce logement, mes demandeurs cherchent un T2.",
    "Nous n'avons pas de candidat. Vous pouvez le proposer à un autre réservataire.",
    "Trop loin de tout. Merci de solliciter un autre réservataire.",
    "Remise à disposition du bailleur. Motif : absence de salarié éligible",
    "La commune ne fera pas usage de son droit pour ce logement.",
    "Le contingent préfectoral ne sera pas mobilisé sur ce logement, faute de ménage prioritaire.",
    "Pas de positionnement de la commune.",
    "Nous n'y donnerons pas suite.",
    "La commune renonce à son droit pour cette fois.",
    "Nous passons la main.",
    "Pas pour nous cette fois-ci, trop cher.",
    "Monsieur le Maire n'a pas souhaité retenir votre proposition.",
    "Nous ne proposerons personne. Merci de ne pas nous l'attribuer.",
    "Personne n'en veut, on vous le rend.",
    "Non merci, pas pour nous.",
    "Je n'ai aucun public à loger à Viry en ce moment, je ne le prends pas.",
    "Désolé pas preneur",
    "Nous ne souhaitons pas exercer notre droit. Vous pouvez en disposer.",
    "Aucun ménage ne correspond. Nous vous laissons donc disposer de ce bien pour un tour.",
    "Je n'ai que des familles. Je préfère vous le laisser.",
    "Je passe, merci !",
    "On laisse tomber pour celui-là, trop cher",
)
DOUTES = (
    "REFUSE\nNous vous présenterons Mme Jacquier à la prochaine CALEOL pour ce logement.",
    "Nous refusons, non, je voulais dire accepter",
    "La proposition est acceptée si le loyer baisse",
    "Oui pour la visite",
    "Nous acceptons ce logement.\n\nCandidat : pas encore trouvé",
    "Nous acceptons. Réponse définitive au plus tard jeudi",
    "Nous gardons ce logement en tête",
    "Je garde ce logement de côté jusqu'à lundi",
    "Nous réservons notre réponse",
    "Nous réservons ce logement, réponse demain",
    "La commune n'entend pas exercer son droit",
    "Le bureau s'est prononcé en faveur de ce logement mais le maire hésite",
    "Vous pouvez compter sur nous",
    "Bien reçu, vous pouvez compter sur nous pour une réponse rapide",
    "Je vous laisse la main",
    "Je vous laisse la main pour la suite",
    "Nous acceptons, je vous laisse la main pour la suite",
    "On vous le rend signé demain",
    "Vous pouvez le reprendre",
    "Désistement : Mme Martin ne souhaite plus le logement",
    "Désistement de la candidate",
    "Aucun positionnement possible avant lundi",
    "Nous ne proposerons personne avant lundi",
    "Nous partons sur ce logement ou sur l'autre ?",
    "Vous pouvez nous l'attribuer ?",
    "Vous pouvez nous l'attribuer si le loyer baisse",
    "Vous pouvez nous réserver ce logement le temps de la commission ?",
    "Merci de nous le réserver jusqu'à lundi",
    "Merci de bloquer ce logement",
    "Nous souhaitons garder ce logement si possible",
    "Nous souhaitons conserver ce logement encore deux jours",
    "La commune prend acte",
    "La commune prend note de votre proposition",
    "Nous le voulons mais le loyer est trop élevé",
    "On veut bien de ce logement si vous refaites la salle de bain",
    "Nos services exercent leur droit de retrait",
    "Nous ferons valoir notre droit ultérieurement",
    "Le contingent préfectoral mobilise ses équipes",
    "Nous passons la main à notre service habitat",
    "Nous passons la main à la préfecture pour réponse",
    "Je passe demain",
    "Je passe au service vous donner la réponse",
    "Pas pour nous ? Pouvez-vous préciser",
    "Ce logement n'est pas pour nous déplaire",
    "Personne n'en veut ?",
    "Vous pouvez le proposer à un autre candidat",
    "Ne comptez pas sur une réponse avant lundi",
    "Merci de ne pas nous attribuer ce logement avant notre réponse",
    "Nous présentons un candidat sur ce logement si le délai est prolongé",
    "Nous avons présenté un candidat sur ce logement",
    "Le maire est en faveur de ce logement",
    "C'est bon pour nous ?",
    "C'est oui pour la visite",
    "C'est non pour la visite",
    "C'est d'accord pour lundi",
    "Nous abandonnons ce dossier",
    "Feu vert pour la visite",
    "Donnez-le à d'autres si nous n'avons pas répondu lundi",
    "Vous êtes libres de l'attribuer à un autre si nous ne répondons pas",
    "Banco pour lundi",
    "Nous renonçons à la visite",
    "Nous renonçons à nos droits de visite",
    "Pas de positionnement pour l'instant",
    "Pas de positionnement avant la commission",
    "Le T3 de Cluses est-il accepté ?",
    "Nous acceptons le T3 de remplacement",
    "Nous acceptons le logement de secours",
    "Nous acceptons le logement d'Annecy si le loyer baisse",
    "La mairie de Viry conserve la main sur ses candidats",
    "Nous conservons ce logement dans notre liste",
    "Nous réservons un accueil favorable à cette proposition",
    "Remise à disposition des clés le 12",
    "Votre proposition est :",
    "Accepté ou refusé, nous vous le dirons demain",
    "Je vous laisse disposer de ce délai",
    "Nous n'irons pas plus loin sans visite",
    "Nous n'exercerons pas notre droit de visite",
    "Ce sera pour une autre fois, la visite",
    "La préfecture exerce son droit sur l'autre logement",
    "Nous souhaitons exercer notre droit après la visite",
    "Accord du contingent sous réserve",
    "Nous y sommes favorables sur le principe",
    "Nous y sommes favorables mais la commission doit statuer",
    "Désistement de la commune voisine",
    "J'accepte le principe",
)


@pytest.mark.regle("R42", "R43")
@pytest.mark.parametrize("texte", ACCORDS)
def test_qui_use_de_son_droit_accepte(texte: str):
    assert dit(courriel(texte)) == [(None, "accepte")]


@pytest.mark.regle("R42", "R44")
@pytest.mark.parametrize("texte", REFUS)
def test_qui_rend_le_logement_refuse(texte: str):
    assert dit(courriel(texte)) == [(None, "refuse")]


@pytest.mark.regle("R42")
@pytest.mark.parametrize("texte", DOUTES)
def test_ce_qui_y_ressemble_revient_a_une_personne(texte: str):
    assert dit(courriel(texte)) == [(None, "ambigu")]


def test_un_refus_qui_presente_une_candidate_est_un_doute():
    texte = "REFUSE\n\nNotre candidate est très intéressée. Merci de l'inscrire à la prochaine CALEOL."
    assert dit(courriel(texte)) == [(None, "ambigu")]


def test_plusieurs_logements_dans_une_phrase_ne_recoivent_pas_la_premiere_decision():
    texte = "Je garde le V-2026-0203 et vous rends le V-2026-0204 (5e sans ascenseur)"
    assert dit(courriel(texte)) == [("V-2026-0203", "ambigu"), ("V-2026-0204", "ambigu")]


def test_le_logement_nomme_dans_le_motif_est_celui_qu_on_refuse():
    assert dit(courriel("Nous refusons : le loyer du V-2026-0042 est trop élevé.")) == [("V-2026-0042", "refuse")]


def test_une_reference_ecrite_en_lettres_larges_ne_se_perd_pas():
    texte = "Ｖ-2026-0042 : REFUSE, V-2026-0043 : ACCEPTE"
    assert dit(courriel(texte)) == [("V-2026-0042", "refuse"), ("V-2026-0043", "accepte")]


def test_un_signe_de_paragraphe_n_est_pas_un_logement():
    texte = "Accepte § § V-2026-0042, refuse V-2026-0043"
    assert dit(courriel(texte)) == [("V-2026-0042", "ambigu"), ("V-2026-0043", "ambigu")]


def test_un_refus_motive_entre_parentheses_ferme_la_liste():
    texte = "ACCEPTE pour le V-2026-0210 et REFUSE pour le V-2026-0214 (4e sans ascenseur)"
    assert dit(courriel(texte)) == [("V-2026-0210", "accepte"), ("V-2026-0214", "refuse")]


@pytest.mark.regle("R42")
@pytest.mark.parametrize(
    ("objet", "texte", "decision"),
    [
        pytest.param("RE: [V-2026-0042] Logement T3 à Viry - répondez avant mardi - ACCEPTE", "", "accepte", id="au bout de notre objet"),
        pytest.param("REFUSE - Re: [INTERNET] [V-2026-0042] Logement T3 à Viry", "cf. objet", "refuse", id="le texte renvoie à l'objet"),
        pytest.param("Re: [V-2026-0042] Logement T3 - ACCEPTE ?", "", "ambigu", id="une question au bout de l'objet"),
        pytest.param("ACCEPTE V-2026-0042 ?", "", "ambigu", id="une question à la place de l'objet"),
        pytest.param("Re: [V-2026-0042] Logement T3 - ACCEPTE", "Nous refusons.", "ambigu", id="l'objet et le texte se contredisent"),
    ],
)  # fmt: skip
def test_le_mot_ajoute_a_l_objet(objet: str, texte: str, decision: str):
    assert [sens for _, sens in dit(courriel(texte, objet=objet))] == [decision]
