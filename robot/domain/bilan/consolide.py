"""The consolidated tables (R93, R95): by réservataire at the four stages, then by each criterion of the texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction

from robot.domain.bilan.bilan import Bilan
from robot.domain.bilan.comptes import AXES, CROISES, Compte, Evenement, Nature, compter, priorites, somme
from robot.domain.bilan.parcours import Parcours
from robot.domain.bilan.tableau import COMPTES, MOTIFS_DE_REFUS, Colonne, Genre, Tableau, Valeur
from robot.domain.flux.livre import UNITE, VIDE, GrandLivre
from robot.domain.flux.livre import Compte as CompteDuLivre
from robot.domain.flux.stade import Stade

_NOMBRES = tuple(Colonne(titre, Genre.NOMBRE, somme=True) for titre in COMPTES.values())


def chiffres(bilan: Bilan) -> Tableau:
    """R95: what the consolidated table alone says."""
    mutations, liberes = len(bilan.mutations), len(bilan.liberes)
    part = Fraction(mutations, liberes) if liberes else None
    lignes: tuple[tuple[Valeur, ...], ...] = (
        ("Logements libérés, hors logements neufs", liberes, None),
        ("Logements neufs mis en service", sum(p.libere_le in bilan.periode for p in bilan.neufs), None),
        ("Logements soustraits du flux", len(bilan.soustraits), _part(len(bilan.soustraits), liberes)),
        (f"   dont mutations et échanges (prévu : {bilan.mutations_attendues} des libérations)", mutations, part),
        ("Offres faites aux réservataires (orientations)", bilan.total(Nature.ORIENTE), None),
        ("Offres acceptées", bilan.total(Nature.ACCEPTE), None),
        (
            "   dont par silence",
            bilan.total(Nature.TACITE),
            _part(bilan.total(Nature.TACITE), bilan.total(Nature.ACCEPTE)),
        ),
        ("Offres refusées", bilan.total(Nature.REFUSE), _part(bilan.total(Nature.REFUSE), bilan.total(Nature.ORIENTE))),
        ("Attributions en CALEOL (une par logement et par commission)", bilan.total(Nature.ATTRIBUE), None),
        ("Baux signés", bilan.total(Nature.BAIL), None),
    )
    colonnes = (Colonne("Sur la période", largeur=62), Colonne("Nombre", Genre.NOMBRE), Colonne("Part", Genre.PART))
    return Tableau("chiffres-cles", "Chiffres clés", colonnes, lignes)


def _part(nombre: int, total: int) -> Fraction | None:
    return Fraction(nombre, total) if total else None


def par_reservataire(bilan: Bilan) -> Tableau:
    """The four stages of each réservataire (R90, R95), and its part at the stage that counts (R91)."""
    comptes = compter(bilan.comptes, lambda e: (e.reservataire,))
    rien = somme(())
    compte_au_stade = bilan.compte_au_stade
    total = bilan.total(compte_au_stade)
    part = Colonne(f"Part, {_sans_majuscule(COMPTES[compte_au_stade])}", Genre.PART)
    lignes = tuple(
        _ligne(bilan.nom(code), *_nombres(compte), _part(compte[compte_au_stade], total))
        for code in bilan.codes
        for compte in (comptes.get((code,), rien),)
    )
    return Tableau(
        "par-reservataire",
        "Par réservataire, aux quatre stades",
        (Colonne("Réservataire", largeur=34), *_NOMBRES, part),
        lignes,
        "Une offre refusée est comptée pour celui qui l'a refusée ; le logement va ensuite au suivant. "
        "Un refus ou un bail de la période peut suivre une offre de la précédente.",
        avec_total=True,
    )


PREMIERS = 12


def premiers(bilan: Bilan) -> Tableau:
    """The réservataires of the chart: those who were offered most, and no more of them than a picture can hold."""
    entier = par_reservataire(bilan)
    tries = sorted(entier.lignes, key=lambda ligne: (-_entier(ligne[1]), str(ligne[0])))
    gardees = (0, 1, 2, 6, 7)
    lignes = tuple(tuple(ligne[rang] for rang in gardees) for ligne in tries[:PREMIERS])
    titre = "Réservataires" if len(tries) <= PREMIERS else f"Les {PREMIERS} réservataires les plus sollicités"
    return Tableau("premiers", titre, tuple(entier.colonnes[rang] for rang in gardees), lignes)


def _entier(valeur: Valeur) -> int:
    return valeur if isinstance(valeur, int) else 0


def _ligne(*valeurs: Valeur) -> tuple[Valeur, ...]:
    return valeurs


def _sans_majuscule(titre: str) -> str:
    return titre[0].lower() + titre[1:]


def _nombres(compte: Compte) -> Iterator[int]:
    return (compte[nature] for nature in COMPTES)


def du_et_recu(bilan: Bilan) -> Iterator[Tableau]:
    """What each was owed and received, by both ledgers side by side; nothing when no assiette is configured."""
    if not bilan.livres:
        return
    stades = [stade for stade in Stade if stade in bilan.livres]
    colonnes = [
        Colonne(f"{titre}, {_NOM_DES_STADES[stade]}", genre)
        for stade in stades
        for titre, genre in (("Dû", Genre.ECART), ("Reçu", Genre.NOMBRE), ("Reste dû", Genre.ECART))
    ]
    titulaires = {nom for livre in bilan.livres.values() for nom in livre.titulaires()}
    lignes = tuple(
        _ligne(bilan.nom(titulaire), *(v for s in stades for v in _compte(bilan.livres[s], titulaire)))
        for titulaire in sorted(titulaires, key=lambda titulaire: (bilan.nom(titulaire), titulaire))
    )
    yield Tableau(
        "du-et-recu",
        "Dû et reçu, selon l'assiette",
        (Colonne("Réservataire", largeur=34), *colonnes),
        lignes,
        f"Le dû est la part exacte de chacun dans ce que la colonne compte. {' ; '.join(_COMPTE[s] for s in stades)}. "
        "Refusé par tous, un logement est au bailleur ; sorti du flux ou annulé, il n'est compté pour personne. "
        "Un reste dû négatif : plus reçu que dû.",
    )


_COMPTE: Mapping[Stade, str] = {
    Stade.ORIENTATION: "offres : chacune, refusée ou non",
    Stade.ACCEPTATION: "accords : une fois par logement, pour celui qui l'a gardé",
    Stade.ATTRIBUTION: "attributions : une fois par logement et par commission",
    Stade.BAIL: "baux : une fois par logement",
}
_NOM_DES_STADES: Mapping[Stade, str] = {
    Stade.ORIENTATION: "offres",
    Stade.ACCEPTATION: "accords",
    Stade.ATTRIBUTION: "attributions",
    Stade.BAIL: "baux",
}


def _compte(livre: GrandLivre, titulaire: str) -> tuple[Valeur, ...]:
    compte: CompteDuLivre = livre.compte(titulaire) or VIDE
    return Fraction(compte.du, UNITE), compte.recu, compte.ecart


def refus(bilan: Bilan) -> Tableau:
    """Refusals by category of motive: the words themselves may name somebody, and stay in the journal."""
    refuses = [e for e in bilan.comptes if e.nature is Nature.REFUSE]
    nombres: dict[tuple[str, str], int] = {}
    for e in refuses:
        cle = e.reservataire, e.detail if e.detail in MOTIFS_DE_REFUS else "autre"
        nombres[cle] = nombres.get(cle, 0) + 1
    lignes = tuple(
        _ligne(bilan.nom(code), *sien, sum(sien))
        for code in bilan.codes
        for sien in ([nombres.get((code, motif), 0) for motif in MOTIFS_DE_REFUS],)
        if sum(sien)
    )
    colonnes = (*MOTIFS_DE_REFUS.values(), "Ensemble")
    return Tableau(
        "refus",
        "Refus par motif",
        (Colonne("Réservataire", largeur=34), *(Colonne(c, Genre.NOMBRE, somme=True) for c in colonnes)),
        lignes,
        "Motifs rangés par le robot d'après les mots de la réponse.",
        avec_total=True,
    )


def des_priorites(bilan: Bilan) -> Tableau:
    """R62: the quarter of the attributions, réservataire by réservataire."""
    lignes = tuple(
        _ligne(
            " + ".join(bilan.nom(code) for code in p.reservataires),
            *(p.attributions, p.dalo, p.prioritaires, p.premier_quartile),
            _part(p.dalo + p.prioritaires, p.attributions),
        )
        for p in priorites(e for e in bilan.comptes if e.nature is Nature.ATTRIBUE)
    )
    titres = ("Attributions", "DALO", "Autres prioritaires", "Premier quartile")
    return Tableau(
        "priorites",
        "Attributions aux ménages DALO et prioritaires",
        (
            Colonne("Réservataire", largeur=34),
            *(Colonne(titre, Genre.NOMBRE, somme=True) for titre in titres),
            Colonne("Part DALO et prioritaires (25 % attendus)", Genre.PART),
        ),
        lignes,
        "À moins de cinq attributions, un nombre désignerait un ménage : les réservataires sont alors réunis, ou tus.",
        avec_total=True,
    )


def par_critere(bilan: Bilan, axe: str) -> Tableau:
    """All réservataires together, by one criterion."""
    comptes = compter(bilan.comptes, lambda e: (AXES[axe](e.parcours),))
    lignes = tuple(_ligne(*cle, *_nombres(compte)) for cle, compte in comptes.items())
    titre = f"Par {axe if axe in _SIGLES else _sans_majuscule(axe)}"
    colonnes = (Colonne(axe, largeur=34), *_NOMBRES)
    return Tableau(f"par-{_FICHIERS[axe]}", titre, colonnes, lignes, avec_total=True)


_SIGLES = frozenset({"EPCI", "QPV"})
_FICHIERS: Mapping[str, str] = {
    "Commune": "commune",
    "EPCI": "epci",
    "Typologie": "typologie",
    "Financement": "financement",
    "QPV": "qpv",
    "Période de construction": "periode",
}


def reservataire_par_critere(bilan: Bilan) -> Tableau:
    """Each réservataire by each criterion, one after the other: a filter on the first column chooses."""
    lignes = tuple(
        _ligne(axe, bilan.nom(code), valeur, *_nombres(compte))
        for axe, lire in AXES.items()
        for (code, valeur), compte in _triee(bilan, compter(bilan.comptes, _cle_par(lire)))
    )
    return Tableau(
        "reservataire-par-critere",
        "Chaque réservataire, critère par critère",
        (Colonne("Critère", largeur=24), Colonne("Réservataire", largeur=34), Colonne("Valeur", largeur=26), *_NOMBRES),
        lignes,
        "Filtrez la première colonne : les lignes d'un même critère font à elles seules le total de la période.",
    )


def _cle_par(lire: Callable[[Parcours], str]) -> Callable[[Evenement], tuple[str, ...]]:
    return lambda e: (e.reservataire, lire(e.parcours))


def _triee(bilan: Bilan, comptes: Mapping[tuple[str, ...], Compte]) -> Iterable[tuple[tuple[str, ...], Compte]]:
    return sorted(comptes.items(), key=lambda paire: (bilan.nom(paire[0][0]), paire[0]))


def croise(bilan: Bilan) -> Tableau:
    """The very split of R.441-5-1, every criterion at once."""
    comptes = compter(bilan.comptes, lambda e: (e.reservataire, *(AXES[axe](e.parcours) for axe in CROISES)))
    lignes = tuple(_ligne(bilan.nom(code), *reste, *_nombres(c)) for (code, *reste), c in _triee(bilan, comptes))
    largeurs = {"Commune": 24, "Période de construction": 18}
    return Tableau(
        "croise",
        "Flux croisé (CCH, art. R.441-5-1)",
        (Colonne("Réservataire", largeur=34), *(Colonne(a, largeur=largeurs.get(a, 13)) for a in CROISES), *_NOMBRES),
        lignes,
        "Une ligne par combinaison rencontrée ; faite pour un tableau croisé dynamique.",
        avec_total=True,
    )
