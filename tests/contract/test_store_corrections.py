"""Corrections in the ledger: appended, seen at once and searched for, there after reading again, and derivable anew."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from store_readings import reading, statement

from whoseword.corrections import corrected
from whoseword.errors import InputError, StoreError
from whoseword.matching import Item
from whoseword.records import Dispute, Reading, Span, Speaker
from whoseword.store import Query, Store

TEXT = "Putin demanded talks. Kyiv refused talks. She hoped for peace."
ANA = {"name": "Ana Sol", "type": "person"}


@pytest.fixture
def path(tmp_path):
    return tmp_path / "ledger.db"


@pytest.fixture
def store(path):
    seconds = iter(range(10_000))
    start = datetime(2026, 1, 20, 12, tzinfo=UTC)
    with Store.open(path, clock=lambda: start + timedelta(seconds=next(seconds))) as opened:
        yield opened


def first() -> Reading:
    talks, refused = statement(TEXT, "talks", act="demand"), statement(TEXT, "refused talks", "Kyiv", act="refuse")
    refused = replace(refused, about=talks.id)
    peace = statement(TEXT, "peace", None, act="hope")
    dispute = Dispute("talks", (talks.id,), (refused.id,))
    return replace(reading(TEXT, talks, refused, peace, published="2025-01-20"), disputes=(dispute,))


TALKS, REFUSED, PEACE = (one.id for one in first().statements)


def found(store: Store, **asked) -> list[str]:
    return [row.statement.content[0].text for row in store.statements(Query(order="text", **asked))]


def test_a_correction_is_seen_wherever_the_statement_is_and_the_raw_reading_stays(store):
    store.add(first())
    made = store.correct(PEACE[:12], "speaker", ANA, by="  Eva\nLind ", why="the line before")
    assert (made.made_by, made.made_at, made.why) == ("Eva Lind", "2026-01-20T12:00:01Z", "the line before")
    whole = store.reading(first().article.id)
    assert whole.statements[2].speaker.name == "Ana Sol"
    assert whole.statements[2].corrections == (made,)
    assert store.statement(PEACE).statement == whole.statements[2]
    assert [row.statement for row in store.statements(Query(order="text"))] == list(whole.statements)
    assert store.reading(first().article.id, raw=True) == first()
    assert [row.statement for row in store.statements(Query(order="text"), raw=True)] == list(first().statements)
    assert list(store.readings(first().article.id)) == [first()]
    assert store.check() == []


def test_what_is_searched_for_is_what_is_seen(store):
    store.add(first())
    assert found(store, speaker="sol") == []
    store.correct(TALKS, "speaker", ANA | {"type": "state"}, by="Eva")
    store.correct(TALKS, "act", "ask", by="Eva")
    store.correct(TALKS, "said_on", "2023-05", by="Eva")
    store.correct(TALKS, "addressee", {"name": "Kyiv", "type": "state"}, by="Eva")
    store.correct(TALKS, "content", [[6, 20]], by="Eva")
    store.correct(TALKS, "repeats", PEACE, by="Eva")
    assert found(store, speaker="sol") == found(store, act="ask") == found(store, until="2023") == ["demanded talks"]
    assert found(store, words="demanded") == found(store, addressee="kyiv") == found(store, type="state") == ["demanded talks"]
    assert found(store, speaker="putin") == []
    assert found(store, repeats=False) == ["refused talks", "peace"]
    assert found(store, sure=0.95, speaker="sol") == ["demanded talks"]
    assert store.check() == []


def test_a_rejected_statement_is_seen_nowhere_but_by_its_id_and_comes_back(store):
    store.add(first())
    made = store.correct(TALKS, "verdict", "rejected", by="Eva")
    assert found(store) == ["refused talks", "peace"]
    assert store.counts().statements == 2
    assert store.articles().__next__().statements == 2
    whole = store.reading(first().article.id)
    assert [one.id for one in whole.rejected] == [TALKS]
    assert whole.statements[0].about is None
    assert whole.disputes == ()
    assert store.statement(TALKS).rejected
    assert len(list(store.statements(raw=True))) == 3
    store.undo(made.id, by="Eva")
    assert store.reading(first().article.id) == first()
    assert store.counts().statements == 3
    assert store.check() == []


def test_undoing_is_a_correction_of_its_own_that_can_be_undone(store):
    store.add(first())
    act = store.correct(TALKS, "act", "ask", by="Eva")
    gone = store.undo(act.id[:10], by="Bo", why="no question mark")
    assert (gone.undoes, gone.made_by, gone.why, gone.target_id) == (act.id, "Bo", "no question mark", TALKS)
    assert found(store, act="ask") == []
    with pytest.raises(InputError, match=f"was undone already, by {gone.id}"):
        store.undo(act.id, by="Eva")
    back = store.undo(gone.id, by="Eva")
    assert found(store, act="ask") == ["talks"]
    assert store.corrections() == [act, gone, back]
    assert store.corrections(target_id=PEACE) == []
    assert store.corrections(article=first().article.id) == [act, gone, back]


def test_corrections_survive_another_reading_and_a_return_to_the_first(store):
    store.add(first())
    store.correct(TALKS, "speaker", ANA, by="Eva")
    wider = statement(TEXT, "talks.", act="demand")
    newer = replace(first(), statements=(wider, *first().statements[1:]), disputes=(), model="model-2")
    newer = replace(newer, statements=tuple(replace(one, about=None) for one in newer.statements))
    assert store.add(newer) == "reread"
    assert found(store, speaker="sol") == ["talks."]
    other = replace(newer, statements=newer.statements[1:], model="model-3")
    store.add(other)
    assert found(store, speaker="sol") == []
    assert [one.field for one in store.reading(first().article.id).unplaced] == ["speaker"]
    store.add(first())
    assert found(store, speaker="sol") == ["talks"]
    assert store.check() == []


def test_what_an_older_reading_alone_has_is_shown_as_read_and_cannot_be_corrected(store):
    store.add(first())
    store.correct(TALKS, "act", "ask", by="Eva")
    store.add(replace(first(), statements=first().statements[2:], disputes=(), model="model-2"))
    assert store.statement(TALKS).statement == first().statements[0]
    with pytest.raises(InputError, match="is in an older reading only"):
        store.correct(TALKS, "act", "warn", by="Eva")


def test_what_cannot_be_kept_leaves_nothing_behind(store):
    store.add(first())
    for field, value, by, why in [
        ("act", "shout", "Eva", None),
        ("act", "ask", " ", None),
        ("act", "ask", "Eva", "x" * 2001),
        ("tone", "", "E", None),
    ]:
        with pytest.raises(InputError):
            store.correct(TALKS, field, value, by=by, why=why)
    store.correct(TALKS, "about", PEACE, by="Eva")
    with pytest.raises(InputError, match="lead back"):
        store.correct(PEACE, "about", REFUSED, by="Eva")
    with pytest.raises(StoreError, match="no statement whose id begins with"):
        store.correct("zzz", "act", "ask", by="Eva")
    with pytest.raises(StoreError, match="no correction whose id begins with"):
        store.undo("zzz", by="Eva")
    assert len(store.corrections()) == 1
    assert store.check() == []


def test_a_reading_with_corrections_is_no_reading_to_add(store):
    store.add(first())
    store.correct(TALKS, "verdict", "confirmed", by="Eva")
    with pytest.raises(InputError, match="has corrections: add the reading as it was read"):
        store.add(store.reading(first().article.id))


def test_a_ledger_for_reading_shows_corrections_and_takes_none(path, store):
    store.add(first())
    store.correct(TALKS, "act", "ask", by="Eva")
    with Store.open(path, read_only=True) as reader:
        assert found(reader, act="ask") == ["talks"]
        with pytest.raises(StoreError, match="open for reading only"):
            reader.correct(TALKS, "act", "deny", by="Eva")
        with pytest.raises(StoreError, match="open for reading only"):
            reader.undo(reader.corrections()[0].id, by="Eva")


def test_two_writers_lose_nothing(path, store):
    """Each correction is kept once, whoever made it, and the columns say what all of them make of the statements."""
    store.add(first())

    def write(name: str) -> None:
        with Store.open(path) as own:
            for number in range(10):
                own.correct((TALKS, REFUSED, PEACE)[number % 3], "act", ("deny", "ask", "warn")[number % 3], by=name)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(write, ["Eva", "Bo"]))
    made = store.corrections()
    assert len({one.id for one in made}) == len(made) == 20
    assert {name: sum(one.made_by == name for one in made) for name in ("Eva", "Bo")} == {"Eva": 10, "Bo": 10}
    assert store.reading(first().article.id) == corrected(first(), made)
    assert store.check() == []


@pytest.mark.file
def test_columns_that_do_not_follow_from_the_corrections_are_told(path, store):
    store.add(first())
    store.correct(TALKS, "act", "ask", by="Eva")
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE statements SET act = 'deny', corrected = NULL WHERE position = 0")
    assert any("1 statements are not as their corrections make them" in line for line in store.check())


class Speakers:
    """A comparer of nothing but speakers' names."""

    kind, version = "speaker", "1"

    def items(self, whole: Reading) -> list[Item]:
        named = [one for one in whole.statements if one.speaker.name]
        return [Item(one.speaker.name, frozenset({1}), {}, one.id) for one in named]

    def compare(self, one, other):
        return None


