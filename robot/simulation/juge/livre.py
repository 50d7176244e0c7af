"""The judge's own reading of the address book: who is asked, in which order, and who may answer for whom."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from robot.simulation.releve import Interlocuteur, Livre, Logement

# The providers of this world, where anybody may open an address.
GRAND_PUBLIC = frozenset({"orange.fr", "gmail.com"})


@dataclass(frozen=True)
class Bibliotheque:
    """Every state of the address book, oldest first."""

    livres: Sequence[Livre]

    def en_vigueur(self, instant: datetime) -> Livre:
        """The book in force then; of two of the same instant, the later one."""
        return [livre for livre in self.livres if livre.depuis <= instant][-1]

    def a(self, instant: datetime) -> tuple[Interlocuteur, ...]:
        """Those who were in it then."""
        return self.en_vigueur(instant).interlocuteurs

    def ddets(self, instant: datetime) -> str:
        """The address of the DDETS then."""
        return self.en_vigueur(instant).ddets

    def adresses_connues(self) -> frozenset[str]:
        """Every address that ever could be written to: never one in delegated management."""
        return frozenset(
            i.adresse for livre in self.livres for i in livre.interlocuteurs if i.adresse and not i.delegue
        ) | {livre.ddets for livre in self.livres if livre.ddets}

    def delegues(self) -> Mapping[str, str]:
        """The addresses, by code, of those who are told of their share and never asked (R82)."""
        return {i.code: i.adresse for livre in self.livres for i in livre.interlocuteurs if i.delegue and i.adresse}


def trouver(livre: Collection[Interlocuteur], code: str) -> Interlocuteur | None:
    """The réservataire of that code."""
    return next((i for i in livre if i.code == code), None)


def eligibles(livre: Collection[Interlocuteur], logement: Logement) -> list[Interlocuteur]:
    """Who may be offered that dwelling, first to ask first (R31, R44, R80)."""
    lieux = {("commune", logement.commune), ("epci", logement.epci), ("departement", logement.departement)}
    directs = [i for i in livre if not i.delegue and lieux.intersection(i.perimetres)]
    return sorted(directs, key=lambda i: (i.ordre, i.code))


def ecrite_au_livre(i: Interlocuteur | None, adresse: str) -> bool:
    """Whether that very address is written there."""
    return i is not None and (adresse == i.adresse or adresse in i.expediteurs)


def peut_parler(livre: Collection[Interlocuteur], code: str, adresse_de_l_offre: str, de: str) -> bool:
    """Whether that author may decide for that réservataire."""
    if de == adresse_de_l_offre:
        return True
    i = trouver(livre, code)
    if ecrite_au_livre(i, de):
        return True
    if i is None or i.adresse is None or any(ecrite_au_livre(autre, de) for autre in livre):
        return False
    domaine = de.partition("@")[2]
    return domaine == i.adresse.partition("@")[2] and domaine not in GRAND_PUBLIC
