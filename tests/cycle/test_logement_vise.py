"""Of which dwelling a reply speaks, when its address, its thread and its subject do not agree."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage

import pytest

from robot.domain.dossier import Statut
from robot.domain.stimuli import Verbe
from robot.ports import Enveloppe
from tests.cycle.courriels import GESTION, VIRY, entete_de, ordonner, texte_de
from tests.cycle.seconde_moitie import TROIS
from tests.fabrique import ROBOT
from tests.monde import Monde

Deux = tuple[Enveloppe, Enveloppe]
EN_DOUTE, ATTENDUE = Statut.A_CLARIFIER, Statut.EN_ATTENTE
A, B = "V-2026-0001", "V-2026-0002"


@pytest.fixture
def deux(monde: Monde) -> Deux:
    """The two offers that the commune holds, of A then of B."""
    assert (monde.liberer(), monde.liberer()) == (A, B)
    monde.passer()
    premiere, seconde = monde.courriers(VIRY, "offre")
    return premiere, seconde


def entetes(**valeurs: str) -> Callable[[EmailMessage], None]:
    """Other headers than a mail program would have written; an empty one is left out."""

    def retoucher(message: EmailMessage) -> None:
        for nom, valeur in valeurs.items():
            champ = nom.replace("_", "-")
            del message[champ]
            if valeur:
                message[champ] = valeur

    return retoucher


def identifiant(lettre: Enveloppe) -> str:
    return entete_de(lettre.octets, "Message-ID")


def sorts(monde: Monde) -> tuple[Statut, Statut]:
    """Where the commune's own offer of A and of B stand."""
    a, b = (monde.dossier(reference).orientations[0].statut for reference in (A, B))
    return a, b


def repondre(monde: Monde, offre: Enveloppe, corps: str, **valeurs: str) -> tuple[Statut, Statut]:
    monde.repondre(offre, corps, retoucher=entetes(**valeurs))
    monde.passer("2026-04-28T10:00")
    return sorts(monde)


@pytest.mark.regle("R42", "R43")
@pytest.mark.parametrize(
    ("objet", "corps"),
    [
        pytest.param(f"Offre de logement {B}", "REFUSE", id="un refus sous le nom de l'autre"),
        pytest.param(f"Offre de logement {B}", "ACCEPTE", id="un accord sous le nom de l'autre"),
        pytest.param(f"{B} : REFUSE", "REFUSE", id="le mot et l'autre logement dans l'objet"),
        pytest.param(f"{B} et V-2026-0003", "REFUSE", id="deux autres, dont un inconnu"),
    ],
)
def test_un_objet_qui_nomme_un_autre_logement_que_le_fil_est_un_doute_sur_les_deux(monde, deux, objet, corps):
    """A is not refused for B, and B, of which she speaks, is not accepted by silence."""
    vus = repondre(monde, deux[0], corps, Subject=objet)
    monde.passer("2026-05-04T09:00")
    assert vus == sorts(monde) == (EN_DOUTE, EN_DOUTE)
    assert len(monde.courriers(VIRY, "a_preciser")) == 2


def test_le_doute_nomme_les_logements_a_qui_doit_preciser(monde: Monde, deux: Deux):
    repondre(monde, deux[0], "REFUSE", Subject=f"Offre de logement {B}")
    dit = " ".join(texte_de(monde.courrier(VIRY, "a_preciser").octets).replace("\n>", "").split())
    assert f"le message désigne plusieurs logements ({A}, {B}) et ne donne qu'une réponse" in dit


@pytest.mark.regle("R42", "R43")
@pytest.mark.parametrize(
    "objet",
    [
        pytest.param("", id="sans objet"),
        pytest.param("Votre offre", id="l'objet ne nomme rien"),
        pytest.param(f"Re: Offre de logement {B}", id="l'objet de la lettre à laquelle on répond"),
    ],
)
def test_une_reponse_a_l_offre_de_b_envoyee_a_l_adresse_de_a_est_un_doute_sur_les_deux(monde, deux, objet):
    """A mail program completes « orientations+… » with the address that it knows best."""
    fil = identifiant(deux[1])
    assert repondre(monde, deux[0], "REFUSE", Subject=objet, In_Reply_To=fil, References=fil) == (EN_DOUTE, EN_DOUTE)


def test_la_lettre_la_plus_proche_se_lit_dans_references_quand_un_collegue_est_passe_par_la(monde: Monde, deux: Deux):
    interne = "<transmis.par.un.collegue@viry74.example>"
    fil = f"{identifiant(deux[0])} {identifiant(deux[1])} {interne}"
    assert repondre(monde, deux[0], "REFUSE", Subject="logement", In_Reply_To=interne, References=fil) == (
        EN_DOUTE,
        EN_DOUTE,
    )


@pytest.mark.regle("R42")
@pytest.mark.parametrize(
    "objet",
    [
        pytest.param(f"Re: [T3 à Viry] Offre de logement {A}", id="l'objet de l'offre"),
        pytest.param(f"RE: TR: {A} REFUSE", id="le mot ajouté"),
        pytest.param("Votre logement", id="un objet qui ne nomme rien"),
        pytest.param("REF-2026-0042 : votre offre", id="le numéro d'un courrier de la mairie"),
        pytest.param("HSH-2026-0002", id="le logement d'un autre bailleur"),
    ],
)
def test_un_objet_ordinaire_laisse_decider(monde, deux, objet):
    assert repondre(monde, deux[0], "REFUSE", Subject=objet) == (Statut.REFUSEE, ATTENDUE)


