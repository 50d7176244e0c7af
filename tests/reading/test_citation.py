"""What is new text, for each mail program: the quoted offer, signatures, banners and notices left out."""

from __future__ import annotations

import pytest

from robot.reading.chaine import lire
from tests.reading.ecrire import OFFRE, OFFRE_CITEE, chaque, courriel, dit, lecture, page

CHEVRONS = OFFRE_CITEE
DE_ENVOYE = (
    "De : Bailleur <robot@bailleur.example>\nEnvoyé : mardi 19 mai 2026 10:02\nÀ : Claire\nObjet : Offre V-2026-0042"
)

# What each program puts between the answer and the offer.
CITATIONS = {
    "Gmail": f"Le mar. 19 mai 2026 à 10:02, Bailleur <robot@bailleur.example> a écrit :\n\n{CHEVRONS}",
    "Gmail, replié": f"Le mar. 19 mai 2026 à 10:02, Service des attributions du Bailleur <\nrobot@bailleur.example> a\nécrit :\n{CHEVRONS}",
    "Gmail, espaces insécables": f"Le mar. 19 mai 2026 à 10:02, Bailleur <robot@bailleur.example> a écrit :\n{CHEVRONS}",
    "Gmail, anglais": f"On Tue, May 19, 2026 at 10:02 AM Bailleur <robot@bailleur.example> wrote:\n{CHEVRONS}",
    "Outlook": f"{DE_ENVOYE}\n\n{OFFRE}",
    "Outlook, gras": f"*De :* Bailleur\n*Envoyé :* mardi 19 mai 2026 10:02\n*À :* Claire\n*Objet :* Offre\n\n{OFFRE}",
    "Outlook, anglais": f"From: Bailleur\nSent: Tuesday, May 19, 2026 10:02 AM\nTo: Claire\nSubject: Offre\n\n{OFFRE}",
    "Outlook, trait": f"________________________________\n{DE_ENVOYE}\n\n{OFFRE}",
    "Outlook, message d'origine": f"-----Message d'origine-----\n{DE_ENVOYE}\n\n{OFFRE}",
    "Outlook, original message": f"-----Original Message-----\nFrom: Bailleur\n\n{OFFRE}",
    "Outlook iOS": f"Obtenez Outlook pour iOS<https://aka.ms/o0ukef>\n________________________________\n{DE_ENVOYE}\n\n{OFFRE}",
    "Zimbra": f'De: "Bailleur" <robot@bailleur.example>\nÀ: "Claire" <c@viry.example>\nEnvoyé: Mardi 19 Mai 2026 10:02:11\nObjet: Offre\n\n{OFFRE}',
    "Zimbra, trait": f'----- Mail original -----\nDe: "Bailleur"\nÀ: "Claire"\n{OFFRE}',
    "Notes": f"De :\tBailleur <robot@bailleur.example>\nA :\tclaire@viry.example\nDate :\t19/05/2026 10:02\nObjet :\tOffre\n\n{OFFRE}",
    "Notes, sans De": f"Bailleur <robot@bailleur.example>\n19/05/2026 10:02\n\nA\nclaire@viry.example\ncc\n\nObjet\nOffre\n\n{OFFRE}",
    "Notes, transféré": f"----- Transféré par Claire MARTIN le 20/05/2026 09:12 -----\n{OFFRE}",
    "Roundcube": f"Le 2026-05-19 10:02, Bailleur a écrit :\n{CHEVRONS}",
    "Thunderbird": f"Le 19/05/2026 à 10:02, Bailleur a écrit :\n{CHEVRONS}",
    "SOGo": f"Le Mardi, Mai 19, 2026 10:02 CEST, Bailleur <robot@bailleur.example> a écrit:\n \n{CHEVRONS}",
    "Apple Mail": f"> Le 19 mai 2026 à 10:02, Bailleur <robot@bailleur.example> a écrit :\n> \n> \ufeff{CHEVRONS}",
    "Apple, transfert": f"Début du message transféré :\n\n> Expéditeur: Bailleur\n\n{CHEVRONS}",
    "Orange": f'> Message du 19/05/26 10:02\n> De : "Bailleur" <robot@bailleur.example>\n> A : c@viry.example\n> Copie à : \n> Objet : Offre\n{CHEVRONS}',
    "GroupWise": f">>> Bailleur <robot@bailleur.example> 19/05/2026 10:02 >>>\n{OFFRE}",
    "iPhone": f"Envoyé de mon iPhone\n\n> Le 19 mai 2026 à 10:02, Bailleur <robot@bailleur.example> a écrit :\n> \n{CHEVRONS}",
    "Android": f"Envoyé depuis mon Galaxy\n\n-------- Message d'origine --------\nDe : Bailleur\n{OFFRE}",
    "Gmail, transfert": f"---------- Forwarded message ---------\nDe : Bailleur <robot@bailleur.example>\nDate: mar. 19 mai 2026\n\n{OFFRE}",
}
chaque_logiciel = pytest.mark.parametrize("citation", CITATIONS.values(), ids=CITATIONS)


