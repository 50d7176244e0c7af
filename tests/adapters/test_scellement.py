"""What the migration of 0.1.0 seals, and that nothing of it hangs on what the robot has become since."""

from __future__ import annotations

import ast
from pathlib import Path

from robot.adapters.base.declencheurs import retirer
from robot.adapters.base.migrations import scellement_0002
from robot.adapters.base.migrations.scellement_0002 import sceller_l_existant
from robot.adapters.base.verification import verifier
from tests.journal_d_essai import sels, vivre


def test_une_base_d_avant_les_sceaux_se_scelle_et_tient():
    """As the migration finds it: whole facts in `donnees`, nothing else."""
    store = vivre().store
    avant = {reference: [inscrit.fait for inscrit in store.journal(reference)] for reference in store.references()}
    vivants = ("V-2024-0002", "V-2026-0001", "V-2026-0002")
    with store.moteur.begin() as connexion:
        for ordre in retirer("journal", "sqlite"):
            connexion.exec_driver_sql(ordre)
        for ordre in retirer("effacements", "sqlite"):
            connexion.exec_driver_sql(ordre)
        for table in ("journal", "dossiers", "courriers"):
            connexion.exec_driver_sql(f"DELETE FROM {table} WHERE reference = 'V-2024-0001'")
        connexion.exec_driver_sql("DELETE FROM courriers WHERE length(sel) = 0")
        connexion.exec_driver_sql("DELETE FROM messages WHERE length(sel) = 0")
        connexion.exec_driver_sql("DELETE FROM effacements")
        connexion.exec_driver_sql(
            "UPDATE journal SET donnees = substr(donnees, 1, length(donnees) - 1) || ',' || "
            "(SELECT substr(p.donnees, 2) FROM personnel p WHERE p.reference = journal.reference "
            "AND p.numero = journal.numero) WHERE engagement <> ''"
        )
        connexion.exec_driver_sql("DELETE FROM personnel")
        connexion.exec_driver_sql("UPDATE journal SET engagement = '', maillon = '', pieces = '', rendez_vous = NULL")
        connexion.exec_driver_sql("UPDATE dossiers SET tete = ''")
        connexion.exec_driver_sql("UPDATE messages SET sel = x'', engagement = '', sceau = ''")
        connexion.exec_driver_sql(
            "UPDATE courriers SET gabarit = '', sel = x'', engagement = '', sceau = '', engagement_envoi = '', sceau_envoi = ''"
        )
    assert verifier(store).fautes
    with store.moteur.begin() as connexion:
        sceller_l_existant(connexion, sels("migration"))
    assert verifier(store).fautes == []
    for reference in vivants:
        assert [inscrit.fait for inscrit in store.journal(reference)] == avant[reference]


def test_le_scellement_ne_depend_d_aucun_module_du_robot():
    """A released revision never changes: neither by itself, nor by what it imports."""
    code = ast.parse(Path(scellement_0002.__file__).read_text(encoding="utf-8"))
    importes = {n.module for n in ast.walk(code) if isinstance(n, ast.ImportFrom)}
    importes |= {alias.name for n in ast.walk(code) if isinstance(n, ast.Import) for alias in n.names}
    assert not {nom for nom in importes if nom and nom.startswith("robot")}
