"""The letters that a day or a week brings: the digest of each gestionnaire, the statement of each réservataire."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from robot.simulation import releve as r
from robot.simulation.juge.griefs import DELAI, DOUBLE, LETTRE, PERDU, Grief
from robot.simulation.juge.jours import a_l_ouverture, jour_de, travaille
from robot.simulation.juge.livre import Bibliotheque
from robot.simulation.juge.suivi import POUR_UNE_PERSONNE, Suivi
from robot.simulation.releve import Ecrit, Interlocuteur, Passage, Releve, Tables

SYNTHESE, HEBDOMADAIRE = "synthese", "releve_reservataire"
SANS_REPONSE = frozenset({"a_expedier", "en_attente", "differee", "a_clarifier", "non_remise"})

Semaine = tuple[int, int]
Suivis = Mapping[str, Suivi]


def griefs(releve: Releve, tables: Tables, bibliotheque: Bibliotheque) -> Iterator[Grief]:
    """Every working day, every week: one letter to each who is due one, once the office has opened."""
    gabarits = {str(ligne["cle"]): (ligne["gabarit"], ligne["destinataire"]) for ligne in tables.courriers}
    ecrites = [
        (*gabarits[cle], ecrit) for ecrit in releve.ecrits for cle in ecrit.courriers
        if gabarits.get(cle, ("",))[0] in {SYNTHESE, HEBDOMADAIRE}
    ]  # fmt: skip
    ouvertes = [p for p in releve.passages if p.issue == r.COMPLETE and _au_travail(p.debut_robot)]
    for gabarit, periode in ((SYNTHESE, jour_de), (HEBDOMADAIRE, _semaine)):
        siennes = [(qui, ecrit) for nom, qui, ecrit in ecrites if nom == gabarit]
        yield from _une_seule(gabarit, periode, siennes)
        for passage in ouvertes:
            yield from _a_temps(gabarit, periode, siennes, passage, _abonnes(gabarit, releve, bibliotheque, passage))


def _au_travail(instant: datetime) -> bool:
    jour = jour_de(instant)
    return travaille(jour) and instant >= a_l_ouverture(jour)


def _semaine(instant: datetime) -> Semaine:
    return jour_de(instant).isocalendar()[:2]


def _abonnes(gabarit: str, releve: Releve, bibliotheque: Bibliotheque, passage: Passage) -> list[str]:
    if gabarit == SYNTHESE:
        return sorted(releve.gestionnaires)
    return [i.adresse for i in bibliotheque.a(passage.debut) if i.releve and i.adresse]


Periode = Callable[[datetime], date | Semaine]
Ecrites = Sequence[tuple[str, Ecrit]]


def _une_seule(gabarit: str, periode: Periode, ecrites: Ecrites) -> Iterator[Grief]:
    fois = Counter((qui, periode(ecrit.le_robot)) for qui, ecrit in ecrites)
    for (qui, quand), combien in fois.items():
        if combien > 1:
            yield Grief(DOUBLE, "", f"{gabarit} écrit {combien} fois à {qui} pour {quand}")
    for qui, ecrit in ecrites:
        if not _au_travail(ecrit.le_robot):
            yield Grief(DELAI, "", f"{gabarit} écrit à {qui} à {ecrit.le_robot}, le bureau étant fermé")


def _a_temps(
    gabarit: str, periode: Periode, ecrites: Ecrites, passage: Passage, abonnes: Sequence[str]
) -> Iterator[Grief]:
    """Written by the end of that pass, for its day or for a later one (the clock may have gone back since)."""
    quand: Any = periode(passage.debut_robot)
    faites: list[Any] = [periode(ecrit.le_robot) for _, ecrit in ecrites if ecrit.le <= passage.fin]
    if max(faites, default=None) is not None and max(faites) > quand:
        return
    servis = {qui for qui, ecrit in ecrites if ecrit.le <= passage.fin and periode(ecrit.le_robot) == quand}
    if gabarit == HEBDOMADAIRE and servis:
        return  # whoever changed address meanwhile has had this week's at the other one
    for qui in abonnes:
        if qui not in servis:
            yield Grief(PERDU, "", f"{gabarit} de {quand} n'est pas écrit à {qui} après la passe de {passage.debut}")


# --- what they say ------------------------------------------------------------------------------------


def contenu(
    ecrit: Ecrit,
    lettres: Mapping[str, Mapping[str, Any]],
    suivis: Suivis,
    releve: Releve,
    livre: Sequence[Interlocuteur],
) -> Iterator[Grief]:
    """What waits for a person is in the digest of whoever follows it; what awaits an answer, in the statement."""
    for cle in ecrit.courriers:
        ligne = lettres.get(cle)
        if ligne is None or ligne["gabarit"] not in {SYNTHESE, HEBDOMADAIRE}:
            continue
        qui, dit = str(ligne["destinataire"]), json.dumps(json.loads(ligne["courrier"])["contexte"])
        if ligne["gabarit"] == SYNTHESE:
            voulus = [s for s in suivis.values() if s.etat in POUR_UNE_PERSONNE and _du_secteur(s, qui, releve)]
        else:
            codes = {i.code for i in livre if i.adresse == qui}
            voulus = [s for s in suivis.values() if s.etat in SANS_REPONSE and s.courante and s.courante.code in codes]
        for suivi in voulus:
            if suivi.logement.reference not in dit:
                yield Grief(LETTRE, suivi.logement.reference, f"« {suivi.etat} », et {cle} n'en dit rien")


def _du_secteur(suivi: Suivi, qui: str, releve: Releve) -> bool:
    secteur = releve.secteurs[qui]
    return not secteur or suivi.logement.commune in secteur
