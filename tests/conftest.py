import asyncio
import os
import uuid
from functools import lru_cache

import pytest

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
os.environ["RASA_TELEMETRY_ENABLED"] = "false"


@pytest.fixture(scope="session")
def agent(tmp_path_factory):
    """The trained assistant with its real actions and a store of its own, in this process."""
    return _assistant(tmp_path_factory)[0]


@lru_cache(maxsize=1)
def _assistant(tmp_path_factory):
    from bot.cli import local

    return local.assistant(tmp_path_factory.mktemp("store") / "conversations.db")


@pytest.fixture(scope="session")
def turn(agent, tmp_path_factory):
    """Take one turn of a conversation; gives what was said."""
    from bot.channels.exchange import Incoming

    exchange = _assistant(tmp_path_factory)[1]

    def turn(conversation, typed=None, button=None):
        incoming = Incoming(conversation, uuid.uuid4().hex, typed, button)
        return asyncio.run(exchange.turn(incoming, agent.handle_message))

    return turn


@pytest.fixture
def say(turn):
    """Talk in one conversation; gives the messages of each reply."""
    conversation = uuid.uuid4().hex

    def say(text=None, button=None):
        return turn(conversation, text, button).messages

    say.conversation = conversation
    return say


@pytest.fixture(scope="session")
def actions_server():
    from tests.servers import Actions, free_port

    server = Actions(free_port())
    yield server
    server.kill()


@pytest.fixture(scope="session")
def rasa(tmp_path_factory, actions_server):
    """A real Rasa server before the action server that can misbehave."""
    from tests.servers import Rasa

    server = Rasa(tmp_path_factory.mktemp("rasa"), actions_server.server_address[1])
    yield server
    server.stop()


@pytest.fixture(scope="session")
def postgres(tmp_path_factory):
    """A PostgreSQL server for all tests that do not stop it."""
    from tests.servers import Postgres

    server = Postgres(tmp_path_factory.mktemp("postgres"))
    yield server
    server.stop()
