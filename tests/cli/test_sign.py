"""`python -m bot sign`, in a folder of its own."""

import shutil
from datetime import date, timedelta

import pytest

from bot.cli import sign
from bot.content import pages, signatures
from bot.content.curated import PageError
from tests.servers import ROOT

PAGE = "data/nlu/answers/understanding_lupus/what_is_lupus.yml"
BY = ["--name", 'Dr. Ann "Annie" Müller', "--role", "consultant: rheumatology, Example Hospital"]


@pytest.fixture(autouse=True)
def copied(tmp_path, monkeypatch):
    shutil.copytree(ROOT / "data", tmp_path / "data", ignore=shutil.ignore_patterns("own"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def edit(folder, old, new):
    page = folder / PAGE
    page.write_text(page.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_a_signature_is_of_what_was_shown(capsys):
    assert sign.main(["what_is_lupus", *BY, "--date", "2026-11-01"]) == 0
    shown = capsys.readouterr().out
    page = pages.read().by_id["what_is_lupus"]
    assert all(part in shown for part in (page.text, page.title, page.ask, page.sources[0].address, BY[1]))
    (signature,) = signatures.read()
    assert (signature.id, signature.name, signature.role) == ("what_is_lupus", BY[1], BY[3])
    assert (signature.date, signature.hash) == (date(2026, 11, 1), page.digest)
    assert signatures.signed(pages.read(), signatures.read()) == {"what_is_lupus"}


def test_more_are_added_below_what_is_there():
    signatures.FILE.parent.mkdir()
    signatures.FILE.write_text("# Signed at Example Hospital", encoding="utf-8")
    assert sign.main(["what_is_lupus", *BY]) == sign.main(["belimumab.cost", *BY]) == 0
    assert [one.id for one in signatures.read()] == ["what_is_lupus", "belimumab.cost"]
    assert signatures.read()[0].date == date.today()
    assert signatures.FILE.read_text(encoding="utf-8").startswith("# Signed at Example Hospital\n- id: ")
    assert [file.name for file in signatures.FILE.parent.iterdir()] == ["signatures.yml"]


def test_the_same_is_signed_once(capsys):
    assert sign.main(["what_is_lupus", *BY]) == sign.main(["what_is_lupus", *BY]) == 0
    assert "already" in capsys.readouterr().out
    assert len(signatures.read()) == 1


def test_what_is_unsigned_and_void_is_listed(copied, capsys):
    sign.main(["what_is_lupus", *BY])
    sign.main(["belimumab.cost", *BY])
    capsys.readouterr()
    assert sign.main([]) == 0
    listed = capsys.readouterr().out
    assert listed.startswith("2 of ") and "nobody signed 'belimumab.overview'" in listed
    assert "'what_is_lupus'" not in listed and "'emergency.stroke_signs'" not in listed
    edit(copied, "a long-term illness", "a lasting illness")
    assert sign.main([]) == 0
    listed = capsys.readouterr().out
    assert listed.startswith("1 of ") and "'what_is_lupus' is not as Dr. Ann" in listed
    sign.main(["what_is_lupus", *BY])
    capsys.readouterr()
    assert sign.main([]) == 0
    assert capsys.readouterr().out.startswith("2 of ")


def test_an_unknown_page_is_refused(capsys):
    assert sign.main(["what_is_lupsu", *BY]) == 1
    assert "Did you mean what_is_lupus" in capsys.readouterr().err
    assert not signatures.FILE.exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["what_is_lupus"],
        ["what_is_lupus", "--name", "x"],
        ["what_is_lupus", "--name", " ", "--role", "x"],
        BY,
        ["what_is_lupus", *BY, "--date", "1 May"],
        ["what_is_lupus", *BY, "--date", str(date.today() + timedelta(days=2))],
    ],
)
def test_half_a_signature_is_none(arguments):
    with pytest.raises(SystemExit) as ended:
        sign.main(arguments)
    assert ended.value.code == 2
    assert not signatures.FILE.exists()


@pytest.mark.parametrize("written", ["a: [", "- id: x\n", "[]\n"])
def test_a_file_that_cannot_take_it_stays_as_it_is(written, capsys):
    signatures.FILE.parent.mkdir()
    signatures.FILE.write_text(written, encoding="utf-8")
    assert sign.main(["what_is_lupus", *BY]) == 1
    assert "Nothing was signed.\ndata/own/signatures.yml:" in capsys.readouterr().err
    assert signatures.FILE.read_text(encoding="utf-8") == written


def test_unfit_pages_are_not_signed(copied, capsys):
    edit(copied, "route: care_team", "route: doctor")
    assert sign.main(["what_is_lupus", *BY]) == 1
    assert f"{PAGE}:" in capsys.readouterr().err
    with pytest.raises(PageError):
        pages.read()
