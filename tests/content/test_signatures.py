import re

import pytest

from bot.content import signatures
from bot.content.curated import PageError
from bot.content.pages import Pages
from tests.dialogue.test_reply import page

FATIGUE, DIET = page("fatigue"), page("diet")
PAGES = Pages({"fatigue": FATIGUE, "diet": DIET}, {}, {}, {})
GOOD = f"""\
- id: fatigue
  name: A. Example
  role: consultant rheumatologist, Example Hospital
  date: "2026-12-01"
  hash: {FATIGUE.digest}
"""


def read(tmp_path, text):
    (tmp_path / "signatures.yml").write_text(text, encoding="utf-8")
    return signatures.read(tmp_path / "signatures.yml")


def test_without_a_file_nothing_is_signed(tmp_path):
    assert signatures.read(tmp_path / "signatures.yml") == ()
    assert read(tmp_path, "# nobody yet\n") == ()


def test_a_signature_holds_for_the_words_that_were_signed(tmp_path):
    found = read(tmp_path, GOOD)
    assert signatures.signed(PAGES, found) == {"fatigue"} and signatures.void(PAGES, found) == []


def test_an_edit_voids_it_and_it_is_named(tmp_path):
    edited = Pages({"fatigue": page("fatigue", text="Other words."), "diet": DIET}, {}, {}, {})
    found = read(tmp_path, GOOD)
    assert signatures.signed(edited, found) == frozenset()
    (named,) = signatures.void(edited, found)
    assert "signatures.yml:1: 'fatigue' is not as A. Example signed it on 2026-12-01" in named


def test_signed_anew_it_is_not_void(tmp_path):
    both = GOOD.replace(FATIGUE.digest, "w0") + GOOD
    found = read(tmp_path, both)
    assert signatures.signed(PAGES, found) == {"fatigue"} and signatures.void(PAGES, found) == []


def test_of_a_page_that_is_gone_it_is_void(tmp_path):
    assert len(signatures.void(Pages({}, {}, {}, {}), read(tmp_path, GOOD))) == 1


@pytest.mark.parametrize(
    "old, new, fault",
    [
        ("  role:", "  post:", "signatures.yml:1: a signature needs id, name, role, date, hash"),
        ('"2026-12-01"', "2026-12-01", "signatures.yml:4: 'date' is not a quoted date"),
        ("name: A. Example", 'name: ""', "signatures.yml:1: a signature is not filled in"),
        ("- id: fatigue", "id: fatigue", "signatures.yml:"),
        (GOOD, "just words\n", "signatures.yml:1: holds no list"),
    ],
)
def test_an_unfit_file_names_its_line(tmp_path, old, new, fault):
    with pytest.raises(PageError, match=re.escape(fault)):
        read(tmp_path, GOOD.replace(old, new))
