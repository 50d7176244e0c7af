"""What most stories begin with: a robot on embedded ports, and a dwelling that it has just offered."""

from __future__ import annotations

import pytest

from tests.monde import Monde


@pytest.fixture
def monde() -> Monde:
    return Monde.creer()


@pytest.fixture
def offerte(monde: Monde) -> str:
    """A dwelling offered to the commune on Tuesday 28 April at 9:00."""
    reference = monde.liberer()
    monde.passer()
    return reference
