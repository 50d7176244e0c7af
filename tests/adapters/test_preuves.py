"""The proof of a dwelling stands alone: without the robot, without its base, against any hand that touches it."""

from __future__ import annotations

import ast
import hashlib
import json
import stat
import sys
import zipfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from robot import audits
from robot.adapters.base import effacement
from robot.adapters.base.racines import racine_au
from robot.adapters.preuves import controle
from robot.adapters.preuves.export import CONTROLE, ExportImpossible, exporter
from robot.domain.loi import Conservation, Duree
from tests.adapters.preuves_d_essai import EFFACE, REFUSE, defauts, faire, fichiers, lancer, monde, preuve, retoucher
from tests.journal_d_essai import vivre
from tests.monde import Monde

__all__ = ["fichiers", "monde", "preuve"]  # fixtures

# --- alone ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("reference", [REFUSE, EFFACE, "V-2024-0002", "V-2026-0002"])
def test_le_controle_livre_avec_la_preuve_la_controle_sans_rien_d_autre(monde, tmp_path, reference):
    faire(monde, reference, tmp_path / "preuve.zip")
    with zipfile.ZipFile(tmp_path / "preuve.zip") as archive:
        archive.extractall(tmp_path / "ouverte")
    for arguments in ([tmp_path / "preuve.zip"], []):
        rendu = lancer(tmp_path / "ouverte" / CONTROLE, *arguments, dossier=tmp_path)
        assert rendu.returncode == 0, rendu.stdout + rendu.stderr
        assert rendu.stdout.endswith("Tout tient.\n")


def test_le_controle_ne_demande_que_la_bibliotheque_de_python():
    arbre = ast.parse(Path(controle.__file__).read_text(encoding="utf-8"))
    importes = {alias.name.partition(".")[0] for n in ast.walk(arbre) if isinstance(n, ast.Import) for alias in n.names}
    importes |= {(n.module or "").partition(".")[0] for n in ast.walk(arbre) if isinstance(n, ast.ImportFrom)}
    assert importes <= sys.stdlib_module_names


def test_la_preuve_dit_tout_ce_qui_est_arrive(monde, preuve, fichiers):
    assert {"LISEZMOI.txt", "histoire.txt", "journal.json", "pieces.json", "dossier.json", CONTROLE} < fichiers.keys()
    assert "Motif : pas de candidat, dit Jeanne Petit." in fichiers["messages/0001.eml"].decode()
    envoyees = {hashlib.sha256(lettre.octets).digest() for lettre in monde.courriers() if f"/{REFUSE}/" in lettre.cle}
    livrees = {hashlib.sha256(octets).digest() for nom, octets in fichiers.items() if nom.startswith("lettres/")}
    assert livrees == envoyees
    rapport = "\n".join(controle.controler(fichiers).lignes())
    assert "les 7 lignes du journal s'enchaînent" in rapport
    assert rapport.count("délai de 2 jours ouvrés") == 2
    assert rapport.count("l'offre envoyée est une lettre de ce fichier") == 2
    assert "Délai : 2 jours ouvrés" in fichiers["histoire.txt"].decode()


def test_ce_qui_est_a_noter_ailleurs_est_la_tete_et_la_racine(monde, tmp_path):
    temoins = faire(monde, REFUSE, tmp_path / "p.zip")
    assert temoins["tete"] == monde.store.journal(REFUSE)[-1].maillon
    valeur, _, quand = temoins["racine"].partition("@")
    assert valeur == racine_au(monde.store) == racine_au(monde.store, datetime.fromisoformat(quand))
    assert temoins["sha256"] == hashlib.sha256((tmp_path / "p.zip").read_bytes()).hexdigest()
    tient = lancer(
        controle.__file__, "p.zip", "--tete", temoins["tete"], "--racine", temoins["racine"], dossier=tmp_path
    )
    assert tient.returncode == 0
    assert "la tete notée ailleurs est celle du fichier" in tient.stdout
    assert lancer(controle.__file__, "p.zip", "--tete", "0" * 64, dossier=tmp_path).returncode == 1


