"""Charter III.2, second half: fifteen working days to present three candidates, or one (R45-R47, R60, R61, R70)."""

from __future__ import annotations

from datetime import datetime

from robot.domain import faits as f
from robot.domain import loi
from robot.domain.calendrier import Decompte
from robot.domain.candidat import Candidat, Critere
from robot.domain.candidature import Candidature
from robot.domain.decisions.candidats import dresser_le_pv, proposer_a_tous, sans_candidat
from robot.domain.decisions.contexte import Contexte
from robot.domain.decisions.orientation import d_un_inconnu, tardive
from robot.domain.dossier import DESIGNATION, SECONDE_MOITIE, Dossier, Statut
from robot.domain.financements import PLAI_ADAPTE
from robot.domain.loi import Nombre
from robot.domain.statuts import appliquer, replier
from robot.domain.stimuli import Designation, LigneDeDesignation

Faits = tuple[f.Fait, ...]

OUVERTES = frozenset({Statut.ACCEPTEE, Statut.ACCEPTEE_TACITE})
# Where the réservataire may still name a household.
DESIGNABLES = DESIGNATION | {Statut.COMPLETE, Statut.SANS_ATTRIBUTAIRE}
# Where it may take one back, and where it may say how to write to one.
RETIRABLES = DESIGNABLES | {Statut.CONVOQUEE}
CORRIGIBLES = RETIRABLES | {Statut.ATTRIBUEE}
# A limit on what one dwelling can hold; no rule of the charter.
CANDIDATS_MAXIMUM = 12

SEUL = f"un ménage DALO est candidat unique ({loi.CANDIDATS_DALO.source})"
RETIREZ = "retirez d'abord les autres, en écrivant RETIRER devant leur numéro"
DEJA_FIXEE = "la commission est déjà fixée : appelez le service pour ajouter un candidat"
DEJA_ATTRIBUE = "la commission a déjà attribué ce logement : appelez le service"
CONTRADICTION = "votre message désigne et retire à la fois ce ménage : écrivez seulement ce que vous voulez"


def requis(dossier: Dossier, ctx: Contexte) -> Nombre:
    """How many candidates the dwelling needs: one DALO household, or one for a PLAI adapté, else the convention's."""
    if any(candidature.dalo for candidature in dossier.en_lice):
        return loi.CANDIDATS_DALO
    return demandes(dossier, dossier.courante.reservataire, ctx)


def demandes(dossier: Dossier, reservataire: str, ctx: Contexte) -> Nombre:
    """How many candidates that réservataire is asked for, before any DALO household is named."""
    if dossier.fiche.financement == PLAI_ADAPTE:
        return loi.CANDIDATS_PLAI_ADAPTE
    return ctx.convention(reservataire).candidats


def suffisante(dossier: Dossier, ctx: Contexte) -> bool:
    """Whether there are as many candidates as the law asks for."""
    return len(dossier.en_lice) >= requis(dossier, ctx).valeur


# --- what reaches us --------------------------------------------------------------------------------


def designer(dossier: Dossier, designation: Designation, ctx: Contexte) -> Faits:
    """What a message about candidates does, line by line, and whether that is enough (R45, R61).

    Nothing is lost: a line that cannot be taken is told with its reason, and a
    message after the end is recorded and shown (C13).
    """
    if not designation.habilitation:
        return (d_un_inconnu(designation),)
    if designation.rang != dossier.courante.rang or dossier.statut not in SECONDE_MOITIE:
        orientation = dossier.orientation(designation.rang) or dossier.courante
        return (tardive(orientation, designation, "designation"),)
    return _inscrire(dossier, designation, ctx)


def completer(dossier: Dossier, designation: Designation, saisi_par: str, ctx: Contexte) -> Faits:
    """The same, by the landlord on the réservataire's behalf (R46)."""
    return _inscrire(dossier, designation, ctx, saisi_par=saisi_par)


