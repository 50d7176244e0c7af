"""From the acceptance to the lease, by e-mail alone: who writes what, and what follows."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from email.message import EmailMessage

import pytest

from robot.domain import faits as f
from robot.domain.dossier import Statut
from robot.ports import Rangement
from tests.cycle.seconde_moitie import (
    ALS,
    COMMISSION,
    GESTION,
    HUGO,
    INES,
    LEA,
    NUD_HUGO,
    NUD_INES,
    NUD_LEA,
    TROIS,
    VIRY,
    accepte,
    designer,
    message,
    monde,
    ordonner,
)
from tests.fabrique import FICHE
from tests.monde import Monde

__all__ = ["accepte", "monde"]  # fixtures

# --- the main story ---------------------------------------------------------------------------------


@pytest.mark.regle("R45", "R60", "R61", "R64", "R65", "R66", "R67", "R90")
def test_de_l_acceptation_au_bail(monde: Monde, accepte: str):
    jointes = [piece.get_filename() for piece in message(monde.courrier(VIRY, "accuse_accord")).iter_attachments()]
    assert jointes == [f"candidats-{accepte}.xlsx"]
    designer(monde, TROIS)
    dossier = monde.dossier(accepte)
    assert dossier.statut is Statut.COMPLETE
    assert [c.candidat.nud for c in dossier.en_lice] == [NUD_LEA, NUD_HUGO, NUD_INES]
    assert monde.courriers(VIRY, "accuse_candidats")
    assert monde.courriers(COMMISSION, "candidats_complets")
    assert {e.destinataire for e in monde.courriers(gabarit="proposition_candidat")} == {LEA, HUGO, INES}

    monde.repondre(monde.courrier(LEA, "proposition_candidat"), "Oui, ce logement m'intéresse.")
    monde.passer("2026-05-06T09:00")
    ordonner(monde, f"{accepte} COMMISSION 20/05/2026 14h30 Annecy, salle B", "2026-05-07T09:00")
    assert monde.dossier(accepte).statut is Statut.CONVOQUEE
    convocation = message(monde.courrier(VIRY, "convocation_caleol"))
    assert any(partie.get_content_type() == "text/calendar" for partie in convocation.walk())

    ordonner(monde, f"{accepte} CLASSE 2 1 3", "2026-05-20T17:00")
    assert monde.dossier(accepte).statut is Statut.ATTRIBUEE
    assert monde.courriers(VIRY, "pv_caleol")
    assert [e.destinataire for e in monde.courriers(gabarit="attribution_candidat")] == [HUGO]
    assert {e.destinataire for e in monde.courriers(gabarit="resultat_candidat")} == {LEA, INES}

    monde.repondre(monde.courrier(HUGO, "attribution_candidat"), "Non merci, c'est trop loin de mon travail.")
    monde.passer("2026-05-21T10:00")
    assert [e.destinataire for e in monde.courriers(gabarit="attribution_candidat")] == [HUGO, LEA]
    monde.repondre(monde.courrier(LEA, "attribution_candidat"), "OUI")
    monde.passer("2026-05-22T10:00")
    assert monde.dossier(accepte).statut is Statut.A_SIGNER

    ordonner(monde, f"{accepte} BAIL 26/05/2026", "2026-05-26T12:00")
    assert monde.dossier(accepte).statut is Statut.LOUEE
    assert monde.courriers(VIRY, "bail_signe")
    ordonner(monde, f"{accepte} SNE TOUT", "2026-05-27T12:00")
    assert monde.dossier(accepte).statut is Statut.CLOSE


@pytest.mark.regle("R65", "R66")
def test_la_table_du_sne_dit_ce_que_la_convention_demande_d_y_ecrire(monde: Monde, accepte: str):
    designer(monde, TROIS.replace("1er quartile", "sortant de CHRS"))
    monde.repondre(monde.courrier(INES, "proposition_candidat"), "Non merci, c'est trop loin de mon travail.")
    monde.passer("2026-05-06T08:30")
    ordonner(monde, f"{accepte} COMMISSION 20/05/2026 14h30 Annecy", "2026-05-06T09:00")
    ordonner(monde, f"{accepte} NON ATTRIBUE 1 : ressources insuffisantes\n{accepte} ATTRIBUE 2", "2026-05-21T00:30")
    monde.repondre(monde.courrier(HUGO, "attribution_candidat"), "OUI")
    monde.passer("2026-05-22T10:00")
    ordonner(monde, f"{accepte} BAIL 26/05/2026", "2026-05-26T12:00")
    monde.passer("2026-05-27T08:30")
    synthese = message(monde.courrier(GESTION, "synthese"))
    (table,) = synthese.iter_attachments()
    octets = table.get_payload(decode=True)
    assert isinstance(octets, bytes)
    titres, *lignes = csv.reader(io.StringIO(octets.decode("utf-8-sig")), delimiter=";")
    assert titres == ["Ligne", "Logement", "Numéro unique", "À saisir", "Précision", "Réservataire d'imputation",
                      "Motif de priorité", "Depuis le"]  # fmt: skip
    prioritaire = "prioritaire (CCH, art. L.441-1)"
    dites = [ligne[3:] for ligne in lignes if ligne[3] != "proposition"]
    assert dites == [
        ["refus", "refus du candidat : c'est trop loin de mon travail", "Commune de Viry", "", "05/05/2026"],
        ["résultat", "non-attribution : ressources insuffisantes", "Commune de Viry", "", "21/05/2026"],
        ["résultat", "attribution", "Commune de Viry", prioritaire, "21/05/2026"],
        ["radiation", "bail signé le 26/05/2026", "Commune de Viry", f"{prioritaire} : sortant de CHRS", "26/05/2026"],
    ]
    corps = synthese.get_body(("plain",))
    assert corps is not None
    texte = " ".join(str(corps.get_content()).replace("\xa0", " ").split())
    assert "refus du candidat, « c'est trop loin de mon travail »" in texte
    assert f"bail signé le 26/05/2026, imputé à Commune de Viry, priorité : {prioritaire}" in texte


# --- what goes wrong --------------------------------------------------------------------------------


@pytest.mark.regle("R46", "R47")
def test_quinze_jours_sans_candidat_le_gestionnaire_choisit_par_courriel(monde: Monde, accepte: str):
    for jour in ("2026-05-20T09:00", "2026-05-27T09:00"):
        monde.passer(jour)
    assert len(monde.courriers(VIRY, "rappel_designation")) == 2
    monde.passer("2026-05-29T09:00")
    assert monde.dossier(accepte).statut is Statut.INSUFFISANTE
    reponse = ordonner(monde, "SUIVANT", "2026-05-29T10:00", "fin_designation")
    assert monde.dossier(accepte).courante.adresse == ALS
    assert monde.courriers(VIRY, "orientation_retiree")
    assert reponse


@pytest.mark.regle("R47", "R48")
def test_plus_de_temps_ne_depasse_jamais_le_mois_d_ordre_public(monde: Monde, accepte: str):
    monde.passer("2026-05-29T09:00")
    ordonner(monde, "DELAI 10", "2026-05-29T10:00", "fin_designation")
    assert monde.dossier(accepte).statut is Statut.INSUFFISANTE
    ordonner(monde, "DELAI 4", "2026-05-29T11:00", "fin_designation")
    assert monde.dossier(accepte).statut is Statut.ACCEPTEE
    assert monde.courriers(VIRY, "delai_accorde")


@pytest.mark.regle("R46")
def test_le_gestionnaire_complete_en_une_reponse(monde: Monde, accepte: str):
    designer(monde, f"{NUD_LEA} - Mme DUPONT Léa - {LEA}")
    monde.passer("2026-05-29T09:00")
    ordonner(
        monde,
        f"COMPLETER\n{NUD_HUGO} - M. BERNARD Hugo - {HUGO}\n{NUD_INES} - Mme MOREL Inès - {INES}",
        "2026-05-29T10:00",
        "fin_designation",
    )
    assert monde.dossier(accepte).statut is Statut.COMPLETE
    assert {e.destinataire for e in monde.courriers(gabarit="accuse_candidats")} == {VIRY}


@pytest.mark.regle("C13")
def test_une_acceptation_retiree_apres_coup_va_a_une_personne(monde: Monde, accepte: str):
    designer(monde, "REFUSE\n\nMotif : pas de candidat.")
    assert monde.dossier(accepte).statut is Statut.ACCEPTEE
    assert monde.faits(accepte)[-1] == "ReponseTardive"
    assert len(monde.boite.ranges[Rangement.A_VOIR]) == 1


@pytest.mark.regle("R61")
def test_un_numero_illisible_est_refuse_avec_sa_raison_et_rien_n_est_perdu(monde: Monde, accepte: str):
    designer(monde, f"NUD 07426030123457400 - Mme DUPONT Léa - {LEA}\n{NUD_HUGO} - M. BERNARD Hugo - {HUGO}")
    assert [c.candidat.nud for c in monde.dossier(accepte).en_lice] == [NUD_HUGO]
    assert monde.faits(accepte)[-1] == "DesignationLue"
    assert len(monde.boite.ranges[Rangement.A_VOIR]) == 1


@pytest.mark.regle("R61")
def test_un_message_dont_la_fin_manque_ne_designe_que_ce_qui_est_ecrit_et_le_dit(monde: Monde, accepte: str):
    """The mailbox gives only the beginning of a message beyond its limit: half a table names half of the households."""
    table = f"Numéro unique;Nom;Courriel\n{NUD_HUGO};M. BERNARD Hugo;{HUGO}\n"
    reponse = monde.courrier(VIRY, "accuse_accord")
    recu = monde.repondre(
        reponse,
        f"{NUD_LEA} - Mme DUPONT Léa - {LEA}",
        retoucher=lambda m: m.add_attachment(table.encode(), maintype="text", subtype="csv", filename="candidats.csv"),
    )
    monde.boite.dossiers["INBOX"][-1] = replace(recu, tronque=True)
    monde.passer("2026-05-05T10:00")
    assert [c.candidat.nud for c in monde.dossier(accepte).en_lice] == [NUD_LEA]
    corps = message(monde.courrier(VIRY, "accuse_candidats")).get_body(("plain",))
    assert corps is not None
    dit = " ".join(str(corps.get_content()).split())
    assert "candidats.csv" in dit
    assert "le fichier est trop gros" in dit
    assert "la fin de votre message" in dit


@pytest.mark.regle("R61")
def test_un_classeur_d_un_autre_age_est_refuse_avec_ce_qu_il_faut_envoyer(monde: Monde, accepte: str):
    ancien = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)
    monde.repondre(
        monde.courrier(VIRY, "accuse_accord"),
        "Nos trois candidats sont dans le fichier joint.",
        retoucher=lambda m: m.add_attachment(
            ancien, maintype="application", subtype="vnd.ms-excel", filename="candidats.xls"
        ),
    )
    monde.passer("2026-05-05T10:00")
    corps = message(monde.courrier(VIRY, "accuse_candidats")).get_body(("plain",))
    assert corps is not None
    assert "candidats.xls" in corps.get_content()
    assert "enregistrer en .xlsx" in " ".join(str(corps.get_content()).split())


def test_le_tableau_coupe_d_une_commission_n_est_pas_passe_sous_silence(monde: Monde, accepte: str):
    designer(monde, TROIS)
    tableau = f"Logement;Numéro unique;Décision\n{accepte};{NUD_LEA};1\n"
    recu = monde.repondre(
        monde.courrier(GESTION, "synthese"),
        "Ci-joint les décisions.",
        retoucher=lambda m: m.add_attachment(tableau.encode(), maintype="text", subtype="csv", filename="caleol.csv"),
    )
    monde.boite.dossiers["INBOX"][-1] = replace(recu, tronque=True)
    monde.passer("2026-05-06T10:00")
    corps = message(monde.courrier(GESTION, "reponse_ordre")).get_body(("plain",))
    assert corps is not None
    assert "caleol.csv" in corps.get_content()
    assert "trop gros" in corps.get_content()


@pytest.mark.regle("R61")
def test_le_meme_menage_candidat_a_deux_logements_est_signale(monde: Monde, accepte: str):
    designer(monde, TROIS)
    autre = monde.liberer(FICHE)
    monde.passer("2026-05-11T09:00")
    monde.repondre(monde.courriers(VIRY, "offre")[-1], f"ACCEPTE\n\n{NUD_LEA} - Mme DUPONT Léa - {LEA}")
    monde.passer("2026-05-11T10:00")
    assert "AccordRecu" in monde.faits(autre)
    lue = next(i.fait for i in monde.store.journal(autre) if isinstance(i.fait, f.DesignationLue))
    assert accepte in lue.doutes


@pytest.mark.regle("R64")
def test_un_candidat_sans_courriel_a_sa_lettre_a_poster(monde: Monde, accepte: str):
    designer(monde, f"{NUD_LEA} - Mme DUPONT Léa - 3 rue du Lac 74580 Viry - DALO")
    notice = message(monde.courrier(GESTION, "lettre_a_poster"))
    assert [p.get_content_type() for p in notice.iter_attachments()] == ["application/pdf"]
    ordonner(monde, "REMIS 1 07/05/2026 avis de réception", "2026-05-11T09:00", "lettre_a_poster")
    assert "PropositionRemise" in monde.faits(accepte)


def _usurper(message: EmailMessage) -> None:
    message["Authentication-Results"] = "mx.bailleur.example; dmarc=fail header.from=bailleur.example"


@pytest.mark.parametrize(
    "retoucher",
    [
        pytest.param(lambda m: m.replace_header("From", "inconnu@ailleurs.example"), id="une adresse hors du carnet"),
        pytest.param(_usurper, id="l'adresse du carnet, usurpée"),
    ],
)
def test_personne_d_autre_qu_un_gestionnaire_du_carnet_n_ordonne(
    monde: Monde, accepte: str, retoucher: Callable[[EmailMessage], None]
):
    monde.serveur_de_confiance = "mx.bailleur.example"
    monde.passer("2026-05-29T09:00")
    monde.repondre(monde.courrier(GESTION, "fin_designation"), "ANNULER : plus besoin", retoucher=retoucher)
    monde.passer("2026-05-29T10:00")
    assert monde.dossier(accepte).statut is Statut.INSUFFISANTE
    assert not monde.courriers(gabarit="reponse_ordre")


@pytest.mark.regle("R61")
def test_hors_du_fil_un_expediteur_que_rien_n_authentifie_ne_designe_personne(monde: Monde, accepte: str):
    """The reference is public knowledge, and a From costs nothing to write."""

    def sortir_du_fil(message: EmailMessage) -> None:
        message.replace_header("To", "orientations@bailleur.example")
        message.replace_header("Subject", f"Logement {accepte}")
        for nom in ("In-Reply-To", "References"):
            del message[nom]
        message.set_content(TROIS)

    monde.repondre(monde.courrier(VIRY, "accuse_accord"), TROIS, retoucher=sortir_du_fil)
    monde.passer("2026-05-05T10:00")
    lue = next(i.fait for i in monde.store.journal(accepte) if isinstance(i.fait, f.DesignationLue))
    assert lue.ecartes.count("hors de notre fil") == 3
    assert monde.dossier(accepte).en_lice == ()


def test_la_ligne_corrigee_se_renvoie_en_reponse_a_la_reponse_du_robot(monde: Monde, accepte: str):
    monde.passer("2026-05-29T09:00")
    ordonner(monde, "SUIVENT", "2026-05-29T10:00", "fin_designation")
    assert monde.dossier(accepte).statut is Statut.INSUFFISANTE
    ordonner(monde, "SUIVANT", "2026-05-29T11:00", "reponse_ordre")
    assert monde.dossier(accepte).courante.adresse == ALS


def test_vingt_ordres_lus_d_un_coup_ont_chacun_leur_reponse(monde: Monde, accepte: str):
    avis = monde.courrier(GESTION, "synthese")
    for _ in range(20):
        monde.repondre(avis, f"{accepte} BAIL 26/05/2026")
    monde.passer("2026-05-07T09:00")
    assert len(monde.courriers(GESTION, "reponse_ordre")) == 20
