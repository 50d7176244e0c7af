"""`robot assiette --sortie` and `--envoyer`: the sheet of each réservataire, and the letter that carries it (R23)."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from robot.adapters.carnets.dossier import charger
from robot.adapters.carnets.reglages import Reglages
from robot.adapters.carnets.valeurs import code_d_apres
from robot.adapters.fiches.lignes import FichierIllisible
from robot.adapters.fichiers import raison
from robot.adapters.flux.fiche_xlsx import fiche_xlsx
from robot.adapters.flux.tableau import TableauRefuse
from robot.adapters.horloge import Horloge
from robot.adapters.montage import gabarits, ouvrir_le_greffe
from robot.commandes.flux import Etude, TableauManquant, completer, etudier, montrer
from robot.commandes.sortie import dire, dire_erreur
from robot.domain.courriers import Courrier, identifiant
from robot.domain.flux.annexe import contexte_du_taux_annuel, feuille, prochaine_annee
from robot.domain.lettres import signature
from robot.etapes.taux import annoncer
from robot.ligne_de_commande import FAIT, FAUX, USAGE


def assiette(choix: Namespace) -> int:
    """Print the table, then write what is to be sent; without --annee, for the year whose rates are told next."""
    reglages = charger(choix.config).reglages
    maintenant = Horloge().maintenant()
    aujourd_hui = maintenant.astimezone(ZoneInfo(reglages.bailleur.fuseau)).date()
    completer(choix, reglages.assiette)
    choix.annee = choix.annee or prochaine_annee(aujourd_hui)
    try:
        etude = etudier(choix, maintenant, reglages.bailleur)
        montrer(etude, en_objet=choix.json)
        ecrits = tuple(ecrire(choix.sortie, etude, reglages, maintenant))
    except TableauManquant as manque:
        return dire_erreur(manque, USAGE)
    except (FichierIllisible, TableauRefuse) as refus:
        return dire_erreur(refus, FAUX)
    except OSError as panne:
        return dire_erreur(f"{choix.sortie} : impossible d'y écrire ({raison(panne)}).", FAUX)
    if not choix.json:
        dire("", *(f"écrit : {chemin}" for chemin in ecrits))
    return FAIT


SANS_TABLEAU = (
    "« --envoyer » envoie les taux du tableau des réglages : écrivez « assiette: » et « table: » dans robot.yaml. "
    "Un autre tableau s'étudie avec --sortie, sans rien envoyer."
)


def envoyer(choix: Namespace) -> int:
    """Put the letters of the year in the outbox, each once; the next pass sends them."""
    if choix.table or choix.sortie:
        return dire_erreur(SANS_TABLEAU, USAGE)
    with ouvrir_le_greffe(choix.config, Horloge()) as greffe:
        annonce = annoncer(greffe)
        flux = greffe.carnets.charger().flux
    if annonce is None or flux is None:
        return dire_erreur(SANS_TABLEAU, USAGE)
    for reservataire in annonce.enregistrees:
        dire(f"{reservataire.nom} : lettre des taux {flux.annee} enregistrée pour {reservataire.adresse}.")
    for reservataire in annonce.deja:
        dire(f"{reservataire.nom} : la lettre des taux {flux.annee} est déjà enregistrée, rien de nouveau.")
    for reservataire in annonce.sans_adresse:
        dire(f"{reservataire.nom} : aucune adresse dans le carnet ; remettez-lui sa fiche (--sortie) autrement.")
    return FAIT


def ecrire(dossier: Path, etude: Etude, reglages: Reglages, maintenant: datetime) -> Iterator[Path]:
    """For each réservataire the workbook and the letter, as files; nothing is sent. Raises OSError."""
    imprimeur, bailleur = (
        gabarits(reglages.bailleur, None, jeton_dans_adresse=reglages.messagerie.jeton_dans_adresse),
        reglages.bailleur,
    )
    dossier.mkdir(parents=True, exist_ok=True)
    adresses = {droit.reservataire: droit.adresse for droit in etude.tableau.droits}
    for rang, (nom, adresse) in enumerate(adresses.items(), start=1):
        fiche = feuille(etude.tableau, nom, etude.decimales)
        contexte = contexte_du_taux_annuel(fiche, signature(bailleur), fiche["annee"])
        lettre = Courrier(f"taux_annuel/{fiche['annee']}/{nom}", "taux_annuel", adresse, contexte)
        message_id = identifiant(lettre, bailleur.domaine)
        base = dossier / f"{rang:02d}-{code_d_apres(nom) or 'reservataire'}"
        for chemin, octets in (
            (base.with_suffix(".xlsx"), fiche_xlsx(fiche, maintenant)),
            (base.with_suffix(".eml"), imprimeur.composer(lettre, message_id, maintenant)),
        ):
            chemin.write_bytes(octets)
            yield chemin
