"""`robot decider REF ACTION […]`: an order of a gestionnaire from the shell, read as those that come by e-mail."""

from __future__ import annotations

import sys
from argparse import Namespace
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from robot import recits
from robot.adapters.fiches.tableaux import TableauxDeFichiers
from robot.adapters.fichiers import en_phrase, raison
from robot.adapters.horloge import Horloge
from robot.adapters.montage import ouvrir_le_greffe
from robot.commandes.lecture import relire
from robot.domain.calendrier import PARIS
from robot.domain.stimuli import LigneDeDesignation, Ordre, Verbe
from robot.etapes.ordres import executer
from robot.etapes.robot import Greffe
from robot.ports import TableauIllisible
from robot.reading.consignes.lecture import lire_consignes
from robot.reading.consignes.lues import Consigne, Incomprise, Lue
from robot.reading.designations.candidatures import LigneLue
from robot.reading.designations.designation import lire_designation, lire_table

FAIT, USAGE = 0, 2


class OrdreIllisible(ValueError):
    """What was typed is not an order; the French text says what to write instead."""


def decider(choix: Namespace) -> int:
    """Record the order. Raises OrdreImpossible, whose French text says what to do instead."""
    horloge = Horloge()
    try:
        consigne = lire_la_consigne(choix, horloge.maintenant().astimezone(ZoneInfo(PARIS)).date())
        with ouvrir_le_greffe(choix.config, horloge) as greffe:
            with relire(consigne.reference):
                greffe.store.dossier(consigne.reference)
            print(recits.situer(executer(greffe, consigne.reference, ordonner(consigne, choix, greffe))))
    except OrdreIllisible as erreur:
        print(erreur, file=sys.stderr)
        return USAGE
    return FAIT


def lire_la_consigne(choix: Namespace, aujourd_hui: date) -> Consigne:
    """The order that the words typed make. Raises OrdreIllisible."""
    mots = " ".join((choix.action, *choix.reste)).replace("_", " ")
    # An order that cannot do without a reason finds it in --motif.
    essais = (mots, f"{mots} : {choix.motif}", f"{mots} {choix.motif}")
    reference = choix.reference.upper()
    lues = [_seule(lire_consignes(essai, reference=reference, aujourd_hui=aujourd_hui)) for essai in essais]
    consigne = next((lue for lue in lues if isinstance(lue, Consigne)), None)
    if consigne is not None:
        return consigne
    # What is wrong with the reason is told once it is read with the order.
    lue = next((lue for lue in (lues[1 if choix.motif else 0], lues[0]) if isinstance(lue, Incomprise)), None)
    conseil = lue.conseil if lue else f"« {mots} » n'est pas un ordre."
    raise OrdreIllisible(f"{conseil} Ordres : {', '.join(verbe.en_clair.lower() for verbe in Verbe)}.")


def ordonner(consigne: Consigne, choix: Namespace, greffe: Greffe) -> Ordre:
    """The order, with its author, its reason and the candidates that it names. Raises OrdreIllisible."""
    ctx = greffe.contexte()
    annee = ctx.calendrier.jour_local(ctx.maintenant).year
    completer = consigne.verbe is Verbe.COMPLETER
    return Ordre(
        le=ctx.maintenant,
        verbe=consigne.verbe,
        par=choix.par,
        motif=choix.motif,
        reservataire=consigne.reservataire,
        numeros=consigne.numeros,
        jours=consigne.jours,
        jour=consigne.jour,
        heure=consigne.heure,
        lieu=consigne.lieu,
        designation=_candidats(choix.candidats, ctx.carnet.bailleur.departement, annee) if completer else (),
    )


def _seule(lues: tuple[Lue, ...]) -> Lue | None:
    return lues[0] if len(lues) == 1 else None


def _candidats(fichier: Path | None, departement: str, annee: int) -> tuple[LigneDeDesignation, ...]:
    """The households of a table, or of a text of one line each. Raises OrdreIllisible."""
    if fichier is None:
        raise OrdreIllisible("COMPLETER demande les candidats : --candidats FICHIER (CSV, XLSX, ou un texte).")
    try:
        octets = fichier.read_bytes()
        lignes = _lire(fichier.name, octets, departement, annee)
    except OSError as panne:
        raise OrdreIllisible(en_phrase(panne) or f"{fichier} : {raison(panne)}") from None
    except UnicodeDecodeError:
        raise OrdreIllisible(f"{fichier} : ce texte n'est pas en UTF-8. Enregistrez-le en UTF-8, ou en CSV.") from None
    except TableauIllisible as defaut:
        raise OrdreIllisible(f"{fichier} : {defaut}") from None
    return tuple(LigneDeDesignation(x.ecrit, x.candidat, x.retrait, x.refus, x.doutes) for x in lignes)


def _lire(nom: str, octets: bytes, departement: str, annee: int) -> tuple[LigneLue, ...]:
    if nom.lower().endswith(".txt"):
        return lire_designation(octets.decode(), departement=departement, annee=annee)
    return lire_table(TableauxDeFichiers().lire(nom, octets), departement=departement, annee=annee)
