"""What was said and how: quotation marks, verbatim words, acts and whether they were voiced."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whoseword.errors import ModelError
from whoseword.records import Attribution, Span
from whoseword.speech import act_of, find_act, kind_of, verbatim, voiced
from whoseword.speech.acts import unpack
from whoseword.speech.judging import weigh
from whoseword.speech.rules import judge


def span(text: str, part: str) -> Span:
    start = text.index(part)
    return Span.cut(text, start, start + len(part))


def said(cue: str, content: str, source: str = "The minister") -> tuple[str, Attribution]:
    text = f"{source} {cue} {content}."
    return text, Attribution((span(text, source),), (span(text, cue),), (span(text, content),))


@pytest.mark.parametrize(
    "quoted", ["“Go home now,” he said", '"Go home now," he said', "``Go home now,'' he said", "«Go home now,» he said"]
)
def test_every_pair_of_marks_makes_direct_speech(quoted: str) -> None:
    content = span(quoted, "Go home now")
    assert kind_of(quoted, [content]) == "direct"
    assert verbatim(quoted, [content]) == (content,)


def test_straight_marks_after_a_mixed_pair_close() -> None:
    text = '"We go home,” he said.'
    assert kind_of(text, [span(text, "We go home")]) == "direct"
    assert kind_of(text, [span(text, "he said")]) == "indirect"


def test_a_word_in_marks_makes_it_mixed_and_is_verbatim() -> None:
    text = "He spoke of a “temporary truce” only."
    content = span(text, "a “temporary truce” only")
    assert kind_of(text, [content]) == "mixed"
    assert [s.text for s in verbatim(text, [content])] == ["temporary truce"]


def test_an_unclosed_quotation_ends_with_its_paragraph() -> None:
    text = "“We go on.\n“And on,” he said.\nThey left."
    assert kind_of(text, [span(text, "We go on.\n“And on")]) == "direct"
    assert kind_of(text, [span(text, "They left")]) == "indirect"


@pytest.mark.parametrize(
    "text", ["They don't know the boys' names", "It's ours ' s and the dogs' dinner", "the boy 's plan was n't ready"]
)
def test_apostrophes_quote_nothing(text: str) -> None:
    assert kind_of(text, [Span.cut(text, 0, len(text))]) == "indirect"


def test_what_another_quotes_is_not_the_inner_speakers_own_words() -> None:
    text = "“He said that war is over,” she said."
    inner = span(text, "that war is over")
    assert kind_of(text, [inner], [span(text, "said")]) == "indirect"
    assert verbatim(text, [inner], [span(text, "said")]) == ()


@pytest.mark.parametrize(
    ("cue", "content", "act"),
    [
        ("denied", "any part in it", "deny"),
        ("did not deny", "the report", "confirm"),
        ("declined to say", "who had called", "refuse"),
        ("refused to rule out", "a strike", "refuse"),
        ("made a pledge", "to leave", "promise"),
        ("repeated his refusal", "to leave", "refuse"),
        ("said", "he would pay for it", "promise"),
        ("said", "the plan was a disgrace", "criticise"),
        ("said", "talks were held", "assert"),
        ("called", "him a fraud", "criticise"),
        ("asked", "who would pay", "ask"),
        ("said", "“Who will pay?”", "ask"),
        ("called for", "a ceasefire", "demand"),
        ("called on", "the rebels to leave", "request"),
        ("took aim at", "the mayor", "criticise"),
        ("pleaded not guilty to", "the charge", "deny"),
        ("voiced optimism about", "the talks", "hope"),
        ("thinks", "it is late", "believe"),
    ],
)
def test_the_cue_names_the_act_and_plain_saying_leaves_it_to_the_content(cue: str, content: str, act: str) -> None:
    assert act_of(*said(cue, content)) == act


@pytest.mark.parametrize(
    ("cue", "content", "out_loud"),
    [
        ("said", "talks were held", True),
        ("thinks", "it is late", False),
        ("wants", "to leave", False),
        ("said he hoped", "for rain", True),
        ("declined", "to comment", False),
        ("did not say", "who paid", False),
        ("rejected", "the offer", True),
        ("voted against", "the bill", False),
    ],
)
def test_voiced_is_false_where_nothing_was_said(cue: str, content: str, out_loud: bool) -> None:
    text, attribution = said(cue, content)
    assert voiced(text, attribution, act_of(text, attribution)) is out_loud


def test_an_act_says_by_what_it_was_found() -> None:
    found = find_act(*said("denied", "any part in it"))
    assert (found.act, found.how) == ("deny", "named")
    assert 0.5 < found.confidence <= 1
    assert any(clue.endswith("@deny") for clue in found.clues)


def test_an_act_that_the_weights_choose_against_the_rules_is_called_weighed() -> None:
    page = said("has been about", "the rise of outsiders", "The paper")
    assert (judge(*page).act, find_act(*page).act, find_act(*page).how) == ("believe", "assert", "weighed")


@pytest.mark.parametrize(
    ("content", "blame", "praise"),
    [
        ("a reckless and dishonest plan", 2, 0),
        ("an honest man", 0, 1),
        ("he is not honest", 1, 0),
        ("it isn’t wrong", 0, 1),
        ("the flood and the bomb", 0, 0),
        ("no. He is honest", 0, 1),
    ],
)
def test_judging_words_count_for_blame_or_praise_and_a_negation_turns_them(content: str, blame: int, praise: int) -> None:
    assert weigh(content) == (blame, praise)


def test_weights_of_another_checksum_are_not_used() -> None:
    with pytest.raises(ModelError, match="install whoseword again"):
        unpack({"acts": ["assert"], "clues": ["always"], "weights": "00", "scale": 1.0, "checksum": "0" * 16})


@settings(deadline=None)  # the first call loads the weights
@given(
    st.text("ab .?\n“”‘’'\"`«»„I won't say he denied", max_size=80),
    st.lists(st.tuples(st.integers(0, 80), st.integers(0, 80)), max_size=4),
)
def test_any_text_is_read_and_verbatim_spans_are_their_text(text: str, bounds: list[tuple[int, int]]) -> None:
    spans = tuple(Span.cut(text, min(a, b), max(a, b)) for a, b in bounds if max(a, b) <= len(text) and a != b)
    attribution = Attribution(spans[:1], spans[1:2], spans[2:])
    assert kind_of(text, spans, spans[:1]) in ("direct", "indirect", "mixed")
    assert isinstance(voiced(text, attribution, act_of(text, attribution)), bool)
    for part in verbatim(text, spans):
        assert part.start < part.end
        assert text[part.start : part.end] == part.text
