"""The operator's channel: GET /readyz says whether a real question gets its real answer and conversations can be kept."""

import asyncio
import copy
import secrets
import time
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import InputChannel, UserMessage
from rasa.core.tracker_store import InMemoryTrackerStore
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot import outage
from bot.channels import guard
from bot.pages import response_of
from bot.reply import WITHHELD
from bot.store import retention
from bot.store.conversations import Conversations, attempt
from bot.store.database import Database

QUESTION = "What is lupus?"
ANSWER = "what_is_lupus"
CACHED = 15.0  # seconds


class OpsChannel(InputChannel):
    """Answers probes. It stores nothing and counts as nobody's conversation."""

    def __init__(self) -> None:
        self._verdict = ""
        self._asked_at = -CACHED
        self._asking = asyncio.Lock()
        self._conversations = Conversations(Database())

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

        @routes.listener("after_server_start")
        async def keep_to_retention(app: Sanic, _loop: asyncio.AbstractEventLoop) -> None:
            app.add_task(retention.enforce(self._conversations, guard.SHELF))

        @routes.get("/readyz")
        async def readyz(request: Request) -> HTTPResponse:
            async with self._asking:
                if time.monotonic() - self._asked_at >= CACHED:
                    self._verdict = await fault(getattr(request.app.ctx, "agent", None), self._conversations)
                    self._asked_at = time.monotonic()
            return json({"ready": not self._verdict, "fault": self._verdict}, status=503 if self._verdict else 200)

        return routes


async def fault(agent: Agent | None, conversations: Conversations) -> str:
    """Why `agent` cannot answer the canary question, or not keep it; an empty text when it can."""
    if agent is None or not agent.is_ready():
        return "no model is loaded; run 'make train'"
    outage.begin()
    if await attempt(lambda: conversations.writable()) is None:
        return "the database cannot be used"
    processor = copy.copy(agent.processor)
    processor.tracker_store = InMemoryTrackerStore(agent.domain)
    reply = await guard.take_turn(processor.handle_message, OpsChannel.name(), secrets.token_hex(8), "canary", QUESTION)
    said = {message["metadata"]["response"] for message in reply.messages}
    if said & {response_of(ANSWER), WITHHELD}:  # an answer that is due for a check is withheld, and that is as it should be
        return ""
    return "the canary question got no answer; is the action server running?"
