"""What a bug of ours or a damaged record raises; a failing database is neither, and stops the pass."""

from __future__ import annotations

import zlib

from robot.domain.statuts import TransitionInterdite

DEFAUTS = (TransitionInterdite, ArithmeticError, AttributeError, LookupError, TypeError, ValueError, zlib.error)
