"""One dwelling in the landlord's files, in each of their formats."""

import io
import json
from datetime import datetime
from pathlib import Path

from openpyxl import Workbook

from robot.adapters.fiches.fichier import Lot, lire_fichier
from robot.domain.carnet import Commune

VIRY = Commune("74309", "Viry", "74", "200000172", "CC du Genevois", ("74580",))
BALME = Commune("74026", "La Balme-de-Sillingy", "74", "247400567", "CC Fier et Usses", ("74330",))
JURA = Commune("39579", "Viry", "39", "", "", ("39360",))

TITRES = (
    "N° RPLS", "Adresse", "Commune", "Étage", "Ascenseur", "Typologie", "Surface (m²)", "Financement", "Chauffage",
    "Eau chaude", "Loyer HC (€)", "Charges", "PMR", "Libéré le", "DPE",
)  # fmt: skip
LIGNE = (
    "7430900012", "12 rue des Alpes", "74309", "RDC", "oui", "T3", "64,5", "PLUS", "gaz", "collective", "1 487,32",
    "92,10", "non", "31/12/2026", "D",
)  # fmt: skip
EXCEL = (
    7430900012, "12 rue des Alpes", 74309, 0, True, "T3", 64.5, "PLUS", "gaz", "collective", 1487.32, 92.1, False,
    datetime(2026, 12, 31), "D",  # noqa: DTZ001 - Excel knows no time zone
)  # fmt: skip


class CommunesDeTest:
    """The port `Communes` over three communes."""

    def par_code(self, code):
        return next((c for c in (VIRY, BALME, JURA) if c.code == code), None)

    def par_nom(self, nom):
        return tuple(c for c in (VIRY, BALME, JURA) if c.nom.lower() == nom.lower())

    def suggestions(self, nom, departement=""):
        return ("Viry (74)",)


def avec(ligne, **remplacements):
    """The row with cells replaced, by title without its punctuation: `Loyer="x"`."""
    rangs = {
        titre.split(" (")[0].split(" HC")[0].replace("N° ", "").replace(" ", "_"): i for i, titre in enumerate(TITRES)
    }
    cellules = list(ligne)
    for titre, valeur in remplacements.items():
        cellules[rangs[titre]] = valeur
    return tuple(cellules)


def tableau(*lignes, separateur=";", fin="\r\n"):
    return fin.join(separateur.join(ligne) for ligne in (TITRES, *lignes)) + fin


def classeur(*lignes, titres=TITRES, avant=(), autres=()):
    livre = Workbook()
    feuille = livre.worksheets[0]
    for ligne in (*avant, titres, *lignes):
        feuille.append(list(ligne))
    for nom, rangees, etat in autres:
        autre = livre.create_sheet(nom)
        autre.sheet_state = etat
        for ligne in rangees:
            autre.append(list(ligne))
    octets = io.BytesIO()
    livre.save(octets)
    return octets.getvalue()


def lire(dossier: Path, nom: str, contenu: str | bytes, **options) -> Lot:
    """Write the file and read it as the robot does."""
    chemin = dossier / nom
    chemin.write_bytes(contenu.encode() if isinstance(contenu, str) else contenu)
    return lire_fichier(chemin, CommunesDeTest(), **options)


YAML_VALIDE = "".join(
    f"{'- ' if i == 0 else '  '}{t}: {v}\n" for i, (t, v) in enumerate(zip(TITRES, LIGNE, strict=True))
)
JSON_VALIDE = json.dumps([dict(zip(TITRES, LIGNE, strict=True))], ensure_ascii=False)
