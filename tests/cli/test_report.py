"""`python -m bot report`, as a curator meets it: real database, real pages, real sentence encoder."""

import csv
import re
from base64 import b64encode
from datetime import date, datetime, timedelta, timezone
from hashlib import sha256
from html.parser import HTMLParser

import numpy as np
import pytest

from bot.cli import report
from bot.cli.report import charts, figures, groups, page
from bot.cli.report.figures import Table
from bot.content import pages
from bot.store import feedback, records, summary
from bot.store.conversations import Conversations
from bot.store.database import VARIABLE, Database
from bot.store.summary import Unanswered

pytestmark = pytest.mark.slow  # the encoder, and pictures

MONDAY = datetime(2026, 11, 2, tzinfo=timezone.utc)
UNSURE = {"intent": "nlu_fallback", "topics": (), "outcome": "unsure"}
TATTOOS = ["Can I get a tattoo with lupus?", "is it safe to have a tatoo when you have lupus", "are tattoos safe with sle"]
TRAVEL = ["will travel insurance cover lupus", "travel insurance with lupus"]


class Conversation:
    """Puts turns into the database the assistant's way."""

    def __init__(self, address):
        self.database = Database(address)
        self.database.prepare()
        self.number = 0

    def turn(self, conversation="a", at=MONDAY, **changes):
        self.number += 1
        record = {"intent": "what_is_lupus", "topics": ("what_is_lupus",), "outcome": "answered", "route": "care_team"}
        record |= {"net": False, "language": "en", "edition": "", "question": ""} | changes
        kept = records.Record(f"m{self.number}", at.timestamp() + self.number, "web", **record)
        said = {"event": "user", "text": "whole words of a conversation"}
        Conversations(self.database).append(conversation, [said], {"slot": "held in a slot"}, kept)
        return conversation, kept.message_id


@pytest.fixture
def talk(tmp_path, monkeypatch):
    address = f"sqlite:///{tmp_path}/c.db"
    monkeypatch.setenv(VARIABLE, address)
    return Conversation(address)


@pytest.fixture
def make(tmp_path, capsys):
    """Runs the command; gives the page and the tables, with their headers, by name."""

    def make():
        folder = tmp_path / "out" / "report"
        assert report.main(["--output", str(folder)]) == 0
        assert capsys.readouterr().out.strip() == str(folder / "index.html")
        tables = {}
        for file in folder.glob("*.csv"):
            with file.open(encoding="utf-8-sig", newline="") as opened:
                tables[file.stem] = list(csv.reader(opened))
        return (folder / "index.html").read_text(encoding="utf-8"), tables

    return make


def rows(table):
    return [dict(zip(table[0], row, strict=True)) for row in table[1:]]


def test_figures_reach_the_tables_and_the_page(talk, make):
    talk.turn()
    talk.turn(topics=("what_is_lupus", "hsct.cost"), net=True)
    talk.turn(
        "b", at=MONDAY + timedelta(weeks=1), intent="emergency.stroke_signs", topics=(), route="emergency", language="es"
    )
    html, tables = make()
    assert [(row["Id"], row["Turns"]) for row in rows(tables["topics"])] == [("what_is_lupus", "2"), ("hsct.cost", "1")]
    first, second = rows(tables["weeks"])
    expected = {
        "Week from Monday": "2026-11-02",
        "Turns": "2",
        "Conversations": "1",
        "Safety nets": "1",
        "Language: en": "2",
    }
    assert expected.items() <= first.items()
    expected = {
        "Week from Monday": "2026-11-09",
        "Danger: Emergency": "1",
        "Sent to: Emergency help": "1",
        "Language: es": "1",
    }
    assert expected.items() <= second.items()
    assert (first["Outcome: Answered"], first["Danger: Emergency"], first["Language: es"]) == ("2", "0", "0")
    assert "3 turns in 2 conversations" in html
    assert "<time>2026-11-02</time> to <time>2026-11-09</time>" in html
    assert "In all: Emergency 1, Thoughts of suicide 0, Same-day sign 0. Most: 2026-11-09 (1)" in html
    assert "older than 30 days is deleted" in html and "Do not pass this folder on" in html


