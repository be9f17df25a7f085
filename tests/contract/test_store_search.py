"""What the ledger finds: every statement that is asked for and no other; nothing typed is an error in SQL or FTS5."""

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from store_readings import reading, statement

from whoseword.errors import ConfigError, StoreError
from whoseword.records import Party, SaidOn
from whoseword.store import Query, Store

WORDS = ("alpha", "beta", "gamma")


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "ledger.db") as opened:
        yield opened


@pytest.fixture(scope="module")
def subsets(tmp_path_factory, home):
    """A ledger with one statement for each set of the words."""
    with Store.open(tmp_path_factory.mktemp("subsets") / "ledger.db") as opened:
        for bits in range(8):
            text = " ".join(["said", *(word for position, word in enumerate(WORDS) if bits >> position & 1)])
            opened.add(reading(text, statement(text, text), source=f"{bits}"))
        yield opened


def found(store: Store, **asked) -> list[str]:
    return [row.statement.content[0].text for row in store.statements(Query(**({"order": "text"} | asked)))]


def say(store: Store, *contents: str, **more) -> None:
    """One article with these contents, each a statement."""
    article = {name: more.pop(name) for name in ("outlet", "published", "source", "title") if name in more}
    text = "Here: " + ". ".join(contents) + "."
    store.add(reading(text, *(statement(text, content, **more) for content in contents), **({"source": text} | article)))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("talks", ["peace talks in Geneva", "No talks"]),
        ("TALKS peace", ["peace talks in Geneva"]),
        ('"talks in Geneva"', ["peace talks in Geneva"]),
        ('"Geneva talks"', []),
        ("“peace talks”", ["peace talks in Geneva"]),
        ("talks NOT geneva", ["No talks"]),
        ("NOT talks", ["Ürümqi's élan"]),
        ("geneva OR elan", ["peace talks in Geneva", "Ürümqi's élan"]),
        ("urumqi", ["Ürümqi's élan"]),
        ("gen*", ["peace talks in Geneva"]),
        ("gen", []),
        ("peace NEAR geneva", ["peace talks in Geneva"]),
        ("peace NEAR/1 geneva", []),
        ("NEAR(geneva peace, 2)", ["peace talks in Geneva"]),
        ("NEAR(geneva peace, 1)", []),
        ("(talks OR elan) AND NOT (peace)", ["No talks", "Ürümqi's élan"]),
        ("talks AND", ["peace talks in Geneva", "No talks"]),
        ("talks)", ["peace talks in Geneva", "No talks"]),
        ('"peace talks', ["peace talks in Geneva"]),
        ("", []),
        ("— !", []),
        ("AND", []),
    ],
)
def test_words_find_contents(store, words, expected):
    say(store, "peace talks in Geneva", "No talks", "Ürümqi's élan")
    assert found(store, words=words) == expected


_expressions = st.recursive(
    st.sampled_from(WORDS).map(lambda word: (word, f"{word!r} in said")),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda p: (f"({p[0][0]} {p[1][0]})", f"({p[0][1]} and {p[1][1]})")),
        st.tuples(inner, inner).map(lambda p: (f"({p[0][0]} AND {p[1][0]})", f"({p[0][1]} and {p[1][1]})")),
        st.tuples(inner, inner).map(lambda p: (f"({p[0][0]} OR {p[1][0]})", f"({p[0][1]} or {p[1][1]})")),
        st.tuples(inner, inner).map(lambda p: (f"({p[0][0]} NOT {p[1][0]})", f"({p[0][1]} and not {p[1][1]})")),
        inner.map(lambda one: (f"NOT {one[0]}", f"(not {one[1]})")),
    ),
    max_leaves=8,
)


@settings(max_examples=200, deadline=None)
@given(_expressions)
def test_and_or_not_mean_what_they_say(subsets, expression):
    """Any nesting of the operators finds exactly the contents of which it is true."""
    typed, truth = expression
    every = found(subsets)
    assert len(every) == 8
    assert found(subsets, words=typed) == [said for said in every if eval(truth, {"said": said.split()})]


