"""`robot bilan`: the three tables of the charter (R92-R98), on screen, as files, and in the outbox."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from robot.adapters.bilan.classeur import classeur
from robot.adapters.bilan.fichiers_csv import fichiers_csv
from robot.adapters.fichiers import raison
from robot.adapters.gabarits import GabaritsJinja
from robot.adapters.horloge import Horloge
from robot.adapters.montage import gabarits, ouvrir_le_greffe
from robot.commandes.sortie import dire, dire_erreur, dire_json
from robot.domain.bilan.bilan import Bilan, annee_entiere, semestre
from robot.domain.bilan.comptes import Nature, Periode
from robot.domain.bilan.lettre import lettres, nom_de_fichier, sans_adresse
from robot.domain.bilan.tableau import COMPTES
from robot.domain.bilan.tableaux import en_json
from robot.domain.carnet import Carnet
from robot.domain.courriers import identifiant
from robot.domain.flux.stade import Stade
from robot.etapes.bilans import BilanImpossible, dresser, envoyer
from robot.etapes.robot import Greffe
from robot.ligne_de_commande import FAIT, FAUX, USAGE


class PeriodeMalDite(ValueError):
    """Nobody said which period, or said it twice; the French text says what to write."""


def bilan(choix: Namespace) -> int:
    """Counts, prints, writes files with --sortie, records letters with --envoyer."""
    try:
        periode = periode_demandee(choix)
    except PeriodeMalDite as erreur:
        return dire_erreur(erreur, USAGE)
    with ouvrir_le_greffe(choix.config, Horloge()) as greffe:
        try:
            dresse = dresser(greffe, periode, Stade(choix.stade) if choix.stade else None)
            if choix.json:
                dire_json(en_json(dresse))
            else:
                dire(*en_clair(dresse))
            if choix.sortie:
                ecrits = tuple(ecrire(choix.sortie, dresse, greffe))
                _dire(choix, "", *(f"écrit : {chemin}" for chemin in ecrits))
            if choix.envoyer:
                _dire(choix, "", *_envoyer(greffe, dresse))
        except BilanImpossible as impossible:
            return dire_erreur(impossible, FAUX)
        except OSError as panne:
            return dire_erreur(f"{choix.sortie} : impossible d'y écrire ({raison(panne)}).", FAUX)
    return FAIT


def periode_demandee(choix: Namespace) -> Periode:
    """A year, a half-year, or two days. Raises PeriodeMalDite."""
    bornes = choix.debut, choix.fin
    if choix.annee and not any(bornes):
        return semestre(choix.annee, choix.semestre) if choix.semestre else annee_entiere(choix.annee)
    if choix.annee or choix.semestre or not all(bornes):
        raise PeriodeMalDite(
            "Dites la période : --annee 2026, ou --annee 2026 --semestre 1, ou --debut 2026-01-01 --fin 2026-03-31."
        )
    if choix.fin < choix.debut:
        raise PeriodeMalDite(f"La fin, {choix.fin:%d/%m/%Y}, précède le début, {choix.debut:%d/%m/%Y}.")
    return Periode(f"du {choix.debut:%d-%m-%Y} au {choix.fin:%d-%m-%Y}", *bornes)


def en_clair(bilan: Bilan) -> Iterator[str]:
    """The figures, for a person."""
    periode = bilan.periode
    fin = "" if bilan.finie else f", arrêté au {bilan.arrete_le:%d/%m/%Y} : la période n'est pas finie"
    yield f"Bilan {periode.nom} ({periode.debut:%d/%m/%Y} – {periode.fin:%d/%m/%Y}){fin}"
    yield ""
    neufs = sum(p.libere_le in periode for p in bilan.neufs)
    yield f"Libérés : {len(bilan.liberes)}. Neufs : {neufs}. Soustraits du flux : {len(bilan.soustraits)}."
    yield f"Mutations et échanges : {len(bilan.mutations)} (prévu : {bilan.mutations_attendues} des libérations)."
    for nature in Nature:
        yield f"  {COMPTES[nature]:24} {bilan.total(nature):6}"
    if bilan.manques:
        yield "À compléter dans le fichier des logements libérés :"
        yield from (f"  {nom} : {nombre} logement(s)" for nom, nombre in bilan.manques.items())


def ecrire(dossier: Path, bilan: Bilan, greffe: Greffe) -> Iterator[Path]:
    """The workbook, the CSV files, and each reader's letter to open in a mail program. Raises OSError."""
    carnet, maintenant = greffe.carnets.charger(), greffe.clock.maintenant()
    dossier.mkdir(parents=True, exist_ok=True)
    donnees = en_json(bilan)
    yield _deposer(dossier / f"{nom_de_fichier(bilan)}.xlsx", classeur(donnees))
    for nom, octets in fichiers_csv(donnees):
        yield _deposer(dossier / nom, octets)
    imprimeur = gabarits(carnet.bailleur, None, jeton_dans_adresse=False)
    for nom, octets in _lettres(bilan, carnet, imprimeur, maintenant):
        yield _deposer(dossier / "lettres" / nom, octets)


def _lettres(
    bilan: Bilan, carnet: Carnet, imprimeur: GabaritsJinja, maintenant: datetime
) -> Iterator[tuple[str, bytes]]:
    hote = carnet.bailleur.adresse.partition("@")[2]
    for rang, lettre in enumerate(lettres(bilan, carnet), start=1):
        qui = lettre.cle.rpartition("/")[2].replace("@", "-")
        yield f"{rang:03d}-{qui}.eml", imprimeur.composer(lettre, identifiant(lettre, hote), maintenant)


def _deposer(chemin: Path, octets: bytes) -> Path:
    chemin.parent.mkdir(exist_ok=True)
    chemin.write_bytes(octets)
    return chemin


def _envoyer(greffe: Greffe, bilan: Bilan) -> Iterator[str]:
    envoi = envoyer(greffe, bilan)
    yield f"Lettres à envoyer : {len(envoi.nouvelles)}. La prochaine passe du robot les envoie."
    yield from (f"  {lettre.destinataire}" for lettre in envoi.nouvelles)
    if envoi.deja:
        yield f"Déjà envoyées, laissées telles quelles : {len(envoi.deja)}."
    for nom in sans_adresse(greffe.carnets.charger()):
        yield f"Sans adresse, à remettre vous-même : {nom}."


def _dire(choix: Namespace, *lignes: str) -> None:
    """What a person reads; nothing beside the object when a program reads."""
    if not choix.json:
        dire(*lignes)
