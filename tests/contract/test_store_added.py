"""Statements that people add: shown and searched for like any other, there after reading again, taken back and brought back."""

import io
from dataclasses import replace
from datetime import UTC, datetime

import pyarrow.parquet as pq
import pytest
from store_readings import reading, statement

from whoseword import parquet
from whoseword.errors import InputError, NotFoundError
from whoseword.formats import FORMATS, View, row_of, written
from whoseword.records import Speaker
from whoseword.store import Query, Store

TEXT = "Putin demanded talks. Kyiv refused talks. “We go,” said Ann 👩‍👩‍👧 Low. She hoped for peace."
GO = [TEXT.index("We go"), TEXT.index(",” said")]
ANN = {"name": "Ann Low", "type": "person"}
GIVEN = {"content": [GO], "cue": [[TEXT.index("said"), TEXT.index(" Ann")]], "speaker": ANN, "act": "announce"}


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "ledger.db", clock=lambda: datetime(2026, 1, 20, 12, tzinfo=UTC)) as opened:
        opened.add(first())
        yield opened


def first():
    talks, refused = statement(TEXT, "talks", act="demand"), statement(TEXT, "refused talks", "Kyiv", act="refuse")
    return reading(TEXT, talks, refused, statement(TEXT, "peace", None, act="hope"), published="2025-01-20", outlet="Daily")


ARTICLE = first().article.id


def found(store, **asked):
    return [row.statement.content[0].text for row in store.statements(Query(order="text", **asked))]


def test_an_added_statement_stands_where_its_words_stand_and_is_found_like_any_other(store):
    made = store.add_statement(ARTICLE[:8], GIVEN, by="Eva", why="missed")
    assert (made.field, made.made_by, made.why) == ("added", "Eva", "missed")
    seen = store.reading(ARTICLE)
    assert [one.content[0].text for one in seen.statements] == ["talks", "refused talks", "We go", "peace"]
    one = seen.statements[2]
    assert (one.id, one.act, one.kind, one.speaker.name, one.speaker.how) == (
        made.target_id,
        "announce",
        "direct",
        "Ann Low",
        "corrected",
    )
    assert ([p.name for p in one.chain], one.model, one.corrections) == (["Daily", "Ann Low"], "a person", (made,))
    assert store.statement(one.id).statement == one
    assert found(store, words="go") == found(store, speaker="low") == ["We go"]
    assert "We go" in found(store)
    assert (store.counts().statements, next(iter(store.articles())).statements) == (4, 4)
    assert store.check() == []


def test_the_reading_itself_stays_as_it_was_read(store):
    store.add_statement(ARTICLE, GIVEN, by="Eva")
    assert store.reading(ARTICLE, raw=True) == first()
    assert list(store.readings(ARTICLE)) == [first()]
    assert [row.statement for row in store.statements(Query(order="text"), raw=True)] == list(first().statements)


def test_it_is_corrected_rejected_and_linked_to_like_any_other(store):
    identity = store.add_statement(ARTICLE, GIVEN, by="Eva").target_id
    peace = first().statements[2].id
    store.correct(identity, "act", "promise", by="Eva")
    store.correct(peace, "about", identity, by="Eva")
    shown = {one.id: one for one in store.reading(ARTICLE).statements}
    assert (shown[identity].act, shown[peace].about) == ("promise", identity)
    assert [one.field for one in shown[identity].corrections] == ["added", "act"]
    store.correct(identity, "verdict", "rejected", by="Eva")
    assert "We go" not in found(store)
    assert store.reading(ARTICLE).statements[2].about is None
    assert store.check() == []


def test_it_is_taken_back_and_brought_back(store):
    made = store.add_statement(ARTICLE, GIVEN, by="Eva")
    store.correct(made.target_id, "act", "promise", by="Eva")
    undone = store.undo(made.id, by="Bo")
    assert found(store) == ["talks", "refused talks", "peace"]
    assert store.counts().statements == 3
    assert store.statement(made.target_id).rejected
    with pytest.raises(InputError, match="taken back"):
        store.correct(made.target_id, "act", "deny", by="Eva")
    assert store.check() == []
    store.undo(undone.id, by="Eva")
    assert store.statement(made.target_id).statement.act == "promise"
    assert not store.statement(made.target_id).rejected
    assert store.check() == []


def test_what_was_said_of_it_lands_on_no_neighbour_once_it_is_taken_back(store):
    outer = [GO[0] - 1, GO[1] + 2]
    wide = store.add_statement(ARTICLE, {"content": [outer]}, by="Eva").target_id
    inner = store.add_statement(ARTICLE, {"content": [GO]}, by="Eva")
    store.correct(inner.target_id, "act", "deny", by="Eva")
    store.undo(inner.id, by="Eva")
    assert store.statement(wide).statement.act == "assert"
    assert [one.field for one in store.reading(ARTICLE).unplaced] == ["act"]


