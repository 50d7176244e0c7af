"""What a reply calls the dwelling, against the sheet of the one that was offered: a T3, 12 rue des Essais, Viry."""

from __future__ import annotations

from dataclasses import replace

import pytest

from robot.adapters.communes import table_officielle
from robot.domain.dossier import Statut
from robot.domain.fiche import Fiche
from robot.etapes.bien_nomme import autre_logement
from tests.cycle.courriels import VIRY, texte_de
from tests.fabrique import FICHE
from tests.monde import Monde
from tests.reading.ecrire import lecture

RPLS = "7400000000"  # what the first dwelling of a test is given
MAIRIE = "\n\nCordialement,\n\nNathalie BERGER\nMairie de Viry\n1 place de la Mairie\n74580 VIRY"
SUR_UNE_LIGNE = "\n\nMairie de Viry, 1 place de la Mairie, 74580 VIRY"
ACTION_LOGEMENT = "\n\nThomas Vidal\nAction Logement Services\n12 rue du Président Favre - 74000 ANNECY"
PREFECTURE = "\n\nPour le préfet,\nPréfecture de la Haute-Savoie\nRue du 30e Régiment d'Infanterie\n74034 ANNECY Cedex"


def sort(monde: Monde, texte: str, fiche: Fiche = FICHE, **courriel) -> Statut:
    """Where the offer of that dwelling stands after that reply."""
    reference = monde.liberer(fiche)
    monde.passer()
    monde.repondre(monde.courriers(VIRY, "offre")[0], texte, **courriel)
    monde.passer("2026-04-28T10:00")
    return monde.dossier(reference).orientations[0].statut


@pytest.mark.regle("R42", "R44")
@pytest.mark.parametrize(
    "texte",
    [
        pytest.param("REFUSE (T5)", id="un autre type, entre parenthèses"),
        pytest.param("REFUSE le T5 de Neydens", id="un autre type dans une autre commune"),
        pytest.param("Refus, nous n'avons pas de demande de T5", id="un refus faute de demande pour un autre type"),
        pytest.param("REFUSE\nAucun candidat pour un T5.", id="un motif qui ne vaut que pour un autre type"),
        pytest.param("REFUSE\nLe 5 pièces est trop grand.", id="le type en toutes lettres"),
        pytest.param("REFUSE. Le T3 irait, le studio non.", id="deux types, l'un après l'autre"),
        pytest.param("Nous refusons le T3.\nLe T5 nous irait mieux.", id="le bon type, puis un autre"),
        pytest.param("Nous refusons votre offre d'un T5, trop grand pour nos demandeurs.", id="l'offre d'un autre type"),
        pytest.param("REFUSE. Un T5 est trop grand pour nos demandeurs.", id="un type trop grand"),
        pytest.param("Après examen de votre offre du T5, nous refusons.", id="l'offre d'un autre type, rappelée"),
        pytest.param("REFUSE, logement de type 5 trop grand", id="le type sans sa lettre"),
        pytest.param("Nous refusons le logement situé rue du Lac à Neydens, faute de candidat.", id="une autre adresse"),
        pytest.param("REFUSE\n\nLogement : Neydens, rue du Lac", id="une étiquette, la commune d'abord"),
        pytest.param("REFUSE\n\nLogement : 3 rue du Lac", id="une étiquette, la rue seule"),
        pytest.param("REFUSE pour le logement de Neydens", id="une autre commune"),
        pytest.param("refuse pour le logement de neydens", id="une autre commune, sans majuscule"),
        pytest.param("REFUSE POUR LE LOGEMENT DE NEYDENS", id="une autre commune, en capitales"),
        pytest.param("Concernant le logement rue du Lac à Neydens :\nREFUSE", id="une annonce au-dessus du mot"),
        pytest.param("REFUSE - logement du 14 rue des Essais", id="un autre numéro dans la même rue"),
        pytest.param("REFUSE pour le logement situé à Malagny", id="un hameau que la fiche ne connaît pas"),
        pytest.param("REFUSE - votre offre de logement à Saint-Julien", id="une commune abrégée"),
        pytest.param("REFUSE\n" + "Le T3, le logement, ce bien : trop cher. " * 40, id="trop de fois le logement"),
        pytest.param("T3 Neydens : refusé", id="le type et la commune, sans rien entre eux"),
        pytest.param("REFUSE\nRPLS n° 74 1234 5678", id="un autre numéro RPLS, espacé"),
        pytest.param("Pour Neydens, nous refusons.", id="la commune devant la décision"),
        pytest.param("Refus, pas de demande sur Neydens.", id="un refus faute de demande dans une autre commune"),
        pytest.param("Nous refusons. Le logement se trouve à Neydens, trop loin.", id="où il se trouve"),
        pytest.param("REFUSE\nMotif : logement rue du Lac trop bruyant", id="une autre rue dans le motif"),
        pytest.param("REFUSE appartement de type T4, trop petit", id="le type et sa lettre"),
        pytest.param("Refus - T.4", id="le type, un point"),
        pytest.param("REFUSE - type IV", id="le type, en chiffres romains"),
        pytest.param("REFUSE - Neydens", id="une autre commune, derrière un tiret"),
        pytest.param("REFUSE Neydens Trop loin", id="une autre commune, puis une majuscule"),
        pytest.param("REFUSE, Neydens trop loin", id="une autre commune, derrière une virgule"),
        pytest.param("REFUSE\nCordialement,\nClaire\n\nLogement : T5, Neydens", id="sous la signature, sur une étiquette"),
    ],
)  # fmt: skip
def test_le_refus_d_un_autre_logement_ne_refuse_pas_celui_ci(monde, texte):
    assert sort(monde, texte) is Statut.A_CLARIFIER


