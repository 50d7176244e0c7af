"""From what an administrator writes (`commune: Viry`) to a perimeter of the official table, or a refusal that helps."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from robot.adapters.carnets.section import Section
from robot.adapters.carnets.valeurs import ValeurRefusee
from robot.adapters.carnets.yaml import Noeud, Table, Texte
from robot.adapters.communes import TableCommunes
from robot.domain.carnet import Commune, Echelle, Perimetre

CODE_INSEE = re.compile(r"(?:\d{2}|2[AB])\d{3}", re.IGNORECASE)
AVEC_DEPARTEMENT = re.compile(r"(.+?)\s*\(\s*(\d[\dAB]\d?)\s*\)", re.IGNORECASE)
EXEMPLES = "« commune: Viry », « commune: 74309 », « epci: CC du Genevois » ou « departement: 74 »"


@dataclass(frozen=True)
class Territoires:
    """Finds perimeters for a landlord of one département; "" when it is itself unknown, hence already refused."""

    communes: TableCommunes
    departement: str

    def lire(self, section: Section) -> tuple[Perimetre, ...]:
        """The perimeters under the key `perimetre`: a mapping, or a list of mappings; anomalies are noted."""
        elements = section.elements("perimetre")
        if not elements:
            section.refuser("perimetre", "ce réglage manque.", f"Écrivez {EXEMPLES}.")
        trouves = [perimetre for element in elements for perimetre in self._lire_un(section, element)]
        for perimetre in trouves:
            if not self.touche_le_departement(perimetre):
                message = f"{perimetre.nom} est hors du département {self.departement} du bailleur."
                section.avertir("perimetre", message, "Vérifiez que c'est voulu.")
        return tuple(dict.fromkeys(trouves))

    def _lire_un(self, section: Section, noeud: Noeud) -> Iterable[Perimetre]:
        if not isinstance(noeud, Table):
            message = "une commune, un EPCI ou un département est attendu."
            section.releve.refuser(noeud.ligne, section.nom("perimetre"), message, f"Écrivez {EXEMPLES}.")
            return
        detail = Section(section.releve, noeud, section.nom("perimetre"))
        for echelle, trouver in self._recherches().items():
            for perimetre in detail.valeurs(echelle.value, trouver):
                if echelle is Echelle.COMMUNE:
                    self._signaler_code_postal(detail, perimetre)
                yield perimetre
        detail.clore()
        if detail.lues.issuperset(noeud.entrees) and not any(map(detail.ecrite, detail.lues)):
            detail.releve.refuser(noeud.ligne, detail.chemin, "aucun territoire n'est écrit.", f"Écrivez {EXEMPLES}.")

    def _recherches(self) -> Mapping[Echelle, Callable[[str], Perimetre]]:
        return {Echelle.COMMUNE: self._commune, Echelle.EPCI: self._epci, Echelle.DEPARTEMENT: self._departement}

    def _commune(self, ecrit: str) -> Perimetre:
        commune = self._par_code(ecrit) if ecrit[:1].isdigit() else self._par_nom(ecrit)
        return Perimetre(Echelle.COMMUNE, commune.code, commune.nom)

    def _par_code(self, ecrit: str) -> Commune:
        commune = self.communes.par_code(ecrit) if CODE_INSEE.fullmatch(ecrit) else None
        if commune is not None:
            return commune
        voisines = self.communes.par_code_postal(ecrit)
        if voisines:
            codes = " ou ".join(f"{commune.code} ({commune.nom})" for commune in voisines)
            raise ValeurRefusee(f"{ecrit} est un code postal.", f"Écrivez le code INSEE : {codes}.")
        raise ValeurRefusee(
            f"le code INSEE « {ecrit} » est inconnu.", "Écrivez le nom de la commune, ou ses 5 chiffres."
        )

    def _par_nom(self, ecrit: str) -> Commune:
        """The commune of that name in the landlord's département, else the only one of that name in France."""
        precise = AVEC_DEPARTEMENT.fullmatch(ecrit)
        nom, departement = (precise[1], precise[2].upper()) if precise else (ecrit, self.departement)
        homonymes = self.communes.par_nom(nom)
        ici = [commune for commune in homonymes if commune.departement == departement]
        if len(ici) == 1 or (len(homonymes) == 1 and not precise) or (homonymes and not departement):
            return ici[0] if ici else homonymes[0]
        if homonymes:
            codes = " ou ".join(f"{commune.code} ({commune.departement})" for commune in ici or homonymes)
            combien = "plusieurs communes s'appellent" if ici else "aucune commune ne s'appelle"
            message = f"{combien} « {nom} » dans le département {departement}."
            raise ValeurRefusee(message, f"Écrivez le code INSEE : {codes}.")
        proches = self.communes.suggestions(nom, departement)
        raise ValeurRefusee(f"la commune « {ecrit} » est inconnue.", _proposer(proches))

    def _epci(self, ecrit: str) -> Perimetre:
        siren = re.sub(r"\s", "", ecrit)
        if siren.isdigit():
            trouves = tuple(filter(None, (self.communes.epci_par_siren(siren),)))
        else:
            trouves = self.communes.epci_par_nom(ecrit)
        ici = [epci for epci in trouves if self._est_ici(epci.siren)]
        if len(trouves) == 1 or len(ici) == 1 or (trouves and not self.departement):
            epci = ici[0] if ici else trouves[0]
            return Perimetre(Echelle.EPCI, epci.siren, epci.nom)
        if trouves:
            sirens = " ou ".join(epci.siren for epci in trouves)
            raise ValeurRefusee(f"plusieurs EPCI s'appellent « {ecrit} ».", f"Écrivez son SIREN : {sirens}.")
        raise ValeurRefusee(f"l'EPCI « {ecrit} » est inconnu.", _proposer(self.communes.suggestions_epci(ecrit)))

    def _departement(self, ecrit: str) -> Perimetre:
        trouve = self.communes.trouver_departement(ecrit)
        if trouve is None:
            proches = self.communes.suggestions_departement(ecrit)
            raise ValeurRefusee(f"le département « {ecrit} » est inconnu.", _proposer(proches))
        return Perimetre(Echelle.DEPARTEMENT, trouve.code, trouve.nom)

    def _signaler_code_postal(self, section: Section, perimetre: Perimetre) -> None:
        """`01400` is an INSEE code and the postal code of another place: say which was taken."""
        ecrit = section.table.entrees["commune"]
        if not isinstance(ecrit, Texte) or ecrit.texte != perimetre.code:
            return
        autres = [commune.nom for commune in self.communes.par_code_postal(perimetre.code)]
        if autres and perimetre.nom not in autres:
            message = f"{perimetre.code} est lu comme le code INSEE de {perimetre.nom}."
            section.avertir("commune", message, f"C'est aussi le code postal de {', '.join(autres)} : vérifiez.")

    def _est_ici(self, siren: str) -> bool:
        return not self._du_departement.isdisjoint(self.communes.codes_de_l_epci(siren))

    def touche_le_departement(self, perimetre: Perimetre) -> bool:
        """Whether a part of that perimeter is in the landlord's département."""
        return not self.departement or not self._du_departement.isdisjoint(self.codes(perimetre))

    def codes(self, perimetre: Perimetre) -> Sequence[str]:
        """The INSEE codes of the communes of a perimeter."""
        if perimetre.echelle is Echelle.COMMUNE:
            return (perimetre.code,)
        if perimetre.echelle is Echelle.EPCI:
            return self.communes.codes_de_l_epci(perimetre.code)
        return self.communes.codes_du_departement(perimetre.code)

    @cached_property
    def _du_departement(self) -> frozenset[str]:
        return frozenset(self.communes.codes_du_departement(self.departement))


def _proposer(proches: Iterable[str]) -> str:
    """`Écrivez l'un de : …`, or what to do when nothing is close."""
    liste = ", ".join(proches)
    return f"Écrivez par exemple : {liste}." if liste else "Vérifiez l'orthographe, ou écrivez son code."
