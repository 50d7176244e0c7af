"""Temporary: each test shows a defect of the core; it fails today and must pass once mended."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage

import pytest

from robot.domain import faits as f
from robot.domain.dossier import Statut as S
from robot.domain.jetons import Jetons
from robot.domain.stimuli import Ordre, Verbe
from robot.etapes.ordres import executer
from robot.ports import Acheminement, Issue
from tests.fabrique import ACTION_LOGEMENT, CARNET, FICHE, MAIRIE_VIRY, ROBOT, carnet_avec
from tests.monde import Monde

VIRY, ALS = "civil@viry74.example", "offres@als.example"


def ordonner(monde, ref, verbe, **k):
    return executer(monde.robot, ref, Ordre(le=monde.horloge.maintenant(), verbe=verbe, par="Claude", motif="essai", **k))


def offrir(monde):
    ref = monde.liberer()
    monde.passer()
    monde.passer()
    return ref, monde.courriers(gabarit="offre")[-1]


def dsn(offre, action, statut, *, a=None, rendu=True, de="MAILER-DAEMON@mx.viry74.example"):
    from email import message_from_bytes, policy

    o = message_from_bytes(offre.octets, policy=policy.default)
    lignes = [
        f"From: {de}", f"To: {a or offre.retour}", "Subject: rapport", f"Message-ID: <r.{action}.{statut}@mx>",
        "Auto-Submitted: auto-replied", "MIME-Version: 1.0",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"', "",
        "--b", "Content-Type: text/plain", "", "rapport de remise", "--b", "Content-Type: message/delivery-status", "",
        "Reporting-MTA: dns; mx", "", f"Final-Recipient: rfc822; {offre.destinataire}", f"Action: {action}",
        f"Status: {statut}", "",
    ]
    if rendu:
        lignes += ["--b", "Content-Type: text/rfc822-headers", "", f"Message-ID: {o['Message-ID']}", f"Subject: x", ""]
    return "\r\n".join([*lignes, "--b--", ""]).encode()


def courriel(de, a, objet, corps, **entetes):
    m = EmailMessage()
    m["From"], m["To"], m["Subject"] = de, a, objet
    m["Message-ID"] = entetes.pop("mid", f"<{abs(hash((de, objet, corps)))}@x.test>")
    for nom, valeur in entetes.items():
        m[nom.replace("_", "-")] = valeur
    m.set_content(corps)
    return m.as_bytes()


# ---- 1. wrong decisions


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
    avant = monde.dossier(ref).courante.decompte.echeance
    monde.boite.deposer(
        courriel(VIRY, offre.retour, "Lu : offre", "Votre message a été lu le 20/05/2026.")
    )
    monde.passer("2026-05-20T17:00")
    assert monde.dossier(ref).courante.decompte.echeance == avant


def test_un_refus_en_reponse_a_la_premiere_offre_vaut_pour_l_offre_renvoyee():
    monde = Monde.creer("2026-05-18T09:00")
    ref, premiere = offrir(monde)
    ordonner(monde, ref, Verbe.RENVOYER)
    monde.passer()
    monde.repondre(premiere, "REFUSE, pas de candidat")
    monde.passer("2026-05-19T10:00")
    monde.passer("2026-05-21T08:05")
    monde.passer("2026-05-22T08:05")
    assert monde.dossier(ref).statut is not S.ACCEPTEE_TACITE


def test_le_jeton_d_une_offre_ne_permet_pas_de_decider_d_une_autre_sous_un_nom_usurpe():
    """ALS holds a genuine token of its own; it forges From: viry and names Viry's dwelling."""
    monde = Monde.creer("2026-05-18T09:00")
    ref_viry = monde.liberer()
    balme = monde.liberer(replace(FICHE, adresse="autre"))
    monde.passer()
    ordonner(monde, balme, Verbe.SUIVANT)
    monde.passer()
    monde.passer()
    jeton_als = monde.courrier(ALS, "offre").retour
    monde.serveur_de_confiance = "mx.bailleur.example"
    monde.boite.deposer(courriel(VIRY, jeton_als, "reponse", f"REFUSE {ref_viry}"))
    monde.passer("2026-05-18T11:00")
    assert monde.dossier(ref_viry).statut is not S.REFUSEE
    assert "RefusRecu" not in monde.faits(ref_viry)


def test_un_dmarc_glisse_dans_l_adresse_d_enveloppe_n_authentifie_personne():
    monde = Monde.creer("2026-05-18T09:00")
    monde.serveur_de_confiance = "mx.bailleur.example"
    ref, _ = offrir(monde)
    monde.boite.deposer(
        courriel(
            VIRY, ROBOT, f"Offre de logement {ref}", "REFUSE",
            Authentication_Results="mx.bailleur.example; spf=pass smtp.mailfrom=dmarc=pass@evil.test; "
            "dmarc=fail (p=none dis=none) header.from=viry74.example",
        )
    )
    monde.passer("2026-05-18T11:00")
    assert "RefusRecu" not in monde.faits(ref)


