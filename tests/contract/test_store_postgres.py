"""What only a ledger in PostgreSQL can do wrong: its server, its users, a lost connection, several writers; and that it finds what SQLite finds."""

import threading
from pathlib import Path

import pytest
from grouped_ledger import grouped
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, create_engine, make_url
from store_readings import numbered, reading, statement

from whoseword.across import catch_up
from whoseword.errors import ConfigError, InputError, LostError, StoreError
from whoseword.records import Rejected
from whoseword.store import Arriving, Query, Store, _ledger, _tables

SAID = (
    "Peace talks in Geneva failed again",
    "No talks: “never”, said Zoë O’Neill-Müller",
    "Ürümqi's élan; naïve façade, İstanbul",
    "שלום עולם, אמר ראש הממשלה",
    "قال الرئيس إن المحادثات مستمرة",
    "We won 👩‍🚀 3–2 on 2025-01-20, 10.5%",
    "北京方面否认会谈",
    "a\u0301e\u0301 d\u0301ouble STRASSE straße ﬁne",
    "talks about talks, and talks about peace in the end in Geneva",
    "\u202eevil\u202c e\u200bmail co-operation U.S. don't",
    "Ελλάδα συμφωνία Россия отвергла",
)
ASKED = (
    "talks", "TALKS peace", '"talks in Geneva"', '"peace talks"', "talks NOT geneva", "NOT talks", "elan OR geneva", "urumqi", "gen*", "gen",
    '"talks about"', "talks NEAR/1 peace", "talks NEAR/2 geneva", "NEAR(talks peace geneva, 9)", "NEAR(talks peace geneva, 3)", "שלום",
    "שלו*", '"ראש הממשלה"', "المحادثات", "👩‍🚀", "3 NEAR won", '"3–2"', "2025-01-20", "10.5%", "北京", "北京*", "ae", "aé", "strasse",
    "straße", "fine", "ﬁne", "double", "evil", "email", "e mail", "co-operation", "cooperation", "u.s.", "u s", "don't", "dont", "zoe",
    "O'Neill", "oneill", '"o’neill-müller"', "ελλαδα", "РОССИЯ", "istanbul", "İstanbul", "talks OR (NOT peace)", "(talks OR шt) NOT (about*)",
    '"talks ab*"', "NEAR(tal* gen*, 3)", '"peace talks in gen"*', "NEAR(talks talks, 1)", '"(', "— !", "",
)  # fmt: skip


@pytest.fixture
def url(server):
    made = server.make()
    yield made
    server.give_back(made)


@pytest.fixture(scope="module")
def both(server, tmp_path_factory):
    """The same in a file and in PostgreSQL."""
    made = server.make()
    with Store.open(tmp_path_factory.mktemp("both") / "ledger.db") as file, Store.open(made) as there:
        for store in (file, there):
            for number, said in enumerate(SAID):
                store.add(reading(f"{said}.", statement(f"{said}.", said, said[:20]), source=str(number)))
        yield file, there
    server.give_back(made)


def database_of(url: str) -> str:
    return str(make_url(url).database)


def found(store: Store, **asked) -> list[str]:
    return [row.statement.content[0].text for row in store.statements(Query(order="text", **asked))]


@pytest.mark.parametrize("typed", ASKED)
def test_a_search_finds_what_it_finds_in_sqlite(both, typed):
    file, there = both
    for asked in ({"words": typed}, {"speaker": typed}, {"article_words": typed}, {"words": "talks", "speaker": typed}):
        assert found(there, **asked) == found(file, **asked), asked
    assert [row.id for row in there.articles(words=typed)] == [row.id for row in file.articles(words=typed)]


_words = st.sampled_from([word for said in SAID for word in said.split()])
_typed = st.recursive(
    _words | _words.map(lambda word: f"{word[:2]}*") | st.tuples(_words, _words).map(lambda two: f'"{two[0]} {two[1]}"'),
    lambda inner: (
        st.tuples(inner, st.sampled_from([" AND ", " OR ", " NOT ", " NEAR/2 ", " "]), inner).map("".join)
        | inner.map(lambda one: f"(NOT {one})")
    ),
    max_leaves=5,
)


