"""Tests that need what a machine lacks are skipped, named and counted; in CI they fail."""

from pathlib import Path

import pytest

pytest_plugins = ["pytester"]
OURS = Path(__file__).with_name("conftest.py")
TESTS = """
import pytest

@pytest.fixture
def browser():
    raise AssertionError("started")

@pytest.fixture
def page(browser):
    pass

@pytest.fixture
def assistant():
    pass

@pytest.fixture
def agent(assistant):
    pass

@pytest.fixture(params=["sqlite", "postgresql"])
def database(request):
    pass

def test_plain():
    pass

def test_model(agent):
    pass

def test_page(page):
    pass

def test_database(database):
    pass

@pytest.mark.node
@pytest.mark.paper
def test_by_hand():
    pass
"""


@pytest.fixture
def run(pytester, monkeypatch):
    """Run TESTS on a machine that lacks what some markers stand for; gives the outcome."""
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.delenv("PYTEST_ADDOPTS", raising=False)

    def run(*lacking, options=(), ci=False):
        if ci:
            monkeypatch.setenv("CI", "true")
        is_there = f"def is_there(marker):\n    return marker not in {lacking}\n"
        pytester.makeconftest(OURS.read_text(encoding="utf-8") + is_there)
        pytester.makepyfile(TESTS)
        pytester.makeini("[pytest]\nmarkers = model\n postgresql\n browser\n paper\n node\naddopts = --strict-markers")
        return pytester.runpytest_inprocess(*options)

    return run


def test_what_a_machine_lacks_is_skipped_named_and_counted(run):
    outcome = run("browser", "postgresql")
    outcome.assert_outcomes(passed=4, skipped=2)
    assert outcome.ret == 0
    outcome.stdout.fnmatch_lines(
        [
            "*not run*",
            "1 tests, no chromium: apt-get install chromium",
            "1 tests, no PostgreSQL: apt-get install postgresql",
            "4 passed, 2 not run: no chromium, no PostgreSQL",
        ]
    )


def test_in_ci_that_is_a_failure(run):
    assert run("paper", ci=True).ret == 1


def test_where_nothing_lacks_nothing_is_said(run):
    outcome = run("page", ci=True, options=["-k", "not page"])
    outcome.assert_outcomes(passed=5, deselected=1)
    assert outcome.ret == 0
    outcome.stdout.no_fnmatch_line("*not run*")


@pytest.mark.parametrize(
    ("chosen", "count"), [("model", 1), ("browser", 1), ("postgresql", 1), ("node and paper", 1), ("not model", 5)]
)
def test_markers_follow_the_fixtures(run, chosen, count):
    outcome = run("browser", "postgresql", "paper", "node", options=["-m", chosen])
    assert sum(outcome.parseoutcomes().get(kind, 0) for kind in ("passed", "skipped")) == count
