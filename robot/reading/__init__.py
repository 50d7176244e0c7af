"""Bytes in, `Lecture` out. Pure, bounded, and never an exception for whatever a stranger sends."""
