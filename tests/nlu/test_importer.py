import re
import shutil
import warnings
from pathlib import Path

import pytest

from bot.content import pages, responses
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


def test_a_response_in_the_domain_is_refused(project):
    with (project / "domain.yml").open("a", encoding="utf-8") as domain:
        domain.write("\nresponses:\n  utter_what_is_lupus:\n  - text: Something else.\n")
    line = (project / "domain.yml").read_text(encoding="utf-8").count("\n") - 2
    with pytest.raises(UnfitPages, match=f"domain.yml:{line}: responses in the domain would beat the pages; move them"):
        load(project)


@pytest.mark.parametrize("place", ["data/nlu.yml", "data/stories/nlu.yml", "data/extra/page.yml"])
def test_training_phrases_outside_of_the_pages_are_refused(project, place):
    (project / place).parent.mkdir(exist_ok=True)
    (project / place).write_text("nlu:\n- intent: what_is_lupus\n  examples: |\n    - lupus again\n", encoding="utf-8")
    with pytest.raises(UnfitPages, match=f"{place}:1: training phrases outside of the pages; move them to a page below"):
        load(project)


def test_own_pages_are_read_and_an_override_is_named(project):
    page = project / "data/nlu/answers/understanding_lupus/what_is_lupus.yml"
    own = project / "data/own/nlu/what_is_lupus.yml"
    own.parent.mkdir(parents=True)
    shutil.copy(page, own)
    edit(own, "Lupus is a long", "Here lupus is a long")
    with pytest.warns(UserWarning, match=r"own/nlu/what_is_lupus\.yml:\d+: 'what_is_lupus' stands in for .*/nlu/answers"):
        domain, _ = load(project)
    assert domain.responses["utter_what_is_lupus"][0]["text"].startswith("Here lupus")


SERVED = ("what_is_lupus", "emergency.stroke_signs", "advice.dose_change", "chat.human")


def test_only_what_is_served_without_a_rule_is_not_warned_of(project):
    """Rasa's validator warns of intents and responses that no rule names."""
    with warnings.catch_warnings(record=True) as told:
        warnings.resetwarnings()
        load(project)
        told.clear()
        for name in (*SERVED, "utter_net", "utter_visit.what_is_lupus", "chat.forgotten_rule", "utter_forgotten_line"):
            kind = "utterance" if name.startswith("utter_") else "intent"
            warnings.warn(f"The {kind} '{name}' is not used in any story or rule.", UserWarning, stacklevel=1)
    assert [str(one.message).split("'")[1] for one in told] == ["chat.forgotten_rule", "utter_forgotten_line"]


def test_what_is_trained_has_an_edition_and_the_hash_of_each_page(project):
    domain, _ = load(project)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d-[0-9a-f]{8}", responses.edition_of(domain.responses))
    found = pages.read(project / "data/nlu", project / "data/own/nlu")
    assert responses.digests_of(domain.responses) == {page.id: page.digest for page in found.by_id.values()}
