"""What a reply decides: one decision per dwelling named, or a doubt for a person.

A wrong decision puts a family out of a home; a question costs a letter. So a
reply decides only if every clause of it is understood and none disagrees.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from robot.reading.lecture import BienNomme, Decision, Sens
from robot.reading.references import masquer
from robot.reading.reponses import mot_demande, reserves, vocabulaire
from robot.reading.reponses.bien_nomme import biens_nommes, etiquettes, pieces, types_d_un_accord
from robot.reading.reponses.categories import AUTRE, categorie
from robot.reading.reponses.motifs import est_un_prenom, motif
from robot.reading.reponses.phrases import NEGATION, Phrase, classer, en_phrases, motif_annonce, phrases_ecrites
from robot.reading.reponses.suites import mots_etrangers
from robot.reading.texte.lignes import aplanir
from robot.reading.texte.message import Ecrit

_SIGNATURE_MAX = 60
_LIGNE_DE_SIGNATURE_MAX = 200
_LIGNES_DE_NOTRE_LETTRE = 200  # and a help desk's around it
_PREUVE_MAX = 300
_MOTIF_MAX = 1000
_OBJET = re.compile(
    r"[^\w§]*(?:(§)\W{1,3})?(?:(?:j'|je |nous )?(?:accepte|refuse|acceptons|refusons|acceptee?|refusee?|"
    r"refus))(?: ?\([^()?]{1,80}\))?[^\w§]*(§)?\W*(?:(?:(?:re|tr|rep|fwd?|sv|aw|wg) ?:|\[).*)?$"
)
# The word added at the end of our own subject: « Re: [V-2026-0042] Logement T3 à Viry - … 2026 REFUSE ».
_FIN_D_OBJET = re.compile(
    r"(?:(?:re|rep|sv|aw|wg) ?: ?){1,4}(?:\[[a-z]{2,12}\] ?)?\[(§)\][^?]{0,200}(?:[-:]|\b20\d\d) ?(accepte|refuse|"
    r"acceptons|refusons)\W*$"
)
_EN_TETE_DE_BIEN = re.compile(
    r"(?:\W|\b(?:pour|le|la|les|l|logements?|references?|ref|offres?|de|du|vos|votre|mails?|et|proposition|objet|dossier|"
    r"concern(?:e|ant)|numero|no|n)\b)*$"
)
_POST_SCRIPTUM = re.compile(r"\W*(?:p\.? ?s\.?|nb|n\.b\.) ?[:\-]")


def lire_les_decisions(versions: Sequence[Ecrit], objet: str) -> tuple[Decision, ...]:
    """The decisions of a human reply, at least one; `ambigu` whenever two readings are possible."""
    dites = _decision_de_l_objet(objet)
    lues = [decisions for version in versions if (decisions := _decisions_du_texte(version))]
    if not lues:
        return (dites,) if dites else (_ambigu("aucun texte nouveau"),)
    premieres = lues[0]
    if len(premieres) == 1 and (autre := _un_autre_type(premieres[0], objet)):
        return (_ambigu(f"la réponse nomme un autre logement que celui de l'objet : {autre}"),)
    if any(_resume(autres) != _resume(premieres) for autres in lues[1:]):
        return (_ambigu("le texte et la page HTML ne disent pas la même chose"),)
    if dites and any(d.sens is not dites.sens for d in premieres if d.sens is not Sens.AMBIGU):
        return (_ambigu(f"l'objet dit « {objet[:80]} », le texte dit autre chose"),)
    if len(premieres) > 1:
        return premieres
    return (replace(premieres[0], biens=(*premieres[0].biens, *_biens_de_l_objet(objet))),)


def _biens_de_l_objet(objet: str) -> tuple[BienNomme, ...]:
    """What its author named there; a subject that bears a reference is ours, and its reference says which dwelling."""
    _, references = masquer(aplanir(objet))
    return () if references else biens_nommes((objet,))


def _un_autre_type(decision: Decision, objet: str) -> str:
    """« J'accepte le T2 de la rue du Parc », under « Logement T4 à Cruseilles »: that T2, else ""."""
    offerts = pieces(aplanir(objet))
    autres = (bien.ecrit for bien in decision.biens if bien.pieces and offerts.isdisjoint(bien.pieces))
    return next(autres, "") if offerts else ""


