"""What the author of an order had before their eyes: no order about one réservataire falls on the next.

A notice is about a dwelling as it stood when it was written: its token says
the rank, and its record the instant. A digest is about all of them, at the
instant at which it was made. A new message is about what could be known when
it arrived.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from robot.domain.carnet import Gestionnaire
from robot.domain.decisions.contexte import Contexte
from robot.domain.dossier import Dossier
from robot.domain.statuts import replier
from robot.etapes import apres_restauration, synthese
from robot.etapes.apres_restauration import su_le
from robot.etapes.rattachement import Fil
from robot.ports import MessageRecu, Store


@dataclass(frozen=True)
class Vue:
    """`fil` is the thread of the one dwelling that is answered, None for a digest; the rest was known as of `le`.

    `ecrite_le` is when the letter of that thread was made.
    """

    fil: Fil | None
    le: datetime
    ecrite_le: datetime

    @property
    def reference(self) -> str | None:
        """The dwelling of the thread."""
        return self.fil.reference if self.fil else None

    def rang(self, reference: str, connu: Dossier | None) -> int:
        """The rank of the orientation that was before the author's eyes: the thread's, else the latest one known."""
        if self.fil is not None and self.fil.reference == reference:
            return self.fil.rang
        return len(connu.orientations) if connu else 0

    def connu(self, reference: str, store: Store) -> Dossier | None:
        """That dwelling as the author knew it: after the facts recorded by then, whenever they had happened."""
        au = self.ecrite_le if self.reference == reference else self.le
        vecus = apres_restauration.rejeux(store)
        return replier(None, (ligne.fait for ligne in store.journal(reference) if su_le(ligne, vecus) <= au))


def voir(fils: tuple[Fil, ...], auteur: Gestionnaire, message: MessageRecu, ctx: Contexte, store: Store) -> Vue:
    """What the author of these orders was answering; of two letters, the older."""
    instants = list[datetime]()
    for fil in fils:
        jour = None if fil.rang else synthese.jour_du_jeton(fil.reference)
        if jour is None:
            siens = [autre for autre in fils if autre.reference == fil.reference]
            repondues = store.retrouver(sien.identifiant for sien in siens)
            ecrite_le = min((envoi.cree_le for envoi in repondues), default=message.recu_le)  # a button names none
            return Vue(min(siens, key=lambda sien: sien.rang), message.recu_le, ecrite_le)
        instants.append(_ecrite_le(fil, jour, auteur, ctx, store))
    le = min(instants, default=message.recu_le)
    return Vue(None, le, le)


def _ecrite_le(fil: Fil, jour: date, auteur: Gestionnaire, ctx: Contexte, store: Store) -> datetime:
    """When that letter about no dwelling in particular was made. A button says its day alone: it is the digest's.

    A digest that a restored store has lost was not made before its hour.
    """
    for identifiant in (fil.identifiant, synthese.identifiant_du(jour, auteur.adresse, ctx)):
        for envoi in store.retrouver((identifiant,)):
            return envoi.cree_le
    return ctx.calendrier.instant(jour, ctx.carnet.synthese.heure)
