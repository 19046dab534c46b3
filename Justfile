# Tasks for contributors: https://just.systems. Each line also runs by itself.

# List the tasks.
default:
    @just --list

# Lint, format, types, import layers.
check:
    ruff check .
    ruff format --check geo tests data app.py
    mypy
    lint-imports

# The core of the tests: no browser, nothing slow.
test:
    pytest -q -n auto --dist loadfile -m "not browser and not slow"

# All tests.
test-all:
    pytest -n auto --dist loadfile

# Measurements, on a quiet machine: see tests/bench/README.md.
bench name="opening":
    python tests/bench/{{name}}.py

# Write the command and Python references again.
docs:
    python tests/reference.py