def _inscrire(dossier: Dossier, designation: Designation, ctx: Contexte, saisi_par: str = "") -> Faits:
    faits = list[f.Fait]()
    ecartes, doutes = list[str](), list[str]()
    contraires = _contraires(designation.lignes)
    for ligne in sorted(designation.lignes, key=lambda ligne: not ligne.retrait):
        apres = replier(dossier, faits) or dossier
        oppose = ligne.candidat is not None and ligne.candidat.nud in contraires
        suite, refus = ((), CONTRADICTION) if oppose else _ligne(apres, ligne, designation, saisi_par)
        faits += suite
        ecartes += [f"« {ligne.ecrit} » : {refus}"] if refus else []
        if suite:  # a doubt about a line that was refused would say that it was taken
            doutes += [f"« {ligne.ecrit} » : {doute}" for doute in (*ligne.doutes, *_ailleurs(ligne))]
    lue = f.DesignationLue(
        le=designation.le,
        rang=designation.rang,
        par=designation.par,
        retenus=tuple(dict.fromkeys(x.numero for x in faits if isinstance(x, f.CandidatDesigne | f.CandidatCorrige))),
        retires=tuple(x.numero for x in faits if isinstance(x, f.CandidatRetire)),
        ecartes="\n".join(ecartes),
        doutes="\n".join(doutes),
        message=designation.message,
        saisi_par=saisi_par,
    )
    faits.append(lue)
    return (*faits, *et_la_suite(dossier, replier(dossier, faits) or dossier, ctx, par=saisi_par))


def _contraires(lignes: tuple[LigneDeDesignation, ...]) -> frozenset[str]:
    """The households that one message both names and takes back: the order of its lines must not decide for them."""
    valables = [(ligne.candidat.nud, ligne.retrait) for ligne in lignes if ligne.candidat and not ligne.refus]
    return frozenset(nud for nud, retrait in valables if (nud, not retrait) in valables)


def _ailleurs(ligne: LigneDeDesignation) -> tuple[str, ...]:
    """The same household on two dwellings is pointed out; which one it wants is not for us to say."""
    return (f"aussi candidat pour {', '.join(ligne.ailleurs)}",) if ligne.ailleurs else ()


def _ligne(dossier: Dossier, ligne: LigneDeDesignation, designation: Designation, saisi_par: str) -> tuple[Faits, str]:
    """The facts of one line, or why there are none."""
    if ligne.candidat is None or ligne.refus:
        return (), ligne.refus or "aucun numéro unique n'y est lisible"
    connu = next((c for c in dossier.en_lice if c.candidat.nud == ligne.candidat.nud), None)
    if ligne.retrait:
        return _retirer(dossier, connu, ligne, designation, saisi_par)
    if connu is not None:
        return _corriger(dossier, connu, ligne.candidat, designation, saisi_par)
    refus = _refuser(dossier, ligne.candidat, saisi_par)
    if refus:
        return (), refus
    hors_delai = not saisi_par and _est_hors_delai(dossier, designation)
    designe = f.CandidatDesigne(
        le=designation.le,
        rang=designation.rang,
        numero=len(dossier.candidatures) + 1,
        nud=ligne.candidat.nud,
        nom=ligne.candidat.nom,
        courriel=ligne.candidat.courriel,
        adresse=ligne.candidat.adresse,
        telephone=ligne.candidat.telephone,
        critere=ligne.candidat.critere,
        precision=ligne.candidat.precision,
        referent=ligne.candidat.referent,
        referent_courriel=ligne.candidat.referent_courriel,
        par=designation.par,
        message=designation.message,
        hors_delai=hors_delai,
        saisi_par=saisi_par,
    )
    return (designe,), ""


def _refuser(dossier: Dossier, candidat: Candidat, saisi_par: str) -> str:
    """Why that household cannot be a candidate now; empty when it can (R70).

    One that refused this dwelling is not asked again because a list was sent
    twice: a second refusal would go to the State. A gestionnaire may insist.
    """
    en_lice = dossier.en_lice
    if dossier.statut not in DESIGNABLES:
        return DEJA_FIXEE if dossier.statut is Statut.CONVOQUEE else DEJA_ATTRIBUE
    if not saisi_par and any(_a_deja_refuse(autre, candidat, dossier) for autre in dossier.candidatures):
        return "ce ménage a déjà refusé ce logement : appelez le service pour le présenter à nouveau"
    if any(autre.dalo for autre in en_lice):
        return f"{SEUL} : un autre est déjà désigné pour ce logement"
    if candidat.critere is Critere.DALO and en_lice:
        return f"{SEUL} : {RETIREZ}"
    if len(en_lice) >= CANDIDATS_MAXIMUM:
        return f"{CANDIDATS_MAXIMUM} candidats sont déjà inscrits : retirez-en avant d'en ajouter"
    return ""


