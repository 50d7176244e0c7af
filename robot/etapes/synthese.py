"""The morning digest of the gestionnaires, each for its sector: what needs them first, with the orders that answer it.

It is due when its hour has come on a working day and its mark is not yet in
the store: restarts, missed runs and clock changes need no code.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from robot.domain import faits as f
from robot.domain.attentes import attentes
from robot.domain.candidat import LIBELLES_CRITERES, Critere, nud_en_clair
from robot.domain.candidature import LIBELLES_REPONSES, Candidature, Reponse
from robot.domain.carnet import Gestionnaire
from robot.domain.courriers import Courrier, Fabrique, PieceJointe, identifiant
from robot.domain.decisions.contexte import Contexte
from robot.domain.decisions.designation import OUVERTES as DESIGNATION_OUVERTE
from robot.domain.decisions.designation import requis
from robot.domain.dossier import FINIS, SECONDE_MOITIE, Dossier, NatureSne, Statut
from robot.domain.fiche import titre
from robot.domain.jetons import Jetons, Voie
from robot.domain.lettres import signature
from robot.domain.recits import raconter
from robot.etapes import alertes, obligations
from robot.etapes.defauts import DEFAUTS
from robot.etapes.robot import Robot
from robot.ports import ConflitDeVersion, Ecriture, FaitInscrit, Marque

REPERE = "synthese"
# The first digest takes everything: the robot may have been started on a day without one.
ORIGINE = datetime(1970, 1, 1, tzinfo=UTC)
EN_COURS = tuple(statut for statut in Statut if statut not in FINIS)
# A dossier that ended lately may still have lines to type into the SNE.
FIN_RECENTE = timedelta(days=60)
OFFRE_EN_COURS = frozenset({Statut.EN_ATTENTE})
# Where a household that said yes may have the dwelling, or has it.
ACCEPTABLES = SECONDE_MOITIE | {Statut.CLOSE}

# What a gestionnaire wants to know of since yesterday; the rest is in `robot expliquer`.
NOUVELLES: tuple[type[f.Fait], ...] = (
    f.AccordRecu,
    f.AccordTacite,
    f.RefusRecu,
    f.RefusTacite,
    f.RemiseEchouee,
    f.ReponseNonAutorisee,
    f.MessageDInconnu,
    f.ListeEpuisee,
    f.OrientationRetiree,
    f.DesignationComplete,
    f.DesignationEchue,
    f.CandidatAccepte,
    f.CandidatRefuse,
    f.SilenceDuCandidat,
    f.SilenceTombe,
    f.DdetsAvisee,
    f.DdetsDetrompee,
    f.DdetsAccuse,
    f.ComplementRecu,
    f.CommissionTenue,
    f.SansAttributaire,
    f.BailSigne,
    f.LogementSoustrait,
    f.LogementRemisEnFlux,
    f.OrientationInterne,
    f.DossierAnnule,
)
# The reference in the token of a letter about no dwelling in particular: its day.
DU_JOUR = "G-%Y-%m%d"
TITRES_SNE = (
    "Ligne", "Logement", "Numéro unique", "À saisir", "Précision", "Réservataire d'imputation", "Motif de priorité",
    "Depuis le",
)  # fmt: skip
LIBELLES_SNE = {
    NatureSne.PROPOSITION: "proposition",
    NatureSne.RESULTAT: "résultat",
    NatureSne.REFUS: "refus",
    NatureSne.RADIATION: "radiation",
}
LIENS = {alertes.BOITE: "lecture de la boîte", alertes.ENVOI: "envoi du courrier", alertes.COPIE: "copie des envois"}


def preparer(robot: Robot) -> None:
    """Enqueue today's digests if they are due."""
    ctx = robot.contexte()
    jour = ctx.calendrier.jour_local(ctx.maintenant)
    derniere = robot.store.repere(REPERE)
    depuis = datetime.fromisoformat(derniere) if derniere else ORIGINE
    deja = derniere is not None and ctx.calendrier.jour_local(depuis) == jour
    if depuis > ctx.maintenant:  # made by a clock that was wrong
        depuis = ctx.maintenant - timedelta(days=1)
    if deja or not est_due(jour, ctx):
        return
    # In one transaction, so that the next digest starts exactly where this one ends.
    marque = Marque(REPERE, derniere, ctx.maintenant.isoformat())
    try:
        robot.store.ecrire(Ecriture(courriers=ecrire(robot, ctx, depuis), marque=marque), ctx.maintenant)
    except ConflitDeVersion:
        return  # another robot has just made it


