"""Watches in the ledger: what is followed, in which order, how far somebody had looked; and what came since."""

import pytest
from store_readings import numbered, reading, statement

from whoseword.errors import ConfigError, InputError, NotFoundError
from whoseword.store import Followed, Held, Query, Store, watch_id

TEXT = "Low said the ferry stays. Ray said the ferry goes. Low said nobody sails."
STAYS, GOES, SAILS = (
    statement(TEXT, "the ferry stays", "Ann Low"), statement(TEXT, "the ferry goes", "Bo Ray", act="deny"), statement(TEXT, "nobody sails", "Ann Low"),
)  # fmt: skip


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "ledger.db") as opened:
        yield opened


def names(store) -> list[str]:
    return [one.name for one in store.watches.every()]


def words_of(found) -> list[str]:
    return [row.statement.content[0].text for row in found.rows]


# The list


def test_a_watch_is_kept_with_all_that_was_said_of_it(store):
    made = store.watches.add("search", "q=ferry", name="  the  ferry ", by="Eva", seen=7, known=("a", "b"))
    assert (made.name, made.kind, made.what, made.made_by, made.place, made.seen, made.known) == (
        "the ferry", "search", "q=ferry", "Eva", 1, 7, ("a", "b"),
    )  # fmt: skip
    assert made.made_at == made.looked_at
    assert store.watches.every() == (made,)
    assert store.watches.get(made.id[:6]) == made


def test_a_thing_is_watched_once_and_keeps_its_id_when_watched_again(store):
    first = store.watches.add("speaker", "Ann Low", name="Low", by="Eva")
    assert store.watches.add("speaker", "Ann Low", name="another", by="Bo") == first
    store.watches.remove(first.id)
    assert names(store) == []
    assert store.watches.add("speaker", "Ann Low", name="Low", by="Eva").id == first.id == watch_id("speaker", "Ann Low")


def test_a_watch_is_found_by_any_of_what_it_may_be_on(store):
    made = store.watches.add("dispute", "c2", name="two", by="Eva")
    assert store.watches.on("dispute", ["c1", "c2"]) == made
    assert store.watches.on("issue", ["c2"]) is None
    assert store.watches.on("dispute", []) is None


@pytest.mark.parametrize(("place", "order"), [(1, "cab"), (2, "acb"), (3, "abc"), (99, "abc"), (-5, "cab")])
def test_a_watch_is_put_at_a_place_and_the_others_make_room(store, place, order):
    for name in "abc":
        store.watches.add("speaker", name, name=name, by="Eva")
    store.watches.move(watch_id("speaker", "c"), place)
    assert "".join(names(store)) == order
    assert [one.place for one in store.watches.every()] == [1, 2, 3]


def test_stopping_closes_the_gap(store):
    for name in "abc":
        store.watches.add("speaker", name, name=name, by="Eva")
    store.watches.remove(watch_id("speaker", "b"))
    assert [(one.name, one.place) for one in store.watches.every()] == [("a", 1), ("c", 2)]


def test_what_was_looked_at_never_goes_back(store):
    made = store.watches.add("speaker", "a", name="a", by="Eva", seen=9)
    assert store.watches.looked(made.id, seen=3, known=["s"]).seen == 9
    looked = store.watches.looked(made.id, seen=12)
    assert (looked.seen, looked.known) == (12, ())


@pytest.mark.parametrize("name", ["", " \n ", "x" * 121])
def test_a_name_has_a_length(store, name):
    with pytest.raises(InputError, match="1 to 120"):
        store.watches.add("speaker", "a", name=name, by="Eva")
    made = store.watches.add("speaker", "a", name="a", by="Eva")
    with pytest.raises(InputError, match="1 to 120"):
        store.watches.rename(made.id, name)
    assert names(store) == ["a"]


@pytest.mark.parametrize(("kind", "what"), [("speaker", " "), ("search", "q=" + "x" * 8000), ("thing", "a")])
def test_what_can_be_no_watch_is_refused(store, kind, what):
    with pytest.raises(InputError):
        store.watches.add(kind, what, name="a", by="Eva")


@pytest.mark.parametrize("identity", ["", "zzz", "%", "'; DROP TABLE watches"])
def test_an_id_of_no_watch_is_told(store, identity):
    store.watches.add("speaker", "a", name="a", by="Eva")
    with pytest.raises(NotFoundError, match="no watch"):
        store.watches.get(identity)


def test_hostile_text_is_kept_as_text_and_a_lone_surrogate_is_shown(store):
    made = store.watches.add("speaker", "'); DROP TABLE watches; --\ud800", name="<b>\ud800", by="\udfff")
    assert (made.what, made.name, made.made_by) == ("'); DROP TABLE watches; --\ufffd", "<b>\ufffd", "\ufffd")
    assert store.watches.on("speaker", ["'); DROP TABLE watches; --\ud800"]) == made


# What came since


def test_statements_come_in_the_order_in_which_they_were_read(store):
    store.add(reading(TEXT, STAYS, GOES, SAILS, published="2025-01-20"))
    assert words_of(store.latest(Query(who="Ann Low"))) == ["nobody sails", "the ferry stays"]
    assert words_of(store.latest(Query(words="ferry", order="oldest"))) == ["the ferry goes", "the ferry stays"]
    assert words_of(store.latest(Query(act="deny"))) == ["the ferry goes"]


