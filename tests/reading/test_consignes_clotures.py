"""ANNULER cannot be undone: what its reason says of the dwelling closes, what it says of anything else does not."""

from __future__ import annotations

import pytest

from robot.reading.consignes.lues import Incomprise
from tests.reading.test_consignes import champs, phrase, seule


@pytest.mark.regle("R14")
@pytest.mark.parametrize(
    "motif",
    [
        "lettre à Mme Dupont", "ma réponse de ce matin", "retrait du candidat 2", "mon suivant", "la recherche",
        "date de commission", "la date du 12/03", "invitation", "mes deux derniers ordres", "la dernière action",
        "saisie SNE", "le renvoi à la préfecture", "modif de date", "le report", "erreur", "erreur de ma part",
        "mail envoyé par erreur", "date saisie par erreur", "candidat en double", "Mme Dupont relogée",
        "vente annulée", "travaux terminés", "la vente", "la mutation de Mme Dupont", "plus de candidat", "tout",
        "elle a été relogée", "relogée ailleurs", "déjà relogé", "famille relogée en interne", "Roux a échangé",
        "a échangé son logement", "mutation", "deja attribué un autre logement à cette famille",
        "travaux achevés, logement disponible", "travaux réalisés", "fin des travaux",
        "logement remis en location après travaux", "vente tombée à l'eau", "vente non conclue", "vente ajournée",
        "saisi par erreur, c'était OUI", "PV saisi par erreur", "2 saisi par erreur", "NUD saisi par erreur",
        "Roux Marie, doublon", "vous l'avez déclaré refusé par erreur", "CAL du 12, salle en travaux", "la visite",
        "la vente est annulée", "logement pas vendu", "mon dernier message",
        "commission reportée pour travaux dans la salle", "Mme Durand relogée ailleurs",
        "le candidat a été relogé", "candidat 2 déjà relogé", "elle a trouvé dans le privé",
        "travaux terminés, on peut relouer", "le délai, travaux en cours", "hors flux, vendu en fait non",
        "le compromis de vente est rompu", "plus en vente", "travaux finis", "mutation du candidat 1 refusée",
        "le congé de Mme Roux est annulé car elle reste", "erreur de date", "retrait du candidat 2, doublon",
        "doublon de candidat", "demande en double", "Mme Roux en double", "pli saisi par erreur",
        "logement retiré de la vente HLM", "elle a vendu sa maison", "la famille vit dans un logement insalubre",
        "logement actuel insalubre", "Mme Roux ne part plus en Bretagne", "la candidate a annulé son préavis",
        "elle a annulé son préavis", "le préavis n'est pas annulé", "préavis non annulé", "vente compromise",
        "vente retardée", "vente suspendue", "vente repoussée à 2027", "sinistre réparé", "dégât des eaux réparé",
        "péril levé", "arrêté de péril levé", "travaux terminés depuis lundi",
        "le logement est réhabilité, il est libre", "logement rénové et disponible",
        "logement remis en service après sinistre", "salle en travaux", "travaux dans la salle",
        "rdv annulé, travaux", "Roux a déménagé", "a signé un bail ailleurs", "mutation professionnelle",
        "mutation de Mme Roux", "échange", "échange de mails", "échange téléphonique", "relogé", "relogés",
        "déjà attribué à Roux", "attribué à Roux", "logement attribué à Mme Roux", "déjà loué à une autre",
        "famille sinistrée relogée", "candidate sinistrée", "relogement de Mme Roux",
        "relogement de la famille Roux", "Roux, doublon", "1 en double", "saisi par erreur, il fallait NON",
        "saisi par erreur à la place de V-2026-0043", "enregistré refusé par erreur", "déclaré accepté par erreur",
        "Roux saisi par erreur", "par erreur", "refus saisi par erreur", "elle se retire", "retiré par la mairie",
        "candidat retiré", "elle reste dans les lieux", "reste", "changement d'avis", "fini", "logement libéré",
        "logement vacant", "congé", "préavis", "préavis reçu", "départ", "immeuble", "logement",
        "le locataire est parti", "logement occupé par erreur", "dossier non conforme",
        "logement non conforme à sa demande", "logement trop petit", "hors délai", "supprimé", "fonction",
        "gardien", "en foyer", "elle est en foyer", "transformer en suivant", "dossier supprimé", "dossier vendu",
    ],
    ids=phrase,
)  # fmt: skip
def test_un_dossier_ne_se_clot_pas_sur_des_mots_qui_parlent_d_autre_chose(motif: str):
    lue = seule(f"ANNULER : {motif}")
    assert isinstance(lue, Incomprise), lue
    assert "clôt tout le dossier" in lue.conseil
    assert lue.conseil.endswith("Écrivez par exemple « ANNULER : logement vendu ».")


