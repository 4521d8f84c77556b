"""Which answers must not be given now, and why: decided anew whenever one is asked for."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta

from bot.content.pages import Page, Pages
from bot.ids import ANSWER, group_of

WITHDRAWN = "withdrawn"
EXPIRED = "past its day for a check"
UNREADABLE = "its page cannot be read"
UNTRAINED = "not trained yet"
CHANGED = "its page differs from what was trained"
UNSIGNED = "not signed by a clinician"
SIX_MONTHS = timedelta(days=183)


def withheld(
    pages: Pages,
    today: date,
    *,
    trained: Mapping[str, str],
    withdrawn: Collection[str] = (),
    signed: Collection[str] | None = None,
) -> dict[str, str]:
    """The ids of the answers to withhold, and why each. `trained` are the hashes of what the running model says, by id;
    `withdrawn` what an operator took back; `signed` what a clinician signed, or None where nobody needs to. Situations are
    never among them: they tell people where to turn."""
    found = {}
    for id in sorted({*pages.by_id, *pages.unreadable, *trained}):
        if group_of(id) == ANSWER and (why := _why(id, pages, today, trained, withdrawn, signed)):
            found[id] = why
    return found


def overdue(pages: Pages, today: date) -> frozenset[str]:
    """The ids of the answers that are past their day for a check, be they still given or not."""
    return frozenset(page.id for page in pages.by_id.values() if page.group == ANSWER and page.recheck_by < today)


def _grace(page: Page) -> timedelta:
    return SIX_MONTHS if page.grace == "six_months" else timedelta()


def _why(
    id: str,
    pages: Pages,
    today: date,
    trained: Mapping[str, str],
    withdrawn: Collection[str],
    signed: Collection[str] | None,
) -> str | None:
    page = pages.by_id.get(id)
    if id in withdrawn or (page and page.withdrawn):
        return WITHDRAWN
    if page is None or id in pages.unreadable:
        return UNREADABLE
    if id not in trained:
        return UNTRAINED
    if page.digest != trained[id]:
        return CHANGED
    if page.recheck_by + _grace(page) < today:
        return EXPIRED
    return UNSIGNED if signed is not None and id not in signed else None
