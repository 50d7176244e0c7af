"""What a gestionnaire may order, in every state (R14, R47, C13, C14)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest

from robot.domain import faits as f
from robot.domain.carnet import ZonesTendues
from robot.domain.decisions.ordres import PERMIS, OrdreImpossible, ordonner, permis
from robot.domain.dossier import LIBELLES, Dossier, Statut
from robot.domain.flux.assiette import BAILLEUR
from robot.domain.statuts import replier
from robot.domain.stimuli import SANS_MOTIF, Avis, Ordre, Verbe
from tests.domain.exemples_de_faits import DECOMPTE, fait
from tests.domain.menages import ligne, menage
from tests.domain.seconde_moitie import AVEC_DDETS, Histoire, a_signer, acceptee, complete, convoquee, offerte
from tests.fabrique import contexte, dossier, libere, paris

CTX = contexte("2026-04-30T10:00")
PARCOURS: dict[Statut, tuple[type[f.Fait], ...]] = {
    Statut.LIBERE: (),
    Statut.A_EXPEDIER: (f.OrientationDecidee,),
    Statut.EN_ATTENTE: (f.OrientationDecidee, f.OrientationExpediee),
    Statut.DIFFEREE: (f.OrientationDecidee, f.OrientationExpediee, f.RemiseDifferee),
    Statut.A_CLARIFIER: (f.OrientationDecidee, f.OrientationExpediee, f.ReponseAClarifier),
    Statut.NON_REMISE: (f.OrientationDecidee, f.OrientationExpediee, f.RemiseEchouee),
    Statut.ACCEPTEE: (f.OrientationDecidee, f.OrientationExpediee, f.AccordRecu),
    Statut.ACCEPTEE_TACITE: (f.OrientationDecidee, f.OrientationExpediee, f.AccordTacite),
    Statut.REFUSEE: (f.OrientationDecidee, f.OrientationExpediee, f.RefusRecu),
    Statut.RETIREE: (f.OrientationDecidee, f.OrientationExpediee, f.OrientationRetiree),
    Statut.EPUISEE: (f.OrientationDecidee, f.OrientationExpediee, f.RefusRecu, f.ListeEpuisee),
    Statut.ANNULEE: (f.DossierAnnule,),
}

# What each order has to name, so that it means something in those stories.
PRECISIONS: dict[Verbe, dict[str, Any]] = {
    Verbe.DELAI: {"jours": 40},
    Verbe.COMPLETER: {"designation": (ligne(menage(8)),)},
    Verbe.COMMISSION: {"jour": date(2026, 7, 1), "heure": time(14, 30), "lieu": "Annecy"},
    Verbe.BAIL: {"jour": date(2026, 6, 11)},
    **{verbe: {"numeros": (2,)} for verbe in (Verbe.RETIRER, Verbe.ATTRIBUE, Verbe.CLASSE, Verbe.CONDITION)},
    **{verbe: {"numeros": (2,)} for verbe in (Verbe.NON_ATTRIBUE, Verbe.REJETE)},
    **{verbe: {"numeros": (1,)} for verbe in (Verbe.OUI, Verbe.NON, Verbe.REPROPOSER, Verbe.REMIS)},
}
# In the first half, candidates are missing: these orders have nobody to name yet (`test_designation.py`).
SANS_OBJET = frozenset(
    {
        (Statut.ACCEPTEE, Verbe.RETIRER),
        (Statut.ACCEPTEE_TACITE, Verbe.RETIRER),
        (Statut.A_CLARIFIER, Verbe.AUTORISER),  # no stranger wrote: see test_ordres_inconnus.py
        (Statut.A_CLARIFIER, Verbe.IGNORER),
        (Statut.ACCEPTEE, Verbe.COMPLETER),  # the réservataire's own days; see test_neuf_et_pv.py for a new dwelling
        (Statut.ACCEPTEE, Verbe.PRESENTER),
        *((s, v) for s in (Statut.ACCEPTEE, Statut.INSUFFISANTE, Statut.RECHERCHE) for v in (Verbe.OUI, Verbe.NON)),
        *(
            (s, v)
            for s in (Statut.A_SIGNER, Statut.SANS_ATTRIBUTAIRE)
            for v in (Verbe.CLASSE, Verbe.NON_ATTRIBUE, Verbe.REJETE)
        ),
    }
)
HORS_ZONE_TENDUE = replace(AVEC_DDETS, zones_tendues=ZonesTendues(frozenset()))


def _apres(histoire: Histoire, verbe: Verbe, *numeros: int, **precisions: Any) -> Histoire:
    histoire.ordonner(verbe, *numeros, **precisions)
    return histoire


def _insuffisante() -> Histoire:
    histoire = acceptee(carnet=HORS_ZONE_TENDUE).a("2026-05-04T09:00")
    histoire.designer(menage(1), menage(2))
    histoire.a("2026-05-23T08:00").avancer()
    return histoire


def _sans_reponse(histoire: Histoire) -> Histoire:
    """Nobody answered before the date: a person may write again, prove, or say what was answered."""
    histoire.tous_partis().a("2026-05-20T09:00").avancer()
    return histoire


def _attribuee() -> Histoire:
    """The first was offered the dwelling, and nothing proves that it received it; the second has no decision yet."""
    histoire = convoquee().a("2026-06-11T09:00")
    histoire.ordonner(Verbe.ATTRIBUE, 1)
    histoire.partir(1)
    histoire.a("2026-06-24T08:00").avancer()
    return histoire


def _sans_attributaire() -> Histoire:
    histoire = convoquee(carnet=HORS_ZONE_TENDUE).a("2026-06-11T09:00")
    histoire.ordonner(Verbe.ATTRIBUE, 1)
    histoire.repondre(1, Avis.REFUSE)
    return histoire


def _louee() -> Histoire:
    return _apres(a_signer(), Verbe.BAIL, jour="2026-06-11")


# From the acceptance on: a story, in which the orders of that state have something to bear on.
SUITES: dict[Statut, Callable[[], Histoire]] = {
    Statut.INSUFFISANTE: _insuffisante,
    Statut.RECHERCHE: lambda: _apres(_insuffisante(), Verbe.RECHERCHE),
    Statut.COMPLETE: lambda: _sans_reponse(complete()),
    Statut.CONVOQUEE: lambda: _sans_reponse(convoquee(quand="2026-05-19T14:30")),
    Statut.ATTRIBUEE: _attribuee,
    Statut.A_SIGNER: a_signer,
    Statut.SANS_ATTRIBUTAIRE: _sans_attributaire,
    Statut.LOUEE: _louee,
    Statut.CLOSE: lambda: _apres(_louee(), Verbe.SNE),
    Statut.SOUSTRAITE: lambda: _apres(complete(), Verbe.HORS_FLUX),
}


def au_statut(statut: Statut) -> Dossier:
    if statut in SUITES:
        return SUITES[statut]().dossier
    return dossier(libere(), *(fait(type_) for type_ in PARCOURS[statut]))


def en_histoire(statut: Statut) -> Histoire:
    """The same state, with the hour at which it stands."""
    if statut in SUITES:
        return SUITES[statut]()
    return Histoire(au_statut(statut), CTX.maintenant, HORS_ZONE_TENDUE)


def ordre(
    verbe: Verbe, *, par: str = "Claude Martin", motif: str = "appel de la mairie", reservataire: str = ""
) -> Ordre:
    return Ordre(le=paris("2026-04-30T10:00"), verbe=verbe, par=par, motif=motif, reservataire=reservataire)


def apres(avant: Dossier, *ordres: Ordre) -> Dossier:
    for un in ordres:
        suite = replier(avant, ordonner(avant, un, CTX))
        assert suite is not None
        avant = suite
    return avant


def test_chaque_etat_a_son_histoire():
    assert {*PARCOURS, *SUITES} == set(Statut)
    assert all(en_histoire(statut).statut is statut for statut in Statut)


@pytest.mark.parametrize(
    ("statut", "verbe"),
    [
        pytest.param(s, v, id=f"{LIBELLES[s]} : {v.en_clair}")
        for s in Statut
        for v in Verbe
        if v is not Verbe.SNE and (s, v) not in SANS_OBJET
    ],
)
@pytest.mark.regle("R14", "R47", "C13", "C14")
def test_chaque_ordre_en_chaque_etat_s_applique_ou_dit_lesquels_sont_possibles(statut, verbe):
    histoire = en_histoire(statut)
    avant = histoire.dossier
    demande = replace(ordre(verbe), le=histoire.maintenant, **PRECISIONS.get(verbe, {}))
    if (verbe, statut) == (Verbe.RENVOYER, Statut.LIBERE):
        demande = replace(demande, reservataire="als")  # nobody was asked yet: the order names whom to ask (R14)
    if verbe is Verbe.REMIS:
        demande = replace(demande, jour=histoire.maintenant.date())
    if statut in PERMIS[verbe]:
        histoire.appliquer(ordonner(avant, demande, histoire.ctx))
        assert histoire.dossier.version > avant.version
        return
    with pytest.raises(OrdreImpossible, match=LIBELLES[statut]) as refus:
        ordonner(avant, demande, histoire.ctx)
    for autre in Verbe:
        cites = re.split(r"[:,.] ?", str(refus.value).partition("Ordres possibles")[2])
        assert (autre.en_clair in [cite.strip() for cite in cites]) is (autre in permis(avant))


@pytest.mark.parametrize("verbe", Verbe)
@pytest.mark.parametrize(
    ("par", "motif"),
    [
        pytest.param("", "un motif", id="sans auteur"),
        pytest.param("Claude Martin", "", id="sans motif"),
        pytest.param("  ", "\t\n", id="rien que des blancs"),
    ],
)
@pytest.mark.regle("R47")
def test_un_ordre_sans_auteur_ou_sans_motif_est_refuse(verbe, par, motif):
    statut = next(statut for statut in Statut if statut in PERMIS[verbe])
    with pytest.raises(OrdreImpossible, match="auteur et un motif"):
        ordonner(au_statut(statut), ordre(verbe, par=par, motif=motif), CTX)


@pytest.mark.regle("R44")
def test_suivant_retire_l_offre_et_la_fait_au_suivant():
    suite = apres(au_statut(Statut.EN_ATTENTE), ordre(Verbe.SUIVANT))
    assert [o.statut for o in suite.orientations] == [Statut.RETIREE, Statut.A_EXPEDIER]
    assert [o.reservataire for o in suite.orientations] == ["viry", "als"]


def test_suivant_sans_personne_apres_epuise_la_liste():
    suite = apres(au_statut(Statut.EN_ATTENTE), *(ordre(Verbe.SUIVANT) for _ in range(3)))
    assert suite.statut is Statut.EPUISEE


def test_renvoyer_fait_au_meme_une_offre_neuve_sous_un_autre_jeton():
    suite = apres(au_statut(Statut.NON_REMISE), ordre(Verbe.RENVOYER))
    premiere, seconde = suite.orientations
    assert (premiere.reservataire, premiere.statut) == ("viry", Statut.RETIREE)
    assert (seconde.reservataire, seconde.statut, seconde.decompte) == ("viry", Statut.A_EXPEDIER, None)
    assert seconde.jeton != premiere.jeton
    assert "appel de la mairie" in seconde.raison


@pytest.mark.regle("R41", "C15")
@pytest.mark.parametrize("cherche", [pytest.param(False, id="la fin constatée"), pytest.param(True, id="en recherche")])
def test_un_silence_conteste_a_raison_se_defait_encore_apres_les_quinze_jours(cherche):
    histoire = offerte().a("2026-05-01T08:00")
    histoire.avancer()
    histoire.a("2026-05-28T08:00").avancer()
    assert histoire.statut is Statut.INSUFFISANTE
    if cherche:
        histoire.ordonner(Verbe.RECHERCHE)
    retrait, offre = histoire.ordonner(Verbe.RENVOYER, motif="l'offre n'était jamais arrivée")
    assert isinstance(retrait, f.OrientationRetiree)
    assert isinstance(offre, f.OrientationDecidee)
    assert (histoire.statut, offre.rang, offre.reservataire) == (Statut.A_EXPEDIER, 2, "viry")


@pytest.mark.regle("R47")
def test_apres_les_quinze_jours_une_personne_peut_nommer_l_autre_a_qui_offrir():
    histoire = _insuffisante()
    histoire.ordonner(Verbe.RENVOYER, reservataire="prefecture")
    assert histoire.dossier.courante.reservataire == "prefecture"
    assert histoire.en_lice == []


@pytest.mark.regle("C14")
def test_renvoyer_a_un_reservataire_nomme_apres_epuisement():
    suite = apres(au_statut(Statut.EPUISEE), ordre(Verbe.RENVOYER, reservataire="prefecture"))
    assert (suite.statut, suite.courante.reservataire, suite.courante.rang) == (Statut.A_EXPEDIER, "prefecture", 2)


@pytest.mark.regle("C14", "R90")
@pytest.mark.parametrize(
    ("epuisee", "rang"),
    [
        pytest.param(lambda: au_statut(Statut.EPUISEE), 2, id="tous ont refusé"),
        pytest.param(
            lambda: dossier(libere(), fait(f.ListeEpuisee)), 1, id="personne n'avait de droits dans la commune"
        ),
    ],
)
def test_ce_que_personne_ne_prend_se_cherche_sur_la_part_du_bailleur(epuisee, rang):
    suite = apres(epuisee(), ordre(Verbe.RECHERCHE, motif="nous le gardons"))
    assert (suite.statut, suite.courante.reservataire, suite.courante.rang) == (Statut.RECHERCHE, BAILLEUR, rang)
    assert suite.courante.interne
    assert suite.courante.raison == "décision de Claude Martin : nous le gardons"
    assert Verbe.COMPLETER in permis(suite)


@pytest.mark.regle("C14", "R65", "R66", "R90")
def test_ce_que_le_bailleur_garde_est_suivi_jusqu_au_bail_et_au_sne():
    histoire = Histoire(au_statut(Statut.EPUISEE), CTX.maintenant, HORS_ZONE_TENDUE)
    histoire.ordonner(Verbe.RECHERCHE)
    histoire.ordonner(Verbe.COMPLETER, designation=(ligne(menage(1)), ligne(menage(2)), ligne(menage(3))))
    histoire.commission("2026-05-20T14:30")
    histoire.a("2026-05-21T09:00").ordonner(Verbe.ATTRIBUE, 1)
    histoire.partir(1)
    histoire.repondre(1, Avis.ACCEPTE)
    histoire.ordonner(Verbe.BAIL, jour="2026-05-21")
    assert (histoire.statut, histoire.dossier.courante.reservataire) == (Statut.LOUEE, BAILLEUR)
    histoire.ordonner(Verbe.SNE)
    assert histoire.statut is Statut.CLOSE


def test_une_seconde_recherche_dit_que_le_bailleur_le_garde_deja():
    vu = replace(ordre(Verbe.RECHERCHE), vue=1)
    with pytest.raises(OrdreImpossible, match="orienté vers le bailleur, sur sa part depuis"):
        apres(au_statut(Statut.EPUISEE), vu, vu)


@pytest.mark.parametrize(
    ("code", "dit"),
    [
        pytest.param("etat-rs", "gestion directe", id="en gestion déléguée"),
        pytest.param("inconnu", "gestion directe", id="absent du carnet"),
        pytest.param("balme", "pas de droits à Viry", id="sans droits dans la commune"),
    ],
)
@pytest.mark.regle("R31", "R80")
def test_renvoyer_a_qui_n_a_pas_a_recevoir_l_offre_est_refuse(code, dit):
    with pytest.raises(OrdreImpossible, match=dit):
        ordonner(au_statut(Statut.EN_ATTENTE), ordre(Verbe.RENVOYER, reservataire=code), CTX)


@pytest.mark.regle("R41", "R42")
def test_reprendre_fait_recourir_tout_le_delai_depuis_le_jour_de_l_ordre():
    suite = apres(au_statut(Statut.A_CLARIFIER), ordre(Verbe.REPRENDRE))
    assert suite.statut is Statut.EN_ATTENTE
    assert suite.courante.decompte is not None
    assert suite.courante.decompte.reception.isoformat() == "2026-04-30"
    assert suite.courante.decompte.dernier_jour.isoformat() == "2026-05-05"
    assert suite.courante.decompte.echeance > DECOMPTE.echeance
    assert not suite.courante.rappelee


@pytest.mark.regle("C15")
def test_une_offre_dite_retardee_ne_repart_que_sur_la_parole_d_une_personne():
    """The server's first word proves nothing any more: the réservataire will read who says that it arrived."""
    retardee = au_statut(Statut.DIFFEREE)
    with pytest.raises(OrdreImpossible, match="comment vous le savez"):
        ordonner(retardee, ordre(Verbe.REPRENDRE, motif=SANS_MOTIF), CTX)
    reprise = apres(retardee, ordre(Verbe.REPRENDRE, motif="reçue, dit la mairie au téléphone"))
    assert reprise.statut is Statut.EN_ATTENTE
    assert reprise.courante.reception is not None
    assert reprise.courante.reception.preuve == "Claude Martin : reçue, dit la mairie au téléphone"


