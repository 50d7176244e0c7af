"""What reaches us from a household, or from the DDETS: their token says of which candidate they speak.

A household that writes a new message has no token: its address alone says who it is.
"""

from __future__ import annotations

from collections.abc import Iterable

from robot.domain.adresses import domaine, domaine_public
from robot.domain.candidature import Candidature, FichierRecu
from robot.domain.courriers import PROPOSITIONS
from robot.domain.decisions.candidats import peut_repondre
from robot.domain.decisions.contexte import Contexte
from robot.domain.dossier import SECONDE_MOITIE, Dossier, Statut
from robot.domain.jetons import Voie
from robot.domain.stimuli import Avis, RapportALaDdets, RapportAuCandidat, Remise, ReponseDuCandidat, Stimulus
from robot.etapes.mot_du_serveur import tour_de_l_avis
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
DE_LUI = "l'adresse du candidat"
HORS_DU_FIL = "écrite hors du fil de la proposition"
# Where a household may still be told, or proved, wrong.
EN_COURS = SECONDE_MOITIE - {Statut.LOUEE}
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
        stimulus: Stimulus | None = _de_la_ddets(fil, lecture, message, marque, store, ctx, usurpe=usurpe)
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
        absence=lecture.nature is Nature.REPONSE_AUTOMATIQUE and not lecture.non_lu,
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
        habilitation=DE_LUI if de_lui else "",
        avis=lue.avis,
        preuve=lue.preuve,
        texte=lecture.texte[:EXTRAIT],
        message=marque,
        motif=lue.motif or lecture.texte[:EXTRAIT],
        fichiers=fichiers(message),
    )


def parle_dans_son_fil(fils: Iterable[Fil], lecture: Lecture, store: Store) -> bool:
    """Whether the message carries a token that this very household was given."""
    du_menage = ((fil, store.dossier(fil.reference)) for fil in fils if fil.voie is Voie.CANDIDAT)
    return any(dossier and _adresse(fil, dossier) == lecture.expediteur for fil, dossier in du_menage)


def interpreter_hors_du_fil(lecture: Lecture, message: MessageRecu, marque: str, store: Store, serveur: str) -> Vus:
    """What a household writes from its own address, outside its thread: each dwelling that it has to answer.

    Whoever knows an address may write in its name: such words stop a silence,
    and decide nothing. When no answer of it is awaited, they are about those
    that it is said to have refused, by its silence perhaps (R74).
    """
    if lecture.nature not in HUMAINES or dmarc(lecture, serveur) == "fail":
        return ()
    siennes = tuple(_candidatures_de(lecture.expediteur, store))
    attendues = tuple((d, c) for d, c in siennes if peut_repondre(d, c))
    sorties = ((d, c) for d, c in siennes if c.a_refuse or c.silence_tombe)
    visees = attendues or tuple((d, c) for d, c in sorties if c.rang == d.courante.rang)
    return tuple((dossier.reference, _doute(candidature, lecture, message, marque)) for dossier, candidature in visees)


def _candidatures_de(adresse: str, store: Store) -> Iterable[tuple[Dossier, Candidature]]:
    """The candidatures of whoever has that address, among the dwellings that it was written to about."""
    ecrits = store.ecrit_a(adresse, EN_COURS, gabarits=PROPOSITIONS) if adresse else ()
    for dossier in filter(None, map(store.dossier, ecrits)):
        yield from ((dossier, c) for c in dossier.candidatures if c.candidat.courriel.lower() == adresse)


def _doute(candidature: Candidature, lecture: Lecture, message: MessageRecu, marque: str) -> ReponseDuCandidat:
    """Whatever it says, a person looks; what it attaches may be about anything, and is handed on to nobody."""
    return ReponseDuCandidat(
        rang=candidature.rang,
        le=message.recu_le,
        numero=candidature.numero,
        par=lecture.expediteur,
        habilitation=DE_LUI,
        avis=Avis.AMBIGU,
        preuve=HORS_DU_FIL,
        texte=lecture.texte[:EXTRAIT],
        message=marque,
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
    fil: Fil, lecture: Lecture, message: MessageRecu, marque: str, store: Store, ctx: Contexte, *, usurpe: bool
) -> RapportALaDdets | None:
    """Whatever the DDETS writes about a letter acknowledges it; what a server says tells whether it arrived."""
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
        courrier=fil.courrier,
        avis=max((tour_de_l_avis(envoi.courrier) for envoi in store.retrouver([fil.identifiant])), default=0),
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
