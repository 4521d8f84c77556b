import pytest

from bot.understanding.treatments import Finder, Mention, mask

NAMES = {
    "hydroxychloroquine": ["hydroxychloroquine", "HCQ", "Plaquenil"],
    "belimumab": ["belimumab", "Benlysta"],
    "mycophenolate": ["mycophenolate", "mycophenolate mofetil", "MMF", "CellCept"],
    "tacrolimus": ["tacrolimus", "Prograf"],
    "hsct": ["stem cell transplant", "bone marrow transplant", "HSCT"],
    "msc": ["stem cell", "stem cells", "mesenchymal stem cells", "cord-blood cells"],
    "car_t": ["CAR-T", "CAR T cells"],
}
ORDINARY = {"program", "progress", "transplant", "cells", "marrow", "plaque"}
FINDER = Finder(NAMES, ORDINARY.__contains__)


def found(text, finder=FINDER):
    return [(m.treatment, text[m.start : m.end]) for m in finder.find(text)]


@pytest.mark.parametrize(
    "text, expected",
    [
        ("What does hydroxychloroquine cost?", [("hydroxychloroquine", "hydroxychloroquine")]),
        ("is PLAQUENIL safe", [("hydroxychloroquine", "PLAQUENIL")]),
        ("on hcq, since May", [("hydroxychloroquine", "hcq")]),
        ("Benlysta's price", [("belimumab", "Benlysta")]),
        ("MMF vs. Prograf", [("mycophenolate", "MMF"), ("tacrolimus", "Prograf")]),
        ("CAR-T or car t cells or CART", [("car_t", "CAR-T"), ("car_t", "car t cells"), ("car_t", "CART")]),
        ("cord blood cells", [("msc", "cord blood cells")]),
        ("hydroxy-chloroquine", [("hydroxychloroquine", "hydroxy-chloroquine")]),
    ],
)
def test_names_brands_and_abbreviations(text, expected):
    assert found(text) == expected


@pytest.mark.parametrize(
    "text, expected",
    [
        ("hydroxycloroquine eyes", [("hydroxychloroquine", "hydroxycloroquine")]),
        ("hydroxichlorquin", [("hydroxychloroquine", "hydroxichlorquin")]),
        ("plaqenil", [("hydroxychloroquine", "plaqenil")]),
        ("benlista shot", [("belimumab", "benlista")]),
        ("Bleimumab", [("belimumab", "Bleimumab")]),
        ("mycophenalate", [("mycophenolate", "mycophenalate")]),
        ("bone marow transplant", [("hsct", "bone marow transplant")]),
        ("hydroxy cloroquine", [("hydroxychloroquine", "hydroxy cloroquine")]),
    ],
)
def test_misspellings(text, expected):
    assert found(text) == expected


@pytest.mark.parametrize(
    "text, expected",
    [
        ("a stem cell transplant abroad", [("hsct", "stem cell transplant")]),
        ("stem cells after a stem cell transplant", [("msc", "stem cells"), ("hsct", "stem cell transplant")]),
        ("mesenchymal stem cells", [("msc", "mesenchymal stem cells")]),
        ("mycophenolate mofetil 500", [("mycophenolate", "mycophenolate mofetil")]),
        ("stem cell stem cell", [("msc", "stem cell"), ("msc", "stem cell")]),
    ],
)
def test_longest_of_overlapping_names_wins(text, expected):
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "a fitness program for me",
        "plaque on my teeth",
        "am I making progress",
        "my cells and bone marrow",
        "a kidney transplant",
        "hcr mmg",
        "a car to the clinic",
        "What is lupus?",
        "",
        "?!",
    ],
)
def test_ordinary_words_are_not_taken(text):
    assert found(text) == []


def test_ordinary_word_is_taken_where_nobody_says_it_is_one():
    assert found("a fitness program", Finder(NAMES)) == [("tacrolimus", "program")]


def test_name_that_is_an_ordinary_word_is_still_a_name():
    assert found("on steroids", Finder({"steroids": ["steroids"]}, {"steroids"}.__contains__)) == [("steroids", "steroids")]


def test_short_misspelling_is_not_guessed():
    assert found("hcqq") == []


def test_finder_without_names_finds_nothing():
    assert Finder({}).find("belimumab") == []


def test_mention_says_where():
    assert FINDER.find("on MMF now") == [Mention("mycophenolate", 3, 6)]


def test_mask_replaces_every_mention():
    text = "Is Benlysta dearer than Plaquenil?"
    assert mask(text, FINDER.find(text)) == "Is this treatment dearer than this treatment?"
    assert mask(text, reversed(FINDER.find(text))) == mask(text, FINDER.find(text))
    assert mask(text, []) == text
