"""The outbox: letters to send, given to the server, sent or refused."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Connection, bindparam, func, or_, select, update

from robot.adapters.base.chaine import sceller_l_envoi, sceller_la_lettre
from robot.adapters.base.serie import courrier_de_json, courrier_en_json
from robot.adapters.base.socle import (
    SANS_DATE,
    Socle,
    deposer,
    en_instant,
    en_texte,
    est_intacte,
    intacte,
    lisible,
    modifier,
    sans_nul,
)
from robot.adapters.base.tables import COURRIERS, DOSSIERS
from robot.domain.courriers import Courrier, identifiant
from robot.domain.dossier import Statut
from robot.domain.faits import EFFACE
from robot.etapes.defauts import DEFAUTS
from robot.ports import ECHOUEES, JAMAIS, Copie, Envoi, EtatEnvoi, ReservationPerdue, SuiteEnvoi

# What becomes of a letter for good.
REGLEES = ECHOUEES | {EtatEnvoi.EXPEDIEE, EtatEnvoi.SANS_OBJET}

C = COURRIERS.c
DANS_L_ORDRE = (C.cree_le, C.cle)
DEPOSER = deposer(COURRIERS)
CONNUE = select(C.reference, C.sceau).where(C.cle == bindparam("cle"))
UNE_LETTRE = select(COURRIERS).where(C.cle == bindparam("cle")).with_for_update()
D_UN_DOSSIER = select(COURRIERS).where(C.reference == bindparam("reference")).order_by(*DANS_L_ORDRE)
PAR_IDENTIFIANT = (
    select(COURRIERS).where(C.message_id.in_(bindparam("message_ids", expanding=True))).order_by(*DANS_L_ORDRE)
)
REPONSES = select(func.count().label("nombre")).where(
    C.destinataire == bindparam("destinataire"),
    C.reference == bindparam("reference"),
    C.cree_le >= bindparam("depuis"),
    C.automatique.is_(True),
)
ECRIT_A = (
    select(C.reference)
    .distinct()
    .join(DOSSIERS, DOSSIERS.c.reference == C.reference)
    .where(
        C.destinataire == bindparam("destinataire"),
        DOSSIERS.c.statut.in_(bindparam("statuts", expanding=True)),
    )
    .order_by(C.reference)
)
DE_CES_GABARITS = C.gabarit.in_(bindparam("gabarits", expanding=True))
ECRIT_A_PAR = ECRIT_A.where(DE_CES_GABARITS)
A_COPIER = (
    select(C.cle, C.octets, C.expedie_le)
    .where(
        C.expedie_le.is_not(None),
        C.copie_le.is_(None),
        C.octets != b"",
        C.cle.not_in(bindparam("sauf", expanding=True)),
    )
    .order_by(C.expedie_le, C.cle)
    .limit(bindparam("limite"))
)
DUES = (
    select(COURRIERS)
    .where(
        C.reprise.is_not(None),
        or_(C.reprise <= bindparam("maintenant"), C.reprise > bindparam("au_plus_tard")),
    )
    .order_by(C.reprise, *DANS_L_ORDRE)
    .limit(bindparam("limite"))
)
Y_EN_A_T_IL = DUES.with_only_columns(C.cle)
RESERVER = DUES.with_for_update(skip_locked=True)
CETTE_LETTRE = update(COURRIERS).where(C.cle == bindparam("laquelle"))
# As long as it is held under the reservation it was read with.
TENUE = CETTE_LETTRE.where(C.reprise == bindparam("tenue"))
TENIR = TENUE.values(reprise=bindparam("jusqu_a"))
# Counted before it is made: an attempt whose outcome is never recorded is one all the same.
CONFIER = TENUE.values(
    etat=EtatEnvoi.CONFIEE.value, octets=bindparam("compresses"), reprise=bindparam("jusqu_a"), essais=C.essais + 1
)
MARQUER_COPIE = CETTE_LETTRE.values(copie_le=bindparam("maintenant"))
SUIVRE = CETTE_LETTRE.values(
    {
        nom: bindparam(f"nouveau_{nom}")
        for nom in ("etat", "reponse", "essais", "reprise", "expedie_le", "engagement_envoi", "sceau_envoi")
    }
)


class Envois(Socle):
    """The chapter of the `Store` port about letters."""

    sel: Callable[[], bytes]

    def _deposer(self, connexion: Connection, courrier: Courrier, maintenant: datetime) -> tuple[str, str]:
        """Ask for a letter unless its key is known; its reference and seal. Another robot may be asking for it."""
        cle = {"cle": courrier.cle}
        connue = connexion.execute(CONNUE, cle).one_or_none()
        if connue is None:
            lettre = sceller_la_lettre(self._ligne(courrier, en_texte(maintenant)), self.sel())
            if modifier(connexion, DEPOSER, vars(lettre)):
                return lettre.reference, lettre.sceau
            connue = connexion.execute(CONNUE, cle).one()
        return connue.reference, connue.sceau

    def _ligne(self, courrier: Courrier, maintenant: str) -> SimpleNamespace:
        """The row of a new letter, not sealed yet."""
        return SimpleNamespace(
            cle=courrier.cle,
            etat=EtatEnvoi.A_EXPEDIER.value,
            message_id=identifiant(courrier, self.domaine),
            reference=courrier.reference,
            destinataire=courrier.destinataire,
            automatique=courrier.repond,
            essais=0,
            cree_le=maintenant,
            reprise=maintenant,
            expedie_le=None,
            copie_le=None,
            reponse="",
            courrier=courrier_en_json(courrier),
            octets=b"",
            gabarit=courrier.gabarit,
            rang=courrier.rang,
            engagement_envoi="",
            sceau_envoi="",
        )

    def reserver(
        self,
        maintenant: datetime,
        jusqu_a: datetime,
        limite: int,
        au_plus_tard: datetime = JAMAIS,
        *,
        gabarits: Iterable[str] = (),
    ) -> tuple[Envoi, ...]:
        """See the port."""
        dues: dict[str, Any] = {
            "maintenant": en_texte(maintenant),
            "au_plus_tard": en_texte(au_plus_tard),
            "limite": limite,
        }
        requete, y_en_a_t_il = RESERVER, Y_EN_A_T_IL
        if choisis := tuple(gabarits):
            dues["gabarits"] = choisis
            requete, y_en_a_t_il = RESERVER.where(DE_CES_GABARITS), Y_EN_A_T_IL.where(DE_CES_GABARITS)
        if not self._lire(y_en_a_t_il, **dues | {"limite": 1}):
            return ()  # most passes: nobody is kept waiting to learn that there is nothing
        with self._transaction() as connexion:
            lignes = connexion.execute(requete, dues).all()
            tenables = [ligne for ligne in lignes if est_intacte((ligne.cle, ligne.reprise))]
            for ligne in tenables:
                tenir = {"laquelle": ligne.cle, "tenue": ligne.reprise, "jusqu_a": en_texte(jusqu_a)}
                connexion.execute(TENIR, tenir)
        # Those that cannot be read are held too: they do not come back before the others have left.
        lues = self._lisibles(lignes, lambda ligne: replace(_envoi(ligne), reprise=jusqu_a), _nommer)
        return lues if lues or not tenables else self.reserver(maintenant, jusqu_a, limite, gabarits=choisis)

    def confier(self, envois: Iterable[tuple[Envoi, bytes, datetime]]) -> tuple[Envoi, ...]:
        """See the port."""
        tous = {envoi.courrier.cle: (envoi, zlib.compress(octets), reprise) for envoi, octets, reprise in envois}
        with self._transaction() as connexion:
            tenus = {
                cle
                for cle, (envoi, octets, reprise) in sorted(tous.items())  # in one order for all: nobody waits twice
                if modifier(connexion, CONFIER, _tenue(cle, envoi.reprise, reprise) | {"compresses": octets})
            }
        return tuple(replace(envoi, reprise=reprise) for cle, (envoi, _, reprise) in tous.items() if cle in tenus)

    def prolonger(self, envois: Iterable[Envoi], jusqu_a: datetime) -> tuple[Envoi, ...]:
        """See the port."""
        tous = {envoi.courrier.cle: envoi for envoi in envois}
        with self._transaction() as connexion:
            tenus = {
                cle
                for cle, envoi in sorted(tous.items())
                if modifier(connexion, TENIR, _tenue(cle, envoi.reprise, jusqu_a))
            }
        return tuple(replace(envoi, reprise=jusqu_a) for cle, envoi in tous.items() if cle in tenus)

    def envois(self, reference: str) -> tuple[Envoi, ...]:
        """See the port."""
        return tuple(map(self._connu, self._lire(D_UN_DOSSIER, reference=reference)))

    def retrouver(self, message_ids: Iterable[str]) -> tuple[Envoi, ...]:
        """See the port."""
        return tuple(map(self._connu, self._lire(PAR_IDENTIFIANT, message_ids=tuple(message_ids))))

    def _connu(self, ligne: Any) -> Envoi:
        """What is known of a letter, by its index alone when what it says is damaged: it may have been sent."""
        with suppress(*DEFAUTS), self._noter_l_illisible(_nommer(ligne)):
            return _envoi(intacte(ligne))
        index = {nom: lisible(valeur) if isinstance(valeur, str) else valeur for nom, valeur in ligne._mapping.items()}
        return _envoi(SimpleNamespace(**index | {"courrier": "", "octets": b""} | _defauts_de(ligne)))

    def a_copier(self, limite: int, sauf: Collection[str] = ()) -> tuple[Copie, ...]:
        """See the port."""
        lignes = self._lire(A_COPIER, limite=limite, sauf=tuple(sauf))
        lues = self._lisibles(lignes, _copie, _nommer)
        abimees = {ligne.cle for ligne in lignes if est_intacte((ligne.cle,))}
        return lues if lues or not abimees else self.a_copier(limite, {*sauf, *abimees})

    def marquer_copies(self, cles: Iterable[str], maintenant: datetime) -> None:
        """See the port."""
        # In one order for all: two robots never wait for each other.
        copies = [{"laquelle": cle, "maintenant": en_texte(maintenant)} for cle in sorted(cles)]
        with self._transaction() as connexion:
            if copies:
                connexion.execute(MARQUER_COPIE, copies)

    def ecrit_a(self, destinataire: str, statuts: Iterable[Statut], *, gabarits: Iterable[str] = ()) -> tuple[str, ...]:
        """See the port."""
        par: dict[str, Any] = {"gabarits": choisis} if (choisis := tuple(gabarits)) else {}
        requete = ECRIT_A_PAR if par else ECRIT_A
        lignes = self._lire(requete, destinataire=destinataire, statuts=tuple(statuts), **par)
        return tuple(ligne.reference for ligne in lignes)

    def reponses(self, destinataire: str, reference: str, depuis: datetime) -> int:
        """See the port."""
        (ligne,) = self._lire(REPONSES, destinataire=destinataire, reference=reference, depuis=en_texte(depuis))
        return int(ligne.nombre)


def suivre(connexion: Connection, suite: SuiteEnvoi, maintenant: datetime) -> str:
    """Record what becomes of a letter; the seal of it once it is settled, else "".

    The first word that settles it stands: a slow robot that says it again changes nothing.
    """
    ligne = SimpleNamespace(**connexion.execute(UNE_LETTRE, {"cle": suite.cle}).one()._mapping)
    if suite.tenue and ligne.reprise != en_texte(suite.tenue):
        raise ReservationPerdue(suite.cle)
    if ligne.sceau_envoi:
        return str(ligne.sceau_envoi)
    ligne.etat = suite.etat.value
    ligne.reponse = sans_nul(suite.reponse) or ligne.reponse
    ligne.essais -= suite.essai_annule
    ligne.reprise = en_texte(suite.reprise) if suite.reprise else None
    if suite.etat is EtatEnvoi.EXPEDIEE:
        ligne.expedie_le = en_texte(maintenant)
    sceau = sceller_l_envoi(ligne) if suite.etat in REGLEES else ""
    nouveaux = {f"nouveau_{nom}": valeur for nom, valeur in vars(ligne).items()}
    connexion.execute(SUIVRE, {"laquelle": ligne.cle} | nouveaux)
    return sceau


def _nommer(ligne: Any) -> str:
    return f"courrier/{ligne.cle}"


def _copie(ligne: Any) -> Copie:
    return Copie(ligne.cle, zlib.decompress(ligne.octets), en_instant(ligne.expedie_le))


def _envoi(ligne: Any) -> Envoi:
    return Envoi(
        courrier=courrier_de_json(ligne.courrier) if ligne.courrier else _efface(ligne),
        message_id=ligne.message_id,
        etat=EtatEnvoi(ligne.etat),
        essais=ligne.essais,
        cree_le=en_instant(ligne.cree_le),
        expedie_le=en_instant(ligne.expedie_le) if ligne.expedie_le else None,
        reponse=ligne.reponse,
        octets=zlib.decompress(ligne.octets) if ligne.octets else b"",
        reprise=en_instant(ligne.reprise) if ligne.reprise else None,
    )


def _defauts_de(ligne: Any) -> dict[str, Any]:
    """What stands for each damaged column of the index of a letter: it may have left."""
    colonnes = {
        "etat": (EtatEnvoi, EtatEnvoi.EXPEDIEE.value),
        "cree_le": (en_instant, en_texte(SANS_DATE)),
        "expedie_le": (en_instant, None),
        "reprise": (en_instant, None),
    }
    manquent = dict[str, Any]()
    for nom, (lire, sinon) in colonnes.items():
        try:
            lire(getattr(ligne, nom))
        except DEFAUTS:
            manquent[nom] = sinon
    return manquent


def _tenue(cle: str, tenue: datetime | None, jusqu_a: datetime) -> dict[str, Any]:
    """Which letter, under which reservation, and until when it is held from now on."""
    return {"laquelle": cle, "tenue": tenue and en_texte(tenue), "jusqu_a": en_texte(jusqu_a)}


def _efface(ligne: Any) -> Courrier:
    """What is left of a letter whose reader and words were erased."""
    return Courrier(ligne.cle, ligne.gabarit, EFFACE, reference=ligne.reference, rang=ligne.rang)
