"""What a dwelling waits for from a person of the landlord, and the orders that answer it: the head of the digest.

Pure reading of a dossier. Each button is a whole order, as one would type it
(`stimuli.Verbe`); what has to be filled in ends with `…`. What a button shows
never starts as an order does: it comes back quoted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from robot.domain.candidature import A_TRANCHER, LIBELLES_REPONSES, Candidature, Proposition, Reponse, VoieDEnvoi
from robot.domain.decisions import ddets
from robot.domain.decisions.contexte import Contexte
from robot.domain.decisions.designation import requis
from robot.domain.decisions.ordres_inconnus import pourquoi_ne_pas_ignorer, reponse_a_autoriser
from robot.domain.dossier import LIBELLES, Dossier, Statut
from robot.domain.loi import Delai


@dataclass(frozen=True)
class Bouton:
    """An order ready to be sent: `texte` is what the robot reads, `libelle` what the button shows."""

    texte: str
    libelle: str


@dataclass(frozen=True)
class Attente:
    """One thing that only a person can do; `cause` may be a correspondent's words."""

    quoi: str
    depuis: datetime | None
    boutons: tuple[Bouton, ...]
    cause: str = ""


# Working days that the button grants, when the law leaves as many.
PLUS_DE_TEMPS = 5

SUIVANT = Bouton("SUIVANT", "Offrir au suivant")
RENVOYER = Bouton("RENVOYER", "Envoyer l'offre à nouveau")
RECHERCHE = Bouton("RECHERCHE", "Chercher pour lui")
GARDER = Bouton("RECHERCHE", "Le garder sur notre part")
COMPLETER = Bouton("COMPLETER\n…", "Ajouter un candidat")
PRESENTER = Bouton("PRESENTER", "En rester à ce nombre")
REPRENDRE = Bouton("REPRENDRE", "Faire repartir le délai")
IGNORER = Bouton("IGNORER", "Ne pas en tenir compte")
DITES = {"accepte": "un accord", "refuse": "un refus"}
ANNULER = Bouton("ANNULER : …", "Clore ce dossier")


def attentes(dossier: Dossier, ctx: Contexte) -> tuple[Attente, ...]:
    """Everything that waits for a person, the dwelling's own question first."""
    propre = du_dossier(dossier, ctx)
    des_candidats = (du_candidat(candidature) for candidature in dossier.en_lice)
    return (
        *((propre,) if propre else ()),
        *(attente for attente in des_candidats if attente),
        *_de_la_ddets(dossier, ctx),
    )


def du_dossier(dossier: Dossier, ctx: Contexte) -> Attente | None:
    """The dwelling's own question; None when nobody is asked anything about it."""
    return DU_DOSSIER[dossier.statut](dossier, ctx) if dossier.statut in DU_DOSSIER else None


def _offre(boutons: tuple[Bouton, ...]) -> Callable[[Dossier, Contexte], Attente]:
    """The offer itself is in doubt."""

    def attendre(dossier: Dossier, _ctx: Contexte) -> Attente:
        courante = dossier.courante
        # A new dwelling has no delay to start again (R13).
        possibles = tuple(b for b in boutons if not (dossier.neuf and b is REPRENDRE))
        return Attente(LIBELLES[dossier.statut], courante.expediee_le, possibles, courante.motif)

    return attendre


def _a_clarifier(dossier: Dossier, ctx: Contexte) -> Attente:
    """Somebody wrote: a stranger, whose answer is taken or not, or the réservataire, who was not clear.

    Nor may the offer have arrived: then ignoring the stranger starts nothing again, sending it anew does.
    """
    sienne = _offre((Bouton("ACCEPTE", "Il accepte"), Bouton("REFUSE : …", "Il refuse"), REPRENDRE, SUIVANT))
    attente = sienne(dossier, ctx)
    reponse = reponse_a_autoriser(dossier)
    autoriser = (Bouton("AUTORISER", f"Prendre sa réponse : {DITES[reponse.decision]}"),) if reponse else ()
    ignorer = () if pourquoi_ne_pas_ignorer(dossier) else (IGNORER,)
    entrave = dossier.courante.entrave
    renvoyer = (RENVOYER,) if entrave or dossier.courante.reception is None else ()
    quoi = f"{attente.quoi} ; {LIBELLES[entrave]}" if entrave else attente.quoi
    return replace(attente, quoi=quoi, boutons=(*autoriser, *ignorer, *renvoyer, *attente.boutons))


