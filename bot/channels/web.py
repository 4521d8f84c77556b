"""The web channel: JSON over HTTP, described in docs/openapi.yml."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from rasa.shared.exceptions import RasaException
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.channels import guard, tokens
from bot.pages import PageError

LARGEST_BODY = 64 * 1024  # bytes
_MESSAGE_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
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
        self._under_way: dict[tuple[str, str], asyncio.Task[list[guard.Message]]] = {}

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
        except (PageError, tokens.SecretError) as error:
            raise WrongSetting(str(error)) from None

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The channel's routes."""
        routes = Blueprint("web_channel")

        @routes.listener("before_server_start")
        async def bound(app: Sanic, _loop: asyncio.AbstractEventLoop) -> None:
            app.config.REQUEST_MAX_SIZE = LARGEST_BODY

        @routes.post("/conversations")
        async def start(_request: Request) -> HTTPResponse:
            lines = ["utter_introduction", "utter_kept"]
            lines += [] if self._operator else ["utter_no_operator"]
            lines += [] if _all_signed() else ["utter_unsigned"]
            introduction = guard.house(*lines)
            return json(
                {"token": tokens.issue(self._key), "operator": self._operator, "introduction": introduction},
                headers=_HEADERS,
            )

        @routes.post("/messages")
        async def message(request: Request) -> HTTPResponse:
            try:
                conversation, body = self._conversation(request), _body(request)
                replies = await self._turn(request, on_new_message, conversation, body)
            except BadRequest as error:
                return _refuse(error)
            return json({"message_id": body["message_id"], "replies": replies}, headers=_HEADERS)

        @routes.get("/messages")
        async def history(request: Request) -> HTTPResponse:
            try:
                conversation = self._conversation(request)
            except BadRequest as error:
                return _refuse(error)
            turns = await _history(request, conversation)
            return json({"messages": [vars(turn) for turn in turns]}, headers=_HEADERS)

        return routes

    def _conversation(self, request: Request) -> str:
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
        conversation: str,
        body: dict[str, str],
    ) -> list[guard.Message]:
        """The reply to one message; a message sent again gets the reply it got before and is not taken twice."""
        key = (conversation, body["message_id"])
        if key not in self._under_way:
            history = await _history(request, conversation)
            before = [turn.replies for turn in history if turn.message_id == body["message_id"]]
            if before:
                return before[0]
            if "button" in body and not guard.offered(history, body["button"]):
                raise BadRequest(409, "This choice is no longer open. Please type your question.")
            turn = guard.take_turn(on_new_message, self.name(), *key, typed=body.get("text"), button=body.get("button"))
            self._under_way.setdefault(key, asyncio.ensure_future(turn)).add_done_callback(
                lambda _done: self._under_way.pop(key, None)
            )
        return await asyncio.shield(self._under_way[key])  # a lost connection does not stop a turn


async def _history(request: Request, conversation: str) -> list[guard.Exchange]:
    agent = getattr(request.app.ctx, "agent", None)
    return await guard.exchanges(agent.tracker_store, conversation) if agent and agent.tracker_store else []


def _all_signed() -> bool:
    return all(answer.signed_off for answer in guard.SHELF.pages().answers.values() if answer.group == "answer")


def _body(request: Request) -> dict[str, str]:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise BadRequest(415, "Send application/json.")
    try:
        body = request.json
    except Exception:
        raise BadRequest(400, "The body is not valid JSON.") from None
    if (
        not isinstance(body, dict)
        or not all(isinstance(value, str) for value in body.values())
        or body.keys() not in ({"message_id", "text"}, {"message_id", "button"})
    ):
        raise BadRequest(400, "Send message_id and either text or button, all texts.")
    if not _MESSAGE_ID.fullmatch(body["message_id"]):
        raise BadRequest(400, "message_id must be 8 to 64 letters, digits, hyphens or underscores.")
    return body


def _refuse(error: BadRequest) -> HTTPResponse:
    return json({"error": str(error)}, status=error.status, headers=_HEADERS)
