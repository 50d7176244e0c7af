"""A table of candidates and the message that brings it: nothing is inscribed against what the message says."""

from __future__ import annotations

import pytest

from tests.cycle.courriels import texte_de
from tests.cycle.seconde_moitie import HUGO, INES, LEA, NUD_HUGO, NUD_INES, NUD_LEA, VIRY, accepte, monde
from tests.monde import Monde
from tests.reading.ecrire import chaque

__all__ = ["accepte", "monde"]  # fixtures

TABLE = (
    "Numéro unique;Nom;Courriel\n"
    f"{NUD_LEA};Mme DUPONT Léa;{LEA}\n{NUD_HUGO};M. BERNARD Hugo;{HUGO}\n{NUD_INES};Mme MOREL Inès;{INES}\n"
)


def envoyer(monde: Monde, texte: str, table: str = TABLE) -> str:
    """The réservataire answers with a table; what the acknowledgement says, on one line."""
    monde.repondre(
        monde.courrier(VIRY, "accuse_accord"),
        texte,
        retoucher=lambda m: m.add_attachment(table.encode(), maintype="text", subtype="csv", filename="candidats.csv"),
    )
    monde.passer("2026-05-05T10:00")
    return " ".join(texte_de(monde.courrier(VIRY, "accuse_candidats").octets).replace("\n>", "").split())


def inscrits(monde: Monde, reference: str) -> list[str]:
    return [c.candidat.nud for c in monde.dossier(reference).en_lice]


@pytest.mark.regle("R45", "R61")
@chaque(
    "texte",
    {
        "sa référence": "Bonjour,\n\nListe jointe pour l'autre logement, V-2026-0002",
        "sa référence, avec celle du fil": "Table jointe pour V-2026-0001 et V-2026-0002.",
        "l'autre logement": "Bonjour,\n\nListe jointe pour l'autre logement.",
    },
)
def test_une_table_que_le_message_donne_a_un_autre_logement_n_inscrit_personne(monde: Monde, accepte: str, texte: str):
    dit = envoyer(monde, texte)
    assert accepte == "V-2026-0001"
    assert inscrits(monde, accepte) == []
    assert "votre message parle d'un autre logement" in dit
    assert "DUPONT" in dit


@pytest.mark.regle("R45", "R61")
def test_une_table_qui_nomme_elle_meme_le_logement_est_prise(monde: Monde, accepte: str):
    table = f"Numéro unique;Nom;Référence\n{NUD_LEA};Mme DUPONT Léa;{accepte}\n"
    envoyer(monde, f"Table pour {accepte} ; celle de V-2026-0002 suivra.", table)
    assert inscrits(monde, accepte) == [NUD_LEA]


@pytest.mark.regle("R45", "R61")
def test_une_table_pour_le_logement_que_le_message_nomme_est_prise(monde: Monde, accepte: str):
    envoyer(monde, f"Nos candidats pour {accepte} sont dans la table jointe.")
    assert inscrits(monde, accepte) == [NUD_LEA, NUD_HUGO, NUD_INES]


@pytest.mark.regle("R45", "R61")
def test_le_candidat_que_le_message_met_en_cause_n_est_pas_inscrit(monde: Monde, accepte: str):
    dit = envoyer(monde, "Table jointe.\nAttention ne pas retenir Mme DUPONT qui s'est désistée")
    assert inscrits(monde, accepte) == [NUD_HUGO, NUD_INES]
    assert "votre message dit « Attention ne pas retenir Mme DUPONT qui s'est désistée »" in dit


@pytest.mark.regle("R45", "R61")
def test_aucun_candidat_d_une_liste_n_est_perdu_sans_etre_nomme(monde: Monde, accepte: str):
    monde.repondre(
        monde.courrier(VIRY, "accuse_accord"),
        f"{NUD_LEA} Mme DUPONT Léa {LEA}\n074/2511/012346/74001 M. BERNARD Hugo {HUGO}\n0742407012347 Mme MOREL Inès {INES}",
    )
    monde.passer("2026-05-05T10:00")
    dit = " ".join(texte_de(monde.courrier(VIRY, "accuse_candidats").octets).replace("\n>", "").split())
    assert inscrits(monde, accepte) == [NUD_LEA, NUD_HUGO]
    assert "0742407012347 Mme MOREL" in dit
    assert "18 chiffres ; celui-ci en a 13" in dit
