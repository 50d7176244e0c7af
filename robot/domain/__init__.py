"""The law and the nouns. Pure: no I/O, no clock, no SQL, no e-mail bytes."""
