"""What a person has to type into the national register, without delay (R65, R66), line by line."""

from __future__ import annotations

import pytest

from robot.adapters.base.serie import fait_efface, fait_en_json
from robot.domain import faits as f
from robot.domain.decisions.ordres import OrdreImpossible, permis
from robot.domain.dossier import NatureSne, Statut
from robot.domain.faits import EFFACE
from robot.domain.statuts import replier
from robot.domain.stimuli import Avis, Remise, Verbe
from tests.domain.menages import dalo, menage
from tests.domain.seconde_moitie import Histoire, a_signer, attribuee, complete, convoquee
from tests.fabrique import libere


def lignes(histoire: Histoire) -> list[tuple[str, int, str]]:
    """What is still to type: nature, candidate, precision."""
    return [(tache.nature, tache.candidat, tache.precision) for tache in histoire.dossier.sne if tache.a_saisir]


def muet(histoire: Histoire) -> None:
    histoire.partir(1)
    histoire.rapporter(1, Remise.FAITE)
    histoire.a("2026-05-19T08:00").avancer()


def louee_apres_un_silence() -> Histoire:
    """A DALO household was silent, which was a refusal (line 2); others were designated, and one has signed."""
    histoire = complete(dalo(1))
    muet(histoire)
    histoire.designer(menage(2), menage(3), menage(4))
    histoire.commission("2026-06-10T14:30")
    histoire.a("2026-06-11T09:00").ordonner(Verbe.CLASSE, 2, 3, 4)
    histoire.partir(2)
    histoire.repondre(2, Avis.ACCEPTE)
    histoire.ordonner(Verbe.BAIL, jour="2026-06-11")
    return histoire


@pytest.mark.regle("R65")
@pytest.mark.parametrize(
    ("depart", "geste", "ajoutees"),
    [
        pytest.param(
            lambda: complete(dalo(1)), lambda h: h.repondre(1, Avis.REFUSE),
            [("refus", 1, "refus du candidat")], id="un refus",
        ),
        pytest.param(
            complete, lambda h: h.ordonner(Verbe.NON, 1, motif="dossier non constitué"),
            [("refus", 1, "dossier non constitué")], id="un dossier non constitué",
        ),
        pytest.param(
            lambda: complete(dalo(1)), muet, [("refus", 1, "sans réponse dans le délai")], id="un silence qui est un refus"
        ),
        pytest.param(complete, lambda h: h.repondre(1, Avis.ACCEPTE), [], id="un accord n'est pas une ligne"),
        pytest.param(
            lambda: complete().tous_partis(), lambda h: h.a("2026-05-20T09:00").avancer(), [],
            id="un silence qui ne refuse rien n'est pas une ligne",
        ),
        pytest.param(
            lambda: convoquee().a("2026-06-11T09:00"), lambda h: h.ordonner(Verbe.CLASSE, 2, 1),
            [("resultat", 2, "attribution par rang 1"), ("resultat", 1, "attribution par rang 2")], id="un classement",
        ),
        pytest.param(
            lambda: convoquee().a("2026-06-11T09:00"), lambda h: h.ordonner(Verbe.NON_ATTRIBUE, 3),
            [("resultat", 3, "non-attribution")], id="une non-attribution",
        ),
    ],
)  # fmt: skip
def test_chaque_evenement_laisse_sa_ligne(depart, geste, ajoutees):
    histoire = depart()
    avant = len(histoire.dossier.sne)
    geste(histoire)
    assert lignes(histoire)[avant:] == ajoutees


