from datetime import date

import pytest

from bot.content import pages
from bot.content.pages import PageError, Source
from bot.ids import group_of
from bot.lines import ALL

PAGE = """\
version: "3.1"

nlu:
- intent: sun_protection
  examples: |
    - How do I keep the sun off?
    - which sun cream

responses:
  utter_sun_protection:
  - text: |
      Cover up.
    metadata:
      title: Keeping the sun off
      scope: sun cream, clothes
      route: care_team
      more: |
        Wear a hat.
      next: [hydroxychloroquine.cost]
      pace: slow
      grace: six_months
      ask: Which sun cream suits me?
      simply: Keep the sun off your skin.
      strength: strong
      checked: "2026-11-22"
      recheck_by: "2027-05-22"
      sources:
      - author: NHS
        title: Lupus
        year: undated
        address: https://www.nhs.uk/conditions/lupus/
"""
SOURCES = PAGE[PAGE.index("      sources:\n") :]
ANSWER = PAGE[PAGE.index("  utter_sun_protection:\n") :]
ONLY_OF_ANSWERS = PAGE[PAGE.index("      more:") : PAGE.index("      strength:")]
DANGER = PAGE.replace("sun_protection", "emergency.sunstroke").replace(ONLY_OF_ANSWERS, "")
CHAT = f"""\
{PAGE[: PAGE.index("responses:")].replace("sun_protection", "chat.weather")}
responses:
  utter_chat.weather:
  - text: Mixed.
    metadata:
      title: The weather
      scope: the weather
      checked: "2026-11-22"
      recheck_by: "2027-05-22"
"""
NAMES = """\
version: "3.1"

nlu:
- synonym: hydroxychloroquine
  examples: |
    - plaquenil
    - quinoric
- intent: hydroxychloroquine.cost
  examples: |
    - what does it cost

responses:
  utter_hydroxychloroquine.cost:
""" + ANSWER.removeprefix("  utter_sun_protection:\n")


HOUSE = "responses:\n" + "".join(f"  {line}:\n  - text: so\n" for line in sorted(ALL))


