"""Le tour, tel que le robot le tient : dus et reçus, refus, gestion déléguée, mutations, logements hors du tableau."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from fractions import Fraction
from typing import Any

import pytest

from robot.domain import faits as f
from robot.domain.bilan.bilan import annee_entiere
from robot.domain.decisions.ordre_impossible import OrdreImpossible
from robot.domain.decisions.ordres import permis
from robot.domain.dossier import Statut
from robot.domain.flux.annee import FluxDeLAnnee
from robot.domain.flux.assiette import BAILLEUR, Cause
from robot.domain.flux.livre import GrandLivre
from robot.domain.flux.parcours import territoire_de
from robot.domain.flux.rejeu import rejouer
from robot.domain.flux.stade import Stade
from robot.domain.flux.strates import Logement
from robot.domain.flux.traits import logement
from robot.domain.stimuli import Ordre, Verbe
from robot.etapes import bilans
from robot.etapes.comptes import Compteur
from robot.etapes.ordres import executer
from robot.ports import Enveloppe
from tests.cycle.flux_a_viry import DROITS, annee, carnet, du_a, liberer_chaque_jour, monde, titulaires
from tests.fabrique import BALME, CARNET, FICHE, paris
from tests.monde import Monde


@pytest.mark.regle("R30", "R32", "R20")
def test_chacun_recoit_la_part_de_ses_droits_a_tout_moment():
    joue = monde()
    liberer_chaque_jour(joue, 50)
    recus = Counter[str]()
    for rang, servi in enumerate(titulaires(joue), 1):
        recus[servi] += 1
        for qui, droits in (*DROITS.items(), (BAILLEUR, 10)):
            assert abs(recus[qui] - Fraction(droits * rang, 100)) <= Fraction(135, 100), (rang, qui)
    assert recus == {"viry": 20, "als": 10, "prefecture": 5, "etat-rs": 10, BAILLEUR: 5}


@pytest.mark.regle("R44", "C14")
def test_un_refus_va_a_un_autre_reservataire_avant_de_revenir_au_bailleur():
    joue = monde()
    reference = joue.liberer()
    joue.passer()
    sollicites = []
    while (dossier := joue.dossier(reference)).statut is Statut.EN_ATTENTE:
        sollicites.append(dossier.courante.reservataire)
        joue.repondre(joue.courrier(dossier.courante.adresse, "offre"), "REFUSE")
        joue.passer()
    assert sollicites[0] == "viry"
    assert set(sollicites) <= {"viry", "als", "prefecture"}
    dernier = joue.dossier(reference)
    assert dernier.courante.reservataire == "etat-rs"
    assert dernier.statut is Statut.RECHERCHE


@pytest.mark.regle("R44")
def test_apres_un_refus_ce_logement_n_est_du_qu_une_fois():
    joue = monde()
    reference = joue.liberer()
    joue.passer()
    joue.repondre(joue.courrier("civil@viry74.example", "offre"), "REFUSE")
    joue.passer()
    decidees = [i.fait for i in joue.store.journal(reference) if isinstance(i.fait, f.OrientationDecidee)]
    dus = {p.reservataire: (p.du, p.recu) for p in decidees[1].pesees if p.strate == "logements"}
    assert dus["als"] == (2 * 10**11, 0)
    assert "Mis à part Commune de Viry" in decidees[1].raison


@pytest.mark.regle("R44", "C14")
def test_quand_tous_ont_refuse_le_bailleur_est_prevenu_et_garde_le_logement():
    sans_delegue = replace(CARNET, reservataires=CARNET.reservataires[:4], flux=annee())
    joue = Monde.creer("2026-01-05T09:00", sans_delegue)
    joue.carnets.carnet = replace(sans_delegue, flux=_sans("etat-rs"))
    reference = joue.liberer()
    joue.passer()
    while (dossier := joue.dossier(reference)).statut is Statut.EN_ATTENTE:
        joue.repondre(joue.courrier(dossier.courante.adresse, "offre"), "REFUSE")
        joue.passer()
    assert dossier.statut is Statut.EPUISEE
    assert len(joue.courriers("gestion@bailleur.example", "liste_epuisee")) == 1
    ordonner(joue, reference, Verbe.HORS_FLUX, "mutation interne")
    ordonner(joue, reference, Verbe.EN_FLUX, "personne ne le demande en mutation")
    joue.passer()
    assert joue.dossier(reference).statut is Statut.EPUISEE
    assert len(joue.courriers("gestion@bailleur.example", "liste_epuisee")) == 2, (
        "personne n'en veut encore : c'est dit"
    )


@pytest.mark.regle("C14", "R30", "R90", "R92")
def test_ce_que_tous_ont_refuse_reste_compte_au_bailleur_quand_il_le_garde():
    flux = _sans("etat-rs")
    joue = Monde.creer("2026-01-05T09:00", replace(CARNET, reservataires=CARNET.reservataires[:4], flux=flux))
    reference = joue.liberer()
    joue.passer()
    while (dossier := joue.dossier(reference)).statut is Statut.EN_ATTENTE:
        joue.repondre(joue.courrier(dossier.courante.adresse, "offre"), "REFUSE")
        joue.passer()
    comptes = [_comptes_partout(joue, flux)]
    lettre = joue.courrier("gestion@bailleur.example", "liste_epuisee")
    assert "RECHERCHE" in texte_de(lettre)
    joue.repondre(lettre, "RECHERCHE : nous le gardons")
    joue.passer()
    assert joue.dossier(reference).statut is Statut.RECHERCHE
    comptes.append(_comptes_partout(joue, flux))
    assert comptes == [({BAILLEUR: 1}, {BAILLEUR: 1})] * 2


def _comptes_partout(joue: Monde, flux: FluxDeLAnnee) -> tuple[dict[str, int], dict[str, int]]:
    """What each has received, for the turn and in the bilan, in agreements."""
    tour = Compteur().comptes(flux, joue.robot.contexte().calendrier, joue.store).livre
    publie = bilans.dresser(joue.robot, annee_entiere(2026)).livres[Stade.ACCEPTATION]
    return _recus(tour), _recus(publie)


def _recus(livre: GrandLivre) -> dict[str, int]:
    return {qui: livre.compte(qui).recu for qui in livre.titulaires() if livre.compte(qui).recu}


def _sans(code: str) -> FluxDeLAnnee:
    flux = annee()
    droits = tuple(droit for droit in flux.tableau.droits if droit.reservataire != code)
    return replace(flux, tableau=replace(flux.tableau, droits=droits), delegues=frozenset())


@pytest.mark.regle("R48", "R81")
def test_aucun_delai_ne_s_accorde_la_ou_le_bailleur_cherche_lui_meme():
    joue = monde()
    liberer_chaque_jour(joue, 10)
    interne = next(r for r in joue.references if joue.dossier(r).courante.interne)
    ordre = Ordre(le=joue.horloge.maintenant(), verbe=Verbe.DELAI, par="Claude Martin", motif="plus de temps", jours=5)
    with pytest.raises(OrdreImpossible, match="Vous cherchez vous-même"):
        executer(joue.robot, interne, ordre)
    assert Verbe.DELAI not in permis(joue.dossier(interne))


@pytest.mark.parametrize("qui", ["als", "prefecture", "viry"])
def test_les_soldes_d_ouverture_disent_a_qui_le_premier_logement_est_du(qui: str):
    joue = monde(annee(ouverture=du_a(qui, 5)))
    joue.liberer()
    joue.passer()
    assert titulaires(joue) == [qui]


@pytest.mark.regle("R7")
def test_un_logement_sur_dix_est_mis_a_part_pour_les_mutations_jamais_a_plus_d_un_logement_pres():
    joue = monde(annee(mutations=Fraction(1, 10)))
    liberer_chaque_jour(joue, 30)
    mis_a_part = [servi == "Mutation interne" for servi in titulaires(joue)]
    for rang in range(1, 31):
        assert abs(sum(mis_a_part[:rang]) - Fraction(rang, 10)) < 1
    assert sum(mis_a_part) == 3
    soustrait = joue.store.journal(joue.references[mis_a_part.index(True)])[-1].fait
    assert isinstance(soustrait, f.LogementSoustrait)
    assert "10 % des libérations, au fil de l'eau" in soustrait.motif


@pytest.mark.regle("R7", "R8")
@pytest.mark.parametrize("motif", ["mutation interne de M. X", "bourse d'échange"])
def test_une_mutation_decidee_par_une_personne_compte_dans_les_dix_pour_cent(motif: str):
    joue = monde(annee(mutations=Fraction(1, 10)))
    reference = joue.liberer()
    ordonner(joue, reference, Verbe.HORS_FLUX, motif)
    liberer_chaque_jour(joue, 15)
    assert [servi for servi in titulaires(joue)[1:] if "utation" in servi] == []


def ordonner(joue: Monde, reference: str, verbe: Verbe, motif: str, **reste: Any) -> None:
    ordre = Ordre(le=joue.horloge.maintenant(), verbe=verbe, par="Claude Martin", motif=motif, **reste)
    executer(joue.robot, reference, ordre)


@pytest.mark.regle("R5")
@pytest.mark.parametrize(
    ("exclus", "titulaire"),
    [
        pytest.param({Cause.PLAI_ADAPTE: 3}, "PLAI adapté", id="le tableau les garde en stock"),
        pytest.param({}, "viry", id="le tableau les laisse dans le flux"),
    ],
)
def test_un_plai_adapte_reste_en_stock_si_le_tableau_le_dit(exclus: Mapping[Cause, int], titulaire: str):
    joue = monde(annee(exclus=exclus))
    joue.liberer(replace(FICHE, financement="PLAI adapté"))
    joue.passer()
    assert titulaires(joue) == [titulaire]


@pytest.mark.regle("R25")
def test_un_droit_unique_se_prend_sur_la_part_du_bailleur():
    joue = monde()
    ordonner(joue, joue.liberer(), Verbe.HORS_FLUX, "droit unique d'Action Logement")
    flux = joue.carnets.carnet.flux
    assert flux is not None
    livre = Compteur().comptes(flux, joue.robot.contexte().calendrier, joue.store).livre
    assert livre.compte(BAILLEUR).recu == 1
    assert livre.compte("als").recu == 0


@pytest.mark.regle("R14")
def test_en_urgence_une_personne_choisit_le_reservataire_avant_tout_tour_et_cela_compte():
    joue = monde()
    reference = joue.liberer()
    ordonner(joue, reference, Verbe.RENVOYER, "urgence, point de crise du 5 janvier", reservataire="prefecture")
    joue.passer()
    assert joue.dossier(reference).courante.reservataire == "prefecture"
    assert joue.dossier(reference).courante.raison == "décision de Claude Martin : urgence, point de crise du 5 janvier"
    flux = joue.carnets.carnet.flux
    assert flux is not None
    assert Compteur().comptes(flux, joue.robot.contexte().calendrier, joue.store).livre.compte("prefecture").recu == 1


@pytest.mark.regle("R7")
def test_un_logement_mis_a_part_revient_dans_le_flux_sur_ordre():
    joue = monde(annee(mutations=Fraction(1)))
    reference = joue.liberer()
    joue.passer()
    assert joue.dossier(reference).statut is Statut.SOUSTRAITE
    ordonner(joue, reference, Verbe.EN_FLUX, "personne ne demande ce logement en mutation")
    joue.passer()
    assert joue.dossier(reference).statut is Statut.EN_ATTENTE
    assert joue.dossier(reference).courante.reservataire == "viry"


@pytest.mark.regle("R30")
def test_le_choix_est_dit_en_deux_phrases_et_garde_avec_ses_nombres():
    joue = monde()
    reference = joue.liberer()
    joue.passer()
    decidee = joue.store.journal(reference)[1].fait
    assert isinstance(decidee, f.OrientationDecidee)
    assert decidee.raison.startswith("Ce T3 à Viry va à Commune de Viry, à qui il est dû à ce jour 0,40 logement")
    assert "donné à" in decidee.raison.lower()
    premiere = decidee.pesees[0]
    assert (premiere.reservataire, premiere.strate, premiere.du, premiere.recu) == ("viry", "logements", 4 * 10**11, 0)
    assert {pesee.reservataire for pesee in decidee.pesees} == {*DROITS, BAILLEUR}


@pytest.mark.regle("R30", "R33")
def test_le_rejeu_des_memes_liberations_retrouve_chaque_choix():
    joue = monde()
    liberer_chaque_jour(joue, 25)
    flux = annee()
    ensembles: dict[datetime, list[Logement]] = {}  # what a weekend released is shared together on Monday
    for reference in joue.references:
        decide, dossier = joue.store.journal(reference)[1].fait.le, joue.dossier(reference)
        ensembles.setdefault(decide, []).append(logement(reference, dossier.fiche, territoire_de(dossier, flux) or ""))
    rejoues = [un.rangs[0] for choix, _ in rejouer(ensembles.values(), flux.quotes) for un in choix]
    assert rejoues == titulaires(joue)


def test_les_logements_liberes_ensemble_sont_partages_ensemble():
    joue = monde()
    for typologie in ("T2", "T3", "T4", "T3", "T2"):
        joue.liberer(replace(FICHE, typologie=typologie))
    joue.passer()
    raisons = [joue.dossier(reference).courante.raison for reference in joue.references]
    assert all(raison.startswith("Partagé avec les 4 autres logements du jour") for raison in raisons)
    assert Counter(titulaires(joue))["viry"] == 2


@pytest.mark.regle("R31")
def test_une_commune_absente_du_tableau_suit_l_ordre_du_carnet():
    joue = monde()
    reference = joue.liberer(replace(FICHE, commune=BALME))
    joue.passer()
    assert joue.dossier(reference).courante.reservataire == "balme"
    assert "ordre du carnet" in joue.dossier(reference).courante.raison


@pytest.mark.regle("R12")
def test_un_logement_neuf_n_est_compte_pour_personne():
    joue = monde()
    joue.liberer(neuf=True)
    joue.passer()
    flux = annee()
    calendrier = joue.robot.contexte().calendrier
    assert Compteur().comptes(flux, calendrier, joue.store).livre == flux.soldes


@pytest.mark.regle("R91")
@pytest.mark.parametrize(("stade", "recus"), [(Stade.ACCEPTATION, 0), (Stade.ORIENTATION, 1)])
def test_une_offre_refusee_ne_compte_que_si_les_conventions_comptent_les_offres(stade: Stade, recus: int):
    joue = monde(annee(stade=stade))
    joue.liberer()
    joue.passer()
    joue.repondre(joue.courrier("civil@viry74.example", "offre"), "REFUSE")
    joue.passer()
    flux = joue.carnets.carnet.flux
    assert flux is not None
    livre = Compteur().comptes(flux, joue.robot.contexte().calendrier, joue.store).livre
    assert livre.compte("viry").recu == recus


def test_les_comptes_tenus_au_fil_de_l_eau_sont_ceux_qu_on_refait_de_zero():
    flux = annee(mutations=Fraction(1, 10))
    joue, compteur = monde(flux), Compteur()
    calendrier = joue.robot.contexte().calendrier
    for rang in range(12):
        joue.liberer()
        joue.passer(joue.horloge.maintenant() + timedelta(days=1))
        offres = joue.courriers(gabarit="offre")
        if offres and rang % 3 == 0:
            joue.repondre(offres[-1], "REFUSE")
        assert compteur.comptes(flux, calendrier, joue.store) == Compteur().comptes(flux, calendrier, joue.store)


def test_les_liberations_d_avant_l_annee_sont_dans_les_soldes_d_ouverture():
    joue = Monde.creer("2025-12-30T09:00", carnet())
    joue.liberer()
    joue.passer()
    joue.passer("2026-01-05T09:00")
    flux = joue.carnets.carnet.flux
    assert flux is not None
    assert Compteur().comptes(flux, joue.robot.contexte().calendrier, joue.store).livre == flux.soldes
    assert paris("2026-01-05T09:00") == joue.horloge.maintenant()


@pytest.mark.regle("R30", "R92")
def test_la_synthese_dit_ce_que_chacun_a_recu_pour_ce_qui_lui_est_du():
    joue = monde(annee(mutations=Fraction(1, 10)))
    liberer_chaque_jour(joue, 4)
    joue.passer("2026-01-14T08:01")
    texte = texte_de(joue.courrier("gestion@bailleur.example", "synthese"))
    assert "LE FLUX DE 2026" in texte.upper()
    assert "Commune de Viry : 2 logements reçus pour 1,60 dus" in texte
    assert "Mutations internes : 0 logement mis à part pour 0,40 dus" in texte


def texte_de(enveloppe: Enveloppe) -> str:
    corps = message_from_bytes(enveloppe.octets, policy=policy.default).get_body(("plain",))
    assert corps is not None
    return " ".join(corps.get_content().split())


@pytest.mark.regle("R30")
def test_l_offre_dit_pourquoi_elle_va_a_ce_reservataire():
    joue = monde()
    joue.liberer()
    joue.passer()
    texte = texte_de(joue.courrier("civil@viry74.example", "offre"))
    assert "Ce T3 à Viry va à Commune de Viry, à qui il est dû à ce jour 0,40 logement pour 0 reçu" in texte
