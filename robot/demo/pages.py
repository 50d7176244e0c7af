"""Every message of the demo as an `.eml` file and as a page, and an index of them all."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from jinja2 import DictLoader, Environment, StrictUndefined

from robot.adapters.messagerie.embarques import Depot
from robot.domain.dates import instant_en_lettres

STYLE = """
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .4rem .6rem; vertical-align: top; }
tr { border-bottom: 1px solid #8886; } dt { font-weight: 600; } dd { margin: 0 0 .3rem; overflow-wrap: anywhere; }
pre { white-space: pre-wrap; border: 1px solid #8886; padding: 1rem; overflow-wrap: anywhere; }
iframe { width: 100%; height: 60rem; border: 1px solid #8886; background: #fff; }
""".strip()

# The token of an offer, long and of no interest to the eye.
SOUS_ADRESSE = re.compile(r"\+[^@]*(?=@)")

PAGES = {
    "index": """<!doctype html><html lang="fr"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>Le courrier de la démonstration</title>
<style>{{ style }}</style></head><body><h1>Le courrier de la démonstration</h1>
<table><thead><tr><th scope="col">Quand</th><th scope="col">De, à</th><th scope="col">Objet</th></tr></thead><tbody>
{% for m in messages %}<tr><td>{{ m.quand }}</td><td>{{ m.de }}<br>→ {{ m.a }}</td>
<td><a href="courrier/{{ m.nom }}.html">{{ m.objet }}</a></td></tr>
{% endfor %}</tbody></table></body></html>""",
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


def ecrire_les_pages(dossier: Path, depots: tuple[Depot, ...]) -> Path:
    """Write every message into `dossier/courrier`; the index to open."""
    environnement = Environment(loader=DictLoader(PAGES), autoescape=True, undefined=StrictUndefined)
    courrier = dossier / "courrier"
    courrier.mkdir()
    messages = [_decrire(numero, depot) for numero, depot in enumerate(depots, start=1)]
    for depot, message in zip(depots, messages, strict=True):
        (courrier / f"{message['nom']}.eml").write_bytes(depot.octets)
        page = environnement.get_template("message").render(m=message, style=STYLE)
        (courrier / f"{message['nom']}.html").write_text(page, encoding="utf-8")
    index = dossier / "index.html"
    index.write_text(environnement.get_template("index").render(messages=messages, style=STYLE), encoding="utf-8")
    return index


def _decrire(numero: int, depot: Depot) -> dict[str, str]:
    message = message_from_bytes(depot.octets, policy=policy.default)
    return {
        "nom": f"{numero:03d}",
        "objet": str(message["Subject"] or "(sans objet)"),
        "de": str(message["From"] or depot.expediteur),
        "a": SOUS_ADRESSE.sub("", ", ".join(depot.destinataires)),
        "quand": instant_en_lettres(depot.instant),
        "texte": _partie(message, "plain"),
        "html": _partie(message, "html"),
    }


def _partie(message: EmailMessage, sorte: str) -> str:
    corps = message.get_body((sorte,))
    return str(corps.get_content()) if corps else ""
