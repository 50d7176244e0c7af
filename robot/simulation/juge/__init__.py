"""The judge: recomputes from scratch what the robot should have done, from what was truly said, sent and received.

It shares no code with the rules (an import contract holds it): its own
calendar, its own reading of the address book, its own idea of who may speak
and of what each message leads to. The journal is only one of its witnesses.
"""

from robot.simulation.juge.audience import Verdict, juger
from robot.simulation.juge.griefs import Grief

__all__ = ["Grief", "Verdict", "juger"]
