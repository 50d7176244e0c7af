"""The table in which a réservataire designates candidates (R61): what each column is called and what it holds.

One constant for the writer of the template attached to the acceptance letter
and for the reader of the table that comes back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from robot.domain.colonnes import Colonne
from robot.domain.ecriture import plier

# The columns of the template, in its order. Only the number is required: everything else has an effect when given.
COLONNES = (
    Colonne(
        "nud", "Numéro unique", "les 18 chiffres du numéro unique de la demande, colonne au format texte", True,
        ("nud", "n unique", "num unique", "numero unique departemental", "numero unique regional", "nur", "n nud",
         "numero nud", "num nud", "numero unique de demande", "numero unique demande", "numero de demande",
         "numero unique de la demande", "numero demande", "n demande", "n de demande", "numero sne", "n sne",
         "numero unique d'enregistrement", "numero unique sne", "numero d'enregistrement",
         "numero d'enregistrement sne", "numero enregistrement", "numero enregistrement sne", "numeros uniques",
         "numero unique nud", "demande"),
    ),
    Colonne(
        "nom", "Nom", "civilité, nom et prénom, par exemple Mme DUPONT Marie", False,
        ("nom prenom", "nom et prenom", "nom prenoms", "nom et prenoms", "prenom nom", "prenom et nom", "candidat",
         "nom du candidat", "nom candidat", "demandeur", "nom du demandeur", "nom demandeur", "identite", "menage",
         "nom du menage", "titulaire", "titulaire de la demande", "nom de famille", "nom d'usage", "noms",
         "noms prenoms",
         "noms et prenoms", "candidats", "menages", "demandeurs", "nom et prenom du demandeur",
         "nom prenom du demandeur", "nom et prenom du candidat", "nom prenom du candidat", "mme m"),
    ),
    Colonne(
        "courriel", "Courriel", "l'adresse électronique du candidat, où lui sera écrite la proposition", False,
        ("mail", "e mail", "email", "adresse mail", "adresse e mail", "adresse email", "adresse electronique",
         "courriel du candidat", "mail du candidat", "mail candidat", "email candidat", "email du candidat",
         "courriel candidat", "courriel du demandeur", "mail du demandeur", "mail demandeur", "adresse courriel",
         "courrier electronique", "courriel demandeur", "mails", "mel", "mels", "courriels", "adresses mail",
         "contact mail",
         "mail menage", "mail contact"),
    ),
    Colonne(
        "telephone", "Téléphone", "par exemple 06 12 34 56 78", False,
        ("tel", "telephone du candidat", "tel candidat", "tel du candidat", "telephone candidat", "portable", "mobile",
         "numero de telephone", "n de telephone", "n telephone", "num tel", "n tel", "tel portable",
         "telephone portable", "telephone du demandeur", "coordonnees telephoniques", "gsm", "telephones",
         "contact tel",
         "contact telephone", "tel menage", "tel 1", "tel 2", "telephone 1", "telephone 2", "tel fixe", "fixe",
         "telephone fixe", "tel mobile", "telephone mobile"),
    ),
    Colonne(
        "adresse", "Adresse postale", "numéro, voie, code postal et commune : sans courriel, la lettre y est envoyée",
        False,
        ("adresse", "adresse du candidat", "adresse candidat", "adresse complete", "adresse actuelle",
         "adresse du demandeur", "domicile", "adresse de correspondance"),
    ),
    Colonne(
        "priorite", "Priorité", "DALO, prioritaire, 1er quartile ou aucune", False,
        ("priorites", "prioritaire", "critere", "criteres", "critere de priorite", "criteres de priorite",
         "motif de priorite", "public prioritaire", "publics prioritaires", "niveau de priorite",
         "critere prioritaire", "criteres prioritaires", "type de priorite"),
    ),
    Colonne(
        "precision", "Précision", "le motif de la priorité, par exemple « violences au sein du couple »", False,
        ("precisions", "motif", "motifs", "observation", "observations", "commentaire", "commentaires", "remarque",
         "remarques", "detail", "details", "precision sur la priorite", "situation", "precision priorite"),
    ),
    Colonne(
        "referent", "Référent social", "nom et service, par exemple Paul Martin, CCAS", False,
        ("referent", "travailleur social", "assistant social", "assistante sociale", "nom du referent",
         "nom du referent social", "accompagnement social", "as", "ts", "referente sociale", "referent sociale",
         "referent e social e", "instructeur social"),
    ),
    Colonne(
        "referent_courriel", "Courriel du référent", "l'adresse électronique du référent social", False,
        ("mail du referent", "email du referent", "e mail du referent", "mail referent", "email referent",
         "courriel referent", "courriel du referent social", "mail du referent social", "email du referent social",
         "courriel referent social", "mail referent social", "email referent social", "adresse mail du referent",
         "adresse mail referent", "mail travailleur social", "mail du travailleur social"),
    ),
    Colonne(
        "retrait", "Retrait", "oui pour retirer une candidature déjà transmise, sinon rien", False,
        ("retirer", "retire", "retirer la candidature", "candidature retiree", "annuler", "annulation", "a retirer",
         "retrait oui non", "retrait de candidature", "retrait de la candidature"),
    ),
)  # fmt: skip

# What a réservataire's own table may hold besides: read, never in the template.
COLONNES_ADMISES = (
    Colonne(
        "reference", "Référence", "la référence du logement, par exemple V-2026-0042", False,
        ("ref", "reference du logement", "reference logement", "reference de l'offre", "ref logement", "ref offre",
         "logement"),
    ),
    Colonne(
        "coordonnees", "Coordonnées", "téléphone, courriel et adresse du candidat", False,
        ("contact", "contacts", "coordonnees du candidat", "coordonnees du demandeur", "tel mail", "tel et mail",
         "telephone mail", "telephone et mail"),
    ),
    Colonne("civilite", "Civilité", "M. ou Mme", False, ("civ", "titre")),
    Colonne("prenom", "Prénom", "le prénom", False, ("prenoms", "prenom du candidat", "prenom candidat")),
    Colonne("code_postal", "Code postal", "5 chiffres", False, ("cp",)),
    Colonne("commune", "Commune", "la commune où habite le candidat", False, ("ville", "localite")),
    Colonne("dalo", "DALO", "oui ou non", False, ("dalo oui non", "reconnu dalo", "menage dalo")),
    Colonne(
        "quartile", "Premier quartile", "oui ou non", False,
        ("1er quartile", "quartile", "quartile 1", "q1", "premier quartile oui non"),
    ),
)  # fmt: skip

_PARENTHESE = re.compile(r"[(\[][^()\[\]]{0,60}[)\]]")
_HORS_MOT = re.compile(r"[^a-z0-9]+")
_NUMERO = re.compile(r"\bn ?[°º]")


def _cle(titre: str) -> str:
    """Word by word: « N° unique (NUD) », « n°unique » and « numéro unique » must not hang on a space."""
    sans_precision = _PARENTHESE.sub(" ", _NUMERO.sub("numero ", plier(titre[:200])))
    mots = " ".join(_HORS_MOT.sub(" ", sans_precision).split())
    return f"numero {mots[2:]}" if mots.startswith("n ") else mots


_PAR_CLE = {_cle(t): c for c in (*COLONNES, *COLONNES_ADMISES) for t in (c.libelle, *c.synonymes)}


@lru_cache(maxsize=1024)
def reconnaitre(titre: str) -> Colonne | None:
    """The column that goes by that title, None when it is another."""
    return _PAR_CLE.get(_cle(titre))


def nombre_de_titres(cellules: Iterable[str]) -> int:
    """How many different columns these cells name."""
    return len({colonne.nom for cellule in cellules if (colonne := reconnaitre(cellule))})
