from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from robot.domain.dossier import Statut as S
from robot.domain.stimuli import Verbe
from robot.domain.courriers import Courrier
from robot.ports import Acheminement, Ecriture, Issue
from tests.fabrique import CARNET, FICHE, MAIRIE_VIRY, ROBOT, paris
from tests.monde import Monde
from tests.revue.test_revue import ALS, VIRY, courriel, dsn, offrir, ordonner

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
    avant = monde.dossier(ref).courante.decompte.echeance
    if quoi == "réponse automatique tardive":
        monde.boite.deposer(courriel(VIRY, offre.retour, "Absence", "Je suis absent.", Auto_Submitted="auto-replied"), recu_le=paris("2026-05-20T23:50"))
    else:
        monde.passer("2026-05-20T08:05")
        monde.boite.deposer(MDN.format(de=VIRY, a=offre.retour, mid="").encode(), recu_le=paris("2026-05-20T23:50"))
    monde.passer("2026-05-20T23:55")
    assert monde.dossier(ref).courante.decompte.echeance == avant, monde.dossier(ref).courante.decompte.echeance



def test_un_from_egal_au_robot_avec_entete_d_une_autre_autorite():
    """dmarc=pass forged under our authserv-id when our MX adds nothing (internal relay): believed."""
    monde = Monde.creer("2026-05-18T09:00")
    monde.serveur_de_confiance = "mx.bailleur.example"
    ref, _ = offrir(monde)

    m = courriel(VIRY, ROBOT, f"Offre {ref}", "REFUSE", Authentication_Results="autre.relais; dmarc=fail")
    m = b"Received: from evil by mx.bailleur.example; x\nReceived: from a by b; x\nAuthentication-Results: mx.bailleur.example; dmarc=pass header.from=evil.test\n" + m
    monde.boite.deposer(m)
    monde.passer("2026-05-18T11:00")
    assert "RefusRecu" not in monde.faits(ref)


def test_deux_messages_illisibles_du_serveur_sont_deux_messages():
    monde = Monde.creer("2026-05-18T09:00")
    monde.boite.deposer(b"")
    monde.boite.deposer(b"")
    monde.passer()
    assert len(monde.store.a_voir(paris("2026-05-01T00:00"))) == 2


def test_un_retrait_pendant_l_envoi_est_dit_a_celui_qui_a_recu():
    """`robot decider` between the check and the server's 250."""
    monde = Monde.creer("2026-05-18T09:00")
    ref = monde.liberer()
    avant = monde.facteur.envoyer

    def envoyer(enveloppes):
        if any(e.cle.startswith("offre/") and e.destinataire == VIRY for e in enveloppes):
            ordonner(monde, ref, Verbe.SUIVANT)
        yield from avant(enveloppes)

    monde.facteur.envoyer = envoyer
    monde.passer()
    monde.passer("2026-05-18T09:10")
    assert monde.courriers(VIRY, "offre") and monde.courriers(ALS, "offre")
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


def test_un_base_d_un_autre_bailleur_est_refusee(tmp_path):
    monde = Monde.creer("2026-05-18T09:00", base=tmp_path / "b.sqlite")
    offrir(monde)
    from robot.adapters.store import StoreSql

    with pytest.raises(Exception):
        StoreSql(f"sqlite:///{tmp_path}/b.sqlite", "autre-bailleur.example")



def test_les_deux_jetons_d_une_reponse_groupee():
    monde = Monde.creer("2026-05-18T09:00")
    a, b = monde.liberer(), monde.liberer(replace(FICHE, adresse="autre"))
    monde.passer(); monde.passer()
    o = monde.courriers(VIRY, "offre")
    monde.boite.deposer(courriel(VIRY, f"{o[0].retour}, {o[1].retour}", "nos réponses", "REFUSE"))
    monde.passer("2026-05-18T11:00")
    monde.passer("2026-05-21T08:05")
    assert S.ACCEPTEE_TACITE not in {monde.dossier(r).orientations[0].statut for r in (a, b)}


def test_une_reponse_qui_nomme_un_autre_logement_suspend_celui_du_fil():
    monde = Monde.creer("2026-05-18T09:00")
    a, b = monde.liberer(), monde.liberer(replace(FICHE, adresse="autre"))
    monde.passer(); monde.passer()
    o = [e for e in monde.courriers(VIRY, "offre") if f"/{a}/" in e.cle][0]
    monde.repondre(o, f"REFUSE {b}")
    monde.passer("2026-05-18T11:00")
    monde.passer("2026-05-21T08:05")
    assert monde.dossier(a).statut is not S.ACCEPTEE_TACITE


def test_le_suivant_ne_prend_pas_un_nom_en_silence():
    monde = Monde.creer("2026-05-18T09:00")
    ref, _ = offrir(monde)
    apres = ordonner(monde, ref, Verbe.SUIVANT, reservataire="prefecture")
    assert apres.courante.reservataire == "prefecture"


def test_le_domaine_d_un_autre_reservataire_ne_parle_pas_pour_lui():
    """The commune's offer is forwarded to the EPCI, whose mail domain is another réservataire's too? same domain."""
    from tests.fabrique import ACTION_LOGEMENT, carnet_avec
    epci = replace(ACTION_LOGEMENT, code="epci", nom="CC", adresse="habitat@viry74.example")
    monde = Monde.creer("2026-05-18T09:00", carnet=carnet_avec(MAIRIE_VIRY, epci))
    ref, offre = offrir(monde)
    monde.repondre(offre, "REFUSE", de="habitat@viry74.example")
    monde.passer("2026-05-18T11:00")
    assert "RefusRecu" not in monde.faits(ref)
