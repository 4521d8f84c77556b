"""The database in which the running assistant keeps everything, for commands beside it."""

from pathlib import Path

from bot.store.database import VARIABLE, Database, SettingError


def database() -> Database:
    """The database, with its tables up to date; an SQLite file is not made. Raises SettingError."""
    found = Database()
    if found.on_sqlite and not Path(found.place).exists():
        raise SettingError(f"There is no database {found.place}; run this where the assistant runs, or set {VARIABLE}.")
    found.prepare(patience=0)
    return found
