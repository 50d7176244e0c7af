"""The pictures of the guides: light, as wide as what they say they show, and each of them shown (`images.py` takes them)."""

from __future__ import annotations

import re
import struct
from pathlib import Path

import pytest

from tests.docs import pages
from tests.docs.regles import RACINE

IMAGES = sorted((RACINE / "docs" / "images").iterdir())
LARGEURS = {"telephone": 360, "bureau": 800}
MONTREE = re.compile(r"!\[([^\]]+)\]\(([^)]+)\)")


def montrees() -> dict[Path, str]:
    """Each picture that a page shows, and the words for those who do not see it."""
    return {
        (page.parent / chemin).resolve(): mots
        for page in pages.toutes()
        for mots, chemin in MONTREE.findall(pages.lire(page))
    }


def test_des_images_sont_montrees():
    assert montrees()
    assert set(montrees()) <= set(IMAGES)


@pytest.mark.parametrize("image", IMAGES, ids=lambda image: image.name)
def test_une_image_est_legere_et_a_la_largeur_qu_elle_dit(image: Path):
    octets = image.read_bytes()
    assert octets.startswith(b"\x89PNG\r\n\x1a\n")
    assert len(octets) < 150_000
    (largeur,) = struct.unpack(">I", octets[16:20])
    assert LARGEURS.get(image.stem.rpartition("-")[2], largeur) == largeur


@pytest.mark.parametrize("genre", ["offre", "synthese", "avis-ddets", "proposition-dalo"])
def test_chaque_lettre_montree_l_est_a_la_largeur_d_un_telephone_et_d_un_bureau(genre: str):
    assert {f"{genre}-{ou}.png" for ou in LARGEURS} <= {image.name for image in IMAGES}
