"""Whose turn it is, in the order of the book or by rights: then held against a count made apart, from the journal.

A dwelling counts for whoever holds it, from the offer on, until it is refused
or taken back; it is due to each in proportion to its rights there (R20, R30).
The robot also balances sizes and periods of building: the judge leaves it that
freedom, and hears only a choice that leaves somebody much further behind.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from robot.simulation.juge.griefs import RANG, Grief
from robot.simulation.juge.jours import bureau_ouvert
from robot.simulation.juge.livre import eligibles, trouver
from robot.simulation.juge.suivi import Suivi
from robot.simulation.releve import Livre

Fait = Mapping[str, Any]

BAILLEUR = "BAILLEUR"
LE_ROBOT = "le robot"
# R7: one release in ten is for internal moves.
MUTATIONS = Fraction(1, 10)
DES_MUTATIONS = frozenset({"Mutation interne", "Échange de logements (bourse d'échange)"})
# How many dwellings further behind the one chosen another may be.
LARGESSE = Fraction(2)
SANS_TITULAIRE = frozenset({"", "libere", "refusee", "retiree", "soustraite", "annulee"})


@dataclass(frozen=True)
class Compte:
    """What was shared before a decision: due and received by each, and how internal moves stand."""

    dus: Mapping[str, Fraction]
    recus: Mapping[str, int]
    mutations: Fraction
    en_attente: int

    def manque(self, code: str, part: Fraction) -> Fraction:
        """How many dwellings that holder waits for, its part of this one included."""
        return self.dus.get(code, Fraction(0)) + part - self.recus.get(code, 0)


def au_tableau(suivi: Suivi, livre: Livre) -> bool:
    """Whether the table of rights shares that dwelling: new ones are shared elsewhere (R12)."""
    return not suivi.logement.neuf and suivi.logement.commune in livre.droits


def compter(suivis: Iterable[Suivi], livre: Livre, sauf: str) -> Compte:
    """The accounts of all the other dwellings, as they stand."""
    dus: dict[str, Fraction] = defaultdict(Fraction)
    recus = Counter[str]()
    mutations, en_attente = Fraction(0), 0
    for suivi in suivis:
        if suivi.logement.reference == sauf or not au_tableau(suivi, livre) or not suivi.etat:
            continue
        mutations += _mutation(suivi, livre)
        en_attente += suivi.etat == "libere"
        if suivi.etat in SANS_TITULAIRE:
            continue
        for code, part in livre.droits[suivi.logement.commune].items():
            dus[code] += part
        recus[BAILLEUR if suivi.etat == "epuisee" or suivi.courante is None else suivi.courante.code] += 1
    return Compte(dus, recus, mutations, en_attente)


def _mutation(suivi: Suivi, livre: Livre) -> Fraction:
    """What that release changes to what internal moves wait for."""
    sorti = bool(suivi.cause) and suivi.cause not in DES_MUTATIONS
    if suivi.etat in {"libere", "annulee"} or sorti or en_stock(suivi, livre):
        return Fraction(0)
    return MUTATIONS - (suivi.cause in DES_MUTATIONS)


def en_stock(suivi: Suivi, livre: Livre) -> bool:
    """Whether it is one of those that the table keeps out of the flux."""
    garde = suivi.logement.plai_adapte and suivi.logement.commune in livre.en_stock
    return garde and au_tableau(suivi, livre) and not suivi.remis


def bon_rang(fait: Fait, suivi: Suivi, suivis: Mapping[str, Suivi], livre: Livre, *, nomme: bool) -> Iterator[Grief]:
    """Whether that dwelling goes to whose turn it is; `nomme`: a gestionnaire said who has it, whatever the turn."""
    reference = suivi.logement.reference
    if suivi.etat not in {"libere", "refusee", "retiree", "epuisee"}:
        yield Grief(RANG, reference, f"{fait['fait']} alors que l'offre précédente court ({suivi.etat})")
    if not nomme and not bureau_ouvert(fait["le"]):
        yield Grief(RANG, reference, f"{fait['fait']} hors des heures de bureau ({fait['le']})")
    if fait["fait"] == "OrientationDecidee":
        yield from _a_la_bonne_adresse(fait, suivi, livre)
    if nomme and fait["fait"] == "OrientationInterne" and (suivi.etat, fait["reservataire"]) != ("epuisee", BAILLEUR):
        yield Grief(RANG, reference, f"gardé sur ordre pour {fait['reservataire']} ({suivi.etat}), sans être épuisé")
    if not nomme:
        par_droits = au_tableau(suivi, livre)
        yield from _par_droits(fait, suivi, suivis.values(), livre) if par_droits else _dans_l_ordre(fait, suivi, livre)


def _a_la_bonne_adresse(fait: Fait, suivi: Suivi, livre: Livre) -> Iterator[Grief]:
    reference = suivi.logement.reference
    possibles = {i.code: i for i in eligibles(livre.interlocuteurs, suivi.logement)}
    choisi = possibles.get(fait["reservataire"])
    if choisi is None:
        yield Grief(RANG, reference, f"offert à {fait['reservataire']}, hors périmètre ou en gestion déléguée")
    elif choisi.adresse != fait["adresse"]:
        yield Grief(RANG, reference, f"offert à {fait['adresse']}, le carnet dit {choisi.adresse}")


def _dans_l_ordre(fait: Fait, suivi: Suivi, livre: Livre) -> Iterator[Grief]:
    """Where no table shares it: one after the other, in the order of the book (R30, R44)."""
    reference = suivi.logement.reference
    demandes = {offre.code for offre in suivi.offres}
    restants = [i.code for i in eligibles(livre.interlocuteurs, suivi.logement) if i.code not in demandes]
    if fait["fait"] == "ListeEpuisee":
        if restants:
            yield Grief(RANG, reference, f"liste dite épuisée, il reste {restants}")
    elif fait["fait"] != "OrientationDecidee":  # without rights there, the landlord keeps nothing
        yield Grief(RANG, reference, f"{fait['fait']} sans que le tableau des droits connaisse ce logement")
    elif fait["reservataire"] not in restants[:1]:
        yield Grief(RANG, reference, f"offert à {fait['reservataire']}, le tour était à {restants[:1]}")


def _par_droits(fait: Fait, suivi: Suivi, suivis: Iterable[Suivi], livre: Livre) -> Iterator[Grief]:
    """What is wrong with a decision on a dwelling that the table shares."""
    reference = suivi.logement.reference
    compte = compter(suivis, livre, reference)
    premiere = not suivi.offres and not suivi.remis
    du_robot = fait["fait"] == "LogementSoustrait"
    if du_robot:
        yield from _mis_a_part(fait, suivi, compte, livre)
        return
    if premiere and en_stock(suivi, livre):
        yield Grief(RANG, reference, "PLAI adapté que le tableau garde en stock, mis au tour")
    # Releases shared together are written one by one, in no particular order.
    if premiere and compte.mutations + MUTATIONS >= 1 + MUTATIONS * (compte.en_attente + 1):
        yield Grief(
            RANG, reference, f"les mutations attendent {float(compte.mutations)} logements, rien n'est mis à part"
        )
    yield from _a_qui(fait, suivi, compte, livre)


def _mis_a_part(fait: Fait, suivi: Suivi, compte: Compte, livre: Livre) -> Iterator[Grief]:
    reference = suivi.logement.reference
    if suivi.offres or suivi.remis:
        yield Grief(RANG, reference, "mis à part alors que son tour était décidé")
    if en_stock(suivi, livre):
        return
    attendu = compte.mutations + MUTATIONS * (compte.en_attente + 1)
    if fait["cause"] not in DES_MUTATIONS or attendu < 1:
        yield Grief(RANG, reference, f"mis à part ({fait['cause']}), les mutations n'attendaient que {float(attendu)}")


def _a_qui(fait: Fait, suivi: Suivi, compte: Compte, livre: Livre) -> Iterator[Grief]:
    reference = suivi.logement.reference
    parts = livre.droits[suivi.logement.commune]
    demandes = {offre.code for offre in suivi.offres}
    connus = {code: part for code, part in parts.items() if code == BAILLEUR or trouver(livre.interlocuteurs, code)}
    restants = connus.keys() - demandes - ({BAILLEUR} if demandes else set())
    if fait["fait"] == "ListeEpuisee":
        if restants:
            yield Grief(
                RANG, reference, f"liste dite épuisée, {sorted(restants)} ont des droits et n'ont pas été sollicités"
            )
        return
    choisi = fait["reservataire"]
    if choisi not in restants:
        yield Grief(RANG, reference, f"donné à {choisi}, qui n'y a pas de droits ou l'a déjà refusé")
        return
    interlocuteur = trouver(livre.interlocuteurs, choisi)
    sans_offre = interlocuteur is None or interlocuteur.delegue
    if sans_offre != (fait["fait"] == "OrientationInterne"):
        yield Grief(RANG, reference, f"{fait['fait']} pour {choisi}")
    if not demandes:
        manques = {code: compte.manque(code, connus[code]) for code in restants}
        devant = max(manques, key=lambda code: (manques[code], code))
        if manques[devant] - manques[choisi] > LARGESSE:
            dit = {code: round(float(manque), 2) for code, manque in manques.items()}
            yield Grief(RANG, reference, f"donné à {choisi}, {devant} en attendait bien plus : {dit}")
