"""Ids and messages that no database or server bears are refused, and the next person is answered."""

import asyncio
import contextlib
import time

import jwt
import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered

from bot import outage
from bot.store.database import Database
from bot.store.tracker_store import ConversationStore
from tests.servers import SECRET

SENDERS = ["a\x00b", "x" * 300, "\ud800", ""]


def still_answers(rasa):
    assert rasa.say(rasa.begin(), "What is lupus?")[0]["metadata"]["id"] == "what_is_lupus"


@pytest.mark.parametrize("address", ["sqlite", "postgresql"])
@pytest.mark.parametrize("sender", SENDERS, ids=["NUL", "long", "half a character", "empty"])
def test_the_store_bears_an_impossible_sender(request, tmp_path, address, sender):
    database = Database(f"sqlite:///{tmp_path}/c.db" if address == "sqlite" else request.getfixturevalue("postgres").url)
    store = ConversationStore(Domain.empty(), database=database)

    async def turn():
        outage.begin()
        tracker = await store.retrieve(sender)
        assert outage.reported()
        outage.begin()
        tracker.update(UserUttered("What is lupus?"))
        await store.save(tracker)
        assert outage.reported()

    asyncio.run(turn())


@pytest.mark.parametrize("sender", [SENDERS[0], SENDERS[1], SENDERS[3]], ids=["NUL", "long", "empty"])
def test_a_signed_token_of_an_impossible_sender_is_refused(rasa, sender):
    token = jwt.encode({"sub": sender, "exp": int(time.time()) + 60, "region": ""}, SECRET, "HS256")
    assert rasa.send(token, "What is lupus?")[0] == 401
    assert rasa.call("GET", "/webhooks/web/messages", token=token)[0] == 401
    assert rasa.call("DELETE", "/webhooks/web/conversations", token=token)[0] == 401
    still_answers(rasa)


def test_ten_megabytes_of_text(rasa):
    with contextlib.suppress(OSError):  # it may hang up instead
        assert rasa.send(rasa.begin(), "lupus " * 1_700_000)[0] == 413
    still_answers(rasa)
    assert rasa.process.poll() is None
