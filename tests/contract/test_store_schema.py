"""The tables that the code uses are the tables that the migrations make."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect

from whoseword.store import Store, _ledger, _tables


def test_the_migrations_make_the_tables_of_the_code(tmp_path):
    """Names, types, nullability, indexes and unique constraints; the full-text tables are SQLite's own."""
    Store.open(tmp_path / "ledger.db").close()
    engine = create_engine(f"sqlite:///{tmp_path / 'ledger.db'}")

    def ours(name, kind, *_):
        return not (kind == "table" and ("_fts" in name or name == "alembic_version"))

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": ours, "compare_type": True})
        assert compare_metadata(context, _tables.metadata) == []
        for table in _tables.metadata.tables.values():
            assert {key["constrained_columns"][0] for key in inspect(connection).get_foreign_keys(table.name)} == {
                column.name for column in table.columns if column.foreign_keys
            }
    engine.dispose()


def test_the_last_migration_is_the_schema_of_the_code():
    heads = ScriptDirectory(str(_ledger._MIGRATIONS)).get_heads()
    assert [int(head) for head in heads] == [_tables.SCHEMA_VERSION]


def test_a_ledger_says_its_schema_and_what_it_is(tmp_path):
    with Store.open(tmp_path / "ledger.db") as store:
        assert store.schema == _tables.SCHEMA_VERSION
    head = (tmp_path / "ledger.db").read_bytes()[:100]
    assert head[68:72] == b"wwrd"
