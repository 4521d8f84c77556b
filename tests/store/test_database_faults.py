"""What is kept, by breaking the database under a real Rasa server: nobody is left unanswered, unrouted or deceived."""

import contextlib
import os
import resource
import signal
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.store.database import Database
from bot.store.tables import events
from tests.servers import Postgres, Rasa

CHEST = "my chest is being crushed and I cannot breathe"
CORRUPT = {
    "rubbish": "rubbish",
    "a list": "[]",
    "nothing": None,
    "a person of odd types": '{"event": "user", "text": 5, "parse_data": {"intent": {"name": 5}, "reading": "x"}}',
    "a reply of odd types": '{"event": "bot", "text": 5, "data": "x", "metadata": "x"}',
    "a reply with odd buttons": '{"event": "bot", "text": "x", "data": {"buttons": [{}]}}',
    "another kind of event": '{"event": "restart"}',
    "a slot without a name": '{"event": "slot"}',
    "an action of odd types": '{"event": "action", "name": 5, "timestamp": "x"}',
}


@pytest.fixture(scope="module")
def stoppable(tmp_path_factory):
    """A PostgreSQL server that tests here stop."""
    server = Postgres(tmp_path_factory.mktemp("stoppable"))
    yield server
    server.stop()


@pytest.fixture(scope="module")
def on_postgres(tmp_path_factory, actions_server, stoppable):
    server = Rasa(tmp_path_factory.mktemp("on_postgres"), actions_server.server_address[1], database=stoppable.url)
    yield server
    server.stop()


def names(replies):
    return [reply["metadata"]["response"] for reply in replies]


def routes(said):
    return [name for name in said if name.startswith("utter_route_")]


def say_in_vain(server, token, text=None, **more):
    """What is said in an outage: in time, with one route, and that it is not kept."""
    began = time.monotonic()
    status, answer = server.send(token, text, **more)
    assert time.monotonic() - began < 8
    assert status == 503 and answer["kept"] is False
    said = names(answer["replies"])
    assert len(routes(said)) == 1 and said.count("utter_not_kept") == 1
    return said


def everything_in_vain(server, token):
    """An ordinary question, an emergency and the history in an outage; gives the id of the question."""
    message_id = os.urandom(8).hex()
    say_in_vain(server, token, "What is lupus?", message_id=message_id)
    said = say_in_vain(server, token, CHEST)
    assert said[0] == "utter_emergency.chest_pain_breathless" and routes(said) == ["utter_route_emergency"]
    assert server.call("GET", "/webhooks/web/messages", token=token)[0] == 503
    return message_id


def begin_talk(server):
    """A conversation with one turn, and that turn as it is kept."""
    token = server.begin()
    server.say(token, "what is plaquenil for")
    return token, server.history(token)


def goes_on(server, token, history, message_id):
    """After the outage: what was acknowledged is there, in order, and the question can be sent again."""
    assert server.history(token) == history
    replies = server.say(token, "What is lupus?", message_id=message_id)
    assert names(replies)[0] == "utter_what_is_lupus"
    assert server.say(token, "What is lupus?", message_id=message_id) == replies
    *before, new = server.history(token)
    assert before == history
    assert (new["message_id"], new["text"], new["replies"]) == (message_id, "What is lupus?", replies)
    assert server.process.poll() is None


def follows_up(server, token):
    assert names(server.say(token, "and the side effects?"))[0] == "utter_hydroxychloroquine.side_effects"


def test_postgresql_stops_and_starts_again(on_postgres, stoppable):
    token, history = begin_talk(on_postgres)
    offering = on_postgres.begin()
    (button, *_) = next(r["buttons"] for r in on_postgres.say(offering, "what are the side effects") if r["buttons"])
    stoppable.stop()
    try:
        message_id = everything_in_vain(on_postgres, token)
        said = say_in_vain(on_postgres, offering, button=button["payload"])
        assert not any(name.startswith(f"utter_{button['payload'][1:]}") for name in said)
    finally:
        stoppable.start()
    assert on_postgres.history(token) == history
    follows_up(on_postgres, token)
    goes_on(on_postgres, token, on_postgres.history(token), message_id)
    assert names(on_postgres.say(offering, button=button["payload"]))[0] == f"utter_{button['payload'][1:]}"


def test_postgresql_hangs(on_postgres, stoppable):
    token, history = begin_talk(on_postgres)
    with frozen(stoppable):
        message_id = everything_in_vain(on_postgres, token)
        with ThreadPoolExecutor(8) as people:
            list(people.map(lambda _: say_in_vain(on_postgres, on_postgres.begin(), CHEST), range(8)))
    goes_on(on_postgres, token, history, message_id)


