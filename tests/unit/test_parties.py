"""To whom, on what occasion and through whose hands; carried over one speech and no further."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whoseword.parties import addressees, chains, occasions
from whoseword.records import Attribution, Span, Speaker

NOBODY = Speaker(None, "unresolved")


def spans(text: str, *parts: str) -> tuple[Span, ...]:
    return tuple(Span.cut(text, text.index(p), text.index(p) + len(p)) for p in parts)


def attribution(text: str, source: str, cue: str, content: str) -> Attribution:
    return Attribution(spans(text, source), spans(text, cue), spans(text, content))


@pytest.mark.parametrize(
    ("text", "source", "cue", "content", "whom"),
    [
        ("Marin told Helsinki News that it rained.", "Marin", "told", "that it rained", "Helsinki News"),
        ("In an interview with Delta Radio, Marin said it rained.", "Marin", "said", "it rained", "Delta Radio"),
        ("Marin told reporters it rained.", "Marin", "told", "it rained", "reporters"),
        ("Marin congratulated Anna Berg on her win.", "Marin", "congratulated", "Anna Berg on her win", "Anna Berg"),
        ("“Rain,” Marin said in a letter to Anna Berg.", "Marin", "said", "Rain", "Anna Berg"),
        ("In a May Delta Radio interview, Marin said it rained.", "Marin", "said", "it rained", "Delta Radio"),
        ("Marin said on a call with reporters that it rained.", "Marin", "said", "that it rained", "reporters"),
        ("Marin told Anna Berg not to go.", "Marin", "told", "Anna Berg not to go", "Anna Berg"),
        ("Marin met with Anna Berg to discuss the dam.", "Marin", "met with Anna Berg to discuss", "the dam", "Anna Berg"),
        (
            "The Norvian Wire Agency waited. Marin told the NWA that it rained.",
            "Marin",
            "told",
            "that it rained",
            "Norvian Wire Agency",
        ),
        ("Marin called on the government to act.", "Marin", "called on", "to act", "government"),
    ],
)
def test_the_addressee_is_whom_the_sentence_names(text: str, source: str, cue: str, content: str, whom: str) -> None:
    (found,) = addressees(text, [attribution(text, source, cue, content)], [NOBODY])
    assert found is not None
    assert found.name == whom


def test_an_addressee_known_as_a_speaker_takes_that_name() -> None:
    text = "Anna Berg spoke. Marin congratulated Berg on her win."
    both = [attribution(text, "Anna Berg", "spoke", "spoke"), attribution(text, "Marin", "congratulated", "Berg on her win")]
    found = addressees(text, both, [Speaker("Anna Berg", "person"), Speaker("Sanna Marin", "person")])[1]
    assert found is not None
    assert (found.name, found.type) == ("Anna Berg", "person")


def test_the_addressee_is_carried_for_the_same_voice_but_not_for_another() -> None:
    text = "Marin told Helsinki News it rained. Marin said it stopped. Berg said it snowed."
    three = [
        attribution(text, "Marin", "told", "it rained"),
        Attribution((Span.cut(text, 36, 41),), (Span.cut(text, 42, 46),), spans(text, "it stopped")),
        Attribution(spans(text, "Berg"), (Span.cut(text, 64, 68),), spans(text, "it snowed")),
    ]
    names = [p.name if p else None for p in addressees(text, three, [NOBODY] * 3)]
    assert names == ["Helsinki News", "Helsinki News", None]


def talk(text: str, *parts: tuple[str, str, str], at: int = 0) -> list[Attribution]:
    """Attributions found one after the other, each behind the one before."""
    found = []
    for part in parts:
        placed = []
        for word in part:
            begin = text.index(word, at)
            placed.append((Span.cut(text, begin, begin + len(word)),))
            at = begin + 1
        found.append(Attribution(*placed))
    return found


def told(text: str, attributions: list[Attribution], *names: str) -> list[str | None]:
    return [p.name if p else None for p in addressees(text, attributions, [Speaker(name, "person") for name in names])]


def test_the_interview_is_the_one_that_was_told_of_before() -> None:
    text = "Ray could not say why it came up in an interview with Delta News. Marin noted the rule in the interview last week."
    both = talk(
        text, ("Ray", "could not say", "why it came up in an interview with Delta News"), ("Marin", "noted", "the rule")
    )
    assert told(text, both, "Carl Ray", "Sanna Marin")[1] == "Delta News"


def test_what_is_said_to_a_device_is_said_to_it_once() -> None:
    text = "“Go,” Marin said to the TV. “Home,” Marin said."
    both = talk(text, ("Go", "Marin", "said"), ("Home", "Marin", "said"))
    both = [Attribution(a.cue, a.content, a.source) for a in both]
    assert told(text, both, "Sanna Marin", "Sanna Marin")[1] is None


def test_a_phrase_is_never_cut_within_a_word() -> None:
    text = f"Marin told {'Aa ' * 43}Bertramssonville that it rained."
    (whom,) = told(text, talk(text, ("Marin", "told", "that it rained")), "Sanna Marin")
    assert whom is None or all(word in text.split() for word in whom.split())


def test_question_and_answer_are_said_to_each_other() -> None:
    text = "Dahl asked if it rained. Marin said it did."
    assert told(
        text, talk(text, ("Dahl", "asked", "if it rained"), ("Marin", "said", "it did")), "Carl Dahl", "Sanna Marin"
    ) == [
        "Sanna Marin",
        "Carl Dahl",
    ]


def test_a_question_that_nobody_is_named_for_is_put_to_who_answers_it() -> None:
    text = "Asked if it rained, Marin said yes."
    both = [
        Attribution((), spans(text, "Asked"), spans(text, "if it rained")),
        attribution(text, "Marin", "said", "yes"),
    ]
    found = addressees(text, both, [NOBODY, Speaker("Sanna Marin", "person")])
    assert [p.name if p else None for p in found] == ["Sanna Marin", None]


def test_an_appeal_to_someone_is_no_talk_that_goes_on() -> None:
    text = "Marin urged Anna Berg to go. Marin said it rained."
    both = talk(text, ("Marin", "urged", "to go"), ("Marin", "said", "it rained"))
    assert told(text, both, "Sanna Marin", "Sanna Marin") == ["Anna Berg", None]


def test_an_appeal_to_an_agency_is_no_talk_that_goes_on_either() -> None:
    text = "Marin urged the Delta News Agency to go. Marin said it rained."
    both = talk(text, ("Marin", "urged", "to go"), ("Marin", "said", "it rained"))
    assert told(text, both, "Sanna Marin", "Sanna Marin") == ["Delta News Agency", None]


def test_a_telling_that_is_itself_told_of_is_no_talk_that_goes_on() -> None:
    text = "Marin admitted she told police it rained. Marin said it stopped."
    three = talk(text, ("Marin", "admitted", "she told police it rained"), ("Marin", "said", "it stopped")) + talk(
        text, ("she", "told", "it rained")
    )
    ordered = [three[0], three[2], three[1]]
    assert told(text, ordered, *["Sanna Marin"] * 3) == [None, "police", None]


def test_another_broadcast_between_ends_the_talk() -> None:
    text = "Marin told Delta News it rained. There was no end to it, neither on that day nor on the next, in all of the land. She was on CNN at night. Marin said it stopped."
    both = talk(text, ("Marin", "told", "it rained"), ("Marin", "said", "it stopped"))
    assert told(text, both, "Sanna Marin", "Sanna Marin") == ["Delta News", None]


def test_the_people_told_are_read_to_the_end_of_their_phrase() -> None:
    text = "Marin told hundreds of young farmers from Karelia that it rained."
    (found,) = addressees(text, [attribution(text, "Marin", "told", "that it rained")], [NOBODY])
    assert found is not None
    assert found.name == "hundreds of young farmers"


@pytest.mark.parametrize("what", ["the truth", "a lie"])
def test_a_thing_is_not_told(what: str) -> None:
    text = f"Marin told {what}: it rained."
    assert addressees(text, [attribution(text, "Marin", "told", "it rained")], [NOBODY]) == (None,)


def test_who_was_told_is_the_subject_of_the_passive() -> None:
    text = "The delegates were told that it rained."
    (found,) = addressees(text, [Attribution((), spans(text, "were told"), spans(text, "that it rained"))], [NOBODY])
    assert found is not None
    assert found.name == "delegates"


def test_a_pronoun_told_is_the_person_named_before_who_does_not_speak() -> None:
    text = "Berg came in. Dahl saw Berg. Dahl told him that it rained."
    speakers = [Speaker("Anna Berg", "person"), Speaker("Carl Dahl", "person")]
    both = talk(text, ("Berg", "came", "in"), ("Dahl", "told", "that it rained"))
    assert [p.name if p else None for p in addressees(text, both, speakers)] == [None, "Anna Berg"]


def test_a_role_of_the_press_is_who_was_told_before() -> None:
    text = "Marin told Delta Radio it rained. Marin told the network that it stopped."
    both = talk(text, ("Marin", "told", "it rained"), ("Marin", "told", "that it stopped"))
    assert told(text, both, "Sanna Marin", "Sanna Marin") == ["Delta Radio", "Delta Radio"]


def test_the_words_of_a_source_are_told_under_its_name() -> None:
    text = "The campaign said it rained. Berg urged the campaign to act."
    both = talk(text, ("The campaign", "said", "it rained"), ("Berg", "urged", "to act"))
    speakers = [Speaker("Marin campaign", "organisation"), Speaker("Anna Berg", "person")]
    assert [p.name if p else None for p in addressees(text, both, speakers)] == [None, "Marin campaign"]


def test_turns_of_a_transcript_are_said_to_the_other_side() -> None:
    text = "DAHL: Does it rain?\n\nMARIN: It does.\n\nDAHL: All over?\n\nMARIN: All over."
    turns = talk(
        text,
        ("DAHL", ":", "Does it rain?"),
        ("MARIN", ":", "It does"),
        ("DAHL", ":", "All over?"),
        ("MARIN", ":", "All over."),
    )
    names = ["Carl Dahl", "Sanna Marin"] * 2
    assert told(text, turns, *names) == ["Sanna Marin", "Carl Dahl"] * 2


def test_a_talk_goes_on_past_what_its_speaker_thinks_and_by_denials_to_the_press() -> None:
    text = (
        "Marin told Delta News it rained. Marin believes it stopped. Marin declined to say where. Marin added that it was wet."
    )
    four = talk(
        text,
        ("Marin", "told", "it rained"),
        ("Marin", "believes", "it stopped"),
        ("Marin", "declined", "to say where"),
        ("Marin", "added", "that it was wet"),
    )
    assert told(text, four, *["Sanna Marin"] * 4) == ["Delta News", None, "Delta News", "Delta News"]


def test_another_time_or_event_ends_the_talk() -> None:
    text = "Marin told Delta News it rained. In March, Marin said it stopped. At the gala dinner Marin said it was wet."
    three = talk(text, ("Marin", "told", "it rained"), ("Marin", "said", "it stopped"), ("Marin", "said", "it was wet"))
    assert told(text, three, *["Sanna Marin"] * 3) == ["Delta News", None, None]


def test_what_an_article_opens_with_is_told_to_whom_its_speaker_tells_the_next_thing() -> None:
    text = "Marin said it rained. Marin told Delta News it was wet."
    both = talk(text, ("Marin", "said", "it rained"), ("Marin", "told", "it was wet"))
    assert told(text, both, "Sanna Marin", "Sanna Marin") == ["Delta News", "Delta News"]


def test_a_question_put_to_another_is_not_answered_by_who_speaks_next() -> None:
    text = "Dahl asked Anna Berg to go. Marin said it rained."
    both = talk(text, ("Dahl", "asked", "to go"), ("Marin", "said", "it rained"))
    assert told(text, both, "Carl Dahl", "Sanna Marin") == ["Anna Berg", None]


def test_nobody_is_told_where_the_text_names_nobody() -> None:
    text = "Marin said it rained in Turku."
    assert addressees(text, [attribution(text, "Marin", "said", "it rained in Turku")], []) == (None,)


@pytest.mark.parametrize(
    ("text", "occasion"),
    [
        ("In a radio speech on 2 May, Marin said it rained.", "a radio speech"),
        ("Marin said it rained on Twitter.", "Twitter"),
        ("Marin said in the conference hall that it rained.", None),
        (
            "Speaking at a late session of the Nordic Council on 2 May, Marin said it rained.",
            "a late session of the Nordic Council",
        ),
        ("Marin said in an interview with Delta Radio: it rained.", "an interview with Delta Radio"),
        ("At a rally in Ohio, Marin said it rained.", "a rally in Ohio"),
        ("Marin said it rained.", None),
    ],
)
def test_the_occasion_is_verbatim_without_its_preposition(text: str, occasion: str | None) -> None:
    (found,) = occasions(text, [attribution(text, "Marin", "said", "it rained")], [NOBODY])
    assert (found.text if found else None) == occasion


def test_an_occasion_inside_the_content_is_not_where_it_was_said() -> None:
    text = "Marin said it rained during a rally in Ohio."
    assert occasions(text, [attribution(text, "Marin", "said", "it rained during a rally in Ohio")], []) == (None,)


def test_sources_cited_by_another_come_through_it() -> None:
    text = "According to anonymous officials cited by Delta News, it rained."
    (chain,) = chains(
        text,
        [attribution(text, "anonymous officials cited by Delta News", "According to", "it rained")],
        [NOBODY],
        "The Gazette",
    )
    assert [(p.name, p.type) for p in chain] == [
        ("The Gazette", "media"),
        ("Delta News", "media"),
        ("anonymous officials", "anonymous"),
    ]


def test_a_source_has_no_chain_where_it_speaks_itself() -> None:
    text = "Marin said it rained."
    assert chains(text, [attribution(text, "Marin", "said", "it rained")], [NOBODY], "The Gazette") == ((),)


def nested(outer_cue: str) -> tuple[str, list[Attribution], list[Speaker]]:
    text = f"Berg {outer_cue} that Marin claimed it rained."
    inner = attribution(text, "Marin", "claimed", "it rained")
    return (
        text,
        [attribution(text, "Berg", outer_cue, "that Marin claimed it rained"), inner],
        [Speaker("Berg", "person"), Speaker("Marin", "person")],
    )


def test_what_is_nested_comes_through_the_outer_speaker() -> None:
    assert [[p.name for p in chain] for chain in chains(*nested("said"))] == [[], ["Berg", "Marin"]]


def test_an_opponents_denial_is_no_link_of_the_chain() -> None:
    assert chains(*nested("denied"))[1] == ()


def test_one_voice_quoting_itself_makes_no_chain() -> None:
    text, both, _ = nested("said")
    assert chains(text, both, [Speaker("Berg", "person"), Speaker("Berg", "person")])[1] == ()


def test_an_agency_quoting_another_stands_before_it() -> None:
    text = "Yonda Agency, quoting Delta News, said it rained."
    (chain,) = chains(text, [attribution(text, "Delta News", "quoting", "it rained")], [NOBODY])
    assert [p.name for p in chain] == ["Yonda Agency", "Delta News"]


def test_the_outer_of_two_hands_is_who_speaks_and_not_the_sentences_first_word() -> None:
    text = "Yonda Agency said it rained. The agency, quoting secret papers, said it snowed."
    three = [
        attribution(text, "Yonda Agency", "said", "it rained"),
        Attribution(spans(text, "The agency"), (Span.cut(text, 63, 67),), spans(text, "it snowed")),
        attribution(text, "secret papers", "quoting", "it snowed"),
    ]
    known = [Speaker("Yonda Agency", "media"), Speaker("Yonda Agency", "media"), Speaker("secret papers", "document")]
    assert [[p.name for p in chain] for chain in chains(text, three, known)][2] == ["Yonda Agency", "secret papers"]


def test_whom_an_outlet_quotes_in_the_sentence_speaks_through_it() -> None:
    text = "The Courier quoted critics such as Ana Sol, with Sol stating: “It is late.”"
    both = [
        attribution(text, "The Courier", "quoted", "critics such as Ana Sol"),
        Attribution((Span.cut(text, 49, 52),), spans(text, "stating:"), spans(text, "It is late.")),
    ]
    found = chains(text, both, [Speaker("The Courier", "media"), Speaker("Ana Sol", "person")])
    assert [[p.name for p in chain] for chain in found] == [[], ["The Courier", "Ana Sol"]]


def test_a_letter_that_an_outlet_brought_in_goes_on_coming_through_it() -> None:
    text = "The Courier said it had seen a letter. The letter said the dam was unsafe. The letter asked for help."
    three = [
        attribution(text, "The Courier", "said", "it had seen a letter"),
        attribution(text, "The letter", "said", "the dam was unsafe"),
        Attribution((Span.cut(text, 75, 85),), spans(text, "asked"), spans(text, "for help")),
    ]
    known = [Speaker("The Courier", "media"), Speaker("letter", "document"), Speaker("letter", "document")]
    names = [[p.name for p in chain] for chain in chains(text, three, known)]
    assert names == [[], ["The Courier", "letter"], ["The Courier", "letter"]]


def test_who_speaks_in_a_passage_taken_over_speaks_through_its_writer() -> None:
    text = 'Ana Sol reports:\n\n"The mayor came late.\n\n“No harm done,” Bo Lind said.\n\nHe left."\n\nBo Lind said it rained.'
    inside = attribution(text, "Bo Lind", "said", "No harm done")
    at = text.rindex("Bo Lind")
    after = Attribution((Span.cut(text, at, at + 7),), (Span.cut(text, at + 8, at + 12),), spans(text, "it rained"))
    found = chains(text, [inside, after], [Speaker("Bo Lind", "person")] * 2)
    assert [[p.name for p in chain] for chain in found] == [["Ana Sol", "Bo Lind"], []]


def test_the_newspaper_is_the_one_named_last() -> None:
    text = "The Delta News led with it. It rained, according to a diver quoted by the newspaper."
    (chain,) = chains(text, [attribution(text, "a diver quoted by the newspaper", "according to", "It rained")], [NOBODY])
    assert [p.name for p in chain] == ["Delta News", "diver"]


_PIECES = st.lists(
    st.sampled_from(
        ["Marin ", "told ", "Delta News ", "in a speech ", "said ", "“it rained” ", "citing ", ". ", "\n", "to ", "É'"]
    ),
    max_size=20,
)


@given(
    _PIECES.map("".join),
    st.lists(st.lists(st.tuples(st.integers(0, 150), st.integers(0, 150)), min_size=3, max_size=3), max_size=5),
)
def test_any_text_is_read_and_spans_are_their_text(text: str, bounds: list[list[tuple[int, int]]]) -> None:
    def cut(pair: tuple[int, int]) -> tuple[Span, ...]:
        start, end = min(*pair, len(text)), min(max(pair), len(text))
        return (Span.cut(text, start, end),) if start < end else ()

    given_here = [Attribution(cut(a), cut(b), cut(c)) for a, b, c in bounds]
    found = [p.span for p in addressees(text, given_here, []) if p]
    found += [s for s in occasions(text, given_here, []) if s]
    found += [p.span for chain in chains(text, given_here, [], "The Gazette") for p in chain]
    for span in found:
        assert span is None or text[span.start : span.end] == span.text != ""


@pytest.mark.parametrize(
    "unit",
    [
        "A",
        "Aa.",
        "A ",
        "the A ",
        "told A ",
        "A and ",
        "A radio, ",
        "A reports ",
        "In the A speech ",
        "citing A, ",
        "“",
        "on CNN the ",
    ],
)
def test_a_text_made_to_backtrack_is_read_to_its_end(unit: str) -> None:
    """A pattern that tries every way to split 20,000 repetitions never returns; these do, with one answer a piece."""
    text = "Bob told " + unit * (20_000 // len(unit))
    both = [
        Attribution((Span.cut(text, 0, 3),), (Span.cut(text, 4, 8),), (Span.cut(text, len(text) // 2, len(text)),)),
        Attribution((Span.cut(text, 9, len(text)),), (Span.cut(text, 4, 8),), ()),
    ]
    found = addressees(text, both, []), occasions(text, both, []), chains(text, both, [], "The Gazette")
    assert [len(f) for f in found] == [2, 2, 2]
