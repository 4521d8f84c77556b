"""Serves the plain chat page, which speaks to the web channel: GET /chat."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, file

FOLDER = Path(__file__).parent / "page"
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}


class ChatPage(InputChannel):
    """A channel only in name: Rasa lets channels serve routes, and this one takes no messages."""

    @classmethod
    def name(cls) -> str:
        """Its name in Rasa."""
        return "chat_page"

    def url_prefix(self) -> str:
        """At the server's root."""
        return "/"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The page and its two files."""
        routes = Blueprint("chat_page")

        @routes.get("/chat")
        async def page(_request: Request) -> HTTPResponse:
            return await file(FOLDER / "index.html", headers=_HEADERS)

        @routes.get("/chat/chat.css")
        async def style(_request: Request) -> HTTPResponse:
            return await file(FOLDER / "chat.css", headers=_HEADERS)

        @routes.get("/chat/chat.js")
        async def script(_request: Request) -> HTTPResponse:
            return await file(FOLDER / "chat.js", headers=_HEADERS)

        return routes
