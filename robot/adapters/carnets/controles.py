"""What one entry cannot show: entries that contradict each other, or the settings of the robot."""

from __future__ import annotations

from collections.abc import Sequence

from robot.adapters.carnets.reglages import Reglages, est_au_robot
from robot.adapters.carnets.reservataires import Entree
from robot.adapters.carnets.section import Releve
from robot.adapters.carnets.territoires import Territoires
from robot.domain import adresses
from robot.domain.carnet import Echelle, Gestion, Reservataire

EXEMPLE = ".example"


def controler(entrees: Sequence[Entree], reglages: Reglages, territoires: Territoires, releve: Releve) -> None:
    """Every check across entries; what is wrong goes to `releve` (the one of reservataires.yaml)."""
    _codes_distincts(entrees)
    _rangs_distincts(entrees, territoires)
    _pas_de_boucle(entrees, reglages)
    _pas_juge_et_partie(entrees, reglages)
    _communes_d_adresses_distinctes(entrees)
    if entrees and not any(_est_en_direct(entree.reservataire) for entree in entrees):
        message = "aucun réservataire n'est en gestion directe : aucun logement ne pourrait être offert."
        releve.refuser(entrees[0].section.table.ligne, "", message, "Écrivez « gestion: directe » pour l'un d'eux.")
    _signaler_les_exemples(entrees, reglages, releve)


def _codes_distincts(entrees: Sequence[Entree]) -> None:
    premiers: dict[str, Entree] = {}
    for entree in entrees:
        code = entree.reservataire.code
        if not code:
            continue
        premier = premiers.setdefault(code, entree)
        if premier is not entree:
            message = f"le code « {code} » est déjà celui de « {premier.reservataire.nom} » ({_lieu(premier)})."
            cle = "code" if entree.section.ecrite("code") else "nom"
            entree.section.refuser(cle, message, "Écrivez « code: … » avec un autre nom court.")


def _rangs_distincts(entrees: Sequence[Entree], territoires: Territoires) -> None:
    """On a same dwelling, two réservataires of the same rank: nobody could say who is asked first (R30)."""
    par_rang: dict[int, list[Entree]] = {}
    for entree in entrees:
        if _est_en_direct(entree.reservataire) and entree.section.ecrite("ordre"):
            par_rang.setdefault(entree.reservataire.ordre, []).append(entree)
    for rang, ensemble in par_rang.items():
        occupants: dict[str, Entree] = {}
        for entree in ensemble:
            codes = [code for perimetre in entree.reservataire.perimetres for code in territoires.codes(perimetre)]
            rivaux = [(code, rival) for code in codes if (rival := occupants.setdefault(code, entree)) is not entree]
            if rivaux:
                code, rival = rivaux[0]
                qui = f"« {rival.reservataire.nom} » ({_lieu(rival)})"
                commune = territoires.communes.par_code(code)
                entree.section.refuser(
                    "ordre",
                    f"le rang {rang} est déjà celui de {qui}, à {commune.nom if commune else code}.",
                    "Écrivez un rang différent : on ne saurait à qui offrir d'abord.",
                )


def _pas_de_boucle(entrees: Sequence[Entree], reglages: Reglages) -> None:
    for entree in entrees:
        reservataire = entree.reservataire
        for cle, siennes in (("adresse", (reservataire.adresse,)), ("expediteurs", reservataire.expediteurs)):
            for adresse in siennes:
                if adresse and est_au_robot(adresse, reglages):
                    message = f"{adresse} est la boîte du robot : il se répondrait à lui-même."
                    entree.section.refuser(cle, message, "Écrivez l'adresse du réservataire.")


def _pas_juge_et_partie(entrees: Sequence[Entree], reglages: Reglages) -> None:
    gestionnaires = {correspondant.adresse: correspondant.nom for correspondant in reglages.gestionnaires}
    for entree in entrees:
        reservataire = entree.reservataire
        for adresse in (reservataire.adresse, *reservataire.expediteurs):
            if adresse in gestionnaires:
                message = f"{adresse} est aussi l'adresse de la personne gestionnaire {gestionnaires[adresse]}."
                entree.section.avertir("adresse", message, "Ses messages pourront être lus de deux façons.")


def _communes_d_adresses_distinctes(entrees: Sequence[Entree]) -> None:
    """One body may hold several rights (the préfecture does); two communes of one box: a copy left uncorrected."""
    premieres: dict[str, Entree] = {}
    for entree in entrees:
        if not entree.reservataire.adresse or not _est_une_commune(entree.reservataire):
            continue
        premiere = premieres.setdefault(entree.reservataire.adresse, entree)
        if premiere.reservataire.perimetres != entree.reservataire.perimetres:
            message = f"c'est aussi l'adresse de « {premiere.reservataire.nom} » ({_lieu(premiere)})."
            conseil = "Vérifiez qu'aucune n'est une copie à corriger : l'une répondrait pour l'autre."
            entree.section.avertir("adresse", message, conseil)


def _est_une_commune(reservataire: Reservataire) -> bool:
    return all(perimetre.echelle is Echelle.COMMUNE for perimetre in reservataire.perimetres)


def _signaler_les_exemples(entrees: Sequence[Entree], reglages: Reglages, releve: Releve) -> None:
    """One warning for every address left from the shipped example (RFC 2606: `.example` reaches nobody)."""
    toutes = [reglages.bailleur.adresse, *(entree.reservataire.adresse or "" for entree in entrees)]
    exemples = sorted({adresses.domaine(adresse) for adresse in toutes if adresse.endswith(EXEMPLE)})
    if exemples:
        message = f"ces domaines d'exemple n'existent pas : {', '.join(exemples)}."
        releve.avertir(0, "", message, "Remplacez-les avant de mettre le robot en service.")


def _est_en_direct(reservataire: Reservataire) -> bool:
    return reservataire.gestion is Gestion.DIRECTE


def _lieu(entree: Entree) -> str:
    return f"ligne {entree.section.table.ligne}"