def test_un_dmarc_fail_dans_la_seconde_ligne_de_notre_serveur_est_lu():
    monde = Monde.creer("2026-05-18T09:00")
    monde.serveur_de_confiance = "mx.bailleur.example"
    ref, offre = offrir(monde)

    def retoucher(m):
        m["Authentication-Results"] = "mx.bailleur.example; dkim=none"
        m["Authentication-Results"] = "mx.bailleur.example; dmarc=fail header.from=viry74.example"

    monde.repondre(offre, "REFUSE", retoucher=retoucher)
    monde.passer("2026-05-18T11:00")
    assert "RefusRecu" not in monde.faits(ref)


def test_sans_serveur_de_confiance_un_from_et_une_reference_devinee_ne_decident_pas():
    monde = Monde.creer("2026-05-18T09:00")
    ref, _ = offrir(monde)
    monde.boite.deposer(courriel(VIRY, ROBOT, f"Offre de logement {ref}", "REFUSE"))
    monde.passer("2026-05-18T11:00")
    assert "RefusRecu" not in monde.faits(ref)


def test_un_avis_de_non_remise_sans_jeton_arrete_quand_meme_le_delai():
    """jeton_dans_adresse: non, and a server that returns no header of the message."""
    monde = Monde.creer("2026-05-18T09:00")
    ref, offre = offrir(monde)
    monde.boite.deposer(dsn(offre, "failed", "5.1.1", a=ROBOT, rendu=False))
    monde.passer("2026-05-18T09:05")
    monde.passer("2026-05-22T08:05")
    assert monde.dossier(ref).statut is not S.ACCEPTEE_TACITE


def test_un_humain_non_habilite_qui_cite_la_reference_empeche_le_silence():
    monde = Monde.creer("2026-05-18T09:00")
    ref, _ = offrir(monde)
    monde.boite.deposer(courriel("maire.viry@gmail.com", ROBOT, f"logement {ref}", "REFUSE : nous n'avons personne."))
    monde.passer("2026-05-19T11:00")
    monde.passer("2026-05-22T08:05")
    assert monde.dossier(ref).statut is not S.ACCEPTEE_TACITE
    # at least a letter to the gestionnaire before the silence is counted
    assert monde.courriers(gabarit="expediteur_inconnu")


def test_une_horloge_revenue_en_arriere_ne_fait_pas_preuve_de_lecture():
    monde = Monde.creer("2026-05-18T09:00")
    ref = monde.liberer()
    monde.passer("2026-05-29T09:00")  # the clock was eleven days fast for one pass, before the offer
    # the offer left at the wrong hour ; take another dwelling, released after the clock is right again
    monde.horloge.regler(monde.horloge.maintenant() - timedelta(days=11))
    autre = monde.liberer(replace(FICHE, adresse="autre"))
    monde.boite.panne = "IMAP coupé"
    monde.passer("2026-05-18T10:00")
    monde.passer("2026-05-18T10:05")
    monde.passer("2026-05-21T08:05")
    assert monde.dossier(autre).statut is S.EN_ATTENTE, "silence compté sans avoir relu la boîte"


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



def test_le_second_accord_tacite_est_annonce():
    monde = Monde.creer("2026-05-18T09:00")
    ref, offre = offrir(monde)
    monde.passer("2026-05-21T08:05")
    assert len(monde.courriers(VIRY, "accord_tacite")) == 1
    from tests.fabrique import paris

    monde.repondre(offre, "On verra, je demande à l'adjoint.", recu_le=paris("2026-05-20T16:00"))  # moved in by a person
    monde.passer("2026-05-21T09:00")
    assert monde.dossier(ref).statut is S.A_CLARIFIER
    ordonner(monde, ref, Verbe.REPRENDRE)
    monde.passer("2026-05-27T08:05")
    assert monde.dossier(ref).statut is S.ACCEPTEE_TACITE
    assert len(monde.courriers(VIRY, "accord_tacite")) == 2


# ---- 2. faults


def test_un_dossier_abime_n_arrete_pas_les_autres():
    monde = Monde.creer("2026-05-18T09:00")
    mauvais, bon = monde.liberer(), monde.liberer(replace(FICHE, adresse="autre"))
    from sqlalchemy import text

    with monde.store.moteur.begin() as c:
        c.execute(text("DROP TRIGGER journal_sans_update"))
        c.execute(text("UPDATE journal SET fait='FaitInconnu' WHERE reference=:r"), {"r": mauvais})
    monde.passer()
    assert monde.dossier(bon).statut is S.EN_ATTENTE


