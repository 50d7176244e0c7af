"""Le carnet et les réglages : l'exemple est valable, et chaque faute est dite avec sa ligne et ce qu'il faut écrire."""

from __future__ import annotations

import stat
from datetime import date, time
from pathlib import Path

import pytest

from robot.adapters.carnets import Rechargeur, ReglageInvalide, charger, initialiser, verifier
from robot.adapters.carnets_secrets import Secret, fichier_du_secret, mot_de_passe, secret_des_jetons
from robot.adapters.ressources import racine_ressources
from robot.domain import loi
from robot.domain.carnet import Echelle, Gestion, Perimetre, Reservataire, Silence
from robot.ports import Carnets

ROBOT = """\
bailleur:
  nom: Office de démonstration
  siren: 123 456 782
  departement: 74
  adresse: orientation@bailleur.fr
  service: Attributions
  telephone: 04 50 00 00 00
  prefixe: V
messagerie:
  imap: {hote: imap.bailleur.fr, securite: tls, identifiant: orientation}
  smtp: {hote: smtp.bailleur.fr, securite: starttls, identifiant: orientation}
  serveur_de_confiance: mx.bailleur.fr
base: robot.sqlite
gestionnaires:
  - {nom: Camille Durand, adresse: camille.durand@bailleur.fr}
administrateurs:
  - {nom: Support, adresse: support@bailleur.fr}
ddets: {nom: DDETS, adresse: ddets-reservation-sociale@haute-savoie.gouv.fr}
"""
RESERVATAIRES = """\
- nom: Viry
  adresse: civil@viry74.fr
  perimetre: {commune: Viry}
  ordre: 1
"""


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    ecrire(tmp_path)
    return tmp_path


def ecrire(dossier: Path, robot: str = ROBOT, reservataires: str = RESERVATAIRES) -> None:
    (dossier / "robot.yaml").write_text(robot, encoding="utf-8")
    (dossier / "reservataires.yaml").write_text(reservataires, encoding="utf-8")


def trouver(dossier: Path, code: str) -> Reservataire:
    reservataire = charger(dossier).carnet.reservataire(code)
    assert reservataire is not None
    return reservataire


def erreurs(dossier: Path, **fichiers: str) -> list[str]:
    ecrire(dossier, **fichiers)
    return [str(anomalie) for anomalie in verifier(dossier, {})[0]]


def avertissements(dossier: Path, **fichiers: str) -> list[str]:
    """Those of the settings; the passwords are another matter."""
    ecrire(dossier, **fichiers)
    return [str(a) for a in verifier(dossier, {"ROBOT_IMAP_MOT_DE_PASSE": "x", "ROBOT_SMTP_MOT_DE_PASSE": "x"})[1]]


def un(nom: str = "Viry", **reglages: str) -> str:
    """One réservataire in YAML, with some settings changed."""
    tous = {"adresse": "civil@viry74.fr", "perimetre": "{commune: Viry}", "ordre": "1"} | reglages
    return f"- nom: {nom}\n" + "".join(f"  {cle}: {valeur}\n" for cle, valeur in tous.items())


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
    actives = [ligne.replace("# ", "", 1) if debut <= n < debut + 7 else ligne for n, ligne in enumerate(lignes)]
    chemin.write_text("\n".join(actives), encoding="utf-8")
    convention = trouver(tmp_path, "la-balme-de-sillingy").convention
    assert convention.reponse.jours_ouvres == 3
    assert convention.fermetures == (date(2026, 12, 24), date(2026, 12, 31))


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
def test_une_meme_adresse_pour_deux_reservataires_est_admise(dossier):
    ecrire(dossier, reservataires=un() + un("Valleiry", perimetre="{commune: Valleiry}"))
    assert [r.adresse for r in charger(dossier).carnet.reservataires] == ["civil@viry74.fr"] * 2


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


