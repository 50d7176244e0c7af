"""The choices of a gestionnaire when candidates are missing (R46, R47): more time, a search, completing, presenting."""

from __future__ import annotations

from datetime import date

from robot.domain import faits as f
from robot.domain import loi
from robot.domain.calendrier import JOURS_MAXIMUM, Decompte
from robot.domain.dates import jour_en_lettres
from robot.domain.decisions import designation
from robot.domain.decisions.candidats import proposer_a_tous
from robot.domain.decisions.contexte import Contexte
from robot.domain.decisions.ordre_impossible import OrdreImpossible
from robot.domain.decisions.sollicitation import garder
from robot.domain.dossier import Dossier, Statut
from robot.domain.flux.prochain import Prochain
from robot.domain.loi import Delai
from robot.domain.statuts import appliquer, replier
from robot.domain.stimuli import Designation, Ordre

Faits = tuple[f.Fait, ...]

ACCORDE = "Charte départementale, III.2 : « octroyer un délai supplémentaire » ; convention, art. 5.3"


def accorder_un_delai(dossier: Dossier, ordre: Ordre, ctx: Contexte) -> Faits:
    """More working days, counted from the order, within the month of a tense zone (R47 c, R48)."""
    if not 1 <= ordre.jours <= JOURS_MAXIMUM:
        raise OrdreImpossible("Écrivez combien de jours ouvrés vous accordez : DELAI 5.")
    if dossier.neuf:
        raise OrdreImpossible(f"{dossier.reference} est un logement neuf : aucun délai n'y court.")
    if dossier.courante.interne:
        raise OrdreImpossible(
            f"Vous cherchez vous-même les candidats de {dossier.reference} : aucun délai n'y court. Écrivez COMPLETER, "
            "puis un candidat par ligne."
        )
    decompte = ctx.decompter(dossier.courante.reservataire, ordre.le, Delai(ordre.jours, ACCORDE))
    actuel = dossier.courante.designation if dossier.statut in designation.OUVERTES else None
    if actuel is not None and decompte.dernier_jour <= actuel.dernier_jour:
        raise OrdreImpossible(
            f"Le délai court déjà jusqu'au {jour_en_lettres(actuel.dernier_jour)} : DELAI {ordre.jours}, compté "
            "d'aujourd'hui, ne l'allonge pas."
        )
    plafond = ctx.plafond(dossier)
    if plafond is not None and decompte.dernier_jour > plafond:
        reste = sum(jour.compte for jour in decompte.jours if jour.date <= plafond)
        conseil = (
            f"Il reste {reste} jour{'s' if reste > 1 else ''} ouvré{'s' if reste > 1 else ''} : DELAI {reste} au plus."
            if reste and (actuel is None or _dernier(decompte, reste) > actuel.dernier_jour)
            else "Choisissez RECHERCHE ou SUIVANT."
        )
        raise OrdreImpossible(
            f"En zone tendue, les candidats sont présentés au plus tard le {jour_en_lettres(plafond)}, un mois après "
            f"que le réservataire a connu la vacance ({loi.PLAFOND_DE_DESIGNATION.source}). {conseil}"
        )
    return (
        f.DelaiAccorde(
            le=ordre.le,
            rang=dossier.courante.rang,
            par=ordre.par,
            motif=ordre.motif,
            decompte=decompte,
            plafond=plafond,
        ),
    )


def _dernier(decompte: Decompte, rang: int) -> date:
    return [jour.date for jour in decompte.jours if jour.compte][rang - 1]


def rechercher(dossier: Dossier, ordre: Ordre, ctx: Contexte) -> Faits:
    """The landlord searches on the réservataire's behalf (R47 a); on its own share, once nobody is left (C14)."""
    if dossier.statut is Statut.EPUISEE:
        return (garder(dossier, None, Prochain(None, f"décision de {ordre.par} : {ordre.motif}"), ctx),)
    return (f.RechercheDecidee(le=ordre.le, rang=dossier.courante.rang, par=ordre.par, motif=ordre.motif),)


