"""Groups that people split and merge: they hold against every link and whatever comes later, and can be taken back."""

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from test_store_compared import COMPARER, add, article, compare, texts

from whoseword.errors import InputError, NotFoundError
from whoseword.matching import components, links_of, parted
from whoseword.records import digest
from whoseword.store import Store


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "ledger.db") as opened:
        yield opened


def groups(store):
    found = {}
    for one in store.items("words"):
        found.setdefault(one.group, set()).add(one.form)
    return sorted(sorted(some) for some in found.values())


def test_what_is_taken_out_is_a_group_of_its_own(store):
    add(store, "ABC", "BCD", "CDE")
    assert groups(store) == [["ABC", "BCD", "CDE"]]
    made = store.split("words", "ABC", ["CDE"], by="Eva", why="another treaty")
    assert (made.target, made.target_id, made.field, made.made_by, made.why) == (
        "group",
        "words:ABC",
        "apart",
        "Eva",
        "another treaty",
    )
    assert groups(store) == [["ABC", "BCD"], ["CDE"]]
    assert [row.id for row in store.groups("words")] == ["ABC"]


def test_what_is_taken_out_together_stays_together_without_a_link(store):
    """The two ends of a chain are taken out of its middle: nothing but the person joins them."""
    add(store, "ABC", "BCD", "CDE")
    store.split("words", "ABC", ["ABC", "CDE"], by="Eva")
    assert groups(store) == [["ABC", "CDE"], ["BCD"]]


def test_a_new_article_does_not_join_them_again_and_goes_where_its_surest_link_leads(store):
    add(store, "ABC", "BCD")
    store.split("words", "ABC", ["BCD"], by="Eva")
    store.add(article("ABCD", "9.txt"))
    store.add(article("BCDE", "10.txt"))
    compare(store)
    first, second = groups(store)
    assert ("ABC" in first, "BCD" in first) == (True, False)
    assert ("ABC" in second, "BCD" in second) == (False, True)


def test_it_holds_after_reading_again(store):
    add(store, "ABC", "BCD")
    store.split("words", "ABC", ["BCD"], by="Eva")
    store.add(article("XYZ", "1.txt"))
    compare(store)
    assert groups(store) == [["ABC"], ["XYZ"]]
    store.add(article("BCD back", "1.txt"))
    compare(store)
    assert groups(store) == [["ABC"], ["BCD"]]


def test_it_holds_for_what_a_statement_is_called_by_another_version(tmp_path):
    """Forms are a comparer's; what a person said is said of statements."""

    class Renamed(type(COMPARER)):
        prefix = ""

        def items(self, of):
            from dataclasses import replace

            return [replace(one, form=self.prefix + one.form, statement=digest(of.article.id)) for one in super().items(of)]

    first, second = Renamed(), Renamed()
    second.prefix, second.version = "Z", "2"
    with Store.open(tmp_path / "ledger.db") as store:
        for number, text in enumerate(("ABC", "BCD")):
            store.add(article(text, f"{number}.txt"))
        compare(store, first)
        store.split("words", "ABC", ["BCD"], by="Eva")
        compare(store, second)
        assert groups(store) == [["ZABC"], ["ZBCD"]]


def test_it_is_taken_back_and_brought_back(store):
    add(store, "ABC", "BCD", "CDE")
    made = store.split("words", "ABC", ["CDE"], by="Eva")
    undone = store.undo(made.id, by="Bo")
    assert groups(store) == [["ABC", "BCD", "CDE"]]
    store.undo(undone.id, by="Eva")
    assert groups(store) == [["ABC", "BCD"], ["CDE"]]
    assert [one.undoes for one in store.corrections(target="group")] == [None, made.id, undone.id]


def test_two_groups_that_a_person_merges_are_one_until_that_is_taken_back(store):
    add(store, "ABC", "BCD", "XYZ", "WXYZ")
    made = store.merge("words", "BCD", "XYZ", by="Eva", why="one matter")
    assert (made.target, made.field, made.value, made.why) == ("link", "holds", True, "one matter")
    assert groups(store) == [["ABC", "BCD", "WXYZ", "XYZ"]]
    store.undo(made.id, by="Bo")
    assert groups(store) == [["ABC", "BCD"], ["WXYZ", "XYZ"]]