def _epuisee(dossier: Dossier, _ctx: Contexte) -> Attente:
    depuis = dossier.courante.terminee_le if dossier.orientations else dossier.libere_le
    choisir, sortir = Bouton("RENVOYER …", "Choisir un réservataire"), Bouton("HORS FLUX : …", "Sortir du flux")
    return Attente(LIBELLES[dossier.statut], depuis, (GARDER, choisir, sortir, ANNULER))


def _insuffisante(dossier: Dossier, ctx: Contexte) -> Attente:
    """The choice of three of R47, or completing (R46)."""
    nombre, voulus = len(dossier.en_lice), requis(dossier, ctx).valeur
    decompte = dossier.courante.designation
    quoi = f"délai de désignation passé : {nombre} candidat{'s' if nombre > 1 else ''} sur {voulus}"
    presenter = (PRESENTER,) if nombre else ()
    boutons = (COMPLETER, *presenter, RECHERCHE, *_delai(dossier, ctx), SUIVANT)
    return Attente(quoi, decompte.echeance if decompte else None, boutons)


def _delai(dossier: Dossier, ctx: Contexte) -> tuple[Bouton, ...]:
    """More time, within the month of a tense zone (R48); none for a new dwelling (R13), nor where nobody is awaited."""
    if dossier.neuf or dossier.courante.interne:
        return ()
    plafond = ctx.plafond(dossier)
    decompte = ctx.decompter(dossier.courante.reservataire, ctx.maintenant, Delai(PLUS_DE_TEMPS, ""))
    possibles = sum(jour.compte for jour in decompte.jours if plafond is None or jour.date <= plafond)
    jours = f"{possibles} jour{'s' if possibles > 1 else ''} ouvré{'s' if possibles > 1 else ''}"
    return (Bouton(f"DELAI {possibles}", f"Accorder {jours}"),) if possibles else ()


def _recherche(dossier: Dossier, _ctx: Contexte) -> Attente:
    presenter = (PRESENTER,) if dossier.en_lice else ()
    return Attente(LIBELLES[dossier.statut], None, (COMPLETER, *presenter, SUIVANT))


def _complete(dossier: Dossier, _ctx: Contexte) -> Attente:
    depuis = max((c.designee_le for c in dossier.en_lice), default=None)
    return Attente(LIBELLES[dossier.statut], depuis, (Bouton("COMMISSION …", "Fixer la commission"),))


def _convoquee(dossier: Dossier, ctx: Contexte) -> Attente | None:
    """Once the commission was held, its decisions are awaited."""
    commission = dossier.commission
    if commission is None or commission.debut > ctx.maintenant:
        return None
    numeros = [str(c.numero) for c in dossier.en_lice]
    boutons = tuple(Bouton(f"ATTRIBUE {numero}", f"Au candidat {numero}") for numero in numeros)
    classe = (Bouton(f"CLASSE {' '.join(numeros)}", "Dans cet ordre"),) if len(numeros) > 1 else ()
    return Attente("commission tenue : qu'a-t-elle décidé ?", commission.debut, (*boutons, *classe))


def _a_signer(dossier: Dossier, ctx: Contexte) -> Attente:
    aujourd_hui = ctx.calendrier.jour_local(ctx.maintenant)
    preneur = next((c for c in dossier.en_lice if c.proposition and c.proposition.reponse is Reponse.OUI), None)
    depuis = preneur.proposition.repondue_le if preneur and preneur.proposition else None
    desiste = (Bouton(f"NON {preneur.numero} : …", "Il se désiste"),) if preneur else ()
    return Attente(
        LIBELLES[dossier.statut], depuis, (Bouton(f"BAIL {aujourd_hui:%d/%m/%Y}", "Le bail est signé"), *desiste)
    )