@settings(max_examples=60, deadline=None)
@given(_typed)
def test_any_search_finds_what_it_finds_in_sqlite(both, typed):
    file, there = both
    assert found(there, words=typed) == found(file, words=typed)


def test_words_beyond_the_index_are_found_in_a_row_and_near(url):
    """A tsvector forgets places beyond 16,383 and the 257th of a word; the ledger does not."""
    text = "the " * 300 + " ".join(f"w{number}" for number in range(17_000)) + " the last word " + "x" * 900
    with Store.open(url) as store:
        store.add(reading(text, statement(text, "last word")))
        for words in ('"the last word"', "the NEAR/1 w16999", "last NEAR/0 word", "x" * 900, '"w16999 the last"'):
            assert len(list(store.articles(words=words))) == 1, words[:20]
        for words in ('"the last w16999"', "w1 NEAR/5 last", "x" * 899):
            assert not list(store.articles(words=words)), words[:20]


# Who cannot come in, and what is said


def told(url: str, **options) -> str:
    with pytest.raises(StoreError) as refused:
        Store.open(url, **options)
    assert refused.value.exit_code == 5
    return str(refused.value)


def test_a_server_that_is_not_there_is_named(server):
    with pytest.raises(LostError, match=r"nowhere\.invalid/news cannot be reached"):
        Store.open("postgresql://ana:hidden@nowhere.invalid/news?connect_timeout=2")
    assert "see that the server runs" in told(f"postgresql://postgres@/x?host={server.folder}&port=1")


def test_a_database_that_is_not_there_is_named(server):
    assert "make the database first" in told(server.url("none"))


def test_a_user_who_is_unknown_is_refused_and_no_password_is_shown(server, url):
    said = told(server.url(database_of(url), user="nobody:hidden"))
    assert "role" in said
    assert "hidden" not in said


def test_a_wrong_password_is_refused(server):
    server.execute("CREATE ROLE lena LOGIN PASSWORD 'right'")
    rules = server.folder / "data" / "pg_hba.conf"
    kept = rules.read_text()
    rules.write_text("local all lena scram-sha-256\n" + kept)
    server.execute("SELECT pg_reload_conf()")
    try:
        said = told(server.url("postgres", user="lena:wrong"))
        assert "refused the login" in said
        assert "wrong" not in said
    finally:
        rules.write_text(kept)
        server.execute("SELECT pg_reload_conf()")


def test_who_may_only_read_reads_and_is_told_that_no_more_is_granted(server, url):
    name = database_of(url)
    with Store.open(url) as store:
        store.add(numbered(1))
    server.execute("CREATE ROLE guest LOGIN")
    server.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO guest", name)
    with Store.open(server.url(name, "guest"), read_only=True) as store:
        assert store.counts().articles == 1
        assert len(list(store.statements(Query(words="said")))) == 2
        with pytest.raises(StoreError, match="open for reading only"):
            store.add(numbered(2))
    with (
        Store.open(server.url(name, "guest"), create=False) as store,
        pytest.raises(StoreError, match="may not be read or written"),
    ):
        store.add(numbered(2))
    server.execute("DROP OWNED BY guest", name)


def test_an_empty_database_is_no_ledger_unless_it_may_be_made(server):
    empty = server.url(server.database())
    assert "is empty, not a ledger" in told(empty, create=False)
    assert "is empty, not a ledger" in told(empty, read_only=True)


def test_a_database_of_another_program_is_left_alone(server):
    name = server.database()
    server.execute("CREATE TABLE articles (price integer)", name)
    assert "has a table articles of another program" in told(server.url(name))
    assert server.execute("SELECT count(*) FROM pg_class WHERE relname = 'statements'", name) == [(0,)]


def test_ledgers_stand_apart_in_schemas_of_one_database(server):
    name = server.database()
    server.execute("CREATE SCHEMA one; CREATE SCHEMA two", name)
    urls = [f"{server.url(name)}&options=-csearch_path%3D{schema}" for schema in ("one", "two")]
    with Store.open(urls[0]) as one, Store.open(urls[1]) as two:
        one.add(numbered(1))
        assert (one.counts().articles, two.counts().articles) == (1, 0)


@pytest.mark.parametrize("url", ["postgresql://", "postgres://host", "postgresql://host:port/x"])
def test_a_url_that_names_no_database_is_a_fault_of_settings(url):
    with pytest.raises(ConfigError, match="postgresql://USER@HOST/DATABASE"):
        Store.open(url)