@pytest.mark.regle("R42", "R43")
def test_un_objet_qui_nomme_aussi_le_logement_du_fil_laisse_decider_de_lui_et_l_autre_attend(monde: Monde, deux: Deux):
    """« REFUSE », under both names: A's thread is answered, and B is not accepted by a silence."""
    assert repondre(monde, deux[0], "REFUSE", Subject=f"Re: {A} et {B}") == (Statut.REFUSEE, EN_DOUTE)


def test_un_objet_qui_nomme_aussi_un_logement_deja_accepte_ne_le_trouble_pas(monde: Monde, deux: Deux):
    repondre(monde, deux[1], "ACCEPTE")
    assert repondre(monde, deux[0], "REFUSE", Subject=f"Re: {A} et {B}") == (Statut.REFUSEE, Statut.ACCEPTEE)
    assert monde.faits(B)[-1] == "AccordRecu"


@pytest.mark.regle("R42")
def test_un_objet_qui_nomme_un_logement_dont_l_histoire_est_finie_laisse_decider(monde: Monde, deux: Deux):
    ordonner(monde, B, Verbe.ANNULER)
    assert repondre(monde, deux[0], "REFUSE", Subject=f"TR: Offre de logement {B}")[0] is Statut.REFUSEE


@pytest.mark.regle("R42")
def test_notre_objet_d_une_histoire_finie_ne_vaut_pas_un_autre_logement_nomme(monde: Monde, deux: Deux):
    """The reference that our subject bears says of which dwelling it speaks, not the title beside it."""
    ordonner(monde, B, Verbe.ANNULER)
    objet = f"RE: [T5 à Neydens · réponse avant mer. 4 mars minuit] Offre de logement {B}"
    assert repondre(monde, deux[0], "REFUSE", Subject=objet)[0] is Statut.REFUSEE


@pytest.mark.regle("R42")
def test_une_reponse_a_une_lettre_dont_l_histoire_est_finie_laisse_decider(monde: Monde, deux: Deux):
    """An old message of the landlord, taken up again as one takes an address."""
    ordonner(monde, B, Verbe.ANNULER)
    fil = identifiant(deux[1])
    sort = repondre(monde, deux[0], "REFUSE", Subject="logement", In_Reply_To=fil, References=fil)
    assert sort[0] is Statut.REFUSEE


@pytest.mark.regle("R42")
@pytest.mark.parametrize("au_robot", [False, True], ids=["à l'adresse de l'offre", "à l'adresse sans jeton"])
def test_un_long_fil_commence_pour_un_autre_logement_se_lit_par_sa_derniere_lettre(monde, deux, au_robot):
    ancienne, courante = identifiant(deux[1]), identifiant(deux[0])
    destinataire = {"To": ROBOT} if au_robot else {}
    sort = repondre(monde, deux[0], "REFUSE", In_Reply_To=courante, References=f"{ancienne} {courante}", **destinataire)
    assert sort == (Statut.REFUSEE, ATTENDUE)


@pytest.mark.regle("R42")
def test_l_objet_recopie_sur_une_autre_lettre_departage(monde: Monde, deux: Deux):
    """She takes B's mail to write, and changes both the address and the subject: she speaks of A."""
    fil = identifiant(deux[1])
    assert repondre(monde, deux[0], "REFUSE", In_Reply_To=fil, References=fil) == (Statut.REFUSEE, ATTENDUE)


@pytest.mark.regle("R42")
@pytest.mark.parametrize(
    ("corps", "sort"),
    [
        pytest.param(f"{A} : REFUSE", (Statut.REFUSEE, EN_DOUTE), id="la réponse nomme celui du fil : l'autre attend"),
        pytest.param(
            f"{B} : REFUSE", (EN_DOUTE, Statut.REFUSEE), id="la réponse nomme celui de l'objet : le fil attend"
        ),
        pytest.param(f"{A} : ACCEPTE\n{B} : REFUSE", (Statut.ACCEPTEE, Statut.REFUSEE), id="elle nomme les deux"),
    ],
)
def test_ce_que_la_reponse_nomme_elle_meme_l_emporte_sur_l_objet(monde, deux, corps, sort):
    assert repondre(monde, deux[0], corps, Subject=f"Offre de logement {B}") == sort


@pytest.mark.regle("R61")
def test_des_candidats_sous_le_nom_d_un_autre_logement_ne_sont_pris_pour_aucun(monde: Monde, deux: Deux):
    repondre(monde, deux[0], "ACCEPTE")
    monde.repondre(deux[1], "ACCEPTE")
    monde.passer("2026-04-28T11:00")
    monde.repondre(
        monde.courriers(VIRY, "accuse_accord")[0], TROIS, retoucher=entetes(Subject=f"Candidats pour le {B}")
    )
    monde.passer("2026-04-29T10:00")
    assert [monde.dossier(reference).en_lice for reference in (A, B)] == [(), ()]
    dit = " ".join(texte_de(monde.courrier(VIRY, "accuse_candidats").octets).replace("\n>", "").split())
    assert "votre message concerne plusieurs logements : écrivez la référence devant cette ligne" in dit


@pytest.mark.regle("R42", "R43")
def test_un_inconnu_qui_tient_un_jeton_suspend_aussi_le_logement_de_l_objet_sans_decider(monde: Monde, deux: Deux):
    monde.repondre(deux[0], "REFUSE", de="quelquun@gmail.com", retoucher=entetes(Subject=f"Offre {B}"))
    monde.passer("2026-04-28T10:00")
    assert sorts(monde) == (EN_DOUTE, EN_DOUTE)
    assert len(monde.courriers(GESTION, "expediteur_inconnu")) == 2
