"""Events are answered once each, in order, whatever becomes of the process that was answering."""

import asyncio
import multiprocessing
import time

import psycopg2
import pytest
import sqlalchemy as sa

from bot import budget
from bot.store import inbox as inbox_module
from bot.store import tables
from bot.store.database import Database, Outage
from bot.store.inbox import MOST_ATTEMPTS, Inbox, work

LEASE = 1.0  # seconds, in these tests


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request, tmp_path, new_id):
    """Of a new database: the workers here take whatever is in an inbox."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/inbox.db"
    server = request.getfixturevalue("postgres").url
    connection = psycopg2.connect(server)
    connection.autocommit = True
    connection.cursor().execute(f'CREATE DATABASE "{new_id}"')
    connection.close()
    return server.replace("/postgres", f"/{new_id}")


@pytest.fixture
def box(address, monkeypatch):
    monkeypatch.setattr(budget, "LEASE", LEASE)
    monkeypatch.setattr(inbox_module, "IDLE", 0.02)
    database = Database(address)
    database.prepare(patience=0)
    yield Inbox(database)
    database.engine.dispose()


@pytest.fixture
def start(address, tmp_path):
    """Start a worker process on the inbox; it answers in the `manner` of one of the functions below."""
    workers = []

    def start(manner):
        notes = tmp_path / f"worker{len(workers)}"
        worker = multiprocessing.get_context("spawn").Process(target=labour, args=(address, manner, notes))
        worker.start()
        worker.notes = notes
        workers.append(worker)
        wait_for(notes.exists)
        return worker

    yield start
    for worker in workers:
        worker.kill()
        worker.join()


def labour(address, manner, notes):
    """A worker process: it notes what it answers."""
    budget.LEASE, inbox_module.IDLE = LEASE, 0.02
    notes.touch()

    async def answer(entry):
        with notes.open("a") as file:
            file.write(f"{time.monotonic_ns()} {entry.event_id}\n")
        await asyncio.sleep(3600 if manner == "hangs" else 0.005)

    asyncio.run(work(Inbox(Database(address)), answer))


def noted(*workers):
    """What they answered, in order of time."""
    lines = [line.split() for worker in workers for line in worker.notes.read_text().splitlines()]
    return [event_id for _, event_id in sorted(lines)]


def wait_for(condition, seconds=30):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def entries(box):
    return box._database.read(lambda on: on.execute(sa.select(tables.inbox).order_by(tables.inbox.c.id)).all())


def all_finished(box):
    return all(entry.finished for entry in entries(box))


def answer_all(box, answer):
    """Work in this process until nothing is open."""

    async def until_finished():
        working = asyncio.ensure_future(work(box, answer))
        while not all_finished(box) and not working.done():
            await asyncio.sleep(0.05)
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)

    asyncio.run(asyncio.wait_for(until_finished(), 30))


def test_an_event_is_accepted_once(box):
    accepted = [box.accept(channel, "e1", "c1", "hello", {}) for channel in ("slack", "slack", "web")]
    assert accepted == [True, False, True]
    box.finish(box.take())
    assert not box.accept("slack", "e1", "c1", "hello", {})


def test_what_is_accepted_is_masked_cleaned_and_bounded(box):
    box.accept("slack", "e1", "c1", "/restart my mail is\x00 jane@example.org", {"to": "D1"})
    box.accept("slack", "e2", "c2", "a" * 9000, {})
    first, second = box.take(), box.take()
    assert first.text == "restart my mail is [email]" and first.address == {"to": "D1"}
    assert 4000 < len(second.text) < 4100


def test_nothing_is_acknowledged_that_cannot_be_kept():
    with pytest.raises(Outage):
        Inbox(Database("postgresql://bot@127.0.0.1:1/none")).accept("slack", "e1", "c1", "hello", {})


def test_those_of_one_conversation_come_one_at_a_time_and_in_order(box):
    for number in range(3):
        for conversation in ("a", "b"):
            box.accept("slack", f"{conversation}{number}", conversation, "hello", {})
    first, other = box.take(), box.take()
    assert (first.event_id, other.event_id, box.take()) == ("a0", "b0", None)
    box.finish(other)
    assert box.take().event_id == "b1" and box.take() is None
    box.finish(first)
    assert box.take().event_id == "a1"


@pytest.mark.slow
def test_what_a_killed_worker_left_is_taken_up_after_its_lease(box, start):
    hanging = start("hangs")
    box.accept("slack", "e1", "c1", "hello", {"to": "D1"})
    wait_for(lambda: noted(hanging))
    hanging.kill()
    hanging.join()
    killed, other = time.monotonic(), start("well")
    wait_for(lambda: all_finished(box))
    assert noted(other) == ["e1"]
    assert time.monotonic() - killed > LEASE / 2
    (entry,) = entries(box)
    assert (entry.attempts, entry.text, entry.address) == (2, "", "{}")


@pytest.mark.slow
def test_two_workers_answer_each_event_once_and_in_order(box, start):
    workers = [start("well"), start("well")]
    for number in range(40):
        assert box.accept("slack", f"{number:02}", f"c{number % 8}", "hello", {})
    wait_for(lambda: all_finished(box))
    answered = noted(*workers)
    assert sorted(answered) == [f"{number:02}" for number in range(40)]
    for conversation in range(8):
        mine = [event_id for event_id in answered if int(event_id) % 8 == conversation]
        assert mine == sorted(mine)
    assert all(noted(worker) for worker in workers)
    assert {entry.attempts for entry in entries(box)} == {1}


def test_what_always_fails_is_given_up_with_its_text(box, caplog, monkeypatch):
    tried = []

    async def fail(entry):
        tried.append(entry.event_id)
        if entry.event_id == "bad":
            raise ValueError(entry.text)

    box.accept("slack", "bad", "c1", "zanzibarquux", {"to": "D1"})
    box.accept("slack", "next", "c1", "hello", {})
    monkeypatch.setattr(budget, "LEASE", 0.1)
    answer_all(box, fail)
    assert tried == ["bad"] * MOST_ATTEMPTS + ["next"]
    assert {(entry.text, entry.address) for entry in entries(box)} == {("", "{}")}
    assert "ValueError" in caplog.text and "zanzibarquux" not in caplog.text


def test_what_kills_its_worker_each_time_is_given_up_too(box, monkeypatch):
    monkeypatch.setattr(budget, "LEASE", 0.0)
    box.accept("slack", "bad", "c1", "hello", {})
    attempts = [box.take() for _ in range(MOST_ATTEMPTS + 1)]
    assert attempts[-1] is None
    assert [entry.text for entry in entries(box)] == [""]


def test_a_corrupt_entry_stops_no_other(box):
    answered = []

    async def answer(entry):
        answered.append(entry.event_id)

    for number in range(2):
        box.accept("slack", f"e{number}", f"c{number}", "hello", {})
    rubbish = sa.update(tables.inbox).where(tables.inbox.c.event_id == "e0").values(address="rubbish")
    box._database.write(lambda on: on.execute(rubbish))
    answer_all(box, answer)
    assert answered[-1:] == ["e1"]
