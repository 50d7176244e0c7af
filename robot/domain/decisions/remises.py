"""What is known of a letter to a household: it left, it arrived, it came back; none of this answers (R74, C15)."""

from __future__ import annotations

from collections.abc import Iterable

from robot.domain import faits as f
from robot.domain.candidature import Candidature, Proposition, VoieDEnvoi
from robot.domain.courriers import PROPOSITIONS, Courrier, identifiant
from robot.domain.decisions import silences
from robot.domain.decisions.candidats import ABSENT, OUVERTES, cle_au_candidat
from robot.domain.decisions.contexte import Contexte
from robot.domain.dossier import Dossier
from robot.domain.jetons import Voie
from robot.domain.stimuli import PropositionConfiee, RapportAuCandidat, Remise

Faits = tuple[f.Fait, ...]


def partir(dossier: Dossier, confiee: PropositionConfiee, ctx: Contexte) -> Faits:
    """The server's 250: the letter left; nothing is proved yet. An earlier letter that leaves late changes nothing."""
    candidature = dossier.candidature(confiee.numero)
    proposition = candidature.proposition if candidature else None
    if candidature is None or proposition is None or proposition.expediee_le is not None:
        return ()
    if proposition.voie is VoieDEnvoi.PAPIER:
        return ()
    if confiee.message_id in _lettres_precedentes(dossier, candidature, ctx):
        return ()
    return (
        f.PropositionExpediee(
            le=confiee.le,
            rang=confiee.rang,
            numero=confiee.numero,
            tour=proposition.tour,
            message_id=confiee.message_id,
            preuve=confiee.preuve,
        ),
    )


def prendre_acte(dossier: Dossier, rapport: RapportAuCandidat, ctx: Contexte) -> Faits:
    """A report proves the reception of the offer, or undoes the date that it stated; it never answers.

    What a program writes in the household's absence proves nothing against it: its silence is for a person,
    who is told when it stands already, and has to judge of it if that came in time; once it has answered, nothing
    rests on it.
    It counts for the letter it is about: the one before last proves nothing of
    the last, and what was printed does not come back by e-mail. What was said
    to have arrived, then to have failed, is for a person to prove.
    """
    proposition = _proposition(dossier, rapport.numero)
    if rapport.remise is Remise.DIFFEREE:
        return ()
    if rapport.remise is Remise.ECHOUEE:
        return _echec(dossier, rapport, ctx)
    if proposition is None or not _prouve(dossier, rapport, proposition, ctx):
        return ()
    if rapport.absence:
        return _s_absenter(dossier, rapport, proposition, ctx)
    dementie = proposition.echouee_le is not None and rapport.le <= proposition.echouee_le
    return () if dementie or proposition.remise_le is not None else (_remise(rapport, proposition),)


def _s_absenter(dossier: Dossier, rapport: RapportAuCandidat, proposition: Proposition, ctx: Contexte) -> Faits:
    """Read in time, it would have kept that silence from being a refusal (R74); read late, it undoes it."""
    candidature = dossier.candidature(rapport.numero)
    if proposition.absence:
        return ()
    if candidature is None or not silences.silencieuse(candidature):
        return (_absence(rapport, proposition),) if proposition.reponse in OUVERTES else ()
    if rapport.le > ctx.calendrier.fin_du_jour(proposition.dernier_jour):
        return (_absence(rapport, proposition),)
    sans_preuve = f.SilenceSansPreuve(
        le=rapport.le, rang=rapport.rang, numero=rapport.numero, tour=proposition.tour, cause=ABSENT
    )
    revient = silences.peut_revenir(dossier, candidature)
    retour = (sans_preuve, silences.remettre_en_lice(candidature, proposition, ctx)) if revient else ()
    tombe = _tombe(rapport, proposition, revient=revient)
    return silences.detromper(dossier, (tombe, *retour), ctx)


def _remise(rapport: RapportAuCandidat, proposition: Proposition) -> f.Fait:
    return f.PropositionRemise(
        le=max(rapport.le, proposition.expediee_le or rapport.le),
        rang=rapport.rang,
        numero=rapport.numero,
        tour=proposition.tour,
        preuve=rapport.preuve,
        message=rapport.message,
    )


