"""The hearing: every transaction in the order it took effect, held against what caused it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from email import message_from_bytes
from typing import Any

from robot.simulation import releve as r
from robot.simulation.juge import (
    candidats,
    cloture,
    commission,
    copies,
    departs,
    echeances,
    lettres,
    lettres_aux_menages,
    paroles,
    reguliers,
    tour,
)
from robot.simulation.juge.attentes import DES_CANDIDATS, attendus, d_un_echec
from robot.simulation.juge.attentes_menages import LettreALEtat, d_une_lettre_refusee
from robot.simulation.juge.equite import Ecarts, mesurer
from robot.simulation.juge.griefs import AUTORITE, DOUBLE, EFFET, JOURNAL, PERDU, RANG, SILENCE, VIE, Grief
from robot.simulation.juge.indesirables import Indesirables
from robot.simulation.juge.jours import a_l_ouverture, bureau_ouvert, minuit
from robot.simulation.juge.livre import Bibliotheque
from robot.simulation.juge.menages import PROPOSITIONS
from robot.simulation.juge.ordres import DE_L_OFFRE, DES_ORDRES, Lettres, peut_ordonner
from robot.simulation.juge.suivi import Suivi
from robot.simulation.releve import Arrivee, Depart, Ecrit, OrdreDonne, Propos, Releve, Tables

Fait = Mapping[str, Any]

UN_GESTE = timedelta(seconds=2)
# How a letter fails for good: refused every time, or perhaps taken once.
ECHECS = frozenset({"refusee", "non_confirmee"})
SUITES = frozenset({"OrientationDecidee", "OrientationInterne", "ListeEpuisee"})
ETABLISSENT_UN_SILENCE = frozenset({"AccordTacite", "RefusTacite", "DesignationEchue", "SilenceDuCandidat"})
SUR_LES_CANDIDATS = frozenset({"CandidatDesigne", "CandidatCorrige", "CandidatRetire"})
LIBERENT = frozenset({"RefusRecu", "RefusTacite", "OrientationRetiree"})
# By these a person says who has the dwelling: somebody it names, or the landlord itself once nobody is left (C14).
NOMMENT = frozenset({"renvoyer", "recherche"})
DU_TEMPS = frozenset(
    {
        "LogementLibere", "RappelDecide", "AccordTacite", "RefusTacite", "RappelDeDesignation", "DesignationEchue",
        "SilenceDuCandidat", "SilenceSansPreuve", "CandidatPropose", "DdetsAvisee", "DdetsDetrompee",
        "DdetsRelancee",
        "LogementSoustrait", *SUITES,
    }
)  # fmt: skip


@dataclass(frozen=True)
class Verdict:
    """Everything that the robot did wrong in that story, in order, and how far its sharing is from equal shares."""

    griefs: tuple[Grief, ...]
    ecarts: Ecarts


def juger(releve: Releve, tables: Tables) -> Verdict:
    """Hear a story to its end."""
    audience = Audience(releve, tables)
    griefs = tuple(dict.fromkeys(audience.griefs()))
    return Verdict(griefs, mesurer(audience.suivis.values(), audience.bibliotheque))


class Audience:
    """One story heard."""

    def __init__(self, releve: Releve, tables: Tables) -> None:
        self.releve = releve
        self.tables = tables
        self.bibliotheque = Bibliotheque(releve.livres)
        self.suivis = {reference: Suivi(logement) for reference, logement in releve.logements.items()}
        self.faits: dict[tuple[str, int], Fait] = {(f["reference"], f["ligne"]): f for f in tables.journal}
        self.arrivees = {arrivee.recu_le: arrivee for arrivee in releve.arrivees}
        self.consignees: set[int] = set()
        self.indesirables = Indesirables(releve, tables, self.bibliotheque)
        self.ordres_suivis: Counter[OrdreDonne] = Counter()
        self.lettres = {str(ligne["cle"]): ligne for ligne in tables.courriers}
        self.histoire: dict[str, list[departs.Instantane]] = {}
        self.departs: dict[str, list[Depart]] = {}
        for depart in releve.departs:
            self.departs.setdefault(depart.cle, []).append(depart)
        self.ecrites = Lettres(releve, self.departs)
        self.a_l_etat: dict[str, LettreALEtat] = {}

    def griefs(self) -> Iterator[Grief]:
        """Hear everything."""
        yield from self._journal_intact()
        for ecrit in self.releve.ecrits:
            yield from self._entendre(ecrit)
        yield from self._ordres_obeis()
        yield from self._messages_consignes()
        yield from self.indesirables.a_la_fin()
        yield from copies.griefs(self.releve, self.tables)
        yield from departs.griefs(self.releve.departs, self.histoire)
        yield from lettres.griefs(self.releve, self.tables, self.bibliotheque)
        yield from reguliers.griefs(self.releve, self.tables, self.bibliotheque)
        yield from lettres_aux_menages.griefs(self.releve, self.tables, self.suivis, self.consignees)
        yield from cloture.griefs(self.releve, self.tables, self.suivis)
        ddets = self.releve.livres[-1].ddets
        for suivi in self.suivis.values():
            yield from candidats.a_la_fin(suivi, ddets)

    # --- the journal itself ---------------------------------------------------------------------------

    def _journal_intact(self) -> Iterator[Grief]:
        """What was written once is still there, unchanged, and numbered without a gap."""
        for (reference, numero), vu in self.releve.vus.items():
            fait = self.faits.get((reference, numero))
            if fait is None or f"{fait['fait']} {fait['le'].isoformat()}" != vu:
                yield Grief(JOURNAL, reference, f"la ligne {numero} a changé ou disparu ({vu})")
        for reference, numero in self.faits:
            if (reference, numero) not in self.releve.vus:
                yield Grief(JOURNAL, reference, f"la ligne {numero} ne vient d'aucune écriture")

    # --- one transaction ------------------------------------------------------------------------------

    def _entendre(self, ecrit: Ecrit) -> Iterator[Grief]:
        yield from reguliers.contenu(ecrit, self.lettres, self.suivis, self.releve, self.bibliotheque.a(ecrit.le))
        par_dossier: dict[str, list[Fait]] = {}
        for ligne in ecrit.faits:
            if ligne in self.faits:
                par_dossier.setdefault(ligne[0], []).append(self.faits[ligne])
        if ecrit.recu_le is not None:
            yield from self._un_message(ecrit, ecrit.recu_le, par_dossier)
        elif ecrit.envoi:
            yield from self._un_envoi(ecrit, ecrit.envoi, par_dossier)
        else:
            yield from self._le_temps_ou_un_ordre(ecrit, par_dossier)
        for reference, faits in par_dossier.items():
            yield from self._suivre(ecrit, reference, faits)
        for depart in (self.departs[cle][0] for cle in ecrit.courriers if cle in self.departs):
            if depart.voie == r.DDETS:
                menage = self.suivis[depart.reference].menages[depart.numero]
                self.a_l_etat[depart.message_id] = LettreALEtat(depart.gabarit, menage.avis)

    def _un_message(self, ecrit: Ecrit, recu_le: datetime, par_dossier: Mapping[str, list[Fait]]) -> Iterator[Grief]:
        arrivee = self.arrivees.get(recu_le)
        if arrivee is None:
            yield Grief(JOURNAL, "", f"un message que personne n'a envoyé a été consigné ({recu_le})")
            return
        premiere = arrivee.original or arrivee.numero
        if premiere in self.consignees and not self.indesirables.peut_relire(arrivee):
            yield Grief(DOUBLE, "", f"le message {premiere} ({arrivee.genre} de {arrivee.de}) a compté deux fois")
        self.consignees.add(premiere)
        yield from self.indesirables.griefs(arrivee, ecrit.le, self.suivis)
        arrivee = replace(arrivee, recu_le=min(arrivee.recu_le, ecrit.le_robot))  # read by then, it had come
        if arrivee.propos and arrivee.propos[0].sens == r.ORDONNE and self._d_un_gestionnaire(arrivee):
            yield from self._des_ordres(arrivee, par_dossier)
            return
        voulus = (
            attendus(
                arrivee,
                self.suivis,
                self.bibliotheque.a(ecrit.le),
                self.bibliotheque.ddets(ecrit.le),
                self.a_l_etat.get(arrivee.en_reponse_a if _cite(arrivee) else "", LettreALEtat()),
            )
            if arrivee.propos or arrivee.cible
            else {}
        )
        for reference in {*voulus, *par_dossier}:
            ecrits = par_dossier.get(reference, [])
            yield from self._comparer(reference, voulus.get(reference, ""), ecrits, arrivee)

    def _d_un_gestionnaire(self, arrivee: Arrivee) -> bool:
        """Whoever orders in the thread of a réservataire, and proves nothing, is a stranger with its token."""
        return arrivee.propos[0].voie == r.GESTIONNAIRE or peut_ordonner(arrivee, self.releve.gestionnaires)

    def _des_ordres(self, arrivee: Arrivee, par_dossier: Mapping[str, list[Fait]]) -> Iterator[Grief]:
        """Only somebody of the book orders, only what the message says, of the offer that its author had seen."""
        propos = arrivee.propos[0]
        suivi = self.suivis[propos.reference]
        permis = peut_ordonner(arrivee, self.releve.gestionnaires) and not self.ecrites.d_un_autre_logement(arrivee)
        if self.ecrites.perime(arrivee, suivi, self.histoire.get(propos.reference, ())):
            propos = replace(propos, verbes=tuple(verbe for verbe in propos.verbes if verbe not in DE_L_OFFRE))
        possibles = {nom for verbe in propos.verbes for nom in DES_ORDRES[verbe]} if permis else set()
        for reference, faits in par_dossier.items():
            premier = faits[0]["fait"]
            if reference != propos.reference or premier not in possibles:
                dit = f"l'ordre {arrivee.propos[0].verbes} de {arrivee.de}"
                yield Grief(AUTORITE, reference, f"{premier} écrit sur {dit}, qui vaut {propos.verbes}")
            elif self.ecrites.inconnus(arrivee, faits[0], self.histoire.get(reference, ())):
                yield Grief(AUTORITE, reference, f"{premier} écrit sur un ordre donné avant d'en avoir rien lu")
        voulu = self._ordre_certain(propos, suivi) if permis else ""
        if voulu and propos.reference not in par_dossier:
            yield Grief(PERDU, propos.reference, f"l'ordre {propos.verbes} de {arrivee.de} n'a rien écrit")

    def _ordre_certain(self, propos: Propos, suivi: Suivi) -> str:
        """The order that nothing can make impossible where the dwelling stands."""
        certains = {"suivant", "hors_flux"}
        if suivi.etat == "insuffisante":
            certains |= {"recherche", *(["presenter"] if suivi.en_lice else [])}
        elif suivi.etat not in {"a_signer", "sans_attributaire"}:
            certains = set()
        if suivi.etat == "a_signer":
            certains = {"hors_flux"}
        return next((verbe for verbe in propos.verbes if verbe in certains), "")

    def _comparer(self, reference: str, voulu: str, ecrits: Sequence[Fait], arrivee: Arrivee) -> Iterator[Grief]:
        dit = f"{arrivee.genre} de {arrivee.de}, {[p.sens for p in arrivee.propos]}, {arrivee.lien}, {arrivee.dmarc}"
        etat = self.suivis[reference].etat
        premier = ecrits[0]["fait"] if ecrits else ""
        if voulu == DES_CANDIDATS and premier in SUR_LES_CANDIDATS | {"DesignationLue"}:
            yield from candidats.tous_pris(reference, ecrits, arrivee)
            return
        if premier == voulu:
            if ecrits:
                livre = self.bibliotheque.a(ecrits[0]["inscrit_le"])
                for genre, texte in paroles.bien_ecrit(ecrits, self.suivis[reference], arrivee, livre):
                    yield Grief(genre, reference, f"{texte} : {dit}")
            return
        if voulu and not premier:
            genre = SILENCE if arrivee.genre == r.ECHEC else PERDU
            yield Grief(genre, reference, f"{voulu} attendu ({etat}), rien n'a été écrit : {dit}")
        else:
            genre = AUTORITE if premier in {"AccordRecu", "RefusRecu"} else EFFET
            yield Grief(genre, reference, f"{premier} écrit ({etat}), {voulu or 'rien'} attendu : {dit}")

    def _un_envoi(self, ecrit: Ecrit, envoi: tuple[str, str], par_dossier: Mapping[str, list[Fait]]) -> Iterator[Grief]:
        cle, etat = envoi
        anterieurs = [d for d in self.departs.get(cle, ()) if d.le <= ecrit.le]
        dernier = anterieurs[-1] if anterieurs else None
        ecrits = [fait for faits in par_dossier.values() for fait in faits]
        if etat == "expediee" and (dernier is None or dernier.dit != "confiee"):
            yield Grief(PERDU, "", f"{cle} est dite expédiée sans que le serveur l'ait prise")
        voulu = self._fait_d_un_envoi(dernier, etat)
        reference = dernier.reference if dernier else ""
        noms = [fait["fait"] for fait in ecrits]
        if noms[:1] != ([voulu] if voulu else []):
            yield Grief(EFFET, reference, f"{cle} {etat} : {voulu or 'rien'} attendu, {noms} écrit")
        elif voulu == "OrientationExpediee" and dernier:
            ecart = ecrits[0]["le"] - dernier.le_robot
            if not timedelta(0) <= ecart <= UN_GESTE:
                yield Grief("délai", reference, f"offre prise à {dernier.le_robot}, comptée de {ecrits[0]['le']}")

    def _fait_d_un_envoi(self, depart: Depart | None, etat: str) -> str:
        suivi = self.suivis.get(depart.reference) if depart else None
        if depart is None or suivi is None or not depart.rang:
            return ""
        if depart.voie == r.GESTIONNAIRE:
            return ""
        if depart.voie in {r.MENAGE, r.DDETS}:
            return self._fait_d_une_lettre(depart, suivi, etat)
        courante = suivi.courante is not None and suivi.courante.rang == depart.rang
        if etat == "expediee" and depart.gabarit in {"offre", "neuf"}:
            return "OrientationExpediee" if courante and suivi.etat == "a_expedier" else ""
        if etat in ECHECS:
            return d_un_echec(suivi, depart.gabarit) if courante else "CourrierRevenu"
        return ""

    def _fait_d_une_lettre(self, depart: Depart, suivi: Suivi, etat: str) -> str:
        if etat in ECHECS:
            return d_une_lettre_refusee(suivi, depart, self.a_l_etat.get(depart.message_id, LettreALEtat()))
        menage = suivi.menages.get(depart.numero)
        lettre = menage.courante if menage else None
        if etat != "expediee" or depart.gabarit not in PROPOSITIONS or lettre is None:
            return ""
        return "PropositionExpediee" if lettre.expediee_le is None and lettre.voie == "courriel" else ""

    def _le_temps_ou_un_ordre(self, ecrit: Ecrit, par_dossier: Mapping[str, list[Fait]]) -> Iterator[Grief]:
        for reference, faits in par_dossier.items():
            ordre = self._ordre(ecrit, reference)
            premier = faits[0]["fait"]
            if ordre:
                self.ordres_suivis[ordre] += 1
                if premier not in DES_ORDRES[ordre.verbe]:
                    yield Grief(EFFET, reference, f"l'ordre {ordre.verbe} a écrit {premier}")
            elif premier not in DU_TEMPS:
                yield Grief(AUTORITE, reference, f"{premier} écrit sans que personne l'ait demandé")

    def _ordre(self, ecrit: Ecrit, reference: str) -> OrdreDonne | None:
        for ordre in self.releve.ordres:
            if ordre.reference == reference and timedelta(0) <= ecrit.le_robot - ordre.le_robot <= UN_GESTE:
                return ordre
        return None

    def _verbes(self, ecrit: Ecrit) -> Sequence[str]:
        """The orders of the message that caused it, if one did; whether they may be followed is heard elsewhere."""
        arrivee = self.arrivees.get(ecrit.recu_le) if ecrit.recu_le else None
        return arrivee.propos[0].verbes if arrivee and arrivee.propos else ()

    # --- one dwelling ---------------------------------------------------------------------------------

    def _suivre(self, ecrit: Ecrit, reference: str, faits: Sequence[Fait]) -> Iterator[Grief]:
        suivi = self.suivis.get(reference)
        if suivi is None:
            yield Grief(JOURNAL, reference, "ce logement n'a jamais été libéré")
            return
        livre = self.bibliotheque.a(ecrit.le)
        ordre = self._ordre(ecrit, reference)
        nomme = bool(NOMMENT.intersection([ordre.verbe] if ordre else self._verbes(ecrit)))
        for fait in faits:
            yield from echeances.griefs(fait, suivi, livre)
            yield from candidats.griefs(fait, suivi, self.bibliotheque.ddets(ecrit.le))
            yield from paroles.griefs(fait, faits, suivi)
            yield from commission.griefs(fait, suivi)
            if fait["fait"] in ETABLISSENT_UN_SILENCE:
                yield from self._silence_prouve(ecrit, fait, suivi)
            if fait["fait"] in {"AccordTacite", "RefusTacite"}:
                yield from self._rappel_fait(suivi)
            if fait["fait"] == "DesignationEchue" and suivi.courante:
                du = echeances.rappel_des_candidats(suivi.courante, livre)
                if du and self._une_passe(*du):
                    yield Grief(PERDU, reference, "la désignation est échue sans qu'un seul rappel ait été décidé")
            if fait["fait"] in SUITES or (fait["fait"] == "LogementSoustrait" and not ordre and ecrit.recu_le is None):
                yield from tour.bon_rang(fait, suivi, self.suivis, self.bibliotheque.en_vigueur(ecrit.le), nomme=nomme)
            suivi.suivre(fait)
            if fait["fait"] == "CandidatPropose":
                suivi.menages[fait["numero"]].deja_confiees = departs.confiees_avant(
                    ecrit.le, reference, fait["numero"], self.releve.departs
                )
        self.histoire.setdefault(reference, []).append(departs.instantane(ecrit.le, suivi))
        dernier = faits[-1]["fait"]
        if dernier in LIBERENT and not nomme and bureau_ouvert(ecrit.le_robot):
            yield Grief(RANG, reference, f"{dernier} aux heures de bureau, et personne n'est sollicité ensuite")

    def _silence_prouve(self, ecrit: Ecrit, fait: Fait, suivi: Suivi) -> Iterator[Grief]:
        """Every folder was read to its end by a reading that truly began when the fact says (invariant 1)."""
        reference = suivi.logement.reference
        lectures = [
            lecture
            for lecture in self.releve.lectures
            if lecture.le <= ecrit.le and timedelta(0) <= lecture.le_robot - fait["lu_jusqu_a"] <= UN_GESTE
        ]
        if not lectures:
            yield Grief(SILENCE, reference, f"la boîte n'a pas été lue en entier à {fait['lu_jusqu_a']}")
            return
        for arrivee in self.releve.arrivees:
            if arrivee.depose_le <= lectures[0].le and (arrivee.original or arrivee.numero) not in self.consignees:
                yield Grief(SILENCE, reference, f"silence compté, le message {arrivee.numero} n'étant pas lu")

    def _rappel_fait(self, suivi: Suivi) -> Iterator[Grief]:
        """Whoever let the delay run out was reminded, if a pass could do it on the last day."""
        offre = suivi.courante
        if offre is None or offre.dernier is None or offre.dernier in offre.rappels:
            return
        if self._une_passe(a_l_ouverture(offre.dernier), minuit(offre.dernier)):
            yield Grief(PERDU, suivi.logement.reference, f"silence sans rappel le {offre.dernier}")

    def _une_passe(self, depuis: datetime, jusqu_a: datetime) -> bool:
        """Whether a pass went to its end between these instants: the robot may have been stopped for days."""
        return any(p.issue == r.COMPLETE and depuis <= p.debut_robot < jusqu_a for p in self.releve.passages)

    # --- nothing lost ---------------------------------------------------------------------------------

    def _ordres_obeis(self) -> Iterator[Grief]:
        for ordre in self.releve.ordres:
            fois = self.ordres_suivis[ordre]
            if ordre.pris and fois != 1:
                genre = DOUBLE if fois else PERDU
                yield Grief(genre, ordre.reference, f"l'ordre {ordre.verbe} de {ordre.par} a eu {fois} effet(s)")

    def _messages_consignes(self) -> Iterator[Grief]:
        """Each message was claimed, once, and filed."""
        lu = max((lecture.le for lecture in self.releve.lectures), default=None)
        for arrivee in self.releve.arrivees:
            if lu and arrivee.depose_le <= lu and (arrivee.original or arrivee.numero) not in self.consignees:
                yield Grief(PERDU, "", f"le message {arrivee.numero} ({arrivee.genre} de {arrivee.de}) n'a pas été lu")
        lignes = Counter(datetime.fromisoformat(str(m["recu_le"])) for m in self.tables.messages)
        yield from _consignes(lignes, self.arrivees)
        for message in self.tables.messages:
            if message["range_le"] is None:
                yield Grief(VIE, "", f"le message de {message['expediteur']} n'a pas été rangé")


def _cite(arrivee: Arrivee) -> bool:
    """Whether the message says which of our letters it is about: a report does, a person's program not always."""
    return arrivee.genre != r.PERSONNE or message_from_bytes(arrivee.octets)["In-Reply-To"] is not None


def _consignes(lignes: Mapping[datetime, int], arrivees: Iterable[datetime]) -> Iterator[Grief]:
    connues = set(arrivees)
    for recu_le in lignes:
        if recu_le not in connues:
            yield Grief(JOURNAL, "", f"un message inconnu est dans la base ({recu_le})")
