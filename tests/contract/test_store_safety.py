"""What can befall a ledger: files that are none, killed writers, full disks, others who write at the same time."""

import json
import multiprocessing
import os
import resource
import sqlite3
import stat
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from store_readings import add_many_numbers, add_numbers, numbered, reading, statement

from whoseword.errors import ConfigError, StoreError, WhosewordError
from whoseword.store import Query, Store

SPAWN = multiprocessing.get_context("spawn")
WAIT_S = 120


@pytest.fixture
def path(tmp_path):
    return tmp_path / "ledger.db"


def filled(path: Path, count: int = 3) -> Path:
    with Store.open(path) as store:
        list(store.add_many(map(numbered, range(count))))
    return path


def change(path: Path, *commands: str) -> None:
    connection = sqlite3.connect(path)
    for command in commands:
        connection.execute(command)
    connection.commit()
    connection.close()


def refused(path, match: str, **options) -> None:
    with pytest.raises(StoreError, match=match) as caught:
        Store.open(path, **options)
    assert str(path) in str(caught.value)


def whole_articles(path: Path) -> set[int]:
    """The numbers of the articles in the ledger, each of which is whole."""
    with Store.open(path, create=False) as store:
        assert store.check() == []
        numbers = {int(row.source.split("-")[1].split(".")[0]) for row in store.articles()}
        for number in numbers:
            assert store.reading(numbered(number).article.id) == numbered(number)
        assert store.counts().statements == sum(len(numbered(number).statements) for number in numbers)
    return numbers


# Opening


@pytest.mark.parametrize("how", [str, lambda path: f"sqlite:///{path}", Path])
def test_a_ledger_is_named_by_its_path_or_its_url(tmp_path, how):
    name = tmp_path / "my %20 ledger?#.db"
    with Store.open(how(name) if how is not str else str(name)) as store:
        store.add(numbered(1))
    expected = tmp_path / "my   ledger?#.db" if "://" in str(how(name)) else name
    assert expected.is_file()


@pytest.mark.parametrize(
    ("url", "rule"),
    [
        ("mysql://host/db", "give a path, sqlite:///PATH or postgresql://"),
        ("http://a.b/c", "give a path, sqlite:///PATH or postgresql://"),
        ("sqlite://", "no file"),
        ("sqlite:///", "no file"),
        ("", "no name"),
    ],
)
def test_another_kind_of_url_is_refused(url, rule):
    with pytest.raises(ConfigError, match=rule):
        Store.open(url)


def test_a_missing_ledger_is_made_only_when_asked_for(path):
    refused(path, "there is no ledger", create=False)
    refused(path, "there is no ledger", read_only=True)
    assert not path.exists()


def test_a_folder_that_is_not_there_is_not_made(tmp_path):
    refused(tmp_path / "absent" / "ledger.db", "no folder")


def test_a_folder_is_no_ledger(tmp_path):
    refused(tmp_path, "is a folder")


def test_a_device_or_an_impossible_name_is_no_ledger(tmp_path):
    refused(Path("/dev/null"), "no regular file")
    refused(tmp_path / ("x" * 300), "cannot be opened")
    refused(tmp_path / "a\0b", "cannot be opened")


def test_a_file_of_another_kind_is_left_as_it_is(path):
    path.write_text("Dear diary, " * 100)
    refused(path, "not a ledger")
    assert path.read_text() == "Dear diary, " * 100


def test_a_database_of_another_program_is_left_as_it_is(path):
    change(path, "CREATE TABLE bookmarks (url)")
    before = path.read_bytes()
    refused(path, "another program")
    assert path.read_bytes() == before


def test_an_empty_file_becomes_a_ledger_only_when_asked_for(path):
    path.touch()
    refused(path, "is empty", create=False)
    filled(path)
    assert whole_articles(path) == {0, 1, 2}


@pytest.mark.parametrize("keep", [17, 100, 4096, 9000])
def test_a_ledger_that_was_cut_short_is_called_damaged(path, keep):
    filled(path, 30)
    os.truncate(path, keep)
    with pytest.raises(StoreError, match="damaged"), Store.open(path) as store:
        list(store.statements())


