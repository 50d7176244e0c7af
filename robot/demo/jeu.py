"""Plays the scenario and tells it: on screen day by day, then in a folder of messages and histories."""

from __future__ import annotations

import shutil
import textwrap
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from robot.adapters.horloge import HorlogeFixee
from robot.adapters.messagerie.embarques import Depot, ServeursEmbarques
from robot.adapters.montage import monter
from robot.demo.decor import ENVIRONNEMENT, KARIM, PREFECTURE, boites, configurer, troupe
from robot.demo.pages import ecrire_les_pages, objet_de
from robot.demo.scenario import HISTOIRE
from robot.demo.scene import Scene
from robot.domain import faits as f
from robot.domain.calendrier import SEMAINE, Decompte
from robot.domain.dates import echeance_en_lettres, jour_court, jour_en_lettres
from robot.domain.flux.situation import en_clair
from robot.domain.recits import raconter
from robot.ports import FaitInscrit
from robot.recits import expliquer, situer

REPERE = ".robot-demo"
LARGEUR = 110
MARGE = " " * 10


class DossierOccupe(ValueError):
    """The folder asked for holds something that is not a former demo."""


def jouer(dossier: Path, graine: int = 1) -> None:
    """Play the story and write what everyone received into `dossier`. Raises DossierOccupe."""
    _preparer(dossier)
    acteurs = troupe()
    horloge = HorlogeFixee(HISTOIRE[0].le)
    with ServeursEmbarques(boites(acteurs), horloge) as serveurs:
        serveurs.faire_rebondir(PREFECTURE, diagnostic="550 5.1.1 Adresse inconnue")
        serveurs.confirmer_remise(KARIM)
        configurer(dossier / "config", serveurs, graine)
        with monter(dossier / "config", horloge, ENVIRONNEMENT) as montage:
            scene = Scene(montage.robot, serveurs, horloge, acteurs)
            conteur = Conteur(scene)
            for moment in HISTOIRE:
                conteur.annoncer(moment.le.date(), f"{moment.le:%H h %M}", moment.texte)
                horloge.regler(moment.le)
                moment.geste(scene)
                scene.passer(moment.le)
                conteur.raconter()
            _conclure(dossier, scene, serveurs.journal)


def _preparer(dossier: Path) -> None:
    """An empty folder; only a former demo is ever erased."""
    if dossier.exists() and not dossier.is_dir():
        raise DossierOccupe(f"{dossier} n'est pas un dossier. Écrivez : robot demo --dossier AUTRE_DOSSIER")
    if dossier.exists() and any(dossier.iterdir()):
        if not (dossier / REPERE).exists():
            raise DossierOccupe(f"{dossier} n'est pas vide. Écrivez : robot demo --dossier AUTRE_DOSSIER")
        shutil.rmtree(dossier)
    dossier.mkdir(parents=True, exist_ok=True)
    (dossier / REPERE).write_text("écrit par « robot demo »\n", encoding="utf-8")


@dataclass
class Conteur:
    """Says on screen what is new since it last spoke."""

    scene: Scene
    jour: date | None = None
    dits: dict[str, int] = field(default_factory=dict)
    postes: int = 0

    def annoncer(self, jour: date, heure: str, texte: str) -> None:
        """The day when it changes, the hour, and what happens."""
        if jour != self.jour:
            print(f"\n━━ {jour_en_lettres(jour).capitalize()} {'━' * max(0, 60 - len(jour_en_lettres(jour)))}")
            self.jour = jour
        print()
        dire(f"{heure}  ", texte)

    def raconter(self) -> None:
        """New facts, then new letters."""
        store = self.scene.robot.store
        for reference in store.references():
            journal = store.journal(reference)
            for inscrit in journal[self.dits.get(reference, 0) :]:
                self._fait(reference, inscrit)
            self.dits[reference] = len(journal)
        depots = self.scene.serveurs.journal
        for depot in depots[self.postes :]:
            self._courrier(depot)
        self.postes = len(depots)

    def _fait(self, reference: str, inscrit: FaitInscrit) -> None:
        recit = raconter(inscrit.fait)
        dire(f"{MARGE}{reference}  ", recit.phrase)
        if isinstance(inscrit.fait, f.OrientationDecidee | f.OrientationInterne) and inscrit.fait.pesees:
            dire(f"{MARGE}  ", inscrit.fait.raison)
        if isinstance(inscrit.fait, f.RefusRecu | f.RemiseEchouee | f.ReponseAClarifier | f.RemiseConstatee):
            dire(f"{MARGE}  ", recit.preuves[0])
        if recit.decompte:
            dire(f"{MARGE}  ", _compte(recit.decompte))

    def _courrier(self, depot: Depot) -> None:
        de = depot.expediteur.partition("+")[0].partition("@")[0] or "serveur"
        a = ", ".join(depot.destinataires).partition("+")[0]
        dire(f"{MARGE}✉ ", f"{de} → {a} : {objet_de(depot.octets)}")


def dire(debut: str, texte: str) -> None:
    """Print a paragraph behind its beginning, wrapped to the screen."""
    largeur = min(shutil.get_terminal_size().columns, LARGEUR)
    suite = " " * len(debut)
    print(textwrap.fill(texte, largeur, initial_indent=debut, subsequent_indent=suite, break_on_hyphens=False))


def _compte(decompte: Decompte) -> str:
    """The deadline and the holidays met; everybody knows that week-ends do not count."""
    feries = [jour for jour in decompte.jours_sautes if jour.raison not in SEMAINE]
    sautes = ", ".join(f"{jour_court(jour.date)} ({jour.raison})" for jour in feries)
    suite = f" ; en plus des week-ends, ne comptent pas : {sautes}" if sautes else ""
    return f"{decompte.jours_ouvres} jours ouvrés, jusqu'au {echeance_en_lettres(decompte.dernier_jour)}{suite}"


def _conclure(dossier: Path, scene: Scene, depots: tuple[Depot, ...]) -> None:
    """The end of the story: where each dwelling stands, and where to look."""
    store = scene.robot.store
    histoires = dossier / "logements"
    histoires.mkdir()
    print(f"\n━━ À la fin {'━' * 52}\n")
    situations: list[tuple[str, str]] = []
    for reference in store.references():
        un = store.dossier(reference)
        if un is None:
            continue
        situations.append((reference, situer(un)))
        dire("  ", situations[-1][1])
        texte = expliquer(un, store.journal(reference), store.envois(reference))
        (histoires / f"{reference}.txt").write_text(texte + "\n", encoding="utf-8")
    if lue := scene.robot.situation(scene.robot.contexte()):
        print("", *(f"  {ligne}".rstrip() for ligne in en_clair(lue)), sep="\n")
    page = ecrire_les_pages(dossier, depots, situations)
    print(f"\n{len(depots)} messages ont circulé. À ouvrir : {page}")
    print(f"L'historique de chaque logement : {histoires}")
    print(f"Pour chercher : .venv/bin/robot etat --config {dossier / 'config'}")