@pytest.mark.regle("R65")
@pytest.mark.parametrize(
    ("depart", "geste", "motif"),
    [
        pytest.param(
            complete, lambda h: h.repondre(2, Avis.REFUSE, motif="trop loin"), "trop loin", id="le refus d'un ménage"
        ),
        pytest.param(
            complete, lambda h: h.ordonner(Verbe.NON, 2, motif="au téléphone : trop petit"),
            "au téléphone : trop petit", id="le refus que le service a saisi",
        ),
        pytest.param(
            lambda: convoquee().a("2026-06-11T09:00"),
            lambda h: h.ordonner(Verbe.NON_ATTRIBUE, 3, motif="ressources insuffisantes"),
            "ressources insuffisantes", id="une non-attribution",
        ),
        pytest.param(
            lambda: convoquee().a("2026-06-11T09:00"), lambda h: h.ordonner(Verbe.REJETE, 3, motif="titre expiré"),
            "titre expiré", id="un rejet",
        ),
        pytest.param(
            lambda: convoquee().a("2026-06-11T09:00"), lambda h: h.ordonner(Verbe.CONDITION, 3, motif="avis d'impôt"),
            "avis d'impôt", id="la condition d'une attribution",
        ),
        pytest.param(
            lambda: convoquee().a("2026-06-11T09:00"), lambda h: h.ordonner(Verbe.CLASSE, 3, motif="par courriel"), "",
            id="un classement n'a pas de motif",
        ),
        pytest.param(lambda: complete(dalo(1)), muet, "", id="un silence n'en dit pas"),
    ],
)  # fmt: skip
def test_un_refus_et_une_non_attribution_gardent_leur_motif(depart, geste, motif):
    histoire = depart()
    geste(histoire)
    assert [tache.motif for tache in histoire.dossier.sne][-1] == motif


@pytest.mark.regle("R65", "R74")
def test_un_silence_tombe_n_est_pas_saisi_comme_un_refus():
    histoire = complete(dalo(1))
    muet(histoire)
    histoire.a("2026-05-20T11:00").rapporter(1, Remise.ECHOUEE)
    assert lignes(histoire) == [("proposition", 1, "")]
    histoire.ordonner(Verbe.NON, 1)
    assert lignes(histoire) == [("proposition", 1, ""), ("refus", 1, "refus du candidat")]
    histoire.ordonner(Verbe.SNE)
    assert lignes(histoire) == []


A_ANNULER = ("refus", 1, "refus à annuler : ce silence n'en était pas un")


@pytest.mark.regle("R65", "R74")
@pytest.mark.parametrize(
    "saisir",
    [
        pytest.param(lambda h, _vu: h.ordonner(Verbe.SNE, 2), id="il nomme la ligne"),
        pytest.param(lambda h, vu: h.ordonner(Verbe.SNE, connu=vu), id="il l'avait sous les yeux quand il dit TOUT"),
    ],
)
@pytest.mark.parametrize("avant", [False, True], ids=["saisi après", "saisi avant"])
def test_un_refus_deja_saisi_est_a_annuler_quand_le_silence_tombe(saisir, avant):
    histoire = complete(dalo(1))
    muet(histoire)
    vu = histoire.dossier
    if avant:
        saisir(histoire, vu)
    histoire.a("2026-05-20T11:00").rapporter(1, Remise.ECHOUEE)
    if not avant:
        assert A_ANNULER not in lignes(histoire)
        saisir(histoire, vu)
    assert A_ANNULER in lignes(histoire)
    histoire.ordonner(Verbe.SNE, 3)
    assert A_ANNULER not in lignes(histoire)


@pytest.mark.regle("R65", "R107")
def test_un_motif_efface_du_journal_l_est_de_sa_ligne():
    histoire = complete()
    histoire.repondre(2, Avis.REFUSE, motif="trop loin de mon ancien mari")
    relus = [fait_efface(type(fait).__name__, fait_en_json(fait)[0]) for fait in (libere(), *histoire.faits)]
    efface = replier(None, relus)
    assert efface is not None
    assert [tache.motif for tache in efface.sne] == ["", "", "", EFFACE]


@pytest.mark.regle("R65")
def test_chaque_proposition_laisse_une_ligne_et_une_lettre_refaite_n_en_laisse_pas_une_autre():
    histoire = complete()
    assert [ligne[:2] for ligne in lignes(histoire)] == [("proposition", 1), ("proposition", 2), ("proposition", 3)]
    histoire.a("2026-05-12T09:00").avancer()  # the letters could not leave: they are dated anew
    assert histoire.proposition(1).tour == 2
    assert len(lignes(histoire)) == 3


@pytest.mark.regle("R65")
def test_l_offre_apres_la_commission_n_est_pas_une_seconde_proposition():
    assert [ligne[0] for ligne in lignes(attribuee())].count(NatureSne.PROPOSITION) == 3


