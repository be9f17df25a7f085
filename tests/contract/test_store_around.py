"""What stands around statements: who answers them and who else speaks there, in as many questions whatever the ledger's size."""

from dataclasses import replace

import pytest
from desk_ledger import DENIED, SAILS, STAYS, filled
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event
from store_readings import reading, statement

from whoseword import issues
from whoseword.actors import ActorTable
from whoseword.compare.positions import positions
from whoseword.records import Issue, Speaker
from whoseword.store import Query, Store

ACTS = ("demand", "refuse", "accept", "deny", "assert", "welcome")
ROLES = (None, "President of Kenya", "former president", "foreign minister")


@pytest.fixture
def store(tmp_path):
    with Store.open(filled(tmp_path / "l.db")) as opened:
        yield opened


def test_who_answers_a_statement_is_found_and_everybody_who_speaks_there(store):
    around = store.around([STAYS.id])
    assert [row.statement.id for row in around.answers] == [DENIED.id]
    assert {one.name for one in around.speakers} == {"Ann Low", "Bo Ray"}


def test_what_is_asked_for_is_no_answer_of_its_own(store):
    assert store.around([STAYS.id, DENIED.id]).answers == ()


def test_what_is_not_sure_enough_is_passed_over(store):
    assert STAYS.speaker in store.around([STAYS.id], confidence=0.6).speakers
    assert SAILS.speaker not in store.around([STAYS.id], confidence=0.6).speakers


def test_what_a_person_rejected_or_corrected_is_seen_so(store):
    store.correct(SAILS.id, "speaker", {"name": "Cy Dorn", "type": "person"}, by="ann")
    assert "Cy Dorn" in {one.name for one in store.around([STAYS.id]).speakers}
    store.correct(DENIED.id, "verdict", "rejected", by="ann")
    around = store.around([STAYS.id])
    assert around.answers == ()
    assert "Bo Ray" not in {one.name for one in around.speakers}


def test_nothing_stands_around_nothing(store):
    assert store.around([]) == store.around(["0" * 16]) == type(store.around([]))((), ())


@st.composite
def articles(draw):
    """An article with statements on a ferry or on nothing, some of which answer one before."""
    text = f"Report {draw(st.uuids())}. "
    text += "The ferry stays. No ferry will go. Rain fell. The ferry must come back. It is so. A ferry, perhaps."
    parts = ["The ferry stays", "No ferry will go", "Rain fell", "The ferry must come back", "It is so", "A ferry, perhaps"]
    made = []
    for part in parts:
        name = draw(st.sampled_from(("Ann Low", "Low", "Bo Ray", None)))
        one = statement(
            text, part, name, act=draw(st.sampled_from(ACTS)),
            confidence=draw(st.sampled_from((0.4, 0.9))), about=draw(st.sampled_from((None, *(before.id for before in made)))),
        )  # fmt: skip
        if name is not None:
            speaker = Speaker(name, "person", None, draw(st.sampled_from(ROLES)), how="name", confidence=0.9)
            one = replace(one, speaker=speaker)
        made.append(one)
    return text, made


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(articles(), min_size=1, max_size=3), st.sampled_from((0.0, 0.5)), st.booleans())
def test_a_table_is_that_of_the_whole_articles(tmp_path_factory, drawn, confidence, by_example):
    """What is not on the issue and answers nothing on it makes no difference, but for its speaker."""
    issue = Issue("ferry", None, ("The ferry stays where it is",)) if by_example else Issue("ferry", "ferry")
    with Store.open(tmp_path_factory.mktemp("l") / "l.db") as store:
        for number, (text, made) in enumerate(drawn):
            store.add(reading(text + f"\n\nReport {number}.", *made, source=f"{number}.txt", published="2025-01-20"))
        having = [] if by_example else store.statements(Query(words="ferry", confidence=confidence))
        found = {row.statement.id for row in having}
        rows = store.statements(Query(order="text", confidence=confidence))
        whole = positions(rows, issue, found, names=ActorTable.load().names)
        assert issues.table(store, issue, confidence=confidence) == whole
        assert issues.table(store, issue, confidence=confidence, window=100) == whole


def test_a_table_asks_no_more_of_a_larger_ledger(tmp_path):
    asked = []
    with Store.open(tmp_path / "l.db") as store:
        event.listen(store._ledger.engine, "before_cursor_execute", lambda *seen: asked.append(seen[2]))
        counts = []
        for size in (2, 40):
            for number in range(size):
                text = f"Ann Low said the ferry stays. Report {size}-{number}."
                store.add(reading(text, statement(text, "the ferry stays", "Ann Low"), source=f"{size}-{number}"))
            asked.clear()
            issues.table(store, Issue("ferry", "ferry"), window=100)
            counts.append(len(asked))
    assert counts[1] == counts[0] < 15
