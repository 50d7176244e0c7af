"""Where the files shipped beside the code are: `templates/` and `config/`."""

from __future__ import annotations

from pathlib import Path

import robot

PAQUET = Path(robot.__file__).parent


def racine_ressources() -> Path:
    """The folder that holds `templates/` and `config/`: inside an installed package, or at the top of a checkout."""
    installees = PAQUET / "_ressources"
    return installees if installees.is_dir() else PAQUET.parent
