"""Pages in the shapes of many publishing systems, all invented, against what a reader finds on them; the floors are held here.

`shapes/expected.json` says for each page its title, day, byline, outlet, address, section and paragraphs, or why it has none.
"""

import json
from collections import Counter
from pathlib import Path

import pytest

from whoseword.read import locate, read_bytes
from whoseword.records import Article

SHAPES = Path(__file__).parent / "shapes"
EXPECTED = json.loads((SHAPES / "expected.json").read_text(encoding="utf-8"))
ARTICLES = sorted(name for name, wanted in EXPECTED.items() if "reason" not in wanted)
WALLS = sorted(name for name, wanted in EXPECTED.items() if "reason" in wanted)


def read_shape(name):
    return read_bytes((SHAPES / name).read_bytes(), source=name)


def grams(text):
    words = text.split()
    return Counter(tuple(words[i : i + 4]) for i in range(len(words) - 3))


def score(found, wanted):
    """F1 of runs of four words."""
    ours, theirs = grams(found), grams(wanted)
    same = (ours & theirs).total()
    return 2 * same / max(1, ours.total() + theirs.total())


def body_of(article):
    kinds = ("paragraph", "quote", "list", "table", "heading")
    return "\n".join(article.text[b.start : b.end] for b in article.blocks if b.kind in kinds)


def test_every_page_has_its_expectation():
    assert sorted(path.name for path in SHAPES.glob("*.html")) == sorted(EXPECTED)
    assert len(EXPECTED) >= 35


@pytest.mark.parametrize("name", ARTICLES)
def test_page_gives_its_paragraphs_whole_and_in_order(name):
    """Each paragraph with its quotations, letter for letter, in the page's order, and little that is none."""
    article, wanted = read_shape(name), EXPECTED[name]
    assert isinstance(article, Article), article
    place = 0
    for paragraph in wanted["paragraphs"]:
        assert paragraph in article.text[place:]
        place = article.text.index(paragraph, place) + len(paragraph)
    assert score(body_of(article), "\n".join(wanted["paragraphs"])) >= 0.93


@pytest.mark.parametrize("name", ARTICLES)
def test_page_says_what_it_says_of_itself(name):
    article, wanted = read_shape(name), EXPECTED[name]
    assert (article.title, (article.published or "")[:10]) == (wanted["title"], wanted["day"])
    assert {key: getattr(article, key) for key in ("byline", "outlet", "url", "section") if wanted[key]} == {
        key: wanted[key] for key in ("byline", "outlet", "url", "section") if wanted[key]
    }


@pytest.mark.parametrize("name", WALLS)
def test_page_without_an_article_says_why(name):
    found = read_shape(name)
    assert not isinstance(found, Article), found.text
    assert found.reason == EXPECTED[name]["reason"]


def test_floor_of_the_body_over_all_pages():
    """0.99 on average when it was set (2026-12-01)."""
    scores = [score(body_of(read_shape(name)), "\n".join(EXPECTED[name]["paragraphs"])) for name in ARTICLES]
    assert sum(scores) / len(scores) >= 0.98


@pytest.mark.parametrize("name", ARTICLES[::3])
def test_every_character_is_the_pages_own(name):
    article = read_shape(name)
    covered = {i for origin in locate(article, (SHAPES / name).read_bytes()) for i in range(origin.start, origin.end)}
    title = len(article.title or "")
    assert all(article.text[i].isspace() or i < title for i in range(len(article.text)) if i not in covered)
