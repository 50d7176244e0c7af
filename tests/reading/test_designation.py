"""Candidates as réservataires write them: each line taken or refused with its reason, nobody's address given to another."""

from __future__ import annotations

import pytest

from robot.domain.candidat import Candidat, Critere
from tests.reading.designer import BERNARD, DEUX, DUPONT, TROIS, UN, candidats, designer, seul


# What is taken.
@pytest.mark.regle("R61")
@pytest.mark.parametrize(
    ("texte", "attendus"),
    [
        pytest.param(
            f"{UN} - Mme DUPONT Marie - 06 12 34 56 78 - marie.dupont@orange.fr - DALO - référent social : Paul Martin "
            "CCAS p.martin@ccas.fr",
            [
                Candidat(
                    UN, "Mme DUPONT Marie", "marie.dupont@orange.fr", "", "06 12 34 56 78", Critere.DALO, "DALO",
                    "Paul Martin CCAS", "p.martin@ccas.fr",
                )
            ],
            id="tout sur une ligne, avec le référent",
        ),
        pytest.param(
            "1) NUD : 074 2603 012345 74001, M. Jean Bernard, 1er quartile / 2. NUD : 074-2603-012346-74001, Mme Rose "
            "Petit, violences conjugales",
            [
                Candidat(UN, "M. Jean Bernard", critere=Critere.PREMIER_QUARTILE, precision="1er quartile"),
                Candidat(DEUX, "Mme Rose Petit", critere=Critere.PRIORITAIRE, precision="violences conjugales"),
            ],
            id="deux candidats numérotés sur une ligne",
        ),
        pytest.param(
            f"Candidat 1\nNom : DUPONT\nPrénom : Marie\nNUD : {UN}\nTél : 0612345678\nMail : marie@orange.fr\n"
            f"Référent social : Paul Martin (CCAS)\nMail : p.martin@ccas-viry.fr\n\nCandidat 2\nNom : BERNARD\n"
            f"NUD : {DEUX}\nPriorité : handicap",
            [
                Candidat(
                    UN, "DUPONT Marie", "marie@orange.fr", "", "0612345678", referent="Paul Martin, CCAS",
                    referent_courriel="p.martin@ccas-viry.fr",
                ),
                Candidat(DEUX, "BERNARD", critere=Critere.PRIORITAIRE, precision="handicap"),
            ],
            id="un candidat par paragraphe, une étiquette par ligne",
        ),
        pytest.param(
            f"Nom :\nDupont\nNuméro unique :\n{UN}\nCourriel :\nmarie@orange.fr",
            [Candidat(UN, "Dupont", "marie@orange.fr")],
            id="chaque étiquette au-dessus de sa valeur",
        ),
        pytest.param(
            f"• Mme DUPONT Marie, née le 12/03/1985, NUD {UN}, tél. 06.12.34.56.78, courriel marie@orange.fr, hébergée "
            f"chez sa mère\n• M. BERNARD Jean, NUD {DEUX}",
            [
                Candidat(
                    UN, "Mme DUPONT Marie", "marie@orange.fr", "", "06.12.34.56.78", Critere.PRIORITAIRE,
                    "hébergée chez sa mère",
                ),
                BERNARD,
            ],
            id="une liste à puces, le nom d'abord",
        ),
        pytest.param(
            f"Nous vous proposons la candidature de Mme DUPONT Marie (NUD {UN}), reconnue DALO, joignable au 06 12 34 56 "
            "78 ou marie@orange.fr.",
            [
                Candidat(
                    UN, "Mme DUPONT Marie", "marie@orange.fr", "", "06 12 34 56 78", Critere.DALO, "reconnue DALO"
                )
            ],
            id="une phrase",
        ),
        pytest.param(
            f"Mme DUPONT Marie\n12 rue des Alpes\n74580 Viry\nmarie@orange.fr\nNUD {UN}",
            [Candidat(UN, "Mme DUPONT Marie", "marie@orange.fr", "12 rue des Alpes, 74580 Viry")],
            id="une adresse postale sur deux lignes, le numéro à la fin",
        ),
        pytest.param(
            f"Mme DUPONT Marie, {UN}\nAdresse : chez Mme PETIT\n5 chemin du Lac\n74140 Sciez",
            [Candidat(UN, "Mme DUPONT Marie", adresse="chez Mme PETIT, 5 chemin du Lac, 74140 Sciez")],
            id="une adresse chez un tiers",
        ),
        pytest.param(
            f"{UN} DUPONT Marie marie@orange.fr 0612345678 DALO violences\n{DEUX} BERNARD Jean jean@free.fr",
            [
                Candidat(UN, "DUPONT Marie", "marie@orange.fr", "", "0612345678", Critere.DALO, "DALO violences"),
                Candidat(DEUX, "BERNARD Jean", "jean@free.fr"),
            ],
            id="les cellules d'un tableau HTML, séparées d'une espace",
        ),
        pytest.param(
            f"Numéro unique\tNom\tCourriel\tPriorité\n{UN}\tDUPONT Marie\tmarie@orange.fr\tDALO\n{DEUX}\tBERNARD\t\tQ1\nMerci",
            [
                Candidat(UN, "DUPONT Marie", "marie@orange.fr", critere=Critere.DALO, precision="DALO"),
                Candidat(DEUX, "BERNARD", critere=Critere.PREMIER_QUARTILE, precision="Q1"),
            ],
            id="un tableau collé depuis un tableur, avec ses titres",
        ),
        pytest.param(
            f"NUD : {UN}\n\nMme DUPONT Marie\n\nmarie@orange.fr\n\nNUD : {DEUX}\n\nM. BERNARD Jean\n\njean@free.fr",
            [
                Candidat(UN, "Mme DUPONT Marie", "marie@orange.fr"),
                Candidat(DEUX, "M. BERNARD Jean", "jean@free.fr"),
            ],
            id="une ligne vide après chaque ligne",
        ),
        pytest.param("n° unique 07 42 60 30 12 34 57 40 01", [Candidat(UN)], id="le numéro écrit deux par deux"),
        pytest.param(
            f"{UN}, Adresse : 8 rue des Alpes, 74580 Viry DALO",
            [Candidat(UN, adresse="8 rue des Alpes, 74580 Viry", critere=Critere.DALO, precision="DALO")],
            id="rien ne sépare la commune de la priorité",
        ),
        pytest.param(
            f"NUD : {UN}\nCourriel :\nPriorité : DALO", [Candidat(UN, critere=Critere.DALO, precision="DALO")],
            id="une étiquette sans valeur",
        ),
        pytest.param(f"NUD : {UN}\n12 rue des Alpes\nDALO", [Candidat(UN)], id="une rue sans commune"),
        pytest.param(f"{UN}\n{DEUX}\n{TROIS}", [Candidat(UN), Candidat(DEUX), Candidat(TROIS)], id="des numéros seuls"),
        pytest.param(
            f"{UN} Mme DUPONT Marie\n{UN} Mme DUPONT Marie\n\nSoit : {UN}", [DUPONT], id="la même ligne deux fois"
        ),
        pytest.param("Nous acceptons ce logement, les candidats suivront.", [], id="aucun candidat"),
    ],
)  # fmt: skip
def test_les_candidats_ecrits_dans_un_message(texte: str, attendus: list[Candidat]):
    assert candidats(texte) == attendus