def test_un_courrier_au_contexte_ancien_n_arrete_pas_les_autres():
    """A letter written by an older version, whose context lacks a key that a filter needs."""
    from robot.domain.courriers import Courrier
    from robot.ports import Ecriture

    monde = Monde.creer("2026-05-18T09:00")
    offrir(monde)
    envoi = monde.store.envois(monde.references[0])[0].courrier
    contexte = {**envoi.contexte, "delai": {"dernier_jour": "2026-05-20", "jours_ouvres": 2, "source": "x"}}
    monde.store.ecrire(
        Ecriture(courriers=(Courrier("rappel_offre/vieux", "rappel_offre", "a@b.example", contexte), Courrier("offre/vieux", "offre", "a@b.example", contexte))),
        monde.horloge.maintenant(),
    )
    ref = monde.liberer(replace(FICHE, adresse="autre"))
    monde.passer("2026-05-18T10:00")
    assert monde.dossier(ref).statut is S.EN_ATTENTE


def test_deux_neufs_du_meme_palier_sont_deux_logements():
    from robot.domain.fiche import Liberation
    from robot.etapes.liberation import liberer

    monde = Monde.creer("2026-05-18T09:00")
    for typologie in ("T2", "T4"):
        liberer(monde.robot, Liberation(replace(FICHE, rpls=None, typologie=typologie), neuf=True))
    assert len(monde.store.references()) == 2


def test_le_meme_logement_libere_deux_fois_sans_date_est_offert_deux_fois():
    from robot.domain.fiche import Liberation
    from robot.etapes.liberation import liberer

    monde = Monde.creer("2024-05-20T09:00")
    ref = liberer(monde.robot, Liberation(FICHE))
    monde.passer()
    ordonner(monde, ref, Verbe.ANNULER)
    monde.horloge.regler(monde.horloge.maintenant() + timedelta(days=730))
    liberer(monde.robot, Liberation(FICHE))


def test_un_fichier_a_references_enregistre_deux_fois_ne_plante_pas():
    from robot.domain.fiche import Liberation
    from robot.etapes.liberation import liberer
    from robot.ports import DejaEnregistre

    monde = Monde.creer("2026-05-18T09:00")
    liberer(monde.robot, Liberation(FICHE, reference="V-2026-0042"))
    with pytest.raises(DejaEnregistre):
        liberer(monde.robot, Liberation(FICHE, reference="V-2026-0042"))


# ---- 3. loops


@pytest.mark.parametrize("sans_mid", [pytest.param(True, id="sans Message-ID"), pytest.param(False, id="autre adresse que la générique")])
def test_une_boucle_avec_un_robot_de_tickets_s_arrete(sans_mid):
    monde = Monde.creer("2026-05-18T09:00")
    _, offre = offrir(monde)
    de = VIRY if sans_mid else "tickets@viry74.example"
    for tour in range(60):
        octets = courriel(de, offre.retour, f"Dossier {tour}", f"Bonjour, notre service va étudier. N° {tour}", mid=f"<{tour}@t>")
        if sans_mid:
            octets = b"\n".join(l for l in octets.split(b"\n") if not l.lower().startswith(b"message-id"))
        monde.boite.deposer(octets)
        monde.passer()
    assert len(monde.courriers(VIRY, "a_preciser")) <= 20


def test_un_message_a_l_enveloppe_vide_sans_message_id_ne_recoit_pas_de_reponse():
    monde = Monde.creer("2026-05-18T09:00")
    _, offre = offrir(monde)
    octets = courriel(VIRY, offre.retour, "x", "Bonjour, on verra.", Return_Path="<>")
    octets = b"\n".join(l for l in octets.split(b"\n") if not l.lower().startswith(b"message-id"))
    monde.boite.deposer(octets)
    monde.passer()
    assert not monde.courriers(VIRY, "a_preciser")


def test_un_grand_reservataire_recoit_tous_ses_accuses():
    monde = Monde.creer("2026-05-18T09:00", carnet=carnet_avec(replace(ACTION_LOGEMENT, ordre=1)))
    for rang in range(25):
        monde.liberer(replace(FICHE, adresse=f"{rang} rue"))
    monde.passer()
    monde.passer()
    for offre in monde.courriers(ALS, "offre"):
        monde.repondre(offre, "ACCEPTE")
    monde.passer("2026-05-18T11:00")
    assert len(monde.courriers(ALS, "accuse_accord")) == 25


# ---- 4. operator


def test_un_autre_secret_est_refuse_a_l_ouverture():
    """`robot decider` from a shell, where systemd's credential robot_secret is not visible."""
    monde = Monde.creer("2026-05-18T09:00")
    ref, _ = offrir(monde)
    greffe = replace(monde.robot, jetons=Jetons(b"un autre secret, engendre a cote. "))
    executer(greffe, ref, Ordre(le=monde.horloge.maintenant(), verbe=Verbe.SUIVANT, par="C", motif="m"))
    monde.passer("2026-05-18T10:00")
    offre = monde.courrier(ALS, "offre")
    monde.boite.deposer(dsn(offre, "failed", "5.1.1"))
    monde.passer("2026-05-18T10:05")
    monde.passer("2026-05-22T08:05")
    assert monde.dossier(ref).statut is not S.ACCEPTEE_TACITE
