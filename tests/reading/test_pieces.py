"""What is attached to a message: the files that a person attached, under a safe name, and nothing else."""

from __future__ import annotations

import base64
import time
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from robot.reading.courriel import pieces
from robot.reading.courriel.pieces import Piece, pieces_jointes

PDF = b"%PDF-1.7 un justificatif"
PNG = b"\x89PNG\r\n\x1a\n"


def message(*, page: str = "") -> EmailMessage:
    courriel = EmailMessage(policy=SMTP)
    courriel["From"] = "logement@viry.example"
    courriel["Subject"] = "Re: Offre V-2026-0042"
    courriel.set_content("Bonjour, voici les justificatifs.")
    if page:
        courriel.add_alternative(page, subtype="html")
    return courriel


def joindre(courriel: EmailMessage, octets: bytes, type_mime: str, nom: str) -> EmailMessage:
    principal, _, secondaire = type_mime.partition("/")
    courriel.add_attachment(octets, maintype=principal, subtype=secondaire, filename=nom)
    return courriel


def brut(entetes: str, corps: bytes = PDF, codage: str = "base64") -> bytes:
    """A message with one attachment, its header fields written by hand."""
    ecrit = base64.encodebytes(corps) if codage == "base64" else corps
    debut = (
        'From: a@viry.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n--b\n'
        f"Content-Type: text/plain\n\nBonjour\n--b\n{entetes}\nContent-Transfer-Encoding: {codage}\n\n"
    )
    return debut.encode() + ecrit + b"\n--b--\n"


def seule(octets: bytes) -> Piece:
    (piece,) = pieces_jointes(octets)
    return piece


@pytest.mark.regle("R73")
@pytest.mark.parametrize(
    ("type_mime", "nom", "octets"),
    [
        ("application/pdf", "refus.pdf", PDF),
        ("image/jpeg", "carte d'identité.jpg", b"\xff\xd8\xff photo"),
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "candidats.xlsx", b"PK\x03\x04"),
        ("text/csv", "candidats.csv", b"NUD;Nom\n"),
        ("text/plain", "note.txt", b"une note jointe"),
        ("application/msword", "courrier.doc", b"\xd0\xcf\x11\xe0"),
    ],
)
def test_ce_qu_une_personne_a_joint_est_garde_tel_que_recu(type_mime: str, nom: str, octets: bytes):
    piece = seule(joindre(message(page="<p>Bonjour</p>"), octets, type_mime, nom).as_bytes())
    assert (piece.nom, piece.type_mime, piece.octets, piece.tronquee) == (nom, type_mime, octets, False)


def test_un_message_transfere_est_une_piece_a_son_objet():
    transfere = message()
    del transfere["Subject"]
    transfere["Subject"] = "Refus du logement 12/B : pas d'ascenseur"
    courriel = message()
    courriel.add_attachment(transfere)
    piece = seule(courriel.as_bytes())
    assert (piece.nom, piece.type_mime) == ("Refus du logement 12 B pas d'ascenseur.eml", "message/rfc822")
    assert b"voici les justificatifs" in piece.octets


@pytest.mark.parametrize(
    ("type_mime", "nom"),
    [
        ("application/pkcs7-signature", "smime.p7s"),
        ("application/pgp-signature", "signature.asc"),
        ("application/octet-stream", "smime.p7s"),
        ("text/vcard", "claire.vcf"),
        ("application/ms-tnef", "winmail.dat"),
        ("application/octet-stream", "winmail.dat"),
        ("text/calendar", "invitation.ics"),
        ("application/octet-stream", "signature.asc"),
        ("application/octet-stream", "signature.sig"),
        ("application/octet-stream", "claire.vcf"),
        ("application/octet-stream", "invitation.ics"),
        ("application/octet-stream", "smime.p7s ."),
    ],
)
def test_ce_que_les_logiciels_ajoutent_est_ecarte(type_mime: str, nom: str):
    assert pieces_jointes(joindre(message(), b"x", type_mime, nom).as_bytes()) == ()


