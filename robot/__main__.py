"""The command line: one function per command, no rule in it (CONTRAT.md).

Each command imports what it needs when it runs: the database alone costs half
a second.
"""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from typing import TYPE_CHECKING

from robot.commandes.sortie import dire, dire_erreur, dire_json, parler_sans_faute
from robot.domain.dates import echeance_en_lettres, jour_en_lettres
from robot.ligne_de_commande import FAIT, FAUX, LIAISON, USAGE, analyseur

if TYPE_CHECKING:
    from robot.adapters.fiches.fichier import LigneLue
    from robot.etapes.robot import Greffe


def main(arguments: list[str] | None = None) -> int:
    """Run one command; its exit code (0 done, 1 does not hold, 2 wrong usage, 3 a link is down)."""
    parler_sans_faute()
    choix = analyseur(COMMANDES).parse_args(arguments)
    from robot.adapters.carnets.yaml import ReglageInvalide
    from robot.adapters.fichiers import en_phrase
    from robot.commandes.lecture import DossierIllisible
    from robot.domain.decisions.ordres import OrdreImpossible
    from robot.ports import ConflitDeVersion, LiaisonIndisponible, StoreInjoignable, StoreInutilisable, VerrouTenu

    try:
        code: int = COMMANDES[choix.commande](choix)
    except (LiaisonIndisponible, StoreInjoignable) as panne:
        return dire_erreur(panne, LIAISON)
    except ConflitDeVersion as conflit:
        return dire_erreur(f"D'autres robots écrivent sans cesse ({conflit}) : recommencez dans un instant.", LIAISON)
    except (DossierIllisible, ReglageInvalide, OrdreImpossible, StoreInutilisable, VerrouTenu) as erreur:
        return dire_erreur(erreur, FAUX)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # `robot etat | head`
        return FAIT
    except OSError as panne:
        if (dite := en_phrase(panne)) is None:
            raise
        return dire_erreur(dite, FAUX)
    return code


# --- settings -------------------------------------------------------------------------------------


def init(choix: Namespace) -> int:
    """`robot init DIR`."""
    from robot.adapters.carnets.dossier import initialiser

    dire(*initialiser(choix.dossier))
    return FAIT


def verifier(choix: Namespace) -> int:
    """`robot verifier`: every error at once, warnings apart."""
    from robot.adapters.carnets.dossier import verifier as controler

    erreurs, avertissements = controler(choix.config)
    for erreur in erreurs:
        dire_erreur(erreur, FAUX)
    for avertissement in avertissements:
        dire(f"avertissement : {avertissement}")
    if erreurs:
        return dire_erreur(f"{_compter(len(erreurs), 'erreur')} : les réglages ne peuvent pas être pris.", FAUX)
    dire(f"Les réglages de {choix.config} sont valides ({_compter(len(avertissements), 'avertissement')}).")
    return FAIT


# --- the work -------------------------------------------------------------------------------------


def liberer(choix: Namespace) -> int:
    """`robot liberer FICHIER...`: record the good rows, report each bad one."""
    from robot.adapters.communes import table_officielle
    from robot.adapters.fiches.fichier import FichierIllisible, lire_fichier
    from robot.adapters.horloge import Horloge
    from robot.adapters.montage import ouvrir_le_greffe
    from robot.domain.fiche import titre
    from robot.etapes.liberation import liberer as enregistrer
    from robot.etapes.references import ReferencePerdue
    from robot.ports import DejaEnregistre

    code = FAIT
    with ouvrir_le_greffe(choix.config, Horloge()) as greffe:
        bailleur = greffe.carnets.charger().bailleur
        for fichier in choix.fichiers:
            try:
                lot = lire_fichier(fichier, table_officielle(), bailleur.prefixe, bailleur.departement)
            except FichierIllisible as erreur:
                code = dire_erreur(erreur, FAUX)
                continue
            for lue in lot.liberations:
                try:
                    reference = enregistrer(greffe, lue.liberation)
                    dire(f"{lue.fichier}:{lue.ligne} : {reference}, {titre(lue.liberation.fiche)}, enregistré.")
                except DejaEnregistre as connu:
                    code = max(code, _deja(greffe, lue, connu.reference))
                except ReferencePerdue as perdue:
                    code = dire_erreur(f"{lue.fichier}:{lue.ligne} : {perdue}", FAUX)
            for defaut in lot.defauts:
                code = dire_erreur(defaut, FAUX)
    return code


