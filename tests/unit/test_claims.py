"""Claims across articles: what is compared, which links there are, and the two sides that follow from them."""

import random
from dataclasses import dataclass, replace

from hypothesis import given, settings
from hypothesis import strategies as st

from whoseword.compare import ClaimComparer, Item, Link, claims, contests, links_of
from whoseword.records import Act, Article, Dispute, Reading, Span, Speaker, Statement, digest

COMPARER = ClaimComparer()


@dataclass(frozen=True)
class Placed:
    """An item in an article."""

    item: Item
    article_id: str
    outlet: str | None
    day: str | None

    def __getattr__(self, name):
        return getattr(self.item, name)


@dataclass(frozen=True)
class Judged:
    link: Link
    holds: bool | None = None


def reading(name: str, published: str, *said: tuple[str, Act, str, str], disputes: tuple[tuple[int, int], ...] = ()) -> Reading:
    """An article of sentences `SPEAKER CUE CONTENT.` about the bridge of Lun, with a statement for each."""
    text, statements = "The bridge at Lun was in the news.", []
    for speaker, act, cue, content in said:
        start = len(text) + 1
        text += f" {speaker} {cue} {content}."
        spans = [
            Span.cut(text, start, start + len(speaker)),
            Span.cut(text, start + len(speaker) + 1, start + len(speaker) + 1 + len(cue)),
        ]
        body = Span.cut(text, len(text) - 1 - len(content), len(text) - 1)
        id_ = digest(name, start)
        statements.append(
            Statement(id_, "indirect", act, True, (body,), (), (spans[1],), (spans[0],), Speaker(speaker, "person", how="name"))
        )
    for one, other in disputes:
        statements[other] = replace(statements[other], about=statements[one].id)
    contested = tuple(Dispute("it", (statements[one].id,), (statements[other].id,)) for one, other in disputes)
    article = Article(name, f"{name}.txt", text, digest(text), outlet=f"{name} News", published=published)
    return Reading(article, tuple(statements), disputes=contested)


def placed(*readings: Reading) -> list[Placed]:
    return [
        Placed(item, one.article.id, one.article.outlet, item.day or one.article.published)
        for one in readings
        for item in COMPARER.items(one)
    ]


def linked(*readings: Reading) -> tuple[list[Placed], list[Link]]:
    items = placed(*readings)
    return items, sorted(links_of(COMPARER, [one.item for one in items]), key=lambda link: (link.first, link.second))


def found(*readings: Reading):
    items, links = linked(*readings)
    return contests(items, [Judged(link) for link in links])


OPEN = ("Ann Low", "assert", "said", "the bridge at Lun is open to lorries")
CLOSED = ("Bo Ray", "assert", "said", "the bridge at Lun is closed to lorries")


def test_claims_against_each_other_in_two_articles_are_a_dispute_with_sides_and_days():
    (one,) = found(reading("a", "2031-04-02", OPEN), reading("b", "2031-04-05", CLOSED))
    assert {side.speakers for side in one.sides} == {("Ann Low",), ("Bo Ray",)}
    assert (one.first, one.latest, len(one.articles)) == ("2031-04-02", "2031-04-05", 2)
    assert one.grounds[0].how == "opposite"
    assert one.grounds[0].evidence["opposed"] == ["open"]


def test_a_dispute_is_contested_since_the_day_on_which_the_second_side_was_first_heard():
    again = ("Cy Pell", *CLOSED[1:])
    (one,) = found(reading("a", "2031-04-02", OPEN), reading("b", "2031-04-05", CLOSED), reading("c", "2031-04-09", again))
    assert (one.first, one.since, one.latest) == ("2031-04-02", "2031-04-05", "2031-04-09")
    undated = replace(one.sides[1], said=tuple(replace(said, day=None) for said in one.sides[1].said))
    assert replace(one, sides=(one.sides[0], undated)).since is None


def test_nobody_contests_himself_nor_with_part_of_his_name():
    other = ("Low", *CLOSED[1:])
    assert found(reading("a", "2031-04-02", OPEN), reading("b", "2031-04-05", other)) == []


def test_statements_that_say_the_same_are_one_claim_on_one_side():
    also = ("Cy Pell", "assert", "said", "the bridge at Lun is open to lorries")
    items, links = linked(
        reading("a", "2031-04-02", OPEN), reading("b", "2031-04-05", CLOSED), reading("c", "2031-04-06", also)
    )
    (one,) = contests(items, [Judged(link) for link in links])
    assert {frozenset(side.speakers) for side in one.sides} == {frozenset({"Ann Low", "Cy Pell"}), frozenset({"Bo Ray"})}
    assert sorted(len(claim.said) for claim in claims(items, [Judged(link) for link in links])) == [1, 2]


def test_a_dispute_of_one_article_is_taken_over():
    a = reading("a", "2031-04-02", OPEN, ("Bo Ray", "deny", "denied", "it"), disputes=((0, 1),))
    (one,) = found(a)
    assert one.grounds[0].how == "article"
    assert [side.speakers for side in one.sides] == [("Ann Low",), ("Bo Ray",)]


def test_a_denial_without_words_denies_in_other_articles_what_it_denies_in_its_own():
    a = reading("a", "2031-04-02", OPEN, ("Bo Ray", "deny", "denied", "it"), disputes=((0, 1),))
    b = reading("b", "2031-04-03", ("Cy Pell", "assert", "said", "the bridge at Lun is open to lorries"))
    (one,) = found(a, b)
    assert {frozenset(side.speakers) for side in one.sides} == {frozenset({"Ann Low", "Cy Pell"}), frozenset({"Bo Ray"})}