def test_la_racine_se_colle_avec_ses_espaces(monde, tmp_path):
    racine = faire(monde, REFUSE, tmp_path / "p.zip")["racine"]
    fichiers = controle.lire(tmp_path / "p.zip")
    assert defauts(fichiers, racine=f" {racine[:32]}\n{racine[32:].upper()} ") == []


def test_la_racine_d_un_autre_jour_n_accuse_pas_la_preuve(tmp_path):
    """What a digest or `robot journal verifier` prints sums up another instant: it is compared in the database."""
    monde = vivre()
    notee = audits.auditer(monde.store, monde.horloge.maintenant() + timedelta(minutes=3)).racine
    monde.horloge.regler(monde.horloge.maintenant() + timedelta(days=1))
    monde.liberer()
    faire(monde, REFUSE, tmp_path / "p.zip")
    (dit,) = defauts(controle.lire(tmp_path / "p.zip"), racine=str(notee))
    assert "robot journal verifier --racine" in dit
    assert "est celle du fichier" not in dit
    assert audits.auditer(monde.store, monde.horloge.maintenant(), (notee.valeur, notee.au)).fautes == ()
    lisezmoi = controle.lire(tmp_path / "p.zip")["LISEZMOI.txt"].decode()
    assert "d'un autre instant" in lisezmoi
    monde.store.fermer()


# --- erased ---------------------------------------------------------------------------------------


def test_la_preuve_d_un_dossier_efface_tient_et_dit_ce_qui_n_y_est_plus(monde, tmp_path):
    faire(monde, EFFACE, tmp_path / "p.zip")
    fichiers = controle.lire(tmp_path / "p.zip")
    assert defauts(fichiers) == []
    assert not [nom for nom in fichiers if nom.startswith(("messages/", "lettres/"))]
    assert b"Dupont" not in b"".join(fichiers.values())
    assert "effacé le" in "\n".join(controle.controler(fichiers).lignes())


def test_un_effacement_invente_se_trouve(fichiers):
    """Whoever removes a message and calls it erased has no path to the root."""
    retire = json.loads(fichiers["pieces.json"])["messages"][0]

    def effacer(pieces: dict[str, Any]) -> None:
        rien = dict.fromkeys(("sel", "expediteur", "objet", "message_id", "resume", "conserve"), "")
        pieces["messages"][0].update(rien, fichier=None)

    def inventer(dossier: dict[str, Any]) -> None:
        ligne = {"numero": 1, "le": "2026", "source": "essai", "engagements": [retire["engagement"]]}
        dossier["effacements"].append({**ligne, "precedent": "", "maillon": "", "chemin": dossier["chemin"]})

    sans = {nom: octets for nom, octets in fichiers.items() if nom != "messages/0001.eml"}
    trouves = defauts(retoucher(retoucher(sans, "pieces.json", effacer), "dossier.json", inventer))
    assert any("l'effacement du 2026" in d for d in trouves)
    assert any("contenu absent, et aucun effacement ne l'explique" in d for d in trouves)


def test_la_preuve_d_avant_l_effacement_tient_toujours(tmp_path):
    monde = vivre()
    temoins = faire(monde, REFUSE, tmp_path / "avant.zip")
    plus_tard = monde.horloge.maintenant() + timedelta(days=500)
    effacement.effacer(monde.store, Conservation(Duree(3, "essai"), Duree(12, "essai")), plus_tard)
    assert defauts(controle.lire(tmp_path / "avant.zip"), tete=temoins["tete"]) == []
    apres = faire(monde, REFUSE, tmp_path / "apres.zip")
    assert apres["tete"] == temoins["tete"]


# --- hostile --------------------------------------------------------------------------------------


def test_ce_qu_un_inconnu_ecrit_n_entre_dans_aucun_nom_et_n_est_jamais_rendu(tmp_path):
    monde = Monde.creer("2026-04-28T09:00")
    reference = monde.liberer()
    monde.passer()
    offre = monde.courrier("civil@viry74.example", "offre")

    def pieger(message: Any) -> None:
        del message["Subject"]
        message["Subject"] = "../../etc/passwd \x1b[2J <script>"
        message.add_attachment(b"MZ", maintype="application", subtype="x", filename="../../../root/.bashrc")

    monde.repondre(offre, "REFUSE\n\x1b[31m<script>alert(1)</script>", retoucher=pieger)
    monde.passer()
    faire(monde, reference, tmp_path / "p.zip")
    with zipfile.ZipFile(tmp_path / "p.zip") as archive:
        assert all(
            set(nom) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789./")
            for nom in archive.namelist()
        )
        assert not [nom for nom in archive.namelist() if ".." in nom or nom.startswith("/")]
        assert all(info.external_attr >> 16 & 0o777 == 0o600 for info in archive.infolist())
    rendu = lancer(controle.__file__, "p.zip", dossier=tmp_path)
    assert rendu.returncode == 0
    assert "\x1b" not in rendu.stdout
    assert "script" not in rendu.stdout


