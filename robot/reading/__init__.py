"""Bytes in, `Lecture` out. Pure, bounded, and never an exception for whatever a stranger sends.

Start at `chaine`: it reads a message in steps and says what it is. `courriel`
takes the bytes apart, `texte` keeps what the author wrote, `machines` tells
automata and bounces, `reponses` reads a réservataire's yes and no. Three more
readers are called once the flow knows who writes: `designations` for
candidates, `menages` for a household's answer, `consignes` for a gestionnaire's
orders.
"""
