"""OUI and NON: a reason that takes another home declines this one, and what is said of the home she leaves is not of this one."""

from __future__ import annotations

import pytest

from robot.reading.consignes.lues import Consigne, Incomprise
from tests.reading.test_consignes import lire, phrase, seule

CONTRAIRES = [
    "NON 1 : lettre renvoyée par la poste", "NON 1 : destinataire inconnu", "NON 1 : prévoit d'emménager en juin", "NON 1 : compte le prendre",
    "OUI 1 : relogée ailleurs", "OUI 1 : a trouvé ailleurs", "OUI 1 : a pris un autre logement",
    "OUI 1 : se retire", "OUI 1 : abandonne", "OUI 1 : elle laisse tomber", "OUI 1 : préfère un autre logement",
    "OUI 1 : le logement ne lui plaît pas", "OUI 1 : plus disponible", "OUI 1 : elle se rétracte",
    "OUI 1 : n'est plus disponible", "OUI 1 : s'est rétractée", "OUI 1 : a été relogée", "OUI 1 : relogée",
    "OUI 1 : elle est relogée", "OUI 1 : a trouvé dans le privé", "OUI 1 : a signé ailleurs",
    "OUI 1 : a signé un bail dans le privé", "OUI 1 : garde son logement", "OUI 1 : reste dans son logement",
    "OUI 1 : préfère rester où elle est", "OUI 1 : préfère attendre un T4", "OUI 1 : ne convient pas",
    "OUI 1 : ne lui convient pas", "OUI 1 : cela ne lui a pas plu", "OUI 1 : abandon de sa demande",
    "OUI 1 : a accepté un autre logement", "OUI 1 : veut un autre quartier", "OUI 1 : elle n'en veut plus",
    "OUI 1 : rétractation", "OUI 1 : se désengage", "OUI 1 : a acheté une maison, laisse tomber",
    "OUI 1 : part ailleurs", "OUI 1 : trop loin de son travail", "NON 1 : elle accepte, ne souhaite pas visiter",
    "NON 1 : elle accepte mais refuse le parking", "NON 1 : elle accepte, elle a refusé un autre logement",
    "NON 1 : elle accepte, elle quitte un T2 trop petit", "NON 1 : elle accepte et refuse de visiter",
    "NON 1 : elle va le prendre", "NON 1 : prête à emménager", "NON 1 : c'est bon pour elle",
    "NON 1 : le logement lui plaît", "NON 1 : lui convient", "NON 1 : le logement lui convient",
    "NON 1 : elle confirme", "NON 1 : elle emménage le 1er juin", "NON 1 : lettre revenue NPAI",
    "NON 1 : courrier revenu", "NON 1 : lettre non distribuée", "NON 1 : NPAI", "NON 1 : pli revenu",
    "NON 1 : la lettre est revenue", "NON 1 : courrier non reçu", "NON 1 : ils vont emménager",
    "NON 1 : elle emménage", "NON 1 : elle confirme par téléphone", "NON 1 : tout lui plaît",
    "NON 1 : la visite lui a plu", "NON 1 : cela leur convient", "NON 1 : prête à signer",
    "NON 1 : elle va signer", "NON 1 : recommandé retourné", "NON 1 : ils veulent le prendre",
    "NON 1 : elle a confirmé", "NON 1 : ne trouve pas le loyer trop élevé",
]  # fmt: skip


@pytest.mark.regle("R14")
@pytest.mark.parametrize("texte", CONTRAIRES, ids=phrase)
def test_un_motif_qui_dit_l_inverse_de_l_ordre_le_retient(texte: str):
    lue = seule(texte)
    assert isinstance(lue, Incomprise), lue


