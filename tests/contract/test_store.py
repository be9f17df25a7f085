"""What the ledger keeps: each reading whole, each text once, the newest of each seen, nothing lost."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from store_readings import numbered, reading, readings, statement

from whoseword.errors import InputError, StoreError
from whoseword.records import Event, EventActor, Rejected, Span
from whoseword.store import Added, Counts, Query, Store

TEXT = "Putin demanded talks. Kyiv refused talks."
NEWER = "Putin demanded talks at once. Kyiv refused talks."


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "ledger.db") as opened:
        yield opened


def first() -> object:
    return reading(TEXT, statement(TEXT, "talks", act="demand"), statement(TEXT, "refused talks", "Kyiv", act="refuse"))


def contents(store: Store, **asked) -> list[str]:
    return [row.statement.content[0].text for row in store.statements(Query(order="text", **asked))]


@settings(max_examples=60, deadline=None)
@given(readings())
def test_what_is_read_back_is_what_was_written(whole):
    """Records round-trip, whatever their text."""
    with TemporaryDirectory() as folder, Store.open(Path(folder) / "ledger.db") as store:
        assert store.add(whole) == "new"
        assert store.reading(whole.article.id) == whole
        assert [row.statement for row in store.statements(Query(order="text"))] == list(whole.statements)
        assert store.add(whole) == "unchanged"
        assert store.check() == []


def test_a_reading_survives_closing_the_ledger(tmp_path):
    with Store.open(tmp_path / "ledger.db") as store:
        store.add(first())
    with Store.open(tmp_path / "ledger.db", create=False) as store:
        assert store.reading(first().article.id) == first()


def test_adding_the_same_again_changes_nothing_not_even_the_time(tmp_path):
    hours = iter(range(100))
    start = datetime(2025, 1, 20, 12, tzinfo=UTC)
    with Store.open(tmp_path / "ledger.db", clock=lambda: start + timedelta(hours=next(hours))) as store:
        assert store.add(first()) == "new"
        before = (list(store.articles()), store.counts())
        assert store.add(first()) == "unchanged"
        assert (list(store.articles()), store.counts()) == before
        assert before[0][0].read_at == "2025-01-20T12:00:00Z"


def test_the_same_reading_found_at_another_path_changes_nothing(store):
    store.add(first())
    moved = replace(first(), article=replace(first().article, source="elsewhere/article.txt"))
    assert store.add(moved) == "unchanged"
    assert store.reading(first().article.id) == first()


@pytest.mark.parametrize(
    "changed",
    [
        {"model": "model-2"},
        {"rules": "rules-2"},
        {"statements": first().statements[:1]},
        {"events": (Event("e", "REJECT", EventActor("A"), EventActor("B"), "asserted", first().statements[0].content[0]),)},
        {"article": replace(first().article, published="2025-01-20")},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_another_reading_of_a_text_is_seen_and_the_older_is_kept(store, changed):
    again = replace(first(), **changed)
    store.add(first())
    assert store.add(again) == "reread"
    assert store.reading(again.article.id) == again
    assert list(store.readings(again.article.id)) == [first(), again]
    assert [row.statement for row in store.statements(Query(order="text"))] == list(again.statements)
    assert store.articles().__next__().published == again.article.published
    assert store.counts() == Counts(articles=1, versions=0, readings=2, statements=len(again.statements), rejected=0)


def test_going_back_to_an_older_reading_shows_it_and_keeps_no_third(store):
    store.add(first())
    store.add(replace(first(), model="model-2"))
    assert store.add(first()) == "reread"
    assert store.reading(first().article.id) == first()
    assert store.counts().readings == 2


def test_another_text_from_the_same_origin_is_a_version_and_the_older_keeps_its_statements(store):
    newer = reading(NEWER, statement(NEWER, "talks at once"))
    store.add(first())
    assert store.add(newer) == "version"
    assert contents(store) == ["talks at once"]
    assert contents(store, article=first().article.id) == ["talks", "refused talks"]
    assert [(row.id, row.version, row.current) for row in store.articles()] == [(newer.article.id, 2, True)]
    assert [row.version for row in store.articles(versions=True)] == [2, 1]
    assert store.reading(first().article.id) == first()
    assert store.counts() == Counts(articles=1, versions=1, readings=2, statements=1, rejected=0)


def test_an_older_text_added_again_changes_nothing(store):
    store.add(first())
    store.add(reading(NEWER))
    assert store.add(first()) == "unchanged"
    assert store.article(first().article.id).current is False


def test_the_url_is_the_origin_where_there_is_one(store):
    store.add(reading(TEXT, source="page-1.html", url="https://example.org/a"))
    assert store.add(reading(NEWER, source="page-2.html", url="https://example.org/a")) == "version"
    assert store.add(reading("Another text.", source="page-2.html", url="https://example.org/b")) == "new"


def test_texts_from_standard_input_are_never_versions_of_each_other(store):
    store.add(reading(TEXT, source="-"))
    assert store.add(reading(NEWER, source="-")) == "new"
    assert store.counts().articles == 2


def test_a_span_that_is_not_its_text_is_refused_and_nothing_is_kept(store):
    wrong = replace(first().statements[0], content=(Span(0, 5, "Kyiv!"),))
    with pytest.raises(InputError, match=r"span 0:5 says 'Kyiv!'"):
        store.add(replace(first(), statements=(wrong,)))
    assert store.counts() == Counts(0, 0, 0, 0, 0)


def test_two_statements_with_one_id_are_refused(store):
    with pytest.raises(InputError, match="two statements have the id"):
        store.add(replace(first(), statements=first().statements[:1] * 2))


def test_an_id_that_belongs_to_another_text_is_refused(store):
    store.add(first())
    with pytest.raises(InputError, match="belongs to another text"):
        store.add(reading(NEWER, id=first().article.id))
    assert store.reading(first().article.id) == first()


def test_a_text_with_a_lone_surrogate_is_refused_by_name(store):
    with pytest.raises(InputError, match=r"article\.txt: .*lone surrogate U\+DC80 at 6"):
        store.add(reading("Putin \udc80 said."))


def test_a_file_name_that_is_no_utf8_round_trips(store):
    odd = reading(TEXT, source="na\udcefve.txt", title="\ud800")
    store.add(odd)
    assert store.reading(odd.article.id) == odd
    assert store.article(odd.article.id).source == "na\ufffdve.txt"


@pytest.mark.parametrize("value", ["'; DROP TABLE statements; --", '" OR 1=1', "%", "_", "\\", "{quoted} : *"])
def test_values_that_look_like_sql_are_values(store, value):
    text = f"It said {value} there."
    odd = reading(text, statement(text, value, value), source=value, outlet=value, title=value)
    store.add(odd)
    store.add_rejected(Rejected(value + value, value, value))
    assert store.reading(odd.article.id) == odd
    assert contents(store, outlet=value) == [value]
    for name in ("words", "speaker", "addressee", "article_words"):
        assert set(contents(store, **{name: value})) <= {value}
    with pytest.raises(StoreError, match="no article whose id begins with"):
        store.article(value)
    assert store.check() == []


def test_rejections_are_kept_once_in_order_and_leave_when_the_source_is_read(store):
    store.add_rejected(Rejected("article.txt", "no-text", "empty"))
    store.add_rejected(Rejected("b.txt", "too-large", "30 MB"))
    store.add_rejected(Rejected("article.txt", "no-text", "empty"))
    assert [row.source for row in store.rejected()] == ["article.txt", "b.txt"]
    store.add(first())
    assert list(store.rejected()) == [Rejected("b.txt", "too-large", "30 MB")]


def test_add_many_says_what_became_of_each_in_order(store):
    wrong = replace(first(), statements=(replace(first().statements[0], content=(Span(0, 5, "Kyiv!"),)),))
    wrong = replace(wrong, article=replace(wrong.article, source="wrong.txt"))
    mixed = [first(), Rejected("b.txt", "no-text", "empty"), wrong, first(), reading(NEWER)]
    added = list(store.add_many(iter(mixed), batch=2))
    assert [one.outcome for one in added] == ["new", "rejected", "rejected", "unchanged", "version"]
    assert added[0] == Added("new", "article.txt", first().article.id, 2)
    assert [(row.source, row.reason) for row in store.rejected()] == [("b.txt", "no-text"), ("wrong.txt", "bad-record")]


def test_add_many_keeps_what_came_before_the_stream_broke(store):
    def broken():
        yield from map(numbered, range(3))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(store.add_many(broken(), batch=50))
    assert store.counts().articles == 3


def test_articles_come_last_added_first_a_page_at_a_time(store):
    list(store.add_many(map(numbered, range(450))))
    sources = [row.source for row in store.articles()]
    assert sources == [f"article-{number}.txt" for number in reversed(range(450))]
    assert [row.source for row in store.articles(limit=2, offset=1)] == sources[1:3]
    assert [row.statements for row in store.articles(limit=2)] == [5, 4]


def test_an_article_is_found_by_the_beginning_of_its_id(store):
    store.add(reading(TEXT, source="a", id="abc1000000000000"))
    store.add(reading(NEWER, source="b", id="abc2000000000000"))
    assert store.article("ABC2").source == "b"
    with pytest.raises(StoreError, match=r"several articles .*'abc': abc1000000000000 \(A title\), abc2000000000000"):
        store.article("abc")
    with pytest.raises(StoreError, match="no article whose id begins with 'abd'"):
        store.reading("abd")


def test_a_statement_is_found_by_the_beginning_of_its_id_even_in_an_older_reading(store):
    gone, kept = first().statements
    store.add(first())
    store.add(replace(first(), statements=(kept,)))
    assert store.statement(kept.id[:12]).current is True
    old = store.statement(gone.id)
    assert (old.statement, old.current, old.article_id) == (gone, False, first().article.id)
    with pytest.raises(StoreError, match="no statement whose id begins with 'zz'"):
        store.statement("zz")


def test_a_row_names_the_article_it_stands_in(store):
    said = statement(TEXT, "talks")
    store.add(reading(TEXT, said, outlet="CNN", published="2025-01-20", url="https://example.org/a"))
    (row,) = store.statements()
    assert (row.statement, row.source, row.url) == (said, "article.txt", "https://example.org/a")
    assert (row.outlet, row.title, row.published, row.version) == ("CNN", "A title", "2025-01-20", 1)
