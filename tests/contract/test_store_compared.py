"""What is compared across articles is kept so that the order of arrival, re-reading and people's word leave the right groups."""

import re
from dataclasses import replace
from zlib import crc32

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from store_readings import reading

from whoseword.errors import StoreError
from whoseword.matching import Item, Link, components, links_of
from whoseword.records import digest
from whoseword.store import Store


class SharedWords:
    """A small comparer of its own: the sentences of an article; two are linked where they share a capitalised word.

    Sentences of the same words are one form. Those that share two or more are joined; one only links them.
    """

    kind = "words"
    version = "1"

    def items(self, of):
        return [
            Item(
                form=" ".join(sorted(set(re.findall(r"[A-Z]+", part)))),
                marks=frozenset(map(ord, re.findall(r"[A-Z]", part))),
                value={"words": sorted(set(re.findall(r"[A-Z]", part)))},
                number=number,
            )
            for number, part in enumerate(of.article.text.split("."))
            if re.search(r"[A-Z]", part)
        ]

    def compare(self, first, second):
        shared = sorted(set(first.value["words"]) & set(second.value["words"]))
        if not shared:
            return None
        evidence = {"shared": shared}
        return Link(first.form, second.form, "shares", len(shared) / 10, "letters", evidence, joins=len(shared) > 1)


COMPARER = SharedWords()
texts = st.lists(st.text("ABCDEFGH.", min_size=1, max_size=9), min_size=1, max_size=7, unique=True)


def article(text, origin, published="2031-04-02"):
    return reading(f"{text} said so", id=digest(text, origin), source=origin, published=published)


def compare(store, comparer=COMPARER):
    return list(store.compare(comparer))


def seen(store):
    """Every group as the ledger lists it and as it holds it, without what depends on when it came."""
    listed = {row.id: row for row in store.groups("words")}
    every = {one.form: one.group for one in store.items("words")}
    whole = {group: store.group("words", group) for group in set(every.values())}
    return listed, every, {g: (sorted(map(repr, w.items)), sorted(map(repr, w.links))) for g, w in whole.items()}


def expected(some):
    """The same groups worked out at once and in memory."""
    items = [item for text in some for item in COMPARER.items(article(text, "x"))]
    pairs = [(link.first, link.second) for link in links_of(COMPARER, items) if link.joins]
    return {form: min(group) for group in components({i.form: None for i in items}, pairs) for form in group}


@settings(max_examples=25, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])  # to shrink takes minutes
@given(texts, st.randoms(use_true_random=False), st.data())
def test_one_by_one_in_any_order_gives_what_all_at_once_gives(tmp_path_factory, some, random, data):
    """Also after articles were replaced by others and came back."""
    paths = [tmp_path_factory.mktemp("ledger") / "ledger.db" for _ in range(2)]
    named = list(enumerate(some))
    with Store.open(paths[0]) as store:
        for number, text in named:
            store.add(article(text, f"{number}.txt"))
        compare(store)
        at_once = seen(store)
    random.shuffle(named)
    with Store.open(paths[1]) as store:
        for number, text in named:
            if data.draw(st.booleans()):
                store.add(article(data.draw(st.text("ABCDEFGH.", min_size=1, max_size=9)) + " earlier", f"{number}.txt"))
                compare(store)
            store.add(article(text, f"{number}.txt"))
            compare(store)
        assert seen(store) == at_once
    assert at_once[1] == expected(some)


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "ledger.db") as store:
        yield store


def add(store, *some):
    for number, text in enumerate(some):
        store.add(article(text, f"{number}.txt", f"2031-04-0{number + 1}"))
    compare(store)


def test_a_group_lists_its_items_the_earliest_first_and_its_links(store):
    add(store, "AB. XY", "ABC", "XYZ. BCD")
    group = store.group("words", "ABC")
    assert [(one.form, one.day, one.source) for one in group.items] == [
        ("AB", "2031-04-01", "0.txt"), ("ABC", "2031-04-02", "1.txt"), ("BCD", "2031-04-03", "2.txt"),
    ]  # fmt: skip
    assert [(row.link.first, row.link.second, row.link.joins) for row in group.links] == [
        ("AB", "ABC", True), ("AB", "BCD", False), ("ABC", "BCD", True),
    ]  # fmt: skip
    listed = store.groups("words")
    assert [(row.id, row.forms, row.articles, row.first_day, row.last_day) for row in listed] == [
        ("AB", 3, 3, "2031-04-01", "2031-04-03"), ("XY", 2, 2, "2031-04-01", "2031-04-03"),
    ]  # fmt: skip
    assert listed[0].relations == {"shares": 3}
    assert store.groups("words", articles=4) == []
    assert store.groups("words", relation="other") == []


