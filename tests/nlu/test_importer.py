import shutil
from pathlib import Path

import pytest

from bot.nlu.importer import PageImporter, UnfitPages

ROOT = Path(__file__).parents[2]


@pytest.fixture
def project(tmp_path):
    shutil.copytree(ROOT / "data", tmp_path / "data")
    shutil.copy(ROOT / "domain.yml", tmp_path)
    return tmp_path


def load(project):
    importer = PageImporter(None, str(project / "domain.yml"), [str(project / "data")])
    return importer.get_domain(), importer.get_nlu_data()


def edit(file, old, new):
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_editing_the_wording_changes_nothing_that_is_trained(project):
    domain, data = load(project)
    edit(
        project / "data/nlu/answers/understanding_lupus/what_is_lupus.yml",
        "Lupus is a long-term",
        "As far as is known, lupus is a long-term",
    )
    other_domain, other_data = load(project)
    assert other_data.fingerprint() == data.fingerprint()
    assert other_domain.responses["utter_what_is_lupus"] != domain.responses["utter_what_is_lupus"]
    assert other_domain.intents == domain.intents
    assert other_domain.action_names_or_texts == domain.action_names_or_texts


def test_a_new_topic_touches_one_page(project):
    page = project / "data/nlu/answers/understanding_lupus/what_is_lupus.yml"
    new = page.with_name("wolf_in_the_name.yml")
    phrases = [f"    - wolf question number {number}" for number in range(25)]
    text = page.read_text(encoding="utf-8").replace("what_is_lupus", "wolf_in_the_name")
    head, tail = text[: text.index("    - ")], text[text.index("responses:") :]
    new.write_text(head + "\n".join(phrases) + "\n\n" + tail, encoding="utf-8")
    domain, data = load(project)
    assert "wolf_in_the_name" in domain.intents and "utter_wolf_in_the_name" in domain.responses
    assert len([m for m in data.intent_examples if m.get("intent") == "wolf_in_the_name"]) == 25


def test_an_unfit_page_stops_training(project):
    edit(project / "data/nlu/answers/understanding_lupus/what_is_lupus.yml", "      strength:", "      power:")
    with pytest.raises(UnfitPages, match=r"what_is_lupus\.yml:\d+: 'what_is_lupus' lacks 'strength'"):
        load(project)


def test_an_expired_page_trains_with_a_warning(project):
    page = project / "data/nlu/answers/understanding_lupus/what_is_lupus.yml"
    text = page.read_text(encoding="utf-8")
    import re

    page.write_text(
        re.sub(r'(checked|recheck_by): "20\d\d', r'\1: "2001', text).replace("2001-11", "2001-01"), encoding="utf-8"
    )
    with pytest.warns(UserWarning, match="'what_is_lupus' is past its check date"):
        load(project)
