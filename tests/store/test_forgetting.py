"""Whoever asks to be forgotten is: in the bytes of the database, not only in its answers; and nobody else is."""

import asyncio
import contextlib
import copy
import os
import random
import sqlite3
import time
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.channels.exchange import Exchange, Incoming
from bot.channels.web import tokens
from bot.content import places, shelf
from bot.store import feedback, retention, tables
from bot.store.conversations import Conversations
from bot.store.database import Database, Outage
from bot.store.inbox import Inbox
from bot.store.records import record
from bot.store.tracker_store import ConversationStore
from bot.turns import turns
from tests.servers import SECRET, Postgres
from tests.store.test_conversations import turn

CANARY = "zanzibarquux"  # a word that nobody else writes
LONG = 140  # times: some 3,900 characters
UNREADABLE = "\u0436" * 60  # letters of a language we do not know: no reader sees it, and it stays unanswered
BUTTON = "/chat.forget_me"
NOT_FORGOTTEN = ["utter_not_forgotten", "utter_route_care_team"]
FORGOTTEN = ["utter_forgotten", "utter_route_care_team"]


class House:
    """The assistant in this process before a database of either kind."""

    def __init__(self, agent, address):
        self.database = Database(address)
        store = ConversationStore(agent.domain, database=self.database)
        self.conversations, self._processor = store.conversations, copy.copy(agent.processor)
        self._processor.tracker_store = store
        self._exchange = Exchange("web", shelf.shared(), store.conversations)

    def reply(self, conversation, text=None, button=None, message_id=None):
        incoming = Incoming(conversation, message_id or os.urandom(8).hex(), text, button)
        return asyncio.run(self._exchange.turn(incoming, self._processor.handle_message))

    def say(self, conversation, text=None, button=None, message_id=None):
        reply = self.reply(conversation, text, button, message_id)
        assert reply.kept
        return names(reply.messages)


@pytest.fixture(params=["sqlite", "postgresql"])
def house(request, agent, tmp_path):
    own = f"sqlite:///{tmp_path}/conversations.db"
    return House(agent, own if request.param == "sqlite" else request.getfixturevalue("postgres").url)


def names(messages):
    return [message["metadata"]["response"] for message in messages]


def past(house, conversation):
    return [turn for turn in turns(house.conversations.whole(conversation)) if turn.message]


def confide(say, database, conversation, word):
    """Leave `word` and the conversation's id in every table; gives an id of a message."""
    message_id = os.urandom(8).hex()
    for text in (f"What is lupus? I call mine {word}", f"{UNREADABLE} {word}", f"{word} lupus " * LONG, "plaquenil dose"):
        say(text, message_id)
        assert feedback.give(database, conversation, message_id, "down", f"it did not help {word}")
        first, message_id = message_id, os.urandom(8).hex()
    Inbox(database).accept("web", os.urandom(8).hex(), conversation, f"hello {word}", {"to": conversation})
    kept = rows(database, conversation)
    assert all(kept.values()), {table: len(found) for table, found in kept.items()}
    return first


def rows(database, conversation):
    """What each table holds of a conversation."""
    asked = {table.name: sa.select(table).where(whose == conversation) for table, whose, _when in tables.WHOSE}
    return {table: database.read(lambda on, wanted=wanted: on.execute(wanted).all()) for table, wanted in asked.items()}


def traces(database, *words):
    """How often each word stands in a database: in the bytes of its files, or in all columns of all tables."""
    if database.on_sqlite:
        file = Path(database.url.database)
        kept = b"".join(path.read_bytes() for path in file.parent.glob(f"{file.name}*"))
    else:
        asked = [f"SELECT * FROM {table}" for table in sa.inspect(database.engine).get_table_names()]
        kept = repr(database.read(lambda on: [on.exec_driver_sql(wanted).all() for wanted in asked])).encode()
    return [kept.lower().count(word.lower().encode()) for word in words]


