import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HEAVY = {"rasa", "tensorflow", "transformers", "sanic"}
ROOMS = {f"bot.{room.name}" for room in (ROOT / "bot").iterdir() if (room / "__init__.py").exists()}
JUDGEMENT = [file for file in sorted((ROOT / "bot").glob("*.py")) if file.name != "__main__.py"]  # it only opens doors
ACTIONS = sorted((ROOT / "actions").glob("*.py"))
NLU = sorted((ROOT / "bot/nlu").glob("*.py"))
SPEAKING = sorted({*(ROOT / "bot").rglob("*.py"), *ACTIONS} - {*(ROOT / "bot/cli").rglob("*.py")})  # cli speaks to operators

# Words of somebody who speaks to a patient about their health, in a string that is not a docstring.
ADVICE = re.compile(
    r"\b(911|999|112|988|116 123|ambulance|emergency number|your (doctor|clinician|nurse|pharmacist|prescriber|care team"
    r"|lupus|medicine|dose|treatment)|side effects?|talk to (a|your)|see a doctor|do not (stop|change|take|wait))\b",
    re.IGNORECASE,
)


def name(file):
    return str(file.relative_to(ROOT))


def imports(file):
    """Every module that `file` imports, anywhere in it; `from a import b` counts as both `a` and `a.b`."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = list(file.relative_to(ROOT).with_suffix("").parts[: -node.level]) if node.level else []
            module = ".".join([*package, *([node.module] if node.module else [])])
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def within(modules, packages):
    return sorted(m for m in modules if any(m == package or m.startswith(f"{package}.") for package in packages))


def test_rooms_are_where_they_are_looked_for():
    assert {"bot.nlu", "bot.policies", "bot.channels", "bot.cli"} <= ROOMS
    assert JUDGEMENT and ACTIONS and NLU
    assert within(imports(ROOT / "bot/nlu/importer.py"), {"rasa"})
    assert within(imports(ROOT / "actions/turn.py"), {"bot"})


@pytest.mark.parametrize("file", JUDGEMENT, ids=name)
def test_judgement_imports_nothing_outward(file):
    assert within(imports(file), HEAVY | ROOMS | {"rasa_sdk", "actions"}) == []


@pytest.mark.parametrize("file", ACTIONS, ids=name)
def test_actions_import_only_the_judgement_and_the_sdk(file):
    assert within(imports(file), HEAVY | ROOMS) == []


@pytest.mark.parametrize("file", [*NLU, *sorted((ROOT / "bot/policies").glob("*.py"))], ids=name)
def test_nlu_and_policies_never_see_the_actions(file):
    assert within(imports(file), {"actions", "rasa_sdk"}) == []


@pytest.mark.parametrize("file", sorted((ROOT / "bot/store").rglob("*.py")), ids=name)
def test_only_the_tracker_store_knows_rasa(file):
    assert bool(within(imports(file), HEAVY)) == (file.name == "tracker_store.py")
    assert within(imports(file), {"rasa_sdk", "actions"} | ROOMS - {"bot.store"}) == []


def test_action_server_needs_no_tensorflow():
    code = (
        "import sys, actions.answer, actions.clarify, actions.decline, actions.route\n"
        "print(sorted({'rasa', 'tensorflow', 'transformers'} & sys.modules.keys()))"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (run.returncode, run.stdout.strip()) == (0, "[]"), run.stderr


def strings(file):
    """The strings of `file` with their lines, without docstrings."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docs = {node.body[0].value for node in ast.walk(tree) if isinstance(node, documented) and ast.get_docstring(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in docs:
            yield node.lineno, node.value


@pytest.mark.parametrize("file", SPEAKING, ids=name)
def test_no_sentence_of_advice_in_python(file):
    assert [(line, text) for line, text in strings(file) if ADVICE.search(text)] == []


def test_advice_would_be_found(tmp_path):
    file = tmp_path / "x.py"
    file.write_text('"""Call 911."""\ndef f():\n    """Ask your doctor."""\n    return f"Ask your doctor about {f}."\n')
    assert [line for line, text in strings(file) if ADVICE.search(text)] == [4]