def est_due(jour: date, ctx: Contexte) -> bool:
    """Whether the hour of the digest has come, on one of its days, if it is worked."""
    horaire = ctx.carnet.synthese
    ouvre = ctx.calendrier.est_ouvre(jour) and jour.weekday() in horaire.jours
    return ouvre and ctx.maintenant >= ctx.calendrier.instant(jour, horaire.heure)


def ecrire(robot: Robot, ctx: Contexte, depuis: datetime) -> tuple[Courrier, ...]:
    """The digest of each gestionnaire; one line on a quiet day, so that silence never means that the robot is dead."""
    jour = ctx.calendrier.jour_local(ctx.maintenant)
    dossiers = tuple(_lisibles(robot, (*robot.store.references(EN_COURS), *_finis_depuis(robot, ctx))))
    journaux = {
        d.reference: robot.store.journal(d.reference) for d in _lisibles(robot, robot.store.references(depuis=depuis))
    }
    commun = _commun(robot, ctx, depuis)
    pris = acceptes(dossiers)
    lettres = list[Courrier]()
    for gestionnaire in ctx.carnet.gestionnaires:
        siens = [d for d in dossiers if gestionnaire in ctx.carnet.gestionnaires_de(d.fiche.commune)]
        lettres.append(_lettre(robot, gestionnaire, composer(siens, journaux, depuis, ctx, pris) | commun, jour))
    return tuple(lettres)


def _finis_depuis(robot: Robot, ctx: Contexte) -> tuple[str, ...]:
    return robot.store.references(FINIS, depuis=ctx.maintenant - FIN_RECENTE)


def _lisibles(robot: Robot, references: Iterable[str]) -> Iterable[Dossier]:
    """The dossiers that can be read; a damaged one has its own alert, and the digest leaves all the same."""
    for reference in references:
        try:
            dossier = robot.store.dossier(reference)
        except DEFAUTS:
            continue
        if dossier is not None:
            yield dossier


def acceptes(dossiers: Iterable[Dossier]) -> Mapping[str, tuple[str, ...]]:
    """The dwellings that each household, by its number, accepted and may still have, whoever's sector they are of."""
    par_nud = dict[str, tuple[str, ...]]()
    for dossier in dossiers:
        for candidature in dossier.en_lice if dossier.statut in ACCEPTABLES else ():
            if _tient(candidature, dossier):
                nud = candidature.candidat.nud
                par_nud[nud] = (*par_nud.get(nud, ()), dossier.reference)
    return par_nud


def _tient(candidature: Candidature, dossier: Dossier) -> bool:
    if dossier.statut in {Statut.LOUEE, Statut.CLOSE}:
        return candidature.bail_le is not None
    return candidature.proposition is not None and candidature.proposition.reponse is Reponse.OUI


def _lettre(robot: Robot, gestionnaire: Gestionnaire, contenu: dict[str, Any], jour: date) -> Courrier:
    lignes = [_en_table(ligne) for ligne in contenu["sne"]]
    table = PieceJointe(Fabrique.TABLE_SNE, f"sne-{jour.isoformat()}.csv", {"titres": TITRES_SNE, "lignes": lignes})
    return replace(
        _vide(jour, gestionnaire.adresse, robot.jetons),
        contexte={**contenu, "jour": jour.isoformat(), "destinataire": gestionnaire.nom},
        pieces=(table,) if lignes else (),
    )


def _vide(jour: date, adresse: str, jetons: Jetons) -> Courrier:
    """The digest of that day to that address, without its content."""
    return Courrier(
        cle=f"synthese/{jour.isoformat()}/{adresse}",
        gabarit="synthese",
        destinataire=adresse,
        jeton=jeton_du_jour(jour, jetons),
    )


def jeton_du_jour(jour: date, jetons: Jetons) -> str:
    """The token of the letters to gestionnaires that are about no dwelling in particular."""
    return jetons.jeton(jour.strftime(DU_JOUR), 0, Voie.GESTIONNAIRE)


def jour_du_jeton(reference: str) -> date | None:
    """The day that the reference of such a token says; None for the reference of a dwelling."""
    try:
        return datetime.strptime(reference, DU_JOUR).date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None


def identifiant_du(jour: date, adresse: str, ctx: Contexte) -> str:
    """The Message-ID of the digest of that day to that address, whether it was written or not."""
    return identifiant(_vide(jour, adresse, ctx.jetons), ctx.carnet.bailleur.adresse.partition("@")[2])


