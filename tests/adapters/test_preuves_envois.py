"""What became of each letter is under the root: whoever invents a sending, or hides one, is found at the root noted elsewhere."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from robot import audits
from robot.adapters.base.chaine import feuille, feuille_de_dossier, racine
from robot.adapters.base.racines import racine_au
from robot.adapters.preuves import controle
from robot.domain.stimuli import Verbe
from robot.ports import Acheminement, EtatEnvoi, Issue
from tests.adapters.preuves_d_essai import defauts, faire, fichiers, lancer, monde, preuve, retoucher
from tests.cycle.courriels import ALS, VIRY, ordonner
from tests.journal_d_essai import vivre
from tests.monde import Monde

__all__ = ["fichiers", "monde", "preuve"]  # fixtures

Lettre = dict[str, Any]
Pieces = dict[str, list[Lettre]]
FAUX = b"From: robot@bailleur.example\r\nSubject: invente\r\n\r\nCe texte n'est jamais parti.\r\n"


def resceller(lettre: Lettre, octets: bytes) -> None:
    """As anyone can: the salt is in the file."""
    textes = (lettre["reponse"], octets, lettre["conserve"])
    quand = lettre["expedie_le"] or "-"
    lettre["engagement_envoi"] = controle.engagement(lettre["sel"], *textes)
    lettre["sceau_envoi"] = controle.hacher(
        "robot-envoi/1", lettre["sceau"], lettre["etat"], quand, str(lettre["essais"]), lettre["engagement_envoi"]
    )


def lettre_sans_fait(fichiers: dict[str, bytes]) -> int:
    """The rank of a letter that left, and whose sending made no fact: the acknowledgement of the refusal."""
    journal, pieces = (json.loads(fichiers[nom]) for nom in ("journal.json", "pieces.json"))
    cites = {sceau for ligne in journal for sceau in ligne["pieces"].split()}
    return next(r for r, x in enumerate(pieces["lettres"]) if x["etat"] == "expediee" and x["sceau_envoi"] not in cites)


def _inventer(fichiers: dict[str, bytes]) -> dict[str, bytes]:
    rang = lettre_sans_fait(fichiers)

    def geste(pieces: Pieces) -> None:
        lettre = pieces["lettres"][rang]
        lettre |= {"reponse": "250 2.0.0 Ok: invente", "expedie_le": "2026-01-01T00:00:00.000000+00:00"}
        resceller(lettre, FAUX)

    nom = json.loads(fichiers["pieces.json"])["lettres"][rang]["fichier"]
    return retoucher({**fichiers, nom: FAUX}, "pieces.json", geste)


def _dire_jamais_partie(fichiers: dict[str, bytes]) -> dict[str, bytes]:
    rang = lettre_sans_fait(fichiers)
    rien: Lettre = dict.fromkeys(("reponse", "engagement_envoi", "sceau_envoi"), "")
    rien |= {"etat": "a_expedier", "expedie_le": None, "fichier": None, "essais": 0}
    nom = json.loads(fichiers["pieces.json"])["lettres"][rang]["fichier"]
    reste = {autre: octets for autre, octets in fichiers.items() if autre != nom}
    return retoucher(reste, "pieces.json", lambda p: p["lettres"][rang].update(rien))


def _dire_refusee(fichiers: dict[str, bytes]) -> dict[str, bytes]:
    rang = lettre_sans_fait(fichiers)

    def geste(pieces: Pieces) -> None:
        lettre = pieces["lettres"][rang]
        octets = fichiers[lettre["fichier"]]
        lettre |= {"etat": "refusee", "expedie_le": None, "reponse": "550 5.1.1 adresse inconnue"}
        resceller(lettre, octets)

    return retoucher(fichiers, "pieces.json", geste)


def _ajouter_une_seconde_offre(fichiers: dict[str, bytes]) -> dict[str, bytes]:
    lettres = json.loads(fichiers["pieces.json"])["lettres"]
    nom = f"lettres/{len(lettres) + 1:04d}.eml"
    octets = fichiers[lettres[0]["fichier"]].replace(b"2026", b"2027")
    seconde = {**lettres[0], "fichier": nom, "conserve": "00" * 32, "expedie_le": "2026-04-29T09:00:00.000000+00:00"}
    resceller(seconde, octets)
    return retoucher({**fichiers, nom: octets}, "pieces.json", lambda p: p["lettres"].append(seconde))


def _dire_partie_sans_date(fichiers: dict[str, bytes]) -> dict[str, bytes]:
    rang = lettre_sans_fait(fichiers)

    def geste(pieces: Pieces) -> None:
        lettre = pieces["lettres"][rang]
        lettre["expedie_le"] = None
        resceller(lettre, fichiers[lettre["fichier"]])

    return retoucher(fichiers, "pieces.json", geste)


@pytest.mark.parametrize(
    ("forger", "dit"),
    [
        pytest.param(_inventer, "partie le 2026-01-01", id="le texte, la date et les mots du serveur inventés"),
        pytest.param(_dire_jamais_partie, "aucun serveur", id="une lettre partie dite jamais partie"),
        pytest.param(_dire_refusee, "aucun serveur", id="une lettre partie dite refusée par le serveur"),
        pytest.param(_ajouter_une_seconde_offre, "est décrite deux fois", id="une seconde offre ajoutée"),
        pytest.param(_dire_partie_sans_date, "se contredisent", id="une lettre dite partie, sans date"),
    ],
)
def test_une_lettre_forgee_se_trouve_meme_avec_les_vrais_temoins(
    fichiers, forger: Callable[[dict[str, bytes]], dict[str, bytes]], dit: str
):
    vrai = json.loads(fichiers["dossier.json"])
    trouves = defauts(forger(fichiers), tete=vrai["tete"], racine=vrai["racine"])
    assert any(dit in defaut for defaut in trouves), trouves


def test_chaque_lettre_partie_est_dite_sous_la_racine(fichiers):
    rapport = controle.controler(fichiers)
    assert rapport.tient
    assert rapport.limites == []
    lignes = [quoi for _, quoi in rapport.constats if quoi.startswith("lettre ") and "sous la racine" in quoi]
    assert len(lignes) == len(json.loads(fichiers["pieces.json"])["lettres"])
    assert list(rapport.lignes())[-1] == "Tout tient."


# --- what is not proven is said -------------------------------------------------------------------


@dataclass
class Attente:
    """A dwelling one of whose letters did not leave."""

    monde: Monde
    reference: str
    gabarit: str


def _faire_attendre(monde: Monde, reference: str) -> str:
    offre = monde.courrier(VIRY, "offre")
    monde.repondre(offre, "REFUSE, trop loin")
    monde.facteur.issues[VIRY] = Acheminement("", Issue.REPORTEE, "450 4.2.1 plus tard")
    monde.passer("2026-04-28T10:00")
    return "accuse_refus"


def _abandonner(monde: Monde, reference: str) -> str:
    monde.facteur.issues[ALS] = Acheminement("", Issue.REPORTEE, "450 4.2.1 plus tard")
    ordonner(monde, reference, Verbe.SUIVANT)
    monde.passer("2026-04-28T10:00")
    ordonner(monde, reference, Verbe.SUIVANT)
    monde.passer("2026-04-28T12:00")
    return "offre"


@pytest.fixture(
    params=[
        pytest.param((_faire_attendre, EtatEnvoi.A_EXPEDIER), id="elle attend de partir"),
        pytest.param((_abandonner, EtatEnvoi.SANS_OBJET), id="elle n'a plus d'objet"),
    ]
)
def attente(request) -> Iterator[Attente]:
    geste, etat = request.param
    monde = Monde.creer("2026-04-28T09:00")
    reference = monde.liberer()
    monde.passer()
    gabarit = geste(monde, reference)
    assert {e.courrier.gabarit for e in monde.store.envois(reference) if e.etat is etat} == {gabarit}
    yield Attente(monde, reference, gabarit)
    monde.store.fermer()


def test_une_lettre_qui_n_est_pas_partie_est_dite_telle_et_le_reste_n_est_pas_etabli(attente, tmp_path):
    temoins = faire(attente.monde, attente.reference, tmp_path / "p.zip")
    rendu = lancer(controle.__file__, "p.zip", "--racine", temoins["racine"], dossier=tmp_path)
    assert rendu.returncode == 0, rendu.stdout
    limites = controle.controler(controle.lire(tmp_path / "p.zip")).limites
    (limite,) = (limite for limite in limites if f", {attente.gabarit} (" in limite)
    assert "aucun serveur n'a dit l'avoir prise" in limite
    assert f"  {limite}" in rendu.stdout.splitlines()
    assert rendu.stdout.endswith("Tout tient, sauf ce qui n'est pas établi (ci-dessus).\n")


def test_une_lettre_peut_etre_recue_n_est_jamais_dite_non_partie(tmp_path):
    monde = Monde.creer("2026-04-28T09:00")
    monde.facteur.issues[VIRY] = Acheminement("", Issue.INCONNUE, "coupure après l'envoi des données")
    reference = monde.liberer()
    monde.passer()
    monde.facteur.issues[VIRY] = Acheminement("", Issue.REFUSEE, "550 5.7.1 indésirable")
    monde.passer("2026-04-28T12:00")
    assert monde.courriers(VIRY, "offre"), "la mairie l'a bien reçue"
    faire(monde, reference, tmp_path / "p.zip")
    monde.store.fermer()
    rapport = controle.controler(controle.lire(tmp_path / "p.zip"))
    assert rapport.tient
    (limite,) = (limite for limite in rapport.limites if ", offre (" in limite)
    assert "elle a pu être reçue" in limite


def test_le_refus_d_une_lettre_que_le_journal_raconte_est_etabli(tmp_path):
    monde = Monde.creer("2026-04-28T09:00")
    monde.facteur.issues[VIRY] = Acheminement("", Issue.REFUSEE, "550 5.1.1 adresse inconnue")
    reference = monde.liberer()
    monde.passer()
    assert "RemiseEchouee" in monde.faits(reference)
    faire(monde, reference, tmp_path / "p.zip")
    monde.store.fermer()
    rapport = controle.controler(controle.lire(tmp_path / "p.zip"))
    assert rapport.tient
    assert not any(", offre (" in limite for limite in rapport.limites)


def test_une_lettre_qui_n_est_pas_partie_ne_se_dit_pas_partie(attente, tmp_path):
    temoins = faire(attente.monde, attente.reference, tmp_path / "p.zip")
    fichiers = controle.lire(tmp_path / "p.zip")
    lettres = json.loads(fichiers["pieces.json"])["lettres"]
    rang = next(r for r, lettre in enumerate(lettres) if not lettre["expedie_le"])
    nom = f"lettres/{rang + 1:04d}.eml"

    def geste(pieces: Pieces) -> None:
        lettre = pieces["lettres"][rang]
        lettre |= {"etat": "expediee", "expedie_le": "2026-04-28T08:00:00.000000+00:00", "fichier": nom, "essais": 1}
        lettre["reponse"] = "250 Ok"
        resceller(lettre, FAUX)

    faux = retoucher({**fichiers, nom: FAUX}, "pieces.json", geste)
    assert any("partie le 2026-04-28" in defaut for defaut in defauts(faux, racine=temoins["racine"]))


# --- the proofs and the roots of before -----------------------------------------------------------


def au_format_1(fichiers: dict[str, bytes]) -> dict[str, bytes]:
    """The same proof as an earlier robot wrote it."""

    def geste(pieces: Pieces) -> None:
        for lettre in pieces["lettres"]:
            del lettre["chemin"]

    ancien = retoucher(fichiers, "pieces.json", geste)
    return retoucher(ancien, "dossier.json", lambda d: d.update(format="robot-preuve/1"))


def test_une_preuve_de_l_ancien_format_tient_et_ce_qu_elle_n_etablit_pas_est_dit(fichiers):
    rapport = controle.controler(au_format_1(fichiers))
    assert rapport.tient
    assert any("accuse_refus" in limite and "ni sa date" in limite for limite in rapport.limites)
    assert not any(", offre (" in limite for limite in rapport.limites), "le journal cite l'envoi de l'offre"


def test_reecrire_une_preuve_a_l_ancien_format_ne_fait_pas_tenir_une_seconde_offre(fichiers):
    assert any("est décrite deux fois" in d for d in defauts(au_format_1(_ajouter_une_seconde_offre(fichiers))))


def racine_d_avant(monde: Monde, au: str) -> str:
    """The root as it was defined first: letters and sendings are leaves apart."""
    with monde.store.moteur.connect() as connexion:

        def lire(quoi: str) -> list[Any]:
            return sorted(tuple(ligne) for ligne in connexion.exec_driver_sql(quoi, {"au": au}))

        tetes = lire("SELECT reference, max(numero), maillon FROM journal WHERE inscrit_le <= :au GROUP BY reference")
        feuilles = [feuille_de_dossier(*tete) for tete in tetes]
        for nature, requete in (
            ("message", "SELECT sceau FROM messages WHERE consigne_le <= :au"),
            ("lettre", "SELECT sceau FROM courriers WHERE cree_le <= :au"),
            ("envoi", "SELECT sceau_envoi FROM courriers WHERE expedie_le <= :au"),
            ("effacement", "SELECT maillon FROM effacements WHERE le <= :au"),
        ):
            feuilles += [feuille(nature, sceau) for (sceau,) in lire(requete)]
    return racine(feuilles)


def test_une_racine_notee_avant_se_retrouve_toujours():
    monde = vivre()
    au = monde.horloge.maintenant()
    notee = racine_d_avant(monde, au.isoformat(timespec="microseconds"))
    assert notee != racine_au(monde.store, au)
    monde.passer("2026-05-12T09:00")
    audit = audits.auditer(monde.store, monde.horloge.maintenant(), (notee, au))
    assert audit.fautes == ()
    fausse = ("0" if notee[0] != "0" else "1") + notee[1:]
    assert len(audits.auditer(monde.store, monde.horloge.maintenant(), (fausse, au)).fautes) == 1
    monde.store.fermer()
