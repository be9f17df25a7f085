# make start and make test are all that a newcomer needs; both set up .venv first.
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin
TRAINING := .training-venv
LEDGER := samples.db

.PHONY: setup start test lint docs check figures train clean

setup: $(VENV)/.ready

$(VENV)/.ready: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit("whoseword needs Python 3.11 or later; this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	$(RUN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	$(RUN)/python -m pip install --quiet --disable-pip-version-check --editable . --group dev --constraint constraints.txt
	@touch $@

start: setup  ## read the sample articles into a ledger, show it, and serve the desk on it until Ctrl-C
	$(RUN)/whoseword read --ledger $(LEDGER) samples
	$(RUN)/whoseword read --ledger $(LEDGER) samples-revised
	$(RUN)/whoseword issues add observers "observer* OR inspect*" --ledger $(LEDGER)
	$(RUN)/whoseword list --ledger $(LEDGER)
	$(RUN)/whoseword search --ledger $(LEDGER) --limit 20
	$(RUN)/whoseword desk --ledger $(LEDGER)

test: setup
	$(RUN)/python -m pytest --numprocesses auto --dist loadfile

lint: setup
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .
	$(RUN)/mypy
	$(RUN)/lint-imports

docs: setup  ## write docs/cli.md, docs/reference.md and docs/figures.md from the code and the results
	$(RUN)/python docs/generate.py

check: lint test  ## what CI runs

figures: setup  ## measure accuracy and noise (needs the shared corpora) and speed into benchmarks/results
	$(RUN)/python benchmarks/accuracy.py
	$(RUN)/python benchmarks/breakdown.py
	$(RUN)/python benchmarks/noise.py
	$(RUN)/python benchmarks/office_holders.py
	$(RUN)/python benchmarks/speed.py

train: $(TRAINING)/.ready  ## train a bundle from the shared corpora into out/bundle
	$(TRAINING)/bin/python training/run.py out

$(TRAINING)/.ready: training/requirements.txt training/teacher.txt
	$(PYTHON) -m venv $(TRAINING)
	$(TRAINING)/bin/python -m pip install --quiet torch==2.13.0
	$(TRAINING)/bin/python -m pip install --quiet --requirement training/requirements.txt
	$(TRAINING)/bin/python -m pip install --quiet --no-deps --requirement training/teacher.txt
	$(TRAINING)/bin/python -m pip install --quiet --no-deps --editable .
	@touch $@

clean:
	rm -rf $(VENV) $(TRAINING) $(LEDGER) $(LEDGER)-wal $(LEDGER)-shm
