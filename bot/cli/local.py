"""The whole assistant in one process: the trained model, the real actions, a real store - no servers."""

import importlib
import json
import logging
from functools import lru_cache
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent
from rasa.utils.endpoints import EndpointConfig
from rasa.utils.log_utils import configure_structlog
from rasa_sdk.executor import ActionExecutor

from bot.channels.exchange import Exchange
from bot.cli import models
from bot.content import shelf
from bot.store.conversations import Conversations
from bot.store.database import Database
from bot.store.tracker_store import ConversationStore


class LocalActions(EndpointConfig):
    """An action endpoint that runs the actions here, on what would have crossed the wire."""

    def __init__(self) -> None:
        super().__init__(url="local", enable_selective_domain=True)

    async def request(self, *_args: Any, **kwargs: Any) -> Any:
        """Run the action that `json` names."""
        return json.loads(json.dumps(await _executor().run(json.loads(json.dumps(kwargs["json"])))))


@lru_cache(maxsize=1)
def _executor() -> ActionExecutor:
    executor = ActionExecutor()
    executor.register_package(importlib.import_module("actions"))
    return executor


def load_agent(database: Path, actions: EndpointConfig | None = None) -> Agent:
    """The assistant on the newest model, keeping conversations in the SQLite file `database`. Raises NoModel."""
    configure_structlog(logging.WARNING)  # outside its command line Rasa prints every message at debug level
    model = str(models.newest())
    store = ConversationStore(database=Database(f"sqlite:///{database.absolute()}"))
    agent = Agent.load(model, tracker_store=store, action_endpoint=actions or LocalActions())
    store.domain = agent.domain
    return agent


def assistant(database: Path) -> tuple[Agent, Exchange]:
    """The same, and the exchange through which the web channel would speak to it. Raises NoModel."""
    agent = load_agent(database)
    conversations = Conversations(Database(f"sqlite:///{database.absolute()}"))
    return agent, Exchange("web", shelf.shared(), conversations)