@pytest.mark.parametrize(
    ("avant", "apres", "dit"),
    [
        pytest.param(
            "123 456 782", "123 456 783", "robot.yaml:3: bailleur.siren : la clé du SIREN", id="un SIREN inexact"
        ),
        pytest.param("123 456 782", "12345", "Écrivez ses 9 chiffres", id="un SIREN trop court"),
        pytest.param("departement: 74", "departement: Haute-Savoi", "Haute-Savoie (74)", id="un département mal écrit"),
        pytest.param("prefixe: V", "prefixe: 2026", "ne peut pas commencer une référence", id="un préfixe en chiffres"),
        pytest.param(
            "telephone: 04 50 00 00 00", "telephone: bureau", "n'est pas un numéro", id="un téléphone en lettres"
        ),
        pytest.param("  service: Attributions\n", "", "bailleur.service : ce réglage manque", id="un service absent"),
        pytest.param("prefixe: V", "prefixe: V\n  fuseau: Europe/Pari", "Europe/Paris", id="un fuseau mal écrit"),
        pytest.param("prefixe: V", "prefixe: V\n  fuseau: ../etc/passwd", "est inconnu", id="un fuseau hostile"),
        pytest.param(
            "prefixe: V", "prefixe: V\n  jours_feries: GES", "Écrivez l'un de : nationaux", id="des fériés inconnus"
        ),
        pytest.param(
            "orientation@bailleur.fr", "camille.durand@bailleur.fr", "s'écrirait à lui-même", id="le robot gestionnaire"
        ),
        pytest.param("orientation@bailleur.fr", "robot+x@bailleur.fr", "elle contient « + »", id="un sous-adressage"),
        pytest.param("securite: tls", "securite: aucune", "en clair", id="sans chiffrement vers une autre machine"),
        pytest.param("securite: tls", "securite: ssl", "Écrivez tls ou starttls ou aucune", id="une sécurité inconnue"),
        pytest.param("securite: tls", "securite: tls, port: 70000", "de 1 à 65535", id="un port impossible"),
        pytest.param("imap.bailleur.fr", "https://imap", "n'est pas un nom de serveur", id="une URL pour un serveur"),
        pytest.param("securite: tls", "securite: tls, dossiers: Courrier", "n'est pas relevée", id="INBOX oubliée"),
        pytest.param(
            "securite: tls", "securite: tls, a_voir: INBOX", "trois noms différents", id="ranger là où on relève"
        ),
        pytest.param(
            "securite: tls", "securite: tls, mot_de_passe: x", "messagerie.imap.mot_de_passe", id="un mot de passe"
        ),
        pytest.param(
            "securite: tls", "securite: tls, password: x", "ne s'écrit jamais", id="un mot de passe en anglais"
        ),
        pytest.param(
            "base: robot.sqlite", "base: postgresql://x:y@h/b", "Écrivez le nom d'un fichier", id="une URL de base"
        ),
        pytest.param("base: robot.sqlite\n", "", "base : ce réglage manque", id="pas de base"),
        pytest.param("base: robot.sqlite", "base: x\npasse: 1", "de 5 à 3600", id="une passe trop courte"),
        pytest.param(
            "base: robot.sqlite", "base: x\nhoraires: {ouverture: 25:00}", "n'est pas une heure", id="25 heures"
        ),
        pytest.param(
            "base: robot.sqlite",
            "base: x\nhoraires: {ouverture: 18h}",
            "ne suit pas l'ouverture",
            id="fermer avant d'ouvrir",
        ),
        pytest.param("base: robot.sqlite", "base: x\nhoraires: {tous_les_jours: parfois}", "oui ou non", id="parfois"),
        pytest.param("base: robot.sqlite", "base: x\nbse: y", "Vouliez-vous dire « base »", id="une clé mal écrite"),
        pytest.param(
            "- {nom: Camille Durand, adresse: camille.durand@bailleur.fr}", "", "gestionnaire", id="aucun gestionnaire"
        ),
        pytest.param(
            "- {nom: Camille Durand, adresse: camille.durand@bailleur.fr}",
            "- Camille",
            "« - nom: … »",
            id="un gestionnaire sans adresse",
        ),
    ],
)
def test_un_reglage_du_robot_mal_ecrit_est_refuse(dossier, avant, apres, dit):
    assert avant in ROBOT
    trouvees = erreurs(dossier, robot=ROBOT.replace(avant, apres, 1))
    assert any(dit in erreur for erreur in trouvees), trouvees
    assert all(erreur.startswith("robot.yaml:") for erreur in trouvees)


