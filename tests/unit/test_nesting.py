"""What stands inside what: by spans, and by who only passes words on."""

from whoseword.nesting import enclosing
from whoseword.records import Attribution, Span


def part(text: str, cue: str, content: str) -> Attribution:
    cut = [(Span.cut(text, text.index(one), text.index(one) + len(one)),) for one in (cue, content)]
    return Attribution((), *cut)


def test_the_innermost_content_around_cue_and_content_holds() -> None:
    text = "Berg said Marin claimed Toivo thought it rained."
    parts = [part(text, "said", "Marin claimed Toivo thought it rained"), part(text, "claimed", "Toivo thought it rained")]
    assert enclosing([*parts, part(text, "thought", "it rained")]) == (None, 0, 1)


def test_who_is_quoted_with_the_same_words_stands_inside_who_quotes() -> None:
    text = "The paper, quoting a diver, said it rained."
    assert enclosing([part(text, "said", "it rained"), part(text, "quoting", "it rained")]) == (None, 0)


def test_what_is_inside_words_that_are_passed_on_is_inside_the_inner_of_two_hands() -> None:
    text = "The paper, quoting a diver, said Sol hoped it rained."
    parts = [
        part(text, "said", "Sol hoped it rained"),
        part(text, "quoting", "Sol hoped it rained"),
        part(text, "hoped", "it rained"),
    ]
    assert enclosing(parts) == (None, 0, 1)


def test_two_that_say_the_same_stand_side_by_side() -> None:
    text = "Berg said and Marin added it rained."
    assert enclosing([part(text, "said", "it rained"), part(text, "added", "it rained")]) == (None, None)


def test_nothing_is_inside_itself_however_things_are_passed_on() -> None:
    text = "quoting saying it rained and said so"
    parts = [
        part(text, "said", "quoting saying it rained"),
        part(text, "quoting", "saying it rained"),
        part(text, "saying", "it rained"),
    ]
    parents = enclosing(parts)
    for start in range(len(parts)):
        seen, at = set(), start
        while at is not None:
            assert at not in seen
            seen.add(at)
            at = parents[at]
