"""Charter III.4: the refusal of a DALO household goes to the State at once, exactly once (R73, R74)."""

from __future__ import annotations

from datetime import datetime, timedelta

from robot.domain import faits as f
from robot.domain import loi
from robot.domain.candidature import Avis, Candidature, MotifDAvis, Reponse, Retrait
from robot.domain.courriers import AVIS, RETRAIT
from robot.domain.decisions.contexte import Contexte
from robot.domain.dossier import Dossier
from robot.domain.stimuli import Avis as AvisDuCandidat
from robot.domain.stimuli import RapportALaDdets, Remise, ReponseDuCandidat

Faits = tuple[f.Fait, ...]


UNE_SEMAINE = timedelta(days=7)
# About two months: as long as the digest tells of a dossier that is over.
ESSAIS = 9


def aviser(dossier: Dossier, ctx: Contexte) -> Faits:
    """The notices that are due: a DALO refusal of which the State was not told, or whose notice came back.

    One that came back leaves again only for another address: the book was
    mended. Without an address, it waits, and the digest says so. The notice of
    an earlier refusal, which proved not to be one, tells nothing of this one,
    and its return keeps nothing back.

    Source: `loi.DDETS_AVISEE`.
    """
    return tuple(avis for candidature in dossier.candidatures if (avis := _avis(candidature, ctx)) is not None)


def _avis(candidature: Candidature, ctx: Contexte) -> f.DdetsAvisee | None:
    if not a_aviser(candidature) or ctx.carnet.ddets is None:
        return None
    precedent = candidature.avis
    du_meme_refus = precedent is not None and precedent.tombe_le is None
    if precedent and du_meme_refus and precedent.revenu and precedent.adresse == ctx.carnet.ddets.adresse:
        return None
    return f.DdetsAvisee(
        le=ctx.maintenant,
        rang=candidature.rang,
        numero=candidature.numero,
        tour=precedent.tour + 1 if precedent else 1,
        motif=_motif(candidature),
        adresse=ctx.carnet.ddets.adresse,
    )


def _motif(candidature: Candidature) -> MotifDAvis:
    if candidature.proposition is not None and candidature.proposition.reponse is Reponse.SILENCE:
        return MotifDAvis.SILENCE
    return MotifDAvis.DOSSIER if candidature.sans_dossier else MotifDAvis.REFUS


def a_aviser(candidature: Candidature) -> bool:
    """Whether the State has still to learn of that household's refusal."""
    avis = candidature.avis
    aucun_ne_tient = avis is None or bool(avis.revenu) or avis.tombe_le is not None
    return candidature.dalo and candidature.a_refuse and aucun_ne_tient


def completer(candidature: Candidature, reponse: ReponseDuCandidat) -> Faits:
    """What a DALO household attaches after its refusal goes to the State too, as received, message by message (R73).

    Unless it now says yes: that is for a person. What another attaches is
    nobody's justificatif.
    """
    refuse = candidature.dalo and candidature.a_refuse and reponse.avis is not AvisDuCandidat.ACCEPTE
    if not refuse or not reponse.habilitation or not reponse.fichiers:
        return ()
    return (
        f.ComplementRecu(
            le=reponse.le,
            rang=candidature.rang,
            numero=candidature.numero,
            par=reponse.par,
            texte=reponse.texte,
            message=reponse.message,
            fichiers=reponse.fichiers,
        ),
    )


def detromper(dossier: Dossier, ctx: Contexte) -> Faits:
    """The withdrawals that are due: the State holds the notice of a refusal that proved to be none (R73).

    It goes where the notice went; one that came back, to the address that mended the book, else to the same one
    week after week: a full mailbox is emptied, and the State may hold that refusal.
    """
    return tuple(retrait for candidature in dossier.candidatures if (retrait := _retrait(candidature, ctx)) is not None)


def _retrait(candidature: Candidature, ctx: Contexte) -> f.DdetsDetrompee | None:
    avis = candidature.avis
    if avis is None or not a_detromper(candidature):
        return None
    precedent, adresse = avis.retrait, avis.adresse
    if precedent is not None:
        adresse = ctx.carnet.ddets.adresse if ctx.carnet.ddets else precedent.adresse
        if adresse == precedent.adresse and not _a_renvoyer(precedent, ctx):
            return None
    return f.DdetsDetrompee(
        le=ctx.maintenant,
        rang=candidature.rang,
        numero=candidature.numero,
        tour=precedent.tour + 1 if precedent else 1,
        adresse=adresse,
    )


def a_detromper(candidature: Candidature) -> bool:
    """Whether the State may still hold as true a refusal that is none: needless, a withdrawal harms nobody."""
    avis = candidature.avis
    if avis is None or avis.tombe_le is None or not avis.tenu or candidature.a_refuse:
        return False
    return avis.retrait is None or bool(avis.retrait.revenu)


def a_essayer(candidature: Candidature) -> bool:
    """Whether its withdrawal is still tried, or its new address waited for; at length, a person has to telephone."""
    retrait = candidature.avis.retrait if candidature.avis else None
    return a_detromper(candidature) and (retrait is None or retrait.tour < ESSAIS)


def _a_renvoyer(retrait: Retrait, ctx: Contexte) -> bool:
    """Whether one that came back leaves again for the same address."""
    instant = ctx.ouverture(ctx.calendrier.jour_local(retrait.decide_le) + UNE_SEMAINE)
    return retrait.tour < ESSAIS and instant <= ctx.maintenant


def avancer(dossier: Dossier, ctx: Contexte) -> Faits:
    """A notice or a withdrawal that waited for an address, or a notice of which nothing came back."""
    return aviser(dossier, ctx) or detromper(dossier, ctx) or relancer(dossier, ctx)


