"""What the system says of a file or a folder that cannot be used: in French, with what to do.

Only what a person can mend is told. Anything else stays an error of ours.
"""

from __future__ import annotations

import errno
import os

DROITS = "Vérifiez les droits de l'utilisateur qui lance la commande, sur ce chemin et sur les dossiers qui y mènent."
CHEMIN = "Vérifiez ce chemin."
PLACE = "Faites de la place, puis recommencez."
DISQUE = "Vérifiez le disque, puis recommencez."

# For each error of the system: what is wrong, and what to do.
MOTS = {
    errno.EACCES: ("accès refusé", DROITS),
    errno.EPERM: ("accès refusé", DROITS),
    errno.EROFS: ("lecture seule", "Donnez un chemin où l'on peut écrire."),
    errno.ENOENT: ("introuvable", CHEMIN),
    errno.ENOTDIR: ("un fichier est là où il faut un dossier", CHEMIN),
    errno.EISDIR: ("un dossier est là où il faut un fichier", CHEMIN),
    errno.EEXIST: ("existe déjà", "Donnez un autre chemin."),
    errno.ENOTEMPTY: ("n'est pas vide", "Donnez un autre chemin."),
    errno.ENAMETOOLONG: ("nom trop long", "Donnez un nom plus court."),
    errno.ELOOP: ("des liens qui tournent en rond", CHEMIN),
    errno.ENOSPC: ("plus de place sur le disque", PLACE),
    errno.EDQUOT: ("plus de place sur le disque", PLACE),
    errno.EFBIG: ("plus de place sur le disque", PLACE),
    errno.EIO: ("le disque ne répond pas", DISQUE),
    errno.ESTALE: ("le disque ne répond pas", DISQUE),
    errno.EMFILE: ("trop de fichiers ouverts", "Recommencez dans un instant."),
    errno.ENFILE: ("trop de fichiers ouverts", "Recommencez dans un instant."),
}


def raison(erreur: OSError) -> str:
    """What is wrong, in a few words, to put after the name of the file."""
    connus = MOTS.get(erreur.errno or 0)
    return connus[0] if connus else erreur.strerror or type(erreur).__name__


def en_phrase(erreur: OSError) -> str | None:
    """A whole sentence that names the file; None for an error that is not about one."""
    connus = MOTS.get(erreur.errno or 0)
    if connus is None:
        return None
    quoi, que_faire = connus
    chemins = [os.fsdecode(nom) for nom in (erreur.filename, erreur.filename2) if isinstance(nom, str | bytes)]
    ou = f"{', '.join(chemins)} : " if chemins else ""
    return f"{ou}{quoi}. {que_faire}"
