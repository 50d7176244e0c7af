"""What a réservataire may do of a letter: each conduct, and how often it is drawn."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from robot.simulation import designations, ecriture
from robot.simulation import releve as r
from robot.simulation.decor import ROBOT
from robot.simulation.releve import Arrivee

# How many of those who answer for two dwellings do it in Bcc.
COPIES_CACHEES = 0.34

if TYPE_CHECKING:
    from robot.simulation.correspondants import Correspondants, Situation

    Geste = Callable[[Correspondants, Situation], None]


def delai(hasard: Random) -> timedelta:
    """How long a person takes: often an hour, sometimes the next day."""
    return timedelta(hours=hasard.choice((0.1, 0.5, 1, 2, 4, 8, 20, 26, 44)) * hasard.uniform(0.6, 1.3))


def au_choix(hasard: Random) -> str:
    """Yes or no."""
    return hasard.choice((r.ACCEPTE, r.REFUSE))


# --- offers -------------------------------------------------------------------------------------------


def accepter(c: Correspondants, s: Situation) -> None:
    """Yes, within the delay or not."""
    c.dire(s, r.ACCEPTE, apres=delai(s.hasard))


def refuser(c: Correspondants, s: Situation) -> None:
    """No, with or without a motive."""
    c.dire(s, r.REFUSE, apres=delai(s.hasard))


def se_taire(c: Correspondants, s: Situation) -> None:
    """Nothing, but a read receipt now and then."""
    if s.hasard.random() < 0.2:
        c.automate(s, r.LECTURE, ecriture.accuser_lecture, apres=delai(s.hasard))


def attendre_le_rappel(c: Correspondants, s: Situation) -> None:
    """The reminder alone will make it answer."""
    c.attentifs.add((s.lettre.reference, s.lettre.rang))


def repondre_tard(c: Correspondants, s: Situation) -> None:
    """Days after the deadline."""
    c.dire(s, au_choix(s.hasard), apres=timedelta(days=s.hasard.uniform(4, 11)))


def repondre_deux_fois(c: Correspondants, s: Situation) -> None:
    """The same answer twice."""
    sens = au_choix(s.hasard)
    premier = delai(s.hasard)
    c.dire(s, sens, apres=premier)
    c.dire(s, sens, apres=premier + timedelta(minutes=s.hasard.randrange(1, 600)))


def se_contredire(c: Correspondants, s: Situation) -> None:
    """Yes then no, or no then yes."""
    sens = au_choix(s.hasard)
    premier = delai(s.hasard)
    c.dire(s, sens, apres=premier)
    contraire = r.REFUSE if sens == r.ACCEPTE else r.ACCEPTE
    c.dire(s, contraire, apres=premier + timedelta(minutes=s.hasard.randrange(1, 1500)))


def rester_flou(c: Correspondants, s: Situation) -> None:
    """Nothing that decides."""
    c.dire(s, r.FLOU, apres=delai(s.hasard))


def etre_en_conge(c: Correspondants, s: Situation) -> None:
    """The automaton at once; a person later, or never."""
    c.s_absenter(s, apres=timedelta(seconds=s.hasard.randrange(3, 90)))
    if s.hasard.random() < 0.6:
        c.dire(s, au_choix(s.hasard), apres=timedelta(hours=s.hasard.uniform(10, 120)))


def rebondir(c: Correspondants, s: Situation) -> None:
    """The address does not exist: a report at once, or after a day."""
    tard = s.hasard.random() < 0.4
    attente = timedelta(hours=s.hasard.uniform(18, 130)) if tard else timedelta(seconds=s.hasard.randrange(5, 900))
    c.aviser(s, r.ECHEC, apres=attente, nu=s.hasard.random() < 0.2)


def etre_retarde(c: Correspondants, s: Situation) -> None:
    """A server waits; then the letter arrives, or comes back, or nothing more is heard."""
    premier = timedelta(hours=s.hasard.uniform(0.5, 70))
    c.aviser(s, r.RETARD, apres=premier)
    suite = s.hasard.random()
    arrivee = premier + timedelta(hours=s.hasard.uniform(1, 60))
    if suite < 0.5:
        c.aviser(s, r.REMISE, apres=arrivee)
    elif suite < 0.75:
        c.aviser(s, r.ECHEC, apres=arrivee)
        return
    if s.hasard.random() < 0.6:
        c.dire(s, au_choix(s.hasard), apres=arrivee + delai(s.hasard))


def arriver_tard(c: Correspondants, s: Situation) -> None:
    """The commune's server was down: delivered days later, and told so."""
    arrivee = timedelta(days=s.hasard.uniform(1, 9))
    c.aviser(s, r.REMISE, apres=arrivee)
    if s.hasard.random() < 0.6:
        c.dire(s, au_choix(s.hasard), apres=arrivee + delai(s.hasard))