def _echec(dossier: Dossier, rapport: RapportAuCandidat, ctx: Contexte) -> Faits:
    """What did not arrive runs against nobody; a silence that it was to prove is none.

    What is not about the latest proposal undoes nothing.
    """
    candidature = dossier.candidature(rapport.numero)
    proposition = candidature.proposition if candidature else None
    if candidature is None or proposition is None or not _concerne(rapport, proposition):
        return (_retour(rapport),)
    if rapport.message_id in _lettres_precedentes(dossier, candidature, ctx):
        return (_retour(rapport),)  # the latest may not have left yet
    if silences.silencieuse(candidature):
        return _silence_tombe(dossier, candidature, proposition, rapport, ctx)
    return (_non_remise(rapport, proposition) if proposition.reponse in OUVERTES else _retour(rapport),)


def _silence_tombe(
    dossier: Dossier, candidature: Candidature, proposition: Proposition, rapport: RapportAuCandidat, ctx: Contexte
) -> Faits:
    """The household never held the letter to which it is said to have kept silent."""
    revient = silences.peut_revenir(dossier, candidature)
    retour = silences.remettre_en_lice(candidature, proposition, ctx)
    suite = (_non_remise(rapport, proposition), retour) if revient else ()
    return silences.detromper(dossier, (_tombe(rapport, proposition, revient=revient), *suite), ctx)


def _tombe(rapport: RapportAuCandidat, proposition: Proposition, *, revient: bool) -> f.Fait:
    return f.SilenceTombe(
        le=rapport.le,
        rang=rapport.rang,
        numero=rapport.numero,
        tour=proposition.tour,
        repondu=False,
        revient=revient,
        preuve=rapport.preuve,
        message=rapport.message,
        absent=rapport.absence,
    )


def _non_remise(rapport: RapportAuCandidat, proposition: Proposition) -> f.Fait:
    return f.PropositionNonRemise(
        le=rapport.le,
        rang=rapport.rang,
        numero=rapport.numero,
        tour=proposition.tour,
        destinataire=rapport.destinataire,
        statut=rapport.statut,
        preuve=rapport.preuve,
        message=rapport.message,
    )


def _absence(rapport: RapportAuCandidat, proposition: Proposition) -> f.Fait:
    return f.AbsenceDuCandidat(
        le=rapport.le,
        rang=rapport.rang,
        numero=rapport.numero,
        tour=proposition.tour,
        preuve=rapport.preuve,
        message=rapport.message,
    )


def _lettres_precedentes(dossier: Dossier, candidature: Candidature, ctx: Contexte) -> frozenset[str]:
    """The Message-IDs of the earlier letters that offered this dwelling to that household."""
    tour = candidature.proposition.tour if candidature.proposition else 1
    return _lettres(dossier, candidature.rang, candidature.numero, range(1, tour), ctx)


def _lettres(dossier: Dossier, rang: int, numero: int, tours: Iterable[int], ctx: Contexte) -> frozenset[str]:
    """The Message-IDs of the letters that offer this dwelling to that household: known before they leave."""
    jeton = ctx.jetons.jeton(dossier.reference, rang, Voie.CANDIDAT, numero)
    hote = ctx.carnet.bailleur.adresse.partition("@")[2]
    return frozenset(
        identifiant(
            Courrier(cle_au_candidat(gabarit, dossier.reference, numero, str(tour)), gabarit, "", jeton=jeton), hote
        )
        for gabarit in PROPOSITIONS
        for tour in tours
    )


def _concerne(rapport: RapportAuCandidat, proposition: Proposition) -> bool:
    """Whether a report may be about the latest proposal."""
    if rapport.courrier not in PROPOSITIONS or proposition.voie is VoieDEnvoi.PAPIER:
        return False
    autre = bool(rapport.message_id and proposition.message_id) and rapport.message_id != proposition.message_id
    return not (proposition.deja_ecrit and autre)


def _prouve(dossier: Dossier, rapport: RapportAuCandidat, proposition: Proposition, ctx: Contexte) -> bool:
    """Whether a report is certainly about the latest proposal: a household loses a right by it.

    It may come before the server's own word, when the link was cut as the letter left.
    """
    if not _concerne(rapport, proposition):
        return False
    if not proposition.deja_ecrit or rapport.message_id == proposition.message_id != "":
        return True
    return rapport.message_id in _lettres(dossier, rapport.rang, rapport.numero, (proposition.tour,), ctx)


def _retour(rapport: RapportAuCandidat) -> f.Fait:
    return f.CourrierRevenu(
        le=rapport.le,
        rang=rapport.rang,
        courrier=rapport.courrier,
        destinataire=rapport.destinataire,
        statut=rapport.statut,
        preuve=rapport.preuve,
        message=rapport.message,
    )


def _proposition(dossier: Dossier, numero: int) -> Proposition | None:
    candidature = dossier.candidature(numero)
    return candidature.proposition if candidature else None
