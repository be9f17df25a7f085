"""What a person said of a statement outlives a new version of its article where the words are unchanged, and nowhere else."""

import pytest
from store_readings import reading, statement

from whoseword.errors import InputError
from whoseword.store import Query, Store

URL = "https://a.example/dam"
OLD = (
    "Dam holds\n\nThe mayor of Exampleton spoke on Monday.\n\nAna Sol said that the wall will not break. She denied that it leaks.\n\n"
    "“Nobody need leave,” said Bo Ray."
)
EDITED = OLD.replace("spoke on Monday", "spoke to reporters on Monday").replace("Nobody need leave", "Somebody need leave")


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "ledger.db") as opened:
        yield opened
        assert opened.check() == []


def version(text, *, speaker="Ana Sol"):
    """A version of the article, with a statement for each of these that stands in it."""
    said = [("the wall will not break", "said", speaker), ("it leaks", "denied", speaker)]
    said += [(words, "said Bo", "Bo Ray") for words in ("Nobody need leave", "Somebody need leave")]
    made = [
        statement(text, words, name, cue=(statement(text, cue, None).content[0],), act="deny" if cue == "denied" else "assert")
        for words, cue, name in said
        if words in text
    ]
    return reading(text, *made, url=URL)


def saying(store, words):
    """The statement that is seen now with these words."""
    (row,) = [row for row in store.statements() if words in row.statement.content[0].text]
    return row.statement


def test_a_correction_stays_on_a_statement_whose_words_are_unchanged(store):
    store.add(version(OLD))
    made = store.correct(saying(store, "will not break").id, "speaker", {"name": "Ana Solberg", "type": "person"}, by="Eva")
    assert store.add(version(EDITED)) == "version"
    now = saying(store, "will not break")
    assert now.speaker.name == "Ana Solberg"
    assert [one.id for one in now.corrections] == [made.id]
    assert now.content[0].text == "the wall will not break"
    assert [row.statement.id for row in store.statements(Query(speaker="Solberg"))] == [now.id], "it can be searched for, too"


def test_a_correction_does_not_follow_to_words_that_were_altered(store):
    store.add(version(OLD))
    store.correct(saying(store, "Nobody").id, "speaker", {"name": "Bo Rayner", "type": "person"}, by="Eva")
    store.add(version(EDITED))
    assert saying(store, "Somebody").speaker.name == "Bo Ray"
    newest = store.reading(version(EDITED).article.id)
    assert [one.field for one in newest.unplaced] == ["speaker"], "who looks at the record sees that it has no place now"


def test_a_correction_does_not_follow_where_the_speaker_was_exchanged(store):
    """The words of the quotation are the same, but the sentence names another: nobody said who that is."""
    store.add(version(OLD))
    store.correct(saying(store, "will not break").id, "speaker", {"name": "Ana Solberg", "type": "person"}, by="Eva")
    other = OLD.replace("Ana Sol said", "Bo Ray said")
    store.add(version(other, speaker="Bo Ray"))
    assert saying(store, "will not break").speaker.name == "Bo Ray"


def test_undoing_it_counts_in_the_newer_text_too_and_so_does_a_later_one(store):
    store.add(version(OLD))
    old_id = saying(store, "will not break").id
    made = store.correct(old_id, "act", "promise", by="Eva")
    store.add(version(EDITED))
    assert saying(store, "will not break").act == "promise"
    store.undo(made.id, by="Eva")
    assert saying(store, "will not break").act == "assert"
    store.correct(old_id, "act", "warn", by="Eva")
    assert saying(store, "will not break").act == "warn"
    store.correct(saying(store, "will not break").id, "act", "expect", by="Jo")
    assert saying(store, "will not break").act == "expect", "what was said last counts, of whichever text"
    assert next(s for s in store.reading(version(OLD).article.id).statements if s.id == old_id).act == "warn"


def test_one_that_was_rejected_stays_out(store):
    store.add(version(OLD))
    store.correct(saying(store, "it leaks").id, "verdict", "rejected", by="Eva")
    store.add(version(EDITED))
    assert [s.content[0].text for s in store.reading(version(EDITED).article.id).rejected] == ["it leaks"]
    assert not [row for row in store.statements() if row.statement.content[0].text == "it leaks"]


def test_offsets_that_were_given_move_with_their_words(store):
    store.add(version(OLD))
    start = OLD.index("that the wall")
    store.correct(
        saying(store, "will not break").id, "content", [[start, start + len("that the wall will not break")]], by="Eva"
    )
    store.correct(saying(store, "it leaks").id, "about", saying(store, "will not break").id, by="Eva")
    store.add(version(EDITED))
    now = saying(store, "will not break")
    assert now.content[0].text == "that the wall will not break"
    assert saying(store, "it leaks").about == now.id


def test_a_statement_that_a_person_added_is_in_the_newer_text(store):
    store.add(version(OLD))
    words = "The mayor of Exampleton spoke on Monday"
    start = OLD.index(words)
    given = {
        "content": [[start, start + len("The mayor of Exampleton")]],
        "act": "announce",
        "speaker": {"name": "A", "type": "person"},
    }
    store.add_statement(version(OLD).article.id, given, by="Eva")
    leaks = OLD.index("She denied")
    also = {
        "content": [[leaks, leaks + len("She denied that it leaks")]],
        "act": "report",
        "speaker": {"name": "B", "type": "person"},
    }
    store.add_statement(version(OLD).article.id, also, by="Eva")
    store.add(version(EDITED))
    added = [s.content[0].text for s in store.reading(version(EDITED).article.id).statements if s.model == "a person"]
    assert added == ["She denied that it leaks"], "the other one's sentence was altered"
    assert len([row for row in store.statements() if "it leaks" in row.statement.content[0].text]) == 2


def test_it_goes_through_several_versions_and_to_a_reading_by_another_model(store):
    store.add(version(OLD))
    store.correct(saying(store, "will not break").id, "act", "promise", by="Eva")
    store.add(version(EDITED))
    third = EDITED.replace("Dam holds", "Dam holds, says mayor")
    store.add(version(third))
    assert saying(store, "will not break").act == "promise"
    again = version(third)
    store.add(reading(third, *again.statements, url=URL, model="model-2"))
    assert saying(store, "will not break").act == "promise"


def test_articles_of_other_addresses_take_nothing_over(store):
    store.add(version(OLD))
    store.correct(saying(store, "will not break").id, "act", "promise", by="Eva")
    other = reading(EDITED, *version(EDITED).statements, url="https://b.example/dam")
    store.add(other)
    assert {s.act for s in store.reading(other.article.id).statements} == {"assert", "deny"}


def test_a_correction_of_what_is_only_in_an_older_reading_is_still_refused(store):
    store.add(version(OLD))
    old = saying(store, "will not break")
    store.add(reading(OLD, url=URL, model="model-2"))
    with pytest.raises(InputError, match="older reading"):
        store.correct(old.id, "act", "promise", by="Eva")
