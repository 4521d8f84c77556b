"""Serves the chat: the page GET /chat, and its script, which other sites embed. Both speak to the web channel."""

from collections.abc import Awaitable, Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, empty, file, html, raw

from bot.channels.errors import WrongSetting
from bot.content import shelf as shelves
from bot.content.shelf import Shelf

FOLDER = Path(__file__).parent / "page"
SCRIPT = FOLDER / "lupus-chat.js"
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}


class ChatPage(InputChannel):
    """A channel only in name: Rasa lets channels serve routes, and this one takes no messages."""

    def __init__(self, shelf: Shelf | None = None) -> None:
        self._shelf = shelf or shelves.shared()
        if not SCRIPT.is_file():
            raise WrongSetting(f"{SCRIPT} is missing; put the project's own back, or build it with 'make widget'.")

    @classmethod
    def name(cls) -> str:
        """Its name in Rasa."""
        return "chat_page"

    def url_prefix(self) -> str:
        """At the server's root."""
        return "/"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The page, with the region that its address may ask for, and its two files."""
        routes = Blueprint("chat_page")

        @routes.get("/chat")
        async def page(request: Request) -> HTTPResponse:
            written, region = (FOLDER / "index.html").read_text(encoding="utf-8"), request.args.get("region", "")
            if region in self._shelf.places().regions:
                written = written.replace("<lupus-chat>", f'<lupus-chat region="{region}">')
            return html(written, headers=_HEADERS)

        @routes.get("/chat/page.css")
        async def style(_request: Request) -> HTTPResponse:
            return await file(FOLDER / "page.css", headers=_HEADERS)

        @routes.get("/chat/lupus-chat.js")
        async def script(request: Request) -> HTTPResponse:
            content = SCRIPT.read_bytes()
            tag = f'"{sha256(content).hexdigest()[:32]}"'
            headers = {**_HEADERS, "ETag": tag, "Cross-Origin-Resource-Policy": "cross-origin"}
            # A proxy that compresses makes the tag a weak one.
            known = (one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(","))
            if tag in known:
                return empty(status=304, headers=headers)
            return raw(content, headers=headers, content_type="text/javascript; charset=utf-8")

        return routes
