"""One robot per store: the second says who holds it, and death frees it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from robot.adapters.base.verrou import tenir
from robot.ports import VerrouTenu

TENANT = "import sys, time\nfrom robot.adapters.base.verrou import tenir\nwith tenir(sys.argv[1]):\n    print('tenu', flush=True)\n    time.sleep(60)\n"


@contextmanager
def autre_robot(base: str) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen([sys.executable, "-c", TENANT, base], stdout=subprocess.PIPE, text=True) as processus:
        assert processus.stdout is not None
        assert processus.stdout.readline() == "tenu\n"
        yield processus
        processus.kill()


@pytest.fixture
def base(tmp_path: Path) -> str:
    return str(tmp_path / "robot.sqlite")


def test_un_second_robot_est_refuse_et_sait_qui_tient_la_base(base):
    with autre_robot(base) as tenant:
        with pytest.raises(VerrouTenu, match=f"processus {tenant.pid} ") as refus, tenir(base):
            pytest.fail("deux robots sur la même base")
        assert base in str(refus.value)
        assert "un seul robot par base" in str(refus.value)


def test_le_refus_n_efface_pas_le_nom_du_tenant(base):
    with autre_robot(base) as tenant:
        for _ in range(2):
            with pytest.raises(VerrouTenu, match=str(tenant.pid)), tenir(base):
                pass


def test_la_mort_du_tenant_libere_la_base(base):
    with autre_robot(base) as tenant:
        os.kill(tenant.pid, signal.SIGKILL)
        tenant.wait(10)
        with tenir(base):
            assert f"processus {os.getpid()} " in Path(f"{base}.verrou").read_text()


def test_le_verrou_rendu_se_reprend_meme_apres_une_erreur(base):
    with pytest.raises(ZeroDivisionError), tenir(base):
        raise ZeroDivisionError
    with tenir(base):
        pass


@pytest.mark.parametrize("memoire", [None, "", ":memory:"])
def test_une_base_en_memoire_n_est_a_personne_d_autre(memoire):
    with tenir(memoire), tenir(memoire):
        pass
