"""What is new under a watch: statements, positions that turned, sides that changed; and positions worked out when the ledger is read into."""

from dataclasses import replace

import pytest
from store_readings import reading, statement
from watched_ledger import (
    DRY,
    DRY_AFTER_ALL,
    INSPECTORS,
    LEAKED,
    LET_IN,
    REFUSED,
    add,
    april,
    dispute_of,
    dry,
    leaked,
    may,
    turned,
)

from whoseword import issues, watching
from whoseword.errors import ConfigError, InputError, NotFoundError
from whoseword.records import Issue
from whoseword.store import Store
from whoseword.watching import Least

ALL = Least()


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "ledger.db") as opened:
        yield opened


def ids(told) -> list[str]:
    return [line.row.statement.id for line in told.lines]


def notes(told) -> list[tuple[str, str | None]]:
    return [(line.row.statement.id, line.note) for line in told.lines]


def news(store, watch, least=ALL, **more):
    return watching.news(store, store.watches.get(watch.id), least, **more)


# Positions, worked out as the ledger grows


def test_positions_follow_the_ledger_and_a_turn_is_among_them(store):
    store.put_issue(INSPECTORS)
    add(store, april())
    assert [(one.party, one.told, one.turned) for one in reversed(store.positions.of("inspectors"))] == [
        ("Mara Stelik", "refuses", None),
        ("Rui Castane", "demands", None),
    ]
    add(store, may())
    last, *older = store.positions.of("inspectors")
    assert (last.party, last.told, last.turned, last.before) == ("Mara Stelik", "accepts", "refuses → accepts", REFUSED.id)
    assert len(older) == 2
    assert [one.statement.id for _, one in [(h, row) for h, row in watching.turns(store, ALL, limit=5)]] == [LET_IN.id]


def test_they_are_those_of_the_page_of_the_issue(store):
    store.put_issue(INSPECTORS)
    add(store, april(), may())
    table = issues.table(store, INSPECTORS)
    assert {(one.party, one.told, one.date, one.statements[0]) for one in table.positions} == {
        (one.party, one.told, one.date, one.statement) for one in store.positions.of("inspectors")
    }


def test_an_issue_of_which_nothing_came_is_not_worked_out_again(store):
    store.put_issue(INSPECTORS)
    store.put_issue(Issue("mill", "mill"))
    add(store, april())
    assert issues.renew(store) == ()
    store.add(dry())
    assert issues.renew(store) == ("mill",)
    store.add(may())
    assert issues.renew(store) == ("inspectors",)


def test_an_issue_with_examples_alone_is_followed_too(store):
    store.put_issue(Issue("inspectors", None, (REFUSED.id, "inspectors enter the dam")))
    add(store, april())
    store.add(dry())
    assert issues.renew(store) == ()
    add(store, may())
    assert store.positions.of("inspectors")[0].turned == "refuses → accepts"


def test_another_definition_or_a_correction_works_it_out_anew(store):
    store.put_issue(INSPECTORS)
    add(store, april(), may())
    store.correct(LET_IN.id, "verdict", "rejected", by="Eva")
    assert watching.turns(store, ALL, limit=5) == []
    assert issues.renew(store) == ("inspectors",)
    assert [one.turned for one in store.positions.of("inspectors")] == [None, None]
    store.put_issue(Issue("inspectors", "zebra*"))
    assert issues.renew(store) == ("inspectors",)
    assert store.positions.of("inspectors") == ()


def test_an_issue_that_cannot_be_asked_for_stops_no_reading(store):
    store.put_issue(Issue("odd", None, ("abcdef0123",)))
    store.put_issue(INSPECTORS)
    add(store, april())
    assert len(store.positions.of("inspectors")) == 2
    assert store.positions.of("odd") == ()


def test_a_turn_of_an_unsure_speaker_or_statement_is_not_told(store):
    store.put_issue(INSPECTORS)
    add(store, april(), may())
    assert len(watching.turns(store, Least(0.9, 0.9), limit=5)) == 1
    assert watching.turns(store, Least(sure=0.95), limit=5) == []
    assert watching.turns(store, Least(confidence=0.95), limit=5) == []
    assert watching.held_by(store, "Mara Stelik", Least(sure=0.95)) == []
    assert [one.told for one in watching.held_by(store, "Mara Stelik", ALL)] == ["accepts", "refuses"]


# What is new


@pytest.mark.parametrize(
    ("kind", "what"), [("search", "q=inspectors"), ("speaker", "Mara Stelik"), ("search", "who=Mara+Stelik&act=assert")]
)
def test_a_statement_is_new_until_it_was_looked_at(store, kind, what):
    add(store, april())
    watch = watching.start(store, kind, what, by="Eva")
    assert news(store, watch).count == 0
    add(store, may())
    told = news(store, watch)
    assert (told.count, told.more, ids(told)) == (1, False, [LET_IN.id])
    watching.looked(store, watch.id, told.mark)
    assert news(store, watch).count == 0
    everything = watching.latest(store, store.watches.get(watch.id), ALL)
    assert ids(everything)[0] == LET_IN.id
    assert not any(line.new for line in everything.lines)


def test_what_came_while_somebody_looked_stays_new(store):
    watch = watching.start(store, "search", "q=inspectors OR mill", by="Eva")
    add(store, april())
    shown = news(store, watch)
    add(store, may())
    watching.looked(store, watch.id, shown.mark)
    assert ids(news(store, watch)) == [LET_IN.id]
    watching.looked(store, watch.id)
    assert news(store, watch).count == 0


