"""A gestionnaire writes: its orders, and the dwellings it attaches, are answered in one reply.

They go through the same rules as everything else.

Only an address of the book, in one of our threads or authenticated by our own
server (DMARC); never a forged one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from robot.domain.carnet import Gestionnaire
from robot.domain.courriers import Courrier, Origine
from robot.domain.decisions.contexte import Contexte
from robot.domain.decisions.ordres import OrdreImpossible, ordonner, permis
from robot.domain.dossier import LIBELLES, Dossier
from robot.domain.effets_des_ordres import EFFETS
from robot.domain.faits import Fait
from robot.domain.jetons import Voie
from robot.domain.lettres import signature
from robot.domain.statuts import replier
from robot.domain.stimuli import LigneDeDesignation, Ordre, Verbe
from robot.etapes import fiches_recues
from robot.etapes.designations import TABLEAUX, lignes_du_tableau, lire_les_candidats, reperer_ailleurs
from robot.etapes.menages import fichiers
from robot.etapes.rattachement import Fil, dmarc
from robot.etapes.robot import Robot, faire_avancer
from robot.ports import Avancee, MessageRecu, Rangement, Store, TableauIllisible
from robot.reading.consignes.lecture import lire_consignes
from robot.reading.consignes.lues import Consigne, Demande, Incomprise, Lue, Quoi
from robot.reading.consignes.table_de_commission import lire_table_de_commission
from robot.reading.consignes.verbes import SYNTAXES
from robot.reading.courriel.pieces import pieces_jointes
from robot.reading.designations.designation import lire_designation
from robot.reading.lecture import Lecture, Nature

SANS_MOTIF = "par courriel"
COUPE = (
    "le message est trop gros pour être lu jusqu'à sa fin : aucun ordre n'a été suivi. Renvoyez les ordres seuls, sans "
    "les fichiers."
)


@dataclass
class _Registre:
    """What the orders of one message do, dwelling by dwelling, and what is said of each."""

    lus: dict[str, Dossier] = field(default_factory=dict)
    apres: dict[str, Dossier] = field(default_factory=dict)
    faits: dict[str, list[Fait]] = field(default_factory=dict)
    reponses: list[dict[str, str]] = field(default_factory=list)
    fichiers: tuple[dict[str, Any], ...] = ()

    def dossier(self, reference: str, store: Store) -> Dossier:
        """The dwelling as the orders before this one leave it. Raises OrdreImpossible."""
        if reference not in self.apres:
            dossier = store.dossier(reference)
            if dossier is None:
                raise OrdreImpossible(f"Aucun dossier {reference}. Vérifiez le numéro ; ETAT donne la liste.")
            self.lus[reference] = self.apres[reference] = dossier
        return self.apres[reference]

    def noter(self, reference: str, faits: tuple[Fait, ...]) -> Dossier:
        """Add the facts of an order; the dwelling after them."""
        self.faits.setdefault(reference, []).extend(faits)
        self.apres[reference] = replier(self.apres[reference], faits) or self.apres[reference]
        return self.apres[reference]


@dataclass(frozen=True)
class Execution:
    """What a gestionnaire's message leads to."""

    avancees: tuple[Avancee, ...]
    courriers: tuple[Courrier, ...]
    rangement: Rangement
    resume: str


def gestionnaire(lecture: Lecture, fils: Iterable[Fil], ctx: Contexte, serveur: str) -> Gestionnaire | None:
    """Who gives these orders; None when nothing proves that the author is in the book."""
    verdict = dmarc(lecture, serveur)
    auteur = next((g for g in ctx.carnet.gestionnaires if g.adresse == lecture.expediteur), None)
    if auteur is None or lecture.nature is not Nature.REPONSE or verdict == "fail":
        return None
    return auteur if verdict == "pass" or any(True for _ in fils) else None


