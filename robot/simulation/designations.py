"""How a réservataire designates households once it has accepted: well, badly, late, in several times, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

from robot.simulation import releve as r
from robot.simulation.releve import Designe

if TYPE_CHECKING:
    from robot.simulation.correspondants import Correspondants, Situation

    Geste = Callable[[Correspondants, Situation], None]

# An address is believed to be the household's when it holds its name.
NOMS = {
    "Mme DUPONT Léa": "lea.dupont", "M. BERNARD Hugo": "hugo.bernard", "Mme MOREL Inès": "ines.morel",
    "M. PETIT Karim": "karim.petit", "Mme ROUX Zoé": "zoe.roux", "Mme GARCIA Ana": "ana.garcia",
}  # fmt: skip
TITRES = "Numéro unique;Nom;Courriel;Priorité"


def menage(hasard: Random, *, dalo: bool = False, joignable: bool = True, valide: bool = True) -> Designe:
    """A household, its number well written or not."""
    nud = f"074{hasard.randrange(15, 25)}{hasard.randrange(1, 13):02d}{hasard.randrange(10**6):06d}74001"
    nom = hasard.choice(tuple(NOMS))
    courriel = f"{NOMS[nom]}{nud[7:13]}@menage.example" if joignable else ""
    return Designe(nud if valide else nud[:-1], nom, courriel, dalo, valide=valide)


def ligne(designe: Designe) -> str:
    """One line of a designation, as people write it."""
    if designe.retrait:
        return f"RETIRER {designe.nud}"
    ou = designe.courriel or "3 rue du Lac 74580 Viry"
    suivi = f"référent social : Paul Martin, CCAS, {designe.referent}"
    champs = [designe.nud, designe.nom, ou, "DALO" if designe.dalo else "", suivi if designe.referent else ""]
    return " - ".join(filter(None, champs))


def attente(hasard: Random) -> timedelta:
    """Hours, or days: the delay is of fifteen working days."""
    return timedelta(days=hasard.choice((0.05, 0.3, 1, 3, 6, 9)) * hasard.uniform(0.7, 1.3))


def nommer(
    c: Correspondants,
    s: Situation,
    designes: list[Designe],
    *,
    apres: timedelta,
    lien: str = r.FIL,
    dmarc: str = "pass",
) -> None:
    """One message that names these households."""
    lignes = "\n".join(ligne(designe) for designe in designes)
    c.designes.setdefault((s.lettre.reference, s.lettre.rang), []).extend(designes)
    c.dire(
        s, r.DESIGNE, apres=apres, mots=f"Bonjour,\n\n{lignes}\n\nCordialement", designes=tuple(designes),
        lien=lien, dmarc=dmarc,
    )  # fmt: skip


def en_designer_trois(c: Correspondants, s: Situation) -> None:
    """What the charter asks for."""
    nommer(c, s, [menage(s.hasard) for _ in range(3)], apres=attente(s.hasard))


def designer_un_dalo(c: Correspondants, s: Situation) -> None:
    """Alone, as it must be (R70); half of the time, a social worker follows it (R72)."""
    seul = menage(s.hasard, dalo=True)
    if s.hasard.random() < 0.5:
        seul = replace(seul, referent="p.martin@ccas.example")
    nommer(c, s, [seul], apres=attente(s.hasard))


def en_designer_trop_peu(c: Correspondants, s: Situation) -> None:
    """One or two; the reminder may bring the others."""
    nommer(c, s, [menage(s.hasard) for _ in range(s.hasard.randrange(1, 3))], apres=attente(s.hasard))


def mal_ecrire(c: Correspondants, s: Situation) -> None:
    """A digit is missing."""
    nommer(c, s, [menage(s.hasard, valide=rang != 1) for rang in range(3)], apres=attente(s.hasard))


def ecrire_deux_fois(c: Correspondants, s: Situation) -> None:
    """Two households, then one more."""
    premier = attente(s.hasard)
    nommer(c, s, [menage(s.hasard) for _ in range(2)], apres=premier)
    nommer(c, s, [menage(s.hasard)], apres=premier + timedelta(hours=s.hasard.uniform(0.1, 30)))


def corriger(c: Correspondants, s: Situation) -> None:
    """Three, then another address for the first."""
    premier = attente(s.hasard)
    trois = [menage(s.hasard) for _ in range(3)]
    nommer(c, s, trois, apres=premier)
    corrige = Designe(trois[0].nud, trois[0].nom, trois[0].courriel.replace("@", "b@"))
    nommer(c, s, [corrige], apres=premier + timedelta(hours=s.hasard.uniform(0.2, 60)))


def retirer(c: Correspondants, s: Situation) -> None:
    """Three, then one is taken back."""
    premier = attente(s.hasard)
    trois = [menage(s.hasard) for _ in range(3)]
    nommer(c, s, trois, apres=premier)
    retrait = Designe(trois[1].nud, retrait=True)
    nommer(c, s, [retrait], apres=premier + timedelta(hours=s.hasard.uniform(0.2, 90)))


def meler_un_dalo(c: Correspondants, s: Situation) -> None:
    """A DALO household among others: it must be alone."""
    nommer(c, s, [menage(s.hasard), menage(s.hasard, dalo=True), menage(s.hasard)], apres=attente(s.hasard))


def designer_tard(c: Correspondants, s: Situation) -> None:
    """After the end."""
    nommer(c, s, [menage(s.hasard) for _ in range(3)], apres=timedelta(days=s.hasard.uniform(19, 32)))


def designer_par_lettre(c: Correspondants, s: Situation) -> None:
    """A household without an e-mail address."""
    dalo = s.hasard.random() < 0.5
    designes = [menage(s.hasard, dalo=dalo, joignable=False)]
    if not dalo:
        designes += [menage(s.hasard), menage(s.hasard)]
    nommer(c, s, designes, apres=attente(s.hasard))


def designer_hors_du_fil(c: Correspondants, s: Situation) -> None:
    """A new message, the reference in its subject, vouched for by our server or not."""
    dmarc = s.hasard.choice(("pass", "none", "fail"))
    nommer(c, s, [menage(s.hasard) for _ in range(3)], apres=attente(s.hasard), lien=r.OBJET, dmarc=dmarc)


def envoyer_la_table(c: Correspondants, s: Situation) -> None:
    """The table, in CSV."""
    designes = [menage(s.hasard) for _ in range(3)]
    lignes = [f"{d.nud};{d.nom};{d.courriel};" for d in designes]
    table = "\n".join([TITRES, *lignes]).encode()
    c.designes.setdefault((s.lettre.reference, s.lettre.rang), []).extend(designes)
    c.dire(
        s, r.DESIGNE, apres=attente(s.hasard), mots="Bonjour,\n\nVoici la table.\n\nCordialement",
        designes=tuple(designes), pieces=(("candidats.csv", table),),
    )  # fmt: skip


def se_taire(_c: Correspondants, _s: Situation) -> None:
    """Nothing: the gestionnaire will choose."""


# --- seldom --------------------------------------------------------------------------------------------


def plus_tard(hasard: Random) -> timedelta:
    """Days after the first message: the dwelling may be before the commission, let, or somebody else's."""
    return timedelta(days=hasard.uniform(0.2, 30))