@pytest.mark.parametrize("way", ["the button", "yes", "erase"])
def test_a_conversation_is_forgotten_and_no_other(house, new_id, way):
    mine, other = f"mine-{new_id}", f"other-{new_id}"
    word, their_word = f"{CANARY}{new_id[:8]}", f"quibble{new_id[:8]}"
    message_id = confide(lambda text, id: house.say(mine, text, message_id=id), house.database, mine, word)
    confide(lambda text, id: house.say(other, text, message_id=id), house.database, other, their_word)
    theirs = rows(house.database, other)
    assert all(traces(house.database, mine, word, message_id))
    if way == "erase":
        assert all(house.conversations.erase(mine).values())
        house.database.scrub()
    else:
        assert house.say(mine, "delete my conversation")[0] == "utter_chat.privacy"
        assert house.say(mine, **({"text": "yes"} if way == "yes" else {"button": BUTTON})) == FORGOTTEN
    assert traces(house.database, mine, word, message_id) == [0, 0, 0]
    assert rows(house.database, other) == theirs
    assert house.conversations.slots(other)["treatment"] == "hydroxychloroquine"
    assert house.conversations.slots(mine) == {}


def test_a_no_forgets_nothing(house, new_id):
    house.say(new_id, "What is lupus?")
    house.say(new_id, "delete my conversation")
    assert house.say(new_id, "no")[0] == "utter_kept_on"
    assert len(past(house, new_id)) == 3


def test_forgetting_over_http(rasa, new_id):
    mine, other, database = rasa.begin(), rasa.begin(), Database(rasa.database)
    id, word = tokens.conversation(mine, SECRET).id, f"{CANARY}{new_id[:8]}"
    message_id = confide(lambda text, message_id: rasa.say(mine, text, message_id=message_id), database, id, word)
    rasa.say(other, "plaquenil")
    theirs = rasa.history(other)
    assert all(traces(database, id, word, message_id))
    assert rasa.call("DELETE", "/webhooks/web/conversations", token=mine)[:2] == (200, {"deleted": True})
    assert traces(database, id, word, message_id) == [0, 0, 0]
    assert rasa.history(mine) == [] and rasa.history(other) == theirs
    assert rasa.call("DELETE", "/webhooks/web/conversations", token=mine)[0] == 200
    assert Conversations(database).slots(tokens.conversation(other, SECRET).id)["treatment"] == "hydroxychloroquine"


@contextlib.contextmanager
def other_process(database, *statements):
    """Somebody else at work on the file, a backup or an open shell."""
    with contextlib.closing(sqlite3.connect(database.url.database, isolation_level=None)) as other:
        for statement in statements:
            other.execute(statement).fetchall()
        yield


@pytest.mark.parametrize("how", [{"text": "yes"}, {"button": BUTTON}, {}], ids=["yes", "the button", "DELETE"])
def test_what_cannot_be_forgotten_is_not_said_to_be(rasa, how):
    token, database = rasa.begin(), Database(rasa.database)
    for text in (f"what is lupus {CANARY}yes", "delete my conversation"):
        rasa.say(token, text)
    with other_process(database, "BEGIN IMMEDIATE"):
        if how:
            status, answer = rasa.send(token, **how)
            assert answer["kept"] is False and names(answer["replies"]) == NOT_FORGOTTEN
        else:
            status, answer, _ = rasa.call("DELETE", "/webhooks/web/conversations", token=token)
            assert answer["error"]
        assert status == 503
    assert len(rasa.history(token)) == 2
    assert rasa.call("DELETE", "/webhooks/web/conversations", token=token)[0] == 200
    assert traces(database, tokens.conversation(token, SECRET).id, f"{CANARY}yes") == [0, 0]


def test_traces_that_a_reader_holds_go_when_it_is_gone(rasa):
    token, other, database = rasa.begin(), rasa.begin(), Database(rasa.database)
    for text in (f"what is lupus {CANARY}held", "delete my conversation"):
        rasa.say(token, text)
    with other_process(database, "BEGIN", "SELECT * FROM events"):
        assert names(rasa.say(token, "yes")) == FORGOTTEN
        assert rasa.history(token) == []
        rasa.say(other, "What is lupus?")
    retention.purge(Conversations(database), places.read())
    assert traces(database, tokens.conversation(token, SECRET).id, f"{CANARY}held") == [0, 0]


