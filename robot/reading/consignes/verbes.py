"""The verbs of a gestionnaire: how each is inflected, how its order is written, and what only looks like one."""

from __future__ import annotations

import re

from rapidfuzz.distance import OSA

from robot.domain.stimuli import Verbe
from robot.reading.consignes.lues import Quoi

V = Verbe

# How each order is written, for those whose line was not understood.
SYNTAXES: dict[Verbe, str] = {
    V.SUIVANT: "SUIVANT : motif",
    V.RENVOYER: "RENVOYER code-du-réservataire : motif",
    V.REPRENDRE: "REPRENDRE",
    V.AUTORISER: "AUTORISER : motif",
    V.IGNORER: "IGNORER : motif",
    V.ACCEPTE: "ACCEPTE",
    V.REFUSE: "REFUSE : motif",
    V.DELAI: "DELAI 5 : motif",
    V.RECHERCHE: "RECHERCHE : motif",
    V.COMPLETER: "COMPLETER, puis un candidat par ligne",
    V.PRESENTER: "PRESENTER : motif",
    V.RETIRER: "RETIRER 2 : motif",
    V.COMMISSION: "COMMISSION 12/03/2026 14h30 Annecy, salle B",
    V.ATTRIBUE: "ATTRIBUE 1",
    V.CLASSE: "CLASSE 2 > 1 > 3",
    V.CONDITION: "CONDITION 1 : motif",
    V.NON_ATTRIBUE: "NON ATTRIBUE 2 : motif",
    V.REJETE: "REJETE 3 : motif",
    V.OUI: "OUI 1",
    V.NON: "NON 1 : motif",
    V.REMIS: "REMIS 1 12/03/2026 : avis de réception signé",
    V.REPROPOSER: "REPROPOSER 1",
    V.BAIL: "BAIL 15/04/2026",
    V.SNE: "SNE 3 4 7, ou SNE TOUT",
    V.HORS_FLUX: "HORS FLUX : motif",
    V.EN_FLUX: "EN FLUX : motif",
    V.ANNULER: "ANNULER : logement vendu",
}

# Those that a number may follow: a candidate's, working days, lines of the SNE.
SUR_UN_NUMERO = frozenset(
    {V.RETIRER, V.ATTRIBUE, V.CLASSE, V.CONDITION, V.NON_ATTRIBUE, V.REJETE, V.OUI, V.NON, V.REMIS, V.REPROPOSER}
    | {V.DELAI, V.SNE}
)

# Read on a plain line (`calque.calquer`); the longest verbs first: NON ATTRIBUE before NON.
_FORMES: tuple[tuple[Verbe, str], ...] = (
    (V.NON_ATTRIBUE, r"non ?-? ?attribu(?:ee?s?|es|er|ez|tion)"),
    (V.HORS_FLUX, r"hors ?-? ?flux"),
    (V.EN_FLUX, r"en ?-? ?flux"),
    (V.SUIVANT, r"suivante?|(?:passe[rz] )?au (?:reservataire )?suivant"),
    (V.RENVOYER, r"renvoye(?:r|z|ee?s?)|renvoie"),
    (V.REPRENDRE, r"reprendre|reprenez"),
    (V.AUTORISER, r"autoris(?:ee?s?|es|er|ez)"),
    (V.IGNORER, r"ignor(?:ee?s?|es|er|ez)"),
    (V.ACCEPTE, r"accept(?:ee?s?|es|er|ez)"),
    (V.REFUSE, r"refus(?:ee?s?|es|er|ez)"),
    (V.DELAI, r"delais?"),
    (V.RECHERCHE, r"recherch(?:ee?s?|es|er|ez)"),
    (V.COMPLETER, r"complet(?:ee?s?|es|er|ez)"),
    (V.PRESENTER, r"present(?:ee?s?|es|er|ez)"),
    (V.RETIRER, r"retir(?:ee?s?|es|er|ez)"),
    (V.COMMISSION, r"commission|caleol"),
    (V.ATTRIBUE, r"attribu(?:ee?s?|es|er|ez|tion)"),
    (V.CLASSE, r"class(?:ee?s?|es|er|ez|ement)"),
    (V.CONDITION, r"conditions?"),
    (V.REJETE, r"rejet(?:ee?s?|es|er|ez)?"),
    (V.OUI, r"oui"),
    (V.NON, r"non"),
    (V.REMIS, r"remise?s?"),
    (V.REPROPOSER, r"re-?propos(?:ee?s?|es|er|ez)"),
    (V.BAIL, r"bail"),
    (V.SNE, r"sne"),
    (V.ANNULER, r"annul(?:ee?s?|es|er|ez|ation)"),
)
_VERBE = re.compile(
    r"(?:" + "|".join(f"(?P<{verbe.name}>{forme})" for verbe, forme in _FORMES) + r")(?![\w'@]|-[a-z])(?!\.[a-z])"
)
DEMANDE = re.compile(r"(?P<quoi>aide|etat)(?:(?: (?:de|du|pour))?(?: (?:le|la|l'))? ?(?:logement |dossier )?)?")
# A verb of ours, written as one, in the middle of what should be a reason.
VERBE_EN_CAPITALES = re.compile(
    r"(?<![\w'’-])(?:SUIVANT|RENVOYER|REPRENDRE|AUTORISER|IGNORER|ACCEPTE|REFUSE|D[EÉ]LAI|RECHERCHE|COMPL[EÉ]TER|"
    r"PR[EÉ]SENTER|RETIRER|COMMISSION|ATTRIBU[EÉ]|CLASS[EÉ]|CONDITION|REJET[EÉ]|REMIS|REPROPOSER|BAIL|"
    r"SNE(?= (?:\d|TOUT))|(?:HORS|EN) FLUX|ANNULER|(?:OUI|NON)(?= \d))(?![\w'’-])"
)

