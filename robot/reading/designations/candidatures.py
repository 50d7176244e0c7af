"""What was read of a designation (R61): one line per candidate, taken, withdrawn, or refused with its reason."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from robot.domain import loi
from robot.domain.candidat import PORTAIL, Candidat, NudInvalide, lire_nud
from robot.domain.ecriture import propre

LIGNES_LUES_MAX = 200
ECRIT_MAX = 300

REECRIRE = "vérifiez-le sur l'attestation de demande et réécrivez la ligne entière avec ses 18 chiffres."
SANS_NUMERO = "aucun numéro unique sur cette ligne : réécrivez-la en commençant par les 18 chiffres de la demande."
ARRONDI = (
    "le tableur a arrondi ce numéro : mettez la colonne au format texte, ressaisissez les 18 chiffres, "
    "ou écrivez-les dans le corps du message."
)
# Its last five digits are an office of the département, of which none is the number 000 (DOMAINE 2.3).
FINIT_PAR_000 = (
    "le tableur a arrondi ce numéro, qui finit par 000 : reprenez ses 18 chiffres sur l'attestation de demande, dans "
    "une colonne au format texte ou dans le corps du message."
)
PEUT_ETRE_ARRONDI = "le numéro finit par deux zéros : le tableur l'a-t-il arrondi ? Vérifiez-le sur l'attestation."
PORTAIL_EN_TROP = f"{PORTAIL} remplace les cinq derniers chiffres du numéro : écrivez l'un ou les autres."
ZERO_PERDU = (
    "il manque un chiffre, sans doute le zéro du début, que le tableur retire : mettez la colonne au format texte "
    "et ressaisissez les 18 chiffres."
)
TROP_DE_LIGNES = f"plus de {LIGNES_LUES_MAX} lignes : la suite n'a pas été lue, envoyez-la dans un autre message."
_SCIENTIFIQUE = re.compile(r"[0-9](?:[.,][0-9]{1,17})?[eE]\+?[0-9]{2}")
_FINIT_PAR_000 = re.compile(r"[0-9]{15}000")
_ARRONDI_A_15 = re.compile(r"[1-9][0-9]{14}0{2,3}")


@dataclass(frozen=True)
class LigneLue:
    """One line of a designation.

    `ecrit` is the line as written, on one line, for the acknowledgement.
    `reference` is the dwelling named on it or in the heading above it, None
    when the thread alone says which. With `retrait`, only the number of
    `candidat` counts. `refus` is what is wrong and what to write instead, in
    French, empty when the line is taken: `candidat` is then given. `doutes`
    are remarks on a line that is taken.
    """

    ecrit: str
    reference: str | None = None
    candidat: Candidat | None = None
    retrait: bool = False
    refus: str = ""
    doutes: tuple[str, ...] = ()


def en_une_ligne(texte: str) -> str:
    """The text as it is shown back, cut if need be."""
    net = propre(texte[: ECRIT_MAX * 4])
    return net if len(net) <= ECRIT_MAX else f"{net[: ECRIT_MAX - 1]}…"


def refuser(ecrit: str, raison: str, reference: str | None = None) -> LigneLue:
    """A line that is not taken."""
    return LigneLue(en_une_ligne(ecrit), reference, refus=raison)


def numero(ecrit: str, *, departement: str, annee: int) -> tuple[str, tuple[str, ...]]:
    """The 18 digits and the doubts of `lire_nud`. Raises NudInvalide, which says what to write instead."""
    compact = re.sub(r"[\s.\-_'\"/]", "", ecrit)
    if _SCIENTIFIQUE.fullmatch(ecrit.strip(" '\"")) or _ARRONDI_A_15.fullmatch(compact):
        raise NudInvalide(ARRONDI)
    if _FINIT_PAR_000.fullmatch(compact):
        raise NudInvalide(FINIT_PAR_000)
    if _sans_son_zero(compact, departement):
        raise NudInvalide(ZERO_PERDU)
    chiffres = compact.upper().removesuffix(PORTAIL)
    if not (chiffres.isascii() and chiffres.isdigit()):
        raise NudInvalide(f"un numéro unique n'a que des chiffres ; {REECRIRE}")
    if chiffres != compact.upper() and len(chiffres) == loi.NUMERO_UNIQUE.valeur:
        raise NudInvalide(PORTAIL_EN_TROP)
    try:
        nud, doutes = lire_nud(compact, departement, annee)
    except NudInvalide as invalide:
        raise NudInvalide(f"{str(invalide).rstrip(' .')} ; {REECRIRE}") from invalide
    return nud, (*doutes, *(PEUT_ETRE_ARRONDI,) * nud.endswith("00"))


def _sans_son_zero(compact: str, departement: str) -> bool:
    """Digits that make a plausible number once the zeros of the département (« 074 », « 001 ») are back in front."""
    entier = compact.zfill(loi.NUMERO_UNIQUE.valeur)
    if entier == compact or not compact.isdigit() or not entier.startswith(departement.zfill(3)):
        return False
    try:
        lire_nud(entier)
    except NudInvalide:
        return False
    return True


def achever(lues: Sequence[LigneLue]) -> tuple[LigneLue, ...]:
    """The lines once compared with each other: doubles, and addresses given to two households."""
    bornees = list(lues[:LIGNES_LUES_MAX])
    if len(lues) > LIGNES_LUES_MAX:
        bornees.append(refuser("…", TROP_DE_LIGNES))
    return _sans_doubles(_sans_courriel_partage(bornees))


def _sans_courriel_partage(lues: Sequence[LigneLue]) -> list[LigneLue]:
    """An address that would be of two households, or of one and of a référent, is nobody's."""
    numeros: dict[str, set[str]] = {}
    referents = {c.referent_courriel for ligne in lues if (c := ligne.candidat) and c.referent_courriel}
    for ligne in lues:
        if (candidat := ligne.candidat) and candidat.courriel:
            numeros.setdefault(candidat.courriel, set()).add(candidat.nud)
    douteuses = {courriel for courriel, nuds in numeros.items() if len(nuds) > 1 or courriel in referents}
    return [
        _sans_courriel(ligne) if ligne.candidat and ligne.candidat.courriel in douteuses else ligne for ligne in lues
    ]


