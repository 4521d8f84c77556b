"""`python -m bot COMMAND`: the tools of operators and curators."""

import importlib
import sys

COMMANDS = {  # the function of bot.cli that runs it
    "run": "serve.run",
    "shell": "serve.shell",
    "evaluate": "evaluate.main",
    "masking": "masking.main",
    "report": "report.main",
    "forget": "forget.forget",
    "purge": "forget.purge",
}


def main() -> int:
    """Run one command; its module is imported only then, as some load TensorFlow."""
    if len(sys.argv) < 2 or sys.argv[1] not in COMMANDS:
        print(f"usage: python -m bot {{{','.join(COMMANDS)}}} [...]", file=sys.stderr)
        return 2
    module, function = COMMANDS[sys.argv[1]].split(".")
    return int(getattr(importlib.import_module(f"bot.cli.{module}"), function)(sys.argv[2:]))


if __name__ == "__main__":
    sys.exit(main())
