"""The proof of a dwelling stands alone: without the robot, without its base, against any hand that touches it."""

from __future__ import annotations

import ast
import hashlib
import json
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from robot import audits, recits
from robot.adapters.base import effacement
from robot.adapters.base.racines import racine_au
from robot.adapters.preuves import controle
from robot.adapters.preuves.export import CONTROLE, ExportImpossible, exporter
from robot.domain.loi import Conservation, Duree
from tests.journal_d_essai import vivre
from tests.monde import Monde

REFUSE = "V-2026-0001"  # refused, then offered to the next one, who kept silent
EFFACE = "V-2024-0001"  # accepted then closed in 2024, erased since


@pytest.fixture(scope="module")
def monde() -> Iterator[Monde]:
    vecu = vivre()
    yield vecu
    vecu.store.fermer()


def faire(monde: Monde, reference: str, sortie: Path) -> dict[str, str]:
    histoire = recits.expliquer(monde.dossier(reference), monde.store.journal(reference), monde.store.envois(reference))
    return exporter(monde.store, reference, histoire, sortie, monde.horloge.maintenant())


@pytest.fixture(scope="module")
def preuve(monde, tmp_path_factory) -> Path:
    sortie = Path(tmp_path_factory.mktemp("preuve")) / "preuve.zip"
    faire(monde, REFUSE, sortie)
    return sortie


@pytest.fixture(scope="module")
def fichiers(preuve) -> dict[str, bytes]:
    return controle.lire(preuve)


@pytest.fixture(scope="module")
def preuves(monde, fichiers, tmp_path_factory) -> dict[str, dict[str, bytes]]:
    """A whole one, and one whose messages and letters were erased."""
    sortie = Path(tmp_path_factory.mktemp("preuve")) / "effacee.zip"
    faire(monde, EFFACE, sortie)
    return {REFUSE: fichiers, EFFACE: controle.lire(sortie)}


def defauts(fichiers: dict[str, bytes], **temoins: str) -> list[str]:
    return [quoi for tient, quoi in controle.controler(fichiers, **temoins).constats if not tient]


def lancer(*arguments: object, dossier: Path) -> subprocess.CompletedProcess[str]:
    """The checker as a judge runs it: plain Python, isolated from this project."""
    commande = [sys.executable, "-I", "-S", *map(str, arguments)]
    return subprocess.run(commande, cwd=dossier, capture_output=True, text=True, check=False)


# --- alone ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("reference", [REFUSE, EFFACE, "V-2024-0002", "V-2026-0002"])
def test_le_controle_livre_avec_la_preuve_la_controle_sans_rien_d_autre(monde, tmp_path, reference):
    faire(monde, reference, tmp_path / "preuve.zip")
    with zipfile.ZipFile(tmp_path / "preuve.zip") as archive:
        archive.extractall(tmp_path / "ouverte")
    for arguments in ([tmp_path / "preuve.zip"], []):
        rendu = lancer(tmp_path / "ouverte" / CONTROLE, *arguments, dossier=tmp_path)
        assert rendu.returncode == 0, rendu.stdout + rendu.stderr
        assert rendu.stdout.endswith("Tout tient.\n")


def test_le_controle_ne_demande_que_la_bibliotheque_de_python():
    arbre = ast.parse(Path(controle.__file__).read_text(encoding="utf-8"))
    importes = {alias.name.partition(".")[0] for n in ast.walk(arbre) if isinstance(n, ast.Import) for alias in n.names}
    importes |= {(n.module or "").partition(".")[0] for n in ast.walk(arbre) if isinstance(n, ast.ImportFrom)}
    assert importes <= sys.stdlib_module_names


