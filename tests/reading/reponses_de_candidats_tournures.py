"""Turns of phrase, one answer each: couples say « nous », letters are signed, thumbs are hasty."""

from __future__ import annotations

OUI = (
    "Oui 🙂 merci",
    "Merci 🙏🏽 j'accepte",
    "jacepte le logement",
    "Nous répondons favorablement à votre proposition.",
    "Nous donnons une suite favorable à votre offre.",
    "Nous donnons notre accord pour ce logement.",
    "Nous confirmons notre accord.",
    "Je confirme accepter ce logement.",
    "Nous confirmons l'acceptation de ce logement.",
    "Je confirme l'acceptation du logement.",
    "Je valide.",
    "Nous validons ce logement.",
    "Réponse positive de ma part",
    "Avis favorable",
    "Oui, je prends.",
    "J'accepte, je suis ravie !",
    "Oui, c'est une excellente nouvelle !",
    "J'accepte, tenez-moi au courant de la suite.",
    "Oui, dans l'attente de la commission.",
    "Oui, en vous remerciant par avance.",
    "J'accepte. Mes sincères salutations.",
    "J'accepte. Veuillez agréer mes salutations distinguées.",
    "J'accepte. Veuillez agréer, Madame, Monsieur, l'expression de mes sentiments distingués.",
    "Oui, à bientôt.",
    "Oui s'il vous plaît",
    "Ma réponse à votre offre : oui.",
    "Oui. Voici mon numéro de téléphone : 06 12 34 56 78",
    "OUI\nKarim Haddad\n12 rue des Alpes\n74580 Viry",
    "Bonjour, nous acceptons volontiers votre proposition.\nnom : karim haddad",
)

NON = (
    "Avis défavorable",
    "On ne prend pas.",
    "Nous sommes au regret de refuser ce logement.",
    "Nous déclinons votre offre.",
    "Nous devons malheureusement décliner votre proposition.",
    "Nous donnons une suite défavorable à votre offre.",
    "Je réponds défavorablement à votre proposition.",
    "Nous répondons négativement à votre offre.",
    "Nous ne souhaitons pas prendre ce logement.",
    "Nous ne donnons pas suite à votre offre.",
    "Nous ne prenons pas ce logement.",
    "On ne le prend pas.",
    "Nous renonçons à ce logement.",
    "V-2026-0042 ne m'intéresse pas.",
    "Je refuse. Nous vous prions d'agréer, Madame, l'assurance de notre considération distinguée.",
    "NON\nMotif： trop loin",
)

DOUTE = (
    "J'accepte. Peut-être",
    "Non, dans l'attente de vos nouvelles.",
    "J'accepte. Veuillez agréer, Madame, que je visite d'abord.",
    "Le logement où je vis est trop petit, je refuse.",
    "Mon mari est au chômage. Je refuse.",
)
