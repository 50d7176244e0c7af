"""Mutt, driven by its own keys on a pseudo-terminal: a correspondent opens their mailbox, replies and sends."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import time
from pathlib import Path

from tests.serveurs import MOT_DE_PASSE, ServeursReels

DELAI_S = 180  # a busy machine: the test is of what is sent, not of how fast


def repondre_avec_mutt(
    serveurs: ServeursReels, tmp_path: Path, de: str, motif: str, mots: str, joindre: Path | None = None
) -> None:
    """Reply to the latest message whose subject matches `motif`: Mutt quotes it and puts `mots` on top."""
    attacher = f"<attach-file>{joindre}<enter>" if joindre else ""
    editeur = tmp_path / "editeur.sh"
    editeur.write_text(f'#!/bin/sh\n{{ printf "%s\\n\\n" "{mots}"; cat "$1"; }} > "$1.neuf" && mv "$1.neuf" "$1"\n')
    editeur.chmod(0o755)
    muttrc = tmp_path / "muttrc"
    muttrc.write_text(
        f'set imap_user="{de}" imap_pass="{MOT_DE_PASSE.replace(chr(92), chr(92) * 2)}"\n'
        f'set smtp_url="smtp://127.0.0.1:{serveurs.ports.smtp}" ssl_starttls=no ssl_force_tls=no\n'
        f'set from="{serveurs.adresse(de)}" use_from=yes use_envelope_from=yes realname="Mairie {de}"\n'
        f'set editor="{editeur}" fast_reply=yes include=yes autoedit=yes edit_headers=no copy=no\n'
        "set charset=utf-8 send_charset=utf-8 reply_to=yes abort_unmodified=no confirmappend=no\n"
        "set imap_check_subscribed=no wait_key=no sleep_time=0 delete=no move=no quit=yes\n"
        f"push '<limit>~s \"{motif}\"<enter><last-entry><reply>{attacher}<send-message><quit>'\n"
    )
    boite = f"imap://localhost:{serveurs.ports.imap}/INBOX"
    maitre, esclave = pty.openpty()
    with subprocess.Popen(
        ["mutt", "-n", "-F", str(muttrc), "-f", boite],
        stdin=esclave,
        stdout=esclave,
        stderr=esclave,
        env=os.environ | {"HOME": str(tmp_path), "TERM": "xterm", "LC_ALL": "C.UTF-8", "LINES": "40", "COLUMNS": "120"},
        start_new_session=True,
    ) as mutt:
        os.close(esclave)
        ecran = _suivre(mutt, maitre)
    os.close(maitre)
    assert mutt.returncode == 0, ecran[-2000:]


def _suivre(mutt: subprocess.Popen[bytes], maitre: int) -> str:
    """Read the screen until Mutt ends: a full pseudo-terminal would block it."""
    ecran, fin = b"", time.monotonic() + DELAI_S
    while mutt.poll() is None and time.monotonic() < fin:
        if select.select([maitre], [], [], 0.1)[0]:
            try:
                ecran += os.read(maitre, 65536)
            except OSError:
                break
    if mutt.poll() is None:
        try:
            mutt.wait(5)
        except subprocess.TimeoutExpired:
            mutt.kill()
    return ecran.decode(errors="replace")