@pytest.mark.parametrize(
    ("avant", "apres", "dit"),
    [
        pytest.param("  serveur_de_confiance: mx.bailleur.fr\n", "", "usurpé", id="aucun serveur de confiance"),
        pytest.param(
            "securite: tls", "securite: tls, dossiers: [INBOX]", "passerait pour un silence", id="indésirables non lus"
        ),
        pytest.param(
            "securite: starttls", "securite: starttls, port: 465", "le port 465 sert", id="un port d'un autre usage"
        ),
        pytest.param("ddets:", "# ddets:", "R73", id="pas de DDETS"),
        pytest.param(
            "administrateurs:\n  - {nom: Support, adresse: support@bailleur.fr}\n",
            "",
            "gestionnaires",
            id="pas d'administrateur",
        ),
        pytest.param(
            "base: robot.sqlite", "base: x\nhoraires: {tous_les_jours: oui}", "week-end", id="offres tous les jours"
        ),
    ],
)
def test_un_reglage_risque_donne_un_avertissement(dossier, avant, apres, dit):
    (avertissement,) = avertissements(dossier, robot=ROBOT.replace(avant, apres, 1))
    assert dit in avertissement


def test_un_gestionnaire_qui_est_aussi_reservataire_donne_un_avertissement(dossier):
    (dit,) = avertissements(dossier, reservataires=un(expediteurs="camille.durand@bailleur.fr"))
    assert "aussi l'adresse de la personne gestionnaire Camille Durand" in dit


def test_sans_administrateur_les_gestionnaires_sont_alertes(dossier):
    ecrire(dossier, robot=ROBOT.replace("administrateurs:\n  - {nom: Support, adresse: support@bailleur.fr}\n", ""))
    carnet = charger(dossier).carnet
    assert carnet.administrateurs == carnet.gestionnaires


def test_sans_chiffrement_seulement_sur_la_machine_elle_meme(dossier):
    ecrire(dossier, robot=ROBOT.replace("imap.bailleur.fr, securite: tls", "127.0.0.1, securite: aucune, port: 1143"))
    imap = charger(dossier).reglages.messagerie.imap
    assert (imap.hote, imap.port, imap.securite) == ("127.0.0.1", 1143, "aucune")


def test_une_liste_de_deux_fichiers_dit_tout_d_un_coup(dossier):
    robot = ROBOT.replace("prefixe: V", "prefixe: 2026").replace("base: robot.sqlite", "")
    reservataires = un(adresse="XXX@XXX.XXX", ordre="un") + un("B", perimetre="{commune: Virry}", ordre="2")
    ecrire(dossier, robot, reservataires)
    with pytest.raises(ReglageInvalide) as refus:
        charger(dossier)
    lieux = [(a.fichier, a.ligne) for a in refus.value.anomalies]
    assert lieux == [
        ("robot.yaml", 1),
        ("robot.yaml", 8),
        ("reservataires.yaml", 2),
        ("reservataires.yaml", 4),
        ("reservataires.yaml", 7),
    ]


def test_un_robot_yaml_illisible_ne_cache_pas_les_fautes_des_reservataires(dossier):
    trouvees = erreurs(dossier, robot="bailleur: [", reservataires=un(adresse="XXX@XXX.XXX"))
    assert [erreur.split(":")[0] for erreur in trouvees] == ["robot.yaml", "reservataires.yaml"]


