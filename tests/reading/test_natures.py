"""What kind of message this is: bounces before automata, automata before people."""

from __future__ import annotations

from pathlib import Path

import pytest

from robot.domain.jetons import chercher_jetons
from robot.reading.chaine import CHAINE, lire
from robot.reading.lecture import Lecture, Nature, Sens
from tests.reading.ecrire import chaque, courriel, deux_versions, lecture

FIXTURES = Path(__file__).parent / "fixtures"
JETON = "v-2026-0042.1." + "a2b3c4d5e6f7" * 2 + "ab"
VIRY = "logement@viry.example"


def fixture(nom: str) -> Lecture:
    return lire((FIXTURES / f"{nom}.eml").read_bytes())


@pytest.mark.regle("C15", "R41")
@pytest.mark.parametrize(
    ("nom", "nature", "destinataire", "statut"),
    [
        ("rebond_postfix_auto_replied", Nature.REBOND, VIRY, "5.1.1"),
        ("retard_postfix", Nature.REBOND_TEMPORAIRE, VIRY, "4.4.1"),
        ("remise_postfix", Nature.REMISE, VIRY, "2.0.0"),
        ("rebond_deux_destinataires", Nature.REBOND, "autre@viry.example", "5.2.2"),
        ("rebond_francais_sans_norme", Nature.REBOND, VIRY, "5.1.1"),
        ("rebond_qmail", Nature.REBOND, VIRY, "5.1.1"),
        ("retard_exim", Nature.REBOND_TEMPORAIRE, VIRY, None),
        ("boite_pleine_francais", Nature.REBOND, VIRY, "5.2.2"),
    ],
)
def test_un_rapport_de_remise(nom: str, nature: Nature, destinataire: str, statut: str | None):
    lue = fixture(nom)
    assert (lue.nature, lue.destinataire, lue.statut) == (nature, destinataire, statut)
    assert lue.decisions == ()
    assert lue.reponse_interdite


@pytest.mark.parametrize(
    "nom", ["rebond_postfix_auto_replied", "rebond_francais_sans_norme", "rebond_qmail", "remise_postfix", "lu_outlook"]
)
def test_le_rapport_dit_de_quel_message_il_parle(nom: str):
    assert chercher_jetons(" ".join(fixture(nom).fil)) == (JETON,)


def test_le_rapport_garde_les_mots_du_serveur_et_l_identifiant_d_enveloppe():
    lue = fixture("rebond_postfix_auto_replied")
    assert lue.diagnostic == "550 5.1.1 <logement@viry.example>: Recipient address rejected: User unknown"
    assert "offre-V-2026-0042-1" in lue.fil


@pytest.mark.parametrize(
    ("nom", "nature"),
    [
        ("lu_outlook", Nature.ACCUSE_LECTURE),
        ("agenda_accepte", Nature.REPONSE_AUTOMATIQUE),
        ("plainte_arf", Nature.AUTRE),
        ("smime_opaque", Nature.ILLISIBLE),
        ("winmail_sans_texte", Nature.ILLISIBLE),
        ("rebond_transfere_par_une_personne", Nature.REPONSE),
    ],
)
def test_une_nature_particuliere(nom: str, nature: Nature):
    assert fixture(nom).nature is nature


@pytest.mark.regle("C15")
@pytest.mark.parametrize(
    "entetes",
    [
        "Auto-Submitted: auto-replied (vacation)",
        "auto-submitted: auto-generated",
        "X-Autoreply: yes",
        "X-Autorespond: Absence",
        "Precedence: auto_reply",
        "X-MS-Exchange-Generated-Message-Source: Mailbox Rules Agent",
        "X-Apple-Action: VACATION",
    ],
)
def test_un_automate_qui_se_declare(entetes: str):
    lue = lecture("Je vous répondrai à mon retour.", entetes=entetes)
    assert (lue.nature, lue.decisions, lue.reponse_interdite) == (Nature.REPONSE_AUTOMATIQUE, (), True)


