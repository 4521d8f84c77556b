"""Alembic's way in: our own tables only, on the connection that bot.store.database opened, or one of its own."""

from typing import Any

from alembic import context

from bot.store import tables
from bot.store.database import Database


def _ours(_object: Any, name: str | None, kind: str, _reflected: bool, _compared: Any) -> bool:
    return kind != "table" or name != tables.events.name


def _upgrade(connection: Any) -> None:
    context.configure(connection=connection, target_metadata=tables.OURS, include_object=_ours)
    context.run_migrations()


if given := context.config.attributes.get("connection"):
    _upgrade(given)
else:  # a developer's `alembic` command
    with Database().engine.connect().execution_options(writes=True) as connection, connection.begin():
        _upgrade(connection)
