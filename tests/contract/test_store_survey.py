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
    found = store.survey(Query(), window=2)
    assert (found.counted, found.more) == (2, True)
    assert sum(number for _, number in found.counts["act"]) == 2


def test_who_is_a_whole_name_or_an_actor_and_not_a_part_of_a_name(store):
    def said(who):
        return [row.statement.content[0].text for row in store.statements(Query(who=who, order="text"))]

    assert said("Ann Low") == ["no", "yes"]
    assert said("low") == ["no", "yes"]
    assert said("Ann") == []


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
