"""The pipeline: what becomes a statement, which id it gets, and that a bad article costs itself only."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whoseword.actors import ActorTable
from whoseword.errors import InputError
from whoseword.pipeline import RULES, Pipeline, assemble
from whoseword.records import Article, Attribution, Block, Name, Rejected, Span, Tagged, check_spans, from_json, to_json
from whoseword.records import Reading as Record

TEXT = "Low promises ferry\n\nMayor Ann Low said on Monday that the ferry will stay. “We keep it,” she said.\n\nSign up\n"
TABLE = ActorTable.load()


def at(words, nth=0):
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return Span.cut(TEXT, start, start + len(words))


def article(text=TEXT, **fields):
    blocks = (
        Block("title", 0, 18),
        Block("paragraph", 20, text.index("\n\nSign")),
        Block("furniture", text.index("Sign"), len(text) - 1),
    )
    known = {"id": "a" * 16, "blocks": blocks, "outlet": "Daily", "published": "2025-01-22"}
    return Article(**(known | {"source": "ferry.txt", "text": text, "text_sha256": "0" * 64} | fields))


def said(content, cue, source=None, confidence=0.9):
    return Attribution(
        (at(source),) if source else (), (at(cue),) if cue else (), tuple(map(at, content)), confidence=confidence
    )


STAYS = said(["that the ferry will stay"], "said", "Mayor Ann Low")
KEEP = Attribution((at("she"),), (at("said", 1),), (at("We keep it,"),), confidence=0.8)
NAMES = (Name(at("Ann Low"), "person"),)


def reading_of(*attributions, **fields):
    return assemble(article(**fields), Tagged(attributions, NAMES), TABLE, "model 1")


def test_every_field_comes_from_its_stage():
    reading = reading_of(STAYS, KEEP)
    first, second = reading.statements
    assert (first.speaker.name, first.speaker.type, first.kind, first.act) == ("Ann Low", "person", "indirect", "assert")
    assert (first.said_on.value, first.said_on.from_) == ("2025-01-20", "text")
    assert (second.speaker.name, second.kind, second.verbatim[0].text) == ("Ann Low", "direct", "We keep it,")
    assert [date.value for date in reading.dates] == ["2025-01-20"]
    assert {(s.model, s.rules) for s in reading.statements} == {("model 1", RULES)}
    assert (reading.model, reading.rules) == ("model 1", RULES)
    assert (first.confidence, second.confidence) == (0.9, 0.8)


def test_what_stands_in_furniture_is_no_statement():
    assert reading_of(said(["Sign up"], None)).statements == ()


def test_what_only_a_title_says_is_kept():
    (only,) = reading_of(said(["ferry"], "promises", "Low")).statements
    assert only.repeats is None


def test_an_attribution_without_content_is_no_statement():
    assert reading_of(Attribution((at("she"),), (at("said", 1),), ())).statements == ()


def test_of_two_with_the_same_content_and_cue_the_surer_is_kept():
    (only,) = reading_of(dataclasses.replace(KEEP, confidence=0.3, source=()), KEEP).statements
    assert only.confidence == 0.8


def test_ids_come_from_the_article_and_the_spans_alone():
    """Another model, source, outlet or sureness changes no id; another span or article does."""
    (one,) = reading_of(KEEP).statements
    (same,) = assemble(
        article(outlet=None), Tagged((dataclasses.replace(KEEP, source=(), confidence=0.1),), ()), TABLE, "m 2"
    ).statements
    (moved,) = reading_of(dataclasses.replace(KEEP, content=(at("We keep"),))).statements
    (elsewhere,) = reading_of(KEEP, id="b" * 16).statements
    assert one.id == same.id
    assert len({one.id, moved.id, elsewhere.id}) == 3


def test_reading_twice_gives_the_same_record_and_it_survives_json():
    reading = reading_of(STAYS, KEEP)
    assert reading == reading_of(STAYS, KEEP)
    assert from_json(Record, to_json(reading)) == reading


def test_a_span_that_is_not_its_text_is_never_given_out():
    with pytest.raises(InputError, match="read the article again"):
        reading_of(dataclasses.replace(KEEP, content=(dataclasses.replace(KEEP.content[0], text="We lose it,"),)))


@st.composite
def tagged_texts(draw):
    words = st.sampled_from(
        ["said", "Ann Low", "she", "“", "”", ",", ".", "\n\n", "Kyiv", "told", "Monday", "denied", "it", "😀", "that", "\u202e"]
    )
    text = " ".join(draw(st.lists(words | st.text(max_size=4), min_size=1, max_size=30))) or "x"
    spans = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).filter(lambda p: p[0] < p[1])
    some = st.lists(spans.map(lambda p: Span.cut(text, *p)), max_size=2).map(lambda found: tuple(sorted(set(found))))
    attributions = draw(st.lists(st.builds(Attribution, some, some, some, confidence=st.floats(0, 1)), max_size=5))
    names = draw(st.lists(st.builds(Name, spans.map(lambda p: Span.cut(text, *p)), confidence=st.floats(0, 1)), max_size=4))
    return text, Tagged(tuple(attributions), tuple(names))


@given(tagged_texts(), st.sampled_from([None, "2025-01-22", "2025", "2025-01-22T10:00:00+02:00"]))
def test_whatever_was_tagged_in_whatever_text_gives_a_sound_reading(given_, published):
    text, tagged = given_
    whole = Article("a" * 16, "any", text, "0" * 64, (Block("paragraph", 0, len(text)),), published=published)
    reading = assemble(whole, tagged, TABLE, "m")
    check_spans(reading)
    ids = [s.id for s in reading.statements]
    assert len(ids) == len(set(ids))
    assert {link for s in reading.statements for link in (s.repeats, s.about, s.inside) if link} <= set(ids)


class Tags:
    """A tagger that knows one article by heart and breaks on another, alone or in a batch, as no real one can be made to."""

    version = "model 1"

    def tag(self, articles):
        for one in articles:
            if one.text == "break":
                raise ZeroDivisionError("the network broke")
            yield Tagged((STAYS, KEEP), NAMES) if one.text == TEXT else Tagged((), ())


def run(*found, batch=3):
    return list(Pipeline(Tags(), TABLE, batch=batch).run(found))


@pytest.mark.parametrize("batch", [1, 2, 3, 16])
def test_order_is_kept_and_rejections_pass_through(batch):
    rejected = Rejected("x.pdf", "not-text", "a PDF")
    other = Article("b" * 16, "other", "Nothing.", "1" * 64)
    given_ = [rejected, article(), other, rejected, article(), other]
    done = run(*given_, batch=batch)
    assert [one.source if isinstance(one, Rejected) else one.article.source for one in done] == [
        "x.pdf", "ferry.txt", "other", "x.pdf", "ferry.txt", "other",
    ]  # fmt: skip
    assert [len(one.statements) for one in done if not isinstance(one, Rejected)] == [2, 0, 2, 0]


@pytest.mark.parametrize("batch", [1, 2, 16])
def test_an_article_on_which_the_tagger_fails_costs_itself_only(batch):
    bad = Article("c" * 16, "bad", "break", "2" * 64)
    first, crash, last = run(article(), bad, article(), batch=batch)
    assert len(first.statements) == len(last.statements) == 2
    assert (crash.source, crash.reason) == ("bad", "crash")
    assert "Traceback" in crash.detail
    assert crash.detail.strip().endswith("ZeroDivisionError: the network broke")


def test_an_article_on_which_a_rule_fails_costs_itself_only():
    """The tagger's spans lie outside this text, as those of a broken tokenizer would."""

    class Wrong(Tags):
        def tag(self, articles):
            return (Tagged((KEEP,), ()) for _ in articles)

    short = Article("c" * 16, "short", "Too short.", "2" * 64)
    crash, good = Pipeline(Wrong(), TABLE).run([short, article()])
    assert (crash.source, crash.reason) == ("short", "crash")
    assert len(good.statements) == 1


def test_the_pipeline_takes_no_more_than_a_batch_ahead():
    taken = []

    def source():
        for number in range(10):
            taken.append(number)
            yield Article(f"{number}" * 16, str(number), "Nothing.", "1" * 64)

    readings = Pipeline(Tags(), TABLE, batch=3).run(source())
    next(readings)
    assert len(taken) == 3


def test_what_reaches_from_the_title_into_the_body_is_cut_on_the_side_of_its_cue():
    over = Attribution((Span.cut(TEXT, 0, 33),), (at("said"),), (Span.cut(TEXT, 4, 37), at("that the ferry will stay")))
    (one,) = reading_of(over).statements
    assert [span.text for span in one.content] == ["Mayor Ann Low sai", "that the ferry will stay"]
    assert all(span.start >= 20 for span in (*one.content, *one.source))
