"""Households that are offered a dwelling, and the DDETS that is told of a refusal: what each does of a letter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from robot.simulation import releve as r

if TYPE_CHECKING:
    from robot.simulation.correspondants import Correspondants, Situation

    Geste = Callable[[Correspondants, Situation], None]

PROPOSITIONS = frozenset({"proposition_candidat", "proposition_dalo", "attribution_candidat"})
PAROLES = {
    r.ACCEPTE: ("OUI", "Bonjour,\n\nOui, ce logement m'intéresse.\n\nCordialement", "J'accepte ce logement."),
    r.REFUSE: (
        "NON\n\nMotif : trop cher pour nous.",
        "Je refuse ce logement : il est trop petit pour nous.",
        "Non merci, c'est trop loin de mon travail.",
    ),
    r.FLOU: ("Je peux le visiter avant de répondre ?", "Je dois en parler à mon assistante sociale."),
}
JUSTIFICATIF = b"%PDF-1.4 justificatif simul\xe9 \x00\xff\r\n"


def dire(
    c: Correspondants,
    s: Situation,
    sens: str,
    *,
    apres: timedelta,
    de: str = "",
    fichier: bool = False,
    lien: str = r.FIL,
    dmarc: str = "pass",
    egare: timedelta = timedelta(),
) -> None:
    """A household answers, with or without a file; `egare`: how long its message stays out of the robot's reach."""
    pieces = (("justificatif.pdf", JUSTIFICATIF + s.hasard.randbytes(40)),) if fichier else ()
    mots, objet = s.hasard.choice(PAROLES[sens]), "votre courrier" if lien == r.RIEN else ""
    c.dire(s, sens, apres=apres, de=de, mots=mots, pieces=pieces, lien=lien, dmarc=dmarc, objet=objet, egare=egare)


def delai(s: Situation) -> timedelta:
    """Hours or days, within the ten."""
    return timedelta(days=s.hasard.choice((0.05, 0.5, 1, 3, 6)) * s.hasard.uniform(0.7, 1.3))


def accepter(c: Correspondants, s: Situation) -> None:
    """Yes."""
    dire(c, s, r.ACCEPTE, apres=delai(s))


def refuser(c: Correspondants, s: Situation) -> None:
    """No."""
    dire(c, s, r.REFUSE, apres=delai(s))


def refuser_et_justifier(c: Correspondants, s: Situation) -> None:
    """No, with a file."""
    dire(c, s, r.REFUSE, apres=delai(s), fichier=True)


def douter(c: Correspondants, s: Situation) -> None:
    """Nothing that decides."""
    dire(c, s, r.FLOU, apres=delai(s))


def recevoir_et_se_taire(c: Correspondants, s: Situation) -> None:
    """Its server says that it has the letter; it never answers."""
    c.aviser(s, r.REMISE, apres=timedelta(seconds=s.hasard.randrange(5, 3000)))


def recevoir_tard_et_se_taire(c: Correspondants, s: Situation) -> None:
    """The same, too late for its silence to be one."""
    c.aviser(s, r.REMISE, apres=timedelta(days=s.hasard.uniform(2.5, 6)))


def se_taire(_c: Correspondants, _s: Situation) -> None:
    """Nothing, and nothing proves that it read."""


def etre_absent(c: Correspondants, s: Situation) -> None:
    """An automaton answers; perhaps nobody else."""
    c.s_absenter(s, apres=timedelta(seconds=s.hasard.randrange(3, 90)))
    if s.hasard.random() < 0.4:
        accepter(c, s)


def ecrire_d_ailleurs(c: Correspondants, s: Situation) -> None:
    """Somebody else, or the household from another address."""
    de = f"voisin{s.hasard.randrange(9)}@gmail.com"
    dire(c, s, s.hasard.choice((r.ACCEPTE, r.REFUSE)), apres=delai(s), de=de)