@pytest.mark.regle("R61")
@pytest.mark.parametrize(
    ("mots", "critere"),
    [
        ("DALO", Critere.DALO),
        ("reconnue DALO", Critere.DALO),
        ("prioritaire DALO, violences", Critere.DALO),
        ("DALO : oui", Critere.DALO),
        ("non DALO", Critere.AUCUN),
        ("pas DALO", Critere.AUCUN),
        ("n'est pas reconnue DALO", Critere.AUCUN),
        ("DALO : non", Critere.AUCUN),
        ("DALO (non)", Critere.AUCUN),
        ("DALO refusé", Critere.AUCUN),
        ("non DALO, 1er quartile", Critere.PREMIER_QUARTILE),
        ("non DALO, violences conjugales", Critere.PRIORITAIRE),
        ("premier quartile", Critere.PREMIER_QUARTILE),
        ("Q1", Critere.PREMIER_QUARTILE),
        ("1er quartile : non", Critere.AUCUN),
        ("2e quartile", Critere.AUCUN),
        ("priorité : aucune", Critere.AUCUN),
        ("sans handicap", Critere.AUCUN),
        ("handicap (MDPH)", Critere.PRIORITAIRE),
        ("sort d'un appartement de coordination thérapeutique", Critere.PRIORITAIRE),
        ("ménage mal logé", Critere.PRIORITAIRE),
        ("en CHRS", Critere.PRIORITAIRE),
        ("reprise d'emploi", Critere.PRIORITAIRE),
        ("habitat indigne", Critere.PRIORITAIRE),
        ("victime de violences", Critere.PRIORITAIRE),
        ("mariage forcé", Critere.PRIORITAIRE),
        ("parcours de sortie de la prostitution", Critere.PRIORITAIRE),
        ("victime de la traite des êtres humains", Critere.PRIORITAIRE),
        ("sur-occupation, un enfant", Critere.PRIORITAIRE),
        ("sans logement", Critere.PRIORITAIRE),
        ("hébergés par un tiers", Critere.PRIORITAIRE),
        ("expulsion prononcée", Critere.PRIORITAIRE),
        ("jeune majeure, sortie de l'ASE", Critere.PRIORITAIRE),
    ],
    ids=lambda valeur: valeur if isinstance(valeur, str) and not isinstance(valeur, Critere) else "",
)
def test_la_priorite_dans_les_mots_du_reservataire(mots: str, critere: Critere):
    assert [c.critere for c in candidats(f"{UN} - Mme DUPONT Marie - {mots}")] == [critere]


