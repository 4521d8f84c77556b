import stat

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from rasa.core.tracker_store import SQLTrackerStore

from bot.store import tables
from bot.store.database import VARIABLE, Database, Outage, SettingError


def columns(table):
    return [(c.name, str(c.type), c.nullable, c.primary_key) for c in table.columns]


def test_events_are_rasas():
    assert columns(tables.events) == columns(SQLTrackerStore.SQLEvent.__table__)


def test_migrations_make_the_tables_as_they_are_declared(tmp_path):
    database = Database(f"sqlite:///{tmp_path}/c.db")
    database.prepare()
    with database.engine.connect() as connection:
        ours = {"include_object": lambda _object, name, kind, *_: kind != "table" or name != tables.events.name}
        assert compare_metadata(MigrationContext.configure(connection, opts=ours), tables.OURS) == []


def test_a_database_that_rasa_made_is_taken_over(tmp_path):
    SQLTrackerStore(dialect="sqlite", db=f"{tmp_path}/rasa.db")
    database = Database(f"sqlite:///{tmp_path}/rasa.db")
    database.prepare()
    database.prepare()
    indexes = {index["name"] for index in sa.inspect(database.engine).get_indexes("events")}
    assert {"events_of_a_conversation", "events_by_time"} <= indexes


def test_every_table_tells_whose_its_rows_are():
    nobodys = {"withdrawals"}  # what an operator took back: it holds nothing of the people who ask
    assert {table.name for table, _, _ in tables.WHOSE} | nobodys == {*tables.OURS.tables, *tables.RASA.tables}


@pytest.mark.parametrize("address", ["mysql://a/b", "nonsense", "sqlite://", "sqlite:///:memory:", "redis://x"])
def test_an_unusable_address_is_refused(address):
    with pytest.raises(SettingError, match=VARIABLE):
        Database(address)


def test_a_missing_server_is_waited_for_and_named_without_the_password(monkeypatch):
    lines = []
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    with pytest.raises(SettingError) as error:
        Database("postgresql://bot:geheim@127.0.0.1:1/lupus").prepare(0.05, lines.append)
    assert "lupus on 127.0.0.1" in str(error.value) and "geheim" not in str(error.value) + "".join(lines)
    assert lines


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(SettingError, match="does not answer"):
        Database(f"sqlite:///{tmp_path}/nowhere/c.db").prepare(0)


def test_the_environment_names_it(monkeypatch, tmp_path):
    monkeypatch.setenv(VARIABLE, f"sqlite:///{tmp_path}/there.db")
    assert Database().place == f"{tmp_path}/there.db"
    monkeypatch.delenv(VARIABLE)
    assert Database().place == "conversations.db"


def test_work_is_whole_or_not_at_all(tmp_path):
    database = Database(f"sqlite:///{tmp_path}/c.db")
    database.prepare()
    row = {"sender_id": "a", "type_name": "user", "data": "{}"}

    def half(connection):
        connection.execute(tables.events.insert(), row)
        connection.exec_driver_sql("SELECT * FROM nowhere")

    with pytest.raises(Outage) as error:
        database.write(half)
    assert "nowhere" not in repr(error.value.__cause__)
    assert database.read(lambda connection: connection.execute(sa.select(tables.events)).all()) == []


def test_the_file_is_its_owners_only_and_no_copy_is_made_elsewhere(tmp_path):
    database = Database(f"sqlite:///{tmp_path}/c.db")
    database.prepare()
    assert {stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()} == {0o600}
    stored = database.read(lambda connection: connection.exec_driver_sql("PRAGMA temp_store").scalar_one())
    assert stored == 2  # in memory: what VACUUM writes on its way would stay on the disk
