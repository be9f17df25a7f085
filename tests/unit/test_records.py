"""Records: JSON both ways, ids, and the promise that every span is its text."""

import dataclasses
import json
import typing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whoseword import records
from whoseword.errors import InputError
from whoseword.records import Article, Dispute, Reading, Rejected, SaidOn, Span, Speaker, Statement, TimeExpression

TEXT = "“Yes,” Ann said on Monday. 😀 “No,” said Bo."


@st.composite
def spans(draw, text):
    start = draw(st.integers(0, len(text) - 1))
    return Span.cut(text, start, draw(st.integers(start + 1, len(text))))


def record(kind, **known):
    """Any record of `kind`: hypothesis fills what is not known from the field's type."""
    return st.builds(kind, **known)


@st.composite
def readings(draw):
    text = draw(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60))
    span = spans(text)
    many = st.lists(span, max_size=3).map(tuple)
    party = record(records.Party, span=st.none() | span)
    said = record(SaidOn, span=st.none() | span)
    optional = st.none() | st.text(max_size=5)
    statement = record(
        Statement, content=many, verbatim=many, cue=many, source=many, addressee=st.none() | party, occasion=st.none() | span,
        said_on=st.none() | said, chain=st.lists(party, max_size=3).map(tuple),
        speaker=record(Speaker, confidence=st.floats(0, 1)), confidence=st.floats(0, 1), repeats=optional, about=optional,
    )  # fmt: skip
    date = span.map(lambda s: TimeExpression(s.start, s.end, s.text, "DATE", "2025-01"))
    article = record(Article, text=st.just(text), origins=st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=2))
    return draw(
        record(
            Reading, article=article, statements=st.lists(statement, max_size=3).map(tuple), dates=st.lists(date, max_size=2).map(tuple),
            actors=st.lists(record(records.Actor, mentions=many), max_size=2).map(tuple),
            disputes=st.lists(record(Dispute), max_size=2).map(tuple), events=st.just(()),
        )
    )  # fmt: skip


@given(readings())
def test_a_reading_comes_back_from_json_as_it_was(reading):
    written = json.loads(json.dumps(records.to_json(reading), ensure_ascii=False))
    assert records.from_json(Reading, written) == reading


@given(readings())
def test_spans_cut_from_the_text_pass_the_check_and_are_all_walked(reading):
    records.check_spans(reading)
    expected = sum(len(s.content) + len(s.cue) + len(s.source) + len(s.verbatim) for s in reading.statements)
    assert len(list(records.spans_of(reading.statements))) >= expected


def reading_of(text, *content):
    article = Article("a", "here.txt", text, "0" * 64)
    said = Statement("s", "direct", "assert", True, tuple(content), (), (), (), Speaker(None, "unresolved"))
    return Reading(article, (said,))


@pytest.mark.parametrize(
    "span",
    [
        Span(0, 3, "abd"),
        Span(0, 4, "abc"),
        Span(1, 1, ""),
        Span(2, 1, ""),
        Span(-1, 2, ""),
        Span(0, 3, "ABC"),
    ],
)
def test_a_span_that_is_not_its_text_is_refused_and_named(span):
    with pytest.raises(InputError, match=rf"here\.txt: span {span.start}:{span.end} "):
        records.check_spans(reading_of("abc", span))


def test_a_date_that_is_not_its_text_is_refused():
    reading = dataclasses.replace(reading_of("abc"), dates=(TimeExpression(0, 2, "bc", "DATE", "2025"),))
    with pytest.raises(InputError, match="span 0:2"):
        records.check_spans(reading)


def test_offsets_count_code_points_not_utf16_units():
    records.check_spans(reading_of(TEXT, Span(29, 34, "“No,”")))


def test_json_names_have_no_trailing_underscore():
    assert records.to_json(Dispute("a", ("x",), ("y",))) == {"about": "a", "for": ["x"], "against": ["y"]}
    assert records.to_json(SaidOn("2025", "year", None, "text"))["from"] == "text"