def _resume(decisions: Sequence[Decision]) -> set[tuple[str | None, Sens]]:
    return {(d.reference, d.sens) for d in decisions}


def _ambigu(preuve: str, reference: str | None = None) -> Decision:
    return Decision(reference, Sens.AMBIGU, preuve[:_PREUVE_MAX])


def _decision_de_l_objet(objet: str) -> Decision | None:
    """« ACCEPTE V-2026-0042 », as our buttons prepare it, or the word added to our subject.

    « Re: ACCEPTE » is an echo and decides nothing.
    """
    masque, references = masquer(aplanir(objet))
    trouve = _OBJET.match(masque) or _FIN_D_OBJET.match(masque)
    if trouve is None or "?" in masque:
        return None
    sens = Sens.ACCEPTE if "accept" in trouve[0] else Sens.REFUSE
    reference = references[0] if "§" in trouve.groups() else None
    return Decision(reference, sens, f"Objet : {objet}"[:_PREUVE_MAX], biens=biens_nommes((objet,)))


def _decisions_du_texte(version: Ecrit) -> tuple[Decision, ...]:
    """What this version of the body decides; empty when it says nothing at all."""
    phrases, coupees = en_phrases(version.fragments)
    if not coupees and all(p.neutre or reserves.NOS_LIGNES.search(p.plate) for p in phrases):
        return (_ambigu("une réponse suit la signature"),) if _apres_signature(version) else ()
    objection = next((m for p in phrases if (m := vocabulaire.OBJECTION.search(p.plate))), None)
    if objection:
        return (_ambigu(objection[0].upper()),)
    if coupees:
        return (_ambigu("texte trop long pour être lu sans erreur"),)
    if _apres_signature(version):
        return (_ambigu("une réponse suit la signature"),)
    decisions = _resoudre(_juger(phrases))
    return decisions if len(decisions) > 1 else tuple(_avec_son_bien(decision, version) for decision in decisions)


def _avec_son_bien(decision: Decision, version: Ecrit) -> Decision:
    """A decision alone is about whatever dwelling its author names."""
    if decision.sens is Sens.AMBIGU:
        return decision
    signees = (ligne.brute for signature in version.signatures for ligne in signature[:_SIGNATURE_MAX])
    clauses = (*phrases_ecrites(version.fragments), *etiquettes(signees))
    return replace(decision, biens=(*decision.biens, *biens_nommes(clauses)))


def _apres_signature(version: Ecrit) -> bool:
    """Whether something that decides is written below the closing."""
    return any(
        _POST_SCRIPTUM.match(ligne.plate)
        or classer(ligne.brute[:_LIGNE_DE_SIGNATURE_MAX]).sens in (Sens.ACCEPTE, Sens.REFUSE)
        for signature in version.signatures
        for ligne in signature[:_SIGNATURE_MAX]
    )


def n_est_que_notre_lettre(version: Ecrit) -> bool:
    """Whether our letter came back without marks, and no line besides gives the word asked for; a longer text never."""
    lignes = [ligne for fragment in version.fragments for ligne in fragment]
    if len(lignes) > _LIGNES_DE_NOTRE_LETTRE:
        return False
    return any(reserves.NOS_LIGNES.search(ligne.plate) for ligne in lignes) and not any(
        mot_demande.DEMANDE.search(ligne.plate)
        and classer(ligne.brute[:_LIGNE_DE_SIGNATURE_MAX]).sens in (Sens.ACCEPTE, Sens.REFUSE)
        for ligne in lignes
    )


