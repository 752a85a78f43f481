# Every target stands on .venv, which `setup` builds from the hash-locked requirements.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready
DEMO ?= demo

.PHONY: setup demo desk test check soak bench lock clean

setup: $(STAMP)

$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

demo: setup
	$(BIN)/zhibiao demo --dir $(DEMO)

# The demo's book on PORT and, where the public data is at hand, the provinces of 2021 on the next; Ctrl-C stops both.
PORT ?= 8321
PROVINCES := $(or $(ZHIBIAO_SHARED),../shared/data)/nbs_province_steel_monthly
desk: setup
	@if [ -d "$(PROVINCES)" ]; then \
	  { [ -e demo-real/zhibiao.toml ] || $(BIN)/zhibiao demo --real --data "$(PROVINCES)" --dir demo-real; } && \
	  { $(BIN)/zhibiao serve --demo --book demo-real --port $$(($(PORT) + 1)) & second=$$!; } && \
	  trap 'kill $$second 2>/dev/null; wait $$second' EXIT; trap : INT TERM; \
	fi; \
	$(BIN)/zhibiao serve --demo --book $(DEMO) --port $(PORT)

test: check
	$(BIN)/pytest -n auto --dist loadgroup

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# The property tests of `make test` with fifty times the examples, then the harnesses at full size: a run of hours.
soak: setup
	ZHIBIAO_SOAK=50 $(BIN)/pytest -n auto tests/laws tests/allocation tests/store tests/verification
	$(BIN)/python -m benchmarks.reliability.run

bench: setup
	$(BIN)/python -m benchmarks.run
	$(BIN)/python -m benchmarks.intake
	$(BIN)/python -m benchmarks.warnings
	$(BIN)/python -m benchmarks.plan
	$(BIN)/python -m benchmarks.prices
	$(BIN)/python -m benchmarks.regulation

lock:
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-annotate --no-header -q -o requirements.lock
	uv pip compile pyproject.toml deploy/build.in --extra web --extra postgresql --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-annotate --no-header -q -c requirements.lock -o deploy/requirements.lock

clean:
	rm -rf $(VENV) $(DEMO) .pytest_cache .mypy_cache .ruff_cache