def test_an_unknown_key_is_passed_over_and_a_default_fills_a_gap():
    assert records.from_json(Speaker, {"name": "Ann", "type": "person", "new": 1}) == Speaker("Ann", "person")


@pytest.mark.parametrize(
    "written",
    [
        None, [], "x", {}, {"source": "a", "reason": "b"}, {"source": 1, "reason": "b", "detail": "c"},
        {"source": None, "reason": "b", "detail": "c"},
    ],
)  # fmt: skip
def test_json_of_another_shape_is_refused(written):
    with pytest.raises(InputError, match="no Rejected record"):
        records.from_json(Rejected, written)


def test_a_value_outside_a_closed_list_is_refused():
    with pytest.raises(InputError, match="'shout'"):
        records.from_json(Speaker, {"name": "Ann", "type": "shout"})


@given(st.lists(st.text(max_size=5), max_size=5))
def test_the_same_parts_give_the_same_id_and_it_is_sixteen_hex_digits(parts):
    first = records.digest(*parts)
    assert first == records.digest(*parts)
    assert len(first) == 16
    int(first, 16)


def test_order_and_borders_of_parts_matter_to_an_id():
    ids = {records.digest("ab", "c"), records.digest("a", "bc"), records.digest("c", "ab"), records.digest("abc")}
    assert len(ids) == 4


def test_ids_are_the_same_in_every_run():
    """A ledger outlives a process: the id must not depend on hash randomisation or version."""
    assert records.digest("article", 1, 2) == "20087445bd6e8b4b"


def test_a_reading_in_a_notebook_is_its_text_marked_and_escaped():
    page = reading_of("<b>No,</b> she said.", Span(3, 6, "No,"))._repr_html_()
    assert "&lt;b&gt;" in page
    assert ">No,</span><sup>1</sup>" in page
    assert "unresolved (unresolved): assert" in page


def test_sourcing_counts_each_sort_of_source_and_whom_words_came_through():
    speakers = {
        "a": Speaker("Ann", "person"), "b": Speaker("Bo", "person", "BRD", "Minister"), "c": Speaker("Borduria", "state"),
        "d": Speaker("two divers", "anonymous"), "e": Speaker("Ann", "person"),
    }  # fmt: skip
    chains = {"d": ("The Gazette", "Delta News", "two divers"), "a": ("The Gazette", "Ann")}
    statements = tuple(
        Statement(
            name, "indirect", "assert", True, (), (), (), (), speaker,
            chain=tuple(records.Party(one, "media") for one in chains.get(name, ())), repeats="a" if name == "e" else None,
        )
        for name, speaker in speakers.items()
    )  # fmt: skip
    article = Article("1", "x", TEXT, "", outlet="The Gazette")
    found = records.to_json(Reading(article, statements))["sourcing"]
    assert {k: v for k, v in found.items() if v} == {
        "statements": 4, "named": 1, "official": 2, "anonymous": 1, "relayed": 1, "through": {"Delta News": 1},
    }  # fmt: skip


@given(
    st.lists(
        st.tuples(
            st.sampled_from(typing.get_args(records.ActorType)),
            st.sampled_from([None, "BRD"]),
            st.lists(st.sampled_from(["The Gazette", "Delta"]), max_size=3),
        )
    )
)
def test_sourcing_has_each_statement_once(rows):
    statements = tuple(
        Statement(
            str(number), "indirect", "assert", True, (), (), (), (), Speaker("x", kind, country, country),
            chain=tuple(records.Party(name, "media") for name in chain),
        )
        for number, (kind, country, chain) in enumerate(rows)
    )  # fmt: skip
    found = Reading(Article("1", "x", TEXT, "", outlet="The Gazette"), statements).sourcing
    assert found.statements == len(rows) == sum(getattr(found, kind) for kind in typing.get_args(records.SourceKind))
    assert found.relayed <= found.statements
