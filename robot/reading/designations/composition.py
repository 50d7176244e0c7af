"""From the fields of one candidate's lines to a `Candidat`; what is not certain is left out, and said.

The rule above all: never the address of one person for another. An address is
the candidate's when its label says so, or when it is the only private one,
written before any référent; a référent's when it follows his name. Every
other case is a doubt, and nothing is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from robot.domain.adresses import MOTS_DE_SERVICE, defaut, domaine_public
from robot.domain.candidat import Candidat, Critere
from robot.domain.ecriture import propre
from robot.reading.calque import calquer
from robot.reading.designations.alentours import est_un_nom_entier
from robot.reading.designations.champs import Champ, Role, a_une_civilite, nom_dans
from robot.reading.designations.priorites import PrioriteLue, lire_priorite, passages
from robot.reading.designations.reperes import COMMUNE, Espece

NOM_MAX = 120
TEXTE_MAX = 300
LETTRES_D_UN_NOM = 3
TELEPHONES_MAX = 2

_CODE_POSTAL = re.compile(r"\b[0-9]{5} +[^\W\d]")
_JUSQU_A_LA_COMMUNE = re.compile(rf".{{0,100}}?\b[0-9]{{5}} {COMMUNE}(?= )")
_SERVICE = re.compile(
    r"\b(?:ccas|cias|mairie|commune|departement|cd74|conseil|service|pole|association|centre|siao|chrs|ddets)\b"
)
_TRAITS = str.maketrans("", "", "-'’.")
_RANG = re.compile(r"^\W*[0-9]{1,2}[°.)/:\-]* +")  # of a list
_RIEN = re.compile(r"(?:non|aucune?|neant|sans|ras|x|0|oui)?\W*")
# Words of an address where référents work, and households do not.
_INSTITUTIONS = frozenset({
    "ccas", "cias", "mairie", "ville", "commune", "departement", "conseil", "siao", "ddets", "prefecture", "gouv",
    "social", "sociale", "solidarite", "solidarites", "asso", "association", "chrs",
    "udaf", "caf", "cd", "hautesavoie", "pole",
})  # fmt: skip
_CIVILITES = frozenset({"mme", "mlle", "melle", "monsieur", "madame", "mademoiselle", "famille"})


@dataclass
class _Recueil:
    """What the fields gave so far."""

    noms: list[str] = field(default_factory=list)
    prenoms: list[str] = field(default_factory=list)
    noms_libres: list[str] = field(default_factory=list)
    adresses: list[str] = field(default_factory=list)
    telephones: list[str] = field(default_factory=list)
    telephones_douteux: list[str] = field(default_factory=list)
    referents: list[str] = field(default_factory=list)
    priorites: list[str] = field(default_factory=list)
    precisions: list[str] = field(default_factory=list)
    surs: list[str] = field(default_factory=list)  # addresses that a label gives to the candidate
    libres: list[str] = field(default_factory=list)  # before any référent, without a label
    du_referent: list[str] = field(default_factory=list)  # « courriel du référent : »
    avec_le_referent: list[str] = field(default_factory=list)  # right after his name
    apres: list[str] = field(default_factory=list)  # after a référent, not said to be his
    d_autrui: list[str] = field(default_factory=list)
    referent_vu: bool = False
    adresse_ouverte: bool = False


def composer(nud: str, lignes: Iterable[Sequence[Champ]]) -> tuple[Candidat, tuple[str, ...]]:
    """The candidate whom these lines describe, and the doubts."""
    recueil = _Recueil()
    for champs in lignes:
        _recueillir(recueil, champs)
    lue = lire_priorite("\n".join(recueil.priorites))
    nom, doutes_du_nom = _nom(recueil)
    referent = propre(", ".join(dict.fromkeys(recueil.referents)))[:NOM_MAX]
    courriel, du_referent, doutes = _courriels(recueil, nom, referent)
    adresse, doutes_de_l_adresse = _adresse(recueil)
    doutes += doutes_du_nom + doutes_de_l_adresse + lue.doutes + _doutes_de_priorite(recueil, lue)
    if recueil.telephones_douteux:
        doutes += (f"téléphone non retenu : {recueil.telephones_douteux[0]} est-il au candidat ou au référent ?",)
    candidat = Candidat(
        nud=nud,
        nom=nom,
        courriel=courriel,
        adresse=adresse,
        telephone=" / ".join(tuple(dict.fromkeys(recueil.telephones))[:TELEPHONES_MAX]),
        critere=lue.critere,
        precision=_precision(recueil),
        referent=referent,
        referent_courriel=du_referent,
    )
    return candidat, doutes


def _recueillir(recueil: _Recueil, champs: Sequence[Champ]) -> None:
    recueil.adresse_ouverte = False
    morceaux: list[str] = []
    champs = _joindre_nom_et_prenom(champs)
    for rang, champ in enumerate(champs):
        en_tete = rang == 0 and est_un_nom_entier(champ.texte.split())  # or a line of its own, by the number's
        voisin = en_tete or any(c.repere and c.repere.espece is Espece.NUD for c in champs[max(0, rang - 1) : rang + 2])
        if champ.repere:
            _ranger_un_repere(recueil, champ)
            dit = " | "
        else:
            dit = _ranger_des_mots(recueil, champ, voisin=voisin)
        morceaux.append(("\n" if champ.fort else ", ") + dit)
    recueil.priorites.append("".join(morceaux))


def _joindre_nom_et_prenom(champs: Sequence[Champ]) -> Sequence[Champ]:
    """« FAVRE | Romain | 074… », « Favre, Romain, 074… »: two cells, or two words, of one name."""
    for i, (nom, prenom) in enumerate(pairwise(champs)):
        autour = (*champs[max(0, i - 1) : i], *champs[i + 2 : i + 3])
        pres_du_numero = any(c.repere and c.repere.espece is Espece.NUD for c in autour)
        if pres_du_numero and all(map(_est_un_mot_de_nom, (nom, prenom))):
            return (*champs[:i], replace(nom, texte=f"{nom.texte} {prenom.texte}"), *champs[i + 2 :])
    return champs


def _est_un_mot_de_nom(champ: Champ) -> bool:
    mots = champ.texte.split()
    entiers = all(len(mot) > 1 and mot.translate(_TRAITS).isalpha() for mot in mots)
    return champ.repere is None and champ.role is Role.LIBRE and entiers and est_un_nom_entier(mots)


def _ranger_un_repere(recueil: _Recueil, champ: Champ) -> None:
    repere = champ.repere
    assert repere is not None
    if repere.espece is Espece.COURRIEL:
        _case_du_courriel(recueil, champ.role).append(repere.valeur)
    elif repere.espece is Espece.TELEPHONE:
        du_candidat = champ.role not in (Role.REFERENT, Role.TELEPHONE_DU_REFERENT, Role.AUTRE)
        if du_candidat:
            (recueil.telephones_douteux if recueil.referent_vu else recueil.telephones).append(propre(repere.valeur))
    elif repere.espece is Espece.ADRESSE and champ.role is not Role.REFERENT:
        recueil.adresses.append(repere.valeur)


def _case_du_courriel(recueil: _Recueil, role: Role) -> list[str]:
    if role in (Role.REFERENT, Role.COURRIEL_DU_REFERENT):
        recueil.referent_vu = True
        return recueil.du_referent if role is Role.COURRIEL_DU_REFERENT else recueil.avec_le_referent
    if role is Role.COURRIEL_DU_CANDIDAT:
        return recueil.surs
    if role is Role.AUTRE:
        return recueil.d_autrui
    if recueil.referent_vu:
        return recueil.apres
    return recueil.surs if role is Role.COURRIEL else recueil.libres


def _ranger_des_mots(recueil: _Recueil, champ: Champ, *, voisin: bool) -> str:
    """Put the words where they belong; those that may say a priority are returned, plain ones."""
    texte = champ.texte
    match champ.role:
        case Role.REFERENT | Role.COURRIEL_DU_REFERENT | Role.TELEPHONE_DU_REFERENT:
            recueil.referent_vu = True
            recueil.referents.append(texte)
            return ""
        case Role.NOM | Role.PRENOM:
            recueil.referent_vu = False
            (recueil.noms if champ.role is Role.NOM else recueil.prenoms).append(texte)
            return ""
        case Role.PRIORITE:
            recueil.precisions.append(texte)
            return f"priorite : {texte}"
        case Role.AUTRE | Role.INFORMATION:
            return ""
    if champ.role is Role.ADRESSE and _continue_l_adresse(recueil, texte):
        return ""
    return _ranger_des_mots_libres(recueil, texte, voisin=voisin)


def _continue_l_adresse(recueil: _Recueil, texte: str) -> bool:
    """Whether these words are of the address: up to the postcode and the commune, not beyond."""
    commune = _JUSQU_A_LA_COMMUNE.match(calquer(texte))
    suite = texte[commune.end() :].strip() if commune else ""
    if commune and (lire_priorite(suite).dite or nom_dans(suite)):  # « 74580 Viry DALO »: nothing separates them
        _ranger_des_mots_libres(recueil, suite, voisin=False)
        recueil.priorites.append(suite)
        texte = texte[: commune.end()]
    if not recueil.adresse_ouverte:
        recueil.adresses.append(texte)
    elif _CODE_POSTAL.search(recueil.adresses[-1]):
        return False
    else:
        recueil.adresses[-1] += f", {texte}"
    recueil.adresse_ouverte = True
    return True


def _ranger_des_mots_libres(recueil: _Recueil, texte: str, *, voisin: bool) -> str:
    priorite = lire_priorite(texte)
    avant, dit = passages(texte) if priorite.dite else (texte, "")
    nom = nom_dans(_RANG.sub("", avant).strip(" ,.:;-("), voisin=voisin) or nom_dans(texte)
    if priorite.critere is not Critere.AUCUN:
        recueil.precisions.append(propre(dit.replace(nom, "")).strip(" ,.:;-"))
    if nom and not recueil.referent_vu:
        recueil.noms_libres.append(nom)
    elif recueil.referent_vu and not priorite.dite and _SERVICE.search(calquer(texte)):
        recueil.referents.append(texte)
    return texte


def _nom(recueil: _Recueil) -> tuple[str, tuple[str, ...]]:
    donnes = tuple(dict.fromkeys(propre(nom) for nom in recueil.noms))
    prenoms = " ".join(dict.fromkeys(propre(prenom) for prenom in recueil.prenoms))
    libres = tuple(dict.fromkeys(propre(nom) for nom in recueil.noms_libres))
    civils = tuple(nom for nom in libres if a_une_civilite(nom))
    tous = donnes or (civils if len(civils) == 1 else libres)  # « M. BERTHET Guillaume (CSP Annecy) »
    if not tous:
        return prenoms[:NOM_MAX], ()
    if len(tous) > 1:
        noms = ", ".join(f"« {nom[:NOM_MAX]} »" for nom in tous[:3])
        return "", (f"plusieurs noms sont écrits ({noms}) : aucun n'a été retenu ; écrivez « Nom : … ».",)
    restes = () if donnes else tuple(nom for nom in libres if nom not in tous)
    doutes = tuple(_A_COTE_DU_NOM.format(reste[:80]) for reste in restes)
    return f"{tous[0]} {prenoms}".strip()[:NOM_MAX], doutes


_A_COTE_DU_NOM = (
    "« {} » n'a pas été compris à côté du nom : si ces mots retirent ce candidat, écrivez « RETIRER » suivi de son "
    "numéro."
)


def _adresse(recueil: _Recueil) -> tuple[str, tuple[str, ...]]:
    """The postal address: « chez Mme Petit » goes with the street and the commune that follow it."""
    adresses = list(dict.fromkeys(propre(adresse) for adresse in recueil.adresses))
    if len(adresses) > 1 and not _CODE_POSTAL.search(adresses[0]) and _CODE_POSTAL.search(adresses[1]):
        adresses[:2] = [f"{adresses[0]}, {adresses[1]}"]
    if not adresses:
        return "", ()
    adresse = adresses[0][:TEXTE_MAX]
    doutes = (f"plusieurs adresses postales : seule la première a été retenue ({adresse}).",) * (len(adresses) > 1)
    incomplete = (f"adresse postale incomplète, sans code postal ni commune : {adresse}.",)
    return adresse, doutes + incomplete * (not _CODE_POSTAL.search(adresse))


def _precision(recueil: _Recueil) -> str:
    return propre(", ".join(dict.fromkeys(texte for texte in recueil.precisions if texte)))[:TEXTE_MAX]


def _doutes_de_priorite(recueil: _Recueil, lue: PrioriteLue) -> tuple[str, ...]:
    inconnues = [p for p in recueil.precisions if not _RIEN.fullmatch(calquer(p))]
    if lue.dite or lue.doutes or not inconnues:
        return ()
    inconnue = propre(inconnues[0])[:80]
    return (_PRIORITE_INCONNUE.format(inconnue),)


_PRIORITE_INCONNUE = (
    "la priorité « {} » n'a pas été reconnue : écrivez DALO, 1er quartile, "
    "ou le motif de la liste de l'art. L.441-1 du CCH."
)


# Addresses.
def _courriels(recueil: _Recueil, nom: str, referent: str) -> tuple[str, str, tuple[str, ...]]:
    """The candidate's address, the référent's, and what was left aside."""
    tri = _Tri(nom, referent)
    surs, libres = tri.utilisables(recueil.surs), tri.utilisables(recueil.libres)
    du_referent, apres = tri.utilisables(recueil.du_referent), tri.utilisables(recueil.apres)
    pres_de_lui = tri.utilisables(recueil.avec_le_referent)
    accoles = [a for a in pres_de_lui if tri.est_bien_a_lui(a)]
    tri.doutes += [_A_QUI.format(adresse) for adresse in pres_de_lui if adresse not in accoles]
    tri.doutes += [_PAS_RETENUE.format(adresse) for adresse in tri.utilisables(recueil.d_autrui)]
    seuls = [a for a in libres if tri.est_au_candidat(a)]
    tri.doutes += [_A_QUI.format(adresse) for adresse in libres if adresse not in seuls]
    suivants = [a for a in apres if tri.est_au_referent(a, deja=bool(surs or seuls))]
    nommes = [a for a in apres if a not in suivants and tri.porte_le_nom(a)]
    tri.doutes += [_A_QUI.format(adresse) for adresse in apres if adresse not in (*suivants, *nommes)]
    surs = [a for a in surs if not tri.est_d_un_service(a, (*du_referent, *accoles))]
    courriel = tri.une_seule(surs or seuls or nommes)
    referent_courriel = tri.une_seule(du_referent or accoles or suivants)
    if courriel and courriel == referent_courriel:
        tri.doutes.append(_A_QUI.format(courriel))
        courriel = ""
    return courriel, referent_courriel, tuple(dict.fromkeys(tri.doutes))


_A_QUI = (
    "l'adresse {} est-elle au candidat ou à un tiers ? Elle n'a pas été retenue ; écrivez « courriel du candidat : … » "
    "ou « courriel du référent : … »."
)
_PAS_RETENUE = "l'adresse {} n'est pas dite être celle du candidat : elle n'a pas été retenue."


@dataclass
class _Tri:
    """Sorts addresses with the names that are known."""

    nom: str
    referent: str
    doutes: list[str] = field(default_factory=list)

    def utilisables(self, adresses: Iterable[str]) -> list[str]:
        """Each valid address once."""
        uniques = list(dict.fromkeys(adresses))
        self.doutes += [f"l'adresse {a} n'est pas utilisable ({motif})." for a in uniques if (motif := defaut(a))]
        return [adresse for adresse in uniques if defaut(adresse) is None]

    def porte_le_nom(self, adresse: str) -> bool:
        """Whether it holds more of the candidate's name than of the référent's."""
        return _mots_communs(self.nom, adresse) > _mots_communs(self.referent, adresse)

    def porte_le_nom_du_referent(self, adresse: str) -> bool:
        """Whether it holds more of the référent's name than of the candidate's.

        Without a candidate's name, what is read as the référent's may hold it (« référent : Anne Blanc, Mme DUPONT
        Marie »): a private provider's address proves nothing then.
        """
        if not self.nom and domaine_public(adresse):
            return False
        return _mots_communs(self.referent, adresse) > _mots_communs(self.nom, adresse)

    def est_au_candidat(self, adresse: str) -> bool:
        """Without a label, and before any référent: a private provider's, or one that holds the name."""
        nomme_le_referent = _mots_communs(self.referent, adresse) > _mots_communs(self.nom, adresse)
        return (domaine_public(adresse) or self.porte_le_nom(adresse)) and not nomme_le_referent

    def est_bien_a_lui(self, adresse: str) -> bool:
        """Right after the référent's name: unless it holds the candidate's, or is a private provider's and nameless."""
        return self.porte_le_nom_du_referent(adresse) or not (domaine_public(adresse) or self.porte_le_nom(adresse))

    def est_au_referent(self, adresse: str, *, deja: bool) -> bool:
        """Further after his name: it holds it, or is an office's; or the candidate's own is known already (`deja`)."""
        return self.porte_le_nom_du_referent(adresse) or (
            self.est_bien_a_lui(adresse) and (deja or bool(_mots(adresse) & _INSTITUTIONS))
        )

    def est_d_un_service(self, adresse: str, du_referent: Sequence[str]) -> bool:
        """Whether what is said to be the candidate's looks like an office's, or is the référent's: then not kept."""
        service = not domaine_public(adresse) and bool(_mots(adresse) & MOTS_DE_SERVICE)
        ailleurs = adresse not in du_referent and not self.porte_le_nom_du_referent(adresse)
        if not service and ailleurs:
            return False
        self.doutes.append(_A_QUI.format(adresse))
        return True

    def une_seule(self, adresses: Sequence[str]) -> str:
        """The address if there is one; of several, none."""
        if len(adresses) > 1:
            self.doutes.append(f"plusieurs adresses sont écrites ({', '.join(adresses)}) : aucune n'a été retenue.")
        return adresses[0] if len(adresses) == 1 else ""


def _mots(adresse: str) -> set[str]:
    return set(re.split(r"[^a-z]+", adresse))


def _mots_communs(nom: str, adresse: str) -> int:
    """How many words of a name are in the local part of an address."""
    locale = adresse.rpartition("@")[0]
    mots = {m for m in re.split(r"[^a-z]+", calquer(nom)) if len(m) >= LETTRES_D_UN_NOM}
    return sum(mot in locale for mot in mots - _CIVILITES - MOTS_DE_SERVICE)