FRANCS = [
    "NON 1 : refus par retour de courrier", "NON 1 : retour de courrier : elle refuse", "OUI 1 : accepte l'autre proposition de date",
    "OUI 1 : accepte d'être relogée", "OUI 1 : accepte, le T2 actuel est trop petit",
    "OUI 1 : accepte, pas d'ascenseur", "OUI 1 : accepte, quitte un T2 trop cher",
    "OUI 1 : elle quitte son logement", "OUI 1 : son loyer actuel est trop élevé",
    "OUI 1 : accepte, vit dans un studio trop petit", "OUI 1 : elle prend, elle part de son logement le 1er juin",
    "OUI 1 : a bien confirmé", "OUI 1 : le logement lui plaît", "OUI 1 : elle confirme", "OUI 1 : lui convient",
    "OUI 1 : elle emménage le 1er juin", "OUI 1 : prête à emménager", "OUI 1 : accord par téléphone",
    "OUI 1 : elle va le prendre", "OUI 1 : c'est bon pour elle", "OUI 1 : a accepté",
    "OUI 1 : relogement souhaité", "OUI 1 : accepte l'offre", "OUI 1 : elle accepte le logement proposé",
    "OUI 1 : par courriel d'une autre adresse", "OUI 1 : accord donné par sa fille", "OUI 1 : accord par courrier",
    "OUI 1 : lettre signée reçue", "OUI 1 : elle trouve le logement très bien",
    "OUI 1 : accepte pour elle et ses enfants", "OUI 1 : elle prend le T3", "OUI 1 : garde le logement",
    "OUI 1 : accepte, préfère signer en agence", "OUI 1 : signe lundi", "OUI 1 : elle l'a pris",
    "OUI 1 : disponible dès maintenant", "OUI 1 : accepte malgré le loyer",
    "NON 1 : intéressée mais pas d'ascenseur", "NON 1 : intéressée mais loyer trop cher",
    "NON 1 : contente du logement mais refuse le quartier", "NON 1 : confirmé par téléphone",
    "NON 1 : d'accord avec son mari, elle refuse", "NON 1 : la prend en compte mais refuse",
    "NON 1 : intéressée mais a trouvé ailleurs", "NON 1 : le logement lui plaît mais trop cher",
    "NON 1 : le logement lui convient mais trop loin de son travail", "NON 1 : relogée ailleurs",
    "NON 1 : a trouvé ailleurs", "NON 1 : se retire", "NON 1 : abandonne", "NON 1 : préfère un autre logement",
    "NON 1 : le logement ne lui plaît pas", "NON 1 : plus disponible", "NON 1 : elle se rétracte",
    "NON 1 : confirme son refus", "NON 1 : refus confirmé", "NON 1 : trop loin, elle confirme",
    "NON 1 : elle emménage chez son fils", "NON 1 : elle emménage avec son compagnon",
    "NON 1 : elle emménage dans le privé", "NON 1 : elle emménage à Lyon",
    "NON 1 : son logement actuel lui convient", "NON 1 : elle confirme qu'elle refuse",
    "NON 1 : confirme ne pas vouloir", "NON 1 : la lettre reçue, elle refuse", "NON 1 : lettre de refus reçue",
    "NON 1 : a répondu par courrier : trop petit", "NON 1 : le quartier ne lui convient pas",
    "NON 1 : ne lui plaît pas", "NON 1 : va signer ailleurs", "NON 1 : va prendre un autre logement",
    "NON 1 : va emménager chez sa fille", "NON 1 : pli refusé et refus écrit",
    "NON 1 : réponse par courrier reçu le 11", "NON 1 : refus par lettre recommandée", "NON 1 : elle va acheter",
    "SUIVANT : accord de la mairie pour passer au suivant", "SUIVANT : mairie d'accord pour passer au suivant",
]  # fmt: skip


@pytest.mark.parametrize("texte", FRANCS, ids=phrase)
def test_un_motif_qui_va_dans_le_sens_de_l_ordre_le_laisse_passer(texte: str):
    assert isinstance(seule(texte), Consigne), seule(texte)


@pytest.mark.parametrize(
    "texte",
    [
        "OUI 1\nElle quitte un T2 trop petit.",
        "OUI 1\nSon loyer actuel est trop cher.",
        "NON 1 : trop loin\nElle me l'a confirmé ce matin.",
        "SUIVANT : pas de candidat\nMme Berger me l'a confirmé",
        "OUI 1\nElle préfère un rendez-vous le soir.",
        "NON 1 : trop loin\nMerci, c'est tout bon",
        "SUIVANT : personne\nC'est bon pour nous.",
        "ACCEPTE\nNous proposons Mme Roux et un autre candidat.",
    ],
    ids=phrase,
)
def test_une_ligne_sur_le_logement_quitte_ne_contredit_rien(texte: str):
    assert [isinstance(lue, Consigne) for lue in lire(texte)] == [True]


def test_une_lettre_revenue_n_est_pas_un_refus_et_l_on_dit_quoi_faire():
    lue = seule("NON 1 : lettre revenue NPAI")
    assert isinstance(lue, Incomprise)
    assert "REPROPOSER et son numéro lui écrit à nouveau" in lue.conseil
