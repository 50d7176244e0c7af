"""The orders of gestionnaires, one by one: forgiving in form, strict in effect."""

from __future__ import annotations

from datetime import date, time

import pytest

from robot.domain.stimuli import Verbe
from robot.reading.consignes.lecture import lire_consignes
from robot.reading.consignes.lues import Consigne, Incomprise, Lue
from robot.reading.consignes.verbes import SYNTAXES

LUNDI = date(2026, 3, 2)
FIL = "V-2026-0042"


def lire(texte: str, reference: str | None = FIL) -> tuple[Lue, ...]:
    return lire_consignes(texte, reference=reference, aujourd_hui=LUNDI)


def seule(texte: str, reference: str | None = FIL) -> Lue:
    (lue,) = lire(texte, reference)
    return lue


def champs(lue: Lue) -> dict[str, object]:
    assert isinstance(lue, Consigne), lue
    vides = (None, "", (), 0, False)
    return {
        nom: valeur
        for nom, valeur in vars(lue).items()
        if nom not in ("reference", "verbe", "ligne") and valeur not in vides
    }


def phrase(texte: object) -> str:
    return " / ".join(str(texte).splitlines())[:100] or "rien"


# --- what is obeyed ----------------------------------------------------------------------------------

OBEIS: list[tuple[str, Verbe, dict[str, object]]] = [
    ("SUIVANT", Verbe.SUIVANT, {}),
    ("suivant", Verbe.SUIVANT, {}),
    ("Suivant.", Verbe.SUIVANT, {}),
    ("SUIVANT !", Verbe.SUIVANT, {}),
    ("SUIVANT pas de candidat", Verbe.SUIVANT, {"motif": "pas de candidat"}),
    ("SUIVANT le maire refuse", Verbe.SUIVANT, {"motif": "le maire refuse"}),
    ("Suivant : pas de candidat à Viry", Verbe.SUIVANT, {"motif": "pas de candidat à Viry"}),
    ("SUIVANT (faute de candidat)", Verbe.SUIVANT, {"motif": "faute de candidat"}),
    ("Passer au suivant", Verbe.SUIVANT, {}),
    ("RENVOYER", Verbe.RENVOYER, {}),
    ("RENVOYER als", Verbe.RENVOYER, {"reservataire": "als"}),
    ("renvoyer à cc-du-genevois", Verbe.RENVOYER, {"reservataire": "cc-du-genevois"}),
    ("RENVOYER als : adresse corrigée", Verbe.RENVOYER, {"reservataire": "als", "motif": "adresse corrigée"}),
    ("RENVOYER : adresse corrigée", Verbe.RENVOYER, {"motif": "adresse corrigée"}),
    ("RENVOYER motif : adresse corrigée", Verbe.RENVOYER, {"motif": "adresse corrigée"}),
    ("REPRENDRE", Verbe.REPRENDRE, {}),
    ("AUTORISER : l'adjointe a la signature", Verbe.AUTORISER, {"motif": "l'adjointe a la signature"}),
    ("AUTORISER", Verbe.AUTORISER, {}),
    ("Autorisez", Verbe.AUTORISER, {}),
    ("IGNORER : la mairie ne la connaît pas", Verbe.IGNORER, {"motif": "la mairie ne la connaît pas"}),
    ("IGNORER", Verbe.IGNORER, {}),
    ("RENVOYER raison : adresse corrigée", Verbe.RENVOYER, {"motif": "adresse corrigée"}),
    ("REPRENDRE\nMotif : la mairie a répondu", Verbe.REPRENDRE, {"motif": "la mairie a répondu"}),
    ("REPRENDRE : la mairie a répondu", Verbe.REPRENDRE, {"motif": "la mairie a répondu"}),
    ("OUI 2 : au téléphone", Verbe.OUI, {"numeros": (2,), "motif": "au téléphone"}),
    ("REPROPOSER 2 : adresse changée", Verbe.REPROPOSER, {"numeros": (2,), "motif": "adresse changée"}),
    ("ACCEPTE : par téléphone, Mme Roux", Verbe.ACCEPTE, {"motif": "par téléphone, Mme Roux"}),
    ("ACCEPTE", Verbe.ACCEPTE, {}),
    ("Accepté, merci", Verbe.ACCEPTE, {}),
    ("REFUSE", Verbe.REFUSE, {}),
    ("Refusé : loyer trop élevé", Verbe.REFUSE, {"motif": "loyer trop élevé"}),
    ("REFUSE pas de candidat", Verbe.REFUSE, {"motif": "pas de candidat"}),
    ("REFUSE : non-réponse de la mairie", Verbe.REFUSE, {"motif": "non-réponse de la mairie"}),
    ("REFUSE. Le loyer est trop élevé", Verbe.REFUSE, {"motif": "Le loyer est trop élevé"}),
    ("REFUSE, la commune ne veut pas", Verbe.REFUSE, {"motif": "la commune ne veut pas"}),
    ("Refusé car le loyer est trop élevé", Verbe.REFUSE, {"motif": "car le loyer est trop élevé"}),
    ("REFUSE : (T3) trop petit", Verbe.REFUSE, {"motif": "(T3) trop petit"}),
    ("REFUSE : (trop cher", Verbe.REFUSE, {"motif": "trop cher"}),
    ("DELAI 5", Verbe.DELAI, {"jours": 5}),
    ("délai : 5 jours", Verbe.DELAI, {"jours": 5}),
    ("DÉLAI de 10 jours ouvrés", Verbe.DELAI, {"jours": 10}),
    ("DELAI 5 ouvrés", Verbe.DELAI, {"jours": 5}),
    ("DELAI 5 (V-2026-0042)", Verbe.DELAI, {"jours": 5}),
    ("[V-2026-0042] DELAI 5 jours supplémentaires", Verbe.DELAI, {"jours": 5}),
    ("DELAI 5j", Verbe.DELAI, {"jours": 5}),
    ("DELAI 5 le service est fermé", Verbe.DELAI, {"jours": 5, "motif": "le service est fermé"}),
    ("RECHERCHE", Verbe.RECHERCHE, {}),
    ("rechercher - le CCAS n'a personne", Verbe.RECHERCHE, {"motif": "le CCAS n'a personne"}),
    ("PRESENTER", Verbe.PRESENTER, {}),
    ("Présenter : un seul candidat convient", Verbe.PRESENTER, {"motif": "un seul candidat convient"}),
    ("RETIRER 2 pièces manquantes", Verbe.RETIRER, {"numeros": (2,), "motif": "pièces manquantes"}),
    ("Retirer le candidat 2 : relogé ailleurs", Verbe.RETIRER, {"numeros": (2,), "motif": "relogé ailleurs"}),
    (
        "COMMISSION 12/03/2026 14h30 Annecy, salle B",
        Verbe.COMMISSION,
        {"jour": date(2026, 3, 12), "heure": time(14, 30), "lieu": "Annecy, salle B"},
    ),
    (
        "Commission le jeudi 12 mars à 14 h à Viry (mairie)",
        Verbe.COMMISSION,
        {"jour": date(2026, 3, 12), "heure": time(14), "lieu": "Viry (mairie)"},
    ),
    (
        "COMMISSION 12/03/2026 14h30 Annecy\nMotif : ...",
        Verbe.COMMISSION,
        {"jour": date(2026, 3, 12), "heure": time(14, 30), "lieu": "Annecy"},
    ),
    (
        "COMMISSION 2026-03-12, 14:30, Annecy",
        Verbe.COMMISSION,
        {"jour": date(2026, 3, 12), "heure": time(14, 30), "lieu": "Annecy"},
    ),
    (
        "COMMISSION 1er février 2027 9 heures Annecy",
        Verbe.COMMISSION,
        {"jour": date(2027, 2, 1), "heure": time(9), "lieu": "Annecy"},
    ),
    (
        "CALEOL 12/03 14h30 Annecy",
        Verbe.COMMISSION,
        {"jour": date(2026, 3, 12), "heure": time(14, 30), "lieu": "Annecy"},
    ),
    ("ATTRIBUE 1", Verbe.ATTRIBUE, {"numeros": (1,)}),
    ("Attribué 1", Verbe.ATTRIBUE, {"numeros": (1,)}),
    ("attribuer au candidat n°1", Verbe.ATTRIBUE, {"numeros": (1,)}),
    ("Attribution : candidat 2", Verbe.ATTRIBUE, {"numeros": (2,)}),
    ("CLASSE 2 1 3", Verbe.CLASSE, {"numeros": (2, 1, 3)}),
    ("CLASSE 2 > 1 > 3", Verbe.CLASSE, {"numeros": (2, 1, 3)}),
    ("Classé : 2, 1 puis 3", Verbe.CLASSE, {"numeros": (2, 1, 3)}),
    ("CLASSEMENT 2-1", Verbe.CLASSE, {"numeros": (2, 1)}),
    ("CONDITION 1 fournir l'avis d'impôt", Verbe.CONDITION, {"numeros": (1,), "motif": "fournir l'avis d'impôt"}),
    (
        "CONDITION 1 : sous réserve de l'avis d'impôt",
        Verbe.CONDITION,
        {"numeros": (1,), "motif": "sous réserve de l'avis d'impôt"},
    ),
    (
        "NON ATTRIBUE 2 ressources supérieures",
        Verbe.NON_ATTRIBUE,
        {"numeros": (2,), "motif": "ressources supérieures"},
    ),
    ("Non-attribué 2 : trop petit", Verbe.NON_ATTRIBUE, {"numeros": (2,), "motif": "trop petit"}),
    ("NON ATTRIBUÉ n°2 - trop petit", Verbe.NON_ATTRIBUE, {"numeros": (2,), "motif": "trop petit"}),
    ("REJETE 3 dossier incomplet", Verbe.REJETE, {"numeros": (3,), "motif": "dossier incomplet"}),
    ("OUI 1", Verbe.OUI, {"numeros": (1,)}),
    ("oui candidat 1", Verbe.OUI, {"numeros": (1,)}),
    ("NON 1 trop loin de son travail", Verbe.NON, {"numeros": (1,), "motif": "trop loin de son travail"}),
    ("NON 1 : 3 enfants, trop petit", Verbe.NON, {"numeros": (1,), "motif": "3 enfants, trop petit"}),
    (
        "REMIS 1 27/02/2026 LRAR 1A 123 456 7890 1 distribuée",
        Verbe.REMIS,
        {"numeros": (1,), "jour": date(2026, 2, 27), "motif": "LRAR 1A 123 456 7890 1 distribuée"},
    ),
    (
        "Remis 1 le 20 décembre, en main propre",
        Verbe.REMIS,
        {"numeros": (1,), "jour": date(2025, 12, 20), "motif": "en main propre"},
    ),
    ("REPROPOSER 1", Verbe.REPROPOSER, {"numeros": (1,)}),
    ("BAIL 15/04/2026", Verbe.BAIL, {"jour": date(2026, 4, 15)}),
    ("Bail signé le 27 février 2026, candidat 2", Verbe.BAIL, {"jour": date(2026, 2, 27), "numeros": (2,)}),
    ("BAIL 15/04/26", Verbe.BAIL, {"jour": date(2026, 4, 15)}),
    ("SNE 3 4 7", Verbe.SNE, {"numeros": (3, 4, 7)}),
    ("SNE 3, 4 et 7", Verbe.SNE, {"numeros": (3, 4, 7)}),
    ("sne tout", Verbe.SNE, {"tout": True}),
    ("HORS FLUX relogement ORCOD", Verbe.HORS_FLUX, {"motif": "relogement ORCOD"}),
    ("Hors-flux : mutation interne", Verbe.HORS_FLUX, {"motif": "mutation interne"}),
    ("EN FLUX : personne ne le demande", Verbe.EN_FLUX, {"motif": "personne ne le demande"}),
    ("ANNULER démolition", Verbe.ANNULER, {"motif": "démolition"}),
    ("Annulé : saisi par erreur", Verbe.ANNULER, {"motif": "saisi par erreur"}),
    ("Annuler le dossier : vendu", Verbe.ANNULER, {"motif": "vendu"}),
    ("ANNULER travaux ; démolition prévue", Verbe.ANNULER, {"motif": "travaux ; démolition prévue"}),
    ("ANNULER : doublon du lot XX", Verbe.ANNULER, {"motif": "doublon du lot XX"}),
    ("ANNULER\nMotif : doublon\nRéférence : V-2026-0042", Verbe.ANNULER, {"motif": "doublon"}),
    ("ANNULER\nRéférence : V-2026-0042\nMotif : doublon", Verbe.ANNULER, {"motif": "doublon"}),
    ("ANNULER\n\nMotif : doublon", Verbe.ANNULER, {"motif": "doublon"}),
]


