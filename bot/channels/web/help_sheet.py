"""Whom to call now, and for what, at any time and without a question: GET /help."""

from typing import TypedDict

from bot.channels.exchange import Exchange
from bot.channels.wire import Message
from bot.content.pages import Pages
from bot.ids import route_response
from bot.lines import HELP

CALLS = ("emergency", "same_day")  # the routes whose situations are listed


class Call(TypedDict):
    """Whom to call, and the signs that call for it."""

    route: Message
    signs: list[str]


class HelpSheet(TypedDict):
    """Lines of help, and what to call for by urgency."""

    help: list[Message]
    call: list[Call]


def help_sheet(exchange: Exchange, region: str | None) -> HelpSheet:
    """The sheet with the numbers of `region` (the clinic's if None)."""
    pages = exchange.shelf.pages()
    calls: list[Call] = [
        {"route": exchange.house(route_response(group), region=region)[0], "signs": _signs(pages, group)} for group in CALLS
    ]
    return {"help": exchange.house(HELP, region=region), "call": calls}


def _signs(pages: Pages, group: str) -> list[str]:
    """The titles of a group's situations; the one for whatever the others leave out comes last."""
    found = [page for page in pages.by_id.values() if page.group == group]
    return [page.title for page in sorted(found, key=lambda page: (page.id == f"{group}.other", page.id))]
