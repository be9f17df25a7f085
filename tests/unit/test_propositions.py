"""What contradicts what: denials, opposites, figures, causes; and what does not: questions, other places, other times, agreement."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whoseword.propositions import Reader, names_of, propositions, stand, terms
from whoseword.records import Act, Span, Speaker, Statement

NAMES = frozenset({"tessa", "orm", "lun", "dorra", "varla", "senth", "mavri"})
Told = tuple[Act, str, str]


def statement(told: Told) -> Statement:
    """A statement with that act, cue and content."""
    act, cue, content = told
    cues = (Span(0, len(cue), cue),)
    return Statement("s", "indirect", act, True, (Span(0, len(content), content),), (), cues, (), Speaker("Ann Low", "person"))


def relations(one: Told, other: Told, near: str = "close") -> set[str]:
    reader = Reader(NAMES, year=2031)
    pairs = itertools.product(propositions(statement(one), reader), propositions(statement(other), reader))
    return {found.relation for a, b in pairs if (found := stand(a, b, near=near)) is not None}


AGAINST: list[tuple[Told, Told]] = [
    (("assert", "said", "the mill was burned by rebels"), ("deny", "denied", "that rebels had burned the mill")),
    (("assert", "said", "The talks have collapsed"), ("assert", "said", "The talks have not collapsed")),
    (("assert", "said", "he had signed the contract"), ("assert", "insisted", "he had never signed any contract")),
    (("assert", "said", "We have a deal"), ("assert", "told", "There is no deal")),
    (("assert", "said", "the pilots were unarmed"), ("assert", "said", "the pilots were armed")),
    (("assert", "said", "exports of grain had risen"), ("assert", "said", "grain exports had fallen")),
    (("assert", "said", "the crossing at Lun would reopen"), ("assert", "said", "the crossing would stay closed")),
    (("assert", "said", "9,000 people had joined the march"), ("assert", "put", "that 60,000 people had marched")),
    (("assert", "said", "the fire was caused by a short circuit"), ("assert", "said", "arson had caused the fire")),
    (("assert", "said", "Mavrian troops opened fire first"), ("assert", "said", "Varlandian troops opened fire first")),
    (("assert", "said", "the deal was a triumph for farmers"), ("assert", "said", "the deal was a disaster for farmers")),
    (("praise", "praised", "the new law on fishing"), ("criticise", "condemned", "the fishing law")),
    (("demand", "called for", "an immediate ceasefire"), ("reject", "ruled out", "a ceasefire")),
    (("demand", "demanded", "that the envoy be handed over"), ("refuse", "refused", "to hand the envoy over")),
    (
        ("assert", "said", "rebels had burned the mill"),
        ("assert", "said", "the story that rebels burned the mill was a fabrication"),
    ),
]
NOT_AGAINST: list[tuple[Told, Told]] = [
    (("assert", "said", "the army had shelled the market in Lun"), ("assert", "said", "shells hit the market of Lun")),
    (("deny", "denied", "that the army had shelled the market"), ("assert", "said", "the army had not shelled the market")),
    (("refuse", "refused", "to pay the ransom"), ("assert", "said", "no ransom would be paid")),
    (("ask", "asked", "whether the road was blocked"), ("assert", "said", "The road is not blocked")),
    (("assert", "said", "Was the road blocked?"), ("assert", "said", "The road was not blocked")),
    (("assert", "said", "the election in Senthia was fair"), ("assert", "said", "the election in Mavria was rigged")),
    (("assert", "said", "prices of wheat had risen in March"), ("assert", "said", "prices of wheat had fallen in August")),
    (("assert", "said", "the lake was poisoned in 2018"), ("assert", "said", "the lake was not poisoned")),
    (("assert", "said", "at least 40 people had drowned"), ("assert", "said", "43 people had drowned")),
    (("assert", "said", "he did not know whether the plant leaked"), ("assert", "said", "the plant had leaked")),
    (("assert", "said", "if the dam is closed, fish will die"), ("assert", "said", "the dam is not closed")),
    (("assert", "said", "the mayor should resign"), ("assert", "said", "the mayor will open the new bridge")),
    (("assert", "said", "not only rebels had burned the mill"), ("assert", "said", "rebels had burned the mill")),
]


@pytest.mark.parametrize(("one", "other"), AGAINST)
def test_what_contradicts_is_against(one: Told, other: Told) -> None:
    assert "against" in relations(one, other)


@pytest.mark.parametrize(("one", "other"), NOT_AGAINST)
def test_what_agrees_asks_or_speaks_of_something_else_is_not_against(one: Told, other: Told) -> None:
    assert "against" not in relations(one, other)


def test_other_words_for_the_same_are_the_same() -> None:
    assert relations(("assert", "said", "troops had shelled Lun"), ("assert", "said", "the army attacked Lun")) == {"same"}


def test_two_denials_of_one_thing_say_the_same() -> None:
    one, other = ("deny", "denied", "that soldiers had burned the mill"), ("assert", "said", "soldiers had not burned the mill")
    assert relations(one, other) == {"same"}


def test_the_further_apart_two_articles_are_the_more_must_be_shared() -> None:
    one, other = ("assert", "said", "We have a deal"), ("assert", "told", "There is no deal")
    assert [relations(one, other, near) for near in ("close", "near", "far")] == [{"against"}, set(), set()]


def test_a_pronoun_stands_for_the_subject_of_the_clause_before_it() -> None:
    first, second = propositions(statement(("assert", "said", "The steel duty is unjust, and it must go")), Reader(NAMES))
    assert set(first.concepts) >= set(second.context) >= {"steel"}


def test_forms_of_a_name_are_one() -> None:
    assert names_of("He saw Tarvonia. A Tarvonian, Tarvonia's envoy") == {"tarvo"}


def test_what_words_have_in_common_is_their_concept() -> None:
    assert terms("the vessel was bombed") == terms("an attack on the ship")


TOLD = st.tuples(
    st.sampled_from(["assert", "deny", "demand", "refuse", "criticise", "welcome"]),
    st.sampled_from(["said", "denied", "demanded", "refused", "condemned", ""]),
    st.lists(
        st.sampled_from(
            [
                "the",
                "mill",
                "fire",
                "was",
                "not",
                "burned",
                "by",
                "rebels",
                "troops",
                "in",
                "Lun",
                "Mavria",
                "no",
                "40",
                "people",
                "12",
                "died",
                "open",
                "closed",
                "will",
                "must",
                "and",
                "it",
            ]
        ),
        min_size=1,
        max_size=9,
    ).map(" ".join),
)


@given(TOLD, TOLD, st.sampled_from(["close", "near", "far"]))
def test_how_two_stand_to_each_other_does_not_depend_on_which_comes_first(one: Told, other: Told, near: str) -> None:
    reader = Reader(NAMES, year=2031)
    for a, b in itertools.product(propositions(statement(one), reader), propositions(statement(other), reader)):
        assert stand(a, b, near=near) == stand(b, a, near=near)


@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    for one in propositions(statement(("assert", "said", text or " ")), Reader(names_of(text))):
        assert 0 <= one.span[0] < one.span[1] <= max(1, len(text))