@pytest.mark.regle("R14", "R46", "R47")
@pytest.mark.parametrize(("texte", "verbe", "attendus"), OBEIS, ids=phrase)
def test_un_ordre_bien_ecrit_est_lu(texte: str, verbe: Verbe, attendus: dict[str, object]):
    lue = seule(texte)
    assert isinstance(lue, Consigne), lue
    assert (lue.reference, lue.verbe) == (FIL, verbe)
    assert champs(lue) == attendus


def test_chaque_verbe_est_essaye_et_sa_syntaxe_est_donnee():
    assert {verbe for _, verbe, _ in OBEIS} | {Verbe.COMPLETER} == set(Verbe)
    assert set(SYNTAXES) == set(Verbe)


@pytest.mark.parametrize(
    "enveloppe",
    [
        "- {}", "• {}", "1. {}", "2) {}", "*{}*", "« {} »", "Bonjour, {}", "Bonjour,\n\n{}\n\nCordialement",
        "{} merci", "{}, s'il vous plaît", "V-2026-0042 : {}", "V-2026-0042 - {}", "Pour le logement V-2026-0042 : {}",
        "V-2026-0042\n{}", "Référence : V-2026-0042\n{}", "{}\nRéférence : V-2026-0042", "\u200b{}\u00a0",
        "Nous n'avons toujours pas de retour de la mairie.\n{}", "{}\nBonne journée à vous",
        "{}\n> Que souhaitez-vous faire ?", "{}\nMerci de m'envoyer un mot s'il vous plaît",
    ],
    ids=phrase,
)  # fmt: skip
@pytest.mark.parametrize("ordre", ["DELAI 5", "ATTRIBUE 1", "suivant"])
def test_ce_qui_entoure_un_ordre_ne_le_change_pas(enveloppe: str, ordre: str):
    lue, nue = seule(enveloppe.format(ordre)), seule(ordre)
    assert isinstance(nue, Consigne)
    assert isinstance(lue, Consigne), lue
    assert (lue.verbe, champs(lue)) == (nue.verbe, champs(nue))


