"""Whether the dwelling that a reply names is the one of the offer, by its sheet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from robot.domain.carnet import Communes
from robot.domain.ecriture import plier
from robot.domain.fiche import Fiche, titre
from robot.reading.lecture import BienNomme, Lien
from robot.reading.reponses.orthographe import a_une_faute

_MOT = re.compile(r"[a-z0-9]+")
_NOMBRE = re.compile(r"\d+")
_PETITS = frozenset(
    "a au aux av avenue bd chemin d de des du en et l la le les place route rue sous sur".split()  # noqa: SIM905
)
_ABREGES = {"st": "saint", "ste": "sainte", "gal": "general", "dr": "docteur", "pdt": "president"}
_BIENS_MAX = 100  # a millisecond each
_MOTS_D_UNE_COMMUNE = 6
_ASSEZ_LONG = 5  # letters from which a slip of typing leaves a word recognisable
_DANS_L_IMMEUBLE = re.compile(
    r"(?:bat(?:iment)?|etage|rez|rdc|entree|escalier|porte|hall|cage|montee|niveau|lot|appartement|appt|qpv)\b"
)
_RESIDENCE = re.compile(r"\b(?:residence|res|lotissement|hameau|lieu[- ]dit|clos)\b")
# After a town written without a capital, what shows that its name is over: « de bonne qualité » is no town.
_FIN_DE_NOM = frozenset(
    "- avec car en est et faute mais manque merci nous par pas pour que qui trop".split()  # noqa: SIM905
)


def autre_logement(biens: Sequence[BienNomme], fiche: Fiche, communes: Communes) -> str:
    """Why these words name another dwelling than that of the sheet, "" when none does.

    A name that nobody knows (« le logement de fonction ») is no dwelling; a
    town of the same département is one, however it is written, and any other
    French town when its capital shows that it is a name.
    """
    if len(biens) > _BIENS_MAX:
        return "la réponse nomme trop de logements pour être lue sans erreur"
    types = {n for bien in biens for n in bien.pieces}
    du_type = bool(types) and not _d_un_autre_type(BienNomme("", pieces=tuple(types)), fiche)
    autre = next((bien for bien in biens if _est_un_autre(bien, fiche, communes, du_type=du_type)), None)
    if autre is None:
        return ""
    celui_ci = ", ".join(filter(None, [titre(fiche), fiche.adresse, autre.rpls and f"RPLS {fiche.rpls or 'inconnu'}"]))
    return f"la réponse nomme un autre logement (« {autre.ecrit} ») que celui de l'offre ({celui_ci})"


def _est_un_autre(bien: BienNomme, fiche: Fiche, communes: Communes, *, du_type: bool) -> bool:
    """`du_type` when the type offered is named: a building or a place that the sheet does not know may then be its."""
    return (
        _d_un_autre_type(bien, fiche)
        or (bool(bien.rpls) and bien.rpls != fiche.rpls)
        or (_d_une_autre_rue(bien, fiche) and not (du_type and bien.residence and not _dit_sa_residence(fiche)))
        or _d_une_autre_commune(bien, fiche, communes, du_type=du_type)
    )


def _dit_sa_residence(fiche: Fiche) -> bool:
    ecrits = (fiche.adresse, *(f"{nom} {valeur}" for nom, valeur in fiche.complements))
    return any(_RESIDENCE.search(plier(ecrit)) for ecrit in ecrits)


def _d_un_autre_type(bien: BienNomme, fiche: Fiche) -> bool:
    offertes = int(fiche.typologie[1])
    au_moins = fiche.typologie.endswith("plus")
    return bool(bien.pieces) and not any(n == offertes or (au_moins and n > offertes) for n in bien.pieces)


def _d_une_autre_rue(bien: BienNomme, fiche: Fiche) -> bool:
    """Another name or, in the same street, another number."""
    dits = _mots(bien.voie)
    if not dits:
        return False
    majuscules = _mots(" ".join(mot for mot in bien.voie.split() if mot[:1].isupper()))
    numeros = _NOMBRE.findall(fiche.adresse)
    return not _sont((dits[0], *majuscules), _lieux(fiche)) or bool(
        bien.numero and numeros and bien.numero not in numeros
    )


def _d_une_autre_commune(bien: BienNomme, fiche: Fiche, communes: Communes, *, du_type: bool) -> bool:
    """The longest beginning of these words that is a town decides, if it is not that of the sheet."""
    mots = bien.localite.split()
    debuts = [mots[:n] for n in range(min(len(mots), _MOTS_D_UNE_COMMUNE), 0, -1)]
    if any(_est_la_commune(debut, fiche) for debut in debuts):
        return False
    if any(_est_une_commune(debut, mots[len(debut) :], bien, fiche, communes) for debut in debuts):
        return True
    inconnu = bien.lien is Lien.SITUE and bien.localite[:1].isupper() and not du_type
    return inconnu and not _DANS_L_IMMEUBLE.match(plier(mots[0])) and not _sont(_mots(mots[0]), _lieux(fiche))


def _est_la_commune(debut: list[str], fiche: Fiche) -> bool:
    dits = _mots(" ".join(debut))
    return bool(dits) and _sont(dits, _mots(f"{fiche.commune.nom} {fiche.commune.epci_nom}"))


def _est_une_commune(debut: list[str], suite: list[str], bien: BienNomme, fiche: Fiche, communes: Communes) -> bool:
    nom_propre = debut[0][:1].isupper()
    if not nom_propre and (debut[0] in _FIN_DE_NOM or (suite and suite[0] not in _FIN_DE_NOM)):
        return False
    departements = {commune.departement for commune in communes.par_nom(" ".join(debut))}
    ailleurs = bool(departements) and nom_propre and bien.lien is not Lien.AUCUN
    return ailleurs or fiche.commune.departement in departements


def _mots(texte: str) -> tuple[str, ...]:
    """The words that tell a place from another."""
    return tuple(_ABREGES.get(mot, mot) for mot in _MOT.findall(plier(texte)) if mot not in _PETITS)


def _lieux(fiche: Fiche) -> tuple[str, ...]:
    """Every word by which the sheet says where the dwelling is."""
    complements = " ".join(valeur for _, valeur in fiche.complements)
    return _mots(f"{fiche.adresse} {fiche.commune.nom} {complements}")


def _sont(dits: Iterable[str], connus: tuple[str, ...]) -> bool:
    """Whether each word is known, within one slip of typing."""
    return all(
        dit in connus or (len(dit) >= _ASSEZ_LONG and any(a_une_faute(dit, connu) for connu in connus)) for dit in dits
    )
