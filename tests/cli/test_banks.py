import pytest

from bot.cli import banks
from bot.cli.banks import BankError, Question


@pytest.fixture
def read(tmp_path):
    def read(text, name="bank.tsv"):
        (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        return list(banks.read(tmp_path / name))

    return read


def test_table(read):
    assert read(
        'note\texpected\ttext\nx\ta|b \tIs "it"\'s safe?\n\n\ty\t\tz\n'.replace("\ty\t\tz", "y\tc&d\tno # quote")
    ) == [
        Question("bank", 'Is "it"\'s safe?', "a|b", True),
        Question("bank", "no # quote", "c&d", True),
    ]


def test_table_with_windows_line_ends(read):
    assert read("text\texpected\r\nhello\tchat.greet\r\n") == [Question("bank", "hello", "chat.greet", True)]


def test_table_without_rows(read):
    assert read("text\texpected\n") == []


@pytest.mark.parametrize(
    "text, line, problem, mend",
    [
        ("text,expected\na,b\n", 1, "the columns are ['text,expected']", "parted by tabs"),
        ("", 1, "the columns are ['']", "name two of them 'text' and 'expected'"),
        ("text\texpected\nhello\tchat.greet\n\nalone\n", 4, "a row needs text and expected", "part its cells by tabs"),
        ("text\texpected\n\tchat.greet\n", 2, "a row needs text and expected", "part its cells by tabs"),
    ],
)
def test_unfit_table_names_file_line_and_mend(read, tmp_path, text, line, problem, mend):
    with pytest.raises(BankError) as error:
        read(text)
    assert str(error.value).startswith(f"{tmp_path / 'bank.tsv'}:{line}: {problem}")
    assert mend in str(error.value)


DIALOGUES = """\
- name: one
  turns:
  - user: What is belimumab?
    expected: belimumab.overview
  - {user: and the cost, expected: belimumab.cost}
- turns:
  - {user: 5, expected: out_of_scope.other|nlu_fallback}
"""


@pytest.mark.parametrize("name", ["talk.yml", "talk.yaml"])
def test_dialogues(read, name):
    assert read(DIALOGUES, name) == [
        Question("talk", "What is belimumab?", "belimumab.overview", True),
        Question("talk", "and the cost", "belimumab.cost", False),
        Question("talk", "5", "out_of_scope.other|nlu_fallback", True),
    ]


def test_empty_dialogues(read):
    assert read("", "talk.yml") == []


@pytest.mark.parametrize(
    "text, line, problem",
    [
        ("- turns:\n  - {user: a\n", 3, "not valid YAML"),
        ("- turn: []\n", 1, "not a list of dialogues"),
        ("- turns:\n  - user: a\n", 1, "not a list of dialogues"),
        ("just words", 1, "not a list of dialogues"),
        ("- turns: 5", 1, "not a list of dialogues"),
        ("5", 1, "not a list of dialogues"),
    ],
)
def test_unfit_dialogues_name_file_and_line(read, tmp_path, text, line, problem):
    with pytest.raises(BankError) as error:
        read(text, "talk.yml")
    assert str(error.value).startswith(f"{tmp_path / 'talk.yml'}:{line}: {problem}")
    assert "; " in str(error.value)


def test_missing_file(tmp_path):
    with pytest.raises(BankError, match=r"none\.tsv:1: cannot be read \(No such file or directory\); check the path"):
        list(banks.read(tmp_path / "none.tsv"))


@pytest.mark.parametrize("name", ["bank.tsv", "bank.yml"])
def test_file_that_is_not_utf8(read, tmp_path, name):
    with pytest.raises(BankError) as error:
        read("text\texpected\ncaf\u00e9\tdiet\n".encode("latin-1"), name)
    assert str(tmp_path / name) in str(error.value)


@pytest.mark.parametrize(
    "expected, alternatives, allowed",
    [
        ("a", [{"a"}], {"a"}),
        ("a|b", [{"a"}, {"b"}], {"a", "b"}),
        ("a&b", [{"a", "b"}], {"a", "b"}),
        ("a|b&c", [{"a"}, {"b", "c"}], {"a", "b", "c"}),
        ("a&b|c&d|e", [{"a", "b"}, {"c", "d"}, {"e"}], {"a", "b", "c", "d", "e"}),
    ],
)
def test_and_binds_tighter_than_or(expected, alternatives, allowed):
    question = Question("bank", "?", expected, True)
    assert question.alternatives == alternatives
    assert question.allowed == allowed
