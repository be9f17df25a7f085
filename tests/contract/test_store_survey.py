"""What the desk asks of the ledger: counts beside a search, statements by id, one speaker exactly, articles by their date."""

import pytest
from store_readings import reading, statement

from whoseword.errors import NotFoundError
from whoseword.records import Speaker
from whoseword.store import Query, Store

TEXT = "Ann Low said no. Ann Low said yes. Bo Ray said maybe."


def low(actor: str | None = "low") -> Speaker:
    return Speaker("Ann Low", "person", actor=actor, how="name", confidence=0.9)


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "ledger.db") as opened:
        said = (
            statement(TEXT, "no", speaker=low(), act="refuse"),
            statement(TEXT, "yes", speaker=low(), act="accept"),
            statement(TEXT, "maybe", "Bo Ray"),
        )
        opened.add(reading(TEXT, *said, source="a", outlet="Daily", published="2025-01-02"))
        opened.add(
            reading("The Lows said so.", statement("The Lows said so.", "so", "Ann Low Smith"), source="b", published="2024")
        )
        yield opened


def test_a_survey_counts_each_value_of_what_is_found(store):
    found = store.survey(Query())
    assert (found.counted, found.more) == (4, False)
    assert found.counts["speaker"] == (("Ann Low", 2), ("Bo Ray", 1), ("Ann Low Smith", 1))
    assert dict(found.counts["act"]) == {"refuse": 1, "accept": 1, "assert": 2}
    assert dict(found.counts["outlet"]) == {"Daily": 3, None: 1}
    assert dict(found.counts["month"]) == {"2025-01": 3, "2024-12": 1}


def test_a_survey_counts_only_what_is_asked_for(store):
    assert store.survey(Query(act="accept")).counts["speaker"] == (("Ann Low", 1),)


def test_a_survey_stops_at_its_window_and_says_so(store):
    found = store.survey(Query(), most=2)
    assert (found.counted, found.more, found.cut) == (2, True, False)
    assert sum(number for _, number in found.counts["act"]) == 2


def test_who_is_a_whole_name_or_an_actor_and_not_a_part_of_a_name(store):
    def said(**asked):
        return [row.statement.content[0].text for row in store.statements(Query(order="text", **asked))]

    assert said(who="Ann Low") == ["no", "yes"]
    assert said(actor="low") == ["no", "yes"]
    assert said(who="Ann") == said(who="low") == said(actor="Ann Low") == []


def test_words_are_looked_for_in_a_window_of_what_was_added_last(store):
    """Common words take bounded time: of those that have them, so many are looked at."""
    said = [
        row.statement.content[0].text for row in store.statements(Query(words="no OR yes OR maybe", order="text"), window=2)
    ]
    assert said == ["yes", "maybe"]


def test_a_survey_says_where_it_did_not_look_at_all(store):
    """Of the two said last none is of 2024: the count is of what was looked at, and says so."""
    found = store.survey(Query(outlet="none"), window=2)
    assert (found.counted, found.more, found.cut) == (0, False, True)
    assert store.survey(Query(words="no", outlet="Daily"), window=2).cut is False
    assert store.survey(Query(who="Ann Low"), window=2).cut is False
    assert store.survey(Query(act="assert"), window=1).cut is True


@pytest.mark.parametrize(
    "asked",
    [{}, {"words": "no OR yes"}, {"who": "Ann Low"}, {"act": "assert"}, {"since": "2025"}, {"until": "2024", "order": "oldest"},
     {"words": "NOT no"}, {"speaker": "Low", "words": "yes"}, {"article_words": "Bo"}, {"outlet": "Daily", "kind": "indirect"}],
)  # fmt: skip
def test_a_window_that_holds_everything_changes_nothing(store, asked):
    ids = [[row.statement.id for row in store.statements(Query(**asked), window=window)] for window in (None, 100)]
    assert ids[0] == ids[1]
    assert ids[0]


def test_statements_by_id_come_in_the_order_of_the_ids_and_unknown_ones_are_passed_over(store):
    ids = [row.statement.id for row in store.statements(Query(order="text"))]
    assert [row.statement.id for row in store.statements_by_id([ids[2], "nothing", ids[0], ids[2]])] == [ids[2], ids[0]]


def test_articles_can_be_in_the_order_of_their_publication(store):
    assert [row.source for row in store.articles(order="added")] == ["b", "a"]
    assert [row.source for row in store.articles(order="published")] == ["a", "b"]


def test_what_is_not_there_is_told_apart_from_a_ledger_that_fails(store):
    with pytest.raises(NotFoundError):
        store.article("nothing")
    with pytest.raises(NotFoundError):
        store.statement("nothing")