@pytest.mark.parametrize(
    "type_mime",
    [
        *("application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"),
        *("application/pgp-keys", "application/pgp-encrypted", "text/vcard", "text/x-vcard", "text/directory"),
        *("application/ms-tnef", "application/vnd.ms-tnef", "text/calendar", "application/ics"),
        *("message/delivery-status", "message/global-delivery-status", "message/disposition-notification"),
        *("message/feedback-report", "text/rfc822-headers", "text/rfc822-header", "message/rfc822-headers"),
        *("message/external-body", "message/partial", "text/enriched", "text/richtext"),
    ],
)
def test_ce_que_les_logiciels_ajoutent_est_ecarte_quel_que_soit_son_nom(type_mime: str):
    assert pieces_jointes(brut(f'Content-Type: {type_mime}; name="fichier"')) == ()


def test_ce_qui_suit_un_logo_ou_une_piece_vide_est_garde():
    debut = brut("Content-Type: image/png\nContent-ID: <i@x>", PNG).removesuffix(b"--b--\n")
    debut = debut.replace(b"Content-Type: text/plain\n\nBonjour", b'Content-Type: text/html\n\n<img src="cid:i@x">')
    vide = b"--b\nContent-Type: application/pdf; name=vide.pdf\n\n\n"
    octets = debut + vide + b"--b\nContent-Type: application/pdf; name=refus.pdf\n\n%PDF-\n--b--\n"
    assert seule(octets).nom == "refus.pdf"


@pytest.mark.parametrize(
    ("taille", "montree", "gardee"),
    [
        pytest.param(2_000, True, False, id="un logo de signature"),
        pytest.param(150_000, True, True, id="une photographie collée dans le message"),
        pytest.param(2_000, False, True, id="une petite image que la page ne montre pas"),
    ],
)
def test_une_image_dans_le_corps(taille: int, montree: bool, gardee: bool):
    courriel = message(page=f'<p>Bonjour <img src="cid:{"image001" if montree else "autre"}@x"></p>')
    _, page = courriel.iter_parts()
    page.add_related(
        PNG + b"x" * taille, "image", "png", cid="<image001@x>", filename="image001.png", disposition="inline"
    )
    assert bool(pieces_jointes(courriel.as_bytes())) is gardee


def test_une_image_jointe_et_montree_est_une_piece_jointe():
    octets = brut("Content-Type: image/png\nContent-ID: <i@x>\nContent-Disposition: attachment; filename=i.png", PNG)
    octets = octets.replace(b"Content-Type: text/plain\n\nBonjour", b'Content-Type: text/html\n\n<img src="cid:i@x">')
    assert seule(octets).nom == "i.png"


@pytest.mark.parametrize(
    ("entete", "nom"),
    [
        pytest.param('filename="refus.pdf"', "refus.pdf", id="simple"),
        pytest.param("filename*=utf-8''pi%C3%A8ce%20d%E2%80%99identit%C3%A9.pdf", "pièce d’identité.pdf", id="RFC 2231"),
        pytest.param("filename*0=\"attestation \"; filename*1=\"d'accueil.pdf\"", "attestation d'accueil.pdf", id="en morceaux"),
        pytest.param('filename="=?utf-8?B?cmVmdXMgw6ljcml0LnBkZg==?="', "refus écrit.pdf", id="RFC 2047, dans un paramètre"),
        pytest.param('filename="../../etc/passwd"', "passwd.pdf", id="un chemin"),
        pytest.param('filename="C:\\\\Mes documents\\\\refus.pdf"', "refus.pdf", id="un chemin de Windows"),
        pytest.param('filename="fact\u202efdp.exe"', "factfdp.exe", id="une extension à l'envers"),
        pytest.param('filename="a\u200bb\u0007.pdf"', "ab.pdf", id="des caractères invisibles"),
        pytest.param('filename="a<b>:|?*.pdf"', "a b.pdf", id="des caractères interdits"),
        pytest.param(f'filename="{"x" * 300}.pdf"', f"{'x' * 96}.pdf", id="un nom sans fin"),
        pytest.param('filename="scan"', "scan.pdf", id="sans extension"),
        pytest.param('filename="attestation.definitive"', "attestation.definitive.pdf", id="un point dans le nom"),
        pytest.param("filename*=ibm850''r%82ponse.pdf", "réponse.pdf", id="RFC 2231, un vieux DOS"),
        pytest.param('filename=".pdf"', "pdf.pdf", id="une extension seule"),
        pytest.param('filename=""', "piece-1.pdf", id="sans nom"),
        pytest.param('filename="///"', "piece-1.pdf", id="rien que des barres"),
    ],
)  # fmt: skip
def test_le_nom_est_sans_danger_et_garde_son_extension(entete: str, nom: str):
    assert seule(brut(f"Content-Type: application/octet-stream\nContent-Disposition: attachment; {entete}")).nom == nom


