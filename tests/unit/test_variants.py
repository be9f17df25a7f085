"""Variants of a quotation: what two wordings are to each other, which changes are flagged, and who carried it first."""

import random
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whoseword.compare import VariantComparer, components, links_of, varied
from whoseword.compare._judging import Words, judge, same_speaker
from whoseword.records import Article, Reading, Span, Speaker, Statement, digest

GATES = "We will not open the gates because the council of Liske has drained three lakes, and Berg knows it"
COMPARER = VariantComparer()


def reading(name, text, *, quoted=True, speaker="Rui Castane", kind=None, repeats=None):
    """An article that consists of one statement."""
    span = Span.cut(text, 0, len(text))
    statement = Statement(
        digest(name, "s"), kind or ("direct" if quoted else "indirect"), "assert", True, (span,), (span,) if quoted else (), (), (),
        Speaker(speaker, "person" if speaker else "unresolved"), repeats=repeats,
    )  # fmt: skip
    return Reading(Article(digest(name), name, text, digest(text)), (statement,))


def verdict(text, *, first=GATES, quoted=True, speaker="Rui Castane"):
    found = judge(Words(first, quoted=True, speaker="Rui Castane"), Words(text, quoted=quoted, speaker=speaker))
    return (found.relation, list(found.flags)) if found else None


@pytest.mark.parametrize(
    ("text", "relation", "flags"),
    [
        ("we won't open the gates, because the Council of Liske has drained 3 lakes and Berg knows it.", "re-punctuated", []),
        ("the council of Liske has drained three lakes", "cut", []),
        ("We will not open the gates … and Berg knows it", "cut", []),
        ("We will not open the gates because [the ministry] has drained three lakes, and Berg knows it", "bracketed", []),
        ("Because the council of Liske has drained three lakes, we will not open the gates, and Berg knows it", "re-ordered", []),
        ("We will open the gates because the council of Liske has drained three lakes, and Berg knows it", "altered", ["negation"]),
        ("We will not open the gates because the council of Liske has drained four lakes, and Berg knows it", "altered", ["numbers"]),
        ("We may not open the gates because the council of Liske has drained three lakes, and Berg knows it", "altered", ["modality"]),
        ("We will not open the gates because the council of Liske has drained three lakes, and Miller knows it", "altered", ["names"]),
        ("We will not open the locks because the council of Liske has emptied three lakes, and Berg knows it", "altered", []),
        ("open the gates because the council of Liske has drained three lakes", "cut", ["negation"]),
    ],
)  # fmt: skip
def test_what_two_quotations_are_to_each_other(text, relation, flags):
    assert verdict(text) == (relation, flags)


def test_an_indirect_report_of_the_same_words_is_a_paraphrase_of_lower_grade():
    report = "that they would not open the gates since the council of Liske had drained three lakes"
    assert verdict(report, quoted=False) == ("paraphrase", [])
    assert verdict(report.replace("not ", "").replace("three", "nine"), quoted=False) == ("paraphrase", ["negation", "numbers"])
    exact, loose = (judge(Words(GATES, True, "Sol"), Words(t, q, "Sol")) for t, q in ((GATES[:60], True), (report, False)))
    assert loose.grade < exact.grade


def test_a_longer_name_of_the_same_person_is_no_change_of_name():
    one = "The council trusts Ana Berg and will pay for the bridge before the winter"
    assert verdict(one.replace("Ana Berg", "Berg"), first=one)[1] == []
    assert verdict(one.replace("Ana Berg", "Ana Holt"), first=one)[1] == ["names"]


@pytest.mark.parametrize(
    "text",
    [
        "The council of Liske met in the morning and nobody from the upper valley came",
        "We will open a bakery because the town has a mill",
        "Berg knows three people in Liske",
    ],
)
def test_other_words_of_the_same_speaker_are_no_variant(text):
    assert verdict(text) is None


