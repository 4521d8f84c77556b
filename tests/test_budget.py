import re

from bot import budget
from tests.servers import ROOT


def test_the_parts_of_a_turn_fit_into_it():
    assert budget.STALE < budget.DATABASE < budget.STORE
    assert budget.ACTION + budget.STORE < budget.TURN < budget.PROMISED
    assert budget.PROMISED < budget.BROWSER < budget.LEASE


def test_the_browser_waits_as_long_as_is_said():
    script = (ROOT / "widget/src/channel.ts").read_text(encoding="utf-8")
    assert int(re.search(r"PATIENCE = ([\d_]+)", script)[1]) == 1000 * budget.BROWSER


SPELLED = re.compile(r"wait_for\(.*, \d|timeout\"?[=:] ?\d", re.IGNORECASE)


def test_nobody_else_spells_a_waiting_time():
    assert SPELLED.search("await asyncio.wait_for(work(), 3.0)") and SPELLED.search('{"timeout": 2}')
    files = [file for file in (ROOT / "bot").rglob("*.py") if "cli" not in file.parts]  # a start may take its time
    assert [file.name for file in files if SPELLED.search(file.read_text(encoding="utf-8"))] == []