@pytest.mark.parametrize("query", [Query(), Query(words="ferry"), Query(speaker="low"), Query(who="Ann Low"), Query(article_words="extra"),
    Query(words="ferry", article_words="extra"), Query(words="NOT boat"), Query(act="assert", since="2019", until="2020")])  # fmt: skip
def test_only_what_was_read_after_a_time_is_new_whenever_it_was_said(store, query):
    """An article of five years ago that is read now is news."""
    store.add(reading(TEXT, STAYS, GOES, SAILS, published="2025-01-20"))
    then = store.reached()
    assert store.latest(query, after=then).count == 0
    old = "Low said the ferry waits, an extra."
    store.add(reading(old, statement(old, "the ferry waits", "Ann Low"), source="old.txt", published="2019-05-01"))
    assert words_of(store.latest(query, after=then)) == ["the ferry waits"]
    assert store.latest(query, after=store.reached()).count == 0


def test_a_statement_read_again_is_new_only_under_another_speaker(store):
    store.add(reading(TEXT, STAYS, GOES, SAILS))
    then = store.reached()
    store.add(reading(TEXT, STAYS, GOES, statement(TEXT, "nobody sails", "Bo Ray"), model="model-2"))
    assert store.latest(Query(who="Ann Low"), after=then).count == 0
    assert words_of(store.latest(Query(who="Bo Ray"), after=then)) == ["nobody sails"]
    assert words_of(store.latest(Query(), after=then)) == ["nobody sails"]


def test_what_a_person_rejected_and_what_a_newer_text_replaced_is_not_new(store):
    then = store.reached()
    store.add(reading(TEXT, STAYS, GOES))
    store.correct(STAYS.id, "verdict", "rejected", by="Eva")
    assert words_of(store.latest(Query(), after=then)) == ["the ferry goes"]
    store.add(reading("Nothing is said.", source="article.txt"))
    assert store.latest(Query(), after=then).count == 0


def test_a_window_bounds_what_is_looked_at_and_says_so(store):
    list(store.add_many(map(numbered, range(30))))
    found = store.latest(Query(limit=2), window=10)
    assert (len(found.rows), found.count, found.cut) == (2, 10, True)
    whole = store.latest(Query(limit=2, offset=1))
    assert (whole.count, whole.cut) == (store.counts().statements, False)
    assert whole.rows[0] == found.rows[1]
    with pytest.raises(ConfigError):
        store.latest(Query(limit=-1))


@pytest.mark.parametrize("query", [Query(act="sing"), Query(since="soon")])
def test_what_cannot_be_asked_is_refused_though_nothing_came(store, query):
    with pytest.raises(ConfigError):
        store.latest(query)


# Positions as they were worked out


def held(told: str, day: str, **more) -> Held:
    given = {
        "issue": "ferry",
        "party": "Ann Low",
        "date": day,
        "dated": "said",
        "last_day": day,
        "passage": "x",
        "statement": "s",
        "confidence": 0.5,
    }
    return Held(told=told, **(given | more))


DONE = Followed("d", 5, 0)


def test_a_position_that_stays_keeps_its_key_and_a_new_one_gets_a_greater_one(store):
    first, second = held("refuses", "2025-01-01"), held("accepts", "2025-02-01", turned="refuses → accepts", before="s")
    store.positions.put("ferry", DONE, [first])
    then = store.positions.reached("ferry")
    store.positions.put("ferry", DONE, [held("refuses", "2025-01-01", statement="another", confidence=0.9), second])
    last, kept = store.positions.of("ferry")
    assert (kept.key, kept.statement, kept.confidence) == (then, "another", 0.9)
    assert (last.told, last.turned) == ("accepts", "refuses → accepts")
    assert last.key > then
    assert [one.told for one in store.positions.turns()] == ["accepts"]
    assert store.positions.followed("ferry") == DONE


def test_a_key_is_never_given_twice(store):
    store.positions.put("ferry", DONE, [held("refuses", "2025-01-01")])
    then = store.positions.reached("ferry")
    store.positions.put("ferry", DONE, [])
    store.positions.put("ferry", DONE, [held("accepts", "2025-01-02")])
    assert store.positions.reached("ferry") > then


def test_turns_come_by_their_day_and_a_party_by_its_issues(store):
    store.positions.put("a", DONE, [held("refuses", "2025-03-01", issue="a", turned="x")])
    store.positions.put(
        "b",
        DONE,
        [held("accepts", "2025-01-01", issue="b", turned="y"), held("denies", "2025-04-01", issue="b", turned="z", party="Bo")],
    )
    assert [one.turned for one in store.positions.turns()] == ["z", "x", "y"]
    assert [one.turned for one in store.positions.turns(limit=1, offset=1)] == ["x"]
    assert [(one.issue, one.told) for one in store.positions.of_party("Ann Low")] == [("a", "refuses"), ("b", "accepts")]


def test_what_is_no_issue_any_more_has_no_positions(store):
    for name in "abc":
        store.positions.put(name, DONE, [held("refuses", "2025-01-01", issue=name)])
    store.positions.keep_only(["a", "c"])
    assert store.positions.of("b") == ()
    assert store.positions.followed("b") is None
    store.remove_issue("c")
    assert store.positions.of("c") == ()
    assert len(store.positions.of("a")) == 1