@pytest.mark.parametrize(
    ("texte", "ligne", "dit"),
    [
        pytest.param("- nom: Viry\n\tordre: 1\n", 2, "une tabulation", id="une tabulation"),
        pytest.param('- nom: "Viry\n  ordre: 1\n', 1, "guillemet", id="un guillemet ouvert"),
        pytest.param("- nom: Viry : la commune\n", 1, "deux « : »", id="deux deux-points"),
        pytest.param(
            "- nom: Viry\n  perimetre: {commune: Viry\n", 2, "crochet ou une accolade", id="une accolade ouverte"
        ),
        pytest.param("- nom: Viry\n  adresse: @viry\n", 2, "commencer par @", id="une arobase en tête"),
        pytest.param("- nom: Viry\n ordre: 1\n", 2, "retrait", id="un retrait de travers"),
        pytest.param("- nom: Viry\n- nom\n  ordre: 1\n", 3, "deux « : »", id="un deux-points oublié"),
        pytest.param("- nom: Viry\n---\n- nom: B\n", 2, "second document", id="deux documents"),
        pytest.param("- nom: *a\n", 1, "« * »", id="un renvoi inconnu"),
        pytest.param("- nom: &a Viry\n  code: *a\n", 1, "ancres", id="une ancre"),
        pytest.param("- nom: !!python/object/apply:os.system [id]\n", 1, "étiquette", id="une étiquette Python"),
        pytest.param("- nom: Viry\n  nom: B\n", 2, "déjà écrit ligne 1", id="une clé en double"),
        pytest.param(
            "- nom: Viry\n  périmètre: {}\n  perimetre: {}\n",
            3,
            "déjà écrit ligne 2",
            id="une clé en double, avec et sans accent",
        ),
        pytest.param("- nom: Vi\x00ry\n", 0, "caractère invisible", id="un octet nul"),
        pytest.param("[" * 600, 0, "", id="six cents crochets"),
        pytest.param("- " + "[" * 30 + "]" * 30, 1, "trop de niveaux", id="trente niveaux"),
    ],
)
def test_une_faute_de_syntaxe_se_dit_en_francais_a_sa_ligne(dossier, texte, ligne, dit):
    premiere = next(e for e in erreurs(dossier, reservataires=texte) if dit in e)
    assert premiere.startswith(f"reservataires.yaml:{ligne}:" if ligne else "reservataires.yaml:")


def test_un_fichier_en_latin_1_est_refuse_a_la_ligne_de_l_accent(dossier):
    (dossier / "reservataires.yaml").write_bytes("- nom: Viry\n  service: Équipe\n".encode("latin-1"))
    (erreur,) = map(str, verifier(dossier, {})[0])
    assert erreur.startswith("reservataires.yaml:2:")
    assert "UTF-8" in erreur


def test_un_fichier_demesure_est_refuse(dossier):
    (erreur,) = erreurs(dossier, reservataires="#" * 1_000_001)
    assert "plus de 1 000 000 octets" in erreur


def test_un_dossier_a_la_place_d_un_fichier_est_refuse(dossier):
    (dossier / "robot.yaml").unlink()
    (dossier / "robot.yaml").mkdir()
    (erreur,) = map(str, verifier(dossier, {})[0])
    assert "ne peut pas être lu" in erreur


def test_un_dossier_vide_dit_par_ou_commencer(tmp_path):
    dites = [str(erreur) for erreur in verifier(tmp_path, {})[0]]
    assert len(dites) == 2
    assert all("robot init" in dite for dite in dites)


def test_un_fichier_avec_marque_d_ordre_des_octets_est_admis(dossier):
    (dossier / "robot.yaml").write_text(ROBOT, encoding="utf-8-sig")
    assert charger(dossier).reglages.bailleur.prefixe == "V"


def test_un_jour_ferie_choisi_est_garde(dossier):
    ecrire(dossier, robot=ROBOT.replace("prefixe: V", "prefixe: V\n  jours_feries: 57\n  fuseau: Europe/Zurich"))
    bailleur = charger(dossier).reglages.bailleur
    assert (bailleur.jours_feries, bailleur.fuseau) == ("57", "Europe/Zurich")


