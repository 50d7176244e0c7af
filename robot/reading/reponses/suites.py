"""What may follow an agreement without touching it: a closed world of courtesies, dates and candidates.

« Nous vous ferons parvenir notre réponse définitive » has a word from
elsewhere, and so has every way of taking an agreement back that nobody
thought of.
"""

from __future__ import annotations

import re

from robot.reading.texte.lignes import aplanir

_MOT = re.compile(r"[^\W\d_]+(?:[-.][^\W\d_]+)*")
ANODINS = frozenset(
    """
    a adjoint adjointe adresse adressee adressees adresser adresserai adresserons adressons agreer ai ainsi al
    alin allons als annexe aout apres arrive arrivent arrivera arriveront as assurance attribution au aujourd
    aupres aussi autre aux avant avec avez avons avril bas bien bientot bon bonne bonnes brefs bureau cal
    caleol candidat candidate candidates candidats candidature candidatures ccas ce celui-ci ces cet cette
    chacun ci- ci-apres ci-dessus ci-joint ci-jointe ci-jointes ci-joints collegue comite commission commune
    communiquee communiquees communiquerai communiquerons communiques complement complementaire complet
    complets compter consideration constituons contact contacte contacter contacterai contacterons convention
    coordonnees cordiale cordialement cordiales correspond correspondant correspondants correspondent courant
    courriel courrier cpte d dalo dans ddets de decembre delai delais delegue deleguee demain demande demandes
    demandeur demandeurs demandeuse des designation designe designee designees designera designerons designes
    dessous deux diligence disponible dispose disposition disposons distingue distinguee distinguees distingues
    document documents donc donnes dossier dossiers du elle elu elue en ensuite entiere entre entretenir
    enverrai enverrons envoi envoie envoient envoyons equipe est et etre eux examen excellente expression fais
    famille familles fera ferai ferons fevrier fin fixe flux font fsl futur h habitat hebergement hesitez heure
    heures hui huitaine ici identifie identifies identifions identite in information informations instruction
    interessee interessees interesses j janvier je jeudi joignable joindre joint jointe jointes joints jour
    journee jours juillet juin l la le les lettre leur leurs liste location logement logements lors lundi m ma
    madame mademoiselle mai mail maintenant maire mairie mardi mars matin meilleure meilleures meilleurs menage
    menages merci mercredi mes mesdames messagerie messieurs midi mme mmes mois mon monde monsieur mr n nom
    nomme noms nord nos note notons notre nous nouvelle novembre nud nuds numero nums occupe occupons octobre
    offre on ont orientation ouvres par parallele part partenariat partir parvenir parviendra parviendront
    parviennent passage pendant permanence personne personnes pieces plateforme plus plusieurs portable
    positionner possible possibles pour premier premiere prenom prenoms prenons prepare preparent preparons
    presente presenter presenterons presentons pret prete pretes prets prevu prevue prie prions prioritaire
    prioritaires priorite pris prise prochain prochaine prochainement prochains proche profil profils propose
    proposer proposerai proposerons proposes proposition proposons puis quant que quelques quinzaine quinze
    rapide rapidement reception recevez recevoir recevrez recherche rechercher recherchons reconnu reconnue
    reconnues reconnus recu recue reference remercie remercions reservation respectueuses restant reste restons
    retour reunion s salutations samedi se seance second secretaire selectionner selectionnons semaine semaines
    sentiments septembre sera serai serons seront service services sincere sinceres sne soiree solidarites son
    sont sortant sortants sous standard suis suit suite suivante suivants suivent suivra suivre suivront sur
    syplo tard tarde technique tel telephone titre toujours tous tout toute toutes transmet transmets
    transmettons transmettrai transmettrons transmis transmise transmises transmission travaillons tres trois
    trouver trouverez un une unite urbanisme vendredi vers veuillez via viendra viendront ville vite voici vont
    vos votre vous week-end y
    fetes annee envoyer place eglise rue avenue
    absent absente beaucoup conges excuses envoye slts cdlt cdt comprehension
    courage amicalement amities regrets propositions interesse interessees continuer transmettre
    offres fidelement
    accueil action agent agents agglomeration annuelle attributions bureau cedex charge chargee cohesion communaute
    communes conseil conseiller conseillere departement departemental departementale directeur direction directrice
    domaine fermeture fermee ferme general generale gestionnaire horaires hotel instructeur interne lignes metropole
    midi-vendredi mission municipal municipale ouvert ouverte ouverture pole prefecture public publique referent
    referente reglementation responsable sociale sociales social sous-prefecture territoire territoriale vie ville
    lundi-vendredi mardi-vendredi
    quatre cinq six sept huit dix douze
    """.split()  # noqa: SIM905  # words are read in lines
)


def mots_etrangers(brute: str) -> list[str]:
    """The words of a sentence that courtesy and candidates do not explain; a name within it is none."""
    return [
        mot
        for rang, mot in enumerate(_MOT.findall(brute))
        if aplanir(mot) not in ANODINS and not (rang and mot[0].isupper() and not mot.isupper())
    ]