def _sans_attributaire(dossier: Dossier, ctx: Contexte) -> Attente:
    boutons = (SUIVANT, COMPLETER, RECHERCHE, *_delai(dossier, ctx), ANNULER)
    return Attente(LIBELLES[dossier.statut], None, boutons)


DU_DOSSIER: Mapping[Statut, Callable[[Dossier, Contexte], Attente | None]] = {
    Statut.A_CLARIFIER: _a_clarifier,
    Statut.NON_REMISE: _offre((RENVOYER, SUIVANT)),
    Statut.DIFFEREE: _offre((RENVOYER, SUIVANT)),
    Statut.EPUISEE: _epuisee,
    Statut.INSUFFISANTE: _insuffisante,
    Statut.RECHERCHE: _recherche,
    Statut.COMPLETE: _complete,
    Statut.CONVOQUEE: _convoquee,
    Statut.A_SIGNER: _a_signer,
    Statut.SANS_ATTRIBUTAIRE: _sans_attributaire,
}


def du_candidat(candidature: Candidature) -> Attente | None:
    """What a person has to say of a household still in the running; None when nothing."""
    proposition = candidature.proposition
    if proposition is None or not candidature.vivante:
        return None
    if proposition.reponse in A_TRANCHER:
        quoi = f"candidat {candidature.numero} : {LIBELLES_REPONSES[proposition.reponse]}"
        return Attente(quoi, proposition.repondue_le, _pour_trancher(candidature), proposition.motif)
    if _a_poster(proposition):
        quoi = f"candidat {candidature.numero} : lettre à poster, preuve de remise à saisir"
        return Attente(quoi, proposition.decidee_le, (_remis(candidature),))
    return None


def _a_poster(proposition: Proposition) -> bool:
    """Whether a letter on paper is on its way, of which nobody has said that it arrived."""
    attendue = proposition.reponse is Reponse.ATTENDUE and proposition.remise_le is None
    return attendue and proposition.voie is VoieDEnvoi.PAPIER


def _pour_trancher(candidature: Candidature) -> tuple[Bouton, ...]:
    numero = candidature.numero
    return (
        Bouton(f"OUI {numero}", "Il accepte"),
        Bouton(f"NON {numero} : …", "Il refuse"),
        _remis(candidature),
        Bouton(f"REPROPOSER {numero}", "Lui écrire à nouveau"),
    )


def _remis(candidature: Candidature) -> Bouton:
    return Bouton(f"REMIS {candidature.numero} …", "Saisir la preuve de remise")


def _de_la_ddets(dossier: Dossier, ctx: Contexte) -> Iterator[Attente]:
    """A DALO refusal that the State does not hold yet, or one that it still holds and that is none."""
    for candidature in dossier.candidatures:
        avis = candidature.avis
        if ddets.a_aviser(candidature):
            manque = "aucune adresse de la DDETS dans robot.yaml" if ctx.carnet.ddets is None else "adresse à corriger"
            quoi = f"candidat {candidature.numero} : refus DALO non transmis à la DDETS, {manque}"
            yield Attente(quoi, avis.decide_le if avis else None, (), avis.revenu if avis else "")
        elif ddets.a_detromper(candidature) and avis and avis.retrait:
            quoi = f"candidat {candidature.numero} : la DDETS tient un refus qui n'en est pas un : appelez-la"
            yield Attente(quoi, avis.retrait.decide_le, (), avis.retrait.revenu)
        elif avis is not None and avis.relance_le and avis.accuse_le is None and avis.tombe_le is None:
            quoi = f"candidat {candidature.numero} : la DDETS n'a pas accusé réception de l'avis, appelez-la"
            yield Attente(quoi, avis.decide_le, ())
