"""Every message of the demo as an `.eml` file and as a page, and an index of them all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import DictLoader, Environment, StrictUndefined

from robot.adapters.messagerie.embarques import Depot
from robot.demo.decor import ROBOT
from robot.domain.calendrier import PARIS
from robot.domain.dates import heure, instant_en_lettres, jour_en_lettres

STYLE = """
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; line-height: 1.25; } h2 { font-size: 1.2rem; margin: 2rem 0 .3rem; }
ol { list-style: none; margin: 0; padding: 0; } li { padding: .5rem 0; border-bottom: 1px solid #8886; }
li a { display: block; overflow-wrap: anywhere; } small { font-size: .9rem; opacity: .8; overflow-wrap: anywhere; }
dt { font-weight: 600; } dd { margin: 0 0 .3rem; overflow-wrap: anywhere; }
pre { white-space: pre-wrap; border: 1px solid #8886; padding: 1rem; overflow-wrap: anywhere; }
iframe { width: 100%; height: 60rem; border: 1px solid #8886; background: #fff; }
""".strip()

HEURE = ZoneInfo(PARIS)
# The token of an offer, long and of no interest to the eye.
SOUS_ADRESSE = re.compile(r"\+[^@]*(?=@)")

PAGES = {
    "index": """<!doctype html><html lang="fr"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>Le courrier de la démonstration</title>
<style>{{ style }}</style></head><body><h1>Le courrier de la démonstration</h1>
<p>{{ messages | length }} messages ont circulé. Chacun s'ouvre tel que son lecteur l'a reçu.</p>
<h2>Les logements, à la fin</h2>
<ol>{% for reference, situation in logements %}<li><a href="logements/{{ reference }}.txt">{{ situation }}</a></li>
{% endfor %}</ol>
{% for jour, du_jour in messages | groupby("jour") %}<h2>{{ du_jour[0].jour_dit }}</h2>
<ol>{% for m in du_jour %}<li><a href="courrier/{{ m.nom }}.html">{{ m.objet }}</a>
<small>{{ m.heure }} · {{ m.qui }} → {{ m.a_qui }}</small></li>
{% endfor %}</ol>
{% endfor %}</body></html>""",
    "message": """<!doctype html><html lang="fr"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>{{ m.objet }}</title><style>{{ style }}</style></head>
<body><p><a href="../index.html">Tout le courrier</a> · <a href="{{ m.nom }}.eml">le message brut</a></p>
<h1>{{ m.objet }}</h1>
<dl><dt>De</dt><dd>{{ m.de }}</dd><dt>À</dt><dd>{{ m.a }}</dd><dt>Le</dt><dd>{{ m.quand }}</dd></dl>
{% if m.html %}<h2>Tel qu'affiché</h2><iframe sandbox title="le message" srcdoc="{{ m.html }}"></iframe>{% endif %}
<h2>En texte</h2><pre>{{ m.texte }}</pre></body></html>""",
}


def objet_de(octets: bytes) -> str:
    """The subject of a message, decoded."""
    return str(message_from_bytes(octets, policy=policy.default)["Subject"] or "(sans objet)")


def ecrire_les_pages(dossier: Path, depots: tuple[Depot, ...], logements: Sequence[tuple[str, str]]) -> Path:
    """Write every message into `dossier/courrier`; the index to open.

    `logements` has the reference of each dwelling and where it stands; its story is in `dossier/logements`.
    """
    environnement = Environment(loader=DictLoader(PAGES), autoescape=True, undefined=StrictUndefined)
    courrier = dossier / "courrier"
    courrier.mkdir()
    messages = [_decrire(numero, depot) for numero, depot in enumerate(depots, start=1)]
    for depot, message in zip(depots, messages, strict=True):
        (courrier / f"{message['nom']}.eml").write_bytes(depot.octets)
        page = environnement.get_template("message").render(m=message, style=STYLE)
        (courrier / f"{message['nom']}.html").write_text(page, encoding="utf-8")
    index = dossier / "index.html"
    page = environnement.get_template("index").render(messages=messages, logements=logements, style=STYLE)
    index.write_text(page, encoding="utf-8")
    return index


def _decrire(numero: int, depot: Depot) -> dict[str, str]:
    message = message_from_bytes(depot.octets, policy=policy.default)
    return {
        "nom": f"{numero:03d}",
        "objet": str(message["Subject"] or "(sans objet)"),
        "de": str(message["From"] or depot.expediteur),
        "a": SOUS_ADRESSE.sub("", ", ".join(depot.destinataires)),
        "quand": instant_en_lettres(depot.instant),
        "jour": depot.instant.astimezone(HEURE).date().isoformat(),
        "jour_dit": jour_en_lettres(depot.instant.astimezone(HEURE).date()).capitalize(),
        "heure": heure(depot.instant.astimezone(HEURE)),
        "qui": _court(str(message["From"] or depot.expediteur)),
        "a_qui": ", ".join(_court(adresse) for adresse in depot.destinataires),
        "texte": _partie(message, "plain"),
        "html": _partie(message, "html"),
    }


def _court(adresse: str) -> str:
    """Who that is, in few words: the robot, a name, or the address when there is no name."""
    nom, seule = parseaddr(adresse)
    seule = SOUS_ADRESSE.sub("", seule)
    return "le robot" if seule == ROBOT else nom or seule


def _partie(message: EmailMessage, sorte: str) -> str:
    corps = message.get_body((sorte,))
    return str(corps.get_content()) if corps else ""
