import asyncio
from pathlib import Path

import pytest
from rasa_sdk.executor import ActionExecutor

import actions
from bot.content import pages, shelf
from tests.content.test_pages import HOUSE

ROOT = Path(__file__).parents[2]
ACTIONS = [f"action_{file.stem}" for file in sorted((ROOT / "actions").glob("[a-z]*.py")) if file.stem != "speaking"]
WORDS = "my private words about a swollen knee"
PAGE = """\
nlu:
- intent: {topic}
  examples: |
    - {topic}
responses:
  utter_{topic}:
  - text: Cover up.
    metadata:
      title: {topic}
      scope: {topic}
      route: {route}
      more: Wear a hat.
      next: [pain]
      pace: slow
      grace: six_months
      ask: Which cream?
      simply: Cover up.
      strength: strong
      checked: "2026-11-22"
      recheck_by: "2027-05-22"
      sources:
      - {{author: NHS, title: Lupus, year: undated, address: "https://www.nhs.uk/conditions/lupus/"}}
"""
NAMES = "nlu:\n- synonym: belimumab\n  examples: |\n    - benlysta\n"


@pytest.fixture(scope="module")
def executor():
    executor = ActionExecutor()
    executor.register_package(actions)
    return executor


@pytest.fixture(autouse=True)
def at_home(monkeypatch):
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(shelf, "EVERY", 0.0)
    shelf.shared.cache_clear()
    yield
    shelf.shared.cache_clear()


@pytest.fixture
def page(tmp_path, monkeypatch):
    """Writes a page into a project of its own."""
    monkeypatch.chdir(tmp_path)
    pages.FOLDER.mkdir(parents=True)
    (pages.FOLDER / "a_house.yml").write_text(HOUSE, encoding="utf-8")

    def page(topic, route="care_team", text=PAGE):
        file = pages.FOLDER / f"{topic}.yml"
        file.write_text(text.format(topic=topic, route=route), encoding="utf-8")
        return file

    return page


@pytest.fixture
def act(executor):
    def act(name, intent, slots=None, events=(), text=WORDS, withheld=(), **reading):
        tracker = {
            "sender_id": "someone",
            "slots": slots or {},
            "latest_message": {"text": text, "intent": {"name": intent}, "entities": [], "reading": reading},
            "events": [{"event": "user", "text": text}, *events],
            "paused": False,
            "latest_action_name": "action_listen",
        }
        call = {"next_action": name, "sender_id": "someone", "tracker": tracker, "domain": {"withheld": list(withheld)}}
        return asyncio.run(executor.run(call))

    return act


def names(result):
    return [message["response"] for message in result["responses"]]


def test_what_is_lupus_with_the_real_pages(act):
    result = act("action_answer", "what_is_lupus", asked=["what_is_lupus"])
    assert names(result) == ["utter_what_is_lupus", "utter_route_care_team_else"]
    assert [(event["name"], event["value"]) for event in result["events"]] == [("said", ["what_is_lupus"])]
    assert all(message["text"] is None for message in result["responses"])


def test_pressed_button(act):
    assert names(act("action_answer", "what_is_lupus", text="/what_is_lupus"))[0] == "utter_what_is_lupus"


def test_every_action_of_the_domain_is_registered(executor):
    assert set(executor.actions) >= set(ACTIONS)


def test_buttons_stand_with_the_question_not_with_the_net_or_the_route(act):
    result = act("action_answer", "nlu_fallback", nearest=["what_is_lupus"], net="emergency.other")
    assert names(result) == ["utter_net", "utter_unsure", "utter_route_care_team"]
    net, unsure, route = result["responses"]
    assert [button["payload"] for button in unsure["buttons"]] == ["/what_is_lupus"]
    assert net["buttons"] == route["buttons"] == []


def test_nothing_understood(act):
    assert names(act("action_answer", "nlu_fallback")) == ["utter_not_understood", "utter_route_care_team"]


def test_treatment_is_kept_for_the_next_question(act, page):
    page("belimumab.cost", "prescriber")
    page("names", text=NAMES)
    first = act("action_answer", "belimumab.cost", asked=["belimumab.cost"])
    kept = {event["name"]: event["value"] for event in first["events"]}
    assert kept == {"treatment": "belimumab", "said": ["belimumab.cost"]}
    second = act("action_answer", "clarify.which_treatment", slots={"treatment": "belimumab"}, aspect="cost")
    assert names(second) == ["utter_belimumab.cost", "utter_route_prescriber"]


