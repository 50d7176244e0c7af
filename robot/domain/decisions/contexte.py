"""What every rule may look at besides the dossier: the hour, the book, the calendar."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from robot.domain import loi
from robot.domain.calendrier import Calendrier, Decompte
from robot.domain.carnet import MINUIT, Carnet, Convention, Reservataire
from robot.domain.dossier import Dossier
from robot.domain.flux.prochain import OrdreDuCarnet, Tour
from robot.domain.jetons import Jetons
from robot.domain.loi import Delai


@dataclass(frozen=True)
class Contexte:
    """One pass: `maintenant` (UTC), how far every folder was read, the address book in force.

    `lu_jusqu_a` is None until the mailbox has been read to its end at least once.
    `tour` says whose turn it is.
    """

    maintenant: datetime
    carnet: Carnet
    calendrier: Calendrier
    jetons: Jetons
    lu_jusqu_a: datetime | None = None
    tour: Tour = field(default_factory=OrdreDuCarnet)

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
        return self.plafonner(dossier, depuis, self.convention(dossier.courante.reservataire).designation)

    def plafonner(self, dossier: Dossier, depuis: datetime, delai: Delai) -> Decompte:
        """That delay to present candidates, shortened to the month of a tense zone when it would exceed it (R48)."""
        code = dossier.courante.reservataire
        decompte = self.decompter(code, depuis, delai)
        plafond = self.plafond(dossier)
        if plafond is None or decompte.dernier_jour <= plafond:
            return decompte
        restants = sum(jour.compte for jour in decompte.jours if jour.date <= plafond)
        source = f"{delai.source}, ramené à un mois : {loi.PLAFOND_DE_DESIGNATION.source}"
        if not restants:
            return self.calendrier.sans_jour_ouvre(plafond, source)
        return self.decompter(code, depuis, Delai(restants, source))

    def plafond(self, dossier: Dossier) -> date | None:
        """The last day to present candidates in a tense zone: a month after the réservataire knew (R48); else None."""
        connue_le = dossier.connue_le
        presente = dossier.courante.adresse != ""  # the landlord's own search has no réservataire to hurry
        if (
            connue_le is None
            or dossier.neuf
            or not presente
            or not self.carnet.zones_tendues.contiennent(dossier.fiche.commune)
        ):
            return None
        mois = loi.PLAFOND_DE_DESIGNATION.mois
        return self.calendrier.dans_des_mois(self.calendrier.jour_local(connue_le), mois)

    def date_de_reponse(self, jours: int) -> date:
        """The date that a letter to a candidate states: that many calendar days from now, on a working day."""
        return self.calendrier.reporter(self.calendrier.jour_local(self.maintenant) + timedelta(days=jours))

    def lendemain_lu(self, dernier_jour: date) -> bool:
        """Whether the mailbox was read to its end after the opening hour that follows that day."""
        instant = self.ouverture(self.calendrier.lendemain(dernier_jour))
        return self.lu_jusqu_a is not None and instant <= self.lu_jusqu_a <= self.maintenant

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
