"""At the end, when nothing breaks any more: every dwelling is decided or waits for a person who knows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from email import message_from_bytes

from robot.simulation.juge.griefs import JOURNAL, VIE, Grief
from robot.simulation.juge.suivi import FINS, POUR_UNE_PERSONNE, SECONDE_MOITIE, Suivi
from robot.simulation.lettre import ouvrir
from robot.simulation.releve import COMPLETE, PREVUES, Releve, Tables

# What is due depends on the candidates, and on the State: see `menages`.
CANDIDATS_EN_COURS = SECONDE_MOITIE - {"acceptee", "acceptee_tacite"}


def griefs(releve: Releve, tables: Tables, suivis: Mapping[str, Suivi]) -> Iterator[Grief]:
    """What remains undone, and where the index differs from the journal."""
    index = {str(ligne["reference"]): ligne for ligne in tables.dossiers}
    annonces = _annonces(releve)
    if not releve.passages or releve.passages[-1].issue != COMPLETE:
        yield Grief(VIE, "", "la dernière passe n'est pas allée à son terme")
    for issue in dict.fromkeys(passage.issue for passage in releve.passages if passage.issue not in PREVUES):
        yield Grief(VIE, "", f"une passe s'est arrêtée sans panne : {issue}")
    for reference, suivi in suivis.items():
        yield from _index(reference, suivi, index.get(reference))
        # A new dwelling has no delay (R13); a tenant who is awaited, or SNE lines to type, wait for people.
        sans_delai = (suivi.etat in {"en_attente", "acceptee"} and suivi.logement.neuf) or suivi.etat == "attribuee"
        if suivi.etat in POUR_UNE_PERSONNE | {"louee", "convoquee"}:
            if reference not in annonces:
                yield Grief(VIE, reference, f"« {suivi.etat} » et la synthèse n'en dit rien")
        elif suivi.etat not in FINS and not sans_delai:
            yield Grief(VIE, reference, f"reste « {suivi.etat} » quand plus rien n'arrive")


def _annonces(releve: Releve) -> str:
    """What the last digest of whoever follows everything says: its text, and the table of the SNE that goes with it."""
    partout = {adresse for adresse, secteur in releve.secteurs.items() if not secteur}
    for depart in reversed(releve.departs):
        if depart.gabarit == "synthese" and depart.dit == "confiee" and depart.destinataire in partout:
            tables = (p for p in message_from_bytes(depart.octets).walk() if p.get_content_type() == "text/csv")
            lignes = (bytes(table.get_payload(decode=True)).decode() for table in tables)
            return "\n".join((ouvrir(depart.octets).texte, *lignes))
    return ""


def _index(reference: str, suivi: Suivi, ligne: Mapping[str, object] | None) -> Iterator[Grief]:
    if ligne is None:
        yield Grief(JOURNAL, reference, "absent de l'index")
        return
    code = suivi.courante.code if suivi.courante else ""
    attendu = (suivi.etat, suivi.faits, code)
    lu = (ligne["statut"], ligne["version"], ligne["reservataire"])
    if lu != attendu:
        yield Grief(JOURNAL, reference, f"l'index dit {lu}, le journal {attendu}")
    court = suivi.etat == "en_attente" and suivi.courante is not None and suivi.courante.dernier is not None
    designe = (
        suivi.etat in {"acceptee", "acceptee_tacite"} and suivi.courante is not None and suivi.courante.designation
    )
    a_l_etat = any(menage.a_dire_a_l_etat or menage.detrompe_encore for menage in suivi.menages.values())
    a_venir = court or bool(designe) or a_l_etat or suivi.etat in {"libere", "refusee", "retiree"}
    if suivi.etat not in CANDIDATS_EN_COURS and (ligne["rendez_vous"] is not None) != a_venir:
        yield Grief(JOURNAL, reference, f"rendez-vous {ligne['rendez_vous']} dans l'état {suivi.etat}")
