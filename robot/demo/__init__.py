"""The whole story, speeded up: real messages through real sockets, a clock turned by hand."""

from robot.demo.jeu import DossierOccupe, jouer

__all__ = ["DossierOccupe", "jouer"]
