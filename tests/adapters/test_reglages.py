"""Les réglages du robot et la syntaxe des deux fichiers : toutes les fautes à la fois, chacune à sa ligne."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest

from robot.adapters.carnets.dossier import ReglageInvalide, charger, verifier
from tests.adapters.reglages_d_essai import ROBOT, avertissements, ecrire, erreurs, un


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    ecrire(tmp_path)
    return tmp_path


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
        pytest.param("imap.bailleur.fr", "imap..bailleur.fr", "n'est pas un nom de serveur", id="deux points de suite"),
        pytest.param("imap.bailleur.fr", f"{'i' * 64}.fr", "n'est pas un nom de serveur", id="un nom trop long"),
        pytest.param("imap.bailleur.fr", "https://imap", "n'est pas un nom de serveur", id="une URL pour un serveur"),
        pytest.param("securite: tls", "securite: tls, dossiers: Courrier", "n'est pas relevée", id="INBOX oubliée"),
        pytest.param(
            "securite: tls", "securite: tls, a_voir: INBOX", "Écrivez des noms différents", id="ranger là où on relève"
        ),
        pytest.param(
            "securite: tls", "securite: tls, mot_de_passe: x", "messagerie.imap.mot_de_passe", id="un mot de passe"
        ),
        pytest.param(
            "securite: tls", 'securite: tls, dossiers: [INBOX, ""]', "la valeur est vide", id="un dossier vide"
        ),
        pytest.param(
            "base: robot.sqlite", "base: x\nhoraires: 8h", "une section est attendue", id="une heure pour des horaires"
        ),
        pytest.param(
            "messagerie:", "messagerie: oui\nautre:", "une section est attendue", id="une valeur pour une section"
        ),
        pytest.param("bailleur:", "office:", "bailleur : cette section manque", id="une section mal nommée"),
        pytest.param("prefixe: V", "prefixe: [V, W]", "une seule valeur est attendue", id="deux préfixes"),
        pytest.param(
            "securite: tls", "securite: tls, password: x", "ne s'écrit jamais", id="un mot de passe en anglais"
        ),
        pytest.param(
            "base: robot.sqlite", "base: postgresql://x@h/b", "cette adresse dans « url »", id="une URL de base"
        ),
        pytest.param("base: robot.sqlite\n", "", "base : ce réglage manque", id="pas de base"),
        pytest.param("base: robot.sqlite", "base: x\npasse: 1", "de 5 à 3600", id="une passe trop courte"),
        pytest.param(
            "base: robot.sqlite", "base: x\nhoraires: {ouverture: matin}", "n'est pas une heure", id="le matin"
        ),
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


@pytest.mark.parametrize(
    ("ecrite", "lue"),
    [
        pytest.param("postgresql://robot@localhost/robot", "postgresql+psycopg://robot@localhost/robot", id="sur la machine"),
        pytest.param("postgresql+psycopg:///robot?host=/run/postgresql", "postgresql+psycopg:///robot?host=/run/postgresql", id="par une prise locale"),
        pytest.param("postgresql+psycopg://robot@b.fr/robot?sslmode=verify-full", "postgresql+psycopg://robot@b.fr/robot?sslmode=verify-full", id="ailleurs, certificat vérifié"),
    ],
)  # fmt: skip
def test_l_adresse_d_une_base_postgresql_remplace_le_fichier(dossier, ecrite, lue):
    ecrire(dossier, robot=ROBOT.replace("base: robot.sqlite", f"url: {ecrite}"))
    assert charger(dossier).reglages.url == lue


@pytest.mark.parametrize(
    ("url", "dit"),
    [
        pytest.param("postgresql://robot:secret@localhost/robot", "n'a pas sa place", id="un mot de passe"),
        pytest.param("postgresql://robot@b.fr/robot", "certificat vérifié", id="en clair vers une autre machine"),
        pytest.param("postgresql://robot@b.fr/robot?sslmode=require", "certificat vérifié", id="chiffré vers n'importe qui"),
        pytest.param("postgresql://robot@/robot?host=b.fr", "certificat vérifié", id="un serveur caché dans les options"),
        pytest.param("mysql://robot@localhost/robot", "PostgreSQL", id="un autre moteur"),
        pytest.param("postgresql://robot@localhost", "PostgreSQL", id="un serveur sans base"),
        pytest.param("postgresql://robot@localhost:port/robot", "l'adresse d'une base", id="un port en lettres"),
    ],
)  # fmt: skip
def test_une_adresse_de_base_dangereuse_ou_mal_ecrite_est_refusee(dossier, url, dit):
    trouvees = erreurs(dossier, robot=ROBOT.replace("base: robot.sqlite", f"url: {url}"))
    assert any(dit in erreur for erreur in trouvees), trouvees
    assert "secret@" not in str(trouvees)


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


def test_une_liste_de_deux_fichiers_dit_tout_d_un_coup(dossier):
    robot = ROBOT.replace("prefixe: V", "prefixe: 2026").replace("base: robot.sqlite", "")
    reservataires = un(adresse="XXX@XXX.XXX", ordre="un") + un("B", perimetre="{commune: Virry}", ordre="2")
    ecrire(dossier, robot, reservataires)
    with pytest.raises(ReglageInvalide) as refus:
        charger(dossier)
    lieux = [(a.fichier, a.ligne) for a in refus.value.anomalies]
    assert lieux == [
        ("robot.yaml", 1),
        ("robot.yaml", 9),
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
        pytest.param('- nom: Viry\n  x: ["\\Junk"]\n', 2, "oblique inverse entre guillemets", id="un dossier marqué"),
        pytest.param(
            '- nom: Viry\n  x: "C:\\Users"\n', 2, "oblique inverse entre guillemets", id="un chemin de Windows"
        ),
        pytest.param(
            '- nom: "Commune de Viry\n  ordre: 1\n- nom: "Valleiry"\n',
            1,
            "guillemet",
            id="un guillemet refermé plus bas",
        ),
        pytest.param("- nom: Viry\n  alias: ['Viry]\n- nom: 'B'\n", 2, "guillemet", id="une apostrophe dans une liste"),
        pytest.param(
            '- nom: "Viry"\n  service: L\'hôtel\n ordre: 1\n', 3, "retrait", id="un retrait, non l'apostrophe"
        ),
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


@pytest.mark.parametrize(
    ("locale", "jeton", "averti"),
    [
        pytest.param("o" * 19, "oui", False, id="elle porte tous les jetons"),
        pytest.param("o" * 20, "oui", True, id="un signe de trop pour le jeton d'un ménage"),
        pytest.param("o" * 20, "non", False, id="elle n'en porte pas"),
    ],
)
def test_une_adresse_trop_longue_pour_porter_un_jeton_est_un_avertissement(tmp_path, locale, jeton, averti):
    robot = ROBOT.replace("orientation@bailleur.fr", f"{locale}@bailleur.fr")
    robot = robot.replace("  serveur_de", f"  jeton_dans_adresse: {jeton}\n  serveur_de")
    dits = [a for a in avertissements(tmp_path, robot=robot) if a.startswith("robot.yaml:5: bailleur.adresse")]
    assert bool(dits) is averti
    assert all("Écrivez une adresse de 19 signes au plus" in dit for dit in dits)