def defier(c: Correspondants, s: Situation) -> None:
    """A filter asks the robot to prove that it is a person."""
    c.automate(s, r.DEFI, ecriture.defier, apres=timedelta(seconds=5))


def faire_repondre_un_collegue(c: Correspondants, s: Situation) -> None:
    """Another address of the same domain."""
    c.dire(s, au_choix(s.hasard), apres=delai(s.hasard), de=f"adjointe@{s.adresse.partition('@')[2]}")


def laisser_un_inconnu_repondre(c: Correspondants, s: Situation) -> None:
    """The offer was forwarded: a stranger holds its token, or only knows its reference."""
    de = f"quelquun{s.hasard.randrange(9)}@gmail.com"
    lien = r.FIL if s.hasard.random() < 0.6 else r.OBJET
    c.dire(s, au_choix(s.hasard), apres=delai(s.hasard), de=de, lien=lien)
    if s.hasard.random() < 0.5:
        c.dire(s, au_choix(s.hasard), apres=delai(s.hasard) + timedelta(hours=3))
    if s.hasard.random() < 0.5:  # only its own server knows when the offer reached it
        c.aviser(s, s.hasard.choice((r.RETARD, r.REMISE)), apres=timedelta(hours=s.hasard.uniform(1, 60)))


def se_faire_usurper(c: Correspondants, s: Situation) -> None:
    """Somebody writes in its name; our server sees it."""
    lien = r.FIL if s.hasard.random() < 0.5 else r.OBJET
    c.dire(s, au_choix(s.hasard), apres=delai(s.hasard), lien=lien, dmarc="fail")


def repondre_hors_du_fil(c: Correspondants, s: Situation) -> None:
    """A new message, the reference in its subject."""
    dmarc = "pass" if s.hasard.random() < 0.6 else "none"
    c.dire(s, au_choix(s.hasard), apres=delai(s.hasard), lien=r.OBJET, dmarc=dmarc)


def repondre_pour_deux(c: Correspondants, s: Situation) -> None:
    """One message for two dwellings: in the thread of one; under the subject of the other; or in Bcc to both."""
    autres = [x for x in c.recues[s.adresse][-6:-1] if x.reference != s.lettre.reference]
    if not autres:
        refuser(c, s)
        return
    sens, apres, autre = au_choix(s.hasard), delai(s.hasard), s.hasard.choice(autres)
    if Random(f"{s.lettre.message_id} en copie cachée").random() < COPIES_CACHEES:
        c.cacher(s, sens, apres=apres, autre=autre)
        return
    if s.hasard.random() < 0.5:
        c.dire(s, sens, apres=apres, confondue=autre)
    else:
        c.dire(s, sens, apres=apres, autre=(autre, au_choix(s.hasard)))


def ranger_de_travers(c: Correspondants, s: Situation) -> None:
    """A colleague of the robot's mailbox filed the answer elsewhere, and puts it back days later."""
    egare = timedelta(days=s.hasard.uniform(1, 8))
    c.dire(s, au_choix(s.hasard), apres=delai(s.hasard), egare=egare)


