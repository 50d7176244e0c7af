"""A copy of each letter that left, in the mailbox: at least once, and never in the way of the rest."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import text

from robot.domain.dossier import Statut as S
from robot.ports import Acheminement, Issue
from tests.cycle.courriels import VIRY
from tests.fabrique import FICHE, paris
from tests.monde import Monde

ADMIN = "admin@bailleur.example"


def offrir() -> tuple[Monde, str]:
    monde = Monde.creer("2026-05-18T09:00")
    return monde, monde.liberer()


def test_chaque_courrier_pris_par_le_serveur_est_copie_octet_pour_octet_a_son_heure():
    monde, _ = offrir()
    monde.passer()
    monde.repondre(monde.courrier(VIRY, "offre"), "ACCEPTE")
    monde.passer("2026-05-18T10:00")
    assert [copie.octets for copie in monde.boite.copies] == [remis.octets for remis in monde.facteur.remis]
    assert {copie.recu_le for copie in monde.boite.copies} == {paris("2026-05-18T09:00"), paris("2026-05-18T10:00")}


def test_un_courrier_refuse_par_le_serveur_n_est_pas_copie():
    monde, _ = offrir()
    monde.facteur.issues[VIRY] = Acheminement("", Issue.REFUSEE, "550 5.1.1 inconnu", "5.1.1")
    monde.passer()
    assert all(VIRY.encode() not in copie.octets.split(b"\r\n\r\n")[0] for copie in monde.boite.copies)


def test_une_boite_pleine_n_arrete_rien_et_se_dit_puis_les_copies_se_font():
    monde, ref = offrir()
    monde.boite.pleine = "la boîte est pleine (quota) ; y faire de la place"
    passe = monde.passer()
    assert passe.pannes == ("copie des courriers envoyés : la boîte est pleine (quota) ; y faire de la place",)
    assert monde.dossier(ref).statut is S.EN_ATTENTE
    monde.passer("2026-05-18T09:20")
    alerte = monde.courrier(ADMIN, "alerte")
    assert alerte.cle.startswith("alerte/copie/")
    monde.boite.pleine = ""
    assert monde.passer("2026-05-18T09:25").pannes == ()
    assert len(monde.boite.copies) == len(monde.facteur.remis)
    assert monde.boite.copies[0].recu_le == paris("2026-05-18T09:00"), "datée de l'envoi, non de la copie"


def test_une_boite_qu_on_ne_peut_pas_lire_n_est_pas_dite_deux_fois():
    monde, _ = offrir()
    monde.boite.panne = "IMAP coupé"
    assert monde.passer().pannes == ("lecture de la boîte : IMAP coupé",)
    assert monde.boite.copies == []


def test_beaucoup_de_courriers_se_copient_en_une_passe_et_une_seule_fois():
    monde, _ = offrir()
    for n in range(60):
        monde.liberer(replace(FICHE, adresse=str(n)))
    monde.passer()
    monde.passer("2026-05-18T09:05")
    assert [copie.octets for copie in monde.boite.copies] == [remis.octets for remis in monde.facteur.remis]
    assert len(monde.boite.copies) > 60


def test_une_copie_refusee_est_reessayee_de_plus_en_plus_tard_et_dite():
    monde, _ = offrir()
    monde.passer()
    (cle,) = (cle for cle in monde.boite.copies_essayees if cle.startswith("offre"))
    monde, _ = offrir()
    monde.boite.copies_refusees[cle] = "TROP-GROS"
    instant = monde.horloge.maintenant()
    pannes = {monde.passer(instant + timedelta(minutes=minute)).pannes for minute in range(600)}
    assert monde.boite.copies_essayees.count(cle) == 6, "à 0, 10, 30, 70, 150 et 310 minutes"
    assert all("refuse de garder la copie de 1 courrier(s)" in panne for (panne,) in pannes)
    assert "TROP-GROS" in monde.courrier(ADMIN, "alerte").octets.decode()
    monde.boite.copies_refusees.clear()
    assert monde.passer(instant + timedelta(days=1)).pannes == ()
    assert len(monde.boite.copies) == len(monde.facteur.remis)


class Toutes(dict[str, str]):
    """Every letter, refused."""

    def __contains__(self, cle: object) -> bool:
        return True

    def __getitem__(self, cle: str) -> str:
        return "NO [OVERQUOTA]"


def test_une_copie_refusee_sous_une_horloge_en_avance_se_refait_a_l_heure_juste():
    monde = Monde.creer("2036-05-20T09:00")
    reference = monde.liberer()
    monde.boite.copies_refusees = Toutes()
    monde.passer()
    monde.boite.copies_refusees = {}
    for heure in range(0, 96, 8):
        monde.passer(paris("2026-05-11T10:00") + timedelta(hours=heure))
    assert any(reference.encode() in copie.octets for copie in monde.boite.copies)
    assert monde.store.repere("copies_refusees") is None


def test_cinquante_copies_refusees_ne_cachent_pas_les_suivantes():
    monde, _ = offrir()
    for n in range(60):
        monde.liberer(replace(FICHE, adresse=str(n)))
    monde.boite.pleine = "pleine"
    monde.passer()
    monde.boite.pleine = ""
    attendues = [copie.cle for copie in monde.store.a_copier(99)]
    monde.boite.copies_refusees = dict.fromkeys(attendues[:50], "non")
    monde.passer("2026-05-18T09:05")
    assert len(monde.boite.copies) == len(monde.facteur.remis) - 50 > 0


def test_sans_rien_a_copier_une_passe_ne_parcourt_pas_la_boite_d_envoi():
    monde, _ = offrir()
    requete = (
        "SELECT cle FROM courriers WHERE expedie_le IS NOT NULL AND copie_le IS NULL AND octets != '' "
        "ORDER BY expedie_le, cle LIMIT 50"
    )
    with monde.store.moteur.connect() as connexion:
        plan = " ".join(str(ligne) for ligne in connexion.execute(text(f"EXPLAIN QUERY PLAN {requete}")))
    assert "courriers_a_copier" in plan
