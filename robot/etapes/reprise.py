"""After a restore: live again, under a turned clock, what the robot did between the backup and its loss.

The mailbox moved on meanwhile: messages were filed, letters were sent, and the
restored store knows nothing of it. What the lost robot left there is enough to
decide again as it did: each message at the instant it was received, each letter
of the folder of sent letters at the instant it left, in that order, through the
same steps as a pass. A letter decided again has the same key, hence the same
Message-ID, and is recognised. Nothing is sent here; a letter without a copy
stays due, and leaves when the ordinary passes are back.

The replay ends with the last sign of life of the lost robot: what came after it
is an ordinary delay, which the next pass catches up with at the present time.

A letter that bears no token speaks of no dwelling (the rates of a year, a
bilan): its Message-ID is remembered, so that it leaves no second time. Any
other letter that nothing explains comes from an order that somebody typed, from a
dwelling registered after the backup, or from a message that is no longer in the
mailbox: a person decides (`docs/decisions/013-sauvegarde-et-reprise.md`).
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from heapq import merge
from itertools import groupby
from typing import Any, cast

from robot.domain.dates import jour_en_lettres
from robot.etapes import alertes, apres_restauration, expedition, livraisons, reception, references, releves, synthese
from robot.etapes.apres_restauration import ORIGINE, REPRISE, SAUVEGARDE, en_cours
from robot.etapes.defauts import DEFAUTS
from robot.etapes.ecartes import Guet, nommer_l_impossible
from robot.etapes.reprise_copies import Lettre, enregistrees, lettres
from robot.etapes.reprise_doutes import est_retenu, retenus, suspendre
from robot.etapes.robot import Robot
from robot.etapes.temps import faire_avancer_un
from robot.ports import (
    ECART_D_HORLOGES,
    Acheminement,
    Clock,
    Ecriture,
    Envoi,
    EtatEnvoi,
    Issue,
    MessageRecu,
    Store,
    SuiteEnvoi,
)

__all__ = ["SAUVEGARDE", "conclure", "en_cours", "rejouer"]

journal = logging.getLogger(__name__)

MARGE = timedelta(days=7)  # a person may have moved an old message into the mailbox
# What was due for longer than this had been done when a message came: two passes are never further apart.
ENTRE_DEUX_PASSES = timedelta(hours=1)

# The letters that are made once a day or once a week, and the mark of when they last were.
REGULIERES = {"synthese": synthese.REPERE, "releve_reservataire": releves.REPERE}
REPONSE_PERDUE = "perdue ; le courrier est dans le dossier des envoyés (reprise après restauration)"
RETROUVE = "Les réponses reçues et les courriers envoyés depuis la sauvegarde ont été retrouvés dans la boîte."
A_REFAIRE = (
    "Ce qui a été saisi à la main depuis la sauvegarde est perdu. Relisez « robot etat ». Enregistrez de nouveau les "
    "logements qui manquent, sans leur ancien numéro, et donnez de nouveau les ordres qui manquent. Les réponses aux "
    "dossiers perdus sont dans « À voir ». Un courrier inexpliqué répondait à un ordre, ou à un message qui n'est "
    "plus dans la boîte : lisez-le dans les envoyés, puis tranchez."
)


class Aiguilles:
    """The clock of the replay."""

    def __init__(self, instant: datetime) -> None:
        self.instant = instant

    def maintenant(self) -> datetime:
        """The instant that is lived again."""
        return self.instant


class StoreReconstitue:
    """The store, whose lines say when they are really written."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock

    def __getattr__(self, nom: str) -> Any:
        return getattr(self._store, nom)

    def ecrire(self, ecriture: Ecriture, maintenant: datetime) -> bool:
        """See the port."""
        return self._store.ecrire(replace(ecriture, inscrit_le=self._clock.maintenant()), maintenant)


Trace = Lettre | MessageRecu


@dataclass(frozen=True)
class Bilan:
    """What a replay did: messages read, letters recognised as sent, and those that nothing explains."""

    relus: int
    reconnues: int
    inexpliquees: tuple[Lettre, ...]


def rejouer(robot: Robot) -> Bilan:
    """Live again what the mailbox tells; safe to kill, and to start again.

    A message that cannot even be set aside stops it there: what came after may
    answer what that message caused. Raises LiaisonIndisponible, MessageImpossible.
    """
    apres_restauration.debuter(robot.store, robot.clock.maintenant())
    rejeu = _Rejeu(robot)
    for instant, traces in groupby(_dans_l_ordre(robot, rejeu.sauvegarde), key=_instant):
        rejeu.vivre(instant, tuple(traces))
    return conclure(robot, rejeu)


def _instant(trace: Trace) -> datetime:
    return trace.envoyee_le if isinstance(trace, Lettre) else trace.recu_le


