"""The state machine, drawn and tabulated from `TRANSITIONS`: nothing about it is written twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from robot.domain import faits as f
from robot.domain.dossier import A_TRAITER, LIBELLES, Statut
from robot.domain.statuts import SANS_EFFET, TRANSITIONS

Transitions = Mapping[tuple[Statut, type[f.Fait]], Statut]

MOTS: dict[type[f.Fait], str] = {
    f.LogementLibere: "logement libéré",
    f.OrientationDecidee: "offre décidée",
    f.OrientationInterne: "gardé par le bailleur",
    f.OrientationExpediee: "offre prise par le serveur",
    f.RemiseConstatee: "réception prouvée",
    f.RemiseDifferee: "avis de retard",
    f.RemiseEchouee: "avis d'échec",
    f.CourrierRevenu: "autre courrier revenu",
    f.RappelDecide: "rappel",
    f.AccordRecu: "accord",
    f.AccordTacite: "silence valant accord",
    f.RefusTacite: "silence valant refus",
    f.RefusRecu: "refus",
    f.ReponseAClarifier: "réponse douteuse",
    f.ReponseNonAutorisee: "réponse d'un inconnu",
    f.MessageDInconnu: "message d'un inconnu",
    f.ComplementRecu: "justificatifs reçus après le refus",
    f.ReponseAutorisee: "réponse de l'inconnu autorisée",
    f.ReponseIgnoree: "réponse de l'inconnu ignorée",
    f.ReponseTardive: "réponse tardive",
    f.DelaiRepris: "délai repris",
    f.OrientationRetiree: "offre retirée",
    f.ListeEpuisee: "plus personne",
    f.DossierAnnule: "dossier annulé",
    f.CandidatDesigne: "candidat désigné",
    f.CandidatCorrige: "candidat corrigé",
    f.CandidatRetire: "candidat retiré",
    f.DesignationLue: "message sur les candidats lu",
    f.RappelDeDesignation: "rappel de désignation",
    f.DesignationComplete: "candidats au complet",
    f.DesignationRouverte: "désignation rouverte",
    f.DesignationEchue: "fin du délai de désignation",
    f.DelaiAccorde: "délai accordé",
    f.RechercheDecidee: "recherche par le bailleur",
    f.PresentationDecidee: "présentation malgré le nombre",
    f.CandidatPropose: "logement proposé au candidat",
    f.PropositionExpediee: "proposition prise par le serveur",
    f.PropositionRemise: "réception par le candidat prouvée",
    f.AbsenceDuCandidat: "réponse automatique du candidat",
    f.PropositionNonRemise: "proposition non remise",
    f.CandidatAccepte: "le candidat accepte",
    f.CandidatRefuse: "le candidat refuse",
    f.ReponseDuCandidatAClarifier: "réponse douteuse du candidat",
    f.ReponseDuCandidatTardive: "réponse tardive du candidat",
    f.SilenceDuCandidat: "silence du candidat",
    f.SilenceSansPreuve: "silence sans preuve de réception",
    f.SilenceTombe: "silence démenti",
    f.DdetsAvisee: "DDETS avisée",
    f.DdetsDetrompee: "DDETS détrompée",
    f.DdetsAccuse: "avis reçu par la DDETS",
    f.DdetsRelancee: "DDETS relancée",
    f.AvisRevenu: "avis revenu de la DDETS",
    f.CommissionFixee: "commission fixée",
    f.CommissionDecidee: "décision de la commission",
    f.LogementRemisEnFlux: "remis dans le flux",
    f.CommissionTenue: "logement attribué",
    f.ConditionDefaillie: "condition non remplie",
    f.ProcesVerbalDresse: "procès-verbal transmis",
    f.SansAttributaire: "plus de candidat",
    f.BailSigne: "bail signé",
    f.SneSaisi: "SNE saisi",
    f.DossierClos: "dossier clos",
    f.LogementSoustrait: "sorti du flux",
}

SENS: dict[Statut, str] = {
    Statut.LIBERE: "Le logement est enregistré ; personne n'est encore sollicité.",
    Statut.A_EXPEDIER: "Le destinataire est choisi ; l'offre attend l'heure d'ouverture ou le serveur d'envoi.",
    Statut.EN_ATTENTE: "L'offre est partie ; le délai court, sauf pour un logement neuf, qui n'en a pas.",
    Statut.DIFFEREE: "Un serveur dit que l'offre n'est pas encore arrivée : le délai est arrêté.",
    Statut.A_CLARIFIER: "Quelqu'un a répondu et un doute subsiste : aucun silence n'est compté.",
    Statut.NON_REMISE: "L'offre n'est pas arrivée : aucun silence n'est compté.",
    Statut.ACCEPTEE: "Le réservataire a dit oui ; ses candidats sont attendus.",
    Statut.ACCEPTEE_TACITE: "Le délai est passé sans réponse, la boîte relue ; les candidats sont attendus.",
    Statut.REFUSEE: "Le réservataire a dit non ; l'offre suivante est décidée dans la même écriture.",
    Statut.RETIREE: "Un gestionnaire a repris le logement à ce réservataire.",
    Statut.EPUISEE: "Plus aucun réservataire à solliciter : le gestionnaire décide.",
    Statut.INSUFFISANTE: "Les quinze jours ouvrés sont passés avec trop peu de candidats : le gestionnaire choisit.",
    Statut.RECHERCHE: "Le bailleur cherche des candidats pour le compte du réservataire.",
    Statut.COMPLETE: "Les candidats sont désignés, le logement leur est proposé ; la commission est à fixer.",
    Statut.CONVOQUEE: "La commission est fixée ; ses décisions sont attendues.",
    Statut.ATTRIBUEE: "La commission a attribué ; le premier en rang répond à l'offre.",
    Statut.A_SIGNER: "Un candidat a accepté ; le bail est à signer.",
    Statut.SANS_ATTRIBUTAIRE: "Aucun candidat ne reste : le gestionnaire choisit.",
    Statut.LOUEE: "Le bail est signé ; des lignes restent à saisir dans le SNE.",
    Statut.CLOSE: "Le bail est signé et le SNE à jour ; rien ne suit.",
    Statut.SOUSTRAITE: "Le logement est sorti du flux ; rien ne suit, sauf si un ordre l'y remet.",
    Statut.ANNULEE: "Un gestionnaire a clos le dossier ; rien ne suit.",
}

# What a person answers: drawn through one node, since it means the same wherever an answer may still decide.
REPONSES: tuple[type[f.Fait], ...] = (f.AccordRecu, f.RefusRecu, f.ReponseAClarifier, f.ReponseNonAutorisee)
# What only a person of the landlord decides, and what leaves the flux: told by the table, drawn on the machine's page.
ORDRES: frozenset[type[f.Fait]] = frozenset(
    {
        f.DelaiRepris,
        f.OrientationRetiree,
        f.DossierAnnule,
        f.LogementSoustrait,
        f.LogementRemisEnFlux,
        f.DelaiAccorde,
        f.RechercheDecidee,
        f.PresentationDecidee,
    }
)
LECTURE = "reponse"

INTRODUCTION = (
    "Page engendrée depuis la table `TRANSITIONS` de `robot/domain/statuts.py`. Ne la corrigez pas à la main : "
    "`python -m tests.docs.engendrer`."
)
LEGENDE = (
    "Une réponse peut décider depuis chacun des états reliés à « une réponse arrive ». "
    "Un ordre d'annulation ferme un dossier depuis tout état ; il n'est pas dessiné."
)


def diagramme(*, sans: Iterable[type[f.Fait]] = ()) -> str:
    """A Mermaid state diagram; loops on one state are left to the table, and so are the facts of `sans`."""
    ecartes = frozenset(sans)
    gardees = _atteintes({cle: apres for cle, apres in TRANSITIONS.items() if cle[1] not in ecartes})
    fleches = [*_fleches_des_reponses(gardees), *_fleches_directes(gardees)]
    etats = [f'    state "{LIBELLES[statut]}" as {statut}' for statut in _presents(gardees)]
    noeud = [f'    state "une réponse arrive" as {LECTURE}'] if _fleches_des_reponses(gardees) else []
    lignes = ["stateDiagram-v2", *etats, *noeud, f"    [*] --> {Statut.LIBERE} : {MOTS[f.LogementLibere]}", *fleches]
    return "\n".join(("```mermaid", *lignes, "```"))


def _atteintes(transitions: Transitions) -> Transitions:
    """Those that a released dwelling may go through."""
    atteints, avant = {Statut.LIBERE}, 0
    while len(atteints) > avant:
        avant = len(atteints)
        atteints |= {apres for (statut, _), apres in transitions.items() if statut in atteints}
    return {cle: apres for cle, apres in transitions.items() if cle[0] in atteints}


def _presents(transitions: Transitions) -> tuple[Statut, ...]:
    vus = {statut for statut, _ in transitions} | set(transitions.values())
    return tuple(statut for statut in Statut if statut in vus)


def _fleches_des_reponses(transitions: Transitions) -> list[str]:
    sources = _sources(transitions, REPONSES[0])
    suites: dict[Statut, list[str]] = {}
    for fait in REPONSES:
        if _sources(transitions, fait) != sources:
            raise ValueError(f"{fait.__name__} ne part plus des mêmes états que les autres réponses")
        for source in sources:
            mots = suites.setdefault(transitions[source, fait], [])
            mots += [MOTS[fait]] if MOTS[fait] not in mots else []
    entrees = [f"    {source} --> {LECTURE}" for source in sources]
    return entrees + [f"    {LECTURE} --> {suite} : {' ou '.join(mots)}" for suite, mots in suites.items()]


def _sources(transitions: Transitions, fait: type[f.Fait]) -> tuple[Statut, ...]:
    return tuple(statut for statut in Statut if (statut, fait) in transitions)


def _fleches_directes(transitions: Transitions) -> list[str]:
    mots: dict[tuple[Statut, Statut], list[str]] = {}
    for (avant, fait), apres in transitions.items():
        if fait not in REPONSES and avant is not apres:
            mots.setdefault((avant, apres), []).append(MOTS[fait])
    return [f"    {avant} --> {apres} : {' ou '.join(dits)}" for (avant, apres), dits in mots.items()]


def table_des_etats() -> str:
    """Each state: its code, its name in letters and on screen, what it means, whether a person must act."""
    lignes = ["| état | tel qu'affiché | ce que cela veut dire | une personne doit agir |", "|---|---|---|---|"]
    lignes += [
        f"| `{statut}` | {LIBELLES[statut]} | {SENS[statut]} | {'oui' if statut in A_TRAITER else ''} |"
        for statut in Statut
    ]
    return "\n".join(lignes)


def table_des_transitions() -> str:
    """Each line of `TRANSITIONS`, in the order of the states, then of the table."""
    lignes = ["| état | fait | état suivant |", "|---|---|---|"]
    for statut in Statut:
        lignes += [
            f"| `{avant}` | {MOTS[fait]} (`{fait.__name__}`) | `{apres}` |"
            for (avant, fait), apres in TRANSITIONS.items()
            if avant is statut
        ]
    return "\n".join(lignes)


def page() -> str:
    """`docs/machine.md`."""
    sans_effet = " ; ".join(sorted(f"{MOTS[fait]} (`{fait.__name__}`)" for fait in SANS_EFFET))
    return "\n\n".join(
        (
            "# La machine d'un dossier",
            INTRODUCTION,
            "## Les états",
            table_des_etats(),
            "## Le diagramme",
            LEGENDE,
            diagramme(sans={f.DossierAnnule}),
            "## La table",
            "Un fait absent de cette table ne peut pas suivre l'état : le robot y voit sa propre erreur et n'écrit rien.",
            table_des_transitions(),
            f"Consignés dans tout état, sans rien changer : {sans_effet}.",
        )
    ) + "\n"  # fmt: skip
