"""Takes the pictures of the guides again, from the examples of the tests: `python -m tests.docs.images [DIR [NAME...]]`.

Needs Chromium, LibreOffice and pdftoppm, which the machine that guards the
project does not have: run it by hand after a change of `templates/`, look at
each picture, and commit it. With a folder, every letter is drawn there, wide
and narrow, light and dark, for whoever wants to look at them all.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from PIL import Image, ImageChops

from tests.adapters.lettres_imprimees import LETTRES, message, parties
from tests.docs.regles import RACINE

IMAGES = RACINE / "docs" / "images"
TELEPHONE, BUREAU, HAUTEUR, MARGE = 360, 800, 6000, 16
COULEURS, OCTETS = 128, 150_000
# What the guides show: the picture's name, the letter's.
MONTREES: Mapping[str, str] = {
    "offre": "offre",
    "synthese": "synthèse d'un matin",
    "avis-ddets": "avis de refus à la DDETS",
    "proposition-dalo": "proposition DALO",
}
TABLES: Mapping[str, str] = {"table-des-candidats": "accord reçu, à l'adresse générique"}


def photographier(page: str, image: Path, largeur: int, *, sombre: bool = False) -> None:
    """The page as Chromium draws it, cut where it ends. Raises CalledProcessError."""
    with tempfile.TemporaryDirectory() as dossier:
        fichier = Path(dossier) / "page.html"
        fichier.write_text(page, encoding="utf-8")
        options = ["--force-dark-mode", "--blink-settings=preferredColorScheme=0"] if sombre else []
        subprocess.run(
            [
                "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", *options,
                f"--window-size={largeur},{HAUTEUR}", f"--screenshot={image}", fichier.as_uri(),
            ],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
    _rogner(image)


def photographier_les_pages(fichier: Path, image: Path) -> None:
    """The first page of a table or of a letter to post."""
    with tempfile.TemporaryDirectory() as dossier:
        pdf = fichier
        if fichier.suffix != ".pdf":
            commande = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", dossier, str(fichier)]
            subprocess.run(commande, check=True, capture_output=True, timeout=180)
            pdf = Path(dossier) / f"{fichier.stem}.pdf"
        subprocess.run(["pdftoppm", "-png", "-r", "140", "-f", "1", "-l", "1", "-singlefile", str(pdf),
                        str(image.with_suffix(""))], check=True, timeout=60)  # fmt: skip
    _rogner(image)


def _rogner(image: Path) -> None:
    """Nothing but what is drawn, in few colours."""
    with Image.open(image) as ouverte:
        vue = ouverte.convert("RGB")
    fond = Image.new("RGB", vue.size, vue.getpixel((0, vue.height - 1)))
    boite = ImageChops.difference(vue, fond).getbbox()
    if boite:
        haut = max(0, boite[1] - MARGE)
        vue = vue.crop((0, haut, vue.width, min(vue.height, boite[3] + MARGE)))
    vue.quantize(COULEURS, dither=Image.Dither.NONE).save(image, optimize=True)


def des_guides() -> None:
    """The pictures that the guides show."""
    IMAGES.mkdir(exist_ok=True)
    for nom, lettre in MONTREES.items():
        _, html = parties(LETTRES[lettre])
        photographier(html, IMAGES / f"{nom}-telephone.png", TELEPHONE)
        photographier(html, IMAGES / f"{nom}-bureau.png", BUREAU)
    for nom, lettre in TABLES.items():
        _piece(lettre, IMAGES / f"{nom}.png")
    lourdes = [image.name for image in IMAGES.glob("*.png") if image.stat().st_size > OCTETS]
    if lourdes:
        raise SystemExit(f"plus de {OCTETS} octets : {', '.join(lourdes)}")


def _piece(lettre: str, image: Path) -> None:
    piece = next(message(LETTRES[lettre]).iter_attachments())
    with tempfile.TemporaryDirectory() as dossier:
        fichier = Path(dossier) / (piece.get_filename() or "piece")
        octets = piece.get_payload(decode=True)
        assert isinstance(octets, bytes)
        fichier.write_bytes(octets)
        photographier_les_pages(fichier, image)


def de_tout(dossier: Path, noms: Iterable[str]) -> None:
    """Every letter, or those named, as a phone and a desk show it, by day and by night."""
    dossier.mkdir(parents=True, exist_ok=True)
    for nom in noms or LETTRES:
        _, html = parties(LETTRES[nom])
        for largeur in (TELEPHONE, BUREAU):
            for sombre in (False, True):
                mode = "sombre" if sombre else "clair"
                photographier(html, dossier / f"{nom}-{largeur}-{mode}.png".replace(" ", "_"), largeur, sombre=sombre)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        de_tout(Path(sys.argv[1]), sys.argv[2:])
    else:
        des_guides()