def en_designer_trop(c: Correspondants, s: Situation) -> None:
    """More than the robot takes."""
    nommer(c, s, [menage(s.hasard) for _ in range(s.hasard.randrange(4, 15))], apres=attente(s.hasard))


def revenir_sur_un_dalo(c: Correspondants, s: Situation) -> None:
    """A DALO household, then another; or one that is said to be DALO afterwards, alone or not."""
    premier, connu = attente(s.hasard), menage(s.hasard)
    combien = s.hasard.randrange(3)
    dalo_d_abord = s.hasard.random() < 0.5
    nommer(c, s, [replace(connu, dalo=dalo_d_abord), *(menage(s.hasard) for _ in range(combien))], apres=premier)
    suite = menage(s.hasard, dalo=s.hasard.random() < 0.5) if dalo_d_abord else replace(connu, dalo=True)
    nommer(c, s, [suite], apres=premier + plus_tard(s.hasard))


def retirer_plus_tard(c: Correspondants, s: Situation) -> None:
    """Three, then one or two are taken back, or somebody whom it never named."""
    premier = attente(s.hasard)
    trois = [menage(s.hasard) for _ in range(3)]
    nommer(c, s, trois, apres=premier)
    vises = s.hasard.sample([*trois, menage(s.hasard)], s.hasard.randrange(1, 3))
    nommer(c, s, [Designe(vise.nud, retrait=True) for vise in vises], apres=premier + plus_tard(s.hasard))