def test_like_questions_are_grouped_and_unlike_ones_are_not(talk, make):
    for number, question in enumerate([*TATTOOS, TATTOOS[0].lower(), *TRAVEL, "who won the match last night"]):
        talk.turn(at=MONDAY + timedelta(days=number), **UNSURE, question=question)
    html, tables = make()
    found = rows(tables["unanswered"])
    assert [(row["Group"], row["Asked in the group"]) for row in found] == [("1", "4")] * 3 + [("2", "2")] * 2 + [("3", "1")]
    assert {row["Wording"] for row in found[:3]} == set(TATTOOS)
    assert {row["Wording"] for row in found[3:5]} == set(TRAVEL)
    assert [(row["Asked so"], row["Last asked (UTC)"]) for row in found if row["Wording"] == TATTOOS[0]] == [
        ("2", "2026-11-05")
    ]
    assert "asked 4 times, last on <time>2026-11-05</time>" in html
    assert "asked once on <time>2026-11-08</time>" in html


def test_thumbs_by_topic_with_reasons(talk, make):
    for topics, verdict, reason in [
        (("hsct.cost",), "down", "not the price here"),
        (("hsct.cost", "what_is_lupus"), "down", ""),
        (("what_is_lupus",), "up", "praise is no reason to mend"),
        ((), "down", "you gave no answer"),
        (("hsct.cost",), "wrong", "it costs more"),
    ]:
        feedback.give(talk.database, *talk.turn(topics=topics), verdict, reason)
    html, tables = make()
    thumbs = {row["Id"]: (row["Thumbs up"], row["Thumbs down"]) for row in rows(tables["topics"])}
    assert thumbs == {"hsct.cost": ("0", "2"), "what_is_lupus": ("1", "1"), "": ("0", "1")}
    assert [row["Reason"] for row in rows(tables["feedback"])] == [
        "it costs more",
        "you gave no answer",
        "praise is no reason to mend",
        "",
        "not the price here",
    ]
    reasons = html.partition("<h3>Why thumbs were down</h3>")[2].partition("</section>")[0]
    title = pages.read().by_id["hsct.cost"].title
    assert f'{title} <code>hsct.cost</code> <span class="soft">2 down, 0 up</span>' in reasons
    assert "not the price here" in reasons and "you gave no answer" in reasons
    assert "praise" not in reasons and "it costs more" not in reasons


def test_answers_reported_as_wrong_come_before_the_thumbs(talk, make):
    for topics, verdict, reason in [
        (("hsct.cost",), "wrong", "it costs more"),
        (("what_is_lupus",), "wrong", "this is <b>not</b> so"),
        (("hsct.cost", "what_is_lupus"), "down", "too long"),
        (("hsct.cost",), "wrong", ""),
        ((), "wrong", "no page said this"),
    ]:
        feedback.give(talk.database, *talk.turn(topics=topics), verdict, reason)
    html, tables = make()
    assert {row["Id"]: row["Reported wrong"] for row in rows(tables["topics"])} == {
        "hsct.cost": "2",
        "what_is_lupus": "1",
        "": "1",
    }
    assert [row["Verdict"] for row in rows(tables["feedback"])] == ["wrong", "wrong", "down", "wrong", "wrong"]
    assert "<dt>Reported wrong</dt><dd>4</dd>" in html
    before, _, after = html.partition("<h2>Reported as wrong</h2>")
    reported = after.partition("</section>")[0]
    assert "<h2>Thumbs</h2>" in after and "<h2>Thumbs</h2>" not in before
    first, second, third = reported.partition("<ol>")[2].split('<span class="soft">')[1:]
    assert first.startswith("reported 2 times") and "it costs more" in first
    assert second.startswith("reported 1 time<") and "this is &lt;b&gt;not&lt;/b&gt; so" in second
    assert third.startswith("reported 1 time<") and "no page said this" in third
    assert reported.index("hsct.cost") < reported.index("what_is_lupus") < reported.index(figures.NO_PAGE)
    assert "too long" not in reported