def test_a_corrected_article_is_compared_anew_as_it_is_seen(store):
    store.add(first())
    list(store.compare(Speakers()))
    made = store.correct(TALKS, "speaker", ANA, by="Eva")
    assert list(store.compare(Speakers())) == [first().article.id]
    assert [one.form for one in store.items("speaker", statements=[TALKS])] == ["Ana Sol"]
    store.undo(made.id, by="Eva")
    list(store.compare(Speakers()))
    assert [one.form for one in store.items("speaker", statements=[TALKS])] == ["Vladimir Putin"]
    assert list(store.compare(Speakers())) == []


def test_what_was_found_before_a_correction_is_not_kept_after_it(store):
    store.add(first())

    class Slow(Speakers):
        def items(self, whole):
            found = super().items(whole)
            if not store.corrections():
                store.correct(TALKS, "speaker", ANA, by="Eva")
            return found

    list(store.compare(Slow()))
    list(store.compare(Slow()))
    assert [one.form for one in store.items("speaker", statements=[TALKS])] == ["Ana Sol"]


def test_undoing_a_verdict_on_a_link_settles_it(store):
    store.add(first())
    list(store.compare(Speakers()))
    made = store.judge("speaker", "Kyiv", "Vladimir Putin", holds=True, by="Eva")
    assert len(store.groups("speaker")) == 1
    store.undo(made, by="Eva")
    assert store.groups("speaker") == []