def test_ce_que_dit_une_preuve_falsifiee_ne_commande_pas_le_terminal(fichiers):
    faux = retoucher(fichiers, "dossier.json", lambda d: d.update(tete="\x1b[2Jtout va bien\n\ud800"))
    rendu = "\n".join(controle.controler(faux).lignes())
    assert "\x1b" not in rendu
    rendu.encode()


@pytest.mark.parametrize(
    "contenu",
    [
        pytest.param(b"", id="un fichier vide"),
        pytest.param(b"ceci n'est pas une archive" * 9, id="autre chose qu'un zip"),
        pytest.param(None, id="un zip coupé"),
    ],
)
def test_ce_qui_ne_se_lit_pas_se_dit(preuve, tmp_path, contenu):
    (tmp_path / "p.zip").write_bytes(preuve.read_bytes()[:-200] if contenu is None else contenu)
    rendu = lancer(controle.__file__, "p.zip", dossier=tmp_path)
    assert rendu.returncode == 2
    assert "ne se lit pas" in rendu.stderr


def test_deux_fichiers_du_meme_nom_sont_refuses(preuve, tmp_path):
    copie = tmp_path / "p.zip"
    copie.write_bytes(preuve.read_bytes())
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(copie, "a") as archive:
        archive.writestr("journal.json", "[]")
    assert lancer(controle.__file__, "p.zip", dossier=tmp_path).returncode == 2


def test_une_bombe_est_refusee_avant_d_etre_ouverte(tmp_path):
    with zipfile.ZipFile(tmp_path / "p.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bombe", b"\0" * 1_000_000)
    with pytest.raises(controle.PreuveIllisible, match="trop gros"):
        controle.lire(tmp_path / "p.zip", octets_maximum=100_000)


# --- writing --------------------------------------------------------------------------------------


def test_la_preuve_n_est_que_pour_son_proprietaire(preuve):
    assert stat.S_IMODE(preuve.stat().st_mode) == 0o600


def test_un_fichier_qui_existe_n_est_jamais_ecrase(monde, tmp_path):
    (tmp_path / "p.zip").write_bytes(b"ma these")
    with pytest.raises(ExportImpossible, match="existe déjà"):
        faire(monde, REFUSE, tmp_path / "p.zip")
    assert (tmp_path / "p.zip").read_bytes() == b"ma these"


def test_une_lettre_abimee_dans_la_base_ne_fait_pas_une_demi_preuve(tmp_path):
    monde = vivre()
    with monde.store.moteur.begin() as connexion:
        connexion.exec_driver_sql("UPDATE courriers SET octets = x'00' WHERE reference = 'V-2026-0001'")
    with pytest.raises(ExportImpossible, match=r"lettres/0001.eml ne se lit plus"):
        exporter(monde.store, REFUSE, "", tmp_path / "p.zip", monde.horloge.maintenant())
    assert list(tmp_path.iterdir()) == []
    monde.store.fermer()


@pytest.mark.parametrize(
    ("reference", "sortie", "dit"),
    [
        pytest.param("V-2026-9999", "p.zip", "Aucun dossier V-2026-9999", id="un dossier inconnu"),
        pytest.param(REFUSE, "absent/p.zip", "ne peut pas être écrit", id="un dossier de sortie qui n'existe pas"),
    ],
)
def test_ce_qui_ne_peut_pas_s_exporter_se_dit(monde, tmp_path, reference, sortie, dit):
    with pytest.raises(ExportImpossible, match=dit):
        exporter(monde.store, reference, "", tmp_path / sortie, monde.horloge.maintenant())
    assert list(tmp_path.iterdir()) == []