def executer(
    robot: Robot,
    auteur: Gestionnaire,
    lecture: Lecture,
    message: MessageRecu,
    marque: str,
    fils: tuple[Fil, ...],
    ctx: Contexte,
    origine: Origine,
) -> Execution:
    """Carry out every order of the message that can be, and answer each, in one letter."""
    registre = _Registre()
    fil = next((f.reference for f in fils if f.rang), None)
    aujourd_hui = ctx.calendrier.jour_local(ctx.maintenant)
    lues = lire_consignes(lecture.texte, reference=fil, aujourd_hui=aujourd_hui)
    completer = any(isinstance(lue, Consigne) and lue.verbe is Verbe.COMPLETER for lue in lues)
    lues += tuple(_de_la_commission(robot, message, candidats_attendus=completer))
    if message.tronque:  # what was cut off may take an order back
        suivies = tuple(lue for lue in lues if not isinstance(lue, Consigne))
        lues = (Incomprise(reference=None, ligne=_premiere_ligne(lecture), conseil=COUPE), *suivies)
    demandes = [lue for lue in lues if isinstance(lue, Demande)]
    for lue in lues:
        if isinstance(lue, Consigne):
            _executer(robot, registre, lue, auteur, message, marque, ctx)
        elif isinstance(lue, Incomprise):
            _repondre(registre, lue, refus=lue.conseil)
    liberes = fiches_recues.enregistrer(robot, message, ctx)
    registre.fichiers = liberes.fichiers
    avancees, lettres = list(liberes.avancees), list[Courrier]()
    for reference, faits in registre.faits.items():
        avancee, siennes = faire_avancer(registre.lus[reference], faits, ctx)
        avancees.append(avancee)
        lettres += siennes
    reponse = _reponse(robot, registre, demandes, auteur, marque, fil, ctx, origine)
    compris = bool(avancees or demandes or registre.fichiers)
    references = [avancee.apres.reference for avancee in avancees]
    resume = f"ordres de {auteur.nom} : {', '.join(references) or 'aucun'}"
    rangement = Rangement.TRAITES if compris else Rangement.A_VOIR
    return Execution(tuple(avancees), (*lettres, reponse), rangement, resume)


def _premiere_ligne(lecture: Lecture) -> str:
    return next((ligne.strip() for ligne in lecture.texte.splitlines() if ligne.strip()), lecture.objet)


def _executer(
    robot: Robot,
    registre: _Registre,
    consigne: Consigne,
    auteur: Gestionnaire,
    message: MessageRecu,
    marque: str,
    ctx: Contexte,
) -> None:
    try:
        dossier = registre.dossier(consigne.reference, robot.store)
        ordre = _ordre(robot, dossier, consigne, auteur, message, marque, ctx)
        apres = registre.noter(consigne.reference, ordonner(dossier, ordre, ctx))
    except OrdreImpossible as refus:
        _repondre(registre, consigne, refus=str(refus))
    else:
        _repondre(registre, consigne, effet=f"{consigne.verbe.en_clair} : {LIBELLES[apres.statut]}.")


def _repondre(registre: _Registre, lue: Consigne | Incomprise, *, effet: str = "", refus: str = "") -> None:
    registre.reponses.append({"reference": lue.reference or "", "ligne": lue.ligne, "effet": effet, "refus": refus})


def _ordre(
    robot: Robot,
    dossier: Dossier,
    consigne: Consigne,
    auteur: Gestionnaire,
    message: MessageRecu,
    marque: str,
    ctx: Contexte,
) -> Ordre:
    completer = consigne.verbe is Verbe.COMPLETER
    return Ordre(
        le=ctx.maintenant,
        verbe=consigne.verbe,
        par=auteur.nom,
        motif=consigne.motif or SANS_MOTIF,
        reservataire=consigne.reservataire,
        numeros=consigne.numeros or _numeros(dossier, consigne.nuds),
        jours=consigne.jours,
        jour=consigne.jour,
        heure=consigne.heure,
        lieu=consigne.lieu,
        designation=_designes(robot, consigne, message, ctx) if completer else (),
        message=marque,
        fichiers=fichiers(message),
    )