def _juger(phrases: Sequence[Phrase]) -> tuple[Phrase, ...]:
    """Clauses that decide nothing may still leave the matter open, or tell the motive."""
    premiere = next((i for i, p in enumerate(phrases) if p.sens in (Sens.ACCEPTE, Sens.REFUSE)), None)
    if premiere is None:
        return tuple(phrases)
    jugees: list[Phrase] = []
    derniere: Phrase | None = None
    motif = False  # from « Motif : » on, a refusal's own words
    for i, phrase in enumerate(phrases):
        motif = phrase.annonce_un_motif or (motif and not phrase.references)
        if phrase.sens in (Sens.ACCEPTE, Sens.REFUSE):
            derniere = jugee = phrase
        elif derniere is None:
            jugee = _avant(phrase, phrases[i + 1], phrases[premiere])
        else:
            jugee = _apres(phrase, derniere, phrases[min(i + 1, len(phrases) - 1)], motif=motif)
        jugees.append(jugee)
    return tuple(jugees)


def _sans_importance(phrase: Phrase) -> bool:
    return phrase.neutre or reserves.NOS_LIGNES.search(phrase.plate) is not None or _annonce_un_bien(phrase)


def _avant(phrase: Phrase, suivante: Phrase, decisive: Phrase) -> Phrase:
    """Above the decision: « La famille a répondu : » makes ACCEPTE somebody else's word."""
    if phrase.sens or _sans_importance(phrase):
        return phrase
    seul = reserves.SUJET.search(decisive.plate) is None
    annonce = suivante is decisive and phrase.plate.endswith(":")
    cause = decisive.sens is Sens.REFUSE and not annonce and _est_une_cause(phrase)
    if (seul or annonce) and not cause and not reserves.AVANT.match(phrase.plate):
        return _douteuse(phrase, "ce qui précède la décision")
    return _si_doute(phrase, reserves.DOUTE if decisive.sens is Sens.ACCEPTE else reserves.RETRACTATION)


def _est_une_cause(phrase: Phrase) -> bool:
    """« Pas de candidat. », « Loyer trop élevé. »: what a bare refusal below explains itself by."""
    return reserves.CAUSE.match(phrase.plate) is not None and categorie(phrase.plate) != AUTRE


def _apres(phrase: Phrase, decisive: Phrase, suivante: Phrase, *, motif: bool) -> Phrase:
    """Below it: a refusal's motive is free, short of taking the refusal back; an agreement bears little else."""
    lue = phrase.plate != ""  # else too long to be read
    if motif and lue and decisive.sens is Sens.REFUSE and phrase.sens is Sens.AMBIGU:
        return _si_doute(replace(phrase, sens=None), reserves.RETRACTATION)  # « les candidats refusent »
    if phrase.sens or _sans_importance(phrase):
        return phrase
    if reserves.D_UN_AUTRE.match(phrase.plate):
        return _douteuse(phrase, "la décision d'un autre ?")
    if phrase.plate.endswith(":") and suivante.sens and not reserves.AVANT.match(phrase.plate):
        return _douteuse(phrase, "ce qui précède la décision")
    if decisive.sens is Sens.REFUSE:
        return _apres_un_refus(phrase, motif=motif)
    return _apres_un_accord(phrase, demande=mot_demande.DEMANDE.search(decisive.plate) is not None)


def _apres_un_refus(phrase: Phrase, *, motif: bool) -> Phrase:
    if not motif and reserves.REFUS_DE_RIEN.match(phrase.plate):
        return _douteuse(phrase, "un refus de rien")
    explique = motif or _explique_un_refus(phrase)
    return _si_doute(phrase, reserves.RETRACTATION) if explique else _douteuse(phrase, "ce qui suit le refus")


def _explique_un_refus(phrase: Phrase) -> bool:
    """A motive, a courtesy or a signature; « La famille prépare ses cartons » is none of them."""
    return bool(
        NEGATION.search(phrase.plate)
        or categorie(phrase.plate) != AUTRE
        or reserves.MOT_DE_REFUS.search(phrase.plate)
        or reserves.REMERCIE.match(phrase.plate)
        or (phrase.plate.endswith(":") and reserves.AVANT.match(phrase.plate))
        or _dit_qui(phrase)
        or not mots_etrangers(phrase.brute)
    )