def test_two_reports_are_not_compared():
    assert judge(Words(GATES, False, "Sol"), Words(GATES, False, "Sol")) is None


def test_a_few_words_are_a_variant_only_of_the_same_speaker():
    piece = "has drained three lakes"
    assert verdict(piece) is not None
    assert verdict(piece, speaker="Ana Sol") is None


def test_names_of_one_speaker():
    assert [same_speaker("Ana Sol", name) for name in ("Sol", "ana sol", "Ben Sol", None)] == [True, True, False, None]


def test_a_report_that_repeats_and_a_scrap_are_no_items():
    assert COMPARER.items(reading("a", GATES, repeats="x")) == []
    assert COMPARER.items(reading("b", "no comment")) == []


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 12), st.integers(6, 19))
def test_a_piece_of_six_words_shares_a_mark_with_the_whole(start, size):
    words = GATES.split()
    piece = " ".join(words[start : start + size])
    whole, part = (COMPARER.items(reading(name, text)) for name, text in (("whole", GATES), ("part", piece)))
    if part and len(piece.split()) >= 6:
        assert whole[0].marks & part[0].marks


WORDS = st.lists(
    st.sampled_from([*GATES.replace(",", "").split(), "not", "four", "Miller", "may", "river"]), min_size=4, max_size=16
)


@settings(max_examples=60, deadline=None)
@given(WORDS, WORDS, st.booleans())
def test_a_comparison_is_the_same_both_ways(first, second, quoted):
    items = [*COMPARER.items(reading("a", " ".join(first))), *COMPARER.items(reading("b", " ".join(second), quoted=quoted))]
    if len(items) == 2 and items[0].form != items[1].form:
        assert COMPARER.compare(*items) == COMPARER.compare(*items[::-1])


@settings(max_examples=25, deadline=None)
@given(st.lists(WORDS, max_size=7), st.randoms(use_true_random=False))
def test_groups_do_not_depend_on_the_order_of_arrival(texts, chance):
    items = [item for number, words in enumerate(texts) for item in COMPARER.items(reading(str(number), " ".join(words)))]

    def grouped(some):
        links = list(links_of(COMPARER, some))
        groups = components(list({item.form for item in some}), [(k.first, k.second) for k in links if k.joins])
        return {frozenset(group) for group in groups}, {(k.first, k.second, k.relation, k.grade) for k in links}

    shuffled = list(items)
    chance.shuffle(shuffled)
    assert grouped(items) == grouped(shuffled)


def row(item, day, outlet):
    """An item as a ledger gives it back."""
    return SimpleNamespace(
        form=item.form, value=item.value, facts=item.facts, statement=item.statement, number=item.number, article_id=digest(outlet),
        outlet=outlet, title=outlet, published=day,
    )  # fmt: skip


def rows(*texts):
    """Items of a day, an outlet and words each, and their links."""
    items = [
        (item, day, outlet)
        for day, outlet, text, quoted in texts
        for item in COMPARER.items(reading(outlet, text, quoted=quoted))
    ]
    return [row(*one) for one in items], list(links_of(COMPARER, (item for item, *_ in items)))


def test_a_group_shows_each_wording_against_the_first_that_was_carried():
    found, links = rows(
        ("2031-04-03", "Post", GATES.replace("not ", ""), True),
        ("2031-04-02T08:00:00+00:00", "Wire", GATES, True),
        ("2031-04-02T11:00:00+02:00", "Courier", GATES, True),
        (None, "Bay", GATES[:60], True),
    )
    random.Random(4).shuffle(found)
    group = varied("g", found, links)
    assert group.first.outlet == "Wire"
    assert [[c.outlet for c in one.carriers] for one in group.wordings] == [["Wire", "Courier"], ["Post"], ["Bay"]]
    assert [(one.beside, one.relation) for one in group.wordings] == [(None, None), (1, "altered"), (1, "cut")]
    assert group.flags == ("negation",)