def completer(dossier: Dossier, ordre: Ordre, ctx: Contexte) -> Faits:
    """Candidates found by the landlord join those of the réservataire (R46)."""
    _exiger_sans_delai_en_cours(dossier, ordre)
    if not ordre.designation:
        raise OrdreImpossible("Sous COMPLETER, écrivez un candidat par ligne : numéro unique, nom, courriel, priorité.")
    designes = Designation(
        rang=dossier.courante.rang,
        le=ordre.le,
        par="",  # no réservataire wrote: the acknowledgement goes to its generic address alone
        habilitation="gestionnaire",
        lignes=ordre.designation,
        texte="",
        message=ordre.message,
    )
    faits = designation.completer(dossier, designes, ordre.par, ctx)
    lue = next(fait for fait in faits if isinstance(fait, f.DesignationLue))
    if not lue.retenus and not lue.retires:
        raise OrdreImpossible(f"Aucun candidat retenu. {lue.ecartes}")
    return faits


def presenter(dossier: Dossier, ordre: Ordre, ctx: Contexte) -> Faits:
    """Go to the commission with fewer candidates than asked: their number is insufficient (R.441-3)."""
    _exiger_sans_delai_en_cours(dossier, ordre)
    nombre = len(dossier.en_lice)
    if not nombre:
        raise OrdreImpossible(f"{dossier.reference} n'a aucun candidat à présenter : COMPLETER, DELAI ou SUIVANT.")
    presente = f.PresentationDecidee(
        le=ordre.le, rang=dossier.courante.rang, nombre=nombre, par=ordre.par, motif=ordre.motif
    )
    return (presente, *proposer_a_tous(appliquer(dossier, presente), ctx))


def _exiger_sans_delai_en_cours(dossier: Dossier, ordre: Ordre) -> None:
    """The réservataire's days are its own (R45, R46); a new dwelling gives it none that could end (R13)."""
    if dossier.statut not in designation.OUVERTES or dossier.neuf:
        return
    courant = dossier.courante.designation
    jusqu_a = f" jusqu'au {jour_en_lettres(courant.dernier_jour)}" if courant else ""
    raise OrdreImpossible(
        f"{dossier.reference} : le réservataire désigne encore ses candidats{jusqu_a}. {ordre.verbe.en_clair} est "
        "possible ensuite ; pour lui retirer le logement : SUIVANT."
    )


def retirer(dossier: Dossier, ordre: Ordre, ctx: Contexte) -> Faits:
    """Take candidates back, on the réservataire's word or because they cannot be housed there."""
    exiger_en_lice(dossier, ordre.numeros)
    numeros = tuple(dict.fromkeys(ordre.numeros))
    retraits = tuple(
        f.CandidatRetire(
            le=ordre.le,
            rang=dossier.courante.rang,
            numero=numero,
            par="",
            motif=ordre.motif,
            message="",
            saisi_par=ordre.par,
        )
        for numero in numeros
    )
    lue = f.DesignationLue(
        le=ordre.le,
        rang=dossier.courante.rang,
        par="",
        retenus=(),
        retires=numeros,
        ecartes="",
        doutes=ordre.motif,
        message="",
        saisi_par=ordre.par,
    )
    faits = (*retraits, lue)
    return (*faits, *designation.et_la_suite(dossier, replier(dossier, faits) or dossier, ctx, par=ordre.par))


def _pas_en_lice(dossier: Dossier, numeros: list[int]) -> str:
    possibles = ", ".join(str(candidature.numero) for candidature in dossier.en_lice)
    quels = ", ".join(str(numero) for numero in numeros)
    reste = f"Candidats en lice : {possibles}." if possibles else "Aucun candidat n'est en lice."
    return f"{dossier.reference} : {quels} ne désigne pas un candidat en lice. {reste}"


def exiger_en_lice(dossier: Dossier, numeros: tuple[int, ...]) -> None:
    """Raises OrdreImpossible unless each of these numbers is that of a candidate still in the running."""
    en_lice = {candidature.numero for candidature in dossier.en_lice}
    inconnus = [numero for numero in numeros if numero not in en_lice]
    if not numeros or inconnus:
        raise OrdreImpossible(_pas_en_lice(dossier, inconnus) if inconnus else "Écrivez le numéro du candidat.")
