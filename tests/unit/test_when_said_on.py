"""When a statement was said: which date goes with the speech, which is carried on, and which belongs to something else."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whoseword.records import Article, Attribution, Span, Speaker
from whoseword.when import find_dates, said_on
from whoseword.when._said_on import surroundings

TUESDAY = "2016-09-20"


def marked(text):
    """The plain text, and the attributions that it marks as <s1:…>, <c1:…>, <k1:…> for source, cue and content of the first, and so on."""
    plain, spans, open_ = "", {}, []
    for piece in re.split(r"(<[sck]\d:|>)", text):
        if piece.startswith("<"):
            open_.append((piece[1], int(piece[2]), len(plain)))
        elif piece == ">":
            role, number, start = open_.pop()
            spans.setdefault(number, {"s": [], "c": [], "k": []})[role].append((start, len(plain)))
        else:
            plain += piece

    def cut(ranges):
        return tuple(Span.cut(plain, low, high) for low, high in sorted(ranges))

    return plain, [Attribution(cut(spans[n]["s"]), cut(spans[n]["c"]), cut(spans[n]["k"])) for n in sorted(spans)]


def dated(text, attributions, published=TUESDAY, speakers=()):
    return said_on(Article("-", "-", text, "-", published=published), attributions, find_dates(text, published), speakers)


def when(text, published=TUESDAY, speakers=()):
    plain, attributions = marked(text)
    return [None if given is None else given.value for given in dated(plain, attributions, published, speakers)]


def people(*names):
    return [Speaker(name, "person") for name in names]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("<s1:Anna Berg> <c1:said> Monday <k1:that the talks had failed>.", "2016-09-19"),
        ("<s1:Anna Berg> <c1:said> in an interview last week <k1:that the talks had failed>.", "2016-W37"),
        ('"<k1:The talks have failed,>" <s1:Anna Berg> <c1:said> while campaigning in Ghent on Sunday.', "2016-09-18"),
        ("<s1:Anna Berg> <c1:condemned> <k1:the attack> on Monday.", "2016-09-19"),
        ("<s1:Anna Berg> on Monday <c1:condemned> <k1:the attack>.", "2016-09-19"),
        ("On 12 January, <s1:Anna Berg> <c1:told> the radio <k1:that she would go>.", "2016-01-12"),
        (
            "Speaking at a meeting on 2 September, hours before the vote, <s1:Anna Berg> <c1:praised> <k1:the plan>.",
            "2016-09-02",
        ),
        ("During her annual lecture in December 2014, <s1:Anna Berg> <c1:repeated> <k1:that she was ready>.", "2014-12"),
        ("The text follows <c1:reports> by <s1:Radio North> on 19 September <k1:that she had left>.", "2016-09-19"),
        ("<s1:A 2015 report> <c1:found> <k1:that prices had doubled>.", "2015"),
        ("<s1:The survey>, published on Monday, <c1:found> <k1:that prices had doubled>.", "2016-09-19"),
        ("<s1:Anna Berg> <c1:said last fall> <k1:that she would go>.", "2015"),
    ],
)
def test_a_date_that_goes_with_the_speech_dates_it(text, value):
    assert when(text) == [value]


@pytest.mark.parametrize(
    "text",
    [
        "<s1:Anna Berg> <c1:said> <k1:that the talks failed on Monday>.",
        "<s1:Anna Berg>, who lost the election in 2014, <c1:said> <k1:that the talks had failed>.",
        "<s1:Anna Berg> has <c1:said> since 2012 <k1:that the talks would fail>.",
        "The talks, held in early 2014, collapsed, and <s1:Anna Berg> <c1:blamed> <k1:the minister>.",
        "<s1:Anna Berg> <c1:spoke of> <k1:hope> before Friday's vote.",
        "<s1:Anna Berg, a spokeswoman of the 2008 campaign>, <c1:said> <k1:that the talks had failed>.",
        "<s1:Anna Berg> will <c1:tell> the council next Monday <k1:that the talks have failed>.",
        "At 5 p.m. <s1:Anna Berg> <c1:said> <k1:that the talks had failed>.",
    ],
)
def test_a_date_of_something_else_dates_no_statement(text):
    assert when(text) == [None]


def test_the_date_of_a_speech_is_carried_to_what_the_same_source_goes_on_to_say():
    assert (
        when(
            "In a speech on Monday, <s1:Anna Berg> <c1:said> <k1:the talks had failed>. <s2:She> also <c2:said> <k2:she was sad>.\n\n"
            '"<k3:We tried,>" <s3:Berg> <c3:said>.'
        )
        == ["2016-09-19"] * 3
    )


def test_the_date_is_carried_to_another_cue_of_the_sentence():
    text, attributions = marked("<s1:Berg> <c1:condemned> <k1:the attack> on Monday, <c2:calling> <k2:it a crime>.")
    both = [attributions[0], Attribution(attributions[0].source, attributions[1].cue, attributions[1].content)]
    assert [given.value for given in dated(text, both)] == ["2016-09-19", "2016-09-19"]


@pytest.mark.parametrize(
    "second",
    [
        "<s2:She> <c2:has said> <k2:it was a pity>.",
        "<s2:She> <c2:has always believed> <k2:it was a pity>.",
        "<s2:Berg> <c2:said> in a separate interview <k2:that it was a pity>.",
        "<s2:Critics> <c2:say> <k2:it was a pity>.",
    ],
)
def test_a_perfect_a_thought_or_another_occasion_is_not_of_the_day_of_the_speech(second):
    assert when(f"On Monday, <s1:Anna Berg> <c1:said> <k1:the talks had failed>. {second}") == ["2016-09-19", None]


def test_a_date_that_is_none_of_speech_leaves_the_speech_its_day():
    text = "On Monday, <s1:Anna Berg> <c1:said> <k1:the talks had failed>. The plan was made in 2012. <s2:Berg> <c2:said> <k2:it was a pity>."
    assert when(text) == ["2016-09-19"] * 2


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ('The Herald wrote on Monday: "<s1:Anna Berg> <c1:told> her son <k1:to stay>, and nobody spoke."', True),
        ('On Monday it rained. "<k1:We tried,>" <s1:she> <c1:told> her son. "<k1:We did.>"', False),
        ("On Monday it rained. “<k1:We tried,>” <s1:she> <c1:told> her son.", False),
        ("On Monday it rained. ``<k1:We tried,>'' <s1:she> <c1:told> her son.", False),
    ],
)
def test_a_cue_that_a_longer_quotation_repeats_is_told_from_one_beside_a_quotation(text, inside):
    plain, attributions = marked(text)
    article = Article("-", "-", plain, "-", published=TUESDAY)
    (_, (step,)), *_ = surroundings(article, attributions, find_dates(plain, TUESDAY)).chains()
    assert ("inside a quotation" in step.readings[1].clues) is inside


def test_statements_inside_of_others_do_not_break_the_thread():
    text = (
        "On Monday, <s1:Anna Berg> <c1:said> <k1:that <s2:Carl Dahl> <c2:thinks> <k2:it over>>. "
        "<s3:Berg> also <c3:said> <k3:that it was not>."
    )
    assert when(text) == ["2016-09-19", None, "2016-09-19"]


def test_the_thread_follows_the_speaker_under_whatever_name():
    text = "On Monday, <s1:Anna Berg> <c1:said> <k1:the talks had failed>. <s2:The former head of the party> <c2:added> <k2:that she was sad>."
    assert when(text, speakers=people("Anna Berg", "Anna Berg")) == ["2016-09-19"] * 2
    assert when(text, speakers=people("Anna Berg", "Carl Dahl"))[0] == "2016-09-19"


def test_what_had_been_said_before_the_scene_does_not_date_the_scene():
    text = "<s1:Berg> <c1:had said> on Saturday <k1:that she would stay>. <s2:Berg> <c2:has> <k2:no regrets>."
    assert when(text) == ["2016-09-17", None]


def test_a_question_and_its_answer_are_of_one_day():
    text = "When <c1:asked> by <s1:Carl Dahl> <k1:what she feared>, <s2:Berg> on Monday <c2:said> <k2:nothing at all>."
    assert when(text, speakers=people("Carl Dahl", "Anna Berg")) == ["2016-09-19"] * 2


def test_a_person_quoted_right_after_the_group_it_speaks_for_speaks_on_its_day():
    text = "<s1:Lawmakers> <c1:said> Monday <k1:that it was over>. “<k2:A sad day,>” <c2:said> <s2:Anna Berg>."
    assert when(text, speakers=[Speaker("lawmakers", "group"), *people("Anna Berg")]) == ["2016-09-19"] * 2


def test_the_scene_that_the_text_sets_dates_what_is_said_in_it():
    text = "Anna Berg was in Ghent on Monday and met the mayor there. “<k1:We tried,>” <s1:she> <c1:told> him.\n\nIt rained on Monday."
    assert when(text, speakers=people("Anna Berg")) == ["2016-09-19"]


def test_what_someone_has_said_again_and_again_is_not_of_the_day_of_the_scene():
    text = "Anna Berg was in Ghent in 2012 and met the mayor there.\n\nBoth were in a hurry. <s1:She> <c1:has said> <k1:that she tried>."
    assert when(text, speakers=people("Anna Berg")) == [None]


def test_the_sentence_before_may_give_the_day():
    text = "Anna Berg gave a speech on Monday. “<k1:It is a shame,>” <s1:she> <c1:said> in the speech."
    assert when(text, speakers=people("Anna Berg")) == ["2016-09-19"]


def test_the_title_says_what_the_first_sentence_dates():
    assert (
        when("<s1:Berg> <c1:rejects> <k1:plan>\n\n<s2:Anna Berg> <c2:said> Monday <k2:that the plan was bad>.")
        == ["2016-09-19"] * 2
    )


def test_a_nested_statement_is_dated_on_its_own_level():
    assert when("<s1:Carl Dahl> <c1:said> Monday <k1:that <s2:Berg> <c2:told> him on Friday <k2:that she would go>>.") == [
        "2016-09-19",
        "2016-09-16",
    ]


def test_the_evidence_is_the_date_in_the_text():
    text, attributions = marked("<s1:Anna Berg> <c1:said> in early 2015 <k1:that it was over>.")
    (found,) = dated(text, attributions)
    assert (found.value, found.precision, found.modifier, found.from_) == ("2015", "year", "START", "text")
    assert text[found.span.start : found.span.end] == found.span.text == "early 2015"


def test_a_weekend_is_given_as_its_week():
    assert when("<s1:Anna Berg> <c1:said> over the weekend <k1:that it was over>.") == ["2016-W37"]


def test_without_a_day_of_publication_only_dates_that_need_none_are_used():
    text = "<s1:Berg> <c1:said> {} <k1:that it was over>."
    assert when(text.format("Monday"), None) == when(text.format("in May"), None) == [None]
    assert when(text.format("in May 2014"), None) == ["2014-05"]


def test_no_attributions_give_nothing():
    assert dated("On Monday it rained.", []) == ()


PIECES = st.lists(
    st.sampled_from(["On Monday, ", "Anna Berg ", "said ", "told CNN ", "in May 2014 ", "yesterday ", "that it rained", ". ", "\n", "who ", "she ", "“", "” "]),
    min_size=1, max_size=25,
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(PIECES, st.data())
def test_any_attributions_of_any_text_give_evidence_outside_of_the_content(pieces, data):
    text = "".join(pieces)
    span = st.tuples(st.integers(0, len(text) - 1), st.integers(1, 12)).map(
        lambda at: Span.cut(text, at[0], min(len(text), sum(at)))
    )
    some = st.lists(span, max_size=2).map(lambda spans: tuple(sorted(spans)))
    attributions = data.draw(st.lists(st.builds(Attribution, some, some, some), max_size=6))
    dates = find_dates(text, TUESDAY)
    given_ = dated(text, attributions)
    assert len(given_) == len(attributions)
    for found in given_:
        if found is not None:
            assert text[found.span.start : found.span.end] == found.span.text
            assert any((d.start, d.end) == (found.span.start, found.span.end) for d in dates)


def test_what_was_previously_said_is_not_of_the_day_of_the_next_statement():
    text = "<s1:<s2:Berg>>, who <c1:previously questioned> <k1:the plan>, <c2:said> Monday <k2:that it was over>."
    assert when(text) == [None, "2016-09-19"]
