"""The tables at the address (R93, R94): the dwellings of the flux, and those out of it. Nothing about households."""

from __future__ import annotations

from datetime import date

from robot.domain.bilan.bilan import Bilan
from robot.domain.bilan.comptes import Nature, compter, evenements, somme
from robot.domain.bilan.parcours import Parcours, Tour
from robot.domain.bilan.tableau import COMPTES, MOTIFS_DE_REFUS, Colonne, Genre, Tableau, Valeur
from robot.domain.criteres import criteres
from robot.domain.fiche import etage_en_clair
from robot.domain.flux.soustraits import NEUF

_LOGEMENT = (
    Colonne("Référence", largeur=13),
    Colonne("N° RPLS", largeur=12),
    Colonne("Adresse", largeur=30),
    Colonne("Commune", largeur=18),
    Colonne("EPCI", largeur=20),
    Colonne("Typologie", largeur=10),
    Colonne("Financement", largeur=12),
    Colonne("Adapté PMR", largeur=8),
    Colonne("Étage", largeur=14),
    Colonne("Loyer hors charges", Genre.EUROS, 11),
    Colonne("QPV", largeur=10),
    Colonne("Année de livraison", Genre.TEXTE, 10),
    Colonne("Période de construction", largeur=13),
    Colonne("Zonage Pinel", largeur=9),
    Colonne("Libéré le", Genre.JOUR),
)


def _logement(parcours: Parcours) -> tuple[Valeur, ...]:
    fiche, c = parcours.fiche, criteres(parcours.fiche)
    return (
        parcours.reference,
        fiche.rpls or "pas encore",
        fiche.adresse,
        fiche.commune.nom,
        fiche.commune.epci_nom,
        fiche.typologie,
        fiche.financement,
        "oui" if fiche.pmr else "non",
        etage_en_clair(fiche.etage),
        fiche.loyer,
        c.qpv,
        str(c.livraison or "non renseigné"),
        c.periode,
        c.zonage,
        parcours.libere_le,
    )


def detail(bilan: Bilan) -> Tableau:
    """The first table of the charter: one line a dwelling of the flux. No priority there: it would name a household."""
    colonnes = (
        *_LOGEMENT,
        Colonne("Réservataires sollicités, dans l'ordre", largeur=36),
        Colonne("Motifs des refus", largeur=24),
        Colonne("Réservataire attributaire", largeur=24),
        Colonne("Orienté le", Genre.JOUR),
        Colonne("Accepté le", Genre.JOUR),
        Colonne("Accord", largeur=11),
        Colonne("Attribué en CALEOL le", Genre.JOUR),
        Colonne("Bail signé le", Genre.JOUR),
        Colonne("Où il en est à la fin de la période", largeur=22),
        *(Colonne(f"{COMPTES[nature]}, dans la période", Genre.NOMBRE, 10, somme=True) for nature in _AU_DETAIL),
    )
    lignes = tuple((*_logement(p), *_parcours(p, bilan)) for p in bilan.detail)
    note = (
        "Les dates disent tout ce qui est arrivé jusqu'à la fin de la période, y compris avant elle ; les dernières "
        "colonnes ne comptent que la période, et leurs totaux sont ceux du flux consolidé."
    )
    return Tableau("flux-detaille", "Flux détaillé, à l'adresse", colonnes, lignes, note, avec_total=True)


_AU_DETAIL = (Nature.ORIENTE, Nature.ACCEPTE, Nature.REFUSE, Nature.ATTRIBUE, Nature.BAIL)