def test_a_link_that_is_too_weak_to_join_joins_once_a_person_says_so(store):
    add(store, "AB", "BC")
    assert groups(store) == [["AB"], ["BC"]]
    made = store.merge("words", "AB", "BC", by="Eva")
    assert groups(store) == [["AB", "BC"]]
    store.add(article("AB again", "7.txt"))
    compare(store)
    assert groups(store) == [["AB", "BC"]]
    store.undo(made.id, by="Eva")
    assert groups(store) == [["AB"], ["BC"]]


def test_what_a_person_took_out_is_not_merged_back_but_by_taking_that_back(store):
    add(store, "ABC", "BCD")
    made = store.split("words", "ABC", ["BCD"], by="Eva")
    with pytest.raises(InputError, match=f"Eva took the one out of the other.*{made.id}"):
        store.merge("words", "ABC", "BCD", by="Bo")
    store.undo(made.id, by="Bo")
    with pytest.raises(InputError, match="one group already"):
        store.merge("words", "ABC", "BCD", by="Bo")


@pytest.mark.parametrize(("members", "told"), [([], "nothing is taken out"), (["ABC", "BCD"], "the whole group"), (["XYZ"], "nothing of this group"),
    ([" "], "nothing of this group")], ids=["none", "all", "another", "blank"])  # fmt: skip
def test_a_split_that_is_none_is_refused(store, members, told):
    add(store, "ABC", "BCD", "XYZ")
    with pytest.raises(InputError, match=told):
        store.split("words", "ABC", members, by="Eva")
    assert store.corrections() == []


def test_there_must_be_such_groups(store):
    add(store, "ABC", "BCD")
    with pytest.raises(NotFoundError):
        store.split("words", "Q", ["ABC"], by="Eva")
    with pytest.raises(NotFoundError):
        store.merge("words", "ABC", "Q", by="Eva")
    with pytest.raises(InputError):
        store.merge("words", "ABC", "BCD", by=" ")


def test_an_article_is_a_member(store):
    add(store, "ABC", "BCD")
    store.split("words", "ABC", [article("BCD", "1.txt").article.id[:10]], by="Eva")
    assert groups(store) == [["ABC"], ["BCD"]]


@settings(max_examples=10, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])  # to shrink takes minutes
@given(texts, st.randoms(use_true_random=False), st.data())
def test_split_groups_are_the_same_in_whatever_order_articles_come(tmp_path_factory, some, random, data):
    """Some come before the split, the others after it, in any order: the groups are those of all links with the split in mind."""
    items = {item.form: item for text in some for item in COMPARER.items(article(text, "x"))}
    found = [link for link in links_of(COMPARER, items.values()) if link.joins]
    whole = [group for group in components(sorted(items), [(one.first, one.second) for one in found]) if len(group) > 1]
    if not whole:
        return
    group = data.draw(st.sampled_from(whole))
    out = set(data.draw(st.lists(st.sampled_from(group), min_size=1, max_size=len(group) - 1, unique=True)))
    rest = set(group) - out
    pairs = [(a, b) for a, b in zip(sorted(out), sorted(out)[1:], strict=False)]
    pairs += [(one.first, one.second) for one in sorted(found, key=lambda one: (-one.grade, one.first, one.second))]
    wanted = sorted(sorted(one) for one in parted(sorted(items), pairs, [(out, rest)]))
    with Store.open(tmp_path_factory.mktemp("apart") / "ledger.db") as store:
        for number, text in enumerate(some):
            store.add(article(text, f"{number}.txt"))
        compare(store)
        store.split("words", group[0], sorted(out), by="Eva")
        assert groups(store) == wanted
        for number in random.sample(range(len(some)), len(some)):
            store.add(article("QRSTU", f"{number}.txt"))
            compare(store)
            store.add(article(f"{some[number]} back", f"{number}.txt"))
            compare(store)
        assert groups(store) == wanted


def test_parted_groups_of_plain_nodes():
    pairs = [("a", "b"), ("b", "c"), ("c", "d")]
    assert parted("abcd", pairs, [({"a"}, {"d"})]) == [["a", "b", "c"], ["d"]]
    assert parted("abcd", pairs, [({"a", "c"}, {"b"})]) == [["a"], ["b"], ["c", "d"]]
    assert parted("abcd", pairs, []) == [["a", "b", "c", "d"]]
