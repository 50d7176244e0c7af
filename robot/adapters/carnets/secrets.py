"""Passwords and the secret of the tokens: from the environment, a file or systemd, never from the settings.

For each, in this order: the variable, the file named by `…_FICHIER`, the
credential in `$CREDENTIALS_DIRECTORY`. The secret of the tokens is generated
once beside the store when nobody gives it.
"""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Mapping
from enum import Enum
from pathlib import Path

from robot.adapters.carnets.yaml import Anomalie, ReglageInvalide

TAILLE_DU_SECRET = 32  # bytes when generated; characters at least when given
DROITS = 0o600
DROITS_DES_AUTRES = stat.S_IRWXG | stat.S_IRWXO


class Secret(Enum):
    """What must stay hidden: the environment variable and the systemd credential that may give it."""

    IMAP = ("ROBOT_IMAP_MOT_DE_PASSE", "imap_password")
    SMTP = ("ROBOT_SMTP_MOT_DE_PASSE", "smtp_password")
    BASE = ("ROBOT_BASE_MOT_DE_PASSE", "base_password")
    JETONS = ("ROBOT_SECRET", "robot_secret")

    @property
    def variable(self) -> str:
        """The environment variable; `…_FICHIER` names a file instead."""
        return self.value[0]

    @property
    def credential(self) -> str:
        """The name in systemd's `LoadCredential=`."""
        return self.value[1]


def mot_de_passe(secret: Secret, environnement: Mapping[str, str] = os.environ) -> str:
    """The password of a server. Raises ReglageInvalide when nobody gives it, or when its file cannot be used."""
    trouve = _chercher(secret, environnement)
    if trouve is None:
        conseil = f"Donnez-le par {secret.variable}, {secret.variable}_FICHIER ou LoadCredential={secret.credential}:…"
        raise ReglageInvalide((Anomalie("environnement", 0, secret.variable, "le mot de passe manque.", conseil),))
    return trouve


def mot_de_passe_facultatif(secret: Secret, environnement: Mapping[str, str] = os.environ) -> str:
    """The same, or "" when nobody gives it: PostgreSQL has other ways to know us (peer, certificate, PGPASSFILE)."""
    return _chercher(secret, environnement) or ""


def secret_des_jetons(base: Path, environnement: Mapping[str, str] = os.environ, *, partage: bool = False) -> bytes:
    """The secret that seals the tokens; generated beside the store the first time.

    Losing it makes every offer in flight unanswerable by token, hence it is
    never generated anew over a file that is there, even a damaged one. When
    robots share a store (`partage`), each machine would generate its own:
    somebody must give it. Raises ReglageInvalide.
    """
    trouve = _chercher(Secret.JETONS, environnement)
    fichier = fichier_du_secret(base)
    if trouve is None:
        if not fichier.exists():
            if partage:
                raise ReglageInvalide((_secret_a_donner(),))
            _engendrer(fichier)
        trouve = _lire(fichier, Secret.JETONS.variable)
    if len(trouve) < TAILLE_DU_SECRET:
        message = f"le secret des jetons compte moins de {TAILLE_DU_SECRET} caractères."
        conseil = "Restaurez-le d'une sauvegarde : les offres en cours en dépendent."
        raise ReglageInvalide((Anomalie("environnement", 0, Secret.JETONS.variable, message, conseil),))
    return trouve.encode()


def _secret_a_donner() -> Anomalie:
    conseil = (
        f"Tapez « openssl rand -hex {TAILLE_DU_SECRET} » une fois, et donnez le même à tous les robots de cette base : "
        f"{Secret.JETONS.variable}, {Secret.JETONS.variable}_FICHIER ou LoadCredential={Secret.JETONS.credential}:…"
    )
    return Anomalie("environnement", 0, Secret.JETONS.variable, "le secret des jetons manque.", conseil)


def fichier_du_secret(base: Path) -> Path:
    """Where the generated secret lies, beside the store."""
    return base.with_name(f"{base.stem}.secret")


def fichiers_secrets(base: Path, environnement: Mapping[str, str] = os.environ) -> tuple[Path, ...]:
    """The files that only their owner may read: the secrets that an administrator keeps, and the base, full of mail.

    systemd looks after the rights of its own credentials.
    """
    designes = (environnement.get(f"{secret.variable}_FICHIER") for secret in Secret)
    places = (*(Path(designe) for designe in designes if designe), fichier_du_secret(base), base)
    return tuple(place for place in places if place.exists())


def trop_ouverts(fichiers: tuple[Path, ...]) -> tuple[Anomalie, ...]:
    """A warning for each of these files that others may read."""
    return tuple(
        Anomalie(str(fichier), 0, "", "ce fichier est lisible par d'autres.", f"Tapez « chmod 600 {fichier} ».")
        for fichier in fichiers
        if fichier.stat().st_mode & DROITS_DES_AUTRES
    )


def manquants(attendus: tuple[Secret, ...], environnement: Mapping[str, str] = os.environ) -> tuple[Anomalie, ...]:
    """A warning for each password that this shell cannot see; the service may have it all the same."""
    anomalies: list[Anomalie] = []
    for secret in attendus:
        try:
            mot_de_passe(secret, environnement)
        except ReglageInvalide as erreur:
            anomalies.extend(erreur.anomalies)
    return tuple(anomalies)


def _chercher(secret: Secret, environnement: Mapping[str, str]) -> str | None:
    if environnement.get(secret.variable):
        return environnement[secret.variable]
    fichier = _fichier(secret, environnement)
    return _lire(fichier, secret.variable) if fichier else None


def _fichier(secret: Secret, environnement: Mapping[str, str]) -> Path | None:
    designe = environnement.get(f"{secret.variable}_FICHIER")
    if designe:
        return Path(designe)
    dossier = environnement.get("CREDENTIALS_DIRECTORY")
    credential = Path(dossier) / secret.credential if dossier else None
    return credential if credential and credential.exists() else None


def _lire(fichier: Path, cle: str) -> str:
    """The one line of a secret file, without its line end. The text itself is never in a message."""
    try:
        texte = fichier.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as erreur:
        message = f"le fichier du secret ne peut pas être lu ({type(erreur).__name__})."
        raise ReglageInvalide((Anomalie(str(fichier), 0, cle, message, "Vérifiez son nom et ses droits."),)) from None
    if not texte or not texte.isprintable():
        message = "le fichier du secret est vide ou tient sur plusieurs lignes."
        raise ReglageInvalide((Anomalie(str(fichier), 0, cle, message, "Écrivez le secret seul, sur une ligne."),))
    return texte


def _engendrer(fichier: Path) -> None:
    """Write a new secret whole or not at all, and never over another."""
    fichier.parent.mkdir(parents=True, exist_ok=True)
    provisoire = fichier.with_name(f".{fichier.name}.{os.getpid()}")
    descripteur = os.open(provisoire, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, DROITS)
    try:
        with os.fdopen(descripteur, "w", encoding="ascii") as ouvert:
            ouvert.write(secrets.token_hex(TAILLE_DU_SECRET) + "\n")
            ouvert.flush()
            os.fsync(ouvert.fileno())
        os.link(provisoire, fichier)
    except FileExistsError:
        return  # another process was first: its secret is the one
    finally:
        provisoire.unlink()
