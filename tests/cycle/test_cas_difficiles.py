"""Sequences of real events by which a wrong decision nearly came."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from robot import recits
from robot.domain.carnet import Gestion
from robot.domain.dossier import Statut as S
from robot.domain.stimuli import Verbe
from robot.ports import Acheminement, Issue
from tests.cycle.courriels import ALS, VIRY, courriel, dsn, offrir, ordonner
from tests.fabrique import CARNET, FICHE, MAIRIE_VIRY, ROBOT, paris
from tests.monde import Monde


def echeance(monde: Monde, ref: str) -> datetime:
    """The running deadline."""
    decompte = monde.dossier(ref).courante.decompte
    assert decompte is not None
    return decompte.echeance


def test_une_remise_prouvee_apres_l_echeance_defait_le_silence():
    monde = Monde.creer("2026-04-28T09:00")
    ref, offre = offrir(monde)
    monde.passer("2026-05-04T08:05")
    assert monde.dossier(ref).statut is S.ACCEPTEE_TACITE
    monde.boite.deposer(dsn(offre, "delivered", "2.0.0"))  # the commune's server was down: it arrives only today
    monde.passer("2026-05-04T10:00")
    assert monde.dossier(ref).statut is S.EN_ATTENTE


def test_un_accuse_de_lecture_ne_repousse_pas_l_echeance():
    monde = Monde.creer("2026-05-18T09:00")
    ref, offre = offrir(monde)
    avant = echeance(monde, ref)
    monde.boite.deposer(courriel(VIRY, offre.retour, "Lu : offre", "Votre message a été lu le 20/05/2026."))
    monde.passer("2026-05-20T17:00")
    assert echeance(monde, ref) == avant


def test_un_refus_en_reponse_a_la_premiere_offre_vaut_pour_l_offre_renvoyee():
    monde = Monde.creer("2026-05-18T09:00")
    ref, premiere = offrir(monde)
    ordonner(monde, ref, Verbe.RENVOYER)
    monde.passer()
    monde.repondre(premiere, "REFUSE, pas de candidat")
    monde.passer("2026-05-19T10:00")
    assert [o.statut for o in monde.dossier(ref).orientations][:2] == [S.RETIREE, S.REFUSEE]
    assert monde.dossier(ref).courante.reservataire == "als"


def test_un_premier_destinataire_dont_l_offre_a_pu_partir_apprend_qu_elle_est_retiree():
    monde = Monde.creer("2026-05-18T09:00")
    monde.facteur.issues[VIRY] = Acheminement("", Issue.INCONNUE, "coupure après l'envoi des données")
    ref = monde.liberer()
    monde.passer()
    assert len(monde.courriers(VIRY, "offre")) == 1  # Viry has it
    ordonner(monde, ref, Verbe.SUIVANT)
    monde.passer("2026-05-18T10:00")
    assert monde.courriers(ALS, "offre")
    assert monde.courriers(VIRY, "orientation_retiree"), "deux réservataires tiennent la même offre"
    histoire = recits.expliquer(monde.dossier(ref), monde.store.journal(ref), monde.store.envois(ref))
    assert f"offre → {VIRY} : devenue sans objet (peut-être reçue d'un essai dont le robot n'a pas su" in histoire


def test_une_lettre_qui_n_est_jamais_partie_est_dite_telle():
    monde = Monde.creer("2026-05-18T09:00")
    monde.facteur.panne = "connexion refusée"
    ref = monde.liberer()
    monde.passer()
    ordonner(monde, ref, Verbe.SUIVANT)
    monde.facteur.panne = ""
    monde.passer("2026-05-18T10:00")
    histoire = recits.expliquer(monde.dossier(ref), monde.store.journal(ref), monde.store.envois(ref))
    assert f"offre → {VIRY} : devenue sans objet (jamais envoyée : la situation a changé avant)" in histoire


def test_le_second_accord_tacite_est_annonce():
    monde = Monde.creer("2026-05-18T09:00")
    ref, offre = offrir(monde)
    monde.passer("2026-05-21T08:05")
    assert len(monde.courriers(VIRY, "accord_tacite")) == 1
    monde.repondre(
        offre, "On verra, je demande à l'adjoint.", recu_le=paris("2026-05-20T16:00")
    )  # moved in by a person
    monde.passer("2026-05-21T09:00")
    assert monde.dossier(ref).statut is S.A_CLARIFIER
    ordonner(monde, ref, Verbe.REPRENDRE)
    monde.passer("2026-05-27T08:05")
    assert monde.dossier(ref).statut is S.ACCEPTEE_TACITE
    assert len(monde.courriers(VIRY, "accord_tacite")) == 2


MDN = """From: {de}\r
To: {a}\r
Subject: Lu : offre\r
Message-ID: <mdn@x>\r
MIME-Version: 1.0\r
Content-Type: multipart/report; report-type=disposition-notification; boundary="b"\r
\r
--b\r
Content-Type: text/plain\r
\r
Votre message a ete lu.\r
--b\r
Content-Type: message/disposition-notification\r
\r
Final-Recipient: rfc822; {de}\r
{mid}Disposition: manual-action/MDN-sent-manually; displayed\r
\r
--b--\r
"""


@pytest.mark.parametrize("quoi", ["accusé de lecture", "réponse automatique tardive", "accusé de lecture du rappel"])
def test_une_preuve_indirecte_ne_repousse_pas_l_echeance(quoi):
    monde = Monde.creer("2026-05-18T09:00")
    ref, offre = offrir(monde)
    avant = echeance(monde, ref)
    if quoi == "réponse automatique tardive":
        monde.boite.deposer(
            courriel(VIRY, offre.retour, "Absence", "Je suis absent.", Auto_Submitted="auto-replied"),
            recu_le=paris("2026-05-20T23:50"),
        )
    else:
        monde.passer("2026-05-20T08:05")
        monde.boite.deposer(MDN.format(de=VIRY, a=offre.retour, mid="").encode(), recu_le=paris("2026-05-20T23:50"))
    monde.passer("2026-05-20T23:55")
    assert echeance(monde, ref) == avant, echeance(monde, ref)


def test_un_retrait_pendant_l_envoi_est_dit_a_celui_qui_a_recu(monkeypatch):
    """`robot decider` between the last look and the server's 250."""
    monde = Monde.creer("2026-05-18T09:00")
    ref = monde.liberer()
    avant = monde.facteur.envoyer

    def envoyer(enveloppes, patienter, peut_partir):
        for acheminement in avant(enveloppes, patienter, peut_partir):
            if any(e.cle == acheminement.cle and e.destinataire == VIRY for e in enveloppes):
                ordonner(monde, ref, Verbe.SUIVANT)
            yield acheminement

    monkeypatch.setattr(monde.facteur, "envoyer", envoyer)
    monde.passer()
    monde.passer("2026-05-18T09:10")
    assert monde.courriers(VIRY, "offre")
    assert monde.courriers(ALS, "offre")
    assert monde.courriers(VIRY, "orientation_retiree")


