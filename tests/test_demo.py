"""The demo: the whole story, played for real, the same each time."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from robot.__main__ import main


@pytest.fixture(scope="module")
def jouee(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A folder written by the demo, and what it said."""
    from contextlib import redirect_stdout
    from io import StringIO

    dossier = tmp_path_factory.mktemp("demo")
    ecran = StringIO()
    with redirect_stdout(ecran):
        assert main(["demo", "--dossier", str(dossier)]) == 0
    return dossier, ecran.getvalue()


@pytest.mark.parametrize(
    "attendu",
    [
        pytest.param("Offre n° 1 acceptée par civil@viry74.example", id="un réservataire accepte"),
        pytest.param("Offre n° 1 refusée par civil@viry74.example", id="un réservataire refuse, avec un motif"),
        pytest.param("Offre n° 1 acceptée par silence", id="un silence vaut acceptation"),
        pytest.param("Fête du Travail", id="le 1er mai ne compte pas"),
        pytest.param("Réception de l'offre n° 2 prouvée", id="une absence du bureau n'est pas une réponse"),
        pytest.param("non remise : aucun silence ne peut être compté", id="une adresse ne marche plus"),
        pytest.param("sans décision certaine", id="une réponse floue"),
        pytest.param("Conseil départemental", id="la gestionnaire passe au suivant"),
        pytest.param("Candidats au complet : 3 pour 3 demandé(s)", id="trois candidats sont désignés par courriel"),
        pytest.param("Candidats au complet : 1 pour 1 demandé(s)", id="un ménage DALO est candidat unique"),
        pytest.param("pour le candidat 1 : son refus", id="le refus d'un ménage DALO part à la DDETS"),
        pytest.param("pour le candidat 1 : son silence", id="son silence aussi, sa réception prouvée"),
        pytest.param("rien ne prouve que la proposition est arrivée", id="sans preuve, ce n'est pas un refus"),
        pytest.param("Le candidat 2 refuse", id="le premier du classement renonce, le suivant est sollicité"),
        pytest.param("V-2026-0001 · T3 à Viry · loué, dossier clos", id="jusqu'au bail et au SNE"),
        pytest.param("V-2026-0003 · T4 à La Balme-de-Sillingy · sorti du flux", id="un logement dont personne ne veut"),
        pytest.param("à qui il est dû à ce jour", id="pourquoi ce réservataire"),
        pytest.param("Mutations internes : 1 mise à part", id="le flux de l'année, à la fin"),
    ],
)
def test_l_histoire_dit(jouee, attendu):
    _, ecran = jouee
    assert attendu in " ".join(ecran.split())


def test_tous_les_messages_sont_ecrits_avec_leur_page(jouee):
    dossier, _ = jouee
    bruts = sorted(dossier.glob("courrier/*.eml"))
    assert len(bruts) > 100
    assert all(brut.with_suffix(".html").exists() for brut in bruts)
    assert (dossier / "index.html").read_text(encoding="utf-8").count('href="courrier/') == len(bruts)
    assert len(list(dossier.glob("logements/*.txt"))) == 5


PARTIES = {
    "accuse_candidat", "accuse_candidats", "attribution_candidat", "avis_ddets", "bail_signe", "candidat_a_trancher",
    "candidats_complets", "constat_silence_candidat", "convocation_caleol", "delai_accorde", "fin_designation",
    "information_referent", "lettre_a_poster", "proposition_candidat", "proposition_dalo", "pv_caleol", "rappel_ddets",
    "rappel_designation", "releve_reservataire", "reponse_ordre", "resultat_candidat", "sans_attributaire",
}  # fmt: skip


def test_chaque_lettre_de_la_seconde_moitie_est_partie_lisible(jouee):
    dossier, _ = jouee
    parties = set()
    for brut in dossier.glob("courrier/*.eml"):
        message = message_from_bytes(brut.read_bytes(), policy=policy.default)
        gabarit = message["X-Robot-Courrier"]
        if gabarit is None:
            continue
        parties.add(str(gabarit))
        corps = message.get_body(("plain",))
        assert corps is not None
        texte = str(corps.get_content())
        assert not re.search(r"Brouillon|\{\{|\bNone\b|\[\]|undefined|attributaire=", texte), gabarit
        assert not re.search(r"^\s*(?:OUI|NON|ACCEPTE|REFUSE)\b", texte, re.MULTILINE), gabarit
    assert parties >= PARTIES


def test_la_meme_graine_redonne_les_memes_messages(jouee, tmp_path, capsys):
    dossier, _ = jouee
    assert main(["demo", "--dossier", str(tmp_path / "encore")]) == 0
    for brut in dossier.glob("courrier/*.eml"):
        encore = tmp_path / "encore" / "courrier" / brut.name
        assert sans_empreintes(encore.read_bytes()) == sans_empreintes(brut.read_bytes()), brut.name


def sans_empreintes(brut: bytes) -> bytes:
    """A message without the journal's root, and what quotes it: real salts and the mailbox's own number make it."""
    dechiffre = re.sub(rb"=\r?\n", b"", brut)
    return re.sub(rb"(?<![0-9a-f])[0-9a-f]{16,}(?![0-9a-f])", b"empreinte", dechiffre)


def test_un_dossier_occupe_n_est_jamais_efface(tmp_path, capsys):
    (tmp_path / "precieux.txt").write_text("à garder", encoding="utf-8")
    assert main(["demo", "--dossier", str(tmp_path)]) == 2
    assert "n'est pas vide" in capsys.readouterr().err
    assert (tmp_path / "precieux.txt").exists()


def test_les_logements_de_la_demo_s_interrogent_apres_coup(jouee, capsys):
    dossier, _ = jouee
    assert main(["expliquer", "V-2026-0003", "--config", str(dossier / "config")]) == 0
    histoire = capsys.readouterr().out
    assert "sauté : vendredi 1er mai 2026 (jour férié : Fête du Travail)" in histoire
    assert "boîte du robot relue sans réponse jusqu'au mardi 5 mai 2026" in histoire
    assert "CPC, art. 641 et 642" in histoire
