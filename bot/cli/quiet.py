"""Keeps libraries' warnings off the screen: they are about the libraries' own code, and would bury what is said of ours.

`python -m bot.cli.quiet MODULE ...` runs another module so, as `python -m MODULE ...` would. PYTHONWARNINGS is no cure:
some libraries reset it.
"""

import os
import re
import runpy
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

SETTINGS = {  # of the environment
    "RASA_TELEMETRY_ENABLED": "false",
    "LOG_LEVEL": "WARNING",
    "LOG_LEVEL_LIBRARIES": "ERROR",
    "TF_CPP_MIN_LOG_LEVEL": "2",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
}
_ROOT = Path(__file__).parents[2]
_CODE = tuple(str(_ROOT / room) + os.sep for room in ("bot", "actions"))
_FILES = re.compile(r"\b(data/|(config|domain|endpoints|credentials)\.yml)")


def keep_quiet(tell: Callable[[str], None] = lambda line: print(line, file=sys.stderr)) -> None:
    """From now on `tell` warnings raised by our code or about our files, and no others."""
    os.environ.update(SETTINGS)

    def show(
        message: Warning | str,
        category: type[Warning],
        filename: str,
        lineno: int,
        file: TextIO | None = None,
        line: str | None = None,
    ) -> None:
        if str(Path(filename).absolute()).startswith(_CODE) or _FILES.search(str(message)):
            tell(" ".join(str(message).split()))

    warnings.showwarning = show


if __name__ == "__main__":
    keep_quiet()
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
