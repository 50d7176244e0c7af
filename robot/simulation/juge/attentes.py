"""What a message must lead to for each dwelling, from what its writer truly meant and where the dwelling stood.

Written from notes 004 (who may speak) and 005 (what stops the clock), not from
the rules: the name of the fact that must follow, "" when nothing may.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from robot.simulation import releve as r
from robot.simulation.juge.attentes_menages import LettreALEtat, d_un_menage, de_la_ddets, hors_du_fil
from robot.simulation.juge.jours import dernier_jour, jour_de, minuit
from robot.simulation.juge.livre import ecrite_au_livre, peut_parler, trouver
from robot.simulation.juge.suivi import FINS, SECONDE_MOITIE, Offre, Suivi
from robot.simulation.releve import Arrivee, Interlocuteur, Propos

Livre = Collection[Interlocuteur]

DECISIONS = {r.ACCEPTE: "AccordRecu", r.REFUSE: "RefusRecu", r.FLOU: "ReponseAClarifier"}
LETTRES_D_OFFRE = frozenset({"offre", "neuf"})
ARRETE = frozenset({"a_expedier", "en_attente", "differee", "a_clarifier"})
NEANT = ""
# A message that truly names households, from somebody who is believed: they are taken, or refused with a reason.
DES_CANDIDATS = "des candidats"
A_L_ETAT = LettreALEtat()  # nothing tells which letter to the DDETS it is about


def attendus(
    arrivee: Arrivee, suivis: dict[str, Suivi], livre: Livre, ddets: str = "", a_l_etat: LettreALEtat = A_L_ETAT
) -> dict[str, str]:
    """For each dwelling, the fact that this message must cause now."""
    if arrivee.propos and arrivee.propos[0].voie in {r.MENAGE, r.DDETS}:
        (propos,) = arrivee.propos
        suivi = suivis[propos.reference]
        if arrivee.lien != r.FIL:  # nothing but its reference, if it names one, and its author's address
            nomme = arrivee.lien == r.OBJET and _d_une_personne(arrivee, propos, 0, None, suivi, livre)
            return hors_du_fil(arrivee, suivis) | ({propos.reference: nomme} if nomme else {})
        if propos.voie == r.MENAGE:
            return {propos.reference: d_un_menage(arrivee, propos, suivi)}
        return {propos.reference: de_la_ddets(arrivee, propos, suivi, ddets, a_l_etat)}
    if arrivee.genre == r.PERSONNE:
        jeton = _offre_visee(arrivee.propos[0], suivis)
        return {
            propos.reference: _d_une_personne(arrivee, propos, rang, jeton, suivis[propos.reference], livre)
            for rang, propos in enumerate(_sans_confusion(arrivee, suivis, livre))
        }
    if arrivee.genre == r.ECHEC and not arrivee.propos:
        return dict(_d_un_echec_sans_jeton(arrivee.cible, suivis, livre))
    return {propos.reference: _d_un_avis(arrivee, propos, suivis[propos.reference], livre) for propos in arrivee.propos}


def _sans_confusion(arrivee: Arrivee, suivis: dict[str, Suivi], livre: Livre) -> tuple[Propos, ...]:
    """What is said of each dwelling; a subject that names another than the thread leaves a doubt on both.

    Not when the other one's story is over, or when its author may no longer speak of it.
    """
    nommes = [propos for propos in arrivee.propos if propos.sens == r.NOMME]
    if not nommes:
        return arrivee.propos
    suivi = suivis[nommes[0].reference]
    if suivi.etat in FINS or _par_la_reference(arrivee.de, suivi, livre) is None:
        return arrivee.propos[:1]
    return tuple(replace(propos, sens=r.FLOU) for propos in arrivee.propos)


def _offre_visee(propos: Propos, suivis: dict[str, Suivi]) -> Offre | None:
    return suivis[propos.reference].offre(propos.rang)


# --- people -------------------------------------------------------------------------------------------


def _d_une_personne(
    arrivee: Arrivee, propos: Propos, rang: int, jeton: Offre | None, suivi: Suivi, livre: Livre
) -> str:
    """`rang` 0 is the dwelling of the thread; the others are only named in the text."""
    par_le_jeton = arrivee.lien == r.FIL and rang == 0
    vise = suivi.offre(propos.rang) if par_le_jeton else _par_la_reference(arrivee.de, suivi, livre)
    if vise is None or (arrivee.dmarc == "fail" and not par_le_jeton):
        return NEANT
    droit = arrivee.dmarc != "fail" and peut_parler(livre, vise.code, vise.adresse, arrivee.de)
    du_fil = arrivee.lien == r.FIL and jeton is not None and jeton.code == vise.code
    sens = propos.sens if du_fil or _authentifie(arrivee, vise, livre) else r.FLOU
    visee_elle_meme = vise is suivi.courante
    if suivi.courante and suivi.courante.code == vise.code:
        vise = suivi.courante  # an answer to an earlier copy of the same offer
    if not _peut_decider(arrivee, vise, suivi):
        if not droit:
            return "MessageDInconnu"
        # Once it has accepted, what neither accepts nor refuses is about its candidates.
        designe = visee_elle_meme and sens in {r.FLOU, r.DESIGNE} and suivi.etat in SECONDE_MOITIE
        if not designe:
            return "ReponseTardive"
        return DES_CANDIDATS if sens == r.DESIGNE else "DesignationLue"
    return DECISIONS.get(sens, "ReponseAClarifier") if droit else "ReponseNonAutorisee"


def _par_la_reference(de: str, suivi: Suivi, livre: Livre) -> Offre | None:
    for offre in reversed(suivi.offres):
        if peut_parler(livre, offre.code, offre.adresse, de):
            return offre
    return suivi.courante if suivi.ouverte else None


def _authentifie(arrivee: Arrivee, vise: Offre, livre: Livre) -> bool:
    """Outside the thread, only an exact address that our own server vouches for is believed."""
    exacte = arrivee.de == vise.adresse or ecrite_au_livre(trouver(livre, vise.code), arrivee.de)
    return arrivee.dmarc == "pass" and exacte


def _peut_decider(arrivee: Arrivee, vise: Offre, suivi: Suivi) -> bool:
    if vise is not suivi.courante:
        return False
    if suivi.etat in {"en_attente", "acceptee_tacite"}:
        return vise.dernier is None or arrivee.recu_le <= minuit(vise.dernier)
    return suivi.ouverte


# --- machines -----------------------------------------------------------------------------------------


def _d_un_avis(arrivee: Arrivee, propos: Propos, suivi: Suivi, livre: Livre) -> str:
    offre = suivi.offre(propos.rang)
    if offre is None or arrivee.genre in {r.BOUCLE, r.ETRANGER_AU_ROBOT}:
        return NEANT
    courante = offre is suivi.courante
    if arrivee.genre in {r.ECHEC, r.DEFI}:  # a letter held until its author proves that it is a person is not received
        return d_un_echec(suivi, arrivee.courrier) if courante else "CourrierRevenu"
    if not courante or arrivee.courrier not in LETTRES_D_OFFRE:
        return NEANT
    if arrivee.genre == r.RETARD:
        # Whoever wrote meanwhile: the offer has not arrived, and is said to be late once.
        arretable = suivi.etat in {"en_attente", "acceptee_tacite", "a_clarifier"}
        return "RemiseDifferee" if arretable and _presumee(offre) and not offre.en_retard else NEANT
    indirecte = arrivee.genre in {r.ABSENCE, r.LECTURE}
    if indirecte and not peut_parler(livre, offre.code, offre.adresse, arrivee.de):
        return NEANT
    return _d_une_preuve(arrivee, offre, suivi, livre, indirecte=indirecte)


def _presumee(offre: Offre) -> bool:
    return offre.recue_le is not None and offre.presumee


def d_un_echec(suivi: Suivi, courrier: str) -> str:
    """A letter of the current offer came back (`courrier` is empty when nobody knows which)."""
    offre = suivi.courante
    de_l_offre = courrier in LETTRES_D_OFFRE or not courrier
    if suivi.etat == "acceptee_tacite":
        defait = de_l_offre and offre is not None and _presumee(offre)
    else:
        defait = suivi.etat in ARRETE and (de_l_offre or courrier == "rappel_offre")
    return "RemiseEchouee" if defait else "CourrierRevenu"


def _d_un_echec_sans_jeton(cible: str, suivis: dict[str, Suivi], livre: Livre) -> Iterator[tuple[str, str]]:
    """Every offer that is out at that address stops."""
    for reference, suivi in suivis.items():
        offre = suivi.courante
        if offre is None or suivi.etat not in {"en_attente", "differee", "a_clarifier", "non_remise"}:
            continue
        if cible == offre.adresse or ecrite_au_livre(trouver(livre, offre.code), cible):
            yield reference, "CourrierRevenu" if suivi.etat == "non_remise" else "RemiseEchouee"


def _d_une_preuve(arrivee: Arrivee, offre: Offre, suivi: Suivi, livre: Livre, *, indirecte: bool) -> str:
    """The offer did arrive: the first proof counts, and undoes a silence only when a server dates it later."""
    if suivi.etat in {"a_expedier", "differee"}:
        return "RemiseConstatee"
    if suivi.etat == "a_clarifier":  # the first proof; what came back is not received any more
        attendue = offre.recue_le is None or offre.presumee
        return "RemiseConstatee" if attendue and not offre.revenue else NEANT
    if suivi.etat == "en_attente":
        return "RemiseConstatee" if _presumee(offre) else NEANT
    if suivi.etat != "acceptee_tacite" or indirecte or not _presumee(offre) or offre.jours is None:
        return NEANT
    jour_zero = jour_de(max(arrivee.recu_le, offre.expediee_le or arrivee.recu_le))
    i = trouver(livre, offre.code)
    nouveau = (jour_zero, dernier_jour(jour_zero, offre.jours, i.fermetures if i else ()))
    return "RemiseConstatee" if nouveau != (offre.jour_zero, offre.dernier) else NEANT
