"""The letters from the designation to the lease, each drawn from a story that the rules played."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from robot.domain import faits as f
from robot.domain.candidat import Candidat, Critere
from robot.domain.candidature import FichierRecu
from robot.domain.carnet import Carnet, Convention, Correspondant, Echelle, Perimetre, Reservataire
from robot.domain.courriers import Courrier
from robot.domain.stimuli import Avis, Remise, Verbe
from tests.adapters.exemples_de_lettres import FICHE, MAIRIE, carnet
from tests.domain import seconde_moitie
from tests.domain.menages import ligne, nud
from tests.domain.seconde_moitie import Histoire

DDETS = Correspondant("DDETS de la Haute-Savoie", "dalo@ddets74.example")
SECRETARIAT = Correspondant("Secrétariat de la commission", "caleol@montblanc.example")
VIRY = Reservataire("viry", "Commune de Viry", MAIRIE, (Perimetre(Echelle.COMMUNE, "74309", "Viry"),), 1)
CARNET = replace(carnet(Convention()), reservataires=(VIRY,), ddets=DDETS, commission=SECRETARIAT)
# The gestionnaire prepares the commission, and there is no tense zone.
SANS_SECRETARIAT = replace(CARNET, commission=None, zones_tendues=replace(CARNET.zones_tendues, communes=frozenset()))

LEA = Candidat(nud(1), "DUPONT Léa", "lea.dupont@menage.example", critere=Critere.PREMIER_QUARTILE)
HUGO = Candidat(nud(2), "BERNARD Hugo", "hugo.bernard@menage.example")
INES = Candidat(nud(3), "MOREL Inès", "ines.morel@menage.example", critere=Critere.PRIORITAIRE)
SANS_COURRIEL = replace(HUGO, courriel="", adresse="4 chemin des Marais, 74580 Viry")
DALO = replace(LEA, critere=Critere.DALO, referent="Paul Martin", referent_courriel="p.martin@ccas-viry.example")
JUSTIFICATIFS = (FichierRecu(1, 84_000), FichierRecu(2, 120_000))
TROP_LOIN = "C'est trop loin de mon travail, je finis à minuit et il n'y a plus de bus."
REFUS_DE_LA_COMMISSION = "revenus au-dessus du plafond du logement"


def _complete(*menages: Candidat, livre: Carnet = CARNET) -> Histoire:
    return seconde_moitie.complete(*(menages or (LEA, HUGO, INES)), carnet=livre, fiche=FICHE)


def _acceptee(livre: Carnet = CARNET) -> Histoire:
    return seconde_moitie.acceptee(carnet=livre, fiche=FICHE).a("2026-05-04T09:00")


def _derniere(histoire: Histoire, gabarit: str, a: str = "") -> Courrier:
    FAITS_JOUES.update(map(type, histoire.faits))
    return [lettre for lettre in histoire.lettres_de(gabarit) if not a or lettre.destinataire == a][-1]


def _designations() -> Iterator[tuple[str, Courrier]]:
    """What the réservataire reads until its candidates are complete, or the delay over."""
    complete = _complete()
    yield "candidats enregistrés, au complet", _derniere(complete, "accuse_candidats")
    yield "candidats complets, au secrétariat", _derniere(complete, "candidats_complets")
    yield "candidats complets, au gestionnaire", _derniere(_complete(livre=SANS_SECRETARIAT), "candidats_complets")
    partielle = _acceptee()
    partielle.designer(
        replace(LEA, nom=""),
        ligne(HUGO, doutes=("ce numéro unique est aussi proposé pour V-2026-0040",)),
        ligne(None, ecrit="M. Petit, 07426030123", refus="le numéro unique a 18 chiffres, il en manque 7"),
    )
    yield "candidats enregistrés, il en manque", _derniere(partielle, "accuse_candidats")
    partielle.a("2026-05-05T10:00").designer(ligne(HUGO, retrait=True))
    yield "candidat retiré", _derniere(partielle, "accuse_candidats")
    partielle.a("2026-05-15T08:00").avancer()
    yield "rappel de désignation", _derniere(partielle, "rappel_designation")
    illisible = _acceptee()
    illisible.designer(ligne(None, ecrit="Mme Roux, 074", refus="le numéro unique a 18 chiffres, il en manque 15"))
    yield "aucun candidat enregistré", _derniere(illisible, "accuse_candidats")
    rouverte = _complete()
    rouverte.a("2026-05-06T09:00").designer(ligne(INES, retrait=True))
    yield "désignation rouverte", _derniere(rouverte, "rappel_designation")
    yield from _choix(partielle)


def _choix(partielle: Histoire) -> Iterator[tuple[str, Courrier]]:
    """The delay is over; the gestionnaire chooses."""
    partielle.a("2026-05-26T08:00").avancer()
    yield "fin de la désignation", _derniere(partielle, "fin_designation")
    partielle.ordonner(Verbe.DELAI, jours=2, motif="la mairie attend une réponse du CCAS")
    yield "délai accordé", _derniere(partielle, "delai_accorde")
    cherche = _acceptee(SANS_SECRETARIAT)
    cherche.a("2026-05-26T08:00").avancer()
    yield "fin de la désignation, aucun candidat", _derniere(cherche, "fin_designation")
    cherche.ordonner(Verbe.RECHERCHE, motif="la mairie n'a plus de demandeur pour un T3")
    yield "recherche par le bailleur", _derniere(cherche, "recherche_decidee")
    malgre = _acceptee()
    malgre.designer(LEA)
    malgre.a("2026-05-26T08:00").avancer()
    malgre.ordonner(Verbe.PRESENTER, motif="aucun autre demandeur dans la commune")
    yield "présentés malgré leur nombre", _derniere(malgre, "candidats_complets")


def _menages() -> Iterator[tuple[str, Courrier]]:
    """What the households read, and the people who help them, before the commission."""
    histoire = _complete(LEA, SANS_COURRIEL, INES)
    yield "proposition", _derniere(histoire, "proposition_candidat")
    yield "lettre à poster", _derniere(histoire, "lettre_a_poster")
    histoire.partir(1)
    histoire.partir(3)
    histoire.repondre(1, Avis.ACCEPTE)
    yield "accord d'un candidat", _derniere(histoire, "accuse_candidat")
    histoire.repondre(3, Avis.AMBIGU)
    yield "réponse d'un candidat à préciser", _derniere(histoire, "a_preciser_candidat")
    histoire.repondre(3, Avis.ACCEPTE, habilitation="", par="cousin@ailleurs.example")
    yield "un inconnu répond pour un candidat", _derniere(histoire, "candidat_a_trancher")
    histoire.repondre(3, Avis.REFUSE, motif=TROP_LOIN)
    yield "refus d'un candidat", _derniere(histoire, "accuse_candidat")
    histoire.repondre(3, Avis.ACCEPTE)
    yield "un candidat se dédit", _derniere(histoire, "accuse_candidat")
    corrigee = _complete()
    corrigee.partir(1)
    corrigee.a("2026-05-05T09:00").designer(replace(LEA, courriel="l.dupont@menage.example"))
    yield "proposition à une adresse corrigée", _derniere(corrigee, "proposition_candidat")
    corrigee.designer(ligne(LEA, retrait=True))
    yield "candidature retirée", _derniere(corrigee, "resultat_candidat")
    revenue = _complete()
    revenue.partir(1)
    revenue.rapporter(1, Remise.ECHOUEE)
    yield "proposition non remise", _derniere(revenue, "candidat_a_trancher")
    revenue.ordonner(Verbe.HORS_FLUX, motif="logement vendu")
    yield "logement sorti du flux", _derniere(revenue, "resultat_candidat")


def _dalo() -> Iterator[tuple[str, Courrier]]:
    """A household to be housed under the right to housing, and the State."""
    histoire = _complete(DALO)
    yield "proposition DALO", _derniere(histoire, "proposition_dalo")
    yield "information du référent", _derniere(histoire, "information_referent")
    sans_courriel = replace(DALO, courriel="", adresse="4 chemin des Marais, 74580 Viry")
    yield "lettre DALO à poster", _derniere(_complete(sans_courriel), "lettre_a_poster")
    histoire.partir(1)
    histoire.a("2026-05-06T09:00").repondre(1, Avis.AMBIGU, fichiers=JUSTIFICATIFS)
    histoire.a("2026-05-06T18:40").repondre(1, Avis.REFUSE, motif=TROP_LOIN, fichiers=JUSTIFICATIFS)
    yield "refus d'un ménage DALO", _derniere(histoire, "accuse_candidat")
    yield "avis de refus à la DDETS", _derniere(histoire, "avis_ddets")
    histoire.a("2026-05-07T09:00").repondre(1, Avis.AMBIGU, fichiers=JUSTIFICATIFS)
    yield "complément à la DDETS", _derniere(histoire, "complement_ddets")
    yield "pièces reçues après le refus", _derniere(histoire, "accuse_candidat")
    histoire.a("2026-05-13T08:00").avancer()
    yield "rappel à la DDETS", _derniere(histoire, "rappel_ddets")
    histoire.ddets(1, Remise.ECHOUEE, par=DDETS.adresse, statut="5.2.2")
    yield "avis à la DDETS revenu", _derniere(histoire, "echec_remise")
    sans_piece = _complete(DALO)
    sans_piece.partir(1)
    sans_piece.repondre(1, Avis.REFUSE, motif=TROP_LOIN)
    yield "avis de refus à la DDETS, sans justificatif", _derniere(sans_piece, "avis_ddets")


def _dalo_sans_mots() -> Iterator[tuple[str, Courrier]]:
    """A household that says nothing in writing: what the landlord states of it, and what may undo that."""
    sans_dossier = _complete(DALO)
    sans_dossier.partir(1)
    sans_dossier.a("2026-05-20T10:00").ordonner(Verbe.NON, 1, motif="dossier non constitué malgré deux relances")
    yield "constat de dossier non constitué", _derniere(sans_dossier, "constat_dossier_candidat")
    yield "avis de dossier non constitué à la DDETS", _derniere(sans_dossier, "avis_ddets")
    au_telephone = _complete(DALO)
    au_telephone.partir(1)
    au_telephone.a("2026-05-06T10:00").ordonner(Verbe.NON, 1, motif=TROP_LOIN)
    yield "refus d'un candidat, dit au téléphone", _derniere(au_telephone, "accuse_candidat")
    tard = _complete(DALO)
    tard.partir(1)
    tard.a("2026-05-06T18:40").repondre(1, Avis.REFUSE, motif=TROP_LOIN)
    tard.rapporter(1, Remise.ECHOUEE)
    yield "proposition revenue après la réponse", _derniere(tard, "echec_remise")
    sans_preuve = _complete(DALO)
    sans_preuve.partir(1)
    sans_preuve.a("2026-05-19T08:00").avancer()
    yield "silence sans preuve", _derniere(sans_preuve, "candidat_a_trancher")


def _muet() -> Histoire:
    """A DALO household whose silence is a refusal since 19 May."""
    muet = _complete(DALO)
    muet.partir(1)
    muet.rapporter(1, Remise.FAITE)
    muet.a("2026-05-19T08:00").avancer()
    return muet


def _silences() -> Iterator[tuple[str, Courrier]]:
    """A silence that is a refusal, and what may show that it was none."""
    muette = _muet()
    yield "constat de silence", _derniere(muette, "constat_silence_candidat")
    yield "avis de silence à la DDETS", _derniere(muette, "avis_ddets")
    muette.a("2026-05-19T10:00").repondre(1, Avis.ACCEPTE, le="2026-05-18T18:00")
    yield "avis à la DDETS retiré", _derniere(muette, "retrait_ddets")
    muette.ddets(1, Remise.ECHOUEE, par=DDETS.adresse, statut="5.2.2", courrier="retrait_ddets", avis=1)
    yield "retrait de l'avis à la DDETS revenu", _derniere(muette, "echec_remise")
    muette.ddets(1, Remise.ECHOUEE, par=DDETS.adresse, statut="5.2.2", courrier="avis_ddets", avis=1)
    yield "avis à la DDETS revenu après son retrait", _derniere(muette, "echec_remise")
    perdue = _muet()
    perdue.a("2026-05-20T10:00").rapporter(1, Remise.ECHOUEE)
    yield "avis à la DDETS retiré, proposition revenue", _derniere(perdue, "retrait_ddets")
    partie = _muet()
    partie.designer(HUGO, INES)
    partie.a("2026-05-20T10:00").repondre(1, Avis.ACCEPTE, le="2026-05-18T18:00")
    yield "avis à la DDETS retiré, logement parti", _derniere(partie, "retrait_ddets")
    yield "silence démenti, logement parti", _derniere(partie, "candidat_a_trancher")
    yield "réponse arrivée à temps, logement parti", _derniere(partie, "accuse_candidat")
    absent = _muet()
    absent.a("2026-05-20T10:00").rapporter(1, Remise.FAITE, absence=True)
    yield "réponse automatique après un silence", _derniere(absent, "candidat_a_trancher")
    retrouvee = _muet()
    retrouvee.ordonner(Verbe.DELAI, jours=2)
    retrouvee.a("2026-05-20T10:00").rapporter(1, Remise.ECHOUEE)
    yield "candidat de retour", _derniere(retrouvee, "candidat_de_retour")
    en_vacances = _muet()
    en_vacances.a("2026-05-20T10:00").rapporter(1, Remise.FAITE, absence=True, le="2026-05-06T10:00")
    yield "réponse automatique lue après un silence", _derniere(en_vacances, "candidat_a_trancher")
    yield "avis à la DDETS retiré, réponse automatique", _derniere(en_vacances, "retrait_ddets")
    tenace = _muet()
    tenace.a("2026-05-20T10:00").repondre(1, Avis.ACCEPTE)
    yield "réponse arrivée après un silence", _derniere(tenace, "candidat_a_trancher")


def _commission() -> Iterator[tuple[str, Courrier]]:
    """The commission, its decisions, the lease."""
    histoire = _complete()
    histoire.tous_partis().commission("2026-06-10T14:30")
    yield "invitation à la commission", _derniere(histoire, "convocation_caleol")
    histoire.commission("2026-06-11T09:00")
    yield "commission déplacée", _derniere(histoire, "convocation_caleol")
    histoire.a("2026-06-11T11:00").ordonner(Verbe.REJETE, 3, motif=REFUS_DE_LA_COMMISSION)
    histoire.ordonner(Verbe.CLASSE, 1, 2, motif="ancienneté de la demande")
    yield "procès-verbal", _derniere(histoire, "pv_caleol")
    yield "candidat classé deuxième", _derniere(histoire, "resultat_candidat", HUGO.courriel)
    yield "candidature rejetée", _derniere(histoire, "resultat_candidat", INES.courriel)
    yield "attribution", _derniere(histoire, "attribution_candidat")
    histoire.partir(1)
    histoire.a("2026-06-12T09:00").repondre(1, Avis.REFUSE, motif=TROP_LOIN)
    yield "refus après la commission", _derniere(histoire, "accuse_candidat", LEA.courriel)
    histoire.partir(2)
    histoire.a("2026-06-15T09:00").repondre(2, Avis.ACCEPTE)
    yield "accord après la commission", _derniere(histoire, "accuse_candidat", HUGO.courriel)
    histoire.ordonner(Verbe.BAIL, jour="2026-06-15")
    yield "bail signé", _derniere(histoire, "bail_signe")
    yield from _suites_de_la_commission()


def _suites_de_la_commission() -> Iterator[tuple[str, Courrier]]:
    conditionnelle = _complete(DALO)
    conditionnelle.partir(1)
    conditionnelle.repondre(1, Avis.ACCEPTE)
    conditionnelle.commission("2026-06-10T14:30")
    conditionnelle.a("2026-06-11T11:00").ordonner(Verbe.CONDITION, 1, motif="fournir l'avis d'imposition de 2025")
    yield "attribution DALO sous condition", _derniere(conditionnelle, "proposition_dalo")
    conditionnelle.a("2026-06-15T09:00").ordonner(Verbe.NON_ATTRIBUE, 1, motif="avis d'imposition jamais fourni")
    yield "condition non remplie", _derniere(conditionnelle, "resultat_candidat")
    seule = _complete()
    seule.tous_partis().commission("2026-06-10T14:30")
    seule.a("2026-06-11T11:00").ordonner(Verbe.ATTRIBUE, 1)
    seule.partir(1)
    seule.rapporter(1, Remise.FAITE, le="2026-06-11T11:01")
    seule.a("2026-06-25T08:00").avancer()
    yield "constat de silence après la commission", _derniere(seule, "constat_silence_candidat")
    for numero in (2, 3):
        seule.ordonner(Verbe.RETIRER, numero, motif="relogé ailleurs")
    yield "plus de candidat", _derniere(seule, "sans_attributaire")


# Which facts have happened here.
FAITS_JOUES: set[type[f.Fait]] = set()
CHAPITRES: tuple[Callable[[], Iterator[tuple[str, Courrier]]], ...] = (
    _designations,
    _menages,
    _dalo,
    _dalo_sans_mots,
    _silences,
    _commission,
)


def lettres_de_la_suite() -> dict[str, Courrier]:
    """Each letter under a name that says what is particular to it."""
    return {nom: lettre for chapitre in CHAPITRES for nom, lettre in chapitre()}