def test_the_same_form_in_two_articles_is_a_group_without_any_link(store):
    add(store, "AB", "AB")
    (row,) = store.groups("words")
    assert (row.forms, row.items, row.relations) == (1, 2, {})


def test_a_comparison_is_made_once_and_again_for_a_new_version(store):
    add(store, "AB", "ABC")
    assert compare(store) == []
    newer = SharedWords()
    newer.version = "2"
    assert len(compare(store, newer)) == 2
    assert len(store.group("words", "AB").links) == 1


def test_an_article_that_a_newer_text_replaced_leaves_nothing_behind(store):
    add(store, "AB", "ABC")
    store.add(article("QR", "1.txt"))
    compare(store)
    assert store.groups("words") == []
    assert [one.form for one in store.items("words")] == ["AB", "QR"]
    with pytest.raises(StoreError, match="no group of kind words whose id begins with 'ABC'"):
        store.group("words", "ABC")


def test_what_a_person_rejects_falls_apart_and_stays_apart_when_read_again(store):
    add(store, "AB", "ABC")
    store.judge("words", "ABC", "AB", holds=False, by="ann", why="another treaty")
    assert store.groups("words") == []
    store.add(article("ABC again", "1.txt"))
    store.add(article("ABC", "1.txt"))
    compare(store)
    assert store.groups("words") == []
    store.judge("words", "AB", "ABC", holds=True, by="bo")
    (row,) = store.groups("words")
    assert row.forms == 2
    assert [row.holds for row in store.group("words", "AB").links] == [True]


def test_what_a_person_joins_is_one_group_also_when_one_side_goes_and_comes_back(store):
    add(store, "AB", "XY")
    store.judge("words", "AB", "XY", holds=True, by="ann")
    assert [one.form for one in store.group("words", "XY").items] == ["AB", "XY"]
    store.add(article("QR", "1.txt"))
    compare(store)
    assert [one.form for one in store.group("words", "AB").items] == ["AB"]
    store.add(article("XY back", "2.txt"))
    compare(store)
    (link,) = store.group("words", "AB").links
    assert (link.link.relation, link.link.how) == ("merged", "person")
    store.judge("words", "AB", "XY", holds=False, by="ann")
    assert store.group("words", "AB").links == ()


def test_two_processes_that_catch_up_at_once_do_it_once(store, tmp_path):
    """Each finds the same work waiting; what the other did in the meantime is passed over."""
    for number, text in enumerate(("AB", "ABC", "BCD")):
        store.add(article(text, f"{number}.txt"))
    with Store.open(tmp_path / "ledger.db") as other:
        first, second = store.compare(COMPARER), other.compare(COMPARER)
        done = [next(first), next(second), *first, *second]
    assert len(done) == len(set(done)) == 3
    assert {one.group for one in store.items("words")} == {"AB"}


class WholeWords(SharedWords):
    """The same with a mark for each whole word and a hundred that no other has, so that nothing else is near."""

    def items(self, of):
        return [
            replace(one, marks=frozenset(crc32(f"{one.form}{n}".encode()) for n in range(100))) for one in super().items(of)
        ]


def test_an_article_with_more_forms_and_marks_than_one_statement_takes(store):
    """SQLite takes 32,766 values in a statement."""
    forms = [f"{chr(65 + n % 26)}{chr(65 + n // 26 % 26)}{chr(65 + n // 676)}" for n in range(700)]
    for number in range(2):
        store.add(article(". ".join(forms), f"{number}.txt"))
    compare(store, WholeWords())
    assert all(row.articles == 2 for row in store.groups("words"))
    store.add(article("AB", "1.txt"))
    compare(store, WholeWords())
    assert {one.source for one in store.items("words") if one.form != "AB"} == {"0.txt"}
