"""Any story at all, from the offer to the lease: messages late and out of order, hostile or foolish orders, a clock.

Hypothesis tells stories to the pure rules; after each event, what must hold in
law is checked on the dossier, on its facts and on the letters they called for,
without asking the rules.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import time, timedelta
from functools import partial
from itertools import pairwise
from random import Random  # noqa: TID251 - Hypothesis seeds it

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from robot.domain import faits as f
from robot.domain.candidature import A_TRANCHER, Etape, FichierRecu, Reponse
from robot.domain.courriers import PROPOSITIONS
from robot.domain.decisions import suivi
from robot.domain.decisions.ordres import OrdreImpossible, ordonner, permis
from robot.domain.dossier import FINIS, Statut
from robot.domain.stimuli import Avis, OffreConfiee, Ordre, Rapport, Remise, Verbe
from robot.domain.stimuli import Reponse as ReponseDuReservataire
from tests.domain.evenements_possibles import (
    ATTENDENT,
    AUTRE_DDETS,
    AVANT_L_ACCORD,
    CARNETS,
    DEPARTS,
    DIX_JOURS,
    DUREES,
    EVENEMENTS,
    FATALS,
    FINS,
    RETARDS,
    des_lignes,
)
from tests.domain.seconde_moitie import (
    CALENDRIER,
    DDETS,
    Histoire,
)


class SuitesPossibles(RuleBasedStateMachine):
    """The story and, beside it, what the world knows that the rules may only guess."""

    def __init__(self) -> None:
        super().__init__()
        self.histoire: Histoire = None  # type: ignore[assignment]
        self.remises: set[tuple[int, int]] = set()  # (candidate, turn) of the letters that really arrived

    @initialize(depart=st.sampled_from(sorted(DEPARTS)), carnet=st.sampled_from(sorted(CARNETS)))
    def commencer(self, depart: str, carnet: str) -> None:
        self.histoire = DEPARTS[depart]()
        self.histoire.carnet = CARNETS[carnet]

    @rule(evenement=st.sampled_from(range(100)), chance=st.randoms(use_true_random=True))
    def survient(self, evenement: int, chance: Random) -> None:
        """Something happens: one of EVENEMENTS, if it can; `chance` settles its details."""
        poids = 0
        for nom, part in EVENEMENTS:
            poids += part
            if evenement < poids:
                getattr(self, nom)(chance)
                return

    # --- time

    def attendre(self, chance: Random) -> None:
        histoire = self.histoire
        histoire.maintenant += chance.choice(DUREES)
        if chance.random() < 0.8:
            histoire.lu_jusqu_a = histoire.maintenant
        histoire.avancer()

    def attendre_le_rendez_vous(self, _chance: Random) -> None:
        """Before the appointment that the rules gave they have nothing to say; then they have."""
        histoire = self.histoire
        rendez_vous = suivi.rendez_vous(histoire.dossier, histoire.ctx)
        if rendez_vous is None:
            return
        futur = rendez_vous > histoire.maintenant
        if futur:
            histoire.maintenant = histoire.lu_jusqu_a = rendez_vous - timedelta(seconds=1)
            assert suivi.avancer(histoire.dossier, histoire.ctx) == (), "il n'y a rien à dire avant le rendez-vous"
        histoire.maintenant = histoire.lu_jusqu_a = max(rendez_vous, histoire.maintenant)
        faits = histoire.avancer()
        assert faits or not futur or self._attend_une_adresse(), "il y a quelque chose à dire au rendez-vous"

    def _attend_une_adresse(self) -> bool:
        """A notice to the State waits for the book: the rules look every morning whether it was mended."""
        dues = [c for c in self.histoire.dossier.candidatures if c.dalo and c.a_refuse]
        return any(c.avis is None or c.avis.revenu for c in dues)

    # --- the réservataire

    def designer(self, chance: Random) -> None:
        histoire = self.histoire
        if histoire.statut in FINIS:
            return
        dites = des_lignes(chance, 4)
        droit = chance.choice(["adresse exacte", "adresse exacte", ""])
        self._lu_tard(chance, lambda: histoire.designer(*dites, habilitation=droit))

    def designer_pour_un_tour_passe(self, chance: Random) -> None:
        if len(self.histoire.dossier.orientations) > 1:
            avant = self.histoire.dossier.candidatures
            self.histoire.designer(*des_lignes(chance, 3), rang=1)
            assert self.histoire.dossier.candidatures == avant

    def repondre_du_reservataire(self, chance: Random) -> None:
        histoire = self.histoire
        if histoire.statut not in AVANT_L_ACCORD and chance.random() < 0.8:
            return
        courante = histoire.dossier.courante
        if histoire.statut is Statut.A_EXPEDIER:
            histoire.recevoir(
                OffreConfiee(
                    rang=courante.rang, le=histoire.maintenant, message_id="<o>", empreinte="ab", preuve="250 Ok"
                )
            )
        avis = chance.choice([Avis.ACCEPTE, Avis.ACCEPTE, Avis.REFUSE, Avis.AMBIGU])
        histoire.recevoir(
            ReponseDuReservataire(
                rang=courante.rang,
                le=histoire.maintenant,
                par=courante.adresse,
                habilitation=chance.choice(["adresse exacte", "adresse exacte", ""]),
                avis=avis,
                preuve=avis.upper(),
                texte=avis.upper(),
                message=histoire.message(),
            )
        )

    def rapporter_de_l_offre(self, chance: Random) -> None:
        histoire = self.histoire
        histoire.recevoir(
            Rapport(
                rang=histoire.dossier.courante.rang,
                le=histoire.maintenant,
                remise=chance.choice(list(Remise)),
                courrier=chance.choice(["offre", "rappel_offre", "accuse_accord", ""]),
                destinataire=histoire.dossier.courante.adresse,
                statut="",
                preuve="avis",
                message=histoire.message(),
            )
        )

    # --- the households

    def _une_lettre(self, chance: Random) -> tuple[int, int] | None:
        """Candidate and turn of an offer by e-mail, the latest ones rather."""
        ecrites = [
            (lettre.contexte["candidat"]["numero"], lettre.contexte["tour"])
            for lettre in self.histoire.lettres
            if lettre.gabarit in PROPOSITIONS
        ]
        return chance.choice([*ecrites, *ecrites[-3:], *ecrites[-1:]]) if ecrites else None

    def _un_candidat(self, chance: Random) -> int:
        numeros = [c.numero for c in self.histoire.dossier.candidatures]
        return chance.choice([*numeros, *[c.numero for c in self.histoire.dossier.en_lice]]) if numeros else 0

    def repondre(self, chance: Random) -> None:
        if numero := self._un_candidat(chance):
            avis, droit = chance.choice(list(Avis)), chance.choice(["adresse exacte", "adresse exacte", ""])
            fichiers = (FichierRecu(2, 3_000_000),)
            geste = partial(self.histoire.repondre, numero, avis, habilitation=droit, fichiers=fichiers)
            self._lu_tard(chance, geste)

    def partir(self, chance: Random) -> None:
        if lettre := self._une_lettre(chance):
            self.histoire.partir(lettre[0], tour=lettre[1])

    def rapporter(self, chance: Random) -> None:
        lettre = self._une_lettre(chance)
        if lettre is None:
            return
        remise = chance.choice([Remise.FAITE, Remise.FAITE, Remise.ECHOUEE, Remise.DIFFEREE])
        if remise is Remise.FAITE:
            self.remises.add(lettre)
        anonyme = chance.random() < 0.3
        self._lu_tard(chance, partial(self.histoire.rapporter, lettre[0], remise, tour=lettre[1], anonyme=anonyme))

    def _lu_tard(self, chance: Random, geste: Callable[[], object]) -> None:
        """What reached us some time ago, perhaps, and is only read now."""
        recevoir = self.histoire.recevoir
        recu_le = self.histoire.maintenant - chance.choice(RETARDS)
        self.histoire.recevoir = lambda stimulus: recevoir(replace(stimulus, le=recu_le))  # type: ignore[method-assign]
        try:
            geste()
        finally:
            del self.histoire.recevoir

    # --- the DDETS and the book

    def repondre_de_la_ddets(self, chance: Random) -> None:
        numero = next((c.numero for c in self.histoire.dossier.candidatures if c.avis), 0)
        if numero:
            par = chance.choice([DDETS.adresse, AUTRE_DDETS.adresse, ""])
            self.histoire.ddets(numero, chance.choice(list(Remise)), par=par, statut=chance.choice(["", "2.0.0"]))

    def changer_le_carnet(self, chance: Random) -> None:
        self.histoire.carnet = CARNETS[chance.choice(sorted(CARNETS))]

    # --- the gestionnaire

    def ordonner(self, chance: Random) -> None:
        """An order that the state allows, about candidates that are there: most apply."""
        dossier = self.histoire.dossier
        possibles = [v for v in permis(dossier) if v not in FATALS or chance.random() < 0.05]
        if possibles:
            en_lice = [c.numero for c in dossier.en_lice]
            nommes = chance.sample(en_lice, k=min(len(en_lice), chance.choice([1, 1, 2])))
            self._dire(chance.choice(possibles), nommes, chance.randint(1, 8), chance, sense=True)

    def ordonner_n_importe_quoi(self, chance: Random) -> None:
        verbe = chance.choice(list(Verbe))
        if verbe not in FATALS:
            self._dire(verbe, [chance.randint(1, 8) for _ in range(3)], chance.choice([0, -1, 40, 5000]), chance)

    def _dire(self, verbe: Verbe, nommes: list[int], jours: int, chance: Random, *, sense: bool = False) -> None:
        """The order applies, or its author is told why not; nothing else."""
        histoire = self.histoire
        attendu = {Verbe.COMMISSION: 6, Verbe.REMIS: -chance.randint(0, 12)}.get(verbe, 0)
        decalage = attendu if sense else chance.randint(-30, 20)
        ordre = Ordre(
            le=histoire.maintenant,
            verbe=verbe,
            par="Claude Martin",
            motif="décision du service",
            numeros=() if verbe in {Verbe.BAIL, Verbe.SNE} and sense else tuple(nommes),
            jours=jours,
            jour=CALENDRIER.jour_local(histoire.maintenant) + timedelta(days=decalage),
            heure=time(14, 30),
            lieu="Annecy",
            designation=tuple(des_lignes(chance, 3)),
            message=histoire.message(),
        )
        try:
            faits = ordonner(histoire.dossier, ordre, histoire.ctx)
        except OrdreImpossible:
            return
        self.remises |= {(x.numero, x.tour) for x in faits if isinstance(x, f.PropositionRemise)}
        histoire.appliquer(faits)

    def tenir_la_commission(self, chance: Random) -> None:
        """Other orders would seldom hold one."""
        histoire, commission = self.histoire, self.histoire.dossier.commission
        if histoire.statut is Statut.COMPLETE:
            histoire.commission(f"{CALENDRIER.jour_local(histoire.maintenant) + timedelta(days=3)}T14:30")
        elif histoire.statut is Statut.CONVOQUEE and commission:
            histoire.maintenant = max(histoire.maintenant, commission.debut)
            a_decider = [
                c.numero for c in histoire.dossier.en_lice if not (c.issue and c.passage == commission.passage)
            ]
            if a_decider:
                classes = chance.sample(a_decider, k=chance.randint(1, len(a_decider)))
                self._dire(Verbe.CLASSE, classes, 0, chance)

    # --- what must hold

    @invariant()
    def le_dalo_est_seul(self) -> None:
        en_lice = self.histoire.dossier.en_lice
        assert len(en_lice) <= 1 or not any(c.dalo for c in en_lice)

    @invariant()
    def un_seul_menage_se_voit_offrir_le_logement_apres_la_commission(self) -> None:
        offerts = [
            c for c in self.histoire.dossier.en_lice if c.proposition and c.proposition.etape is Etape.ATTRIBUTION
        ]
        assert len(offerts) <= 1
        statut = self.histoire.statut
        assert bool(offerts) is (statut in {Statut.ATTRIBUEE, Statut.A_SIGNER, Statut.LOUEE, Statut.CLOSE}) or (
            statut in FINIS
        )

    @invariant()
    def un_bail_a_signer_a_son_preneur(self) -> None:
        d_accord = [
            c
            for c in self.histoire.dossier.en_lice
            if c.proposition and (c.proposition.etape, c.proposition.reponse) == (Etape.ATTRIBUTION, Reponse.OUI)
        ]
        assert len(d_accord) == 1 or self.histoire.statut not in {Statut.A_SIGNER, Statut.LOUEE}

    @invariant()
    def pas_de_refus_par_silence_sans_preuve_dix_jours_avant(self) -> None:
        annonces = {(x.numero, x.tour): x.dernier_jour for x in self.histoire.de_type(f.CandidatPropose)}
        for silence in self.histoire.de_type(f.SilenceDuCandidat):
            if not silence.refus:
                continue
            dernier = annonces[silence.numero, silence.tour]
            assert silence.recue_le is not None
            assert CALENDRIER.jour_local(silence.recue_le) + DIX_JOURS <= dernier
            assert (silence.numero, silence.tour) in self.remises, "une autre lettre a servi de preuve"
            assert CALENDRIER.jour_local(silence.lu_jusqu_a) > dernier

    @invariant()
    def chaque_lettre_annonce_une_date_a_dix_jours_au_moins(self) -> None:
        for propose in self.histoire.de_type(f.CandidatPropose):
            assert CALENDRIER.jour_local(propose.le) + DIX_JOURS <= propose.dernier_jour
            assert CALENDRIER.est_ouvre(propose.dernier_jour)

    @invariant()
    def un_refus_dalo_vaut_un_avis_et_un_seul(self) -> None:
        histoire = self.histoire
        for candidature in histoire.dossier.candidatures:
            avis = [
                fait
                for fait in histoire.faits
                if isinstance(fait, f.DdetsAvisee | f.AvisRevenu) and fait.numero == candidature.numero
            ]
            for premier, second in pairwise(avis):
                assert not (isinstance(premier, f.DdetsAvisee) and isinstance(second, f.DdetsAvisee)), "deux avis"
            if avis:
                assert candidature.dalo
                refus = [
                    fait
                    for fait in histoire.faits
                    if isinstance(fait, f.CandidatRefuse | f.SilenceDuCandidat) and fait.numero == candidature.numero
                ]
                assert refus, "un avis sans refus"

    @invariant()
    def avec_une_adresse_aucun_refus_dalo_n_est_tu(self) -> None:
        histoire = self.histoire
        if histoire.carnet.ddets is None:
            return
        histoire.avancer()
        assert all(c.avis is not None for c in histoire.dossier.candidatures if c.dalo and c.a_refuse)

    @invariant()
    def chacun_attend_quelqu_un_ou_un_rendez_vous(self) -> None:
        histoire, dossier = self.histoire, self.histoire.dossier
        if dossier.statut in ATTENDENT or suivi.rendez_vous(dossier, histoire.ctx) is not None:
            return
        if dossier.statut is Statut.ATTRIBUEE:
            (offert,) = [c for c in dossier.en_lice if c.proposition and c.proposition.etape is Etape.ATTRIBUTION]
            assert offert.proposition is not None
            assert offert.proposition.reponse in A_TRANCHER
            return
        assert dossier.courante.reponse is None, f"{dossier.statut} n'attend ni personne ni rien"

    @invariant()
    def le_plafond_d_ordre_public_tient(self) -> None:
        for accorde in self.histoire.de_type(f.DelaiAccorde):
            assert accorde.plafond is None or accorde.decompte.dernier_jour <= accorde.plafond

    @invariant()
    def qui_s_est_vu_proposer_le_logement_apprend_qu_il_est_parti_ailleurs(self) -> None:
        histoire = self.histoire
        finie = histoire.statut in FINIS
        for c in histoire.dossier.candidatures:
            passee = finie or c.rang < len(histoire.dossier.orientations)
            if not passee or c.proposition is None or not c.vivante or c.bail_le is not None:
                continue
            assert FINS & {
                lettre.contexte.get("lettre", lettre.gabarit)
                for lettre in histoire.lettres
                if lettre.contexte.get("candidat", {}).get("numero") == c.numero
            }

    @invariant()
    def les_lignes_du_sne_se_suivent(self) -> None:
        assert [t.numero for t in self.histoire.dossier.sne] == list(range(1, len(self.histoire.dossier.sne) + 1))

    def teardown(self) -> None:
        if self.histoire is not None:
            assert self.histoire.dossier.version == len(self.histoire.faits) + 1


SuitesPossibles.TestCase.settings = settings(
    max_examples=60,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
TestSuitesPossibles = pytest.mark.regle("R70", "R71", "R73", "R74", "R68", "C13")(SuitesPossibles.TestCase)