def test_le_nom_peut_etre_dans_le_type():
    assert seule(brut('Content-Type: application/pdf; name="refus.pdf"')).nom == "refus.pdf"


def test_un_message_transfere_garde_le_nom_qu_on_lui_a_donne():
    transfere = b"Subject: Re: offre\n\nNous refusons."
    assert seule(brut('Content-Type: message/rfc822; name="refus.eml"', transfere)).nom == "refus.eml"


@pytest.mark.parametrize(
    "vague",
    ["application/octet-stream", "application/x-download", "application/download", "application/unknown"],
)
@pytest.mark.parametrize(
    ("octets", "type_mime", "extension"),
    [
        (PDF, "application/pdf", ".pdf"),
        (PNG, "image/png", ".png"),
        (b"\xff\xd8\xff photo", "image/jpeg", ".jpg"),
        (b"GIF89a", "image/gif", ".gif"),
        (b"II*\0 image", "image/tiff", ".tif"),
        (b"MM\0* image", "image/tiff", ".tif"),
    ],
)
def test_un_type_vague_est_precise_par_les_octets(vague: str, octets: bytes, type_mime: str, extension: str):
    piece = seule(brut(f"Content-Type: {vague}\nContent-Disposition: attachment", octets))
    assert (piece.type_mime, piece.nom) == (type_mime, f"piece-1{extension}")


@pytest.mark.parametrize(
    ("type_mime", "nom"),
    [
        ("application/pdf", "piece-1.pdf"),
        ("image/png", "piece-1.png"),
        ("image/jpeg", "piece-1.jpg"),
        ("image/gif", "piece-1.gif"),
        ("image/tiff", "piece-1.tif"),
        ("image/heic", "piece-1.heic"),
        ("text/csv", "piece-1.csv"),
        ("text/plain", "piece-1.txt"),
        ("text/html", "piece-1.html"),
        ("application/msword", "piece-1.doc"),
        ("application/vnd.ms-excel", "piece-1.xls"),
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "piece-1.xlsx"),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "piece-1.docx"),
        ("application/vnd.oasis.opendocument.spreadsheet", "piece-1.ods"),
        ("application/vnd.oasis.opendocument.text", "piece-1.odt"),
        ("application/zip", "piece-1.zip"),
        ("application/rtf", "piece-1.rtf"),
        ("application/octet-stream", "piece-1"),
    ],
)
def test_une_piece_sans_nom_en_recoit_un_de_son_type(type_mime: str, nom: str):
    assert seule(brut(f"Content-Type: {type_mime}\nContent-Disposition: attachment", b"contenu")).nom == nom


def test_un_nom_sans_extension_le_reste_quand_rien_ne_dit_le_type():
    assert seule(brut("Content-Type: application/octet-stream; name=scan", b"contenu")).nom == "scan"


@pytest.mark.parametrize(
    ("nom", "dangereuse"), [("refus.pdf", False), ("photo.JPG", False), ("facture.exe", True), ("page.HTML", True)]
)
def test_ce_qui_agit_quand_on_l_ouvre_se_reconnait(nom: str, dangereuse: bool):
    assert seule(joindre(message(), b"x", "application/octet-stream", nom).as_bytes()).dangereuse is dangereuse


@pytest.mark.parametrize(
    "extension",
    [
        "ade",
        "adp",
        "apk",
        "appx",
        "bat",
        "chm",
        "cmd",
        "com",
        "cpl",
        "dll",
        "exe",
        "hta",
        "htm",
        "html",
        "img",
        "iso",
        "jar",
        "js",
        "jse",
        "lnk",
        "mht",
        "msc",
        "msi",
        "one",
        "pif",
        "ps1",
        "py",
        "reg",
        "scr",
        "sh",
        "svg",
        "swf",
        "url",
        "vb",
        "vbe",
        "vbs",
        "vhd",
        "wsf",
        "wsh",
        "xll",
    ],
)
def test_chaque_sorte_de_fichier_qui_agit_se_reconnait(extension: str):
    assert seule(brut(f"Content-Type: application/octet-stream; name=facture.{extension}")).dangereuse


