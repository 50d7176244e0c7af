"""Orders that came by e-mail, lived again after a restore: what their author knew is not what the new lines are dated."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from robot import audits
from robot.domain.dossier import Statut as S
from tests.cycle.courriels import GESTION, VIRY
from tests.cycle.perte import LUNDI, MARDI, creer, identifiants, perdre_et_restaurer, photographier
from tests.cycle.seconde_moitie import HUGO, LEA, TROIS, a_perdre
from tests.cycle.test_fiches_par_courriel import PRES, csv
from tests.fabrique import paris
from tests.monde import Monde

__all__ = ["a_perdre"]  # a fixture

CINQ_MINUTES, UN_JOUR = timedelta(minutes=5), timedelta(days=1)


@pytest.fixture
def monde(tmp_path: Path) -> Iterator[Monde]:
    monde = creer(tmp_path)
    yield monde
    monde.store.fermer()


def liberer_et_sauver(monde: Monde) -> tuple[str, Path]:
    reference = monde.liberer()
    return reference, photographier(monde)


def refuser(monde: Monde) -> None:
    """Viry refuses on Monday; the digest of Tuesday says it."""
    monde.passer(f"{LUNDI}T09:10")
    monde.horloge.regler(paris(f"{LUNDI}T11:00"))
    monde.repondre(monde.courrier(VIRY, "offre"), "REFUSE, trop cher")
    monde.passer()
    monde.passer(f"{MARDI}T08:30")


def ordonner(monde: Monde, ordre: str, heure: str = "10:00") -> None:
    """The gestionnaire answers that digest."""
    monde.horloge.regler(paris(f"{MARDI}T{heure}"))
    monde.repondre(monde.courrier(GESTION, "synthese"), ordre)
    monde.passer()


@pytest.mark.regle("R44", "C13")
@pytest.mark.parametrize(
    ("ordre", "statut"),
    [
        pytest.param("SUIVANT", S.EN_ATTENTE, id="au suivant"),
        pytest.param("ACCEPTE : accord de Mme Roux au téléphone", S.ACCEPTEE, id="un accord au téléphone"),
        pytest.param("REFUSE : refus du maire", S.EN_ATTENTE, id="un refus au téléphone"),
        pytest.param("ANNULER : logement vendu", S.ANNULEE, id="un logement annulé"),
    ],
)
def test_un_ordre_donne_en_reponse_a_la_synthese_est_suivi_de_nouveau(monde: Monde, ordre: str, statut: S) -> None:
    reference, sauvegarde = liberer_et_sauver(monde)
    refuser(monde)
    ordonner(monde, f"{reference} {ordre}")
    repris = perdre_et_restaurer(monde, sauvegarde, f"{MARDI}T15:00")
    repris.passer()
    assert (monde.dossier(reference).statut, repris.dossier(reference).statut) == (statut, statut)
    assert repris.faits(reference) == monde.faits(reference)
    assert [cle for cle in identifiants(repris) if cle.startswith("reponse_ordre")] == []
    repris.store.fermer()


def test_un_ordre_donne_apres_la_reprise_en_reponse_a_une_synthese_d_avant_est_suivi(monde: Monde) -> None:
    reference, sauvegarde = liberer_et_sauver(monde)
    refuser(monde)
    synthese = monde.courrier(GESTION, "synthese")
    repris = perdre_et_restaurer(monde, sauvegarde, f"{MARDI}T15:00")
    repris.passer()
    repris.horloge.regler(paris(f"{MARDI}T16:00"))
    repris.repondre(synthese, f"{reference} SUIVANT")
    repris.passer()
    toutes = repris.store.envois("") + repris.store.envois(reference)
    (reponse,) = (envoi.courrier for envoi in toutes if envoi.courrier.gabarit == "reponse_ordre")
    assert [ordre["refus"] for ordre in reponse.contexte["ordres"]] == [""]
    repris.store.fermer()


def test_un_fichier_de_logements_envoye_dans_le_fil_d_un_logement_ne_le_suspend_pas(monde: Monde) -> None:
    reference, sauvegarde = liberer_et_sauver(monde)
    refuser(monde)
    ordonner(monde, f"{reference} SUIVANT")
    monde.passer(f"{MARDI}T10:05")
    monde.horloge.regler(paris(f"{MARDI}T10:30"))
    monde.repondre(monde.courrier(GESTION, "reponse_ordre"), "Ci-joint nos logements.", retoucher=joindre)
    monde.passer()
    monde.passer(f"{MARDI}T10:35")
    assert len(monde.store.references()) == 2
    repris = perdre_et_restaurer(monde, sauvegarde, f"{MARDI}T11:00")
    repris.passer()
    assert repris.faits(reference) == monde.faits(reference)
    assert repris.store.references() == (reference,)
    repris.store.fermer()


def joindre(message: EmailMessage) -> None:
    message.make_mixed()
    message.add_attachment(csv(PRES), maintype="text", subtype="csv", filename="logements.csv")


def test_entre_la_restauration_et_sa_reprise_aucune_racine_n_est_donnee_a_noter(monde: Monde) -> None:
    reference, sauvegarde = liberer_et_sauver(monde)
    refuser(monde)
    ordonner(monde, f"{reference} SUIVANT")
    repris = perdre_et_restaurer(monde, sauvegarde, f"{MARDI}T15:00")
    avant = audits.auditer(repris.store, repris.horloge.maintenant())
    assert "Ne notez pas de racine encore" in " ".join(avant.en_clair("Europe/Paris"))
    assert str(avant.racine) not in " ".join(avant.en_clair("Europe/Paris"))
    assert avant.racine.au is not None
    assert avant.en_json()["racine"] == ""
    (faute,) = audits.auditer(repris.store, repris.horloge.maintenant(), ("0" * 64, avant.racine.au)).fautes
    assert "cette racine-là ne se compare pas" in faute

    repris.passer(f"{MARDI}T15:05")
    notee = (avant.racine.valeur, avant.racine.au)
    (faute,) = audits.auditer(repris.store, repris.horloge.maintenant(), notee).fautes
    assert "cette racine-là ne se compare pas" in faute
    repris.store.fermer()


# --- the second half, until the SNE ---------------------------------------------------------------


def repondre(monde: Monde, adresse: str, gabarit: str, mots: str, le: str) -> None:
    """A pass every morning and at that hour; five minutes later that reply to that letter, and a pass again."""
    matin = monde.horloge.maintenant().replace(hour=6, minute=30) + UN_JOUR
    while matin < paris(le):
        monde.horloge.regler(matin)
        monde.passer()
        matin += UN_JOUR
    monde.passer(le)
    monde.horloge.regler(monde.horloge.maintenant() + CINQ_MINUTES)
    monde.repondre(monde.courrier(adresse, gabarit), mots)
    monde.passer()


def jusqu_au_sne(monde: Monde, etape: int) -> tuple[str, Path]:
    """A dwelling until its dossier is closed, and the backup that was made before that step."""
    reference = monde.liberer()
    monde.passer()
    repondre(monde, VIRY, "offre", "ACCEPTE", "2026-05-04T10:00")
    gestes = [
        (VIRY, "accuse_accord", TROIS, "2026-05-05T10:00"),
        (LEA, "proposition_candidat", "Oui, ce logement m'intéresse.", "2026-05-06T09:00"),
        (GESTION, "synthese", f"{reference} COMMISSION 20/05/2026 14h30 Annecy, salle B", "2026-05-07T09:00"),
        (GESTION, "synthese", f"{reference} CLASSE 2 1 3", "2026-05-20T17:00"),
        (HUGO, "attribution_candidat", "Non merci, c'est trop loin de mon travail.", "2026-05-21T10:00"),
        (LEA, "attribution_candidat", "OUI", "2026-05-22T10:00"),
        (GESTION, "synthese", f"{reference} BAIL 26/05/2026", "2026-05-26T12:00"),
        (GESTION, "synthese", f"{reference} SNE TOUT", "2026-05-27T12:00"),
    ]
    sauvegarde = Path()
    for rang, geste in enumerate(gestes):
        if rang == etape:
            sauvegarde = photographier(monde)
        repondre(monde, *geste)
    assert monde.dossier(reference).statut is S.CLOSE
    return reference, sauvegarde


@pytest.mark.regle("C13")
@pytest.mark.parametrize("etape", range(8), ids=lambda etape: f"sauvée avant le geste {etape + 1}")
def test_perdu_a_n_importe_quelle_etape_le_dossier_est_revecu_jusqu_a_sa_cloture(a_perdre: Monde, etape: int) -> None:
    reference, sauvegarde = jusqu_au_sne(a_perdre, etape)
    repris = perdre_et_restaurer(a_perdre, sauvegarde, "2026-05-27T15:00")
    repris.passer()
    assert repris.faits(reference) == a_perdre.faits(reference)
    assert {cle.partition("/")[0] for cle in identifiants(repris)} == {"alerte"}
    repris.store.fermer()