def test_des_dossiers_des_heures_et_des_clauses_s_ecrivent_a_la_francaise(dossier):
    imap = "securite: tls, dossiers: [inbox, Indésirables, Archives/2026], traites: Faits"
    horaires = "base: x\nhoraires: {ouverture: 8h30, fermeture: 17 h}\npasse: 30"
    ecrire(dossier, robot=ROBOT.replace("securite: tls", imap, 1).replace("base: robot.sqlite", horaires))
    reglages = charger(dossier).reglages
    assert reglages.messagerie.imap.dossiers == ("INBOX", "\\Junk", "Archives/2026")
    assert reglages.messagerie.imap.traites == "Faits"
    assert (reglages.horaires.ouverture, reglages.horaires.fermeture) == (time(8, 30), time(17))
    assert reglages.passe_s == 30


class TestRechargeur:
    """Le carnet suivi pendant que le robot tourne."""

    def test_il_tient_le_contrat_du_port(self, dossier):
        carnets: Carnets = Rechargeur(dossier)
        assert carnets.charger().reservataires[0].code == "viry"
        assert carnets.probleme() is None

    def test_une_modification_valable_est_prise_a_la_lecture_suivante(self, dossier):
        rechargeur = Rechargeur(dossier)
        ecrire(dossier, reservataires=un(adresse="mairie@viry74.fr"))
        assert rechargeur.charger().reservataires[0].adresse == "mairie@viry74.fr"
        assert rechargeur.probleme() is None

    def test_une_modification_fautive_est_refusee_et_le_dernier_bon_carnet_reste(self, dossier):
        rechargeur = Rechargeur(dossier)
        avant = rechargeur.charger()
        ecrire(dossier, reservataires=un(adresse="XXX@XXX.XXX"))
        assert rechargeur.charger() is avant
        probleme = rechargeur.probleme()
        assert probleme is not None
        assert "reservataires.yaml:2: adresse" in probleme
        assert "restent en vigueur" in probleme
        ecrire(dossier)
        assert rechargeur.charger() == avant
        assert rechargeur.probleme() is None

    def test_un_fichier_efface_ne_fait_pas_perdre_le_carnet(self, dossier):
        rechargeur = Rechargeur(dossier)
        (dossier / "reservataires.yaml").unlink()
        assert rechargeur.charger().reservataires[0].code == "viry"
        assert "n'existe pas" in (rechargeur.probleme() or "")

    def test_sans_modification_rien_n_est_relu(self, dossier):
        rechargeur = Rechargeur(dossier)
        assert rechargeur.charger() is rechargeur.charger()

    def test_un_changement_de_messagerie_demande_un_redemarrage(self, dossier):
        rechargeur = Rechargeur(dossier)
        ecrire(dossier, robot=ROBOT.replace("imap.bailleur.fr", "imap2.bailleur.fr").replace("Attributions", "Habitat"))
        assert rechargeur.charger().bailleur.service == "Habitat"
        assert "messagerie a changé. Redémarrez" in (rechargeur.probleme() or "")

    def test_l_adresse_et_le_prefixe_du_robot_ne_changent_pas_en_marche(self, dossier):
        rechargeur = Rechargeur(dossier)
        ecrire(dossier, robot=ROBOT.replace("prefixe: V", "prefixe: W").replace("orientation@", "robot@"))
        bailleur = rechargeur.charger().bailleur
        assert (bailleur.prefixe, bailleur.adresse) == ("V", "orientation@bailleur.fr")
        assert "bailleur.adresse, bailleur.prefixe" in (rechargeur.probleme() or "")

    def test_il_ne_demarre_pas_sur_un_carnet_fautif(self, dossier):
        ecrire(dossier, reservataires="")
        with pytest.raises(ReglageInvalide):
            Rechargeur(dossier)


