"""The web channel: JSON over HTTP, described in docs/openapi.yml."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from rasa.core.agent import Agent
from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, empty, json

from bot import outage
from bot.channels.errors import BadRequest, WrongSetting
from bot.channels.exchange import Exchange, Incoming, NotOffered
from bot.channels.web import origins, pace, request_bodies, tokens
from bot.channels.web.help_sheet import help_sheet
from bot.content import places, shelf, signatures
from bot.content.curated import PageError
from bot.content.places import NEUTRAL
from bot.content.responses import edition_of
from bot.content.shelf import Shelf
from bot.content.signatures import signed
from bot.ids import ANSWER, DEFAULT_ROUTE, route_response
from bot.lines import EDITION, INTRODUCTION, KEPT, NO_OPERATOR, TOO_MANY, UNSIGNED
from bot.privacy.secret import SecretError, secret
from bot.store import database, feedback
from bot.store.conversations import Conversations, attempt, forget
from bot.store.database import Database, SettingError

logger = logging.getLogger(__name__)

PREFIX = "/webhooks/web/"
LARGEST_BODY = 64 * 1024  # bytes
MOST_MESSAGES, MOST_REQUESTS = 60, 120  # a minute; of one conversation, from one address
T = TypeVar("T")
_HEADERS = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}


class WebChannel(InputChannel):
    """Takes messages of conversations whose token it issued itself."""

    def __init__(self, shelf: Shelf, database: Database, key: str) -> None:
        """`key` signs the tokens. Raises PageError on files that are not fit: they stop the server here, not a person
        later."""
        shelf.pages()
        clinic = shelf.places().clinic
        self._shelf, self._key = shelf, key
        self._operator = clinic.operator
        self._origins = origins.Origins(clinic.origins)
        self._messages, self._requests = pace.Pace(MOST_MESSAGES), pace.Pace(MOST_REQUESTS)
        self._conversations = Conversations(database)
        self._exchange = Exchange(self.name(), shelf, self._conversations)

    @classmethod
    def name(cls) -> str:
        """Its name in Rasa and in its address, /webhooks/web."""
        return "web"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> "WebChannel":
        """The channel of this process. It has no settings in credentials.yml."""
        if credentials:
            names = ", ".join(credentials)
            raise WrongSetting(f"credentials.yml: take out {names}; operator and origins stand in {places.CLINIC} now.")
        try:
            signatures.read()
            return cls(shelf.shared(), database.shared(), secret())
        except (PageError, SecretError, SettingError) as error:
            raise WrongSetting(str(error)) from None

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The channel's routes."""
        routes = Blueprint("web_channel")

        @routes.listener("before_server_start")
        async def bound(app: Sanic, _loop: asyncio.AbstractEventLoop) -> None:
            app.config.REQUEST_MAX_SIZE = LARGEST_BODY
            # Outside of Rasa's own, which would answer any preflight.
            app.request_middleware.appendleft(self._admit)
            app.response_middleware.append(self._let_read)

        @routes.post("/conversations")
        async def start(request: Request) -> HTTPResponse:
            region = request_bodies.region(request, self._shelf.places().regions)
            agent = _agent(request)
            edition = edition_of(agent.domain.responses) if agent and agent.domain else ""
            beginning = {
                "token": tokens.issue(self._key, region),
                "operator": self._operator,
                "introduction": self._exchange.house(*self._introduction(edition), region=region, edition=edition),
                "starters": self._shelf.pages().starters,
            }
            return json(beginning, headers=_HEADERS)

        @routes.post("/messages")
        async def message(request: Request) -> HTTPResponse:
            conversation, body = self._conversation(request), request_bodies.message(request)
            if seconds := self._messages.wait(conversation.id):
                return self._too_many(request, seconds)
            incoming = Incoming(
                conversation.id, body["message_id"], body.get("text"), body.get("button"), conversation.region
            )
            try:
                said = await self._exchange.take(incoming, on_new_message, _agent(request))
            except NotOffered:
                raise BadRequest(409, "This choice is no longer open. Please type your question.") from None
            answer = {
                "message_id": body["message_id"],
                "replies": said.messages,
                "kept": said.kept,
                "forgotten": said.forgotten,
            }
            return json(answer, status=200 if said.kept else 503, headers=_HEADERS)

        @routes.get("/messages")
        async def history(request: Request) -> HTTPResponse:
            conversation = self._conversation(request)
            outage.begin()
            past = await self._exchange.past(conversation.id)
            if past is None:
                raise _unreachable()
            return json({"messages": past}, headers=_HEADERS)

        @routes.get("/help")
        async def help_now(request: Request) -> HTTPResponse:
            return json(help_sheet(self._exchange, await self._region(self._conversation(request))), headers=_HEADERS)

        @routes.post("/feedback")
        async def judge(request: Request) -> HTTPResponse:
            conversation, body = self._conversation(request), request_bodies.verdict(request)
            given = conversation.id, body["message_id"], body["verdict"], body.get("reason", "")
            if not await self._attempt(lambda: feedback.give(self._conversations.database, *given)):
                raise BadRequest(404, "There is no message with this message_id in the conversation.")
            return json({"message_id": body["message_id"], "verdict": body["verdict"]}, headers=_HEADERS)

        @routes.delete("/conversations")
        async def delete(request: Request) -> HTTPResponse:
            conversation = self._conversation(request)
            await self._forget(request, conversation)
            return json({"deleted": True}, headers=_HEADERS)

        @routes.exception(BadRequest)
        async def refuse(_request: Request, error: BadRequest) -> HTTPResponse:
            return json({"error": str(error)}, status=error.status, headers=_HEADERS)

        return routes

    def _introduction(self, edition: str) -> list[str]:
        """The lines that a conversation begins with."""
        pages = self._shelf.pages()
        answers = {page.id for page in pages.by_id.values() if page.group == ANSWER}
        all_signed = answers <= signed(pages, self._shelf.signatures())
        return [
            *(INTRODUCTION, KEPT),
            *([] if self._operator else [NO_OPERATOR]),
            *([] if all_signed else [UNSIGNED]),
            *([EDITION] if edition else []),
        ]

    def _admit(self, request: Request) -> HTTPResponse | None:
        """What a request gets that is not let in; None lets it in."""
        if not request.path.startswith(PREFIX):
            return None
        if not self._origins.allow(request.headers):
            if origin := self._origins.name_once(request.headers):
                logger.warning(
                    "refused a page of the origin %s, which data/own/clinic.yml does not list under 'origins'", origin
                )
            return json({"error": "This site may not use the assistant."}, status=403, headers=_HEADERS)
        if request.method == "OPTIONS":
            return empty(headers=_HEADERS)
        address = pace.address(request)
        seconds = self._requests.wait(address) if address else 0
        return self._too_many(request, seconds) if seconds else None

    def _let_read(self, request: Request, response: HTTPResponse) -> None:
        if request.path.startswith(PREFIX):
            self._origins.let_read(request.headers, response.headers, preflight=request.method == "OPTIONS")

    def _too_many(self, request: Request, seconds: int) -> HTTPResponse:
        """Come again later. A message is not taken, yet whoever sent it is not left without a route."""
        answer: dict[str, Any] = {"error": "Too many requests. Try again after the seconds that Retry-After says."}
        if request.method == "POST" and request.path.startswith(f"{PREFIX}messages"):
            with contextlib.suppress(BadRequest):
                conversation, body = self._conversation(request), request_bodies.message(request)
                region = conversation.region or NEUTRAL
                replies = self._exchange.house(TOO_MANY, route_response(DEFAULT_ROUTE), region=region)
                answer |= {"message_id": body["message_id"], "replies": replies, "kept": False, "forgotten": False}
        return json(answer, status=429, headers={**_HEADERS, "Retry-After": str(seconds)})

    def _conversation(self, request: Request) -> tokens.Conversation:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        try:
            if scheme.lower() == "bearer":
                return tokens.conversation(token, self._key)
        except tokens.TokenError:
            pass
        raise BadRequest(401, "This conversation is not known or has expired. Start a new one with POST /conversations.")

    async def _region(self, conversation: tokens.Conversation) -> str | None:
        """Where the person is, as far as is known; None where the clinic is."""
        outage.begin()
        slots = await attempt(lambda: self._conversations.slots(conversation.id))
        if slots is None:
            return conversation.region or NEUTRAL  # they may have said that they are elsewhere
        return slots.get("region") or conversation.region or None

    async def _forget(self, request: Request, conversation: tokens.Conversation) -> None:
        """Delete the conversation, after the turn of it that may be under way."""
        agent = _agent(request)
        async with agent.lock_store.lock(conversation.id) if agent else contextlib.nullcontext():
            outage.begin()
            if not await forget(self._conversations, conversation.id):
                raise _unreachable()

    async def _attempt(self, work: Callable[[], T]) -> T:
        outage.begin()
        found = await attempt(work)
        if found is None:
            raise _unreachable()
        return found


def _unreachable() -> BadRequest:
    return BadRequest(503, "The records cannot be reached. Try again in a few minutes.")


def _agent(request: Request) -> Agent | None:
    agent: Agent | None = getattr(request.app.ctx, "agent", None)
    return agent if agent and agent.tracker_store else None