def test_une_offre_dite_non_remise_puis_retiree_est_retiree_par_ecrit():
    """One member of the generic list has a full mailbox: Viry did receive it."""
    monde = Monde.creer("2026-05-18T09:00")
    ref, offre = offrir(monde)
    monde.boite.deposer(dsn(offre, "failed", "5.2.2"))
    monde.passer("2026-05-18T10:00")
    ordonner(monde, ref, Verbe.SUIVANT)
    monde.passer("2026-05-18T10:05")
    assert monde.courriers(VIRY, "orientation_retiree")


def test_les_deux_jetons_d_une_reponse_groupee():
    monde = Monde.creer("2026-05-18T09:00")
    a, b = monde.liberer(), monde.liberer(replace(FICHE, adresse="autre"))
    monde.passer()
    monde.passer()
    o = monde.courriers(VIRY, "offre")
    monde.boite.deposer(courriel(VIRY, f"{o[0].retour}, {o[1].retour}", "nos réponses", "REFUSE"))
    monde.passer("2026-05-18T11:00")
    monde.passer("2026-05-21T08:05")
    assert S.ACCEPTEE_TACITE not in {monde.dossier(r).orientations[0].statut for r in (a, b)}


def test_une_reponse_qui_nomme_un_autre_logement_suspend_celui_du_fil():
    monde = Monde.creer("2026-05-18T09:00")
    a, b = monde.liberer(), monde.liberer(replace(FICHE, adresse="autre"))
    monde.passer()
    monde.passer()
    o = next(e for e in monde.courriers(VIRY, "offre") if f"/{a}/" in e.cle)
    monde.repondre(o, f"REFUSE {b}")
    monde.passer("2026-05-18T11:00")
    monde.passer("2026-05-21T08:05")
    assert monde.dossier(a).statut is not S.ACCEPTEE_TACITE


