"""A let dwelling is erased with its households: their names, their words, their files, in every letter and message."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import text

from robot.adapters.base.effacement import effacer
from robot.adapters.base.verification import verifier
from robot.domain.carnet import Correspondant
from robot.domain.dossier import Statut
from robot.domain.loi import Conservation, Duree
from tests.fabrique import CARNET
from tests.monde import Monde

VIRY, GESTION, LEA = "civil@viry74.example", "gestion@bailleur.example", "lea.zephyrin@menage.example"
CONSERVATION = Conservation(Duree(3, "essai"), Duree(12, "essai"))
# What nothing else than this household says.
PERSONNELS = (b"ZEPHYRIN", b"lea.zephyrin", b"074260301234574001", b"loin de mon ancien mari", b"Paul Quentin")
JUSTIFICATIF = b"bulletin de salaire de ZEPHYRIN"


def repondre(monde: Monde, adresse: str, gabarit: str, corps: str, *, joindre: bytes = b"") -> None:
    def jointe(message: EmailMessage) -> None:
        if joindre:
            message.add_attachment(joindre, maintype="application", subtype="pdf", filename="zephyrin.pdf")

    monde.repondre(monde.courrier(adresse, gabarit), corps, retoucher=jointe)


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return tmp_path / "robot.sqlite"


@pytest.fixture
def monde(base: Path) -> Iterator[Monde]:
    """A DALO household refuses with a file; another signs the lease; the dossier is closed."""
    carnet = replace(CARNET, ddets=Correspondant("DDETS", "ddets@etat.example"))
    vecu = Monde.creer("2026-05-04T09:00", carnet, base=base)
    reference = vecu.liberer()
    vecu.passer()
    repondre(vecu, VIRY, "offre", "ACCEPTE")
    vecu.passer("2026-05-04T10:00")
    dalo = (
        f"074260301234574001 - Mme ZEPHYRIN Léa - {LEA} - DALO - référent social : Paul Quentin p.quentin@ccas.example"
    )
    repondre(vecu, VIRY, "accuse_accord", dalo)
    vecu.passer("2026-05-05T10:00")
    repondre(vecu, LEA, "proposition_dalo", "NON merci, c'est trop loin de mon ancien mari.", joindre=JUSTIFICATIF)
    vecu.passer("2026-05-06T10:00")
    assert vecu.courriers("ddets@etat.example", "avis_ddets")
    for ordre, le in (
        (f"{reference} COMPLETER\n074251101234674001 - M. BERNARD Hugo - hugo@menage.example\n\n", "2026-05-07T09:00"),
        (f"{reference} PRESENTER", "2026-05-07T10:00"),
        (f"{reference} COMMISSION 20/05/2026 14h30 Annecy", "2026-05-07T11:00"),
        (f"{reference} ATTRIBUE 2", "2026-05-20T17:00"),
        (f"{reference} OUI 2", "2026-05-21T10:00"),
        (f"{reference} BAIL 26/05/2026", "2026-05-26T12:00"),
        (f"{reference} SNE TOUT", "2026-05-27T12:00"),
    ):
        repondre(vecu, GESTION, "synthese", ordre)
        vecu.passer(le)
    assert vecu.dossier(reference).statut is Statut.CLOSE
    yield vecu
    vecu.store.fermer()


def contenus(monde: Monde) -> bytes:
    """Everything that the store holds, decompressed, as a curious person would read it."""
    with monde.store.moteur.connect() as connexion:
        colonnes = list[bytes]()
        for table in ("journal", "personnel", "dossiers", "messages", "courriers", "effacements", "reperes"):
            for ligne in connexion.execute(text(f"SELECT * FROM {table}")):
                colonnes += [_octets(valeur) for valeur in ligne]
    return b"\n".join(colonnes)


def _octets(valeur: object) -> bytes:
    """A compressed message is read through, its parts decoded."""
    if not isinstance(valeur, bytes):
        return str(valeur).encode()
    try:
        brut = zlib.decompress(valeur)
    except zlib.error:
        return valeur
    lu = message_from_bytes(brut, policy=policy.default)
    parties = [partie.get_payload(decode=True) or b"" for partie in lu.walk()]
    return b"\n".join([brut, *(partie for partie in parties if isinstance(partie, bytes))])


def test_un_logement_loue_s_efface_avec_ses_menages(monde: Monde, base: Path):
    avant = contenus(monde)
    assert [mot for mot in (*PERSONNELS, JUSTIFICATIF) if mot not in avant] == []
    effacer(monde.store, CONSERVATION, monde.horloge.maintenant() + timedelta(days=400))
    apres = contenus(monde)
    assert [mot for mot in (*PERSONNELS, JUSTIFICATIF) if mot in apres] == []
    fichiers = [base, base.with_name(f"{base.name}-wal")]
    octets = b"".join(fichier.read_bytes() for fichier in fichiers if fichier.exists())
    assert [mot for mot in PERSONNELS if mot in octets] == []
    assert verifier(monde.store).fautes == []


def test_apres_trois_mois_les_courriels_partent_et_les_preuves_restent(monde: Monde):
    (reference,) = monde.references
    faits = monde.faits(reference)
    bilan = effacer(monde.store, CONSERVATION, monde.horloge.maintenant() + timedelta(days=120))
    assert bilan.dossiers[0][1] == 0
    assert bilan.messages > 0
    assert JUSTIFICATIF not in contenus(monde)
    assert monde.faits(reference) == faits
    assert monde.store.a_copier(999) == ()