def _a_deja_refuse(autre: Candidature, candidat: Candidat, dossier: Dossier) -> bool:
    return autre.candidat.nud == candidat.nud and autre.rang == dossier.courante.rang and autre.a_refuse


def _est_hors_delai(dossier: Dossier, designation: Designation) -> bool:
    decompte = dossier.courante.designation
    return decompte is not None and designation.le > decompte.echeance


def _retirer(
    dossier: Dossier,
    connu: Candidature | None,
    ligne: LigneDeDesignation,
    designation: Designation,
    saisi_par: str,
) -> tuple[Faits, str]:
    if connu is None:
        return (), "ce ménage n'est pas parmi vos candidats pour ce logement"
    if dossier.statut not in RETIRABLES:
        return (), DEJA_ATTRIBUE
    retrait = f.CandidatRetire(
        le=designation.le,
        rang=designation.rang,
        numero=connu.numero,
        par=designation.par,
        motif=ligne.ecrit,
        message=designation.message,
        saisi_par=saisi_par,
    )
    return (retrait,), ""


def _corriger(
    dossier: Dossier, connu: Candidature, candidat: Candidat, designation: Designation, saisi_par: str
) -> tuple[Faits, str]:
    """What is said anew replaces what was said; what is not said stays. DALO is alone, whenever it is said (R70)."""
    ancien = connu.candidat
    if dossier.statut not in CORRIGIBLES:
        return (), DEJA_ATTRIBUE
    nouveau = Candidat(
        nud=ancien.nud,
        nom=candidat.nom or ancien.nom,
        courriel=candidat.courriel or ancien.courriel,
        adresse=candidat.adresse or ancien.adresse,
        telephone=candidat.telephone or ancien.telephone,
        critere=candidat.critere or ancien.critere,
        precision=candidat.precision or ancien.precision,
        referent=candidat.referent or ancien.referent,
        referent_courriel=candidat.referent_courriel or ancien.referent_courriel,
    )
    if nouveau == ancien:
        return (), "déjà désigné, rien de nouveau"
    if nouveau.critere is not ancien.critere and connu.proposition is not None:
        return (), "le logement lui a déjà été proposé : sa priorité ne peut plus changer, appelez le service"
    if nouveau.critere is Critere.DALO and len(dossier.en_lice) > 1:
        return (), f"{SEUL} : {RETIREZ}"
    corrige = f.CandidatCorrige(
        le=designation.le,
        rang=designation.rang,
        numero=connu.numero,
        nud=nouveau.nud,
        nom=nouveau.nom,
        courriel=nouveau.courriel,
        adresse=nouveau.adresse,
        telephone=nouveau.telephone,
        critere=nouveau.critere,
        precision=nouveau.precision,
        referent=nouveau.referent,
        referent_courriel=nouveau.referent_courriel,
        par=designation.par,
        message=designation.message,
        saisi_par=saisi_par,
    )
    return (corrige,), ""


def et_la_suite(avant: Dossier, dossier: Dossier, ctx: Contexte, *, par: str) -> Faits:
    """Whether the designation has just become complete, or is no longer; every new candidate is written to (R64).

    Only a withdrawal reopens it: candidates presented though too few, or fewer
    since one refused, stay presented whatever is said of them. `par`: the
    gestionnaire who withdrew, empty when the réservataire did. Whoever is
    withdrawn may be the last of whom the commission had not decided (R67).
    """
    pv = dresser_le_pv(dossier, ctx)
    return (*pv, *_suite(avant, replier(dossier, pv) or dossier, ctx, par=par))


def _suite(avant: Dossier, dossier: Dossier, ctx: Contexte, *, par: str) -> Faits:
    """What follows for those who are in the running."""
    if dossier.statut is Statut.COMPLETE and suffisante(avant, ctx) and not suffisante(dossier, ctx):
        return (_rouvrir(dossier, ctx, par),)
    if dossier.statut in {Statut.COMPLETE, Statut.CONVOQUEE}:
        return proposer_a_tous(dossier, ctx) or sans_candidat(dossier, ctx)
    if dossier.statut is Statut.ATTRIBUEE:
        return proposer_a_tous(dossier, ctx)
    if dossier.statut not in DESIGNABLES or not suffisante(dossier, ctx):
        return ()
    besoin = requis(dossier, ctx)
    complete = f.DesignationComplete(
        le=ctx.maintenant,
        rang=dossier.courante.rang,
        nombre=len(dossier.en_lice),
        requis=besoin.valeur,
        source=besoin.source,
    )
    return (complete, *proposer_a_tous(appliquer(dossier, complete), ctx))


