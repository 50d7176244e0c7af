"""What every rule may look at besides the dossier: the hour, the book, the calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from robot.domain.calendrier import Calendrier, Decompte
from robot.domain.carnet import MINUIT, Carnet, Convention, Reservataire
from robot.domain.dossier import Dossier
from robot.domain.jetons import Jetons
from robot.domain.loi import Delai


@dataclass(frozen=True)
class Contexte:
    """One pass: `maintenant` (UTC), how far every folder was read, the address book in force.

    `lu_jusqu_a` is None until the mailbox has been read to its end at least once.
    """

    maintenant: datetime
    carnet: Carnet
    calendrier: Calendrier
    jetons: Jetons
    lu_jusqu_a: datetime | None = None

    def convention(self, code: str) -> Convention:
        """The convention of a réservataire, or the charter's defaults when the book no longer has it."""
        reservataire = self.carnet.reservataire(code)
        return reservataire.convention if reservataire else Convention()

    def decompter(self, code: str, depuis: datetime, delai: Delai) -> Decompte:
        """A delay that runs from the local day of `depuis`, with the réservataire's agreed closing days."""
        convention = self.convention(code)
        calendrier = self.calendrier.avec_fermetures(convention.fermetures, convention.fermetures_source)
        return calendrier.decompter(calendrier.jour_local(depuis), delai.jours_ouvres, delai.source)

    def decompter_la_reponse(self, dossier: Dossier, depuis: datetime) -> Decompte | None:
        """The deadline to answer (R42), from the reception `depuis`; None for a new dwelling (R13)."""
        orientation = dossier.courante
        if orientation.reponse is None:
            return None
        return self.decompter(orientation.reservataire, depuis, orientation.reponse)

    def decompter_la_designation(self, dossier: Dossier, depuis: datetime) -> Decompte | None:
        """The delay to present candidates (R45), from the acceptance; None for a new dwelling (R13)."""
        if dossier.neuf:
            return None
        code = dossier.courante.reservataire
        return self.decompter(code, depuis, self.convention(code).designation)

    def ouverture(self, jour: date) -> datetime:
        """The instant at which the landlord's office opens on that day."""
        return self.calendrier.instant(jour, self.carnet.horaires.ouverture)

    def bureau_ouvert(self) -> bool:
        """Whether offers may leave now: office hours of a working day."""
        return self.prochaine_ouverture() <= self.maintenant

    def prochaine_ouverture(self) -> datetime:
        """The first instant, now or later, when offers may leave."""
        horaires = self.carnet.horaires
        jour = self.calendrier.jour_local(self.maintenant)
        travaille = horaires.tous_les_jours or self.calendrier.est_ouvre(jour)
        fermeture = (
            self.calendrier.fin_du_jour(jour)
            if horaires.fermeture == MINUIT
            else self.calendrier.instant(jour, horaires.fermeture)
        )
        if travaille and self.maintenant < fermeture:
            return self.ouverture(jour)
        if horaires.tous_les_jours:
            return self.ouverture(self.calendrier.lendemain(jour))
        return self.ouverture(self.calendrier.prochain_jour_ouvre(jour))

    def reservataire(self, code: str) -> Reservataire | None:
        """The réservataire of that code in the book in force."""
        return self.carnet.reservataire(code)