def corriger_plus_tard(c: Correspondants, s: Situation) -> None:
    """Three, then another address for one of them."""
    premier = attente(s.hasard)
    trois = [menage(s.hasard) for _ in range(3)]
    nommer(c, s, trois, apres=premier)
    vise = s.hasard.choice(trois)
    corrige = replace(vise, courriel=vise.courriel.replace("@", "c@"))
    nommer(c, s, [corrige], apres=premier + plus_tard(s.hasard))


def designer_a_nouveau(c: Correspondants, s: Situation) -> None:
    """The same households again, perhaps with one more: some of them may have refused since."""
    premier = attente(s.hasard)
    memes = [menage(s.hasard, dalo=s.hasard.random() < 0.3)]
    if not memes[0].dalo:
        memes += [menage(s.hasard), menage(s.hasard)]
    nommer(c, s, memes, apres=premier)
    autre = [menage(s.hasard)] if s.hasard.random() < 0.3 else []
    nommer(c, s, [*memes, *autre], apres=premier + plus_tard(s.hasard))


def designer_qui_est_candidat_ailleurs(c: Correspondants, s: Situation) -> None:
    """Households that somebody has named for another dwelling."""
    ailleurs = [d for siens in c.designes.values() for d in siens if not d.retrait and d.valide and not d.dalo]
    choisis = s.hasard.sample(ailleurs, min(2, len(ailleurs)))
    nommer(c, s, [*choisis, *(menage(s.hasard) for _ in range(3 - len(choisis)))], apres=attente(s.hasard))


RARES: tuple[Geste, ...] = (
    en_designer_trop,
    revenir_sur_un_dalo,
    retirer_plus_tard,
    corriger_plus_tard,
    designer_a_nouveau,
    designer_qui_est_candidat_ailleurs,
)
# How many of those who designate do one of these; drawn apart, so that the others stay what they were.
RARE = 0.12

DESIGNATIONS: dict[str, tuple[float, Geste]] = {
    "trois": (34, en_designer_trois),
    "un DALO": (28, designer_un_dalo),
    "trop peu": (10, en_designer_trop_peu),
    "mal écrit": (5, mal_ecrire),
    "en deux fois": (5, ecrire_deux_fois),
    "corrige": (4, corriger),
    "retire": (5, retirer),
    "DALO mêlé": (3, meler_un_dalo),
    "tard": (3, designer_tard),
    "par lettre": (4, designer_par_lettre),
    "hors du fil": (4, designer_hors_du_fil),
    "la table": (3, envoyer_la_table),
    "se tait": (8, se_taire),
}


def designer(c: Correspondants, s: Situation) -> None:
    """It has accepted, in words or by silence: once for each offer."""
    if (s.lettre.reference, s.lettre.rang) in c.designes or c.sans_designation:
        return
    c.designes[s.lettre.reference, s.lettre.rang] = []
    if rare := s.a_part(RARE, "rare"):
        rare.hasard.choice(RARES)(c, rare)
        return
    noms = list(DESIGNATIONS)
    (nom,) = s.hasard.choices(noms, [DESIGNATIONS[nom][0] for nom in noms])
    DESIGNATIONS[nom][1](c, s)


def etre_rappele(c: Correspondants, s: Situation) -> None:
    """Some candidates are still missing: half of the time, they come."""
    if not c.sans_designation and s.hasard.random() < 0.5:
        nommer(c, s, [menage(s.hasard), menage(s.hasard)], apres=timedelta(hours=s.hasard.uniform(0.2, 20)))
