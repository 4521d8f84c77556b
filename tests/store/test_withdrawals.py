"""Answers taken back: heeded from the database, and while it is away."""

import pytest

from bot.store import withdrawals
from bot.store.database import Database, Outage
from bot.store.withdrawals import Withdrawals


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, tmp_path):
    address = f"sqlite:///{tmp_path}/c.db" if request.param == "sqlite" else request.getfixturevalue("postgres").url
    found = Database(address)
    found.prepare(patience=0)
    yield found
    withdrawals.restore(found, "fatigue")


def test_withdrawn_and_restored(database):
    withdrawals.withdraw(database, "fatigue", "the dose in line 3")
    withdrawals.withdraw(database, "fatigue", "the dose in line 4")
    assert withdrawals.read(database) == {"fatigue": "the dose in line 4"}
    assert withdrawals.restore(database, "fatigue") and not withdrawals.restore(database, "fatigue")
    assert withdrawals.read(database) == {}


def test_the_last_known_list_stays_while_the_database_is_away(tmp_path):
    database, known = Database(f"sqlite:///{tmp_path}/c.db"), Withdrawals()
    database.prepare()
    withdrawals.withdraw(database, "fatigue", "wrong")
    known.refresh(database)
    (tmp_path / "c.db").rename(tmp_path / "away")
    with pytest.raises(Outage):
        known.refresh(database)
    assert known.known() == {"fatigue": "wrong"}
