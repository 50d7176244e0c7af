"""What an audit finds, told: `robot journal verifier` and `robot purger`, in French and in JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from robot.adapters.base.effacement import Effacement
from robot.adapters.base.racines import Racine, racine_a_comparer, racine_a_noter
from robot.adapters.base.store import StoreSql
from robot.adapters.base.verification import Verification, verifier
from robot.domain.dates import instant_en_lettres
from robot.domain.loi import Conservation
from robot.etapes import apres_restauration
from robot.etapes.apres_restauration import Rejeu

SANS_INSTANT = (
    "ce n'est pas la racine présente, et rien ne dit de quel instant elle est. Recopiez-la avec ce qui suit le @ : "
    "sans lui, elle ne prouve rien, ni pour ni contre le journal."
)


@dataclass(frozen=True)
class Audit:
    """A verification, the root of the journal, and how it compares with the one noted elsewhere, if any."""

    verification: Verification
    racine: Racine
    notee: Racine | None = None
    recalculee: str = ""
    rejeux: tuple[Rejeu, ...] = ()
    reprise_a_finir: bool = False

    @property
    def fautes(self) -> tuple[str, ...]:
        """Everything that does not hold."""
        fautes = tuple(str(faute) for faute in self.verification.fautes)
        if self.notee is None or self.notee.valeur == self.recalculee:
            return fautes
        if self.notee.au is None:
            return (*fautes, f"racine notée {self.notee} : {SANS_INSTANT}")
        ecart = (
            f"racine notée {self.notee} : celle du journal est {self.recalculee}. Ce qui était inscrit à cet instant "
            "ne l'est plus tel quel : des dernières lignes ont pu être ôtées avec leur index, ou une pièce entière."
        )
        if self.reprise_a_finir or any(rejeu.sauvegarde <= self.notee.au <= rejeu.fin for rejeu in self.rejeux):
            ecart += (
                " La base dit avoir été restaurée depuis, d'une sauvegarde d'avant cet instant : si c'est vrai, cette "
                "racine-là ne se compare pas, et seules valent celles d'avant la sauvegarde ou d'après la reprise."
            )
        return (*fautes, ecart)

    def en_clair(self, fuseau: str) -> Iterator[str]:
        """For a person: what was recomputed, and the line to keep elsewhere; faults are told apart."""
        v = self.verification
        yield f"Dossiers : {v.dossiers}, lignes : {v.lignes}, messages reçus : {v.messages}, lettres : {v.lettres}."
        if v.effaces:
            yield f"Contenus effacés selon la loi, dont il reste l'empreinte : {v.effaces}."
        if self.notee and self.notee.valeur == self.recalculee:
            yield f"La racine notée ({self.notee}) est celle du journal."
        if self.fautes:
            yield f"LE JOURNAL EST ROMPU : {len(self.fautes)} défaut(s), dits à part."
            return
        yield "Le journal tient : chaque ligne suit la précédente, chaque dossier se replie comme son index."
        if self.reprise_a_finir:
            yield (
                "Ne notez pas de racine encore : la base a été restaurée, et la reprise, à la prochaine passe, y "
                "inscrira ce qui manque."
            )
            return
        assert self.racine.au is not None
        yield f"Racine au {instant_en_lettres(self.racine.au, fuseau)}, à noter hors de cette machine :"
        yield f"  {self.racine}"

    def en_json(self) -> dict[str, Any]:
        """The same, as plain values."""
        v = self.verification
        return {
            "tient": not self.fautes,
            "fautes": list(self.fautes),
            "dossiers": v.dossiers,
            "lignes": v.lignes,
            "messages": v.messages,
            "lettres": v.lettres,
            "effaces": v.effaces,
            "racine": "" if self.reprise_a_finir else str(self.racine),
        }


def auditer(store: StoreSql, maintenant: datetime, notee: tuple[str, datetime | None] | None = None) -> Audit:
    """Recompute everything, with the root of a moment ago."""
    verification = verifier(store)
    if not verification.lisible:
        return Audit(verification, Racine("illisible", None))
    racine = racine_a_noter(store, maintenant)
    reprise_a_finir = apres_restauration.en_cours(store)
    if notee is None:
        return Audit(verification, racine, reprise_a_finir=reprise_a_finir)
    valeur, quand = notee
    recalculee = racine_a_comparer(store, valeur, quand) if quand else racine.valeur
    vecus = apres_restauration.rejeux(store)
    return Audit(verification, racine, Racine(valeur, quand), recalculee, vecus, reprise_a_finir)


def effacement_en_clair(bilan: Effacement, conservation: Conservation, fuseau: str, *, fait: bool) -> Iterator[str]:
    """What an erasure takes, or took."""
    yield f"Courriels : {conservation.courriels}. Clos avant le {instant_en_lettres(bilan.courriels_avant, fuseau)}."
    yield f"Preuves : {conservation.preuves}. Closes avant le {instant_en_lettres(bilan.preuves_avant, fuseau)}."
    for reference, faits, lettres in bilan.dossiers:
        yield f"  {reference} : parties personnelles de {faits} fait(s), {lettres} lettre(s)"
    if bilan.autres_lettres:
        yield f"  synthèses et alertes : {bilan.autres_lettres} lettre(s)"
    if bilan.messages:
        yield f"  messages reçus : {bilan.messages}"
    if bilan.vide:
        yield "Rien à effacer."
    elif fait:
        yield "C'est effacé. Le journal reste vérifiable, et « robot expliquer » lisible."
    else:
        yield "Rien n'a été effacé. Pour effacer : « robot purger --effacer »."


def effacement_en_json(bilan: Effacement, *, fait: bool) -> dict[str, Any]:
    """The same, as plain values."""
    return {
        "fait": fait,
        "courriels_avant": bilan.courriels_avant.isoformat(timespec="seconds"),
        "preuves_avant": bilan.preuves_avant.isoformat(timespec="seconds"),
        "dossiers": [{"reference": r, "faits": faits, "lettres": lettres} for r, faits, lettres in bilan.dossiers],
        "autres_lettres": bilan.autres_lettres,
        "messages": bilan.messages,
    }
