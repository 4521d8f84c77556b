"""`python -m bot COMMAND`: the tools of operators and curators."""

import sys

COMMANDS = ("run", "shell", "evaluate", "masking", "forget", "purge", "report")


def main() -> int:
    """Run one command; its module is imported only then, as some load TensorFlow."""
    if len(sys.argv) < 2 or sys.argv[1] not in COMMANDS:
        print(f"usage: python -m bot {{{','.join(COMMANDS)}}} [...]", file=sys.stderr)
        return 2
    command, arguments = sys.argv[1], sys.argv[2:]
    if command == "evaluate":
        from bot.cli import evaluate

        return evaluate.main(arguments)
    if command == "masking":
        from bot.cli import masking

        return masking.main(arguments)
    if command in ("forget", "purge"):
        from bot.cli import forget

        return forget.main(command, arguments)
    if command == "report":
        from bot.cli import report

        return report.main(arguments)
    from bot.cli import serve

    return serve.main(command)


if __name__ == "__main__":
    sys.exit(main())
