"""The documents tell of all there is, and of nothing that is not there."""

import ast
import re
from dataclasses import fields
from pathlib import Path

import pytest
import yaml

from bot import lines
from bot.__main__ import COMMANDS
from bot.content import pages, places, release
from bot.store import tables
from tests.test_architecture import FILES, LAW, NOUNS, ROOT

DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
PRESENT = [file for file in DOCUMENTS if file.name != "CHANGELOG.md"]  # it also tells of what is no more
LONGEST_README = 1200  # words
KINDS = (".py", ".yml", ".md", ".ts", ".js", ".css", ".html", ".txt", ".in", ".tsv", ".png", ".toml", ".ini", ".db")
MADE_LATER = (".venv/", ".tools/", ".env", ".secret", "conversations.db", "data/own", "models/", "report", "index.html")


def name(file):
    return str(file.relative_to(ROOT))


def text(document):
    return (ROOT / document).read_text(encoding="utf-8")


def none(problems):
    assert not problems, "\n".join(["", *problems])


# What a document tells of.


def without_code(written):
    return re.sub(r"(?ms)^ *```.*?^ *```$", "", written)


def headings(written):
    """The headings as links name them, as GitHub makes them."""
    found = re.findall(r"(?m)^#+ (.+)$", without_code(written))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in found}


def section(written, heading):
    """What stands under `heading`, down to the next one that is no deeper."""
    found = re.search(rf"(?ms)^(#+) {re.escape(heading)}$\n(.*?)(?=^#{{1,6}} |\Z)", written)
    return found[2] if found else ""


def rows(written, heading):
    """The names in the first column of the tables under `heading`."""
    cells = re.findall(r"(?m)^\| (`.*?) \|", section(written, heading))
    return {named for cell in cells for named in re.findall(r"`([^`]+)`", cell)}


def differences(names, told, document, where):
    """What is not told, and what is told and is not there: the name, the document and the mend."""
    missing = [f"'{one}': {document} does not tell of it; add its row to the table of '{where}'" for one in names - told]
    gone = [f"'{one}': {document} tells of it and it is not there; take its row out of '{where}'" for one in told - names]
    return sorted(missing + gone)


def compared(names, document, where):
    return differences(set(names), rows(text(document), where), document, where)


# What there is.


def targets(makefile):
    return set(re.findall(r"(?m)^([a-z]+):.*##", makefile))


def constants(trees):
    """The texts that constants of a name have, in any module."""
    found = {}
    for node in (node for tree in trees for node in tree.body):
        if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(getattr(node.value, "value", None), str):
            for target in getattr(node, "targets", None) or [node.target]:
                found.setdefault(ast.unparse(target), set()).add(node.value.value)
    return found


