# Deux commandes suffisent sur une machine neuve (python3 >= 3.11 et make) :
#   make demo   joue toute l'histoire sur des serveurs embarqués
#   make test   passe les tests (sans droits particuliers)
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SORTIE ?= demo-resultat

.PHONY: demo test check format lock
.DEFAULT_GOAL := demo

demo: $(VENV)/.pret
	$(BIN)/robot demo --dossier $(SORTIE)

test: $(VENV)/.pret-dev
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder

# Forme, fautes, types, couches : ce que la CI exige avant les tests.
check: $(VENV)/.pret-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.pret-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Refait les deux listes figées, avec leurs empreintes, sans adresse de dépôt.
lock: | $(VENV)/bin/python
	$(BIN)/pip install --quiet pip-tools
	$(BIN)/pip-compile --quiet --generate-hashes --strip-extras --no-emit-index-url --no-emit-trusted-host \
	  --no-emit-find-links --no-header --extra installation --output-file requirements.lock pyproject.toml
	$(BIN)/pip-compile --quiet --generate-hashes --strip-extras --no-emit-index-url --no-emit-trusted-host \
	  --no-emit-find-links --no-header --extra installation --extra dev --output-file requirements-dev.lock pyproject.toml

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Il faut Python 3.11 ou plus récent : make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null \
	  || { echo "Il manque le module venv de Python (Debian : apt install python3-venv)." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.pret: requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo "Installation des bibliothèques (une minute la première fois)…"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.pret-dev: requirements-dev.lock $(VENV)/.pret
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@
