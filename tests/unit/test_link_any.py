"""Linking reads any text and any spans: no crash, one speaker for each attribution, every mention its text."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from whoseword.actors import ActorTable
from whoseword.link import Evidence, link
from whoseword.records import Attribution, Block, Name, Span

LINE = (
    "He she They who whose I we it Trump Mrs. Sen. President Vladimir Putin Moscow Kyiv officials campaign the The his poll said “ ” \" '' , . and "
    "of 's ’s -- ( ) \n \n\n US WHO IT both Laura Bennett Zelenskiy Zelensky senator The\xa0Times Ł İ ß 𝔘 ﬁ of\xa0the \ud800"
)
WORDS = st.sampled_from(LINE.split(" "))
TEXTS = st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=60).map(" ".join))


@pytest.fixture(scope="module")
def table() -> ActorTable:
    return ActorTable.load()


@st.composite
def evidence(draw):
    text = draw(TEXTS)
    place = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(sorted)
    spans = st.lists(place.map(lambda p: Span.cut(text, *p)), max_size=3).map(tuple)
    attributions = st.lists(st.builds(Attribution, spans, spans, spans), max_size=6).map(tuple)
    names = st.lists(
        st.builds(Name, place.map(lambda p: Span.cut(text, *p)), st.sampled_from(["person", "organisation", "place"])),
        max_size=4,
    ).map(tuple)
    blocks = st.lists(
        place.flatmap(lambda p: st.sampled_from(["title", "byline", "paragraph"]).map(lambda k: Block(k, *p))), max_size=3
    ).map(tuple)
    day = st.sampled_from([None, "2016-09-01", "2016", "not a date"])
    return Evidence(
        text, draw(attributions), draw(blocks), draw(names), draw(day), draw(st.one_of(st.none(), st.text(max_size=20)))
    )


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(read=evidence())
def test_any_evidence_is_linked(table, read):
    linked = link(read, table)
    assert len(linked.speakers) == len(read.attributions)
    for speaker in linked.speakers:
        assert (speaker.name is None) == (speaker.type == "unresolved") == (speaker.how == "unresolved")
        assert 0.0 <= speaker.confidence <= 1.0
        assert speaker.name is None or speaker.actor in {actor.id for actor in linked.actors}
    for actor in linked.actors:
        assert actor.name
        assert all(read.text[m.start : m.end] == m.text for m in actor.mentions)
    assert len({actor.id for actor in linked.actors}) == len(linked.actors)


@settings(max_examples=60, deadline=None)
@given(read=evidence())
def test_linking_twice_gives_the_same(table, read):
    assert link(read, table) == link(read, table)


def test_a_control_character_before_a_name_is_no_word(table):
    text = "00000\x1fÀ"
    linked = link(Evidence(text, (Attribution((Span.cut(text, 5, 7),), (), ()),)), table)
    assert len(linked.speakers) == 1
