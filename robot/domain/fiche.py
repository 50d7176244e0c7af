"""The descriptive sheet of a dwelling (charter, annexe 3): twelve fields, typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import partial
from typing import TypeVar

from robot.domain import valeurs
from robot.domain.calendrier import ordinal
from robot.domain.carnet import Commune, Communes
from robot.domain.colonnes import PAR_NOM, Colonne, en_double, reconnaitre
from robot.domain.ecriture import SANS_RESULTAT, a_la_commune, en_texte, montant, plier, propre, surface
from robot.domain.financements import lire_financement
from robot.domain.lieux import Localite, contredit, fin_d_adresse, lire_localite, trouver_commune
from robot.domain.stationnement import Endroit, mentions_de_stationnement, motif_de_refus
from robot.domain.valeurs import ValeurRefusee

T = TypeVar("T")

# Limits on what a letter can show; no rule of the charter.
COMPLEMENTS_MAXIMUM = 40
LONGUEUR_TEXTE = 200
LONGUEUR_COMPLEMENT = 1000
LONGUEUR_CITEE = 80
A_CALCULER = "une valeur : ouvrir le fichier dans Excel ou LibreOffice, qui la calcule, et l'enregistrer"

NULLE_PART = Commune("", "", "", "", "")


class EauChaude(StrEnum):
    """Hot water: individual or collective (R51)."""

    INDIVIDUELLE = "individuelle"
    COLLECTIVE = "collective"


@dataclass(frozen=True)
class Fiche:
    """The twelve mandatory fields (R51), plus what the landlord cares to add (R52).

    `rpls` is None only for a new dwelling, which has no number yet. `etage` is
    0 on the ground floor, None in a house. `surface_m2` in m²; `loyer` and
    `charges` in euros a month, two decimals.
    """

    rpls: str | None
    adresse: str
    commune: Commune
    etage: int | None
    ascenseur: bool
    typologie: str
    surface_m2: Decimal
    financement: str
    chauffage: str
    eau_chaude: EauChaude
    loyer: Decimal
    charges: Decimal
    pmr: bool
    complements: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Liberation:
    """A vacated dwelling as the landlord declares it.

    `reference` is None when the robot is to give one. `libere_le` is the day
    the dwelling is or will be free. `cle` makes recording it twice harmless.
    """

    fiche: Fiche
    reference: str | None = None
    neuf: bool = False
    libere_le: date | None = None

    @property
    def cle(self) -> str:
        """What identifies this release: its own reference, or the dwelling and the day it is free."""
        if self.reference:
            return self.reference
        neuf = f"{self.fiche.typologie} {self.fiche.surface_m2} {self.fiche.loyer}"
        logement = self.fiche.rpls or f"{self.fiche.commune.code} {self.fiche.adresse} {self.fiche.etage} {neuf}"
        return f"{logement} {self.libere_le.isoformat() if self.libere_le else ''}".strip()


@dataclass(frozen=True)
class Defaut:
    """One field that cannot be taken: which, what was written, what was expected (in French)."""

    champ: str
    valeur: str
    attendu: str


class FicheInvalide(ValueError):
    """A sheet that cannot be recorded; `defauts` says everything at once."""

    def __init__(self, defauts: tuple[Defaut, ...]) -> None:
        super().__init__(" ; ".join(f"{d.champ} : {d.attendu}" for d in defauts))
        self.defauts = defauts


def lire_liberation(
    champs: Mapping[str, object], communes: Communes, prefixe: str | None = None, departement: str | None = None
) -> Liberation:
    """The release that a row of a landlord's file declares.

    `champs` maps the file's own titles to what Excel, YAML or a person put
    there. Columns that are none of ours become complements (R52). The commune
    is in its column (name or INSEE code) or, failing that, at the end of the
    address with its postal code. `prefixe` and `departement` are the landlord's:
    a reference must bear the one; the other tells Viry (74) from Viry (39) when
    nothing else in the row does. When both are written, « disponible le » is the day the dwelling
    is free and « libéré le » a complement.

    Raises FicheInvalide with every defect at once: missing or unreadable field
    (R51), mention of a garage or a parking space (R53).
    """
    saisie = _Saisie(champs)
    neuf = saisie.lire("neuf", valeurs.lire_oui_non, False)
    libere_le = saisie.lire("libere_le", valeurs.lire_date, None)
    disponible_le = saisie.lire("disponible_le", valeurs.lire_date, None)
    reference = saisie.lire("reference", partial(valeurs.lire_reference, prefixe=prefixe), None)
    fiche = _lire_fiche(saisie, communes, departement or "", neuf=neuf)
    if libere_le and disponible_le:
        fiche = replace(fiche, complements=(*fiche.complements, (saisie.titre("libere_le"), en_texte(libere_le))))
    saisie.conclure()
    return Liberation(fiche, reference=reference, neuf=neuf, libere_le=disponible_le or libere_le)


def _lire_fiche(saisie: _Saisie, communes: Communes, departement: str, *, neuf: bool) -> Fiche:
    """The twelve fields; where one is refused `saisie` holds the defect and the sheet a placeholder."""
    return Fiche(
        rpls=saisie.lire("rpls", valeurs.lire_rpls, None, dispense=neuf),
        adresse=saisie.lire("adresse", _lire_adresse, ""),
        commune=_lire_commune(saisie, communes, departement),
        etage=saisie.lire("etage", valeurs.lire_etage, None),
        ascenseur=saisie.lire("ascenseur", valeurs.lire_ascenseur, False),
        typologie=saisie.lire("typologie", valeurs.lire_typologie, ""),
        surface_m2=saisie.lire("surface", valeurs.lire_surface, Decimal(0)),
        financement=saisie.lire("financement", lire_financement, ""),
        chauffage=saisie.lire("chauffage", _lire_chauffage, ""),
        eau_chaude=saisie.lire("eau_chaude", _lire_eau_chaude, EauChaude.COLLECTIVE),
        loyer=saisie.lire("loyer", valeurs.lire_loyer, Decimal(0)),
        charges=saisie.lire("charges", valeurs.lire_charges, Decimal(0)),
        pmr=saisie.lire("pmr", valeurs.lire_pmr, False),
        complements=saisie.lire_complements(),
    )


class _Saisie:
    """The cells of one row, by column, and the defects found so far."""

    def __init__(self, champs: Mapping[str, object]) -> None:
        self._champs = champs
        self._defauts: list[Defaut] = []
        self._connues: dict[str, tuple[str, object]] = {}
        self._autres: list[tuple[str, object]] = []
        for titre, valeur in champs.items():
            colonne = reconnaitre(titre)
            if colonne:
                self._connues[colonne.nom] = (titre, valeur)
            elif valeur != SANS_RESULTAT:
                self._autres.append((titre, valeur))
            self._controler(titre, valeur, colonne)
        for doublons in en_double(champs):
            titres = " et ".join(f"« {titre} »" for titre in doublons)
            self.refuser(doublons[-1], f"une seule de ces colonnes, qui disent la même chose : {titres}")

    def _controler(self, titre: str, valeur: object, colonne: Colonne | None) -> None:
        """What no cell may hold, known or not: a parking space (R53), an error of Excel."""
        texte = en_texte(valeur)
        if not texte:
            return
        if re.fullmatch(r"#(?:N/?[AD]|[A-Z]+[!?]|(?:DIV/0|VALEUR|NOM|NUL)[!?]?)", texte):
            self.refuser(titre, "une valeur : ceci est une erreur de calcul du tableur")
        en_adresse = colonne is not None and colonne.nom in {"adresse", "commune"}
        mentions = mentions_de_stationnement(texte, Endroit.ADRESSE if en_adresse else Endroit.TEXTE)
        if colonne is None:
            mentions = (*mentions_de_stationnement(titre, Endroit.TITRE), *mentions)
        if mentions:
            self.refuser(titre, motif_de_refus(tuple(dict.fromkeys(mentions))))

    def titre(self, nom: str) -> str:
        """The title of that column, as the file writes it if it does."""
        return self._connues[nom][0] if nom in self._connues else PAR_NOM[nom].libelle

    def texte(self, nom: str) -> str:
        """What is written in that column; `""` when nothing is."""
        return en_texte(self._connues[nom][1]) if nom in self._connues else ""

    def lire(self, nom: str, lecteur: Callable[[object], T], sinon: T, *, dispense: bool = False) -> T:
        """The value of that column, or `sinon` when it is blank or refused: then the defect is kept."""
        if not self.texte(nom):
            if PAR_NOM[nom].obligatoire and not dispense:
                self.refuser(self.titre(nom), PAR_NOM[nom].exemple)
            return sinon
        if self.texte(nom) == SANS_RESULTAT:
            self.refuser(self.titre(nom), A_CALCULER)
            return sinon
        try:
            return lecteur(self._connues[nom][1])
        except ValeurRefusee as refus:
            self.refuser(self.titre(nom), refus.attendu)
            return sinon

    def lire_complements(self) -> tuple[tuple[str, str], ...]:
        """Every other column that says something, in the file's order (R52)."""
        remplies = [(propre(titre), en_texte(valeur)) for titre, valeur in self._autres if en_texte(valeur)]
        for titre, texte in remplies:
            if not titre:
                self.refuser("", f"un titre à la colonne où est écrit « {texte[:LONGUEUR_CITEE]} »")
            if len(titre) > LONGUEUR_TEXTE or len(texte) > LONGUEUR_COMPLEMENT:
                self.refuser(titre, f"un texte de {LONGUEUR_COMPLEMENT} caractères au plus")
        if len(remplies) > COMPLEMENTS_MAXIMUM:
            self.refuser(remplies[-1][0], f"{COMPLEMENTS_MAXIMUM} colonnes complémentaires au plus")
        return tuple(remplies)

    def refuser(self, titre: str, attendu: str) -> None:
        """Keep a defect of the column that goes by that title."""
        valeur = en_texte(self._champs.get(titre))
        self._defauts.append(Defaut(titre, valeur[:LONGUEUR_CITEE], attendu))

    def conclure(self) -> None:
        """Raise FicheInvalide if anything was refused, in the order of the columns, what is missing last."""
        rangs = {titre: rang for rang, titre in enumerate(self._champs)}
        if self._defauts:
            raise FicheInvalide(tuple(sorted(self._defauts, key=lambda d: rangs.get(d.champ, len(rangs)))))