_pieces = st.sampled_from(
    [
        "alpha",
        "AND",
        "OR",
        "NOT",
        "NEAR",
        "NEAR(",
        "NEAR/3",
        "(",
        ")",
        '"',
        "“",
        "*",
        "^",
        ":",
        "-",
        "quoted:",
        "{",
        "}",
        ",5",
        "\0",
        "+",
    ]
)
_typed = (
    st.text() | st.lists(_pieces | st.text(max_size=3), max_size=25).map(" ".join) | st.lists(_pieces, max_size=25).map("".join)
)


@settings(max_examples=400, deadline=None)
@given(_typed)
@example("\ud800")
@example('"' * 99)
@example("NOT " * 190)
@example("NEAR(" * 10)
@example("NEAR(alpha NEAR beta) NEAR gamma")
@example("(" * 10 + "alpha OR beta AND NOT gamma" + ")" * 10)
@example(" OR ".join(WORDS * 30))
@example(" NOT ".join(WORDS * 30))
def test_nothing_typed_is_an_error(subsets, typed):
    """Whatever is typed into any box finds some of what is there, or nothing, unless it is too deep (see below)."""
    assume(typed.count("(") <= 10)
    every = set(found(subsets))
    for name in ("words", "article_words", "speaker", "addressee", "outlet"):
        assert set(found(subsets, **{name: typed})) <= every
    assert len(list(subsets.articles(words=typed, outlet=None))) <= 8


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_the_deepest_search_that_is_allowed_is_answered(subsets, data):
    """FTS5's parser has a stack of 100: what passes our limit must fit in it."""
    typed = "alpha"
    for _ in range(10):
        left, right = (
            data.draw(st.sampled_from(["", "beta AND ", "beta OR ", "NOT ", "NEAR(a b) beta NOT "])),
            data.draw(st.sampled_from(["", " AND gamma", " OR gamma", " NOT gamma", " gamma"])),
        )
        typed = f"({left}{typed}{right})"
    assert set(found(subsets, words=typed)) <= set(found(subsets))


@pytest.mark.parametrize(("typed", "rule"), [("a " * 201, "201 words; the most is 200"), ("(" * 11 + "a", "more than 10 deep")])
def test_a_search_that_is_too_long_or_too_deep_says_so(subsets, typed, rule):
    with pytest.raises(ConfigError, match=rule):
        found(subsets, words=typed)


def test_words_of_the_article_find_every_statement_in_it(store):
    say(store, "peace talks", "a pause", source="a")
    say(store, "a war", source="b")
    assert found(store, article_words="talks") == ["peace talks", "a pause"]
    assert [row.source for row in store.articles(words="talks OR war")] == ["b", "a"]


@pytest.mark.parametrize(
    ("speaker", "expected"),
    [
        ("putin", ["one"]),
        ("VLADIMIR PUTIN", ["one"]),
        ("erdogan", ["two"]),
        ("put", []),
        ("putin vladimir", []),
        ("", []),
        ("NOT putin", []),
    ],
)
def test_a_speaker_is_found_by_whole_words_of_the_name(store, speaker, expected):
    say(store, "one", name="Vladimir Putin")
    say(store, "two", name="Recep Tayyip Erdoğan")
    say(store, "three", name=None)
    assert found(store, speaker=speaker) == expected


def test_the_name_of_a_speaker_is_not_found_as_words_of_a_content(store):
    say(store, "Putin lied", name="Olaf Scholz")
    assert found(store, speaker="putin") == []
    assert found(store, words="scholz") == []


def test_act_kind_type_addressee_and_outlet_narrow_the_search(store):
    say(store, "one", act="deny", kind="direct", outlet="CNN", addressee=Party("Donald Trump", "person"))
    say(store, "two", name=None, outlet="Kyiv  Post")
    for asked in ({"act": "deny"}, {"kind": "direct"}, {"type": "person"}, {"addressee": "trump"}, {"outlet": "cnn"}):
        assert found(store, **asked) == ["one"], asked
    assert found(store, outlet="kyiv post", type="unresolved", act="assert") == ["two"]
    assert found(store, outlet="kyiv", act="deny") == []
    assert [row.outlet for row in store.articles(outlet="CNN")] == ["CNN"]