def ecrire_hors_du_fil(c: Correspondants, s: Situation) -> None:
    """A new message to the robot's own address, sooner or later, that names the dwelling or not."""
    if s.hasard.random() < 0.6:
        c.aviser(s, r.REMISE, apres=timedelta(seconds=30))
    tard = s.hasard.random() < 0.3
    apres = timedelta(days=s.hasard.uniform(12.5, 19)) if tard else delai(s)
    dire(
        c, s, s.hasard.choice((r.ACCEPTE, r.REFUSE, r.FLOU)), apres=apres, fichier=s.hasard.random() < 0.3,
        lien=s.hasard.choice((r.OBJET, r.RIEN)), dmarc=s.hasard.choice(("pass", "pass", "none", "fail")),
    )  # fmt: skip


def rebondir(c: Correspondants, s: Situation) -> None:
    """The address does not exist."""
    c.aviser(s, r.ECHEC, apres=timedelta(hours=s.hasard.uniform(0.01, 40)))


def repondre_tard(c: Correspondants, s: Situation) -> None:
    """After the date of the letter, which its server had received or not."""
    if s.hasard.random() < 0.6:
        c.aviser(s, r.REMISE, apres=timedelta(seconds=30))
    dire(c, s, s.hasard.choice((r.ACCEPTE, r.REFUSE)), apres=timedelta(days=s.hasard.uniform(12.5, 19)))


def repondre_deux_fois(c: Correspondants, s: Situation) -> None:
    """The same thing twice, or the contrary."""
    premier = delai(s)
    dire(c, s, s.hasard.choice((r.ACCEPTE, r.REFUSE)), apres=premier)
    suite = premier + timedelta(hours=s.hasard.uniform(0.1, 50))
    dire(c, s, s.hasard.choice((r.ACCEPTE, r.REFUSE)), apres=suite)


CONDUITES: dict[str, tuple[float, Geste]] = {
    "accepte": (30, accepter),
    "refuse": (12, refuser),
    "refuse, avec un justificatif": (9, refuser_et_justifier),
    "doute": (5, douter),
    "reçoit et se tait": (14, recevoir_et_se_taire),
    "reçoit tard et se tait": (4, recevoir_tard_et_se_taire),
    "se tait": (10, se_taire),
    "est absent": (5, etre_absent),
    "écrit d'ailleurs": (4, ecrire_d_ailleurs),
    "écrit hors du fil": (5, ecrire_hors_du_fil),
    "n'existe pas": (5, rebondir),
    "répond tard": (5, repondre_tard),
    "répond deux fois": (4, repondre_deux_fois),
}


# --- seldom: mostly what undoes a silence, once it is established --------------------------------------


def recue(c: Correspondants, s: Situation) -> None:
    """Its server says within a minute that it has the letter: its silence will be one."""
    c.aviser(s, r.REMISE, apres=timedelta(seconds=30))


def etre_lu_trop_tard(c: Correspondants, s: Situation) -> None:
    """It answered in time; its message is found after the date of the letter."""
    recue(c, s)
    sens = s.hasard.choice((r.ACCEPTE, r.ACCEPTE, r.REFUSE, r.FLOU))
    lien = s.hasard.choice((r.FIL, r.FIL, r.FIL, r.OBJET, r.RIEN))
    egare = timedelta(days=s.hasard.uniform(11, 22))
    dire(c, s, sens, apres=delai(s), fichier=s.hasard.random() < 0.3, lien=lien, egare=egare)


def etre_dementi(c: Correspondants, s: Situation) -> None:
    """A relay said that it had arrived; days after the date, the next server gives it back."""
    recue(c, s)
    c.aviser(s, r.ECHEC, apres=timedelta(days=s.hasard.uniform(10.5, 24)))


def etre_absent_sans_qu_on_le_sache(c: Correspondants, s: Situation) -> None:
    """Its automaton wrote at once; the note is found after the date of the letter."""
    recue(c, s)
    c.s_absenter(s, apres=timedelta(seconds=60), egare=timedelta(days=s.hasard.uniform(11, 20)))