def test_text_that_it_cannot_keep_is_refused_and_nothing_is_kept(url):
    with Store.open(url) as store:
        with pytest.raises(InputError, match="NUL"):
            store.add(reading("a\0b", statement("a\0b", "b")))
        assert store.counts().articles == 0
        store.add_rejected(Rejected("a\0b", "x\0", "\0"))
        assert [one.source for one in store.rejected()] == ["a\ufffdb"]


# Schemas


def test_the_tables_are_those_of_the_code(url):
    """Alembic finds no difference in tables, columns, nullability and indexes; text is ordered by code points, keys have 64 bits."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    def ours(name, kind, *_):
        return not (kind == "table" and ("_fts" in name or name == "alembic_version"))

    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": ours, "compare_type": False})
        differs = [
            one for one in compare_metadata(context, _tables.metadata) if one[0] != "remove_table_comment"
        ]  # the ledger's mark
        columns = connection.exec_driver_sql(
            "SELECT data_type, collation_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'alembic_version'"
        ).all()
    engine.dispose()
    assert differs == []
    assert {one.collation_name for one in columns if one.data_type in ("text", "character varying")} == {"C"}
    assert "integer" not in {one.data_type for one in columns}


_NEXT = """
from alembic import op
import sqlalchemy as sa
revision, down_revision = "{after:04}", "{before:04}"
def upgrade():
    op.add_column("articles", sa.Column("mood", sa.String, server_default="calm"))
    {then}
"""


def _with_next(monkeypatch, tmp_path: Path, then: str = "pass") -> None:
    """The ledger's migrations with one more."""
    folder = tmp_path / "migrations"
    (folder / "versions").mkdir(parents=True)
    for file in (*_ledger._MIGRATIONS.glob("*.py"), *_ledger._MIGRATIONS.glob("versions/*.py")):
        (folder / file.relative_to(_ledger._MIGRATIONS)).write_bytes(file.read_bytes())
    before = _tables.SCHEMA_VERSION
    (folder / "versions" / "schema_next.py").write_text(_NEXT.format(before=before, after=before + 1, then=then))
    monkeypatch.setattr(_ledger, "_MIGRATIONS", folder)
    monkeypatch.setattr(_tables, "SCHEMA_VERSION", before + 1)


def test_a_ledger_of_this_schema_is_brought_to_the_next_and_is_too_new_then(server, monkeypatch, tmp_path):
    name = server.database()
    with Store.open(server.url(name)) as store:
        store.add(numbered(1))
    now = _tables.SCHEMA_VERSION
    with pytest.MonkeyPatch.context() as patched:
        _with_next(patched, tmp_path)
        assert f"has the older schema {now}" in told(server.url(name), read_only=True)
        with Store.open(server.url(name)) as store:
            assert store.counts().articles == 1
        assert server.execute("SELECT mood FROM articles", name) == [("calm",)]
        assert server.execute("SELECT schema FROM ledger", name) == [(now + 1,)]
        assert server.execute("SELECT version_num FROM alembic_version", name) == [(f"{now + 1:04}",)]
    assert f"(schema {now + 1}); this is" in told(server.url(name))


def test_a_migration_that_fails_leaves_the_ledger_as_it_was(server, monkeypatch, tmp_path):
    name = server.database()
    Store.open(server.url(name)).close()
    with pytest.MonkeyPatch.context() as patched:
        _with_next(patched, tmp_path, then='op.execute("SELECT no_such_thing()")')
        assert "the database refused" in told(server.url(name))
    assert server.execute("SELECT count(*) FROM information_schema.columns WHERE column_name = 'mood'", name) == [(0,)]
    Store.open(server.url(name)).close()


def test_two_who_make_the_ledger_at_once_make_one(server):
    empty = server.url(server.database())
    with_errors = at_once(4, lambda _: Store.open(empty).close())
    assert with_errors == []


# A connection that is lost


