"""Reading one section of the settings, key by key, noting every anomaly instead of stopping at the first.

A wrong value is replaced by its fallback so that reading goes on; since an
anomaly refuses the whole, that fallback never leaves this package.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from robot.adapters.carnets.valeurs import ValeurRefusee, le_plus_proche
from robot.adapters.carnets.yaml import Anomalie, Liste, Noeud, Table, Texte

V = TypeVar("V")

MOT_DE_PASSE = re.compile(r"mot_de_passe|motdepasse|mdp|passe?word|passwd|passphrase|secret|token|jeton_secret")


@dataclass
class Releve:
    """What was noted of one file: the anomalies that refuse it, and the warnings that do not."""

    fichier: str
    anomalies: list[Anomalie] = field(default_factory=list)
    avertissements: list[Anomalie] = field(default_factory=list)

    def refuser(self, ligne: int, cle: str, message: str, que_ecrire: str = "") -> None:
        """Note what prevents the file from being used."""
        self.anomalies.append(Anomalie(self.fichier, ligne, cle, message, que_ecrire))

    def avertir(self, ligne: int, cle: str, message: str, que_ecrire: str = "") -> None:
        """Note what is allowed and worth a look."""
        self.avertissements.append(Anomalie(self.fichier, ligne, cle, message, que_ecrire))


@dataclass
class Section:
    """A mapping of the settings; `chemin` is its key in full, for messages."""

    releve: Releve
    table: Table
    chemin: str = ""
    lues: set[str] = field(default_factory=set)

    def nom(self, cle: str) -> str:
        """The key in full: `messagerie.imap.port`."""
        return f"{self.chemin}.{cle}" if self.chemin else cle

    def ligne(self, cle: str) -> int:
        """The line of a key, or of the section when the key is absent."""
        return self.table.lignes.get(cle, self.table.ligne)

    def ecrite(self, cle: str) -> bool:
        """Whether the key is there with something in it."""
        noeud = self.table.entrees.get(cle)
        return noeud is not None and not (isinstance(noeud, Texte) and not noeud.texte.strip())

    def refuser(self, cle: str, message: str, que_ecrire: str = "") -> None:
        """Note an anomaly on a key."""
        self.releve.refuser(self.ligne(cle), self.nom(cle), message, que_ecrire)

    def avertir(self, cle: str, message: str, que_ecrire: str = "") -> None:
        """Note a warning on a key."""
        self.releve.avertir(self.ligne(cle), self.nom(cle), message, que_ecrire)

    def valeur(self, cle: str, convertir: Callable[[str], V], repli: V) -> V:
        """The value of an optional key, `repli` when it is absent, blank or wrong."""
        self.lues.add(cle)
        return self.convertir(cle, self.table.entrees[cle], convertir, repli) if self.ecrite(cle) else repli

    def exiger(self, cle: str, convertir: Callable[[str], V], repli: V, exemple: str) -> V:
        """The value of a mandatory key; `exemple` is shown when it is missing."""
        self.lues.add(cle)
        if not self.ecrite(cle):
            self.refuser(cle, "ce réglage manque.", f"Écrivez par exemple « {cle}: {exemple} ».")
            return repli
        return self.valeur(cle, convertir, repli)

    def convertir(self, cle: str, noeud: Noeud, convertir: Callable[[str], V], repli: V) -> V:
        """The value of one text, wherever it lies."""
        if not isinstance(noeud, Texte):
            self.releve.refuser(noeud.ligne, self.nom(cle), "une seule valeur est attendue.", f"Écrivez « {cle}: … ».")
            return repli
        try:
            return convertir(noeud.texte)
        except ValeurRefusee as refus:
            self.releve.refuser(noeud.ligne, self.nom(cle), refus.message, refus.que_ecrire)
            return repli

    def elements(self, cle: str) -> tuple[Noeud, ...]:
        """The elements of an optional list; a value alone is a list of one."""
        self.lues.add(cle)
        if not self.ecrite(cle):
            return ()
        noeud = self.table.entrees[cle]
        return noeud.elements if isinstance(noeud, Liste) else (noeud,)

    def valeurs(self, cle: str, convertir: Callable[[str], V]) -> tuple[V, ...]:
        """The values of an optional list, without the wrong ones."""
        gardees: list[V] = []
        for element in self.elements(cle):
            self.convertir(cle, element, lambda ecrit: gardees.append(convertir(ecrit)), None)
        return tuple(gardees)

    def sous_section(self, cle: str, *, obligatoire: bool = False, exemple: str = "") -> Section:
        """A nested section, empty when it is absent; `exemple` is shown to who wrote a plain value."""
        self.lues.add(cle)
        noeud = self.table.entrees.get(cle)
        if isinstance(noeud, Table):
            return Section(self.releve, noeud, self.nom(cle))
        if self.ecrite(cle):
            conseil = f"Écrivez « {cle}: {exemple} »." if exemple else "Écrivez ses réglages au-dessous, en retrait."
            self.refuser(cle, "une section est attendue.", conseil)
        elif obligatoire:
            self.refuser(cle, "cette section manque.", f"Écrivez « {cle}: » et ses réglages au-dessous, en retrait.")
        return Section(self.releve, Table({}, {}, self.ligne(cle)), self.nom(cle))

    def sous_sections(self, cle: str) -> Iterator[Section]:
        """The sections of a list."""
        for element in self.elements(cle):
            if isinstance(element, Table):
                yield Section(self.releve, element, self.nom(cle))
            else:
                message = "une liste de sections est attendue."
                self.releve.refuser(
                    element.ligne, self.nom(cle), message, "Écrivez « - nom: … » et la suite en retrait."
                )

    def clore(self) -> None:
        """Refuse the keys that nobody asked for: a slip must not pass for a default."""
        for cle in self.table.entrees:
            if cle in self.lues:
                continue
            if MOT_DE_PASSE.search(cle):
                self.refuser(cle, *_sans_mot_de_passe())
            else:
                proche = le_plus_proche(cle, self.lues)
                self.refuser(
                    cle, "ce réglage n'existe pas.", f"Écrivez l'un de : {', '.join(sorted(self.lues))}.{proche}"
                )


def _sans_mot_de_passe() -> tuple[str, str]:
    message = "un mot de passe ne s'écrit jamais dans ces fichiers, qui se copient et s'envoient."
    conseil = (
        "Retirez cette ligne ; donnez-le par ROBOT_IMAP_MOT_DE_PASSE ou ROBOT_SMTP_MOT_DE_PASSE (ou …_FICHIER, "
        "ou LoadCredential= de systemd : imap_password, smtp_password)."
    )
    return message, conseil


def racine(releve: Releve, noeud: Noeud, cles: Mapping[str, str]) -> Section:
    """The top section of a file that is a mapping; `cles` (name: example) is what to write when it is not."""
    if isinstance(noeud, Table):
        return Section(releve, noeud)
    exemple = ", ".join(f"« {cle}: {valeur} »" for cle, valeur in cles.items())
    releve.refuser(noeud.ligne, "", "le fichier ne contient pas de réglages.", f"Écrivez par exemple {exemple}.")
    return Section(releve, Table({}, {}, noeud.ligne))
