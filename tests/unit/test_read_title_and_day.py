"""Titles and days of publication: what a reader sees goes before what a machine was told, and a day in doubt is none."""

import json

import pytest

from whoseword.read import ReadOptions, locate, read_text
from whoseword.read._dates import read_date
from whoseword.records import Article

TEXT = (
    "<p>The mayor of Exampleton said on Monday that the dam was safe and that nobody need leave the valley before the spring comes.</p>"
    "<p>“It will not hold,” said Ola Nord, the chief engineer, who resigned in March after a quarrel with the council over the money.</p>"
)


def read(head, above="", url=None):
    markup = f"<!doctype html><html><head>{head}</head><body>{above}<div>{TEXT}</div></body></html>"
    article = read_text(markup, source="dam.html", options=ReadOptions(format="html", url=url))
    assert isinstance(article, Article), article
    return article


@pytest.mark.parametrize(
    ("head", "above", "title"),
    [
        ("<title>Dam holds - The Lamp</title>", "<h1>Dam holds</h1>", "Dam holds"),
        ("<title>Mayor says that the dam holds</title>", "<h1>The Lamp</h1>", "Mayor says that the dam holds"),
        ("<meta property='og:title' content='The Lamp | Mayor says the dam holds'>", "<h2>Mayor says the dam holds</h2>", "Mayor says the dam holds"),
        ("<meta property='og:title' content='Why the dam of Exampleton holds'>", "<h1>Why the old dam of Exampleton still holds</h1>", "Why the old dam of Exampleton still holds"),
        ("<link rel=canonical href='https://lamp.example/dam'><title>Dam holds · Lamp</title>", "", "Dam holds"),
        ("<title>Dam holds - for now</title>", "", "Dam holds - for now"),
        ("", "<h1>Dam holds</h1>", "Dam holds"),
        ("", "<h1>Dam holds</h1><h1>Dam breaks</h1>", None),
    ],
    ids=["outlet behind", "section above", "outlet before", "two wordings", "outlet in the address", "no outlet", "one heading", "two headings"],
)  # fmt: skip
def test_title_is_the_heading_that_the_head_agrees_with(head, above, title):
    assert read(head, above).title == title


@pytest.mark.parametrize(
    ("head", "above", "url", "day"),
    [
        ("", "<h1>Dam</h1><p>Thu, 14 May 2026 17:55 UTC</p>", None, "2026-05-14"),
        ("", "<h1>Dam</h1><p>3/4/26</p>", None, None),
        ("", "<h1>Dam</h1><p>3/4/26</p>", "https://lamp.example/2026/04/dam", "2026-04-03"),
        ("", "<h1>Dam</h1><p>3/4/26 5:07 PM EST</p>", None, "2026-03-04"),
        ("", "<h1>Dam</h1><p>The act was signed into law on August 14, 1935.</p>", None, None),
        ("", "<h1>Dam</h1>", "https://lamp.example/2026/mar/09/dam", "2026-03-09"),
        ("", "<h1>Dam</h1>", "https://lamp.example/a/20260309/dam", "2026-03-09"),
        ("<meta name=date content=2026-03-10>", "<h1>Dam</h1><p>By Ann Lee, March 9, 2026</p>", None, "2026-03-09"),
        ("<meta name=date content=2026-03-10>", "<h1>Dam</h1><p>March 12, 2026 -- Updated 0203 GMT</p>", None, "2026-03-10"),
        ("", "<h1>Dam</h1><p>Updated: March 12, 2026</p>", None, "2026-03-12"),
        ("<title>Dam | 10.06.2026</title>", "", None, "2026-06-10"),
        ("<script>var page = {'publishDate': '2026-03-09'};</script>", "", None, "2026-03-09"),
        ("<script>[{'pubDate': '2026-03-09'}, {'pubDate': '2026-03-08'}]</script>", "", None, None),
    ],
    ids=["line", "in doubt", "month of the address", "clock of America", "sentence", "address", "address in one", "line before a system's",
         "changed after", "only changed", "title", "script", "two in scripts"],
)  # fmt: skip
def test_day_is_the_one_that_stands_by_the_title(head, above, url, day):
    published = read(head, above, url).published
    assert (published and published[:10]) == day


@pytest.mark.parametrize(
    ("shown", "day"),
    [("October 8, 2026 10:41 PM EDT", "2026-10-08"), ("October 8, 2026", "2026-10-08"), ("October 10, 2026", "2026-10-09"), ("October 8, 2026 4:10 PM", "2026-10-09")],
    ids=["clock", "day before", "day after, perhaps of a change", "another clock"],
)  # fmt: skip
def test_time_in_utc_gives_way_to_the_pages_zone_where_the_two_are_one_moment(shown, day):
    stated = "<meta property='article:published_time' content='2026-10-09T02:41:00Z'>"
    assert read(stated, f"<h1>Dam</h1><p>{shown}</p>").published[:10] == day


@pytest.mark.parametrize(
    ("value", "date"),
    [
        ("20261008", "2026-10-08"), ("20261008184840", "2026-10-08T18:48:40"), ("20261308", None),
        ("Fri Mar 13 21:30:09 EST 2026", "2026-03-13T21:30:09-05:00"), ("Fri Abc 13 21:30:09 EST 2026", None),
    ],
)  # fmt: skip
def test_dates_of_systems_are_read(value, date):
    assert read_date(value) == date


def test_words_in_a_shells_data_come_from_their_place_and_escapes_from_none():
    body = " ".join(["The mayor’s dam is safe & sound, he said."] * 12)
    last = "Nobody need leave the valley."
    data = json.dumps({"@type": "NewsArticle", "headline": "Dam", "articleBody": f"{body}\n{last}"}).replace("&", "&amp;")
    markup = f"<html><head><title>Dam</title><script type='application/ld+json'>{data}</script></head><body><div id=app>Loading…</div></body></html>"
    article = read_text(markup, source="dam.html", options=ReadOptions(format="html"))
    assert article.text == f"Dam\n\n{body}\n\n{last}"
    placed = {i for origin in locate(article, markup.encode()) for i in range(origin.start, origin.end)}
    assert {article.text[i] for i in range(5, len(article.text)) if i not in placed} <= {"’", "&", "\n"}
    assert "m" in {article.text[i] for i in placed}


def test_paywalled_words_in_data_are_not_taken():
    data = json.dumps({"@type": "NewsArticle", "headline": "Dam", "articleBody": "The mayor said so. " * 40})
    wall = "<p>Subscribe to continue reading this article and all others.</p><p>Already a subscriber? Log in to read on.</p>"
    markup = (
        f"<html><head><script type='application/ld+json'>{data}</script></head><body><article>{wall}</article></body></html>"
    )
    assert not isinstance(read_text(markup, source="dam.html", options=ReadOptions(format="html")), Article)
