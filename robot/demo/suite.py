"""The second act: candidates, commission, lease; a DALO refusal, two DALO silences, a dwelling that nobody wants."""

from __future__ import annotations

from robot.demo.moment import Moment, le, rien
from robot.demo.scene import PieceEnvoyee

NUD_LEA, NUD_HUGO, NUD_INES = "074260301234574001", "074251101234674001", "074240701234774002"
NUD_SOFIA, NUD_KARIM, NUD_PAULE = "074250201234874003", "074240901234974001", "074230501235074002"

JUSTIFICATIF = PieceEnvoyee("attestation-employeur.pdf", b"%PDF-1.4\n% attestation de la demonstration\n%%EOF\n")

DESIGNATION_DU_T3 = (
    "Bonjour,\n\nVoici nos candidats :\n\n"
    f"{NUD_LEA} - Mme DUPONT Léa - lea.dupont@menage.example - 1er quartile\n"
    f"{NUD_HUGO} - M. BERNARD Hugo - hugo.bernard@menage.example\n"
    f"{NUD_INES} - Mme MOREL Inès - ines.morel@menage.example\n\nCordialement,\nLe service logement"
)

SUITE: tuple[Moment, ...] = (
    Moment(
        le("2026-05-06T09:20"),
        "La mairie de Viry désigne trois candidats pour le T3, dans le corps de sa réponse.",
        lambda s: s.repondre(s.acteurs.viry, "T3 de Viry", DESIGNATION_DU_T3),
    ),
    Moment(
        le("2026-05-06T11:00"),
        "La communauté de communes désigne un ménage DALO pour le T2, par la table jointe à l'accusé : il sera seul.",
        lambda s: s.remplir_la_table(
            s.acteurs.genevois,
            "T2 de Viry",
            {
                "nud": NUD_SOFIA,
                "nom": "Mme HADDAD Sofia",
                "courriel": s.acteurs.sofia.adresse,
                "priorite": "DALO",
                "referent": "Paul Martin, CCAS",
                "referent_courriel": s.acteurs.referent.adresse,
            },
        ),
    ),
    Moment(
        le("2026-05-06T15:00"),
        "Le Département désigne un autre ménage DALO pour le T1 de La Balme ; sa messagerie confirme la remise.",
        lambda s: s.repondre(
            s.acteurs.departement,
            "T1 de La Balme",
            f"{NUD_KARIM} - M. SAIDI Karim - {s.acteurs.karim.adresse} - DALO",
        ),
    ),
    Moment(
        le("2026-05-07T09:00"),
        "Viry accepte aussi le T3 neuf, et y désigne d'emblée un ménage DALO sans courriel : sa lettre est à poster.",
        lambda s: s.repondre(
            s.acteurs.viry,
            "T3 neuf de Viry",
            f"ACCEPTE\n\n{NUD_PAULE} - Mme ROUX Paule - 5 rue du Lac 74580 Viry - DALO",
        ),
    ),
    Moment(
        le("2026-05-07T18:30"),
        "Léa répond oui, de son téléphone.",
        lambda s: s.repondre(s.acteurs.lea, "T3 de Viry", "Oui je suis intéressée merci"),
    ),
    Moment(
        le("2026-05-11T10:00"),
        "Sofia refuse le T2 et joint un justificatif : la DDETS en est avisée aussitôt.",
        lambda s: s.repondre(
            s.acteurs.sofia,
            "T2 de Viry",
            "Bonjour, je refuse ce logement : il est trop loin de mon travail de nuit.",
            joindre=(JUSTIFICATIF,),
        ),
    ),
    Moment(
        le("2026-05-11T11:30"),
        "Un agent de la DDETS accuse réception.",
        lambda s: s.repondre(s.acteurs.ddets, "T2 de Viry", "Bien reçu, merci."),
    ),
    Moment(
        le("2026-05-11T14:00"),
        "La gestionnaire fixe la commission du T3, en répondant à un courrier du robot.",
        lambda s: s.ordonner("T3 de Viry", "COMMISSION 20/05/2026 14h30 Annecy, salle du Conseil"),
    ),
    Moment(
        le("2026-05-11T14:20"),
        "Pour le T2, plus de candidat : elle voudrait donner trente jours, le mois d'ordre public l'interdit.",
        lambda s: s.ordonner("T2 de Viry", "DELAI 30"),
    ),
    Moment(
        le("2026-05-11T14:25"),
        "Le robot a dit jusqu'où elle pouvait aller : cinq jours ouvrés conviennent.",
        lambda s: s.ordonner("T2 de Viry", "DELAI 5"),
    ),
    Moment(
        le("2026-05-19T08:00"),
        "Karim n'a pas répondu à la date annoncée ; sa réception est prouvée : c'est un refus, la DDETS le sait.",
        rien,
    ),
    Moment(
        le("2026-05-20T08:00"),
        "La Balme n'a toujours désigné personne pour le T4 : le dixième jour ouvré, un rappel est parti.",
        rien,
    ),
    Moment(
        le("2026-05-20T17:10"),
        "La commission s'est tenue : Hugo premier, Léa deuxième, Inès écartée. Un seul message le dit au robot.",
        lambda s: s.ordonner(
            "T3 de Viry",
            "{reference} CLASSE 2 1\n{reference} NON ATTRIBUE 3 : ressources au-dessus du plafond PLUS",
        ),
    ),
    Moment(
        le("2026-05-21T12:00"),
        "Hugo renonce : le logement est offert à Léa, deuxième.",
        lambda s: s.repondre(
            s.acteurs.hugo, "T3 de Viry", "Bonjour,\n\nNon merci, c'est trop loin de mon travail.\n\nHugo Bernard"
        ),
    ),
    Moment(
        le("2026-05-22T09:30"),
        "Léa accepte, par le bouton.",
        lambda s: s.repondre(s.acteurs.lea, "T3 de Viry", "OUI"),
    ),
    Moment(
        le("2026-05-29T08:00"),
        "Pour Paule, rien ne prouve que la lettre est arrivée : son silence n'est pas un refus, une personne tranche.",
        rien,
    ),
    Moment(
        le("2026-05-29T09:00"),
        "La gestionnaire retrouve l'avis de réception : la preuve saisie, le silence devient un refus.",
        lambda s: s.ordonner("T3 neuf de Viry", "REMIS 1 11/05/2026 avis de réception 2C 084 551"),
    ),
    Moment(
        le("2026-05-29T09:30"),
        "Les quinze jours ouvrés sont passés pour le T4 de La Balme, sans candidat : elle l'envoie au suivant.",
        lambda s: s.ordonner("T4 de La Balme", "SUIVANT"),
    ),
    Moment(
        le("2026-05-29T14:00"),
        "Action Logement refuse le T4 ; la préfecture ne reçoit toujours rien.",
        lambda s: s.repondre(s.acteurs.action_logement, "T4 de La Balme", "REFUSE\n\nMotif : pas de candidat."),
    ),
    Moment(
        le("2026-06-01T09:00"),
        "La gestionnaire passe la préfecture.",
        lambda s: s.ordonner("T4 de La Balme", "SUIVANT"),
    ),
    Moment(
        le("2026-06-01T11:00"),
        "Le Département refuse aussi. Reste la réservation sociale, en gestion déléguée : au bailleur de chercher.",
        lambda s: s.repondre(s.acteurs.departement, "T4 de La Balme", "REFUSE\n\nMotif : logement trop grand."),
    ),
    Moment(
        le("2026-06-01T14:00"),
        "Le bail du T3 est signé ; le T4 sort du flux. Deux ordres, en réponse à la synthèse du matin.",
        lambda s: s.repondre_a_la_synthese(
            "{T3 de Viry} BAIL 01/06/2026\n{T4 de La Balme} HORS FLUX : attribué en mutation interne"
        ),
    ),
    Moment(
        le("2026-06-02T08:00"),
        "Le matin, la synthèse dit ce qui reste : le SNE à mettre à jour, les ménages DALO, les délais.",
        rien,
    ),
    Moment(
        le("2026-06-02T09:00"),
        "La gestionnaire a tout saisi dans le SNE et le dit à la synthèse : le dossier du T3 est clos.",
        lambda s: s.repondre_a_la_synthese("{T3 de Viry} SNE TOUT"),
    ),
)
