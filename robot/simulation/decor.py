"""The set: four communes of Haute-Savoie, those who reserve there, and the dwellings that become free."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from random import Random

from robot.domain.carnet import (
    Bailleur,
    Carnet,
    Commune,
    Convention,
    Correspondant,
    Echelle,
    Gestion,
    Gestionnaire,
    Perimetre,
    Reservataire,
    Silence,
)
from robot.domain.fiche import EauChaude, Fiche, Liberation
from robot.domain.financements import PLAI_ADAPTE
from robot.domain.flux.annee import FluxDeLAnnee
from robot.domain.flux.assiette import BAILLEUR, Cause, Droit, Tableau, Territoire
from robot.domain.jetons import Jetons
from robot.domain.loi import Delai
from robot.simulation.releve import Interlocuteur, Livre

ROBOT = "orientations@bailleur.example"
SERVEUR = "mx.bailleur.example"
JETONS = Jetons(b"un secret de simulation, 32 octets")
DEPARTEMENT = Perimetre(Echelle.DEPARTEMENT, "74", "Haute-Savoie")
GENEVOIS = Perimetre(Echelle.EPCI, "247400690", "CC du Genevois")

COMMUNES = (
    Commune("74309", "Viry", "74", "247400690", "CC du Genevois", ("74580",)),
    Commune("74288", "Valleiry", "74", "247400690", "CC du Genevois", ("74520",)),
    Commune("74026", "La Balme-de-Sillingy", "74", "247400773", "CC Fier et Usses", ("74330",)),
    Commune("74010", "Annecy", "74", "200066793", "CA du Grand Annecy", ("74000",)),
)
TYPOLOGIES = ("T1", "T2", "T2", "T3", "T3", "T3", "T4", "T4", "T5")
FINANCEMENTS = ("PLAI", "PLUS", "PLUS", "PLUS", "PLUS", "PLS", "PLS", PLAI_ADAPTE)
DDETS = "ddets@etat74.example"
SECRETARIAT = "caleol@bailleur.example"
# A second gestionnaire, who follows one commune only.
D_ANNECY = Gestionnaire("Dominique Favre", "annecy@bailleur.example", (Perimetre(Echelle.COMMUNE, "74010", "Annecy"),))

# A public domain, where a colleague's address proves nothing; a convention with its own delay and silence; one with
# agreed closing days; a delegated réservataire that has an address: nothing but the rule keeps offers from it.
PAR_COMMUNE = {
    "74309": ("viry", "Commune de Viry", "civil@viry74.example", ()),
    "74288": ("valleiry", "Commune de Valleiry", "mairie.valleiry@orange.fr", ("dgs.valleiry@orange.fr",)),
    "74026": ("balme", "Commune de La Balme-de-Sillingy", "logement@labalme.example", ()),
    "74010": ("annecy", "Commune d'Annecy", "habitat@annecy.example", ("elue.logement@elus-annecy.example",)),
}
# The table of rights, where the story has one: by commune, its dwellings, then the rights of each on them. What is left
# is the landlord's; La Balme is in no line, and goes in the order of the book.
DROITS: Mapping[str, tuple[int, Mapping[str, int]]] = {
    "74309": (60, {"viry": 18, "genevois": 9, "als": 6, "prefecture": 3, "etat-rs": 6}),
    "74288": (40, {"valleiry": 10, "genevois": 6, "als": 4, "prefecture": 2, "etat-rs": 4}),
    "74010": (100, {"annecy": 35, "cd74": 10, "als": 10, "prefecture": 5, "etat-rs": 10}),
}
PLAI_EN_STOCK = {"74288": 4}
FERMETURES = tuple(
    date(annee, mois, jour)
    for annee in (2025, 2026, 2027, 2028)
    for mois, jour in ((2, 16), (5, 15), (8, 14), (12, 26))
)


def flux(annee: int) -> FluxDeLAnnee:
    """The table of rights of that year, each commune a line of its own."""
    noms = {commune.code: commune.nom for commune in COMMUNES}
    lignes = tuple(
        Territoire(
            noms[code], total, {Cause.PLAI_ADAPTE: PLAI_EN_STOCK[code]} if code in PLAI_EN_STOCK else {}, code=code
        )
        for code, (total, _) in DROITS.items()
    )
    droits = tuple(Droit(qui, noms[code], n) for code, (_, siens) in DROITS.items() for qui, n in siens.items())
    return FluxDeLAnnee(Tableau(lignes, droits), annee, delegues=frozenset({"etat-rs"}))


def carnet(annee: int | None = None) -> Carnet:
    """The address book at the start; with a table of rights, for that year, when there is one."""
    communes = {commune.code: commune for commune in COMMUNES}
    mairies = [
        Reservataire(nom_court, nom, adresse, (Perimetre(Echelle.COMMUNE, code, communes[code].nom),), 1, expediteurs=e)
        for code, (nom_court, nom, adresse, e) in PAR_COMMUNE.items()
    ]
    fermee = Convention(fermetures=FERMETURES, fermetures_source="convention d'Annecy, art. 4")
    mairies[-1] = replace(mairies[-1], convention=fermee)
    refus = Convention(reponse=Delai(3, "convention du conseil départemental, art. 5"), silence=Silence.REFUS)
    return Carnet(
        bailleur=Bailleur(
            "Habitat simulé", "349185611", ROBOT, "Service des attributions", "04 50 00 00 00", "74", "V"
        ),
        reservataires=(
            *mairies,
            Reservataire("genevois", "CC du Genevois", "habitat@cc-genevois.example", (GENEVOIS,), 2),
            Reservataire("als", "Action Logement", "offres@als.example", (DEPARTEMENT,), 3, releve=True),
            Reservataire(
                "cd74", "Conseil départemental", "logement@conseil74.example", (DEPARTEMENT,), 4, convention=refus
            ),
            Reservataire("prefecture", "Préfecture", "logement@prefecture.example", (DEPARTEMENT,), 5),
            Reservataire(
                "etat-rs", "État", "etat@delegue.example", (DEPARTEMENT,), 0, gestion=Gestion.DELEGUEE
            ),
        ),
        gestionnaires=(Gestionnaire("Claude Martin", "gestion@bailleur.example"), D_ANNECY),
        administrateurs=(Correspondant("Informatique", "admin@bailleur.example"),),
        ddets=Correspondant("DDETS de la Haute-Savoie", DDETS),
        commission=Correspondant("Secrétariat de la commission", SECRETARIAT),
        flux=flux(annee) if annee else None,
    )  # fmt: skip


def changer_une_adresse(livre: Carnet, hasard: Random) -> Carnet:
    """A réservataire writes from another address from now on."""
    candidats = [r for r in livre.reservataires if r.gestion is Gestion.DIRECTE and r.adresse]
    change = hasard.choice(candidats)
    adresse = f"nouveau.{change.code}{hasard.randrange(10, 99)}@{str(change.adresse).partition('@')[2]}"
    return replace(
        livre,
        reservataires=tuple(replace(r, adresse=adresse) if r is change else r for r in livre.reservataires),
    )


def corriger_la_ddets(livre: Carnet, hasard: Random) -> Carnet:
    """The DDETS has another address: the first one came back."""
    return replace(livre, ddets=Correspondant("DDETS", f"logement{hasard.randrange(10, 99)}@etat74.example"))


def ajouter_un_reservataire(livre: Carnet, hasard: Random) -> Carnet:
    """One more in the list, of the whole département."""
    code = f"scot{hasard.randrange(100, 999)}"
    if any(r.code == code for r in livre.reservataires):
        return livre
    rang = max(r.ordre for r in livre.reservataires) + 1
    nouveau = Reservataire(code, f"Syndicat {code}", f"logement@{code}.example", (DEPARTEMENT,), rang)
    return replace(livre, reservataires=(*livre.reservataires, nouveau))


def lire_le_livre(livre: Carnet, depuis: datetime) -> Livre:
    """The address book as the judge may read it."""
    ddets = livre.ddets.adresse if livre.ddets else ""
    droits = {code: _parts(*ligne) for code, ligne in DROITS.items()} if livre.flux else {}
    return Livre(depuis, tuple(_interlocuteurs(livre.reservataires)), ddets, droits, frozenset(PLAI_EN_STOCK))


def _parts(total: int, droits: Mapping[str, int]) -> dict[str, Fraction]:
    """The part of each in one dwelling of that commune; what is left is the landlord's (R20)."""
    parts = {qui: Fraction(n, total) for qui, n in droits.items()}
    return parts | {BAILLEUR: Fraction(total - sum(droits.values()), total)}


