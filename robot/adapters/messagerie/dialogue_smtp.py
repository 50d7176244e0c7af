"""One SMTP dialogue, command by command, over a client of the library: RFC 5321, 4.1 and 4.2."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import aiosmtplib

from robot.adapters.messagerie.verdicts_smtp import Etape


class Coupure(Exception):
    """The connection broke, or the server closed the session (421), before the data: nothing was sent.

    `etape` is the command that got no answer.
    """

    def __init__(self, etape: Etape, mots: str) -> None:
        super().__init__(mots)
        self.etape = etape


class Refus(Exception):
    """The server said no to a command."""

    def __init__(self, etape: Etape, code: int, mots: str) -> None:
        super().__init__(f"{code} {mots}")
        self.etape, self.code, self.mots = etape, code, mots


def options_mail(client: aiosmtplib.SMTP, octets: bytes) -> Iterator[str]:
    """What our MAIL says of the message, as far as the server understands it (RFC 1870, RFC 6152)."""
    if client.supports_extension("size"):
        yield f"SIZE={len(octets)}"
    if not octets.isascii() and client.supports_extension("8bitmime"):
        yield "BODY=8BITMIME"


async def ordonner(client: aiosmtplib.SMTP, etape: Etape, *mots: str) -> None:
    """One command. Raises Refus, or Coupure (a 421 ends the session too)."""
    try:
        reponse = await client.execute_command(*(mot.encode("ascii") for mot in mots))
    except (aiosmtplib.SMTPException, OSError) as erreur:
        raise Coupure(etape, str(erreur)) from erreur
    if reponse.code == aiosmtplib.SMTPStatus.domain_unavailable:
        raise Coupure(etape, f"{reponse.code} {_mots(reponse)}")
    attendus = (354,) if mots == ("DATA",) else (250, 251)
    if reponse.code not in attendus:
        raise Refus(etape, reponse.code, _mots(reponse))


async def transmettre(client: aiosmtplib.SMTP, octets: bytes, delai_s: float) -> tuple[int, str]:
    """The data and its answer, within that many seconds.

    `client.data()` would not tell a cut before 354 from one after the last byte.
    """
    if client.protocol is None:
        raise aiosmtplib.SMTPServerDisconnected("liaison coupée")
    client.protocol.write(octets)
    reponse = await client.protocol.read_response(timeout=delai_s)
    return reponse.code, _mots(reponse)


def _mots(reponse: aiosmtplib.SMTPResponse) -> str:
    """The server's words on one line, fit to be stored whatever their bytes were."""
    return " ".join(reponse.message.encode(errors="surrogateescape").decode(errors="replace").split())


async def remettre_a_zero(client: aiosmtplib.SMTP) -> None:
    """RSET after a refusal; a session that will not is not kept."""
    try:
        await client.rset()
    except aiosmtplib.SMTPException:
        client.close()


def rompre(client: aiosmtplib.SMTP) -> None:
    """Drop a connection at once, unsent bytes included."""
    if isinstance(client.transport, asyncio.WriteTransport):
        client.transport.abort()
    client.close()


async def quitter(client: aiosmtplib.SMTP) -> None:
    """QUIT, then drop what is left of the line."""
    transport = client.transport
    try:
        await client.quit()
    except aiosmtplib.SMTPException:
        client.close()
    if isinstance(transport, asyncio.WriteTransport):
        transport.abort()  # all was said
