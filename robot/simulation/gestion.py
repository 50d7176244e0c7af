"""The gestionnaires: they settle what waits for a person, and change their mind at odd times."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from random import Random

from robot.domain.decisions.ordres import PERMIS, OrdreImpossible
from robot.domain.dossier import A_TRAITER, Dossier, Statut
from robot.domain.stimuli import Ordre, Verbe
from robot.etapes.ordres import executer
from robot.etapes.robot import Robot
from robot.ports import StoreInjoignable, StoreInutilisable
from robot.simulation import releve as r
from robot.simulation.consignes import autrement, consigne
from robot.simulation.correspondants import Correspondants, Situation
from robot.simulation.lettre import Lettre
from robot.simulation.liens import HorlogeSimulee
from robot.simulation.pannes import Mort
from robot.simulation.plan import Parametres
from robot.simulation.releve import OrdreDonne, Releve

AGIT = 0.45
ADRESSE = "gestion@bailleur.example"
# How many of those whose silence became an agreement say, once the fifteen days are over, that they had no offer.
CONTESTE = 0.25
# How many of those that all refused the landlord keeps on its own share.
GARDE = 0.3
# Where the second half waits for somebody of the landlord.
SUITE = frozenset(
    {Statut.RECHERCHE, Statut.COMPLETE, Statut.CONVOQUEE, Statut.ATTRIBUEE, Statut.A_SIGNER, Statut.LOUEE}
)
MAL_ECRITS = (
    "SUIVENT", "DELAI beaucoup", "COMMISSION bientôt", "Que faut-il faire ?", "CLASSE", "Merci.", "RETIRER 99 : parti",
    "OUI 99", "SNE 99", "BAIL 01/01/2099", "CONDITION 1 2 : avis d'imposition", "BAIL bientôt",
)  # fmt: skip
SPONTANE = 0.15
# How many dwellings somebody gives up, or decides otherwise of, at any moment of the two months that follow.
SE_RAVISE = 0.15
REVIREMENTS = (
    Verbe.ANNULER, Verbe.HORS_FLUX, Verbe.SUIVANT, Verbe.RENVOYER, Verbe.DELAI, Verbe.PRESENTER, Verbe.RECHERCHE,
)  # fmt: skip
# How often a colleague answers the same letter as well, or the same button is pressed once more.
ENCORE = 0.2
# How often somebody writes an order under a gestionnaire's name to a réservataire's own address.
SOUS_SON_NOM = 0.03
# How often an order answers the digest rather than the notice about that dwelling.
PAR_LA_SYNTHESE = 0.15
# How often somebody says, at the terminal, what a stranger's answer is worth.
TRANCHE = 0.5
POUR_FINIR = (Verbe.RENVOYER, Verbe.SUIVANT, Verbe.REPRENDRE, Verbe.ACCEPTE, Verbe.REFUSE)


class Gestionnaires:
    """The people of the landlord."""

    def __init__(
        self,
        parametres: Parametres,
        robot: Robot,
        horloge: HorlogeSimulee,
        releve: Releve,
        correspondants: Correspondants,
    ) -> None:
        self._correspondants = correspondants
        self._parametres = parametres
        self._robot = robot
        self._horloge = horloge
        self._releve = releve
        self._tours = 0

    def caprice(self, nom: str) -> timedelta | None:
        """How long after its release somebody meddles with that dwelling, or None."""
        hasard = self._parametres.flux("caprice", nom)
        return timedelta(days=hasard.uniform(0.02, 12)) if hasard.random() < SPONTANE else None

    def s_en_meler(self, nom: str, reference: str) -> None:
        """An order that nothing calls for."""
        hasard = self._parametres.flux("caprice", nom, "ordre")
        self._ordonner(reference, hasard.choice(tuple(Verbe)), hasard)

    def revirement(self, nom: str) -> timedelta | None:
        """How long after its release somebody changes their mind about that dwelling, or None."""
        hasard = self._parametres.flux("revirement", nom)
        return timedelta(days=hasard.uniform(0.02, 60)) if hasard.random() < SE_RAVISE else None

    def se_raviser(self, nom: str, reference: str) -> None:
        """An order on where the dwelling goes, whatever it waits for."""
        hasard = self._parametres.flux("revirement", nom, "ordre")
        self._ordonner(reference, hasard.choice(REVIREMENTS), hasard, jours=hasard.randrange(1, 6))

    def traiter(self) -> None:
        """Look at what waits for a person, and settle some of it."""
        self._tours += 1
        with suppress(StoreInjoignable, Mort):
            for reference in self._robot.store.references(A_TRAITER | SUITE | {Statut.SOUSTRAITE}):
                hasard = self._parametres.flux("traiter", reference, self._tours)
                dossier = self._robot.store.dossier(reference)
                if dossier is None or hasard.random() > AGIT:
                    continue
                self._sous_son_nom(dossier)
                if self._conteste(dossier):
                    self._ordonner(reference, Verbe.RENVOYER, self._parametres.flux("conteste", reference, self._tours))
                    continue
                if self._ecrire(dossier, hasard):
                    continue
                if self._garde(dossier):
                    self._ordonner(reference, Verbe.RECHERCHE, self._parametres.flux("garde", reference, self._tours))
                    continue
                if self._tranche(dossier):
                    continue
                possibles = [verbe for verbe in POUR_FINIR if dossier.statut in PERMIS[verbe]]
                self._ordonner(reference, hasard.choice(possibles or [Verbe.ANNULER]), hasard)

    def _conteste(self, dossier: Dossier) -> bool:
        """Whether somebody rings: the candidates are late because the offer never arrived."""
        if dossier.statut not in {Statut.INSUFFISANTE, Statut.RECHERCHE} or dossier.en_lice:
            return False
        hasard = self._parametres.flux("conteste", dossier.reference)
        return dossier.courante.statut is Statut.ACCEPTEE_TACITE and hasard.random() < CONTESTE

    def _garde(self, dossier: Dossier) -> bool:
        """Whether the landlord keeps what all refused on its own share (C14)."""
        garde = self._parametres.flux("garde", dossier.reference).random() < GARDE
        return garde and dossier.statut is Statut.EPUISEE

    def _tranche(self, dossier: Dossier) -> bool:
        """Say whether a stranger's answer counts, when one came; whether it was said."""
        hasard = self._parametres.flux("tranche", dossier.reference, self._tours)
        if dossier.statut not in PERMIS[Verbe.AUTORISER] or not dossier.courante.inconnues or hasard.random() > TRANCHE:
            return False
        self._ordonner(dossier.reference, hasard.choice((Verbe.AUTORISER, Verbe.IGNORER)), hasard)
        return True

    def _ecrire(self, dossier: Dossier, hasard: Random) -> bool:
        """Answer the latest notice about that dwelling, or the digest, with an order; whether there was one to give."""
        rarement = autrement(dossier, self._parametres.flux("autrement", dossier.reference, self._tours))
        ordre = rarement or consigne(dossier, hasard, self._horloge.maintenant())
        lettre = self._lettre_en_main(dossier)
        if ordre is None or lettre is None:
            return dossier.statut in SUITE | {Statut.SOUSTRAITE}
        verbe, texte = ordre
        nomme = lettre.reference != dossier.reference or hasard.random() < 0.5
        s = Situation(replace(lettre, reference=dossier.reference), ADRESSE, hasard)
        de, dmarc = "", "pass"
        if (tirage := hasard.random()) < 0.03:
            dmarc = "fail"
        elif tirage < 0.06:
            de = "quelquun@gmail.com"
        elif tirage < 0.12:
            texte, verbe = hasard.choice(MAL_ECRITS), ""
        mots, verbes = f"{dossier.reference} {texte}" if nomme else texte, (verbe,) if verbe else ()
        self._correspondants.dire(
            s, r.ORDONNE, apres=timedelta(minutes=hasard.randrange(1, 90)), de=de, dmarc=dmarc, mots=mots, verbes=verbes
        )
        self._encore(s, mots, verbes)
        return True

    def _lettre_en_main(self, dossier: Dossier) -> Lettre | None:
        """What the order answers: the latest notice about that dwelling, else, or now and then, the digest."""
        avis = self._correspondants.avis
        hasard = self._parametres.flux("synthèse", dossier.reference, self._tours)
        return (avis.get(dossier.reference) if hasard.random() > PAR_LA_SYNTHESE else None) or avis.get("")

    def _encore(self, s: Situation, mots: str, verbes: tuple[str, ...]) -> None:
        """The same letter is answered again, hours or days later; to give up the dwelling, or for what came before."""
        hasard = self._parametres.flux("encore", s.lettre.reference, self._tours)
        if hasard.random() > ENCORE:
            return
        if Verbe.REPROPOSER.value in verbes:
            mots, verbes = f"{mots.replace('REPROPOSER', 'NON')} : elle l'avait dit", (Verbe.NON.value,)
        elif hasard.random() < 0.5:
            mots, verbes = f"{s.lettre.reference} SUIVANT : le réservataire renonce", (Verbe.SUIVANT.value,)
        self._correspondants.dire(
            replace(s, hasard=hasard),
            r.ORDONNE,
            apres=timedelta(hours=hasard.randrange(2, 60)),
            mots=mots,
            verbes=verbes,
        )

    def _sous_son_nom(self, dossier: Dossier) -> None:
        """The holder of an offer orders, to its address, under a gestionnaire's name; our server says nothing."""
        hasard = self._parametres.flux("sous son nom", dossier.reference, self._tours)
        recues = self._correspondants.recues.get(dossier.courante.adresse, ()) if dossier.orientations else ()
        offre = next((lettre for lettre in reversed(recues) if lettre.reference == dossier.reference), None)
        if offre is None or hasard.random() > SOUS_SON_NOM:
            return
        verbe, mots = hasard.choice(
            ((Verbe.ANNULER, "ANNULER : logement vendu"), (Verbe.SUIVANT, "SUIVANT : elle renonce"))
        )
        self._correspondants.dire(
            Situation(offre, ADRESSE, hasard), r.ORDONNE, apres=timedelta(minutes=hasard.randrange(1, 300)),
            dmarc="none", mots=mots, verbes=(verbe.value,),
        )  # fmt: skip

    def _ordonner(self, reference: str, verbe: Verbe, hasard: Random, jours: int = 0) -> None:
        if self._horloge.fausse:
            return
        ordre = Ordre(
            le=self._horloge.maintenant(),
            verbe=verbe,
            par=hasard.choice(("Claude Martin", "Dominique Favre")),
            motif="décision du service",
            reservataire=hasard.choice(("", "", "als", "prefecture", "etat-rs")) if verbe is Verbe.RENVOYER else "",
            jours=jours,
        )
        pris = False
        try:
            executer(self._robot, reference, ordre)
            pris = True
        except (OrdreImpossible, StoreInjoignable, StoreInutilisable, Mort):
            pass
        self._releve.ordres.append(OrdreDonne(self._horloge.vrai, ordre.le, reference, verbe.value, ordre.par, pris))
