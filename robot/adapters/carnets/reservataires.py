"""The réservataires, `reservataires.yaml`: who they are, where they hold rights, by which convention."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from robot.adapters.carnets import valeurs
from robot.adapters.carnets.section import Releve, Section
from robot.adapters.carnets.territoires import Territoires
from robot.adapters.carnets.yaml import Liste, Noeud, Table
from robot.domain import adresses, loi
from robot.domain.carnet import Convention, Gestion, Reservataire, Silence
from robot.domain.obligations import dernier_jour

FICHIER = "reservataires.yaml"
ORDRE_MAXIMUM = 9999
# Wide enough for any convention, narrow enough to catch a slip.
REPONSE_MAXIMUM, DESIGNATION_MAXIMUM, CANDIDATS_MAXIMUM = 30, 60, 10
EXEMPLE_DE_SOURCE = "Convention du 12 mars 2026, art. 5.3"

V = TypeVar("V")


@dataclass(frozen=True)
class Entree:
    """A réservataire and where it is written, for the checks that compare several."""

    reservataire: Reservataire
    section: Section


def lire_reservataires(noeud: Noeud, releve: Releve, territoires: Territoires) -> tuple[Entree, ...]:
    """The entries of a parsed `reservataires.yaml`; what is wrong goes to `releve`."""
    if not isinstance(noeud, Liste) or not noeud.elements:
        releve.refuser(noeud.ligne, "", "une liste de réservataires est attendue.", "Écrivez « - nom: … » pour chacun.")
        return ()
    entrees: list[Entree] = []
    for element in noeud.elements:
        if isinstance(element, Table):
            section = Section(releve, element)
            entrees.append(Entree(_reservataire(section, territoires), section))
        else:
            releve.refuser(
                element.ligne, "", "un réservataire est attendu.", "Écrivez « - nom: … » et la suite en retrait."
            )
    return tuple(entrees)


def _reservataire(section: Section, territoires: Territoires) -> Reservataire:
    nom = section.exiger("nom", valeurs.texte, "", "Commune de Viry")
    gestion = section.valeur("gestion", valeurs.choix(Gestion), Gestion.DIRECTE)
    reservataire = Reservataire(
        code=section.valeur("code", valeurs.code, valeurs.code_d_apres(nom)),
        nom=nom,
        adresse=_adresse(section, gestion),
        perimetres=territoires.lire(section),
        ordre=_ordre(section, gestion),
        gestion=gestion,
        expediteurs=section.valeurs("expediteurs", valeurs.adresse),
        releve=section.valeur("releve", valeurs.booleen, False),
        convention=_convention(section.sous_section("convention")),
        alias=section.valeurs("alias", valeurs.texte),
    )
    section.clore()
    return reservataire


def _adresse(section: Section, gestion: Gestion) -> str | None:
    """The generic address of R40: mandatory in direct management, where it alone can receive an offer."""
    if gestion is Gestion.DIRECTE and not section.ecrite("adresse"):
        section.lues.add("adresse")
        section.refuser(
            "adresse",
            "sans adresse, aucune offre ne peut partir (R40).",
            "Écrivez l'adresse générique que le réservataire a donnée, ou « gestion: deleguee ».",
        )
        return None
    adresse = section.valeur("adresse", valeurs.adresse, None)
    if adresse and adresses.est_sans_lecteur(adresse):
        message = f"personne ne lit {adresse} : chaque offre y serait acceptée par silence (R40, R43)."
        section.refuser("adresse", message, f"Demandez une adresse générique ({loi.ADRESSE_GENERIQUE}).")
    elif adresse and adresses.est_nominative(adresse):
        section.avertir(
            "adresse",
            f"{adresse} semble nominative : pendant un congé, un silence vaudrait accord (R40).",
            f"Demandez une adresse générique ({loi.ADRESSE_GENERIQUE}).",
        )
    return adresse


def _ordre(section: Section, gestion: Gestion) -> int:
    lire = valeurs.entier(1, ORDRE_MAXIMUM)
    if gestion is Gestion.DELEGUEE:
        return section.valeur("ordre", lire, ORDRE_MAXIMUM)
    return section.exiger("ordre", lire, ORDRE_MAXIMUM, "1")


def _convention(section: Section) -> Convention:
    """The clauses that differ from the charter; each says where it comes from."""
    defaut = Convention()
    jours, source_reponse = _clause(section, "delai_reponse", "jours_ouvres", valeurs.entier(1, REPONSE_MAXIMUM))
    limite, source_limite = _clause(
        section, "delai_designation", "jours_ouvres", valeurs.entier(1, DESIGNATION_MAXIMUM)
    )
    nombre, source_nombre = _clause(section, "candidats", "nombre", valeurs.entier(1, CANDIDATS_MAXIMUM))
    silence, source_silence = _clause(section, "silence", "valeur", valeurs.choix(Silence))
    fermetures = section.sous_section("fermetures")
    dates = fermetures.valeurs("dates", valeurs.jour)
    source_fermetures = _source(fermetures) if section.ecrite("fermetures") else ""
    fermetures.clore()
    debut, fin, source_duree = _duree(section)
    demeure, source_demeure = _clause(section, "mise_en_demeure", "le", valeurs.jour)
    convention = Convention(
        reponse=loi.Delai(jours, source_reponse) if jours else defaut.reponse,
        silence=silence or defaut.silence,
        silence_source=source_silence or defaut.silence_source,
        designation=loi.Delai(limite, source_limite) if limite else defaut.designation,
        candidats=loi.Nombre(nombre, source_nombre) if nombre else defaut.candidats,
        fermetures=tuple(sorted(dates)),
        fermetures_source=source_fermetures,
        debut=debut,
        fin=fin,
        duree_source=source_duree,
        mise_en_demeure=demeure,
        mise_en_demeure_source=source_demeure,
    )
    _avertir_des_ecarts(section, convention)
    section.clore()
    return convention


def _duree(parent: Section) -> tuple[date | None, date | None, str]:
    """(first day, last day, source); the last day is three years later when it is not written (R100)."""
    section = parent.sous_section("duree", exemple="{debut: 2023-11-23, source: …}")
    if not section.table.entrees:
        return None, None, ""
    debut: date | None = section.exiger("debut", valeurs.jour, None, "2023-11-23")
    fin: date | None = section.valeur("fin", valeurs.jour, None)
    source = _source(section)
    if debut and fin and fin <= debut:
        section.refuser("fin", "elle ne suit pas le début.", "Écrivez le dernier jour de la convention, ou rien.")
    section.clore()
    return debut, fin or (dernier_jour(debut) if debut else None), source


def _clause(parent: Section, cle: str, valeur: str, convertir: Callable[[str], V]) -> tuple[V | None, str]:
    """One clause and its mandatory source; (None, "") when the convention does not have it."""
    section = parent.sous_section(cle, exemple=f"{{{valeur}: …, source: …}}")
    if not section.table.entrees:
        if cle in parent.table.entrees and not parent.ecrite(cle):
            parent.refuser(cle, "la clause est vide.", f"Écrivez « {valeur}: … » et « source: … », ou retirez-la.")
        return None, ""
    lue: V | None = section.exiger(valeur, convertir, None, "…")
    source = _source(section)
    section.clore()
    return lue, source


def _source(section: Section) -> str:
    """Law is cited: a clause without its text cannot be printed in a letter."""
    return section.exiger("source", valeurs.texte, "", EXEMPLE_DE_SOURCE)


def _avertir_des_ecarts(section: Section, convention: Convention) -> None:
    """What a convention may decide, and that somebody should have decided knowingly (C4, R43, L.441-1)."""
    if convention.silence is Silence.REFUS:
        section.avertir(
            "silence", "le silence vaudra refus, au contraire de la charte (R43).", "Vérifiez la convention."
        )
    if convention.reponse.jours_ouvres != loi.SILENCE_VAUT_ACCORD.jours_ouvres:
        message = f"{convention.reponse.jours_ouvres} jours ouvrés pour répondre, au lieu des"
        usuel = f"{loi.SILENCE_VAUT_ACCORD.jours_ouvres} de la charte (R42, C4)."
        section.avertir("delai_reponse", f"{message} {usuel}", "Vérifiez la convention.")
    if convention.designation.jours_ouvres > loi.DESIGNATION.jours_ouvres:
        message = "le délai pour désigner peut dépasser un mois, interdit en zone tendue (CCH, art. L.441-1)."
        section.avertir("delai_designation", message, "Vérifiez la convention.")
    if convention.fermetures:
        message = f"{len(convention.fermetures)} jour(s) de fermeture ne compteront pas dans les délais (2.1)."
        section.avertir("fermetures", message, "Vérifiez que la convention le dit.")
