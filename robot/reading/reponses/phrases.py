"""A text in clauses, each with the decision it states, or the doubt it leaves."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from robot.reading.lecture import Sens
from robot.reading.limites import REFERENCES_MAX
from robot.reading.references import masquer, situer
from robot.reading.reponses import mot_demande, reserves, vocabulaire
from robot.reading.reponses.categories import AUTRE, categorie
from robot.reading.reponses.lieux import sans_lieu
from robot.reading.reponses.orthographe import corriger_le_logement, developper, mot_cle
from robot.reading.texte.citation import Ligne
from robot.reading.texte.lignes import aplanir

_PHRASE_MAX = 600  # the patterns below are quadratic in a clause: it is its length that bounds them
_PHRASES_MAX = 60
_CARACTERES_MAX = 12_000  # four pages
_REMPLISSAGE = re.compile(r"\W{24,}")
_REMPLISSAGE_MAX = 12
_REPLIEE_A_PARTIR_DE = 50  # a line shorter than this was ended by its author, not by a program
_FIN_DE_PHRASE = re.compile(r"(?<=[.!?;…])(?<!\b[A-Za-z]\.)(?<!\b[Cc]f\.)\s+")  # « M. le Maire » goes on
# What a thumb adds around a word; a cross or a thumb down goes with a refusal only.
_PICTOGRAMMES = re.compile(
    "[\u2705\u2714\u2611\U0001f44d\U0001f44c\U0001f64f\U0001f600-\U0001f60a\U0001f642\U0001f389\u2728\u27a1\u2757"
    "\U0001f3e0\U0001f3e1\U0001f3fb-\U0001f3ff\ufe0f\u200d]+"
)
_SIGNE_NEGATIF = re.compile("[\u274c\u274e\u2716\u2717\u2718\u26d4\U0001f44e\U0001f6ab\U0001f645]")
# « ~~ACCEPTE~~ », « ~ACCEPTE~ », on one line or two; « ~~~ ACCEPTE ~~~ » is an ornament.
_BARRE = re.compile(r"(?<!~)~~(?=[^\W\d])|(?<=\w)~~(?!~)|(?<!~)~(?=[^\W\d])[^~]{0,300}\w[^~\s]?~(?!~)")
_BORDS_DU_MOTIF = " \t*_~\"'«»“”[]{}|•·<>=+#/\\-–—,.;:!"
_BORDS = f"(){_BORDS_DU_MOTIF}"
_ORNEMENTS = ' *_~"|•·<>=+#«»“”'
_PREMIER_MOT = re.compile(
    r"(?:(?:reponse|decision|avis) ?: ?)?(?:j'|je |nous |on |la commune |la mairie )?([a-z]{5,10})\b"
)
_SUITE_DE_REFERENCE = re.compile(r"§ ?[:=\-] ?\S")
_VERBE = r"(?:nous |je |j'|on |la commune |la mairie )?(?:accept|refus|declin)\w{1,6}"
_VERBE_SUIVANT = re.compile(rf"(?:,? et|,? mais|[,/;]) (?={_VERBE} )")
_VERBE_PUIS_REFERENCES = re.compile(
    rf"\W*{_VERBE} [^§,;]{{0,30}}§(?:[^§\w]{{0,3}}(?:et )?(?:le |"
    rf"pour )?(?:logement )?§){{0,30}}(?: ?\([^()§]{{0,80}}\))?\W*$"
)
_CONJONCTION = re.compile(r"^[\s,;/]*(?:et|mais)\s+", re.IGNORECASE)
_TOUS = {
    2: re.compile(r"\b(?:tous )?les deux(?!(?: logements)? ?:? ?§)(?: logements)?\b"),
    3: re.compile(r"\b(?:tous )?les trois(?!(?: logements)? ?:? ?§)(?: logements)?\b"),
}
_PUCE = re.compile(r"^\(?\d{1,2}(?:[).]|°) ?(?=§|\D)")
_MOTIF = re.compile(
    r"\W{0,3}(?:l[ae]s? )?(?:motifs?|raisons?|motivations?|causes?)(?: d[ue] (?:notre |mon |ce |votre )?refus|"
    r" \(facultatif\))?(?: (?:en )?est(?: l[ae] suivante?)?| suivante?s?)? ?(?::|=|-) ?"
)
NEGATION = re.compile(r"(?<!\w)(?:pas|non|ne|n'\w*|sans|aucune?|ni|jamais|(?<!au )plus|guere)(?!\w)")
_LIAISON = re.compile(
    r"\W*(?:(?:car|parce (?:que|qu')|puisque|en raison (?:de la|de l'|des|du|de|d')|au motif (?:que|"
    r"qu'|de|d'|suivant)|pour (?:le |les )?motifs?(?: suivants?)?|"
    r"pour (?:la |les )?raisons?(?: suivantes?)?|pour cause de|du fait (?:de|que|d'|du)|compte tenu "
    r"(?:de|du|des)|suite a|a cause (?:de|du|des)|"
    r"motifs?|raisons?|motivee? par|le motif est|et (?:la )?raison)(?!\w)\W*)?"
)


@dataclass(frozen=True)
class Phrase:
    """A clause as written, the references it names, and what it decides.

    `sens` is None when it decides nothing; AMBIGU with a `raison` when it leaves a doubt. `a_lire` when it leaves
    none, and yet asks or tells something.
    """

    brute: str
    plate: str
    references: tuple[str, ...] = ()
    sens: Sens | None = None
    raison: str = ""
    motif: str = ""
    a_lire: bool = False

    @property
    def neutre(self) -> bool:
        """Whether it is a greeting, a thank-you, or nothing; a clause too long to be read is something."""
        return self.sens is None and reserves.NEUTRE.match(self.plate) is not None

    @property
    def annonce_un_motif(self) -> bool:
        """Whether it begins with « Motif : »."""
        return _MOTIF.match(self.plate) is not None


def en_phrases(fragments: Iterable[Sequence[Ligne]]) -> tuple[tuple[Phrase, ...], bool]:
    """The clauses of the new text, in order, wrapped lines joined; and whether too long a text left some out."""
    morceaux = (m for phrase in phrases_ecrites(fragments) for m in _par_reference(phrase) if m.strip())
    phrases: list[Phrase] = []
    caracteres = 0
    for morceau in morceaux:
        caracteres += len(morceau)
        if len(phrases) >= _PHRASES_MAX or caracteres > _CARACTERES_MAX:
            return tuple(phrases), True
        phrases += _classer_et_couper(morceau)
    return tuple(phrases), False


def phrases_ecrites(fragments: Iterable[Sequence[Ligne]]) -> Iterator[str]:
    """The sentences as written, wrapped lines joined."""
    for fragment in fragments:
        for paragraphe in _deplier(fragment):
            yield from _FIN_DE_PHRASE.split(paragraphe)


def _classer_et_couper(brute: str) -> Sequence[Phrase]:
    """A clause; or two, when it is a doubt only for what is written behind the very word asked for."""
    phrase = classer(brute)
    if phrase.sens is Sens.AMBIGU and phrase.plate:
        for tete, suite in mot_demande.coupes(brute):
            dite = classer(tete)
            if _d_autre_chose(dite, aplanir(brute[len(tete) :])):
                break
            if dite.sens in (Sens.ACCEPTE, Sens.REFUSE) and mot_demande.DEMANDE.search(dite.plate):
                return dite, classer(suite)
    return (phrase,)


def _deplier(lignes: Sequence[Ligne]) -> list[str]:
    """Join the lines that a program wrapped: long, not ended, followed by a line that goes on."""
    paragraphes: list[list[str]] = []
    ouverte = False
    for ligne in lignes:
        brute = ligne.brute.strip()
        if ouverte and brute and (brute[0].islower() or brute[0].isdigit()):
            paragraphes[-1].append(brute)
        elif brute:
            paragraphes.append([brute])
        ouverte = len(brute) >= _REPLIEE_A_PARTIR_DE and brute[-1] not in ".!?;:"
    return [" ".join(morceaux) for morceaux in paragraphes]


def _par_reference(phrase: str) -> list[str]:
    """« V-1 : ACCEPTE, V-2 : REFUSE » is two clauses, « ACCEPTE V-1 et REFUSE V-2 » too; the less regular is one."""
    if len(phrase) > _PHRASE_MAX:
        return [phrase]
    masquee, references = masquer(aplanir(phrase))
    if len(references) in (0, 1, REFERENCES_MAX):
        return [phrase]
    places = situer(phrase)
    if len(places) != masquee.count("§"):  # a « § » that the writer typed, full-width letters
        return [phrase]
    morceaux = re.split(r"(?=§)", masquee)
    if not morceaux[0].strip() and all(_SUITE_DE_REFERENCE.match(m) for m in morceaux[1:]):
        return _couper(phrase, [debut for debut, _ in places])
    morceaux = _VERBE_SUIVANT.split(masquee)
    if all(_VERBE_PUIS_REFERENCES.match(m) for m in morceaux):
        dernieres = accumulate(m.count("§") for m in morceaux[:-1])
        return [_CONJONCTION.sub("", m) for m in _couper(phrase, [0, *(places[n - 1][1] for n in dernieres)])]
    return [phrase]


def _couper(phrase: str, debuts: Sequence[int]) -> list[str]:
    return [phrase[debut:fin] for debut, fin in pairwise([*debuts, len(phrase)])]


def classer(brute: str) -> Phrase:
    """What one clause says, by itself; where the dwelling is must not hide it."""
    phrase = _classer_les_signes(brute)
    if phrase.sens is Sens.AMBIGU and phrase.plate and (reduite := sans_lieu(brute)) != brute:
        dite = _classer_les_signes(reduite)
        return replace(dite, brute=phrase.brute) if dite.sens in (Sens.ACCEPTE, Sens.REFUSE) else phrase
    return phrase


def _classer_les_signes(brute: str) -> Phrase:
    if brute.isascii() or _SIGNE_NEGATIF.search(brute) is None:
        return _classer(brute)
    phrase = replace(_classer(_SIGNE_NEGATIF.sub(" ", brute)), brute=brute.strip()[:_PHRASE_MAX])
    return phrase if phrase.sens is Sens.REFUSE else _douter(phrase, "un signe négatif")


def _classer(brute: str) -> Phrase:
    brute = _REMPLISSAGE.sub(lambda trouve: trouve[0][:_REMPLISSAGE_MAX], brute)  # « ACCEPTE ............ »
    if len(brute) > _PHRASE_MAX:
        return Phrase(brute[:_PHRASE_MAX], "", (), Sens.AMBIGU, "phrase trop longue")
    if _BARRE.search(brute):
        return Phrase(brute.strip(), aplanir(brute), (), Sens.AMBIGU, "des mots barrés")
    ecrite = brute if brute.isascii() else _PICTOGRAMMES.sub(" ", brute)
    plate, references = masquer(aplanir(_sans_signataire(ecrite)))
    plate = reserves.SALUTATION.sub("", _PUCE.sub("", developper(plate.strip(_ORNEMENTS))))
    if len(references) in _TOUS:
        plate = _TOUS[len(references)].sub("§", plate)  # « V-1 et V-2 : nous acceptons les deux »
    phrase = Phrase(brute.strip(), plate, references)
    if not plate or phrase.neutre or reserves.NOS_LIGNES.search(plate) or phrase.annonce_un_motif:
        return phrase
    return _decider(phrase, _corriger(plate))


def _sans_signataire(ecrite: str) -> str:
    """« ACCEPTE - M. DUPONT, maire »: the word alone."""
    mots = ecrite.casefold()
    return reserves.MOT_SIGNE.sub(r"\1", ecrite) if "accept" in mots or "refus" in mots else ecrite


def _corriger(plate: str) -> str:
    """The first word, if it is ACCEPTE or REFUSE within one slip, as it should be written."""
    plate = corriger_le_logement(plate)
    premier = _PREMIER_MOT.match(plate, len(plate) - len(plate.lstrip(_BORDS)))
    juste = mot_cle(premier[1]) if premier else None
    return f"{plate[: premier.start(1)]}{juste}{plate[premier.end(1) :]}" if premier and juste else plate


@dataclass(frozen=True)
class Tete:
    """What may be taken off the head of a clause, if the rest decides in one of these senses.

    `interdits` must not be found in it; `cause` says that it is the motive of a refusal.
    """

    forme: re.Pattern[str]
    sens: frozenset[Sens]
    interdits: tuple[re.Pattern[str], ...] = ()
    cause: bool = False

    def detacher(self, plate: str) -> re.Match[str] | None:
        """The head of this clause, None when it is not one, or says more."""
        tete = self.forme.match(plate)
        if tete is None or any(interdit.search(tete[0]) for interdit in self.interdits):
            return None
        return None if self.cause and categorie(tete[1]) == AUTRE else tete


_OUVERT = (vocabulaire.DECISIF, reserves.DOUTE)
_ACCEPTE, _REFUSE = frozenset({Sens.ACCEPTE}), frozenset({Sens.REFUSE})
_TETES = (
    Tete(
        reserves.CIRCONSTANCE, _ACCEPTE | _REFUSE, (*_OUVERT, NEGATION, reserves.TIERS, reserves.DOUTE_DANS_LA_PHRASE)
    ),
    Tete(reserves.OUI_EN_TETE, _ACCEPTE),
    Tete(reserves.RAISON_D_ACCORD, _ACCEPTE, (*_OUVERT, NEGATION)),
    Tete(reserves.NON_EN_TETE, _REFUSE),
    Tete(reserves.CAUSE_EN_TETE, _REFUSE, _OUVERT, cause=True),
)


def _decider(phrase: Phrase, plate: str) -> Phrase:
    if vocabulaire.INDICE.search(plate) is None:
        return _oublier(phrase, plate)
    for forme in _TETES:
        tete = forme.detacher(plate)
        reste = _decider_d_un_trait(phrase, plate[tete.end() :]) if tete else phrase
        if tete and reste.sens in forme.sens:
            motif = reste.motif or (_premiers_mots(phrase.brute, tete[1]) if forme.cause else "")
            return replace(reste, motif=motif)
    return _decider_d_un_trait(phrase, plate)


def _decider_d_un_trait(phrase: Phrase, plate: str) -> Phrase:
    accords = list(vocabulaire.accord().finditer(plate))
    refus = list(vocabulaire.refus().finditer(plate))
    trouves = accords + refus
    reste = _blanchir(plate, trouves)
    if not trouves:
        return _oublier(phrase, plate)
    if accords and refus:
        return _douter(phrase, "oui et non dans la même phrase")
    debut, fin = min(t.start() for t in trouves), max(t.end() for t in trouves)
    if len(phrase.references) > 1 and "§" in plate[fin:]:
        return _douter(phrase, "plusieurs logements, et une décision avant le dernier")
    raison = _raison_du_doute(reste, plate, debut, fin, refuse=bool(refus))
    if raison:
        return _douter(phrase, raison)
    if accords:
        return Phrase(phrase.brute, plate, phrase.references, Sens.ACCEPTE)
    motif = _derniers_mots(phrase.brute, plate[fin:])
    if not motif and (cause := reserves.CAUSE_ANNONCEE.match(plate[:debut])):
        motif = _premiers_mots(phrase.brute, cause[1])
    return Phrase(phrase.brute, plate, phrase.references, Sens.REFUSE, motif=motif)


def _oublier(phrase: Phrase, plate: str) -> Phrase:
    """A clause where no pattern matched: a doubt if it holds a word of decision, else nothing."""
    oublie = vocabulaire.DECISIF.search(plate)
    return _douter(phrase, f"« {oublie[0]} » sans décision claire") if oublie else phrase


def _raison_du_doute(reste: str, plate: str, debut: int, fin: int, *, refuse: bool) -> str:
    """Why a clause that seems to decide does not, "" when it does."""
    # The motive of a refusal may tell of a withdrawal: « je refuse, notre candidat s'est désisté ».
    oublie = vocabulaire.DECISIF.search(reste, 0, debut) if refuse else vocabulaire.DECISIF.search(reste)
    oublie = oublie or (vocabulaire.SE_REPREND.search(reste, debut) if refuse else None)
    if oublie:
        return f"« {oublie[0]} » en plus de la décision"
    return (
        _doute_avant(reste[:debut])
        or _doute_apres(plate, fin, refuse=refuse)
        or _doute_dedans(reste, plate, debut, fin, refuse=refuse)
    )


def _doute_avant(tete: str) -> str:
    if NEGATION.search(tete):
        return "négation avant la décision"
    tiers = reserves.TIERS.search(tete)
    if tiers:
        return f"« {tiers[0]} » : la décision d'un autre ?"
    return "" if reserves.TETE_LIBRE.match(tete) else f"« {tete.strip()[:60]} » avant la décision"


def _doute_apres(plate: str, fin: int, *, refuse: bool) -> str:
    if refuse:
        explique = categorie(plate[fin:]) != AUTRE or reserves.CE_QU_ILS_ONT_FAIT.search(plate, fin)
        autre = reserves.NON_A_AUTRE_CHOSE.match(plate) and not explique
        return _autre_refus(plate[fin:]) or ("un refus d'autre chose" if autre else "")
    net = reserves.sans_leur_logement(plate)
    dedit = reserves.ACCORD_SUR_UN_CANDIDAT.match(plate, fin) or reserves.DEDIT.search(net, fin)
    libre = reserves.QUEUE_LIBRE.match(plate, fin) and not dedit
    return "" if libre else f"« {plate[fin:].strip()[:60]} » après la décision"


def _d_autre_chose(dite: Phrase, suite: str) -> bool:
    """Whether what stands behind the word asked for says that it is not about the dwelling."""
    if dite.sens is Sens.REFUSE:
        return _autre_refus(suite) != ""
    return reserves.ACCORD_SUR_UN_CANDIDAT.match(suite) is not None


def _autre_refus(suite: str) -> str:
    """What a word of refusal refuses, when the words behind it say that it is not the dwelling."""
    if reserves.AGENDA.match(suite):
        return "un refus d'agenda"
    if reserves.REFUS_DE_RIEN.match(suite):
        return "un refus de rien"
    motive = categorie(suite) != AUTRE or reserves.MOT_DE_REFUS.search(suite)
    if reserves.REFUS_DE_QUELQU_UN.match(suite) and not (motive and reserves.DE_LEUR_SORTE.match(suite)):
        return "le refus de quelqu'un ?"
    return "un refus d'autre chose" if reserves.REFUS_POUR.match(suite) and not motive else ""


def _doute_dedans(reste: str, plate: str, debut: int, fin: int, *, refuse: bool) -> str:
    tete = reste[:fin] if refuse else reste
    doute = reserves.DOUTE.search(tete) or reserves.DOUTE_DANS_LA_PHRASE.search(
        reserves.DOSSIERS_TRANSMIS.sub("candidats", tete), debut
    )
    if doute is None and refuse:
        doute = reserves.RETRACTATION.search(plate, fin)
    return f"« {doute[0]} » laisse un doute" if doute else ""


def _blanchir(plate: str, trouves: Sequence[re.Match[str]]) -> str:
    caracteres = list(plate)
    for trouve in trouves:
        caracteres[trouve.start() : trouve.end()] = " " * (trouve.end() - trouve.start())
    return "".join(caracteres)


def _douter(phrase: Phrase, raison: str) -> Phrase:
    return Phrase(phrase.brute, phrase.plate, phrase.references, Sens.AMBIGU, raison)


def motif_annonce(phrase: Phrase) -> str:
    """The words after « Motif : »."""
    annonce = _MOTIF.match(phrase.plate)
    return _derniers_mots(phrase.brute, phrase.plate[annonce.end() :]) if annonce else ""


def _derniers_mots(brute: str, plate: str) -> str:
    """The end of the clause as written, whose plain form is `plate`, without the word that links it."""
    liaison = _LIAISON.match(plate)
    suite = plate[liaison.end() :] if liaison else plate
    mots = suite.split()
    if not mots:
        return ""
    ecrits = unicodedata.normalize("NFC", brute.strip(_ORNEMENTS)).split()[-len(mots) :]  # « é » is one sign
    if len(aplanir(ecrits[0])) > len(mots[0]):
        ecrits[0] = ecrits[0][-len(mots[0]) :]
    return _nettoyer(" ".join(ecrits))


def _premiers_mots(brute: str, plate: str) -> str:
    """The clause as written, up to and with these words."""
    mots = aplanir(brute).split()
    debut = next((i for i in range(len(mots)) if mots[i : i + 1] == plate.split()[:1]), 0)
    return _nettoyer(" ".join(brute.split()[debut : debut + len(plate.split())]))


def _nettoyer(motif: str) -> str:
    """Words without the punctuation around them, nor half a pair of brackets."""
    motif = motif.strip(_BORDS_DU_MOTIF)
    if motif.count(")") > motif.count("("):
        motif = motif.removesuffix(")") if motif.endswith(")") else f"({motif}"
    if motif.count("(") > motif.count(")"):
        motif = motif.removeprefix("(")
    return motif.strip()
