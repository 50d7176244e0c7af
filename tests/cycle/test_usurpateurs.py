"""Whoever writes under another name, or with the token of another, decides nothing; whoever reads is heard."""

from __future__ import annotations

from dataclasses import replace

from robot.domain.dossier import Statut as S
from robot.domain.stimuli import Verbe
from tests.cycle.courriels import ALS, VIRY, courriel, dsn, offrir, ordonner
from tests.fabrique import ACTION_LOGEMENT, FICHE, MAIRIE_VIRY, ROBOT, carnet_avec
from tests.monde import Monde


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
            VIRY,
            ROBOT,
            f"Offre de logement {ref}",
            "REFUSE",
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


def test_un_humain_non_habilite_qui_cite_la_reference_empeche_le_silence():
    monde = Monde.creer("2026-05-18T09:00")
    ref, _ = offrir(monde)
    monde.boite.deposer(courriel("maire.viry@gmail.com", ROBOT, f"logement {ref}", "REFUSE : nous n'avons personne."))
    monde.passer("2026-05-19T11:00")
    monde.passer("2026-05-22T08:05")
    assert monde.dossier(ref).statut is not S.ACCEPTEE_TACITE
    # at least a letter to the gestionnaire before the silence is counted
    assert monde.courriers(gabarit="expediteur_inconnu")


def test_un_from_egal_au_robot_avec_entete_d_une_autre_autorite():
    """dmarc=pass forged under our authserv-id when our MX adds nothing (internal relay): believed."""
    monde = Monde.creer("2026-05-18T09:00")
    monde.serveur_de_confiance = "mx.bailleur.example"
    ref, _ = offrir(monde)

    m = courriel(VIRY, ROBOT, f"Offre {ref}", "REFUSE", Authentication_Results="autre.relais; dmarc=fail")
    m = (
        b"Received: from evil by mx.bailleur.example; x\nReceived: from a by b; x\nAuthentication-Results: mx.bailleur.example; dmarc=pass header.from=evil.test\n"
        + m
    )
    monde.boite.deposer(m)
    monde.passer("2026-05-18T11:00")
    assert "RefusRecu" not in monde.faits(ref)


def test_le_domaine_d_un_autre_reservataire_ne_parle_pas_pour_lui():
    """The commune's offer is forwarded to the EPCI, whose mail domain is another réservataire's too? same domain."""
    epci = replace(ACTION_LOGEMENT, code="epci", nom="CC", adresse="habitat@viry74.example")
    monde = Monde.creer("2026-05-18T09:00", carnet=carnet_avec(MAIRIE_VIRY, epci))
    ref, offre = offrir(monde)
    monde.repondre(offre, "REFUSE", de="habitat@viry74.example")
    monde.passer("2026-05-18T11:00")
    assert "RefusRecu" not in monde.faits(ref)


def test_un_inconnu_qui_a_le_jeton_ne_prouve_pas_la_reception():
    monde = Monde.creer("2026-05-18T09:00")
    ref, offre = offrir(monde)
    monde.boite.deposer(dsn(offre, "delayed", "4.4.1"))
    monde.passer("2026-05-18T13:00")
    monde.boite.deposer(courriel("x@evil.test", offre.retour, "Absence", "Absent.", Auto_Submitted="auto-replied"))
    monde.passer("2026-05-18T14:00")
    assert monde.dossier(ref).statut is S.DIFFEREE
