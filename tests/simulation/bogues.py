"""Bugs planted on purpose in the robot, one at a time: the judge must catch each within a few hundred seeds.

Each is what a wrong edit of one rule or of one effect would do. `graine` is a
seed that was found to catch it (`python -m bench.simulation --bogues`).
"""

from __future__ import annotations

from tests.simulation.bogues_candidats import CANDIDATS
from tests.simulation.bogues_effets import EFFETS
from tests.simulation.bogues_offres import OFFRES
from tests.simulation.bogues_reguliers import REGULIERS
from tests.simulation.bogues_retours import RETOURS
from tests.simulation.bogues_tour import TOUR
from tests.simulation.pose import Bogue

BOGUES: dict[str, Bogue] = OFFRES | EFFETS | CANDIDATS | REGULIERS | RETOURS | TOUR