def renvoyer_la_lettre(c: Correspondants, s: Situation) -> None:
    """A rule of the server sends our own letter back to us."""

    def fabriquer(le: datetime, _message_id: str) -> Arrivee:
        octets = b"Received: by une boucle\r\nX-Loop: oui\r\nTo: <" + s.lettre.repondre_a.encode() + b">\r\n"
        tete = ecriture.entetes([
            ("From", f"<{ROBOT}>"),
            ("Subject", "Offre"),
            ("Message-ID", s.lettre.message_id),
            ("Auto-Submitted", "auto-generated"),
        ])  # fmt: skip
        return Arrivee(
            0, le, le, "INBOX", r.BOUCLE, ROBOT, s.lettre.message_id, octets + tete + b"ACCEPTE\r\n",
            (s.propos,), courrier=s.lettre.gabarit,
        )  # fmt: skip

    c.deposer(timedelta(minutes=2), fabriquer)
    c.dire(s, au_choix(s.hasard), apres=delai(s.hasard))


# --- letters that follow ------------------------------------------------------------------------------


def recevoir_un_rappel(c: Correspondants, s: Situation) -> None:
    """The reminder has arrived."""
    if (s.lettre.reference, s.lettre.rang) in c.attentifs:
        c.dire(s, au_choix(s.hasard), apres=timedelta(hours=s.hasard.uniform(0.1, 9)))
    elif s.hasard.random() < 0.05:
        c.s_absenter(s, apres=timedelta(seconds=30))
    elif s.hasard.random() < 0.05:
        c.aviser(s, s.hasard.choice((r.ECHEC, r.RETARD)), apres=timedelta(minutes=s.hasard.randrange(1, 2000)))


def preciser(c: Correspondants, s: Situation) -> None:
    """The robot asked what was meant."""
    if s.hasard.random() < 0.6:
        c.dire(s, au_choix(s.hasard), apres=delai(s.hasard))


def apprendre_un_silence(c: Correspondants, s: Situation) -> None:
    """Its silence was counted: it protests, or the notice comes back."""
    tirage = s.hasard.random()
    if tirage < 0.06:
        c.dire(s, r.REFUSE, apres=delai(s.hasard))
    elif tirage < 0.1:
        c.aviser(s, r.ECHEC, apres=timedelta(minutes=3))


def apprendre_un_accord_tacite(c: Correspondants, s: Situation) -> None:
    """Its silence made an agreement: it protests, or it designates."""
    apprendre_un_silence(c, s)
    designations.designer(c, s)


CONDUITES: dict[str, tuple[float, Geste]] = {
    "accepte": (20, accepter),
    "refuse": (18, refuser),
    "se tait": (14, se_taire),
    "attend le rappel": (4, attendre_le_rappel),
    "répond tard": (5, repondre_tard),
    "répond deux fois": (3, repondre_deux_fois),
    "se contredit": (4, se_contredire),
    "reste flou": (5, rester_flou),
    "est en congé": (5, etre_en_conge),
    "n'existe pas": (5, rebondir),
    "est retardé": (4, etre_retarde),
    "reçoit tard": (2, arriver_tard),
    "met au défi": (1, defier),
    "fait répondre un collègue": (3, faire_repondre_un_collegue),
    "laisse un inconnu répondre": (4, laisser_un_inconnu_repondre),
    "se fait usurper": (4, se_faire_usurper),
    "répond hors du fil": (4, repondre_hors_du_fil),
    "répond pour deux": (4, repondre_pour_deux),
    "est mal rangé": (2, ranger_de_travers),
    "renvoie la lettre": (1, renvoyer_la_lettre),
}
SUITES: dict[str, Geste] = {
    "rappel_offre": recevoir_un_rappel,
    "a_preciser": preciser,
    "accord_tacite": apprendre_un_accord_tacite,
    "refus_tacite": apprendre_un_silence,
    "accuse_accord": designations.designer,
    "rappel_designation": designations.etre_rappele,
    "delai_accorde": designations.etre_rappele,
}
