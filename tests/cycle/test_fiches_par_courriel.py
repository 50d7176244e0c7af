"""A gestionnaire sends its vacated dwellings to the robot: released once, each line answered; nobody else's are."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from openpyxl import Workbook

from robot.adapters.base.store import StoreSql
from robot.domain.dossier import Statut
from robot.domain.fiche import Liberation
from robot.etapes import apres_restauration
from robot.etapes.liberation import liberer
from robot.ports import Rangement
from tests.cycle.courriels import GESTION, VIRY
from tests.fabrique import FICHE, ROBOT
from tests.monde import Monde

NOUS = "mx.bailleur.example"
PASS = f"{NOUS}; dmarc=pass header.from=bailleur.example"
TITRES = (
    "N° RPLS", "Adresse", "Commune", "Étage", "Ascenseur", "Typologie", "Surface", "Financement", "Chauffage",
    "Eau chaude", "Loyer", "Charges", "PMR",
)  # fmt: skip
PRES = ("7430900118", "14 rue des Prés", "Viry", "2", "oui", "T3", "64,50", "PLUS", "gaz, collectif", "collective", "487,32", "122,10", "non")  # fmt: skip
CEDRES = ("7430900119", "2 allée des Cèdres", "Viry", "1", "oui", "T2", "46", "PLAI", "réseau", "collective", "312", "98,30", "oui")  # fmt: skip
SANS_LOYER = (*CEDRES[:10], "à voir", *CEDRES[11:])


def csv(*lignes: tuple[str, ...]) -> bytes:
    return "\r\n".join(";".join(ligne) for ligne in (TITRES, *lignes)).encode()


def xlsx(*lignes: tuple[str, ...]) -> bytes:
    classeur, flux = Workbook(), io.BytesIO()
    for ligne in (TITRES, *lignes):
        classeur.worksheets[0].append(ligne)
    classeur.save(flux)
    return flux.getvalue()


@pytest.fixture
def monde() -> Monde:
    monde = Monde.creer("2026-05-04T09:00")
    monde.serveur_de_confiance = NOUS
    return monde


def envoyer(
    monde: Monde,
    *fichiers: tuple[str, bytes],
    de: str = GESTION,
    texte: str = "Bonjour,\n\nCi-joint nos logements.",
    resultats: str = PASS,
    le: str = "2026-05-04T10:00",
    tronque: bool = False,
) -> None:
    """A message outside of any thread, then a pass; `tronque`: the mailbox gives only the beginning of it."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = de, ROBOT, "Logements libérés"
    message["Message-ID"] = f"<fiches.{monde.boite.uid}@bailleur.example>"
    if resultats:
        message["Authentication-Results"] = resultats
    message.set_content(texte)
    for nom, octets in fichiers:
        message.add_attachment(octets, maintype="application", subtype="octet-stream", filename=nom)
    recu = monde.boite.deposer(message.as_bytes(policy=policy.SMTP))
    if tronque:
        monde.boite.dossiers["INBOX"][-1] = replace(recu, tronque=True)
    monde.passer(le)


def reponse(monde: Monde) -> str:
    lue = message_from_bytes(monde.courrier(GESTION, "reponse_ordre").octets, policy=policy.default)
    corps = lue.get_body(("plain",))
    assert corps is not None
    return f"{lue['Subject']}\n{' '.join(corps.get_content().split())}"


@pytest.mark.regle("R51")
@pytest.mark.parametrize(
    ("nom", "octets"),
    [
        pytest.param("logements.csv", csv(PRES, CEDRES), id="CSV"),
        pytest.param("logements.xlsx", xlsx(PRES, CEDRES), id="Excel"),
    ],
)
def test_les_logements_joints_par_un_gestionnaire_sont_liberes_et_offerts(monde: Monde, nom: str, octets: bytes):
    envoyer(monde, (nom, octets))
    assert monde.store.references() == ("V-2026-0001", "V-2026-0002")
    assert monde.dossier("V-2026-0001").fiche.adresse == "14 rue des Prés"
    assert "[2 logements] Vos ordres" in reponse(monde)
    assert "2 logements enregistrés : - V-2026-0001, T3 à Viry - V-2026-0002, T2 à Viry" in reponse(monde)
    assert len(monde.courriers(VIRY, "offre")) == 2
    assert monde.dossier("V-2026-0002").statut is Statut.EN_ATTENTE
    assert monde.boite.ranges[Rangement.TRAITES]