def _apres_un_accord(phrase: Phrase, *, demande: bool) -> Phrase:
    """`demande` when the agreement is the very word asked for: what follows is free, short of taking it back."""
    if phrase.annonce_un_motif:
        return _douteuse(phrase, "un motif sans refus") if motif_annonce(phrase) else phrase
    net = reserves.sans_leur_logement(phrase.plate)
    motive = categorie(net) != AUTRE and not phrase.plate.startswith("malgre")
    dedit = reserves.DEDIT.search(net) or (reserves.GRIEF.search(net) if motive else None)
    if dedit:
        return _douteuse(phrase, f"« {dedit[0].strip()} » après l'accord")
    libre = demande and not phrase.references
    if reserves.RENSEIGNEMENT.match(phrase.plate) or (libre and mot_demande.est_un_renseignement(phrase.plate)):
        return replace(phrase, a_lire=True)
    if _dit_qui(phrase):
        return phrase
    raison = _reprise(phrase) if libre else _etrangete(phrase)
    jugee = _douteuse(phrase, raison) if raison else _si_doute(phrase, reserves.DOUTE)
    return replace(jugee, a_lire=bool(mots_etrangers(phrase.brute)))


def _reprise(phrase: Phrase) -> str:
    """What could take back the word asked for, "" when nothing does."""
    if reserves.DEMANDE.match(phrase.plate):
        return "une demande après l'accord"
    nie = NEGATION.search(reserves.CANDIDATS_TRANSMIS.sub("", phrase.plate))
    reprise = nie[0] if nie else mot_demande.ce_qui_reprend(phrase.brute)
    return f"« {reprise} » après l'accord" if reprise else ""


def _etrangete(phrase: Phrase) -> str:
    """What is foreign to courtesies and candidates, after an agreement in words of its own."""
    if reserves.DEMANDE.match(phrase.plate):
        return "une demande après l'accord"
    nie = NEGATION.search(reserves.CANDIDATS_TRANSMIS.sub("", phrase.plate))
    if not phrase.references and (nie or not reserves.APRES.search(phrase.plate)):
        return "ce qui suit l'accord"
    etrangers = mots_etrangers(phrase.brute)
    return f"« {etrangers[0]} » après l'accord" if etrangers else ""


def _dit_qui(phrase: Phrase) -> bool:
    """« Candidate : Mme Roux », « Mme C. Roux », « Le secrétariat »: a name, a service or where they are."""
    dit_qui = (
        reserves.CANDIDAT_NOMME.match(phrase.plate)
        or est_un_prenom(phrase.brute)
        or reserves.NOM_PROPRE.fullmatch(phrase.brute)
        or reserves.SERVICE.fullmatch(phrase.plate)
        or reserves.COORDONNEES.fullmatch(phrase.plate)
        or reserves.EN_TETE_DE_LETTRE.fullmatch(phrase.plate)
    )
    return bool(dit_qui) and not (NEGATION.search(phrase.plate) or reserves.DOUTE.search(phrase.plate))


def _douteuse(phrase: Phrase, raison: str) -> Phrase:
    return replace(phrase, sens=Sens.AMBIGU, raison=raison)


def _si_doute(phrase: Phrase, signe: re.Pattern[str]) -> Phrase:
    doute = signe.search(reserves.CANDIDATS_TRANSMIS.sub("candidats", phrase.plate))
    return _douteuse(phrase, f"« {doute[0]} » laisse un doute") if doute else phrase


def _resoudre(phrases: Sequence[Phrase]) -> tuple[Decision, ...]:
    references = tuple(dict.fromkeys(r for p in phrases for r in p.references))
    if len(references) > 1:
        return _par_logement(phrases, references)
    doute = next((p for p in phrases if p.sens is Sens.AMBIGU), None)
    if doute:
        return (_ambigu(f"{doute.raison} : {doute.brute}"),)
    decisives = [p for p in phrases if p.sens]
    if not decisives:
        return (_ambigu(f"aucune décision : {_premiere_utile(phrases)}"),)
    if len({p.sens for p in decisives}) > 1:
        return (_ambigu("oui et non : " + " / ".join(p.brute for p in decisives)),)
    if references and not _designe(phrases):
        return (_ambigu(f"{references[0]} est nommé sans être clairement le logement de la décision"),)
    return (_decision(references[0] if references else None, decisives[0], phrases),)


