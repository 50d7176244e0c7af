"""The letters: each one that a fact calls for was sent, once, to the right person, under one Message-ID."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from robot.simulation import releve as r
from robot.simulation.juge import lettres_aux_menages
from robot.simulation.juge.griefs import DELAI, DOUBLE, LETTRE, PERDU, Grief
from robot.simulation.juge.jours import bureau_ouvert, en_toutes_lettres
from robot.simulation.juge.livre import Bibliotheque
from robot.simulation.juge.suivi import Suivi
from robot.simulation.lettre import ouvrir
from robot.simulation.releve import Depart, Releve, Tables

Fait = Mapping[str, Any]

# What is said of a fact: to the réservataire, and to the author of the message when that is somebody else.
AU_RESERVATAIRE = {
    "RappelDecide": "rappel_offre",
    "AccordRecu": "accuse_accord",
    "RefusRecu": "accuse_refus",
    "AccordTacite": "accord_tacite",
    "RefusTacite": "refus_tacite",
    "ReponseAClarifier": "a_preciser",
    "ReponseTardive": "reponse_tardive",
    "DelaiRepris": "delai_repris",
    "OrientationRetiree": "orientation_retiree",
    "RappelDeDesignation": "rappel_designation",
    "DesignationRouverte": "rappel_designation",
    "DesignationLue": "accuse_candidats",
    "DelaiAccorde": "delai_accorde",
    "RechercheDecidee": "recherche_decidee",
    "CommissionFixee": "convocation_caleol",
    "ProcesVerbalDresse": "pv_caleol",
    "BailSigne": "bail_signe",
}
AUX_GESTIONNAIRES = {
    "ReponseNonAutorisee": "expediteur_inconnu",
    "RemiseEchouee": "echec_remise",
    "CourrierRevenu": "echec_remise",
    "ListeEpuisee": "liste_epuisee",
    "DesignationEchue": "fin_designation",
    "SansAttributaire": "sans_attributaire",
    "SilenceSansPreuve": "candidat_a_trancher",
    "PropositionNonRemise": "candidat_a_trancher",
    "AvisRevenu": "echec_remise",
    "DesignationComplete": "candidats_complets",
    "PresentationDecidee": "candidats_complets",
}
DU_BUREAU = frozenset({"offre", "neuf", "rappel_offre"})
# Told at most once a day, or not at all to whoever writes too often.
PAR_JOUR = frozenset(
    {
        "expediteur_inconnu", "echec_remise", "a_preciser", "reponse_tardive", "accuse_candidats",
        "candidat_a_trancher",
    }
)  # fmt: skip
DE_SERVICE = frozenset(
    {"synthese", "alerte", "releve_reservataire", "reponse_ordre", "rappel_obligation", "taux_annuel"}
)
# The three stages of which a réservataire in delegated management is told (R82).
AU_DELEGUE = frozenset({"OrientationInterne", "CommissionTenue", "BailSigne"})
AUX_DELEGUES = frozenset({"suivi_delegue", "taux_annuel"})
AU_SECRETARIAT = frozenset({"DesignationComplete", "PresentationDecidee"})
TERMINENT = frozenset({"DossierAnnule", "LogementSoustrait"})
SORTENT = TERMINENT | {"OrientationRetiree"}
# What has already told a réservataire that the dwelling is no longer offered to it.
RENDUES = frozenset({"RefusRecu", "RefusTacite", "OrientationRetiree"})
FINALES = frozenset({"expediee", "refusee", "non_confirmee", "sans_objet"})

Appel = tuple[str, str, int, str]


def griefs(releve: Releve, tables: Tables, bibliotheque: Bibliotheque) -> Iterator[Grief]:
    """Everything wrong with the letters of a story."""
    yield from _demandees(releve, tables, bibliotheque)
    yield from _parties(releve, tables)
    yield from _destinataires(releve, tables, bibliotheque)
    yield from _automates(releve)
    yield from _echeances_imprimees(releve, tables)


# --- called for ---------------------------------------------------------------------------------------


def _demandees(releve: Releve, tables: Tables, bibliotheque: Bibliotheque) -> Iterator[Grief]:
    """As many letters as facts that call for one; for those told once a day, at least one."""
    appelees = Counter(_appelees(releve, tables.journal, bibliotheque))
    ecrites = Counter(_appel(ligne) for ligne in tables.courriers)
    for appel, combien in appelees.items():
        gabarit, reference, rang, destinataire = appel
        if ecrites[appel] < (1 if gabarit in PAR_JOUR else combien):
            yield Grief(PERDU, reference, f"{gabarit} n'a pas été écrit à {destinataire} (offre {rang})")
    for appel, combien in ecrites.items():
        gabarit, reference, rang, destinataire = appel
        if gabarit not in DE_SERVICE and combien > appelees[appel]:
            yield Grief(DOUBLE, reference, f"{gabarit} écrit {combien} fois à {destinataire} (offre {rang})")


def _appel(ligne: Mapping[str, Any]) -> Appel:
    lettre = json.loads(ligne["courrier"])
    du_bailleur = ".g." in lettre["jeton"]  # what a gestionnaire is told is about the dwelling, not about an offer
    return lettre["gabarit"], ligne["reference"], 0 if du_bailleur else int(lettre["rang"]), ligne["destinataire"]


def _d_un_silence_defait(fait: Fait, suivi: Suivi) -> str:
    """What the réservataire is told: its own delay runs again, or a household is back while it was naming others."""
    if fait["fait"] == "RemiseConstatee" and fait["defait_le_silence"]:
        return "delai_repris"
    de_retour = fait["fait"] == "SilenceTombe" and fait["revient"] and suivi.etat == "acceptee"
    return "candidat_de_retour" if de_retour else ""


def _deja_annonce(fait: Fait, suivi: Suivi) -> bool:
    """Whether it is a silence undone, then found again, that leaves the same days to name candidates."""
    offre = suivi.courante
    return fait["fait"] == "AccordTacite" and offre is not None and offre.silences.count(offre.silences[-1]) > 1


def _appelees(releve: Releve, journal: Sequence[Fait], bibliotheque: Bibliotheque) -> Iterator[Appel]:
    offres: dict[str, list[tuple[str, str]]] = {}
    suivis = {reference: Suivi(logement) for reference, logement in releve.logements.items()}
    for fait in journal:
        nom, reference = fait["fait"], fait["reference"]
        suivi = suivis[reference]
        suivi.suivre(fait)
        yield from _aux_menages(releve, fait, suivi)
        siennes = offres.setdefault(reference, [])
        if nom == "OrientationDecidee":
            gabarit = "neuf" if releve.logements[reference].neuf else "offre"
            yield gabarit, reference, fait["rang"], fait["adresse"]
            siennes.append((fait["adresse"], "a_expedier"))
        elif nom == "OrientationInterne":
            siennes.append(("", nom))
        rang = fait.get("rang") or len(siennes)
        adresse = siennes[rang - 1][0] if siennes else ""
        if nom in AU_RESERVATAIRE and not _deja_annonce(fait, suivi):
            for destinataire in dict.fromkeys(filter(None, (_auteur(fait), adresse))):
                yield AU_RESERVATAIRE[nom], reference, rang, destinataire
        elif gabarit := _d_un_silence_defait(fait, suivi):
            yield gabarit, reference, rang, adresse
        elif nom in TERMINENT and siennes and siennes[-1][0] and siennes[-1][1] not in RENDUES:
            yield "orientation_retiree", reference, rang, adresse
        interne = bool(siennes) and siennes[-1] == ("", "OrientationInterne")
        if nom in AU_DELEGUE or (interne and nom in SORTENT):
            yield from _au_delegue(reference, suivi, bibliotheque)
        yield from _au_bailleur(releve, nom, reference)
        if siennes and nom in RENDUES:
            siennes[-1] = (adresse, nom)


def _au_delegue(reference: str, suivi: Suivi, bibliotheque: Bibliotheque) -> Iterator[Appel]:
    """Who is told of its share and never asked, when the dwelling last went to it."""
    if suivi.courante and (delegue := bibliotheque.delegues().get(suivi.courante.code)):
        yield "suivi_delegue", reference, len(suivi.offres), delegue


def _aux_menages(releve: Releve, fait: Fait, suivi: Suivi) -> Iterator[Appel]:
    for gabarit, destinataire in lettres_aux_menages.demandees(fait, suivi):
        rang = suivi.menages[fait["numero"]].rang if "numero" in fait else len(suivi.offres)
        for adresse in [destinataire] if destinataire else du_secteur(releve, fait["reference"]):
            yield gabarit, fait["reference"], rang if destinataire else 0, adresse


def _au_bailleur(releve: Releve, nom: str, reference: str) -> Iterator[Appel]:
    if nom in AUX_GESTIONNAIRES:
        for personne in sorted(releve.secretariat) if nom in AU_SECRETARIAT else du_secteur(releve, reference):
            yield AUX_GESTIONNAIRES[nom], reference, 0, personne


def du_secteur(releve: Releve, reference: str) -> list[str]:
    """The gestionnaires who follow that dwelling."""
    commune = releve.logements[reference].commune
    return sorted(a for a in releve.gestionnaires if not releve.secteurs[a] or commune in releve.secteurs[a])


def _auteur(fait: Fait) -> str:
    """Who is answered: the author of a message, nobody for an order of a gestionnaire."""
    return str(fait.get("par") or "") if "message" in fait else ""


# --- sent ---------------------------------------------------------------------------------------------


def _parties(releve: Releve, tables: Tables) -> Iterator[Grief]:
    """Each letter ends, leaves once unless nobody could know, and always under the same Message-ID."""
    departs: dict[str, list[Depart]] = {}
    for depart in releve.departs:
        departs.setdefault(depart.cle, []).append(depart)
        if depart.gabarit in DU_BUREAU and not bureau_ouvert(depart.le_robot):
            yield Grief(DELAI, depart.reference, f"{depart.cle} est partie hors des heures ({depart.le_robot})")
    connues = {str(ligne["cle"]): ligne for ligne in tables.courriers}
    for cle, ligne in connues.items():
        if ligne["etat"] in {"refusee", "non_confirmee"} and cle not in departs:
            yield Grief(LETTRE, ligne["reference"], f"{cle} n'a pas pu être imprimée ({ligne['reponse']})")
        if ligne["etat"] not in FINALES:
            yield Grief(PERDU, ligne["reference"], f"{cle} n'est jamais partie ({ligne['etat']})")
        if ligne["etat"] == "expediee" and not any(d.dit == "confiee" for d in departs.get(cle, ())):
            yield Grief(PERDU, ligne["reference"], f"{cle} est dite expédiée, le serveur ne l'a jamais prise")
    yield from _repetees(releve, departs)
    for cle, siens in departs.items():
        if cle not in connues or connues[cle]["destinataire"] != siens[0].destinataire:
            yield Grief(LETTRE, siens[0].reference, f"{cle} est partie pour {siens[0].destinataire}, hors de la boîte")


def _repetees(releve: Releve, departs: Mapping[str, Sequence[Depart]]) -> Iterator[Grief]:
    identifiants = Counter(siens[0].message_id for siens in departs.values())
    completes = {passage.numero for passage in releve.passages if passage.issue == r.COMPLETE}
    for cle, siens in departs.items():
        reference = siens[0].reference
        if len({depart.message_id for depart in siens}) > 1 or identifiants[siens[0].message_id] > 1:
            yield Grief(DOUBLE, reference, f"{cle} : le Message-ID ne suffit plus à reconnaître la lettre")
        sures = [d for d in siens if d.dit == "confiee" and d.passe in completes]
        if sures and sures[0] is not siens[-1]:
            yield Grief(DOUBLE, reference, f"{cle} est repartie après avoir été prise par le serveur")


def _destinataires(releve: Releve, tables: Tables, bibliotheque: Bibliotheque) -> Iterator[Grief]:
    """Nobody is written to but the landlord's people, those who were offered something, and authorised authors."""
    auteurs = {_auteur(f) for f in tables.journal if f["fait"] in AU_RESERVATAIRE}
    designes = [f for f in tables.journal if f["fait"] in {"CandidatDesigne", "CandidatCorrige"}]
    menages = {f[qui] for f in designes for qui in ("courriel", "referent_courriel")}
    bailleur = releve.gestionnaires | releve.administrateurs | releve.secretariat
    permis = bibliotheque.adresses_connues() | bailleur | auteurs | menages
    for depart in releve.departs:
        delegue = depart.gabarit in AUX_DELEGUES and depart.destinataire in bibliotheque.delegues().values()
        if depart.destinataire not in permis and not delegue:
            yield Grief(LETTRE, depart.reference, f"{depart.gabarit} envoyé à {depart.destinataire}")
        if f"<{depart.destinataire}>" not in _a(depart) and _a(depart) != depart.destinataire:
            yield Grief(
                LETTRE, depart.reference, f"{depart.gabarit} dit « À : {_a(depart)} », remis à {depart.destinataire}"
            )