@pytest.mark.regle("R13")
def test_reprendre_le_delai_d_un_logement_neuf_est_refuse():
    avant = au_statut(Statut.A_CLARIFIER)
    neuf = replace(avant, orientations=(replace(avant.courante, reponse=None),))
    with pytest.raises(OrdreImpossible, match="logement neuf"):
        ordonner(neuf, ordre(Verbe.REPRENDRE), CTX)


@pytest.mark.regle("C15")
@pytest.mark.parametrize(
    "parcours",
    [
        pytest.param((f.OrientationExpediee, f.ReponseAClarifier, f.RemiseEchouee), id="revenue pendant le doute"),
        pytest.param((f.ReponseAClarifier,), id="jamais partie"),
    ],
)
def test_reprendre_le_delai_d_une_offre_qui_n_est_pas_arrivee_est_refuse(parcours):
    """No silence could ever be counted: the dwelling would wait for ever, and nobody would know."""
    avant = dossier(libere(), *(fait(type_) for type_ in (f.OrientationDecidee, *parcours)))
    with pytest.raises(OrdreImpossible, match="RENVOYER"):
        ordonner(avant, ordre(Verbe.REPRENDRE), CTX)


@pytest.mark.parametrize(("verbe", "fait_attendu"), [(Verbe.ACCEPTE, f.AccordRecu), (Verbe.REFUSE, f.RefusRecu)])
def test_la_decision_saisie_dit_qui_l_a_lue_et_ne_se_fait_pas_passer_pour_un_message(verbe, fait_attendu):
    premier, *_ = ordonner(au_statut(Statut.A_CLARIFIER), ordre(verbe), CTX)
    assert isinstance(premier, fait_attendu)
    assert (premier.par, premier.message, premier.saisi_par) == ("", "", "Claude Martin")
    assert premier.preuve == "appel de la mairie"


@pytest.mark.regle("R44")
def test_un_refus_saisi_va_au_suivant_dans_le_meme_geste():
    suite = apres(au_statut(Statut.A_CLARIFIER), ordre(Verbe.REFUSE))
    assert suite.courante.reservataire == "als"
    assert suite.orientations[0].motif == "appel de la mairie"


def test_un_dossier_annule_n_admet_plus_rien():
    for verbe in Verbe:
        dit = "rien à saisir" if verbe is Verbe.SNE else "clos"
        with pytest.raises(OrdreImpossible, match=dit):
            ordonner(au_statut(Statut.ANNULEE), ordre(verbe), CTX)
