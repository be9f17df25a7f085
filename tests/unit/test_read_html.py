"""HTML: the kinds of blocks, what the head says, and hostile markup that must cost itself only."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whoseword.read import REASONS, ReadOptions, read_text
from whoseword.records import Article, Rejected

ONE = "<p>The mayor of Exampleton said on Monday that the dam was safe and that nobody need leave the valley before the spring.</p>"
TWO = "<p>“It will not hold,” said Ola Nord, the chief engineer, who resigned in March after a quarrel with the council.</p>"
TAGS = ["<p>", "</p>", "<div>", "<table><tr><td>", "<ul><li>", "<blockquote>", "<br>", "<script type='application/ld+json'>", "{", '"@type":', "[",
        "</script>", "<figure><figcaption>", "<h1>", "<title>", "<meta name=date content='", "<time datetime=", "said “so”", " word", "&#0;", "&amp;",
        "<!--", "<![CDATA[", "\ud800", "\x00", "2024-13-41", "<article>", "<a href='x'>", "\n"]  # fmt: skip


def page(head="", body=ONE + TWO, **options):
    markup = f"<!doctype html><html><head>{head}</head><body><article>{body}</article></body></html>"
    read = read_text(markup, source="dam.html", options=ReadOptions(**options))
    assert isinstance(read, Article)
    return read


def ld(json):
    return f'<script type="application/ld+json">{json}</script>'


def kinds(read):
    return [block.kind for block in read.blocks]


@given(st.lists(st.sampled_from(TAGS), max_size=40).map("".join))
@settings(max_examples=60, deadline=None)
def test_any_markup_is_read_or_rejected_for_a_known_reason(markup):
    read = read_text(markup, source="x", options=ReadOptions(format="html"))
    if isinstance(read, Rejected):
        assert read.reason in REASONS
        return
    assert read == read_text(markup, source="x", options=ReadOptions(format="html"))
    past = 0
    for block in read.blocks:
        assert not read.text[past : block.start].strip()
        assert read.text[block.start : block.end].strip()
        past = block.end
    assert past == len(read.text)


@pytest.mark.parametrize("nested", ["<div>", "<blockquote><ul><li>", "<table><tr><td>", "<b>"])
def test_deeply_nested_markup_does_not_crash(nested):
    read = read_text(f"<html><body>{ONE}{nested * 5_000}said", source="x.html")
    assert isinstance(read, Article | Rejected)


def test_title_comes_first_and_once():
    read = page("<title>Dam holds</title>", "<h1>Dam holds</h1>" + ONE + TWO)
    assert read.text.startswith("Dam holds\n\nThe mayor")
    assert read.text.count("Dam holds") == 1
    assert (read.title, read.origins["title"]) == ("Dam holds", "heading")


def test_blockquotes_lists_tables_and_headings_keep_their_kind():
    body = f"{ONE}<blockquote><p>It will hold.</p></blockquote><h2>Cracks</h2><ul><li>First crack</li></ul>{TWO}<table><tr><td>2020</td><td>4 m</td></tr></table>{ONE}"
    read = page("", body)
    assert kinds(read) == ["paragraph", "quote", "heading", "list", "paragraph", "table", "paragraph"]
    assert "2020\t4 m" in read.text


def test_caption_stands_where_the_page_has_it():
    read = page("", f"{ONE}<figure><img src=a><figcaption>The dam  on Monday</figcaption></figure>{TWO}")
    assert kinds(read) == ["paragraph", "caption", "paragraph"]
    assert "\n\nThe dam on Monday\n\n" in read.text


def test_words_of_scripts_are_not_in_the_text():
    assert "secret" not in page("", f"{ONE}<script>document.write('secret')</script>{TWO}").text


@pytest.mark.parametrize(
    ("json", "published"),
    [
        ('{"@type":"NewsArticle","datePublished":"2024-03-05T10:00:00.123+0100"}', "2024-03-05T10:00:00+01:00"),
        (
            '{"@graph":[{"@type":"WebPage","datePublished":"2020-01-01"},{"@type":"Article","datePublished":"2024-03-05"}]}',
            "2024-03-05",
        ),
        ('[{"@type":["X","NewsArticle"],"datePublished":"2024-03-05T10:00Z"}]', "2024-03-05T10:00Z"),
        ('{"@type":"NewsArticle","datePublished":"2024-03-05",}', "2024-03-05"),
        ('{"@type":"NewsArticle","datePublished":"2024-03-05", "x": "a "b" c"', "2024-03-05"),
        ('{"@type":"NewsArticle","datePublished":"March 5, 2024"}', "2024-03-05"),
        ('{"@type":"NewsArticle","datePublished":"2024-13-45"}', None),
        ('{"@type":"NewsArticle","datePublished":"1970-01-01T00:00:00Z"}', None),
        ('{"@type":"NewsArticle","datePublished":20240305}', None),
        ('{"@type":"WebSite","datePublished":"2024-03-05"}', None),
        ("[" * 50_000, None),
    ],
)
def test_json_ld_gives_the_date_with_its_zone(json, published):
    read = page(ld(json))
    assert read.published == published
    assert read.published_from == ("json-ld" if published else None)


def test_json_ld_names_publisher_by_reference_and_authors():
    read = page(
        ld(
            '{"@graph":[{"@id":"#p","name":"Example Tribune"},{"@type":"NewsArticle","publisher":{"@id":"#p"},"author":[{"name":"Ann Lee"},"Jo Ray"]}]}'
        )
    )
    assert (read.outlet, read.byline, read.origins["outlet"]) == ("Example Tribune", "Ann Lee, Jo Ray", "json-ld")


def test_meta_tags_serve_where_there_is_no_json_ld():
    read = page(
        '<meta property="og:title" content="Dam &quot;holds&quot; - Example Tribune"><meta property="og:site_name" content="Example Tribune">'
        '<meta property="article:published_time" content="2024-03-05T10:00:00Z"><meta name="author" content="https://x.example/ann">'
    )
    assert (read.title, read.outlet, read.published, read.byline) == (
        'Dam "holds"',
        "Example Tribune",
        "2024-03-05T10:00:00Z",
        None,
    )
    assert read.published_from == "meta"


def test_year_of_a_copyright_is_no_date_of_publication():
    assert page("", ONE + TWO + "<footer>© 2024 Example Tribune</footer>").published is None


def test_htmldate_serves_where_the_page_marks_a_date():
    read = page("", ONE + TWO + '<footer><div class="date">5 March 2024</div></footer>')
    assert (read.published, read.published_from) == ("2024-03-05", "htmldate")


def test_byline_of_the_page_is_read_where_it_is_marked():
    read = page("", '<div class="article-byline">By Ann Lee, Associated Press</div>' + ONE + TWO)
    assert (read.byline, read.outlet) == ("Ann Lee", "Associated Press")


def test_language_is_what_the_page_says():
    read = read_text(f'<html lang="de-AT"><body>{ONE}{TWO}</body></html>', source="x")
    assert (read.language, read.origins["language"]) == ("de", "meta")


def test_canonical_address_is_part_of_the_id():
    link = '<link rel="canonical" href="https://a.example/1">'
    assert page(link).url == "https://a.example/1"
    assert page(link).id != page().id
    assert page('<link rel="canonical" href="javascript:alert(1)">').url is None


def test_html_is_known_by_its_first_tag_and_text_is_not_taken_for_it():
    assert read_text(f"<!-- x --><!DOCTYPE html>{ONE}{TWO}", source="dam.txt").text.startswith("The mayor")
    assert read_text("The <b> tag, the mayor said, is bold.", source="dam.txt").text == "The <b> tag, the mayor said, is bold."


def test_page_without_article_text_is_rejected():
    assert read_text("<html><body><a href=x>Home</a></body></html>", source="x").reason == "no-text"
