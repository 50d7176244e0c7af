"""Reasons that say the contrary of their order, put it off, or say nothing: what cannot be undone is not done on them."""

from __future__ import annotations

import pytest

from robot.reading.consignes.lues import Consigne, Incomprise
from tests.reading.test_consignes import lire, phrase, seule

CONTREDITS = [
    # an agreement
    ("NON 1 : elle est ok", "dire un accord"),
    ("NON 1 : elle prend", "dire un accord"),
    ("NON 1 : elle prend le logement", "dire un accord"),
    ("NON 1 : elle le prend", "dire un accord"),
    ("NON 1 : elle est très intéressée", "dire un accord"),
    ("NON 1 : souhaite visiter", "dire un accord"),
    ("NON 1 : accord écrit reçu", "dire un accord"),
    ("NON 1 : elle veut bien mais plus tard", "dire un accord"),
    ("RETIRER 2 : elle accepte", "dire un accord"),
    ("REJETE 3 : avis favorable", "dire un accord"),
    ("REFUSE : avis favorable", "dire un accord"),
    ("SUIVANT : ils prennent", "dire un accord"),
    ("SUIVANT : la mairie garde le logement", "dire un accord"),
    ("SUIVANT : accord de la mairie", "dire un accord"),
    # a refusal
    ("ACCEPTE : pas de candidat", "dire un refus"),
    ("ACCEPTE : aucun candidat", "dire un refus"),
    ("ACCEPTE : avis défavorable", "dire un refus"),
    ("ACCEPTE : ils ne prennent pas", "dire un refus"),
    ("OUI 1 : trop cher", "dire un refus"),
    ("OUI 1 : désistée", "dire un refus"),
    # nobody answered
    ("NON 1 : injoignable, à rappeler lundi", "« injoignable » ne dit pas sa réponse ; REPROPOSER"),
    ("NON 1 : toujours pas de nouvelles", "ne dit pas sa réponse"),
    ("NON 1 : on n'a pas réussi à la joindre", "ne dit pas sa réponse"),
    ("OUI 1 : pas de réponse", "« pas de reponse » ne dit pas sa réponse"),
    ("OUI 1 : injoignable", "REMIS et son numéro prouve que sa lettre est arrivée"),
    ("OUI 1 : message laissé sur répondeur", "ne dit pas sa réponse"),
    ("ACCEPTE : sans réponse", "le robot compte lui-même le silence"),
    ("NON 1 : n'a pas remis sa réponse", "semble retenir"),
    ("OUI 1 : n'a pas fourni son dossier", "semble retenir"),
    # a refusal denied: how a clerk corrects the digest
    ("NON 1 : n'a pas refusé", "semble retenir"),
    ("NON 1 : jamais refusé", "semble retenir"),
    ("NON 1 : ne se désiste pas", "semble retenir"),
    ("NON 1 : ne renonce pas au logement", "semble retenir"),
    ("NON 1 : pas désistée", "semble retenir"),
    ("NON 1 : pas question de refuser", "semble retenir"),
    ("NON 1 : ne décline pas l'offre", "semble retenir"),
    ("NON 1 : n'est pas trop petit", "semble retenir"),
    ("NON 1 : elle n'a pas refusé", "pas de refus"),
    ("NON 1 : elle ne renonce pas", "pas de refus"),
    ("RETIRER 1 : n'a pas refusé", "semble retenir"),
    ("REFUSE : n'a pas refusé", "semble retenir"),
    ("SUIVANT : ne refuse pas", "semble retenir"),
    ("SUIVANT : la mairie n'a pas refusé", "pas de refus"),
    # an answer to come, an act put off
    ("NON 2 : à rappeler lundi", "« a rappeler »"),
    ("NON 1 : elle réfléchit", "« reflechit »"),
    ("NON 1 : en réflexion", "« en reflexion »"),
    ("NON 1 : elle me rappelle lundi", "« me rappelle »"),
    ("NON 1 : rdv lundi", "« rdv lundi »"),
    ("NON 1 : lundi", "« lundi »"),
    ("NON 1 : refus probable", "« probable »"),
    ("NON 1 : reste à confirmer", "« a confirmer »"),
    ("OUI 1 : elle hésite", "« hesite »"),
    ("OUI 1 : réponse attendue lundi", "« reponse attendue »"),
    ("OUI 1 : elle doit visiter", "« doit visiter »"),
    ("RETIRER 2 : à revoir lundi", "« a revoir »"),
    ("REJETE 3 : à compléter", "« a completer »"),
    ("SUIVANT : à faire lundi", "« a faire »"),
    ("SUIVANT : la mairie réfléchit", "« reflechit »"),
    ("SUIVANT le 12 mars", "« le 12 »"),
    ("SUIVANT le 12", "« le 12 »"),
    ("REFUSE : le 3 mars", "« le 3 »"),
    ("ANNULER : pas vendu", "« pas » semble retenir"),
    # a number that counts
    ("Non 1 suffit", "semble compter"),
    ("NON 1 suffit", "semble compter"),
    ("Non, 2 refus déjà", "semble compter"),
    ("NON 2 sur 3", "semble compter"),
    ("Non 2 ont déjà refusé", "semble compter"),
    ("Non 2 seulement", "« NON … seulement » peut se lire autrement"),
    ("Rejeté 3 dossiers incomplets", "semble compter"),
    ("Retirer 2 familles relogées", "semble compter"),
    ("RETIRER 2 familles relogées", "semble compter"),
    ("Rejeté 3 pièces illisibles", "mettez deux-points avant le motif"),
    # a complaint
    ("Délai 5 jours dépassé", "peut se lire autrement"),
    ("délai de 10 jours écoulé, que fait la mairie", "peut se lire autrement"),
    ("délai 5 jours trop court pour la mairie", "peut se lire autrement"),
    ("DELAI 5 jours dépassé", "un délai passé"),
    ("DELAI 5 : expiré", "un délai passé"),
    ("DELAI 5 trop court pour la mairie", "peut se lire autrement"),
    # no place
    ("COMMISSION 20/05 à 14h30, merci de préparer les dossiers", "« merci » n'est pas un lieu"),
    ("COMMISSION 20/05 à 14h30 Annecy, merci de préparer les dossiers", "n'est pas un lieu"),
    ("COMMISSION 20/05 à 14h30 : Mme Roux absente", "n'est pas un lieu"),
    ("COMMISSION 20/05 à 14h30 Annecy décalée au 19", "n'est pas certain"),
    ("COMMISSION 20/05 à 14h30 idem", "redites-le en entier"),
    ("COMMISSION 20/05 à 14h30 même lieu", "redites-le en entier"),
    ("COMMISSION 20/05 à 14h30 Annecy ou Viry", "n'est pas certain"),
    ("COMMISSION 20/05 à 14h30 Annecy / Viry", "n'est pas certain"),
]