@pytest.mark.regle("R66")
def test_le_bail_demande_une_radiation_et_le_dossier_se_ferme_une_fois_tout_saisi():
    histoire = a_signer()
    histoire.ordonner(Verbe.BAIL, jour="2026-06-11")
    assert lignes(histoire)[-1] == ("radiation", 1, "bail signé le 11/06/2026")
    radiation = histoire.dossier.sne[-1].numero
    histoire.ordonner(Verbe.SNE, radiation)
    assert histoire.statut is Statut.LOUEE
    histoire.ordonner(Verbe.SNE)
    assert (histoire.statut, lignes(histoire)) == (Statut.CLOSE, [])
    with pytest.raises(OrdreImpossible, match="rien à saisir"):
        histoire.ordonner(Verbe.SNE)


@pytest.mark.regle("R66", "R74")
@pytest.mark.parametrize("saisie_apres", [False, True], ids=["jamais saisi", "saisi quand même"])
def test_un_logement_loue_se_ferme_quand_sa_derniere_ligne_etait_un_silence_qui_tombe(saisie_apres):
    histoire = louee_apres_un_silence()
    histoire.ordonner(Verbe.SNE, *(t.numero for t in histoire.dossier.sne if t.nature != NatureSne.REFUS))
    assert (histoire.statut, len(lignes(histoire))) == (Statut.LOUEE, 1)
    histoire.a("2026-06-12T09:00").rapporter(1, Remise.ECHOUEE)
    assert (histoire.statut, lignes(histoire)) == (Statut.CLOSE, [])
    assert Verbe.SNE not in permis(histoire.dossier)
    if saisie_apres:
        histoire.ordonner(Verbe.SNE, 2)
        assert lignes(histoire) == [A_ANNULER], (
            "il l'a bien tapée : elle est à défaire, même nommée d'un nouveau message"
        )
    else:
        with pytest.raises(OrdreImpossible, match="rien à saisir"):
            histoire.ordonner(Verbe.SNE)


@pytest.mark.regle("R66", "R74")
def test_un_logement_loue_dont_rien_ne_reste_a_saisir_se_ferme_encore_par_un_ordre():
    """A journal written before the rule above."""
    histoire = louee_apres_un_silence()
    histoire.ordonner(Verbe.SNE, *(t.numero for t in histoire.dossier.sne if t.nature != NatureSne.REFUS))
    tombe = f.SilenceTombe(
        le=histoire.maintenant, rang=1, numero=1, tour=1, repondu=False, revient=False, preuve="revenue", message=""
    )
    histoire.appliquer((tombe,))
    assert (histoire.statut, lignes(histoire), permis(histoire.dossier)) == (Statut.LOUEE, [], (Verbe.SNE,))
    histoire.ordonner(Verbe.SNE)
    assert histoire.statut is Statut.CLOSE


@pytest.mark.regle("R65")
def test_tout_saisir_avant_le_bail_ne_ferme_rien():
    histoire = complete()
    histoire.ordonner(Verbe.SNE)
    assert (histoire.statut, lignes(histoire)) == (Statut.COMPLETE, [])


@pytest.mark.regle("R65")
def test_cocher_deux_fois_ou_dans_le_desordre_revient_au_meme():
    histoire = complete()
    histoire.ordonner(Verbe.SNE, 3, 1, 3)
    (saisi,) = histoire.de_type(f.SneSaisi)
    assert saisi.taches == (1, 3)
    histoire.ordonner(Verbe.SNE, 1, 2)
    assert lignes(histoire) == []


@pytest.mark.regle("R65")
def test_une_ligne_inconnue_est_refusee_et_celles_qui_attendent_sont_dites():
    histoire = complete()
    histoire.ordonner(Verbe.SNE, 2)
    with pytest.raises(OrdreImpossible, match=r"n'a pas de ligne 7\. Lignes à saisir : 1, 3\."):
        histoire.ordonner(Verbe.SNE, 1, 7)
    assert len(lignes(histoire)) == 2


@pytest.mark.regle("R65")
def test_les_lignes_d_un_logement_parti_ailleurs_restent_a_saisir():
    histoire = complete()
    histoire.ordonner(Verbe.ANNULER)
    assert len(lignes(histoire)) == 3
    histoire.ordonner(Verbe.SNE)
    assert (histoire.statut, lignes(histoire)) == (Statut.ANNULEE, [])


def test_les_lignes_se_numerotent_a_la_suite_et_ne_se_renumerotent_jamais():
    histoire = complete(menage(1), menage(2), menage(3))
    histoire.ordonner(Verbe.SNE, 1)
    histoire.repondre(2, Avis.REFUSE)
    assert [tache.numero for tache in histoire.dossier.sne] == [1, 2, 3, 4]
