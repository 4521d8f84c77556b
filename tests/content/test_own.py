"""What a deployer changes lives in files in which we ship nothing: a content update merges without a conflict."""

import subprocess

import pytest

from bot.content import pages, places, signatures
from tests.servers import ROOT, checkout

PAGE = "data/nlu/answers/understanding_lupus/what_is_lupus.yml"
KEPT = "data/nlu/answers/understanding_lupus/is_lupus_contagious.yml"


@pytest.fixture
def deployment(tmp_path, monkeypatch):
    """A repository whose branch `main` is ours and whose branch `clinic` is somebody's who runs it."""
    project = checkout(tmp_path / "project")
    monkeypatch.chdir(project)
    git("init", "--quiet", "--initial-branch", "main")
    (project / "data/own").rmdir()
    commit("as shipped")
    git("checkout", "--quiet", "-b", "clinic")
    return project


def git(*arguments):
    settings = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.org"]
    return subprocess.run(["git", *settings, *arguments], check=True, capture_output=True, text=True).stdout


def commit(why):
    git("add", "data")
    git("commit", "--quiet", "-m", why)


def sign(*ids):
    found = pages.read()
    lines = [
        f'- {{id: {id}, name: A. Example, role: nurse, date: "2026-12-01", hash: {found.by_id[id].digest}}}\n' for id in ids
    ]
    signatures.FILE.write_text("".join(lines), encoding="utf-8")


def edit(file, old, new):
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_we_ship_nothing_there():
    shipped = subprocess.run(["git", "ls-files", "data/own"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert shipped == ""


def test_an_update_merges_into_a_signed_deployment(deployment):
    pages.OWN.mkdir(parents=True)
    places.CLINIC.write_text(
        'region: uk\nphone: "020 7946 0000"\noperator: Example Hospital\nkeep_days: 7\n', encoding="utf-8"
    )
    shipped = (deployment / PAGE).read_text(encoding="utf-8")
    own = shipped.replace("Lupus is a long", "In our clinic we say that lupus is a long", 1)
    (pages.OWN / "what_is_lupus.yml").write_text(own, encoding="utf-8")
    sign("is_there_a_cure", "is_lupus_contagious", "what_is_lupus")
    commit("ours")

    git("checkout", "--quiet", "main")
    edit(deployment / PAGE, "Lupus is a long", "As is known, lupus is a long")
    edit(deployment / KEPT, "      ask: ", "      ask: Please tell me, ")
    edit(deployment / "data/regions.yml", "# Emergency", "# All emergency")
    commit("an update")
    git("checkout", "--quiet", "clinic")
    git("merge", "--quiet", "main")

    found = pages.read()
    assert found.by_id["what_is_lupus"].text.startswith("In our clinic")
    assert [line.partition(":")[0] for line in found.overridden] == ["data/own/nlu/what_is_lupus.yml"]
    assert places.read().clinic.operator == "Example Hospital"
    assert signatures.signed(found, signatures.read()) == {"is_there_a_cure", "what_is_lupus"}
    (void,) = signatures.void(found, signatures.read())
    assert "'is_lupus_contagious' is not as A. Example signed it" in void


def test_an_override_voids_the_signature_of_what_it_replaces(deployment):
    (deployment / "data/own/nlu").mkdir(parents=True)
    sign("what_is_lupus")
    assert signatures.signed(pages.read(), signatures.read()) == {"what_is_lupus"}
    own = (deployment / PAGE).read_text(encoding="utf-8").replace("Lupus is a long", "Here lupus is a long", 1)
    (pages.OWN / "what_is_lupus.yml").write_text(own, encoding="utf-8")
    assert signatures.signed(pages.read(), signatures.read()) == frozenset()
