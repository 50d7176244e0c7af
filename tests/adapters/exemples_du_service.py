"""The letters that a pass writes by itself (digest, weekly statement, answer to orders), drawn from one played week."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from email.message import EmailMessage

from robot.domain.courriers import Courrier
from robot.etapes.robot import Robot
from robot.ports import Gabarits
from tests.adapters.exemples_de_la_suite import CARNET, DALO, HUGO, INES, LEA, VIRY
from tests.adapters.exemples_de_lettres import FICHE, MAIRIE
from tests.monde import Monde

CLAIRE, DDETS = "c.vernay@montblanc.example", "dalo@ddets74.example"
ABONNE = replace(CARNET, reservataires=(replace(VIRY, releve=True),), commission=None)
QUARANTE = 40


@dataclass
class GabaritsTemoins:
    """The real letters, and what they were written from."""

    vrais: Gabarits
    ecrits: list[Courrier] = field(default_factory=list)

    def composer(self, courrier: Courrier, message_id: str, maintenant: datetime) -> bytes:
        """See the port."""
        self.ecrits.append(courrier)
        return self.vrais.composer(courrier, message_id, maintenant)


@dataclass
class Semaine(Monde):
    """A week of a service; `lettres` keeps every letter as its template receives it."""

    lettres: list[Courrier] = field(default_factory=list)

    @property
    def robot(self) -> Robot:
        """The same robot, its letters watched."""
        robot = super().robot
        return replace(robot, gabarits=GabaritsTemoins(robot.gabarits, self.lettres))

    def derniere(self, gabarit: str) -> Courrier:
        """The latest letter of that kind."""
        return [lettre for lettre in self.lettres if lettre.gabarit == gabarit][-1]

    def ecrire(self, a: str, gabarit: str, reference: str, corps: str, *fichiers: str) -> None:
        """Whoever received that letter about that dwelling answers it."""

        def joindre(reponse: EmailMessage) -> None:
            for nom in fichiers:
                reponse.add_attachment(b"%PDF-1.4 " + nom.encode(), maintype="application", subtype="pdf", filename=nom)

        recue = next(lettre for lettre in reversed(self.courriers(a, gabarit)) if reference in lettre.cle)
        self.repondre(recue, corps, retoucher=joindre)


def _semaine() -> Semaine:
    """Five dwellings, from Monday 4 to Monday 11 May 2026."""
    monde = Semaine.creer("2026-05-04T09:00", ABONNE)
    tailles = (
        ("T3", "12 rue de l'Église"),
        ("T2", "3 place du Marché"),
        ("T4", "8 allée des Tilleuls"),
        ("T1", "1 rue du Lac"),
        ("T5", "27 route de Genève"),
    )
    t3, t2, t4, t1, _ = [monde.liberer(replace(FICHE, typologie=t, adresse=ou)) for t, ou in tailles]
    monde.passer()
    for accepte in (t3, t2):
        monde.ecrire(MAIRIE, "offre", accepte, "ACCEPTE")
    monde.ecrire(MAIRIE, "offre", t4, "Oui pour ce T4, mais pas avant juillet.")
    monde.ecrire(MAIRIE, "offre", t1, "REFUSE\n\nMotif : pas de demandeur pour un T1.")
    monde.passer("2026-05-04T10:00")
    referent = f"référent social : {DALO.referent} {DALO.referent_courriel}"
    monde.ecrire(MAIRIE, "accuse_accord", t3, f"{LEA.nud}, {LEA.nom}, {LEA.courriel}, DALO, {referent}")
    trois = "\n".join(f"{m.nud}, {m.nom}, {m.courriel}" for m in (HUGO, INES))
    monde.ecrire(MAIRIE, "accuse_accord", t2, trois)
    monde.passer("2026-05-05T10:00")
    refus = "NON\n\nMotif : trop loin de mon travail"
    monde.ecrire(LEA.courriel, "proposition_dalo", t3, refus, "planning.pdf", "bail.pdf")
    monde.passer("2026-05-06T10:00")
    monde.liberer(replace(FICHE, adresse="5 rue des Écoles"))
    _prospectus(monde)
    monde.passer("2026-05-07T08:00")
    return monde


def _prospectus(monde: Semaine) -> None:
    pub = EmailMessage()
    pub["From"], pub["To"], pub["Subject"] = "pub@ailleurs.example", CARNET.bailleur.adresse, "Offre exceptionnelle"
    pub["Message-ID"] = "<pub@ailleurs.example>"
    pub.set_content("Vos radiateurs à prix coûtant jusqu'à dimanche : https://ailleurs.example/x")
    monde.boite.deposer(pub.as_bytes())
    monde.passer("2026-05-06T19:00")


def _ordres(monde: Semaine) -> Iterator[tuple[str, Courrier]]:
    t3, t2, t4 = monde.references[:3]
    monde.repondre(monde.courrier(CLAIRE, "synthese"), f"{t4} REPRENDRE")
    monde.passer("2026-05-07T09:00")
    yield "ordre suivi", monde.derniere("reponse_ordre")
    monde.repondre(monde.courrier(CLAIRE, "synthese"), f"{t2} BAIL 12/05/2026\n{t3} DELAI 3")
    monde.passer("2026-05-07T09:10")
    yield "ordre sans effet", monde.derniere("reponse_ordre")
    monde.repondre(monde.courrier(CLAIRE, "synthese"), "AIDE")
    monde.passer("2026-05-07T09:20")
    yield "aide", monde.derniere("reponse_ordre")
    monde.ecrire(CLAIRE, "sans_attributaire", t3, "ETAT")
    monde.passer("2026-05-07T09:30")
    yield "état d'un logement", monde.derniere("reponse_ordre")


def _quarante() -> Courrier:
    """The digest of a service with forty dwellings under way."""
    monde = Semaine.creer("2026-05-04T09:00", ABONNE)
    for rang in range(QUARANTE):
        monde.liberer(replace(FICHE, adresse=f"{rang + 1} rue de l'Église", typologie=f"T{rang % 5 + 1}"))
    monde.passer()
    reponses = ("ACCEPTE", "REFUSE\n\nMotif : pas de demandeur", "Oui, mais pas avant juillet.", "")
    for rang, reference in enumerate(monde.references):
        if reponse := reponses[rang % 4]:
            monde.ecrire(MAIRIE, "offre", reference, reponse)
    monde.passer("2026-05-04T10:00")
    monde.passer("2026-05-05T08:00")
    return monde.derniere("synthese")


def lettres_du_service() -> dict[str, Courrier]:
    """Each letter under a name that says what is particular to it."""
    monde = _semaine()
    lettres = {"synthèse d'un matin": monde.derniere("synthese"), **dict(_ordres(monde))}
    monde.passer("2026-05-11T08:00")
    lettres["relevé de la semaine"] = monde.derniere("releve_reservataire")
    monde.passer("2026-05-18T08:00")
    lettres["relevé d'une semaine calme"] = monde.derniere("releve_reservataire")
    return {**lettres, "synthèse de quarante logements": _quarante()}
