import time

import pytest

from bot.content import places
from bot.store import retention
from bot.store.conversations import Conversations
from bot.store.database import Database


@pytest.fixture
def conversations(tmp_path):
    database = Database(f"sqlite:///{tmp_path}/c.db")
    database.prepare()
    return Conversations(database)


def kept(conversations, whose, days_ago):
    when = time.time() - days_ago * retention.DAY
    conversations.append(whose, [{"event": "user", "text": "hello", "timestamp": when}], {}, None)


def test_what_is_older_than_the_clinic_says_goes(conversations):
    days = places.read().clinic.keep_days
    kept(conversations, "old", days + 1)
    kept(conversations, "new", days - 1)
    assert retention.purge(conversations, places.read())["events"] == 1
    assert conversations.ids() == ["new"]