def _lire_adresse(valeur: object) -> str:
    adresse = en_texte(valeur)
    if not re.search(r"[^\W\d_]{2}", adresse) or len(adresse) > LONGUEUR_TEXTE:
        raise ValeurRefusee(f"{PAR_NOM['adresse'].exemple} ({LONGUEUR_TEXTE} caractères au plus)")
    return adresse


def _lire_chauffage(valeur: object) -> str:
    chauffage = en_texte(valeur)
    if not re.search(r"[^\W\d_]{2}", chauffage) or len(chauffage) > LONGUEUR_TEXTE:
        raise ValeurRefusee(f"{PAR_NOM['chauffage'].exemple} ({LONGUEUR_TEXTE} caractères au plus)")
    return chauffage


def _lire_eau_chaude(valeur: object) -> EauChaude:
    """One of the two words, alone or in a sentence (« individuelle, chaudière gaz »), never both."""
    mots = frozenset(re.findall(r"[a-z]+", plier(en_texte(valeur))))
    individuelle = any(mot.startswith("indiv") or mot == "ind" for mot in mots) or mots == {"i"}
    collective = any(mot.startswith("coll") for mot in mots) or mots == {"c"}
    if individuelle == collective or mots & {"non", "ni", "pas", "sans"}:
        raise ValeurRefusee(PAR_NOM["eau_chaude"].exemple)
    return EauChaude.INDIVIDUELLE if individuelle else EauChaude.COLLECTIVE


