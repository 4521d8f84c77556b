"""Training sees all that it learns from."""

import shutil

import pytest

from bot import fingerprint
from tests.servers import ROOT


@pytest.fixture
def copy(tmp_path):
    for place in filter(lambda place: (ROOT / place).exists(), fingerprint.MODEL):
        source, target = ROOT / place, tmp_path / place
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)
    return tmp_path


LEARNED = ["bot/understanding/passages.py", "bot/nlu/topics.py", "bot/nlu/featurizer.py", "bot/ids.py"]
HELD = ["data/nlu/house.yml", "config.yml", "bot/content/responses.py", "data/stories/rules.yml"]
ELSE = ["bot/channels/exchange.py", "bot/privacy/logs.py", "actions/answer.py", "data/names.yml", "data/own/signatures.yml"]


@pytest.mark.parametrize("file", [*LEARNED, *HELD])
def test_a_change_of_what_a_model_depends_on_is_seen(copy, file):
    code, model = (fingerprint.of(places, copy) for places in (fingerprint.CODE, fingerprint.MODEL))
    with (copy / file).open("a", encoding="utf-8") as changed:
        changed.write("\n# changed\n")
    assert (fingerprint.of(fingerprint.CODE, copy) != code) == (file in LEARNED)
    assert fingerprint.of(fingerprint.MODEL, copy) != model


def test_so_is_a_file_that_comes_or_goes_or_is_renamed(copy):
    seen = {fingerprint.of(fingerprint.MODEL, copy)}
    new = copy / "data/nlu/answers/new.yml"
    new.write_text("nlu: []\n", encoding="utf-8")
    seen.add(fingerprint.of(fingerprint.MODEL, copy))
    new.rename(copy / "data/nlu/answers/other.yml")
    seen.add(fingerprint.of(fingerprint.MODEL, copy))
    (copy / "data/own/nlu").mkdir(parents=True)
    (copy / "data/own/nlu/page.yml").write_text("nlu: []\n", encoding="utf-8")
    seen.add(fingerprint.of(fingerprint.MODEL, copy))
    assert len(seen) == 4


def test_a_signature_trains_nothing_anew(copy):
    before = fingerprint.of(fingerprint.MODEL, copy)
    (copy / "data/own").mkdir(exist_ok=True)
    (copy / "data/own/signatures.yml").write_text("[]\n", encoding="utf-8")
    assert fingerprint.of(fingerprint.MODEL, copy) == before


def test_nothing_else_trains_anew():
    assert not [file for file in ELSE for place in fingerprint.MODEL if file == place or file.startswith(f"{place}/")]


def test_rasas_cache_goes_by_it():
    from bot.nlu.danger import DangerClassifier
    from bot.nlu.featurizer import PassageFeaturizer
    from bot.nlu.regions import RegionExtractor
    from bot.nlu.topics import TopicClassifier
    from bot.nlu.treatments import TreatmentExtractor

    for part in (DangerClassifier, PassageFeaturizer, RegionExtractor, TopicClassifier, TreatmentExtractor):
        assert fingerprint.of_code() in part.fingerprint_addon({})
