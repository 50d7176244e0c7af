"""The candidates whom a réservataire designates in a message or in a table (R60, R61).

Reads the new text of a reply (`chaine.lire(…).texte`), or the rows of a table.
Every number written gives one line, taken or refused with its reason; nothing
is guessed, and an address that could be another person's is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile, zip_longest

from robot.domain.candidat import Candidat, Critere, NudInvalide
from robot.domain.table_candidats import nombre_de_titres, reconnaitre
from robot.reading.calque import calquer
from robot.reading.courriel.caracteres import nettoyer
from robot.reading.designations.alentours import est_un_non, mots_etrangers, remarque_seule
from robot.reading.designations.blocs import Bloc, Rang, grouper, lire_les_rangs
from robot.reading.designations.candidatures import SANS_NUMERO, LigneLue, achever, en_une_ligne, numero, refuser
from robot.reading.designations.cellules import mettre_en_rangees, sans_priorites
from robot.reading.designations.champs import Role, nom_dans
from robot.reading.designations.composition import composer
from robot.reading.designations.intentions import (
    AU_LIEU,
    CANDIDATURE,
    CONDITION,
    DESIGNE,
    INTERROGE,
    MISE_EN_GARDE,
    NEGATION,
    OBJECTION,
    REMPLACE,
    RETRAIT,
    RETRAIT_FERME,
    RETRAIT_SEUL,
    SANS_RETRAIT,
)
from robot.reading.designations.jugements import CONTRAIRE
from robot.reading.designations.priorites import lire_priorite
from robot.reading.designations.tableau import TITRES_POUR_RECONNAITRE, lire_les_rangees, trouver_les_titres
from robot.reading.limites import TEXTE_MAX
from robot.reading.texte.message import sans_liens_redits

LIGNE_MAX = 4000
LIGNES_MAX = 2000  # of one designation; each costs a millisecond

TROP_LONG = "le message est trop long pour être lu en entier : envoyez les candidats seuls, un par ligne."
NI_L_UN_NI_L_AUTRE = (
    "nous ne savons pas s'il faut proposer ou retirer cette candidature : pour la retirer, écrivez « RETIRER » suivi "
    "du numéro unique ; pour la proposer, la ligne du candidat seule."
)
INCOMPRIS = (
    "« {} » n'est pas compris à côté du numéro : pour proposer ce candidat, écrivez seulement son numéro, son nom "
    "précédé de M. ou Mme et ses coordonnées ; pour le retirer, « RETIRER » suivi du numéro."
)
CONDITIONNEL = (
    "cette candidature semble dépendre d'une condition : seule une candidature ferme est prise ; "
    "réécrivez la ligne du candidat seule quand elle l'est."
)
QUESTION = "cette ligne est une question : pour proposer ce candidat, écrivez la ligne seule, sans question."
QUEL_LOGEMENT = "pour quel logement ? Écrivez sa référence (par exemple V-2026-0042) sur la ligne du candidat."
PLUSIEURS_LOGEMENTS = "la ligne nomme plusieurs logements : écrivez une ligne pour chacun."
RETRAIT_SANS_NUMERO = (
    "pour retirer une candidature, écrivez « RETIRER » suivi de son numéro unique, une par ligne ; rien n'a été retiré."
)
DOUTE_MELEE = (
    "plusieurs candidats sont sur la même ligne : seuls les numéros ont été retenus ; écrivez une ligne par candidat."
)
DOUTE_LAISSEES = (
    "des lignes voisines pouvaient être d'un autre candidat et n'ont pas été retenues : écrivez une ligne par candidat."
)
DOUTE_PRIORITE = (
    "une priorité est écrite autour de cette ligne et n'a pas été retenue : écrivez « priorité : … » sur la ligne du "
    "candidat."
)

# What goes on about the candidate above, in another line.
_SUITE = re.compile(
    r"\W*(?:elles?|ils?|mais|attention|nb|cette (?:personne|famille|candidature)|ce menage|celle-ci|celui-ci)\b"
)
# Who speaks to us: « dans l'attente de votre réponse » judges nobody.
_PAROLE = re.compile(r"\b(?:nous|vous|votre|vos|notre|nos|je|merci|bonjour|bonsoir|cordialement|salutations)\b|\bj'")
_UN_NUMERO = re.compile(r"[0-9]{16}")
_OUI_EN_FIN = re.compile(r"\b(?:oui|x)\W*$")
_SEPARATEURS = ("\t", ";", "|")
_COLONNES_COUCHEES = 2  # the titles, then a candidate at least
_RANGEES_COUCHEES = 30
_INCOMPLETE = ", où il manque des cases"


def lire_designation(texte: str, *, departement: str, annee: int) -> tuple[LigneLue, ...]:
    """One line per number written, in order; those of a table pasted with its titles are read by column.

    `departement` and `annee` are those that `lire_nud` compares with. Never
    raises; time linear in the text, bounded.
    """
    lignes = nettoyer(sans_liens_redits(texte)).split("\n")
    coupe = len(texte) > TEXTE_MAX or len(lignes) > LIGNES_MAX or any(len(ligne) > LIGNE_MAX for ligne in lignes)
    lignes = [ligne[:LIGNE_MAX] for ligne in lignes[:LIGNES_MAX]]
    lues: list[LigneLue] = []
    for table, morceau in _morceaux(lignes):
        if table:
            lues += lire_les_rangees(table, departement=departement, annee=annee)
        else:
            lues += _Lecteur(departement, annee).lire(morceau)
    if coupe and (lues or _UN_NUMERO.search(texte)):
        lues.append(refuser("…", TROP_LONG))
    return achever(lues)


def lire_table(lignes: Sequence[Sequence[str]], *, departement: str, annee: int) -> tuple[LigneLue, ...]:
    """One line per row that says something; without titles, each row is read as a line of a message. Never raises."""
    remplies = [ligne for ligne in lignes if any(cellule.strip() for cellule in ligne)]
    if trouver_les_titres(remplies) is None and remplies:
        texte = "\n".join("\t".join(" ".join(cellule.split()) for cellule in ligne) for ligne in remplies)
        lues = lire_designation(texte, departement=departement, annee=annee)
        if lues:
            return lues
    return lire_les_rangees(remplies, departement=departement, annee=annee)


def _morceaux(lignes: list[str]) -> Iterator[tuple[list[list[str]], list[str]]]:
    """The tables pasted with their titles, and what is around them."""
    debut = i = 0
    while i < len(lignes):
        separateur = _separateur_de_titres(lignes[i])
        rangees = _table(lignes[i:], separateur) if separateur else []
        if not separateur and "\t" in lignes[i] and not (i and "\t" in lignes[i - 1]):
            rangees = _table(lignes[i : i + _RANGEES_COUCHEES], "\t")
        table = rangees if separateur else _couchee(rangees)
        prises = len(rangees)
        if not table and reconnaitre(lignes[i]):
            table, prises = mettre_en_rangees(lignes[i:])
            if not table:
                lignes[i : i + prises] = sans_priorites(lignes[i : i + prises])
        if not table:
            i += prises or 1
            continue
        yield [], list(lignes[debut:i])
        yield table, []
        debut = i = i + prises
    yield [], list(lignes[debut:])


def _table(lignes: Sequence[str], separateur: str) -> list[list[str]]:
    """The rows that follow each other from the first of these lines on."""
    rangees = takewhile(lambda ligne: separateur in ligne, lignes)
    return [rangee.strip(" |").split(separateur) for rangee in rangees]


def _couchee(table: Sequence[Sequence[str]]) -> list[list[str]]:
    """The same table with its titles on top, when they are its first column: one candidate a column.

    Of a row that has fewer cells than the others, nobody knows whose they
    are: its title is made another, so that they are told and not taken.
    """
    largeur = max(map(len, table), default=0)
    if largeur < _COLONNES_COUCHEES or not _sont_des_titres([rangee[0] for rangee in table]):
        return []
    rangees = [r if len(r) == largeur else [f"{r[0]}{_INCOMPLETE}", *r[1:]] for r in table]
    return [list(colonne) for colonne in zip_longest(*rangees, fillvalue="")]


def _separateur_de_titres(ligne: str) -> str:
    """What separates the titles of a table, "" when the line is none."""
    for separateur in _SEPARATEURS:
        cellules = ligne.strip(" |").split(separateur) if separateur in ligne else []
        if _sont_des_titres(cellules):
            return separateur
    return ""


def _sont_des_titres(cellules: Sequence[str]) -> bool:
    return nombre_de_titres(cellules) >= TITRES_POUR_RECONNAITRE and any(
        (colonne := reconnaitre(titre)) and colonne.nom == "nud" for titre in cellules
    )


@dataclass
class _Lecteur:
    """Reads the lines of a message in order: a heading says which dwelling, and whether what follows is withdrawn."""

    departement: str
    annee: int
    reference: str | None = None
    reference_sure: bool = True
    retraits: bool = False
    retraits_douteux: bool = False
    tableau_aplati: bool = False
    coches: frozenset[int] = frozenset()
    titre: str = ""  # the heading above, which may say the priority of what follows
    titres_vus: bool = False  # the line above is the title of a column, as when each cell became a line

    def lire(self, lignes: Sequence[str]) -> Iterator[LigneLue]:
        rangs = lire_les_rangs(lignes)
        blocs = {id(bloc.ancre or bloc.avant[0]): bloc for bloc in grouper(rangs)}
        dans_un_bloc = {id(rang) for bloc in blocs.values() for rang in bloc.rangs}
        self.coches = _coches(rangs)
        places = {id(rang): i for i, rang in enumerate(rangs)}
        plusieurs = len({reference for rang in rangs for reference in rang.references}) > 1
        for i, rang in enumerate(rangs):
            if id(rang) not in dans_un_bloc:
                yield from self._lire_autour(rang, rangs[i + 1 : i + 2])
            if bloc := blocs.get(id(rang)):
                suivant = _apres_le_bloc(rangs, places[id(bloc.rangs[-1])])
                yield self._lire_un_bloc(bloc, suivant, plusieurs=plusieurs)

    def _lire_autour(self, rang: Rang, suite: Sequence[Rang]) -> Iterator[LigneLue]:
        """A line of no candidate: a heading, or a withdrawal that names no number."""
        if rang.references:
            self.reference = rang.references[0] if len(rang.references) == 1 else None
            self.reference_sure = rang.titre and self.reference is not None
        if rang.detail:
            return
        plat = calquer(rang.texte)
        titre_de_colonne = reconnaitre(rang.texte) is not None
        self.titre = plat if plat.rstrip().endswith(":") else ""
        self.tableau_aplati |= rang.titres or (self.titres_vus and titre_de_colonne)
        retire = bool(RETRAIT.search(plat)) and not rang.titres and not (self.titres_vus and titre_de_colonne)
        self.titres_vus = titre_de_colonne
        ferme = retire and not DESIGNE.search(plat) and not NEGATION.search(plat)
        annonce = plat.rstrip().endswith(":") or RETRAIT_SEUL.fullmatch(plat) is not None or _remarque(rang)
        self.retraits = ferme and annonce
        contraire = any(motif.search(plat) for motif in (OBJECTION, CONTRAIRE, CONDITION)) or _remarque(rang)
        douteux = (retire and not self.retraits) or (contraire and not self.retraits and annonce)
        self.retraits_douteux = bool(douteux and suite and suite[0].ancre)
        if retire and (REMPLACE.search(plat) or (CANDIDATURE.search(plat) and not annonce)):
            yield refuser(rang.texte, RETRAIT_SANS_NUMERO, self.reference)

    def _lire_un_bloc(self, bloc: Bloc, suivant: Rang | None, *, plusieurs: bool) -> LigneLue:
        references = {reference for rang in bloc.rangs for reference in rang.references}
        reference = references.pop() if len(references) == 1 else self.reference
        if references:
            return refuser(bloc.ecrit, PLUSIEURS_LOGEMENTS)
        if bloc.ancre is None:
            return refuser(bloc.ecrit, SANS_NUMERO, reference)
        if plusieurs and not bloc.ancre.references and (reference is None or not self.reference_sure):
            return refuser(bloc.ecrit, QUEL_LOGEMENT)
        try:
            nud, doutes = self._numero(bloc.ancre)
        except NudInvalide as invalide:
            return refuser(bloc.ecrit, str(invalide), reference)
        retrait, refus = self._intention(bloc, suivant)
        if refus:
            return refuser(bloc.ecrit, refus, reference)
        return self._ligne(bloc, nud, reference, doutes, retrait=retrait)

    def _numero(self, ancre: Rang) -> tuple[str, tuple[str, ...]]:
        repere = ancre.ancre
        if repere is None or not repere.valeur:
            raise NudInvalide(SANS_NUMERO)
        return numero(repere.valeur, departement=self.departement, annee=self.annee)

    def _ligne(
        self, bloc: Bloc, nud: str, reference: str | None, doutes: tuple[str, ...], *, retrait: bool
    ) -> LigneLue:
        lignes = [rang.champs for rang in bloc.rangs]
        candidat, doutes_de_lecture = composer(nud, lignes)
        if retrait:
            return LigneLue(
                en_une_ligne(bloc.ecrit), reference, Candidat(nud, candidat.nom), retrait=True, doutes=doutes
            )
        assert bloc.ancre is not None
        doutes += doutes_de_lecture + (DOUTE_MELEE,) * bloc.ancre.melee + (DOUTE_LAISSEES,) * bloc.laissees
        if candidat.critere is Critere.AUCUN and not doutes_de_lecture:
            doutes += (DOUTE_PRIORITE,) * self._priorite_perdue(bloc)
        return LigneLue(en_une_ligne(bloc.ecrit), reference, candidat, doutes=doutes)

    def _priorite_perdue(self, bloc: Bloc) -> bool:
        """« DALO : » above a list, or after an introduction that hides it: nothing of it was kept."""
        textes = (self.titre.rstrip(" :"), *(rang.texte for rang in bloc.rangs))
        return any(lire_priorite(texte).critere is not Critere.AUCUN for texte in textes)

    def _intention(self, bloc: Bloc, suivant: Rang | None) -> tuple[bool, str]:
        """Whether the line withdraws, and why it can be neither taken nor withdrawn."""
        assert bloc.ancre is not None
        au_lieu = AU_LIEU.search(calquer(bloc.ancre.texte)[: bloc.ancre.ancre.debut if bloc.ancre.ancre else 0])
        if bloc.ancre.ambigu or self.retraits_douteux or (au_lieu and not bloc.ancre.retrait):
            return False, NI_L_UN_NI_L_AUTRE
        if bloc.ancre.retrait:
            return True, ""
        plat = SANS_RETRAIT.sub("", calquer("\n".join(_hors_referent(rang) for rang in bloc.rangs)))
        ligne = calquer(bloc.ancre.texte)
        if INTERROGE.search(ligne):
            return False, QUESTION
        coche = id(bloc.ancre) in self.coches or _OUI_EN_FIN.search(ligne)
        douteux = (self.tableau_aplati and coche) or OBJECTION.search(plat)
        if douteux or _priorite_contraire(bloc) or (suivant and self._contredit(bloc, suivant)):
            return False, NI_L_UN_NI_L_AUTRE
        if self.retraits or RETRAIT.search(plat):
            ferme = self.retraits or RETRAIT_FERME.search(plat)
            net = ferme and not DESIGNE.search(plat) and not NEGATION.search(ligne)
            return (True, "") if net else (False, NI_L_UN_NI_L_AUTRE)
        return False, CONDITIONNEL if CONDITION.search(ligne) else _incompris(bloc)

    def _contredit(self, bloc: Bloc, suivant: Rang) -> bool:
        """« Elle ne souhaite plus ce logement », « HORS PLAFOND », « non », under the candidate's lines."""
        plat = calquer(suivant.texte)
        suite = _SUITE.match(plat) and mots_etrangers([suivant.champs])
        if suivant.references or nom_dans(suivant.texte):
            return False
        dernier = bloc.rangs[-1].champs[-1] if bloc.rangs[-1].champs else None
        non = len(suivant.champs) == 1 and est_un_non(suivant.champs[0], dernier) and not self.tableau_aplati
        return OBJECTION.search(plat) is not None or bool(suite) or non or _remarque(suivant)


