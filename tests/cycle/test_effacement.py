"""Erasing: only what ended, for long enough; the chain holds, the story reads, nothing is decided otherwise."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from robot import recits
from robot.adapters.base.effacement import Effacement, effacer, prevoir, tasser
from robot.adapters.base.racines import racine_au
from robot.adapters.base.verification import verifier
from robot.domain import faits as f
from robot.domain.bilan.bilan import annee_entiere
from robot.domain.dossier import Statut
from robot.domain.fiche import Liberation
from robot.domain.flux.annee import FluxDeLAnnee
from robot.domain.flux.assiette import Droit, Tableau, Territoire
from robot.domain.loi import Conservation, Duree
from robot.etapes import bilans, taux
from robot.etapes.liberation import liberer
from robot.ports import StoreInjoignable
from tests.fabrique import CARNET, paris
from tests.journal_d_essai import clore, repondre
from tests.monde import Monde

TROIS_MOIS_CINQ_ANS = Conservation(Duree(3, "essai"), Duree(60, "essai"))
NOM, MOTS = "marie.dupont", "Jeanne Petit"


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return tmp_path / "robot.sqlite"


@pytest.fixture
def monde(base) -> Iterator[Monde]:
    """One dwelling accepted by a person who signs, then taken back, on 28 April 2026."""
    vecu = Monde.creer("2026-04-28T09:00", base=base)
    vecu.liberer()
    vecu.passer("2026-04-28T09:05")
    repondre(vecu, vecu.references[0], f"ACCEPTE\n\nCordialement,\n{MOTS}")
    vecu.passer("2026-04-28T11:00")
    clore(vecu, vecu.references[0])
    vecu.passer("2026-04-28T11:05")
    assert vecu.dossier(vecu.references[0]).statut is Statut.ANNULEE
    yield vecu
    vecu.store.fermer()


def dans(monde: Monde, jours: int) -> datetime:
    return monde.horloge.maintenant() + timedelta(days=jours)


def histoire(monde: Monde, reference: str) -> str:
    return recits.expliquer(monde.dossier(reference), monde.store.journal(reference), monde.store.envois(reference))


# --- when -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("jours", "faits", "lettres", "messages"),
    [
        pytest.param(0, 0, 0, 0, id="le jour même : rien"),
        pytest.param(90, 0, 0, 0, id="la veille des trois mois : rien"),
        pytest.param(92, 0, 4, 1, id="après trois mois : les courriels, pas les preuves"),
        pytest.param(5 * 366, 3, 4, 1, id="après cinq ans : les preuves aussi"),
    ],
)
def test_chaque_chose_a_son_terme(monde, jours, faits, lettres, messages):
    bilan = prevoir(monde.store, TROIS_MOIS_CINQ_ANS, dans(monde, jours))
    (reference,) = monde.references
    assert bilan.dossiers == (((reference, faits, lettres),) if lettres else ())
    assert bilan.messages == messages


def test_prevoir_ne_touche_a_rien_et_annonce_ce_qui_sera_efface(monde):
    avant = (racine_au(monde.store), histoire(monde, monde.references[0]))
    annonce = prevoir(monde.store, TROIS_MOIS_CINQ_ANS, dans(monde, 2000))
    assert (racine_au(monde.store), histoire(monde, monde.references[0])) == avant
    assert effacer(monde.store, TROIS_MOIS_CINQ_ANS, dans(monde, 2000)) == annonce
    assert effacer(monde.store, TROIS_MOIS_CINQ_ANS, dans(monde, 2000)).vide


# --- never a dossier that runs --------------------------------------------------------------------


def en_attente(monde: Monde, reference: str) -> None:
    """The offer was sent; nobody answered yet, and the robot was stopped for years."""


def a_clarifier(monde: Monde, reference: str) -> None:
    repondre(monde, reference, "Peut-être, je demande à Paul.")


def epuisee(monde: Monde, reference: str) -> None:
    for le in ("2026-04-28T13:00", "2026-04-28T14:00", "2026-04-28T15:00"):
        repondre(monde, reference, "REFUSE\nMotif : trop petit, dit Paul.")
        monde.passer(le)


def accepte(monde: Monde, reference: str) -> None:
    """Candidates are awaited, for years if nobody says otherwise."""
    repondre(monde, reference, "ACCEPTE")


def accepte_par_silence(monde: Monde, reference: str) -> None:
    monde.passer("2026-05-04T09:00")


def annonce_a_envoyer(monde: Monde, reference: str) -> None:
    """Closed, but the last letter could not leave yet."""
    repondre(monde, reference, "ACCEPTE")
    monde.passer("2026-04-28T10:00")
    monde.facteur.panne = "serveur arrêté"
    clore(monde, reference)


@pytest.mark.parametrize(
    ("vie", "statut"),
    [
        pytest.param(en_attente, Statut.EN_ATTENTE, id="offre sans réponse"),
        pytest.param(a_clarifier, Statut.A_CLARIFIER, id="réponse à éclaircir"),
        pytest.param(epuisee, Statut.EPUISEE, id="liste épuisée, à un gestionnaire"),
        pytest.param(accepte, Statut.ACCEPTEE, id="accepté, candidats attendus"),
        pytest.param(accepte_par_silence, Statut.ACCEPTEE_TACITE, id="accepté par silence, candidats attendus"),
        pytest.param(annonce_a_envoyer, Statut.ANNULEE, id="clos, dernier courrier encore à envoyer"),
    ],
)
def test_un_dossier_en_cours_n_est_jamais_touche_si_vieux_soit_il(vie, statut):
    monde = Monde.creer("2026-04-28T09:00")
    reference = monde.liberer()
    monde.passer("2026-04-28T09:05")
    vie(monde, reference)
    monde.passer(max(monde.horloge.maintenant(), paris("2026-04-28T16:00")))
    assert monde.dossier(reference).statut is statut
    avant = (monde.store.journal(reference), monde.store.envois(reference))
    messages = [m.octets for m in monde.store.a_voir(monde.horloge.maintenant() - timedelta(days=1))]
    bilan = effacer(monde.store, TROIS_MOIS_CINQ_ANS, dans(monde, 9000))
    assert bilan.dossiers == ()
    assert (monde.store.journal(reference), monde.store.envois(reference)) == avant
    assert [m.octets for m in monde.store.a_voir(monde.horloge.maintenant() - timedelta(days=1))] == messages
    monde.store.fermer()


def test_un_message_qui_parle_aussi_d_un_dossier_en_cours_reste():
    monde = Monde.creer("2026-04-28T09:00")
    ancien, courant = monde.liberer(), monde.liberer()
    monde.passer("2026-04-28T09:05")
    offre = next(lettre for lettre in monde.courriers(gabarit="offre") if ancien in lettre.cle)
    monde.repondre(offre, f"{ancien} : ACCEPTE\n{courant} : peut-être, dit {MOTS}")
    monde.passer("2026-04-28T11:00")
    if monde.dossier(courant).statut is not Statut.A_CLARIFIER:
        pytest.fail("le message devait concerner les deux logements")
    effacer(monde.store, TROIS_MOIS_CINQ_ANS, dans(monde, 2000))
    (doute,) = [i.fait for i in monde.store.journal(courant) if isinstance(i.fait, f.ReponseAClarifier)]
    message = monde.store.message(doute.message)
    assert message is not None
    assert MOTS.encode() in message.octets
    monde.store.fermer()


# --- what is left ---------------------------------------------------------------------------------


def test_apres_effacement_la_chaine_tient_le_dossier_se_replie_et_la_racine_ancienne_aussi(monde):
    (reference,) = monde.references
    avant, tete = monde.dossier(reference), monde.store.journal(reference)[-1].maillon
    notee = racine_au(monde.store, monde.horloge.maintenant())
    effacer(monde.store, TROIS_MOIS_CINQ_ANS, dans(monde, 2000))
    assert verifier(monde.store).fautes == []
    apres = monde.dossier(reference)
    assert (apres.statut, apres.version, apres.fiche) == (avant.statut, avant.version, avant.fiche)
    assert (apres.courante.decompte, apres.courante.designation) == (
        avant.courante.decompte,
        avant.courante.designation,
    )
    assert monde.store.journal(reference)[-1].maillon == tete
    assert racine_au(monde.store, monde.horloge.maintenant()) == notee


def test_apres_effacement_l_histoire_se_lit_et_dit_ce_qui_n_y_est_plus(monde):
    (reference,) = monde.references
    avant = histoire(monde, reference)
    effacer(monde.store, TROIS_MOIS_CINQ_ANS, dans(monde, 2000))
    apres = histoire(monde, reference)
    assert NOM in avant
    assert NOM not in apres
    assert MOTS not in apres
    assert "Offre n° 1 acceptée par « effacé »" in apres
    assert "« « effacé » »" not in apres
    assert [ligne for ligne in avant.splitlines() if "Délai" in ligne] == [
        ligne for ligne in apres.splitlines() if "Délai" in ligne
    ]
    assert recits.expliquer_en_json(
        monde.dossier(reference), monde.store.journal(reference), monde.store.envois(reference)
    )


def test_les_octets_effaces_ne_sont_plus_nulle_part_sur_le_disque(monde, base):
    """Neither in a free page of the file nor in its companions; the letters' bytes are compressed, their names not."""
    assert NOM.encode() in sur_disque(base)
    effacer(monde.store, TROIS_MOIS_CINQ_ANS, dans(monde, 2000))
    assert NOM.encode() not in sur_disque(base)
    assert MOTS.encode() not in sur_disque(base)