def _interlocuteurs(reservataires: Iterable[Reservataire]) -> Iterable[Interlocuteur]:
    for r in reservataires:
        yield Interlocuteur(
            code=r.code,
            adresse=r.adresse,
            expediteurs=r.expediteurs,
            perimetres=tuple((p.echelle.value, p.code) for p in r.perimetres),
            ordre=r.ordre,
            delegue=r.gestion is Gestion.DELEGUEE,
            jours=r.convention.reponse.jours_ouvres,
            silence_vaut=r.convention.silence.value,
            fermetures=r.convention.fermetures,
            releve=r.releve,
        )


def logement(numero: int, hasard: Random) -> Liberation:
    """The n-th dwelling of the story."""
    neuf = hasard.random() < 0.08
    fiche = Fiche(
        rpls=None if neuf else f"74{numero:08d}",
        adresse=f"{numero + 1} rue de la Simulation",
        commune=hasard.choice(COMMUNES),
        etage=hasard.choice((None, 0, 1, 2, 5)),
        ascenseur=hasard.random() < 0.5,
        typologie=hasard.choice(TYPOLOGIES),
        surface_m2=Decimal(hasard.randrange(180, 990)) / 10,
        financement=hasard.choice(FINANCEMENTS),
        chauffage=hasard.choice(("gaz collectif", "électrique individuel", "réseau de chaleur")),
        eau_chaude=hasard.choice(tuple(EauChaude)),
        loyer=Decimal(hasard.randrange(20000, 90000)) / 100,
        charges=Decimal(hasard.randrange(0, 20000)) / 100,
        pmr=hasard.random() < 0.1,
    )
    return Liberation(fiche, neuf=neuf)