def _remarque(rang: Rang) -> bool:
    return not _PAROLE.search(calquer(rang.texte)) and remarque_seule(rang.texte)


def _priorite_contraire(bloc: Bloc) -> bool:
    """« Observations : ne pas proposer », which no other label would hold."""
    textes = [champ.texte for rang in bloc.rangs for champ in rang.champs if champ.role is Role.PRIORITE]
    return any(
        motif.search(calquer(texte))
        for texte in textes
        for motif in (CONTRAIRE, MISE_EN_GARDE)
        if not lire_priorite(texte).dite
    )


def _incompris(bloc: Bloc) -> str:
    """Why words that nobody knows here leave the candidate in doubt."""
    sur_la_ligne = bloc.ancre.incompris if bloc.ancre else ()
    mots = tuple(dict.fromkeys((*sur_la_ligne, *mots_etrangers([rang.champs for rang in bloc.rangs]))))
    return INCOMPRIS.format(" ".join(mots)[:80]) if mots else ""


def _hors_referent(rang: Rang) -> str:
    return rang.texte if not rang.champs else " | ".join(c.texte for c in rang.champs if c.role is not Role.REFERENT)


def _coches(rangs: Sequence[Rang]) -> frozenset[int]:
    """The numbers under which « oui » stands alone, as the last cell of a table whose cells became lines."""
    trouvees, ancre = set(), None
    for rang in rangs:
        ancre = rang if rang.ancre else ancre
        if ancre is not rang and ancre is not None and _OUI_EN_FIN.fullmatch(calquer(rang.texte).strip()):
            trouvees.add(id(ancre))
    return frozenset(trouvees)


def _apres_le_bloc(rangs: Sequence[Rang], i: int) -> Rang | None:
    """The line right under a candidate's last, in the same paragraph."""
    suivant = rangs[i + 1] if i + 1 < len(rangs) else None
    return suivant if suivant and not suivant.vide_avant and not suivant.ancre else None
