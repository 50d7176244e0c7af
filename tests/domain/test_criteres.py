"""What a dwelling is, as the charter (V.1) and R.441-5-1 sort it; why it left the flux; how few is too few."""

from __future__ import annotations

from dataclasses import replace

import pytest

from robot.domain import faits as f
from robot.domain.bilan.comptes import Evenement, Nature, priorites
from robot.domain.bilan.parcours import SILENCE, parcourir
from robot.domain.bilan.tableau import MOTIFS_DE_REFUS
from robot.domain.candidat import Critere
from robot.domain.criteres import Criteres, criteres
from robot.domain.faits import EFFACE
from robot.domain.flux.soustraits import reconnaitre
from robot.reading.reponses.categories import AUTRE, CATEGORIES
from tests.domain.bilan.histoires_de_bilan import dresser, suite
from tests.fabrique import FICHE, libere

RIEN = Criteres("non renseigné", None, "non renseigné", "non renseigné")


@pytest.mark.regle("R94")
@pytest.mark.parametrize(
    ("colonnes", "attendu"),
    [
        pytest.param((), {}, id="rien d'écrit, rien de deviné"),
        pytest.param((("QPV", "oui"),), {"qpv": "en QPV"}, id="en QPV"),
        pytest.param((("En QPV ?", "non"),), {"qpv": "hors QPV"}, id="hors QPV"),
        pytest.param((("QPV", "Hors QPV"),), {"qpv": "hors QPV"}, id="hors QPV, en toutes lettres"),
        pytest.param((("QPV", "QP074001"),), {"qpv": "en QPV"}, id="le code du quartier"),
        pytest.param((("QPV", "peut-être"),), {}, id="un mot qui ne dit ni oui ni non"),
        pytest.param((("Année de livraison", "1998"),), {"livraison": 1998, "periode": "1990 à 2000"}, id="la livraison donne la période"),
        pytest.param((("Date de livraison", "12/03/2016"),), {"livraison": 2016, "periode": "2013 et après"}, id="une date"),
        pytest.param(
            (("Année de livraison", "1998"), ("Année de construction", "1968")),
            {"livraison": 1998, "periode": "1949 à 1974"},
            id="la charte dit la livraison, le décret la construction : les deux sont gardées",
        ),
        pytest.param((("Période de construction", "avant 1949"),), {"periode": "avant 1949"}, id="la période elle-même"),
        pytest.param((("Année de construction", "1970 puis 1995"),), {}, id="deux années n'en disent aucune"),
        pytest.param((("Zonage Pinel", "zone B1"),), {"zonage": "B1"}, id="zonage"),
        pytest.param((("Zonage ABC", "a bis"),), {"zonage": "A bis"}, id="zonage A bis"),
        pytest.param((("Zonage Pinel", "inconnu"),), {}, id="un zonage qui n'existe pas"),
    ],
)  # fmt: skip
def test_les_criteres_viennent_des_colonnes_du_bailleur(colonnes, attendu):
    assert criteres(replace(FICHE, complements=colonnes)) == replace(RIEN, **attendu)


@pytest.mark.parametrize(
    ("annee", "periode"),
    [(1948, "avant 1949"), (1949, "1949 à 1974"), (1974, "1949 à 1974"), (1975, "1975 à 1989"), (2012, "2001 à 2012"),
     (2013, "2013 et après")],
)  # fmt: skip
def test_les_periodes_de_construction_se_touchent(annee, periode):
    assert criteres(replace(FICHE, complements=(("Année de construction", str(annee)),))).periode == periode


@pytest.mark.regle("R94")
def test_ce_qui_manque_est_dit_logement_par_logement():
    complet = replace(FICHE, complements=(("QPV", "non"), ("Année de livraison", "1998"), ("Zonage Pinel", "B1")))
    assert dresser([suite(f.OrientationDecidee, fiche=complet)]).manques == {}
    autre = (replace(libere(), reference="V-2026-0043"),)
    assert dresser([suite(f.OrientationDecidee, fiche=complet), autre]).manques == {
        "QPV ou hors QPV": 1, "Année de livraison": 1, "Période de construction": 1, "Zonage Pinel (facultatif)": 1,
    }  # fmt: skip


# --- out of the flux