@pytest.mark.parametrize(
    ("value", "since", "until", "is_found"),
    [
        ("2024-12", "2024-12-31", None, True),
        ("2024-12", "2025", None, False),
        ("2024-12", None, "2024-11", False),
        ("2024-12", "2024", "2024", True),
        ("2024-02", "2024-02-29", "2024-02-29", True),
        ("2016-W38", "2016-09-19", "2016-09-19", True),
        ("2016-W38", None, "2016-09-18", False),
        ("2016-W38-WE", None, "2016-09-23", False),
        ("2024-Q2", "2024-06-30", None, True),
        ("2024-H2", None, "2024-06", False),
        ("199", "1999-12-31", None, True),
        ("2025-01-20T23:30+02:00", "2025-01-20", "2025-01-20", True),
        ("2024-13", "2025-01-20", "2025-01-20", True),
        ("PAST_REF", "2025-01-20", "2025-01-20", True),
        (None, "2025-01-20", "2025-01-20", True),
        (None, "2025-01-21", None, False),
    ],
)
def test_since_and_until_are_compared_with_the_days_said_on_else_published(store, value, since, until, is_found):
    said_on = SaidOn(value, "day", None, "text") if value else None
    say(store, "one", said_on=said_on, published="2025-01-20T10:00:00+01:00")
    assert found(store, since=since, until=until) == (["one"] if is_found else [])


def test_the_order_is_by_the_day_said_or_by_the_text_and_undated_comes_last(store):
    for content, value in (("b", "2024-12"), ("c", None), ("a", "2025-01-01"), ("d", "2023")):
        say(store, f"said {content}", said_on=SaidOn(value, "day", None, "text") if value else None)
    assert found(store, order="newest") == ["said a", "said b", "said d", "said c"]
    assert found(store, order="oldest") == ["said d", "said b", "said a", "said c"]
    assert found(store, order="text") == ["said b", "said c", "said a", "said d"]
    assert found(store, order="newest", limit=2, offset=1) == ["said b", "said d"]


@pytest.mark.parametrize(
    "asked",
    [
        {"act": "say"},
        {"kind": "x"},
        {"type": "x"},
        {"order": "x"},
        {"since": "soon"},
        {"until": "2024-13"},
        {"limit": -1},
        {"offset": -1},
    ],
)
def test_a_value_that_no_query_can_have_is_named(store, asked):
    (name,) = asked
    with pytest.raises(ConfigError, match=f"{name} is"):
        store.statements(Query(**asked))


def test_an_article_that_is_not_there_is_named(store):
    with pytest.raises(StoreError, match="no article whose id begins with 'abc'"):
        store.statements(Query(article="abc"))


def test_rows_may_be_read_while_others_are_added(store):
    """A list that was begun is as it was when it was asked for, and stops no writer."""
    for number in range(450):
        say(store, f"content {number}")
    rows = store.statements(Query(order="text"))
    first = next(rows)
    say(store, "later")
    assert first.statement.content[0].text == "content 0"
    assert len(list(rows)) == 449


def test_a_limit_beyond_what_sqlite_counts_is_no_limit(store):
    say(store, "talks")
    assert found(store, words="talks", limit=10**30) == ["talks"]
    assert [row.statements for row in store.articles(limit=10**30)] == [1]
    assert found(store, words="talks", offset=10**30) == []


def test_what_only_repeats_the_body_is_left_out_where_asked(store):
    text = "We will sign, he said. Caption: We will sign"
    body = statement(text, "We will sign")
    caption = statement(text, "Caption: We will sign", repeats=body.id)
    store.add(reading(text, body, caption))
    assert len(list(store.statements(Query()))) == 2
    assert [row.statement.id for row in store.statements(Query(repeats=False))] == [body.id]