def _dans_l_ordre(robot: Robot, sauvegarde: datetime) -> Iterator[Trace]:
    """What the lost robot sent and filed, oldest first, with what had arrived meanwhile and is not filed."""
    relu_depuis = datetime.fromisoformat(robot.store.repere(REPRISE) or ORIGINE.isoformat()) - MARGE
    journal.info("reprise après restauration : boîte relue depuis le %s", relu_depuis.isoformat())
    parties: Iterator[Trace] = _parties(robot, sauvegarde)
    signes = merge(parties, robot.mailbox.deja_ranges(relu_depuis), key=_instant)
    arrivees = robot.mailbox.relever(robot.store.signets())
    arrivee = next(arrivees, None)
    for signe in signes:
        while arrivee is not None and arrivee.recu_le <= _instant(signe):
            yield arrivee
            arrivee = next(arrivees, None)
        yield signe


def _parties(robot: Robot, sauvegarde: datetime) -> Iterator[Lettre]:
    """Our letters in the folder of sent letters, oldest first."""
    return lettres(robot.mailbox.envoyes(sauvegarde - MARGE), robot.jetons)


class _Rejeu:
    """A robot whose clock is turned, and the letters seen in the folder of sent letters and not yet decided again."""

    def __init__(self, robot: Robot) -> None:
        self.sauvegarde = datetime.fromisoformat(robot.store.repere(SAUVEGARDE) or ORIGINE.isoformat())
        self._fin = robot.clock.maintenant()
        self._aiguilles = Aiguilles(self.sauvegarde)
        store = cast("Store", StoreReconstitue(robot.store, robot.clock))
        self._robot = replace(robot, clock=self._aiguilles, store=store)
        self._guet = Guet(store)
        self.a_expliquer: dict[str, Lettre] = {}
        self.sans_dossier: list[Lettre] = []
        self.enregistrees: set[str] = set()
        self.relus = self.reconnues = 0
        # When each letter left last: a robot that was restored before may have sent one again, with a new delay.
        self._derniers_departs = {x.message_id: x.envoyee_le for x in _parties(robot, self.sauvegarde)}

    def inexpliquees(self) -> tuple[Lettre, ...]:
        """The letters about a dwelling that nothing explains so far.

        One older than the backup was told about after an earlier restore.
        """
        depuis = self.sauvegarde.replace(microsecond=0)
        lettres_vues = (*self.a_expliquer.values(), *self.sans_dossier)
        return tuple(lettre for lettre in lettres_vues if lettre.sujet and lettre.envoyee_le >= depuis)

    def vivre(self, instant: datetime, traces: tuple[Trace, ...]) -> None:
        """All that happened at one instant, as a pass does it: messages, then time; what was long due first.

        What is dated after now happened by now: time that has not passed proves no silence.
        """
        instant = min(instant, self._fin)
        self._aiguilles.instant = max(instant, self.sauvegarde)
        self._passer_le_temps(instant - ENTRE_DEUX_PASSES)
        for trace in traces:
            if isinstance(trace, Lettre):
                self._voir(trace)
        self._reconnaitre()
        for trace in traces:
            if isinstance(trace, MessageRecu):
                self._recevoir(trace)
                self._reconnaitre()
        self._passer_le_temps(instant)
        self._reconnaitre()

    def _passer_le_temps(self, echu_le: datetime) -> None:
        """Move the dossiers whose appointment had come by then; every message received by then was read.

        By then, and not by the backup: what arrived between both may not be read yet. Not those on which
        something had come that is not found yet, and may never be.
        """
        self._robot.store.poser_signets({}, echu_le)
        ctx = self._robot.contexte()
        offres = retenus(self.inexpliquees(), echu_le)
        for reference in self._robot.store.dus(echu_le):
            if not est_retenu(self._robot.store, reference, offres):
                faire_avancer_un(self._robot, reference, ctx, {})  # what fails is told by the first ordinary pass

    def _recevoir(self, message: MessageRecu) -> None:
        """Claim a message unless it was; one that lies where it belongs already will not be moved."""
        with nommer_l_impossible(message):
            marque, consigne = livraisons.reconnaitre(self._robot, message)
            if consigne is None:
                self.relus += reception.recevoir(self._robot, message, marque, self._guet)
            reception.laisser_la(self._robot, message, marque)

    def _voir(self, lettre: Lettre) -> None:
        """Wait for the decision that explains a letter; the last digest or statement that left is the last one made."""
        self.a_expliquer[lettre.message_id] = lettre
        self.enregistrees |= enregistrees(lettre)
        if repere := REGULIERES.get(lettre.gabarit):
            derniere = self._robot.store.repere(repere)
            if derniere is None or datetime.fromisoformat(derniere) < lettre.envoyee_le:
                self._robot.store.poser_repere(repere, lettre.envoyee_le.isoformat())

    def _reconnaitre(self) -> None:
        for envoi in self._robot.store.retrouver(self.a_expliquer):
            if not self._est_repartie(envoi, self.a_expliquer[envoi.message_id]):
                self._consigner(envoi, self.a_expliquer.pop(envoi.message_id))

    def _est_repartie(self, envoi: Envoi, lettre: Lettre) -> bool:
        """Whether that copy is older than the decision that this letter comes from, and it left again after."""
        dernier = self._derniers_departs.get(lettre.message_id, lettre.envoyee_le)
        return lettre.envoyee_le < min(dernier, envoi.cree_le - ECART_D_HORLOGES)

    def _consigner(self, envoi: Envoi, lettre: Lettre) -> None:
        """Record that a letter decided again had left: the instant and the bytes are those of its copy."""
        revenir_a, self._aiguilles.instant = self._aiguilles.instant, lettre.envoyee_le
        for tenu in self._robot.store.confier([(envoi, lettre.octets, lettre.envoyee_le)]):
            pris = Acheminement(tenu.courrier.cle, Issue.CONFIEE, REPONSE_PERDUE)
            try:
                expedition.consigner(self._robot, tenu, pris, lettre.octets, self._robot.contexte())
                self.reconnues += 1
            except DEFAUTS:
                journal.exception("dossier illisible : %s", tenu.courrier.reference)
                self._constater_sans_dossier(tenu, lettre)
        self._robot.store.marquer_copies((envoi.courrier.cle,), lettre.envoyee_le)
        self._aiguilles.instant = revenir_a

    def _constater_sans_dossier(self, envoi: Envoi, lettre: Lettre) -> None:
        """The dossier of a letter that left cannot be read: it leaves no second time, and a person is told."""
        suite = SuiteEnvoi(envoi.courrier.cle, EtatEnvoi.EXPEDIEE, REPONSE_PERDUE, tenue=envoi.reprise)
        self._robot.store.ecrire(Ecriture(envoi=suite), lettre.envoyee_le)
        self.sans_dossier.append(lettre)