@chaque_logiciel
def test_la_reponse_est_au_dessus(citation: str):
    lue = lecture(f"REFUSE\nMotif : loyer\n\nCordialement,\nClaire Martin\n\n\n{citation}")
    assert lue.texte == "REFUSE\nMotif : loyer"
    assert lue.signature is not None
    assert lue.signature.startswith("Cordialement")
    assert [(d.sens.value, d.motif) for d in lue.decisions] == [("refuse", "loyer")]


@chaque_logiciel
def test_rien_n_est_ecrit_au_dessus(citation: str):
    lue = lecture(citation)
    assert lue.texte == ""
    assert [d.sens.value for d in lue.decisions] == ["ambigu"]


@pytest.mark.parametrize("logiciel", ["Thunderbird", "Roundcube", "Gmail", "SOGo", "Apple Mail"])
def test_la_reponse_est_au_dessous(logiciel: str):
    lue = lecture(f"{CITATIONS[logiciel]}\n\nNous refusons\n\n-- \nClaire Martin")
    assert (lue.texte, [d.sens.value for d in lue.decisions]) == ("Nous refusons", ["refuse"])


def test_la_reponse_est_tapee_sous_la_consigne_citee():
    lignes = CHEVRONS.split("\n")
    rang = next(i for i, ligne in enumerate(lignes) if "écrivant" in ligne) + 1
    corps = "\n".join(["Le 19/05/2026, Bailleur a écrit :", *lignes[:rang], "", "REFUSE", "", *lignes[rang:]])
    assert dit(courriel(corps)) == [(None, "refuse")]


def test_une_consigne_modifiee_dans_la_citation_ne_repond_pas():
    modifiee = CHEVRONS.replace("ACCEPTE ou REFUSE", "REFUSE")
    assert dit(courriel(f"Le 19/05/2026, Bailleur a écrit :\n{modifiee}")) == [(None, "ambigu")]


# --- signatures, notices, banners -------------------------------------------------------------------


@pytest.mark.parametrize(
    "fin",
    [
        "-- \nClaire Martin\nMairie de Viry",
        "Cordialement,\nClaire Martin",
        "Bien à vous\nClaire",
        "Veuillez agréer, Madame, l'expression de mes salutations distinguées.\nLe maire",
        "Claire Martin\nAdjointe au logement",
        "Envoyé de mon iPhone",
        "Sent from my iPhone",
        "Obtenez Outlook pour Android",
        "Kind regards\nClaire",
        "Cdt\nCM",
    ],
    ids=lambda fin: fin.split("\n", maxsplit=1)[0],
)
def test_la_signature_n_est_pas_du_texte(fin: str):
    lue = lecture(f"Nous acceptons ce logement.\n\n{fin}")
    assert lue.texte == "Nous acceptons ce logement."
    assert lue.signature == fin.replace("-- \n", "--\n")
    assert [d.sens.value for d in lue.decisions] == ["accepte"]