class TestSecrets:
    """Les mots de passe et le secret des jetons, jamais dans les réglages."""

    def test_la_variable_prime_sur_le_fichier_qui_prime_sur_systemd(self, tmp_path):
        (tmp_path / "fichier").write_text("du fichier\n", encoding="utf-8")
        (tmp_path / "imap_password").write_text("de systemd", encoding="utf-8")
        environnement = {"CREDENTIALS_DIRECTORY": str(tmp_path)}
        assert mot_de_passe(Secret.IMAP, environnement) == "de systemd"
        environnement["ROBOT_IMAP_MOT_DE_PASSE_FICHIER"] = str(tmp_path / "fichier")
        assert mot_de_passe(Secret.IMAP, environnement) == "du fichier"
        environnement["ROBOT_IMAP_MOT_DE_PASSE"] = "de la variable"
        assert mot_de_passe(Secret.IMAP, environnement) == "de la variable"

    def test_un_mot_de_passe_absent_dit_les_trois_facons_de_le_donner(self):
        with pytest.raises(ReglageInvalide, match="ROBOT_SMTP_MOT_DE_PASSE_FICHIER ou LoadCredential=smtp_password"):
            mot_de_passe(Secret.SMTP, {})

    @pytest.mark.parametrize("contenu", [b"", b"\n", b"un\ndeux\n", b"\xff\xfe"])
    def test_un_fichier_de_secret_inutilisable_est_refuse_sans_montrer_son_contenu(self, tmp_path, contenu):
        (tmp_path / "f").write_bytes(contenu)
        with pytest.raises(ReglageInvalide) as refus:
            mot_de_passe(Secret.IMAP, {"ROBOT_IMAP_MOT_DE_PASSE_FICHIER": str(tmp_path / "f")})
        assert "deux" not in str(refus.value)

    def test_le_secret_des_jetons_est_engendre_une_fois_et_garde(self, tmp_path):
        base = tmp_path / "donnees" / "robot.sqlite"
        secret = secret_des_jetons(base, {})
        assert len(bytes.fromhex(secret.decode())) == 32
        assert secret_des_jetons(base, {}) == secret
        assert stat.S_IMODE(fichier_du_secret(base).stat().st_mode) == 0o600
        assert [chemin.name for chemin in base.parent.iterdir()] == ["robot.secret"]

    def test_deux_bases_ont_deux_secrets(self, tmp_path):
        assert secret_des_jetons(tmp_path / "a.sqlite", {}) != secret_des_jetons(tmp_path / "b.sqlite", {})

    @pytest.mark.parametrize("contenu", ["", "trop court\n"])
    def test_un_secret_abime_est_refuse_et_jamais_remplace(self, tmp_path, contenu):
        fichier = fichier_du_secret(tmp_path / "robot.sqlite")
        fichier.write_text(contenu, encoding="utf-8")
        with pytest.raises(ReglageInvalide):
            secret_des_jetons(tmp_path / "robot.sqlite", {})
        assert fichier.read_text(encoding="utf-8") == contenu

    def test_un_secret_donne_n_engendre_rien(self, tmp_path):
        donne = "un secret donné par l'administrateur, assez long"
        assert secret_des_jetons(tmp_path / "robot.sqlite", {"ROBOT_SECRET": donne}) == donne.encode()
        assert list(tmp_path.iterdir()) == []

    def test_un_secret_lisible_par_d_autres_donne_un_avertissement(self, dossier):
        fichier = fichier_du_secret(dossier / "robot.sqlite")
        secret_des_jetons(dossier / "robot.sqlite", {})
        assert not any("lisible" in dit for dit in avertissements(dossier))
        fichier.chmod(0o644)
        assert any(f"chmod 600 {fichier}" in dit for dit in avertissements(dossier))

    def test_sans_identifiant_smtp_aucun_mot_de_passe_smtp_n_est_attendu(self, dossier):
        ecrire(dossier, robot=ROBOT.replace("securite: starttls, identifiant: orientation", "securite: starttls"))
        assert [a.cle for a in verifier(dossier, {})[1]] == ["ROBOT_IMAP_MOT_DE_PASSE"]