def drop_connections(server, url: str) -> None:
    name = database_of(url)
    assert server.execute(f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{name}'")


def test_connections_that_were_lost_are_made_anew_and_nobody_notices(server, url):
    with Store.open(url) as store:
        store.add(numbered(1))
        drop_connections(server, url)
        assert store.counts().articles == 1
        drop_connections(server, url)
        assert store.add(numbered(2)) == "new"


def test_a_connection_that_is_lost_in_the_middle_keeps_nothing_and_the_next_goes_on(server, url, monkeypatch):
    from whoseword.store import _write

    with Store.open(url) as store:
        as_it_is = _write.add_statements

        def lost(connection: Connection, rows):
            as_it_is(connection, rows)
            drop_connections(server, url)

        monkeypatch.setattr(_write, "add_statements", lost)
        with pytest.raises(LostError, match="what was being added is not in the ledger"):
            store.add(numbered(3))
        monkeypatch.undo()
        assert store.counts().articles == 0
        assert store.add(numbered(3)) == "new"
        assert store.check() == []


# Several writers


def at_once(count: int, act) -> list[BaseException]:
    """`act` in so many threads, with the number of each; what they raised."""
    raised: list[BaseException] = []
    ready = threading.Barrier(count)

    def run(number: int) -> None:
        ready.wait(30)
        try:
            act(number)
        except Exception as error:  # noqa: BLE001 - whatever it is, the test is to show it
            raised.append(error)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return raised


def test_writers_at_once_lose_nothing_and_keys_come_into_sight_in_their_order(url):
    """Each with a ledger of its own, as on machines of their own; a reader's `reached` never passes a statement that it did not see."""
    seen: list[tuple[int, int]] = []
    done = threading.Event()

    def add(number: int) -> None:
        with Store.open(url) as store:
            if number == 0:
                while not done.wait(0.01):
                    with store._ledger.reading() as connection:
                        seen.append(tuple(connection.exec_driver_sql("SELECT max(key), count(*) FROM statements").one()))
                return
            try:
                for article in range(number * 10, number * 10 + 10):
                    store.add(numbered(article))
                list(store.add_many(numbered(one) for one in range(1000, 1010)))
                store.inbox.add([Arriving(how="url", source=f"https://{number}.example/{one}") for one in range(3)], by="Eva")
            finally:
                if number == 1:
                    done.set()

    assert at_once(5, add) == []
    with Store.open(url) as store:
        assert store.counts().articles == 4 * 10 + 10
        assert store.inbox.counts()["waiting"] == 12
        assert store.check() == []
    assert all(last is None or last == count for last, count in seen)


def test_an_arrival_is_taken_by_one_of_many(url):
    with Store.open(url) as store:
        store.inbox.add([Arriving(how="url", source=f"https://a.example/{one}") for one in range(12)], by="Eva")
    taken: list[str] = []

    def take(number: int) -> None:
        with Store.open(url) as store:
            while (one := store.inbox.take(f"reader {number}")) is not None:
                taken.append(one[0].id)

    assert at_once(4, take) == []
    assert len(taken) == len(set(taken)) == 12


def test_two_that_compare_at_once_make_the_groups_that_one_makes(server, url, tmp_path):
    """The file is compared by one; here two add and compare, and two judge meanwhile."""
    with Store.open(grouped(tmp_path / "ledger.db")) as file:
        wanted = {kind: file.groups(kind) for kind in ("variant", "claim", "copy", "passage")}
        raw = [next(iter(file.readings(row.id))) for row in file.articles(versions=True)][::-1]

    def add(number: int) -> None:
        with Store.open(url) as store:
            for one in raw[number % 2 :: 2]:
                store.add(one)
            for _ in catch_up(store):
                pass

    older = [one for one in raw if one.article.source == "ferry.txt"][:1]
    with Store.open(url) as store:
        for one in older:  # its newer text must come second
            store.add(one)
    raw = [one for one in raw if one not in older]
    assert at_once(4, add) == []
    with Store.open(url) as store:
        for _ in catch_up(store):
            pass
        assert {kind: store.groups(kind) for kind in wanted} == wanted
        assert store.check() == []


def test_who_waits_too_long_for_another_writer_is_told(url):
    with Store.open(url) as one, Store.open(url, timeout_s=0.2) as other, one._ledger.writing():
        with pytest.raises(StoreError, match=r"is being written by another process \(waited 0.2 s\)"):
            other.add(numbered(1))
        assert other.counts().articles == 0  # readers wait for nobody