_FIELDS = st.sampled_from(
    [("act", "ask"), ("act", "deny"), ("speaker", ANA), ("verdict", "rejected"), ("verdict", "confirmed"), ("content", [[0, 9]]),
     ("about", TALKS), ("about", None), ("inside", REFUSED), ("said_on", "2024")]
)  # fmt: skip
_STEPS = st.lists(
    st.tuples(st.just("correct"), st.sampled_from([TALKS, REFUSED, PEACE]), _FIELDS)
    | st.tuples(st.just("undo"), st.integers(0, 20), st.just(("", None)))
    | st.tuples(st.just("read"), st.integers(1, 3), st.just(("", None))),
    max_size=12,
)


@settings(max_examples=40, deadline=None)
@given(_STEPS)
def test_whatever_is_corrected_undone_and_read_again_is_what_follows_from_it(steps):
    """What the ledger shows is always the pure function of the reading and all corrections, in every column."""
    readings = [
        first(),
        replace(
            first(), model="model-2", statements=tuple(replace(s, about=None) for s in first().statements[:2]), disputes=()
        ),
    ]
    with TemporaryDirectory() as folder, Store.open(Path(folder) / "ledger.db") as store:
        store.add(readings[0])
        now = readings[0]
        for what, which, (field, value) in steps:
            try:
                if what == "correct":
                    store.correct(which, field, value, by="Eva")
                elif what == "undo":
                    made = store.corrections()
                    store.undo(made[which % len(made)].id if made else "none", by="Eva")
                else:
                    now = readings[which % 2]
                    store.add(now)
            except (InputError, StoreError):
                continue
        whole = corrected(now, store.corrections())
        assert store.reading(now.article.id) == whole
        assert [row.statement for row in store.statements(Query(order="text"))] == list(whole.statements)
        assert store.counts().statements == len(whole.statements)
        sols = [one.id for one in whole.statements if one.speaker.name == "Ana Sol"]
        assert [row.statement.id for row in store.statements(Query(speaker="sol", order="text"))] == sols
        assert store.check() == []


def test_a_speaker_that_was_corrected_is_sure(store):
    store.add(first())
    store.correct(PEACE, "speaker", ANA, by="Eva")
    assert store.statement(PEACE).statement.speaker == Speaker("Ana Sol", "person", how="corrected", confidence=1.0)
    assert store.statement(PEACE).statement.content == (Span(TEXT.index("peace"), TEXT.index("peace") + 5, "peace"),)