def _numeros(dossier: Dossier, nuds: tuple[str, ...]) -> tuple[int, ...]:
    """The candidates that a commission's table names by their unique number. Raises OrdreImpossible."""
    par_nud = {c.candidat.nud: c.numero for c in dossier.en_lice}
    inconnus = [nud for nud in nuds if nud not in par_nud]
    if inconnus:
        raise OrdreImpossible(f"{dossier.reference} : {', '.join(inconnus)} n'y est pas candidat.")
    return tuple(par_nud[nud] for nud in nuds)


def _designes(robot: Robot, consigne: Consigne, message: MessageRecu, ctx: Contexte) -> tuple[LigneDeDesignation, ...]:
    """The households under COMPLETER, else those of the table attached."""
    departement = ctx.carnet.bailleur.departement
    annee = ctx.calendrier.jour_local(ctx.maintenant).year
    lues = lire_designation(consigne.candidats_texte, departement=departement, annee=annee)
    lues = lues or tuple(lire_les_candidats("", message, ctx, robot.tableaux))
    lignes = (LigneDeDesignation(x.ecrit, x.candidat, x.retrait, x.refus, x.doutes) for x in lues)
    return tuple(reperer_ailleurs(ligne, consigne.reference, robot.store) for ligne in lignes)


def _de_la_commission(robot: Robot, message: MessageRecu, *, candidats_attendus: bool) -> Iterable[Lue]:
    """The decisions of the commission's table, when one is attached; a table of dwellings or of candidates is none."""
    fiches = {piece.partie for piece in fiches_recues.fiches_jointes(robot.fiches, message)}
    for piece in pieces_jointes(message.octets):
        if not piece.nom.lower().endswith(TABLEAUX) or piece.partie in fiches:
            continue
        try:
            lignes = lignes_du_tableau(piece, message, robot.tableaux)
        except TableauIllisible as defaut:
            yield Incomprise(reference=None, ligne=piece.nom, conseil=str(defaut))
            continue
        lues = lire_table_de_commission(lignes)
        if not candidats_attendus or any(lue.reference for lue in lues):
            yield from lues


def _reponse(
    robot: Robot,
    registre: _Registre,
    demandes: list[Demande],
    auteur: Gestionnaire,
    marque: str,
    fil: str | None,
    ctx: Contexte,
    origine: Origine,
) -> Courrier:
    """The one reply: what each order did, or why it did nothing and what to write."""
    reference = fil or ""
    # Even when nothing was done: « send the line again, corrected » is answered in this thread.
    dossier = registre.apres.get(reference) or (robot.store.dossier(reference) if reference else None)
    rang = len(dossier.orientations) if dossier else 0
    contexte: dict[str, Any] = {
        "bailleur": signature(ctx.carnet.bailleur),
        "destinataire": auteur.nom,
        "reference": reference,
        "ordres": registre.reponses,
        "fichiers": list(registre.fichiers),
        "aide": any(d.quoi is Quoi.AIDE for d in demandes) or not (registre.reponses or demandes or registre.fichiers),
        "syntaxes": [[SYNTAXES[verbe], EFFETS[verbe]] for verbe in Verbe],
        "etat": [ligne for d in demandes if d.quoi is Quoi.ETAT for ligne in _etat(robot, d.reference or fil)],
        "objet_recu": origine.objet,
    }
    return Courrier(
        cle=f"reponse_ordre/{marque[:16]}/{auteur.adresse}",
        gabarit="reponse_ordre",
        destinataire=auteur.adresse,
        contexte=contexte,
        # A line of the journal cites every letter that names its dwelling: without a fact, the token is enough.
        reference=reference if registre.faits.get(reference) else "",
        rang=rang,
        jeton=ctx.jetons.jeton(reference, rang, Voie.GESTIONNAIRE) if reference else "",
        en_reponse_a=origine.message_id,
        repond=True,
    )


def _etat(robot: Robot, reference: str | None) -> Iterable[str]:
    """Where that dwelling stands, and what may be ordered."""
    dossier = robot.store.dossier(reference) if reference else None
    if dossier is None:
        yield "Écrivez ETAT et la référence d'un logement."
        return
    ordres = ", ".join(verbe.en_clair for verbe in permis(dossier))
    yield f"{dossier.reference} : {LIBELLES[dossier.statut]}. Ordres possibles : {ordres or 'aucun'}."