@pytest.fixture
def write(tmp_path):
    (tmp_path / "a_house.yml").write_text(HOUSE, encoding="utf-8")

    def write(text, name="page.yml"):
        (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path / name

    return write


def faults(folder):
    with pytest.raises(PageError) as error:
        pages.read(folder, folder / "own")
    return str(error.value).splitlines()


def line_of(marker, text):
    return text[: text.index(marker)].count("\n") + 1


def test_good_page_is_read(write, tmp_path):
    file = write(PAGE)
    found = pages.read(tmp_path, tmp_path / "own")
    answer = found.by_id["sun_protection"]
    assert found.by_id.keys() == {"sun_protection"}
    assert (answer.title, answer.scope, answer.text) == ("Keeping the sun off", "sun cream, clothes", "Cover up.")
    assert (answer.route, answer.ask, answer.strength) == ("care_team", "Which sun cream suits me?", "strong")
    assert (answer.checked, answer.recheck_by) == (date(2026, 11, 22), date(2027, 5, 22))
    assert (answer.withdrawn, answer.group) == ("", "answer")
    assert answer.sources == (Source("NHS", "Lupus", "undated", "https://www.nhs.uk/conditions/lupus/"),)
    assert (answer.file, answer.line) == (file, line_of("utter_sun_protection", PAGE))
    assert answer.response in found.responses
    assert found.examples == {"sun_protection": ("How do I keep the sun off?", "which sun cream")}
    assert found.treatments == {}


def test_treatment_page_gives_names_and_answers_of_its_aspects(write, tmp_path):
    write(NAMES)
    found = pages.read(tmp_path, tmp_path / "own")
    assert found.treatments == {"hydroxychloroquine": ("plaquenil", "quinoric")}
    assert found.by_id["hydroxychloroquine.cost"].group == "answer"
    assert "hydroxychloroquine" not in found.examples


def test_pages_below_folders_are_read_and_need_not_end_in_yml(write, tmp_path):
    (tmp_path / "group").mkdir()
    write(PAGE, "group/one.yaml")
    write(NAMES, "two.yml")
    assert pages.read(tmp_path, tmp_path / "own").by_id.keys() == {"sun_protection", "hydroxychloroquine.cost"}


def test_danger_needs_no_question_and_chat_needs_no_route(write, tmp_path):
    write(DANGER, "danger.yml")
    write(CHAT.replace("How do I keep the sun off?", "is it raining").replace("which sun cream", "rain"), "chat.yml")
    found = pages.read(tmp_path, tmp_path / "own").by_id
    assert found["emergency.sunstroke"].group == "emergency"
    assert (found["chat.weather"].route, found["chat.weather"].ask) == (None, None)


def test_house_line_is_a_response_without_facts(write, tmp_path):
    (tmp_path / "a_house.yml").write_text(
        HOUSE.replace("utter_net:\n  - text: so", "utter_net:\n  - text: Call {emergency}.")
    )
    found = pages.read(tmp_path, tmp_path / "own")
    assert found.by_id == {}
    assert found.responses["utter_net"][0]["text"] == "Call {emergency}."


def test_lookalike_needs_no_answer(write, tmp_path):
    write(PAGE.replace("responses:", "- intent: lookalike.sun\n  examples: |\n    - sunday roast\n\nresponses:"))
    assert pages.read(tmp_path, tmp_path / "own").examples["lookalike.sun"] == ("sunday roast",)


def test_withdrawn_reason_is_read(write, tmp_path):
    write(PAGE.replace("      strength", "      withdrawn: the guideline changed\n      strength"))
    assert pages.read(tmp_path, tmp_path / "own").by_id["sun_protection"].withdrawn == "the guideline changed"


@pytest.mark.parametrize(
    "topic, group",
    [
        ("emergency.other", "emergency"),
        ("crisis.suicidal_thoughts", "crisis"),
        ("out_of_scope.other", "out_of_scope"),
        ("belimumab.cost", "answer"),
        ("what_is_lupus", "answer"),
        ("emergency", "answer"),
        ("nlu_fallback", "answer"),
    ],
)
def test_group_of(topic, group):
    assert group_of(topic) == group


@pytest.mark.parametrize(
    "fact", ["title", "scope", "route", "ask", "next", "pace", "grace", "strength", "checked", "recheck_by", "sources"]
)
def test_missing_fact(write, tmp_path, fact):
    start = PAGE.index(f"      {fact}:")
    end = len(PAGE) if fact == "sources" else PAGE.index("\n", start) + 1
    text = PAGE[:start] + PAGE[end:]
    file = write(text)
    line = line_of("    metadata:", text) + 1
    assert faults(tmp_path) == [f"{file}:{line}: 'sun_protection' lacks '{fact}'; add '{fact}:' to its metadata"]


@pytest.mark.parametrize("page, fact", [(DANGER, "route"), (DANGER, "sources"), (CHAT, "checked")])
def test_missing_fact_of_a_situation(write, tmp_path, page, fact):
    write(page.replace(f"      {fact}:", "      ask:", 1) if fact != "sources" else page.replace(SOURCES, ""))
    assert f"lacks '{fact}'; add" in "\n".join(faults(tmp_path))


UNFIT = {
    "empty fact": ("title: Keeping the sun off", 'title: ""', "      title", "lacks 'title'", "add 'title:'"),
    "empty sources": (SOURCES, "      sources: []\n", "      title", "lacks 'sources'", "add 'sources:'"),
    "no facts": (
        PAGE[PAGE.index("    metadata:") :],
        "",
        "  utter_sun",
        "'sun_protection' has no facts",
        "add 'metadata:' with title, scope",
    ),
    "unquoted date": ('"2026-11-22"', "2026-11-22", "      checked", "'checked' is not a quoted date", "in quotes"),
    "no such date": ("2027-05-22", "2027-05-32", "      recheck_by", "'recheck_by' is not a quoted date", "2026-11-22"),
    "recheck_by before checked": ("2027", "2025", "      recheck_by", "is not after 'checked'", "set a later day"),
    "recheck_by with checked": (
        '"2027-05-22"',
        '"2026-11-22"',
        "      recheck_by",
        "is not after 'checked'",
        "set a later day",
    ),
    "unknown fact": ("strength:", "dose: 5\n      strength:", "      dose", "unknown fact 'dose'", "known are ask,"),
    "unknown route": ("care_team", "dentist", "      route", "route 'dentist' is not known", "choose emergency, crisis"),
    "unknown strength": ("strong", "huge", "      strength", "strength 'huge' is not known", "choose strong, moderate"),
    "unknown key": (
        "nlu:",
        "stories: []\nnlu:",
        "stories",
        "unknown key 'stories'",
        "'version', 'nlu' and 'responses' only",
    ),
    "source without a year": ("        year: undated\n", "", "      - author", "needs author, title, year", "add them"),
    "source with too much": (
        "year: undated",
        "year: undated\n        isbn: 1",
        "      - author",
        "needs author, title, year",
        "add them",
    ),
    "source without a web address": (
        "https://www.nhs.uk",
        "www.nhs.uk",
        "        address",
        "is no web address",
        "start it with https://",
    ),
    "source with a blank in its address": (
        "/conditions/",
        "/the conditions/",
        "        address",
        "is no web address",
        "start it with https://",
    ),
    "source of no year": ("undated", "last year", "        year", "is no year", "write four digits or undated"),
    "lone brace": (
        "Cover up.",
        "Cover up {.",
        "  - text",
        "a brace that is none of our placeholders",
        "known are {abuse}",
    ),
    "empty text": ("|\n      Cover up.", '" "', "  - text", "has no text", "write the answer under 'text: |'"),
    "two wordings": (
        "    metadata:",
        "  - text: Or not.\n    metadata:",
        "  utter_sun",
        "exactly one text without a condition",
        "one answer, one wording",
    ),
    "wording not in a list": (
        ANSWER,
        "  utter_sun_protection: Cover up.\n",
        "  utter_sun",
        "is not a list of texts",
        "write '- text: |' below it",
    ),
    "no example": (
        "    - How do I keep the sun off?\n    - which sun cream\n",
        "",
        "- intent",
        "no examples",
        "one '- phrase' a line",
    ),
    "no examples key": (
        "  examples: |\n    - How do I keep the sun off?\n    - which sun cream\n",
        "",
        "- intent",
        "no examples",
        "add 'examples: |'",
    ),
    "example line without a dash": ("- which", "which", "    which", "not a '- phrase' line", "start it with '- '"),
    "annotated example": ("sun cream", "[sun cream](thing)", "    - which", "brackets, braces", "use plain words"),
    "command as an example": ("- which", "- /which", "    - /which", "a leading slash", "use plain words"),
    "block of another kind": (
        "- intent:",
        "- lookup:",
        "- lookup",
        "not an 'intent' or 'synonym' block",
        "see docs/editing.md",
    ),
    "intent without an answer": (
        "  utter_sun_protection:",
        "  utter_sun_protecton:",
        "- intent",
        "intent 'sun_protection' has no answer",
        "add 'utter_sun_protection:' under 'responses:'",
    ),
    "broken YAML": (
        "ask: Which",
        "ask: Which: which",
        "      ask",
        "not valid YAML (mapping values",
        "mend the line or quote",
    ),
    "tab": ("      ask:", "\task:", "\task", "not valid YAML (found a tab character", "mend the line or quote the text"),
    "key given twice": (
        "      scope",
        "      title : Sun\n      scope",
        "      title : Sun",
        "'title' is given twice",
        "mend the line",
    ),
    "response given twice": (
        "  utter_sun",
        "  utter_sun_protection: []\n  utter_sun",
        "  utter_sun_protection:\n",
        "'utter_sun_protection' is given twice",
        "mend the line",
    ),
}


@pytest.mark.parametrize("old, new, place, problem, mend", UNFIT.values(), ids=UNFIT.keys())
def test_unfit_page_names_file_line_and_mend(write, tmp_path, old, new, place, problem, mend):
    assert old in PAGE
    text = PAGE.replace(old, new, 1)
    file = write(text)
    (fault,) = faults(tmp_path)
    assert fault.startswith(f"{file}:{line_of(place, text)}: ")
    assert problem in fault
    assert mend in fault.partition("; ")[2]


# What YAML reads, but no page can be. None of it may escape as another exception, which would name no file.
ODD = {
    "template in braces": ("Keeping the sun off", "{{title}}", "      title"),
    "nameless intent": ("- intent: sun_protection", "- intent:", "- intent"),
    "responses as a list": ("  utter_sun_protection:", "- utter_sun_protection:", "- utter_sun"),
    "number for a response": ("  utter_sun_protection:", "  5:", "  5:"),
    "number for sources": (SOURCES, "      sources: 5\n", "      sources"),
    "number for nlu": (PAGE[PAGE.index("nlu:\n") : PAGE.index("responses:")], "nlu: 5\n\n", "nlu"),
    "title that YAML takes for false": ("Keeping the sun off", "no", "      title"),
    "withdrawn on an unquoted date": ("      strength", "      withdrawn: 2026-12-01\n      strength", "      withdrawn"),
}


@pytest.mark.parametrize("old, new, place", ODD.values(), ids=ODD.keys())
def test_odd_page_is_a_fault_that_names_its_file_and_line(write, tmp_path, old, new, place):
    assert old in PAGE
    text = PAGE.replace(old, new, 1)
    file = write(text)
    assert any(fault.startswith(f"{file}:{line_of(place, text)}: ") for fault in faults(tmp_path))


def test_id_given_twice_across_files(write, tmp_path):
    one, two = write(PAGE, "one.yml"), write(PAGE, "two.yml")
    intent, response = line_of("- intent", PAGE), line_of("  utter_", PAGE)
    assert faults(tmp_path) == [
        f"{two}:{intent}: 'sun_protection' stands at {one}:{intent} already; keep one of the two",
        f"{two}:{response}: 'utter_sun_protection' stands at {one}:{response} already; keep one of the two",
    ]


def test_names_of_a_treatment_given_twice(write, tmp_path):
    one = write(NAMES, "one.yml")
    two = write(NAMES[: NAMES.index("- intent")], "two.yml")
    line = line_of("- synonym", NAMES)
    assert faults(tmp_path) == [
        f"{two}:{line}: 'names of hydroxychloroquine' stands at {one}:{line} already; keep one of the two"
    ]


def test_same_phrase_under_two_intents(write, tmp_path):
    write(PAGE, "one.yml")
    text = PAGE.replace("sun_protection", "sun_cream").replace("- which sun", "- Which SUN").replace("How do I", "Why")
    two = write(text, "two.yml")
    line = line_of("- intent", text)
    assert faults(tmp_path) == [
        f"{two}:{line}: the phrase 'Which SUN cream' also stands under 'sun_protection'; keep it in one place"
    ]


def test_situation_without_examples(write, tmp_path):
    text = DANGER[DANGER.index("responses:") :]
    file = write(text)
    (fault,) = faults(tmp_path)
    assert fault.startswith(
        f"{file}:2: situation 'emergency.sunstroke' has no examples; add '- intent: emergency.sunstroke'"
    )


@pytest.mark.parametrize("text", ["", "just words", "- a\n- list", 'version: "3.1"\n'])
def test_file_that_is_no_page(write, tmp_path, text):
    file = write(text)
    assert faults(tmp_path) == [f"{file}:1: has neither 'nlu:' nor 'responses:'; see docs/editing.md for the form of a page"]


def test_file_that_is_not_utf8(write, tmp_path):
    (tmp_path / "page.yml").write_bytes(PAGE.replace("Cover", "C\u00f4ver").encode("latin-1"))
    assert faults(tmp_path) == [f"{tmp_path / 'page.yml'}:1: not UTF-8 text; save the file as UTF-8"]


def test_folder_without_pages(tmp_path):
    assert faults(tmp_path) == [f"{tmp_path}:1: no pages found; run this from the project's root"]


def test_all_faults_are_reported_at_once(write, tmp_path):
    text = PAGE.replace("care_team", "dentist").replace('"2026-11-22"', "2026-11-22").replace("- which", "which")
    one = write(text, "one.yml")
    two = write("nlu: [\n", "two.yml")
    found = faults(tmp_path)
    assert [fault.partition(": ")[0] for fault in found] == [
        f"{one}:{line_of('    which', text)}",
        f"{one}:{line_of('      route', text)}",
        f"{one}:{line_of('      checked', text)}",
        f"{two}:2",
    ]


@pytest.mark.parametrize("line", ["utter_urgent", "utter_route_crisis", "utter_strength.low"])
def test_house_that_lacks_a_line_which_the_code_says(write, tmp_path, line):
    write(PAGE)
    (tmp_path / "a_house.yml").write_text(HOUSE.replace(f"  {line}:\n  - text: so\n", ""), encoding="utf-8")
    assert faults(tmp_path) == [
        f"{tmp_path}/a_house.yml:2: the house lacks '{line}', which the code says; add it under 'responses:'"
    ]


def test_own_page_stands_in_for_ours_and_is_named(write, tmp_path):
    write(PAGE)
    (tmp_path / "own").mkdir()
    write(PAGE.replace("Cover up.", "Cover up here."), "own/sun.yml")
    ours, own = tmp_path / "page.yml", tmp_path / "own" / "sun.yml"
    (tmp_path / "ours").mkdir()
    for file in (ours, tmp_path / "a_house.yml"):
        file.rename(tmp_path / "ours" / file.name)
    found = pages.read(tmp_path / "ours", tmp_path / "own")
    assert found.by_id["sun_protection"].text == "Cover up here."
    assert found.responses["utter_sun_protection"][0]["text"].strip() == "Cover up here."
    place = line_of("  utter_sun_protection", PAGE)
    assert found.overridden == (f"{own}:{place}: 'sun_protection' stands in for {tmp_path}/ours/page.yml:{place}",)


def test_the_hash_of_a_page_changes_with_what_patients_read_and_nothing_else(write, tmp_path):
    def digest(text):
        write(text)
        return pages.read(tmp_path, tmp_path / "own").by_id["sun_protection"].digest

    first = digest(PAGE)
    for old, new in [
        ("Cover up.", "Cover up!"),
        ("title: Keeping", "title: Keep"),
        ("ask: Which", "ask: What"),
        ("simply: Keep", "simply: Keeping"),
        ("strength: strong", "strength: low"),
        ("author: NHS", "author: NIAMS"),
    ]:
        assert old in PAGE and digest(PAGE.replace(old, new)) != first
    for old, new in [("2027-05-22", "2027-06-22"), ("scope: sun", "scope: the sun"), ("which sun", "what sun")]:
        assert old in PAGE and digest(PAGE.replace(old, new)) == first


def test_half_a_page_does_not_stand_in_for_ours(write, tmp_path):
    """Its words would be said with our facts, and under our signature."""
    write(PAGE)
    (tmp_path / "own").mkdir()
    write("responses:\n  utter_sun_protection:\n  - text: Stay inside.\n", "own/sun.yml")
    (tmp_path / "ours").mkdir()
    for name in ("page.yml", "a_house.yml"):
        (tmp_path / name).rename(tmp_path / "ours" / name)
    with pytest.raises(PageError, match=r"own/sun\.yml:2: 'sun_protection' is only half a page; copy ours whole"):
        pages.read(tmp_path / "ours", tmp_path / "own")