# --- what is refused, with what to write -------------------------------------------------------------


@pytest.mark.regle("R14", "R47")
@pytest.mark.parametrize(
    ("texte", "mots"),
    [
        # arguments
        ("DELAI", "nombre de jours ouvrés"),
        ("DELAI cinq", "en chiffres"),
        ("DELAI 0", "ce n'est pas un délai"),
        ("DELAI 100", "ce n'est pas un délai"),
        ("DELAI -5", "nombre de jours"),
        ("DELAI 5,5", "nombre de jours"),
        ("DELAI 2 semaines", "2 semaines"),
        ("DELAI 5 jours calendaires", "« 5 jours calendaires »"),
        ("DELAI 5 (semaines)", "« 5 semaines »"),
        ("DELAI 5 : mois", "« 5 mois »"),
        ("DELAI 5 à 10 jours", "5 a 10"),
        ("DELAI 12/03/2026", "nombre de jours"),
        ("DELAI jusqu'au 12 mars", "nombre de jours"),
        ("ATTRIBUE", "numéro du candidat"),
        ("ATTRIBUE 0", "0 n'est pas"),
        ("ATTRIBUE 1 2", "« 2 » est de trop"),
        ("ATTRIBUE 1-2", "numéro du candidat"),
        ("ATTRIBUE 1 sous réserve", "« sous réserve » est de trop"),
        ("ATTRIBUE Mme Dupont", "numéro du candidat"),
        ("ATTRIBUE 074260301234574001", "non son numéro unique"),
        ("ATTRIBUE pas 1", "numéro du candidat"),
        ("CLASSE 2", "deux candidats au moins"),
        ("CLASSE", "il manque le classement"),
        ("CLASSE 2 1 2", "classé deux fois"),
        ("CLASSE 2 0", "0 n'est pas"),
        ("CLASSE 2 1 Dupont", "de trop"),
        ("CLASSE 2 < 1", "de trop"),
        ("CONDITION 1", "il manque le motif"),
        ("NON ATTRIBUE 2", "il manque le motif"),
        ("NON ATTRIBUE ressources", "numéro du candidat"),
        ("NON ATTRIBUE 1 et 2 : ressources", "un seul candidat par ligne"),
        ("RETIRER 2 (et 3)", "un seul candidat par ligne"),
        ("RETIRER 2 [et 3] : ils renoncent", "un seul candidat par ligne"),
        ("REJETE 3", "il manque le motif"),
        ("REJETE 3 : 12", "n'est pas un motif"),
        ("RETIRER 2", "il manque le motif"),
        ("OUI", "numéro du candidat"),
        ("NON", "numéro du candidat"),
        ("NON trop loin", "numéro du candidat"),
        ("NON 1", "il manque le motif"),
        ("NON 1 3 enfants", "deux nombres se suivent"),
        ("NON 1 trop loin, OUI 2", "un ordre par ligne"),
        ("non 1 trop loin, oui 2", "peut se lire autrement"),
        ("OUI ou NON 1", "numéro du candidat"),
        ("REMIS 1", "il manque la date"),
        ("REMIS 1 27/02/2026", "il manque la preuve"),
        ("REMIS 1 12/03/2026 LRAR", "ne peut y être déjà remis"),
        ("REMIS 1 27/02/2024 LRAR", "passée"),
        ("COMMISSION", "il manque la date"),
        ("COMMISSION 12/03/2026 Annecy", "il manque l'heure"),
        ("COMMISSION 12/03/2026 25h Annecy", "il manque l'heure"),
        ("COMMISSION 12/03/2026 2h30 Annecy", "ne se tient pas à 2 h 30"),
        ("COMMISSION 12/03/2026 14h30", "il manque le lieu"),
        ("COMMISSION 12/03/2026 14h30 à confirmer", "le lieu n'est pas certain"),
        ("COMMISSION 12/02/2026 14h30 Annecy", "passée"),
        ("COMMISSION 12/03/2062 14h30 Annecy", "trop lointaine"),
        ("COMMISSION 31/02/2026 14h30 Annecy", "« 31/02/2026 » n'est pas une date"),
        ("COMMISSION mardi 12 mars 14h30 Annecy", "le 12 mars 2026 n'est pas un mardi"),
        ("BAIL", "il manque la date"),
        ("BAIL 15 avril", "il manque l'année"),
        ("BAIL 15/04/2020", "passée"),
        ("BAIL 15/04/2026 Dupont", "numéro du candidat"),
        ("SNE", "les numéros des lignes"),
        ("SNE 3-7", "3-7"),
        ("SNE 3 et le reste", "le"),
        ("SNE 0", "« 0 »"),
        ("HORS FLUX", "il manque le motif"),
        ("ANNULER", "il manque le motif"),
        ("ANNULER\nLe maire en a parlé.\nMotif : vendu", "il manque le motif"),
        ("RENVOYER à la préfecture de Haute-Savoie", "en un mot"),
        ("RENVOYER als adresse corrigée", "en un mot"),
        ("REPRENDRE le délai", "de trop"),
        ("OUI 2 au téléphone", "de trop"),
        ("OUI 2 : il a refusé", "semble dire un refus"),
        ("OUI 2 : il ne veut plus du garage", "semble dire un refus"),
        ("ACCEPTE : refus du maire", "semble dire un refus"),
        ("OUI 2 : sous réserve du garage", "en suspens"),
        ("OUI 2 : quand il aura visité", "en suspens"),
        ("OUI 2 : demain", "en suspens"),
        ("OUI 2 : pas encore", "semble retenir"),
        ("OUI 2 : non", "semble retenir"),
        ("OUI 2 : 3", "n'est pas un motif"),
        ("ACCEPTE : la commune décline", "semble dire un refus"),
        ("ACCEPTE les candidats", "de trop"),
        ("COMPLETER avec M. Jean", "de trop"),
        # a sentence, a doubt, a delay
        ("suivant votre message du 2 mars", "peut se lire autrement"),
        ("SUIVANT VOTRE MESSAGE", "peut se lire autrement"),
        ("Annuler le rendez-vous de mardi", "peut se lire autrement"),
        ("ANNULER le rendez-vous de mardi", "peut se lire autrement"),
        ("annuler démolition", "deux-points"),
        ("REFUSE de répondre", "peut se lire autrement"),
        ("REFUSE… de répondre", "peut se lire autrement"),
        ("refusé, la commune n'a personne", "peut se lire autrement"),
        ("Refusé par le candidat", "peut se lire autrement"),
        ("Rechercher un plombier", "peut se lire autrement"),
        ("ANNULER ?", "une question"),
        ("ATTRIBUE 1 ?", "une question"),
        ("ANNULER demain", "« demain »"),
        ("SUIVANT lundi", "« lundi »"),
        ("SUIVANT : dans 2 jours", "« dans 2 »"),
        ("SUIVANT si pas de réponse", "« si »"),
        ("ANNULER : à confirmer par la direction", "« a confirmer »"),
        ("SUIVANT pour l'instant", "« pour l'instant »"),
        ("ANNULER PAS", "« pas »"),
        ("SUIVANT… non", "« non »"),
        ("SUIVANT, non !", "« non »"),
        ("SUIVANT : non. Laissez courir", "« non. »"),
        ("OUI 2 : (non)", "« non »"),
        ("RECHERCHE : faite.", "« faite »"),
        ("SUIVANT : annuler.", "un ordre par ligne"),
        ("SUIVANT / non", "« non »"),
        ("ANNULER [demain]", "« demain »"),
        ("REFUSE pas encore", "« pas »"),
        ("SUIVANT ou RENVOYER", "« ou »"),
        ("SUIVANT / RENVOYER", "un ordre par ligne"),
        ("SUIVANT. ANNULER travaux", "un ordre par ligne"),
        ("SUIVANT : annuler", "un ordre par ligne"),
        ("NON 1 : sous réserve", "« sous reserve »"),
        ("ANNULER " + "x" * 2000, "trop longue"),
        ("Délai 5 sinon suivant", "peut se lire autrement"),
        ("DELAI 5 sinon suivant", "« sinon »"),
        ("DELAI 5 (au lieu de 8)", "« au lieu de »"),
        ("DELAI : 5, non 8", "« non 8 »"),
        ("Suivant - oui mais attendez", "« oui »"),
        ("suivant : je ne sais pas", "sais pas"),
        ("SUIVANT : attendons", "« attendons »"),
        ("RENVOYER non", "en un mot"),
        ("RENVOYER demain", "en un mot"),
        ("RECHERCHE inutile", "« inutile »"),
        ("RECHERCHE infructueuse", "« infructueuse »"),
        ("PRESENTER : le candidat 2 seulement", "tous les candidats"),
        ("COMMISSION 12/03/2026 14h30 ou 15h Annecy", "n'est pas certain"),
        ("COMMISSION 12/03/2026 14h30-16h Annecy", "n'est pas certain"),
        ("COMMISSION 12/03/2026 14h30 annulée", "n'est pas certain"),
        ("CONDITION 1 levée", "semble levée"),
        ("CONDITION 1 : non remplie", "semble levée"),
        ("NON 2 candidats suffisent", "semble compter"),
        ("Non 1 minute", "semble compter"),
        ("NON 2 [candidats]", "semble compter"),
        ("Candidat 1 : ATTRIBUE", "le verbe d'abord"),
        ("1 : attribué", "le verbe d'abord"),
        ("2 OUI", "le verbe d'abord"),
        ("Merci de SUIVANT", "le verbe d'abord"),
        ("je ne veux pas ANNULER", "le verbe d'abord"),
        ("COMMISSION 12/03/2026 14h30 Annecy V-2026-0042", "n'est pas certain"),
        ("HORS FLUX : à vérifier", "« a verifier »"),
        ("ANNULER : mon ordre précédent", "clôt tout le dossier"),
        ("ANNULER : le délai", "clôt tout le dossier"),
        ("ANNULER commission du 12", "clôt tout le dossier"),
        ("Annulation : commission reportée", "clôt tout le dossier"),
        # another dwelling than the thread's, or several
        ("SUIVANT V-2026-0043", "Ce fil est celui de V-2026-0042"),
        ("V-2026-0043 : DELAI 5", "Ce fil est celui de V-2026-0042"),
        ("V-2026-0043\nDELAI 5", "Ce fil est celui de V-2026-0042"),
        (
            "V-2026-0042 et V-2026-0043 : SUIVANT",
            "un seul logement ; cette ligne en nomme 2 (V-2026-0042, V-2026-0043)",
        ),
        ("V-2026-0042 ANNULER V-2026-0043 doublon", "un seul logement"),
        ("V-2026-0042 à voir", "Aucun ordre n'est reconnu"),
    ],
    ids=phrase,
)
def test_un_ordre_mal_ecrit_n_est_pas_obei(texte: str, mots: str):
    lue = seule(texte)
    assert isinstance(lue, Incomprise), lue
    assert mots.lower() in lue.conseil.lower()
