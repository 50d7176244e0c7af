"""One message to several of our reply addresses: each copy speaks for the dwelling it was delivered for, once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from robot.adapters.memoire import BoiteEnMemoire
from robot.domain.dossier import Statut as S
from robot.domain.jetons import Voie
from robot.etapes import apres_restauration
from robot.ports import Emplacement, LiaisonIndisponible, MessageRecu, Rangement
from tests.cycle.courriels import ALS, GESTION, VIRY, courriel, texte_de
from tests.cycle.seconde_moitie import DALO, LEA
from tests.fabrique import FICHE, JETONS, ROBOT, paris
from tests.monde import Monde

NOUS = "mx.bailleur.example"
SANS_DESTINATAIRE = "undisclosed-recipients:;"
REFUS = "REFUSE, aucun candidat"
FAUX = "orientations+v-2026-0002.1.abcdefghijklmnopqrstuvwxyz@bailleur.example"


def trois_offres() -> tuple[Monde, list[str], list[str]]:
    """Viry has three open offers: their references and reply addresses."""
    monde = Monde.creer("2026-04-28T09:00")
    refs = [monde.liberer(replace(FICHE, adresse=rue)) for rue in "abc"]
    monde.passer()
    monde.passer("2026-04-28T09:05")
    retours = {offre.cle.split("/")[1]: offre.retour for offre in monde.courriers(VIRY, "offre")}
    return monde, refs, [retours[ref] for ref in refs]


def copie(pour: str, octets: bytes, champ: str = "Delivered-To") -> bytes:
    """The message as the server delivers it to one of its recipients."""
    return f"{champ}: {pour}\r\n".encode() + octets


def refus(a: str = SANS_DESTINATAIRE, objet: str = "logements", **entetes: str) -> bytes:
    return courriel(VIRY, a, objet, REFUS, mid="<1@viry>", **entetes)


def decisions(monde: Monde, ref: str) -> list[str]:
    """What Viry's answer did to that dwelling."""
    attendus = {"RefusRecu", "ReponseAClarifier", "ReponseNonAutorisee", "ReponseTardive"}
    return [fait for fait in monde.faits(ref) if fait in attendus]


@pytest.mark.regle("R43")
@pytest.mark.parametrize("champ", ["Delivered-To", "X-Original-To", "Envelope-To"])
def test_un_refus_envoye_en_copie_cachee_a_trois_adresses_refuse_les_trois_logements(champ: str):
    monde, refs, retours = trois_offres()
    for retour in retours:
        monde.boite.deposer(copie(retour, refus(), champ))
    assert monde.passer("2026-04-28T10:00").messages == 3
    monde.passer("2026-05-04T09:00")
    assert [decisions(monde, ref) for ref in refs] == [["RefusRecu"]] * 3
    assert [monde.dossier(ref).courante.adresse for ref in refs] == [ALS] * 3
    assert len(monde.boite.ranges[Rangement.TRAITES]) == 3


@pytest.mark.regle("R43")
def test_la_premiere_adresse_visible_et_les_autres_cachees_disent_autant():
    monde, refs, retours = trois_offres()
    for retour in retours:
        monde.boite.deposer(copie(retour, refus(retours[0])))
    monde.passer("2026-04-28T10:00")
    assert [decisions(monde, ref) for ref in refs] == [["RefusRecu"]] * 3


def test_un_objet_qui_nomme_le_premier_logement_fait_un_doute_des_autres_et_ne_redit_rien_du_premier():
    """Two signs that contradict each other: a person looks (note 004)."""
    monde, refs, retours = trois_offres()
    for retour in retours:
        monde.boite.deposer(copie(retour, refus(retours[0], objet=f"Re: {refs[0]}")))
    monde.passer("2026-04-28T10:00")
    monde.passer("2026-05-04T09:00")
    assert [decisions(monde, ref) for ref in refs] == [["RefusRecu"], ["ReponseAClarifier"], ["ReponseAClarifier"]]