def test_the_same_words_are_not_added_twice(store):
    store.add_statement(ARTICLE, GIVEN, by="Eva")
    with pytest.raises(InputError, match="already"):
        store.add_statement(ARTICLE, GIVEN, by="Eva")
    with pytest.raises(InputError, match="already"):
        store.add_statement(ARTICLE, {"content": [[span.start, span.end] for span in first().statements[0].content]}, by="Eva")
    assert len(store.corrections()) == 1


@pytest.mark.parametrize("given", [{}, {"content": []}, {"content": [[5, 2]]}, {"content": [[0, 10_000]]}, {"content": "x"},
    {"content": [GO], "act": "shout"}, {"content": [GO], "about": "x"}, {"content": [GO], "speaker": {"name": ""}}],
    ids=["nothing", "empty", "turned", "outside", "text", "act", "link", "nameless"])  # fmt: skip
def test_what_cannot_be_is_refused_and_nothing_is_kept(store, given):
    with pytest.raises(InputError):
        store.add_statement(ARTICLE, given, by="Eva")
    assert store.corrections() == []


def test_there_must_be_such_an_article(store):
    with pytest.raises(NotFoundError):
        store.add_statement("ffff", GIVEN, by="Eva")


def test_it_is_there_after_reading_again(store):
    made = store.add_statement(ARTICLE, GIVEN, by="Eva")
    again = replace(first(), statements=first().statements[:2], rules="another")
    assert store.add(again) == "reread"
    assert found(store) == ["talks", "refused talks", "We go"]
    assert store.statement(made.target_id).statement.corrections == (made,)
    assert store.check() == []


def test_a_reading_that_finds_it_by_itself_shows_it_once_with_what_the_person_said(store):
    made = store.add_statement(ARTICLE, GIVEN, by="Eva")
    store.correct(made.target_id, "said_on", "2025-01", by="Eva")
    own = statement(TEXT, "We go,", None, act="assert", speaker=Speaker("Bo Ray", "person", how="name", confidence=0.9))
    store.add(replace(first(), statements=(*first().statements, own), rules="another"))
    assert sorted(found(store)) == ["We go", "peace", "refused talks", "talks"]
    one = store.statement(own.id).statement
    assert (one.speaker.name, one.act, one.said_on.value) == ("Ann Low", "announce", "2025-01")
    assert [c.field for c in one.corrections] == ["added", "said_on"]
    assert store.check() == []
    store.add(first())
    assert [row.statement.id for row in store.statements(Query(words="go"))] == [made.target_id]
    assert store.check() == []


def test_one_that_stood_beside_it_is_another_statement(store):
    """A person who adds the inner of two statements does not mean the outer one, though they share most of their words."""
    outer = statement(TEXT, "“We go,”", None, act="assert")
    store.add(replace(first(), statements=(*first().statements, outer), rules="another"))
    store.add_statement(ARTICLE, {"content": [GO], "act": "deny"}, by="Eva")
    assert sorted(found(store)) == ["We go", "peace", "refused talks", "talks", "“We go,”"]
    assert store.statement(outer.id).statement.act == "assert"


def test_all_of_several_corrections_are_kept_or_none(store):
    talks = first().statements[0].id
    with pytest.raises(InputError):
        store.correct_all(talks, {"act": "deny", "said_on": "soon"}, by="Eva")
    assert store.corrections() == []
    assert [one.field for one in store.correct_all(talks, {"act": "deny", "said_on": "2025"}, by="Eva")] == ["act", "said_on"]


def test_every_export_says_that_a_person_added_it_who_when_and_why(store):
    """And one that a person corrected is told as before; the statement that was added was read by nobody."""
    store.add_statement(ARTICLE, GIVEN, by="Eva Lind", why="it was missed")
    rows = list(store.statements(Query(words="go")))
    view = View("all", "2026-01-21T00:00:00Z", store.text)
    for name in FORMATS:
        text = b"".join(written(name, rows, view)).decode()
        assert all(told in text for told in ("Eva Lind", "2026-01-20T12:00:00Z", "it was missed", "added")), name
        assert "wasRevisionOf" not in text
    sink = io.BytesIO()
    parquet.write(map(row_of, rows), sink)
    (cell,) = pq.read_table(sink).column("corrected").to_pylist()
    assert cell == "added by Eva Lind on 2026-01-20T12:00:00Z: it was missed"