def test_the_most_thumbs_down_come_first():
    header = ("Topic", "Thumbs up", "Thumbs down", "Reported wrong")
    table = Table(header, [("liked", 9, 1, 0), ("none", 0, 0, 1), ("disliked", 0, 3, 0), ("mixed", 5, 3, 2)])
    assert [row[0] for row in figures.judged(table, "down", "up").rows] == ["mixed", "disliked", "liked"]
    assert [row[0] for row in figures.judged(table, "wrong").rows] == ["mixed", "none"]


def test_what_people_typed_cannot_run(talk, make):
    talk.turn(**UNSURE, question="<script>alert(1)</script> & tattoos")
    feedback.give(talk.database, *talk.turn(), "down", '"><img src=x onerror=alert(2)>')
    html, _ = make()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; tattoos" in html
    assert "&quot;&gt;&lt;img" in html
    assert "<script" not in html and "<img" not in html


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(tmp_path, start):
    report._write(Table(("Wording", "Asked"), [(f"{start}1+1", -1), (f"is a{start}b", 2)]), tmp_path / "x.csv")
    with (tmp_path / "x.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == [["Wording", "Asked"], [f"'{start}1+1", "-1"], [f"is a{start}b", "2"]]


def test_excel_is_told_that_a_file_is_utf_8(tmp_path):
    report._write(Table(("Wording",), [("¿lupus?",)]), tmp_path / "x.csv")
    assert (tmp_path / "x.csv").read_bytes() == b"\xef\xbb\xbfWording\r\n\xc2\xbflupus?\r\n"


def test_a_formula_that_somebody_typed(talk, make):
    talk.turn(**UNSURE, question="=HYPERLINK(1)")
    feedback.give(talk.database, *talk.turn(), "down", "-2+3")
    _, tables = make()
    assert rows(tables["unanswered"])[0]["Wording"] == "'=HYPERLINK(1)"
    assert rows(tables["feedback"])[0]["Reason"] == "'-2+3"


def test_nothing_of_a_conversation_is_in_any_file(talk, make, tmp_path):
    talk.turn("conversation-id-of-somebody", **UNSURE, question="a question to mend")
    feedback.give(talk.database, *talk.turn("conversation-id-of-somebody"), "up", "")
    make()
    files = [file.read_bytes() for file in (tmp_path / "out" / "report").iterdir()]
    assert len(files) == 5 and any(b"a question to mend" in file for file in files)
    for words in (b"whole words", b"held in a slot", b"conversation-id"):
        assert not [file for file in files if words in file]


def test_an_empty_database_gives_an_honest_page(talk, make):
    html, tables = make()
    assert "Nothing is kept yet" in html
    assert html.count("Nothing yet.") == 9 and "<svg" not in html
    assert {name: len(table) for name, table in tables.items()} == dict.fromkeys(
        ("unanswered", "feedback", "topics", "weeks"), 1
    )


def test_a_database_that_does_not_answer(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv(VARIABLE, "postgresql://bot:geheim@127.0.0.1:1/lupus")
    assert report.main(["--output", str(tmp_path / "report")]) == 1
    error = capsys.readouterr().err
    assert "does not answer" in error and "Traceback" not in error and "geheim" not in error
    assert not (tmp_path / "report").exists()


def test_a_folder_that_cannot_be_written(talk, tmp_path, capsys):
    (tmp_path / "taken").write_text("a file")
    assert report.main(["--output", str(tmp_path / "taken" / "report")]) == 1
    assert "cannot be written to" in capsys.readouterr().err


@pytest.mark.parametrize("named", ["no-such-folder", "."])
def test_an_encoder_that_cannot_be_loaded(talk, tmp_path, monkeypatch, capsys, named):
    from bot.nlu import encoder

    encoder.load.cache_clear()
    monkeypatch.setenv(encoder.VARIABLE, str(tmp_path / named))
    talk.turn(**UNSURE, question="anything")
    assert report.main(["--output", str(tmp_path / "report")]) == 1
    assert "There is no report: SENTENCE_ENCODER names no sentence encoder" in capsys.readouterr().err


class Outline(HTMLParser):
    """The elements of a page with their attributes; every one that is opened must be closed."""

    VOID = {"meta", "link", "br"}

    def __init__(self, html):
        super().__init__()
        self.found, self.open = [], []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def all(self, name):
        return [attributes for tag, attributes in self.found if tag == name]


@pytest.fixture
def full(talk, make):
    for number in range(20):
        talk.turn(at=MONDAY + timedelta(weeks=number), intent="crisis.suicidal_thoughts", route="crisis", net=True)
    feedback.give(talk.database, *talk.turn(), "down", "why")
    return make()[0]


def test_the_page_needs_nothing_else_and_nothing_in_it_can_run(full):
    outline = Outline(full)
    style = re.search(r"<style>(.*?)</style>", full, re.DOTALL)[1]
    (policy,) = (meta["content"] for meta in outline.all("meta") if meta.get("http-equiv") == "Content-Security-Policy")
    assert policy.split("; ")[:2] == [
        "default-src 'none'",
        f"style-src 'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'",
    ]
    names = {name for _, attributes in outline.found for name in attributes}
    assert not [name for name in names if name.startswith("on") or name in ("style", "src", "href", "xlink:href")]
    assert not outline.all("script") and "url(" not in full


def test_every_picture_has_its_words_and_its_table(full):
    outline = Outline(full)
    pictures = outline.all("svg")
    assert len(pictures) == len(outline.all("table")) == len(outline.all("caption")) == 7
    assert all(picture["role"] == "img" and picture["aria-label"].startswith("Bar chart.") for picture in pictures)
    assert {cell.get("scope") for cell in outline.all("th")} == {"row", "col"}
    assert outline.all("html") == [{"lang": "en"}] and len(outline.all("title")) == 1 and len(outline.all("h1")) == 1
    ids = [attributes["id"] for _, attributes in outline.found if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_the_same_rows_give_the_same_page(talk):
    talk.turn()
    pages_now = pages.read()
    once, twice = (page.render(summary.read(talk.database), [], pages_now, "30", date(2026, 11, 23)) for _ in range(2))
    assert once == twice
    assert "Made on <time>2026-11-23</time>" in once


def test_a_picture_takes_any_name():
    svg = charts.ranked(Table(("Topic", "Turns"), [("costs $5 & <b>more</b> than $6", 1), ("_other", 2)]), 'a "b" <c>')
    assert ">costs $5 &amp; &lt;b&gt;more&lt;/b&gt; than $6</text>" in svg and ">_other<" in svg
    assert 'aria-label="a &quot;b&quot; &lt;c&gt;"' in svg
    assert "currentColor" in svg and "style=" not in svg


def test_every_outcome_route_danger_and_verdict_has_a_name():
    assert set(figures.OUTCOMES) == {records.ANSWERED, *records.OUTCOMES.values()}
    assert set(figures.ROUTES) == {*pages.ROUTES, ""}
    assert set(figures.DANGERS) == set(pages.DANGERS)
    assert set(figures.VERDICTS) == set(feedback.VERDICTS)


def test_a_topic_whose_page_is_gone(talk, make):
    talk.turn(topics=("no_such_page",))
    assert rows(make()[1]["topics"])[0]["Topic"] == figures.PAGE_GONE


def test_the_most_central_wording_stands_for_its_group():
    vectors = {"left": [1, 0.5, 0], "middle": [1, 0, 0], "right": [1, -0.5, 0], "far": [0, 0, 1]}
    asked = [Unanswered(text, MONDAY) for text in ["left", "left", "middle", "right", "right", "far"]]

    def encode(texts):
        found = np.array([vectors[text] for text in texts], dtype=float)
        return found / np.linalg.norm(found, axis=1, keepdims=True)

    first, second = groups.group(asked, encode)
    assert [wording.text for wording in first.wordings] == ["middle", "left", "right"]
    assert (first.asked, second.asked) == (5, 1)


def test_too_many_wordings_to_compare(monkeypatch, talk, make):
    monkeypatch.setattr(groups, "MOST", 2)
    for question in ["tattoos", "tattoos", "dogs", "dogs", "rarest"]:
        talk.turn(**UNSURE, question=question)
    html, tables = make()
    assert {row["Wording"] for row in rows(tables["unanswered"])} == {"tattoos", "dogs"}
    assert "without 1 question in the rarest wordings" in html