_MOT = re.compile(r"[a-z]+(?: ?- ?[a-z]+)?")
_SUIVI_D_UN_NOMBRE = re.compile(r"[\s:,-]*\d{1,2}(?!\w)")
_DEUX_FAUTES_A_PARTIR_DE = 7  # letters
_COURT = 3
_CLES: dict[str, Verbe | Quoi] = {v.en_clair.lower(): v for v in V} | {q.value: q for q in Quoi}
_DEUX_MOTS = re.compile(r"[a-z]+ [a-z]+")
_FIN = re.compile(r"[\s.!?,:*]*$")
# French words one or two slips away from a verb of ours: they open sentences, not orders.
_VRAIS_MOTS = frozenset(
    """
    suivent suivons suivi suivre servant vivant savant suivaient mail mails bain baie bals bal envoyer envoyez envoye
    renvoi renvois repondre reprend reprends reprise prendre apprendre prenez tirer tirez rentrer retenir retard
    retarder
    retarde relire annuel annuels annuelle annulera proposer proposez propose reposer presence present presents
    presentement complet complement completement complets excepte exceptez refuge refus classes chasse glace
    attribut attributs conditionne commissions commissaire recherches recherchons representer rejets jeter etats etais
    etait etant date delais aides aider aidez ainsi idee etage horaire hors remise remises remettre remet reunis admis
    permis promis rechercher reprises refusons acceptons acceptable acceptent
    """.split()  # noqa: SIM905  # words are read in lines
)


def verbe_en_tete(plate: str, debut: int = 0) -> tuple[Verbe, int] | None:
    """The verb that stands there, inflected or not, and where it ends."""
    trouve = _VERBE.match(plate, debut)
    return (Verbe[str(trouve.lastgroup)], trouve.end()) if trouve else None


def presque_un_verbe(plate: str, debut: int = 0) -> Verbe | Quoi | None:
    """The verb that was probably meant by the word that stands there; None when it is just a word.

    One slip, two in a long word; a word of three letters only before a number:
    « mon » is no « non ». A true word of French counts when it stands alone.
    """
    for trouve in (_DEUX_MOTS.match(plate, debut), _MOT.match(plate, debut)):
        if trouve is None:
            continue
        ecrit = trouve[0]
        nombre = _SUIVI_D_UN_NOMBRE.match(plate, trouve.end()) is not None
        seul = _FIN.match(plate, trouve.end()) is not None
        if re.split(r"[ -]", ecrit)[0] in _VRAIS_MOTS and not (seul or nombre):
            return None
        proche = min(_CLES, key=lambda cle: (OSA.distance(cle, ecrit), cle))
        if isinstance(_CLES[proche], Quoi) and not seul:
            continue  # « état des lieux mardi »
        if OSA.distance(proche, ecrit) <= _fautes_permises(proche, nombre=nombre):
            return _CLES[proche]
    return None


def _fautes_permises(cle: str, *, nombre: bool) -> int:
    if len(cle) <= _COURT:
        return int(nombre)
    return 2 if len(cle) >= _DEUX_FAUTES_A_PARTIR_DE else 1
