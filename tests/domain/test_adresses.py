"""Les adresses : lesquelles servent, lesquelles sont d'une personne, et qui peut répondre (R40)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from robot.domain.adresses import (
    DOMAINES_PUBLICS,
    Motif,
    defaut,
    domaine,
    domaine_public,
    est_nominative,
    normaliser,
    peut_repondre,
)
from robot.domain.carnet import Echelle, Perimetre, Reservataire

VIRY = Perimetre(Echelle.COMMUNE, "74309", "Viry")


def reservataire(adresse: str | None, *expediteurs: str) -> Reservataire:
    return Reservataire("viry", "Commune de Viry", adresse, (VIRY,), 1, expediteurs=expediteurs)


@pytest.mark.regle("R40")
@pytest.mark.parametrize(
    ("adresse", "motif"),
    [
        pytest.param("civil@viry74.fr", None, id="l'adresse de Viry dans les conventions Halpades et Mont-Blanc"),
        pytest.param(
            "sdaudin@labalmedesillingy.fr", None, id="une adresse nominative peut servir, avec un avertissement"
        ),
        pytest.param("ddets-reservation-sociale@haute-savoie.gouv.fr", None, id="l'adresse de la DDETS"),
        pytest.param("XXX@XXX.XXX", Motif.MODELE, id="le modèle Alliade : XXX@XXX.XXX"),
        pytest.param(".....@.....", Motif.MODELE, id="le blanc de la convention HSH : .....@....."),
        pytest.param("……@……", Motif.MODELE, id="le même blanc avec des points de suspension"),
        pytest.param("exemple@viry74.fr", Motif.MODELE, id="exemple@ est à compléter"),
        pytest.param("Prenom.Nom@viry74.fr", Motif.MODELE, id="prenom.nom@ est à compléter"),
        pytest.param("mairie@exemple.fr", Motif.MODELE, id="exemple.fr est à compléter"),
        pytest.param("xxx@viry74.fr", Motif.MODELE, id="xxx@ est à compléter"),
        pytest.param("", Motif.VIDE, id="vide"),
        pytest.param("   ", Motif.VIDE, id="des espaces seulement"),
        pytest.param(
            "civil@viry74.fr\nBcc: pirate@mal.fr", Motif.INJECTION, id="un saut de ligne ajouterait un en-tête"
        ),
        pytest.param("civil@viry74.fr\r", Motif.INJECTION, id="un retour chariot à la fin"),
        pytest.param("civil@viry74.fr\n", Motif.INJECTION, id="un saut de ligne à la fin"),
        pytest.param("ci\x00vil@viry74.fr", Motif.INJECTION, id="un octet nul"),
        pytest.param("civil@viry74.fr\u2028", Motif.INJECTION, id="un séparateur de ligne Unicode"),
        pytest.param("civil@v\u202eiry74.fr", Motif.INJECTION, id="une inversion du sens d'écriture"),
        pytest.param("civil@évian.fr", Motif.ACCENT, id="un domaine accentué"),
        pytest.param("secrétariat@viry74.fr", Motif.ACCENT, id="un accent avant l'arobase"),
        pytest.param("civil@vіry74.fr", Motif.ACCENT, id="un « і » cyrillique qui ressemble à un i"),
        pytest.param("civil.viry74.fr", Motif.SYNTAXE, id="sans arobase"),
        pytest.param("civil@viry74", Motif.SYNTAXE, id="un domaine sans point"),
        pytest.param("civil@@viry74.fr", Motif.SYNTAXE, id="deux arobases"),
        pytest.param("civil@viry74.fr, mairie@viry74.fr", Motif.SYNTAXE, id="deux adresses"),
        pytest.param("Mairie <civil@viry74.fr>", Motif.SYNTAXE, id="un nom et des chevrons"),
        pytest.param("civil..x@viry74.fr", Motif.SYNTAXE, id="deux points de suite"),
        pytest.param(".civil@viry74.fr", Motif.SYNTAXE, id="un point au début"),
        pytest.param("civil@-viry.fr", Motif.SYNTAXE, id="un domaine qui commence par un tiret"),
        pytest.param("civil@viry..fr", Motif.SYNTAXE, id="un domaine à deux points de suite"),
        pytest.param("civil@127.0.0.1", Motif.SYNTAXE, id="une adresse IP"),
        pytest.param("civil viry@viry74.fr", Motif.SYNTAXE, id="un espace au milieu"),
        pytest.param("c" * 65 + "@viry74.fr", Motif.SYNTAXE, id="plus de 64 caractères avant l'arobase"),
        pytest.param("c@" + "viry." * 60 + "fr", Motif.SYNTAXE, id="plus de 254 caractères"),
        pytest.param("robot+v-2026-0042.1.abc@bailleur.fr", None, id="un sous-adressage"),
        pytest.param("  Civil@Viry74.FR ", None, id="des espaces autour et des capitales"),
    ],
)
def test_une_adresse_sert_ou_dit_pourquoi_elle_ne_sert_pas(adresse, motif):
    assert defaut(adresse) is motif


def test_une_adresse_se_compare_en_minuscules_et_sans_espaces_autour():
    assert normaliser("  Civil@Viry74.FR ") == "civil@viry74.fr"
    assert domaine("Civil@Viry74.FR") == "viry74.fr"
    assert domaine("civil") == ""


@given(st.text(max_size=80))
def test_une_adresse_admise_tient_sur_une_ligne_ascii_et_se_normalise_une_fois(texte):
    if defaut(texte) is None:
        propre = normaliser(texte)
        assert propre.isascii()
        assert propre.isprintable()
        assert " " not in propre
        assert propre.count("@") == 1
        assert normaliser(propre) == propre


@pytest.mark.regle("R40")
@pytest.mark.parametrize(
    ("adresse", "nominative"),
    [
        pytest.param("sdaudin@labalmedesillingy.fr", True, id="sdaudin@ : une initiale et un nom"),
        pytest.param("jeanne.martin@viry74.fr", True, id="prénom.nom@"),
        pytest.param("j.martin@viry74.fr", True, id="initiale.nom@"),
        pytest.param("jean-luc.bernard2@viry74.fr", True, id="un prénom composé et un chiffre"),
        pytest.param("mairie@labalmedesillingy.fr", False, id="mairie@"),
        pytest.param("logement@viry74.fr", False, id="logement@"),
        pytest.param("accueil@viry74.fr", False, id="accueil@"),
        pytest.param("civil@viry74.fr", False, id="civil@"),
        pytest.param("contact@viry74.fr", False, id="contact@"),
        pytest.param("urbanisme@viry74.fr", False, id="urbanisme@"),
        pytest.param("mairie.labalme@orange.fr", False, id="mairie.labalme@ chez un fournisseur public"),
        pytest.param("logementsocial@annecy.fr", False, id="logementsocial@ en un mot"),
        pytest.param("ddets-reservation-sociale@haute-savoie.gouv.fr", False, id="ddets-reservation-sociale@"),
        pytest.param("viry@viry74.fr", False, id="le nom de la commune, comme son domaine"),
        pytest.param("rsn74@actionlogement.fr", False, id="un sigle sans voyelle"),
        pytest.param("74@viry74.fr", False, id="des chiffres seuls"),
    ],
)
def test_une_adresse_de_personne_se_reconnait(adresse, nominative):
    assert est_nominative(adresse) is nominative


@pytest.mark.parametrize("fournisseur", ["orange.fr", "wanadoo.fr", "gmail.com", "free.fr", "laposte.net", "sfr.fr"])
def test_un_fournisseur_public_ne_dit_rien_de_qui_ecrit(fournisseur):
    assert domaine_public(f"mairie.viry@{fournisseur}")
    assert domaine_public(f"MAIRIE@{fournisseur.upper()}")
    assert domaine_public(f"mairie@viry.{fournisseur}")


def test_le_domaine_d_une_commune_n_est_pas_public():
    assert not domaine_public("civil@viry74.fr")
    assert not domaine_public("mairie@pasorange.fr")


@pytest.mark.regle("R40")
@pytest.mark.parametrize(
    ("expediteur", "attendu"),
    [
        pytest.param("civil@viry74.fr", "adresse générique", id="l'adresse elle-même"),
        pytest.param("Civil@VIRY74.fr", "adresse générique", id="l'adresse en capitales"),
        pytest.param(
            "maire@laposte.net", "expéditeurs autorisés", id="une adresse déclarée, même chez un fournisseur public"
        ),
        pytest.param("jeanne.martin@viry74.fr", "du domaine viry74.fr", id="une collègue, au même domaine"),
    ],
)
def test_peuvent_repondre(expediteur, attendu):
    raison = peut_repondre(reservataire("civil@viry74.fr", "Maire@laposte.net"), expediteur)
    assert raison is not None
    assert attendu in raison
    assert "Commune de Viry" in raison


@pytest.mark.regle("R40")
@pytest.mark.parametrize(
    ("adresse", "expediteur"),
    [
        pytest.param("civil@viry74.fr", "civil@viry75.fr", id="un autre domaine"),
        pytest.param("civil@viry74.fr", "civil@viry74.fr.pirate.com", id="le domaine suivi d'un autre"),
        pytest.param("civil@viry74.fr", "x@pirateviry74.fr", id="un domaine qui finit pareil"),
        pytest.param("civil@viry74.fr", "x@infos.viry74.fr", id="un sous-domaine, souvent prêté à un routeur"),
        pytest.param("civil@mairie.viry74.fr", "x@viry74.fr", id="le domaine au-dessus"),
        pytest.param("mairie.viry@orange.fr", "autre@orange.fr", id="un autre client du même fournisseur"),
        pytest.param("viry@mairie.free.fr", "autre@mairie.free.fr", id="un sous-domaine de fournisseur"),
        pytest.param("civil@viry74.fr", "civil@viry74.fr\n", id="un saut de ligne caché"),
        pytest.param("civil@viry74.fr", "", id="aucun expéditeur"),
        pytest.param("civil@viry74.fr", "@viry74.fr", id="un domaine sans personne"),
        pytest.param("civil@viry74.fr", 'civil@viry74.fr"@pirate.com', id="deux arobases"),
        pytest.param("civil@viry74.fr", "cіvil@viry74.fr", id="un « і » cyrillique"),
        pytest.param(None, "civil@viry74.fr", id="une gestion déléguée n'a rien à répondre"),
    ],
)
def test_ne_peuvent_pas_repondre(adresse, expediteur):
    assert peut_repondre(reservataire(adresse), expediteur) is None


@given(public=st.sampled_from(sorted(DOMAINES_PUBLICS)), qui=st.from_regex(r"[a-z]{3,12}", fullmatch=True))
def test_chez_un_fournisseur_public_seule_l_adresse_exacte_repond(public, qui):
    chez = reservataire(f"mairie.viry@{public}")
    assert peut_repondre(chez, f"mairie.viry@{public}") is not None
    assert peut_repondre(chez, f"{qui}@{public}") is None