@pytest.mark.regle("R42", "R43")
@pytest.mark.parametrize(
    "texte",
    [
        pytest.param("ACCEPTE pour le T3 rue du Lac à Neydens", id="le bon type, une autre adresse"),
        pytest.param("ACCEPTE\nLe T5 nous intéresse", id="un autre type, sous le mot"),
        pytest.param("J'accepte le T5", id="un autre type, dans la phrase"),
        pytest.param("ACCEPTE rue du Lac", id="une rue derrière le mot"),
        pytest.param("ACCEPTE, 3 rue du Lac", id="une adresse derrière le mot"),
        pytest.param("ACCEPTE Neydens", id="une commune derrière le mot"),
        pytest.param("ACCEPTE - Neydens", id="une commune derrière un tiret"),
        pytest.param("ACCEPTE, T.4", id="un autre type, un point"),
        pytest.param("Nous acceptons le logement résidence Les Tilleuls.", id="une résidence, sans le type"),
        pytest.param("OK pour Neydens", id="d'accord pour une commune"),
        pytest.param("ACCEPTE\nRPLS 7412345678", id="un autre numéro RPLS"),
        pytest.param("Nous acceptons le logement de la rue des Écoles à Saint-Julien", id="une autre rue"),
        pytest.param("Nous acceptons le T3 de Neydens", id="une autre commune"),
    ],
)
def test_l_accord_sur_un_autre_logement_n_accepte_pas_celui_ci(monde, texte):
    assert sort(monde, texte) is Statut.A_CLARIFIER