def sur_disque(base: Path) -> bytes:
    """Every byte of the file and of its companion."""
    fichiers = [base, base.with_name(f"{base.name}-wal")]
    return b"".join(fichier.read_bytes() for fichier in fichiers if fichier.exists())


def en_lisant(base: Path) -> AbstractContextManager[sqlite3.Connection]:
    """Another program reads the base, at the instant when this begins."""
    lecture = sqlite3.connect(base, isolation_level=None)
    lecture.execute("BEGIN")
    lecture.execute("SELECT count(*) FROM journal").fetchone()
    return closing(lecture)


def en_ecrivant(base: Path) -> AbstractContextManager[sqlite3.Connection]:
    """Another program writes to the base."""
    ecriture = sqlite3.connect(base, isolation_level=None)
    ecriture.execute("BEGIN IMMEDIATE")
    return closing(ecriture)


def sans_patience(monde: Monde) -> None:
    """The robot waits ten seconds for another program; a test does not."""
    with monde.store.moteur.connect() as connexion:
        connexion.exec_driver_sql("PRAGMA busy_timeout=10")


def test_si_quelqu_un_lit_la_base_l_effacement_le_dit_et_se_finit_en_recommencant(monde, base):
    sans_patience(monde)
    with en_lisant(base), pytest.raises(StoreInjoignable, match="recommencez « robot purger --effacer »"):
        effacer(monde.store, TROIS_MOIS_CINQ_ANS, dans(monde, 2000))
    assert NOM.encode() in sur_disque(base)
    assert effacer(monde.store, TROIS_MOIS_CINQ_ANS, dans(monde, 2000)).vide
    assert NOM.encode() not in sur_disque(base)


