"""The totals of a bilan reconcile with the journal to the unit: recomputed here from the raw facts, another way.

The bilan walks the facts forward and undoes what is undone; this reads the
last word of each offer backwards, and asks nothing of the bilan's code.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from random import Random  # noqa: TID251 - Hypothesis seeds it
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from robot.domain import faits as f
from robot.domain.bilan.bilan import Bilan, annee_entiere, semestre
from robot.domain.bilan.comptes import AXES, Nature, Periode
from robot.domain.bilan.tableau import COMPTES, Tableau
from robot.domain.bilan.tableaux import tableaux
from tests.domain.bilan.histoires_de_bilan import ATTRIBUE, au_hasard, dresser, suite

DERNIERS_MOTS = (
    f.OrientationInterne,
    f.AccordRecu, f.AccordTacite, f.RefusRecu, f.RefusTacite, f.RemiseEchouee, f.RemiseDifferee, f.RemiseConstatee,
    f.ReponseAClarifier, f.ReponseNonAutorisee,
)  # fmt: skip
PARIS = ZoneInfo("Europe/Paris")
NATURES = tuple(COMPTES)


def jour(fait: f.Fait) -> date:
    return fait.le.astimezone(PARIS).date()


def offres(faits: Sequence[f.Fait]) -> list[list[f.Fait]]:
    """The facts of each offer; sent again to the same réservataire after a withdrawal, only the last sending."""
    lots: list[list[f.Fait]] = []
    for fait in faits[1:]:
        if isinstance(fait, f.OrientationDecidee | f.OrientationInterne):
            lots.append([])
        if lots and not isinstance(fait, f.DossierAnnule | f.LogementSoustrait | f.LogementRemisEnFlux):
            lots[-1].append(fait)
    gardes = []
    for rang, lot in enumerate(lots):
        suivant = lots[rang + 1][0] if rang + 1 < len(lots) else None
        retire = any(isinstance(fait, f.OrientationRetiree) for fait in lot)
        if not (retire and suivant and getattr(suivant, "reservataire", "") == getattr(lot[0], "reservataire", None)):
            gardes.append(lot)
    return gardes


def recompter(journaux: Iterable[Sequence[f.Fait]], periode: Periode) -> Counter[tuple[str, Nature]]:
    """How many of each nature for each réservataire, in the flux: the raw facts, offer by offer, backwards."""
    compte: Counter[tuple[str, Nature]] = Counter()
    for faits in journaux:
        if faits[0].neuf:  # type: ignore[attr-defined]
            continue
        titulaires = {
            x.rang: x.reservataire for x in faits if isinstance(x, f.OrientationDecidee | f.OrientationInterne)
        }
        des_offres = (a for lot in offres(faits) for a in de_l_offre(lot, titulaires[lot[0].rang]))  # type: ignore[attr-defined]
        for qui, nature, le in (*des_offres, *des_commissions(faits, titulaires)):
            compte[qui, nature] += periode.debut <= le <= periode.fin
    return +compte


def de_l_offre(lot: Sequence[f.Fait], qui: str) -> Iterator[tuple[str, Nature, date]]:
    mots = [x for x in lot if isinstance(x, DERNIERS_MOTS)]
    mot = mots[-1] if mots else None
    partie = _depart(lot)
    if partie:
        yield qui, Nature.ORIENTE, partie
        yield from ((qui, Nature.RETIRE, jour(x)) for x in lot if isinstance(x, f.OrientationRetiree))
    if isinstance(mot, f.AccordRecu | f.AccordTacite | f.OrientationInterne):
        yield qui, Nature.ACCEPTE, jour(mot)
    if isinstance(mot, f.AccordTacite):
        yield qui, Nature.TACITE, jour(mot)
    if isinstance(mot, f.RefusRecu | f.RefusTacite):
        yield qui, Nature.REFUSE, jour(mot)


def des_commissions(faits: Sequence[f.Fait], titulaires: dict[int, str]) -> Iterator[tuple[str, Nature, date]]:
    vus = set()
    for rang, tenue in enumerate(faits):
        if isinstance(tenue, f.CommissionTenue) and tenue.passage not in vus:
            vus.add(tenue.passage)
            avant = [x for x in faits[:rang] if isinstance(x, f.CommissionFixee) and x.passage == tenue.passage]
            le = avant[-1].debut.astimezone(PARIS).date() if avant else jour(tenue)
            yield titulaires[tenue.rang], Nature.ATTRIBUE, le
    yield from ((titulaires[x.rang], Nature.BAIL, x.jour) for x in faits if isinstance(x, f.BailSigne))


def _depart(lot: Sequence[f.Fait]) -> date | None:
    """The day the offer left, for good: what came back without an answer left nobody anything."""
    parole = next((rang for rang, x in enumerate(lot) if isinstance(x, f.ReponseAClarifier)), len(lot))
    revenues = [rang for rang, x in enumerate(lot[:parole]) if isinstance(x, f.RemiseEchouee)]
    depuis = revenues[-1] + 1 if revenues else 0
    preuves = (
        f.OrientationInterne,
        f.OrientationExpediee,
        f.RemiseConstatee,
        f.AccordRecu,
        f.RefusRecu,
        f.RefusTacite,
        f.ReponseAClarifier,
    )
    return next((jour(x) for x in lot[depuis:] if isinstance(x, preuves)), None)


def publie(tableau: Tableau, colonnes_avant: int) -> tuple[int, ...]:
    """The sums of the seven counts of a table."""
    return tuple(
        sum(int(str(ligne[colonnes_avant + rang])) for ligne in tableau.lignes) for rang in range(len(NATURES))
    )


def par_nom(bilan: Bilan) -> dict[str, Tableau]:
    return {tableau.nom: tableau for tableau in tableaux(bilan)}


journaux_possibles = st.randoms(use_true_random=False)
periodes = st.sampled_from([annee_entiere(2026), annee_entiere(2027), semestre(2026, 1), semestre(2026, 2)])


def tirer(chance: Random) -> list[tuple[f.Fait, ...]]:
    return [au_hasard(chance, numero) for numero in range(1, chance.randint(2, 12))]


@pytest.mark.regle("R92", "R95")
@settings(max_examples=70, deadline=None)
@given(chance=journaux_possibles, periode=periodes)
def test_les_totaux_sont_ceux_du_journal_a_l_unite(chance, periode):
    journaux = tirer(chance)
    attendu = recompter(journaux, periode)
    tables = par_nom(dresser(journaux, periode))
    recu = {
        (ligne[0], nature): nombre
        for ligne in tables["par-reservataire"].lignes
        for nature, nombre in zip(NATURES, ligne[1:8], strict=True)
        if nombre
    }
    noms = {"viry": "Commune de Viry", "als": "Action Logement", "prefecture": "Préfecture, contingent fonctionnaires"}
    assert recu == {(noms[code], nature): nombre for (code, nature), nombre in attendu.items()}


@pytest.mark.regle("R93", "R94")
@settings(max_examples=30, deadline=None)
@given(chance=journaux_possibles, periode=periodes)
def test_chaque_tableau_a_le_meme_total(chance, periode):
    tables = par_nom(dresser(tirer(chance), periode))
    total = publie(tables["par-reservataire"], 1)
    for nom, avant in (("par-commune", 1), ("par-epci", 1), ("par-typologie", 1), ("par-financement", 1),
                       ("par-qpv", 1), ("par-periode", 1), ("croise", 6)):  # fmt: skip
        assert publie(tables[nom], avant) == total, nom
    long = tables["reservataire-par-critere"]
    assert publie(long, 3) == tuple(len(AXES) * nombre for nombre in total)
    au_detail = [nombre for rang, nombre in enumerate(total) if NATURES[rang] not in {Nature.TACITE, Nature.RETIRE}]
    assert [
        sum(int(str(ligne[-5 + rang])) for ligne in tables["flux-detaille"].lignes) for rang in range(5)
    ] == au_detail
    assert sum(int(str(ligne[-1])) for ligne in tables["refus"].lignes) == total[NATURES.index(Nature.REFUSE)]


@pytest.mark.regle("R98")
@settings(max_examples=30, deadline=None)
@given(chance=journaux_possibles)
def test_les_deux_semestres_font_l_annee(chance):
    journaux = tirer(chance)
    annee, *semestres = (
        par_nom(dresser(journaux, p)) for p in (annee_entiere(2026), semestre(2026, 1), semestre(2026, 2))
    )
    sommes = [publie(tables["par-reservataire"], 1) for tables in semestres]
    assert publie(annee["par-reservataire"], 1) == tuple(map(sum, zip(*sommes, strict=True)))
    assert len(annee["hors-flux"].lignes) <= sum(len(tables["hors-flux"].lignes) for tables in semestres)


@pytest.mark.regle("R93")
@settings(max_examples=30, deadline=None)
@given(chance=journaux_possibles)
def test_chaque_liberation_est_dans_un_tableau(chance):
    journaux = tirer(chance)
    tables = par_nom(dresser(journaux))
    vues = {ligne[0] for nom in ("flux-detaille", "hors-flux") for ligne in tables[nom].lignes}
    # Taken out in a later year before anything was offered: it is in that year's third table.
    apres = {
        journal[0].reference  # type: ignore[attr-defined]
        for journal in journaux
        for fait in journal
        if isinstance(fait, f.LogementSoustrait) and jour(fait).year > 2026
    }
    liberees = {j[0].reference for j in journaux if jour(j[0]).year == 2026}  # type: ignore[attr-defined]
    assert liberees - apres <= vues


def test_le_hasard_va_jusqu_au_bail():
    """Else the properties above would hold of nothing."""
    compte: Counter[str] = Counter()
    for numero in range(300):
        compte.update(type(fait).__name__ for fait in au_hasard(Random(numero), numero))
    for type_ in (f.BailSigne, f.CommissionTenue, f.AccordTacite, f.RefusTacite, f.RemiseEchouee, f.LogementSoustrait):
        assert compte[type_.__name__] > 5, type_


@pytest.mark.regle("R92")
def test_une_annulation_de_janvier_defait_l_accord_de_decembre():
    accord = suite(f.OrientationDecidee, f.OrientationExpediee, f.AccordTacite)
    revenue = suite(f.OrientationDecidee, f.OrientationExpediee, f.AccordTacite, f.RemiseEchouee)
    assert publie(par_nom(dresser([accord]))["par-reservataire"], 1)[1] == 1
    assert publie(par_nom(dresser([revenue]))["par-reservataire"], 1)[:3] == (0, 0, 0)


@pytest.mark.regle("R90", "R95")
def test_un_logement_loue_est_compte_aux_quatre_stades():
    table = par_nom(dresser([suite(*ATTRIBUE, f.BailSigne)]))["par-reservataire"]
    viry = next(ligne for ligne in table.lignes if ligne[0] == "Commune de Viry")
    assert viry[1:8] == (1, 1, 0, 0, 0, 1, 1)
