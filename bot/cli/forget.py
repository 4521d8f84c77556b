"""`forget` deletes all that is kept of one conversation, `purge` all that is older than the retention time."""

import argparse
import sys
from collections.abc import Callable

from bot.cli import kept
from bot.content import places
from bot.content.curated import PageError
from bot.privacy import pseudonyms, secret
from bot.store import retention
from bot.store.conversations import Conversations
from bot.store.database import Outage, SettingError


def forget(arguments: list[str]) -> int:
    """`python -m bot forget ID`."""
    parser = argparse.ArgumentParser(
        prog="python -m bot forget", description="Deletes all that is kept of one conversation."
    )
    parser.add_argument("id", metavar="ID", help="a conversation's id, or slack:<somebody's user id on Slack>")
    whose: str = parser.parse_args(arguments).id
    return _delete(lambda conversations: _erase(conversations, whose))


def purge(arguments: list[str]) -> int:
    """`python -m bot purge`."""
    argparse.ArgumentParser(
        prog="python -m bot purge", description="Deletes what is older than 'keep_days' of data/own/clinic.yml."
    ).parse_args(arguments)
    return _delete(lambda conversations: retention.purge(conversations, places.read()))


def _delete(work: Callable[[Conversations], dict[str, int]]) -> int:
    try:
        database = kept.database()
        deleted = work(Conversations(database))
    except (SettingError, Outage, PageError, secret.SecretError) as error:
        print(f"Nothing was deleted for certain. {error}", file=sys.stderr)
        return 1
    if not any(deleted.values()):
        print(f"Nothing that would have to be deleted is kept in {database.place}.")
        return 0
    print(f"Deleted from {database.place}: " + ", ".join(f"{count} {table}" for table, count in deleted.items() if count))
    if not database.on_sqlite:
        print("PostgreSQL overwrites them in its own time; its logs and backups may still hold them (docs/privacy.md).")
    return 0


def _erase(conversations: Conversations, name: str) -> dict[str, int]:
    service, colon, person = name.partition(":")
    counts = conversations.erase(pseudonyms.pseudonym(service, person, secret.secret(create=False)) if colon else name)
    conversations.database.scrub()
    return counts
