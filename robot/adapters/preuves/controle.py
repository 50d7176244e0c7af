#!/usr/bin/env python3
"""Contrôle un fichier de preuve du robot d'orientation, sans le robot ni sa base.

    python3 verifier.py preuve-V-2026-0042.zip [--tete HEX] [--racine HEX]
    python3 verifier.py DOSSIER_EXTRAIT

Python 3.11 ou plus récent suffit. Rien n'est exécuté ni affiché du contenu des
messages : ils sont seulement comptés et hachés. Sortie : 0 tout tient, 1
quelque chose ne tient pas, 2 le fichier ne se lit pas.

Written from the description in `robot/adapters/base/chaine.py` (version 1; the
root, second definition), and sharing no code with it: netstrings, SHA-256, a Merkle tree as in RFC 6962.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

FORMAT = "robot-preuve/2"
# Without the path of each letter to the root: its sending is proven only where the journal cites it.
FORMAT_1 = "robot-preuve/1"
MANIFESTE = "MANIFESTE.sha256"
# With the messages and letters that `pieces.json` describes, all that a proof holds.
FIXES = {"LISEZMOI.txt", "histoire.txt", "dossier.json", "journal.json", "pieces.json", "verifier.py", MANIFESTE}
SANS_PREUVE = "histoire.txt et LISEZMOI.txt aident à lire, et rien ne les prouve : comparez-les à ces lignes."
SAUF = "Tout tient, sauf ce qui n'est pas établi (ci-dessus)."
AUTRE_RACINE = (
    "la racine notée ailleurs n'est pas celle du fichier : si cet export l'a imprimée, le fichier a été changé ; "
    "sinon, elle ne se compare que sur la base (« robot journal verifier --racine »)"
)
LONGUEUR_DITE = 60
OCTETS_MAXIMUM = 2_000_000_000
SAMEDI = 5
EN_COURS = ("a_expedier", "confiee")
PARTIE = "expediee"
PEUT_ETRE = ("confiee", "non_confirmee")
SANS_REPONSE = "aucun serveur n'a dit l'avoir prise"
ABSENT = "-"
ABIME = (KeyError, TypeError, ValueError, AttributeError, IndexError, ArithmeticError, RecursionError)

# What each object of the data files holds, no more and no less; `?`: or null.
FORMES = {
    "dossier": "format:str reference:str cle:str lignes:int tete:str racine:str chemin:list exporte_le:str "
    "effacements:list",
    "effacement": "numero:int le:str source:str engagements:list precedent:str maillon:str chemin:list",
    "ligne": "reference:str numero:int fait:str le:str inscrit_le:str donnees:str rendez_vous:str? engagement:str "
    "pieces:str maillon:str personnel:dict?",
    "personnel": "sel:str donnees:str",
    "pieces": "messages:list lettres:list",
    "message": "empreinte:str dossier:str uidvalidity:int uid:int recu_le:str consigne_le:str nature:str rangement:str "
    "engagement:str sceau:str message_id:str expediteur:str objet:str resume:str sel:str conserve:str fichier:str?",
    "lettre": "reference:str rang:int gabarit:str automatique:bool cree_le:str engagement:str sceau:str cle:str "
    "message_id:str destinataire:str courrier:str etat:str expedie_le:str? essais:int reponse:str "
    "engagement_envoi:str sceau_envoi:str sel:str conserve:str fichier:str? chemin:list",
}
FORMES["lettre/1"] = FORMES["lettre"].removesuffix(" chemin:list")
TYPES = {"str": str, "int": int, "bool": bool, "list": list, "dict": dict}

Objet = dict[str, Any]


class PreuveIllisible(Exception):
    """The file cannot be examined at all; the text is French."""


class Rapport:
    """What holds and what does not, in order, in French."""

    def __init__(self) -> None:
        self.constats: list[tuple[bool, str]] = []
        self.faits: list[str] = []
        self.limites: list[str] = []

    def noter(self, tient: bool, quoi: str) -> bool:
        """Note one thing; whether it holds."""
        self.constats.append((tient, quoi))
        return tient

    @property
    def tient(self) -> bool:
        """Whether everything holds."""
        return bool(self.constats) and all(tient for tient, _ in self.constats)

    def lignes(self) -> Iterator[str]:
        """The report as people read it."""
        yield from (
            f"{'tient         ' if tient else 'NE TIENT PAS  '} {propre(quoi)}" for tient, quoi in self.constats
        )
        yield ""
        if self.tient:
            yield "Ce que cette preuve établit (heures universelles) :"
            yield from (f"  {propre(fait)}" for fait in self.faits)
            if self.limites:
                yield "Ce qu'elle n'établit pas, quoi que le fichier en dise :"
                yield from (f"  {propre(limite)}" for limite in self.limites)
            yield from (SANS_PREUVE, "", SAUF if self.limites else "Tout tient.")
        else:
            fautes = sum(not tient for tient, _ in self.constats)
            yield f"{fautes} chose(s) ne tiennent pas : voir ci-dessus."


def propre(texte: str) -> str:
    """What a terminal may be given."""
    return "".join(c if c.isprintable() else "?" for c in texte.encode(errors="backslashreplace").decode())


# --- hashing --------------------------------------------------------------------------------------


def chaines(*textes: str | bytes) -> bytes:
    """Netstrings."""
    octets = [t if isinstance(t, bytes) else t.encode() for t in textes]
    return b"".join(str(len(o)).encode() + b":" + o + b"," for o in octets)


def hacher(*textes: str | bytes) -> str:
    """SHA-256 of netstrings, in hexadecimal."""
    return hashlib.sha256(chaines(*textes)).hexdigest()


def engagement(sel: str, *textes: str | bytes) -> str:
    """SHA-256 of the salt then of netstrings."""
    return hashlib.sha256(bytes.fromhex(sel) + chaines(*textes)).hexdigest()


# --- reading --------------------------------------------------------------------------------------


def lire(chemin: Path, octets_maximum: int = OCTETS_MAXIMUM) -> dict[str, bytes]:
    """Every file of the proof, by name; a zip that would be larger once open is refused. Raises PreuveIllisible."""
    try:
        return _du_dossier(chemin) if chemin.is_dir() else _du_zip(chemin, octets_maximum)
    except (OSError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as erreur:
        raise PreuveIllisible(f"{chemin} ne se lit pas ({erreur}).") from erreur


def _du_zip(chemin: Path, octets_maximum: int) -> dict[str, bytes]:
    with zipfile.ZipFile(chemin) as archive:
        noms = archive.namelist()
        if len(set(noms)) < len(noms):
            raise PreuveIllisible(f"{chemin} contient deux fichiers du même nom.")
        if sum(info.file_size for info in archive.infolist()) > octets_maximum:
            raise PreuveIllisible(f"{chemin} est trop gros pour une preuve.")
        return {nom: archive.read(nom) for nom in noms}


def _du_dossier(chemin: Path) -> dict[str, bytes]:
    fichiers = (fichier for fichier in sorted(chemin.rglob("*")) if fichier.is_file())
    return {fichier.relative_to(chemin).as_posix(): fichier.read_bytes() for fichier in fichiers}


def champs(nom: str) -> dict[str, str]:
    """The fields of an object, each with its type."""
    return dict(champ.split(":") for champ in FORMES[nom].split())


def forme(objet: Any, nom: str) -> Objet:
    """The same object, if it has exactly the fields it must. Raises ValueError."""
    attendus = champs(nom)
    if type(objet) is not dict or objet.keys() != attendus.keys():
        raise ValueError(f"{nom} : ses champs ne sont pas ceux attendus")
    for champ, genre in attendus.items():
        if objet[champ] is None and genre.endswith("?"):
            continue
        vide = genre.endswith("?") and not objet[champ]  # null, never empty
        if vide or type(objet[champ]) is not TYPES[genre.rstrip("?")]:
            raise ValueError(f"{nom} : « {champ} » n'est pas de la forme attendue")
    return objet


# --- checking -------------------------------------------------------------------------------------


def controler(fichiers: Mapping[str, bytes], tete: str = "", racine: str = "") -> Rapport:
    """Recompute everything. `tete` and `racine` are what was noted elsewhere, if anything was."""
    rapport = Rapport()
    _manifeste(fichiers, rapport)
    try:
        dossier, journal, pieces = (json.loads(fichiers[f"{nom}.json"]) for nom in ("dossier", "journal", "pieces"))
        if forme(dossier, "dossier")["format"] not in {FORMAT, FORMAT_1}:
            rapport.noter(False, f"format {dossier['format']} : ce contrôle ne connaît que {FORMAT_1} et {FORMAT}")
            return rapport
        lettre = "lettre" if dossier["format"] == FORMAT else "lettre/1"
        journal = [forme(ligne, "ligne") for ligne in journal]
        forme(pieces, "pieces")
        pieces["messages"] = [forme(piece, "message") for piece in pieces["messages"]]
        pieces["lettres"] = [forme(piece, lettre) for piece in pieces["lettres"]]
        effaces = _effacements(dossier, rapport)
        sceaux = _messages(pieces["messages"], fichiers, effaces, rapport)
        sceaux |= _lettres(pieces["lettres"], fichiers, effaces, rapport)
        cites = _journal(dossier, journal, effaces, sceaux, rapport)
        _liens(pieces, cites, fichiers, rapport)
        _envois(dossier, pieces["lettres"], cites, rapport)
        _delais(journal, rapport)
        _offres(journal, pieces["lettres"], fichiers, rapport)
        _racine(dossier, rapport)
        _temoins(dossier, tete, racine, rapport)
        _raconter(journal, rapport)
    except ABIME as erreur:
        rapport.noter(False, f"un fichier de données n'a pas la forme attendue ({type(erreur).__name__} : {erreur})")
    return rapport


def _manifeste(fichiers: Mapping[str, bytes], rapport: Rapport) -> None:
    autres = sorted(nom for nom in fichiers if nom != MANIFESTE)
    attendu = "".join(f"{hashlib.sha256(fichiers[nom]).hexdigest()}  {nom}\n" for nom in autres)
    ecrit = fichiers.get(MANIFESTE, b"").decode(errors="replace")
    if rapport.noter(ecrit == attendu, f"les {len(autres)} fichiers sont ceux du manifeste"):
        return
    lus = dict(ligne.split("  ", 1)[::-1] for ligne in ecrit.splitlines() if "  " in ligne)
    for nom in sorted(lus.keys() | set(autres)):
        if nom not in lus:
            rapport.noter(False, f"{nom} a été ajouté")
        elif nom not in fichiers:
            rapport.noter(False, f"{nom} manque")
        elif lus[nom] != hashlib.sha256(fichiers[nom]).hexdigest():
            rapport.noter(False, f"{nom} a été changé, ou sa ligne du manifeste")


def _journal(
    dossier: Objet, journal: list[Objet], effaces: Mapping[str, Objet], sceaux: set[str], rapport: Rapport
) -> set[str]:
    """The chain: each line, from the origin to the head; the seals that it cites."""
    reference, cites = dossier["reference"], set[str]()
    maillon = hacher("robot-dossier/1", reference, dossier["cle"])
    fautes = 0
    for numero, ligne in enumerate(journal, start=1):
        ou = f"journal, ligne {numero}"
        rendez_vous = "-" if ligne["rendez_vous"] is None else ligne["rendez_vous"]
        suite = hacher(
            "robot-journal/1", maillon, reference, str(numero), ligne["fait"], ligne["le"], ligne["inscrit_le"],
            ligne["donnees"], rendez_vous, ligne["engagement"], ligne["pieces"],
        )  # fmt: skip
        if (ligne["reference"], ligne["numero"]) != (reference, numero) or suite != ligne["maillon"]:
            fautes += 1
            rapport.noter(False, f"{ou} : elle a été changée, déplacée, ajoutée, ou celle d'avant manque")
        maillon = ligne["maillon"]
        personnel = ligne["personnel"]
        if ligne["engagement"]:
            partie = {"sel": "", "donnees": ""} if personnel is None else forme(personnel, "personnel")
            sel, textes = partie["sel"], (partie["donnees"],)
            _contenu(f"{ou}, partie personnelle", ligne["engagement"], sel, textes, textes, effaces, rapport)
        elif personnel is not None:
            rapport.noter(False, f"{ou} : une partie personnelle a été ajoutée")
        for sceau in ligne["pieces"].split():
            cites.add(sceau)
            if sceau not in sceaux:
                rapport.noter(False, f"{ou} : la pièce de sceau {sceau[:12]}… manque, ou a été changée")
    if not fautes:
        rapport.noter(
            True, f"les {len(journal)} lignes du journal s'enchaînent, de la libération du logement à la tête"
        )
    fin = (len(journal), maillon) == (dossier["lignes"], dossier["tete"])
    rapport.noter(fin, f"le journal finit à la ligne {dossier['lignes']}, tête {dossier['tete']}")
    return cites


def _contenu(
    ou: str, promis: str, sel: str, textes: tuple[str | bytes, ...], restes: tuple[str | None, ...],
    effaces: Mapping[str, Objet], rapport: Rapport,
) -> bool:  # fmt: skip
    """One commitment: kept, or erased by right with no remains; whether its content is there and is the one."""
    if sel:
        tient = engagement(sel, *textes) == promis
        return rapport.noter(tient, f"{ou} : {'identique à ce qui fut inscrit' if tient else 'contenu changé'}")
    efface = effaces.get(promis)
    if any(restes):
        rapport.noter(False, f"{ou} : contenu sans son sel, que rien ne garantit")
    elif efface:
        rapport.noter(True, f"{ou} : effacé le {efface['le']}, son empreinte reste")
    else:
        rapport.noter(False, f"{ou} : contenu absent, et aucun effacement ne l'explique")
    return False


def _messages(
    messages: list[Objet], fichiers: Mapping[str, bytes], effaces: Mapping[str, Objet], rapport: Rapport
) -> set[str]:
    sceaux = set[str]()
    for rang, m in enumerate(messages, start=1):
        ou = f"message reçu {rang} ({m['fichier'] or 'effacé'})"
        octets = fichiers[m["fichier"]] if m["fichier"] else b""
        textes = (m["message_id"], m["expediteur"], m["objet"], m["resume"], octets, m["conserve"])
        _contenu(ou, m["engagement"], m["sel"], textes, (*textes[:4], m["conserve"], m["fichier"]), effaces, rapport)
        calcule = hacher(
            "robot-message/1", m["empreinte"], m["dossier"], str(m["uidvalidity"]), str(m["uid"]), m["recu_le"],
            m["consigne_le"], m["nature"], m["rangement"], m["engagement"],
        )  # fmt: skip
        if calcule != m["sceau"]:
            rapport.noter(False, f"{ou} : sa fiche a été changée")
        sceaux.add(m["sceau"])
    return sceaux


def _lettres(
    lettres: list[Objet], fichiers: Mapping[str, bytes], effaces: Mapping[str, Objet], rapport: Rapport
) -> set[str]:
    sceaux = set[str]()
    for rang, m in enumerate(lettres, start=1):
        ou = _nom_de_lettre(rang, m)
        textes = (m["cle"], m["message_id"], m["destinataire"], m["courrier"])
        cle = "" if m["cle"] == f"efface/{m['sceau']}" else "une autre clé"
        restes = (cle, *textes[1:], m["reponse"], m["conserve"], m["fichier"])
        entiere = _contenu(f"{ou}, telle que demandée", m["engagement"], m["sel"], textes, restes, effaces, rapport)
        calcule = hacher(
            "robot-lettre/1", m["reference"], str(m["rang"]), m["gabarit"], "oui" if m["automatique"] else "non",
            m["cree_le"], m["engagement"],
        )  # fmt: skip
        if calcule != m["sceau"]:
            rapport.noter(False, f"{ou} : sa fiche a été changée")
        sceaux.add(m["sceau"])
        if m["sceau_envoi"]:
            if entiere:
                octets = fichiers[m["fichier"]] if m["fichier"] else b""
                envoi = (m["reponse"], octets, m["conserve"])
                _contenu(f"{ou}, telle qu'envoyée", m["engagement_envoi"], m["sel"], envoi, (), effaces, rapport)
            quand = "-" if m["expedie_le"] is None else m["expedie_le"]
            calcule = hacher("robot-envoi/1", m["sceau"], m["etat"], quand, str(m["essais"]), m["engagement_envoi"])
            if calcule != m["sceau_envoi"]:
                rapport.noter(False, f"{ou} : la fiche de son envoi a été changée")
            sceaux.add(m["sceau_envoi"])
        elif m["etat"] not in EN_COURS or m["fichier"] or m["engagement_envoi"]:
            rapport.noter(False, f"{ou} : elle est dite « {m['etat']} », sans le sceau de son envoi")
        if (m["etat"] == PARTIE) != (m["expedie_le"] is not None):
            rapport.noter(False, f"{ou} : son état « {m['etat']} » et la date de son envoi se contredisent")
    return sceaux


def _nom_de_lettre(rang: int, lettre: Objet) -> str:
    return f"lettre {rang}, {lettre['gabarit']} ({lettre['fichier'] or 'sans texte'})"


def _envois(dossier: Objet, lettres: list[Objet], cites: set[str], rapport: Rapport) -> None:
    """Whether each letter had left, and how: under the root, or cited by the journal; else, it is not proven.

    A seal proves nothing alone: its salt is in the file, so anyone makes another.
    """
    for rang, m in enumerate(lettres, start=1):
        ou = _nom_de_lettre(rang, m)
        partie, cite = m["expedie_le"] is not None, m["sceau_envoi"] in cites
        if dossier["format"] == FORMAT:
            suite = m["sceau_envoi"] if partie else ABSENT
            feuille = chaines("robot-feuille/1", "lettre", m["sceau"], suite)
            dite = f"partie le {m['expedie_le']}" if partie else SANS_REPONSE
            tient = _remonter(feuille, m["chemin"]) == dossier["racine"]
            rapport.noter(tient, f"{ou} : {dite}, {'sous la racine' if tient else 'ce que la racine ne dit pas'}")
            if not partie and _peut_etre_recue(m):
                rapport.limites.append(f"{ou} : elle a pu être reçue d'un essai dont le robot n'a pas su l'issue")
            elif not partie and not cite:
                rapport.limites.append(f"{ou} : {SANS_REPONSE} ; rien d'autre de son envoi n'est établi")
        elif not cite:
            rapport.limites.append(f"{ou} : ni son envoi, ni son texte, ni sa date n'est établi (ancien format)")


def _peut_etre_recue(lettre: Objet) -> bool:
    """Whether a server may have taken it without the robot hearing of it."""
    return lettre["etat"] in PEUT_ETRE or lettre["reponse"].startswith("peut-être")


def _liens(pieces: Objet, cites: set[str], fichiers: Mapping[str, bytes], rapport: Rapport) -> None:
    """Nothing is in the file that the journal does not speak of, whatever the manifest says."""
    fautes = list[str]()
    attendus = set(FIXES)
    vus = set[str]()
    for genre in ("messages", "lettres"):
        for rang, piece in enumerate(pieces[genre], start=1):
            nom = f"{genre}/{rang:04d}.eml"
            attendus |= {nom} if piece["fichier"] else set()
            if piece["sceau"] not in cites:
                fautes.append(f"{piece['fichier'] or piece['sceau']} : aucune ligne du journal n'en parle")
            if piece["sceau"] in vus:
                fautes.append(f"{piece['fichier'] or piece['sceau']} : la même pièce est décrite deux fois")
            vus.add(piece["sceau"])
            if piece["fichier"] not in {None, nom}:
                fautes.append(f"{piece['fichier']} : la pièce est {nom}, un autre nom ne prouve rien")
    fautes += (f"{nom} : aucune pièce ne le décrit, il a été ajouté" for nom in sorted(fichiers.keys() - attendus))
    for faute in fautes:
        rapport.noter(False, faute)
    if not fautes:
        nombres = f"{len(pieces['messages'])} message(s) et {len(pieces['lettres'])} lettre(s)"
        rapport.noter(True, f"le journal parle de chaque pièce, et il n'y a rien d'autre : {nombres}")


def _raconter(journal: list[Objet], rapport: Rapport) -> None:
    """What the journal says, fact by fact, without the words that people wrote."""
    for ligne in journal:
        dits = list[str]()
        for nom, valeur in json.loads(ligne["donnees"]).items():
            dite = valeur["echeance"] if isinstance(valeur, dict) and "echeance" in valeur else valeur
            court = isinstance(dite, str | int) and 0 < len(str(dite)) <= LONGUEUR_DITE
            if court and nom not in {"le", "reference", "jeton"}:
                dits.append(f"{nom} = {'non' if dite is False else 'oui' if dite is True else dite}")
        rapport.faits.append(" ; ".join((f"{ligne['numero']:3} {ligne['le'][:19]} {ligne['fait']}", *dits)))


def _delais(journal: list[Objet], rapport: Rapport) -> None:
    """Each deadline, counted again from its own days."""
    for ligne in journal:
        donnees = json.loads(ligne["donnees"])
        for nom in ("decompte", "designation"):
            decompte = donnees.get(nom)
            if not decompte:
                continue
            tient = _compte_bien(decompte)
            delai = f"délai de {decompte['jours_ouvres']} jours ouvrés à compter du {decompte['reception']}"
            fin = f"jusqu'au {decompte['jours'][-1]['date']} à minuit"
            faute = "" if tient else " : ses jours ne se recomptent pas"
            rapport.noter(tient, f"journal, ligne {ligne['numero']} : {delai}, {fin}{faute}")


def _compte_bien(decompte: Objet) -> bool:
    jours = [(date.fromisoformat(jour["date"]), jour["compte"], jour["raison"]) for jour in decompte["jours"]]
    depart = date.fromisoformat(decompte["reception"])
    suivis = all(jour == depart + timedelta(days=rang) for rang, (jour, _, _) in enumerate(jours))
    ouvres = [jour for jour, compte, _ in jours if compte]
    return (
        suivis
        and not jours[0][1]
        and (jours[-1][1] or len(jours) == 1)  # no working day was left: the period ends with its only day
        and len(ouvres) == decompte["jours_ouvres"]
        and all(jour.weekday() < SAMEDI for jour in ouvres)
        and all(raison for _, _, raison in jours)
    )


def _offres(journal: list[Objet], lettres: list[Objet], fichiers: Mapping[str, bytes], rapport: Rapport) -> None:
    """The hash that the fact of a sending bears is that of a letter of the file, unless it was erased."""
    presentes = {hashlib.sha256(fichiers[lettre["fichier"]]).hexdigest() for lettre in lettres if lettre["fichier"]}
    effacees = any(lettre["sceau_envoi"] and not lettre["sel"] for lettre in lettres)
    for ligne in journal:
        if ligne["fait"] != "OrientationExpediee" or effacees:
            continue
        marque = json.loads(ligne["donnees"])["empreinte"]
        ou = f"journal, ligne {ligne['numero']}"
        rapport.noter(marque in presentes, f"{ou} : l'offre envoyée est une lettre de ce fichier")


def _effacements(dossier: Objet, rapport: Rapport) -> dict[str, Objet]:
    """What was erased by right, by its commitment: each erasure is under the root, like the dossier."""
    effaces: dict[str, Objet] = {}
    for e in (forme(efface, "effacement") for efface in dossier["effacements"]):
        textes = (e["precedent"], str(e["numero"]), e["le"], e["source"], "\n".join(e["engagements"]))
        maillon = hacher("robot-effacement/1", *textes)
        tient = _remonter(chaines("robot-feuille/1", "effacement", maillon), e["chemin"]) == dossier["racine"]
        tient = tient and maillon == e["maillon"]
        if rapport.noter(tient, f"l'effacement du {e['le']} ({e['source']}) est inscrit sous la racine"):
            effaces |= dict.fromkeys(e["engagements"], e)
    return effaces


def _racine(dossier: Objet, rapport: Rapport) -> None:
    """The path from this dossier to the root of everything the robot held when the file was made."""
    feuille = chaines("robot-feuille/1", "dossier", dossier["reference"], str(dossier["lignes"]), dossier["tete"])
    tient = _remonter(feuille, dossier["chemin"]) == dossier["racine"]
    rapport.noter(tient, f"ce dossier est sous la racine {dossier['racine']}")


def _remonter(feuille: bytes, chemin: list[list[str]]) -> str:
    """The root that a leaf and its siblings lead to."""
    noeud = hashlib.sha256(b"\x00" + feuille).digest()
    for cote, voisin in chemin:
        autre = bytes.fromhex({"g": voisin, "d": voisin}[cote])
        noeud = hashlib.sha256(b"\x01" + (autre + noeud if cote == "g" else noeud + autre)).digest()
    return noeud.hex()


def _temoins(dossier: Objet, tete: str, racine: str, rapport: Rapport) -> None:
    """What was noted outside of the file."""
    for nom, note in (("tete", tete), ("racine", racine)):
        if note:
            tient = dossier[nom] == "".join(note.split()).partition("@")[0].lower()
            juste = f"la {nom} notée ailleurs est celle du fichier"
            rapport.noter(tient, juste if tient or nom != "racine" else AUTRE_RACINE)


def main(arguments: list[str] | None = None) -> int:
    """Examine one proof; the exit code."""
    analyseur = argparse.ArgumentParser(description="Contrôle un fichier de preuve du robot d'orientation.")
    ici = Path(__file__).resolve().parent
    analyseur.add_argument("preuve", type=Path, nargs="?", default=ici, help="le zip, ou le dossier extrait")
    analyseur.add_argument("--tete", default="", help="la tête du journal, notée ailleurs")
    analyseur.add_argument("--racine", default="", help="la racine que cet export a imprimée")
    choix = analyseur.parse_args(arguments)
    try:
        rapport = controler(lire(choix.preuve), choix.tete, choix.racine)
    except PreuveIllisible as erreur:
        print(erreur, file=sys.stderr)
        return 2
    for ligne in rapport.lignes():
        print(ligne)
    return 0 if rapport.tient else 1


if __name__ == "__main__":
    sys.exit(main())