def test_auto_submitted_no_est_une_personne():
    assert lecture("REFUSE", entetes="Auto-Submitted: no").nature is Nature.REPONSE


@pytest.mark.regle("C15")
@pytest.mark.parametrize(
    "objet",
    [
        "Réponse automatique : Offre de logement V-2026-0042",
        "Automatic reply: Offre",
        "Absence du bureau",
        "Absence : Offre de logement",
        "Absent jusqu'au 2 juin",
        "Out of Office: Offre",
        "Message d'absence",
        "Congés annuels",
        "Abwesenheitsnotiz: Offre",
        "Risposta automatica: Offre",
        "Accusé de réception de votre courriel",
        "Accusé réception : Offre",
        "[Ticket #4512] Offre de logement",
        "Votre demande a bien été enregistrée",
    ],
)
def test_un_automate_reconnu_a_son_objet(objet: str):
    assert lecture("Bonjour.", objet=objet).nature is Nature.REPONSE_AUTOMATIQUE


@pytest.mark.parametrize(
    "texte",
    [
        "Je suis absente du 18 au 29 mai. En cas d'urgence, contactez l'accueil.",
        "Actuellement en congés, je serai de retour le 2 juin.",
        "I am out of the office until June 2nd.",
        "Ich bin derzeit nicht im Büro.",
        "Sono in ferie. Sono assente fino al 2 giugno.",
        "Votre message a bien été reçu et sera traité. Ceci est un message automatique.",
        "Conformément à l'article L. 112-11 du CRPA, il vous est accusé réception de votre envoi.",
        "Pour valider votre envoi, cliquez ici pour confirmer que vous êtes humain.",
        "Nous avons bien reçu votre demande : un ticket a été créé.\nPour suivre l'état de votre demande : https://x.fr/9",
        "Un ticket vient d'être ouvert.\nhttps://aide.viry.example/90417",
    ],
    ids=lambda texte: texte[:40],
)
def test_un_automate_reconnu_a_son_texte(texte: str):
    assert lecture(texte).nature is Nature.REPONSE_AUTOMATIQUE


@pytest.mark.regle("R43")
@chaque(
    ("objet", "corps", "attendu"),
    {
        "« absence de candidat » n'est pas une absence": ("Absence de candidat V-2026-0042", "REFUSE", {"refuse"}),
        "une personne qui sera absente": (
            "Re: Offre",
            "Je suis absente demain. Nous refusons ce logement.",
            {"refuse"},
        ),
        "un accusé qui décide revient à une personne": ("Accusé de réception", "REFUSE", {"ambigu"}),
    },
)
def test_une_personne_n_est_pas_prise_pour_un_automate(objet: str, corps: str, attendu: set[str]):
    lue = lecture(corps, objet=objet)
    assert lue.nature is Nature.REPONSE
    assert {decision.sens.value for decision in lue.decisions} == attendu


def test_un_guichet_qui_transmet_un_refus_revient_a_une_personne():
    lue = lecture("REFUSE\nMotif : loyer", entetes="Auto-Submitted: auto-generated\nX-GLPI: oui")
    assert lue.nature is Nature.REPONSE
    assert [decision.sens for decision in lue.decisions] == [Sens.AMBIGU]


SUIVI = """=-=-= Pour répondre par courriel, écrivez au-dessus de cette ligne =-=-=

Ticket : Suivis
Rédacteur : Hubert Samira
Description :
{}
Statut : Résolu"""


@pytest.mark.regle("R43")
@chaque(
    ("dit", "nature"),
    {
        "un refus de l'agent": ("Bonjour, REFUSE pour ce logement, nous n'avons plus de candidat.", Nature.REPONSE),
        "un accord de l'agent": ("ACCEPTE", Nature.REPONSE),
        "rien de décidé": ("Demande enregistrée.", Nature.REPONSE_AUTOMATIQUE),
    },
)
def test_ce_qu_un_agent_ecrit_dans_son_guichet_revient_a_une_personne(dit: str, nature: Nature):
    lue = lecture(SUIVI.format(dit), entetes="Auto-Submitted: auto-generated")
    assert lue.nature is nature
    assert all(decision.sens is Sens.AMBIGU for decision in lue.decisions)