def etre_retarde(c: Correspondants, s: Situation) -> None:
    """A server waits for hours or days; then the letter arrives, or comes back, or nothing more is heard."""
    premier = timedelta(hours=s.hasard.uniform(1, 70))
    c.aviser(s, r.RETARD, apres=premier)
    suite = s.hasard.choice((r.REMISE, r.REMISE, r.ECHEC, ""))
    if suite:
        c.aviser(s, suite, apres=premier + timedelta(hours=s.hasard.uniform(1, 90)))
    if suite != r.ECHEC and s.hasard.random() < 0.5:
        dire(c, s, s.hasard.choice((r.ACCEPTE, r.REFUSE)), apres=premier + delai(s))


RARES: dict[str, tuple[float, Geste]] = {
    "est lu trop tard": (5, etre_lu_trop_tard),
    "est démenti par un serveur": (2, etre_dementi),
    "était absent": (2, etre_absent_sans_qu_on_le_sache),
    "est retardé": (2, etre_retarde),
}
# How many of those who are offered a dwelling do one of these; drawn apart, so that the others stay what they were.
RARE = 0.06
# How many of those whose refusal was acknowledged send one more file.
COMPLETE = 0.25
# How many of the letters to the DDETS wait at a server first.
RETARDE = 0.06


def recevoir(c: Correspondants, s: Situation) -> None:
    """A letter to a household: what it does of an offer, or of a question."""
    if s.lettre.gabarit in PROPOSITIONS and (rare := s.a_part(RARE, "rare")):
        (nom,) = rare.hasard.choices(list(RARES), [poids for poids, _ in RARES.values()])
        RARES[nom][1](c, rare)
    elif s.lettre.gabarit == "accuse_candidat" and (bavard := s.a_part(COMPLETE, "complément")):
        dire(c, bavard, r.FLOU, apres=delai(bavard), fichier=True)
    elif s.lettre.gabarit in PROPOSITIONS:
        noms = list(CONDUITES)
        (nom,) = s.hasard.choices(noms, [CONDUITES[nom][0] for nom in noms])
        CONDUITES[nom][1](c, s)
    elif s.lettre.gabarit == "a_preciser_candidat" and s.hasard.random() < 0.7:
        dire(c, s, s.hasard.choice((r.ACCEPTE, r.REFUSE)), apres=delai(s))
    elif s.lettre.gabarit == "constat_silence_candidat" and s.hasard.random() < 0.15:
        accepter(c, s)
    elif s.hasard.random() < 0.02:
        rebondir(c, s)


def recevoir_au_ccas(c: Correspondants, s: Situation) -> None:
    """A social worker thanks us in a new message: it decides nothing of the dwelling, wherever that stands."""
    if s.hasard.random() < 0.5:
        c.dire(
            s, r.FLOU, apres=timedelta(hours=s.hasard.uniform(0.2, 90)), lien=r.OBJET,
            mots="Bonjour,\n\nMerci, j'en parle à la famille.\n\nCordialement,\nPaul Martin, CCAS",
        )  # fmt: skip


def recevoir_a_la_ddets(c: Correspondants, s: Situation) -> None:
    """The State acknowledges, in person or by its server, keeps silent, or cannot be reached."""
    if retarde := s.a_part(RETARDE, "retard"):
        c.aviser(retarde, r.RETARD, apres=timedelta(hours=retarde.hasard.uniform(1, 30)))
    tirage = s.hasard.random()
    if tirage < 0.45:
        de = s.adresse if tirage < 0.3 else f"agent@{s.adresse.partition('@')[2]}"
        c.dire(s, r.ACCEPTE, apres=timedelta(hours=s.hasard.uniform(0.5, 60)), de=de, mots="Bien reçu, merci.")
    elif tirage < 0.6:
        c.aviser(s, r.REMISE, apres=timedelta(minutes=2))
    elif tirage < 0.75:
        c.aviser(s, r.ECHEC, apres=timedelta(hours=s.hasard.uniform(0.01, 20)))
        if s.hasard.random() < 0.7:
            c.corriger_la_ddets(apres=timedelta(hours=s.hasard.uniform(21, 90)))
