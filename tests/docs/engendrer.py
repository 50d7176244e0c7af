"""Writes the generated parts of the documentation: `python -m tests.docs.engendrer`.

With `--extrait` the demo is played again for the excerpt that the README shows.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tests.docs import extrait, machine, ordres, regles

RACINE = regles.RACINE
README = RACINE / "README.md"


def pages() -> Mapping[Path, str]:
    """Every generated file and its text; the README only has a part of it generated."""
    return {
        RACINE / "docs" / "machine.md": machine.page(),
        RACINE / "docs" / "regles.md": regles.page(),
        RACINE / "docs" / "ordres.md": ordres.page(),
        README: inserer(README.read_text(encoding="utf-8"), "diagramme", machine.diagramme(sans=machine.ORDRES)),
    }


def inserer(texte: str, nom: str, contenu: str) -> str:
    """The text with what stands between `<!-- debut: nom -->` and `<!-- fin: nom -->` replaced. Raises ValueError."""
    debut, fin = f"<!-- debut: {nom} -->", f"<!-- fin: {nom} -->"
    motif = re.compile(f"{re.escape(debut)}.*?{re.escape(fin)}", re.DOTALL)
    if len(motif.findall(texte)) != 1:
        raise ValueError(f"il faut une fois « {debut} … {fin} »")
    return motif.sub(lambda _: f"{debut}\n{contenu}\n{fin}", texte)


def rejouer() -> None:
    """Put what the demo says now into the README."""
    with tempfile.TemporaryDirectory() as dossier:
        bloc = extrait.choisir(extrait.jouer(Path(dossier) / "resultat"))
    README.write_text(inserer(README.read_text(encoding="utf-8"), "extrait", bloc), encoding="utf-8")


def main() -> None:
    """Write what has changed."""
    if "--extrait" in sys.argv:
        rejouer()
    for chemin, texte in pages().items():
        if not chemin.exists() or chemin.read_text(encoding="utf-8") != texte:
            chemin.write_text(texte, encoding="utf-8")
            print(f"écrit : {chemin.relative_to(RACINE)}")


if __name__ == "__main__":
    main()