def _commun(robot: Robot, ctx: Contexte, depuis: datetime) -> dict[str, Any]:
    """What every digest of the day says: the messages set aside, and the robot's own health."""
    pannes = [nom for cle, nom in LIENS.items() if robot.store.repere(cle)]
    lue = robot.situation(ctx)
    jour = ctx.calendrier.jour_local(ctx.maintenant)
    return {
        "obligations": [
            obligations.en_ligne(obligation, jour, ctx.calendrier)
            for obligation in obligations.a_rappeler(robot, ctx.carnet, jour, ctx.calendrier)
        ],
        "bailleur": signature(ctx.carnet.bailleur),
        "flux": lue.en_json() if lue else None,
        "messages": [
            {
                "expediteur": message.expediteur,
                "objet": message.objet,
                "recu_le": min(message.recu_le, ctx.maintenant).isoformat(),  # the server's clock may be wrong
                "resume": message.resume,
            }
            for message in robot.store.a_voir(depuis)
        ],
        "sante": {
            "lu_jusqu_a": ctx.lu_jusqu_a.isoformat() if ctx.lu_jusqu_a else None,
            "pannes": pannes,
            "carnet": robot.carnets.probleme() or "",
            "racine": robot.store.racine(ctx.maintenant),
        },
    }


def composer(
    dossiers: Iterable[Dossier],
    journaux: dict[str, tuple[FaitInscrit, ...]],
    depuis: datetime,
    ctx: Contexte,
    acceptes: Mapping[str, tuple[str, ...]],
) -> dict[str, Any]:
    """What a digest says of a sector's dwellings, as plain values.

    No personal data but the unique numbers, and what the SNE must be told of a household.
    `acceptes`: the dwellings that households accepted, by their unique number.
    """
    tous = tuple(dossiers)
    return {
        "attentes": [ligne for dossier in tous for ligne in _attentes(dossier, ctx)],
        "echeances": sorted((e for d in tous for e in _echeances(d, ctx)), key=lambda e: str(e["le"])),
        "nouvelles": [n for d in tous for n in _nouvelles(d, journaux.get(d.reference, ()), depuis, acceptes)],
        "offres": [_offre(dossier) for dossier in tous if dossier.statut in OFFRE_EN_COURS],
        "designations": [_designation(d, ctx) for d in tous if d.statut in DESIGNATION_OUVERTE],
        "dalo": [ligne for dossier in tous for ligne in _dalo(dossier, acceptes)],
        "sne": [ligne for dossier in tous for ligne in _sne(dossier, ctx)],
    }


def _ligne(dossier: Dossier) -> dict[str, Any]:
    return {
        "reference": dossier.reference,
        "titre": titre(dossier.fiche),
        "reservataire": dossier.courante.nom if dossier.orientations else "",
    }


def _attentes(dossier: Dossier, ctx: Contexte) -> Iterable[dict[str, Any]]:
    for attente in attentes(dossier, ctx):
        yield _ligne(dossier) | {
            "quoi": attente.quoi,
            "cause": attente.cause,
            "depuis": attente.depuis.isoformat() if attente.depuis else None,
            "ordres": [{"texte": f"{dossier.reference} {b.texte}", "libelle": b.libelle} for b in attente.boutons],
        }


def _echeances(dossier: Dossier, ctx: Contexte) -> Iterable[dict[str, Any]]:
    """What falls today or on the next working day."""
    aujourd_hui = ctx.calendrier.jour_local(ctx.maintenant)
    demain = ctx.calendrier.prochain_jour_ouvre(aujourd_hui)
    for le, quoi in _dates(dossier, ctx):
        if aujourd_hui <= le <= demain:
            yield _ligne(dossier) | {"le": le.isoformat(), "quoi": quoi}


def _dates(dossier: Dossier, ctx: Contexte) -> Iterable[tuple[date, str]]:
    courante = dossier.courante if dossier.orientations else None
    if courante and courante.decompte and dossier.statut in OFFRE_EN_COURS:
        yield courante.decompte.dernier_jour, "réponse à l'offre"
    if courante and courante.designation and dossier.statut in DESIGNATION_OUVERTE:
        yield courante.designation.dernier_jour, "fin de la désignation"
    if dossier.commission and dossier.statut is Statut.CONVOQUEE:
        yield ctx.calendrier.jour_local(dossier.commission.debut), "commission"
    for candidature in dossier.en_lice:
        proposition = candidature.proposition
        if proposition and proposition.reponse is Reponse.ATTENDUE:
            yield proposition.dernier_jour, f"réponse du candidat {candidature.numero}"