def _a(depart: Depart) -> str:
    debut = depart.octets.index(b"\r\nTo: ") + 6
    return depart.octets[debut : depart.octets.index(b"\r\n", debut)].decode("ascii")


def _automates(releve: Releve) -> Iterator[Grief]:
    """No automaton is ever answered (RFC 3834)."""
    machines = {a.message_id: a for a in releve.arrivees if a.genre in r.AUTOMATES and a.genre != r.BOUCLE}
    for depart in releve.departs:
        if depart.en_reponse_a in machines:
            automate = machines[depart.en_reponse_a]
            yield Grief(LETTRE, depart.reference, f"{depart.gabarit} répond à un automate ({automate.genre})")


def _echeances_imprimees(releve: Releve, tables: Tables) -> Iterator[Grief]:
    """The deadline that an offer announces is the one that is then counted."""
    comptees = {
        (f["reference"], f["rang"]): f["decompte"]
        for f in tables.journal
        if f["fait"] == "OrientationExpediee" and f["decompte"]
    }
    # The last copy: a robot that died before recording the first counts from the one it sent again.
    offres = {(d.reference, d.rang): d for d in releve.departs if d.gabarit == "offre" and d.dit == "confiee"}
    for cle, depart in offres.items():
        decompte = comptees.get(cle)
        if decompte is None:
            continue
        texte = " ".join(ouvrir(depart.octets).texte.split())
        if f"avant le {en_toutes_lettres(decompte.dernier_jour)}" not in texte:
            yield Grief(DELAI, depart.reference, f"l'offre n'annonce pas l'échéance du {decompte.dernier_jour}")
