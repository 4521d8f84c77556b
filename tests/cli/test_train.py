"""`python -m bot train`: when it trains, what it keeps, and what it tells."""

import os
import subprocess
import sys
import warnings

import pytest

from bot import fingerprint
from bot.cli import models, quiet, train
from bot.content import pages
from tests.servers import ROOT, checkout

INPUTS = fingerprint.of_model()


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "models").mkdir()
    return tmp_path / "models"


def put(folder, name, age):
    model = folder / name
    model.write_bytes(b"")
    os.utime(model, (1e9 - age, 1e9 - age))
    return model


def test_a_model_of_the_same_inputs_is_not_trained_again(folder, capsys):
    put(folder, f"lupus-2026-11-01-{INPUTS[:8]}.tar.gz", age=1)
    put(folder, "lupus-2026-10-01-12345678.tar.gz", age=2)
    assert train.main([]) == 0
    assert "up to date" in capsys.readouterr().out


def test_an_older_one_of_the_same_inputs_becomes_the_newest_again(folder, capsys):
    same = put(folder, f"lupus-2026-11-01-{INPUTS[:8]}.tar.gz", age=2)
    put(folder, "lupus-2026-11-02-12345678.tar.gz", age=1)
    assert train.main([]) == 0
    assert models.newest().name == same.name
    assert "the newest again" in capsys.readouterr().out


def test_what_is_served_is_what_rasa_takes(folder):
    from rasa.model import get_latest_model

    put(folder, "lupus-2026-11-02-12345678.tar.gz", age=2)
    put(folder, "20261103-101112-fuzzy-name.tar.gz", age=1)
    put(folder, "lupus-2026-11-04-87654321.tar.gz", age=3)
    assert str(models.newest()) == get_latest_model("models") == "models/20261103-101112-fuzzy-name.tar.gz"


def test_five_editions_are_kept(folder):
    put(folder, "somebodys.tar.gz", age=99)
    made = [put(folder, f"lupus-2026-11-0{day}-12345678.tar.gz", age=9 - day) for day in range(1, 8)]
    assert [model.name for model in models.thin()] == [model.name for model in made[:2]]
    assert len(list(folder.iterdir())) == 6


def test_an_unfit_page_is_told_before_anything_is_loaded(folder, capsys):
    page = pages.FOLDER / "page.yml"
    page.parent.mkdir(parents=True)
    page.write_text("nlu: 5\n", encoding="utf-8")
    assert train.main(["--force"]) == 1
    assert "data/nlu/page.yml:1: 'nlu' is not a list" in capsys.readouterr().err


def test_looking_takes_no_library():
    program = (
        "import sys; from bot.cli import train; train._is_there()\n"
        "print({'rasa', 'tensorflow', 'numpy'} & sys.modules.keys())"
    )
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert run.stdout.splitlines()[-1] == "set()", run.stderr


def test_only_warnings_about_what_is_ours_are_told(monkeypatch):
    told = []
    monkeypatch.setattr(warnings, "showwarning", None)
    monkeypatch.setattr(os, "environ", dict(os.environ))
    quiet.keep_quiet(told.append)
    warnings.showwarning("the pkg_resources package is slated for removal", UserWarning, "/lib/rasa/x.py", 1)
    warnings.showwarning("old", DeprecationWarning, str(ROOT / ".venv/lib/python3.10/site-packages/x.py"), 1)
    warnings.showwarning("Issue found in 'data/stories/rules.yml': \nno intent", UserWarning, "/lib/rasa/x.py", 1)
    warnings.showwarning("of ours", UserWarning, str(ROOT / "bot/nlu/importer.py"), 1)
    assert told == ["Issue found in 'data/stories/rules.yml': no intent", "of ours"]


SIGNATURE = '- {id: what_is_lupus, name: A. Example, role: rheumatologist, date: "2026-11-01", hash: "of other words"}'


@pytest.mark.model
def test_training_shows_its_steps_and_what_is_amiss_and_no_more(tmp_path):
    """On what Rasa remembers of the last training here, so that it takes seconds."""
    project = checkout(tmp_path / "project", signatures=SIGNATURE)
    (project / "models").unlink()
    (project / "models").mkdir()
    environment = {**os.environ, "RASA_CACHE_DIRECTORY": str(ROOT / ".rasa/cache")}

    def run():
        command = [sys.executable, "-m", "bot", "train"]
        return subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, timeout=1200)

    trained = run()
    assert trained.returncode == 0
    warning = "data/own/signatures.yml:1: 'what_is_lupus' is not as A. Example signed it on 2026-11-01"
    assert trained.stderr == f"Warning: {warning}; have it read and signed again\n"
    assert all(step in trained.stdout for step in ("Loading the libraries", "Learning topics", "Packing the model"))
    from bot.cli import training  # loads TensorFlow

    (model,) = (project / "models").iterdir()
    assert model.name == f"lupus-{training.edition(model)}.tar.gz" and f"Trained models/{model.name}" in trained.stdout
    assert run().stdout == f"models/{model.name} is up to date.\n"