def _sans_courriel(ligne: LigneLue) -> LigneLue:
    if ligne.candidat is None:
        return ligne
    doute = (
        f"l'adresse {ligne.candidat.courriel} est écrite pour plusieurs personnes : elle n'a pas été retenue ; "
        "si elle est au candidat, réécrivez la ligne avec « courriel du candidat : … »."
    )
    return replace(ligne, candidat=replace(ligne.candidat, courriel=""), doutes=(*ligne.doutes, doute))


def _sans_doubles(lues: Sequence[LigneLue]) -> tuple[LigneLue, ...]:
    """The same candidate once; written twice with different data, refused: nobody can say which is right."""
    groupes: dict[tuple[str | None, str], list[LigneLue]] = {}
    for ligne in lues:
        if ligne.candidat:
            groupes.setdefault((ligne.reference, ligne.candidat.nud), []).append(ligne)
    finales: dict[tuple[str | None, str], LigneLue] = {cle: _une_seule(lignes) for cle, lignes in groupes.items()}
    sorties: list[LigneLue] = []
    for ligne in lues:
        if ligne.candidat is None:
            sorties.append(ligne)
        elif finale := finales.pop((ligne.reference, ligne.candidat.nud), None):
            sorties.append(finale)
    return tuple(sorties)


def _une_seule(lignes: Sequence[LigneLue]) -> LigneLue:
    """The fullest line when it says everything that the others say, else a refusal."""
    pleine = max(lignes, key=_donnees)
    if all(_dit_tout(pleine, autre) for autre in lignes):
        return pleine
    nud = pleine.candidat.nud if pleine.candidat else ""
    raison = (
        f"le numéro {nud} est écrit {len(lignes)} fois, avec des données différentes : "
        "réécrivez une seule ligne pour ce candidat."
    )
    return refuser(" / ".join(ligne.ecrit for ligne in lignes), raison, pleine.reference)


def _champs(ligne: LigneLue) -> dict[str, str]:
    return {nom: str(valeur) for nom, valeur in vars(ligne.candidat).items() if valeur} if ligne.candidat else {}


def _donnees(ligne: LigneLue) -> int:
    return len(_champs(ligne))


def _dit_tout(pleine: LigneLue, autre: LigneLue) -> bool:
    """Whether nothing in `autre` is missing from `pleine`; a withdrawal and a designation never agree."""
    return pleine.retrait == autre.retrait and not Counter(_champs(autre).items()) - Counter(_champs(pleine).items())
