"""What is kept of sent letters: a copy of each that a server took, as it took it, and only one.

And of none that a server took, the record says that it never left.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from robot.simulation.juge.griefs import DOUBLE, PERDU, Grief
from robot.simulation.releve import COMPLETE, CopieGardee, Depart, Releve, Tables


def griefs(releve: Releve, tables: Tables) -> Iterator[Grief]:
    """Letters without their copy, copies of nothing that left, copies made again."""
    par_lettre: dict[str, list[CopieGardee]] = {}
    for copie in releve.copies:
        par_lettre.setdefault(copie.message_id, []).append(copie)
    parties = _parties(releve, tables)
    prises = {depart.cle for depart in releve.departs if depart.prise}
    for message_id, confiees in parties.items():
        siennes = par_lettre.get(message_id, [])
        if not siennes:
            yield Grief(PERDU, confiees[-1].reference, f"{confiees[-1].cle} est partie, et n'a pas de copie")
        elif any(copie.octets not in {depart.octets for depart in confiees} for copie in siennes):
            yield Grief(PERDU, confiees[-1].reference, f"la copie de {confiees[-1].cle} n'est pas ce qui est parti")
        elif any(_sue(releve, copie) for copie in siennes[:-1]):
            yield Grief(DOUBLE, confiees[-1].reference, f"{confiees[-1].cle} a {len(siennes)} copies")
    for ligne in tables.courriers:
        if ligne["etat"] == "sans_objet" and "peut-être" not in str(ligne["reponse"]) and ligne["cle"] in prises:
            yield Grief(PERDU, str(ligne["reference"]), f"{ligne['cle']} est dite jamais envoyée, et elle est partie")
    for message_id in par_lettre.keys() - parties.keys():
        yield Grief(DOUBLE, "", f"une copie est gardée de {message_id}, qui n'est pas partie")


def _parties(releve: Releve, tables: Tables) -> Mapping[str, list[Depart]]:
    """The letters that a server said it took, by Message-ID, if the robot could note it."""
    sues = {ligne["cle"] for ligne in tables.courriers if ligne["etat"] == "expediee"}
    parties: dict[str, list[Depart]] = {}
    for depart in releve.departs:
        if depart.dit == "confiee" and (depart.cle in sues or _passe_entiere(releve, depart.le)):
            parties.setdefault(depart.message_id, []).append(depart)
    return parties


def _sue(releve: Releve, copie: CopieGardee) -> bool:
    """Whether nothing kept the robot from noting that copy: it heard of it, and its pass went to its end."""
    return copie.dite and _passe_entiere(releve, copie.le)


def _passe_entiere(releve: Releve, le: datetime) -> bool:
    return any(p.issue == COMPLETE and p.debut <= le <= p.fin for p in releve.passages)