@pytest.mark.regle("R42")
@pytest.mark.parametrize(
    "texte",
    [
        pytest.param("ACCEPTE pour le T3 rue des Essais à Viry", id="son type, sa rue, sa commune"),
        pytest.param("Nous acceptons le logement situé 12 rue des Essais à Viry.", id="son adresse"),
        pytest.param("Nous acceptons le T3 de la rue des essai.", id="sa rue, à une faute près"),
        pytest.param("J'accepte le F3 de Viry", id="son type, autrement écrit"),
        pytest.param("Nous acceptons le T3 résidence Les Tilleuls.", id="son type, une résidence que la fiche ignore"),
        pytest.param("Nous acceptons le logement situé Bâtiment B", id="un bâtiment"),
        pytest.param("Nous acceptons le logement situé Étage 2", id="un étage"),
        pytest.param("Nous acceptons le logement situé Rez-de-chaussée", id="le rez-de-chaussée"),
        pytest.param("ACCEPTE - Viry", id="sa commune, derrière un tiret"),
        pytest.param(f"ACCEPTE\nRPLS {RPLS}", id="son numéro RPLS"),
        pytest.param("Logement : 12 rue des Essais, Viry\nACCEPTE", id="une étiquette au-dessus du mot"),
        pytest.param("ACCEPTE\nMme Roux habite rue du Lac à Neydens et travaille à Genève.", id="où vit la candidate"),
        pytest.param("ACCEPTE, une famille en T2 attend depuis trois ans", id="le type que quitte une famille"),
        pytest.param("ACCEPTE" + MAIRIE, id="une signature de mairie"),
        pytest.param("ACCEPTE" + SUR_UNE_LIGNE, id="une signature d'une ligne"),
        pytest.param("ACCEPTE" + ACTION_LOGEMENT, id="une agence d'Annecy"),
        pytest.param("Nous acceptons ce logement." + PREFECTURE, id="une préfecture"),
    ],
)
def test_un_accord_qui_nomme_bien_le_logement_l_accepte(monde, texte):
    assert sort(monde, texte) is Statut.ACCEPTEE


@pytest.mark.regle("R42", "R44")
@pytest.mark.parametrize(
    "texte",
    [
        pytest.param("REFUSE le T3 de Viry, trop cher", id="son type et sa commune"),
        pytest.param("Nous refusons le logement situé 12 rue des Essais, faute d'ascenseur.", id="son adresse"),
        pytest.param("Refus, nous n'avons pas de demande de T3", id="faute de demande pour ce type"),
        pytest.param("Logement : T3, 12 rue des Essais à Viry\nREFUSE, trop cher", id="une étiquette au-dessus du mot"),
        pytest.param("Objet : logement T3 à Viry\n\nREFUSE, aucun candidat", id="un objet recopié au-dessus du mot"),
        pytest.param("Refus - T.3", id="son type, un point"),
        pytest.param("REFUSE - type III", id="son type, en chiffres romains"),
        pytest.param("REFUSE, Viry trop loin", id="sa commune, derrière une virgule"),
        pytest.param("REFUSE, à Annecy nos demandeurs ont du travail", id="où l'on a du travail"),
        pytest.param("REFUSE : nos demandeurs travaillent à Genève", id="où l'on travaille"),
        pytest.param("refuse, trop loin d'Annecy", id="de quoi l'on est loin"),
        pytest.param("REFUSE, le demandeur habite rue du Lac", id="où l'on habite"),
        pytest.param("REFUSE : nos demandeurs cherchent des T2", id="un type recherché"),
        pytest.param("REFUSE, la famille a besoin d'un T4", id="un type dont on a besoin"),
        pytest.param("REFUSE\nT2 demandés", id="un type demandé, sans article"),
        pytest.param("REFUSE\nNous n'avons que des T2 en demande", id="les seuls types demandés"),
        pytest.param("REFUSE\nMotif : la famille a signé pour un logement à Cruseilles", id="un logement, sans dire lequel"),
        pytest.param("REFUSE : rue trop bruyante", id="une rue, sans nom"),
        pytest.param("Nous refusons : le T3 est trop petit pour le T4 demandé.", id="son type et celui qu'on cherche"),
        pytest.param("Nous laissons ce logement à la préfecture", id="à qui on le laisse"),
        pytest.param("REFUSE : loyer trop élevé" + ACTION_LOGEMENT, id="une agence d'Annecy"),
        pytest.param("REFUSE (loyer)" + SUR_UNE_LIGNE, id="une signature d'une ligne"),
        pytest.param("Nous passons notre tour." + SUR_UNE_LIGNE, id="d'autres mots, une signature d'une ligne"),
    ],
)  # fmt: skip
def test_un_refus_qui_nomme_bien_le_logement_le_refuse(monde, texte):
    assert sort(monde, texte) is Statut.REFUSEE