def _deja(greffe: Greffe, lue: LigneLue, reference: str) -> int:
    """Say that a row is already recorded: harmless, unless its reference is another dwelling's."""
    from robot.commandes.lecture import DossierIllisible, relire
    from robot.domain.dossier import LIBELLES
    from robot.domain.fiche import titre
    from robot.etapes.liberation import autre_logement

    ou, fiche = f"{lue.fichier}:{lue.ligne}", lue.liberation.fiche
    try:
        with relire(reference):
            connu = greffe.store.dossier(reference)
    except DossierIllisible as illisible:
        return dire_erreur(f"{ou} : {illisible}", FAUX)
    autre = autre_logement(connu, reference, fiche)
    if autre or connu is None:
        return dire_erreur(f"{ou} : {autre}", FAUX)
    dire(
        f"{ou} : {titre(fiche)}, déjà enregistré sous {reference} ({LIBELLES[connu.statut]}) ; rien de nouveau. "
        "S'il s'est libéré une seconde fois, écrivez la date dans la colonne « Disponible le »."
    )
    return FAIT


def cycle(choix: Namespace) -> int:
    """`robot cycle`: one pass."""
    from robot.adapters.horloge import Horloge, HorlogeFixee
    from robot.adapters.montage import monter
    from robot.cycle import cycle as passer

    horloge = HorlogeFixee(choix.maintenant) if choix.maintenant else Horloge()
    with monter(choix.config, horloge) as montage, montage.robot.store.verrou():
        passe = passer(montage.robot)
    dire(
        f"{_compter(passe.messages, 'message lu', 'messages lus')}, "
        f"{_compter(passe.avances, 'dossier avancé', 'dossiers avancés')}, "
        f"{_compter(passe.courriers, 'courrier envoyé', 'courriers envoyés')}."
    )
    for panne in passe.pannes:
        dire_erreur(panne, LIAISON)
    return LIAISON if passe.pannes else FAIT


def lancer(choix: Namespace) -> int:
    """`robot lancer`: run for good."""
    import logging

    from robot.adapters.horloge import Horloge
    from robot.adapters.montage import monter
    from robot.daemon import lancer as tourner

    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s : %(message)s")
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # it warns of each period that a long pass outlasts
    with monter(choix.config, Horloge()) as montage:
        tourner(montage)
    return FAIT


def decider(choix: Namespace) -> int:
    """`robot decider REF ACTION`: a gestionnaire's order."""
    from robot.commandes import decision

    return decision.decider(choix)


# --- backup ---------------------------------------------------------------------------------------


def sauvegarder(choix: Namespace) -> int:
    """`robot sauvegarder DEST`: one file, read again, while the robot runs."""
    from robot.commandes import sauvegarde

    return sauvegarde.sauvegarder(choix)


def restaurer(choix: Namespace) -> int:
    """`robot restaurer SRC`: fill an empty store; the next pass lives again what happened since."""
    from robot.commandes import sauvegarde

    return sauvegarde.restaurer(choix)


# --- looking --------------------------------------------------------------------------------------


def etat(choix: Namespace) -> int:
    """`robot etat [REF]`: where every dwelling stands, or one."""
    from robot import recits
    from robot.adapters.horloge import Horloge
    from robot.adapters.montage import ouvrir_le_greffe
    from robot.commandes.lecture import DossierIllisible, relire

    code = FAIT
    with ouvrir_le_greffe(choix.config, Horloge()) as greffe:
        references = (choix.reference.upper(),) if choix.reference else greffe.store.references()
        for reference in references:
            try:
                with relire(reference):
                    dossier = greffe.store.dossier(reference)
            except DossierIllisible as illisible:
                code = dire_erreur(illisible, FAUX)
                continue
            if dossier is None:
                return dire_erreur(f"Aucun dossier {reference}. « robot etat » donne la liste.", FAUX)
            if choix.json:
                dire_json(recits.etat_en_json(dossier))
            else:
                dire(recits.situer(dossier))
        if not references and not choix.json:
            dire("Aucun logement enregistré. « robot liberer FICHIER » en enregistre.")
    return code


def expliquer(choix: Namespace) -> int:
    """`robot expliquer REF`: facts, deadlines with the days skipped, articles, evidence."""
    from robot import recits
    from robot.adapters.horloge import Horloge
    from robot.adapters.montage import ouvrir_le_greffe
    from robot.commandes.lecture import relire

    reference = choix.reference.upper()
    with ouvrir_le_greffe(choix.config, Horloge()) as greffe:
        fuseau = greffe.carnets.charger().bailleur.fuseau
        with relire(reference):
            dossier = greffe.store.dossier(reference)
            faits, lettres = greffe.store.journal(reference), greffe.store.envois(reference)
    if dossier is None:
        return dire_erreur(f"Aucun dossier {reference}. « robot etat » donne la liste.", FAUX)
    histoire = dossier, faits, lettres, fuseau
    if choix.json:
        dire_json(recits.expliquer_en_json(*histoire))
    else:
        dire(recits.expliquer(*histoire))
    return FAIT


