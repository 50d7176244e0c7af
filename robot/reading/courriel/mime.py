"""RFC 5322 and MIME, read by offsets: nothing is copied, nothing recurses without a bound, nothing raises.

The standard parser keeps one object per part and one generator per level; ten
thousand parts or a thousand levels are an attack on it, not on this one.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from robot.reading.courriel.caracteres import decoder, decoder_entete, defaire_base64, nettoyer
from robot.reading.limites import ENTETE_MAX, ENTETES_MAX, PARTIES_MAX, PROFONDEUR_MAX, TEXTE_MAX

_CHAMP = re.compile(r"([!-9;-~]{1,100})[ \t]*:")
_PARAMETRE = re.compile(r';[\s]*([^\s=;"]{1,60})[ \t]*=[ \t]*(?:"([^"]{0,1000})"?|([^\s;"]{1,1000}))')
_TYPE = re.compile(r"\s*([\w.+-]{1,80}/[\w.+-]{1,80})")
_JETON = re.compile(r"[\w-]+")
_LIGNE_VIDE = re.compile(rb"\n\r?\n")
_DEVINE = re.compile(rb"(?:^|\n)--([^\s-][^\r\n]{0,200}?)[ \t]*\r?\n(?=[Cc]ontent-)")
# Base64 grows by a third, UTF-16 by two, quoted-printable by three: enough bytes for the text we keep.
_OCTETS_MAX = TEXTE_MAX * 4


@dataclass(frozen=True)
class Entetes:
    """Header fields in order, names in lower case, values unfolded but not decoded; `coupes` when there were more."""

    champs: tuple[tuple[str, str], ...] = ()
    coupes: bool = False

    @cached_property
    def _par_nom(self) -> dict[str, list[str]]:
        index: dict[str, list[str]] = {}
        for nom, valeur in self.champs:
            index.setdefault(nom, []).append(valeur)
        return index

    def tous(self, nom: str) -> tuple[str, ...]:
        """Every value of a field, in order."""
        return tuple(self._par_nom.get(nom, ()))

    def premier(self, nom: str) -> str:
        """The first value of a field, "" without one."""
        valeurs = self._par_nom.get(nom)
        return valeurs[0] if valeurs else ""

    @cached_property
    def _textes(self) -> dict[str, str]:
        return {}

    def texte(self, nom: str) -> str:
        """The first value, encoded words decoded, on one line."""
        if nom not in self._textes:
            self._textes[nom] = " ".join(nettoyer(decoder_entete(self.premier(nom))).split())
        return self._textes[nom]


@dataclass(frozen=True)
class Partie:
    """One leaf of a message: its type, its headers, and where its bytes lie."""

    type: str
    entetes: Entetes
    parametres: dict[str, str] = field(repr=False)
    source: bytes = field(repr=False)
    debut: int
    fin: int

    @property
    def jointe(self) -> bool:
        """Whether it is an attachment rather than text to read."""
        disposition = self.entetes.premier("content-disposition").lower()
        return disposition.startswith("attachment") or "filename" in disposition or "name" in self.parametres

    @property
    def tronquee(self) -> bool:
        """Whether there is more than we read."""
        return self.fin - self.debut > _OCTETS_MAX

    @cached_property
    def octets(self) -> bytes:
        """The decoded bytes, bounded."""
        return self.defaire(self.source[self.debut : min(self.fin, self.debut + _OCTETS_MAX)])

    def defaire(self, brut: bytes) -> bytes:
        """Bytes of this part, without their transfer encoding."""
        dit = _JETON.search(self.entetes.premier("content-transfer-encoding")[:200])  # whatever surrounds the word
        codage = dit[0].lower() if dit else None
        if codage == "base64":
            return defaire_base64(brut)
        return binascii.a2b_qp(brut) if codage == "quoted-printable" else brut

    @cached_property
    def texte(self) -> str:
        """The decoded text, bounded, line ends and invisible characters cleaned."""
        return nettoyer(decoder(self.octets, self.parametres.get("charset")))


@dataclass(frozen=True)
class Courriel:
    """A message: its headers, its leaves in order, and whether a limit cut it."""

    entetes: Entetes
    type: str
    parametres: dict[str, str] = field(repr=False)
    parties: tuple[Partie, ...]
    coupe: bool

    def de_type(self, *types: str) -> Iterator[Partie]:
        """The leaves of these types."""
        return (partie for partie in self.parties if partie.type in types)


@dataclass
class _Lecteur:
    """Walks a message once; remembers what the limits cut."""

    source: bytes
    coupe: bool
    parties: list[Partie] = field(default_factory=list)

    def parcourir(self, entetes: Entetes, debut: int, fin: int, niveau: int) -> None:
        type_mime, parametres = lire_type(entetes.premier("content-type"))
        if type_mime.startswith("multipart/"):
            limites = self._decouper(parametres.get("boundary", ""), debut, fin)
            if limites and niveau < PROFONDEUR_MAX:
                self._descendre(limites, niveau)
                return
            self.coupe = self.coupe or niveau >= PROFONDEUR_MAX
            type_mime = "text/plain"
        self.parties.append(Partie(type_mime, entetes, parametres, self.source, debut, fin))

    def _descendre(self, limites: list[tuple[int, int]], niveau: int) -> None:
        for debut, fin in limites:
            if len(self.parties) >= PARTIES_MAX:
                self.coupe = True
                return
            entetes, corps = lire_entetes(self.source, debut, fin)
            self.coupe = self.coupe or entetes.coupes
            self.parcourir(entetes, corps, fin, niveau + 1)

    def _decouper(self, frontiere: str, debut: int, fin: int) -> list[tuple[int, int]]:
        """The ranges between delimiter lines; a missing last delimiter ends with the message."""
        marque = frontiere.encode()
        if not marque or self.source.find(b"--" + marque, debut, fin) < 0:
            devine = _DEVINE.search(self.source, max(debut - 1, 0), fin)
            if devine is None:
                return []
            marque = devine[1]
        bornes: list[tuple[int, int]] = []
        ouvert = -1
        for position, apres, derniere in self._delimiteurs(b"--" + marque, debut, fin):
            if ouvert >= 0:
                bornes.append((ouvert, max(ouvert, self._sans_fin_de_ligne(position - 1))))
            if derniere or len(bornes) > PARTIES_MAX:
                return bornes
            ouvert = apres
        if 0 <= ouvert < fin:
            bornes.append((ouvert, fin))
        return bornes

    def _delimiteurs(self, marque: bytes, debut: int, fin: int) -> Iterator[tuple[int, int, bool]]:
        """Each delimiter line: where it begins, where the next line does, whether it closes the multipart."""
        position = debut
        while (position := self.source.find(marque, position, fin)) >= 0:
            saut = self.source.find(b"\n", position, fin)
            apres = fin if saut < 0 else saut + 1
            reste = self.source[position + len(marque) : min(apres, position + len(marque) + 80)].strip()
            if self.source[position - 1 : position] == b"\n" and reste in (b"", b"--"):
                yield position, apres, bool(reste)
            position += len(marque)

    def _sans_fin_de_ligne(self, position: int) -> int:
        return position - 1 if self.source[position - 1 : position] == b"\r" else position


def lire_entetes(source: bytes, debut: int = 0, fin: int | None = None) -> tuple[Entetes, int]:
    """The header fields at `debut`, and where the body begins.

    A line that is no header ends the headers, as a blank one does.
    """
    fin = len(source) if fin is None else fin
    champs: list[tuple[str, list[str]]] = []
    position, plafond = debut, min(fin, debut + ENTETES_MAX)
    while position < plafond:
        saut = source.find(b"\n", position, plafond)
        if saut < 0 and plafond < fin:
            break
        suivante = fin if saut < 0 else saut + 1
        brut = source[position:suivante].rstrip(b"\r\n")
        if not brut:
            return _entetes(champs), suivante
        ligne = _en_texte(brut[:ENTETE_MAX])
        champ = _CHAMP.match(ligne)
        if champ:
            champs.append((champ[1].lower(), [ligne[champ.end() :]]))
        elif ligne[:1] in (" ", "\t") and champs:
            champs[-1][1].append(ligne)
        elif position != debut or not ligne.startswith(("From ", ">From ")):
            return _entetes(champs), position
        position = suivante
    if position >= fin:
        return _entetes(champs), position
    blanc = _LIGNE_VIDE.search(source, max(position - 1, 0), fin)
    return _entetes(champs, coupes=True), blanc.end() if blanc else fin


def _entetes(champs: list[tuple[str, list[str]]], *, coupes: bool = False) -> Entetes:
    return Entetes(tuple((nom, "\n".join(lignes)[:ENTETE_MAX].strip()) for nom, lignes in champs), coupes)


def _en_texte(brut: bytes) -> str:
    try:
        return brut.decode("ascii")
    except UnicodeDecodeError:
        return decoder(brut, None)


def lire_type(valeur: str) -> tuple[str, dict[str, str]]:
    """`text/plain` and its parameters, names in lower case; continuations joined (RFC 2231)."""
    declare = _TYPE.match(valeur)
    type_mime = declare[1].lower() if declare else "text/plain"
    parametres: dict[str, str] = {}
    for trouve in _PARAMETRE.finditer(valeur):
        nom, _, numero = trouve[1].lower().partition("*")
        contenu = trouve[2] if trouve[2] is not None else trouve[3]
        if numero.strip("*") not in ("", "0"):
            parametres[nom] = parametres.get(nom, "") + contenu
        else:
            parametres.setdefault(nom, contenu)
    return type_mime, parametres


def analyser(octets: bytes) -> Courriel:
    """A message taken apart. Never raises."""
    if b"\n" not in octets and b"\r" in octets:
        octets = octets.replace(b"\r", b"\n")
    octets = octets.lstrip(b"\r\n")
    entetes, corps = lire_entetes(octets)
    lecteur = _Lecteur(octets, entetes.coupes)
    lecteur.parcourir(entetes, corps, len(octets), 0)
    type_mime, parametres = lire_type(entetes.premier("content-type"))
    coupe = lecteur.coupe or any(p.tronquee for p in lecteur.parties if p.type.startswith("text/") and not p.jointe)
    return Courriel(entetes, type_mime, parametres, tuple(lecteur.parties), coupe)


def corps_seul(octets: bytes, type_mime: str) -> Courriel:
    """A bare body without headers, as one part."""
    partie = Partie(type_mime, Entetes(), {}, octets, 0, len(octets))
    return Courriel(Entetes(), type_mime, {}, (partie,), partie.tronquee)