@pytest.mark.regle("R43")
def test_le_message_deja_lu_que_le_gestionnaire_redirige_vers_l_adresse_du_logement_decide():
    monde, (ref, *autres), (retour, *_) = trois_offres()
    monde.boite.deposer(refus(ROBOT))
    monde.passer("2026-04-28T10:00")
    assert monde.dossier(ref).statut is S.A_CLARIFIER
    monde.boite.deposer(copie(retour, copie(retour, refus(ROBOT)), "Resent-To"))
    monde.passer("2026-04-28T10:30")
    assert decisions(monde, ref) == ["ReponseAClarifier", "RefusRecu"]
    assert [decisions(monde, autre) for autre in autres] == [["ReponseAClarifier"]] * 2


class BoiteQuiNeRangePas(BoiteEnMemoire):
    """Read, and cut before anything is filed, until `rangements`."""

    def __init__(self, boite: BoiteEnMemoire) -> None:
        super().__init__(boite.clock)
        self.dossiers, self.uid, self.rangements = boite.dossiers, boite.uid, False

    def ranger(self, rangements: Iterable[tuple[Emplacement, Rangement]]) -> None:
        if not self.rangements:
            raise LiaisonIndisponible("coupé")
        super().ranger(rangements)


def livrees_deux_fois(monde: Monde, retours: list[str]) -> None:
    for dossier in ("INBOX", "Junk", "INBOX"):
        for retour in retours:
            monde.boite.deposer(b"Received: by mx2\r\n" + copie(retour, refus()), dossier)
        monde.passer("2026-04-28T10:00")


def tuees_avant_le_rangement(monde: Monde, retours: list[str]) -> None:
    for retour in retours:
        monde.boite.deposer(copie(retour, refus()))

    monde.boite = boite = BoiteQuiNeRangePas(monde.boite)
    monde.passer("2026-04-28T10:00")
    boite.rangements = True
    monde.boite.renumeroter("INBOX")


def relues_dans_un_autre_ordre(monde: Monde, retours: list[str]) -> None:
    for retour in (*retours, *reversed(retours)):
        monde.boite.deposer(copie(retour, refus()))
        monde.passer("2026-04-28T10:00")


@pytest.mark.parametrize(
    "arriver",
    [
        pytest.param(livrees_deux_fois, id="livrées deux fois, dans deux dossiers"),
        pytest.param(tuees_avant_le_rangement, id="relues parce que le robot est mort avant de les ranger"),
        pytest.param(relues_dans_un_autre_ordre, id="relues dans un autre ordre"),
    ],
)
def test_chaque_copie_n_a_qu_un_effet(arriver):
    monde, refs, retours = trois_offres()
    arriver(monde, retours)
    monde.passer("2026-04-28T10:05")
    assert [decisions(monde, ref) for ref in refs] == [["RefusRecu"]] * 3
    assert monde.boite.dossiers == {"INBOX": [], "Junk": []}
    assert len(monde.courriers(VIRY, "accuse_refus")) == 3


@pytest.mark.parametrize(
    "adresse",
    [
        pytest.param(FAUX, id="un jeton contrefait"),
        pytest.param(ROBOT, id="l'adresse nue"),
        pytest.param("autre+v-2026-0002.1.x@ailleurs.example", id="ce qui n'a pas la forme d'un jeton"),
    ],
)
def test_une_copie_sans_vrai_jeton_de_plus_n_a_aucun_effet(adresse: str):
    monde, refs, (retour, *_) = trois_offres()
    monde.boite.deposer(copie(retour, refus()))
    monde.passer("2026-04-28T10:00")
    monde.boite.deposer(copie(adresse, copie(retour, refus())))
    assert monde.passer("2026-04-28T10:05").messages == 0
    assert [decisions(monde, ref) for ref in refs] == [["RefusRecu"], [], []]
    assert len(monde.boite.ranges[Rangement.TRAITES]) == 2


def test_une_copie_a_l_adresse_de_l_offre_d_un_autre_ne_touche_qu_elle():
    """Whoever holds that token could have written a new message."""
    monde, refs, retours = trois_offres()
    monde.boite.deposer(copie(retours[0], refus()))
    monde.passer("2026-04-28T10:00")
    (a_als,) = monde.courriers(ALS, "offre")
    monde.boite.deposer(copie(a_als.retour, refus()))
    monde.passer("2026-04-28T10:05")
    assert [decisions(monde, ref) for ref in refs] == [["RefusRecu", "ReponseNonAutorisee"], [], []]


