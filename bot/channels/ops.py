"""The operator's channel: GET /readyz says whether a real question gets its real answer and conversations can be kept, and
what an operator should know of the answers."""

import asyncio
import copy
import secrets
import time
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import InputChannel, UserMessage
from rasa.core.tracker_store import InMemoryTrackerStore
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot import outage
from bot.channels.exchange import Exchange, Incoming, responses_of
from bot.content import shelf
from bot.content.responses import edition_of
from bot.content.shelf import Shelf
from bot.ids import response_of
from bot.lines import WITHHELD
from bot.store import database, jobs, release, withdrawals
from bot.store.conversations import Conversations, attempt
from bot.store.database import Database

QUESTION = "What is lupus?"
ANSWER = "what_is_lupus"
CACHED = 15.0  # seconds


class OpsChannel(InputChannel):
    """Answers probes. It stores nothing and counts as nobody's conversation."""

    def __init__(self, kept_in: Database | None = None, pages: Shelf | None = None) -> None:
        self._database, self._shelf = kept_in or database.shared(), pages or shelf.shared()
        self._fault = ""
        self._asked_at = -CACHED
        self._asking = asyncio.Lock()

    @classmethod
    def name(cls) -> str:
        """Its name in Rasa."""
        return "ops"

    def url_prefix(self) -> str:
        """At the server's root."""
        return "/"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The channel's routes."""
        routes = Blueprint("ops_channel")

        @routes.get("/readyz")
        async def readyz(request: Request) -> HTTPResponse:
            agent: Agent | None = getattr(request.app.ctx, "agent", None)
            async with self._asking:
                if time.monotonic() - self._asked_at >= CACHED:
                    self._fault = await self._ask(agent)
                    self._asked_at = time.monotonic()
            state = {"ready": not self._fault, "fault": self._fault, **self._state(agent)}
            return json(state, status=503 if self._fault else 200)

        return routes

    async def _ask(self, agent: Agent | None) -> str:
        """Why `agent` cannot answer the canary question, or not keep it; an empty text when it can."""
        if agent is None or not agent.is_ready():
            return "no model is loaded; run 'make train'"
        outage.begin()
        conversations = Conversations(self._database)
        if await attempt(lambda: conversations.writable()) is None:
            return "the database cannot be used"
        processor = copy.copy(agent.processor)
        processor.tracker_store = InMemoryTrackerStore(agent.domain)
        canary = Incoming(secrets.token_hex(8), "canary", typed=QUESTION)
        said = await Exchange(self.name(), self._shelf, conversations).turn(canary, processor.handle_message)
        if responses_of(said.messages) & {response_of(ANSWER), WITHHELD}:  # that it is withheld is as it should be
            return ""
        return "the canary question got no answer; is the action server running?"

    def _state(self, agent: Agent | None) -> dict[str, Any]:
        """What is not as the pages say, and when the background work was last done. Names and times, no words."""
        responses = agent.domain.responses if agent and agent.domain else {}
        return {
            "edition": edition_of(responses),
            "withheld": release.shared().withheld(responses),
            "faults": list(self._shelf.faults()),
            "jobs": jobs.shared(self._database, self._shelf, withdrawals.shared()).state(),
        }
