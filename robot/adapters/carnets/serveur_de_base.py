"""The address of a PostgreSQL server: which database, encrypted unless it is on this machine, never its password."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from robot.adapters.carnets import valeurs
from robot.adapters.carnets.valeurs import ValeurRefusee
from robot.adapters.messagerie.liaison import est_locale

PROTOCOLE = "postgresql+psycopg"
EXEMPLE = f"Écrivez par exemple {PROTOCOLE}://robot@base.bailleur.fr/robot?sslmode=verify-full"

# Those that check the name of the server (libpq, `sslmode`): the others encrypt towards anybody.
SSLMODES = ("verify-full", "verify-ca")


def adresse_de_base(ecrit: str) -> str:
    """The URL of the store. Raises ValeurRefusee."""
    url = valeurs.texte(ecrit)
    try:
        lue = urlsplit(url)
        lue.port  # noqa: B018 - raises ValueError for a wrong one
    except ValueError:
        raise ValeurRefusee("ce n'est pas l'adresse d'une base.", EXEMPLE) from None
    if lue.scheme not in {PROTOCOLE, "postgresql"} or not lue.path.strip("/"):
        raise ValeurRefusee("ce n'est pas l'adresse d'une base PostgreSQL.", EXEMPLE)
    if lue.password is not None:
        conseil = "Retirez-le d'ici, et donnez-le par ROBOT_BASE_MOT_DE_PASSE ou LoadCredential=base_password:…"
        raise ValeurRefusee("le mot de passe n'a pas sa place dans les réglages.", conseil)
    options = parse_qs(lue.query)
    hotes = [hote for hote in (lue.hostname, *options.get("host", ()), *options.get("hostaddr", ())) if hote]
    lointains = [hote for hote in hotes if not hote.startswith("/") and not est_locale(hote)]
    if lointains and options.get("sslmode", [""])[-1] not in SSLMODES:
        message = f"sans certificat vérifié, le courrier des ménages pourrait passer en clair jusqu'à {lointains[0]}."
        raise ValeurRefusee(message, "Ajoutez à la fin : ?sslmode=verify-full&sslrootcert=/chemin/de/autorite.pem")
    return url.replace("postgresql:", f"{PROTOCOLE}:", 1)
