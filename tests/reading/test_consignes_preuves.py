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
        "recommandé préparé", "imprimé", "recommandé imprimé", "pris en charge", "recommandé pris en charge",
        "en point relais", "recommandé en point relais", "disponible au bureau de poste",
        "recommandé disponible au bureau de poste", "présenté", "recommandé présenté", "LRAR",
        "recommandé n° 1A 123 456 7890 1", "lettre suivie", "bordereau de la poste",
        "remis au guichet de la poste", "remis au service courrier", "remis à l'huissier", "remis à son voisin",
        "remis à Mme Berger du CCAS", "AR signé par le voisin", "signature illisible, lettre retournée",
        "remis à son assistante sociale", "remis à la mairie", "signé par le gardien", "signature du voisin",
        "AR signé par la concierge", "remis en main propre à son voisin", "distribué au voisin",
        "remise à Mme Berger, assistante sociale", "remis à M. Petit (CCAS)", "recommandé avec avis de réception",
        "lettre recommandée avec accusé de réception", "recommandé avec AR", "LRAR n° 2C 084 551",
        "2C 084 551 2231 4", "RR 123 456 789 FR", "colissimo", "chronopost", "récépissé", "reçu de la poste",
        "remise", "remis ce jour", "AR préparé", "avis de réception demandé", "remis au transporteur",
        "remis à la Poste", "reçu par le CCAS", "retirée par son voisin", "signé par Mme Berger du CCAS",
        "pli retourné", "lettre revenue", "remis au point relais", "remis à l'agence", "remis à l'accueil",
        "lettre préparée et signée par la direction", "signé par nous", "signature de la direction",
        "courrier remis à notre collègue", "bordereau de dépôt signé", "lettre signée et expédiée", "signée et envoyée",
        "lettre signée", "retirée du dossier", "accusé de réception du mail", "distribuée par erreur au 14",
        "remise à M. le gardien", "remis à Mme l'assistante sociale", "remise à la famille d'accueil", "remis à un tiers", "signature du facteur",
        "lettre signée par le directeur", "AR non retourné", "recommandé déposé", "affranchi",
    ],
    ids=phrase,
)  # fmt: skip
def test_la_sorte_de_la_lettre_son_chemin_ou_les_mains_d_un_tiers_ne_prouvent_rien(preuve: str):
    lue = seule(f"REMIS 1 {JOUR} : {preuve}")
    assert isinstance(lue, Incomprise), lue
    assert "avis de réception signé, remise en main propre, ou pli refusé" in lue.conseil


@pytest.mark.regle("R74")
@pytest.mark.parametrize(
    "preuve",
    [
        "avis de réception", "avis de réception signé", "avis de réception 2C 123", "AR signé", "AR revenu signé",
        "accusé de réception signé par son mari", "LRAR n° 2C 084 551 distribuée",
        "recommandé distribué", "lettre suivie distribuée", "remise en main propre", "en mains propres contre décharge",
        "signature au guichet", "émargement à l'accueil", "récépissé signé", "retirée au bureau de poste",
        "signifié par commissaire de justice", "elle l'a reçue, me l'a dit au téléphone",
        "LRAR envoyée le 24, reçue le 27", "pli refusé par le destinataire", "refusée par la candidate",
        "le courrier a été refusé", "pli non réclamé, présenté le 27/02/2026", "avisé et non réclamé, présenté le 27 février",
        "non réclamé (première présentation : 27/02)",
        "remis en main propre", "lettre recommandée distribuée", "LRAR 1A 123 456 7890 1 distribuée",
        "signature du mari", "LRAR envoyée le 24, signée le 27",
        "AR signé, lettre partie le 24", "remise lors de la visite à Mme Roux", "remise en main propre au guichet de l'agence", "AR", "AR signé, revenu ce jour", "accusé de réception",
        "remise au candidat", "remis à la candidate",
        "remis à l'intéressée contre signature", "remise à Mme Roux", "lettre remise à Mme Roux à l'accueil",
        "remis à elle-même", "remis à son mari", "signé par Mme Roux", "signé par elle", "signé par la candidate",
        "AR signé par l'intéressé", "remis par huissier", "remise en main propre à l'agence",
        "remise en main propre à la candidate", "main propre à M. Petit", "retirée au point relais",
        "distribuée à domicile", "distribué à 14h", "distribuée à la candidate", "reçue par son fils",
        "remis à son tuteur", "AR signé par sa mère", "signature de la candidate", "signature de son épouse",
        "AR signé le 27 février", "AR signé du 27/02", "recommandé retiré par Mme Roux",
        "remis directement à la candidate", "remis en mains propres à l'agence d'Annecy", "AR daté et signé",
        "suivi La Poste : distribué", "distribuée contre signature", "LRAR avec AR signé",
        "distribué au destinataire", "remis contre signature", "signé par le destinataire", "lettre reçue",
        "recommandé reçu et signé", "AR postal signé", "avis de réception de La Poste", "AR signé à réception",
        "signé à l'accueil", "remise à Mme Roux Marie", "AR signé par M. et Mme Roux",
        "signé par M. Petit, son mari",
    ],
    ids=phrase,
)  # fmt: skip
def test_ce_qu_on_ecrit_d_une_lettre_remise_la_prouve(preuve: str):
    assert champs(seule(f"REMIS 1 {JOUR} : {preuve}")) == {
        "numeros": (1,),
        "jour": date(2026, 2, 27),
        "motif": preuve,
    }