@pytest.mark.parametrize(
    "mention",
    [
        "Ce message et toutes les pièces jointes sont confidentiels. L'expéditeur refuse toute responsabilité.",
        "Pensez à l'environnement : n'imprimez que si nécessaire. Tout dossier incomplet sera refusé.",
        "_______________________________________________\nListe logement -- se désinscrire : logement-request@viry.example",
    ],
    ids=lambda mention: mention.split("\n", maxsplit=1)[0][:60],
)
@pytest.mark.parametrize("signature", [None, "Cordialement,\nClaire"], ids=["sans signature", "sous la signature"])
def test_les_mentions_legales_ne_sont_ni_du_texte_ni_une_signature(signature: str | None, mention: str):
    lue = lecture("\n\n".join(["Nous acceptons ce logement.", *([signature] if signature else []), mention]))
    assert (lue.texte, lue.signature) == ("Nous acceptons ce logement.", signature)
    assert [d.sens.value for d in lue.decisions] == ["accepte"]


@pytest.mark.parametrize(
    "banniere",
    [
        "[EXTERNE]",
        "ATTENTION : ce courriel provient d’un expéditeur externe. N’acceptez pas les pièces jointes et refusez tout.",
        "CAUTION: This email originated from outside of the organization.",
        "Vous n’obtenez pas souvent d’e-mail de la part de robot@bailleur.example.",
    ],
)
def test_la_banniere_du_serveur_n_est_pas_du_texte(banniere: str):
    lue = lecture(f"{banniere}\n\nREFUSE")
    assert (lue.texte, [d.sens.value for d in lue.decisions]) == ("REFUSE", ["refuse"])


@pytest.mark.parametrize(
    "ligne",
    [
        "V-2026-0001 PRESENTER : deux suffisent",
        "V-2026-0001 SUIVANT : le 12 mai, ils refusent",
        "Le 12 mai, les deux familles refusent",
        "Le 12 mai 2026, le demandeur reste absent",
    ],
)
def test_un_mot_qui_finit_comme_sent_n_annonce_pas_une_citation(ligne: str):
    texte = f"{ligne}\nIls ont écrit hier."
    assert lecture(texte).texte == texte


def test_une_phrase_qui_ressemble_a_une_attribution_reste():
    texte = "On the other hand, we wrote nothing.\nLe 12 mai nous avons visité."
    assert lecture(texte).texte == texte


def test_format_flowed_recolle_les_lignes():
    octets = courriel("Nous ne souhaitons pas \ndonner suite à cette offre.", type_mime="text/plain; format=flowed")
    assert lire(octets).texte == "Nous ne souhaitons pas donner suite à cette offre."


def test_une_signature_pgp_en_clair_n_est_pas_du_texte():
    corps = "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nREFUSE\n\n-----BEGIN PGP SIGNATURE-----\n\niQEz\n-----END PGP SIGNATURE-----"
    assert lecture(corps).texte == "REFUSE"


# --- HTML -------------------------------------------------------------------------------------------

OFFRE_HTML = "<p>Nous vous proposons le logement.</p><p>Répondez en écrivant ACCEPTE ou REFUSE.</p>"


