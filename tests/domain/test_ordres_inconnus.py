"""A stranger answers with a valid token: a gestionnaire says whether it counts (C13)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from robot.domain import faits as f
from robot.domain.attentes import attentes
from robot.domain.decisions import suivi
from robot.domain.decisions.ordres import OrdreImpossible, ordonner
from robot.domain.dossier import Dossier, Statut
from robot.domain.lettres import courriers, encore_utile
from robot.domain.statuts import replier
from robot.domain.stimuli import Avis, OffreConfiee, Ordre, Rapport, Remise, Reponse, Verbe
from tests.fabrique import contexte, dossier, libere, paris

INCONNU = "adjointe@ailleurs.example"


def suite(depart: Dossier, faits: tuple[f.Fait, ...]) -> Dossier:
    plie = replier(depart, faits)
    assert plie is not None
    return plie


def offert(*, neuf: bool = False) -> Dossier:
    """Offered on Tuesday 28 April 2026 at 9:00, to be answered before Thursday midnight."""
    depart = dossier(libere(neuf=neuf))
    ctx = contexte("2026-04-28T09:00")
    depart = suite(depart, suivi.avancer(depart, ctx))
    confiee = OffreConfiee(rang=1, le=paris("2026-04-28T09:00"), message_id="<m@b>", empreinte="e", preuve="250")
    return suite(depart, suivi.decider(depart, confiee, ctx))


def ecrire(
    depart: Dossier, avis: Avis = Avis.ACCEPTE, le: str = "2026-04-29T10:00", *, connu: bool = False, par: str = INCONNU
) -> Dossier:
    reponse = Reponse(
        rang=1,
        le=paris(le),
        par=par,
        habilitation="l'adresse à laquelle l'offre a été envoyée" if connu else "",
        avis=avis,
        preuve=f"« {avis} »",
        texte="Bonjour",
        message=f"message de {par}",
        motif="trop petit" if avis is Avis.REFUSE else "",
        categorie="typologie" if avis is Avis.REFUSE else "",
    )
    return suite(depart, suivi.decider(depart, reponse, contexte(le)))


def ordre(verbe: Verbe, le: str = "2026-05-04T09:00", motif: str = "l'adjointe a la signature") -> Ordre:
    return Ordre(le=paris(le), verbe=verbe, par="Claude Martin", motif=motif)


@pytest.mark.regle("C13", "R45")
def test_autoriser_un_accord_le_prend_au_jour_de_la_reponse_et_les_candidats_au_jour_ou_on_le_dit():
    depart = ecrire(offert())
    assert depart.statut is Statut.A_CLARIFIER
    autorisee, accord = ordonner(depart, ordre(Verbe.AUTORISER), contexte("2026-05-04T09:00"))
    assert isinstance(autorisee, f.ReponseAutorisee)
    assert isinstance(accord, f.AccordRecu)
    assert (autorisee.par, autorisee.motif, autorisee.auteur) == ("Claude Martin", "l'adjointe a la signature", INCONNU)
    assert (accord.le, accord.par, accord.saisi_par) == (paris("2026-04-29T10:00"), INCONNU, "Claude Martin")
    assert accord.preuve == "« accepte »"
    assert accord.designation is not None
    assert accord.designation.reception.isoformat() == "2026-05-04"
    apres = suite(depart, (autorisee, accord))
    assert (apres.statut, apres.courante.inconnues) == (Statut.ACCEPTEE, ())


@pytest.mark.regle("C13", "R44")
def test_autoriser_un_refus_garde_son_motif_et_passe_au_suivant():
    depart = ecrire(offert(), Avis.REFUSE)
    _, refus, suivante = ordonner(depart, ordre(Verbe.AUTORISER), contexte("2026-05-04T09:00"))
    assert isinstance(refus, f.RefusRecu)
    assert (refus.motif, refus.categorie, refus.le) == ("trop petit", "typologie", paris("2026-04-29T10:00"))
    assert isinstance(suivante, f.OrientationDecidee)
    assert suivante.reservataire == "als"


@pytest.mark.regle("C13")
def test_une_reponse_venue_pendant_une_suspension_apres_l_echeance_compte_du_jour_de_l_ordre():
    depart = ecrire(ecrire(offert(), Avis.AMBIGU, connu=True, par="civil@viry74.example"), le="2026-05-04T08:00")
    accord = ordonner(depart, ordre(Verbe.AUTORISER), contexte("2026-05-04T09:00"))[1]
    assert accord.le == paris("2026-05-04T09:00")


@pytest.mark.regle("C13", "R43")
def test_ignorer_laisse_courir_la_meme_echeance_et_le_silence_est_du_a_sa_date():
    avant = offert()
    depart = ecrire(avant)
    ctx = contexte("2026-05-04T09:00", "2026-05-04T09:00")
    apres = suite(depart, ordonner(depart, ordre(Verbe.IGNORER), ctx))
    assert (apres.statut, apres.courante.decompte) == (Statut.EN_ATTENTE, avant.courante.decompte)
    (silence,) = suivi.avancer(apres, ctx)
    assert isinstance(silence, f.AccordTacite)
    assert silence.le == paris("2026-04-30T23:59:59")


@pytest.mark.regle("C13", "R42")
def test_apres_avoir_ignore_l_inconnu_le_reservataire_repond_encore_a_temps():
    depart = ecrire(offert())
    ctx = contexte("2026-04-29T12:00")
    apres = suite(depart, ordonner(depart, ordre(Verbe.IGNORER, "2026-04-29T12:00"), ctx))
    refusee = ecrire(apres, Avis.REFUSE, "2026-04-30T18:00", connu=True, par="civil@viry74.example")
    assert refusee.orientations[0].statut is Statut.REFUSEE


@pytest.mark.regle("C13", "R43")
def test_le_matin_du_dernier_jour_le_reservataire_est_rappele_quand_seul_un_inconnu_a_repondu():
    depart = ecrire(offert())
    matin = contexte("2026-04-30T08:00")
    assert suivi.rendez_vous(depart, contexte("2026-04-29T12:00")) == paris("2026-04-30T08:00")
    (rappel,) = suivi.avancer(depart, matin)
    assert isinstance(rappel, f.RappelDecide)
    rappelee = suite(depart, (rappel,))
    assert (rappelee.statut, rappelee.courante.rappelee) == (Statut.A_CLARIFIER, True)
    (lettre,) = courriers(rappelee, rappel, matin)
    assert (lettre.gabarit, encore_utile(lettre, rappelee, matin.maintenant.date())) == ("rappel_offre", True)
    assert suivi.avancer(rappelee, matin) == ()
    assert suivi.rendez_vous(rappelee, matin) is None


@pytest.mark.regle("C13", "R42")
@pytest.mark.parametrize(
    ("verbe", "le", "utile"),
    [
        pytest.param(None, "2026-04-30T16:00", True, id="le dernier jour"),
        pytest.param(None, "2026-05-04T08:00", False, id="le délai passé, seul un inconnu a répondu"),
        pytest.param(Verbe.REPRENDRE, "2026-04-30T16:00", False, id="le délai repris le dernier jour : il dirait l'ancien"),
    ],
)  # fmt: skip
def test_un_rappel_retenu_ne_part_que_le_dernier_jour_du_delai_qu_il_dit(verbe: Verbe | None, le: str, utile: bool):
    matin = contexte("2026-04-30T08:00")
    depart = ecrire(offert())
    (rappel,) = suivi.avancer(depart, matin)
    rappelee = suite(depart, (rappel,))
    (lettre,) = courriers(rappelee, rappel, matin)
    if verbe:
        rappelee = suite(rappelee, ordonner(rappelee, ordre(verbe, le), contexte(le)))
    assert encore_utile(lettre, rappelee, paris(le).date()) is utile


@pytest.mark.regle("C13", "C15")
@pytest.mark.parametrize(
    ("depart", "le"),
    [
        pytest.param(ecrire(offert()), "2026-04-29T12:00", id="la veille"),
        pytest.param(ecrire(offert()), "2026-05-04T08:00", id="le délai passé"),
        pytest.param(
            ecrire(ecrire(offert(), Avis.AMBIGU, connu=True, par="civil@viry74.example")),
            "2026-04-30T08:00",
            id="le réservataire a écrit lui aussi",
        ),
    ],
)
def test_sinon_une_reponse_a_eclaircir_n_est_pas_rappelee(depart: Dossier, le: str):
    assert suivi.avancer(depart, contexte(le, le)) == ()


def bloque(depart: Dossier) -> Dossier:
    """The offer came back after all."""
    rapport = Rapport(
        rang=1, le=paris("2026-04-29T11:00"), remise=Remise.ECHOUEE, courrier="offre", destinataire="civil@viry74.example",
        statut="5.1.1", preuve="inconnu", message="m",
    )  # fmt: skip
    return suite(depart, suivi.decider(depart, rapport, contexte("2026-04-29T11:00")))


def retarde(depart: Dossier) -> Dossier:
    """A server said that the offer was late, before anybody wrote."""
    rapport = Rapport(
        rang=1, le=paris("2026-04-28T11:00"), remise=Remise.DIFFEREE, courrier="offre", destinataire="civil@viry74.example",
        statut="4.4.1", preuve="retard", message="m",
    )  # fmt: skip
    return suite(depart, suivi.decider(depart, rapport, contexte("2026-04-28T11:00")))


def arrive(depart: Dossier, le: str = "2026-04-30T13:00", *, indirect: bool = False) -> Dossier:
    """A server dates the arrival of the offer; or an absence only proves it."""
    rapport = Rapport(
        rang=1, le=paris(le), remise=Remise.FAITE, courrier="offre", destinataire="civil@viry74.example", statut="2.0.0",
        preuve="remis", message=f"m{le}", indirect=indirect,
    )  # fmt: skip
    return suite(depart, suivi.decider(depart, rapport, contexte(le)))


def dernier_jour(depart: Dossier) -> str:
    decompte = depart.courante.decompte
    assert decompte is not None
    return decompte.dernier_jour.isoformat()


TOT = "2026-04-28T10:00"


@pytest.mark.regle("C13", "R41", "R43")
@pytest.mark.parametrize(
    ("depart", "jour"),
    [
        pytest.param(arrive(ecrire(offert(), le=TOT)), "2026-05-05", id="un serveur la date du surlendemain : de ce jour"),
        pytest.param(arrive(ecrire(offert(), le=TOT), indirect=True), "2026-04-30", id="une absence ne déplace rien"),
        pytest.param(arrive(retarde(ecrire(offert(), le=TOT)), indirect=True), "2026-05-05", id="une absence fait repartir ce qu'un retard arrêtait"),
        pytest.param(arrive(ecrire(retarde(offert()), le="2026-04-29T10:00")), "2026-05-05", id="retardée avant que l'inconnu n'écrive, puis arrivée"),
        pytest.param(arrive(arrive(ecrire(offert(), le=TOT), TOT), "2026-04-30T13:00"), "2026-04-30", id="la première preuve seule compte"),
        pytest.param(arrive(ecrire(ecrire(offert(), le=TOT), Avis.AMBIGU, TOT, connu=True)), "2026-04-30", id="le réservataire a écrit sans trancher : une personne le fera repartir"),
    ],
)  # fmt: skip
def test_l_arrivee_prouvee_pendant_qu_un_inconnu_suspend_l_offre_compte_comme_s_il_n_avait_rien_ecrit(
    depart: Dossier, jour: str
):
    assert depart.statut is Statut.A_CLARIFIER
    assert dernier_jour(depart) == jour


@pytest.mark.regle("C13", "R43")
def test_le_rappel_et_le_silence_suivent_la_nouvelle_echeance_une_fois_l_inconnu_ignore():
    matin = contexte("2026-04-30T08:00")
    depart = ecrire(offert(), le=TOT)
    rappele = suite(depart, suivi.avancer(depart, matin))
    arrivee = arrive(rappele)
    assert suivi.rendez_vous(arrivee, contexte("2026-04-30T14:00")) == paris("2026-05-05T08:00")
    assert isinstance(suivi.avancer(arrivee, contexte("2026-05-05T08:00"))[0], f.RappelDecide)
    ctx = contexte("2026-05-04T09:00", "2026-05-04T09:00")
    ignoree = suite(arrivee, ordonner(arrivee, ordre(Verbe.IGNORER), ctx))
    assert (ignoree.statut, suivi.avancer(ignoree, ctx)) == (Statut.EN_ATTENTE, ())
    (silence,) = suivi.avancer(ignoree, contexte("2026-05-06T09:00", "2026-05-06T09:00"))
    assert silence.le == paris("2026-05-05T23:59:59")


@pytest.mark.regle("C13", "C15", "R43")
def test_un_retard_annonce_pendant_qu_un_inconnu_suspend_l_offre_n_est_pas_oublie():
    retardee = retarde(ecrire(offert(), le=TOT))
    assert suivi.avancer(retardee, contexte("2026-04-30T08:00")) == ()  # no reminder of a delay that does not run
    (attente,) = attentes(retardee, contexte("2026-04-30T08:00"))
    assert "retardée en chemin" in attente.quoi
    assert "RENVOYER" in [bouton.texte for bouton in attente.boutons]
    assert retarde(retardee) == retardee
    ctx = contexte("2026-05-04T09:00", "2026-05-04T09:00")
    reprise = suite(retardee, ordonner(retardee, ordre(Verbe.REPRENDRE), ctx))
    assert (reprise.statut, dernier_jour(reprise)) == (Statut.EN_ATTENTE, "2026-05-06")


@pytest.mark.regle("C13", "C15")
@pytest.mark.parametrize(
    ("depart", "verbe", "dit"),
    [
        pytest.param(ecrire(offert(), Avis.AMBIGU), Verbe.AUTORISER, "clairement oui ou non", id="l'inconnu n'a rien décidé"),
        pytest.param(ecrire(ecrire(offert()), Avis.REFUSE, par="autre@x.example"), Verbe.AUTORISER, "clairement oui ou non", id="deux inconnus se contredisent"),
        pytest.param(ecrire(offert(), Avis.AMBIGU, connu=True), Verbe.AUTORISER, "aucun inconnu", id="personne d'autre n'a écrit"),
        pytest.param(ecrire(offert(), Avis.AMBIGU, connu=True), Verbe.IGNORER, "aucun inconnu", id="le doute est celui du réservataire"),
        pytest.param(ecrire(ecrire(offert()), Avis.AMBIGU, connu=True), Verbe.IGNORER, "écrit sans trancher", id="le réservataire aussi a écrit"),
        pytest.param(bloque(ecrire(offert())), Verbe.IGNORER, "RENVOYER", id="l'offre est revenue"),
        pytest.param(ecrire(retarde(offert())), Verbe.IGNORER, "retardée en chemin", id="l'offre était retardée"),
        pytest.param(retarde(ecrire(offert(), le="2026-04-28T10:00")), Verbe.IGNORER, "retardée en chemin", id="l'offre est dite en retard ensuite"),
        pytest.param(arrive(bloque(ecrire(offert(), le="2026-04-28T10:00"))), Verbe.IGNORER, "RENVOYER", id="l'offre est revenue, une remise annoncée ensuite n'y change rien"),
        pytest.param(offert(), Verbe.IGNORER, "réponse attendue", id="rien n'est venu"),
    ],
)  # fmt: skip
def test_un_ordre_qui_ne_peut_rien_dit_quoi_ecrire_et_n_est_pas_propose(depart: Dossier, verbe: Verbe, dit: str):
    ctx = contexte("2026-04-29T12:00")
    with pytest.raises(OrdreImpossible, match=dit):
        ordonner(depart, ordre(verbe, "2026-04-29T12:00"), ctx)
    proposes = [bouton.texte for attente in attentes(depart, ctx) for bouton in attente.boutons]
    assert verbe.en_clair not in proposes


def test_les_boutons_disent_ce_que_l_inconnu_a_repondu_sans_commencer_comme_un_ordre():
    (attente,) = attentes(ecrire(offert(), Avis.REFUSE), contexte("2026-04-29T12:00"))
    assert [(bouton.texte, bouton.libelle) for bouton in attente.boutons][:2] == [
        ("AUTORISER", "Prendre sa réponse : un refus"),
        ("IGNORER", "Ne pas en tenir compte"),
    ]
    assert attente.cause == "expéditeur non habilité"


@pytest.mark.regle("R13")
def test_un_logement_neuf_n_a_pas_de_delai_a_reprendre_et_l_inconnu_s_ignore_aussi():
    depart = ecrire(offert(neuf=True))
    apres = suite(depart, ordonner(depart, ordre(Verbe.IGNORER), contexte("2026-05-04T09:00")))
    assert (apres.statut, apres.courante.decompte) == (Statut.EN_ATTENTE, None)
    assert replace(apres.courante, motif="") == apres.courante