def test_copies_of_a_statement_have_one_form():
    a, b = reading("a", "2031-04-02", OPEN), reading("b", "2031-04-02", OPEN)
    assert len({one.form for one in placed(a, b)}) == 1


def test_repetitions_and_questions_are_not_compared():
    asked = reading("a", "2031-04-02", ("Ann Low", "ask", "asked", "whether the bridge at Lun was open"))
    assert placed(asked) == []
    twice = reading("a", "2031-04-02", OPEN, OPEN)
    again = replace(twice, statements=(twice.statements[0], replace(twice.statements[1], repeats=twice.statements[0].id)))
    assert len(placed(again)) == 1


def test_what_a_person_rejects_is_no_dispute_and_what_a_person_confirms_goes_before():
    items, links = linked(reading("a", "2031-04-02", OPEN), reading("b", "2031-04-05", CLOSED))
    assert contests(items, [Judged(link, holds=False) for link in links]) == []
    (one,) = contests(items, [Judged(link, holds=True) for link in links])
    assert one.grounds[0].confirmed


def test_what_a_person_joins_is_on_one_side():
    other = ("Dee Voss", "assert", "said", "lorries were turned away")
    items, links = linked(reading("a", "2031-04-02", OPEN), reading("b", "2031-04-05", CLOSED, other))
    form = {one.facts["speaker"]: one.form for one in items}
    first, second = sorted((form["Bo Ray"], form["Dee Voss"]))
    joined = Link(first, second, "merged", 1.0, "person")
    (one,) = contests(items, [*(Judged(link) for link in links), Judged(joined, holds=True)])
    assert any(set(side.speakers) == {"Bo Ray", "Dee Voss"} for side in one.sides)


def test_a_link_that_would_set_a_claim_against_itself_is_passed_over():
    items = [
        Placed(
            Item(form, frozenset(), {}, form, facts={"speaker": form, "act": "assert", "words": form, "affirms": True}),
            form,
            None,
            None,
        )
        for form in "abc"
    ]
    links = [
        Link("a", "b", "against", 0.9, "denial"),
        Link("b", "c", "against", 0.8, "denial"),
        Link("a", "c", "against", 0.7, "denial"),
    ]
    (one,) = contests(items, [Judged(link) for link in links])
    assert {frozenset(side.speakers) for side in one.sides} == {frozenset("ac"), frozenset("b")}
    assert len(one.grounds) == 2


SAID = st.tuples(
    st.sampled_from(["Ann Low", "Bo Ray", "Cy Pell"]),
    st.sampled_from(["assert", "deny", "demand"]),
    st.sampled_from(["said", "denied", "demanded"]),
    st.sampled_from(
        [
            "the bridge at Lun is open", "the bridge at Lun is closed", "the bridge at Lun was not open", "12 people had drowned",
            "40 people had drowned at Lun", "the duty on steel must stay", "the duty on steel must go", "it", "that",
        ]
    ),
)  # fmt: skip
READINGS = st.lists(st.tuples(st.integers(1, 28), st.lists(SAID, min_size=1, max_size=3)), min_size=1, max_size=5)


@settings(deadline=None, max_examples=60)
@given(READINGS, st.randoms(use_true_random=False))
def test_links_and_disputes_do_not_depend_on_the_order_of_arrival(some, order: random.Random):
    readings = [reading(f"n{number}", f"2031-04-{day:02}", *said) for number, (day, said) in enumerate(some)]
    mixed = readings[:]
    order.shuffle(mixed)
    assert linked(*readings)[1] == linked(*mixed)[1]
    assert found(*readings) == found(*mixed)


@settings(deadline=None, max_examples=60)
@given(READINGS)
def test_every_pair_is_compared_alike_whichever_comes_first(some):
    items = placed(*(reading(f"n{number}", f"2031-04-{day:02}", *said) for number, (day, said) in enumerate(some)))
    for one in items:
        assert all(-(2**63) <= mark < 2**63 for mark in one.marks)
        for other in items:
            if one.form != other.form:
                assert COMPARER.compare(one.item, other.item) == COMPARER.compare(other.item, one.item)


def test_the_words_for_a_state_are_one_name():
    here = ("Ann Low", "assert", "said", "Moscow had signed the lease of the port")
    there = ("Bo Ray", "assert", "said", "Russia had not signed the lease of the port")
    (one,) = found(reading("a", "2031-04-02", here), reading("b", "2031-04-05", there))
    assert "@RUS" in one.grounds[0].evidence["shared"]


def test_a_statement_without_content_is_not_compared():
    a = reading("a", "2031-04-02", OPEN, ("Bo Ray", "deny", "denied", "it"), disputes=((0, 1),))
    bare = replace(a, statements=(a.statements[0], replace(a.statements[1], content=())))
    assert {one.statement for one in placed(bare)} == {a.statements[0].id}


def test_a_single_word_in_common_is_found_within_ten_days_whatever_the_weeks():
    """`the bridge is open` and `the bridge is closed` share no name; their articles do."""
    for first in range(1, 11):
        a = reading("a", f"2031-04-{first:02}", ("Ann Low", "assert", "said", "the crossing is open"))
        b = reading("b", f"2031-04-{first + 10:02}", ("Bo Ray", "assert", "said", "the crossing is closed"))
        marks = [one.item.marks for one in placed(a, b)]
        assert marks[0] & marks[1]
