"""The judge's own account of a dwelling: where it stands after each fact, found without the robot's table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from robot.simulation.juge.menages import Menage, nouveau
from robot.simulation.releve import Logement

OUVERTES = frozenset({"a_expedier", "en_attente", "differee", "a_clarifier", "non_remise"})
FINS = frozenset({"annulee", "soustraite", "close"})
POUR_UNE_PERSONNE = frozenset(
    {
        "a_clarifier", "non_remise", "differee", "epuisee",
        "insuffisante", "recherche", "complete", "a_signer", "sans_attributaire",
    }
)  # fmt: skip
# The réservataire has accepted: what it writes now is about its candidates.
DESIGNATION = frozenset({"acceptee", "acceptee_tacite", "insuffisante", "recherche"})
SECONDE_MOITIE = DESIGNATION | {"complete", "convoquee", "attribuee", "a_signer", "sans_attributaire", "louee"}
FINIS = frozenset({"close", "soustraite", "annulee"})
SANS_EFFET = frozenset(
    {
        "ReponseTardive", "CourrierRevenu", "DesignationLue", "PropositionExpediee", "PropositionRemise",
        "PropositionNonRemise", "ReponseDuCandidatTardive", "DdetsAvisee", "DdetsAccuse", "DdetsRelancee",
        "SilenceTombe", "DdetsDetrompee",
        "AvisRevenu", "ProcesVerbalDresse", "SneSaisi", "MessageDInconnu", "ComplementRecu",
        "AbsenceDuCandidat",
    }
)  # fmt: skip

# Where each fact leads, whatever was before; None: nowhere else.
MENE_A: Mapping[str, str | None] = {
    "LogementLibere": "libere",
    "OrientationDecidee": "a_expedier",
    "OrientationInterne": "recherche",
    "OrientationExpediee": "en_attente",
    "RemiseDifferee": "differee",
    "RemiseEchouee": "non_remise",
    "RappelDecide": None,
    "AccordRecu": "acceptee",
    "AccordTacite": "acceptee_tacite",
    "RefusRecu": "refusee",
    "RefusTacite": "refusee",
    "ReponseAClarifier": "a_clarifier",
    "ReponseNonAutorisee": "a_clarifier",
    "ReponseAutorisee": "a_clarifier",
    "ReponseIgnoree": "en_attente",
    "DelaiRepris": "en_attente",
    "OrientationRetiree": "retiree",
    "ListeEpuisee": "epuisee",
    "DossierAnnule": "annulee",
    "CandidatDesigne": None,
    "CandidatCorrige": None,
    "CandidatRetire": None,
    "RappelDeDesignation": None,
    "DesignationEchue": "insuffisante",
    "DelaiAccorde": "acceptee",
    "RechercheDecidee": "recherche",
    "PresentationDecidee": "complete",
    "DesignationComplete": "complete",
    "DesignationRouverte": "acceptee",
    "CandidatPropose": None,
    "CandidatAccepte": None,
    "CandidatRefuse": None,
    "ReponseDuCandidatAClarifier": None,
    "SilenceDuCandidat": None,
    "SilenceSansPreuve": None,
    "CommissionFixee": "convoquee",
    "CommissionDecidee": None,
    "CommissionTenue": "attribuee",
    "ConditionDefaillie": "attribuee",
    "SansAttributaire": "sans_attributaire",
    "BailSigne": "louee",
    "DossierClos": "close",
    "LogementSoustrait": "soustraite",
    "LogementRemisEnFlux": "libere",
}
# Where some facts lead only from one state.
DEPUIS: Mapping[tuple[str, str], str] = {
    ("acceptee_tacite", "CandidatDesigne"): "acceptee",
    ("acceptee_tacite", "DelaiAccorde"): "acceptee_tacite",
    ("attribuee", "CandidatAccepte"): "a_signer",
    ("a_signer", "CandidatRefuse"): "attribuee",
}


@dataclass
class Offre:
    """One offer to one réservataire, as the judge follows it."""

    rang: int
    code: str
    adresse: str
    jours: int | None
    expediee_le: datetime | None = None
    recue_le: datetime | None = None
    presumee: bool = True
    jour_zero: date | None = None
    dernier: date | None = None
    rappels: list[date] = field(default_factory=list)
    inconnu_seul: bool = False  # only strangers answered
    inconnus: list[tuple[datetime, str]] = field(default_factory=list)  # when, and what each decided
    en_retard: bool = False  # a server said that it had not arrived, nothing that it has
    parle_le: datetime | None = None  # its réservataire's first word: an answer, or a household
    revenue: bool = False
    acceptee_le: datetime | None = None
    autorisee_le: datetime | None = None  # a stranger's answer, taken for the réservataire's by a gestionnaire
    designation: date | None = None
    designation_depuis: date | None = None
    jours_de_designation: int = 0
    silences: list[tuple[datetime, date | None]] = field(default_factory=list)  # its end, what it opens
    delai_accorde: bool = False
    rouverte_le: datetime | None = None  # complete, it was not any more: a candidate was taken back
    rappels_de_designation: list[int] = field(default_factory=list)


@dataclass
class Suivi:
    """One dwelling."""

    logement: Logement
    etat: str = ""
    libere_le: datetime | None = None
    offres: list[Offre] = field(default_factory=list)
    faits: int = 0
    menages: dict[int, Menage] = field(default_factory=dict)
    sne: int = 0
    sne_saisies: set[int] = field(default_factory=set)
    # The line of each household's refusal, and those that proved false before they were typed.
    sne_refus: dict[int, int] = field(default_factory=dict)
    sne_caduques: set[int] = field(default_factory=set)
    # The number and the date of the latest commission, and what became of each.
    commission: tuple[int, datetime] | None = None
    fixees: Counter[tuple[int, int]] = field(default_factory=Counter)
    commissions_tenues: set[int] = field(default_factory=set)
    proces_verbaux: set[int] = field(default_factory=set)
    # Why it is out of the flux, "" in it; whether it came back.
    cause: str = ""
    remis: bool = False
    anciennes: int = 0  # offers made before it came back

    @property
    def en_lice(self) -> list[Menage]:
        """The households of the latest offer to which the dwelling may still go."""
        return [m for m in self.menages.values() if m.rang == len(self.offres) and m.en_lice]

    def suivante(self, menage: Menage) -> Menage | None:
        """The same household, designated again since, to whom the dwelling may still go."""
        if self.etat in FINIS | {"louee"}:
            return None
        return next((m for m in self.en_lice if m.nud == menage.nud and m.numero > menage.numero), None)

    @property
    def courante(self) -> Offre | None:
        """The latest offer."""
        return self.offres[-1] if self.offres else None

    @property
    def attend_le_reservataire(self) -> bool:
        """Whether its silence may still count: nobody answered, or only a stranger did."""
        offre = self.courante
        if offre is None or self.etat == "en_attente":
            return offre is not None
        arrivee = offre.recue_le is not None and not offre.en_retard
        return self.etat == "a_clarifier" and offre.inconnu_seul and arrivee

    @property
    def sait_depuis(self) -> datetime | None:
        """When the réservataire of the latest offer learnt of the vacancy, an earlier offer included (R48).

        An earlier one counts if a server or the réservataire itself showed that it
        had arrived; and the dwelling must not have left the flux since.
        """
        recentes = self.offres[self.anciennes :]
        sues = [
            o.recue_le or o.parle_le
            for o in recentes
            if o is self.courante or (o.code == recentes[-1].code and (o.parle_le or not o.presumee))
        ]
        return min(filter(None, sues), default=None)

    @property
    def ouverte(self) -> bool:
        """Whether nothing has ended the latest offer."""
        return self.etat in OUVERTES

    def offre(self, rang: int) -> Offre | None:
        """The offer of that rank."""
        return self.offres[rang - 1] if 1 <= rang <= len(self.offres) else None

    def suivre(self, fait: Mapping[str, Any]) -> None:
        """Take a fact into account."""
        nom = fait["fait"]
        self.faits += 1
        if nom == "LogementLibere":
            self.libere_le = fait["le"]
        self._un_menage(nom, fait)
        self._le_sne(nom, fait)
        self._la_commission(nom, fait)
        if nom in {"LogementSoustrait", "LogementRemisEnFlux"}:
            self.cause, self.remis = fait.get("cause", ""), nom == "LogementRemisEnFlux"
            self.anciennes = len(self.offres)
        if nom in SANS_EFFET:
            return
        self._une_offre(nom, fait)
        offre = self.courante
        if offre and nom in {"OrientationExpediee", "RemiseConstatee", "DelaiRepris"}:
            self._recevoir(offre, nom, fait)
        if offre:
            _entraver(offre, nom)
            _ecouter_les_inconnus(offre, nom, fait)
            self._rappels_et_reponses(offre, nom)
            _designer(offre, nom, fait)
        if nom == "RemiseConstatee":
            self.etat = "a_clarifier" if self.etat == "a_clarifier" else "en_attente"
        elif nom in {"RemiseEchouee", "RemiseDifferee"} and self.etat == "a_clarifier":
            pass  # the doubt remains for a person
        else:
            self.etat = DEPUIS.get((self.etat, nom)) or MENE_A[nom] or self.etat

    def _le_sne(self, nom: str, fait: Mapping[str, Any]) -> None:
        """The lines to type (R65, R66); a refusal that was none is not typed, or is taken back."""
        self.sne += _a_saisir(nom, fait)
        if nom in {"CandidatRefuse", "SilenceDuCandidat"} and _a_saisir(nom, fait):
            self.sne_refus[fait["numero"]] = self.sne
        elif nom == "SneSaisi":
            self.sne += len(self.sne_caduques & set(fait["taches"]) - self.sne_saisies)
            self.sne_saisies.update(fait["taches"])
        elif nom == "SilenceTombe" and self.sne_refus[fait["numero"]] in self.sne_saisies:
            self.sne += 1
        elif nom == "SilenceTombe":
            self.sne_caduques.add(self.sne_refus[fait["numero"]])

    def _un_menage(self, nom: str, fait: Mapping[str, Any]) -> None:
        if nom == "CandidatDesigne":
            self.menages[fait["numero"]] = nouveau(fait)
        elif "numero" in fait and fait["numero"] in self.menages:
            self.menages[fait["numero"]].suivre(fait)

    def _une_offre(self, nom: str, fait: Mapping[str, Any]) -> None:
        if nom in {"OrientationDecidee", "OrientationInterne"}:
            delai = fait.get("reponse")
            adresse = fait.get("adresse", "")
            self.offres.append(
                Offre(fait["rang"], fait["reservataire"], adresse, delai.jours_ouvres if delai else None)
            )

    def _la_commission(self, nom: str, fait: Mapping[str, Any]) -> None:
        if nom == "CommissionFixee":
            self.commission = fait["passage"], fait["debut"]
            self.fixees[fait["rang"], fait["passage"]] += 1
        elif nom == "CommissionDecidee":
            self.commissions_tenues.add(fait["passage"])
        elif nom == "ProcesVerbalDresse":
            self.proces_verbaux.add(fait["passage"])

    def _rappels_et_reponses(self, offre: Offre, nom: str) -> None:
        """For which deadline it was reminded; whether only strangers answered."""
        if nom == "RappelDecide" and offre.dernier:
            offre.rappels.append(offre.dernier)
        if nom == "ReponseAClarifier":
            offre.inconnu_seul = False
        if nom == "ReponseNonAutorisee" and self.etat != "a_clarifier":
            offre.inconnu_seul = True

    def _recevoir(self, offre: Offre, nom: str, fait: Mapping[str, Any]) -> None:
        decompte = fait["decompte"]
        offre.en_retard = False
        if decompte is not None:
            offre.jour_zero, offre.dernier = decompte.reception, decompte.dernier_jour
        if nom == "DelaiRepris":
            offre.rappels.clear()
            return
        offre.recue_le, offre.presumee = fait["le"], nom == "OrientationExpediee"
        offre.expediee_le = offre.expediee_le or fait["le"]


def _ecouter_les_inconnus(offre: Offre, nom: str, fait: Mapping[str, Any]) -> None:
    """What waits for a gestionnaire to say what it is worth."""
    if nom == "ReponseNonAutorisee":
        offre.inconnus.append((fait["le"], fait["decision"]))
    elif nom in {"DelaiRepris", "ReponseIgnoree", "AccordRecu", "AccordTacite"}:
        offre.inconnus.clear()


def _entraver(offre: Offre, nom: str) -> None:
    """What came back was never received, hence never accepted by silence; what is late may never be."""
    if nom == "RemiseEchouee":
        offre.recue_le = offre.acceptee_le = None
        offre.revenue = True
    if nom == "RemiseDifferee":
        offre.en_retard = True


def _a_saisir(nom: str, fait: Mapping[str, Any]) -> bool:
    """Whether a fact adds a line to type into the SNE (R65, R66)."""
    if nom == "CandidatPropose":
        return bool(fait["etape"] == "proposition" and fait["tour"] == 1)
    return nom in {"CommissionDecidee", "ConditionDefaillie", "CandidatRefuse", "BailSigne"} or bool(
        nom == "SilenceDuCandidat" and fait["refus"]
    )


def _designer(offre: Offre, nom: str, fait: Mapping[str, Any]) -> None:
    """What a fact writes on the delay to name candidates."""
    if nom == "ReponseAutorisee":
        offre.autorisee_le = fait["le"]
    repond = nom in {"AccordRecu", "RefusRecu", "ReponseAClarifier"}
    designe = nom == "CandidatDesigne" and not fait["saisi_par"]
    if (repond or designe) and offre.parle_le is None:
        offre.parle_le = fait["le"]
    if nom in {"AccordRecu", "AccordTacite", "DelaiAccorde"}:
        compte = fait["decompte" if nom == "DelaiAccorde" else "designation"]
        offre.designation = compte.dernier_jour if compte else None
        offre.designation_depuis = compte.reception if compte else None
        offre.jours_de_designation = compte.jours_ouvres if compte else 0
        offre.delai_accorde = nom == "DelaiAccorde"
        offre.rappels_de_designation.clear()
    if nom == "AccordTacite":
        offre.silences.append((fait["le"], offre.designation_depuis))
    if nom == "DesignationRouverte":
        offre.rouverte_le = fait["le"]
    if nom == "RappelDeDesignation":
        offre.rappels_de_designation.append(fait["jour"])