@pytest.mark.regle("R51")
def test_chaque_ligne_refusee_dit_ce_qu_il_faut_ecrire_et_n_empeche_pas_les_autres(monde: Monde):
    envoyer(monde, ("logements.csv", csv(PRES, SANS_LOYER)))
    assert monde.store.references() == ("V-2026-0001",)
    dit = reponse(monde)
    assert "[1 logement · 1 sans effet]" in dit
    assert "logements.csv, ligne 3, colonne « Loyer » : « à voir » ne convient pas ; attendu :" in dit
    assert "Renvoyez le fichier corrigé en entier" in dit
    envoyer(monde, ("logements.csv", csv(PRES, CEDRES)), le="2026-05-04T11:00")
    assert monde.store.references() == ("V-2026-0001", "V-2026-0002")
    assert "1 logement enregistré : - V-2026-0002" in reponse(monde)
    assert "Rien de nouveau pour 1 logement, déjà au journal : - V-2026-0001" in reponse(monde)


@pytest.mark.parametrize(
    "avant",
    [
        pytest.param(lambda monde: envoyer(monde, ("a.csv", csv(PRES, CEDRES))), id="par courriel"),
        pytest.param(lambda monde: envoyer(monde, ("a.csv", csv(PRES)), ("b.csv", csv(PRES, CEDRES))), id="en deux fichiers du même message, dont un logement deux fois"),
    ],
)  # fmt: skip
def test_le_meme_fichier_deux_fois_n_enregistre_rien_deux_fois(monde: Monde, avant: Callable[[Monde], None]):
    avant(monde)
    envoyer(monde, ("encore.csv", csv(PRES, CEDRES)), le="2026-05-04T11:00")
    assert monde.store.references() == ("V-2026-0001", "V-2026-0002")
    assert "Rien de nouveau pour 2 logements" in reponse(monde)
    assert len(monde.courriers(VIRY, "offre")) == 2


def test_ce_que_le_terminal_a_enregistre_ne_l_est_pas_encore_par_courriel(monde: Monde):
    reference = monde.liberer(FICHE)
    rpls = monde.dossier(reference).fiche.rpls
    envoyer(monde, ("a.csv", csv((str(rpls), *PRES[1:]))))
    assert monde.store.references() == (reference,)
    liberer(monde.robot, Liberation(monde.dossier(reference).fiche, reference="V-2026-0002"))
    envoyer(monde, ("a.csv", csv(CEDRES)), le="2026-05-04T11:00")
    assert monde.store.references()[-1] == "V-2026-0003"


@pytest.mark.parametrize(
    ("de", "resultats"),
    [
        pytest.param("inconnu@ailleurs.example", PASS, id="une adresse hors du carnet"),
        pytest.param(VIRY, f"{NOUS}; dmarc=pass header.from=viry74.example", id="un réservataire"),
        pytest.param(GESTION, "", id="l'adresse d'un gestionnaire, que rien ne vérifie"),
        pytest.param(GESTION, PASS.replace("pass", "fail"), id="l'adresse d'un gestionnaire, usurpée"),
        pytest.param(GESTION, PASS.replace(NOUS, "mx.pirate.example"), id="vérifiée par un autre serveur que le nôtre"),
    ],
)
def test_les_logements_de_quelqu_un_d_autre_vont_a_une_personne(monde: Monde, de: str, resultats: str):
    envoyer(monde, ("logements.csv", csv(PRES)), de=de, resultats=resultats)
    assert monde.store.references() == ()
    assert not monde.courriers(gabarit="reponse_ordre")
    (vu,) = monde.store.a_voir(monde.horloge.maintenant().replace(hour=0))
    assert vu.resume.startswith("fichier joint non ouvert (logements.csv), rien d'enregistré : rien ne prouve")
    monde.passer("2026-05-05T08:00")
    assert "fichier joint non ouvert" in monde.courrier(GESTION, "synthese").octets.decode(errors="replace").replace(
        "=\r\n", ""
    )


def test_des_ordres_et_des_logements_tiennent_dans_un_message(monde: Monde):
    reference = monde.liberer()
    monde.passer()
    envoyer(monde, ("logements.csv", csv(PRES)), texte=f"{reference} SUIVANT")
    assert monde.dossier(reference).courante.reservataire == "als"
    assert monde.store.references() == (reference, "V-2026-0002")
    assert "V-2026-0002, T3 à Viry" in reponse(monde)
    assert "SUIVANT" in reponse(monde)