def test_what_is_deleted_while_another_is_scrubbed_is_scrubbed_too(tmp_path):
    first, second = (Database(f"sqlite:///{tmp_path}/conversations.db") for _ in range(2))
    first.prepare()
    for conversation in ("a", "b"):
        Conversations(first).append(conversation, turn(1), {}, record(turn(1), ""))
    asked = []

    @sa.event.listens_for(first.engine, "before_cursor_execute")
    def in_between(_connection, _cursor, statement, *_more):
        if "checkpoint" in statement:
            Conversations(second).erase("b")

    @sa.event.listens_for(second.engine, "before_cursor_execute")
    def note(_connection, _cursor, statement, *_more):
        asked.append(statement)

    Conversations(first).erase("a")
    first.scrub()
    second.scrub()
    assert "VACUUM" in asked


@pytest.fixture
def stoppable(tmp_path_factory):
    server = Postgres(tmp_path_factory.mktemp("stoppable"))
    yield server
    server.stop()


def test_nothing_is_said_to_be_forgotten_while_postgresql_is_down(agent, stoppable, new_id):
    house = House(agent, stoppable.url)
    for text in ("What is lupus?", "delete my conversation"):
        house.say(new_id, text)
    stoppable.stop()
    try:
        for how in ({"text": "yes"}, {"text": "delete my conversation"}, {"button": BUTTON}):
            reply = house.reply(new_id, **how)
            assert not reply.kept and "utter_forgotten" not in names(reply.messages)
        assert names(reply.messages) == NOT_FORGOTTEN
        with pytest.raises(Outage):
            house.conversations.erase(new_id)
    finally:
        stoppable.start()
    assert len(past(house, new_id)) == 2
    assert house.say(new_id, "yes") == FORGOTTEN
    assert house.conversations.whole(new_id) == []


@pytest.mark.slow
def test_no_remnant_of_thirty_of_three_hundred(tmp_path):
    """Rows of many sizes, interleaved: pages split and merge, and what was moved leaves remnants in free space."""
    database, dice = Database(f"sqlite:///{tmp_path}/conversations.db"), random.Random(7)
    database.prepare()
    conversations, words = Conversations(database), {f"conversation-{n:03}": f"{CANARY}{n:03}x" for n in range(300)}
    for number in range(3):
        for conversation, word in dice.sample([*words.items()], len(words)):
            text = (f"{word} " * 500)[: dice.choice([50, 300, 1000, 3000, 6000])]
            events = turn(number, text)
            conversations.append(conversation, events, {"treatment": text[:200]}, record(events, ""))
    for conversation in dice.sample([*words], 30):
        conversations.erase(conversation)
        database.scrub()
        assert traces(database, conversation, words.pop(conversation)) == [0, 0]
    assert all(traces(database, *words, *words.values()))
    assert all(len(conversations.whole(conversation)) == 3 * len(turn(0)) for conversation in words)


def test_purging_takes_what_is_older_and_nothing_newer(house, new_id):
    word = f"{CANARY}{new_id[:8]}"
    confide(lambda text, id: house.say(f"old-{new_id}", text, message_id=id), house.database, f"old-{new_id}", word)
    between = time.time()
    new = f"new-{new_id}"
    confide(lambda text, id: house.say(new, text, message_id=id), house.database, new, "quibble")
    kept = rows(house.database, new)
    deleted = house.conversations.purge(between)
    house.database.scrub()
    assert all(deleted.values()) and set(deleted) == {table.name for table, _, _ in tables.WHOSE}
    assert traces(house.database, f"old-{new_id}", word) == [0, 0]
    assert rows(house.database, new) == kept
    assert not any(house.conversations.purge(between).values())
