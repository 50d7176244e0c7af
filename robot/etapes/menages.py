"""What reaches us from a household, or from the DDETS: their token says of which candidate they speak."""

from __future__ import annotations

from robot.domain.adresses import domaine, domaine_public
from robot.domain.candidature import FichierRecu
from robot.domain.decisions.contexte import Contexte
from robot.domain.dossier import Dossier
from robot.domain.jetons import Voie
from robot.domain.stimuli import Avis, RapportALaDdets, RapportAuCandidat, Remise, ReponseDuCandidat, Stimulus
from robot.etapes.rattachement import Fil, dmarc
from robot.ports import MessageRecu, Store
from robot.reading.chaine import COUPE
from robot.reading.courriel.pieces import pieces_jointes
from robot.reading.lecture import Lecture, Nature
from robot.reading.menages.reponse import ReponseDeCandidat, lire_reponse_de_candidat

Vus = tuple[tuple[str, Stimulus], ...]

REMISES = {
    Nature.REBOND: Remise.ECHOUEE,
    Nature.REBOND_TEMPORAIRE: Remise.DIFFEREE,
    Nature.REMISE: Remise.FAITE,
    Nature.REPONSE_AUTOMATIQUE: Remise.FAITE,
    Nature.ACCUSE_LECTURE: Remise.FAITE,
}
# Written by the reader's own program: they prove something only if they come from the reader.
DU_LECTEUR = frozenset({Nature.REPONSE_AUTOMATIQUE, Nature.ACCUSE_LECTURE})
HUMAINES = frozenset({Nature.REPONSE, Nature.ILLISIBLE})
EXTRAIT = 2000


def interpreter(
    fil: Fil, lecture: Lecture, message: MessageRecu, marque: str, store: Store, ctx: Contexte, serveur: str
) -> Vus:
    """What a message that carries a household's token, or the DDETS's, means; nothing when it proves nothing."""
    dossier = store.dossier(fil.reference)
    if dossier is None or dossier.candidature(fil.numero) is None:
        return ()
    usurpe = dmarc(lecture, serveur) == "fail"
    if fil.voie is Voie.DDETS:
        stimulus: Stimulus | None = _de_la_ddets(fil, lecture, message, marque, ctx, usurpe=usurpe)
    elif lecture.nature in REMISES:
        stimulus = _rapport(fil, dossier, lecture, message, marque)
    elif lecture.nature in HUMAINES:
        stimulus = _reponse(fil, dossier, lecture, message, marque, usurpe=usurpe)
    else:
        stimulus = None
    return ((fil.reference, stimulus),) if stimulus else ()


def _rapport(
    fil: Fil, dossier: Dossier, lecture: Lecture, message: MessageRecu, marque: str
) -> RapportAuCandidat | None:
    """A report about a letter; an absence or a reading proves its arrival only when the household itself wrote it."""
    if lecture.nature in DU_LECTEUR and not lecture.non_lu and lecture.expediteur != _adresse(fil, dossier):
        return None
    return RapportAuCandidat(
        rang=fil.rang,
        le=message.recu_le,
        numero=fil.numero,
        remise=Remise.ECHOUEE if lecture.non_lu else REMISES[lecture.nature],
        courrier=fil.courrier,
        message_id=fil.identifiant,
        destinataire=lecture.destinataire or "",
        statut=lecture.statut or "",
        preuve=_mots(lecture),
        message=marque,
    )


def _reponse(
    fil: Fil, dossier: Dossier, lecture: Lecture, message: MessageRecu, marque: str, *, usurpe: bool
) -> ReponseDuCandidat:
    """What the household says; from another address than its own, nobody can tell who wrote.

    Whatever a limit cut off may say the contrary.
    """
    lue = ReponseDeCandidat(Avis.AMBIGU, COUPE) if lecture.coupe else lire_reponse_de_candidat(lecture.texte)
    de_lui = lecture.expediteur == _adresse(fil, dossier) and not usurpe
    return ReponseDuCandidat(
        rang=fil.rang,
        le=message.recu_le,
        numero=fil.numero,
        par=lecture.expediteur,
        habilitation="l'adresse du candidat" if de_lui else "",
        avis=lue.avis,
        preuve=lue.preuve,
        texte=lecture.texte[:EXTRAIT],
        message=marque,
        motif=lue.motif or lecture.texte[:EXTRAIT],
        fichiers=fichiers(message),
    )


def fichiers(message: MessageRecu) -> tuple[FichierRecu, ...]:
    """The files that came with a message; one whose end was not received cannot be handed on."""
    return tuple(
        FichierRecu(piece.partie, len(piece.octets)) for piece in pieces_jointes(message.octets) if not piece.tronquee
    )


def _adresse(fil: Fil, dossier: Dossier) -> str:
    candidature = dossier.candidature(fil.numero)
    return candidature.candidat.courriel.lower() if candidature else ""


def _de_la_ddets(
    fil: Fil, lecture: Lecture, message: MessageRecu, marque: str, ctx: Contexte, *, usurpe: bool
) -> RapportALaDdets | None:
    """Whatever the DDETS writes about a notice acknowledges it; what a server says tells whether it arrived."""
    ecrite = lecture.nature in HUMAINES | DU_LECTEUR
    if ecrite and (usurpe or not _vient_de_la_ddets(lecture.expediteur, ctx)):
        return None
    if not ecrite and lecture.nature not in REMISES:
        return None
    return RapportALaDdets(
        rang=fil.rang,
        le=message.recu_le,
        numero=fil.numero,
        remise=Remise.ECHOUEE if lecture.non_lu else REMISES.get(lecture.nature, Remise.FAITE),
        par=lecture.destinataire or lecture.expediteur,
        # An absence note is a program's word: it proves that the notice arrived, no more than a server's report.
        statut=lecture.statut or ("" if lecture.nature in HUMAINES else "2.0.0"),
        preuve=_mots(lecture),
        message=marque,
    )


def _vient_de_la_ddets(expediteur: str, ctx: Contexte) -> bool:
    """Its own address, or a colleague's of the same administration."""
    ddets = ctx.carnet.ddets
    if ddets is None:
        return False
    memes = not domaine_public(ddets.adresse) and domaine(expediteur) == domaine(ddets.adresse)
    return expediteur == ddets.adresse or memes


def _mots(lecture: Lecture) -> str:
    mots = lecture.diagnostic or lecture.texte or lecture.preuve
    return " ".join(mots.split())[:EXTRAIT]