@pytest.mark.regle("R42")
@pytest.mark.parametrize(
    ("texte", "change", "attendu"),
    [
        pytest.param("REFUSE le T7", {"typologie": "T6 et plus"}, Statut.REFUSEE, id="« T6 et plus » comprend le T7"),
        pytest.param("REFUSE le studio", {"typologie": "T1 bis"}, Statut.REFUSEE, id="un studio est un T1"),
        pytest.param(
            "REFUSE le T3 du 8 rue des Essais", {"adresse": "Bâtiment B, 6-8 rue des Essais"}, Statut.REFUSEE,
            id="un des numéros de l'immeuble",
        ),
        pytest.param(
            "ACCEPTE le T3 résidence Les Tilleuls", {"complements": (("Résidence", "Les Tilleuls"),)}, Statut.ACCEPTEE,
            id="un nom que la fiche donne en complément",
        ),
        pytest.param(
            "ACCEPTE le T3 de Neydens", {"adresse": "12 rue de Neydens"}, Statut.A_CLARIFIER,
            id="la rue porte le nom d'une autre commune",
        ),
        pytest.param(
            "Nous acceptons le T3 résidence Les Ormes", {"complements": (("Résidence", "Les Tilleuls"),)},
            Statut.A_CLARIFIER, id="une autre résidence que celle de la fiche",
        ),
        pytest.param(
            "Nous acceptons le T3 résidence Les Ormes", {"adresse": "Résidence Les Tilleuls, rue des Essais"},
            Statut.A_CLARIFIER, id="une autre résidence que celle de l'adresse",
        ),
        pytest.param("ACCEPTE rue de Gaulle", {"adresse": "12 rue du Général-de-Gaulle"}, Statut.ACCEPTEE, id="une rue abrégée"),
        pytest.param(
            "ACCEPTE rue du Général Leclerc", {"adresse": "12 rue du Général-de-Gaulle"}, Statut.A_CLARIFIER,
            id="un autre général",
        ),
    ],
)  # fmt: skip
def test_ce_que_dit_la_fiche_suffit_a_reconnaitre_le_logement(monde, texte, change, attendu):
    assert sort(monde, texte, replace(FICHE, **change)) is attendu


@pytest.mark.regle("R42", "R44")
def test_un_objet_recrit_qui_nomme_un_autre_logement_est_un_doute(monde):
    def recrire(message):
        del message["Subject"]
        message["Subject"] = "Votre logement rue du Lac à Neydens"

    assert sort(monde, "REFUSE", retoucher=recrire) is Statut.A_CLARIFIER


@pytest.mark.regle("R42")
def test_chaque_logement_d_une_reponse_est_compare_au_sien(monde):
    premier, second = monde.liberer(), monde.liberer()
    monde.passer()
    monde.repondre(monde.courriers(VIRY, "offre")[0], f"{premier} : REFUSE (T3)\n{second} : REFUSE (T5)")
    monde.passer("2026-04-28T10:00")
    sorts = [monde.dossier(reference).orientations[0].statut for reference in (premier, second)]
    assert sorts == [Statut.REFUSEE, Statut.A_CLARIFIER]


def test_le_doute_dit_de_quel_logement_la_reponse_parle(monde):
    sort(monde, "REFUSE\nLe logement de Neydens est trop cher.")
    dit = " ".join(texte_de(monde.courrier(VIRY, "a_preciser").octets).replace("\n>", "").split())
    attendu = "la réponse nomme un autre logement (« Le logement de Neydens est trop cher ») que celui de l'offre (T3 à Viry, 12 rue"
    assert attendu in dit


@pytest.mark.regle("R42")
@pytest.mark.parametrize(
    ("texte", "dit"),
    [
        pytest.param("Nous acceptons le T3 situé à Seynod", "", id="avec son type"),
        pytest.param("Nous acceptons le logement situé à Seynod", "un autre logement", id="sans son type"),
    ],
)
def test_une_commune_deleguee_est_la_sienne_quand_le_type_l_est(texte, dit):
    """Seynod is a part of Annecy since 2017: no list of communes has it any more."""
    communes = table_officielle()
    fiche = replace(FICHE, commune=communes.par_nom("Annecy")[0])
    (decision,) = lecture(texte).decisions
    raison = autre_logement(decision.biens, fiche, communes)
    assert dit in raison
    assert bool(raison) is bool(dit)
