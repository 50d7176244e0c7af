"""The words that leave a candidature as it is, beside its number: a closed world (`alentours`)."""

from __future__ import annotations

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
CONNUS = frozenset(_MOTS.split())
