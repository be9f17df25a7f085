"""Whatever a reading holds, every comparer takes it, and the ledger is caught up."""

from hypothesis import given, settings
from store_readings import readings

from whoseword.across import COMPARERS, catch_up
from whoseword.matching import links_of
from whoseword.store import Store


@settings(deadline=None)
@given(readings(), readings())
def test_any_two_readings_are_compared_without_a_crash(one, other):
    """Emoji, right-to-left text, marks of all sorts, empty dates, spans that overlap."""
    for comparer in COMPARERS:
        items = [*comparer.items(one), *comparer.items(other)]
        assert comparer.items(one) == comparer.items(one)
        for link in links_of(comparer, items):
            assert link.first < link.second
            assert 0 <= link.grade <= 1


def test_comparers_have_kinds_of_their_own():
    assert len({comparer.kind for comparer in COMPARERS}) == len(COMPARERS)


@settings(deadline=None, max_examples=8)
@given(readings())
def test_a_ledger_of_any_reading_is_caught_up_once(tmp_path_factory, one):
    with Store.open(tmp_path_factory.mktemp("ledger") / "ledger.db") as store:
        store.add(one)
        assert list(catch_up(store)) == [one.article.id]
        assert list(catch_up(store)) == []
        assert store.check() == []
