"""The commission's table: the orders of each dwelling as a whole, or none."""

from __future__ import annotations

import pytest

from robot.domain.stimuli import Verbe
from robot.reading.consignes.lues import Consigne, Incomprise
from robot.reading.consignes.table_de_commission import lire_table_de_commission
from tests.reading.test_consignes import champs

FIL = "V-2026-0042"
TITRES = ("Référence", "Candidat", "Décision", "Motif")


def table(*lignes: tuple[str, str, str, str]) -> tuple[Consigne | Incomprise, ...]:
    return lire_table_de_commission((TITRES, *lignes))


@pytest.mark.regle("R67", "R90")
@pytest.mark.parametrize(
    ("lignes", "attendus"),
    [
        pytest.param([(FIL, "1", "attribution", "")], [(Verbe.ATTRIBUE, (1,), "")], id="une attribution"),
        pytest.param(
            [(FIL, "1", "rang 2", ""), (FIL, "2", "Rang 1", ""), (FIL, "3", "non-attribution", "revenus")],
            [(Verbe.CLASSE, (2, 1), ""), (Verbe.NON_ATTRIBUE, (3,), "revenus")],
            id="un classement, dans l'ordre des rangs",
        ),
        pytest.param([(FIL, "1", "rang 1", "")], [(Verbe.ATTRIBUE, (1,), "")], id="un seul rang est une attribution"),
        pytest.param(
            [(FIL, "1", "attribution rang 1", ""), (FIL, "2", "2e rang", "")],
            [(Verbe.CLASSE, (1, 2), "")],
            id="« 2e rang »",
        ),
        pytest.param(
            [(FIL, "1", "Condition suspensive", "avis d'impôt"), (FIL, "2", "Irrecevable", "dossier vide")],
            [(Verbe.CONDITION, (1,), "avis d'impôt"), (Verbe.REJETE, (2,), "dossier vide")],
            id="une condition, un rejet",
        ),
        pytest.param(
            [(FIL, "1", "rang 2", "deux enfants"), (FIL, "2", "rang 1", "DALO")],
            [(Verbe.CLASSE, (2, 1), "DALO; deux enfants")],
            id="un classement et ses raisons",
        ),
        pytest.param([(FIL, "n° 1", "Attribué", "")], [(Verbe.ATTRIBUE, (1,), "")], id="« n° 1 », « Attribué »"),
    ],
)
def test_la_table_donne_les_ordres(
    lignes: list[tuple[str, str, str, str]], attendus: list[tuple[Verbe, tuple[int, ...], str]]
):
    lues = table(*lignes)
    assert [(o.verbe, o.numeros, o.motif) for o in lues if isinstance(o, Consigne)] == attendus
    assert {o.reference for o in lues} == {FIL}


def test_les_candidats_peuvent_etre_nommes_par_leur_numero_unique():
    (ordre,) = table((FIL, "074 2603 012345 74001", "attribution", ""))
    assert isinstance(ordre, Consigne)
    assert (ordre.numeros, ordre.nuds) == ((), ("074260301234574001",))


@pytest.mark.regle("R67")
@pytest.mark.parametrize(
    ("lignes", "mots"),
    [
        ([(FIL, "1", "attribution", ""), (FIL, "2", "attribution", "")], "donnez un rang"),
        ([(FIL, "1", "attribution", ""), (FIL, "2", "rang 2", "")], "donnez un rang"),
        ([(FIL, "1", "rang 1", ""), (FIL, "2", "rang 3", "")], "se suivre"),
        ([(FIL, "1", "rang 1", ""), (FIL, "2", "rang 1", "")], "se suivre"),
        ([(FIL, "1", "rang 1", ""), (FIL, "1", "rang 2", "")], "deux fois"),
        ([(FIL, "1", "rang 1", ""), (FIL, "074260301234574001", "rang 2", "")], "de la même façon"),
        ([(FIL, "1", "non-attribution", "")], "Il manque le motif de la décision « non-attribution »"),
        ([(FIL, "1", "condition suspensive", "-")], "Il manque le motif"),
        ([(FIL, "1", "", "")], "Décision attendue"),
        ([(FIL, "1", "attribution ?", "")], "Décision attendue"),
        ([(FIL, "1", "non attribution ou rang 2", "x")], "Décision attendue"),
        ([(FIL, "", "attribution", "")], "Écrivez le numéro"),
        ([(FIL, "Mme Dupont", "attribution", "")], "Écrivez le numéro"),
        ([(FIL, "7,40326E+16", "attribution", "")], "Écrivez le numéro"),
        ([(FIL, "0", "attribution", "")], "18 chiffres"),
        ([(FIL, "074139901234574001", "attribution", "")], "mois"),
        ([("", "1", "attribution", "")], "Écrivez la référence"),
        ([("V-2026-0042 et V-2026-0043", "1", "attribution", "")], "Écrivez la référence"),
    ],
    ids=str,
)
def test_une_ligne_douteuse_retient_tout_son_logement(lignes: list[tuple[str, str, str, str]], mots: str):
    lues = table(*lignes)
    assert len(lues) == len(lignes)
    assert all(isinstance(lue, Incomprise) for lue in lues)
    assert any(isinstance(lue, Incomprise) and mots in lue.conseil for lue in lues)


def test_une_ligne_fautive_retient_les_autres_du_logement_et_pas_les_autres_logements():
    lues = table((FIL, "1", "attribution", ""), (FIL, "2", "à revoir", ""), ("V-2026-0043", "1", "attribution", ""))
    assert [(type(lue).__name__, lue.reference) for lue in lues] == [
        ("Incomprise", FIL),
        ("Incomprise", FIL),
        ("Consigne", "V-2026-0043"),
    ]


