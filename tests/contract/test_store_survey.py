"""What the desk asks of the ledger: counts beside a search, statements by id, one speaker exactly, articles by their date."""

import pytest
from store_readings import reading, statement

from whoseword.across import catch_up
from whoseword.errors import ConfigError, NotFoundError
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


def test_a_search_gives_a_page_and_the_counts_that_a_survey_gives(store):
    query = Query(order="text", limit=2, offset=1)
    found = store.search(query)
    assert [row.statement.id for row in found.rows] == [row.statement.id for row in store.statements(query)]
    assert found.survey == store.survey(Query())
    with pytest.raises(ConfigError, match="limit is -1"):
        store.search(Query(limit=-1))


@pytest.mark.parametrize("until", ["1994", "2005", "2024-06", "2025-01-01"])
def test_until_finds_within_a_window_what_was_said_over_years(tmp_path, until):
    """A date may cover a decade: it began before, however late it ends."""
    with Store.open(tmp_path / "other.db") as opened:
        for number, day in enumerate(("199X", "1996-05", "20XX", "2004-W53", "2024", "2025-01-02", None)):
            text = f"Text {number}."
            opened.add(reading(text, statement(text, "Text"), source=str(number), published=day))
        asked = Query(until=until)
        ids = [[row.statement.id for row in opened.statements(asked, window=window)] for window in (None, 100)]
        assert ids[0]
        assert ids[0] == ids[1]


def test_the_oldest_of_a_window_are_dated(store):
    undated = "Bo Ray said none."
    store.add(reading(undated, statement(undated, "none", "Bo Ray"), source="c"))
    found = [row.statement.content[0].text for row in store.statements(Query(order="oldest"), window=1)]
    assert found == ["so"]


def test_a_search_within_an_article_looks_at_that_article(store):
    first = next(iter(store.articles(order="added", limit=1, offset=1))).id
    assert store.survey(Query(article=first, words="no"), window=3).counts["speaker"] == (("Ann Low", 1),)


def test_articles_that_have_words_are_looked_for_in_a_window(store):
    assert [row.source for row in store.articles(words="said", window=1)] == ["b"]


def test_whole_groups_are_those_that_are_asked_for_one_by_one(tmp_path):
    with Store.open(tmp_path / "groups.db") as opened:
        for number in range(4):
            text = (
                f"Ann Low said the bridge of {('Tarn', 'Orm')[number % 2]} will open to everybody in the spring of next year."
            )
            words = text[len("Ann Low said ") : -1]
            opened.add(reading(text + f" {number}", statement(text + f" {number}", words), source=str(number)))
        list(catch_up(opened))
        ids = [row.id for row in opened.groups("variant")]
        assert len(ids) >= 1
        assert opened.whole_groups("variant", [*ids, "nothing"]) == [opened.group("variant", one) for one in ids]