def test_la_preuve_dit_tout_ce_qui_est_arrive(monde, preuve, fichiers):
    assert {"LISEZMOI.txt", "histoire.txt", "journal.json", "pieces.json", "dossier.json", CONTROLE} < fichiers.keys()
    assert "Motif : pas de candidat, dit Jeanne Petit." in fichiers["messages/0001.eml"].decode()
    envoyees = {hashlib.sha256(lettre.octets).digest() for lettre in monde.courriers() if f"/{REFUSE}/" in lettre.cle}
    livrees = {hashlib.sha256(octets).digest() for nom, octets in fichiers.items() if nom.startswith("lettres/")}
    assert livrees == envoyees
    rapport = "\n".join(controle.controler(fichiers).lignes())
    assert "les 7 lignes du journal s'enchaînent" in rapport
    assert rapport.count("délai de 2 jours ouvrés") == 2
    assert rapport.count("l'offre envoyée est une lettre de ce fichier") == 2
    assert "Délai : 2 jours ouvrés" in fichiers["histoire.txt"].decode()


def test_ce_qui_est_a_noter_ailleurs_est_la_tete_et_la_racine(monde, tmp_path):
    temoins = faire(monde, REFUSE, tmp_path / "p.zip")
    assert temoins["tete"] == monde.store.journal(REFUSE)[-1].maillon
    valeur, _, quand = temoins["racine"].partition("@")
    assert valeur == racine_au(monde.store) == racine_au(monde.store, datetime.fromisoformat(quand))
    assert temoins["sha256"] == hashlib.sha256((tmp_path / "p.zip").read_bytes()).hexdigest()
    tient = lancer(
        controle.__file__, "p.zip", "--tete", temoins["tete"], "--racine", temoins["racine"], dossier=tmp_path
    )
    assert tient.returncode == 0
    assert "la tete notée ailleurs est celle du fichier" in tient.stdout
    assert lancer(controle.__file__, "p.zip", "--tete", "0" * 64, dossier=tmp_path).returncode == 1


def test_la_racine_se_colle_avec_ses_espaces(monde, tmp_path):
    racine = faire(monde, REFUSE, tmp_path / "p.zip")["racine"]
    fichiers = controle.lire(tmp_path / "p.zip")
    assert defauts(fichiers, racine=f" {racine[:32]}\n{racine[32:].upper()} ") == []


def test_la_racine_d_un_autre_jour_n_accuse_pas_la_preuve(tmp_path):
    """What a digest or `robot journal verifier` prints sums up another instant: it is compared in the database."""
    monde = vivre()
    notee = audits.auditer(monde.store, monde.horloge.maintenant() + timedelta(minutes=3)).racine
    monde.horloge.regler(monde.horloge.maintenant() + timedelta(days=1))
    monde.liberer()
    faire(monde, REFUSE, tmp_path / "p.zip")
    (dit,) = defauts(controle.lire(tmp_path / "p.zip"), racine=str(notee))
    assert "robot journal verifier --racine" in dit
    assert "est celle du fichier" not in dit
    assert audits.auditer(monde.store, monde.horloge.maintenant(), (notee.valeur, notee.au)).fautes == ()
    lisezmoi = controle.lire(tmp_path / "p.zip")["LISEZMOI.txt"].decode()
    assert "d'un autre instant" in lisezmoi
    monde.store.fermer()


# --- touched --------------------------------------------------------------------------------------


@settings(max_examples=300)
@given(hasard=st.data(), rang=st.integers(0, 100_000), masque=st.integers(1, 255))
def test_tout_octet_change_dans_un_fichier_se_trouve(fichiers, hasard, rang, masque):
    nom = hasard.draw(st.sampled_from(sorted(fichiers)))
    octets = bytearray(fichiers[nom])
    octets[rang % len(octets)] ^= masque
    assert defauts({**fichiers, nom: bytes(octets)})


def test_tout_fichier_ote_ou_ajoute_se_trouve(fichiers):
    for nom in fichiers:
        assert defauts({autre: octets for autre, octets in fichiers.items() if autre != nom}), nom
    assert "messages/0002.eml a été ajouté" in defauts({**fichiers, "messages/0002.eml": b"From: x\r\n"})