@pytest.mark.regle("R43")
@chaque(
    ("dit", "nature"),
    {
        "un ticket ouvert": ("Nouveau ticket", Nature.REPONSE_AUTOMATIQUE),
        "un agent refuse": ("REFUSE, pas de candidat.", Nature.REPONSE),
        "un agent accepte, à sa façon": ("Nous acceptons ce logement.", Nature.REPONSE),
    },
)
def test_un_guichet_qui_rend_notre_lettre_n_a_rien_repondu_sauf_si_un_agent_y_parle(dit: str, nature: Nature):
    texte = SUIVI.format(f"{dit}\n\nMerci d'écrire sur la première ligne\nACCEPTE ou REFUSE, avant mercredi.")
    lue = lecture(texte, objet="[GLPI #0012345] Suivi [V-2026-0042] Logement T3 à Viry")
    assert lue.nature is nature
    assert all(decision.sens is Sens.AMBIGU for decision in lue.decisions)


@pytest.mark.parametrize(("lignes", "nature"), [(200, Nature.REPONSE_AUTOMATIQUE), (201, Nature.REPONSE)])
def test_un_ticket_trop_long_pour_n_etre_que_notre_lettre_revient_a_une_personne(lignes: int, nature: Nature):
    texte = "ACCEPTE ou REFUSE, avant mercredi.\n" + "Une ligne de plus\n" * (lignes - 1)
    assert lecture(texte, objet="[GLPI #0012345] Suivi").nature is nature


def test_un_agent_qui_parle_dans_un_ticket_revient_a_une_personne():
    lue = lecture("Ticket : Suivis\nQuelle est la date de la visite ?", objet="[GLPI #0012345] Suivi")
    assert (lue.nature, lue.decisions[0].sens) == (Nature.REPONSE, Sens.AMBIGU)


def test_ce_qui_suit_cette_ligne_ne_se_lit_pas_si_quelqu_un_a_ecrit_au_dessus():
    lue = lecture("REFUSE, pas de candidat.\n\n" + SUIVI.format("Nous acceptons ce logement."))
    assert (lue.texte, lue.decisions[0].sens) == ("REFUSE, pas de candidat.", Sens.REFUSE)


@pytest.mark.regle("R43")
@chaque(
    "entete",
    {
        "une réponse dite automatique": "Auto-Submitted: auto-replied",
        "une règle Exchange qui redirige": "X-MS-Exchange-Inbox-Rules-Loop: offres@viry.example",
        "un agent de règles Exchange": "X-MS-Exchange-Generated-Message-Source: Mailbox Rules Agent",
    },
)
def test_un_refus_ecrit_que_signe_un_automate_revient_a_une_personne(entete: str):
    lue = lecture("REFUSE, pas de candidat.", entetes=entete)
    assert lue.nature is Nature.REPONSE
    assert [decision.sens for decision in lue.decisions] == [Sens.AMBIGU]


@pytest.mark.parametrize(
    "entete",
    [
        *("X-Autoreply: yes", "X-Autorespond: x", "X-Autoresponder: x", "X-Auto-Reply: yes", "X-Autoreply-From: a@b"),
        *("X-Mail-Autoreply: yes", "X-Vacation: yes", "X-Apple-Action: VACATION", "X-Autogenerated: Reply"),
        *("X-FC-MachineGenerated: true", "X-Amazon-Auto-Reply: true", "X-Cron-Env: <x>", "X-TMDA-Confirm-Done: 1"),
        *("X-BoxTrapper: x", "X-Zendesk-Auto-Response: 1", "X-Kayako-AutoResponse: 1", "X-OTRS-Autoresponse: 1"),
        *("Precedence: auto_reply", "X-Precedence: auto-reply", "X-Post-MessageClass: 9; Autoresponder"),
        *("Delivered-To: Autoresponder", "X-Mailer: vacation 1.2", "Preference: auto-reply"),
    ],
)
def test_un_automate_reconnu_a_son_entete(entete: str):
    lue = lecture("Bonjour.", entetes=entete)
    assert (lue.nature, lue.preuve.lower()) == (Nature.REPONSE_AUTOMATIQUE, entete.lower())


