"""A gesture in a process of its own, with little memory and little time: what a message may cost, measured for real."""

from __future__ import annotations

import gc
import os
import resource
import signal
import traceback
from collections.abc import Callable
from pathlib import Path

MIO = 2**20


def sous_plafond(geste: Callable[[], object], *, memoire: int = 150 * MIO, cpu_s: int = 20) -> str:
    """What `geste` gives, as text; AssertionError when it exhausts `memoire` more bytes than now, or `cpu_s`."""
    lecture, ecriture = os.pipe()
    enfant = os.fork()
    if enfant == 0:
        os.close(lecture)
        _vivre(geste, ecriture, memoire, cpu_s)
    os.close(ecriture)
    with os.fdopen(lecture, "rb") as tube:
        rapport = tube.read().decode()
    code = os.waitstatus_to_exitcode(os.waitpid(enfant, 0)[1])
    assert code == 0, f"signal {signal.Signals(-code).name}" if code < 0 else rapport
    return rapport


def mourir() -> None:
    """As the kernel kills when memory runs out."""
    os.kill(os.getpid(), signal.SIGKILL)


def _vivre(geste: Callable[[], object], ecriture: int, memoire: int, cpu_s: int) -> None:
    code = 1
    try:
        gc.collect()
        occupe = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (occupe + memoire, resource.RLIM_INFINITY))
        resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s + 1))
        os.write(ecriture, str(geste()).encode())
        code = 0
    except BaseException:  # noqa: BLE001 - told to the parent, which raises
        os.write(ecriture, traceback.format_exc()[-4000:].encode())
    finally:
        os._exit(code)