@pytest.mark.parametrize(
    "lignes",
    [
        (),
        (("Référence", "Nom", "Décision"), (FIL, "1", "attribution")),
        (("Référence", "Candidat", "NUD", "Décision"), (FIL, "1", "2", "attribution")),
        tuple((FIL, "1", "attribution", "") for _ in range(20)),
        (TITRES, *(((FIL, "1", "attribution", ""),) * 3000)),
    ],
    ids=["vide", "sans la colonne du candidat", "deux colonnes de candidats", "sans titres", "trop longue"],
)
def test_un_tableau_qui_n_est_pas_le_notre_n_ordonne_rien(lignes: tuple[tuple[str, ...], ...]):
    (lue,) = lire_table_de_commission(lignes)
    assert isinstance(lue, Incomprise)
    assert (lue.reference, lue.ligne) == (
        None,
        " | ".join(cellule for cellule in lignes[0] if cellule) if lignes else "",
    )


def test_un_titre_au_dessus_des_colonnes_et_des_lignes_vides_ne_genent_pas():
    lues = lire_table_de_commission(
        (("Commission du 12 mars",), (), TITRES, ("", "", "", ""), (FIL, "2", "Attribution"), ("",))
    )
    assert [(lue.verbe, lue.numeros) for lue in lues if isinstance(lue, Consigne)] == [(Verbe.ATTRIBUE, (2,))]
    assert len(lues) == 1


@pytest.mark.parametrize(("au_dessus", "lue"), [(9, True), (10, False)], ids=["neuf lignes", "dix"])
def test_les_titres_se_cherchent_dans_les_dix_premieres_lignes(au_dessus: int, lue: bool):
    (ordre,) = lire_table_de_commission((*((("Commission",),) * au_dessus), TITRES, (FIL, "1", "Attribution", "")))
    assert isinstance(ordre, Consigne) is lue


def test_une_ligne_sans_reference_ne_retient_aucun_logement():
    lues = table(("", "1", "attribution", ""), (FIL, "1", "attribution", ""))
    assert [(type(lue).__name__, lue.reference) for lue in lues] == [("Incomprise", None), ("Consigne", FIL)]


def test_un_ordre_ne_dit_rien_que_sa_ligne_ne_dise():
    (ordre,) = table((FIL, "1", "attribution", ""))
    assert champs(ordre) == {"numeros": (1,)}


@pytest.mark.parametrize(
    "titres",
    [
        ("Réf.", "N° candidat", "Décision CALEOL", "Motifs"),
        ("Référence du logement", "Numéro du candidat", "Décision de la commission", "Motif ou condition"),
        ("Logement", "N° du candidat", "Avis", "Motivation"),
        ("Référence logement", "Numéro", "Résultat", "Observations"),
        ("Référence :", "Numéro de candidat", "Décision *", "Raison"),
        ("Référence", "N°", "Décision", "Motif"),
        ("Référence", "Candidat ou NUD", "Décision", "Motif"),
        ("Référence", "Candidat (numéro ou NUD)", "Décision", "Motif"),
    ],
    ids=" | ".join,
)
def test_les_titres_des_commissions(titres: tuple[str, ...]):
    (ordre,) = lire_table_de_commission((titres, (FIL, "2", "Non-attribution", "revenus trop bas")))
    assert isinstance(ordre, Consigne)
    assert (ordre.verbe, ordre.numeros, ordre.motif) == (Verbe.NON_ATTRIBUE, (2,), "revenus trop bas")


def test_le_numero_unique_peut_etre_annonce_et_la_decision_ponctuee():
    lues = lire_table_de_commission(
        (("Référence", "Numéro unique", "Décision"), (FIL, "NUD 074260301234574001", "Attribution."))
    )
    assert [(lue.verbe, lue.nuds) for lue in lues if isinstance(lue, Consigne)] == [
        (Verbe.ATTRIBUE, ("074260301234574001",))
    ]


def test_un_ordre_cite_ses_lignes_et_un_refus_dit_quoi_ecrire():
    (ordre,) = table((FIL, "1", "rang 1", ""), (FIL, "2", "rang 2", ""))
    assert isinstance(ordre, Consigne)
    assert ordre.ligne == f"{FIL} | 1 | rang 1 / {FIL} | 2 | rang 2"
    (refus,) = table((FIL, "1", "attribution ?", ""))
    assert isinstance(refus, Incomprise)
    assert "condition suspensive" in refus.conseil
    juste, fautive = table((FIL, "1", "attribution", ""), (FIL, "2", "à revoir", ""))[::-1]
    assert isinstance(fautive, Incomprise)
    assert isinstance(juste, Incomprise)
    assert "D'autres lignes" in juste.conseil
    (titres,) = lire_table_de_commission((("Référence", "Nom"), (FIL, "1")))
    assert (titres.ligne, "référence, candidat, décision, motif" in getattr(titres, "conseil", "")) == (
        "Référence | Nom",
        True,
    )


def test_une_ligne_plus_courte_que_ses_titres_se_lit():
    (ordre,) = lire_table_de_commission((TITRES, (FIL, "1", "Attribution")))
    assert isinstance(ordre, Consigne)
    (sans_motif,) = lire_table_de_commission((TITRES, (FIL, "1", "Non-attribution")))
    assert isinstance(sans_motif, Incomprise)


def test_deux_mille_lignes_se_lisent_et_pas_une_de_plus():
    pleine = tuple((f"V-2026-{rang:04d}", "1", "attribution", "") for rang in range(1999))
    assert len(lire_table_de_commission((TITRES, *pleine))) == 1999
    assert len(lire_table_de_commission((TITRES, *pleine, (FIL, "1", "attribution", "")))) == 1
