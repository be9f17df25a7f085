"""Statements that grammar gives inside others: by a noun of saying, and through two hands in one sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whoseword.records import Attribution, Span
from whoseword.tag.nouns import read_nouns
from whoseword.tag.relays import read_relays


def cut(text: str, part: str) -> tuple[Span, ...]:
    return (Span.cut(text, text.index(part), text.index(part) + len(part)),) if part else ()


def found(text: str, cue: str, content: str) -> list[tuple[str | None, str, str]]:
    held = Attribution((), cut(text, cue), cut(text, content), confidence=0.9)
    return [(a.source[0].text if a.source else None, a.cue[0].text, a.content[0].text) for a in read_nouns(text, [held])]


@pytest.mark.parametrize(
    ("text", "cue", "content", "want"),
    [
        (
            "Sol denied accusations made by her brother, Rui, that she joined the raid.",
            "denied",
            "accusations made by her brother, Rui, that she joined the raid",
            ("her brother, Rui", "accusations", "that she joined the raid"),
        ),
        (
            "Sol spoke of signals from Borduria that it wants talks.",
            "spoke",
            "of signals from Borduria that it wants talks",
            ("Borduria", "signals", "that it wants talks"),
        ),
        (
            "Sol regrets Borduria’s decision to close the pass.",
            "regrets",
            "Borduria’s decision to close the pass",
            ("Borduria’s", "decision", "to close the pass"),
        ),
        (
            "Sol pleaded innocent to charges that she forged the map.",
            "pleaded innocent",
            "to charges that she forged the map",
            (None, "charges", "that she forged the map"),
        ),
        (
            "Sol rejected a Sprodj city court order that the pass stay open.",
            "rejected",
            "a Sprodj city court order that the pass stay open",
            ("Sprodj city court", "order", "that the pass stay open"),
        ),
        (
            "Sol denied a newspaper report that the dam broke on Jan. 4 at noon.",
            "denied",
            "a newspaper report that the dam broke on Jan. 4 at noon",
            ("newspaper", "report", "that the dam broke on Jan. 4 at noon"),
        ),
        (
            "Sol regretted the Guild’s opposition to dams, which hurt her.",
            "regretted",
            "the Guild’s opposition to dams, which hurt her",
            ("the Guild’s", "opposition", "to dams"),
        ),
        (
            "Sol praised his urgent calls for new dams.",
            "praised",
            "his urgent calls for new dams",
            ("his", "calls", "for new dams"),
        ),
    ],
)
def test_a_noun_of_saying_with_its_clause_is_a_statement(
    text: str, cue: str, content: str, want: tuple[str | None, str, str]
) -> None:
    assert found(text, cue, content) == [want]


@pytest.mark.parametrize(
    ("text", "cue", "content"),
    [
        ("Sol denied charges that carry ten years.", "denied", "charges that would carry ten years"),
        ("Sol said claims that the dam broke are rare.", "said", "claims that the dam broke are rare"),
        ("Sol mocked his bid to stop the dam.", "mocked", "his bid to stop the dam"),
    ],
)
def test_a_relative_clause_a_bare_noun_and_a_try_are_none(text: str, cue: str, content: str) -> None:
    text = text.replace("charges that carry", "charges that would carry")
    assert found(text, cue, content) == []


def test_what_was_found_already_is_not_found_again() -> None:
    text = "Sol denied claims by Rui that it rained."
    held = Attribution((), cut(text, "denied"), cut(text, "claims by Rui that it rained"))
    inner = Attribution(cut(text, "Rui"), cut(text, "claims"), cut(text, "that it rained"), depth=1)
    assert read_nouns(text, [held, inner]) == []


def test_a_noun_is_found_beside_what_stands_in_its_clause() -> None:
    text = "Sol spoke of signals from Borduria that it wants talks."
    held = Attribution((), cut(text, "spoke"), cut(text, "of signals from Borduria that it wants talks"))
    inner = Attribution(cut(text, "it"), cut(text, "wants"), cut(text, "talks"), depth=1)
    assert [a.cue[0].text for a in read_nouns(text, [held, inner])] == ["signals"]


def relayed(text: str, source: str, cue: str, content: str) -> list[tuple[str, str, str, int]]:
    parts = read_relays(text, [Attribution(cut(text, source), cut(text, cue), cut(text, content))])
    return [(a.source[0].text, a.cue[0].text, a.content[0].text, a.depth) for a in parts]


def test_who_said_what_an_agency_passes_on_is_inside_it() -> None:
    text = "The dam held, Bo Lind said, according to the Delta agency."
    assert relayed(text, "the Delta agency", "according to", "The dam held") == [
        ("the Delta agency", "according to", "The dam held, Bo Lind said", 0),
        ("Bo Lind", "said", "The dam held", 1),
    ]


def test_who_is_quoted_as_saying_by_another_is_inside_it() -> None:
    text = "“The dam held,” Bo Lind was quoted as saying by the Delta news agency."
    assert relayed(text, "Bo Lind", "was quoted as saying", "The dam held,") == [
        ("the Delta news agency", "was quoted as saying", "The dam held,", 0),
        ("Bo Lind", "saying", "The dam held,", 1),
    ]


def test_who_is_quoted_is_found_where_only_the_agency_was_taken_for_the_source() -> None:
    text = "“The dam held,” Lind was quoted as saying by the Delta news agency."
    assert relayed(text, "the Delta news agency", "was quoted as saying", "The dam held,") == [
        ("the Delta news agency", "was quoted as saying", "The dam held,", 0),
        ("Lind", "saying", "The dam held,", 1),
    ]


@pytest.mark.parametrize(
    "text", ["The Courier, citing two divers, said the dam held.", "The Courier said, citing two divers, that the dam held."]
)
def test_whom_an_outlet_cites_is_inside_it(text: str) -> None:
    content = "the dam held" if "that" not in text else "that the dam held"
    assert relayed(text, "The Courier", "said", content)[1] == ("two divers", "citing", content, 1)


def test_who_is_quoted_in_passing_is_the_inner_source_and_no_content() -> None:
    text = "The Courier, quoting secret papers, said the dam held."
    source = cut(text, "The Courier")
    aside = Attribution(source, cut(text, "quoting"), cut(text, "secret papers,"))
    said = Attribution(source, cut(text, "said"), cut(text, "the dam held"))
    found = [(a.source[0].text, a.cue[0].text, a.content[0].text, a.depth) for a in read_relays(text, [aside, said])]
    assert found == [("secret papers", "quoting", "the dam held", 1), ("The Courier", "said", "the dam held", 0)]


def test_one_hand_stays_one() -> None:
    text = "The dam held, according to the Delta agency."
    assert len(relayed(text, "the Delta agency", "according to", "The dam held")) == 1


_BOUNDS = st.tuples(st.integers(0, 120), st.integers(0, 120))


@given(
    st.lists(
        st.sampled_from(
            ["claims ", "by Rui ", "that ", "to go ", "Sol’s ", "said, ", "“", "” ", ". ", "\n", "according to ", "É "]
        ),
        max_size=30,
    ).map("".join),
    st.lists(st.tuples(_BOUNDS, _BOUNDS, _BOUNDS), max_size=4),
)
def test_any_text_is_read_and_spans_are_their_text(text: str, bounds: list) -> None:
    def some(pair: tuple[int, int]) -> tuple[Span, ...]:
        start, end = min(*pair, len(text)), min(max(pair), len(text))
        return (Span.cut(text, start, end),) if start < end else ()

    given_here = [Attribution(some(a), some(b), some(c)) for a, b, c in bounds if some(c)]
    for one in read_nouns(text, read_relays(text, given_here)):
        for span in (*one.source, *one.cue, *one.content):
            assert text[span.start : span.end] == span.text != ""


@pytest.mark.parametrize("unit", ["claims by A ", "A’s plan ", "claims that ", '", a said ', "a, b said "])
def test_a_text_made_to_backtrack_is_read_to_its_end(unit: str) -> None:
    text = "Bob said " + unit * (20_000 // len(unit)) + "according to A"
    held = Attribution(cut(text, "A"), (Span.cut(text, len(text) - 14, len(text) - 2),), (Span.cut(text, 9, len(text) - 20),))
    assert read_relays(text, [held])
    assert isinstance(read_nouns(text, [held]), list)
