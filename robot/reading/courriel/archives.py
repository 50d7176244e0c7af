"""What an archive (ZIP) says that it holds, without inflating any of it."""

from __future__ import annotations

import io
import zipfile

PARTIES_MAXIMUM = 1000
TROP = 2**40
_ENTREE_DU_REPERTOIRE = b"PK\x01\x02"
_ABIMEE = (zipfile.BadZipFile, ValueError, NotImplementedError, LookupError, EOFError, OSError)


def ouvrir(octets: bytes) -> zipfile.ZipFile | None:
    """The archive; None when it has too many parts. Raises zipfile.BadZipFile, ValueError, NotImplementedError.

    A directory of ten megabytes would itself be read into hundreds: its
    entries are counted before.
    """
    return None if octets.count(_ENTREE_DU_REPERTOIRE) > PARTIES_MAXIMUM else zipfile.ZipFile(io.BytesIO(octets))


def taille_annoncee(octets: bytes) -> int:
    """How many bytes a file says that it holds once inflated; its own size when it is no archive."""
    try:
        archive = ouvrir(octets)
    except _ABIMEE:
        return len(octets)
    return sum(partie.file_size for partie in archive.infolist()) if archive else TROP