@pytest.mark.regle("R14")
@pytest.mark.parametrize(("texte", "mots"), CONTREDITS, ids=phrase)
def test_un_ordre_que_ses_mots_contredisent_n_est_pas_obei(texte: str, mots: str):
    lue = seule(texte)
    assert isinstance(lue, Incomprise), lue
    assert mots.lower() in lue.conseil.lower()


ORDINAIRES = [
    "NON 1 : trop loin de son travail", "NON 1 : elle refuse, trop cher", "NON 1 : refus par téléphone le 5 mai",
    "NON 1 : il l'a dit au téléphone", "NON 1 : s'est désistée ce matin", "NON 1 : a trouvé dans le privé",
    "NON 1 : a accepté un autre logement", "NON 1 : elle n'est plus intéressée", "NON 1 : pas intéressé",
    "NON 1 : n'a pas refusé tout de suite mais refuse le quartier", "NON 1 : n'accepte pas, refus par écrit",
    "NON 1 : n'a jamais constitué son dossier", "NON 1 : n’a pas fourni les pièces demandées",
    "NON 1 : n'en veut pas", "NON 1 : ne veut pas quitter Annecy", "NON 1 : pas d'ascenseur",
    "NON 1 : elle garde son logement actuel", "NON 1 : intéressée par un T4 seulement",
    "NON 1 : prend un logement dans le privé", "NON 1 : après réflexion, trop loin",
    "NON 1 : elle a bien réfléchi, c'est trop cher", "NON 1 : elle a signé un bail ailleurs", "NON 1, trop loin",
    "NON 1 - elle part en Bretagne", "Non 1 : trop loin", "Non 1 car trop loin",
    "OUI 1 : au téléphone", "OUI 1 : elle prend", "OUI 1 : elle accepte", "OUI 1 : passée à l'agence",
    "OUI 1 : confirmé de vive voix", "OUI 1 : ravie", "OUI 1 : accord écrit reçu au guichet",
    "OUI 1 : pas de courriel, vu en agence", "OUI 1 : accord, visite lundi",
    "RETIRER 2 : injoignable depuis un mois", "RETIRER 2 : a accepté un autre logement", "RETIRER 2 : désistement",
    "RETIRER 2 : à la demande de la mairie", "Retirer 2 : familles relogées", "RETIRER 2 : doublon du candidat 1",
    "REJETE 3 : dossier irrecevable", "Rejeté 3 : dossier incomplet", "REJETE 3 : ressources supérieures au plafond",
    "REFUSE : le 12 février, par téléphone", "OUI 1 : le 2 mars par téléphone", "REFUSE : avis défavorable du maire", "REFUSE : aucun ménage intéressé", "REFUSE : ils ne prennent pas",
    "REFUSE : pas d'accord sur le loyer", "REFUSE : la mairie n'est pas intéressée", "REFUSE : ne veut pas",
    "ACCEPTE : ils prennent", "ACCEPTE : avis favorable", "ACCEPTE : candidats à suivre",
    "SUIVANT : la mairie ne prend pas", "SUIVANT : sans réponse malgré deux relances", "SUIVANT : délai dépassé",
    "SUIVANT : validé par la direction", "SUIVANT : les trois candidats ont refusé", "SUIVANT : de même",
    "DELAI 5 : délai trop court", "DELAI 5 : commission reportée", "Délai de 5 jours accordé",
    "Délai 5 jours : trop court pour la mairie", "Délai 5 jours car le service est fermé",
    "PRESENTER : deux suffisent", "PRESENTER : un suffit", "HORS FLUX : à démolir",
    "COMMISSION 20/05 14h30 chez le bailleur", "COMMISSION 20/05 14h30 en visio", "COMMISSION 20/05 14h30 Annecy merci",
    "COMMISSION 20/05 14h30 dans nos locaux", "COMMISSION 20/05 14h30 Hôtel de ville, 2e étage",
    "COMMISSION 20/05 14h30 agence d'Annecy Est", "COMMISSION 20/05 14h30 avenue de la Présidence, Annecy",
]  # fmt: skip