def _premiere_utile(phrases: Sequence[Phrase]) -> str:
    return next((p.brute for p in phrases if not p.neutre), phrases[0].brute)


def _designe(phrases: Sequence[Phrase]) -> bool:
    """Whether the one reference named is the dwelling decided: in the deciding clause, or on a line of its own."""
    return any(p.references and (p.sens or _annonce_un_bien(p)) for p in phrases)


def _annonce_un_bien(phrase: Phrase) -> bool:
    """« Référence : V-2026-0042 », « Logement V-2026-0042 : »: nothing but the name of a dwelling."""
    return bool(phrase.references) and _EN_TETE_DE_BIEN.match(phrase.plate) is not None


def _decision(reference: str | None, phrase: Phrase, suite: Sequence[Phrase]) -> Decision:
    if phrase.sens is not Sens.REFUSE:
        remarque = " ".join([*_ajout(phrase), *(autre.brute for autre in suite if autre.a_lire)])
        return Decision(
            reference,
            Sens.ACCEPTE,
            phrase.brute[:_PREUVE_MAX],
            remarque=remarque[:_PREUVE_MAX],
            biens=types_d_un_accord(phrase.brute),
        )
    dit = motif(phrase, suite)[:_MOTIF_MAX] or None
    return Decision(
        reference,
        Sens.REFUSE,
        phrase.brute[:_PREUVE_MAX],
        motif=dit,
        categorie=categorie(aplanir(dit)) if dit else None,
    )


def _ajout(phrase: Phrase) -> list[str]:
    """What the deciding clause itself says behind the word: « ACCEPTE pour notre agent, muté en janvier »."""
    if reserves.MOT_SIGNE.search(phrase.brute):
        return []  # who signs
    ajouts = (ajout for tete, ajout in mot_demande.coupes(phrase.brute) if classer(tete).sens is Sens.ACCEPTE)
    return [ajout for ajout in ajouts if mots_etrangers(ajout)][:1]


def _par_logement(phrases: Sequence[Phrase], references: Sequence[str]) -> tuple[Decision, ...]:
    """One decision per dwelling; a clause without a dwelling, above the first one, makes all of it a doubt."""
    dites: dict[str, list[tuple[Phrase, list[Phrase]]]] = {reference: [] for reference in references}
    courantes: tuple[str, ...] = ()
    for i, phrase in enumerate(phrases):
        if phrase.references and (phrase.sens or _annonce_un_bien(phrase)):
            courantes = phrase.references
        if not phrase.sens:
            continue
        visees = phrase.references or courantes
        if not visees:
            return (_ambigu(f"plusieurs logements nommés, sans dire lequel : {phrase.brute}"),)
        suite = _jusqu_au_prochain(phrases, i)
        for reference in visees:
            dites[reference].append((phrase, suite))
    return tuple(_trancher(reference, dites[reference]) for reference in references)


def _jusqu_au_prochain(phrases: Sequence[Phrase], i: int) -> list[Phrase]:
    suite = [phrases[i]]
    for phrase in phrases[i + 1 :]:
        if phrase.references or phrase.sens:
            break
        suite.append(phrase)
    return suite


def _trancher(reference: str, dites: Sequence[tuple[Phrase, list[Phrase]]]) -> Decision:
    if not dites:
        return _ambigu("nommé sans réponse", reference)
    sens = {phrase.sens for phrase, _ in dites}
    phrase, suite = dites[0]
    if Sens.AMBIGU in sens or len(sens) > 1:
        return _ambigu(f"{phrase.raison or 'oui et non'} : {phrase.brute}", reference)
    siennes = (p.brute for p in (phrase, *suite) if set(p.references) <= {reference})
    decision = _decision(reference, phrase, suite)
    return replace(decision, biens=(*decision.biens, *biens_nommes(siennes)))
