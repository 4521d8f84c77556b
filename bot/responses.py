"""Every response of the assistant, made from the pages: what each answer says in full, in short, about its sources and on
the visit sheet, and the lines of the house with the numbers of each region."""

from collections.abc import Mapping
from typing import Any

from bot import wording
from bot.curated import PageError
from bot.pages import Answer, Pages, topic_of
from bot.places import NEUTRAL, Places

ASK, STRENGTH = "utter_ask", "utter_strength."
IN_SHORT, SOURCES_OF, VISIT = "utter_in_short", "utter_sources_of", "utter_visit"  # said of a page as `<this>.<id>`
_ASKED_FOR = {IN_SHORT: "chat.repeat_simpler", SOURCES_OF: "chat.sources", VISIT: "chat.visit_summary"}

Variation = dict[str, Any]  # text, metadata and, for a region, its condition


def compose(pages: Pages, places: Places) -> dict[str, list[Variation]]:
    """All responses by name, in the form of Rasa's domain: a text for everybody, and one a region where they differ."""
    made: dict[str, list[Variation]] = {}
    for name, variations in pages.responses.items():
        if name in (ASK, IN_SHORT, SOURCES_OF, VISIT) or name.startswith(STRENGTH):
            continue  # parts of others
        topic = topic_of(name)
        answer = pages.answers.get(topic)
        if answer:
            more = [wording.fill(_part(pages, ASK), {"ask": answer.ask})] if answer.ask else []
            made[name] = _by_region(variations[0], places, _facts(answer), more)
            made.update(_derived(answer, pages))
        else:
            made[name] = _by_region(variations[0], places, dict(variations[0].get("metadata") or {}), [])
    return made


def _part(pages: Pages, name: str) -> str:
    if name not in pages.responses:
        raise PageError([f"data/nlu/house.yml:1: lacks '{name}', which every answer needs; add it under 'responses:'"])
    return _text(pages.responses[name])


def _text(variations: list[Variation]) -> str:
    return str(variations[0]["text"])


def _by_region(written: Variation, places: Places, facts: Mapping[str, Any], more: list[str]) -> list[Variation]:
    text = str(written["text"])

    def variation(region: str) -> Variation:
        said = wording.fill(text, places.values(region)) if wording.placeholders(text) else text.strip()
        buttons = {"buttons": [dict(button) for button in written["buttons"]]} if written.get("buttons") else {}
        return {"text": "\n".join([said, *more]), "metadata": dict(facts), **buttons}

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


def _derived(answer: Answer, pages: Pages) -> dict[str, list[Variation]]:
    kinds = {IN_SHORT: answer.simply, SOURCES_OF: answer.sources, VISIT: answer.ask}
    values = {
        "title": answer.title,
        "ask": answer.ask or "",
        "simply": answer.simply or "",
        "sources": "\n".join(f"- {s.author}: {s.title} ({s.year}). {s.address}" for s in answer.sources),
        "strength": _part(pages, f"{STRENGTH}{answer.strength}").strip() if answer.strength else "",
        "checked": f"{answer.checked:%-d %B %Y}",
    }
    facts = {"about": answer.id, "title": answer.title}
    return {
        f"{kind}.{answer.id}": [
            {"text": wording.fill(_part(pages, kind), values), "metadata": {"id": _ASKED_FOR[kind], **facts}}
        ]
        for kind, has in kinds.items()
        if has
    }


def _facts(answer: Answer) -> dict[str, Any]:
    return {
        "id": answer.id,
        "situation": answer.id if answer.group != "answer" else None,
        "title": answer.title,
        "route": answer.route,
        "ask": answer.ask,
        "simply": answer.simply,
        "strength": answer.strength,
        "checked": answer.checked.isoformat(),
        "sources": [vars(source) for source in answer.sources],
    }