@pytest.mark.regle("R61")
@pytest.mark.parametrize(
    ("mots", "doute"),
    [
        ("recours DALO en cours", "recours DALO en cours"),
        ("DALO - non DALO", "contredit"),
        ("prioritaire", "à quel titre"),
        ("Priorité : urgence absolue", "n'a pas été reconnue"),
    ],
)
def test_une_priorite_qui_n_est_pas_certaine_est_un_doute(mots: str, doute: str):
    lue = seul(f"{UN} - Mme DUPONT Marie - {mots}")
    assert any(doute in dit for dit in lue.doutes)
    assert lue.candidat is not None
    assert lue.candidat.critere is not Critere.DALO


# What is refused, and what to write instead.
@pytest.mark.regle("R61")
@pytest.mark.parametrize(
    ("texte", "raison"),
    [
        pytest.param(f"NUD : {UN[:-1]} Mme DUPONT", "18 chiffres ; celui-ci en a 17", id="17 chiffres"),
        pytest.param(f"numéro unique {UN}9", "18 chiffres ; celui-ci en a 19", id="19 chiffres"),
        pytest.param(f"{UN}9 Mme DUPONT", "celui-ci en a 19", id="19 chiffres, sans le mot NUD"),
        pytest.param("NUD 074 2603 01234 74001", "celui-ci en a 17", id="un chiffre oublié dans un groupe"),
        pytest.param("074 2603 01234 74001 Mme DUPONT", "celui-ci en a 17", id="un groupe court, sans le mot NUD"),
        pytest.param("074261301234574001", "mois de la demande, de 01 à 12 ; ici 13", id="un treizième mois"),
        pytest.param("74260301234574001 Mme DUPONT", "le zéro du début", id="le zéro de tête perdu"),
        pytest.param("NUD : 7,42603E+16 Mme DUPONT", "le tableur a arrondi", id="un numéro arrondi par le tableur"),
        pytest.param("74261301234574001 Mme DUPONT", "celui-ci en a 17", id="17 chiffres, et un mois impossible"),
        pytest.param("NUD : ??? Mme DUPONT", "aucun numéro unique", id="un numéro inconnu"),
        pytest.param("NUD : en cours, Mme DUPONT", "aucun numéro unique", id="un numéro à venir"),
        pytest.param(f"La candidature {UN} n'est plus d'actualité.", "« RETIRER »", id="une candidature qui tombe"),
        pytest.param(f"{UN} : Mme DUPONT se désiste", "« RETIRER »", id="un désistement"),
        pytest.param(
            f"{UN} Mme DUPONT\nElle ne souhaite plus ce logement.", "« RETIRER »", id="dit à la ligne suivante"
        ),
        pytest.param(f"Suite à l'annulation de la précédente : {UN}", "« RETIRER »", id="l'annulation d'une autre"),
        pytest.param(f"Ne pas retirer {UN}", "« RETIRER »", id="ne pas retirer"),
        pytest.param(f"Avez-vous bien reçu {UN} ?", "une question", id="une question"),
        pytest.param(f"Si Mme Petit refuse, nous proposerons {UN}.", "condition", id="une condition"),
        pytest.param(f"{UN} Mme DUPONT, sous réserve de pièces", "condition", id="une réserve"),
        pytest.param(
            f"Pour V-2026-0042 et V-2026-0043 : {UN}", "plusieurs logements", id="deux logements sur la ligne"
        ),
    ],
)
def test_une_ligne_refusee_dit_pourquoi(texte: str, raison: str):
    lue = seul(texte)
    assert raison in lue.refus
    assert lue.candidat is None
    assert lue.ecrit.startswith(texte[:10])


