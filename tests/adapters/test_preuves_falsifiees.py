"""A proof that a hand has touched: any byte, any value, any file, the manifest made anew or not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from robot.adapters.preuves import controle
from tests.adapters.preuves_d_essai import (
    EFFACE,
    REFUSE,
    defauts,
    faire,
    fichiers,
    monde,
    preuve,
    preuves,
    refaire,
    retoucher,
)
from tests.journal_d_essai import vivre

__all__ = ["fichiers", "monde", "preuve", "preuves"]  # fixtures

AUTRES: st.SearchStrategy[object] = st.sampled_from(
    [None, 0, -1, 10**40, 1.5, True, "", "x", "\ud800", "9999-12-31", "00" * 8, [], [[]], {}, {"a": 1}]
)


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