def test_decline(act, page):
    page("advice.dose_change", "prescriber")
    page("fatigue")
    result = act("action_answer", "advice.dose_change", asked=["advice.dose_change", "fatigue"])
    assert names(result) == ["utter_advice.dose_change", "utter_fatigue", "utter_route_prescriber"]


def test_route(act, page):
    page("out_of_scope.other")
    assert names(act("action_answer", "out_of_scope.other", asked=["out_of_scope.other"])) == [
        "utter_out_of_scope.other",
        "utter_route_care_team",
    ]


def test_after_a_danger_was_routed_only_the_answer_is_said(act, page):
    page("fatigue")
    routed = [{"event": "bot", "text": "Call.", "metadata": {"utter_action": "utter_route_emergency"}}]
    result = act("action_answer", "emergency.other", events=routed, asked=["fatigue"])
    assert names(result) == ["utter_fatigue"]


def test_route_of_the_turn_before_does_not_count(act, page):
    page("fatigue")
    before = [{"event": "bot", "metadata": {"utter_action": "utter_route_emergency"}}, {"event": "user", "text": "ok"}]
    assert names(act("action_answer", "fatigue", events=before, asked=["fatigue"])) == [
        "utter_fatigue",
        "utter_route_care_team",
    ]


def test_what_the_server_withholds_is_neither_said_nor_offered(act, page):
    page("fatigue")
    page("pain", "prescriber")
    result = act("action_answer", "pain", asked=["pain", "fatigue"], withheld=["pain"])
    assert names(result) == ["utter_withheld", "utter_fatigue", "utter_route_prescriber"]
    offer = act("action_answer", "nlu_fallback", nearest=["pain", "fatigue"], withheld=["pain"])["responses"][0]
    assert [button["payload"] for button in offer["buttons"]] == ["/fatigue"]


def broken_house(page):
    house = pages.FOLDER / "a_house.yml"
    house.write_text(HOUSE.replace("utter_net:", "utter_nett:"), encoding="utf-8")


def no_pages(page):
    (pages.FOLDER / "a_house.yml").unlink()


@pytest.mark.parametrize("fault", [broken_house, no_pages])
@pytest.mark.parametrize("action", ACTIONS)
def test_exception_gives_an_empty_result_and_no_words_in_the_log(act, page, caplog, action, fault):
    fault(page)
    caplog.set_level("DEBUG")
    result = act(action, "fatigue", asked=["fatigue"])
    assert (result["events"], result["responses"]) == ([], [])
    assert f"{action} failed with " in caplog.text
    assert "private" not in caplog.text
    assert "fatigue" not in caplog.text


def test_a_page_that_breaks_is_withheld_and_the_rest_goes_on(act, page):
    page("fatigue")
    page("pain")
    assert names(act("action_answer", "fatigue", asked=["fatigue", "pain"]))[:2] == ["utter_fatigue", "utter_pain"]
    page("pain", route="dentist")
    assert names(act("action_answer", "fatigue", asked=["fatigue", "pain"]))[:2] == ["utter_fatigue", "utter_withheld"]
    page("pain")
    assert names(act("action_answer", "pain", asked=["pain"]))[0] == "utter_pain"


def test_unreadable_reading_gives_an_empty_result_and_no_words_in_the_log(act, caplog):
    caplog.set_level("DEBUG")
    result = act("action_answer", "what_is_lupus", asked=5)
    assert (result["events"], result["responses"]) == ([], [])
    assert "action_answer failed with TypeError" in caplog.text
    assert "private" not in caplog.text


def test_a_visit_summary_reaches_back_beyond_the_tracker(act):
    early = ["what_is_lupus", "is_there_a_cure"]
    assert "utter_visit.what_is_lupus" in names(act("action_visit_summary", "chat.visit_summary", slots={"said": early}))
    more = act("action_answer", "prevention", asked=["prevention"], slots={"said": early})
    assert [event["value"] for event in more["events"]] == [[*early, "prevention"]]
