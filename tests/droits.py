"""A process whom closed folders stop: root too, without the capabilities that let it through."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager

# linux/capability.h: version 3 of the structures; CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH, which ignore rights.
VERSION = 0x20080522
PASSE_DROIT = 1 << 1 | 1 << 2


class _Entete(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _Capacites(ctypes.Structure):
    _fields_ = (("effectives", ctypes.c_uint32), ("permises", ctypes.c_uint32), ("heritees", ctypes.c_uint32))


_LIBC = ctypes.CDLL(None, use_errno=True)


@contextmanager
def sans_passe_droit() -> Iterator[None]:
    """As long as the block runs, this thread has the rights of its user, and no more."""
    entete, capacites = _Entete(VERSION, 0), (_Capacites * 2)()
    _appeler("capget", entete, capacites)
    avant = capacites[0].effectives
    capacites[0].effectives = avant & ~PASSE_DROIT
    _appeler("capset", entete, capacites)
    try:
        yield
    finally:
        capacites[0].effectives = avant
        _appeler("capset", entete, capacites)


def _appeler(nom: str, entete: _Entete, capacites: ctypes.Array[_Capacites]) -> None:
    if getattr(_LIBC, nom)(ctypes.byref(entete), ctypes.byref(capacites)):
        raise OSError(ctypes.get_errno(), nom)