@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_page_is_a_store_error_or_told_by_check_never_a_wrong_record(path, seed):
    """Overwrite one page: what is still read back is what was written, the rest is a StoreError."""
    filled(path, 30)
    content = bytearray(path.read_bytes())
    page = 4096 * (seed * len(content) // 4096 // 12)
    held = any(content[page + 200 : page + 4096])  # the page of an empty table has nothing there to lose
    content[page + 200 : page + 4096] = b"\xa5" * 3896
    path.write_bytes(content)
    told = 0
    for number in range(30):
        try:
            with Store.open(path, create=False) as store:
                assert store.reading(numbered(number).article.id) == numbered(number)
        except StoreError:
            told += 1
    try:
        with Store.open(path, create=False) as store:
            told += len(store.check())
    except StoreError:
        told += 1
    assert told or not held


def test_a_record_that_was_changed_by_hand_is_told(path):
    filled(path)
    change(path, "UPDATE articles SET text = replace(text, 'Word1x0', 'Worm1x0')", "DELETE FROM statements WHERE position = 2")
    with Store.open(path) as store:
        with pytest.raises(StoreError, match=r"damaged .*span .*'Word1x0 was said'"):
            store.reading(numbered(1).article.id)
        with pytest.raises(StoreError, match="damaged"):
            list(store.statements())
        problems = "\n".join(store.check())
    assert "2 statements are there of 3" in problems
    assert "search index articles_fts is out of step" in problems


def test_a_statement_that_cannot_be_searched_for_is_told(path):
    filled(path)
    change(path, "DELETE FROM statements_fts_docsize WHERE id = 2")
    with Store.open(path) as store:
        assert any("1 of statements cannot be searched for" in problem for problem in store.check())


def test_a_ledger_of_a_newer_schema_is_refused_by_name_and_left_alone(path):
    filled(path)
    change(path, "UPDATE ledger SET schema = 8, written_by = '0.9'", "UPDATE alembic_version SET version_num = '0008'")
    refused(path, r"was written by whoseword 0\.9 \(schema 8\); this is \S+ \(schema 7\): upgrade")


# In an order in which no table goes before one that points to it.
TABLES_AFTER_2 = ("compared", "links", "groups", "items", "marks", "forms", "corrections", "issues")
TABLES_AFTER_5 = ("arrivals", "feeds", "readers", "watches", "positions", "followed")
TABLES_AFTER_6 = ("names", "sessions", "access_keys", "failed_logins", "people", "audit")
TO_SCHEMA_6 = (
    "DROP TABLE captures",
    "DROP TABLE originals",
    "DROP INDEX articles_edited",
    *(f"DROP TABLE {one}" for one in TABLES_AFTER_6),
)
TO_SCHEMA_3 = (
    *TO_SCHEMA_6,
    *(f"DROP TABLE {name}" for name in TABLES_AFTER_5),
    "DROP INDEX statements_speaker",
    "DROP INDEX statements_act",
    "DROP INDEX statements_actor",
    "DROP INDEX statements_years",
    "DROP INDEX groups_contested",
    "DROP INDEX articles_published",
    "DROP INDEX statements_added",
    *(f"ALTER TABLE statements DROP COLUMN {name}" for name in ("confidence", "actor", "speaker_confidence", "again", "added")),
    "DROP INDEX statements_rejected",
    "ALTER TABLE statements DROP COLUMN rejected",
    "ALTER TABLE statements DROP COLUMN corrected",
    "ALTER TABLE articles DROP COLUMN byline",
)
LATER_THAN_2 = (*TO_SCHEMA_3, *(f"DROP TABLE {name}" for name in TABLES_AFTER_2))


def test_a_ledger_of_schema_6_is_brought_up_and_keeps_pages_from_then_on(path):
    filled(path)
    change(path, *TO_SCHEMA_6, "UPDATE ledger SET schema = 6", "UPDATE alembic_version SET version_num = '0006'")
    with Store.open(path) as store:
        assert store.schema == 7
        assert store.originals.sizes() == (0, 0, 0)
        assert store.check() == []
    assert whole_articles(path) == {0, 1, 2}


def test_a_ledger_of_schema_3_is_brought_up_with_who_signed_its_articles(path):
    with Store.open(path) as store:
        store.add(reading("One.", statement("One.", "One"), byline="Ann Low"))
        store.add(reading("Two.", statement("Two.", "Two"), byline="\ud800", source="two.txt"))
    more = (
        "DROP INDEX corrections_article",
        "ALTER TABLE corrections DROP COLUMN article_key",
        "ALTER TABLE corrections DROP COLUMN place",
    )
    change(path, *TO_SCHEMA_3, *more, "UPDATE ledger SET schema = 3", "UPDATE alembic_version SET version_num = '0003'")
    with Store.open(path) as store:
        assert [row.byline for row in store.statements(Query(order="text"))] == ["Ann Low", None]
        assert store.correct(next(store.statements()).statement.id, "act", "deny", by="Eva").made_by == "Eva"
        assert store.check() == []


def test_a_ledger_of_schema_2_is_brought_up_and_can_be_compared(path):
    filled(path)
    older = [*LATER_THAN_2, "UPDATE ledger SET schema = 2"]
    change(path, *older, "UPDATE alembic_version SET version_num = '0002'")
    with Store.open(path) as store:
        assert store.groups("copy") == []
        assert store.schema == 7
    assert whole_articles(path) == {0, 1, 2}


def test_a_ledger_of_schema_1_is_brought_up_with_all_it_holds(path):
    """Schema 1 had no search: opening adds it, over what is there; opening for reading only says what to do."""
    filled(path)
    search = ("DROP TABLE articles_fts", "DROP TABLE statements_fts")
    older = [*search, *LATER_THAN_2, "UPDATE ledger SET schema = 1"]
    change(path, *older, "UPDATE alembic_version SET version_num = '0001'")
    refused(path, "older schema 1", read_only=True)
    with Store.open(path) as store:
        assert [row.source for row in store.articles(words="Word2x0")] == ["article-2.txt"]
        assert len(list(store.statements(Query(words="word1x0")))) == 1
        assert store.schema == 7
    assert whole_articles(path) == {0, 1, 2}


# Permissions


def _as_nobody(folder: Path, answers: Path) -> None:
    """Runs in its own process: what one who may not write in `folder` can do with the ledger in it."""
    if os.getuid() == 0:
        os.setgid(65534)
        os.setuid(65534)
    told = {}
    for name, options in (("write", {}), ("read", {"read_only": True})):
        try:
            with Store.open(folder / "ledger.db", **options) as store:
                told[name] = len(list(store.statements(Query(words="said"))))
                store.add(numbered(9))
        except WhosewordError as error:
            told[f"{name} error"] = str(error)
    for name in ("new", "secret"):
        try:
            Store.open(folder / f"{name}.db")
        except WhosewordError as error:
            told[f"{name} error"] = str(error)
    answers.write_text(json.dumps(told))


def test_a_folder_that_cannot_be_written_is_refused_for_writing_and_read_with_read_only():
    with tempfile.TemporaryDirectory() as name:
        folder, answers = Path(name) / "ledgers", Path(name) / "answers.json"
        folder.mkdir()
        filled(folder / "ledger.db")
        answers.touch()
        answers.chmod(0o666)
        Path(name).chmod(0o755)
        (folder / "ledger.db").chmod(0o644)
        filled(folder / "secret.db").chmod(0)
        folder.chmod(0o555)
        process = SPAWN.Process(target=_as_nobody, args=(folder, answers))
        process.start()
        process.join(WAIT_S)
        folder.chmod(0o755)
        told = json.loads(answers.read_text())
    assert "cannot be written by you" in told["write error"]
    assert "you may not write in" in told["new error"]
    assert "cannot be read (Permission denied)" in told["secret error"]
    assert told.get("read") == 6, told
    assert "open for reading only" in told["read error"]


def test_read_only_reads_while_another_writes(path):
    filled(path)
    with Store.open(path) as writer, Store.open(path, read_only=True) as reader:
        writer.add(numbered(3))
        assert reader.counts().articles == 4
        lock = sqlite3.connect(path, isolation_level=None)
        lock.execute("BEGIN IMMEDIATE")
        assert len(list(reader.statements(Query(words="said", limit=3)))) == 3
        assert reader.check() == []
        lock.close()
        with pytest.raises(StoreError, match="open for reading only"):
            reader.add(numbered(4))


# Writers at the same time


def test_a_lock_that_outlasts_the_timeout_is_told(path):
    filled(path)
    lock = sqlite3.connect(path, isolation_level=None)
    lock.execute("BEGIN IMMEDIATE")
    with Store.open(path, timeout_s=0.1) as store:
        with pytest.raises(StoreError, match=r"another process \(waited 0\.1 s\)"):
            store.add(numbered(5))
        lock.execute("ROLLBACK")
        lock.close()
        assert store.add(numbered(5)) == "new"


def test_writers_at_once_lose_nothing_not_even_while_the_ledger_is_made(path, tmp_path):
    """Three processes start on no ledger at all; the second and third read some of the same articles."""
    targets = [(add_numbers, range(120)), (add_numbers, range(60, 180)), (add_many_numbers, range(150, 270))]
    running = [
        SPAWN.Process(target=target, args=(path, numbers, tmp_path / f"told-{position}"))
        for position, (target, numbers) in enumerate(targets)
    ]
    for process in running:
        process.start()
    for process in running:
        process.join(WAIT_S)
    assert [process.exitcode for process in running] == [0, 0, 0]
    assert whole_articles(path) == set(range(270))


@pytest.mark.parametrize("target", [add_numbers, add_many_numbers], ids=["add", "add_many"])
@pytest.mark.parametrize("after", [1, 30, 95])
def test_a_killed_writer_leaves_whole_articles_and_all_that_it_told_of(path, tmp_path, target, after):
    told = tmp_path / "told"
    process = SPAWN.Process(target=target, args=(path, range(100_000), told))
    process.start()
    deadline = time.monotonic() + WAIT_S
    while (not told.exists() or told.read_text().count("\n") < after) and time.monotonic() < deadline:
        time.sleep(0.002)
    process.kill()
    process.join(WAIT_S)
    assert process.exitcode < 0
    kept = {int(line) for line in told.read_text().splitlines(keepends=True) if line.endswith("\n")}
    assert len(kept) >= after
    assert kept <= whole_articles(path)
    with Store.open(path) as store:
        assert store.add(numbered(100_001)) == "new"


# Full disks


@pytest.fixture
def small_disk(tmp_path):
    """A disk of one megabyte, where this user may mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip(f"needs the right to mount a small disk: {mounted.stderr.decode().strip()}")
    yield folder
    subprocess.run(["umount", folder], check=True)


def fill(folder: Path) -> Path:
    """A file that takes all the room there is."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(b"x" * 4096)
    return filler


@pytest.mark.parametrize("size", [10, 40, 900])
def test_a_full_disk_is_told_and_loses_nothing(small_disk, size):
    path, kept = small_disk / "ledger.db", []
    with Store.open(path) as store:
        with pytest.raises(StoreError, match=r"the disk is full: .* all before it is: make room"):
            kept.extend(number for number in range(100_000) if store.add(numbered(number, size)) == "new")
        assert kept
        assert store.reading(numbered(0, size).article.id) == numbered(0, size)
    with Store.open(path) as store:
        assert store.check() == []
        assert store.counts().articles == len(kept)
        for number in kept:
            assert store.reading(numbered(number, size).article.id) == numbered(number, size)


def test_a_full_disk_takes_no_new_ledger_and_one_can_be_made_once_there_is_room(small_disk):
    filler = fill(small_disk)
    refused(small_disk / "ledger.db", "the disk is full")
    filler.unlink()
    assert whole_articles(filled(small_disk / "ledger.db")) == {0, 1, 2}


def test_a_ledger_on_a_disk_without_any_room_can_be_read(small_disk):
    path = filled(small_disk / "ledger.db")
    fill(small_disk)
    with Store.open(path, read_only=True) as store:
        assert store.counts().articles == 3
        assert store.check() == []


def _with_small_files(path: Path, answers: Path) -> None:
    """Runs in its own process, whose files may not grow past a megabyte."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
    kept: list[int] = []
    with Store.open(path) as store:
        try:
            for number in range(100_000):
                store.add(numbered(number))
                kept.append(number)
        except StoreError as error:
            answers.write_text(json.dumps({"error": str(error), "kept": kept}))


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on the size of files")
def test_a_file_that_may_not_grow_is_told_and_loses_nothing(path, tmp_path):
    process = SPAWN.Process(target=_with_small_files, args=(path, tmp_path / "answers.json"))
    process.start()
    process.join(WAIT_S)
    told = json.loads((tmp_path / "answers.json").read_text())
    assert "the disk refused" in told["error"]
    assert told["kept"]
    assert whole_articles(path) == set(told["kept"])


def test_what_was_told_by_check_names_the_article(path):
    text = "He said yes."
    whole = reading(text, statement(text, "yes"))
    with Store.open(path) as store:
        store.add(replace(whole, article=replace(whole.article, source="a.txt")))
    change(path, "UPDATE statements SET record = '{}'")
    with Store.open(path) as store:
        assert any(whole.article.id in problem for problem in store.check())


def test_a_ledger_is_one_file_once_it_is_closed(path):
    filled(path)
    assert stat.S_ISREG(path.stat().st_mode)
    assert [entry.name for entry in path.parent.iterdir()] == ["ledger.db"]