def test_un_echec_tardif_ne_defait_pas_une_reception_prouvee():
    monde = Monde.creer("2026-05-18T09:00")
    ref, offre = offrir(monde)
    monde.boite.deposer(dsn(offre, "delivered", "2.0.0"))
    monde.passer("2026-05-18T09:10")
    monde.passer("2026-05-21T08:05")
    assert monde.dossier(ref).statut is S.ACCEPTEE_TACITE
    monde.boite.deposer(dsn(offre, "failed", "5.1.1", de=VIRY))  # written by hand, ten days later
    monde.passer("2026-06-01T09:00")
    assert monde.dossier(ref).statut is S.ACCEPTEE_TACITE


def test_la_reprise_de_la_boite_ne_perd_pas_une_reponse_deja_rangee_sur_place():
    monde = Monde.creer("2026-05-18T09:00")
    ref, _ = offrir(monde)
    monde.boite.deposer(courriel("maire.viry@gmail.com", ROBOT, f"logement {ref}", "REFUSE : personne"), "Junk")
    monde.passer("2026-05-18T10:00")
    monde.passer("2026-05-19T08:05")
    synthese = monde.courriers(gabarit="synthese")
    assert any(b"maire.viry" in s.octets for s in synthese), (
        "un refus humain dans les indésirables n'est montré à personne"
    )


def test_une_commune_devenue_deleguee_ne_recoit_plus_l_offre_en_attente_d_ouverture():
    monde = Monde.creer("2026-05-18T20:00")
    monde.liberer()
    monde.passer()
    monde.passer()
    viry = replace(MAIRIE_VIRY, gestion=Gestion.DELEGUEE, adresse=None)
    monde.carnets.carnet = replace(CARNET, reservataires=(viry, *CARNET.reservataires[1:]))
    monde.passer("2026-05-19T08:05")
    assert not monde.courriers(VIRY, "offre")


def test_une_adresse_corrigee_dans_le_carnet_est_celle_de_l_offre_qui_attend():
    monde = Monde.creer("2026-05-18T20:00")
    monde.liberer()
    monde.passer()
    monde.carnets.carnet = replace(
        CARNET, reservataires=(replace(MAIRIE_VIRY, adresse="logement@viry74.example"), *CARNET.reservataires[1:])
    )
    monde.passer("2026-05-19T08:05")
    assert monde.courriers("logement@viry74.example", "offre")


def test_rappel_apres_un_delai_deplace():
    monde = Monde.creer("2026-05-18T09:00")
    _, offre = offrir(monde)
    monde.passer("2026-05-20T08:05")
    assert monde.courriers(VIRY, "rappel_offre")
    monde.boite.deposer(dsn(offre, "delivered", "2.0.0"))
    monde.passer("2026-05-20T10:00")
    monde.passer("2026-05-22T08:05")
    assert len(monde.courriers(VIRY, "rappel_offre")) == 2


@pytest.mark.parametrize(
    ("entete", "valeur"),
    [
        ("X-MS-Exchange-Inbox-Rules-Loop", "orientations@bailleur.example"),
        ("X-MS-Exchange-Generated-Message-Source", "Mailbox Rules Agent"),
        ("Auto-Submitted", "auto-replied"),
    ],
)
def test_un_refus_ecrit_que_redirige_une_regle_exchange_n_est_pas_un_silence(entete, valeur):
    monde = Monde.creer("2026-05-18T09:00")
    ref, offre = offrir(monde)

    def retoucher(m):
        m[entete] = valeur

    monde.repondre(offre, "REFUSE, pas de candidat.", retoucher=retoucher)
    monde.passer("2026-05-18T10:00")
    monde.passer("2026-05-21T08:05")
    assert monde.dossier(ref).orientations[0].statut is not S.ACCEPTEE_TACITE, monde.faits(ref)