@pytest.mark.parametrize(
    ("nom", "octets", "dit"),
    [
        pytest.param("logements.csv", csv(), "aucun logement sous la ligne de titres", id="aucune ligne"),
        pytest.param(
            "logements.csv",
            b"Adresse;Commune;Typologie;Loyer\r\n1 rue;Viry;T2;300",
            "il manque ces colonnes, obligatoires",
            id="des colonnes manquent",
        ),
        pytest.param("logements.json", b"[{", "JSON mal formé", id="JSON mal formé"),
        pytest.param(
            "logements.csv",
            csv(*((f"74{n:08d}", *PRES[1:]) for n in range(501))),
            "plus de 500 logements dans un message",
            id="trop de logements",
        ),
    ],
)
def test_un_fichier_dont_on_ne_prend_rien_dit_pourquoi(monde: Monde, nom: str, octets: bytes, dit: str):
    envoyer(monde, (nom, octets))
    assert monde.store.references() == ()
    assert dit in reponse(monde)


def test_un_fichier_dont_la_fin_manque_n_est_pas_lu_a_moitie(monde: Monde):
    """The mailbox gives only the beginning of a message beyond its limit: a row could be cut within a figure."""
    envoyer(monde, ("logements.csv", csv(PRES)))
    envoyer(monde, ("logements.csv", csv(CEDRES)), le="2026-05-04T11:00", tronque=True)
    assert monde.store.references() == ("V-2026-0001",)
    assert "le message est trop gros" in reponse(monde)


def test_apres_une_restauration_les_logements_perdus_ne_sont_pas_recrees_sous_un_numero_deja_donne(monde: Monde):
    """A réservataire holds an offer of V-2026-0001: another dwelling must not get that number, nor the answer."""
    envoyer(monde, ("logements.csv", csv(PRES, CEDRES)))
    monde.store.fermer()
    monde.store = StoreSql("sqlite://", "bailleur.example")
    apres_restauration.commencer(monde.store)
    monde.passer("2026-05-04T12:00")
    assert monde.store.references() == ()
    envoyer(monde, ("logements.csv", csv(PRES)), le="2026-05-04T14:00")
    assert monde.store.references() == ("V-2026-0003",)


@pytest.mark.parametrize(
    "texte", ["Ci-joint nos logements.", "Ci-joint nos logements.\nETAT V-2026-0001"], ids=["seul", "avec une demande"]
)
def test_apres_une_restauration_qui_avait_envoye_un_fichier_apprend_de_le_renvoyer(monde: Monde, texte: str):
    """Registered in the evening, no offer left: the robot's first reply alone says the numbers that it gave."""
    envoyer(monde, ("logements.csv", csv(PRES, CEDRES)), texte=texte, le="2026-05-04T20:30")
    assert "2 logements enregistrés" in reponse(monde)
    monde.store.fermer()
    monde.store = StoreSql("sqlite://", "bailleur.example")
    apres_restauration.commencer(monde.store)
    monde.passer("2026-05-04T21:00")
    assert "Renvoyez le fichier." in reponse(monde)
    assert len(monde.boite.ranges[Rangement.A_VOIR]) == 1
    envoyer(monde, ("logements.csv", csv(PRES)), le="2026-05-05T09:00")
    assert monde.store.references() == ("V-2026-0003",), "deux numéros étaient donnés"


def test_les_numeros_d_un_grand_fichier_perdu_sont_tous_reserves(monde: Monde):
    lignes = [(f"74309{n:05d}", f"{n} rue des Prés", *PRES[2:]) for n in range(1, 131)]
    envoyer(monde, ("logements.csv", csv(*lignes)), le="2026-05-04T20:30")
    monde.store.fermer()
    monde.store = StoreSql("sqlite://", "bailleur.example")
    apres_restauration.commencer(monde.store)
    monde.passer("2026-05-04T21:00")
    envoyer(monde, ("logements.csv", csv(PRES)), le="2026-05-05T09:00")
    assert monde.store.references() == ("V-2026-0131",)


@pytest.mark.parametrize(
    ("nom", "octets"),
    [
        pytest.param("decisions.csv", "Référence;Candidat;Décision;Motif\r\nV-2026-0001;1;attribution;".encode(), id="la table de la commission"),
        pytest.param("candidats.csv", "Référence;Numéro unique;Nom;Adresse;Code postal;Commune\r\nV-2026-0001;074260301234574001;DUPONT;1 rue;74580;Viry".encode(), id="une table de candidats"),
        pytest.param("pv.pdf", b"%PDF-1.4", id="un procès-verbal"),
    ],
)  # fmt: skip
def test_les_autres_fichiers_d_un_gestionnaire_ne_sont_pas_des_logements(monde: Monde, nom: str, octets: bytes):
    assert not monde.robot.fiches.reconnait(nom, octets)
    envoyer(monde, (nom, octets))
    assert monde.store.references() == ()
    assert "Logements du fichier" not in reponse(monde)
