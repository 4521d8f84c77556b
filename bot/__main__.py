"""`python -m bot COMMAND`: the tools of operators and curators."""

import sys

COMMANDS = ("run", "shell", "evaluate")


def main() -> int:
    """Run one command; its module is imported only then, as some load TensorFlow."""
    if len(sys.argv) < 2 or sys.argv[1] not in COMMANDS:
        print(f"usage: python -m bot {{{','.join(COMMANDS)}}} [...]", file=sys.stderr)
        return 2
    command, arguments = sys.argv[1], sys.argv[2:]
    if command == "evaluate":
        from bot.cli import evaluate

        return evaluate.main(arguments)
    from bot.cli import serve

    return serve.main(command)


if __name__ == "__main__":
    sys.exit(main())