@chaque(
    "suite",
    {
        "Gmail": (
            '<div class="gmail_quote"><div class="gmail_attr">Le mar. 19 mai, X a écrit&nbsp;:<br></div>'
            f"<blockquote>{OFFRE_HTML}</blockquote></div>"
        ),
        "Outlook": (
            "<div><div style='border:none;border-top:solid #E1E1E1 1.0pt'><p><b>De&nbsp;:</b> X<br><b>Envoyé&nbsp;:</b> "
            f"mardi<br><b>À&nbsp;:</b> Y<br><b>Objet&nbsp;:</b> Z</p></div></div>{OFFRE_HTML}"
        ),
        "Outlook web": f'<div id="appendonsend"></div><hr><div id="divRplyFwdMsg">De : X</div>{OFFRE_HTML}',
        "Thunderbird": f'<div class="moz-cite-prefix">Le 19/05/2026, X a écrit :</div><blockquote type="cite">{OFFRE_HTML}</blockquote>',
        "Yahoo": f'<div class="yahoo_quoted"><div>Le mardi, X a écrit :</div>{OFFRE_HTML}</div>',
        "Apple": f'<blockquote type="cite">Le 19 mai, X &lt;a@b.fr&gt; a écrit :<br>{OFFRE_HTML}</blockquote>',
        "Notes": (
            "<table><tr><td><b>Bailleur &lt;robot@bailleur.example&gt;</b><p>19/05/2026 10:02</td><td>A</td></tr></table>"
            + OFFRE_HTML
        ),
        "tableaux": f"<hr><b>De : </b>X<br><b>Date : </b>19/05/2026<br><b>A : </b>Y<br><b>Objet : </b>Z{OFFRE_HTML}",
    },
)
def test_la_citation_d_une_page(suite: str):
    lue = lire(page(f"<html><body><div>Nous refusons.</div><br>{suite}</body></html>"))
    assert lue.texte == "Nous refusons."
    assert [d.sens.value for d in lue.decisions] == ["refuse"]


def test_une_reponse_entre_deux_citations_de_page():
    corps = (
        '<div class="gmail_quote"><blockquote>Bonjour</blockquote><div>REFUSE</div><blockquote>suite</blockquote></div>'
    )
    assert lire(page(corps)).texte == "REFUSE"


def test_une_adresse_sans_echappement_reste_lisible():
    assert "c@viry.example" in lire(page("<p>Écrivez à <c@viry.example> demain</p>")).texte


def test_le_pied_d_une_liste_n_est_a_personne():
    lue = lecture(
        "REFUSE\n> ACCEPTE ou REFUSE\n" + "_" * 40 + "\nListe logement : se désinscrire, logement-request@x.example"
    )
    assert (lue.texte, lue.signature) == ("REFUSE", None)


ATTRIBUTIONS = {
    "français": "Le mar. 19 mai 2026 à 10:02, Claire <c@viry.example> a écrit",
    "français, le verbe avant la date": "Claire a écrit le 19 mai 2026",
    "français, « a envoyé »": "Le 19/05/2026 10:02, Claire a envoyé",
    "anglais": "On Tue, May 19, 2026 Claire <c@viry.example> wrote",
    "anglais, « sent »": "On 19/05/2026, Claire sent",
    "espagnol": "El mar, 19 may 2026 Claire <c@viry.example> escribió",
    "italien": "Il giorno mar 19 mag 2026 Claire <c@viry.example> ha scritto",
    "portugais": "Em ter., 19 de mai. de 2026 Claire <c@viry.example> escreveu",
    "néerlandais": "Op 19 mei 2026 heeft Claire het volgende geschreven",
    "néerlandais, le nom après": "Op di 19 mei 2026 om 10:02 schreef Claire <c@viry.example>:",
    "allemand": "Am 19.05.2026 um 10:02 schrieb Claire <c@viry.example>:",
    "suédois": "Den tis 19 maj 2026 kl 10:02 skrev Claire <c@viry.example>:",
    "polonais": "W dniu 19.05.2026 o 10:02, Claire napisał",
    "polonais, les deux genres": "W dniu 19.05.2026 o 10:02, Claire napisał(a)",
    "tchèque": "Dne 19.5.2026 v 10:02 Claire napsal(a)",
    "russe, présent": "19.05.2026 10:02, Claire пишет",
    "russe": "19 мая 2026 г. 10:02 Claire <c@viry.example> написал",
    "russe, les deux genres": "19 мая 2026 г. 10:02 Claire <c@viry.example> написал(а)",
    "hongrois": "2026-05-19 10:02 Claire <c@viry.example> írta",
    "finnois": "ti 19. toukok. 2026 klo 10:02 Claire (c@viry.example) kirjoitti",
    "turc": "19 May 2026 10:02 tarihinde Claire şunu yazdı",
    "vietnamien": "Vào 19 thg 5, 2026 Claire <c@viry.example> đã viết",
}