@pytest.mark.regle("R61")
def test_un_mois_ou_un_departement_inattendu():
    assert "commence par 073" in seul("073260301234574001").doutes[0]
    assert "2031" in seul("074310301234574001").doutes[0]


@pytest.mark.parametrize(
    "texte",
    [
        pytest.param("Mon téléphone : 06 12 34 56 78 / 04 50 11 22 33", id="des téléphones"),
        pytest.param("SIRET 123 456 789 00012, SIREN 123456789", id="un SIRET"),
        pytest.param("IBAN FR76 3000 6000 0112 3456 7890 189", id="un IBAN"),
        pytest.param("Logement RPLS 0740326012, référence V-2026-0042", id="un identifiant RPLS et une référence"),
        pytest.param("Sécurité sociale 1 85 05 78 006 084 36", id="un numéro de sécurité sociale"),
        pytest.param("Réunion du 12/03/2026 à 14h30, dossier 2026-0312-44", id="des dates"),
        pytest.param(f"https://exemple.fr/{UN} et {UN}@exemple.fr", id="dans un lien ou une adresse"),
        pytest.param(f"facture {UN}", id="une facture"),
        pytest.param(f"0,{UN}", id="des décimales"),
        pytest.param("0612345678 0450112233 0712345678", id="des téléphones bout à bout"),
        pytest.param("les NUD des 3 candidats sont dans le tableau joint", id="le mot NUD sans numéro"),
        pytest.param("NUD : -", id="un tiret"),
        pytest.param("NUD : voir pièce jointe", id="un renvoi à une pièce jointe"),
    ],
)
def test_un_autre_numero_n_est_pas_un_numero_unique(texte: str):
    assert designer(texte) == ()


@pytest.mark.regle("R61")
def test_le_meme_numero_avec_d_autres_donnees_est_refuse():
    lue = seul(f"{UN}, DUPONT Marie, marie@orange.fr\n{UN}, DUPONT Marie, marie.d@orange.fr")
    assert "données différentes" in lue.refus
    assert "marie.d@orange.fr" in lue.ecrit


def test_le_meme_numero_propose_et_retire_est_refuse():
    assert "données différentes" in seul(f"{UN} Mme DUPONT\nRETIRER {UN}").refus