# --- what the replay cannot know ------------------------------------------------------------------


def conclure(robot: Robot, rejeu: _Rejeu) -> Bilan:
    """Keep lost references from being given again, suspend what is not explained, tell a person, and end the replay."""
    inexpliquees = rejeu.inexpliquees()
    par_dossier: dict[str, list[Lettre]] = {}
    for lettre in inexpliquees:
        if lettre.sujet:
            par_dossier.setdefault(lettre.sujet.reference, []).append(lettre)
    references.retenir(robot.store, rejeu.enregistrees.union(par_dossier))
    apres_restauration.retenir(robot.store, (x.message_id for x in rejeu.a_expliquer.values() if not x.jeton))
    for reference, siennes in par_dossier.items():
        suspendre(robot, reference, siennes)
    bilan = Bilan(rejeu.relus, rejeu.reconnues, inexpliquees)
    _prevenir(robot, rejeu.sauvegarde, bilan, par_dossier)
    apres_restauration.terminer(robot.store, robot.clock.maintenant())
    journal.info("reprise terminée : %s messages relus, %s courriers reconnus", bilan.relus, bilan.reconnues)
    return bilan


def _prevenir(robot: Robot, sauvegarde: datetime, bilan: Bilan, par_dossier: Mapping[str, Iterable[Lettre]]) -> None:
    """Tell the administrators what was found again, and what was not."""
    ctx = robot.contexte()
    perdues = references.perdues(robot.store)
    nommes = [
        f"{reference} ({', '.join(dict.fromkeys(lettre.gabarit for lettre in siennes))})"
        for reference, siennes in sorted(par_dossier.items())
    ]
    phrases = [
        f"Sauvegarde du {jour_en_lettres(ctx.calendrier.jour_local(sauvegarde))}.",
        f"Messages relus : {bilan.relus}.",
        f"Courriers reconnus comme déjà envoyés : {bilan.reconnues}.",
        f"Courriers envoyés que rien n'explique : {' ; '.join(nommes)}." if nommes else "",
        f"Dossiers perdus, dont le numéro ne sera plus donné : {', '.join(perdues)}." if perdues else "",
    ]
    alertes.alerter(
        robot,
        ctx,
        alertes.Alerte(
            sujet=f"reprise/{sauvegarde.isoformat(timespec='seconds')}",
            quoi="Le robot a repris son travail après une restauration",
            detail=" ".join(filter(None, phrases)),
            depuis=sauvegarde,
            fonctionne_encore=RETROUVE,
            que_faire=A_REFAIRE,
        ),
    )