def test_a_mark_of_the_future_does_not_hide_what_comes(store):
    watch = watching.start(store, "search", "q=inspectors", by="Eva")
    watching.looked(store, watch.id, 10**12)
    add(store, may())
    assert news(store, watch).count == 1


def test_a_new_position_and_a_turn_are_news_of_an_issue(store):
    store.put_issue(INSPECTORS)
    store.add(april())
    watch = watching.start(store, "issue", "INSPECTORS", by="Eva")
    assert (watch.what, watch.name) == ("inspectors", "inspectors")
    assert news(store, watch).count == 0
    add(store, may())
    told = news(store, watch)
    assert notes(told) == [(LET_IN.id, "turned: refuses → accepts")]
    assert [line.turned for line in told.lines] == [True]
    watching.looked(store, watch.id, told.mark)
    assert news(store, watch).count == 0
    assert len(watching.latest(store, store.watches.get(watch.id), ALL).lines) == 3


def test_a_statement_on_a_side_and_who_changed_sides_are_news_of_a_dispute(store):
    add(store, leaked(), dry())
    watch = watching.start(store, "dispute", dispute_of(store), by="Eva", name="Did it leak?")
    assert news(store, watch).count == 0
    add(store, turned())
    told = news(store, watch)
    assert notes(told) == [(DRY_AFTER_ALL.id, "against, was for")]
    assert told.lines[0].turned
    everything = watching.latest(store, store.watches.get(watch.id), ALL)
    assert [line.new for line in everything.lines] == [True, False, False]
    assert dict(notes(everything))[LEAKED.id] == "for"
    assert dict(notes(everything))[DRY.id] == "against"
    watching.looked(store, watch.id, told.mark)
    assert news(store, watch).count == 0


def test_a_dispute_is_watched_once_by_whichever_claim(store):
    add(store, leaked(), dry())
    contest = watching.contest_of(store, dispute_of(store))
    forms = {said.form for side in contest.sides for said in side.said}
    assert len(forms) == 2
    assert len({watching.start(store, "dispute", form, by="Eva").id for form in forms}) == 1


def test_what_was_compared_late_is_new_all_the_same(store):
    """An article that was read before somebody looked but compared after it brings its news then."""
    add(store, leaked(), dry())
    watch = watching.start(store, "dispute", dispute_of(store), by="Eva")
    store.add(turned())
    watching.looked(store, watch.id)
    add(store)
    assert ids(news(store, watch)) == [DRY_AFTER_ALL.id]


def test_what_is_no_more_is_told_and_is_no_error(store):
    store.put_issue(INSPECTORS)
    add(store, april(), leaked(), dry())
    issue = watching.start(store, "issue", "inspectors", by="Eva")
    dispute = watching.start(store, "dispute", dispute_of(store), by="Eva")
    store.remove_issue("inspectors")
    contest = watching.contest_of(store, dispute.what)
    store.judge("claim", contest.grounds[0].first, contest.grounds[0].second, holds=False, by="Eva")
    for watch in (issue, dispute):
        assert (news(store, watch).there, news(store, watch).lines) == (False, ())
        watching.looked(store, watch.id)


def test_news_are_bounded_and_paged(store):
    watch = watching.start(store, "search", "q=word", by="Eva")
    text = " ".join(f"Word number {number} was said." for number in range(30))
    said = [statement(text, f"Word number {number} was") for number in range(30)]
    add(store, reading(text, *said))
    told = news(store, watch, limit=4, window=20)
    assert (told.count, told.more, len(told.lines)) == (20, True, 4)
    pages = [one for start in range(0, 30, 4) for one in ids(news(store, watch, limit=4, offset=start))]
    assert pages == [one.id for one in reversed(said)]


def test_only_what_a_reader_sees_is_news(store):
    watch = watching.start(store, "speaker", "Mara Stelik", by="Eva")
    add(store, april())
    assert news(store, watch, Least(confidence=0.95)).count == 0
    assert news(store, watch, Least(sure=0.95)).count == 0
    assert news(store, watch).count == 1


def test_a_search_is_one_in_whatever_order_and_spacing(store):
    first = watching.start(store, "search", "act=deny&q=the++ferry&page=3&order=oldest&to=", by="Eva")
    assert first.what == "q=the+ferry&act=deny"
    assert first.name == "the ferry · deny"
    assert watching.start(store, "search", "q=the ferry&act=deny", by="Bo") == first
    assert watching.asked_of(first.what) == {"q": "the ferry", "act": "deny"}


@pytest.mark.parametrize(
    ("kind", "what", "error"),
    [
        ("search", "order=newest", InputError), ("search", "", InputError), ("search", "act=sing", ConfigError), ("search", "since=soon", ConfigError),
        ("issue", "nothing", NotFoundError), ("dispute", "zzz", NotFoundError), ("speaker", " ", InputError), ("thing", "x", InputError),
    ],
)  # fmt: skip
def test_what_can_be_no_watch_is_refused_and_not_kept(store, kind, what, error):
    with pytest.raises(error):
        watching.start(store, kind, what, by="Eva")
    assert store.watches.every() == ()


def test_a_long_or_hostile_name_is_shortened_and_kept(store):
    watch = watching.start(store, "speaker", "<script>" + "x" * 300, by="Eva")
    assert len(watch.name) == 120
    assert news(store, watch).count == 0


def test_a_speaker_is_watched_by_an_actor_id_too(store):
    watch = watching.start(store, "speaker", "0123456789abcdef", by="Eva")
    found = april()
    one = found.statements[0]
    store.add(replace(found, statements=(replace(one, speaker=replace(one.speaker, actor="0123456789abcdef")),)))
    assert ids(news(store, watch)) == [one.id]
