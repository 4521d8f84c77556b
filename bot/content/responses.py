"""Every response of the assistant, made from the pages: what each answer says in full, in short, about its sources and on
the visit sheet, and the lines of the house with the numbers of each region.

Numbers and details are filled in twice, by the same function: here, when a model is trained, for what Rasa says; and when
our channels say a line without Rasa (bot.channels.exchange), from the files as they are then.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.content import wording
from bot.content.pages import FACTS, Fact, Page, Pages
from bot.content.places import NEUTRAL, Places
from bot.ids import ROUTES, about, id_of, route_response
from bot.lines import (
    ASK,
    EDITION,
    ELSE,
    IN_SHORT,
    MORE,
    NUMBERS,
    OVERDUE,
    PARTS,
    SOURCES_OF,
    STRENGTHS,
    SUMMARY_ONLY,
    VISIT,
)

_ASKED_FOR = {
    IN_SHORT: "chat.repeat_simpler",
    MORE: "chat.more",
    NUMBERS: "chat.numbers",
    SOURCES_OF: "chat.sources",
    VISIT: "chat.visit_summary",
}

Variation = dict[str, Any]  # text, metadata and, for a region, its condition


def compose(pages: Pages, places: Places, edition: str) -> dict[str, list[Variation]]:
    """All responses by name, in the form of Rasa's domain: a text for everybody, and one a region where they differ.
    `edition` names what is being trained."""
    made: dict[str, list[Variation]] = {}
    for name, (written, *_) in pages.responses.items():
        if name in PARTS:
            continue
        page = pages.by_id.get(id_of(name))
        metadata = facts(page, pages) if page else dict(written.get("metadata") or {})
        made[name] = _by_region(_paragraphs(page, pages) if page else [str(written["text"])], written, places, metadata)
        if page:
            made.update(_derived(page, pages))
    for route in ROUTES:
        (written, *_) = pages.responses[route_response(route)]
        words = [f"{_text(pages, ELSE)} {written['text']}"]
        made[route_response(route, otherwise=True)] = _by_region(words, written, places, dict(written["metadata"]))
    made[EDITION] = [{"text": wording.fill(_text(pages, EDITION), {"edition": edition}), "metadata": {"edition": edition}}]
    return made


def _paragraphs(page: Page, pages: Pages) -> list[str]:
    """What is said of a page at once: its text, what to watch for, and the question to take along where no longer part
    holds that."""
    ask = wording.fill(_text(pages, ASK), {"ask": page.ask}) if page.ask and not page.more else ""
    return [part for part in (wording.without_marks(page.text), wording.without_marks(page.watch or ""), ask) if part]


def edition_of(responses: Mapping[str, list[Variation]]) -> str:
    """The edition that composed responses carry; empty for responses that we did not compose."""
    return str(_metadata(responses.get(EDITION)).get("edition") or "")


def digests_of(responses: Mapping[str, list[Variation]]) -> dict[str, str]:
    """The hash of each page as it was when these responses were composed, by id."""
    found = map(_metadata, responses.values())
    return {str(its["id"]): str(its["digest"]) for its in found if its.get("digest")}


def facts(page: Page, pages: Pages) -> dict[str, Any]:
    """What goes out beside the text of a page."""
    sent = {fact.name: _sent(getattr(page, fact.name), fact, pages) for fact in FACTS if fact.sent}
    return {"id": page.id, **sent, "digest": page.digest}


def _sent(value: Any, fact: Fact, pages: Pages) -> Any:
    if fact.form == "day":
        return value.isoformat()
    if fact.form == "sources":
        return [{key: its for key, its in vars(source).items() if key != "read_in"} for source in value]
    if fact.form == "list":
        return list(value)
    if fact.name == "more" and value:
        return wording.fill(value, {})
    return _text(pages, STRENGTHS[value]) if fact.name == "strength" and value else value


def _metadata(variations: list[Variation] | None) -> dict[str, Any]:
    return (variations[0].get("metadata") or {}) if variations else {}


def _text(pages: Pages, name: str) -> str:
    return str(pages.responses[name][0]["text"]).strip()


def _by_region(paragraphs: list[str], written: Variation, places: Places, metadata: Mapping[str, Any]) -> list[Variation]:
    def variation(region: str) -> Variation:
        values = places.values(region)
        said = "\n\n".join(filter(None, (wording.fill(paragraph, values) for paragraph in paragraphs)))
        buttons = {"buttons": [dict(button) for button in written["buttons"]]} if written.get("buttons") else {}
        return {"text": said, "metadata": dict(metadata), **buttons}

    everybody = variation(NEUTRAL)
    regions = {region: variation(region) for region in places.regions}
    return [
        everybody,
        *(
            {**there, "condition": [{"type": "slot", "name": "region", "value": region}]}
            for region, there in regions.items()
            if there["text"] != everybody["text"]
        ),
    ]


def _derived(page: Page, pages: Pages) -> dict[str, list[Variation]]:
    kinds = {
        IN_SHORT: page.simply,
        MORE: page.more,
        NUMBERS: page.numbers,
        SOURCES_OF: page.sources,
        VISIT: page.ask,
        OVERDUE: page.grace == "six_months",
    }
    values = {
        "title": page.title,
        "ask": page.ask or "",
        "simply": page.simply or "",
        "more": wording.fill(page.more or "", {}),
        "numbers": "\n".join(f"- {sentence}" for sentence in page.numbers),
        "since": f"{page.recheck_by:%B %Y}",
        "sources": "\n".join(_sources(page, pages)),
        "strength": _text(pages, STRENGTHS[page.strength]) if page.strength else "",
        "checked": f"{page.checked:%-d %B %Y}",
    }
    return {
        about(line, page.id): [
            {
                "text": wording.fill(_text(pages, line), values),
                "metadata": {"id": _ASKED_FOR.get(line, page.id), "about": page.id, "title": page.title},
            }
        ]
        for line, has in kinds.items()
        if has
    }


def _sources(page: Page, pages: Pages) -> Iterator[str]:
    for number, source in enumerate(page.sources, 1):
        yield f"- [{number}] {source.author}: {source.title} ({source.year}). {source.address}"
    partly = [f"[{number}]" for number, source in enumerate(page.sources, 1) if source.read == "part"]
    if partly:
        yield "\n" + wording.fill(_text(pages, SUMMARY_ONLY), {"sources": ", ".join(partly)})
