"""Candidates in the rows of a table (R61): the template of the acceptance letter, or the réservataire's own."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from robot.domain.candidat import LIBELLES_CRITERES, Candidat, Critere, NudInvalide
from robot.domain.ecriture import plier, propre
from robot.domain.table_candidats import COLONNES, nombre_de_titres, reconnaitre
from robot.reading.calque import calquer
from robot.reading.designations.candidatures import (
    LIGNES_LUES_MAX,
    SANS_NUMERO,
    LigneLue,
    achever,
    en_une_ligne,
    numero,
    refuser,
)
from robot.reading.designations.champs import Champ, Role
from robot.reading.designations.composition import composer
from robot.reading.designations.dalo import lire_la_case
from robot.reading.designations.intentions import MISE_EN_GARDE, OBJECTION, RETRAIT_FERME
from robot.reading.designations.jugements import CONTRAIRE, apres_le_nom
from robot.reading.designations.priorites import lire_priorite
from robot.reading.designations.reperes import Espece, Repere, reperer
from robot.reading.references import lire_references

LIGNES_AVANT_LES_TITRES = 20
TITRES_POUR_RECONNAITRE = 2
CELLULE_MAX = 1000

CONTREDIT = (
    "« {} » laisse un doute sur cette candidature : pour la proposer, réécrivez la ligne sans cette remarque ; pour la "
    "retirer, écrivez oui dans la colonne « Retrait »."
)
DALO_A_PRECISER = (
    "colonne « DALO » : « {} » n'est ni oui ni non ; écrivez oui si ce ménage est reconnu DALO, non s'il ne l'est "
    "pas ou si son recours est en cours."
)

_OUI = re.compile(r"(?:oui|o|x|1|vrai|true|yes|retrait|retire[er]?|a retirer|annule[er]?)\W*")
_NON = re.compile(r"(?:non|n|0|faux|false|no|-|neant|sans objet)?\W*")
_SANS_PRIORITE = re.compile(r"(?:non|aucune?|neant|sans|(?:n ?°? ?)?[0-9]{1,2}|-)?\W*")  # « n°2 » is its place
_REPETEES = frozenset({"telephone"})  # a portable and a fixe have a column each
_ENTRE_CELLULES = " / "
_VIDE = re.compile(r"[(<\[][\s,;:/\-]*[)>\]]")  # what is left of « (p.martin@ccas.fr) »
_TELEPHONE_SANS_ZERO = re.compile(r"[1-9][0-9]{8}")


def trouver_les_titres(lignes: Sequence[Sequence[str]]) -> int | None:
    """The index of the row of titles, None when no row is one."""
    comptes = [nombre_de_titres(ligne) for ligne in lignes[:LIGNES_AVANT_LES_TITRES]]
    meilleur = max(comptes, default=0)
    return comptes.index(meilleur) if meilleur >= TITRES_POUR_RECONNAITRE else None


def lire_les_rangees(lignes: Sequence[Sequence[str]], *, departement: str, annee: int) -> tuple[LigneLue, ...]:
    """One line per row under the titles; a table whose titles cannot be used gives one refusal."""
    rang = trouver_les_titres(lignes)
    if rang is None:
        attendus = ", ".join(colonne.libelle for colonne in COLONNES)
        return (
            refuser(
                _en_clair(lignes[0]) if lignes else "",
                f"aucun titre de colonne reconnu ; titres attendus : {attendus}.",
            ),
        )
    colonnes = [colonne.nom if (colonne := reconnaitre(titre)) else "" for titre in lignes[rang]]
    if raison := _titres_inutilisables(colonnes, lignes[rang]):
        return (refuser(_en_clair(lignes[rang]), raison),)
    lues = [
        _ligne(rangee, colonnes, lignes[rang], departement, annee)
        for rangee in lignes[rang + 1 :][: LIGNES_LUES_MAX * 10]
        if _dit_quelque_chose(rangee, colonnes)
    ]
    return achever(lues)


def _dit_quelque_chose(rangee: Sequence[str], colonnes: Sequence[str]) -> bool:
    """Whether a row gives a candidate: not one of the template that was left blank, nor its titles again."""
    donnees = [cellule for nom, cellule in zip(colonnes, rangee, strict=False) if nom and cellule.strip()]
    donnees = [cellule for cellule in donnees if any(c.isalnum() for c in cellule)]  # not the rule under the titles
    return bool(donnees) and nombre_de_titres(rangee) < TITRES_POUR_RECONNAITRE


def _titres_inutilisables(colonnes: Sequence[str], titres: Sequence[str]) -> str:
    if "nud" not in colonnes:
        return "il manque la colonne « Numéro unique »."
    repetees = {nom for nom in colonnes if nom not in ("", *_REPETEES) and colonnes.count(nom) > 1}
    doubles = sorted({f"« {propre(t)} »" for t, nom in zip(titres, colonnes, strict=True) if nom in repetees})
    return f"des colonnes disent la même chose, n'en gardez qu'une : {', '.join(doubles)}." if doubles else ""


def _dit_le_contraire(remarque: str) -> bool:
    plat = calquer(remarque)
    return any(motif.search(plat) for motif in (OBJECTION, CONTRAIRE, RETRAIT_FERME, MISE_EN_GARDE))


def _remarque_contraire(rangee: Sequence[str], colonnes: Sequence[str]) -> str:
    """The cell that speaks against its candidate: a remark, a priority that is none, what follows a name."""
    for cellule, nom in zip(rangee, colonnes, strict=False):
        ecrit = cellule[:CELLULE_MAX]
        remarque = nom in ("", "precision") or (nom == "priorite" and not lire_priorite(ecrit).dite)
        if _dit_le_contraire(apres_le_nom(ecrit) if nom == "nom" else ecrit * remarque):
            return ecrit
    return ""


def _pertes(rangee: Sequence[str], colonnes: Sequence[str], titres: Sequence[str]) -> tuple[str, ...]:
    """What a column by another title would have told: an address, a priority."""
    return tuple(
        f"la colonne « {propre(titre)[:80]} » n'est pas une des nôtres : elle n'a pas été lue."
        for cellule, nom, titre in zip(rangee, colonnes, titres, strict=False)
        if not nom and (_dit_ou_joindre(cellule) or (cellule.strip() and lire_priorite(titre[:CELLULE_MAX]).dite))
    )


def _dit_ou_joindre(cellule: str) -> bool:
    return "@" in cellule or any(r.espece is Espece.TELEPHONE for r in reperer(cellule[:CELLULE_MAX]))


def _cellules(rangee: Sequence[str], colonnes: Sequence[str]) -> dict[str, str]:
    """What each column says; those that may be repeated, together."""
    dites: dict[str, list[str]] = defaultdict(list)
    for nom, valeur in zip(colonnes, rangee, strict=False):
        if nom:
            dites[nom].append(valeur[:CELLULE_MAX].strip())
    return {nom: _ENTRE_CELLULES.join(filter(None, valeurs)) for nom, valeurs in dites.items()}


def _ligne(
    rangee: Sequence[str], colonnes: Sequence[str], titres: Sequence[str], departement: str, annee: int
) -> LigneLue:
    cellules = _cellules(rangee, colonnes)
    contraire = _remarque_contraire(rangee, colonnes)
    ecrit = _en_clair(tuple(cellules.values()))
    references = lire_references(cellules.get("reference", ""))
    reference = references[0] if len(references) == 1 else None
    if len(references) > 1:
        return refuser(ecrit, "la ligne nomme plusieurs logements : écrivez une ligne pour chacun.")
    if not cellules.get("nud"):
        return refuser(ecrit, SANS_NUMERO, reference)
    try:
        nud, doutes = numero(cellules["nud"], departement=departement, annee=annee)
    except NudInvalide as invalide:
        return refuser(ecrit, str(invalide), reference)
    retrait = plier(cellules.get("retrait", ""))
    retire = _OUI.fullmatch(retrait) is not None
    if refus := _refus(retrait, cellules.get("dalo", ""), "" if retire else contraire):
        return refuser(ecrit, refus, reference)
    candidat, doutes_de_lecture = composer(nud, [_champs(cellules)])
    if retire:
        return LigneLue(ecrit, reference, Candidat(nud, candidat.nom), retrait=True, doutes=doutes)
    return LigneLue(
        ecrit, reference, candidat, doutes=(*doutes, *doutes_de_lecture, *_pertes(rangee, colonnes, titres))
    )


def _refus(retrait: str, dalo: str, contraire: str) -> str:
    """Why a row can be neither taken nor withdrawn."""
    if not _OUI.fullmatch(retrait) and not _NON.fullmatch(retrait):
        return "colonne « Retrait » : écrivez oui pour retirer cette candidature, ou ne mettez rien."
    if not _OUI.fullmatch(retrait) and lire_la_case(dalo) is None:
        return DALO_A_PRECISER.format(propre(dalo)[:80])
    return CONTREDIT.format(propre(contraire)[:80]) if contraire else ""


def _en_clair(rangee: Sequence[str]) -> str:
    return en_une_ligne(" ; ".join(cellule.strip()[:CELLULE_MAX] for cellule in rangee if cellule.strip()))


def _champs(cellules: Mapping[str, str]) -> tuple[Champ, ...]:
    """The fields of a row, each with the role that its column gives."""
    champs: list[Champ] = []
    nom = " ".join(cellules[c] for c in ("civilite", "nom", "prenom") if cellules.get(c))
    if nom:
        champs.append(Champ(Role.NOM, nom))
    champs += _reperes_de(cellules.get("courriel", ""), Espece.COURRIEL, Role.COURRIEL_DU_CANDIDAT)
    champs += _telephones(cellules.get("telephone", ""))
    champs += _coordonnees(cellules.get("coordonnees", ""))
    adresse = " ".join(cellules[c] for c in ("adresse", "code_postal", "commune") if cellules.get(c))
    if adresse:
        repere = Repere(Espece.ADRESSE, 0, 0, propre(adresse))
        champs.append(Champ(Role.ADRESSE, repere.valeur, repere))
    champs += _priorites(cellules)
    champs += _referent(cellules)
    return tuple(champs)


def _reperes_de(cellule: str, espece: Espece, role: Role) -> list[Champ]:
    """The marks of one kind in a cell; one that has none, of an address, is kept to be told."""
    trouves = [Champ(role, r.valeur, r) for r in reperer(cellule) if r.espece is espece]
    if not trouves and espece is Espece.COURRIEL and cellule and not _NON.fullmatch(plier(cellule)):
        return [Champ(role, cellule, Repere(espece, 0, 0, propre(cellule)[:100]))]
    return trouves


def _telephones(cellule: str) -> list[Champ]:
    """A spreadsheet takes the first zero of a telephone away."""
    champs = []
    for partie in cellule.split(_ENTRE_CELLULES):
        compact = re.sub(r"[\s.\-]", "", partie)
        ecrit = f"0{compact}" if _TELEPHONE_SANS_ZERO.fullmatch(compact) else partie
        champs += _reperes_de(ecrit, Espece.TELEPHONE, Role.TELEPHONE)
    return champs


def _coordonnees(cellule: str) -> list[Champ]:
    """A telephone, an address and an e-mail in one cell, which its title gives to the candidate."""
    roles = {
        Espece.COURRIEL: Role.COURRIEL_DU_CANDIDAT,
        Espece.TELEPHONE: Role.TELEPHONE,
        Espece.ADRESSE: Role.ADRESSE,
    }
    return [Champ(roles[r.espece], r.valeur, r) for r in reperer(cellule) if r.espece in roles]


def _priorites(cellules: Mapping[str, str]) -> list[Champ]:
    champs = []
    dalo = cellules.get("dalo", "")
    if any(c.isalnum() for c in dalo) or lire_la_case(dalo):
        champs.append(Champ(Role.PRIORITE, "DALO" if lire_la_case(dalo) else f"DALO : {dalo}"))
    if cellules.get("quartile"):
        quartile = plier(cellules["quartile"])
        if _OUI.fullmatch(quartile) or quartile.startswith(("1", "q1", "premier")):
            champs.append(Champ(Role.PRIORITE, LIBELLES_CRITERES[Critere.PREMIER_QUARTILE]))
    for nom in ("priorite", "precision"):
        if cellules.get(nom) and not _SANS_PRIORITE.fullmatch(plier(cellules[nom])):
            champs.append(Champ(Role.PRIORITE, cellules[nom]))
    return champs


def _referent(cellules: Mapping[str, str]) -> list[Champ]:
    """His name and his address; the address may be in the same cell as the name."""
    referent = cellules.get("referent", "")
    reperes = [r for r in reperer(referent) if r.espece in (Espece.COURRIEL, Espece.TELEPHONE)]
    champs = [Champ(Role.COURRIEL_DU_REFERENT, r.valeur, r) for r in reperes if r.espece is Espece.COURRIEL]
    nom = referent
    for repere in reversed(reperes):
        nom = nom[: repere.debut] + nom[repere.fin :]
    nom = _VIDE.sub(" ", nom).strip(" ,;:/-")
    if nom and not _NON.fullmatch(plier(nom)):
        champs.append(Champ(Role.REFERENT, nom))
    return champs + _reperes_de(cellules.get("referent_courriel", ""), Espece.COURRIEL, Role.COURRIEL_DU_REFERENT)
