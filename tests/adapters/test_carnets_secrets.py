"""Les mots de passe et le secret des jetons, jamais dans les réglages."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from sqlalchemy import make_url

from robot.adapters.carnets.dossier import ReglageInvalide, charger, verifier
from robot.adapters.carnets.secrets import Secret, fichier_du_secret, mot_de_passe, secret_des_jetons
from robot.adapters.montage import adresse_de_la_base
from tests.adapters.reglages_d_essai import ROBOT, avertissements, ecrire


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    ecrire(tmp_path)
    return tmp_path


def test_la_variable_prime_sur_le_fichier_qui_prime_sur_systemd(tmp_path):
    (tmp_path / "fichier").write_text("du fichier\n", encoding="utf-8")
    (tmp_path / "imap_password").write_text("de systemd", encoding="utf-8")
    environnement = {"CREDENTIALS_DIRECTORY": str(tmp_path)}
    assert mot_de_passe(Secret.IMAP, environnement) == "de systemd"
    environnement["ROBOT_IMAP_MOT_DE_PASSE_FICHIER"] = str(tmp_path / "fichier")
    assert mot_de_passe(Secret.IMAP, environnement) == "du fichier"
    environnement["ROBOT_IMAP_MOT_DE_PASSE"] = "de la variable"
    assert mot_de_passe(Secret.IMAP, environnement) == "de la variable"


def test_un_mot_de_passe_absent_dit_les_trois_facons_de_le_donner():
    with pytest.raises(ReglageInvalide, match="ROBOT_SMTP_MOT_DE_PASSE_FICHIER ou LoadCredential=smtp_password"):
        mot_de_passe(Secret.SMTP, {})


@pytest.mark.parametrize("contenu", [b"", b"\n", b"un\ndeux\n", b"\xff\xfe"])
def test_un_fichier_de_secret_inutilisable_est_refuse_sans_montrer_son_contenu(tmp_path, contenu):
    (tmp_path / "f").write_bytes(contenu)
    with pytest.raises(ReglageInvalide) as refus:
        mot_de_passe(Secret.IMAP, {"ROBOT_IMAP_MOT_DE_PASSE_FICHIER": str(tmp_path / "f")})
    assert "deux" not in str(refus.value)


def test_le_secret_des_jetons_est_engendre_une_fois_et_garde(tmp_path):
    base = tmp_path / "donnees" / "robot.sqlite"
    secret = secret_des_jetons(base, {})
    assert len(bytes.fromhex(secret.decode())) == 32
    assert secret_des_jetons(base, {}) == secret
    assert stat.S_IMODE(fichier_du_secret(base).stat().st_mode) == 0o600
    assert [chemin.name for chemin in base.parent.iterdir()] == ["robot.secret"]


def test_deux_bases_ont_deux_secrets(tmp_path):
    assert secret_des_jetons(tmp_path / "a.sqlite", {}) != secret_des_jetons(tmp_path / "b.sqlite", {})


@pytest.mark.parametrize("contenu", ["", "trop court\n"])
def test_un_secret_abime_est_refuse_et_jamais_remplace(tmp_path, contenu):
    fichier = fichier_du_secret(tmp_path / "robot.sqlite")
    fichier.write_text(contenu, encoding="utf-8")
    with pytest.raises(ReglageInvalide):
        secret_des_jetons(tmp_path / "robot.sqlite", {})
    assert fichier.read_text(encoding="utf-8") == contenu


def test_un_secret_donne_n_engendre_rien(tmp_path):
    donne = "un secret donné par l'administrateur, assez long"
    assert secret_des_jetons(tmp_path / "robot.sqlite", {"ROBOT_SECRET": donne}) == donne.encode()
    assert list(tmp_path.iterdir()) == []


def test_un_secret_lisible_par_d_autres_donne_un_avertissement(dossier):
    fichier = fichier_du_secret(dossier / "robot.sqlite")
    secret_des_jetons(dossier / "robot.sqlite", {})
    assert not any("lisible" in dit for dit in avertissements(dossier))
    fichier.chmod(0o644)
    assert any(f"chmod 600 {fichier}" in dit for dit in avertissements(dossier))


def test_une_base_lisible_par_d_autres_donne_un_avertissement(dossier):
    (dossier / "robot.sqlite").touch(0o600)
    assert not any("lisible" in dit for dit in avertissements(dossier))
    (dossier / "robot.sqlite").chmod(0o640)
    assert any(f"chmod 600 {dossier / 'robot.sqlite'}" in dit for dit in avertissements(dossier))


def test_sans_identifiant_smtp_aucun_mot_de_passe_smtp_n_est_attendu(dossier):
    ecrire(dossier, robot=ROBOT.replace("securite: starttls, identifiant: orientation", "securite: starttls"))
    assert [a.cle for a in verifier(dossier, {})[1]] == ["ROBOT_IMAP_MOT_DE_PASSE"]


def test_des_robots_qui_partagent_une_base_n_engendrent_pas_chacun_leur_secret(tmp_path):
    with pytest.raises(ReglageInvalide, match="openssl rand -hex 32"):
        secret_des_jetons(tmp_path / "robot.sqlite", {}, partage=True)
    assert list(tmp_path.iterdir()) == []
    assert secret_des_jetons(tmp_path / "robot.sqlite", {"ROBOT_SECRET": "s" * 32}, partage=True) == b"s" * 32


def test_le_mot_de_passe_de_la_base_va_dans_son_adresse_et_nulle_part_ailleurs(dossier):
    ecrire(dossier, robot=ROBOT.replace("base: robot.sqlite", "url: postgresql://robot@localhost/robot"))
    reglages = charger(dossier).reglages
    avec = adresse_de_la_base(reglages, {"ROBOT_BASE_MOT_DE_PASSE": "pw é@/"})
    assert make_url(avec).password == "pw é@/"
    assert adresse_de_la_base(reglages, {}) == "postgresql+psycopg://robot@localhost/robot"