def refaire(fichiers: dict[str, bytes]) -> dict[str, bytes]:
    """As a forger would: the manifest made again."""
    autres = {nom: octets for nom, octets in fichiers.items() if nom != controle.MANIFESTE}
    lignes = (f"{hashlib.sha256(autres[nom]).hexdigest()}  {nom}\n" for nom in sorted(autres))
    return {**autres, controle.MANIFESTE: "".join(lignes).encode()}


def retoucher(fichiers: dict[str, bytes], nom: str, geste: Callable[[Any], object]) -> dict[str, bytes]:
    objet = json.loads(fichiers[nom])
    geste(objet)
    return refaire({**fichiers, nom: json.dumps(objet).encode()})


@pytest.mark.parametrize(
    "nom",
    [
        pytest.param("messages/0002.eml", id="un message que personne n'a envoyé"),
        pytest.param("lettres/0099.eml", id="une lettre que le robot n'a pas écrite"),
        pytest.param("messages/0001.eml.txt", id="un nom qui ressemble à celui d'un message"),
        pytest.param("proces-verbal.txt", id="un texte de plus"),
        pytest.param("messages/accord du maire.eml", id="un nom qui parle"),
    ],
)
def test_un_fichier_que_rien_ne_decrit_se_trouve_meme_le_manifeste_refait(fichiers, nom):
    faux = refaire({**fichiers, nom: b"From: maire@viry.fr\r\n\r\nNous acceptons\r\n"})
    assert defauts(faux) == [f"{nom} : aucune pièce ne le décrit, il a été ajouté"]


def test_une_piece_ne_porte_pas_un_nom_qui_ment(fichiers):
    """Its content is sealed, its name is not: it can only be its rank."""
    autre = "messages/accord du maire.eml"
    renommes = {autre if nom == "messages/0001.eml" else nom: octets for nom, octets in fichiers.items()}
    faux = retoucher(renommes, "pieces.json", lambda p: p["messages"][0].update(fichier=autre))
    assert any("un autre nom ne prouve rien" in defaut for defaut in defauts(faux))


def test_le_controle_dit_chaque_fait_et_que_rien_ne_prouve_l_histoire(fichiers):
    """Whoever writes the story again is contradicted by the lines that the chain proves."""
    histoire = fichiers["histoire.txt"].decode().replace("refus", "accord").encode()
    assert histoire != fichiers["histoire.txt"]
    lignes = list(controle.controler(refaire({**fichiers, "histoire.txt": histoire})).lignes())
    assert lignes[-1] == "Tout tient."
    faits = lignes[lignes.index("Ce que cette preuve établit (heures universelles) :") + 1 : -3]
    assert [fait.split()[2] for fait in faits] == [ligne["fait"] for ligne in json.loads(fichiers["journal.json"])]
    assert "RefusRecu ; rang = 1 ; categorie = pas_de_candidat" in faits[3]
    assert "decompte = 2026-04-30T21:59:59Z" in faits[2]
    assert (
        lignes[-3] == "histoire.txt et LISEZMOI.txt aident à lire, et rien ne les prouve : comparez-les à ces lignes."
    )


def test_d_une_preuve_qui_ne_tient_pas_rien_n_est_dit_etabli(fichiers):
    faux = retoucher(fichiers, "journal.json", lambda j: j[3].update(fait="AccordRecu"))
    assert "AccordRecu" not in "\n".join(controle.controler(faux).lignes())


def chiffre_change(texte: str) -> str:
    return ("1" if texte[0] == "0" else "0") + texte[1:]