def journal(choix: Namespace) -> int:
    """`robot journal verifier`, `robot journal exporter REF`."""
    from robot.commandes import audit

    if (choix.geste == "exporter") != bool(choix.reference):
        return dire_erreur("Écrivez « robot journal verifier », ou « robot journal exporter REF ».", USAGE)
    return audit.exporter(choix) if choix.geste == "exporter" else audit.verifier(choix)


def purger(choix: Namespace) -> int:
    """`robot purger`: what the law asks to erase; erased when it is asked for, and the journal holds."""
    from robot.commandes import audit

    return audit.purger(choix)


def lire(choix: Namespace) -> int:
    """`robot lire FICHIER.eml...`: what is understood of a message; records nothing."""
    from robot.adapters.fichiers import raison
    from robot.lectures import raconter
    from robot.reading.chaine import en_json
    from robot.reading.chaine import lire as comprendre

    code = FAIT
    for fichier in choix.fichiers:
        try:
            octets = fichier.read_bytes()
        except OSError as erreur:
            code = dire_erreur(f"{fichier} : impossible à lire ({raison(erreur)}).", USAGE)
            continue
        lue = comprendre(octets, nom=fichier.name)
        if choix.json:
            dire_json(en_json(str(fichier), lue))
        else:
            dire(*raconter(str(fichier), lue))
    return code


def delai(choix: Namespace) -> int:
    """`robot delai DATE --jours N`: a deadline in working days, explained."""
    from robot.adapters.communes import table_officielle
    from robot.adapters.feries import calendrier
    from robot.recits import decompte_en_json

    departement = table_officielle().trouver_departement(choix.departement)
    if departement is None:
        return dire_erreur(f"Le département « {choix.departement} » est inconnu. Écrivez par exemple 74.", USAGE)
    jours_ouvres = calendrier(departement.code)
    decompte = jours_ouvres.decompter(choix.date, choix.jours)
    if choix.json:
        dire_json(decompte_en_json(decompte, jours_ouvres.fuseau))
        return FAIT
    dire(f"{_compter(choix.jours, 'jour ouvré', 'jours ouvrés')} après le {jour_en_lettres(choix.date)} :")
    for jour in decompte.jours:
        dire(f"  {'+' if jour.compte else '·'} {jour_en_lettres(jour.date)} : {jour.raison}")
    dire(f"Échéance : {echeance_en_lettres(decompte.dernier_jour)}.")
    return FAIT


def assiette(choix: Namespace) -> int:
    """`robot assiette [TABLE.csv]`: A - B = C, rates, legal caps, over-reservation."""
    if choix.sortie or choix.envoyer:
        from robot.commandes import annonces

        return annonces.envoyer(choix) if choix.envoyer else annonces.assiette(choix)
    from robot.commandes import flux

    return flux.assiette(choix)


def flux(choix: Namespace) -> int:
    """`robot flux`: what each réservataire was owed and received since the year began."""
    from robot.commandes import situation

    return situation.flux(choix)


def bilan(choix: Namespace) -> int:
    """`robot bilan --annee N`: the three tables of the charter, as files, and sent when it is asked for."""
    from robot.commandes import bilan as commande

    return commande.bilan(choix)


def repartir(choix: Namespace) -> int:
    """`robot repartir TABLE.csv FLUX.csv`: to whom a stream of dwellings goes, in order, and why."""
    from robot.commandes import repartir as commande

    return commande.repartir(choix)


def simuler(choix: Namespace) -> int:
    """`robot simuler`: a year of work in a seeded world, judged from outside."""
    from robot.commandes import simulation

    return simulation.simuler(choix)


def demo(choix: Namespace) -> int:
    """`robot demo`: the whole story on embedded servers."""
    from robot.demo import DossierOccupe, jouer

    try:
        jouer(choix.dossier, choix.graine)
    except DossierOccupe as erreur:
        return dire_erreur(erreur, USAGE)
    return FAIT


def _compter(nombre: int, singulier: str, pluriel: str = "") -> str:
    return f"{nombre} {(pluriel or singulier + 's') if nombre > 1 else singulier}"


COMMANDES = {
    fonction.__name__: fonction
    for fonction in (
        demo,
        init,
        verifier,
        liberer,
        lancer,
        cycle,
        etat,
        expliquer,
        decider,
        sauvegarder,
        restaurer,
        journal,
        purger,
        lire,
        delai,
        assiette,
        flux,
        repartir,
        bilan,
        simuler,
    )
}

if __name__ == "__main__":
    sys.exit(main())