def test_si_la_base_n_a_pas_pu_etre_tassee_recommencer_la_tasse(monde, base):
    sans_patience(monde)
    assert not effacer(monde.store, TROIS_MOIS_CINQ_ANS, dans(monde, 2000)).vide
    with monde.store.moteur.begin() as connexion:  # what an erasure that could not give the room back leaves
        connexion.exec_driver_sql("CREATE TABLE reste (mots)")
        connexion.exec_driver_sql("INSERT INTO reste VALUES (?)", (NOM * 500,))
        connexion.exec_driver_sql("DROP TABLE reste")
    with en_ecrivant(base), pytest.raises(StoreInjoignable, match="locked"):
        tasser(monde.store.moteur)
    assert effacer(monde.store, TROIS_MOIS_CINQ_ANS, dans(monde, 2000)).vide
    assert NOM.encode() not in sur_disque(base)


def test_ce_qui_se_decide_apres_est_ce_qui_se_serait_decide_sans_effacer():
    """Two lives of one robot, one of which erased; then a late refusal, and the dwelling released again."""
    suites = []
    for efface in (False, True):
        monde = Monde.creer("2026-04-28T09:00")
        reference = monde.liberer()
        monde.passer("2026-04-28T09:05")
        monde.passer("2026-05-04T09:00")
        clore(monde, reference)
        monde.passer("2026-05-04T09:05")
        if efface:
            assert not effacer(monde.store, TROIS_MOIS_CINQ_ANS, dans(monde, 4000)).vide
        monde.horloge.regler(dans(monde, 4000))
        repondre(monde, reference, "REFUSE\nMotif : plus de candidat")
        monde.passer()
        liberer(monde.robot, Liberation(monde.dossier(reference).fiche))
        monde.passer(dans(monde, 1))
        assert verifier(monde.store).fautes == []
        suites.append((monde.faits(reference), [(e.cle, e.destinataire) for e in monde.facteur.remis]))
        monde.store.fermer()
    assert suites[0] == suites[1]