@pytest.mark.parametrize("entete", ["X-Auto-Reply: no", "X-Autoreply: false", "X-Vacation: 0", "Auto-Submitted: no"])
def test_un_entete_qui_dit_non_n_est_pas_un_automate(entete: str):
    assert lecture("Bonjour.", entetes=entete).nature is Nature.REPONSE


@pytest.mark.parametrize("entetes", ["Auto-Submitted: auto-replied", "X-Autoreply: yes", "Precedence: auto_reply"])
def test_une_reponse_d_absence_ne_decide_jamais(entetes: str):
    lue = lecture("Je suis absente jusqu'au 2 juin.\nACCEPTE", entetes=entetes)
    assert lue.nature is Nature.REPONSE_AUTOMATIQUE


def test_notre_lettre_qui_revient_n_est_pas_une_reponse():
    assert lecture("ACCEPTE ou REFUSE", entetes=f"Message-ID: <offre.{JETON}@bailleur.example>").nature is Nature.AUTRE
    boucle = courriel("REFUSE enregistré", auteur="robot@bailleur.example", entetes="Auto-Submitted: auto-replied")
    assert lire(boucle).nature is Nature.AUTRE


def test_une_lettre_d_information_n_est_pas_une_reponse_mais_une_personne_par_une_liste_si():
    liste = "List-Id: <infos.viry.example>\nList-Unsubscribe: <mailto:x@viry.example>"
    assert lecture("Nos actualités de mai", entetes=liste).nature is Nature.AUTRE
    par_la_liste = lecture("REFUSE", entetes=f"{liste}\nIn-Reply-To: <offre@bailleur.example>")
    assert (par_la_liste.nature, par_la_liste.reponse_interdite) == (Nature.REPONSE, True)


def test_un_message_chiffre_est_illisible_meme_en_texte():
    assert lecture("-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----").decisions[0].sens is Sens.AMBIGU


def test_un_message_chiffre_que_l_on_cite_ne_rend_rien_illisible():
    citee = "ACCEPTE\n\n> -----BEGIN PGP MESSAGE-----\n>\n> hQEMA\n> -----END PGP MESSAGE-----"
    assert lecture(citee).decisions[0].sens is Sens.ACCEPTE


@pytest.mark.parametrize(
    "entetes",
    ["Return-Path: <>", "Precedence: bulk", "List-Id: <x>", "X-Auto-Response-Suppress: All", "X-Loop: robot"],
)
def test_on_ne_repond_pas(entetes: str):
    assert lecture("Merci", entetes=entetes).reponse_interdite


def test_on_repond_a_une_personne():
    assert not lecture("Merci").reponse_interdite
    assert lire(courriel("Merci", auteur="ne-pas-repondre@viry.example")).reponse_interdite


def test_le_rapport_de_remise_passe_avant_les_automates():
    noms = [etape.__name__ for etape in CHAINE]
    assert noms.index("reconnaitre_un_rapport_de_remise") < noms.index("ecarter_les_automates")
    assert noms[-1] == "entendre_une_reponse"


def test_la_preuve_nomme_ce_qui_a_decide():
    assert lecture("REFUSE\nMotif : loyer").preuve == "REFUSE"
    assert lire(deux_versions("ACCEPTE", "<p>REFUSE</p>")).preuve.startswith("le texte et la page")


def rapport(*groupes: str) -> bytes:
    """A delivery report with these groups of fields, two blank lines between them."""
    etat = "\n\n\n".join(("\nReporting-MTA: dns; mx.example", *groupes))
    corps = f"--b\nContent-Type: message/delivery-status\n\n{etat}\n\n--b--"
    return courriel(
        corps, type_mime='multipart/report; report-type=delivery-status; boundary="b"', auteur="mx@mx.example"
    )