def test_le_rang_de_la_partie_est_stable():
    courriel = joindre(joindre(message(page="<p>x</p>"), b"1", "image/png", "1.png"), b"2", "image/png", "2.png")
    lues = pieces_jointes(courriel.as_bytes())
    assert [piece.partie for piece in lues] == [2, 3]
    assert pieces_jointes(courriel.as_bytes()) == lues


@pytest.mark.parametrize(
    ("codage", "corps", "octets"),
    [
        ("base64", PDF, PDF),
        ("quoted-printable", b"%PDF-1.7 un justific=61tif", PDF),
        ("8bit", b"%PDF-1.7 un justific=61tif", b"%PDF-1.7 un justific=61tif"),
    ],
)
def test_les_codages(codage: str, corps: bytes, octets: bytes):
    piece = seule(brut("Content-Type: application/pdf\nContent-Disposition: attachment; filename=a.pdf", corps, codage))
    assert piece.octets == octets


def test_la_fin_de_ligne_qui_precede_la_frontiere_n_est_pas_de_la_piece():
    octets = brut("Content-Type: application/pdf; name=a.pdf", PDF, "8bit")
    assert seule(octets).octets == seule(octets.replace(b"\n", b"\r\n")).octets == PDF


def test_une_grande_piece_est_entiere():
    contenu = bytes(range(256)) * 20_000  # five times what is read of a text
    assert seule(joindre(message(), contenu, "application/pdf", "scan.pdf").as_bytes()).octets == contenu


@pytest.mark.parametrize("debordement", [1, pieces.PIECE_OCTETS_MAX * 3])
def test_une_piece_demesuree_est_dite_tronquee_et_vide(debordement: int):
    corps = b"x" * (pieces.PIECE_OCTETS_MAX + debordement)
    piece = seule(brut("Content-Type: application/pdf\nContent-Disposition: attachment; filename=a.pdf", corps, "8bit"))
    assert (piece.nom, piece.octets, piece.tronquee) == ("a.pdf", b"", True)


def test_les_pieces_sont_bornees_a_25_mo_chacune_et_50_ensemble():
    tailles = [mo * 2**20 for mo in (30, 20, 20, 20)]
    corps = [b"--b\nContent-Type: application/pdf; name=a.pdf\n\n" + b"x" * taille + b"\n" for taille in tailles]
    octets = b"Content-Type: multipart/mixed; boundary=b\n\n" + b"".join(corps) + b"--b--\n"
    gardees = [(len(piece.octets), piece.tronquee) for piece in pieces_jointes(octets)]
    assert gardees == [(0, True), (tailles[1], False), (tailles[2], False), (0, True)]


def test_le_nombre_de_pieces_est_borne():
    courriel = message()
    for rang in range(60):
        joindre(courriel, b"x", "image/png", f"{rang}.png")
    assert len(pieces_jointes(courriel.as_bytes())) == 50


def test_une_piece_vide_n_en_est_pas_une():
    assert pieces_jointes(joindre(message(), b"", "application/pdf", "vide.pdf").as_bytes()) == ()


MORCEAUX = st.sampled_from(
    [b"Content-Type: multipart/mixed; boundary=b\n", b"\n", b"--b\n", b"--b--\n", b"Content-Type: message/rfc822\n",
     b"Content-Disposition: attachment; filename*=x''%ff%0a%2f\n", b"Content-Disposition: attachment; filename=\"..\"\n",
     b"Content-Transfer-Encoding: base64\n", b"Content-Type: image/png\nContent-ID: <a>\n", b"====", b"AAAA", b"\xff\xfe"]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.binary(), st.lists(MORCEAUX, max_size=40).map(b"".join)))
def test_jamais_d_exception_et_des_noms_toujours_surs(octets: bytes):
    for piece in pieces_jointes(octets):
        assert piece.nom
        assert len(piece.nom) <= pieces.NOM_MAX
        assert piece.nom.isprintable()
        assert not set(piece.nom) & set('/\\:<>|"?*')
        assert not piece.nom.startswith(".")


def test_un_grand_message_se_lit_vite():
    octets = brut("Content-Type: application/pdf\nContent-Disposition: attachment; filename=a.pdf", b"x" * 15_000_000)
    debut = time.process_time()
    assert len(seule(octets).octets) == 15_000_000
    assert time.process_time() - debut < 5
