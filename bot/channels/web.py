"""The web channel: JSON over HTTP, described in docs/openapi.yml."""

import asyncio
import contextlib
import re
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from rasa.core.agent import Agent
from rasa.core.channels.channel import InputChannel, UserMessage
from rasa.shared.exceptions import RasaException
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot import outage
from bot.channels import guard, tokens
from bot.curated import PageError
from bot.procedure import DEFAULT_ROUTE, ROUTE
from bot.store import feedback
from bot.store.conversations import Conversations, attempt, forget
from bot.store.database import Database, SettingError

LARGEST_BODY = 64 * 1024  # bytes
_MESSAGE_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
T = TypeVar("T")
_HEADERS = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}


class BadRequest(ValueError):
    """A request this channel cannot take; the message is for the person who wrote the client."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class WrongSetting(RasaException):
    """Why the channel cannot open, and the mend, in one sentence; Rasa prints it and stops."""


class WebChannel(InputChannel):
    """Takes messages of conversations whose token it issued itself."""

    def __init__(self, operator: str = "") -> None:
        guard.SHELF.pages()  # unfit pages stop the server here, not a person later
        self._operator = operator
        self._key = tokens.secret()
        self._conversations = Conversations(Database())
        self._under_way: dict[tuple[str, str], asyncio.Task[guard.Reply]] = {}

    @classmethod
    def name(cls) -> str:
        """Its name in Rasa and in its address, /webhooks/web."""
        return "web"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> "WebChannel":
        """Settings from credentials.yml: `operator`, who runs this."""
        settings = dict(credentials or {})
        operator = settings.pop("operator", None) or ""
        if settings or not isinstance(operator, str):
            raise WrongSetting("credentials.yml: the web channel has one setting, 'operator', and it is a text.")
        try:
            return cls(operator)
        except (PageError, tokens.SecretError, SettingError) as error:
            raise WrongSetting(str(error)) from None

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The channel's routes."""
        routes = Blueprint("web_channel")

        @routes.listener("before_server_start")
        async def bound(app: Sanic, _loop: asyncio.AbstractEventLoop) -> None:
            app.config.REQUEST_MAX_SIZE = LARGEST_BODY

        @routes.post("/conversations")
        async def start(request: Request) -> HTTPResponse:
            region = _region(request)
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
            conversation, body = self._conversation(request), _message(request)
            reply = await self._turn(request, on_new_message, conversation, body)
            answer = {"message_id": body["message_id"], "replies": reply.messages, "kept": reply.kept}
            return json(answer, status=200 if reply.kept else 503, headers=_HEADERS)

        @routes.get("/messages")
        async def history(request: Request) -> HTTPResponse:
            conversation = self._conversation(request)
            events = await self._attempt(lambda: self._conversations.whole(conversation.id))
            return json({"messages": [vars(turn) for turn in guard.exchanges(events)]}, headers=_HEADERS)

        @routes.post("/feedback")
        async def judge(request: Request) -> HTTPResponse:
            conversation, body = self._conversation(request), _verdict(request)
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


def _region(request: Request) -> str:
    """The region that the page asks for; empty if it asks for none."""
    if not request.body:
        return ""
    known = guard.SHELF.places().regions
    body = _json(request)
    region = body.get("region", "") if isinstance(body, dict) else None
    if not isinstance(body, dict) or body.keys() - {"region"} or region not in ("", *known):
        raise BadRequest(400, f"Send nothing, or region and one of {', '.join(known)}.")
    return str(region)


def _all_signed() -> bool:
    return all(answer.signed_off for answer in guard.SHELF.pages().answers.values() if answer.group == "answer")


def _json(request: Request) -> Any:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise BadRequest(415, "Send application/json.")
    try:
        return request.json
    except Exception:
        raise BadRequest(400, "The body is not valid JSON.") from None


def _message(request: Request) -> dict[str, str]:
    return _texts(request, {"message_id", "text"}, {"message_id", "button"}, form="message_id and either text or button")


def _verdict(request: Request) -> dict[str, str]:
    form = "message_id, verdict and, if you like, reason"
    body = _texts(request, {"message_id", "verdict"}, {"message_id", "verdict", "reason"}, form=form)
    if body["verdict"] not in feedback.VERDICTS:
        raise BadRequest(400, f"verdict is one of {', '.join(feedback.VERDICTS)}.")
    return body


def _texts(request: Request, *keys: set[str], form: str) -> dict[str, str]:
    body = _json(request)
    if not isinstance(body, dict) or body.keys() not in keys or not all(isinstance(value, str) for value in body.values()):
        raise BadRequest(400, f"Send {form}, all texts.")
    if not _MESSAGE_ID.fullmatch(body["message_id"]):
        raise BadRequest(400, "message_id must be 8 to 64 letters, digits, hyphens or underscores.")
    return body