@pytest.mark.regle("C15")
@pytest.mark.parametrize(
    ("action", "nature"),
    [
        ("failed", Nature.REBOND),
        ("Failed (bounced)", Nature.REBOND),
        ("failure", Nature.REBOND),
        ("expired", Nature.REBOND),
        ("n'importe quoi", Nature.REBOND),
        ("delayed", Nature.REBOND_TEMPORAIRE),
        ("deferred", Nature.REBOND_TEMPORAIRE),
        ("delayed;", Nature.REBOND_TEMPORAIRE),
        ("delayed(4.4.1)", Nature.REBOND_TEMPORAIRE),
        ("delivered", Nature.REMISE),
        ("delivery", Nature.REMISE),
        ("relayed", Nature.REMISE),
        ("expanded", Nature.REMISE),
        ("deliverable", Nature.REMISE),
    ],
)
def test_l_action_dit_la_nature_du_rapport(action: str, nature: Nature):
    lue = lire(rapport(f"Final-Recipient: rfc822; {VIRY}\nAction: {action}"))
    assert (lue.nature, lue.destinataire) == (nature, VIRY)


@pytest.mark.parametrize(
    ("statut", "nature"),
    [("5.1.1", Nature.REBOND), ("4.2.2", Nature.REBOND_TEMPORAIRE), ("2.0.0 (ok)", Nature.REMISE)],
)
def test_sans_action_le_statut_dit_la_nature(statut: str, nature: Nature):
    lue = lire(rapport(f"Final-Recipient: rfc822; {VIRY}\nStatus: {statut}"))
    assert (lue.nature, lue.statut) == (nature, statut[:5])


def test_le_pire_des_destinataires_l_emporte():
    lue = lire(
        rapport(
            "Final-Recipient: rfc822; a@viry.example\nAction: delivered\nStatus: 2.0.0",
            "Final-Recipient: rfc822; b@viry.example\nAction: failed\nStatus: 5.1.1",
            "Final-Recipient: rfc822; c@viry.example\nAction: delayed\nStatus: 4.0.0",
        )
    )
    assert (lue.nature, lue.destinataire, lue.statut) == (Nature.REBOND, "b@viry.example", "5.1.1")


def test_un_rapport_qui_invite_a_repondre_a_l_adresse_en_echec_n_en_est_pas_un():
    octets = rapport(f"Final-Recipient: rfc822; {VIRY}\nAction: failed")
    assert lire(b"Reply-To: " + VIRY.encode() + b"\n" + octets).nature is not Nature.REBOND


def test_un_message_rendu_sous_une_enveloppe_vide_est_un_rebond():
    octets = courriel(
        "--b\nContent-Type: text/plain\n\nUser unknown: <x@viry.example>\n"
        f"--b\nContent-Type: message/rfc822\n\nMessage-ID: <offre.{JETON}@bailleur.example>\nTo: x@viry.example\n\nx\n--b--",
        type_mime='multipart/mixed; boundary="b"',
        objet="Votre message",
        entetes="Return-Path: <>",
    )
    lue = lire(octets)
    assert (lue.nature, lue.destinataire) == (Nature.REBOND, "x@viry.example")
    assert JETON in " ".join(lue.fil)


@chaque(
    ("disposition", "nature"),
    {
        "une invitation": ("", Nature.AUTRE),
        "un agenda joint": ("Content-Disposition: attachment; filename=visite.ics\n", Nature.REPONSE),
    },
)
def test_un_agenda_joint_n_est_pas_une_invitation(disposition: str, nature: Nature):
    octets = courriel(
        "--b\nContent-Type: text/plain\n\nVoici la date.\n"
        f"--b\nContent-Type: text/calendar\n{disposition}\nBEGIN:VCALENDAR\nMETHOD:REQUEST\n--b--",
        type_mime='multipart/mixed; boundary="b"',
    )
    assert lire(octets).nature is nature
