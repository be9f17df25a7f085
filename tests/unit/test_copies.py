"""Wire copies: what makes two articles copies, and that passages find what one takes over of another."""

import random
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whoseword.compare import CopyComparer, PassageComparer, changes, components, copied, links_of, taken
from whoseword.compare._carriers import published_order
from whoseword.compare._sketch import bands, hashed, plain_words, runs_of, sampled, shared_shares
from whoseword.records import Article, Block, Reading, digest

COPIES, PASSAGES = CopyComparer(), PassageComparer()
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def paragraphs(seed, count=10):
    """Paragraphs of one or two sentences in words that no language has, the same for one seed."""
    chance = random.Random(seed)

    def sentence():
        words = ["".join(chance.choices(LETTERS, k=chance.randint(2, 9))) for _ in range(chance.randint(12, 30))]
        return " ".join(words).capitalize() + "."

    return [" ".join(sentence() for _ in range(chance.randint(1, 2))) for _ in range(count)]


def reading(name, parts, *, title="A title", outlet="Wire", published="2031-04-02"):
    blocks, place, whole = [], 0, [title, *parts]
    for index, part in enumerate(whole):
        blocks.append(Block("paragraph" if index else "title", place, place + len(part)))
        place += len(part) + 2
    text = "\n\n".join(whole)
    return Reading(
        Article(digest(name), name, text, digest(text), tuple(blocks), outlet=outlet, title=title, published=published)
    )


def relation(one, other):
    (first,), (second,) = (COPIES.items(reading(name, parts)) for name, parts in (("a", one), ("b", other)))
    if first.form == second.form:
        return "form"
    link = COPIES.compare(first, second)
    assert link == COPIES.compare(second, first)
    return link.relation if link else None


STORY = paragraphs("story")


def test_title_punctuation_case_and_the_last_short_line_make_no_other_article():
    (one,) = COPIES.items(reading("a", [*STORY, "Reporting by Ana Sol."], title="One"))
    (other,) = COPIES.items(
        reading("b", [*(part.upper().replace(".", "!") for part in STORY), "All rights kept."], title="Two")
    )
    assert one.form == other.form


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ([STORY[0].replace(" ", " new ", 1), *STORY[1:]], "copy"),
        (STORY[:6], "near-copy"),
        ([*STORY[:6], *paragraphs("more", 4)], "near-copy"),
        (STORY[5:] + STORY[:5], "near-copy"),
        ([*STORY[:3], *paragraphs("more", 8)], "takes-over"),
        (paragraphs("other"), None),
    ],
)  # fmt: skip
def test_what_two_articles_are_to_each_other(other, expected):
    assert relation(STORY, other) in ({expected, "copy"} if expected == "near-copy" else {expected})


def test_an_article_without_enough_words_is_no_item():
    assert COPIES.items(reading("a", ["Too short."])) == []
    assert PASSAGES.items(reading("a", ["Too short."])) == []


def test_passages_are_their_words_and_stand_where_they_say():
    article = reading("a", STORY)
    for item in PASSAGES.items(article):
        start, end = item.facts["span"]
        words = plain_words(article.article.text[start:end])
        assert item.form == digest(" ".join(words))
        assert len(words) == item.facts["words"]


def rows(*readings):
    """Passages as a ledger gives them back, in their groups."""
    items = [(one.article, item) for one in readings for item in PASSAGES.items(one)]
    links = links_of(PASSAGES, (item for _, item in items))
    groups = components(list(dict.fromkeys(item.form for _, item in items)), [(k.first, k.second) for k in links])
    of = {form: number for number, group in enumerate(groups) for form in group}
    found = {}
    for article, item in items:
        row = SimpleNamespace(
            form=item.form, value=item.value, facts=item.facts, statement=None, number=item.number, article_id=article.id,
            outlet=article.outlet, title=article.title, published=article.published,
        )  # fmt: skip
        found.setdefault(of[item.form], []).append(row)
    return list(found.values())