def _lire_commune(saisie: _Saisie, communes: Communes, departement: str) -> Commune:
    """The commune, from its columns or else from the end of the address, which may not contradict them."""
    _, fin = fin_d_adresse(saisie.texte("adresse"))
    colonne = next((nom for nom in ("commune", "insee") if saisie.texte(nom)), None)
    if colonne is None and (fin is None or not (fin.code or fin.departement or _precision(saisie))):
        saisie.refuser(
            saisie.titre("commune"), f"{PAR_NOM['commune'].exemple}, ou la fin de l'adresse : « 74580 Viry »"
        )
        return NULLE_PART
    try:
        commune = trouver_commune(_localite(saisie, fin if colonne is None else None), communes, departement)
    except ValeurRefusee as refus:
        saisie.refuser(saisie.titre(colonne or "adresse"), refus.attendu)
        return NULLE_PART
    if fin and contredit(fin, commune, communes):
        saisie.refuser(saisie.titre("adresse"), f"une adresse {a_la_commune(commune.nom)}, la commune écrite à côté")
    return commune


def _precision(saisie: _Saisie) -> str:
    return saisie.texte("code_postal") or saisie.texte("departement")


def _localite(saisie: _Saisie, fin: Localite | None) -> Localite:
    """What the columns say together of the commune; `fin` stands for the columns « Commune » and « Code INSEE »."""
    localite = fin or lire_localite(saisie.texte("commune"))
    insee, ecrit = saisie.texte("insee").upper(), localite.insee
    if insee and ecrit and insee != ecrit:
        raise ValeurRefusee(f"un seul code INSEE : {ecrit} ou {insee}")
    code = saisie.texte("code_postal").replace(" ", "")
    numero = re.search(r"\b(?:[0-9]{1,3}|2[AB])\b", saisie.texte("departement").upper())
    return replace(
        localite,
        insee=insee or ecrit,
        code=localite.code or (code.zfill(5) if code else ""),
        departement=localite.departement or (numero[0].zfill(2) if numero else ""),
    )