@pytest.mark.regle("R42")
@pytest.mark.parametrize("fin", ["", ":", " :", "\u00a0:"], ids=["sans deux-points", "collés", "espacés", "insécable"])
@pytest.mark.parametrize("attribution", ATTRIBUTIONS.values(), ids=ATTRIBUTIONS)
def test_une_attribution_sans_chevrons_ferme_le_texte(attribution: str, fin: str):
    assert lecture(f"REFUSE\n\n{attribution.removesuffix(':') if fin else attribution}{fin}\nACCEPTE").texte == "REFUSE"


def test_une_ligne_codee_sans_annonce_reste_du_texte():
    assert lecture("REFUSE\n#86)C").texte == "REFUSE\n#86)C"


DATES = ("Date", "Envoyé", "Envoyé le", "Sent", "Gesendet", "Datum", "Enviado", "Inviato")


@pytest.mark.parametrize("date", DATES)
def test_deux_champs_suffisent_si_l_un_est_la_date(date: str):
    assert lecture(f"REFUSE\n\nDe : Claire\n{date} : 19 mai\nACCEPTE").texte == "REFUSE"


@chaque(
    ("bloc", "coupe"),
    {
        "trois champs": ("De : Claire\nÀ : x\nObjet : y", True),
        "deux champs sans date": ("De : Claire\nÀ : x", False),
        "deux champs sans auteur": ("Date : 19 mai\nÀ : x", False),
        "deux lignes de destinataires": ("De : Claire\nÀ : a;\nb;\nc\nObjet : y", True),
        "trois lignes étrangères": ("De : Claire\nÀ : a;\nb;\nc;\nd\nObjet : y", False),
        "des lignes vides entre les champs": ("De : Claire\n\nÀ : x\n\nObjet : y", True),
        "des champs en gras": ("*De :* Claire\n*À :* x\n*Objet :* y", True),
    },
)
def test_ce_qui_fait_un_bloc_d_en_tetes(bloc: str, coupe: bool):
    assert (lecture(f"REFUSE\n\n{bloc}\nACCEPTE").texte == "REFUSE") is coupe


@pytest.mark.parametrize(
    "suite",
    [
        "19/05/2026 10:02",
        "\n19/05/2026 10:02",
        "\nEnvoyé par : Claire Martin\n19.05.26 10h02",
        "\n\n19/05/2026 à 10:02:59",
    ],
    ids=["accolée", "dessous", "deux lignes plus bas", "après un blanc"],
)
def test_notes_dit_qui_puis_quand(suite: str):
    texte = f"REFUSE\n\nClaire Martin <claire@viry.example>\n{suite.lstrip(chr(10)) if suite[0] != chr(10) else suite}\nACCEPTE"
    assert lecture(texte).texte == "REFUSE"


def test_une_reponse_en_plusieurs_endroits_se_lit_dans_l_ordre():
    lue = lecture("Bonjour,\n> Offre\nREFUSE\n> Fin\nMerci")
    assert lue.texte == "Bonjour,\n\nREFUSE\n\nMerci"


def test_un_texte_recolle_garde_ses_chevrons_et_ses_lignes():
    lue = lecture("Nous refusons \nce logement.\n> ACCEPTE \n> ou REFUSE\nMerci", type_mime="text/plain; format=flowed")
    assert lue.texte == "Nous refusons ce logement.\n\nMerci"


