"""The import law, a line a room; and what no module but one may do."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NOUNS = frozenset(f"bot.{file.stem}" for file in (ROOT / "bot").glob("*.py") if not file.stem.startswith("__"))
RASA = {"rasa", "tensorflow", "transformers", "sanic"}

# What a room may import of ours besides itself and the nouns (bot/*.py), and of the heavy packages.
LAW = {
    "bot/privacy": set(),
    "bot/content": set(),
    "bot/understanding": set(),
    "bot/dialogue": {"bot.content"},
    "bot/store": {"bot.privacy", "bot.content", "bot.understanding.text", "bot.understanding.language"},
    "bot/store/tracker_store.py": {"rasa"},
    "bot/nlu": {"bot.understanding", "bot.content", *RASA},
    "bot/patches": {"bot.store.release", "rasa"},
    "bot/policies": {"bot.dialogue", "bot.patches", "rasa"},
    "actions": {"bot.dialogue", "bot.content", "bot.privacy.logs", "rasa_sdk"},
    "bot/channels": {"bot.store", "bot.content", "bot.privacy", "bot.understanding.text", *RASA},
    "bot/channels/web": {"bot.channels.exchange", "bot.channels.wire", "bot.channels.errors"},
    "bot/cli": {"bot", "actions", "rasa_sdk", *RASA},
}
SHARED = {"exchange", "wire", "errors", "__init__", "__pycache__"}  # by all channels; what else is there is one
ADAPTERS = {f"bot.channels.{place.stem}" for place in (ROOT / "bot/channels").iterdir() if place.stem not in SHARED}
HEAVY = {"rasa_sdk", "actions", "bot", *RASA}  # what the law speaks of; other packages are free
FILES = sorted(file for folder in ("bot", "actions") for file in (ROOT / folder).rglob("*.py"))
SPEAKING = [file for file in FILES if "cli" not in file.parts]  # the commands speak to operators

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
            parts = [f"{module}.{alias.name}" for alias in node.names]
            yield from parts
            if not all(map(is_module, parts)):
                yield module


def within(modules, packages):
    return sorted(m for m in modules if any(m == package or m.startswith(f"{package}.") for package in packages))


def room(file):
    """The rooms that `file` belongs to, the outer ones first: their lines of the law add up."""
    path = file.relative_to(ROOT)
    return [str(place) for place in [*reversed(path.parents), path] if str(place) in LAW]


def allowed(file):
    rooms = room(file)
    here = {place.removesuffix(".py").replace("/", ".") for place in rooms}
    return NOUNS | {"bot"} | here | {name for place in rooms for name in LAW[place]}


def is_module(name):
    path = ROOT / name.replace(".", "/")
    return path.is_dir() or path.with_suffix(".py").exists()


def test_every_room_has_its_line():
    assert {str(folder.parent.relative_to(ROOT)) for folder in (ROOT / "bot").glob("*/__init__.py")} <= LAW.keys()
    assert all(room(file) for file in FILES if len(file.relative_to(ROOT).parts) > 2)


@pytest.mark.parametrize("file", [file for file in FILES if file.name != "__main__.py"], ids=name)
def test_imports_keep_the_law(file):
    ours = {module for module in imports(file) if not module.startswith("bot.") or is_module(module)} - {"bot"}
    may = allowed(file) - ({"bot"} if "bot/cli" not in room(file) else set())
    assert sorted(set(within(ours, HEAVY)) - set(within(ours, may))) == []


@pytest.mark.parametrize("file", [file for file in FILES if "channels" in file.parts], ids=name)
def test_no_channel_sees_another(file):
    own = f"bot.channels.{file.relative_to(ROOT / 'bot/channels').parts[0].removesuffix('.py')}"
    assert within(imports(file), ADAPTERS - {own}) == []


def test_nouns_need_the_standard_library_only():
    for file in (ROOT / "bot").glob("*.py"):
        if file.name != "__main__.py":  # it only opens doors
            others = {module.split(".")[0] for module in imports(file)} - {"bot"}
            assert others <= sys.stdlib_module_names, file.name


def test_the_law_finds_what_breaks_it(tmp_path):
    assert "bot.store" not in allowed(ROOT / "bot/dialogue/reply.py")
    assert "rasa" not in allowed(ROOT / "bot/store/database.py") and "rasa" in allowed(ROOT / "bot/store/tracker_store.py")
    assert within(imports(ROOT / "bot/nlu/importer.py"), {"rasa"}) and within(imports(ROOT / "actions/speaking.py"), {"bot"})


def test_action_server_needs_no_tensorflow():
    code = (
        "import sys, actions.answer, actions.accept, actions.sources, actions.visit_summary\n"
        "print(sorted({'rasa', 'tensorflow', 'transformers', 'sqlalchemy'} & sys.modules.keys()))"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (run.returncode, run.stdout.strip()) == (0, "[]"), run.stderr


GRAMMAR = {"ids.py", "lines.py"}
TAKES_APART = {"split", "rsplit", "partition", "rpartition"}


def id_grammar(file):
    """Where `file` takes an id apart, or spells the name of a response or of a lookalike."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        called = node.func.attr if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) else ""
        if called in TAKES_APART and node.args and getattr(node.args[0], "value", None) == ".":
            yield node.lineno
    yield from (line for line, text in strings(file) if re.search(r"\butter_(?!action$)|^lookalike\.|^aspect\.", text))


@pytest.mark.parametrize("file", [file for file in FILES if file.name not in GRAMMAR], ids=name)
def test_nobody_else_takes_an_id_apart_or_spells_a_response(file):
    assert list(id_grammar(file)) == []


def test_a_spelled_id_would_be_found(tmp_path):
    file = tmp_path / "x.py"
    file.write_text('a = "utter_net"\nb = id.split(".")\nc = text.split(",")\nd = f"utter_{a}"\n')
    assert sorted(set(id_grammar(file))) == [1, 2, 4]


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