def adresse_complete(fiche: Fiche) -> str:
    """The address with its commune, said once; the postal code when the commune has only one."""
    voie, fin = fin_d_adresse(fiche.adresse)
    if fin and (fin.code or plier(fin.nom) == plier(fiche.commune.nom)):
        return fiche.adresse
    postal = f"{fiche.commune.codes_postaux[0]} " if len(fiche.commune.codes_postaux) == 1 else ""
    return f"{voie}, {postal}{fiche.commune.nom}"


def etage_en_clair(etage: int | None) -> str:
    """`Rez-de-chaussée`, `1er étage`, `Maison individuelle`…"""
    if etage is None:
        return "Maison individuelle"
    if etage == 0:
        return "Rez-de-chaussée"
    return f"{ordinal(etage)} étage" if etage > 0 else f"Niveau {etage}"


def fiche_en_clair(fiche: Fiche) -> tuple[tuple[str, str], ...]:
    """The (label, value) lines of the sheet in the charter's order, then the complements, as a letter shows them."""
    return (
        ("N° RPLS", fiche.rpls or "pas encore attribué (logement neuf)"),
        ("Adresse", adresse_complete(fiche)),
        ("Étage", etage_en_clair(fiche.etage)),
        ("Ascenseur", en_texte(fiche.ascenseur)),
        ("Typologie", fiche.typologie),
        ("Surface", surface(fiche.surface_m2)),
        ("Type de financement", fiche.financement),
        ("Mode de chauffage", fiche.chauffage),
        ("Eau chaude", fiche.eau_chaude.value),
        ("Loyer", montant(fiche.loyer)),
        ("Charges", montant(fiche.charges)),
        ("Adapté PMR", en_texte(fiche.pmr)),
        *fiche.complements,
    )


def titre(fiche: Fiche) -> str:
    """`T3 à Viry`, `T3 aux Houches`."""
    return f"{fiche.typologie} {a_la_commune(fiche.commune.nom)}"