def test_les_ordres_d_un_gestionnaire_ne_sont_suivis_qu_une_fois_et_il_l_apprend():
    """Said again for another dwelling, « DELAI 5 » would count twice for the one that it names."""
    monde, refs, _ = trois_offres()
    monde.serveur_de_confiance = NOUS
    resultats = f"{NOUS}; dmarc=pass header.from=bailleur.example"
    ordre = courriel(
        GESTION, ROBOT, "ordre", f"{refs[0]} SUIVANT motif essai", mid="<1@g>", Authentication_Results=resultats
    )
    monde.boite.deposer(ordre)
    for ref in refs:
        jeton = JETONS.jeton(ref, 1)
        monde.boite.deposer(copie(f"orientations+{jeton}@bailleur.example", ordre))
    monde.passer("2026-04-28T10:00")
    assert [fait for ref in refs for fait in monde.faits(ref)].count("OrientationRetiree") == 1
    assert len(monde.courriers(GESTION, "reponse_ordre")) == 1
    monde.passer("2026-04-29T08:05")
    dite = " ".join(texte_de(monde.courrier(GESTION, "synthese").octets).split())
    assert dite.count("ses ordres ont déjà été suivis") == 3


@pytest.mark.regle("R43")
@pytest.mark.regle("R61", "R73")
def test_une_liste_de_candidats_en_copie_cachee_ne_vaut_que_pour_le_premier_logement():
    """Proposed for both, the household would refuse one of them, and a DALO refusal goes to the State."""
    monde = Monde.creer("2026-05-04T09:00")
    for rue in "ab":
        monde.liberer(replace(FICHE, adresse=rue))
    monde.passer()
    for offre in monde.courriers(VIRY, "offre"):
        monde.repondre(offre, "ACCEPTE")
    monde.passer("2026-05-04T10:00")
    for accuse in monde.courriers(VIRY, "accuse_accord"):
        monde.boite.deposer(copie(accuse.retour, courriel(VIRY, SANS_DESTINATAIRE, "candidats", DALO, mid="<c@viry>")))
    monde.passer("2026-05-05T10:00")
    assert len(monde.courriers(LEA, "proposition_dalo")) == 1
    _, second = (texte_de(e.octets) for e in monde.courriers(VIRY, "accuse_candidats"))
    assert "écrivez la référence devant cette ligne" in " ".join(second.split())


def test_apres_une_restauration_chaque_copie_rangee_parle_encore_pour_son_logement():
    monde, refs, retours = trois_offres()
    for retour in retours:
        monde.boite.ranges[Rangement.TRAITES].append(rangee(monde, copie(retour, refus())))
    apres_restauration.commencer(monde.store)
    monde.passer("2026-04-28T10:05")
    assert [decisions(monde, ref) for ref in refs] == [["RefusRecu"]] * 3


def rangee(monde: Monde, octets: bytes) -> MessageRecu:
    message = monde.boite.deposer(octets, recu_le=paris("2026-04-28T09:30"))
    monde.boite.dossiers["INBOX"].clear()
    return message


def test_ce_qu_un_inconnu_laisse_dans_les_indesirables_n_est_consigne_qu_une_fois():
    """Nothing of it is kept there: a second delivery must not pass for a copy sent elsewhere."""
    monde, refs, _ = trois_offres()
    avis = f"orientations+{JETONS.jeton(refs[0], 1, Voie.GESTIONNAIRE)}@bailleur.example"
    octets = courriel("quelquun@boutique.example", avis, "logements", "ANNULER : logement vendu", mid="<9@boutique>")
    monde.boite.deposer(octets, "Junk")
    assert monde.passer("2026-04-28T10:00").messages == 1
    monde.boite.deposer(b"Received: by un autre serveur\r\n" + octets, "Junk")
    assert monde.passer("2026-04-28T10:05").messages == 0