def _parcours(parcours: Parcours, bilan: Bilan) -> tuple[Valeur, ...]:
    """What happened until the end of the period, then what is counted in it."""
    comptes = somme(compter((e for e in evenements(parcours) if e.le in bilan.periode), lambda _: ()).values())
    connus = [t for t in parcours.tours if _avant(t.oriente_le, bilan)]
    refus_connus = [t for t in connus if _avant(t.refus_le, bilan)]
    dernier = _attributaire(parcours, bilan)
    montre = dernier or (connus[-1] if connus else None)
    attributions = [a for a in parcours.attributions if _avant(a.le, bilan)]
    return (
        " ; ".join(f"{rang}. {bilan.nom(t.reservataire)}" for rang, t in enumerate(connus, start=1)),
        " ; ".join(MOTIFS_DE_REFUS.get(t.categorie, MOTIFS_DE_REFUS["autre"]) for t in refus_connus),
        bilan.nom(dernier.reservataire) if dernier else "",
        montre.oriente_le if montre else None,
        dernier.accord_le if dernier else None,
        _accord(dernier) if dernier else "",
        attributions[-1].le if attributions else None,
        parcours.bail.le if parcours.bail and _avant(parcours.bail.le, bilan) else None,
        _ou_en_est(parcours, montre, bilan),
        *(comptes[nature] for nature in _AU_DETAIL),
    )


def _accord(tour: Tour) -> str:
    if tour.interne:
        return "sans offre"
    return "par silence" if tour.tacite else "exprès"


def _attributaire(parcours: Parcours, bilan: Bilan) -> Tour | None:
    """Who holds the dwelling at the end of the period: the latest to have accepted it and kept it."""
    acceptes = (t for t in reversed(parcours.tours) if _avant(t.accord_le, bilan))
    return next((t for t in acceptes if not (_avant(t.retire_le, bilan) or _avant(t.sorti_le, bilan))), None)


def _avant(jour: date | None, bilan: Bilan) -> bool:
    return jour is not None and jour <= bilan.periode.fin


def _ou_en_est(parcours: Parcours, tour: Tour | None, bilan: Bilan) -> str:
    attribue = any(_avant(a.le, bilan) for a in parcours.attributions)
    etapes = (
        (parcours.bail is not None and _avant(parcours.bail.le, bilan), "bail signé"),
        (parcours.soustrait is not None and _avant(parcours.soustrait.le, bilan), "sorti du flux"),
        (_avant(parcours.annule_le, bilan), "dossier annulé"),
        (tour is not None and _avant(tour.sorti_le, bilan), "revenu dans le flux, à orienter"),
        (tour is not None and _avant(tour.retire_le, bilan), "retiré, à réorienter"),
        (attribue, "attribué, bail à signer"),
        (tour is not None and _avant(tour.accord_le, bilan), "accepté"),
        (tour is not None and _avant(tour.refus_le, bilan), "refusé, à réorienter"),
        (tour is not None, "réponse attendue"),
    )
    return next((mots for vrai, mots in etapes if vrai), "à orienter")


def hors_flux(bilan: Bilan) -> Tableau:
    """The third table: what left the flux, why, who decided; and new dwellings, first let in stock (R12)."""
    decideur = bilan.bailleur.service
    lignes: list[tuple[Valeur, ...]] = []
    for p in bilan.soustraits:
        assert p.soustrait is not None
        deja = next((t.reservataire for t in reversed(p.tours) if t.oriente_le), "")
        motif = p.soustrait.motif
        suite = (bilan.nom(deja) if deja else "", None)
        par = "le robot, selon la règle" if p.soustrait.par_le_robot else decideur
        lignes.append((*_logement(p), motif.libelle, motif.source, par, p.soustrait.le, *suite))
    for p in bilan.neufs:
        attributaire = _attributaire(p, bilan)
        nom = bilan.nom(attributaire.reservataire) if attributaire else ""
        bail = p.bail.le if p.bail and _avant(p.bail.le, bilan) else None
        lignes.append((*_logement(p), NEUF.libelle, NEUF.source, decideur, p.libere_le, nom, bail))
    colonnes = (
        *_LOGEMENT,
        Colonne("Motif", largeur=26),
        Colonne("Texte", largeur=30),
        Colonne("Décidé par", largeur=20),
        Colonne("Hors flux le", Genre.JOUR),
        Colonne("Réservataire (sollicité, ou attributaire d'un neuf)", largeur=24),
        Colonne("Bail signé le", Genre.JOUR),
    )
    note = (
        "Qui a décidé, dans quels mots : consigné au journal du bailleur, qui le produit sur demande. "
        "Un logement neuf est attribué hors flux la première fois et entre dans l'assiette l'année suivante."
    )
    return Tableau("hors-flux", "Logements hors flux", colonnes, tuple(lignes), note)
