"""Conversations on both databases."""

import json

import pytest

from bot.store.conversations import WINDOW, Conversations
from bot.store.database import Database, Outage
from bot.store.records import record


@pytest.fixture(params=["sqlite", "postgresql"])
def conversations(request, tmp_path):
    address = f"sqlite:///{tmp_path}/c.db" if request.param == "sqlite" else request.getfixturevalue("postgres").url
    database = Database(address)
    database.prepare(patience=0)
    return Conversations(database)


def turn(number, text="what is lupus"):
    said = {"event": "user", "text": text, "timestamp": float(number), "message_id": f"m{number}", "input_channel": "web"}
    reply = {
        "event": "bot",
        "text": f"answer {number}",
        "metadata": {"utter_action": "utter_unsure"},
        "timestamp": float(number),
    }
    return [
        said,
        {"event": "slot", "name": "treatment", "value": f"t{number}"},
        reply,
        {"event": "action", "name": "action_listen"},
    ]


def talk(conversations, whose, numbers):
    for number in numbers:
        events = turn(number)
        conversations.append(whose, events, {"treatment": f"t{number}"}, record(events, ""))


def texts(events):
    return [event["text"] for event in events if event["event"] == "bot"]


def test_the_last_turns_and_what_was_known_before_them(conversations, new_id):
    conversations.append(new_id, [{"event": "session_started"}], {}, None)
    talk(conversations, new_id, range(WINDOW))
    assert conversations.recent(new_id).slots == {}
    assert len(conversations.recent(new_id).events) == 4 * WINDOW + 1
    talk(conversations, new_id, range(WINDOW, 3 * WINDOW))
    recent = conversations.recent(new_id)
    assert texts(recent.events) == [f"answer {n}" for n in range(2 * WINDOW, 3 * WINDOW)]
    assert recent.slots == {"treatment": f"t{2 * WINDOW - 1}"}
    assert len(texts(conversations.whole(new_id))) == 3 * WINDOW


def test_what_a_channel_must_know_before(conversations, new_id):
    assert conversations.context_of(new_id, "m0") == conversations.context_of(new_id + "x", "m1")
    conversations.append(new_id, [{"event": "slot", "name": "region", "value": "ie"}], {"region": "ie"}, None)
    assert conversations.context_of(new_id, "m0").slots == {"region": "ie"}
    talk(conversations, new_id, range(3))
    conversations.append(new_id, [{"event": "slot", "name": "region", "value": "uk"}], {"region": "uk"}, None)
    before = conversations.context_of(new_id, "m1")
    assert (texts(before.same), texts(before.last)) == (["answer 1"], ["answer 2"])
    assert before.slots == {"treatment": "t2", "region": "uk"}
    assert conversations.context_of(new_id, "m9").same == []


def test_the_same_turn_is_kept_once(conversations, new_id):
    talk(conversations, new_id, [1])
    talk(conversations, new_id, [1])
    assert len(conversations.whole(new_id)) == len(turn(1))


def test_messages_without_an_id_are_each_kept(conversations, new_id):
    for number in range(2):
        events = [{**event, "message_id": None} for event in turn(number)]
        conversations.append(new_id, events, {}, record(events, ""))
    assert texts(conversations.whole(new_id)) == ["answer 0", "answer 1"]


def test_conversations_do_not_mix(conversations, new_id):
    talk(conversations, new_id, [1])
    talk(conversations, new_id + "y", [2])
    assert texts(conversations.whole(new_id)) == ["answer 1"]
    assert texts(conversations.recent(new_id + "y").events) == ["answer 2"]


@pytest.mark.parametrize("id", ["", "a\x00b", "x" * 256, "\ud800"])
def test_an_unfit_id_reaches_no_database(conversations, id):
    for ask in (conversations.recent, conversations.whole, lambda id: conversations.append(id, turn(1), {}, None)):
        with pytest.raises(Outage, match="unfit"):
            ask(id)
    assert conversations.erase(id) == {}


def test_strange_text_is_kept(conversations, new_id):
    strange = "a\x00b \ud800 \U0001f600 '; drop table events; --"
    events = turn(1, strange)
    conversations.append(new_id, events, {}, record(events, ""))
    assert conversations.whole(new_id)[0]["text"] == strange


@pytest.mark.parametrize("data", ["rubbish", "[]", '"text"', "{}", '{"event": 5}', None])
def test_a_corrupt_row_is_left_out(conversations, new_id, data, caplog):
    talk(conversations, new_id, [1, 2])
    from bot.store.tables import events

    bad = {"sender_id": new_id, "type_name": "user", "data": data}
    conversations.database.write(lambda connection: connection.execute(events.insert(), bad))
    talk(conversations, new_id, [3])
    assert texts(conversations.whole(new_id)) == ["answer 1", "answer 2", "answer 3"]
    assert texts(conversations.recent(new_id).events) == ["answer 1", "answer 2", "answer 3"]
    assert "is corrupt" in caplog.text and json.dumps(data) not in caplog.text