def _rouvrir(dossier: Dossier, ctx: Contexte, par: str) -> f.Fait:
    """The réservataire designates again; where nobody else does, the landlord goes back to its search (R81)."""
    rang, nombre, requise = dossier.courante.rang, len(dossier.en_lice), requis(dossier, ctx).valeur
    if dossier.courante.interne:
        motif = f"il ne reste que {nombre} candidat(s) pour {requise}"
        return f.RechercheDecidee(le=ctx.maintenant, rang=rang, par=par, motif=motif)
    return f.DesignationRouverte(le=ctx.maintenant, rang=rang, nombre=nombre, requis=requise)


# --- time -------------------------------------------------------------------------------------------


def avancer(dossier: Dossier, ctx: Contexte) -> Faits:
    """What time brings while candidates are awaited: a reminder, or the end of the delay."""
    return constater_la_fin(dossier, ctx) or rappeler(dossier, ctx)


def rendez_vous(dossier: Dossier, ctx: Contexte) -> datetime | None:
    """When `avancer` may next have something to say."""
    decompte = dossier.courante.designation if dossier.orientations else None
    if dossier.statut not in OUVERTES or decompte is None:
        return None
    restants = _a_rappeler(dossier, decompte)
    if restants and ctx.maintenant <= decompte.echeance:
        return instant_du_rappel(decompte, restants[0], ctx)
    return ctx.ouverture(ctx.calendrier.lendemain(decompte.dernier_jour))


def jours_de_rappel(decompte: Decompte) -> tuple[int, ...]:
    """On which working days of that delay the réservataire is reminded: a short one, on its last but one."""
    prevus = tuple(jour for jour in loi.RAPPELS_DE_DESIGNATION if jour < decompte.jours_ouvres)
    return prevus or ((decompte.jours_ouvres - 1,) if decompte.jours_ouvres > 1 else ())


def instant_du_rappel(decompte: Decompte, jour: int, ctx: Contexte) -> datetime:
    """The opening of the office on that working day of the delay."""
    ouvres = [compte.date for compte in decompte.jours if compte.compte]
    return ctx.ouverture(ouvres[jour - 1])


def rappeler(dossier: Dossier, ctx: Contexte) -> Faits:
    """On working days 10 and 14, say how many candidates are still missing; after a stop of ours, only the latest."""
    decompte = dossier.courante.designation if dossier.orientations else None
    if dossier.statut not in OUVERTES or decompte is None or ctx.maintenant > decompte.echeance:
        return ()
    restants = _a_rappeler(dossier, decompte)
    dus = [jour for jour in restants if instant_du_rappel(decompte, jour, ctx) <= ctx.maintenant]
    return tuple(f.RappelDeDesignation(le=ctx.maintenant, rang=dossier.courante.rang, jour=jour) for jour in dus[-1:])


def _a_rappeler(dossier: Dossier, decompte: Decompte) -> list[int]:
    """The reminders still to come; one that a later one has replaced is not."""
    dernier = max(dossier.courante.rappels, default=0)
    return [jour for jour in jours_de_rappel(decompte) if jour > dernier]


def constater_la_fin(dossier: Dossier, ctx: Contexte) -> Faits:
    """The delay ended with too few candidates: a person chooses (R46, R47).

    Only with a mailbox read past the end, as for a silence: a message that
    nobody has opened may name them.
    """
    decompte = dossier.courante.designation if dossier.orientations else None
    if dossier.statut not in OUVERTES or decompte is None or ctx.lu_jusqu_a is None:
        return ()
    if not ctx.lendemain_lu(decompte.dernier_jour):
        return ()
    return (
        f.DesignationEchue(
            le=decompte.echeance,
            rang=dossier.courante.rang,
            nombre=len(dossier.en_lice),
            requis=requis(dossier, ctx).valeur,
            etabli_le=ctx.maintenant,
            lu_jusqu_a=ctx.lu_jusqu_a,
        ),
    )
