"""The files as they are now; a mistake in one harms that one only."""

import time

import pytest

from bot.content import pages, shelf
from bot.content.curated import PageError
from bot.content.shelf import Shelf
from tests.content.test_pages import CHAT, HOUSE, PAGE

PAIN = PAGE.replace("sun_protection", "pain").replace("sun off", "pain off").replace("sun cream", "pain cream")
WEATHER = CHAT.replace("sun off", "rain off").replace("sun cream", "rain coat")
TYPO = "withdrawn: wrong: dose in line 3"  # a colon too many


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    monkeypatch.setattr(shelf, "EVERY", 0.0)


@pytest.fixture
def files(tmp_path):
    found = {"house": HOUSE, "sun": PAGE, "pain": PAIN, "weather": WEATHER}
    for name, text in found.items():
        (tmp_path / f"{name}.yml").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def kept(files):
    return Shelf(files, files / "own")


def change(file, old, new):
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_an_edit_counts_at_once(files, kept):
    assert kept.pages().by_id["pain"].title == "Keeping the pain off"
    change(files / "pain.yml", "title: Keeping", "title: Take")
    assert kept.pages().by_id["pain"].title == "Take the pain off"
    assert kept.pages() is kept.pages()


def test_a_withdrawal_with_a_typo_withholds_and_the_rest_goes_on(files, kept):
    kept.pages()
    change(files / "sun.yml", "      strength:", f"      {TYPO}\n      strength:")
    found = kept.pages()
    assert found.unreadable == {"sun_protection"} and "pain" in found.by_id
    (fault,) = kept.faults()
    assert fault.startswith(f"{files}/sun.yml:") and "not valid YAML" in fault
    change(files / "sun.yml", TYPO, 'withdrawn: "wrong: dose in line 3"')
    assert kept.pages().unreadable == frozenset() and kept.faults() == ()
    assert kept.pages().by_id["sun_protection"].withdrawn == "wrong: dose in line 3"


def test_so_it_does_from_the_start(files):
    change(files / "sun.yml", "      strength:", f"      {TYPO}\n      strength:")
    found = Shelf(files, files / "own").pages()
    assert found.unreadable == {"sun_protection"} and "sun_protection" not in found.by_id and "pain" in found.by_id


@pytest.mark.parametrize("name, held", [("house", "utter_net"), ("weather", "utter_chat.weather")])
@pytest.mark.parametrize("harm", ["typo", "gone", "no longer UTF-8", "another name"])
def test_what_is_no_answer_keeps_its_last_fit_wording(files, kept, name, held, harm):
    kept.pages()
    file = files / f"{name}.yml"
    if harm == "typo":
        change(file, "text: ", "text: a: ")
    elif harm == "another name":  # the file is fit, and lacks what must be said
        text = file.read_text(encoding="utf-8").replace(held, f"{held}t")
        file.write_text(text.replace("intent: chat.weather", "intent: chat.weathert"), encoding="utf-8")
    elif harm == "gone":
        file.unlink()
    else:
        file.write_bytes(b"\xff")
    found = kept.pages()
    assert held in found.responses and found.unreadable == frozenset() and "pain" in found.by_id
    assert any(fault.startswith(f"{file}:") for fault in kept.faults())


@pytest.mark.parametrize("name", ["house", "weather"])
def test_what_is_no_answer_must_be_fit_at_the_start(files, name):
    change(files / f"{name}.yml", "text: ", "text: a: ")
    with pytest.raises(PageError, match=f"{name}.yml"):
        Shelf(files, files / "own").pages()


def test_a_page_that_is_gone_is_unreadable(files, kept):
    kept.pages()
    (files / "sun.yml").unlink()
    assert kept.pages().unreadable == {"sun_protection"}
    assert kept.faults() == (f"{files}/sun.yml:1: is gone; put it back",)


def test_a_new_page_and_an_own_one_are_found(files, kept):
    assert kept.pages().by_id["pain"].text == "Cover up."
    (files / "own").mkdir()
    (files / "own/pain.yml").write_text(PAIN.replace("Cover up.", "Rest."), encoding="utf-8")
    (files / "new.yml").write_text(PAIN.replace("pain", "rest"), encoding="utf-8")
    found = kept.pages()
    assert found.by_id["pain"].text == "Rest." and "rest" in found.by_id


def test_a_faulty_file_of_the_clinic_or_of_signatures_leaves_what_was(files):
    clinic, signed = files / "clinic.txt", files / "signed.txt"
    clinic.write_text("phone: '1'\n", encoding="utf-8")
    found = Shelf(files, files / "own", clinic=clinic, signed=signed)
    assert found.places().clinic.phone == "1" and found.signatures() == ()
    clinic.write_text("phone: [\n", encoding="utf-8")
    signed.write_text("just words\n", encoding="utf-8")
    assert found.places().clinic.phone == "1" and found.signatures() == ()
    assert [fault.partition(":")[0] for fault in found.faults()] == [str(clinic), str(signed)]


def test_only_what_changed_is_read_again(files, kept, monkeypatch):
    kept.pages()
    read, whole = [], pages.read_file
    monkeypatch.setattr(pages, "read_file", lambda path: read.append(path.name) or whole(path))
    change(files / "pain.yml", "title: Keeping", "title: Take")
    kept.pages()
    assert read == ["pain.yml"]


def test_the_files_are_looked_at_once_a_second(files, monkeypatch):
    monkeypatch.setattr(shelf, "EVERY", 0.3)
    kept = Shelf(files, files / "own")
    kept.pages()
    change(files / "pain.yml", "title: Keeping", "title: Take")
    assert kept.pages().by_id["pain"].title == "Keeping the pain off"
    time.sleep(0.35)
    assert kept.pages().by_id["pain"].title == "Take the pain off"


def test_a_withdrawal_counts_while_the_house_lacks_a_line(files, kept):
    kept.pages()
    change(files / "house.yml", "utter_net:", "utter_nett:")
    change(files / "sun.yml", "      strength:", "      withdrawn: wrong\n      strength:")
    assert kept.pages().by_id["sun_protection"].withdrawn == "wrong"
    assert kept.faults() == (f"{files}/house.yml:1: 'utter_net' is gone; put it back",)


def test_signatures_that_were_never_fit_are_none(files):
    (files / "signed.txt").write_text("just words\n", encoding="utf-8")
    found = Shelf(files, files / "own", signed=files / "signed.txt")
    found.pages()
    assert found.signatures() == () and found.signatures() == ()
    assert found.faults()[0].startswith(f"{files}/signed.txt:1: holds no list")