@pytest.mark.regle("C15")
@pytest.mark.parametrize(
    ("de", "corps"),
    [
        pytest.param(VIRY, "Bonjour, cette adresse n'est plus utilisée. Écrivez à accueil@viry74.example.", id="adresse abandonnée"),
        pytest.param(VIRY, "Je suis en congés. Votre message ne sera ni lu ni transféré.", id="message qui ne sera pas lu"),
        pytest.param(
            "verification@filtre.example",
            "Votre message est retenu par notre antispam. Pour le délivrer, cliquez sur ce lien : https://filtre.example/a1",
            id="filtre qui attend un clic, sous son propre nom",
        ),
    ],
)  # fmt: skip
def test_une_reponse_automatique_qui_dit_que_personne_ne_lit_arrete_le_delai(de: str, corps: str):
    monde = Monde.creer("2026-04-28T09:00")
    ref, offre = offrir(monde)
    monde.boite.deposer(courriel(de, offre.retour, "Réponse automatique : offre", corps, auto_submitted="auto-replied"))
    monde.passer("2026-04-28T10:00")
    monde.passer("2026-05-04T08:05")
    assert monde.dossier(ref).statut is S.NON_REMISE
    assert "AccordTacite" not in monde.faits(ref)


def test_une_absence_ordinaire_prouve_que_l_offre_est_arrivee():
    monde = Monde.creer("2026-04-28T09:00")
    ref, offre = offrir(monde)
    corps = "Je suis absente jusqu'au 11 mai. En cas d'urgence, contactez l'accueil."
    monde.boite.deposer(
        courriel(VIRY, offre.retour, "Réponse automatique : offre", corps, auto_submitted="auto-replied")
    )
    monde.passer("2026-04-28T10:00")
    monde.passer("2026-05-04T08:05")
    assert monde.dossier(ref).statut is S.ACCEPTEE_TACITE


@pytest.mark.regle("R42", "R45")
@pytest.mark.parametrize(
    "date_du_serveur",
    ["1990-01-02T10:00", "2031-01-02T10:00"],
    ids=["d'avant l'offre : le jour de l'offre", "d'un jour à venir : le jour de la lecture"],
)
def test_une_date_de_reception_impossible_n_ouvre_ni_ne_ferme_aucun_delai(date_du_serveur: str):
    """A mailbox copied from elsewhere, a server whose clock is wrong: the answer came between the offer and now."""
    monde = Monde.creer("2026-04-28T09:00")
    ref, offre = offrir(monde)
    monde.repondre(offre, "ACCEPTE", recu_le=paris(date_du_serveur))
    monde.passer("2026-04-28T10:00")
    designation = monde.dossier(ref).courante.designation
    assert monde.dossier(ref).statut is S.ACCEPTEE
    assert designation is not None
    assert designation.reception.isoformat() == "2026-04-28"


@pytest.mark.regle("R42", "R44")
def test_un_refus_lu_a_temps_et_date_d_un_jour_a_venir_n_est_pas_tardif():
    monde = Monde.creer("2026-04-28T09:00")
    ref, offre = offrir(monde)
    monde.repondre(offre, "REFUSE", recu_le=paris("2026-12-31T10:00"))
    monde.passer("2026-04-28T10:00")
    assert monde.dossier(ref).orientations[0].statut is S.REFUSEE
    assert monde.dossier(ref).orientations[0].terminee_le == paris("2026-04-28T10:00")


@pytest.mark.regle("R41")
def test_un_avis_de_remise_date_d_un_jour_a_venir_compte_du_jour_ou_il_est_lu():
    monde = Monde.creer("2026-04-28T09:00")
    ref, offre = offrir(monde)
    monde.boite.deposer(dsn(offre, "delivered", "2.0.0"), recu_le=paris("2031-01-02T10:00"))
    monde.passer("2026-04-29T10:00")
    assert echeance(monde, ref).date().isoformat() == "2026-05-04"