# Withdrawals.
@pytest.mark.regle("R45")
@pytest.mark.parametrize(
    ("texte", "retires", "proposes"),
    [
        pytest.param(f"RETIRER {UN}", [UN], [], id="RETIRER"),
        pytest.param(f"Retrait : {UN} Mme DUPONT", [UN], [], id="retrait"),
        pytest.param(f"Nous retirons la candidature {UN} (Mme DUPONT).", [UN], [], id="nous retirons"),
        pytest.param(f"Merci d'annuler {UN}", [UN], [], id="annuler"),
        pytest.param(f"Merci de retirer {UN} (Mme Dupont) et {DEUX}.", [UN, DEUX], [], id="deux à la fois"),
        pytest.param(f"{UN} : candidature retirée", [UN], [], id="candidature retirée"),
        pytest.param(
            f"Merci de remplacer la candidature {UN} par {DEUX} M. BERNARD Jean", [UN], [DEUX], id="un remplacement"
        ),
        pytest.param(
            f"Candidatures à retirer :\n- {UN}\n- {DEUX} M. BERNARD\nNouvelle candidature :\n- {TROIS} M. ROUX",
            [UN, DEUX],
            [TROIS],
            id="un titre au-dessus d'une liste",
        ),
        pytest.param(f"RETIRER\n{UN}", [UN], [], id="le mot seul au-dessus"),
        pytest.param(f"RETRAIT - {UN}", [UN], [], id="un tiret"),
        pytest.param(
            f"Je retire Mme PETIT {UN} et la remplace par M. ROUX {DEUX}", [UN], [DEUX], id="je retire, je remplace"
        ),
        pytest.param(f"Nous maintenons {UN} et retirons {DEUX}.", [DEUX], [UN], id="l'un reste, l'autre non"),
        pytest.param(f"NUD : {UN}\nNom : ROUX, retraité\nRetrait : non", [], [UN], id="« Retrait : non », un retraité"),
    ],
)
def test_les_retraits(texte: str, retires: list[str], proposes: list[str]):
    lues = designer(texte)
    assert [ligne.refus for ligne in lues if ligne.refus] == []
    assert [ligne.candidat.nud for ligne in lues if ligne.candidat and ligne.retrait] == retires
    assert [ligne.candidat.nud for ligne in lues if ligne.candidat and not ligne.retrait] == proposes


@pytest.mark.parametrize(
    ("texte", "raisons"),
    [
        pytest.param(
            "Nous retirons la candidature de Mme PETIT.", ["une par ligne ; rien"], id="un retrait sans numéro"
        ),
        pytest.param(
            f"Ce message annule et remplace le précédent :\n{UN} Mme DUPONT",
            ["rien n'a été retiré", "proposer ou retirer"],
            id="annule et remplace",
        ),
        pytest.param(
            f"Retirer les candidatures suivantes\n{UN}",
            ["rien n'a été retiré", "proposer ou retirer"],
            id="un titre sans deux-points",
        ),
        pytest.param(f"{UN} (Mme Dupont, qui se retire) et {DEUX}", ["proposer ou retirer"] * 2, id="l'un des deux"),
        pytest.param(
            f"M. ROUX {DEUX} remplace Mme PETIT {UN}", ["proposer ou retirer"] * 2, id="l'un remplace l'autre"
        ),
        pytest.param(f"À la place de {UN}, nous proposons {DEUX}", ["proposer ou retirer"] * 2, id="à la place de"),
        pytest.param(f"En remplacement de {UN} :", ["proposer ou retirer"], id="en remplacement de"),
        pytest.param(
            f"Numéro unique\n\nNom\n\nRetrait\n\n{UN}\n\nDUPONT\n\noui",
            ["proposer ou retirer"],
            id="« oui » dans un tableau dont chaque cellule est devenue une ligne",
        ),
        pytest.param(
            f"Numéro unique Nom Courriel Priorité Retrait\n{UN} DUPONT Marie oui",
            ["proposer ou retirer"],
            id="« oui » dans un tableau dont les colonnes sont perdues",
        ),
    ],
)
def test_un_retrait_qui_n_est_pas_certain_ne_retire_ni_ne_propose_rien(texte: str, raisons: list[str]):
    lues = designer(texte)
    assert [ligne.candidat for ligne in lues] == [None] * len(raisons)
    assert all(raison in ligne.refus for raison, ligne in zip(raisons, lues, strict=True))


def test_une_acceptation_retiree_n_est_pas_une_candidature_retiree():
    assert designer("Nous annulons notre acceptation du logement.") == ()
