import asyncio
import time

import pytest

from bot.content import places
from bot.content.shelf import Shelf
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
    days = int(places.read().clinic.keep_days)
    kept(conversations, "old", days + 1)
    kept(conversations, "new", days - 1)
    assert retention.purge(conversations, places.read())["events"] == 1
    assert conversations.ids() == ["new"]


def test_the_job_runs_by_itself_and_outlives_a_failure(conversations, tmp_path, monkeypatch):
    monkeypatch.setattr(retention, "EVERY", 0.01)
    file = tmp_path / "c.db"

    async def run():
        job = asyncio.create_task(retention.enforce(conversations, Shelf()))
        kept(conversations, "first", 1000)
        await until(lambda: conversations.ids() == [])
        file.rename(tmp_path / "away")
        await asyncio.sleep(0.2)
        (tmp_path / "away").replace(file)
        kept(conversations, "second", 1000)
        await until(lambda: conversations.ids() == [])
        job.cancel()

    async def until(holds):
        end = time.monotonic() + 10
        while not holds():
            assert time.monotonic() < end
            await asyncio.sleep(0.02)

    asyncio.run(run())
