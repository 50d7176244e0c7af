"""The rules and the tests that hold them: markers are read in the source, so that a removed one is seen."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

RACINE = Path(__file__).resolve().parents[2]
TESTS = RACINE / "tests"

# What the first delivery must hold, each with at least one test.
EXIGEES = (
    *("R12", "R13", "R31", "R40", "R41", "R42", "R43", "R44", "R45", "R51", "R52", "R53", "R80", "R81", "R82"),
    *("C3", "C4", "C5", "C13", "C14", "C15"),
)

INTRODUCTION = (
    "Page engendrée depuis les marques `@pytest.mark.regle` des tests. Ne la corrigez pas à la main : "
    "`python -m tests.docs.engendrer`."
)
LEGENDE = (
    "R… : une règle de la charte, d'une convention ou de la loi. C… : un point où les textes se contredisent ou "
    "se taisent ; ce qui a été suivi est dit dans [la note 009](decisions/009-sources-en-desaccord.md)."
)

ENONCES: Mapping[str, str] = {
    "R1": "Sont dans le flux les logements conventionnés, et ceux bâtis avec l'aide de l'État",
    "R3": "Sont hors du flux, entre autres, les logements intermédiaires",
    "R4": "Restent en stock, par décret : Défense et Sécurité, santé, plan de vente, démolition",
    "R5": "Restent en stock, par décision locale : PLAI adaptés et gens du voyage",
    "R6": "L'assiette est le parc moins ce qui est exclu : A − B = C",
    "R7": "10 % des libérations sont gardées pour les mutations",
    "R8": "Les échanges de la bourse sont comptés dans les 10 %",
    "R9": "Les relogements d'ORCOD et d'habitat indigne",
    "R11": "Les logements loués à des associations",
    "R12": "Un logement neuf est attribué hors flux la première fois",
    "R13": "Les délais de 2 et 15 jours ne s'appliquent pas aux logements neufs",
    "R14": "En cas d'urgence, une personne décide ; son nom et son motif sont consignés",
    "R20": "Les droits de l'ancien stock deviennent un taux du flux",
    "R21": "L'État est plafonné à 30 %, dont 5 % pour ses fonctionnaires",
    "R22": "Les taux ne créent aucune sur-réservation",
    "R23": "Avant le 28 février, chaque réservataire connaît son assiette, son taux et les soustraits prévus",
    "R24": "Les conventions échues sortent de l'assiette",
    "R25": "Les droits uniques se prennent sur la part du bailleur",
    "R26": "Une fiche par réservataire, dans la forme de l'annexe",
    "R30": "Les offres sont réparties équitablement entre les réservataires",
    "R31": "Un réservataire n'est sollicité que dans son périmètre : commune, EPCI, département",
    "R32": "« À juste proportion », logements moins attractifs compris",
    "R33": "Les offres sont variées : typologie, financement, période, zone, attractivité",
    "R40": "Tout passe par courriel, à une adresse générique du réservataire",
    "R41": "Les délais courent de la date de réception",
    "R42": "Deux jours ouvrés pour accepter ou refuser",
    "R43": "Sans réponse dans ce délai, le silence vaut acceptation",
    "R44": "Après un refus, le réservataire suivant est sollicité, et ainsi de suite",
    "R45": "Dès l'accord, exprès ou tacite : 15 jours ouvrés pour proposer trois candidats",
    "R46": "Moins de trois candidats : le bailleur peut compléter",
    "R47": "Sans candidat après 15 jours, le bailleur choisit entre trois suites",
    "R48": "Le cadre légal du délai de désignation : loi n° 2015-990, art. 86",
    "R49": "L'information sur le logement est assez détaillée",
    "R50": "Visite avant la commission, ou visite virtuelle et photos : les liens sont dans la fiche",
    "R51": "La fiche porte douze champs obligatoires",
    "R52": "Tout complément à la fiche est bienvenu",
    "R53": "Ni garage ni stationnement dans la fiche",
    "R60": "Le réservataire cherche ses candidats, dans le respect des règles d'accès",
    "R61": "Chaque candidat est désigné par son numéro unique et son critère de priorité",
    "R62": "Un quart au moins des attributions aux ménages DALO ou prioritaires",
    "R64": "Les candidats sont toujours informés par écrit",
    "R65": "Le SNE est mis à jour sans délai : propositions, résultats, refus",
    "R66": "La radiation suit la signature du bail",
    "R67": "Le réservataire est invité à chaque CALEOL et reçoit le procès-verbal",
    "R68": "Un second passage en CALEOL compte à nouveau",
    "R70": "Un ménage DALO est candidat unique",
    "R71": "La proposition DALO dit la date exacte et ce que coûte un refus ; jamais moins de dix jours",
    "R72": "Le référent social est informé de la proposition",
    "R73": "Un refus DALO est signalé aussitôt à la DDETS",
    "R74": "Le silence d'un ménage DALO vaut refus ; le bailleur l'atteste par écrit",
    "R80": "La gestion déléguée concerne aujourd'hui l'État, pour la réservation sociale",
    "R81": "En gestion déléguée, le bailleur rapproche lui-même l'offre et la demande",
    "R82": "En gestion déléguée : aucune offre, le compte au bail, trois étapes annoncées",
    "R90": "Quatre étapes : orientation, acceptation, attribution, bail",
    "R91": "L'étape qui compte est réglable, et recalculable",
    "R92": "Le bilan de l'année est dû à tous avant le 28 février ; il compte l'offre et son issue",
    "R93": "Le bilan a trois tableaux : détaillé, consolidé, hors flux",
    "R94": "Les critères du bilan : typologie, financement, QPV, livraison, attributaire, adresse, RPLS, zonage",
    "R95": "Les nombres du bilan consolidé",
    "R96": "Le bilan des mutations et la prévision des soustraits, avant le 28 février",
    "R97": "Le bilan va au président de l'EPCI, et à la CIL avant le 31 mars",
    "R98": "La première année a un bilan intermédiaire, après un semestre",
    "R100": "Une convention dure un an, et se renouvelle deux fois",
    "R103": "Après une mise en demeure : un mois, une réunion, un mois, le tribunal",
    "R107": "Les comptes sont montrés à tous, les ménages à personne",
    "C1": "ORCOD et habitat indigne : soustraits (charte) ou dans le flux (convention)",
    "C2": "Le taux : sur le total, sur le brut ou sur le net",
    "C3": "Départ du délai : réception (charte) ou orientation (convention)",
    "C4": "« Deux jours » : ouvrés ou non",
    "C5": "La chaîne des refus : jusqu'au deuxième réservataire, ou au-delà",
    "C6": "Trois candidats, ou un seul",
    "C7": "Quatre étapes ou trois",
    "C9": "L'année du parc compté et celle de l'objectif",
    "C11": "Le périmètre d'un droit : celui de sa ligne",
    "C13": "Réponse tardive, contraire ou retirée : rien n'est réglé",
    "C14": "Tous les réservataires ont refusé : rien n'est réglé",
    "C15": "Offre jamais reçue : le silence ne doit pas valoir accord",
}


def regles_verifiees() -> dict[str, dict[str, list[str]]]:
    """Rule, then test file, then the tests marked with it; all sorted."""
    trouvees: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for fichier in sorted(TESTS.rglob("test_*.py")):
        chemin = fichier.relative_to(RACINE).as_posix()
        for regle, test in marques(fichier.read_text(encoding="utf-8")):
            if test not in trouvees[regle][chemin]:
                trouvees[regle][chemin].append(test)
    return {regle: dict(trouvees[regle]) for regle in sorted(trouvees, key=rang)}


def rang(regle: str) -> tuple[bool, int]:
    """R before C, then by number."""
    return regle.startswith("C"), int(regle[1:])


def marques(source: str) -> Iterator[tuple[str, str]]:
    """(rule, test) for each `regle(…)` in a test file; a mark outside a test counts for the name it is given to."""
    arbre = ast.parse(source)
    for morceau in arbre.body:
        yield from _marques_de(morceau, _nom(morceau))


def _marques_de(morceau: ast.stmt, nom: str) -> Iterator[tuple[str, str]]:
    if isinstance(morceau, ast.ClassDef):
        for regle in _regles(*morceau.decorator_list):
            yield regle, nom
        for methode in morceau.body:
            yield from _marques_de(methode, _nom(methode))
        return
    for regle in _regles(morceau):
        yield regle, nom


def _regles(*noeuds: ast.AST) -> Iterator[str]:
    for noeud in noeuds:
        for sous in ast.walk(noeud):
            if isinstance(sous, ast.Call) and isinstance(sous.func, ast.Attribute) and sous.func.attr == "regle":
                yield from (a.value for a in sous.args if isinstance(a, ast.Constant) and isinstance(a.value, str))


def _nom(morceau: ast.stmt) -> str:
    if isinstance(morceau, ast.Assign) and isinstance(morceau.targets[0], ast.Name):
        cible = morceau.targets[0].id
        return "tout le fichier" if cible == "pytestmark" else cible
    return str(getattr(morceau, "name", "module"))


def _lisible(nom: str) -> str:
    """The name of a test as the sentence it is."""
    return nom.removeprefix("test_").replace("_", " ")


def page() -> str:
    """`docs/regles.md`."""
    lignes = ["| règle | énoncé | tests |", "|---|---|---|"]
    for regle, par_fichier in regles_verifiees().items():
        tests = "<br>".join(
            f"[`{fichier.removeprefix('tests/')}`](../{fichier}) : {', '.join(_lisible(nom) for nom in noms)}"
            for fichier, noms in par_fichier.items()
        )
        lignes.append(f"| {regle} | {ENONCES[regle]} | {tests} |")
    return "\n\n".join(
        (
            "# Les règles et leurs tests",
            INTRODUCTION,
            LEGENDE,
            "\n".join(lignes),
        )
    ) + "\n"  # fmt: skip