def relancer(dossier: Dossier, ctx: Contexte) -> Faits:
    """Ask the DDETS once whether it holds a notice that nobody acknowledged."""
    return tuple(
        f.DdetsRelancee(le=ctx.maintenant, numero=candidature.numero)
        for candidature in dossier.candidatures
        if candidature.avis is not None
        and a_relancer(candidature.avis)
        and _instant(candidature.avis, ctx) <= ctx.maintenant
    )


def a_relancer(avis: Avis) -> bool:
    """Whether nothing is known of that notice, which still holds, and nobody asked."""
    return sans_nouvelle(avis) and avis.relance_le is None


def sans_nouvelle(avis: Avis) -> bool:
    """Whether a notice still holds, and nothing says whether the State has it."""
    return avis.accuse_le is None and not avis.revenu and avis.tombe_le is None


def rendez_vous(dossier: Dossier, ctx: Contexte) -> datetime | None:
    """When `avancer` may next have something to say."""
    instants = [_instant(c.avis, ctx) for c in dossier.candidatures if c.avis is not None and a_relancer(c.avis)]
    if aviser(dossier, ctx) or detromper(dossier, ctx):
        instants.append(ctx.maintenant)
    elif any(a_aviser(c) or a_essayer(c) for c in dossier.candidatures):
        instants.append(ctx.ouverture(ctx.calendrier.prochain_jour_ouvre(ctx.calendrier.jour_local(ctx.maintenant))))
    return min(instants, default=None)


def _instant(avis: Avis, ctx: Contexte) -> datetime:
    jour = ctx.calendrier.jour_local(avis.decide_le)
    return ctx.ouverture(ctx.calendrier.decompter(jour, loi.RELANCE_DE_LA_DDETS.jours_ouvres).dernier_jour)


def prendre_acte(dossier: Dossier, rapport: RapportALaDdets, _ctx: Contexte) -> Faits:
    """A letter to the DDETS arrived, or came back: a person is told, and it leaves again when the address is mended.

    What is said of one letter is not said of another: the notice, its
    withdrawal, and the notice of a later refusal may all go to one address.
    """
    candidature = dossier.candidature(rapport.numero)
    avis = candidature.avis if candidature else None
    if avis is None or rapport.remise is Remise.DIFFEREE:
        return ()
    visee = _visee(avis, rapport)
    if rapport.remise is Remise.FAITE:
        return _accuse(visee, avis, rapport) if visee else ()
    return _echec(visee, rapport) if visee else (_retour(rapport),)


def _visee(avis: Avis, rapport: RapportALaDdets) -> Avis | Retrait | None:
    """The letter that a report is about, the latest when it does not tell; None for one that another replaced.

    A person who answers any notice of a refusal knows of that refusal.
    """
    d_une_personne = rapport.remise is Remise.FAITE and not rapport.statut
    premier = avis.premier if d_une_personne and rapport.courrier != RETRAIT else avis.tour
    if rapport.avis and not premier <= rapport.avis <= avis.tour:
        return None
    if rapport.courrier == RETRAIT or (avis.retrait is not None and not rapport.courrier):
        return avis.retrait
    return avis


def _accuse(visee: Avis | Retrait, avis: Avis, rapport: RapportALaDdets) -> Faits:
    """A server's word for one letter does not make up for another; a person's does, whichever it answers."""
    d_un_serveur = bool(rapport.statut)
    if d_un_serveur and (visee.revenu or not _certain(visee, avis, rapport)):
        return ()
    if visee.accuse_le is not None and not visee.revenu:
        return ()
    return (
        f.DdetsAccuse(
            le=rapport.le,
            numero=rapport.numero,
            par=rapport.par,
            preuve=rapport.preuve,
            message=rapport.message,
            courrier=_courrier(visee),
        ),
    )


def _certain(visee: Avis | Retrait, avis: Avis, rapport: RapportALaDdets) -> bool:
    """Whether a server certainly speaks of that letter: it says so, or there was never another."""
    if not rapport.courrier:
        return avis.tour == 1 and avis.retrait is None
    return rapport.courrier == _courrier(visee) and avis.tour in {1, rapport.avis}


def _echec(visee: Avis | Retrait, rapport: RapportALaDdets) -> Faits:
    """What comes back late from an address that the book no longer has does not undo what was sent since."""
    if visee.revenu:
        return ()
    if visee.tour > 1 and rapport.par not in {"", visee.adresse}:
        return (_retour(rapport),)
    return (
        f.AvisRevenu(
            le=rapport.le,
            numero=rapport.numero,
            destinataire=rapport.par,
            statut=rapport.statut,
            preuve=rapport.preuve,
            message=rapport.message,
            courrier=_courrier(visee),
            certain=_rendu(visee, rapport),
        ),
    )


def _rendu(visee: Avis | Retrait, rapport: RapportALaDdets) -> bool:
    """Whether a server refused that very letter at the address that it was sent to.

    What only follows it (a reminder, files too heavy), what one of several
    readers deleted, what a server may have taken, prove nothing of it.
    """
    elle_meme = rapport.courrier == _courrier(visee)
    return elle_meme and rapport.statut.startswith("5") and rapport.par.lower() == visee.adresse.lower()


def _courrier(visee: Avis | Retrait) -> str:
    return RETRAIT if isinstance(visee, Retrait) else AVIS


def _retour(rapport: RapportALaDdets) -> f.Fait:
    return f.CourrierRevenu(
        le=rapport.le,
        rang=rapport.rang,
        courrier=rapport.courrier or AVIS,
        destinataire=rapport.par,
        statut=rapport.statut,
        preuve=rapport.preuve,
        message=rapport.message,
    )
