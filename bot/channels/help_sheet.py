"""Whom to call now, and for what, at any time and without a question: GET /help."""

from typing import Any

from bot.channels import guard
from bot.procedure import ROUTE

HELP = "utter_help"
CALLS = ("emergency", "same_day")  # the routes whose situations are listed


def help_sheet(region: str | None) -> dict[str, Any]:
    """The lines of help and the signs that call for it, with the numbers of `region` (the clinic's if None)."""
    calls = [{"route": guard.house(f"{ROUTE}{group}", region=region)[0], "signs": _signs(group)} for group in CALLS]
    return {"help": guard.house(HELP, region=region), "call": calls}


def _signs(group: str) -> list[str]:
    """The titles of a group's situations; the one for whatever the others leave out comes last."""
    pages = [page for page in guard.SHELF.pages().answers.values() if page.group == group]
    return [page.title for page in sorted(pages, key=lambda page: (page.id.endswith(".other"), page.id))]