def test_three_paragraphs_taken_over_into_a_long_article_are_found():
    wire = reading("wire", STORY)
    other = reading("other", [*paragraphs("x", 20), *STORY[4:7], *paragraphs("y", 20)], outlet="Post", published="2031-04-03")
    (found,) = taken(wire.article.id, rows(wire, other))
    assert found.carrier.outlet == "Post"
    assert found.words >= 40
    for own, theirs in found.passages:
        one, two = sorted((wire.article.text[slice(*own)], other.article.text[slice(*theirs)]), key=len)
        assert one in two


def test_an_outlets_standing_text_is_taken_from_nobody():
    standing = paragraphs("standing", 3)
    some = [reading(str(n), [*paragraphs(n, 8), *standing], outlet="Post") for n in range(4)]
    assert taken(some[0].article.id, rows(*some)) == []


def test_a_group_has_the_earliest_first_and_what_each_is_to_it():
    made = [
        reading("late", STORY[:6], published="2031-04-04"),
        reading("first", STORY, published="2031-04-02"),
        reading("undated", STORY, published=None),
    ]
    items = [(one.article, COPIES.items(one)[0]) for one in made]
    group = copied("g", [
        SimpleNamespace(
            form=i.form, value=i.value, facts=i.facts, statement=None, article_id=a.id, outlet=a.outlet, title=a.title,
            published=a.published,
        )
        for a, i in items
    ])  # fmt: skip
    assert [(one.carrier.published, one.relation) for one in group.copies] == [
        ("2031-04-02", "first"), ("2031-04-04", "near-copy"), (None, "copy"),
    ]  # fmt: skip
    assert group.copies[1].of_it > 0.9 > group.copies[1].of_first


def test_changes_count_words():
    found = changes("One two three four five six seven eight.", "One two three five six seven eight nine ten.")
    assert (found.equal, found.cut, found.added, found.moved) == (7, 1, 2, 0)


def test_dates_sort_in_utc_and_the_undated_last():
    dates = [None, "2031-04-02T01:00:00+02:00", "2031-04-02", "2031-04-01T23:30:00Z", "2031-04-02T05:00"]
    assert sorted(dates, key=published_order) == [
        "2031-04-02T01:00:00+02:00", "2031-04-01T23:30:00Z", "2031-04-02", "2031-04-02T05:00", None,
    ]  # fmt: skip


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.1, 0.9))
def test_a_sample_tells_the_shared_part(seed, share):
    """Within 0.12: four deviations of 256 sampled shingles and more."""
    chance = random.Random(seed)
    words = ["".join(chance.choices(LETTERS, k=6)) for _ in range(1200)]
    other = words[: int(1200 * share)] + ["".join(chance.choices(LETTERS, k=6)) for _ in range(600)]
    one, two = (sampled(runs_of(hashed(some), 3), 256) for some in (words, other))
    assert abs(shared_shares(one, two)[1] - share) < 0.15


def test_bands_of_a_part_are_those_of_its_words_alone():
    runs = runs_of(hashed(plain_words(" ".join(STORY))), 3)
    whole = bands(runs, [(0, 20), (20, 50), (60, len(runs))], count=3, rows=2)
    assert whole == [bands(runs[a:b], [(0, b - a)], count=3, rows=2)[0] for a, b in ((0, 20), (20, 50), (60, len(runs)))]


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.lists(st.integers(0, 11), min_size=4, max_size=9), min_size=1, max_size=6), st.randoms(use_true_random=False)
)
def test_groups_do_not_depend_on_the_order_of_arrival(made, chance):
    some = [
        reading(str(number), [STORY[n % 10] if n < 10 else f"{n} {number}." for n in parts])
        for number, parts in enumerate(made)
    ]
    shuffled = list(some)
    chance.shuffle(shuffled)

    def grouped(comparer, readings):
        items = [item for one in readings for item in comparer.items(one)]
        links = list(links_of(comparer, items))
        groups = components(list({i.form for i in items}), [(k.first, k.second) for k in links if k.joins])
        return {frozenset(group) for group in groups}, {(k.first, k.second, k.relation) for k in links}

    for comparer in (COPIES, PASSAGES):
        assert grouped(comparer, some) == grouped(comparer, shuffled)
