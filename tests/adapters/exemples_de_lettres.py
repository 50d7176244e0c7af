"""Every letter, written by the domain from real facts: what the templates receive in earnest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from robot.domain import faits as f
from robot.domain import loi
from robot.domain.calendrier import Calendrier
from robot.domain.carnet import (
    Bailleur,
    Carnet,
    Commune,
    Convention,
    Correspondant,
    Gestionnaire,
    Reservataire,
    Silence,
)
from robot.domain.courriers import SANS_ORIGINE, Courrier, Origine
from robot.domain.decisions.contexte import Contexte
from robot.domain.dossier import Dossier
from robot.domain.fiche import EauChaude, Fiche
from robot.domain.jetons import Jetons
from robot.domain.lettres import actualiser, courriers
from robot.domain.statuts import replier
from tests.adapters.exemples_d_obligations import RAISON, suivis
from tests.adapters.exemples_de_bilan import bilans
from tests.fabrique import ETAT_DELEGUE

ROBOT = "robot@montblanc.example"
MAIRIE = "logement@viry.example"
JETONS = Jetons(b"un secret pour les tests, rien de plus")
REFERENCE = "V-2026-0042"

# Friday 22 May 2026, 9:14 in Paris; Whit Monday follows.
MAINTENANT = datetime(2026, 5, 22, 7, 14, tzinfo=UTC)
REPONDU = datetime(2026, 5, 26, 8, 2, tzinfo=UTC)
FERIES = {
    date(2026, 5, 1): "Fête du Travail",
    date(2026, 5, 8): "Victoire 1945",
    date(2026, 5, 14): "Ascension",
    date(2026, 5, 25): "Lundi de Pentecôte",
}
DSN = "250 2.0.0 OK, mis en file sous le nom 4ZxQ1a ; smtp.viry.example"

FICHE = Fiche(
    rpls="7400012345",
    adresse="12 rue de l'Église",
    commune=Commune("74309", "Viry", "74", "200011773", "CC du Genevois", ("74580",)),
    etage=2,
    ascenseur=True,
    typologie="T3",
    surface_m2=Decimal("64.50"),
    financement="PLUS",
    chauffage="collectif au gaz",
    eau_chaude=EauChaude.COLLECTIVE,
    loyer=Decimal("1512.30"),
    charges=Decimal("88.00"),
    pmr=False,
    complements=(
        ("Balcon", "oui, 6 m²"),
        ("Visite", "sur rendez-vous avec le gardien, tous les matins de la semaine sauf le jeudi"),
    ),
)
BAILLEUR = Bailleur(
    nom="Mont-Blanc Habitat",
    siren="000000000",
    adresse=ROBOT,
    service="service des attributions",
    telephone="04 50 00 00 00",
    departement="74",
    prefixe="V",
)


def carnet(convention: Convention) -> Carnet:
    """A landlord, one réservataire, one gestionnaire, one administrator."""
    return Carnet(
        bailleur=BAILLEUR,
        reservataires=(Reservataire("viry", "Commune de Viry", MAIRIE, (), 1, convention=convention),),
        gestionnaires=(Gestionnaire("Claire Vernay", "c.vernay@montblanc.example"),),
        administrateurs=(Correspondant("Admin", "admin@montblanc.example"),),
    )


# Which facts have written a letter here.
FAITS_ECRITS: set[type[f.Fait]] = set()


class Histoire:
    """A dossier followed fact by fact; `ecrire` gives the letters of one more fact."""

    def __init__(self, *, neuf: bool = False, convention: Convention | None = None, fiche: Fiche = FICHE) -> None:
        self.ctx = Contexte(MAINTENANT, carnet(convention or Convention()), Calendrier(FERIES), JETONS, MAINTENANT)
        self._neuf = neuf
        self._silence = (convention or Convention()).silence
        self.dossier: Dossier | None = None
        self._ajouter(f.LogementLibere(le=MAINTENANT, reference=REFERENCE, fiche=fiche, neuf=neuf, disponible_le=None))

    def _ajouter(self, fait: f.Fait) -> Dossier:
        dossier = replier(self.dossier, (fait,))
        assert dossier is not None
        self.dossier = dossier
        return dossier

    def ecrire(self, fait: f.Fait, origine: Origine = SANS_ORIGINE) -> tuple[Courrier, ...]:
        """The letters that `fait` calls for, dated as they leave."""
        dossier = self._ajouter(fait)
        FAITS_ECRITS.add(type(fait))
        return tuple(
            actualiser(courrier, dossier, self.ctx) for courrier in courriers(dossier, fait, self.ctx, origine)
        )

    def offrir(self) -> Courrier:
        """The offer."""
        fait = f.OrientationDecidee(
            le=MAINTENANT,
            rang=1,
            reservataire="viry",
            nom="Commune de Viry",
            adresse=MAIRIE,
            jeton=JETONS.jeton(REFERENCE, 1),
            raison="rang 1 dans l'ordre du carnet pour Viry",
            reponse=None if self._neuf else loi.SILENCE_VAUT_ACCORD,
            silence=self._silence,
        )
        return self.ecrire(fait)[0]

    def expedier(self) -> Histoire:
        """The offer left; the clock runs."""
        courrier = self.offrir()
        assert self.dossier is not None
        decompte = self.ctx.decompter_la_reponse(self.dossier, MAINTENANT)
        self._ajouter(
            f.OrientationExpediee(
                le=MAINTENANT, rang=1, message_id=f"<{courrier.cle}>", empreinte="", preuve=DSN, decompte=decompte
            )
        )
        return self

    @property
    def echeance(self) -> datetime:
        """The end of the delay to answer."""
        assert self.dossier is not None
        assert self.dossier.courante.decompte is not None
        return self.dossier.courante.decompte.echeance

    def designation(self, le: datetime) -> Any:
        """The delay that an agreement opens."""
        assert self.dossier is not None
        return self.ctx.decompter_la_designation(self.dossier, le)


ORIGINE = Origine("<CAF-123@mail.viry.example>", "Re: [T3 à Viry · réponse avant mer. 27 mai minuit] Offre")
AUTEUR = "maire.adjoint@viry.example"


def accord(histoire: Histoire, *, par: str = AUTEUR, preuve: str = "ACCEPTE") -> f.AccordRecu:
    """An agreement received."""
    designation = histoire.designation(REPONDU)
    return f.AccordRecu(le=REPONDU, rang=1, par=par, preuve=preuve, designation=designation, message="m1")


def silence(histoire: Histoire) -> f.AccordTacite:
    """An agreement by silence."""
    fin = histoire.echeance
    return f.AccordTacite(
        le=fin,
        rang=1,
        etabli_le=datetime(2026, 5, 28, 6, 1, tzinfo=UTC),
        lu_jusqu_a=datetime(2026, 5, 28, 6, 0, tzinfo=UTC),
        preuve=DSN,
        designation=histoire.designation(fin),
    )


def echec() -> f.RemiseEchouee:
    """A permanent failure of the offer."""
    preuve = "smtp; 550 5.1.1 <logement@viry.example>: Recipient address rejected: User unknown"
    return f.RemiseEchouee(le=REPONDU, rang=1, destinataire=MAIRIE, statut="5.1.1", preuve=preuve, message="m2")


def a_clarifier(
    texte: str = "Bonjour,\nOui pour le T3 mais pas avant juillet.\nACCEPTE sous réserve",
) -> f.ReponseAClarifier:
    """A reply that does not decide."""
    cause = "une réserve accompagne la réponse : « sous réserve »"
    return f.ReponseAClarifier(le=REPONDU, rang=1, par=AUTEUR, cause=cause, texte=texte, message="m3")


def refus(motif: str = "Le loyer dépasse les ressources de nos demandeurs.") -> f.RefusRecu:
    """A refusal received."""
    preuve = "REFUSE"
    return f.RefusRecu(le=REPONDU, rang=1, par=AUTEUR, preuve=preuve, motif=motif, categorie="", message="m4")


def _arrivee_tardive() -> Courrier:
    """The offer reached its réservataire after its silence had been established."""
    retardee = Histoire().expedier()
    retardee.ecrire(silence(retardee))
    assert retardee.dossier is not None
    arrivee = f.RemiseConstatee(
        le=datetime(2026, 5, 29, 8, 0, tzinfo=UTC),
        rang=1,
        preuve=DSN,
        decompte=retardee.ctx.decompter_la_reponse(retardee.dossier, datetime(2026, 5, 29, 8, 0, tzinfo=UTC)),
        message="m9",
        defait_le_silence=True,
    )
    return retardee.ecrire(arrivee)[0]


def _etablis_tard() -> Iterator[tuple[str, Courrier]]:
    """Agreements that were established late: the month of a tense zone, begun on 22 May, runs out on 22 June (R48)."""
    for nom, jour in (
        ("établi tard", datetime(2026, 6, 5, 9, tzinfo=UTC)),
        ("le dernier jour du mois", datetime(2026, 6, 22, 9, tzinfo=UTC)),
        ("le mois passé", datetime(2026, 6, 25, 9, tzinfo=UTC)),
    ):
        histoire = Histoire().expedier()
        histoire.ctx = replace(histoire.ctx, maintenant=jour)
        tacite = replace(silence(histoire), etabli_le=jour, lu_jusqu_a=jour, designation=histoire.designation(jour))
        yield f"accord par silence, {nom}", histoire.ecrire(tacite)[0]
        histoire = Histoire().expedier()
        histoire.ctx = replace(histoire.ctx, maintenant=jour)
        eclairci = replace(accord(histoire), le=jour, designation=histoire.designation(jour))
        yield f"accord reçu, {nom}", histoire.ecrire(eclairci, ORIGINE)[0]


def _retraits() -> Iterator[tuple[str, Courrier]]:
    """The dwelling is taken back."""
    retrait = f.OrientationRetiree(le=REPONDU, rang=1, par="Claire Vernay", motif="erreur de loyer dans la fiche")
    yield "offre retirée", Histoire().expedier().ecrire(retrait)[0]
    annule = f.DossierAnnule(le=REPONDU, par="Claire Vernay", motif="logement retiré de la location")
    yield "dossier annulé", Histoire().expedier().ecrire(annule)[0]


def _du_domaine() -> Iterator[tuple[str, Courrier]]:
    yield "offre", Histoire().offrir()
    refus_par_silence = Convention(silence=Silence.REFUS)
    yield "offre, silence valant refus", Histoire(convention=refus_par_silence).offrir()
    yield "offre d'un logement neuf", Histoire(neuf=True).offrir()
    yield "rappel", Histoire().expedier().ecrire(f.RappelDecide(le=datetime(2026, 5, 27, 6, tzinfo=UTC), rang=1))[0]
    histoire = Histoire().expedier()
    for nom, courrier in zip(
        ("à l'auteur", "à l'adresse générique"), histoire.ecrire(accord(histoire), ORIGINE), strict=True
    ):
        yield f"accord reçu, {nom}", courrier
    histoire = Histoire().expedier()
    saisi = replace(accord(histoire, par=""), preuve="accord donné au téléphone", saisi_par="Claire Vernay", message="")
    yield "accord saisi par un gestionnaire", histoire.ecrire(saisi)[0]
    histoire = Histoire(neuf=True).expedier()
    yield "accord sur un logement neuf", histoire.ecrire(accord(histoire), ORIGINE)[0]
    histoire = Histoire().expedier()
    yield "accord par silence", histoire.ecrire(silence(histoire))[0]
    yield from _etablis_tard()
    histoire = Histoire(convention=refus_par_silence).expedier()
    tacite = silence(histoire)
    constat = f.RefusTacite(
        le=tacite.le, rang=1, etabli_le=tacite.etabli_le, lu_jusqu_a=tacite.lu_jusqu_a, preuve=tacite.preuve
    )
    yield "refus par silence", histoire.ecrire(constat)[0]
    yield "refus reçu", Histoire().expedier().ecrire(refus(), ORIGINE)[0]
    yield "refus sans motif", Histoire().expedier().ecrire(refus(""), ORIGINE)[0]
    yield "réponse à préciser", Histoire().expedier().ecrire(a_clarifier(), ORIGINE)[0]
    yield "réponse à préciser, logement neuf", Histoire(neuf=True).expedier().ecrire(a_clarifier(), ORIGINE)[0]
    yield "réponse à préciser, sans texte", Histoire().expedier().ecrire(a_clarifier(""), ORIGINE)[0]
    tardive = f.ReponseTardive(
        le=datetime(2026, 5, 28, 9, tzinfo=UTC), rang=1, par=AUTEUR, decision="refuse", texte="REFUSE", message="m5"
    )
    histoire = Histoire().expedier()
    histoire.ecrire(silence(histoire))
    yield "réponse tardive", histoire.ecrire(tardive, ORIGINE)[0]
    yield "réponse lue après coup", histoire.ecrire(replace(tardive, lue_apres_coup=True), ORIGINE)[0]
    yield "réponse tardive avant le constat du silence", Histoire().expedier().ecrire(tardive, ORIGINE)[0]
    histoire = Histoire().expedier()
    histoire.ecrire(a_clarifier())
    assert histoire.dossier is not None
    decompte = histoire.ctx.decompter_la_reponse(histoire.dossier, REPONDU)
    assert decompte is not None
    repris = f.DelaiRepris(le=REPONDU, rang=1, par="Claire Vernay", motif="réponse sans objet", decompte=decompte)
    yield "délai repris", histoire.ecrire(repris)[0]
    yield "offre arrivée après l'échéance", _arrivee_tardive()
    yield from _retraits()
    inconnu = f.ReponseNonAutorisee(
        le=REPONDU,
        rang=1,
        par="inconnu@ailleurs.example",
        cause="expéditeur non habilité",
        texte="REFUSE",
        message="m6",
    )
    yield "expéditeur inconnu", Histoire().expedier().ecrire(inconnu)[0]
    yield "expéditeur inconnu, logement neuf", Histoire(neuf=True).expedier().ecrire(inconnu)[0]
    yield "offre non remise", Histoire().expedier().ecrire(echec())[0]
    revenu = f.CourrierRevenu(
        le=REPONDU,
        rang=1,
        courrier="accord_tacite",
        destinataire=MAIRIE,
        statut="",
        preuve=echec().preuve,
        message="m7",
    )
    yield "autre courrier revenu", Histoire().expedier().ecrire(revenu)[0]
    histoire = Histoire().expedier()
    histoire.ecrire(refus())
    epuisee = f.ListeEpuisee(le=REPONDU, raison="tous les réservataires du secteur ont été sollicités")
    yield "liste épuisée", histoire.ecrire(epuisee)[0]
    yield "aucun réservataire", Histoire().ecrire(replace(epuisee, raison="aucun réservataire du secteur"))[0]


def _deleguees() -> dict[str, Courrier]:
    """The three news of a dwelling of a delegated share: the first called for by its fact, the others by their dates."""
    histoire = Histoire()
    etat = replace(ETAT_DELEGUE, adresse=MAIRIE)
    histoire.ctx = replace(histoire.ctx, carnet=replace(histoire.ctx.carnet, reservataires=(etat,)))
    fait = f.OrientationInterne(le=MAINTENANT, rang=1, reservataire=etat.code, nom=etat.nom, jeton="", raison=RAISON)
    (premiere,) = histoire.ecrire(fait)
    assert histoire.dossier is not None
    return {"suivi délégué, étape 1": premiere, **suivis(histoire.dossier, histoire.ctx, etat)}


PREMIERE_MOITIE: dict[str, Courrier] = {
    **dict(_du_domaine()),
    **_deleguees(),
    **bilans(carnet(Convention())),
}
