"""Tells the second half of a dwelling's story to the rules, step by step, as the robot would: no mail, no database."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Any

from robot.domain import faits as f
from robot.domain.calendrier import Calendrier
from robot.domain.candidat import Candidat
from robot.domain.candidature import Candidature, FichierRecu, Proposition
from robot.domain.carnet import Carnet, Correspondant, DelaisDesCandidats
from robot.domain.courriers import PROPOSITIONS, Courrier, identifiant
from robot.domain.decisions import suivi
from robot.domain.decisions.contexte import Contexte
from robot.domain.decisions.ordres import ordonner
from robot.domain.dossier import Dossier, Statut
from robot.domain.fiche import Fiche
from robot.domain.lettres import courriers
from robot.domain.statuts import appliquer
from robot.domain.stimuli import (
    Avis,
    Designation,
    LigneDeDesignation,
    OffreConfiee,
    Ordre,
    PropositionConfiee,
    RapportALaDdets,
    RapportAuCandidat,
    Remise,
    Reponse,
    ReponseDuCandidat,
    Stimulus,
    Verbe,
)
from tests.domain.menages import dalo, ligne, menage
from tests.fabrique import CARNET, FICHE, JETONS, contexte, dossier, libere, paris

DDETS = Correspondant("DDETS 74", "ddets@prefecture.example")
SECRETARIAT = Correspondant("Secrétariat de la CALEOL", "caleol@bailleur.example")
AVEC_DDETS = replace(CARNET, ddets=DDETS, commission=SECRETARIAT)
GESTIONNAIRE = CARNET.gestionnaires[0].adresse
MAIRIE = "civil@viry74.example"
HOTE = CARNET.bailleur.adresse.partition("@")[2]
ACCEPTE_LE = "2026-04-28T10:00"  # a Tuesday; the fifteenth working day after it is Friday 22 May
CALENDRIER: Calendrier = contexte(ACCEPTE_LE).calendrier


@dataclass
class Histoire:
    """A dossier and the hour of the story. Each gesture returns its facts, which have been applied."""

    dossier: Dossier
    maintenant: datetime
    carnet: Carnet = AVEC_DDETS
    lu_jusqu_a: datetime | None = None
    faits: list[f.Fait] = field(default_factory=list)
    lettres: list[Courrier] = field(default_factory=list)
    messages: int = 0

    @property
    def ctx(self) -> Contexte:
        return Contexte(
            maintenant=self.maintenant,
            carnet=self.carnet,
            calendrier=CALENDRIER,
            jetons=JETONS,
            lu_jusqu_a=self.lu_jusqu_a,
        )

    def a(self, texte: str, *, lu: bool = True) -> Histoire:
        """It is now that hour of Paris; the mailbox has just been read, unless told otherwise."""
        self.maintenant = paris(texte)
        self.lu_jusqu_a = self.maintenant if lu else self.lu_jusqu_a
        return self

    def appliquer(self, faits: tuple[f.Fait, ...]) -> tuple[f.Fait, ...]:
        for fait in faits:
            self.dossier = appliquer(self.dossier, fait)
            self.lettres += courriers(self.dossier, fait, self.ctx)
        self.faits += faits
        return faits

    def recevoir(self, stimulus: Stimulus) -> tuple[f.Fait, ...]:
        return self.appliquer(suivi.decider(self.dossier, stimulus, self.ctx))

    def avancer(self, limite: int = 20) -> tuple[f.Fait, ...]:
        """What time brings, until it has nothing left to say; fails if that never ends."""
        tout: tuple[f.Fait, ...] = ()
        for _ in range(limite):
            faits = self.appliquer(suivi.avancer(self.dossier, self.ctx))
            if not faits:
                return tout
            tout += faits
        raise AssertionError(f"le temps ne finit pas de parler : {tout[-3:]}")

    # --- the réservataire

    def designer(
        self, *menages: Candidat | LigneDeDesignation, le: str = "", habilitation: str = "adresse exacte", rang: int = 0
    ) -> tuple[f.Fait, ...]:
        lignes = tuple(m if isinstance(m, LigneDeDesignation) else ligne(m) for m in menages)
        return self.recevoir(
            Designation(
                rang=rang or self.dossier.courante.rang,
                le=paris(le) if le else self.maintenant,
                par=MAIRIE,
                habilitation=habilitation,
                lignes=lignes,
                texte="texte du message",
                message=self.message(),
            )
        )

    def message(self) -> str:
        self.messages += 1
        return f"{self.messages:064x}"

    # --- the households

    def repondre(
        self,
        numero: int,
        avis: Avis,
        *,
        le: str = "",
        habilitation: str = "adresse du candidat",
        motif: str = "",
        fichiers: tuple[FichierRecu, ...] = (),
        par: str = "",
    ) -> tuple[f.Fait, ...]:
        candidature = self.candidature(numero)
        return self.recevoir(
            ReponseDuCandidat(
                rang=candidature.rang,
                le=paris(le) if le else self.maintenant,
                numero=numero,
                par=par or candidature.candidat.courriel,
                habilitation=habilitation,
                avis=avis,
                preuve=avis.upper(),
                texte=f"je dis {avis}",
                message=self.message(),
                motif=motif or ("trop loin de mon travail" if avis is Avis.REFUSE else ""),
                fichiers=fichiers,
            )
        )

    def partir(self, numero: int, le: str = "", tour: int = 0) -> tuple[f.Fait, ...]:
        """The server takes the letter of that turn, the latest when it is not told."""
        return self.recevoir(
            PropositionConfiee(
                rang=self.candidature(numero).rang,
                le=paris(le) if le else self.maintenant,
                numero=numero,
                message_id=self.message_id(numero, tour),
                preuve="250 Ok",
            )
        )

    def tous_partis(self) -> Histoire:
        """Every letter to a candidate in the running has left."""
        for numero in self.en_lice:
            self.partir(numero)
        return self

    def message_id(self, numero: int, tour: int = 0) -> str:
        """The Message-ID of the letter of that turn, among those that were really written."""
        tour = tour or self.proposition(numero).tour
        return next(
            identifiant(lettre, HOTE)
            for lettre in self.lettres
            if lettre.gabarit in PROPOSITIONS
            and (lettre.contexte["candidat"]["numero"], lettre.contexte["tour"]) == (numero, tour)
        )

    def rapporter(
        self,
        numero: int,
        remise: Remise,
        *,
        le: str = "",
        tour: int = 0,
        courrier: str = "",
        anonyme: bool = False,
        absence: bool = False,
    ) -> tuple[f.Fait, ...]:
        """A report about the letter of that turn; `anonyme` when it does not say which letter it is about."""
        message_id = self.message_id(numero, tour)
        return self.recevoir(
            RapportAuCandidat(
                rang=self.candidature(numero).rang,
                le=paris(le) if le else self.maintenant,
                numero=numero,
                remise=remise,
                courrier=courrier or message_id[1:].partition(".")[0],
                destinataire=self.candidature(numero).candidat.courriel,
                statut="5.1.1" if remise is Remise.ECHOUEE else "2.0.0",
                preuve="avis du serveur",
                message=self.message(),
                message_id="" if anonyme else message_id,
                absence=absence,
            )
        )

    # --- the DDETS

    def ddets(
        self,
        numero: int,
        remise: Remise,
        *,
        par: str = DDETS.adresse,
        statut: str = "",
        le: str = "",
        courrier: str = "",
        avis: int = 0,
    ) -> tuple[f.Fait, ...]:
        return self.recevoir(
            RapportALaDdets(
                rang=self.candidature(numero).rang,
                le=paris(le) if le else self.maintenant,
                numero=numero,
                remise=remise,
                par=par,
                statut=statut,
                preuve="mots de la DDETS",
                message=self.message(),
                courrier=courrier,
                avis=avis,
            )
        )

    # --- the gestionnaire

    def ordonner(
        self,
        verbe: Verbe,
        *numeros: int,
        jour: str = "",
        heure: time | None = None,
        designation: tuple[Candidat | LigneDeDesignation, ...] = (),
        **champs: Any,
    ) -> tuple[f.Fait, ...]:
        ordre = Ordre(
            le=self.maintenant,
            verbe=verbe,
            numeros=numeros,
            jour=date.fromisoformat(jour) if jour else None,
            heure=heure,
            designation=tuple(d if isinstance(d, LigneDeDesignation) else ligne(d) for d in designation),
            message=champs.pop("message", ""),
            **{"par": "Claude Martin", "motif": "décision du service", **champs},
        )
        return self.appliquer(ordonner(self.dossier, ordre, self.ctx))

    def commission(self, quand: str) -> tuple[f.Fait, ...]:
        """The commission is fixed for that day and hour."""
        debut = datetime.fromisoformat(quand)
        return self.ordonner(Verbe.COMMISSION, jour=quand[:10], heure=debut.time(), lieu="Annecy, salle B")

    # --- to look at

    @property
    def statut(self) -> Statut:
        return self.dossier.statut

    def candidature(self, numero: int) -> Candidature:
        candidature = self.dossier.candidature(numero)
        assert candidature is not None
        return candidature

    def proposition(self, numero: int) -> Proposition:
        proposition = self.candidature(numero).proposition
        assert proposition is not None
        return proposition

    @property
    def en_lice(self) -> list[int]:
        return [candidature.numero for candidature in self.dossier.en_lice]

    def de_type(self, type_: type[Any]) -> list[Any]:
        return [fait for fait in self.faits if isinstance(fait, type_)]

    def lettres_a(self, destinataire: str) -> list[str]:
        return [lettre.gabarit for lettre in self.lettres if lettre.destinataire == destinataire]

    def lettres_de(self, gabarit: str) -> list[Courrier]:
        return [lettre for lettre in self.lettres if lettre.gabarit == gabarit]


def offerte(*, carnet: Carnet = AVEC_DDETS, fiche: Fiche = FICHE, neuf: bool = False) -> Histoire:
    """The dwelling was offered to the commune of Viry on Tuesday 28 April 2026 at 9:00."""
    histoire = Histoire(dossier(libere(fiche, neuf=neuf)), paris("2026-04-28T09:00"), carnet)
    histoire.a("2026-04-28T09:00").avancer()
    offre = OffreConfiee(
        rang=1, le=histoire.maintenant, message_id="<offre@bailleur.example>", empreinte="ab", preuve="250 Ok"
    )
    histoire.recevoir(offre)
    return histoire


def acceptee(*, carnet: Carnet = AVEC_DDETS, fiche: Fiche = FICHE, neuf: bool = False) -> Histoire:
    """The commune accepted on Tuesday 28 April 2026 at 10:00: the fifteenth working day is Friday 22 May."""
    histoire = offerte(carnet=carnet, fiche=fiche, neuf=neuf).a(ACCEPTE_LE)
    accepter(histoire)
    assert histoire.statut is Statut.ACCEPTEE
    return histoire


def accepter(histoire: Histoire) -> None:
    histoire.recevoir(
        Reponse(
            rang=histoire.dossier.courante.rang,
            le=histoire.maintenant,
            par=histoire.dossier.courante.adresse,
            habilitation="adresse exacte",
            avis=Avis.ACCEPTE,
            preuve="ACCEPTE",
            texte="ACCEPTE",
            message=histoire.message(),
        )
    )


def complete(*menages: Candidat, carnet: Carnet = AVEC_DDETS, fiche: Fiche = FICHE) -> Histoire:
    """Candidates were designated on Monday 4 May 2026 at 9:00 (three ordinary ones unless told), and written to."""
    histoire = acceptee(carnet=carnet, fiche=fiche).a("2026-05-04T09:00")
    histoire.designer(*(menages or (menage(1), menage(2), menage(3))))
    assert histoire.statut is Statut.COMPLETE
    return histoire


def convoquee(*menages: Candidat, quand: str = "2026-06-10T14:30", **options: Any) -> Histoire:
    histoire = complete(*menages, **options)
    histoire.commission(quand)
    assert histoire.statut is Statut.CONVOQUEE
    return histoire


def attribuee(*menages: Candidat, **options: Any) -> Histoire:
    """The commission of 10 June ranked every candidate in the order of their numbers; the first is offered it."""
    histoire = convoquee(*menages, **options).a("2026-06-11T09:00")
    if len(histoire.en_lice) > 1:
        histoire.ordonner(Verbe.CLASSE, *histoire.en_lice)
    else:
        histoire.ordonner(Verbe.ATTRIBUE, *histoire.en_lice)
    assert histoire.statut is Statut.ATTRIBUEE
    return histoire


def a_signer(*menages: Candidat, **options: Any) -> Histoire:
    histoire = attribuee(*menages, **options)
    histoire.partir(1)
    histoire.repondre(1, Avis.ACCEPTE)
    assert histoire.statut is Statut.A_SIGNER
    return histoire


def avec_delais(carnet: Carnet, *, courriel: int, papier: int) -> Carnet:
    return replace(carnet, delais_des_candidats=DelaisDesCandidats(courriel=courriel, papier=papier))


# --- a DALO household of May ------------------------------------------------------------------------

FAMILLE = "famille1@menage.example"


def proposee_au_dalo(**champs) -> Histoire:
    """Proposed on Monday 4 May 2026 to a DALO household, by e-mail; the letter states Monday 18 May (16 is a Saturday)."""
    histoire = complete(dalo(1, **champs))
    assert histoire.proposition(1).dernier_jour == date(2026, 5, 18)
    return histoire


def nouvelle_adresse() -> Candidat:
    """The DALO household of `proposee_au_dalo`, at another address."""
    return replace(dalo(1), courriel="juste@menage.example")


def prouvee(jour: str, **champs) -> Histoire:
    """Proposed to a DALO household on 4 May with 18 May as last day; arrived on that day, by the server's report."""
    histoire = proposee_au_dalo(**champs)
    histoire.partir(1)
    histoire.rapporter(1, Remise.FAITE, le=f"{jour}T10:00")
    return histoire
