import pytest

from bot.cli import forget
from bot.privacy.pseudonyms import pseudonym
from bot.store.conversations import Conversations
from bot.store.database import VARIABLE, Database

KEY = "k" * 40


@pytest.fixture
def conversations(tmp_path, monkeypatch):
    monkeypatch.setenv(VARIABLE, f"sqlite:///{tmp_path}/c.db")
    monkeypatch.setenv("LUPUS_BOT_SECRET", KEY)
    database = Database()
    database.prepare()
    return Conversations(database)


def kept(conversations, whose, at=1.0):
    conversations.append(whose, [{"event": "user", "text": "hello", "timestamp": at}], {}, None)


def test_one_conversation_is_forgotten(conversations, capsys):
    kept(conversations, "mine")
    kept(conversations, "yours")
    assert forget.forget(["mine"]) == 0
    assert "1 events" in capsys.readouterr().out
    assert conversations.ids() == ["yours"]
    assert forget.forget(["mine"]) == 0
    assert "is kept in" in capsys.readouterr().out


def test_somebody_on_slack_is_found_by_their_id_there(conversations):
    kept(conversations, pseudonym("slack", "U024BE7LH", KEY))
    assert forget.forget(["slack:U024BE7LH"]) == 0
    assert conversations.ids() == []


def test_what_is_too_old_is_purged(conversations, capsys):
    kept(conversations, "old", at=1000.0)
    kept(conversations, "new", at=9e10)
    assert forget.purge([]) == 0
    assert conversations.ids() == ["new"]


def test_an_unreachable_database_is_said(monkeypatch, capsys):
    monkeypatch.setenv(VARIABLE, "postgresql://bot:geheim@127.0.0.1:1/lupus")
    assert forget.forget(["mine"]) == 1
    said = capsys.readouterr().err
    assert "lupus on 127.0.0.1" in said and "geheim" not in said
