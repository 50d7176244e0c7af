"""What may stand around a number without touching the candidature: a closed world, as after an agreement.

A list of the words that object lets every new way of objecting through (« avis
défavorable pour 074… », « liste complémentaire »): what is not known here
leaves the candidate in doubt, and the réservataire is asked for a plain line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from robot.reading.calque import calquer
from robot.reading.designations.champs import PARTICULES, Champ, Role, nom_dans
from robot.reading.designations.intentions import RETRAIT
from robot.reading.designations.priorites import lire_priorite

# The small words; what proposes; the number and its labels; the household, its relatives, means, home and work.
_MOTS = """
le la les l un une des de du d au aux a en et ou par pour avec sur dans ce cet cette ces c son sa ses leur leurs
nous vous je j il elle ils elles on y qui que qu dont notre nos votre vos mon ma mes est sont soit ont avons
bonjour bonsoir merci cordialement bien svp stp madame monsieur mme mm m mr mlle dr veuillez trouver suite comme
convenu voici voila ci dessous dessus joint jointe objet noter aussi egalement ainsi puis enfin ensuite propose
proposes proposee proposees proposer proposons proposition designe designee designes designees designer designons
designation presente presentee presenter presentez presentons presentation souhaite souhaitons retenons retenir
retenu retenue retenus retenues garder gardons gardez maintenons maintient maintenir maintenu maintenue positionne
positionner positionnons transmets transmettons adresse adresser adressons communiquons ajout ajouter ajoute
ajoutez ajoutons remplace remplacer remplacons remplacement place lieu confirme confirmons confirmer candidat
candidats candidate candidates candidature candidatures menage menages famille demandeur demandeuse demandeurs
personne personnes pers logement offre commission caleol reference ref numero numeros unique n no nud nur sne
departemental regional demande dossier premier premiere second seconde deuxieme troisieme quatrieme er ere eme rang
choix ordre nouveau nouvelle seul seule nom prenom civilite mail mails e email courriel courriels electronique tel
telephone portable mobile fixe postale joignable contact contacter coordonnees service mairie commune ville ccas
cias departement social sociale sociaux referent referente suivi suivie suivis accompagne accompagnee accompagnes
assistant assistante travailleur travailleuse oui non retrait priorite precision dalo couple enfant enfants adulte
adultes bebe seuls celibataire marie mariee maries divorce divorcee separe separee veuf veuve enceinte age agee
ages an ans mois nee nes fils fille filles mere pere soeur frere conjoint conjointe epoux epouse mari femme
compagne compagnon parent parents monoparentale ami amie voisin voisine tuteur tutrice curateur curatrice udaf
employeur concubin concubins concubine concubinage pacs pacse pacses pacsee cdi cdd interim interimaire salarie
salariee emploi travail travaille fonctionnaire retraite retraitee rsa aah apl caf are chomage etudiant etudiante
apprenti apprentie alternance revenu revenus ressources salaire net mensuel mensuels euros eur rfr plai plus pls
loge logee loges heberge hebergee heberges locataire actuellement chez parc prive public demeurant domicilie
domiciliee habite habitant depuis anciennete t type typologie pieces rdc etage ascenseur pmr quartier secteur
mutation decohabitation comment quartile reconnu reconnue reconnus reconnues titre adapte adaptee mutee
isole isolee neant renseigne renseignee renseignes enregistrement avis imposition fiscal fiscale cotation points pts
garde alternee partagee naitre grossesse joindre educateur educatrice educ mission locale cada chrs foyer cesf pro
profession employe employee ouvrier ouvriere agent aide soignant soignante infirmier infirmiere enseignant enseignante
professeur professeure instituteur institutrice atsem policier policiere police nationale municipale gendarme
gendarmerie pompier militaire hopital ehpad education vendeur vendeuse chauffeur livreur brancardier cuisinier
cuisiniere serveur serveuse saisonnier saisonniere macon electricien plombier menuisier coiffeur coiffeuse boulanger
boulangere comptable secretaire technicien technicienne ingenieur assistants maternelle auxiliaire puericultrice
frontalier frontaliere intermittent intermittente independant independante artisan commercant commercante
"""
_CONNUS = frozenset(_MOTS.split())
# In capitals, any other word may be a name.
_DITS = """
refus refuse refusee absent absente attente caduc caduque clos close complementaire decede decedee defavorable
desistement doublon erreur exclu exclue exemple inconnu inconnue injoignable irrecevable radie radiee refuses
reserve suppleant suppleante test
"""
# No name either, and nothing against a candidate when they stand elsewhere: « dernier », « la liste ».
_ORDINAIRES = """
ailleurs ancien ancienne annonce attendre completer confirmer dernier derniere desiste desistee disponible hors
incomplet incomplete ineligible interesse interessee juste liste negatif pas plafond plafonds rappel rappeler
recours releve reloge relogee report reporte reportee sauf trop verifier
"""
_CONTRAIRES = frozenset(_DITS.split())
_NON_NOMS = _CONTRAIRES | frozenset(_ORDINAIRES.split())
CONTRAIRE = re.compile(rf"\b(?:{'|'.join(sorted(_CONTRAIRES))})s?\b")
# A negation that leaves the candidature whole.
_SANS_PORTEE = re.compile(
    r"\bnée?s? (?:le|en)\b|\b(?:sans|pas|aucune?) (?:de |d')?(?:e-?mails?|mails?|courriels?|adresses?|tel\w*|portable|"
    r"connexion|internet|r[ée]f[ée]rente?s?|ordinateur|enfants?|garants?|permis|handicap|v[ée]hicule|voiture|animal|animaux)\b",
    re.IGNORECASE,
)
_MOT = re.compile(r"[^\W\d_]+")
# « Les Durand », « d'Angelo »: more than what stands inside a name.
_PARTICULES = frozenset((*PARTICULES, "les", "d", "l"))
# How a word ends that judges or tells what became of somebody: participles, nouns of action, adjectives of opinion.
_JUGE = re.compile(r"(?:és?|ées?|ies?|[lçdnvt]ues?|tions?|sions?|[ai]bles?|ifs?|ives?)$")
_INITIALE = 2


def mots_etrangers(lignes: Sequence[Sequence[Champ]]) -> tuple[str, ...]:
    """The words beside a number that are neither fields of a candidate, nor known to leave the candidature whole."""
    return tuple(mot for champs in lignes for champ in champs for mot in _etrangers(champ))


def _etrangers(champ: Champ) -> Iterator[str]:
    if champ.repere or champ.role not in (Role.LIBRE, Role.AUTRE):
        return
    texte = _SANS_PORTEE.sub(" ", champ.texte)
    nom = nom_dans(texte)
    texte = texte.replace(nom or "\n", " ")
    if lire_priorite(texte).dite:
        return
    for trouve in reversed(list(RETRAIT.finditer(calquer(texte)))):  # who withdraws another on the same line
        texte = texte[: trouve.start()] + texte[trouve.end() :]
    mots = _MOT.findall(texte)
    en_tete = champ.role is Role.LIBRE and not nom and not est_un_nom_entier(mots)
    for rang, mot in enumerate(mots):
        plat = calquer(mot)
        if (
            plat not in _CONNUS
            and len(mot) >= _INITIALE
            and not _peut_etre_un_nom(mot, plat, premier=rang == 0 and en_tete)
        ):
            yield mot


def est_un_nom_entier(mots: Sequence[str]) -> bool:
    """« Sandrine Collomb », « Manuel Da Silva »: nothing but words with a capital, none of them known to be no name.

    A single one is a name only when it is not built as a word that judges: « Collomb », not « Reportée ».
    """
    plats = [calquer(mot) for mot in mots]
    if not mots or not all(mot[0].isupper() or plat in _PARTICULES for mot, plat in zip(mots, plats, strict=True)):
        return False
    if _NON_NOMS.intersection(plats) or any(plat in _CONNUS and plat not in _PARTICULES for plat in plats):
        return False
    return len(mots) > 1 or _JUGE.search(mots[0].lower()) is None


def _peut_etre_un_nom(mot: str, plat: str, *, premier: bool) -> bool:
    """In capitals, or with one that no beginning of a sentence asks for."""
    return plat not in _NON_NOMS and (mot.isupper() or (mot[0].isupper() and not premier))
