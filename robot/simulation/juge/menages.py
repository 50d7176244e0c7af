"""The judge's own account of the households of a dwelling: what each was proposed, what it answered, who was told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

Fait = Mapping[str, Any]

PROPOSITIONS = frozenset({"proposition_candidat", "proposition_dalo", "attribution_candidat"})
# Where a household may still answer, and where an answer still decides.
REPONDENT = frozenset(
    {"complete", "convoquee", "attribuee", "acceptee", "insuffisante", "recherche", "sans_attributaire"}
)
OUVERTES = frozenset({"attendue", "a_clarifier", "sans_preuve", "non_remise", "sans_reponse"})
REPONSES = {
    "CandidatAccepte": "oui",
    "CandidatRefuse": "non",
    "ReponseDuCandidatAClarifier": "a_clarifier",
    "SilenceSansPreuve": "sans_preuve",
    "PropositionNonRemise": "non_remise",
}


@dataclass
class Lettre:
    """A proposal: its turn, its stage, by which way, the date that it states, and what became of it."""

    tour: int
    etape: str
    voie: str
    dalo: bool
    dernier: date
    courriel: str
    message_id: str = ""
    expediee_le: datetime | None = None
    remise_le: datetime | None = None
    echouee_le: datetime | None = None
    reponse: str = "attendue"
    absente: bool = False
    dementi: str = ""  # the message that showed that its silence was none


@dataclass
class Menage:
    """One household and one dwelling; `avis` counts the notices to the State.

    `deja_confiees`: the Message-IDs that the server had been given for it before its latest proposal.
    """

    numero: int
    rang: int
    nud: str
    courriel: str
    dalo: bool
    referent: str = ""
    lettres: list[Lettre] = field(default_factory=list)
    congedie: bool = False
    retire: bool = False
    issue: str = ""
    ordre: int = 0
    passage: int = 0
    avis: int = 0
    adresse_de_l_avis: str = ""
    avis_revenu: bool = False
    avis_accuse: bool = False
    premier_avis: int = 0  # of its latest refusal
    avis_tombe: bool = False
    avis_rendu: bool = False  # the notice itself came back, not what followed it
    tenu_avant: bool = False  # the State may hold another notice of the same refusal
    detrompes: int = 0  # how many times the State was told that the refusal it holds is none
    retrait_a: str = ""
    retrait_le: datetime | None = None
    retrait_revenu: bool = False
    retrait_accuse: bool = False
    relance: bool = False
    complements: int = 0
    refus_par: str = ""
    deja_confiees: frozenset[str] = frozenset()

    @property
    def courante(self) -> Lettre | None:
        """The latest proposal."""
        return self.lettres[-1] if self.lettres else None

    @property
    def avise_de_ce_refus(self) -> bool:
        """Whether a notice of its latest refusal was sent, be it an address that sent it back."""
        return bool(self.avis) and not self.avis_tombe

    @property
    def a_dire_a_l_etat(self) -> bool:
        """A DALO refusal that the State does not hold yet, or whose notice may be chased, wherever it is."""
        en_chemin = self.avise_de_ce_refus and not self.avis_revenu and (self.avis_accuse or self.relance)
        return self.dalo and self.a_refuse and not en_chemin

    @property
    def a_refuse(self) -> bool:
        """In words, or by a silence that is a refusal."""
        return self.courante is not None and self.courante.reponse in {"non", "silence"}

    @property
    def ecarte_a_tort(self) -> bool:
        """Its silence was none, and the dwelling had gone to others."""
        return self.courante is not None and self.courante.reponse == "silence_tombe"

    @property
    def a_detromper(self) -> bool:
        """The State may hold a refusal that is none, and was not told so."""
        tenu = self.avis_tombe and self.avis_tenu and not self.a_refuse
        return tenu and (not self.detrompes or self.retrait_revenu)

    @property
    def detrompe_encore(self) -> bool:
        """Whether a withdrawal that came back is tried again: nine times in all, a week apart."""
        return self.a_detromper and self.detrompes < 9

    @property
    def avis_tenu(self) -> bool:
        """Whether the State may hold what it was told of that refusal."""
        return self.tenu_avant or self.avis_accuse or not self.avis_rendu

    @property
    def en_lice(self) -> bool:
        """Whether the dwelling may still go to it."""
        return not (self.retire or self.issue in {"non_attribution", "rejet"} or self.a_refuse or self.ecarte_a_tort)

    def peut_repondre(self, etat: str, rang: int) -> bool:
        """Whether what it says can still have an effect."""
        lettre = self.courante
        if lettre is None or not self.en_lice or lettre.reponse not in OUVERTES or self.rang != rang:
            return False
        return etat in REPONDENT and lettre.etape == ("attribution" if etat == "attribuee" else "proposition")

    @property
    def par_courriel(self) -> bool:
        """Whether it is written to by e-mail: it has an address, from which nothing came back."""
        lettre = self.courante
        if not self.courriel or lettre is None or lettre.courriel != self.courriel:
            return bool(self.courriel)
        return lettre.voie != "papier" and lettre.reponse != "non_remise"

    def suivre(self, fait: Fait) -> None:
        """Take a fact about it into account."""
        nom = fait["fait"]
        ecrire = ECRIRE.get(nom)
        if ecrire:
            ecrire(self, fait)
        elif nom == "CandidatPropose":
            self.lettres.append(
                Lettre(fait["tour"], fait["etape"], fait["voie"], fait["dalo"], fait["dernier_jour"], self.courriel)
            )
        elif self.courante and fait.get("tour") == self.courante.tour:
            self._sur_la_lettre(self.courante, nom, fait)

    def _sur_la_lettre(self, lettre: Lettre, nom: str, fait: Fait) -> None:
        if nom == "PropositionExpediee":
            lettre.expediee_le, lettre.message_id = fait["le"], fait["message_id"]
        elif nom == "PropositionRemise":
            lettre.remise_le = fait["le"]
            lettre.absente &= not fait["saisi_par"]
            if lettre.reponse in {"non_remise", "sans_preuve"}:
                lettre.reponse = "attendue"
        elif nom == "AbsenceDuCandidat":
            lettre.absente = True
        elif nom == "SilenceDuCandidat":
            lettre.reponse = "silence" if fait["refus"] else "sans_reponse"
        elif nom in REPONSES:
            lettre.reponse = REPONSES[nom]
            self.complements += bool(fait.get("fichiers")) and nom == "ReponseDuCandidatAClarifier"
            if nom == "PropositionNonRemise":
                lettre.remise_le, lettre.echouee_le = None, fait["le"]
            if nom == "CandidatRefuse":
                self.refus_par = fait["message"]


def _qui(fait: Fait) -> tuple[str, bool, str]:
    return fait["courriel"], fait["critere"] == "dalo", fait["referent_courriel"]


def _silence_tombe(menage: Menage, fait: Fait) -> None:
    lettre = menage.courante
    if lettre is None or lettre.tour != fait["tour"]:
        return
    lettre.reponse, lettre.dementi = "silence_tombe", fait["message"]
    lettre.remise_le = lettre.remise_le if fait["repondu"] or fait["absent"] else None
    lettre.absente |= fait["absent"]
    menage.avis_tombe = menage.avise_de_ce_refus


def _corrige(menage: Menage, fait: Fait) -> None:
    menage.courriel, menage.dalo, menage.referent = _qui(fait)


def _retire(menage: Menage, _fait: Fait) -> None:
    menage.retire = True


def _decide(menage: Menage, fait: Fait) -> None:
    menage.issue, menage.ordre, menage.passage = fait["issue"], fait["ordre"], fait["passage"]


def _tombe(menage: Menage, _fait: Fait) -> None:
    menage.issue = "non_attribution"


def _avise(menage: Menage, fait: Fait) -> None:
    menage.tenu_avant = menage.avise_de_ce_refus and menage.avis_tenu
    menage.premier_avis = menage.premier_avis if menage.avise_de_ce_refus else menage.avis + 1
    menage.avis += 1
    menage.adresse_de_l_avis = fait["adresse"]
    menage.avis_rendu = menage.avis_revenu = menage.avis_accuse = menage.relance = menage.avis_tombe = False
    menage.detrompes, menage.retrait_a, menage.retrait_le = 0, "", None


def _accuse(menage: Menage, fait: Fait) -> None:
    if fait["courrier"] == "retrait_ddets":
        menage.retrait_accuse, menage.retrait_revenu = True, False
    else:
        menage.avis_accuse, menage.avis_revenu = True, False


def _detrompe(menage: Menage, fait: Fait) -> None:
    menage.detrompes += 1
    menage.retrait_a, menage.retrait_revenu, menage.retrait_accuse = fait["adresse"], False, False
    menage.retrait_le = fait["le"]


def _relance(menage: Menage, _fait: Fait) -> None:
    menage.relance = True


def _revient(menage: Menage, fait: Fait) -> None:
    if fait["courrier"] == "retrait_ddets":
        menage.retrait_revenu = True
    else:
        menage.avis_revenu, menage.avis_rendu = True, fait["certain"]


def _complete(menage: Menage, _fait: Fait) -> None:
    menage.complements += 1


ECRIRE: Mapping[str, Any] = {
    "CandidatCorrige": _corrige,
    "CandidatRetire": _retire,
    "CommissionDecidee": _decide,
    "ConditionDefaillie": _tombe,
    "SilenceTombe": _silence_tombe,
    "DdetsAvisee": _avise,
    "DdetsDetrompee": _detrompe,
    "DdetsAccuse": _accuse,
    "DdetsRelancee": _relance,
    "AvisRevenu": _revient,
    "ComplementRecu": _complete,
}


def nouveau(fait: Fait) -> Menage:
    """The household that a designation names."""
    return Menage(fait["numero"], fait["rang"], fait["nud"], *_qui(fait))