@pytest.mark.parametrize(
    ("nom", "geste", "dit"),
    [
        pytest.param("journal.json", lambda j: j.pop(2), "ligne 3 : elle a été changée, déplacée", id="une ligne ôtée"),
        pytest.param("journal.json", lambda j: j.pop(), "le journal finit à la ligne 7", id="la dernière ligne ôtée"),
        pytest.param("journal.json", lambda j: j.insert(2, j[1]), "ligne 3 : elle a été changée", id="une ligne répétée"),
        pytest.param("journal.json", lambda j: j.__setitem__(slice(1, 3), j[2:0:-1]), "ligne 2 : elle a été changée", id="deux lignes échangées"),
        pytest.param("journal.json", lambda j: j[3].update(fait="AccordRecu"), "ligne 4 : elle a été changée", id="un refus changé en accord"),
        pytest.param("journal.json", lambda j: j[3].update(inscrit_le="2026-01-01"), "ligne 4 : elle a été changée", id="une date changée"),
        pytest.param("journal.json", lambda j: j[3]["personnel"].update(donnees="{}"), "ligne 4, partie personnelle : contenu changé", id="des mots changés"),
        pytest.param("journal.json", lambda j: j[3].update(personnel=None), "ligne 4, partie personnelle : contenu absent", id="des mots ôtés"),
        pytest.param("journal.json", lambda j: j[0].update(personnel={"sel": "00", "donnees": "x"}), "ligne 1 : une partie personnelle a été ajoutée", id="des mots ajoutés"),
        pytest.param("pieces.json", lambda p: p["messages"][0].update(recu_le="2026-01-01"), "message reçu 1 (messages/0001.eml) : sa fiche a été changée", id="la date d'un message changée"),
        pytest.param("pieces.json", lambda p: p["messages"][0].update(expediteur="autre@b.fr"), "contenu changé", id="l'auteur d'un message changé"),
        pytest.param("pieces.json", lambda p: p["messages"].clear(), "la pièce de sceau", id="un message ôté"),
        pytest.param("pieces.json", lambda p: p["lettres"][0].update(etat="refusee"), "la fiche de son envoi a été changée", id="l'état d'une lettre changé"),
        pytest.param("pieces.json", lambda p: p["lettres"][0].update(destinataire="autre@b.fr"), "telle que demandée : contenu changé", id="le destinataire changé"),
        pytest.param("pieces.json", lambda p: p["lettres"][0].update(reponse="250 Ok"), "telle qu'envoyée : contenu changé", id="la réponse du serveur changée"),
        pytest.param("pieces.json", lambda p: p["lettres"].append({**p["lettres"][0], "sceau": "0" * 64}), "aucune ligne du journal n'en parle", id="une lettre ajoutée"),
        pytest.param("dossier.json", lambda d: d.update(cle="autre"), "ligne 1 : elle a été changée", id="la clé de la libération changée"),
        pytest.param("dossier.json", lambda d: d.update(tete=chiffre_change(d["tete"])), "le journal finit", id="la tête changée"),
        pytest.param("dossier.json", lambda d: d.update(racine=chiffre_change(d["racine"])), "ce dossier est sous la racine", id="la racine changée"),
        pytest.param("dossier.json", lambda d: d["chemin"].pop(), "ce dossier est sous la racine", id="le chemin raccourci"),
        pytest.param("dossier.json", lambda d: d.update(format="robot-preuve/9"), "ce contrôle ne connaît que", id="un format inconnu"),
        pytest.param("dossier.json", lambda d: d.pop("chemin"), "n'a pas la forme attendue", id="un champ qui manque"),
        pytest.param("journal.json", lambda j: j.append(None), "n'a pas la forme attendue", id="une ligne qui n'en est pas une"),
    ],
)  # fmt: skip
def test_un_manifeste_refait_ne_cache_rien(fichiers, nom, geste, dit):
    trouves = defauts(retoucher(fichiers, nom, geste))
    assert any(dit in defaut for defaut in trouves), trouves


AUTRES: st.SearchStrategy[object] = st.sampled_from(
    [None, 0, -1, 10**40, 1.5, True, "", "x", "\ud800", "9999-12-31", "00" * 8, [], [[]], {}, {"a": 1}]
)


