"""Les réservataires : l'exemple est valable, et chaque faute est dite avec sa ligne et ce qu'il faut écrire."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest

from robot.adapters.carnets.dossier import ReglageInvalide, charger, initialiser, verifier
from robot.adapters.ressources import racine_ressources
from robot.domain import loi
from robot.domain.carnet import Echelle, Gestion, Perimetre, Silence
from tests.adapters.reglages_d_essai import RESERVATAIRES, ROBOT, avertissements, ecrire, erreurs, trouver, un


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    ecrire(tmp_path)
    return tmp_path


def test_l_exemple_fourni_est_valable_tel_quel(tmp_path):
    initialiser(tmp_path)
    configuration = charger(tmp_path)
    carnet = configuration.carnet
    assert [r.code for r in carnet.reservataires] == [
        "viry",
        "la-balme-de-sillingy",
        "cc-du-genevois",
        "action-logement",
        "prefecture-fonctionnaires",
        "prefecture-reservation-sociale",
        "conseil-departemental",
    ]
    assert trouver(tmp_path, "viry").perimetres == (Perimetre(Echelle.COMMUNE, "74309", "Viry"),)
    assert trouver(tmp_path, "cc-du-genevois").perimetres[0].code == "247400690"
    assert configuration.reglages.messagerie.imap.dossiers == ("INBOX", "\\Junk")
    assert configuration.reglages.base == tmp_path / "robot.sqlite"


@pytest.mark.regle("R80")
def test_dans_l_exemple_seule_la_reservation_sociale_est_deleguee(tmp_path):
    initialiser(tmp_path)
    delegues = [r.code for r in charger(tmp_path).carnet.reservataires if r.gestion is Gestion.DELEGUEE]
    assert delegues == ["prefecture-reservation-sociale"]


def test_l_exemple_n_a_d_avertissement_que_ses_domaines_d_exemple_et_ses_mots_de_passe(tmp_path):
    initialiser(tmp_path)
    dits = [str(a) for a in verifier(tmp_path, {})[1]]
    assert [dit.split(" ")[0] for dit in dits] == ["reservataires.yaml:", "environnement:", "environnement:"]
    assert "viry74.example" in dits[0]


def test_les_clauses_en_commentaire_de_l_exemple_sont_valables_aussi(tmp_path):
    initialiser(tmp_path)
    chemin = tmp_path / "reservataires.yaml"
    lignes = chemin.read_text(encoding="utf-8").splitlines()
    debut = lignes.index("  # convention:")
    actives = [ligne.replace("# ", "", 1) if debut <= n < debut + 11 else ligne for n, ligne in enumerate(lignes)]
    chemin.write_text("\n".join(actives), encoding="utf-8")
    convention = trouver(tmp_path, "la-balme-de-sillingy").convention
    assert convention.reponse.jours_ouvres == 3
    assert convention.fermetures == (date(2026, 12, 24), date(2026, 12, 31))
    assert (convention.debut, convention.fin) == (date(2026, 3, 12), date(2029, 3, 11))
    assert convention.mise_en_demeure == date(2026, 9, 15)


def test_initialiser_n_ecrase_jamais_rien(tmp_path):
    (tmp_path / "robot.yaml").write_text("à moi", encoding="utf-8")
    lignes = initialiser(tmp_path)
    assert (tmp_path / "robot.yaml").read_text(encoding="utf-8") == "à moi"
    assert (tmp_path / "reservataires.yaml").exists()
    assert lignes[0].startswith("gardé")
    assert lignes[1].startswith("écrit")
    assert any(f"robot verifier --config {tmp_path}" in ligne for ligne in lignes)


def test_initialiser_la_ou_on_ne_peut_pas_ecrire_le_dit(tmp_path):
    (tmp_path / "fichier").write_text("", encoding="utf-8")
    with pytest.raises(ReglageInvalide, match="impossible d'écrire ici"):
        initialiser(tmp_path / "fichier" / "dossier")


def test_les_ressources_contiennent_les_deux_exemples():
    assert {chemin.name for chemin in (racine_ressources() / "config").glob("*.yaml")} == {
        "robot.yaml",
        "reservataires.yaml",
    }


def test_les_valeurs_par_defaut_sont_celles_de_la_charte(dossier):
    configuration = charger(dossier)
    reservataire = configuration.carnet.reservataires[0]
    assert reservataire.convention.reponse == loi.SILENCE_VAUT_ACCORD
    assert reservataire.convention.silence is Silence.ACCORD
    assert (reservataire.code, reservataire.gestion) == ("viry", Gestion.DIRECTE)
    assert configuration.reglages.messagerie.imap.port == 993
    assert configuration.reglages.messagerie.smtp.port == 587
    assert configuration.reglages.bailleur.fuseau == "Europe/Paris"
    assert (configuration.carnet.horaires.ouverture, configuration.carnet.horaires.fermeture) == (time(8), time(17))
    assert configuration.avertissements == ()


def test_un_bailleur_de_la_reunion_vit_a_l_heure_de_la_reunion(dossier):
    robot = ROBOT.replace("departement: 74", "departement: La Réunion")
    ecrire(dossier, robot=robot, reservataires=un(perimetre="{commune: Saint-Denis}"))
    assert charger(dossier).carnet.reservataires[0].perimetres[0].code == "97411"
    bailleur = charger(dossier).reglages.bailleur
    assert (bailleur.departement, bailleur.fuseau) == ("974", "Indian/Reunion")


@pytest.mark.regle("R40")
@pytest.mark.parametrize(
    ("adresse", "dit"),
    [
        pytest.param("XXX@XXX.XXX", "vient d'un modèle", id="le modèle XXX@XXX.XXX"),
        pytest.param(".....@.....", "vient d'un modèle", id="le blanc .....@....."),
        pytest.param("", "sans adresse, aucune offre ne peut partir (R40)", id="une adresse vide en gestion directe"),
        pytest.param('"civil@viry74.fr\\nBcc: x@y.fr"', "saut de ligne", id="une injection d'en-tête"),
        pytest.param("civil.viry74.fr", "n'est pas une adresse", id="sans arobase"),
        pytest.param("orientation@bailleur.fr", "se répondrait à lui-même", id="la boîte du robot"),
        pytest.param("Orientation+abc@bailleur.fr", "se répondrait à lui-même", id="la boîte du robot, avec un jeton"),
        pytest.param("[a@viry.fr, b@viry.fr]", "une seule valeur est attendue", id="deux adresses"),
    ],
)
def test_une_adresse_inutilisable_est_refusee_a_sa_ligne(dossier, adresse, dit):
    (erreur,) = erreurs(dossier, reservataires=un(adresse=adresse))
    assert erreur.startswith("reservataires.yaml:2: adresse : ")
    assert dit in erreur
    assert "Écrivez" in erreur


@pytest.mark.regle("R40")
def test_une_adresse_nominative_est_admise_avec_un_avertissement(dossier):
    (dit,) = avertissements(dossier, reservataires=un(adresse="sdaudin@labalmedesillingy.fr"))
    assert dit.startswith("reservataires.yaml:2: adresse : sdaudin@labalmedesillingy.fr semble nominative")
    assert charger(dossier).carnet.reservataires[0].adresse == "sdaudin@labalmedesillingy.fr"


@pytest.mark.regle("R40")
@pytest.mark.parametrize(
    "adresse", ["noreply@viry74.fr", "No-Reply@viry74.fr", "ne-pas-repondre@viry74.fr", "no.reply+x@viry74.fr"]
)
def test_une_adresse_que_personne_ne_lit_est_refusee(dossier, adresse):
    (erreur,) = erreurs(dossier, reservataires=un(adresse=adresse))
    assert erreur.startswith(f"reservataires.yaml:2: adresse : personne ne lit {adresse.lower()}")


@pytest.mark.regle("R40")
def test_une_meme_adresse_pour_deux_communes_est_admise_et_signalee(dossier):
    deux = un() + un("Valleiry", perimetre="{commune: Valleiry}")
    (dit,) = avertissements(dossier, reservataires=deux)
    assert dit.startswith("reservataires.yaml:6: adresse : c'est aussi l'adresse de « Viry » (ligne 1).")
    assert [r.adresse for r in charger(dossier).carnet.reservataires] == ["civil@viry74.fr"] * 2


@pytest.mark.regle("R40")
def test_une_meme_adresse_pour_deux_droits_d_un_corps_est_ordinaire(dossier):
    etat = [
        un(nom, adresse="logement@haute-savoie.gouv.fr", perimetre="{departement: 74}", ordre=ordre)
        for nom, ordre in (("Préfecture fonctionnaires", "3"), ("Préfecture mal-logés", "4"))
    ]
    ecrire(dossier, reservataires="".join(etat))
    assert charger(dossier).avertissements == ()


@pytest.mark.regle("R80")
def test_en_gestion_deleguee_ni_adresse_ni_ordre_ne_sont_exiges(dossier):
    delegue = "- nom: Préfecture\n  gestion: déléguée\n  perimetre: {departement: 74}\n"
    ecrire(dossier, reservataires=RESERVATAIRES + delegue)
    prefecture = trouver(dossier, "prefecture")
    assert (prefecture.adresse, prefecture.gestion) == (None, Gestion.DELEGUEE)


@pytest.mark.regle("R31")
@pytest.mark.parametrize(
    ("perimetre", "attendus"),
    [
        pytest.param("{commune: Viry}", ["74309"], id="Viry est celle du département du bailleur, non du Jura"),
        pytest.param("{commune: 74309}", ["74309"], id="par son code"),
        pytest.param("{commune: Viry (74)}", ["74309"], id="comme le robot la propose"),
        pytest.param("{commune: VIRY}", ["74309"], id="en capitales"),
        pytest.param("{commune: [Viry, Valleiry]}", ["74309", "74288"], id="deux communes"),
        pytest.param("[{commune: Viry}, {epci: CC du Genevois}]", ["74309", "247400690"], id="une liste mêlée"),
        pytest.param("{epci: 247 400 690}", ["247400690"], id="un EPCI par son SIREN"),
        pytest.param("{epci: CC des Quatre Rivières}", ["247400666"], id="des deux homonymes, celui du département"),
        pytest.param("{departement: Haute-Savoie}", ["74"], id="un département par son nom"),
        pytest.param("{département: 74}", ["74"], id="la clé avec son accent"),
    ],
)
def test_un_perimetre_s_ecrit_de_plusieurs_facons(dossier, perimetre, attendus):
    ecrire(dossier, reservataires=un(perimetre=perimetre))
    assert [p.code for p in charger(dossier).carnet.reservataires[0].perimetres] == attendus


@pytest.mark.regle("R31")
@pytest.mark.parametrize(
    ("perimetre", "dit"),
    [
        pytest.param("{commune: Virry}", "Viry (74)", id="une faute propose Viry (74)"),
        pytest.param(
            "{commune: Saint-Sauveur}",
            "aucune commune ne s'appelle « Saint-Sauveur » dans",
            id="onze homonymes ailleurs",
        ),
        pytest.param("{commune: Viry (73)}", "74309 (74)", id="un département où elle n'est pas"),
        pytest.param("{commune: 74580}", "74309 (Viry)", id="un code postal pour un code INSEE"),
        pytest.param("{commune: 74999}", "le code INSEE « 74999 » est inconnu", id="un code inconnu"),
        pytest.param("{epci: CC du Gennevois}", "CC du Genevois", id="une faute dans un EPCI"),
        pytest.param("{epci: 123456789}", "est inconnu", id="un SIREN inconnu"),
        pytest.param("{departement: 99}", "le département « 99 » est inconnu", id="un département inconnu"),
        pytest.param("{canton: Viry}", "ce réglage n'existe pas", id="une échelle inconnue"),
        pytest.param("Viry", "« commune: Viry »", id="un nom sans échelle"),
        pytest.param("{}", "aucun territoire", id="une section vide"),
        pytest.param("{commune: }", "aucun territoire", id="une commune vide"),
        pytest.param("", "ce réglage manque", id="rien"),
    ],
)
def test_un_perimetre_inconnu_est_refuse_avec_une_proposition(dossier, perimetre, dit):
    (erreur,) = erreurs(dossier, reservataires=un(perimetre=perimetre))
    assert "perimetre" in erreur
    assert dit in erreur


@pytest.mark.regle("R31")
@pytest.mark.parametrize(
    ("perimetre", "dit"),
    [
        pytest.param("{commune: Chambéry}", "Chambéry est hors du département 74", id="une commune de Savoie"),
        pytest.param("{epci: CA Grand Chambéry}", "hors du département 74", id="un EPCI de Savoie"),
        pytest.param("{commune: 01400}", "C'est aussi le code postal", id="un code INSEE qui est aussi un code postal"),
    ],
)
def test_un_perimetre_surprenant_donne_un_avertissement(dossier, perimetre, dit):
    assert any(dit in avertissement for avertissement in avertissements(dossier, reservataires=un(perimetre=perimetre)))


@pytest.mark.regle("R31")
def test_deux_epci_homonymes_hors_du_departement_sont_refuses_avec_leurs_siren(dossier):
    savoie = ROBOT.replace("departement: 74", "departement: 73")
    chez_eux = un(perimetre="[{epci: CC des Quatre Rivières}, {commune: Chambéry}]")
    (erreur,) = erreurs(dossier, robot=savoie, reservataires=chez_eux)
    assert "Écrivez son SIREN : 247000623 ou 247400666." in erreur


@pytest.mark.regle("R30")
@pytest.mark.parametrize(
    ("autre", "refuse"),
    [
        pytest.param("{commune: Viry}", True, id="la même commune"),
        pytest.param("{epci: CC du Genevois}", True, id="l'EPCI de la commune"),
        pytest.param("{departement: 74}", True, id="son département"),
        pytest.param("{commune: Valleiry}", False, id="une autre commune"),
        pytest.param("{epci: CC Fier et Usses}", False, id="un autre EPCI"),
    ],
)
def test_deux_rangs_egaux_sur_un_meme_territoire_sont_refuses(dossier, autre, refuse):
    trouvees = erreurs(dossier, reservataires=un() + un("Autre", perimetre=autre))
    assert [e for e in trouvees if "le rang 1 est déjà celui de « Viry » (ligne 1)" in e] == trouvees
    assert bool(trouvees) is refuse


@pytest.mark.parametrize(
    ("reservataires", "dit"),
    [
        pytest.param(un() + un(ordre="2"), "le code « viry » est déjà celui", id="deux fois le même nom"),
        pytest.param(un(code="Viry !"), "ne peut pas servir de code", id="un code avec des capitales"),
        pytest.param(un(ordre=""), "ordre : ce réglage manque", id="pas de rang"),
        pytest.param(un(ordre="premier"), "Écrivez un nombre entier", id="un rang en lettres"),
        pytest.param(un(ordre="0"), "de 1 à", id="un rang nul"),
        pytest.param(un(gestion="directes"), "Écrivez directe ou deleguee", id="une gestion mal écrite"),
        pytest.param(un(adrese="x@y.fr"), "Vouliez-vous dire « adresse »", id="une clé mal écrite"),
        pytest.param(
            un(expediteurs="[maire@viry74.fr, XXX@XXX.XXX]"),
            "expediteurs : « XXX@XXX.XXX »",
            id="un expéditeur de modèle",
        ),
        pytest.param(un(expediteurs="orientation@bailleur.fr"), "se répondrait", id="le robot parmi les expéditeurs"),
        pytest.param(un(mot_de_passe="x"), "ne s'écrit jamais dans ces fichiers", id="un mot de passe"),
        pytest.param(un('"Viry\\nBcc: x@y.fr"'), "Écrivez un texte d'une ligne", id="un saut de ligne dans un nom"),
        pytest.param("- Viry\n", "un réservataire est attendu", id="un nom seul"),
        pytest.param("nom: Viry\n", "une liste de réservataires est attendue", id="sans tiret"),
        pytest.param("", "le fichier est vide", id="un fichier vide"),
        pytest.param("[]\n", "une liste de réservataires est attendue", id="une liste vide"),
        pytest.param(
            "- nom: État\n  gestion: deleguee\n  perimetre: {departement: 74}\n",
            "aucun réservataire n'est en gestion directe",
            id="personne en gestion directe",
        ),
    ],
)
def test_un_reservataire_mal_ecrit_est_refuse(dossier, reservataires, dit):
    trouvees = erreurs(dossier, reservataires=reservataires)
    assert any(dit in erreur for erreur in trouvees), trouvees
    assert all(erreur.startswith("reservataires.yaml:") for erreur in trouvees)


@pytest.mark.regle("R42", "R45")
def test_une_convention_change_les_clauses_et_dit_sa_source(dossier):
    clauses = """
    delai_reponse: {jours_ouvres: 3, source: "Convention, art. 1"}
    silence: {valeur: refus, source: "Convention, art. 2"}
    delai_designation: {jours_ouvres: 20, source: "Convention, art. 3"}
    candidats: {nombre: 1, source: "Convention, art. 4"}
    fermetures: {dates: [24/12/2026, 2026-12-31], source: "Convention, art. 5"}"""
    dits = avertissements(dossier, reservataires=un(convention=clauses))
    convention = charger(dossier).carnet.reservataires[0].convention
    assert convention.reponse == loi.Delai(3, "Convention, art. 1")
    assert convention.silence is Silence.REFUS
    assert convention.designation == loi.Delai(20, "Convention, art. 3")
    assert convention.candidats == loi.Nombre(1, "Convention, art. 4")
    assert convention.fermetures == (date(2026, 12, 24), date(2026, 12, 31))
    assert convention.fermetures_source == "Convention, art. 5"
    assert [dit.split(" : ")[0] for dit in dits] == [
        "reservataires.yaml:6: convention.delai_reponse",
        "reservataires.yaml:7: convention.silence",
        "reservataires.yaml:8: convention.delai_designation",
        "reservataires.yaml:10: convention.fermetures",
    ]


@pytest.mark.parametrize(
    ("clause", "dit"),
    [
        pytest.param("delai_reponse: {jours_ouvres: 3}", "delai_reponse.source : ce réglage manque", id="sans source"),
        pytest.param(
            "delai_reponse: {source: art. 1}", "delai_reponse.jours_ouvres : ce réglage manque", id="sans durée"
        ),
        pytest.param("delai_reponse: {jours_ouvres: 300, source: a}", "de 1 à 30", id="trois cents jours"),
        pytest.param("silence: refus", "Écrivez « silence: {valeur: …, source: …} »", id="une valeur sans source"),
        pytest.param("silence: {valeur: accor, source: a}", "Vouliez-vous dire « accord »", id="un mot mal écrit"),
        pytest.param(
            "fermetures: {dates: [31/02/2026], source: a}", "n'est pas une date", id="un jour qui n'existe pas"
        ),
        pytest.param(
            "fermetures: {dates: [2026-12-24]}", "fermetures.source : ce réglage manque", id="fermetures sans source"
        ),
        pytest.param("candidats:", "la clause est vide", id="une clause vide"),
        pytest.param("delais: {jours_ouvres: 3, source: a}", "ce réglage n'existe pas", id="une clause inconnue"),
    ],
)
def test_une_clause_incomplete_est_refusee(dossier, clause, dit):
    trouvees = erreurs(dossier, reservataires=un(convention=f"\n    {clause}"))
    assert any(dit in erreur for erreur in trouvees), trouvees
