"""What the report counts, on rows that were put in the way the assistant puts them in."""

from collections import Counter
from datetime import date, datetime, timezone

import pytest

from bot.store import feedback, summary
from bot.store.conversations import Conversations
from bot.store.database import Database, Outage
from bot.store.records import Record

SUNDAY_NIGHT = datetime(2026, 11, 1, 23, 59, tzinfo=timezone.utc).timestamp()
MONDAY = datetime(2026, 11, 2, tzinfo=timezone.utc).timestamp()
WEEK = 7 * 86400


@pytest.fixture
def database(tmp_path):
    database = Database(f"sqlite:///{tmp_path}/c.db")
    database.prepare()
    return database


def ask(database, conversation, at, intent="what_is_lupus", *, topics=None, outcome="answered", route="care_team", **more):
    topics = (intent,) if topics is None else topics
    facts = {"net": False, "language": "en", "edition": ""} | more
    record = Record(f"{conversation}{at}", at, "web", intent, topics, outcome, route, **facts)
    Conversations(database).append(conversation, [{"event": "user", "text": "not to be read"}], {}, record)
    return record.message_id


def test_nothing_kept(database):
    assert summary.read(database) == summary.Summary(None, None, 0, [], Counter(), [], [])


def test_a_week_begins_on_monday_in_utc_and_none_is_left_out(database):
    ask(database, "a", SUNDAY_NIGHT)
    ask(database, "a", MONDAY)
    ask(database, "b", MONDAY + 60)
    ask(database, "a", MONDAY + 2 * WEEK)
    found = summary.read(database)
    weeks = [(str(week.monday), week.turns, week.conversations) for week in found.weeks]
    assert weeks == [("2026-10-26", 1, 1), ("2026-11-02", 2, 2), ("2026-11-09", 0, 0), ("2026-11-16", 1, 1)]
    assert found.conversations == 2
    assert (found.first.timestamp(), found.last.timestamp()) == (SUNDAY_NIGHT, MONDAY + 2 * WEEK)


def test_what_is_counted_of_a_week(database):
    ask(database, "a", MONDAY, net=True)
    ask(database, "a", MONDAY + 1, "chat.thanks", route="", language="")
    ask(database, "a", MONDAY + 2, "nlu_fallback", topics=(), outcome="unsure", language="es", question="hola")
    (week,) = summary.read(database).weeks
    assert week == summary.Week(
        monday=date(2026, 11, 2),
        turns=3,
        conversations=1,
        nets=1,
        outcomes=Counter(answered=2, unsure=1),
        routes=Counter({"care_team": 2, "": 1}),
        dangers=Counter(),
        languages=Counter({"en": 1, "": 1, "es": 1}),
    )


@pytest.mark.parametrize(
    ("intent", "route", "danger"),
    [
        ("emergency.stroke_signs", "emergency", "emergency"),
        ("chat.affirm", "crisis", "crisis"),  # a yes to the safety net
        ("same_day.flare_now", "care_team", "same_day"),
        ("same_day.flare_now", "emergency", "emergency"),
        ("emergency_when_to_call", "care_team", None),  # a page about emergencies is none
    ],
)
def test_a_danger_turn_counts_once_as_its_gravest(database, intent, route, danger):
    ask(database, "a", MONDAY, intent, route=route)
    assert summary.read(database).weeks[0].dangers == Counter([danger] if danger else [])


def test_topics_are_counted_by_turns(database):
    ask(database, "a", MONDAY, topics=("what_is_lupus", "hsct.cost"))
    ask(database, "a", MONDAY + 1, topics=("hsct.cost",))
    ask(database, "a", MONDAY + 2, topics=())
    assert summary.read(database).topics == {"hsct.cost": 2, "what_is_lupus": 1}


def test_questions_oldest_first(database):
    ask(database, "a", MONDAY + 5, outcome="unsure", question="second")
    ask(database, "b", MONDAY, outcome="not_understood", question="first")
    assert [(q.text, q.at.timestamp()) for q in summary.read(database).questions] == [
        ("first", MONDAY),
        ("second", MONDAY + 5),
    ]


def test_a_verdict_with_the_turn_it_is_about(database):
    said = ask(database, "a", MONDAY, topics=("hsct.cost", "what_is_lupus"), route="prescriber")
    other = ask(database, "b", MONDAY, outcome="unsure", topics=())
    feedback.give(database, "a", said, "down", "too long")
    feedback.give(database, "b", other, "up", "")
    first, second = summary.read(database).verdicts
    assert (first.verdict, first.reason, first.topics) == ("down", "too long", ("hsct.cost", "what_is_lupus"))
    assert (first.outcome, first.route) == ("answered", "prescriber")
    assert (second.verdict, second.topics, second.outcome) == ("up", (), "unsure")


def test_a_verdict_on_a_deleted_turn_is_left_out(database):
    message = ask(database, "a", MONDAY)
    feedback.give(database, "a", message, "down", "")
    Conversations(database).purge(MONDAY + 1)  # the verdict was given later and is kept for now
    assert summary.read(database).verdicts == []


def test_a_database_that_is_gone(tmp_path):
    with pytest.raises(Outage):
        summary.read(Database(f"sqlite:///{tmp_path}/nowhere/c.db"))