def _nouvelles(
    dossier: Dossier, journal: Iterable[FaitInscrit], depuis: datetime, acceptes: Mapping[str, tuple[str, ...]]
) -> Iterable[dict[str, Any]]:
    for inscrit in journal:
        if inscrit.inscrit_le > depuis and isinstance(inscrit.fait, NOUVELLES):
            motif = inscrit.fait.motif if isinstance(inscrit.fait, f.RefusRecu) else ""
            yield _ligne(dossier) | {
                "le": inscrit.fait.le.isoformat(),
                "phrase": raconter(inscrit.fait).phrase + _mais(inscrit.fait, dossier, acceptes),
                "motif": motif,
            }


def _mais(fait: f.Fait, dossier: Dossier, acceptes: Mapping[str, tuple[str, ...]]) -> str:
    """What the State does not learn from the notice: that household is not without a dwelling of ours."""
    candidature = dossier.candidature(fait.numero) if isinstance(fait, f.DdetsAvisee) else None
    autres = acceptes.get(candidature.candidat.nud, ()) if candidature else ()
    return f" Ce ménage a accepté {', '.join(autres)} : dites-le à la DDETS." if autres else ""


def _offre(dossier: Dossier) -> dict[str, Any]:
    decompte = dossier.courante.decompte
    return _ligne(dossier) | {"echeance": decompte.dernier_jour.isoformat() if decompte else None}


def _designation(dossier: Dossier, ctx: Contexte) -> dict[str, Any]:
    """A designation that runs, and how many of its working days are left."""
    decompte = dossier.courante.designation
    aujourd_hui = ctx.calendrier.jour_local(ctx.maintenant)
    restants = sum(jour.compte and jour.date >= aujourd_hui for jour in decompte.jours) if decompte else 0
    return _ligne(dossier) | {
        "candidats": len(dossier.en_lice),
        "requis": requis(dossier, ctx).valeur,
        "restants": restants,
        "total": decompte.jours_ouvres if decompte else 0,
        "dernier_jour": decompte.dernier_jour.isoformat() if decompte else None,
    }


def _dalo(dossier: Dossier, acceptes: Mapping[str, tuple[str, ...]]) -> Iterable[dict[str, Any]]:
    """The DALO households that were proposed a dwelling, and whether the State was told."""
    for candidature in dossier.candidatures:
        proposition = candidature.proposition
        if not candidature.dalo or proposition is None or candidature.rang != len(dossier.orientations):
            continue
        avis = candidature.avis if candidature.a_refuse else None
        yield _ligne(dossier) | {
            "candidat": candidature.numero,
            "nud": nud_en_clair(candidature.candidat.nud),
            "etat": LIBELLES_REPONSES[proposition.reponse],
            "dernier_jour": proposition.dernier_jour.isoformat(),
            "avise_le": avis.decide_le.isoformat() if avis else None,
            "accuse_le": avis.accuse_le.isoformat() if avis and avis.accuse_le else None,
            "acceptes": [r for r in acceptes.get(candidature.candidat.nud, ()) if r != dossier.reference],
        }


def _sne(dossier: Dossier, ctx: Contexte) -> Iterable[dict[str, Any]]:
    """The lines to type into the SNE, without delay (R65, R66).

    `motif` and `detail` are not our words: those of a refusal or of the
    commission, those of the réservataire about the priority.
    """
    for tache in dossier.sne:
        candidature = dossier.candidature(tache.candidat)
        if not tache.a_saisir or candidature is None:
            continue
        imputee, candidat = dossier.orientation(candidature.rang), candidature.candidat
        radiation = tache.nature is NatureSne.RADIATION
        lequel = radiation and candidat.critere is Critere.PRIORITAIRE  # the others have but one motive
        yield {
            "ligne": tache.numero,
            "reference": dossier.reference,
            "nud": nud_en_clair(candidat.nud),
            "nature": LIBELLES_SNE[tache.nature],
            "precision": tache.precision,
            "motif": _dit(tache.motif),
            "imputation": imputee.nom if imputee else "",
            "priorite": LIBELLES_CRITERES[candidat.critere] if candidat.critere else "",
            "detail": _dit(candidat.precision) if lequel else "",
            "radiation": radiation,
            "le": f"{ctx.calendrier.jour_local(tache.le):%d/%m/%Y}",
        }


def _dit(mots: str) -> str:
    """Words that were said, and are still kept."""
    return "" if isinstance(mots, f.Efface) else mots


def _en_table(ligne: Mapping[str, Any]) -> list[str]:
    """The cells of a line, under `TITRES_SNE`."""
    precision = " : ".join(filter(None, (ligne["precision"], ligne["motif"])))
    priorite = " : ".join(filter(None, (ligne["priorite"], ligne["detail"])))
    debut = [str(ligne["ligne"]), ligne["reference"], ligne["nud"], ligne["nature"]]
    return [*debut, precision, ligne["imputation"], priorite, ligne["le"]]
