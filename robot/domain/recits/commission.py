"""What happens from the commission to the lease, told."""

from __future__ import annotations

from robot.domain import faits as f
from robot.domain import loi
from robot.domain.candidature import LIBELLES_ISSUES
from robot.domain.dates import instant_en_lettres, jour_en_lettres
from robot.domain.recits.recit import Recit, lien, raconter, texte_cite


@raconter.register
def _(fait: f.CommissionFixee) -> Recit:
    change = "déplacée au" if fait.sequence else "fixée au"
    lieu = f", {fait.lieu}" if fait.lieu else ""
    return Recit(
        f"Commission (passage n° {fait.passage}) {change} {instant_en_lettres(fait.debut)}{lieu}, par {fait.par}.",
        sources=(loi.COMMISSION,),
    )


@raconter.register
def _(fait: f.CommissionDecidee) -> Recit:
    rang = f", rang {fait.ordre}" if fait.ordre else ""
    return Recit(
        f"Commission, candidat {fait.numero} : {LIBELLES_ISSUES[fait.issue]}{rang} (saisi par {fait.par}).",
        texte_cite(fait.motif),
        (loi.COMMISSION,),
    )


@raconter.register
def _(_fait: f.CommissionTenue) -> Recit:
    return Recit("La commission a attribué le logement.", sources=(loi.COMMISSION,))


@raconter.register
def _(fait: f.ConditionDefaillie) -> Recit:
    return Recit(
        f"La condition de l'attribution au candidat {fait.numero} n'est pas remplie (saisi par {fait.par}) : "
        "elle tombe, sans refus de sa part.",
        texte_cite(fait.motif),
        (loi.COMMISSION,),
    )


@raconter.register
def _(fait: f.ProcesVerbalDresse) -> Recit:
    joints = (f"{len(fait.fichiers)} fichier(s) joint(s)", *lien(fait.message)) if fait.fichiers else ()
    return Recit("Procès-verbal transmis au réservataire.", joints, (loi.COMMISSION,))


@raconter.register
def _(fait: f.SansAttributaire) -> Recit:
    return Recit(f"Plus de candidat ({fait.motif}) : le gestionnaire choisit.")


@raconter.register
def _(fait: f.BailSigne) -> Recit:
    return Recit(f"Bail signé le {jour_en_lettres(fait.jour)} avec le candidat {fait.numero}, selon {fait.par}.")


@raconter.register
def _(fait: f.SneSaisi) -> Recit:
    lignes = ", ".join(str(tache) for tache in fait.taches)
    return Recit(f"SNE mis à jour par {fait.par} : ligne(s) {lignes}.", sources=(loi.SNE_A_JOUR,))


@raconter.register
def _(_fait: f.DossierClos) -> Recit:
    return Recit("Bail signé et SNE à jour : le dossier est clos.")


@raconter.register
def _(fait: f.LogementRemisEnFlux) -> Recit:
    return Recit(f"Logement remis dans le flux par {fait.par}.", (f"motif : {fait.motif}",))


@raconter.register
def _(fait: f.LogementSoustrait) -> Recit:
    return Recit(f"Logement sorti du flux par {fait.par}.", (f"motif : {fait.motif}",))