@chaque(
    "suite",
    {
        "un jour sans mois": "Le mardi 19, Claire a écrit :\nACCEPTE",
        "tous les champs sur une ligne": "De : Bailleur Envoyé : mardi 19 mai À : Claire Objet : Offre\nACCEPTE",
        "une adresse coupée avant son chevron": (
            "Le mar. 19 mai 2026 à 10:02, Bailleur <robot@bailleur.example\n> a écrit :\n> ACCEPTE"
        ),
        "une adresse coupée, sans verbe": (
            "Le mar. 19 mai 2026 à 10:02, Bailleur <robot@bailleur.example\n>:\n> ACCEPTE"
        ),
        "une annonce sans date et quatre lignes citées": "Claire a écrit :\n> a\n> b\n> c\n> d",
        "la même, après un blanc": "Claire a écrit :\n\n> a\n> b\n> c\n> d",
        "une langue inconnue, suivie de chevrons": "19/05/2026 10:02, Claire έγραψε:\n> ACCEPTE",
        "un chevron de pleine largeur": "＞ ACCEPTE",
        "une attribution sans chevrons, sous une ligne citée": "> x\nLe 19/05/2026, Bailleur a écrit :\nACCEPTE",
    },
)
def test_ce_qui_ouvre_une_citation(suite: str):
    assert lecture(f"REFUSE\n\n{suite}").texte == "REFUSE"


@chaque(
    ("corps", "texte"),
    {
        "une phrase datée au-dessus de l'attribution": (
            "Le 12 mai nous avons visité\nLe 19/05/2026, Bailleur a écrit :\n> x",
            "Le 12 mai nous avons visité",
        ),
        "une phrase datée, une ligne citée, une annonce sans date": (
            "Le 12/05/2026 nous avons visité\n> x\nClaire a écrit :\nREFUSE",
            "Le 12/05/2026 nous avons visité\n\nClaire a écrit :\nREFUSE",
        ),
        "une phrase datée suivie de deux-points": (
            "Le 12 mai nous avons visité.\nLa cave est petite :\nREFUSE",
            "Le 12 mai nous avons visité.\nLa cave est petite :\nREFUSE",
        ),
        "un nom et une date trop loin pour Notes": (
            "REFUSE\n\nClaire <c@viry.example>\nRoubaix\nVille\n19/05/2026 10:02\nMerci",
            "REFUSE\n\nClaire <c@viry.example>\nRoubaix\nVille\n19/05/2026 10:02\nMerci",
        ),
    },
)
def test_ce_qui_n_ouvre_pas_de_citation(corps: str, texte: str):
    assert lecture(corps).texte == texte


LONGUE = "ATTENTION : ce courriel provient d’un expéditeur externe à l'organisation, soyez"
SOIXANTE = "ATTENTION : ce message vient d'un expéditeur externe, restez"


@chaque(
    ("tete", "texte"),
    {
        "courte, collée à la réponse": ("[EXTERNE]\nREFUSE\nMotif : loyer", "REFUSE\nMotif : loyer"),
        "sous un blanc": ("\n[EXTERNE]\nREFUSE", "REFUSE"),
        "sous un trait": ("----\n[EXTERNE]\nREFUSE", "REFUSE"),
        "longue, repliée": (f"{LONGUE}\nvigilant avec les pièces jointes.\n\nREFUSE", "REFUSE"),
        "de soixante signes, repliée": (f"{SOIXANTE}\nvigilant.\nREFUSE", "REFUSE"),
        "longue, repliée, collée à la réponse": (f"{LONGUE}\nvigilant.\nREFUSE", "REFUSE"),
        "seule": ("[EXTERNE]", ""),
        "longue et seule": (LONGUE, ""),
        "d'une signature PGP": ("-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\nCharset: utf-8\n\nREFUSE", "REFUSE"),
        "d'une signature PGP, sans ligne vide": ("-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\nREFUSE", "REFUSE"),
        "d'une signature PGP, sans champ": ("-----BEGIN PGP SIGNED MESSAGE-----\nREFUSE", "REFUSE"),
    },
)
def test_la_banniere_s_arrete_ou_la_reponse_commence(tete: str, texte: str):
    assert lecture(tete).texte == texte