def asked_of_environment(tree):
    """The expressions by which `tree` names variables of the environment that it reads."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            if re.search(r"\b(environ\.(get|pop)|getenv)$", called) and node.args:
                yield node.args[0]
        elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
            if ast.unparse(node.value).endswith("environ"):
                yield node.slice
        elif isinstance(node, ast.Compare) and ast.unparse(node.comparators[0]).endswith("environ"):
            yield node.left


def variables(sources):
    """The variables of the environment that any of `sources` reads; an expression that names none, as it is written."""
    trees = [ast.parse(source) for source in sources]
    known = constants(trees)
    found = set(known.get("VARIABLE", ()))
    for asked in (asked for tree in trees for asked in asked_of_environment(tree)):
        written = ast.unparse(asked)
        found |= {asked.value} if isinstance(asked, ast.Constant) else known.get(written.rpartition(".")[2], {written})
    return found


def unset(names, example):
    told = set(re.findall(r"(?m)^#?([A-Z_]+)=", example))
    return [f"'{one}': .env.example does not tell of it; add a line '#{one}=' and what it means" for one in names - told]


def untold(names, written, form, document):
    """The names that a document does not have in the form it should."""
    absent = [one for one in names if not re.search(form.format(re.escape(one)), written)]
    return [f"'{one}': {document} does not tell of it; add it, and what it is for" for one in sorted(absent)]


# What a document says is there.


def broken_links(file, written):
    for target in re.findall(r"\]\(([^)\s]+)\)", without_code(written)):
        place, _, heading = target.partition("#")
        if re.match(r"\w+:", target):
            continue
        leads_to = (file.parent / place).resolve() if place else file
        if not leads_to.exists():
            yield f"{name(file)}: '{target}' leads to no file; correct the link"
        elif heading and heading not in headings(written if leads_to == file else leads_to.read_text(encoding="utf-8")):
            yield f"{name(file)}: '{target}' leads to no heading; correct the link"


def absent(file, written):
    """The files and modules that `written` names and that are not there."""
    inline = [part for code in re.findall(r"`([^`\n]+)`", without_code(written)) for part in code.split()]
    shown = re.findall(r"(?<![\w/.-])(?:bot|actions|tests|data|docs|widget|benchmarks)/[\w./*-]+", written)
    for part in sorted({*inline, *(one.rstrip(".") for one in shown)}):
        if re.fullmatch(r"(bot|actions|tests|benchmarks)(\.\w+)+", part) and not part.endswith(KINDS):
            there = is_module(part)
        elif re.fullmatch(r"\.?[\w*-][\w.*-]*(/[\w.*-]*)*", part) and ("/" in part or part.endswith(KINDS)):
            there = part.startswith(MADE_LATER) or any(any(folder.glob(part)) for folder in (ROOT, file.parent))
        else:
            continue
        if not there:
            yield f"{name(file)}: '{part}' is not there; correct its name, or add it to MADE_LATER of {name(Path(__file__))}"


def is_module(dotted):
    """Whether `dotted` is a module, or a name at the top of one."""
    parts = dotted.split(".")
    place = ROOT.joinpath(*parts)
    if place.is_dir() or place.with_suffix(".py").exists():
        return True
    *module, last = parts
    files = [ROOT.joinpath(*module).with_suffix(".py"), ROOT.joinpath(*module, "__init__.py")]
    return any(re.search(rf"(?m)^(class |def |from .* import .*\b)?{last}\b", f.read_text()) for f in files if f.exists())


def unknown_commands(file, written, made):
    """The commands and targets that `written` names and that are not there."""
    for command in sorted(set(re.findall(r"-m bot ([a-z]+)", written)) - COMMANDS.keys()):
        yield f"{name(file)}: 'python -m bot {command}' is no command; correct it"
    shown = "\n".join(re.findall(r"(?ms)^ *```.*?^ *```$", written))
    for target in sorted({*re.findall(r"`make ([a-z]+)", written), *re.findall(r"(?m)^ *make ([a-z]+)", shown)} - made):
        yield f"{name(file)}: 'make {target}' is no target; correct it"


def test_every_command_is_in_the_readme():
    none(untold(COMMANDS, text("README.md"), r"-m bot {}(?!\w)", "README.md"))


def test_every_target_of_make_is_in_contributing():
    made = targets(text("Makefile"))
    assert {"run", "test"} <= made
    none(untold(made, section(text("CONTRIBUTING.md"), "The daily loop"), "`make {}`", "CONTRIBUTING.md"))


def test_every_variable_is_in_the_example():
    found = variables([file.read_text(encoding="utf-8") for file in FILES])
    assert {"LUPUS_BOT_SECRET", "LUPUS_BOT_DATABASE", "SIGNED_ANSWERS_ONLY"} <= found
    none(unset(found, text(".env.example")))


def test_every_fact_is_in_the_manual():
    none(compared({fact.name for fact in pages.FACTS}, "docs/editing.md", "The facts"))


def test_every_detail_of_the_clinic_is_in_the_manual():
    none(compared({field.name for field in fields(places.Clinic)}, "docs/editing.md", "Your clinic's own file"))


def test_every_region_is_in_the_manual_and_offered_to_sites():
    regions = yaml.safe_load(text("data/regions.yml"))
    none(compared(regions, "docs/editing.md", "Regions"))
    none(untold(regions, section(text("docs/embedding.md"), "Attributes"), "`{}`", "docs/embedding.md"))


def test_every_line_of_a_region_is_in_the_manual():
    none(compared(places.LINES, "docs/editing.md", "Lines of a region"))


def test_every_line_of_the_house_is_in_the_manual():
    none(compared(lines.ALL, "docs/editing.md", "Lines of the house"))


def test_every_reason_to_withhold_is_in_the_manual():
    reasons = {value for key, value in vars(release).items() if key.isupper() and isinstance(value, str)}
    none(compared(reasons - {release.ANSWER}, "docs/editing.md", "The life of an answer"))


def test_every_table_is_told_of_as_kept():
    kept = {table.name for owner in (tables.OURS, tables.RASA) for table in owner.tables.values()}
    none(compared(kept, "docs/privacy.md", "What is kept"))


def test_every_room_and_noun_is_in_contributing():
    nouns = {f"{module.replace('.', '/')}.py" for module in NOUNS}
    rooms = {room for room in LAW if not room.endswith(".py")}
    none(compared(rooms | nouns, "CONTRIBUTING.md", "Rooms and the law"))


def test_the_readme_is_short():
    assert len(text("README.md").split()) <= LONGEST_README, "README.md is too long; move what few need into docs/"


@pytest.mark.parametrize("file", DOCUMENTS, ids=name)
def test_links_lead_somewhere(file):
    none(list(broken_links(file, file.read_text(encoding="utf-8"))))


@pytest.mark.parametrize("file", PRESENT, ids=name)
def test_files_and_modules_are_there(file):
    none(list(absent(file, file.read_text(encoding="utf-8"))))


@pytest.mark.parametrize("file", DOCUMENTS, ids=name)
def test_commands_and_targets_are_there(file):
    none(list(unknown_commands(file, file.read_text(encoding="utf-8"), targets(text("Makefile")))))


def test_the_code_sends_readers_to_documents_that_are_there():
    written = [*FILES, *(ROOT / "data").rglob("*.yml"), *ROOT.glob("*.yml"), ROOT / "Makefile", ROOT / ".env.example"]
    named = {(name(file), one) for file in written for one in re.findall(r"docs/[\w-]+\.\w+", file.read_text("utf-8"))}
    assert named
    none(sorted(f"{file}: '{one}' is not there; correct its name" for file, one in named if not (ROOT / one).exists()))


def test_a_name_untold_and_one_that_is_no_more_would_be_found():
    manual = "## Facts\n\n| Fact | |\n|---|---|\n| `title`, `scope` | x |\n| `gone` | x |\n\n## Else\n\n| `ask` | x |\n"
    assert rows(manual, "Facts") == {"title", "scope", "gone"} and rows(manual, "Fact") == set()
    assert differences({"title", "scope", "ask"}, rows(manual, "Facts"), "a.md", "Facts") == [
        "'ask': a.md does not tell of it; add its row to the table of 'Facts'",
        "'gone': a.md tells of it and it is not there; take its row out of 'Facts'",
    ]
    assert untold(["run", "sign"], "python -m bot signal, -m bot run", r"-m bot {}(?!\w)", "a.md") == [
        "'sign': a.md does not tell of it; add it, and what it is for"
    ]
    assert targets("run: x  ## serve\nhidden: y\n") == {"run"}


def test_an_undocumented_variable_would_be_found():
    sources = [
        'VARIABLE = "ONE"\nFLAG = "TWO"\na = os.environ.get(FLAG), os.environ["THREE"]\nos.environ["NOT"] = "x"\n',
        'c = os.getenv(b.FLAG), "FOUR" in os.environ, {**os.environ, "NEITHER": "x"}\nd = os.environ.get(made())\n',
    ]
    assert variables(sources) == {"ONE", "TWO", "THREE", "FOUR", "made()"}
    assert unset({"ONE", "TWO"}, "#ONE=1\nTWO is nice\n") == [
        "'TWO': .env.example does not tell of it; add a line '#TWO=' and what it means"
    ]


def test_broken_links_and_absent_files_would_be_found():
    file = ROOT / "docs/privacy.md"
    written = "# What's `so`?\n[a](#whats-so) [b](#other) [c](gone.md) [d](../README.md#run-it) [e](https://x.example/y)"
    assert [problem.split("'")[1] for problem in broken_links(file, written)] == ["#other", "gone.md"]
    written = (
        "`bot/ids.py` `bot/gone.py` `bot.ids.about` `bot.ids.gone` `bot.gone` `/readyz` `chat.privacy` `.env` `embedding.md`"
        " `tests/banks/*.tsv` `gone.yml`\n```sh\npython -m pytest tests/gone.py\n```\n"
    )
    gone = ["bot.gone", "bot.ids.gone", "bot/gone.py", "gone.yml", "tests/gone.py"]
    assert [problem.split("'")[1] for problem in absent(file, written)] == gone


def test_a_command_that_is_not_there_would_be_found():
    written = (
        "```\nmake run\nmake haste\n.venv/bin/python -m bot report\npython -m bot gone\n```\n`make test`, then make do.\n"
    )
    problems = [problem.split("'")[1] for problem in unknown_commands(ROOT / "README.md", written, {"run", "test"})]
    assert problems == ["python -m bot gone", "make haste"]