@pytest.mark.parametrize(
    "motif",
    [
        "vendu", "logement vendu", "le logement est vendu", "mise en vente", "vente en cours", "démolition",
        "logement démoli", "sinistre", "un sinistre", "dégât des eaux", "incendie dans l'immeuble",
        "gros travaux, réhabilitation", "préavis annulé", "le préavis est annulé", "congé annulé par le locataire",
        "le locataire reste", "le locataire ne part plus", "libération annulée", "erreur de saisie",
        "saisi par erreur", "dossier créé par erreur", "doublon", "doublon de V-2026-0043", "déjà saisi",
        "attribué sur notre part", "attribution sur notre part", "relogement", "relogement d'un locataire",
        "mutation interne", "logement retiré", "retiré de la location", "logement insalubre", "changement d'usage",
        "gardé pour un relogement", "le locataire a annulé son préavis", "locataire revenu sur son congé",
        "renonciation au congé", "logement non vacant", "DPE G, non louable", "logement-foyer", "PLI, hors flux",
        "fiche erronée", "logement mis en vente", "congé annulé", "logement squatté", "travaux",
        "gros travaux de rénovation", "réhabilitation lourde", "doublon de V-2026-0041", "démolition prévue",
        "attribué en mutation interne", "relogement d'un locataire suite à incendie", "relogement NPNRU",
        "logement repris pour le gardien", "dégât des eaux, logement inhabitable", "arrêté de péril",
        "décision de la direction, logement vendu", "vente HLM", "plan de vente", "le bailleur a vendu l'immeuble",
        "transformé en bureaux", "logement non conforme, électricité à refaire", "logement indécent", "amiante",
        "logement déjà loué", "attribué à un salarié d'Action Logement", "échange de logements",
        "bourse d'échange", "fiche en double", "mauvaise adresse", "logement hors convention",
        "vendu à la commune", "vendu au locataire en place", "le départ du locataire est annulé",
        "M. Durand ne part plus", "la locataire reste dans les lieux", "vendu à Mme Roux",
        "immeuble Les Tilleuls vendu", "l'immeuble Les Tilleuls est vendu", "le logement est en vente",
        "vente prévue en juin", "vente à l'occupant", "vente immobilière", "travaux de rénovation énergétique",
        "travaux énergétiques", "travaux lourds", "travaux trop importants", "travaux suite à dégât des eaux",
        "démolition ANRU", "compromis de vente signé", "promesse de vente signée le 3 mai", "acte de vente signé",
        "la direction a décidé la vente", "le bailleur vend l'immeuble", "mise en vente de l'immeuble",
        "logement squatté depuis mars", "arrêté de péril sur l'immeuble", "logement inhabitable après incendie",
        "incendie dans l'immeuble, relogement des locataires", "le locataire sortant a retiré son préavis",
        "locataire resté dans les lieux", "la locataire a repris son congé",
        "le locataire se maintient dans les lieux", "le locataire garde son logement",
        "le préavis a été annulé par le locataire", "annulation du congé", "rétractation du locataire",
        "le locataire a changé d'avis", "logement non libéré", "logement toujours occupé",
        "Mme Roux ne libère plus le logement", "Mme Roux ne part plus", "le logement n'est plus vacant",
        "le logement n'est pas libre", "mutation d'un de nos locataires",
        "mutation interne au profit d'un locataire sinistré", "relogement d'urgence", "relogement interne",
        "relogement d'une famille sinistrée", "logement réservé à un gardien", "logement de gardien",
        "logement de fonction", "attribué en direct", "déjà loué", "logement loué en direct par la direction",
        "doublon avec V-2026-0041", "double saisie", "logement saisi deux fois", "fiche créée par erreur",
        "mauvaise fiche", "adresse erronée", "logement enregistré par erreur", "logement amianté",
        "présence d'amiante", "DPE F", "hors convention", "logement sinistré", "immeuble sinistré",
        "dégâts des eaux importants", "logement pas conforme", "logement sorti du parc",
        "restructuration de l'immeuble", "nous vendons l'immeuble", "la résidence est démolie",
        "bâtiment B démoli", "locataire revenu sur sa décision de partir",
        "le locataire ne quitte plus le logement", "le locataire ne déménage plus",
        "préavis retiré par Mme Durand", "départ annulé", "le congé de la locataire est annulé",
        "logement indisponible suite sinistre", "indisponible",
    ],
    ids=phrase,
)  # fmt: skip
def test_un_dossier_se_clot_quand_on_dit_ce_que_devient_le_logement(motif: str):
    assert champs(seule(f"ANNULER : {motif}")) == {"motif": motif}


@pytest.mark.parametrize("mots", ["immeuble de la rue ", "le logement ", "locataire ", "m. a "])
def test_un_motif_sans_fin_se_lit_sans_peine(mots: str):
    lue = seule(f"ANNULER : {mots * 1000}"[:900])
    assert isinstance(lue, Incomprise), lue
