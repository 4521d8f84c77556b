"""What must not be said is not, on real servers, and the operator can see it."""

import time
from datetime import timedelta

import pytest

from bot.content import pages
from bot.content.release import CHANGED, UNREADABLE, WITHDRAWN
from bot.store import withdrawals
from bot.store.database import Database
from tests.servers import Rasa, checkout

PAGE = "data/nlu/answers/understanding_lupus/what_is_lupus.yml"
OTHER = "Is lupus contagious?"
WITHHELD = ["utter_withheld", "utter_route_care_team"]


def names(replies):
    return [reply["metadata"]["response"] for reply in replies]


def ask(server, question="What is lupus?"):
    return names(server.say(server.begin(), question))


def ready(server):
    status, state, _ = server.call("GET", "/readyz")
    assert status == 200 and state["ready"]
    return state


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    return checkout(tmp_path_factory.mktemp("project"))


@pytest.fixture(scope="module")
def server(tmp_path_factory, actions_server, project):
    found = Rasa(tmp_path_factory.mktemp("rasa"), actions_server.server_address[1], project=project)
    yield found
    found.stop()


@pytest.fixture
def page(project):
    """The page of a question, as it was before and after."""
    file = project / PAGE
    before = file.read_text(encoding="utf-8")
    yield file
    file.write_text(before, encoding="utf-8")
    time.sleep(1.1)  # the files are looked at once a second


def edit(file, old, new):
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    time.sleep(1.1)


def test_what_is_said_is_of_an_edition(server):
    state = ready(server)
    assert state["edition"] and state["withheld"] == {} and state["faults"] == []
    introduction = server.call("POST", "/webhooks/web/conversations")[1]["introduction"]
    assert state["edition"] in introduction[-1]["text"]
    assert set(state["jobs"]) == {"heed withdrawals", "delete what is too old"}
    assert ask(server)[0] == "utter_what_is_lupus"
    rows = Database(server.database).read(lambda on: on.exec_driver_sql("SELECT DISTINCT edition FROM turns").all())
    assert [row.edition for row in rows] == [state["edition"]]


def test_a_withdrawal_with_a_typo_does_not_leave_the_wrong_answer_standing(server, page):
    assert ask(server)[0] == "utter_what_is_lupus"
    edit(page, "      strength:", "      withdrawn: wrong: dose in line 3\n      strength:")
    assert ask(server) == WITHHELD
    assert ask(server, OTHER)[0] == "utter_is_lupus_contagious"
    state = ready(server)
    assert state["withheld"] == {"what_is_lupus": UNREADABLE}
    assert [PAGE in fault and "not valid YAML" in fault for fault in state["faults"]] == [True]
    edit(page, "withdrawn: wrong: dose in line 3", 'withdrawn: "wrong: dose in line 3"')
    assert ask(server) == WITHHELD and ready(server)["withheld"] == {"what_is_lupus": WITHDRAWN}


@pytest.mark.parametrize("old, new", [("Lupus is a long", "Lupus was a long"), ("      ask: ", "      ask: Tell me, ")])
def test_a_new_date_does_not_bring_old_words_back(server, page, old, new):
    checked = pages.read().by_id["what_is_lupus"].checked
    edit(page, f"{checked}", f"{checked - timedelta(days=1)}")
    assert ask(server)[0] == "utter_what_is_lupus"  # of the dates nothing depends but when it expires
    edit(page, old, new)
    assert ask(server) == WITHHELD
    assert ready(server)["withheld"] == {"what_is_lupus": CHANGED}


def test_a_withdrawn_answer_is_neither_repeated_nor_offered(server, page):
    token = server.begin()
    assert names(server.say(token, "What is lupus?"))[0] == "utter_what_is_lupus"
    edit(page, "      strength:", "      withdrawn: wrong\n      strength:")
    assert names(server.say(token, "say that in simpler words please")) == WITHHELD
    assert names(server.say(token, "where does that come from?")) == WITHHELD


def test_every_server_heeds_a_withdrawal_within_a_minute(server, tmp_path, actions_server):
    database = Database(server.database)
    second = Rasa(tmp_path, actions_server.server_address[1], database=server.database)
    try:
        withdrawals.withdraw(database, "what_is_lupus", "the dose in line 3")
        until(lambda: ask(server) == ask(second) == WITHHELD)
        assert ready(second)["withheld"] == {"what_is_lupus": WITHDRAWN}
        withdrawals.restore(database, "what_is_lupus")
        until(lambda: ask(server)[0] == ask(second)[0] == "utter_what_is_lupus")
    finally:
        second.stop()


def until(holds):
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end, "not within a minute"
        time.sleep(2)


def test_a_server_that_starts_knows_what_is_withdrawn(tmp_path, actions_server):
    database = Database(f"sqlite:///{tmp_path}/conversations.db")
    database.prepare()
    withdrawals.withdraw(database, "what_is_lupus", "wrong")
    found = Rasa(tmp_path, actions_server.server_address[1])
    try:
        assert ask(found) == WITHHELD
    finally:
        found.stop()
