"""REMIS: only the words of a delivery prove one; what was sent, returned or left unclaimed is told apart."""

from __future__ import annotations

from datetime import date

import pytest

from robot.reading.consignes.lues import Incomprise
from tests.reading.test_consignes import champs, phrase, seule

JOUR = "27/02/2026"


@pytest.mark.regle("R74")
@pytest.mark.parametrize(
    ("preuve", "mots"),
    [
        ("retour NPAI", "« NPAI » ne prouve pas"),
        ("NPAI", "REPROPOSER 1 lui écrit à nouveau"),
        ("destinataire inconnu à l'adresse", "OUI 1, ou NON 1 et son motif"),
        ("revenu à l'expéditeur", "« revenu » ne prouve pas"),
        ("LRAR revenue", "« revenue »"),
        ("avisé, non distribué", "ne prouve pas"),
        ("avis de passage", "« avis de passage »"),
        ("n'habite pas", "« n'habite pas »"),
        ("destinataire absent", "« absent »"),
        ("lettre postée ce jour", "« postée »"),
        ("recommandé avec AR posté ce jour", "« posté »"),
        ("LRAR envoyée", "« envoyée »"),
        ("preuve de dépôt", "« dépôt »"),
        ("récépissé de dépôt", "« dépôt »"),
        ("remise à La Poste", "« à la poste »"),
        ("lettre remise au facteur", "« facteur »"),
        ("déposée dans la boîte aux lettres", "« déposée »"),
        ("AR non signé", "« non »"),
        ("en attente de l'AR", "« attente »"),
        ("AR à recevoir", "« à recevoir »"),
        ("sera remise en main propre", "« sera »"),
        ("elle n'est pas venue la chercher", "ne prouve pas"),
        ("refusé", "dites qui a refusé quoi"),
        ("elle a refusé", "NON 1 et son motif si le candidat refuse le logement"),
        ("courrier simple", "comment la lettre a été remise"),
        ("par mail", "avis de réception signé, remise en main propre"),
        ("pli non réclamé", f"REMIS 1 {JOUR} : pli non réclamé, présenté le {JOUR}"),
        ("non réclamé, présenté", "première présentation"),
        ("pli avisé et non réclamé, présenté le 12/02/2026", "REMIS 1 12/02/2026 : pli non réclamé, présenté le 12/02"),
        ("pli non réclamé, présenté le 31/02/2026", "première présentation"),
    ],
    ids=phrase,
)
@pytest.mark.parametrize("forme", ["REMIS 1 {0} : {1}", "REMIS 1 {0}\nMotif : {1}"], ids=["deux-points", "motif"])
def test_ce_qui_ne_prouve_pas_la_remise_est_renvoye(forme: str, preuve: str, mots: str):
    lue = seule(forme.format(JOUR, preuve))
    assert isinstance(lue, Incomprise), lue
    assert mots.lower() in lue.conseil.lower()


@pytest.mark.regle("R74")
@pytest.mark.parametrize(
    "preuve",
    [
        "avis de réception", "avis de réception signé", "avis de réception 2C 123", "AR signé", "AR revenu signé",
        "accusé de réception signé par son mari", "LRAR n° 2C 084 551", "2C 084 551 2231 4", "RR 123 456 789 FR",
        "recommandé distribué", "lettre suivie distribuée", "remise en main propre", "en mains propres contre décharge",
        "signature au guichet", "émargement à l'accueil", "récépissé signé", "retirée au bureau de poste",
        "signifié par commissaire de justice", "elle l'a reçue, me l'a dit au téléphone",
        "LRAR envoyée le 24, reçue le 27", "pli refusé par le destinataire", "refusée par la candidate",
        "le courrier a été refusé", "pli non réclamé, présenté le 27/02/2026", "avisé et non réclamé, présenté le 27 février",
        "non réclamé (première présentation : 27/02)",
    ],
    ids=phrase,
)  # fmt: skip
def test_ce_qu_on_ecrit_d_une_lettre_remise_la_prouve(preuve: str):
    assert champs(seule(f"REMIS 1 {JOUR} : {preuve}")) == {
        "numeros": (1,),
        "jour": date(2026, 2, 27),
        "motif": preuve,
    }
