"""A file ready to be attached, and the name that its reader sees."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from robot.domain.ecriture import propre

NOM_MAXIMUM = 100
EXTENSION_MAXIMUM = 10
SANS_NOM = "piece-jointe"
# What a folder of Windows, of macOS or of Linux takes for something else than a name.
_INTERDITS = re.compile(r'[\\/:*?"<>|]')


@dataclass(frozen=True)
class PieceFaite:
    """A file: its safe name, its type (`application/pdf`), its bytes; `invitation`: mail programs show it as one."""

    nom: str
    type_mime: str
    octets: bytes
    invitation: bool = False


def nom_sur(nom: str) -> str:
    """A file name on one visible line, without path, of at most 100 characters; the extension stays.

    Whatever a stranger called the file, nothing of it can end a header,
    reverse the order of reading, or name another folder.
    """
    net = _INTERDITS.sub("-", propre(nom)).strip(". ")
    suffixe = PurePosixPath(net).suffix
    suffixe = suffixe if len(suffixe) <= EXTENSION_MAXIMUM else ""
    debut = net.removesuffix(suffixe)[: NOM_MAXIMUM - len(suffixe)].strip(". ")
    return f"{debut or SANS_NOM}{suffixe}"
