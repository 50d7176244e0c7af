"""Real Postfix and Dovecot for the tests: private ports, a private directory, their own user, nothing of /etc used but
Postfix's own file lists. Postfix has to be started as root; so do these tests (in CI), or they are skipped."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import smtplib
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from tests.serveurs_configuration import DOMAINE, DOVECOT, MASTER, POSTFIX, VACANCES

COMPTE = "robot-essais"
MOT_DE_PASSE = "pw é+\\secret"
SIMPLES = ("viry", "balme", "prefecture", "vac", "pleine", "ddets", "camille", "lea")
NOM_TLS = "localhost"
CLE = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes"
PROGRAMMES = ("postfix", "dovecot", "doveadm", "sievec", "openssl", "setpriv", "mutt")


@dataclass(frozen=True)
class Ports:
    """The ports of one pair of servers, all on 127.0.0.1."""

    imap: int
    imaps: int
    lmtp: int
    sasl: int
    smtp: int
    soumission: int
    smtps: int


def exiger_serveurs() -> None:
    """Fail in CI, skip elsewhere, when the real servers cannot be run."""
    os.environ["PATH"] = os.pathsep.join(dict.fromkeys([*os.environ["PATH"].split(os.pathsep), "/usr/sbin", "/sbin"]))
    absents = [programme for programme in PROGRAMMES if shutil.which(programme) is None]
    manque = f"il manque {', '.join(absents)}" if absents else "" if os.geteuid() == 0 else "il faut être root"
    if not manque:
        return
    if os.environ.get("CI"):
        pytest.fail(f"Postfix et Dovecot réels : {manque}")
    pytest.skip(f"Postfix et Dovecot réels : {manque}")


def attendre_que(condition: Callable[[], object], quoi: str, delai_s: float = 10) -> None:
    """Poll until a condition holds; fail with a sentence otherwise."""
    fin = time.monotonic() + delai_s
    while not condition():
        if time.monotonic() > fin:
            pytest.fail(f"au bout de {delai_s} s, toujours pas : {quoi}")
        time.sleep(0.02)


def _ports_libres(nombre: int) -> list[int]:
    prises = [socket.create_server(("127.0.0.1", 0)) for _ in range(nombre)]
    ports = [prise.getsockname()[1] for prise in prises]
    for prise in prises:
        prise.close()
    return ports


def _repond(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as prise:
            return bool(prise.recv(4))
    except OSError:
        return False


def _groupe_eteint(groupe: int) -> bool:
    try:
        os.killpg(groupe, signal.SIGTERM)
    except ProcessLookupError:
        return True
    return False


def _compte() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(COMPTE)
    except KeyError:
        subprocess.run(["useradd", "-r", "-M", "-s", "/usr/sbin/nologin", COMPTE], check=True)
        return pwd.getpwnam(COMPTE)


def fabriquer_certificats(dossier: Path, nom: str = NOM_TLS) -> None:
    """A private authority (`autorite.pem`) and a server certificate for one name, made with openssl."""
    dossier.mkdir(exist_ok=True)
    (dossier / "ext").write_text(f"subjectAltName=DNS:{nom}\nbasicConstraints=CA:FALSE\n")
    for commande in (
        f"req -x509 {CLE} -days 2 -subj /CN=Autorite -keyout autorite.key -out autorite.pem",
        f"req {CLE} -subj /CN={nom} -keyout serveur.key -out demande",
        "x509 -req -in demande -CA autorite.pem -CAkey autorite.key -CAcreateserial -days 2 -extfile ext -out serveur.pem",
    ):
        subprocess.run(["openssl", *commande.split()], cwd=dossier, check=True, capture_output=True)


class ServeursReels:
    """Postfix → LMTP → Dovecot. `robot` and the correspondents have the password MOT_DE_PASSE; unknown users bounce."""

    def __init__(self, racine: Path) -> None:
        self.racine = racine
        self.compte = _compte()
        self.ports = Ports(*_ports_libres(7))
        self.autorite = racine / "tls" / "autorite.pem"
        self._dovecot: subprocess.Popen[bytes] | None = None

    def adresse(self, nom: str) -> str:
        return f"{nom}@{DOMAINE}"

    def demarrer(self) -> None:
        fabriquer_certificats(self.racine / "tls")
        self._preparer_dovecot()
        self._preparer_postfix()
        self.demarrer_dovecot()
        self._demarrer_postfix()

    def arreter(self) -> None:
        self._postfix("stop", check=False)
        self.arreter_dovecot()

    # --- Dovecot ----------------------------------------------------------------------------------------------------

    def demarrer_dovecot(self) -> None:
        identite = [f"--reuid={self.compte.pw_uid}", f"--regid={self.compte.pw_gid}", "--clear-groups"]
        self._dovecot = subprocess.Popen(
            ["setpriv", *identite, shutil.which("dovecot") or "", "-F", "-c", str(self.conf_dovecot)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        attendre_que(lambda: _repond(self.ports.imap), "Dovecot en IMAP")
        attendre_que(lambda: _repond(self.ports.lmtp), "Dovecot en LMTP")

    def arreter_dovecot(self) -> None:
        if self._dovecot is None:
            return
        self._dovecot.send_signal(signal.SIGTERM)
        self._dovecot.wait(10)
        # Its session processes outlive the master a little.
        attendre_que(partial(_groupe_eteint, self._dovecot.pid), "les sessions de Dovecot finies")
        self._dovecot = None

    def redemarrer_dovecot(self) -> None:
        """Every session is lost; the mailboxes stay."""
        self.arreter_dovecot()
        self.demarrer_dovecot()

    def redemarrer_postfix(self) -> None:
        """Every connection is lost; the queue stays."""
        self._postfix("stop")
        self._demarrer_postfix()

    @property
    def conf_dovecot(self) -> Path:
        return self.racine / "dc" / "dovecot.conf"

    def doveadm(self, *arguments: str) -> str:
        """Run doveadm on this instance."""
        fini = subprocess.run(
            ["doveadm", "-c", str(self.conf_dovecot), *arguments], check=True, capture_output=True, text=True
        )
        return fini.stdout

    def couper_sessions(self, nom: str) -> None:
        """Kill the IMAP sessions of a user, as an administrator would."""
        self.doveadm("kick", nom)

    def _preparer_dovecot(self) -> None:
        base = self.racine / "dc"
        for dossier in (base, base / "run", base / "state", base / "home"):
            dossier.mkdir()
        lignes = []
        for nom in ("robot", *SIMPLES):
            maison = base / "home" / nom
            (maison / "sieve").mkdir(parents=True)
            quota = " userdb_quota_rule=*:storage=100K" if nom == "pleine" else ""
            lignes.append(f"{nom}:{{PLAIN}}{MOT_DE_PASSE}:{self.compte.pw_uid}:{self.compte.pw_gid}::{maison}::{quota}")
        (base / "comptes").write_text("\n".join(lignes) + "\n")
        self._ecrire_vacances(base / "home" / "vac")
        self.conf_dovecot.write_text(
            DOVECOT.format(base=base, tls=self.racine / "tls", compte=COMPTE, domaine=DOMAINE, **vars(self.ports))
        )
        for chemin in (base, *base.rglob("*"), self.racine / "tls", *(self.racine / "tls").iterdir()):
            os.chown(chemin, self.compte.pw_uid, self.compte.pw_gid, follow_symlinks=False)

    def _ecrire_vacances(self, maison: Path) -> None:
        script = maison / "sieve" / "vacances.sieve"
        script.write_text(VACANCES)
        subprocess.run(["sievec", str(script)], check=True, capture_output=True)
        (maison / ".dovecot.sieve").symlink_to("sieve/vacances.sieve")

    # --- Postfix ----------------------------------------------------------------------------------------------------

    def _preparer_postfix(self) -> None:
        base = self.racine / "pf"
        for dossier in ("conf", "queue", "data", "log"):
            (base / dossier).mkdir(parents=True)
        for nom in ("postfix-files", "dynamicmaps.cf"):
            shutil.copy(Path("/etc/postfix") / nom, base / "conf" / nom)
        shutil.copytree("/etc/postfix/postfix-files.d", base / "conf" / "postfix-files.d")
        demons = subprocess.run(
            ["postconf", "-d", "-h", "daemon_directory"], check=True, capture_output=True, text=True
        )
        (base / "conf" / "main.cf").write_text(
            POSTFIX.format(
                base=base,
                tls=self.racine / "tls",
                domaine=DOMAINE,
                demons=demons.stdout.strip(),
                **vars(self.ports),
            )
        )
        (base / "conf" / "master.cf").write_text(MASTER.format(base=base, **vars(self.ports)))
        (base / "conf" / "sans-auto").write_text("/^Auto-Submitted:/ IGNORE\n")
        shutil.chown(base / "data", "postfix")
        self._postfix("set-permissions")

    def _demarrer_postfix(self) -> None:
        self._postfix("start")
        for port in (self.ports.smtp, self.ports.soumission):
            attendre_que(partial(_repond, port), f"Postfix sur le port {port}")

    def _postfix(self, commande: str, *, check: bool = True) -> None:
        fini = subprocess.run(
            ["postfix", "-c", str(self.racine / "pf" / "conf"), commande], capture_output=True, text=True, check=False
        )
        if check and fini.returncode:
            pytest.fail(f"postfix {commande} : {fini.stderr}")

    # --- shortcuts --------------------------------------------------------------------------------------------------

    def deposer(self, nom: str, octets: bytes, *, expediteur: str = "") -> None:
        """Put a message straight into a mailbox, through LMTP."""
        with smtplib.LMTP("127.0.0.1", self.ports.lmtp) as lmtp:
            lmtp.sendmail(expediteur or self.adresse("viry"), [self.adresse(nom)], octets)

    def ecrire_avec_mutt(self, *, de: str, a: str, objet: str, texte: str, en_reponse_a: str = "") -> None:
        """Send as a correspondent would, with a real client program; `en_reponse_a` is a Message-ID with its brackets."""
        reglages = [
            f'set smtp_url="smtp://127.0.0.1:{self.ports.smtp}" ssl_starttls=no ssl_force_tls=no',
            f'set from="{self.adresse(de)}" use_from=yes use_envelope_from=yes copy=no charset=utf-8',
            "set send_charset=utf-8 user_agent=yes",
            f'set realname="Mairie {de}"',
            *([f"my_hdr In-Reply-To: {en_reponse_a}", f"my_hdr References: {en_reponse_a}"] if en_reponse_a else []),
        ]
        options = [mot for reglage in reglages for mot in ("-e", reglage)]
        subprocess.run(
            ["mutt", "-n", "-F", "/dev/null", *options, "-s", objet, "--", a],
            input=texte.encode(),
            env=os.environ | {"HOME": str(self.racine), "LC_ALL": "C.UTF-8"},
            check=True,
            capture_output=True,
        )

    def vider(self) -> None:
        """Forget every message and folder of every mailbox."""
        for nom in ("robot", *SIMPLES):
            shutil.rmtree(self.racine / "dc" / "home" / nom / "Maildir", ignore_errors=True)
            (self.racine / "dc" / "home" / nom / ".dovecot.lda-dupes").unlink(missing_ok=True)


@contextmanager
def serveurs_reels() -> Iterator[ServeursReels]:
    """A running pair in a private directory, stopped and removed at the end."""
    exiger_serveurs()
    racine = Path(tempfile.mkdtemp(prefix="robot-"))
    racine.chmod(0o755)
    serveurs = ServeursReels(racine)
    try:
        serveurs.demarrer()
        yield serveurs
    finally:
        serveurs.arreter()
        shutil.rmtree(racine, ignore_errors=True)