def endroits(objet: object, chemin: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The path of every value of a JSON object."""
    suite = objet.items() if isinstance(objet, dict) else enumerate(objet) if isinstance(objet, list) else ()
    for cle, valeur in suite:
        yield (*chemin, cle)
        yield from endroits(valeur, (*chemin, cle))


@settings(max_examples=200)
@given(hasard=st.data(), autre=AUTRES)
@pytest.mark.parametrize("reference", [REFUSE, EFFACE])
def test_toute_valeur_changee_se_trouve_meme_le_manifeste_refait(preuves, reference, hasard, autre):
    """All but the date that the file gives itself; and whatever is put there, the checker has an answer."""
    fichiers = preuves[reference]
    nom = hasard.draw(st.sampled_from(["journal.json", "pieces.json", "dossier.json"]))
    objet = json.loads(fichiers[nom])
    *parents, cle = hasard.draw(st.sampled_from([c for c in endroits(objet) if c != ("exporte_le",)]))
    cible = objet
    for parent in parents:
        cible = cible[parent]
    assume(json.dumps(cible[cle]) != json.dumps(autre))
    cible[cle] = autre
    assert defauts(refaire({**fichiers, nom: json.dumps(objet).encode()}))


@pytest.mark.parametrize("nom", ["messages/0001.eml", "lettres/0001.eml"])
def test_un_message_ou_une_lettre_reecrits_se_trouvent(fichiers, nom):
    assert any("contenu changé" in d for d in defauts(refaire({**fichiers, nom: fichiers[nom].replace(b"e", b"a", 1)})))


def test_un_delai_allonge_ne_se_recompte_pas(fichiers):
    """Even by someone who makes the whole chain again: the days themselves no longer add up."""

    def allonger(journal: list[dict[str, Any]]) -> None:
        donnees = json.loads(journal[2]["donnees"])
        donnees["decompte"]["jours"][1]["compte"] = False
        journal[2]["donnees"] = json.dumps(donnees)

    assert any("ses jours ne se recomptent pas" in d for d in defauts(retoucher(fichiers, "journal.json", allonger)))


@pytest.mark.regle("R48")
@pytest.mark.parametrize(
    ("jours_ouvres", "juste"),
    [
        pytest.param(0, True, id="il finit son seul jour"),
        pytest.param(1, False, id="il dit un jour ouvré de trop"),
    ],
)
def test_un_delai_sans_jour_ouvre_se_recompte_aussi(fichiers, jours_ouvres, juste):
    """The agreement came once the month of a tense zone was over."""

    def ecourter(journal: list[dict[str, Any]]) -> None:
        donnees = json.loads(journal[2]["donnees"])
        jour = {"date": "2026-05-28", "compte": False, "raison": "dernier jour possible"}
        donnees["decompte"] |= {"reception": "2026-05-28", "jours_ouvres": jours_ouvres, "jours": [jour]}
        journal[2]["donnees"] = json.dumps(donnees)

    trouves = defauts(retoucher(fichiers, "journal.json", ecourter))
    assert any("ses jours ne se recomptent pas" in d for d in trouves) is not juste


def test_une_preuve_entierement_refaite_se_trouve_a_la_tete_notee_ailleurs(monde, fichiers, tmp_path):
    """Another life of the same dwelling makes a proof that holds; only what was noted elsewhere tells them apart."""
    vraie = json.loads(fichiers["dossier.json"])
    autre = vivre()
    autre.store.moteur.raw_connection().driver_connection.executescript(  # type: ignore[union-attr]
        "DROP TRIGGER journal_sans_delete; DELETE FROM journal WHERE reference = 'V-2026-0001' AND numero > 3;"
        "UPDATE dossiers SET version = 3 WHERE reference = 'V-2026-0001';"
        "DELETE FROM courriers WHERE reference = 'V-2026-0001' AND cle NOT LIKE 'offre/V-2026-0001/1/%'"
    )
    faire(autre, REFUSE, tmp_path / "fausse.zip")
    fausse = controle.lire(tmp_path / "fausse.zip")
    assert defauts(fausse) == []
    assert any("tete" in d for d in defauts(fausse, tete=vraie["tete"]))
    assert any("racine" in d for d in defauts(fausse, racine=vraie["racine"]))


# --- erased ---------------------------------------------------------------------------------------


def test_la_preuve_d_un_dossier_efface_tient_et_dit_ce_qui_n_y_est_plus(monde, tmp_path):
    faire(monde, EFFACE, tmp_path / "p.zip")
    fichiers = controle.lire(tmp_path / "p.zip")
    assert defauts(fichiers) == []
    assert not [nom for nom in fichiers if nom.startswith(("messages/", "lettres/"))]
    assert b"Dupont" not in b"".join(fichiers.values())
    assert "effacé le" in "\n".join(controle.controler(fichiers).lignes())


def test_un_effacement_invente_se_trouve(fichiers):
    """Whoever removes a message and calls it erased has no path to the root."""
    retire = json.loads(fichiers["pieces.json"])["messages"][0]

    def effacer(pieces: dict[str, Any]) -> None:
        rien = dict.fromkeys(("sel", "expediteur", "objet", "message_id", "resume", "conserve"), "")
        pieces["messages"][0].update(rien, fichier=None)

    def inventer(dossier: dict[str, Any]) -> None:
        ligne = {"numero": 1, "le": "2026", "source": "essai", "engagements": [retire["engagement"]]}
        dossier["effacements"].append({**ligne, "precedent": "", "maillon": "", "chemin": dossier["chemin"]})

    sans = {nom: octets for nom, octets in fichiers.items() if nom != "messages/0001.eml"}
    trouves = defauts(retoucher(retoucher(sans, "pieces.json", effacer), "dossier.json", inventer))
    assert any("l'effacement du 2026" in d for d in trouves)
    assert any("contenu absent, et aucun effacement ne l'explique" in d for d in trouves)


def test_la_preuve_d_avant_l_effacement_tient_toujours(tmp_path):
    monde = vivre()
    temoins = faire(monde, REFUSE, tmp_path / "avant.zip")
    plus_tard = monde.horloge.maintenant() + timedelta(days=500)
    effacement.effacer(monde.store, Conservation(Duree(3, "essai"), Duree(12, "essai")), plus_tard)
    assert defauts(controle.lire(tmp_path / "avant.zip"), tete=temoins["tete"]) == []
    apres = faire(monde, REFUSE, tmp_path / "apres.zip")
    assert apres["tete"] == temoins["tete"]


# --- hostile --------------------------------------------------------------------------------------


def test_ce_qu_un_inconnu_ecrit_n_entre_dans_aucun_nom_et_n_est_jamais_rendu(tmp_path):
    monde = Monde.creer("2026-04-28T09:00")
    reference = monde.liberer()
    monde.passer()
    offre = monde.courrier("civil@viry74.example", "offre")

    def pieger(message: Any) -> None:
        del message["Subject"]
        message["Subject"] = "../../etc/passwd \x1b[2J <script>"
        message.add_attachment(b"MZ", maintype="application", subtype="x", filename="../../../root/.bashrc")

    monde.repondre(offre, "REFUSE\n\x1b[31m<script>alert(1)</script>", retoucher=pieger)
    monde.passer()
    faire(monde, reference, tmp_path / "p.zip")
    with zipfile.ZipFile(tmp_path / "p.zip") as archive:
        assert all(
            set(nom) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789./")
            for nom in archive.namelist()
        )
        assert not [nom for nom in archive.namelist() if ".." in nom or nom.startswith("/")]
        assert all(info.external_attr >> 16 & 0o777 == 0o600 for info in archive.infolist())
    rendu = lancer(controle.__file__, "p.zip", dossier=tmp_path)
    assert rendu.returncode == 0
    assert "\x1b" not in rendu.stdout
    assert "script" not in rendu.stdout


def test_ce_que_dit_une_preuve_falsifiee_ne_commande_pas_le_terminal(fichiers):
    faux = retoucher(fichiers, "dossier.json", lambda d: d.update(tete="\x1b[2Jtout va bien\n\ud800"))
    rendu = "\n".join(controle.controler(faux).lignes())
    assert "\x1b" not in rendu
    rendu.encode()


@pytest.mark.parametrize(
    "contenu",
    [
        pytest.param(b"", id="un fichier vide"),
        pytest.param(b"ceci n'est pas une archive" * 9, id="autre chose qu'un zip"),
        pytest.param(None, id="un zip coupé"),
    ],
)
def test_ce_qui_ne_se_lit_pas_se_dit(preuve, tmp_path, contenu):
    (tmp_path / "p.zip").write_bytes(preuve.read_bytes()[:-200] if contenu is None else contenu)
    rendu = lancer(controle.__file__, "p.zip", dossier=tmp_path)
    assert rendu.returncode == 2
    assert "ne se lit pas" in rendu.stderr


def test_deux_fichiers_du_meme_nom_sont_refuses(preuve, tmp_path):
    copie = tmp_path / "p.zip"
    copie.write_bytes(preuve.read_bytes())
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(copie, "a") as archive:
        archive.writestr("journal.json", "[]")
    assert lancer(controle.__file__, "p.zip", dossier=tmp_path).returncode == 2


def test_une_bombe_est_refusee_avant_d_etre_ouverte(tmp_path):
    with zipfile.ZipFile(tmp_path / "p.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bombe", b"\0" * 1_000_000)
    with pytest.raises(controle.PreuveIllisible, match="trop gros"):
        controle.lire(tmp_path / "p.zip", octets_maximum=100_000)


# --- writing --------------------------------------------------------------------------------------


def test_la_preuve_n_est_que_pour_son_proprietaire(preuve):
    assert stat.S_IMODE(preuve.stat().st_mode) == 0o600


def test_un_fichier_qui_existe_n_est_jamais_ecrase(monde, tmp_path):
    (tmp_path / "p.zip").write_bytes(b"ma these")
    with pytest.raises(ExportImpossible, match="existe déjà"):
        faire(monde, REFUSE, tmp_path / "p.zip")
    assert (tmp_path / "p.zip").read_bytes() == b"ma these"


def test_une_lettre_abimee_dans_la_base_ne_fait_pas_une_demi_preuve(tmp_path):
    monde = vivre()
    with monde.store.moteur.begin() as connexion:
        connexion.exec_driver_sql("UPDATE courriers SET octets = x'00' WHERE reference = 'V-2026-0001'")
    with pytest.raises(ExportImpossible, match=r"lettres/0001.eml ne se lit plus"):
        exporter(monde.store, REFUSE, "", tmp_path / "p.zip", monde.horloge.maintenant())
    assert list(tmp_path.iterdir()) == []
    monde.store.fermer()


@pytest.mark.parametrize(
    ("reference", "sortie", "dit"),
    [
        pytest.param("V-2026-9999", "p.zip", "Aucun dossier V-2026-9999", id="un dossier inconnu"),
        pytest.param(REFUSE, "absent/p.zip", "ne peut pas être écrit", id="un dossier de sortie qui n'existe pas"),
    ],
)
def test_ce_qui_ne_peut_pas_s_exporter_se_dit(monde, tmp_path, reference, sortie, dit):
    with pytest.raises(ExportImpossible, match=dit):
        exporter(monde.store, reference, "", tmp_path / sortie, monde.horloge.maintenant())
    assert list(tmp_path.iterdir()) == []
