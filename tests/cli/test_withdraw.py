"""`python -m bot withdraw` and `restore`, on real databases."""

import shutil

import pytest

from bot.cli import withdraw
from bot.store import withdrawals
from bot.store.database import VARIABLE, Database
from tests.servers import ROOT

PAGE = "data/nlu/answers/understanding_lupus/what_is_lupus.yml"


@pytest.fixture
def database(tmp_path, monkeypatch):
    monkeypatch.setenv(VARIABLE, f"sqlite:///{tmp_path}/c.db")
    database = Database()
    database.prepare()
    return database


@pytest.fixture
def copied(tmp_path, monkeypatch):
    """A folder with pages of its own, that a test may spoil."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def withdraw_on_page(folder):
    page = folder / PAGE
    written = page.read_text(encoding="utf-8")
    page.write_text(written.replace("metadata:\n", 'metadata:\n      withdrawn: "a page says so"\n'), encoding="utf-8")


def test_an_answer_is_withdrawn_and_restored(database, capsys):
    assert withdraw.withdraw(["what_is_lupus", "--why", "a wrong figure"]) == 0
    said = capsys.readouterr().out
    assert "within a minute" in said and "  what_is_lupus: a wrong figure\n" in said
    assert withdrawals.read(database) == {"what_is_lupus": "a wrong figure"}
    assert withdraw.restore(["what_is_lupus"]) == 0
    said = capsys.readouterr().out
    assert "within a minute" in said and "No answer is withdrawn now." in said
    assert withdrawals.read(database) == {}


def test_on_postgresql(postgres, monkeypatch, capsys):
    monkeypatch.setenv(VARIABLE, postgres.url)
    assert withdraw.withdraw(["belimumab.cost", "--why", "out of date"]) == 0
    assert "  belimumab.cost: out of date\n" in capsys.readouterr().out
    assert withdraw.restore(["belimumab.cost"]) == 0
    assert withdrawals.read(Database()) == {}


def test_without_an_id_it_lists_what_is_withdrawn(database, copied, capsys):
    assert withdraw.withdraw([]) == 0
    assert capsys.readouterr().out == "No answer is withdrawn now.\n"
    withdraw_on_page(copied)
    withdrawals.withdraw(database, "belimumab.cost", "out of date")
    assert withdraw.withdraw([]) == 0
    listed = capsys.readouterr().out
    assert "  belimumab.cost: out of date\n" in listed and f"  what_is_lupus: a page says so ({PAGE}:" in listed


@pytest.mark.parametrize(
    ("id", "kind", "place"),
    [
        ("emergency.stroke_signs", "a situation", "data/nlu/situations/emergency/stroke_signs.yml:"),
        ("chat.privacy", "a situation", "data/nlu/situations/chat/privacy.yml:"),
        ("crisis", "a route", "data/nlu/routes.yml:"),
        ("utter_route_crisis", "a route", "data/nlu/routes.yml:"),
        ("net", "a line of the house", "data/nlu/house.yml:"),
    ],
)
def test_what_is_always_said_cannot_be_withdrawn(database, capsys, id, kind, place):
    assert withdraw.withdraw([id, "--why", "it is wrong"]) == 1
    said = capsys.readouterr().err
    assert kind in said and place in said and "make train" in said and "restart" in said
    assert withdrawals.read(database) == {}


def test_a_typing_error_is_refused_with_what_was_meant(database, capsys):
    assert withdraw.withdraw(["what_is_lupsu", "--why", "it is wrong"]) == 1
    assert "what_is_lupus" in capsys.readouterr().err
    assert withdrawals.read(database) == {}
    withdrawals.withdraw(database, "what_is_lupus", "it is wrong")
    assert withdraw.restore(["what_is_lupsu"]) == 1
    assert "Did you mean what_is_lupus?" in capsys.readouterr().err


def test_a_page_that_cannot_be_read_keeps_no_answer_standing(database, copied, capsys):
    page = copied / PAGE
    page.write_text("a: [\n" + page.read_text(encoding="utf-8"), encoding="utf-8")
    assert withdraw.withdraw(["what_is_lupus", "--why", "it is wrong"]) == 0
    assert "Check the id" not in capsys.readouterr().out  # its name can still be seen
    page.write_bytes(b"\xff\xff")
    assert withdraw.withdraw(["what_is_lupsu", "--why", "it is wrong"]) == 0
    assert f"Check the id: {PAGE} cannot be read" in capsys.readouterr().out
    assert withdrawals.read(database).keys() == {"what_is_lupus", "what_is_lupsu"}
    shutil.rmtree(copied / "data")
    assert withdraw.withdraw(["belimumab.cost", "--why", "it is wrong"]) == 0
    assert "data/nlu cannot be read" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [["what_is_lupus"], ["--why", "it is wrong"], ["what_is_lupus", "--why", ""]])
def test_an_id_goes_with_a_reason(database, capsys, arguments):
    with pytest.raises(SystemExit) as ended:
        withdraw.withdraw(arguments)
    assert ended.value.code == 2
    assert '--why "..."' in capsys.readouterr().err


@pytest.mark.parametrize("command", [withdraw.withdraw, withdraw.restore])
def test_without_a_database_it_is_one_sentence(tmp_path, monkeypatch, capsys, command):
    arguments = ["what_is_lupus", "--why", "it is wrong"] if command is withdraw.withdraw else ["what_is_lupus"]
    monkeypatch.setenv(VARIABLE, f"sqlite:///{tmp_path}/none.db")
    assert command(arguments) == 1
    assert "for certain. There is no database" in capsys.readouterr().err
    assert not (tmp_path / "none.db").exists()
    monkeypatch.setenv(VARIABLE, "postgresql://bot:geheim@127.0.0.1:1/lupus")
    assert command(arguments) == 1
    said = capsys.readouterr().err
    assert "does not answer" in said and "geheim" not in said


def test_a_page_that_withdraws_its_answer_goes_on_doing_so(database, copied, capsys):
    withdraw_on_page(copied)
    withdrawals.withdraw(database, "what_is_lupus", "it is wrong")
    assert withdraw.restore(["what_is_lupus"]) == 0
    assert f"Its page withdraws it: a page says so ({PAGE}:" in capsys.readouterr().out
