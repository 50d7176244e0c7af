"""What breaks, what loops, what floods: nothing stops the rest, nothing is sent without end."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from robot.domain.courriers import Courrier
from robot.domain.dossier import Statut as S
from robot.domain.faits import AccordTacite
from robot.domain.fiche import Liberation
from robot.domain.stimuli import Verbe
from robot.etapes.liberation import liberer
from robot.ports import DejaEnregistre, Ecriture, Enveloppe, EtatEnvoi, Rangement, StoreInjoignable
from tests.cycle.courriels import ALS, GESTION, VIRY, courriel, dsn, offrir, ordonner
from tests.fabrique import ACTION_LOGEMENT, FICHE, carnet_avec, paris
from tests.monde import Monde


def test_une_horloge_revenue_en_arriere_ne_fait_pas_preuve_de_lecture():
    monde = Monde.creer("2026-05-18T09:00")
    monde.liberer()
    monde.passer("2026-05-29T09:00")  # the clock was eleven days fast for one pass, before the offer
    # the offer left at the wrong hour ; take another dwelling, released after the clock is right again
    monde.horloge.regler(monde.horloge.maintenant() - timedelta(days=11))
    autre = monde.liberer(replace(FICHE, adresse="autre"))
    monde.boite.panne = "IMAP coupé"
    monde.passer("2026-05-18T10:00")
    monde.passer("2026-05-18T10:05")
    monde.passer("2026-05-21T08:05")
    assert monde.dossier(autre).statut is S.EN_ATTENTE, "silence compté sans avoir relu la boîte"


@pytest.mark.regle("R43")
def test_une_horloge_qui_a_avance_de_deux_mois_puis_recule_n_arrete_ni_les_silences_ni_la_synthese():
    monde = Monde.creer("2026-04-27T10:00")
    monde.passer("2026-06-26T10:00")  # one pass sixty days ahead
    monde.passer(monde.horloge.maintenant() - timedelta(days=60))
    monde.passer("2026-04-27T13:00")  # the lower hour has lasted: it is the right one
    avant = len(monde.courriers(GESTION, "synthese"))
    reference = monde.liberer()
    for jour in ("28", "29", "30"):
        monde.passer(f"2026-04-{jour}T09:00")
    monde.passer("2026-05-04T09:00")
    assert monde.dossier(reference).statut is S.ACCEPTEE_TACITE
    (accord,) = [i.fait for i in monde.store.journal(reference) if isinstance(i.fait, AccordTacite)]
    assert accord.le.date().isoformat() == "2026-04-30"
    assert len(monde.courriers(GESTION, "synthese")) > avant + 2
    (alerte,) = (c for c in monde.courriers("admin@bailleur.example", "alerte") if "/horloge/" in c.cle)
    assert "26/06/2026" in alerte.octets.decode()


def test_deux_robots_dont_les_horloges_different_un_peu_ne_reculent_jamais():
    monde = Monde.creer("2026-04-28T10:00")
    monde.passer()
    lu = monde.store.lu_jusqu_a()
    monde.passer(monde.horloge.maintenant() - timedelta(minutes=40))
    assert monde.store.lu_jusqu_a() == lu
    assert not [c for c in monde.courriers("admin@bailleur.example", "alerte") if "/horloge/" in c.cle]


def test_un_dossier_abime_n_arrete_pas_les_autres():
    monde = Monde.creer("2026-05-18T09:00")
    mauvais, bon = monde.liberer(), monde.liberer(replace(FICHE, adresse="autre"))
    with monde.store.moteur.begin() as c:
        c.execute(text("DROP TRIGGER journal_sans_update"))
        c.execute(text("UPDATE journal SET fait='FaitInconnu' WHERE reference=:r"), {"r": mauvais})
    monde.passer()
    assert monde.dossier(bon).statut is S.EN_ATTENTE


def test_l_alerte_d_un_dossier_abime_les_nomme_tous_et_finit_quand_ils_avancent():
    monde = Monde.creer("2026-05-18T09:00")
    abimes = [monde.liberer(replace(FICHE, adresse=f"{numero} rue des Écoles")) for numero in (1, 2)]
    bons = _abimer(monde, abimes)
    monde.passer()
    monde.passer("2026-05-18T09:30")
    (alerte,) = _alertes_de_dossier(monde)
    assert all(reference in alerte.octets.decode() for reference in abimes)
    _reparer(monde, bons)
    monde.passer("2026-05-18T10:00")
    assert [monde.dossier(reference).statut for reference in abimes] == [S.EN_ATTENTE] * 2
    for jour in ("2026-05-19", "2026-05-20", "2026-06-22"):
        monde.passer(f"{jour}T10:00")
    assert len(_alertes_de_dossier(monde)) == 1


def _alertes_de_dossier(monde: Monde) -> list[Enveloppe]:
    return [c for c in monde.courriers("admin@bailleur.example", "alerte") if "/dossier/" in c.cle]


def _abimer(monde: Monde, references: list[str]) -> dict[str, str]:
    """Make the journal of these dwellings unreadable; what it said."""
    with monde.store.moteur.begin() as c:
        c.execute(text("DROP TRIGGER journal_sans_update"))
        lignes = c.execute(text("SELECT reference, donnees FROM journal")).all()
        c.execute(text("UPDATE journal SET donnees='{'"))
    return {ligne.reference: ligne.donnees for ligne in lignes if ligne.reference in references}


def _reparer(monde: Monde, dites: dict[str, str]) -> None:
    with monde.store.moteur.begin() as c:
        for reference, donnees in dites.items():
            c.execute(text("UPDATE journal SET donnees=:d WHERE reference=:r"), {"d": donnees, "r": reference})


@pytest.mark.regle("R43")
@pytest.mark.parametrize("abime", [0, 1], ids=["celui du fil", "celui que le texte nomme"])
def test_un_message_qu_une_regle_ne_sait_pas_traiter_suspend_chaque_logement_dont_il_parle(abime: int):
    """The record of one dwelling is damaged: the refusal of the other one, in the same message, is not silence."""
    monde = Monde.creer("2026-05-18T09:00")
    refs = [monde.liberer(), monde.liberer(replace(FICHE, adresse="autre"))]
    monde.passer()
    offre = next(offre for offre in monde.courriers(VIRY, "offre") if f"/{refs[0]}/" in offre.cle)
    monde.repondre(offre, f"{refs[0]} REFUSE : trop petit\n{refs[1]} REFUSE : trop grand")
    with monde.store.moteur.begin() as c:
        c.execute(text("DROP TRIGGER journal_sans_update"))
        c.execute(text("UPDATE journal SET fait='FaitInconnu' WHERE reference=:r"), {"r": refs[abime]})
    monde.passer("2026-05-18T10:00")
    monde.passer("2026-05-21T08:05")
    assert monde.dossier(refs[1 - abime]).statut is S.A_CLARIFIER
    assert len(monde.boite.ranges[Rangement.A_VOIR]) == 1


def test_un_courrier_au_contexte_ancien_n_arrete_pas_les_autres():
    """A letter written by an older version, whose context lacks a key that a filter needs."""
    monde = Monde.creer("2026-05-18T09:00")
    offrir(monde)
    envoi = monde.store.envois(monde.references[0])[0].courrier
    contexte = {**envoi.contexte, "delai": {"dernier_jour": "2026-05-20", "jours_ouvres": 2, "source": "x"}}
    monde.store.ecrire(
        Ecriture(
            courriers=(
                Courrier("rappel_offre/vieux", "rappel_offre", "a@b.example", contexte),
                Courrier("offre/vieux", "offre", "a@b.example", contexte),
            )
        ),
        monde.horloge.maintenant(),
    )
    ref = monde.liberer(replace(FICHE, adresse="autre"))
    monde.passer("2026-05-18T10:00")
    assert monde.dossier(ref).statut is S.EN_ATTENTE


def test_deux_neufs_du_meme_palier_sont_deux_logements():
    monde = Monde.creer("2026-05-18T09:00")
    for typologie in ("T2", "T4"):
        liberer(monde.robot, Liberation(replace(FICHE, rpls=None, typologie=typologie), neuf=True))
    assert len(monde.store.references()) == 2


def test_le_meme_logement_libere_deux_fois_sans_date_est_offert_deux_fois():
    monde = Monde.creer("2024-05-20T09:00")
    ref = liberer(monde.robot, Liberation(FICHE))
    monde.passer()
    ordonner(monde, ref, Verbe.ANNULER)
    monde.horloge.regler(monde.horloge.maintenant() + timedelta(days=730))
    liberer(monde.robot, Liberation(FICHE))


def test_un_fichier_a_references_enregistre_deux_fois_ne_plante_pas():
    monde = Monde.creer("2026-05-18T09:00")
    liberer(monde.robot, Liberation(FICHE, reference="V-2026-0042"))
    with pytest.raises(DejaEnregistre):
        liberer(monde.robot, Liberation(FICHE, reference="V-2026-0042"))


@pytest.mark.parametrize(
    "sans_mid", [pytest.param(True, id="sans Message-ID"), pytest.param(False, id="autre adresse que la générique")]
)
def test_une_boucle_avec_un_robot_de_tickets_s_arrete(sans_mid):
    monde = Monde.creer("2026-05-18T09:00")
    _, offre = offrir(monde)
    de = VIRY if sans_mid else "tickets@viry74.example"
    for tour in range(60):
        octets = courriel(
            de, offre.retour, f"Dossier {tour}", f"Bonjour, notre service va étudier. N° {tour}", mid=f"<{tour}@t>"
        )
        if sans_mid:
            octets = b"\n".join(ligne for ligne in octets.split(b"\n") if not ligne.lower().startswith(b"message-id"))
        monde.boite.deposer(octets)
        monde.passer()
    assert len(monde.courriers(VIRY, "a_preciser")) <= 20


def test_un_message_a_l_enveloppe_vide_sans_message_id_ne_recoit_pas_de_reponse():
    monde = Monde.creer("2026-05-18T09:00")
    _, offre = offrir(monde)
    octets = courriel(VIRY, offre.retour, "x", "Bonjour, on verra.", Return_Path="<>")
    octets = b"\n".join(ligne for ligne in octets.split(b"\n") if not ligne.lower().startswith(b"message-id"))
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


def test_deux_messages_illisibles_du_serveur_sont_deux_messages():
    monde = Monde.creer("2026-05-18T09:00")
    monde.boite.deposer(b"")
    monde.boite.deposer(b"")
    monde.passer()
    assert len(monde.store.a_voir(paris("2026-05-01T00:00"))) == 2


POISONS = [
    b"From: civil@viry74.example\nTo: %s\nSubject: =?utf-16?q?=D8=00=D8=00?=\nContent-Type: text/html\n\n<p>REFUSE &#xD800; &#55296;</p>",
    b"From: civil@viry74.example\nTo: %s\nMessage-ID: <\xed\xa0\x80@x>\nSubject: \xed\xa0\x80\xff\nContent-Type: text/plain; charset=utf-16le\n\nR\x00\x00\xd8E\x00",
    b"From: civil@viry74.example\nTo: %s\nSubject: x\nContent-Type: text/plain; charset=utf-7\n\nREFUSE +2AA-",
    b"From: civil@viry74.example\nTo: %s\nSubject: x\nContent-Type: text/plain; charset=unicode_escape\n\nREFUSE \\ud800",
    b"From: civil@viry74.example\nTo: %s\nSubject: =?unicode_escape?q?=5Cud800?=\nContent-Type: text/plain; charset=raw_unicode_escape\n\nREFUSE \\ud800",
    b"From: civil@viry74.example\nTo: %s\nSubject: x\x00y\nContent-Type: text/plain\n\nREFUSE\x00 oui \x00",
    b"From: civil@viry74.example\nTo: %s\nSubject: x\nContent-Type: text/plain; charset=utf-32\n\n\x00\xd8\x00\x00",
    b"From: civil@viry74.example\nTo: %s\nSubject: x\nContent-Type: text/plain; charset=idna\n\nREFUSE",
    b"From: civil@viry74.example\nTo: %s\nSubject: x\nContent-Type: text/plain; charset=punycode\n\nREFUSE-99999999",
]


@pytest.mark.parametrize("poison", POISONS, ids=range(len(POISONS)))
def test_un_message_empoisonne(poison):
    monde = Monde.creer("2026-05-18T09:00")
    ref, offre = offrir(monde)
    monde.boite.deposer(poison.replace(b"%s", offre.retour.encode()))
    monde.passer("2026-05-18T10:00")
    monde.passer("2026-05-21T08:05")
    assert monde.dossier(ref).orientations[0].statut is not S.ACCEPTEE_TACITE


def test_un_inconnu_n_arrete_pas_le_robot_par_un_objet_en_utf7():
    monde = Monde.creer("2026-05-18T09:00")
    monde.boite.deposer(b"From: spam@evil.test\nTo: o@b\nSubject: =?utf-7?q?+2AA-?=\n\nbonjour")
    ref = monde.liberer()
    monde.passer()
    assert monde.dossier(ref).statut is S.EN_ATTENTE


def test_une_lettre_dont_l_issue_ne_peut_pas_etre_ecrite_n_est_pas_renvoyee_sans_fin(monkeypatch):
    """The disk fills, or we die, between the 250 and its record: the attempt is never counted."""
    monde = Monde.creer("2026-05-18T09:00")
    monde.liberer()
    ecrire = monde.store.ecrire

    def plein(ecriture, maintenant):
        if ecriture.envoi and ecriture.envoi.etat is EtatEnvoi.EXPEDIEE:
            raise StoreInjoignable("database or disk is full")
        return ecrire(ecriture, maintenant)

    monkeypatch.setattr(monde.store, "ecrire", plein)
    for _ in range(60):
        with suppress(StoreInjoignable):
            monde.passer()
        monde.horloge.regler(monde.horloge.maintenant() + timedelta(minutes=2))
    assert len(monde.courriers(VIRY, "offre")) <= 12


def test_une_avalanche_d_un_inconnu_n_ecrit_pas_autant_de_lettres_au_gestionnaire():
    monde = Monde.creer("2026-05-18T09:00")
    _, offre = offrir(monde)
    for i in range(100):
        monde.boite.deposer(courriel("x@evil.test", offre.retour, f"bonjour {i}", f"message {i}"))
    monde.passer("2026-05-18T10:00")
    assert len(monde.courriers(GESTION, "expediteur_inconnu")) <= 20


def test_une_avalanche_de_faux_rebonds():
    monde = Monde.creer("2026-05-18T09:00")
    _, offre = offrir(monde)
    for i in range(100):
        monde.boite.deposer(dsn(offre, "failed", "5.1.1", de=f"MAILER-DAEMON@mx{i}.test"))
    monde.passer("2026-05-18T10:00")
    assert len(monde.courriers(GESTION, "echec_remise")) <= 20
