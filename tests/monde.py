"""A robot whose links are in memory, with its real store, its real letters and its real reader."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Self

from robot.adapters.base.store import StoreSql
from robot.adapters.communes import table_officielle
from robot.adapters.fiches.jointes import FichesJointes
from robot.adapters.fiches.tableaux import TableauxDeFichiers
from robot.adapters.horloge import HorlogeFixee
from robot.adapters.memoire import BoiteEnMemoire, CarnetFixe, FacteurEnMemoire
from robot.adapters.montage import calendrier_du, gabarits
from robot.cycle import Passe, cycle
from robot.domain.carnet import Carnet
from robot.domain.dossier import Dossier
from robot.domain.fiche import Fiche, Liberation
from robot.etapes.liberation import liberer
from robot.etapes.robot import Robot
from robot.ports import Enveloppe, MessageRecu
from tests.fabrique import CARNET, FICHE, JETONS, ROBOT, paris

# In short lines the library encodes a long Message-ID, which no mail program does: the reply would be in no thread.
D_UN_LOGICIEL = policy.SMTP.clone(max_line_length=998)


@dataclass
class Monde:
    """Turn the clock, play correspondents, look at what happened."""

    horloge: HorlogeFixee
    boite: BoiteEnMemoire
    facteur: FacteurEnMemoire
    carnets: CarnetFixe
    store: StoreSql
    serveur_de_confiance: str = ""
    references: list[str] = field(default_factory=list)

    @classmethod
    def creer(cls, le: str = "2026-04-28T09:00", carnet: Carnet = CARNET, base: Path | None = None) -> Self:
        horloge = HorlogeFixee(paris(le))
        url = f"sqlite:///{base}" if base else "sqlite://"
        return cls(
            horloge, BoiteEnMemoire(horloge), FacteurEnMemoire(), CarnetFixe(carnet), StoreSql(url, "bailleur.example")
        )

    @property
    def robot(self) -> Robot:
        return Robot(
            clock=self.horloge,
            store=self.store,
            carnets=self.carnets,
            calendriers=calendrier_du,
            jetons=JETONS,
            mailbox=self.boite,
            postman=self.facteur,
            gabarits=gabarits(self.carnets.carnet.bailleur, self.store, jeton_dans_adresse=True),
            tableaux=TableauxDeFichiers(),
            fiches=FichesJointes(),
            communes=table_officielle(),
            serveur_de_confiance=self.serveur_de_confiance,
        )

    def liberer(self, fiche: Fiche = FICHE, *, neuf: bool = False) -> str:
        """Release a dwelling; its reference."""
        rpls = f"74{len(self.references):08d}"
        liberation = Liberation(fiche if neuf else Fiche(**{**vars(fiche), "rpls": rpls}), neuf=neuf)
        reference = liberer(self.robot, liberation)
        self.references.append(reference)
        return reference

    def passer(self, le: str | datetime | None = None, *, sans_defaut: bool = True) -> Passe:
        """One pass, at that hour of Paris, in which no step fails by a fault of ours."""
        if le is not None:
            self.horloge.regler(paris(le) if isinstance(le, str) else le)
        passe = cycle(self.robot)
        assert not (sans_defaut and passe.defauts), passe.defauts
        return passe

    def dossier(self, reference: str) -> Dossier:
        dossier = self.store.dossier(reference)
        assert dossier is not None
        return dossier

    def faits(self, reference: str) -> list[str]:
        """The names of the facts, in order."""
        return [type(inscrit.fait).__name__ for inscrit in self.store.journal(reference)]

    def courrier(self, destinataire: str, gabarit: str) -> Enveloppe:
        """The latest letter of that kind to that address."""
        return self.courriers(destinataire, gabarit)[-1]

    def courriers(self, destinataire: str | None = None, gabarit: str | None = None) -> list[Enveloppe]:
        return [
            enveloppe
            for enveloppe in self.facteur.remis
            if (destinataire is None or enveloppe.destinataire == destinataire)
            and (gabarit is None or enveloppe.cle.startswith(f"{gabarit}/"))
        ]

    def repondre(
        self,
        offre: Enveloppe,
        corps: str,
        *,
        de: str | None = None,
        retoucher: Callable[[EmailMessage], None] | None = None,
        dossier: str = "INBOX",
        recu_le: datetime | None = None,
    ) -> MessageRecu:
        """Answer a letter as a mail program does: in its thread, to its Reply-To, quoting it."""
        recue = message_from_bytes(offre.octets, policy=policy.default)
        cite = recue.get_body(("plain",))
        assert cite is not None
        message = EmailMessage()
        message["From"] = de or offre.destinataire
        message["To"] = str(recue["Reply-To"] or recue["From"])
        message["Subject"] = f"Re: {recue['Subject']}"
        message["Message-ID"] = f"<reponse.{self.boite.uid}@exemple.test>"
        message["In-Reply-To"] = str(recue["Message-ID"])
        message["References"] = str(recue["Message-ID"])
        citation = "\n".join(f"> {ligne}" for ligne in cite.get_content().splitlines())
        message.set_content(f"{corps}\n\nLe mar. 28 avr. 2026 à 09:00, le bailleur <{ROBOT}> a écrit :\n{citation}\n")
        if retoucher:
            retoucher(message)
        return self.boite.deposer(message.as_bytes(policy=D_UN_LOGICIEL), dossier, recu_le)
