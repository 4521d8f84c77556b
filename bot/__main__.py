"""`python -m bot COMMAND`: the tools of operators and curators."""

import importlib
import sys

COMMANDS = {  # the module of bot.cli and its function that run it, and what it does
    "run": ("serve", "run", "serve the chat page"),
    "shell": ("serve", "shell", "talk in the terminal"),
    "train": ("train", "main", "train a model of what the files say now, unless there is one"),
    "evaluate": ("evaluate", "main", "measure the answers on question banks"),
    "masking": ("masking", "main", "measure on a bank what is masked of personal data"),
    "report": ("report", "main", "write the curators' report of what was asked and not answered"),
    "forget": ("forget", "forget", "delete all that is kept of one conversation"),
    "purge": ("forget", "purge", "delete what is older than the retention time"),
    "withdraw": ("withdraw", "withdraw", "take an answer back, on every server within a minute"),
    "restore": ("withdraw", "restore", "give an answer again that was withdrawn"),
    "due": ("due", "main", "list what is to be checked again, week by week"),
    "sign": ("sign", "main", "note that a clinician read an answer and vouches for it"),
}
_USAGE = "usage: python -m bot [-h] COMMAND ..."


def main(arguments: list[str]) -> int:
    """Run one command; its module is imported only then, as some load TensorFlow."""
    name, *its = arguments or [""]
    if name in ("-h", "--help"):
        print(_USAGE, "", *(f"  {known:<10}{what}" for known, (*_, what) in COMMANDS.items()), sep="\n")
        print("\n`python -m bot COMMAND --help` tells more of each.")
        return 0
    if name not in COMMANDS:
        fault = f"'{name}' is no command; known are" if name else "name a command:"
        print(f"{_USAGE}\n{fault} {', '.join(COMMANDS)}", file=sys.stderr)
        return 2
    module, function, _ = COMMANDS[name]
    return int(getattr(importlib.import_module(f"bot.cli.{module}"), function)(its))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
