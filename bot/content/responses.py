"""Every response of the assistant, made from the pages: what each answer says in full, in short, about its sources and on
the visit sheet, and the lines of the house with the numbers of each region.

Numbers and details are filled in twice, by the same function: here, when a model is trained, for what Rasa says; and when
our channels say a line without Rasa (bot.channels.exchange), from the files as they are then.
"""

from collections.abc import Mapping
from typing import Any

from bot.content import wording
from bot.content.pages import FACTS, Fact, Page, Pages
from bot.content.places import NEUTRAL, Places
from bot.ids import about, id_of
from bot.lines import ASK, EDITION, IN_SHORT, PARTS, SOURCES_OF, STRENGTHS, VISIT

_ASKED_FOR = {IN_SHORT: "chat.repeat_simpler", SOURCES_OF: "chat.sources", VISIT: "chat.visit_summary"}

Variation = dict[str, Any]  # text, metadata and, for a region, its condition


def compose(pages: Pages, places: Places, edition: str) -> dict[str, list[Variation]]:
    """All responses by name, in the form of Rasa's domain: a text for everybody, and one a region where they differ.
    `edition` names what is being trained."""
    made: dict[str, list[Variation]] = {}
    for name, (written, *_) in pages.responses.items():
        if name in PARTS:
            continue
        page = pages.by_id.get(id_of(name))
        if page:
            more = [wording.fill(_text(pages, ASK), {"ask": page.ask})] if page.ask else []
            made[name] = _by_region(written, places, facts(page, pages), more)
            made.update(_derived(page, pages))
        else:
            made[name] = _by_region(written, places, dict(written.get("metadata") or {}), [])
    made[EDITION] = [{"text": wording.fill(_text(pages, EDITION), {"edition": edition}), "metadata": {"edition": edition}}]
    return made


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
        return [vars(source) for source in value]
    return _text(pages, STRENGTHS[value]) if fact.name == "strength" and value else value


def _metadata(variations: list[Variation] | None) -> dict[str, Any]:
    return (variations[0].get("metadata") or {}) if variations else {}


def _text(pages: Pages, name: str) -> str:
    return str(pages.responses[name][0]["text"]).strip()


def _by_region(written: Variation, places: Places, metadata: Mapping[str, Any], more: list[str]) -> list[Variation]:
    text = str(written["text"])

    def variation(region: str) -> Variation:
        said = wording.fill(text, places.values(region)) if wording.placeholders(text) else text.strip()
        buttons = {"buttons": [dict(button) for button in written["buttons"]]} if written.get("buttons") else {}
        return {"text": "\n".join([said, *more]), "metadata": dict(metadata), **buttons}

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
    kinds = {IN_SHORT: page.simply, SOURCES_OF: page.sources, VISIT: page.ask}
    values = {
        "title": page.title,
        "ask": page.ask or "",
        "simply": page.simply or "",
        "sources": "\n".join(f"- {s.author}: {s.title} ({s.year}). {s.address}" for s in page.sources),
        "strength": _text(pages, STRENGTHS[page.strength]) if page.strength else "",
        "checked": f"{page.checked:%-d %B %Y}",
    }
    return {
        about(line, page.id): [
            {
                "text": wording.fill(_text(pages, line), values),
                "metadata": {"id": _ASKED_FOR[line], "about": page.id, "title": page.title},
            }
        ]
        for line, has in kinds.items()
        if has
    }
