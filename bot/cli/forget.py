"""`forget` deletes all that is kept of one conversation, `purge` all that is older than the retention time."""

import argparse
import sys

from bot import places, pseudonyms
from bot.channels import tokens
from bot.curated import PageError
from bot.store import retention
from bot.store.conversations import Conversations
from bot.store.database import Database, Outage, SettingError


def main(command: str, arguments: list[str]) -> int:
    """Run one of the two commands."""
    parser = argparse.ArgumentParser(prog=f"python -m bot {command}", description=__doc__)
    if command == "forget":
        parser.add_argument("id", help="a conversation's id; that of somebody on Slack is slack:<their Slack user id>")
    given = parser.parse_args(arguments)
    try:
        database = Database()
        database.prepare(patience=0)
        conversations = Conversations(database)
        if command == "forget":
            deleted = conversations.erase(_conversation(given.id))
        else:
            deleted = retention.purge(conversations, places.read())
    except (SettingError, Outage, PageError, tokens.SecretError) as error:
        print(f"Nothing was deleted for certain: {error}", file=sys.stderr)
        return 1
    if not any(deleted.values()):
        print("Nothing is kept that would have to be deleted.")
        return 0
    print(f"Deleted from {database.place}: " + ", ".join(f"{count} {table}" for table, count in deleted.items() if count))
    if not database.on_sqlite:
        print("PostgreSQL overwrites them in its own time; its logs and backups may still hold them (docs/privacy.md).")
    return 0


def _conversation(name: str) -> str:
    service, colon, person = name.partition(":")
    return pseudonyms.pseudonym(service, person, tokens.secret()) if colon else name
