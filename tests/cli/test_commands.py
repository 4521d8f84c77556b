"""`python -m bot`, as it helps whoever does not know it."""

import subprocess
import sys

import pytest

from bot.__main__ import COMMANDS, main
from tests.servers import ROOT


def test_every_command_is_listed_with_what_it_does(capsys):
    assert main(["--help"]) == 0
    shown = capsys.readouterr().out
    assert all(f"  {name:<10}{what}\n" in shown for name, (*_, what) in COMMANDS.items())


@pytest.mark.parametrize("arguments", [[], ["serve"]])
def test_what_is_no_command_is_told_those_that_are(capsys, arguments):
    assert main(arguments) == 2
    said = capsys.readouterr().err
    assert "usage: python -m bot" in said and "evaluate, masking" in said


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_helps(capsys, name):
    with pytest.raises(SystemExit) as ended:
        main([name, "--help"])
    assert ended.value.code == 0
    assert f"usage: python -m bot {name}" in capsys.readouterr().out


@pytest.mark.parametrize("name", COMMANDS)
def test_no_command_takes_what_it_does_not_know(capsys, name):
    with pytest.raises(SystemExit) as ended:
        main([name, "--nonsense"])
    assert ended.value.code == 2
    assert f"usage: python -m bot {name}" in capsys.readouterr().err


def test_help_loads_no_library():
    program = "import sys; from bot.__main__ import main; main(['--help']); print({'rasa', 'numpy'} & sys.modules.keys())"
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert run.stdout.splitlines()[-1] == "set()", run.stderr