@contextlib.contextmanager
def frozen(postgres):
    """All processes of a PostgreSQL server stand still, as on a machine that swaps or a disk that hangs."""
    first = int((postgres._data / "postmaster.pid").read_text().split()[0])
    processes = [first, *map(int, Path(f"/proc/{first}/task/{first}/children").read_text().split())]
    for process in processes:
        os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        for process in processes:
            os.kill(process, signal.SIGCONT)


def file_of(server):
    return Path(server.database.removeprefix("sqlite:///"))


@contextlib.contextmanager
def locked(server):
    """Another process is writing, and does not come to an end."""
    with contextlib.closing(sqlite3.connect(file_of(server), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


@contextlib.contextmanager
def full(server, room):
    """The disk has no room for files of more than `room` bytes."""
    nothing = resource.RLIM_INFINITY, resource.RLIM_INFINITY
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
    try:
        yield
    finally:
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, nothing)


@contextlib.contextmanager
def taken_away(server):
    file = file_of(server)
    file.rename(file.with_suffix(".away"))
    try:
        yield
    finally:
        file.with_suffix(".away").replace(file)


def test_the_file_is_locked(rasa):
    token, history = begin_talk(rasa)
    message_id = os.urandom(8).hex()
    with locked(rasa):
        say_in_vain(rasa, token, "What is lupus?", message_id=message_id)
        assert say_in_vain(rasa, token, CHEST)[0] == "utter_emergency.chest_pain_breathless"
        assert rasa.history(token) == history
    goes_on(rasa, token, history, message_id)


@pytest.mark.parametrize("room", [1024, 40_000], ids=["nothing fits", "a part of a turn fits"])
def test_the_disk_is_full(rasa, room):
    token, history = begin_talk(rasa)
    message_id = os.urandom(8).hex()
    with full(rasa, room):
        say_in_vain(rasa, token, "What is lupus?", message_id=message_id)
        assert say_in_vain(rasa, token, CHEST)[0] == "utter_emergency.chest_pain_breathless"
    follows_up(rasa, token)
    goes_on(rasa, token, rasa.history(token), message_id)
    assert rasa.history(token)[:1] == history


def test_the_file_is_taken_away_and_put_back(rasa):
    token, history = begin_talk(rasa)
    with taken_away(rasa):
        message_id = everything_in_vain(rasa, token)
    goes_on(rasa, token, history, message_id)


@pytest.mark.parametrize("text, answer", [("hello", "utter_chat.greet"), ("thank you", "utter_chat.thanks")])
def test_small_talk_in_an_outage_is_no_emergency(rasa, text, answer):
    token, _ = begin_talk(rasa)
    with taken_away(rasa):
        status, reply = rasa.send(token, text)
    assert status == 503 and names(reply["replies"]) == [answer, "utter_not_kept"]


def corrupted(server, kind, data):
    """A conversation of two turns whose last row of `kind` holds `data`; how it was before, and the second turn's id."""
    token, message_id, database = server.begin(), os.urandom(8).hex(), Database(server.database)
    server.say(token, "What is lupus?")
    server.say(token, "what is plaquenil for", message_id=message_id)
    history = server.history(token)
    newest = sa.select(sa.func.max(events.c.id)).where(events.c.type_name == kind).scalar_subquery()
    database.write(lambda on: on.execute(sa.update(events).where(events.c.id == newest).values(data=CORRUPT[data])))
    return token, history, message_id


@pytest.mark.parametrize("server", ["rasa", "on_postgres"])
@pytest.mark.parametrize("data, kind", [("rubbish", "bot"), *((data, "user") for data in CORRUPT)])
def test_a_conversation_goes_on_after_a_corrupt_row(request, server, data, kind):
    server = request.getfixturevalue(server)
    token, history, _ = corrupted(server, kind, data)
    assert server.history(token)[0]["text"] == history[0]["text"]
    follows_up(server, token)
    assert names(server.say(token, "What is lupus?"))[0] == "utter_what_is_lupus"
    assert [turn["text"] for turn in server.history(token)[-2:]] == ["and the side effects?", "What is lupus?"]


@pytest.mark.parametrize("kind, data", [("user", "rubbish"), ("bot", "rubbish"), ("user", "another kind of event")])
def test_a_corrupt_row_puts_no_answer_under_another_question(rasa, kind, data):
    token, history, _ = corrupted(rasa, kind, data)
    assert rasa.history(token)[0] == history[0]


@pytest.mark.parametrize("kind, data", [("user", "rubbish"), ("bot", "rubbish"), ("user", "another kind of event")])
def test_a_message_whose_record_is_corrupt_is_answered_when_sent_again(rasa, kind, data):
    token, _, message_id = corrupted(rasa, kind, data)
    said = names(rasa.say(token, "what is plaquenil for", message_id=message_id))
    assert said[0] == "utter_hydroxychloroquine.overview" and len(routes(said)) == 1