@pytest.mark.regle("R4", "R5", "R7", "R8", "R9", "R11", "R14", "R93")
@pytest.mark.parametrize(
    ("mots", "cause"),
    [
        ("mutation interne de Mme Dupont", "Mutation interne"),
        ("Bourse d'échange, dossier 12", "Échange de logements (bourse d'échange)"),
        ("relogement NPNRU, mutation", "Relogement NPNRU"),
        ("ORCOD", "Relogement ORCOD ou habitat indigne"),
        ("arrêté d'insalubrité", "Relogement ORCOD ou habitat indigne"),
        ("Plan de vente", "Mise en vente"),
        ("à démolir", "Démolition"),
        ("contingent Défense", "Défense nationale ou Sécurité intérieure"),
        ("réservé à la gendarmerie", "Défense nationale ou Sécurité intérieure"),
        ("convention de l'hôpital", "Établissement public de santé"),
        ("PLAI adapté", "PLAI adapté"),
        ("terrain familial, gens du voyage", "Gens du voyage"),
        ("loué à une association", "Location à une association"),
        ("droit unique d'Action Logement", "Droit unique"),
        ("URGENCE : incendie de l'immeuble", "Urgence (point de crise)"),
        ("à la demande de la direction", "Autre décision du bailleur"),
        (EFFACE, "Autre décision du bailleur"),
    ],
)
def test_le_motif_publie_est_une_cause_des_textes(mots, cause):
    assert reconnaitre(mots).libelle == cause
    assert reconnaitre(mots).source


@pytest.mark.regle("R14", "R93", "R107")
def test_les_mots_et_l_auteur_d_une_sortie_ne_sont_pas_publies():
    sortie = (f.LogementSoustrait, {"motif": "mutation de Mme Dupont", "par": "Claude Martin"})
    bilan = dresser([suite(sortie)])
    assert [p.reference for p in bilan.soustraits] == ["V-2026-0042"]
    assert bilan.detail == ()
    assert "Dupont" not in repr(bilan.soustraits)
    assert "Claude Martin" not in repr(bilan.soustraits)


@pytest.mark.regle("R8")
def test_les_echanges_sont_dans_les_mutations():
    sorties = [suite((f.LogementSoustrait, {"motif": mots})) for mots in ("mutation", "bourse d'échange", "vente")]
    bilan = dresser(sorties)
    assert (len(bilan.mutations), len(bilan.soustraits)) == (2, 3)


@pytest.mark.regle("R12")
def test_un_logement_neuf_est_hors_flux_et_compte_a_part():
    neuf = (libere(neuf=True), *suite(f.OrientationDecidee, f.OrientationExpediee, f.AccordRecu)[1:])
    bilan = dresser([neuf])
    assert [p.reference for p in bilan.neufs] == ["V-2026-0042"]
    assert (bilan.comptes, bilan.detail, bilan.liberes) == ((), (), ())


def test_chaque_categorie_de_refus_que_la_lecture_reconnait_a_son_nom():
    assert {nom for nom, _ in CATEGORIES} | {AUTRE, SILENCE} == set(MOTIFS_DE_REFUS)


# --- the quarter of the attributions, without naming a household


def attributions(**combien: tuple[int, int]) -> list[Evenement]:
    """So many attributions for each réservataire, of which so many DALO."""
    parcours = parcourir((libere(),))
    return [
        Evenement(Nature.ATTRIBUE, parcours.libere_le, qui, parcours, Critere.DALO.value if rang < dalo else "")
        for qui, (nombre, dalo) in combien.items()
        for rang in range(nombre)
    ]


@pytest.mark.regle("R62", "R107")
@pytest.mark.parametrize(
    ("combien", "publie"),
    [
        pytest.param({"viry": (5, 2)}, {("viry",): (5, 2)}, id="cinq attributions : le nombre est dit"),
        pytest.param({"viry": (4, 2)}, {}, id="quatre : rien n'est dit"),
        pytest.param(
            {"viry": (4, 2), "als": (9, 3), "neydens": (1, 0)},
            {("als",): (9, 3), ("neydens", "viry"): (5, 2)},
            id="les petits sont réunis",
        ),
        pytest.param(
            {"viry": (1, 1), "als": (9, 3), "cd": (6, 2)},
            {("als",): (9, 3), ("cd", "viry"): (7, 3)},
            id="un petit seul est réuni au plus petit des grands : une soustraction le dirait",
        ),
        pytest.param({"viry": (1, 1), "als": (5, 0)}, {("als", "viry"): (6, 1)}, id="à deux, ils sont réunis"),
        pytest.param({}, {}, id="aucune attribution"),
    ],
)
def test_aucun_nombre_de_priorites_ne_designe_un_menage(combien, publie):
    trouve = {p.reservataires: (p.attributions, p.dalo) for p in priorites(attributions(**combien))}
    assert trouve == publie
    if publie:
        assert sum(nombre for nombre, _ in publie.values()) == sum(nombre for nombre, _ in combien.values())
