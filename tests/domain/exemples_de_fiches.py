"""A valid row, a handful of communes, and how a sheet is read or refused: for the tests of the sheet."""

import pytest

from robot.domain.carnet import Commune
from robot.domain.fiche import FicheInvalide, Liberation, lire_liberation

GENEVOIS = ("200000172", "CC du Genevois")
TABLE = (
    Commune("74309", "Viry", "74", *GENEVOIS, ("74580",)),
    Commune("71586", "Viry", "71", "200071884", "CC du Clunisois", ("71120",)),
    Commune("74243", "Saint-Julien-en-Genevois", "74", *GENEVOIS, ("74160",)),
    Commune("74010", "Annecy", "74", "200066793", "CA du Grand Annecy", ("74000", "74370", "74600", "74940", "74960")),
    Commune("74026", "La Balme-de-Sillingy", "74", "247400567", "CC Fier et Usses", ("74330",)),
    Commune("74143", "Les Houches", "74", "200023372", "CC de la Vallée de Chamonix", ("74310",)),
    Commune("74221", "Le Reposoir", "74", "200033116", "CC Cluses-Arve", ("74950",)),
    Commune("38193", "L'Isle-d'Abeau", "38", "243800604", "CA Porte de l'Isère", ("38080",)),
    Commune("33063", "Le Pin", "33", "", "", ("33000",)),
    Commune("74999", "Sans-Code", "74", "", ""),
)


class CommunesDeTest:
    """The port `Communes` over a handful of communes."""

    def par_code(self, code):
        return next((c for c in TABLE if c.code == code), None)

    def par_nom(self, nom):
        return tuple(c for c in TABLE if c.nom.lower().replace("-", " ") == nom.lower().replace("-", " "))

    def suggestions(self, nom, departement=""):
        return tuple(f"{c.nom} ({c.departement})" for c in TABLE if c.nom[:2].lower() == nom[:2].lower())


COMMUNES = CommunesDeTest()
VALIDE = {
    "N° RPLS": "7430900012",
    "Adresse": "12 rue des Alpes",
    "Commune": "74309",
    "Étage": "3e",
    "Ascenseur": "oui",
    "Typologie": "T3",
    "Surface": "64,5",
    "Type de financement": "PLUS",
    "Mode de chauffage": "gaz collectif",
    "Eau chaude": "collective",
    "Loyer": "487,32",
    "Charges": "92,10",
    "Adapté PMR": "non",
}


def lue(**champs) -> Liberation:
    return lire_liberation({**VALIDE, **champs}, COMMUNES)


def refus(champs, **options) -> dict[str, str]:
    with pytest.raises(FicheInvalide) as invalide:
        lire_liberation(champs, COMMUNES, **options)
    return {defaut.champ: defaut.attendu for defaut in invalide.value.defauts}