def test_une_lettre_sur_un_dossier_efface_s_ecrit_comme_une_autre():
    """A late answer, years after: its author is told what took effect, and none of the words that are gone."""
    monde = Monde.creer("2026-04-28T09:00")
    reference = monde.liberer()
    monde.passer("2026-04-28T09:05")
    repondre(monde, reference, "ACCEPTE")
    monde.passer("2026-04-28T11:00")
    clore(monde, reference, f"vendu, dit {MOTS}")
    monde.passer("2026-05-04T09:00")
    assert MOTS.encode() in monde.courriers(gabarit="orientation_retiree")[-1].octets
    assert not effacer(monde.store, TROIS_MOIS_CINQ_ANS, dans(monde, 4000)).vide
    monde.horloge.regler(dans(monde, 4000).replace(hour=8))
    repondre(monde, reference, "REFUSE")
    monde.passer()
    lettre = monde.courriers(gabarit="reponse_tardive")[-1]
    assert MOTS.encode() not in lettre.octets
    assert verifier(monde.store).fautes == []
    monde.store.fermer()


def test_le_meme_message_revenu_apres_l_effacement_n_est_pas_un_nouveau_message(monde):
    (reference,) = monde.references
    faits = monde.faits(reference)
    (message,) = [m for messages in monde.boite.ranges.values() for m in messages]
    effacer(monde.store, TROIS_MOIS_CINQ_ANS, dans(monde, 2000))
    monde.boite.deposer(message.octets)
    assert monde.passer().messages == 0
    assert monde.faits(reference) == faits


def test_une_lettre_effacee_ne_se_copie_plus_parmi_les_envois(monde):
    effacer(monde.store, TROIS_MOIS_CINQ_ANS, dans(monde, 2000))
    assert monde.store.a_copier(99) == ()
    assert all(envoi.courrier.destinataire == f.EFFACE for envoi in monde.store.envois(monde.references[0]))


@pytest.mark.regle("R23", "R92")
def test_ce_qui_part_une_fois_pour_toutes_ne_repart_pas_apres_l_effacement(base):
    """A bilan and the rates of a year: erased like any letter, but for what says that they left."""
    flux = FluxDeLAnnee(Tableau((Territoire("Viry", 9, code="74309"),), (Droit("viry", "Viry", 3),), annee=2026), 2026)
    monde = Monde.creer("2026-01-26T09:00", replace(CARNET, flux=flux), base=base)
    bilan = bilans.dresser(monde.robot, annee_entiere(2025))
    bilans.envoyer(monde.robot, bilan)
    taux.annoncer(monde.robot)
    monde.passer()
    parties = monde.courriers(gabarit="bilan") + monde.courriers(gabarit="taux_annuel")
    assert {lettre.destinataire for lettre in parties} == {r.adresse for r in CARNET.reservataires if r.adresse}
    assert effacer(monde.store, TROIS_MOIS_CINQ_ANS, dans(monde, 120)).autres_lettres >= len(parties)
    monde.horloge.regler(dans(monde, 120))
    assert bilans.envoyer(monde.robot, bilan).nouvelles == ()
    encore = taux.annoncer(monde.robot)
    assert encore is not None
    assert [r.code for r in encore.deja] == ["viry"]
    assert verifier(monde.store).fautes == []
    assert not any(lettre.destinataire.encode() in sur_disque(base) for lettre in parties)
    with monde.store.moteur.begin() as connexion:
        connexion.exec_driver_sql("UPDATE courriers SET message_id = 'x' WHERE gabarit = 'bilan'")
    assert {faute.quoi for faute in verifier(monde.store).fautes} == {"elle a été effacée, et quelque chose en reste"}
    monde.store.fermer()


def test_la_raison_de_chaque_effacement_est_inscrite(monde):
    effacer(monde.store, TROIS_MOIS_CINQ_ANS, dans(monde, 100))
    effacer(monde.store, TROIS_MOIS_CINQ_ANS, dans(monde, 2000))
    with monde.store.moteur.connect() as connexion:
        sources = connexion.exec_driver_sql("SELECT source FROM effacements ORDER BY numero").scalars().all()
    assert sources == ["courriels : 3 mois (essai) ; preuves : 60 mois (essai)"] * 2
    assert verifier(monde.store).fautes == []


def test_rien_a_effacer_n_inscrit_rien(monde):
    assert isinstance(effacer(monde.store, TROIS_MOIS_CINQ_ANS, dans(monde, 1)), Effacement)
    with monde.store.moteur.connect() as connexion:
        assert connexion.exec_driver_sql("SELECT count(*) FROM effacements").scalar() == 0
