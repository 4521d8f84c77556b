"""The web channel: JSON over HTTP, described in docs/openapi.yml."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

from rasa.core.agent import Agent
from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, empty, json

from bot import outage
from bot.channels import bodies, guard, origins, pace, tokens
from bot.channels.errors import BadRequest, WrongSetting
from bot.channels.help_sheet import help_sheet
from bot.curated import PageError
from bot.places import NEUTRAL
from bot.procedure import DEFAULT_ROUTE, ROUTE
from bot.store import feedback
from bot.store.conversations import Conversations, attempt, forget
from bot.store.database import Database, SettingError

logger = logging.getLogger(__name__)

PREFIX = "/webhooks/web/"
LARGEST_BODY = 64 * 1024  # bytes
MOST_MESSAGES, MOST_REQUESTS = 60, 120  # a minute; of one conversation, from one address
TOO_MANY = "utter_too_many"
T = TypeVar("T")
_HEADERS = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}


class WebChannel(InputChannel):
    """Takes messages of conversations whose token it issued itself."""

    def __init__(self, operator: str = "", allowed: Sequence[object] = ()) -> None:
        guard.SHELF.pages()  # unfit files stop the server here, not a person later
        guard.SHELF.places()
        self._operator = operator
        self._origins = origins.Origins(allowed)
        self._messages, self._requests = pace.Pace(MOST_MESSAGES), pace.Pace(MOST_REQUESTS)
        self._key = tokens.secret()
        self._conversations = Conversations(Database())
        self._under_way: dict[tuple[str, str], asyncio.Task[guard.Reply]] = {}

    @classmethod
    def name(cls) -> str:
        """Its name in Rasa and in its address, /webhooks/web."""
        return "web"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> "WebChannel":
        """Settings from credentials.yml: `operator`, who runs this, and `origins`, the sites that may embed the chat."""
        settings = dict(credentials or {})
        operator, allowed = settings.pop("operator", None) or "", settings.pop("origins", None) or []
        if settings or not isinstance(operator, str) or not isinstance(allowed, list):
            raise WrongSetting(
                "credentials.yml: the web channel has two settings: 'operator', a text, and 'origins', a list."
            )
        try:
            return cls(operator, allowed)
        except (PageError, tokens.SecretError, SettingError) as error:
            raise WrongSetting(str(error)) from None

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The channel's routes."""
        routes = Blueprint("web_channel")

        @routes.listener("before_server_start")
        async def bound(app: Sanic, _loop: asyncio.AbstractEventLoop) -> None:
            app.config.REQUEST_MAX_SIZE = LARGEST_BODY
            # Outside of Rasa's own, which would answer any preflight.
            app.request_middleware.appendleft(self._admit)
            app.response_middleware.append(self._mark)

        @routes.post("/conversations")
        async def start(request: Request) -> HTTPResponse:
            region = bodies.region(request, guard.SHELF.places().regions)
            lines = ["utter_introduction", "utter_kept"]
            lines += [] if self._operator else ["utter_no_operator"]
            lines += [] if _all_signed() else ["utter_unsigned"]
            introduction = guard.house(*lines, region=region)
            token = tokens.issue(self._key, region)
            return json(
                {"token": token, "operator": self._operator, "introduction": introduction},
                headers=_HEADERS,
            )

        @routes.post("/messages")
        async def message(request: Request) -> HTTPResponse:
            conversation, body = self._conversation(request), bodies.message(request)
            if seconds := self._messages.wait(conversation.id):
                return self._too_many(request, seconds)
            reply = await self._turn(request, on_new_message, conversation, body)
            answer = {"message_id": body["message_id"], "replies": reply.messages, "kept": reply.kept}
            return json(answer, status=200 if reply.kept else 503, headers=_HEADERS)

        @routes.get("/messages")
        async def history(request: Request) -> HTTPResponse:
            conversation = self._conversation(request)
            events = await self._attempt(lambda: self._conversations.whole(conversation.id))
            return json({"messages": [vars(turn) for turn in guard.exchanges(events)]}, headers=_HEADERS)

        @routes.get("/help")
        async def help_now(request: Request) -> HTTPResponse:
            return json(help_sheet(await self._region(self._conversation(request))), headers=_HEADERS)

        @routes.post("/feedback")
        async def judge(request: Request) -> HTTPResponse:
            conversation, body = self._conversation(request), bodies.verdict(request)
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

    def _admit(self, request: Request) -> HTTPResponse | None:
        """What a request gets that is not let in; None lets it in."""
        if not request.path.startswith(PREFIX):
            return None
        if not self._origins.allow(request.headers):
            if origin := self._origins.unnamed(request.headers):
                logger.warning(
                    "refused a page of the origin %s, which credentials.yml does not list under 'origins'", origin
                )
            return json({"error": "This site may not use the assistant."}, status=403, headers=_HEADERS)
        if request.method == "OPTIONS":
            return empty(headers=_HEADERS)
        address = pace.address(request)
        seconds = self._requests.wait(address) if address else 0
        return self._too_many(request, seconds) if seconds else None

    def _mark(self, request: Request, response: HTTPResponse) -> None:
        if request.path.startswith(PREFIX):
            self._origins.mark(request.headers, response.headers, preflight=request.method == "OPTIONS")

    def _too_many(self, request: Request, seconds: int) -> HTTPResponse:
        """Come again later. A message is not taken, yet whoever sent it is not left without a route."""
        answer: dict[str, Any] = {"error": "Too many requests. Try again after the seconds that Retry-After says."}
        if request.method == "POST" and request.path.startswith(f"{PREFIX}messages"):
            with contextlib.suppress(BadRequest):
                conversation, body = self._conversation(request), bodies.message(request)
                replies = guard.house(TOO_MANY, ROUTE + DEFAULT_ROUTE, region=conversation.region or NEUTRAL)
                answer |= {"message_id": body["message_id"], "replies": replies, "kept": False}
        return json(answer, status=429, headers={**_HEADERS, "Retry-After": str(seconds)})

    def _conversation(self, request: Request) -> tokens.Conversation:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        try:
            if scheme.lower() == "bearer":
                return tokens.conversation(token, self._key)
        except tokens.TokenError:
            pass
        raise BadRequest(401, "This conversation is not known or has expired. Start a new one with POST /conversations.")

    async def _turn(
        self,
        request: Request,
        on_new_message: Callable[[UserMessage], Awaitable[Any]],
        conversation: tokens.Conversation,
        body: dict[str, str],
    ) -> guard.Reply:
        """The reply to one message. One that comes again while it is being answered waits for that very answer; a lost
        connection does not stop it."""
        key = (conversation.id, body["message_id"])
        if key not in self._under_way:
            self._under_way[key] = asyncio.ensure_future(self._answer(request, on_new_message, conversation, body))
            self._under_way[key].add_done_callback(lambda _done: self._under_way.pop(key, None))
        return await asyncio.shield(self._under_way[key])

    async def _answer(
        self,
        request: Request,
        on_new_message: Callable[[UserMessage], Awaitable[Any]],
        conversation: tokens.Conversation,
        body: dict[str, str],
    ) -> guard.Reply:
        """The reply to one message; one that was kept before gets the reply it got then and is not taken twice."""
        outage.begin()
        before = await attempt(lambda: self._conversations.before(conversation.id, body["message_id"]))
        same = guard.exchanges(before.same) if before else []
        if same and guard.answered(same[0].replies):
            return guard.Reply(same[0].replies)
        if before and "button" in body and not guard.offers(guard.exchanges(before.last), body["button"]):
            raise BadRequest(409, "This choice is no longer open. Please type your question.")
        region = before.slots.get("region") if before else None
        agent = _agent(request)
        if not region and conversation.region:
            region = conversation.region
            if agent and agent.is_ready():
                await guard.set_region(agent, conversation.id, region)
        if "button" in body and outage.reported():  # whether it was offered cannot be known
            return guard.Reply(guard.house(outage.NOT_KEPT, ROUTE + DEFAULT_ROUTE, region=region), kept=False)
        names = self.name(), conversation.id, body["message_id"]
        return await guard.take_turn(
            on_new_message, *names, typed=body.get("text"), button=body.get("button"), region=region
        )

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


def _all_signed() -> bool:
    return all(answer.signed_off for answer in guard.SHELF.pages().answers.values() if answer.group == "answer")
