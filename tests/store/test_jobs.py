"""Background work: done by itself, whatever fails."""

import time

import pytest

from bot.content.shelf import Shelf
from bot.store import jobs, retention, withdrawals
from bot.store.conversations import Conversations
from bot.store.database import Database
from bot.store.jobs import Job, Jobs
from bot.store.withdrawals import Withdrawals


@pytest.fixture
def database(tmp_path):
    found = Database(f"sqlite:///{tmp_path}/c.db")
    found.prepare()
    return found


@pytest.fixture
def quick(monkeypatch):
    for pause in ("LOOK", "HEED", "HOUR"):
        monkeypatch.setattr(jobs, pause, 0.01)


def until(holds):
    end = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


def an_old_conversation(database, whose):
    when = time.time() - 1000 * retention.DAY
    Conversations(database).append(whose, [{"event": "user", "text": "hello", "timestamp": when}], {}, None)


def test_a_server_deletes_what_is_too_old_and_heeds_withdrawals_also_after_an_outage(database, tmp_path, quick):
    known, file = Withdrawals(), tmp_path / "c.db"
    work = jobs.shared.__wrapped__(database, Shelf(), known)
    assert work.state() == {"heed withdrawals": None, "delete what is too old": None}
    an_old_conversation(database, "first")
    withdrawals.withdraw(database, "fatigue", "wrong")
    work.start()
    try:
        until(lambda: Conversations(database).ids() == [] and known.known() == {"fatigue": "wrong"})
        file.rename(tmp_path / "away")
        time.sleep(0.2)
        assert known.known() == {"fatigue": "wrong"}
        (tmp_path / "away").replace(file)
        an_old_conversation(database, "second")
        withdrawals.restore(database, "fatigue")
        until(lambda: Conversations(database).ids() == [] and known.known() == {})
        assert all(work.state().values())
    finally:
        work.stop()


def test_a_job_that_fails_keeps_no_other_from_its_work(quick, caplog):
    done = []

    def fail():
        raise ValueError("private words")

    work = Jobs([Job("bad", 0.0, fail), Job("good", 0.0, lambda: done.append(1))])
    work.start()
    until(lambda: len(done) > 2)
    work.stop()
    assert work.state()["bad"] is None and work.state()["good"]
    assert "the job 'bad' failed with ValueError" in caplog.text and "private" not in caplog.text