@pytest.mark.parametrize("texte", ORDINAIRES, ids=phrase)
def test_un_motif_ordinaire_n_arrete_pas_son_ordre(texte: str):
    assert isinstance(seule(texte), Consigne), seule(texte)


# --- the lines around an order -----------------------------------------------------------------------


@pytest.mark.regle("R14")
@pytest.mark.parametrize(
    "texte",
    [
        "SUIVANT\n\n(à faire lundi)",
        "SUIVANT\n(demain)",
        "À faire la semaine prochaine :\nSUIVANT",
        "Lundi :\nSUIVANT",
        "La semaine prochaine\nSUIVANT",
        "Le 20 mars :\nSUIVANT",
        "Voici ce que j'ai fait hier :\nSUIVANT",
        "J'ai écrit hier :\nSUIVANT",
        "Je n'ai pas eu de réponse à mon ordre :\nSUIVANT",
        "Le robot n'a pas compris :\nSUIVANT",
        "Pourquoi le robot a-t-il refusé :\nSUIVANT",
        "Est-ce bien\nSUIVANT",
        "SUIVANT\n\nIls viennent de me rappeler, ils prennent.",
        "SUIVANT\nLa mairie prend le logement.",
        "NON 1 : trop loin\nElle vient de rappeler, elle est d'accord.",
        "OUI 1\nElle vient de rappeler : elle refuse.",
    ],
    ids=phrase,
)
def test_une_ligne_libre_qui_differe_raconte_ou_contredit_retient_l_ordre(texte: str):
    lue = seule(texte)
    assert isinstance(lue, Incomprise), lue
    assert "laisse un doute" in lue.conseil


@pytest.mark.parametrize(
    ("texte", "obeis"),
    [
        ("Résultats de la commission d'hier :\nATTRIBUE 1", 1),
        ("Voici ce que nous avons décidé :\nSUIVANT", 1),
        ("Voici mes ordres :\nOUI 1\nNON 2 : trop loin", 2),
        ("J'ai eu la mairie au téléphone, ils n'ont personne.\nSUIVANT", 1),
        ("La mairie vient de me rappeler : ils n'ont personne.\nSUIVANT", 1),
        ("Suite à notre échange de ce matin :\nSUIVANT", 1),
        ("À noter : le gardien a les clés.\nSUIVANT", 1),
        ("Ok, merci.\nSUIVANT", 1),
        ("Bonjour le robot,\nSUIVANT", 1),
        ("OUI 1\nElle est ravie.\nNON 2 : trop loin", 2),
        ("SUIVANT\n\nClaire Morel\nPôle attribution\n04 50 12 34 56", 1),
        ("Mercredi la mairie m'a confirmé qu'elle n'a personne.\nSUIVANT", 1),
    ],
    ids=phrase,
)
def test_une_ligne_libre_ordinaire_n_arrete_aucun_ordre(texte: str, obeis: int):
    lues = lire(texte)
    assert [isinstance(lue, Consigne) for lue in lues] == [True] * obeis
